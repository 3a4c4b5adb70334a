import { ConnectorError } from "@trunkline/core";
import { z } from "zod";

/** The object without its null and undefined fields, for outputs whose fields are optional. */
export const present = <T extends Record<string, unknown>>(
  fields: T,
): { [K in keyof T as null extends T[K] ? never : undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as null extends T[K] ? K : undefined extends T[K] ? K : never]?: NonNullable<T[K]>;
} => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)) as never;

/** An input that breaks a rule between fields, which JSON Schema cannot state. */
export const invalidInput = (path: string, message: string): ConnectorError =>
  new ConnectorError("INVALID_INPUT", { message: `${path}: ${message}.`, issues: [{ path, message }] });

/** Text that upstream may leave out. */
export const text = z.string().nullish();
/** A flag: proto3 leaves false ones out. */
export const flag = z.boolean().nullish();
/** A list: proto3 leaves empty ones out. */
export const listOf = <T extends z.ZodType>(item: T) => z.array(item).nullish();

/** An enum value as we print it: the prefix that repeats the type's name is left out, what is unspecified too. */
export const enumWord = (value: string | null | undefined, prefix = ""): string | undefined =>
  value === null || value === undefined || value.endsWith("_UNSPECIFIED")
    ? undefined
    : value.startsWith(prefix)
      ? value.slice(prefix.length)
      : value;

/** Which property. */
export const propertyInput = {
  property: z
    .string()
    .regex(
      /^(?:properties\/)?\d{1,20}$/,
      "Expected the numeric property id, e.g. 123456789 (a G-… id is a measurement id of a stream)",
    )
    .optional()
    .describe("Numeric id of the GA4 property, e.g. 123456789. Default: the connection's property"),
};

/** Input of a list that Google pages by token. */
export const tokenPageInput = {
  limit: z.number().int().min(1).max(200).default(50).describe("Items per page"),
  cursor: z.string().min(1).max(4_096).optional().describe("nextCursor of the previous page"),
};

/** Output of a list beside its items. */
export const nextCursor = z.string().optional().describe("Absent on the last page");

/** Query parameters of a list that Google pages by token. */
export const tokenPage = ({ limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined }) => ({
  pageSize: limit,
  pageToken: cursor,
});

/** `nextPageToken` is absent or empty at the end. */
export const nextToken = (token: string | null | undefined): { readonly nextCursor?: string } =>
  token ? { nextCursor: token } : {};
