import { z } from "zod";
import { present } from "../wire/present.js";
import { optionalNumber, optionalText, wireId, wireText } from "../wire/scalars.js";
import { id } from "./common.js";

/** A signature of the user. */
export const Signature = z.object({
  signatureId: id("Signature id"),
  name: z.string(),
  content: z.string().describe("HTML"),
  placement: z.enum(["belowQuote", "aboveQuote"]).optional().describe("Where it stands in a reply"),
  type: z.string().optional().describe("e.g. USER_SIGNATURE"),
});
/** A signature of the user. */
export type Signature = z.infer<typeof Signature>;

/** Placements by Zoho's number. */
const placements = ["belowQuote", "aboveQuote"] as const;

/** Zoho's number of a placement. */
export const positionOf = (placement: (typeof placements)[number]): number => placements.indexOf(placement);

/** A signature, alone or in a list. */
export const SignatureWire = z.looseObject({
  id: wireId,
  name: wireText,
  content: wireText,
  position: optionalNumber,
  signatureType: optionalText,
});

/** A signature as we promise it. */
export const toSignature = (wire: z.output<typeof SignatureWire>): Signature => ({
  signatureId: wire.id,
  name: wire.name,
  content: wire.content,
  ...present({
    placement: wire.position === undefined ? undefined : placements[wire.position],
    type: wire.signatureType,
  }),
});
