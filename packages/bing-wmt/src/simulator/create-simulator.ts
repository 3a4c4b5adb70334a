import { systemClock } from "@trunkline/core";
import {
  createFaultDial,
  createLoopbackServer,
  createSeededRandom,
  type Simulator,
  type SimulatorOptions,
  type SimulatorReply,
  type UpstreamFaultSpec,
} from "@trunkline/core/simulator";
import { fixedReply } from "./faults.js";
import type { Method } from "./method.js";
import { blockingMethods } from "./methods/blocking.js";
import { crawlMethods } from "./methods/crawl.js";
import { researchMethods } from "./methods/research.js";
import { siteMethods } from "./methods/sites.js";
import { statsMethods } from "./methods/stats.js";
import { submissionMethods } from "./methods/submission.js";
import { urlMethods } from "./methods/urls.js";
import { nordlichtSites } from "./seed/pages.js";
import { seedAccount } from "./seed/seed.js";
import { answerRequest, methodNameOf, simulatorApiKey } from "./server.js";
import type { AllowanceSizes } from "./state.js";
import { createTokens, simulatorApp } from "./tokens.js";

/** How the account is simulated. */
export interface BingWmtSimulatorOptions extends SimulatorOptions {
  /** URLs and contents that each site may submit. Default 100 a day and 1,300 a month; 100 and 3,000. */
  readonly allowances?: Partial<AllowanceSizes>;
}

/** A stateful twin of one account's Webmaster Tools API and of IndexNow. */
export interface BingWmtSimulator extends Simulator {
  /** A configuration that logs in with OAuth in place of the key. */
  readonly oauthConfig: Readonly<Record<string, unknown>>;
  /** Addresses that IndexNow took. */
  readonly indexNowUrls: () => readonly string[];
}

const defaultSizes: AllowanceSizes = {
  urls: { daily: 100, monthly: 1_300 },
  content: { daily: 100, monthly: 3_000 },
};

const methodsOf = (sizes: AllowanceSizes): ReadonlyMap<string, Method> =>
  new Map(
    Object.entries({
      ...siteMethods(sizes),
      ...statsMethods,
      ...crawlMethods,
      ...urlMethods,
      ...submissionMethods,
      ...researchMethods,
      ...blockingMethods,
    }).map(([name, method]) => [name.toLowerCase(), method]),
  );

/** Starts the simulated account of "Nordlicht Tee" on loopback. Its `config` logs in with an API key. */
export const createBingWmtSimulator = async (options: BingWmtSimulatorOptions = {}): Promise<BingWmtSimulator> => {
  const clock = options.clock ?? systemClock;
  const seed = options.seed ?? 1;
  const sizes = { ...defaultSizes, ...options.allowances };
  const methods = methodsOf(sizes);
  const faults = createFaultDial({ random: createSeededRandom(seed) });
  const open = () => ({ account: seedAccount(seed, clock, sizes), tokens: createTokens(clock), methods });
  let deps = open();
  const replyOfFault = (fault: UpstreamFaultSpec): SimulatorReply | undefined => {
    if (fault.name === "tokens-expired") deps.tokens.expireAll();
    return fixedReply(fault);
  };
  const server = await createLoopbackServer({
    port: options.port,
    faults,
    operationOf: methodNameOf,
    handle: (request) => answerRequest(request, deps),
    onUpstreamFault: replyOfFault,
  });
  const indexNowHosts = [nordlichtSites.host];
  return {
    connector: "bing-wmt",
    url: server.url,
    config: { apiKey: simulatorApiKey, indexNowHosts },
    oauthConfig: { ...simulatorApp, indexNowHosts },
    faults,
    indexNowUrls: () => [...deps.account.indexNow.keys()],
    reset: () => {
      deps = open();
      faults.clear();
    },
    close: () => server.close(),
  };
};
