import { z } from "zod";
import { present } from "../wire/present.js";
import { optionalNumber, optionalText, wireId, wireText } from "../wire/scalars.js";
import { id } from "./common.js";

/** A label of the mailbox. */
export const Label = z.object({
  labelId: id("Label id"),
  name: z.string(),
  color: z.string().optional().describe("e.g. #00A86B"),
  position: z.number().optional(),
});
/** A label of the mailbox. */
export type Label = z.infer<typeof Label>;

/** A row of `GET …/labels`; `tagId` repeats `labelId`. */
export const LabelWire = z.looseObject({
  labelId: wireId,
  displayName: wireText,
  color: optionalText,
  sequence: optionalNumber,
});

/** A label as we promise it. */
export const toLabel = ({ labelId, displayName, color, sequence }: z.output<typeof LabelWire>): Label => ({
  labelId,
  name: displayName,
  ...present({ color, position: sequence }),
});
