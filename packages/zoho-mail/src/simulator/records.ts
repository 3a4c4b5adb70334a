/** Somebody in a mail. */
export interface Address {
  readonly email: string;
  readonly name?: string;
}

/** A file that belongs to a mail. */
export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  /** Content id of a picture inside the text. */
  readonly cid?: string;
}

/** Names of flags, in the order of the numbers that lists filter by. */
export const flagNames = ["flag_not_set", "info", "important", "followup"] as const;
/** Name of a flag. */
type Flag = (typeof flagNames)[number];

/** A mail in a folder. */
export interface Message {
  /** 19 digits that begin with the time in milliseconds. */
  readonly id: string;
  folderId: string;
  /** Id of the first mail of the conversation; absent on single mails. */
  threadId?: string;
  readonly from: Address;
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly bcc: readonly Address[];
  readonly subject: string;
  readonly content: string;
  readonly isPlain: boolean;
  /** Milliseconds since the epoch. */
  receivedAt: number;
  isRead: boolean;
  isReplied: boolean;
  isForwarded: boolean;
  flag: Flag;
  readonly labelIds: Set<string>;
  readonly priority: "1" | "2" | "3" | "4" | "5";
  readonly attachments: readonly Attachment[];
  /** RFC Message-ID with its angle brackets. */
  readonly mailId: string;
  readonly inReplyTo?: string;
  readonly references: readonly string[];
  /** Written in this mailbox. */
  readonly isOwn: boolean;
  /** Where it was before it was archived, binned or called spam. */
  cameFrom?: string;
  /** Waits in the outbox until then. */
  sendAt?: number;
}

/** A folder; its place among its siblings is that of its insertion. */
export interface Folder {
  readonly id: string;
  name: string;
  parentId?: string;
  /** `Inbox` for every folder that people make. */
  type: string;
  readonly isSystem: boolean;
}

/** A label. */
export interface Label {
  readonly id: string;
  name: string;
  color: string;
  readonly sequence: number;
}

/** A signature. */
export interface Signature {
  readonly id: string;
  name: string;
  content: string;
  position: number;
}

/** A task of the mailbox's owner. */
export interface Task {
  readonly id: string;
  readonly createdAt: number;
  modifiedAt: number;
  /** What was set, by the service's own names. */
  readonly fields: Record<string, unknown>;
}

/** A note of the mailbox's owner. */
export interface Note {
  readonly id: string;
  readonly createdAt: number;
  modifiedAt: number;
  readonly fields: Record<string, unknown>;
}

/** A file that was uploaded and may be attached. */
export interface Upload {
  readonly storeName: string;
  readonly attachmentName: string;
  readonly attachmentPath: string;
  readonly bytes: Uint8Array;
  readonly isInline: boolean;
}

/** Somebody with a mailbox in the organisation. */
export interface Member {
  readonly accountId: string;
  readonly zuid: number;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly role: string;
}
