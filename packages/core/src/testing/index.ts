export { createJsonReply, createReply, type ReplyParts } from "../http/reply.js";
export { createManualClock, type ManualClock } from "./manual-clock.js";
export {
  createScriptedTransport,
  type ScriptedAnswer,
  type ScriptedTransport,
  toStreamReply,
} from "./scripted-transport.js";
