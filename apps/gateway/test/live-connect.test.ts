import { errorCodes, isErrorCode } from "@trunkline/core";
import { describe, expect, it } from "vitest";
import { unknownVariables } from "../src/config/unknown-variables.js";
import { playbookOf, upstreams } from "./doctor-upstreams.js";

/** Words in capitals: variables and error codes. */
const capitals = (text: string): readonly string[] => [
  ...new Set(text.match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g) ?? []),
];

/** Text by heading. */
const sectionsOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .split(/^## /m)
      .slice(1)
      .map((section) => [section.slice(0, section.indexOf("\n")), section]),
  );

describe.each(Object.values(upstreams))("the playbook of $connector.id", ({ connector }) => {
  const text = playbookOf(connector);
  const steps = connector.liveSteps ?? [];
  const sections = sectionsOf(text);

  it("has a section for each step of the doctor, in order, and no other", () => {
    expect([...sections.keys()]).toEqual(steps.map(({ id }) => id));
    expect(steps.length).toBeGreaterThan(3);
  });

  it("quotes each step's line in its section", () => {
    const unquoted = steps.filter(({ id, title }) => !sections.get(id)?.includes(`\n✓ ${id}: ${title} — `));
    expect(unquoted.map(({ id }) => id)).toEqual([]);
  });

  it("names every variable of the connector, and none that nobody reads", () => {
    const own = connector.env.map(({ name }) => name);
    const named = capitals(text).filter((word) => !isErrorCode(word));
    const foreign = named.filter((name) => !own.includes(name));
    expect(own.filter((name) => !named.includes(name))).toEqual([]);
    expect(foreign.filter((name) => !name.startsWith("TRUNKLINE_"))).toEqual([]);
    expect(unknownVariables(Object.fromEntries(foreign.map((name) => [name, "1"])), [connector.id])).toEqual([]);
  });

  it("says what is not verified", () => {
    expect(text).toContain("(unverified");
  });

  it("sets variables that its steps ask for", () => {
    const asked = steps.flatMap(({ needs }) => (needs === "previous" ? [] : needs));
    const known = new Set(connector.env.map(({ name }) => name));
    expect(asked.filter((name) => !known.has(name))).toEqual([]);
    const inSetups = connector.live.flatMap(({ variables }) => variables);
    expect(inSetups.filter((name) => !asked.includes(name))).toEqual([]);
  });

  it("quotes codes that exist", () => {
    const quoted = [...text.matchAll(/— (?:could not be checked, )?([A-Z_]{6,})\b/g)].map(([, code = ""]) => code);
    const codes = quoted.filter((word) => !connector.env.some(({ name }) => name === word));
    expect(codes.filter((code) => !Object.hasOwn(errorCodes, code))).toEqual([]);
  });
});
