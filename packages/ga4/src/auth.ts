import type { Credential, CredentialDeps } from "@trunkline/core";
import { googleLogin } from "@trunkline/core/google";
import type { Ga4Settings } from "./config.js";

/** Reads reports, and the Admin API. */
export const readScope = "https://www.googleapis.com/auth/analytics.readonly";
/** Writes to the Admin API, and reads the change history. It does not cover reports. */
export const editScope = "https://www.googleapis.com/auth/analytics.edit";
/** Asks questions in plain language. */
export const chatScope = "https://www.googleapis.com/auth/analytics.chatbot.read";

/** The scopes that a configuration asks for: no more than what it switches on. */
export const scopesOf = ({ adminWrites, chat }: Pick<Ga4Settings, "adminWrites" | "chat">): readonly string[] => [
  readScope,
  ...(adminWrites ? [editScope] : []),
  ...(chat ? [chatScope] : []),
];

/** The login that the configuration states: one token for all of its scopes. */
export const ga4Credential = (config: Ga4Settings, deps: CredentialDeps): Credential =>
  googleLogin(config, { scopes: scopesOf(config), deps });
