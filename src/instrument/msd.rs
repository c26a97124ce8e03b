//! CSV of MSD Discovery Workbench: the name of the plate, then a row for each well, spot and assay.

use super::cells::{Cells, field};
use super::content::Content;
use super::damage::Damage;
use super::grid::{Grid, Row};
use super::record::{Dilution, DilutionFactor, Recording, Run};
use crate::finding::Finding;
use crate::quantity::{Decimal, DecimalMark};
use std::collections::BTreeMap;

/// Columns and the words of evqc with their units. `Concentration` is that of a calibrator or control as the layout
/// states it, `Calc. Concentration` what was measured.
const COLUMNS: &[(&str, &str, &str)] = &[
    ("Fit Statistic: RSquared", "fit_r_squared", ""),
    ("Concentration", "stated_concentration", ""),
    ("Signal", "signal", ""),
    ("Adjusted Signal", "adjusted_signal", ""),
    ("Mean", "mean_signal", ""),
    ("Adj. Sig. Mean", "mean_adjusted_signal", ""),
    ("CV", "cv", "%"),
    ("% Recovery", "recovery", "%"),
    ("% Recovery Mean", "mean_recovery", "%"),
    ("Calc. Concentration", "concentration", ""),
    ("Calc. Conc. Mean", "mean_concentration", ""),
    ("Calc. Conc. CV", "cv_concentration", "%"),
    ("Detection Limits: Calc. Low", "detection_limit_low", ""),
    ("Detection Limits: Calc. High", "detection_limit_high", ""),
];

/// Columns of words.
const WORDS: &[(&str, &str)] = &[("Spot", "spot"), ("Detection Range", "detection_range"), ("Plate Name", "plate")];

/// Columns by which the table is known.
const SIGNS: [&str; 5] = ["Sample", "Assay", "Well", "Detection Range", "Signal"];

/// Whether one of the first two rows is the header of an export.
pub(super) fn recognise(content: &Content<'_>) -> bool {
    content.text().is_some_and(|text| text.lines().take(2).any(is_header_line))
}

fn is_header_line(line: &str) -> bool {
    SIGNS.iter().all(|sign| line.split(',').any(|cell| cell.trim().trim_matches('"') == *sign))
}

fn is_header(row: &Row<'_>) -> bool {
    SIGNS.iter().all(|sign| row.cells().any(|cell| cell == *sign))
}

/// Positions of the columns that name a row.
struct Names {
    sample: Option<usize>,
    assay: Option<usize>,
    well: Option<usize>,
    spot: Option<usize>,
}

/// Reads an export.
pub(super) fn read<'b>(content: &Content<'b>) -> Result<Recording<'b>, Vec<Finding>> {
    let grid = Grid::split(content.text().unwrap_or_default(), ',', true);
    let mut rows = grid.rows().filter(|row| row.filled() > 0).peekable();
    let mut recording = Recording::new("msd-workbench", format!("{}, commas, decimal point", content.encoding()));
    let mut cells = Cells::new(content, DecimalMark::Point);
    if let Some(title) = rows.next_if(|row| !is_header(row)) {
        recording.values.extend(cells.text("plate", "", &title, 0));
    }
    let Some(header) = rows.next() else { return Err(vec![content.damaged(1, 1, "the header is missing")]) };
    let mut errors = Damage::default();
    let mut plate = Plate {
        runs: Vec::new(),
        wells: BTreeMap::new(),
        spots: BTreeMap::new(),
        names: names(&header),
        outside: BTreeMap::new(),
        outside_means: BTreeMap::new(),
    };
    for row in rows {
        if is_header(&row) {
            errors.push(content.damaged(row.line, 1, "a second header: the file holds more than one export"));
            break;
        }
        // The last column of a row may be empty, but its separator is there.
        if row.len() < header.filled() {
            let message = format!("the row has {} fields, its header {}: it was cut", row.len(), header.filled());
            errors.push(content.damaged(row.line, field(row.len().saturating_sub(1)), message));
            continue;
        }
        if let Err(finding) = plate.add(&mut cells, &header, &row) {
            errors.push(finding);
        }
    }
    plate.mark_outside();
    recording.runs = plate.runs;
    cells.close(recording, errors, &header, "the export holds no well")
}

