// The page: reads the data once, draws what is looked at. Text from data only ever becomes text nodes.
const started = performance.now();
const root = document.getElementById("evqc-report");

// A reader is never left with nothing: where the program fails, whenever that is, it says so, and the plain table of all lots
// takes the place of the page.
function failed(error) {
  const plain = new DOMParser().parseFromString(document.querySelector("noscript").textContent, "text/html").querySelector("section");
  root.replaceChildren(h("p", { class: "draft", role: "alert" }, "The program of this page failed; the plain table of all lots stands below. 本页程序出错，下面为各批的简表。 (" + error + ")"), document.adoptNode(plain));
}
window.addEventListener("error", event => failed(event.error || event.message));

// Data and words stand right before the program, as evqc has written them; no other element takes their place.
const [wordsBlock, dataBlock] = [document.currentScript.previousElementSibling, document.currentScript.previousElementSibling.previousElementSibling];
if (wordsBlock.id !== "evqc-words" || dataBlock.id !== "evqc-data") throw new Error("the data of this page is not where it was written");
const lines = dataBlock.textContent.trim().split("\n");
const words = new Map(JSON.parse(wordsBlock.textContent).map(row => [row[0], row.slice(1)]));
const head = JSON.parse(lines[0]);
if (head.layout !== "evqc-html/1") throw new Error("this program does not know the layout " + head.layout);
const specs = new Map(head.specs.map(spec => [spec.key, spec]));
const several = head.specs.length > 1;
const PAGE = 100;
// What a line names of many.
const MOST = 4;
// Rows of the overview on paper, about 120 sheets; what is left out is said.
const PRINTED = 5000;
const SIGNS = { conforms: ["✓", "good"], does_not_conform: ["✗", "bad"], not_concluded: ["?", "open"], not_evaluable: ["!", "none"],
  pass: ["✓", "good"], fail: ["✗", "bad"], invalid: ["?", "open"], pending: ["?", "open"], missing: ["?", "open"], inconclusive: ["?", "open"],
  reported: ["·", "calm"], waived: ["·", "calm"], not_applicable: ["·", "calm"] };
const SEVERITIES = ["note", "warning", "error"];
const NAMES = ["u", "r", "use", "role", "status", "control", "group", "method", "instrument", "analyst", "started", "date", "reason",
  "investigation", "approver", "uncertainty", "comment", "how", "see", "corrects", "corrected_by", "corrected_on"];
const state = { lang: "en", lot: -1, verdict: "", outcome: "", test: "", q: "", sort: "worst", page: 0, run: false };

// The word of the page in the language that is shown; holes in braces are filled.
function word(name, holes) {
  const both = words.get(name);
  if (!both) throw new Error("there is no word " + name);
  const text = both[state.lang === "zh" ? 1 : 0];
  return holes ? text.replace(/\{(\w+)\}/g, (_, hole) => String(holes[hole])) : text;
}

// What the data holds in both languages.
function pick(both) {
  return both[state.lang === "zh" ? 1 : 0];
}

const STOPS = { colon: [": ", "："], semicolon: ["; ", "；"], comma: [", ", "，"] };
function stop(name) {
  return pick(STOPS[name]);
}

// A difference with the sign that belongs to it.
function signed(text) {
  return text.replace(/^-/, "−");
}

// A word that is broken where its column has no room for it; a shorter one never is.
const LONG = /[^\s\u2e80-\uffff]{15}/;

function h(name, attributes, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  for (const child of children.flat(Infinity)) if (child !== null && child !== undefined && child !== "") node.append(child);
  if ((name === "td" || name === "th") && LONG.test(node.textContent)) node.classList.add("long");
  return node;
}

// Text from data: on its own in the order of writing, powers of ten with raised digits, which no style and no copy makes plain
// ones, words of the specification marked as English.
function said(text, name) {
  const raised = withRaised(String(text));
  return h(name || "bdi", {}, ...(state.lang === "zh" ? own(raised) : [raised]));
}

