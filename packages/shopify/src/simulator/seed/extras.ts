import type { SeededPick } from "@trunkline/core/simulator";
import type { Product } from "../records/catalog.js";
import type { Discount } from "../records/content.js";
import type { DraftOrder } from "../records/orders.js";
import { writeMetafield } from "../resolvers/metafields.js";
import { variantTitle } from "../resolvers/product-search.js";
import type { Store } from "../state.js";
import type { SeededProduct } from "./catalog.js";
import { nordlichtTee } from "./company.js";

const dayMs = 86_400_000;

/** Fills discounts, draft orders, metafields and metaobjects. */
export const seedExtras = (store: Store, pick: SeededPick, catalog: readonly SeededProduct[]): void => {
  seedDiscounts(store);
  for (const { product } of catalog) seedMetafields(store, pick, product);
  seedRegions(store);
  for (let count = 0; count < 8; count += 1) seedDraft(store, pick, catalog, count);
};

const blank = {
  usageLimit: null,
  appliesOncePerCustomer: false,
  usageCount: 0,
  tags: [],
  productIds: [],
  collectionIds: [],
  minimumSubtotalCents: null,
  minimumQuantity: null,
  buysQuantity: null,
  combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: true },
};

const seedDiscounts = (store: Store): void => {
  const start = Date.parse(nordlichtTee.historyStart);
  const now = store.clock.now();
  const add = (kind: string, title: string, code: string | null, facts: Partial<Discount>) => {
    const minted = store.mint("DiscountNode");
    const codes =
      code === null
        ? []
        : [
            {
              __typename: "DiscountRedeemCode" as const,
              id: store.mintId("DiscountRedeemCode"),
              code,
              asyncUsageCount: facts.usageCount ?? 0,
            },
          ];
    store.DiscountNode.set(minted.id, {
      ...blank,
      ...minted,
      kind,
      title,
      startsAt: start,
      endsAt: null,
      value: { percentage: 0.1 },
      codes,
      ...facts,
      tags: [...(facts.tags ?? [])],
    });
  };
  add("DiscountCodeBasic", "TEEZEIT10", "TEEZEIT10", { usageCount: 81 });
  add("DiscountCodeBasic", "Willkommen", "MOIN5", {
    value: { cents: 500, appliesOnEachItem: false },
    appliesOncePerCustomer: true,
    minimumSubtotalCents: 3000,
    usageCount: 37,
  });
  add("DiscountCodeBasic", "Sommer 2025", "SOMMER25", {
    value: { percentage: 0.15 },
    endsAt: Date.parse("2025-09-01"),
    usageCount: 22,
  });
  add("DiscountCodeFreeShipping", "Versandfrei", "VERSANDFREI", { value: null, usageCount: 12 });
  add("DiscountCodeBxgy", "3 für 2", "DREIFUERZWEI", { value: { percentage: 1 }, buysQuantity: 2, usageCount: 5 });
  add("DiscountAutomaticBasic", "Adventsrabatt", null, { startsAt: now + 8 * dayMs, endsAt: now + 33 * dayMs });
  add("DiscountAutomaticFreeShipping", "Versandfrei ab 49 €", null, { value: null, minimumSubtotalCents: 4900 });
};

const seedMetafields = (store: Store, pick: SeededPick, product: Product): void => {
  const add = (key: string, type: string, value: string) =>
    writeMetafield(store, product.id, { namespace: "tee", key, type, value });
  writeMetafield(store, product.id, { namespace: "erp", key: "artikel", type: "id", value: `A-${product.handle}` });
  if (!product.tags.includes("tee")) return;
  add("ziehzeit_minuten", "number_integer", String(pick.between(2, 8)));
  add("temperatur_grad", "number_integer", String(pick.one([70, 80, 90, 100])));
  add("herkunft", "single_line_text_field", pick.one(["Indien", "Japan", "China", "Sri Lanka", "Deutschland"]));
};

const seedRegions = (store: Store): void => {
  const definition = store.mint("MetaobjectDefinition");
  store.MetaobjectDefinition.set(definition.id, {
    ...definition,
    type: "anbaugebiet",
    name: "Anbaugebiet",
    description: "Woher ein Tee kommt",
    displayNameKey: "name",
    fields: [
      { key: "name", name: "Name", type: "single_line_text_field", required: true },
      { key: "land", name: "Land", type: "single_line_text_field", required: false },
      { key: "hoehe_m", name: "Höhe in Metern", type: "number_integer", required: false },
    ],
  });
  for (const [handle, name, land, height] of [
    ["assam", "Assam", "Indien", "100"],
    ["darjeeling", "Darjeeling", "Indien", "2000"],
    ["uji", "Uji", "Japan", "300"],
    ["uva", "Uva", "Sri Lanka", "1200"],
    ["fujian", "Fujian", "China", "900"],
  ] as const) {
    const minted = store.mint("Metaobject");
    store.Metaobject.set(minted.id, {
      ...minted,
      type: "anbaugebiet",
      handle,
      status: "ACTIVE",
      values: { name, land, hoehe_m: height },
    });
  }
};

const seedDraft = (store: Store, pick: SeededPick, catalog: readonly SeededProduct[], index: number): void => {
  const customer = pick.one([...store.Customer.values()]);
  const { product } = pick.one(catalog);
  const variant = store.ProductVariant.get(product.variantIds[0] ?? "");
  const draft: DraftOrder = {
    ...store.mint("DraftOrder"),
    name: `#D${store.nextNumber("DraftOrder")}`,
    status: index % 3 === 2 ? "INVOICE_SENT" : "OPEN",
    completedAt: null,
    invoiceSentAt: index % 3 === 2 ? store.clock.now() : null,
    orderId: null,
    customerId: customer.id,
    email: customer.email,
    phone: null,
    note2: index % 2 === 0 ? "Telefonische Bestellung" : null,
    poNumber: null,
    tags: index % 2 === 0 ? ["telefon"] : [],
    taxExempt: false,
    customAttributes: [],
    discount:
      index === 0 ? { title: "Stammkunde", description: "Treuerabatt", value: 5, valueType: "PERCENTAGE" } : null,
    lines: variant
      ? [
          {
            __typename: "DraftOrderLineItem",
            id: store.mintId("DraftOrderLineItem"),
            uuid: `draft-line-${index}`,
            title: product.title,
            variantTitle: variantTitle(variant),
            sku: store.InventoryItem.get(variant.inventoryItemId)?.sku ?? null,
            vendor: product.vendor,
            productId: product.id,
            variantId: variant.id,
            quantity: pick.between(1, 5),
            unitCents: variant.priceCents,
            discount: null,
            taxRate: 0.07,
            requiresShipping: true,
            taxable: true,
            customAttributes: [],
          },
        ]
      : [],
    shipping: null,
    billingAddress: customer.addresses[0] ?? null,
    shippingAddress: customer.addresses[0] ?? null,
    reserveInventoryUntil: null,
    sourceName: null,
    currency: nordlichtTee.currency,
    presentmentCurrency: nordlichtTee.currency,
    presentmentRate: 1,
  };
  store.DraftOrder.set(draft.id, draft);
};
