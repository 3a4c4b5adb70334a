import { describe, expect, it } from "vitest";
import { re2Problem } from "./re2.js";

describe("re2Problem", () => {
  it.each([
    "tee",
    "^(wie|was) .*tee$",
    "(?i)Sencha",
    "(?P<name>tee)",
    "(?:a|b)",
    "[(?=]",
    "[]a]",
    "[^]a]",
    "\\(?=",
    "\\d{2}\\b",
    "\\Q(?=\\E",
    "[[:alpha:]]+",
    "[\\]]",
  ])("sees nothing wrong with %s", (pattern) => expect(re2Problem(pattern)).toBeUndefined());

  it.each([
    ["tee(?=kanne)", "lookaround"],
    ["tee(?!kanne)", "lookaround"],
    ["(?<=ost)tee", "lookaround"],
    ["(?<!ost)tee", "lookaround"],
    ["(?>tee)", "atomic"],
    ["(a)\\1", "backreference"],
    ["(tee", "open ("],
    ["tee)", ") without ("],
    ["[tee", "open ["],
    ["tee\\", "backslash"],
  ])("finds what RE2 refuses in %s", (pattern, problem) => expect(re2Problem(pattern)).toContain(problem));
});
