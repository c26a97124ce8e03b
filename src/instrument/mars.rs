//! MARS (BMG Labtech), CSV export: lines of `name: value` pairs, the mode of reading, and titled plate tables.

use super::content::Content;
use super::grid::{Grid, Row};
use super::plate::{Cell, Wells, column, day, ends_whole, next_filled, plate_columns, short, table};
use super::record::{Dilution, Recording};
use crate::finding::Finding;
use std::borrow::Cow;

/// Whether the content is of this format.
pub(super) fn recognise(content: &Content<'_>) -> bool {
    let first = content.lines().map(|(_, line)| line).find(|line| !line.trim().is_empty());
    first.is_some_and(is_first)
}

fn is_first(line: &str) -> bool {
    line.starts_with("User: ") && line.contains(",Path: ") && line.contains(",Test run no.: ")
}

/// Reads an export.
///
/// # Errors
/// That the file is cut short, holds more than one export, or has a table that does not fit a plate; that it holds no
/// table.
pub(super) fn read<'b>(content: &Content<'b>) -> Result<Recording<'b>, Vec<Finding>> {
    ends_whole(content).map_err(|finding| vec![finding])?;
    let grid = Grid::split(content.text().unwrap_or_default(), ',', true);
    let mut recording = Recording::new("bmg-mars", format!("{}, commas", content.encoding()));
    let mut wells = Wells::default();
    if let Err(finding) = parts(content, &grid, &mut wells, &mut recording) {
        return Err(vec![finding]);
    }
    if wells.without_values() {
        return Err(vec![content.damaged(1, 1, "the file holds no plate table with values")]);
    }
    wells.finish(content, &mut recording);
    Ok(recording)
}

fn parts(content: &Content<'_>, grid: &Grid, wells: &mut Wells, recording: &mut Recording<'_>) -> Result<(), Finding> {
    let plate = wells.begin("").unwrap_or_default();
    let (mut at, mut mode, mut has_table) = (0, String::new(), false);
    while let Some((index, row)) = next_filled(grid, at) {
        at = index + 1;
        if row.cell(0).starts_with("User: ") && index > 0 {
            return Err(content.damaged(row.line, 1, "a second export begins here: the file holds two"));
        }
        let next = next_filled(grid, at).filter(|(_, row)| plate_columns(*row).is_some());
        match next {
            Some((head, _)) if row.filled() == 1 => {
                let (cells, behind) = table(content, grid, head)?;
                at = behind;
                has_table = true;
                let (quantity, of) = meaning(row.cell(0), &mode);
                for (well, cell) in cells {
                    let value = cell.number(quantity.clone(), of.clone());
                    let run = wells.result(content, (plate, &well), (cell, value), row.cell(0))?;
                    run.dilution = Dilution::NotRecorded;
                }
            }
            _ if !has_table && row.filled() == 1 && !row.cell(0).contains(": ") => row.cell(0).clone_into(&mut mode),
            _ if !has_table && pairs(row, recording) => {}
            _ => {
                let message = format!("the line belongs to no part of a MARS export: \"{}\"", short(row.cell(0)));
                return Err(content.damaged(row.line, 1, message));
            }
        }
    }
    let printed = recording.values.iter().find(|value| value.quantity == "Date");
    let date = printed.and_then(|value| day(&value.text));
    if let (None, Some(value)) = (date, printed) {
        let finding =
            super::dates::not_taken(content.place(value.line, value.column), &value.text, super::dates::DAY_OR_MONTH);
        recording.findings.push(finding);
    }
    wells.of_plate(plate).for_each(|run| run.date = date);
    Ok(())
}

/// Takes the `name: value` pairs of a line; whether all cells are such pairs.
fn pairs(row: Row<'_>, recording: &mut Recording<'_>) -> bool {
    let mut all = true;
    for index in (0..row.len()).filter(|index| !row.cell(*index).is_empty()) {
        let Some((name, text)) = row.cell(index).split_once(':') else {
            all = false;
            continue;
        };
        let cell = Cell { text: text.trim(), line: row.line, column: column(index) };
        if !cell.text.is_empty() {
            recording.values.push(cell.word(name.trim().to_owned(), ""));
        }
    }
    all
}

