import { describe, expect, it } from "vitest";
import { type Answer, dataOf, openShop, site, warningsOf } from "./insights-shop.js";

const performance = "insights.pages.searchPerformance";
const losing = "insights.pages.losingClicks";
const revenue = "insights.queries.revenue";
const context = "insights.messages.context";
const indexing = "insights.indexing.problems";

const pageOf = (data: Answer, path: string): Answer =>
  data.pages.find(({ page }: Answer) => page === `https://${site}${path}`);

/** A mail of a customer whose order is not shipped yet. */
const openMail = async ({ call }: Awaited<ReturnType<typeof openShop>>) => {
  const open = dataOf(
    await call("shopify.orders.list", { query: "fulfillment_status:unfulfilled AND status:open", limit: 50 }),
  );
  for (const { email } of open.orders.slice(0, 20)) {
    const found = dataOf(await call("zoho-mail.messages.search", { from: email, limit: 1 }));
    const [message] = found.messages;
    if (message) return { email, folderId: message.folderId, messageId: message.messageId };
  }
  throw new Error("no mail of a customer with an open order");
};

describe("pages by search performance", () => {
  it("joins Google, Bing and analytics by page, in both periods", async () => {
    const { call } = await openShop();
    const answer = await call(performance, { site, limit: 100 });
    const data = dataOf(answer);
    expect(data.period).toEqual({ startDate: "2026-10-20", endDate: "2026-11-16" });
    expect(data.comparedTo).toEqual({ startDate: "2026-09-22", endDate: "2026-10-19" });
    const page = pageOf(data, "/products/sencha-uji");
    for (const source of ["google", "bing", "analytics"])
      expect(page[source], source).toMatchObject({ current: expect.any(Object), previous: expect.any(Object) });
    expect(page.clicks).toBe(page.google.current.clicks + page.bing.current.clicks);
    expect(page.clicksChange).toBe(page.clicks - page.clicksBefore);
    expect(answer.meta).toMatchObject({ connector: "insights", operation: performance, attempts: expect.any(Number) });
    expect(answer.meta.attempts).toBeGreaterThan(4);
    expect(data.missing).toEqual([]);
    expect(warningsOf(answer).filter((code) => code === "FRESHNESS")).toHaveLength(3);
  });

  it("agrees with each source about a page", async () => {
    const { call } = await openShop();
    const data = dataOf(await call(performance, { site, sort: "revenue", limit: 500 }));
    const report = dataOf(
      await call("ga4.reports.run", {
        metrics: ["sessions"],
        dateRanges: [data.period],
        dimensionFilters: [
          { field: "sessionMedium", op: "exact", value: "organic" },
          { field: "landingPage", op: "exact", value: "/products/sencha-uji" },
        ],
      }),
    );
    expect(pageOf(data, "/products/sencha-uji").analytics.current.sessions).toBe(report.rows[0][0]);
  });

  it("goes on with its cursor, without repeating or leaving out a page", async () => {
    const { call } = await openShop();
    const first = dataOf(await call(performance, { site, limit: 40 }));
    const second = dataOf(await call(performance, { site, limit: 500, cursor: first.nextCursor }));
    const pages = [...first.pages, ...second.pages].map(({ page }: Answer) => page);
    expect(new Set(pages).size).toBe(first.totalPages);
    expect([pages.length, second.nextCursor]).toEqual([first.totalPages, undefined]);
    expect(await call(performance, { site, cursor: "x" })).toMatchObject({
      ok: false,
      error: { code: "INVALID_INPUT" },
    });
  });

  it.each([
    ["gsc", "google"],
    ["bing-wmt", "bing"],
    ["ga4", "analytics"],
  ])("gives what the others tell when %s is down, and says so", async (down, part) => {
    const { call, simulator } = await openShop();
    simulator(down).faults.set("down");
    const answer = await call(performance, { site, limit: 100 });
    const data = dataOf(answer);
    expect(data.missing).toEqual([{ source: down, code: "NETWORK", message: expect.any(String) }]);
    expect(warningsOf(answer)).toContain("SOURCE_MISSING");
    expect(data.pages.length).toBeGreaterThan(10);
    expect(data.pages.filter((page: Answer) => part in page)).toEqual([]);
  });

  it("fails only when every source does, naming each", async () => {
    const { call, simulator } = await openShop();
    for (const id of ["gsc", "bing-wmt", "ga4"]) simulator(id).faults.set("down");
    const answer = await call(performance, { site });
    expect(answer).toMatchObject({ ok: false, error: { code: "NETWORK", outcome: "not_executed" } });
    const message = answer.ok ? "" : answer.error.message;
    for (const id of ["gsc", "bing-wmt", "ga4"]) expect(message).toContain(`${id} (NETWORK)`);
  });

  it("needs no site where the account's sites are one with and without www.", async () => {
    const { call } = await openShop();
    const guessed = dataOf(await call(performance, { limit: 5 }));
    expect(guessed.pages).toEqual(dataOf(await call(performance, { site, limit: 5 })).pages);
  });

  it("leaves out a source that is not connected or switched off", async () => {
    const { call, flags } = await openShop({ without: ["bing-wmt"] });
    flags.set([{ pattern: "ga4", on: false }]);
    expect(dataOf(await call(performance, { site })).missing).toMatchObject([
      { source: "bing-wmt", code: "NOT_CONFIGURED" },
      { source: "ga4", code: "DISABLED" },
    ]);
  });
});

