import type { Clock } from "@trunkline/core";

/** Who may do what with a site. */
interface RoleRecord {
  readonly email: string;
  readonly role: number;
  readonly delegator: string;
  readonly code: string;
  readonly grantedAtMs: number;
}

/** An address kept out of the results. */
export interface BlockRecord {
  readonly url: string;
  readonly entityType: number;
  readonly requestType: number;
  readonly days: number;
  readonly blockedAtMs: number;
}

/** A sitemap or feed. */
export interface FeedRecord {
  readonly url: string;
  readonly type: string;
  readonly urlCount: number;
  readonly fileSizeBytes: number;
  readonly parent?: string;
  submittedAtMs: number;
  /** Absent: never. */
  lastCrawledAtMs?: number;
}

/** One kind of submission: its allowances, and what was used on which UTC day. */
export interface Allowance {
  readonly daily: number;
  readonly monthly: number;
  readonly used: Map<number, number>;
}

/** One site of the account. */
export interface SiteRecord {
  readonly url: string;
  isVerified: boolean;
  readonly authenticationCode: string;
  /** False: Bing has nothing of it yet. */
  readonly hasData: boolean;
  readonly roles: RoleRecord[];
  readonly feeds: Map<string, FeedRecord>;
  readonly blocks: BlockRecord[];
  readonly previewBlocks: Map<string, { readonly reason: number; readonly blockedAtMs: number }>;
  readonly queryParameters: Map<string, { isEnabled: boolean; readonly source: number; readonly addedAtMs: number }>;
  readonly regions: {
    readonly url: string;
    readonly country: string;
    readonly type: number;
    readonly setAtMs: number;
  }[];
  readonly connectedPages: Map<string, { readonly addedAtMs: number }>;
  readonly deepLinkBlocks: { readonly market: string; readonly searchUrl: string; readonly deepLinkUrl: string }[];
  readonly fetched: Map<string, { readonly requestedAtMs: number }>;
  /** When each address was submitted last. */
  readonly submitted: Map<string, number>;
  readonly urlAllowance: Allowance;
  readonly contentAllowance: Allowance;
  crawlRate: readonly number[];
}

/** Everything the simulated account remembers. */
export interface Account {
  readonly seed: number;
  readonly clock: Clock;
  readonly sites: Map<string, SiteRecord>;
  /** Moments of `GetUrlInfo` calls within the last minute, and until when the host is throttled. */
  readonly urlInfo: { calls: number[]; throttledUntilMs: number };
  /** What IndexNow took: when each address came last. */
  readonly indexNow: Map<string, number>;
}

/** Allowances of a new site. */
export interface AllowanceSizes {
  readonly urls: { readonly daily: number; readonly monthly: number };
  readonly content: { readonly daily: number; readonly monthly: number };
}

/** A site with nothing in it. */
export const createSite = (
  facts: Pick<SiteRecord, "url" | "isVerified" | "authenticationCode" | "hasData">,
  { urls, content }: AllowanceSizes,
): SiteRecord => ({
  ...facts,
  roles: [],
  feeds: new Map(),
  blocks: [],
  previewBlocks: new Map(),
  queryParameters: new Map(),
  regions: [],
  connectedPages: new Map(),
  deepLinkBlocks: [],
  fetched: new Map(),
  submitted: new Map(),
  urlAllowance: { ...urls, used: new Map() },
  contentAllowance: { ...content, used: new Map() },
  crawlRate: Array.from({ length: 24 }, () => 5),
});
