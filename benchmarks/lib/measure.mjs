/** The middle value. */
export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** Calls per second of `work` with so many under way at once, for so long. A failed call ends the measurement. */
export const callsPerSecond = async (work, { concurrency, durationMs }) => {
  const endMs = performance.now() + durationMs;
  const startedMs = performance.now();
  let calls = 0;
  const loop = async () => {
    while (performance.now() < endMs) {
      await work();
      calls += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, loop));
  return (calls / (performance.now() - startedMs)) * 1000;
};

/**
 * Candidates measured in turn, round after round, so that a machine that gets slower does so for all.
 * Gives each one's median rate and the median of its per-round ratios to the first.
 */
export const compare = async (candidates, { rounds = 7, warmupMs = 1_500, ...options }) => {
  for (const { work } of candidates) await callsPerSecond(work, { ...options, durationMs: warmupMs });
  const rates = candidates.map(() => []);
  for (let round = 0; round < rounds; round += 1)
    for (const [index, { work }] of candidates.entries()) rates[index].push(await callsPerSecond(work, options));
  return candidates.map(({ name, note }, index) => ({
    name,
    note,
    rate: median(rates[index]),
    ratio: median(rates[index].map((rate, round) => rate / rates[0][round])),
  }));
};

/** A markdown table of compared candidates. */
export const toTable = (results, unit) =>
  [
    `| | ${unit} | ratio |`,
    "|---|---:|---:|",
    ...results.map(
      ({ name, rate, ratio, note }) =>
        `| ${name}${note ? ` (${note})` : ""} | ${Math.round(rate).toLocaleString("en")} | ${ratio.toFixed(2)} |`,
    ),
  ].join("\n");
