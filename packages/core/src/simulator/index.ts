export {
  type ActiveFault,
  createFaultDial,
  type Fault,
  type FaultDial,
  type FaultDialOptions,
  type FaultPreset,
  type FaultScope,
  faultPresets,
} from "./fault-dial.js";
export {
  createLoopbackServer,
  type LoopbackServer,
  type LoopbackServerOptions,
  type UpstreamFaultSpec,
} from "./loopback-server.js";
export { createPick, type SeededPick } from "./pick.js";
export { createSeededRandom } from "./seeded-random.js";
export type { CreateSimulator, Simulator, SimulatorOptions } from "./simulator.js";
export type { SimulatorReply } from "./simulator-reply.js";
export type { SimulatorRequest } from "./simulator-request.js";
