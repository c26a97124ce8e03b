//! What the exports of plate readers share: wells, tables by row and column, and cells that say why they hold no number.

use super::codes;
use super::content::Content;
use super::grid::{Grid, Row};
use super::record::{Recording, Run, Value};
use crate::finding::Finding;
use crate::quantity::{DecimalMark, Reading};
use jiff::civil::Date;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Words that plate readers write where a number is due, folded to lower case, with what they say.
const NO_NUMBER: &[(&str, &str)] = &[
    ("ovrflw", "above the range of the detector (OVRFLW)"),
    ("overflow", "above the range of the detector (overflow)"),
    ("#sat", "above the range of the detector (#SAT)"),
    ("missed", "the well was not read (MISSED)"),
    ("?????", "the software could not compute it (?????)"),
    ("range?", "outside the range of the curve (Range?)"),
    ("masked", "excluded by the user (Masked)"),
    ("error", "the software reports an error (Error)"),
    ("path?", "the path length is not known (Path?)"),
    ("nan", "not measured (NaN)"),
    ("inf", "divided by zero (Inf)"),
    ("-inf", "divided by zero (-Inf)"),
    ("n/a", "not measured (N/A)"),
];

/// How many places of one kind a finding names.
const PLACES: usize = 12;

/// A cell with its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell<'c> {
    /// Its text without white space at the ends.
    pub(super) text: &'c str,
    /// Its line, from 1.
    pub(super) line: u64,
    /// Its field, from 1.
    pub(super) column: u32,
}

impl<'c> Cell<'c> {
    /// The cell at a position from 0; empty beyond the end of the row.
    pub(super) fn of(row: Row<'c>, index: usize) -> Cell<'c> {
        Cell { text: row.cell(index), line: row.line, column: column(index) }
    }

    /// The number or the word that stands where a number is due.
    pub(super) fn number(self, quantity: impl Into<Cow<'static, str>>, of: impl Into<String>) -> Value {
        // Plate readers write no thousands separators: a comma alone is a decimal comma, also between decimal points.
        let mark = match self.text.contains(',') && !self.text.contains('.') {
            true => DecimalMark::Comma,
            false => DecimalMark::Point,
        };
        let reading = Reading::parse(self.text, mark);
        let no_number = why_no_number(self.text, &reading);
        Value { no_number, ..self.word_as(quantity.into(), of.into(), reading) }
    }

    /// A number, a word for one that is missing, or any word of the user's own (`PASS`, `5 to 320 ng/mL`).
    pub(super) fn number_or_word(self, quantity: impl Into<Cow<'static, str>>, of: impl Into<String>) -> Value {
        let mut value = self.number(quantity, of);
        if value.no_number.as_deref() == Some(UNREADABLE) {
            value.no_number = None;
            value.reading = Reading::Text;
        }
        value
    }

    /// A word: a date, a name, a formula.
    pub(super) fn word(self, quantity: impl Into<Cow<'static, str>>, of: impl Into<String>) -> Value {
        self.word_as(quantity.into(), of.into(), Reading::Text)
    }

    fn word_as(self, quantity: Cow<'static, str>, of: String, reading: Reading) -> Value {
        Value {
            quantity,
            of,
            text: self.text.to_owned(),
            reading,
            unit: Cow::Borrowed(""),
            line: self.line,
            column: self.column,
            no_number: None,
        }
    }
}

/// Field number, from 1, of a position from 0.
pub(super) fn column(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1)
}

fn why_no_number(text: &str, reading: &Reading) -> Option<Cow<'static, str>> {
    if matches!(reading, Reading::Number(_) | Reading::Below(_) | Reading::Above(_)) {
        return None;
    }
    let folded = text.to_lowercase();
    if let Some((_, meaning)) = NO_NUMBER.iter().find(|(word, _)| *word == folded) {
        return Some(Cow::Borrowed(*meaning));
    }
    match text.strip_prefix('*').and_then(|rest| rest.strip_suffix('*')) {
        Some(_) => Some(Cow::Borrowed("set aside by the user (between asterisks)")),
        None => Some(Cow::Borrowed(UNREADABLE)),
    }
}

const UNREADABLE: &str = "not readable as a number";

/// Whether the number has a decimal comma, and whether it has a decimal point.
fn marks(value: &Value) -> (bool, bool) {
    match value.reading {
        Reading::Number(_) | Reading::Below(_) | Reading::Above(_) => {
            (value.text.contains(','), value.text.contains('.'))
        }
        _ => (false, false),
    }
}

