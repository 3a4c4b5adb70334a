import { describe, expect, it } from "vitest";
import { createDurableApp } from "./durable-app.js";
import { createTestApp } from "./test-app.js";

describe("the events page", () => {
  it("shows what came in and what became of it, escaped, under a policy without inline code", async () => {
    const { app, durable } = await createDurableApp();
    await durable.plane.inbox.accept([
      {
        connection: "default/shopify/default",
        type: "orders/<b>",
        source: "webhook",
        dedupeKey: "1",
        payload: { secret: 1 },
      },
    ]);
    const { statusCode, headers, body } = await app.inject("/events");
    expect(statusCode).toBe(200);
    expect(headers["content-security-policy"]).toMatch(/script-src 'self' 'nonce-/);
    expect(body).toContain("orders/&lt;b&gt;");
    expect(body).toContain('class="stage received"');
    expect(body).not.toContain("secret");
  });

  it("says why there is nothing without a database", async () => {
    const { app } = await createTestApp({ auth: "off" });
    expect((await app.inject("/events")).body).toContain("this test has no database.");
  });

  it("shows nothing to strangers on the network", async () => {
    const { app, bearer } = await createDurableApp({
      auth: "keys",
      settings: { loopback: false, host: "0.0.0.0", allowedHosts: ["localhost"] },
    });
    const page = await app.inject("/events");
    expect([page.statusCode, page.body.includes("accepted in a day")]).toEqual([200, false]);
    expect((await app.inject("/events.html")).statusCode).toBe(401);
    expect((await app.inject({ url: "/events.html", headers: await bearer("*:destroy") })).statusCode).toBe(403);
    expect((await app.inject({ url: "/events.html", headers: await bearer("admin") })).body).toContain(
      "accepted in a day",
    );
  });
});