fn names(header: &Row<'_>) -> Names {
    let find = |label: &str| header.cells().position(|cell| cell == label);
    Names { sample: find("Sample"), assay: find("Assay"), well: find("Well"), spot: find("Spot") }
}

/// The wells as they grow.
struct Plate<'b> {
    runs: Vec<Run<'b>>,
    /// Run by well.
    wells: BTreeMap<String, usize>,
    /// Line by well, assay and spot.
    spots: BTreeMap<[String; 3], u64>,
    names: Names,
    /// The words by which the software marks a concentration as outside a range, by well and assay.
    outside: BTreeMap<(usize, String), String>,
    /// The same by sample, dilution and assay, over whose wells means are taken.
    outside_means: BTreeMap<[String; 3], String>,
}

impl Plate<'_> {
    /// Adds a row to its well.
    ///
    /// # Errors
    /// The spot of the well stands twice, or the well holds two samples or dilutions.
    fn add(&mut self, cells: &mut Cells<'_, '_>, header: &Row<'_>, row: &Row<'_>) -> Result<(), Finding> {
        let cell = |index: Option<usize>| index.map_or("", |index| row.cell(index));
        let (sample, assay, well, spot) =
            (cell(self.names.sample), cell(self.names.assay), cell(self.names.well), cell(self.names.spot));
        let place = self.names.well.unwrap_or(0);
        if well.is_empty() {
            return Err(cells.content.damaged(row.line, field(place), "the row names no well"));
        }
        if let Some(earlier) = self.spots.insert([well.into(), assay.into(), spot.into()], row.line) {
            let message = format!("spot {spot} of the well {well} stands twice: two exports were put into one file");
            let finding = cells.content.damaged(row.line, field(place), message);
            return Err(finding.with(cells.content.place(earlier, field(place)), "first here"));
        }
        let next = self.runs.len();
        let index = *self.wells.entry(well.to_owned()).or_insert(next);
        if index == next {
            let (name, sample) = (well.to_owned(), sample.to_owned());
            let dilution = dilution(header, row);
            self.runs.push(Run { name, sample, line: row.line, column: field(place), dilution, ..Run::default() });
        }
        let Some(run) = self.runs.get_mut(index) else { return Ok(()) };
        if run.sample != sample {
            let message = format!("the well {well} holds {} in line {} and {sample} here", run.sample, run.line);
            return Err(cells.content.damaged(row.line, field(place), message));
        }
        let labelled = |wanted: fn(&str) -> bool| cell(header.cells().position(wanted));
        let mark = labelled(|label| label == "Detection Range");
        if !mark.is_empty() && !mark.to_lowercase().starts_with("in ") {
            let dilution = labelled(|label| label.starts_with("Dilution"));
            self.outside.insert((index, assay.to_owned()), mark.to_owned());
            self.outside_means.insert([sample.into(), dilution.into(), assay.into()], mark.to_owned());
        }
        for index in 0..header.filled() {
            let label = header.cell(index);
            if let Some((_, quantity, unit)) = COLUMNS.iter().find(|(name, _, _)| *name == label) {
                run.values.extend(cells.number(*quantity, assay, *unit, row, index));
            } else if let Some((_, quantity)) = WORDS.iter().find(|(name, _)| *name == label) {
                run.values.extend(cells.text(*quantity, assay, row, index));
            } else if label.starts_with("Dilution") {
                run.values.extend(cells.number("dilution_factor", assay, "", row, index));
            } else if !["Sample", "Assay", "Well"].contains(&label) {
                run.values.extend(cells.text(label.to_owned(), assay, row, index));
            }
        }
        Ok(())
    }
}

