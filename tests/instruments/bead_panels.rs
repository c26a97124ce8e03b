//! Bead panels: Luminex xPONENT and INTELLIFLEX, MSD Workbench.
//!
//! `expected.json` holds, per quantity, the count, sum, least and greatest value and the first values as another reader
//! found them. Each of its quantities is taken together from the words of evqc.

use crate::{expected, folder, of_one_file, reading};
use evqc::instrument::{Recording, Value};
use evqc::quantity::Reading;
use serde_json::Value as Json;

fn number(value: &Value) -> Option<f64> {
    match value.reading {
        Reading::Number(number) if value.no_number.is_none() => Some(number.approximately()),
        _ => None,
    }
}

/// Well, sample and number of every value of these quantities, in the order of the runs, then of the file as a whole.
fn taken<'r>(recording: &'r Recording<'_>, quantities: &[&str]) -> Vec<(&'r str, &'r str, Option<f64>)> {
    let mut all = Vec::new();
    for run in &recording.runs {
        for value in run.values.iter().filter(|value| quantities.contains(&&*value.quantity)) {
            all.push((&*run.name, &*run.sample, number(value)));
        }
    }
    for value in recording.values.iter().filter(|value| quantities.contains(&&*value.quantity)) {
        all.push(("", "", number(value)));
    }
    all
}

pub struct Tally {
    pub values: usize,
    pub largest: f64,
}

impl Tally {
    fn near(&mut self, what: &str, value: f64, due: &Json) {
        let due = due.as_f64().unwrap_or_else(|| panic!("{what}: {due}"));
        let off = (value - due).abs() / due.abs().max(1.0);
        // The reference rounds to nine digits.
        assert!(off < 1e-8, "{what}: {value}, not {due}");
        self.largest = self.largest.max(off);
        self.values += 1;
    }

    /// Count, sum, least, greatest and first values of a quantity of the reference. The order of values inside a well
    /// differs between readers, so the first ones are looked for by well and number.
    pub fn compare(&mut self, what: &str, recording: &Recording<'_>, quantities: &[&str], due: &Json) {
        let all = taken(recording, quantities);
        let numbers: Vec<f64> = all.iter().filter_map(|(_, _, number)| *number).collect();
        assert_eq!(Some(numbers.len() as u64), due["n_numeric"].as_u64(), "{what}");
        self.values += 1;
        self.near(what, numbers.iter().sum(), &due["sum"]);
        self.near(what, numbers.iter().copied().fold(f64::INFINITY, f64::min), &due["min"]);
        self.near(what, numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max), &due["max"]);
        let mut left = all;
        for first in due["first"].as_array().unwrap() {
            let [well, sample, value] = first.as_array().unwrap().as_slice() else { panic!("{first}") };
            // Cells without a number and empty cells are one thing to the reference.
            let Some(value) = value.as_f64() else { continue };
            let same = |(name, of, number): &(&str, &str, Option<f64>)| {
                (well.is_null() || well.as_str() == Some(name) || sample.as_str() == Some(&format!("{of}_{name}")))
                    && (sample.is_null()
                        || sample.as_str() == Some(of)
                        || sample.as_str() == Some(&format!("{of}_{name}")))
                    && number.is_some_and(|number| (number - value).abs() <= 1e-8 * value.abs().max(1.0))
            };
            let found = left.iter().position(same).unwrap_or_else(|| panic!("{what}: {first} is not there"));
            left.swap_remove(found);
            self.values += 1;
        }
    }
}

#[test]
fn every_expected_value_of_xponent() {
    let Some(folder) = folder().map(|folder| folder.join("bead_multiplex")) else { return };
    let files = ["luminex_xPONENT_example02.csv", "luminex_xPONENT_NaN_and_not_reported_values.csv"];
    let mut tally = Tally { values: 0, largest: 0.0 };
    for file in files {
        let (values, largest) = (tally.values, std::mem::take(&mut tally.largest));
        let due = &expected(&folder)["files"][file]["reference_quantities"];
        reading(&folder.join(file), |read| {
            let recording = read.unwrap_or_else(|findings| panic!("{file}: {findings:#?}"));
            assert_eq!(recording.format, "luminex-xponent");
            let counts = &due["assay bead count [#]"];
            tally.compare(file, &recording, &["bead_count", "total_events"], counts);
            // The reference counts the net fluorescence, also where it is no number or absent.
            let net = &due["calculated result [RFU]"];
            tally.compare(file, &recording, &["net_mfi"], net);
            let absent = net["n"].as_u64().unwrap() - net["n_numeric"].as_u64().unwrap();
            let words = taken(&recording, &["net_mfi"]).iter().filter(|(_, _, number)| number.is_none()).count() as u64;
            assert!(words <= absent, "{file}: {words} words, {absent} absent");
            assert!(recording.runs.iter().all(|run| run.value("total_events").is_some()));
        });
        tally.largest = of_one_file(file, tally.values - values, largest, tally.largest);
    }
    eprintln!(
        "luminex-xponent: files {}, values {}, largest deviation {:.1e}",
        files.len(),
        tally.values,
        tally.largest
    );
}

