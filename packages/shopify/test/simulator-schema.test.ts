import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { gunzipSync } from "node:zlib";
import {
  buildClientSchema,
  buildSchema,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  validateSchema,
} from "graphql";
import { describe, expect, it } from "vitest";
import { adminSchemaSdl, requiredScopes, searchFilters } from "../src/simulator/schema.generated.js";

const readReal = () => {
  const folders = createRequire(import.meta.url).resolve.paths("@shopify/dev-mcp") ?? [];
  for (const folder of folders) {
    try {
      return buildClientSchema(
        JSON.parse(gunzipSync(readFileSync(`${folder}/@shopify/dev-mcp/dist/data/admin_2026-10.json.gz`)).toString())
          .data,
      );
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
  throw new Error("@shopify/dev-mcp is not installed");
};

const real = readReal();
const own = buildSchema(adminSchemaSdl);
const types = Object.values(own.getTypeMap()).filter(({ name }) => !name.startsWith("__"));

/** Every member with its type, as texts. */
const membersOf = (type: GraphQLNamedType): readonly string[] => {
  if (isEnumType(type)) return type.getValues().map(({ name }) => name);
  if (isUnionType(type)) return type.getTypes().map(String);
  if (isInputObjectType(type))
    return Object.values(type.getFields()).map(
      (field) => `${field.name}: ${field.type} = ${JSON.stringify(field.defaultValue)}`,
    );
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => [
    `${field.name}: ${field.type}`,
    ...field.args.map(
      (argument) => `${field.name}(${argument.name}: ${argument.type} = ${JSON.stringify(argument.defaultValue)})`,
    ),
  ]);
};

describe("the served schema", () => {
  it("is a valid schema", () => {
    expect(validateSchema(own)).toEqual([]);
  });

  it("has no type, field, argument or value that the real one has not, each with the same type", () => {
    const invented = types.flatMap((type) => {
      const twin = real.getType(type.name);
      if (!twin || twin.constructor.name !== type.constructor.name) return [type.name];
      const known = new Set(membersOf(twin));
      return membersOf(type)
        .filter((member) => !known.has(member))
        .map((member) => `${type.name}.${member}`);
    });
    expect(invented).toEqual([]);
  });

  it("claims no interface that the real one does not", () => {
    const wrong = types.filter(isObjectType).flatMap((type) => {
      const twin = real.getType(type.name);
      return type
        .getInterfaces()
        .filter(({ name }) => !isObjectType(twin) || !twin.getInterfaces().some((each) => each.name === name));
    });
    expect(wrong).toEqual([]);
  });

  it("names scopes and search fields of members that it has", () => {
    const has = (key: string) => {
      const [typeName = "", field] = key.split(".");
      const type = own.getType(typeName);
      return (
        type !== undefined && (field === undefined || (isObjectType(type) && type.getFields()[field] !== undefined))
      );
    };
    expect([...Object.keys(requiredScopes), ...Object.keys(searchFilters)].filter((key) => !has(key))).toEqual([]);
  });
});
