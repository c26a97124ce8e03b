//! EnVision (PerkinElmer), CSV export: for each plate and label a section with the plate, its background and its table;
//! behind them all the assay, the protocol and the plate maps.

use super::content::Content;
use super::grid::{Grid, Row};
use super::plate::{Cell, Wells, day, ends_whole, next_filled, plate_columns, row_name, rows_of_plate, short, table};
use super::record::{Dilution, Recording, Value};
use crate::finding::Finding;
use jiff::civil::Date;
use std::borrow::Cow;

/// First cell of the section of a plate.
const PLATE: &str = "Plate information";
/// Where the tables end and the description of the assay begins.
const ASSAY: &str = "Basic assay information";
/// First words of the last line.
const LAST: &str = "Exported with EnVision Workstation version ";

/// Whether the content is of this format.
pub(super) fn recognise(content: &Content<'_>) -> bool {
    let mut lines = content.lines().map(|(_, line)| line).filter(|line| !line.trim_matches([',', ' ']).is_empty());
    lines.next().is_some_and(|first| first.trim_matches([',', ' ']) == PLATE)
        && lines.next().is_some_and(|second| second.starts_with("Plate,Repeat,Barcode,"))
}

/// Reads an export.
///
/// # Errors
/// That the file is cut short, holds more than one export, or has a table that does not fit a plate; that it holds no
/// table.
pub(super) fn read<'b>(content: &Content<'b>) -> Result<Recording<'b>, Vec<Finding>> {
    ends_whole(content).map_err(|finding| vec![finding])?;
    let grid = Grid::split(content.text().unwrap_or_default(), ',', true);
    let mut recording = Recording::new("envision", format!("{}, commas", content.encoding()));
    let mut reader = Reader { content, grid: &grid, wells: Wells::default(), at: 0 };
    if let Err(finding) = reader.plates(&mut recording).and_then(|()| reader.assay(&mut recording)) {
        return Err(vec![finding]);
    }
    let wells = reader.wells;
    if wells.without_values() {
        return Err(vec![content.damaged(1, 1, "the file holds no plate table with values")]);
    }
    wells.finish(content, &mut recording);
    Ok(recording)
}

/// What the first lines of a section say of its plate.
#[derive(Debug, Default)]
struct Plate {
    /// Number of the plate, with that of the repeat when it is read again: `Plate 1`, `Plate 1 repeat 2`.
    name: String,
    label: String,
    optics: String,
    date: Option<Date>,
}

struct Reader<'r, 'c, 'b> {
    content: &'c Content<'b>,
    grid: &'r Grid,
    wells: Wells,
    at: usize,
}

