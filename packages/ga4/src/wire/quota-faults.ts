import type { Reply } from "@trunkline/core";
import { readGoogleError } from "@trunkline/core/google";

/** An allowance that is used up, and how long that lasts. */
export interface QuotaFault {
  readonly allowance: "project-hour" | "hour" | "day" | "concurrent" | "errors" | "thresholded";
  /** Milliseconds. */
  readonly waitMs: number;
  readonly help: string;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Wordings vary and go on with links, so they are matched loosely. */
const wordings: readonly (readonly [RegExp, (reply: Reply, nowMs: number | undefined) => QuotaFault])[] = [
  [
    /concurrent requests?/i,
    () => ({
      allowance: "concurrent",
      waitMs: minuteMs / 2,
      help: "Send fewer requests at once; others use this property too.",
    }),
  ],
  [
    /thresholded requests?/i,
    () => ({
      allowance: "thresholded",
      waitMs: hourMs / 2,
      help: "Leave out userAgeBracket, userGender, brandingInterest, audienceId and audienceName, or wait: the quota refills within the hour.",
    }),
  ],
  [
    /server errors?/i,
    () => ({
      allowance: "errors",
      waitMs: hourMs,
      help: "Google blocks the property for this project after ten failures in an hour. Wait.",
    }),
  ],
  [
    /tokens.*per day|daily tokens|per[- ]day/i,
    (reply, nowMs) => ({
      allowance: "day",
      waitMs: untilMidnightPacificMs(reply, nowMs),
      help: "The property's tokens come back at midnight Pacific time.",
    }),
  ],
  [
    /tokens.*project.*per hour/i,
    () => ({
      allowance: "project-hour",
      waitMs: hourMs / 2,
      help: "Tokens come back within the hour. Ask for fewer days, rows or fields, or use a Cloud project of your own.",
    }),
  ],
  [
    /tokens.*per hour|hourly tokens/i,
    () => ({
      allowance: "hour",
      waitMs: hourMs / 2,
      help: "The property's tokens come back within the hour. Ask for fewer days, rows or fields.",
    }),
  ],
];

/**
 * The allowance that a 429 (or, for some, a 403) says is used up; nothing for other failures. `nowMs` is what the day is
 * counted from when the reply has no date.
 */
export const quotaFaultOf = (reply: Reply, nowMs?: number): QuotaFault | undefined => {
  if (reply.status !== 429 && reply.status !== 403) return undefined;
  const message = readGoogleError(reply)?.message ?? "";
  if (!/exhaust|quota/i.test(message)) return undefined;
  return wordings.find(([pattern]) => pattern.test(message))?.[1](reply, nowMs);
};

const dayMs = 24 * hourMs;
const pacific = new Intl.DateTimeFormat("en-GB", {
  timeZone: "America/Los_Angeles",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});

/** Counted from the reply's own date, else from now; an hour where neither is known. Milliseconds. */
const untilMidnightPacificMs = ({ headers }: Reply, nowMs: number | undefined): number => {
  const repliedMs = Date.parse(headers.date ?? "");
  const fromMs = Number.isFinite(repliedMs) ? repliedMs : nowMs;
  if (fromMs === undefined) return hourMs;
  const [hour = 0, minute = 0, second = 0] = pacific.format(fromMs).split(":").map(Number);
  return Math.max(minuteMs, dayMs - ((hour * 60 + minute) * 60 + second) * 1_000);
};
