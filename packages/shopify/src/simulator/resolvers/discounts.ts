import type { Context } from "../context.js";
import { numericId, toGid } from "../gid.js";
import { type ListArguments, type Listing, searchRows, textKey, toCount, toListing } from "../listing.js";
import { mapConnection } from "../paging.js";
import type { Discount } from "../records/content.js";
import type { Store } from "../state.js";
import { discountStatus, toDiscount } from "./discount-kinds.js";
import type { Fields } from "./fields.js";
import { metafieldFields } from "./metafields.js";

const listing = (store: Store): Listing<Discount> => ({
  words: ["title"],
  search: {
    default: ({ title, codes }) => [title, ...codes.map(({ code }) => code)],
    id: ({ id }) => id,
    title: ({ title }) => title,
    code: ({ codes }) => codes.map(({ code }) => code),
    status: (discount) => discountStatus(discount, store.clock.now()).toLowerCase(),
    method: ({ kind }) => (kind.startsWith("DiscountCode") ? "code" : "automatic"),
    type: ({ kind, value }) => [
      "all",
      kind.endsWith("Bxgy")
        ? "bxgy"
        : kind.endsWith("FreeShipping")
          ? "free_shipping"
          : value && "percentage" in value
            ? "percentage"
            : "fixed_amount",
    ],
    discount_type: ({ kind }) => kind,
    tag: ({ tags }) => tags,
    times_used: ({ usageCount }) => usageCount,
    starts_at: ({ startsAt }) => startsAt,
    ends_at: ({ endsAt }) => endsAt,
    created_at: ({ createdAt }) => createdAt,
    updated_at: ({ updatedAt }) => updatedAt,
  },
  sort: {
    TITLE: ({ title }) => textKey(title),
    CREATED_AT: ({ createdAt }) => createdAt,
    UPDATED_AT: ({ updatedAt }) => updatedAt,
    STARTS_AT: ({ startsAt }) => startsAt,
    ENDS_AT: ({ endsAt }) => endsAt ?? 0,
  },
});

const node = (type: string) => (discount: Discount) => ({
  ...discount,
  __typename: type,
  id: toGid(type, numericId(discount.id)),
  source: discount,
});

/** A discount as a code node. */
export const toCodeNode = node("DiscountCodeNode");

const toAutomaticNode = node("DiscountAutomaticNode");

/** The discount behind any of the three node types. */
export const discountById = (store: Store, gid: string): Discount | undefined =>
  store.DiscountNode.get(toGid("DiscountNode", numericId(gid)));

interface Wrapped {
  readonly id: string;
  readonly source: Discount;
}

export const all = (store: Store) => [...store.DiscountNode.values()];

const isCode = ({ kind }: Discount) => kind.startsWith("DiscountCode");

const inner: Fields<Wrapped>[string] = ({ source }, _, context) => toDiscount(source, context);

/** Discounts of all kinds. */
export const discountResolvers = {
  DiscountNode: {
    ...metafieldFields,
    discount: (source: Discount, _: object, context: Context) => toDiscount(source, context),
  } as Fields<Discount>,
  DiscountCodeNode: { ...metafieldFields, codeDiscount: inner } as Fields<Wrapped>,
  DiscountAutomaticNode: { ...metafieldFields, automaticDiscount: inner } as Fields<Wrapped>,
  QueryRoot: {
    discountNodes: (_: unknown, args: ListArguments, context, info) =>
      toListing(all(context.store), listing(context.store), args, context, info),
    discountNodesCount: (
      _: unknown,
      { query, limit }: { query?: string | null; limit?: number | null },
      context,
      info,
    ) => toCount(searchRows(all(context.store), listing(context.store), query, context, info).length, limit),
    discountNode: (_: unknown, { id }: { id: string }, { store }) => discountById(store, id),
    codeDiscountNodes: (_: unknown, args: ListArguments, context, info) =>
      mapConnection(
        toListing(all(context.store).filter(isCode), listing(context.store), args, context, info),
        toCodeNode,
      ),
    codeDiscountNode: (_: unknown, { id }: { id: string }, { store }) => {
      const found = discountById(store, id);
      return found && isCode(found) ? toCodeNode(found) : null;
    },
    codeDiscountNodeByCode: (_: unknown, { code }: { code: string }, { store }) => {
      const found = all(store).find(({ codes }) =>
        codes.some((each) => each.code.toLowerCase() === code.toLowerCase()),
      );
      return found ? toCodeNode(found) : null;
    },
    automaticDiscountNodes: (_: unknown, args: ListArguments, context, info) =>
      mapConnection(
        toListing(
          all(context.store).filter((each) => !isCode(each)),
          listing(context.store),
          args,
          context,
          info,
        ),
        toAutomaticNode,
      ),
    automaticDiscountNode: (_: unknown, { id }: { id: string }, { store }) => {
      const found = discountById(store, id);
      return found && !isCode(found) ? toAutomaticNode(found) : null;
    },
  } satisfies Fields<unknown>,
};
