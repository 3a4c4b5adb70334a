import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import type { Terminal } from "../src/cli/output.js";
import { createProgram } from "../src/cli/program.js";
import type { Environment } from "../src/config.js";
import { startStandIn, upstreams } from "./doctor-upstreams.js";

describe("trunkline doctor", () => {
  const run = async (args: readonly string[], env: Environment = {}) => {
    const out: string[] = [];
    const err: string[] = [];
    const codes: number[] = [];
    const terminal: Terminal = {
      out: (text) => void out.push(text),
      outPart: (text) => void out.push(text),
      err: (text) => void err.push(text),
      env,
      workingDir: tmpdir(),
      readInput: async () => "",
      setExitCode: (code) => void codes.push(code),
    };
    await createProgram(terminal, "9.9.9").parseAsync(["doctor", ...args], { from: "user" });
    return { out: out.join("\n"), err: err.join("\n"), code: codes.at(-1) ?? 0 };
  };

  it("gives the steps to programs as well", async () => {
    const { out, code } = await run(["--connector", "shopify", "--json"], { SHOPIFY_SHOP: "acme" });
    const [connection] = JSON.parse(out).connections;
    expect(connection).toMatchObject({ connector: "shopify", nextStep: "credentials" });
    expect(connection.steps[1]).toEqual({
      id: "credentials",
      title: "One login is complete",
      state: "missing",
      says: "not set",
      todo: [expect.stringMatching(/^Set /), expect.any(String)],
      warnings: [],
      playbook: "docs/live-connect/shopify.md#credentials",
    });
    expect(code).toBe(1);
  });

  it("fails on a live connection with a step undone, and shows every step", async () => {
    const { env, simulator } = await startStandIn(upstreams.shopify);
    simulator.faults.set("401");
    const { out, code } = await run(["--connector", "shopify"], env);
    expect(out).toMatch(/✓ credentials: .*\n\s+✗ login: .*\n(\s+→ .*\n)+\s+· scopes: .* — not reached\n/);
    expect(code).toBe(1);
  });

  it("knows the variables that point at stand-ins", async () => {
    const { out } = await run(["--connector", "shopify"], { TRUNKLINE_SHOPIFY_BASE_URL: "http://127.0.0.1:1" });
    expect(out).toContain("Everything works.");
  });

  it("names the connectors there are when asked for another", async () => {
    const { err, code } = await run(["--connector", "shopfy"]);
    expect(err).toMatch(/There is no connector "shopfy"; there are .*shopify/);
    expect(code).toBe(1);
  });
});