// On the Chinese page the words of a specification or of the data stand as they are written: what is between Chinese letters
// and has a plain word, or is quoted, is a text of theirs. Names of one piece (`cd63_positive`, `EV-2601`) and units are of no language.
const WORD = /(^|[\s("'[\u2265\u2264])[A-Za-z][a-z]{2,}(?=$|[\s,.;:!?)"'\]])/;
function own(text) {
  return text.split(/([^\u2e80-\u9fff\uff00-\uffef\u3000-\u303f“”]+)/).filter(Boolean)
    .map((part, at, parts) => WORD.test(part) || at > 0 && parts[at - 1].endsWith("“") && /[A-Za-z]{2}/.test(part) ? h("span", { lang: "en" }, part) : part);
}

// A sentence runs as its language does, whatever the name is that it begins with.
function sentence(text) {
  const whole = said(text);
  whole.dir = "ltr";
  return whole;
}

// The sentences of the program stand in English in both languages.
function english(text) {
  return h("bdi", { lang: "en", dir: "ltr" }, withRaised(String(text)));
}

// ---- data ----

// Where a determination stands: a bound was not measured at its number.
function placed(text) {
  return /^[<>≤≥]/.test(text) ? null : asRead(text);
}

// What a reader takes a printed number for; the writer of the data knows it.
function asRead(text) {
  const bare = text.replace(/^[<>≤≥≈]+/, "").replace("×10^", "e");
  return /^[-+.e0-9]+$/.test(bare) && bare !== "" && Number.isFinite(Number(bare)) ? Number(bare) : null;
}

const lots = lines.slice(1).map((line, order) => {
  const [id, key, verdict, tests, findings, rest] = JSON.parse(line);
  const spec = specs.get(key);
  const lot = { id, spec, order, verdict: head.verdicts[verdict], rank: verdict, raw: tests, findings, rest, tests: null };
  lot.outcomes = tests.map(test => head.outcomes[test[1]]);
  const of = test => spec.tests[test[0]];
  // A test that is in the way is one that a finding of weight speaks of; the writer has sorted them.
  lot.open = tests.filter((test, at) => SIGNS[lot.outcomes[at]][1] === "bad" || SIGNS[lot.outcomes[at]][1] === "open" || lot.outcomes[at] === "not_evaluable").filter(test => !test[6].counts).map(test => [of(test), head.outcomes[test[1]]]);
  // The number as it was judged, for the order, and as printed. Room that single results left says nothing good of a lot that
  // failed or is open elsewhere: it has no place in the order either.
  lot.margin = rest.margin && (lot.verdict === "conforms" || rest.margin[0] < 0) ? rest.margin : [Infinity, "–"];
  lot.text = [id, spec ? spec.name : "", ...lot.open.flatMap(one => [one[0].name, one[0].zh || ""]), ...findings.map(one => [one[0], one[3], ...(words.get("code." + one[0]) || [])].join(" "))].join("\n").toLowerCase();
  return lot;
});
// Lots in the order of their numbers: LOT-9 before LOT-10.
for (const lot of lots) lot.key = lot.id.toLowerCase().replace(/\d+/g, digits => digits.padStart(12, "0"));
const present = head.outcomes.filter(outcome => lots.some(lot => lot.outcomes.includes(outcome)));
const ORDERS = {
  worst: (one, other) => one.rank - other.rank || other.open.length - one.open.length || one.order - other.order,
  lot: (one, other) => one.key < other.key ? -1 : one.key > other.key ? 1 : one.order - other.order,
  order: (one, other) => one.order - other.order,
  margin: (one, other) => one.margin[0] - other.margin[0] || one.order - other.order,
};

// The tests of a lot in full: determinations stand by their difference from the one before.
function testsOf(lot) {
  if (lot.tests) return lot.tests;
  const last = { line: 0, column: 0, file: 0, texts: NAMES.map(() => ""), first: "" };
  lot.tests = lot.raw.map(([index, outcome, criterion, result, margin, determinations, rest]) => {
    const spec = lot.spec.tests[index];
    const applied = criterion >= 0 ? spec.criteria[criterion] : null;
    const test = { spec, outcome: head.outcomes[outcome], applied, result, margin, rest };
    test.unit = rest.unit !== undefined ? rest.unit : spec.unit || "";
    test.value = rest.value !== undefined ? rest.value : asRead(result);
    test.isNumber = rest.n !== undefined;
    test.determinations = determinations.map((item, at) => {
      const [text, changes] = typeof item === "string" ? [item, {}] : item;
      if (at === 0) {
        last.texts[0] = spec.unit || "";
        last.texts[1] = last.first;
      } else if (/^[1-9]\d{0,8}$/.test(last.texts[1])) {
        last.texts[1] = String(Number(last.texts[1]) + 1);
      }
      last.line = changes.line !== undefined ? changes.line : last.line + 1;
      if (changes.column !== undefined) last.column = changes.column;
      if (changes.file !== undefined) last.file = changes.file;
      NAMES.forEach((name, position) => { if (changes[name] !== undefined) last.texts[position] = changes[name]; });
      if (at === 0) last.first = last.texts[1];
      const one = { text, line: last.line, column: last.column, file: last.file, x: changes.x !== undefined ? changes.x : placed(text) };
      NAMES.forEach((name, position) => { one[name] = last.texts[position]; });
      return one;
    });
    return test;
  });
  return lot.tests;
}

// The name of a test: in Chinese that under which its result files have it, where the specification lists one.
function called(spec) {
  return state.lang === "zh" && spec.zh ? spec.zh : spec.name;
}

function nameOf(lot, test) {
  const parts = [called(test.spec)];
  if (test.spec.stage && lot.spec.tests.some(other => other.stage !== test.spec.stage)) parts.push(" (" + test.spec.stage + ")");
  if (test.rest.point) {
    const [kind, time, unit, ...where] = test.rest.point;
    parts.push(stop("comma") + [kind === "stability" ? "" : word("point." + kind), [time, pick(unit)].filter(Boolean).join(" ") || word("point.stability"), ...where].filter(Boolean).join(stop("comma")));
  }
  return parts.join("");
}

function requirement(test) {
  const { rest, spec, applied } = test;
  const own = state.lang === "zh" && (rest.criterionZh || spec.panelZh || !rest.criterion && applied && applied.zh);
  return own || rest.criterion || (spec.panel !== undefined ? spec.panel : applied ? applied.text : "–");
}

// The result; what became of the members of a panel is said by the program.
function resultOf(test) {
  return state.lang === "zh" && test.rest.resultZh || test.result;
}

function specName(spec) {
  return state.lang === "zh" ? spec.zh : spec.name;
}

// ---- parts ----

function badge(name, kind, large) {
  const [sign, tone] = SIGNS[kind === "outcome" && name === "not_evaluable" ? "not_evaluable" : name];
  return h("span", { class: "badge " + tone + (large ? " large" : "") }, sign + " " + word(kind + "." + name));
}

function flags(test) {
  const list = flagWords(test);
  if (test.rest.counts) list.push(test.rest.counts === "panel" ? word("counts.panel") : word("counts.optional"));
  return list.length ? h("div", { class: "soft small" }, list.join(stop("comma"))) : null;
}

function flagWords(test) {
  return (test.rest.flags || []).map(flag => word("flag." + flag));
}

// What became of a test, and by what where that is not its own result.
function outcomeOf(test) {
  const second = "decided_by_second_stage";
  return word("outcome." + test.outcome) + ((test.rest.flags || []).includes(second) ? stop("comma") + word("flag." + second) : "");
}

function place(list) {
  if (!list || !list.length) return null;
  const [file, line, column] = list;
  const name = typeof file === "number" ? head.inputs[file][0] : file;
  return h("bdi", { class: "cell" }, name + (line ? ":" + line : "") + (line && column ? ":" + column : ""));
}

function pairs(rows) {
  const shown = rows.filter(row => row && row[1] !== undefined && row[1] !== null && row[1] !== "");
  return shown.length ? h("dl", { class: "pairs" }, shown.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value instanceof Node || Array.isArray(value) ? value : said(value))]).flat()) : null;
}

function labelled(name, child) {
  return [h("span", { class: "label" }, name + stop("colon").trim()), child];
}

// The determinations of the sample itself, as far as no other row stands for them.
function measured(test) {
  return test.determinations.filter(one => (one.role === "" || one.role === "retest") && one.use !== "duplicate" && one.use !== "corrected");
}

// Where the guard zones beside both limits end: at the other limit at the latest, behind which nothing conforms.
function guarded(zone, { lower, upper }) {
  return [zone[0] === null ? NaN : Math.min(zone[0], upper ? upper[0] : Infinity), zone[2] === null ? NaN : Math.max(zone[2], lower ? lower[0] : -Infinity)];
}

// The model of the bar: what `limitBar` draws.
function barModel(lot, test) {
  const { applied, rest, spec } = test;
  if (!applied || !(applied.lower || applied.upper)) return null;
  const decision = rest.decision || {};
  let interval;
  if (decision.bounds) interval = [decision.bounds[0], decision.bounds[2]].map(end => end === null ? NaN : end);
  else if (decision.half) interval = [test.value - decision.half, test.value + decision.half];
  const taken = spec.spread ? [] : measured(test);
  const points = taken.filter(one => one.x !== null)
    .map(one => ({ x: one.x, aside: one.use !== "" || test.outcome === "invalid" }));
  if (!points.length && test.value === null) return null;
  const warnings = ["alert", "action"].flatMap(name => spec[name] && spec[name].limitUnit === applied.limitUnit ? [spec[name].lower, spec[name].upper].filter(Boolean).map(limit => ({ x: limit[0], name })) : []);
  const unit = test.isNumber && test.unit ? " " + test.unit : "";
  return {
    lower: applied.lower, upper: applied.upper, value: test.value === null ? NaN : test.value, bound: rest.bound, interval,
    zone: decision.zone ? guarded(decision.zone, applied) : undefined,
    points, warnings, unit: applied.limitUnit || "",
    // Of determinations below or above what can be measured nobody knows where they lie.
    without: taken.length - points.length, byProbability: spec.decide !== undefined && spec.decide[0].startsWith("pc("),
    label: word("picture.bar", { test: nameOf(lot, test), result: test.result + unit, criterion: requirement(test), outcome: outcomeOf(test) }),
  };
}

