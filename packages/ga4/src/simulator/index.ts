export { createGa4Simulator, type Ga4Simulator, type Ga4SimulatorOptions } from "./create-simulator.js";
export { type Ga4Fault, ga4Faults } from "./faults.js";
export { simulatedServiceAccount } from "./login.js";
export { type QuotaPlan, quotaPlans } from "./quota-ledger.js";
export type { DataLimits } from "./reports/collect.js";
