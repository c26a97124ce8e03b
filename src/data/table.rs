//! One table, record by record, with what the csv grammar leaves out.
//!
//! Blank lines are counted, a quote that is never closed is found, and each record has the line on which it starts.

use super::cell::{shown, shown_bytes};
use super::codes;
use super::determination::Input;
use super::dialect::{self, Dialect, Evidence, MarkUnknown};
use super::encoding::{Detected, Encoding, NotText, PREFIX, Text, Undecided, copy_start, detect, read_prefix};
use super::header::{Column, Shape, column_of};
use super::records::{LONGEST_RECORD, Record, Records, TooLong};
use super::sheet::SheetCells;
use crate::finding::{Finding, Severity};
use crate::quantity::DecimalMark;
use crate::source::Place;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Read};
use std::sync::Arc;

/// The longest cell that is accepted, in bytes.
pub(crate) const LONGEST_CELL: usize = 1 << 20;

/// How many records are looked at for the decimal mark.
const SAMPLED: usize = 5_000;

/// A record of this content is put behind the last one: if it comes back inside a cell, a quote was left open.
const END: &[u8] = b"\x01 end of table \x01";

/// Something that can be opened for reading, again if need be.
#[derive(Clone)]
pub struct Source {
    /// The name as the user gave it; `-` for standard input.
    pub name: Arc<str>,
    /// Opens it at its beginning. Called a second time when rows have to be gathered, and when there are several
    /// sources; standard input has to be kept by the caller for that.
    pub open: Arc<Open>,
    /// The workbook that it was, if it was one.
    origin: Option<Arc<Origin>>,
}

/// Opens something at its beginning.
pub type Open = dyn Fn() -> io::Result<Box<dyn Read + Send>> + Send + Sync;

/// The workbook that a source was before a sheet of it became lines.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    /// SHA-256 of the file, lower-case hexadecimal.
    pub sha256: String,
    /// What was detected, in words: `XLSX, sheet "Results"`.
    pub detected: String,
    /// The sheet that is read.
    pub sheet: String,
    /// What there is to say about the sheet; with an error among them there is no table.
    pub findings: Vec<Finding>,
    /// Its cells that are more than the letters in the lines.
    pub cells: Option<Arc<SheetCells>>,
    /// Remarks on the workbook, each with the name of the sheet that is not read, or with none.
    pub of_workbook: Vec<(String, Finding)>,
}

impl Origin {
    fn all_findings(&self) -> Vec<Finding> {
        self.findings.iter().chain(self.of_workbook.iter().map(|(_, finding)| finding)).cloned().collect()
    }
}

/// Sources of one run, some of which may be sheets of one workbook: what another of them reads is not set aside, and the rest is
/// told once.
pub fn share_workbooks(sources: &mut [&mut Source]) {
    let origins = sources.iter().filter_map(|source| source.origin.as_ref());
    let read: Vec<(String, String)> = origins.map(|origin| (origin.sha256.clone(), origin.sheet.clone())).collect();
    let mut told: Vec<String> = Vec::new();
    for origin in sources.iter_mut().filter_map(|source| source.origin.as_mut()) {
        let origin = Arc::make_mut(origin);
        let is_read = |sheet: &str| read.iter().any(|(file, own)| *file == origin.sha256 && own == sheet);
        origin.of_workbook.retain(|(sheet, _)| !told.contains(&origin.sha256) && !is_read(sheet));
        told.push(origin.sha256.clone());
    }
}

impl Source {
    /// A source under this name.
    pub fn new(
        name: impl Into<Arc<str>>,
        open: impl Fn() -> io::Result<Box<dyn Read + Send>> + Send + Sync + 'static,
    ) -> Source {
        Source { name: name.into(), open: Arc::new(open), origin: None }
    }

