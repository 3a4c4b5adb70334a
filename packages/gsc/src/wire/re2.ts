/** What RE2 does not know, by how it begins inside parentheses. */
const lookaround = ["?=", "?!", "?<=", "?<!", "?>"];

/**
 * Why a pattern cannot be RE2, or nothing when no reason is seen: lookaround, atomic groups, backreferences and unbalanced
 * brackets would be refused only after the call has spent quota.
 * https://github.com/google/re2/wiki/Syntax
 */
export const re2Problem = (pattern: string): string | undefined => {
  let depth = 0;
  let inClass = false;
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern[at];
    if (char === "\\") {
      if (pattern[at + 1] === undefined) return "ends with a lone backslash";
      if (pattern[at + 1] === "Q") {
        const end = pattern.indexOf("\\E", at + 2);
        if (end === -1) return depth > 0 ? "has an open (" : undefined;
        at = end + 1;
        continue;
      }
      if (!inClass && /[1-9k]/.test(pattern[at + 1] ?? "")) return "has a backreference, which RE2 does not know";
      at += 1;
    } else if (inClass) {
      if (char === "[" && pattern[at + 1] === ":") at = Math.max(at, pattern.indexOf(":]", at + 2) + 1);
      else if (char === "]") inClass = false;
    } else if (char === "[") {
      inClass = true;
      // A bracket right at the beginning is a member of the class.
      const first = pattern[at + 1] === "^" ? at + 2 : at + 1;
      at = pattern[first] === "]" ? first : first - 1;
    } else if (char === "(") {
      if (lookaround.some((start) => pattern.startsWith(start, at + 1)))
        return "has lookaround or an atomic group, which RE2 does not know";
      depth += 1;
    } else if (char === ")") {
      depth -= 1;
      if (depth < 0) return "has a ) without (";
    }
  }
  if (inClass) return "has an open [";
  return depth > 0 ? "has an open (" : undefined;
};
