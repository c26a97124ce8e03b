//! `_size_*.txt`: a header and one table twice, in linear and in logarithmic bins.
//!
//! Both tables describe the same particles and are never added. Their rows hold the number of particles, which is exact,
//! and the concentration of the diluted sample, printed with four digits; each is a distribution.

use super::{Cell, Fact, clean, decimal_mark, detected, facts, has_serial_number, header};
use crate::finding::Finding;
use crate::instrument::bins::{equal_ratio, equal_width};
use crate::instrument::codes;
use crate::instrument::content::Content;
use crate::instrument::grid::{Grid, Row};
use crate::instrument::record::{Distribution, Heights, Percentiles, Recording, Run, Spacing, Weighting};
use crate::quantity::{Decimal, DecimalMark};
use std::sync::Arc;

/// Columns of the table: size, number, concentration, volume, area.
const COLUMNS: usize = 5;
/// ZetaView states medians with six decimals.
const RESOLUTION: f64 = 1e-6;

/// Whether a measurement of a ZetaView that is no zeta potential profile.
pub(in crate::instrument) fn recognise(content: &Content<'_>) -> bool {
    has_serial_number(content) && !super::recognise_profile(content)
}

/// Reads the measurement.
///
/// # Errors
/// Mixed decimal marks, tables that are missing, cut short or not on their grid, a second file behind the first.
pub(in crate::instrument) fn read<'b>(content: &Content<'b>) -> Result<Recording<'b>, Vec<Finding>> {
    let grid = Grid::split(content.text().unwrap_or_default(), '\t', false);
    let Some(title) = (0..grid.len()).find(|index| grid.row(*index).is_some_and(is_title)) else {
        let end = grid.rows().last().map_or(0, |row| row.line);
        return Err(vec![content.damaged(end, 1, "there is no table `Size / nm`; is the file cut short?")]);
    };
    let facts: Vec<Fact<'_>> = grid.rows().take(title).flat_map(facts).collect();
    let rows: Vec<Row<'_>> = grid.rows().skip(title + 1).collect();
    let table = rows.iter().flat_map(|row| (0..row.len()).map(|index| Cell::of(*row, index)));
    let cells = facts.iter().filter(|fact| header::is_number(fact)).map(|fact| (fact.text, fact.line, fact.column));
    let mark = decimal_mark(content, cells.chain(table.map(|cell| (cell.text, cell.line, cell.column))))
        .map_err(|finding| vec![finding])?;
    let mut recording = Recording::new("zetaview-size", detected(content, mark));
    let mut run = Run::default();
    header::take(content, &facts, mark, &mut recording, &mut run);
    let tables = Tables::read(content, &rows, mark)?;
    tables.take(content, &mut recording, &mut run)?;
    recording.runs.push(run);
    Ok(recording)
}

fn is_title(row: Row<'_>) -> bool {
    row.cell(0) == "Size / nm" && row.cell(1) == "Number"
}

/// One table: columns of equal length.
#[derive(Default)]
struct Table {
    sizes: Vec<Decimal>,
    numbers: Vec<f64>,
    concentrations: Vec<f64>,
    /// Line of each row: there may be blank lines between them.
    lines: Vec<u64>,
}

/// The two tables.
struct Tables {
    linear: Table,
    logarithmic: Table,
    /// Line of the row of -1 between them.
    separator: u64,
}

