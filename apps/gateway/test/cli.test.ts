import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createProgram } from "../src/cli/program.js";
import { readConfig } from "../src/config.js";
import { createLogger } from "../src/http/logger.js";
import { type RunningGateway, startGateway } from "../src/main.js";

/** Runs one command line in a directory of its own and gathers what it wrote. */
const createShell = async (env: Record<string, string> = {}) => {
  const workingDir = await mkdtemp(join(tmpdir(), "trunkline-cli-"));
  onTestFinished(() => rm(workingDir, { recursive: true, force: true }));
  const run = async (args: readonly string[], stdin = "") => {
    const result = { out: "", err: "", code: 0 };
    const program = createProgram(
      {
        out: (text) => {
          result.out += `${text}\n`;
        },
        outPart: (text) => {
          result.out += text;
        },
        err: (text) => {
          result.err += `${text}\n`;
        },
        env,
        workingDir,
        readInput: async () => stdin,
        setExitCode: (code) => {
          result.code = code;
        },
      },
      "9.9.9",
    );
    for (const command of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)])
      command.exitOverride();
    await program.parseAsync(args, { from: "user" }).catch((error: { exitCode?: number }) => {
      result.code = error.exitCode ?? 1;
    });
    return result;
  };
  return { run, workingDir, env };
};

const startBeside = async (workingDir: string): Promise<RunningGateway> => {
  const running = await startGateway(readConfig({ TRUNKLINE_PORT: "0", TRUNKLINE_STORE: "off" }, workingDir), {
    logger: createLogger("silent"),
  });
  onTestFinished(() => running.close());
  return running;
};

describe("trunkline call", () => {
  it("prints the data of a read", async () => {
    const { out, code } = await (await createShell()).run(["call", "shopify.products.list", '{"limit":2}']);
    expect(JSON.parse(out).products).toHaveLength(2);
    expect(code).toBe(0);
  });

  it("prints the whole envelope with --json", async () => {
    const { out } = await (await createShell()).run(["call", "shopify.shop.get", "--json"]);
    expect(JSON.parse(out)).toMatchObject({
      ok: true,
      data: { currencyCode: "EUR" },
      meta: { operation: "shopify.shop.get" },
    });
  });

  it("reads its input from standard input", async () => {
    const { out } = await (await createShell()).run(["call", "shopify.products.list", "-"], '{"limit":1}');
    expect(JSON.parse(out).products).toHaveLength(1);
  });

  it("prints every item of every page with --all, one a line", async () => {
    const { out } = await (await createShell()).run(["call", "shopify.locations.list", '{"limit":1}', "--all"]);
    const names = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).name);
    expect(names.length).toBeGreaterThan(1);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each([
    ["an unknown operation", ["call", "shopify.products.lst"], "UNKNOWN_OPERATION"],
    [
      "input that does not fit, every problem with its path",
      ["call", "shopify.products.list", '{"limit":0,"querry":"x"}'],
      "• limit",
    ],
    [
      "input that is not JSON, with how to quote it",
      ["call", "shopify.products.list", "{limit:1}"],
      "Quote it for the shell",
    ],
    ["an unknown connection", ["call", "shopify.shop.get", "--connection", "mars"], 'no connection "mars"'],
    [
      "a gateway that does not answer",
      ["call", "shopify.shop.get", "--url", "http://127.0.0.1:9"],
      "No gateway answers",
    ],
  ])("says in one place what is wrong with %s", async (_, args, expected) => {
    const { err, out, code } = await (await createShell()).run(args);
    expect(err).toContain(expected);
    expect(err).not.toMatch(/\n\s+at /);
    expect(out).toBe("");
    expect(code).toBe(1);
  });

  it("speaks to a running gateway with --url and a key", async () => {
    const shell = await createShell();
    const { url, mintedKey } = await startBeside(shell.workingDir);
    const args = ["--url", url, "--key", mintedKey?.token ?? ""];
    const created = await shell.run(["call", "shopify.products.create", '{"title":"Sencha"}', ...args]);
    const { id } = JSON.parse(created.out);
    const read = await shell.run(["call", "shopify.products.get", JSON.stringify({ id }), ...args]);
    expect(JSON.parse(read.out).title).toBe("Sencha");
    const streamed = await shell.run(["call", "shopify.locations.list", '{"limit":1}', "--all", ...args]);
    expect(streamed.out.trim().split("\n").length).toBeGreaterThan(1);
    const refused = await shell.run(["call", "shopify.shop.get", "--url", url, "--key", "wrong"]);
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining("UNAUTHENTICATED") });
  });
});

describe("trunkline operations", () => {
  it("lists them, filters by effect and narrows to a part of an id", async () => {
    const { run } = await createShell();
    const all = JSON.parse((await run(["operations", "--json"])).out);
    const destructive = JSON.parse((await run(["operations", "--effect", "destroy", "--json"])).out);
    const orders = JSON.parse((await run(["operations", "shopify.orders", "--json"])).out);
    expect(all.length).toBeGreaterThan(60);
    expect(destructive.every(({ effect }: { effect: string }) => effect === "destroy")).toBe(true);
    expect(orders.every(({ id }: { id: string }) => id.startsWith("shopify.orders."))).toBe(true);
    expect(orders.length).toBeLessThan(all.length);
  });

  it("shows one with a command that works as it stands", async () => {
    const { run } = await createShell();
    const { out } = await run(["operations", "shopify.products.list"]);
    const [, example] = /trunkline call shopify\.products\.list '(.*)'/.exec(out) ?? [];
    expect((await run(["call", "shopify.products.list", example ?? ""])).code).toBe(0);
  });

  it("suggests what an unknown id may have meant", async () => {
    const { err } = await (await createShell()).run(["operations", "shopify.product.list"]);
    expect(err).toContain("Did you mean");
    expect(err).toContain("shopify.products.list");
  });
});

