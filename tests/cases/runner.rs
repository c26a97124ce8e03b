//! Runs the built binary in a folder and compares what it says with the folder's `expected.yaml`.
//!
//! `expected.yaml` holds either one expectation, or a list of them under `variants:`. Each names a command line, an exit
//! code and what the JSON report and the human report must show. Every `check` and every `stability` runs twice, once for people and once as
//! `-o json`; both must end with the same code. All mismatches of a folder are collected and shown together.

#![allow(dead_code, reason = "each test target uses its own part")]

use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What one command must come to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    /// Name within the folder.
    #[serde(default)]
    pub name: String,
    /// What the variant is about, for the reader of the file.
    #[serde(default)]
    pub why: String,
    /// Arguments, run with the folder as working directory.
    pub command: Vec<String>,
    /// File of the folder that is fed to standard input.
    #[serde(default)]
    pub stdin: Option<String>,
    /// Exit code, the same with and without `-o json`.
    pub exit: i32,
    /// Lots of the report; when given without `summary`, exactly these.
    #[serde(default)]
    pub lots: BTreeMap<String, Lot>,
    /// Number of lots by verdict.
    #[serde(default)]
    pub summary: BTreeMap<String, u64>,
    /// Values of the JSON report by pointer, as in `/claim/supported/whole_months: 12`; of a number the digits written.
    #[serde(default)]
    pub json: BTreeMap<String, Value>,
    /// Codes that must appear somewhere in the JSON report.
    #[serde(default)]
    pub codes: Vec<String>,
    /// Texts the human report must show on standard output; case does not count.
    #[serde(default)]
    pub stdout_contains: Vec<String>,
    /// Texts the human report must not show anywhere.
    #[serde(default)]
    pub stdout_lacks: Vec<String>,
    /// Texts that must stand on standard output or standard error of the human run.
    #[serde(default)]
    pub output_contains: Vec<String>,
}

/// What one lot must come to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lot {
    /// The verdict, as in JSON.
    pub verdict: String,
    /// The tests of interest.
    #[serde(default)]
    pub tests: BTreeMap<String, Points>,
}

/// The lines of one test: one at release, several for a stability study, in report order.
#[derive(Debug)]
pub struct Points(pub Vec<Test>);

/// What one test must come to.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Test {
    /// The outcome, as in JSON; `missing|inconclusive` leaves the choice.
    pub outcome: String,
    /// The reportable value as printed, without unit; notation does not count, digits do.
    #[serde(default)]
    pub reportable: Option<String>,
    /// Texts that must stand in the JSON of the test.
    #[serde(default)]
    pub contains: Vec<String>,
    /// Flags that must be set; the others must not be.
    #[serde(default)]
    pub flags: Option<Vec<String>>,
}

impl<'de> Deserialize<'de> for Points {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyShape;
        impl<'de> Visitor<'de> for AnyShape {
            type Value = Points;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an outcome, a map with `outcome`, or a list of such maps")
            }
            fn visit_str<E: de::Error>(self, outcome: &str) -> Result<Points, E> {
                Ok(Points(vec![Test { outcome: outcome.to_owned(), ..Test::default() }]))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Points, A::Error> {
                Test::deserialize(de::value::MapAccessDeserializer::new(map)).map(|test| Points(vec![test]))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Points, A::Error> {
                let mut points = Vec::new();
                while let Some(test) = seq.next_element::<Test>()? {
                    points.push(test);
                }
                Ok(Points(points))
            }
        }
        deserializer.deserialize_any(AnyShape)
    }
}

/// `expected.yaml` with several commands.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Several {
    variants: Vec<Expectation>,
}

/// Reads `expected.yaml` of a folder.
pub fn read_expected(folder: &Path) -> Result<Vec<Expectation>, String> {
    let path = folder.join("expected.yaml");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let several = text.lines().any(|line| line.starts_with("variants:"));
    let variants = if several {
        serde_yaml::from_str::<Several>(&text).map(|file| file.variants)
    } else {
        serde_yaml::from_str::<Expectation>(&text).map(|one| vec![one])
    }
    .map_err(|error| format!("{}: {error}", path.display()))?;
    if variants.is_empty() {
        return Err(format!("{}: expects nothing", path.display()));
    }
    let mut names = BTreeSet::new();
    for variant in &variants {
        if !names.insert(variant.name.as_str()) {
            return Err(format!("{}: two variants are named '{}'", path.display(), variant.name));
        }
        if variant.command.is_empty() {
            return Err(format!("{}: '{}' has an empty command", path.display(), variant.name));
        }
    }
    Ok(variants)
}