/// The runs of a file by plate and well.
#[derive(Debug, Default)]
pub(super) struct Wells {
    plates: Vec<String>,
    index: BTreeMap<(usize, String), usize>,
    /// The labels under which each well has a result.
    labels: BTreeSet<(usize, String, String)>,
    runs: Vec<(usize, Run<'static>)>,
}

impl Wells {
    /// Begins a plate; `None` when there is one of this name already.
    pub(super) fn begin(&mut self, name: &str) -> Option<usize> {
        if self.plates.iter().any(|plate| plate == name) {
            return None;
        }
        self.plates.push(name.to_owned());
        Some(self.plates.len() - 1)
    }

    /// The plate of this name.
    pub(super) fn plate(&self, name: &str) -> Option<usize> {
        self.plates.iter().position(|plate| plate == name)
    }

    /// The only plate there is.
    pub(super) fn only(&self) -> Option<usize> {
        (self.plates.len() == 1).then_some(0)
    }

    /// The run of a well, begun at this cell when it is new.
    pub(super) fn run(&mut self, plate: usize, well: &str, cell: Cell<'_>) -> &mut Run<'static> {
        let next = self.runs.len();
        let at = *self.index.entry((plate, well.to_owned())).or_insert(next);
        if at == next {
            let run = Run { name: well.to_owned(), line: cell.line, column: cell.column, ..Run::default() };
            self.runs.push((plate, run));
        }
        // `at` is `next`, which was pushed just now, or was pushed before; the fallback is never taken.
        let last = self.runs.len() - 1;
        &mut self.runs[at.min(last)].1
    }

    /// Adds a result to a well; two results of one quantity are told apart by their labels.
    ///
    /// # Errors
    /// That the well has a result under this label already: the table stands twice.
    pub(super) fn result(
        &mut self,
        content: &Content<'_>,
        (plate, well): (usize, &str),
        (cell, value): (Cell<'_>, Value),
        label: &str,
    ) -> Result<&mut Run<'static>, Finding> {
        if !self.labels.insert((plate, well.to_owned(), label.to_owned())) {
            return Err(twice(content, &value, well, label));
        }
        let run = self.run(plate, well, cell);
        add(content, run, value, label)?;
        Ok(run)
    }

    /// The run of a well, where it has one.
    pub(super) fn known(&mut self, plate: usize, well: &str) -> Option<&mut Run<'static>> {
        let at = *self.index.get(&(plate, well.to_owned()))?;
        self.runs.get_mut(at).map(|(_, run)| run)
    }

    /// All runs of a plate.
    pub(super) fn of_plate(&mut self, plate: usize) -> impl Iterator<Item = &mut Run<'static>> {
        self.runs.iter_mut().filter(move |(of, _)| *of == plate).map(|(_, run)| run)
    }

    /// Whether no well has a value.
    pub(super) fn without_values(&self) -> bool {
        self.runs.iter().all(|(_, run)| run.values.is_empty())
    }

    /// Hands the runs over; with several plates, their names begin with that of their plate.
    pub(super) fn finish(self, content: &Content<'_>, recording: &mut Recording<'_>) {
        let several = self.plates.len() > 1;
        for (plate, mut run) in self.runs {
            if several && let Some(name) = self.plates.get(plate) {
                run.name = format!("{name} {}", run.name);
            }
            recording.runs.push(run);
        }
        say_what_is_no_number(content, recording);
    }
}

/// Adds a value to a run; two values of one quantity are told apart by their full label.
///
/// # Errors
/// That the run has this value already: the table stands twice.
pub(super) fn add(content: &Content<'_>, run: &mut Run<'_>, mut value: Value, label: &str) -> Result<(), Finding> {
    let taken = |run: &Run<'_>, value: &Value| {
        run.values.iter().any(|other| other.quantity == value.quantity && other.of == value.of)
    };
    if taken(run, &value) {
        label.clone_into(&mut value.of);
    }
    if taken(run, &value) {
        return Err(twice(content, &value, &run.name, label));
    }
    run.values.push(value);
    Ok(())
}

fn twice(content: &Content<'_>, value: &Value, well: &str, label: &str) -> Finding {
    content.damaged(value.line, value.column, format!("well {well} has \"{}\" twice", short(label)))
}

/// One finding for each word that stands for a number, and one for each cell that is not understood.
fn say_what_is_no_number(content: &Content<'_>, recording: &mut Recording<'_>) {
    let mut reasons: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    let mut written = (None, None);
    let mut findings = Vec::new();
    for value in recording.values.iter().chain(recording.runs.iter().flat_map(|run| &run.values)) {
        let (comma, point) = marks(value);
        written.0 = written.0.or(comma.then_some(value));
        written.1 = written.1.or(point.then_some(value));
        match value.no_number.as_deref() {
            None => {}
            Some(UNREADABLE) => {
                let message = format!("\"{}\" of {} is no number", value.text, value.quantity);
                findings.push(
                    Finding::new(&codes::VALUE_NOT_READABLE, message).at(content.place(value.line, value.column), 1),
                );
            }
            Some(reason) => reasons.entry(reason).or_default().push(value),
        }
    }
    if let (Some(comma), Some(point)) = written {
        let message = "the file writes decimal comma and decimal point; each number is read as it is written";
        findings.push(
            Finding::new(&codes::OWN_TABLES_DISAGREE, message)
                .at(content.place(comma.line, comma.column), 1)
                .with(content.place(point.line, point.column), "decimal point"),
        );
    }
    findings.extend(reasons.into_iter().map(|(reason, values)| without_number(content, reason, &values)));
    recording.findings.extend(findings);
}

