//! The text of a test file: lots with the verdict that a specification must give them. Every part keeps its place; what
//! the parts mean under a specification is told elsewhere.

use super::codes;
use super::fields::{self, Fields, mapping};
use super::keys;
use super::raw::{self, Form, Key, Kind, Node};
use super::text::SourceText;
use crate::finding::Finding;
use crate::source::Place;

/// A text of a test file with its place.
#[derive(Clone, Debug)]
pub struct Written {
    /// As written, quotes taken off.
    pub text: String,
    /// Where it stands.
    pub place: Place,
    /// How many characters it spans.
    pub width: u32,
}

impl Written {
    /// A finding about it.
    pub fn finding(&self, code: &'static crate::finding::Code, message: impl Into<String>) -> Finding {
        Finding::new(code, message).at(self.place.clone(), self.width)
    }
}

/// Entries by name in the order written; nothing where the value is `null`, which takes back what is inherited.
pub type NamedEntries<T> = Vec<(Written, Option<T>)>;

/// One test file, without what it includes.
#[derive(Clone, Debug)]
pub struct TestFile {
    /// The specification, relative to the file; `None`: the one beside.
    pub spec: Option<Written>,
    /// Test files whose lots are taken over.
    pub include: Vec<Written>,
    /// Values of parameters.
    pub set: NamedEntries<Written>,
    /// Its lots in the order written.
    pub lots: Vec<TestLot>,
}

/// A lot of a test file.
#[derive(Clone, Debug)]
pub struct TestLot {
    /// Its name, which is its lot id.
    pub name: Written,
    /// What it shows.
    pub what: Option<Written>,
    /// The lot whose facts and results it takes over.
    pub based_on: Option<Written>,
    /// The stage that is judged.
    pub stage: Option<Written>,
    /// The day of judgement.
    pub as_of: Option<Written>,
    /// A result table in place of results.
    pub data: Option<Written>,
    /// Facts by their headers in a lot file.
    pub facts: NamedEntries<Written>,
    /// Results by test.
    pub results: NamedEntries<Vec<TestResult>>,
    /// The expected verdict.
    pub expect: Option<Written>,
    /// Expected outcomes by test: one for the worst, or one for each time point.
    pub outcomes: NamedEntries<Vec<Written>>,
    /// Codes that must be among the reasons, by test.
    pub reasons: NamedEntries<Vec<Written>>,
    /// The flags by test.
    pub flags: NamedEntries<Vec<Written>>,
}

/// One row of results: the cells of a long table.
#[derive(Clone, Debug)]
pub struct TestResult {
    /// Cells by column, the value among them.
    pub cells: Vec<(&'static str, String)>,
    /// Where the value stands.
    pub place: Place,
}

/// Every column that a row of results may have, beside lot and test.
pub fn result_columns() -> impl Iterator<Item = &'static str> {
    keys::TEST_RESULT.iter().map(|entry| entry.name)
}

/// Reads a test file. The findings hold every fault; with an error among them the file must not be used.
pub fn read_test_file(source: &SourceText) -> (Option<TestFile>, Vec<Finding>) {
    let (node, mut findings) = raw::parse(source);
    let file = node.and_then(|node| file(&node, &mut findings));
    (file, findings)
}

fn file(node: &Node, findings: &mut Vec<Finding>) -> Option<TestFile> {
    let entries = mapping(node, "the test file", findings)?;
    let top = (node.place.clone(), node.width);
    let fields = Fields::new(entries, keys::TEST_FILE, top, "the test file", findings);
    match fields.number_text("evqc_test", findings) {
        Some(version) if version.text == "1" => {}
        Some(version) => {
            let message = format!("`evqc_test: {}` is not a version of this program", version.text);
            findings.push(version.finding(&codes::UNSUPPORTED_FORMAT_VERSION, message).help("write `evqc_test: 1`"));
        }
        None if fields.node("evqc_test").is_none() => {
            findings.push(fields.missing("evqc_test").help("begin the file with `evqc_test: 1`"));
        }
        None => {}
    }
    let set = by_name(&fields, "set", findings, &mut |key, node, findings| value(node, &key.text, findings));
    let lots = fields.mapping("lots", findings).iter().filter_map(|(key, node)| lot(key, node, findings)).collect();
    Some(TestFile {
        spec: fields.text("spec", findings).map(written),
        include: fields.texts("include", true, findings).into_iter().map(written).collect(),
        set,
        lots,
    })
}

