import { defineLiveCheck, type LiveStep } from "@trunkline/core";
import { operations } from "./operations/index.js";

/** From nothing to a verified site that answers. */
export const liveSteps: readonly LiveStep[] = [
  {
    id: "credentials",
    title: "An API key or one OAuth login is complete",
    needs: ["BING_WMT_API_KEY", "BING_WMT_CLIENT_ID", "BING_WMT_CLIENT_SECRET", "BING_WMT_REFRESH_TOKEN"],
    help: "Take the key from Bing Webmaster Tools: Settings, API access.",
    check: { kind: "variables" },
  },
  {
    id: "login",
    title: "Bing accepts the login",
    needs: "previous",
    help: "Copy the key again, or log in again with OAuth. A new key replaces the old one and may take about 30 minutes to work.",
    check: defineLiveCheck({
      kind: "login",
      operation: operations.health.check,
      read: () => ({ ok: true, says: "accepted" }),
    }),
  },
  {
    id: "scopes",
    title: "The login may read",
    needs: "previous",
    help: "A key may do everything; ask for the OAuth scope webmaster.read, or webmaster.manage to write as well.",
    check: defineLiveCheck({
      kind: "scopes",
      operation: operations.health.check,
      read: () => ({ ok: true, says: "allowed" }),
    }),
  },
  {
    id: "site",
    title: "A verified site is found",
    needs: "previous",
    help: "Add the site in Bing Webmaster Tools and verify it, or import it from Google Search Console.",
    check: defineLiveCheck({
      kind: "resource",
      operation: operations.sites.list,
      input: () => ({ limit: 100 }),
      read: ({ sites }) => {
        const found = sites.find(({ isVerified }) => isVerified);
        if (found) return { ok: true, says: found.url, found: found.url };
        const seen = sites.map(({ url }) => url).join(", ");
        return { ok: false, says: sites.length === 0 ? "the account has no site" : `not verified: ${seen}` };
      },
    }),
  },
  {
    id: "read",
    title: "Traffic can be read",
    needs: "previous",
    help: "See the error's own words; docs/errors.md explains each code.",
    check: defineLiveCheck({
      kind: "probe",
      operation: operations.stats.traffic,
      input: ({ found = "" }) => ({ siteUrl: found, limit: 1 }),
      read: ({ rows }) => ({ ok: true, says: rows.length > 0 ? "answered" : "answered, no data yet" }),
    }),
  },
];
