import { z } from "zod";

/** What a source found wrong with an address. */
export const Finding = z.object({
  source: z.enum(["gsc", "bing-wmt"]),
  kind: z.string().describe("sitemap, notIndexed, richResults, or the source's own word, e.g. NOT_FOUND or status4xx"),
  detail: z.string(),
});
/** What a source found wrong with an address. */
export type Finding = z.infer<typeof Finding>;

/** What to do about an address. */
export const NextStep = z.object({
  first: z.string().describe("What to see to before anything is resubmitted"),
  operation: z.string().optional().describe("Then call this; absent: resubmitting would not help"),
  input: z.record(z.string(), z.unknown()).optional().describe("With this input"),
});
/** What to do about an address. */
export type NextStep = z.infer<typeof NextStep>;

/** An address with everything found, and what can be resubmitted where. */
export interface Trouble {
  readonly url: string;
  readonly findings: readonly Finding[];
  readonly isSitemap: boolean;
  readonly gscSiteUrl?: string | undefined;
  readonly bingSiteUrl?: string | undefined;
  /** A sitemap that lists the address. */
  readonly sitemap?: string | undefined;
}

interface Rule {
  readonly kinds: RegExp;
  readonly first: string;
  /** Whether search engines should be asked to come again. */
  readonly resubmit: boolean;
}

/** The first rule that fits some finding decides: worst first. */
const rules: readonly Rule[] = [
  { kinds: /malware/i, first: "Clean the page: the search engine found malware on it.", resubmit: true },
  {
    kinds: /5xx|SERVER_ERROR|timeout|dnsFailure|INTERNAL_CRAWL_ERROR/i,
    first: "Make the server answer this address with 200.",
    resubmit: true,
  },
  {
    kinds: /4xx|NOT_FOUND|SOFT_404|ACCESS_/i,
    first: "Bring the page back, or redirect it to what replaces it; if it is gone for good, remove links to it.",
    resubmit: true,
  },
  {
    kinds: /status30|REDIRECT/i,
    first: "Link to the target instead; nothing to resubmit while the redirect is meant.",
    resubmit: false,
  },
  {
    kinds: /robots/i,
    first: "If the block in robots.txt is not meant, lift it; if it is meant, nothing is to be done.",
    resubmit: false,
  },
  {
    kinds: /META_TAG|HTTP_HEADER/i,
    first: "If noindex is not meant, take it off the page; if it is meant, nothing is to be done.",
    resubmit: false,
  },
  { kinds: /^sitemap$/, first: "Correct what Search Console lists as errors in the sitemap.", resubmit: true },
  { kinds: /^richResults$/, first: "Correct the structured data that the finding names.", resubmit: true },
];

const otherwise = {
  first: "Give the page content of its own and links from pages that are indexed.",
  resubmit: true,
};

/** The one thing to do next: by the worst finding, at the search engine that found it. */
export const nextStep = (trouble: Trouble): NextStep => {
  const decisive = rules.flatMap((rule) => {
    const finding = trouble.findings.find(({ kind }) => rule.kinds.test(kind));
    return finding ? [{ rule, finding }] : [];
  })[0];
  const { first, resubmit } = decisive?.rule ?? otherwise;
  const source = (decisive?.finding ?? trouble.findings[0])?.source;
  return { first, ...(resubmit && (source === "gsc" ? toGoogle(trouble) : toBing(trouble))) };
};

/** Google takes no single addresses: the sitemap that lists it is sent again. */
const toGoogle = ({ url, isSitemap, gscSiteUrl, sitemap }: Trouble) => {
  const feedpath = isSitemap ? url : sitemap;
  return gscSiteUrl === undefined || feedpath === undefined
    ? {}
    : { operation: "gsc.sitemaps.submit", input: { siteUrl: gscSiteUrl, feedpath } };
};

const toBing = ({ url, bingSiteUrl }: Trouble) =>
  bingSiteUrl === undefined ? {} : { operation: "bing-wmt.submission.submit", input: { siteUrl: bingSiteUrl, url } };
