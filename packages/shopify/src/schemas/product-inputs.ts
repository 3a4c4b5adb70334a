import { z } from "zod";
import { gid } from "./common.js";
import { CustomId, decimal, given, tagList } from "./inputs.js";
import { ProductStatusInput } from "./products.js";

/** A metafield to write on an object. */
export const MetafieldEntry = z.object({
  namespace: z.string().optional().describe("Default: the app's own namespace"),
  key: z.string().min(2).max(64),
  type: z.string().optional().describe("e.g. single_line_text_field; needed where no definition exists"),
  value: z.string().describe("Always text, also for numbers and JSON"),
});

/** Fields of a product that create, update and set have in common. */
export const productFieldsInput = {
  title: z.string().min(1).max(255).optional().describe("Shown name"),
  descriptionHtml: z.string().optional().describe("Description as HTML"),
  handle: z.string().min(1).max(255).optional().describe("Unique part of the address; default made from the title"),
  status: ProductStatusInput.optional().describe("A new product is ACTIVE unless DRAFT is given"),
  vendor: z.string().max(255).optional(),
  productType: z.string().max(255).optional(),
  tags: tagList.optional().describe("All tags: replaces those there are. At most 250"),
  categoryId: gid("TaxonomyCategory").optional().describe("Category in Shopify's taxonomy"),
  seoTitle: z.string().optional(),
  seoDescription: z.string().optional(),
  metafields: z.array(MetafieldEntry).max(250).optional().describe("Metafields to set; others stay"),
  templateSuffix: z.string().optional().describe("Theme template"),
};

type ProductFields = z.output<z.ZodObject<typeof productFieldsInput>>;

/** The shared fields as Shopify's product inputs name them; what is not given is left out. */
export const toProductInput = ({ categoryId, seoTitle, seoDescription, ...fields }: ProductFields) =>
  given({
    title: fields.title,
    descriptionHtml: fields.descriptionHtml,
    handle: fields.handle,
    status: fields.status,
    vendor: fields.vendor,
    productType: fields.productType,
    tags: fields.tags,
    metafields: fields.metafields,
    templateSuffix: fields.templateSuffix,
    category: categoryId,
    seo:
      seoTitle === undefined && seoDescription === undefined
        ? undefined
        : given({ title: seoTitle, description: seoDescription }),
  });

/** How a product is found without its id. */
export const productIdentifierInput = {
  id: gid("Product").optional(),
  handle: z.string().min(1).optional().describe("Unique part of its address"),
  customId: CustomId.optional(),
};

const weightUnits = ["GRAMS", "KILOGRAMS", "OUNCES", "POUNDS"] as const;

/** Fields of a variant and of what it stocks. */
export const variantFieldsInput = {
  price: decimal.optional().describe('In the shop\'s currency, decimal as text, e.g. "12.50"'),
  compareAtPrice: decimal.nullable().optional().describe("Former price; null removes it"),
  sku: z.string().max(255).optional(),
  barcode: z.string().max(255).optional(),
  taxable: z.boolean().optional(),
  inventoryPolicy: z.enum(["DENY", "CONTINUE"]).optional().describe("Whether it may be sold below zero"),
  tracked: z.boolean().optional().describe("Whether stock is counted"),
  cost: decimal.optional().describe("Unit cost in the shop's currency"),
  requiresShipping: z.boolean().optional(),
  weight: z.object({ value: z.number().min(0), unit: z.enum(weightUnits) }).optional(),
  metafields: z.array(MetafieldEntry).max(250).optional(),
};

/** A choice among the product's options. */
export const OptionChoice = z.object({
  optionName: z.string().min(1).describe("e.g. Size"),
  name: z.string().min(1).describe("e.g. 100 g"),
});

type VariantFields = z.output<z.ZodObject<typeof variantFieldsInput>>;

/** Facts of an inventory item as `InventoryItemInput` names them; nothing when none is given. */
export const toInventoryItemInput = ({
  sku,
  tracked,
  cost,
  requiresShipping,
  weight,
}: Pick<VariantFields, "sku" | "tracked" | "cost" | "requiresShipping" | "weight">) => {
  const fields = given({ sku, tracked, cost, requiresShipping, measurement: weight && { weight } });
  return Object.keys(fields).length > 0 ? fields : undefined;
};

/** The variant fields that `ProductVariantsBulkInput` and `ProductVariantSetInput` name alike. */
export const toVariantInput = (variant: VariantFields) =>
  given({
    price: variant.price,
    compareAtPrice: variant.compareAtPrice,
    barcode: variant.barcode,
    taxable: variant.taxable,
    inventoryPolicy: variant.inventoryPolicy,
    metafields: variant.metafields,
    inventoryItem: toInventoryItemInput(variant),
  });

/** An option of a product with its values. */
export const ProductOptionInput = z.object({
  name: z.string().min(1).max(255).describe("e.g. Size"),
  values: z.array(z.string().min(1).max(255)).min(1).max(250).describe("e.g. 50 g, 100 g"),
});

/** Options as `OptionCreateInput` and `OptionSetInput` name them. */
export const toOptionInputs = (options: readonly z.output<typeof ProductOptionInput>[] | undefined) =>
  options?.map(({ name, values }) => ({ name, values: values.map((value) => ({ name: value })) }));
