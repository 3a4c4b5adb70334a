import { describe, expect, it } from "vitest";
import { isConnectorError } from "./errors/connector-error.js";
import { createFeatureFlags, type FlagSubject, flagPatternForms, parseFlags } from "./flags.js";

const send: FlagSubject = { id: "zoho-mail.messages.send", effect: "write" };
const list: FlagSubject = { id: "zoho-mail.messages.list", effect: "read" };
const remove: FlagSubject = { id: "shopify.products.delete", effect: "destroy" };
const stock: FlagSubject = { id: "shopify.inventory.items.list", effect: "read" };

const offBecause = (text: string, operation: FlagSubject) => createFeatureFlags(parseFlags(text)).offBecause(operation);

describe("a rule", () => {
  it.each([
    ["*", [send, list, remove, stock], []],
    ["*.destroy", [remove], [send, list, stock]],
    ["shopify", [remove, stock], [send, list]],
    ["zoho-mail.write", [send], [list, remove]],
    ["zoho-mail.messages", [send, list], [remove]],
    ["zoho-mail.messages.send", [send], [list]],
    ["shopify.inventory", [stock], [remove]],
    ["shopify.inventory.items", [stock], [remove]],
    ["shopify.invent", [], [stock]],
    ["shop", [], [remove, stock]],
  ])("with the pattern %s matches exactly what it names", (pattern, off, on) => {
    for (const operation of off) expect(offBecause(`${pattern}=off`, operation)).toBe(pattern);
    for (const operation of on) expect(offBecause(`${pattern}=off`, operation)).toBeUndefined();
  });

  it("is overruled by a later one that matches too", () => {
    expect(offBecause("*.write=off, zoho-mail.messages.send=on", send)).toBeUndefined();
    expect(offBecause("zoho-mail.messages.send=on, *.write=off", send)).toBe("*.write");
  });
});

describe("parseFlags", () => {
  it("reads rules between commas, semicolons and line ends, whatever the spaces and case of on and off", () => {
    expect(parseFlags(" shopify = OFF ,\n*.destroy=off;gsc=On,, ")).toEqual([
      { pattern: "shopify", on: false },
      { pattern: "*.destroy", on: false },
      { pattern: "gsc", on: true },
    ]);
    expect(parseFlags("")).toEqual([]);
  });

  it.each(["shopify", "shopify=", "=off", "shopify=no", "Shopify=off", "*.delete=off", "shopify.*=off", "a b=off"])(
    "names the bad part %s and shows the forms",
    (part) => {
      const caught = (() => {
        try {
          return parseFlags(`gsc=off, ${part}`);
        } catch (error) {
          return error;
        }
      })();
      expect(isConnectorError(caught) && caught.code).toBe("NOT_CONFIGURED");
      expect(caught).toMatchObject({ message: expect.stringContaining(`"${part}"`), issues: [{ path: part }] });
      for (const { example } of flagPatternForms)
        expect(caught).toMatchObject({ help: expect.stringContaining(example) });
    },
  );

  it("accepts an example of every form it shows", () => {
    for (const { example } of flagPatternForms) expect(parseFlags(`${example}=off`)).toHaveLength(1);
  });
});

describe("createFeatureFlags", () => {
  it("has everything on without rules", () => {
    expect(createFeatureFlags().offBecause(remove)).toBeUndefined();
  });

  it("answers by the new rules as soon as they are set", () => {
    const flags = createFeatureFlags();
    expect(flags.offBecause(send)).toBeUndefined();
    flags.set(parseFlags("zoho-mail=off"));
    expect(flags.offBecause(send)).toBe("zoho-mail");
    expect(flags.list()).toEqual([{ pattern: "zoho-mail", on: false }]);
    flags.set([]);
    expect(flags.offBecause(send)).toBeUndefined();
  });

  it("works an operation's answer out once", () => {
    let reads = 0;
    const operation = {
      effect: "write" as const,
      get id() {
        reads += 1;
        return send.id;
      },
    };
    const flags = createFeatureFlags(parseFlags("zoho-mail.messages=off"));
    expect(flags.offBecause(operation)).toBe("zoho-mail.messages");
    const readsForOne = reads;
    expect(readsForOne).toBeGreaterThan(0);
    expect(flags.offBecause(operation)).toBe("zoho-mail.messages");
    expect(reads).toBe(readsForOne);
  });

  it("is not changed through the lists that went in or came out", () => {
    const rules = parseFlags("shopify=off");
    const flags = createFeatureFlags(rules);
    rules.length = 0;
    expect(flags.offBecause(remove)).toBe("shopify");
    expect(Object.isFrozen(flags.list())).toBe(true);
  });
});
