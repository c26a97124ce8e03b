//! The results of the lots as a long result table, read by the readers of result files, so that units, censored values,
//! dates and controls mean what they mean in any table.

use super::expectation::Lot;
use super::{Beside, codes};
use crate::data::{
    self, Blocks, Determination, Dialect, Encoding, Layouts, LotBlock, LotData, LotFacts, Next, ReadOptions, RowReader,
    Source,
};
use crate::finding::{Finding, Severity};
use crate::quantity::DecimalMark;
use crate::source::Place;
use crate::spec::{SourceText, Specification, Written, result_columns};
use jiff::civil::Date;
use std::io::Cursor;
use std::sync::Arc;

/// The tables as they are written here.
const DIALECT: Dialect =
    Dialect { separator: Some(b','), decimal: Some(DecimalMark::Point), encoding: Some(Encoding::Utf8) };

/// The results and facts of all lots, read but not judged.
#[derive(Debug)]
pub(super) struct Tables {
    /// Names of the files in which results stand, by the position that determinations carry.
    pub names: Vec<Arc<str>>,
    tables: Vec<ReadTable>,
    /// For each lot.
    lots: Vec<Rows>,
}

/// The rows of one lot.
#[derive(Debug)]
struct Rows {
    name: String,
    /// Position of its table and of its block there; `None`: no row.
    block: Option<(usize, usize)>,
    facts: Option<LotFacts>,
}

#[derive(Debug)]
struct ReadTable {
    layouts: Layouts,
    blocks: Vec<LotBlock>,
    /// Name of the table.
    name: Arc<str>,
    /// For a table that was written here: where the value of each row stands, from the second line on.
    places: Option<Vec<Place>>,
}

impl Tables {
    /// Writes and reads the tables of the lots.
    pub fn new(
        lots: &[Lot],
        spec: &Specification,
        beside: &dyn Beside,
        source: &SourceText,
        findings: &mut Vec<Finding>,
    ) -> Tables {
        let mut tables = Tables { names: Vec::new(), tables: Vec::new(), lots: Vec::new() };
        for lot in lots {
            let facts = facts(lot, spec, findings);
            tables.lots.push(Rows { name: lot.name.text.clone(), block: None, facts });
        }
        tables.join_parents();
        let (text, places) = written(lots);
        if !places.is_empty() {
            let mut table = read(source.name(), text, spec);
            table.0.places = Some(places);
            tables.add(table, findings);
            tables.name_places();
            let Some(table) = tables.tables.first() else { return tables };
            for (at, block) in table.blocks.iter().enumerate() {
                if let Some(rows) = block.lot().parse::<usize>().ok().and_then(|lot| tables.lots.get_mut(lot)) {
                    rows.block = Some((0, at));
                }
            }
        }
        for (at, lot) in lots.iter().enumerate() {
            if let Some(named) = &lot.whole.data {
                tables.add_file(at, named, lot, spec, beside, findings);
            }
        }
        tables
    }

    /// Gives every lot the dates of those of its parents that are lots of the file too.
    fn join_parents(&mut self) {
        let known: Vec<_> = self.lots.iter().filter_map(|lot| lot.facts.as_ref()).map(LotFacts::as_parent).collect();
        for facts in self.lots.iter_mut().filter_map(|lot| lot.facts.as_mut()) {
            let parents = facts.parents.iter().filter_map(|lot| known.iter().find(|dates| dates.lot == *lot));
            facts.dates_of_parents = parents.cloned().collect();
        }
    }

    fn add(&mut self, (table, found): (ReadTable, Vec<Finding>), findings: &mut Vec<Finding>) {
        let errors = found.into_iter().filter(|finding| finding.severity() == Severity::Error);
        findings.extend(errors.map(|finding| table.moved(finding)));
        self.tables.push(table);
    }

