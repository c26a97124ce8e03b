//! Plate readers: SoftMax Pro, Gen5, MARS, EnVision.
//!
//! `expected.json` holds, for each quantity of a file, how many values there are, their sum, least and greatest, and the
//! first twelve with well and sample. It was made by another reader, which writes -0.0 for cells without a number and
//! leaves them out of the sums; it does the same with cells that really hold `-0.000` (see [`Compared::negative_zeros`]).
//! Beside that, every value is looked up in the file by its line and column in the simplest way there is.

use super::{expected, folder, of_one_file, reading};
use evqc::finding::Finding;
use evqc::instrument::{Dilution, Recording, Run, Value};
use evqc::quantity::Reading;
use serde_json::Value as Json;
use std::path::Path;

/// One quantity of `expected.json` and the values of evqc that it is compared with.
struct Compared<'c> {
    /// Its name in `expected.json`.
    name: &'c str,
    /// Whether a run's value is of it.
    takes: fn(&Value) -> bool,
    /// Whether values of the file as a whole are of it too.
    whole: bool,
    /// Whether cells without a number count.
    without_number: bool,
    /// Cells that hold a zero with a minus sign: numbers here, none in `expected.json`.
    negative_zeros: usize,
}

/// What was compared in the files of a format.
#[derive(Default)]
struct Tally {
    files: usize,
    values: usize,
    /// Values looked up in the file by their places.
    looked_up: usize,
    largest: f64,
}

impl Tally {
    fn near(&mut self, ours: f64, theirs: &Json, what: &str) {
        let theirs = theirs.as_f64().unwrap_or_else(|| panic!("{what}: {theirs}"));
        let deviation = (ours - theirs).abs() / theirs.abs().max(1.0);
        // Sums and values are printed there with nine significant digits.
        assert!(deviation <= 5e-9, "{what}: {ours} and {theirs}");
        self.largest = self.largest.max(deviation);
        self.values += 1;
    }

    fn equal(&mut self, ours: usize, theirs: &Json, what: &str) {
        assert_eq!(Some(ours as u64), theirs.as_u64(), "{what}");
        self.values += 1;
    }
}

fn number(value: &Value) -> Option<f64> {
    match value.reading {
        Reading::Number(number) => Some(number.approximately()),
        _ => None,
    }
}

fn is_negative_zero(value: &Value) -> bool {
    value.text.starts_with('-') && number(value) == Some(0.0)
}

/// Reads a file below the folder of plate readers, compares it and checks the place of each value.
fn compare(file: &str, quantities: &[Compared<'_>], tally: &mut Tally, look: impl FnOnce(&Recording<'_>)) {
    let Some(folder) = folder().map(|folder| folder.join("plate_reader")) else { return };
    let all = expected(&folder);
    let reference = &all["files"][file]["reference_quantities"];
    assert!(reference.is_object(), "{file} has no reference");
    let path = folder.join(file);
    let (values, largest) = (tally.values, std::mem::take(&mut tally.largest));
    reading(&path, |result| {
        let recording = result.unwrap_or_else(|findings| panic!("{file}: {findings:?}"));
        assert_eq!(quantities.len(), reference.as_object().unwrap().len(), "{file}: all quantities");
        for quantity in quantities {
            one(file, &reference[quantity.name], quantity, &recording, tally);
        }
        tally.looked_up += places(&path, &recording);
        look(&recording);
        tally.files += 1;
    });
    tally.largest = of_one_file(file, tally.values - values, largest, tally.largest);
}

