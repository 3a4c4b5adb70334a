import type { SimulatorReply, UpstreamFaultSpec } from "@trunkline/core/simulator";
import { errorInfo, googleError } from "./failure.js";
import { quotaRefusal } from "./quota-ledger.js";
import { site } from "./seed/shop.js";

/** Faults that only Google Analytics has, by name. */
export const ga4Faults = [
  "quota-concurrent",
  "quota-hour",
  "quota-project-hour",
  "quota-day",
  "quota-thresholded",
  "quota-server-errors",
  "service-disabled",
  "scope-missing",
  "no-permission",
  "unavailable",
  "token-expired",
  "login-revoked",
] as const;
/** Name of a fault that only Google Analytics has. */
export type Ga4Fault = (typeof ga4Faults)[number];

const quotas: Readonly<Record<string, Parameters<typeof quotaRefusal>[0]>> = {
  "quota-concurrent": "concurrentRequests",
  "quota-hour": "tokensPerHour",
  "quota-project-hour": "tokensPerProjectPerHour",
  "quota-day": "tokensPerDay",
  "quota-thresholded": "potentiallyThresholdedRequestsPerHour",
  "quota-server-errors": "serverErrorsPerProjectPerHour",
};

/** What a fault changes beside the answer. */
export interface FaultEffects {
  expireTokens(): void;
  revokeLogin(): void;
  countServerError(): void;
}

/** The answer of a fault; nothing when the request is to be handled as usual after all. */
export const replyOfFault = ({ name }: UpstreamFaultSpec, effects: FaultEffects): SimulatorReply | undefined => {
  const allowance = quotas[name];
  if (allowance) return quotaRefusal(allowance).reply;
  switch (name) {
    case "service-disabled":
      return serviceDisabled();
    case "scope-missing":
      return googleError(403, "Request had insufficient authentication scopes.", {
        details: [errorInfo("ACCESS_TOKEN_SCOPE_INSUFFICIENT")],
      });
    case "no-permission":
      return googleError(403, "User does not have sufficient permissions for this property.");
    case "unavailable":
      effects.countServerError();
      return googleError(503, "The service is currently unavailable.");
    case "token-expired":
      effects.expireTokens();
      return undefined;
    case "login-revoked":
      effects.revokeLogin();
      return undefined;
    default:
      return undefined;
  }
};

const serviceDisabled = (): SimulatorReply => {
  const activationUrl = `https://console.developers.google.com/apis/api/analyticsdata.googleapis.com/overview?project=${site.projectNumber}`;
  return googleError(
    403,
    `Google Analytics Data API has not been used in project ${site.projectNumber} before or it is disabled. Enable it by visiting ${activationUrl} then retry.`,
    { details: [errorInfo("SERVICE_DISABLED", { service: "analyticsdata.googleapis.com", activationUrl })] },
  );
};
