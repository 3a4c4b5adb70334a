import { defineOperation, verdictOf } from "@trunkline/core";
import { z } from "zod";
import { gid, nestedPageInput, searchInputFor, toSearchQuery } from "../schemas/common.js";
import { DiscountCodeInput, toDiscountCodeBasicInput } from "../schemas/discount-create.js";
import { codeDiscountFields, Discount, DiscountWire, discountFields, toDiscount } from "../schemas/discounts.js";
import { adminDocs } from "../wire/docs-link.js";
import { connectionWire, decodeData, decodeMutation, graphql, toPage } from "../wire/graphql.js";
import { pageCost } from "../wire/page-cost.js";
import { quoted } from "./verify/found.js";

const list = defineOperation({
  id: "shopify.discounts.list",
  summary: "List discounts: codes and automatic ones of every type",
  description: "Usage counts are updated with delay. Codes beyond the first five of a discount are only counted.",
  docs: adminDocs("queries/discountNodes"),
  effect: "read",
  input: z.object({
    ...searchInputFor("status:active AND method:code"),
    sortKey: z.enum(["ID", "CREATED_AT", "UPDATED_AT", "STARTS_AT", "ENDS_AT", "TITLE"]).default("ID"),
    reverse: z.boolean().default(false).describe("Descending, default false"),
    ...nestedPageInput,
  }),
  output: z.object({ discounts: z.array(Discount), nextCursor: z.string().optional() }),
  scopes: ["read_discounts"],
  keywords: ["coupons", "vouchers", "promotions", "sale", "promo codes", "campaign"],
  examples: [{ title: "Active ones", input: { query: "status:active" } }],
  pagination: { items: "discounts" },
  request: ({ limit, cursor, query, sortKey, reverse }) =>
    graphql(
      "DiscountsList",
      `query DiscountsList($first: Int!, $after: String, $query: String, $sortKey: DiscountSortKeys, $reverse: Boolean) {
        discountNodes(first: $first, after: $after, query: $query, sortKey: $sortKey, reverse: $reverse) {
          nodes { id discount { ${discountFields} } }
          pageInfo { hasNextPage endCursor }
        }
      }`,
      { first: limit, after: cursor ?? null, query: toSearchQuery(query), sortKey, reverse },
    ),
  response: decodeData(
    z.object({ discountNodes: connectionWire(z.object({ id: z.string(), discount: DiscountWire })) }),
    ({ discountNodes: page }) => ({
      discounts: page.nodes.map(({ id, discount }) => toDiscount(id, discount)),
      ...toPage(page),
    }),
  ),
  quota: { bucket: "graphql", cost: pageCost(12, 72) },
  cache: { ttlMs: 60_000 },
});

const Payload = z.object({ codeDiscountNode: z.object({ id: z.string(), codeDiscount: DiscountWire }) });
const toResult = ({ codeDiscountNode: { id, codeDiscount } }: z.output<typeof Payload>) => toDiscount(id, codeDiscount);

const createCode = defineOperation({
  id: "shopify.discounts.createCode",
  summary: "Create a discount code for a percentage or an amount off",
  description: "Codes are unique: a repeat is refused. It works from startsAt on without further action.",
  docs: adminDocs("mutations/discountCodeBasicCreate"),
  effect: "write",
  idempotency: "none",
  input: DiscountCodeInput,
  verify: {
    read: async (call, write) => {
      const query = `code:${quoted(write.input.code)}`;
      const { discounts: found } = await call.run(list, { query, sortKey: "CREATED_AT", reverse: true, limit: 10 });
      const alike = found.filter(({ codes }) => codes.includes(write.input.code));
      return verdictOf(
        alike.map((data) => ({ data, madeAt: data.createdAt })),
        write,
      );
    },
  },
  output: Discount,
  scopes: ["write_discounts"],
  keywords: ["coupon", "voucher", "promo code", "percent off", "campaign", "rebate"],
  examples: [
    {
      title: "15 % off everything, once each",
      input: {
        title: "Autumn 2026",
        code: "HERBST15",
        percentage: 15,
        startsAt: "2026-11-01T00:00:00Z",
        endsAt: "2026-11-30T23:59:59Z",
        oncePerCustomer: true,
      },
    },
  ],
  request: (input) =>
    graphql(
      "DiscountCodeCreate",
      `mutation DiscountCodeCreate($basicCodeDiscount: DiscountCodeBasicInput!) {
        discountCodeBasicCreate(basicCodeDiscount: $basicCodeDiscount) {
          codeDiscountNode { id codeDiscount { ${codeDiscountFields} } }
          userErrors { code field message }
        }
      }`,
      { basicCodeDiscount: toDiscountCodeBasicInput(input) },
    ),
  response: decodeMutation({
    root: "discountCodeBasicCreate",
    result: "codeDiscountNode",
    wire: Payload,
    map: toResult,
  }),
  quota: { bucket: "graphql", cost: 19 },
});

const deactivate = defineOperation({
  id: "shopify.discounts.deactivate",
  summary: "Deactivate a discount code, so that it can no longer be used",
  description: "Sets its end to now. Orders that used it keep their discount.",
  docs: adminDocs("mutations/discountCodeDeactivate"),
  effect: "destroy",
  idempotency: "natural",
  input: z.object({ id: gid("DiscountCodeNode") }),
  output: Discount,
  scopes: ["write_discounts"],
  keywords: ["end promotion", "stop coupon", "expire", "switch off"],
  examples: [{ title: "By id", input: { id: "gid://shopify/DiscountCodeNode/1412345678901" } }],
  request: ({ id }) =>
    graphql(
      "DiscountCodeDeactivate",
      `mutation DiscountCodeDeactivate($id: ID!) {
        discountCodeDeactivate(id: $id) {
          codeDiscountNode { id codeDiscount { ${codeDiscountFields} } }
          userErrors { code field message }
        }
      }`,
      { id },
    ),
  response: decodeMutation({
    root: "discountCodeDeactivate",
    result: "codeDiscountNode",
    strict: true,
    wire: Payload,
    map: toResult,
  }),
  quota: { bucket: "graphql", cost: 19 },
});

/** Operations on discounts. */
export const discounts = { list, createCode, deactivate };
