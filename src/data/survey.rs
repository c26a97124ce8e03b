//! Which tests result tables hold, before there is a specification.

use super::cell::{folded, trimmed};
use super::codes;
use super::dialect::Dialect;
use super::header::{Column, Shape, split_bracket};
use super::table::{Kind, Source, Table};
use crate::finding::{Finding, Severity};

/// A test that result tables name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundTest {
    /// Its name as first written.
    pub name: String,
    /// Stage of its rows as first written; empty: none.
    pub stage: String,
    /// Its unit as first written; empty: none.
    pub unit: String,
}

/// The tests of all tables in the order of their first mention, each once for each stage. Names and stages are the same when
/// they are but for case, width and spacing.
///
/// # Errors
/// What keeps a table from being read; there is at least one.
pub fn survey(sources: &[Source], dialect: &Dialect) -> Result<Vec<FoundTest>, Vec<Finding>> {
    let mut found = Vec::new();
    for source in sources {
        one(source, dialect, &mut found)?;
    }
    if found.is_empty() {
        return Err(vec![Finding::new(&codes::COLUMN_MISSING, "no table names a test")]);
    }
    Ok(found)
}

fn one(source: &Source, dialect: &Dialect, found: &mut Vec<FoundTest>) -> Result<(), Vec<Finding>> {
    let mut table = Table::open(source, dialect, false, Kind::Results)?;
    let head = table.head();
    let field = |wanted: Column| head.columns.iter().position(|column| *column == Some(wanted));
    let (test, unit, stage) = (field(Column::Test), field(Column::Unit), field(Column::Stage));
    let columns: Vec<(String, String)> = match head.shape {
        Shape::Long => Vec::new(),
        Shape::Wide => {
            let open =
                head.names.iter().zip(&head.columns).filter(|(name, column)| column.is_none() && !name.is_empty());
            open.map(|(name, _)| name_and_unit(name)).collect()
        }
    };
    loop {
        match table.advance() {
            Ok(true) => {}
            Ok(false) => break,
            Err(finding) => return Err(vec![finding]),
        }
        let record = table.record();
        let cell = |field: Option<usize>| {
            let bytes = field.and_then(|field| record.get(field)).unwrap_or_default();
            trimmed(std::str::from_utf8(bytes).unwrap_or_default()).to_owned()
        };
        let stage = cell(stage);
        if test.is_some() {
            add(found, cell(test), stage, cell(unit));
        } else {
            columns.iter().for_each(|(name, unit)| add(found, name.clone(), stage.clone(), unit.clone()));
        }
    }
    let errors: Vec<Finding> =
        table.closing_findings().into_iter().filter(|finding| finding.severity() == Severity::Error).collect();
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// `name`, `name [unit]` or `name / control [unit]`.
fn name_and_unit(header: &str) -> (String, String) {
    let (name, unit) = split_bracket(header).unwrap_or((header, ""));
    let name = name.split_once(" / ").map_or(name, |(test, _)| test);
    (name.trim().to_owned(), unit.trim().to_owned())
}

fn add(found: &mut Vec<FoundTest>, name: String, stage: String, unit: String) {
    if name.is_empty() {
        return;
    }
    let same = |one: &&mut FoundTest| folded(&one.name) == folded(&name) && folded(&one.stage) == folded(&stage);
    match found.iter_mut().find(same) {
        Some(known) if known.unit.is_empty() => known.unit = unit,
        Some(_) => {}
        None => found.push(FoundTest { name, stage, unit }),
    }
}
