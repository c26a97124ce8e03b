//! The rows of an export as runs; rows of a later header join the run that they describe again.

use super::arrays::{self, Array};
use super::columns::{Column, Meaning, Zero};
use super::{Group, repeated};
use crate::finding::Finding;
use crate::instrument::cells::{Cells, counted, field};
use crate::instrument::codes;
use crate::instrument::content::Content;
use crate::instrument::dates;
use crate::instrument::grid::Row;
use crate::instrument::record::{Distribution, Recording, Run, Value};
use crate::quantity::{Decimal, Reading};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// What tells a record from the others, as far as its row says it.
#[derive(Debug, Default)]
struct Identity {
    number: String,
    kind: String,
    sample: String,
    date: String,
}

impl Identity {
    fn of(group: &Group, row: &Row<'_>) -> Identity {
        let cell = |meaning: Meaning| {
            let found = group.columns.iter().position(|column| column.meaning == meaning);
            found.map_or("", |index| row.cell(index)).to_owned()
        };
        Identity {
            number: cell(Meaning::Record),
            kind: cell(Meaning::Type),
            sample: cell(Meaning::Sample),
            date: cell(Meaning::Date),
        }
    }

    fn key(&self) -> (String, String) {
        (self.kind.clone(), self.sample.clone())
    }

    /// Whether two rows of the same key describe one record: nothing that both state differs.
    fn agrees(&self, other: &Identity) -> bool {
        [(&self.number, &other.number), (&self.date, &other.date)]
            .iter()
            .all(|(one, two)| one == two || one.is_empty() || two.is_empty())
    }

    fn is_zeta(&self) -> bool {
        self.kind.eq_ignore_ascii_case("zeta")
    }
}

/// A run that grows, with the headers that described it.
#[derive(Debug)]
struct Record<'b> {
    run: Run<'b>,
    identity: Identity,
    /// The headers that described it, see [`Group::same_as`].
    headers: Vec<usize>,
    /// Values by quantity and what they are of, so that a repeated one is found.
    seen: BTreeMap<(String, String), usize>,
}

/// All records so far.
#[derive(Debug)]
pub(super) struct Records<'c, 'b> {
    content: &'c Content<'b>,
    cells: Cells<'c, 'b>,
    records: Vec<Record<'b>>,
    /// By type and sample: records that no row under the present header has described.
    open: BTreeMap<(String, String), VecDeque<usize>>,
    /// Types of the records that the present header has described again.
    again: BTreeSet<String>,
    /// Line of the present header, and how many rows stand under it.
    header: (u64, usize),
    /// By number.
    numbered: BTreeMap<String, usize>,
    /// The first row with fields that have no label, and how many there are.
    without_label: Option<(Finding, usize)>,
    findings: Vec<Finding>,
}

impl<'c, 'b> Records<'c, 'b> {
    pub fn new(content: &'c Content<'b>, cells: Cells<'c, 'b>) -> Self {
        Records {
            content,
            cells,
            records: Vec::new(),
            open: BTreeMap::new(),
            again: BTreeSet::new(),
            header: (0, 0),
            numbered: BTreeMap::new(),
            without_label: None,
            findings: Vec::new(),
        }
    }

    /// A header was met: the rows that follow may describe the records again.
    pub fn begin(&mut self, header: u64) {
        self.header = (header, 0);
        self.again.clear();
        self.open.clear();
        for (index, record) in self.records.iter().enumerate() {
            self.open.entry(record.identity.key()).or_default().push_back(index);
        }
    }

    /// The rows under the header have ended.
    ///
    /// # Errors
    /// There was none, or they described only some of the records that they could describe.
    pub fn end(&self) -> Result<(), Finding> {
        let (line, rows) = self.header;
        if rows == 0 {
            return Err(self.content.damaged(line, 1, "no record stands under the header: the export was cut"));
        }
        for kind in &self.again {
            let left: usize = self.open.iter().filter(|((of, _), _)| of == kind).map(|(_, queue)| queue.len()).sum();
            if left > 0 {
                let message = format!(
                    "{left} records of the type {kind} are not described again under this header: the export was cut"
                );
                return Err(self.content.damaged(line, 1, message));
            }
        }
        Ok(())
    }

