import { readFile } from "node:fs/promises";
import type { Credential } from "../credentials/credential.js";
import { ConnectorError, isConnectorError } from "../errors/connector-error.js";
import type { AuthParts } from "../http/transport.js";
import { type GoogleCredentialFile, parseGoogleCredential } from "./credential-file.js";

interface Opened {
  readonly text: string;
  readonly credential: Credential;
}

/**
 * A credential from a file that is read when it is first needed, and looked at again after its login was refused: a key
 * that was replaced on disk is taken up without a restart. `authorize` throws `NOT_CONFIGURED` for a file that cannot be
 * read or is no credential.
 */
export const fileCredential = (path: string, open: (file: GoogleCredentialFile) => Credential): Credential => {
  let opened: Opened | undefined;
  let isDoubtful = true;
  let hasFailed = false;
  let loading: Promise<Credential> | undefined;

  const load = async (): Promise<Credential> => {
    try {
      const text = await readText(path);
      if (opened?.text !== text) opened = { text, credential: open(parseGoogleCredential(text)) };
    } catch (cause) {
      hasFailed = isConnectorError(cause);
      throw cause;
    }
    hasFailed = false;
    isDoubtful = false;
    return opened.credential;
  };

  /** Calls that come together share one look at the file, and so one login. */
  const current = (): Promise<Credential> => {
    if (opened && !isDoubtful) return Promise.resolve(opened.credential);
    loading ??= load().finally(() => {
      loading = undefined;
    });
    return loading;
  };

  return {
    kind: "google-file",
    async authorize(signal): Promise<AuthParts> {
      signal.throwIfAborted();
      const credential = await current();
      try {
        return await credential.authorize(signal);
      } catch (cause) {
        isDoubtful = isConnectorError(cause) && !cause.retryable;
        throw cause;
      }
    },
    refused(parts) {
      isDoubtful = true;
      return opened?.credential.refused?.(parts) ?? false;
    },
    state: () => (hasFailed ? "missing" : (opened?.credential.state() ?? "ready")),
  };
};

const readText = async (path: string): Promise<string> => {
  try {
    return await readFile(path, "utf8");
  } catch {
    throw new ConnectorError("NOT_CONFIGURED", { message: "The file with the Google credential cannot be read." });
  }
};