fn without_number(content: &Content<'_>, reason: &str, values: &[&Value]) -> Finding {
    let places: BTreeSet<(u64, u32)> = values.iter().map(|value| (value.line, value.column)).collect();
    let mut places = places.into_iter();
    let count = places.len();
    let cells = if count == 1 { "cell holds" } else { "cells hold" };
    let (line, column) = places.next().unwrap_or_default();
    let message = format!("{count} {cells} no number: {reason}");
    let mut finding = Finding::new(&codes::VALUE_NOT_A_NUMBER, message).at(content.place(line, column), 1);
    for (line, column) in places.take(PLACES - 1) {
        finding = finding.with(content.place(line, column), "the same");
    }
    finding
}

/// Name of a plate row, from 0: `A` to `Z`, then `AA`.
pub(super) fn row_name(index: usize) -> String {
    let letter = |index: usize| char::from(b'A' + u8::try_from(index % 26).unwrap_or(0));
    match index / 26 {
        0 => letter(index).to_string(),
        before => format!("{}{}", letter(before - 1), letter(index)),
    }
}

/// Rows of a plate with this many columns: 8 for the 12 of a plate with 96 wells. `None` for no plate of the trade.
pub(super) fn rows_of_plate(columns: usize) -> Option<usize> {
    [(3, 2), (4, 3), (6, 4), (8, 6), (12, 8), (24, 16), (48, 32)]
        .iter()
        .find(|(of_columns, _)| *of_columns == columns)
        .map(|(_, rows)| *rows)
}

/// Number of plate columns when the row is the head of a plate table: an empty cell, then 1, 2, 3 ...
pub(super) fn plate_columns(row: Row<'_>) -> Option<usize> {
    let columns = row.filled().checked_sub(1).filter(|columns| *columns > 0)?;
    let numbered = (1..=columns).all(|number| row.cell(number).parse() == Ok(number));
    (row.cell(0).is_empty() && numbered).then_some(columns)
}

/// Whether the row is the name of a plate row and not a word.
pub(super) fn is_row_name(cell: &str) -> bool {
    (1..=2).contains(&cell.len()) && cell.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// That a plate table has as many rows as its columns tell.
///
/// # Errors
/// That rows are missing, or that there are too many.
pub(super) fn all_rows(content: &Content<'_>, head: Row<'_>, columns: usize, rows: usize) -> Result<(), Finding> {
    match rows_of_plate(columns) {
        Some(expected) if expected != rows => {
            let message = format!(
                "the table has {rows} plate rows; a plate of {columns} columns has {expected}, to {}",
                row_name(expected - 1)
            );
            Err(content.damaged(head.line, 1, message))
        }
        _ => Ok(()),
    }
}

/// The filled cells of a table with names for rows and columns, and the position of the row behind it.
pub(super) type Table<'g> = (Vec<(String, Cell<'g>)>, usize);

/// Reads the table whose head is this row, up to the next blank line.
///
/// # Errors
/// That it has a row without a name, cells beside its columns, more or fewer rows than a plate, or ends inside a row.
pub(super) fn table<'g>(content: &Content<'_>, grid: &'g Grid, head: usize) -> Result<Table<'g>, Finding> {
    let Some((first, columns)) = grid.row(head).and_then(|row| Some((row, plate_columns(row)?))) else {
        return Ok((Vec::new(), head + 1));
    };
    let (mut cells, mut names, mut at) = (Vec::new(), BTreeSet::new(), head + 1);
    let mut fullest = 0;
    while let Some(row) = grid.row(at).filter(|row| row.filled() > 0) {
        let name = row.cell(0);
        if !is_row_name(name) || !names.insert(name) {
            let message = format!("the line does not begin with the name of a plate row: \"{}\"", short(name));
            return Err(content.damaged(row.line, 1, message));
        }
        if row.filled() > columns + 1 {
            let message = format!("plate row {name} has {} cells, and the table {columns} columns", row.filled() - 1);
            return Err(content.damaged(row.line, column(columns + 1), message));
        }
        let is_last = at + 1 == grid.len() && !content.text().unwrap_or_default().ends_with('\n');
        if is_last && row.len() < fullest {
            return Err(content.damaged(row.line, 1, format!("the file ends inside plate row {name}")));
        }
        fullest = fullest.max(row.len());
        let filled = (1..=columns).map(|index| (format!("{name}{index}"), Cell::of(row, index)));
        cells.extend(filled.filter(|(_, cell)| !cell.text.is_empty()));
        at += 1;
    }
    all_rows(content, first, columns, names.len())?;
    Ok((cells, at))
}

