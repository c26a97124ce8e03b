//! Plans with two levels, end to end: `mean of 2 injections of 3 captures`.

mod support;

use support::{Run, judge, spec_of, specification_errors};

const PLAN: &str = "result: mean of 2 injections of 3 captures";
const THREE: &[f64] = &[100.0, 110.0, 120.0];

fn spec(plan: &str, checks: &str) -> String {
    let test = format!(
        "size:\n  category: identity\n  name: Size\n  {plan}\n  valid_if: [{checks}]\n  accept: \"<= 200 nm\"\n"
    );
    spec_of("none", &test)
}

/// Values by injection and capture.
fn rows(injections: &[&[f64]]) -> String {
    let mut text = "lot,test,value,unit,injection,capture\n".to_owned();
    for (injection, captures) in injections.iter().enumerate() {
        for (capture, value) in captures.iter().enumerate() {
            text.push_str(&format!("L,size,{value},nm,{},{}\n", injection + 1, capture + 1));
        }
    }
    text
}

fn run(plan: &str, checks: &str, injections: &[&[f64]]) -> Run {
    judge(&spec(plan, checks), &[&rows(injections)])
}

#[test]
fn the_mean_is_taken_within_groups_first() {
    // (100 + 110 + 120) / 3 = 110 and (160 + 170) / 2 = 165: 137.5, while the mean of all five is 132.
    let plan = "result: mean of 2 injections of at least 2 captures";
    let line = run(plan, "", &[&[100.0, 110.0, 120.0], &[160.0, 170.0]]).test("size").clone();
    assert_eq!((line.outcome, line.reportable.as_str()), ("pass", "137.5 nm"));
    let line = run("result: mean of at least 5", "", &[&[100.0, 110.0, 120.0], &[160.0, 170.0]]).test("size").clone();
    assert_eq!(line.reportable, "132 nm");
    // Medians: 110 of the first, 165 of the second.
    let plan = "result: median of 2 injections of at least 2 captures";
    let line = run(plan, "", &[&[100.0, 110.0, 150.0], &[160.0, 170.0]]).test("size").clone();
    assert_eq!(line.reportable, "137.5 nm");
}

#[test]
fn what_is_missing_is_named() {
    let one = run(PLAN, "", &[&[100.0, 110.0, 120.0], &[100.0, 110.0]]);
    assert_eq!((one.test("size").outcome, &one.test("size").codes[..]), ("missing", &["too-few-determinations"][..]));
    assert!(one.json.contains("injection 2 has 2 of 3 captures"), "{}", one.json);
    let none = run(PLAN, "", &[&[100.0, 110.0, 120.0]]);
    assert_eq!(none.test("size").outcome, "missing");
    assert!(none.json.contains("1 of 2 injections"), "{}", none.json);
}

#[test]
fn surplus_is_not_evaluable() {
    let captures = run(PLAN, "", &[&[100.0, 110.0, 120.0, 130.0], &[100.0, 110.0]]);
    assert_eq!(captures.test("size").outcome, "not_evaluable");
    assert_eq!(captures.test("size").codes, ["surplus-determinations"]);
    assert!(captures.json.contains("injection 1 has 4 captures for a plan of 3"), "{}", captures.json);
    let injections = run(PLAN, "", &[THREE; 3]);
    assert_eq!(injections.test("size").outcome, "not_evaluable");
    assert!(injections.json.contains("3 injections for a plan of 2"), "{}", injections.json);
    let open = run("result: mean of at least 2 injections of 3 captures", "", &[THREE; 3]);
    assert_eq!(open.test("size").outcome, "pass");
}

#[test]
fn a_determination_without_group_cannot_enter() {
    let data = "lot,test,value,unit,replicate\nL,size,100,nm,1\nL,size,101,nm,2\nL,size,102,nm,3\n";
    let run = judge(&spec(PLAN, ""), &[data]);
    assert_eq!((run.test("size").outcome, &run.test("size").codes[..]), ("not_evaluable", &["group-not-named"][..]));
}

