import type { Random } from "@trunkline/core";
import { createPick, type SeededPick } from "@trunkline/core/simulator";
import { nordlichtTee, type ShopProduct } from "./company.js";
import { firstNames, lastNames, toAddressPart, towns } from "./people.js";

/** Somebody who ordered. */
interface Customer {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly city: string | undefined;
}

/** An order as the shop tells of it. */
export interface ShopOrder {
  /** `#1001` and up. */
  readonly name: string;
  readonly customer: Customer;
  /** Milliseconds since the epoch. */
  readonly orderedAt: number;
  readonly lines: readonly { readonly title: string; readonly size: string; readonly quantity: number }[];
  /** Absent: not sent, or not yet. */
  readonly parcel?: { readonly sentAt: number; readonly trackingNumber: string };
  readonly isCancelled: boolean;
  readonly isRefunded: boolean;
  readonly isGift: boolean;
}

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/**
 * Every order of the shop for a seed, oldest first: the very customers, names and lines that the shop's own simulator
 * has for it. It draws the same numbers in the same order, also where the result is of no interest to a mailbox.
 */
export const seedOrders = (random: Random): readonly ShopOrder[] => {
  const pick = createPick(random);
  skipStock(pick);
  const customers: Customer[] = [];
  return orderTimes(pick).map((at, index) => {
    const isNew = customers.length === 0 || (customers.length < nordlichtTee.customerCount && pick.chance(0.42));
    const customer = isNew ? drawCustomer(pick, customers.length + 1) : pick.one(customers);
    if (isNew) customers.push(customer);
    return drawOrder(pick, customer, at, index);
  });
};

/** Draws of the shop that concern prices, bar codes and stock. */
const skipStock = (pick: SeededPick): void => {
  for (const { sizes } of nordlichtTee.products)
    for (const _ of sizes) {
      pick.chance(0.06);
      pick.between(0, 1);
      if (!pick.chance(0.03)) pick.between(0, 1);
      if (pick.chance(0.7)) pick.between(0, 1);
    }
};

const seasonWeight = (at: number): number =>
  [1.1, 1, 0.95, 0.8, 0.7, 0.6, 0.6, 0.65, 0.85, 1.1, 1.6, 1.9][new Date(at).getUTCMonth()] ?? 1;

const orderTimes = (pick: SeededPick): readonly number[] => {
  const start = Date.parse(`${nordlichtTee.historyStart}T00:00:00Z`);
  const days = Math.round((Date.parse(`${nordlichtTee.historyEnd}T00:00:00Z`) - start) / dayMs);
  const dates = Array.from({ length: days + 1 }, (_, index) => start + index * dayMs);
  const times = Array.from(
    { length: nordlichtTee.orderCount },
    () => pick.weighted(dates, seasonWeight) + pick.between(6 * 3600, 22 * 3600) * 1000,
  );
  return times.sort((a, b) => a - b);
};

const drawCustomer = (pick: SeededPick, index: number): Customer => {
  const firstName = pick.one(firstNames);
  const lastName = pick.one(lastNames);
  for (const share of [0.45, 0.3, 0.05, 0.6, 0.12, 0.06]) pick.chance(share);
  const city = pick.chance(0.95) ? pick.weighted(towns, ([, weight]) => weight)[0] : undefined;
  if (city !== undefined) {
    pick.chance(0);
    pick.chance(0);
  }
  const email = `${toAddressPart(firstName)}.${toAddressPart(lastName)}${index}@example.com`;
  return { firstName, lastName, email, city };
};

const drawOrder = (pick: SeededPick, customer: Customer, orderedAt: number, index: number): ShopOrder => {
  pick.chance(0.14);
  const lines = drawLines(pick);
  pick.chance(0);
  const isPhone = pick.chance(0.04);
  const isGift = pick.chance(0.07);
  if (!isPhone) pick.chance(0);
  return { name: `#${1001 + index}`, customer, orderedAt, lines, isGift, ...drawFate(pick, orderedAt, index) };
};

const drawLines = (pick: SeededPick): ShopOrder["lines"] => {
  const chosen = new Map<string, ShopOrder["lines"][number]>();
  for (let count = pick.between(1, 4); count > 0; count -= 1) {
    const { title, sizes }: ShopProduct = pick.weighted(nordlichtTee.products, ({ popularity }) => popularity);
    const size = pick.one(sizes);
    const quantity = pick.weighted([1, 2, 3, 6], (pieces) => 7 - pieces);
    chosen.set(`${title} ${size}`, { title, size, quantity });
  }
  return [...chosen.values()];
};

type Fate = { readonly [K in "isCancelled" | "isRefunded"]: boolean } & { readonly parcel?: ShopOrder["parcel"] };

/** The youngest orders are still to be sent. */
const drawFate = (pick: SeededPick, orderedAt: number, index: number): Fate => {
  const age = nordlichtTee.orderCount - index;
  const gateway = pick.weighted(["cards", "paypal", "bank"], (name) => (name === "bank" ? 1 : 4));
  if (pick.chance(0.03)) return { isCancelled: true, isRefunded: true };
  if (age <= 18 || (gateway === "bank" && age < 40)) return { isCancelled: false, isRefunded: false };
  const sentAt = orderedAt + pick.between(6, 60) * hourMs;
  const isRefunded = pick.chance(0.05);
  if (isRefunded) pick.chance(0.5);
  return {
    isCancelled: false,
    isRefunded,
    parcel: { sentAt, trackingNumber: `00340434${String(orderedAt).slice(-10)}` },
  };
};
