//! ZetaView (Particle Metrix): size distributions, tables of positions, zeta potential profiles.
//!
//! Text with tabs in the code page and with the decimal mark of the computer that wrote it. A line may hold several facts,
//! each with its key; keys differ between versions.

mod header;
mod positions;
mod profile;
mod size;

use super::codes;
use super::content::Content;
use super::grid::Row;
use super::record::{Recording, Run, Value};
use crate::finding::Finding;
use crate::quantity::{DecimalMark, Reading};
use std::borrow::Cow;

pub(super) use positions::{read as read_positions, recognise as recognise_positions};
pub(super) use profile::{read as read_profile, recognise as recognise_profile};
pub(super) use size::{read as read_size, recognise as recognise_size};

/// Most places of damage that are told.
const MOST_PROBLEMS: usize = 30;
/// Lines in which the serial number of the instrument is looked for.
const FIRST_LINES: usize = 40;

/// Whether the text begins as measurement files do, with the serial number of a ZetaView among its first lines.
fn has_serial_number(content: &Content<'_>) -> bool {
    content.lines().take(FIRST_LINES).any(|(_, line)| is_serial_number(line.split(':').next().unwrap_or_default()))
}

fn is_serial_number(key: &str) -> bool {
    key.trim().eq_ignore_ascii_case("ZetaView S/N")
}

/// One fact of a header line.
#[derive(Clone, Copy, Debug)]
struct Fact<'g> {
    key: &'g str,
    text: &'g str,
    /// What stands behind the value: `sensed`, `entered`.
    remark: &'g str,
    line: u64,
    column: u32,
}

