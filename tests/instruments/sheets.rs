//! Instruments that write XLSX: Magellan, Qubit, Stunner, HIAC.

use crate::workbook::written;
use crate::{expected, folder, of_one_file, reading};
use evqc::instrument::{self, Content, Dilution, Recording, Value};
use evqc::quantity::Reading;
use serde_json::Value as Json;
use std::sync::Arc;

/// How many values were compared, and the largest deviation.
#[derive(Default)]
struct Tally {
    values: usize,
    largest: f64,
}

impl Tally {
    fn near(&mut self, what: &str, found: f64, due: f64) {
        let off = (found - due).abs() / due.abs().max(1.0);
        // The reference has nine digits.
        assert!(off < 5e-9, "{what}: {found}, not {due}");
        self.largest = self.largest.max(off);
    }

    /// Compares the values of a quantity with what the reference says of it: how many, their sum, least and most, and
    /// the first ones.
    fn quantity(&mut self, what: &str, found: &[(String, &Value)], due: &Json) {
        let number = |value: &Value| match (&value.reading, &value.no_number) {
            (Reading::Number(number), None) => Some(number.to_string().parse::<f64>().unwrap()),
            _ => None,
        };
        let numbers: Vec<f64> = found.iter().filter_map(|(_, value)| number(value)).collect();
        assert_eq!(found.len() as u64, due["n"].as_u64().unwrap(), "{what}");
        assert_eq!(numbers.len() as u64, due["n_numeric"].as_u64().unwrap_or(0), "{what}");
        if !numbers.is_empty() {
            self.near(what, numbers.iter().sum(), due["sum"].as_f64().unwrap());
            self.near(what, numbers.iter().copied().fold(f64::INFINITY, f64::min), due["min"].as_f64().unwrap());
            self.near(what, numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max), due["max"].as_f64().unwrap());
        }
        for ((place, value), first) in found.iter().zip(due["first"].as_array().unwrap()) {
            if let Some(well) = first[0].as_str() {
                assert_eq!(place, well, "{what}");
            }
            match first[2].as_f64() {
                Some(due) => self.near(what, number(value).unwrap_or_else(|| panic!("{what}: {value:?}")), due),
                None => assert!(number(value).is_none(), "{what}: {value:?}"),
            }
        }
        self.values += found.len();
    }
}

/// Reads a file of `plate_reader` and hands it with the quantities of the reference.
fn compare(format: &str, files: &[&str], look: impl Fn(&mut Tally, &Recording<'_>, &Json)) {
    let Some(folder) = folder() else { return };
    let folder = folder.join("plate_reader");
    let facts = expected(&folder);
    let mut tally = Tally::default();
    for file in files {
        let (values, largest) = (tally.values, std::mem::take(&mut tally.largest));
        reading(&folder.join(file), |recording| {
            let recording = recording.unwrap_or_else(|findings| panic!("{file}: {findings:#?}"));
            assert_eq!(recording.format, format, "{file}");
            look(&mut tally, &recording, &facts["files"][file]["reference_quantities"]);
        });
        tally.largest = of_one_file(file, tally.values - values, largest, tally.largest);
    }
    let (values, largest) = (tally.values, tally.largest);
    eprintln!("{format}: files {}, values {values}, largest deviation {largest:.1e}", files.len());
}

/// The values of these quantities, well by well; a well name is the last word of its run's.
fn of<'r>(recording: &'r Recording<'_>, wanted: impl Fn(&Value) -> bool) -> Vec<(String, &'r Value)> {
    let well = |name: &str| name.rsplit(' ').next().unwrap_or_default().to_owned();
    let values = recording.runs.iter().flat_map(|run| run.values.iter().map(move |value| (well(&run.name), value)));
    values.filter(|(_, value)| wanted(value)).collect()
}

