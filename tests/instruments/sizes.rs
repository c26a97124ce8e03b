//! Statistics of sizes from real files: those that a test takes, beside values computed elsewhere, and what the
//! instruments state themselves.

use super::{Tally, expected, folder, reading};
use evqc::instrument::{Content, Recording, Run};
use evqc::quantity::{Decimal, DecimalMark};
use evqc::reduction::{Computed, concentration, size_value};
use evqc::spec::{CumulativeRule, SizeStatistic, SizeWeight};
use evqc::stats::{BinnedDistribution, Midpoint, PEAK_RULE, Weighting, peaks};
use serde_json::Value as Json;
use std::sync::Arc;

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
            computed.how.ends_with(
                "times the dilution 5000,000000 of the file; 86161600 particles/mL (2235 particles counted), factor at 29:7"
            ),
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
            "D50, number-weighted, straight inside bins, of 1200 bins of 5 nm from 0 to 6000 nm, rounded to 12 digits; 2235 \
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

/// A list of 16 particles and one that the instrument leaves out.
fn listed(look: impl FnOnce(&Run<'_>)) {
    let sizes = "62.5 118.75 71 80.25 310 85 88.5 92 90 95.5 99 104 110 131 205.5 140";
    let mut text = "Particle ID,Size/nm,Diffusion coefficient/nm^2 s^-1,Ln(Adjusted intensity)/AU,Start frame,\
                    Tracklength,Included in distribution?\n0,20,1,1,0,2,False\n"
        .to_owned();
    for (id, size) in (1..).zip(sizes.split(' ')) {
        text.push_str(&format!("{id},{size},4.6e+006,8.1,0,12,True\n"));
    }
    let content = Content::new(&Arc::from("particles.csv"), text.as_bytes());
    look(&evqc::instrument::read(&content, None).unwrap().runs[0]);
}

/// Values and uncertainties beside those of NumPy 2 and SciPy 1.17: `percentile`, `average`, `skew` and `kurtosis` without
/// bias, `histogram` and `find_peaks`, `beta.cdf` for the weights of the order statistics.
#[test]
fn lists_of_particles_as_numpy_has_them() {
    let percentile = |percent| SizeStatistic::Percentile(decimal(percent));
    let fraction = || SizeStatistic::Fraction { from: Some(decimal("80.25")), to: Some(decimal("110")) };
    let (number, surface, volume) = (SizeWeight::Number, SizeWeight::Surface, SizeWeight::Volume);
    let binomial = 100.0 * (0.5625_f64 * 0.4375 / 16.0).sqrt();
    let cases = [
        (SizeStatistic::Mean, number, 117.6875, Some(14.847_277_541_375_22)),
        (SizeStatistic::Mean, surface, 191.940_772_842_262_48, None),
        (SizeStatistic::Mean, volume, 237.444_555_019_948_87, None),
        (SizeStatistic::StandardDeviation, number, 59.389_110_165_500_88, Some(18.587_308_102_008_294)),
        (SizeStatistic::StandardDeviation, surface, 93.456_038_426_797_45, None),
        (SizeStatistic::StandardDeviation, volume, 87.728_482_639_784_69, None),
        (percentile("10"), number, 75.625, Some(8.350_155_525_612_896)),
        (percentile("37"), number, 91.1, None),
        (percentile("50"), number, 97.25, Some(8.635_855_749_608_607)),
        (percentile("90"), number, 172.75, Some(72.030_801_903_567_18)),
        (percentile("10"), surface, 88.5, None),
        (percentile("50"), surface, 140.0, None),
        (percentile("10"), volume, 99.0, None),
        (percentile("50"), volume, 310.0, None),
        (SizeStatistic::Span, number, 0.998_714_652_956_298_2, None),
        (fraction(), number, 56.25, Some(binomial)),
        (fraction(), surface, 28.736_497_492_030_11, None),
        (fraction(), volume, 14.295_231_826_287_539, None),
        (SizeStatistic::Mode, number, 87.5, None),
        (SizeStatistic::Mode, volume, 312.5, None),
        (SizeStatistic::Peaks, number, 4.0, None),
        (SizeStatistic::Peaks, volume, 3.0, None),
        (SizeStatistic::Bimodality, number, 0.678_366_816_817_014_8, None),
        (SizeStatistic::Bimodality, surface, 0.777_050_882_300_894, None),
    ];
    listed(|run| {
        for (statistic, weight, wanted, uncertainty) in &cases {
            let computed = size_value(run, statistic, *weight, CumulativeRule::InsideBins, false).unwrap();
            let value = self::number(&computed);
            assert!((value / wanted - 1.0).abs() < SIX_DIGITS, "{statistic:?} {weight:?}: {value}, not {wanted}");
            if let Some(wanted) = uncertainty {
                let found = computed.standard_uncertainty.unwrap();
                assert!((found / wanted - 1.0).abs() < 1e-10, "{statistic:?} {weight:?}: u {found}, not {wanted}");
            }
            assert_eq!((computed.line, computed.column), (3, 2));
        }
    });
}

/// Resampling beside 200 000 resamplings of NumPy; a thousand scatter by about 2 to 3 %.
#[test]
fn resampled_lists() {
    let cases = [
        (SizeStatistic::Percentile(decimal("50")), SizeWeight::Number, 8.394),
        (SizeStatistic::Span, SizeWeight::Number, 0.5426),
        (SizeStatistic::Mean, SizeWeight::Volume, 57.23),
    ];
    listed(|run| {
        for (statistic, weight, wanted) in &cases {
            let computed = size_value(run, statistic, *weight, CumulativeRule::InsideBins, true).unwrap();
            let found = computed.standard_uncertainty.unwrap();
            assert!((found / wanted - 1.0_f64).abs() < 0.08, "{statistic:?}: {found}, not {wanted}");
        }
        let peaks = size_value(run, &SizeStatistic::Peaks, SizeWeight::Number, CumulativeRule::InsideBins, true);
        assert_eq!(peaks.unwrap().standard_uncertainty, None);
    });
}

#[test]
fn lists_say_their_rules() {
    let behind = "rounded to 12 digits; 16 particles, 1 more not included in the distribution by the instrument";
    let fraction = SizeStatistic::Fraction { from: None, to: Some(decimal("110")) };
    let cases = [
        (
            SizeStatistic::Percentile(decimal("50")),
            SizeWeight::Number,
            "D50, number-weighted, of single particles, straight between sizes (quantile type 7)",
        ),
        (
            SizeStatistic::Percentile(decimal("50")),
            SizeWeight::Volume,
            "D50, volume-weighted, of single particles, smallest size that reaches the share",
        ),
        (
            SizeStatistic::Mode,
            SizeWeight::Number,
            "mode (centre of the highest bin, the lowest of equal ones), number-weighted, of single particles in bins of \
             5 nm from 0",
        ),
        (
            SizeStatistic::Peaks,
            SizeWeight::Volume,
            "number of peaks (at 92.5, 207.5, 312.5 nm), volume-weighted, of single particles in bins of 5 nm from 0, \
             smoothed with 1-4-6-4-1, least prominence 10 % of the highest",
        ),
        (
            fraction,
            SizeWeight::Number,
            "fraction below 110 nm, number-weighted, of single particles, both ends included",
        ),
        (
            SizeStatistic::StandardDeviation,
            SizeWeight::Number,
            "standard deviation (divisor N), number-weighted, of single particles",
        ),
    ];
    listed(|run| {
        for (statistic, weight, wanted) in &cases {
            let computed = size_value(run, statistic, *weight, CumulativeRule::InsideBins, false).unwrap();
            assert_eq!(computed.how, format!("{wanted}, {behind}"));
        }
    });
}

#[test]
fn lists_that_give_no_value_say_why() {
    let header = "Particle ID,Size/nm,Diffusion coefficient/nm^2 s^-1,Ln(Adjusted intensity)/AU,Start frame,Tracklength,\
                  Included in distribution?\n";
    let cases = [
        ("1,92,1,1,0,2,False\n2,90,1,1,0,2,false\n", "none of its 2 particles is included in the distribution"),
        ("1,92,1,1,0,2,True\n2,0,1,1,0,2,True\n", "its list of sizes is none: all values must be positive"),
        (
            "1,92,1,1,0,2,perhaps\n",
            "whether particle 1 is included in the distribution is `perhaps`, neither True nor False",
        ),
    ];
    for (rows, wanted) in cases {
        let text = format!("{header}{rows}");
        let content = Content::new(&Arc::from("particles.csv"), text.as_bytes());
        let recording = evqc::instrument::read(&content, None).unwrap();
        let error =
            size_value(&recording.runs[0], &SizeStatistic::Mean, SizeWeight::Number, CumulativeRule::InsideBins, false);
        let error = error.unwrap_err();
        assert_eq!((error.code.name, error.message.as_str()), ("measurement-without-value", wanted));
    }
}
