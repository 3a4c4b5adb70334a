import { failure, intOf } from "../failure.js";
import type { PropertyState, Resource, SimulatorState } from "../state.js";

/** Who asks, and when. */
export interface AdminCall {
  readonly state: SimulatorState;
  readonly email: string;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  readonly query: URLSearchParams;
}

/** One page of a list; `pageSize` above the most is cut without a word, and the last page has no token. */
export const pageOf = <T>(
  items: readonly T[],
  query: URLSearchParams,
  key: string,
  most = 200,
): Record<string, unknown> => {
  const size = Math.min(most, Math.max(1, intOf(query.get("pageSize") ?? undefined, Math.min(50, most))));
  const offset = readToken(query.get("pageToken"));
  const page = items.slice(offset, offset + size);
  const next = offset + size;
  return {
    ...(page.length > 0 && { [key]: page }),
    ...(next < items.length && { nextPageToken: Buffer.from(`o${next}`).toString("base64url") }),
  };
};

const readToken = (token: string | null): number => {
  if (token === null || token === "") return 0;
  const read = /^o(\d+)$/.exec(Buffer.from(token, "base64url").toString("utf8"));
  if (!read) throw failure(400, "Invalid pageToken.");
  return Number(read[1]);
};

/** The resource with this name. @throws GoogleFailure 404 */
export const find = <T extends Resource>(items: readonly T[], name: string): T => {
  const found = items.find((item) => item.name === name);
  if (!found) throw failure(404, "Requested entity was not found.", { grpc: "NOT_FOUND" });
  return found;
};

/** Lists of a property that take new entries. */
export type Collection = "customDimensions" | "customMetrics" | "keyEvents";

interface CollectionRule {
  /** The field that may occur once. */
  readonly unique: string;
  readonly required: readonly string[];
  readonly known: readonly string[];
}

const rules: Readonly<Record<Collection, CollectionRule>> = {
  customDimensions: {
    unique: "parameterName",
    required: ["parameterName", "displayName", "scope"],
    known: ["parameterName", "displayName", "scope", "description", "disallowAdsPersonalization"],
  },
  customMetrics: {
    unique: "parameterName",
    required: ["parameterName", "displayName", "measurementUnit", "scope"],
    known: ["parameterName", "displayName", "measurementUnit", "scope", "description", "restrictedMetricType"],
  },
  keyEvents: {
    unique: "eventName",
    required: ["eventName", "countingMethod"],
    known: ["eventName", "countingMethod", "defaultValue"],
  },
};

/** Makes an entry. @throws GoogleFailure 400, or 409 for one that there is already. */
export const createEntry = (
  property: PropertyState,
  collection: Collection,
  body: Record<string, unknown>,
  call: AdminCall,
): Resource => {
  const { unique, required, known } = rules[collection];
  const missing = required.find((field) => body[field] === undefined);
  if (missing) throw failure(400, `The field ${missing} is required.`);
  const unknown = Object.keys(body).find((field) => !known.includes(field));
  if (unknown) throw failure(400, `Invalid JSON payload received. Unknown name "${unknown}": Cannot find field.`);
  const scope = (entry: Record<string, unknown>): string => `${String(entry[unique])}|${String(entry.scope ?? "")}`;
  if (property[collection].some((entry) => scope(entry) === scope(body)))
    throw failure(409, "Requested entity already exists");
  if (
    collection === "customMetrics" &&
    (body.measurementUnit === "CURRENCY") !== Array.isArray(body.restrictedMetricType)
  )
    throw failure(
      400,
      "restrictedMetricType is required for metrics with CURRENCY measurement unit, and must be empty for others.",
    );
  const entry: Resource = {
    ...body,
    name: `${property.property.name}/${collection}/${call.state.nextId()}`,
    ...(collection === "keyEvents" && {
      createTime: new Date(call.nowMs).toISOString(),
      custom: true,
      deletable: true,
    }),
  };
  property[collection].push(entry);
  noteChange(call, { action: "CREATED", resource: entry.name, after: { [singular[collection]]: entry } });
  return entry;
};

const singular: Readonly<Record<Collection, string>> = {
  customDimensions: "customDimension",
  customMetrics: "customMetric",
  keyEvents: "keyEvent",
};

/** Takes an entry away. @throws GoogleFailure 404 */
export const removeEntry = (property: PropertyState, collection: Collection, name: string, call: AdminCall): void => {
  const entry = find(property[collection], name);
  property[collection] = property[collection].filter((other) => other !== entry);
  noteChange(call, { action: "DELETED", resource: name, before: { [singular[collection]]: entry } });
};

const patchable = ["displayName", "industryCategory", "timeZone", "currencyCode"];

/** Changes a property. @throws GoogleFailure 400 without a mask, or with a field that cannot be changed. */
export const patchProperty = (property: PropertyState, body: Record<string, unknown>, call: AdminCall): Resource => {
  const mask = (call.query.get("updateMask") ?? "").split(",").filter(Boolean);
  if (mask.length === 0) throw failure(400, "The update_mask is required.");
  const fixed = mask.find((field) => !patchable.includes(field));
  if (fixed) throw failure(400, `The field ${fixed} cannot be updated.`);
  const before = property.property;
  property.property = {
    ...before,
    ...Object.fromEntries(mask.map((field) => [field, body[field]])),
    updateTime: new Date(call.nowMs).toISOString(),
  };
  noteChange(call, {
    action: "UPDATED",
    resource: before.name,
    before: { property: before },
    after: { property: property.property },
  });
  return property.property;
};

interface Change {
  readonly action: "CREATED" | "UPDATED" | "DELETED";
  readonly resource: string;
  readonly before?: Record<string, unknown>;
  readonly after?: Record<string, unknown>;
}

/** Writes a line of the change history. */
const noteChange = ({ state, email, nowMs }: AdminCall, { action, resource, before, after }: Change): void => {
  const id = state.nextId();
  state.changes.unshift({
    name: id,
    id,
    changeTime: new Date(nowMs).toISOString(),
    actorType: "USER",
    userActorEmail: email,
    changes: [
      {
        resource,
        action,
        ...(before && { resourceBeforeChange: before }),
        ...(after && { resourceAfterChange: after }),
      },
    ],
  });
};
