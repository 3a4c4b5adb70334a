import { ConnectorError } from "@trunkline/core";

/** Which mailbox a connection is about: the configured one, or the one found on first use and kept. */
export class Mailbox {
  readonly #configured: string | undefined;
  #found: string | undefined;

  constructor(configured?: string) {
    this.#configured = configured;
  }

  /** The account id, where it is known already. */
  get accountId(): string | undefined {
    return this.#configured ?? this.#found;
  }

  get isConfigured(): boolean {
    return this.#configured !== undefined;
  }

  /** Keeps what was found. */
  remember(accountId: string): void {
    this.#found = accountId;
  }

  /** The login changed or died: the next one may belong to another mailbox. A configured id stays. */
  forget(): void {
    this.#found = undefined;
  }
}

/** The mailbox among an operation's settings. */
export const mailboxOf = ({ mailbox }: Readonly<Record<string, unknown>>): Mailbox => {
  if (mailbox instanceof Mailbox) return mailbox;
  throw new ConnectorError("INTERNAL", { message: "The connection's settings hold no mailbox." });
};

interface WithSettings {
  readonly settings: Readonly<Record<string, unknown>>;
}

/**
 * Path below the connection's mailbox: `mailboxPath(context, "/folders")`.
 * @throws ConnectorError `NOT_CONFIGURED` while the mailbox is unknown: operations on it find it first.
 */
export const mailboxPath = ({ settings }: WithSettings, path: string): string => {
  const { accountId } = mailboxOf(settings);
  if (accountId !== undefined) return `/accounts/${accountId}${path}`;
  throw new ConnectorError("NOT_CONFIGURED", {
    message: "The account id of the mailbox is not known.",
    help: "Set accountId (ZOHO_MAIL_ACCOUNT_ID).",
  });
};
