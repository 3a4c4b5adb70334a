import { openTestStore } from "@trunkline/store/testing";
import { createLedger } from "../src/ledger/index.js";
import { openPost, send } from "./post-office.js";

/** A process that sends a letter and is killed while it waits for the answer. */
const [schema = "", url = ""] = process.argv.slice(2);
const store = await openTestStore({ schema });
const ledger = createLedger({ store, replicaId: "dying", leaseMs: 600 });
const post = openPost(url, { ledger });
await post.execute(send, { to: "Jana" }, { idempotencyKey: "k", deadlineMs: 60_000 });
throw new Error("It should have been killed.");
