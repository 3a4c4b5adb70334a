import { failure, objectOf } from "../failure.js";
import type { PropertyState, SimulatorState } from "../state.js";
import { accessReport, accountSummaries, changeHistory, listProperties } from "./reads.js";
import { type AdminCall, type Collection, createEntry, find, pageOf, patchProperty, removeEntry } from "./resources.js";

/** A request to the Admin API, taken apart. */
export interface AdminRequest extends AdminCall {
  readonly method: string;
  /** Without the version, e.g. `properties/1/keyEvents`. */
  readonly path: string;
  readonly version: string;
  body(): unknown;
}

/** An answer, and the scopes that it takes: any one of them. */
export interface AdminRoute {
  readonly scopes: readonly string[];
  run(): Record<string, unknown>;
}

const read = ["analytics.readonly", "analytics.edit"];
const edit = ["analytics.edit"];

/** The route of a request; nothing for a path or verb that the API does not have. */
export const adminRoute = (request: AdminRequest): AdminRoute | undefined => {
  const { method, path, state } = request;
  const [collection = "", id = "", ...rest] = path.split("/");
  if (path === "accountSummaries" && method === "GET") return { scopes: read, run: () => accountSummaries(request) };
  if (collection === "accounts") return accountRoute(request);
  if (path === "properties" && method === "GET") return { scopes: read, run: () => listProperties(request) };
  if (collection !== "properties") return undefined;
  const [propertyId = "", verb] = id.split(":");
  const property = () => propertyOf(state, propertyId);
  if (rest.length === 0) return propertyRoute(request, verb, property);
  return belowProperty(request, rest, property);
};

/** The property with this id. @throws GoogleFailure 403: a wrong id looks like a missing right. */
export const propertyOf = (state: SimulatorState, id: string): PropertyState => {
  if (!/^\d+$/.test(id)) throw failure(403, `Invalid property ID: ${id}. A numeric Property ID is required.`);
  const property = state.properties.get(id);
  if (!property)
    throw failure(
      403,
      "User does not have sufficient permissions for this property. To learn more about Property ID, see https://developers.google.com/analytics/devguides/reporting/data/v1/property-id.",
    );
  return property;
};

const accountRoute = (request: AdminRequest): AdminRoute | undefined => {
  const { method, path, state, query } = request;
  if (path === "accounts" && method === "GET")
    return { scopes: read, run: () => pageOf(state.accounts, query, "accounts") };
  const [name = "", verb] = path.split(":");
  const account = () => find(state.accounts, name);
  if (verb === undefined && method === "GET") return { scopes: read, run: () => ({ ...account() }) };
  if (method !== "POST") return undefined;
  if (verb === "searchChangeHistoryEvents")
    return {
      scopes: edit,
      run: () => {
        account();
        return changeHistory(request.body(), state);
      },
    };
  return verb === "runAccessReport" ? { scopes: read, run: () => accessReport(request.body(), state) } : undefined;
};

const propertyRoute = (
  request: AdminRequest,
  verb: string | undefined,
  property: () => PropertyState,
): AdminRoute | undefined => {
  const { method } = request;
  if (verb === "runAccessReport" && method === "POST")
    return {
      scopes: read,
      run: () => {
        property();
        return accessReport(request.body(), request.state);
      },
    };
  if (verb !== undefined) return undefined;
  if (method === "GET") return { scopes: read, run: () => ({ ...property().property }) };
  if (method === "PATCH")
    return { scopes: edit, run: () => patchProperty(property(), objectOf(request.body()) ?? {}, request) };
  return undefined;
};

const writable = new Set<string>(["customDimensions", "customMetrics", "keyEvents"]);
const betaLists = {
  dataStreams: "dataStreams",
  googleAdsLinks: "googleAdsLinks",
  customDimensions: "customDimensions",
  customMetrics: "customMetrics",
  keyEvents: "keyEvents",
} as const;
const alphaLists = { audiences: "audiences", reportingDataAnnotations: "annotations" } as const;
const lists: Readonly<Record<string, "dataStreams" | "googleAdsLinks" | Collection | "audiences" | "annotations">> = {
  ...betaLists,
  ...alphaLists,
};

const belowProperty = (
  request: AdminRequest,
  [collection = "", id, sub]: readonly string[],
  property: () => PropertyState,
): AdminRoute | undefined => {
  const { method, query, version } = request;
  if (collection === "dataRetentionSettings" && id === undefined && method === "GET")
    return { scopes: read, run: () => ({ ...property().retention }) };
  const key = lists[collection];
  if (key === undefined || (collection in alphaLists && version !== "v1alpha")) return undefined;
  if (sub === "measurementProtocolSecrets" && method === "GET") return secretsRoute(request, property);
  if (sub !== undefined) return undefined;
  if (id === undefined && method === "GET")
    return { scopes: read, run: () => pageOf(property()[key], query, collection) };
  if (writable.has(collection)) return entryRoute(request, collection as Collection, id, property);
  return id !== undefined && method === "GET"
    ? { scopes: read, run: () => ({ ...find(property()[key], request.path) }) }
    : undefined;
};

const entryRoute = (
  request: AdminRequest,
  collection: Collection,
  id: string | undefined,
  property: () => PropertyState,
): AdminRoute | undefined => {
  const { method, path } = request;
  if (id === undefined)
    return method === "POST"
      ? {
          scopes: edit,
          run: () => ({ ...createEntry(property(), collection, objectOf(request.body()) ?? {}, request) }),
        }
      : undefined;
  const [name = "", verb] = path.split(":");
  if (method === "GET" && verb === undefined)
    return { scopes: read, run: () => ({ ...find(property()[collection], name) }) };
  const isRemoval =
    collection === "keyEvents" ? method === "DELETE" && verb === undefined : method === "POST" && verb === "archive";
  return isRemoval
    ? {
        scopes: edit,
        run: () => {
          removeEntry(property(), collection, name, request);
          return {};
        },
      }
    : undefined;
};

/** Whoever may read gets the values, too: so does Google. */
const secretsRoute = ({ path, query }: AdminRequest, property: () => PropertyState): AdminRoute => ({
  scopes: read,
  run: () => {
    const stream = path.replace(/\/measurementProtocolSecrets$/, "");
    find(property().dataStreams, stream);
    const secrets = property().secrets.filter(({ name }) => name.startsWith(`${stream}/`));
    return pageOf(secrets, query, "measurementProtocolSecrets", 10);
  },
});
