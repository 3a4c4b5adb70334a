import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A process of ours that runs one of `test/children`. */
export interface Child extends AsyncDisposable {
  /** Resolves with the next line it writes; rejects when it ends first. */
  nextLine(): Promise<string>;
  /** SIGKILL; resolves when it is gone, with the lines it still wrote. */
  kill(): Promise<readonly string[]>;
}

/** Starts one on the sources. */
export const startChild = (name: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Child => {
  const resolver = new URL("run-sources.mjs", import.meta.url);
  const script = fileURLToPath(new URL(`children/${name}`, import.meta.url));
  const child = spawn(process.execPath, ["--import", resolver.href, script, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...env },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const kill = async (): Promise<readonly string[]> => {
    await killAndWait(child);
    const rest: string[] = [];
    for (let line = await lines.next(); !line.done; line = await lines.next()) rest.push(line.value);
    return rest;
  };
  return {
    nextLine: async () => {
      const line = await lines.next();
      if (line.done) throw new Error(`${name} ended.`);
      return line.value;
    },
    kill,
    [Symbol.asyncDispose]: async () => {
      await killAndWait(child);
    },
  };
};

const killAndWait = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
};
