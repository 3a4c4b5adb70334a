import { expect, test } from "vitest";
import { attribute, unattributed } from "./attribute.js";
import { ordersByPage } from "./query-revenue.js";

const figures = (clicks: number) => ({ clicks, impressions: 100, ctr: clicks / 100, position: 3 });
const on = (query: string, page: string, clicks: number) => ({ query, page, figures: figures(clicks) });

test("shares out by clicks, and leaves the part of queries that are not told to nobody", () => {
  const facts = {
    queries: [on("tea", "a.example/x", 6), on("green tea", "a.example/x", 2)],
    pages: new Map([["a.example/x", figures(10)]]),
    visits: new Map([["a.example/x", { sessions: 20, revenue: 50 }]]),
  };
  const rows = attribute("google", facts);
  expect(rows.map(({ sessions, revenue }) => [sessions, revenue])).toEqual([
    [12, 30],
    [4, 10],
  ]);
  expect(unattributed(facts, rows)).toEqual({ sessions: 4, revenue: 10 });
});

test("gives never more than all, where queries have more clicks than their page", () => {
  const facts = { queries: [on("a", "p", 6), on("b", "p", 6)], pages: new Map([["p", figures(8)]]) };
  expect(attribute("bing", facts).map(({ pageShare }) => pageShare)).toEqual([0.5, 0.5]);
});

test("a page without clicks shares out nothing, and a source that failed leaves no zero behind", () => {
  const [row] = attribute("google", { queries: [on("a", "p", 0)], pages: new Map() });
  expect(row).toMatchObject({ pageShare: 0 });
  expect(row).not.toHaveProperty("sessions");
  expect(row).not.toHaveProperty("orders");
});

test("counts orders of visits that the engine sent, by the page where they began", () => {
  const sale = (landingPage: string, source: string, total: number) => ({
    day: "2026-11-01",
    total,
    currency: "EUR",
    landingPage,
    source,
    lines: [],
  });
  const sales = [
    sale("https://a.example/x?utm_source=g", "Google", 10.1),
    sale("https://a.example/x/", "google", 20.2),
    sale("https://a.example/x", "bing", 5),
    sale("", "google", 7),
  ];
  expect([...ordersByPage(sales, "google")]).toEqual([["a.example/x", { orders: 2, revenue: 30.3 }]]);
});
