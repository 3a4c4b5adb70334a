import { type Clock, type ComposedCall, defineComposedOperation, type OperationOutput } from "@trunkline/core";
import { shopify } from "@trunkline/shopify";
import { z } from "zod";
import { pageKey, productHandle } from "./addresses.js";
import { listInput, nextCursor, pageOf } from "./cursor.js";
import { insightsDocs } from "./docs-link.js";
import { joinPages, PerformanceRow, sortPages } from "./join-pages.js";
import { checkPeriod, PeriodOutput, type Periods, periodInput, resolvePeriods, warnFreshness } from "./period.js";
import { salesByProduct } from "./product-sales.js";
import { readBingPages, readGooglePages, searchPagesUses } from "./search-pages.js";
import { readSales, shopOrdersUses, warnOldOrders } from "./shop-orders.js";
import { siteInput } from "./sites.js";
import { connectionsInput, onConnections } from "./source-connections.js";
import { createSources, insightDeadlineMs, missingOutput } from "./sources.js";

const listProducts = shopify.operations.products.list;
type Product = OperationOutput<typeof listProducts>["products"][number];

const Sold = z.object({ units: z.number(), revenue: z.number() });

const ProductOnPage = z.object({
  id: z.string(),
  title: z.string(),
  handle: z.string(),
  status: z.string(),
  stock: z.number().describe("Over all locations"),
  sold: Sold.describe("In the period, in all channels: not only through this page"),
  soldBefore: Sold.describe("In the period compared with"),
});

const LosingPage = PerformanceRow.omit({ analytics: true }).extend({
  product: ProductOnPage.optional().describe("Absent: no product page, no such product, or the shop did not answer"),
});

/** Pages that lose clicks, and what is sold on them. */
export const losingClicks = (clock: Clock) =>
  defineComposedOperation({
    id: "insights.pages.losingClicks",
    summary: "Find pages that lose search clicks against the period before, with their products' sales and stock",
    description:
      "Answers which products lost search clicks although they sell: onlySelling. Products are matched by /products/{handle}.",
    docs: insightsDocs,
    effect: "read",
    uses: [...searchPagesUses, listProducts.id, ...shopOrdersUses],
    input: z
      .object({
        ...siteInput,
        ...connectionsInput("gsc", "bing-wmt", "shopify"),
        ...periodInput,
        onlySelling: z.boolean().default(false).describe("Only pages whose product was sold in the period"),
        minLoss: z.number().int().min(1).default(1).describe("Least clicks lost"),
        ...listInput(25, 200),
      })
      .superRefine(checkPeriod),
    output: z.object({
      period: PeriodOutput,
      comparedTo: PeriodOutput,
      pages: z.array(LosingPage).describe("Largest loss first"),
      totalPages: z.number().int(),
      currency: z.string().optional().describe("Of revenue"),
      ...missingOutput,
      nextCursor,
    }),
    pagination: { items: "pages" },
    keywords: ["decline", "drop", "traffic loss", "seo", "falling", "products", "bestseller", "organic", "last month"],
    examples: [
      {
        title: "Which products lost search clicks although they sell?",
        input: { site: "nordlicht-tee.example", onlySelling: true },
      },
    ],
    deadlineMs: insightDeadlineMs,
    run: async (outer, input) => {
      const call = onConnections(outer, input.connections);
      const nowMs = clock.now();
      const periods = resolvePeriods(input, nowMs);
      const sources = createSources(call);
      const [google, bing] = await Promise.all([
        sources.ask("gsc", () => readGooglePages(call, input, periods)),
        sources.ask("bing-wmt", () => readBingPages(call, input, periods)),
      ]);
      sources.missing(); // without any search engine there is nothing to add a shop to
      const losing = sortPages(joinPages({ google, bing }), "loss").filter(
        ({ clicksChange }) => -clicksChange >= input.minLoss,
      );
      const shop = await sources.ask("shopify", () => readShop(call, losing, periods));
      if (shop) warnOldOrders(call, nowMs, periods.previous.startDate);
      warnFreshness(call, ["gsc", "bing-wmt", "shopify"], periods.current, nowMs);
      const rows = losing
        .map((row) => ({ ...row, ...productOn(row, shop) }))
        // Without the shop nobody knows what sells: then all are shown, and `missing` says why.
        .filter(({ product }) => !input.onlySelling || !shop || (product?.sold.units ?? 0) > 0);
      const { items, next } = pageOf(rows, input);
      return {
        period: periods.current,
        comparedTo: periods.previous,
        pages: [...items],
        totalPages: rows.length,
        ...(shop?.currency !== undefined && { currency: shop.currency }),
        missing: [...sources.missing()],
        ...next,
      };
    },
  });

interface ShopFacts {
  readonly products: ReadonlyMap<string, Product>;
  readonly sold: ReturnType<typeof salesByProduct>;
  readonly soldBefore: ReturnType<typeof salesByProduct>;
  readonly currency?: string;
}

/** Products whose search text stays within what one query takes. */
const handlesAtOnce = 40;
/** Pages that are looked up in the shop, largest loss first. */
const maxHandles = 400;

const readShop = async (
  call: ComposedCall,
  pages: readonly PerformanceRow[],
  { current, previous }: Periods,
): Promise<ShopFacts> => {
  const handles = [...new Set(pages.flatMap(({ page }) => handleOf(page) ?? []))];
  if (handles.length > maxHandles)
    call.warn({
      code: "PRODUCTS_CAPPED",
      message: `${handles.length} product pages lose clicks; the ${maxHandles} with the largest loss were looked up.`,
    });
  const [products, salesNow, salesBefore] = await Promise.all([
    readProducts(call, handles.slice(0, maxHandles)),
    readSales(call, current),
    readSales(call, previous),
  ]);
  const currency = [...salesNow, ...salesBefore][0]?.currency;
  return {
    products,
    sold: salesByProduct(salesNow, current),
    soldBefore: salesByProduct(salesBefore, previous),
    ...(currency !== undefined && { currency }),
  };
};

const handleOf = (page: string): string | undefined => productHandle(pageKey(page) ?? "");

const readProducts = async (call: ComposedCall, handles: readonly string[]): Promise<ShopFacts["products"]> => {
  const found = new Map<string, Product>();
  for (let at = 0; at < handles.length; at += handlesAtOnce) {
    const query = handles
      .slice(at, at + handlesAtOnce)
      .map((handle) => `handle:"${handle.replaceAll(/["\\]/g, "")}"`)
      .join(" OR ");
    const { products } = await call.run(listProducts, { query, limit: 250 });
    for (const product of products) found.set(product.handle, product);
  }
  return found;
};

const none = { units: 0, revenue: 0 };

const productOn = ({ page }: PerformanceRow, shop: ShopFacts | undefined) => {
  const product = shop?.products.get(handleOf(page) ?? "");
  if (!shop || !product) return {};
  const { id, title, handle, status, totalInventory: stock } = product;
  const [sold, soldBefore] = [shop.sold.get(id) ?? none, shop.soldBefore.get(id) ?? none];
  return { product: { id, title, handle, status, stock, sold, soldBefore } };
};
