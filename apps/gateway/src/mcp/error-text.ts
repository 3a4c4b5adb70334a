import type { CallMeta, ErrorEnvelope } from "@trunkline/core";

/** What of the answer's `meta` a failure's text speaks of. */
type Told = Partial<Pick<CallMeta, "requestId" | "idempotencyKey">>;

/**
 * A failure as sentences for an agent: what happened, whether a write took effect, whether and when to call again, what
 * else to do. Everything in it also stands in the structured content, for programs.
 */
export const toErrorText = (error: ErrorEnvelope, { requestId, idempotencyKey }: Told = {}): string =>
  [
    `${error.code}: ${error.message}`,
    ...(error.issues ?? []).slice(0, 20).map(({ path, message }) => `- ${path || "(input)"}: ${message}`),
    outcomeText(error, idempotencyKey),
    retryText(error),
    error.help && `What to do: ${error.help}`,
    personText[error.code],
    upstreamText(error),
    requestId && `Request id: ${requestId}`,
  ]
    .filter(Boolean)
    .join("\n");

const outcomeText = ({ code, outcome }: ErrorEnvelope, idempotencyKey?: string): string | undefined => {
  if (code === "IN_PROGRESS") return "Do not use another idempotencyKey: that would do it twice.";
  if (outcome === "executed") return "The write took effect although the answer failed. Do not repeat it.";
  if (outcome === "unknown")
    return `It is unknown whether the write took effect. Read the current state before repeating it, or repeat it with the same idempotencyKey${idempotencyKey === undefined ? "" : ` (${JSON.stringify(idempotencyKey)})`}: then it is done once at most.`;
  return undefined;
};

const retryText = ({ code, retryable, retryAfterMs, outcome }: ErrorEnvelope): string | undefined => {
  const wait = retryAfterMs === undefined ? undefined : `${Math.max(1, Math.ceil(retryAfterMs / 1_000))} s`;
  if (!retryable)
    return wait ? `Calls are refused for another ${wait}.` : "Calling again with the same input will fail again.";
  if (code === "IN_PROGRESS")
    return `The same call may succeed later: call again with the same idempotencyKey after ${wait ?? "a short wait"}.`;
  if (outcome === "unknown")
    return wait && `After ${wait} the same call with the same idempotencyKey may tell what became of it.`;
  return wait ? `Call again after ${wait}.` : "The same call may succeed later: call again after a short wait.";
};

/** Failures that no call can mend. */
const personText: Partial<Record<ErrorEnvelope["code"], string>> = {
  NEEDS_REAUTH:
    "Only a person can log in again: tell the user which connection it is, and stop calling it until they have.",
  NOT_CONFIGURED: "Only the operator can supply settings or credentials: tell the user.",
  FORBIDDEN: "Only the operator can grant the scope: tell the user what you wanted to do and which scope it needs.",
  UNAUTHENTICATED: "Only the operator can issue a key: tell the user.",
  DISABLED: "Do not look for another way to the same effect: the operator switched it off on purpose.",
  ACCOUNT_UNAVAILABLE: "Only the account's owner can resolve it with the vendor: tell the user.",
};

const upstreamText = ({ upstream, status }: ErrorEnvelope): string | undefined => {
  const said = [upstream?.code, upstream?.message].filter(Boolean).join(": ");
  if (!said && status === undefined) return undefined;
  return `The upstream answered${status === undefined ? "" : ` ${status}`}${said ? `: ${said}` : "."}`;
};
