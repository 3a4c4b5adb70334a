import type { DeadLetter, QueueStats, Replay } from "@trunkline/events";
import type { z } from "zod";
import type { EventRow } from "../admin/actions/events.js";
import type { BackgroundState } from "../durable/background.js";
import { homeStyle } from "../http/home-assets.js";
import { type Html, html, raw } from "../http/html.js";
import { eventsScript, eventsStyle } from "./events-assets.js";

/** What the page shows of the durable parts. */
export interface EventsFacts {
  readonly state: BackgroundState;
  /** Absent while there is no database. */
  readonly events?: readonly z.output<typeof EventRow>[];
  readonly queues?: readonly QueueStats[];
  /** Events accepted within the last day. */
  readonly accepted?: number;
  /** The newest. */
  readonly deadLetters?: readonly DeadLetter[];
  readonly replays?: readonly Replay[];
  /** Writes that nobody knows the outcome of; counted up to 100. */
  readonly unknownWrites?: number;
}

/** The page around what changes. `facts` is absent until the reader has shown that they may see it. */
export const eventsView = (nonce: string, facts: EventsFacts | undefined): string =>
  `<!doctype html>\n${
    html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Events · Trunkline</title>
<link rel="icon" href="data:,">
<style nonce="${nonce}">${raw(homeStyle)}${raw(eventsStyle)}</style>
</head>
<body>
<header><h1>Events</h1><p>What upstreams told, and what was done about it. <a href="/">Connections</a></p></header>
<main>
<section id="live" aria-live="polite">${facts ? eventsPart(facts) : locked}</section>
<dialog id="confirm"><form method="dialog"><p id="question"></p><p><button value="yes">Yes</button> <button value="no" autofocus>No</button></p></form></dialog>
</main>
<footer><span id="fresh" class="quiet"></span></footer>
<script nonce="${nonce}">${raw(eventsScript)}</script>
</body>
</html>
`.markup
  }`;

/** The part of the page that changes, as text. */
export const eventsPartView = (facts: EventsFacts): string => eventsPart(facts).markup;

const locked = html`<form id="unlock"><label for="key">Events are shown to administrators only.</label>
<p><input id="key" type="password" autocomplete="off" placeholder="tl_…" required> <button>Show</button></p>
<p id="refused" class="quiet" hidden>This key does not hold the scope admin.</p></form>`;

const stateTexts: Readonly<Record<BackgroundState["status"], string>> = {
  opening: "The database is being opened.",
  waiting: "The database does not answer; it is tried again.",
  ready: "",
  off: "This gateway runs without a database, so no event is stored here.",
  closed: "The gateway is stopping.",
};

const eventsPart = (facts: EventsFacts): Html => {
  const { state, events, queues = [], accepted = 0, deadLetters = [], replays = [], unknownWrites = 0 } = facts;
  if (events === undefined)
    return html`<p class="lead">${stateTexts[state.status]}</p>${"reason" in state ? html`<p class="reason">${state.reason}</p>` : undefined}`;
  const sum = (field: "ready" | "running" | "dead"): number => queues.reduce((total, queue) => total + queue[field], 0);
  return html`<ul class="figures">
${figure("accepted in a day", accepted)}${figure("waiting", sum("ready"))}${figure("under way", sum("running"))}${figure("given up", sum("dead"), sum("dead") > 0 ? "bad" : "")}${figure("writes unsettled", unknownWrites, unknownWrites > 0 ? "bad" : "")}
</ul>
${deadLetters.length === 0 ? undefined : deadTable(deadLetters)}
${replays.length === 0 ? undefined : replayTable(replays)}
<h2>Queues</h2>
${queueTable(queues)}
<h2>Recent events</h2>
${events.length === 0 ? html`<p class="quiet">None yet. Webhooks arrive at <code>/webhooks/{connector}/{connection}</code>.</p>` : eventTable(events)}`;
};

const figure = (title: string, value: number, tone = ""): Html =>
  html`<li class="${tone}"><strong>${value.toLocaleString("en")}</strong><span>${title}</span></li>`;

const queueTable = (queues: readonly QueueStats[]): Html =>
  html`<div class="wide"><table><thead><tr><th>queue</th><th>waiting</th><th>under way</th><th>given up</th><th>oldest</th><th></th></tr></thead>
