import { z } from "zod";

/** An id of the types named, e.g. `gid://shopify/Product/123`; without names, of any type. */
export const gid = (...types: readonly string[]): z.ZodString => {
  const name = types.length === 0 ? "[A-Za-z]+" : types.length === 1 ? types[0] : `(?:${types.join("|")})`;
  return z
    .string()
    .regex(
      new RegExp(`^gid://shopify/${name}/[A-Za-z0-9_-]+(?:\\?.+)?$`),
      `Expected gid://shopify/${types.join("|") || "Type"}/<id>`,
    )
    .describe(`Global id, e.g. gid://shopify/${types[0] ?? "Product"}/1234567890`);
};

/** An id in an answer. It is passed on as it came: what Shopify calls an id is one. */
export const idOf = (type: string): z.ZodString => z.string().describe(`gid://shopify/${type}/…`);

/** A string whose known values are told but not enforced: Shopify adds values within a version's life. */
export const openEnum = (values: readonly string[], about?: string): z.ZodString =>
  z.string().describe(`${about ? `${about}: ` : ""}${values.join(", ")}; others may appear`);

/** ISO 8601, UTC, e.g. `2026-11-01T08:30:00Z`. */
export const timestamp = z.string().describe("ISO 8601 time, e.g. 2026-11-01T08:30:00Z");

/** An amount in one currency. */
export const Money = z.object({
  amount: z.string().describe('Decimal as text, e.g. "13.5"; compare as a number: trailing zeros vary'),
  currencyCode: z.string().describe("ISO 4217, e.g. EUR"),
});
/** An amount in one currency. */
export type Money = z.infer<typeof Money>;

/** `MoneyV2`. */
export const MoneyWire = z.object({ amount: z.string(), currencyCode: z.string() });

/** An amount in the shop's currency, and in the buyer's where that is another. */
export const ShopMoney = Money.extend({
  presentment: Money.optional().describe("The same in the buyer's currency, where it differs"),
});
/** An amount in the shop's currency, and in the buyer's where that is another. */
export type ShopMoney = z.infer<typeof ShopMoney>;

/** `MoneyBag`; the presentment side may be left out of a selection. */
export const MoneyBagWire = z.object({ shopMoney: MoneyWire, presentmentMoney: MoneyWire.nullish() });

/** The shop's side of a money bag, with the buyer's where its currency differs. */
export const toShopMoney = ({ shopMoney, presentmentMoney }: z.output<typeof MoneyBagWire>): ShopMoney => ({
  ...shopMoney,
  ...(presentmentMoney &&
    presentmentMoney.currencyCode !== shopMoney.currencyCode && { presentment: presentmentMoney }),
});

/** Fields of a `MoneyBag` selection. */
export const moneyBagFields = "{ shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }";

/** Input of a list with its own default and largest page: many nested objects per item would pass the cost limit of a query. */
export const pageInputOf = (defaultLimit: number, maxLimit = 250) => ({
  limit: z
    .number()
    .int()
    .min(1)
    .max(maxLimit)
    .default(defaultLimit)
    .describe(`Items per page, 1–${maxLimit}, default ${defaultLimit}; more cost more quota`),
  cursor: z
    .string()
    .min(1)
    .optional()
    .describe("nextCursor of the page before; valid only with the same query and sorting"),
});

/** Input of a list. */
export const pageInput = pageInputOf(50);

/** Input of a list whose items have nested lists: each item costs more. */
export const nestedPageInput = pageInputOf(20);

/** Input of a list that can be searched, with an example of its own filters. */
export const searchInputFor = (example: string) => ({
  query: z
    .string()
    .optional()
    .describe(
      `Shopify search syntax: field:value, comparators such as updated_at:>='2026-11-01T00:00:00Z' (quote times), AND, OR, NOT, prefix*. E.g. ${example}. An unknown field is ignored with a warning`,
    ),
});

/** A filter to send: Shopify fails on an empty one, null means none. */
export const toSearchQuery = (query: string | undefined): string | null => (query?.trim() ? query : null);

/** A count that may be a lower bound. */
export const Count = z.object({
  count: z.number().int(),
  precision: openEnum(["EXACT", "AT_LEAST"], "AT_LEAST: counting stopped at the limit"),
});
/** A count that may be a lower bound. */
export type Count = z.infer<typeof Count>;

/** `Count`. */
export const CountWire = z.object({ count: z.number(), precision: z.string() });

/** The object without its null and undefined fields, for outputs whose fields are optional. */
export const present = <T extends Record<string, unknown>>(
  fields: T,
): { [K in keyof T as null extends T[K] ? never : undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as null extends T[K] ? K : undefined extends T[K] ? K : never]?: NonNullable<T[K]>;
} => {
  // A loop: this runs for every item of every list.
  const kept: Record<string, unknown> = {};
  for (const name in fields) {
    const value = fields[name];
    if (value !== null && value !== undefined) kept[name] = value;
  }
  return kept as never;
};
