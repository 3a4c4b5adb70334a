import { describe, expect, it } from "vitest";
import { estimateCost, parseReadDocument } from "./read-document.js";

describe("parseReadDocument", () => {
  it.each([
    ["an anonymous query", "{ shop { id } }", undefined],
    ["a named query", "query Shop { shop { id } }", "Shop"],
    ["a query with fragments", "query Shop { shop { ...f } } fragment f on Shop { id }", "Shop"],
  ])("accepts %s", (_, source, name) => {
    expect(parseReadDocument(source).operationName).toBe(name);
  });

  it.each([
    ["a mutation", "mutation { productDelete(input: {id: 1}) { deletedProductId } }", /mutation is not allowed/],
    ["a subscription", "subscription { x }", /subscription is not allowed/],
    ["a mutation behind a query", "query A { shop { id } } mutation B { x }", /exactly one query, found 2/],
    ["two queries", "query A { shop { id } } query B { shop { id } }", /exactly one query, found 2/],
    ["fragments alone", "fragment f on Shop { id }", /exactly one query, found 0/],
    ["type definitions", "type Query { a: Int } query { a }", /Only a query and fragments/],
    ["text that does not parse", "query {", /Syntax Error/],
    ["a document too large to be meant", `{ ${"a ".repeat(30_000)} }`, /token/i],
  ])("refuses %s", (_, source, message) => {
    expect(() => parseReadDocument(source)).toThrow(message);
    expect(() => parseReadDocument(source)).toThrow(expect.objectContaining({ code: "INVALID_INPUT" }));
  });
});

describe("estimateCost", () => {
  it.each([
    ["scalars cost nothing, objects one", "{ shop { id name plan { publicDisplayName } } }", {}, 2],
    ["a connection costs by its size", "{ products(first: 10) { nodes { id } pageInfo { hasNextPage } } }", {}, 12],
    ["edges and nodes cost alike", "{ products(first: 10) { edges { cursor node { id } } } }", {}, 12],
    ["the size may be a variable", "query($n: Int!) { products(last: $n) { nodes { id } } }", { n: 20 }, 22],
    ["or a variable's default", "query($n: Int = 5) { products(first: $n) { nodes { id } } }", {}, 7],
    [
      "fragments count where they are spread",
      "{ a: shop { ...f } b: shop { ...f } } fragment f on Shop { plan { publicDisplayName } }",
      {},
      4,
    ],
    ["nested connections multiply", "{ products(first: 5) { nodes { variants(first: 3) { nodes { id } } } } }", {}, 32],
    [
      "nothing costs more than one query may",
      "{ products(first: 250) { nodes { variants(first: 250) { nodes { id } } } } }",
      {},
      1_000,
    ],
    ["nothing is free", "{ __typename }", {}, 1],
  ])("%s", (_, source, variables, cost) => {
    expect(estimateCost(source, variables)).toBe(cost);
  });

  it("ends on fragments that spread each other, however often", () => {
    const fragments = Array.from(
      { length: 60 },
      (_, index) => `fragment f${index} on Shop { ...f${index + 1} ...f${index + 1} }`,
    );
    expect(estimateCost(`{ shop { ...f0 } } ${fragments.join(" ")} fragment f60 on Shop { ...f0 }`, {})).toBe(1);
  });
});
