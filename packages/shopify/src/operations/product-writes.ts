import { defineOperation, type RequestContext } from "@trunkline/core";
import { z } from "zod";
import { adminDocs } from "../docs-link.js";
import { decodeMutation, graphql } from "../graphql.js";
import { needsVersion } from "../needs-version.js";
import { gid, idOf, present } from "../schemas/common.js";
import { CustomId, exactlyOne, given } from "../schemas/inputs.js";
import {
  MetafieldEntry,
  OptionChoice,
  productFieldsInput,
  productIdentifierInput,
  toProductInput,
  toVariantInput,
  variantFieldsInput,
} from "../schemas/product-inputs.js";
import { ChangedProduct, ChangedProductWire, changedProductFields, toChangedProduct } from "../schemas/products.js";

const Option = z.object({
  name: z.string().min(1).max(255).describe("e.g. Size"),
  values: z.array(z.string().min(1).max(255)).min(1).max(250).describe("e.g. 50 g, 100 g"),
});

const toOptions = (options: readonly z.output<typeof Option>[] | undefined) =>
  options?.map(({ name, values }) => ({ name, values: values.map((value) => ({ name: value })) }));

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
    options: z.array(Option).max(3).optional().describe("At most 3, e.g. Size"),
    collectionIds: z.array(gid("Collection")).max(250).optional().describe("Collections to put it into"),
    giftCard: z.boolean().optional().describe("Whether it is a gift card; cannot be changed later"),
    media: z.array(Media).max(250).optional().describe("Fetched by Shopify after the call"),
  }),
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
          ...given({ productOptions: toOptions(options), collectionsToJoin: collectionIds, giftCard }),
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
  options: z.array(Option).max(3).optional().describe("All options: missing ones are deleted; needed with variants"),
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
            productOptions: toOptions(options),
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