function keyOf(model) {
  const sample = (child) => svg("svg", { viewBox: "0 0 26 14", "aria-hidden": "true" }, ...[child].flat());
  const rect = name => svg("rect", { x: 1, y: 2, width: 24, height: 10, class: name });
  const rows = [
    [rect("accept"), "key.accept"], [[rect("outside"), svg("path", { d: "M25 2l-5 5M25 7l-5 5", class: "edge" })], "key.outside"],
    model.byProbability && ["", "key.probability"],
    model.zone && [[rect("guard"), svg("path", { d: "M3 12L13 2M11 12L21 2", class: "hatch" })], "key.guard"],
    [svg("line", { x1: 13, x2: 13, y1: 0, y2: 14, class: "limit" }), "key.limit"],
    ...[["alert", "key.alert"], ["action", "key.action"]].map(([name, key]) => model.warnings.some(warning => warning.name === name) && [svg("line", { x1: 13, x2: 13, y1: 0, y2: 14, class: name }), key]),
    model.interval && [svg("path", { d: "M3 7H23M3 3V11M23 3V11", class: "interval" }), "key.interval"],
    model.points.length && [svg("circle", { cx: 13, cy: 7, r: 4, class: "point" }), "key.point"],
    model.without && ["", "key.without"],
    [svg("polygon", { points: "13,1 19,7 13,13 7,7", class: "result" }), "key.result"],
  ].filter(Boolean);
  return h("ul", { class: "key" }, rows.map(([child, name]) => h("li", {}, sample(child), word(name, { count: model.without }))));
}

const isOfData = ([file]) => typeof file === "number";
const isOfSpec = ([file]) => head.specs.some(spec => spec.file === file);

// What the place of a finding is.
function kindOf(at) {
  return isOfSpec(at) ? word("finding.clause") : isOfData(at) && at[2] ? word("finding.cell") : word("finding.place");
}

// Where the specification states what a test has to meet.
function clauseOf(lot, test) {
  return [lot.spec.file, test.applied ? test.applied.line : test.spec.line, 0];
}

// The cells that a test was measured in, each once: the first of many.
function cellsOf(test) {
  const all = new Map(measured(test).map(one => [one.file, one.line, one.column]).map(at => [at.join(), at]));
  const cells = [...all.values()];
  if (!cells.length) return [];
  return [cells.slice(0, MOST).map((at, index) => [index ? stop("comma") : "", place(at)]), cells.length > MOST ? stop("comma") + "… +" + (cells.length - MOST) : ""].flat(2);
}

function findingCard(lot, finding) {
  const [code, severity, about, message, at, further, help] = finding;
  const weight = SEVERITIES[severity];
  const test = about >= 0 && lot ? testsOf(lot)[about] : null;
  const clauses = further.filter(one => one[3] === "the clause");
  const others = further.filter(one => one[3] !== "the clause");
  // A finding that names no clause or no cell has those of its test.
  if (test && !clauses.length && !isOfSpec(at)) clauses.push(clauseOf(lot, test));
  const cells = test && ![at, ...further].some(isOfData) ? cellsOf(test) : [];
  return h("li", { class: "card finding " + weight },
    h("p", {}, h("strong", {}, word("severity." + weight)), " ", h("code", {}, code), test ? [" · ", said(nameOf(lot, test))] : ""),
    // The sentence about the numbers is English; what kind of finding it is, and what is done about it, is Chinese too.
    chinese(code) ? h("p", { lang: "zh-Hans" }, chinese(code) + "。") : "",
    h("p", { class: chinese(code) ? "soft" : undefined }, english(message)),
    pairs([
      at.length && [kindOf(at), place(at)],
      clauses.length && [word("finding.clause"), clauses.map(place)],
      cells.length && [word("detail.determinations"), cells],
      others.length && [word("finding.further"), furtherPlaces(others)],
      ...remedies(code, help),
    ]));
}

function furtherPlaces(list) {
  return list.map((one, index) => [index ? stop("comma") : "", place(one), one[3] ? [" (", english(one[3]), ")"] : ""]).flat(2);
}

// What is done about a finding: what it says itself, and where that is nothing or English, what is done about its kind.
function remedies(code, help) {
  const general = (!help || chinese(code)) && words.has("remedy." + code) ? word("remedy." + code) : "";
  return [general && [word("finding.generally"), general], help && [word("finding.help"), english(help)]];
}

// What a kind of finding is, where the page is Chinese and has the words.
function chinese(code) {
  return state.lang === "zh" && words.has("code." + code) ? word("code." + code) : "";
}

function findings(lot, list) {
  if (!list.length) return h("p", { class: "soft" }, word("lot.noFindings"));
  return [h("ul", { class: "plain-list", role: "list" }, list.map(finding => findingCard(lot, finding))),
    state.lang === "zh" ? h("p", { class: "soft small" }, word("finding.original")) : null];
}

// ---- the run as a whole ----

const WORST = 2;
// More findings than these begin folded.
const FEW = 4;

// One card for each kind: what many files have is said once, with every place.
function runCards(list, open) {
  const groups = new Map();
  for (const finding of list) {
    const kind = finding[1] + finding[0];
    if (!groups.has(kind)) groups.set(kind, []);
    groups.get(kind).push(finding);
  }
  return h("ul", { class: "plain-list", role: "list" }, [...groups.values()].map(group => runCard(group, open)));
}

function runCard(group, open) {
  const [code, severity, , , , , help] = group[0];
  const weight = SEVERITIES[severity];
  const alike = group.every(one => one[6] === help);
  const what = words.has("code." + code) ? word("code." + code) : "";
  const one = finding => h("li", {}, english(finding[3]), finding[4].length ? [" ", place(finding[4])] : "",
    finding[5].length ? h("div", { class: "small" }, word("finding.further") + stop("colon"), furtherPlaces(finding[5])) : "",
    !alike && finding[6] ? h("div", { class: "small" }, word("finding.help") + stop("colon"), english(finding[6])) : "");
  return h("li", { class: "card finding " + weight }, h("details", { class: "run", open },
    h("summary", {}, h("strong", {}, word("severity." + weight)), " ", h("code", {}, code),
      group.length > 1 ? " · " + word("finding.cases", { count: group.length }) : "", what ? [" · ", what] : ""),
    h("ul", { class: "cases" }, group.map(one)),
    pairs(remedies(code, alike ? help : ""))));
}