fn lot(key: &Key, node: &Node, findings: &mut Vec<Finding>) -> Option<TestLot> {
    let entries = mapping(node, &key.text, findings)?;
    let at = (key.place.clone(), key.width);
    let fields = Fields::new(entries, keys::TEST_LOT, at, format!("lot `{}`", key.text), findings);
    let mut text = |name: &str| fields.text(name, findings).map(written);
    let (what, based_on, stage) = (text("what"), text("based on"), text("stage"));
    let (data, expect) = (text("data"), text("expect"));
    // A date that is none is told once, with the form that a date has.
    let as_of = fields.date("as_of", findings).and_then(|_| fields.text("as_of", &mut Vec::new())).map(written);
    Some(TestLot {
        name: named(key),
        what,
        based_on,
        stage,
        as_of,
        data,
        facts: by_name(&fields, "facts", findings, &mut |key, node, findings| value(node, &key.text, findings)),
        results: by_name(&fields, "results", findings, &mut |key, node, findings| Some(rows(key, node, findings))),
        expect,
        outcomes: by_name(&fields, "outcomes", findings, &mut words),
        reasons: by_name(&fields, "reasons", findings, &mut words),
        flags: by_name(&fields, "flags", findings, &mut words),
    })
}

/// Reads the value of a named entry.
type ReadEntry<'r, T> = &'r mut dyn FnMut(&Key, &Node, &mut Vec<Finding>) -> Option<T>;

/// The entries of a map, each read by `read`; `null` takes back.
fn by_name<T>(
    fields: &Fields<'_>,
    section: &str,
    findings: &mut Vec<Finding>,
    read: ReadEntry<'_, T>,
) -> NamedEntries<T> {
    let mut entries = Vec::new();
    for (key, node) in fields.mapping(section, findings) {
        if node.is_null() {
            entries.push((named(key), None));
        } else if let Some(value) = read(key, node, findings) {
            entries.push((named(key), Some(value)));
        }
    }
    entries
}

fn words(key: &Key, node: &Node, findings: &mut Vec<Finding>) -> Option<Vec<Written>> {
    Some(fields::texts(node, &key.text, true, findings).into_iter().map(written).collect())
}

/// The rows of one test: a value, a list of replicates, a map of cells, or a list of those.
fn rows(key: &Key, node: &Node, findings: &mut Vec<Finding>) -> Vec<TestResult> {
    let mut rows = Vec::new();
    match &node.kind {
        Kind::Sequence(items) => {
            let bare = items.iter().filter(|item| matches!(item.kind, Kind::Scalar(_))).count();
            let mut number = 0;
            for item in items {
                if matches!(item.kind, Kind::Mapping(_)) {
                    cells(key, item, &mut rows, findings);
                } else {
                    number += 1;
                    row(item, &[], (bare > 1).then_some(number), key, &mut rows, findings);
                }
            }
        }
        Kind::Mapping(_) => cells(key, node, &mut rows, findings),
        Kind::Scalar(_) => row(node, &[], None, key, &mut rows, findings),
    }
    rows
}

/// The row, or rows, of a map of cells.
fn cells(key: &Key, node: &Node, rows: &mut Vec<TestResult>, findings: &mut Vec<Finding>) {
    let Some(entries) = mapping(node, &key.text, findings) else { return };
    let at = (node.place.clone(), node.width);
    let fields = Fields::new(entries, keys::TEST_RESULT, at, format!("a result of `{}`", key.text), findings);
    let mut others = Vec::new();
    for column in result_columns().filter(|column| *column != "value") {
        if let Some(cell) = fields.node(column).filter(|node| !node.is_null())
            && let Some(cell) = value(cell, column, findings)
        {
            others.push((column, cell.text));
        }
    }
    match fields.node("value") {
        Some(Node { kind: Kind::Sequence(items), .. }) => {
            for (index, item) in items.iter().enumerate() {
                let number = !others.iter().any(|(column, _)| *column == "replicate");
                row(item, &others, number.then_some(index + 1), key, rows, findings);
            }
        }
        Some(node) if !node.is_null() => row(node, &others, None, key, rows, findings),
        _ => rows.push(TestResult { cells: others, place: node.place.clone() }),
    }
}

fn row(
    node: &Node,
    others: &[(&'static str, String)],
    replicate: Option<usize>,
    key: &Key,
    rows: &mut Vec<TestResult>,
    findings: &mut Vec<Finding>,
) {
    let Some(value) = value(node, &key.text, findings) else { return };
    let mut cells = vec![("value", value.text)];
    cells.extend(replicate.map(|number| ("replicate", number.to_string())));
    cells.extend(others.iter().cloned());
    rows.push(TestResult { cells, place: value.place });
}

/// A text or a number: its digits are kept either way.
fn value(node: &Node, key: &str, findings: &mut Vec<Finding>) -> Option<Written> {
    let written = match &node.kind {
        Kind::Scalar(scalar) if scalar.form == Form::Number => {
            Written { text: scalar.text.clone(), place: node.place.clone(), width: node.width }
        }
        _ => written(fields::text(node, key, findings)?),
    };
    if written.text.chars().any(char::is_control) {
        findings.push(
            written
                .finding(&codes::WRONG_SHAPE, format!("`{key}` holds a line break or another control character"))
                .help("write it on one line"),
        );
        return None;
    }
    Some(written)
}

fn written(text: fields::Text) -> Written {
    Written { text: text.text, place: text.place, width: text.width }
}

fn named(key: &Key) -> Written {
    Written { text: key.text.clone(), place: key.place.clone(), width: key.width }
}
