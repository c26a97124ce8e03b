//! NanoSight NTA 3.x (Malvern Panalytical): experiment summaries, and what laboratories leave of them.
//!
//! A summary is no table: lines of `key,value,value,...` in sections, with one value per capture. The captures are those
//! of the row `Filename:`; the number of fields of a row says nothing, since spreadsheets pad rows. Labels repeat, so they
//! are looked up by section. The columns `Average` and `Standard Error` include captures that failed and, in combined
//! experiments, different samples: they are values of the file, never of a run.

mod bins;
mod labels;
mod particles;
mod rows;
mod sections;
mod size_data;
mod stripped;
mod warnings;

use super::codes;
use super::content::Content;
use super::grid::{Grid, Row};
use super::record::{Dilution, Percentiles, Recording, Run, Value};
use crate::finding::Finding;
use crate::quantity::{DecimalMark, Reading};
use std::borrow::Cow;

pub(super) use particles::{read as read_particles, recognise as recognise_particles};
pub(super) use stripped::{read as read_stripped, recognise as recognise_stripped};

/// First lines of a summary of several captures and of one.
const TITLES: [&str; 2] = ["NTA Experiment Summary File", "NTA Single Analysis Summary File"];
/// NTA states sizes with one decimal.
const RESOLUTION: f64 = 0.1;
/// Most places of damage that are told; a file of another layout has as many as it has cells.
const MOST_PROBLEMS: usize = 30;
/// Most captures of one summary; experiments have tens. Every row is looked at once for each.
const MOST_CAPTURES: usize = 1000;

/// Whether the first line is that of a summary.
pub(super) fn recognise(content: &Content<'_>) -> bool {
    content.lines().next().is_some_and(|(_, line)| is_title(line.split(',').next().unwrap_or_default()))
}

fn is_title(cell: &str) -> bool {
    TITLES.contains(&cell.trim().trim_matches('"'))
}

/// Reads a summary.
///
/// # Errors
/// Rows of the wrong length, missing parts, bins that are no numbers, a second file behind the first: each with its place.
pub(super) fn read<'b>(content: &Content<'b>) -> Result<Recording<'b>, Vec<Finding>> {
    let grid = rows::grid(content.text().unwrap_or_default());
    let mut summary = Summary::new(content, &grid)?;
    summary.sections();
    summary.check_parts();
    summary.finish()
}

/// A summary on its way from rows to runs.
struct Summary<'c, 'b> {
    content: &'c Content<'b>,
    grid: &'c Grid,
    captures: Vec<&'c str>,
    recording: Recording<'b>,
    /// What keeps the file from being read.
    damage: Vec<Finding>,
    /// What the instrument warns of, in file order.
    warned: Vec<warnings::Warned<'c>>,
    /// How the software that wrote the file states percentiles.
    states: Option<Percentiles>,
    /// Whether the file says that tables of percentiles follow.
    percentiles_promised: bool,
    /// Weightings with bins, and whether their percentiles were complete.
    blocks: Vec<bool>,
    /// The last row that was looked at, for what is missing at the end.
    last_line: u64,
}

impl<'c, 'b> Summary<'c, 'b> {
    fn new(content: &'c Content<'b>, grid: &'c Grid) -> Result<Self, Vec<Finding>> {
        let last_line = grid.rows().last().map_or(0, |row| row.line);
        let Some(names) = grid.rows().find(|row| row.cell(0) == "Filename:") else {
            return Err(vec![content.damaged(last_line, 1, "there is no row `Filename:`, so there are no captures")]);
        };
        let captures: Vec<&str> = (1..names.filled()).map(|index| names.cell(index)).collect();
        if captures.is_empty() {
            return Err(vec![content.damaged(names.line, 1, "the row `Filename:` names no capture")]);
        }
        if captures.len() > MOST_CAPTURES {
            let message = format!("the file names {} captures, more than {MOST_CAPTURES}", captures.len());
            let finding = Finding::new(&codes::FILE_TOO_LARGE, message).at(content.place(names.line, 1), 1);
            return Err(vec![finding.help("export fewer captures into one file")]);
        }
        let mut recording = Recording::new("nanosight", format!("{}, commas, decimal point", content.encoding()));
        let name = |(index, capture): (usize, &&str)| Run {
            name: (*capture).to_owned(),
            line: names.line,
            column: column(index + 1),
            // Until a row says otherwise; a summary without that row has lost it.
            dilution: Dilution::NotRecorded,
            ..Run::default()
        };
        recording.runs = captures.iter().enumerate().map(name).collect();
        let mut damage = Vec::new();
        if let Some(index) = captures.iter().position(|capture| capture.is_empty()) {
            damage.push(content.damaged(names.line, column(index + 1), "a capture has no name"));
        }
        Ok(Summary {
            content,
            grid,
            captures,
            recording,
            damage,
            warned: Vec::new(),
            states: None,
            percentiles_promised: false,
            blocks: Vec::new(),
            last_line,
        })
    }

