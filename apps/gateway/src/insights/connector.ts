import { type Clock, type Credential, defineConnector, systemClock } from "@trunkline/core";
import { z } from "zod";
import { packageVersion } from "../package-version.js";
import { checkHealth } from "./health.js";
import { indexingProblems } from "./indexing-problems.js";
import { losingClicks } from "./losing-clicks.js";
import { messageContext } from "./message-context.js";
import { queryRevenue } from "./query-revenue.js";
import { searchPerformance } from "./search-performance.js";

const unused: Credential = { kind: "none", authorize: () => Promise.resolve({}), state: () => "ready" };

/** Questions that no single service answers, as a connector like any other: its operations run those of the others. */
export const createInsights = (clock: Clock) =>
  defineConnector({
    id: "insights",
    title: "Insights",
    description: "answers that join search engines, analytics, shop and mail; says which source is missing",
    version: packageVersion,
    apiVersions: [{ version: "1" }],
    config: z.strictObject({}),
    env: [],
    live: [],
    apiVersion: () => "1",
    // Never asked: every operation runs others, and those have their own.
    baseUrl: () => "https://insights.invalid",
    allowedHosts: () => [],
    settings: () => ({}),
    credential: () => unused,
    quotas: { buckets: [] },
    mapError: () => undefined,
    operations: {
      pages: { searchPerformance: searchPerformance(clock), losingClicks: losingClicks(clock) },
      queries: { revenue: queryRevenue(clock) },
      messages: { context: messageContext(clock) },
      indexing: { problems: indexingProblems(clock) },
      health: { check: checkHealth },
    },
    probe: checkHealth,
  });

/** The insights by the machine's clock. */
export const insights = createInsights(systemClock);
