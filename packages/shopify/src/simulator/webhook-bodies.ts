import { numericId } from "./gid.js";
import { toFixed } from "./money.js";
import type { Product } from "./records/catalog.js";
import type { Address } from "./records/common.js";
import type { Customer } from "./records/customers.js";
import type { InventoryItem, InventoryLevel } from "./records/inventory.js";
import { totalInventory, variantsOf, variantTitle } from "./resolvers/product-search.js";
import { variantStock } from "./resolvers/stock.js";
import type { Store } from "./state.js";

/** Webhook bodies have the shape of the old REST resources: bare ids, snake case, enums in lower case, tags in one text. */
export type Body = Readonly<Record<string, unknown>>;

/** The bare number of a global id, exact. */
export const restId = (gid: string): bigint => BigInt(numericId(gid));

/** A time as webhooks write it. */
export const time = (ms: number | null): string | null =>
  ms === null ? null : `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** The id in both of its forms. */
export const both = ({ id }: { readonly id: string }) => ({ id: restId(id), admin_graphql_api_id: id });

/** When a record was made and changed. */
export const times = ({ createdAt, updatedAt }: { readonly createdAt: number; readonly updatedAt: number }) => ({
  created_at: time(createdAt),
  updated_at: time(updatedAt),
});

/** Delete topics send the id and nothing else. */
export const deletedBody = (gid: string): Body => ({ id: restId(gid) });

/** `products/create` and `products/update`. */
export const productBody = (store: Store, product: Product): Body => ({
  ...both(product),
  ...times(product),
  title: product.title,
  body_html: product.descriptionHtml,
  vendor: product.vendor,
  product_type: product.productType,
  handle: product.handle,
  published_at: time(product.publishedAt),
  template_suffix: product.templateSuffix,
  published_scope: "web",
  tags: product.tags.join(", "),
  status: product.status.toLowerCase(),
  total_inventory: totalInventory(store, product),
  variants: variantsOf(store, product).map((variant, index) => ({
    ...both(variant),
    ...times(variant),
    product_id: restId(product.id),
    title: variantTitle(variant),
    price: toFixed(variant.priceCents),
    compare_at_price: variant.compareAtCents === null ? null : toFixed(variant.compareAtCents),
    position: index + 1,
    inventory_policy: variant.inventoryPolicy.toLowerCase(),
    option1: variant.optionValues[0]?.value ?? null,
    option2: variant.optionValues[1]?.value ?? null,
    option3: variant.optionValues[2]?.value ?? null,
    taxable: variant.taxable,
    barcode: variant.barcode,
    sku: store.InventoryItem.get(variant.inventoryItemId)?.sku ?? null,
    inventory_item_id: restId(variant.inventoryItemId),
    inventory_quantity: variantStock(store, variant),
    old_inventory_quantity: variantStock(store, variant),
    image_id: null,
  })),
  options: product.options.map((option, index) => ({
    id: restId(option.id),
    product_id: restId(product.id),
    name: option.name,
    position: index + 1,
    values: option.values.map(({ name }) => name),
  })),
  images: product.media.map(({ id, alt, url }, index) => ({
    id: restId(id),
    alt,
    position: index + 1,
    product_id: restId(product.id),
    src: url,
    variant_ids: [],
  })),
  variant_gids: variantsOf(store, product).map(({ id, updatedAt }) => ({
    admin_graphql_api_id: id,
    updated_at: new Date(updatedAt).toISOString(),
  })),
});

/** `inventory_levels/*`. */
export const inventoryLevelBody = ({
  inventoryItemId,
  locationId,
  quantities,
  updatedAt,
  id,
}: InventoryLevel): Body => ({
  inventory_item_id: restId(inventoryItemId),
  location_id: restId(locationId),
  available: quantities.available,
  updated_at: time(updatedAt),
  admin_graphql_api_id: id,
});

/** `inventory_items/*`. */
export const inventoryItemBody = (item: InventoryItem): Body => ({
  ...both(item),
  ...times(item),
  sku: item.sku,
  requires_shipping: item.requiresShipping,
  cost: item.costCents === null ? null : toFixed(item.costCents),
  country_code_of_origin: item.countryCodeOfOrigin,
  province_code_of_origin: item.provinceCodeOfOrigin,
  harmonized_system_code: item.harmonizedSystemCode,
  tracked: item.tracked,
});

/** An address; nothing for none. */
export const addressBody = (address: Address | null | undefined): Body | null =>
  address
    ? {
        first_name: address.firstName ?? null,
        last_name: address.lastName ?? null,
        company: address.company ?? null,
        address1: address.address1 ?? null,
        address2: address.address2 ?? null,
        city: address.city ?? null,
        zip: address.zip ?? null,
        province: address.province ?? null,
        province_code: address.provinceCode ?? null,
        country: address.country ?? null,
        country_code: address.countryCode ?? null,
        phone: address.phone ?? null,
      }
    : null;

/** `customers/*`. */
export const customerBody = (_: Store, customer: Customer): Body => ({
  ...both(customer),
  ...times(customer),
  first_name: customer.firstName,
  last_name: customer.lastName,
  email: customer.email,
  phone: customer.phone,
  state: customer.state.toLowerCase(),
  note: customer.note,
  verified_email: customer.verifiedEmail,
  tax_exempt: customer.taxExempt,
  tax_exemptions: customer.taxExemptions,
  tags: customer.tags.join(", "),
  currency: "EUR",
  addresses: customer.addresses.map((address) => ({
    id: restId(address.id),
    customer_id: restId(customer.id),
    ...addressBody(address),
  })),
  default_address: addressBody(customer.addresses[0]),
});