    /// The same source, of which this was the workbook: its lines are separated by commas and have decimal points.
    pub(crate) fn with_origin(self, origin: Origin) -> Source {
        Source { origin: Some(Arc::new(origin)), ..self }
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Whether a source is a result table: one that opens, and whose header has a column for the lot.
pub fn is_result_table(source: &Source, dialect: &Dialect) -> bool {
    Table::open(source, dialect, false, Kind::Results).is_ok()
}

/// What the beginning of a table says about it.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    /// Name of the source.
    pub name: Arc<str>,
    /// Header cells.
    pub names: Vec<String>,
    /// The fixed columns among them.
    pub columns: Vec<Option<Column>>,
    /// Line of the header.
    pub line: u64,
    /// Field of the lot id, from 0.
    pub lot: usize,
    /// Long or wide.
    pub shape: Shape,
    /// Decimal mark of the values.
    pub mark: DecimalMark,
    /// Of a sheet: its cells that are more than their letters, and the decimal mark of those that are texts.
    pub sheet: Option<(Arc<SheetCells>, DecimalMark)>,
    /// What was detected, in words.
    pub detected: String,
}

impl Head {
    /// The place of a header cell; fields from 0.
    pub(crate) fn place(&self, field: usize) -> Place {
        place(&self.name, self.line, field)
    }

    /// The decimal mark of a cell; fields from 0.
    pub(crate) fn mark_at(&self, line: u64, field: usize) -> DecimalMark {
        mark_at(self.sheet.as_ref(), self.mark, line, field)
    }

    /// What merged cells of its sheet keep from being read, see [`SheetCells::merged`]; fields from 0.
    pub(crate) fn merged(&self, left_out: impl Fn(usize) -> bool) -> Vec<Finding> {
        self.sheet.as_ref().map_or_else(Vec::new, |(cells, _)| cells.merged(self, left_out))
    }
}

/// The decimal mark of a cell: in a workbook the one of a text is that of whoever typed it, and a number has the point; fields from 0.
pub(crate) fn mark_at(
    sheet: Option<&(Arc<SheetCells>, DecimalMark)>,
    mark: DecimalMark,
    line: u64,
    field: usize,
) -> DecimalMark {
    match sheet {
        Some((cells, of_texts)) if *of_texts != mark && cells.is_text(line, field) => *of_texts,
        _ => mark,
    }
}

/// A place in a table; fields from 0.
pub(crate) fn place(file: &Arc<str>, line: u64, field: usize) -> Place {
    Place::new(file, line, u32::try_from(field + 1).unwrap_or(u32::MAX))
}

/// What to require of a header beyond a lot column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A result file: `test` and `value` where it is long.
    Results,
    /// A lot file: names of facts beside the lot.
    LotFile,
    /// A file of records beside the data: it has its own names, and only that of the lot is one of the table.
    Register,
}

/// Blank lines and lines of separators only.
#[derive(Clone, Copy, Debug, Default)]
struct Blank {
    count: u64,
    first: u64,
}

/// One open table.
pub(crate) struct Table {
    head: Head,
    records: Records<Ending>,
    separator: u8,
    /// The line on which the current record starts.
    pub line: u64,
    /// Lines before the first record.
    skipped_lines: u64,
    rows: u64,
    blank: Blank,
    origin: Option<Arc<Origin>>,
    digest: bool,
}

impl Table {
    /// Opens a source and reads its header.
    ///
    /// # Errors
    /// Everything that is wrong with the beginning of the file; then there is no table.
    pub(crate) fn open(source: &Source, dialect: &Dialect, digest: bool, kind: Kind) -> Result<Table, Vec<Finding>> {
        let Some(origin) = &source.origin else { return Table::open_text(source, dialect, digest, kind) };
        if origin.findings.iter().any(|finding| finding.severity() == Severity::Error) {
            return Err(origin.all_findings());
        }
        let written =
            Dialect { separator: Some(b','), decimal: Some(DecimalMark::Point), encoding: Some(Encoding::Utf8) };
        let mut table = Table::open_text(source, &written, false, kind)
            .map_err(|findings| [findings, origin.all_findings()].concat())?;
        let of_texts = dialect.decimal.unwrap_or(DecimalMark::Point);
        let texts = match of_texts {
            DecimalMark::Point => String::new(),
            DecimalMark::Comma => format!("texts with {}, ", dialect::mark_name(of_texts)),
        };
        table.head.detected = format!("{}, {texts}{}", origin.detected, table.head.shape.as_str());
        table.head.sheet = origin.cells.as_ref().map(|cells| (Arc::clone(cells), of_texts));
        (table.origin, table.digest) = (Some(Arc::clone(origin)), digest);
        Ok(table)
    }