describe("pages that lose clicks", () => {
  it("tells which products lost clicks although they sell, with sales and stock", async () => {
    const { call } = await openShop();
    const data = dataOf(await call(losing, { site, onlySelling: true, limit: 200 }));
    expect(data.pages.length).toBeGreaterThan(0);
    expect(data.currency).toBe("EUR");
    for (const { clicksChange, page, product } of data.pages) {
      expect(clicksChange).toBeLessThan(0);
      expect(page).toBe(`https://${site}/products/${product.handle}`);
      expect(product).toMatchObject({ stock: expect.any(Number), status: expect.any(String) });
      expect(product.sold.units).toBeGreaterThan(0);
    }
    const losses = data.pages.map(({ clicksChange }: Answer) => clicksChange);
    expect(losses).toEqual(losses.toSorted((one: number, other: number) => one - other));
  });

  it("counts the units that the orders list", async () => {
    const { call } = await openShop();
    const data = dataOf(await call(losing, { site, onlySelling: true, limit: 1 }));
    const [{ product }] = data.pages;
    const { startDate, endDate } = data.period;
    const query = `processed_at:>='${startDate}T00:00:00Z' AND processed_at:<='${endDate}T23:59:59Z'`;
    const { orders } = dataOf(await call("shopify.orders.list", { query, limit: 250 }));
    let units = 0;
    for (const { id, cancelledAt } of orders) {
      if (cancelledAt) continue;
      const order = dataOf(await call("shopify.orders.get", { id }));
      for (const line of order.lineItems) if (line.productId === product.id) units += line.currentQuantity;
    }
    expect(product.sold.units).toBe(units);
  });

  it("still tells the pages when the shop is down, those that may not sell included", async () => {
    const { call, simulator } = await openShop();
    simulator("shopify").faults.set("down");
    const data = dataOf(await call(losing, { site, onlySelling: true }));
    expect(data.missing).toMatchObject([{ source: "shopify" }]);
    expect(data.pages.length).toBeGreaterThan(0);
    expect(data.pages.every((page: Answer) => !("product" in page))).toBe(true);
  });

  it.each(["gsc", "bing-wmt"])("goes by the other engine when %s is down", async (down) => {
    const { call, simulator } = await openShop();
    simulator(down).faults.set("500");
    const autumn = { startDate: "2026-09-20", endDate: "2026-10-17" };
    const compareTo = { startDate: "2026-10-18", endDate: "2026-11-14" };
    const data = dataOf(await call(losing, { site, ...autumn, compareTo }));
    expect(data.missing).toMatchObject([{ source: down, code: "UPSTREAM_UNAVAILABLE" }]);
    expect(data.pages.length).toBeGreaterThan(0);
  });

  it("fails without any search engine, whatever the shop knows", async () => {
    const { call, simulator } = await openShop();
    for (const id of ["gsc", "bing-wmt"]) simulator(id).faults.set("down");
    expect(await call(losing, { site })).toMatchObject({ ok: false, error: { code: "NETWORK" } });
  });
});

