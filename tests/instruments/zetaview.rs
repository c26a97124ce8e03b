//! ZetaView: every number of `zetaview/expected.json`, and files that must be refused.

use super::{Tally, bad, expected, folder, read_text, reading, written};
use evqc::instrument::{Dilution, Distribution, Heights, Percentiles, Recording, Run, Spacing};
use evqc::stats::{BinnedDistribution, CumulativeAt, Interpolation, Midpoint, Weighting};
use serde_json::Value as Json;

/// Expected values are printed with 9 digits.
const NINE_DIGITS: f64 = 1e-8;

#[test]
fn real_files() {
    let Some(folder) = folder().map(|folder| folder.join("zetaview")) else { return };
    let mut tally = Tally::new("zetaview");
    let expected = expected(&folder);
    for (name, wanted) in expected["files"].as_object().unwrap() {
        tally.files += 1;
        reading(&folder.join(name), |result| {
            let recording = result.unwrap_or_else(|findings| panic!("{name}: {findings:#?}"));
            assert_eq!((recording.format, recording.findings.len()), ("zetaview-size", 0), "{:#?}", recording.findings);
            size(&recording, wanted, &mut tally);
        });
    }
    tally.print();
    // 53 values stand in the file; encoding, line ends and decimal mark are words of its own.
    assert_eq!((tally.files, tally.values), (1, 50));
}

fn size(recording: &Recording<'_>, wanted: &Json, tally: &mut Tally) {
    let run = &recording.runs[0];
    assert_eq!(recording.detected, "windows-1252, tabs, decimal comma");
    assert_eq!((wanted["encoding"].as_str(), wanted["decimal_separator"].as_str()), (Some("latin-1"), Some(",")));
    tally.word(&recording.software, &wanted["software"]);
    tally.word(recording.instrument.strip_prefix("ZetaView ").unwrap(), &wanted["serial"]);
    tally.word(&run.sample, &wanted["sample"]);
    tally.word(&run.date.unwrap().to_string(), &wanted["date"]);
    for (quantity, key) in [
        ("sop", "sop"),
        ("electrolyte", "electrolyte"),
        ("time", "time"),
        ("filter_wavelength", "filter"),
        ("drift_check", "drift_check"),
        ("cell_check", "cell_check"),
    ] {
        tally.word(&run.value(quantity).unwrap().text, &wanted[key]);
    }
    for (quantity, of, key) in [
        ("ph", "", "pH"),
        ("conductivity", "", "conductivity"),
        ("temperature", "", "temperature_C"),
        ("viscosity", "", "viscosity"),
        ("laser_wavelength", "", "laser_nm"),
        ("sensitivity", "", "sensitivity"),
        ("shutter", "", "shutter"),
        ("number_of_traces", "", "number_of_traces"),
        ("particles_per_frame", "", "average_number_of_particles"),
        ("d50", "", "stated_median_number_D50"),
        ("d50", "concentration", "stated_median_concentration_D50"),
        ("d50", "volume", "stated_median_volume_D50"),
    ] {
        tally.number(written(run, quantity, of), &wanted[key], 0.0);
    }
    let Dilution::NotApplied(factor) = &run.dilution else { panic!("{:?}", run.dilution) };
    tally.number(factor.value.approximately(), &wanted["dilution"], 0.0);
    table(run, Spacing::Linear, &wanted["linear_block"], tally);
    table(run, Spacing::Logarithmic, &wanted["log_block"], tally);
    as_stated(run, wanted, tally);
}

fn distribution<'r>(run: &'r Run<'_>, spacing: Spacing, heights: Heights) -> &'r Distribution {
    run.distributions.iter().find(|found| found.spacing == spacing && found.heights_are == heights).unwrap()
}

