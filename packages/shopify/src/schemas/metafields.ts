import { z } from "zod";
import { timestamp } from "./common.js";

/** A custom field of some object. */
export const Metafield = z.object({
  id: z.string(),
  namespace: z.string(),
  key: z.string(),
  type: z.string().describe("e.g. single_line_text_field, number_integer, json, list.product_reference"),
  value: z.string().describe("Always text; JSON text for lists, measurements, ratings and json"),
  compareDigest: z.string().describe("Pass to shopify.metafields.set to write only if nobody changed it since"),
  createdAt: timestamp,
  updatedAt: timestamp,
});
/** A custom field of some object. */
export type Metafield = z.infer<typeof Metafield>;

/** `Metafield`; its wire form is our form. */
export const MetafieldWire = z.object(Metafield.shape);

/** Fields of a `Metafield` selection. */
export const metafieldFields = "{ id namespace key type value compareDigest createdAt updatedAt }";
