import { describe, expect, it } from "vitest";
import { z } from "zod";
import { readConnectionConfig } from "./read-connection.js";

const connector = {
  config: z.object({
    shop: z.string().regex(/^[a-z-]+\.example\.com$/, "must be a host like shop.example.com"),
    accessToken: z.string().min(8).optional(),
    clientId: z.string().optional(),
    clientSecret: z.string().optional(),
    pageSize: z.coerce.number().int().optional(),
  }),
  env: [
    { name: "SHOP", field: "shop", secret: false, description: "Host" },
    { name: "TOKEN", field: "accessToken", secret: true, description: "Token" },
    { name: "CLIENT_ID", field: "clientId", secret: false, description: "Id" },
    { name: "CLIENT_SECRET", field: "clientSecret", secret: true, description: "Secret" },
    { name: "PAGE_SIZE", field: "pageSize", secret: false, description: "Page size" },
  ],
  live: [
    { title: "Client credentials", variables: ["SHOP", "CLIENT_ID", "CLIENT_SECRET"] },
    { title: "Access token", variables: ["SHOP", "TOKEN"] },
  ],
};
const shop = "acme.example.com";

describe("readConnectionConfig", () => {
  it("is live with the first setup that is complete", () => {
    expect(readConnectionConfig(connector, { SHOP: shop, TOKEN: "token-1234", PAGE_SIZE: "50", HOME: "/" })).toEqual({
      mode: "live",
      setup: "Access token",
      config: { shop, accessToken: "token-1234", pageSize: 50 },
    });
  });

  it("leaves aside variables of setups that were not chosen", () => {
    const env = { SHOP: shop, CLIENT_ID: "id", CLIENT_SECRET: "secret", TOKEN: "token-1234" };
    expect(readConnectionConfig(connector, env)).toEqual({
      mode: "live",
      setup: "Client credentials",
      config: { shop, clientId: "id", clientSecret: "secret" },
    });
  });

  it("trims values", () => {
    const env = { SHOP: ` ${shop}\n`, TOKEN: "\ttoken-1234 " };
    expect(readConnectionConfig(connector, env)).toMatchObject({ config: { shop, accessToken: "token-1234" } });
  });

  it("is mock without any variable, and says what each setup needs", () => {
    expect(readConnectionConfig(connector, { PAGE_SIZE: "5", SHOP: " " })).toEqual({
      mode: "mock",
      partial: false,
      missing: [
        { setup: "Client credentials", variables: ["SHOP", "CLIENT_ID", "CLIENT_SECRET"] },
        { setup: "Access token", variables: ["SHOP", "TOKEN"] },
      ],
    });
  });

  it("stays mock when a setup is only partly there, and says so", () => {
    expect(readConnectionConfig(connector, { SHOP: shop, CLIENT_ID: "id" })).toEqual({
      mode: "mock",
      partial: true,
      missing: [
        { setup: "Client credentials", variables: ["CLIENT_SECRET"] },
        { setup: "Access token", variables: ["TOKEN"] },
      ],
    });
  });

  it("names the variables whose values do not fit", () => {
    expect(readConnectionConfig(connector, { SHOP: "https://x", TOKEN: "token-1234", PAGE_SIZE: "many" })).toEqual({
      mode: "invalid",
      setup: "Access token",
      issues: [
        { path: "SHOP", message: "must be a host like shop.example.com" },
        { path: "PAGE_SIZE", message: expect.any(String) },
      ],
    });
  });

  it("never shows a value, not even when the schema's message does", () => {
    const telling = {
      ...connector,
      config: z.object({ accessToken: z.string().refine(() => false, { error: ({ input }) => `bad: ${input}` }) }),
    };
    const setup = readConnectionConfig(telling, { SHOP: shop, TOKEN: "canary-5f2a" });
    expect(setup).toMatchObject({ mode: "invalid", issues: [{ path: "TOKEN" }] });
    expect(JSON.stringify(setup)).not.toContain("canary");
  });

  it("names the whole setup when the configuration as such does not fit", () => {
    const strict = { ...connector, config: z.object({ shop: z.string() }).refine(() => false, "does not fit") };
    expect(readConnectionConfig(strict, { SHOP: shop, TOKEN: "token-1234" })).toMatchObject({
      issues: [{ path: "SHOP, TOKEN", message: "does not fit" }],
    });
  });
});
