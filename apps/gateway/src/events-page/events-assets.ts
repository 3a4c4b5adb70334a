/** Style of the events page, beside the first page's. */
export const eventsStyle = `
.figures{list-style:none;margin:1.5rem 0 0;padding:0;display:grid;gap:1rem;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr))}
.figures li{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:.9rem 1.1rem}
.figures strong{display:block;font-size:1.7rem;letter-spacing:-.02em}.figures span{color:var(--quiet);font-size:.88rem}
.bad,.figures .bad strong,.stage.dead{color:var(--bad)}.stage.handled{color:var(--up)}.stage.waiting,.stage.received,.stage.running{color:var(--warn)}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;padding:.4rem .8rem .4rem 0;border-bottom:1px solid var(--line);white-space:nowrap}th{color:var(--quiet);font-weight:500}
small{color:var(--quiet)}
dialog{border:1px solid var(--line);border-radius:12px;background:var(--card);color:var(--ink);padding:1rem 1.3rem;max-width:28rem}dialog::backdrop{background:rgb(0 0 0/.35)}
#shown{position:relative}#shown button{position:absolute;top:.6rem;right:1.4rem}#json{max-height:28rem}
td.why{white-space:normal;min-width:14rem;overflow-wrap:anywhere}td.act{text-align:right;padding-right:0}
progress{width:9rem;height:.7rem;accent-color:var(--accent)}
`;

/** Refreshes what the page shows; asks before it posts; keeps an administrator's key for this tab alone. */
export const eventsScript = `
const live = document.getElementById("live"), fresh = document.getElementById("fresh"), dialog = document.getElementById("confirm");
let key = sessionStorage.getItem("trunkline-key"), showing = false;
const ask = (path, options = {}) => fetch(path, { ...options, cache: "no-store", headers: { ...options.headers, ...(key ? { authorization: "Bearer " + key } : {}) } });
const refresh = async () => {
  try {
    const response = await ask("/events.html");
    if (response.status === 401 || response.status === 403) return false;
    if (!response.ok) throw new Error(String(response.status));
    live.innerHTML = await response.text();
    fresh.textContent = "As of " + new Date().toLocaleTimeString();
    return true;
  } catch {
    fresh.textContent = "The gateway does not answer. Trying again.";
    return false;
  }
};
const confirmed = (question) => new Promise((resolve) => {
  document.getElementById("question").textContent = question;
  dialog.returnValue = "no";
  dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  dialog.showModal();
});
document.addEventListener("submit", async (event) => {
  if (event.target.id !== "unlock") return;
  event.preventDefault();
  key = document.getElementById("key").value.trim();
  if (await refresh()) sessionStorage.setItem("trunkline-key", key);
  else { key = null; sessionStorage.removeItem("trunkline-key"); document.getElementById("refused").hidden = false; }
});
document.addEventListener("click", async (event) => {
  const { post, question, show } = event.target.dataset;
  if (post) {
    if (!(await confirmed(question))) return;
    const response = await ask(post, { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });
    if (response.status === 401 || response.status === 403) return void promptKey();
    const answer = await response.json().catch(() => ({}));
    await refresh();
    if (!response.ok) fresh.textContent = answer.detail || "It was refused.";
  } else if (event.target.id === "hide") {
    document.getElementById("shown").hidden = true;
    showing = false;
  } else if (show !== undefined) {
    event.preventDefault();
    const response = await ask(event.target.getAttribute("href"));
    if (response.status === 401 || response.status === 403) return void promptKey();
    const shown = document.getElementById("shown");
    document.getElementById("json").textContent = JSON.stringify(await response.json(), null, 2);
    shown.hidden = false;
    showing = true;
    shown.scrollIntoView({ behavior: "smooth", block: "nearest" });
  }
});
const promptKey = () => {
  const given = prompt("This needs a key with the scope admin (tl_…). It is kept for this tab alone.");
  if (given) { key = given.trim(); sessionStorage.setItem("trunkline-key", key); }
};
setInterval(() => { if (!document.hidden && !showing && !dialog.open) refresh(); }, 5000);
if (document.getElementById("unlock") && key) refresh();
`;
