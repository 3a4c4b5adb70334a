import { readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { gunzipSync } from "node:zlib";
import { buildClientSchema, type GraphQLSchema } from "graphql";

/** The real Admin schema of one version, as Shopify's own development tool carries it. */
export const loadAdminSchema = (apiVersion: string): GraphQLSchema => {
  const home = findPackageJSON("@shopify/dev-mcp", import.meta.url) ?? "";
  const file = home.replace(/package\.json$/, `dist/data/admin_${apiVersion}.json.gz`);
  return buildClientSchema(JSON.parse(gunzipSync(readFileSync(file)).toString("utf8")).data, { assumeValid: true });
};
