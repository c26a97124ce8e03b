//! Inputs to lots: the rows of one lot after the other.
//!
//! Rows of a lot mostly stand together, and then memory is that of one lot and of a hash for each lot that has been.
//! Where a lot returns after others, its rows have to be gathered first: the reader says so, and the caller starts
//! again in the other mode. Both modes give the same lots in the same order, that of first appearance.

use super::block::{LotBlock, RowAt, push_fault};
use super::cell::{is_invisible, same, shown, shown_bytes, trimmed};
use super::codes;
use super::determination::Input;
use super::dialect::Dialect;
use super::records::Record;
use super::table::{Head, Kind, LONGEST_CELL, Source, Table, not_readable, place, text_behind_quote};
use crate::finding::Finding;
use crate::lookalike;
use crate::order;
use crate::source::Place;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// The most findings of one kind that are listed for one input.
const LISTED: u64 = 100;

/// How the inputs are read.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReadOptions {
    /// What the caller fixes about the form of the files.
    pub dialect: Dialect,
    /// Whether the SHA-256 of each input is computed on the way.
    pub digest: bool,
    /// Whether all rows are gathered before the first lot is delivered.
    pub gather: bool,
}

/// What [`Blocks::next_block`] came to.
#[derive(Debug, PartialEq, Eq)]
pub enum Next {
    /// The block holds the next lot.
    Lot,
    /// A lot returned after others. Nothing that was delivered so far may be used: the caller starts again with
    /// [`ReadOptions::gather`].
    Returned(Place),
    /// There are no more lots.
    End,
}

/// The lots of several inputs, one after the other.
#[derive(Debug)]
pub struct Blocks {
    sources: Vec<Source>,
    options: ReadOptions,
    heads: Vec<Head>,
    findings: Findings,
    alike: AlikeLots,
    inputs: Vec<Input>,
    /// Lots that are delivered also without a row.
    expected: Vec<String>,
    state: State,
}

/// How far the reading has come.
enum State {
    /// Lots as they stand.
    Streaming(Box<Streaming>),
    /// Not gathered yet; the first input is open.
    ToGather(Box<Option<Table>>),
    /// Gathered; the lot that comes next.
    Gathered(Box<Gathered>, usize),
    /// Nothing more to deliver.
    Done,
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            State::Streaming(_) => "Streaming",
            State::ToGather(_) => "ToGather",
            State::Gathered(..) => "Gathered",
            State::Done => "Done",
        })
    }
}

struct Streaming {
    table: Option<Table>,
    next_source: usize,
    /// The current record of the table opens the next lot.
    held: bool,
    seen: SeenLots,
    bytes_before: u64,
}

impl Blocks {
    /// Opens the inputs and reads their headers.
    ///
    /// An input that cannot be read as a table leaves findings and keeps every lot from being delivered, because any
    /// lot may have rows in it. [`Layouts::new`](super::Layouts::new) says what the specification makes of the headers.
    pub fn open(sources: Vec<Source>, options: ReadOptions) -> Blocks {
        let mut blocks = Blocks {
            sources,
            options,
            heads: Vec::new(),
            findings: Findings::default(),
            alike: AlikeLots::default(),
            inputs: Vec::new(),
            expected: Vec::new(),
            state: State::Done,
        };
        let mut first = None;
        for (index, source) in blocks.sources.iter().enumerate() {
            match Table::open(source, &options.dialect, options.digest, Kind::Results) {
                Ok(table) => {
                    blocks.heads.push(table.head().clone());
                    // Only the first one stays open: there may be more files than can be.
                    first = if index == 0 { Some(table) } else { first };
                }
                Err(findings) => blocks.findings.list.extend(findings),
            }
        }
        if blocks.findings.list.is_empty() && !blocks.sources.is_empty() {
            blocks.state = match options.gather {
                true => State::ToGather(Box::new(first)),
                false => State::Streaming(Box::new(Streaming {
                    table: first,
                    next_source: 1,
                    held: false,
                    seen: SeenLots::default(),
                    bytes_before: 0,
                })),
            };
        }
        blocks
    }

    /// Names lots that are delivered in any case, behind those that have rows: lots that instrument files have results for.
    /// All rows are then gathered first.
    pub fn expect_lots(&mut self, lots: Vec<String>) {
        if lots.is_empty() || !self.findings.list.is_empty() {
            return;
        }
        self.expected = lots;
        self.state = match std::mem::replace(&mut self.state, State::Done) {
            State::Streaming(streaming) => State::ToGather(Box::new(streaming.table)),
            State::Done => State::ToGather(Box::new(None)),
            other => other,
        };
    }

