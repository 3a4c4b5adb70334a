import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { gid, pageInput, searchInputFor, toSearchQuery } from "../schemas/common.js";
import {
  Customer,
  CustomerSummary,
  CustomerSummaryWire,
  CustomerWire,
  customerFields,
  customerSummaryFields,
  toCustomer,
  toCustomerSummary,
} from "../schemas/customers.js";
import { CustomId, exactlyOne } from "../schemas/inputs.js";
import { adminDocs } from "../wire/docs-link.js";
import { connectionWire, decodeData, graphql, notFoundWhenNull, toPage } from "../wire/graphql.js";
import { pageCost } from "../wire/page-cost.js";

/** Customers, page by page. */
export const listCustomers = defineOperation({
  id: "shopify.customers.list",
  summary: "List customers",
  description:
    "Names, e-mails and phones are absent with a PARTIAL_DATA warning where the app lacks approval for customer data. Filters such as tag lag writes.",
  docs: adminDocs("queries/customers"),
  effect: "read",
  input: z.object({
    ...searchInputFor("country:Germany AND orders_count:>3"),
    sortKey: z
      .enum(["ID", "UPDATED_AT", "CREATED_AT", "NAME", "LOCATION"])
      .default("ID")
      .describe("Sort by the field you filter on: other combinations may time out on large shops"),
    reverse: z.boolean().default(false).describe("Descending, default false"),
    ...pageInput,
  }),
  output: z.object({ customers: z.array(CustomerSummary), nextCursor: z.string().optional() }),
  scopes: ["read_customers"],
  keywords: ["buyers", "clients", "people", "contacts", "subscribers", "best customers"],
  examples: [
    { title: "Frequent buyers", input: { query: "orders_count:>5", limit: 20 } },
    { title: "Newest first", input: { sortKey: "CREATED_AT", reverse: true, limit: 10 } },
  ],
  pagination: { items: "customers" },
  request: ({ limit, cursor, query, sortKey, reverse }) =>
    graphql(
      "CustomersList",
      `query CustomersList($first: Int!, $after: String, $query: String, $sortKey: CustomerSortKeys, $reverse: Boolean) {
        customers(first: $first, after: $after, query: $query, sortKey: $sortKey, reverse: $reverse) {
          nodes { ${customerSummaryFields} }
          pageInfo { hasNextPage endCursor }
        }
      }`,
      { first: limit, after: cursor ?? null, query: toSearchQuery(query), sortKey, reverse },
    ),
  response: decodeData(z.object({ customers: connectionWire(CustomerSummaryWire) }), ({ customers: page }) => ({
    customers: page.nodes.map(toCustomerSummary),
    ...toPage(page),
  })),
  quota: { bucket: "graphql", cost: pageCost(4, 16) },
  cache: { ttlMs: 30_000 },
});

interface CustomerLookup {
  readonly id?: string | undefined;
  readonly customId?: { readonly value: string } | undefined;
}

/** One customer. */
export const getCustomer = defineOperation({
  id: "shopify.customers.get",
  summary: "Get one customer by id, e-mail, phone or an id of another system",
  description:
    "Give exactly one of id, email, phone and customId. Fields are absent with a PARTIAL_DATA warning where the app lacks approval for customer data.",
  docs: adminDocs("queries/customerByIdentifier"),
  effect: "read",
  input: z.object({
    id: gid("Customer").optional(),
    email: z.email().optional(),
    phone: z.string().min(1).optional().describe("E.164, e.g. +4930901820"),
    customId: CustomId.optional(),
  }),
  output: Customer,
  scopes: ["read_customers"],
  keywords: ["find customer", "look up", "buyer", "contact", "address book"],
  examples: [
    { title: "By e-mail", input: { email: "jana@example.com" } },
    { title: "By id", input: { id: "gid://shopify/Customer/7012345678901" } },
  ],
  request: ({ id, email, phone, customId }) => {
    const [name, value] = exactlyOne({ id, email, phone, customId });
    const field = name === "email" ? "emailAddress" : name === "phone" ? "phoneNumber" : name;
    return graphql(
      "CustomerGet",
      `query CustomerGet($identifier: CustomerIdentifierInput!) {
        customer: customerByIdentifier(identifier: $identifier) { ${customerFields} }
      }`,
      { identifier: { [field]: value } },
    );
  },
  // A missing customer is named by id only: e-mail and phone do not belong into error messages.
  response: decodeData(
    z.object({ customer: CustomerWire.nullish() }),
    ({ customer }, { input }: { readonly input: CustomerLookup }) =>
      toCustomer(
        notFoundWhenNull(customer, `customer ${input.id ?? input.customId?.value ?? "with this e-mail or phone"}`),
      ),
  ),
  quota: { bucket: "graphql", cost: 11 },
  cache: { ttlMs: 30_000 },
});
