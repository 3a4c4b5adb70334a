import type { Nothing, ReplyMisfits, RequestMisfits } from "./index.js";

interface Vendor {
  name?: string | null;
  count?: number | null;
  anything?: unknown;
  loose?: ReturnType<typeof JSON.parse>;
  rows?: { keys?: string[] | null; clicks?: number | null }[];
  filter?: Filter;
  record?: { [name: string]: unknown } | null;
}
interface Filter {
  not?: Filter;
  operator?: "EQUAL" | "LESS";
}

export type Fits = [
  Nothing<ReplyMisfits<{ name: string; rows: { keys?: string[] | null }[] | null }, Vendor>>,
  Nothing<ReplyMisfits<{ count: number | string | null }, Vendor>>,
  Nothing<ReplyMisfits<{ count: unknown; anything: { of: string }; loose: { of: string } }, Vendor>>,
  Nothing<ReplyMisfits<{ filter: Filter }, Vendor>>,
  Nothing<ReplyMisfits<Record<string, string>, Vendor>>,
  Nothing<ReplyMisfits<{ record: { of: string } }, Vendor>>,
  Nothing<RequestMisfits<{ name?: "fixed" | undefined }, Vendor>>,
  Nothing<RequestMisfits<{ readonly filter: { readonly not: { readonly operator: "LESS" } } }, Vendor>>,
  Nothing<ReplyMisfits<{ name: string; brandNew: string }, Vendor, "brandNew">>,
];

export type Fails = [
  // @ts-expect-error "title": the vendor has no such field
  Nothing<ReplyMisfits<{ title: string }, Vendor>>,
  // @ts-expect-error "rows[].click": nor this one, in a list
  Nothing<ReplyMisfits<{ rows: { click?: number | null }[] }, Vendor>>,
  // @ts-expect-error "count": sent as a number, read as a text alone
  Nothing<ReplyMisfits<{ count: string }, Vendor>>,
  // @ts-expect-error "name": sent as any text, read as one word alone
  Nothing<ReplyMisfits<{ name: "fixed" }, Vendor>>,
  // @ts-expect-error "name": a text, not a list
  Nothing<ReplyMisfits<{ name: string[] }, Vendor>>,
  // @ts-expect-error "rows": a list, not an object
  Nothing<ReplyMisfits<{ rows: { keys: string[] } }, Vendor>>,
  // @ts-expect-error "name": a text, not an object
  Nothing<ReplyMisfits<{ name: { first: string } }, Vendor>>,
  // @ts-expect-error "filter.not.operator": taken as two words alone
  Nothing<RequestMisfits<{ filter: { not: { operator: string } } }, Vendor>>,
  // @ts-expect-error "filter.or": in one member of a union
  Nothing<RequestMisfits<{ filter: { not: object } | { or: object } }, Vendor>>,
  // @ts-expect-error "name fits, though listed as known"
  Nothing<ReplyMisfits<{ name: string }, Vendor, "name">>,
];

/** The message names the place: this is what the compiler shows. */
export const place: ReplyMisfits<{ rows: { click: number }[] }, Vendor> = "rows[].click";
