// One run against one back end: set up, load under faults, quiet, judgement.
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { backends } from "./backends.mjs";
import { runLoad } from "./load.mjs";
import { judge } from "./oracle.mjs";
import { calmDown } from "./quiet.mjs";
import { replayEverything } from "./replays.mjs";
import { toReport } from "./report.mjs";
import { challengeOwner } from "./second-process.mjs";
import { createWorld } from "./world.mjs";

/** Runs it; resolves to the report. */
export const runScenario = async (options) => {
  const missing = backends[options.backend].missing();
  if (missing) return { backend: options.backend, bug: options.bug, skipped: missing };
  const startedMs = Date.now();
  const say = (text) => process.stderr.write(`chaos: ${Math.round((Date.now() - startedMs) / 1000)} s: ${text}\n`);
  const directory = mkdtempSync(join(tmpdir(), "trunkline-chaos-"));
  chmodSync(directory, 0o711); // the server's user has to get through
  const closers = [];
  const cleanUp = async () => {
    for (const close of closers.splice(0).reverse()) await Promise.resolve(close()).catch((error) => say(`${error}`));
    if (options.keep) say(`left ${directory}`);
    else rmSync(directory, { recursive: true, force: true });
  };
  const leave = () => void cleanUp().finally(() => process.exit(130));
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, leave);
  try {
    say(`${options.backend}, seed ${options.seed}${options.bug ? `, planted bug ${options.bug}` : ""}`);
    const world = await createWorld({ options, directory, closers, say });
    say("every gateway is ready; the load and the faults begin");
    const load = await runLoad(world);
    say("no more faults; what is left is worked off");
    const drainSeconds = await calmDown(world, load);
    say("nothing is left to do; what happened is judged");
    const checks = [...(await judge(world, load)), ...(await judgeAfterwards(world, load))];
    return toReport({ world, load, checks, drainSeconds, seconds: Math.round((Date.now() - startedMs) / 1000) });
  } finally {
    for (const signal of ["SIGINT", "SIGTERM"]) process.off(signal, leave);
    await cleanUp();
  }
};

/** What is done to a system at rest. A planted bug has been found by then, or will not be. */
const judgeAfterwards = async (world, load) => {
  if (world.options.bug !== undefined) return [];
  const challenged = world.isShared ? [] : await challengeOwner(world);
  return [...challenged, ...(await replayEverything(world, load))];
};