#[test]
fn xponent_says_what_the_instrument_warned_of() {
    let Some(folder) = folder().map(|folder| folder.join("bead_multiplex")) else { return };
    reading(&folder.join("luminex_xPONENT_NaN_and_not_reported_values.csv"), |read| {
        let recording = read.unwrap();
        assert_eq!(recording.runs.len(), 96);
        assert_eq!((&*recording.software, &*recording.instrument), ("xPONENT 4.3.309.1", "FlexMAP 3D 1234"));
        let warnings: Vec<_> =
            recording.findings.iter().filter(|finding| finding.code.name == "instrument-warning").collect();
        assert!(warnings.iter().any(|finding| finding.message.contains("unable to detect any liquid")), "{warnings:?}");
        assert!(warnings.len() < 10, "{} warnings", warnings.len());
    });
}

#[test]
fn every_expected_value_of_intelliflex() {
    let Some(folder) = folder().map(|folder| folder.join("bead_multiplex")) else { return };
    let file = "luminex_intelliflex_single_dataset.csv";
    let due = &expected(&folder)["files"][file]["reference_quantities"];
    let mut tally = Tally { values: 0, largest: 0.0 };
    reading(&folder.join(file), |read| {
        let recording = read.unwrap_or_else(|findings| panic!("{findings:#?}"));
        assert_eq!(recording.format, "luminex-intelliflex");
        let medians = &due["calculated result [RFU]"];
        tally.compare(file, &recording, &["median_fluorescence"], medians);
        tally.compare(file, &recording, &["average_mfi"], medians);
        let counts = &due["assay bead count [#]"];
        let numbers: Vec<f64> =
            taken(&recording, &["bead_count"]).into_iter().filter_map(|(_, _, number)| number).collect();
        // The reference adds a sum over all regions and reporters per well, which the file does not print.
        assert_eq!(Some(numbers.len() as u64 + recording.runs.len() as u64), counts["n"].as_u64());
        tally.near("counts", 2.0 * numbers.iter().sum::<f64>(), &counts["sum"]);
        tally.near("counts", numbers.iter().copied().fold(f64::INFINITY, f64::min), &counts["min"]);
        let of_first = recording.runs[0].values.iter().filter(|value| value.quantity == "bead_count");
        tally.near("counts", of_first.clone().filter_map(number).sum(), &counts["first"][0][2]);
        let first: Vec<f64> = of_first.filter_map(number).take(11).collect();
        let due: Vec<f64> = (1..12).filter_map(|index| counts["first"][index][2].as_f64()).collect();
        assert_eq!(first, due);
        tally.values += 12;
    });
    eprintln!("luminex-intelliflex: files 1, values {}, largest deviation {:.1e}", tally.values, tally.largest);
}

/// The reference names the spot where evqc names the well.
fn without_spots(due: &Json) -> Json {
    let mut due = due.clone();
    for first in due["first"].as_array_mut().unwrap() {
        first[0] = Json::Null;
    }
    due
}

#[test]
fn every_expected_value_of_msd_workbench() {
    let Some(folder) = folder().map(|folder| folder.join("bead_multiplex")) else { return };
    let file = "msd_workbench_test_1.csv";
    let due = &expected(&folder)["files"][file]["reference_quantities"];
    let mut tally = Tally { values: 0, largest: 0.0 };
    reading(&folder.join(file), |read| {
        let mut recording = read.unwrap_or_else(|findings| panic!("{findings:#?}"));
        assert_eq!(recording.format, "msd-workbench");
        assert_eq!(
            recording.runs.iter().map(|run| (&*run.name, &*run.sample)).collect::<Vec<_>>(),
            [("A02", "S001"), ("A01", "S001")]
        );
        tally.compare(file, &recording, &["stated_concentration"], &without_spots(&due["mass concentration [pg/mL]"]));
        tally.compare(file, &recording, &["signal"], &without_spots(&due["luminescence [RLU]"]));
        // Both wells are outside a range, which makes of their digits no number of a test: they are compared all the same.
        let values = recording.runs.iter_mut().flat_map(|run| &mut run.values);
        let marked = values.filter(|value| value.no_number.as_deref().is_some_and(|why| why.contains("Range`")));
        assert!(marked.map(|value| value.no_number = None).count() > 0);
        // What holds for all wells of an assay is printed on each of its rows, and the reference takes it once.
        let of_assays =
            ["mean_signal", "mean_adjusted_signal", "fit_r_squared", "cv", "mean_recovery", "mean_concentration"];
        for run in recording.runs.iter_mut().skip(1) {
            run.values.retain(|value| !of_assays.contains(&&*value.quantity));
        }
        let others = ["adjusted_signal", "recovery", "concentration"];
        let all: Vec<&str> = of_assays.iter().chain(&others).copied().collect();
        tally.compare(file, &recording, &all, &due["calculated result [(unitless)]"]);
        let told = recording.findings.iter().find(|finding| finding.code.name == "value-not-a-number").unwrap();
        assert!(told.message.contains("NaN"));
    });
    eprintln!("msd-workbench: files 1, values {}, largest deviation {:.1e}", tally.values, tally.largest);
}
