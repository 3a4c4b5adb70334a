import type { Synonyms } from "./synonyms.js";

/** Words that mean the same everywhere: asking, changing, handing over. */
export const everydaySynonyms: Synonyms = {
  count: "how many, number of, tally, total, amount of, how much are there, how many are there",
  get:
    "look up, lookup, detail, information, info, everything, look at, tell me about, everything about, " +
    "what about, details of, open",
  list:
    "what kind, who are, which, search, browse, latest, recent, overview, what are, what do we have, " +
    "do we have, do I have, are there any, give me all, name all, set of, exist",
  "list get": "show, see, display",
  "list get search": "find",
  "get list": "fetch, read, view",
  "update set": "change, replace",
  update:
    "edit, modify, rename, rewrite, correct, fix, alter, adapt, wrong, mistake, typo, raise, lower, reduce, " +
    "increase, amend, revise, swap, put right, misspelt, misspelled, out of date, no longer right, " +
    "should be, should read, moved, changed to, set to, rework, tweak, refresh, bring up to date",
  create:
    "make, generate, set up, compose, prepare, enter, type in, key in, draw up, write up, make up, build, " +
    "found, establish, put together, brand new, open a new",
  "create add": "new, register, insert, introduce, bring in, put in",
  "create run": "start",
  "create start": "begin",
  add: "include, attach",
  delete: "erase, get rid, throw away, throw, bin, wipe, discard, drop",
  "delete remove":
    "remove, take away, take off, take out, take down, get rid, do away, no longer, any more, not any more, " +
    "throw out, strike, clear out, purge, delete, is gone",
  "cancel delete": "scrap, kill",
  "remove delete": "withdraw",
  remove: "revoke, take away, take off, take out",
  cancel: "abort, call off, undo, void, annul",
  "cancel deactivate hold": "stop",
  hold: "pause, postpone, delay, put on hold, keep back, hold back, freeze",
  deactivate: "stop working, no longer work, expire, disable, end early",
  "release hold": "resume, unhold",
  close: "archive",
  "complete close": "finish",
  complete: "finalize, finalise",
  "deactivate disable": "switch off, turn off",
  "upsert set": "create or update, import",
  submit: "hand in, hand over, push, announce, let know, ping, send in, pass in, report, tell about, inform",
  quota:
    "allowance, left today, how many more, still submit, may i still, use up, remaining, quota, limit, " +
    "budget, still allowed, run out of, calls left, requests left",
  "issue error": "problem, trouble",
  "error issue": "failure",
  "get state": "progress, finished, ready, done yet, finished yet, how far, complete yet, is ready, still running",
  "health check":
    "healthy, alive, reachable, still connected, connected, works, is up, login fine, credentials valid, " +
    "can we reach, responding, broken connection",
  verify: "prove, ownership, is ours, belongs to us, confirm",
};
