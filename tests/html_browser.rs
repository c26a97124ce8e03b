//! The HTML report in a real browser: no error, nothing fetched, filters, keyboard, languages, paper.
//!
//! Needs Chromium or Chrome in the path (`chromium`, `chromium-browser`, `google-chrome`); without one the test says so and
//! proves nothing. The browser is spoken to over its debugging pipe, so no driver and no port is needed. Pictures and
//! prints are left in `target/tmp/html` to be looked at.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests run programs, read files and print")]
#![cfg(unix)]

#[path = "../benches/generate.rs"]
mod generate;
#[path = "support/needed.rs"]
mod needed;

use base64::Engine;
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;

/// Lots of the large report.
const MANY: u64 = 10_000;

fn browser() -> Option<&'static str> {
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"].into_iter().find(|name| {
        let found = Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
        found.is_ok_and(|status| status.success())
    })
}

fn no_browser(what: &str) {
    needed::not_tested(what, "neither chromium nor google-chrome is installed");
}

/// A page in a browser.
struct Page {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    number: u64,
    session: Option<String>,
    /// What went wrong in the page, and what it asked the network for.
    troubles: Vec<String>,
    requests: Vec<String>,
    loaded: bool,
    _profile: tempfile::TempDir,
}

impl Page {
    fn new(name: &str) -> Self {
        let profile = tempfile::tempdir().unwrap();
        // The debugging pipe is read from descriptor 3 and written to descriptor 4.
        let command = format!(
            "exec {name} --headless --no-sandbox --disable-gpu --hide-scrollbars --no-first-run --disable-background-networking \
             --user-data-dir={} --remote-debugging-pipe 3<&0 4>&1 0</dev/null 1>/dev/null 2>/dev/null",
            profile.path().display()
        );
        let mut child =
            Command::new("sh").args(["-c", &command]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (to, from) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let mut page = Page {
            child,
            to,
            from,
            number: 0,
            session: None,
            troubles: Vec::new(),
            requests: Vec::new(),
            loaded: false,
            _profile: profile,
        };
        let target = page.call("Target.createTarget", json!({ "url": "about:blank" }));
        let attached = page.call("Target.attachToTarget", json!({ "targetId": target["targetId"], "flatten": true }));
        page.session = Some(attached["sessionId"].as_str().unwrap().to_owned());
        for domain in ["Page.enable", "Runtime.enable", "Log.enable", "Network.enable"] {
            page.call(domain, json!({}));
        }
        page
    }

    fn call(&mut self, method: &str, params: Value) -> Value {
        self.number += 1;
        let mut message = json!({ "id": self.number, "method": method, "params": params });
        if let Some(session) = &self.session {
            message["sessionId"] = json!(session);
        }
        self.to.write_all(message.to_string().as_bytes()).unwrap();
        self.to.write_all(&[0]).unwrap();
        loop {
            let answer = self.next();
            if answer["id"] == self.number {
                assert!(answer["error"].is_null(), "{method}: {}", answer["error"]);
                return answer["result"].clone();
            }
        }
    }

    /// The next message; what is no answer is noted.
    fn next(&mut self) -> Value {
        let mut bytes = Vec::new();
        self.from.read_until(0, &mut bytes).unwrap();
        bytes.pop();
        let message: Value = serde_json::from_slice(&bytes).expect("the browser ended");
        let of = &message["params"];
        match message["method"].as_str() {
            Some("Runtime.exceptionThrown") => self.troubles.push(of["exceptionDetails"].to_string()),
            Some("Runtime.consoleAPICalled") => self.troubles.push(of["args"].to_string()),
            Some("Log.entryAdded") => self.troubles.push(of["entry"].to_string()),
            Some("Network.requestWillBeSent") => self.requests.push(of["request"]["url"].as_str().unwrap_or("").into()),
            Some("Page.loadEventFired") => self.loaded = true,
            _ => {}
        }
        message
    }

    fn open(&mut self, file: &Path, place: &str) {
        self.loaded = false;
        // A change of the part behind `#` alone loads nothing.
        self.call("Page.navigate", json!({ "url": "about:blank" }));
        while !self.loaded {
            self.next();
        }
        self.loaded = false;
        self.call("Page.navigate", json!({ "url": format!("file://{}{place}", file.display()) }));
        while !self.loaded {
            self.next();
        }
    }

    fn value(&mut self, expression: &str) -> Value {
        let result = self
            .call("Runtime.evaluate", json!({ "expression": expression, "returnByValue": true, "awaitPromise": true }));
        assert!(result["exceptionDetails"].is_null(), "{expression}: {}", result["exceptionDetails"]);
        result["result"]["value"].clone()
    }

    /// Waits until an expression has a value: a page draws itself anew some time after a key.
    fn becomes(&mut self, expression: &str, expected: impl Into<Value>) {
        let expected = expected.into();
        let mut value = self.value(expression);
        for _ in 0..100 {
            if value == expected {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
            value = self.value(expression);
        }
        assert_eq!(value, expected, "{expression}");
    }

    fn key(&mut self, key: &str) {
        let text = if key.chars().count() == 1 { key } else { "" };
        self.call("Input.dispatchKeyEvent", json!({ "type": "keyDown", "key": key, "text": text }));
        self.call("Input.dispatchKeyEvent", json!({ "type": "keyUp", "key": key }));
    }

    fn screen(&mut self, width: u32, height: u32, dark: bool) {
        self.call(
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 }),
        );
        let scheme = if dark { "dark" } else { "light" };
        self.call(
            "Emulation.setEmulatedMedia",
            json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] }),
        );
    }

    fn picture(&mut self, path: &Path) {
        let shot = self.call("Page.captureScreenshot", json!({ "format": "png" }));
        fs::write(path, decoded(&shot["data"])).unwrap();
    }

    fn print(&mut self, path: &Path, (width, height): (f64, f64)) -> usize {
        let pdf = self
            .call("Page.printToPDF", json!({ "paperWidth": width, "paperHeight": height, "printBackground": true }));
        let bytes = decoded(&pdf["data"]);
        fs::write(path, &bytes).unwrap();
        assert!(bytes.starts_with(b"%PDF-"));
        let text = String::from_utf8_lossy(&bytes);
        text.matches("/Type /Page\n").count()
    }

    fn assert_quiet(&self, what: &str) {
        assert!(self.troubles.is_empty(), "{what}: {:#?}", self.troubles);
        let fetched: Vec<&String> = self
            .requests
            .iter()
            .filter(|url| !url.starts_with("file:") && !url.starts_with("data:") && *url != "about:blank")
            .collect();
        assert!(fetched.is_empty(), "{what}: fetches {fetched:?}");
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn decoded(data: &Value) -> Vec<u8> {
    base64::engine::general_purpose::STANDARD.decode(data.as_str().unwrap()).unwrap()
}

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("html");
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The report on some files, made from the folder of the project.
fn report(name: &str, spec: &str, data: &[&str]) -> PathBuf {
    let path = folder().join(name);
    let mut command = Command::new(env!("CARGO_BIN_EXE_evqc"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(["-q", "check", spec]).args(data);
    let out = command.args(["--as-of", "2026-11-27", "-o", &format!("html:{}", path.display())]).output().unwrap();
    assert!(out.status.code().is_some_and(|code| code <= 4 && code != 2), "{}", String::from_utf8_lossy(&out.stderr));
    path
}

/// The smallest margins of the overview as they are shown.
const MARGINS: &str =
    "[...document.querySelectorAll('#listing tbody td:last-child')].map(cell => cell.lastChild.textContent)";

/// The lots of the overview that are shown.
const SHOWN: &str = "[...document.querySelectorAll('a[data-lot]')].map(a => a.textContent)";

#[test]
fn the_report_works_in_a_browser() {
    let Some(name) = browser() else {
        no_browser("the HTML report in a browser");
        return;
    };
    let mut page = Page::new(name);
    let twelve = report("many-lots.html", "samples/many-lots/spec.yaml", &["samples/many-lots/results.csv"]);
    overview(&mut page, &twelve);
    a_lot(&mut page, &twelve);
    bars(&mut page, &twelve);
    zones(&mut page);
    tables_under_the_keys(&mut page, &twelve);
    addresses(&mut page, &twelve);
    languages(&mut page, &twelve);
    names_for_screen_readers(&mut page, &twelve);
    paper(&mut page, &twelve);
    pictures(&mut page);
    gate_axes(&mut page, &twelve);
    run_findings(&mut page);
    places(&mut page, &twelve);
    drafts(&mut page);
    whole_lots(&mut page);
    nothing_judged(&mut page);
    one_lot(&mut page);
    far_outside(&mut page);
    replicates(&mut page);
    readable(&mut page, &twelve);
    conclusions_in_sight(&mut page, &twelve);
    widest_style(&mut page);
    hostile(&mut page);
    page.assert_quiet("all pages");
}

fn overview(page: &mut Page, file: &Path) {
    page.screen(1200, 900, false);
    page.open(file, "");
    page.picture(&folder().join("overview.png"));
    let lots = page.value(SHOWN);
    let lots: Vec<&str> = lots.as_array().unwrap().iter().map(|lot| lot.as_str().unwrap()).collect();
    assert_eq!(lots.len(), 12);
    assert_eq!(lots[0], "ML-10", "the lot that cannot be evaluated comes first");
    assert!(["ML-03", "ML-04", "ML-05", "ML-12"].iter().all(|lot| lots[1..5].contains(lot)), "{lots:?}");
    page.value("const chip = document.querySelector('[data-verdict=conforms]'); chip.focus(); chip.click()");
    assert_eq!(page.value(SHOWN), json!(["ML-01", "ML-02", "ML-11"]));
    assert_eq!(page.value("document.activeElement.dataset.verdict"), "conforms", "the button keeps the focus");
    page.value("document.querySelector('[data-verdict=\"\"]').click()");
    // The slash leads to the search; what is typed there filters at once.
    page.value("document.querySelector('#content h1').focus()");
    page.key("/");
    page.becomes("document.activeElement.id", "search");
    for letter in ["m", "l", "-", "1"] {
        page.key(letter);
    }
    page.becomes(&format!("{SHOWN}.sort().join()"), "ML-10,ML-11,ML-12");
    assert_eq!(page.value("document.querySelector('caption').textContent"), "3 of 12 lots");
    page.key("ArrowDown");
    page.becomes("document.activeElement.textContent", "ML-10");
    page.key("ArrowDown");
    page.becomes("document.activeElement.textContent", "ML-12");
    page.open(file, "#outcome=invalid");
    assert_eq!(page.value(&format!("{SHOWN}.sort().join()")), "ML-07,ML-12");
    page.open(file, "#sort=lot");
    assert_eq!(page.value(&format!("{SHOWN}[0]")), "ML-01");
    // Whoever sorts by a head of the table stays at it, and lots whose margin is not shown stand last.
    for order in ["lot", "worst", "margin"] {
        let head = format!("[data-order={order}]");
        page.value(&format!("(() => {{ const one = document.querySelector('{head}'); one.focus(); one.click(); }})()"));
        assert_eq!(page.value("document.activeElement.dataset.order"), order);
    }
    let margins = page.value(MARGINS);
    let margins: Vec<&str> = margins.as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
    assert_eq!(margins[..6], ["−76.0 %", "−50.0 %", "−28.0 %", "+30.0 %", "+64.0 %", "+64.0 %"]);
    assert_eq!(margins[6..], ["–"; 6]);
}

fn a_lot(page: &mut Page, file: &Path) {
    page.open(file, "#lot=2");
    assert_eq!(page.value("document.querySelector('h1').textContent"), "Lot ML-03");
    assert_eq!(page.value("document.querySelector('.badge.large').textContent"), "✗ DOES NOT CONFORM");
    let row = "[...document.querySelectorAll('tbody tr')].find(row => row.textContent.includes('Bacterial endotoxin'))";
    assert_eq!(page.value(&format!("{row}.querySelector('.number bdi').textContent")), "0.32");
    let label = page.value(&format!("{row}.querySelector('svg').getAttribute('aria-label')"));
    assert_eq!(label, "Bacterial endotoxin: result 0.32 EU/mL, criterion ≤ 0.25 EU/mL, fail");
    // The result lies beyond the limit in the picture too.
    let x = |what: &str| format!("{row}.querySelector('{what}').getBBox().x");
    let (limit, result) = (page.value(&x(".limit")), page.value(&x(".result")));
    assert!(result.as_f64().unwrap() > limit.as_f64().unwrap(), "{result} and {limit}");
    let cells =
        page.value("[...document.querySelectorAll('.finding.error .cell')].map(cell => cell.textContent).join()");
    assert_eq!(cells, "samples/many-lots/results.csv:42:3,samples/many-lots/spec.yaml:86:14");
    page.screen(1200, 1500, true);
    page.picture(&folder().join("lot-dark.png"));
    page.screen(390, 1400, false);
    page.picture(&folder().join("lot-phone.png"));
    let overflow = page.value("document.documentElement.scrollWidth - document.documentElement.clientWidth");
    assert_eq!(overflow, 0, "nothing sticks out on a telephone");
    page.screen(1200, 1500, false);
    page.picture(&folder().join("lot.png"));
    page.key("ArrowRight");
    page.becomes("document.querySelector('h1').textContent !== 'Lot ML-03'", true);
    page.key("Escape");
    page.becomes(&format!("{SHOWN}.length"), 12);
}

/// A bar with a lower limit alone tells its results apart, its numbers are read on a telephone, and what warns is told from what
/// asks for something to be done.
fn bars(page: &mut Page, file: &Path) {
    page.open(file, "#lot=2");
    let bar = |value: &str| {
        format!(
            "limitBar({{ lower: [80, '≥ 80', true], value: {value}, points: [], label: 'bar', warnings: \
             [{{ x: 85, name: 'alert' }}, {{ x: 82, name: 'action' }}] }}, false)"
        )
    };
    let place = |page: &mut Page, value: &str, what: &str| {
        let x = format!("Number({}.querySelector('{what}').getAttribute('points').split(',')[0])", bar(value));
        page.value(&x).as_f64().unwrap()
    };
    let [near, far] = ["80.1", "120"].map(|value| place(page, value, ".result"));
    assert!(far - near > 40.0, "{near} and {far}");
    let dashes = "['alert', 'action'].map(name => getComputedStyle(document.body.appendChild(BAR).querySelector('.' + name)).strokeDasharray)";
    let dashes = page.value(&dashes.replace("BAR", &bar("90")));
    assert_ne!(dashes[0], dashes[1], "{dashes}");
    // The side that does not conform has strokes along its limit, and no other side.
    let strokes = |what: &str| format!("{}.querySelector('.edge').getAttribute('d').includes('{what}')", bar("90"));
    assert_eq!((page.value(&strokes("l-5")), page.value(&strokes("l5"))), (json!(true), json!(false)));
    page.screen(360, 800, false);
    page.open(file, "#lot=2");
    page.value("document.querySelectorAll('details').forEach(one => { one.open = true; one.dispatchEvent(new Event('toggle')); })");
    let letters = "Math.min(...[...document.querySelectorAll('svg.bar-large')].map(one => 11 * one.getBoundingClientRect().width / one.viewBox.baseVal.width))";
    let letters = page.value(letters).as_f64().unwrap();
    assert!((9.0..12.0).contains(&letters), "{letters}");
    // Determinations are cards there, and each says what it is.
    let row =
        "[...document.querySelectorAll('details table.cards tbody tr')].map(one => one.getBoundingClientRect().height)";
    let row = page.value(&format!("Math.max(...{row})")).as_f64().unwrap();
    assert!(row > 0.0 && row < 400.0, "{row}");
    page.screen(1200, 1500, false);
}

/// The acceptance zone has the signs of its limits, and none is told where there is none; guard zones end at the other limit, a bound
/// has no interval around it, and a finding of a test without determinations names none.
fn zones(page: &mut Page) {
    let (spec, data) = (folder().join("zones.yaml"), folder().join("zones.csv"));
    let rule = "    category: potency\n    procedure: S\n    decide: guarded(1)\n";
    let test = |id: &str, accept: &str, u: &str| {
        format!(
            "  {id}:\n    name: Test {id}\n{rule}    accept: \"{accept}\"\n    uncertainty: {{{u}, k: 2, from: V}}\n"
        )
    };
    let all = [
        test("below", "< 0.50 EU/mL", "absolute: 0.10 EU/mL"),
        test("within", "[3000, 6000) nm", "absolute: 600 nm"),
        test("none", "80 to 120 %", "relative: 50 %"),
        test("closed", "<= 0.50 EU/mL", "absolute: 0.10 EU/mL"),
        test("bound", "80 to 120 ng/mL", "relative: 30 %"),
        test("absent", "80 to 120 ng/mL", "relative: 30 %"),
    ];
    let head = "evqc: 1\nid: z\nversion: \"1\"\ntitle: Z\nstatus: draft\nrounding: none\ntests:\n";
    fs::write(&spec, format!("{head}{}", all.concat())).unwrap();
    let rows = "below,0.40,EU/mL\nL,within,4000,nm\nL,none,100,%\nL,closed,0.40,EU/mL\nL,bound,<110,ng/mL\n";
    fs::write(&data, format!("lot,test,value,unit\nL,{rows}")).unwrap();
    let file = report("zones.html", spec.to_str().unwrap(), &[data.to_str().unwrap()]);
    let zones = |page: &mut Page, label: &str| {
        page.value("document.querySelectorAll('details').forEach(one => { one.open = true; one.dispatchEvent(new Event('toggle')); })");
        let own =
            format!("[...document.querySelectorAll('details.test dt')].filter(one => one.textContent === '{label}')");
        page.value(&format!("{own}.map(one => one.nextElementSibling.textContent)"))
    };
    page.open(&file, "#lot=0");
    let none = "none: the guard bands leave no acceptance zone";
    let expected = json!(["< 0.4 EU/mL", "≥ 3600 nm, < 5400 nm", none, "≤ 0.4 EU/mL", none]);
    assert_eq!(zones(page, "Acceptance zone"), expected);
    // (0.50 - 0.40) / 0.05, (4000 - 3000) / 300, (120 - 100) / 25, and none of the bound.
    assert_eq!(zones(page, "Margin in standard uncertainties"), json!(["+2.00 u", "+3.33 u", "+0.80 u", "+2.00 u"]));
    let bar = |id: &str| {
        format!(
            "[...document.querySelectorAll('svg.bar-large')].find(one => one.getAttribute('aria-label').includes('Test {id}:'))"
        )
    };
    let beyond = format!(
        "(() => {{ const bar = {}; const [low, high] = [...bar.querySelectorAll('.limit')].map(one => Number(one.getAttribute('x1'))); \
         return [...bar.querySelectorAll('rect.guard')].map(one => [Number(one.getAttribute('x')) - low, \
         Number(one.getAttribute('x')) + Number(one.getAttribute('width')) - high].map(Math.round)); }})()",
        bar("none")
    );
    assert_eq!(page.value(&beyond), json!([[0, 0], [0, 0]]));
    let intervals =
        ["below", "bound"].map(|id| page.value(&format!("{}.querySelectorAll('.interval').length", bar(id))));
    assert_eq!(intervals, [json!(1), json!(0)]);
    // The card of the test that is missing.
    let empty = "[...document.querySelectorAll('.finding dd')].filter(one => !one.textContent.trim()).length";
    assert_eq!(page.value(empty), 0);
    assert!(page.value("document.querySelectorAll('.finding').length").as_u64().unwrap() > 2);
    page.picture(&folder().join("zones.png"));
    page.open(&file, "#lot=0&lang=zh");
    assert_eq!(zones(page, "接受区")[2], json!("无：保护带未留下接受区间"));
}

/// The arrow keys move a table that is wider than its room, and lead to another lot from anywhere else.
fn tables_under_the_keys(page: &mut Page, file: &Path) {
    page.open(file, "#lot=2");
    page.value("(() => { const one = document.querySelector('.scroll'); one.style.width = '90px'; one.tabIndex = 0; one.focus(); })()");
    page.key("ArrowRight");
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert_eq!(page.value("document.querySelector('h1').textContent"), "Lot ML-03");
    page.value("document.activeElement.blur()");
    page.key("ArrowRight");
    page.becomes("document.querySelector('h1').textContent !== 'Lot ML-03'", true);
}

/// An address that nobody can have meant shows every lot.
fn addresses(page: &mut Page, file: &Path) {
    for place in ["#verdict=bogus", "#outcome=bogus", "#sort=bogus", "#sort=__proto__"] {
        page.open(file, place);
        assert_eq!(page.value(&format!("{SHOWN}.length")), 12, "{place}");
    }
}

/// Both languages show the same numbers, units, cells and texts of the specification; only the words differ (R-1101).
fn languages(page: &mut Page, file: &Path) {
    // Criteria and what became of a panel have words of evqc in them, and these have the same numbers and signs in any order.
    let parts = "JSON.stringify([[...document.querySelectorAll('td.number:not(.words) bdi, td .cell, td:nth-child(4) bdi, h1 bdi')].map(part => part.textContent), [...document.querySelectorAll('td:nth-child(2) bdi, td.words bdi')].map(part => (part.textContent.match(/[≥≤<>±]|-?[0-9][0-9.]*/g) || []).sort())])";
    for lot in 0..12 {
        page.open(file, &format!("#lot={lot}"));
        let english = page.value(parts);
        page.value("document.getElementById('language').click()");
        assert_eq!(page.value("document.documentElement.lang"), "zh-Hans");
        assert_eq!(page.value(parts), english, "lot {lot}");
    }
    page.open(file, "#lot=2&lang=zh");
    assert_eq!(page.value("document.querySelector('.badge.large').textContent"), "✗ 不符合规定");
    let statement = page.value("document.querySelector('.statement').textContent");
    assert_eq!(statement, "结论：本品按 sample-many-lots 1.0.0 检验，结果不符合规定。");
    page.screen(1200, 1500, false);
    page.picture(&folder().join("lot-chinese.png"));
    page.open(file, "#lot=7&lang=zh");
    let statement = page.value("document.querySelector('.statement').textContent");
    assert!(
        !statement.as_str().unwrap().contains("结论：") && statement.as_str().unwrap().contains("待定项目"),
        "{statement}"
    );
}

/// Everything that can be used, and every picture, has a name.
fn names_for_screen_readers(page: &mut Page, file: &Path) {
    for place in ["", "#lot=2", "#lot=2&lang=zh"] {
        page.open(file, place);
        let tree = page.call("Accessibility.getFullAXTree", json!({}));
        let mut seen = 0;
        for node in tree["nodes"].as_array().unwrap().iter().filter(|node| node["ignored"] == false) {
            let role = node["role"]["value"].as_str().unwrap_or("");
            let named =
                ["button", "link", "searchbox", "combobox", "image", "img", "columnheader", "rowheader", "table"];
            if named.contains(&role) {
                seen += 1;
                let name = node["name"]["value"].as_str().unwrap_or("");
                assert!(!name.trim().is_empty(), "{place}: a {role} without a name: {node}");
            }
        }
        assert!(seen > 15, "{place}: {seen}");
    }
}

fn paper(page: &mut Page, file: &Path) {
    // Every test is in the print, opened for it and closed behind it.
    page.open(file, "#lot=2");
    let (open, all) = (
        "document.querySelectorAll('details.test[open] dl').length",
        "document.querySelectorAll('details.test').length",
    );
    let before = page.value(open);
    page.value("window.dispatchEvent(new Event('beforeprint'))");
    assert_eq!(page.value(open), page.value(all));
    page.value("window.dispatchEvent(new Event('afterprint'))");
    assert_eq!(page.value(open), before);
    for (lot, overview) in [("#lot=2", false), ("", true)] {
        page.open(file, lot);
        for (name, size) in [("a4", (8.27, 11.69)), ("letter", (8.5, 11.0))] {
            let kind = if overview { "overview" } else { "lot" };
            let pages = page.print(&folder().join(format!("{kind}-{name}.pdf")), size);
            assert!((1..=12).contains(&pages), "{kind} on {name}: {pages} pages");
        }
    }
}

/// Screens of a lot with pictures, light, dark and narrow, and its print, to look at.
fn looks(page: &mut Page, name: &str) {
    for (kind, width, dark) in [("light", 1280, false), ("dark", 1280, true), ("narrow", 400, false)] {
        page.screen(width, 2_400, dark);
        page.picture(&folder().join(format!("{name}-{kind}.png")));
    }
    page.print(&folder().join(format!("{name}.pdf")), (8.27, 11.69));
    page.screen(1280, 900, false);
}

/// The bar of the page and the figure of `evqc plot` put limit, result and both ends of the interval at the same places: the
/// ratios of their distances are the same on any linear axis.
fn bar_and_figure(page: &mut Page, file: &Path) {
    let to = tempfile::tempdir().unwrap();
    let arguments = ["plot", "samples/guard-zone/spec.yaml", "samples/guard-zone/results.csv", "--lot", "EV-2632"];
    let mut command = Command::new(env!("CARGO_BIN_EXE_evqc"));
    command.args(arguments).args(["--as-of", "2026-11-27", "--to"]).arg(to.path()).output().unwrap();
    let figure = fs::read_to_string(to.path().join("endotoxin.svg")).unwrap();
    let lines = |colour: &str, width: &str| -> Vec<Vec<f64>> {
        let own = figure.lines().filter(|line| {
            line.starts_with("<polyline") && line.contains(&format!("stroke=\"{colour}\" stroke-width=\"{width}\""))
        });
        let places = own.map(|line| line.split_once("points=\"").unwrap().1.split('"').next().unwrap());
        places
            .map(|places| {
                places.split_whitespace().map(|place| place.split(',').next().unwrap().parse().unwrap()).collect()
            })
            .collect()
    };
    let limit = lines("#A00000", "18")[0][0];
    let interval = lines("#404040", "14").into_iter().next().unwrap();
    // The result allows no statement: an empty diamond.
    let diamond = figure.lines().find(|line| line.starts_with("<polygon") && line.contains("#FFFFFF")).unwrap();
    let places = diamond.split_once("points=\"").unwrap().1.split('"').next().unwrap();
    let xs: Vec<f64> =
        places.split_whitespace().map(|place| place.split(',').next().unwrap().parse().unwrap()).collect();
    let result = (xs.iter().copied().fold(f64::INFINITY, f64::min) + xs.iter().copied().fold(0.0, f64::max)) / 2.0;
    page.open(file, "#lot=1");
    let bar = "[...document.querySelectorAll('svg.bar-large')].find(bar => bar.getAttribute('aria-label').includes('endotoxin'))";
    let mut number = |what: &str| page.value(&format!("(() => {{ const bar = {bar}; {what} }})()")).as_f64().unwrap();
    let of_bar = [
        number("return bar.querySelector('.limit').getAttribute('x1') * 1"),
        number("const box = bar.querySelector('.result').getBBox(); return box.x + box.width / 2"),
        number("return /^M([\\d.]+)/.exec(bar.querySelector('.interval').getAttribute('d'))[1] * 1"),
        number("return /H([\\d.]+)/.exec(bar.querySelector('.interval').getAttribute('d'))[1] * 1"),
    ];
    let of_figure = [limit, result, interval[0], *interval.last().unwrap()];
    let ratios = |places: [f64; 4]| {
        let width = places[3] - places[2];
        [(places[0] - places[2]) / width, (places[1] - places[2]) / width]
    };
    for (one, other) in ratios(of_bar).into_iter().zip(ratios(of_figure)) {
        assert!((one - other).abs() < 0.01, "{of_bar:?} and {of_figure:?}");
    }
}

/// Size distributions with their window, gates, courses over time, guard zones with intervals: where the data has them.
fn pictures(page: &mut Page) {
    let file = injections("nta.html");
    page.open(&file, "#lot=0");
    // The window of 50 to 200 nm stands where the axis has these numbers, and its name is that of the test.
    let texts = "[...document.querySelectorAll('svg.sizes text')]";
    let at = |text: &str| format!("{texts}.find(t => t.textContent === '{text}').getBBox()");
    let middle = page.value(&format!("(() => {{ const box = {}; return box.x + box.width / 2; }})()", at("200")));
    let end = page.value(
        "(() => { const box = document.querySelector('svg.sizes rect[fill=\"#009E73\"]').getBBox(); return box.x + box.width; })()",
    );
    assert!((end.as_f64().unwrap() - middle.as_f64().unwrap()).abs() < 25.0, "{end} and {middle}, tenths of a pixel");
    assert_eq!(page.value(&format!("{texts}.filter(t => t.textContent === 'size (nm)').length")), 1);
    page.open(&file, "#lot=0&lang=zh");
    assert_eq!(page.value(&format!("{texts}.filter(t => t.textContent === '粒径 (nm)').length")), 1);
    looks(page, "sizes");
    let file = report("guard.html", "samples/guard-zone/spec.yaml", &["samples/guard-zone/results.csv"]);
    page.open(&file, "#lot=0");
    assert!(page.value("document.querySelectorAll('.guard').length").as_u64().unwrap() >= 2);
    assert!(page.value("document.querySelectorAll('.interval').length").as_u64().unwrap() >= 2);
    bar_and_figure(page, &file);
    let stability = "samples/stability-frozen-intranasal";
    let (spec, data) = (format!("{stability}/spec.yaml"), format!("{stability}/results.csv"));
    let file = report("stability.html", &spec, &[&data]);
    page.open(&file, "#lot=0");
    assert!(page.value("document.querySelectorAll('svg.time circle').length").as_u64().unwrap() >= 3);
    looks(page, "course");
    page.open(&file, "#lot=0&lang=zh");
    assert_eq!(
        page.value("[...document.querySelectorAll('svg.time text')].filter(t => t.textContent === '时间 (天)').length"),
        1
    );
    let markers = ["EV-401-lysed", "EV-401", "EV-402", "buffer", "isotype"];
    let files: Vec<String> = markers.iter().map(|name| format!("samples/cytometry-markers/{name}.fcs")).collect();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let file = report("markers.html", "samples/cytometry-markers/spec.yaml", &files);
    page.open(&file, "#lot=0");
    assert_eq!(page.value("document.querySelectorAll('figure.gate').length"), 5);
    // Four have an outline, also where a control sets the end, and one is made of others. All are open above: no edge where
    // the axis ends.
    assert_eq!(page.value("document.querySelectorAll('figure.gate svg.gate').length"), 4);
    assert_eq!(page.value("document.querySelectorAll('figure.gate .edge').length"), 4);
    let marker = page.value("document.querySelectorAll('figure.gate')[1].textContent");
    assert!(marker.as_str().unwrap().contains("CD9 (arcsinh): > quantile 99.5 % of isotype (280.914)"), "{marker}");
    looks(page, "gates");
    assert!(
        page.value("document.querySelector('figure.gate').textContent").as_str().unwrap().contains("VSSC-H: ≥ 1000")
    );
}

/// Corners of a gate are places on the scales of its channels, and its edges are straight between them: its axes are linear, and
/// both have numbers.
fn gate_axes(page: &mut Page, file: &Path) {
    page.open(file, "");
    let gate =
        "gatePlot({ axes: ['CD81', 'CD63'], corners: [[100, 100], [6000, 200], [5000, 9000], [300, 7000]] }, 'gate')";
    let corner = |page: &mut Page, at: usize| {
        let x = format!("Number({gate}.querySelector('polygon').getAttribute('points').split(/[ ,]/)[{}])", at * 2);
        page.value(&x).as_f64().unwrap()
    };
    let [first, second, third] = [0, 1, 2].map(|at| corner(page, at));
    let (drawn, meant) = ((second - first) / (third - first), (6000.0 - 100.0) / (5000.0 - 100.0));
    assert!((drawn - meant).abs() < 0.01, "{drawn} and {meant}");
    let texts = page.value(&format!("[...{gate}.querySelectorAll('text')].map(one => one.textContent)"));
    assert_eq!(texts, json!(["0", "5000", "0", "5000", "10000", "CD81", "CD63"]));
}

fn injections(name: &str) -> PathBuf {
    let captures = ["EV-201_1", "EV-201_2", "EV-202_1", "EV-202_2", "EV-203_1", "EV-203_2", "PBS", "beads_100nm"];
    let files: Vec<String> = captures.iter().map(|file| format!("samples/nta-injections/{file}.csv")).collect();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    report(name, "samples/nta-injections/spec.yaml", &files)
}

/// Lots come before what there is to say of the run; the head says how much that is and leads to it, and equal findings of
/// many files are one card. A figure that cannot be drawn says so where it would stand.
fn run_findings(page: &mut Page) {
    let file = injections("run.html");
    page.screen(1280, 900, false);
    page.open(&file, "");
    let top = |what: &str| format!("document.querySelector('{what}').getBoundingClientRect().top");
    let (lots, run) = (page.value(&top("#listing")), page.value(&top("#run")));
    assert!(lots.as_f64().unwrap() < run.as_f64().unwrap() && lots.as_f64().unwrap() < 450.0, "{lots} and {run}");
    let link = "document.getElementById('run-link')";
    assert_eq!(page.value(&format!("{link}.textContent")), "Findings about the run as a whole: warnings: 2, notes: 10");
    let card = "[...document.querySelectorAll('details.run')].find(one => one.textContent.includes('date-not-taken'))";
    assert_eq!(page.value(&format!("{card}.querySelectorAll('li').length")), 8);
    assert_eq!(page.value(&format!("{card}.open")), false);
    assert!(page.value(&format!("{card}.querySelector('summary').textContent")).as_str().unwrap().contains("8 cases"));
    page.picture(&folder().join("overview-run.png"));
    page.value(&format!("{link}.click()"));
    page.becomes("document.activeElement.id", "run");
    // From a lot the link leads to the overview.
    page.open(&file, "#lot=0&lang=zh");
    assert_eq!(page.value(&format!("{link}.textContent")), "关于整次运行的发现：警告 2，提示 10");
    page.value(&format!("{link}.click()"));
    page.becomes("document.activeElement.id", "run");
    let summary = page.value("document.querySelector('.where').textContent");
    assert_eq!(summary, "共 3 批：符合规定 1，不符合规定 0，未得出结论 1，无法评价 1 · 退出码 4");
    let about = page.value("document.querySelector('footer').textContent");
    let about = about.as_str().unwrap();
    assert!(about.contains("判定规则 simple") && about.contains("逗号分隔，小数点"), "{about}");
    assert!(!about.contains("rounded once") && !about.contains("decimal point"), "{about}");
    page.open(&file, "#lot=0&lang=zh");
    let sizes = page.value("document.querySelector('figure.card').textContent");
    assert!(sizes.as_str().unwrap().contains("众数") && !sizes.as_str().unwrap().contains("mode"), "{sizes}");
    // Every marker of the legend differs without colour.
    let shapes = "new Set([...document.querySelectorAll('.key .sample')].map(one => [...one.children].map(part => { const places = (part.getAttribute('points') || '').trim().split(/[ ,]/).map(Number); return part.tagName + places.map((place, at) => place - places[at % 2]).join(); }).join(' '))).size";
    assert_eq!(page.value(shapes), page.value("document.querySelectorAll('.key .sample').length"));
    // The same report with a picture that could not be drawn.
    let text = fs::read_to_string(&file).unwrap();
    let (before, rest) = text.split_once("\"distributions\":[[\"number\",\"").unwrap();
    let (_, after) = rest.split_once("\",").unwrap();
    // Behind the names of the legend ends the drawing.
    let (_, after) = after.split_once("]]").unwrap();
    let broken = folder().join("not-drawn.html");
    fs::write(&broken, format!("{before}\"distributions\":[[\"number\",\"\",\"notOnAxis\",\"\"]{after}")).unwrap();
    page.open(&broken, "#lot=0");
    let said = page.value("document.querySelector('figure.card .failed').textContent");
    assert_eq!(said, "This figure cannot be drawn: it has a value that its axis cannot show.");
    page.open(&broken, "#lot=0&lang=zh");
    let said = page.value("document.querySelector('figure.card .failed').textContent");
    assert_eq!(said, "此图无法绘出：有坐标轴无法显示的值。");
}

/// Every finding of a test has a clause and a cell, each by its name.
fn places(page: &mut Page, file: &Path) {
    for lot in 0..12 {
        page.open(file, &format!("#lot={lot}"));
        let cards = "[...document.querySelectorAll('article .finding dl')].map(one => one.textContent)";
        let bare = "text => !/Clause.*spec\\.yaml:\\d/.test(text) || !/results\\.csv:\\d/.test(text) || text.includes('Place')";
        assert_eq!(page.value(&format!("{cards}.filter({bare})")), json!([]), "lot {lot}");
    }
}

/// The mark of a draft stands on the lots of the draft alone; the overview says which of the specifications is one, and counts
/// verdicts where a lot has several.
fn drafts(page: &mut Page) {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/many-lots/spec.yaml")).unwrap();
    let draft = folder().join("draft-twin.yaml");
    let text = text.replace("id: sample-many-lots", "id: draft-twin").replace("status: approved", "status: draft");
    fs::write(&draft, text).unwrap();
    let data = ["samples/many-lots/results.csv", "--spec", draft.to_str().unwrap()];
    let file = report("drafts.html", "samples/many-lots/spec.yaml", &data);
    page.open(&file, "");
    let mark = "document.querySelector('#evqc-report .draft')?.textContent || ''";
    let banner = "DRAFT SPECIFICATION – NOT FOR RELEASE";
    assert_eq!(page.value(mark), format!("{banner}: draft-twin 1.0.0 (draft)"));
    assert_eq!(page.value("document.querySelector('caption').textContent"), "24 of 24 verdicts on lots");
    for lot in 0..4 {
        page.open(&file, &format!("#lot={lot}"));
        let basis = page.value("document.querySelector('dl dd').textContent");
        let expected = if basis.as_str().unwrap().contains("(draft)") { banner } else { "" };
        assert_eq!(page.value(mark), expected, "{basis}");
    }
}

/// A lot that cannot be evaluated as a whole says why, before what became of its tests.
fn whole_lots(page: &mut Page) {
    let data = folder().join("hidden-sign.csv");
    let rows = "L\u{200b}1,bacterial_endotoxin,0.60,EU/mL,1\nL-2,bacterial_endotoxin,0.10,EU/mL,1\n";
    fs::write(&data, format!("lot,test,value,unit,replicate\n{rows}")).unwrap();
    let file = report("hidden-sign.html", "benches/bench_spec.yaml", &[data.to_str().unwrap()]);
    page.open(&file, "");
    let why = page.value("document.querySelectorAll('#listing tbody td')[1].textContent");
    let why = why.as_str().unwrap();
    assert!(why.contains("contains characters that cannot be printed; particle_concentration: missing"), "{why}");
}

/// Where the specification cannot be read, nobody has looked for lots.
fn nothing_judged(page: &mut Page) {
    let spec = folder().join("not-readable.yaml");
    fs::write(
        &spec,
        "evqc: 1\nid: s\nversion: \"1\"\ntitle: S\nstatus: draft\ntests: {a: {name: A, accept: \"<= x\"}}\n",
    )
    .unwrap();
    let file = report("not-readable.html", spec.to_str().unwrap(), &["samples/many-lots/results.csv"]);
    page.open(&file, "");
    assert_eq!(page.value("document.querySelector('#listing tbody').textContent"), "No lot was judged.");
    let empty = "[...document.querySelectorAll('footer dd')].filter(one => one.textContent === '–').length";
    assert_eq!(page.value(empty), 3, "specifications, files and rules");
}

/// A report of one lot has no overview; what there is to say of the run stands on the page of the lot.
fn one_lot(page: &mut Page) {
    let data = folder().join("one-lot.csv");
    fs::write(&data, "lot,test,value,unit,replicate\nL-1,particle_concentration,2.4e10,particles/mL,1\n").unwrap();
    let file = report("one-lot.html", "benches/bench_spec.yaml", &[data.to_str().unwrap()]);
    page.open(&file, "");
    let counted = page.value("document.getElementById('run-link').textContent");
    let cards = page.value("document.querySelectorAll('details.run').length").as_u64().unwrap();
    assert!(cards > 0, "{counted}");
    page.value("document.getElementById('run-link').click()");
    page.becomes("document.activeElement.id", "run");
}

/// Lots by their margin: one that is a million times over its limit comes before one that is little over it.
fn far_outside(page: &mut Page) {
    let data = folder().join("far-outside.csv");
    let lots = [("little", "0.60"), ("none", "0.10"), ("far", "500000")];
    let row = |lot: &str, value: &str, at: u8| format!("{lot},bacterial_endotoxin,{value},EU/mL,{at}\n");
    let rows = lots.map(|(lot, value)| [1, 2, 3].map(|at| row(lot, value, at)).concat());
    fs::write(&data, format!("lot,test,value,unit,replicate\n{}", rows.concat())).unwrap();
    let file = report("far-outside.html", "benches/bench_spec.yaml", &[data.to_str().unwrap()]);
    page.open(&file, "#sort=margin");
    assert_eq!(page.value(SHOWN), json!(["far", "little", "none"]));
    assert_eq!(page.value(MARGINS), json!(["−>99999 %", "−20.0 %", "–"]));
}

/// The replicates of the page are those of the file, whatever they are called.
fn replicates(page: &mut Page) {
    let data = folder().join("replicates.csv");
    let mut text = String::from("lot,test,value,unit,replicate\n");
    let lots = [
        ["20261127001", "20261127001", "20261127002"],
        ["+1", "2", "+3"],
        ["1", "2", "3"],
        ["01", "02", "2"],
        ["0", "1", "3"],
        ["999999999", "1000000000", "1000000001"],
        ["4294967295", "4294967296", "4294967295"],
    ];
    for (at, replicates) in lots.iter().enumerate() {
        for replicate in replicates {
            text.push_str(&format!("L-{at},ph_value,7.{at},,{replicate}\n"));
        }
    }
    fs::write(&data, text).unwrap();
    let file = report("replicates.html", "benches/bench_spec.yaml", &[data.to_str().unwrap()]);
    for (at, replicates) in lots.iter().enumerate() {
        page.open(&file, &format!("#lot={at}"));
        page.value("document.getElementById('all').click()");
        let shown = "[...document.querySelectorAll('details.test')].find(one => one.textContent.includes('ph_value'))\
            .querySelectorAll('table tbody td:first-child bdi').values().map(cell => cell.textContent).toArray()";
        page.becomes(shown, json!(replicates));
    }
}

/// Keyboard, contrast and size of letters.
fn readable(page: &mut Page, twelve: &Path) {
    page.screen(1200, 900, false);
    for place in ["", "#lot=2"] {
        page.open(twelve, place);
        page.value("document.activeElement.blur(); document.body.focus()");
        let all = page.value("[...document.querySelectorAll('a[href], button:not([disabled]), input, select, summary')].filter(one => one.offsetParent !== null || one.className === 'skip').length").as_u64().unwrap();
        let mut last = -1;
        for step in 0..all {
            page.call(
                "Input.dispatchKeyEvent",
                json!({ "type": "keyDown", "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9 }),
            );
            page.call(
                "Input.dispatchKeyEvent",
                json!({ "type": "keyUp", "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9 }),
            );
            let at = page.value("(() => { const one = document.activeElement; const style = getComputedStyle(one); return [[...document.querySelectorAll('*')].indexOf(one), style.outlineStyle, parseFloat(style.outlineWidth), one.outerHTML.slice(0, 80)]; })()");
            assert!(at[0].as_i64().unwrap() > last, "{place}: step {step}: the order of the page: {at}");
            assert!(at[1] != "none" && at[2].as_f64().unwrap() >= 2.0, "{place}: the focus is not seen: {at}");
            last = at[0].as_i64().unwrap();
        }
    }
    let injections = injections("run.html");
    for dark in [false, true] {
        page.screen(1200, 900, dark);
        for (file, place) in
            [(twelve, ""), (twelve, "#lot=2"), (injections.as_path(), ""), (injections.as_path(), "#lot=1")]
        {
            page.open(file, place);
            page.value("document.querySelectorAll('details').forEach(one => { one.open = true; })");
            let faint = page.value(CONTRAST);
            assert_eq!(faint, json!([]), "{place}, dark: {dark}: less than 4.5 : 1");
        }
    }
    // On paper no letter of a picture is smaller than 7 points; the width is that of A4 between its margins.
    page.open(&injections, "#lot=0");
    for width in [703, 725] {
        page.screen(width, 900, false);
        page.call("Emulation.setEmulatedMedia", json!({ "media": "print" }));
        let least = page.value("Math.min(...[...document.querySelectorAll('svg.figure text, svg.bar-large text')].map(one => parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a * 0.75 || 99))");
        assert!(least.as_f64().unwrap() >= 7.0, "{least} points");
        page.call("Emulation.setEmulatedMedia", json!({ "media": "" }));
    }
    page.screen(1200, 900, false);
}

/// Texts with less contrast than 4.5 : 1 to what they stand on (WCAG 2.2, 1.4.3).
const CONTRAST: &str = r#"(() => {
  const parts = colour => (colour.match(/[\d.]+/g) || []).map(Number);
  const linear = part => { const share = part / 255; return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4); };
  const light = ([red, green, blue]) => 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  const ground = node => {
    for (let one = node; one; one = one.parentElement) {
      const colour = parts(getComputedStyle(one).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const faint = [];
  for (const node of document.querySelectorAll('body *')) {
    if (![...node.childNodes].some(child => child.nodeType === 3 && child.textContent.trim()) || !node.getClientRects().length) continue;
    if (/^(SCRIPT|STYLE|NOSCRIPT|title|option)$/i.test(node.tagName) || node.disabled) continue;
    const style = getComputedStyle(node);
    const [one, other] = [light(parts(node.ownerSVGElement ? style.fill : style.color)), light(ground(node))];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (ratio < 4.5) faint.push([ratio.toFixed(2), node.tagName, node.textContent.slice(0, 40)]);
  }
  return faint;
})()"#;

/// On no screen is the conclusion of a test to the right of what is seen, and exponents are raised digits.
fn conclusions_in_sight(page: &mut Page, file: &Path) {
    let beyond = "[...document.querySelectorAll('table.cards .badge')].filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth).length";
    for place in ["#lot=2", "#lot=2&lang=zh", "#lot=9"] {
        page.open(file, place);
        for width in [400, 736, 737, 800, 900, 992, 993, 1024, 1060, 1104, 1105, 1200] {
            page.screen(width, 900, false);
            assert_eq!(page.value(beyond), 0, "{place} at {width}");
        }
        assert!(page.value("document.body.innerText").as_str().unwrap().contains("×10¹⁰"), "{place}");
    }
    // In no lot, with all of its tests and findings open, does a copy make another number of a power of ten.
    for lot in 0..page.value("lots.length").as_u64().unwrap() {
        page.open(file, &format!("#lot={lot}"));
        page.value("document.querySelectorAll('details').forEach(one => { one.open = true; one.dispatchEvent(new Event('toggle')); })");
        assert_eq!(page.value("document.querySelectorAll('sup').length"), 0, "lot {lot}");
        assert_eq!(
            page.value("/×10[0-9^]/.test(document.getElementById('evqc-report').textContent)"),
            false,
            "lot {lot}"
        );
    }
    page.screen(900, 1200, false);
    page.picture(&folder().join("lot-tablet.png"));
    page.screen(1200, 900, false);
}

/// With all that a style may take of the room, every column stays on the page and on the sheet.
fn widest_style(page: &mut Page) {
    let template = folder().join("widest");
    fs::create_dir_all(&template).unwrap();
    fs::write(template.join("template.json"), r#"{"name": "Laboratory", "version": "1.0"}"#).unwrap();
    let style = "body { max-width: 960px; padding: 0 50px; font-family: monospace; letter-spacing: .5px }\n\
                 main { margin: 0 50px; padding: 0 50px }\ntd, th, bdi, span, p { font-size: 20px }\ntd, th { padding: 16px }";
    fs::write(template.join("style.css"), style).unwrap();
    let path = folder().join("widest.html");
    let mut command = Command::new(env!("CARGO_BIN_EXE_evqc"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(["-q", "check", "samples/many-lots/spec.yaml"]);
    command.args(["samples/many-lots/results.csv", "--as-of", "2026-11-27", "--template"]).arg(&template);
    let out = command.args(["-o", &format!("html:{}", path.display())]).output().unwrap();
    assert_eq!(out.status.code(), Some(4), "{}", String::from_utf8_lossy(&out.stderr));
    let beyond = "[...document.querySelectorAll('table.cards th, table.cards td, table.cards .badge')].filter(one => \
                  one.getBoundingClientRect().right > one.closest('.scroll, main').getBoundingClientRect().right + 1 || \
                  one.getBoundingClientRect().right > document.documentElement.clientWidth).length";
    for place in ["#lot=2", "#lot=2&lang=zh", ""] {
        page.open(&path, place);
        for width in [400, 800, 992, 993, 1100, 1280, 1920] {
            page.screen(width, 900, false);
            assert_eq!(page.value(beyond), 0, "{place} at {width}");
        }
    }
    // A4 has 186 mm between its margins, 703 pixels.
    page.open(&path, "#lot=2");
    page.screen(703, 900, false);
    page.call("Emulation.setEmulatedMedia", json!({ "media": "print" }));
    assert_eq!(page.value(beyond), 0, "in print");
    assert_eq!(page.value("getComputedStyle(document.querySelector('td')).fontSize"), "12px");
    page.call("Emulation.setEmulatedMedia", json!({ "media": "" }));
    page.screen(1280, 900, false);
    page.print(&folder().join("widest.pdf"), (8.27, 11.69));
}

/// Where the data is broken, or the program stops while somebody looks at a lot, the page says so and shows every lot.
#[test]
fn a_page_that_fails_shows_every_lot() {
    let Some(name) = browser() else {
        no_browser("a page that fails");
        return;
    };
    let mut page = Page::new(name);
    let twelve = report("fails.html", "samples/many-lots/spec.yaml", &["samples/many-lots/results.csv"]);
    let text = fs::read_to_string(&twelve).unwrap();
    let rows = "document.querySelectorAll('#evqc-report tbody tr').length";
    let said = "document.querySelector('#evqc-report .draft[role=alert]')?.textContent || ''";
    let words = text.find("id=\"evqc-words\">").unwrap();
    for (what, broken) in [
        ("layout", text.replacen("\"layout\":\"evqc-html/1\"", "\"layout\":\"evqc-html/9\"", 1)),
        ("data", text.replacen("\"layout\":", "\"layout\"", 1)),
        ("words", format!("{}x{}", &text[..words + 16], &text[words + 16..])),
        ("blocks", text.replacen(" id=\"evqc-data\"", "", 1)),
    ] {
        assert_ne!(broken, text, "{what}");
        fs::write(&twelve, broken).unwrap();
        page.open(&twelve, "");
        assert_eq!(page.value(rows), 12, "{what}");
        let message = page.value(said);
        assert!(message.as_str().unwrap().starts_with("The program of this page failed"), "{what}: {message}");
    }
    // A lot whose tests cannot be read: the overview stands, and what opens the lot says why it does not.
    fs::write(&twelve, &text).unwrap();
    page.open(&twelve, "");
    page.value("lots[2].raw = null; location.hash = '#lot=2'; 0");
    page.becomes(&format!("({said}).startsWith('The program of this page failed')"), true);
    page.becomes(rows, 12);
}

/// Paper has every lot that the filters leave, and says which filters, search and order are in force.
#[test]
fn a_printed_overview_leaves_no_lot_out() {
    let Some(name) = browser() else {
        no_browser("the print of an overview");
        return;
    };
    let data = folder().join("three-hundred.csv");
    generate::write_long(300, std::io::BufWriter::new(fs::File::create(&data).unwrap())).unwrap();
    let file = report("three-hundred.html", "benches/bench_spec.yaml", &[data.to_str().unwrap()]);
    let mut page = Page::new(name);
    let told = "[...document.querySelectorAll('.paper')].filter(one => getComputedStyle(one).display !== 'none').map(one => one.textContent).join('|')";
    for (place, lots, said) in [
        ("", 300, "Filters and order in force: Sort by: worst first"),
        ("#lang=zh", 300, "当前筛选与排序：排序：最差在前"),
        (
            "#q=LOT&verdict=does_not_conform&sort=lot",
            0,
            "Filters and order in force: Verdict: DOES NOT CONFORM; Search lots and findings: “LOT”; Sort by: lot number",
        ),
    ] {
        page.open(&file, place);
        assert_eq!(page.value(told), "", "{place}: for paper alone");
        let lots = if lots > 0 { lots } else { page.value("shown.length").as_u64().unwrap() };
        page.value("window.dispatchEvent(new Event('beforeprint'))");
        page.call("Emulation.setEmulatedMedia", json!({ "media": "print" }));
        assert_eq!(page.value(&format!("{SHOWN}.length")), lots, "{place}");
        assert_eq!(page.value(told), said);
        // A browser repeats no head with a control in it on the next sheet.
        let heads = "[...document.querySelectorAll('#listing thead th')]";
        assert_eq!(page.value(&format!("{heads}.every(one => one.textContent.trim() !== '')")), true);
        assert_eq!(page.value("document.querySelectorAll('#listing thead button').length"), 0, "{place}");
        page.call("Emulation.setEmulatedMedia", json!({ "media": "" }));
        page.value("window.dispatchEvent(new Event('afterprint'))");
        assert_eq!(page.value(&format!("{SHOWN}.length")), lots.min(100), "{place}");
    }
    // A browser that tells of no print says what is left out.
    page.open(&file, "#page=1");
    page.call("Emulation.setEmulatedMedia", json!({ "media": "print" }));
    let cut = page.value(told);
    assert!(
        cut.as_str().unwrap().ends_with("|Lots 101 to 200 of 300 are printed; the others are on the page."),
        "{cut}"
    );
    page.call("Emulation.setEmulatedMedia", json!({ "media": "" }));
    // Whoever turns the page stays at its button, and behind the last page at the one beside it.
    page.open(&file, "");
    for (pressed, focused) in [("above1", "above1"), ("below1", "below-1"), ("below-1", "below-1")] {
        let button = format!("document.querySelector('[data-turn=\"{pressed}\"]')");
        page.value(&format!("(() => {{ const one = {button}; one.focus(); one.click(); }})()"));
        assert_eq!(page.value("document.activeElement.dataset.turn"), focused, "{pressed}");
    }
    page.open(&file, "");
    let pages = page.print(&folder().join("overview-all.pdf"), (8.27, 11.69));
    assert!(pages >= 6, "{pages} pages for 300 lots");
    page.assert_quiet("the print of an overview");
}

/// Lots named by whoever wants harm: the page shows their names and does nothing else.
fn hostile(page: &mut Page) {
    let data = folder().join("hostile.csv");
    let long = "长x".repeat(250);
    let names = [
        "<img src=x onerror=document.title='pwned'>",
        "</script><script>alert(1)</script>",
        "مرحبا بالعالم",
        "🧪👩🏽‍🔬",
        &long,
    ];
    let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    let mut text = String::from("lot,test,value,unit,replicate\n");
    for name in names {
        text.push_str(&format!("{},particle_concentration,2.4e10,particles/mL,1\n", quoted(name)));
    }
    fs::write(&data, text).unwrap();
    let file = report("hostile.html", "benches/bench_spec.yaml", &[data.to_str().unwrap()]);
    page.screen(1200, 900, false);
    page.open(&file, "#sort=order");
    let shown = page.value(SHOWN);
    assert_eq!(shown, json!(names));
    assert_eq!(page.value("document.querySelectorAll('img').length"), 0);
    assert!(!page.value("document.title").as_str().unwrap().contains("pwned"));
    page.picture(&folder().join("hostile.png"));
    page.open(&file, "#lot=4");
    page.screen(390, 900, false);
    assert_eq!(page.value("document.documentElement.scrollWidth - document.documentElement.clientWidth"), 0);
}

/// Cells and lines that end to the right of what is seen, on paper or on a screen.
const BEYOND: &str = "[...document.querySelectorAll('th, td, h1, p, summary, dd')].filter(one => (matchMedia('print').matches || !one.closest('.scroll')) && getComputedStyle(one).position !== 'absolute' && getComputedStyle(one.closest('thead') || one).position !== 'absolute' && one.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map(one => one.textContent.slice(0, 40))";

/// Tables that are wider than their place, and numbers that break.
const TOO_WIDE: &str = "[...document.querySelectorAll('table')].map(one => [one, one.closest('.scroll') || one.parentElement]).filter(([one, place]) => one.getClientRects().length && one.scrollWidth > place.clientWidth + 1).map(([one, place]) => one.scrollWidth + ' in ' + place.clientWidth + ': ' + one.textContent.slice(0, 60)).concat([...document.querySelectorAll('td.number:not(.words) bdi')].filter(one => one.getClientRects().length > 1).map(one => 'broken: ' + one.textContent))";

/// What a Chinese page says outside the marks of English, texts of a specification and the data as marked, and the labels of
/// pictures, in each lot; sentences of the program and names of files stand in English and are marked so.
const SAID: &str = "(() => {
  document.querySelectorAll('details').forEach(one => { one.open = true; one.dispatchEvent(new Event('toggle')); });
  const bare = [], own = [...document.querySelectorAll('#evqc-report span[lang=en]')].map(one => one.textContent.trim());
  const walk = document.createTreeWalker(document.getElementById('evqc-report'), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const within = walk.currentNode.parentElement;
    if (!within.closest('[lang=en], code, .cell, svg')) bare.push(walk.currentNode.textContent);
  }
  const criteria = [...document.querySelectorAll('table.cards td:nth-child(2) bdi, table.cards td.words bdi, dl dd bdi, h1, th bdi')].filter(one => !one.closest('bdi[lang=en]')).map(one => one.textContent);
  const labels = [...document.querySelectorAll('[aria-label]')].map(one => one.getAttribute('aria-label'));
  return { bare, own, worded: criteria.concat(labels, bare) };
})()";

/// Everything that the files of a sample say, as one text with single spaces.
fn material(folder: &Path) -> String {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|kind| kind != "md"));
    let texts = files.iter().map(|path| String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned());
    texts.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The command of a sample, with a report to look at.
fn sample_report(folder: &Path) -> Option<PathBuf> {
    let expected: Value = serde_yaml::from_str(&fs::read_to_string(folder.join("expected.yaml")).unwrap()).unwrap();
    let command: Vec<&str> = expected["command"].as_array()?.iter().map(|one| one.as_str().unwrap()).collect();
    if command.first() != Some(&"check") {
        return None;
    }
    let path = self::folder().join(format!("chinese-{}.html", folder.file_name().unwrap().to_string_lossy()));
    let mut run = Command::new(env!("CARGO_BIN_EXE_evqc"));
    run.current_dir(folder).arg("-q").args(&command).args(["-o", &format!("html:{}", path.display())]);
    if !command.contains(&"--as-of") {
        run.args(["--as-of", "2026-11-27"]);
    }
    let out = run.output().unwrap();
    assert!(out.status.code().is_some_and(|code| code <= 4 && code != 2), "{}", String::from_utf8_lossy(&out.stderr));
    Some(path)
}

/// A plain English word: nothing with an underline, a stroke or a digit, which is a name or a unit.
fn plain_words(text: &str) -> Vec<String> {
    let is_plain = |word: &&str| {
        word.len() > 2
            && word.chars().skip(1).all(|c| c.is_ascii_lowercase())
            && word.starts_with(|c: char| c.is_ascii_alphabetic())
    };
    // A command stands between backquotes.
    let text = text.split('`').step_by(2).collect::<Vec<_>>().join(" ");
    let ends = |c: char| c.is_whitespace() || !c.is_ascii() || ",;:()[]\"'!?".contains(c);
    let words = text.split(ends).map(|word| word.trim_end_matches('.')).filter(is_plain);
    words.filter(|word| !NAMES.contains(word)).map(str::to_owned).collect()
}

/// Names of rules and of the program, which are the same in every language, and units.
const NAMES: [&str; 9] = ["evqc", "guarded", "simple", "usp", "limit", "doi", "min", "fcs", "arcsinh"];

/// Words that evqc puts into a criterion, a result, a time or a name, and the specification language before it.
fn worded_in_english(text: &str) -> bool {
    let is_time = |pair: &[&str]| {
        pair[0].starts_with(|c: char| c.is_ascii_digit())
            && ["month", "months", "day", "days", "hours", "weeks", "years", "cycles", "minutes"].contains(&pair[1])
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    let range = |three: &[&str]| {
        three[1] == "to"
            && [0, 2].iter().all(|at| three[*at].trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit()))
    };
    words.windows(2).any(is_time)
        || words.windows(3).any(range)
        || [
            "at least ",
            "all of [",
            "none of [",
            "one of [",
            "label ±",
            "of label",
            "(claim ",
            "(draft)",
            " met,",
            "last day:",
            "shelf life ",
        ]
        .iter()
        .any(|own| text.contains(own))
        || ["report", "single", "met", "stability"].contains(&text.trim())
        || text.ends_with(" met")
}

/// On the Chinese page of every lot of every sample, evqc speaks Chinese; what the specification or the data say as it is
/// written is marked as English.
#[test]
fn the_chinese_page_of_every_sample_has_no_english_of_evqc() {
    let Some(name) = browser() else {
        no_browser("the Chinese pages of samples were NOT looked at in one");
        return;
    };
    let mut page = Page::new(name);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut wrong: std::collections::BTreeSet<String> = Default::default();
    for folder in fs::read_dir(root.join("samples")).unwrap().map(|entry| entry.unwrap().path()) {
        let Some(file) = sample_report(&folder) else { continue };
        let sample = folder.file_name().unwrap().to_string_lossy().into_owned();
        let material = material(&folder);
        page.open(&file, "");
        for lot in 0..page.value("lots.length").as_u64().unwrap() {
            page.value(&format!("history.replaceState(null, '', '#lot={lot}&lang=zh'); readAddress(); draw()"));
            let said = page.value(SAID);
            let texts = |name: &str| -> Vec<String> { serde_json::from_value(said[name].clone()).unwrap() };
            for text in texts("bare") {
                wrong.extend(plain_words(&text).iter().map(|word| format!("{sample}: not marked: {word} in {text}")));
            }
            for text in texts("worded") {
                // What a sentence quotes is what is written.
                let own: String = text.split('“').map(|part| part.rsplit('”').next().unwrap_or(part)).collect();
                if worded_in_english(&own) {
                    wrong.insert(format!("{sample}: not in Chinese: {own}"));
                }
            }
            let binary = ["workbook-results", "cytometry-markers"].contains(&sample.as_str());
            for part in texts("own").iter().filter(|_| !binary).flat_map(|text| text.split(" · ")) {
                if plain_words(part).is_empty() {
                    continue;
                }
                let text = part.split_whitespace().collect::<Vec<_>>().join(" ");
                let text = text.trim_matches(|c: char| " ·:;,()≥≤".contains(c));
                if !material.contains(text) {
                    wrong.insert(format!("{sample}: marked as a text of the sample, and is none: {text}"));
                }
            }
        }
    }
    page.assert_quiet("Chinese pages");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// On no screen that a laboratory works at is a column out of sight, in any lot of any sample, with all tests open.
#[test]
fn every_column_of_every_sample_is_in_sight() {
    let Some(name) = browser() else {
        no_browser("the columns of samples in a browser");
        return;
    };
    let mut page = Page::new(name);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in fs::read_dir(root.join("samples")).unwrap().map(|entry| entry.unwrap().path()) {
        let sample = folder.file_name().unwrap().to_string_lossy().into_owned();
        if !folder.join("results.csv").is_file() {
            continue;
        }
        let (spec, data) = (format!("samples/{sample}/spec.yaml"), format!("samples/{sample}/results.csv"));
        let file = report(&format!("sample-{sample}.html"), &spec, &[&data]);
        page.open(&file, "");
        let lots = page.value("lots.length").as_u64().unwrap();
        for place in (0..lots).flat_map(|lot| [format!("#lot={lot}"), format!("#lot={lot}&lang=zh")]) {
            page.value(&format!("history.replaceState(null, '', '{place}'); readAddress(); draw()"));
            page.value("document.querySelectorAll('details').forEach(one => { one.open = true; })");
            for width in [1200, 1366, 1920] {
                page.screen(width, 900, false);
                assert_eq!(page.value(TOO_WIDE), json!([]), "{sample} {place} {width}");
            }
        }
    }
}

/// A name without a place to break it takes no column away, neither on A4 between its margins nor on a telephone.
#[test]
fn a_long_name_leaves_every_column() {
    let Some(name) = browser() else {
        no_browser("long names in a browser");
        return;
    };
    let mut page = Page::new(name);
    for letters in [40, 60, 130] {
        let long = "ParticlesOfTheMicrogram".chars().cycle().take(letters).collect::<String>();
        let to = tempfile::tempdir().unwrap();
        let written = |from: &str, name: &str| {
            let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(from)).unwrap();
            let path = to.path().join(name);
            fs::write(&path, text.replace("name: Protein concentration", &format!("name: {long}"))).unwrap();
            path.display().to_string()
        };
        let spec = written("samples/many-lots/spec.yaml", "many.yaml");
        let file = report("long-names.html", &spec, &["samples/many-lots/results.csv"]);
        let spec = written("samples/certificate/spec.yaml", "spec.yaml");
        let certificate = to.path().join("long-names-certificate.html");
        let mut command = Command::new(env!("CARGO_BIN_EXE_evqc"));
        command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/certificate"));
        command.args(["-q", "certificate", &spec, "results.csv", "--lots", "lots.csv", "--waivers", "waivers.csv"]);
        command.args(["--lab", "lab.yaml", "--facts", "facts.yaml", "--as-of", "2026-02-19", "--lang", "en"]);
        let out = command.args(["--lot", "EV-3102", "-o"]).arg(&certificate).output().unwrap();
        assert!(certificate.exists(), "{}", String::from_utf8_lossy(&out.stderr));
        for (file, place, paper) in [(&file, "#lot=2", 703), (&file, "", 703), (&certificate, "", 673)] {
            for (media, width) in [("print", paper), ("", 400), ("", 1200)] {
                page.screen(width, 900, false);
                page.call("Emulation.setEmulatedMedia", json!({ "media": media }));
                page.open(file, place);
                assert_eq!(page.value(BEYOND), json!([]), "{letters} letters, {place} {media} {width}");
                let over = page.value("document.documentElement.scrollWidth - document.documentElement.clientWidth");
                assert_eq!(over, 0, "{letters} letters, {place} {media} {width}");
            }
            page.call("Emulation.setEmulatedMedia", json!({ "media": "" }));
            page.screen(1200, 900, false);
            let stem = file.file_stem().unwrap().to_string_lossy().into_owned();
            let kind = if place.is_empty() { "" } else { "-lot" };
            page.print(&folder().join(format!("{stem}{kind}.pdf")), (8.27, 11.69));
            page.picture(&folder().join(format!("{stem}{kind}.png")));
        }
    }
}

#[test]
fn ten_thousand_lots_stay_usable() {
    let Some(name) = browser() else {
        no_browser("the time of filters");
        return;
    };
    let data = folder().join("ten-thousand.csv");
    generate::write_long(MANY, std::io::BufWriter::new(fs::File::create(&data).unwrap())).unwrap();
    let file = report("ten-thousand.html", "benches/bench_spec.yaml", &[data.to_str().unwrap()]);
    let size = fs::metadata(&file).unwrap().len() as f64 / 1e6;
    assert!(size < 25.0, "{size} MB");
    let mut page = Page::new(name);
    let began = Instant::now();
    page.open(&file, "");
    let opened = began.elapsed().as_secs_f64();
    // The time from a keystroke to the page laid out again.
    let timed = |page: &mut Page, action: &str| {
        page.value(&format!("(() => {{ const began = performance.now(); {action}; document.body.offsetHeight; return performance.now() - began; }})()"))
            .as_f64()
            .unwrap()
    };
    let typed = |text: &str| {
        format!(
            "const field = document.getElementById('search'); field.value = '{text}'; field.dispatchEvent(new Event('input'))"
        )
    };
    let mut times = vec![
        ("verdict", timed(&mut page, "document.querySelector('[data-verdict=does_not_conform]').click()")),
        ("all", timed(&mut page, "document.querySelector('[data-verdict=\"\"]').click()")),
        ("search", timed(&mut page, &typed("endotoxin"))),
        ("search again", timed(&mut page, &typed("endotoxin fail 77"))),
        ("search nothing", timed(&mut page, &typed(""))),
    ];
    let sort = "const list = document.querySelector('[data-filter=sort]'); list.value = 'lot'; list.dispatchEvent(new Event('change'))";
    times.push(("sort", timed(&mut page, sort)));
    page.value("window.dispatchEvent(new Event('beforeprint'))");
    let told = page.value("[...document.querySelectorAll('.paper')].map(one => one.textContent)[1]");
    assert_eq!(told, "Lots 1 to 5000 of 10000 are printed; the others are on the page.");
    assert_eq!(page.value(&format!("{SHOWN}.length")), 5000);
    page.assert_quiet("ten thousand lots");
    eprintln!("{MANY} lots: {size:.1} MB, opened in {opened:.2} s; ms to filter: {times:.1?}");
    let slowest = times.iter().map(|(_, time)| *time).fold(0.0, f64::max);
    assert!(slowest < 200.0, "{times:?}");
}
