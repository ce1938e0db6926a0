const views = { overview, components, graph, timeline, paths };
const titles = { overview: "Overview", components: "Components", graph: "Neighborhood", timeline: "Start and stop", paths: "Paths" };
const nothing = text => h("p", { class: "empty" }, text);
const table = (heads, rows, caption) => h("div", { class: "scroll" }, h("table", null, caption && h("caption", { class: "note" }, caption),
  h("thead", null, h("tr", null, heads.map(x => h("th", { scope: "col", class: x.startsWith("#") ? "num" : null }, x.replace("#", ""))))),
  h("tbody", null, rows)));

function overview(main) {
  const c = M.current, count = {};
  if (!M.declared.nodes.length) { put(main, nothing("No components: nothing is registered.")); }
  M.declared.nodes.forEach((_, i) => { if (node(i).reached || stateOf(i) !== "declared") count[stateOf(i)] = (count[stateOf(i)] || 0) + 1; });
  const unused = M.declared.nodes.filter(x => !x.reached).length;
  const order = ["failed", "building", "starting", "stopping", "running", "built", "stopped", "declared"];
  put(main, h("div", { class: "counts" }, order.filter(s => count[s]).map(s => h("a", { class: "st s-" + s, href: "#view=components&state=" + s, onclick: ev => { ev.preventDefault(); go({ view: "components", state: s, q: null }); } }, icon(s), h("b", null, count[s]), s)),
    unused > 0 && h("span", { class: "dim" }, h("b", null, unused), " no root needs")));
  const running = runningSteps();
  if (running.length) put(main, h("h2", null, "Waited for now"), table(["Component", "In", "#For", "What waits for it"], running.slice(0, 12).map(r => {
    const w = waitersOf(r.s.n, r.key === "stop");
    return h("tr", null, h("td", null, nodeLink(r.s.n, r.phase)), h("td", null, r.s.k === "construct" ? "constructor" : r.s.h + " (" + r.s.k + ")"), h("td", { class: "num" }, dur(r.took)),
      h("td", null, w.length ? listOf(w, 3) : h("span", { class: "dim" }, "nothing")));
  })), running.length > 12 && h("p", { class: "note" }, "and " + (running.length - 12) + " more"));
  const bad = c.failures.filter(f => !f.warning), warned = c.failures.filter(f => f.warning);
  const others = c.states.map((s, i) => s === "failed" && !M.failed.has(i) ? i : -1).filter(i => i >= 0);
  const cutShort = others.filter(wasCutShort), silent = others.filter(i => !wasCutShort(i));
  if (bad.length || others.length) put(main, h("h2", null, bad.length || silent.length ? "Failed" : "Cut short"), bad.slice(0, 20).map(failureBox), cutShort.length > 0 && h("p", { class: "note" }, bad.length || silent.length ? "Cut short by that: " : "Their start was canceled: ", listOf(cutShort, 8)), silent.slice(0, 20).map(i => h("div", { class: "box" }, stateTag("failed"), " ", nodeLink(i), h("span", { class: "dim" }, c.measured ? "" : " – no recorder has its error"))));
  if (c.leftOut) put(main, h("p", { class: "note" }, "and " + c.leftOut + " more failures or warnings"));
  if (c.result && !bad.length) put(main, h("h2", null, "Result of the run"), h("div", { class: "box" }, h("pre", null, c.result)));
  if (M.declared.problems.length) put(main, h("h2", null, "Problems"), M.declared.problems.map(p => h("div", { class: "box" }, h("b", null, p.slug), h("pre", null, p.whole))));
  if (warned.length) put(main, h("h2", null, "Warnings"), warned.slice(-8).map(failureBox));
  const cols = h("div", { class: "cols" });
  put(main, cols, reportBox());
  for (const key of ["start", "stop"]) {
    const p = c[key];
    if (!p || !p.parts.length) continue;
    const top = p.parts.filter(x => x.own > 0).sort((a, b) => b.own - a.own).slice(0, 8), most = top.length ? top[0].own : 1;
    put(cols, h("section", null, h("h2", null, "Slowest at " + key), table(["Component", "#Own time", "", "#Slack"], top.map(x => h("tr", null, h("td", null, nodeLink(x.n, p)), h("td", { class: "num" }, dur(x.own)),
      h("td", { width: "30%" }, h("span", { class: "meter" + (x.chain ? " chain" : ""), width_: (x.own / most * 100) + "%" })), h("td", { class: "num" }, x.slack < 0 ? "" : dur(x.slack))))),
      h("p", { class: "note" }, p.wall >= 0 ? "Took " + dur(p.wall) + ", with " + dur(p.work) + " of work; the colored bars are on the critical path." : "Not over yet.", " ", h("a", { href: "#view=timeline&phase=" + key }, "Show all"))));
  }
  const modules = new Map();
  M.declared.nodes.forEach((x, i) => { const m = modules.get(x.module) || { n: 0, up: 0, bad: 0, own: 0 }; m.n++; m.up += ["running", "built"].includes(stateOf(i)) ? 1 : 0; m.bad += stateOf(i) === "failed" ? 1 : 0; m.own += (M.part.get(i) || { own: 0 }).own; modules.set(x.module, m); });
  if (modules.size > 1) put(cols, h("section", null, h("h2", null, "Modules"), table(["Module", "#Components", "#Up", "#Own time"], [...modules].sort((a, b) => a[0] < b[0] ? -1 : 1).slice(0, 40).map(([name, m]) => h("tr", null,
    h("td", null, h("button", { class: "link", type: "button", onclick: () => go({ view: "components", module: name || "-", q: null, state: null }) }, name || "(no module)")), h("td", { class: "num" }, m.n), h("td", { class: "num" }, m.up, m.bad ? h("span", { class: "s-failed" }, " " + m.bad + " failed") : ""), h("td", { class: "num" }, dur(m.own)))))));
}
function failureBox(f) {
  return h("div", { class: "box" + (f.warning ? " warn" : "") }, stateTag(f.warning ? "warn" : "failed", opWords[f.op] || f.op), " ", f.node >= 0 ? nodeLink(f.node) : f.name, f.hook ? " " + f.hook : "", h("span", { class: "dim" }, " at " + clockOf(f.at)), h("pre", null, f.text));
}
const listOf = (list, most) => [list.slice(0, most).map((j, k) => [k ? ", " : "", nodeLink(j)]), list.length > most ? " and " + (list.length - most) + " more" : ""];
const opWords = { constructed: "constructor failed", started: "start failed", drained: "drain failed", stopped: "stop failed", cleaned: "cleanup failed", finished: "task failed", restarting: "task restarted" };
const wasCutShort = i => ((M.current.start || emptyPhase).steps).some(s => s.n === i && s.o === "cut short");
let reportText = null;
function reportBox() {
  if (M.current.report) return h("section", null, h("h2", null, "What runs, with stacks"), h("pre", null, M.current.report));
  if (!isLive) return null;
  return h("section", null, h("h2", null, "What runs, with stacks"), h("p", { class: "note" }, h("button", { type: "button", onclick: async () => {
    try { const r = await fetch("report"); reportText = await r.text(); } catch (e) { reportText = "The report could not be read: the server does not answer."; }
    draw();
  } }, reportText ? "Read again" : "Read the report"), " Stacks pause the program for a moment, so they are read on request."), reportText && h("pre", null, reportText));
}

