import { type AnyConnector, type AnyOperation, isOperation, type OperationTree, openConnection } from "@trunkline/core";
import { describeContract, type OpenForContract } from "@trunkline/core/testing";
import { describe } from "vitest";
import { zohoMail } from "../src/index.js";

/** The tree with the one exchange behind each operation in place of the operation that finds the mailbox first. */
const exchangesOf = (tree: OperationTree): OperationTree =>
  Object.fromEntries(
    Object.entries(tree).map(([name, node]) => [name, isOperation(node) ? exchangeOf(node) : exchangesOf(node)]),
  );

const exchangeOf = (operation: AnyOperation & { readonly exchange?: AnyOperation }): AnyOperation =>
  operation.exchange && operation.id !== zohoMail.probe.id ? { ...operation.exchange, id: operation.id } : operation;

const openWith =
  (connector: AnyConnector): OpenForContract =>
  (transport, { apiVersion: _, ...options }) =>
    openConnection(
      connector,
      { dataCentre: "eu", accountId: "5820114000000008002", accessToken: "1000.contract.test" },
      { ...options, transport },
    );

const fixturesDir = new URL("../fixtures/", import.meta.url);

describe("as the client calls them", () => {
  describeContract({ connector: zohoMail, fixturesDir, open: openWith(zohoMail) });
});

describe("as they go over the wire", () => {
  const connector: AnyConnector = { ...zohoMail, operations: exchangesOf(zohoMail.operations) };
  describeContract({ connector, fixturesDir, open: openWith(connector) });
});
