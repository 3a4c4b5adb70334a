import type { ConnectionOptions } from "@trunkline/core";
import {
  createJsonReply,
  createManualClock,
  createScriptedTransport,
  type ManualClock,
  type ScriptedAnswer,
  type ScriptedTransport,
} from "@trunkline/core/testing";
import { createGsc, type Gsc, type GscConfig } from "../src/index.js";

/** A client on scripted answers and a clock that stands still. */
export interface TestAccount {
  readonly client: Gsc;
  readonly transport: ScriptedTransport;
  readonly clock: ManualClock;
}

/** Opens an account against these answers. */
export const openAccount = (
  answers: readonly ScriptedAnswer[],
  config: GscConfig = { accessToken: "ya29.test" },
  options: ConnectionOptions = {},
): TestAccount => {
  const transport = createScriptedTransport(answers);
  const clock = createManualClock(Date.UTC(2026, 10, 22, 18));
  const client = createGsc(config, { transport, clock, random: () => 0.5, ...options });
  return { client, transport, clock };
};

/** A success. */
export const ok = (body: unknown) =>
  createJsonReply(body, { headers: { "content-type": "application/json; charset=UTF-8" } });

/** A failure in Google's older envelope. */
export const fault = (status: number, reason: string, message: string, domain = "global") =>
  createJsonReply({ error: { code: status, message, errors: [{ message, domain, reason }] } }, { status });

/** The JSON body of one request. */
export const asked = (transport: ScriptedTransport, index = 0): Record<string, unknown> =>
  JSON.parse(String(transport.requests[index]?.body));

/** Rows of the wire, one a page address. */
export const rowOf = (page: string, clicks: number, impressions = 10) => ({
  keys: [page],
  clicks,
  impressions,
  ctr: clicks / impressions,
  position: 5,
});
