import type { Day } from "./data/days.js";
import { failure, objectOf, objectsOf, readBody } from "./failure.js";
import type { WorkTimes } from "./long-work.js";
import type { Family, QuotaLedger } from "./quota-ledger.js";
import type { Sources } from "./reports/collect.js";
import { type Answer, coreReport, reportFields } from "./reports/core-report.js";
import { funnelReport } from "./reports/funnel.js";
import { pivotReport } from "./reports/pivot-report.js";
import { realtimeReport } from "./reports/realtime.js";
import { compatibility, metadata } from "./reports/schema-answers.js";
import { workRoute } from "./work-routes.js";

/** A request to the Data API, taken apart. */
export interface DataRequest {
  readonly method: string;
  readonly version: string;
  readonly propertyId: string;
  /** What follows the property, e.g. `:runReport` or `/audienceExports/3:query`. */
  readonly rest: string;
  readonly query: URLSearchParams;
  body(): unknown;
}

/** What answering needs. */
export interface DataContext {
  readonly sources: Sources;
  readonly today: Day;
  readonly seed: number;
  readonly times: WorkTimes;
  readonly ledger: QuotaLedger;
  nextId(): string;
}

/** An answer, the scopes it takes, and the category it is counted in. */
export interface DataRoute {
  readonly family: Family;
  readonly scopes: readonly string[];
  run(): Record<string, unknown>;
}

const readScopes = ["analytics.readonly", "analytics"];

type Run = (context: DataContext) => Record<string, unknown>;
/** Makes a route. Default: counted as core, open to every reader. */
export type MakeRoute = (run: Run, family?: Family, scopes?: readonly string[]) => DataRoute;

/** The route of a request; nothing for a path, verb or version that the API does not have. */
export const dataRoute = (request: DataRequest, context: () => DataContext): DataRoute | undefined => {
  const { method, version, rest } = request;
  const route: MakeRoute = (run, family = "core", scopes = readScopes) => ({
    family,
    scopes,
    run: () => run(context()),
  });
  const isAlpha = version === "v1alpha";
  if (method === "GET" && rest === "/metadata")
    return route((own) => free(own, "core", 2, metadata(request.propertyId, own.sources.property)));
  if (method === "GET" && rest === "/propertyQuotasSnapshot" && isAlpha) return route((own) => snapshot(request, own));
  const verb = method === "POST" ? (isAlpha ? alphaRoute : betaRoute)(request, route) : undefined;
  if (verb) return verb;
  const work = /^\/(audienceExports|reportTasks)(?:\/([^/:]+)(:query)?)?$/.exec(rest);
  const isServed = work && (work[1] === "reportTasks") === isAlpha;
  return isServed
    ? workRoute(request, { kind: work[1] as "audienceExports", id: work[2], isQuery: work[3] !== undefined }, route)
    : undefined;
};

const betaRoute = (request: DataRequest, route: MakeRoute): DataRoute | undefined => {
  switch (request.rest) {
    case ":runReport":
      return route((own) => charged(request, own, coreReport(request.body(), own.sources, own.today)));
    case ":batchRunReports":
      return route((own) => batch(request, own, { fields: "reports", kind: "batchRunReports", answer: coreReport }));
    case ":runPivotReport":
      return route((own) => charged(request, own, pivotReport(request.body(), own.sources, own.today)));
    case ":batchRunPivotReports":
      return route((own) =>
        batch(request, own, { fields: "pivotReports", kind: "batchRunPivotReports", answer: pivotReport }),
      );
    case ":runRealtimeReport":
      return route((own) => realtime(request, own), "realtime");
    case ":checkCompatibility":
      return route((own) => free(own, "core", 2, compatibility(request.body(), own.sources.property)));
    default:
      return undefined;
  }
};

const alphaRoute = (request: DataRequest, route: MakeRoute): DataRoute | undefined => {
  switch (request.rest) {
    case ":runFunnelReport":
      return route((own) => funnel(request, own), "funnel");
    case ":runReport":
      return route((own) => conversions(request, own));
    case ":chat":
      return route((own) => chat(request, own), "core", ["analytics.chatbot.read"]);
    default:
      return undefined;
  }
};

