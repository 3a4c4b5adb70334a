import { Client } from "pg";
import type { ConnectionSettings } from "./create-store.js";
import { StoreError } from "./store-error.js";

const sslModes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full", "no-verify"];

/**
 * What the driver needs, from an address. `sslmode` means what PostgreSQL's manual says, which the driver does only
 * when asked: without that, `require` would be taken for `verify-full`.
 * @throws StoreError `BAD_SETTING`
 */
export const toConnection = (databaseUrl: string): ConnectionSettings["connection"] => {
  const [address = "", query = ""] = databaseUrl.split("?", 2);
  const params = new URLSearchParams(query);
  const sslMode = params.get("sslmode");
  if (sslMode !== null && !sslModes.includes(sslMode))
    throw new StoreError("BAD_SETTING", `databaseUrl: sslmode must be one of ${sslModes.join(", ")}.`);
  if (sslMode === "allow") params.set("sslmode", "prefer");
  if (sslMode !== null && sslMode !== "no-verify" && !params.has("uselibpqcompat"))
    params.set("uselibpqcompat", "true");
  // The driver would let them replace ours, among which is the schema.
  const options = params.get("options");
  params.delete("options");
  const connection = {
    connectionString: params.size === 0 ? address : `${address}?${params.toString()}`,
    ...(options !== null && { options }),
  };
  refuseUnreadable(connection);
  return connection;
};

/** The driver reads certificates when a client is made. */
const refuseUnreadable = (connection: ConnectionSettings["connection"]): void => {
  try {
    new Client(connection);
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    const reason =
      path === undefined
        ? "its parameters do not fit each other; verify-ca needs sslrootcert"
        : `${path} cannot be read (${code})`;
    throw new StoreError("BAD_SETTING", `databaseUrl: ${reason}.`);
  }
};
