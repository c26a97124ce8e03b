//! Workbooks: the sheets of an XLSX file as grids of text.
//!
//! Values come from the crate calamine; the rest is looked at here: what the archive unpacks to, hidden rows, merged
//! cells, and formulas whose result was never stored. Formulas are never computed and links never followed.
//!
//! The line of a row is its number in the sheet, and the position of a cell its column, so a finding points at the cell
//! that the spreadsheet program shows. What a sheet claims as its dimension is not looked at.

mod format;
mod package;
mod parts;
mod runs;
mod values;

use super::codes;
use super::content::Content;
use super::grid::Grid;
use crate::finding::{Finding, Severity, did_you_mean};
use calamine::{Reader, SheetVisible, Xlsx};
use package::Package;
pub use parts::MergedRange;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

/// A workbook whose sheets were read.
#[derive(Debug)]
pub struct Workbook {
    /// Its sheets, in the order of the tabs.
    pub sheets: Vec<Sheet>,
    /// What there is to say about the workbook as a whole.
    pub findings: Vec<Finding>,
}

/// One sheet.
#[derive(Debug)]
pub struct Sheet {
    /// The name on its tab.
    pub name: String,
    /// Whether it is hidden.
    pub hidden: bool,
    /// Its cells as text: numbers with up to 15 significant digits, dates as `2023-12-12` or
    /// `2023-12-12T06:40:54` where the sheet shows day, month and year, errors as the sheet shows them, and cells shown as percent with their sign: `95%` for a
    /// stored 0.95. Empty rows are left out; the others have their line.
    pub grid: Grid,
    /// What there is to say about it: formulas, merged cells, hidden rows; an error where a cell cannot be read.
    pub findings: Vec<Finding>,
    /// Cells that the sheet shows as one, and of which the first alone holds what is shown.
    pub merged: Vec<MergedRange>,
    /// Columns with cells that no id is, from 1, by what they are, each with the rows of the first and of the last of them.
    pub no_ids: BTreeMap<(u32, NoId), (u64, u64)>,
    /// Cells of text with a point or comma that may be a decimal mark, by row and column from 1; a number has none of its own.
    pub texts: BTreeSet<(u64, u32)>,
    /// Cells with letters that are struck out, or raised as a footnote is, by row and column from 1, each with which of the two.
    pub marked: BTreeMap<(u64, u32), NoId>,
}

/// What a cell holds that is not the id that somebody gave: spreadsheet programs make a date of `04/02/26`, 240000000 of `24E07` and 26.1
/// of `26.10`, and a footnote or a letter that was struck out is no part of an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoId {
    /// A moment that is shown with day, month and year.
    Day,
    /// Any other moment: `d-mmm`, a time.
    PartOfDay,
    /// A number that is shown with an exponent.
    Exponent,
    /// A number that is shown with other digits than it has: 26.1 as `26.10`.
    OtherDigits,
    /// A text of which letters are struck out.
    StruckOut,
    /// A text with raised letters or digits.
    Raised,
}

impl Workbook {
    /// Whether the content is a workbook of some kind, readable or not, or what is left of one: no other file of a
    /// laboratory begins as a zip archive does.
    pub fn is_one(content: &Content<'_>) -> bool {
        package::is_zip(content.bytes) || (package::is_ole(content.bytes) && ole_kind(content.bytes).is_some())
    }