impl Plate<'_> {
    /// What the software marks as outside its detection range, or outside its curve, is no number, whatever digits stand there: it is
    /// known to lie above or below. Nor are the means that such a concentration is in.
    fn mark_outside(&mut self) {
        for (at, run) in self.runs.iter_mut().enumerate() {
            let dilution = run.values.iter().find(|value| value.quantity == "dilution_factor");
            let dilution = dilution.map_or_else(String::new, |value| value.text.clone());
            for value in &mut run.values {
                let mark = match &*value.quantity {
                    "concentration" | "recovery" => self.outside.get(&(at, value.of.clone())),
                    "mean_concentration" | "cv_concentration" | "mean_recovery" => {
                        self.outside_means.get(&[run.sample.clone(), dilution.clone(), value.of.clone()])
                    }
                    _ => None,
                };
                if let Some(mark) = mark {
                    value.no_number = Some(format!("the software marks it `{mark}`").into());
                }
            }
        }
    }
}

/// The dilution of the layout; the software multiplies calculated concentrations only where it is told to, and the export
/// does not say whether it was.
fn dilution(header: &Row<'_>, row: &Row<'_>) -> Dilution {
    let column = header.cells().position(|label| label == "Dilution" || label == "Dilution Factor");
    let factor = column.and_then(|index| Some((index, Decimal::parse(row.cell(index), DecimalMark::Point).ok()?)));
    match factor {
        Some((index, value)) if value.exact() == crate::quantity::Exact::one() => {
            Dilution::NotApplied(DilutionFactor {
                value,
                text: row.cell(index).to_owned(),
                line: row.line,
                column: field(index),
            })
        }
        _ => Dilution::NotRecorded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    const EXPORT: &str = "Plate_1,,,,,,,\n\
Sample,Assay,Well,Spot,Detection Range,Dilution,Signal,Calc. Concentration\n\
EV-1,CD9,A01,1,In Detection Range,1,3513,53.2\n\
EV-1,CD63,A01,2,Above Detection Range,1,90000,NaN\n\
EV-2,CD9,B01,1,In Detection Range,50,3500,52.9";

    fn read_text(text: &str) -> Result<usize, String> {
        let content = Content::new(&Arc::from("plate.csv"), text.as_bytes());
        assert!(recognise(&content));
        read(&content).map(|recording| recording.runs.len()).map_err(|findings| findings[0].message.clone())
    }

    #[test]
    fn wells_gather_their_spots() {
        let content = Content::new(&Arc::from("plate.csv"), EXPORT.as_bytes());
        let recording = read(&content).unwrap();
        assert_eq!(recording.values[0].text, "Plate_1");
        let run = &recording.runs[0];
        assert_eq!((&*run.name, &*run.sample, run.line, recording.runs.len()), ("A01", "EV-1", 3, 2));
        let get =
            |quantity: &str, of: &str| run.values.iter().find(|value| value.quantity == quantity && value.of == of);
        assert_eq!(get("concentration", "CD9").unwrap().text, "53.2");
        assert!(get("concentration", "CD63").unwrap().no_number.is_some());
        assert_eq!(get("detection_range", "CD63").unwrap().text, "Above Detection Range");
        assert!(matches!(&run.dilution, Dilution::NotApplied(factor) if factor.text == "1"));
        // 50 may or may not be in the concentration.
        assert_eq!(recording.runs[1].dilution, Dilution::NotRecorded);
        assert!(recording.runs[1].values.iter().any(|value| value.quantity == "dilution_factor" && value.text == "50"));
    }

    #[test]
    fn damaged_exports_are_refused() {
        assert_eq!(read_text(EXPORT), Ok(2));
        assert_eq!(read_text(&EXPORT[..90]), Err("the export holds no well".into()));
        let cut = EXPORT.get(..EXPORT.len() - 10).unwrap();
        assert_eq!(read_text(cut), Err("the row has 6 fields, its header 8: it was cut".into()));
        assert_eq!(read_text(&format!("{EXPORT}\n{EXPORT}\n")), Err("the row names no well".into()));
        let header = EXPORT.get(EXPORT.find("Sample").unwrap()..).unwrap();
        assert!(read_text(&format!("{EXPORT}\n{header}\n")).unwrap_err().contains("more than one export"));
        assert!(read_text(&EXPORT.replace("B01", "A01").replace("EV-2", "EV-1")).unwrap_err().contains("stands twice"));
        assert!(
            read_text(&EXPORT.replace("B01,1", "A01,3")).unwrap_err().contains("holds EV-1 in line 3 and EV-2 here")
        );
    }
}
