import { faults, pausesMs } from "./faults.mjs";
import { sleep } from "./wait.mjs";

/** Makes every fault over and over until stopped, one of a group at a time, each before any comes again. */
export const startWeather = (context, { only } = {}) => {
  const { random } = context;
  const made = new Map();
  const reasons = new Map();
  const failures = [];
  const stopping = new AbortController();

  const make = async (fault) => {
    try {
      await fault.during(context);
      made.set(fault.number, (made.get(fault.number) ?? 0) + 1);
    } catch (error) {
      failures.push(`${fault.title}: ${error instanceof Error ? error.message : error}`);
    }
  };

  const rounds = async (group, members) => {
    let waiting = [];
    let lastMs = 0;
    for (;;) {
      if (waiting.length === 0) waiting = [...members];
      const [fault] = waiting.splice(random.below(waiting.length), 1);
      // On a machine that is slow to recover there is more peace, too: else nothing would happen but recovery.
      const pauseMs = random.between(...pausesMs[group]) + random.between(0.3, 1) * lastMs;
      try {
        await sleep(pauseMs, undefined, { signal: stopping.signal });
      } catch {
        return;
      }
      const startedMs = performance.now();
      await make(fault);
      lastMs = performance.now() - startedMs;
    }
  };

  const possible = faults.filter((fault) => {
    const reason = fault.missing?.(context);
    if (reason !== undefined) reasons.set(fault.number, reason);
    return reason === undefined && fault.during && (only === undefined || only.includes(fault.number));
  });
  const running = [...Map.groupBy(possible, ({ group }) => group)].map(([group, members]) => rounds(group, members));
  return {
    made,
    reasons,
    failures,
    stop: async () => {
      stopping.abort();
      await Promise.all(running);
    },
  };
};
