import { expect, it } from "vitest";
import { parseHeaders } from "./mail-headers.js";

it("joins folded lines, keeps the order and repeated names, and leaves out what is no header", () => {
  const text = "Received: a\r\n\tb\r\nReceived: c\rSubject: Tea: first\n  flush\n\nnot a header: at all\n:none\nEmpty:";
  expect(parseHeaders(text)).toEqual([
    { name: "Received", value: "a b" },
    { name: "Received", value: "c" },
    { name: "Subject", value: "Tea: first flush" },
    { name: "Empty", value: "" },
  ]);
});
