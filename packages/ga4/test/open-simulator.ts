import { createManualClock, type ManualClock } from "@trunkline/core/testing";
import { onTestFinished } from "vitest";
import { createGa4, type Ga4, type Ga4Config } from "../src/index.js";
import { createGa4Simulator, type Ga4Simulator, type Ga4SimulatorOptions } from "../src/simulator/index.js";

/** A running simulator and a client of it; both are closed when the test ends. */
export interface Simulated {
  readonly simulator: Ga4Simulator;
  readonly client: Ga4;
  /** The simulator's: noon of 2026-11-20 in Berlin, until moved. */
  readonly clock: ManualClock;
}

/** Starts a simulator and opens a client of it. */
export const openSimulator = async (
  options: Ga4SimulatorOptions = {},
  config: Partial<Ga4Config> = {},
): Promise<Simulated> => {
  const clock = createManualClock(Date.UTC(2026, 10, 20, 11));
  const simulator = await createGa4Simulator({ clock, ...options });
  const client = createGa4({ ...simulator.config, ...config }, { baseUrl: simulator.url, limits: { maxRetries: 0 } });
  onTestFinished(async () => {
    await client.$close();
    await simulator.close();
  });
  return { simulator, client, clock };
};

type Answer<T> =
  | { readonly ok: true; readonly data: T; readonly warnings: readonly { readonly code: string }[] }
  | { readonly ok: false; readonly error: unknown };

/** The data of an answer. @throws Error that shows the failure. */
export const dataOf = async <T>(answer: Promise<Answer<T>>): Promise<T> => {
  const given = await answer;
  if (given.ok) return given.data;
  throw new Error(JSON.stringify(given.error));
};

/** Codes of an answer's warnings. */
export const codesOf = async (answer: Promise<Answer<unknown>>): Promise<readonly string[]> => {
  const given = await answer;
  return given.ok ? given.warnings.map(({ code }) => code) : [];
};