describe("revenue by query", () => {
  it("shares out what a page brought, never more than it brought", async () => {
    const { call } = await openShop();
    const answer = await call(revenue, { site, engine: "google", limit: 500 });
    const data = dataOf(answer);
    expect(warningsOf(answer)).toContain("ATTRIBUTED_BY_PAGE_SHARE");
    const home = data.queries.filter(({ page }: Answer) => page === `https://${site}/`);
    const shares = home.reduce((sum: number, { pageShare }: Answer) => sum + pageShare, 0);
    expect(home.length).toBeGreaterThan(3);
    expect(shares).toBeGreaterThan(0.5);
    expect(shares).toBeLessThanOrEqual(1);
    expect(home[0]).toMatchObject({ engine: "google", sessions: expect.any(Number), orderRevenue: expect.any(Number) });
    expect(data.unattributed.google.sessions).toBeGreaterThan(0);
  });

  it.each([
    ["ga4", "sessions", "orders"],
    ["shopify", "orders", "sessions"],
  ])("without %s has no %s but still %s", async (down, lacking, remaining) => {
    const { call, simulator } = await openShop();
    simulator(down).faults.set("down");
    const data = dataOf(await call(revenue, { site, limit: 5 }));
    expect(data.missing).toMatchObject([{ source: down }]);
    for (const row of data.queries) expect([lacking in row, remaining in row]).toEqual([false, true]);
  });

  it.each([
    ["gsc", "bing"],
    ["bing-wmt", "google"],
  ])("without %s tells the queries of %s", async (down, engine) => {
    const { call, simulator } = await openShop();
    simulator(down).faults.set("down");
    const data = dataOf(await call(revenue, { site, limit: 500 }));
    expect(data.missing).toMatchObject([{ source: down }]);
    expect(new Set(data.queries.map((row: Answer) => row.engine))).toEqual(new Set([engine]));
  });
});

describe("a mail and its sender", () => {
  it("finds customer, orders and what is still to be shipped", async () => {
    const shop = await openShop();
    const { email, ...mail } = await openMail(shop);
    const data = dataOf(await shop.call(context, mail));
    expect(data.senderEmail).toBe(email);
    expect(data.message.from.email).toBe(email);
    expect(data.customer).toMatchObject({ id: expect.stringContaining("gid://shopify/Customer/") });
    const waiting = data.orders.filter(({ toShip }: Answer) => toShip.length > 0);
    expect(waiting.length).toBeGreaterThan(0);
    expect(waiting[0].toShip[0].items.length).toBeGreaterThan(0);
  });

  it("gives the mail when the shop is down", async () => {
    const shop = await openShop();
    const { email: _, ...mail } = await openMail(shop);
    shop.simulator("shopify").faults.set("down");
    const data = dataOf(await shop.call(context, mail));
    expect(data).toMatchObject({
      message: { subject: expect.any(String) },
      orders: [],
      missing: [{ source: "shopify" }],
    });
    expect(data).not.toHaveProperty("customer");
  });

  it("asks the shop although the mail fails, where the sender is known, and fails where not", async () => {
    const shop = await openShop();
    const { email, ...mail } = await openMail(shop);
    shop.simulator("zoho-mail").faults.set("down");
    const data = dataOf(await shop.call(context, { ...mail, senderEmail: email }));
    expect(data.missing).toMatchObject([{ source: "zoho-mail" }]);
    expect([data.message, data.orders.length > 0]).toEqual([undefined, true]);
    expect(await shop.call(context, mail)).toMatchObject({ ok: false, error: { code: "NETWORK" } });
  });
});

