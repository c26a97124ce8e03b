//! Zetasizer text exports and the database of its successor.

use crate::{expected, folder, of_one_file, reading};
use evqc::instrument::{Distribution, Recording, Run, Weighting};
use evqc::quantity::Reading;
use serde_json::Value as Json;

/// The word of evqc for a label of the files, and the peak it is about.
fn word(label: &str) -> (&'static str, &'static str) {
    match label {
        "Type" => ("type", ""),
        "Measurement Date and Time" | "Measurement Date and Time#2" => ("measured_at", ""),
        "S/W Version" => ("software_version", ""),
        "Serial Number" => ("serial_number", ""),
        "T (°C)" | "Temperature (°C)" => ("temperature", ""),
        "Mean Count Rate (kcps)" => ("mean_count_rate", ""),
        "Derived Count Rate (kcps)" => ("derived_count_rate", ""),
        "Attenuator" => ("attenuator", ""),
        "Size Runs" => ("size_runs", ""),
        "Zeta Runs" => ("zeta_runs", ""),
        "Intercept" => ("intercept", ""),
        "Z-Ave (d.nm)" | "Z-Average (d.nm)" => ("z_average", ""),
        "Number Mean (d.nm)" => ("number_mean", ""),
        "PdI" => ("pdi", ""),
        "PdI Width (d.nm)" => ("pdi_width", ""),
        "Intensity peak 1 (d.nm)" => ("intensity_peak", "1"),
        "Intensity peak 2 (d.nm)" => ("intensity_peak", "2"),
        "Intensity peak 3 (d.nm)" => ("intensity_peak", "3"),
        "%Pd Peak 1 (Percent)" => ("peak_polydispersity", "1"),
        "%Pd Peak 2 (Percent)" => ("peak_polydispersity", "2"),
        "%Pd Peak 3 (Percent)" => ("peak_polydispersity", "3"),
        "Dispersant Name" => ("dispersant", ""),
        "Dispersant RI" => ("dispersant_refractive_index", ""),
        "Dispersant Viscosity (cP)" => ("dispersant_viscosity", ""),
        "Material Name" => ("material", ""),
        "Material Absorption" => ("material_absorption", ""),
        "Material RI" => ("material_refractive_index", ""),
        "Conductivity (mS/cm)" => ("conductivity", ""),
        "Mobility (µmcm/Vs)" => ("mobility", ""),
        "Zeta Deviation (mV)" => ("zeta_deviation", ""),
        "Zeta Potential (mV)" => ("zeta_potential", ""),
        other => panic!("expected.json states {other:?}, which this test does not know"),
    }
}

#[derive(Default)]
struct Tally {
    files: usize,
    values: usize,
    largest: f64,
}

impl Tally {
    /// A computed number: the sums and means of expected.json are sums of printed numbers in floating point.
    fn near(&mut self, what: &str, value: f64, due: &Json) {
        let due = due.as_f64().unwrap_or_else(|| panic!("{what}: {due}"));
        let off = (value - due).abs() / due.abs().max(1.0);
        assert!(off < 1e-8, "{what}: {value}, not {due}");
        self.largest = self.largest.max(off);
        self.values += 1;
    }
}

fn distribution<'r>(run: &'r Run<'_>, name: &str) -> Option<&'r Distribution> {
    let weighting = match name {
        "Intensities" => Weighting::Intensity,
        "Volumes" => Weighting::Volume,
        "Numbers" => Weighting::Number,
        _ => return None,
    };
    run.distributions.iter().find(|distribution| distribution.weighting == weighting)
}

fn shares_of_zeta(run: &Run<'_>) -> Vec<f64> {
    let shares = run.values.iter().filter(|value| value.quantity == "zeta_intensity");
    shares
        .map(|value| match value.reading {
            Reading::Number(number) => number.approximately(),
            other => panic!("{other:?}"),
        })
        .collect()
}

