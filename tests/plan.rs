//! `evqc plan`: numbers against closed forms, formats against their parsers, and what cannot be planned.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the tests write the files that the program reads"
)]

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const SPEC: &str = r#"evqc: 1
id: plans
version: "1"
title: Plans
status: draft
rounding: none
parameters: {lowest: {required: true, unit: "%", why: the sponsor sets it}}
label: {count: 2.0e9 particles/mL, count_sd: 2.0e9 particles/mL, count_bound: 2.0e9 particles/mL, free: 2.0e9 particles/mL, free_bound: 2.0e9 particles/mL}
tests:
  count: {name: "Count <b> & \"more\"", category: quantity, accept: label ± 20 %, result: mean of 3, valid_if: [cv <= 15 %]}
  count_sd: {category: quantity, accept: label ± 20 %, result: mean of 3, valid_if: [sd <= 3.0e8 particles/mL]}
  count_bound: {category: quantity, accept: label ± 20 %, result: mean of 3, valid_if: [cv <= 15 %], decide: confidence bound 95 %}
  free: {category: quantity, accept: label ± 20 %, result: mean of 3}
  free_bound: {category: quantity, accept: label ± 20 %, result: mean of 3, decide: confidence bound 95 %}
  partly: {category: potency, accept: "70 to 130 %", result: mean of 3, individual: "60 to 140 %", valid_if: [cv <= 15 %, "range <= 30 %", "control x >= 5 %"]}
  each_checked: {category: potency, accept: "70 to 130 %", result: each of 3, valid_if: [cv <= 15 %]}
  rounded: {category: purity, rounding: usp, accept: "< 0.25 EU/mL", result: mean of 2}
  guarded: {category: potency, accept: "70 to 130 %", uncertainty: {absolute: 8 %, from: VAL-1}, decide: guarded(1)}
  growing: {category: potency, accept: ">= 70 %", uncertainty: {relative: 8 %}, decide: four-zone(1)}
  likely: {category: purity, accept: "<= 0.50 EU/mL", uncertainty: {absolute: 0.04 EU/mL}, decide: pc(0.95)}
  strict: {category: purity, rounding: usp, accept: "< 0.25 EU/mL", uncertainty: {absolute: 0.002 EU/mL}, decide: guarded(1)}
  likely_by_mean: {category: quantity, accept: ">= 80 %", result: mean of 4, uncertainty: {from: replicates}, decide: pc(0.95)}
  bound_of_mean: {category: quantity, accept: ">= 80 %", result: mean of 4, decide: confidence bound 95 %}
  tolerance: {category: identity, accept: ">= 80 nm", result: mean of 10, decide: tolerance 99 %/90 %}
  each: {category: identity, accept: "80 to 160 nm", result: each of 3}
  smallest: {category: identity, accept: ">= 80 nm", result: min of 3}
  middle: {category: identity, accept: "80 to 160 nm", result: median of 3}
  spread: {category: identity, accept: "<= 20 %", result: cv of 3}
  unstated: {category: identity, accept: "80 to 160 nm", decide: guarded(1)}
  open: {category: identity, accept: ">= {lowest}", result: mean of 3, valid_if: [cv <= 5 %]}
  word: {category: identity, accept: positive}
  panel: {category: identity, accept: "all of [word, each]"}
  two: {category: potency, unit: "%", result: mean of 2, valid_if: [cv <= 9 %], accept: [{when: {method: A}, is: 70 to 130 %}, {when: {method: B}, is: 80 to 120 %}]}
"#;

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("spec.yaml"), SPEC).unwrap();
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_evqc"))
        .current_dir(folder)
        .args(["plan", "spec.yaml"])
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

/// The answer for the first criterion as JSON.
fn answer(arguments: &[&str]) -> Value {
    let output = run(folder().path(), &[arguments, &["-o", "json"]].concat());
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    report["tests"][0]["plan"].clone()
}

#[track_caller]
fn close(value: &Value, expected: f64) {
    let value = value.as_f64().unwrap();
    assert!((value - expected).abs() < 1e-9, "{value} instead of {expected}");
}

/// The normal distribution function of another implementation than that of the program.
fn phi(z: f64) -> f64 {
    use statrs::distribution::{ContinuousCDF, Normal};
    Normal::standard().cdf(z)
}

