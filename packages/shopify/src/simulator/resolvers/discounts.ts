import type { Context } from "../context.js";
import { numericId, toGid } from "../gid.js";
import { type ListArguments, type Listing, searchRows, textKey, toCount, toListing } from "../listing.js";
import { parseCents, toFixed, toMoney } from "../money.js";
import { mapConnection, type PageArguments, toConnection } from "../paging.js";
import type { Discount } from "../records.js";
import { shopCurrency } from "../seed/company.js";
import type { Store } from "../state.js";
import { type Fields, normalizeTags, userError } from "./fields.js";
import { metafieldFields } from "./metafields.js";

/** ACTIVE, SCHEDULED or EXPIRED, by the dates. */
export const discountStatus = ({ startsAt, endsAt }: Discount, now: number): string =>
  endsAt !== null && endsAt <= now ? "EXPIRED" : startsAt > now ? "SCHEDULED" : "ACTIVE";

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

const valueText = ({ value, minimumSubtotalCents }: Discount): string => {
  const off =
    value === null
      ? "Free shipping"
      : "percentage" in value
        ? `${Math.round(value.percentage * 100)}% off`
        : `€${toFixed(value.cents)} off`;
  return minimumSubtotalCents === null
    ? `${off} entire order`
    : `${off} entire order • Minimum purchase of €${toFixed(minimumSubtotalCents)}`;
};

const itemsOf = (store: Store, { productIds, collectionIds }: Discount) => {
  if (productIds.length > 0)
    return {
      __typename: "DiscountProducts",
      products: (args: PageArguments) =>
        toConnection(
          productIds.flatMap((id) => store.Product.get(id) ?? []),
          args,
        ),
      productVariants: (args: PageArguments) => toConnection([], args),
    };
  if (collectionIds.length > 0)
    return {
      __typename: "DiscountCollections",
      collections: (args: PageArguments) =>
        toConnection(
          collectionIds.flatMap((id) => store.Collection.get(id) ?? []),
          args,
        ),
    };
  return { __typename: "AllDiscountItems", allItems: true };
};

const getsValue = ({ value, kind }: Discount) => {
  if (kind.endsWith("Bxgy"))
    return {
      __typename: "DiscountOnQuantity",
      quantity: { quantity: "1" },
      effect: { __typename: "DiscountPercentage", percentage: value && "percentage" in value ? value.percentage : 1 },
    };
  if (value && "cents" in value)
    return {
      __typename: "DiscountAmount",
      amount: toMoney(value.cents, shopCurrency),
      appliesOnEachItem: value.appliesOnEachItem,
    };
  return { __typename: "DiscountPercentage", percentage: value?.percentage ?? 0 };
};

/** What a resolver gives for the discount inside a node: one of eight kinds. */
const toDiscount = (discount: Discount, { store }: Context): object => ({
  ...discount,
  id: toGid("DiscountAutomaticNode", numericId(discount.id)),
  __typename: discount.kind,
  status: discountStatus(discount, store.clock.now()),
  summary: valueText(discount),
  shortSummary: valueText(discount).split(" • ")[0],
  asyncUsageCount: discount.usageCount,
  recurringCycleLimit: 1,
  hasTimelineComment: false,
  appliesOnOneTimePurchase: true,
  appliesOnSubscription: false,
  discountId: discount.id,
  discountClasses: [
    discount.kind.endsWith("FreeShipping")
      ? "SHIPPING"
      : discount.productIds.length + discount.collectionIds.length > 0 || discount.kind.endsWith("Bxgy")
        ? "PRODUCT"
        : "ORDER",
  ],
  codes: (args: PageArguments) => toConnection(discount.codes, args),
  codesCount: toCount(discount.codes.length),
  customerGets: {
    appliesOnOneTimePurchase: true,
    appliesOnSubscription: false,
    items: itemsOf(store, discount),
    value: getsValue(discount),
  },
  customerBuys: {
    isOneTimePurchase: true,
    isSubscription: false,
    items: itemsOf(store, discount),
    value: { __typename: "DiscountQuantity", quantity: String(discount.buysQuantity ?? 1) },
  },
  minimumRequirement:
    discount.minimumSubtotalCents !== null
      ? {
          __typename: "DiscountMinimumSubtotal",
          greaterThanOrEqualToSubtotal: toMoney(discount.minimumSubtotalCents, shopCurrency),
        }
      : discount.minimumQuantity !== null
        ? { __typename: "DiscountMinimumQuantity", greaterThanOrEqualToQuantity: String(discount.minimumQuantity) }
        : null,
  totalSales: toMoney(discount.usageCount * 2500, shopCurrency),
  maximumShippingPrice: null,
  usesPerOrderLimit: null,
  context: { __typename: "DiscountBuyerSelectionAll", all: "ALL" },
});

const node = (type: string) => (discount: Discount) => ({
  ...discount,
  __typename: type,
  id: toGid(type, numericId(discount.id)),
  source: discount,
});
const toCodeNode = node("DiscountCodeNode");
const toAutomaticNode = node("DiscountAutomaticNode");
/** The discount behind any of the three node types. */
export const discountById = (store: Store, gid: string): Discount | undefined =>
  store.DiscountNode.get(toGid("DiscountNode", numericId(gid)));

interface Wrapped {
  readonly id: string;
  readonly source: Discount;
}

