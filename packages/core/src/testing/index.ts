export { createJsonReply, createReply, type ReplyParts } from "../http/reply.js";
export { type ContractOptions, describeContract } from "./contract-battery.js";
export type { ErrorClassName, ErrorCodeOverrides } from "./error-classes.js";
export { createManualClock, type ManualClock } from "./manual-clock.js";
export { createMswTransport } from "./msw-transport.js";
export { openScripted, type Scripted, type ScriptedOptions, settle } from "./open-scripted.js";
export { type ContractOverrides, type OpenForContract, type Play, type Played, play } from "./play.js";
export { createCall, runPolicy, sampleRead, sampleWrite } from "./policy-harness.js";
export { loadRecordings, type Recordings } from "./recordings.js";
export {
  createScriptedTransport,
  type ScriptedAnswer,
  type ScriptedTransport,
  toStreamReply,
} from "./scripted-transport.js";
export { createSpyTokenStore, type SpyTokenStore } from "./spy-token-store.js";
export type { Nothing, ReplyMisfits, RequestMisfits } from "./vendor-types.js";
