import type { SimulatorReply } from "@trunkline/core/simulator";
import { googleError } from "./google-error.js";

/** Faults that only Search Console has, by the name the fault dial takes. */
export const gscFaults = {
  "load-quota": "403 quotaExceeded: the load quota is used up",
  "qps-quota": "403 quotaExceeded: too many queries a second",
  "daily-quota": "403 dailyLimitExceeded",
  "message-only-429": "429 whose body has a message and nothing else",
  "scope-missing": "403: the token lacks the scope",
  "api-disabled": "403: the API is off in the Cloud project",
  forbidden: "403: no right to the property",
  "backend-error": "503 backendError",
  "token-expired": "Every access token given out so far is refused from now on",
  "login-revoked": "The refresh token is dead from now on",
} as const;

/** Name of a fault. */
export type GscFault = keyof typeof gscFaults;

const learnMore = "Learn about usage limits: https://developers.google.com/webmaster-tools/limits.";

/** Faults that are one fixed answer. */
export const fixedReply = (name: string): SimulatorReply | undefined => {
  switch (name) {
    case "load-quota":
      return googleError({
        status: 403,
        reason: "quotaExceeded",
        domain: "usageLimits",
        message: `Search Analytics load quota exceeded. ${learnMore}`,
      });
    case "qps-quota":
      return googleError({
        status: 403,
        reason: "quotaExceeded",
        domain: "usageLimits",
        message: `Search Analytics QPS quota exceeded. ${learnMore}`,
      });
    case "daily-quota":
      return googleError({
        status: 403,
        reason: "dailyLimitExceeded",
        domain: "usageLimits",
        message: "Daily Limit Exceeded",
      });
    case "message-only-429":
      return { status: 429, body: { error: { message: "Search Analytics QPS quota exceeded" } } };
    case "scope-missing":
      return scopeMissing();
    case "api-disabled":
      return apiDisabled();
    case "forbidden":
      return googleError({
        status: 403,
        reason: "forbidden",
        message: "User does not have sufficient permission for site.",
      });
    case "backend-error":
      return googleError({ status: 503, reason: "backendError", message: "Backend Error" });
    default:
      return undefined;
  }
};

/** The token is good for other things. */
export const scopeMissing = (): SimulatorReply =>
  googleError({
    status: 403,
    reason: "insufficientPermissions",
    message: "Request had insufficient authentication scopes.",
    inner: "Insufficient Permission",
    grpcStatus: "PERMISSION_DENIED",
    info: { reason: "ACCESS_TOKEN_SCOPE_INSUFFICIENT", metadata: { service: "searchconsole.googleapis.com" } },
  });

const apiDisabled = (): SimulatorReply => {
  const activationUrl =
    "https://console.developers.google.com/apis/api/searchconsole.googleapis.com/overview?project=424242424242";
  return googleError({
    status: 403,
    reason: "accessNotConfigured",
    domain: "usageLimits",
    message: `Google Search Console API has not been used in project 424242424242 before or it is disabled. Enable it by visiting ${activationUrl} then retry.`,
    grpcStatus: "PERMISSION_DENIED",
    info: {
      reason: "SERVICE_DISABLED",
      metadata: { service: "searchconsole.googleapis.com", consumer: "projects/424242424242", activationUrl },
    },
  });
};