describe("indexing problems", () => {
  it("names one next step for each address, whose input the operation takes", async () => {
    const { call, registry } = await openShop();
    const data = dataOf(await call(indexing, { site, inspections: 20 }));
    expect(data.inspected).toBe(20);
    const steps = data.problems.map(({ nextStep }: Answer) => nextStep);
    for (const { operation, input } of steps) {
      if (operation === undefined) continue;
      const entry = registry.operation(operation);
      expect(entry?.effect, operation).toBe("write");
      expect(entry?.operation.input.safeParse(input).success, JSON.stringify(input)).toBe(true);
    }
    const of = (path: string) => data.problems.find(({ url }: Answer) => url === `https://${site}${path}`);
    expect(of("/blogs/teewissen/teestunde")).toMatchObject({
      nextStep: { operation: "bing-wmt.submission.submit", input: { siteUrl: `https://${site}/` } },
    });
    expect(of("/blogs/teewissen.atom")).toMatchObject({
      findings: [{ source: "gsc", kind: "sitemap" }],
      nextStep: { operation: "gsc.sitemaps.submit", input: { siteUrl: `sc-domain:${site}` } },
    });
    expect(new Set(of("/search").findings.map(({ source }: Answer) => source))).toEqual(new Set(["gsc", "bing-wmt"]));
    expect(of("/search").nextStep).not.toHaveProperty("operation");
  });

  it("inspects the addresses given, within the budget, and lists the rest", async () => {
    const { call } = await openShop();
    const urls = [`https://${site}/`, `https://${site}/nowhere`, `https://elsewhere.example/`];
    const data = dataOf(await call(indexing, { site, urls, inspections: 1 }));
    expect([data.inspected, data.notInspected]).toEqual([1, [`https://${site}/nowhere`]]);
  });

  it.each([
    ["gsc", "bing-wmt"],
    ["bing-wmt", "gsc"],
  ])("without %s tells what %s found", async (down, remaining) => {
    const { call, simulator } = await openShop();
    simulator(down).faults.set("down");
    const data = dataOf(await call(indexing, { site, inspections: 20 }));
    expect(data.missing).toMatchObject([{ source: down }]);
    const found = data.problems.flatMap(({ findings }: Answer) => findings.map(({ source }: Answer) => source));
    expect(new Set(found)).toEqual(new Set([remaining]));
  });
});

describe("rights and health", () => {
  it("asks for the right to read at every source, in lists and in calls", async () => {
    const { call, gateway } = await openShop();
    const scopes = ["insights:read", "gsc:read", "bing-wmt:read", "shopify:read"];
    const listed = gateway.visible({ id: "t", name: "t", scopes }, { connectors: ["insights"] }).map(({ id }) => id);
    expect(listed).toEqual([losing, indexing]);
    expect(await call(performance, { site }, scopes)).toMatchObject({ ok: false, error: { code: "FORBIDDEN" } });
    expect(await call(performance, { site }, ["insights:read"])).toMatchObject({
      error: { message: expect.stringContaining("gsc:read and bing-wmt:read and ga4:read") },
    });
    expect((await call(losing, { site }, scopes)).ok).toBe(true);
    expect((await call(losing, { site }, ["*:read"])).ok).toBe(true);
  });

  it("is up with all sources, degraded with the name of the one that is down, and down without any", async () => {
    const { registry, simulator } = await openShop();
    expect((await registry.probe("insights"))?.state).toBe("up");
    simulator("ga4").faults.set("down");
    expect(await registry.probe("insights")).toMatchObject({
      state: "degraded",
      reason: expect.stringContaining("ga4"),
    });
    for (const id of ["shopify", "zoho-mail", "gsc", "bing-wmt"]) simulator(id).faults.set("down");
    expect((await registry.probe("insights"))?.state).toBe("down");
  });
});
