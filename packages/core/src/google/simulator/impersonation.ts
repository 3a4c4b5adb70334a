import type { SimulatorReply } from "../../simulator/simulator-reply.js";
import type { SimulatorRequest } from "../../simulator/simulator-request.js";
import { cloudPlatformScope } from "../endpoints.js";
import type { Tokens } from "./tokens.js";

/** The service account that a path asks to act as; nothing for other paths. */
export const impersonationTarget = (path: string): string | undefined => {
  const target = /^\/v1\/projects\/-\/serviceAccounts\/([^/]+):generateAccessToken$/.exec(path)?.[1];
  return target === undefined ? undefined : decodeURIComponent(target);
};

/** What answering takes. */
export interface ImpersonationDeps {
  readonly tokens: Tokens;
  /** The one account that may be acted as. */
  readonly serviceAccount: string;
  isKnown(scopes: readonly string[]): boolean;
}

const refuse = (code: number, status: string, message: string, details: readonly object[] = []): SimulatorReply => ({
  status: code,
  headers: { "content-type": "application/json; charset=UTF-8" },
  body: { error: { code, message, status, ...(details.length > 0 && { details }) } },
});

/** `generateAccessToken`: a token of the service account for someone who may act as it. */
export const answerImpersonation = (
  request: SimulatorRequest,
  target: string,
  { tokens, serviceAccount, isKnown }: ImpersonationDeps,
): SimulatorReply => {
  const caller = tokens.find(request.headers.authorization);
  if (!caller) return refuse(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.");
  if (target !== serviceAccount || !caller.scopes.includes(cloudPlatformScope))
    return refuse(
      403,
      "PERMISSION_DENIED",
      "Permission 'iam.serviceAccounts.getAccessToken' denied on resource (or it may not exist).",
      [
        {
          "@type": "type.googleapis.com/google.rpc.ErrorInfo",
          reason: "IAM_PERMISSION_DENIED",
          domain: "iam.googleapis.com",
          metadata: { permission: "iam.serviceAccounts.getAccessToken" },
        },
      ],
    );
  const { scope } = request.json() as { scope?: unknown };
  const scopes = Array.isArray(scope) ? scope.map(String) : [];
  if (!isKnown(scopes)) return refuse(400, "INVALID_ARGUMENT", "Request contains an invalid argument.");
  const { accessToken, expiresAtMs } = tokens.issue(scopes, serviceAccount);
  return { status: 200, body: { accessToken, expireTime: new Date(expiresAtMs).toISOString() } };
};
