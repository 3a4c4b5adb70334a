import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { CredentialDeps } from "../connector.js";
import { createMemoryTokenStore } from "../credentials/memory-token-store.js";
import { createReply } from "../http/reply.js";
import type { HttpRequest } from "../http/transport.js";
import type { SimulatorRequest } from "../simulator/simulator-request.js";
import { createManualClock } from "../testing/manual-clock.js";
import { createScriptedTransport } from "../testing/scripted-transport.js";
import { type GoogleLoginConfig, googleLogin } from "./index.js";
import { createSimulatedLogin } from "./simulator/index.js";

export const serviceAccount = "reader@nordlicht-tee.iam.gserviceaccount.com";
export const user = "wiebke@nordlicht-tee.example";
export const readScope = "https://www.googleapis.com/auth/things.readonly";
export const writeScope = "https://www.googleapis.com/auth/things";

const toSimulated = ({ method, url, headers, auth, body = "" }: HttpRequest): SimulatorRequest => {
  const { pathname, searchParams } = new URL(url);
  if (typeof body !== "string" && !(body instanceof Uint8Array)) throw new TypeError("The login sends no streams.");
  const bytes = Buffer.from(body);
  return {
    method,
    path: pathname,
    query: searchParams,
    headers: { ...headers, ...auth?.headers },
    body: bytes,
    text: () => bytes.toString("utf8"),
    json: () => JSON.parse(bytes.toString("utf8")),
  };
};

/** Google's hosts of tokens in place of the network, on a clock that stands still. */
export const createGoogleWorld = () => {
  const clock = createManualClock(Date.UTC(2026, 10, 22, 20));
  const simulated = createSimulatedLogin({ clock, scopes: [readScope, writeScope], user, serviceAccount });
  const transport = createScriptedTransport(
    [
      (request) => {
        const { status, headers, body } = simulated.answer(toSimulated(request)) ?? { status: 404 };
        const date = new Date(clock.now()).toUTCString();
        return createReply({ status, headers: { date, ...headers }, body: JSON.stringify(body) });
      },
    ],
    { repeatLast: true },
  );
  const deps: CredentialDeps = {
    transport,
    clock,
    tokens: createMemoryTokenStore(),
    connectionKey: "acme/things/default",
    baseUrl: "https://things.googleapis.com",
    onRefresh: () => {},
  };
  const open = (config: GoogleLoginConfig, scopes: readonly string[] = [readScope]) =>
    googleLogin(config, { scopes, deps });
  /** The token that a login gives, as Google knows it. */
  const tokenOf = async (config: GoogleLoginConfig, scopes?: readonly string[]) => {
    const { headers } = await open(config, scopes).authorize(new AbortController().signal);
    return simulated.find(headers?.authorization);
  };
  return { clock, simulated, transport, open, tokenOf, signal: new AbortController().signal };
};

/** What application-default credentials of the simulated user are. */
export const userFile = ({ simulated }: Pick<ReturnType<typeof createGoogleWorld>, "simulated">) => ({
  type: "authorized_user" as const,
  client_id: simulated.config.clientId,
  client_secret: simulated.config.clientSecret,
  refresh_token: simulated.config.refreshToken,
});

/** A path in a folder that is removed when the test ends. */
export const pathOf = async (name: string): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "trunkline-google-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, name);
};

/** The address at which a service account is acted as. */
export const impersonationUrl = (email: string): string =>
  `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${email}:generateAccessToken`;
