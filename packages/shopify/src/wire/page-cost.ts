/** How often a connection of this size counts its node: Shopify's price grows with the logarithm of the page. */
const timesCounted = (size: number): number => Math.max(1, Math.floor(2 * Math.log(size)));

/**
 * Points a list asks for: `least` for a page of one, `atFifty` for the default page of 50. Fitted to recorded answers:
 * a connection asks 2 + max(1, ⌊2 ln n⌋) times its node, so that a page of 250 costs about half as much again as one of 50.
 */
export const pageCost =
  (least: number, atFifty: number) =>
  ({ limit }: { readonly limit: number }): number => {
    const share = (timesCounted(limit) - 1) / (timesCounted(50) - 1);
    return Math.ceil(least + (atFifty - least) * share);
  };
