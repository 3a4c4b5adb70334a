import type { Clock } from "@trunkline/core";
import { noisyHex } from "../noise.js";
import { type Account, type AllowanceSizes, createSite, type SiteRecord } from "../state.js";
import { nordlichtSites, seedPages } from "./pages.js";

const dayMs = 86_400_000;

/** The account with its sites; the same seed gives the same account. Past moments are counted back from the clock's now. */
export const seedAccount = (seed: number, clock: Clock, sizes: AllowanceSizes): Account => {
  const { shop, fresh, unverified } = nordlichtSites;
  const site = (url: string, isVerified: boolean, hasData: boolean): SiteRecord =>
    createSite({ url, isVerified, hasData, authenticationCode: noisyHex(32, seed, "code", url).toUpperCase() }, sizes);
  const main = site(shop, true, true);
  fillShop(main, seed, clock.now());
  const all = [main, site(fresh, true, false), site(unverified, false, false)];
  return {
    seed,
    clock,
    sites: new Map(all.map((one) => [one.url, one])),
    urlInfo: { calls: [], throttledUntilMs: 0 },
    indexNow: new Map(),
  };
};

const fillShop = (site: SiteRecord, seed: number, nowMs: number): void => {
  const ago = (days: number): number => nowMs - days * dayMs;
  const feed = (path: string, type: string, urlCount: number, parent?: string) => {
    const url = new URL(path, site.url).href;
    const crawled = type === "RSS" ? {} : { lastCrawledAtMs: ago(1.3) };
    site.feeds.set(url, {
      url,
      type,
      urlCount,
      fileSizeBytes: 220 * urlCount,
      parent,
      submittedAtMs: ago(200),
      ...crawled,
    });
    return url;
  };
  const index = feed("/sitemap.xml", "SitemapIndex", 3);
  const products = seedPages.filter(({ path }) => path.startsWith("/products/"));
  feed("/sitemap_products_1.xml", "Sitemap", products.length, index);
  feed("/sitemap_collections_1.xml", "Sitemap", 3, index);
  feed("/sitemap_blogs_1.xml", "Sitemap", 3, index);
  feed("/blogs/teewissen.atom", "RSS", 3);
  site.roles.push(
    { email: "wiebke.janssen@nordlicht-tee.example", role: 0, delegator: "", code: "", grantedAtMs: ago(480) },
    {
      email: "seo@agentur-deich.example",
      role: 1,
      delegator: "wiebke.janssen@nordlicht-tee.example",
      code: noisyHex(32, seed, "delegation"),
      grantedAtMs: ago(90),
    },
  );
  const blocked = (path: string, entityType: number, requestType: number, daysAgo: number) =>
    site.blocks.push({ url: `${site.url}${path}`, entityType, requestType, days: 90, blockedAtMs: ago(daysAgo) });
  blocked("/pages/preisliste-2023", 0, 1, 12);
  blocked("intern/", 1, 1, 40);
  site.previewBlocks.set(`${site.url}pages/grosshandel`, { reason: 4, blockedAtMs: ago(30) });
  for (const [name, isEnabled, source] of [
    ["sort_by", true, 0],
    ["utm_source", true, 1],
    ["variant", false, 0],
  ] as const)
    site.queryParameters.set(name, { isEnabled, source, addedAtMs: ago(120) });
  site.regions.push({ url: site.url, country: "de", type: 2, setAtMs: ago(300) });
  site.connectedPages.set("https://social.example/nordlicht-tee", { addedAtMs: ago(220) });
  site.deepLinkBlocks.push({ market: "de-DE", searchUrl: site.url, deepLinkUrl: `${site.url}pages/impressum` });
};
