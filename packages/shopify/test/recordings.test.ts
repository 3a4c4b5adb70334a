import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type AnyOperation, isConnectorError, listOperations, type Warning } from "@trunkline/core";
import { createReply, loadRecordings } from "@trunkline/core/testing";
import { describe, expect, it } from "vitest";
import { mapShopifyError } from "../src/errors.js";
import { queryGraphql } from "../src/operations/graphql-query.js";
import { operations } from "../src/operations/index.js";
import { shopifyQuotas } from "../src/quotas.js";
import { verifyWebhook } from "../src/webhooks/index.js";

const recordings = loadRecordings("shopify");
const dir = "dir" in recordings ? recordings.dir : undefined;
if ("skip" in recordings) process.stdout.write(`${recordings.skip}\n`);

const names = (pattern: RegExp): readonly string[] =>
  dir ? readdirSync(dir).filter((name) => pattern.test(name)) : [];
const text = (name: string): string => readFileSync(join(dir ?? "", name), "utf8");

const replyOf = (name: string) => {
  const { response } = JSON.parse(text(name));
  return createReply({ ...response, body: response.bodyText ?? JSON.stringify(response.body) });
};

const operation = (id: string): AnyOperation => {
  const found = listOperations(operations).find((candidate) => candidate.id === id);
  if (!found) throw new Error(`There is no operation ${id}`);
  return found;
};

describe.skipIf(!dir)("recordings", () => {
  it.each([
    ["err.throttled.json", "RATE_LIMITED"],
    ["err.max-cost-exceeded.json", "QUOTA_EXHAUSTED"],
    ["err.internal-server-error.json", "UPSTREAM_UNAVAILABLE"],
    ["err.parse-error.json", "UPSTREAM_BAD_REQUEST"],
    ["err.invalid-variable.json", "REJECTED"],
    ["err.malformed-gid.json", "REJECTED"],
    ["err.max-input-size.json", "REJECTED"],
    ["err.bad-request.pagination.json", "UPSTREAM_BAD_REQUEST"],
    ["err.wrong-type-gid.json", "NOT_FOUND"],
    ["gql.inventorySetQuantities.missing-idempotent.json", "UPSTREAM_BAD_REQUEST"],
    ["http.400.json", "UPSTREAM_BAD_REQUEST"],
    ["http.401.invalid-token.json", "UPSTREAM_UNAUTHORIZED"],
    ["http.402.json", "ACCOUNT_UNAVAILABLE"],
    ["http.403.json", "UPSTREAM_FORBIDDEN"],
    ["http.404.json", "ACCOUNT_UNAVAILABLE"],
    ["http.423.json", "ACCOUNT_UNAVAILABLE"],
    ["http.429.rest.json", "RATE_LIMITED"],
    ["http.500.json", "UPSTREAM_UNAVAILABLE"],
  ])("%s is %s", (name, code) => {
    expect(mapShopifyError(replyOf(name), queryGraphql)?.code).toBe(code);
  });

  it.each(names(/^gql\.(?!inventorySetQuantities\.missing)/))("%s is no failure of the exchange", (name) => {
    expect(mapShopifyError(replyOf(name), operation("shopify.products.create"))).toBeUndefined();
  });

  it.each(names(/^gql\./))("%s teaches the bucket what is left", (name) => {
    const { response } = JSON.parse(text(name));
    const status = response.body.extensions?.cost?.throttleStatus;
    const learned = shopifyQuotas.feedback(replyOf(name))[0];
    expect(learned?.remaining).toBe(status?.currentlyAvailable);
    expect(learned?.capacity).toBe(status?.maximumAvailable);
  });

  it.each([
    ["gql.productCreate.userErrors.json", "shopify.products.create", "REJECTED"],
    ["gql.productCreate.handle-taken.json", "shopify.products.create", "CONFLICT"],
    ["gql.bulk.sixth-run.in-progress.json", "shopify.bulk.start", "CONFLICT"],
    ["gql.bulk.validator.nodes.json", "shopify.bulk.start", "REJECTED"],
    ["gql.bulk.validator.parent-id.json", "shopify.bulk.start", "REJECTED"],
    ["gql.bulk.unknown-id.null.json", "shopify.bulk.get", "NOT_FOUND"],
    ["gql.refundCreate.over-refund.json", "shopify.refunds.create", "REJECTED"],
    ["gql.metafieldsSet.stale.json", "shopify.metafields.set", "CONFLICT"],
    ["gql.orderCancel.errors.json", "shopify.orders.cancel", "REJECTED"],
  ])("%s decodes to %s %s", (name, id, code) => {
    expect(codeOf(id, name)).toBe(code);
  });

  it.each([
    ["gql.bulk.run.created.json", "shopify.bulk.start"],
    ["gql.bulk.poll.completed.json", "shopify.bulk.get"],
  ])("%s decodes as %s", (name, id) => {
    const target = operation(id);
    expect(target.output.safeParse(decode(id, name))).toMatchObject({ success: true });
  });

  it("tells of the filter value that was not accepted", () => {
    const warnings: Warning[] = [];
    if (!("response" in queryGraphql)) throw new Error("unreachable");
    queryGraphql.response(replyOf("warn.search.invalid-value.json"), contextOf(warnings) as never);
    expect(warnings).toMatchObject([{ code: "SEARCH_VALUE_INVALID", path: "bulkOperations" }]);
  });

  const vectors: readonly { file: string; secret: string; headers: Record<string, string> }[] = dir
    ? [JSON.parse(text("webhook.hmac-vectors.json"))].flatMap((read) => (Array.isArray(read) ? read : read.vectors))
    : [];
  it.each(vectors.map((vector) => [vector.file, vector] as const))(
    "%s is signed, and its ids lose no digit",
    (file, { secret, headers }) => {
      const rawBody = readFileSync(join(dir ?? "", file));
      const verdict = verifyWebhook({ rawBody, headers, secrets: [secret] });
      expect(verdict).toMatchObject({ ok: true, webhook: { topic: headers["X-Shopify-Topic"] } });
      const bare = /"id":\s*(\d{17,})/.exec(rawBody.toString("utf8"))?.[1];
      if (bare && verdict.ok) expect(JSON.stringify(verdict.webhook.body)).toContain(`"${bare}"`);
    },
  );
});

const contextOf = (warnings: Warning[]) => ({
  input: { id: "gid://shopify/BulkOperation/1" },
  apiVersion: "2026-10",
  settings: {},
  warn: (warning: Warning) => void warnings.push(warning),
});

const decode = (id: string, name: string): unknown => {
  const target = operation(id);
  if (!("response" in target)) throw new Error(`${id} is composed`);
  return target.response(replyOf(name), contextOf([]));
};

const codeOf = (id: string, name: string): string => {
  try {
    decode(id, name);
    return "ok";
  } catch (error) {
    return isConnectorError(error) ? error.code : String(error);
  }
};
