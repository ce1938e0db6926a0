// The neighborhood of one component. The whole graph is never drawn.
const maxDrawn = 60;
function neighbors(focus, depth, side) {
  const at = new Map([[focus, 0]]), full = { n: 0 };
  const walk = next => {
    let layer = [focus];
    for (let d = 1; d <= depth; d++) {
      const after = [];
      for (const i of layer) for (const j of next(i)) {
        if (at.has(j)) continue;
        if (at.size >= maxDrawn) { full.n++; continue; }
        at.set(j, d); after.push(j);
      }
      layer = after;
    }
  };
  if (side !== "users") walk(needsOf);
  if (side !== "needs") walk(usersOf);
  return { at, leftOut: full.n };
}
const arrowIDs = ["value", "group", "soft", "optional", "decorate", "order"];
function arrows() {
  return g("defs", null, arrowIDs.map(k => g("marker", { id: "m-" + k, viewBox: "0 0 8 8", refX: 7.5, refY: 4, markerWidth: k === "group" || k === "soft" ? 9 : 8, markerHeight: k === "group" || k === "soft" ? 9 : 8, markerUnits: "userSpaceOnUse", orient: "auto" },
    g("path", { class: "arrow a-" + k, d: k === "decorate" ? "M0 4 4 1 8 4 4 7z" : "M0 .5 8 4 0 7.5z" }))));
}
const edgeWords = { value: "value", group: "member of a group", soft: "soft group", optional: "optional value", decorate: "decorates", order: "order only" };
function graph(main) {
  const nodes = M.declared.nodes;
  if (!nodes.length) { put(main, nothing("No components: nothing is registered.")); return; }
  const depth = clamp(+(U.depth || 1), 1, 6), side = U.side || "both", i = numberOf(U.node);
  put(main, h("div", { class: "tools" }, h("label", null, "Component ", h("input", { type: "text", list: "names", id: "q", value: i == null ? "" : node(i).name, placeholder: "name of a component  /", onchange: ev => { const j = findNode(ev.target.value); if (j != null) select(j); } })),
    h("label", null, "Depth ", h("input", { type: "range", min: 1, max: 6, value: depth, id: "depth", onchange: ev => go({ depth: ev.target.value }, true) }), " " + depth),
    h("select", { "aria-label": "direction", onchange: ev => go({ side: ev.target.value }, true) }, [["both", "needs and dependents"], ["needs", "what it needs"], ["users", "what depends on it"]].map(o => h("option", { value: o[0], selected: side === o[0] }, o[1]))),
    h("label", null, h("input", { type: "checkbox", checked: U.modules !== "no", onchange: ev => go({ modules: ev.target.checked ? null : "no" }, true) }), " modules"),
    h("label", null, h("input", { type: "checkbox", checked: U.as === "table", onchange: ev => go({ as: ev.target.checked ? "table" : null }, true) }), " as a table"), namesList()));
  if (i == null) {
    const most = nodes.map((_, j) => j).sort((a, b) => M.out[b].length + M.in[b].length - M.out[a].length - M.in[a].length).slice(0, 12);
    put(main, h("p", null, "Choose a component. The best connected:"), h("ul", null, most.map(j => h("li", null, nodeLink(j), h("span", { class: "dim" }, " needs " + needsOf(j).length + ", " + plural(usersOf(j).length, "dependent"))))));
    return;
  }
  const { at, leftOut } = neighbors(i, depth, side);
  const edges = M.declared.edges.filter(e => at.has(e.f) && at.has(e.t) && e.f !== e.t);
  if (U.as === "table") { put(main, table(["Component", "Relation", "Needs", "Value"], edges.map(e => h("tr", null, h("td", null, nodeLink(e.f)), h("td", null, edgeWords[e.k]), h("td", null, nodeLink(e.t)), h("td", { class: "code" }, e.y))))); return; }
  const kinds = arrowIDs.filter(k => edges.some(e => e.k === k));
  const drawing = layout(i, at, edges);
  put(main, h("div", { class: "canvas", id: "canvas" }, drawing.svg), h("p", { class: "legend" }, kinds.map(k => h("span", null, g("svg", { width: 34, height: 10, "aria-hidden": "true" }, g("path", { class: "e e-" + k, d: "M1 5H30", "marker-end": "url(#m-" + k + ")" })), edgeWords[k])),
    [...at.keys()].some(j => node(j).private) && h("span", null, "dashed border: private"), [...at.keys()].some(j => node(j).kind === "decorator") && h("span", null, "◆ decorator"), [...at.keys()].some(j => node(j).parallel) && h("span", null, "∥ parallel group"), h("span", null, "An arrow points to what is needed.")),
    leftOut > 0 && h("p", { class: "note" }, plural(leftOut, "further component") + " at this depth not drawn; the limit is " + maxDrawn + ". Reduce the depth, or choose one direction."));
  const box = byID("canvas");
  box.scrollLeft = drawing.x - box.clientWidth / 2; box.scrollTop = drawing.y - box.clientHeight / 2;
}
// second is the second line of a component.
function second(i) {
  const x = node(i), p = M.part.get(i), text = stateOf(i) + (x.kind === "constructor" ? "" : " " + x.kind) + (x.parallel ? " ∥" + x.parallel : "") + (p && p.own > 0 ? " " + dur(p.own) : "");
  return text.length > 34 ? text.slice(0, 33) + "…" : text;
}
function layout(focus, at, edges) {
  const G = new dagre.graphlib.Graph({ compound: true }), withModules = U.modules !== "no";
  G.setGraph({ rankdir: at.size > 14 || innerWidth < 700 ? "LR" : "TB", nodesep: 16, ranksep: 46, marginx: 14, marginy: 14 });
  G.setDefaultEdgeLabel(() => ({}));
  const short = x => x.name.length > 34 ? x.name.slice(0, 15) + "…" + x.name.slice(-17) : x.name;
  for (const j of at.keys()) {
    const x = node(j);
    G.setNode("n" + j, { width: Math.max(Math.max(short(x).length, second(j).length) * 7.1 + 44, 90), height: 40 });
    if (withModules && x.module) { if (!G.hasNode("m" + x.module)) G.setNode("m" + x.module, {}); G.setParent("n" + j, "m" + x.module); }
  }
  const pairs = new Map();
  for (const e of edges) { const k = e.f + ">" + e.t; if (!pairs.has(k) || e.k !== "order") pairs.set(k, e); }
  for (const e of pairs.values()) G.setEdge("n" + e.f, "n" + e.t);
  dagre.layout(G);
  const size = G.graph(), svg = g("svg", { width: Math.ceil(size.width), height: Math.ceil(size.height), role: "group", "aria-label": "Neighborhood of " + node(focus).name }, arrows());
  for (const id of G.nodes()) if (id[0] === "m") { const b = G.node(id); svg.append(g("g", { class: "cl" }, g("rect", { x: b.x - b.width / 2, y: b.y - b.height / 2, width: b.width, height: b.height, rx: 6 }), g("text", { class: "dim", x: b.x - b.width / 2 + 7, y: b.y - b.height / 2 + 13 }, id.slice(1)))); }
  for (const e of pairs.values()) {
    const p = G.edge("n" + e.f, "n" + e.t).points;
    let d = "M" + p[0].x + " " + p[0].y;
    for (let k = 1; k < p.length - 1; k++) { const m = k < p.length - 2 ? { x: (p[k].x + p[k + 1].x) / 2, y: (p[k].y + p[k + 1].y) / 2 } : p[k + 1]; d += "Q" + p[k].x + " " + p[k].y + " " + m.x + " " + m.y; }
    if (p.length < 3) d += "L" + p[p.length - 1].x + " " + p[p.length - 1].y;
    svg.append(g("path", { class: "e e-" + e.k, d, "marker-end": "url(#m-" + e.k + ")" }, g("title", null, node(e.f).name + " → " + node(e.t).name + ": " + edgeWords[e.k] + (e.y ? " " + e.y : ""))));
  }
  for (const j of at.keys()) {
    const x = node(j), b = G.node("n" + j), s = stateOf(j);
    svg.append(g("g", { class: "n k-" + x.kind + " s-" + s + (j === focus ? " focus" : "") + (x.private ? " private" : "") + (x.reached ? "" : " unused"), transform: "translate(" + (b.x - b.width / 2) + " " + (b.y - b.height / 2) + ")", tabindex: "0", role: "button", "data-g": j, "aria-label": x.name + ", " + second(j), onclick: () => select(j) },
      g("title", null, x.id), g("rect", { width: b.width, height: b.height, rx: 5 }), g("g", { class: "ic", transform: "translate(9 7)" }, shapeOf(s)), g("text", { x: 27, y: 17 }, (x.kind === "decorator" ? "◆ " : "") + short(x)), g("text", { class: "dim", x: 27, y: 33 }, second(j))));
  }
  const f = G.node("n" + focus);
  return { svg, x: f.x, y: f.y };
}
