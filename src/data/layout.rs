//! What the columns of each input mean under one specification.

use super::cell::shown;
use super::codes;
use super::header::{Column, Shape, canonical_names, split_bracket};
use super::names::{Meaning, TestNames};
use super::sheet::SheetCells;
use super::stream::Blocks;
use super::table::Head;
use super::wide::WideColumn;
use crate::finding::{Finding, did_you_mean};
use crate::quantity::{DecimalMark, Unit};
use crate::spec::Specification;
use std::sync::Arc;

/// The columns of all inputs under one specification.
#[derive(Debug)]
pub struct Layouts {
    pub(crate) names: TestNames,
    pub(crate) inputs: Vec<Layout>,
    findings: Vec<Finding>,
}

/// The columns of one input.
#[derive(Debug)]
pub(crate) struct Layout {
    /// Name of the input.
    pub name: Arc<str>,
    /// Decimal mark of its values.
    pub mark: DecimalMark,
    /// Of a sheet: its cells that are more than their letters, and the decimal mark of those that are texts.
    pub sheet: Option<(Arc<SheetCells>, DecimalMark)>,
    /// Header cells.
    pub header: Vec<String>,
    /// Columns that say what a row is about.
    pub context: Context,
    /// Where the values are.
    pub body: Body,
    /// Fields without a name, which must be empty.
    pub unnamed: Vec<usize>,
}

/// Columns that say what a row is about; fields from 0.
#[derive(Debug, Default)]
pub(crate) struct Context {
    pub replicate: Option<usize>,
    pub stage: Option<usize>,
    pub sample: Option<usize>,
    pub role: Option<usize>,
    pub control: Option<usize>,
    /// The columns that most files do not have.
    pub details: Vec<(usize, Column)>,
}

/// Where the values of an input are.
#[derive(Debug)]
pub(crate) enum Body {
    Long { test: usize, value: usize, unit: Option<usize> },
    Wide(Vec<WideColumn>),
}

impl Layouts {
    /// Matches the headers of the inputs with the tests of the specification. `others` are judged against the same data;
    /// `ignored` are further columns to leave out, beside those of the specifications.
    pub fn new(blocks: &Blocks, spec: &Specification, others: &[&Specification], ignored: &[String]) -> Layouts {
        let mut layouts = Layouts { names: TestNames::new(spec, others), inputs: Vec::new(), findings: Vec::new() };
        let left_out = others.iter().copied().chain([spec]).flat_map(|spec| &spec.ignore_columns);
        let ignored: Vec<String> = left_out.chain(ignored).map(|name| super::cell::folded(name)).collect();
        for head in blocks.heads() {
            let layout = layout(head, &layouts.names, &ignored, &mut layouts.findings);
            layouts.inputs.push(layout);
        }
        layouts
    }

