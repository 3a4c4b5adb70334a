import { expect, it } from "vitest";
import {
  awkwardProse,
  awkwardWords,
  hugeIds,
  newEnumValues,
  nulls,
  removals,
  withUnknownFields,
  wrongTypes,
} from "./tolerance.js";

const body = { teas: [{ id: 7, kind: "BLACK_TEA" }, { id: 8 }], note: null };
const names = (mutations: readonly { readonly name: string }[]) => mutations.map(({ name }) => name);

it("adds an unknown field to every object, in lists too", () => {
  const extra = { fieldOfTomorrow: { nested: [1] } };
  expect(withUnknownFields(body)).toEqual({
    teas: [
      { id: 7, kind: "BLACK_TEA", ...extra },
      { id: 8, ...extra },
    ],
    note: null,
    ...extra,
  });
});

it("removes each place once, of a list the first item", () => {
  expect(names(removals(body))).toEqual([
    "teas removed",
    "teas.0 removed",
    "teas.0.id removed",
    "teas.0.kind removed",
    "note removed",
  ]);
  expect(removals(body).map(({ body: changed }) => changed)).toEqual([
    { note: null },
    { teas: [{ id: 8 }], note: null },
    { teas: [{ kind: "BLACK_TEA" }, { id: 8 }], note: null },
    { teas: [{ id: 7 }, { id: 8 }], note: null },
    { teas: body.teas },
  ]);
});

it("nulls each place that is not null already", () => {
  expect(names(nulls(body))).toEqual(["teas null", "teas.0 null", "teas.0.id null", "teas.0.kind null"]);
  expect(nulls(body)[2]?.body).toEqual({ teas: [{ id: null, kind: "BLACK_TEA" }, { id: 8 }], note: null });
});

it("makes ids huge and enum values new", () => {
  expect(names(hugeIds(body))).toEqual(["teas.0.id a huge id"]);
  expect(newEnumValues(body)).toEqual([
    {
      name: "teas.0.kind a new enum value",
      body: { teas: [{ id: 7, kind: "VALUE_OF_TOMORROW" }, { id: 8 }], note: null },
    },
  ]);
});

it("makes awkward what people wrote, apart from single words and from what has a form", () => {
  const texts = {
    title: "First flush",
    name: "Grüntee",
    word: "Assam",
    state: "open",
    id: "gid://shop/Tea/7",
    day: "2026-01-01",
    at: "2026-01-01 10:00",
    price: "12.50",
    code: "EUR",
    url: "https://tea.test",
    mail: "a@tea.test",
    cursor: "eyJsYXN0X2lkIjo3fQ==",
    empty: "",
    count: 1,
  };
  expect(names(awkwardProse(texts))).toEqual(["title awkward text", "name awkward text"]);
  expect(names(awkwardWords(texts))).toEqual(["word awkward text", "state awkward text"]);
});

it("makes types wrong", () => {
  expect(wrongTypes({ a: 1, b: "x" }).map(({ body: changed }) => changed)).toEqual([
    { a: "unexpected", b: "x" },
    { a: 1, b: { unexpected: true } },
  ]);
});

it("leaves the original as it was", () => {
  const before = structuredClone(body);
  for (const mutate of [removals, nulls, hugeIds, newEnumValues, awkwardProse, awkwardWords, wrongTypes]) mutate(body);
  withUnknownFields(body);
  expect(body).toEqual(before);
});
