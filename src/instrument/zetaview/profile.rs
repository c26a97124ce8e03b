//! `_prof_*.txt`: a zeta potential and the profile over the cell from which it was fitted.

use super::{Cell, Fact, Row, clean, decimal_mark, detected, facts, has_serial_number, header, number};
use crate::finding::Finding;
use crate::instrument::codes;
use crate::instrument::content::Content;
use crate::instrument::grid::Grid;
use crate::instrument::record::{Dilution, Recording, Run};
use crate::quantity::Reading;
use std::borrow::Cow;

/// The line above the table.
const TITLE: &str = "ZP Profile:";
/// Column as printed and name in evqc; the first one is the position.
const COLUMNS: [(&str, &str, &str); 6] = [
    ("Position", "", ""),
    ("Positive V", "profile_positive_v", ""),
    ("Negative V", "profile_negative_v", ""),
    ("Average", "profile_average", ""),
    ("Parabola Fit", "profile_parabola_fit", ""),
    ("ZP", "profile_zeta_potential", "mV"),
];

/// Whether a measurement of a ZetaView with a zeta potential.
pub(in crate::instrument) fn recognise(content: &Content<'_>) -> bool {
    let sign = |line: &str| line.starts_with("Zeta Potential / mV") || line.starts_with(TITLE);
    has_serial_number(content) && content.lines().any(|(_, line)| sign(line))
}

/// Reads the measurement.
///
/// # Errors
/// Mixed decimal marks, no table, rows that are none of its rows: each with its place.
pub(in crate::instrument) fn read<'b>(content: &Content<'b>) -> Result<Recording<'b>, Vec<Finding>> {
    let grid = Grid::split(content.text().unwrap_or_default(), '\t', false);
    let title = (0..grid.len()).find(|index| grid.row(*index).is_some_and(|row| clean(row.cell(0)) == TITLE));
    let Some(title) = title else {
        let end = grid.rows().last().map_or(0, |row| row.line);
        return Err(vec![content.damaged(end, 1, "there is no table `ZP Profile`; is the file cut short?")]);
    };
    let facts: Vec<Fact<'_>> = grid.rows().take(title).flat_map(facts).collect();
    let rows: Vec<Row<'_>> = grid.rows().skip(title + 1).filter(|row| row.filled() > 0).collect();
    let table = rows.iter().flat_map(|row| (0..row.len()).map(|index| Cell::of(*row, index)));
    let cells = facts.iter().filter(|fact| header::is_number(fact)).map(|fact| (fact.text, fact.line, fact.column));
    let mark = decimal_mark(content, cells.chain(table.map(|cell| (cell.text, cell.line, cell.column))))
        .map_err(|finding| vec![finding])?;
    let mut recording = Recording::new("zetaview-profile", detected(content, mark));
    let mut run = Run::default();
    header::take(content, &facts, mark, &mut recording, &mut run);
    run.dilution = Dilution::NotApplicable;
    let mut problems = header::contradictions(content, &facts);
    let (Some(columns), rows) = (rows.first(), rows.iter().skip(1)) else {
        let line = grid.row(title).map_or(0, |row| row.line);
        return Err(vec![content.damaged(line, 1, "the table `ZP Profile` has no columns; is the file cut short?")]);
    };
    for row in rows {
        if !matches!(Reading::parse(clean(row.cell(0)), mark), Reading::Number(_)) {
            problems.push(content.damaged(
                row.line,
                1,
                "this row has no position; is there another file behind this one?",
            ));
            break;
        }
        for (printed, name, unit) in COLUMNS.iter().skip(1) {
            let Some(index) = (0..columns.len()).find(|index| clean(columns.cell(*index)) == *printed) else {
                continue;
            };
            let cell = Cell::of(*row, index);
            let mut value =
                number(content, cell, (Cow::Borrowed(*name), unit), (printed, mark), &mut recording.findings);
            value.of = format!("position {}", clean(row.cell(0)));
            run.values.push(value);
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let has_number = run.value("zeta_potential").is_some_and(|value| matches!(value.reading, Reading::Number(_)));
    if !has_number {
        run.failed = Some("there is no zeta potential".to_owned());
        let finding = Finding::new(&codes::MEASUREMENT_FAILED, "nothing was measured: there is no zeta potential");
        recording.findings.push(finding.at(content.place(run.line, run.column), 1));
    }
    recording.runs.push(run);
    Ok(recording)
}
