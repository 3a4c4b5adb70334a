import type { ConnectionOptions } from "@trunkline/core";
import {
  createJsonReply,
  createManualClock,
  createScriptedTransport,
  type ManualClock,
  type ScriptedAnswer,
  type ScriptedTransport,
} from "@trunkline/core/testing";
import { type BingWmt, type BingWmtConfig, createBingWmt } from "../src/index.js";

/** A key that must not be found anywhere but in the auth parts. */
export const canaryKey = "c0ffee00c0ffee00c0ffee00c0ffee00";

/** The site of the tests. */
export const siteUrl = "https://nordlicht-tee.example/";

/** A client on scripted answers and a clock that stands still. */
export interface TestAccount {
  readonly client: BingWmt;
  readonly transport: ScriptedTransport;
  readonly clock: ManualClock;
}

/** Opens an account against these answers. */
export const openAccount = (
  answers: readonly ScriptedAnswer[],
  config: BingWmtConfig = { apiKey: canaryKey, indexNowHosts: ["nordlicht-tee.example"] },
  options: ConnectionOptions = {},
): TestAccount => {
  const transport = createScriptedTransport(answers);
  const clock = createManualClock();
  const client = createBingWmt(config, { transport, clock, random: () => 0.5, ...options });
  return { client, transport, clock };
};

/** Bing's answer. */
export const answer = (d: unknown) => createJsonReply({ d });

/** Bing's fault. */
export const fault = (number: number, message: string, status = 400) =>
  createJsonReply({ ErrorCode: number, Message: message }, { status });

/** What was asked in one request: the method and the body, where there is one. */
export const asked = ({ requests }: ScriptedTransport, index: number) => {
  const { url = "", body } = requests[index] ?? {};
  return {
    method: new URL(url).pathname.split("/").at(-1),
    body: body === undefined ? undefined : JSON.parse(String(body)),
  };
};

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
  for (let turn = 0; turn < 400 && !isSettled; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    if (!isSettled && turn % 4 === 3) await clock.advanceToNext();
  }
  return { value: await work, tookMs: clock.monotonic() - startedMs };
};
