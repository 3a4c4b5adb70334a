import { defineLiveCheck, type LiveStep } from "@trunkline/core";
import { googleLoginSteps } from "@trunkline/core/google";
import { operations } from "./operations/index.js";
import type { Site } from "./schemas/sites.js";

const isReadable = ({ permissionLevel }: Site): boolean => permissionLevel !== "siteUnverifiedUser";

/** From nothing to a property whose data can be read. */
export const liveSteps: readonly LiveStep[] = [
  ...googleLoginSteps("GSC", operations.health.check),
  {
    id: "api",
    title: "The Search Console API is on and the scope is granted",
    needs: "previous",
    help: "Turn on the Google Search Console API in the project of the credential; consent again where a scope is lacking.",
    check: defineLiveCheck({
      kind: "scopes",
      operation: operations.health.check,
      read: () => ({ ok: true, says: "allowed" }),
    }),
  },
  {
    id: "property",
    title: "The property is found and readable",
    needs: "previous",
    help: "Add the login's e-mail address in Search Console: Settings, Users and permissions; write GSC_SITE_URL exactly as sites.",
    check: defineLiveCheck({
      kind: "resource",
      operation: operations.sites.list,
      read: ({ sites }, { settings }) => {
        const readable = sites.filter(isReadable);
        const wanted = typeof settings.siteUrl === "string" ? settings.siteUrl : readable[0]?.siteUrl;
        const found = readable.find(({ siteUrl }) => siteUrl === wanted);
        if (found) return { ok: true, says: `${found.siteUrl} (${found.permissionLevel})`, found: found.siteUrl };
        if (sites.length === 0) return { ok: false, says: "the login sees no property" };
        const seen = readable.map(({ siteUrl }) => siteUrl).join(", ");
        return { ok: false, says: `${wanted ?? "no property"} is not readable; readable: ${seen || "none"}` };
      },
    }),
  },
  {
    id: "read",
    title: "Search data can be read",
    needs: "previous",
    help: "New rights take some minutes. See the error's own words; docs/errors.md explains each code.",
    check: defineLiveCheck({
      kind: "probe",
      operation: operations.searchAnalytics.freshness,
      input: ({ found = "" }) => ({ siteUrl: found }),
      read: ({ newestDay }) => ({ ok: true, says: newestDay === undefined ? "answered, no data yet" : "answered" }),
    }),
  },
];
