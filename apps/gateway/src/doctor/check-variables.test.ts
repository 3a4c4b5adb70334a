import { expect, it } from "vitest";
import { checkVariables, type VariablesContext } from "./check-variables.js";

const live = [
  { title: "Token", variables: ["HOST", "TOKEN"] },
  { title: "Client", variables: ["HOST", "CLIENT_ID", "CLIENT_SECRET"] },
];

const check = (needs: readonly string[], env: VariablesContext["env"], setup?: VariablesContext["setup"]) =>
  checkVariables(
    { needs, help: "Look it up." },
    { live, env, setup: setup ?? { mode: "mock", missing: [], partial: false } },
  );

it("is done with what all ways share", () => {
  expect(check(["HOST"], { HOST: "tea.example" })).toEqual({ state: "done", says: "HOST" });
});

it("is done with one of several ways, and names its variables alone", () => {
  const env = { CLIENT_ID: "a", CLIENT_SECRET: "b" };
  expect(check(["TOKEN", "CLIENT_ID", "CLIENT_SECRET"], env)).toEqual({
    state: "done",
    says: "CLIENT_ID, CLIENT_SECRET",
  });
});

it("takes blanks for not set", () => {
  expect(check(["HOST"], { HOST: "  " })).toMatchObject({ state: "missing", todo: ["Set HOST.", "Look it up."] });
});

it("wants a variable that no way knows of in any case", () => {
  expect(check(["TOKEN", "SITE"], { TOKEN: "t" })).toMatchObject({
    state: "missing",
    todo: ["Set SITE.", "Look it up."],
  });
});

it("reports a value that does not fit, to the step that is about it alone", () => {
  const setup: VariablesContext["setup"] = {
    mode: "invalid",
    setup: "Token",
    issues: [{ path: "HOST", message: "is no host" }],
  };
  const env = { HOST: "x", TOKEN: "t" };
  expect(check(["HOST"], env, setup)).toMatchObject({ state: "missing", says: "HOST: is no host" });
  expect(check(["TOKEN"], env, setup)).toMatchObject({ state: "done" });
});