    /// Adds a row.
    ///
    /// # Errors
    /// The row is cut short, or shows that two exports were joined.
    pub fn add(&mut self, group: &Group, row: &Row<'_>) -> Result<(), Finding> {
        if row.len() < group.columns.len() {
            let message = format!("the row has {} fields, its header {}: it was cut", row.len(), group.columns.len());
            return Err(self.content.damaged(row.line, field(row.len().saturating_sub(1)), message));
        }
        if row.filled() > group.columns.len() {
            let extra = row.filled() - group.columns.len();
            let message = format!("{extra} fields stand behind the last column and have no label: they are not taken");
            let place = self.content.place(row.line, field(group.columns.len()));
            let finding = Finding::new(&codes::VALUE_NOT_READABLE, message).at(place, 1);
            let (_, count) = self.without_label.get_or_insert((finding, 0));
            *count += 1;
        }
        self.header.1 += 1;
        let index = self.find(group, row)?;
        self.fill(index, group, row);
        Ok(())
    }

    /// The record that the row describes, a new one where there is none.
    fn find(&mut self, group: &Group, row: &Row<'_>) -> Result<usize, Finding> {
        let content = self.content;
        let identity = Identity::of(group, row);
        if let Some((index, record)) = self.described_before(&identity) {
            if record.headers.contains(&group.same_as) {
                let message = format!("{} is described twice by the same columns", record.run.name);
                return Err(repeated(content, row, record.run.line, message));
            }
            record.headers.push(group.same_as);
            return Ok(index);
        }
        let number = match identity.number.as_str() {
            "" => (self.records.len() + 1).to_string(),
            number => number.to_owned(),
        };
        let index = self.records.len();
        if let Some(same) = self.numbered.insert(number.clone(), index).and_then(|index| self.records.get(index)) {
            let message = format!("two different records have the number {number}");
            return Err(repeated(content, row, same.run.line, message));
        }
        let sample = identity.sample.clone();
        let run = Run { name: format!("record {number}"), sample, line: row.line, column: 1, ..Run::default() };
        self.records.push(Record { run, identity, headers: vec![group.same_as], seen: BTreeMap::new() });
        Ok(index)
    }

    /// The record that an earlier header described and that the row describes again.
    fn described_before(&mut self, identity: &Identity) -> Option<(usize, &mut Record<'b>)> {
        let records = &self.records;
        let queue = self.open.get_mut(&identity.key())?;
        let agrees = |index: &usize| records.get(*index).is_some_and(|record| record.identity.agrees(identity));
        let index = queue.iter().position(agrees).and_then(|position| queue.remove(position))?;
        self.again.insert(identity.kind.clone());
        self.records.get_mut(index).map(|record| (index, record))
    }

    fn fill(&mut self, index: usize, group: &Group, row: &Row<'_>) {
        let Some(record) = self.records.get_mut(index) else { return };
        let zeta = record.identity.is_zeta();
        let mut values = Vec::new();
        for (index, column) in group.columns.iter().enumerate() {
            match &column.meaning {
                Meaning::Date => date(&self.cells, &mut record.run, row, index, &mut self.findings),
                _ => values.extend(cell(&mut self.cells, column, row, index, zeta)),
            }
        }
        for array in group.arrays.iter().filter(|array| !array.is_axis()) {
            if let Some(distribution) = array_of(&mut self.cells, group, array, row, zeta, &mut values) {
                join_distribution(self.content, &mut record.run, distribution, &mut self.findings);
            }
        }
        for value in values {
            join(self.content, record, value, &mut self.findings);
        }
    }