impl Tables {
    fn read(content: &Content<'_>, rows: &[Row<'_>], mark: DecimalMark) -> Result<Tables, Vec<Finding>> {
        let (mut linear, mut logarithmic, mut separator) = (Table::default(), Table::default(), None);
        let mut problems = Vec::new();
        for row in rows.iter().filter(|row| row.filled() > 0) {
            let Some(cells) = numbers_of(content, *row, mark, &mut problems) else {
                if problems.len() >= super::MOST_PROBLEMS {
                    break;
                }
                continue;
            };
            match (cells, separator) {
                ([size, ..], None) if size.is_negative() => separator = Some(row.line),
                (cells, None) => linear.push(row.line, cells),
                (cells, Some(_)) => logarithmic.push(row.line, cells),
            }
        }
        let end = rows.iter().rev().find(|row| row.filled() > 0).map_or(0, |row| row.line);
        let Some(separator) = separator else {
            problems.push(content.damaged(
                end,
                1,
                "the row of -1 between the two tables is missing; is the file cut short?",
            ));
            return Err(problems);
        };
        if logarithmic.ends_before(&linear) {
            problems.push(content.damaged(end, 1, "the second table ends before the first; is the file cut short?"));
        }
        if problems.is_empty() { Ok(Tables { linear, logarithmic, separator }) } else { Err(problems) }
    }

    /// Makes the distributions of the run, or says that it failed.
    fn take(self, content: &Content<'_>, recording: &mut Recording<'_>, run: &mut Run<'_>) -> Result<(), Vec<Finding>> {
        if self.linear.sizes.is_empty() {
            let message = "nothing was measured: the size tables are empty";
            run.failed = Some("the size tables are empty".to_owned());
            let place = content.place(self.separator, 1);
            recording.findings.push(Finding::new(&codes::MEASUREMENT_FAILED, message).at(place, 1));
            return Ok(());
        }
        recording.findings.extend(self.compare(content, run));
        let edges = |found: Result<Vec<f64>, usize>, table: &Table| {
            found.map_err(|index| {
                let line = table.lines.get(index).copied().unwrap_or(self.separator);
                vec![content.damaged(line, 1, "the sizes do not follow each other evenly: rows are missing or moved")]
            })
        };
        let linear = edges(equal_width(&self.linear.sizes), &self.linear)?;
        let logarithmic = edges(equal_ratio(&self.logarithmic.sizes), &self.logarithmic)?;
        run.distributions = self.linear.distributions(linear.into(), Spacing::Linear, Some(Percentiles::AtCentres));
        run.distributions.extend(self.logarithmic.distributions(logarithmic.into(), Spacing::Logarithmic, None));
        Ok(())
    }

    /// Both tables hold the same particles, as many as were traced.
    fn compare(&self, content: &Content<'_>, run: &Run<'_>) -> Option<Finding> {
        let sum = |table: &Table| table.numbers.iter().sum::<f64>();
        let (linear, logarithmic) = (sum(&self.linear), sum(&self.logarithmic));
        let traces = run.value("number_of_traces");
        let stated = traces.and_then(|value| match value.reading {
            crate::quantity::Reading::Number(number) => Some(number.approximately()),
            _ => None,
        });
        if linear == logarithmic && stated.is_none_or(|stated| stated == linear) {
            return None;
        }
        let traced = traces.map_or_else(String::new, |value| format!(", and {} were traced", value.text));
        let message = format!("the linear table holds {linear} particles, the logarithmic one {logarithmic}{traced}");
        Some(Finding::new(&codes::OWN_TABLES_DISAGREE, message).at(content.place(self.linear.first_line(), 2), 1))
    }
}

impl Table {
    fn push(&mut self, line: u64, [size, number, concentration, ..]: [Decimal; COLUMNS]) {
        self.lines.push(line);
        self.sizes.push(size);
        self.numbers.push(number.approximately());
        self.concentrations.push(concentration.approximately());
    }

    fn first_line(&self) -> u64 {
        self.lines.first().copied().unwrap_or_default()
    }

    fn ends_before(&self, other: &Table) -> bool {
        let last = |table: &Table| table.sizes.last().map(Decimal::approximately);
        last(self) < last(other)
    }

    fn distributions(self, edges: Arc<[f64]>, spacing: Spacing, states: Option<Percentiles>) -> Vec<Distribution> {
        let printed: Arc<[f64]> = self.sizes.iter().map(Decimal::approximately).collect();
        let line = self.first_line();
        let make = |heights_are, heights, column| Distribution {
            weighting: Weighting::Number,
            heights_are,
            edges: Arc::clone(&edges),
            printed: Arc::clone(&printed),
            heights,
            spacing,
            states,
            percentiles: None,
            resolution: RESOLUTION,
            line,
            column,
        };
        vec![make(Heights::Counts, self.numbers, 2), make(Heights::Concentration, self.concentrations, 3)]
    }
}

/// The numbers of a row, or what is wrong with it.
fn numbers_of(
    content: &Content<'_>,
    row: Row<'_>,
    mark: DecimalMark,
    problems: &mut Vec<Finding>,
) -> Option<[Decimal; COLUMNS]> {
    if row.filled() != COLUMNS {
        let message = match clean(row.cell(0)).ends_with(':') {
            true => "a second header begins here: the file is two files put together".to_owned(),
            false => format!("a row of the table has {COLUMNS} cells, this one has {}", row.filled()),
        };
        problems.push(content.damaged(row.line, 1, message));
        return None;
    }
    let mut numbers = [Decimal::from(0); COLUMNS];
    for (index, number) in numbers.iter_mut().enumerate() {
        let cell = Cell::of(row, index);
        match Decimal::parse(cell.text, mark) {
            Ok(read) => *number = read,
            Err(error) => {
                problems.push(content.damaged(cell.line, cell.column, error.to_string()));
                return None;
            }
        }
    }
    let [size, rest @ ..] = &numbers;
    if !size.is_negative() && rest.iter().any(Decimal::is_negative) {
        problems.push(content.damaged(row.line, 2, "a height is below 0"));
        return None;
    }
    Some(numbers)
}
