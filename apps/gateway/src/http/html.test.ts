import { describe, expect, it } from "vitest";
import { html, raw } from "./html.js";

describe("html", () => {
  it("escapes text in content and attributes", () => {
    const evil = `"><script>alert('x')</script>&`;
    expect(html`<p title="${evil}">${evil}</p>`.markup).not.toMatch(/<script|title="">/);
    expect(html`${"a&b"}`.markup).toBe("a&amp;b");
  });

  it("keeps markup, joins lists and leaves nothing out", () => {
    expect(
      html`<ul>${["a", "b"].map((text) => html`<li>${text}</li>`)}${undefined}${raw("<hr>")}${0}</ul>`.markup,
    ).toBe("<ul><li>a</li><li>b</li><hr>0</ul>");
  });
});
