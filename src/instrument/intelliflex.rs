//! CSV of Luminex INTELLIFLEX: one row per well, three columns per bead region and reporter.

use super::cells::{Cells, field};
use super::content::Content;
use super::damage::Damage;
use super::dates;
use super::grid::{Grid, Row};
use super::record::{Dilution, Recording, Run};
use crate::finding::Finding;
use crate::quantity::DecimalMark;
use std::collections::BTreeMap;

/// The columns in front of the regions, in their order.
const FIRST: [&str; 7] =
    ["INSTRUMENT TYPE", "SERIAL NUMBER", "SOFTWARE VERSION", "PLATE NAME", "PLATE START", "WELL LOCATION", "SAMPLE ID"];

/// Statistics and the words of evqc with their units.
const STATISTICS: &[(&str, &str, &str)] = &[
    ("MEDIAN", "median_fluorescence", "MFI"),
    ("COUNT", "bead_count", ""),
    ("AVERAGE MFI", "average_mfi", "MFI"),
    ("NET MFI", "net_mfi", "MFI"),
    ("AVERAGE NET MFI", "average_net_mfi", "MFI"),
    ("MEAN", "mean_fluorescence", "MFI"),
    ("STANDARD DEVIATION", "sd", "MFI"),
    ("CV", "cv", "%"),
    ("PEAK", "peak_fluorescence", "MFI"),
    ("TRIMMED MEAN", "trimmed_mean_fluorescence", "MFI"),
    ("TRIMMED COUNT", "trimmed_bead_count", ""),
    ("TRIMMED STANDARD DEVIATION", "trimmed_sd", "MFI"),
];

/// Whether the first row is the header of an export.
pub(super) fn recognise(content: &Content<'_>) -> bool {
    content.text().and_then(|text| text.lines().next()).is_some_and(|first| {
        let mut cells = first.split(',').map(|cell| cell.trim().trim_matches('"'));
        FIRST.iter().all(|label| cells.next() == Some(*label))
    })
}

/// Reads an export.
pub(super) fn read<'b>(content: &Content<'b>) -> Result<Recording<'b>, Vec<Finding>> {
    let grid = Grid::split(content.text().unwrap_or_default(), ',', true);
    let mut rows = grid.rows().filter(|row| row.filled() > 0);
    let Some(header) = rows.next() else { return Err(vec![content.damaged(1, 1, "the header is missing")]) };
    let mut recording = Recording::new("luminex-intelliflex", format!("{}, commas, decimal point", content.encoding()));
    let mut cells = Cells::new(content, DecimalMark::Point);
    let mut errors = Damage::default();
    let mut wells: BTreeMap<(String, String), u64> = BTreeMap::new();
    for row in rows {
        if row.cell(0) == FIRST[0] {
            errors.push(content.damaged(row.line, 1, "a second header: the file holds more than one export"));
            break;
        }
        if row.len() < header.filled() {
            let message = format!("the row has {} fields, its header {}: it was cut", row.len(), header.filled());
            errors.push(content.damaged(row.line, field(row.len().saturating_sub(1)), message));
            continue;
        }
        let key = (row.cell(3).to_owned(), row.cell(5).to_owned());
        if let Some(earlier) = wells.insert(key, row.line) {
            let finding = content.damaged(row.line, 6, format!("the well {} stands twice", row.cell(5)));
            errors.push(finding.with(content.place(earlier, 6), "first here"));
        }
        let run = well(&mut cells, &header, &row, &mut recording);
        recording.runs.push(run);
    }
    cells.close(recording, errors, &header, "the export holds no well")
}

