import { systemClock } from "@trunkline/core";
import type { Store } from "@trunkline/store";
import { describe, expect, it, onTestFinished } from "vitest";
import { adminActions } from "../src/admin/actions.js";
import { createWebhookSecrets } from "../src/webhooks/secrets.js";
import { createDurableApp } from "./durable-app.js";
import { createShell } from "./shell.js";
import { createTestApp } from "./test-app.js";

const addEvent = async ({ db }: Store, number: number, changes: { type?: string; subject?: string } = {}) => {
  const { id } = await db
    .insertInto("event")
    .values({
      connection: "default/shopify/default",
      connector: "shopify",
      type: changes.type ?? "orders/create",
      source: "webhook",
      dedupe_key: `e-${number}`,
      ordering_key: `order:${number}`,
      subjects: changes.subject === undefined ? [] : [changes.subject],
      headers: "{}",
      payload: JSON.stringify({ id: String(number) }),
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
};

describe("actions over REST", () => {
  it("need the scope admin, each of them", async () => {
    const { app, bearer } = await createTestApp();
    const reader = await bearer("*:destroy");
    for (const { method, path } of adminActions) {
      const url = path.replaceAll(/\{\w+\}/g, "1");
      expect([path, (await app.inject({ method, url })).statusCode]).toEqual([path, 401]);
      expect([path, (await app.inject({ method, url, headers: reader })).statusCode]).toEqual([path, 403]);
    }
  });

  it("say that the gateway runs without a database where it does", async () => {
    const { app } = await createTestApp({ auth: "off" });
    const answer = await app.inject("/admin/events");
    expect([answer.statusCode, answer.json().error.code]).toEqual([403, "DISABLED"]);
  });

  it("list events by page and filter, with what became of each", async () => {
    const { app, store } = await createDurableApp();
    const ids = [];
    for (let number = 1; number <= 5; number += 1)
      ids.push(await addEvent(store, number, { subject: `customer:${number % 2}` }));
    await addEvent(store, 6, { type: "products/update" });
    const list = async (query: string) => (await app.inject(`/admin/events?${query}`)).json();
    const first = await list("type=orders/*&limit=2");
    expect(first.events.map(({ id }: { id: number }) => id)).toEqual([ids[4], ids[3]]);
    const second = await list(`type=orders/*&limit=2&cursor=${first.nextCursor}`);
    expect(second.events.map(({ id }: { id: number }) => id)).toEqual([ids[2], ids[1]]);
    expect((await list("subject=customer:0")).events).toHaveLength(2);
    expect((await list("type=orders_create")).events).toEqual([]);
    await store.db.updateTable("event").set({ relayed: true }).execute();
    const work = { queue: "mirror", key: "k", max_attempts: 8 };
    await store.db
      .insertInto("work")
      .values({ ...work, event_id: ids[0] ?? 0, state: "dead", last_error: '{"code":"X","message":"no"}' })
      .execute();
    await store.db
      .insertInto("work")
      .values({ ...work, event_id: ids[1] ?? 0, state: "ready" })
      .execute();
    const stages = Object.fromEntries(
      (await list("type=orders/*")).events.map((event: { id: number; stage: string }) => [event.id, event.stage]),
    );
    expect(ids.map((id) => stages[id])).toEqual(["dead", "waiting", "handled", "handled", "handled"]);
    expect((await list("stage=dead")).events).toMatchObject([{ id: ids[0] }]);
  });

  it("show one event with its payload and its work", async () => {
    const { app, store } = await createDurableApp();
    const id = await addEvent(store, 1);
    expect((await app.inject(`/admin/events/${id}`)).json()).toMatchObject({
      id,
      payload: { id: "1" },
      stage: "received",
      work: [],
    });
    expect((await app.inject("/admin/events/999")).statusCode).toBe(404);
    expect((await app.inject("/admin/events/abc")).statusCode).toBe(400);
  });

  it("refuse fields that there are not", async () => {
    const { app } = await createDurableApp();
    const answer = await app.inject("/admin/events?typ=orders/create");
    expect([answer.statusCode, answer.json().error.code]).toEqual([400, "INVALID_INPUT"]);
  });
});

describe("webhook secrets", () => {
  const connection = "default/billing/default";

  it("are rotated with an overlap, shown once and audited without the secret", async () => {
    const { app, store, durable } = await createDurableApp();
    const rotate = async (payload: object) =>
      (await app.inject({ method: "POST", url: "/admin/webhook-secrets/rotate", payload })).json();
    const first = await rotate({ connection, secret: "first-secret-of-billing" });
    expect(first).not.toHaveProperty("secret");
    const second = await rotate({ connection, overlapSeconds: 3_600 });
    expect(second.secret).toMatch(/^whsec_/);
    const current = () => createWebhookSecrets(async () => store, systemClock).of(connection, durable.sources.all[0]);
    expect((await current()).secrets).toEqual(["whsec_c2VjcmV0LXNlY3JldA==", second.secret, "first-secret-of-billing"]);
    await rotate({ connection, secret: "third-secret-of-billing", overlapSeconds: 0 });
    expect((await current()).secrets).toEqual(["whsec_c2VjcmV0LXNlY3JldA==", "third-secret-of-billing"]);
    const listed = (await app.inject("/admin/webhook-secrets")).payload;
    const audit = (await app.inject("/admin/audit")).payload;
    expect(JSON.parse(audit).entries).toMatchObject([
      { action: "webhook-secrets.rotate", actor: "local", subject: connection },
      {},
      {},
    ]);
    for (const secret of [second.secret, "first-secret-of-billing", "third-secret-of-billing"])
      expect(listed + audit).not.toContain(secret);
  });

  it("are taken from a handshake once, while the window is open", async () => {
    const { app, store } = await createDurableApp();
    const secrets = createWebhookSecrets(async () => store, systemClock);
    expect(await secrets.keepHandshake(connection, "offered-too-early")).toBe(false);
    const open = { method: "POST", url: "/admin/webhook-secrets/expect-handshake", payload: { connection } } as const;
    expect((await app.inject(open)).statusCode).toBe(200);
    const taken = await Promise.all([
      secrets.keepHandshake(connection, "offered-one"),
      secrets.keepHandshake(connection, "offered-two"),
    ]);
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await store.db.selectFrom("webhook_secret").select("source").execute()).toEqual([{ source: "handshake" }]);
  });

  it("belong to sources alone", async () => {
    const { app } = await createDurableApp();
    const payload = { connection: "default/nobody/default" };
    const answer = await app.inject({ method: "POST", url: "/admin/webhook-secrets/expect-handshake", payload });
    expect([answer.statusCode, answer.json().error.code]).toEqual([404, "UNKNOWN_CONNECTION"]);
  });
});

describe("actions over MCP", () => {
  const rpc = { "mcp-protocol-version": "2025-11-25", accept: "application/json, text/event-stream" };
  const ask = async (
    app: Awaited<ReturnType<typeof createTestApp>>["app"],
    url: string,
    headers: object,
    method: string,
    params = {},
  ) => {
    const payload = { jsonrpc: "2.0", id: 1, method, params };
    const response = await app.inject({ method: "POST", url, headers: { ...rpc, ...headers }, payload });
    return JSON.parse(response.body.replace(/^(event: message\n)?data: /, "")).result;
  };

  it("are a view of their own, listed to administrators alone and called by them alone", async () => {
    const { app, store, bearer } = await createDurableApp({ auth: "keys" });
    const [reader, admin] = [await bearer("*:destroy"), await bearer("admin")];
    await addEvent(store, 1);
    expect((await ask(app, "/mcp/admin", reader, "tools/list")).tools).toEqual([]);
    const { tools } = await ask(app, "/mcp/admin", admin, "tools/list");
    expect(tools.map(({ name }: { name: string }) => name)).toEqual(
      adminActions.map(({ id }) => `admin_${id.replaceAll(/[.-]/g, "_")}`),
    );
    const call = { name: "admin_events_list", arguments: {} };
    expect((await ask(app, "/mcp/admin", reader, "tools/call", call)).structuredContent.error.code).toBe("FORBIDDEN");
    const answer = await ask(app, "/mcp/admin", admin, "tools/call", call);
    expect(answer.structuredContent.data.events).toMatchObject([{ type: "orders/create" }]);
  });

  it("say truthfully what each may do", async () => {
    const { app } = await createDurableApp();
    const { tools } = await ask(app, "/mcp/admin", {}, "tools/list");
    const withHint = (hint: string): readonly string[] =>
      tools
        .filter(({ annotations }: { annotations: Record<string, boolean> }) => annotations[hint])
        .map(({ name }: { name: string }) => name);
    expect(withHint("destructiveHint")).toEqual([
      "admin_dead_letters_discard",
      "admin_replays_cancel",
      "admin_endpoints_delete",
      "admin_erasure_run",
    ]);
    expect(withHint("openWorldHint")).toEqual([
      "admin_dead_letters_retry",
      "admin_replays_start",
      "admin_backfills_start",
      "admin_gaps_check",
      "admin_endpoints_test",
      "admin_deliveries_resend",
      "admin_deliveries_resend_range",
    ]);
    const repeatable = new Set(withHint("idempotentHint"));
    expect(withHint("readOnlyHint").every((name) => repeatable.has(name))).toBe(true);
    for (const name of ["admin_replays_start", "admin_dead_letters_retry", "admin_webhook_secrets_rotate"])
      expect([name, repeatable.has(name)]).toEqual([name, false]);
  });

  it("only read where that is asked for", async () => {
    const { app } = await createDurableApp();
    const { tools } = await ask(app, "/mcp/admin?readonly=1", {}, "tools/list");
    expect(tools.every((tool: { annotations: { readOnlyHint: boolean } }) => tool.annotations.readOnlyHint)).toBe(true);
    expect(tools.length).toBeGreaterThan(0);
  });
});

describe("actions on the command line", () => {
  const shell = async () => {
    const { app, store } = await createDurableApp();
    const url = await app.listen({ port: 0, host: "127.0.0.1" });
    onTestFinished(() => app.close());
    const run = createShell(url);
    return { run, store };
  };

  it("print a table, or JSON, or what is wrong", async () => {
    const { run, store } = await shell();
    const id = await addEvent(store, 1);
    expect((await run("events", "list", "--type", "orders/*")).out).toMatch(
      /id +received at +connection[\s\S]*orders\/create/,
    );
    expect(JSON.parse((await run("events", "list", "--json")).out).events).toHaveLength(1);
    expect(JSON.parse((await run("events", "get", String(id), "--json")).out).payload).toEqual({ id: "1" });
    const missing = await run("events", "get", "999");
    expect([missing.code, missing.err]).toEqual([1, expect.stringContaining("NOT_FOUND: There is no event 999.")]);
  });

  it("teach themselves", async () => {
    const { run } = await shell();
    expect((await run("webhook-secrets", "--help")).out).toContain("expect-handshake");
    const help = (await run("webhook-secrets", "expect-handshake", "--help")).out;
    expect(help).toContain("--minutes <number>");
    expect(help).toContain("default 10");
    expect(help).toContain("Zoho Mail tells a new webhook's secret once");
  });
});
