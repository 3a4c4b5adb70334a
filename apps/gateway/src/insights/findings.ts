import type { bingWmt } from "@trunkline/bing-wmt";
import type { OperationOutput } from "@trunkline/core";
import type { gsc } from "@trunkline/gsc";
import type { Finding } from "./next-step.js";

type Inspection = NonNullable<
  OperationOutput<typeof gsc.operations.urlInspection.inspectBatch>["results"][number]["inspection"]
>;
type CrawlIssue = OperationOutput<typeof bingWmt.operations.crawl.issues>["issues"][number];
type Sitemap = OperationOutput<typeof gsc.operations.sitemaps.list>["sitemaps"][number];

/** What is wrong with an address by Google's index; nothing when it is indexed without errors. */
export const findingsOfInspection = (inspection: Inspection): readonly Finding[] => {
  const { verdict, coverageState = "", pageFetchState, indexingState, robotsTxtState, richResults } = inspection;
  const kind =
    robotsTxtState === "DISALLOWED"
      ? "BLOCKED_ROBOTS_TXT"
      : indexingState?.startsWith("BLOCKED")
        ? indexingState
        : pageFetchState !== undefined && pageFetchState !== "SUCCESSFUL"
          ? pageFetchState
          : "notIndexed";
  const index: readonly Finding[] =
    verdict === undefined || verdict === "PASS"
      ? []
      : [{ source: "gsc", kind, detail: coverageState || `Verdict ${verdict}` }];
  const errors = (richResults?.items ?? []).flatMap(({ type, issues }) =>
    issues.filter(({ severity }) => severity === "ERROR").map(({ message }) => `${type}: ${message}`),
  );
  return [
    ...index,
    ...(errors.length > 0 ? [{ source: "gsc" as const, kind: "richResults", detail: errors.join("; ") }] : []),
  ];
};

/** What is wrong with an address by Bing's crawler, one finding an issue. */
export const findingsOfIssue = ({ issues, httpStatus, inLinks }: CrawlIssue): readonly Finding[] =>
  issues.map((kind) => ({
    source: "bing-wmt" as const,
    kind,
    detail: `${httpStatus === undefined ? "No status" : `Status ${httpStatus}`}, ${inLinks} links from other sites`,
  }));

/** What is wrong with a sitemap; warnings alone are no problem of indexing. */
export const findingsOfSitemap = ({ errors, warnings }: Sitemap): readonly Finding[] =>
  errors > 0 ? [{ source: "gsc", kind: "sitemap", detail: `${errors} errors, ${warnings} warnings` }] : [];