/// The facts of a header line: `Key:<tab>value`, `Key: value`, several of them behind each other, `Dilution::`.
fn facts(row: Row<'_>) -> Vec<Fact<'_>> {
    let mut facts: Vec<Fact<'_>> = Vec::new();
    for index in 0..row.filled() {
        let cell = clean(row.cell(index));
        let column = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let (key, rest) = match cell.split_once(':') {
            Some((key, rest)) if index == 0 || rest.trim_matches([':', ' ']).is_empty() => (key, rest),
            _ => {
                match facts.last_mut() {
                    Some(last) if last.text.is_empty() => (last.text, last.column) = (cell, column),
                    Some(last) if last.remark.is_empty() => last.remark = cell,
                    _ => {}
                }
                continue;
            }
        };
        let text = clean(rest.trim_matches([':', ' ']));
        facts.push(Fact { key: clean(key), text, remark: "", line: row.line, column });
    }
    facts
}

/// Without white space and zero bytes at the ends.
fn clean(text: &str) -> &str {
    text.trim_matches(|character: char| character.is_whitespace() || character == '\0')
}

/// Whether the cell is a number with a decimal mark, and which.
fn mark_of(cell: &str) -> Option<DecimalMark> {
    let mantissa = cell.split(['E', 'e']).next().unwrap_or_default();
    let (whole, places, mark) = match (mantissa.split_once(','), mantissa.split_once('.')) {
        (Some((whole, places)), None) => (whole, places, DecimalMark::Comma),
        (None, Some((whole, places))) => (whole, places, DecimalMark::Point),
        _ => return None,
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (digits(whole.trim_start_matches(['+', '-'])) && digits(places)).then_some(mark)
}

/// The decimal mark of all cells that are numbers with one.
///
/// # Errors
/// That both marks occur: then none of the numbers is beyond doubt.
fn decimal_mark<'g>(
    content: &Content<'_>,
    cells: impl Iterator<Item = (&'g str, u64, u32)>,
) -> Result<DecimalMark, Finding> {
    let mut first: Option<(DecimalMark, &str, u64, u32)> = None;
    for (cell, line, column) in cells {
        let Some(mark) = mark_of(cell) else { continue };
        match first {
            None => first = Some((mark, cell, line, column)),
            Some((known, other, there, field)) if known != mark => {
                let message = format!("the file has decimal commas and decimal points: `{other}` and `{cell}`");
                return Err(content.damaged(line, column, message).with(content.place(there, field), "the other mark"));
            }
            Some(_) => {}
        }
    }
    Ok(first.map_or(DecimalMark::Point, |(mark, ..)| mark))
}

/// `windows-1252, tabs, decimal comma`.
fn detected(content: &Content<'_>, mark: DecimalMark) -> String {
    let mark = match mark {
        DecimalMark::Point => "point",
        DecimalMark::Comma => "comma",
    };
    format!("{}, tabs, decimal {mark}", content.encoding())
}

/// A cell with the place it has.
#[derive(Clone, Copy, Debug)]
struct Cell<'g> {
    text: &'g str,
    line: u64,
    column: u32,
}

impl<'g> Cell<'g> {
    fn of(row: Row<'g>, index: usize) -> Cell<'g> {
        Cell { text: clean(row.cell(index)), line: row.line, column: u32::try_from(index + 1).unwrap_or(u32::MAX) }
    }
}

/// A value that is a word.
fn word(cell: Cell<'_>, quantity: Cow<'static, str>) -> Value {
    Value {
        quantity,
        of: String::new(),
        text: cell.text.to_owned(),
        reading: Reading::Text,
        unit: Cow::Borrowed(""),
        line: cell.line,
        column: cell.column,
        no_number: None,
    }
}

/// A value that should be a number; `label` names it in messages.
fn number(
    content: &Content<'_>,
    cell: Cell<'_>,
    (quantity, unit): (Cow<'static, str>, &'static str),
    (label, mark): (&str, DecimalMark),
    findings: &mut Vec<Finding>,
) -> Value {
    let mut value = word(cell, quantity);
    value.unit = Cow::Borrowed(unit);
    value.reading = Reading::parse(cell.text, mark);
    if !matches!(value.reading, Reading::Number(_)) {
        let place = content.place(cell.line, cell.column);
        let (code, message) = match cell.text {
            "NaN" => (&codes::VALUE_NOT_A_NUMBER, format!("`{label}` has no number: the file says `NaN`")),
            text => (&codes::VALUE_NOT_READABLE, format!("`{label}` should hold a number and holds `{text}`")),
        };
        value.no_number = Some(Cow::Borrowed(match cell.text {
            "NaN" => "the file says `NaN`",
            _ => "not readable as a number",
        }));
        findings.push(Finding::new(code, message).at(place, 1));
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instrument::grid::Grid;

    #[test]
    fn a_line_may_hold_several_facts() {
        let text = "Number of Traces:\t2235\t(at 0,100000)\tAverage:\t228,5\tDilution::\t5000,0\n\
                    Conductivity: 65.000000\tsensed\nOriginal File:\tC:\\a.avi\tSection:\t0,1 [0]\nSample:\t\n\
                    Mobility \u{b5}\0:\t1\n";
        let grid = Grid::split(text, '\t', false);
        let all: Vec<Vec<(&str, &str, &str, u32)>> = grid
            .rows()
            .map(|row| facts(row).iter().map(|fact| (fact.key, fact.text, fact.remark, fact.column)).collect())
            .collect();
        assert_eq!(
            all,
            [
                vec![
                    ("Number of Traces", "2235", "(at 0,100000)", 2),
                    ("Average", "228,5", "", 5),
                    ("Dilution", "5000,0", "", 7)
                ],
                vec![("Conductivity", "65.000000", "sensed", 1)],
                vec![("Original File", "C:\\a.avi", "", 2), ("Section", "0,1 [0]", "", 4)],
                vec![("Sample", "", "", 1)],
                vec![("Mobility \u{b5}", "1", "", 2)],
            ]
        );
    }

    #[test]
    fn marks_are_told_from_versions_and_dates() {
        assert_eq!(mark_of("2,500E+0"), Some(DecimalMark::Comma));
        assert_eq!(mark_of("-1.000E+0"), Some(DecimalMark::Point));
        for other in ["8.05.16", "30", "10:31:11", "2023-04-19", "", "1,5 [0]", "1.234,5"] {
            assert_eq!(mark_of(other), None, "{other}");
        }
    }
}
