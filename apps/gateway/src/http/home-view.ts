import type { HealthState } from "@trunkline/registry";
import { homeScript, homeStyle } from "./home-assets.js";
import { type Html, html, raw } from "./html.js";
import type { Status, StatusRow } from "./status.js";

/** What the first page shows. */
export interface HomeFacts {
  readonly nonce: string;
  /** Under which the page was asked for, e.g. `http://127.0.0.1:7400`. */
  readonly origin: string;
  readonly version: string;
  readonly keysNeeded: boolean;
  /** Absent: the reader has not shown yet that they may see it. */
  readonly status?: Status;
}

const stateNames: Readonly<Record<HealthState, string>> = {
  up: "Up",
  degraded: "Degraded",
  down: "Down",
  needs_reauth: "Login needed",
  disabled: "Switched off",
};

/** The first page as a complete document. */
export const homeView = (facts: HomeFacts): string =>
  `<!doctype html>\n${
    html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Trunkline</title>
<link rel="icon" href="data:,">
<style nonce="${facts.nonce}">${raw(homeStyle)}</style>
</head>
<body>
<header><h1>Trunkline</h1><p>Your back office, one typed call away. <span class="quiet">Version ${facts.version}</span></p></header>
<main>
<section id="live" aria-live="polite">${facts.status ? overview(facts.status) : locked}</section>
${connecting(facts)}
</main>
<footer><span id="fresh" class="quiet"></span></footer>
<script nonce="${facts.nonce}">${raw(homeScript)}</script>
</body>
</html>
`.markup
  }`;

/** The part of the page that changes. */
export const connectionsView = (status: Status): string => overview(status).markup;

const locked = html`<h2>Connections</h2>
<form id="unlock"><label for="key">This gateway is reachable from the network, so its state is shown to administrators only.</label>
<p><input id="key" type="password" autocomplete="off" placeholder="tl_…" required> <button>Show</button></p>
<p id="refused" class="quiet" hidden>This key does not hold the scope admin.</p></form>`;

const overview = ({ connections, draining }: Status): Html => {
  const troubled = connections.filter(({ state }) => state !== "up").length;
  return html`<h2>Connections</h2>
<p class="lead">${draining ? "The gateway is stopping: calls under way finish, new ones are refused." : summaryOf(connections.length, troubled)}</p>
<ul class="cards">${connections.map(card)}</ul>`;
};

const summaryOf = (total: number, troubled: number): string => {
  if (total === 0) return "No connector is served.";
  return troubled === 0
    ? "Everything works."
    : `${troubled} of ${total} ${troubled === 1 ? "needs" : "need"} attention.`;
};

const card = (row: StatusRow): Html => html`<li class="card ${row.state}">
<h3><span class="dot"></span>${row.title} <small>${row.connection}</small></h3>
<p><strong>${stateNames[row.state]}</strong>${row.mode ? modeTag(row.mode) : undefined}</p>
${row.reason === undefined ? undefined : html`<p class="reason">${row.reason}</p>`}
${quotaBars(row)}
<p class="quiet">${row.operations} operations${row.apiVersion === undefined ? "" : ` · API ${row.apiVersion}`}</p>
</li>`;

const modeTag = (mode: NonNullable<StatusRow["mode"]>): Html =>
  mode === "mock"
    ? html` <span class="tag" title="Answered by the packaged simulator">mock</span>`
    : html` <span class="tag live">live</span>`;

type Quota = StatusRow["quotas"][number];

/** Quotas of a card that are in sight at once. */
const quotasShown = 3;

/** The tightest few; the others unfold, and stay unfolded by their name when the page refreshes. */
const quotaBars = ({ connector, connection, quotas }: StatusRow): Html => {
  const tightestFirst = quotas.toSorted((one, other) => shareLeft(one) - shareLeft(other));
  const folded = tightestFirst.slice(quotasShown);
  const more = html`<details data-of="${connector}/${connection}"><summary>${folded.length} more</summary>${folded.map(quotaBar)}</details>`;
  return html`${tightestFirst.slice(0, quotasShown).map(quotaBar)}${folded.length > 0 ? more : undefined}`;
};

const shareLeft = ({ remaining, capacity }: Quota): number => (capacity > 0 ? remaining / capacity : 0);

const quotaBar = ({ bucket, remaining, capacity }: Quota): Html =>
  html`<label class="quota"><span>${bucket}</span><meter min="0" max="${capacity}" low="${capacity * 0.2}" optimum="${capacity}" value="${remaining}"></meter><span>${whole(remaining)} / ${whole(capacity)}</span></label>`;

const whole = (count: number): string => Math.floor(count).toLocaleString("en");

const connecting = ({ origin, keysNeeded }: HomeFacts): Html => {
  const header = keysNeeded ? `,\n      "headers": { "Authorization": "Bearer <your key>" }` : "";
  const config = `{\n  "mcpServers": {\n    "trunkline": {\n      "type": "http",\n      "url": "${origin}/mcp"${header}\n    }\n  }\n}`;
  const curl = `curl ${keysNeeded ? `-H "Authorization: Bearer $KEY" ` : ""}${origin}/v1/operations`;
  return html`<section><h2>Connect</h2>
<h3>An AI agent</h3>
<p>Give this to any MCP client that speaks HTTP.</p>
${copyable(config)}
<p class="quiet">More views: <code>/mcp/c/{connector}</code> has one tool per operation, <code>/mcp/all</code> all of them; <code>?readonly=1</code> offers reads alone.</p>
<h3>A program</h3>
${copyable(curl)}
${keysNeeded ? html`<p class="quiet">Make a key with <code>trunkline keys create</code>.</p>` : undefined}
</section>
<nav><a href="/events">Events</a><a href="/docs">API to read and try</a><a href="/openapi.json">OpenAPI document</a><a href="/metrics">Metrics</a><a href="/readyz">Readiness</a><a href="/version">Versions</a></nav>`;
};

const copyable = (text: string): Html =>
  html`<div class="copyable"><pre>${text}</pre><button type="button" data-copy>Copy</button></div>`;