    fn open_text(source: &Source, dialect: &Dialect, digest: bool, kind: Kind) -> Result<Table, Vec<Finding>> {
        let one = |finding: Finding| vec![finding];
        let (head, text, detected) = beginning(source, dialect, digest).map_err(one)?;
        if head.iter().all(u8::is_ascii_whitespace) {
            let message = match head.len() {
                PREFIX => "the file begins with a megabyte of blank lines",
                _ => "the file is empty",
            };
            let finding = Finding::new(&codes::INPUT_EMPTY, message).at(Place::file(&source.name), 1);
            return Err(vec![finding.help("export the results again; at least a header and one row are needed")]);
        }
        let (separator, declared) = separator(&head, dialect, &source.name).map_err(one)?;
        let sample = sample(&head, declared);
        let body = &sample[..];
        let skipped_lines = u64::from(declared > 0);
        let mark = |head: &Head| decimal_mark(body, separator, dialect, head, skipped_lines, kind);
        let records = Records::new(Ending::new(head.clone(), declared, text), separator);
        let placeholder = Head {
            name: Arc::clone(&source.name),
            names: Vec::new(),
            columns: Vec::new(),
            line: 0,
            lot: 0,
            shape: Shape::Long,
            mark: DecimalMark::Point,
            sheet: None,
            detected: String::new(),
        };
        let mut table = Table {
            head: placeholder,
            records,
            separator,
            line: 0,
            skipped_lines,
            rows: 0,
            blank: Blank::default(),
            origin: None,
            digest,
        };
        if !table.advance().map_err(one)? {
            let finding = Finding::new(&codes::INPUT_EMPTY, "the file is empty").at(Place::file(&source.name), 1);
            return Err(one(finding));
        }
        table.take_header(kind)?;
        table.head.mark = mark(&table.head).map_err(one)?;
        table.head.detected = format!(
            "{}, separator {}, {}, {}",
            detected.encoding,
            dialect::separator_name(separator),
            dialect::mark_name(table.head.mark),
            table.head.shape.as_str()
        );
        table.rows = 0;
        Ok(table)
    }

    /// What the beginning of the table says.
    pub(crate) fn head(&self) -> &Head {
        &self.head
    }

