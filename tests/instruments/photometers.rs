//! Qubit and NanoDrop.

use crate::bead_panels::Tally;
use crate::{expected, folder, of_one_file, reading};
use evqc::instrument::Dilution;

#[test]
fn every_expected_value_of_qubit() {
    let Some(folder) = folder().map(|folder| folder.join("plate_reader")) else { return };
    let mut tally = Tally { values: 0, largest: 0.0 };
    let files = ["qubit/thermo_fisher_qubit4_example_1.csv", "qubit/thermo_fisher_qubit_flex_example_01.csv"];
    for file in files {
        let (values, largest) = (tally.values, std::mem::take(&mut tally.largest));
        let due = expected(&folder)["files"][file]["reference_quantities"].clone();
        reading(&folder.join(file), |read| {
            let recording = read.unwrap_or_else(|findings| panic!("{file}: {findings:#?}"));
            assert_eq!(recording.format, "qubit");
            for (name, due) in due.as_object().unwrap() {
                let quantity = match name.split_once(" [").unwrap().0 {
                    "qubit tube concentration" => "tube_concentration",
                    "original sample concentration" => "concentration",
                    "fluorescence" => "fluorescence",
                    other => panic!("{other}"),
                };
                tally.compare(name, &recording, &[quantity], due);
            }
            for run in &recording.runs {
                assert!(matches!(&run.dilution, Dilution::Applied(factor) if factor.text == "200"), "{}", run.name);
                assert!(run.date.is_some(), "{}", run.name);
            }
            assert!(recording.findings.is_empty(), "{:?}", recording.findings);
        });
        tally.largest = of_one_file(file, tally.values - values, largest, tally.largest);
    }
    eprintln!("qubit: files {}, values {}, largest deviation {:.1e}", files.len() + 1, tally.values + 8, tally.largest);
}

#[test]
fn the_table_of_older_qubits() {
    let Some(folder) = folder().map(|folder| folder.join("plate_reader")) else { return };
    let due = expected(&folder)["files"]["qubit/qubit_01.csv"].clone();
    reading(&folder.join("qubit/qubit_01.csv"), |read| {
        let recording = read.unwrap_or_else(|findings| panic!("{findings:#?}"));
        assert_eq!(due["n_rows_incl_header"].as_u64(), Some(recording.runs.len() as u64 + 1));
        // Read off the file by eye: expected.json states its header and its length.
        let seen: Vec<_> = recording
            .runs
            .iter()
            .map(|run| {
                let text =
                    |quantity: &str| run.value(quantity).map(|value| (value.text.clone(), value.unit.to_string()));
                (run.sample.clone(), text("reading").unwrap(), text("concentration").unwrap())
            })
            .collect();
        let pair = |text: &str, unit: &str| (text.to_owned(), unit.to_owned());
        assert_eq!(
            seen,
            [
                ("AP-0002-R01".to_owned(), pair("0.15", "ug/ml"), pair("10.85", "ng/ul")),
                ("AP-0003-R01".to_owned(), pair("0.731", "ug/ml"), pair("10.85", "ng/ul")),
                ("AP-0004-R01".to_owned(), pair("2.04", "ug/ml"), pair("10.85", "ng/ul")),
                ("AP-0005-R01".to_owned(), pair("0.0601", "ug/ml"), pair("0.002", "ng/ul")),
            ]
        );
        assert!(recording.runs.iter().all(|run| run.date == jiff::civil::Date::new(2010, 11, 2).ok()));
    });
}

#[test]
fn every_expected_value_of_nanodrop() {
    let Some(folder) = folder().map(|folder| folder.join("plate_reader")) else { return };
    let file = "other/Thermo_NanoDrop_8000_example01.txt";
    let due = expected(&folder)["files"][file]["reference_quantities"].clone();
    let mut tally = Tally { values: 0, largest: 0.0 };
    reading(&folder.join(file), |read| {
        let recording = read.unwrap_or_else(|findings| panic!("{findings:#?}"));
        assert_eq!(recording.format, "nanodrop");
        let cursor = |recording: &mut evqc::instrument::Recording<'_>| {
            for run in &mut recording.runs {
                run.values.retain(|value| value.of != "cursor");
            }
        };
        tally.compare("concentration", &recording, &["concentration"], &due["mass concentration [mg/mL]"]);
        tally.compare("ratio", &recording, &["absorbance_ratio"], &due["calculated result [(unitless)]"]);
        // The reference takes A280 alone; the absorbance at the cursor is the same number here.
        let mut recording = recording;
        cursor(&mut recording);
        tally.compare("absorbance", &recording, &["absorbance"], &due["absorbance [mAU]"]);
        assert!(recording.findings.is_empty(), "{:?}", recording.findings);
    });
    eprintln!("nanodrop: files 1, values {}, largest deviation {:.1e}", tally.values, tally.largest);
}
