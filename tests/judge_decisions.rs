//! Decision rules through the judge: a specification and rows in, a statement out (R-401 to R-406).
//!
//! Numbers come from printed examples (JCGM 106:2012, ILAC-G8:09/2019) and from the reference cases beside the checkout.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests read their reference cases")]

mod support;

use evqc::judge::Waiver;
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
    assert_eq!(line.codes, [code], "{line:?}");
    assert_eq!(line.messages, [message]);
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
            if rule != "simple" && run.test("t").codes != ["outside-acceptance-criterion"] {
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
    for (row, wanted) in oracle["inputs"]["rows"].as_array().unwrap().iter().zip(
        oracle["expected"]["acceptance"].as_array().unwrap(),
    ) {
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
        let lines = format!(
            "accept: {accept}\ndecide: guarded({ratio})\nuncertainty: {{absolute: {} ng/mL, k: {k}}}",
            u * k
        );
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
                assert_eq!(line.codes, codes);
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
                assert_eq!(line.codes, codes);
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
