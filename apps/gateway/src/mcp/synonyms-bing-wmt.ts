import type { Synonyms } from "./synonyms.js";

/** The language of webmasters. */
export const bingWmtSynonyms: Synonyms = {
  site: "website",
  "traffic clicks stats": "visitor",
  "crawl url visited": "visit",
  "index now": "indexnow",
  "traffic stats": "click, impression",
  "traffic by day": "per day, daily",
  "query stats": "search term",
  "query keyword": "search word",
  "queries stats": "searches, bring to",
  "keyword query": "search for, people search",
  "query stats keyword": "phrase",
  "query traffic":
    "over time, one search over, search develop, develop over, trend of search, over the year, " +
    "over the weeks, week by week for the search",
  "query traffic over time keyword stats": "trend",
  "query traffic over time": "develop",
  "page queries":
    "land on, searches lead to page, searches bring to page, find this page, reach this page, words lead to, " +
    "keywords of the page",
  "query pages page queries": "lead to",
  pages: "which page",
  "query pages":
    "page for, pages for the word, page for the search, which page ranks, pages appear for, pages rank for",
  "top pages stats": "most visited",
  "top stats": "best, popular",
  "folder children traffic": "section",
  "folder children": "subfolder",
  "folder children blocked": "directory",
  crawl: "bingbot, bot, spider, crawler, robot",
  "crawl stats":
    "indexed, pages visited, how many crawled, how many indexed, visits bot, number of pages crawled, " +
    "pages in index, pages indexed, how busy bingbot, pages read, how much crawl",
  "crawl issue":
    "problem, error, broken, 404, 5xx, fail, problems bot, trouble with site, broken pages, pages fail, " +
    "errors found, cannot reach, server errors, not found pages, malware, difficulties, complain, " +
    "wrong with our pages",
  "crawl settings save fast": "slow",
  "crawl settings fast": "speed, hammer, rate, pace",
  "crawl settings hour": "night",
  "crawl settings get": "how fast, how fast may, current crawl rate, how fast does, what pace, allowed to crawl",
  "url info visited": "last look, last see, last crawl, last visit, last come",
  "url info found": "discover",
  "url info children": "know about",
  "url fetch":
    "render, as bing see, look like to, load the page, get the page now, look as bot, fetch now, " +
    "see the page like bot, try loading, try to load, test load, as bingbot sees",
  "submission submit":
    "hand in, new, recrawl, push, let know, page changed, new page, changed page, look at page again, " +
    "come back to page, crawl again, visit again, rewritten, tell about the page, index this page, one page",
  "submission submit indexnow": "announce, notify, let know, publish",
  "submission submit indexnow changed": "have change, page change",
  "submit batch": "hundred, thousand, bulk, these page, list of, several",
  "submission quota":
    "may submit, still submit, still hand in, submit today, addresses left, urls left, submissions left, " +
    "may still submit, still send in, how many more pages",
  quota: "may i, limit",
  "content submit":
    "html, body, markup, page itself, with its html, html of, page text, contents of page, without crawling, " +
    "source of page, so it need not come",
  "url page": "address",
  "indexnow submit": "instant, other engine, yandex",
  "indexnow key": "key",
  "indexnow check key": "key file",
  feed: "rss, atom",
  "feed sitemap": "sitemap",
  "links details counts": "backlink, link to",
  links: "inbound",
  "links details": "refer, mention",
  "connected page": "facebook, twitter, instagram, profile, social",
  "keyword get stats":
    "how often, how often searched, how often is, searched for, search volume, demand, " +
    "how many people search, how popular is the word, interest in, week by week, people looking for, seek, " +
    "in demand",
  "keyword stats": "volume, demand, popularity",
  "keyword related":
    "similar, idea, suggestion, alternative, similar words, similar searches, related searches, other words, " +
    "ideas, synonyms for, also search, what else do people search, alternatives",
  "blocked url add":
    "hide, take down, take out, out of bing, keep out, disappear, block, take out of results, " +
    "must not appear, should not appear, disappear from, remove from results, out of the results, " +
    "get the page out, not be found",
  "blocked url": "hidden",
  "blocked url add preview": "not show",
  "blocked url remove":
    "unblock, show again, appear again, reappear, unhide, put back, let appear, back into, may appear, " +
    "no longer hidden, visible again, let it come back, stop hiding",
  "preview block": "snippet, thumbnail, cache",
  "deep link block": "sitelink",
  "query param": "ignore, parameter",
  "query param ignore add": "disregard",
  "query param ignore": "utm, session id",
  region: "country, market, target, geo",
  "role add access":
    "let into, let in, invite, grant, give access, allow to see, share with, add colleague, new colleague, " +
    "add user",
  "role access": "colleague, user, permission",
  "role remove access":
    "revoke, lock out, no longer see, left the company, take away access, withdraw access, kick out, " +
    "throw out, should not see, shut out person",
  "role list access":
    "who can, who may, who else, who has, get into, which people, see our site, users of our site, team",
  "verify role": "owner",
  "verify site": "prove, confirm",
  "site list": "which sites, what sites, my sites, which websites, which domains, sites do we have",
  "site add": "new site, add site, add domain, register domain, new website, new domain",
  "site verify": "prove, is ours, belong to us, confirm ownership, ownership, verification, show that we own",
  "site remove": "drop site, forget site, no longer ours, sold the domain, take site out, site away",
  "traffic day stats":
    "per day, visits send, daily clicks, how many clicks, how much traffic, people come, traffic from, " +
    "bring us, clicks and impressions",
  "stats queries":
    "which searches, what do people search, search terms, what searches, which keywords, keywords bring, " +
    "words bring, words do people, bring people",
  "stats pages":
    "most clicked pages, best pages, top pages, which pages get, most popular pages, strongest pages, " +
    "pages do best, successful pages",
  "query page detail":
    "position of page for, one page for one search, page and search, rank of page for, " +
    "page ranks for the word over",
  "url traffic":
    "clicks of page, clicks on folder, total for page, one page get, how many clicks did the page, " +
    "traffic of the page, traffic to folder",
  "children traffic":
    "everything under, each page in folder, each section, inside the folder, pages under, " +
    "broken down by folder, folder by folder, every page below",
  "crawl settings save":
    "slow down, slow it, hammering, less often, speed up, calm down, too fast, too often, throttle, gentle, " +
    "overloaded, crawl faster, crawl slower, crawl at night",
  "url info":
    "last look at, last visit, last been, last came, ever seen, when find, when discover, know this page, " +
    "when was the page, last time bing, seen the page, how big does",
  "url children":
    "what pages know, pages known in, pages below, subpages, contents of folder, know in the folder, " +
    "pages in the directory",
  "url fetched": "what did bot get, result of loading, got when, pages we asked, what it got",
  "submission submit batch":
    "many pages, hundreds of pages, these pages, list of pages, all new pages, new pages, dozens, thousands, " +
    "all these",
  "content quota": "pages with content, content left, content submissions",
  "feeds list": "which sitemaps, what sitemaps, which feeds, all sitemaps",
  "feeds get":
    "state of sitemap, sitemap read, sitemap fine, sitemap processed, errors in sitemap, sitemap ok, " +
    "has read sitemap",
  "feeds submit":
    "new sitemap, hand in sitemap, tell about sitemap, new feed, give sitemap, add feed, about sitemap, " +
    "send sitemap",
  "feeds remove":
    "drop feed, drop sitemap, old sitemap, old feed, feed away, sitemap gone, withdraw sitemap, " +
    "stop reading feed, forget sitemap",
  "links counts details":
    "who links, links to us, link to us, backlinks, inbound links, sites link, links from others, " +
    "recommended by, other sites point, points to us, pointing to",
  "connected page list": "social profiles, which profiles, pages elsewhere, connected profiles, our social media",
  "connected page add": "connect profile, tie to, our facebook page, our instagram, add profile, link our profile",
  "blocked url list":
    "shut out, which pages are hidden, what is hidden, pages kept out, blocked pages, pages do we hide, " +
    "not shown pages, barred, excluded",
  "preview block list": "previews hidden, without preview, which previews",
  "preview block add":
    "no preview, without a preview, preview not shown, hide preview, no snippet, no cached copy, " + "preview away",
  "preview block remove": "preview again, show preview, allow preview, preview back",
  "deep link block list": "sitelinks, links under result, links below result, hidden sitelinks",
  "query param list": "which parameters, parameters ignored, ignored parameters",
  "query param add":
    "ignore utm, disregard, ignore the parameter, not care about parameter, tracking parameter, overlook, " +
    "treat as the same page, duplicates by parameter, strip",
  "query param enabled":
    "parameter switch, parameter on again, parameter off, pause ignoring, turn parameter, " + "start ignoring again",
  "query param remove":
    "parameter matters, count parameter again, no longer ignore, stop ignoring, parameter again meaningful",
  "region list": "which country, meant for country, target country, countries, which market, aimed at, geo targeting",
  "index now key check": "key file, key works, key there, key reachable",
  "index now submit":
    "all search engines, other engines, several engines, yandex, instantly, pages deleted, " + "at once to engines",
};
