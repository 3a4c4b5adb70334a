export { createLedger, type Ledger, type LedgerDeps } from "./create-ledger.js";
export type { Verified, VerifyWrite } from "./settle-writes.js";
export { verifyThrough } from "./verify-through.js";
export type { WriteDesk } from "./write-desk.js";
export { ListWritesInput, ResolveWriteInput, WriteDetail, WritePage, WriteStates, WriteView } from "./write-views.js";