/// The statistics of the expected values take the printed sizes, which are rounded to four digits from 1002.5 nm on; no
/// particle of this file is that large, so exact centres give the same.
fn table(run: &Run<'_>, spacing: Spacing, wanted: &Json, tally: &mut Tally) {
    let counts = distribution(run, spacing, Heights::Counts);
    let concentration: f64 = distribution(run, spacing, Heights::Concentration).heights.iter().sum();
    tally.count(counts.heights.len(), &wanted["n_bins"]);
    tally.number(counts.printed[0], &wanted["first_size_nm"], 0.0);
    tally.number(*counts.printed.last().unwrap(), &wanted["last_size_nm"], 0.0);
    tally.number(counts.heights.iter().sum(), &wanted["sum_number"], 0.0);
    tally.number(concentration, &wanted["sum_concentration_diluted_per_cm3"], NINE_DIGITS);
    tally.number(concentration * 5000.0, &wanted["concentration_stock_per_ml"], NINE_DIGITS);
    let highest = counts.heights.iter().copied().fold(0.0, f64::max);
    let mode = counts.heights.iter().position(|height| *height == highest).unwrap();
    tally.number(counts.printed[mode], &wanted["mode_bin_nm"], 0.0);
    let weighted: f64 = counts.heights.iter().zip(counts.printed.iter()).map(|(height, size)| height * size).sum();
    tally.number(weighted / counts.heights.iter().sum::<f64>(), &wanted["mean_nm_number_weighted"], NINE_DIGITS);
    let at_centres = |p, weight: &dyn Fn(f64) -> f64| interpolated(counts, p, weight);
    for (key, p) in [("D10_at_bin_centres", 0.1), ("D50_at_bin_centres", 0.5), ("D90_at_bin_centres", 0.9)] {
        tally.number(at_centres(p, &|_| 1.0), &wanted[key], NINE_DIGITS);
    }
    // The expected value takes the printed volumes, which the software computed before it rounded the sizes to four digits:
    // a logarithmic size is off by 1e-4 at most, its cube by 3e-4, and the interpolated median by less than that.
    tally.number(at_centres(0.5, &|size| size * size * size), &wanted["D50_volume_at_bin_centres"], 1e-4);
}

/// Straight between (centre, cumulative share), on printed sizes, as the expected values are computed.
fn interpolated(of: &Distribution, p: f64, weight: &dyn Fn(f64) -> f64) -> f64 {
    let weights: Vec<f64> =
        of.heights.iter().zip(of.printed.iter()).map(|(height, size)| height * weight(*size)).collect();
    let total: f64 = weights.iter().sum();
    let (mut passed, mut before) = (0.0, (0.0, of.printed[0]));
    for (weight, size) in weights.iter().zip(of.printed.iter()) {
        passed += weight / total;
        if passed >= p && passed > before.0 {
            return before.1 + (size - before.1) * (p - before.0) / (passed - before.0);
        }
        before = (passed, *size);
    }
    before.1
}

/// The linear table gives what the instrument states, and the percentiles inside the bins.
fn as_stated(run: &Run<'_>, wanted: &Json, tally: &mut Tally) {
    let counts = distribution(run, Spacing::Linear, Heights::Counts);
    assert_eq!((counts.states, counts.column), (Some(Percentiles::AtCentres), 2));
    let binned = BinnedDistribution::new(&counts.edges, &counts.heights, Midpoint::Arithmetic).unwrap();
    let quantile = |p, weighting, at| binned.quantile(p, weighting, at, Interpolation::Linear).unwrap();
    let block = &wanted["linear_block"];
    for (key, p) in [("D10_inside_bin", 0.1), ("D50_inside_bin", 0.5), ("D90_inside_bin", 0.9)] {
        tally.number(quantile(p, Weighting::Number, CumulativeAt::UpperEdge), &block[key], NINE_DIGITS);
    }
    // To all printed digits, six decimals.
    let median = quantile(0.5, Weighting::Number, CumulativeAt::Midpoint);
    assert!((median - 99.147_287).abs() < 1e-6, "{median}");
    let volume = quantile(0.5, Weighting::Volume, CumulativeAt::Midpoint);
    assert!((volume - 164.222_031).abs() < 1e-6, "{volume}");
}

/// A measurement with four linear and three logarithmic bins, in the words of version 8.06, with points.
fn small() -> String {
    let mut text = "Operator:\tA\nExperiment:\t20250301_0003\nZetaVIEW S/N:\t20-500\nSoftware:\tZetaView (version 8.06.01)\tAnalyze:\t8.06.01\n\
        Sample:\tbatch 7\nConductivity: 65.000000\tsensed\nDate:\t2025-03-01\nBrightness:\tNaN\nCell Check Result:\tGood\n\
        Number of Traces:\t10\t(at 0.100000)\tAverage Number of Particles:\t60.500000\tDilution::\t5000.000000\n\
        Results (Pos 0.100001):\nMedian Number (D50):\t7.500000\nSize Distribution\n\
        Size / nm\tNumber\tConcentration / cm-3\tVolume / nm^3\tArea / nm^2\n"
        .to_owned();
    for (size, number) in [("2.500E+0", 2), ("7.500E+0", 5), ("1.250E+1", 3), ("1.750E+1", 0)] {
        text.push_str(&format!("{size}\t{number}.000E+0\t{number}.000E+5\t1.000E+3\t1.000E+2\n"));
    }
    text.push_str("-1.000E+0\t-1.000E+0\t-1.000E+0\t-1.000E+0\t0.000E+0\n");
    for (size, number) in [("5.000E+0", 4), ("1.000E+1", 6), ("2.000E+1", 0)] {
        text.push_str(&format!("{size}\t{number}.000E+0\t{number}.000E+5\t1.000E+3\t1.000E+2\n"));
    }
    text
}

