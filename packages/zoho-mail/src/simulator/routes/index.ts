import type { Route } from "../call.js";
import { accountRoutes } from "./accounts.js";
import { attachmentRoutes } from "./attachments.js";
import { folderRoutes } from "./folders.js";
import { labelRoutes } from "./labels.js";
import { messageListRoutes } from "./message-lists.js";
import { messagePartRoutes } from "./message-parts.js";
import { messageUpdateRoutes } from "./message-updates.js";
import { noteRoutes } from "./notes.js";
import { organizationRoutes } from "./organization.js";
import { sendingRoutes } from "./sending.js";
import { signatureRoutes } from "./signatures.js";
import { taskRoutes } from "./tasks.js";

/** Every endpoint of the Mail API that is simulated. */
export const routes: readonly Route[] = [
  ...signatureRoutes,
  ...accountRoutes,
  ...folderRoutes,
  ...labelRoutes,
  ...messageListRoutes,
  ...messagePartRoutes,
  ...messageUpdateRoutes,
  ...attachmentRoutes,
  ...sendingRoutes,
  ...taskRoutes,
  ...noteRoutes,
  ...organizationRoutes,
];
