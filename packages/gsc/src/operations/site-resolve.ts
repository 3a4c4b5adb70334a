import { decode, defineOperation } from "@trunkline/core";
import { z } from "zod";
import { gscScopes } from "../auth.js";
import { Site, SitesWire, toSite } from "../schemas/sites.js";
import { apiDocs } from "../wire/docs-link.js";
import { covers, hostOf, nearMiss, parseAddress, propertyKind } from "../wire/property.js";
import { toRead } from "../wire/request.js";

const relation = z
  .enum(["same", "covers", "otherScheme", "otherHost", "otherPath"])
  .describe("same: the id itself; covers: the target lies in it; other…: close, but its data is not of the target");

const Candidate = Site.extend({ relation });
type Candidate = z.infer<typeof Candidate>;

const nearMisses = { scheme: "otherScheme", host: "otherHost", path: "otherPath" } as const;

/** The property that an address or host belongs to: looked up, never guessed. */
export const resolveSite = defineOperation({
  id: "gsc.sites.resolve",
  summary: "Find the property that an address, host or half-remembered id belongs to",
  description: "siteUrl is given only when one property fits; every candidate is listed either way.",
  docs: apiDocs("v1/sites/list"),
  effect: "read",
  input: z.object({
    target: z
      .string()
      .trim()
      .min(1)
      .max(2_048)
      .describe("Address, host or id, e.g. https://www.example.com/teas, example.com or sc-domain:example.com"),
  }),
  output: z.object({
    siteUrl: z.string().optional().describe("The one property that fits; absent when none or several do"),
    candidates: z.array(Candidate).describe("Best first; a domain holds more data than a prefix of it"),
  }),
  scopes: gscScopes.read,
  keywords: ["which property", "lookup", "match", "host", "url", "domain"],
  examples: [
    {
      title: "Which property holds this page?",
      input: { target: "https://nordlicht-tee.example/products/sencha-uji" },
    },
    { title: "By host", input: { target: "nordlicht-tee.example" } },
  ],
  request: () => toRead({ method: "GET", path: "/webmasters/v3/sites" }),
  response: decode(
    SitesWire,
    (
      { siteEntry },
      {
        input,
        warn,
      }: { input: { target: string }; warn: (w: { code: string; message: string; path?: string }) => void },
    ) => {
      const candidates = (siteEntry ?? [])
        .map(toSite)
        .flatMap((site): Candidate[] => {
          const found = relate(site.siteUrl, input.target);
          return found === undefined ? [] : [{ ...site, relation: found }];
        })
        .sort(byFit);
      const same = candidates.find((candidate) => candidate.relation === "same");
      const fitting = same ? [same] : candidates.filter((candidate) => candidate.relation === "covers");
      const [only] = fitting;
      if (fitting.length === 0)
        warn({
          code: "NO_PROPERTY_MATCHES",
          message: `No property of the account covers ${input.target}.`,
          path: "siteUrl",
        });
      if (fitting.length > 1)
        warn({
          code: "SEVERAL_PROPERTIES_MATCH",
          message: `${fitting.length} properties cover ${input.target}, each with data of its own: choose one of the candidates.`,
          path: "siteUrl",
        });
      return { ...(fitting.length === 1 && only && { siteUrl: only.siteUrl }), candidates };
    },
  ),
  quota: { bucket: "other" },
  cache: { ttlMs: 300_000 },
});

const relate = (siteUrl: string, target: string): Candidate["relation"] | undefined => {
  if (siteUrl === target) return "same";
  const host = hostOf(target);
  if (host === undefined) return undefined;
  const address = parseAddress(target)?.href;
  if (address !== undefined) {
    if (covers(siteUrl, address)) return "covers";
    const miss = nearMiss(siteUrl, address);
    return miss && nearMisses[miss];
  }
  // A host alone says nothing of scheme and path: whatever holds its root fits.
  if (covers(siteUrl, `https://${host}/`) || covers(siteUrl, `http://${host}/`)) return "covers";
  const miss = nearMiss(siteUrl, `https://${host}/`);
  return miss && nearMisses[miss === "scheme" ? "path" : miss];
};

const ranks: Readonly<Record<Candidate["relation"], number>> = {
  same: 0,
  covers: 1,
  otherPath: 2,
  otherScheme: 3,
  otherHost: 4,
};

const byFit = (one: Candidate, other: Candidate): number =>
  ranks[one.relation] - ranks[other.relation] ||
  Number(propertyKind(other.siteUrl) === "domain") - Number(propertyKind(one.siteUrl) === "domain") ||
  other.siteUrl.length - one.siteUrl.length ||
  one.siteUrl.localeCompare(other.siteUrl);
