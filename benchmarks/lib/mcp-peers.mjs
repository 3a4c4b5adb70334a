// A child process: a bare Fastify echo, or the plain MCP SDK with one tool on Fastify. `node mcp-peers.mjs fastify|sdk`
import { createMcpHandler, McpServer } from "@modelcontextprotocol/server";
import Fastify from "fastify";
import { z } from "zod";

const shop = {
  ok: true,
  data: { id: "gid://shopify/Shop/1", name: "Nordlicht Tee", currencyCode: "EUR" },
  warnings: [],
};

const sdk = () =>
  createMcpHandler(
    () => {
      const server = new McpServer(
        { name: "plain", version: "1.0.0" },
        { capabilities: { tools: { listChanged: false } } },
      );
      server.registerTool(
        "shopify_shop_get",
        {
          inputSchema: z.object({}),
          outputSchema: z.object({ ok: z.boolean(), data: z.looseObject({}), warnings: z.array(z.string()) }),
        },
        () => ({ content: [{ type: "text", text: JSON.stringify(shop) }], structuredContent: shop }),
      );
      return server;
    },
    { responseMode: "json" },
  );

const app = Fastify();
if (process.argv[2] === "fastify")
  app.post("/mcp", async (request) => ({
    jsonrpc: "2.0",
    id: request.body.id,
    result: { structuredContent: shop, echo: request.body.params },
  }));
else {
  const handler = sdk();
  app.post("/mcp", async (request, reply) => {
    const headers = new Headers(
      Object.entries(request.headers).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
    );
    return reply.send(
      await handler.fetch(new Request(`http://${request.headers.host}/mcp`, { method: "POST", headers }), {
        parsedBody: request.body,
      }),
    );
  });
}
await app.listen({ port: 0, host: "127.0.0.1" });
process.send({ url: `http://127.0.0.1:${app.server.address().port}/mcp` });
process.on("disconnect", () => process.exit(0));
