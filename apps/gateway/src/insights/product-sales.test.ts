import { expect, test } from "vitest";
import { mentions } from "./message-context.js";
import { salesByProduct } from "./product-sales.js";

const sale = (day: string, ...lines: readonly [productId: string, units: number, revenue: number][]) => ({
  day,
  total: 0,
  currency: "EUR",
  lines: lines.map(([productId, units, revenue]) => ({ productId, units, revenue })),
});

test("adds up lines of a product within the days, both ends included", () => {
  const sales = [
    sale("2026-10-31", ["a", 9, 9]),
    sale("2026-11-01", ["a", 1, 0.1], ["b", 1, 5]),
    sale("2026-11-02", ["a", 2, 0.2]),
    sale("2026-11-03", ["a", 9, 9]),
  ];
  expect([...salesByProduct(sales, { startDate: "2026-11-01", endDate: "2026-11-02" })]).toEqual([
    ["a", { units: 3, revenue: 0.3 }],
    ["b", { units: 1, revenue: 5 }],
  ]);
});

test("a text mentions an order by its whole number only", () => {
  expect([mentions("Wo bleibt #1545?", "#1545"), mentions("Bestellung 1545.", "#1545")]).toEqual([true, true]);
  expect([mentions("Nr. 15451", "#1545"), mentions("81545", "#1545"), mentions("um 12 Uhr", "#12")]).toEqual([
    false,
    false,
    false,
  ]);
});