fn one(file: &str, theirs: &Json, quantity: &Compared<'_>, recording: &Recording<'_>, tally: &mut Tally) {
    let what = |key: &str| format!("{file}, {}, {key}", quantity.name);
    let whole =
        recording.values.iter().filter(|value| quantity.whole && (quantity.takes)(value)).map(|value| (None, value));
    let ours: Vec<(Option<&Run<'_>>, &Value)> = recording
        .runs
        .iter()
        .flat_map(|run| run.values.iter().map(move |value| (Some(run), value)))
        .filter(|(_, value)| (quantity.takes)(value))
        .chain(whole)
        .filter(|(_, value)| quantity.without_number || number(value).is_some())
        .collect();
    assert_eq!(
        ours.iter().filter(|(_, value)| is_negative_zero(value)).count(),
        quantity.negative_zeros,
        "{}",
        what("-0")
    );
    let numbers: Vec<f64> =
        ours.iter().filter(|(_, value)| !is_negative_zero(value)).filter_map(|(_, value)| number(value)).collect();
    tally.equal(ours.len(), &theirs["n"], &what("n"));
    tally.equal(numbers.len(), &theirs["n_numeric"], &what("n_numeric"));
    tally.equal(ours.len() - numbers.len(), &theirs["n_not_a_number_in_file"], &what("n_not_a_number_in_file"));
    tally.near(numbers.iter().sum(), &theirs["sum"], &what("sum"));
    tally.near(numbers.iter().copied().fold(f64::INFINITY, f64::min), &theirs["min"], &what("min"));
    tally.near(numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max), &theirs["max"], &what("max"));
    for first in theirs["first"].as_array().unwrap() {
        located(first, &ours, &what("first"), tally);
    }
}

/// Finds one of the first values: by its well where the reference names one, else by its number alone.
fn located(first: &Json, ours: &[(Option<&Run<'_>>, &Value)], what: &str, tally: &mut Tally) {
    let same = |value: &Value| match first[2].as_f64() {
        Some(theirs) => number(value).is_some_and(|ours| (ours - theirs).abs() <= 5e-9 * theirs.abs().max(1.0)),
        None => number(value).is_none() && value.no_number.is_some(),
    };
    let well = first[0].as_str();
    let found = ours.iter().find(|(run, value)| {
        let of_well = well.is_none_or(|well| run.is_some_and(|run| run.name.split(' ').next_back() == Some(well)));
        of_well && same(value)
    });
    let (run, _) = found.unwrap_or_else(|| panic!("{what}: {first} is not there"));
    // The reference makes up a sample name of plate and well where the file has none.
    if let (Some(well), Some(run), Some(sample)) = (well, run, first[1].as_str())
        && !run.sample.is_empty()
    {
        assert_eq!(run.sample, sample, "{what}: {well}");
    }
    tally.values += 1;
}

/// That each value stands in the file where it says, without any reader in between.
fn places(path: &Path, recording: &Recording<'_>) -> usize {
    let bytes = std::fs::read(path).unwrap();
    let text = match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => {
            let units: Vec<u16> = rest.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
            String::from_utf16(&units).unwrap()
        }
        bytes => String::from_utf8(bytes.to_vec()).unwrap(),
    };
    let separator = if path.extension().is_some_and(|end| end.eq_ignore_ascii_case("csv")) { ',' } else { '\t' };
    let lines: Vec<&str> = text.split('\n').collect();
    let mut count = 0;
    for value in recording.runs.iter().flat_map(|run| &run.values).chain(&recording.values) {
        let line = lines[usize::try_from(value.line).unwrap() - 1].trim_end_matches('\r');
        let cell = line.split(separator).nth(usize::try_from(value.column).unwrap() - 1).unwrap();
        let is_part = cell.contains(": ") || cell.starts_with('=');
        assert!(cell.trim() == value.text || is_part && cell.contains(&value.text), "{}: {value:?}", path.display());
        count += 1;
    }
    count
}

fn absorbance(negative_zeros: usize) -> Compared<'static> {
    Compared {
        name: "absorbance [mAU]",
        takes: |value| value.quantity == "absorbance",
        whole: false,
        without_number: true,
        negative_zeros,
    }
}

