import { createHash } from "node:crypto";
import { z } from "zod";
import type { JsonSchema } from "./entry.js";

/** What a caller may send: defaulted fields are optional. */
export const toInputSchema = (schema: z.ZodType): JsonSchema => withoutDialect(z.toJSONSchema(schema, { io: "input" }));

/** What a caller gets. */
export const toOutputSchema = (schema: z.ZodType): JsonSchema =>
  withoutDialect(z.toJSONSchema(schema, { io: "output" }));

/** The dialect is the same everywhere (2020-12) and stated once by each surface. */
const withoutDialect = ({ $schema: _, ...schema }: Record<string, unknown>): JsonSchema => schema;

/** JSON with sorted keys: equal values give equal text. */
export const canonicalJson = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

/** SHA-256 of a value's canonical JSON, hex. Words for people (`description`, `examples`) are left out by the caller. */
export const contentHash = (value: unknown): string => createHash("sha256").update(canonicalJson(value)).digest("hex");

const wordsForPeople = new Set(["description", "title", "examples"]);

/**
 * A schema without its words, so that a better description is not a changed contract. Names of properties are kept
 * even when they are called `description` or `title`.
 */
export const withoutWords = (schema: unknown, isPropertyMap = false): unknown => {
  if (Array.isArray(schema)) return schema.map((part) => withoutWords(part));
  if (typeof schema !== "object" || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => isPropertyMap || !wordsForPeople.has(key))
      .map(([key, part]) => [key, withoutWords(part, !isPropertyMap && (key === "properties" || key === "$defs"))]),
  );
};
