import { openConnection } from "@trunkline/core";
import { describeContract } from "@trunkline/core/testing";
import { shopify } from "../src/index.js";

describeContract({
  connector: shopify,
  fixturesDir: new URL("../fixtures/", import.meta.url),
  // There is one path per shop and version: 404 says that the shop is gone, never that a thing in it is.
  codes: { "404": ["ACCOUNT_UNAVAILABLE"] },
  open: (transport, { apiVersion, ...options }) =>
    openConnection(
      shopify,
      { shop: "nordlicht-tee", accessToken: "shpat_of_the_contract_test", ...(apiVersion && { apiVersion }) },
      { ...options, transport },
    ),
});
