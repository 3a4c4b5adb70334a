import {
  type ComposedCall,
  type ComposedOperation,
  ConnectorError,
  type ExchangeOperation,
  isConnectorError,
  type Upload,
  type UploadFacts,
  withErrorFields,
} from "@trunkline/core";
import type { z } from "zod";
import type { Account } from "../schemas/accounts.js";
import { type Mailbox, mailboxOf } from "../wire/mailbox.js";
import { listAccounts } from "./list-accounts.js";

/** What of a mailbox operation can be a stream. */
type Streams<Op> = (Op extends { readonly download: object }
  ? { readonly download: NonNullable<ComposedOperation["download"]> }
  : unknown) &
  (Op extends { readonly upload: UploadFacts<infer Key> } ? { readonly upload: UploadFacts<Key> } : unknown);

/** An operation on the connection's mailbox, and the one exchange behind it. */
export type MailboxOperation<
  I extends z.ZodObject = z.ZodObject,
  O extends z.ZodType = z.ZodType,
  K extends string = string,
> = ComposedOperation<I, O, K> & {
  /** What goes over the wire once the mailbox is known. */
  readonly exchange: ExchangeOperation<I, O, K>;
};

/**
 * Makes an exchange on a mailbox one that finds the mailbox by itself: its account id stands in every path and nobody
 * knows it. It is asked for with the first call that needs it and kept as long as the connection and its login last.
 */
export const inMailbox = <I extends z.ZodObject, O extends z.ZodType, K extends string, Op = unknown>(
  operation: ExchangeOperation<I, O, K> & Op,
): MailboxOperation<I, O, K> & Streams<Op> => {
  const { request: _, response: __, quota: ___, cache: ____, download, upload, ...facts } = operation;
  const exchange = Object.freeze({ ...operation, id: `${operation.id}.exchange` });
  return Object.freeze({
    ...facts,
    exchange,
    run: (call: ComposedCall, input: z.output<I>) => there(call, () => call.run(exchange, input as never)),
    ...(download && {
      download: (call: ComposedCall, input: z.output<I>) => there(call, () => call.download(exchange, input as never)),
    }),
    ...(upload && {
      upload: {
        ...upload,
        run: (call: ComposedCall, input: unknown, content: Upload) =>
          there(call, () => call.upload(exchange, input, content)),
      },
    }),
  }) as unknown as MailboxOperation<I, O, K> & Streams<Op>;
};

/** Does the work once the mailbox is known; a login that turns out to be lost may come back as another's. */
const there = async <T>(call: ComposedCall, work: () => Promise<T>): Promise<T> => {
  const mailbox = await findMailbox(call);
  try {
    return await work();
  } catch (error) {
    if (isLoginLost(error)) mailbox.forget();
    throw error;
  }
};

const isLoginLost = (error: unknown): boolean =>
  isConnectorError(error) && (error.code === "NEEDS_REAUTH" || error.code === "UPSTREAM_UNAUTHORIZED");

/** Sees to it that the mailbox is known. Calls at the same time share one exchange. */
const findMailbox = async (call: ComposedCall): Promise<Mailbox> => {
  const mailbox = mailboxOf(call.settings);
  if (mailbox.accountId === undefined) mailbox.remember(ownMailbox((await askForAccounts(call)).accounts).accountId);
  return mailbox;
};

const askForAccounts = async (call: ComposedCall) => {
  try {
    return await call.run(listAccounts, {});
  } catch (error) {
    if (!isConnectorError(error) || error.code !== "UPSTREAM_FORBIDDEN") throw error;
    throw withErrorFields(error, {
      help: "The mailbox could not be found without the scope ZohoMail.accounts.READ: grant it, or set accountId (ZOHO_MAIL_ACCOUNT_ID).",
    });
  }
};

/** Zoho's own mailbox among those listed; of several the default one. */
const ownMailbox = (accounts: readonly Account[]): Account => {
  const own = accounts.filter(({ type }) => type === "ZOHO_ACCOUNT");
  const found = own.length === 1 ? own[0] : own.find(({ isDefault }) => isDefault);
  if (found) return found;
  throw new ConnectorError(own.length === 0 ? "ACCOUNT_UNAVAILABLE" : "NOT_CONFIGURED", {
    message:
      own.length === 0
        ? "The login has no mailbox at Zoho Mail."
        : `The login has ${own.length} mailboxes and none of them is the default.`,
    outcome: "not_executed",
    help:
      own.length === 0
        ? "Log in with a user who has a mailbox."
        : "Set accountId (ZOHO_MAIL_ACCOUNT_ID) to one of zoho-mail.accounts.list.",
  });
};