#[test]
fn magellan_wells() {
    let files = ["tecan_magellan/SLA01P01_ELISA.xlsx", "tecan_magellan/SLA01P01_OD.xlsx"];
    compare("magellan", &files, |tally, recording, due| {
        assert_eq!(due.as_object().unwrap().len(), 1);
        let found = of(recording, |value| value.quantity == "absorbance");
        // The label mAU is that of the reference; the file says OD.
        tally.quantity("absorbance", &found, &due["absorbance [mAU]"]);
        assert!(found.iter().all(|(_, value)| value.unit == "OD"));
        assert_eq!(recording.instrument, "ULTRA, 12901000069");
        let wavelengths: Vec<&str> = recording.runs[0].values.iter().map(|value| value.of.as_str()).collect();
        match recording.runs.len() {
            384 => assert_eq!(wavelengths, ["485", "560"]),
            _ => assert_eq!(wavelengths, ["595", ""]),
        }
        let date = jiff::civil::date(2021, 7, if recording.runs.len() == 384 { 8 } else { 6 });
        assert!(recording.runs.iter().all(|run| run.date == Some(date)));
        let temperatures: Vec<(&str, &str)> = recording
            .values
            .iter()
            .filter(|value| value.quantity == "temperature")
            .map(|value| (value.of.as_str(), value.text.as_str()))
            .collect();
        match recording.runs.len() {
            384 => assert_eq!(temperatures, [("485", "24.8"), ("560", "25.1"), ("485", "24.8"), ("560", "25.1")]),
            _ => assert_eq!(temperatures, [("595", "23.4")]),
        }
    });
}

#[test]
fn qubit_tubes() {
    compare("qubit", &["qubit/thermo_fisher_qubit4_example_2.xlsx"], |tally, recording, due| {
        for (quantity, unit, reference) in [
            ("tube_concentration", "ng/mL", "qubit tube concentration [ng/mL]"),
            ("concentration", "ng/µL", "original sample concentration [ng/µL]"),
            ("fluorescence", "RFU", "fluorescence [RFU]"),
        ] {
            let found = of(recording, |value| value.quantity == quantity);
            assert!(found.iter().all(|(_, value)| value.unit == unit), "{found:?}");
            tally.quantity(quantity, &found, &due[reference]);
        }
        assert_eq!(recording.detected, "XLSX, sheet \"QubitData_13-12-2023_03-15-30\"");
        for run in &recording.runs {
            assert!(run.sample.starts_with("Sample_#231212"), "{run:?}");
            assert_eq!(run.date, Some(jiff::civil::date(2023, 12, 12)));
            assert!(matches!(&run.dilution, Dilution::Applied(factor) if factor.text == "200" && factor.column == 10));
        }
        let place = recording.runs[1].value("concentration").map(|value| (value.line, value.column));
        assert_eq!(place, Some((3, 7)));
    });
}

#[test]
fn stunner_wells() {
    compare("stunner", &["other/Unchained_Labs_Stunner_example02.xlsx"], |tally, recording, due| {
        let named = |wanted: &[&str]| -> Vec<(String, &Value)> {
            let one = |name: &&str| of(recording, |value| value.quantity == *name && is_overall(value));
            wanted.iter().flat_map(one).collect()
        };
        for (wanted, reference) in [
            (&["concentration"][..], "mg/mL"),
            (&["background_absorbance"], "mAU"),
            (&["estimated_molecular_weight"], "kDa"),
            (&["intensity_area", "mass_area"], "%"),
            (
                &[
                    "z_average",
                    "diameter_sd",
                    "intensity_mean_diameter",
                    "mass_mean_diameter",
                    "diameter_at_zero_concentration",
                ],
                "nm",
            ),
            (
                &[
                    "kc_over_r",
                    "kd",
                    "b22",
                    "peaks",
                    "pdi",
                    "diffusion_coefficient",
                    "rayleigh_ratio_r",
                    "derived_intensity",
                    "optical_contrast_constant_k",
                    "kd_goodness_of_fit",
                    "b22_goodness_of_fit",
                    "viscosity_at_t",
                    "ri_at_t",
                    "viscosity_at_20°c",
                    "ri_at_20°c",
                ],
                "(unitless)",
            ),
        ] {
            let due = &due[&format!("calculated result [{reference}]")];
            assert!(due.is_object(), "{reference}");
            tally.quantity(reference, &named(wanted), due);
        }
        tally.quantity("absorbance", &named(&["absorbance"]), &due["absorbance [mAU]"]);
        let unit = |name: &str| recording.runs[1].value(name).unwrap().unit.to_string();
        assert_eq!(
            (unit("concentration"), unit("z_average"), unit("kd")),
            ("mg/mL".into(), "nm".into(), "ml/g".into())
        );
        assert_eq!(recording.software, "9.1.0.100");
        assert_eq!(recording.runs[1].sample, "sample_B1");
        assert_eq!(recording.runs[1].date, Some(jiff::civil::date(2026, 1, 15)));
        let words: Vec<&str> = recording
            .runs
            .iter()
            .filter_map(|run| run.values.iter().find(|value| value.quantity == "kd_linear_fit"))
            .map(|value| value.no_number.as_deref().unwrap_or(""))
            .collect();
        assert_eq!(words, ["the fit has no result (NaN)", "", "", "the fit has no result (NaN)"]);
    });
}

