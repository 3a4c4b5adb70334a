import { openConnection } from "@trunkline/core";
import { describeContract } from "@trunkline/core/testing";
import { bingWmt } from "../src/index.js";

const noFile = "a host without a key file is what the check is for: it is a result";
const keyCheck = "bing-wmt.indexnow.checkKey/fails cleanly:";

describeContract({
  connector: bingWmt,
  fixturesDir: new URL("../fixtures/", import.meta.url),
  skip: { [`${keyCheck} 401`]: noFile, [`${keyCheck} 403`]: noFile, [`${keyCheck} 404`]: noFile },
  open: (transport, { apiVersion: _, ...options }) =>
    openConnection(
      bingWmt,
      { apiKey: "00000000000000000000000000000000", indexNowHosts: ["nordlicht-tee.example"] },
      { ...options, transport },
    ),
});
