//! Which part of a workbook holds which sheet, and what the XML of a sheet says beside its values.

use super::package::{Package, Part, part_broken};
use super::runs::{Runs, Seen};
use crate::finding::Finding;
use crate::instrument::content::Content;
use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufReader};

/// What the workbook lists.
#[derive(Debug)]
pub(super) struct Contents {
    /// Its sheets, in the order of the tabs.
    pub(super) sheets: Vec<Listed>,
    /// The part with the texts that cells share, where it has one.
    pub(super) shared_strings: Option<String>,
}

/// A sheet as the workbook lists it.
#[derive(Debug)]
pub(super) struct Listed {
    /// Its name on the tab.
    pub(super) name: String,
    /// The part that holds it.
    pub(super) part: String,
}

/// What the XML of a sheet says beside its values.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    /// Number of formulas, and row and column of the first one.
    pub(super) formulas: (u64, Option<String>),
    /// Cells with a formula and no stored result, as `B2`; the first few.
    pub(super) without_result: Vec<String>,
    /// How many there are.
    pub(super) without_results: u64,
    /// Number of hidden rows, and the first one.
    pub(super) hidden_rows: (u64, u64),
    /// Number of hidden columns, and the first one.
    pub(super) hidden_columns: (u64, u32),
    /// Merged ranges, as `A1:B2`; the first few.
    pub(super) merged: Vec<String>,
    /// How many there are.
    pub(super) merges: u64,
    /// Every merged range of more than one cell.
    pub(super) ranges: Vec<MergedRange>,
    /// What is seen of cells beside their letters joined, by row and column from 0, see [`Runs`].
    pub(super) seen: BTreeMap<(u32, u32), Seen>,
    /// Cells with a comment, by row and column from 1.
    pub(super) comments: BTreeSet<(u64, u32)>,
}

/// Cells that a sheet shows as one; rows and columns from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MergedRange {
    /// Row and column of its first cell, the one with the value.
    pub first: (u64, u32),
    /// Row and column of its last cell.
    pub last: (u64, u32),
}

/// How many places of one kind are kept.
const KEPT: usize = 5;

/// The sheets of the workbook with their parts, and the part with the texts of their cells.
pub(super) fn contents(package: &mut Package<'_>, content: &Content<'_>) -> Result<Contents, Finding> {
    let main = related(package, content, "_rels/.rels")?
        .into_iter()
        .find(|relation| relation.kind == "officeDocument")
        .map_or_else(|| "xl/workbook.xml".to_owned(), |relation| resolved("", &relation.target));
    let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
    let relations = related(package, content, &format!("{folder}/_rels/{file}.rels"))?;
    let (mut sheets, mut is_workbook) = (Vec::new(), false);
    each_element(package, content, &main, |element| {
        is_workbook |= element.local_name().as_ref() == "workbook";
        if element.local_name().as_ref() == "sheet" {
            let id = attribute(element, "id");
            let target =
                relations.iter().find(|relation| relation.kind == "worksheet" && Some(&relation.id) == id.as_ref());
            // Chart and macro sheets hold no cells.
            if let (Some(name), Some(relation)) = (attribute(element, "name"), target) {
                sheets.push(Listed { name, part: resolved(folder, &relation.target) });
            }
        }
    })?;
    if !is_workbook {
        return Err(content.damaged(0, 0, format!("the zip archive is no workbook: {main} does not list sheets")));
    }
    for sheet in &mut sheets {
        sheet.part = package.find(&sheet.part).ok_or_else(|| {
            content.damaged(0, 0, format!("the workbook lists the sheet \"{}\" and does not hold it", sheet.name))
        })?;
    }
    // Beside the workbook, whatever the relations say: so reads calamine, and both have to read the same texts.
    let shared_strings = package.find(&format!("{folder}/sharedStrings.xml"));
    Ok(Contents { sheets, shared_strings })
}

/// Shared strings of which more is seen than their letters joined, by their positions.
pub(super) fn shared_texts(
    package: &mut Package<'_>,
    content: &Content<'_>,
    part: &str,
) -> Result<BTreeMap<usize, Seen>, Finding> {
    let broken = |error: &io::Error| part_broken(content, part, error);
    let source = package.part(part).map_err(|error| broken(&error))?;
    scan_shared(source).map_err(|error| broken(&error))
}

