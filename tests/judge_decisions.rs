//! Decision rules through the judge: a specification and rows in, a statement out (R-401 to R-406).
//!
//! Numbers come from printed examples (JCGM 106:2012, ILAC-G8:09/2019) and from the reference cases beside the checkout.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests read their reference cases")]

mod support;

use serde_json::Value;
use support::{Line, Options, Run, judge, judge_with, oracle, spec_of, specification, specification_errors, waiver};

const HEAD: &str = "lot,test,value,unit,replicate,uncertainty\n";

/// A test `t` with these further lines.
fn rules(lines: &str) -> String {
    let indented: String = lines.trim_matches('\n').lines().map(|line| format!("  {}\n", line.trim_end())).collect();
    spec_of("none", &format!("t:\n  name: T\n  category: quantity\n{indented}"))
}

/// Judges rows `value,unit,replicate,uncertainty` of `t`.
fn judged(lines: &str, rows: &[&str]) -> Run {
    let data: String = rows.iter().map(|row| format!("L,t,{row}\n")).collect();
    judge(&rules(lines), &[&format!("{HEAD}{data}")])
}

/// The test in the JSON report of the only lot.
fn json(run: &Run, id: &str) -> Value {
    let start = run.json.find('{').expect("a lot is there");
    let mut values = serde_json::Deserializer::from_str(&run.json[start..]).into_iter::<Value>();
    let lot = values.next().expect("a lot is there").expect("it is JSON");
    let tests = lot["tests"].as_array().expect("tests").iter();
    tests.into_iter().find(|test| test["id"] == id).unwrap_or_else(|| panic!("no {id} in {lot}")).clone()
}

fn decision(run: &Run) -> Value {
    json(run, "t")["decision"].clone()
}

#[track_caller]
fn close(found: &Value, wanted: f64, tolerance: f64) {
    let found = found.as_f64().unwrap_or_else(|| panic!("{found} is no number"));
    assert!((found - wanted).abs() <= tolerance * wanted.abs().max(1e-300), "{found} is not {wanted}");
}

#[track_caller]
fn says(line: &Line, outcome: &str, code: &str, message: &str) {
    assert_eq!(line.outcome, outcome, "{line:?}");
    assert_eq!(deciding(line), [code], "{line:?}");
    let note = |text: &&String| text.contains(" determinations meet");
    assert_eq!(line.messages.iter().filter(|text| !note(text)).collect::<Vec<_>>(), [message]);
}

/// The codes of a line without the note that its determinations lie on both sides of the limit, which decides nothing.
fn deciding(line: &Line) -> Vec<&'static str> {
    line.codes.iter().copied().filter(|code| *code != "determinations-disagree").collect()
}

// Printed examples.

/// JCGM 106:2012, 7.3 and 7.4: breakdown voltage of a Zener diode (0.92), burst strength of a container (0.99), viscosity
/// of a motor oil (0.66).
#[test]
fn jcgm_106_conformance_probabilities_stand_in_the_report() {
    for (case, printed, limits, unit) in [
        ("probability_jcgm_zener", 0.92, "\"<= -5.40 mV\"", "mV"),
        ("probability_jcgm_container", 0.99, "\">= 490 ng/mL\"", "ng/mL"),
        ("probability_jcgm_motor_oil", 0.66, "12.5 to 16.3 ng/mL", "ng/mL"),
    ] {
        let Some(oracle) = oracle(&format!("conformity/{case}.json")) else { return };
        let inputs = &oracle["inputs"];
        let (value, u) = (inputs["value"].as_f64().unwrap(), inputs["standard_uncertainty"].as_f64().unwrap());
        let lines = |rule: &str| {
            format!("accept: {limits}\ndecide: {rule}\nuncertainty: {{absolute: {u} {unit}, k: 1, from: JCGM 106}}")
        };
        let run = judged(&lines("simple"), &[&format!("{value},{unit},,")]);
        assert_eq!(run.test("t").outcome, "pass", "{case}");
        let stated = decision(&run);
        let expected = oracle["expected"]["conformance_probability"].as_f64().unwrap();
        close(&stated["conformance_probability"], expected, 1e-10);
        assert!((stated["conformance_probability"].as_f64().unwrap() - printed).abs() < 0.0055, "{case}");
        close(&stated["false_accept_risk"], oracle["expected"]["nonconformance_probability"].as_f64().unwrap(), 1e-9);
        assert_eq!(stated["false_reject_risk"], Value::Null);
        assert_eq!(stated["uncertainty"]["reference"], "JCGM 106");
        // The probability is the turning point of `pc`, and the refused result has the risk of the other error.
        let just = |shift: f64| format!("pc({:.6})", expected + shift);
        let run = judged(&lines(&just(-1e-5)), &[&format!("{value},{unit},,")]);
        assert_eq!(run.test("t").outcome, "pass", "{case}");
        let run = judged(&lines(&just(1e-5)), &[&format!("{value},{unit},,")]);
        assert_eq!(run.test("t").codes, ["conformance-probability-too-low"], "{case}");
        assert_eq!(run.test("t").outcome, "fail");
        close(&decision(&run)["false_reject_risk"], expected, 1e-10);
        assert_eq!(decision(&run)["false_accept_risk"], Value::Null);
    }
}

/// ILAC-G8:09/2019, 4.2.2 and 4.2.3: guard band w = U between 80 and 120 with U = 4, binary and in four zones.
#[test]
fn ilac_g8_zones_come_out_of_the_rules() {
    let Some(oracle) = oracle("conformity/ilac_nonbinary_decision.json") else { return };
    let values = oracle["inputs"]["values"].as_array().unwrap();
    let expected = |key: &str, at: usize| oracle["expected"][key][at].as_str().unwrap().to_owned();
    let lines = |rule: &str| format!("accept: 80 to 120 ng/mL\ndecide: {rule}\nuncertainty: {{absolute: 4 ng/mL}}");
    for (at, value) in values.iter().enumerate() {
        let outcome = |rule: &str| {
            let run = judged(&lines(rule), &[&format!("{value},ng/mL,,")]);
            let zone = &decision(&run)["acceptance_zone"];
            // Also of a result outside its limits, about which the rule is not asked.
            if rule != "simple" {
                assert_eq!((zone["lower"].as_str(), zone["upper"].as_str()), (Some("84"), Some("116")));
            }
            run.test("t").outcome
        };
        assert_eq!(outcome("simple"), expected("binary_simple", at), "{value}");
        assert_eq!(outcome("guarded(1)"), expected("binary_guarded", at), "{value}");
        let four = match expected("decisions", at).as_str() {
            "pass" => "pass",
            "conditional_pass" => "inconclusive",
            // Outside its limit a result fails, whatever its uncertainty (R-403).
            "conditional_fail" | "fail" => "fail",
            other => panic!("{other}"),
        };
        assert_eq!(outcome("four-zone(1)"), four, "{value}");
    }
}

/// ILAC-G8:09/2019, 4.2.2: acceptance limits for single and double limits, and guard bands that leave nothing to accept.
#[test]
fn ilac_g8_acceptance_limits_come_out_of_the_rule() {
    let Some(oracle) = oracle("conformity/ilac_guard_band.json") else { return };
    let mut zones = 0;
    for (row, wanted) in
        oracle["inputs"]["rows"].as_array().unwrap().iter().zip(oracle["expected"]["acceptance"].as_array().unwrap())
    {
        let number = |value: &Value| value.as_f64();
        let (lower, upper) = (number(&row["lower_limit"]), number(&row["upper_limit"]));
        let ratio = number(&row["r"]).unwrap();
        if ratio == 0.0 {
            continue;
        }
        let (accept, value) = match (lower, upper) {
            (Some(low), Some(high)) => (format!("{low} to {high} ng/mL"), (low + high) / 2.0),
            (Some(low), None) => (format!("\">= {low} ng/mL\""), low * 2.0),
            (None, Some(high)) => (format!("\"<= {high} ng/mL\""), high / 2.0),
            (None, None) => panic!("no limit"),
        };
        let (u, k) = (number(&row["standard_uncertainty"]).unwrap(), number(&row["k"]).unwrap());
        let lines =
            format!("accept: {accept}\ndecide: guarded({ratio})\nuncertainty: {{absolute: {} ng/mL, k: {k}}}", u * k);
        let run = judged(&lines, &[&format!("{value:.6},ng/mL,,")]);
        let zone = &decision(&run)["acceptance_zone"];
        for end in ["lower", "upper"] {
            match number(&wanted[format!("acceptance_{end}")]) {
                Some(number) => {
                    let found: f64 = zone[end].as_str().unwrap().parse().unwrap();
                    assert!((found - number).abs() <= 1e-9 * number.abs(), "{found} is not {number}");
                }
                None => assert_eq!(zone[end], Value::Null),
            }
        }
        let empty = wanted["acceptance_empty"].as_bool().unwrap();
        assert_eq!(run.test("t").outcome, if empty { "fail" } else { "pass" }, "{row}");
        zones += 1;
    }
    assert_eq!(zones, 6);
}

