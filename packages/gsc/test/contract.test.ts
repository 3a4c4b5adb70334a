import { openConnection } from "@trunkline/core";
import { describeContract } from "@trunkline/core/testing";
import { gsc } from "../src/index.js";

describeContract({
  connector: gsc,
  fixturesDir: new URL("../fixtures/", import.meta.url),
  open: (transport, { apiVersion: _, ...options }) =>
    openConnection(
      gsc,
      { accessToken: "token_of_the_contract_test", siteUrl: "sc-domain:nordlicht-tee.example" },
      { ...options, transport },
    ),
});
