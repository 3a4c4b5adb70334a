import { decode } from "@trunkline/core";
import { z } from "zod";
import { listOf, nextToken, text } from "../schemas/common.js";

/** The reply of an Admin list: items under one name, and the token of the next page. Empty pages may have a token. */
export const decodeList = <K extends string, W extends z.ZodType, T>(key: K, wire: W, map: (item: z.output<W>) => T) =>
  decode(z.object({ [key]: listOf(wire), nextPageToken: text }), (reply) => {
    const items = (reply as Readonly<Record<string, unknown>>)[key] as readonly z.output<W>[] | null | undefined;
    const token = (reply as { readonly nextPageToken?: string | null }).nextPageToken;
    return { [key]: (items ?? []).map(map), ...nextToken(token) } as { readonly [name in K]: T[] } & {
      readonly nextCursor?: string;
    };
  });
