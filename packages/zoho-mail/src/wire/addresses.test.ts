import { expect, it } from "vitest";
import { parseAddresses } from "./addresses.js";

it.each([
  ["a@b.example", [{ email: "a@b.example" }]],
  ["<a@b.example>", [{ email: "a@b.example" }]],
  [
    '"Tee, Nordlicht" <a@b.example>, c@d.example',
    [{ email: "a@b.example", name: "Tee, Nordlicht" }, { email: "c@d.example" }],
  ],
  [
    "Ada Assam<a@b.example>;Bo <c@d.example>",
    [
      { email: "a@b.example", name: "Ada Assam" },
      { email: "c@d.example", name: "Bo" },
    ],
  ],
  ["a@b.example <a@b.example>", [{ email: "a@b.example" }]],
  ['"<odd>" <a@b.example>', [{ email: "a@b.example", name: "<odd>" }]],
  ["undisclosed recipients", [{ email: "undisclosed recipients" }]],
  ['"never closed <a@b.example>', [{ email: "a@b.example", name: "never closed" }]],
  ["Not Provided", []],
  [" , ", []],
  [undefined, []],
])("reads %j", (text, expected) => {
  expect(parseAddresses(text)).toEqual(expected);
});
