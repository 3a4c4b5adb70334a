import { failure } from "../failure.js";

/** Works out a metric expression such as `eventCount/totalUsers`. @throws GoogleFailure for what is none. */
export const evaluate = (expression: string, read: (metric: string) => number): number => {
  const tokens = expression.match(/[A-Za-z][\w:]*|\d+(?:\.\d+)?|[-+*/()]/g) ?? [];
  let at = 0;

  const atom = (): number => {
    const token = tokens[at];
    at += 1;
    if (token === undefined) throw failure(400, `The expression ${expression} is not valid.`);
    if (token === "(") {
      const inner = sum();
      at += 1;
      return inner;
    }
    if (token === "-") return -atom();
    return /^\d/.test(token) ? Number(token) : read(token);
  };
  const product = (): number => {
    let value = atom();
    while (tokens[at] === "*" || tokens[at] === "/") {
      const operator = tokens[at];
      at += 1;
      const right = atom();
      value = operator === "*" ? value * right : right === 0 ? 0 : value / right;
    }
    return value;
  };
  const sum = (): number => {
    let value = product();
    while (tokens[at] === "+" || tokens[at] === "-") {
      const operator = tokens[at];
      at += 1;
      const right = product();
      value = operator === "+" ? value + right : value - right;
    }
    return value;
  };
  return sum();
};

/** Names of metrics in an expression. */
export const namesIn = (expression: string): readonly string[] => expression.match(/[A-Za-z][\w:]*/g) ?? [];
