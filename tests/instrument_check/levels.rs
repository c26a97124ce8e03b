//! Captures, injections, and runs that are none.

use crate::files::{Capture, capture, concentration, nta, one, spec};
use crate::{check, samples};

fn size() -> String {
    spec(
        "  d50: {name: D50, category: identity, from: size_distribution, statistic: d50, result: mean of 2 injections of 3 \
         captures, accept: \"<= 100 nm\", valid_if: [cv between captures <= 20 %]}\n",
    )
}

/// Captures with all particles in these bins of 10 nm.
fn injection(name: &str, bins: &[usize]) -> Vec<Capture> {
    bins.iter().enumerate().map(|(at, bin)| capture(&format!("{name}_{at:02}")).only_bin(*bin)).collect()
}

fn judged(first: &[Capture], second: Option<&[Capture]>) -> (i32, String, String, String) {
    let mut files =
        vec![("L_1.csv", nta(first, Some("1000"))), ("samples.yaml", samples(&["file: \"{lot}_{group}.csv\""]))];
    let mut names = vec!["L_1.csv"];
    if let Some(second) = second {
        files.push(("L_2.csv", nta(second, Some("1000"))));
        names.push("L_2.csv");
    }
    let outcome = check(&size(), &files, &names);
    let (verdict, value, code) = outcome.verdict("L", "d50");
    (outcome.exit, verdict.to_owned(), value.to_owned(), format!("{code}: {}", outcome.reason("L", "d50")))
}

#[track_caller]
fn assert_judged(found: (i32, String, String, String), exit: i32, outcome: &str, value: &str, reason: &str) {
    assert_eq!((found.0, &*found.1, &*found.2, &*found.3), (exit, outcome, value, reason));
}

#[test]
fn injections_are_named_by_their_files() {
    let (a, b) = (injection("a", &[8, 9, 8]), injection("b", &[9, 9, 8]));
    // (85 + 95 + 85) / 3 and (95 + 95 + 85) / 3.
    assert_judged(judged(&a, Some(&b)), 0, "pass", "90 nm", ": ");
    let scattered = injection("a", &[4, 8, 12]);
    // 45, 85, 125: SD 40 of 85.
    let reason =
        "spread-too-large: the CV of 3 captures of injection 1 is 47.1 %; required: cv between captures <= 20 %";
    assert_judged(judged(&scattered, Some(&b)), 3, "invalid", "", reason);
}

#[test]
fn what_is_missing_is_missing_and_what_is_too_much_is_told() {
    let (a, b) = (injection("a", &[8, 9, 8]), injection("b", &[9, 9, 8]));
    let mut failed = a.clone();
    failed[1] = failed[1].clone().failed();
    let reason = "too-few-determinations: injection 1 has 2 of 3 captures";
    assert_judged(judged(&failed, Some(&b)), 3, "missing", "", reason);
    assert_judged(judged(&a, None), 3, "missing", "", "too-few-determinations: 1 of 2 injections");
    let four = injection("a", &[8, 8, 8, 8]);
    let reason = "surplus-determinations: injection 1 has 4 captures for a plan of 3";
    assert_judged(judged(&four, Some(&b)), 4, "not_evaluable", "", reason);
}

#[test]
fn captures_without_their_injection_are_not_divided_by_guess() {
    let files =
        [("a.csv", nta(&injection("a", &[8; 6]), Some("1000"))), ("samples.yaml", samples(&["file: a.csv, lot: L"]))];
    let outcome = check(&size(), &files, &["a.csv"]);
    assert_eq!((outcome.exit, outcome.verdict("L", "d50")), (4, ("not_evaluable", "", "group-not-named")));
}

#[test]
fn one_capture_in_two_files_is_not_two() {
    let spec = concentration("").replace("mean of 1", "mean of 2");
    let other = nta(&[capture("a_00").concentration("1.01e+011")], Some("1000"));
    let files = [("a.csv", one("a_00")), ("b.csv", other), ("samples.yaml", samples(&["file: \"?.csv\", lot: L"]))];
    let outcome = check(&spec, &files, &["a.csv", "b.csv"]);
    assert_eq!((outcome.exit, outcome.verdict("L", "conc")), (4, ("not_evaluable", "", "conflicting-determinations")));
}