#[test]
fn answers_are_those_of_closed_forms() {
    // A lot on label: 2 Φ(20 sqrt(n) / 15) - 1.
    let within = |n: f64| 2.0 * phi(20.0 * n.sqrt() / 15.0) - 1.0;
    for scatter in [["--cv", "15 %"], ["--sd", "3.0e8 particles/mL"]] {
        let count = answer(&[&["free"][..], &scatter].concat());
        assert_eq!(count["needed"]["n"], 3);
        close(&count["needed"]["probability"], within(3.0));
        close(&count["needed"]["probability_valid"], 1.0);
        let more = answer(&[&["free", "--probability", "0.999"][..], &scatter].concat());
        assert_eq!(more["needed"]["n"], 7);
        assert!(within(6.0) < 0.999 && within(7.0) >= 0.999);
    }
    // The published example of the bound: n = 9 with 0.953.
    let bound = answer(&["free_bound", "--cv", "15 %"]);
    assert_eq!((bound["needed"]["n"].as_u64(), bound["specified"]["n"].as_u64()), (Some(9), Some(3)));
    assert!((bound["needed"]["probability"].as_f64().unwrap() - 0.953).abs() < 5e-4);
    // 0.246 rounds to 0.25 and fails: the limit of results is 0.245.
    let rounded = answer(&["rounded", "--true", "0.2", "--sd", "0.05"]);
    close(&rounded["specified"]["probability"], phi(0.045 * 2.0_f64.sqrt() / 0.05));
    // U = 8: results from 78 to 122 pass, u = 4 is the scatter.
    let guarded = answer(&["guarded", "--true", "118"]);
    close(&guarded["specified"]["probability"], phi(1.0) - phi(-10.0));
    // U = 8 % of the result: from 70 / 0.92 up.
    let growing = answer(&["growing", "--true", "80 %", "--sd", "4"]);
    close(&growing["specified"]["probability"], phi((80.0 - 70.0 / 0.92) / 4.0));
    // u = 0.02, z(0.95) = 1.645.
    let likely = answer(&["likely", "--true", "0.45"]);
    close(&likely["specified"]["probability"], phi((0.50 - 1.644_853_626_951_472_7 * 0.02 - 0.45) / 0.02));
    // 0.248 keeps the guard band and fails all the same, since it rounds to 0.25.
    let strict = answer(&["strict", "--true", "0.24", "--sd", "0.01"]);
    close(&strict["specified"]["probability"], phi(0.5));
    // From replicates, pc(0.95) with one limit is the 95 % bound.
    let of = |test| answer(&[test, "--true", "90", "--sd", "6"])["curve"].clone();
    assert_eq!(of("likely_by_mean"), of("bound_of_mean"));
    // A lot with exactly the content above the limit is accepted with 1 - confidence, whatever n is.
    let tolerance = answer(&["tolerance", "--sd", "10 nm", "--true", "103.26347874", "-n", "4"]);
    close(&tolerance["specified"]["probability"], 0.1);
    assert_eq!(tolerance["needed"], Value::Null);
    // One by one.
    let one = 2.0 * phi(1.6) - 1.0;
    close(&answer(&["each", "--sd", "25"])["specified"]["probability"], one.powi(3));
    close(&answer(&["smallest", "--sd", "25", "--true", "120"])["specified"]["probability"], phi(1.6).powi(3));
}

/// Mean and scatter of normal determinations are independent: over the mean, its density times the probability that s
/// is at most what is allowed at that mean, by Simpson's rule.
fn valid_between(low: f64, high: f64, n: f64, allowed: impl Fn(f64) -> f64) -> f64 {
    use statrs::distribution::{ChiSquared, Continuous, ContinuousCDF, Normal};
    const STEPS: u32 = 4000;
    let (mean, chi) = (Normal::new(100.0, 15.0 / n.sqrt()).unwrap(), ChiSquared::new(n - 1.0).unwrap());
    let width = (high - low) / f64::from(STEPS);
    let at = |x: f64| mean.pdf(x) * chi.cdf((n - 1.0) * (allowed(x) / 15.0).powi(2));
    let weight = |index: u32| if index == 0 || index == STEPS { 1.0 } else { f64::from(2 + 2 * (index % 2)) };
    width / 3.0 * (0..=STEPS).map(|index| weight(index) * at(low + f64::from(index) * width)).sum::<f64>()
}

