import type { Context } from "../context.js";
import { parseCents } from "../money.js";
import type { Discount } from "../records/content.js";
import { discountStatus } from "../resolvers/discount-kinds.js";
import { discountById, toCodeNode } from "../resolvers/discounts.js";
import type { Fields } from "../resolvers/fields.js";
import { normalizeTags, userError } from "../resolvers/fields.js";
import type { Store } from "../state.js";

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

/** Makes discount codes, ends them and brings them back. */
export const discountChanges = {
  discountCodeBasicCreate,
  discountCodeDeactivate: setEnd(false),
  discountCodeActivate: setEnd(true),
} as Fields<unknown>;