// How many there are of each weight, leading to where they stand.
function runLink() {
  if (!head.findings.length) return "";
  const counts = [WORST, 1, 0].map(weight => [SEVERITIES[weight], head.findings.filter(one => one[1] === weight).length]).filter(one => one[1])
    .map(([weight, count]) => word("count." + weight, { count })).join(stop("comma"));
  return h("p", { class: "small" }, h("a", { id: "run-link", href: address({ lot: lots.length > 1 ? -1 : state.lot, run: true }), onclick: event => {
    if (toRun()) event.preventDefault();
  } }, word("about.run") + stop("colon") + counts));
}

// Goes to the findings of the run, where the page has them.
function toRun() {
  const heading = document.getElementById("run");
  if (heading) {
    heading.scrollIntoView();
    heading.focus({ preventScroll: true });
  }
  return Boolean(heading);
}

// What keeps the run from a verdict stands above the lots and is never folded.
function runErrors() {
  const errors = head.findings.filter(one => one[1] === WORST);
  return errors.length ? h("section", { "aria-labelledby": "run" }, h("h2", { id: "run", tabindex: "-1" }, word("about.errors")), runCards(errors, true)) : "";
}

function runRemarks() {
  const rest = head.findings.filter(one => one[1] !== WORST);
  if (!rest.length) return "";
  const id = rest.length === head.findings.length ? "run" : "run-rest";
  return h("section", { "aria-labelledby": id }, h("h2", { id, tabindex: "-1" }, word("about.run")), runCards(rest, rest.length <= FEW),
    state.lang === "zh" ? h("p", { class: "soft small" }, word("finding.original")) : null);
}

// ---- a lot ----

function testRow(lot, test) {
  const model = barModel(lot, test);
  return h("tr", {},
    h("th", { scope: "row" }, said(nameOf(lot, test)), flags(test)),
    h("td", {}, labelled(word("column.requirement"), said(requirement(test)))),
    h("td", { class: test.isNumber ? "number" : "number words" }, labelled(word("column.result"), said(resultOf(test)))),
    h("td", { class: "unit" }, labelled(word("column.unit"), said(test.isNumber ? test.unit || "–" : "–"))),
    h("td", {}, model ? limitBar(model, false) : ""),
    h("td", {}, badge(test.outcome, "outcome")));
}

const RECORD = ["see", "corrects", "role", "status", "control", "group", "method", "instrument", "analyst", "started", "date", "reason", "investigation", "corrected_by", "corrected_on", "approver", "uncertainty", "comment", "how"];

function determinationTable(test) {
  if (!test.determinations.length) return h("p", { class: "soft" }, word("detail.noDeterminations"));
  const recorded = test.determinations.some(one => RECORD.some(name => one[name]));
  const record = one => RECORD.filter(name => one[name]).map((name, index) => [index ? stop("semicolon") : "",
    h("span", { class: "soft" }, (name === "uncertainty" ? "U" : word("detail." + name)) + " "),
    name === "role" || name === "status" ? word("status." + one[name]) : name === "how" ? english(one[name]) : said(one[name])]).flat();
  const cell = (name, child, kind) => h("td", { class: kind }, labelled(word(name), child));
  return h("div", { class: "scroll" }, h("table", { class: "cards", "aria-label": word("detail.determinations") + stop("colon") + called(test.spec) },
    h("thead", {}, h("tr", {}, ["column.replicate", "column.value", "column.unit", "column.use", "column.cell"].map(name => h("th", { scope: "col" }, word(name))), recorded ? h("th", { scope: "col" }, word("column.details")) : null)),
    h("tbody", {}, test.determinations.map(one => h("tr", {},
      cell("column.replicate", said(one.r || "–")), cell("column.value", said(one.text), "number"), cell("column.unit", said(one.u || "–")),
      cell("column.use", word("status." + (one.use || (test.outcome === "invalid" ? "invalid" : "counted")))), cell("column.cell", place([one.file, one.line, one.column])),
      recorded ? cell("column.details", record(one)) : null)))));
}

function decisionPairs(test) {
  const decision = test.rest.decision;
  if (!decision) return [];
  const unit = test.unit ? " " + test.unit : "";
  const from = decision.origin ? (decision.reference ? decision.reference : word("origin." + decision.origin)) : "";
  const range = (ends, above = "≥ ", below = "≤ ") => [ends[1] && above + ends[1] + unit, ends[3] && below + ends[3] + unit].filter(Boolean).join(", ") || "∅";
  // Where a limit does not conform itself, the end of the acceptance zone beside it does not either.
  const sign = (limit, closed, open) => limit && !limit[2] ? open : closed;
  const zoneOf = ends => ends[0] !== null && ends[2] !== null && ends[0] > ends[2] ? word("detail.noZone")
    : range(ends, sign(test.applied.lower, "≥ ", "> "), sign(test.applied.upper, "≤ ", "< "));
  return [
    decision.U && [word("detail.uncertainty"), "± " + decision.U + unit + " (k = " + decision.k + (decision.df ? ", ν = " + decision.df : "") + "; " + from + ")"],
    [word("detail.notKnown"), decision.notKnown && english(decision.notKnown)],
    decision.zone && [word("detail.zone"), zoneOf(decision.zone)],
    // Two bounds are an interval, one says on which side of it the result lies.
    decision.bounds && [word("detail.bounds"), decision.bounds[1] && decision.bounds[3] ? decision.bounds[1] + " – " + decision.bounds[3] + unit : range(decision.bounds)],
    [word("detail.probability"), decision.p], [word("detail.falseAccept"), decision.falseAccept],
    [word("detail.falseReject"), decision.falseReject], [word("detail.marginU"), decision.margin && decision.margin + " u"],
  ];
}

