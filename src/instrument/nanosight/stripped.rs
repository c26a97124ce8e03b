//! What is left when a laboratory keeps only the bins: a header `particle_size,<capture>,...` and the heights.

use super::bins::{Bins, parse};
use super::{RESOLUTION, column, rows};
use crate::finding::Finding;
use crate::instrument::codes;
use crate::instrument::content::Content;
use crate::instrument::record::{Dilution, Distribution, Heights, Recording, Run, Spacing, Weighting};
use std::sync::Arc;

/// Where the last bin of NTA ends, in nm: a summary says how much it should hold, and what is left of one does not.
const END: f64 = 1000.0;

/// Whether the header is that of a stripped summary and bins follow.
pub(in crate::instrument) fn recognise(content: &Content<'_>) -> bool {
    let mut lines = content.lines();
    let header = lines.next().is_some_and(|(_, line)| line.starts_with("particle_size,"));
    header && lines.next().is_some_and(|(_, line)| line.split(',').next().is_some_and(|cell| parse(cell).is_some()))
}

/// Reads the bins; nothing else is known of the captures, not the version, the dilution or the number of tracks.
///
/// # Errors
/// Bins that are no numbers, not evenly spaced or fewer than NTA writes, and rows behind them: each with its place.
pub(in crate::instrument) fn read<'b>(content: &Content<'b>) -> Result<Recording<'b>, Vec<Finding>> {
    let grid = rows::grid(content.text().unwrap_or_default());
    let Some(header) = grid.row(0).filter(|row| row.filled() > 1) else {
        return Err(vec![content.damaged(1, 1, "the header names no capture")]);
    };
    let captures = header.filled() - 1;
    let mut problems = Vec::new();
    let bins = Bins::read(content, &grid, 1, captures, &mut problems);
    if let Some(bins) = &bins
        && let Some(row) = (bins.next..).map_while(|index| grid.row(index)).find(|row| row.filled() > 0)
    {
        problems.push(content.damaged(row.line, 1, "this row is no bin; are these two files put together?"));
    }
    if let Some(bins) = &bins
        && !bins.edges.last().is_some_and(|end| *end > END - 1e-6)
        && problems.is_empty()
    {
        let line = grid.row(bins.next.saturating_sub(1)).map_or(bins.line, |row| row.line);
        let last = bins.printed.last().copied().unwrap_or_default();
        let message = format!("the bins end at {last} nm and not at the usual 999.5 nm: the file was cut short");
        problems.push(content.damaged(line, 1, message));
    }
    let Some(bins) = bins.filter(|_| problems.is_empty()) else { return Err(problems) };
    let mut recording = Recording::new("nanosight-bins", format!("{}, commas, decimal point", content.encoding()));
    for (index, heights) in (1..).zip(bins.heights) {
        let mut run = Run {
            name: header.cell(index).to_owned(),
            line: header.line,
            column: column(index),
            dilution: Dilution::NotRecorded,
            ..Run::default()
        };
        if heights.iter().all(|height| *height == 0.0) {
            run.failed = Some("all bins are 0".to_owned());
            let message = format!("nothing was measured in `{}`: all bins are 0", run.name);
            let finding = Finding::new(&codes::MEASUREMENT_FAILED, message);
            recording.findings.push(finding.at(content.place(run.line, run.column), 1));
        }
        run.distributions.push(Distribution {
            weighting: Weighting::Number,
            heights_are: Heights::Concentration,
            edges: Arc::clone(&bins.edges),
            printed: Arc::clone(&bins.printed),
            heights,
            spacing: Spacing::Linear,
            states: None,
            percentiles: None,
            resolution: RESOLUTION,
            line: bins.line,
            column: column(index),
        });
        recording.runs.push(run);
    }
    Ok(recording)
}
