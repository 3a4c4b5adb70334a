import type { Context } from "../context.js";
import { numericId, toGid } from "../gid.js";
import { toCount } from "../listing.js";
import { toFixed, toMoney } from "../money.js";
import { type PageArguments, toConnection } from "../paging.js";
import type { Discount } from "../records/content.js";
import { shopCurrency } from "../seed/company.js";
import type { Store } from "../state.js";

/** ACTIVE, SCHEDULED or EXPIRED, by the dates. */
export const discountStatus = ({ startsAt, endsAt }: Discount, now: number): string =>
  endsAt !== null && endsAt <= now ? "EXPIRED" : startsAt > now ? "SCHEDULED" : "ACTIVE";

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
export const toDiscount = (discount: Discount, { store }: Context): object => ({
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
