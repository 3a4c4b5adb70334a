import type { Connection } from "@trunkline/core";
import { describe, expect, it } from "vitest";
import { chooseConnection } from "./choose-connection.js";

const connection = (id: string, name: string) => ({ connector: { id }, name }) as Connection;
const choose = (names: readonly string[], name?: string, failed: readonly string[] = []) =>
  chooseConnection("shopify", name, {
    opened: [connection("gsc", "default"), ...names.map((one) => connection("shopify", one))],
    failures: failed.map((one) => ({ connector: "shopify", connection: one, reason: "The shop is unknown." })),
  });

describe("the connection of a connector", () => {
  it.each([
    [["eu", "default"], undefined, "default"],
    [["eu"], undefined, "eu"],
    [["default", "eu"], "eu", "eu"],
  ])("of %j, asked for %s, is %s", (names, name, chosen) => {
    expect(choose(names, name)).toMatchObject({ connector: { id: "shopify" }, name: chosen });
  });

  it.each([
    [["eu", "us"], undefined, "Connection of shopify: There are several: eu, us. Say which."],
    [["eu", "us"], "asia", 'Connection of shopify: There is no "asia"; there is eu, us.'],
  ])("of %j, asked for %s, is the caller's to correct", (names, name, message) => {
    expect(() => choose(names, name)).toThrow(
      expect.objectContaining({
        code: "INVALID_INPUT",
        message,
        issues: [expect.objectContaining({ path: "connections.shopify" })],
      }),
    );
  });

  it("says why it did not open, and takes no other in its place", () => {
    expect(() => choose(["eu"], undefined, ["default"])).toThrow(/^shopify is not connected: The shop is unknown\.$/);
    expect(() => choose([], "eu")).toThrow(expect.objectContaining({ code: "NOT_CONFIGURED" }));
  });
});
