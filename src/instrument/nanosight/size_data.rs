//! The section `[Size Data]`: statistics, bins and percentiles, once for each weighting.

use super::bins::{Bins, parse};
use super::rows::{cells, first};
use super::{Cell, RESOLUTION, Summary, column, is_title, labels, number, warnings, words};
use crate::finding::Finding;
use crate::instrument::codes;
use crate::instrument::grid::Row;
use crate::instrument::record::{Distribution, Heights, PercentileTable, Spacing, Weighting};
use crate::quantity::{Decimal, Reading};
use std::borrow::Cow;
use std::sync::Arc;

/// Bins may sum up to the stated concentration with this much rounding: it is stated with three digits.
const THREE_DIGITS: f64 = 0.005;
/// Rows of a table of percentiles, 0 to 100.
const ROWS: usize = 101;

impl<'c> Summary<'c, '_> {
    /// Reads the rows from this position on and says where the section ends.
    pub(super) fn size_data(&mut self, start: usize) -> usize {
        let mut index = start;
        let mut weighting = Some(Weighting::Number);
        while let Some(row) = self.grid.row(index) {
            let label = row.cell(0);
            if label.starts_with('[') || is_title(label) {
                break;
            }
            index += 1;
            match label {
                "" if row.filled() == 0 => {}
                "Graph Data" => {}
                "Analysis Method" => self.recording.values.extend(words(row, 1, Cow::Borrowed("analysis_method"))),
                "Weighting" => weighting = self.weighting(row),
                "Filename" => self.same_captures(row),
                "Percentile" => index = self.percentiles(index, weighting),
                _ if label.starts_with("Bin centre") => index = self.bins(index, weighting),
                _ => self.statistic(row, weighting),
            }
        }
        index
    }

    fn weighting(&mut self, row: Row<'c>) -> Option<Weighting> {
        let weighting = match row.cell(1) {
            "Number" => Weighting::Number,
            "Volume" => Weighting::Volume,
            "Surface" | "Surface Area" => Weighting::Surface,
            other => {
                let message = format!("the weighting `{other}` is not known, so its distribution is not taken");
                let finding = Finding::new(&codes::VALUE_NOT_READABLE, message);
                self.recording.findings.push(finding.at(self.content.place(row.line, 2), 1));
                return None;
            }
        };
        Some(weighting)
    }

    /// The captures are named a second time; the columns must not have moved.
    fn same_captures(&mut self, row: Row<'c>) {
        let moved = self.captures.iter().enumerate().find(|(index, capture)| row.cell(index + 1) != **capture);
        if let Some((index, capture)) = moved {
            let message = format!("the capture `{capture}` of the row `Filename:` is `{}` here", row.cell(index + 1));
            self.damaged(row.line, column(index + 1), message);
        }
    }

    fn statistic(&mut self, row: Row<'c>, weighting: Option<Weighting>) {
        let Some((name, unit)) = labels::of_statistics(row.cell(0)) else {
            let label = first(row);
            self.damaged(row.line, 1, format!("the row `{label}` does not belong into [Size Data]"));
            return;
        };
        let Some(weighting) = weighting else { return };
        for index in 1..=self.captures.len() {
            let findings = &mut self.recording.findings;
            let value = number(self.content, Cell::of(row, index), Cow::Borrowed(name), unit, findings);
            if let (Some(run), Some(mut value)) = (self.recording.runs.get_mut(index - 1), value) {
                about(weighting).clone_into(&mut value.of);
                run.values.push(value);
            }
        }
        self.over_captures(row, Cow::Borrowed(name), unit, about(weighting));
    }

    fn bins(&mut self, start: usize, weighting: Option<Weighting>) -> usize {
        let captures = self.captures.len();
        let bins = Bins::read(self.content, self.grid, start, captures, &mut self.damage);
        let Some(bins) = bins else { return self.skip_numbers(start) };
        self.blocks.push(false);
        // A damaged file is refused: heights are then missing, and edges for every capture could outgrow the file by far.
        if let Some(weighting) = weighting.filter(|_| self.damage.is_empty()) {
            for ((index, run), heights) in self.recording.runs.iter_mut().enumerate().zip(bins.heights) {
                run.distributions.push(Distribution {
                    weighting,
                    heights_are: Heights::Concentration,
                    edges: Arc::clone(&bins.edges),
                    printed: Arc::clone(&bins.printed),
                    heights,
                    spacing: Spacing::Linear,
                    states: self.states,
                    percentiles: None,
                    resolution: RESOLUTION,
                    line: bins.line,
                    column: column(index + 1),
                });
            }
        }
        bins.next
    }

    fn skip_numbers(&self, start: usize) -> usize {
        let is_number = |index: usize| self.grid.row(index).is_some_and(|row| parse(first(row)).is_some());
        (start..).find(|index| !is_number(*index)).unwrap_or(start)
    }

    /// The table of percentiles; complete when it goes from 0 to 100 without a gap.
    fn percentiles(&mut self, start: usize, weighting: Option<Weighting>) -> usize {
        let mut rows = Vec::with_capacity(ROWS);
        let mut sizes = vec![Vec::with_capacity(ROWS); self.captures.len()];
        let mut list = Vec::new();
        while let Some(row) = self.grid.row(start + rows.len())
            && let Some(percent) = parse(first(row))
        {
            if percent.exact() != Decimal::from(i64::try_from(rows.len()).unwrap_or_default()).exact() {
                self.damaged(row.line, 1, "the percentiles do not follow each other: rows are missing or moved");
                return self.skip_numbers(start + rows.len());
            }
            cells(row, &mut list);
            if list.len() < self.captures.len() + 1 {
                self.damaged(row.line, 1, format!("the percentile {} is not there for every capture", first(row)));
            }
            for (index, sizes) in (1..).zip(&mut sizes) {
                let text = list.get(index).copied().unwrap_or_default();
                sizes.push(self.percentile(Cell { label: first(row), text, line: row.line, column: column(index) }));
            }
            rows.push((percent, row.line));
        }
        let next = start + rows.len();
        if let Some(last) = self.blocks.last_mut() {
            *last = rows.len() == ROWS;
        }
        if let Some(weighting) = weighting
            && !self.keep(weighting, &Arc::from(rows), sizes)
        {
            self.damaged(self.grid.row(start).map_or(0, |row| row.line), 1, "the percentiles have no bins above them");
        }
        next
    }

    fn percentile(&mut self, cell: Cell<'_>) -> Option<Decimal> {
        match parse(cell.text) {
            Some(size) => Some(size),
            None => {
                // What is said of such a cell is said of any other.
                number(self.content, cell, Cow::Borrowed("percentile"), "nm", &mut self.recording.findings);
                None
            }
        }
    }

    /// Gives each capture its column of the table, beside the bins of this weighting; says whether there are bins.
    fn keep(&mut self, weighting: Weighting, rows: &Arc<[(Decimal, u64)]>, sizes: Vec<Vec<Option<Decimal>>>) -> bool {
        let mut beside_bins = true;
        for ((index, run), sizes) in (1..).zip(&mut self.recording.runs).zip(sizes) {
            match run.distributions.iter_mut().rfind(|of| of.weighting == weighting) {
                Some(of) => {
                    of.percentiles = Some(PercentileTable { rows: Arc::clone(rows), sizes, column: column(index) });
                }
                None => beside_bins = false,
            }
        }
        // Bins of a damaged file are not kept; it is refused for its damage.
        beside_bins || !self.damage.is_empty()
    }

    /// Captures of which nothing was measured: the software writes zeros for them.
    pub(super) fn failures(&mut self) {
        let mut failed = Vec::new();
        for (index, run) in self.recording.runs.iter_mut().enumerate() {
            let concentration = run.value("concentration").and_then(|value| match value.reading {
                Reading::Number(number) => Some(number.is_zero()),
                _ => None,
            });
            let empty = |distribution: &Distribution| distribution.heights.iter().all(|height| *height == 0.0);
            let why = match (concentration, run.distributions.iter().any(empty)) {
                (Some(true), _) => "the concentration is 0",
                (_, true) => "all bins are 0",
                _ => continue,
            };
            let validity = run.value("concentration_validity").map_or("", |value| &value.text);
            run.failed = Some(match validity {
                "" => why.to_owned(),
                word => format!("{why}, validity `{word}`"),
            });
            failed.push(index);
        }
        if let Some(first) = failed.first().and_then(|index| self.recording.runs.get(*index)) {
            let which = warnings::names(&self.captures, &failed);
            let message = format!("nothing was measured (concentration 0 or no bin filled) in {which}");
            let finding = Finding::new(&codes::MEASUREMENT_FAILED, message)
                .at(self.content.place(first.line, first.column), 1)
                .help("the averages that the file states include these captures");
            self.recording.findings.push(finding);
        }
    }

    /// The bins of a capture sum up to its concentration, but for rounding.
    pub(super) fn compare_sums(&mut self) {
        let mut findings = Vec::new();
        for run in self.recording.runs.iter().filter(|run| run.failed.is_none()) {
            let Some(value) = run.value("concentration") else { continue };
            let Reading::Number(stated) = value.reading else { continue };
            let number = |found: &&Distribution| found.weighting == Weighting::Number;
            let Some(distribution) = run.distributions.iter().find(number) else { continue };
            let sum: f64 = distribution.heights.iter().sum();
            let stated = stated.approximately();
            let rounding = THREE_DIGITS * stated + 0.5 * distribution.heights.len() as f64;
            if (sum - stated).abs() > rounding {
                let message =
                    format!("the bins of `{}` sum up to {sum:.4e} particles/mL, stated are {}", run.name, value.text);
                let finding = Finding::new(&codes::OWN_TABLES_DISAGREE, message);
                findings.push(
                    finding
                        .at(self.content.place(distribution.line, distribution.column), 1)
                        .with(self.content.place(value.line, value.column), "the stated concentration"),
                );
            }
        }
        self.recording.findings.append(&mut findings);
    }
}

/// What a value of this weighting is about; nothing in particular for numbers of particles.
fn about(weighting: Weighting) -> &'static str {
    match weighting {
        Weighting::Number => "",
        other => other.as_str(),
    }
}
