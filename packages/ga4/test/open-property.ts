import type { ConnectionOptions } from "@trunkline/core";
import {
  createJsonReply,
  createManualClock,
  createScriptedTransport,
  type ManualClock,
  type ScriptedAnswer,
  type ScriptedTransport,
} from "@trunkline/core/testing";
import { createGa4, type Ga4, type Ga4Config } from "../src/index.js";

/** A client on scripted answers and a clock that stands still. */
export interface TestProperty {
  readonly client: Ga4;
  readonly transport: ScriptedTransport;
  readonly clock: ManualClock;
}

/** Opens the property of Nordlicht Tee against these answers. */
export const openProperty = (
  answers: readonly ScriptedAnswer[],
  config: Ga4Config = { propertyId: "470100200", accessToken: "ya29.test" },
  options: ConnectionOptions = {},
): TestProperty => {
  const transport = createScriptedTransport(answers, { repeatLast: true });
  const clock = createManualClock(Date.UTC(2026, 10, 20, 12));
  const client = createGa4(config, { transport, clock, random: () => 0.5, ...options });
  return { client, transport, clock };
};

/** A report with one dimension and one metric. */
export const report = (rows: readonly (readonly [string, string])[], more: Readonly<Record<string, unknown>> = {}) =>
  createJsonReply({
    dimensionHeaders: [{ name: "landingPage" }],
    metricHeaders: [{ name: "sessions", type: "TYPE_INTEGER" }],
    rows: rows.map(([dimension, metric]) => ({
      dimensionValues: [{ value: dimension }],
      metricValues: [{ value: metric }],
    })),
    rowCount: rows.length,
    metadata: { currencyCode: "EUR", timeZone: "Europe/Berlin" },
    kind: "analyticsData#runReport",
    ...more,
  });

/** A refusal in Google's form. */
export const refusal = (status: number, message: string, headers: Readonly<Record<string, string>> = {}) =>
  createJsonReply({ error: { code: status, message, status: "X" } }, { status, headers });

/** The body of a request. */
export const bodyOf = (transport: ScriptedTransport, index: number): Record<string, unknown> =>
  JSON.parse(String(transport.requests[index]?.body));

/** Lets every wait pass until the work has settled; tells how long that took on the clock. Milliseconds. */
export const settle = async <T>(
  clock: ManualClock,
  work: Promise<T>,
): Promise<{ readonly value: T; readonly tookMs: number }> => {
  const startedMs = clock.monotonic();
  let isSettled = false;
  const mark = () => {
    isSettled = true;
  };
  work.then(mark, mark);
  for (let turn = 0; turn < 200 && !isSettled; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    if (!isSettled && turn % 4 === 3) await clock.advanceToNext();
  }
  return { value: await work, tookMs: clock.monotonic() - startedMs };
};
