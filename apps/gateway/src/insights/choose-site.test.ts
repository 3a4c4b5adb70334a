import { describe, expect, test } from "vitest";
import { chooseSite, gscSiteCovers, rankAddress, rankGscSite } from "./choose-site.js";

const google = { what: "Search Console property", field: "gscSiteUrl", rank: rankGscSite, covers: gscSiteCovers };
const bing = { what: "Bing site", field: "bingSiteUrl", rank: rankAddress };

describe("chooseSite", () => {
  test("takes the only one", () => {
    expect(chooseSite({ ...bing, candidates: ["https://a.example/"] })).toBe("https://a.example/");
  });

  test("takes the domain whose data holds that of all others", () => {
    const candidates = [
      "https://a.example/",
      "sc-domain:a.example",
      "https://a.example/blog/",
      "sc-domain:de.a.example",
    ];
    expect(chooseSite({ ...google, candidates })).toBe("sc-domain:a.example");
  });

  test("refuses among several that are apart, naming each and the field", () => {
    const candidates = ["sc-domain:a.example", "sc-domain:ba.example"];
    const refusal = {
      code: "INVALID_INPUT",
      issues: [{ path: "gscSiteUrl", message: expect.stringContaining("ba.example") }],
    };
    expect(() => chooseSite({ ...google, candidates })).toThrow(expect.objectContaining(refusal));
  });

  test("prefers for a host its own domain, then one above it, then the secure address", () => {
    const candidates = [
      "http://de.a.example/",
      "https://de.a.example/",
      "sc-domain:a.example",
      "sc-domain:de.a.example",
    ];
    const order: string[] = [];
    for (let left = candidates; left.length > 0; left = left.filter((id) => id !== order.at(-1)))
      order.push(chooseSite({ ...google, candidates: left, host: "de.a.example" }));
    expect(order).toEqual(candidates.toReversed());
  });

  test("takes no part of a site for the site, nor a site whose name ends alike", () => {
    const choice = { ...google, candidates: ["https://a.example/blog/", "sc-domain:example.org"], host: "a.example" };
    expect(() => chooseSite(choice)).toThrow(expect.objectContaining({ code: "NOT_FOUND" }));
    expect(rankGscSite("sc-domain:a.example", "ba.example")).toBeUndefined();
  });

  test("says that an account without sites has none", () => {
    expect(() => chooseSite({ ...bing, candidates: [] })).toThrow(/has no Bing site; it has none with data/);
  });
});
