import { openStore } from "../../src/open-store.js";

/** Opens a data directory, says so, and holds it until killed. */
const [dataDir = ""] = process.argv.slice(2);
await openStore({ dataDir });
process.stdout.write("open\n");
