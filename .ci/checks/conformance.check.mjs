import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

export const title = "MCP conformance, both eras, and the Inspector";

export const check = ({ root }) => {
  const { status } = spawnSync("node", [join(root, "apps/gateway/test/conformance/run.mjs")], {
    cwd: join(root, "apps/gateway"),
    stdio: "inherit",
  });
  assert.equal(status, 0, "the conformance run failed");
};
