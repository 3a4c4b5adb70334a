import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFileKeyStore } from "./file-key-store.js";
import { parseToken, secretFits } from "./keys.js";

const reader = { name: "reader", scopes: ["*:read"] };

describe("createFileKeyStore", () => {
  let directory = "";
  let path = "";
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "trunkline-keys-"));
    path = join(directory, "data", "keys.json");
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  const store = (onTrouble?: (error: unknown) => void) =>
    createFileKeyStore({ path, recheckMs: 0, ...(onTrouble && { onTrouble }) });

  it("has no keys and writes nothing before the first is made", async () => {
    expect(await store().list()).toEqual([]);
    expect(await readdir(directory)).toEqual([]);
  });

  it("keeps the hash and never the secret", async () => {
    const { token, key } = await store().create(reader);
    const parts = parseToken(token);
    const text = await readFile(path, "utf8");
    expect(text).toContain(key.id);
    expect(text).not.toContain(parts?.secret);
    const stored = await store().find(key.id);
    expect(secretFits(parts?.secret ?? "", stored?.secretHash ?? "")).toBe(true);
    expect(JSON.stringify(await store().list())).not.toContain(stored?.secretHash);
  });

  it("is readable by its owner alone and leaves no drafts or locks behind", async () => {
    await store().create(reader);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(directory, "data"))).mode & 0o777).toBe(0o700);
    expect(await readdir(join(directory, "data"))).toEqual(["keys.json"]);
  });

  it("sees at once what another process wrote", async () => {
    const running = store();
    expect(await running.list()).toEqual([]);
    const { key } = await store().create(reader);
    expect((await running.find(key.id))?.name).toBe("reader");
    await store().revoke(key.id);
    expect((await running.find(key.id))?.revokedAt).toBeDefined();
  });

  it("loses none of many keys made at the same time through several stores", async () => {
    const stores = [store(), store(), store()];
    const names = Array.from({ length: 24 }, (_, index) => `key ${index}`);
    await Promise.all(names.map((name, index) => stores[index % 3]?.create({ ...reader, name })));
    expect((await store().list()).map(({ name }) => name).sort()).toEqual([...names].sort());
  });

  it("leaves a damaged file as it is, says so, and keeps the keys it knew in force", async () => {
    const troubles: unknown[] = [];
    const running = store((error) => troubles.push(error));
    const { key } = await running.create(reader);
    await writeFile(path, '{"version":1,"keys":[{"id"');
    expect((await running.find(key.id))?.name).toBe("reader");
    expect(String(troubles[0])).toContain("damaged and was left as it is");
    await expect(running.create(reader)).rejects.toMatchObject({ code: "NOT_CONFIGURED" });
    await expect(store().find(key.id)).rejects.toMatchObject({ code: "NOT_CONFIGURED" });
    expect(await readFile(path, "utf8")).toBe('{"version":1,"keys":[{"id"');
  });

  it("takes over a lock that a dead process left", async () => {
    await store().create(reader);
    await writeFile(`${path}.lock`, "");
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(`${path}.lock`, longAgo, longAgo);
    await store().create({ ...reader, name: "second" });
    expect(await store().list()).toHaveLength(2);
  });

  it("revokes once and says nothing of an id it does not know", async () => {
    const keys = store();
    const { key } = await keys.create(reader);
    const first = await keys.revoke(key.id);
    expect(first?.revokedAt).toBeDefined();
    expect(await keys.revoke(key.id)).toEqual(first);
    expect(await keys.revoke("nobody")).toBeUndefined();
  });

  it("writes last uses when it closes, keeping what others changed meanwhile", async () => {
    const running = store();
    const { key } = await running.create(reader);
    running.touch(key.id);
    await store().create({ ...reader, name: "meanwhile" });
    await running.close();
    const saved = await store().list();
    expect(saved.map(({ name, lastUsedAt }) => [name, lastUsedAt !== undefined])).toEqual([
      ["reader", true],
      ["meanwhile", false],
    ]);
  });

  it.each([
    [{ ...reader, name: "  " }, "name"],
    [{ ...reader, scopes: ["all"] }, "scopes.0"],
    [{ ...reader, scopes: [] }, "scopes"],
    [{ ...reader, expiresAt: "2001-01-01T00:00:00Z" }, "expiresAt"],
    [{ ...reader, expiresAt: "tomorrow" }, "expiresAt"],
  ])("refuses %j", async (request, path_) => {
    await expect(store().create(request)).rejects.toMatchObject({ code: "INVALID_INPUT", issues: [{ path: path_ }] });
  });
});
