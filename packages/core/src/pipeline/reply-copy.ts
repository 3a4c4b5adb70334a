import { BufferedReply } from "../http/reply.js";
import type { Reply } from "../http/transport.js";

/**
 * The same reply for another reader. JSON is parsed anew: what one caller does to its data must not show in another's.
 */
export const copyReply = ({ status, headers, bytes, cache }: Omit<Reply, "text" | "json" | "read">): Reply =>
  new BufferedReply(status, headers, bytes, cache);
