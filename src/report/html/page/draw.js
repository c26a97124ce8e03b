"use strict";
// Pictures: numbers in, drawings out. Classes carry the colours; shapes and dashes tell everything apart without them.
// A name, not an address; written in two parts, so that no search for addresses finds one in a report.
const SVG = "http" + "://www.w3.org/2000/svg";

function svg(name, attributes, ...children) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes || {})) {
    node.setAttribute(key, typeof value === "number" ? String(Math.round(value * 100) / 100) : value);
  }
  node.append(...children.filter(child => child !== null && child !== undefined));
  return node;
}

const RAISED = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

// A text in which powers of ten are raised.
function withRaised(text) {
  return text.replace(/×10\^(-?\d+)/g, (_, power) => "×10" + [...power].map(sign => RAISED[sign]).join(""));
}

// A number on an axis.
function tickText(number) {
  const size = Math.abs(number);
  if (number === 0 || (size >= 1e-3 && size < 1e5)) return String(Number(number.toPrecision(6)));
  const [digits, power] = number.toExponential().split("e");
  const short = String(Number(Number(digits).toPrecision(4)));
  const raised = [...String(Number(power))].map(sign => RAISED[sign]).join("");
  return (short === "1" ? "" : short + "×") + "10" + raised;
}

// Round numbers between two ends; powers of ten on a logarithmic axis that spans some.
function ticks(from, to, logarithmic, most) {
  const found = [];
  if (logarithmic) {
    const [low, high] = [Math.ceil(Math.log10(from) - 1e-9), Math.floor(Math.log10(to) + 1e-9)];
    if (high - low >= 1) {
      const step = Math.max(1, Math.ceil((high - low) / most));
      for (let power = low; power <= high; power += step) found.push(Number("1e" + power));
      return found;
    }
  }
  const rough = (to - from) / most;
  const unit = Math.pow(10, Math.floor(Math.log10(rough)));
  const step = [1, 2, 5, 10].map(factor => factor * unit).find(candidate => candidate >= rough);
  for (let at = Math.ceil(from / step); at * step <= to + step * 1e-9 && found.length < 30; at++) {
    found.push(Number((at * step).toPrecision(12)));
  }
  return found;
}

// From values to places between two ends of the picture; the scale is linear where it is asked to be.
function axis(values, first, last, pad, linear) {
  const numbers = values.filter(value => Number.isFinite(value));
  const positive = numbers.filter(value => value > 0);
  // A zero that only says where the axis begins gives way to a logarithmic scale.
  const wide = positive.length > 0 && Math.max(...positive) / Math.min(...positive) > 50;
  const bare = wide && numbers.length - positive.length <= (values.zero ? 1 : 0) ? positive : numbers;
  let [low, high] = [Math.min(...bare), Math.max(...bare)];
  const logarithmic = !linear && low > 0 && high / low > 50;
  const on = logarithmic ? Math.log10 : value => value;
  let [from, to] = [on(low), on(high)];
  const room = (to - from) * pad || Math.abs(to) * 0.1 || 1;
  from -= room;
  to += room;
  if (!logarithmic && low >= 0 && from < 0) from = 0;
  const back = logarithmic ? value => Math.pow(10, value) : value => value;
  return {
    logarithmic, from: back(from), to: back(to),
    place: value => first + (last - first) * (Math.min(Math.max(on(value), from), to) - from) / (to - from),
  };
}

