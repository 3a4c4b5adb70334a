import { z } from "zod";
import type { CredentialDeps } from "../connector.js";
import type { Credential } from "../credentials/credential.js";
import { fingerprint } from "../credentials/fingerprint.js";
import { renewingCredential } from "../credentials/oauth-token.js";
import type { StoredToken } from "../credentials/token-store.js";
import { ConnectorError } from "../errors/connector-error.js";
import type { AuthParts, Reply } from "../http/transport.js";
import { readGoogleError } from "./api-error.js";
import { iamCredentialsHost } from "./endpoints.js";

/** The longest that no organisation policy has to allow. */
const lifetime = "3600s";
const maxReplyBytes = 1_048_576;

const TokenWire = z.object({ accessToken: z.string().regex(/^[\x21-\x7e]+$/), expireTime: z.string() });

/** A login as a service account by someone who may act as it. */
export interface ImpersonatedOptions {
  /** The login of who acts; its token needs the scope `cloud-platform`. */
  readonly source: Credential;
  /** What that login was opened with: a token must not outlive it. Only a hash is kept. */
  readonly origin: string;
  /** E-mail of the service account. */
  readonly target: string;
  /** Service accounts in between, each allowed to act as the next. */
  readonly delegates?: readonly string[];
  readonly scopes: readonly string[];
  toParts(token: StoredToken): AuthParts;
  readonly deps: CredentialDeps;
}

/**
 * A credential through `generateAccessToken`. Its token is asked for with our own scopes: tools that obtain one beforehand
 * drop scopes that are not of Cloud. The connector must list {@link iamCredentialsHost} among its credential hosts.
 */
export const impersonated = (options: ImpersonatedOptions): Credential => {
  const { source, origin, target, delegates = [], scopes, toParts, deps } = options;
  const kind = "google-impersonation";
  return renewingCredential({
    kind,
    key: `${deps.connectionKey}#${kind}.${fingerprint(origin, target, delegates.join(" "), [...scopes].sort().join(" "))}`,
    toParts,
    deps,
    async obtain(_previous, signal, vendorClock) {
      const ask = async (auth: AuthParts): Promise<Reply> => {
        const sentAtMs = deps.clock.now();
        const reply = await deps.transport.exchange(
          {
            method: "POST",
            url: `https://${iamCredentialsHost}/v1/projects/-/serviceAccounts/${encodeURIComponent(target)}:generateAccessToken`,
            headers: { "content-type": "application/json", accept: "application/json" },
            auth,
            body: JSON.stringify({
              scope: scopes,
              lifetime,
              ...(delegates.length > 0 && { delegates: names(delegates) }),
            }),
          },
          { signal, maxReplyBytes },
        );
        vendorClock.observe(reply.headers.date, sentAtMs, deps.clock.now());
        return reply;
      };
      const auth = await source.authorize(signal);
      const first = await ask(auth);
      const repeat = first.status === 401 && source.refused?.(auth) === true;
      return toToken(repeat ? await ask(await source.authorize(signal)) : first);
    },
  });
};

const names = (delegates: readonly string[]): readonly string[] =>
  delegates.map((email) => (email.startsWith("projects/") ? email : `projects/-/serviceAccounts/${email}`));

const toToken = (reply: Reply): StoredToken => {
  if (reply.status >= 400) throw refusal(reply);
  const parsed = TokenWire.safeParse(jsonOf(reply));
  const expiresAtMs = Date.parse(parsed.data?.expireTime ?? "");
  if (!parsed.success || Number.isNaN(expiresAtMs))
    throw new ConnectorError("UPSTREAM_UNAVAILABLE", {
      message: "The answer of iamcredentials.googleapis.com has no token in it.",
      status: reply.status,
    });
  return { accessToken: parsed.data.accessToken, expiresAtMs };
};

const jsonOf = (reply: Reply): unknown => {
  try {
    return reply.json();
  } catch {
    return undefined;
  }
};

/** Google's own words name accounts and permissions, never a token. */
const refusal = (reply: Reply): ConnectorError => {
  const { status } = reply;
  const fault = readGoogleError(reply);
  const said = fault?.message === undefined ? "" : ` (${fault.message.slice(0, 200)})`;
  const upstream = fault && {
    upstream: { code: fault.status ?? fault.reasons[0] ?? String(status), message: fault.message },
  };
  if (status === 429)
    return new ConnectorError("RATE_LIMITED", { message: `Too many tokens were asked for${said}.`, status });
  if (status >= 500)
    return new ConnectorError("UPSTREAM_UNAVAILABLE", {
      message: `No token of the service account could be obtained: the answer was ${status}${said}.`,
      status,
    });
  return new ConnectorError("NOT_CONFIGURED", {
    message: `The login may not act as the service account: iamcredentials.googleapis.com answered ${status}${said}.`,
    status,
    ...upstream,
    help: fault?.isServiceDisabled
      ? "Turn on the IAM Service Account Credentials API in the login's Cloud project."
      : "Give the login the role roles/iam.serviceAccountTokenCreator on the service account, and check its e-mail.",
  });
};
