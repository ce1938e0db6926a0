// Drawing, keys and the stream.
function drawHead() {
  const c = M.clock, state = M.current.state;
  document.title = (state ? state + " · " : "") + c.title;
  byID("sentence").textContent = c.sentence;
  const link = M.link === "live" ? stateTag("live", "live") : M.link === "frozen" ? h("span", null, "as of " + new Date(c.taken).toLocaleString("en-GB")) : stateTag("lost", M.link === "ended" ? "the app has stopped answering" : "disconnected");
  byID("status").replaceChildren(h("span", null, c.title), state ? stateTag(state) : "", c.since ? h("span", null, "since " + clockOf(c.since)) : "", h("span", { id: "live" }, link),
    h("span", { class: "spacer" }), isLive ? h("a", { href: "page.html", download: "page.html" }, "Save this page") : "", h("button", { class: "link", type: "button", onclick: help }, "Keys"));
  byID("tabs").replaceChildren(...Object.keys(views).map(v => h("a", { href: "#" + new URLSearchParams({ ...U, view: v }), "aria-current": U.view === v ? "page" : null, onclick: ev => { if (ev.metaKey || ev.ctrlKey) return; ev.preventDefault(); go({ view: v }); } }, titles[v], v === "components" ? " " + M.declared.nodes.length : "")));
}
// draw draws everything anew, and keeps focus and scroll positions.
function draw() {
  readHash();
  tip();
  const main = byID("view"), focus = document.activeElement, canvas = byID("canvas"), scroll = canvas && [canvas.scrollLeft, canvas.scrollTop], same = main.dataset.drawn === U.view + (U.node || "");
  const keep = focus && main.contains(focus) ? focus.id ? "#" + CSS.escape(focus.id) : ["n", "g", "w"].filter(k => focus.dataset[k]).map(k => "[data-" + k + '="' + focus.dataset[k] + '"]')[0] : null;
  const at = focus && focus.selectionStart;
  chunks++;
  drawHead();
  const next = [];
  main.replaceChildren();
  if (M.link === "lost" || M.link === "ended") put(main, h("p", { class: "banner", role: "alert" }, stateTag("lost", "Disconnected"), " The page shows the state of " + clockOf(M.clock.taken) + ". It connects again by itself when the server answers."));
  views[U.view](main);
  drawDetail();
  main.dataset.drawn = U.view + (U.node || "");
  if (same && scroll && byID("canvas")) [byID("canvas").scrollLeft, byID("canvas").scrollTop] = scroll;
  const again = keep && main.querySelector(keep);
  if (again) { again.focus({ preventScroll: true }); if (at != null && again.setSelectionRange && /search|text/.test(again.type)) again.setSelectionRange(at, at); }
}
function help() {
  const d = byID("help");
  d.replaceChildren(h("h2", null, "Keys"), h("dl", null, [["1 – 5", "views"], ["/", "find or filter"], ["↑ ↓ ← →", "from row to row, or from component to component"], ["Enter", "details"], ["g", "neighborhood of the component"], ["[ ]", "smaller and larger depth, or zoom"], ["Esc", "close the details"], ["?", "this list"]].map(r => [h("dt", null, h("kbd", null, r[0])), h("dd", null, r[1])])), h("p", null, h("button", { type: "button", onclick: () => d.close() }, "Close")));
  d.showModal();
}
function move(from, key) {
  const attr = ["n", "w", "g"].find(k => from.dataset[k] != null), all = [...byID("view").querySelectorAll("[data-" + attr + "]")];
  if (attr !== "g") { const to = all[all.indexOf(from) + (key === "ArrowDown" ? 1 : -1)]; if (to) { to.focus(); to.scrollIntoView({ block: "nearest" }); } return; }
  const mid = el => { const b = el.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; }, [x, y] = mid(from);
  const dir = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[key];
  let best, score = Infinity;
  for (const el of all) { const [a, b] = mid(el), along = (a - x) * dir[0] + (b - y) * dir[1], off = Math.abs((a - x) * dir[1]) + Math.abs((b - y) * dir[0]); if (along > 4 && along + 2 * off < score) { best = el; score = along + 2 * off; } }
  if (best) { best.focus(); best.scrollIntoView({ block: "nearest", inline: "nearest" }); }
}
addEventListener("keydown", ev => {
  if (ev.ctrlKey || ev.metaKey || ev.altKey || byID("help").open) return;
  const el = ev.target, typing = /^(INPUT|SELECT|TEXTAREA)$/.test(el.tagName), item = el.dataset && ["n", "w", "g"].some(k => el.dataset[k] != null);
  if (ev.key === "Escape") { if (typing) el.blur(); else if (U.node) go({ node: null }); return; }
  if (typing) return;
  if (item && ev.key.startsWith("Arrow")) { ev.preventDefault(); move(el, ev.key); return; }
  if (item && (ev.key === "Enter" || ev.key === " ")) { ev.preventDefault(); el.dispatchEvent(new MouseEvent("click", { bubbles: true })); return; }
  if (!item && (ev.key === "ArrowDown" || ev.key === "ArrowUp") && el === document.body) { const first = byID("view").querySelector("[data-n],[data-w],[data-g]"); if (first) { ev.preventDefault(); first.focus(); } return; }
  const v = Object.keys(views)[+ev.key - 1];
  if (v) go({ view: v });
  else if (ev.key === "/") { ev.preventDefault(); if (!byID("q")) go({ view: "components" }); byID("q").focus(); byID("q").select(); }
  else if (ev.key === "g" && U.node) go({ view: "graph" });
  else if (ev.key === "?") help();
  else if (ev.key === "[" || ev.key === "]") {
    const up = ev.key === "]";
    if (U.view === "graph") go({ depth: clamp(+(U.depth || 1) + (up ? 1 : -1), 1, 6) }, true);
    if (U.view === "timeline") go({ zoom: clamp(+(U.zoom || 1) * (up ? 2 : .5), 1, 64) }, true);
  }
});
addEventListener("hashchange", draw);
addEventListener("popstate", draw);
let resized;
addEventListener("resize", () => { clearTimeout(resized); resized = setTimeout(draw, 150); });

function setLink(link) { if (M.link !== link) { M.link = link; draw(); } }
function connect() {
  let heard = Date.now(), source;
  const open = () => {
    source = new EventSource("events");
    source.onmessage = ev => {
      heard = Date.now();
      const before = M.clock.sentence, message = JSON.parse(ev.data), wasLost = M.link !== "live";
      M.link = "live";
      take(message);
      if (message.declared || message.current || wasLost || runningSteps().length && U.view !== "components") draw(); else if (before !== M.clock.sentence) drawHead();
    };
    source.addEventListener("end", () => { setLink("ended"); });
    source.onerror = () => { if (M.link === "live") setLink("lost"); if (source.readyState === 2) { source.close(); setTimeout(open, 3000); } };
  };
  open();
  setInterval(() => { if (Date.now() - heard > 40000) { setLink("lost"); heard = Date.now(); source.close(); open(); } }, 5000);
}
take(JSON.parse(dataEl.textContent));
draw();
if (isLive) connect();
