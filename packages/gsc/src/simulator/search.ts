import type { SimulatorReply } from "@trunkline/core/simulator";
import { addDays, countDays } from "../wire/days.js";
import { badRequest } from "./google-error.js";
import { type Horizon, hoursOf } from "./horizon.js";
import { type EngineDeps, runQuery } from "./search-engine.js";
import { BrokenRule, readQuery, type SimulatedQuery } from "./search-request.js";
import { pageOf } from "./search-rows.js";

/** What answering a query needs. */
export interface SearchDeps extends EngineDeps {
  /** Most rows of a day. */
  readonly rowCap: number;
  /** Takes the work of a query from the load quota, or gives the refusal. */
  charge(load: number): SimulatorReply | undefined;
}

/** `POST …/searchAnalytics/query`. */
export const answerQuery = (body: unknown, siteUrl: string, deps: SearchDeps): SimulatorReply => {
  let query: SimulatedQuery;
  try {
    query = readQuery(body, deps.horizon);
  } catch (error) {
    if (error instanceof BrokenRule) return badRequest(error.message);
    throw error;
  }
  const refused = deps.charge(loadOf(query));
  if (refused) return refused;
  const { sums, aggregationType } = runQuery(query, siteUrl, deps);
  const page = pageOf(sums, query, deps.rowCap);
  const metadata = metadataOf(query, deps.horizon);
  if (page.length === 0 && !metadata) return { status: 200, body: {} };
  return {
    status: 200,
    body: {
      ...(page.length > 0 && { rows: page }),
      responseAggregationType: aggregationType,
      ...(metadata && { metadata }),
    },
  };
};

/** Long ranges by page and query cost most. */
const loadOf = ({ startDate, endDate, dimensions, filters }: SimulatedQuery): number => {
  const touches = (name: string) => dimensions.includes(name) || filters.some(({ dimension }) => dimension === name);
  const factor = touches("page") && touches("query") ? 25 : touches("page") || touches("query") ? 4 : 1;
  return countDays(startDate, endDate) * factor;
};

/** Told only where fresh data was asked for and rows are told apart by time. */
const metadataOf = (
  { dataState, dimensions, startDate, endDate }: SimulatedQuery,
  { finalUntil, nowMs }: Horizon,
): Readonly<Record<string, string>> | undefined => {
  const firstOpen = addDays(finalUntil, 1);
  if (endDate < firstOpen) return undefined;
  if (dataState === "all" && dimensions.includes("date"))
    return { firstIncompleteDate: startDate > firstOpen ? startDate : firstOpen };
  if (dataState !== "hourly_all" || !dimensions.includes("hour")) return undefined;
  const open = hoursOf(endDate).find(({ startMs }) => startMs > nowMs - 12 * 3_600_000);
  return open && { firstIncompleteHour: open.text };
};
