import { readFileSync } from "node:fs";

/** Looks twice a second at how much memory each gateway holds; the peaks are kept. */
export const sampleMemory = (replicas) => {
  const peaks = new Map();
  const timer = setInterval(() => {
    for (const { name, pid } of replicas) {
      const kb = pid === undefined ? 0 : residentKb(pid);
      peaks.set(name, Math.max(peaks.get(name) ?? 0, kb));
    }
  }, 500);
  timer.unref();
  return { stop: () => clearInterval(timer), peaksMb: () => [...peaks.values()].map((kb) => Math.round(kb / 1024)) };
};

const residentKb = (pid) => {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0; // gone, or no Linux
  }
};