    /// The current record.
    #[inline]
    pub(crate) fn record(&self) -> Record<'_> {
        self.records.record()
    }

    /// Reads the next row that is not blank.
    ///
    /// # Errors
    /// What keeps the rest of the table from being read.
    #[inline]
    pub(crate) fn advance(&mut self) -> Result<bool, Finding> {
        loop {
            self.line = self.next_line();
            match self.records.advance() {
                Ok(true) => {}
                Ok(false) => return Ok(false),
                Err(error) => return Err(self.broken(&error)),
            }
            if !self.records.is_line() && self.settle()? {
                return Ok(false);
            }
            if !self.is_blank() {
                self.rows += 1;
                return Ok(true);
            }
            self.blank.first = if self.blank.count == 0 { self.line } else { self.blank.first };
            self.blank.count += 1;
        }
    }

    /// The line on which the next record starts.
    #[inline]
    fn next_line(&self) -> u64 {
        self.records.lines() + self.skipped_lines + 1
    }

    /// Whether the current record holds nothing but white space and separators.
    #[inline]
    fn is_blank(&self) -> bool {
        let says_nothing = |byte: &u8| byte.is_ascii_whitespace() || *byte == self.separator;
        let bytes = self.record().bytes;
        // The first byte of nearly every row says enough.
        bytes.first().is_none_or(says_nothing) && bytes.iter().all(says_nothing)
    }

    /// Looks at a record that went through the grammar: it may have line breaks inside, and be the end of the table.
    /// True at the end.
    fn settle(&mut self) -> Result<bool, Finding> {
        let record = self.record();
        if self.records.at_end() && record.bytes.ends_with(END) {
            return match record.bytes == END && record.len() == 1 {
                true => Ok(true),
                false => Err(self.open_quote(self.line)),
            };
        }
        Ok(false)
    }

    /// Whether the current record is a plain line: without quotes, and so without line breaks in its cells.
    #[inline]
    pub(crate) fn is_line(&self) -> bool {
        self.records.is_line()
    }

    /// Whether text stands behind the closing quote of a cell, where the grammar would join it to the cell.
    pub(crate) fn has_text_behind_quote(&self) -> bool {
        !self.is_line() && self.records.has_text_behind_quote()
    }

    /// The field of the current record that contains lines which could be rows: as many separators as the header has.
    pub(crate) fn field_over_rows(&self) -> Option<usize> {
        let wanted = self.head.names.len() - 1;
        let is_row = |line: &[u8]| wanted > 0 && line.iter().filter(|byte| **byte == self.separator).count() >= wanted;
        self.record().iter().position(|cell| cell.split(|byte| *byte == b'\n').skip(1).any(is_row))
    }

    fn open_quote(&self, line: u64) -> Finding {
        Finding::new(
            &codes::QUOTE_NOT_CLOSED,
            format!("a quote in the record that starts on line {line} is never closed"),
        )
        .at(Place::new(&self.head.name, line, 0), 1)
        .help("close the quote; a quote inside a cell is written twice")
    }

    fn broken(&self, error: &io::Error) -> Finding {
        match error.get_ref().and_then(|cause| cause.downcast_ref::<TooLong>()) {
            Some(TooLong { line_breaks: true }) => self.open_quote(self.line),
            Some(TooLong { line_breaks: false }) => {
                Finding::new(&codes::CELL_TOO_LONG, format!("the record is longer than {} MiB", LONGEST_RECORD >> 20))
                    .at(Place::new(&self.head.name, self.line, 0), 1)
                    .help("the file is damaged or not a table; export the results again")
            }
            None => not_readable(&self.head.name, error),
        }
    }

    /// Turns the current record into the header.
    fn take_header(&mut self, kind: Kind) -> Result<(), Vec<Finding>> {
        self.head.line = self.line;
        let mut findings = Vec::new();
        if self.has_text_behind_quote() {
            findings.push(text_behind_quote(self.head.place(0)));
        }
        for (field, cell) in self.records.record().iter().enumerate() {
            let name = std::str::from_utf8(cell).unwrap_or_default().trim().to_owned();
            if std::str::from_utf8(cell).is_err() {
                findings.push(
                    Finding::new(
                        &codes::TEXT_NOT_VALID,
                        format!("the column name {} is not valid UTF-8", shown_bytes(cell)),
                    )
                    .at(self.head.place(field), 1)
                    .help("save the file as UTF-8, or name its encoding with --encoding"),
                );
            }
            self.head.names.push(name);
        }
        let is_of_kind = |column: &Column| kind != Kind::Register || *column == Column::Lot;
        self.head.columns = self.head.names.iter().map(|name| column_of(name).filter(is_of_kind)).collect();
        self.head.shape = match kind {
            Kind::Results => Shape::of(&self.head.columns),
            Kind::LotFile | Kind::Register => Shape::Wide,
        };
        findings.extend(self.doubled_columns());
        findings.extend(self.missing_columns(kind));
        if let Some(lot) = self.head.columns.iter().position(|column| *column == Some(Column::Lot)) {
            self.head.lot = lot;
        }
        if findings.is_empty() { Ok(()) } else { Err(findings) }
    }

    fn doubled_columns(&self) -> Vec<Finding> {
        let head = &self.head;
        let mut findings = Vec::new();
        // Not each with each: a sheet may have sixteen thousand columns, and a CSV file more.
        let mut named: BTreeMap<&str, usize> = BTreeMap::new();
        let mut fixed: Vec<(Column, usize)> = Vec::new();
        for (field, (name, column)) in head.names.iter().zip(&head.columns).enumerate() {
            let of_name = named.get(name.as_str()).copied();
            let of_column = fixed.iter().find(|(other, _)| Some(*other) == *column).map(|(_, first)| *first);
            if !name.is_empty() {
                named.entry(name).or_insert(field);
            }
            if let (Some(column), None) = (column, of_column) {
                fixed.push((*column, field));
            }
            if let Some(first) = of_name.into_iter().chain(of_column).min() {
                let other = head.names.get(first).map_or("", String::as_str);
                let message = match other == name {
                    true => format!("the column {} stands twice", shown(name)),
                    false => format!("the columns {} and {} mean the same", shown(other), shown(name)),
                };
                findings.push(
                    Finding::new(&codes::COLUMN_TWICE, message)
                        .at(head.place(field), 1)
                        .with(head.place(first), "the first one")
                        .help("keep one of them, or rename the other and list it under `ignore_columns`"),
                );
            }
        }
        findings
    }

    fn missing_columns(&self, kind: Kind) -> Vec<Finding> {
        let head = &self.head;
        let needed: &[(Column, &str)] = match (kind, head.shape) {
            (Kind::Results, Shape::Long) => &[(Column::Lot, "lot"), (Column::Test, "test"), (Column::Value, "value")],
            _ => &[(Column::Lot, "lot")],
        };
        needed
            .iter()
            .filter(|(column, _)| !head.columns.contains(&Some(*column)))
            .map(|(_, name)| {
                let known: Vec<String> = head.names.iter().map(|name| shown(name)).collect();
                let similar = crate::finding::did_you_mean(name, head.names.iter().map(String::as_str));
                Finding::new(
                    &codes::COLUMN_MISSING,
                    format!("there is no column `{name}`; the header has {}", known.join(", ")),
                )
                .at(Place::new(&head.name, head.line, 0), 1)
                .help(match similar {
                    Some(similar) => format!("rename the column {} to `{name}`", shown(similar)),
                    None if head.names.len() == 1 => {
                        "the first line that is not empty is the header: take out a title above it; an unusual character between \
                         fields is named with --separator"
                            .to_owned()
                    }
                    None => format!("name the column that holds it `{name}`"),
                })
            })
            .collect()
    }

    /// What to say about the table when its last row was read.
    pub(crate) fn closing_findings(&self) -> Vec<Finding> {
        let mut findings = self.origin.as_ref().map_or(Vec::new(), |origin| origin.all_findings());
        if self.rows == 0 {
            findings.push(
                Finding::new(&codes::INPUT_WITHOUT_ROWS, "the file has a header and no row")
                    .at(Place::new(&self.head.name, self.head.line, 0), 1)
                    .help("export the results again, or leave the file out"),
            );
        }
        if self.blank.count > 0 {
            let lines = if self.blank.count == 1 { "line holds" } else { "lines hold" };
            findings.push(
                Finding::new(&codes::ROWS_BLANK, format!("{} blank {lines} no result", self.blank.count))
                    .at(Place::new(&self.head.name, self.blank.first, 0), 1),
            );
        }
        findings
    }

    /// The table as an input of the run in this role; digest and rows are complete at its end.
    pub(crate) fn into_input(self, role: &'static str) -> Input {
        Input {
            role,
            name: self.head.name,
            sha256: match self.origin {
                Some(origin) if self.digest => origin.sha256.clone(),
                _ => self.records.into_source().text.into_inner().digest(),
            },
            rows: self.rows,
            detected: self.head.detected,
        }
    }

    /// Bytes taken from the source so far.
    pub(crate) fn bytes(&self) -> u64 {
        self.records.source().text.inner().bytes
    }
}

