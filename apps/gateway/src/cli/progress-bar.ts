import type { Progress } from "@trunkline/core";

const widthChars = 28;

/** One line that shows how far something is: a bar where the whole is known, else a count. */
export const toProgressLine = ({ done, total, message = "" }: Progress): string => {
  if (total === undefined || total <= 0) return `${done} ${message}`.trimEnd();
  const share = Math.min(1, Math.max(0, done / total));
  const filled = Math.round(share * widthChars);
  const bar = `${"█".repeat(filled)}${"░".repeat(widthChars - filled)}`;
  return `${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${done} of ${total} ${message}`.trimEnd();
};
