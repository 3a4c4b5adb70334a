import { decode, defineOperation } from "@trunkline/core";
import { z } from "zod";
import { listOf, present, text } from "../schemas/common.js";
import { payloadBody, payloadInput, streamQuery } from "../schemas/measurement.js";
import { collectDocs } from "../wire/docs-link.js";
import { collectUrl } from "../wire/hosts.js";

/** Says whether events would be taken. Nothing is counted. */
export const validateEvents = defineOperation({
  id: "ga4.mp.validate",
  summary: "Check events for the Measurement Protocol without sending them",
  description: "No effect on any report. Google checks neither the secret nor whether the stream exists.",
  docs: collectDocs("validating-events"),
  effect: "read",
  input: z.object({
    measurementId: z
      .string()
      .regex(/^G-[A-Z0-9]{4,20}$/, "Expected G-…")
      .optional()
      .describe("Of a site's stream, G-…"),
    firebaseAppId: z.string().min(1).max(100).optional().describe("Of an app's stream, in place of measurementId"),
    ...payloadInput,
    strict: z.boolean().default(true).describe("Report what is allowed but not recommended, too"),
  }),
  output: z.object({
    valid: z.boolean(),
    messages: z.array(
      z.object({
        field: z.string().optional().describe("Dotted path in the body that was sent"),
        message: z.string(),
        code: z.string().optional().describe("e.g. VALUE_REQUIRED, NAME_INVALID"),
      }),
    ),
  }),
  keywords: ["debug", "test event", "server-side", "measurement protocol", "dry run"],
  examples: [
    {
      title: "Would this purchase be taken?",
      input: {
        measurementId: "G-NORDLICHT1",
        clientId: "1234567890.1760000000",
        events: [{ name: "purchase", params: { transaction_id: "1042", value: 24.9, currency: "EUR" } }],
      },
    },
  ],
  request: ({ measurementId, firebaseAppId, strict, ...payload }) => ({
    method: "POST",
    path: collectUrl("/debug/mp/collect"),
    // The debug server wants a secret to be there and does not look at it: the real one stays at home.
    query: { ...streamQuery({ measurementId, firebaseAppId }), api_secret: "not-checked" },
    body: { ...payloadBody(payload), ...(strict && { validation_behavior: "ENFORCE_RECOMMENDATIONS" }) },
  }),
  response: decode(
    z.object({ validationMessages: listOf(z.object({ fieldPath: text, description: text, validationCode: text })) }),
    ({ validationMessages }) => {
      const messages = (validationMessages ?? []).map(({ fieldPath, description, validationCode }) => ({
        message: description ?? validationCode ?? "not accepted",
        ...present({ field: fieldPath, code: validationCode }),
      }));
      return { valid: messages.length === 0, messages };
    },
  ),
});