fn scan_shared(source: Part<'_, '_>) -> io::Result<BTreeMap<usize, Seen>> {
    let mut reader = Reader::from_reader(BufReader::new(source));
    let (mut buffer, mut texts, mut at, mut runs) = (Vec::new(), BTreeMap::new(), 0_usize, Runs::default());
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(as_io)?;
        match &event {
            Event::Start(element) | Event::Empty(element) if element.local_name().as_ref() == "si" => {
                runs = Runs::default();
                // An empty one has its place among the others.
                at += usize::from(matches!(event, Event::Empty(_)));
            }
            Event::End(element) if element.local_name().as_ref() == "si" => {
                texts.extend(runs.seen().map(|seen| (at, seen)));
                at += 1;
            }
            Event::Eof => return Ok(texts),
            event => within(&mut runs, event)?,
        }
    }
}

/// Gives an event within a text to its runs.
fn within(runs: &mut Runs, event: &Event<'_>) -> io::Result<()> {
    match event {
        Event::Start(element) => runs.opened(element, raw(element, "val")),
        Event::Empty(element) => {
            runs.opened(element, raw(element, "val"));
            runs.closed(element.local_name().as_ref());
        }
        Event::End(element) => runs.closed(element.local_name().as_ref()),
        Event::Text(text) => runs.text(&text.xml10_content()),
        Event::CData(text) => runs.text(&text.xml10_content()),
        Event::GeneralRef(reference) => runs.reference(reference)?,
        _ => {}
    }
    Ok(())
}

/// A relation of one part to another.
struct Relation {
    id: String,
    /// The last word of its type.
    kind: String,
    target: String,
}

fn related(package: &mut Package<'_>, content: &Content<'_>, part: &str) -> Result<Vec<Relation>, Finding> {
    let mut relations = Vec::new();
    each_element(package, content, part, |element| {
        let kind = attribute(element, "Type").unwrap_or_default();
        let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
        if let (Some(id), Some(target)) = (attribute(element, "Id"), attribute(element, "Target")) {
            relations.push(Relation { id, kind, target });
        }
    })?;
    Ok(relations)
}

