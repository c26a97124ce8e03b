//! Statistics of sizes from real files: those that a test takes, beside values computed elsewhere, and what the
//! instruments state themselves.

use super::{Tally, expected, folder, reading};
use evqc::instrument::{Recording, Run};
use evqc::quantity::{Decimal, DecimalMark};
use evqc::reduction::{Computed, concentration, size_value};
use evqc::spec::{CumulativeRule, SizeStatistic, SizeWeight};
use evqc::stats::{BinnedDistribution, Midpoint, PEAK_RULE, Weighting, peaks};
use serde_json::Value as Json;

/// Computed values have six significant digits.
const SIX_DIGITS: f64 = 5e-6;

fn decimal(text: &str) -> Decimal {
    Decimal::parse(text, DecimalMark::Point).unwrap()
}

fn take(run: &Run<'_>, statistic: &SizeStatistic, rule: CumulativeRule) -> Computed {
    size_value(run, statistic, SizeWeight::Number, rule, false)
        .unwrap_or_else(|error| panic!("{}: {error:?}", run.name))
}

fn number(computed: &Computed) -> f64 {
    computed.value.parse().unwrap()
}

/// Every capture that did not fail: six statistics, none of which differs from what the instrument states by its rule.
#[test]
fn nanosight() {
    let Some(folder) = folder().map(|folder| folder.join("nanosight")) else { return };
    let mut tally = Tally::new("sizes of nanosight");
    let statistics = [
        (SizeStatistic::Mode, "mode_bin_centre_nm"),
        (SizeStatistic::Mean, "mean_nm"),
        (SizeStatistic::StandardDeviation, "sd_nm"),
        (SizeStatistic::Percentile(decimal("10")), "D10_nm"),
        (SizeStatistic::Percentile(decimal("50")), "D50_nm"),
        (SizeStatistic::Percentile(decimal("90")), "D90_nm"),
    ];
    for (name, wanted) in expected(&folder)["files"].as_object().unwrap() {
        if wanted["expect"] == "reject" {
            continue;
        }
        tally.files += 1;
        reading(&folder.join(name), |result| {
            let recording = result.unwrap();
            for (index, run) in recording.runs.iter().enumerate() {
                let wanted = &wanted["recomputed_from_bins"][index];
                if run.failed.is_some() {
                    let error =
                        size_value(run, &statistics[0].0, SizeWeight::Number, CumulativeRule::InsideBins, false);
                    assert_eq!(error.unwrap_err().code.name, "measurement-without-value");
                    continue;
                }
                for (statistic, key) in &statistics {
                    let Some(wanted) = wanted.get(key) else { continue };
                    let computed = take(run, statistic, CumulativeRule::InsideBins);
                    tally.number(number(&computed), wanted, SIX_DIGITS);
                    assert_eq!(computed.findings, [], "{name}, {}: {}", run.name, computed.how);
                }
            }
        });
    }
    tally.print();
    // 128 captures in summaries, 11 of which failed, with six values; 6 stripped ones with five.
    assert_eq!((tally.files, tally.values), (8, 117 * 6 + 6 * 5));
}

