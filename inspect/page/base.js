const svgNS = "http://www.w3.org/2000/svg";
// fill sets attributes and adds children: elements, or texts. Nothing is ever parsed as HTML.
function fill(el, attrs, kids) {
  for (const k in attrs) {
    const v = attrs[k];
    if (v == null || v === false) continue;
    if (k.startsWith("on")) el.addEventListener(k.slice(2), v);
    else if (k === "width_") el.style.width = v;
    else el.setAttribute(k, v === true ? "" : v);
  }
  for (const kid of kids.flat(9)) if (kid != null && kid !== false) el.append(kid instanceof Node ? kid : String(kid));
  return el;
}
const h = (tag, attrs, ...kids) => fill(document.createElement(tag), attrs, kids);
const g = (tag, attrs, ...kids) => fill(document.createElementNS(svgNS, tag), attrs, kids);
const put = (el, ...kids) => fill(el, null, kids);
const byID = id => document.getElementById(id);
const clamp = (x, lo, hi) => Math.max(lo, Math.min(hi, x));
const plural = (n, noun) => n.toLocaleString("en") + " " + noun + (n === 1 ? "" : "s");

// dur writes microseconds as package text of facet does.
function dur(us) {
  if (us == null || us < 0) return "";
  const short = (v, u) => (v < 9.95 ? v.toFixed(1).replace(/\.0$/, "") : Math.round(v)) + " " + u;
  if (us === 0) return "0 s";
  if (us < 1e3) return us + " µs";
  if (us < 999.5e3) return short(us / 1e3, "ms");
  if (us < 59.95e6) return (us / 1e6).toFixed(1).replace(/\.0$/, "") + " s";
  let s = Math.round(us / 1e6);
  if (s < 3600) return Math.floor(s / 60) + " min" + (s % 60 ? " " + s % 60 + " s" : "");
  s = Math.round(s / 60);
  return Math.floor(s / 60) + " h" + (s % 60 ? " " + s % 60 + " min" : "");
}
const clockOf = ms => new Date(ms).toLocaleTimeString("en-GB");

// Each state has a shape of its own.
const shapes = {
  declared: ["circle", { cx: 6, cy: 6, r: 4.4, "stroke-dasharray": "2 2" }],
  new: ["circle", { cx: 6, cy: 6, r: 4.4, "stroke-dasharray": "2 2" }],
  building: ["path", { d: "M6 1.5a4.5 4.5 0 0 1 0 9z", class: "f" }, "circle", { cx: 6, cy: 6, r: 4.4 }],
  built: ["circle", { cx: 6, cy: 6, r: 4.4 }],
  starting: ["path", { d: "M6 1.5 11 10.5H1z", class: "f" }],
  running: ["circle", { cx: 6, cy: 6, r: 4.4, class: "f" }],
  draining: ["path", { d: "M1 2h10L6 10.5z" }],
  stopping: ["path", { d: "M1 1.5h10L6 10.5z", class: "f" }],
  stopped: ["rect", { x: 2, y: 2, width: 8, height: 8 }],
  failed: ["path", { d: "M2 2l8 8M10 2l-8 8", "stroke-width": 2.4 }],
  live: ["circle", { cx: 6, cy: 6, r: 3, class: "f" }],
  lost: ["path", { d: "M1 11 11 1M6 1.6A4.4 4.4 0 0 0 1.6 6M6 10.4A4.4 4.4 0 0 0 10.4 6" }],
  warn: ["path", { d: "M6 1.5 11 10.5H1zM6 4.6v3" }],
};
function shapeOf(state) {
  const list = shapes[state] || shapes.declared, out = [];
  for (let i = 0; i < list.length; i += 2) out.push(g(list[i], list[i + 1]));
  return out;
}
const icon = state => g("svg", { width: 12, height: 12, viewBox: "0 0 12 12", "aria-hidden": "true" }, shapeOf(state));
const stateTag = (state, word) => h("span", { class: "st s-" + state }, icon(state), h("span", null, word || state));
