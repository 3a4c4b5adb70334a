import { z } from "zod";
import { present, timestamp } from "./common.js";

/** An entry of a custom content type. */
export const Metaobject = z.object({
  id: z.string(),
  type: z.string(),
  handle: z.string(),
  displayName: z.string(),
  updatedAt: timestamp,
  fields: z.array(
    z.object({
      key: z.string(),
      type: z.string(),
      value: z.string().optional().describe("Always text; JSON text for lists and json; absent where empty"),
    }),
  ),
});
/** An entry of a custom content type. */
export type Metaobject = z.infer<typeof Metaobject>;

/** `Metaobject`. */
export const MetaobjectWire = Metaobject.extend({
  fields: z.array(z.object({ key: z.string(), type: z.string(), value: z.string().nullish() })),
});

/** Fields of a `Metaobject` selection. */
export const metaobjectFields = "{ id type handle displayName updatedAt fields { key type value } }";

/** The entry as we promise it. */
export const toMetaobject = ({ fields, ...rest }: z.output<typeof MetaobjectWire>): Metaobject => ({
  ...rest,
  fields: fields.map((field) => present(field)),
});
