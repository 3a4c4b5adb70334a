import { systemClock } from "@trunkline/core";
import { isLoginPath, type SimulatedLogin, type SimulatedToken } from "@trunkline/core/google/simulator";
import {
  createFaultDial,
  createLoopbackServer,
  createSeededRandom,
  type Simulator,
  type SimulatorOptions,
  type SimulatorRequest,
} from "@trunkline/core/simulator";
import { createTraffic } from "./data/traffic.js";
import { replyOfFault } from "./faults.js";
import { createLogin } from "./login.js";
import { createQuotaLedger, type Family, type QuotaPlan, quotaPlans } from "./quota-ledger.js";
import type { DataLimits } from "./reports/collect.js";
import { site } from "./seed/shop.js";
import { seedState } from "./seed/state.js";
import { answerRequest, type World } from "./server.js";

/** How the property is simulated. */
export interface Ga4SimulatorOptions extends SimulatorOptions {
  /** Default `standard`. */
  readonly plan?: keyof typeof quotaPlans | QuotaPlan;
  /** From the beginning of an audience export or report task to its end. Default 5 s; Google takes about 15 minutes. Milliseconds. */
  readonly workMs?: number;
  /** How far reports lag behind what happens. Default 4 h. Milliseconds. */
  readonly lagMs?: number;
  /** Where figures stop being exact. */
  readonly limits?: Partial<DataLimits>;
}

/** A stateful twin of Google Analytics 4 with one property, its administration, token endpoint and event collection. */
export interface Ga4Simulator extends Simulator {
  /** Makes an access token, e.g. with fewer scopes (full URLs). */
  issueToken(scopes?: readonly string[]): SimulatedToken;
  /** A service account's key file that the token endpoint accepts. */
  serviceAccountKey(): Readonly<Record<string, string>>;
  /** How many access tokens were given out so far. */
  tokensIssued(): number;
  /** Uses an allowance of the property up. */
  exhaust(allowance: keyof QuotaPlan, family?: Family): void;
  /** Events that the Measurement Protocol brought and that count. */
  collectedEvents(): readonly { readonly name: string; readonly clientId: string }[];
}

const exactness: DataLimits = { sampledAboveVisits: 60_000, otherAboveRows: 20_000, hiddenBelowUsers: 10 };

/** Starts the simulated property of "Nordlicht Tee" on loopback. Its `config` logs in with a refresh token. */
export const createGa4Simulator = async (options: Ga4SimulatorOptions = {}): Promise<Ga4Simulator> => {
  const faults = createFaultDial({ random: createSeededRandom(options.seed ?? 1) });
  // Outlives a reset: a client that has logged in knows nothing of it.
  const login = createLogin(options.clock ?? systemClock, options.seed ?? 1);
  let world = createWorld(options, login);
  const server = await createLoopbackServer({
    port: options.port,
    faults,
    operationOf,
    handle: (request) => answerRequest(request, world),
    onUpstreamFault: (fault) =>
      replyOfFault(fault, {
        expireTokens: () => login.expireAll(),
        revokeLogin: () => login.revoke(),
        countServerError: () => world.ledger.fail("core"),
      }),
  });
  return {
    connector: "ga4",
    url: server.url,
    config: { propertyId: site.propertyId, ...login.config, adminWrites: true, chat: true, allowCollect: true },
    faults,
    issueToken: login.issue,
    serviceAccountKey: login.serviceAccountKey,
    tokensIssued: login.tokensIssued,
    exhaust: (allowance, family = "core") => world.ledger.exhaust(family, allowance),
    collectedEvents: () => [...world.state.properties.values()].flatMap(({ collected }) => collected),
    reset: () => {
      world = createWorld(options, login);
      login.restore();
      faults.clear();
    },
    close: () => server.close(),
  };
};

const createWorld = (
  {
    clock = systemClock,
    seed = 1,
    plan = "standard",
    workMs = 5_000,
    lagMs = 4 * 3_600_000,
    limits,
  }: Ga4SimulatorOptions,
  login: SimulatedLogin,
): World => ({
  seed,
  clock,
  traffic: createTraffic(seed),
  state: seedState(),
  login,
  ledger: createQuotaLedger(typeof plan === "object" ? plan : quotaPlans[plan], clock),
  limits: { ...exactness, ...limits },
  workMs,
  lagMs,
});

/** The method, as Google names it: faults match by it. */
const operationOf = ({ path }: SimulatorRequest): string | undefined => {
  if (isLoginPath(path)) return "token";
  return /:(\w+)$/.exec(path)?.[1] ?? path.split("/").findLast((part) => /^[a-z]+[A-Z]?[A-Za-z]*$/.test(part));
};
