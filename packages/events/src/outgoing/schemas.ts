import { z } from "zod";
import { ConnectionPatterns, TypePatterns } from "../feed/patterns.js";

const EndpointId = z
  .string()
  .regex(/^ep_[0-9a-f]{32}$/, "is not an endpoint's id, e.g. ep_…")
  .describe("Endpoint id");
const Url = z.string().min(1).max(2_000).describe("Where messages are sent: https, at a public address");
const Description = z.string().max(500).describe("What it is for, in your words");
const PerSecond = z
  .number()
  .min(0.01)
  .max(1_000)
  .describe("Most messages per second, over all replicas; what is too much waits");
const Time = z.iso.datetime();

/** An endpoint to be made. */
export const EndpointInput = z.strictObject({
  url: Url,
  description: Description.default(""),
  types: TypePatterns.default([]),
  connections: ConnectionPatterns.default([]),
  perSecond: PerSecond.default(20),
});
/** An endpoint to be made. */
export type EndpointInput = z.input<typeof EndpointInput>;

/** Which endpoint. */
export const EndpointRef = z.strictObject({ id: EndpointId });
/** Which endpoint. */
export type EndpointRef = z.infer<typeof EndpointRef>;

/** What is to be different about an endpoint. */
export const EndpointPatch = z.strictObject({
  id: EndpointId,
  url: Url.optional(),
  description: Description.optional(),
  types: TypePatterns.optional(),
  connections: ConnectionPatterns.optional(),
  perSecond: PerSecond.optional(),
});
/** What is to be different about an endpoint. */
export type EndpointPatch = z.infer<typeof EndpointPatch>;

/** A new secret, and how long the old ones go on. */
export const RotateInput = z.strictObject({
  id: EndpointId,
  overlapHours: z
    .number()
    .min(0)
    .max(24 * 30)
    .default(24)
    .describe("How long messages are signed with the old secret as well"),
});
/** A new secret, and how long the old ones go on. */
export type RotateInput = z.input<typeof RotateInput>;

/** An endpoint as it is shown: never with its secrets. */
export const Endpoint = z.object({
  id: EndpointId,
  url: z.string(),
  description: z.string(),
  types: z.array(z.string()),
  connections: z.array(z.string()),
  perSecond: z.number(),
  enabled: z.boolean(),
  disabledBecause: z
    .enum(["failing", "operator", "gone"])
    .optional()
    .describe(
      "`failing`: nothing but failures for days; `gone`: it answered 410; `operator`: somebody switched it off",
    ),
  failingSince: Time.optional().describe("First failure since the last success"),
  secrets: z
    .array(z.object({ until: Time.optional().describe("When it ends; absent: until it is rotated") }))
    .describe("The secrets that sign now, newest first, without their values"),
  createdAt: Time,
});
/** An endpoint as it is shown: never with its secrets. */
export type Endpoint = z.infer<typeof Endpoint>;

/** An endpoint with its new secret, which is never shown again. */
export const EndpointWithSecret = Endpoint.extend({
  secret: z.string().describe("Signs from now on (`whsec_…`). Keep it: it is not shown again"),
});
/** An endpoint with its new secret, which is never shown again. */
export type EndpointWithSecret = z.infer<typeof EndpointWithSecret>;

/** Every endpoint, the oldest first. */
export const EndpointList = z.object({ endpoints: z.array(Endpoint) });

/** What a test message met. */
export const TestResult = z.object({
  delivered: z.boolean(),
  status: z.number().int().optional(),
  error: z.string().optional(),
  durationMs: z.number(),
  enabled: z.boolean().describe("Whether the endpoint is enabled now: a success ends `failing` and `gone`"),
});
/** What a test message met. */
export type TestResult = z.infer<typeof TestResult>;

/** Which tries to list, the latest first. */
export const DeliveryQuery = z.strictObject({
  endpointId: EndpointId.optional(),
  messageId: z.string().max(100).optional(),
  failed: z.boolean().optional().describe("Only those that did not succeed"),
  before: z.number().int().min(1).optional().describe("Only older ones: `nextBefore` of the last answer"),
  limit: z.number().int().min(1).max(500).default(50),
});
/** Which tries to list, the latest first. */
export type DeliveryQuery = z.input<typeof DeliveryQuery>;

/** One try to deliver. */
export const Delivery = z.object({
  id: z.number().int(),
  endpointId: z.string(),
  messageId: z.string(),
  type: z.string(),
  attempt: z.number().int().describe("Counted from 1; 0: a test"),
  status: z.number().int().optional().describe("What the receiver answered"),
  error: z.string().optional().describe("Why it counts as failed"),
  durationMs: z.number(),
  at: Time,
});
/** One try to deliver. */
export type Delivery = z.infer<typeof Delivery>;

/** Tries, the latest first. */
export const DeliveryList = z.object({ deliveries: z.array(Delivery), nextBefore: z.number().int().optional() });
/** Tries, the latest first. */
export type DeliveryList = z.infer<typeof DeliveryList>;

/** Which message to send again: by one of its tries. */
export const ResendInput = z.strictObject({ deliveryId: z.number().int().min(1).describe("A try of the message") });
/** Which message to send again: by one of its tries. */
export type ResendInput = z.infer<typeof ResendInput>;

/** What to send again to an endpoint: events from one id to another. */
export const ResendRangeInput = z.strictObject({
  endpointId: EndpointId,
  fromEvent: z.number().int().min(1).describe("First event id"),
  toEvent: z.number().int().min(1).describe("Last event id"),
  delivered: z
    .boolean()
    .default(false)
    .describe("Also what was delivered; otherwise only what neither arrived nor is still being tried"),
});
/** What to send again to an endpoint: events from one id to another. */
export type ResendRangeInput = z.input<typeof ResendRangeInput>;

/** How many messages were put into the queue again. */
export const ResendResult = z.object({ messages: z.number().int() });
/** How many messages were put into the queue again. */
export type ResendResult = z.infer<typeof ResendResult>;

/** What every change answers when there is nothing else to say. */
export const Done = z.object({ id: z.string() });
