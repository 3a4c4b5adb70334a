import { describe, expect, it } from "vitest";
import { createUseOrder, type Linked } from "./use-order.js";

interface Member extends Linked<Member> {
  readonly name: string;
}

const setUp = (...names: readonly string[]) => {
  const order = createUseOrder<Member>();
  const members = names.map((name): Member => ({ name }));
  for (const member of members) order.add(member);
  const named = (name: string) => members.find((member) => member.name === name) ?? expect.unreachable(name);
  /** Takes everything out, oldest first. */
  const drain = () => {
    const drained: string[] = [];
    for (let oldest = order.oldest(); oldest; oldest = order.oldest()) {
      drained.push(oldest.name);
      order.remove(oldest);
    }
    return drained.join("");
  };
  return { order, named, drain };
};

describe("createUseOrder", () => {
  it("keeps the order of arrival", () => expect(setUp("a", "b", "c").drain()).toBe("abc"));

  it.each([
    ["a", "bca"],
    ["b", "acb"],
    ["c", "abc"],
  ])("makes %s the one used last", (name, expected) => {
    const { order, named, drain } = setUp("a", "b", "c");
    order.touch(named(name));
    expect(drain()).toBe(expected);
  });

  it.each([
    ["a", "bc"],
    ["b", "ac"],
    ["c", "ab"],
  ])("closes the gap that %s leaves", (name, expected) => {
    const { order, named, drain } = setUp("a", "b", "c");
    order.remove(named(name));
    expect(drain()).toBe(expected);
  });

  it("can be used again once empty", () => {
    const { order, drain } = setUp("a");
    drain();
    order.add({ name: "b" });
    expect(drain()).toBe("b");
    order.add({ name: "c" });
    order.clear();
    expect(order.oldest()).toBeUndefined();
  });
});
