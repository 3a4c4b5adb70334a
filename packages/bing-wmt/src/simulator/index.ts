export { type BingWmtSimulator, type BingWmtSimulatorOptions, createBingWmtSimulator } from "./create-simulator.js";
export { type BingWmtFault, bingWmtFaults } from "./faults.js";
export { simulatorIndexNowKey } from "./indexnow.js";
export { nordlichtSites } from "./seed/pages.js";
export { simulatorApiKey } from "./server.js";