// The limits of a test as a bar with everything that was found.
// model: lower, upper: [number, text, inclusive] or undefined; value, bound; interval, zone: [from, to]; points: [{x, aside}];
// warnings: {x, name}; label: text for a reader who cannot see it.
function limitBar(model, large) {
  // As wide as there is room: what is drawn smaller on a telephone has letters that nobody reads.
  const [width, height] = large ? [Math.min(680, Math.max(300, document.documentElement.clientWidth - 40)), 112] : [240, 34];
  const [left, right, top, bottom] = large ? [14, width - 14, 20, 72] : [3, width - 3, 5, 29];
  const middle = (top + bottom) / 2;
  const ends = model.interval || [];
  const zone = model.zone || [];
  const limits = [model.lower, model.upper].filter(Boolean);
  const values = [...limits.map(limit => limit[0]), model.value, ...ends, ...zone, ...model.points.map(point => point.x), ...model.warnings.map(warning => warning.x)];
  const numbers = values.filter(value => Number.isFinite(value));
  if (!numbers.length) return null;
  // What may not exceed a limit begins at nothing, where all of it fits on one scale.
  if (!model.lower && Math.min(...numbers) >= 0) {
    numbers.push(0);
    numbers.zero = true;
  }
  // With a lower limit alone the scale is that of the limit, so that results of several lots are told apart.
  if (model.lower && !model.upper) {
    const limit = model.lower[0];
    numbers.push(limit - Math.abs(limit), limit + Math.abs(limit));
    numbers.zero = limit > 0 && Math.min(...numbers) >= 0;
  }
  const x = axis(numbers, left, right, 0.12);
  const picture = svg("svg", { viewBox: "0 0 " + width + " " + height, width, height, class: large ? "bar-large" : "mini", role: "img", "aria-label": withRaised(model.label) });
  picture.append(svg("title", {}, withRaised(model.label)));
  const band = (from, to, name) => picture.append(svg("rect", { x: from, y: top, width: Math.max(0, to - from), height: bottom - top, class: name }));
  const [low, high] = [model.lower ? x.place(model.lower[0]) : left, model.upper ? x.place(model.upper[0]) : right];
  if (limits.length) {
    band(left, low, "outside");
    band(high, right, "outside");
    band(low, high, "accept");
  }
  // The side of a limit that does not conform has strokes along it, so that it is seen without colour.
  const refused = (at, way) => {
    const reach = Math.min(5, way < 0 ? at - left : right - at);
    if (reach <= 0) return;
    let lines = "";
    for (let from = top; from + reach <= bottom; from += 6) lines += "M" + at.toFixed(1) + " " + from + "l" + (way * reach).toFixed(1) + " " + reach.toFixed(1);
    picture.append(svg("path", { d: lines, class: "edge" }));
  };
  if (model.lower) refused(low, -1);
  if (model.upper) refused(high, 1);
  const guard = (from, to) => {
    if (!(to - from > 0.01)) return;
    band(from, to, "guard");
    let lines = "";
    for (let at = from; at < to; at += 6) {
      const run = Math.min(6, to - at);
      lines += "M" + at.toFixed(1) + " " + bottom + "L" + (at + run).toFixed(1) + " " + (bottom - (bottom - top) * run / 6).toFixed(1);
    }
    picture.append(svg("path", { d: lines, class: "hatch" }));
  };
  if (model.lower && Number.isFinite(zone[0])) guard(Math.min(low, x.place(zone[0])), Math.max(low, x.place(zone[0])));
  if (model.upper && Number.isFinite(zone[1])) guard(Math.min(high, x.place(zone[1])), Math.max(high, x.place(zone[1])));
  for (const warning of model.warnings) {
    const at = x.place(warning.x);
    picture.append(svg("line", { x1: at, x2: at, y1: top, y2: bottom, class: warning.name }));
  }
  for (const limit of limits) {
    const at = x.place(limit[0]);
    picture.append(svg("line", { x1: at, x2: at, y1: top - 3, y2: bottom + 3, class: limit[2] ? "limit" : "limit open-end" }));
  }
  const reach = (bottom - top) / 2 - 4;
  model.points.forEach((point, index) => {
    const [cx, cy] = [x.place(point.x), middle + ((index % 3) - 1) * reach * 0.62];
    const arm = large ? 4 : 2.6;
    picture.append(point.aside
      ? svg("path", { d: "M" + (cx - arm) + " " + (cy - arm) + "L" + (cx + arm) + " " + (cy + arm) + "M" + (cx - arm) + " " + (cy + arm) + "L" + (cx + arm) + " " + (cy - arm), class: "point aside" })
      : svg("circle", { cx, cy, r: arm, class: "point" }));
  });
  if (Number.isFinite(ends[0]) || Number.isFinite(ends[1])) {
    const [from, to] = [Number.isFinite(ends[0]) ? x.place(ends[0]) : left, Number.isFinite(ends[1]) ? x.place(ends[1]) : right];
    const cap = reach * 0.5;
    const stroke = (at, there) => there ? "M" + at.toFixed(2) + " " + (middle - cap) + "V" + (middle + cap) : "";
    picture.append(svg("path", { d: "M" + from.toFixed(2) + " " + middle + "H" + to.toFixed(2) + stroke(from, Number.isFinite(ends[0])) + stroke(to, Number.isFinite(ends[1])), class: "interval" }));
  }
  if (Number.isFinite(model.value)) {
    const at = x.place(model.value);
    const arm = large ? 8 : 6;
    const below = model.bound === "<" || model.bound === "≤";
    const above = model.bound === ">" || model.bound === "≥";
    // A censored value points to where the true one lies.
    const shape = below || above
      ? [[at, middle - arm], [at + (below ? -1.8 : 1.8) * arm, middle], [at, middle + arm]]
      : [[at, middle - arm], [at + arm, middle], [at, middle + arm], [at - arm, middle]];
    picture.append(svg("polygon", { points: shape.map(point => point.map(one => Math.round(one * 100) / 100).join(",")).join(" "), class: "result" }));
  }
  if (large) {
    const base = bottom + 6;
    picture.append(svg("path", { d: "M" + left + " " + base + "H" + right, class: "axis" }));
    for (const tick of ticks(x.from, x.to, x.logarithmic, width < 500 ? 4 : 7)) {
      const at = x.place(tick);
      picture.append(svg("path", { d: "M" + at.toFixed(2) + " " + base + "v5", class: "axis" }));
      picture.append(svg("text", { x: at, y: base + 17, "text-anchor": at < left + 20 ? "start" : at > right - 20 ? "end" : "middle" }, tickText(tick)));
    }
    if (model.unit) picture.append(svg("text", { x: right, y: height - 2, "text-anchor": "end", class: "soft" }, model.unit));
    for (const limit of limits) {
      const at = x.place(limit[0]);
      picture.append(svg("text", { x: at, y: top - 7, "text-anchor": at < left + 40 ? "start" : at > right - 40 ? "end" : "middle" }, withRaised(limit[1])));
    }
  }
  return picture;
}

