import type { GraphQLResolveInfo } from "graphql";
import type { Context } from "../context.js";
import { numericId } from "../gid.js";

/** Computes one field. Arguments were checked against the schema before. */
type Resolve<S> = {
  bivarianceHack(source: S, args: object, context: Context, info: GraphQLResolveInfo): unknown;
}["bivarianceHack"];

/** Resolvers of one object type; other fields are read from the source as they are. */
export type Fields<S> = Readonly<Record<string, Resolve<S>>>;

/** Resolvers by type. */
export type Resolvers = Readonly<Record<string, Fields<never>>>;

/** A refusal inside a payload. */
export interface UserError {
  readonly field: readonly string[] | null;
  readonly message: string;
  readonly code?: string | null;
}

/** A refusal inside a payload; `code` only where the type has it. */
export const userError = (field: readonly string[] | null, message: string, code: string | null = null): UserError => ({
  field,
  message,
  code,
});

/** `legacyResourceId` of everything that has one. */
export const legacyId = { legacyResourceId: ({ id }: { readonly id: string }) => numericId(id) };

/** Plain text of HTML. */
export const stripHtml = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();

/** The handle that a title gets: lower case, ASCII, hyphens. */
export const toHandle = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll("ä", "ae")
    .replaceAll("ö", "oe")
    .replaceAll("ü", "ue")
    .replaceAll("ß", "ss")
    .normalize("NFKD")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");

/** Tags as the service keeps them: trimmed, without repeats whatever the case, sorted. */
export const normalizeTags = (tags: readonly string[]): string[] => {
  const kept = new Map<string, string>();
  for (const tag of tags.flatMap((each) => each.split(",")).map((each) => each.trim()))
    if (tag !== "" && !kept.has(tag.toLowerCase())) kept.set(tag.toLowerCase(), tag);
  return [...kept.values()].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
};
