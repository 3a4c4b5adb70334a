/** Style of the first page. */
export const homeStyle = `
:root{--ink:#17201c;--paper:#f7f8f6;--card:#fff;--line:#dfe4e0;--quiet:#5c6962;--up:#1f8a53;--warn:#b7791f;--bad:#c23b3b;--off:#7d8983;--accent:#0f6b4a}
@media(prefers-color-scheme:dark){:root{--ink:#e6ece8;--paper:#111614;--card:#1a211e;--line:#2d3833;--quiet:#98a59e;--up:#4cc38a;--warn:#e0a33e;--bad:#ef7272;--off:#7d8983;--accent:#6fd3a8}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,sans-serif}
header,main,footer{max-width:60rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:3rem}h1{margin:0;font-size:2.1rem;letter-spacing:-.02em}header p{margin:.2rem 0 0}
h2{margin:2.5rem 0 .5rem;font-size:1.25rem}h3{margin:1.2rem 0 .3rem;font-size:1rem}p{margin:.35rem 0}
.lead{font-size:1.05rem}.quiet{color:var(--quiet);font-size:.88rem}
.cards{list-style:none;margin:1rem 0 0;padding:0;display:grid;gap:1rem;grid-template-columns:repeat(auto-fill,minmax(17rem,1fr))}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1rem 1.1rem;--state:var(--up)}
.card.degraded,.card.needs_reauth{--state:var(--warn)}.card.down{--state:var(--bad)}.card.disabled{--state:var(--off)}
.card h3{margin:0 0 .3rem;display:flex;align-items:center;gap:.5rem}.card small{font-weight:400;color:var(--quiet)}
.card strong{color:var(--state)}.dot{width:.65rem;height:.65rem;border-radius:50%;background:var(--state)}
.reason{overflow-wrap:anywhere}
.tag{border:1px solid var(--line);border-radius:99px;padding:.05rem .55rem;font-size:.78rem;color:var(--quiet);margin-left:.4rem}
.tag.live{border-color:var(--accent);color:var(--accent)}
.quota{display:grid;grid-template-columns:auto 1fr auto;gap:.6rem;align-items:center;font-size:.82rem;color:var(--quiet);margin:.45rem 0}
meter{width:100%;height:.7rem}
details{margin:.45rem 0}summary{cursor:pointer;font-size:.82rem;color:var(--quiet)}
.copyable{position:relative}
pre{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:.9rem 1rem;overflow:auto;font:13px/1.5 ui-monospace,monospace;margin:.5rem 0}
button{font:inherit;font-size:.82rem;border:1px solid var(--line);background:var(--paper);color:inherit;border-radius:8px;padding:.25rem .7rem;cursor:pointer}
.copyable button{position:absolute;top:.6rem;right:.6rem}
input{font:inherit;padding:.35rem .6rem;border:1px solid var(--line);border-radius:8px;background:var(--card);color:inherit;width:min(24rem,60vw)}
code{font:.9em ui-monospace,monospace}a{color:var(--accent)}
nav{display:flex;flex-wrap:wrap;gap:.4rem 1.4rem;margin:2.5rem 0 1rem}footer{padding-bottom:3rem}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
`;

/** Refreshes the state of the page by asking for it again, keeping unfolded what is; copies; keeps an administrator's key for this tab alone. */
export const homeScript = `
const live = document.getElementById("live"), fresh = document.getElementById("fresh");
let key = sessionStorage.getItem("trunkline-key");
const refresh = async () => {
  try {
    const response = await fetch("/connections.html", { headers: key ? { authorization: "Bearer " + key } : {}, cache: "no-store" });
    if (response.status === 401 || response.status === 403) return false;
    if (!response.ok) throw new Error(String(response.status));
    const text = await response.text();
    const unfolded = new Set(Array.from(live.querySelectorAll("details[open]"), ({ dataset }) => dataset.of));
    live.innerHTML = text;
    for (const details of live.querySelectorAll("details")) details.open = unfolded.has(details.dataset.of);
    fresh.textContent = "As of " + new Date().toLocaleTimeString();
    return true;
  } catch {
    fresh.textContent = "The gateway does not answer. Trying again.";
    return false;
  }
};
document.addEventListener("submit", async (event) => {
  if (event.target.id !== "unlock") return;
  event.preventDefault();
  key = document.getElementById("key").value.trim();
  const isOpen = await refresh();
  if (isOpen) sessionStorage.setItem("trunkline-key", key);
  else { key = null; sessionStorage.removeItem("trunkline-key"); document.getElementById("refused").hidden = false; }
});
document.addEventListener("click", async (event) => {
  if (!event.target.matches("[data-copy]")) return;
  await navigator.clipboard.writeText(event.target.previousElementSibling.textContent);
  event.target.textContent = "Copied";
  setTimeout(() => { event.target.textContent = "Copy"; }, 1500);
});
refresh();
setInterval(() => { if (!document.hidden) refresh(); }, 5000);
`;