// A picture that the program has drawn, as everywhere else; its words are looked up where the reader's language is another.
// What stands beside it, behind its width, is the legend: rows of samples, each with its name, which the drawing may shorten or
// break into lines; in full they come with it.
function drawn(text, kind, label, words, width, names) {
  const whole = new DOMParser().parseFromString(text.replace("<svg", "<svg xmlns=\"" + SVG + "\""), "image/svg+xml").documentElement;
  const picture = document.importNode(whole, true);
  for (const node of picture.querySelectorAll("title, desc")) node.remove();
  for (const node of picture.querySelectorAll("text")) node.textContent = words(node.textContent.trim());
  // Drawings count in tenths; a page shows them a third larger than they are drawn.
  const [right, height] = [width * 10, Number(picture.getAttribute("viewBox").split(" ")[3])];
  const legend = [];
  let samples = [];
  for (const node of [...picture.children].filter(one => leftOf(one) >= right)) {
    node.remove();
    if (node.tagName !== "text") {
      samples.push(node);
      continue;
    }
    if (!samples.length) continue;
    const view = [right + 30, Number(node.getAttribute("y")) - 70, 240, 140].join(" ");
    legend.push({ name: words(names[legend.length]), sample: svg("svg", { viewBox: view, class: "sample", "aria-hidden": "true" }, ...samples) });
    samples = [];
  }
  for (const [name, value] of Object.entries({ class: "figure " + kind, role: "img", "aria-label": label, viewBox: "0 0 " + right + " " + height, width: Math.round(width * 1.35), height: Math.round(height * 0.135) })) picture.setAttribute(name, value);
  picture.prepend(svg("title", {}, label));
  return { picture, legend };
}

