import { describe, expect, it } from "vitest";
import { GscConfig } from "./config.js";

const login = { accessToken: "t" };
const problems = (config: unknown): string => {
  const parsed = GscConfig.safeParse(config);
  return parsed.success ? "" : JSON.stringify(parsed.error.issues);
};

describe("the configuration", () => {
  it("takes a Google login and a property", () => {
    expect(problems({ ...login, siteUrl: "sc-domain:tee.example", access: "read" })).toBe("");
  });

  it("writes unless told otherwise", () => expect(GscConfig.parse(login).access).toBe("write"));

  it.each([
    ["no login", {}, "Give credentials"],
    ["two logins", { ...login, credentialsFile: "/key.json" }, "Give one login"],
    ["a property without its slash", { ...login, siteUrl: "https://tee.example" }, "closing slash"],
    ["an unknown field", { ...login, token: "x" }, "token"],
  ])("refuses %s", (_, config, message) => expect(problems(config)).toContain(message));
});