/// The target of a relation of a part in this folder, from the root of the archive.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => drop(steps.pop()),
            "." | "" => {}
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// Looks at every start of an element of a part.
fn each_element(
    package: &mut Package<'_>,
    content: &Content<'_>,
    part: &str,
    mut look: impl FnMut(&BytesStart<'_>),
) -> Result<(), Finding> {
    let Some(name) = package.find(part) else {
        return Err(content.damaged(0, 0, format!("the zip archive is no workbook: it has no part {part}")));
    };
    let broken = |error: &io::Error| part_broken(content, &name, error);
    let mut reader = Reader::from_reader(BufReader::new(package.part(&name).map_err(|error| broken(&error))?));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|error| broken(&as_io(error)))? {
            Event::Start(element) | Event::Empty(element) => look(&element),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The value of an attribute by its local name.
fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().with_checks(false).flatten().find(|it| it.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

fn as_io(error: quick_xml::Error) -> io::Error {
    match error {
        // The cause below it says whether the archive holds too much.
        quick_xml::Error::Io(error) => match std::sync::Arc::try_unwrap(error) {
            Ok(error) => error,
            Err(shared) => io::Error::other(shared.to_string()),
        },
        other => io::Error::other(other),
    }
}

/// Reads through the XML of a sheet for what calamine leaves out, with the cells that have comments. `shared` are the shared texts of
/// which more is seen than their letters.
pub(super) fn remarks(
    package: &mut Package<'_>,
    content: &Content<'_>,
    part: &str,
    shared: &BTreeMap<usize, Seen>,
) -> Result<Remarks, Finding> {
    let comments = comments(package, content, part)?;
    let broken = |error: &io::Error| part_broken(content, part, error);
    let source = package.part(part).map_err(|error| broken(&error))?;
    let remarks = scan(source, shared).map_err(|error| broken(&error))?;
    Ok(Remarks { comments, ..remarks })
}

/// The cells of a sheet with a comment: notes, and conversations, which stand in a part of their own and as notes.
fn comments(package: &mut Package<'_>, content: &Content<'_>, part: &str) -> Result<BTreeSet<(u64, u32)>, Finding> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let relations = format!("{folder}/_rels/{file}.rels");
    let mut cells = BTreeSet::new();
    if package.find(&relations).is_none() {
        return Ok(cells);
    }
    for relation in related(package, content, &relations)? {
        let held = resolved(folder, &relation.target);
        if matches!(relation.kind.as_str(), "comments" | "threadedComment") && package.find(&held).is_some() {
            each_element(package, content, &held, |element| {
                if matches!(element.local_name().as_ref(), "comment" | "threadedComment") {
                    cells.extend(raw(element, "ref").map(super::cell_place));
                }
            })?;
        }
    }
    Ok(cells)
}

/// What is known of the cell that is being read.
#[derive(Default)]
struct Cell {
    name: String,
    formula: bool,
    result: bool,
    /// Whether the result is a text, which may be empty.
    is_text: bool,
    /// Inside `v` or `is`.
    inside: bool,
    /// Row and column from 0; cells need not name them.
    at: (u32, u32),
    /// The position of a shared text, as far as it is read; `None` for a cell that shares none.
    shared: Option<String>,
    /// The text that the cell holds itself.
    runs: Option<Runs>,
}

fn scan(source: Part<'_, '_>, shared: &BTreeMap<usize, Seen>) -> io::Result<Remarks> {
    let mut reader = Reader::from_reader(BufReader::new(source));
    let (mut buffer, mut remarks, mut cell) = (Vec::new(), Remarks::default(), Cell::default());
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(as_io)?;
        if let Some(runs) = &mut cell.runs {
            within(runs, &event)?;
        }
        match event {
            Event::Start(element) => {
                check_names(&element)?;
                opened(&element, &mut remarks, &mut cell);
            }
            Event::Empty(element) => {
                check_names(&element)?;
                opened(&element, &mut remarks, &mut cell);
                closed(element.local_name().as_ref(), &mut remarks, &mut cell, shared);
            }
            Event::Text(text) => {
                cell.result |= cell.inside;
                if let (true, Some(position)) = (cell.inside, &mut cell.shared) {
                    position.push_str(text.as_ref());
                }
            }
            Event::CData(_) | Event::GeneralRef(_) => cell.result |= cell.inside,
            Event::End(element) => closed(element.local_name().as_ref(), &mut remarks, &mut cell, shared),
            Event::Eof => return Ok(remarks),
            _ => {}
        }
    }
}

/// Refuses names of cells and rows that no sheet has: calamine computes with them without looking for overflow.
fn check_names(element: &BytesStart<'_>) -> io::Result<()> {
    let wanted = match element.local_name().as_ref() {
        "c" | "row" => "r",
        "dimension" | "mergeCell" | "f" => "ref",
        _ => return Ok(()),
    };
    for (key, value) in attributes(element) {
        if key == wanted && !value.split(':').all(|name| is_name(name, wanted == "r")) {
            return Err(io::Error::other(format!("\"{value}\" names no cell")));
        }
    }
    Ok(())
}

/// `B12`, `12`, and, in a range, `B`: at most three letters, at most seven digits, and no zero in front.
fn is_name(name: &str, with_digits: bool) -> bool {
    let digits = name.trim_start_matches('$').trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    let letters = name.len() - digits.len();
    let digits = digits.trim_start_matches('$');
    let counted = letters <= 4 && digits.len() <= 7 && digits.bytes().all(|digit| digit.is_ascii_digit());
    counted && !digits.starts_with('0') && !(name.is_empty() || with_digits && digits.is_empty())
}

fn opened(element: &BytesStart<'_>, remarks: &mut Remarks, cell: &mut Cell) {
    match element.local_name().as_ref() {
        "c" => {
            cell.name.clear();
            cell.name.push_str(raw(element, "r").unwrap_or_default());
            cell.is_text = raw(element, "t") == Some("str");
            (cell.formula, cell.result, cell.inside) = (false, false, false);
            cell.shared = (raw(element, "t") == Some("s")).then(String::new);
            cell.runs = None;
            if let (row @ 1.., column @ 1..) = super::cell_place(&cell.name.to_ascii_uppercase()) {
                cell.at = (u32::try_from(row - 1).unwrap_or(u32::MAX), column - 1);
            }
        }
        "f" => cell.formula = true,
        "v" | "is" => {
            cell.inside = true;
            cell.result |= cell.is_text;
            if element.local_name().as_ref() == "is" {
                cell.runs = Some(Runs::default());
            }
        }
        "row" => {
            let row = raw(element, "r").and_then(|row| row.parse().ok()).unwrap_or(0_u32);
            cell.at.0 = row.checked_sub(1).unwrap_or(cell.at.0);
            if is_hidden(element, "ht") {
                let (count, first) = remarks.hidden_rows;
                remarks.hidden_rows = (count + 1, if count == 0 { u64::from(row) } else { first });
            }
        }
        "col" if is_hidden(element, "width") => {
            let column = |name: &str| raw(element, name).and_then(|column| column.parse::<u32>().ok()).unwrap_or(0);
            let (count, first) = remarks.hidden_columns;
            let more = u64::from(column("max").saturating_sub(column("min"))) + 1;
            remarks.hidden_columns = (count + more, if count == 0 { column("min") } else { first });
        }
        "mergeCell" => {
            remarks.merges += 1;
            if remarks.merged.len() < KEPT {
                remarks.merged.extend(raw(element, "ref").map(str::to_owned));
            }
            remarks.ranges.extend(raw(element, "ref").and_then(range));
        }
        _ => {}
    }
}

/// The cells of a range such as `A1:B2`; `None` for a single cell.
fn range(written: &str) -> Option<MergedRange> {
    let (first, last) = written.split_once(':')?;
    let range = MergedRange { first: super::cell_place(first), last: super::cell_place(last) };
    (range.first != range.last).then_some(range)
}

impl Cell {
    /// What is seen of the cell beside its letters joined.
    fn seen(&self, shared: &BTreeMap<usize, Seen>) -> Option<Seen> {
        let of_shared = || shared.get(&self.shared.as_ref()?.trim().parse().ok()?).cloned();
        self.runs.as_ref().and_then(Runs::seen).or_else(of_shared)
    }
}

fn closed(element: &str, remarks: &mut Remarks, cell: &mut Cell, shared: &BTreeMap<usize, Seen>) {
    if element == "c" {
        remarks.seen.extend(cell.seen(shared).map(|seen| (cell.at, seen)));
        cell.at.1 = cell.at.1.saturating_add(1);
    }
    match element {
        "v" | "is" => cell.inside = false,
        "row" => cell.at = (cell.at.0.saturating_add(1), 0),
        "c" if cell.formula => {
            remarks.formulas.0 += 1;
            remarks.formulas.1.get_or_insert_with(|| cell.name.clone());
            if !cell.result {
                remarks.without_results += 1;
                if remarks.without_result.len() < KEPT {
                    remarks.without_result.push(cell.name.clone());
                }
            }
            cell.formula = false;
        }
        _ => {}
    }
}

/// Whether a row or column is not seen: hidden, or of no size by this attribute.
fn is_hidden(element: &BytesStart<'_>, size: &str) -> bool {
    let is_nothing = |size: &str| size.parse::<f64>().is_ok_and(|size| size <= 0.0);
    matches!(raw(element, "hidden"), Some("1" | "true")) || raw(element, size).is_some_and(is_nothing)
}

/// The value of an attribute as it stands: numbers and cell names need no decoding.
fn raw<'e>(element: &'e BytesStart<'_>, name: &str) -> Option<&'e str> {
    attributes(element).find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// Names and values of the attributes as they stand, up to the first that is malformed.
fn attributes<'e>(element: &'e BytesStart<'_>) -> impl Iterator<Item = (&'e str, &'e str)> {
    let mut rest = element.attributes_raw();
    std::iter::from_fn(move || {
        let (key, more) = rest.split_once('=')?;
        let more = more.trim_start();
        let quote = more.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let (value, behind) = more.get(1..)?.split_once(quote)?;
        rest = behind;
        Some((key.trim(), value))
    })
}
