import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { adminDocs } from "../docs-link.js";
import { decodeMutation, graphql } from "../graphql.js";
import { gid, idOf } from "../schemas/common.js";
import { given } from "../schemas/inputs.js";
import { OptionChoice, toVariantInput, variantFieldsInput } from "../schemas/product-inputs.js";
import { ProductVariant, ProductVariantWire, toProductVariant, variantFields } from "../schemas/variants.js";

const Changed = z.object({ productId: idOf("Product"), variants: z.array(ProductVariant) });

const ChangedWire = z.object({
  product: z.object({ id: z.string() }).nullish(),
  productVariants: z.array(ProductVariantWire).nullish(),
});

const changedFields = `product { id }
    productVariants { ${variantFields} }
    userErrors { field message code }`;

const toChanged = (
  { product, productVariants }: z.output<typeof ChangedWire>,
  { input }: { readonly input: { readonly productId: string } },
) => ({ productId: product?.id ?? input.productId, variants: (productVariants ?? []).map(toProductVariant) });

const NewVariant = z.object({
  optionValues: z.array(OptionChoice).min(1).max(3).describe("One choice per option of the product"),
  ...variantFieldsInput,
  inventoryQuantities: z
    .array(z.object({ locationId: gid("Location"), availableQuantity: z.number().int() }))
    .max(250)
    .optional()
    .describe("First stock per location"),
});

/** Adds variants to a product. */
export const bulkCreateVariants = defineOperation({
  id: "shopify.variants.bulkCreate",
  summary: "Add variants to a product",
  description: "At most 250 at once; shops with more than 50,000 variants may add 1,000 a day.",
  docs: adminDocs("mutations/productVariantsBulkCreate"),
  effect: "write",
  idempotency: "none",
  input: z.object({
    productId: gid("Product"),
    variants: z.array(NewVariant).min(1).max(250),
    strategy: z
      .enum(["DEFAULT", "REMOVE_STANDALONE_VARIANT", "PRESERVE_STANDALONE_VARIANT"])
      .default("DEFAULT")
      .describe("What happens to the variant made with the product"),
  }),
  output: Changed,
  scopes: ["write_products"],
  keywords: ["add", "sku", "size", "option"],
  examples: [
    {
      title: "A second size",
      input: {
        productId: "gid://shopify/Product/8123456789012",
        variants: [{ optionValues: [{ optionName: "Size", name: "250 g" }], price: "27.90", sku: "SEN-250" }],
      },
    },
  ],
  request: ({ productId, variants, strategy }) =>
    graphql(
      "VariantsBulkCreate",
      `mutation VariantsBulkCreate($productId: ID!, $variants: [ProductVariantsBulkInput!]!, $strategy: ProductVariantsBulkCreateStrategy!) {
  productVariantsBulkCreate(productId: $productId, variants: $variants, strategy: $strategy) {
    ${changedFields}
  }
}`,
      {
        productId,
        variants: variants.map(({ optionValues, inventoryQuantities, ...fields }) => ({
          optionValues,
          ...toVariantInput(fields),
          ...given({ inventoryQuantities }),
        })),
        strategy,
      },
    ),
  response: decodeMutation({
    root: "productVariantsBulkCreate",
    result: "productVariants",
    wire: ChangedWire,
    map: toChanged,
  }),
  quota: { bucket: "graphql", cost: 11 },
});

/** Changes variants of one product. */
export const bulkUpdateVariants = defineOperation({
  id: "shopify.variants.bulkUpdate",
  summary: "Update prices, SKUs and other fields of a product's variants",
  description:
    "All or nothing unless allowPartialUpdates: then the good ones are saved and each refusal is a PARTIALLY_APPLIED warning. Stock is changed with shopify.inventory.set.",
  docs: adminDocs("mutations/productVariantsBulkUpdate"),
  effect: "write",
  idempotency: "natural",
  input: z.object({
    productId: gid("Product"),
    variants: z
      .array(
        z.object({
          id: gid("ProductVariant"),
          optionValues: z.array(OptionChoice).max(3).optional(),
          ...variantFieldsInput,
        }),
      )
      .min(1)
      .max(250),
    allowPartialUpdates: z.boolean().default(false).describe("Save the good ones when others are refused"),
  }),
  output: Changed,
  scopes: ["write_products"],
  keywords: ["price", "change", "sku", "barcode", "discount", "compare at price"],
  examples: [
    {
      title: "A new price",
      input: {
        productId: "gid://shopify/Product/8123456789012",
        variants: [{ id: "gid://shopify/ProductVariant/44123456789012", price: "13.50" }],
      },
    },
  ],
  request: ({ productId, variants, allowPartialUpdates }) =>
    graphql(
      "VariantsBulkUpdate",
      `mutation VariantsBulkUpdate($productId: ID!, $variants: [ProductVariantsBulkInput!]!, $allowPartialUpdates: Boolean!) {
  productVariantsBulkUpdate(productId: $productId, variants: $variants, allowPartialUpdates: $allowPartialUpdates) {
    ${changedFields}
  }
}`,
      {
        productId,
        variants: variants.map(({ id, optionValues, ...fields }) => ({
          id,
          ...given({ optionValues }),
          ...toVariantInput(fields),
        })),
        allowPartialUpdates,
      },
    ),
  response: decodeMutation({
    root: "productVariantsBulkUpdate",
    result: "productVariants",
    strict: ({ allowPartialUpdates }: { readonly productId: string; readonly allowPartialUpdates: boolean }) =>
      !allowPartialUpdates,
    wire: ChangedWire,
    map: toChanged,
  }),
  quota: { bucket: "graphql", cost: ({ variants }) => Math.min(50, 10 + variants.length) },
});