<tbody>${queues.map(
    (
      row,
    ) => html`<tr><td>${row.queue}${row.paused ? html` <span class="tag">paused</span>` : undefined}</td><td>${row.ready}</td><td>${row.running}</td>
<td class="${row.dead > 0 ? "bad" : ""}">${row.dead}</td><td>${row.oldestSeconds === undefined ? "" : ageOf(row.oldestSeconds)}</td>
<td class="act">${row.paused ? act(`/admin/queues/${row.queue}/resume`, "Resume", `Take from ${row.queue} again?`) : act(`/admin/queues/${row.queue}/pause`, "Pause", `Take nothing more from ${row.queue} until somebody resumes it?`)}</td></tr>`,
  )}</tbody></table></div>`;

const act = (path: string, title: string, question: string): Html =>
  html`<button type="button" data-post="${path}" data-question="${question}">${title}</button>`;

const eventTable = (events: NonNullable<EventsFacts["events"]>): Html =>
  html`<div class="wide"><table><thead><tr><th>id</th><th>received</th><th>type</th><th>connection</th><th>about</th><th>state</th></tr></thead>
<tbody>${events.map(
    (
      event,
    ) => html`<tr><td><a href="/admin/events/${event.id}" data-show>${event.id}</a></td><td>${timeOf(event.receivedAt)}</td>
<td>${event.type} <small>${event.source}</small></td><td>${event.connection}</td><td>${event.erased ? "erased" : event.orderingKey}</td><td class="stage ${event.stage}">${event.stage}</td></tr>`,
  )}</tbody></table></div><div id="shown" hidden><pre id="json"></pre><button type="button" id="hide">Close</button></div>`;

const deadTable = (letters: readonly DeadLetter[]): Html =>
  html`<h2>Given up</h2><p class="quiet">The newest ten. Remove the cause, then try again; <code>trunkline dead-letters --help</code> has more.</p>
<div class="wide"><table><thead><tr><th>id</th><th>given up</th><th>queue</th><th>about</th><th>why</th><th></th></tr></thead>
<tbody>${letters.map(
    ({ id, diedAt, queue, key, error }) =>
      html`<tr><td><a href="/admin/dead-letters/${id}" data-show>${id}</a></td><td>${timeOf(diedAt)}</td><td>${queue}</td><td>${key}</td><td class="why">${error?.message ?? ""}</td>
<td class="act">${act(`/admin/dead-letters/${id}/retry`, "Try again", `Put dead letter ${id} into the queue ${queue} again?`)}</td></tr>`,
  )}</tbody></table></div>`;

const replayTable = (replays: readonly Replay[]): Html =>
  html`<h2>Replays</h2><div class="wide"><table><thead><tr><th>id</th><th>kind</th><th>state</th><th>begun</th><th>by</th><th>events</th><th></th></tr></thead>
<tbody>${replays.map(
    ({ id, kind, state, createdAt, createdBy, enqueued, total }) =>
      html`<tr><td><a href="/admin/replays/${id}" data-show>${id}</a></td><td>${kind}</td><td>${state}</td><td>${timeOf(createdAt)}</td><td>${createdBy}</td>
<td>${total === undefined ? enqueued : html`<progress max="${Math.max(1, total)}" value="${enqueued}"></progress> ${enqueued} of ${total}`}</td>
<td class="act">${state === "running" ? act(`/admin/replays/${id}/pause`, "Pause", `Let replay ${id} rest?`) : state === "paused" ? act(`/admin/replays/${id}/resume`, "Resume", `Let replay ${id} go on?`) : undefined}</td></tr>`,
  )}</tbody></table></div>`;

const timeOf = (iso: string): Html => html`<time datetime="${iso}">${iso.replace("T", " ").slice(0, 19)}</time>`;

const ageOf = (seconds: number): string => {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`;
};
