import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { startGateway } from "./gateway.mjs";

export const title = "promtool accepts the metrics";
export const needs = ["promtool"];

export const check = async (context) => {
  const gateway = await startGateway(context);
  try {
    await gateway.ask("/v1/shopify/shop/get");
    const { status, text } = await gateway.ask("/metrics");
    assert.equal(status, 200);
    assert.match(text, /connector_call_duration_seconds_count\{[^}]*operation="shopify\.shop\.get"/);
    const {
      status: verdict,
      stdout,
      stderr,
    } = spawnSync("promtool", ["check", "metrics"], { input: text, encoding: "utf8" });
    assert.equal(verdict, 0, stdout + stderr);
  } finally {
    await gateway.stop();
  }
};
