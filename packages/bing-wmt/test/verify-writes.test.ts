import { type AnyOperation, type Connection, openConnection, systemClock } from "@trunkline/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bingWmt } from "../src/connector.js";
import { operations } from "../src/operations/index.js";
import { type BingWmtSimulator, createBingWmtSimulator, nordlichtSites } from "../src/simulator/index.js";

const siteUrl = nordlichtSites.shop;
const url = `${siteUrl}products/verify-me`;
const userEmail = "pruefung@nordlicht-tee.example";

let simulator: BingWmtSimulator;
let connection: Connection;
let aheadMs = 0;
beforeEach(async () => {
  aheadMs = 0;
  simulator = await createBingWmtSimulator();
  connection = openConnection(bingWmt, simulator.config as never, {
    baseUrl: simulator.url,
    limits: { maxRetries: 0 },
    clock: { ...systemClock, now: () => systemClock.now() + aheadMs },
  });
});
afterEach(async () => {
  await connection.close();
  await simulator.close();
});

interface Case {
  readonly operation: AnyOperation;
  readonly match: string;
  readonly input: Record<string, unknown>;
  /** What must be there before. */
  readonly given?: () => Promise<unknown>;
}

const { blockedUrls, connectedPages, previewBlocks, sites, urls } = operations;
const block = { siteUrl, url, entityType: "page", requestType: "fullRemoval" };
const cases: readonly Case[] = [
  { operation: blockedUrls.add, match: "AddBlockedUrl", input: block },
  {
    operation: blockedUrls.remove,
    match: "RemoveBlockedUrl",
    input: { siteUrl, url },
    given: () => connection.execute(blockedUrls.add, block),
  },
  {
    operation: connectedPages.add,
    match: "AddConnectedPage",
    input: { siteUrl, masterUrl: "https://social.example/x" },
  },
  { operation: previewBlocks.add, match: "AddPagePreviewBlock", input: { siteUrl, url, reason: 4 } },
  { operation: urls.fetch, match: "FetchUrl", input: { siteUrl, url } },
  { operation: sites.roles.add, match: "AddSiteRoles", input: { siteUrl, userEmail } },
  {
    operation: sites.roles.remove,
    match: "RemoveSiteRole",
    input: { siteUrl, userEmail },
    given: () => connection.execute(sites.roles.add, { siteUrl, userEmail }),
  },
  { operation: sites.remove, match: "RemoveSite", input: { siteUrl: nordlichtSites.fresh } },
];

const key = { idempotencyKey: "once" };

describe.each(cases)("$operation.id", ({ operation, match, input, given }) => {
  it("carried out, answer lost: known from reading, and not done again", async () => {
    await given?.();
    simulator.faults.set("cut-after-apply", { times: 1, match });
    expect(await connection.execute(operation, input, key)).toMatchObject({ error: { outcome: "unknown" } });
    expect(await connection.execute(operation, input, key)).toMatchObject({
      data: { accepted: true },
      meta: { replayed: true },
      warnings: [{ code: "FOUND_BY_READING" }],
    });
  });

  it("never arrived: done by a repeat once its absence means something", async () => {
    await given?.();
    simulator.faults.set("down", { times: 1, match });
    expect(await connection.execute(operation, input, key)).toMatchObject({ error: { outcome: "unknown" } });
    expect(await connection.execute(operation, input, key)).toMatchObject({
      error: { outcome: "unknown", retryAfterMs: expect.any(Number) },
    });
    aheadMs = 61_000;
    expect(await connection.execute(operation, input, key)).toMatchObject({ ok: true, data: { accepted: true } });
  });
});
