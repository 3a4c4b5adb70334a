import type { Synonyms } from "./synonyms.js";

/** The language of search performance, sitemaps and indexing in Google. */
export const gscSynonyms: Synonyms = {
  "site property": "website, domain, blog",
  property: "site",
  "query search analytics": "keyword, search term, search word, search for",
  "search analytics query position": "rank, ranking",
  "search analytics clicks": "traffic, visitor, visit",
  "search analytics": "click, impression",
  "search analytics query":
    "ctr, position, people search, people type, search for before, look for before, which words, " +
    "search terms, searches bring, which countries, which devices, on phones, mobile, which pages get, " +
    "per page, per country, top pages, best pages, bring visitors, click through, average position, " +
    "how high, come from, ranks",
  "search analytics query page": "best page, top page",
  "query all": "no limit, all row",
  totals: "total, overall, sum, altogether",
  "search analytics compare":
    "fall, drop, lose, gain, grow, rise, against, versus, better, worse, compared to, than last, " +
    "than before, fewer clicks, more clicks, lost clicks, gone up, gone down, went down, went up, winners, " +
    "losers, since the relaunch, before and after, drop since, last year, year on year, change since, " +
    "decline",
  "search analytics compare period": "last month, year before, year ago",
  "search analytics hourly":
    "hour, hour by hour, by the hour, each hour, this morning, so far today, since this morning, " +
    "within hours, last hours",
  "search analytics freshness":
    "up to date, miss, lag, final, recent, how old, up to which day, how recent, newest data, latest day, " +
    "final figures, not final, yet complete, data delay, missing days, missing yesterday, " +
    "last day with data, provisional, how fresh",
  "search analytics anonymized share":
    "hidden, privacy, anonymous, withheld, not shown, secret, rare searches, do not add up, missing queries, " +
    "not told",
  "search analytics appearances rich": "snippet",
  "search analytics appearances inspect": "rich",
  "search analytics appearances":
    "video, carousel, show up, rich results, special results, stars in results, faq results, " +
    "product results, how displayed, kinds of results, recipe",
  "url inspection inspect":
    "indexed, index, canonical, crawl, is indexed, in the index, not indexed, known to google, " +
    "not in google, found by google, google knows, last crawled, when crawl, google visit, which canonical, " +
    "why not in google, appear in google, googlebot, mobile friendly, noindex, blocked by robots",
  "url inspection inspect index": "known, can google find, not appear",
  url: "address",
  "url inspection": "url",
  "url inspection inspect batch":
    "list of page, these page, these pages, this list, all of these, whole list of pages, several pages, " +
    "many pages, dozens, a list of urls, each of these",
  "inspect batch": "several, bunch of",
  "sitemap get error": "warning",
  "sites permission": "access, allow",
  "search analytics query all":
    "all keywords, every keyword, every query, complete list, without limit, whole list, full export, " +
    "all pages with clicks, not only the top, each and every",
  "search analytics totals":
    "in total, all in all, total clicks, total impressions, per day, by day, how many clicks, " +
    "how many impressions, overall clicks, sum of, altogether",
  "sitemaps list": "which sitemaps, what sitemaps, all sitemaps, sitemaps known",
  "sitemaps get":
    "sitemap errors, errors for sitemap, sitemap read, sitemap fetched, sitemap warnings, sitemap processed, " +
    "state of sitemap, has google read, problem with sitemap",
  "sitemaps submit":
    "new sitemap, tell about sitemap, hand in sitemap, announce sitemap, sitemap again, send the sitemap, " +
    "give google sitemap",
  "sitemaps delete": "old sitemap, drop sitemap, sitemap away, withdraw sitemap, take sitemap, sitemap no longer",
  "sites list": "which websites, which sites, what sites, which properties, my sites, have access to, websites do I",
  "sites get": "rights, owner, permission, am I owner, verified, may I do, full user, restricted, my role, allowed to",
  "sites resolve":
    "belongs to, which property is, under which property, part of which, covers, property for this address, " +
    "property id",
  "sites add": "add site, add domain, add website, new site, put under search console, bring into, register domain",
  "sites delete": "remove site, drop site, forget site, site away, no longer ours, website sold, sold the domain",
};
