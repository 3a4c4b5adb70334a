import { accounts } from "./accounts.js";
import { attachments } from "./attachments.js";
import { folders } from "./folders.js";
import { health } from "./health.js";
import { labels } from "./labels.js";
import { messages } from "./messages.js";
import { notes } from "./notes.js";
import { organization } from "./organization.js";
import { createDraft } from "./sending.js";
import { signatures } from "./signatures.js";
import { tasks } from "./tasks.js";
import { threads } from "./threads.js";

/** Every operation of the connector, as the client's methods are nested. */
export const operations = {
  health,
  accounts,
  folders,
  labels,
  messages,
  threads,
  drafts: { create: createDraft },
  attachments,
  signatures,
  tasks,
  notes,
  organization,
};
