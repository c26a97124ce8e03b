//! The words of single results: digits, operators, units, margins.

use crate::fixture::{self, ENDOTOXIN, PARTICLES, SIZE};
use evqc::judge::{BoundKind, Outcome, Point, Verdict};
use evqc::quantity::RoundingRule;
use evqc::report::wording;
use evqc::spec::{Limit, Limits};

#[test]
fn a_result_has_the_digits_of_the_limit_that_decided() {
    let spec = fixture::specification();
    let mut lot = fixture::conforming(&spec, "EV-1");
    let test = &mut lot.tests[ENDOTOXIN];
    for (value, compared, bound, expected) in [
        ("0.5", "0.5", None, "0.50 EU/mL"),
        ("0.4444", "0.44", None, "0.44 EU/mL"),
        ("0.06", "0.06", Some(BoundKind::Below), "<0.06 EU/mL"),
        ("0.6", "0.6", Some(BoundKind::AtMost), "≤0.6 EU/mL"),
        ("2", "2", Some(BoundKind::Above), ">2 EU/mL"),
        ("2", "2", Some(BoundKind::AtLeast), "≥2 EU/mL"),
        // Compared unrounded although the rule rounds: shown as compared, not as the rule would have it.
        ("0.4444", "0.4444", None, "0.4444 EU/mL"),
    ] {
        test.reportable.as_mut().unwrap().value = fixture::bounded(value, compared, "EU/mL", bound).unwrap();
        assert_eq!(wording::result(test), expected);
    }
    test.reportable = None;
    assert_eq!(wording::result(test), "–");
}

#[test]
fn scientific_limits_keep_their_power_of_ten() {
    let mut spec = fixture::specification();
    let written = fixture::number("1.0e10");
    let lower = Limit::new(written, true);
    let unit = fixture::unit("particles/mL");
    let place = spec.tests[SIZE].place.clone();
    let text = ">= 1.0e10 particles/mL".to_owned();
    let limits = Limits { text: text.clone(), lower: Some(lower), upper: None, unit, place: place.clone() };
    let criterion = evqc::spec::Criterion::Numeric(limits);
    let alternative = evqc::spec::Alternative { when: Vec::new(), criterion, text, place };
    for (rule, exact, compared, expected) in [
        (RoundingRule::Usp, "9.4e9", "9e9", "0.9×10^10 particles/mL"),
        (RoundingRule::Usp, "9.6e9", "1.0e10", "1.0×10^10 particles/mL"),
        (RoundingRule::PhEur, "9.6e9", "9.6e9", "9.6×10^9 particles/mL"),
        (RoundingRule::None, "9.64e9", "9.64e9", "9.64×10^9 particles/mL"),
    ] {
        spec.tests[SIZE].rounding = rule;
        let mut lot = fixture::conforming(&spec, "EV-1");
        lot.tests[SIZE].criterion = Some(&alternative);
        lot.tests[SIZE].reportable.as_mut().unwrap().value = fixture::value(exact, compared, "particles/mL").unwrap();
        assert_eq!(wording::result(&lot.tests[SIZE]), expected);
        assert_eq!(wording::criterion(&lot.tests[SIZE]), ">= 1.0e10 particles/mL");
    }
}

#[test]
fn a_margin_that_is_not_zero_never_reads_as_zero() {
    for (margin, expected) in [
        (0.0, "0 %"),
        (-0.0, "0 %"),
        (12.34, "+12.3 %"),
        (-42.0, "-42.0 %"),
        (-0.01, "-<0.1 %"),
        (0.049, "+<0.1 %"),
        (2500.0, "+2500 %"),
        (1e9, "+>99999 %"),
        (f64::NAN, ""),
        (f64::INFINITY, ""),
    ] {
        assert_eq!(wording::margin_text(margin), expected);
    }
}

#[test]
fn label_limits_name_the_claim() {
    let spec = fixture::specification();
    let lot = fixture::conforming(&spec, "EV-1");
    assert_eq!(wording::criterion(&lot.tests[PARTICLES]), "80 to 120 % of label (claim 2.0×10^9 particles/mL)");
    assert_eq!(wording::result(&lot.tests[PARTICLES]), "100 %");
}

#[test]
fn verbatim_text_is_shown_only_when_it_says_more() {
    let mut spec = fixture::specification();
    spec.tests[0].text = Some("≥80 %".to_owned());
    spec.tests[1].text = Some("CD81 ≥ 70%".to_owned());
    let lot = fixture::conforming(&spec, "EV-1");
    assert_eq!(wording::verbatim(&lot.tests[0]), None);
    assert_eq!(wording::verbatim(&lot.tests[1]), Some("CD81 ≥ 70%"));
}

#[test]
fn no_statement_is_stronger_than_the_evidence() {
    let spec = fixture::specification();
    let mut lot = fixture::conforming(&spec, "EV-1");
    assert_eq!(wording::statement(&lot), "The lot conforms to specification hucmsc-ev-nebulised 2026.2 (draft).");
    // What fails without being required is named beside the conformity, as what was waived.
    let mut optional = spec.clone();
    optional.tests[SIZE].required = false;
    let mut aside = fixture::conforming(&optional, "EV-1");
    aside.tests[SIZE].outcome = Outcome::Fail;
    let expected = "The lot conforms to specification hucmsc-ev-nebulised 2026.2 (draft). Not required, and fails: Particle size, D50.";
    assert_eq!(wording::statement(&aside), expected);
    aside.tests[SIZE].decided_by_panel = true;
    assert!(!wording::statement(&aside).contains("fails"), "it counts through its panel");
    lot.tests[SIZE].outcome = Outcome::Pending;
    lot.verdict = Verdict::NotConcluded;
    let expected =
        "No conclusion against specification hucmsc-ev-nebulised 2026.2 (draft). Particle size, D50: pending.";
    assert_eq!(wording::statement(&lot), expected);
    lot.verdict = Verdict::NotEvaluable;
    assert!(wording::statement(&lot).ends_with("there is no statement of conformity."));
}

#[test]
fn time_points_and_stages_tell_lines_apart() {
    let mut spec = fixture::specification();
    spec.tests[SIZE].stage = Some("drug substance".to_owned());
    let mut lot = fixture::conforming(&spec, "EV-1");
    lot.tests[SIZE].point =
        Point::Stability { time: "6", time_unit: "months", condition: "5 °C", container: "", orientation: "" };
    assert_eq!(wording::name(&lot.tests[SIZE], &spec), "Particle size, D50 (drug substance), 6 months, 5 °C");
    lot.tests[SIZE].point =
        Point::Stability { time: "6", time_unit: "", condition: "", container: "", orientation: "" };
    assert_eq!(wording::name(&lot.tests[SIZE], &spec), "Particle size, D50 (drug substance), 6");
}

#[test]
fn the_record_of_an_invalidated_value_is_complete() {
    let spec = fixture::specification();
    let lot = fixture::failing(&spec, "EV-1");
    let files = [std::sync::Arc::from("results.csv")];
    assert_eq!(
        wording::history(&lot, &lot.tests[ENDOTOXIN], &files),
        [
            "0.48 EU/mL at results.csv:25:3: invalidated; pipetting error, recovery 31 %; investigation INV-2026-07; \
          analyst Wei; approved by Okafor",
            "0.71 EU/mL at results.csv:26:3: counted",
            "0.66 EU/mL at results.csv:27:3: counted"
        ]
    );
}
