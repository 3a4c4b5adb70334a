export { createGa4Simulator, type Ga4Simulator, type Ga4SimulatorOptions } from "./create-simulator.js";
export { type Ga4Fault, ga4Faults } from "./faults.js";
export { type QuotaPlan, quotaPlans } from "./quota-ledger.js";
export type { DataLimits } from "./reports/collect.js";
export type { IssuedToken } from "./tokens.js";
