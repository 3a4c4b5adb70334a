// `npm run chaos`: a shop sends webhooks and an agent writes, while everything around them fails. At the end nothing may be
// lost and nothing done twice.
import { parseArgs } from "node:util";
import { mutants } from "./lib/mutants.mjs";
import { printReport } from "./lib/report.mjs";
import { runScenario } from "./lib/scenario.mjs";

const defaults = {
  short: { events: 300, writes: 40, replicas: 2, kills: 8 },
  long: { events: 3_000, writes: 200, replicas: 3, kills: 50 },
};

const help = `npm run chaos -- [options]

A Shopify twin, a sender, an agent that writes and a hostile client work against real gateway processes, which are killed
again and again while their database, the shop and the clock fail as well. At the end every accepted webhook must have been
handled exactly once and every write made exactly once, or be told as unknown. Exit code: 0 as promised, 1 a promise was
broken, 2 the options make no sense. docs/chaos.md says how to read the report.

  --backend NAME  Where the store is: embedded, postgres or both (default). postgres starts a server of its own from
                  /usr/lib/postgresql and is skipped where there is none.
  --short         The form for CI: a minute or two for each back end.
  --kills N       Goes on until so many gateways were killed. Default ${defaults.long.kills}; short ${defaults.short.kills}.
  --events N      Webhooks to get accepted at least. Default ${defaults.long.events}; short ${defaults.short.events}.
  --writes N      Keyed writes at least. Default ${defaults.long.writes}; short ${defaults.short.writes}.
  --replicas N    Gateways on postgres. Default ${defaults.long.replicas}; short ${defaults.short.replicas}. The embedded store has one.
  --seed N        Decides what fails when. Default: chosen and printed. What the machine does meanwhile is not in its hands.
  --self-test     Plants each of these bugs in turn and fails unless each is found:
${Object.entries(mutants)
  .map(([name, { title }]) => `                    ${name.padEnd(18)} ${title}`)
  .join("\n")}
  --bug NAME      Plants one of them.
  --keep          Leaves the directory of the run, with the logs.
  --json          The report as JSON on stdout; progress is always on stderr.

  npm run chaos -- --short --backend embedded     the quickest look; needs nothing installed
  npm run chaos -- --seed 4711 --kills 200        a long night
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

const isShort = values.short || values.bug !== undefined || values["self-test"];
const usual = isShort ? defaults.short : defaults.long;
const options = {
  seed: whole("seed", Math.floor(Math.random() * 1_000_000)),
  isShort,
  ...Object.fromEntries(Object.keys(usual).map((name) => [name, whole(name, usual[name])])),
  keep: values.keep,
};
if (options.replicas === 0) fail("--replicas must be 1 or more.");

const plan = values["self-test"]
  ? Object.entries(mutants).map(([bug, { backend }]) => ({ backend, bug }))
  : values.bug !== undefined
    ? [{ backend: mutants[values.bug].backend, bug: values.bug }]
    : backends.map((backend) => ({ backend }));

let isGood = true;
const reports = [];
for (const { backend, bug } of plan) {
  const report = await runScenario({ ...options, ...(bug && mutants[bug].options), backend, bug });
  reports.push(report);
  if (!values.json) printReport(report);
  if (report.skipped !== undefined) continue;
  const broken = report.checks.filter(({ ok }) => !ok).map(({ name }) => name);
  const isAsExpected = bug === undefined ? broken.length === 0 : broken.includes(mutants[bug].foundBy);
  isGood &&= isAsExpected;
  if (!values.json && bug) process.stdout.write(`\nplanted bug ${bug}: ${isAsExpected ? "found" : "NOT FOUND"}\n`);
}
if (values.json) process.stdout.write(`${JSON.stringify(reports, undefined, 2)}\n`);
else process.stdout.write(isGood ? "\nchaos: as promised\n" : "\nchaos: NOT as promised\n");
process.exit(isGood ? 0 : 1);