/// The folders directly below `root`, sorted.
pub fn folders(root: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root).unwrap_or_else(|error| panic!("{}: {error}", root.display()));
    let mut found: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap_or_else(|error| panic!("{}: {error}", root.display())).path())
        .filter(|path| path.is_dir())
        .collect();
    found.sort();
    assert!(!found.is_empty(), "{} holds no folder", root.display());
    found
}

/// Compares every variant of a folder; returns one line per mismatch.
pub fn check_folder(folder: &Path) -> Vec<String> {
    match read_expected(folder) {
        Ok(variants) => variants.iter().flat_map(|variant| check(folder, variant)).collect(),
        Err(message) => vec![message],
    }
}

/// Fails with all mismatches of a folder under its name.
pub fn assert_folder(folder: &Path) {
    let mismatches = check_folder(folder);
    assert!(mismatches.is_empty(), "{}\n  {}", folder.display(), mismatches.join("\n  "));
}

struct Output {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

fn run(folder: &Path, variant: &Expectation, json: bool) -> Result<Output, String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_evqc"));
    command.current_dir(folder).args(&variant.command);
    for name in ["SOURCE_DATE_EPOCH", "CLICOLOR_FORCE", "COLUMNS"] {
        command.env_remove(name);
    }
    if json {
        command.args(["-o", "json"]);
    }
    match &variant.stdin {
        Some(name) => {
            let file = std::fs::File::open(folder.join(name)).map_err(|error| format!("{name}: {error}"))?;
            command.stdin(file);
        }
        None => {
            command.stdin(Stdio::null());
        }
    }
    let output = command.output().map_err(|error| format!("cannot run evqc: {error}"))?;
    Ok(Output {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).map_err(|_| "standard output is not UTF-8".to_owned())?,
        stderr: String::from_utf8(output.stderr).map_err(|_| "standard error is not UTF-8".to_owned())?,
    })
}

fn check(folder: &Path, variant: &Expectation) -> Vec<String> {
    let mut found = Vec::new();
    match run(folder, variant, false) {
        Ok(output) => check_human(variant, &output, &mut found),
        Err(message) => found.push(message),
    }
    if ["check", "stability"].contains(&variant.command[0].as_str()) {
        match run(folder, variant, true) {
            Ok(output) => check_json(variant, &output, &mut found),
            Err(message) => found.push(message),
        }
    }
    let label = if variant.name.is_empty() { String::new() } else { format!("{}: ", variant.name) };
    found.into_iter().map(|line| format!("{label}{line}")).collect()
}

fn check_code(form: &str, variant: &Expectation, output: &Output, found: &mut Vec<String>) {
    if output.code != Some(variant.exit) {
        let code = output.code.map_or("a signal".to_owned(), |code| code.to_string());
        let said = output.stderr.lines().chain(output.stdout.lines()).find(|line| !line.trim().is_empty());
        found.push(format!("{form}: exit {code}, expected {} ({})", variant.exit, said.unwrap_or("no output")));
    }
    if output.stderr.contains("panicked at") {
        found.push(format!("{form}: panic: {}", output.stderr.trim()));
    }
    if contains(&output.stdout, "released") || contains(&output.stderr, "released") {
        found.push(format!("{form}: says 'released'; a person releases, evqc states conformity"));
    }
}

fn check_human(variant: &Expectation, output: &Output, found: &mut Vec<String>) {
    check_code("human", variant, output, found);
    let both = format!("{}\n{}", output.stdout, output.stderr);
    for text in &variant.stdout_contains {
        if !contains(&output.stdout, text) {
            found.push(format!("human: standard output lacks '{text}'"));
        }
    }
    for text in &variant.output_contains {
        if !contains(&both, text) {
            found.push(format!("human: neither output nor error stream shows '{text}'"));
        }
    }
    for text in &variant.stdout_lacks {
        if contains(&both, text) {
            found.push(format!("human: shows '{text}', which it must not"));
        }
    }
    if let Some(control) = both.chars().find(|c| c.is_control() && *c != '\n') {
        found.push(format!("human: shows the control character U+{:04X}", control as u32));
    }
}