/// Of the well, or of its peak of interest; not of the other peaks.
fn is_overall(value: &Value) -> bool {
    value.of.is_empty() || value.of == "peak of interest" || value.of == "280"
}

#[test]
fn hiac_counts() {
    compare("hiac", &["other/hiac_example_1.xlsx"], |tally, recording, due| {
        let named = |name: &'static str| of(recording, move |value| value.quantity == name);
        tally.quantity("counts", &named("cumulative_count"), &due["cumulative count [(unitless)]"]);
        tally.quantity(
            "counts/mL",
            &named("cumulative_concentration"),
            &due["cumulative particle density [Counts/mL]"],
        );
        let sizes: Vec<f64> = named("cumulative_count").iter().map(|(_, value)| size(value)).collect();
        let due_sizes = due["particle size [\u{b5}m]"]["first"].as_array().unwrap();
        assert_eq!(sizes, due_sizes.iter().map(|first| first[2].as_f64().unwrap()).collect::<Vec<_>>());
        let average = |name: &str| -> Vec<(String, &Value)> {
            recording.values.iter().filter(|value| value.quantity == name).map(|value| (String::new(), value)).collect()
        };
        tally.quantity("average", &average("average_cumulative_count"), &due["calculated result [(unitless)]"]);
        tally.quantity(
            "average/mL",
            &average("average_cumulative_concentration"),
            &due["calculated result [Counts/mL]"],
        );
        tally.values += sizes.len();
        assert_eq!(recording.software, "HIAC PharmSpec v3.0");
        assert_eq!(recording.instrument, "HRLD150@10ml, 1808303021");
        let runs: Vec<_> = recording.runs.iter().map(|run| (&*run.name, &*run.sample, run.failed.as_deref())).collect();
        assert_eq!(runs, [("Run1", "ExampleTimepoint", Some("Discarded")), ("Run2", "ExampleTimepoint", None)]);
        assert_eq!(recording.runs[0].date, Some(jiff::civil::date(2022, 12, 8)));
        assert!(matches!(&recording.runs[0].dilution, Dilution::Applied(factor) if factor.text == "1"));
        let criteria: Vec<&str> = average("own_criterion").iter().map(|(_, value)| value.text.as_str()).collect();
        assert_eq!((criteria.len(), criteria[0]), (5, "2.000 µm Counts <= 100000 per 1 mL"));
        let codes: Vec<&str> = recording.findings.iter().map(|finding| finding.code.name).collect();
        assert_eq!(codes, ["instrument-warning", "own-criteria"]);
        assert_eq!(
            recording.findings[1].message,
            "the instrument judged by 5 criteria of its own and came to \"HIAC PharmSpec v3.0 Summary PASSED\"; they are \
             not those of the specification"
        );
    });
}

fn size(value: &Value) -> f64 {
    value.of.trim_end_matches(" µm").parse().unwrap()
}

/// Rows of a sheet, cells separated by `|`; numbers become numbers.
fn sheet(rows: &str) -> Vec<u8> {
    written(|book| fill(book.add_worksheet(), rows))
}

fn fill(sheet: &mut rust_xlsxwriter::Worksheet, rows: &str) {
    for (row, line) in (0..).zip(rows.lines()) {
        for (column, cell) in (0..).zip(line.split('|')) {
            match cell.parse::<f64>() {
                _ if cell.is_empty() => {}
                Ok(number) => _ = sheet.write(row, column, number).unwrap(),
                Err(_) => _ = sheet.write(row, column, cell).unwrap(),
            }
        }
    }
}

fn refused(bytes: &[u8]) -> Vec<String> {
    let name: Arc<str> = Arc::from("f.xlsx");
    let findings = instrument::read(&Content::new(&name, bytes), None).map(|it| it.format).unwrap_err();
    let place = |finding: &evqc::finding::Finding| finding.place.as_ref().map_or(String::new(), ToString::to_string);
    findings.iter().map(|finding| format!("{} {}", place(finding), finding.message)).collect()
}