impl<'r> Reader<'r, '_, '_> {
    /// The next row that holds something, taken.
    fn next(&mut self) -> Option<Row<'r>> {
        let (index, row) = next_filled(self.grid, self.at)?;
        self.at = index + 1;
        Some(row)
    }

    /// All sections of plates.
    fn plates(&mut self, recording: &mut Recording<'_>) -> Result<(), Finding> {
        let mut plate = None;
        while let Some((index, row)) = next_filled(self.grid, self.at).filter(|(_, row)| row.cell(0) != ASSAY) {
            match (row.cell(0), &plate) {
                (PLATE, _) => {
                    self.at = index + 1;
                    plate = Some(self.plate(row, recording)?);
                }
                (_, None) => return Err(self.stray(row)),
                ("Background information", _) => {
                    self.at = index;
                    while self.grid.row(self.at).is_some_and(|row| row.filled() > 0) {
                        self.at += 1;
                    }
                }
                (_, Some(current)) => self.results(index, row, current)?,
            }
        }
        Ok(())
    }

    fn stray(&self, row: Row<'_>) -> Finding {
        let message = format!("the line belongs to no part of an EnVision export: \"{}\"", short(row.cell(0)));
        self.content.damaged(row.line, 1, message)
    }

    fn plate(&mut self, title: Row<'_>, recording: &mut Recording<'_>) -> Result<Plate, Finding> {
        let (Some(head), Some(row)) = (self.next(), self.next()) else {
            return Err(self.content.damaged(title.line, 1, "the section of a plate ends behind its title"));
        };
        let cell = |name: &str| {
            let index = (0..head.filled()).find(|index| head.cell(*index) == name);
            index.map_or(Cell { text: "", line: row.line, column: 1 }, |index| Cell {
                text: plain(row.cell(index)),
                ..Cell::of(row, index)
            })
        };
        let (number, repeat, barcode) = (cell("Plate").text, cell("Repeat").text, cell("Barcode"));
        if head.cell(0) != "Plate" || number.parse::<u32>().is_err() {
            return Err(self.content.damaged(row.line, 1, format!("\"{}\" is no number of a plate", short(number))));
        }
        let name = if repeat == "1" { format!("Plate {number}") } else { format!("Plate {number} repeat {repeat}") };
        let known = |value: &Value| value.quantity == "barcode" && value.of == name;
        if !barcode.text.is_empty() && !recording.values.iter().any(known) {
            recording.values.push(barcode.word("barcode", name.clone()));
        }
        Ok(Plate {
            name,
            // The line of a calculation has no optics, and its name stands further left.
            label: row.cells().find(|cell| cell.starts_with("Calc ")).unwrap_or(cell("Label").text).to_owned(),
            optics: cell("Measinfo").text.to_owned(),
            date: day(cell("Measurement date").text),
        })
    }

    /// A titled table, or one without title and names.
    fn results(&mut self, index: usize, row: Row<'r>, plate: &Plate) -> Result<(), Finding> {
        let title = row.cell(0);
        let has_title = title.starts_with("Results for ") || title.starts_with("Calculated results");
        let (cells, behind) = match has_title {
            true => {
                let head = next_filled(self.grid, index + 1).filter(|(_, row)| plate_columns(*row).is_some());
                let Some((head, _)) = head else {
                    return Err(self.content.damaged(
                        row.line,
                        1,
                        "no table with the numbers of the columns follows the title",
                    ));
                };
                table(self.content, self.grid, head)?
            }
            false => self.bare(index)?,
        };
        self.at = behind;
        // A table without title is told by the label of its section.
        let title = if has_title { title } else { plate.label.as_str() };
        let meaning = Meaning::of(title, plate);
        let number = self.wells.plate(&plate.name).or_else(|| self.wells.begin(&plate.name)).unwrap_or_default();
        for (well, cell) in cells {
            let mut value = cell.number(meaning.quantity.clone(), meaning.of);
            value.unit = Cow::Owned(meaning.unit.to_owned());
            let run = self.wells.result(self.content, (number, &well), (cell, value), title)?;
            run.dilution = Dilution::NotRecorded;
            run.date = plate.date;
        }
        Ok(())
    }

    /// A table without names: it is read when it has exactly the rows and columns of a plate.
    fn bare(&self, from: usize) -> Result<super::plate::Table<'r>, Finding> {
        let rows: Vec<Row<'r>> = (from..self.grid.len())
            .map_while(|index| self.grid.row(index))
            .take_while(|row| row.filled() > 0)
            .collect();
        let columns = rows.first().map_or(0, |row| row.filled());
        let even = rows.iter().all(|row| row.filled() == columns);
        if rows_of_plate(columns) != Some(rows.len()) || !even {
            let line = rows.first().map_or(1, |row| row.line);
            let message = format!("the table has no names, and {} rows of {columns} cells are no plate", rows.len());
            return Err(self.content.damaged(line, 1, message));
        }
        let behind = from + rows.len();
        let named = |(index, row): (usize, Row<'r>)| {
            (0..columns).map(move |column| (format!("{}{}", row_name(index), column + 1), Cell::of(row, column)))
        };
        Ok((rows.into_iter().enumerate().flat_map(named).collect(), behind))
    }

    /// What stands behind the tables: of it only the assay, the instrument and the version are taken.
    fn assay(&mut self, recording: &mut Recording<'_>) -> Result<(), Finding> {
        let mut last = None::<u64>;
        while let Some(row) = self.next() {
            if let Some(line) = last {
                let message = format!("the file goes on behind its last line, line {line}");
                return Err(self.content.damaged(row.line, 1, message));
            }
            let (name, cell) = (row.cell(0).trim_end_matches([':', ' ']), Cell::of(row, 4));
            match name {
                PLATE => {
                    return Err(self.content.damaged(row.line, 1, "a second export begins here: the file holds two"));
                }
                "Assay ID" | "Assay Started" | "Assay Finished" | "Assay Exported" | "Protocol Name" => {
                    recording.values.push(Cell { text: plain(cell.text), ..cell }.word(name.to_owned(), ""));
                }
                "Serial#" => recording.instrument = format!("serial number {}", plain(cell.text)),
                _ if name.starts_with(LAST) => {
                    recording.software = name.trim_start_matches("Exported with ").to_owned();
                    last = Some(row.line);
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// What the numbers of a table are.
struct Meaning<'t> {
    quantity: Cow<'static, str>,
    of: &'t str,
    unit: &'t str,
}

impl<'t> Meaning<'t> {
    /// `Results for A450(1) - channel 1 (A)`: label, channel and unit; a calculation keeps its title as its name.
    fn of(title: &'t str, plate: &'t Plate) -> Meaning<'t> {
        if title.starts_with("Calculated results") || title.starts_with("Calc ") {
            let name = title.trim_start_matches("Calculated results").trim_start_matches([':', ' ']);
            return Meaning { quantity: Cow::Owned(name.to_owned()), of: "", unit: "" };
        }
        let unit = title.strip_prefix("Results for ").and_then(|rest| rest.rsplit_once(" ("));
        let unit = unit.map_or("", |(_, unit)| unit.trim_end_matches(')'));
        let quantity = match (unit, optic(&plate.optics, "Ex="), optic(&plate.optics, "Em=")) {
            ("A", ..) | ("", "Top" | "Btm", "N/A") => "absorbance",
            (_, "N/A", _) => "luminescence",
            (_, "Top" | "Btm", "Top" | "Btm") => "fluorescence",
            _ => "signal",
        };
        // The unit of absorbance is printed as A, which is an ampere everywhere else.
        let unit = if unit == "A" { "AU" } else { unit };
        Meaning { quantity: Cow::Borrowed(quantity), of: &plate.label, unit }
    }
}

/// `Top` for `Ex=` in `De=1st Ex=Top Em=N/A Wdw=N/A (8)`.
fn optic<'t>(optics: &'t str, name: &str) -> &'t str {
    optics.split_whitespace().find_map(|part| part.strip_prefix(name)).unwrap_or_default()
}

