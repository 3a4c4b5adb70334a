/**
 * Writes src/simulator/schema.generated.ts: the part of the real Admin schema that the simulator serves, as SDL without
 * descriptions, with the scopes, search filters and sort keys that the vendor's tool ships. Run it after a document changed:
 *   node tools/generate-schema.mjs
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire, registerHooks } from "node:module";
import { gunzipSync } from "node:zlib";
import {
  buildClientSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { interfaces, objectFields, skippedInputTypes } from "./simulator-fields.mjs";

const API_VERSION = "2026-10";
const require = createRequire(import.meta.url);
const dump = require.resolve
  .paths("@shopify/dev-mcp")
  .map((folder) => `${folder}/@shopify/dev-mcp/dist/data/admin_${API_VERSION}.json.gz`)
  .find(existsSync);
const { data, offline_scopes: scopeRows } = JSON.parse(gunzipSync(readFileSync(dump)).toString());
const schema = buildClientSchema(data);

// Sources import each other as the built .js files, and the workspace's packages by name.
const core = new URL("../../core/src/index.ts", import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) => {
    if (specifier === "@trunkline/core") return next(core, context);
    const isSource = specifier.startsWith(".") && specifier.endsWith(".js") && context.parentURL?.endsWith(".ts");
    return next(isSource ? specifier.replace(/\.js$/, ".ts") : specifier, context);
  },
});

/** The documents that the connector's operations send for the inputs of their fixtures. */
const readDocuments = async () => {
  const entry = new URL("../src/operations/index.ts", import.meta.url);
  const fixtures = new URL("../fixtures/", import.meta.url);
  if (!existsSync(entry) || !existsSync(fixtures)) return [];
  const exported = Object.values(await import(entry.href));
  const operations = new Map(exported.flatMap(leavesOf).map((operation) => [operation.id, operation]));
  return [...operations.values()].flatMap((operation) => documentsOf(operation, fixtures));
};

const leavesOf = (node) => {
  if (typeof node !== "object" || node === null) return [];
  if (typeof node.id === "string" && typeof node.effect === "string") return [node];
  return Object.values(node).flatMap(leavesOf);
};

const documentsOf = (operation, fixtures) => {
  const folder = new URL(`${operation.id}/`, fixtures);
  if (!operation.request || !existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const { input } = JSON.parse(readFileSync(new URL(name, folder), "utf8"));
    const parsed = operation.input.safeParse(input ?? {});
    if (!parsed.success) return [];
    const context = { apiVersion: API_VERSION, settings: {}, idempotencyKey: "generator" };
    try {
      return [operation.request(parsed.data, context).body.query];
    } catch {
      // Fixtures of refused inputs have no document.
      return [];
    }
  });
};

/** Follows from what it wraps. */
const isPlumbing = (name) => /(Connection|Edge|Payload|UserError)$/.test(name) || name === "UserError";

const problems = [];
const kept = new Map();
const keep = (typeName, fieldName) => {
  if (!kept.has(typeName)) kept.set(typeName, new Set());
  kept.get(typeName).add(fieldName);
};

for (const [typeName, fields] of Object.entries(objectFields)) {
  const type = schema.getType(typeName);
  if (!type) {
    problems.push(`The schema has no type ${typeName}`);
    continue;
  }
  for (const field of fields.split(" ")) {
    if (type.getFields()[field]) keep(typeName, field);
    else problems.push(`The schema has no field ${typeName}.${field}`);
  }
}
for (const text of new Set(await readDocuments())) {
  const document = parse(text);
  const info = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(info, {
      Field(node) {
        const parent = info.getParentType();
        if (
          parent &&
          isObjectType(parent) &&
          info.getFieldDef() &&
          !isPlumbing(parent.name) &&
          !node.name.value.startsWith("__")
        )
          for (const name of [node.name.value, ...Object.keys(parent.getFields()).filter((field) => field === "id")])
            keep(parent.name, name);
      },
    }),
  );
}

const plumbingFields = (type) =>
  Object.values(type.getFields()).filter(({ name, type: fieldType }) =>
    type.name.endsWith("Connection")
      ? ["edges", "nodes", "pageInfo"].includes(name)
      : type.name.endsWith("Edge")
        ? ["cursor", "node"].includes(name)
        : type.name.endsWith("Payload")
          ? !isCompositeType(getNamedType(fieldType)) ||
            kept.has(getNamedType(fieldType).name) ||
            isPlumbing(getNamedType(fieldType).name) ||
            isAbstractType(getNamedType(fieldType))
          : true,
  );

const lines = new Map();
const done = new Set();
const queue = ["QueryRoot", "Mutation", ...Object.keys(interfaces), ...kept.keys()];
const want = (type) => queue.push(getNamedType(type).name);
const interfaceFields = ({ name }) =>
  Object.values(schema.getType(name).getFields()).filter((field) => interfaces[name].split(" ").includes(field.name));
const claims = (type, name) =>
  name in interfaces && interfaceFields({ name }).every((field) => kept.get(type.name)?.has(field.name));
const isServed = (fieldType) => {
  const named = getNamedType(fieldType);
  if (!isCompositeType(named)) return true;
  if (isObjectType(named)) return kept.has(named.name) || isPlumbing(named.name);
  return schema.getPossibleTypes(named).some(({ name }) => kept.has(name));
};
const isUsedInput = ({ type }) => !skippedInputTypes.includes(getNamedType(type).name);

