/** The page size at which measured costs were taken. */
const measuredLimit = 50;

/**
 * Points a list asks for, between a page of one and the dearest page of 50 measured. Shopify's cost of a connection
 * grows slower than its size (250 variants with an object each: 25 points), about with the root.
 */
export const pageCost =
  (least: number, atFifty: number) =>
  ({ limit }: { readonly limit: number }): number =>
    Math.ceil(least + (atFifty - least) * Math.sqrt(limit / measuredLimit));