#[test]
fn spread_is_looked_at_on_its_level() {
    // Captures of injection 2: mean 110, s = 30, CV 27.27 %; those of injection 1: 1 %. Means 100 and 110: s = 7.0711, CV 6.73 %.
    let values: &[&[f64]] = &[&[99.0, 100.0, 101.0], &[80.0, 110.0, 140.0]];
    let outcome = |checks: &str| {
        let run = run(PLAN, checks, values);
        (run.test("size").outcome, run.json)
    };
    let (found, json) = outcome("cv between captures <= 27.2 %");
    assert_eq!(found, "invalid");
    assert!(
        json.contains("the CV of 3 captures of injection 2 is 27.3 %; required: cv between captures <= 27.2 %"),
        "{json}"
    );
    assert_eq!(outcome("cv between captures <= 27.3 %").0, "pass");
    let (found, json) = outcome("cv between injections <= 6.7 %");
    assert_eq!(found, "invalid");
    assert!(json.contains("the CV of 2 injections is 6.73 %; required: cv between injections <= 6.7 %"), "{json}");
    assert_eq!(outcome("cv between injections <= 6.8 %").0, "pass");
    // All six: mean 105, sum of squares 36+25+16+625+25+1225 = 1952, s = 19.76, CV 18.8 %.
    assert_eq!(outcome("cv <= 18.8 %").0, "invalid");
    assert_eq!(outcome("cv <= 18.9 %").0, "pass");
}

#[test]
fn the_same_capture_of_two_injections_is_no_copy() {
    let line = run("result: mean of 4", "", &[&[100.0, 110.0], &[100.0, 111.0]]).test("size").clone();
    assert_eq!((line.outcome, line.codes.len()), ("pass", 0));
    let twice = "lot,test,value,unit,injection,capture\nL,size,100,nm,1,1\nL,size,101,nm,01,1\n";
    let run = judge(&spec("result: mean of 2", ""), &[twice]);
    assert_eq!(run.test("size").codes, ["conflicting-determinations"]);
}

#[test]
fn a_control_belongs_to_the_capture_of_its_injection() {
    let data = "lot,test,value,unit,injection,capture,role,control\nL,size,100,nm,1,1,,\nL,size,100,nm,2,1,,\nL,size,20,,1,1,control,ppf\n";
    let text = spec("result: mean of 2 injections of 1 captures", "each control ppf 10 to 100");
    let run = judge(&text, &[data]);
    assert_eq!((run.test("size").outcome, &run.test("size").codes[..]), ("invalid", &["control-not-reported"][..]));
    assert!(run.json.contains("for replicate 1 of group 2"), "{}", run.json);
}

#[test]
fn a_rule_on_scatter_takes_that_of_the_outer_means() {
    // Means 100 and 110: mean 105, s / sqrt(2) = 5, t(0.95; 1) = 6.3138: upper bound 136.57.
    let test = "size:\n  category: identity\n  name: Size\n  result: mean of 2 injections of 3 captures\n  decide: confidence bound 95 %\n  accept: \"<= 136 nm\"\n";
    let values = rows(&[&[99.0, 100.0, 101.0], &[80.0, 110.0, 140.0]]);
    assert_eq!(judge(&spec_of("none", test), &[&values]).test("size").outcome, "fail");
    let wider = test.replace("136 nm", "137 nm");
    assert_eq!(judge(&spec_of("none", &wider), &[&values]).test("size").outcome, "pass");
}

#[test]
fn a_level_must_be_one_of_the_plan() {
    assert_eq!(specification_errors(&spec("result: mean of 6", "cv between captures <= 20 %")), ["unknown-level"]);
    assert_eq!(specification_errors(&spec(PLAN, "cv between runs <= 20 %")), ["unknown-level"]);
    let other = format!("{PLAN}\n  retest: mean of 6");
    assert_eq!(specification_errors(&spec(&other, "cv between captures <= 20 %")), ["unknown-level"]);
}
