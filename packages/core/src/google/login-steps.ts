import { defineLiveCheck, type LiveStep } from "../live-steps.js";
import type { AnyOperation } from "../operation.js";
import { googleLoginSetups } from "./login-variables.js";

/**
 * The first steps to a live connection of a Google API: a login is stated, and Google accepts it. `operation` is a cheap
 * read without input.
 */
export const googleLoginSteps = (prefix: string, operation: AnyOperation): readonly LiveStep[] => [
  {
    id: "credentials",
    title: "One Google login is complete",
    needs: googleLoginSetups(prefix).flatMap(({ variables }) => variables),
    help: "Create a service account in the Cloud console and download a JSON key for it.",
    check: { kind: "variables" },
  },
  {
    id: "login",
    title: "Google accepts the login",
    needs: "previous",
    help: "Check the key file, or client and secret. invalid_grant: the key was deleted or the refresh token has died.",
    check: defineLiveCheck({ kind: "login", operation, read: () => ({ ok: true, says: "accepted" }) }),
  },
];
