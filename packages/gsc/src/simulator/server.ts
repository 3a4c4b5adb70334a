import type { SimulatedLogin } from "@trunkline/core/google/simulator";
import type { SimulatorReply, SimulatorRequest } from "@trunkline/core/simulator";
import { scopeMissing } from "./faults.js";
import { badRequest, googleError, noPermission, unknownSite } from "./google-error.js";
import { horizonAt } from "./horizon.js";
import { answerInspection, readInspection } from "./inspect.js";
import { mayUse } from "./login.js";
import type { QuotaCounter } from "./quotas.js";
import { answerQuery } from "./search.js";
import type { Universe } from "./seed/universe.js";
import { answerSitemap, answerSitemaps } from "./sitemaps.js";
import type { PermissionLevel, SimulatedAccount } from "./state.js";

/** What answering needs: the state of one simulated account. */
export interface World {
  readonly seed: number;
  readonly universe: Universe;
  readonly account: SimulatedAccount;
  readonly login: SimulatedLogin;
  readonly quotas: QuotaCounter;
  readonly rowCap: number;
  now(): number;
  /** Another number at each call. */
  nextTurn(): number;
}

/** A path taken apart. */
export type Route =
  | { readonly kind: "sites" | "inspect" | "none" }
  | { readonly kind: "site" | "query" | "sitemaps"; readonly siteUrl: string }
  | { readonly kind: "sitemap"; readonly siteUrl: string; readonly feedpath: string };

/** Which resource a path names; ids in it are one encoded segment each. */
export const routeOf = (path: string): Route => {
  if (path === "/v1/urlInspection/index:inspect") return { kind: "inspect" };
  const [, site, rest, feed, more] =
    /^\/webmasters\/v3\/sites(?:\/([^/]+)(?:\/([^/]+)(?:\/([^/]+))?)?)?(\/.*)?$/.exec(path) ?? [];
  if (!path.startsWith("/webmasters/v3/sites") || more !== undefined) return { kind: "none" };
  if (site === undefined) return { kind: "sites" };
  const siteUrl = decodeURIComponent(site);
  if (rest === undefined) return { kind: "site", siteUrl };
  if (rest === "searchAnalytics" && feed === "query") return { kind: "query", siteUrl };
  if (rest !== "sitemaps") return { kind: "none" };
  return feed === undefined
    ? { kind: "sitemaps", siteUrl }
    : { kind: "sitemap", siteUrl, feedpath: decodeURIComponent(feed) };
};

/** Answers one request by its path, at the time of the world's clock. */
export const answerRequest = (request: SimulatorRequest, world: World): SimulatorReply => {
  const reply = world.login.answer(request) ?? answer(request, world);
  return { ...reply, headers: { date: new Date(world.now()).toUTCString(), ...reply.headers } };
};

const notFound = (): SimulatorReply => googleError({ status: 404, reason: "notFound", message: "Not Found" });

const answer = (request: SimulatorRequest, world: World): SimulatorReply => {
  const route = routeOf(request.path);
  if (route.kind === "none") return notFound();
  const token = world.login.find(request.headers.authorization);
  if (!token)
    return googleError({
      status: 401,
      reason: "authError",
      message:
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.",
      inner: "Invalid Credentials",
      location: "Authorization",
      grpcStatus: "UNAUTHENTICATED",
    });
  if (!mayUse(token, request.method === "PUT" || request.method === "DELETE" ? "write" : "read")) return scopeMissing();
  const refused = world.quotas.project();
  if (refused) return refused;
  if (route.kind === "query") return query(request, route.siteUrl, world);
  if (route.kind === "inspect") return inspect(request, world);
  return world.quotas.other() ?? resource(request, route, world);
};

/** The right to a property's data, or the refusal. */
const refusalFor = (
  siteUrl: string,
  { account }: World,
  least: readonly PermissionLevel[],
): SimulatorReply | undefined => {
  const level = account.sites.get(siteUrl);
  if (level === undefined) return unknownSite(siteUrl);
  return least.includes(level) ? undefined : noPermission(siteUrl);
};

const readers: readonly PermissionLevel[] = ["siteOwner", "siteFullUser", "siteRestrictedUser"];
const writers: readonly PermissionLevel[] = ["siteOwner", "siteFullUser"];

const bodyOf = (request: SimulatorRequest): unknown => {
  try {
    return request.json();
  } catch {
    return undefined;
  }
};

const query = (request: SimulatorRequest, siteUrl: string, world: World): SimulatorReply => {
  if (request.method !== "POST") return notFound();
  return (
    refusalFor(siteUrl, world, readers) ??
    answerQuery(bodyOf(request), siteUrl, {
      seed: world.seed,
      universe: world.universe,
      rowCap: world.rowCap,
      horizon: horizonAt(world.now()),
      turn: world.nextTurn(),
      charge: (load) => world.quotas.search(siteUrl, load),
    })
  );
};

const inspect = (request: SimulatorRequest, world: World): SimulatorReply => {
  const asked = request.method === "POST" ? readInspection(bodyOf(request)) : undefined;
  if (!asked) return badRequest("inspectionUrl and siteUrl are required.");
  return (
    refusalFor(asked.siteUrl, world, writers) ??
    world.quotas.inspection(asked.siteUrl) ??
    answerInspection(asked, { seed: world.seed, universe: world.universe, nowMs: world.now() })
  );
};

const resource = (request: SimulatorRequest, route: Route, world: World): SimulatorReply => {
  switch (route.kind) {
    case "sites":
      return request.method === "GET" ? listSites(world) : notFound();
    case "site":
      return answerSite(request.method, route.siteUrl, world);
    case "sitemaps":
      return refusalFor(route.siteUrl, world, readers) ?? answerSitemaps(request, route.siteUrl, world);
    case "sitemap":
      return (
        refusalFor(route.siteUrl, world, request.method === "GET" ? readers : writers) ??
        answerSitemap(request.method, route, world)
      );
    default:
      return notFound();
  }
};

const listSites = ({ account }: World): SimulatorReply => {
  const siteEntry = [...account.sites].map(([siteUrl, permissionLevel]) => ({ siteUrl, permissionLevel }));
  return { status: 200, body: siteEntry.length > 0 ? { siteEntry } : {} };
};

const answerSite = (method: string, siteUrl: string, { account }: World): SimulatorReply => {
  if (method === "PUT") {
    if (!/^(?:sc-domain:[^/]+|https?:\/\/.+\/)$/.test(siteUrl)) return badRequest("Invalid site URL.", "siteUrl");
    if (!account.sites.has(siteUrl)) account.sites.set(siteUrl, account.levelFor(siteUrl));
    return { status: 204 };
  }
  const permissionLevel = account.sites.get(siteUrl);
  if (permissionLevel === undefined) return unknownSite(siteUrl);
  if (method === "GET") return { status: 200, body: { siteUrl, permissionLevel } };
  if (method !== "DELETE") return notFound();
  account.sites.delete(siteUrl);
  return { status: 204 };
};
