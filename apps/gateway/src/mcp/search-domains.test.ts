import { expect, test } from "vitest";
import { likelihoodOf, spokenOf } from "./search-domains.js";

const likeliest = (query: string) => [...spokenOf(query).votes].sort(([, a], [, b]) => b - a)[0]?.[0];

test.each([
  ["clicks in Search Console", "gsc"],
  ["clicks from Google", "gsc"],
  ["clicks in Bing", "bing-wmt"],
  ["clicks in Google Analytics", "ga4"],
  ["the link to our Google Ads", "ga4"],
  ["is our IndexNow key there", "bing-wmt"],
  ["what is in my inbox", "zoho-mail"],
  ["how is the webshop doing", "shopify"],
])("%s: %s is meant", (query, connector) => {
  expect(likeliest(query)).toBe(connector);
});

test("things hint at a connector when none is named", () => {
  expect(likeliest("the customer returned his parcel")).toBe("shopify");
});

test("a thing that two connectors have hints at both", () => {
  expect([...spokenOf("the sitemap").votes.keys()]).toEqual(["gsc", "bing-wmt"]);
});

test("a name outweighs things", () => {
  expect(likeliest("visitors, sessions and conversions that Bing brought")).toBe("bing-wmt");
});

test("a connector that is not spoken of keeps a part", () => {
  const { votes } = spokenOf("clicks in Bing");
  expect(likelihoodOf(["shopify"], votes)).toBeGreaterThan(0);
  expect(likelihoodOf(["shopify"], votes)).toBeLessThan(likelihoodOf(["bing-wmt"], votes));
});

test("what joins connectors is less likely than the one that is named, and more than one that is not", () => {
  const { votes } = spokenOf("what do people search for on Bing");
  const joined = likelihoodOf(["gsc", "bing-wmt"], votes);
  expect(joined).toBeLessThan(likelihoodOf(["bing-wmt"], votes));
  expect(joined).toBeGreaterThan(likelihoodOf(["shopify"], votes));
});

test("a query that speaks of none favours none", () => {
  const { votes } = spokenOf("how many");
  expect(likelihoodOf(["shopify"], votes)).toBe(1);
});

test("a name is taken out of a query, a word of operations is not", () => {
  expect(spokenOf("add a site to Bing Webmaster Tools").rest).toBe("add a site to");
  expect(spokenOf("send a mail").rest).toBe("send a mail");
});

test("a query of nothing but a name stays", () => {
  expect(spokenOf("Search Console").rest).toBe("Search Console");
});
