import type { ConnectionOptions } from "../connection.js";
import { createManualClock, type ManualClock } from "./manual-clock.js";
import { createScriptedTransport, type ScriptedAnswer, type ScriptedTransport } from "./scripted-transport.js";

/** A client on scripted answers and a clock that stands still. */
export interface Scripted<Client> {
  readonly client: Client;
  readonly transport: ScriptedTransport;
  readonly clock: ManualClock;
}

/** What a test may say of its script and clock. */
export interface ScriptedOptions {
  /** Default 0.5: jitter in the middle. */
  readonly random?: () => number;
  /** The clock's start. Milliseconds since the epoch. */
  readonly nowMs?: number;
  /** Gives the last answer again and again. */
  readonly repeatLast?: boolean;
}

/** Opens a client against these answers: `openScripted(answers, (options) => createX(config, options))`. */
export const openScripted = <Client>(
  answers: readonly ScriptedAnswer[],
  open: (options: Required<Pick<ConnectionOptions, "transport" | "clock" | "random">>) => Client,
  { random = () => 0.5, nowMs, repeatLast }: ScriptedOptions = {},
): Scripted<Client> => {
  const transport = createScriptedTransport(answers, { repeatLast });
  const clock = createManualClock(nowMs);
  return { client: open({ transport, clock, random }), transport, clock };
};

/** Turns of the event loop after which work is given up: far more than any chain of waits takes. */
const mostTurns = 2_000;

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
  for (let turn = 0; turn < mostTurns && !isSettled; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    // What can go on without time passing goes first.
    if (!isSettled && turn % 4 === 3) await clock.advanceToNext();
  }
  return { value: await work, tookMs: clock.monotonic() - startedMs };
};