interface BasicInput {
  readonly title?: string | null;
  readonly code?: string | null;
  readonly startsAt?: number | string | null;
  readonly endsAt?: number | string | null;
  readonly usageLimit?: number | null;
  readonly appliesOncePerCustomer?: boolean | null;
  readonly tags?: readonly string[] | null;
  readonly combinesWith?: Partial<Discount["combinesWith"]> | null;
  readonly minimumRequirement?: {
    readonly quantity?: { readonly greaterThanOrEqualToQuantity?: string };
    readonly subtotal?: { readonly greaterThanOrEqualToSubtotal?: string };
  } | null;
  readonly customerGets?: {
    readonly items?: {
      readonly all?: boolean;
      readonly products?: { readonly productsToAdd?: readonly string[] };
      readonly collections?: { readonly add?: readonly string[] };
    };
    readonly value?: {
      readonly percentage?: number;
      readonly discountAmount?: { readonly amount?: string; readonly appliesOnEachItem?: boolean };
    };
  } | null;
}

const toTime = (value: number | string | null | undefined): number | null =>
  value == null ? null : new Date(value).getTime();
const refused = (field: string, message: string, code: string) => ({
  ...userError(["basicCodeDiscount", field], message, code),
  extraInfo: null,
});

const problemsWith = (store: Store, input: BasicInput) => {
  const percentage = input.customerGets?.value?.percentage;
  const starts = toTime(input.startsAt);
  const ends = toTime(input.endsAt);
  return [
    ...(input.title ? [] : [refused("title", "Title can't be blank", "BLANK")]),
    ...(input.code ? [] : [refused("code", "Code can't be blank", "BLANK")]),
    ...(input.code && codeTaken(store, input.code)
      ? [refused("code", "Code must be unique. Please try a different code.", "TAKEN")]
      : []),
    ...(starts === null ? [refused("startsAt", "Starts at can't be blank", "BLANK")] : []),
    ...(starts !== null && ends !== null && ends <= starts
      ? [refused("endsAt", "Ends at needs to be after starts_at", "INVALID")]
      : []),
    ...(percentage !== undefined && (percentage <= 0 || percentage > 1)
      ? [refused("customerGets", "Value must be between 0.0 and 1.0", "VALUE_OUTSIDE_RANGE")]
      : []),
  ];
};

const codeTaken = (store: Store, wanted: string) =>
  [...store.DiscountNode.values()].some(({ codes }) =>
    codes.some(({ code }) => code.toLowerCase() === wanted.toLowerCase()),
  );

const discountCodeBasicCreate = (
  _: unknown,
  { basicCodeDiscount: input }: { basicCodeDiscount: BasicInput },
  { store, emit }: Context,
) => {
  const userErrors = problemsWith(store, input);
  if (userErrors.length > 0) return { codeDiscountNode: null, userErrors };
  const value = input.customerGets?.value;
  const minted = store.mint("DiscountNode");
  const discount: Discount = {
    ...minted,
    kind: "DiscountCodeBasic",
    title: input.title ?? "",
    startsAt: toTime(input.startsAt) ?? minted.createdAt,
    endsAt: toTime(input.endsAt),
    codes: [
      {
        __typename: "DiscountRedeemCode",
        id: store.mintId("DiscountRedeemCode"),
        code: input.code ?? "",
        asyncUsageCount: 0,
      },
    ],
    usageLimit: input.usageLimit ?? null,
    appliesOncePerCustomer: input.appliesOncePerCustomer ?? false,
    usageCount: 0,
    tags: normalizeTags(input.tags ?? []),
    value: value?.discountAmount
      ? {
          cents: parseCents(value.discountAmount.amount) ?? 0,
          appliesOnEachItem: value.discountAmount.appliesOnEachItem ?? false,
        }
      : { percentage: value?.percentage ?? 0 },
    productIds: input.customerGets?.items?.products?.productsToAdd ?? [],
    collectionIds: input.customerGets?.items?.collections?.add ?? [],
    minimumSubtotalCents: parseCents(input.minimumRequirement?.subtotal?.greaterThanOrEqualToSubtotal) ?? null,
    minimumQuantity: Number(input.minimumRequirement?.quantity?.greaterThanOrEqualToQuantity ?? 0) || null,
    buysQuantity: null,
    combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: false, ...input.combinesWith },
  };
  store.DiscountNode.set(discount.id, discount);
  emit({
    topic: "DISCOUNTS_CREATE",
    body: () => ({
      admin_graphql_api_id: toCodeNode(discount).id,
      title: discount.title,
      status: discountStatus(discount, minted.createdAt),
    }),
  });
  return { codeDiscountNode: toCodeNode(discount), userErrors: [] };
};

const setEnd =
  (isActive: boolean) =>
  (_: unknown, { id }: { id: string }, { store, emit }: Context) => {
    const discount = discountById(store, id);
    if (!discount?.kind.startsWith("DiscountCode"))
      return {
        codeDiscountNode: null,
        userErrors: [{ ...userError(["id"], "Code discount does not exist.", "INVALID"), extraInfo: null }],
      };
    const now = store.clock.now();
    discount.endsAt = isActive ? null : Math.min(discount.endsAt ?? now, now);
    if (isActive) discount.startsAt = Math.min(discount.startsAt, now);
    discount.updatedAt = now;
    emit({
      topic: "DISCOUNTS_UPDATE",
      body: () => ({
        admin_graphql_api_id: toCodeNode(discount).id,
        title: discount.title,
        status: discountStatus(discount, now),
      }),
    });
    return { codeDiscountNode: toCodeNode(discount), userErrors: [] };
  };

const all = (store: Store) => [...store.DiscountNode.values()];
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
  Mutation: {
    discountCodeBasicCreate,
    discountCodeDeactivate: setEnd(false),
    discountCodeActivate: setEnd(true),
  } as Fields<unknown>,
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
