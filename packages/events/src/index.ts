export type { Accepted, EventSource, NewEvent, StoredEvent } from "./event.js";
export { defineHandler, type EventHandler, type HandlerContext } from "./handler.js";
export {
  createLedger,
  type Ledger,
  type LedgerDeps,
  ListWritesInput,
  ResolveWriteInput,
  type Verified,
  type VerifyWrite,
  verifyThrough,
  type WriteDesk,
  WriteDetail,
  WritePage,
  WriteStates,
  WriteView,
} from "./ledger/index.js";
