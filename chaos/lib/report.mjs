import { faults, notMade } from "./faults.mjs";

/** The report for a person. */
export const printReport = (report) => {
  const line = (text = "") => process.stdout.write(`${text}\n`);
  line();
  line(`── ${report.backend}${report.bug ? `, planted bug: ${report.bug}` : ""} ${"─".repeat(40)}`);
  if (report.skipped !== undefined) return line(`skipped: ${report.skipped}`);
  line(`seed ${report.seed} · ${report.seconds} s · ${report.replicas} gateway${report.replicas === 1 ? "" : "s"}`);
  const { kills, stops, pauses, databaseKills } = report.counts;
  line(
    `${kills} gateway kills (${report.counts.suicides} of them by a payload), ${stops} stops, ${pauses} pauses, ${databaseKills} database kills`,
  );
  const { acked, attempts, duplicates } = report.sender;
  line(
    `${acked} webhooks accepted in ${attempts} tries, ${duplicates} sent again; answered in ${report.ackMs.p50} ms (median), ${report.ackMs.p99} ms (99 %)`,
  );
  line(`${report.writer.asked} keyed writes in ${report.writer.attempts} requests`);
  line(
    `backlog gone ${report.drainSeconds} s after the last fault; memory of the gateways ${report.rssMb.join(", ")} MB`,
  );
  line();
  for (const { name, found, ok, detail } of report.checks)
    line(`${ok ? "ok  " : "FAIL"} ${name}: ${found}${!ok && detail ? `  (${detail})` : ""}`);
  line();
  for (const fault of faults) {
    const reason = report.reasons[fault.number];
    const times = report.made[fault.number];
    const how = reason ?? (times === undefined ? "made" : `made ${times} times`);
    line(`${reason === undefined ? "    " : "skip"} ${String(fault.number).padStart(2)} ${fault.title}: ${how}`);
  }
  for (const { number, title, reason } of notMade) line(`skip ${String(number).padStart(2)} ${title}: ${reason}`);
};