function detailOf(lot, test, open) {
  const { spec, rest } = test;
  const model = barModel(lot, test);
  const source = spec.source;
  const lines = list => list && list.length ? list.map(line => h("div", {}, english(line))) : "";
  const body = h("div", {});
  const fill = () => {
    if (body.firstChild) return;
    const parts = [
      model ? [limitBar(model, true), keyOf(model)] : "",
      pairs([
        [word("detail.sentence"), sentence(pick(spec.said))],
        [word("detail.verbatim"), spec.verbatim], [word("detail.procedure"), spec.procedure],
        [word("detail.from"), spec.from && pick(spec.from)], [word("detail.plan"), spec.plan && pick(rest.plan || spec.plan)], [word("detail.rule"), spec.decide && pick(spec.decide)],
        [word("detail.rounding"), spec.rounding], [word("detail.unrounded"), rest.unrounded && rest.unrounded + (test.unit ? " " + test.unit : "")],
        [word("detail.margin"), signed(test.margin)], ...decisionPairs(test),
        rest.conversions && [word("detail.conversions"), rest.conversions.map(pair => pair.join(" → ")).join(stop("semicolon"))],
        [word("detail.computed"), lines(rest.computed)],
        [word("detail.simulated"), rest.simulated && english(rest.simulated)], [word("detail.outlier"), rest.outlier && english(rest.outlier)],
        // At the time point of the panel, as it was judged.
        spec.members && [word("detail.members"), spec.members.map((at, index) => {
          const member = testsOf(lot)[rest.members[index]];
          return h("div", {}, said(called(lot.spec.tests[at])), " ", member ? badge(member.outcome, "outcome") : "");
        })],
        [word("detail.decidedBy"), rest.decidedBy],
        source && [word("detail.source"), [source.key, source.title, source.doi && "doi " + source.doi, source.where].filter(Boolean).join(" · ")],
        [word("detail.place"), place(clauseOf(lot, test))],
      ]),
      // A value computed of other tests has no determinations of its own.
      spec.panel !== undefined || !test.determinations.length && test.value !== null ? "" : [h("h3", {}, word("detail.determinations")), determinationTable(test)],
    ];
    body.append(...parts.flat(3).filter(Boolean));
  };
  const node = h("details", { class: "test" }, h("summary", {}, said(nameOf(lot, test)), badge(test.outcome, "outcome")), body);
  // Built when looked at; paper shows those that are open.
  node.addEventListener("toggle", () => { if (node.open) fill(); });
  if (open) {
    fill();
    node.open = true;
  }
  return node;
}

// A text of a picture in the language of the reader: names of tests, words of axes and limits; all else is as in the data.
function inPicture(lot, own, text) {
  const tests = own ? [own] : lot.spec.tests;
  const whole = tests.find(one => text === one.name || text.startsWith(one.name + " ("));
  if (whole) return called(whole) + text.slice(whole.name.length);
  if (state.lang !== "zh") return text;
  const fixed = { "size (nm)": "picture.size", "share per nm": "picture.height", fails: "picture.fails",
    "below or above this number": "picture.bound", "decided by the second stage": "picture.secondStage" };
  if (fixed[text]) return word(fixed[text]);
  if (text.startsWith("limit ")) return word("picture.limit") + " " + text.slice(6);
  const time = /^time \((.*)\)$/.exec(text);
  return time ? word("picture.when") + " (" + unitOfTime(lot, time[1]) + ")" : text;
}

// The unit of a time in the language of the reader, as a time point of the lot has it, without the measure word that stands
// between a number and months.
function unitOfTime(lot, unit) {
  const known = testsOf(lot).map(test => test.rest.point && test.rest.point[2]).find(both => both && both[0] === unit);
  return known ? pick(known).replace(/^个/, "") : unit;
}

// A picture with its legend below, where it has room on any screen; a picture that could not be drawn says why. Behind the
// width of a drawing come the names of its legend.
function figure(lot, own, caption, label, kind, [text, width, told], named) {
  const whole = text ? drawn(text, kind, label, one => inPicture(lot, own, one), width, told) : null;
  const body = whole ? [whole.picture, h("ul", { class: "key" }, whole.legend.map((row, index) => h("li", {}, row.sample, named(row.name, index - whole.legend.length))))]
    : h("p", { class: "failed", role: "note" }, word("picture.failed." + width), told ? [" ", english(told)] : "");
  return h("figure", { class: "card" }, h("figcaption", {}, said(caption)), body);
}

// Results over time: one picture for each test with at least two time points of one storage.
function courses(lot) {
  return (lot.rest.courses || []).map(([at, text, width, told, differ]) => {
    const test = lot.spec.tests[at], name = called(test);
    const node = figure(lot, test, name, word("picture.time", { test: name }), "time", [text, width, told], one => said(one));
    if (differ) node.append(h("p", { class: "soft small" }, word("picture.limits")));
    return node;
  });
}

function weightingOf(name) {
  return words.has("weighting." + name) ? word("weighting." + name) : name;
}

// Size distributions: one picture for each weighting, all runs of the lot on it, with the windows of its tests.
function distributions(lot) {
  return (lot.rest.distributions || []).map(([weighting, ...drawing]) => {
    const runs = (lot.rest.sizes || []).filter(run => run[4] === weighting);
    const label = word("picture.distribution", { weighting: weightingOf(weighting), count: runs.length });
    const values = testsOf(lot).filter(test => test.spec.weighting === weighting && test.isNumber).map(test => [pick(test.spec.size), test.result + (test.unit ? " " + test.unit : "") + " (" + requirement(test) + ")"]);
    // The runs are the last of the legend, in their order; each has its name, and where it stands.
    const named = (name, behind) => {
      const run = runs[runs.length + behind];
      return run ? [said(run[1]), " ", place([run[2], run[3], 0])] : said(name);
    };
    const node = figure(lot, null, label, label, "sizes", drawing, named);
    if (values.length) node.append(pairs(values));
    return node;
  });
}

// A channel without the name of its scale.
function bare(channel) {
  return channel.replace(/ \((log|logicle|arcsinh)\)$/, "");
}

// A gate with the number of every end that a control sets, where there is one: a value of the channel and no place on its
// scale, so that it stands with no such place.
function inNumbers(gate, found) {
  const resolved = range => {
    const numbers = range.slice(1).map(end => typeof end === "string" && found(range, end).length === 1 ? found(range, end)[0] : end);
    const mixed = bare(range[0]) !== range[0] && range.slice(1).some(end => typeof end === "number");
    return range.slice(1).every(end => typeof end !== "string") || mixed ? range : [bare(range[0]), ...numbers];
  };
  return gate.ranges ? { ...gate, ranges: gate.ranges.map(resolved) } : gate;
}

