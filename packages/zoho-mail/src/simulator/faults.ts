import type { SimulatorReply, SimulatorRequest, UpstreamFaultSpec } from "@trunkline/core/simulator";
import { accessDenied } from "./accounts-server.js";
import { type ThrottleShape, throttled } from "./rate-limit.js";
import { failure, notFoundPage, scopeMissing } from "./replies.js";

/** Faults that only this service has, by the name the fault dial takes. */
export const zohoMailFaults = {
  "rate-limit":
    "A call too many, without a Retry-After; options `status` (default 429), `retryAfterSeconds`, and `lockSeconds` to refuse all calls that follow",
  "token-limit": "The accounts server gives no further token: Access Denied with status 200",
  "token-expired": "Every access token given out so far is refused from now on",
  "refresh-lost": "A token request is carried out, its answer lost",
  "scope-missing": "The login lacks the scope: an array with status 401",
  "wrong-host": "A web page with status 404, as a host without the Mail API answers",
  "server-fault": "500 with moreInfo and without a code",
  "older-rows": "Mails in the form of older answers: numbers, words for states, receivedtime",
  "raw-controls": "Line ends stand unescaped inside the JSON's strings",
  "duplicate-webhooks": "Each delivery is made twice from now on",
  "shuffled-webhooks": "Deliveries overtake each other from now on",
} as const;

/** Name of a fault. */
export type ZohoMailFault = keyof typeof zohoMailFaults;

/** What faults may bring about. */
export interface FaultEffects {
  /** Answers the request as usual, apart from what is stated. */
  handle(request: SimulatorRequest, disturbance?: { readonly hasOlderRows?: boolean }): Promise<SimulatorReply>;
  lockAccount(ms: number): void;
  expireTokens(): void;
  disturbWebhooks(how: "duplicates" | "shuffled"): void;
}

/** Interprets a fault; nothing: the request goes on as usual. */
export const replyOfFault = async (
  { name, options = {} }: UpstreamFaultSpec,
  request: SimulatorRequest,
  effects: FaultEffects,
): Promise<SimulatorReply | undefined> => {
  const isTokenRequest = request.path.startsWith("/oauth/");
  switch (name) {
    case "rate-limit":
      if (typeof options.lockSeconds === "number") effects.lockAccount(options.lockSeconds * 1000);
      return isTokenRequest ? undefined : throttled(shapeOf(options));
    case "token-limit":
      return isTokenRequest ? accessDenied() : undefined;
    case "token-expired":
      effects.expireTokens();
      return undefined;
    case "refresh-lost":
      return isTokenRequest ? { ...(await effects.handle(request)), body: cutOff() } : undefined;
    case "older-rows":
      return effects.handle(request, { hasOlderRows: true });
    case "raw-controls":
      return withRawControls(await effects.handle(request));
    case "duplicate-webhooks":
      effects.disturbWebhooks("duplicates");
      return undefined;
    case "shuffled-webhooks":
      effects.disturbWebhooks("shuffled");
      return undefined;
    default:
      return isTokenRequest ? undefined : fixedReply(name);
  }
};

const fixedReply = (name: string): SimulatorReply | undefined => {
  if (name === "scope-missing") return scopeMissing();
  if (name === "wrong-host") return notFoundPage();
  return name === "server-fault" ? failure(500, { moreInfo: "Internal Error" }) : undefined;
};

const shapeOf = ({ status, retryAfterSeconds }: Readonly<Record<string, unknown>>): ThrottleShape => ({
  ...(typeof status === "number" && { status }),
  ...(typeof retryAfterSeconds === "number" && { retryAfterSeconds }),
});

const withRawControls = (reply: SimulatorReply): SimulatorReply =>
  typeof reply.body === "string"
    ? { ...reply, body: reply.body.replaceAll("\\r", "\r").replaceAll("\\n", "\n") }
    : reply;

/** An answer that begins and never ends: the connection is cut. */
async function* cutOff(): AsyncIterable<Uint8Array> {
  yield Buffer.from("{");
  throw new Error("The answer was cut off on purpose");
}
