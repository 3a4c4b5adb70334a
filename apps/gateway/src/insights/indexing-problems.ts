import { bingWmt } from "@trunkline/bing-wmt";
import type { Clock } from "@trunkline/core";
import { type ComposedCall, defineComposedOperation } from "@trunkline/core";
import { gsc } from "@trunkline/gsc";
import { z } from "zod";
import { pageKey } from "./addresses.js";
import { insightsDocs } from "./docs-link.js";
import { findingsOfInspection, findingsOfIssue, findingsOfSitemap } from "./findings.js";
import { Finding, NextStep, nextStep, type Trouble } from "./next-step.js";
import { addDays } from "./period.js";
import { bingSiteUses, findBingSite, findGscSite, gscSiteUses, type SiteInput, siteInput } from "./sites.js";
import { connectionsInput, onConnections } from "./source-connections.js";
import { createSources, insightDeadlineMs, missingOutput } from "./sources.js";

const { sitemaps, searchAnalytics, urlInspection } = gsc.operations;
const listIssues = bingWmt.operations.crawl.issues;

/** Pages with trouble that are read from Bing at most. */
const maxIssues = 1_000;
/** Days whose pages are candidates for inspection. */
const candidateDays = 28;
/** Later days are not final at Google. */
const finalAfterDays = 4;

/** Addresses with trouble, and what to do about each. */
export const indexingProblems = (clock: Clock) =>
  defineComposedOperation({
    id: "insights.indexing.problems",
    summary: "List addresses that Google or Bing have trouble indexing, with one next step for each",
    description:
      "Joins Google's sitemap errors and index inspection with Bing's crawl issues. It changes nothing: the resubmission named is a call of its own.",
    docs: insightsDocs,
    effect: "read",
    uses: [
      ...gscSiteUses,
      sitemaps.list.id,
      searchAnalytics.query.id,
      urlInspection.inspectBatch.id,
      ...bingSiteUses,
      listIssues.id,
    ],
    input: z.object({
      ...siteInput,
      ...connectionsInput("gsc", "bing-wmt"),
      urls: z
        .array(z.url({ protocol: /^https?$/ }).max(2_048))
        .min(1)
        .max(100)
        .optional()
        .describe("Addresses to inspect. Default: those Bing complains about, then those shown most in Google"),
      inspections: z
        .number()
        .int()
        .min(0)
        .max(100)
        .default(25)
        .describe("Addresses to inspect at most: each takes one of the property's 2,000 a day"),
    }),
    output: z.object({
      problems: z.array(z.object({ url: z.string(), findings: z.array(Finding), nextStep: NextStep })),
      inspected: z.number().int().describe("Addresses inspected in Google's index"),
      notInspected: z.array(z.string()).describe("Addresses that the budget or Google's quota left out"),
      ...missingOutput,
    }),
    keywords: ["crawl errors", "not indexed", "404", "coverage", "sitemap", "resubmit", "seo audit", "robots"],
    examples: [{ title: "What keeps pages out of search?", input: { site: "nordlicht-tee.example" } }],
    deadlineMs: insightDeadlineMs,
    run: async (outer, input) => {
      const call = onConnections(outer, input.connections);
      const sources = createSources(call);
      const bing = await sources.ask("bing-wmt", () => readBing(call, input));
      const google = await sources.ask("gsc", () =>
        readGoogle(call, { ...input, complained: bing?.issues.map(({ url }) => url) ?? [], nowMs: clock.now() }),
      );
      const missing = sources.missing();
      const troubles = gather({ bing, google });
      return {
        problems: troubles.map((trouble) => ({
          url: trouble.url,
          findings: [...trouble.findings],
          nextStep: nextStep(trouble),
        })),
        inspected: google?.inspected ?? 0,
        notInspected: google?.remaining ?? [],
        missing: [...missing],
      };
    },
  });

const readBing = async (call: ComposedCall, input: SiteInput) => {
  const siteUrl = await findBingSite(call, input);
  const { issues, nextCursor } = await call.run(listIssues, { siteUrl, limit: maxIssues });
  if (nextCursor !== undefined)
    call.warn({
      code: "ROWS_CAPPED",
      message: `Bing has more than ${maxIssues} pages with trouble; the rest is left out.`,
    });
  return { siteUrl, issues };
};

