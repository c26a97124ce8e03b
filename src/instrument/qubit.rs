//! CSV and XLSX of Qubit fluorometers: Qubit 4, Qubit Flex, and the table of older ones.

use super::cells::{Cells, field};
use super::content::Content;
use super::damage::Damage;
use super::dates;
use super::grid::{Grid, Row};
use super::record::{Dilution, DilutionFactor, Recording, Run};
use super::workbook::{self, Sheet};
use crate::finding::Finding;
use crate::order;
use crate::quantity::{Decimal, DecimalMark};
use jiff::civil::Date;
use std::borrow::Cow;

/// Columns in lower case, without trade mark and unit: the word of evqc, what it is of, the unit where the label has one.
const NUMBERS: &[(&str, &str, &str, &str)] = &[
    ("qubit tube conc.", "tube_concentration", "", ""),
    ("original sample conc.", "concentration", "", ""),
    ("reading", "reading", "", ""),
    ("concentration", "concentration", "", ""),
    ("sample volume (µl)", "sample_volume", "", "µL"),
    ("sample volume (ul)", "sample_volume", "", "µL"),
    ("dilution factor", "dilution_factor", "", ""),
    ("std 1 rfu", "standard_fluorescence", "1", "RFU"),
    ("std 2 rfu", "standard_fluorescence", "2", "RFU"),
    ("std 3 rfu", "standard_fluorescence", "3", "RFU"),
    ("green rfu", "fluorescence", "green", "RFU"),
    ("far red rfu", "fluorescence", "far red", "RFU"),
    ("sample rfu", "fluorescence", "", "RFU"),
];

/// Columns of words.
const WORDS: &[(&str, &str, &str)] = &[
    ("run id", "run_id", ""),
    ("assay name", "assay", ""),
    ("test date", "measured_at", ""),
    ("extended low range", "range", "extended low"),
    ("core range", "range", "core"),
    ("extended high range", "range", "extended high"),
    ("excitation", "excitation", ""),
    ("emission", "emission", ""),
    ("last read standards", "standards_read_at", ""),
    ("reagent lot#", "reagent_lot", ""),
    ("plate barcode", "plate", ""),
    ("well", "well", ""),
    ("sample id", "sample_id", ""),
    ("software version", "software_version", ""),
    ("specimen type", "specimen", ""),
    ("date", "measured_on", ""),
    ("time", "measured_at_time", ""),
    ("remark", "remark", ""),
];

/// The three tables, each known by columns that stand together in no other.
const SIGNS: [&[&str]; 3] = [
    &["run id", "test name", "qubit tube conc.", "original sample conc."],
    &["run id", "sample name", "qubit tube conc.", "original sample conc."],
    &["sample id", "specimen type", "reading", "concentration"],
];

/// Whether the first row, or the second behind `sep=,`, is a header of Qubit; in a workbook that of a sheet.
pub(super) fn recognise(content: &Content<'_>) -> bool {
    workbook::has_sheet(content, is_export)
        || content.text().is_some_and(|text| {
            let mut lines = text.lines().skip_while(|line| line.starts_with("sep="));
            let labels: Vec<String> = lines.next().unwrap_or_default().split(',').map(fold).collect();
            is_header(&labels)
        })
}

fn is_export(sheet: &Sheet) -> bool {
    sheet.grid.row(0).is_some_and(|row| is_header(&row.cells().map(fold).collect::<Vec<_>>()))
}

fn is_header(labels: &[String]) -> bool {
    SIGNS.iter().any(|signs| signs.iter().all(|sign| labels.iter().any(|label| label == sign)))
}

/// Lower case, without trade mark and white space around.
fn fold(label: &str) -> String {
    label.trim().trim_matches('"').to_lowercase().replace(['®', '\u{fffd}'], "").replace('\u{3bc}', "µ")
}

/// Reads an export.
pub(super) fn read<'b>(content: &Content<'b>) -> Result<Recording<'b>, Vec<Finding>> {
    if content.workbook().is_none() {
        let grid = Grid::split(content.text().unwrap_or_default(), ',', true);
        return tubes(content, &grid, format!("{}, commas, decimal point", content.encoding()));
    }
    let (sheet, findings) = workbook::sheet_of(content, is_export)?;
    let mut recording = tubes(content, &sheet.grid, format!("XLSX, sheet \"{}\"", sheet.name))?;
    recording.findings.splice(0..0, findings);
    Ok(recording)
}