const columns = [
  { key: "name", title: "Component", of: (x, i) => x.name.toLowerCase() },
  { key: "state", title: "State", of: (x, i) => stateOf(i) },
  { key: "kind", title: "Kind", of: x => x.kind, opt: true },
  { key: "module", title: "Module", of: x => x.module, opt: true },
  { key: "own", title: "Own time", num: true, of: (x, i) => (M.part.get(i) || { own: -1 }).own },
  { key: "wait", title: "Wait", num: true, of: (x, i) => (M.part.get(i) || { wait: -1 }).wait },
  { key: "slack", title: "Slack", num: true, of: (x, i) => (M.part.get(i) || { slack: -1 }).slack, opt: true },
  { key: "place", title: "Place", of: x => lineOf(x), opt: true },
];
// maxShown is the number of rows that a table has at first: the layout of longer ones takes time.
const maxShown = 100;
function components(main) {
  const nodes = M.declared.nodes;
  if (!nodes.length) { put(main, nothing("No components: nothing is registered.")); return; }
  const states = uniq(M.current.states), modules = uniq(nodes.map(x => x.module)).sort(), packages = uniq(nodes.map(packageOf)).sort(), tags = uniq(nodes.map(x => x.parallel)).filter(Boolean).sort();
  const choice = (key, label, list) => list.length > 1 && h("select", { "aria-label": label, onchange: ev => go({ [key]: ev.target.value }, true) }, h("option", { value: "" }, "any " + label), list.map(v => h("option", { value: v || "-", selected: U[key] === (v || "-") }, v || "(none)")));
  put(main, h("div", { class: "tools" }, h("input", { type: "search", id: "q", placeholder: "Filter by text  /", "aria-label": "Filter by text", value: U.q || "", oninput: ev => go({ q: ev.target.value }, true) }),
    choice("state", "state", states), choice("kind", "kind", uniq(nodes.map(x => x.kind))), choice("module", "module", modules), choice("package", "package", packages), choice("tag", "tag", tags), h("span", { class: "dim", role: "status", id: "found" })));
  const words = (U.q || "").toLowerCase().split(/\s+/).filter(Boolean), is = (want, v) => !want || want === (v || "-");
  const shown = nodes.map((x, i) => i).filter(i => {
    const x = node(i);
    if (!is(U.state, stateOf(i)) || !is(U.kind, x.kind) || !is(U.module, x.module) || !is(U.package, packageOf(x)) || !is(U.tag, x.parallel)) return false;
    const text = (x.id + " " + x.name + " " + x.module + " " + lineOf(x) + " " + x.parallel + " " + x.gives.map(k => k.key).join(" ")).toLowerCase();
    return words.every(w => text.includes(w));
  });
  const by = columns.find(c => c.key === (U.sort || "").replace("-", "")), down = (U.sort || "").startsWith("-");
  if (by) shown.sort((a, b) => { const x = by.of(node(a), a), y = by.of(node(b), b); return (x < y ? -1 : x > y ? 1 : a - b) * (down ? -1 : 1); });
  const body = h("tbody"), chosen = numberOf(U.node);
  put(main, shown.length ? h("div", { class: "scroll" }, h("table", null, h("thead", null, h("tr", null, columns.map(c => h("th", { scope: "col", class: [c.num ? "num" : "", c.opt ? "opt" : ""].join(" "), "aria-sort": by === c ? (down ? "descending" : "ascending") : null },
    h("button", { type: "button", onclick: () => go({ sort: by === c ? (down ? (c.num ? c.key : null) : (c.num ? null : "-" + c.key)) : (c.num ? "-" : "") + c.key }, true) }, c.title, by === c ? (down ? " ↓" : " ↑") : ""))))), body)) : nothing("No component matches. Remove a filter."));
  byID("found").textContent = shown.length === nodes.length ? plural(nodes.length, "component") : shown.length + " of " + plural(nodes.length, "component");
  const row = i => {
    const x = node(i), p = M.part.get(i) || { own: -1, wait: -1, slack: -1 };
    return h("tr", { "data-n": i, tabindex: "0", class: i === chosen ? "sel" : null, "aria-selected": i === chosen ? "true" : null, onclick: () => select(i) },
      h("td", null, x.name, x.private ? h("span", { class: "dim" }, " private") : "", x.replacedBy.length ? h("span", { class: "dim" }, " replaced") : ""), h("td", null, stateTag(stateOf(i)), !x.reached ? h("span", { class: "dim" }, " unused") : ""), h("td", { class: "opt" }, x.kind), h("td", { class: "opt" }, x.module),
      h("td", { class: "num" }, dur(p.own)), h("td", { class: "num" }, dur(p.wait)), h("td", { class: "num opt" }, dur(p.slack)), h("td", { class: "opt code" }, lineOf(x)));
  };
  const most = U.all === "yes" ? shown.length : Math.min(shown.length, maxShown);
  inChunks(shown.slice(0, most), 40, part => body.append(...part.map(row)));
  if (most < shown.length) put(main, h("p", { class: "note" }, "The first " + most + ". ", h("button", { type: "button", onclick: () => go({ all: "yes" }, true) }, "Show all " + shown.length)));
}
// inChunks leaves time for input between the parts of a long list.
let chunks = 0;
function inChunks(list, size, add) {
  const run = ++chunks;
  const next = at => { if (run !== chunks) return; add(list.slice(at, at + size)); if (at + size < list.length) setTimeout(() => next(at + size), 0); };
  next(0);
}

