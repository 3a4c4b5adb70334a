import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { adminDocs } from "../docs-link.js";
import { decodeMutation, graphql } from "../graphql.js";
import { gid, idOf, present } from "../schemas/common.js";
import { exactlyOne, given } from "../schemas/inputs.js";
import {
  MetafieldEntry,
  OptionChoice,
  ProductOptionInput,
  productFieldsInput,
  productIdentifierInput,
  toOptionInputs,
  toProductInput,
  toVariantInput,
  variantFieldsInput,
} from "../schemas/product-inputs.js";
import { ChangedProduct, ChangedProductWire, changedProductFields, toChangedProduct } from "../schemas/products.js";

const SetVariant = z.object({
  id: gid("ProductVariant").optional().describe("An existing variant to keep"),
  optionValues: z.array(OptionChoice).max(3).describe("One choice per option"),
  ...variantFieldsInput,
  inventoryQuantities: z
    .array(
      z.object({
        locationId: gid("Location"),
        name: z.enum(["available", "on_hand"]).default("available"),
        quantity: z.number().int(),
      }),
    )
    .max(250)
    .optional(),
});

const SetInput = z.object({
  identifier: z
    .object(productIdentifierInput)
    .optional()
    .describe("Exactly one of id, handle and customId; without it a new product is made"),
  ...productFieldsInput,
  metafields: z.array(MetafieldEntry).max(250).optional().describe("All metafields: missing ones are deleted"),
  collectionIds: z.array(gid("Collection")).max(250).optional().describe("All collections: it leaves the others"),
  redirectNewHandle: z.boolean().optional(),
  options: z
    .array(ProductOptionInput)
    .max(3)
    .optional()
    .describe("All options: missing ones are deleted; needed with variants"),
  variants: z.array(SetVariant).max(2_048).optional().describe("All variants: missing ones are deleted"),
  synchronous: z
    .boolean()
    .default(true)
    .describe("false for products with very many variants: answers with an operation that runs on"),
});

/** Makes a product be exactly as given. */
export const setProduct = defineOperation({
  id: "shopify.products.set",
  summary: "Create a product or replace it so that it is exactly as given, variants included",
  description:
    "Lists replace: options, variants, metafields, collections and tags that are given lose every entry not in them. Lists left out stay.",
  docs: adminDocs("mutations/productSet"),
  effect: "write",
  idempotency: ({ identifier }: z.output<typeof SetInput>) => (identifier === undefined ? "none" : "natural"),
  input: SetInput,
  output: z.object({
    product: ChangedProduct.optional().describe("Absent while an asynchronous operation runs"),
    operation: z.object({ id: idOf("ProductSetOperation"), status: z.string() }).optional(),
  }),
  scopes: ["write_products"],
  keywords: ["upsert", "sync", "import", "replace", "create or update"],
  examples: [
    {
      title: "Upsert by handle with two sizes",
      input: {
        identifier: { handle: "sencha-superior" },
        title: "Sencha Superior",
        options: [{ name: "Size", values: ["50 g", "100 g"] }],
        variants: [
          { optionValues: [{ optionName: "Size", name: "50 g" }], price: "6.90", sku: "SEN-050" },
          { optionValues: [{ optionName: "Size", name: "100 g" }], price: "12.90", sku: "SEN-100" },
        ],
      },
    },
  ],
  request: ({ identifier, collectionIds, redirectNewHandle, options, variants, synchronous, ...fields }) => {
    const [name, value] = identifier === undefined ? [] : exactlyOne(identifier, "identifier");
    return graphql(
      "ProductSet",
      `mutation ProductSet($identifier: ProductSetIdentifiers, $input: ProductSetInput!, $synchronous: Boolean!) {
  productSet(identifier: $identifier, input: $input, synchronous: $synchronous) {
    product { ${changedProductFields} }
    productSetOperation { id status }
    userErrors { field message code }
  }
}`,
      {
        identifier: name === undefined ? null : { [name]: value },
        input: {
          ...toProductInput(fields),
          ...given({
            collections: collectionIds,
            redirectNewHandle,
            productOptions: toOptionInputs(options),
            variants: variants?.map(toSetVariant),
          }),
        },
        synchronous,
      },
    );
  },
  response: decodeMutation({
    root: "productSet",
    result: "product",
    wire: z.object({
      product: ChangedProductWire.nullish(),
      productSetOperation: z.object({ id: z.string(), status: z.string() }).nullish(),
    }),
    map: ({ product, productSetOperation }) =>
      present({ product: product ? toChangedProduct(product) : undefined, operation: productSetOperation }),
  }),
  quota: { bucket: "graphql", cost: ({ variants }) => Math.min(91, 20 + (variants?.length ?? 0)) },
});

const toSetVariant = ({ id, optionValues, inventoryQuantities, ...fields }: z.output<typeof SetVariant>) => ({
  ...given({ id, inventoryQuantities }),
  optionValues,
  ...toVariantInput(fields),
});
