import { describe, expect, test } from "vitest";
import { findingsOfInspection } from "./findings.js";
import { type Finding, nextStep } from "./next-step.js";

const places = { gscSiteUrl: "sc-domain:a.example", bingSiteUrl: "https://a.example/" };
const found = (source: Finding["source"], kind: string): Finding => ({ source, kind, detail: "" });
const stepFor = (findings: readonly Finding[], more: object = {}) =>
  nextStep({
    url: "https://a.example/x",
    findings,
    isSitemap: false,
    sitemap: "https://a.example/s.xml",
    ...places,
    ...more,
  });

const toBing = {
  operation: "bing-wmt.submission.submit",
  input: { siteUrl: "https://a.example/", url: "https://a.example/x" },
};
const toGoogle = {
  operation: "gsc.sitemaps.submit",
  input: { siteUrl: "sc-domain:a.example", feedpath: "https://a.example/s.xml" },
};

describe("nextStep", () => {
  test("resubmits at the engine that found the worst", () => {
    expect(stepFor([found("gsc", "notIndexed"), found("bing-wmt", "status5xx")])).toMatchObject(toBing);
    expect(stepFor([found("bing-wmt", "status4xx"), found("gsc", "SERVER_ERROR")])).toMatchObject(toGoogle);
  });

  test.each(["status301", "blockedByRobotsTxt", "BLOCKED_BY_META_TAG", "BLOCKED_ROBOTS_TXT"])(
    "resubmits nothing that is kept out on purpose: %s",
    (kind) => expect(stepFor([found("gsc", kind)])).toEqual({ first: expect.any(String) }),
  );

  test("sends a faulty sitemap itself again", () => {
    const sitemap = { url: "https://a.example/t.xml", isSitemap: true };
    expect(stepFor([found("gsc", "sitemap")], sitemap).input).toMatchObject({ feedpath: "https://a.example/t.xml" });
  });

  test("names no operation where it knows no sitemap or site to name", () => {
    expect(stepFor([found("gsc", "notIndexed")], { sitemap: undefined })).not.toHaveProperty("operation");
    expect(stepFor([found("bing-wmt", "status5xx")], { bingSiteUrl: undefined })).not.toHaveProperty("operation");
  });

  test("has an answer for an issue that is new", () => {
    expect(stepFor([found("bing-wmt", "unknown512")])).toMatchObject(toBing);
  });
});

describe("findingsOfInspection", () => {
  const inspection = { inspectionUrl: "https://a.example/x", referringUrls: [], sitemaps: [] };
  const kindsOf = (more: object) => findingsOfInspection({ ...inspection, ...more }).map(({ kind }) => kind);

  test("finds nothing in an indexed page, nor in a warning", () => {
    const richResults = { items: [{ type: "Product", issues: [{ message: "m", severity: "WARNING" }] }] };
    expect(kindsOf({ verdict: "PASS", richResults })).toEqual([]);
    expect(kindsOf({})).toEqual([]);
  });

  test("names the reason that lies deepest", () => {
    expect(kindsOf({ verdict: "NEUTRAL", robotsTxtState: "DISALLOWED", pageFetchState: "BLOCKED_ROBOTS_TXT" })).toEqual(
      ["BLOCKED_ROBOTS_TXT"],
    );
    expect(kindsOf({ verdict: "NEUTRAL", indexingState: "BLOCKED_BY_META_TAG", pageFetchState: "SUCCESSFUL" })).toEqual(
      ["BLOCKED_BY_META_TAG"],
    );
    expect(kindsOf({ verdict: "FAIL", pageFetchState: "NOT_FOUND" })).toEqual(["NOT_FOUND"]);
    expect(kindsOf({ verdict: "NEUTRAL", pageFetchState: "SUCCESSFUL" })).toEqual(["notIndexed"]);
  });

  test("finds errors of rich results on an indexed page", () => {
    const richResults = { items: [{ type: "Product", issues: [{ message: "price", severity: "ERROR" }] }] };
    expect(kindsOf({ verdict: "PASS", richResults })).toEqual(["richResults"]);
  });
});
