import { expect, it } from "vitest";
import { escapeHtml, unescapeHtml } from "./text.js";

it.each([
  ["&lt;a@b.example&gt;", "<a@b.example>"],
  ["it&#39;s &quot;tea&quot; &amp; more", 'it\'s "tea" & more'],
  ["&amp;lt;", "&lt;"],
  ["&#x1F375;&#127861;", "🍵🍵"],
  ["&bogus; &#0; &#xD800; &#9999999; & ;", "&bogus; &#0; &#xD800; &#9999999; & ;"],
  ["plain", "plain"],
])("unescapes %j once", (text, expected) => {
  expect(unescapeHtml(text)).toBe(expected);
});

it("escapes what would be markup, and gets it back", () => {
  const text = '<b a="1">&amp;</b>';
  expect(escapeHtml(text)).not.toMatch(/[<>"]/);
  expect(unescapeHtml(escapeHtml(text))).toBe(text);
});