    /// What is wrong with the headers. An error means that the inputs cannot be evaluated with this specification.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

fn layout(head: &Head, names: &TestNames, ignored: &[String], findings: &mut Vec<Finding>) -> Layout {
    let field = |wanted: Column| head.columns.iter().position(|column| *column == Some(wanted));
    let mut context = Context {
        replicate: field(Column::Replicate),
        stage: field(Column::Stage),
        sample: field(Column::Sample),
        role: field(Column::Role),
        control: field(Column::Control),
        details: Vec::new(),
    };
    for (at, column) in head.columns.iter().enumerate() {
        if let Some(column) = column.filter(|column| is_detail(*column)) {
            context.details.push((at, column));
        }
    }
    let is_left_out = |field: usize| {
        let name = head.names.get(field).map_or("", String::as_str);
        head.columns.get(field) == Some(&None) && ignored.contains(&super::cell::folded(name))
    };
    findings.extend(head.merged(is_left_out));
    let unnamed = head.names.iter().enumerate().filter(|(_, name)| name.is_empty()).map(|(at, _)| at).collect();
    let open: Vec<usize> = (0..head.names.len())
        .filter(|at| head.columns.get(*at) == Some(&None))
        .filter(|at| {
            head.names.get(*at).is_some_and(|name| !name.is_empty() && !ignored.contains(&super::cell::folded(name)))
        })
        .collect();
    let body = match head.shape {
        Shape::Long => {
            findings.extend(open.iter().map(|at| unknown_column(head, *at, names)));
            // A head without these two does not come this far.
            Body::Long {
                test: field(Column::Test).unwrap_or(0),
                value: field(Column::Value).unwrap_or(0),
                unit: field(Column::Unit),
            }
        }
        Shape::Wide => {
            let columns: Vec<WideColumn> =
                open.iter().filter_map(|at| wide_column(head, *at, names, &context, findings)).collect();
            if columns.len() > 1 {
                findings.extend(single_value_columns(head, &context));
            }
            if columns.is_empty() && open.is_empty() {
                let message =
                    "no column holds results: there is neither `test` and `value` nor a column named after a test";
                findings.push(
                    Finding::new(&codes::COLUMN_MISSING, message)
                        .at(crate::source::Place::new(&head.name, head.line, 0), 1)
                        .help("long tables need `lot`, `test` and `value`; wide tables need `lot` and a column for each test"),
                );
            }
            Body::Wide(columns)
        }
    };
    let (name, sheet, header) = (Arc::clone(&head.name), head.sheet.clone(), head.names.clone());
    Layout { name, mark: head.mark, sheet, header, context, body, unnamed }
}

fn is_detail(column: Column) -> bool {
    !matches!(
        column,
        Column::Lot
            | Column::Test
            | Column::Value
            | Column::Unit
            | Column::Replicate
            | Column::Stage
            | Column::Sample
            | Column::Role
            | Column::Control
    )
}

fn unknown_column(head: &Head, at: usize, names: &TestNames) -> Finding {
    let name = head.names.get(at).map_or("", String::as_str);
    let finding =
        Finding::new(&codes::COLUMN_UNKNOWN, format!("the column {} is not known", shown(name))).at(head.place(at), 1);
    let bare = split_bracket(name).map_or(name, |(name, _)| name);
    let test = if head.shape == Shape::Wide { names.suggestion(bare) } else { None };
    let similar = did_you_mean(name, canonical_names().map(|name| -> &str { name }).chain(test));
    finding.help(match similar {
        Some(similar) => format!("did you mean `{similar}`? A column to leave out is listed under `ignore_columns`"),
        None => "list it under `ignore_columns` in the specification, or give --ignore-column".to_owned(),
    })
}

/// A column of a wide table: `name`, `name [unit]` or `name / control [unit]`.
fn wide_column(
    head: &Head,
    at: usize,
    names: &TestNames,
    context: &Context,
    findings: &mut Vec<Finding>,
) -> Option<WideColumn> {
    let header = head.names.get(at)?;
    let bracket = split_bracket(header);
    // A test may list the whole header as one of its names; then the bracket is its unit if it is any unit at all.
    if let Some(tests) = tests_of(header, names) {
        let unit =
            bracket.and_then(|(_, unit)| Unit::parse(unit).ok()).map(|unit| names.shared(unit, &tests).into_owned());
        return checked(head, at, WideColumn { field: at, tests, control: None, unit }, names, context, findings);
    }
    let (name, unit_text) = bracket.map_or((header.as_str(), None), |(name, unit)| (name, Some(unit)));
    let Some((tests, control)) = test_and_control(name, names) else {
        if !is_elsewhere(header, names) && !is_elsewhere(name, names) {
            findings.push(unknown_column(head, at, names));
        }
        return None;
    };
    let unit = match unit_text.map(Unit::parse) {
        None => None,
        Some(Ok(unit)) => Some(names.shared(unit, &tests).into_owned()),
        Some(Err(error)) => {
            findings.push(
                Finding::new(&codes::COLUMN_UNIT_UNKNOWN, format!("the column {}: {error}", shown(header)))
                    .at(head.place(at), 1),
            );
            return None;
        }
    };
    checked(head, at, WideColumn { field: at, tests, control, unit }, names, context, findings)
}

fn tests_of(name: &str, names: &TestNames) -> Option<Meaning> {
    Some(names.meaning(name)).filter(|meaning| !matches!(meaning, Meaning::Unknown | Meaning::Elsewhere))
}

/// Whether another specification of the run has this test, or the test before one of the slashes.
fn is_elsewhere(name: &str, names: &TestNames) -> bool {
    let before_slash = name.rmatch_indices('/').filter_map(|(slash, _)| name.get(..slash));
    std::iter::once(name).chain(before_slash).any(|name| names.meaning(name.trim()) == Meaning::Elsewhere)
}

/// The test a name means, or the test before one of its slashes and the control behind it.
fn test_and_control(name: &str, names: &TestNames) -> Option<(Meaning, Option<String>)> {
    if let Some(tests) = tests_of(name, names) {
        return Some((tests, None));
    }
    name.rmatch_indices('/').find_map(|(slash, _)| {
        let (test, control) = (name.get(..slash)?.trim(), name.get(slash + 1..)?.trim());
        let tests = tests_of(test, names)?;
        (!control.is_empty()).then(|| (tests, Some(control.to_owned())))
    })
}

/// Refuses a column whose test takes no rows, or cannot be told.
fn checked(
    head: &Head,
    at: usize,
    column: WideColumn,
    names: &TestNames,
    context: &Context,
    findings: &mut Vec<Finding>,
) -> Option<WideColumn> {
    let name = shown(head.names.get(at).map_or("", String::as_str));
    match &column.tests {
        Meaning::NotMeasured(test) => {
            let message = format!(
                "the column {name} gives values for `{}`, which is {}",
                names.id(*test),
                names.why_not_measured(*test)
            );
            findings.push(
                Finding::new(&codes::TEST_NOT_MEASURED, message)
                    .at(head.place(at), 1)
                    .help("deliver the results it rests on, or list the column under `ignore_columns`"),
            );
            None
        }
        Meaning::Several(tests) if context.stage.is_none() => {
            let message = format!("the column {name} can be {}", names.with_stages(tests));
            findings.push(
                Finding::new(&codes::COLUMN_AMBIGUOUS, message)
                    .at(head.place(at), 1)
                    .help("use the test id as the name of the column, or add a `stage` column"),
            );
            None
        }
        _ => Some(column),
    }
}

/// Columns that belong to one value, in a table with several values in a row.
fn single_value_columns(head: &Head, context: &Context) -> Vec<Finding> {
    context
        .details
        .iter()
        .filter(|(_, column)| matches!(column, Column::Lod | Column::Loq | Column::Uncertainty | Column::Corrects))
        .map(|(at, _)| {
            let name = shown(head.names.get(*at).map_or("", String::as_str));
            Finding::new(
                &codes::COLUMN_NEEDS_LONG_FORM,
                format!("the column {name} would count for every test of a row"),
            )
            .at(head.place(*at), 1)
            .help("deliver these results as a long table, one row per value")
        })
        .collect()
}
