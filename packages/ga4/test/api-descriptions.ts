import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { loadRecordings } from "@trunkline/core/testing";

/** A method of an API. Types are names of {@link ApiDescription.fields}. */
export interface ApiMethod {
  readonly verb: string;
  /** Matches a path of it, version included. */
  readonly path: RegExp;
  readonly query: ReadonlySet<string>;
  readonly request: string | undefined;
  readonly response: string | undefined;
}

/** What an API's own description says of it. */
export interface ApiDescription {
  readonly methods: readonly ApiMethod[];
  /** Fields of a type with the type of each, where that has fields, too. Nothing for a type that is free in form. */
  fields(type: string): ReadonlyMap<string, string | undefined> | undefined;
}

/** The vendor's descriptions, or why there are none here. */
export type ApiDescriptions =
  | {
      readonly data: ApiDescription;
      readonly admin: ApiDescription;
      readonly adminAlpha: ApiDescription;
      readonly dataAlpha: ApiDescription;
    }
  | { readonly skip: string };

/** Reads the vendor's descriptions of the four APIs from the optional recordings. */
export const loadApiDescriptions = (): ApiDescriptions => {
  const recordings = loadRecordings("ga4");
  if ("skip" in recordings) return recordings;
  const read = (name: string) => JSON.parse(gunzipSync(readFileSync(join(recordings.dir, name))).toString("utf8"));
  return {
    data: fromDiscovery(read("discovery.analyticsdata.v1beta.json.gz")),
    admin: fromDiscovery(read("discovery.analyticsadmin.v1beta.json.gz")),
    adminAlpha: fromDiscovery(read("discovery.analyticsadmin.v1alpha.json.gz")),
    dataAlpha: fromSurface(read("surface.analyticsdata.v1alpha.json.gz")),
  };
};

interface DiscoveryProperty {
  readonly $ref?: string;
  readonly items?: DiscoveryProperty;
}
interface DiscoveryMethod {
  readonly httpMethod: string;
  readonly flatPath?: string;
  readonly path: string;
  readonly parameters?: Readonly<Record<string, { readonly location: string }>>;
  readonly request?: { readonly $ref: string };
  readonly response?: { readonly $ref: string };
}
interface DiscoveryNode {
  readonly methods?: Readonly<Record<string, DiscoveryMethod>>;
  readonly resources?: Readonly<Record<string, DiscoveryNode>>;
}
interface Discovery extends DiscoveryNode {
  readonly schemas: Readonly<Record<string, { readonly properties?: Readonly<Record<string, DiscoveryProperty>> }>>;
}

const fromDiscovery = (document: Discovery): ApiDescription => ({
  methods: methodsOf(document),
  fields: (type) => {
    const properties = document.schemas[type]?.properties;
    if (!properties) return undefined;
    return new Map(Object.entries(properties).map(([name, { $ref, items }]) => [name, $ref ?? items?.$ref]));
  },
});

const methodsOf = ({ methods = {}, resources = {} }: DiscoveryNode): readonly ApiMethod[] => [
  ...Object.values(methods).map(({ httpMethod, flatPath, path, parameters = {}, request, response }) => ({
    verb: httpMethod,
    path: toPattern(flatPath ?? path),
    query: new Set(Object.entries(parameters).flatMap(([name, { location }]) => (location === "query" ? [name] : []))),
    request: request?.$ref,
    response: response?.$ref,
  })),
  ...Object.values(resources).flatMap(methodsOf),
];

const toPattern = (template: string): RegExp =>
  new RegExp(`^/${template.replace(/^\//, "").replace(/\{[^}]+\}/g, "[^/:]+")}$`);

interface Surface {
  readonly methods: readonly {
    readonly http: string;
    readonly path: string;
    readonly body: string | null;
    readonly request: string;
    readonly response: string;
  }[];
  readonly messages: Readonly<Record<string, { readonly fields: Readonly<Record<string, string>> }>>;
}

/** Messages are named without the one that holds them: `State` of `ReportTask.ReportMetadata` is `ReportTask.ReportMetadata.State`. */
const fromSurface = ({ methods, messages }: Surface): ApiDescription => {
  const resolve = (type: string, within: string): string | undefined =>
    [`${within}.${type}`, `${within.split(".")[0]}.${type}`, type].find((name) => name in messages);
  const typed = (message: string): ReadonlyMap<string, string | undefined> | undefined => {
    const fields = messages[message]?.fields;
    if (!fields) return undefined;
    return new Map(
      Object.entries(fields).map(([name, kind]) => [
        name,
        resolve((kind.split(" ")[0] ?? "").replace(/^\[\]/, ""), message),
      ]),
    );
  };
  return {
    methods: methods.map(({ http, path, body, request, response }) => ({
      verb: http,
      path: toPattern(path.replace(/\{\w+=([^}]+)\}/g, "$1").replace(/\*/g, "{id}")),
      query: new Set(body === null ? (typed(request)?.keys() ?? []) : []),
      request: body === "*" ? request : body === null ? undefined : typed(request)?.get(camel(body)),
      response: response in messages ? response : undefined,
    })),
    fields: typed,
  };
};

const camel = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
