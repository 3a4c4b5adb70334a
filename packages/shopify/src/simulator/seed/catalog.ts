import type { SeededPick } from "@trunkline/core/simulator";
import { addProduct, addVariant } from "../changes/make-product.js";
import type { Product } from "../records/catalog.js";
import { toHandle } from "../resolvers/fields.js";
import type { Store } from "../state.js";
import type { SeedProduct } from "./assortment.js";
import { nordlichtTee } from "./company.js";

/** A product with the share of orders it has. */
export interface SeededProduct {
  readonly product: Product;
  readonly popularity: number;
}

/** Fills locations, collections and products with their stock. */
export const seedCatalog = (store: Store, pick: SeededPick): readonly SeededProduct[] => {
  for (const [index, { name, ...address }] of nordlichtTee.locations.entries()) {
    const minted = store.mint("Location");
    store.Location.set(minted.id, {
      ...minted,
      name,
      isActive: true,
      isPrimary: index === 0,
      address: { ...address, address2: null, country: nordlichtTee.country, countryCode: nordlichtTee.countryCode },
    });
  }
  for (const { title, handle } of nordlichtTee.collections) {
    const minted = store.mint("Collection");
    store.Collection.set(minted.id, { ...minted, title, handle, descriptionHtml: `<p>${title} von Nordlicht Tee</p>` });
  }
  return nordlichtTee.products.map((facts, index) => ({
    product: seedProduct(store, pick, facts, index),
    popularity: facts.popularity,
  }));
};

const seedProduct = (store: Store, pick: SeededPick, facts: SeedProduct, index: number): Product => {
  const isTea = facts.sizes.length > 1;
  const collections = new Map<string, string>(
    nordlichtTee.collections.map(({ tag }, position) => [tag, [...store.Collection.keys()][position] ?? ""]),
  );
  const product = addProduct(store, {
    title: facts.title,
    handle: facts.handle,
    // Two products are not for sale, so that filters by status have something to find.
    status: index % 29 === 28 ? "ARCHIVED" : index % 31 === 30 ? "DRAFT" : "ACTIVE",
    productType: facts.type,
    tags: [...facts.tags].sort(),
    descriptionHtml: `<p>${facts.title}: ${facts.type} aus dem Hause Nordlicht Tee.</p>`,
    seo: { title: `${facts.title} kaufen`, description: `${facts.title} online bestellen` },
    collectionIds: facts.tags.flatMap((tag) => collections.get(tag) ?? []),
    ...(isTea && { options: [{ name: "Größe", values: facts.sizes.map(([size]) => size) }] }),
  });
  product.media.push({
    __typename: "MediaImage",
    id: store.mintId("MediaImage"),
    alt: facts.title,
    url: `https://cdn.shopify.com/s/files/simulator/${facts.handle}.jpg`,
    createdAt: product.createdAt,
  });
  for (const [size, cents] of facts.sizes) addSeedVariant(store, pick, product, facts, size, cents);
  return product;
};

const addSeedVariant = (
  store: Store,
  pick: SeededPick,
  product: Product,
  facts: SeedProduct,
  size: string,
  cents: number,
): void => {
  const [hamburg, leer] = [...store.Location.keys()];
  const code = facts.handle.toUpperCase().replaceAll("-", "").slice(0, 10);
  addVariant(store, product, {
    optionValues: size === "" ? [{ name: "Title", value: "Default Title" }] : [{ name: "Größe", value: size }],
    priceCents: cents,
    compareAtCents: pick.chance(0.06) ? Math.round(cents * 1.2) : null,
    sku: `NT-${code}${size === "" ? "" : `-${toHandle(size).replaceAll(/\D/g, "")}`}`,
    barcode: `42${String(pick.between(0, 99_999_999_999)).padStart(11, "0")}`,
    tracked: true,
    costCents: Math.round(cents * 0.4),
    weightGrams: size === "" ? 350 : Number.parseInt(size, 10) + 15,
    stock: {
      [hamburg ?? ""]: pick.chance(0.03) ? 0 : pick.between(40, 400),
      ...(pick.chance(0.7) && { [leer ?? ""]: pick.between(0, 40) }),
    },
  });
};
