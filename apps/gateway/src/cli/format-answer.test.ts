import { describe, expect, it } from "vitest";
import { formatAnswer } from "./format-answer.js";

describe("an answer on the command line", () => {
  it("shows facts, then tables, then what is deep", () => {
    const text = formatAnswer({
      id: 7,
      diedAt: "2026-01-02T03:04:05.678Z",
      error: { code: "X", message: "no" },
      payload: { order: { id: "1" } },
      tries: [{ attempt: 1, outcome: "dead" }],
      repeats: [],
      nextCursor: "3",
    });
    expect(text).toBe(
      [
        "id       7",
        "died at  2026-01-02 03:04:05Z",
        "error    code X, message no",
        "",
        "tries",
        "attempt  outcome",
        "───────  ───────",
        "1        dead",
        "",
        "payload",
        '{\n  "order": {\n    "id": "1"\n  }\n}',
      ].join("\n"),
    );
  });

  it("reaches into rows, and says when there are none", () => {
    const table = { rows: "items", columns: ["id", "error.message"] };
    expect(formatAnswer({ items: [{ id: 1, error: { message: "no" } }, { id: 2 }] }, table)).toBe(
      ["id  error message", "──  ─────────────", "1   no", "2"].join("\n"),
    );
    expect(formatAnswer({ items: [] }, table)).toBe("None.");
  });

  it("lets no stranger's text steer the terminal", () => {
    const text = formatAnswer({ key: "a\u001b[2Jb\u009b31m\r", payload: { deep: { x: "\u009b2J" } } });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    expect(text).toContain("a·[2Jb·31m·");
  });
});
