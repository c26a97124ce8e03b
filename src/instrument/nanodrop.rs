//! Text of NanoDrop spectrophotometers: one row per well or sample.

use super::cells::{Cells, field};
use super::content::Content;
use super::damage::Damage;
use super::dates;
use super::grid::{Grid, Row};
use super::record::{Dilution, Recording, Run};
use crate::finding::Finding;
use crate::quantity::DecimalMark;

/// Columns in lower case: the word of evqc, what it is of, the unit.
const NUMBERS: &[(&str, &str, &str, &str)] = &[
    ("conc.", "concentration", "", ""),
    ("nucleic acid conc.", "concentration", "", ""),
    ("protein conc.", "concentration", "", ""),
    ("260/280", "absorbance_ratio", "260/280", ""),
    ("260/230", "absorbance_ratio", "260/230", ""),
    ("a260", "absorbance", "260 nm", ""),
    ("a280", "absorbance", "280 nm", ""),
    ("a260 10mm", "absorbance", "260 nm", ""),
    ("a280 10mm", "absorbance", "280 nm", ""),
    ("e 1%", "extinction_coefficient_1_percent", "", ""),
    ("ext. coeff x10e3", "extinction_coefficient", "× 1000", ""),
    ("factor", "factor", "", ""),
    ("mol. wt. kda", "molecular_weight", "", "kDa"),
    ("cursor pos.", "cursor_position", "", "nm"),
    ("cursor abs.", "absorbance", "cursor", ""),
];

/// Columns of words.
const WORDS: &[(&str, &str)] = &[
    ("plate id", "plate"),
    ("user id", "operator"),
    ("user name", "operator"),
    ("date", "measured_on"),
    ("time", "measured_at_time"),
    ("date and time", "measured_at"),
    ("sample type", "sample_type"),
];

/// Whether the first row is the header of an export.
pub(super) fn recognise(content: &Content<'_>) -> bool {
    content.text().and_then(|text| text.lines().next()).is_some_and(|first| {
        let labels: Vec<String> = first.split('\t').map(fold).collect();
        is_header(&labels)
    })
}

fn is_header(labels: &[String]) -> bool {
    let has = |label: &str| labels.iter().any(|known| known == label);
    has("sample id")
        && has("260/280")
        && (has("units") || has("unit"))
        && labels.iter().any(|label| label.ends_with("conc."))
}

fn fold(label: &str) -> String {
    label.trim().to_lowercase()
}

/// Reads an export.
pub(super) fn read<'b>(content: &Content<'b>) -> Result<Recording<'b>, Vec<Finding>> {
    let grid = Grid::split(content.text().unwrap_or_default(), '\t', false);
    let mut rows = grid.rows().filter(|row| row.filled() > 0);
    let Some(header) = rows.next() else { return Err(vec![content.damaged(1, 1, "the header is missing")]) };
    let labels: Vec<String> = header.cells().map(fold).collect();
    let mut recording = Recording::new("nanodrop", format!("{}, tabs, decimal point", content.encoding()));
    let mut cells = Cells::new(content, DecimalMark::Point);
    let mut errors = Damage::default();
    for row in rows {
        if is_header(&row.cells().map(fold).collect::<Vec<_>>()) {
            errors.push(content.damaged(row.line, 1, "a second header: the file holds more than one export"));
            break;
        }
        if row.len() < header.filled() {
            let message = format!("the row has {} fields, its header {}: it was cut", row.len(), header.filled());
            errors.push(content.damaged(row.line, field(row.len().saturating_sub(1)), message));
            continue;
        }
        let run = measurement(&mut cells, &labels, &row, recording.runs.len() + 1, &mut recording.findings);
        recording.runs.push(run);
    }
    cells.close(recording, errors, &header, "the export holds no measurement")
}

