import { type ComposedCall, ConnectorError, isConnectorError, withErrorFields } from "@trunkline/core";
import { z } from "zod";

/** A source that gave nothing. */
export const Missing = z.object({
  source: z.string().describe("Connector, e.g. bing-wmt"),
  code: z.string().describe("Why, e.g. NETWORK"),
  message: z.string(),
});
/** A source that gave nothing. */
export type Missing = z.infer<typeof Missing>;

/** Output of every operation that asks several sources. */
export const missingOutput = {
  missing: z.array(Missing).describe("Sources that failed: what they would have told is absent, not zero"),
};

/** How long one source is waited for, so that a slow one costs its part of the answer and not the whole. Milliseconds. */
const longestPatienceMs = 25_000;
/** Share of the time left that a source may take: what it leaves is for putting the others together. */
const patientShare = 0.8;

/** The whole call: two rounds of sources after each other, and some. Milliseconds. */
export const insightDeadlineMs = 60_000;

/** Asks sources and keeps account of those that failed. */
export interface Sources {
  /**
   * What the source gives; nothing when it failed, which is then told as a warning and in `missing`.
   * @throws ConnectorError `INVALID_INPUT`: the caller's to correct, whichever source found it.
   */
  ask<T>(source: string, work: () => Promise<T>): Promise<T | undefined>;
  /**
   * The sources that failed.
   * @throws ConnectorError the first failure, when nothing that was asked answered.
   */
  missing(): readonly Missing[];
}

/** Sources of one call. */
export const createSources = (call: ComposedCall): Sources => {
  const failures = new Map<string, ConnectorError>();
  const answered = new Set<string>();
  return {
    ask: async (source, work) => {
      try {
        const answer = await Promise.race([work(), impatience(call, source)]);
        answered.add(source);
        return answer;
      } catch (error) {
        if (!isConnectorError(error) || error.code === "INVALID_INPUT" || call.signal.aborted) throw error;
        if (!failures.has(source)) tell(call, source, error);
        failures.set(source, failures.get(source) ?? error);
        return undefined;
      }
    },
    missing: () => {
      const [first] = failures.values();
      if (first && answered.size === 0) throw allFailed(failures, first);
      return [...failures].map(([source, { code, message }]) => ({ source, code, message }));
    },
  };
};

const impatience = async (call: ComposedCall, source: string): Promise<never> => {
  const patienceMs = Math.min(longestPatienceMs, call.timeLeftMs() * patientShare);
  await call.sleep(patienceMs);
  throw new ConnectorError("DEADLINE_EXCEEDED", {
    message: `${source} did not answer within ${Math.round(patienceMs) / 1_000} s.`,
  });
};

const tell = (call: ComposedCall, source: string, { code, message }: ConnectorError): void =>
  call.warn({
    code: "SOURCE_MISSING",
    message: `${source} is left out (${code}): ${message}`,
    path: "missing",
  });

const allFailed = (failures: ReadonlyMap<string, ConnectorError>, first: ConnectorError): ConnectorError =>
  failures.size === 1
    ? first
    : withErrorFields(first, {
        message: `No source answered. ${[...failures].map(([source, { code, message }]) => `${source} (${code}): ${message}`).join(" ")}`,
      });
