//! `_ParticleData.csv`: one row for each tracked particle of one capture.

use super::{Cell, column, number, words};
use crate::finding::Finding;
use crate::instrument::content::Content;
use crate::instrument::grid::{Grid, Row};
use crate::instrument::record::{Dilution, Recording, Run};
use std::borrow::Cow;

/// Column as printed, name in evqc, unit. The first column names the particle, the last one holds True or False.
const COLUMNS: [(&str, &str, &str); 7] = [
    ("Particle ID", "", ""),
    ("Size/nm", "size", "nm"),
    ("Diffusion coefficient/nm^2 s^-1", "diffusion_coefficient", "nm^2/s"),
    ("Ln(Adjusted intensity)/AU", "ln_adjusted_intensity", "AU"),
    ("Start frame", "start_frame", ""),
    ("Tracklength", "track_length", ""),
    ("Included in distribution?", "included_in_distribution", ""),
];
/// Columns of older exports, which have no header row either.
const OLDER: usize = 6;

/// Whether the first line is the header of such a file; older exports without header have no sign of their own.
pub(in crate::instrument) fn recognise(content: &Content<'_>) -> bool {
    content.lines().next().is_some_and(|(_, line)| {
        let mut cells = line.split(',').map(str::trim);
        COLUMNS.iter().take(OLDER).all(|(printed, ..)| cells.next() == Some(printed))
    })
}

/// Reads the particles, with or without a header row: sizes and the rest of each row as values about that particle.
///
/// # Errors
/// Rows of another length, cells that are no numbers, or no particle at all: each with its place.
pub(in crate::instrument) fn read<'b>(content: &Content<'b>) -> Result<Recording<'b>, Vec<Finding>> {
    let grid = Grid::split(content.text().unwrap_or_default(), ',', true);
    let mut recording = Recording::new("nanosight-particles", format!("{}, commas, decimal point", content.encoding()));
    let mut run = Run { line: 1, column: 1, dilution: Dilution::NotRecorded, ..Run::default() };
    let mut problems = Vec::new();
    let skipped = usize::from(recognise(content));
    for row in grid.rows().skip(skipped).filter(|row| row.filled() > 0) {
        if problems.len() < super::MOST_PROBLEMS {
            particle(content, row, &mut run, &mut problems);
        }
    }
    if run.values.is_empty() && problems.is_empty() {
        problems.push(content.damaged(1, 1, "the file holds no particle"));
    }
    if problems.is_empty() {
        recording.runs.push(run);
        return Ok(recording);
    }
    Err(problems)
}

fn particle(content: &Content<'_>, row: Row<'_>, run: &mut Run<'_>, problems: &mut Vec<Finding>) {
    if row.filled() != OLDER && row.filled() != COLUMNS.len() {
        let message =
            format!("a row of particles has {OLDER} or {} cells, this one has {}", COLUMNS.len(), row.filled());
        problems.push(content.damaged(row.line, 1, message));
        return;
    }
    for (index, (printed, name, unit)) in COLUMNS.iter().enumerate().skip(1) {
        let (name, mut unreadable) = (Cow::Borrowed(*name), Vec::new());
        let value = match index {
            OLDER => words(row, index, name),
            _ => number(content, Cell::of(row, index), name, unit, &mut unreadable),
        };
        if !unreadable.is_empty() {
            let message = format!("`{printed}` is `{}`, which is no number", row.cell(index));
            problems.push(content.damaged(row.line, column(index), message));
        }
        run.values.extend(value.map(|mut value| {
            row.cell(0).clone_into(&mut value.of);
            value
        }));
    }
}