fn well<'b>(cells: &mut Cells<'_, '_>, header: &Row<'_>, row: &Row<'_>, recording: &mut Recording<'_>) -> Run<'b> {
    let mut run = Run {
        name: row.cell(5).to_owned(),
        sample: row.cell(6).to_owned(),
        line: row.line,
        column: 6,
        date: dates::either_order(row.cell(4).split_whitespace().next().unwrap_or_default()),
        dilution: Dilution::NotRecorded,
        ..Run::default()
    };
    if recording.runs.is_empty() {
        recording.instrument = format!("{} {}", row.cell(0), row.cell(1)).trim().to_owned();
        recording.software = row.cell(2).to_owned();
        if run.date.is_none() && !row.cell(4).is_empty() {
            let place = cells.content.place(row.line, 5);
            recording.findings.push(dates::not_taken(place, row.cell(4), "day and month cannot be told apart"));
        }
    }
    run.values.extend(cells.text("plate", "", row, 3));
    run.values.extend(cells.text("measured_at", "", row, 4));
    for index in FIRST.len()..header.filled() {
        let label = header.cell(index);
        match label.split_once(": ").and_then(|(region, rest)| Some((region, rest.split_once(' ')?))) {
            Some((region, (reporter, statistic))) => {
                let of = format!("{region} {reporter}");
                let known = STATISTICS.iter().find(|(name, _, _)| *name == statistic);
                run.values.extend(match known {
                    Some((_, quantity, unit)) => cells.number(*quantity, of, *unit, row, index),
                    None => cells.number(statistic.to_owned(), of, "", row, index),
                });
            }
            None if label == "TOTAL COUNT" || label == "TOTAL EVENTS" => {
                run.values.extend(cells.number("total_events", "", "", row, index));
            }
            None => run.values.extend(cells.text(label.to_owned(), "", row, index)),
        }
    }
    run
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    const EXPORT: &str = "INSTRUMENT TYPE,SERIAL NUMBER,SOFTWARE VERSION,PLATE NAME,PLATE START,WELL LOCATION,SAMPLE ID,\
R25: RP1 MEDIAN,R25: RP1 COUNT,R25: RP2 MEDIAN,TOTAL COUNT\n\
INTELLIFLEX,IF1,1.0,PLATE_1,11/8/2024 12:12,A1,EV-1,130.55469,28,NaN,300\n\
INTELLIFLEX,IF1,1.0,PLATE_1,11/8/2024 12:12,B1,EV-1,129.1,30,6.7,310\n";

    fn read_text(text: &str) -> Result<usize, String> {
        let content = Content::new(&Arc::from("panel.csv"), text.as_bytes());
        assert!(recognise(&content));
        read(&content).map(|recording| recording.runs.len()).map_err(|findings| findings[0].message.clone())
    }

    #[test]
    fn a_row_is_a_well_with_its_regions_and_reporters() {
        let content = Content::new(&Arc::from("panel.csv"), EXPORT.as_bytes());
        let recording = read(&content).unwrap();
        assert_eq!((&*recording.instrument, &*recording.software), ("INTELLIFLEX IF1", "1.0"));
        let run = &recording.runs[0];
        assert_eq!((&*run.name, &*run.sample, run.date), ("A1", "EV-1", None));
        let median = run.values.iter().find(|value| value.of == "R25 RP1").unwrap();
        assert_eq!((&*median.quantity, &*median.text, median.column), ("median_fluorescence", "130.55469", 8));
        assert!(run.values.iter().find(|value| value.of == "R25 RP2").unwrap().no_number.is_some());
        assert_eq!(run.value("total_events").unwrap().text, "300");
        let said: Vec<_> = recording.findings.iter().map(|finding| finding.code.name).collect();
        assert_eq!(said, ["date-not-taken", "value-not-a-number"]);
    }

    #[test]
    fn damaged_exports_are_refused() {
        assert_eq!(read_text(EXPORT), Ok(2));
        let header = EXPORT.get(..=EXPORT.find('\n').unwrap()).unwrap();
        assert_eq!(read_text(header), Err("the export holds no well".into()));
        let cut = EXPORT.get(..EXPORT.len() - 10).unwrap();
        assert_eq!(read_text(cut), Err("the row has 9 fields, its header 11: it was cut".into()));
        assert!(read_text(&format!("{EXPORT}{EXPORT}")).unwrap_err().contains("more than one export"));
        assert_eq!(read_text(&EXPORT.replace("B1,", "A1,")), Err("the well A1 stands twice".into()));
    }
}
