import { ConnectorError } from "@trunkline/core";
import Fastify, { type FastifyInstance } from "fastify";
import { afterEach, describe, expect, test } from "vitest";
import { admin, createShopGateway } from "../../test/mcp-shop.js";
import { type McpDeps, mountMcp } from "./mount.js";

const apps: FastifyInstance[] = [];
afterEach(() => Promise.all(apps.splice(0).map((app) => app.close())));

const start = (deps: Partial<McpDeps> = {}) => {
  const app = Fastify();
  const gateway = createShopGateway();
  mountMcp(app, { gateway, authenticate: async () => admin, version: "0.0.1", ...deps });
  apps.push(app);
  return { app, gateway };
};

const refuse = async (): Promise<never> => {
  throw new ConnectorError("UNAUTHENTICATED", { message: "No valid key was sent." });
};

describe("refusals before the protocol", () => {
  const post = (app: FastifyInstance, payload: string, headers: Record<string, string> = {}) =>
    app.inject({
      method: "POST",
      url: "/mcp",
      payload,
      headers: { "content-type": "application/json", accept: "application/json, text/event-stream", ...headers },
    });

  test("a body that is no JSON is a JSON-RPC parse error", async () => {
    const response = await post(start().app, "{");
    expect([response.statusCode, response.json().error.code]).toEqual([400, -32_700]);
  });

  test("a body that would poison prototypes is refused", async () => {
    const response = await post(start().app, '{"jsonrpc":"2.0","id":1,"method":"tools/list","__proto__":{"x":1}}');
    expect([response.statusCode, response.json().error.code]).toEqual([400, -32_700]);
  });

  test("a body over the limit is a JSON-RPC error", async () => {
    const response = await post(start({ bodyLimitBytes: 100 }).app, JSON.stringify({ text: "x".repeat(200) }));
    expect([response.statusCode, response.json().error.data.code]).toEqual([413, "PAYLOAD_TOO_LARGE"]);
  });

  test("another content type is refused", async () => {
    expect((await post(start().app, "x=1", { "content-type": "application/x-www-form-urlencoded" })).statusCode).toBe(
      415,
    );
  });

  test("no key is challenged without a reason, a bad key with one", async () => {
    const { app } = start({ authenticate: refuse });
    const none = await post(app, "{}");
    expect([none.statusCode, none.headers["www-authenticate"]]).toEqual([401, 'Bearer realm="trunkline"']);
    const bad = await post(app, "{}", { authorization: "Bearer nope" });
    expect(bad.headers["www-authenticate"]).toBe('Bearer realm="trunkline", error="invalid_token"');
    expect(bad.json()).toMatchObject({ jsonrpc: "2.0", error: { data: { code: "UNAUTHENTICATED" } } });
  });

  test("a fault of ours shows nothing of our inside", async () => {
    const authenticate = async (): Promise<never> => {
      throw new Error("secret path /x");
    };
    const response = await post(start({ authenticate }).app, "{}");
    expect(response.statusCode).toBe(500);
    expect(response.body).not.toContain("secret");
  });

  test("GET and DELETE are not allowed, as there is no session", async () => {
    const { app } = start();
    for (const method of ["GET", "DELETE"] as const)
      expect((await app.inject({ method, url: "/mcp" })).statusCode).toBe(405);
  });
});
