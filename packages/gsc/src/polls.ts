import { createHash } from "node:crypto";
import type { InboundEvent, Poll, PollContext } from "@trunkline/core";
import { z } from "zod";

const Sites = z.object({ sites: z.array(z.object({ siteUrl: z.string(), permissionLevel: z.string() })) });
const Sitemaps = z.object({
  sitemaps: z.array(
    z.looseObject({
      path: z.string(),
      errors: z.number(),
      warnings: z.number(),
      isPending: z.boolean(),
      lastDownloaded: z.string().optional(),
    }),
  ),
});
type Sitemap = z.output<typeof Sitemaps>["sitemaps"][number];

/** What a sitemap looked like, by its address behind its property's. */
const Seen = z.record(z.string(), z.string()).catch({});

/** Tells when Google fetched a sitemap anew or found other errors in it. */
const sitemaps: Poll = {
  name: "sitemaps",
  summary: "Notices what Google found in the sitemaps of every property",
  cron: "11 * * * *",
  run: async ({ call, checkpoint }) => {
    const seen = Seen.parse(checkpoint ?? {});
    const found = await readAll(call);
    const changed = found.filter(({ key, state }) => seen[key] !== state);
    return {
      events: changed.map(toEvent),
      checkpoint: Object.fromEntries(found.map(({ key, state }) => [key, state])),
    };
  },
};

interface Found {
  readonly siteUrl: string;
  readonly sitemap: Sitemap;
  readonly key: string;
  readonly state: string;
}

const readAll = async (call: PollContext["call"]): Promise<readonly Found[]> => {
  const { sites } = Sites.parse(await call("gsc.sites.list", {}));
  const found: Found[] = [];
  // Who has not proven to own a property reads nothing of it.
  for (const { siteUrl } of sites.filter(({ permissionLevel }) => permissionLevel !== "siteUnverifiedUser")) {
    const page = Sitemaps.parse(await call("gsc.sitemaps.list", { siteUrl }));
    for (const sitemap of page.sitemaps)
      found.push({ siteUrl, sitemap, key: `${siteUrl} ${sitemap.path}`, state: stateOf(sitemap) });
  }
  return found;
};

const stateOf = ({ errors, warnings, isPending, lastDownloaded = "never" }: Sitemap): string =>
  [errors, warnings, isPending ? "pending" : "processed", lastDownloaded].join(" ");

const toEvent = ({ siteUrl, sitemap, key, state }: Found): InboundEvent => ({
  type: "sitemaps/changed",
  dedupeKey: `sitemaps:${digestOf(`${key} ${state}`)}`,
  orderingKey: `sitemap:${digestOf(sitemap.path)}`,
  payload: { siteUrl, ...sitemap },
  ...(sitemap.lastDownloaded !== undefined && { occurredAt: sitemap.lastDownloaded }),
});

/** Addresses may be longer than a key. */
const digestOf = (text: string): string => createHash("sha256").update(text).digest("base64url");

/** Search Console sends no webhooks. */
export const polls: readonly Poll[] = [sitemaps];