fn measurement<'b>(
    cells: &mut Cells<'_, '_>,
    labels: &[String],
    row: &Row<'_>,
    number: usize,
    findings: &mut Vec<Finding>,
) -> Run<'b> {
    let find = |label: &str| labels.iter().position(|known| known == label);
    let cell = |label: &str| find(label).map_or("", |index| row.cell(index));
    let name = match (cell("well"), cell("#")) {
        ("", "") => format!("row {number}"),
        ("", counter) => counter.to_owned(),
        (well, _) => well.to_owned(),
    };
    let column = field(find("well").or_else(|| find("#")).unwrap_or(0));
    let sample = cell("sample id").to_owned();
    let mut run = Run { name, sample, line: row.line, column, dilution: Dilution::NotRecorded, ..Run::default() };
    for (index, label) in labels.iter().enumerate() {
        if ["well", "#", "sample id", "units", "unit", ""].contains(&label.as_str()) {
            continue;
        }
        if let Some((_, quantity, of, unit)) = NUMBERS.iter().find(|(known, ..)| known == label) {
            let unit = match *quantity {
                "concentration" => find("units").or_else(|| find("unit")).map_or("", |unit| row.cell(unit)).to_owned(),
                _ => (*unit).to_owned(),
            };
            run.values.extend(cells.number(*quantity, *of, unit, row, index));
        } else if let Some((_, quantity)) = WORDS.iter().find(|(known, _)| known == label) {
            run.values.extend(cells.text(*quantity, "", row, index));
        } else {
            run.values.extend(cells.text(label.clone(), "", row, index));
        }
    }
    let stated = [cell("date"), cell("date and time")].into_iter().find(|text| !text.is_empty()).unwrap_or_default();
    let day = stated.split_whitespace().next().unwrap_or_default();
    run.date = dates::year_first(day).or_else(|| dates::either_order(day));
    if run.date.is_none() && !stated.is_empty() {
        let column = find("date").or_else(|| find("date and time")).unwrap_or(0);
        let place = cells.content.place(row.line, field(column));
        findings.push(dates::not_taken(place, stated, "day and month cannot be told apart"));
    }
    run
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    const EXPORT: &str = "Plate ID\tWell \tSample ID\tDate \tTime \tconc. \tunits \t260/280\tA280 10mm\tCursor abs.\r\n\
                          P1\tA1\tEV-1\t5/26/2020\t3:36 PM\t1.961\tmg/ml\t0.59\t3.177\t3.177\r\n\
                          P1\tB1\tEV-2\t5/06/2020\t3:36 PM\tNaN\tmg/ml\t0.58\t3.409\t3.409\r\n";

    fn read_text(text: &str) -> Result<usize, String> {
        let content = Content::new(&Arc::from("nanodrop.txt"), text.as_bytes());
        assert!(recognise(&content));
        read(&content).map(|recording| recording.runs.len()).map_err(|findings| findings[0].message.clone())
    }

    #[test]
    fn a_row_is_a_well() {
        let content = Content::new(&Arc::from("nanodrop.txt"), EXPORT.as_bytes());
        let recording = read(&content).unwrap();
        let run = &recording.runs[0];
        assert_eq!((&*run.name, &*run.sample, run.line, run.column), ("A1", "EV-1", 2, 2));
        assert_eq!(run.date, jiff::civil::Date::new(2020, 5, 26).ok());
        let value = run.value("concentration").unwrap();
        assert_eq!((&*value.text, &*value.unit, value.column), ("1.961", "mg/ml", 6));
        assert_eq!(run.values.iter().find(|value| value.of == "280 nm").unwrap().text, "3.177");
        assert_eq!(recording.runs[1].date, None);
        assert!(recording.runs[1].value("concentration").unwrap().no_number.is_some());
    }

    #[test]
    fn damaged_exports_are_refused() {
        assert_eq!(read_text(EXPORT), Ok(2));
        let header = EXPORT.get(..=EXPORT.find('\n').unwrap()).unwrap();
        assert_eq!(read_text(header), Err("the export holds no measurement".into()));
        assert!(read_text(EXPORT.get(..EXPORT.len() - 10).unwrap()).unwrap_err().contains("it was cut"));
        assert!(read_text(&format!("{EXPORT}{EXPORT}")).unwrap_err().contains("more than one export"));
    }
}
