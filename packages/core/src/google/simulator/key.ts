import { generateKeyPairSync } from "node:crypto";
import { googleTokenUrl } from "../endpoints.js";

/** A service account's key file, and what its signatures are checked with. */
export interface SimulatedKey {
  readonly file: Readonly<Record<string, string>>;
  readonly publicKey: string;
}

/** Makes a key, a new one each time: there is nothing secret to repeat. */
export const createKey = (email: string): SimulatedKey => {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2_048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  return {
    publicKey,
    file: {
      type: "service_account",
      project_id: /@([^.]+)\./.exec(email)?.[1] ?? "simulator",
      private_key_id: "simulator-key",
      private_key: privateKey,
      client_email: email,
      client_id: "424242424242",
      token_uri: googleTokenUrl,
    },
  };
};
