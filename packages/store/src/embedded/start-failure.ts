import { open } from "node:fs/promises";
import { StoreError } from "../store-error.js";

/** Why a program of PostgreSQL failed, from what it said. */
export const programFailed = (program: string, said: string): StoreError => {
  const last = lastComplaint(said);
  if (/no space left on device|disk full/i.test(said))
    return new StoreError(
      "DISK_FULL",
      `The embedded PostgreSQL could not start: the disk is full. Free some space. (${last})`,
    );
  return new StoreError("START_FAILED", `The embedded PostgreSQL could not start: ${program} said: ${last}`);
};

/** The end of a log that may be long. */
export const readTail = async (path: string, sizeBytes = 4_000): Promise<string> => {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return "";
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read({
      buffer: Buffer.alloc(Math.min(size, sizeBytes)),
      position: Math.max(0, size - sizeBytes),
    });
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await file.close();
  }
};

const lastComplaint = (said: string): string => {
  const lines = said.split("\n").filter((line) => line.trim() !== "");
  return lines.findLast((line) => /error|fatal|panic|could not|cannot/i.test(line)) ?? lines.at(-1) ?? "nothing";
};
