import { describe, expect, it } from "vitest";
import { covers, hostOf, nearMiss, propertyKind } from "./property.js";

describe("covers", () => {
  it.each([
    ["sc-domain:tee.example", "https://tee.example/a", true],
    ["sc-domain:tee.example", "http://www.tee.example/", true],
    ["sc-domain:tee.example", "https://othertee.example/", false],
    ["sc-domain:grüntee.example", "https://xn--grntee-4ya.example/", true],
    ["https://tee.example/", "https://tee.example/a?b=1", true],
    ["https://tee.example/", "https://TEE.example", true],
    ["https://tee.example/", "http://tee.example/a", false],
    ["https://tee.example/", "https://www.tee.example/a", false],
    ["https://tee.example/", "https://tee.example:8443/", false],
    ["https://tee.example/blogs/", "https://tee.example/blogs/a", true],
    ["https://tee.example/blogs/", "https://tee.example/blogs", false],
    ["https://tee.example/", "not an address", false],
  ])("%s and %s: %s", (siteUrl, address, expected) => expect(covers(siteUrl, address)).toBe(expected));
});

describe("nearMiss", () => {
  it.each([
    ["http://tee.example/", "https://tee.example/a", "scheme"],
    ["https://www.tee.example/", "https://tee.example/a", "host"],
    ["https://tee.example/blogs/", "https://tee.example/a", "path"],
    ["https://kaffee.example/", "https://tee.example/a", undefined],
    ["sc-domain:tee.example", "https://tee.example/a", undefined],
  ])("%s and %s: %s", (siteUrl, address, expected) => expect(nearMiss(siteUrl, address)).toBe(expected));
});

describe("ids", () => {
  it("tell their kind", () => {
    expect(propertyKind("sc-domain:tee.example")).toBe("domain");
    expect(propertyKind("https://tee.example/")).toBe("urlPrefix");
    expect(propertyKind("android-app://tee/")).toBe("other");
  });

  it("and addresses and hosts have a host", () => {
    expect(hostOf("sc-domain:Tee.example")).toBe("tee.example");
    expect(hostOf("https://tee.example/a")).toBe("tee.example");
    expect(hostOf("www.tee.example")).toBe("www.tee.example");
    expect(hostOf("not a host")).toBeUndefined();
  });
});
