// The data of the page, see wire.go.
const dataEl = byID("data");
const isLive = dataEl.dataset.live === "yes";
const M = { clock: {}, declared: { nodes: [], edges: [], problems: [] }, current: { states: [] }, link: isLive ? "live" : "frozen", lostAt: 0, at: Date.now() };
const emptyPhase = { steps: [], parts: [], chain: [], unknown: [], wall: 0 };

function take(message) {
  M.clock = message.clock;
  M.at = Date.now();
  if (message.declared) { M.declared = message.declared; index(); }
  if (message.current) { M.current = message.current; indexCurrent(); }
}
function index() {
  const n = M.declared.nodes.length;
  M.out = Array.from({ length: n }, () => []);
  M.in = Array.from({ length: n }, () => []);
  M.number = new Map(M.declared.nodes.map((x, i) => [x.id, i]));
  for (const e of M.declared.edges) { M.out[e.f].push(e); M.in[e.t].push(e); }
}
function indexCurrent() {
  M.part = new Map();
  for (const p of (M.current.start || emptyPhase).parts) M.part.set(p.n, p);
  M.failed = new Map();
  for (const f of M.current.failures) if (f.node >= 0 && !f.warning && !M.failed.has(f.node)) M.failed.set(f.node, f);
}
const node = i => M.declared.nodes[i];
const stateOf = i => M.current.states[i] || "declared";
const nameOf = (i, phase) => i >= 0 ? node(i).name : ((phase.unknown || [])[-i - 1] || { name: "?" }).name;
const packageOf = x => { const s = x.name, at = s.indexOf("."); return at > 0 ? s.slice(0, at) : ""; };
const lineOf = x => x.source || x.place;
const uniq = list => [...new Set(list)];
const needsOf = i => uniq(M.out[i].map(e => e.t)).filter(t => t !== i);
const usersOf = i => uniq(M.in[i].map(e => e.f)).filter(f => f !== i);

// wallOf returns how long a phase took, or takes so far.
function wallOf(phase) {
  if (phase.wall >= 0) return phase.wall;
  const began = phase === M.current.stop ? M.clock.stopped : M.clock.started;
  if (began) return (M.clock.taken - began) * 1e3;
  return phase.steps.reduce((m, s) => Math.max(m, s.b, s.d), 0);
}
// runningSteps returns what runs now, the longest first.
function runningSteps() {
  const list = [];
  for (const key of ["start", "stop"]) {
    const p = M.current[key];
    if (!p || p.wall >= 0) continue;
    for (const s of p.steps) if (s.d < 0) list.push({ s, phase: p, key, took: Math.max(wallOf(p) - s.b, 0) });
  }
  return list.sort((a, b) => b.took - a.took);
}
// waitersOf returns the components that wait for one, the nearest first.
function waitersOf(i, stopping) {
  if (i < 0) return [];
  const over = stopping ? ["stopped", "failed"] : ["running", "stopping", "stopped", "failed"];
  const next = stopping ? needsOf : usersOf, seen = new Set([i]), list = [];
  for (let queue = [i]; queue.length;) {
    const at = queue.shift();
    for (const j of next(at)) { if (seen.has(j)) continue; seen.add(j); if (over.includes(stateOf(j)) || !node(j).reached) continue; queue.push(j); if (node(j).hooks.length || stateOf(j) === "declared") list.push(j); }
  }
  return list;
}
// pathsBetween returns simple paths along dependencies, the shortest first.
function pathsBetween(from, to, most) {
  const dist = new Map([[to, 0]]);
  for (let queue = [to], k = 0; k < queue.length; k++) for (const j of usersOf(queue[k])) if (!dist.has(j)) { dist.set(j, dist.get(queue[k]) + 1); queue.push(j); }
  if (!dist.has(from)) return { list: [], more: false };
  const buckets = [], list = []; let work = 0;
  const add = (n, before, length) => { const t = length + dist.get(n); (buckets[t] ||= []).push({ n, before, length }); };
  add(from, null, 0);
  for (let t = 0; t < buckets.length; t++) {
    const b = buckets[t];
    while (b && b.length) {
      if (++work > 2e4 || list.length > most) return { list: list.slice(0, most), more: true };
      const p = b.pop();
      if (p.n === to) { const path = []; for (let q = p; q; q = q.before) path.unshift(q.n); list.push(path); continue; }
      for (const j of needsOf(p.n).reverse()) {
        let again = !dist.has(j);
        for (let q = p; q && !again; q = q.before) again = q.n === j;
        if (!again) add(j, p, p.length + 1);
      }
    }
  }
  return { list: list.slice(0, most), more: list.length > most };
}
// The view in the hash of the URL.
const U = { view: "overview" };
function readHash() {
  for (const k in U) delete U[k];
  for (const [k, v] of new URLSearchParams(location.hash.slice(1))) U[k] = v;
  if (!views[U.view]) U.view = "overview";
}
function go(changes, replace) {
  const next = { ...U, ...changes };
  for (const k in next) if (next[k] == null || next[k] === "") delete next[k];
  const hash = "#" + new URLSearchParams(next);
  if (hash === location.hash) return;
  if (replace) history.replaceState(null, "", hash); else history.pushState(null, "", hash);
  draw();
}
const numberOf = id => id == null ? undefined : M.number.get(id);
const select = i => go({ node: node(i).id });
const nodeLink = (i, phase) => i < 0 ? nameOf(i, phase || emptyPhase) : h("button", { class: "link", type: "button", onclick: ev => { ev.stopPropagation(); select(i); } }, node(i).name);