describe("trunkline doctor", () => {
  it("says what is mock and what is missing to go live", async () => {
    const { out, code } = await (await createShell()).run(["doctor"]);
    expect(out).toContain("✓ Shopify Admin (shopify): mock, up");
    expect(out).toContain("SHOPIFY_SHOP, SHOPIFY_ACCESS_TOKEN");
    expect(code).toBe(0);
  });

  it("fails on credentials that are half set and on misspelt variables, naming them", async () => {
    const shell = await createShell({ SHOPIFY_SHOP: "acme", TRUNKLINE_MAX_RETRYS: "3" });
    const { out, code } = await shell.run(["doctor"]);
    expect(out).toContain("half set");
    expect(out).toContain("TRUNKLINE_MAX_RETRYS");
    expect(code).toBe(1);
  });

  it("fails on credentials that cannot be right, and never prints a secret", async () => {
    const shell = await createShell({ SHOPIFY_SHOP: "https://evil.example", SHOPIFY_ACCESS_TOKEN: "shpat_canary" });
    const { out, err, code } = await shell.run(["doctor", "--json"]);
    expect(JSON.parse(out).connections[0]).toMatchObject({
      mode: "invalid",
      problems: [expect.stringContaining("SHOPIFY_SHOP")],
    });
    expect(code).toBe(1);
    expect(out + err).not.toContain("canary");
  });

  it("says everything that is wrong with the environment in one go", async () => {
    const shell = await createShell({ TRUNKLINE_PORT: "seventy", TRUNKLINE_AUTH: "maybe" });
    const { err, code } = await shell.run(["doctor"]);
    expect(err).toContain("TRUNKLINE_PORT");
    expect(err).toContain("TRUNKLINE_AUTH");
    expect(code).toBe(1);
  });
});

describe("trunkline keys", () => {
  it("creates, lists and revokes, and shows the secret once", async () => {
    const { run } = await createShell();
    const created = JSON.parse(
      (await run(["keys", "create", "--name", "ci", "--scope", "shopify:read", "--expires", "90d", "--json"])).out,
    );
    expect(created.token).toMatch(/^tl_/);
    const listed = await run(["keys", "list"]);
    expect(listed.out).toContain(created.id);
    expect(listed.out).not.toContain(created.token);
    expect((await run(["keys", "revoke", created.id])).out).toContain("revoked");
    expect(JSON.parse((await run(["keys", "list", "--json"])).out)[0].revokedAt).toBeDefined();
  });

  it.each([
    [["keys", "create", "--name", "x", "--scope", "shopify:everything"], "shopify:everything"],
    [["keys", "create", "--name", "x", "--expires", "soon"], "neither a span such as 90d"],
    [["keys", "revoke", "nobody"], 'no key with the id "nobody"'],
  ])("refuses %j with a sentence", async (args, expected) => {
    const { err, code } = await (await createShell()).run(args);
    expect(err).toContain(expected);
    expect(code).toBe(1);
  });
});

describe("trunkline start", () => {
  it("says in one sentence that the port is taken, and what to do", async () => {
    const shell = await createShell();
    const { url } = await startBeside(shell.workingDir);
    const { err, code } = await shell.run(["start", "--port", new URL(url).port]);
    expect(err).toMatch(/Port \d+ on 127\.0\.0\.1 is taken: .*TRUNKLINE_PORT/);
    expect(code).toBe(1);
  });

  it("refuses to be open to the network without authentication", async () => {
    const { err, code } = await (await createShell({ TRUNKLINE_AUTH: "off" })).run(["start", "--host", "0.0.0.0"]);
    expect(err).toContain("TRUNKLINE_AUTH");
    expect(code).toBe(1);
  });

  it("keeps the local key for its owner alone", async () => {
    const shell = await createShell();
    const { url } = await startBeside(shell.workingDir);
    await shell.run(["start", "--port", new URL(url).port]);
    const file = join(shell.workingDir, ".trunkline", "local-key");
    expect(await readFile(file, "utf8")).toMatch(/^tl_/);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });
});

describe("trunkline fault", () => {
  it("turns the dial of a running gateway and back", async () => {
    const shell = await createShell();
    const { url, mintedKey } = await startBeside(shell.workingDir);
    const to = ["--url", url, "--key", mintedKey?.token ?? ""];
    expect((await shell.run(["fault", "shopify", "500", "--times", "1", "--match", "ShopGet", ...to])).code).toBe(0);
    expect((await shell.run(["fault", "shopify", ...to])).out).toContain('"active"');
    const called = await shell.run(["call", "shopify.shop.get", "--json", ...to]);
    expect(JSON.parse(called.out).meta.attempts).toBe(2);
    expect((await shell.run(["fault", "shopify", "--clear", ...to])).code).toBe(0);
    expect((await shell.run(["fault", "shopify", "meteor", ...to])).code).toBe(1);
  });
});

describe("--help", () => {
  it.each([
    [[]],
    [["start"]],
    [["mcp"]],
    [["call"]],
    [["operations"]],
    [["doctor"]],
    [["keys", "create"]],
    [["fault"]],
  ])("teaches: %j", async (command) => {
    const { out, code } = await (await createShell()).run([...command, "--help"]);
    expect(out).toContain("Usage: trunkline");
    expect(code).toBe(0);
  });
});
