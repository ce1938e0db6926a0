// The waterfall of a start or a stop: work is a bar, waiting a dotted line.
const rowHeight = 20, maxRows = 200;
function timeline(main) {
  const c = M.current, key = U.phase === "stop" && c.stop || !c.start && c.stop ? "stop" : "start", p = c[key];
  if (!p || !p.steps.length) { put(main, nothing(c.measured ? "Nothing has started yet." : "No times: the graph was not started, or no recorder observes the app.")); return; }
  const wall = Math.max(wallOf(p), 1), zoom = clamp(+(U.zoom || 1), 1, 64);
  put(main, h("div", { class: "tools" }, ["start", "stop"].filter(k => c[k]).map(k => h("button", { type: "button", "aria-pressed": String(k === key), disabled: k === key, onclick: () => go({ phase: k }) }, k === "start" ? "Start" : "Stop")),
    h("label", null, "Zoom ", h("button", { type: "button", "aria-label": "Zoom out", onclick: () => go({ zoom: zoom / 2 > 1 ? zoom / 2 : null }, true) }, "−"), " ", h("button", { type: "button", "aria-label": "Zoom in", onclick: () => go({ zoom: Math.min(zoom * 2, 64) }, true) }, "+"), " " + zoom + "×"),
    h("label", null, h("input", { type: "checkbox", checked: U.only === "hooks", onchange: ev => go({ only: ev.target.checked ? "hooks" : null }, true) }), " without constructors"),
    h("label", null, h("input", { type: "checkbox", checked: U.as === "table", onchange: ev => go({ as: ev.target.checked ? "table" : null }, true) }), " as a table")));
  put(main, h("p", { class: "dim" }, (p.wall < 0 ? "Not over after " : p.failed ? "Failed after " : "Took ") + dur(wall) + (p.work ? ", " + dur(p.work) + " of work, at most " + p.peak + " at a time" : "") + (p.concurrent >= 0 ? "; with Concurrent() it would be " + dur(p.concurrent) : "") + "."));
  const rows = new Map();
  for (const s of p.steps) { if (U.only === "hooks" && s.k === "construct") continue; (rows.get(s.n) || rows.set(s.n, []).get(s.n)).push(s); }
  const firstHook = list => (list.find(s => s.k !== "construct") || list[0]).b;
  const list = [...rows].sort((a, b) => firstHook(a[1]) - firstHook(b[1]));
  if (U.as === "table") {
    const all = list.flatMap(r => r[1]), body = h("tbody"), took = s => (s.d < 0 ? wall : s.d) - s.b;
    put(main, h("div", { class: "scroll" }, h("table", null, h("thead", null, h("tr", null, ["Component", "Step", "#Begin", "#Waited", "#Took", "#Slack", "Critical", "Outcome"].map(x => h("th", { scope: "col", class: x[0] === "#" ? "num" : null }, x.replace("#", ""))))), body)));
    inChunks(U.all === "yes" ? all : all.slice(0, maxShown), 40, part => body.append(...part.map(s => h("tr", null, h("td", null, nodeLink(s.n, p)), h("td", null, s.k === "construct" ? "constructor" : s.k + " " + s.h), h("td", { class: "num" }, dur(s.b)), h("td", { class: "num" }, s.b > s.e ? dur(s.b - s.e) : ""), h("td", { class: "num" }, dur(took(s))), h("td", { class: "num" }, dur(s.s)), h("td", null, s.c ? "yes" : ""), h("td", null, s.o)))));
    if (all.length > maxShown && U.all !== "yes") put(main, h("p", { class: "note" }, "The first " + maxShown + ". ", h("button", { type: "button", onclick: () => go({ all: "yes" }, true) }, "Show all " + all.length)));
    return;
  }
  const shown = list.length > maxRows ? new Set([...list].sort((a, b) => sum(b[1]) - sum(a[1])).slice(0, maxRows)) : null;
  const drawn = shown ? list.filter(r => shown.has(r)) : list;
  const left = innerWidth < 560 ? 118 : 210, right = 104, room = Math.max(main.clientWidth - 42, 280), width = left + (room - left - right) * zoom + right, x = us => left + us / wall * (width - left - right);
  const svg = g("svg", { width, height: drawn.length * rowHeight + 30, role: "group", "aria-label": "Waterfall of the " + key },
    g("defs", null, g("pattern", { id: "hatch", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, g("rect", { width: 6, height: 6, fill: "var(--hl)" }), g("rect", { width: 2.5, height: 6, fill: "var(--accent)" }))));
  const raw = wall / (5 * zoom), pow = 10 ** Math.floor(Math.log10(raw)), tick = [1, 2, 5, 10].map(k => k * pow).find(k => k >= raw);
  for (let at = 0; at <= wall; at += tick) svg.append(g("line", { class: "w-grid", x1: x(at), x2: x(at), y1: 18, y2: drawn.length * rowHeight + 24 }), g("text", { class: "dim", x: x(at) + 3, y: 13 }, dur(Math.round(at))));
  const max = left < 200 ? 15 : 28;
  inChunks(drawn.map((r, k) => [r, k]), 80, part => part.forEach(([[n, steps], k]) => {
    const y = 22 + k * rowHeight, name = nameOf(n, p), row = g("g", { class: "row" + (n >= 0 && n === numberOf(U.node) ? " sel" : ""), tabindex: "0", role: "button", "data-w": k, onclick: () => n >= 0 && select(n) });
    const text = name + "\n" + steps.map(s => stepText(s, wall)).join("\n");
    row.setAttribute("aria-label", text);
    row.append(g("rect", { class: "hit", x: 0, y, width, height: rowHeight }), g("text", { x: left - 8, y: y + 14, "text-anchor": "end" }, name.length > max ? name.slice(0, max / 2 - 1) + "…" + name.slice(-max / 2) : name));
    let end = 0, odd = "";
    for (const s of steps) {
      const b = x(s.b), e = x(s.d < 0 ? wall : s.d), bad = ["failed", "abandoned", "returned late"].includes(s.o);
      if (s.b > s.e) row.append(g("line", { class: "w-wait", x1: x(s.e), x2: b, y1: y + 10, y2: y + 10 }));
      row.append(g("rect", { class: (s.k === "construct" ? "w-con" : bad ? "w-bad" : s.d < 0 ? "w-run" : "w-work") + (s.c && !bad ? " w-chain" : ""), x: b, y: y + 5, width: Math.max(e - b, 1.5), height: 10, rx: 1 }));
      if (s.k === "construct" && bad) row.append(g("rect", { class: "w-bad", x: b, y: y + 5, width: Math.max(e - b, 1.5), height: 10 }));
      end = Math.max(end, e);
      if (s.o !== "done") odd = s.o === "runs" ? dur(wall - s.b) + " so far" : s.o;
    }
    const label = odd || dur(sum(steps));
    const fits = end + label.length * 7 + 8 < width;
    row.append(g("text", { class: "dim", x: fits ? end + 5 : end - 5, y: y + 14, "text-anchor": fits ? "start" : "end" }, label));
    row.addEventListener("pointermove", ev => tip(ev, text));
    row.addEventListener("pointerleave", () => tip());
    svg.append(row);
  }));
  put(main, h("div", { class: "canvas", id: "canvas" }, svg), h("p", { class: "legend" }, [["w-work", "work"], ["w-chain", "work on the critical path"], ["w-con", "constructor"], ["w-run", "runs now"], ["w-bad", "failed or abandoned"]].map(([k, w]) => h("span", null, g("svg", { width: 20, height: 10, "aria-hidden": "true" }, g("rect", { class: k, x: 1, y: 1, width: 17, height: 8 })), w)),
    h("span", null, g("svg", { width: 22, height: 10, "aria-hidden": "true" }, g("line", { class: "w-wait", x1: 0, x2: 22, y1: 5, y2: 5 })), "could run, waits")), shown && h("p", { class: "note" }, "The " + maxRows + " components with the longest work of " + list.length + "; the table has all."));
}
const sum = steps => steps.reduce((t, s) => t + (s.d < 0 ? 0 : s.d - s.b), 0);
const stepText = (s, wall) => (s.k === "construct" ? "constructor" : s.k + " " + s.h) + ": " + dur((s.d < 0 ? wall : s.d) - s.b) + " from " + dur(s.b) + (s.b > s.e ? ", waited " + dur(s.b - s.e) : "") + (s.s >= 0 ? ", slack " + dur(s.s) : "") + (s.c ? ", critical" : "") + (s.o === "done" ? "" : ", " + s.o);
function tip(ev, text) {
  let t = byID("tip");
  if (!text) { if (t) t.remove(); return; }
  if (!t) { t = h("div", { id: "tip" }); document.body.append(t); }
  t.textContent = text;
  t.style.left = clamp(ev.clientX + 12, 0, innerWidth - t.offsetWidth - 8) + "px";
  t.style.top = (ev.clientY + 16 + t.offsetHeight > innerHeight ? ev.clientY - t.offsetHeight - 10 : ev.clientY + 16) + "px";
}
