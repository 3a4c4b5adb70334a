import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { oneRequest } from "../quotas.js";
import { idInput } from "../schemas/common.js";
import { positionOf, Signature, SignatureWire, toSignature } from "../schemas/signatures.js";
import { decodeData, rowsOf } from "../wire/envelope.js";
import { present } from "../wire/present.js";
import { fiveMinutesMs, helpPage, scope } from "./facts.js";

const path = "/accounts/signature";

/** Signatures of the user. */
export const listSignatures = defineOperation({
  id: "zoho-mail.signatures.list",
  summary: "List the signatures of the user",
  description: "The text that stands below the mails that are sent.",
  docs: helpPage("get-user-signature"),
  effect: "read",
  input: z.object({}),
  output: z.object({ signatures: z.array(Signature) }),
  scopes: scope("accounts", "READ"),
  keywords: ["footer", "sign-off", "email", "text below my mails"],
  examples: [{ title: "All signatures", input: {} }],
  request: () => ({ method: "GET", path }),
  response: decodeData(rowsOf(SignatureWire), (signatures) => ({ signatures: signatures.map(toSignature) })),
  quota: oneRequest,
  cache: { ttlMs: fiveMinutesMs },
});

/** A signature new or changed. */
export const upsertSignature = defineOperation({
  id: "zoho-mail.signatures.upsert",
  summary: "Create a signature, or change the one whose id is given",
  description: "A name that is taken already is a CONFLICT.",
  docs: helpPage("add-user-signature"),
  effect: "write",
  idempotency: ({ signatureId }) => (signatureId === undefined ? "none" : "natural"),
  input: z.object({
    signatureId: idInput("Signature to change; absent: a new one").optional(),
    name: z.string().trim().min(1).max(255),
    content: z.string().min(1).describe("HTML or plain text"),
    placement: z.enum(["belowQuote", "aboveQuote"]).default("aboveQuote").describe("Where it stands in a reply"),
  }),
  output: Signature,
  scopes: [["ZohoMail.accounts.CREATE", "ZohoMail.accounts.UPDATE", "ZohoMail.accounts.ALL"]],
  keywords: ["footer", "sign-off", "email", "edit", "text below my mails", "address below my mails"],
  examples: [{ title: "A new one", input: { name: "Kontor", content: "<p>Nordlicht Tee</p>" } }],
  request: ({ signatureId, name, content, placement }) => ({
    method: signatureId === undefined ? "POST" : "PUT",
    path,
    body: { ...present({ id: signatureId }), name, content, position: positionOf(placement) },
  }),
  response: decodeData(SignatureWire, toSignature),
  quota: oneRequest,
});

/** Branch `signatures` of the tree. */
export const signatures = { list: listSignatures, upsert: upsertSignature };