#[test]
fn an_invalid_run_does_not_pass() {
    for (test, n) in [("count", "3"), ("count", "6"), ("count_sd", "3")] {
        let allowed = |mean: f64| if test == "count" { 0.15 * mean } else { 15.0 };
        let size: f64 = n.parse().unwrap();
        let valid = valid_between(10.0, 190.0, size, allowed);
        let both = valid_between(80.0, 120.0, size, allowed);
        let plan = answer(&[test, "-n", n]);
        let at = plan["n"].as_array().unwrap().iter().position(|shown| shown.as_f64() == Some(size)).unwrap();
        let on_label = plan["curve"].as_array().unwrap().iter().find(|point| point["true_value"] == 100.0).unwrap();
        close(&on_label["probability_valid"][at], valid);
        close(&on_label["probability"][at], both / valid);
        if n == "3" {
            close(&plan["specified"]["probability_valid_and_passes"], both);
        }
    }
    let text = String::from_utf8(run(folder().path(), &["count"]).stdout).unwrap();
    for says in [
        "3 determinations pass such a lot with probability 0.980 in a valid run (wanted 0.95). A run of 3 is valid with \
         probability 0.629, valid and passing with 0.617.",
        "a probability of passing is that of a run that is valid by `cv <= 15 %`",
    ] {
        assert!(text.contains(says), "`{says}` is not in {text}");
    }
}

#[test]
fn the_wanted_probability_is_shown_as_asked() {
    let folder = folder();
    for format in ["human", "markdown", "svg"] {
        let arguments = ["free", "--cv", "15 %", "--probability", "0.999999999999", "-o", format];
        let text = String::from_utf8(run(folder.path(), &arguments).stdout).unwrap();
        assert!(text.contains("wanted 0.999999999999)") || text.contains("wanted: 0.999999999999;"), "{text}");
    }
    let overview = String::from_utf8(run(folder.path(), &["--probability", "99.9999999 %"]).stdout).unwrap();
    assert!(overview.contains("n for 0.999999999"), "{overview}");
}

