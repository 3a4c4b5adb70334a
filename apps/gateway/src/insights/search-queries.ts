import { bingWmt } from "@trunkline/bing-wmt";
import type { ComposedCall } from "@trunkline/core";
import { gsc } from "@trunkline/gsc";
import { pageKey } from "./addresses.js";
import type { QueryOnPage } from "./attribute.js";
import { addUp, type ByPage, byPage, type SearchFigures } from "./figures.js";
import type { Period } from "./period.js";
import { bingRowLimit, gscRowLimit } from "./search-pages.js";
import { bingSiteUses, findBingSite, findGscSite, gscSiteUses, type SiteInput } from "./sites.js";

const gscQuery = gsc.operations.searchAnalytics.query;
const { pages: bingPages, pageQueries: bingPageQueries } = bingWmt.operations.stats;

/** Ids of the operations that reading queries of both search engines runs. */
export const searchQueriesUses = [...gscSiteUses, gscQuery.id, ...bingSiteUses, bingPages.id, bingPageQueries.id];

/** Queries with the pages they led to, and all clicks of those pages. */
export interface EngineQueries {
  readonly queries: readonly QueryOnPage[];
  readonly pages: ByPage<SearchFigures>;
}

/** Google's queries by page. Those of few people are not among them; their clicks are in the pages'. */
export const readGoogleQueries = async (
  call: ComposedCall,
  input: SiteInput,
  period: Period,
): Promise<EngineQueries> => {
  const siteUrl = await findGscSite(call, input);
  const [pairs, all] = await Promise.all([
    call.run(gscQuery, { siteUrl, ...period, dimensions: ["query", "page"], limit: gscRowLimit }),
    call.run(gscQuery, { siteUrl, ...period, dimensions: ["page"], limit: gscRowLimit }),
  ]);
  if (pairs.nextCursor !== undefined)
    call.warn({
      code: "ROWS_CAPPED",
      message: `gsc has more than ${gscRowLimit.toLocaleString("en")} pairs of query and page; those with fewest clicks are left out.`,
    });
  const rows = pairs.rows.flatMap(({ query = "", page = "", ...figures }) => {
    const key = pageKey(page);
    return key === undefined ? [] : [{ query, page: key, figures }];
  });
  return { queries: mergeQueries(rows), pages: byPage(all.rows, ({ page = "" }) => pageKey(page), addUp) };
};

/** Bing's queries of its most clicked pages, each of which takes a call, and all clicks of its pages. */
export const readBingQueries = async (
  call: ComposedCall,
  input: SiteInput & { readonly bingPages: number },
  { startDate: from, endDate: to }: Period,
): Promise<EngineQueries> => {
  const siteUrl = await findBingSite(call, input);
  const { rows } = await call.run(bingPages, { siteUrl, from, to, limit: bingRowLimit });
  const weekly = rows.map(({ averageImpressionPosition: position, ...row }) => ({ ...row, position }));
  const pages = byPage(weekly, ({ pageUrl }) => pageKey(pageUrl), addUp);
  const addresses = new Map(weekly.map(({ pageUrl }) => [pageKey(pageUrl), pageUrl]));
  const top = [...pages].sort(([, one], [, other]) => other.clicks - one.clicks).slice(0, input.bingPages);
  if (pages.size > top.length)
    call.warn({
      code: "BING_PAGES_CAPPED",
      message: `Bing's queries were read of its ${top.length} most clicked pages of ${pages.size}. Raise bingPages for more; each takes a call.`,
    });
  const perPage = await Promise.all(
    top.map(async ([page]) => {
      const pageUrl = addresses.get(page) ?? "";
      const answer = await call.run(bingPageQueries, { siteUrl, pageUrl, from, to, limit: bingRowLimit });
      return answer.rows.map(({ query, clicks, impressions, averageImpressionPosition: position }) => ({
        query,
        page,
        figures: { clicks, impressions, position },
      }));
    }),
  );
  return { queries: mergeQueries(perPage.flat()), pages };
};

interface QueryRow {
  readonly query: string;
  readonly page: string;
  readonly figures: { readonly clicks: number; readonly impressions: number; readonly position?: number | undefined };
}

/** Weeks of a query, and addresses that are the same page, as one. */
const mergeQueries = (rows: readonly QueryRow[]): readonly QueryOnPage[] =>
  [...Map.groupBy(rows, ({ query, page }) => `${page}\n${query}`).values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ query: first.query, page: first.page, figures: addUp(group.map(({ figures }) => figures)) }] : [];
  });
