import { describe, expect, it } from "vitest";
import { placeOf, slice, slicePage } from "./paging.js";

const rows = [1, 2, 3, 4, 5];

describe("a list that Bing gives whole", () => {
  it("is gone through page by page, each row once", () => {
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const { items, next } = slice(rows, { limit: 2, cursor });
      seen.push(...items);
      cursor = next.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(rows);
  });

  it("has no cursor where the last row is the page's last", () => {
    expect(slice(rows, { limit: 5 }).next).toEqual({});
  });

  it("ends where it has shrunk below the cursor", () => {
    const { next } = slice(rows, { limit: 4 });
    expect(slice([1, 2], { limit: 4, cursor: next.nextCursor })).toEqual({ items: [], next: {} });
  });
});

describe("a list that Bing gives in pages", () => {
  it("goes on within a page before it goes to the next", () => {
    const first = slicePage(rows, { limit: 3 }, true);
    expect(placeOf(first.next.nextCursor)).toEqual({ page: 0, offset: 3 });
    const second = slicePage(rows, { limit: 3, cursor: first.next.nextCursor }, true);
    expect(second.items).toEqual([4, 5]);
    expect(placeOf(second.next.nextCursor)).toEqual({ page: 1, offset: 0 });
  });
});

it.each([
  "x",
  "e30",
  Buffer.from('{"v":2,"page":0,"offset":0}').toString("base64url"),
  Buffer.from('{"v":1,"page":-1,"offset":0}').toString("base64url"),
])("refuses the cursor %s, which is none of ours", (cursor) => {
  expect(() => placeOf(cursor)).toThrow(/nextCursor/);
});
