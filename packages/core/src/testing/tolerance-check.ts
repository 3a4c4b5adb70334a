import { createJsonReply } from "../http/reply.js";
import type { AnyOperation } from "../operation.js";
import type { Fixture } from "./fixture.js";
import { outputProblems } from "./output-problems.js";
import { type OpenForContract, play } from "./play.js";
import {
  awkwardProse,
  awkwardWords,
  hugeIds,
  type Mutation,
  newEnumValues,
  nulls,
  removals,
  withUnknownFields,
  wrongTypes,
} from "./tolerance.js";

/** A kind of change that an upstream may make without notice. */
export interface ToleranceSuite {
  readonly name: string;
  mutations(body: unknown): readonly Mutation[];
  /** Whether the reply must still be understood; otherwise a clean failure will do. */
  readonly mustDecode: boolean;
}

/** Every kind of change. */
export const toleranceSuites: readonly ToleranceSuite[] = [
  {
    name: "ignores fields it does not know",
    mutations: (body) => [{ name: "unknown fields everywhere", body: withUnknownFields(body) }],
    mustDecode: true,
  },
  { name: "survives every field being absent", mutations: removals, mustDecode: false },
  { name: "survives every field being null", mutations: nulls, mustDecode: false },
  { name: "survives ids too long for a number", mutations: hugeIds, mustDecode: false },
  { name: "survives new enum values", mutations: newEnumValues, mustDecode: false },
  { name: "understands whatever people write", mutations: awkwardProse, mustDecode: true },
  { name: "survives awkward text in place of a word", mutations: awkwardWords, mustDecode: false },
  { name: "survives values of another type", mutations: wrongTypes, mustDecode: false },
];

/** What is changed, and where. */
export interface ToleranceCheck {
  readonly open: OpenForContract;
  readonly operation: AnyOperation;
  readonly fixture: Fixture;
  readonly suite: ToleranceSuite;
}

/** The JSON body that can be changed: that of a success in one exchange. */
export const changeableBody = ({ exchanges, expected }: Fixture): unknown => {
  const [only, ...others] = exchanges;
  return only && others.length === 0 && "output" in expected ? only.reply.body : undefined;
};

/**
 * Plays the fixture with each change. Lists those that gave an output other than promised, or failed in another way than
 * by a clean error: one that says what did not fit, and after a write does not claim that nothing happened.
 */
export const toleranceProblems = async ({
  open,
  operation,
  fixture,
  suite,
}: ToleranceCheck): Promise<readonly string[]> => {
  const problems: string[] = [];
  const [exchange] = fixture.exchanges;
  const { apiVersion, idempotencyKey, input } = fixture;
  for (const { name, body } of suite.mutations(changeableBody(fixture))) {
    const answers = [createJsonReply(body, { status: exchange?.reply.status, headers: exchange?.reply.headers })];
    const { envelope } = await play({ open, operation, input, answers, apiVersion, idempotencyKey });
    if (envelope.ok) problems.push(...outputProblems(operation, envelope.data).map((problem) => `${name}: ${problem}`));
    else {
      const { code, message, outcome, issues } = envelope.error;
      if (suite.mustDecode) problems.push(`${name}: ${code} ${message}`);
      else if (
        code === "INTERNAL" ||
        (code === "CONTRACT_VIOLATION" && message.includes("could not be read") && !issues)
      )
        problems.push(`${name}: crashed (${message}) where the wire schema should have said what does not fit`);
      else if (code === "CONTRACT_VIOLATION" && operation.effect !== "read" && outcome === "not_executed")
        problems.push(`${name}: says that the write was not executed, which a reply that cannot be read does not tell`);
    }
  }
  return problems;
};
