import type { AnyAdminAction } from "./action.js";
import { listAudit } from "./actions/audit.js";
import { checkGaps, listBackfillSources, startBackfill } from "./actions/backfills.js";
import { discardDeadLetter, getDeadLetter, listDeadLetters, retryDeadLetter } from "./actions/dead-letters.js";
import {
  createEndpoint,
  deleteEndpoint,
  disableEndpoint,
  enableEndpoint,
  getEndpoint,
  listDeliveries,
  listEndpoints,
  resendDeliveries,
  resendDelivery,
  rotateEndpointSecret,
  testEndpoint,
  updateEndpoint,
} from "./actions/endpoints.js";
import { getReport, listReports, runErasure } from "./actions/erasure.js";
import { getEvent, listEvents } from "./actions/events.js";
import { dryRunReplay, previewReplay } from "./actions/plan-replays.js";
import { listQueues, pauseQueue, resumeQueue } from "./actions/queues.js";
import {
  cancelReplay,
  getReplay,
  listReplays,
  pauseReplay,
  resumeReplay,
  startReplay,
  watchReplay,
} from "./actions/replays.js";
import { disableSchedule, enableSchedule, listSchedules } from "./actions/schedules.js";
import { expectHandshake, listSecrets, rotateSecret } from "./actions/webhook-secrets.js";
import { getWrite, listWrites, resolveWrite } from "./actions/writes.js";

/** Everything a person may do to the durable parts, in the order in which help and documents list it. */
export const adminActions: readonly AnyAdminAction[] = [
  listEvents,
  getEvent,
  listDeadLetters,
  getDeadLetter,
  retryDeadLetter,
  discardDeadLetter,
  previewReplay,
  dryRunReplay,
  startReplay,
  listReplays,
  getReplay,
  watchReplay,
  pauseReplay,
  resumeReplay,
  cancelReplay,
  listBackfillSources,
  startBackfill,
  checkGaps,
  listQueues,
  pauseQueue,
  resumeQueue,
  listSchedules,
  enableSchedule,
  disableSchedule,
  listWrites,
  getWrite,
  resolveWrite,
  listEndpoints,
  getEndpoint,
  createEndpoint,
  updateEndpoint,
  enableEndpoint,
  disableEndpoint,
  rotateEndpointSecret,
  testEndpoint,
  deleteEndpoint,
  listDeliveries,
  resendDelivery,
  resendDeliveries,
  listSecrets,
  rotateSecret,
  expectHandshake,
  listReports,
  getReport,
  runErasure,
  listAudit,
];