    /// Reads every sheet.
    ///
    /// # Errors
    /// That the file is cut short, encrypted, of another format, or unpacks to too much.
    pub fn open(content: &Content<'_>) -> Result<Workbook, Finding> {
        if !package::is_zip(content.bytes) {
            return Err(not_xlsx(content));
        }
        let mut package = Package::open(content)?;
        if let Some(other) = other_zip(&package.names) {
            return Err(not_read(content, other));
        }
        let parts::Contents { sheets: listed, shared_strings } = parts::contents(&mut package, content)?;
        let own = listed.iter().map(|sheet| sheet.part.clone()).chain(shared_strings.clone()).collect::<Vec<_>>();
        package.measure(content, &own)?;
        let shared = match &shared_strings {
            Some(part) => parts::shared_texts(&mut package, content, part)?,
            None => BTreeMap::new(),
        };
        let remarks = listed.iter().map(|sheet| parts::remarks(&mut package, content, &sheet.part, &shared));
        let remarks = remarks.collect::<Result<Vec<_>, Finding>>()?;
        let broken =
            |error: calamine::XlsxError| content.damaged(0, 0, format!("the workbook cannot be read: {error}"));
        let mut reader: Xlsx<_> = Xlsx::new(Cursor::new(content.bytes)).map_err(broken)?;
        let metadata = reader.sheets_metadata().to_vec();
        let mut sheets = Vec::with_capacity(listed.len());
        for (sheet, remarks) in listed.iter().zip(remarks) {
            let hidden = metadata.iter().any(|it| it.name == sheet.name && it.visible != SheetVisible::Visible);
            let values = values::read(&mut reader, content, &sheet.name, &remarks.seen)?;
            let mut findings = remarks_on(content, &sheet.name, &remarks, values.percent);
            if hidden {
                let message = format!("the sheet \"{}\" is hidden, and is read because it was named", sheet.name);
                findings.push(Finding::new(&codes::SHEET_SET_ASIDE, message).at(content.place(0, 0), 1));
            }
            sheets.push(Sheet {
                name: sheet.name.clone(),
                hidden,
                grid: values.grid,
                findings,
                merged: remarks.ranges,
                no_ids: values.no_ids,
                texts: values.texts,
                marked: values.marked,
            });
        }
        Ok(Workbook { sheets, findings: beside(content, &package.names) })
    }

    /// The visible sheets that hold something.
    pub fn visible(&self) -> impl Iterator<Item = &Sheet> {
        self.sheets.iter().filter(|sheet| !sheet.hidden && !sheet.grid.is_empty())
    }

    /// The sheet to read: the one of this name, else the one visible sheet that holds something, or that one among
    /// several that is `wanted`.
    ///
    /// # Errors
    /// That there is none, or that there are several.
    pub fn choose(
        &self,
        content: &Content<'_>,
        name: Option<&str>,
        wanted: impl Fn(&Sheet) -> bool,
    ) -> Result<&Sheet, Finding> {
        let refuse = |message: String| Finding::new(&codes::SHEET_NOT_CHOSEN, message).at(content.place(0, 0), 1);
        let names = |sheets: &[&Sheet]| -> String {
            sheets.iter().map(|sheet| format!("\"{}\"", sheet.name)).collect::<Vec<_>>().join(", ")
        };
        if let Some(name) = name {
            let known = self.sheets.iter().map(|sheet| sheet.name.as_str());
            return self.sheets.iter().find(|sheet| sheet.name == name).ok_or_else(|| {
                refuse(format!("the workbook has no sheet \"{name}\"")).help(match did_you_mean(name, known) {
                    Some(close) => format!("did you mean \"{close}\"?"),
                    None => format!("its sheets: {}", names(&self.sheets.iter().collect::<Vec<_>>())),
                })
            });
        }
        let visible: Vec<&Sheet> = self.visible().collect();
        let fit: Vec<&Sheet> = visible.iter().copied().filter(|sheet| wanted(sheet)).collect();
        match (&visible[..], &fit[..]) {
            ([], _) => Err(refuse("no visible sheet of the workbook holds anything".to_owned())
                .help("fill a sheet, or show the one that is hidden")),
            ([only], _) | (_, [only]) => Ok(only),
            (_, []) => Err(refuse(format!("the workbook has several sheets: {}", names(&visible)))
                .help("name the one with the results with --sheet, that of a lot file with --lots-sheet")),
            (_, several) => {
                let refused = refuse(format!("several sheets could be meant: {}", names(several)));
                Err(refused.help("name one with --sheet, that of a lot file with --lots-sheet"))
            }
        }
    }

    /// What there is to say when one sheet is read and the others are not.
    pub fn findings_when_reading(&self, content: &Content<'_>, read: &Sheet) -> Vec<Finding> {
        let mut findings = self.findings.clone();
        findings.extend(read.findings.iter().cloned());
        findings.extend(self.set_aside(content, read).into_iter().map(|(_, finding)| finding));
        findings
    }

