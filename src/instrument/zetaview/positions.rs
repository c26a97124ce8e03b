//! `_11pos.txt`: one row for each position in the cell, then their mean and spread.

use super::{Cell, clean, decimal_mark, detected, number, word};
use crate::finding::Finding;
use crate::instrument::codes;
use crate::instrument::content::Content;
use crate::instrument::grid::{Grid, Row};
use crate::instrument::record::{Dilution, Recording, Run};
use crate::quantity::{DecimalMark, Reading};
use std::borrow::Cow;

/// Column as printed, name in evqc, unit. The original concentration is the one times the dilution, so a concentration of
/// this file needs no factor.
const COLUMNS: [(&str, &str, &str); 9] = [
    ("Mean Int.", "mean_intensity", ""),
    ("Av. No of Particles", "particles_per_frame", ""),
    ("Conc. (p./mL)", "concentration_diluted", "particles/mL"),
    ("Orig. Conc. (p./cm^3)", "concentration", "particles/mL"),
    ("No. of Traces", "number_of_traces", ""),
    ("X50 (nm)", "d50", "nm"),
    ("Peak Ø (nm)", "mode", "nm"),
    ("Span", "span", ""),
    ("Drift (µm/s)", "drift", "µm/s"),
];
/// Column of the position.
const POSITION: usize = 1;
/// Rows over all positions, and what their values are about.
const OVER_ALL: [(&str, &str); 3] = [
    ("Mean", "mean over positions"),
    ("St.Dev.", "standard deviation over positions"),
    ("Rel.St.Dev.", "relative standard deviation over positions"),
];

/// Whether the first line is the header of such a table.
pub(in crate::instrument) fn recognise(content: &Content<'_>) -> bool {
    content.lines().next().is_some_and(|(_, line)| line.starts_with("Use\tPosition\tMean Int."))
}

/// Reads the table: each position a run.
///
/// # Errors
/// Mixed decimal marks, missing columns, rows of another length, no row `Mean`: each with its place.
pub(in crate::instrument) fn read<'b>(content: &Content<'b>) -> Result<Recording<'b>, Vec<Finding>> {
    let grid = Grid::split(content.text().unwrap_or_default(), '\t', false);
    let Some(header) = grid.row(0) else { return Err(vec![content.damaged(0, 1, "the file is empty")]) };
    let cells = grid.rows().skip(1).flat_map(|row| (0..row.len()).map(move |index| Cell::of(row, index)));
    let mark =
        decimal_mark(content, cells.map(|cell| (cell.text, cell.line, cell.column))).map_err(|found| vec![found])?;
    let mut table =
        Positions { content, mark, header, recording: Recording::new("zetaview-positions", detected(content, mark)) };
    let mut problems = Vec::new();
    for row in grid.rows().skip(1).filter(|row| row.filled() > 0) {
        if problems.len() < super::MOST_PROBLEMS {
            problems.extend(table.row(row).err());
        }
    }
    let end = grid.rows().last().map_or(0, |row| row.line);
    if !table.recording.values.iter().any(|value| value.of == "mean over positions") {
        problems.push(content.damaged(end, 1, "there is no row `Mean`; is the file cut short?"));
    }
    if table.recording.runs.is_empty() {
        problems.push(content.damaged(end, 1, "there is no row of a position"));
    }
    if problems.is_empty() { Ok(table.finish()) } else { Err(problems) }
}

struct Positions<'c, 'g, 'b> {
    content: &'c Content<'b>,
    mark: DecimalMark,
    header: Row<'g>,
    recording: Recording<'b>,
}

impl<'b> Positions<'_, '_, 'b> {
    fn row(&mut self, row: Row<'_>) -> Result<(), Finding> {
        let position = clean(row.cell(POSITION));
        let over_all = OVER_ALL.iter().find(|(label, _)| *label == position);
        let is_position = matches!(Reading::parse(position, self.mark), Reading::Number(_));
        if over_all.is_none() && !is_position {
            let message = format!("`{position}` is no position; is there another file behind this one?");
            return Err(self.content.damaged(row.line, 2, message));
        }
        let mut run = Run {
            name: format!("position {position}"),
            line: row.line,
            column: 2,
            dilution: Dilution::NotApplicable,
            ..Run::default()
        };
        run.values.extend(Some(word(Cell::of(row, 0), Cow::Borrowed("use"))).filter(|value| !value.text.is_empty()));
        for (printed, name, unit) in COLUMNS {
            let Some(index) = (0..self.header.len()).find(|index| clean(self.header.cell(*index)) == printed) else {
                return Err(self.content.damaged(self.header.line, 1, format!("there is no column `{printed}`")));
            };
            let cell = Cell::of(row, index);
            if cell.text.is_empty() && over_all.is_some() {
                continue;
            }
            let findings = &mut self.recording.findings;
            run.values.push(number(self.content, cell, (Cow::Borrowed(name), unit), (printed, self.mark), findings));
        }
        match over_all {
            Some((_, about)) => self.recording.values.extend(run.values.into_iter().map(|mut value| {
                (*about).clone_into(&mut value.of);
                value
            })),
            None => self.position(row, run),
        }
        Ok(())
    }

    /// A position that the software removed, or that has no traces, is no measurement: its median is then the largest size.
    fn position(&mut self, row: Row<'_>, mut run: Run<'b>) {
        let removal = (0..self.header.len()).find(|index| clean(self.header.cell(*index)) == "Removal");
        let reason = removal.map(|index| Cell::of(row, index)).filter(|cell| !cell.text.is_empty());
        let none = run.value("number_of_traces").is_some_and(|value| match value.reading {
            Reading::Number(number) => number.is_zero(),
            _ => false,
        });
        if let Some(cell) = reason {
            run.values.push(word(cell, Cow::Borrowed("removal")));
            run.failed = Some(format!("removed by the instrument software ({})", cell.text));
        } else if none {
            run.failed = Some("no traces".to_owned());
        }
        self.recording.runs.push(run);
    }

    fn finish(mut self) -> Recording<'b> {
        for run in self.recording.runs.iter().filter(|run| run.failed.is_some()) {
            let message = format!("{}: {}", run.name, run.failed.as_deref().unwrap_or_default());
            let place = self.content.place(run.line, run.column);
            self.recording.findings.push(Finding::new(&codes::MEASUREMENT_FAILED, message).at(place, 1));
        }
        self.recording
    }
}
