import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "playwright-core";
import { startGateway } from "./gateway.mjs";

export const title =
  "the first page shows Shopify healthy in a real browser, the events page what arrived, and the API docs open";
export const needs = ["chromium"];

const shot = ({ scratch }, name) => join(process.env.TRUNKLINE_SCREENSHOTS ?? scratch, name);

/** Changes an order until the shop has told of it: its subscriptions are made while the gateway starts. */
const makeEvents = async ({ ask }) => {
  const { json } = await ask("/v1/shopify/orders/list?limit=3");
  for (let round = 1; round <= 100; round += 1) {
    for (const [at, { id }] of json.data.orders.entries())
      await ask("/v1/shopify/orders/update", {
        method: "POST",
        body: { id, note: `${at ? "fine" : "fails"} ${round}` },
      });
    const { json: stored } = await ask("/admin/events?type=orders/*");
    const stages = new Set(stored.events?.map(({ stage }) => stage));
    if (stages.has("handled") && stages.has("dead")) {
      await ask("/admin/replays", { method: "POST", body: { filter: { types: ["orders/*"] }, handlers: ["feed"] } });
      return;
    }
    await sleep(300);
  }
  assert.fail("no event of an order arrived");
};

/** Gives up on some orders. */
const handlers = `export const handlers = [{
  name: "labels", summary: "Prints labels", on: ["shopify:orders/*"], maxAttempts: 1,
  run: async ({ event }) => {
    if (event.payload.note.startsWith("fails")) throw new Error("The label printer does not know this note.");
  },
}];`;

const checkEvents = async (page, gateway, context) => {
  await makeEvents(gateway);
  await page.goto(`${gateway.url}/events`);
  await page.waitForSelector("td.stage.handled");
  await page.waitForSelector("text=The label printer does not know this note.");
  await page.screenshot({ path: shot(context, "events.png"), fullPage: true });
  await page.evaluate((key) => sessionStorage.setItem("trunkline-key", key), gateway.key);
  await page.reload();
  await page.click('a[data-show][href^="/admin/events/"]');
  await page.waitForFunction(() => /"payload"/.test(document.getElementById("json").textContent));
  await page.screenshot({ path: shot(context, "events-one.png"), fullPage: true });
  await page.click("#hide");
  await page.click('button[data-post="/admin/queues/feed/pause"]');
  await page.screenshot({ path: shot(context, "events-ask.png") });
  await page.click('#confirm button[value="yes"]');
  await page.waitForSelector("text=paused");
  const { json } = await gateway.ask("/admin/queues");
  assert.equal(json.queues.find(({ queue }) => queue === "feed").paused, true);
};

export const check = async (context) => {
  const file = join(context.scratch, "handlers.mjs");
  await writeFile(file, handlers);
  const gateway = await startGateway({ ...context, env: { TRUNKLINE_HANDLERS: file } });
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
    const troubles = [];
    page.on("pageerror", (error) => troubles.push(String(error)));
    page.on("requestfailed", (request) => troubles.push(`${request.url()} ${request.failure()?.errorText}`));
    await page.goto(gateway.url);
    await page.waitForFunction(
      () => /Shopify/.test(document.body.innerText) && /\bup\b|healthy/i.test(document.body.innerText),
      undefined,
      { timeout: 10_000 },
    );
    await page.screenshot({ path: shot(context, "home.png"), fullPage: true });
    await checkEvents(page, gateway, context);
    await page.goto(`${gateway.url}/docs`);
    await page.waitForFunction(() => /products/i.test(document.body.innerText), undefined, { timeout: 20_000 });
    await page.screenshot({ path: shot(context, "docs.png") });
    assert.deepEqual(troubles, []);
  } finally {
    await browser.close();
    await gateway.stop();
  }
};
