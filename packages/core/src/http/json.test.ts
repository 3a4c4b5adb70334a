import { describe, expect, it } from "vitest";
import { jsonDefectOf, parseJson, parseLosslessJson } from "./json.js";

describe("parseLosslessJson", () => {
  it("turns integers beyond ±(2^53 − 1) into strings of their digits, at any depth", () => {
    expect(parseLosslessJson('{"id":9007199254740993,"list":[{"id":-900719925474099312345}]}')).toEqual({
      id: "9007199254740993",
      list: [{ id: "-900719925474099312345" }],
    });
  });

  it("keeps every integer that a number can hold a number", () => {
    expect(parseLosslessJson("[9007199254740991,-9007199254740991,0,1234567890123456]")).toEqual([
      9_007_199_254_740_991, -9_007_199_254_740_991, 0, 1_234_567_890_123_456,
    ]);
  });

  it("leaves fractions, exponents and strings of digits as they are", () => {
    expect(parseLosslessJson('[0.12345678901234567890,1e30,"9007199254740993"]')).toEqual([
      0.12345678901234568,
      1e30,
      "9007199254740993",
    ]);
  });

  it("parses text without long numbers as parseJson does", () => {
    expect(parseLosslessJson('{"a":[1,null,"x"]}')).toEqual({ a: [1, null, "x"] });
  });
});

it("tolerates a byte order mark", () => {
  expect(parseJson('\ufeff{"a":1}')).toEqual({ a: 1 });
  expect(parseLosslessJson("\ufeff[9007199254740993]")).toEqual(["9007199254740993"]);
});

const defect = (text: string) => {
  try {
    parseJson(text);
  } catch (cause) {
    return jsonDefectOf(text, cause);
  }
  return "none";
};

describe("jsonDefectOf", () => {
  it.each(["", "  \n", "\ufeff"])("calls %j empty", (text) => expect(defect(text)).toBe("empty"));
  it.each(["<!DOCTYPE html><p>", "\n <html>"])("calls %j HTML", (text) => expect(defect(text)).toBe("HTML"));
  it("calls an XML document XML", () => expect(defect('<?xml version="1.0"?><e/>')).toBe("XML"));
  it.each(["OK", "{a:1}", '{"a":1}}', '{"a":1,}', "Too many requests"])("calls %j not JSON", (text) =>
    expect(defect(text)).toBe("not JSON"),
  );

  it("calls every proper prefix of a document cut off", () => {
    const document = '{"a":[1,{"b":"x\\u00e9"},true],"c":null,"d":"ü"}';
    const wrong = Array.from({ length: document.length - 1 }, (_, index) => document.slice(0, index + 1)).filter(
      (prefix) => defect(prefix) !== "cut off",
    );
    expect(wrong).toEqual([]);
  });
});