/** Tokens that a report takes: more for more rows, days and fields. */
const tokensFor = ({ rows, days, fields }: Pick<Answer, "rows" | "days" | "fields">): number =>
  1 + Math.floor(rows / 2_000) + Math.floor(days / 60) + Math.floor(fields / 4);

const wantsQuota = (body: unknown): boolean => objectOf(body)?.returnPropertyQuota === true;

const charged = (request: DataRequest, { ledger }: DataContext, answer: Answer): Record<string, unknown> => {
  const tokens = tokensFor(answer);
  ledger.charge("core", tokens, answer.thresholded);
  return { ...answer.body, ...(wantsQuota(request.body()) && { propertyQuota: ledger.status("core", tokens) }) };
};

const free = (
  { ledger }: DataContext,
  family: Family,
  tokens: number,
  body: Record<string, unknown>,
): Record<string, unknown> => {
  ledger.charge(family, tokens, false);
  return body;
};

interface BatchKind {
  readonly fields: "reports" | "pivotReports";
  readonly kind: string;
  answer(body: unknown, sources: Sources, today: Day): Answer;
}

/** One that is refused refuses all. */
const batch = (
  request: DataRequest,
  own: DataContext,
  { fields, kind, answer }: BatchKind,
): Record<string, unknown> => {
  const body = readBody(request.body(), ["requests"]);
  const requests = objectsOf(body.requests);
  if (requests.length === 0 || requests.length > 5) throw failure(400, "Batch requests are limited to 5 requests.");
  const foreign = requests.find(
    ({ property }) => property !== undefined && property !== `properties/${request.propertyId}`,
  );
  if (foreign) throw failure(400, "All requests of a batch must be for the same property.");
  const answers = requests.map((one) => ({ one, answer: answer(one, own.sources, own.today) }));
  return {
    [fields]: answers.map(({ one, answer: each }) => charged({ ...request, body: () => one }, own, each)),
    kind: `analyticsData#${kind}`,
  };
};

const realtime = (request: DataRequest, { sources, seed, times, ledger }: DataContext): Record<string, unknown> => {
  const { body, thresholded } = realtimeReport(request.body(), {
    seed,
    nowMs: times.nowMs,
    property: sources.property,
  });
  ledger.charge("realtime", 1, thresholded);
  return {
    ...body,
    ...(wantsQuota(request.body()) && "rows" in body && { propertyQuota: ledger.status("realtime", 1) }),
  };
};

const funnel = (request: DataRequest, { sources, today, ledger }: DataContext): Record<string, unknown> => {
  const { body, days, steps } = funnelReport(request.body(), sources, today);
  const tokens = 5 + steps + Math.floor(days / 30);
  ledger.charge("funnel", tokens, false);
  return { ...body, ...(wantsQuota(request.body()) && { propertyQuota: ledger.status("funnel", tokens) }) };
};

const conversions = (request: DataRequest, own: DataContext): Record<string, unknown> => {
  const answer = coreReport(request.body(), own.sources, own.today, [...reportFields, "conversionSpec"]);
  const asked = objectOf(request.body())?.conversionSpec !== undefined;
  const body = charged(request, own, answer);
  return {
    ...body,
    metadata: { ...objectOf(body.metadata), section: asked ? "SECTION_ADVERTISING" : "SECTION_REPORT" },
  };
};

const chat = (request: DataRequest, { nextId }: DataContext): Record<string, unknown> => {
  const { userQuery, sessionId } = readBody(request.body(), ["userQuery", "sessionId", "returnPropertyQuota"]);
  if (typeof userQuery !== "string" || userQuery === "") throw failure(400, "user_query is required.");
  return {
    sessionId: typeof sessionId === "string" ? sessionId : `session-${nextId()}`,
    text: `Die Frage war: ${userQuery.slice(0, 200)} Der Simulator versteht sie nicht; ein Bericht gibt Antwort.`,
  };
};

const snapshot = ({ propertyId }: DataRequest, { ledger }: DataContext): Record<string, unknown> => {
  ledger.charge("core", 1, false);
  return {
    name: `properties/${propertyId}/propertyQuotasSnapshot`,
    corePropertyQuota: ledger.status("core", 1),
    realtimePropertyQuota: ledger.status("realtime", 0),
    funnelPropertyQuota: ledger.status("funnel", 0),
  };
};