/// The beginning of a text, for a message.
pub(super) fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

/// The position of the first row from `from` on that holds something.
pub(super) fn next_filled(grid: &Grid, from: usize) -> Option<(usize, Row<'_>)> {
    (from..grid.len()).filter_map(|index| Some((index, grid.row(index)?))).find(|(_, row)| row.filled() > 0)
}

/// That UTF-16 text does not end in the middle of a character.
///
/// # Errors
/// That it does.
pub(super) fn ends_whole(content: &Content<'_>) -> Result<(), Finding> {
    match content.encoding().starts_with("UTF-16") && content.bytes.len() % 2 == 1 {
        true => {
            let last = content.lines().last().map_or(1, |(line, _)| line);
            Err(content.damaged(last, 1, "the file ends in the middle of a character"))
        }
        false => Ok(()),
    }
}

/// The day of a date whose order cannot be mistaken: the year first, or a day above 12, or day and month alike.
///
/// The text may go on behind the date with a blank.
pub(super) fn day(text: &str) -> Option<Date> {
    let date = text.split_whitespace().next()?;
    let parts: Vec<&str> = date.split(['/', '.', '-']).collect();
    let [first, second, third] = parts.as_slice() else { return None };
    let number = |text: &str| text.parse::<i8>().ok();
    if first.len() == 4 {
        return Date::new(first.parse().ok()?, number(second)?, number(third)?).ok();
    }
    let year = if third.len() == 4 { third.parse().ok()? } else { return None };
    match (number(first)?, number(second)?) {
        (day, month) if day == month || day > 12 => Date::new(year, month, day).ok(),
        (month, day) if day > 12 => Date::new(year, month, day).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str) -> Cell<'_> {
        Cell { text, line: 3, column: 2 }
    }

    #[test]
    fn words_are_no_numbers() {
        for (text, reason) in [
            ("OVRFLW", "above the range of the detector (OVRFLW)"),
            ("Range?", "outside the range of the curve (Range?)"),
            ("NaN", "not measured (NaN)"),
            ("*0.356*", "set aside by the user (between asterisks)"),
            ("0.3x", UNREADABLE),
        ] {
            let value = cell(text).number("absorbance", "450");
            assert_eq!(value.no_number.as_deref(), Some(reason), "{text}");
            assert!(!matches!(value.reading, Reading::Number(_)), "{text}: {:?}", value.reading);
        }
    }

    #[test]
    fn each_number_has_its_own_mark() {
        for (text, number) in [("0,02", 0.02), ("0.02", 0.02), ("-0.000", 0.0), ("9.19E+03", 9190.0), ("1E+07", 1e7)] {
            let value = cell(text).number("absorbance", "");
            let Reading::Number(decimal) = value.reading else { panic!("{text}: {:?}", value.reading) };
            assert_eq!(decimal.approximately(), number, "{text}");
            assert_eq!((value.text.as_str(), value.no_number), (text, None));
        }
        assert!(matches!(cell("<0.000").number("concentration", "").reading, Reading::Below(_)));
        assert!(matches!(cell(">3141492.000").number("concentration", "").reading, Reading::Above(_)));
    }

    #[test]
    fn names_rows_as_plates_do() {
        let names: Vec<String> = [0, 7, 25, 26, 31].iter().map(|index| row_name(*index)).collect();
        assert_eq!(names, ["A", "H", "Z", "AA", "AF"]);
    }

    #[test]
    fn a_day_that_may_be_a_month_is_no_date() {
        assert_eq!(day("5/14/2021"), Some(Date::constant(2021, 5, 14)));
        assert_eq!(day("29/02/2016"), Some(Date::constant(2016, 2, 29)));
        assert_eq!(day("10/10/2022"), Some(Date::constant(2022, 10, 10)));
        assert_eq!(day("1/15/2024 10:30:00 AM"), Some(Date::constant(2024, 1, 15)));
        for text in ["4/11/2024", "14:02:2024", "", "1/15/24", "31/02/2024"] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn heads_of_plate_tables() {
        let head = |text: &str| Grid::split(text, ',', false).row(0).and_then(|row| plate_columns(row));
        assert_eq!(head(",1,2,3,,"), Some(3));
        assert_eq!(head(",01,02"), Some(2));
        assert_eq!(head("A,1,2"), None);
        assert_eq!(head(",1,3"), None);
        assert_eq!(head(""), None);
    }
}
