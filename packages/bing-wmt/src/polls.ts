import { createHash } from "node:crypto";
import type { InboundEvent, Poll, PollContext } from "@trunkline/core";
import { z } from "zod";

const Sites = z.object({
  sites: z.array(z.object({ url: z.string(), isVerified: z.boolean() })),
  nextCursor: z.string().optional(),
});
const Issues = z.object({
  issues: z.array(z.looseObject({ url: z.string(), issues: z.array(z.string()) })),
  nextCursor: z.string().optional(),
});

/** What was wrong with a page, by its address behind its site's. */
const Seen = z.record(z.string(), z.string()).catch({});

/** A site with more broken pages is broken as a whole. */
const mostPages = 10;

/** Tells which pages Bing began to have trouble with, and which no more. */
const crawlIssues: Poll = {
  name: "crawl-issues",
  summary: "Notices pages that Bing had trouble crawling, and their repair",
  cron: "23 */6 * * *",
  run: async ({ call, checkpoint, nowMs }) => {
    const seen = Seen.parse(checkpoint ?? {});
    const now = await readAll(call);
    const day = new Date(nowMs).toISOString().slice(0, 10);
    const found = Object.entries(now).filter(([key, issues]) => seen[key] !== issues);
    const gone = Object.entries(seen).filter(([key]) => now[key] === undefined);
    return {
      events: [
        ...found.map((entry) => toEvent("crawl/issue-found", day, entry)),
        ...gone.map((entry) => toEvent("crawl/issue-gone", day, entry)),
      ],
      checkpoint: now,
    };
  },
};

const readAll = async (call: PollContext["call"]): Promise<Readonly<Record<string, string>>> => {
  const { sites } = Sites.parse(await call("bing-wmt.sites.list", { limit: 100 }));
  const now: Record<string, string> = {};
  for (const { url: siteUrl } of sites.filter(({ isVerified }) => isVerified)) {
    let cursor: string | undefined;
    for (let pages = 0; pages < mostPages; pages += 1) {
      const input = { siteUrl, limit: 100, ...(cursor !== undefined && { cursor }) };
      const page = Issues.parse(await call("bing-wmt.crawl.issues", input));
      for (const { url, issues } of page.issues) now[`${siteUrl} ${url}`] = [...issues].sort().join(", ");
      cursor = page.nextCursor;
      if (cursor === undefined) break;
    }
  }
  return now;
};

const toEvent = (type: string, day: string, [key, issues]: readonly [string, string]): InboundEvent => {
  const [siteUrl = "", url = ""] = key.split(" ");
  return {
    type,
    // The same trouble may come back another day.
    dedupeKey: `${type}:${day}:${digestOf(`${key} ${issues}`)}`,
    orderingKey: `page:${digestOf(url)}`,
    payload: { siteUrl, url, issues: issues.split(", ") },
  };
};

/** Addresses may be longer than a key. */
const digestOf = (text: string): string => createHash("sha256").update(text).digest("base64url");

/** Webmaster Tools send no webhooks. */
export const polls: readonly Poll[] = [crawlIssues];
