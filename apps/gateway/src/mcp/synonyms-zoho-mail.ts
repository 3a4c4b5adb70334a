import type { Synonyms } from "./synonyms.js";

/** The language of mail. */
export const zohoMailSynonyms: Synonyms = {
  "mail message": "email, letter, newsletter",
  message: "mail",
  mail: "message",
  "message list mail folder": "inbox",
  "message list":
    "came in, arrive, anything new, new mail, new in my inbox, latest mails, unread mails, today's mails, " +
    "in the inbox, new messages, what mail",
  "message mark unread list": "unread",
  "message content": "what say, it says, read",
  "message content text": "say, body, what does it say, what did write, read out, read to me, wording, contents",
  content: "text",
  "message content get": "open",
  "message original": "raw, source, mime, eml, full mail, unaltered, whole source, as file, save as eml",
  "message headers":
    "route, server, come through, spf, dkim, forge, really from, came from really, real sender, spoofed, " +
    "genuine, which servers, path of the mail, message id, authentication",
  "message search":
    "find, mention, with attachment, ever write, ever mention, who wrote, wrote about, mails from, " +
    "mails about, mail in which, mail where, mail from last, any mail from, mails with, " +
    "somewhere in my mail, look for",
  "thread message": "conversation, exchange, back and forth, discussion",
  "message send":
    "write, drop a line, let know, invite, write to, mail to, tell by mail, inform by mail, send a note to, " +
    "thank, congratulate, invite by mail, let know by mail, apologise, email her, email him",
  "message reply":
    "answer, respond, write back, get back, reply all, thank him, thank her, tell him yes, say yes, " +
    "confirm to, accept invitation, decline",
  "message forward": "pass, pass on, hand on, share, send on, let see this mail, relay, share mail, show this mail to",
  "message schedule":
    "later, tomorrow, tonight, next week, go out tomorrow, send later, on monday, next morning, not now, " +
    "delay sending, in an hour",
  "draft create":
    "not send, without sending, for now, unfinished, prepare, do not send yet, not send yet, half written, " +
    "keep for later, so I can check, look over before, prepare a mail, unsent",
  "draft message create send": "compose",
  attachment: "pdf, picture, photo, image, document, spreadsheet, enclosure, attach, enclose",
  "attachment upload": "send along, put up, add a file, attach a file, upload",
  "attachment download":
    "get out, get pdf, save the file, get the file, fetch the invoice, open the attachment, " + "give me the document",
  "attachment download draft": "save",
  "message unread": "bold, not opened, never opened",
  "message mark read": "dealt, seen, already read, not new, have read, dealt with, seen it, no longer bold, tick off",
  "message flag": "star, important, follow up, highlight, mark with flag, stands out, urgent mark, not forget",
  "message spam": "junk, phishing, scam, unwanted, not junk, no junk, fake mail, dubious, unsolicited, landed in spam",
  "message archive":
    "tidy away, out of the way, put away, away but keep, out of sight, archive, keep but not in inbox, " +
    "bring back from archive",
  "message move attachment": "file",
  "message move":
    "shift, drag, into folder, to the folder, in the folder, put mails in, file under, sort into, shift to, " +
    "drag into, out of inbox, into the",
  label: "tag, category",
  "label update": "colour, color, label colour, recolour, rename label, label another name, make label red",
  "message delete trash": "bin",
  "message delete": "trash, throw mail, bin the mail, trash the mail, do not need mail, get rid of mail",
  folder: "directory",
  "folder create": "subfolder, new folder, make folder, somewhere to keep, drawer for",
  rename: "misspelt, misspelled, called wrong",
  "mailbox account": "account",
  account: "mailbox",
  "account mailbox address": "alias",
  "account storage": "full, space",
  "account get": "storage, how full, space left, storage left, mailbox size, quota of mailbox, room left, my mailbox",
  signature: "footer, under my mail, sign off, end of my mail",
  "task create": "remind, remind me, do not let me forget, put on my list, new to do, add to list, have to remember",
  task: "reminder, todo, to do, errand",
  "note create": "jot down, note down, write down, keep a note, make a note, memo",
  note: "memo",
  organization: "company, domain, licence, license, plan",
  "organization account":
    "colleague, staff, employee, everyone, mailboxes of company, mailboxes in company, all staff, " +
    "employees mailbox, who has mailbox, colleagues have, everybody's mailbox, people in the company",
  "message get": "when was it sent, who else got, recipients, how big is the mail, subject of",
  "attachment list": "what is attached, attached to, which files, files came with, anything attached, enclosed",
  "message mark unread": "read again later, never opened, not opened, unopened, look at it later",
  "message label": "label on mail, take label off, categorise mail, tag mails, mark mails as",
  "thread message list":
    "whole conversation, entire conversation, all answers, history with, back and forth, full exchange, " +
    "discussion",
  "thread update":
    "whole thread away, mark conversation, move conversation, mute, archive conversation, " +
    "delete conversation, file conversation, junk conversation, conversation done",
  "folder list": "which folders, what folders, how sorted, how organised, structure of mailbox, all folders",
  "folder rename": "call folder, folder another name, rename folder, name of the folder",
  "folder delete": "folder away, drop folder, empty folder, get rid of folder, folder no longer needed",
  "folder get": "how many in folder, one folder, unread in folder",
  "label list": "which labels, what labels, categories do I, tags do I",
  "label create": "new label, new tag, new category, make label",
  "label delete": "get rid of label, drop label, label no longer needed, remove the label entirely",
  "account list": "which mailboxes, my addresses, which addresses, sender addresses, mail from which",
  "signature list": "which signatures, what signatures, which footers",
  "signature upsert":
    "under my mails, at the end of mails, new footer, sign off, bottom of my mails, below my mails, " +
    "change signature",
  "task list": "to do list, still have to do, what have to do, open tasks, on my list, my reminders",
  "task update":
    "task done, have done, tick off task, finished the task, due date, move the deadline, did it, completed",
  "task delete": "drop task, take off my list, no longer need to, remove reminder",
  "task get": "when is task due, details of task",
  "note list": "my notes, what did I note, jotted down, memos",
  "organization get":
    "our company, how many users, how many licences, our plan, our domains, company have, " +
    "how many employees, seats",
};
