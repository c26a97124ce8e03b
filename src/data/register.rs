//! A file of records beside the data, such as waivers: a table of which every row is a record and every cell a text.

use super::cell::{folded, shown, shown_bytes, trimmed};
use super::codes;
use super::determination::Input;
use super::dialect::Dialect;
use super::header::canonical_name;
use super::stream::row_fault;
use super::table::{Kind, Source, Table, place};
use crate::finding::Finding;
use crate::quantity::DecimalMark;
use crate::source::Place;

/// A column that every record has: its name, and what else it is called, folded. Names of columns of result files count too.
pub type Named = (&'static str, &'static [&'static str]);

/// The columns that hold names of persons.
const NAMES: [&str; 2] = ["owner", "approver"];

/// What a file of records holds.
#[derive(Debug)]
pub struct Register<const N: usize> {
    /// The cells of each record in the order of the columns that were asked for, and its line.
    pub records: Vec<([String; N], Place)>,
    /// What there is to say of the file; none is an error.
    pub findings: Vec<Finding>,
    /// The file as it was recognised.
    pub input: Input,
}

/// Reads a file of records with these columns, of which one is that of the lot; others are not looked at. Without a record it is a
/// file too.
///
/// Separator and encoding are those that the file shows, and those of `dialect` where it does not show them. `role` is what the file is
/// to the judgement.
///
/// # Errors
/// Everything that keeps the file from being read.
pub fn read_register<const N: usize>(
    source: &Source,
    columns: &[Named; N],
    dialect: &Dialect,
    role: &'static str,
) -> Result<Register<N>, Vec<Finding>> {
    // The cells are texts, whatever marks stand in them.
    let open = |dialect: &Dialect| {
        let dialect = Dialect { decimal: Some(DecimalMark::Point), ..*dialect };
        Table::open(source, &dialect, true, Kind::Register)
    };
    let mut table = open(&Dialect::default()).or_else(|_| open(dialect))?;
    let fields = fields(&table, columns)?;
    let merged = table.head().merged(|field| !fields.contains(&field));
    if !merged.is_empty() {
        return Err(merged);
    }
    let (mut records, mut faults) = (Vec::new(), Vec::new());
    while table.advance().map_err(|finding| vec![finding])? {
        match row_fault(&table).map_or_else(|| cells(&table, columns, &fields), Err) {
            Ok(cells) => records.push((cells, Place::new(&table.head().name, table.line, 0))),
            Err(fault) => faults.push(fault),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut findings = table.closing_findings();
    findings.retain(|finding| finding.code != &codes::INPUT_WITHOUT_ROWS);
    Ok(Register { records, findings, input: table.into_input(role) })
}

/// The field of each column.
fn fields<const N: usize>(table: &Table, columns: &[Named; N]) -> Result<[usize; N], Vec<Finding>> {
    let head = table.head();
    let names: Vec<String> = head.names.iter().map(|name| folded(name)).collect();
    let is_called = |field: usize, (name, others): &Named| {
        names.get(field).is_some_and(|own| own == name || others.contains(&own.as_str()))
            || head.names.get(field).and_then(|own| canonical_name(own)) == Some(name)
    };
    let mut found = [0; N];
    let (mut missing, mut faults) = (Vec::new(), Vec::new());
    for (column, place) in columns.iter().zip(&mut found) {
        let mut fields = (0..names.len()).filter(|field| is_called(*field, column));
        match (fields.next(), fields.next()) {
            (Some(only), None) => *place = only,
            (None, _) => missing.push(column.0),
            (Some(first), Some(second)) => {
                let message = format!("the column {} stands twice", column.0);
                let finding = Finding::new(&codes::COLUMN_TWICE, message).at(head.place(second), 1);
                faults.push(finding.with(head.place(first), "the first one").help("keep one of them"));
            }
        }
    }
    if !missing.is_empty() {
        let known: Vec<String> = head.names.iter().map(|name| shown(name)).collect();
        let message = format!("missing column {}; the header has {}", missing.join(", "), known.join(", "));
        let all = columns.map(|(name, _)| name).join(", ");
        let finding = Finding::new(&codes::COLUMN_MISSING, message).at(Place::new(&head.name, head.line, 0), 1);
        faults.push(finding.help(format!("the columns of this file are {all}")));
    }
    if faults.is_empty() { Ok(found) } else { Err(faults) }
}

fn cells<const N: usize>(table: &Table, columns: &[Named; N], fields: &[usize; N]) -> Result<[String; N], Finding> {
    let mut cells = [const { String::new() }; N];
    for ((cell, field), (name, _)) in cells.iter_mut().zip(fields).zip(columns) {
        let bytes = table.record().get(*field).unwrap_or_default();
        let text = std::str::from_utf8(bytes).map_err(|_| {
            let message = format!("the cell {} is not valid UTF-8", shown_bytes(bytes));
            let at = place(&table.head().name, table.line, *field);
            Finding::new(&codes::TEXT_NOT_VALID, message).at(at, 1)
        })?;
        *cell = trimmed(text).to_owned();
        if let Some((sheet, _)) = &table.head().sheet
            && let Some(unclear) = sheet.unclear(table.line, *field, NAMES.contains(name))
        {
            let of_column = shown(table.head().names.get(*field).map_or("", String::as_str));
            let message = format!("the cell {} of the column {of_column} holds {}", shown(cell), unclear.holds);
            let at = place(&table.head().name, table.line, *field);
            return Err(Finding::new(&codes::SHEET_CELL_MARKED, message).at(at, 1).help(unclear.help));
        }
    }
    Ok(cells)
}
