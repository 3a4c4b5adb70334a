import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { AddressInput } from "../schemas/address.js";
import { gid } from "../schemas/common.js";
import { Customer, CustomerWire, customerFields, toCustomer } from "../schemas/customers.js";
import { CustomId, exactlyOne, given, refuseInput, tagList } from "../schemas/inputs.js";
import { adminDocs } from "../wire/docs-link.js";
import { decodeMutation, graphql } from "../wire/graphql.js";
import { findCreatedCustomer } from "./verify/customers.js";

const personal = {
  email: z.email().optional().describe("Unique in the shop"),
  phone: z.string().optional().describe("E.164, e.g. +4930901820; unique in the shop"),
  firstName: z.string().max(255).optional(),
  lastName: z.string().max(255).optional(),
  note: z.string().max(5_000).optional().describe("Internal note"),
  locale: z.string().optional().describe("e.g. de"),
  taxExempt: z.boolean().optional(),
};

/** Adds a customer. */
export const create = defineOperation({
  id: "shopify.customers.create",
  summary: "Create a customer",
  description:
    "Refused with CONFLICT or REJECTED where e-mail or phone belong to another customer; shopify.customers.upsert can be repeated and sets addresses.",
  docs: adminDocs("mutations/customerCreate"),
  effect: "write",
  idempotency: "none",
  input: z.object({
    ...personal,
    tags: tagList.optional(),
    emailMarketing: z
      .enum(["SUBSCRIBED", "NOT_SUBSCRIBED", "UNSUBSCRIBED", "PENDING"])
      .optional()
      .describe("SUBSCRIBED only with the person's consent; needs email"),
    emailMarketingOptIn: z
      .enum(["SINGLE_OPT_IN", "CONFIRMED_OPT_IN", "UNKNOWN"])
      .optional()
      .describe("How consent was given; with emailMarketing"),
  }),
  verify: { read: findCreatedCustomer },
  output: Customer,
  scopes: ["write_customers"],
  keywords: ["new customer", "add contact", "register", "newsletter subscriber"],
  examples: [{ title: "With e-mail", input: { email: "jana@example.com", firstName: "Jana", lastName: "Brandt" } }],
  request: ({ emailMarketing, emailMarketingOptIn, ...fields }) => {
    if (!fields.email && !fields.phone && !fields.firstName && !fields.lastName)
      throw refuseInput([{ path: "", message: "Give an e-mail, a phone or a name" }]);
    if (emailMarketingOptIn && !emailMarketing)
      throw refuseInput([{ path: "emailMarketingOptIn", message: "Only with emailMarketing" }]);
    const consent =
      emailMarketing && given({ marketingState: emailMarketing, marketingOptInLevel: emailMarketingOptIn });
    return graphql(
      "CustomerCreate",
      `mutation CustomerCreate($input: CustomerInput!) {
        customerCreate(input: $input) { customer { ${customerFields} } userErrors { field message } }
      }`,
      { input: given({ ...fields, emailMarketingConsent: consent }) },
    );
  },
  response: decodeMutation({
    root: "customerCreate",
    result: "customer",
    wire: z.object({ customer: CustomerWire }),
    map: ({ customer }) => toCustomer(customer),
  }),
  quota: { bucket: "graphql", cost: 18 },
});

/** Changes a customer. */
export const update = defineOperation({
  id: "shopify.customers.update",
  summary: "Change a customer's name, contact, note or tags",
  description:
    "Fields left out stay as they are; tags replace the whole list. Marketing consent and addresses are not changed here.",
  docs: adminDocs("mutations/customerUpdate"),
  effect: "write",
  idempotency: "natural",
  input: z.object({ id: gid("Customer"), ...personal, tags: tagList.optional().describe("Replaces all tags") }),
  output: Customer,
  scopes: ["write_customers"],
  keywords: ["edit customer", "rename", "correct e-mail"],
  examples: [{ title: "Leave a note", input: { id: "gid://shopify/Customer/7012345678901", note: "Prefers oolong" } }],
  request: ({ id, ...changes }) => {
    const fields = given(changes);
    if (Object.keys(fields).length === 0)
      throw refuseInput([{ path: "", message: "Give at least one field to change" }]);
    return graphql(
      "CustomerUpdate",
      `mutation CustomerUpdate($input: CustomerInput!) {
        customerUpdate(input: $input) { customer { ${customerFields} } userErrors { field message } }
      }`,
      { input: { id, ...fields } },
    );
  },
  response: decodeMutation({
    root: "customerUpdate",
    result: "customer",
    strict: true,
    wire: z.object({ customer: CustomerWire }),
    map: ({ customer }) => toCustomer(customer),
  }),
  quota: { bucket: "graphql", cost: 18 },
});

/** Sets a customer to a state, creating it where there is none. */
export const upsert = defineOperation({
  id: "shopify.customers.upsert",
  summary: "Create or update the customer with this e-mail, phone or id, so that repeating is harmless",
  description:
    "Lists replace: addresses and tags left out of a given list are deleted. With match.id the customer must exist.",
  docs: adminDocs("mutations/customerSet"),
  effect: "write",
  idempotency: "natural",
  input: z.object({
    match: z
      .strictObject({
        id: gid("Customer").optional(),
        email: z.email().optional(),
        phone: z.string().min(1).optional().describe("E.164, e.g. +4930901820"),
        customId: CustomId.optional(),
      })
      .describe("Exactly one of id, email, phone and customId"),
    ...personal,
    tags: tagList.optional().describe("Replaces all tags"),
    addresses: z.array(AddressInput).max(250).optional().describe("Replaces all addresses; the first is the default"),
  }),
  output: Customer,
  scopes: ["write_customers"],
  keywords: ["sync customer", "import customer", "create or update", "set addresses", "crm"],
  examples: [
    {
      title: "From another system",
      input: { match: { email: "jana@example.com" }, firstName: "Jana", lastName: "Brandt", tags: ["wholesale"] },
    },
  ],
  request: ({ match, ...fields }) => {
    const [name, value] = exactlyOne(
      { id: match.id, email: match.email, phone: match.phone, customId: match.customId },
      "match",
    );
    return graphql(
      "CustomerUpsert",
      `mutation CustomerUpsert($identifier: CustomerSetIdentifiers, $input: CustomerSetInput!) {
        customerSet(identifier: $identifier, input: $input) {
          customer { ${customerFields} }
          userErrors { code field message }
        }
      }`,
      // Shopify wants the e-mail or phone that identifies to be in the input as well.
      { identifier: { [name]: value }, input: given({ email: match.email, phone: match.phone, ...given(fields) }) },
    );
  },
  response: decodeMutation({
    root: "customerSet",
    result: "customer",
    strict: true,
    wire: z.object({ customer: CustomerWire }),
    map: ({ customer }) => toCustomer(customer),
  }),
  quota: { bucket: "graphql", cost: 18 },
});
