import type { SimulatorReply, UpstreamFaultSpec } from "@trunkline/core/simulator";
import { BingFault, faultOf, faultReply, htmlReply, valueReply } from "./wire.js";

/** Faults that only this service has, by the name the fault dial takes. */
export const bingWmtFaults = {
  "throttle-user": "ThrottleUser (4) as status 400: the whole account",
  "throttle-host": "ThrottleHost (5) as status 400",
  "throttle-ip": "ThrottleIP (17) as status 400",
  "internal-error": "InternalError (1) as status 400",
  "fault-in-200": "A fault under status 200; option `number`, default 13",
  "empty-202": "202 without a body",
  "no-d": "200 with an object that has no d",
  "null-list": "null in place of any answer",
  "quota-used-up": "The daily quota as UnknownError (2)",
  "invalid-key": "InvalidApiKey (3)",
  "fresh-token-refused": "InvalidToken (18), as tokens meet that were just issued",
  "tokens-expired": "Every access token given out so far is refused from now on",
  "html-400": "400 and an HTML page",
  "method-gone": "404 and an HTML page",
  "indexnow-429": "IndexNow: too many requests",
} as const;

/** Name of a fault. */
export type BingWmtFault = keyof typeof bingWmtFaults;

const numbers: Readonly<Record<string, number>> = {
  "throttle-user": 4,
  "throttle-host": 5,
  "throttle-ip": 17,
  "internal-error": 1,
  "invalid-key": 3,
  "fresh-token-refused": 18,
};

/** Faults that are one fixed answer; nothing for those that are more. */
export const fixedReply = ({ name, options }: UpstreamFaultSpec): SimulatorReply | undefined => {
  const number = numbers[name];
  if (number !== undefined) return faultReply(faultOf(number));
  switch (name) {
    case "fault-in-200":
      return faultReply(faultOf(Number(options?.number ?? 13)), 200);
    case "empty-202":
      return { status: 202 };
    case "no-d":
      return { status: 200, body: { ErrorCode: 0 } };
    case "null-list":
      return valueReply(null);
    case "quota-used-up":
      return faultReply(new BingFault(2, "You have exceeded your daily url submission quota : 100"));
    case "html-400":
      return htmlReply(400, "Bad Request");
    case "method-gone":
      return htmlReply(404, "Not Found");
    case "indexnow-429":
      return { status: 429 };
    default:
      return undefined;
  }
};
