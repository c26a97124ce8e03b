//! XLSX of HIAC PharmSpec: subvisible particles per run and on average, with pass criteria of the instrument's own.

use super::cells::{Cells, field};
use super::codes;
use super::content::Content;
use super::grid::{Grid, Row};
use super::record::{Dilution, DilutionFactor, Recording, Run};
use super::workbook::{self, Sheet};
use crate::finding::Finding;
use crate::quantity::{Decimal, DecimalMark, Reading};
use jiff::civil::Date;

/// What the columns of the counts are called, in lower case: the word of evqc and its unit.
const COUNTS: &[(&str, &str, &str)] = &[
    ("cumulative count", "cumulative_count", ""),
    ("cumulative counts/ml", "cumulative_concentration", "particles/mL"),
    ("differential count", "differential_count", ""),
    ("differential counts/ml", "differential_concentration", "particles/mL"),
];

/// Labels whose language does not follow that of the user: the word of evqc and its unit.
const SETTINGS: &[(&str, &str, &str)] = &[
    ("view volume", "view_volume", ""),
    ("sample volume (ml)", "sample_volume", "mL"),
    ("no of runs", "runs", ""),
    ("dilution factor", "dilution_factor", ""),
];

/// Whether a sheet is titled as a report of PharmSpec.
pub(super) fn recognise(content: &Content<'_>) -> bool {
    workbook::has_sheet(content, |sheet| title(&sheet.grid).is_some())
}

/// The row and field of the title.
fn title(grid: &Grid) -> Option<(usize, usize)> {
    grid.rows().take(5).enumerate().find_map(|(at, row)| {
        let is_title = |cell: &str| cell.starts_with("HIAC PharmSpec") && cell.contains("Report");
        row.cells().position(is_title).map(|field| (at, field))
    })
}

/// Reads a report.
pub(super) fn read<'b>(content: &Content<'b>) -> Result<Recording<'b>, Vec<Finding>> {
    let (sheet, findings) = workbook::sheet_of(content, |sheet: &Sheet| title(&sheet.grid).is_some())?;
    let Some((top, column)) = title(&sheet.grid) else {
        return Err(vec![content.damaged(0, 0, "the sheet has no title of a PharmSpec report")]);
    };
    let rows: Vec<Row<'_>> = sheet.grid.rows().skip(top).collect();
    if let Some(second) = sheet.grid.rows().skip(top + 1).find(|row| title_again(row)) {
        return Err(vec![content.damaged(second.line, 1, "a second title: the sheet holds more than one report")]);
    }
    let header = rows.iter().position(|row| row.cells().any(|cell| fold(cell) == "run no."));
    let Some((header, head)) = header.and_then(|at| rows.get(at).map(|row| (at, row))) else {
        return Err(vec![content.damaged(0, 0, "the report has no table of counts: a row with `Run No.` is missing")]);
    };
    let mut recording = Recording::new("hiac", format!("XLSX, sheet \"{}\"", sheet.name));
    recording.findings = findings;
    let named = rows.first().map_or("", |row| row.cell(column));
    recording.software = named.trim_end_matches("Summary Report").trim().to_owned();
    let mut cells = Cells::new(content, DecimalMark::Point);
    let about = about(&mut cells, rows.get(1..header).unwrap_or_default(), &mut recording);
    let below = rows.get(header + 1..).unwrap_or_default();
    counts(&mut cells, head, below, &about, &mut recording)?;
    own_verdict(&mut cells, below, &mut recording);
    recording.findings.extend(cells.findings());
    Ok(recording)
}

fn title_again(row: &Row<'_>) -> bool {
    row.cells().any(|cell| cell.starts_with("HIAC PharmSpec") && cell.contains("Report"))
}

fn fold(label: &str) -> String {
    label.trim().to_lowercase().replace('\u{3bc}', "µ")
}

/// What the head of the report says of all runs.
#[derive(Default)]
struct About {
    sample: String,
    date: Option<Date>,
    dilution: Dilution,
    discarded: Vec<String>,
}

