import { checkGoogleLogin, googleLoginFields } from "@trunkline/core/google";
import { z } from "zod";

/** On or off; environment variables are texts. */
const toggle = z
  .union([z.boolean(), z.enum(["true", "false", "1", "0", "on", "off"])])
  .default(false)
  .transform((given) => given === true || given === "true" || given === "1" || given === "on");

/** What a caller supplies for one connection: a login and, as a rule, a property. */
export const Ga4Config = z
  .strictObject({
    propertyId: z
      .union([z.string(), z.number().int().positive().transform(String)])
      .transform((given) => given.trim().replace(/^properties\//, ""))
      .refine(
        (given) => /^\d{1,20}$/.test(given),
        "Expected the numeric property id, e.g. 123456789 (a G-… id is a measurement id of a stream)",
      )
      .optional()
      .describe("Property that is meant when a call names none"),
    ...googleLoginFields,
    adminWrites: toggle.describe("Ask for the scope that Admin writes and the change history need"),
    chat: toggle.describe("Ask for the scope that questions in plain language need"),
    allowCollect: toggle.describe(
      "Let ga4.mp.collect send events. They cannot be taken back; off, events are only validated",
    ),
  })
  .superRefine(checkGoogleLogin);
/** Configuration as a caller writes it. */
export type Ga4Config = z.input<typeof Ga4Config>;
/** Configuration checked and normalised. */
export type Ga4Settings = z.output<typeof Ga4Config>;
