import { ConnectorError } from "@trunkline/core";
import { isPassingFailure } from "../passing-failure.js";

/** What one commit may hold, and how much may wait for it. */
export interface GroupCommitSettings<Row, Result> {
  /** Writes the rows in one transaction; answers in their order. */
  commit(rows: readonly Row[]): Promise<readonly Result[]>;
  sizeOf(row: Row): number;
  readonly mostRows: number;
  readonly mostBytes: number;
  /** Bytes that may wait: beyond it callers are refused, so that memory stays bounded while the database is slow. */
  readonly mostWaitingBytes: number;
}

interface Caller<Row, Result> {
  readonly rows: readonly Row[];
  readonly sizeBytes: number;
  readonly resolve: (results: readonly Result[]) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Writes what many callers bring at once in one commit: while one is on its way, the next ones gather. Commits follow
 * each other, so that rows are stored in the order they came.
 */
export const createGroupCommit = <Row, Result>(
  settings: GroupCommitSettings<Row, Result>,
): ((rows: readonly Row[]) => Promise<readonly Result[]>) => {
  let waiting: Caller<Row, Result>[] = [];
  let waitingBytes = 0;
  let busy = false;

  const take = (): Caller<Row, Result>[] => {
    let rows = 0;
    let bytes = 0;
    let count = 0;
    for (const caller of waiting) {
      rows += caller.rows.length;
      bytes += caller.sizeBytes;
      if (count > 0 && (rows > settings.mostRows || bytes > settings.mostBytes)) break;
      count += 1;
    }
    const group = waiting.slice(0, count);
    waiting = waiting.slice(count);
    return group;
  };

  const drain = async (): Promise<void> => {
    busy = true;
    while (waiting.length > 0) {
      const group = take();
      await commitGroup(group, settings.commit);
      for (const { sizeBytes } of group) waitingBytes -= sizeBytes;
    }
    busy = false;
  };

  return (rows) =>
    new Promise((resolve, reject) => {
      const sizeBytes = rows.reduce((sum, row) => sum + settings.sizeOf(row), 0);
      if (waitingBytes > 0 && waitingBytes + sizeBytes > settings.mostWaitingBytes) {
        reject(tooMuchWaiting());
        return;
      }
      waiting.push({ rows, sizeBytes, resolve, reject });
      waitingBytes += sizeBytes;
      if (!busy) void drain();
    });
};

const tooMuchWaiting = () =>
  new ConnectorError("BULKHEAD_FULL", {
    message: "Too many events wait to be stored. Send this one again later.",
    retryAfterMs: 1_000,
  });

/** Settles every caller; never rejects. A row that the database refuses must not take its neighbours with it. */
const commitGroup = async <Row, Result>(
  group: readonly Caller<Row, Result>[],
  commit: (rows: readonly Row[]) => Promise<readonly Result[]>,
): Promise<void> => {
  try {
    const results = await commit(group.flatMap(({ rows }) => rows));
    let from = 0;
    for (const { rows, resolve } of group) {
      resolve(results.slice(from, from + rows.length));
      from += rows.length;
    }
  } catch (error) {
    if (group.length > 1 && (!isPassingFailure(error) || isDeadlock(error)))
      for (const caller of group) await commitGroup([caller], commit);
    else for (const { reject } of group) reject(error);
  }
};

/** Two replicas stored the same repeats in opposite order: one of them only has to go on alone. */
const isDeadlock = (error: unknown): boolean => (error as { code?: unknown }).code === "40P01";
