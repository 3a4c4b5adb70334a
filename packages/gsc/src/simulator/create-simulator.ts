import { systemClock } from "@trunkline/core";
import { isLoginPath } from "@trunkline/core/google/simulator";
import {
  createFaultDial,
  createLoopbackServer,
  createSeededRandom,
  type Simulator,
  type SimulatorOptions,
  type SimulatorReply,
  type SimulatorRequest,
} from "@trunkline/core/simulator";
import { fixedReply } from "./faults.js";
import { createLogin } from "./login.js";
import { createQuotaCounter, publishedQuotas, type SimulatedQuotas } from "./quotas.js";
import { shopHost } from "./seed/shop.js";
import { createUniverse } from "./seed/universe.js";
import { answerRequest, routeOf, type World } from "./server.js";
import { createAccount } from "./state.js";

/** How Search Console is simulated. */
export interface GscSimulatorOptions extends SimulatorOptions {
  /** Allowances that differ from the published ones, e.g. `{ projectPerMinute: 60 }` of a young project. */
  readonly quotas?: Partial<SimulatedQuotas>;
  /** Most rows of a day, type and property. Default 50,000. */
  readonly rowCap?: number;
}

/** A stateful twin of Search Console as one account sees it. */
export interface GscSimulator extends Simulator {
  /** Makes an access token, e.g. with fewer scopes. */
  issueToken(scopes: readonly string[]): string;
  /** How many access tokens were given out so far. */
  tokensIssued(): number;
  /** The key file of the simulated service account; made when first asked for. */
  serviceAccountKey(): Readonly<Record<string, string>>;
}

/** Starts the Search Console of the imaginary shop "Nordlicht Tee" on loopback. Its `config` is a user's login. */
export const createGscSimulator = async (options: GscSimulatorOptions = {}): Promise<GscSimulator> => {
  const clock = options.clock ?? systemClock;
  const seed = options.seed ?? 1;
  const faults = createFaultDial({ random: createSeededRandom(seed) });
  const universe = createUniverse();
  const now = () => clock.now();
  // Outlive a reset: a client that has logged in knows nothing of it.
  const login = createLogin(clock, seed);
  const open = (): World => {
    let turn = 0;
    return {
      seed,
      universe,
      account: createAccount(now()),
      login,
      quotas: createQuotaCounter({ ...publishedQuotas, ...options.quotas }, now),
      rowCap: options.rowCap ?? 50_000,
      now,
      nextTurn: () => ++turn,
    };
  };
  let world = open();
  const server = await createLoopbackServer({
    port: options.port,
    faults,
    operationOf,
    handle: (request) => answerRequest(request, world),
    onUpstreamFault: ({ name }, request) => replyOfFault(name, request, world),
  });
  return {
    connector: "gsc",
    url: server.url,
    config: { ...login.config, siteUrl: `sc-domain:${shopHost}` },
    faults,
    issueToken: (scopes) => login.issue(scopes).accessToken,
    tokensIssued: login.tokensIssued,
    serviceAccountKey: login.serviceAccountKey,
    reset: () => {
      world = open();
      login.restore();
      faults.clear();
    },
    close: () => server.close(),
  };
};

/** Faults of the API leave the token endpoint alone. */
const replyOfFault = (name: string, request: SimulatorRequest, world: World): SimulatorReply | undefined => {
  if (name === "login-revoked") world.login.revoke();
  if (isLoginPath(request.path)) return undefined;
  if (name === "token-expired") world.login.expireAll();
  const fixed = fixedReply(name);
  return fixed && { ...fixed, headers: { date: new Date(world.now()).toUTCString(), ...fixed.headers } };
};

/** The id of the operation that makes a request: faults match by it. */
const operationOf = ({ method, path }: SimulatorRequest): string | undefined => {
  const writes: Readonly<Record<string, string>> = { PUT: "add", DELETE: "delete" };
  if (isLoginPath(path)) return "token";
  switch (routeOf(path).kind) {
    case "sites":
      return "gsc.sites.list";
    case "site":
      return `gsc.sites.${writes[method] ?? "get"}`;
    case "query":
      return "gsc.searchAnalytics.query";
    case "inspect":
      return "gsc.urlInspection.inspect";
    case "sitemaps":
      return "gsc.sitemaps.list";
    case "sitemap":
      return `gsc.sitemaps.${method === "PUT" ? "submit" : (writes[method] ?? "get")}`;
    default:
      return undefined;
  }
};
