import { faults, notMade } from "./faults.mjs";
import { killsOf, suicidesIn } from "./load.mjs";

/** What a run found, as plain data. */
export const toReport = ({ world, load, checks, drainSeconds, seconds }) => {
  load.memory.stop();
  const { replicas, backend, suicides, options, recoveries, database } = world;
  const sum = (name) => replicas.reduce((total, { counts }) => total + counts[name], 0);
  return {
    backend: options.backend,
    bug: options.bug,
    seed: options.seed,
    seconds,
    replicas: replicas.length,
    counts: {
      kills: killsOf(world),
      suicides: suicidesIn(suicides),
      stops: sum("stops"),
      pauses: sum("pauses"),
      databaseKills: backend.kills(),
      powerCuts: database.counts?.powerCuts ?? 0,
    },
    sender: load.sender.counts,
    writer: load.writer.counts,
    ackMs: spread(load.sender.ackMs),
    recoveryMs: { gateway: spread(recoveries.gateway), database: spread(recoveries.database) },
    peakMb: load.memory.peaksMb(),
    drainSeconds,
    checks,
    made: Object.fromEntries(load.weather.made),
    reasons: Object.fromEntries(load.weather.reasons),
    hostile: Object.fromEntries([...load.hostile.answers].map(([name, statuses]) => [name, [...new Set(statuses)]])),
  };
};

const spread = (values) => {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10;
  return { p50: at(0.5), p99: at(0.99), max: at(1), count: sorted.length };
};

const line = (text = "") => process.stdout.write(`${text}\n`);

/** The report for a person. */
export const printReport = (report) => {
  line();
  line(`── ${report.backend}${report.bug ? `, planted bug: ${report.bug}` : ""} ${"─".repeat(40)}`);
  if (report.skipped !== undefined) return line(`skipped: ${report.skipped}`);
  printFigures(report);
  line();
  for (const { name, found, ok, detail } of report.checks)
    line(`${ok ? "ok  " : "FAIL"} ${name}: ${found}${!ok && detail ? `  (${detail})` : ""}`);
  if (report.bug === undefined) printFaults(report);
};

const printFigures = ({ counts, sender, writer, ackMs, recoveryMs, ...report }) => {
  const { kills, suicides, stops, pauses, databaseKills, powerCuts } = counts;
  line(`seed ${report.seed} · ${report.seconds} s · ${report.replicas} gateway${report.replicas === 1 ? "" : "s"}`);
  line(`${kills} gateway kills (${suicides} of them by a payload), ${stops} stops, ${pauses} pauses`);
  line(`${databaseKills} database kills, ${powerCuts} of them with the power cut`);
  line(`${sender.acked} webhooks accepted in ${sender.attempts} tries, ${sender.duplicates} sent again`);
  line(`answered in ${ackMs.p50} ms (median), ${ackMs.p99} ms (99 %)`);
  line(`${writer.asked} keyed writes in ${writer.attempts} requests`);
  for (const [what, { count, p50, max }] of Object.entries(recoveryMs))
    if (count > 0)
      line(`work goes on ${p50} ms (median) after a ${what} was killed and started again, at most ${max} ms`);
  line(
    `backlog gone ${report.drainSeconds} s after the last fault; gateways held at most ${report.peakMb.join(", ")} MB`,
  );
};

const printFaults = ({ reasons, made }) => {
  line();
  for (const { number, title, by, during } of faults) {
    const reason = reasons[number];
    const times = made[number] ?? 0;
    const how = reason ?? (during ? `made ${times} time${times === 1 ? "" : "s"}` : `made by ${by}`);
    line(`${reason === undefined ? "    " : "skip"} ${String(number).padStart(2)} ${title}: ${how}`);
  }
  for (const { number, title, reason } of notMade) line(`skip ${String(number).padStart(2)} ${title}: ${reason}`);
};