fn tubes<'b>(content: &Content<'b>, grid: &Grid, detected: String) -> Result<Recording<'b>, Vec<Finding>> {
    let mut rows = grid.rows().filter(|row| row.filled() > 0 && !row.cell(0).starts_with("sep="));
    let Some(header) = rows.next() else { return Err(vec![content.damaged(1, 1, "the header is missing")]) };
    let labels: Vec<String> = header.cells().map(fold).collect();
    let mut recording = Recording::new("qubit", detected);
    // The rows of a sheet end with the last cell that holds something, those of a text with the header.
    let is_text = content.workbook().is_none();
    let mut cells = Cells::new(content, DecimalMark::Point);
    let mut errors = Damage::default();
    for row in rows {
        if is_header(&row.cells().map(fold).collect::<Vec<_>>()) {
            errors.push(content.damaged(row.line, 1, "a second header: the file holds more than one export"));
            break;
        }
        if is_text && row.len() < header.filled() {
            let message = format!("the row has {} fields, its header {}: it was cut", row.len(), header.filled());
            errors.push(content.damaged(row.line, field(row.len().saturating_sub(1)), message));
            continue;
        }
        let run = tube(&mut cells, &labels, &row, &mut recording.findings);
        recording.runs.push(run);
    }
    if recording.runs.is_empty() && errors.is_empty() {
        errors.push(content.damaged(header.line, 1, "the export holds no sample"));
    }
    if !errors.is_empty() {
        return Err(errors.into_findings());
    }
    if let Some(version) = recording.runs.first().and_then(|run| run.value("software_version")) {
        recording.software = version.text.clone();
    }
    recording.findings.extend(cells.findings());
    Ok(recording)
}

fn tube<'b>(cells: &mut Cells<'_, '_>, labels: &[String], row: &Row<'_>, findings: &mut Vec<Finding>) -> Run<'b> {
    let find = |label: &str| labels.iter().position(|known| known == label);
    let cell = |label: &str| find(label).map_or("", |index| row.cell(index));
    let named = ["test name", "sample name", "sample id"].iter().find_map(|label| find(label)).unwrap_or(0);
    let sample = row.cell(named).to_owned();
    // Names of a Flex repeat from run to run.
    let name = match find("sample name") {
        Some(_) => format!("{} {sample}", cell("run id")).trim().to_owned(),
        None => sample.clone(),
    };
    let mut run = Run { name, sample, line: row.line, column: field(named), ..Run::default() };
    for (index, label) in labels.iter().enumerate().filter(|(index, _)| *index != named) {
        if label == "unit" || label.ends_with("units") {
            continue;
        }
        if let Some((_, quantity, of, unit)) = NUMBERS.iter().find(|(known, ..)| known == label) {
            let unit = match *unit {
                "" => unit_of(labels, index, row),
                unit => unit.into(),
            };
            run.values.extend(cells.number(*quantity, *of, unit, row, index));
        } else if let Some((_, quantity, of)) = WORDS.iter().find(|(known, ..)| known == label) {
            run.values.extend(cells.text(*quantity, *of, row, index));
        } else {
            run.values.extend(cells.text(label.clone(), "", row, index));
        }
    }
    run.dilution = dilution(find("dilution factor"), row);
    let stated = if cell("test date").is_empty() { cell("date") } else { cell("test date") };
    run.date = day(cell("run id"), stated);
    if run.date.is_none() && !stated.is_empty() {
        let column = find("test date").or_else(|| find("date")).unwrap_or(0);
        let place = cells.content.place(row.line, field(column));
        findings.push(dates::not_taken(place, stated, "day and month cannot be told apart"));
    }
    run
}

