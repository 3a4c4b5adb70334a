import assert from "node:assert/strict";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { startGateway } from "./gateway.mjs";

export const title = "the first page shows Shopify healthy in a real browser, and the API docs open";
export const needs = ["chromium"];

export const check = async (context) => {
  const gateway = await startGateway(context);
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
    await page.screenshot({
      path: join(process.env.TRUNKLINE_SCREENSHOTS ?? context.scratch, "home.png"),
      fullPage: true,
    });
    await page.goto(`${gateway.url}/docs`);
    await page.waitForFunction(() => /products/i.test(document.body.innerText), undefined, { timeout: 20_000 });
    await page.screenshot({ path: join(process.env.TRUNKLINE_SCREENSHOTS ?? context.scratch, "docs.png") });
    assert.deepEqual(troubles, []);
  } finally {
    await browser.close();
    await gateway.stop();
  }
};
