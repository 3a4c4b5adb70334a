import type { AnyAdminAction } from "./action.js";
import { listAudit } from "./actions/audit.js";
import { getEvent, listEvents } from "./actions/events.js";
import { expectHandshake, listSecrets, rotateSecret } from "./actions/webhook-secrets.js";

/** Everything a person may do to the durable parts, in the order in which help and documents list it. */
export const adminActions: readonly AnyAdminAction[] = [
  listEvents,
  getEvent,
  listSecrets,
  rotateSecret,
  expectHandshake,
  listAudit,
];
