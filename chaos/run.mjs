// `npm run chaos`: a shop sends webhooks and an agent writes, while everything around them fails. At the end nothing may be
// lost and nothing done twice.
import { parseArgs } from "node:util";
import { mutants } from "./lib/mutants.mjs";
import { printReport } from "./lib/report.mjs";
import { runScenario } from "./lib/scenario.mjs";

const help = `npm run chaos -- [options]

  --backend embedded|postgres|both   Where the store is. Default both; postgres is skipped where no server is installed.
  --events N      Webhooks to get accepted. Default 3000; short 600.
  --writes N      Keyed writes. Default events / 10.
  --replicas N    Gateways on postgres. Default 3; the embedded store has one.
  --kills N       Goes on until so many gateways were killed. Default 50; short 8.
  --seed N        Decides what fails when. Default: chosen and printed.
  --short         The form for CI: a minute or two.
  --bug NAME      Plants a bug that the run must find: ${Object.keys(mutants).join(", ")}.
  --self-test     Runs every planted bug in the short form and fails unless each is found.
  --keep          Leaves the directory of the run, with the logs.
  --json          The report as JSON.
`;

const { values } = parseArgs({
  options: {
    backend: { type: "string", default: "both" },
    events: { type: "string" },
    writes: { type: "string" },
    replicas: { type: "string" },
    kills: { type: "string" },
    seed: { type: "string" },
    short: { type: "boolean", default: false },
    bug: { type: "string" },
    "self-test": { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

const fail = (sentence) => {
  process.stderr.write(`chaos: ${sentence}\n`);
  process.exit(2);
};

const whole = (name, fallback) => {
  if (values[name] === undefined) return fallback;
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < 0) fail(`--${name} must be a whole number, not "${values[name]}".`);
  return value;
};

if (values.help) {
  process.stdout.write(help);
  process.exit(0);
}
const backends = { both: ["embedded", "postgres"], embedded: ["embedded"], postgres: ["postgres"] }[values.backend];
if (!backends) fail(`--backend must be embedded, postgres or both, not "${values.backend}".`);
if (values.bug !== undefined && !(values.bug in mutants))
  fail(`--bug must be one of ${Object.keys(mutants).join(", ")}.`);

const isShort = values.short || values["self-test"];
const seed = whole("seed", Math.floor(Math.random() * 1_000_000));
const events = whole("events", isShort ? 600 : 3_000);
const options = {
  seed,
  isShort,
  events,
  writes: whole("writes", Math.ceil(events / 10)),
  replicas: whole("replicas", isShort ? 2 : 3),
  kills: whole("kills", isShort ? 8 : 50),
  keep: values.keep,
};

const plan = values["self-test"]
  ? Object.entries(mutants).map(([bug, { backend }]) => ({ backend, bug }))
  : backends.map((backend) => ({ backend, bug: values.bug }));

let isGood = true;
const reports = [];
for (const { backend, bug } of plan) {
  const report = await runScenario({ ...options, ...(bug && mutants[bug].options), backend, bug });
  reports.push(report);
  if (!values.json) printReport(report);
  if (report.skipped !== undefined) continue;
  const found = report.checks.filter(({ ok }) => !ok);
  isGood &&= bug === undefined ? found.length === 0 : found.length > 0;
}
if (values.json) process.stdout.write(`${JSON.stringify(reports, undefined, 2)}\n`);
else process.stdout.write(isGood ? "\nchaos: as promised\n" : "\nchaos: NOT as promised\n");
process.exit(isGood ? 0 : 1);
