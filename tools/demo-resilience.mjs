// A story told by real calls: the Shopify connector against its simulator while the simulator's fault dial is turned.
// Every line under a call is an event that the connector itself reported while it worked.
import { noMetrics } from "@trunkline/core";
import { createShopify } from "@trunkline/shopify";
import { createShopifySimulator } from "@trunkline/shopify/simulator";

const color = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code) => (text) => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
const [bold, dim, green, red, yellow, cyan] = [1, 2, 32, 31, 33, 36].map(paint);

const startedMs = performance.now();
const clock = () => dim(`${((performance.now() - startedMs) / 1000).toFixed(2).padStart(6)} s`);
const say = (text = "") => process.stdout.write(`${text}\n`);
const line = (mark, text) => say(`  ${clock()}  ${mark} ${text}`);
const chapter = (number, title, explanation) => say(`\n${bold(`${number}. ${title}`)}\n${dim(explanation)}\n`);

const breakerNames = [
  "closed: calls flow",
  "half-open: one probe call is let through",
  "open: calls are refused at once",
];
const narrate = {
  connector_attempts_total: ({ outcome }) =>
    line(outcome === "ok" ? green("→") : red("→"), `exchange with the upstream: ${outcome}`),
  connector_retries_total: ({ code }) =>
    line(
      yellow("↻"),
      code === "RATE_LIMITED"
        ? "throttled: will come back when the upstream asks"
        : `will repeat after ${code}, backing off with jitter`,
    ),
  connector_breaker_state: (_, value) => line(cyan("◆"), `circuit breaker ${breakerNames[value]}`),
  connector_queue_wait_seconds: (_, seconds) =>
    seconds > 0.01 && line(cyan("…"), `waited ${(seconds * 1000).toFixed(0)} ms for quota`),
};
let narrating = false;
const tell = (name, labels, value) => narrating && narrate[name]?.(labels, value);
const metrics = { ...noMetrics, count: tell, observe: tell, set: tell };

const outcome = (answer) =>
  answer.ok
    ? green(`ok, ${answer.meta.attempts} attempt(s), ${answer.meta.durationMs.toFixed(0)} ms`)
    : red(`${answer.error.code}`) +
      ` (retryable: ${answer.error.retryable}, outcome: ${answer.error.outcome}${answer.error.retryAfterMs ? `, try again in ${Math.ceil(answer.error.retryAfterMs)} ms` : ""}), ${answer.meta.attempts} attempt(s), ${answer.meta.durationMs.toFixed(0)} ms`;

const call = async (title, work) => {
  line("•", bold(title));
  const answer = await work();
  line(answer.ok ? green("✓") : red("✗"), outcome(answer));
  return answer;
};
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const simulator = await createShopifySimulator({ seed: 7 });
const limits = {
  breakerMinimumCalls: 8,
  breakerFailureRatio: 0.6,
  breakerOpenMs: 2_000,
  retryBaseDelayMs: 200,
  attemptTimeoutMs: 1_000,
  deadlineMs: 8_000,
};
const shop = createShopify(simulator.config, { baseUrl: simulator.url, limits, metrics });
const read = () => shop.products.list({ limit: 3 }, { fresh: true });
narrating = true;

say(bold("Trunkline: what a caller sees while an upstream misbehaves"));
say(dim("A Shopify simulator on loopback, the real connector, and a dial for faults. No call below ever rejects."));

chapter(1, "All is well", "One exchange, one answer.");
await call("products.list", read);

chapter(
  2,
  "Two passing failures",
  "The upstream answers 500 twice. A read is harmless to repeat, so it is, after a growing, jittered pause.",
);
simulator.faults.set("500", { times: 2 });
await call("products.list", read);

chapter(
  3,
  "A write whose answer got lost",
  "The product is created, then the connection is cut before the reply. Repeating could create it twice, so nothing is repeated: the answer says the outcome is unknown.",
);
simulator.faults.set("cut-after-apply", { times: 1 });
await call("products.create", () => shop.products.create({ title: "First flush Darjeeling" }));

chapter(
  4,
  "Throttled inside a 200",
  "Shopify says THROTTLED in a success. The call was not executed, so even a write may wait and repeat.",
);
simulator.faults.set({ kind: "upstream", name: "throttled" }, { times: 1 });
await call("products.create", () => shop.products.create({ title: "Second flush Darjeeling" }));

chapter(
  5,
  "A 429 storm",
  "Seven of ten requests are refused with Retry-After: 0.3. Calls are paced by what the upstream asks for and still succeed.",
);
simulator.faults.set({ kind: "storm", ratio: 0.7, retryAfterSeconds: 0.3 });
for (const _ of [1, 2]) await call("products.list", read);
simulator.faults.clear();

chapter(
  6,
  "Down",
  "Connections are cut. After enough failures the circuit opens: calls then fail in a millisecond, without touching the network.",
);
simulator.faults.set("down");
for (const _ of [1, 2, 3, 4]) await call("products.list", read);

chapter(7, "Why?", "The connection can explain what stands in the way of a call, and until when.");
for (const { policy, reason, untilMs } of shop.$connection.explain(shop.$connection.connector.probe).obstacles)
  line("?", `${policy}: ${reason}${untilMs ? ` Until ${new Date(untilMs).toISOString().slice(11, 23)}.` : ""}`);

chapter(
  8,
  "Recovery",
  "The upstream is back. After its pause the breaker lets one probe through, it succeeds, and calls flow again.",
);
simulator.faults.clear();
await pause(2_100);
for (const _ of [1, 2]) await call("products.list", read);

chapter(
  9,
  "Quota",
  "Shopify's bucket holds 2000 points and refills by 100 a second. A burst that needs more than it holds waits its turn instead of being refused.",
);
narrating = false;
const level = () => Math.floor(shop.$status().quotas[0].remaining);
const burst = async (count) => {
  line("•", bold(`${count} × orders.list with 250 orders a page, all at once; ${level()} points left`));
  const answers = await Promise.all(
    Array.from({ length: count }, () => shop.orders.list({ limit: 250 }, { fresh: true, deadlineMs: 30_000 })),
  );
  const longest = Math.max(...answers.map(({ meta }) => meta.queuedMs));
  const repeats = answers.reduce((sum, { meta }) => sum + meta.attempts - 1, 0);
  line(
    green("✓"),
    `${answers.filter(({ ok }) => ok).length} of ${count} succeeded; the longest waited ${(longest / 1000).toFixed(1)} s; ${repeats} had to be repeated; ${level()} points left`,
  );
};
await burst(80);
await burst(20);

await shop.$close();
await simulator.close();
say();
