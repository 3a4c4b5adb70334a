import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chownSync, globSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export const title = "the durable suites pass on a PostgreSQL server as they do on the embedded one";
export const needs = ["pg_ctlcluster"];

const programs = () => {
  const root = "/usr/lib/postgresql";
  const [newest] = readdirSync(root).sort((a, b) => Number(b) - Number(a));
  assert.ok(newest, `no PostgreSQL in ${root}`);
  return join(root, newest, "bin");
};

/** PostgreSQL does not run as root; Debian's package brings a user for it. */
const serverUser = () => {
  if (process.getuid() !== 0) return {};
  const entry = readFileSync("/etc/passwd", "utf8").match(/^postgres:[^:]*:(\d+):(\d+):/m);
  assert.ok(entry, "there is no user postgres");
  return { uid: Number(entry[1]), gid: Number(entry[2]) };
};

const freePort = async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  return port;
};

/** A server as an operator would run it: TCP and a password. */
const startServer = async (scratch) => {
  const user = serverUser();
  const [bin, dir, password, port] = [
    programs(),
    join(scratch, "cluster"),
    randomBytes(12).toString("hex"),
    await freePort(),
  ];
  const passwordFile = join(scratch, "password");
  writeFileSync(passwordFile, password);
  mkdirSync(dir);
  if (user.uid !== undefined) for (const path of [scratch, dir, passwordFile]) chownSync(path, user.uid, user.gid);
  const args = ["-D", dir, "-U", "tester", "--auth=scram-sha-256", `--pwfile=${passwordFile}`, "--encoding=UTF8"];
  const made = spawnSync(join(bin, "initdb"), args, { ...user, encoding: "utf8" });
  assert.equal(made.status, 0, made.stderr);
  const settings = ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=300"];
  const server = spawn(join(bin, "postgres"), ["-D", dir, "-p", String(port), ...settings], {
    ...user,
    stdio: "ignore",
  });
  const pidFile = () => readFileSync(join(dir, "postmaster.pid"), "utf8");
  for (let left = 300; left > 0 && !isReady(pidFile); left -= 1) await sleep(100);
  return {
    url: `postgres://tester:${password}@127.0.0.1:${port}/postgres`,
    stop: async () => {
      server.kill("SIGINT");
      await once(server, "exit");
    },
  };
};

const isReady = (pidFile) => {
  try {
    return pidFile().includes("ready");
  } catch {
    return false;
  }
};

/** By package, the test files that open a store. Those of the store and of events do so through files of their own. */
const suites = (root) => {
  const found = new Map([
    ["packages/store", []],
    ["packages/events", []],
  ]);
  for (const file of globSync("{packages,apps}/*/{src,test}/**/*.test.ts", { cwd: root })) {
    const folder = file.split("/").slice(0, 2).join("/");
    if (found.get(folder)?.length === 0) continue;
    if (!/@trunkline\/store\/testing/.test(readFileSync(join(root, file), "utf8"))) continue;
    found.set(folder, [...(found.get(folder) ?? []), file.slice(folder.length + 1)]);
  }
  return found;
};

export const check = async ({ root, scratch }) => {
  const server = await startServer(scratch);
  let passed = 0;
  try {
    for (const [folder, files] of suites(root)) {
      const report = join(scratch, "report.json");
      const args = ["run", "--config", join(root, "vitest.config.ts"), "--root", ".", "--passWithNoTests"];
      const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
      const { status, stdout, stderr } = spawnSync("vitest", [...args, ...reporters, ...files], {
        cwd: join(root, folder),
        env: { ...process.env, TRUNKLINE_TEST_DATABASE_URL: server.url },
        encoding: "utf8",
      });
      assert.equal(status, 0, `${folder}\n${stdout}${stderr}`);
      passed += JSON.parse(readFileSync(report, "utf8")).numPassedTests;
    }
  } finally {
    await server.stop();
  }
  assert.ok(passed > 0, "no test ran");
  return `${passed} tests`;
};