// Rules on the scatter of determinations.

fn rows_of(data: &[f64], unit: &str) -> Vec<String> {
    data.iter().enumerate().map(|(at, value)| format!("{value},{unit},{},", at + 1)).collect()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

#[test]
fn confidence_bounds_are_those_of_the_reference_cases() {
    for case in ["mean_sd_n2", "mean_sd_n3_percent", "mean_sd_protein", "mean_sd_titre"] {
        let Some(oracle) = oracle(&format!("intervals/{case}.json")) else { return };
        let data = numbers(&oracle["inputs"]["data"]);
        let (rows, expected) = (rows_of(&data, "ng/mL"), &oracle["expected"]);
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        for level in [90, 95, 99] {
            let bound = |side: &str| expected[format!("{side}_bound_{level}")].as_f64().unwrap();
            let lines = |accept: &str| {
                format!("result: mean of {}\naccept: {accept}\ndecide: confidence bound {level} %", data.len())
            };
            // A limit one part in a million on either side of the bound decides.
            let (low, high) = (bound("lower"), bound("upper"));
            let beside = |number: f64, by: f64| format!("{:.17e}", number + by * number.abs() * 1e-6);
            for (accept, outcome) in [
                (format!("\">= {} ng/mL\"", beside(low, -1.0)), "pass"),
                (format!("\">= {} ng/mL\"", beside(low, 1.0)), "fail"),
                (format!("\"<= {} ng/mL\"", beside(high, 1.0)), "pass"),
                (format!("\"<= {} ng/mL\"", beside(high, -1.0)), "fail"),
                (format!("{} to {} ng/mL", beside(low, -1.0), beside(high, 1.0)), "pass"),
                (format!("{} to {} ng/mL", beside(low, -1.0), beside(high, -1.0)), "fail"),
            ] {
                let run = judged(&lines(&accept), &rows);
                let line = run.test("t");
                assert_eq!(line.outcome, outcome, "{case} {level} {accept}: {line:?}");
                let codes: &[&str] = if outcome == "fail" { &["confidence-bound-outside-limit"] } else { &[] };
                assert_eq!(deciding(line), codes);
                let found = decision(&run);
                if accept.starts_with("\">=") || accept.contains(" to ") {
                    close(&found["bounds"]["lower"], low, 1e-9);
                }
                if accept.starts_with("\"<=") || accept.contains(" to ") {
                    close(&found["bounds"]["upper"], high, 1e-9);
                }
                let spread = expected["sd"].as_f64().unwrap() / (data.len() as f64).sqrt();
                close(&found["uncertainty"]["standard_float"], spread, 1e-9);
                close(&found["uncertainty"]["degrees_of_freedom"], data.len() as f64 - 1.0, 0.0);
                assert_eq!(found["uncertainty"]["source"], "replicates");
            }
        }
    }
}

#[test]
fn tolerance_intervals_are_those_of_the_reference_cases() {
    for case in ["normal_interval_protein10", "normal_interval_titre15"] {
        let Some(oracle) = oracle(&format!("tolerance/{case}.json")) else { return };
        let data = numbers(&oracle["inputs"]["data"]);
        let rows = rows_of(&data, "ng/mL");
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        for (content, confidence) in [(90, 90), (90, 95), (95, 90), (95, 95), (99, 90), (99, 95)] {
            let ends = |sides: &str| numbers(&oracle["expected"][format!("p{content}0_c{confidence}0_{sides}")]);
            let (one, two) = (ends("one_sided"), ends("two_sided"));
            let beside = |number: f64, by: f64| format!("{:.17e}", number + by * number.abs() * 1e-6);
            for (accept, outcome) in [
                (format!("\">= {} ng/mL\"", beside(one[0], -1.0)), "pass"),
                (format!("\">= {} ng/mL\"", beside(one[0], 1.0)), "fail"),
                (format!("\"<= {} ng/mL\"", beside(one[1], 1.0)), "pass"),
                (format!("\"<= {} ng/mL\"", beside(one[1], -1.0)), "fail"),
                (format!("{} to {} ng/mL", beside(two[0], -1.0), beside(two[1], 1.0)), "pass"),
                (format!("{} to {} ng/mL", beside(two[0], 1.0), beside(two[1], 1.0)), "fail"),
            ] {
                let lines = format!(
                    "result: mean of {}\naccept: {accept}\ndecide: tolerance {content} %/{confidence} %",
                    data.len()
                );
                let run = judged(&lines, &rows);
                let line = run.test("t");
                assert_eq!(line.outcome, outcome, "{case} {content}/{confidence} {accept}: {line:?}");
                let codes: &[&str] = if outcome == "fail" { &["tolerance-interval-outside-limits"] } else { &[] };
                assert_eq!(deciding(line), codes);
                let bounds = &decision(&run)["bounds"];
                let ends = if accept.contains(" to ") { &two } else { &one };
                if bounds["lower"] != Value::Null {
                    close(&bounds["lower"], ends[0], 1e-7);
                }
                if bounds["upper"] != Value::Null {
                    close(&bounds["upper"], ends[1], 1e-7);
                }
            }
        }
    }
}

/// Nobody knows how many standard uncertainties lie between a limit and a result that is a bound: `<110` may be 20.
#[test]
fn a_bound_has_no_margin_in_uncertainties() {
    let lines = "accept: 80 to 120 ng/mL\ndecide: guarded(1)\nuncertainty: {relative: 20 %}";
    // u = 110 * 20 % / 2 = 11, (120 - 110) / 11.
    close(&decision(&judged(lines, &["110,ng/mL,,"]))["margin_in_uncertainties"], 10.0 / 11.0, 1e-12);
    for value in ["<110", "<=110", ">110", ">=110"] {
        let decision = decision(&judged(lines, &[&format!("{value},ng/mL,,")]));
        assert!(decision["margin_in_uncertainties"].is_null(), "{value}: {decision}");
        close(&decision["uncertainty"]["standard_float"], 11.0, 1e-12);
    }
}

// Every reason in words.

#[test]
fn every_reason_says_what_is_wrong() {
    let potency = |rule: &str| format!("accept: 70 to 130 ng/mL\ndecide: {rule}\nuncertainty: {{absolute: 8 ng/mL}}");
    let run = judged(&potency("guarded(1)"), &["74,ng/mL,,"]);
    says(
        run.test("t"),
        "fail",
        "outside-acceptance-zone",
        "74 ng/mL lies inside 70 to 130 ng/mL, outside the acceptance zone 78 to 122 ng/mL; under guarded(1) it is not \
         accepted",
    );
    let run = judged(&potency("four-zone(1)"), &["74,ng/mL,,"]);
    says(
        run.test("t"),
        "inconclusive",
        "in-guard-band",
        "74 ng/mL lies inside 70 to 130 ng/mL, outside the acceptance zone 78 to 122 ng/mL: a conditional pass",
    );
    let run = judged(&potency("guarded(4)"), &["100,ng/mL,,"]);
    says(
        run.test("t"),
        "fail",
        "outside-acceptance-zone",
        "100 ng/mL lies inside 70 to 130 ng/mL, and the guard bands leave no acceptance zone; under guarded(4) it is not \
         accepted",
    );
    let run = judged(&potency("pc(0.95)"), &["74,ng/mL,,"]);
    says(
        run.test("t"),
        "fail",
        "conformance-probability-too-low",
        "74 ng/mL lies inside 70 to 130 ng/mL, but conforms with a probability of 0.841 only; 0.95 is asked for",
    );
    let run = judged("accept: 70 to 130 ng/mL\ndecide: guarded(1)", &["74,ng/mL,,"]);
    says(run.test("t"), "inconclusive", "uncertainty-not-known", "the uncertainty of the result is not stated");
    let three = ["84.1,ng/mL,1,", "86.7,ng/mL,2,", "83.2,ng/mL,3,"];
    let run = judged("result: mean of 3\naccept: \">= 82.0 ng/mL\"\ndecide: confidence bound 95 %", &three);
    says(
        run.test("t"),
        "fail",
        "confidence-bound-outside-limit",
        "the 95 % confidence bound 81.60 ng/mL of the mean is outside >= 82.0 ng/mL",
    );
    let run = judged("result: mean of 3\naccept: \">= 71 ng/mL\"\ndecide: tolerance 95 %/95 %", &three);
    // 84.66667 - 7.655900 * 1.817507, the factor of ISO 16269-6 for n = 3.
    says(
        run.test("t"),
        "fail",
        "tolerance-interval-outside-limits",
        "the 95 %/95 % tolerance limit 70.75 ng/mL is outside >= 71 ng/mL",
    );
    let equal = ["84.1,ng/mL,1,", "84.1,ng/mL,2,"];
    for rule in ["confidence bound 95 %", "tolerance 95 %/95 %"] {
        let run = judged(&format!("result: mean of 2\naccept: \">= 70 ng/mL\"\ndecide: {rule}"), &equal);
        let message = "the determinations are all equal, so their scatter is not known";
        says(run.test("t"), "inconclusive", "scatter-not-known", message);
    }
    let run = judged(
        "result: mean of 2\naccept: \">= 70 ng/mL\"\ndecide: guarded(1)\nuncertainty: {from: replicates}",
        &equal,
    );
    let message = "the determinations are all equal, so their scatter is not known";
    says(run.test("t"), "inconclusive", "scatter-not-known", message);
    let censored = ["<5,ng/mL,1,", "<6,ng/mL,2,"];
    for rule in ["confidence bound 95 %", "tolerance 95 %/95 %"] {
        let lines = format!("result: mean of 2\naccept: \"<= 10 ng/mL\"\ncensored: worst case\ndecide: {rule}");
        let message = "a determination is below or above the measurable range, so the scatter is not known";
        says(judged(&lines, &censored).test("t"), "inconclusive", "scatter-not-known", message);
    }
}

#[test]
fn uncertainty_never_rescues_a_value_outside_its_limit() {
    let rules = ["simple", "guarded(1)", "four-zone(1)", "pc(0.5)", "confidence bound 51 %", "tolerance 51 %/51 %"];
    for rule in rules {
        for uncertainty in ["", "uncertainty: {absolute: 100 EU/mL}", "uncertainty: {absolute: 0.0001 EU/mL}"] {
            let lines = format!("result: mean of 2\naccept: \"<= 0.50 EU/mL\"\ndecide: {rule}\n{uncertainty}");
            let run = judged(&lines, &["0.50,EU/mL,1,", "0.52,EU/mL,2,"]);
            let message = "0.51 EU/mL is outside the acceptance criterion <= 0.50 EU/mL";
            says(run.test("t"), "fail", "outside-acceptance-criterion", message);
        }
    }
}

/// The simple comparison is rounded, the guarded one is not (R-405): 0.4512 rounds to 0.45 and is outside 0.45 all the same.
#[test]
fn a_guarded_comparison_is_unrounded() {
    let lines = |rule: &str| {
        let tests = format!(
            "t:\n  name: T\n  category: safety\n  accept: \"<= 0.50 EU/mL\"\n  decide: {rule}\n  uncertainty: {{absolute: \
             0.05 EU/mL}}\n"
        );
        spec_of("usp", &tests)
    };
    let outcome = |rule: &str, value: &str| {
        let run = judge(&lines(rule), &[&format!("{HEAD}L,t,{value},EU/mL,,\n")]);
        (run.test("t").outcome, run.test("t").messages.clone())
    };
    assert_eq!(outcome("guarded(1)", "0.45").0, "pass");
    let (found, messages) = outcome("guarded(1)", "0.4512");
    assert_eq!(found, "fail");
    assert_eq!(
        messages,
        [
            "0.4512 EU/mL lies inside <= 0.50 EU/mL, outside the acceptance zone up to 0.45 EU/mL; under guarded(1) it is \
          not accepted"
        ]
    );
    // 0.504 meets its limit after rounding; no rule that looks at it unrounded accepts it.
    assert_eq!(outcome("simple", "0.504").0, "pass");
    for rule in ["guarded(0.001)", "pc(0.5)"] {
        assert_eq!(outcome(rule, "0.504").0, "fail", "{rule}");
    }
    // Under four zones it lies beyond the limit: a conditional fail, which is a fail for the lot (R-403).
    let (found, messages) = outcome("four-zone(1)", "0.504");
    assert_eq!(found, "fail");
    assert_eq!(
        messages,
        ["0.504 EU/mL meets, after rounding only, <= 0.50 EU/mL, outside the acceptance zone up to 0.45 EU/mL: a \
          conditional fail"]
    );
}

/// Where the limit itself does not conform, the end of the acceptance zone is not accepted.
#[test]
fn a_strict_limit_keeps_the_end_of_its_acceptance_zone_out() {
    let outcome = |accept: &str, value: &str| {
        let lines = format!("accept: \"{accept} ng/mL\"\ndecide: guarded(1)\nuncertainty: {{absolute: 0.10 ng/mL}}");
        let run = judged(&lines, &[&format!("{value},ng/mL,,")]);
        let words = run.test("t").messages.first().cloned().unwrap_or_default();
        (run.test("t").outcome, words.split(", outside the acceptance zone ").nth(1).unwrap_or("").to_owned())
    };
    let end = "; under guarded(1) it is not accepted";
    assert_eq!(outcome("<= 0.50", "0.40"), ("pass", String::new()));
    assert_eq!(outcome("< 0.50", "0.40"), ("fail", format!("below 0.4 ng/mL{end}")));
    assert_eq!(outcome("< 0.50", "0.399"), ("pass", String::new()));
    assert_eq!(outcome("> 0.50", "0.60"), ("fail", format!("above 0.6 ng/mL{end}")));
    assert_eq!(outcome(">= 0.50", "0.60"), ("pass", String::new()));
    assert_eq!(outcome("[0.50, 0.90)", "0.80"), ("fail", format!("[0.6, 0.8) ng/mL{end}")));
    assert_eq!(outcome("[0.50, 0.90)", "0.60"), ("pass", String::new()));
    assert_eq!(outcome("(0.50, 0.90]", "0.60"), ("fail", format!("(0.6, 0.8] ng/mL{end}")));
}

// Where the uncertainty comes from.

#[test]
fn the_column_comes_before_the_specification_and_carries_its_factor() {
    let lines = "accept: 70 to 130 ng/mL\ndecide: guarded(1)\nuncertainty: {absolute: 20 ng/mL, k: 2.5, from: VAL-1}";
    let stated = |cell: &str, unit: &str, value: &str| {
        let known = decision(&judged(lines, &[&format!("{value},{unit},,{cell}")]))["uncertainty"].clone();
        let text = |key: &str| known[key].as_str().unwrap_or("").to_owned();
        (text("standard"), text("expanded"), known["coverage_factor"].as_f64().unwrap_or(0.0), text("source"))
    };
    let known =
        |u: &str, expanded: &str, k: f64, source: &str| (u.to_owned(), expanded.to_owned(), k, source.to_owned());
    assert_eq!(stated("", "ng/mL", "100"), known("8", "20", 2.5, "specification"));
    assert_eq!(stated("8 (k=2)", "ng/mL", "100"), known("4", "8", 2.0, "results"));
    assert_eq!(stated("8 k=1.6", "ng/mL", "100"), known("5", "8", 1.6, "results"));
    // Without a factor of its own a cell has that of the specification.
    assert_eq!(stated("8", "ng/mL", "100"), known("3.2", "8", 2.5, "results"));
    // In another unit, of the cell or of the row; and in percent of the value.
    assert_eq!(stated("0.008 ug/mL (k=2)", "ng/mL", "100"), known("4", "8", 2.0, "results"));
    assert_eq!(stated("0.008 (k=2)", "ug/mL", "0.100"), known("4", "8", 2.0, "results"));
    assert_eq!(stated("8 ng/mL (k=2)", "ug/mL", "0.100"), known("4", "8", 2.0, "results"));
    assert_eq!(stated("8 % (k=2)", "ng/mL", "110"), known("4.4", "8.8", 2.0, "results"));
}

#[test]
fn a_cell_that_says_nothing_leaves_the_rule_open() {
    let one = |accept: &str, row: &str| {
        let run = judged(&format!("accept: {accept}\ndecide: guarded(1)\nuncertainty: {{relative: 8 %}}"), &[row]);
        (run.test("t").outcome, run.test("t").codes.clone(), run.test("t").messages.clone())
    };
    let open = |message: &str| ("inconclusive", vec!["uncertainty-not-known"], vec![message.to_owned()]);
    assert_eq!(
        one("70 to 130 %", "100,%,,8 %"),
        open("the uncertainty `8 %` may be percentage points or percent of the value")
    );
    assert_eq!(one("70 to 130 %", "100,%,,8").0, "pass");
    assert_eq!(
        one("70 to 130 %", "1000,‰,,8 %"),
        open("the uncertainty `8 %` may be percentage points or percent of the value")
    );
    assert_eq!(one("70 to 130 ng/mL", "100,ng/mL,,8 EU"), open("the uncertainty `8 EU` is not in ng/mL"));
    assert_eq!(one("\"<= 5 ng/mL\"", "0,ng/mL,,8 %"), open("the uncertainty `8 %` comes to nothing at this value"));
    assert_eq!(one("\"<= 5 ng/mL\"", "0,ng/mL,,"), open("the stated uncertainty comes to nothing at this value"));
    let doubled = "the uncertainty `1e7` has an exponent, and its unit `10^8 particles/mL` a power of ten as well";
    assert_eq!(one("\">= 1.0e9 particles/mL\"", "20,10^8 particles/mL,,1e7"), open(doubled));
    assert_eq!(one("\">= 1.0e9 particles/mL\"", "20,10^8 particles/mL,,1").0, "pass");
    // Stated for some of the determinations only.
    let run =
        judged("result: mean of 2\naccept: 70 to 130 ng/mL\ndecide: guarded(1)", &["100,ng/mL,1,8", "100,ng/mL,2,"]);
    says(run.test("t"), "inconclusive", "uncertainty-not-known", "an uncertainty is stated for 1 of 2 determinations");
}

#[test]
fn the_uncertainty_of_a_summary_is_never_smaller_than_that_of_its_determinations_together() {
    let stated = |result: &str, rows: &[&str]| {
        let lines = format!("result: {result}\naccept: \">= 0.1 ng/mL\"\ndecide: guarded(0.001)");
        let known = decision(&judged(&lines, rows))["uncertainty"].clone();
        (known["standard_float"].as_f64().unwrap(), known["coverage_factor"].as_f64().unwrap())
    };
    let rows = ["10,ng/mL,1,2", "40,ng/mL,2,4", "160,ng/mL,3,12"];
    assert_eq!(stated("mean of 3", &rows), (3.0, 2.0));
    for result in ["median of 3", "min of 3", "max of 3"] {
        assert_eq!(stated(result, &rows), (6.0, 2.0), "{result}");
    }
    // 40 (1/10 + 2/40 + 6/160) / 3: the mean of the relative ones times the geometric mean.
    let (u, _) = stated("geometric mean of 3", &rows);
    assert!((u - 2.5).abs() < 1e-12, "{u}");
    // Different factors: the largest, so that no expanded uncertainty shrinks.
    assert_eq!(stated("mean of 2", &["10,ng/mL,1,9 (k=3)", "40,ng/mL,2,6 (k=2)"]), (3.0, 3.0));
}

#[test]
fn the_scatter_of_determinations_stands_in_where_the_specification_says_so() {
    // 8, 10, 12: s = 2, standard error 2/√3 with two degrees of freedom.
    let rows = ["8,ng/mL,1,", "10,ng/mL,2,", "12,ng/mL,3,"];
    let lines = |result: &str| {
        format!(
            "result: {result}\naccept: \"<= 100 ng/mL\"\ndecide: guarded(1)\nuncertainty: {{from: replicates, k: 4.303}}"
        )
    };
    let run = judged(&lines("mean of 3"), &rows);
    let known = &decision(&run)["uncertainty"];
    close(&known["standard_float"], 2.0 / 3.0_f64.sqrt(), 1e-12);
    close(&known["coverage_factor"], 4.303, 0.0);
    close(&known["degrees_of_freedom"], 2.0, 0.0);
    assert_eq!(known["source"], "replicates");
    // A determination that is judged on its own scatters with s.
    let run = judged(&lines("each of 3"), &rows);
    close(&decision(&run)["uncertainty"]["standard_float"], 2.0, 1e-12);
    // One more than the plan asks for at least counts in both.
    let four = ["8,ng/mL,1,", "10,ng/mL,2,", "12,ng/mL,3,", "10,ng/mL,4,"];
    let run = judged(&lines("mean of at least 3"), &four);
    close(&decision(&run)["uncertainty"]["standard_float"], (8.0 / 3.0_f64).sqrt() / 2.0, 1e-12);
    close(&decision(&run)["uncertainty"]["degrees_of_freedom"], 3.0, 0.0);
    // Nothing of it belongs to a single value, a maximum or a computed attribute.
    for plan in ["single", "max of 3", "mean of 1", "median of 3"] {
        assert_eq!(specification_errors(&rules(&lines(plan))), ["decision-rule-needs-replicates"], "{plan}");
    }
}

/// The conformance probability that replicates give is that of Student's distribution (JCGM 106 oracle with 5 degrees).
#[test]
fn few_determinations_give_a_wider_probability() {
    let rows = ["84.1,ng/mL,1,", "86.7,ng/mL,2,", "83.2,ng/mL,3,"];
    // At the lower 95 % confidence bound of the reference case the probability is 0.95.
    let Some(oracle) = oracle("intervals/mean_sd_n3_percent.json") else { return };
    let bound = oracle["expected"]["lower_bound_95"].as_f64().unwrap();
    let lines = format!(
        "result: mean of 3\naccept: \">= {bound:.12} ng/mL\"\ndecide: simple\nuncertainty: {{from: replicates}}"
    );
    close(&decision(&judged(&lines, &rows))["conformance_probability"], 0.95, 1e-9);
}

// Plans, labels, limits by method.

#[test]
fn each_determination_is_judged_by_the_rule_on_its_own() {
    let lines = "result: each of 3\naccept: 70 to 130 ng/mL\ndecide: guarded(1)";
    let run = judged(lines, &["100,ng/mL,1,8", "74,ng/mL,2,8", "125,ng/mL,3,2"]);
    says(
        run.test("t"),
        "fail",
        "outside-acceptance-zone",
        "74 ng/mL lies inside 70 to 130 ng/mL, outside the acceptance zone 78 to 122 ng/mL; under guarded(1) it is not \
         accepted",
    );
    assert_eq!(decision(&run)["acceptance_zone"]["lower"], "78");
    assert_eq!(run.test("t").reportable, "74 ng/mL");
    // A missing cell concerns its own determination.
    let run = judged(lines, &["100,ng/mL,1,8", "100,ng/mL,2,", "125,ng/mL,3,2"]);
    says(run.test("t"), "inconclusive", "uncertainty-not-known", "the uncertainty of the result is not stated");
    // A fail outweighs it.
    let run = judged(lines, &["69,ng/mL,1,8", "100,ng/mL,2,", "125,ng/mL,3,2"]);
    assert_eq!(run.test("t").outcome, "fail");
    // The bound is that of the mean, once for all.
    let lines = "result: each of 3\naccept: \">= 82.0 ng/mL\"\ndecide: confidence bound 95 %";
    let run = judged(lines, &["84.1,ng/mL,1,", "86.7,ng/mL,2,", "83.2,ng/mL,3,"]);
    says(
        run.test("t"),
        "fail",
        "confidence-bound-outside-limit",
        "the 95 % confidence bound 81.60 ng/mL of the mean is outside >= 82.0 ng/mL",
    );
}

#[test]
fn a_percentage_of_the_claim_takes_its_uncertainty_in_the_unit_of_the_claim_or_in_points() {
    let spec = |uncertainty: &str, decide: &str| {
        let tests =
            format!("t:\n  name: T\n  category: quantity\n  accept: label ± 20 %\n  decide: {decide}\n{uncertainty}");
        spec_of("none", &tests).replace("tests:\n", "label: {t: 2.0e9 particles/mL}\ntests:\n")
    };
    let known = |uncertainty: &str, cell: &str| {
        let data = format!("{HEAD}L,t,2.3e9,particles/mL,,{cell}\n");
        let run = judge(&spec(uncertainty, "guarded(1)"), &[&data]);
        let decision = decision(&run);
        let zone = &decision["acceptance_zone"];
        (
            decision["uncertainty"]["expanded"].as_str().unwrap_or("").to_owned(),
            zone["upper"].as_str().unwrap().to_owned(),
        )
    };
    let text = |u: &str, zone: &str| (u.to_owned(), zone.to_owned());
    // 2.3e9 is 115 % of the claim; 1.6e8 is 8 % of it.
    assert_eq!(known("  uncertainty: {absolute: 1.6e8 particles/mL}\n", ""), text("8", "112"));
    assert_eq!(known("  uncertainty: {absolute: 1.6e5 particles/uL}\n", ""), text("8", "112"));
    assert_eq!(known("  uncertainty: {absolute: 8 %}\n", ""), text("8", "112"));
    assert_eq!(known("  uncertainty: {relative: 8 %}\n", ""), text("9.2", "110.8"));
    assert_eq!(known("", "1.6e8"), text("8", "112"));
    assert_eq!(known("", "8 %"), text("9.2", "110.8"));
    let run = judge(&spec("", "guarded(1)"), &[&format!("{HEAD}L,t,2.3e9,particles/mL,,1.6e8\n")]);
    assert_eq!(run.test("t").outcome, "fail");
    let run = judge(&spec("", "guarded(1)"), &[&format!("{HEAD}L,t,2.2e9,particles/mL,,1.6e8\n")]);
    assert_eq!(run.test("t").outcome, "pass");
}

const BY_METHOD: &str = "t:\n  name: T\n  category: quantity\n  accept:\n  - {when: {method: NTA}, is: label ± 20 %}\n  - {when: \
                         {method: FC}, is: \">= 1.00e6 particles/uL\"}\n";

fn by_method(uncertainty: &str, row: &str) -> Run {
    let tests = format!("{BY_METHOD}  decide: guarded(1)\n  uncertainty: {{{uncertainty}}}\n");
    let spec = spec_of("usp", &tests).replace("tests:\n", "label: {t: 2.0e9 particles/mL}\ntests:\n");
    judge(&spec, &[&format!("lot,test,value,unit,method\nL,t,{row}\n")])
}

#[test]
fn limits_by_method_are_compared_in_their_own_units() {
    // 9.9e8 particles/mL are 0.99e6 particles/µL.
    let outcome = |row: &str| by_method("absolute: 1e7 particles/mL", row).test("t").outcome;
    assert_eq!(outcome("9.9e8,particles/mL,FC"), "fail");
    assert_eq!(outcome("9.9e5,particles/uL,FC"), "fail");
    assert_eq!(outcome("1.01e9,particles/mL,FC"), "pass");
    assert_eq!(outcome("1.01e6,particles/uL,FC"), "pass");
    let run = by_method("absolute: 1e7 particles/mL", "1.005e9,particles/mL,FC");
    assert_eq!(run.test("t").codes, ["outside-acceptance-zone"]);
    assert_eq!(decision(&run)["acceptance_zone"]["lower"], "1010000");
    // The claim is 2.0e9: 1e7 is 0.5 % of it.
    assert_eq!(outcome("1.61e9,particles/mL,NTA"), "pass");
    let run = by_method("absolute: 1e7 particles/mL", "1.605e9,particles/mL,NTA");
    assert_eq!(decision(&run)["acceptance_zone"]["lower"], "80.5");
    assert_eq!(run.test("t").outcome, "fail");
    // Points of the claim say nothing of the other method.
    assert_eq!(by_method("absolute: 0.5 %", "1.61e9,particles/mL,NTA").test("t").outcome, "pass");
    let run = by_method("absolute: 0.5 %", "1.01e9,particles/mL,FC");
    says(run.test("t"), "inconclusive", "uncertainty-not-known", "the stated uncertainty is in %, the limit is not");
}

/// The sign of a temperature is no hyphen.
#[test]
fn limits_by_condition_know_frost_from_warmth() {
    let tests = "t:\n  name: T\n  category: quantity\n  decide: simple\n  accept:\n  - {when: {condition: -20 °C}, is: \">= 1 mg/mL\"}\n  \
                 - {when: {condition: 20 °C}, is: \">= 5 mg/mL\"}\n";
    let outcome = |condition: &str| {
        let rows = format!("lot,test,value,unit,condition\nL,t,2,mg/mL,{condition}\n");
        judge(&spec_of("usp", tests), &[&rows]).test("t").outcome.to_owned()
    };
    assert_eq!([outcome("-20 °C"), outcome("−20 ℃"), outcome("20 °C")], ["pass", "pass", "fail"]);
}

/// R-209: each listed procedure delivers results, another one's are neither compared nor left out.
#[test]
fn a_method_that_is_not_listed_is_not_evaluable() {
    let spec = spec_of(
        "usp",
        "t:\n  name: T\n  category: quantity\n  method: [NTA, nano-flow]\n  accept: \">= 1e9 /mL\"\n  decide: simple\n",
    );
    let run = |rows: &str| judge(&spec, &[&format!("lot,test,value,unit,method\n{rows}")]);
    for method in ["NTA", "nano-flow", "NANO-FLOW", ""] {
        assert_eq!(run(&format!("L,t,2e9,/mL,{method}\n")).test("t").outcome, "pass", "{method}");
    }
    for value in ["2e9", "1e8"] {
        let run = run(&format!("L,t,{value},/mL,TRPS\n"));
        says(
            run.test("t"),
            "not_evaluable",
            "unlisted-method",
            "measured by \"TRPS\"; the specification lists NTA, nano-flow",
        );
    }
}

#[test]
fn internal_limits_and_checks_may_stand_in_another_unit() {
    let lines = "result: each of 2\naccept: \"<= 500 ng/mL\"\nindividual: \"<= 0.45 ug/mL\"\nalert: \"<= 0.40 ug/mL\"\nvalid_if: \
                 [\"range <= 0.1 ug/mL\"]\ndecide: simple";
    let run = |a: &str, b: &str| judged(lines, &[&format!("{a},ng/mL,1,"), &format!("{b},ng/mL,2,")]);
    assert_eq!((run("390", "380").test("t").outcome, run("390", "380").test("t").flags.len()), ("pass", 0));
    assert_eq!(run("410", "400").test("t").flags, ["alert"]);
    assert_eq!(run("460", "440").test("t").codes, ["individual-outside-criterion"]);
    assert_eq!(run("390", "280").test("t").outcome, "invalid");
    // An alert limit of a label test is an amount, too.
    let tests = "t:\n  name: T\n  category: quantity\n  accept: label ± 20 %\n  alert: \">= 1.9e9 particles/mL\"\n";
    let spec = spec_of("usp", tests).replace("tests:\n", "label: {t: 2.0e9 particles/mL}\ntests:\n");
    for (value, flags) in [("1.95e9", 0), ("1.84e9", 1)] {
        let run = judge(&spec, &[&format!("{HEAD}L,t,{value},particles/mL,,\n")]);
        assert_eq!((run.test("t").outcome, run.test("t").flags.len()), ("pass", flags), "{value}");
    }
}

#[test]
fn a_bound_is_accepted_where_every_value_behind_it_would_be_and_refused_nowhere() {
    let outcome = |rule: &str, value: &str, accept: &str| {
        let lines = format!("accept: \"{accept} ng/mL\"\ndecide: {rule}\nuncertainty: {{absolute: 2 ng/mL}}");
        let run = judged(&lines, &[&format!("{value},ng/mL,,")]);
        (run.test("t").outcome, run.test("t").codes.clone())
    };
    assert_eq!(outcome("guarded(1)", "<8", "<= 10"), ("pass", vec![]));
    assert_eq!(outcome("guarded(1)", "<9", "<= 10"), ("inconclusive", vec!["outside-acceptance-zone"]));
    assert_eq!(outcome("four-zone(1)", "<9", "<= 10"), ("inconclusive", vec!["in-guard-band"]));
    assert_eq!(outcome("pc(0.97)", "<8", "<= 10"), ("pass", vec![]));
    assert_eq!(outcome("pc(0.99)", "<8", "<= 10"), ("inconclusive", vec!["conformance-probability-too-low"]));
    assert_eq!(outcome("guarded(1)", ">12", ">= 10"), ("pass", vec![]));
    assert_eq!(outcome("guarded(1)", ">11", ">= 10"), ("inconclusive", vec!["outside-acceptance-zone"]));
    assert_eq!(outcome("guarded(1)", "<12", "<= 10"), ("inconclusive", vec!["censored-undecided"]));
    assert_eq!(outcome("guarded(1)", ">10", "<= 10"), ("fail", vec!["outside-acceptance-criterion"]));
    // A bound is no value: it has no probability of its own.
    let lines = "accept: \"<= 10 ng/mL\"\ndecide: guarded(1)\nuncertainty: {absolute: 2 ng/mL}";
    assert_eq!(decision(&judged(lines, &["<8,ng/mL,,"]))["conformance_probability"], Value::Null);
}

#[test]
fn release_and_shelf_life_limits_have_guard_bands_of_their_own() {
    let lines =
        "accept: \">= 90 ng/mL\"\nshelf_life: \">= 80 ng/mL\"\ndecide: guarded(1)\nuncertainty: {absolute: 4 ng/mL}";
    let judged = |stage: &str, value: &str| {
        let data = format!("lot,test,value,unit,stage,time,time_unit\nL,t,{value},ng/mL,{stage},6,month\n");
        judge(&rules(lines), &[&data])
    };
    assert_eq!(judged("release", "94").test("t").outcome, "pass");
    assert_eq!(judged("release", "93").test("t").outcome, "fail");
    let stability = |value: &str| judged("stability", value).lot().tests.last().unwrap().outcome;
    assert_eq!((stability("84"), stability("83"), stability("79")), ("pass", "fail", "fail"));
}

// Derived attributes, panels, retests.

const RATIO: &str = "particles:\n  name: P\n  category: quantity\n  accept: report\nprotein:\n  name: Q\n  category: quantity\n  accept: \
                     report\nratio:\n  name: R\n  category: purity\n  accept: \">= 1.0e9 particles/ug\"\n  decide: guarded(1)\n";

fn ratio(tests: &str, rows: &str) -> Run {
    let tests =
        tests.replace("name: P\n", "name: P\n  unit: particles/mL\n").replace("name: Q\n", "name: Q\n  unit: ug/mL\n");
    let spec = spec_of("none", &tests)
        .replace("tests:\n", "derived: {ratio: {formula: particles / protein, unit: particles/ug}}\ntests:\n");
    judge(&spec, &[&format!("lot,test,value,unit,uncertainty,status\n{rows}")])
}

/// 10 % and 8 % give 12.8 % (JCGM 100:2008, 5.1.6), whatever the tests themselves are judged by.
#[test]
fn a_ratio_takes_its_uncertainty_from_its_inputs() {
    let rows = "L,particles,1.26e11,particles/mL,10 % (k=1),\nL,protein,42.0,ug/mL,8 % (k=1),\n";
    let run = ratio(RATIO, rows);
    let decision = &json(&run, "ratio")["decision"];
    assert_eq!(run.test("ratio").outcome, "pass");
    assert_eq!(decision["uncertainty"]["source"], "propagation");
    close(&decision["uncertainty"]["standard_float"], 3.0e9 * 0.0164_f64.sqrt(), 1e-12);
    assert!((0.0164_f64.sqrt() - 0.128).abs() < 1e-4);
    // The same in other units.
    let rows = "L,particles,1.26e8,particles/uL,1.26e10 particles/mL (k=1),\nL,protein,42000,ng/mL,8 % (k=1),\n";
    close(
        &json(&ratio(RATIO, rows), "ratio")["decision"]["uncertainty"]["standard_float"],
        3.0e9 * 0.0164_f64.sqrt(),
        1e-12,
    );
}

#[test]
fn an_input_without_uncertainty_or_without_value_leaves_the_ratio_open() {
    let run = ratio(RATIO, "L,particles,1.26e11,particles/mL,10 %,\nL,protein,42.0,ug/mL,,\n");
    says(
        run.test("ratio"),
        "inconclusive",
        "uncertainty-not-known",
        "the uncertainty of ratio is not known: that of protein is not stated",
    );
    // Its own statement comes first and needs no inputs.
    let own = RATIO.replace("decide: guarded(1)", "decide: guarded(1)\n  uncertainty: {relative: 20 %}");
    let run = ratio(&own, "L,particles,1.26e11,particles/mL,,\nL,protein,42.0,ug/mL,,\n");
    assert_eq!(run.test("ratio").outcome, "pass");
    assert_eq!(json(&run, "ratio")["decision"]["uncertainty"]["source"], "specification");
    let open = |rows: &str, outcome: &str, message: &str| {
        says(ratio(RATIO, rows).test("ratio"), outcome, "input-not-available", message);
    };
    let particles = "L,particles,1.26e11,particles/mL,10 %,\n";
    open(particles, "missing", "ratio cannot be computed: protein is missing");
    let pending = format!("{particles}L,protein,,ug/mL,,pending\n");
    open(&pending, "pending", "ratio cannot be computed: protein is pending");
    let waived = [waiver("L", "protein")];
    let spec = spec_of(
        "none",
        &RATIO.replace("name: P\n", "name: P\n  unit: particles/mL\n").replace("name: Q\n", "name: Q\n  unit: ug/mL\n"),
    )
    .replace("tests:\n", "derived: {ratio: {formula: particles / protein, unit: particles/ug}}\ntests:\n");
    let options = Options { waivers: &waived, ..Options::default() };
    let run =
        judge_with(&specification(&spec), &[&format!("lot,test,value,unit,uncertainty,status\n{particles}")], &options);
    says(run.test("ratio"), "missing", "input-not-available", "ratio cannot be computed: protein has no result");
    let below = format!("{particles}L,protein,<5,ug/mL,,\n");
    open(&below, "inconclusive", "ratio cannot be computed: protein is below or above the measurable range");
}

/// A result in the guard band is measured all the same; only about its own limit nothing is said.
#[test]
fn an_input_in_its_guard_band_still_enters_a_formula() {
    let tests = RATIO.replacen("accept: report", "accept: \">= 1.25e11 particles/mL\"\n  decide: four-zone(1)", 1);
    let run = ratio(&tests, "L,particles,1.26e11,particles/mL,10 % (k=1),\nL,protein,42.0,ug/mL,8 % (k=1),\n");
    assert_eq!(run.test("particles").outcome, "inconclusive");
    assert_eq!(run.test("ratio").outcome, "pass");
    assert_eq!(run.lot().verdict, "not_concluded");
}

#[test]
fn a_derived_attribute_of_a_derived_attribute_goes_back_to_the_results() {
    let tests = "a:\n  name: A\n  category: quantity\n  accept: report\n  unit: ng/mL\ntwice:\n  name: D\n  category: quantity\n  accept: \
                 report\nsame:\n  name: S\n  category: quantity\n  accept: \">= 1 ng/mL\"\n  decide: guarded(1)\n";
    let spec = spec_of("none", tests).replace(
        "tests:\n",
        "derived:\n  twice: {formula: a + a, unit: ng/mL}\n  same: {formula: twice - a, unit: ng/mL}\ntests:\n",
    );
    let run = judge(&spec, &["lot,test,value,unit,uncertainty\nL,a,10,ng/mL,2\n"]);
    // a stands three times in the formula and is one input: a + a - a is a, and its uncertainty is that of a.
    close(&json(&run, "same")["decision"]["uncertainty"]["standard_float"], 1.0, 1e-12);
    close(&json(&run, "twice")["decision"]["uncertainty"]["standard_float"], 2.0, 1e-12);
    assert_eq!(run.test("same").outcome, "pass");
}

#[test]
fn a_panel_takes_the_outcomes_of_its_rules() {
    let spec = |rule: &str| {
        let member = |id: &str| {
            format!(
                "{id}:\n  name: {id}\n  category: identity\n  accept: \">= 60 ng/mL\"\n  decide: {rule}\n  uncertainty: {{absolute: 8 ng/mL}}\n"
            )
        };
        spec_of(
            "none",
            &format!(
                "{}{}panel: {{name: Panel, category: identity, accept: \"all of [a, b]\"}}\n",
                member("a"),
                member("b")
            ),
        )
    };
    let outcome = |rule: &str| {
        let run = judge(&spec(rule), &["lot,test,value,unit\nL,a,90,ng/mL\nL,b,65,ng/mL\n"]);
        (run.test("panel").outcome, run.lot().verdict)
    };
    assert_eq!(outcome("simple"), ("pass", "conforms"));
    assert_eq!(outcome("guarded(1)"), ("fail", "does_not_conform"));
    assert_eq!(outcome("four-zone(1)"), ("inconclusive", "not_concluded"));
}

/// The plan of the retest says what its determinations are, and with that which scatter counts.
#[test]
fn a_retest_has_the_scatter_of_its_own_plan() {
    let lines = "result: mean of 2\nretest: each of 3\naccept: \">= 5 ng/mL\"\ndecide: guarded(1)\nuncertainty: {from: replicates}";
    let head = "lot,test,value,unit,replicate,role,status,reason,investigation,analyst,approver\n";
    let record = "invalid,wrong dilution,INV-1,Chen,Adler";
    let data = format!(
        "{head}L,t,1,ng/mL,1,,{record}\nL,t,2,ng/mL,2,,{record}\nL,t,8,ng/mL,3,retest,,,,Chen,\nL,t,10,ng/mL,4,retest,,,,Chen,\n\
         L,t,12,ng/mL,5,retest,,,,Chen,\n"
    );
    let run = judge(&rules(lines), &[&data]);
    close(&decision(&run)["uncertainty"]["standard_float"], 2.0, 1e-12);
    // 8 - 2·2 < 5 although 8 is inside: the standard error would have let it pass.
    assert_eq!(run.test("t").outcome, "fail", "{run:#?}");
    // An original that fails under its rule stays failed whatever the retest says.
    let lines = "retest: mean of 2\naccept: 70 to 130 ng/mL\ndecide: guarded(1)\nuncertainty: {absolute: 8 ng/mL}";
    let data =
        format!("{head}L,t,74,ng/mL,1,,,,,Chen,\nL,t,100,ng/mL,2,retest,,,,Chen,\nL,t,100,ng/mL,3,retest,,,,Chen,\n");
    assert_eq!(judge(&rules(lines), &[&data]).test("t").outcome, "fail");
}

#[test]
fn a_relative_uncertainty_is_written_in_percent() {
    let errors = |uncertainty: &str| {
        specification_errors(&rules(&format!(
            "accept: 70 to 130 ng/mL\ndecide: guarded(1)\nuncertainty: {{{uncertainty}}}"
        )))
    };
    assert_eq!(errors("relative: 8 %"), Vec::<&str>::new());
    assert_eq!(errors("relative: 80 ‰"), ["unit-mismatch"]);
    assert_eq!(errors("relative: 8 ng/mL"), ["unit-mismatch"]);
    assert_eq!(errors("absolute: 8 %"), ["unit-mismatch"]);
    assert_eq!(errors("relative: 0 %"), ["uncertainty-not-positive"]);
}

/// Attributes that each use the one before twice would take as long as there are grains on the chessboard.
#[test]
fn a_formula_that_grows_without_end_is_refused() {
    let spec = |n: usize, operation: &str| {
        let mut derived = "derived:\n".to_owned();
        for at in 1..=n {
            let before = if at == 1 { "a".to_owned() } else { format!("d{}", at - 1) };
            derived.push_str(&format!("  d{at}: {{formula: {}, unit: ng/mL}}\n", operation.replace('x', &before)));
        }
        let tests = format!(
            "a:\n  name: A\n  category: quantity\n  accept: report\n  unit: ng/mL\nd{n}:\n  name: D\n  category: quantity\n  accept: \">= 1 ng/mL\"\n  \
             decide: guarded(1)\n"
        );
        spec_of("none", &tests).replace("tests:\n", &format!("{derived}tests:\n"))
    };
    assert_eq!(specification_errors(&spec(40, "x + x")).first(), Some(&"malformed-formula"));
    assert_eq!(specification_errors(&spec(18, "x")).first(), Some(&"malformed-formula"));
    // What is written out within reason is computed, with its uncertainty.
    let rows = "lot,test,value,unit,uncertainty\nL,a,10,ng/mL,2\n";
    let run = judge(&spec(5, "x + x"), &[rows]);
    close(&json(&run, "d5")["decision"]["uncertainty"]["standard_float"], 32.0, 1e-12);
    let run = judge(&spec(17, "x * 1"), &[rows]);
    close(&json(&run, "d17")["decision"]["uncertainty"]["standard_float"], 1.0, 1e-12);
}

/// Under a simple rule nothing depends on the uncertainty; that it could not be used is told all the same.
#[test]
fn an_uncertainty_that_cannot_be_used_is_told_under_every_rule() {
    let why = "the uncertainty `8 %` may be percentage points or percent of the value";
    for (accept, outcome) in [("70 to 130 %", "pass"), ("report\nunit: \"%\"", "reported")] {
        let run = judged(&format!("accept: {accept}\ndecide: simple"), &["100,%,,8 %"]);
        assert_eq!(run.test("t").outcome, outcome);
        assert_eq!(decision(&run)["uncertainty"], Value::Null);
        assert_eq!(decision(&run)["uncertainty_not_known"], why);
    }
    let run = judged("accept: 70 to 130 %\ndecide: simple", &["100,%,,"]);
    assert_eq!(decision(&run), Value::Null);
    // What rests on it says which input it was.
    let rows = "L,particles,1.26e11,particles/mL,10 EU,\nL,protein,42.0,ug/mL,8 %,\n";
    says(
        ratio(RATIO, rows).test("ratio"),
        "inconclusive",
        "uncertainty-not-known",
        "the uncertainty of ratio is not known, because of particles: the uncertainty `10 EU` is not in particles/mL",
    );
}

/// A determination outside its own limit fails the test; the rule's word on the mean is no acceptance then.
#[test]
fn a_failing_determination_leaves_no_accepted_result() {
    let lines = "result: mean of 2\naccept: \">= 70 ng/mL\"\nindividual: \">= 90 ng/mL\"\ndecide: guarded(1)\nuncertainty: {absolute: 4 ng/mL}";
    let run = judged(lines, &["100,ng/mL,1,", "85,ng/mL,2,"]);
    assert_eq!((run.test("t").outcome, run.test("t").codes.clone()), ("fail", vec!["individual-outside-criterion"]));
    assert_eq!(decision(&run)["accepted"], Value::Null);
    assert_eq!(decision(&run)["false_accept_risk"], Value::Null);
}

/// What a rule did not accept is not thereby absent: `none of` must not pass on it, under whatever rule.
#[test]
fn a_refused_member_is_no_evidence_in_none_of() {
    let lines = |rule: &str, statement: &str| {
        spec_of(
            "none",
            &format!(
                "gm130:\n  name: GM130\n  category: purity\n  unit: \"%\"\n  accept: \">= 10 %\"\n  decide: {rule}\n  \
                 uncertainty: {{absolute: 5 %}}\np:\n  name: Panel\n  category: purity\n  accept: {statement}\n"
            ),
        )
    };
    let rows = "lot,test,value,unit\nL,gm130,12,%\n";
    let outcome = |rule: &str, statement: &str| {
        let run = judge(&lines(rule, statement), &[rows]);
        (run.test("gm130").outcome, run.test("p").outcome, run.lots[0].verdict)
    };
    assert_eq!(outcome("simple", "none of [gm130]"), ("pass", "fail", "does_not_conform"));
    for rule in ["guarded(1)", "pc(0.95)"] {
        assert_eq!(outcome(rule, "none of [gm130]"), ("fail", "inconclusive", "not_concluded"), "{rule}");
        assert_eq!(outcome(rule, "all of [gm130]"), ("fail", "fail", "does_not_conform"), "{rule}");
    }
    // A value outside its limit is absent.
    let absent = judge(&lines("guarded(1)", "none of [gm130]"), &["lot,test,value,unit\nL,gm130,9,%\n"]);
    assert_eq!((absent.test("gm130").outcome, absent.test("p").outcome), ("fail", "pass"));
}

/// Where the formula is no straight line within the uncertainties of its inputs, the law of propagation says too little:
/// w = 0.1 with u = 1 squared has u = 0.2 by derivatives and lies above 1.0 with a probability of 0.32 (scipy).
#[test]
fn a_bent_formula_has_no_uncertainty_by_derivatives() {
    let lines = "w:\n  name: W\n  category: quantity\n  accept: report\n  unit: ng/mL\nsquare:\n  name: Square\n  category: quantity\n  \
                 accept: \"<= 1.0 ng^2/mL^2\"\n  decide: pc(0.99)\n";
    let spec =
        spec_of("none", lines).replace("tests:\n", "derived:\n  square: {formula: w ^ 2, unit: ng^2/mL^2}\ntests:\n");
    let run =
        |uncertainty: &str| judge(&spec, &[&format!("lot,test,value,unit,uncertainty\nL,w,0.1,ng/mL,{uncertainty}\n")]);
    let bent = run("2");
    assert_eq!(bent.test("square").outcome, "inconclusive");
    assert_eq!(
        bent.test("square").messages,
        [
            "the uncertainty of square is not known: within the uncertainties of its inputs the formula is too far from a straight line"
        ]
    );
    assert_eq!(run("0.02").test("square").outcome, "pass");
}

/// Outcome and print of a test by this rounding, plan and criterion.
fn of_roots(rounding: &str, plan: &str, accept: &str, values: &[&str]) -> (&'static str, String, Value) {
    let lines = format!("rounding: {rounding}\nresult: {plan} of {}\naccept: \"{accept}\"", values.len());
    let rows: Vec<String> = values.iter().enumerate().map(|(at, value)| format!("{value},ng/mL,{},", at + 1)).collect();
    let run = judged(&lines, &rows.iter().map(String::as_str).collect::<Vec<_>>());
    (run.test("t").outcome, run.test("t").reportable.clone(), json(&run, "t")["reportable"].clone())
}

/// The cases at their limits: none of them is a float beside it (R-204, R-405).
#[test]
fn roots_are_compared_and_rounded_as_what_they_are() {
    for (rounding, plan, accept, values, outcome, printed) in [
        ("usp", "geometric mean", "70 to 120 ng/mL", ["120.5"; 3], "fail", "121 ng/mL"),
        ("usp", "geometric mean", "70 to 120 ng/mL", ["69.5"; 3], "pass", "70 ng/mL"),
        ("chp", "geometric mean", "70 to 120 ng/mL", ["120.5"; 3], "pass", "120 ng/mL"),
        ("none", "geometric mean", "< 80 ng/mL", ["80"; 3], "fail", "80 ng/mL"),
        ("none", "geometric mean", ">= 80 ng/mL", ["80"; 3], "pass", "80 ng/mL"),
        ("gbt8170_full", "geometric mean", "<= 50 ng/mL", ["25", "50", "100"], "pass", "50 ng/mL"),
        ("none", "geometric mean", "< 50 ng/mL", ["25", "50", "100"], "fail", "50 ng/mL"),
        ("none", "sd", "<= 0.1 ng/mL", ["0.1", "0.2", "0.3"], "pass", "0.1 ng/mL"),
        ("none", "sd", "< 0.1 ng/mL", ["0.6", "0.7", "0.8"], "fail", "0.1 ng/mL"),
        ("none", "cv", "<= 10 %", ["0.9", "1.0", "1.1"], "pass", "10 %"),
        ("none", "cv", "< 10 %", ["1.8", "2.0", "2.2"], "fail", "10 %"),
    ] {
        let (found, text, json) = of_roots(rounding, plan, accept, &values);
        assert_eq!((found, text.as_str()), (outcome, printed), "{rounding} {plan} {accept} {values:?}");
        assert_eq!(json["floating"], false, "{plan} {values:?}");
        assert_eq!(json["value_is_exact"], true, "{plan} {values:?}");
    }
    let (_, _, json) = of_roots("none", "geometric mean", "<= 90 ng/mL", &["70", "80", "90"]);
    assert_eq!((&json["floating"], &json["value_is_exact"]), (&true.into(), &false.into()));
    assert_eq!(json["value_float"].as_f64(), Some(79.58114415792784));
}

/// Roots of levels that do not end and their root that does.
#[test]
fn a_geometric_mean_of_levels_is_a_root_of_all_of_them() {
    let lines = "result: geometric mean of 2 injections of 2 captures\naccept: \">= 2 ng/mL\"";
    let rows = "L,t,1,ng/mL,1,1\nL,t,2,ng/mL,1,2\nL,t,2,ng/mL,2,1\nL,t,4,ng/mL,2,2\n";
    let run = judge(&rules(lines), &[&format!("lot,test,value,unit,group,replicate\n{rows}")]);
    assert_eq!((run.test("t").outcome, run.test("t").reportable.as_str()), ("pass", "2 ng/mL"));
}

/// The ratio of the roots of 2 and of 8 is a half.
#[test]
fn a_ratio_of_roots_is_compared_as_the_number_that_it_is() {
    let tests = "\
a: {name: A, category: quantity, result: geometric mean of 2, accept: \"<= 10 particles/mL\"}
b: {name: B, category: quantity, result: geometric mean of 2, accept: \"<= 10 ug/mL\"}
half: {name: H, category: purity, accept: \">= 0.5 particles/ug\"}
";
    let spec =
        spec_of("none", tests).replace("tests:\n", "derived: {half: {formula: a / b, unit: particles/ug}}\ntests:\n");
    let rows = "L,a,1,particles/mL,1\nL,a,2,particles/mL,2\nL,b,2,ug/mL,1\nL,b,4,ug/mL,2\n";
    let run = judge(&spec, &[&format!("lot,test,value,unit,replicate\n{rows}")]);
    assert_eq!((run.test("half").outcome, run.test("half").reportable.as_str()), ("pass", "0.5 particles/µg"));
}

/// 10.1 less the standard deviation 0.1, which is a root, is 10.0: at the limit, and so inside.
#[test]
fn the_end_of_a_guard_band_from_scatter_is_where_it_is() {
    let lines = |accept: &str| {
        format!("result: each of 3\naccept: \"{accept}\"\ndecide: guarded(1)\nuncertainty: {{from: replicates, k: 1}}")
    };
    let rows = ["10.1,ng/mL,1,", "10.2,ng/mL,2,", "10.3,ng/mL,3,"];
    assert_eq!(judged(&lines(">= 10.0 ng/mL"), &rows).test("t").outcome, "pass");
    assert_eq!(judged(&lines("> 10.0 ng/mL"), &rows).test("t").outcome, "fail");
}

/// What is printed of a number that failed stands on the side where the number is.
#[test]
fn a_probability_and_a_spread_are_printed_on_their_side_of_what_is_asked_for() {
    let lines = "accept: \"<= 80 ng/mL\"\ndecide: pc(0.95)\nuncertainty: {absolute: 1 ng/mL, k: 1}";
    let run = judged(lines, &["78.3575,ng/mL,,"]);
    let line = run.test("t");
    assert_eq!(line.outcome, "fail", "{line:?}");
    assert!(line.messages[0].contains("a probability of 0.9498 only; 0.95 is asked for"), "{:?}", line.messages);
    let lines = "result: mean of 2\naccept: \"<= 200 ng/mL\"\nvalid_if: cv <= 15 %";
    let run = judged(lines, &["89.366,ng/mL,1,", "110.634,ng/mL,2,"]);
    assert_eq!(run.test("t").messages, ["the CV of 2 determinations is 15.04 %; required: cv <= 15 %"]);
}

/// 100, 110 and 121 are apart by a factor of 1.1 each: their geometric CV is 10 %.
#[test]
fn a_geometric_cv_at_its_limit_is_at_it() {
    for (check, outcome) in [("gcv <= 10 %", "pass"), ("gcv < 10 %", "invalid"), ("gcv <= 9.99 %", "invalid")] {
        let lines = format!("result: geometric mean of 3\naccept: \"<= 200 ng/mL\"\nvalid_if: {check}");
        let run = judged(&lines, &["100,ng/mL,1,", "110,ng/mL,2,", "121,ng/mL,3,"]);
        assert_eq!(run.test("t").outcome, outcome, "{check}: {:?}", run.test("t"));
    }
}

/// Of `each` the determination that is outside the criterion itself stands for the test, not one that the rule alone refuses and
/// that lies further out before it is rounded: 79.6 is 80 beside 80.
#[test]
fn a_determination_outside_the_criterion_stands_before_one_in_the_guard_band() {
    let lines = "result: each of 2\naccept: \"[80, 160) nm\"\ndecide: guarded(1)\nuncertainty: {absolute: 2 nm}";
    let spec = rules(lines).replace("rounding: none", "rounding: usp");
    for rows in [["79.6,nm,1,", "160.0,nm,2,"], ["160.0,nm,1,", "79.6,nm,2,"]] {
        let data: String = rows.iter().map(|row| format!("L,t,{row}\n")).collect();
        let run = judge(&spec, &[&format!("{HEAD}{data}")]);
        let line = run.test("t");
        assert_eq!((line.outcome, line.reportable.as_str(), line.margin), ("fail", "160 nm", Some(0.0)), "{line:?}");
    }
}
