import { defaultLimits } from "../config/limits.js";
import type { CallOptions, Connection, ConnectionOptions } from "../connection.js";
import type { Envelope } from "../envelope.js";
import type { HttpRequest, Transport } from "../http/transport.js";
import type { AnyOperation } from "../operation.js";
import { createManualClock, type ManualClock } from "./manual-clock.js";
import { createScriptedTransport, type ScriptedAnswer } from "./scripted-transport.js";

/** What a contract test fixes for a connection; spread it into the options of `openConnection`. */
export interface ContractOverrides extends Required<Pick<ConnectionOptions, "clock" | "ids" | "limits" | "random">> {
  /** The API version that the fixture asks for. */
  readonly apiVersion?: string;
}

/** Opens the connection under test, with a configuration that needs no login. */
export type OpenForContract = (transport: Transport, overrides: ContractOverrides) => Connection;

/** One call to be played. */
export interface Play {
  readonly open: OpenForContract;
  readonly operation: AnyOperation;
  readonly input: unknown;
  readonly answers: readonly ScriptedAnswer[];
  /** The last answer again and again. */
  readonly repeatLast?: boolean;
  readonly apiVersion?: string;
  readonly idempotencyKey?: string;
}

/** How it went. */
export interface Played {
  readonly envelope: Envelope<unknown>;
  readonly requests: readonly HttpRequest[];
  /** Answers that were never asked for. */
  readonly unused: number;
}

/** Plays one call against scripted answers, without retries, on a clock that skips every wait. */
export const play = async (options: Play): Promise<Played> => {
  const { operation, answers, repeatLast, apiVersion, idempotencyKey } = options;
  const clock = createManualClock();
  const transport = createScriptedTransport(answers, { repeatLast });
  const connection = options.open(transport, {
    clock,
    ids: createIds(),
    random: () => 0.5,
    limits: { ...defaultLimits, maxRetries: 0 },
    ...(apiVersion !== undefined && { apiVersion }),
  });
  try {
    const callOptions: CallOptions = idempotencyKey === undefined ? {} : { idempotencyKey };
    const envelope = await skipWaits(clock, connection.execute(operation, options.input, callOptions));
    return { envelope, requests: transport.requests, unused: transport.remaining };
  } finally {
    await connection.close();
  }
};

/** Ids that a fixture can state: `00000000-0000-4000-8000-000000000001` and on. */
const createIds = () => {
  let count = 0;
  return () => `00000000-0000-4000-8000-${String(++count).padStart(12, "0")}`;
};

/** Turns of the event loop after which work that still runs can only be waiting for time to pass. */
const patience = 5;

const skipWaits = async <T>(clock: ManualClock, work: Promise<T>): Promise<T> => {
  let settled = false;
  const settle = () => {
    settled = true;
  };
  work.then(settle, settle);
  // Most calls end within microtasks.
  for (let count = 0; count < 50 && !settled; count++) await undefined;
  while (!settled) {
    for (let turn = 0; turn < patience && !settled; turn++) await new Promise((resolve) => setImmediate(resolve));
    if (!settled && !(await clock.advanceToNext())) break;
  }
  return work;
};