    /// What was said about the inputs as a whole so far. An error means that the run cannot be evaluated.
    pub fn findings(&self) -> &[Finding] {
        &self.findings.list
    }

    /// The findings, when all is read.
    pub fn into_findings(self) -> Vec<Finding> {
        self.findings.list
    }

    /// The inputs that were read to their end, with digest and number of rows.
    pub fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    /// Names of the inputs, by the position that determinations carry.
    pub fn names(&self) -> Vec<Arc<str>> {
        self.sources.iter().map(|source| Arc::clone(&source.name)).collect()
    }

    /// Bytes read so far, for a progress bar.
    pub fn bytes(&self) -> u64 {
        match &self.state {
            State::Streaming(streaming) => streaming.bytes_before + streaming.table.as_ref().map_or(0, Table::bytes),
            _ => 0,
        }
    }

    pub(crate) fn heads(&self) -> &[Head] {
        &self.heads
    }

    /// Fills the block with the next lot.
    ///
    /// # Errors
    /// What keeps the rest of an input from being read. The run is then not evaluable, and no more lots come.
    pub fn next_block(&mut self, block: &mut LotBlock) -> Result<Next, Finding> {
        block.clear();
        let next = match &mut self.state {
            State::Streaming(_) => self.stream(block),
            State::ToGather(first) => {
                let first = first.take();
                self.gather(first).map(|gathered| {
                    self.state = State::Gathered(Box::new(gathered), 0);
                    self.deliver(block)
                })
            }
            State::Gathered(..) => Ok(self.deliver(block)),
            State::Done => Ok(Next::End),
        };
        if !matches!(next, Ok(Next::Lot)) {
            self.state = State::Done;
        }
        next
    }

    fn stream(&mut self, block: &mut LotBlock) -> Result<Next, Finding> {
        let State::Streaming(streaming) = &mut self.state else { return Ok(Next::End) };
        loop {
            if streaming.table.is_none() {
                let Some(source) = self.sources.get(streaming.next_source) else {
                    return Ok(if block.is_empty() { Next::End } else { Next::Lot });
                };
                streaming.table = Some(reopen(source, &self.options)?);
                streaming.next_source += 1;
            }
            let Some(table) = streaming.table.as_mut() else { return Ok(Next::End) };
            let input = (streaming.next_source - 1) as u32;
            let (head_lot, columns) = (table.head().lot, table.head().names.len());
            // The hot loop: one turn for each row of the table.
            loop {
                if !streaming.held && !table.advance()? {
                    break;
                }
                streaming.held = false;
                let record = table.record();
                let cell = record.get(head_lot).unwrap_or_default();
                // Before a lot cell that is not the first, fields may have been lost or added: then it may hold anything.
                let moved = head_lot > 0 && record.len() != columns;
                if moved || !same(&block.cell, cell) || cell.is_empty() {
                    match lot_of(table, &mut self.findings) {
                        Opening::Skip => continue,
                        Opening::Lot(lot) if block.lot == lot => {}
                        Opening::Lot(lot) if block.lot.is_empty() => {
                            if !streaming.seen.insert(lot) {
                                return Ok(Next::Returned(place(&table.head().name, table.line, head_lot)));
                            }
                            self.alike.note(lot, table, &mut self.findings);
                            block.lot.push_str(lot);
                            open_lot(block, table);
                        }
                        Opening::Lot(_) => {
                            streaming.held = true;
                            return Ok(Next::Lot);
                        }
                    }
                    block.cell.clear();
                    block.cell.extend_from_slice(cell);
                }
                add_row(block, table, record, input, &mut self.findings)?;
            }
            if let Some(table) = streaming.table.take() {
                self.findings.close(&table);
                streaming.bytes_before += table.bytes();
                self.inputs.push(table.into_input("results"));
            }
        }
    }

