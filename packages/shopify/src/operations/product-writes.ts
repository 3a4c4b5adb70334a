import { defineOperation, type RequestContext } from "@trunkline/core";
import { z } from "zod";
import { gid, idOf } from "../schemas/common.js";
import { CustomId, exactlyOne, given } from "../schemas/inputs.js";
import { ProductOptionInput, productFieldsInput, toOptionInputs, toProductInput } from "../schemas/product-inputs.js";
import { ChangedProduct, ChangedProductWire, changedProductFields, toChangedProduct } from "../schemas/products.js";
import { adminDocs } from "../wire/docs-link.js";
import { decodeMutation, graphql } from "../wire/graphql.js";
import { needsVersion } from "../wire/needs-version.js";
import { findCreatedProduct } from "./verify/products.js";

const Media = z.object({
  url: z.url({ protocol: /^https$/ }).describe("Where Shopify fetches it from"),
  alt: z.string().max(512).optional(),
  type: z.enum(["IMAGE", "VIDEO", "EXTERNAL_VIDEO", "MODEL_3D"]).default("IMAGE"),
});

/** Adds a product with its options and media. */
export const createProduct = defineOperation({
  id: "shopify.products.create",
  summary: "Create a product, with options and media if given",
  description:
    "One variant is made, of the first value of each option: add the others with shopify.variants.bulkCreate. Without status DRAFT the product is active.",
  docs: adminDocs("mutations/productCreate"),
  effect: "write",
  idempotency: "none",
  input: z.object({
    ...productFieldsInput,
    title: z.string().min(1).max(255).describe("Shown name"),
    options: z.array(ProductOptionInput).max(3).optional().describe("At most 3, e.g. Size"),
    collectionIds: z.array(gid("Collection")).max(250).optional().describe("Collections to put it into"),
    giftCard: z.boolean().optional().describe("Whether it is a gift card; cannot be changed later"),
    media: z.array(Media).max(250).optional().describe("Fetched by Shopify after the call"),
  }),
  verify: { read: findCreatedProduct },
  output: ChangedProduct,
  scopes: ["write_products"],
  keywords: ["add", "new", "publish", "item", "article"],
  examples: [
    {
      title: "A draft in two sizes",
      input: { title: "Sencha Superior", status: "DRAFT", options: [{ name: "Size", values: ["50 g", "100 g"] }] },
    },
  ],
  request: ({ options, collectionIds, giftCard, media, ...fields }) =>
    graphql(
      "ProductCreate",
      `mutation ProductCreate($product: ProductCreateInput!, $media: [CreateMediaInput!]) {
  productCreate(product: $product, media: $media) {
    product { ${changedProductFields} }
    userErrors { field message }
  }
}`,
      {
        product: {
          ...toProductInput(fields),
          ...given({ productOptions: toOptionInputs(options), collectionsToJoin: collectionIds, giftCard }),
        },
        media: media?.map(({ url, alt, type }) => given({ originalSource: url, alt, mediaContentType: type })) ?? null,
      },
    ),
  response: decodeMutation({
    root: "productCreate",
    result: "product",
    wire: z.object({ product: ChangedProductWire }),
    map: ({ product }) => toChangedProduct(product),
  }),
  quota: { bucket: "graphql", cost: 20 },
});

const updateDocument = (byIdentifier: boolean): string =>
  `mutation ProductUpdate(${byIdentifier ? "$identifier: ProductUpdateIdentifiers!, " : ""}$product: ProductUpdateInput!) {
  productUpdate(${byIdentifier ? "identifier: $identifier, " : ""}product: $product) {
    product { ${changedProductFields} }
    userErrors { field message }
  }
}`;

const UpdateInput = z.object({
  id: gid("Product").optional(),
  byHandle: z.string().min(1).optional().describe("Its present handle, in place of id"),
  byCustomId: CustomId.optional().describe("In place of id"),
  ...productFieldsInput,
  redirectNewHandle: z.boolean().optional().describe("With a new handle: redirect the old address to it"),
  collectionsToJoin: z.array(gid("Collection")).max(250).optional(),
  collectionsToLeave: z.array(gid("Collection")).max(250).optional(),
});

const updateRequest = (input: z.output<typeof UpdateInput>, { apiVersion }: RequestContext) => {
  const { id, byHandle, byCustomId, redirectNewHandle, collectionsToJoin, collectionsToLeave, ...fields } = input;
  const [name, value] = exactlyOne({ id, byHandle, byCustomId });
  const product = { ...toProductInput(fields), ...given({ redirectNewHandle, collectionsToJoin, collectionsToLeave }) };
  if (name === "id") return graphql("ProductUpdate", updateDocument(false), { product: { id, ...product } });
  if (apiVersion < "2026-04") throw needsVersion(apiVersion, "2026-04", `Updating a product ${name}`);
  const identifier = { [name === "byHandle" ? "handle" : "customId"]: value };
  return graphql("ProductUpdate", updateDocument(true), { identifier, product });
};

/** Changes the fields given of a product. */
export const updateProduct = defineOperation({
  id: "shopify.products.update",
  summary: "Update fields of a product",
  description: "Give exactly one of id, byHandle and byCustomId. Fields left out stay; tags are replaced as a whole.",
  docs: adminDocs("mutations/productUpdate"),
  effect: "write",
  idempotency: "natural",
  input: UpdateInput,
  output: ChangedProduct,
  scopes: ["write_products"],
  keywords: ["edit", "change", "rename", "archive", "publish", "tags", "description"],
  examples: [
    { title: "Archive it", input: { id: "gid://shopify/Product/8123456789012", status: "ARCHIVED" } },
    { title: "Rename by handle", input: { byHandle: "sencha-superior", title: "Sencha Superior, first flush" } },
  ],
  request: updateRequest,
  response: decodeMutation({
    root: "productUpdate",
    result: "product",
    strict: true,
    wire: z.object({ product: ChangedProductWire }),
    map: ({ product }) => toChangedProduct(product),
  }),
  quota: { bucket: "graphql", cost: 20 },
});

/** Removes a product for good. */
export const deleteProduct = defineOperation({
  id: "shopify.products.delete",
  summary: "Delete a product with its variants and media, for good",
  description: "Archiving with shopify.products.update keeps the data. A second delete answers NOT_FOUND.",
  docs: adminDocs("mutations/productDelete"),
  effect: "destroy",
  idempotency: "natural",
  input: z.object({ id: gid("Product") }),
  output: z.object({ deletedId: idOf("Product") }),
  scopes: ["write_products"],
  keywords: ["remove", "erase"],
  examples: [{ title: "Delete one", input: { id: "gid://shopify/Product/8123456789012" } }],
  request: ({ id }) =>
    graphql(
      "ProductDelete",
      `mutation ProductDelete($input: ProductDeleteInput!) {
  productDelete(input: $input, synchronous: true) {
    deletedProductId
    userErrors { field message }
  }
}`,
      { input: { id } },
    ),
  response: decodeMutation({
    root: "productDelete",
    result: "deletedProductId",
    wire: z.object({ deletedProductId: z.string() }),
    map: ({ deletedProductId }) => ({ deletedId: deletedProductId }),
  }),
  quota: { bucket: "graphql", cost: 10 },
});