fn compare_record(tally: &mut Tally, run: &Run<'_>, record: &Json) {
    for (label, due) in record.as_object().unwrap() {
        let what = format!("{}: {label}", run.name);
        if let Some(name) = label.strip_prefix("sum_") {
            let sum = match distribution(run, name) {
                Some(distribution) => distribution.heights.iter().sum(),
                None => shares_of_zeta(run).iter().sum(),
            };
            tally.near(&what, sum, due);
        } else if let Some(name) = label.strip_prefix("mean_size_weighted_by_") {
            let found = distribution(run, name).unwrap();
            let weighted: f64 = found.printed.iter().zip(&found.heights).map(|(size, height)| size * height).sum();
            tally.near(&what, weighted / found.heights.iter().sum::<f64>(), due);
        } else if let Some(name) = label.strip_prefix("peak_size_by_") {
            let found = distribution(run, name).unwrap();
            let top = found.heights.iter().copied().fold(f64::MIN, f64::max);
            let position = found.heights.iter().position(|height| *height == top).unwrap();
            tally.near(&what, found.printed[position], due);
        } else if label.starts_with("Sample Name") {
            assert_eq!(Some(&*run.sample), due.as_str(), "{what}");
            tally.values += 1;
        } else if label == "Record" || label == "Record Number" {
            assert_eq!(run.name, format!("record {}", due.as_str().unwrap()));
            tally.values += 1;
        } else {
            let (quantity, of) = word(label);
            let value = run.values.iter().find(|value| value.quantity == quantity && value.of == of);
            assert_eq!(value.map_or("", |value| &*value.text), due.as_str().unwrap(), "{what}");
            tally.values += 1;
        }
    }
}

fn compare_arrays(tally: &mut Tally, run: &Run<'_>, arrays: &Json) {
    for (name, due) in arrays.as_object().unwrap() {
        let count = match name.as_str() {
            // Read along others: as many as those.
            "Sizes" => run.distributions[0].printed.len(),
            "Zeta Potentials" => shares_of_zeta(run).len(),
            "Correlation Delay Times" | "Correlation Data" => {
                run.values.iter().filter(|value| value.quantity == "correlation").count()
            }
            "Undersize By Intensity" => {
                run.values.iter().filter(|value| value.quantity == "undersize_by_intensity").count()
            }
            name => distribution(run, name).map_or_else(|| shares_of_zeta(run).len(), |found| found.heights.len()),
        };
        assert_eq!(Some(count as u64), due.as_u64(), "{}: {name}", run.name);
        tally.values += 1;
    }
}

fn compare_file(tally: &mut Tally, recording: &Recording<'_>, due: &Json) {
    assert_eq!(recording.format, "zetasizer");
    assert!(recording.detected.starts_with("windows-1252, tabs"));
    for group in due["header_groups"].as_array().unwrap() {
        let records = group["records"].as_array().unwrap();
        // A later group describes the same records again.
        assert_eq!(recording.runs.len(), records.len());
        assert_eq!(group["n_records"].as_u64(), Some(recording.runs.len() as u64));
        for (run, record) in recording.runs.iter().zip(records) {
            compare_record(tally, run, record);
            compare_arrays(tally, run, &group["array_columns"]);
            assert!(run.date.is_some(), "{}", run.name);
        }
    }
}

#[test]
fn every_expected_value_of_the_text_exports() {
    let Some(folder) = folder().map(|folder| folder.join("zetasizer")) else { return };
    let mut tally = Tally::default();
    for (file, due) in expected(&folder)["files"].as_object().unwrap().iter().filter(|(file, _)| file.ends_with(".txt"))
    {
        let (values, largest) = (tally.values, std::mem::take(&mut tally.largest));
        reading(&folder.join(file), |read| {
            let recording = read.unwrap_or_else(|findings| panic!("{file}: {findings:#?}"));
            compare_file(&mut tally, &recording, due);
            let surprising: Vec<_> = recording.findings.iter().map(|finding| &finding.message).collect();
            assert!(surprising.is_empty(), "{file}: {surprising:?}");
        });
        tally.files += 1;
        tally.largest = of_one_file(file, tally.values - values, largest, tally.largest);
    }
    assert_eq!(tally.files, 3);
    eprintln!("zetasizer: files {}, values {}, largest deviation {:.1e}", tally.files, tally.values, tally.largest);
}