/// The finding for a record with text behind a closing quote.
pub(crate) fn text_behind_quote(at: Place) -> Finding {
    Finding::new(&codes::TEXT_BEHIND_QUOTE, "text stands behind the closing quote of a cell")
        .at(at, 1)
        .help("a quote inside a cell is written twice; quotes around a cell hold all of it")
}

/// The finding for a source that cannot be opened or read.
pub(crate) fn not_readable(name: &Arc<str>, error: &io::Error) -> Finding {
    if let Some(cause) = error.get_ref().and_then(|cause| cause.downcast_ref::<NotText>()) {
        return Finding::new(&codes::TEXT_NOT_VALID, cause.to_string())
            .at(Place::file(name), 1)
            .help("save the file as UTF-8, or name its encoding with --encoding");
    }
    let message = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "the file may not be read: permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "this is a folder, not a file".to_owned(),
        _ => format!("the file cannot be read: {error}"),
    };
    Finding::new(&codes::INPUT_NOT_READABLE, message).at(Place::file(name), 1)
}

/// Opens a source, decides its encoding and reads its first megabyte as text.
fn beginning(source: &Source, dialect: &Dialect, digest: bool) -> Result<(Vec<u8>, Text<Tap>, Detected), Finding> {
    let failed = |error: io::Error| not_readable(&source.name, &error);
    let mut tap = Tap::new((source.open)().map_err(failed)?, digest);
    let prefix = read_prefix(&mut tap, PREFIX).map_err(failed)?;
    let whole = prefix.len() < PREFIX;
    let detected = match (dialect.encoding, detect(&prefix, whole)) {
        (None, Ok(detected)) => detected,
        (None, Err(undecided)) => return Err(undecided_encoding(&source.name, &prefix, undecided)),
        (Some(encoding), Ok(found)) if found.encoding == encoding => found,
        (Some(encoding), _) => Detected { encoding, mark: 0 },
    };
    let mut text = Text::new(detected.encoding, prefix, detected.mark, tap);
    let head = read_prefix(&mut text, PREFIX).map_err(failed)?;
    Ok((head, text, detected))
}

