import type { NewEvent } from "@trunkline/events";
import { describe, expect, it } from "vitest";
import { getReport, listReports } from "../src/admin/actions/erasure.js";
import { privacyHandlers } from "../src/handlers/privacy.js";
import { openTestDurable } from "./durable-app.js";

const connection = "default/shopify/default";

const open = async () => {
  const durable = await openTestDurable((opened) => ({ handlers: privacyHandlers(opened) }));
  const { plane, store } = durable;
  const order = (id: number, customer: number, key = connection): NewEvent => ({
    connection: key,
    type: "orders/create",
    source: "webhook",
    dedupeKey: `order-${id}`,
    orderingKey: `order:${id}`,
    subjects: [`customer:${customer}`, `order:${id}`],
    payload: { id, note: `secret of ${customer}` },
  });
  await plane.inbox.accept([order(1, 17), order(2, 18), order(3, 17, "default/shopify/other")]);
  const request = async (type: string, payload: object) => {
    const subjects = ["customer:17"];
    const [{ id } = { id: 0 }] = await plane.inbox.accept([
      { connection, type, source: "webhook", dedupeKey: type, payload, subjects },
    ]);
    await expect
      .poll(
        async () => (await store.db.selectFrom("work").select("state").where("event_id", "=", id).execute())[0]?.state,
        { timeout: 10_000 },
      )
      .toBe("done");
    return id;
  };
  const payloads = async () =>
    Object.fromEntries(
      (await store.db.selectFrom("event").select(["dedupe_key", "payload"]).execute()).map((row) => [
        row.dedupe_key,
        row.payload,
      ]),
    );
  const audit = () => store.db.selectFrom("audit").selectAll().orderBy("id").execute();
  return { durable, store, request, payloads, audit };
};

const context = { actor: "test", signal: new AbortController().signal, onProgress: () => undefined };
const body = { shop_id: 1, shop_domain: "acme.myshopify.com", customer: { id: 17 } };

describe("Shopify's privacy topics", () => {
  it("customers/data_request gathers what is stored about the customer of that shop", async () => {
    const { durable, request, audit } = await open();
    const id = await request("customers/data_request", body);
    expect(await listReports.run(durable, {}, context)).toMatchObject({ reports: [{ event: id, connection }] });
    const report = await getReport.run(durable, { event: id }, context);
    expect(report).toMatchObject({ subjects: ["customer:17"], truncated: false });
    expect((report.events as { type: string; payload: unknown }[]).map(({ type }) => type)).toContain("orders/create");
    expect(JSON.stringify(report)).toContain("secret of 17");
    expect(JSON.stringify(report)).not.toContain("secret of 18");
    expect(await audit()).toMatchObject([{ action: "privacy.report", subject: connection }]);
  });

  it("customers/redact erases the customer of that shop alone, reports included, and says so without the name", async () => {
    const { durable, request, payloads, audit } = await open();
    await request("customers/data_request", body);
    await request("customers/redact", { ...body, orders_to_redact: [1] });
    expect(await payloads()).toMatchObject({
      "order-1": null,
      "order-2": { note: "secret of 18" },
      "order-3": { note: "secret of 17" },
      "customers/redact": null,
    });
    expect(await listReports.run(durable, {}, context)).toEqual({ reports: [] });
    const rows = await audit();
    expect(rows.filter(({ action }) => action === "erase").length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain("customer:17");
  });

  it("shop/redact erases everything of that shop", async () => {
    const { request, payloads, audit } = await open();
    await request("shop/redact", { shop_id: 1, shop_domain: "acme.myshopify.com" });
    expect(await payloads()).toMatchObject({ "order-1": null, "order-2": null, "order-3": { note: "secret of 17" } });
    expect(await audit()).toMatchObject([{ action: "erase", subject: connection }]);
  });
});
