import { openConnection } from "@trunkline/core";
import { describeContract } from "@trunkline/core/testing";
import { ga4 } from "../src/index.js";

describeContract({
  connector: ga4,
  fixturesDir: new URL("../fixtures/", import.meta.url),
  open: (transport, options) =>
    openConnection(
      ga4,
      { propertyId: "470100200", accessToken: "ya29.of_the_contract_test", allowCollect: true },
      { ...options, transport },
    ),
});
