import type { SeededPick } from "@trunkline/core/simulator";
import { addOrder, type LineFacts } from "../changes/make-order.js";
import type { Customer } from "../records/customers.js";
import { variantTitle } from "../resolvers/product-search.js";
import type { Store } from "../state.js";
import type { SeededProduct } from "./catalog.js";
import { nordlichtTee } from "./company.js";
import { dayMs, finish } from "./outcomes.js";
import { seedCustomer } from "./people-records.js";

const foodVat = 0.07;

const fullVat = 0.19;

const swissRate = 0.94;

/** More orders towards winter and in the run-up to Christmas. */
const seasonWeight = (at: number): number =>
  [1.1, 1, 0.95, 0.8, 0.7, 0.6, 0.6, 0.65, 0.85, 1.1, 1.6, 1.9][new Date(at).getUTCMonth()] ?? 1;

/** The moments of all orders, oldest first. */
const orderTimes = (pick: SeededPick): readonly number[] => {
  const start = Date.parse(`${nordlichtTee.historyStart}T00:00:00Z`);
  const days = Math.round((Date.parse(`${nordlichtTee.historyEnd}T00:00:00Z`) - start) / dayMs);
  const dates = Array.from({ length: days + 1 }, (_, index) => {
    const at = start + index * dayMs;
    return { at, weight: seasonWeight(at) };
  });
  const times = Array.from(
    { length: nordlichtTee.orderCount },
    () => pick.weighted(dates, ({ weight }) => weight).at + pick.between(6 * 3600, 22 * 3600) * 1000,
  );
  return times.sort((a, b) => a - b);
};

/** Fills customers and orders with payments, parcels, refunds and cancellations. `setNow` moves the shop's time. */
export const seedHistory = (
  store: Store,
  pick: SeededPick,
  catalog: readonly SeededProduct[],
  setNow: (at: number) => void,
): void => {
  const customers: Customer[] = [];
  for (const [index, at] of orderTimes(pick).entries()) {
    setNow(at);
    const isNew = customers.length === 0 || (customers.length < nordlichtTee.customerCount && pick.chance(0.42));
    const customer = isNew ? seedCustomer(store, pick, at - 60_000, customers.length + 1) : pick.one(customers);
    if (isNew) customers.push(customer);
    seedOrder(store, pick, catalog, customer, at, index, setNow);
  }
  for (let count = customers.length; count < nordlichtTee.customerCount; count += 1)
    seedCustomer(store, pick, store.clock.now(), count + 1);
};

const seedLines = (
  store: Store,
  pick: SeededPick,
  catalog: readonly SeededProduct[],
  discount: number,
): readonly LineFacts[] => {
  const chosen = new Map<string, LineFacts>();
  for (let count = pick.between(1, 4); count > 0; count -= 1) {
    const { product } = pick.weighted(catalog, ({ popularity }) => popularity);
    const variant = store.ProductVariant.get(pick.one(product.variantIds));
    if (!variant) continue;
    const quantity = pick.weighted([1, 2, 3, 6], (pieces) => 7 - pieces);
    const title = variantTitle(variant);
    chosen.set(variant.id, {
      title: product.title,
      variantTitle: title === "Default Title" ? null : title,
      sku: store.InventoryItem.get(variant.inventoryItemId)?.sku ?? null,
      vendor: product.vendor,
      productId: product.id,
      variantId: variant.id,
      quantity,
      unitCents: variant.priceCents,
      discountCents: Math.round(variant.priceCents * quantity * discount),
      taxRate: product.tags.includes("tee") ? foodVat : fullVat,
      requiresShipping: true,
      taxable: true,
      customAttributes: [],
    });
  }
  return [...chosen.values()];
};

const seedOrder = (
  store: Store,
  pick: SeededPick,
  catalog: readonly SeededProduct[],
  customer: Customer,
  at: number,
  index: number,
  setNow: (at: number) => void,
): void => {
  const [discountCode, discount] = pick.chance(0.14) ? (["TEEZEIT10", 0.1] as const) : ([null, 0] as const);
  const lines = seedLines(store, pick, catalog, discount);
  const address = customer.addresses[0] ?? null;
  const isSwiss = address?.countryCode === "CH";
  const subtotal = lines.reduce(
    (sum, { unitCents, quantity, discountCents }) => sum + unitCents * quantity - discountCents,
    0,
  );
  const { source, medium, referrer, campaign } = pick.weighted(nordlichtTee.trafficSources, ({ weight }) => weight);
  const isPhone = pick.chance(0.04);
  const order = addOrder(store, {
    customerId: customer.id,
    email: customer.email,
    phone: customer.phone,
    note: pick.chance(0.07) ? "Bitte als Geschenk verpacken" : null,
    tags: isPhone ? ["telefon"] : [],
    sourceName: isPhone ? "shopify_draft_order" : "web",
    lines,
    shipping: {
      title: isSwiss ? "DHL Paket International" : "DHL Paket",
      code: isSwiss ? "dhl-international" : "dhl-paket",
      cents: isSwiss ? 1290 : subtotal >= 4900 ? 0 : 490,
    },
    discountCode,
    billingAddress: address,
    shippingAddress: address,
    ...(isSwiss && { presentmentCurrency: "CHF", presentmentRate: swissRate }),
    visit: isPhone
      ? null
      : {
          landingPage: `${nordlichtTee.siteUrl}${pick.weighted(nordlichtTee.landingPages, ({ weight }) => weight).path}`,
          referrer,
          source,
          medium,
          campaign,
        },
    keepStock: true,
  });
  finish(store, pick, order, at, nordlichtTee.orderCount - index, setNow);
};
