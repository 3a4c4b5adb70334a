import { expect, test } from "vitest";
import { admin, createShopGateway, reader } from "../../test/mcp-shop.js";
import { createViews, type View } from "./views.js";

const find = (request: Parameters<ReturnType<typeof createViews>["find"]>[0]) =>
  createViews(createShopGateway()).find(request) as View;

test("the same rights get the very same list", () => {
  const view = find({ view: "all" });
  expect(view.list(admin)).toBe(view.list({ ...admin, id: "another" }));
  expect(view.list(reader)).not.toBe(view.list(admin));
});

test("lists and definitions are frozen", () => {
  const list = find({ view: "all" }).list(admin);
  expect(Object.isFrozen(list)).toBe(true);
  expect(list.every((tool) => Object.isFrozen(tool) && Object.isFrozen(tool.inputSchema))).toBe(true);
});

test("a view is built once, whatever the order of its connectors", () => {
  const views = createViews(createShopGateway());
  expect(views.find({ view: { connectors: ["shop"] } })).toBe(views.find({ view: { connectors: ["shop", "shop"] } }));
});

test("connectors that are not served are named", () => {
  expect(find({ view: { connectors: ["shop", "mail"] } })).toEqual({ unknownConnectors: ["mail"] });
});

test("a principal without rights sees what finds operations, and no operation", () => {
  const nobody = { id: "k", name: "nobody", scopes: [] };
  expect(
    find({ view: "all" })
      .list(nobody)
      .map(({ name }) => name),
  ).toEqual(["list_connections"]);
});

test("every tool states all four hints and describes itself", () => {
  for (const { annotations, description, title } of find({ view: "all" }).list(admin)) {
    expect(Object.values(annotations).filter((hint) => typeof hint === "boolean")).toHaveLength(4);
    expect([description, title].every(Boolean)).toBe(true);
  }
});

test("the instructions speak of writes only where the view has them", () => {
  expect(find({ view: "compact" }).instructions).toContain("search_operations");
  expect(find({ view: "all", readonly: true }).instructions).toContain("This view only reads.");
});
