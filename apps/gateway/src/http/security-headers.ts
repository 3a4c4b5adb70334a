import type { FastifyInstance } from "fastify";

/** What a browser must be told with every answer. */
export const safeHeaders: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cache-control": "no-store",
};

/** Policy of our own pages: everything from this origin, nothing from any other. Styles and scripts written into the page need its nonce. */
export const pagePolicy = (nonce: string): string =>
  `default-src 'none'; connect-src 'self'; img-src 'self' data:; style-src 'self' 'nonce-${nonce}'; script-src 'self' 'nonce-${nonce}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;

/** Sends the safe headers with every answer; a route may say otherwise. */
export const securityHeaders = (app: FastifyInstance): void => {
  app.addHook("onRequest", (_request, reply, done) => {
    void reply.headers(safeHeaders);
    done();
  });
};