fn check_json(variant: &Expectation, output: &Output, found: &mut Vec<String>) {
    check_code("json", variant, output, found);
    if output.stdout.trim().is_empty() {
        if !(variant.lots.is_empty()
            && variant.summary.is_empty()
            && variant.codes.is_empty()
            && variant.json.is_empty())
        {
            found.push("json: no report".to_owned());
        }
        return;
    }
    let report: Value = match serde_json::from_str(&output.stdout) {
        Ok(report) => report,
        Err(error) => return found.push(format!("json: not JSON: {error}")),
    };
    if report["summary"]["exit"].as_i64() != Some(i64::from(variant.exit)) {
        found.push(format!("json: summary.exit is {}, expected {}", report["summary"]["exit"], variant.exit));
    }
    for (verdict, count) in &variant.summary {
        if report["summary"][verdict].as_u64() != Some(*count) {
            found.push(format!("json: summary.{verdict} is {}, expected {count}", report["summary"][verdict]));
        }
    }
    for (pointer, wanted) in &variant.json {
        let value = report.pointer(pointer).unwrap_or(&Value::Null);
        if !same_value(value, wanted) {
            found.push(format!("json: {pointer} is {value}, expected {wanted}"));
        }
    }
    let mut codes = BTreeSet::new();
    collect_codes(&report, &mut codes);
    for code in variant.codes.iter().filter(|code| !codes.contains(code.as_str())) {
        found.push(format!("json: code '{code}' does not appear; there are {codes:?}"));
    }
    let empty = Vec::new();
    let lots = report["lots"].as_array().unwrap_or(&empty);
    if !variant.lots.is_empty() && variant.summary.is_empty() {
        for lot in lots.iter().filter_map(|lot| lot["lot"].as_str()) {
            if !variant.lots.contains_key(lot) {
                found.push(format!("json: lot '{lot}' is in the report and not expected"));
            }
        }
    }
    for (name, expected) in &variant.lots {
        let same: Vec<&Value> = lots.iter().filter(|lot| lot["lot"] == name.as_str()).collect();
        let [lot] = same[..] else {
            found.push(format!("json: lot '{name}' is {} times in the report", same.len()));
            continue;
        };
        if lot["verdict"] != expected.verdict.as_str() {
            found.push(format!("json: lot '{name}' is {}, expected {}", lot["verdict"], expected.verdict));
        }
        let tests = lot["tests"].as_array().unwrap_or(&empty);
        for (id, points) in &expected.tests {
            check_test(name, id, points, tests, found);
        }
    }
}

/// Whether a value is the one that is written; a number is rounded to the digits of the written one.
fn same_value(value: &Value, wanted: &Value) -> bool {
    let (Some(number), Some(written)) = (value.as_f64(), wanted.as_f64()) else { return value == wanted };
    let text = wanted.to_string();
    let places = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    (number - written).abs() <= 0.5 * 10_f64.powi(-(places as i32)) + 1e-9 && (places > 0 || number == written)
}

