import { expect, test } from "vitest";
import { addUp, byPage, type ComparedPages, type SearchFigures } from "./figures.js";
import { joinPages, sortPages } from "./join-pages.js";

const figures = (clicks: number): SearchFigures => ({ clicks, impressions: clicks * 10, ctr: 0.1 });
const pages = (
  current: Record<string, number>,
  previous: Record<string, number> = {},
): ComparedPages<SearchFigures> => ({
  current: new Map(Object.entries(current).map(([page, clicks]) => [page, figures(clicks)])),
  previous: new Map(Object.entries(previous).map(([page, clicks]) => [page, figures(clicks)])),
});

test("adds rows up with the position weighted by impressions, of those that have one", () => {
  expect(
    addUp([
      { clicks: 1, impressions: 10, position: 2 },
      { clicks: 2, impressions: 30, position: 6 },
      { clicks: 0, impressions: 60 },
    ]),
  ).toEqual({ clicks: 3, impressions: 100, ctr: 0.03, position: 5 });
  expect(addUp([])).toEqual({ clicks: 0, impressions: 0, ctr: 0 });
});

test("brings rows of the same page together and leaves out those of none", () => {
  const rows = [
    { at: "a", clicks: 1 },
    { at: "a", clicks: 2 },
    { at: "", clicks: 9 },
  ];
  const grouped = byPage(
    rows,
    ({ at }) => at || undefined,
    (group) => group.map(({ clicks }) => clicks),
  );
  expect([...grouped]).toEqual([["a", [1, 2]]]);
});

test("knows a page that only one source knows, in only one period", () => {
  const [row, ...rest] = joinPages({ google: pages({}, { "a.example/x": 5 }), bing: pages({}) });
  expect(rest).toEqual([]);
  expect(row).toEqual({
    page: "https://a.example/x",
    clicks: 0,
    clicksBefore: 5,
    clicksChange: -5,
    impressions: 0,
    google: { previous: figures(5) },
  });
});

test("adds both engines up and keeps a source that failed out of the row", () => {
  const [row] = joinPages({
    google: pages({ "a.example/x": 5 }),
    bing: pages({ "a.example/x": 2 }, { "a.example/x": 4 }),
  });
  expect(row).toMatchObject({ clicks: 7, clicksBefore: 4, clicksChange: 3, impressions: 70 });
  expect(row).not.toHaveProperty("analytics");
});

test("sorts by the largest loss, ties by address", () => {
  const rows = joinPages({
    google: pages({ "a.example/c": 1, "a.example/b": 1, "a.example/a": 9 }, { "a.example/c": 4, "a.example/b": 4 }),
  });
  expect(sortPages(rows, "loss").map(({ page }) => page.at(-1))).toEqual(["b", "c", "a"]);
  expect(sortPages(rows, "clicks").map(({ page }) => page.at(-1))).toEqual(["a", "b", "c"]);
});