    /// Reads all inputs to their end.
    fn gather(&mut self, mut first: Option<Table>) -> Result<Gathered, Finding> {
        let mut gathered = Gathered::default();
        let mut row = LotBlock::new();
        for (index, source) in self.sources.iter().enumerate() {
            let mut table = match first.take() {
                Some(table) => table,
                None => reopen(source, &self.options)?,
            };
            while table.advance()? {
                row.clear();
                match lot_of(&table, &mut self.findings) {
                    Opening::Skip => continue,
                    Opening::Lot(lot) => row.lot.push_str(lot),
                }
                let lot = gathered.lot(&row.lot);
                if gathered.is_new(lot) {
                    self.alike.note(&row.lot, &table, &mut self.findings);
                    open_lot(&mut row, &table);
                }
                add_row(&mut row, &table, table.record(), index as u32, &mut self.findings)?;
                gathered.take(lot, &mut row);
            }
            self.findings.close(&table);
            self.inputs.push(table.into_input("results"));
        }
        for lot in &self.expected {
            gathered.lot(lot);
        }
        gathered.sort();
        Ok(gathered)
    }

    fn deliver(&mut self, block: &mut LotBlock) -> Next {
        let State::Gathered(gathered, next) = &mut self.state else { return Next::End };
        let found = gathered.fill(*next, block);
        *next += 1;
        if found { Next::Lot } else { Next::End }
    }
}

fn reopen(source: &Source, options: &ReadOptions) -> Result<Table, Finding> {
    Table::open(source, &options.dialect, options.digest, Kind::Results).map_err(|findings| {
        // It was readable a moment ago.
        findings
            .into_iter()
            .next()
            .unwrap_or_else(|| not_readable(&source.name, &std::io::Error::other("it has changed")))
    })
}

/// What the lot cell of the current record says.
enum Opening<'a> {
    Lot(&'a str),
    /// The row belongs to no lot; a finding of the run says why.
    Skip,
}

/// Looks closely at a lot cell that is not the one of the row before.
fn lot_of<'a>(table: &'a Table, findings: &mut Findings) -> Opening<'a> {
    let head = table.head();
    let at = |field: usize| place(&head.name, table.line, field);
    // Where fields were lost or added before the lot cell, it may hold anything.
    if head.lot > 0 && !fits(table) {
        let finding = Finding::new(&codes::LOT_ID_MISSING, format!("{}, so its lot cannot be told", ragged(table)))
            .at(at(head.lot), 1)
            .help("a decimal comma needs quotes where fields are separated by commas");
        findings.add(finding);
        return Opening::Skip;
    }
    let cell = table.record().get(head.lot).unwrap_or_default();
    let Ok(text) = std::str::from_utf8(cell) else {
        let message = format!("the lot id {} is not valid UTF-8", shown_bytes(cell));
        let finding = Finding::new(&codes::TEXT_NOT_VALID, message)
            .at(at(head.lot), 1)
            .help("save the file as UTF-8, or name its encoding with --encoding");
        findings.add(finding);
        return Opening::Skip;
    };
    let lot = trimmed(text);
    if lot.is_empty() {
        let finding = Finding::new(&codes::LOT_ID_MISSING, "the row has no lot id")
            .at(at(head.lot), 1)
            .help("write the lot id in every row, also where a spreadsheet shows it once for several rows");
        findings.add(finding);
        return Opening::Skip;
    }
    if cell.len() > LONGEST_CELL {
        let finding = Finding::new(&codes::LOT_ID_MISSING, format!("the lot cell has {} bytes", cell.len()));
        findings.add(finding.at(at(head.lot), 1));
        return Opening::Skip;
    }
    if repeats_header(table) {
        let finding = Finding::new(&codes::HEADER_REPEATED, "the header stands here again; the line was left out");
        findings.add(finding.at(at(0), 1));
        return Opening::Skip;
    }
    Opening::Lot(lot)
}

fn repeats_header(table: &Table) -> bool {
    let names = &table.head().names;
    let same = |(field, name): (usize, &String)| {
        table
            .record()
            .get(field)
            .and_then(|cell| std::str::from_utf8(cell).ok())
            .is_some_and(|cell| cell.trim() == name)
    };
    table.record().len() == names.len() && names.iter().enumerate().all(same)
}

/// What has to be said of a lot once, at its first row.
fn open_lot(block: &mut LotBlock, table: &Table) {
    if let Some(finding) = not_printable(&block.lot) {
        block.fault(finding.at(place(&table.head().name, table.line, table.head().lot), 1));
    }
}

/// The finding, where the id of a lot holds something that cannot be seen.
pub fn not_printable(lot: &str) -> Option<Finding> {
    lot.chars().any(|character| character.is_control() || is_invisible(character)).then(|| {
        let message = format!("the lot id {} contains characters that cannot be printed", shown(lot));
        Finding::new(&codes::LOT_ID_NOT_PRINTABLE, message).help("write the lot id with printable characters only")
    })
}

