//! Statistics of size, each by the rule that the test names.

use crate::files::{Capture, capture, concentration, nta, spec};
use crate::{Outcome, check, samples};

fn judged(keys: &str, capture: Capture) -> Outcome {
    let spec =
        spec(&format!("  d: {{name: D, category: identity, from: size_distribution, result: mean of 1, {keys}}}\n"));
    let files = [("a.csv", nta(&[capture], Some("1000"))), ("samples.yaml", samples(&["file: a.csv, lot: L"]))];
    check(&spec, &files, &["a.csv"])
}

/// 0.2, 0.8 and 1 of the particles lie below 90, 100 and 110 nm. At the centres 85, 95 and 105 the shares are 0.2, 0.8 and
/// 1. Volumes are those of the centres: 2·85³, 6·95³ and 2·105³; half of their sum is reached at 96.06 nm.
#[test]
fn every_statistic_by_its_rule() {
    let nanometres = "accept: \"<= 1000 nm\"";
    for (statistic, accept, value, how) in [
        ("d50", nanometres, "95", "straight inside bins"),
        ("d50, cumulative: inside bins", nanometres, "95", "straight inside bins"),
        ("d50, cumulative: at centres", nanometres, "90", "straight between bin centres"),
        ("d50, cumulative: one bin lower", nanometres, "85", "one bin lower"),
        ("d90, cumulative: inside bins", nanometres, "105", "straight inside bins"),
        ("d90, cumulative: at centres", nanometres, "100", "straight between bin centres"),
        ("d90, cumulative: one bin lower", nanometres, "95", "one bin lower"),
        ("d50, weight: volume", nanometres, "96.0565194149", "volume-weighted"),
        ("d50, weight: surface", nanometres, "95.701754386", "surface-weighted"),
        ("mode", nanometres, "95", "mode (highest bin)"),
        ("mean", nanometres, "95", "mean"),
        // sqrt(0.4 × 100).
        ("sd", nanometres, "6.32455532034", "standard deviation"),
        // (105 - 85) / 95.
        ("span", "accept: \"<= 5.0\"", "0.210526315789", "span (D90 - D10) / D50"),
        ("fraction 85 to 200 nm", "accept: \">= 1 %\"", "90", "the bin around 85 nm apportioned evenly"),
        ("fraction above 95 nm", "accept: \">= 1 %\"", "50", "the bin around 95 nm apportioned evenly"),
        ("fraction below 90 nm", "accept: \">= 1 %\"", "20", "fraction below 90 nm"),
        ("peaks", "accept: \"<= 1\"", "1", "number of peaks (at 95 nm)"),
        ("bimodality", "accept: \"<= 0.555\"", "0.39900069975", "bimodality coefficient"),
    ] {
        let outcome = judged(&format!("statistic: {statistic}, {accept}"), capture("a_00"));
        assert_eq!(outcome.exit, 0, "{statistic}: {:#}", outcome.report);
        assert_eq!(outcome.test("L", "d")["determinations"][0]["text"], value, "{statistic}");
        assert!(outcome.how("L", "d", 0).contains(how), "{statistic}: {}", outcome.how("L", "d", 0));
    }
}

/// NTA 3.2 states percentiles one bin too low: 85 for bins whose median is 95.
#[test]
fn what_the_instrument_states_stands_beside_what_is_computed() {
    let keys = "statistic: d50, accept: \"<= 1000 nm\"";
    let honest = judged(keys, capture("a_00").stated(["75.0", "85.0", "95.0"]));
    assert_eq!(honest.test("L", "d")["determinations"][0]["text"], "95");
    let beside = "; the instrument states 85.0 nm, and its rule (one bin lower) gives 85 nm";
    assert!(honest.how("L", "d", 0).ends_with(beside), "{}", honest.how("L", "d", 0));
    assert!(!honest.report["findings"].to_string().contains("stated-value-differs"));
    let edited = judged(keys, capture("a_00").stated(["75.0", "99.0", "95.0"]));
    assert_eq!(edited.test("L", "d")["determinations"][0]["text"], "95");
    edited.says(
        "stated-value-differs",
        "run a_00: the instrument states D50 = 99.0 nm, its bins give 85 nm by its rule (one bin lower)",
    );
}

/// The standard uncertainty of 1e11 from 2000 particles is 2.24 %: expanded 4.47e9.
#[test]
fn counting_reaches_the_decision() {
    let judge = |limit: &str, tracks: bool| {
        let more = ", uncertainty: {from: counting, k: 2}, decide: guarded(1)";
        let file = nta(&[capture("a_00")], Some("1000"));
        let file = if tracks { file } else { file.replace("Valid Tracks,2000\n", "") };
        let files = [("a.csv", file), ("samples.yaml", samples(&["file: a.csv, lot: L"]))];
        let outcome = check(&concentration(more).replace("5e10", limit), &files, &["a.csv"]);
        (outcome.exit, outcome.verdict("L", "conc").2.to_owned(), outcome.reason("L", "conc").to_owned())
    };
    assert_eq!(judge("9.5e10", true), (0, String::new(), String::new()));
    let (exit, code, reason) = judge("9.8e10", true);
    assert_eq!((exit, &*code), (1, "outside-acceptance-zone"));
    assert!(reason.contains("outside the acceptance zone from 102472000000 particles/mL"), "{reason}");
    let (exit, code, _) = judge("9.5e10", false);
    assert_eq!((exit, &*code), (3, "uncertainty-not-known"));
}

#[test]
fn the_bootstrap_reaches_the_decision_and_is_the_same_every_time() {
    for (decide, near) in [("guarded(1)", "outside-acceptance-zone"), ("pc(0.95)", "conformance-probability-too-low")] {
        for (limit, exit, code) in [("95.6", 0, ""), ("95.1", 1, near)] {
            let keys = format!(
                "statistic: d50, accept: \"<= {limit} nm\", uncertainty: {{from: bootstrap, k: 2}}, decide: {decide}"
            );
            let first = judged(&keys, capture("a_00"));
            assert_eq!((first.exit, first.verdict("L", "d").2), (exit, code), "{decide} {limit}");
            assert_eq!(first.report, judged(&keys, capture("a_00")).report);
        }
    }
}
