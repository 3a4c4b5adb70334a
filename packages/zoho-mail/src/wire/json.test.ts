import { createReply } from "@trunkline/core/testing";
import { describe, expect, it } from "vitest";
import { readJson } from "./json.js";

const read = (body: string) => readJson(createReply({ body }));

describe("readJson", () => {
  it("keeps every digit of a long number, and short numbers as numbers", () => {
    expect(read('{"id":1784105487965154200,"n":7,"text":"1784105487965154201"}')).toEqual({
      id: "1784105487965154200",
      n: 7,
      text: "1784105487965154201",
    });
  });

  it("takes control characters that stand raw inside strings", () => {
    expect(read('{"content":"a\rb\tc\\"d\u0000",\r\n"id":1784105487965154200}')).toEqual({
      content: 'a\rb\tc"d\u0000',
      id: "1784105487965154200",
    });
  });

  it.each([
    ["<html></html>", /HTML/],
    ["", /empty/],
    ['{"data":[{"id":"1', /cut off/],
  ])("says of %j what it is", (body, pattern) => {
    expect(() => read(body)).toThrow(pattern);
  });
});
