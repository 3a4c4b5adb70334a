import { failure, intOf, objectsOf, readBody } from "../failure.js";
import { site } from "../seed/shop.js";
import type { Resource, SimulatorState } from "../state.js";
import { type AdminCall, pageOf } from "./resources.js";

/** Answers `accountSummaries.list`. An account without properties has no list of them. */
export const accountSummaries = ({ state, query }: AdminCall): Record<string, unknown> =>
  pageOf(
    state.accounts.map(({ name, displayName }) => {
      const properties = [...state.properties.values()].filter(({ property }) => property.account === name);
      return {
        name: name.replace("accounts/", "accountSummaries/"),
        account: name,
        displayName,
        ...(properties.length > 0 && {
          propertySummaries: properties.map(({ property }) => ({
            property: property.name,
            displayName: property.displayName,
            propertyType: property.propertyType,
            parent: property.parent,
            canEdit: true,
          })),
        }),
      };
    }),
    query,
    "accountSummaries",
  );

/** Answers `properties.list`, which needs a filter. @throws GoogleFailure */
export const listProperties = ({ state, query }: AdminCall): Record<string, unknown> => {
  const filter = /^(parent|ancestor|firebase_project):(.+)$/.exec(query.get("filter") ?? "");
  if (!filter) throw failure(400, "The filter is required, e.g. parent:accounts/123.");
  const properties = [...state.properties.values()]
    .map(({ property }) => property)
    .filter(({ parent, account }) => filter[2] === (filter[1] === "parent" ? parent : account));
  return pageOf(properties, query, "properties");
};

const historyFields = [
  "property",
  "resourceType",
  "action",
  "actorEmail",
  "earliestChangeTime",
  "latestChangeTime",
  "pageSize",
  "pageToken",
];

/** Answers `searchChangeHistoryEvents`. @throws GoogleFailure */
export const changeHistory = (given: unknown, state: SimulatorState): Record<string, unknown> => {
  const body = readBody(given, historyFields);
  const events = state.changes.filter((event) => isWanted(event, body));
  const page = new URLSearchParams();
  if (body.pageSize !== undefined) page.set("pageSize", String(body.pageSize));
  if (typeof body.pageToken === "string") page.set("pageToken", body.pageToken);
  return pageOf(
    events.map(({ name: _, ...event }) => event),
    page,
    "changeHistoryEvents",
  );
};

const isWanted = (event: Resource, body: Record<string, unknown>): boolean => {
  const changes = objectsOf(event.changes);
  const actions = Array.isArray(body.action) ? body.action : undefined;
  const emails = Array.isArray(body.actorEmail) ? body.actorEmail : undefined;
  const types = Array.isArray(body.resourceType) ? body.resourceType.map(String) : undefined;
  const time = String(event.changeTime);
  return (
    (actions === undefined || changes.some(({ action }) => actions.includes(action))) &&
    (emails === undefined || emails.includes(event.userActorEmail)) &&
    (types === undefined || changes.some(({ resource }) => types.includes(typeOfResource(String(resource))))) &&
    (typeof body.property !== "string" ||
      changes.some(({ resource }) => String(resource).startsWith(String(body.property)))) &&
    (typeof body.earliestChangeTime !== "string" || Date.parse(time) >= Date.parse(body.earliestChangeTime)) &&
    (typeof body.latestChangeTime !== "string" || Date.parse(time) <= Date.parse(body.latestChangeTime))
  );
};

const typeOfResource = (resource: string): string => {
  if (resource.includes("/customDimensions/")) return "CUSTOM_DIMENSION";
  if (resource.includes("/customMetrics/")) return "CUSTOM_METRIC";
  if (resource.includes("/keyEvents/")) return "CONVERSION_EVENT";
  return resource.startsWith("properties/") ? "PROPERTY" : "ACCOUNT";
};

const accessFields = [
  "dimensions",
  "metrics",
  "dateRanges",
  "dimensionFilter",
  "metricFilter",
  "offset",
  "limit",
  "timeZone",
  "orderBys",
  "returnEntityQuota",
  "includeAllUsers",
  "expandGroups",
];

/** Answers `runAccessReport` from the accesses that were made through the API. @throws GoogleFailure */
export const accessReport = (given: unknown, state: SimulatorState): Record<string, unknown> => {
  const body = readBody(given, accessFields);
  const dimensions = objectsOf(body.dimensions).map(({ dimensionName }) => String(dimensionName));
  const metrics = objectsOf(body.metrics).map(({ metricName }) => String(metricName));
  const values: Readonly<Record<string, (email: string) => string>> = {
    userEmail: (email) => email,
    accessMechanism: () => "Google Analytics API",
    accessedPropertyId: () => site.propertyId,
    accessedPropertyName: () => site.propertyName,
  };
  const unknown = dimensions.find((name) => !(name in values)) ?? metrics.find((name) => name !== "accessCount");
  if (unknown !== undefined) throw failure(400, `Field ${unknown} is not a valid field of access reports.`);
  const rows = [...state.accesses].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const offset = intOf(body.offset, 0);
  const page = rows.slice(offset, offset + Math.min(100_000, intOf(body.limit, 10_000)));
  return {
    dimensionHeaders: dimensions.map((dimensionName) => ({ dimensionName })),
    metricHeaders: metrics.map((metricName) => ({ metricName })),
    ...(page.length > 0 && {
      rows: page.map(([email, count]) => ({
        dimensionValues: dimensions.map((name) => ({ value: values[name]?.(email) ?? "" })),
        metricValues: metrics.map(() => ({ value: String(count) })),
      })),
      rowCount: rows.length,
    }),
    ...(body.returnEntityQuota === true && {
      quota: {
        tokensPerDay: { consumed: 1, remaining: 249_999 },
        tokensPerHour: { consumed: 1, remaining: 49_999 },
        tokensPerProjectPerHour: { consumed: 1, remaining: 12_499 },
        concurrentRequests: { remaining: 50 },
        serverErrorsPerProjectPerHour: { remaining: 50 },
      },
    }),
  };
};
