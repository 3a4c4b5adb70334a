import { expect, test } from "vitest";
import { shrink } from "./shrink.js";

const items = (count: number, length: number) =>
  Array.from({ length: count }, (_, id) => ({ id, text: "x".repeat(length) }));

test("leaves alone what fits", () => {
  const data = { products: items(3, 10) };
  expect(shrink(data, { maxChars: 1_000, pageItems: "products" })).toEqual({ data, warnings: [] });
});

test("leaves out whole items and the cursor that would skip them, and says how to go on", () => {
  const { data, warnings } = shrink(
    { products: items(50, 100), nextCursor: "c", total: 50 },
    { maxChars: 1_000, pageItems: "products", pageSizeInput: "limit" },
  );
  expect(JSON.stringify(data).length).toBeLessThanOrEqual(1_000);
  expect(data).toMatchObject({ total: 50 });
  expect(data).not.toHaveProperty("nextCursor");
  const kept = (data as { products: unknown[] }).products.length;
  expect(kept).toBeGreaterThan(5);
  expect(warnings).toEqual([
    expect.objectContaining({
      code: "TRUNCATED",
      path: "products",
      message: expect.stringContaining(`limit: ${kept} and go on with the nextCursor`),
    }),
  ]);
});

test("says so without a cursor where there are no further pages", () => {
  const [warning] = shrink({ products: items(50, 100) }, { maxChars: 1_000, pageItems: "products" }).warnings;
  expect(warning?.message).toContain("ask again for fewer items.");
});

test("cuts the largest list of an answer that is no page", () => {
  const { data } = shrink({ tags: ["a"], rows: items(50, 100) }, { maxChars: 1_000 });
  expect(data).toMatchObject({ tags: ["a"] });
  expect((data as { rows: unknown[] }).rows.length).toBeLessThan(50);
});

test("cuts long texts when one item alone is too large", () => {
  const { data, warnings } = shrink(
    { products: items(1, 100_000), nextCursor: "c" },
    { maxChars: 5_000, pageItems: "products" },
  );
  expect(JSON.stringify(data).length).toBeLessThanOrEqual(5_000);
  expect(data).toMatchObject({ nextCursor: "c", products: [{ id: 0 }] });
  expect(warnings).toEqual([expect.objectContaining({ code: "TRUNCATED", path: "products.text" })]);
});

test("cuts texts of an object whose lists are not what makes it large", () => {
  const { data } = shrink({ html: "x".repeat(9_000), tags: ["a", "b"] }, { maxChars: 5_000 });
  expect(data).toMatchObject({ tags: ["a", "b"], html: expect.stringMatching(/…$/) });
});

test("ends even where nothing can be cut", () => {
  const wide = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`key${index}`, index]));
  expect(shrink(wide, { maxChars: 100 }).warnings).toHaveLength(1);
});
