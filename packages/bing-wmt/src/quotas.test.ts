import { readConnectionConfig } from "@trunkline/core";
import { expect, it } from "vitest";
import { bingWmt } from "./connector.js";
import { bingQuotas } from "./quotas.js";

it("follows the rates of the configuration, also from the environment", () => {
  const setup = readConnectionConfig(bingWmt, {
    BING_WMT_API_KEY: "c0ffee00c0ffee00c0ffee00c0ffee00",
    BING_WMT_CALLS_PER_SECOND: "0.5",
    BING_WMT_URL_INFO_PER_MINUTE: "30",
  });
  if (setup.mode !== "live") throw new Error("The variables suffice for a live connection");
  expect(bingQuotas(setup.config).buckets).toMatchObject([
    { id: "calls", capacity: 1, refillPerSecond: 0.5 },
    { id: "url-info", refillPerSecond: 0.5 },
    { id: "indexnow" },
  ]);
});

it.each(["0", "-1", "fast"])("refuses a rate of %s", (rate) => {
  const setup = readConnectionConfig(bingWmt, {
    BING_WMT_API_KEY: "c0ffee00c0ffee00c0ffee00c0ffee00",
    BING_WMT_CALLS_PER_SECOND: rate,
  });
  expect(setup).toMatchObject({ mode: "invalid", issues: [{ path: "BING_WMT_CALLS_PER_SECOND" }] });
});
