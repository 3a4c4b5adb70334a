import { defineLiveCheck, type LiveStep } from "@trunkline/core";
import { operations } from "./operations/index.js";

/** Without these the everyday reads are refused. */
const neededScopes = ["read_products", "read_inventory", "read_locations", "read_orders", "read_customers"];

/** Further reads that the connector has operations for. */
const furtherScopes = ["read_draft_orders", "read_discounts", "read_metaobjects"];

/** The right to change includes the right to read. */
const isGranted = (granted: readonly string[], scope: string): boolean =>
  granted.includes(scope) || granted.includes(scope.replace(/^read_/, "write_"));

/** From nothing to a shop that answers. */
export const liveSteps: readonly LiveStep[] = [
  {
    id: "shop",
    title: "The shop is named",
    needs: ["SHOPIFY_SHOP"],
    help: "Take the permanent name from the admin's address: admin.shopify.com/store/{name}, or Settings, Domains.",
    check: { kind: "variables" },
  },
  {
    id: "credentials",
    title: "One login is complete",
    needs: ["SHOPIFY_CLIENT_ID", "SHOPIFY_CLIENT_SECRET", "SHOPIFY_ACCESS_TOKEN", "SHOPIFY_REFRESH_TOKEN"],
    help: "Create an app in Shopify's Dev Dashboard and take client id and secret from its settings.",
    check: { kind: "variables" },
  },
  {
    id: "login",
    title: "Shopify accepts the login",
    needs: "previous",
    help: "Install the app in this shop, then check that id and secret belong to that app, or that the token was copied whole.",
    check: defineLiveCheck({
      kind: "login",
      operation: operations.health.check,
      read: ({ host }) => ({ ok: true, says: host }),
    }),
  },
  {
    id: "scopes",
    title: "The everyday scopes are granted",
    needs: "previous",
    help: "Add them to the app's version in the Dev Dashboard, release it, and accept the update in the shop.",
    check: defineLiveCheck({
      kind: "scopes",
      operation: operations.health.check,
      read: ({ scopes }) => {
        const lacking = neededScopes.filter((scope) => !isGranted(scopes, scope));
        const further = furtherScopes.filter((scope) => !isGranted(scopes, scope));
        if (lacking.length > 0) return { ok: false, says: `not granted: ${lacking.join(", ")}` };
        const without = further.length > 0 ? `; without ${further.join(", ")}` : "";
        return { ok: true, says: `${neededScopes.join(", ")}${without}` };
      },
    }),
  },
  {
    id: "store",
    title: "The shop is found and open to the API",
    needs: "previous",
    help: "Compare SHOPIFY_SHOP with the shop's permanent name; a frozen or closed shop answers nothing.",
    check: defineLiveCheck({
      kind: "resource",
      operation: operations.shop.get,
      read: ({ name, host, currencyCode }, { settings }) =>
        host === settings.shop
          ? { ok: true, says: `${name}, ${currencyCode}`, found: host }
          : { ok: false, says: `${host} answered in place of ${String(settings.shop)}` },
    }),
  },
  {
    id: "read",
    title: "Products can be read",
    needs: "previous",
    help: "See the error's own words; docs/errors.md explains each code.",
    check: defineLiveCheck({
      kind: "probe",
      operation: operations.products.list,
      input: () => ({ limit: 1 }),
      read: ({ products }) => ({ ok: true, says: products.length > 0 ? "answered" : "answered, no product yet" }),
    }),
  },
];