#[test]
fn both_decimal_marks_say_the_same() {
    for (text, mark) in [(small(), "point"), (small().replace('.', ","), "comma")] {
        read_text(&text, |result| {
            let recording = result.unwrap();
            assert_eq!(recording.detected, format!("UTF-8, tabs, decimal {mark}"));
            let run = &recording.runs[0];
            assert_eq!((run.name.as_str(), run.sample.as_str(), run.line), ("20250301_0003", "batch 7", 2));
            let linear = distribution(run, Spacing::Linear, Heights::Concentration);
            assert_eq!((&linear.edges[..], linear.line), ([0.0, 5.0, 10.0, 15.0, 20.0].as_slice(), 15));
            assert_eq!(linear.heights, [2e5, 5e5, 3e5, 0.0]);
            let logarithmic = distribution(run, Spacing::Logarithmic, Heights::Counts);
            assert_eq!((logarithmic.heights.as_slice(), logarithmic.line), ([4.0, 6.0, 0.0].as_slice(), 20));
            assert_eq!(written(run, "conductivity", ""), 65.0);
            assert_eq!(run.value("conductivity_source").map(|value| value.text.as_str()), Some("sensed"));
            assert!(matches!(&run.dilution, Dilution::NotApplied(factor) if factor.line == 10 && factor.column == 7));
            assert_eq!(recording.findings, []);
        });
    }
}

#[test]
fn a_failed_measurement_is_not_zero_particles() {
    let text = small();
    let (head, tables) = text.split_once("2.500E+0").unwrap();
    let separator = tables.lines().find(|line| line.starts_with('-')).unwrap();
    read_text(&format!("{head}{separator}\n"), |result| {
        let recording = result.unwrap();
        assert_eq!(recording.runs[0].failed.as_deref(), Some("the size tables are empty"));
        assert!(recording.runs[0].distributions.is_empty());
        assert_eq!(recording.findings[0].message, "nothing was measured: the size tables are empty");
        assert_eq!(recording.findings[0].place.as_ref().map(|place| place.line), Some(15));
    });
}

#[test]
fn tables_that_disagree_are_told() {
    read_text(&small().replace("1.000E+1\t6.000E+0", "1.000E+1\t7.000E+0"), |result| {
        let message = "the linear table holds 10 particles, the logarithmic one 11, and 10 were traced";
        assert_eq!(result.unwrap().findings[0].message, message);
    });
}

#[test]
fn what_the_instrument_warns_of() {
    read_text(&small().replace("Result:\tGood", "Result:\tBad").replace("::\t5000.000000", "::\tx"), |result| {
        let recording = result.unwrap();
        let messages: Vec<&str> = recording.findings.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(
            messages,
            ["the instrument warns: the cell check is `Bad`", "the dilution should be a number above 0, not `x`"]
        );
        assert_eq!(recording.runs[0].dilution, Dilution::NotRecorded);
    });
}

/// Files say `too high` of a check that was never run; its day is then the first of the clock.
#[test]
fn a_drift_that_was_never_checked_is_no_warning() {
    let warned = |checked: &str, result: &str| {
        let line = small().lines().find(|line| line.contains("Cell Check Result")).unwrap().to_owned();
        let lines = format!("Particle Drift Checked:\t{checked}\nParticle Drift Check Result:\t{result}\n{line}");
        read_text(&small().replace(&line, &lines), |result| {
            let recording = result.unwrap();
            let drift = recording.runs[0].values.iter().find(|value| value.quantity == "drift_check").unwrap();
            assert_eq!(drift.line, 1 + recording.runs[0].value("drift_checked").unwrap().line);
            recording.findings.iter().map(|finding| finding.message.clone()).collect::<Vec<_>>()
        })
    };
    assert_eq!(warned("1904-01-01 01:00:00", "too high"), Vec::<String>::new());
    assert_eq!(warned("2026-10-14 09:00:00", "Good"), Vec::<String>::new());
    assert_eq!(
        warned("2026-10-14 09:00:00", "too high"),
        ["the instrument warns: the particle drift check is `too high`"]
    );
}