    /// The other sheets that hold something, by name, each with the remark that it is not read.
    pub fn set_aside(&self, content: &Content<'_>, read: &Sheet) -> Vec<(String, Finding)> {
        let others = self.sheets.iter().filter(|sheet| !std::ptr::eq(*sheet, read) && !sheet.grid.is_empty());
        let remark = |sheet: &Sheet| {
            let rows = sheet.grid.len();
            let kind = if sheet.hidden { "hidden sheet" } else { "sheet" };
            let message = format!("the {kind} \"{}\" with {rows} row(s) is not read", sheet.name);
            (sheet.name.clone(), Finding::new(&codes::SHEET_SET_ASIDE, message).at(content.place(0, 0), 1))
        };
        others.map(remark).collect()
    }
}

/// Whether the content is a workbook with a sheet of this sign: the named one, or a visible one.
pub(super) fn has_sheet(content: &Content<'_>, sign: fn(&Sheet) -> bool) -> bool {
    let Some(Ok(workbook)) = content.workbook() else { return false };
    workbook.choose(content, content.sheet(), sign).is_ok_and(sign)
        || workbook.visible().filter(|it| sign(it)).count() > 1
}

/// The sheet of this sign, with what there is to say about it and its workbook.
///
/// # Errors
/// That the workbook or the sheet cannot be read, or that several sheets have the sign.
pub(super) fn sheet_of<'c>(
    content: &'c Content<'_>,
    sign: fn(&Sheet) -> bool,
) -> Result<(&'c Sheet, Vec<Finding>), Vec<Finding>> {
    let workbook = match content.workbook() {
        Some(Ok(workbook)) => workbook,
        Some(Err(finding)) => return Err(vec![finding.clone()]),
        None => return Err(vec![content.damaged(0, 0, "the file is no workbook")]),
    };
    let sheet = workbook.choose(content, content.sheet(), sign).map_err(|finding| vec![finding])?;
    let findings = workbook.findings_when_reading(content, sheet);
    match findings.iter().any(|finding| finding.severity() == Severity::Error) {
        true => Err(findings),
        false => Ok((sheet, findings)),
    }
}

/// What there is to say about one sheet.
fn remarks_on(content: &Content<'_>, name: &str, remarks: &parts::Remarks, percent: (u64, (u32, u32))) -> Vec<Finding> {
    let note = |cell: &str, message: String| {
        let (line, column) = cell_place(cell);
        Finding::new(&codes::SHEET_SET_ASIDE, format!("sheet \"{name}\": {message}")).at(content.place(line, column), 1)
    };
    let mut findings = Vec::new();
    if let (count @ 1.., Some(first)) = (remarks.formulas.0, &remarks.formulas.1) {
        findings.push(note(first, format!("{count} formula(s); the results that are stored with them are read")));
    }
    for cell in &remarks.without_result {
        let (line, column) = cell_place(cell);
        let message = format!("sheet \"{name}\": the formula in {cell} has no stored result");
        let finding = Finding::new(&codes::FORMULA_WITHOUT_RESULT, message).at(content.place(line, column), 1);
        let others = remarks.without_results - 1;
        findings.push(finding.help(match others {
            0 => "open the workbook in a spreadsheet program and save it, so that the result is computed".to_owned(),
            _ => format!(
                "open the workbook in a spreadsheet program and save it; {others} other cell(s) have none either"
            ),
        }));
    }
    if let (count @ 1.., first) = remarks.hidden_rows {
        findings.push(note(
            &format!("A{first}"),
            format!("{count} hidden row(s), from row {first} on, are read like the others"),
        ));
    }
    if let (count @ 1.., first) = remarks.hidden_columns {
        let message = format!("{count} hidden column(s), from column {first} on, are read like the others");
        findings.push(note("", message));
    }
    if let Some(first) = remarks.comments.first() {
        let (count, first) = (remarks.comments.len(), cell_name(*first));
        findings.push(note(
            &first,
            format!("{count} cell(s) with a comment, the first one {first}; comments are not read"),
        ));
    }
    if let (count @ 1.., Some(first)) = (remarks.merges, remarks.merged.first()) {
        let ranges = remarks.merged.join(", ") + if count > remarks.merged.len() as u64 { ", ..." } else { "" };
        let message = format!("merged cells {ranges}: the value counts for the first cell of a range only");
        findings.push(note(first, message));
    }
    if let (count @ 1.., (row, column)) = percent {
        let message = format!("{count} cell(s) shown as percent are read so: a stored 0.95 is 95%");
        let finding = Finding::new(&codes::SHEET_SET_ASIDE, format!("sheet \"{name}\": {message}"));
        findings.push(finding.at(content.place(u64::from(row) + 1, column + 1), 1));
    }
    findings
}

