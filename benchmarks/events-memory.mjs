// Memory of the process while events are accepted, handled and left behind: it must not grow with their number.
// `npm run bench -- events-memory --million` goes on to a million.
import { createCountingPlane, createEvents } from "./lib/durable.mjs";
import { onEachStore } from "./lib/stores.mjs";

const marks = process.argv.includes("--million") ? [10_000, 100_000, 1_000_000] : [10_000, 30_000, 100_000];
/** Accepted and not handled yet: the sender waits for the handlers. */
const mostWaiting = 5_000;

const onStore = async (store) => {
  const { plane, settled } = await createCountingPlane(store);
  const events = createEvents();
  const memory = [];
  plane.start();
  const startedMs = performance.now();
  let sent = 0;
  for (const mark of marks) {
    while (sent < mark) {
      await plane.inbox.accept(events.batch(500));
      sent += 500;
      await settled(sent - mostWaiting, false);
    }
    await settled(mark);
    memory.push(process.memoryUsage.rss() / 2 ** 20);
  }
  const perSecond = (sent / (performance.now() - startedMs)) * 1_000;
  await plane.drain(5_000);
  return { memory, perSecond };
};

const round = (value) => Math.round(value).toLocaleString("en");

export const run = async () => {
  const results = await onEachStore(onStore);
  const row = (name, pick) => `| ${name} | ${results.map(pick).join(" | ")} |`;
  return {
    title: "Memory of the process (RSS) that accepts and handles events",
    table: [
      row("MB after so many events", ({ name }) => name),
      `|---|${results.map(() => "---:").join("|")}|`,
      ...marks.map((mark, at) => row(round(mark), ({ memory }) => round(memory[at]))),
      row("accepted and handled per second meanwhile", ({ perSecond }) => round(perSecond)),
    ].join("\n"),
    results,
  };
};
