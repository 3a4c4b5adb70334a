import { createProgram } from "../src/cli/program.js";

/** What a command printed and how it ended. */
export interface Ran {
  readonly out: string;
  readonly err: string;
  /** Lines that were drawn over each other. */
  readonly drawn: readonly string[];
  readonly code: number;
}

/** Runs commands as a person types them, against one gateway, without a process. */
export const createShell =
  (url: string, { input = "", workingDir = "/" }: { readonly input?: string; readonly workingDir?: string } = {}) =>
  async (...args: string[]): Promise<Ran> => {
    const result = { out: "", err: "", drawn: [] as string[], code: 0 };
    const program = createProgram(
      {
        out: (text) => {
          result.out += `${text}\n`;
        },
        outPart: (text) => {
          result.out += text;
        },
        err: (text) => {
          result.err += `${text}\n`;
        },
        redraw: (line) => void result.drawn.push(line),
        env: { TRUNKLINE_API_KEY: "none" },
        workingDir,
        readInput: async () => input,
        setExitCode: (code) => {
          result.code = code;
        },
      },
      "9.9.9",
    );
    for (const command of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)])
      command.exitOverride();
    const target = args.includes("--help") ? [] : ["--url", url];
    await program.parseAsync([...args, ...target], { from: "user" }).catch((error: { exitCode?: number }) => {
      result.code = error.exitCode ?? 1;
    });
    return result;
  };

/** The words of a command as a shell splits them. */
export const wordsOf = (line: string): string[] =>
  [...line.matchAll(/(?:[^\s']|'[^']*')+/g)].map(([word]) => word.replaceAll("'", ""));
