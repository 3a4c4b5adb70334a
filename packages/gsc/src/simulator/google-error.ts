import type { SimulatorReply } from "@trunkline/core/simulator";

/** A failure in Google's envelope. */
export interface GoogleErrorParts {
  readonly status: number;
  readonly reason: string;
  readonly message: string;
  /** Default `global`. */
  readonly domain?: string;
  /** The message inside, where it differs. */
  readonly inner?: string;
  /** The parameter at fault. */
  readonly location?: string;
  /** gRPC's name of the status; older failures have none. */
  readonly grpcStatus?: string;
  readonly info?: { readonly reason: string; readonly metadata: Readonly<Record<string, string>> };
}

/** A failure as Google answers it: the older `errors[]`, and the newer `status` and `details[]` where stated. */
export const googleError = (parts: GoogleErrorParts): SimulatorReply => {
  const { status, reason, message, domain = "global", inner = message, location, grpcStatus, info } = parts;
  return {
    status,
    headers: { "content-type": "application/json; charset=UTF-8" },
    body: {
      error: {
        code: status,
        message,
        errors: [{ message: inner, domain, reason, ...(location && { location, locationType: "parameter" }) }],
        ...(grpcStatus && { status: grpcStatus }),
        ...(info && {
          details: [{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", domain: "googleapis.com", ...info }],
        }),
      },
    },
  };
};

/** 400 for a request that breaks a rule. */
export const badRequest = (message: string, location?: string): SimulatorReply =>
  googleError({ status: 400, reason: "invalidParameter", message, location });

/** 404 for a property that is not on the account's list. */
export const unknownSite = (siteUrl: string): SimulatorReply =>
  googleError({
    status: 404,
    reason: "notFound",
    message: `'${siteUrl}' is not a verified Search Console site in this account.`,
    location: "siteUrl",
  });

/** 403 for a property that the account may not do this with. */
export const noPermission = (siteUrl: string): SimulatorReply =>
  googleError({
    status: 403,
    reason: "forbidden",
    message: `User does not have sufficient permission for site '${siteUrl}'.`,
  });