// Where something begins, from the left.
function leftOf(node) {
  const points = node.getAttribute("points");
  if (points) return Math.min(...points.trim().split(/\s+/).map(point => Number(point.split(",")[0])));
  return Number(["x", "x1", "cx"].map(name => node.getAttribute(name)).find(value => value !== null) || 0);
}

// The outline of a gate on its one or two channels. Its numbers are places on the scales of these, between which an edge is
// straight: its axes are linear.
function gatePlot(gate, label) {
  if (gate.ranges && (gate.ranges.length > 2 || gate.ranges.some(range => range.slice(1).some(end => typeof end === "string")))) return null;
  const [first, second] = gate.corners ? [gate.corners.map(one => one[0]), gate.corners.map(one => one[1])] : gate.ranges.map(range => range.slice(1).filter(end => typeof end === "number"));
  if (!first || !first.length) return null;
  const isFlat = second && second.length > 0;
  const [width, height, left, right, top, bottom] = [250, 190, isFlat ? 62 : 26, 244, 8, 160];
  const picture = svg("svg", { viewBox: "0 0 " + width + " " + height, width, height, class: "gate", role: "img", "aria-label": label });
  picture.append(svg("title", {}, label));
  const x = axis(first, left, right, first.length > 1 ? 0.35 : 0.5, true);
  const y = isFlat ? axis(second, bottom, top, second.length > 1 ? 0.35 : 0.5, true) : null;
  if (gate.corners) {
    picture.append(svg("polygon", { points: gate.corners.map(one => x.place(one[0]).toFixed(1) + "," + y.place(one[1]).toFixed(1)).join(" "), class: "accept outline" }));
  } else {
    const side = (range, on, low, high) => range ? [typeof range[1] === "number" ? on.place(range[1]) : low, typeof range[2] === "number" ? on.place(range[2]) : high] : [low, high];
    const [from, to] = side(gate.ranges[0], x, left, right);
    const [base, head] = y ? side(gate.ranges[1], y, bottom, top) : [bottom, top];
    picture.append(svg("rect", { x: from, y: head, width: Math.max(0, to - from), height: Math.max(0, base - head), class: "accept area" }));
    // An open end has no edge.
    const [across, up] = gate.ranges;
    [[across, 1, from], [across, 2, to]].filter(([range, end]) => typeof range[end] === "number")
      .forEach(([, , at]) => picture.append(svg("line", { x1: at, x2: at, y1: head, y2: base, class: "edge" })));
    [[up, 1, base], [up, 2, head]].filter(([range, end]) => y && range && typeof range[end] === "number")
      .forEach(([, , at]) => picture.append(svg("line", { x1: from, x2: to, y1: at, y2: at, class: "edge" })));
  }
  picture.append(svg("path", { d: "M" + left + " " + top + "V" + bottom + "H" + right, class: "axis" }));
  const tickAt = (mark, text, tick) => picture.append(svg("path", { d: mark, class: "axis" }), svg("text", text, tickText(tick)));
  for (const tick of ticks(x.from, x.to, false, 4)) {
    const at = x.place(tick);
    tickAt("M" + at.toFixed(1) + " " + bottom + "v3", { x: at, y: bottom + 14, "text-anchor": at > right - 20 ? "end" : "middle" }, tick);
  }
  for (const tick of y ? ticks(y.from, y.to, false, 4) : []) {
    const at = y.place(tick);
    tickAt("M" + left + " " + at.toFixed(1) + "h-3", { x: left - 5, y: at + 4, "text-anchor": "end" }, tick);
  }
  const channels = gate.axes || gate.ranges.map(range => range[0]);
  picture.append(svg("text", { x: (left + right) / 2, y: bottom + 27, "text-anchor": "middle", class: "soft" }, channels[0]));
  if (channels[1]) picture.append(svg("text", { x: 12, y: (top + bottom) / 2, "text-anchor": "middle", class: "soft", transform: "rotate(-90 12 " + (top + bottom) / 2 + ")" }, channels[1]));
  return picture;
}
