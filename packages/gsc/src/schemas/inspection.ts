import { z } from "zod";
import { specified, toUpperSnake } from "../wire/enums.js";
import { present } from "../wire/present.js";
import { openEnum, timestamp } from "./common.js";

const verdict = openEnum(["PASS", "NEUTRAL", "FAIL"], "PASS: can appear in Google; NEUTRAL: left out on purpose");
const issue = z.object({ message: z.string(), severity: openEnum(["WARNING", "ERROR"]).optional() });
const fetchStates =
  "SUCCESSFUL SOFT_404 BLOCKED_ROBOTS_TXT NOT_FOUND ACCESS_DENIED SERVER_ERROR REDIRECT_ERROR ACCESS_FORBIDDEN BLOCKED_4XX INTERNAL_CRAWL_ERROR INVALID_URL";

/** What Google's index knows of an address. */
export const Inspection = z.object({
  inspectionUrl: z.string(),
  verdict: verdict.optional().describe("Of indexing alone: rich results have their own"),
  coverageState: z.string().optional().describe("A sentence for people in the language asked for: never decide by it"),
  robotsTxtState: openEnum(["ALLOWED", "DISALLOWED"]).optional(),
  indexingState: openEnum(["INDEXING_ALLOWED", "BLOCKED_BY_META_TAG", "BLOCKED_BY_HTTP_HEADER"]).optional(),
  pageFetchState: openEnum(fetchStates.split(" ")).optional(),
  crawledAs: openEnum(["DESKTOP", "MOBILE"]).optional(),
  lastCrawlTime: timestamp.optional().describe("Absent: never crawled"),
  googleCanonical: z.string().optional().describe("Absent: not indexed"),
  userCanonical: z.string().optional().describe("What the page itself names"),
  referringUrls: z.array(z.string()),
  sitemaps: z.array(z.string()).describe("Sitemaps that list the address"),
  richResults: z
    .object({
      verdict: verdict.optional(),
      items: z.array(
        z.object({
          type: z.string().describe("e.g. Product snippets"),
          name: z.string().optional(),
          issues: z.array(issue),
        }),
      ),
    })
    .optional()
    .describe("Absent: the page has none"),
  amp: z
    .object({
      verdict: verdict.optional(),
      ampUrl: z.string().optional(),
      indexVerdict: verdict.optional(),
      issues: z.array(issue),
    })
    .optional(),
  link: z.string().optional().describe("The same in Search Console"),
});
/** What Google's index knows of an address. */
export type Inspection = z.infer<typeof Inspection>;

const word = z.string().nullish();
const IssueWire = z.object({ issueMessage: word, severity: word });

/** `InspectUrlIndexResponse`. */
export const InspectionWire = z.object({
  inspectionResult: z.object({
    inspectionResultLink: word,
    indexStatusResult: z
      .object({
        verdict: word,
        coverageState: word,
        robotsTxtState: word,
        indexingState: word,
        pageFetchState: word,
        crawledAs: word,
        lastCrawlTime: word,
        googleCanonical: word,
        userCanonical: word,
        referringUrls: z.array(z.string()).nullish(),
        sitemap: z.array(z.string()).nullish(),
      })
      .nullish(),
    richResultsResult: z
      .object({
        verdict: word,
        detectedItems: z
          .array(
            z.object({
              richResultType: word,
              items: z.array(z.object({ name: word, issues: z.array(IssueWire).nullish() })).nullish(),
            }),
          )
          .nullish(),
      })
      .nullish(),
    ampResult: z
      .object({ verdict: word, ampUrl: word, ampIndexStatusVerdict: word, issues: z.array(IssueWire).nullish() })
      .nullish(),
  }),
});

const state = (value: string | null | undefined): string | undefined => {
  const told = specified(value);
  return told === undefined ? undefined : specified(toUpperSnake(told));
};

const toIssue = ({ issueMessage, severity }: z.output<typeof IssueWire>): z.infer<typeof issue> => ({
  message: issueMessage ?? "",
  ...present({ severity: state(severity) }),
});

/** The mobile usability that old clients know is left out: Google has ended it. */
export const toInspection = (
  { inspectionResult }: z.output<typeof InspectionWire>,
  inspectionUrl: string,
): Inspection => {
  const { indexStatusResult: index, richResultsResult: rich, ampResult: amp, inspectionResultLink } = inspectionResult;
  return {
    inspectionUrl,
    ...present({
      verdict: state(index?.verdict),
      coverageState: index?.coverageState,
      robotsTxtState: state(index?.robotsTxtState),
      indexingState: state(index?.indexingState),
      pageFetchState: state(index?.pageFetchState),
      crawledAs: state(index?.crawledAs),
      lastCrawlTime: index?.lastCrawlTime,
      googleCanonical: index?.googleCanonical,
      userCanonical: index?.userCanonical,
    }),
    referringUrls: index?.referringUrls ?? [],
    sitemaps: index?.sitemap ?? [],
    ...(rich && {
      richResults: {
        ...present({ verdict: state(rich.verdict) }),
        items: (rich.detectedItems ?? []).flatMap(({ richResultType, items }) =>
          (items ?? []).map(({ name, issues }) => ({
            type: richResultType ?? "",
            ...present({ name }),
            issues: (issues ?? []).map(toIssue),
          })),
        ),
      },
    }),
    ...(amp && {
      amp: {
        ...present({ verdict: state(amp.verdict), ampUrl: amp.ampUrl, indexVerdict: state(amp.ampIndexStatusVerdict) }),
        issues: (amp.issues ?? []).map(toIssue),
      },
    }),
    ...present({ link: inspectionResultLink }),
  };
};
