import { type Listing, textKey, toCount } from "../listing.js";
import { type PageArguments, toConnection } from "../paging.js";
import type { Collection } from "../records/catalog.js";
import type { Store } from "../state.js";
import { type Fields, legacyId, stripHtml } from "./fields.js";
import { metafieldFields } from "./metafields.js";

/** How collections are searched and sorted. */
export const collectionListing: Listing<Collection> = {
  words: ["title"],
  search: {
    default: ({ title }) => title,
    id: ({ id }) => id,
    title: ({ title }) => title,
    handle: ({ handle }) => handle,
    updated_at: ({ updatedAt }) => updatedAt,
    collection_type: () => "custom",
  },
  sort: { TITLE: ({ title }) => textKey(title), UPDATED_AT: ({ updatedAt }) => updatedAt },
};

const productsIn = (store: Store, { id }: Collection) =>
  [...store.Product.values()].filter(({ collectionIds }) => collectionIds.includes(id));

/** Fields of `Collection`. */
export const collectionFields: Fields<Collection> = {
  ...legacyId,
  ...metafieldFields,
  description: ({ descriptionHtml }, { truncateAt }: { truncateAt?: number }) =>
    stripHtml(descriptionHtml).slice(0, truncateAt ?? undefined),
  sortOrder: () => "MANUAL",
  seo: () => ({ title: null, description: null }),
  products: (source, args: PageArguments, { store }) => toConnection(productsIn(store, source), args),
  productsCount: (source, _, { store }) => toCount(productsIn(store, source).length),
  hasProduct: ({ id }, { id: productId }: { id: string }, { store }) =>
    store.Product.get(productId)?.collectionIds.includes(id) ?? false,
};