const MAGELLAN: &str = "Well positions|Label1\n|0s\nA1|0.5\nA2|OVER\nDate: 2021-07-08, Time: 14:34:46\n";
const STUNNER: &str = "Report\nPlate ID|Plate Position|Sample name|Z-Avg Dia. (nm)\nPlate 1|A1|s|12.5\n";
const HIAC: &str = "||HIAC PharmSpec v3.0 Summary Report\nSample|:|EV-1|No Of Runs|:|2\n\
    Run No.|Particle Size(µm)|Cumulative Count|Cumulative Counts/mL\nRun1\n|2|48|10\nRun2\n|2|24|60\nAverage\n|2|36|35\n\
    |HIAC PharmSpec v3.0 Summary FAILED\n";

#[test]
fn small_exports_are_read() {
    let name: Arc<str> = Arc::from("f.xlsx");
    for (format, rows, runs) in [("magellan", MAGELLAN, 2), ("stunner", STUNNER, 1), ("hiac", HIAC, 2)] {
        let bytes = sheet(rows);
        let content = Content::new(&name, &bytes);
        let recording = instrument::read(&content, None).unwrap();
        assert_eq!((recording.format, recording.runs.len()), (format, runs));
    }
    let bytes = sheet(MAGELLAN);
    let content = Content::new(&name, &bytes);
    let recording = instrument::read(&content, None).unwrap();
    let none = &recording.runs[1].values[0];
    assert_eq!((&*none.text, none.no_number.is_some(), none.line, none.column), ("OVER", true, 4, 2));
}

#[test]
fn exports_that_are_not_whole_are_refused() {
    for (rows, messages) in [
        ("Well positions|Label1\n|0s\n", &["f.xlsx:1:1 the sheet holds no well"][..]),
        (
            "Well positions|Label1\nA1|1\nWell positions|Label1\nA2|1\n",
            &["f.xlsx:3:1 a second header: the sheet holds more than one export"],
        ),
        ("Well positions|Label1\nA1|1\nA1|1\n", &["f.xlsx:3:1 the well A1 stands twice"]),
        ("Well positions|Label1\nA1|1\n|2\nA2|1\n", &["f.xlsx:3:1 the row between the wells names none: \"\""]),
        ("Plate ID|Plate Position|Sample name|PdI\n", &["f.xlsx:1:1 the report holds no well"]),
        (
            "Plate ID|Plate Position|Sample name|PdI\nPlate 1||s|0.1|7\n",
            &["f.xlsx:2:5 the row is longer than its header", "f.xlsx:2:2 the row names no position on a plate"],
        ),
        (
            "||HIAC PharmSpec v3.0 Summary Report\n",
            &["f.xlsx the report has no table of counts: a row with `Run No.` is missing"],
        ),
        (
            "||HIAC PharmSpec v3.0 Summary Report\nx|:|s|No Of Runs|:|2\nRun No.|Particle Size(µm)|Cumulative Count\nRun1\n|2|4\n",
            &["f.xlsx:3:1 the report states 2 run(s) and holds 1"],
        ),
        (
            "||HIAC PharmSpec v3.0 Summary Report\nRun No.|Particle Size(µm)|Cumulative Count\nRun1\n",
            &["f.xlsx:3:1 Run1 has no counts"],
        ),
        (
            "||HIAC PharmSpec v3.0 Summary Report\nRun No.|Particle Size(µm)|Cumulative Count\n",
            &["f.xlsx:2:1 the report holds no run"],
        ),
        (
            "||HIAC PharmSpec v3.0 Summary Report\nRun No.|Particle Size(µm)|Cumulative Count\nRun1\n|big|4\n",
            &["f.xlsx:4:2 \"big\" is no particle size"],
        ),
    ] {
        assert_eq!(refused(&sheet(rows)), messages, "{rows}");
    }
    let two = written(|book| {
        fill(book.add_worksheet(), MAGELLAN);
        fill(book.add_worksheet(), MAGELLAN);
    });
    assert_eq!(refused(&two), ["f.xlsx several sheets could be meant: \"Sheet1\", \"Sheet2\""]);
    assert_eq!(
        refused(&sheet(&format!("{HIAC}{HIAC}"))),
        ["f.xlsx:11:1 a second title: the sheet holds more than one report"]
    );
    for rows in [MAGELLAN, STUNNER, HIAC] {
        let bytes = sheet(rows);
        for part in 1..6 {
            assert!(refused(&bytes[..bytes.len() * part / 6])[0].contains("cut short"));
        }
    }
    assert_eq!(refused(&sheet("")), ["f.xlsx no visible sheet of the workbook holds anything"]);
}