fn check_test(lot: &str, id: &str, points: &Points, tests: &[Value], found: &mut Vec<String>) {
    let lines: Vec<&Value> = tests.iter().filter(|test| test["id"] == id).collect();
    if lines.len() != points.0.len() {
        found.push(format!("json: lot '{lot}' has {} lines for '{id}', expected {}", lines.len(), points.0.len()));
        return;
    }
    for (line, expected) in lines.iter().zip(&points.0) {
        let outcome = line["outcome"].as_str().unwrap_or_default();
        let at = format!("json: lot '{lot}', {id}");
        if !expected.outcome.split('|').any(|word| word == outcome) {
            let why = line["reasons"][0]["message"].as_str().unwrap_or("no reason given");
            found.push(format!("{at}: {outcome}, expected {} ({why})", expected.outcome));
        }
        if let Some(wanted) = &expected.reportable {
            let text = line["reportable"]["text"].as_str().unwrap_or_default();
            let unit = line["reportable"]["unit"].as_str().unwrap_or_default();
            let bare = text.strip_suffix(unit).unwrap_or(text).trim();
            if digits(bare) != digits(wanted) {
                found.push(format!("{at}: reportable value '{text}', expected '{wanted}'"));
            }
        }
        let all = line.to_string();
        for text in expected.contains.iter().filter(|text| !contains(&all, text)) {
            found.push(format!("{at}: the JSON of the test lacks '{text}'"));
        }
        if let Some(wanted) = &expected.flags {
            let set: BTreeSet<&str> =
                line["flags"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            if set != wanted.iter().map(String::as_str).collect() {
                found.push(format!("{at}: flags {set:?}, expected {wanted:?}"));
            }
        }
    }
}

fn contains(haystack: &str, needle: &str) -> bool {
    haystack.to_lowercase().contains(&needle.to_lowercase())
}

fn collect_codes<'a>(value: &'a Value, codes: &mut BTreeSet<&'a str>) {
    match value {
        Value::Object(map) => {
            if let Some(code) = map.get("code").and_then(Value::as_str) {
                codes.insert(code);
            }
            map.values().for_each(|inner| collect_codes(inner, codes));
        }
        Value::Array(list) => list.iter().for_each(|inner| collect_codes(inner, codes)),
        _ => {}
    }
}

/// A number by its digits and the place of the last one, so that `10.2e9`, `1.02×10^10` and `1.02×10¹⁰` are the same and
/// `0.5` and `0.50` are not; any other text as it stands, in lower case.
fn digits(text: &str) -> (String, String) {
    let plain: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '+')
        .map(|c| match c {
            '−' => '-',
            '⁻' => '-',
            '⁰' => '0',
            '¹' => '1',
            '²' => '2',
            '³' => '3',
            '⁴'..='⁹' => char::from_digit(4 + c as u32 - '⁴' as u32, 10).unwrap_or(c),
            other => other.to_ascii_lowercase(),
        })
        .collect();
    let plain = plain.replace("×10^", "e").replace("x10^", "e").replace("×10", "e");
    let start = plain.find(|c: char| c.is_ascii_digit() || c == '-').unwrap_or(plain.len());
    let (sign, number) = plain.split_at(start);
    let (mantissa, exponent) = number.split_once('e').unwrap_or((number, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let coefficient = format!("{whole}{fraction}");
    match (coefficient.parse::<i128>(), exponent.parse::<i64>()) {
        (Ok(coefficient), Ok(exponent)) => {
            (format!("{sign}{coefficient}"), (exponent - fraction.len() as i64).to_string())
        }
        _ => (plain, String::new()),
    }
}

/// The comparison itself has to be right before it may judge.
pub fn check_the_comparison() {
    assert_eq!(digits("10.2e9"), digits("1.02×10^10"));
    assert_eq!(digits("1.02×10¹⁰"), digits("1.02E+10"));
    assert_eq!(digits("0.9e10"), digits("9e9"));
    assert_eq!(digits("<0.05"), digits("< 0.05"));
    assert_ne!(digits("0.5"), digits("0.50"));
    assert_ne!(digits("0.5"), digits("<0.5"));
    assert_ne!(digits("1.0e10"), digits("1e10"));
    assert_ne!(digits("positive"), digits("negative"));
    let one = "command: [check]\nexit: 0\nlots:\n  A:\n    verdict: conforms\n    tests:\n      x: pass\n      y: {outcome: fail, flags: [alert]}\n      z: [{outcome: pass}, {outcome: fail}]\n";
    let read: Expectation = serde_yaml::from_str(one).expect("all three shapes are read");
    assert_eq!(read.lots["A"].tests["x"].0[0].outcome, "pass");
    assert_eq!(read.lots["A"].tests["z"].0.len(), 2);
    serde_yaml::from_str::<Expectation>("command: [check]\nexit: 0\nexits: 0\n")
        .expect_err("an unknown key is refused");
    let inner = "command: [check]\nexit: 0\nlots: {A: {verdict: conforms, tests: {x: {outcome: pass, flag: []}}}}\n";
    serde_yaml::from_str::<Expectation>(inner).expect_err("an unknown key inside a test is refused");
}
