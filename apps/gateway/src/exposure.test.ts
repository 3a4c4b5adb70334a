import { describe, expect, it } from "vitest";
import { parseExposure } from "./exposure.js";

const read = { id: "shopify.orders.list", effect: "read" } as const;
const write = { id: "shopify.orders.update", effect: "write" } as const;
const destroy = { id: "shopify.products.delete", effect: "destroy" } as const;

describe("parseExposure", () => {
  it("offers everything on simulators and reads alone on live connections by default", () => {
    const exposure = parseExposure("auto");
    expect([read, write, destroy].map((operation) => exposure.admits(operation, "mock"))).toEqual([true, true, true]);
    expect([read, write, destroy].map((operation) => exposure.admits(operation, "live"))).toEqual([true, false, false]);
  });

  it.each([
    ["*", [true, true, true]],
    ["*.read", [true, false, false]],
    ["shopify", [true, true, true]],
    ["shopify.write, *.read", [true, true, false]],
    ["shopify.orders", [true, true, false]],
    ["shopify.products.delete", [false, false, true]],
    ["shop", [false, false, false]],
    ["gsc", [false, false, false]],
  ])("%s", (text, expected) => {
    expect([read, write, destroy].map((operation) => parseExposure(text).admits(operation, "live"))).toEqual(expected);
  });

  it("names a bad pattern", () => {
    expect(() => parseExposure("shopify.read, Shop ify")).toThrow('"Shop ify"');
  });
});