const printArgument = ({ name, type, defaultValue, astNode: _, deprecationReason }) => {
  const text = defaultValue === undefined ? "" : ` = ${printDefault(defaultValue, getNamedType(type))}`;
  return `${name}: ${type}${text}${deprecationReason ? " @deprecated" : ""}`;
};
const printDefault = (value, named) =>
  Array.isArray(value)
    ? `[${value.map((each) => printDefault(each, named)).join(", ")}]`
    : isEnumType(named)
      ? (named.getValues().find((each) => each.value === value)?.name ?? String(value))
      : value !== null && typeof value === "object"
        ? `{ ${Object.entries(value)
            .map(([key, each]) => `${key}: ${JSON.stringify(each)}`)
            .join(", ")} }`
        : JSON.stringify(value);
const printField = ({ name, args, type, deprecationReason }) => {
  const used = args.filter(isUsedInput);
  for (const argument of used) want(argument.type);
  want(type);
  return `  ${name}${used.length ? `(${used.map(printArgument).join(", ")})` : ""}: ${type}${deprecationReason ? " @deprecated" : ""}`;
};
const printComposite = (keyword, type, fields) => {
  const above = type.getInterfaces().filter(({ name }) => claims(type, name));
  const implemented = above.length ? ` implements ${above.map(({ name }) => name).join(" & ")}` : "";
  return `${keyword} ${type.name}${implemented} {\n${fields.map(printField).join("\n")}\n}`;
};

for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
  if (done.has(name)) continue;
  done.add(name);
  const type = schema.getType(name);
  if (isObjectType(type)) {
    const fields = kept.has(name)
      ? Object.values(type.getFields()).filter((field) => kept.get(name).has(field.name))
      : plumbingFields(type);
    const served = fields.filter((field) => {
      const ok = isServed(field.type);
      if (!ok && kept.has(name)) problems.push(`${name}.${field.name} returns ${field.type}, which is not listed`);
      return ok;
    });
    lines.set(name, printComposite("type", type, served));
  } else if (isInterfaceType(type)) {
    // An interface that is not listed has no fields of its own here; its implementors are reached through fragments.
    lines.set(name, printComposite("interface", type, interfaces[name] ? interfaceFields(type) : []));
  } else if (isUnionType(type)) {
    const members = type.getTypes().filter((each) => kept.has(each.name));
    members.forEach(want);
    lines.set(name, `union ${name} = ${members.map(String).join(" | ")}`);
  } else if (isEnumType(type)) {
    lines.set(
      name,
      `enum ${name} {\n${type
        .getValues()
        .map((value) => `  ${value.name}${value.deprecationReason ? " @deprecated" : ""}`)
        .join("\n")}\n}`,
    );
  } else if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(isUsedInput);
    for (const field of fields) want(field.type);
    lines.set(
      name,
      `input ${name}${type.isOneOf ? " @oneOf" : ""} {\n${fields.map((field) => `  ${printArgument(field)}`).join("\n")}\n}`,
    );
  } else if (!["ID", "String", "Int", "Float", "Boolean"].includes(name)) {
    lines.set(name, `scalar ${name}`);
  }
}

if (problems.length) throw new Error(problems.join("\n"));

const sorted = [...lines].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
const sdl = [
  "schema {\n  query: QueryRoot\n  mutation: Mutation\n}",
  "directive @idempotent(key: String!) on FIELD",
  ...sorted,
].join("\n\n");

/** The table of filters that the `query` argument's description holds. */
const filtersOf = (field) => {
  const text = field.args.find(({ name }) => name === "query")?.description;
  if (!text) return undefined;
  const rows = text
    .split(/\n(?=\| ?[a-z_.]+ ?\|)/)
    .filter((row) => /^\| ?[a-z_.]+ ?\|/.test(row) && !/^\| name \| type \|/.test(row));
  return Object.fromEntries(
    rows
      .map((row) => row.split("|").map((cell) => cell.trim()))
      .map(([, filter, type, , values]) => {
        const accepted = [...(values ?? "").matchAll(/`([^`]+)`/g)].map(([, value]) => value);
        return [
          filter,
          accepted.length > 0 && accepted.every((value) => /^[a-z_]+$/i.test(value)) ? [type, ...accepted] : [type],
        ];
      }),
  );
};
const searchFilters = {};
for (const typeName of done) {
  const type = schema.getType(typeName);
  if (!isObjectType(type) || !kept.has(typeName)) continue;
  for (const field of Object.values(type.getFields())) {
    if (!kept.get(typeName).has(field.name)) continue;
    const filters = filtersOf(field);
    if (filters) searchFilters[`${typeName}.${field.name}`] = filters;
  }
}
const requiredScopes = {};
for (const row of scopeRows.items) {
  const { typeName, fieldName, offlineScopes } = row;
  if (!offlineScopes?.length || !done.has(typeName)) continue;
  if (!fieldName) {
    if (kept.has(typeName)) requiredScopes[typeName] = offlineScopes;
  } else if (kept.get(typeName)?.has(fieldName)) requiredScopes[`${typeName}.${fieldName}`] = offlineScopes;
}

const output = `/* Generated by tools/generate-schema.mjs from the published Admin schema ${API_VERSION}. Do not edit. */

/** The part of the Admin schema that the simulator serves, as SDL. */
export const adminSchemaSdl = /* GraphQL */ \`${sdl.replaceAll("`", "\\`")}
\`;

/** Search fields by list: type, then accepted values where they are a closed set. */
export const searchFilters: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = ${JSON.stringify(searchFilters).replace(/\},"/g, '},\n "')};

/** Scopes by type or \`Type.field\`. */
export const requiredScopes: Readonly<Record<string, readonly string[]>> = ${JSON.stringify(requiredScopes).replace(/\],"/g, '],\n "')};
`;
writeFileSync(new URL("../src/simulator/schema.generated.ts", import.meta.url), output);
process.stdout.write(
  `${lines.size} types, ${(output.length / 1000).toFixed(0)} kB, ${Object.keys(searchFilters).length} searchable lists`,
);
