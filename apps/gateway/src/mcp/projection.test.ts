import { expect, test } from "vitest";
import { project, unknownFields } from "./projection.js";

const page = {
  products: [
    { id: "1", title: "Mug", owner: { name: "Ann", city: "Oslo" } },
    { id: "2", title: "Cup", owner: null },
  ],
  nextCursor: "c",
};

test("keeps the named paths of every item of a page, and the cursor", () => {
  expect(project(page, { fields: ["id", "owner.city"], pageItems: "products" })).toEqual({
    products: [
      { id: "1", owner: { city: "Oslo" } },
      { id: "2", owner: null },
    ],
    nextCursor: "c",
  });
});

test("a path may start at the page as well as at the item", () => {
  expect(project(page, { fields: ["products.title"], pageItems: "products" })).toEqual({
    products: [{ title: "Mug" }, { title: "Cup" }],
    nextCursor: "c",
  });
});

test("a path keeps everything below it, whatever longer paths say", () => {
  expect(project({ a: { b: 1, c: 2 }, d: 3 }, { fields: ["a.b", "a"] })).toEqual({ a: { b: 1, c: 2 } });
});

test("a path that leads nowhere keeps nothing", () => {
  expect(project({ a: 1 }, { fields: ["b", "constructor", "__proto__"] })).toEqual({});
});

test("data that is no object stays as it is", () => {
  expect(project("text", { fields: ["a"] })).toBe("text");
});

test("names fields that the data cannot have", () => {
  const known = new Set(["products", "products.id", "products.extra", "nextCursor"]);
  expect(unknownFields(known, { fields: ["id", "products.id", "titel"], pageItems: "products" })).toEqual(["titel"]);
});

test("a path into a free-form object is not called unknown", () => {
  const known = new Set(["settings", "name", "name.first"]);
  expect(unknownFields(known, { fields: ["settings.anything.below", "name.last"] })).toEqual(["name.last"]);
});
