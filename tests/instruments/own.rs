//! Files of our own in the formats of instruments: each tells a story that a reader must not lose.

use crate::reading;
use evqc::instrument::{Distribution, Run, Weighting};
use evqc::quantity::Reading;
use std::path::{Path, PathBuf};

fn data(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(file)
}

fn number(run: &Run<'_>, quantity: &str, of: &str) -> Option<f64> {
    let value = run.values.iter().find(|value| value.quantity == quantity && value.of == of)?;
    match value.reading {
        Reading::Number(number) if value.no_number.is_none() => Some(number.approximately()),
        _ => None,
    }
}

/// Percent of a distribution above 300 nm, by printed sizes.
fn above_300(distribution: &Distribution) -> f64 {
    let bins = distribution.printed.iter().zip(&distribution.heights);
    let above: f64 = bins.clone().filter(|(size, _)| **size > 300.0).map(|(_, height)| height).sum();
    100.0 * above / bins.map(|(_, height)| height).sum::<f64>()
}

#[test]
fn a_second_peak_is_seen_by_intensity_and_not_by_number() {
    reading(&data("zetasizer-size/size.txt"), |read| {
        let recording = read.unwrap_or_else(|findings| panic!("{findings:#?}"));
        assert_eq!(recording.runs.len(), 7);
        assert!(recording.findings.is_empty(), "{:?}", recording.findings);
        let peaks: Vec<_> = recording.runs.iter().map(|run| number(run, "intensity_peak", "2")).collect();
        assert_eq!(peaks, [None, None, None, None, None, Some(486.0), None]);
        let run = &recording.runs[5];
        assert_eq!((&*run.name, &*run.sample), ("record 17", "EV-2609-02 2"));
        assert_eq!(number(run, "pdi", ""), Some(0.312));
        let share = |weighting: Weighting| {
            let found = run.distributions.iter().find(|distribution| distribution.weighting == weighting);
            above_300(found.unwrap())
        };
        let intensity = share(Weighting::Intensity);
        assert!((20.0..25.0).contains(&intensity), "{intensity}");
        assert!(share(Weighting::Number) < 0.1);
        for distribution in recording.runs.iter().flat_map(|run| &run.distributions) {
            assert_eq!((distribution.edges.len(), distribution.heights.len()), (71, 70));
            let sum: f64 = distribution.heights.iter().sum();
            assert!((sum - 100.0).abs() < 1.0, "{sum}");
        }
    });
}

#[test]
fn zeta_potentials_stand_beside_their_settings() {
    reading(&data("zetasizer-size/zeta.txt"), |read| {
        let recording = read.unwrap();
        let found: Vec<_> = recording.runs.iter().map(|run| number(run, "zeta_potential", "")).collect();
        assert_eq!(found, [Some(-24.6), Some(-25.3), Some(-24.1)]);
        assert_eq!(recording.software, "8.02");
    });
}

#[test]
fn a_median_of_seven_beads_comes_with_its_count() {
    reading(&data("bead-panel/panel.csv"), |read| {
        let recording = read.unwrap_or_else(|findings| panic!("{findings:#?}"));
        assert_eq!(recording.runs.len(), 8);
        let required = recording.values.iter().find(|value| value.quantity == "minimum_bead_count").unwrap();
        assert_eq!((&*required.of, &*required.text), ("CD9", "50"));
        let low: Vec<_> = recording
            .runs
            .iter()
            .flat_map(|run| run.values.iter().map(move |value| (run, value)))
            .filter(|(run, value)| {
                value.quantity == "bead_count" && number(run, "bead_count", &value.of).is_some_and(|count| count < 50.0)
            })
            .map(|(run, value)| (&*run.name, &*value.of, &*value.text))
            .collect();
        assert_eq!(low, [("E1", "CD63", "7")]);
        assert_eq!(number(&recording.runs[4], "median_fluorescence", "CD63"), Some(1391.0));
        let warned: Vec<_> = recording.findings.iter().map(|finding| &*finding.message).collect();
        assert_eq!(
            warned,
            ["wells E1: Warning: The acquisition had at least one region that did not reach the specified count."]
        );
    });
}

#[test]
fn two_files_in_one_are_refused() {
    let bytes = |file: &str| std::fs::read(data(file)).unwrap();
    let files = ["zetasizer-size/size.txt", "zetasizer-size/zeta.txt", "bead-panel/panel.csv"];
    for first in files {
        for second in files {
            let joined = [bytes(first), bytes(second)].concat();
            let content = evqc::instrument::Content::new(&std::sync::Arc::from("joined"), &joined);
            let read = evqc::instrument::read(&content, None);
            // Records of size and of zeta potential may stand in one export, each under a header of its own.
            let one_export = first.starts_with("zetasizer") && second.starts_with("zetasizer") && first != second;
            assert_eq!(read.is_ok(), one_export, "{first} and {second}: {read:?}");
        }
    }
}

#[test]
fn a_file_cut_anywhere_is_read_or_refused_and_never_ends_the_program() {
    for file in ["zetasizer-size/size.txt", "zetasizer-size/zeta.txt", "bead-panel/panel.csv"] {
        let bytes = std::fs::read(data(file)).unwrap();
        for cut in (0..bytes.len()).step_by(bytes.len() / 400 + 1) {
            let (part, rest) = bytes.split_at(cut);
            let content = evqc::instrument::Content::new(&std::sync::Arc::from("cut"), part);
            if let Ok(recording) = evqc::instrument::read(&content, None) {
                // A cut right behind a record, or inside its last field, cannot be told from a shorter export.
                let mut lost = rest.iter().take_while(|byte| **byte != b'\n');
                let last_field = lost.all(|byte| !b"\t,".contains(byte));
                assert!(last_field || part.ends_with(b"\n"), "{file} cut at {cut}: {} runs", recording.runs.len());
            }
        }
    }
}

/// All files of a folder and the folders in it.
fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files_in(&path) } else { vec![path] }).collect()
}

#[test]
fn no_file_is_of_two_formats() {
    let mut files = files_in(&data(""));
    files.extend(crate::folder().iter().flat_map(|folder| files_in(folder)));
    let mut of_none = Vec::new();
    for path in files {
        let bytes = std::fs::read(&path).unwrap();
        let content = evqc::instrument::Content::new(&std::sync::Arc::from("f"), &bytes);
        // Plain tables are tried last and fit much.
        let fits = |format: &&evqc::instrument::Format| format.name != "table" && (format.recognise)(&content);
        let names: Vec<_> = evqc::instrument::FORMATS.iter().filter(fits).map(|format| format.name).collect();
        assert!(names.len() <= 1, "{}: {names:?}", path.display());
        if names.is_empty() {
            of_none.push(path.display().to_string());
        }
    }
    eprintln!("of no format: {of_none:#?}");
}
