import { ConnectorError, type Issue } from "./errors/connector-error.js";
import type { AnyOperation, Effect } from "./operation.js";

/** What a rule is matched against. */
export type FlagSubject = Pick<AnyOperation, "id"> & { readonly effect: Effect };

/** Which operations are switched off. Read at every call, so that a change takes effect at once. */
export interface FeatureFlags {
  /** The pattern that switches the operation off, or nothing when it is on. */
  offBecause(operation: FlagSubject): string | undefined;
}

/** Switches what its pattern matches. Of several rules that match, the last one decides. */
export interface FlagRule {
  /** One of {@link flagPatternForms}. */
  readonly pattern: string;
  readonly on: boolean;
}

/** Flags that can be changed while calls run. */
export interface MutableFeatureFlags extends FeatureFlags {
  /** Replaces every rule, from the next call on. */
  set(rules: readonly FlagRule[]): void;
  list(): readonly FlagRule[];
}

/** The forms a pattern may take, with an example of each. An effect is `read`, `write` or `destroy`. */
export const flagPatternForms = [
  { form: "*", example: "*" },
  { form: "*.{effect}", example: "*.destroy" },
  { form: "{connector}", example: "shopify" },
  { form: "{connector}.{effect}", example: "shopify.write" },
  { form: "{connector}.{resource}", example: "zoho-mail.messages" },
  { form: "{connector}.{resource}.{verb}", example: "zoho-mail.messages.send" },
] as const;

const effects: readonly string[] = ["read", "write", "destroy"] satisfies readonly Effect[];
const patternShape = /^(\*(\.(read|write|destroy))?|[a-z][a-z0-9-]*(\.[a-z][A-Za-z0-9]*)*)$/;
const ruleShape = /^(?<pattern>[^=\s]+)\s*=\s*(?<state>on|off)$/i;

/**
 * Reads rules such as `shopify=off, *.destroy=off, shopify.orders.cancel=on`, separated by commas, semicolons or
 * line ends. Blank text gives no rules.
 * @throws ConnectorError `NOT_CONFIGURED` naming every part that is no rule, and the forms a rule may take.
 */
export const parseFlags = (text: string): FlagRule[] => {
  const issues: Issue[] = [];
  const rules: FlagRule[] = [];
  for (const part of text.split(/[,;\n]/).map((raw) => raw.trim())) {
    if (part === "") continue;
    const { pattern, state } = ruleShape.exec(part)?.groups ?? {};
    if (pattern === undefined || state === undefined)
      issues.push({ path: part, message: "is not {pattern}=on or =off" });
    else if (!patternShape.test(pattern)) issues.push({ path: part, message: `has no known pattern before the "="` });
    else rules.push({ pattern, on: state.toLowerCase() === "on" });
  }
  if (issues.length > 0) throw badFlags(issues);
  return rules;
};

const badFlags = (issues: readonly Issue[]): ConnectorError =>
  new ConnectorError("NOT_CONFIGURED", {
    message: `The feature flags cannot be read: ${issues.map(({ path, message }) => `"${path}" ${message}`).join("; ")}.`,
    issues,
    help: `Write rules as {pattern}=off or {pattern}=on, separated by commas, where the pattern is ${flagPatternForms
      .map(({ form, example }) => (form === example ? form : `${form} (${example})`))
      .join(", ")}. The last rule that matches decides.`,
  });

/**
 * Builds flags with these rules; default none: everything is on.
 * An operation's answer is worked out once and kept until the rules change.
 */
export const createFeatureFlags = (initial: readonly FlagRule[] = []): MutableFeatureFlags => {
  let rules = frozen(initial);
  let answers = new WeakMap<FlagSubject, { readonly pattern: string | undefined }>();

  return {
    offBecause(operation) {
      let answer = answers.get(operation);
      if (!answer) {
        const decisive = rules.findLast(({ pattern }) => matches(pattern, operation));
        answer = { pattern: decisive?.on === false ? decisive.pattern : undefined };
        answers.set(operation, answer);
      }
      return answer.pattern;
    },
    set(next) {
      rules = frozen(next);
      answers = new WeakMap();
    },
    list: () => rules,
  };
};

const frozen = (rules: readonly FlagRule[]): readonly FlagRule[] =>
  Object.freeze(rules.map(({ pattern, on }) => Object.freeze({ pattern, on })));

const matches = (pattern: string, { id, effect }: FlagSubject): boolean => {
  const [connector = "", word = "", ...rest] = pattern.split(".");
  if (connector !== "*" && connector !== id.split(".", 1)[0]) return false;
  if (word === "") return true;
  if (effects.includes(word) && rest.length === 0) return word === effect;
  return id === pattern || id.startsWith(`${pattern}.`);
};