fn computed(takes: fn(&Value) -> bool) -> Compared<'static> {
    Compared { name: "calculated result [(unitless)]", takes, whole: false, without_number: false, negative_zeros: 0 }
}

/// How many values of a run have this reason for holding no number.
fn without(recording: &Recording<'_>, reason: &str) -> usize {
    let values = recording.runs.iter().flat_map(|run| &run.values);
    values.filter(|value| value.no_number.as_deref().is_some_and(|why| why.contains(reason))).count()
}

fn messages(recording: &Recording<'_>) -> Vec<String> {
    recording.findings.iter().map(|finding| finding.message.clone()).collect()
}

fn say(format: &str, tally: &Tally) {
    let Tally { files, values, looked_up, largest } = tally;
    if *files > 0 {
        eprintln!(
            "{format}: files {files}, values {values}, largest deviation {largest:.1e}; {looked_up} cells looked up"
        );
    }
}

#[test]
fn gen5() {
    let mut tally = Tally::default();
    compare(
        "gen5/240411_172731_BNCH2345883_abs450_96well_non_numeric_values.txt",
        &[absorbance(0)],
        &mut tally,
        |recording| {
            assert_eq!((recording.format, recording.runs.len()), ("gen5", 96));
            assert_eq!((without(recording, "OVRFLW"), without(recording, "MISSED")), (8, 5));
            assert!(recording.runs.iter().all(|run| run.values.iter().all(|value| value.of == "450")));
            assert!(recording.runs.iter().all(|run| run.dilution == Dilution::NotRecorded && run.date.is_none()));
        },
    );
    let lowry = computed(|value| value.quantity == "concentration");
    compare("gen5/Lowry_Protein_Assay_no_results_matrix.txt", &[absorbance(0), lowry], &mut tally, |recording| {
        let below = recording.runs.iter().filter_map(|run| run.value("concentration"));
        let below: Vec<&str> =
            below.filter(|value| matches!(value.reading, Reading::Below(_))).map(|value| value.text.as_str()).collect();
        assert_eq!(below, ["<0.000", "<0.000"]);
        assert_eq!((without(recording, "asterisks"), without(recording, "?????")), (1, 1));
        let curve: Vec<(&str, &str)> = recording
            .values
            .iter()
            .filter(|value| value.of == "Curve")
            .map(|value| (&*value.quantity, value.text.as_str()))
            .collect();
        assert_eq!(
            curve,
            [
                ("curve_formula", "Y=A*X+B"),
                ("A", "0.00297"),
                ("B", "0.049"),
                ("r_squared", "0.997"),
                ("Fit F Prob", "?????")
            ]
        );
        let standards = recording.runs.iter().filter_map(|run| run.value("nominal_concentration"));
        let standards: Vec<&str> = standards.map(|value| value.text.as_str()).collect();
        assert_eq!(standards, ["0", "10", "25", "50", "100", "200", "0", "10", "25", "50", "100", "200"]);
    });
    let alpha = [
        Compared { name: "fluorescence [RFU]", takes: |value| value.quantity == "Alpha", ..absorbance(0) },
        computed(|value| matches!(&*value.quantity, "Blank Alpha" | "Log Alpha" | "concentration")),
    ];
    compare("gen5/alphalisa_endpoint_singleplate.txt", &alpha, &mut tally, |recording| {
        let above = recording.runs.iter().filter_map(|run| run.value("concentration"));
        assert_eq!(above.filter(|value| matches!(value.reading, Reading::Above(_))).count(), 3);
    });
    let bca = computed(|value| matches!(&*value.quantity, "blank_corrected_absorbance" | "concentration"));
    // H1 and H3 hold `-0.000` after the subtraction of the blank: numbers, which the reference counts as none.
    let bca = Compared { negative_zeros: 2, ..bca };
    compare("gen5/endpoint_stdcurve_singleplate.txt", &[absorbance(0), bca], &mut tally, |recording| {
        let factors: Vec<&str> = recording
            .runs
            .iter()
            .filter_map(|run| match &run.dilution {
                Dilution::NotApplied(factor) => Some(factor.text.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(factors, ["1"; 18], "two rows of nine samples");
        assert!(messages(recording).iter().any(|message| message.contains("54 wells a dilution below 1 (0.5)")));
        let blanks = recording.runs.iter().filter(|run| run.dilution == Dilution::NotApplicable);
        assert_eq!(blanks.count(), 24, "21 standards and 3 blanks");
    });
    say("Gen5", &tally);
}

#[test]
fn softmax_pro() {
    let mut tally = Tally::default();
    let group = |value: &Value| value.quantity != "absorbance";
    let all = Compared { whole: false, ..computed(group) };
    compare(
        "softmax_pro/abs_endpoint_plates.txt",
        &[absorbance(0), computed(|value| value.quantity == "reduced")],
        &mut tally,
        |recording| {
            assert_eq!(recording.runs.len(), 96);
            let commas = recording.runs.iter().flat_map(|run| &run.values).filter(|value| value.text.contains(','));
            assert_eq!(commas.count(), 8);
            assert_eq!(without(recording, "Path?"), 1);
            let of: Vec<&str> = recording.runs[0].values.iter().map(|value| value.of.as_str()).collect();
            assert_eq!(of, ["426", "426 (2)", "426 (3)", ""]);
        },
    );
    let summaries = Compared { whole: true, ..all };
    compare(
        "softmax_pro/MD_SMP_absorbance_endpoint_example01.txt",
        &[absorbance(0), summaries],
        &mut tally,
        |recording| {
            assert_eq!(recording.runs.len(), 192);
            let run = recording.runs.iter().find(|run| run.name == "Plate02 A2").unwrap();
            let told: Vec<(&str, &str, &str)> =
                run.values.iter().map(|value| (&*value.quantity, value.text.as_str(), &*value.unit)).collect();
            assert_eq!(
                told,
                [
                    ("absorbance", "3.46651333333333", ""),
                    ("reduced", "3.4665133333333333", ""),
                    ("concentration", "317.833", ""),
                    ("OD", "3.467", "")
                ]
            );
            assert_eq!((run.sample.as_str(), &run.dilution), ("01", &Dilution::NotApplicable));
            let first = recording.runs.iter().find(|run| run.name == "Plate01 A1").unwrap();
            let nominal = first.value("nominal_concentration").unwrap();
            assert_eq!((nominal.text.as_str(), &*nominal.unit), ("320.000", "ng/mL"));
        },
    );
    let masked = Compared {
        whole: true,
        without_number: true,
        // %Diff of St1 is written `-0.0`.
        negative_zeros: 1,
        ..computed(|value| {
            !matches!(&*value.quantity, "absorbance" | "temperature")
                && (number(value).is_some() || value.no_number.is_some())
        })
    };
    compare("softmax_pro/group_cols_with_int_sample_names.txt", &[absorbance(0), masked], &mut tally, |recording| {
        let run = recording.runs.iter().find(|run| run.name == "A3").unwrap();
        assert_eq!((run.sample.as_str(), run.value("concentration").unwrap().text.as_str()), ("Co1", "206.186"));
        assert_eq!(recording.runs.iter().filter(|run| !run.sample.is_empty()).count(), 96);
        let range = recording.values.iter().find(|value| value.quantity == "Range").unwrap();
        assert_eq!((range.text.as_str(), &range.no_number), ("5 to 320 ng/mL", &None));
    });
    say("SoftMax Pro", &tally);
}

#[test]
fn a_softmax_file_whose_rows_are_shorter_than_their_head_is_refused() {
    let Some(folder) = folder() else { return };
    reading(&folder.join("plate_reader/softmax_pro/header_size_mismatch.txt"), |result| {
        let told: Vec<String> =
            result.expect_err("refused").into_iter().map(|finding: Finding| finding.message).collect();
        assert_eq!(told, ["the first line announces 12 blocks, and 1 are there"]);
    });
    // The row is refused for itself too, where the number of blocks is right.
    let text = std::fs::read_to_string(folder.join("plate_reader/softmax_pro/header_size_mismatch.txt")).unwrap();
    let text = text.replacen("##BLOCKS= 12", "##BLOCKS= 1", 1);
    let content = evqc::instrument::Content::new(&std::sync::Arc::from("f"), text.as_bytes());
    let told: Vec<String> = evqc::instrument::read(&content, None)
        .expect_err("refused")
        .into_iter()
        .map(|finding| finding.message)
        .collect();
    assert_eq!(told, ["the row has 12 cells, and the head of its table 98"]);
}

#[test]
fn mars_and_envision() {
    let mut tally = Tally::default();
    compare("other/BMG Labtech format.CSV", &[absorbance(0)], &mut tally, |recording| {
        assert_eq!(recording.format, "bmg-mars");
        assert_eq!(recording.runs[95].values[0].of, "450 1");
        assert_eq!(recording.runs[0].date, jiff::civil::Date::new(2021, 5, 14).ok());
    });
    say("MARS", &tally);
    let mut tally = Tally::default();
    compare("other/PE_Envision_absorbance_A450_example.csv", &[absorbance(0)], &mut tally, |recording| {
        let first = &recording.runs[0];
        assert_eq!(
            (first.name.as_str(), first.values[0].of.as_str(), &*first.values[0].unit),
            ("Plate 1 A1", "A450(1)", "AU")
        );
        assert_eq!(recording.runs[191].name, "Plate 2 H12");
        assert_eq!(recording.software, "EnVision Workstation version 1.14.3049.1642");
    });
    say("EnVision", &tally);
}

/// Every real file, cut at many places, ends in a recording or in findings, and nothing else; and no file that is cut
/// inside its last table is read.
#[test]
fn real_files_cut_short_do_no_harm() {
    let Some(folder) = folder().map(|folder| folder.join("plate_reader")) else { return };
    for file in [
        "gen5/endpoint_stdcurve_singleplate.txt",
        "softmax_pro/group_cols_with_int_sample_names.txt",
        "softmax_pro/abs_endpoint_plates.txt",
        "other/BMG Labtech format.CSV",
        "other/PE_Envision_absorbance_A450_example.csv",
    ] {
        let bytes = std::fs::read(folder.join(file)).unwrap();
        for end in (0..bytes.len()).step_by(7) {
            let content = evqc::instrument::Content::new(&std::sync::Arc::from("f"), &bytes[..end]);
            match evqc::instrument::read(&content, None) {
                Ok(recording) => assert!(!recording.runs.is_empty(), "{file} at {end}"),
                Err(findings) => assert!(!findings.is_empty(), "{file} at {end}"),
            }
        }
        let doubled = bytes.repeat(2);
        let content = evqc::instrument::Content::new(&std::sync::Arc::from("f"), &doubled);
        let refused = evqc::instrument::read(&content, None).expect_err(file);
        assert!(refused.iter().all(|finding| finding.code.name == "instrument-file-damaged"), "{file}: {refused:?}");
    }
}

/// The made-up protein assay of the samples: what a specification needs of it is there, and nothing is applied to it.
#[test]
fn a_protein_assay_keeps_dilution_and_concentration_apart() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/plate-reader-protein/bca_gen5.txt");
    reading(&path, |result| {
        let recording = result.unwrap();
        let of = |sample: &str| -> Vec<&str> {
            let runs = recording.runs.iter().filter(|run| run.sample == sample);
            runs.map(|run| run.value("concentration").unwrap().text.as_str()).collect()
        };
        assert_eq!(of("SPL1"), ["59.389", "59.389", "55.803"]);
        assert_eq!(of("SPL2"), ["47.735", "43.252", "45.942"]);
        let samples = recording.runs.iter().filter(|run| run.sample.starts_with("SPL"));
        let factors: Vec<String> = samples
            .map(|run| match &run.dilution {
                Dilution::NotApplied(factor) => format!("{} {}:{}", factor.text, factor.line, factor.column),
                other => format!("{other:?}"),
            })
            .collect();
        assert_eq!(factors, ["10 32:5", "10 32:6", "10 32:7", "10 34:5", "10 34:6", "10 34:7"]);
        let r_squared = recording.values.iter().find(|value| value.quantity == "r_squared").unwrap();
        assert_eq!((r_squared.of.as_str(), r_squared.text.as_str()), ("StdCurve", "0.999"));
        let blanks = recording.runs.iter().filter(|run| run.sample == "BLK");
        assert_eq!(blanks.map(|run| run.values.len()).collect::<Vec<_>>(), [2, 2, 2]);
        let beyond = recording.runs.iter().filter_map(|run| run.value("concentration"));
        let beyond: Vec<&str> =
            beyond.filter(|value| number(value).is_none()).map(|value| value.text.as_str()).collect();
        assert_eq!(beyond, [">2000.000", ">2000.000", "<25.000", "<25.000", "<25.000"]);
        places(&path, &recording);
    });
}

/// A generator of positions, so that each run of the test damages the files alike.
struct Positions(u64);

impl Positions {
    fn next(&mut self, below: usize) -> usize {
        // Constants of Knuth's MMIX; the high bits are the good ones.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below.max(1)
    }
}

/// Files with bytes changed, lines missing, doubled and exchanged end in a recording or in at least one error.
#[test]
fn damaged_files_do_no_harm() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/plate-reader-protein/bca_gen5.txt");
    let mut files = vec![own];
    if let Some(folder) = folder().map(|folder| folder.join("plate_reader")) {
        files.extend(
            [
                "gen5/Lowry_Protein_Assay_no_results_matrix.txt",
                "softmax_pro/abs_endpoint_plates.txt",
                "softmax_pro/group_cols_with_int_sample_names.txt",
                "other/BMG Labtech format.CSV",
                "other/PE_Envision_absorbance_A450_example.csv",
            ]
            .map(|file| folder.join(file)),
        );
    }
    let mut positions = Positions(4);
    let (mut read, mut refused) = (0, 0);
    for path in files {
        let bytes = std::fs::read(&path).unwrap();
        for _ in 0..300 {
            let damaged = damage(&bytes, &mut positions);
            let content = evqc::instrument::Content::new(&std::sync::Arc::from("f"), &damaged);
            match evqc::instrument::read(&content, None) {
                Ok(_) => read += 1,
                Err(findings) => {
                    let is_error = |finding: &Finding| finding.severity() == evqc::finding::Severity::Error;
                    assert!(findings.iter().any(is_error), "{}: {findings:?}", path.display());
                    refused += 1;
                }
            }
        }
    }
    assert!(read > 0 && refused > 0, "{read} read and {refused} refused: the damage is too small or too large");
}

fn damage(bytes: &[u8], positions: &mut Positions) -> Vec<u8> {
    let mut lines: Vec<Vec<u8>> = bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    for _ in 0..=positions.next(3) {
        let (at, other) = (positions.next(lines.len()), positions.next(lines.len()));
        match positions.next(5) {
            0 => drop(lines.remove(at)),
            1 => lines.insert(at, lines[other].clone()),
            2 => lines.swap(at, other),
            3 => {
                let length = lines[at].len();
                lines[at].truncate(positions.next(length));
            }
            _ => {
                let place = positions.next(lines[at].len());
                let byte = u8::try_from(positions.next(256)).unwrap();
                if let Some(cell) = lines[at].get_mut(place) {
                    *cell = byte;
                }
            }
        }
    }
    lines.concat()
}