/// Whether the record has as many fields as the header. An empty field too many is one too many: it is what a decimal
/// comma makes of a row that ends with an empty cell.
#[inline]
fn fits(table: &Table) -> bool {
    table.record().len() == table.head().names.len()
}

fn ragged(table: &Table) -> String {
    format!("the row has {} fields, the header has {}", table.record().len(), table.head().names.len())
}

/// Adds the current record to its lot, as a row or as what is wrong with it.
#[inline]
fn add_row(
    block: &mut LotBlock,
    table: &Table,
    record: Record<'_>,
    input: u32,
    findings: &mut Findings,
) -> Result<(), Finding> {
    let head = table.head();
    let doubtful = record.len() != head.names.len() || record.bytes.len() > LONGEST_CELL || !table.is_line();
    if doubtful && let Some(fault) = row_fault(table) {
        if fault.code == &codes::QUOTE_OVER_ROWS {
            // The swallowed rows may belong to other lots.
            findings.add(fault.clone());
        }
        block.fault(fault);
        return Ok(());
    }
    match block.push(record, head.names.len(), input, table.line) {
        true => Ok(()),
        false => {
            Err(Finding::new(&codes::LOT_TOO_LARGE, format!("the rows of lot {} exceed 1 GiB", shown(&block.lot)))
                .at(place(&head.name, table.line, head.lot), 1))
        }
    }
}

/// What keeps a row from being taken apart into cells.
#[cold]
pub(super) fn row_fault(table: &Table) -> Option<Finding> {
    let head = table.head();
    let at = |field: usize| place(&head.name, table.line, field);
    if let Some(field) = table.record().iter().position(|cell| cell.len() > LONGEST_CELL) {
        let size = table.record().get(field).map_or(0, <[u8]>::len);
        let message = format!("the cell has {size} bytes, more than {LONGEST_CELL}");
        return Some(Finding::new(&codes::CELL_TOO_LONG, message).at(at(field), 1));
    }
    if let Some(field) = table.field_over_rows() {
        let message = "the quoted cell contains lines that look like rows of this table";
        let finding = Finding::new(&codes::QUOTE_OVER_ROWS, message).at(at(field), 1);
        return Some(finding.help("look for a quote without its partner in this line"));
    }
    if table.has_text_behind_quote() {
        return Some(text_behind_quote(at(0)));
    }
    if fits(table) {
        return None;
    }
    let (found, wanted) = (table.record().len(), head.names.len());
    let finding = Finding::new(&codes::ROW_RAGGED, ragged(table)).at(at(found.min(wanted)), 1);
    Some(match found > wanted {
        true => finding.help("a decimal comma, or any cell with the separator in it, needs quotes"),
        false => finding.help(format!(
            "fill in the missing fields, from column {} on",
            shown(head.names.get(found).map_or("", String::as_str))
        )),
    })
}

/// Findings of the run, each kind listed up to a length per input.
#[derive(Debug, Default)]
struct Findings {
    list: Vec<Finding>,
    counts: HashMap<&'static str, u64>,
}

impl Findings {
    #[cold]
    fn add(&mut self, finding: Finding) {
        let count = self.counts.entry(finding.code.name).or_default();
        *count += 1;
        if *count <= LISTED {
            self.list.push(finding);
        }
    }

