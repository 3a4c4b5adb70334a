import type { Hit, Visit } from "../data/traffic.js";
import { failure, objectOf, objectsOf } from "../failure.js";
import type { Sources } from "./collect.js";
import { dimensionOf } from "./query.js";

/** A step of a funnel. */
export interface Step {
  readonly name: string;
  readonly isDirect: boolean;
  readonly withinSeconds: number;
  readonly test: (visit: Visit, hit: Hit) => boolean;
}

/** Something a user did, in the order of time. Seconds since 1970 in local time. */
export interface Deed {
  readonly visit: Visit;
  readonly hit: Hit;
  readonly atSeconds: number;
}

/** A step as a request states it. @throws GoogleFailure */
export const readStep = (step: Record<string, unknown>, index: number, { property }: Sources): Step => {
  const expression = objectOf(step.filterExpression);
  if (!expression) throw failure(400, `Funnel step ${index} has no filterExpression.`);
  const within = /^(\d+(?:\.\d+)?)s$/.exec(String(step.withinDurationFromPriorStep ?? ""));
  const test = compile(expression, property);
  return {
    name: typeof step.name === "string" ? step.name : `Step ${index}`,
    isDirect: step.isDirectlyFollowedBy === true,
    withinSeconds: within ? Number(within[1]) : Number.POSITIVE_INFINITY,
    test,
  };
};

type StepTest = Step["test"];

const compile = (expression: Record<string, unknown>, property: Sources["property"]): StepTest => {
  const all = objectOf(expression.andGroup);
  const any = objectOf(expression.orGroup);
  const not = objectOf(expression.notExpression);
  const event = objectOf(expression.funnelEventFilter);
  const field = objectOf(expression.funnelFieldFilter);
  if (all) {
    const tests = objectsOf(all.expressions).map((one) => compile(one, property));
    return (visit, hit) => tests.every((test) => test(visit, hit));
  }
  if (any) {
    const tests = objectsOf(any.expressions).map((one) => compile(one, property));
    return (visit, hit) => tests.some((test) => test(visit, hit));
  }
  if (not) {
    const test = compile(not, property);
    return (visit, hit) => !test(visit, hit);
  }
  if (event) return (_, hit) => hit.event === event.eventName;
  if (!field) throw failure(400, "A funnel filter expression is empty.");
  const own = dimensionOf(String(field.fieldName), property);
  const test = fieldTest(field);
  return (visit, hit) => test(own.value({ visit, hit, firstDay: 0, given: {} }));
};

const fieldTest = (field: Record<string, unknown>): ((value: string) => boolean) => {
  const string = objectOf(field.stringFilter);
  const list = objectOf(field.inListFilter);
  const wanted = String(string?.value ?? "").toLowerCase();
  if (list) {
    const values = new Set((Array.isArray(list.values) ? list.values : []).map((one) => String(one).toLowerCase()));
    return (value) => values.has(value.toLowerCase());
  }
  if (string?.matchType === "CONTAINS") return (value) => value.toLowerCase().includes(wanted);
  if (string?.matchType === "BEGINS_WITH") return (value) => value.toLowerCase().startsWith(wanted);
  return (value) => value.toLowerCase() === wanted;
};

/** How many steps a user got through, one after the other. An open funnel may be entered at any step. */
export const walk = (steps: readonly Step[], deeds: readonly Deed[], isOpen: boolean): number => {
  let reached = 0;
  let lastAt = 0;
  let lastIndex = -1;
  for (const [index, { visit, hit, atSeconds }] of deeds.entries()) {
    const step = steps[reached];
    if (!step) break;
    const isLate = reached > 0 && atSeconds - lastAt > step.withinSeconds;
    const isDetour = reached > 0 && step.isDirect && index !== lastIndex + 1;
    if (isLate || isDetour || !step.test(visit, hit)) continue;
    reached += 1;
    lastAt = atSeconds;
    lastIndex = index;
  }
  if (!isOpen) return reached;
  const furthest = steps.findLastIndex(({ test }) => deeds.some(({ visit, hit }) => test(visit, hit))) + 1;
  return Math.max(reached, furthest);
};