/// Row and column, from 1, of a cell or the first cell of a range; zeros for anything else.
fn cell_place(cell: &str) -> (u64, u32) {
    let first = cell.split(':').next().unwrap_or_default();
    let letters = first.len() - first.trim_start_matches(|letter: char| letter.is_ascii_uppercase()).len();
    let (letters, digits) = first.split_at(letters);
    let column = letters
        .bytes()
        .try_fold(0_u32, |column, letter| column.checked_mul(26)?.checked_add(u32::from(letter - b'A') + 1));
    match (column, digits.parse()) {
        (Some(column), Ok(row)) => (row, column),
        _ => (0, 0),
    }
}

/// The name of a cell by its row and column, from 1: `B2`.
pub fn cell_name((row, column): (u64, u32)) -> String {
    let (mut letters, mut left) = (Vec::new(), column);
    while let Some(last) = left.checked_sub(1) {
        letters.push(char::from(b'A' + (last % 26) as u8));
        left = last / 26;
    }
    let letters: String = letters.into_iter().rev().collect();
    format!("{letters}{row}")
}

/// Parts of the archive that are not read and could carry values.
fn beside(content: &Content<'_>, names: &[String]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut note = |message: String| {
        findings.push(Finding::new(&codes::SHEET_SET_ASIDE, message).at(content.place(0, 0), 1));
    };
    let count = |folder: &str| {
        let inside = |name: &&String| name.to_ascii_lowercase().contains(folder) && !name.contains("_rels");
        names.iter().filter(inside).count()
    };
    match count("xl/externallinks/") {
        0 => {}
        links => {
            note(format!("{links} link(s) to other workbooks are not followed; values from them are those stored here"))
        }
    }
    if count("xl/connections") > 0 {
        note("connections to data outside the workbook are not followed".to_owned());
    }
    if count("vbaproject.bin") > 0 {
        note("the macros of the workbook are not run".to_owned());
    }
    findings
}

/// What a zip archive is when it is no XLSX.
fn other_zip(names: &[String]) -> Option<&'static str> {
    let has = |wanted: &str| names.iter().any(|name| name.eq_ignore_ascii_case(wanted));
    match () {
        () if has("xl/workbook.bin") => Some("XLSB"),
        () if has("content.xml") && has("mimetype") => Some("ODS"),
        () => None,
    }
}

/// What an OLE file is, by the names in its directory.
fn ole_kind(bytes: &[u8]) -> Option<&'static str> {
    let has = |name: &str| {
        let wide: Vec<u8> = name.bytes().flat_map(|byte| [byte, 0]).collect();
        memchr::memmem::find(bytes, &wide).is_some()
    };
    match () {
        () if has("EncryptedPackage") => Some("encrypted"),
        () if has("Workbook") || has("Book") => Some("XLS"),
        () => None,
    }
}

fn not_read(content: &Content<'_>, kind: &str) -> Finding {
    Finding::new(&codes::FORMAT_NOT_READ, format!("the file is a workbook of the kind {kind}, which is not read"))
        .at(content.place(0, 0), 1)
        .help("save it as XLSX")
}

fn not_xlsx(content: &Content<'_>) -> Finding {
    match ole_kind(content.bytes).filter(|_| package::is_ole(content.bytes)) {
        Some("encrypted") => package::encrypted(content),
        Some(kind) => not_read(content, kind),
        None => content.damaged(0, 0, "the file is no workbook: it does not begin as an XLSX file does"),
    }
}
