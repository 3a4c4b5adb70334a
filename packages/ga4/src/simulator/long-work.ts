import { find, pageOf } from "./admin/resources.js";
import type { Day } from "./data/days.js";
import { failure, intOf, objectOf, objectsOf, readBody } from "./failure.js";
import { knownVisits, type Sources } from "./reports/collect.js";
import { coreReport, reportFields } from "./reports/core-report.js";
import type { LongWork, PropertyState, Resource } from "./state.js";

/** When and how fast work goes on. */
export interface WorkTimes {
  readonly nowMs: number;
  /** From the beginning to ACTIVE. Milliseconds. */
  readonly workMs: number;
}

/** Begins an audience export. The operation has neither name nor done, and types itself v1alpha. @throws GoogleFailure */
export const createAudienceExport = (
  given: unknown,
  { sources, today, id, times }: WorkContext,
): Record<string, unknown> => {
  const body = readBody(given, ["audience", "dimensions"]);
  const { property } = sources;
  const audience = find(property.audiences, String(body.audience));
  const dimensions = objectsOf(body.dimensions).map(({ dimensionName }) => String(dimensionName));
  if (dimensions.length === 0) throw failure(400, "At least one dimension is required.");
  const users = new Set<string>();
  for (const visit of knownVisits(sources, { from: today - 29, to: today })) {
    const isBuyer = visit.hits.some(({ event }) => event === "purchase");
    if (audience.displayName === "Alle Nutzer" || isBuyer) users.add(visit.visitor.id);
  }
  const rows = [...users].sort().map((user) => ({
    dimensionValues: dimensions.map((name) => ({ value: name === "deviceId" ? user : "(not set)" })),
  }));
  const resource: Resource = {
    name: `${property.property.name}/audienceExports/${id}`,
    audience: audience.name,
    audienceDisplayName: audience.displayName,
    dimensions: dimensions.map((dimensionName) => ({ dimensionName })),
    beginCreatingTime: new Date(times.nowMs).toISOString(),
    creationQuotaTokensCharged: 50,
  };
  property.audienceExports.push({ resource, readyAtMs: times.nowMs + times.workMs, result: rows });
  return {
    response: {
      "@type": "type.googleapis.com/google.analytics.data.v1alpha.AudienceExport",
      ...resource,
      state: "CREATING",
    },
    metadata: { "@type": "type.googleapis.com/google.analytics.data.v1beta.AudienceListMetadata" },
  };
};

/** What beginning work needs. */
export interface WorkContext {
  readonly sources: Sources;
  readonly today: Day;
  readonly id: string;
  readonly times: WorkTimes;
}

/** An export as it stands now. */
export const exportNow = (
  { resource, readyAtMs, result }: LongWork,
  { nowMs, workMs }: WorkTimes,
): Record<string, unknown> => {
  if (nowMs >= readyAtMs) {
    const rowCount = Array.isArray(result) ? result.length : 0;
    return { ...resource, state: "ACTIVE", percentageCompleted: 100, ...(rowCount > 0 && { rowCount }) };
  }
  const done = workMs > 0 ? Math.floor(100 * (1 - (readyAtMs - nowMs) / workMs)) : 0;
  return { ...resource, state: "CREATING", ...(done > 0 && { percentageCompleted: done }) };
};

/** Answers `audienceExports.query`. @throws GoogleFailure while the export is not ready. */
export const queryExport = (given: unknown, work: LongWork, times: WorkTimes): Record<string, unknown> => {
  const body = readBody(given, ["offset", "limit"]);
  if (times.nowMs < work.readyAtMs)
    throw failure(400, "The audience export is not ready to be queried.", { grpc: "FAILED_PRECONDITION" });
  const rows = Array.isArray(work.result) ? work.result : [];
  const offset = intOf(body.offset, 0);
  const page = rows.slice(offset, offset + Math.min(250_000, intOf(body.limit, 10_000)));
  return {
    audienceExport: exportNow(work, times),
    ...(page.length > 0 && { audienceRows: page }),
    ...(rows.length > 0 && { rowCount: rows.length }),
  };
};

/** Begins a report task: the report is worked out now and shown later. @throws GoogleFailure */
export const createReportTask = (
  given: unknown,
  { sources, today, id, times }: WorkContext,
): Record<string, unknown> => {
  const body = readBody(given, ["reportDefinition"]);
  const definition = objectOf(body.reportDefinition) ?? {};
  const { samplingLevel, ...report } = definition;
  if (samplingLevel === "UNSAMPLED" || samplingLevel === "MEDIUM")
    throw failure(400, `The sampling level ${samplingLevel} is available to Analytics 360 properties only.`);
  const answer = coreReport({ ...report, limit: intOf(report.limit, 250_000) }, sources, today, reportFields);
  const { kind: _, ...result } = answer.body;
  const resource: Resource = {
    name: `${sources.property.property.name}/reportTasks/${id}`,
    reportDefinition: definition,
    beginCreatingTime: new Date(times.nowMs).toISOString(),
  };
  const work: LongWork = { resource, readyAtMs: times.nowMs + times.workMs, result };
  sources.property.reportTasks.push(work);
  return {
    response: taskNow(work, { ...times, workMs: Number.POSITIVE_INFINITY, nowMs: times.nowMs - 1 }),
    metadata: {},
  };
};

/** A task as it stands now. */
export const taskNow = ({ resource, readyAtMs, result }: LongWork, { nowMs }: WorkTimes): Record<string, unknown> => {
  const { beginCreatingTime, ...rest } = resource;
  const { rowCount } = objectOf(result) ?? {};
  const isReady = nowMs >= readyAtMs;
  return {
    ...rest,
    reportMetadata: {
      state: isReady ? "ACTIVE" : "CREATING",
      beginCreatingTime,
      ...(isReady && { creationQuotaTokensCharged: 20, taskRowCount: rowCount, totalRowCount: rowCount }),
    },
  };
};

/** Answers `reportTasks.query`. @throws GoogleFailure while the task is not ready. */
export const queryTask = (
  given: unknown,
  { readyAtMs, result }: LongWork,
  { nowMs }: WorkTimes,
): Record<string, unknown> => {
  const body = readBody(given, ["offset", "limit"]);
  if (nowMs < readyAtMs)
    throw failure(400, "The report task is not ready to be queried.", { grpc: "FAILED_PRECONDITION" });
  const report = objectOf(result) ?? {};
  const rows = objectsOf(report.rows);
  const offset = intOf(body.offset, 0);
  return { ...report, rows: rows.slice(offset, offset + intOf(body.limit, 10_000)) };
};

/** One page of exports or tasks. */
export const listWork = (
  property: PropertyState,
  kind: "audienceExports" | "reportTasks",
  { query, times }: { readonly query: URLSearchParams; readonly times: WorkTimes },
): Record<string, unknown> => {
  const show = kind === "audienceExports" ? exportNow : taskNow;
  return pageOf(
    property[kind].map((work) => show(work, times)),
    query,
    kind,
    1_000,
  );
};

/** The work with this name. @throws GoogleFailure 404 */
export const findWork = (works: readonly LongWork[], name: string): LongWork => {
  const resource = find(
    works.map((work) => work.resource),
    name,
  );
  return works.find((work) => work.resource === resource) as LongWork;
};
