import { sum } from "./figures.js";
import type { Period } from "./period.js";
import type { Sale } from "./shop-orders.js";

/** What was sold of a product. */
export interface ProductSales {
  readonly units: number;
  readonly revenue: number;
}

/** Sales by product id, of the days of a period. */
export const salesByProduct = (
  sales: readonly Sale[],
  { startDate, endDate }: Period,
): ReadonlyMap<string, ProductSales> => {
  const lines = sales.filter(({ day }) => day >= startDate && day <= endDate).flatMap((sale) => sale.lines);
  const groups = Map.groupBy(lines, ({ productId }) => productId);
  return new Map(
    [...groups].map(([productId, sold]) => [
      productId,
      { units: sum(sold.map(({ units }) => units)), revenue: roundCents(sum(sold.map(({ revenue }) => revenue))) },
    ]),
  );
};

/** Sums of cents written as fractions drift. */
export const roundCents = (amount: number): number => Math.round(amount * 100) / 100;
