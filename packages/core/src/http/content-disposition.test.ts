import { expect, it } from "vitest";
import { fileNameOf } from "./content-disposition.js";

it.each([
  [undefined, undefined],
  ["attachment", undefined],
  ["attachment; filename=tea.pdf", "tea.pdf"],
  ['attachment; filename="Preis \\"2027\\".pdf"', 'Preis "2027".pdf'],
  ["attachment; filename=x.txt; filename*=UTF-8''K%C3%A4nnchen.txt", "Kännchen.txt"],
  ["attachment; filename=x.txt; filename*=UTF-8''%ZZ", "x.txt"],
  ['attachment; filename="../../etc/passwd"', "passwd"],
  ['attachment; filename="C:\\\\tea\\\\a.txt"', "a.txt"],
])("reads %j", (header, expected) => {
  expect(fileNameOf(header)).toBe(expected);
});
