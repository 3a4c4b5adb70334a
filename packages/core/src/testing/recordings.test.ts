import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { loadRecordings } from "./recordings.js";

it("finds the connector's folder in TRUNKLINE_RECORDINGS", () => {
  const root = mkdtempSync(join(tmpdir(), "recordings-"));
  mkdirSync(join(root, "tea"));
  try {
    expect(loadRecordings("tea", { TRUNKLINE_RECORDINGS: root })).toEqual({ dir: join(root, "tea") });
    expect(loadRecordings("coffee", { TRUNKLINE_RECORDINGS: root })).toEqual({
      skip: expect.stringContaining("coffee"),
    });
  } finally {
    rmSync(root, { recursive: true });
  }
});
