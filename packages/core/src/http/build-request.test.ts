import { expect, it } from "vitest";
import type { RequestSpec } from "../operation-context.js";
import { buildRequest } from "./build-request.js";

const build = (spec: Partial<RequestSpec>, baseUrl = "https://shop.test/api") =>
  buildRequest({ baseUrl, spec: { method: "GET", path: "/x", ...spec }, userAgent: "trunkline-tea/1.0.0" });

it.each([
  ["/orders", "https://shop.test/api/orders"],
  ["orders", "https://shop.test/api/orders"],
  ["", "https://shop.test/api"],
  ["?a=1", "https://shop.test/api?a=1"],
  ["https://files.test/report.csv", "https://files.test/report.csv"],
  ["/sites/https%3A%2F%2Ftea.test%2F/query", "https://shop.test/api/sites/https%3A%2F%2Ftea.test%2F/query"],
])("joins the path %j", (path, url) => {
  expect(build({ path }).url).toBe(url);
});

it("encodes the query and leaves undefined values out", () => {
  expect(build({ query: { q: "grüner tee & mehr", limit: 10, all: false, cursor: undefined } }).url).toBe(
    "https://shop.test/api/x?q=gr%C3%BCner%20tee%20%26%20mehr&limit=10&all=false",
  );
});

it("adds the query to one that the path has already", () => {
  expect(build({ path: "/x?a=1", query: { b: 2 } }).url).toBe("https://shop.test/api/x?a=1&b=2");
});

it("keeps the URL as it is when no value of the query is set", () => {
  expect(build({ query: { cursor: undefined } }).url).toBe("https://shop.test/api/x");
});

it("sends an object as JSON", () => {
  expect(build({ method: "POST", body: { a: [1] } })).toMatchObject({
    body: '{"a":[1]}',
    headers: { "content-type": "application/json" },
  });
});

it("sends null and false as JSON, too", () => {
  expect([build({ body: null }).body, build({ body: false }).body]).toEqual(["null", "false"]);
});

it("sends a string or bytes as they are, without naming a content type", () => {
  const bytes = new Uint8Array([1, 2]);
  expect(build({ body: "a=1" })).toMatchObject({ body: "a=1" });
  expect(build({ body: bytes }).body).toBe(bytes);
  expect(build({ body: "a=1" }).headers).not.toHaveProperty("content-type");
});

it("has no body unless the operation states one", () => {
  expect(build({})).not.toHaveProperty("body");
});

it("asks for JSON and says who asks; the operation's own headers win, in lower case", () => {
  expect(build({}).headers).toEqual({ accept: "application/json", "user-agent": "trunkline-tea/1.0.0" });
  expect(build({ headers: { Accept: "text/csv", "X-Version": "2" } }).headers).toEqual({
    accept: "text/csv",
    "user-agent": "trunkline-tea/1.0.0",
    "x-version": "2",
  });
});