/// What the numbers leave out is said in every format with sentences.
#[test]
fn what_is_not_counted_is_said() {
    let folder = folder();
    let left_out = [
        "`range <= 30 %` in `valid_if`, for the run: the true probability that it is valid is lower",
        "`control x >= 5 %` in `valid_if`, for the run: the true probability that it is valid is lower",
        "`individual: 60 to 140 %`, for each determination: the true probability of passing is lower",
    ];
    let plan = answer(&["partly"]);
    assert_eq!(plan["left_out"], serde_json::json!(left_out));
    assert_eq!(plan["validity_checks"], serde_json::json!(["cv <= 15 %"]));
    let each = answer(&["each_checked"]);
    assert_eq!((&each["validity_checks"], each["left_out"].as_array().unwrap().len()), (&serde_json::json!([]), 1));
    let said = |arguments: &[&str]| {
        let text = String::from_utf8(run(folder.path(), arguments).stdout).unwrap();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    for says in left_out {
        assert!(said(&["partly"]).contains(&format!("left out {says}")), "{says}");
        assert!(said(&[]).contains(&format!("partly: {says}")), "{says}");
    }
    assert!(said(&["partly", "-o", "markdown"]).contains("- left out: "));
    let svg = said(&["partly", "-o", "svg"]);
    assert!(svg.matches("not counted: ").count() == 3 && svg.contains("probability of passing in a valid run"));
}

#[test]
fn units_and_claims_are_converted() {
    let in_percent = answer(&["count", "--true", "90 %", "--sd", "12"]);
    for (true_value, sd) in [("1.8e9 particles/mL", "2.4e8 particles/mL"), ("90 % of label", "12 %")] {
        assert_eq!(answer(&["count", "--true", true_value, "--sd", sd]), in_percent, "{true_value}");
    }
    let metres = answer(&["each", "--sd", "0.025 um", "--true", "120"]);
    close(&metres["scatter"]["sd"], 25.0);
    let with_parameter = answer(&["open", "--set", "lowest=80 %", "--true", "90"]);
    assert_eq!(with_parameter["lower"], 80.0);
}

/// A CV makes the standard deviation follow the true value at each point of the curve.
#[test]
fn the_curve_is_that_of_each_true_value() {
    let count = answer(&["free", "--cv", "15 %", "-n", "5"]);
    assert_eq!(count["n"], serde_json::json!([3, 5]));
    let points = count["curve"].as_array().unwrap();
    assert!(points.len() > 50);
    for point in points {
        let mu = point["true_value"].as_f64().unwrap();
        for (at, n) in [3.0_f64, 5.0].into_iter().enumerate() {
            let z = |limit: f64| (limit - mu) * n.sqrt() / (0.15 * mu);
            let probability = point["probability"][at].as_f64().unwrap();
            assert!((probability - (phi(z(120.0)) - phi(z(80.0)))).abs() < 1e-9, "{mu} {n}");
        }
    }
    for limit in [80.0, 100.0, 120.0] {
        assert!(points.iter().any(|point| point["true_value"] == limit), "{limit} is a point of the curve");
    }
}

#[test]
fn every_format_is_well_formed_and_the_same_twice() {
    let folder = folder();
    let whole = |format: &str| {
        let output = run(folder.path(), &["count", "-o", format]);
        assert_eq!(output.status.code(), Some(0), "{format}");
        assert_eq!(output, run(folder.path(), &["count", "-o", format]), "{format}");
        String::from_utf8(output.stdout).unwrap()
    };
    for format in ["human", "markdown"] {
        assert!(
            whole(format).contains("3 determinations pass such a lot with probability 0.980 in a valid run"),
            "{format}"
        );
    }
    let csv = whole("csv");
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let on_label = rows.iter().find(|row| &row[3] == "100").unwrap();
    assert_eq!(
        on_label.iter().collect::<Vec<_>>(),
        ["count", "label ± 20 %", "% of label", "100", "3", "0.979611", "0.629413"]
    );
    let svg = whole("svg");
    assert!(svg.contains("Count &lt;b&gt; &amp; \"more\"") && !svg.contains("<b>") && !svg.contains("<script"));
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n") && !svg.contains("NaN"));
    let (open, closed) = (svg.matches("<text").count(), svg.matches("</text>").count());
    assert!(open == closed && open > 10);
    assert!(whole("markdown").contains("Count &lt;b&gt;"));
}

#[test]
fn json_obeys_its_schema() {
    let schema = serde_json::to_value(evqc::report::plan_schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for arguments in [&["-o", "json"][..], &["two", "-o", "json"], &["count", "-n", "2", "-o", "json"]] {
        let output = run(folder().path(), arguments);
        let document: Value = serde_json::from_slice(&output.stdout).unwrap();
        let faults: Vec<String> = validator.iter_errors(&document).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(document["schema"], "evqc-plan/1");
        let mut broken = document;
        broken["tests"][0].as_object_mut().unwrap().remove("plan");
        assert!(!validator.is_valid(&broken));
    }
}

#[test]
fn an_overview_names_every_test() {
    let output = run(folder().path(), &["--cv", "10 %"]);
    assert_eq!(output.status.code(), Some(0));
    let text = String::from_utf8(output.stdout).unwrap();
    for id in SPEC.lines().skip_while(|line| *line != "tests:").skip(1) {
        let id = id.trim_start().split(':').next().unwrap();
        assert!(text.contains(id), "{id} is not in {text}");
    }
    assert!(text.contains("middle: the distribution of `median of 3` is not built in"));
    assert!(text.contains("80 to 120 % when method is B"));
}

#[test]
fn reports_go_where_they_are_sent() {
    let folder = folder();
    let output = run(folder.path(), &["count", "-o", "human", "-o", "svg:curve.svg", "-o", "json:plan.json"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(fs::read_to_string(folder.path().join("curve.svg")).unwrap().contains("<polyline"));
    assert!(fs::read_to_string(folder.path().join("plan.json")).unwrap().contains("evqc-plan/1"));
}

#[test]
fn what_cannot_be_planned_says_so() {
    let folder = folder();
    let cases: [(&[&str], i32, &str); 38] = [
        (&["coutn"], 2, "plans has no test `coutn`; did you mean `count`?"),
        (&["word"], 2, "word cannot be planned: it has no numeric limit"),
        (&["panel"], 2, "panel cannot be planned: it is decided by other tests"),
        (&["middle", "--sd", "5"], 2, "the distribution of `median of 3` is not built in"),
        (&["spread"], 2, "the distribution of `cv of 3` is not built in"),
        (&["unstated"], 4, "`guarded(1)` needs an uncertainty, and the specification states none"),
        (&["open"], 4, "a parameter of its limit is not set; give --set NAME=VALUE"),
        (&["each"], 2, "says how much its determinations scatter; give --cv or --sd"),
        (&["smallest", "--cv", "5 %"], 2, "one limit alone has no nominal value; give --true"),
        (&["count_bound", "-n", "1"], 2, "decides on at least 2 determinations, not on 1; see -n"),
        (&["count", "-n", "0"], 2, "-n 0: expected a whole number from 1 to 10000"),
        (&["count", "-n", "-1"], 2, "-n -1: expected"),
        (&["count", "-n", "10001"], 2, "-n 10001: expected"),
        (&["count", "-n", "99999999999999999999"], 2, "-n 99999999999999999999: expected"),
        (&["count", "-n", "NaN"], 2, "-n NaN: expected"),
        (&["count", "-n", "1", "-n", "2", "-n", "3", "-n", "4", "-n", "5"], 2, "-n: at most 4"),
        (&["count", "--sd", "NaN"], 2, "--sd NaN: expected a number"),
        (&["count", "--sd", "inf"], 2, "--sd inf: expected a number"),
        (&["count", "--sd", ""], 2, "--sd : expected a number"),
        (&["count", "--sd", "<5"], 2, "--sd <5: expected a number"),
        (&["count", "--sd", "0"], 2, "--sd 0: must be above zero"),
        (&["count", "--sd", "-2"], 2, "--sd -2: must be above zero"),
        (&["count", "--sd", "3 nm"], 2, "the standard deviation is in nm, the limits are in % of label"),
        (&["count", "--sd", "3 parsec"], 2, "--sd 3 parsec: "),
        (&["count", "--sd", "3", "--cv", "5 %"], 2, "cannot be used with"),
        (&["count", "--cv", "15"], 2, "--cv 15: expected a percentage, as in '15 %'"),
        (&["count", "--cv", "NaN"], 2, "--cv NaN: expected a number"),
        (&["count", "--cv", "0 %"], 2, "--cv 0 %: must be above zero"),
        (&["count", "--true", "-5"], 2, "a CV has no meaning for a true value of -5 % of label"),
        (&["count", "--true", "NaN"], 2, "--true NaN: expected a number"),
        (
            &["each", "--sd", "5", "--true", "90 %"],
            2,
            "makes no label claim for it, so the true value can only be given in nm",
        ),
        (&["count", "--probability", "1"], 2, "--probability 1: expected a probability between 0 and 1"),
        (&["count", "--probability", "0"], 2, "--probability 0: expected"),
        (&["count", "--probability", "NaN"], 2, "--probability NaN: expected"),
        (&["--true", "90"], 2, "--true belongs to one test"),
        (&["two", "-o", "svg"], 2, "-o svg: the test has several criteria"),
        (&["count", "-o", "pdf"], 2, "-o pdf: no such format"),
        (&["count", "-o", "svg:spec.yaml"], 2, "would overwrite the input"),
    ];
    for (arguments, exit, says) in cases {
        let output = run(folder.path(), arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(exit), "{arguments:?}: {said}");
        assert!(said.contains(says), "{arguments:?}: `{says}` is not in {said}");
        assert!(output.stdout.is_empty(), "{arguments:?} prints a result");
    }
    assert_eq!(fs::read_to_string(folder.path().join("spec.yaml")).unwrap(), SPEC, "the specification is untouched");
}

/// Extremes that can be written have an answer or a refusal, and never a NaN.
#[test]
fn extremes_end_well() {
    let folder = folder();
    for test in ["count", "count_bound", "guarded", "growing", "likely", "tolerance", "each", "smallest", "rounded"] {
        for (true_value, sd) in [("1e90", "1"), ("100", "1e90"), ("100", "1e-90"), ("0", "1"), ("-1e90", "1e-90")] {
            let arguments = [test, "--true", true_value, "--sd", sd, "-o", "json", "-o", "svg:x.svg"];
            let output = run(folder.path(), &arguments);
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(matches!(output.status.code(), Some(0 | 2)), "{arguments:?}: {said}");
            if output.status.success() {
                let svg = fs::read_to_string(folder.path().join("x.svg")).unwrap();
                let json = String::from_utf8(output.stdout).unwrap();
                assert!(!svg.contains("NaN") && !svg.contains("inf"), "{arguments:?}");
                let document: Value = serde_json::from_str(&json).unwrap();
                assert!(document["tests"][0]["plan"]["specified"]["probability"].is_f64(), "{arguments:?}: {json}");
            }
        }
    }
}

#[test]
fn a_broken_specification_is_not_evaluable() {
    let folder = folder();
    fs::write(folder.path().join("spec.yaml"), SPEC.replace("label ± 20 %", "about 20 %")).unwrap();
    let output = run(folder.path(), &["count"]);
    assert_eq!(output.status.code(), Some(4));
    assert!(String::from_utf8(output.stdout).unwrap().contains("malformed-limit"));
}

/// Standard normal numbers of a fixed seed: Box and Muller's pairs from a linear congruential generator.
struct Normals(u64);

impl Normals {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    fn next(&mut self) -> f64 {
        let (radius, angle) = ((-2.0 * libm::log(self.uniform())).sqrt(), self.uniform());
        radius * libm::cos(2.0 * std::f64::consts::PI * angle)
    }
}

const RULES: &str = r#"evqc: 1
id: rules
version: "1"
title: Rules
status: draft
rounding: usp
tests:
  simple: {category: potency, accept: "80 to 120 %", result: mean of 3}
  strict: {category: potency, accept: "> 80 %", result: mean of 3}
  every: {category: potency, accept: "80 to 120 %", result: each of 3}
  smallest: {category: potency, accept: ">= 80 %", result: min of 3}
  guarded: {category: potency, accept: "80 to 120 %", result: mean of 3, uncertainty: {relative: 5 %}, decide: guarded(1)}
  zones: {category: potency, accept: "80 to 120 %", result: mean of 3, uncertainty: {absolute: 5 %}, decide: four-zone(1)}
  own_guard: {category: potency, accept: "80 to 120 %", result: mean of 3, uncertainty: {from: replicates}, decide: guarded(0.5)}
  likely: {category: potency, accept: "80 to 120 %", result: mean of 3, uncertainty: {absolute: 12 %}, decide: pc(0.9)}
  likely_by_mean: {category: potency, accept: ">= 80 %", result: mean of 3, uncertainty: {from: replicates}, decide: pc(0.9)}
  bound: {category: potency, accept: "80 to 120 %", result: mean of 3, decide: confidence bound 90 %}
  tolerance: {category: potency, accept: "80 to 120 %", result: mean of 3, decide: tolerance 70 %/60 %}
  tolerance_one: {category: potency, accept: ">= 80 %", result: mean of 3, decide: tolerance 80 %/60 %}
"#;

/// `evqc check` on drawn lots passes as many as `evqc plan` says, rule by rule.
#[test]
fn the_judge_passes_as_many_lots_as_planned() {
    const LOTS: usize = 1000;
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("spec.yaml"), RULES).unwrap();
    let ids: Vec<&str> = RULES.lines().skip(7).map(|line| line.trim_start().split(':').next().unwrap()).collect();
    let mut rows = String::from("lot,test,value,unit,replicate\n");
    let mut normals = Normals(7);
    for lot in 0..LOTS {
        for id in &ids {
            for replicate in 1..=3 {
                rows.push_str(&format!("L{lot},{id},{:.6},%,{replicate}\n", 88.0 + 8.0 * normals.next()));
            }
        }
    }
    fs::write(folder.path().join("data.csv"), rows).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_evqc"))
        .current_dir(folder.path())
        .args(["check", "spec.yaml", "data.csv", "-q", "-o", "json"])
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let lots = report["lots"].as_array().unwrap();
    assert_eq!(lots.len(), LOTS);
    for (at, id) in ids.iter().enumerate() {
        let tests = lots.iter().map(|lot| &lot["tests"][at]);
        let passed = tests.filter(|test| test["id"] == *id && test["outcome"] == "pass").count() as f64 / LOTS as f64;
        let plan = run(folder.path(), &[id, "--true", "88", "--sd", "8", "-o", "json"]);
        let plan: Value = serde_json::from_slice(&plan.stdout).unwrap();
        let planned = plan["tests"][0]["plan"]["specified"]["probability"].as_f64().unwrap();
        assert!((0.05..0.99).contains(&planned), "{id}: {planned} says little");
        let four = 4.0 * (planned * (1.0 - planned) / LOTS as f64).sqrt();
        assert!((passed - planned).abs() < four, "{id}: {passed} of the lots pass, planned were {planned}");
    }
}
