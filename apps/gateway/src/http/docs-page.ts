import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { FastifyInstance } from "fastify";
import { pagePolicy } from "./security-headers.js";

/** Files of Swagger UI that the page needs, from the installed package: nothing comes from another host. */
const files: Readonly<Record<string, string>> = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
  "favicon-32x32.png": "image/png",
};

const page = (nonce: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Trunkline API</title>
<link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
<div id="docs"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script nonce="${nonce}">
  SwaggerUIBundle({ url: "/openapi.json", domNode: document.getElementById("docs"), deepLinking: true, docExpansion: "none", filter: true, tryItOutEnabled: true, validatorUrl: null });
</script>
</html>
`;

/** The OpenAPI document as a page to read and try, served without any other host. */
export const registerDocs = (app: FastifyInstance): void => {
  const directory = join(dirname(createRequire(import.meta.url).resolve("@fastify/swagger-ui/package.json")), "static");
  app.get("/docs", (_request, reply) => {
    const nonce = randomBytes(16).toString("base64");
    // Swagger UI sets style attributes while it draws, which no nonce can cover.
    const policy = pagePolicy(nonce).replace(/style-src [^;]+/, "style-src 'self' 'unsafe-inline'");
    return reply.header("content-security-policy", policy).type("text/html; charset=utf-8").send(page(nonce));
  });
  for (const [name, type] of Object.entries(files))
    app.get(`/docs/${name}`, async (_request, reply) =>
      reply
        .header("cache-control", "public, max-age=86400")
        .type(type)
        .send(await readFile(join(directory, name))),
    );
};