// The gates of the specification, where markers were counted with them.
function gates(lot) {
  const list = lot.spec.gates || [];
  // What a control sets is known of the files of this lot; a gate begins behind such an end.
  const found = (at, range, end) => (lot.rest.gateEnds || []).filter(([gate, channel, text]) => gate === at && text === end && bare(range[0]) === channel).map(one => one[3]);
  const numbers = known => known.length ? " (" + known.map(one => String(Number(one.toPrecision(6)))).join("; ") + ")" : "";
  return list.map((gate, at) => {
    const end = (range, place, sign, behind) => typeof range[place] === "string" ? behind + range[place] + numbers(found(at, range, range[place])) : range[place] === null ? "" : sign + range[place];
    const ends = range => range[0] + ": " + [end(range, 1, "≥ ", "> "), end(range, 2, "< ", "< ")].filter(Boolean).join(", ");
    const words = gate.ranges ? gate.ranges.map(ends).join("; ") : gate.corners ? gate.axes.join(" × ") + ": " + gate.corners.map(one => "(" + one.join(", ") + ")").join(" ")
      : gate.all ? "∩ " + gate.all.join(", ") : gate.any ? "∪ " + gate.any.join(", ") : "¬ " + gate.not.join(", ");
    const outlined = gate.ranges || gate.corners;
    const drawn = outlined ? gatePlot(inNumbers(gate, (range, end) => found(at, range, end)), gate.name + ": " + words) || h("p", { class: "soft small" }, word("picture.gates.none")) : null;
    return h("figure", { class: "card gate" }, h("figcaption", {}, said(gate.name), gate.within ? [" ⊂ ", said(gate.within)] : ""), drawn, h("div", { class: "small soft" }, said(words)));
  });
}

function lotPage(lot) {
  const tests = testsOf(lot);
  const statement = lot.rest.statement || lot.spec.statements[lot.verdict];
  const facts = [...(lot.rest.facts || []).map(([name, value]) => [word(name), value])];
  const life = (lot.rest.life || []).map(([name, value, standing]) => [word(name), [said(pick(value)), standing ? " " + word(standing) : ""]]);
  const drawn = courses(lot);
  const sizes = distributions(lot);
  const outlines = gates(lot);
  return h("article", { class: "lot", "aria-labelledby": "lot-" + lot.order },
    h("h1", { id: "lot-" + lot.order, tabindex: "-1" }, word("column.lot") + " ", said(lot.id)),
    runLink(),
    h("p", {}, badge(lot.verdict, "verdict", true)),
    h("p", { class: "statement" }, sentence(pick(statement))),
    pairs([[word("column.spec"), specName(lot.spec) + (lot.spec.title ? " · " + lot.spec.title : "")], [word("lot.choice"), lot.rest.choice && (state.lang === "zh" ? said(lot.rest.choice[1]) : english(lot.rest.choice[0]))],
      [word("lot.scope"), lot.rest.scope && pick(lot.rest.scope)], ...facts]),
    life.length ? [h("h2", {}, word("lot.life")), pairs(life)] : "",
    lots.length > 1 ? "" : runErrors(),
    h("h2", {}, word("lot.tests")),
    h("div", { class: "scroll" }, h("table", { class: "cards", "aria-label": word("lot.tests") },
      h("thead", {}, h("tr", {}, ["column.test", "column.requirement", "column.result", "column.unit", "column.bar", "column.outcome"].map(name => h("th", { scope: "col", class: name === "column.result" ? "number" : undefined }, word(name))))),
      h("tbody", {}, tests.map(test => testRow(lot, test))))),
    h("h2", {}, word("lot.findings")), findings(lot, lot.findings),
    sizes.length ? [h("h2", {}, word("picture.distribution.title")), sizes] : "",
    drawn.length ? [h("h2", {}, word("picture.time.title")), drawn] : "",
    outlines.length ? [h("h2", {}, word("picture.gates.title")), h("p", { class: "soft small" }, word("picture.gates.note")), h("div", { class: "gates" }, outlines)] : "",
    h("h2", { class: "of-details" }, word("lot.details"), " ", h("button", { type: "button", class: "screen small", id: "all", onclick: event => {
      const list = [...event.target.closest("article").querySelectorAll("details.test")];
      const open = list.some(node => !node.open);
      list.forEach(node => { node.open = open; });
    } }, word("lot.all"))),
    tests.map(test => detailOf(lot, test, ["fail", "inconclusive", "not_evaluable", "invalid"].includes(test.outcome))),
    lots.length > 1 ? "" : runRemarks());
}

// ---- the overview ----

let shown = [];

function select() {
  const needle = state.q.trim().toLowerCase();
  shown = lots.filter(lot => {
    if (state.verdict && lot.verdict !== state.verdict) return false;
    if (needle && !lot.text.includes(needle)) return false;
    if (state.outcome || state.test) {
      return lot.raw.some((test, at) => (!state.outcome || lot.outcomes[at] === state.outcome) && (!state.test || lot.spec.tests[test[0]].id === state.test));
    }
    return true;
  }).sort(ORDERS[state.sort] || ORDERS.worst);
}

// What keeps a lot from conforming. Where it cannot be evaluated, and no test of it is the reason, errors of the lot as a whole are.
function reasons(lot) {
  const open = lot.open.slice(0, MOST).map(([spec, outcome]) => [said(called(spec)), stop("colon") + word("outcome." + outcome)]);
  if (lot.open.length > MOST) open.push("… +" + (lot.open.length - MOST));
  const errors = lot.findings.filter(one => one[1] === WORST);
  const ofTheWhole = lot.verdict === "not_evaluable" && !lot.open.some(one => one[1] === "not_evaluable");
  const first = ofTheWhole ? errors.filter(one => one[2] < 0) : open.length ? [] : errors.slice(0, 1);
  return [...first.map(one => chinese(one[0]) || english(one[3])), ...open].map((one, index) => [index ? stop("semicolon") : "", one]);
}

function lotRow(lot) {
  const why = reasons(lot);
  return h("tr", {},
    h("th", { scope: "row" }, h("a", { href: address({ lot: lot.order }), "data-lot": lot.order }, said(lot.id))),
    h("td", {}, badge(lot.verdict, "verdict")),
    several ? h("td", {}, labelled(word("column.spec"), said(specName(lot.spec)))) : null,
    h("td", {}, why.length ? why : waived(lot)),
    h("td", { class: "number" }, labelled(word("column.margin"), signed(lot.margin[1]))));
}

// A lot that conforms with waivers does not look like one that was tested in full.
function waived(lot) {
  const names = lot.raw.filter((_, at) => lot.outcomes[at] === "waived").map(test => lot.spec.tests[test[0]]);
  return names.map((spec, index) => [index ? stop("semicolon") : "", said(called(spec)), stop("colon") + word("outcome.waived")]).flat();
}

// The filters and the order in force, for paper, where no control shows them.
function inForce() {
  const tests = head.specs.flatMap(spec => spec.tests);
  const test = tests.find(one => one.id === state.test);
  const order = ORDERS[state.sort] ? state.sort : "worst";
  return h("p", { class: "paper" }, word("overview.inForce") + stop("colon"), [
    state.verdict && [word("filter.verdict"), word("verdict." + state.verdict)], state.outcome && [word("filter.outcome"), word("outcome." + state.outcome)],
    state.test && [word("filter.test"), test ? called(test) : state.test], state.q.trim() && [word("filter.search"), "“" + state.q.trim() + "”"], [word("filter.sort"), word("sort." + order)],
  ].filter(Boolean).map(([name, value], index) => [index ? stop("semicolon") : "", name + stop("colon"), said(value)]));
}