#[test]
fn damaged_files_are_refused() {
    let text = small();
    let cut = |mark: &str| text.split_once(mark).unwrap().0.to_owned();
    let cases = [
        (cut("Size Distribution"), "there is no table `Size / nm`; is the file cut short?", (12, 1)),
        (cut("-1.000E+0"), "the row of -1 between the two tables is missing; is the file cut short?", (18, 1)),
        (cut("2.000E+1"), "the second table ends before the first; is the file cut short?", (21, 1)),
        (
            text.replace("7.500E+0\t5", "7,500E+0\t5"),
            "the file has decimal commas and decimal points: `65.000000` and `7,500E+0`",
            (16, 1),
        ),
        (text.replace("\t5.000E+5", ""), "a row of the table has 5 cells, this one has 4", (16, 1)),
        (
            text.replace("\t5.000E+5", "\tfive"),
            "`five` is not a number; write digits, as in `0.05` or `1.2e11`",
            (16, 3),
        ),
        (text.replace("\t5.000E+5", "\t-5.000E+5"), "a height is below 0", (16, 2)),
        (
            text.replace("1.250E+1", "1.350E+1"),
            "the sizes do not follow each other evenly: rows are missing or moved",
            (17, 1),
        ),
        // Blank lines between the rows count.
        (
            text.replace("7.500E+0\t5", "\n\n7.500E+0\t5").replace("1.250E+1", "1.350E+1"),
            "the sizes do not follow each other evenly: rows are missing or moved",
            (19, 1),
        ),
        (
            text.replace("1.000E+1\t6", "\n4.000E+0\t6"),
            "the sizes do not follow each other evenly: rows are missing or moved",
            (22, 1),
        ),
        (format!("{text}{text}"), "a second header begins here: the file is two files put together", (23, 1)),
    ];
    for (text, message, place) in cases {
        bad(&text, message, place);
    }
}

#[test]
fn positions() {
    let header = "Use\tPosition\tMean Int.\tAv. No of Particles\tConc. (p./mL)\tOrig. Conc. (p./cm^3)\tNo. of Traces\tX50 (nm)\tPeak Ø (nm)\tSpan\tDrift (µm/s)\tRemoval\n";
    let rows = "1\t0.10\t120.5\t200.1\t7.4E+7\t3.7E+11\t310\t120.4\t105.0\t1.1\t2.0\t\n\
                0\t0.20\t120.5\t200.1\t7.4E+7\t3.7E+11\t310\t120.4\t105.0\t1.1\t9.0\tMAX_DRIFT\n\
                0\t0.30\t0.0\t0.0\t0.0\t0.0\t0\t5997.5\t0.0\t0.0\t0.0\t\n\
                \tMean\t120.5\t200.1\t7.4E+7\t3.7E+11\t310\t120.4\t105.0\t1.1\t2.0\t\n";
    read_text(&format!("{header}{rows}"), |result| {
        let recording = result.unwrap();
        let failed: Vec<Option<&str>> = recording.runs.iter().map(|run| run.failed.as_deref()).collect();
        assert_eq!(failed, [None, Some("removed by the instrument software (MAX_DRIFT)"), Some("no traces")]);
        assert_eq!(written(&recording.runs[0], "concentration", ""), 3.7e11);
        assert_eq!(recording.runs[0].dilution, Dilution::NotApplicable);
        assert_eq!(recording.values.iter().filter(|value| value.of == "mean over positions").count(), 9);
        assert_eq!(recording.findings.last().map(|finding| finding.code.name), Some("format-experimental"));
    });
    let one = rows.lines().next().unwrap();
    bad(&format!("{header}{one}\n"), "there is no row `Mean`; is the file cut short?", (2, 1));
    bad(
        &format!("{header}{rows}{header}"),
        "`Position` is no position; is there another file behind this one?",
        (6, 2),
    );
    bad(&format!("{}{rows}", header.replace("X50", "X40")), "there is no column `X50 (nm)`", (1, 1));
}

#[test]
fn a_zeta_potential_profile() {
    let text = "Experiment:\t20250301_0004\nZetaView S/N:\t20-500\nSample:\tbatch 7\nTemperature:\t24.500000\tsensed\n\
        Zeta Potential / mV:\t-31.250000\nZeta Potential @ 25°C / mV:\t-31.100000\nMobility / µ\0m/s:\t1.200000\nZP Profile:\n\
        Position\tPositive V\tNegative V\tAverage\tParabola Fit\tZP\n0.150000\t1.0\t-1.0\t0.5\t0.4\t-30.0\n";
    read_text(text, |result| {
        let recording = result.unwrap();
        let run = &recording.runs[0];
        assert_eq!((recording.format, run.sample.as_str()), ("zetaview-profile", "batch 7"));
        assert_eq!(written(run, "zeta_potential", ""), -31.25);
        assert_eq!(written(run, "profile_zeta_potential", "position 0.150000"), -30.0);
        assert_eq!(run.dilution, Dilution::NotApplicable);
    });
    bad(text.split_once("ZP Profile").unwrap().0, "there is no table `ZP Profile`; is the file cut short?", (7, 1));
    bad(&format!("{text}{text}"), "this row has no position; is there another file behind this one?", (11, 1));
}
