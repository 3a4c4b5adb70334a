/** Longest wait that is believed: 24 hours. Milliseconds. */
const longestMs = 86_400_000;

type Headers = Readonly<Record<string, string | undefined>>;

/**
 * The wait a reply asks for in milliseconds, from whichever header says so: `Retry-After` (seconds or a date),
 * `Retry-After-Ms`, `X-RateLimit-Reset-After`, and, unless something is left in the window, `RateLimit`,
 * `RateLimit-Reset` and `X-RateLimit-Reset` (seconds, or an epoch in seconds or milliseconds, told apart by size).
 * At most 24 hours; a moment that has passed gives 0; what cannot be read gives nothing. Names are lower-case.
 * Dates are measured against the reply's own `Date`, so that neither clock need be right, else against `nowMs`.
 */
export const retryAfterMs = (headers: Headers, nowMs: number): number | undefined => {
  const upstreamNowMs = parseDate(headers.date) ?? nowMs;
  const waitMs =
    parseRetryAfter(headers["retry-after"], upstreamNowMs) ??
    parseNumber(headers["retry-after-ms"] ?? headers["x-ms-retry-after-ms"]) ??
    seconds(headers["x-ratelimit-reset-after"]) ??
    windowResetMs(headers, upstreamNowMs);
  return waitMs === undefined ? undefined : Math.min(longestMs, Math.max(0, Math.ceil(waitMs)));
};

const windowResetMs = (headers: Headers, nowMs: number): number | undefined => {
  const structured = parseRateLimit(headers.ratelimit);
  const remaining =
    structured.remaining ??
    parseNumber(headers["ratelimit-remaining"]) ??
    parseNumber(headers["x-ratelimit-remaining"] ?? headers["x-rate-limit-remaining"]);
  if (remaining !== undefined && remaining > 0) return undefined;
  return (
    structured.resetMs ??
    seconds(headers["ratelimit-reset"]) ??
    parseReset(headers["x-ratelimit-reset"] ?? headers["x-rate-limit-reset"], nowMs)
  );
};

/** Digits with an optional fraction; of a repeated header the largest. Signs, exponents and words are refused. */
const parseNumber = (text: string | undefined): number | undefined => {
  if (text === undefined || !/^\s*\d{1,16}(\.\d+)?(\s*,\s*\d{1,16}(\.\d+)?)*\s*$/.test(text)) return undefined;
  return Math.max(...text.split(",").map(Number));
};

const seconds = (text: string | undefined): number | undefined => {
  const value = parseNumber(text);
  return value === undefined ? undefined : value * 1000;
};

/** HTTP and ISO dates only: Date.parse alone would read "-5" as a month. */
const parseDate = (text: string | undefined): number | undefined => {
  if (text === undefined || !/^\s*([A-Z][a-z]{2,8},? |\d{4}-\d{2}-\d{2}T)/.test(text)) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
};

const parseRetryAfter = (text: string | undefined, nowMs: number): number | undefined => {
  const dateMs = parseDate(text);
  return dateMs === undefined ? seconds(text) : dateMs - nowMs;
};

/** No window is longer than 30 years, and no epoch in milliseconds is as small as one in seconds. */
const parseReset = (text: string | undefined, nowMs: number): number | undefined => {
  const dateMs = parseDate(text);
  if (dateMs !== undefined) return dateMs - nowMs;
  const value = parseNumber(text);
  if (value === undefined) return undefined;
  if (value >= 1e11) return value - nowMs;
  return value >= 1e9 ? value * 1000 - nowMs : value * 1000;
};

/** Both drafts: `limit=100, remaining=0, reset=50` and `"policy";r=0;t=50`. Of several policies the longest wait among those used up. */
const parseRateLimit = (text: string | undefined): { readonly remaining?: number; readonly resetMs?: number } => {
  if (text === undefined) return {};
  const older = /(?:^|[,;\s])reset=(\d+)/.exec(text);
  if (older) return { remaining: parameter(text, "remaining"), resetMs: Number(older[1]) * 1000 };
  const policies = text
    .split(",")
    .map((policy) => ({ remaining: parameter(policy, "r"), reset: parameter(policy, "t") }));
  const usedUp = policies.filter(({ remaining }) => remaining === 0);
  const resets = (usedUp.length > 0 ? usedUp : policies).flatMap(({ reset }) => reset ?? []);
  return {
    remaining: usedUp.length > 0 ? 0 : policies[0]?.remaining,
    ...(resets.length > 0 && { resetMs: Math.max(...resets) * 1000 }),
  };
};

const parameter = (text: string, name: string): number | undefined => {
  const found = new RegExp(`(?:^|[,;\\s])${name}=(\\d+)`).exec(text);
  return found ? Number(found[1]) : undefined;
};