// The table of lots. On paper a head is text: a browser repeats none with a control in it on the next sheet.
function listing(onPaper) {
  const [from, most] = onPaper ? [0, PRINTED] : [state.page * PAGE, PAGE];
  const rows = shown.slice(from, from + most);
  const sorted = name => state.sort === name ? "ascending" : "none";
  const column = (name, order) => {
    const text = word(name) + (state.sort === order ? " ▲" : "");
    return h("th", { scope: "col", "aria-sort": sorted(order) }, onPaper ? text : h("button", { type: "button", "data-order": order, onclick: () => change({ sort: order, page: 0 }) }, text));
  };
  const pages = Math.ceil(shown.length / PAGE);
  const part = { from: from + 1, to: from + rows.length, all: shown.length };
  const turn = (where, by, name, disabled) => h("button", { type: "button", disabled, "data-turn": where + by, onclick: () => change({ page: state.page + by }) }, word(name));
  const pager = where => pages < 2 ? null : h("nav", { class: "pager", "aria-label": word("overview") },
    turn(where, -1, "previous", state.page === 0),
    h("span", {}, word(several ? "overview.pages.verdicts" : "overview.pages", part)),
    turn(where, 1, "next", state.page >= pages - 1));
  const empty = lots.length ? word("overview.none") : head.summary.run_not_evaluable ? word("overview.notJudged") : word("overview.empty");
  const cut = rows.length < shown.length ? h("p", { class: "paper" }, word(several ? "overview.printed.verdicts" : "overview.printed", part)) : null;
  return h("div", { id: "listing" }, pager("above"), inForce(), cut,
    h("table", { class: "cards", "aria-label": word("overview") },
      h("caption", { role: "status", "aria-live": "polite" }, word(several ? "overview.caption.verdicts" : "overview.caption", { shown: shown.length, all: lots.length })),
      h("thead", {}, h("tr", {}, column("column.lot", "lot"), column("column.verdict", "worst"), several ? h("th", { scope: "col" }, word("column.spec")) : null, h("th", { scope: "col" }, word("column.open")), column("column.margin", "margin"))),
      h("tbody", {}, rows.length ? rows.map(lotRow) : h("tr", {}, h("td", { colspan: "5" }, empty)))), pager("below"));
}

function chips() {
  const count = verdict => head.summary[verdict];
  const chip = (verdict, text, number) => h("button", { type: "button", "aria-pressed": String(state.verdict === verdict), "data-verdict": verdict, onclick: () => change({ verdict, page: 0 }) }, text + " " + number);
  return h("fieldset", { class: "chips" }, h("legend", {}, word("filter.verdict")),
    chip("", word("filter.all"), lots.length),
    head.verdicts.map(verdict => chip(verdict, SIGNS[verdict][0] + " " + word("verdict." + verdict), count(verdict))));
}

function choice(name, key, options) {
  return h("label", {}, word(name), h("select", { "data-filter": key, onchange: event => change({ [key]: event.target.value, page: 0 }) },
    options.map(([value, text]) => h("option", { value, selected: state[key] === value }, text))));
}

function filters() {
  const tests = new Map(head.specs.flatMap(spec => spec.tests.map(test => [test.id, called(test)])));
  return h("form", { class: "filters", role: "search", onsubmit: event => event.preventDefault() }, chips(),
    h("label", {}, word("filter.search"), h("input", { type: "search", id: "search", value: state.q, autocomplete: "off", oninput: event => change({ q: event.target.value, page: 0 }, true) })),
    choice("filter.outcome", "outcome", [["", word("filter.any")], ...present.map(outcome => [outcome, word("outcome." + outcome)])]),
    choice("filter.test", "test", [["", word("filter.any")], ...tests]),
    choice("filter.sort", "sort", [["worst", word("sort.worst")], ["lot", word("sort.lot")], ["order", word("sort.order")], ["margin", word("sort.margin")]]));
}

function overviewPage() {
  select();
  return [h("h1", { tabindex: "-1" }, word("title")),
    h("p", { class: "soft" }, head.specs.map((spec, index) => [index ? stop("semicolon") : "", said(specName(spec))]).flat(), " · " + word("about.asOf") + " " + head.asOf),
    runLink(), runErrors(), filters(), listing(false), h("p", { class: "soft small screen" }, word("keys")), runRemarks()].flat();
}

function aboutPart() {
  // What could not be read is not passed over.
  const each = (list, shape) => list.length ? list.map(shape) : "–";
  return h("footer", {}, h("h2", {}, word("about")),
    pairs([
      [word("about.asOf"), head.asOf], [word("about.stage"), head.stage],
      [word("about.specs"), each(head.specs, spec => h("div", {}, said(specName(spec)), " · ", h("code", {}, "SHA-256 " + spec.sha256)))],
      [word("about.inputs"), each(head.inputs, ([name, sha, rows, detected]) => h("div", {}, said(name), " · " + word("column.rows") + " " + rows + " · ", said(pick(detected)), " · ", h("code", {}, "SHA-256 " + sha)))],
      [word("about.rules"), each(head.about, both => h("div", {}, said(pick(both))))],
      [word("about.program"), [head.tool.name + " " + head.tool.version, " · ", h("code", {}, "SHA-256 " + head.tool.sha256)]],
      [word("about.settings"), [h("code", {}, "SHA-256 " + head.settings)]],
      [word("about.template"), [said(head.template.name + " " + head.template.version), " · ", h("code", {}, "SHA-256 " + head.template.sha256)]],
    ]),
    h("p", {}, (head.template.name === "evqc" ? "" : word("about.frame") + " ") + word("about.items") + " " + word("about.states") + " " + word("about.authority")));
}

// ---- moving about ----

function address(changes) {
  const next = { ...state, run: false, ...changes };
  const parts = new URLSearchParams();
  for (const key of ["lang", "verdict", "outcome", "test", "q", "sort"]) {
    if (next[key] && !(key === "lang" && next.lang === "en") && !(key === "sort" && next.sort === "worst")) parts.set(key, next[key]);
  }
  if (next.page > 0) parts.set("page", next.page);
  if (next.lot >= 0) parts.set("lot", next.lot);
  if (next.run) parts.set("run", 1);
  return "#" + parts.toString();
}

function readAddress() {
  const parts = new URLSearchParams(location.hash.slice(1));
  const text = key => parts.get(key) || "";
  const number = (key, other) => /^\d+$/.test(text(key)) ? Number(text(key)) : other;
  // An address is written by anybody.
  const known = key => words.has(key + "." + text(key)) ? text(key) : "";
  Object.assign(state, { lang: text("lang") === "zh" ? "zh" : "en", verdict: known("verdict"), outcome: known("outcome"), test: text("test"), q: text("q"), sort: Object.hasOwn(ORDERS, text("sort")) ? text("sort") : "worst", page: number("page", 0), lot: number("lot", -1), run: parts.has("run") });
  if (state.lot >= lots.length) state.lot = -1;
  if (lots.length === 1 && state.lot < 0 && !parts.has("all")) state.lot = 0;
}