/// The head of the report: a label, a colon and a value, twice in a row. The first label is that of the sample, in the
/// language of the user.
fn about(cells: &mut Cells<'_, '_>, rows: &[Row<'_>], recording: &mut Recording<'_>) -> About {
    let mut about = About { dilution: Dilution::NotRecorded, ..About::default() };
    let mut serial = String::new();
    for row in rows {
        for index in 0..row.filled() {
            if row.cell(index).eq_ignore_ascii_case("discarded") && index > 0 {
                about.discarded.push(row.cell(index - 1).to_owned());
                recording.values.extend(cells.text("discarded", row.cell(index - 1), row, index));
                let message = format!("{} was discarded, and the average is that of the others", row.cell(index - 1));
                let place = cells.content.place(row.line, field(index));
                recording.findings.push(Finding::new(&codes::INSTRUMENT_WARNING, message).at(place, 1));
            }
            if row.cell(index + 1) != ":" || row.cell(index).is_empty() {
                continue;
            }
            let (label, at) = (fold(row.cell(index)), index + 2);
            let text = row.cell(at);
            if about.sample.is_empty() && index == 0 {
                about.sample = text.to_owned();
                continue;
            }
            if let Some((_, quantity, unit)) = SETTINGS.iter().find(|(known, ..)| *known == label) {
                recording.values.extend(cells.number(*quantity, "", *unit, row, at));
            } else {
                recording.values.extend(cells.text(row.cell(index).to_owned(), "", row, at));
            }
            match &*label {
                "sensor model" => recording.instrument = text.to_owned(),
                "sensor serial number" => serial = text.to_owned(),
                "sample date" => about.date = day_first(text),
                "dilution factor" => about.dilution = dilution(row, at),
                _ => {}
            }
        }
    }
    if !serial.is_empty() {
        recording.instrument = format!("{}, {serial}", recording.instrument);
    }
    about
}

/// The day of `08.12.2022 07:51:50`: a date with points has the day first in every language that writes it so.
fn day_first(text: &str) -> Option<Date> {
    let mut parts = text.split_whitespace().next()?.split('.');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let year: i16 = year.parse().ok()?;
    // The software writes 25.12.1800 where there is no date.
    if year < 1900 || parts.next().is_some() {
        return None;
    }
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Whether counts per millilitre are multiplied by the factor is not said; only a factor of one leaves no doubt.
fn dilution(row: &Row<'_>, index: usize) -> Dilution {
    match Decimal::parse(row.cell(index), DecimalMark::Point) {
        Ok(value) if value == Decimal::from(1) => {
            let text = row.cell(index).to_owned();
            Dilution::Applied(DilutionFactor { value, text, line: row.line, column: field(index) })
        }
        _ => Dilution::NotRecorded,
    }
}

/// The table of counts: a row that names a run, then a row for each size.
fn counts<'b>(
    cells: &mut Cells<'_, '_>,
    head: &Row<'_>,
    below: &[Row<'_>],
    about: &About,
    recording: &mut Recording<'b>,
) -> Result<(), Vec<Finding>> {
    let content = cells.content;
    let labels: Vec<String> = head.cells().map(fold).collect();
    let size = labels.iter().position(|label| label.starts_with("particle size"));
    let columns: Vec<(usize, &str, &str)> = labels
        .iter()
        .enumerate()
        .filter_map(|(index, label)| {
            COUNTS.iter().find(|(known, ..)| known == label).map(|(_, name, unit)| (index, *name, *unit))
        })
        .collect();
    let Some(size) = size.filter(|_| !columns.is_empty()) else {
        return Err(vec![content.damaged(head.line, 1, "the table of counts has no column of sizes or of counts")]);
    };
    let mut average = None;
    let is_end = |row: &Row<'_>| row.cells().any(|cell| cell == ":" || cell == "Pass Criteria" || is_verdict(cell));
    for row in below.iter().take_while(|row| !is_end(row)) {
        if !row.cell(0).is_empty() {
            let name = row.cell(0).to_owned();
            let mut run = Run { name, sample: about.sample.clone(), line: row.line, column: 1, ..Run::default() };
            (run.date, run.dilution) = (about.date, about.dilution.clone());
            if about.discarded.contains(&run.name) {
                run.failed = Some("Discarded".to_owned());
            }
            average = average.or((run.name == "Average").then_some(recording.runs.len()));
            recording.runs.push(run);
        } else if let (Some(run), false) = (recording.runs.last_mut(), row.cell(size).is_empty()) {
            if let Reading::Text | Reading::Malformed(_) = Reading::parse(row.cell(size), DecimalMark::Point) {
                return Err(vec![content.damaged(
                    row.line,
                    field(size),
                    format!("\"{}\" is no particle size", row.cell(size)),
                )]);
            }
            for (index, quantity, unit) in &columns {
                run.values.extend(cells.number(*quantity, format!("{} µm", row.cell(size)), *unit, row, *index));
            }
        }
    }
    check_runs(content, head, recording)?;
    // The average is a statement about the sample, not a measurement.
    if let Some(average) = average.filter(|at| *at < recording.runs.len()) {
        let run = recording.runs.remove(average);
        recording.values.extend(run.values.into_iter().map(|mut value| {
            value.quantity = format!("average_{}", value.quantity).into();
            value
        }));
    }
    Ok(())
}

/// The report says how many runs there are; one that was cut short has fewer.
fn check_runs(content: &Content<'_>, head: &Row<'_>, recording: &Recording<'_>) -> Result<(), Vec<Finding>> {
    let measured = recording.runs.iter().filter(|run| run.name != "Average");
    let mut errors: Vec<Finding> = measured
        .clone()
        .chain(recording.runs.iter().filter(|run| run.name == "Average"))
        .filter(|run| run.values.is_empty())
        .map(|run| content.damaged(run.line, run.column, format!("{} has no counts", run.name)))
        .collect();
    let count = measured.count();
    let stated = recording.values.iter().find(|value| value.quantity == "runs");
    let told = stated.and_then(|value| value.text.parse::<usize>().ok());
    if let (Some(stated), Some(told)) = (stated, told)
        && told != count
    {
        let message = format!("the report states {told} run(s) and holds {count}");
        errors.push(
            content.damaged(head.line, 1, message).with(content.place(stated.line, stated.column), "stated here"),
        );
    } else if count == 0 {
        errors.push(content.damaged(head.line, 1, "the report holds no run"));
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

fn is_verdict(cell: &str) -> bool {
    cell.ends_with("PASSED") || cell.ends_with("FAILED")
}

/// The pass criteria of the instrument and what they came to: a second specification inside the data.
fn own_verdict(cells: &mut Cells<'_, '_>, below: &[Row<'_>], recording: &mut Recording<'_>) {
    let content = cells.content;
    let mut first = None;
    let mut criteria = 0;
    for row in below {
        for index in 0..row.filled() {
            let cell = row.cell(index);
            if is_verdict(cell) {
                recording.values.extend(cells.text("own_verdict", "", row, index));
                first.get_or_insert((row.line, field(index)));
            } else if let Some(rest) = cell.split_once(" Counts ").filter(|(size, _)| size.ends_with("µm")) {
                recording.values.extend(cells.text("own_criterion", rest.0, row, index));
                first.get_or_insert((row.line, field(index)));
                criteria += 1;
            }
        }
    }
    if let Some((line, column)) = first {
        let verdict = recording.values.iter().find(|value| value.quantity == "own_verdict");
        let verdict = verdict.map_or(String::new(), |value| format!(" and came to \"{}\"", value.text));
        let message = format!(
            "the instrument judged by {criteria} criteria of its own{verdict}; they are not those of the specification"
        );
        let finding = Finding::new(&codes::OWN_CRITERIA, message).at(content.place(line, column), 1);
        recording.findings.push(finding);
    }
}