/// The text of a cell that is written as a formula for Excel: `="1050242"`.
fn plain(text: &str) -> &str {
    let inner = text.strip_prefix('=').unwrap_or(text).trim_matches('"');
    if text.starts_with('=') { inner } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn section(plate: u32, values: &str) -> String {
        format!(
            "Plate information\nPlate,Repeat,Barcode,Label,Measinfo,Measurement date,\n\
             {plate},1,=\"BC{plate}\",A562(1),De=1st Ex=Btm Em=N/A Wdw=N/A (8),1/15/2026 10:30:00 AM,\n\n\
             Background information\nPlate,Label,Result,\n{plate},A562,0,\n\n\
             Results for A562(1) - channel 1 (A)\n,01,02,03,\n{values}\n"
        )
    }

    const VALUES: &str = "A,0.1000,0.2000,0.3000,\nB,0.4000,,0.6000,\n";
    const END: &str = "Basic assay information\nAssay ID: ,,,,101\nSerial#: ,,,,=\"105\"\n\nExported with EnVision Workstation version 1.14\n";

    fn errors(text: &str) -> Vec<String> {
        let content = Content::new(&Arc::from("f.csv"), text.as_bytes());
        assert!(recognise(&content));
        let findings = read(&content).expect_err("refused");
        findings
            .iter()
            .map(|finding| format!("{}: {}", finding.place.as_ref().unwrap().line, finding.message))
            .collect()
    }

    #[test]
    fn plates_and_their_values() {
        let text = format!("{}{}{END}", section(1, VALUES), section(2, &VALUES.replace("0.6", "1.6")));
        let content = Content::new(&Arc::from("f.csv"), text.as_bytes());
        let recording = read(&content).unwrap();
        assert_eq!(recording.runs.len(), 10);
        let last = &recording.runs[9];
        assert_eq!((last.name.as_str(), recording.values[1].text.as_str()), ("Plate 2 B3", "BC2"));
        assert_eq!(last.date, Date::new(2026, 1, 15).ok());
        let value = &last.values[0];
        assert_eq!(
            (&*value.quantity, value.of.as_str(), value.text.as_str(), &*value.unit, value.line, value.column),
            ("absorbance", "A562(1)", "1.6000", "AU", 25, 4)
        );
        assert_eq!(recording.software, "EnVision Workstation version 1.14");
        assert_eq!(recording.instrument, "serial number 105");
    }

    #[test]
    fn a_table_without_names_is_read_where_it_is_a_whole_plate() {
        let bare = |rows: &str| section(1, "").replace("Results for A562(1) - channel 1 (A)\n,01,02,03,\n", rows) + END;
        let text = bare("0.1,0.2,0.3,\n0.4,0.5,0.6,\n");
        let content = Content::new(&Arc::from("f.csv"), text.as_bytes());
        let recording = read(&content).unwrap();
        assert_eq!(recording.runs[5].name, "B3");
        assert_eq!(recording.runs[5].values[0].text, "0.6");
        assert_eq!(recording.runs[5].values[0].quantity, "absorbance");
        assert_eq!(errors(&bare("0.1,0.2,0.3,\n")), ["9: the table has no names, and 1 rows of 3 cells are no plate"]);
    }

    #[test]
    fn damage_is_refused() {
        let whole = format!("{}{END}", section(1, VALUES));
        assert_eq!(errors(&whole.repeat(2)), ["19: the file goes on behind its last line, line 18"]);
        assert_eq!(
            errors(&whole.replacen("Exported with", "Made with", 1).repeat(2)),
            ["19: a second export begins here: the file holds two"]
        );
        assert_eq!(
            errors(&format!("{}{}", section(1, VALUES), section(1, VALUES))),
            ["24: well A1 has \"Results for A562(1) - channel 1 (A)\" twice"]
        );
        assert_eq!(
            errors(&section(1, "A,0.1000,0.2000,0.3000,\n")),
            ["10: the table ends with row A, and a plate of 3 columns ends with row B"]
        );
        assert_eq!(errors(&section(1, "")), ["10: the table has no rows, and a plate of 3 columns ends with row B"]);
        assert_eq!(
            errors(&section(1, &VALUES.replace("0.3000,", "0.3000,0.7,"))),
            ["11: plate row A has 4 cells, and the table 3 columns"]
        );
        let cut = section(1, VALUES);
        assert_eq!(errors(&cut[..cut.find("Results").unwrap()]), ["1: the file holds no plate table with values"]);
        assert_eq!(errors(&cut[..cut.find(",0.6").unwrap()]), ["12: the file ends inside plate row B"]);
        assert_eq!(
            errors("Plate information\nPlate,Repeat,Barcode,\n"),
            ["1: the section of a plate ends behind its title"]
        );
    }
}