function list(onPaper) {
  const there = document.getElementById("listing");
  if (there) there.replaceWith(listing(onPaper));
}

// By what the control that has the focus is found when it is drawn again.
function held() {
  const control = document.activeElement || document.body;
  const name = ["verdict", "filter", "order", "turn", "lot"].find(one => control.dataset[one] !== undefined);
  return name ? "[data-" + name + "='" + control.dataset[name] + "']" : control.id === "language" ? "#language" : "";
}

function focusOn(found) {
  const control = found && document.querySelector(found);
  // Behind the last page there is no next one: the button beside it is left.
  if (control) (control.disabled ? control.parentElement.querySelector("button:enabled") : control).focus();
}

// Only the list is drawn again while somebody types, so that the field keeps its focus.
function change(changes, listOnly) {
  Object.assign(state, changes);
  history.replaceState(null, "", address({}));
  const began = performance.now();
  if (listOnly && document.getElementById("listing")) {
    select();
    list(false);
  } else {
    const control = held();
    draw();
    focusOn(control);
  }
  document.documentElement.dataset.lastChange = (performance.now() - began).toFixed(1);
}

// The mark of a draft: on the page of a lot that of its specification; of several, those that are drafts have their names with it.
function draftMark(lot) {
  const looked = lot ? [lot.spec] : head.specs;
  const drafts = looked.filter(spec => spec.status === "draft");
  if (!drafts.length) return "";
  const names = drafts.map((spec, index) => [index ? stop("semicolon") : stop("colon"), said(specName(spec))]);
  return h("p", { class: "draft" }, word("draft"), drafts.length < looked.length ? names : "");
}

function draw() {
  document.documentElement.lang = state.lang === "zh" ? "zh-Hans" : "en";
  const lot = state.lot >= 0 ? lots[state.lot] : null;
  document.title = lot ? lot.id + " · " + word("verdict." + lot.verdict) : word("title") + " · " + head.asOf;
  const position = lot ? (select(), shown.indexOf(lot)) : -1;
  const step = (name, at) => shown[at] ? h("a", { href: address({ lot: shown[at].order }), rel: name === "lot.next" ? "next" : "prev" }, word(name)) : "";
  const bar = h("header", { class: "bar" },
    h("nav", { class: "where", "aria-label": word("overview") }, lot && lots.length > 1 ? [h("a", { href: address({ lot: -1 }) }, "← " + word("overview.back")), ["lot.previous", "lot.next"].map((name, at) => step(name, position + (at ? 1 : -1))).filter(Boolean).map(link => [" · ", link])] : said(pick(head.summary.line))),
    h("div", { class: "screen" }, h("button", { type: "button", id: "language", lang: state.lang === "zh" ? "en" : "zh-Hans", onclick: () => change({ lang: state.lang === "zh" ? "en" : "zh" }) }, word("language")), " ",
      h("button", { type: "button", onclick: () => window.print() }, word("print"))));
  const main = h("main", { id: "content" }, lot ? lotPage(lot) : overviewPage());
  root.replaceChildren(...[h("a", { class: "skip", href: "#content", onclick: event => { event.preventDefault(); main.querySelector("h1").focus(); } }, word("skip")), bar, draftMark(lot), main, aboutPart()].filter(Boolean));
}

window.addEventListener("hashchange", () => {
  readAddress();
  draw();
  if (state.run && toRun()) return;
  window.scrollTo(0, 0);
  const heading = document.querySelector("#content h1");
  if (heading) heading.focus({ preventScroll: true });
});

// Whether a table that is wider than its room moves under the arrow keys.
function scrolls(target) {
  const within = target.closest(".scroll");
  return within !== null && within.scrollWidth > within.clientWidth;
}

document.addEventListener("keydown", event => {
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const go = to => { location.hash = to; };
  if (event.key === "/" && !typing && state.lot < 0) {
    event.preventDefault();
    document.getElementById("search").focus();
  } else if (event.key === "Escape" && state.lot >= 0 && lots.length > 1) {
    go(address({ lot: -1 }));
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && state.lot < 0 && event.target.tagName !== "SELECT") {
    const links = [...document.querySelectorAll("a[data-lot]")];
    const at = links.indexOf(document.activeElement);
    if (typing && event.key === "ArrowUp") return;
    const next = links[Math.max(0, Math.min(links.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)))];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  } else if ((event.key === "ArrowRight" || event.key === "ArrowLeft") && !typing && !scrolls(event.target) && state.lot >= 0) {
    const to = shown[shown.indexOf(lots[state.lot]) + (event.key === "ArrowRight" ? 1 : -1)];
    if (to) go(address({ lot: to.order }));
  }
});

// A loose sheet says what it is of: lot, verdict, specification and day stand on every page.
let running;
window.addEventListener("beforeprint", () => {
  const lot = state.lot >= 0 ? lots[state.lot] : null;
  const text = lot ? [word("column.lot") + " " + lot.id, word("verdict." + lot.verdict), specName(lot.spec), head.asOf] : [word("title"), head.asOf];
  // Anything but letters and digits by its number, so that nothing ends the string.
  const quoted = [...text.join(" · ")].map(sign => /[A-Za-z0-9]/.test(sign) ? sign : "\\" + sign.codePointAt(0).toString(16).padStart(6, "0") + " ").join("");
  const sheet = document.styleSheets[0];
  if (running !== undefined) sheet.deleteRule(running);
  running = sheet.insertRule("@page { @top-left { content: \"" + quoted + "\"; width: 100%; text-align: left; overflow-wrap: anywhere; font: 8pt sans-serif; color: #3d444b } }", sheet.cssRules.length);
});

// Paper has no pages to turn: every lot that the filters leave is on it.
let printed = "";
window.addEventListener("beforeprint", () => {
  printed = held();
  list(true);
});
window.addEventListener("afterprint", () => {
  list(false);
  focusOn(printed);
});

// Paper has everything that the page says of the run, and every test in detail.
window.addEventListener("beforeprint", () => document.querySelectorAll("details:is(.run, .test):not([open])").forEach(node => {
  node.open = true;
  node.dataset.printed = "";
  // A browser tells of the opening only after the print.
  node.dispatchEvent(new Event("toggle"));
}));
window.addEventListener("afterprint", () => document.querySelectorAll("details[data-printed]").forEach(node => {
  node.open = false;
  delete node.dataset.printed;
}));

readAddress();
draw();
if (state.run) toRun();
document.documentElement.dataset.ready = (performance.now() - started).toFixed(1);