/// The quantity of a table and what it is about: `absorbance` and `450` for `Raw Data (450)` in the mode `Absorbance`.
fn meaning(title: &str, mode: &str) -> (Cow<'static, str>, String) {
    let quantity = match mode.split(" (").next().unwrap_or_default() {
        "Absorbance" => "absorbance",
        "Luminescence" => "luminescence",
        "Fluorescence" => "fluorescence",
        _ => return (Cow::Owned(title.to_owned()), String::new()),
    };
    let of = title.split_once('(').map_or("", |(_, rest)| rest.trim_end_matches(')')).trim();
    match title {
        _ if title.starts_with("Raw Data") => (Cow::Borrowed(quantity), of.to_owned()),
        _ if title.starts_with("Blank corrected") => {
            let of = of.rsplit_once('(').map_or(of, |(_, inner)| inner.trim_end_matches(')'));
            (Cow::Owned(format!("blank_corrected_{quantity}")), of.to_owned())
        }
        _ => (Cow::Owned(title.to_owned()), String::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    /// A plate of six wells; every number is made up.
    const FILE: &str = "User: LAB,Path: C:\\data,Test run no.: 7\r\n\
        Test name: BCA,Date: 5/14/2026,Time: 3:29:50 PM\r\n\r\n\
        ID1: LOT-7,ID2: ,\r\nAbsorbance\r\n\r\nRaw Data (562)\r\n\r\n\
        ,1,2,3,\r\nA,0.10,0.20,overflow\r\nB,0.40,,0.60\r\n";

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
    fn values_and_their_places() {
        let content = Content::new(&Arc::from("f.csv"), FILE.as_bytes());
        let recording = read(&content).unwrap();
        let told: Vec<String> = recording
            .runs
            .iter()
            .flat_map(|run| run.values.iter().map(move |value| (run, value)))
            .map(|(run, value)| {
                format!("{} {}[{}] {} {}:{}", run.name, value.quantity, value.of, value.text, value.line, value.column)
            })
            .collect();
        assert_eq!(
            told,
            [
                "A1 absorbance[562] 0.10 10:2",
                "A2 absorbance[562] 0.20 10:3",
                "A3 absorbance[562] overflow 10:4",
                "B1 absorbance[562] 0.40 11:2",
                "B3 absorbance[562] 0.60 11:4"
            ]
        );
        assert!(recording.runs.iter().all(|run| run.dilution == Dilution::NotRecorded));
        assert_eq!(recording.runs[0].date, jiff::civil::Date::new(2026, 5, 14).ok());
        assert_eq!(recording.findings[0].message, "1 cell holds no number: above the range of the detector (overflow)");
    }

    #[test]
    fn blank_corrected_tables_are_told_apart() {
        let title = "Blank corrected based on Raw Data (562)";
        assert_eq!(meaning(title, "Absorbance"), (Cow::Borrowed("blank_corrected_absorbance"), "562".to_owned()));
        assert_eq!(
            meaning("Raw Data (485/520)", "Fluorescence (FI)"),
            (Cow::Borrowed("fluorescence"), "485/520".to_owned())
        );
    }

    #[test]
    fn damage_is_refused() {
        let without = |text: &str| FILE.replacen(text, "", 1);
        assert_eq!(
            errors(&FILE.repeat(2)),
            ["12: the line does not begin with the name of a plate row: \"User: LAB\""]
        );
        assert_eq!(errors(&format!("{FILE}\r\n{FILE}")), ["13: a second export begins here: the file holds two"]);
        assert_eq!(
            errors(&format!("{FILE}\r\n##BLOCKS= 1\r\n")),
            ["13: the line belongs to no part of a MARS export: \"##BLOCKS= 1\""]
        );
        assert_eq!(
            errors(&without("B,0.40,,0.60\r\n")),
            ["9: the table ends with row A, and a plate of 3 columns ends with row B"]
        );
        assert_eq!(errors(&without(",,0.60\r\n")), ["11: the file ends inside plate row B"]);
        assert_eq!(
            errors(&FILE.replacen(",0.60", ",0.60,0.70", 1)),
            ["11: plate row B has 4 cells, and the table 3 columns"]
        );
        assert_eq!(
            errors(&without("A,0.10,0.20,overflow\r\nB,0.40,,0.60\r\n")),
            ["9: the table has no rows, and a plate of 3 columns ends with row B"]
        );
        assert_eq!(errors(&FILE[..FILE.find("Raw").unwrap()]), ["1: the file holds no plate table with values"]);
        assert_eq!(
            errors(&FILE.replacen("A,0.10,0.20,overflow", "A", 1).replacen("B,0.40,,0.60", "B", 1)),
            ["1: the file holds no plate table with values"]
        );
    }
}