fn undecided_encoding(name: &Arc<str>, bytes: &[u8], undecided: Undecided) -> Finding {
    // Fields cannot be counted before the encoding is known.
    let at = |offset: usize| {
        let before = bytes.get(..offset).unwrap_or_default();
        Place::new(name, before.iter().filter(|byte| **byte == b'\n').count() as u64 + 1, 0)
    };
    let byte = |offset: usize| bytes.get(offset).copied().unwrap_or(0);
    let help = "save the file as UTF-8, or name its encoding with --encoding";
    match undecided {
        Undecided::Utf32 => Finding::new(&codes::ENCODING_NOT_RECOGNISED, "the file is UTF-32, which is not read")
            .at(Place::file(name), 1),
        Undecided::BrokenUtf8(offset) => {
            let message =
                format!("byte {} (0x{:02X}) is not valid in a file that is UTF-8 otherwise", offset + 1, byte(offset));
            Finding::new(&codes::TEXT_NOT_VALID, message).at(at(offset), 1)
        }
        Undecided::Either(offset) => {
            let message = format!(
                "byte {} (0x{:02X}) is not UTF-8, and the file may be GB18030 or windows-1252",
                offset + 1,
                byte(offset)
            );
            Finding::new(&codes::ENCODING_NOT_RECOGNISED, message).at(at(offset), 1)
        }
    }
    .help(help)
}

/// The separator, and how many bytes of the head its declaration takes.
fn separator(head: &[u8], dialect: &Dialect, name: &Arc<str>) -> Result<(u8, usize), Finding> {
    let declared = dialect::declared_separator(head);
    let length = declared.map_or(0, |(_, length)| length);
    if let Some(separator) = dialect.separator.or(declared.map(|(separator, _)| separator)) {
        return Ok((separator, length));
    }
    dialect::separator(head).map(|separator| (separator, 0)).map_err(|possible| {
        let names: Vec<String> = possible.into_iter().map(dialect::separator_name).collect();
        let message = format!("the header can be split at {}", names.join(" and at "));
        Finding::new(&codes::SEPARATOR_NOT_RECOGNISED, message)
            .at(Place::new(name, 1, 0), 1)
            .help("put names that contain the other character in quotes, or name the separator with --separator")
    })
}

/// The beginning of the table as whole records, old line ends read as line ends: a number that was cut would say
/// something about the decimal mark that nobody wrote.
fn sample(head: &[u8], declared: usize) -> Vec<u8> {
    let mut sample = head.get(declared..).unwrap_or_default().to_vec();
    if has_old_line_ends(head) {
        sample.iter_mut().filter(|byte| **byte == b'\r').for_each(|byte| *byte = b'\n');
    }
    if head.len() >= PREFIX {
        let end = sample.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        sample.truncate(end);
    }
    sample
}

/// Whether lines end with `\r` alone.
fn has_old_line_ends(head: &[u8]) -> bool {
    head.contains(&b'\r') && !head.contains(&b'\n')
}

