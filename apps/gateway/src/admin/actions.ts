import type { AnyAdminAction } from "./action.js";
import { listAudit } from "./actions/audit.js";
import { getReport, listReports, runErasure } from "./actions/erasure.js";
import { getEvent, listEvents } from "./actions/events.js";
import { listQueues, pauseQueue, resumeQueue } from "./actions/queues.js";
import { disableSchedule, enableSchedule, listSchedules } from "./actions/schedules.js";
import { expectHandshake, listSecrets, rotateSecret } from "./actions/webhook-secrets.js";
import { getWrite, listWrites, resolveWrite } from "./actions/writes.js";

/** Everything a person may do to the durable parts, in the order in which help and documents list it. */
export const adminActions: readonly AnyAdminAction[] = [
  listEvents,
  getEvent,
  listQueues,
  pauseQueue,
  resumeQueue,
  listSchedules,
  enableSchedule,
  disableSchedule,
  listWrites,
  getWrite,
  resolveWrite,
  listSecrets,
  rotateSecret,
  expectHandshake,
  listReports,
  getReport,
  runErasure,
  listAudit,
];