function picker(key, label) {
  const i = numberOf(U[key]);
  return h("label", null, label + " ", h("input", { type: "text", list: "names", id: "pick-" + key, placeholder: "name of a component", value: i == null ? "" : node(i).name, onchange: ev => { const j = findNode(ev.target.value); go({ [key]: j == null ? null : node(j).id }); } }));
}
const namesList = () => h("datalist", { id: "names" }, M.declared.nodes.slice(0, 3000).map(x => h("option", { value: x.name })));
function findNode(text) {
  const t = text.trim().toLowerCase();
  if (!t) return undefined;
  const at = f => { const k = M.declared.nodes.findIndex(f); return k < 0 ? undefined : k; };
  return at(x => x.id === text || x.name === text) ?? at(x => x.name.toLowerCase() === t) ?? at(x => x.name.toLowerCase().includes(t)) ?? at(x => x.gives.some(k => k.key.toLowerCase().includes(t)));
}
function paths(main) {
  const a = numberOf(U.from), b = numberOf(U.to);
  put(main, h("div", { class: "tools" }, picker("from", "From"), picker("to", "to"), h("button", { type: "button", onclick: () => go({ from: U.to, to: U.from }) }, "Swap"), namesList()));
  if (a == null || b == null) { put(main, nothing("Why does one component need another? Choose both.")); return; }
  const { list, more } = pathsBetween(a, b, 100);
  if (!list.length) {
    const back = pathsBetween(b, a, 1).list.length;
    put(main, nothing(node(a).name + " does not need " + node(b).name + ", directly or through others." + (back ? " The reverse is true: swap them." : "")));
    return;
  }
  put(main, h("p", null, plural(list.length, "path") + (more ? " and more" : "") + ", the shortest first."), h("ol", { class: "paths" }, list.map(path => h("li", null, path.map((n, k) => {
    if (!k) return nodeLink(n);
    const e = M.out[path[k - 1]].find(x => x.t === n);
    return [h("span", { class: "arr", title: e.k }, e.k === "order" ? " after " : " needs " + e.y + " of "), nodeLink(n)];
  })))));
}