    /// Takes a table beside the test file in: its rows of this lot, or all of them when it has one lot only.
    fn add_file(
        &mut self,
        at: usize,
        named: &Written,
        lot: &Lot,
        spec: &Specification,
        beside: &dyn Beside,
        findings: &mut Vec<Finding>,
    ) {
        let text = match beside.text(&named.text, &named.place.file) {
            Ok(text) => text,
            Err(reason) => {
                let message = format!("the result table is not there: {reason}");
                findings.push(named.finding(&codes::TABLE_NOT_FOUND, message).help("name it relative to this file"));
                return;
            }
        };
        let table = read(text.name(), text.text().as_bytes().to_vec(), spec);
        let blocks = &table.0.blocks;
        let own = blocks.iter().position(|block| block.lot() == lot.name.text);
        let chosen = own.or((blocks.len() == 1).then_some(0));
        if chosen.is_none() {
            let lots: Vec<&str> = blocks.iter().map(LotBlock::lot).take(5).collect();
            let message = format!("{} has no row of lot `{}`", named.text, lot.name.text);
            let help = if lots.is_empty() {
                "the table has no row".to_owned()
            } else {
                format!("its lots are {}", lots.join(", "))
            };
            findings.push(named.finding(&codes::TABLE_WITHOUT_LOT, message).help(help));
        }
        if let (Some(rows), Some(block)) = (self.lots.get_mut(at), chosen) {
            rows.block = Some((self.tables.len(), block));
        }
        self.name(text.name());
        self.add(table, findings);
    }

    /// The position of a file among the names.
    fn name(&mut self, file: &Arc<str>) -> u32 {
        let known = self.names.iter().position(|name| name == file);
        let at = known.unwrap_or_else(|| {
            self.names.push(Arc::clone(file));
            self.names.len() - 1
        });
        u32::try_from(at).unwrap_or(u32::MAX)
    }

    fn name_places(&mut self) {
        let files: Vec<Arc<str>> = self
            .tables
            .iter()
            .flat_map(|table| table.places.iter().flatten())
            .map(|place| Arc::clone(&place.file))
            .collect();
        for file in files {
            self.name(&file);
        }
    }

    /// What is known of each lot, every value with the place where it was written.
    pub fn lots(&self) -> Vec<LotData<'_>> {
        let mut readers: Vec<RowReader<'_>> = self.tables.iter().map(|table| RowReader::new(&table.layouts)).collect();
        let mut all = Vec::with_capacity(self.lots.len());
        for rows in &self.lots {
            let facts = rows.facts.as_ref();
            let faults = || facts.map_or_else(Vec::new, |facts| facts.faults.clone());
            let mut data = LotData { lot: &rows.name, determinations: Vec::new(), faults: faults(), facts };
            if let Some((at, block)) = rows.block
                && let (Some(table), Some(reader)) = (self.tables.get(at), readers.get_mut(at))
                && let Some(block) = table.blocks.get(block)
            {
                let read = reader.read(block, facts);
                data.determinations = read.determinations;
                data.determinations.iter_mut().for_each(|row| self.place(table, row));
                data.faults = read.faults.into_iter().map(|finding| table.moved(finding)).collect();
            }
            all.push(data);
        }
        all
    }

    /// Gives a determination the place where it was written.
    fn place(&self, table: &ReadTable, row: &mut Determination<'_>) {
        let place = table.place(row.line).cloned().unwrap_or_else(|| Place::new(&table.name, row.line, row.column));
        let at = self.names.iter().position(|name| *name == place.file);
        row.input = at.and_then(|at| u32::try_from(at).ok()).unwrap_or(u32::MAX);
        (row.line, row.column) = (place.line, place.column);
    }
}

impl ReadTable {
    /// Where the value of a row stands, in a table that was written here.
    fn place(&self, line: u64) -> Option<&Place> {
        self.places.as_ref()?.get(usize::try_from(line.checked_sub(2)?).ok()?)
    }

    /// A finding with the places where things were written.
    fn moved(&self, mut finding: Finding) -> Finding {
        let own = |place: &Place| place.file == self.name && self.places.is_some();
        if let Some(place) = finding.place.take() {
            finding.place = Some(if own(&place) {
                self.place(place.line).cloned().unwrap_or(Place::file(&place.file))
            } else {
                place
            });
            finding.width = 1;
        }
        for (place, _) in &mut finding.related {
            if own(place) {
                *place = self.place(place.line).cloned().unwrap_or(Place::file(&place.file));
            }
        }
        finding
    }
}

