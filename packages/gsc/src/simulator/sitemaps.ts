import type { SimulatorReply, SimulatorRequest } from "@trunkline/core/simulator";
import { parseAddress } from "../wire/property.js";
import { badRequest, googleError } from "./google-error.js";
import { type SimulatedAccount, submitted, toWire } from "./state.js";

/** What answering for sitemaps needs. */
export interface SitemapDeps {
  readonly account: SimulatedAccount;
  now(): number;
}

/** `GET …/sitemaps`: those submitted, or those inside an index. */
export const answerSitemaps = (
  request: SimulatorRequest,
  siteUrl: string,
  { account, now }: SitemapDeps,
): SimulatorReply => {
  if (request.method !== "GET") return googleError({ status: 404, reason: "notFound", message: "Not Found" });
  const index = request.query.get("sitemapIndex") ?? undefined;
  const sitemap = [...account.sitemapsOf(siteUrl).values()]
    .filter((stored) => stored.index === index)
    .map((stored) => toWire(stored, now()));
  return { status: 200, body: sitemap.length > 0 ? { sitemap } : {} };
};

/** `GET`, `PUT` and `DELETE …/sitemaps/{feedpath}`. */
export const answerSitemap = (
  method: string,
  { siteUrl, feedpath }: { readonly siteUrl: string; readonly feedpath: string },
  { account, now }: SitemapDeps,
): SimulatorReply => {
  const stored = account.sitemapsOf(siteUrl);
  if (method === "PUT") {
    if (!parseAddress(feedpath)) return badRequest("Invalid sitemap URL.", "feedpath");
    stored.set(feedpath, submitted(feedpath, now(), stored.get(feedpath)));
    return { status: 204 };
  }
  const found = stored.get(feedpath);
  if (!found)
    return googleError({
      status: 404,
      reason: "notFound",
      message: `'${feedpath}' is not a submitted sitemap.`,
      location: "feedpath",
    });
  if (method === "GET") return { status: 200, body: toWire(found, now()) };
  stored.delete(feedpath);
  return { status: 204 };
};
