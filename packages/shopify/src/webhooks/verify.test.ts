import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { parseWebhookBody } from "./bodies.js";
import { isWebhookTopic, toTopicEnum, webhookTopics } from "./topics.js";
import { verifyWebhook, type WebhookDelivery } from "./verify.js";

const secret = "hush";
const sign = (body: string | Uint8Array, key = secret) => createHmac("sha256", key).update(body).digest("base64");

const body =
  '{"id":820982911946154508,"admin_graphql_api_id":"gid://shopify/Order/820982911946154508","name":"#1042","tags":"eilig, Tee"}';

const delivery = (
  changes: Partial<WebhookDelivery> = {},
  headers: Record<string, string | undefined> = {},
): WebhookDelivery => ({
  rawBody: Buffer.from(body),
  secrets: [secret],
  headers: {
    "X-Shopify-Topic": "orders/paid",
    "X-Shopify-Hmac-Sha256": sign(body),
    "X-Shopify-Shop-Domain": "nordlicht-tee.myshopify.com",
    "X-Shopify-API-Version": "2026-10",
    "X-Shopify-Webhook-Id": "b5455700-0000-4000-8000-000000000001",
    "X-Shopify-Event-Id": "98880550-0000-4000-8000-000000000002",
    "X-Shopify-Triggered-At": "2026-11-20T18:00:27.877041743Z",
    ...headers,
  },
  ...changes,
});

const reasonOf = (given: WebhookDelivery) => {
  const verdict = verifyWebhook(given);
  return verdict.ok ? "ok" : verdict.reason;
};

describe("a delivery that is signed", () => {
  it("is read with its headers and with ids that lose no digit", () => {
    expect(verifyWebhook(delivery())).toEqual({
      ok: true,
      webhook: {
        topic: "orders/paid",
        shop: "nordlicht-tee.myshopify.com",
        webhookId: "b5455700-0000-4000-8000-000000000001",
        eventId: "98880550-0000-4000-8000-000000000002",
        dedupeKey: "orders/paid:98880550-0000-4000-8000-000000000002",
        triggeredAt: "2026-11-20T18:00:27.877041743Z",
        apiVersion: "2026-10",
        body: {
          id: "820982911946154508",
          admin_graphql_api_id: "gid://shopify/Order/820982911946154508",
          name: "#1042",
          tags: "eilig, Tee",
        },
      },
    });
  });

  it("gives a vector computed elsewhere its known digest", () => {
    // RFC 4231, test case 2: key "Jefe", so that our own arithmetic is not its only witness.
    const text = "what do ya want for nothing?";
    const digest = Buffer.from("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", "hex").toString(
      "base64",
    );
    expect(reasonOf(delivery({ rawBody: text, secrets: ["Jefe"] }, { "X-Shopify-Hmac-Sha256": digest }))).toBe(
      "malformed_body",
    );
  });

  it("is accepted in every form that frameworks give headers and bodies in", () => {
    const { headers } = delivery();
    const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value]]));
    expect(reasonOf(delivery({ headers: lower }))).toBe("ok");
    expect(reasonOf(delivery({ headers: new Headers(headers as Record<string, string>) }))).toBe("ok");
    expect(reasonOf(delivery({ rawBody: body }))).toBe("ok");
  });

  it("is accepted under the secret before a rotation", () => {
    expect(reasonOf(delivery({ secrets: ["new", secret] }))).toBe("ok");
  });

  it("falls back on the delivery's id where there is no event id", () => {
    const verdict = verifyWebhook(delivery({}, { "X-Shopify-Event-Id": undefined }));
    expect(verdict).toMatchObject({ webhook: { dedupeKey: "orders/paid:b5455700-0000-4000-8000-000000000001" } });
  });
});

describe("a delivery that is refused", () => {
  it.each<[string, WebhookDelivery]>([
    ["missing_secret", delivery({ secrets: [] })],
    ["missing_secret", delivery({ secrets: [""] })],
    ["body_not_raw", delivery({ rawBody: JSON.parse(body) as never })],
    ["missing_header", delivery({}, { "X-Shopify-Hmac-Sha256": undefined })],
    ["missing_header", delivery({}, { "X-Shopify-Topic": undefined })],
    [
      "malformed_signature",
      delivery({}, { "X-Shopify-Hmac-Sha256": createHmac("sha256", secret).update(body).digest("hex") }),
    ],
    ["malformed_signature", delivery({}, { "X-Shopify-Hmac-Sha256": "c2hvcnQ=" })],
    ["wrong_signature", delivery({ secrets: ["other"] })],
    ["wrong_signature", delivery({ rawBody: `${body} ` })],
    ["wrong_signature", delivery({ rawBody: JSON.stringify(JSON.parse(body)) })],
    ["wrong_shop", delivery({ shop: "another-shop" })],
    ["wrong_shop", delivery({}, { "X-Shopify-Shop-Domain": "nordlicht-tee.myshopify.com.evil.example" })],
    ["malformed_body", delivery({ rawBody: "[1]" }, { "X-Shopify-Hmac-Sha256": sign("[1]") })],
    ["malformed_body", delivery({ rawBody: "" }, { "X-Shopify-Hmac-Sha256": sign("") })],
  ])("says why: %s", (reason, given) => {
    expect(reasonOf(given)).toBe(reason);
  });

  it("never tells the secret", () => {
    const verdict = verifyWebhook(delivery({ secrets: ["canary-secret-4711"] }));
    expect(JSON.stringify(verdict)).not.toContain("canary");
  });
});

describe("bodies", () => {
  it("have ids as strings, small ones too, and keep what is not in the schema", () => {
    expect(
      parseWebhookBody("customers/data_request", {
        shop_id: 954889,
        shop_domain: "x",
        orders_requested: [299938],
        extra: 1,
      }),
    ).toEqual({
      shop_id: "954889",
      shop_domain: "x",
      orders_requested: ["299938"],
      extra: 1,
    });
  });

  it("of delete topics need nothing but the id", () => {
    expect(parseWebhookBody("products/delete", { id: "788032119674292922" })).toEqual({ id: "788032119674292922" });
  });

  it("that do not fit name the path", () => {
    expect(() => parseWebhookBody("orders/paid", { name: "#1" })).toThrow(/at id/);
  });
});

describe("topics", () => {
  it("have the names of the GraphQL enum, dots included", () => {
    expect(toTopicEnum("orders/partially_fulfilled")).toBe("ORDERS_PARTIALLY_FULFILLED");
    expect(toTopicEnum("customer.tags_added")).toBe("CUSTOMER_TAGS_ADDED");
  });

  it("include the mandatory privacy topics, which need no scope", () => {
    const compliance = Object.entries(webhookTopics).filter(([, facts]) => "compliance" in facts);
    expect(compliance.map(([topic]) => topic)).toEqual(["customers/data_request", "customers/redact", "shop/redact"]);
    expect(isWebhookTopic("shop/redact")).toBe(true);
    expect(isWebhookTopic("toString")).toBe(false);
  });
});
