import { bind, type Client, type ConnectionOptions, openConnection } from "@trunkline/core";
import type { ZohoMailConfig } from "./config.js";
import { zohoMail } from "./connector.js";
import type { operations } from "./operations/index.js";

export type { ZohoMailConfig, ZohoMailSettings } from "./config.js";
export { zohoMail } from "./connector.js";
export type { Account } from "./schemas/accounts.js";
export type { Attachment } from "./schemas/attachments.js";
export type { Address } from "./schemas/common.js";
export type { Folder } from "./schemas/folders.js";
export type { Label } from "./schemas/labels.js";
export type { MessageSummary } from "./schemas/messages.js";
export type { Note } from "./schemas/notes.js";
export type { Organization } from "./schemas/organization.js";
export type { SentMessage, UploadedFile } from "./schemas/sending.js";
export type { Signature } from "./schemas/signatures.js";
export type { Task } from "./schemas/tasks.js";
export { type DataCentreKey, dataCentreOfAccountsServer } from "./wire/data-centres.js";

/** A typed client of one mailbox. Its methods resolve to envelopes and never reject. */
export type ZohoMail = Client<typeof operations>;

/**
 * Opens a connection to one mailbox. Close it with `$close()`.
 * @throws ConnectorError `NOT_CONFIGURED` when the configuration does not fit.
 */
export const createZohoMail = (config: ZohoMailConfig, options?: ConnectionOptions): ZohoMail =>
  bind(zohoMail.operations, openConnection(zohoMail, config, options));