    fn damaged(&mut self, line: u64, field: u32, message: impl Into<String>) {
        if self.damage.len() < MOST_PROBLEMS {
            self.damage.push(self.content.damaged(line, field, message));
        }
    }

    /// What every summary has.
    fn check_parts(&mut self) {
        let end = self.last_line;
        let has_concentration = self.recording.runs.iter().all(|run| run.value("concentration").is_some());
        if !has_concentration {
            self.damaged(end, 1, "the section [Results] has no concentration of every capture; is the file cut short?");
        }
        if self.blocks.is_empty() {
            self.damaged(end, 1, "there are no bins; is the file cut short?");
        } else if self.percentiles_promised && self.blocks.contains(&false) {
            self.damaged(end, 1, "the table of percentiles does not reach 100; is the file cut short?");
        }
    }

    fn finish(mut self) -> Result<Recording<'b>, Vec<Finding>> {
        if !self.damage.is_empty() {
            return Err(self.damage);
        }
        self.failures();
        self.compare_sums();
        if !self.damage.is_empty() {
            return Err(self.damage);
        }
        let warned = std::mem::take(&mut self.warned);
        self.recording.findings.extend(warned.iter().map(|warned| warned.finding(self.content, &self.captures)));
        Ok(self.recording)
    }
}

/// Field number, from 1, of a cell at a position from 0.
fn column(index: usize) -> u32 {
    u32::try_from(index + 1).unwrap_or(u32::MAX)
}

/// A cell with its place and the label of its row.
#[derive(Clone, Copy)]
struct Cell<'g> {
    label: &'g str,
    text: &'g str,
    line: u64,
    column: u32,
}

impl<'g> Cell<'g> {
    fn of(row: Row<'g>, index: usize) -> Cell<'g> {
        Cell { label: row.cell(0), text: row.cell(index), line: row.line, column: column(index) }
    }
}

/// A value of a cell that should hold a number; an empty cell has none.
fn number(
    content: &Content<'_>,
    cell: Cell<'_>,
    quantity: Cow<'static, str>,
    unit: &'static str,
    findings: &mut Vec<Finding>,
) -> Option<Value> {
    let (text, label) = (cell.text, cell.label);
    let reading = Reading::parse(text, DecimalMark::Point);
    let mut no_number = None;
    let place = || content.place(cell.line, cell.column);
    match reading {
        Reading::Empty => return None,
        Reading::Number(_) => {}
        Reading::NotApplicable | Reading::Text if ["N/A", "NaN", "No Data"].contains(&text) => {
            no_number = Some(Cow::Owned(format!("the file says `{text}`")));
            let message = format!("`{label}` has no number: the file says `{text}`");
            findings.push(Finding::new(&codes::VALUE_NOT_A_NUMBER, message).at(place(), 1));
        }
        _ => {
            no_number = Some(Cow::Borrowed("not readable as a number"));
            let message = format!("`{label}` should hold a number and holds `{text}`");
            findings.push(Finding::new(&codes::VALUE_NOT_READABLE, message).at(place(), 1));
        }
    }
    Some(Value {
        quantity,
        of: String::new(),
        text: text.to_owned(),
        reading,
        unit: Cow::Borrowed(unit),
        line: cell.line,
        column: cell.column,
        no_number,
    })
}

/// A value of a cell that holds words.
fn words(row: Row<'_>, index: usize, quantity: Cow<'static, str>) -> Option<Value> {
    let text = row.cell(index);
    (!text.is_empty()).then(|| Value {
        quantity,
        of: String::new(),
        text: text.to_owned(),
        reading: Reading::Text,
        unit: Cow::Borrowed(""),
        line: row.line,
        column: column(index),
        no_number: None,
    })
}