    /// The recording of all runs.
    pub fn finish(mut self, detected: String) -> Recording<'b> {
        let mut recording = Recording::new("zetasizer", detected);
        for record in &mut self.records {
            judge_by_itself(self.content, record, &mut self.findings);
        }
        recording.runs = self.records.into_iter().map(|record| record.run).collect();
        recording.software = shared(&recording.runs, "software_version");
        recording.instrument = shared(&recording.runs, "serial_number");
        recording.findings = self.findings;
        recording.findings.extend(self.without_label.map(|(finding, rows)| counted(finding, rows, "rows")));
        recording.findings.extend(self.cells.findings());
        recording
    }
}

/// The value of a cell that is no element of an array.
fn cell(cells: &mut Cells<'_, '_>, column: &Column, row: &Row<'_>, index: usize, zeta: bool) -> Option<Value> {
    match &column.meaning {
        Meaning::Type => cells.text("type", "", row, index),
        Meaning::Software => cells.text("software_version", "", row, index),
        Meaning::Serial => cells.text("serial_number", "", row, index),
        Meaning::Text(quantity) => {
            let mut value = cells.text(quantity.clone(), "", row, index)?;
            value.unit = column.unit.clone();
            if let Ok(number) = Decimal::parse(&value.text, cells.mark) {
                value.reading = Reading::Number(number);
            }
            Some(value)
        }
        Meaning::Number { quantity, of, zero } => {
            let mut value = cells.number(quantity.clone(), of.as_str(), column.unit.clone(), row, index)?;
            if matches!(value.reading, Reading::Number(number) if number.is_zero()) {
                value.no_number = zero_means(*zero, zeta).map(Into::into);
            }
            Some(value)
        }
        Meaning::Record | Meaning::Sample | Meaning::Date | Meaning::Element(..) => None,
    }
}

fn zero_means(zero: Zero, zeta: bool) -> Option<&'static str> {
    match zero {
        Zero::NoPeak => Some("there is no such peak (0)"),
        Zero::NotMeasured => Some("not measured (0)"),
        Zero::OfZeta if !zeta => Some("not measured in a record of size (0)"),
        Zero::OfSize if zeta => Some("not measured in a record of zeta potential (0)"),
        Zero::Taken | Zero::OfZeta | Zero::OfSize => None,
    }
}

/// The day of the measurement, taken from the first header that has it.
fn date(cells: &Cells<'_, '_>, run: &mut Run<'_>, row: &Row<'_>, index: usize, findings: &mut Vec<Finding>) {
    let text = row.cell(index);
    if run.date.is_some() || text.is_empty() || run.value("measured_at").is_some() {
        return;
    }
    run.values.extend(cells.text("measured_at", "", row, index));
    run.date = dates::with_month_name(text);
    if run.date.is_none() {
        findings.push(dates::not_taken(
            cells.content.place(row.line, field(index)),
            text,
            "its month is no English name",
        ));
    }
}

/// An array of the row: a size distribution where it is one, else a value for each element.
fn array_of(
    cells: &mut Cells<'_, '_>,
    group: &Group,
    array: &Array,
    row: &Row<'_>,
    zeta: bool,
    values: &mut Vec<Value>,
) -> Option<Distribution> {
    let axis = array.axis(zeta).and_then(|label| group.arrays.iter().find(|other| other.label == label));
    let elements: Vec<Value> = (1..)
        .zip(&array.columns)
        .filter_map(|(number, position)| {
            let of = axis.and_then(|axis| along(axis, number, row)).unwrap_or_else(|| number.to_string());
            cells.number(array.quantity(zeta), of, array.unit.clone(), row, *position)
        })
        .collect();
    let shares = array.weighting().zip(axis).filter(|(_, axis)| !zeta && axis.label == "Sizes");
    let distribution = shares.and_then(|(weighting, axis)| {
        let printed = axis.columns.iter().filter_map(|index| Decimal::parse(row.cell(*index), cells.mark).ok());
        let printed: Vec<f64> = printed.map(|size| size.approximately()).collect();
        let heights: Vec<f64> = elements.iter().filter_map(as_number).collect();
        let first = elements.first()?;
        let whole = printed.len() == axis.columns.len() && heights.iter().any(|height| *height > 0.0);
        arrays::distribution(weighting, printed, heights, (first.line, first.column)).filter(|_| whole)
    });
    if distribution.is_none() {
        values.extend(elements);
    }
    distribution
}

