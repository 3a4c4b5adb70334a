import { type ErrorEnvelope, isConnectorError, toErrorEnvelope } from "@trunkline/core";

/** Where a command writes and how it ends. Injected, so that commands are tested without a process. */
export interface Terminal {
  /** Answers: text for people, or JSON with `--json`. */
  readonly out: (text: string) => void;
  /** Part of an answer that brings its own line ends. */
  readonly outPart: (text: string) => void;
  /** Everything that is not the answer. */
  readonly err: (text: string) => void;
  /** Draws a line of standard error anew. Absent: nobody is watching, so progress is not shown. */
  readonly redraw?: (line: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly workingDir: string;
  /** All of standard input, for `call … -`. */
  readonly readInput: () => Promise<string>;
  readonly setExitCode: (code: number) => void;
}

/** The terminal of this process. */
export const processTerminal = (): Terminal => ({
  out: (text) => void process.stdout.write(`${text}\n`),
  outPart: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(`${text}\n`),
  ...(process.stderr.isTTY && { redraw: drawLine }),
  env: process.env,
  workingDir: process.cwd(),
  readInput: async () => {
    const parts: Uint8Array[] = [];
    for await (const part of process.stdin) parts.push(part as Uint8Array);
    return Buffer.concat(parts).toString("utf8");
  },
  setExitCode: (code) => {
    process.exitCode = code;
  },
});

/** A line longer than the terminal would wrap, and could not be drawn over. */
const drawLine = (line: string): void => {
  process.stderr.write(`\r\x1b[2K${line.slice(0, Math.max(20, process.stderr.columns - 1))}`);
};

/** Rows under a head, padded to columns. */
export const formatTable = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? "").length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  return [line(head), line(widths.map((width) => "─".repeat(width))), ...rows.map(line)].join("\n");
};

/** A failure as a person reads it. */
export const formatError = ({ code, message, issues = [], help, outcome, retryAfterMs }: ErrorEnvelope): string =>
  [
    `${code}: ${message}`,
    ...issues.map((issue) => `  • ${issue.path || "(input)"}: ${issue.message}`),
    ...(outcome === "not_executed" ? [] : [`  outcome: ${outcome}`]),
    ...(retryAfterMs === undefined ? [] : [`  try again in ${Math.ceil(retryAfterMs / 1000)} s`]),
    ...(help === undefined ? [] : [`  → ${help}`]),
  ].join("\n");

/** Anything thrown, as one sentence and its fix: never a stack trace. */
export const describeFailure = (thrown: unknown): string => {
  if (isConnectorError(thrown)) return formatError(toErrorEnvelope(thrown));
  return thrown instanceof Error ? thrown.message : String(thrown);
};
