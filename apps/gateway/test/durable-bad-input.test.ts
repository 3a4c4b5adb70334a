import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDurableSite } from "./durable-gateway.js";
import { shopifyHeaders } from "./webhook-sources.js";

type Site = Awaited<ReturnType<typeof createDurableSite>>;
type Running = Awaited<ReturnType<Site["start"]>>;

const path = "/webhooks/shopify/default";
const body = '{"id":17,"note":"x"}';
const delivery = (site: Site, eventId: string, changes: Record<string, string> = {}) => ({
  ...shopifyHeaders(body, eventId, String((site.twin.config.webhookSecrets as readonly string[])[0])),
  "x-shopify-shop-domain": `${site.twin.config.shop}.myshopify.com`,
  ...changes,
});

describe("what strangers send to a gateway on its database", () => {
  let site: Site;
  let gateway: Running;
  beforeAll(async () => {
    site = await createDurableSite();
    gateway = await site.start();
  }, 60_000);
  afterAll(async () => {
    await gateway.close();
    await site.close();
  }, 60_000);

  const storedOf = async (eventId: string) => {
    const { store } = await gateway.durable.whenReady(1_000);
    return store.db.selectFrom("event").selectAll().where("dedupe_key", "like", `%${eventId}`).execute();
  };

  it("is stored once, however often and however much at once it comes", async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => gateway.send(path, body, delivery(site, "again"))),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await storedOf("again")).toHaveLength(1);
  });

  it.each([
    ["ancient", "1999-12-31T23:59:59Z"],
    ["of the future", "2199-01-01T00:00:00Z"],
    ["dated in words", "last Tuesday"],
  ])("is taken when it is %s: it is signed, and its copy may be the only one", async (name, at) => {
    const eventId = `dated-${name.replaceAll(" ", "-")}`;
    const { status } = await gateway.send(path, body, delivery(site, eventId, { "x-shopify-triggered-at": at }));
    expect([status, (await storedOf(eventId)).length]).toEqual([200, 1]);
  });

  it("is not taken when the connection breaks before the body is complete", async () => {
    const { hostname, port } = new URL(gateway.url);
    const socket = connect(Number(port), hostname);
    const head = Object.entries({ ...delivery(site, "cut"), host: hostname, "content-length": String(body.length) });
    socket.write(`POST ${path} HTTP/1.1\r\n${head.map(([name, value]) => `${name}: ${value}`).join("\r\n")}\r\n\r\n`);
    await new Promise((resolve) => socket.write(body.slice(0, -1), resolve));
    socket.destroy();
    expect((await gateway.send("/healthz")).status).toBe(200);
    expect(await storedOf("cut")).toEqual([]);
  });

  it("is refused with a key of 10 kB, as a delivery, over REST and over MCP", async () => {
    const key = "k".repeat(10_000);
    expect((await gateway.send(path, body, delivery(site, key, { "x-shopify-webhook-id": "w" }))).status).toBe(400);
    const write = { id: "gid://shopify/Product/1", tags: ["a"] };
    const rest = await gateway.send("/v1/shopify/tags/add", write, { "idempotency-key": key });
    expect([rest.status, JSON.parse(rest.text).error.code]).toEqual([400, "INVALID_INPUT"]);
    const call = { operation: "shopify.tags.add", arguments: write, idempotencyKey: key };
    expect((await gateway.tool("call_write", call)).structuredContent.error.issues[0].path).toBe("idempotencyKey");
    expect((await gateway.ask("/admin/writes?operation=shopify.tags.add")).writes).toEqual([]);
  });

  it("does not start a replay of everything, unless the count is repeated", async () => {
    const { store } = await gateway.durable.whenReady(1_000);
    const row = { connection: "default/shopify/default", connector: "shopify", type: "orders/create" } as const;
    const rows = Array.from({ length: 101 }, (_, number) => ({ ...row, dedupe_key: `all-${number}` }));
    await store.db
      .insertInto("event")
      .values(
        rows.map((one) => ({ ...one, source: "manual", ordering_key: "k", headers: "{}", payload: "{}" }) as never),
      )
      .execute();
    const start = async (input: object) => (await gateway.ask("/admin/replays", input)).error;
    expect((await start({ filter: {} })).message).toMatch(/filter is empty/);
    const refused = await start({ filter: { types: ["*"] } });
    expect(refused).toMatchObject({ code: "INVALID_INPUT", issues: [{ path: "confirmTotal" }] });
    expect(refused.message).toMatch(/\d{3}/);
    const tool = { name: "admin_replays_start", arguments: { filter: { types: ["*"] } } };
    expect((await gateway.rpc("/mcp/admin", "tools/call", tool)).structuredContent.error.issues[0].path).toBe(
      "confirmTotal",
    );
    expect((await gateway.ask("/admin/replays")).replays).toEqual([]);
  });
});

describe("a database that cannot be used", () => {
  let site: Site;
  beforeAll(async () => {
    site = await createDurableSite();
  });
  afterAll(() => site.close());

  /** What each reader is told; what does not need the database goes on. */
  const expectHonesty = async (gateway: Running, reason: RegExp) => {
    const [read, sender, admin, write] = await Promise.all([
      gateway.send("/v1/shopify/products/list?limit=1"),
      gateway.send(path, body, delivery(site, "early")),
      gateway.send("/admin/events"),
      gateway.send("/v1/shopify/tags/add", { id: "gid://shopify/Product/1", tags: ["a"] }),
    ]);
    expect(read.status).toBe(200);
    expect(sender.status).toBe(503);
    expect(Number(sender.retryAfter)).toBeGreaterThan(0);
    expect(sender.text).not.toMatch(reason);
    expect([admin.status, JSON.parse(admin.text).error.message]).toEqual([503, expect.stringMatching(reason)]);
    expect(JSON.parse(write.text).error).toMatchObject({ code: "STORE_UNAVAILABLE", outcome: "not_executed" });
    expect(site.sent("TagsAdd")).toBe(0);
  };

  it("is gone", { timeout: 60_000 }, async () => {
    const gateway = await site.start({ DATABASE_URL: "postgres://nobody:geheim@127.0.0.1:9/none" }, 0);
    await expectHonesty(gateway, /does not answer|still being opened/);
    expect((await gateway.send("/admin/events")).text).not.toContain("geheim");
    await gateway.close();
  });

  it("is newer, and is left as it is", { timeout: 60_000 }, async () => {
    const older = await site.start();
    const { store } = await older.durable.whenReady(1_000);
    const name = "9999-of-the-future";
    const timestamp = new Date().toISOString();
    await store.db
      .insertInto("schema_migration" as never)
      .values({ name, timestamp } as never)
      .execute();
    await older.close();
    const gateway = await site.start({}, 0);
    await gateway.durable.firstTry();
    await expectHonesty(gateway, /9999-of-the-future/);
    await gateway.close();
  });
});
