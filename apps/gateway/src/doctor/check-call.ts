import {
  type AnyOperation,
  type Connection,
  type Envelope,
  type ErrorCode,
  type ErrorEnvelope,
  errorCodes,
  type LiveCallCheck,
  type LiveContext,
  type LiveStep,
} from "@trunkline/core";
import type { StepOutcome } from "./step-report.js";

/** Longest call of a check. */
const deadlineMs = 20_000;

/** Asks the upstream. */
export type Ask = (operation: AnyOperation, input: Readonly<Record<string, unknown>>) => Promise<Envelope<unknown>>;

/** Calls of one walk through the steps: never from a cache, equal ones made once. */
export const createAsk = (connection: Connection): Ask => {
  const asked = new Map<string, Promise<Envelope<unknown>>>();
  return (operation, input) => {
    const key = `${operation.id} ${JSON.stringify(input)}`;
    const answer =
      asked.get(key) ?? connection.execute(operation, input, { deadlineMs, fresh: true, caller: "doctor" });
    asked.set(key, answer);
    return answer;
  };
};

/** Calls what the check names and reads the answer. `found` is what the steps after it may use. */
export const checkCall = async (
  { help }: Pick<LiveStep, "help">,
  check: LiveCallCheck,
  context: LiveContext,
  ask: Ask,
): Promise<StepOutcome & { readonly found?: string }> => {
  const answer = await ask(check.operation, check.input?.(context) ?? {});
  if (!answer.ok) return judgeFailure(answer.error, check.kind, help);
  const warnings = answer.warnings.map(({ message }) => message);
  const { ok, says, found } = check.read?.(answer.data, context) ?? { ok: true, says: "answered" };
  if (!ok) return { state: "missing", says, todo: [help], warnings };
  return { state: "done", says, warnings, ...(found !== undefined && { found }) };
};

const judgeFailure = (error: ErrorEnvelope, kind: LiveCallCheck["kind"], help: string): StepOutcome => {
  const { code, message } = error;
  // Who is told that it may not do this has been recognised.
  if (kind === "login" && code === "UPSTREAM_FORBIDDEN") return { state: "done", says: "accepted" };
  const general = errorCodes[code].help;
  const says = `${code}: ${message}`;
  if (tellsNothing(code)) return { state: "unchecked", says, todo: [error.help ?? general] };
  const advice = error.help ?? general;
  return { state: "missing", says, todo: leadsHere(advice) ? [help] : [advice, help] };
};

/** Advice to ask the doctor is no use to whoever just did. */
const leadsHere = (advice: string): boolean => advice.includes("trunkline doctor");

/** Failures that say nothing of credentials, rights or settings. */
const tellsNothing = (code: ErrorCode): boolean => {
  const { retryable, upstreamFault } = errorCodes[code];
  return retryable || upstreamFault || otherSilent.has(code);
};

const otherSilent: ReadonlySet<ErrorCode> = new Set([
  "QUOTA_EXHAUSTED",
  "CIRCUIT_OPEN",
  "DISABLED",
  "CANCELLED",
  "INTERNAL",
  "REPLY_TOO_LARGE",
]);