#[test]
fn concentrations() {
    let Some(folder) = folder() else { return };
    let of = |file: &str, look: &dyn Fn(&Recording<'_>)| reading(&folder.join(file), |result| look(&result.unwrap()));
    of("nanosight/unlicensed/NA_NP_Plasma_-ExperimentSummary.csv", &|recording| {
        let computed = concentration(&recording.runs[0], None, &[]).unwrap();
        assert_eq!(computed.value, "2.97e+011");
        assert!((computed.standard_uncertainty.unwrap() / (2.97e11 / 925.0_f64.sqrt()) - 1.0).abs() < 1e-12);
    });
    of("nanosight/unlicensed/GD14_pexo_1000_-ExperimentSummary.csv", &|recording| {
        let error = concentration(&recording.runs[0], None, &[]).unwrap_err();
        assert_eq!(error.code.name, "dilution-not-recorded");
    });
    of("zetaview/unlicensed/Sample1_35nm_1-5pool.txt", &|recording| {
        let computed = concentration(&recording.runs[0], None, &[]).unwrap();
        assert_eq!(computed.value, "430808000000");
        assert!(
            computed.how.contains(", times the dilution 5000,000000 of the file; 86161600 particles/mL (2235 particles counted), factor at 29:7"),
            "{}",
            computed.how
        );
    });
}

/// By the rule of ZetaView the bins give its own median to every printed digit; the other rule is half a bin away.
#[test]
fn zetaview() {
    let Some(folder) = folder().map(|folder| folder.join("zetaview")) else { return };
    let file = "unlicensed/Sample1_35nm_1-5pool.txt";
    let wanted: Json = expected(&folder)["files"][file]["linear_block"].clone();
    reading(&folder.join(file), |result| {
        let recording = result.unwrap();
        let mut tally = Tally::new("sizes of zetaview");
        tally.files = 1;
        for (percent, key) in [("10", "D10"), ("50", "D50"), ("90", "D90")] {
            let statistic = SizeStatistic::Percentile(decimal(percent));
            for (rule, suffix) in
                [(CumulativeRule::InsideBins, "_inside_bin"), (CumulativeRule::AtCentres, "_at_bin_centres")]
            {
                let computed = take(&recording.runs[0], &statistic, rule);
                tally.number(number(&computed), &wanted[format!("{key}{suffix}")], SIX_DIGITS);
                assert_eq!(computed.findings, []);
            }
        }
        let median = take(&recording.runs[0], &SizeStatistic::Percentile(decimal("50")), CumulativeRule::InsideBins);
        assert_eq!(
            median.how,
            "D50, number-weighted, straight inside bins, of 1200 bins of 5 nm from 0 to 6000 nm, rounded to 6 digits; 2235 \
             particles counted; the instrument states 99,147287 nm, and its rule (straight between bin centres) gives 99.1473 nm"
        );
        tally.print();
    });
}

/// Numbers and positions of peaks as SciPy 1.17.1 finds them: `convolve` with 1-4-6-4-1, then `find_peaks` with a
/// prominence of a tenth of the highest, between a zero at each end.
#[test]
fn peaks_as_scipy_finds_them() {
    let Some(folder) = folder().map(|folder| folder.join("nanosight")) else { return };
    let files: [(&str, &[u8]); 3] = [
        ("NTA3.2_beads_combined12_excel-resaved.csv", &[1; 12]),
        (
            "NTA3.2_combined36_excel-resaved.csv",
            &[
                1, 0, 0, 2, 2, 2, 0, 0, 0, 3, 2, 4, 0, 0, 0, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0,
                0, 0,
            ],
        ),
        ("unlicensed/GD14_Pexo_Combined-ExperimentSummary.csv", &[4, 5, 4, 4, 3, 2, 3, 2, 1, 1, 1, 1, 3, 2, 2]),
    ];
    for (file, numbers) in files {
        reading(&folder.join(file), |result| {
            let recording = result.unwrap();
            assert_eq!(recording.runs.len(), numbers.len());
            for (run, wanted) in recording.runs.iter().zip(numbers).filter(|(run, _)| run.failed.is_none()) {
                let computed = take(run, &SizeStatistic::Peaks, CumulativeRule::InsideBins);
                assert_eq!(computed.value, wanted.to_string(), "{file}, {}", run.name);
            }
        });
    }
    reading(&folder.join(files[2].0), |result| {
        let recording = result.unwrap();
        let first = &recording.runs[0].distributions[0];
        let binned = BinnedDistribution::new(&first.edges, &first.heights, Midpoint::Arithmetic).unwrap();
        let found = peaks(&binned, Weighting::Number, PEAK_RULE);
        let wanted = [(141.5, 1.0), (181.5, 0.133_173), (255.5, 0.472_737), (366.5, 0.316_762)];
        assert_eq!(found.len(), wanted.len());
        for (peak, (position, prominence)) in found.iter().zip(wanted) {
            assert_eq!(peak.position, position);
            assert!((peak.prominence - prominence).abs() < 1e-6, "{peak:?}");
        }
    });
}