function drawDetail() {
  const aside = byID("detail"), i = numberOf(U.node);
  aside.hidden = i == null;
  if (i == null) { aside.replaceChildren(); return; }
  const x = node(i), f = M.failed.get(i), p = M.part.get(i), top = aside.scrollTop;
  const section = (title, ...kids) => [h("h3", null, title), ...kids];
  const stepsOf = key => (M.current[key] || emptyPhase).steps.map(s => ({ s, key })).filter(r => r.s.n === i);
  const steps = [...stepsOf("start"), ...stepsOf("stop")];
  const users = M.in[i];
  aside.replaceChildren();
  put(aside,
    h("button", { class: "close", type: "button", "aria-label": "Close details", onclick: () => go({ node: null }) }, "×"),
    h("h2", null, x.name), h("p", null, stateTag(stateOf(i)), " ", h("span", { class: "dim" }, x.kind + (x.private ? ", private to " + x.private : "") + (x.reached ? "" : ", no root needs it"))),
    h("p", null, h("button", { type: "button", onclick: () => go({ view: "graph" }) }, "Neighborhood"), " ", h("button", { type: "button", onclick: () => go({ view: "paths", from: x.id, to: null }) }, "Paths from"), " ", h("button", { type: "button", onclick: () => go({ view: "paths", to: x.id, from: U.from === x.id ? null : U.from }) }, "Paths to")),
    ...(f ? [h("div", { class: "box" }, stateTag("failed", opWords[f.op] || f.op), " ", f.hook, h("pre", null, f.text))] : []),
    h("dl", null, [["Provided at", x.place], ["Function at", x.source], ["Id", x.id], ["Module", x.module], ["Parallel group", x.parallel], ["Construction", x.seq ? "number " + x.seq : ""], ["Replaces", x.replaces.join(", ")], ["Replaced by", x.replacedBy.join(", ")],
      ["Own time", p && dur(p.own)], ["Wait", p && dur(p.wait)], ["Slack", p && p.slack >= 0 ? dur(p.slack) + " longer without effect" : ""], ["Start without it", p && p.without >= 0 ? dur(p.without) : ""]].filter(r => r[1]).map(r => [h("dt", null, r[0]), h("dd", { class: /at$|Id/.test(r[0]) ? "code" : null }, r[1])])),
    ...(x.gives.length ? section(x.kind === "decorator" ? "Decorates" : "Gives", h("ul", null, x.gives.map(k => h("li", { class: "code", title: k.type }, k.key, k.type.includes("/") ? h("div", { class: "dim" }, k.type) : "")))) : []),
    ...(x.needs.length ? section("Parameters", h("ul", null, x.needs.map(n => h("li", null, h("span", { class: "code" }, n.key), " ", n.from.length ? ["from ", n.from.map((j, k) => [k ? ", " : "", nodeLink(j)])] : n.group ? h("span", { class: "dim" }, "no members") : n.optional ? h("span", { class: "dim" }, "absent (optional)") : h("b", { class: "s-failed" }, "missing"), n.soft ? h("span", { class: "dim" }, " (soft)") : "")))) : []),
    ...(M.out[i].some(e => e.k === "order") ? section("Starts after", h("ul", null, M.out[i].filter(e => e.k === "order").map(e => h("li", null, nodeLink(e.t))))) : []),
    ...section("Dependents", users.length ? h("ul", null, users.slice(0, 60).map(e => h("li", null, nodeLink(e.f), h("span", { class: "dim" }, e.k === "value" ? "" : " (" + e.k + ")")))) : h("p", { class: "dim" }, "nothing depends on it"), users.length > 60 && h("p", { class: "note" }, "and " + (users.length - 60) + " more")),
    ...(x.hooks.length ? section("Hooks, tasks and checks", h("ul", null, x.hooks.map(k => h("li", null, k.kind + " " + k.name, h("div", { class: "dim code" }, k.place))))) : []),
    ...(steps.length ? section("Times", table(["Step", "#Begin", "#Waited", "#Took", ""], steps.map(({ s, key }) => h("tr", null, h("td", null, s.k === "construct" ? "constructor" : s.k + " " + s.h), h("td", { class: "num" }, dur(s.b)), h("td", { class: "num" }, s.b > s.e ? dur(s.b - s.e) : ""), h("td", { class: "num" }, dur(s.d < 0 ? wallOf(M.current[key]) - s.b : s.d - s.b)), h("td", { class: ["failed", "abandoned"].includes(s.o) ? "s-failed" : "dim" }, s.o === "done" ? "" : s.o))))) : []));
  aside.scrollTop = top;
}
