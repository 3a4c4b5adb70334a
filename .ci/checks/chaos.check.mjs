import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";

export const title = "nothing is lost and nothing done twice while everything fails";
export const needs = ["pg_ctlcluster"];
export const wants = ["faketime"];

const longestMs = 240_000;

/** Runs the harness; resolves to its reports, whatever they say. */
const run = async (root, ...args) => {
  const child = spawn(process.execPath, [join(root, "chaos/run.mjs"), "--json", ...args], {
    stdio: ["ignore", "pipe", "inherit"],
    timeout: longestMs,
    killSignal: "SIGTERM", // it takes its servers and gateways with it
  });
  const [out, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
  assert.ok(code === 0 || code === 1, `the harness ended with ${code}`);
  return { code, reports: JSON.parse(out) };
};

const brokenOf = ({ backend, seed, checks }) =>
  checks
    .filter(({ ok }) => !ok)
    .map(({ name, found, detail }) => `${backend}, seed ${seed}: ${name}: ${found} ${detail}`);

export const check = async ({ root }) => {
  const { code, reports } = await run(root, "--short");
  for (const report of reports) {
    assert.equal(report.skipped, undefined, report.skipped);
    assert.deepEqual(brokenOf(report), []);
  }
  assert.equal(code, 0);
  // That it can find what is wrong, shown by the bug that loses what was accepted.
  const planted = await run(root, "--bug", "ack-before-commit");
  assert.equal(planted.code, 0, "the planted bug ack-before-commit was not found");
  const sum = (of) => reports.reduce((total, report) => total + of(report), 0);
  const webhooks = sum(({ sender }) => sender.acked);
  return `${webhooks} webhooks, ${sum(({ counts }) => counts.kills)} gateway and ${sum(({ counts }) => counts.databaseKills)} database kills`;
};