    /// What is said at the end of an input.
    fn close(&mut self, table: &Table) {
        let head = table.head();
        let mut more: Vec<(&'static str, u64)> = self
            .counts
            .drain()
            .filter(|(_, count)| *count > LISTED)
            .map(|(name, count)| (name, count - LISTED))
            .collect();
        order::sort(&mut more);
        for (name, count) in more {
            let message = format!("{count} more findings `{name}` in this file");
            self.list.push(Finding::new(&codes::FURTHER_FINDINGS, message).at(Place::file(&head.name), 1));
        }
        self.list.extend(table.closing_findings());
    }
}

/// The lots that have been: a hash of each, because a million ids would take too much memory. Two ids with one hash
/// only lead to gathering, which compares the ids themselves.
#[derive(Default)]
struct SeenLots(HashSet<u64, BuildHasherDefault<AlreadyHashed>>);

impl SeenLots {
    /// False when the lot has been before.
    fn insert(&mut self, lot: &str) -> bool {
        let mut hasher = DefaultHasher::new();
        lot.hash(&mut hasher);
        self.0.insert(hasher.finish())
    }
}

/// Where each lot was first seen, by a hash of what its id looks like: an id that only looks like another one is another lot, and
/// its rows are judged as such.
#[derive(Debug, Default)]
struct AlikeLots {
    /// File, line and field.
    first: HashMap<u64, (usize, u64, usize), BuildHasherDefault<AlreadyHashed>>,
    /// The names of the files, by number.
    files: Vec<Arc<str>>,
}

impl AlikeLots {
    /// Takes note of a lot that has not been before.
    fn note(&mut self, lot: &str, table: &Table, findings: &mut Findings) {
        let mut hasher = DefaultHasher::new();
        lookalike::seen_id(lot).hash(&mut hasher);
        let name = &table.head().name;
        if self.files.last() != Some(name) {
            self.files.push(Arc::clone(name));
        }
        let here = (self.files.len().saturating_sub(1), table.line, table.head().lot);
        let (file, line, field) = *self.first.entry(hasher.finish()).or_insert(here);
        if (file, line, field) == here {
            return;
        }
        let message = format!("the lot id {} looks like another one of the data, and is another lot", shown(lot));
        let finding = Finding::new(&codes::LOT_IDS_ALIKE, message).at(place(name, table.line, table.head().lot), 1);
        let first = self.files.get(file).unwrap_or(name);
        findings.add(finding.with(place(first, line, field), "the other one").help(
            "write the id of a lot in one way: case, blanks, hyphens and letters that look alike tell lots apart",
        ));
    }
}

/// Passes a hash through.
#[derive(Default)]
struct AlreadyHashed(u64);

impl Hasher for AlreadyHashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// All rows of all inputs, by lot.
#[derive(Default)]
struct Gathered {
    lots: Vec<String>,
    index: HashMap<String, u32>,
    bytes: Vec<u8>,
    ends: Vec<u32>,
    rows: Vec<(u32, RowAt)>,
    faults: HashMap<u32, Vec<Finding>>,
    /// Where the rows of each lot begin in the sorted `rows`.
    starts: Vec<usize>,
    known: usize,
}

impl Gathered {
    fn lot(&mut self, lot: &str) -> u32 {
        if let Some(known) = self.index.get(lot) {
            return *known;
        }
        let number = self.lots.len() as u32;
        self.lots.push(lot.to_owned());
        self.index.insert(lot.to_owned(), number);
        number
    }

    /// Whether the lot was numbered since the last row was taken.
    fn is_new(&self, lot: u32) -> bool {
        lot as usize >= self.known
    }

    /// Takes the one row, or the faults, that the block holds.
    fn take(&mut self, lot: u32, row: &mut LotBlock) {
        self.known = self.lots.len();
        for at in &row.rows {
            let moved = RowAt { start: self.bytes.len(), first_end: self.ends.len(), ..*at };
            self.rows.push((lot, moved));
            self.bytes.extend_from_slice(&row.bytes);
            self.ends.extend_from_slice(&row.ends);
        }
        for fault in row.faults.drain(..) {
            push_fault(self.faults.entry(lot).or_default(), fault);
        }
    }

    /// Puts the rows of each lot together; within a lot they keep their order.
    fn sort(&mut self) {
        self.rows.sort_by_key(|(lot, _)| *lot);
        self.starts = vec![0; self.lots.len() + 1];
        for (lot, _) in &self.rows {
            if let Some(count) = self.starts.get_mut(*lot as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut self.starts {
            sum += *start;
            *start = sum;
        }
    }

    /// Fills the block with the rows of this lot; false when there is none.
    fn fill(&mut self, lot: usize, block: &mut LotBlock) -> bool {
        let (Some(id), Some(first), Some(end)) = (self.lots.get(lot), self.starts.get(lot), self.starts.get(lot + 1))
        else {
            return false;
        };
        block.lot.push_str(id);
        for (_, at) in self.rows.get(*first..*end).unwrap_or_default() {
            let ends = self.ends.get(at.first_end..at.first_end + at.fields as usize).unwrap_or_default();
            let length = ends.last().copied().unwrap_or(0) as usize;
            let moved = RowAt { start: block.bytes.len(), first_end: block.ends.len(), ..*at };
            block.bytes.extend_from_slice(self.bytes.get(at.start..at.start + length).unwrap_or_default());
            block.ends.extend_from_slice(ends);
            block.rows.push(moved);
        }
        block.faults = self.faults.remove(&(lot as u32)).unwrap_or_default();
        true
    }
}