/// The decimal mark, from the value cells at the beginning of the table.
fn decimal_mark(
    body: &[u8],
    separator: u8,
    dialect: &Dialect,
    head: &Head,
    skipped_lines: u64,
    kind: Kind,
) -> Result<DecimalMark, Finding> {
    if let Some(mark) = dialect.decimal {
        return Ok(mark);
    }
    if separator == b',' {
        // No evidence could say otherwise, and the reading of the sample is saved.
        return Ok(DecimalMark::Point);
    }
    let holds_values = |field: usize| match (kind, head.shape) {
        (Kind::Results, Shape::Long) => head.columns.get(field) == Some(&Some(Column::Value)),
        _ => head.columns.get(field) == Some(&None),
    };
    let fields: Vec<usize> = (0..head.names.len()).filter(|field| holds_values(*field)).collect();
    let mut records = Records::new(body, separator);
    let mut evidence = Evidence::default();
    for count in 0..SAMPLED {
        // The sample lies in memory; a fault in it is found again when the table is read.
        if !records.advance().unwrap_or(false) {
            break;
        }
        if count == 0 {
            continue;
        }
        for field in &fields {
            let cell = records.record().get(*field).and_then(|cell| std::str::from_utf8(cell).ok());
            evidence.add(cell.unwrap_or_default(), records.lines() + skipped_lines, column_number(*field));
        }
    }
    evidence.decide(separator).map_err(|unknown| {
        let at = |witness: &dialect::Witness| Place::new(&head.name, witness.line, witness.field);
        let finding = match unknown {
            MarkUnknown::Grouping(cell) => {
                let message = format!("{} can be a decimal comma or a grouping of thousands", shown(&cell.text));
                Finding::new(&codes::DECIMAL_MARK_NOT_RECOGNISED, message).at(at(&cell), 1)
            }
            MarkUnknown::Contradiction(comma, point) => {
                let message =
                    format!("{} has a decimal comma and {} a decimal point", shown(&comma.text), shown(&point.text));
                Finding::new(&codes::DECIMAL_MARK_NOT_RECOGNISED, message)
                    .at(at(&comma), 1)
                    .with(at(&point), "a decimal point here")
            }
        };
        finding.help("name the decimal mark with --decimal")
    })
}

fn column_number(field: usize) -> u32 {
    u32::try_from(field + 1).unwrap_or(u32::MAX)
}

/// The bytes of a source on their way to the decoder, counted and hashed.
struct Tap {
    inner: Box<dyn Read + Send>,
    hasher: Option<Sha256>,
    bytes: u64,
}

impl Tap {
    fn new(inner: Box<dyn Read + Send>, digest: bool) -> Tap {
        Tap { inner, hasher: digest.then(Sha256::new), bytes: 0 }
    }

    /// SHA-256 of what was read, in lower-case hexadecimal; empty when none was asked for.
    fn digest(self) -> String {
        use std::fmt::Write as _;
        let mut text = String::new();
        if let Some(hasher) = self.hasher {
            for byte in hasher.finalize() {
                // Writing to a string cannot fail.
                let _ = write!(text, "{byte:02x}");
            }
        }
        text
    }
}

impl Read for Tap {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(out)?;
        self.bytes += count as u64;
        if let (Some(hasher), Some(read)) = (self.hasher.as_mut(), out.get(..count)) {
            hasher.update(read);
        }
        Ok(count)
    }
}

/// The text of a table with a mark behind its end, so that a quote left open is found.
struct Ending {
    head: Vec<u8>,
    at: usize,
    text: Text<Tap>,
    last: u8,
    /// Old line ends, `\r` alone, are read as line ends.
    old_line_ends: bool,
    /// The end mark, or what is left of it, once the text has ended.
    tail: Option<Vec<u8>>,
}

impl Ending {
    fn new(head: Vec<u8>, at: usize, text: Text<Tap>) -> Ending {
        let old_line_ends = has_old_line_ends(&head);
        Ending { head, at, text, last: b'\n', old_line_ends, tail: None }
    }

    fn next_bytes(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if let Some(tail) = self.tail.as_mut() {
            let count = copy_start(tail, out);
            tail.drain(..count);
            return Ok(count);
        }
        let rest = self.head.get(self.at..).unwrap_or_default();
        let count = if rest.is_empty() {
            self.head = Vec::new();
            self.at = 0;
            self.text.read(out)?
        } else {
            let count = copy_start(rest, out);
            self.at += count;
            count
        };
        if count > 0 || out.is_empty() {
            return Ok(count);
        }
        let mut tail = if self.last == b'\n' { Vec::new() } else { vec![b'\n'] };
        tail.extend_from_slice(END);
        self.tail = Some(tail);
        self.next_bytes(out)
    }
}

impl Read for Ending {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.next_bytes(out)?;
        let part = out.get_mut(..count).unwrap_or_default();
        if self.old_line_ends {
            part.iter_mut().filter(|byte| **byte == b'\r').for_each(|byte| *byte = b'\n');
        }
        self.last = part.last().copied().unwrap_or(self.last);
        Ok(count)
    }
}
