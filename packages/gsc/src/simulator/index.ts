export { createGscSimulator, type GscSimulator, type GscSimulatorOptions } from "./create-simulator.js";
export { type GscFault, gscFaults } from "./faults.js";
export { simulatedServiceAccount } from "./login.js";
export { publishedQuotas, type SimulatedQuotas, unlimitedQuotas } from "./quotas.js";