/// The unit of a column: in the next column, or in the one named after it.
fn unit_of(labels: &[String], index: usize, row: &Row<'_>) -> Cow<'static, str> {
    let next = index + 1;
    let own = labels.get(index).map(|label| format!("{label} units")).unwrap_or_default();
    let column = match labels.get(next).map(String::as_str) {
        Some("unit" | "units") => Some(next),
        _ => labels.iter().position(|label| *label == own),
    };
    column.map_or("", |column| row.cell(column)).to_owned().into()
}

/// The original concentration is the one in the tube times this factor. The older table has none.
fn dilution(column: Option<usize>, row: &Row<'_>) -> Dilution {
    let factor = column.and_then(|index| Some((index, Decimal::parse(row.cell(index), DecimalMark::Point).ok()?)));
    match factor {
        Some((index, value)) => Dilution::Applied(DilutionFactor {
            value,
            text: row.cell(index).to_owned(),
            line: row.line,
            column: field(index),
        }),
        None => Dilution::NotRecorded,
    }
}

/// The day of a test. Its order of day and month follows the language of the instrument; a run that is named by year,
/// month and day tells which it is.
fn day(run_id: &str, stated: &str) -> Option<Date> {
    let stated = stated.split([' ', 'T']).next().unwrap_or_default();
    let mut numbers: Vec<i16> = stated.split(['/', '-', '.']).filter_map(|part| part.parse().ok()).collect();
    order::sort(&mut numbers);
    let named = dates::year_first(run_id).filter(|date| {
        let mut own = [i16::from(date.day()), i16::from(date.month()), date.year()];
        order::sort(&mut own);
        stated.is_empty() || numbers == own
    });
    named.or_else(|| dates::year_first(stated)).or_else(|| dates::either_order(stated))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    const QUBIT4: &str = "Run ID,Assay Name,Test Name,Test Date,Qubit® tube conc.,Units,Original sample conc.,Units,\
Sample Volume (µL),Dilution Factor,Std 1 RFU,Std 2 RFU,Std 3 RFU,Excitation,Emission,Green RFU,Far Red RFU\n\
2023-11-04,Protein,EV-1,04/11/2023 1:06:59 AM,30.4,ng/mL,6.08,ng/µL,1,200,49.43,21133.11,,Blue,Green,1303.11,\n\
2023-11-05,Protein,EV-2,04/11/2023 1:08:59 AM,Out of range,ng/mL,Out of range,ng/µL,1,200,49.43,21133.11,,Blue,Green,1.5,\n";

    const FLEX: &str = "sep=,\nRun ID,Test Date,Assay Name,Sample Name,Original Sample Conc.,Original sample conc. units,\
Qubit Tube Conc.,Qubit tube conc. units,Sample Volume (uL),Dilution Factor,Core Range,Sample RFU\n\
131222-164034,13/12/2022 04:41:09 PM,RNA BR,S1,528,ng/uL,2.64,ug/mL,1,200,20.0-1000,26.8\n";

    fn read_text(text: &str) -> Result<usize, String> {
        let content = Content::new(&Arc::from("qubit.csv"), text.as_bytes());
        assert!(recognise(&content));
        read(&content).map(|recording| recording.runs.len()).map_err(|findings| findings[0].message.clone())
    }

    #[test]
    fn both_concentrations_keep_their_units() {
        let content = Content::new(&Arc::from("qubit.csv"), QUBIT4.as_bytes());
        let recording = read(&content).unwrap();
        let [first, second] = recording.runs.as_slice() else { panic!() };
        let get =
            |quantity: &str| first.value(quantity).map(|value| (&*value.text, &*value.unit, value.column)).unwrap();
        assert_eq!(get("tube_concentration"), ("30.4", "ng/mL", 5));
        assert_eq!(get("concentration"), ("6.08", "ng/µL", 7));
        assert!(matches!(&first.dilution, Dilution::Applied(factor) if factor.text == "200" && factor.column == 10));
        // The run is named by its day, so that 04/11 is certain; the second run is named by another day.
        assert_eq!((first.date, second.date), (Date::new(2023, 11, 4).ok(), None));
        let none = second.value("concentration").unwrap();
        assert_eq!(none.no_number.as_deref(), Some("outside the range of the assay"));
        let said: Vec<_> = recording.findings.iter().map(|finding| finding.code.name).collect();
        assert_eq!(said, ["date-not-taken", "value-not-a-number"]);
    }

    #[test]
    fn the_flex_names_its_units_and_ranges() {
        let content = Content::new(&Arc::from("qubit.csv"), FLEX.as_bytes());
        assert!(recognise(&content));
        let recording = read(&content).unwrap();
        let run = &recording.runs[0];
        assert_eq!((&*run.name, &*run.sample, run.line), ("131222-164034 S1", "S1", 3));
        assert_eq!(run.value("tube_concentration").map(|value| (&*value.text, &*value.unit)), Some(("2.64", "ug/mL")));
        assert_eq!(run.values.iter().find(|value| value.of == "core").unwrap().text, "20.0-1000");
        assert_eq!(run.date, Date::new(2022, 12, 13).ok());
    }

    #[test]
    fn damaged_exports_are_refused() {
        assert_eq!(read_text(QUBIT4), Ok(2));
        let header = QUBIT4.get(..=QUBIT4.find('\n').unwrap()).unwrap();
        assert_eq!(read_text(header), Err("the export holds no sample".into()));
        let cut = QUBIT4.get(..QUBIT4.len() - 30).unwrap();
        assert!(read_text(cut).unwrap_err().contains("it was cut"));
        assert!(read_text(&format!("{QUBIT4}{QUBIT4}")).unwrap_err().contains("more than one export"));
        assert!(read_text(&format!("{QUBIT4}Well,Result\nA1,2\n")).unwrap_err().contains("it was cut"));
    }
}
