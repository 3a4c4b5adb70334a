import type { Issue } from "@trunkline/core";
import { z } from "zod";
import { refuseInput } from "../wire/refuse.js";

const word = (what: string) => z.string().trim().min(1).max(500).optional().describe(what);
const day = (what: string) => z.iso.date().optional().describe(`${what}, e.g. 2026-11-22`);

/** What a search may ask for. */
export const searchInput = {
  text: word("Anywhere in the mail"),
  from: word("Sender"),
  to: word("Recipient"),
  cc: word("Copied person"),
  subject: word("In the subject"),
  content: word("In the text"),
  fileName: word("Name of an attached file"),
  fileContent: word("In an attached file"),
  folder: word("Name of a folder"),
  label: word("Name of a label"),
  hasAttachment: z.boolean().optional().describe("True: only mails with attachments"),
  isFlagged: z.boolean().optional().describe("True: only flagged mails"),
  since: day("First day"),
  until: day("Last day"),
  includeSpamAndTrash: z.boolean().optional().describe("True: look there too"),
  groupThreads: z.boolean().optional().describe("True: one row per thread"),
  query: word("Criteria in Zoho's own syntax, e.g. sender:a@b.example:or:subject:Tea"),
  newSince: z.iso
    .datetime({ offset: true })
    .optional()
    .describe("Only mails that arrived since this moment, e.g. 2026-11-22T08:00:00Z; not with other criteria"),
};

const Search = z.object(searchInput);
type Search = z.output<typeof Search>;

const texts = {
  text: "entire",
  from: "sender",
  to: "to",
  cc: "cc",
  subject: "subject",
  content: "content",
  fileName: "fileName",
  fileContent: "fileContent",
  folder: "in",
  label: "label",
} as const satisfies { readonly [field in keyof Search]?: string };

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** DD-MMM-YYYY, the one form of date that search takes. */
const toSearchDay = (isoDay: string): string => {
  const [year, month, date] = isoDay.split("-");
  return `${date}-${months[Number(month) - 1]}-${year}`;
};

/**
 * The query parameters of a search. A value that would change the search's own structure is refused: there is no
 * documented escape.
 * @throws ConnectorError `INVALID_INPUT`
 */
export const toSearch = (search: Search): Readonly<Record<string, string | number>> => {
  const fields = Object.entries(texts).flatMap(([field, name]) => {
    const value = search[field as keyof typeof texts];
    return value === undefined ? [] : [{ field, name, value }];
  });
  const issues = fields.flatMap(({ field, value }) => problemOf(field, value));
  const parts = [
    ...(search.query === undefined ? [] : [search.query]),
    ...fields.map(({ name, value }) => `${name}:${quoted(value)}`),
    ...switches(search),
  ];
  if (search.newSince !== undefined) {
    if (parts.length > 0) issues.push({ path: "newSince", message: "Does not go together with other criteria" });
    if (issues.length > 0) throw refuseInput(issues);
    return { searchKey: "newMails", receivedTime: Date.parse(search.newSince) };
  }
  if (parts.length === 0) issues.push({ path: "", message: "Give at least one criterion" });
  if (issues.length > 0) throw refuseInput(issues);
  return { searchKey: parts.join("::") };
};

const switches = (search: Search): readonly string[] => [
  ...(search.hasAttachment ? ["has:attachment"] : []),
  ...(search.isFlagged ? ["has:flags"] : []),
  ...(search.since === undefined ? [] : [`fromDate:${toSearchDay(search.since)}`]),
  ...(search.until === undefined ? [] : [`toDate:${toSearchDay(search.until)}`]),
  ...(search.includeSpamAndTrash ? ["inclspamtrash:true"] : []),
  ...(search.groupThreads ? ["groupResult:true"] : []),
];

const problemOf = (field: string, value: string): readonly Issue[] =>
  /::|:or:|"/i.test(value)
    ? [{ path: field, message: 'Must not hold ::, :or: or " : they would change the search; use query for that' }]
    : [];

const quoted = (value: string): string => (/\s/.test(value) ? `"${value}"` : value);
