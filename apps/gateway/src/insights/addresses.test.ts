import { expect, test } from "vitest";
import { addressOf, hostOf, pageKey, pageKeyOf, productHandle } from "./addresses.js";

test("addresses of the same page have the same key", () => {
  const same = [
    "https://shop.example/products/a",
    "http://shop.example/products/a/",
    "https://SHOP.example/products/a?variant=1#reviews",
  ];
  expect(new Set(same.map(pageKey))).toEqual(new Set(["shop.example/products/a"]));
  expect(pageKey("https://shop.example")).toBe(pageKey("https://shop.example/"));
});

test("addresses of different pages have different keys", () => {
  const different = [
    "https://shop.example/a",
    "https://shop.example/A",
    "https://www.shop.example/a",
    "https://shop.example:8443/a",
  ];
  expect(new Set(different.map(pageKey)).size).toBe(4);
});

test("umlauts agree however they are written, and a broken escape stays as it is", () => {
  expect(pageKey("https://shop.example/gr%C3%BCn")).toBe(pageKeyOf("shop.example", "/grün"));
  expect(pageKey("https://shop.example/100%")).toBe("shop.example/100%");
});

test.each(["", "products/a", "mailto:a@shop.example", "sc-domain:shop.example"])("%j is no page", (text) => {
  expect(pageKey(text)).toBeUndefined();
});

test("what analytics could not set is no page", () => {
  expect([pageKeyOf("(not set)", "/a"), pageKeyOf("shop.example", "(not set)"), pageKeyOf("shop.example", "")]).toEqual(
    [undefined, undefined, undefined],
  );
});

test("a key's address leads back to the key", () => {
  for (const key of ["shop.example", "shop.example/grün", "shop.example/a/b"])
    expect(pageKey(addressOf(key))).toBe(key);
});

test("a product is found below a collection or language, and nothing below a product is one", () => {
  expect(productHandle("shop.example/products/tea")).toBe("tea");
  expect(productHandle("shop.example/en/collections/new/products/tea")).toBe("tea");
  expect(productHandle("shop.example/products/tea/reviews")).toBeUndefined();
  expect(productHandle("shop.example/products")).toBeUndefined();
});

test("a host is understood from a name, an address or a domain property", () => {
  const given = ["shop.example", "https://shop.example/a", "sc-domain:shop.example", "SHOP.example/"];
  expect(given.map(hostOf)).toEqual(Array(4).fill("shop.example"));
  expect(hostOf("not a host")).toBeUndefined();
});