/// The results of all lots as a long table, lots by their numbers, and where the value of each row stands.
fn written(lots: &[Lot]) -> (Vec<u8>, Vec<Place>) {
    let rows = || lots.iter().flat_map(|lot| lot.whole.results.iter().filter_map(|(_, rows)| rows.as_ref())).flatten();
    let used = |column: &&str| *column == "value" || rows().any(|row| row.cells.iter().any(|(name, _)| name == column));
    let columns: Vec<&str> = result_columns().filter(used).collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = writer.write_record(["lot", "test"].iter().chain(&columns));
    let mut places = Vec::new();
    for (number, lot) in lots.iter().enumerate() {
        for (test, rows) in &lot.whole.results {
            for row in rows.iter().flatten() {
                let cell =
                    |column: &&str| row.cells.iter().find(|(name, _)| name == column).map_or("", |(_, text)| text);
                let number = number.to_string();
                let _ = writer.write_record([number.as_str(), &test.text].into_iter().chain(columns.iter().map(cell)));
                places.push(row.place.clone());
            }
        }
    }
    (writer.into_inner().unwrap_or_default(), places)
}

/// Reads a result table, and what is wrong with it as a whole.
fn read(name: &Arc<str>, text: Vec<u8>, spec: &Specification) -> (ReadTable, Vec<Finding>) {
    let options = ReadOptions { dialect: DIALECT, digest: false, gather: true };
    let mut blocks = Blocks::open(vec![in_memory(name, text)], options);
    let layouts = Layouts::new(&blocks, spec, &[], &[]);
    let mut findings = layouts.findings().to_vec();
    let mut lots = Vec::new();
    loop {
        let mut block = LotBlock::new();
        match blocks.next_block(&mut block) {
            Ok(Next::Lot) => lots.push(block),
            Ok(Next::End | Next::Returned(_)) => break,
            Err(finding) => {
                findings.push(finding);
                break;
            }
        }
    }
    findings.extend(blocks.into_findings());
    (ReadTable { layouts, blocks: lots, name: Arc::clone(name), places: None }, findings)
}

fn in_memory(name: &Arc<str>, text: Vec<u8>) -> Source {
    let text: Arc<[u8]> = text.into();
    Source::new(Arc::clone(name), move || Ok(Box::new(Cursor::new(Arc::clone(&text)))))
}

/// The facts of a lot, read as the one row of a lot file.
fn facts(lot: &Lot, spec: &Specification, findings: &mut Vec<Finding>) -> Option<LotFacts> {
    let facts: Vec<(&Written, &Written)> =
        lot.whole.facts.iter().filter_map(|(name, value)| Some((name, value.as_ref()?))).collect();
    if facts.is_empty() {
        return None;
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    let _ = writer.write_record(["lot"].into_iter().chain(facts.iter().map(|(name, _)| name.text.as_str())));
    let _ = writer.write_record(["0"].into_iter().chain(facts.iter().map(|(_, value)| value.text.as_str())));
    let source = in_memory(&lot.name.place.file, writer.into_inner().unwrap_or_default());
    let file = data::read_lots(&source, spec, &[], &DIALECT, false, &[]);
    let moved = |mut finding: Finding| {
        if let Some(place) = &finding.place {
            let field = (place.column as usize).checked_sub(2).and_then(|field| facts.get(field));
            let at = field.map_or(&lot.name, |(name, value)| if place.line <= 1 { name } else { value });
            (finding.place, finding.width) = (Some(at.place.clone()), at.width);
        }
        finding.related.clear();
        finding
    };
    let errors = file.findings.into_iter().filter(|finding| finding.severity() == Severity::Error);
    findings.extend(errors.map(moved));
    let mut facts = file.lots.into_values().next()?;
    facts.lot.clone_from(&lot.name.text);
    facts.place = Some(lot.name.place.clone());
    facts.faults = facts.faults.into_iter().map(moved).collect();
    Some(facts)
}

/// The latest date that a lot names; without any a day before all of them.
pub(super) fn latest_date(data: &LotData<'_>) -> Date {
    let made = data.facts.and_then(|facts| facts.manufactured);
    let rows = data.determinations.iter().filter_map(|row| row.details.as_deref());
    let days = rows.flat_map(|details| [details.started, details.date]).flatten();
    days.chain(made).max().unwrap_or(Date::MIN)
}
