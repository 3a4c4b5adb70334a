import type { Cents } from "../money.js";
import type { StoredRecord } from "./common.js";

/** A product option with its values. */
export interface ProductOption {
  readonly __typename: "ProductOption";
  readonly id: string;
  name: string;
  values: { readonly __typename: "ProductOptionValue"; readonly id: string; name: string }[];
}

/** A product. */
export interface Product extends StoredRecord {
  readonly __typename: "Product";
  title: string;
  handle: string;
  status: string;
  vendor: string;
  productType: string;
  tags: string[];
  descriptionHtml: string;
  publishedAt: number | null;
  templateSuffix: string | null;
  giftCard: boolean;
  category: { readonly id: string; readonly name: string; readonly fullName: string } | null;
  seo: { title: string | null; description: string | null };
  options: ProductOption[];
  variantIds: string[];
  collectionIds: string[];
  media: {
    readonly __typename: "MediaImage";
    readonly id: string;
    alt: string | null;
    url: string;
    readonly createdAt: number;
  }[];
}

/** A variant. */
export interface ProductVariant extends StoredRecord {
  readonly __typename: "ProductVariant";
  readonly productId: string;
  readonly inventoryItemId: string;
  barcode: string | null;
  priceCents: Cents;
  compareAtCents: Cents | null;
  taxable: boolean;
  inventoryPolicy: string;
  /** One value per option of the product. */
  optionValues: { readonly name: string; value: string }[];
}

/** A collection, its products by id. */
export interface Collection extends StoredRecord {
  readonly __typename: "Collection";
  title: string;
  handle: string;
  descriptionHtml: string;
}