/// Adds a distribution unless the run has it; a second one that says otherwise is told.
fn join_distribution(content: &Content<'_>, run: &mut Run<'_>, other: Distribution, findings: &mut Vec<Finding>) {
    let Some(known) = run.distributions.iter().find(|known| known.weighting == other.weighting) else {
        run.distributions.push(other);
        return;
    };
    if known.printed != other.printed || known.heights != other.heights {
        let message =
            format!("{}: its distribution by {} stands twice and differs", run.name, other.weighting.as_str());
        let finding = Finding::new(&codes::OWN_TABLES_DISAGREE, message)
            .at(content.place(other.line, other.column), 1)
            .with(content.place(known.line, known.column), "there, and taken from there");
        findings.push(finding);
    }
}

/// What an element of an array stands for: the element of the axis with its unit.
fn along(axis: &Array, number: usize, row: &Row<'_>) -> Option<String> {
    let text = row.cell(*axis.columns.get(number.checked_sub(1)?)?);
    (!text.is_empty()).then(|| format!("{text} {}", axis.unit).trim_end().to_owned())
}

fn as_number(value: &Value) -> Option<f64> {
    match value.reading {
        Reading::Number(number) if value.no_number.is_none() => Some(number.approximately()),
        _ => None,
    }
}

/// Adds a value unless the run has it; a second one that says otherwise is told.
fn join(content: &Content<'_>, record: &mut Record<'_>, value: Value, findings: &mut Vec<Finding>) {
    let key = (value.quantity.to_string(), value.of.clone());
    let earlier = record.seen.get(&key).and_then(|index| record.run.values.get(*index));
    let Some(earlier) = earlier else {
        record.seen.insert(key, record.run.values.len());
        record.run.values.push(value);
        return;
    };
    let same = match (earlier.reading, value.reading) {
        (Reading::Number(one), Reading::Number(two)) => one.exact() == two.exact() && earlier.unit == value.unit,
        _ => earlier.text == value.text,
    };
    if !same {
        let message =
            format!("{}: {} is {} here and {} there", record.run.name, value.quantity, value.text, earlier.text);
        let finding = Finding::new(&codes::OWN_TABLES_DISAGREE, message)
            .at(content.place(value.line, value.column), 1)
            .with(content.place(earlier.line, earlier.column), "there");
        findings.push(finding);
        record.run.values.push(value);
    }
}

/// What the record itself says against its results.
fn judge_by_itself(content: &Content<'_>, record: &mut Record<'_>, findings: &mut Vec<Finding>) {
    let run = &mut record.run;
    if let Some(status) = run.value("measurement_status")
        && !status.text.eq_ignore_ascii_case("complete")
    {
        let message = format!("{}: the measurement status is `{}`", run.name, status.text);
        findings
            .push(Finding::new(&codes::INSTRUMENT_WARNING, message).at(content.place(status.line, status.column), 1));
    }
    let zero = run.value("z_average").filter(|value| {
        value.no_number.is_none() && matches!(value.reading, Reading::Number(number) if number.is_zero())
    });
    if let Some(value) = zero {
        let message = format!("{}: the Z-average is {}, so nothing was measured", run.name, value.text);
        let place = content.place(value.line, value.column);
        findings.push(Finding::new(&codes::MEASUREMENT_FAILED, message).at(place, 1));
        run.failed = Some(format!("the Z-average is {}", value.text));
    }
}

/// The text of a value if all runs that state it state the same.
fn shared(runs: &[Run<'_>], quantity: &str) -> String {
    let mut texts: Vec<&str> = runs.iter().filter_map(|run| run.value(quantity)).map(|value| &*value.text).collect();
    texts.dedup();
    match texts.as_slice() {
        [one] => (*one).to_owned(),
        _ => String::new(),
    }
}
