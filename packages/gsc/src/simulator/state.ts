import { covers } from "../wire/property.js";
import { shopCollections, shopHost, shopOrigin, shopProducts } from "./seed/shop.js";

/** What the account may do with a property, as replies spell it. */
export type PermissionLevel = "siteOwner" | "siteFullUser" | "siteRestrictedUser" | "siteUnverifiedUser";

/** A sitemap that was submitted. */
export interface StoredSitemap {
  readonly path: string;
  /** Milliseconds since the epoch. */
  readonly submittedMs: number;
  /** Absent: not known how Google will like it. */
  readonly index?: string;
  readonly isIndex: boolean;
  readonly type?: string;
  readonly urls: number;
  readonly images: number;
  readonly warnings: number;
  readonly errors: number;
}

/** Everything that calls can change. */
export interface SimulatedAccount {
  readonly sites: Map<string, PermissionLevel>;
  /** Sitemaps by property, then by address. */
  sitemapsOf(siteUrl: string): Map<string, StoredSitemap>;
  /** What a property that is added gets. */
  levelFor(siteUrl: string): PermissionLevel;
}

/** Properties that the account begins with. */
const seededSites: readonly (readonly [siteUrl: string, level: PermissionLevel])[] = [
  [`sc-domain:${shopHost}`, "siteOwner"],
  [`${shopOrigin}/`, "siteFullUser"],
  [`${shopOrigin}/blogs/`, "siteRestrictedUser"],
  [`https://www.${shopHost}/`, "siteUnverifiedUser"],
];

const dayMs = 86_400_000;
/** How long Google takes to fetch a new sitemap. */
const fetchMs = 60_000;

/** The account as every seed begins. */
export const createAccount = (nowMs: number): SimulatedAccount => {
  const sites = new Map(seededSites);
  const sitemaps = new Map<string, Map<string, StoredSitemap>>();
  return {
    sites,
    sitemapsOf: (siteUrl) => {
      const known = sitemaps.get(siteUrl);
      if (known) return known;
      const hasShop = siteUrl === `${shopOrigin}/` || siteUrl === `sc-domain:${shopHost}`;
      const made = new Map(hasShop ? seededSitemaps(nowMs).map((sitemap) => [sitemap.path, sitemap]) : []);
      sitemaps.set(siteUrl, made);
      return made;
    },
    levelFor: (siteUrl) => {
      const seeded = seededSites.find(([known]) => known === siteUrl)?.[1];
      return seeded ?? (covers(`sc-domain:${shopHost}`, siteUrl) ? "siteOwner" : "siteUnverifiedUser");
    },
  };
};

const seededSitemaps = (nowMs: number): readonly StoredSitemap[] => {
  const index = `${shopOrigin}/sitemap.xml`;
  const products = shopProducts.reduce((sum, [, entries]) => sum + entries.length, 0);
  const sitemap = (name: string, daysAgo: number, more: Partial<StoredSitemap>): StoredSitemap => ({
    path: `${shopOrigin}/${name}`,
    submittedMs: nowMs - daysAgo * dayMs,
    isIndex: false,
    type: "sitemap",
    urls: 0,
    images: 0,
    warnings: 0,
    errors: 0,
    ...more,
  });
  const collections = shopCollections.length;
  return [
    sitemap("sitemap.xml", 4, {
      isIndex: true,
      type: undefined,
      urls: products + collections + 4,
      images: products,
      warnings: 2,
    }),
    sitemap("sitemap_products_1.xml", 4, { index, urls: products, images: products, warnings: 2 }),
    sitemap("sitemap_collections_1.xml", 4, { index, urls: collections }),
    sitemap("sitemap_blogs_1.xml", 4, { index, urls: 4 }),
    sitemap("blogs/teewissen.atom", 11, { type: "atomFeed", urls: 3, errors: 1 }),
  ];
};

/** A sitemap as it was just submitted. */
export const submitted = (path: string, nowMs: number, before: StoredSitemap | undefined): StoredSitemap => ({
  ...(before ?? {
    path,
    isIndex: false,
    type: /\.(?:atom|rss)$/.test(path) ? `${path.split(".").pop()}Feed` : "sitemap",
    urls: 12,
    images: 0,
    warnings: 0,
    errors: 0,
  }),
  submittedMs: nowMs,
});

/** A sitemap as replies have it: counters are text, and what Google has not fetched yet has none. */
export const toWire = (sitemap: StoredSitemap, nowMs: number) => {
  const isPending = nowMs < sitemap.submittedMs + fetchMs;
  const contents = [
    { type: "web", submitted: String(sitemap.urls), indexed: "0" },
    ...(sitemap.images > 0 ? [{ type: "image", submitted: String(sitemap.images), indexed: "0" }] : []),
  ];
  return {
    path: sitemap.path,
    lastSubmitted: new Date(sitemap.submittedMs).toISOString(),
    isPending,
    isSitemapsIndex: sitemap.isIndex,
    ...(sitemap.type && { type: sitemap.type }),
    ...(!isPending && {
      lastDownloaded: new Date(sitemap.submittedMs + fetchMs).toISOString(),
      warnings: String(sitemap.warnings),
      errors: String(sitemap.errors),
      contents,
    }),
  };
};
