import { checkGoogleLogin, googleLoginFields } from "@trunkline/core/google";
import { z } from "zod";
import { siteUrl } from "./schemas/common.js";

/** What a caller supplies: exactly one login, and what it is used for. */
export const GscConfig = z
  .strictObject({
    ...googleLoginFields,
    access: z
      .enum(["read", "write"])
      .default("write")
      .describe("read: ask for the scope webmasters.readonly and refuse every change"),
    siteUrl: siteUrl.optional().describe("Property that is meant when a call names none"),
  })
  .superRefine(checkGoogleLogin);
/** Configuration as a caller writes it. */
export type GscConfig = z.input<typeof GscConfig>;
/** Configuration checked. */
export type GscSettings = z.output<typeof GscConfig>;
