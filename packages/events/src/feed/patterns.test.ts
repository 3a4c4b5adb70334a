import { sql } from "kysely";
import { expect, it } from "vitest";
import { openStore } from "../../test/outgoing-fixture.js";
import { matchesSql, Pattern, toMatcher } from "./patterns.js";

const cases: readonly (readonly [patterns: readonly string[], name: string, matches: boolean])[] = [
  [[], "anything", true],
  [["*"], "shopify.orders.create", true],
  [["shopify.orders.*"], "shopify.orders.create", true],
  [["shopify:orders/*"], "shopify.orders/create", true],
  [["shopify.orders.*"], "shopify.orders", false],
  [["shopify.orders"], "shopify.orders.create", false],
  [["*.orders.*"], "shopify.orders.edited.twice", true],
  [["a.b", "*.paid"], "shopify.orders.paid", true],
  [["s_opify.*"], "shopify.orders", false],
  [["s_opify.*"], "s_opify.orders", true],
  [["shopify.orders"], "shopify-orders", false],
  [["shopifyxorders"], "shopify.orders", false],
  [["*/shopify/eu"], "acme/shopify/eu", true],
  [["acme/shopify/*"], "acme/zoho-mail/eu", false],
];

it.each(cases)("%j on %s is %s here and in the database", async (patterns, name, expected) => {
  expect(toMatcher(patterns)(name)).toBe(expected);
  const store = await openStore();
  const { rows } = await sql<{ matches: boolean }>`
    select ${matchesSql(sql`${name}::text`, sql`${[...patterns]}::text[]`)} as matches`.execute(store.db);
  expect(rows[0]?.matches).toBe(expected);
});

it.each(["", "a b", "a%", "a\\", "é", "x".repeat(201)])("refuses %j as a pattern", (pattern) => {
  expect(Pattern.safeParse(pattern).success).toBe(false);
});