/// Each of these looks like a delivery and judges nothing.
#[test]
fn a_delivery_that_judges_nothing_is_never_good() {
    let a = one("a_00");
    let failed = nta(&[capture("a_00").failed()], Some("1000"));
    for (entry, file, exit, code) in [
        ("file: a.csv, lot: L, role: retest", &a, 3, "no-determination"),
        ("file: a.csv, lot: L, role: control, control: x", &a, 3, "no-determination"),
        ("file: a.csv, role: control, control: x", &a, 4, "no-lot"),
        ("file: a.csv, role: blank", &a, 4, "no-lot"),
        ("file: a.csv, skip: set-up", &a, 4, "no-lot"),
        ("file: a.csv, lot: L", &failed, 3, "no-determination"),
        ("file: b.csv, lot: M", &a, 4, "run-without-lot"),
    ] {
        let files = [("a.csv", &**file), ("samples.yaml", &samples(&[entry]))];
        let outcome = check(&concentration(""), &files, &["a.csv"]);
        assert_eq!(outcome.exit, exit, "{entry}: {:#}", outcome.report);
        let said = format!("{}{}", outcome.report, outcome.said);
        assert!(said.contains(code), "{entry}: {said}");
    }
    // Not required, and failed: still nothing was judged.
    let optional = concentration(", required: false");
    let files = [("a.csv", &*failed), ("samples.yaml", &samples(&["file: a.csv, lot: L"]))];
    assert_eq!(check(&optional, &files, &["a.csv"]).exit, 3);
}

#[test]
fn a_lot_whose_only_run_failed_is_not_hidden_by_another() {
    let failed = nta(&[capture("a_00").failed()], Some("1000"));
    let entries = samples(&["file: a.csv, lot: L", "file: b.csv, lot: M"]);
    let files = [("a.csv", failed), ("b.csv", one("b_00")), ("samples.yaml", entries)];
    let outcome = check(&concentration(""), &files, &["a.csv", "b.csv"]);
    assert_eq!(outcome.exit, 3);
    assert_eq!((outcome.verdict("L", "conc").0, outcome.verdict("M", "conc").0), ("missing", "pass"));
}

#[test]
fn every_run_shows_its_settings() {
    let more = ", valid_if: [each control particles_per_frame 20 to 100]";
    let spec = concentration(more).replace("mean of 1", "mean of 2");
    let entries = samples(&["file: \"?.csv\", lot: L"]);
    let judge = |second: &str| {
        let files = [("a.csv", &*one("a_00")), ("b.csv", second), ("samples.yaml", &entries)];
        let outcome = check(&spec, &files, &["a.csv", "b.csv"]);
        (outcome.verdict("L", "conc").0.to_owned(), outcome.reason("L", "conc").to_owned())
    };
    let second = nta(&[capture("b_00").particles_per_frame("150.0")], Some("1000"));
    let required = "required: each control particles_per_frame 20 to 100";
    assert_eq!(judge(&second), ("invalid".into(), format!("control particles_per_frame is 150.0; {required}")));
    let silent = one("b_00").replace("Particles per frame,50.0\n", "");
    let reason = "control particles_per_frame is not reported for replicate b_00";
    assert_eq!(judge(&silent), ("invalid".into(), reason.into()));
}

#[test]
fn what_the_instrument_warns_of_is_said() {
    let file = nta(&[capture("a_00").warning("Too few")], Some("1000"));
    let files = [("a.csv", file), ("samples.yaml", samples(&["file: a.csv, lot: L"]))];
    let outcome = check(&concentration(""), &files, &["a.csv"]);
    assert_eq!(outcome.exit, 0);
    outcome.says("instrument-warning", "`Completed Tracks` is `Too few` for 1 of 1 captures: a_00");
}

/// A retest alone is no result: there is nothing that it could replace.
#[test]
fn a_retest_without_an_original_is_told_so() {
    let files = [("a.csv", one("a_00")), ("samples.yaml", samples(&["file: a.csv, lot: L, role: retest"]))];
    let outcome = check(&concentration(""), &files, &["a.csv"]);
    assert_eq!((outcome.exit, outcome.verdict("L", "conc")), (3, ("missing", "", "no-determination")));
    assert_eq!(outcome.reason("L", "conc"), "1 retest(s), and no original result that they could replace");
    assert_eq!(outcome.test("L", "conc")["reasons"][0]["place"]["file"], "a.csv");
}
