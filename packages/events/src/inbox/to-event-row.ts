import { ConnectorError, type Issue, toIssues } from "@trunkline/core";
import { z } from "zod";
import type { NewEvent } from "../event.js";
import type { EventLimits } from "./event-limits.js";
import { depthOfJson, toStorableJson } from "./storable-json.js";

/** An event that was found fit, as the JSON text of its row. */
export interface EventRow {
  readonly connection: string;
  readonly connector: string;
  readonly dedupeKey: string;
  readonly json: string;
}

const hasNoControls = (text: string): boolean => !/\p{Cc}/u.test(text) && text.isWellFormed();
const line = (longest: number) =>
  z.string().min(1).max(longest).refine(hasNoControls, "must not have control characters");

const Facts = z.object({
  connection: line(255).regex(/^[^/]+\/[^/]+\/[^/]+$/, "must be tenant/connector/name"),
  type: line(255),
  source: z.enum(["webhook", "poll", "backfill", "gap", "manual"]),
  dedupeKey: line(512),
  orderingKey: line(512).optional(),
  subjects: z.array(line(512)).max(64).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  occurredAt: z.string().optional(),
  trace: z.string().optional(),
});

/**
 * The row of an event, or why it cannot be stored.
 * A time that cannot be read and a trace that is none are left out: they are no reason to lose an event.
 * @throws ConnectorError `INVALID_INPUT`, `PAYLOAD_TOO_LARGE`
 */
export const toEventRow = (event: NewEvent, limits: EventLimits, currentTrace?: string): EventRow => {
  const facts = Facts.safeParse(event);
  if (!facts.success) throw invalid(toIssues(facts.error));
  const { connection, type, source, dedupeKey, orderingKey = type, subjects = [] } = facts.data;
  const connector = connection.split("/")[1] as string;
  const payload = textOf("payload", event.payload, limits.payloadBytes);
  if (depthOfJson(payload) > limits.payloadDepth)
    throw invalid([{ path: "payload", message: `is nested more than ${limits.payloadDepth} levels deep` }]);
  const headers = textOf("headers", facts.data.headers ?? {}, limits.headersBytes);
  const rest = JSON.stringify({
    connection,
    connector,
    type,
    source,
    dedupe_key: dedupeKey,
    ordering_key: orderingKey,
    subjects: [...new Set(subjects)],
    trace: traceOf(facts.data.trace) ?? currentTrace ?? null,
    occurred_at: timeOf(facts.data.occurredAt) ?? null,
  });
  return { connection, connector, dedupeKey, json: `${rest.slice(0, -1)},"headers":${headers},"payload":${payload}}` };
};

const textOf = (path: string, value: unknown, mostBytes: number): string => {
  const text = toStorableJson(value);
  if (text === undefined) throw invalid([{ path, message: "cannot be written as JSON" }]);
  if (Buffer.byteLength(text) > mostBytes)
    throw new ConnectorError("PAYLOAD_TOO_LARGE", {
      message: `The event's ${path} is larger than ${mostBytes} bytes.`,
      issues: [{ path, message: `must not be larger than ${mostBytes} bytes` }],
    });
  return text;
};

const invalid = (issues: readonly Issue[]): ConnectorError =>
  new ConnectorError("INVALID_INPUT", {
    message: `The event cannot be stored: ${issues.map(({ path, message }) => `${path} ${message}`).join("; ")}.`,
    issues,
  });

const traceOf = (trace: string | undefined): string | undefined =>
  trace !== undefined && /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/.test(trace) ? trace : undefined;

/** Times that both the driver and people can read. */
const timeOf = (text: string | undefined): string | undefined => {
  const date = text === undefined ? undefined : new Date(text);
  if (date === undefined || Number.isNaN(date.getTime())) return undefined;
  const year = date.getUTCFullYear();
  return year >= 1 && year <= 9999 ? date.toISOString() : undefined;
};