interface GoogleAsked extends SiteInput {
  readonly urls?: readonly string[] | undefined;
  readonly inspections: number;
  /** Addresses that Bing has trouble with. */
  readonly complained: readonly string[];
  readonly nowMs: number;
}

const readGoogle = async (call: ComposedCall, asked: GoogleAsked) => {
  const siteUrl = await findGscSite(call, asked);
  const { sitemaps: maps } = await call.run(sitemaps.list, { siteUrl });
  const wanted = asked.urls ?? [...new Set([...asked.complained, ...(await shownMost(call, siteUrl, asked.nowMs))])];
  const urls = wanted.filter((url) => isIn(siteUrl, url));
  const [now, later] = [urls.slice(0, asked.inspections), urls.slice(asked.inspections)];
  // What is left out is told where the caller named the addresses; of our own candidates there are always more.
  const untold = asked.urls ? later : [];
  if (now.length === 0) return { siteUrl, maps, inspections: [], inspected: 0, remaining: untold };
  const { results, remaining, stoppedBy } = await call.run(urlInspection.inspectBatch, { siteUrl, urls: now });
  if (stoppedBy) call.warn({ code: "INSPECTION_STOPPED", message: `Inspection stopped early: ${stoppedBy.message}` });
  const inspections = results.flatMap(({ inspection }) => (inspection ? [inspection] : []));
  return { siteUrl, maps, inspections, inspected: inspections.length, remaining: [...remaining, ...untold] };
};

const shownMost = async (call: ComposedCall, siteUrl: string, nowMs: number): Promise<readonly string[]> => {
  const endDate = addDays(new Date(nowMs).toISOString().slice(0, 10), -finalAfterDays);
  const startDate = addDays(endDate, -candidateDays);
  const { rows } = await call.run(searchAnalytics.query, {
    siteUrl,
    startDate,
    endDate,
    dimensions: ["page"],
    limit: 100,
  });
  return rows.flatMap(({ page }) => (page === undefined ? [] : [page]));
};

/** Google refuses the whole list when one address lies outside the property. */
const isIn = (siteUrl: string, address: string): boolean => {
  const domain = /^sc-domain:(.+)$/.exec(siteUrl)?.[1];
  const host = URL.parse(address)?.hostname ?? "";
  return domain === undefined ? address.startsWith(siteUrl) : host === domain || host.endsWith(`.${domain}`);
};

interface Gathered {
  readonly bing: Awaited<ReturnType<typeof readBing>> | undefined;
  readonly google: Awaited<ReturnType<typeof readGoogle>> | undefined;
}

/** What was found, by address; addresses with most findings first. */
const gather = ({ bing, google }: Gathered): readonly Trouble[] => {
  const places = { gscSiteUrl: google?.siteUrl, bingSiteUrl: bing?.siteUrl };
  const index = google?.maps.find(({ isIndex }) => isIndex) ?? google?.maps[0];
  const maps = (google?.maps ?? []).map(
    (map): Trouble => ({ url: map.path, findings: findingsOfSitemap(map), isSitemap: true, ...places }),
  );
  const pages = [
    ...(bing?.issues ?? []).map((issue) => ({ url: issue.url, findings: findingsOfIssue(issue), sitemap: undefined })),
    ...(google?.inspections ?? []).map((inspection) => ({
      url: inspection.inspectionUrl,
      findings: findingsOfInspection(inspection),
      sitemap: inspection.sitemaps[0],
    })),
  ];
  const joined = [...Map.groupBy(pages, ({ url }) => pageKey(url) ?? url).values()].map(
    (group): Trouble => ({
      url: group[0]?.url ?? "",
      findings: group.flatMap(({ findings }) => findings),
      isSitemap: false,
      sitemap: group.find(({ sitemap }) => sitemap !== undefined)?.sitemap ?? index?.path,
      ...places,
    }),
  );
  return [...maps, ...joined]
    .filter(({ findings }) => findings.length > 0)
    .toSorted((one, other) => other.findings.length - one.findings.length || (one.url < other.url ? -1 : 1));
};
