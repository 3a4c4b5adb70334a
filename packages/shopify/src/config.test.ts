import { describe, expect, it } from "vitest";
import { ShopifyConfig, toShopHost } from "./config.js";

describe("the shop", () => {
  it.each([
    "acme",
    "ACME",
    " acme ",
    "acme.myshopify.com",
    "https://acme.myshopify.com",
    "https://acme.myshopify.com/",
    "https://acme.myshopify.com/admin",
  ])("is understood as %j", (shop) => {
    expect(toShopHost(shop)).toBe("acme.myshopify.com");
  });

  it.each([
    "",
    "evil.example",
    "acme.myshopify.com.evil.example",
    "evil.example/acme.myshopify.com",
    "acme.myshopify.com@evil.example",
    "acme.myshopify.com:8443",
    "http://acme.myshopify.com",
    "acme.myshopify.com/../x",
    "acme#.myshopify.com",
    "a.b.myshopify.com",
    "-acme",
    "acme\n.myshopify.com",
    "аcme", // a Cyrillic letter
    "169.254.169.254",
  ])("is refused as %j: the token would go there", (shop) => {
    expect(toShopHost(shop)).toBeUndefined();
    expect(ShopifyConfig.safeParse({ shop, accessToken: "t" }).success).toBe(false);
  });
});

describe("the login", () => {
  const shop = "acme";
  it.each([
    ["an access token", { accessToken: "t" }],
    ["an access token beside the secret that signs webhooks", { accessToken: "t", clientSecret: "s" }],
    ["the app's own credentials", { clientId: "i", clientSecret: "s" }],
    ["an expiring pair", { accessToken: "t", refreshToken: "r", clientId: "i", clientSecret: "s" }],
    ["a refresh token alone", { refreshToken: "r", clientId: "i", clientSecret: "s" }],
  ])("may be %s", (_, login) => {
    expect(ShopifyConfig.safeParse({ shop, ...login }).success).toBe(true);
  });

  it.each([
    ["nothing", {}, "accessToken"],
    ["blanks", { accessToken: "  " }, "accessToken"],
    ["a client id without its secret", { clientId: "i" }, "clientSecret"],
    ["a refresh token without the app", { accessToken: "t", refreshToken: "r" }, "refreshToken"],
  ])("may not be %s", (_, login, path) => {
    const parsed = ShopifyConfig.safeParse({ shop, ...login });
    expect(parsed.error?.issues.map((issue) => issue.path.join("."))).toEqual([path]);
  });

  it("refuses a field it does not know", () => {
    expect(ShopifyConfig.safeParse({ shop, accesToken: "t" }).success).toBe(false);
  });
});

it("takes webhook secrets as a list or separated by commas", () => {
  const secretsOf = (webhookSecrets: string | string[]) =>
    ShopifyConfig.parse({ shop: "acme", accessToken: "t", webhookSecrets }).webhookSecrets;
  expect(secretsOf("new, old")).toEqual(["new", "old"]);
  expect(secretsOf(["new"])).toEqual(["new"]);
});

it("asks for the latest known version unless told otherwise, and refuses what is no version", () => {
  expect(ShopifyConfig.parse({ shop: "acme", accessToken: "t" }).apiVersion).toBe("2026-10");
  expect(ShopifyConfig.parse({ shop: "acme", accessToken: "t", apiVersion: "2027-01" }).apiVersion).toBe("2027-01");
  for (const apiVersion of ["unstable", "2026-02", "2026-10/../x"])
    expect(ShopifyConfig.safeParse({ shop: "acme", accessToken: "t", apiVersion }).success).toBe(false);
});
