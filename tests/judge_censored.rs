//! Means of determinations of which some lie below a limit, through the judge.
//!
//! Numbers come from the reference cases beside the checkout, which agree with EnvStats, NADA and survival, and from the
//! printed example 15.1 of the EPA Unified Guidance (2009).
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests read their reference cases")]

mod support;

use serde_json::Value;
use support::{Line, Run, judge, oracle, printed, spec_of, specification_errors};

/// A test `t` in ng/mL with these further lines.
fn rules(lines: &str) -> String {
    let indented: String = lines.lines().map(|line| format!("  {}\n", line.trim())).collect();
    spec_of("none", &format!("t:\n  name: T\n  category: purity\n{indented}"))
}

fn judged(lines: &str, values: &[String]) -> Run {
    let rows = values.iter().enumerate().map(|(at, value)| format!("L,t,{value},ng/mL,{}\n", at + 1));
    judge(&rules(lines), &[&format!("lot,test,value,unit,replicate\n{}", rows.collect::<String>())])
}

fn cells(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}

/// The test in the JSON report of the only lot.
fn json(run: &Run) -> Value {
    let start = run.json.find('{').expect("a lot is there");
    let mut values = serde_json::Deserializer::from_str(&run.json[start..]).into_iter::<Value>();
    values.next().expect("a lot is there").expect("it is JSON")["tests"][0].clone()
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

/// The cells `<5`, `12.1`, ... of a reference case.
fn cells_of(case: &Value) -> Vec<String> {
    let values = case["inputs"]["value"].as_array().expect("values");
    let censored = case["inputs"]["censored"].as_array().expect("signs");
    values
        .iter()
        .zip(censored)
        .map(|(value, below)| format!("{}{value}", if below.as_bool() == Some(true) { "<" } else { "" }))
        .collect()
}

#[test]
fn each_method_gives_the_mean_of_its_reference_cases() {
    let cases = ["epa_manganese", "ev_dna_two_limits", "ev_endotoxin_one_limit", "ev_few_detects"];
    for name in cases {
        let Some(case) = oracle(&format!("censored/mean_{name}.json")) else { return };
        let (expected, values) = (&case["expected"], cells_of(&case));
        let count = expected["n_censored"].as_u64().expect("a count");
        let mu = expected["lognormal_mle"]["mu"].as_f64().expect("mu");
        for (rule, plan, method, mean) in [
            ("kaplan-meier", "mean", "Kaplan-Meier", expected["kaplan_meier"]["mean_rest_at_lowest_limit"].as_f64()),
            ("ros", "mean", "regression on order statistics", expected["ros"]["mean"].as_f64()),
            ("mle", "mean", "lognormal maximum likelihood", expected["lognormal_mle"]["mean"].as_f64()),
            ("mle", "geometric mean", "lognormal maximum likelihood", Some(mu.exp())),
        ] {
            let n = values.len();
            let lines = format!("result: {plan} of {n}\naccept: \"<= 1000 ng/mL\"\ncensored: {rule}");
            let mut turned = values.clone();
            turned.rotate_left(n / 2);
            for cells in [&values, &turned] {
                let run = judged(&lines, cells);
                assert_eq!(run.test("t").outcome, "pass", "{name} {rule}: {:?}", run.test("t"));
                let test = json(&run);
                let (found, mean) =
                    (test["reportable"]["value_float"].as_f64().expect("a number"), mean.expect("a mean"));
                assert!((found - mean).abs() <= 1e-7 * mean, "{name} {rule}: {found} is not {mean}");
                assert_eq!(test["reportable"]["floating"], true);
                assert_eq!(test["reportable"]["value_is_exact"], false);
                assert_eq!(test["reportable"]["op"], Value::Null);
                assert_eq!(test["rule"]["censored"], rule);
                let words = format!("{plan} by {method} of {n} with {count} censored");
                assert_eq!(test["reportable"]["estimation"], words);
            }
        }
    }
}

/// EPA Unified Guidance (2009), example 15.1: the printed Kaplan-Meier mean of manganese is 19.87 ppb.
#[test]
fn the_estimate_is_compared_like_any_number() {
    let Some(case) = oracle("censored/mean_epa_manganese.json") else { return };
    let judged = |limit: &str| {
        let lines = format!("result: mean of 25\nrounding: usp\naccept: \"<= {limit} ng/mL\"\ncensored: kaplan-meier");
        judged(&lines, &cells_of(&case))
    };
    assert_eq!(judged("19.87").test("t").outcome, "pass");
    let message = "19.87 ng/mL is outside the acceptance criterion <= 19.86 ng/mL";
    says(judged("19.86").test("t"), "fail", "outside-acceptance-criterion", message);
}

#[test]
fn without_censored_values_the_mean_is_exact() {
    for rule in ["kaplan-meier", "ros", "mle"] {
        let lines = format!("result: mean of 3\naccept: \"<= 10 ng/mL\"\ncensored: {rule}");
        let test = json(&judged(&lines, &cells(&["1.1", "1.2", "1.6"])));
        assert_eq!(test["reportable"]["value"], "1.3");
        assert_eq!(test["reportable"]["floating"], false);
        assert_eq!(test["reportable"]["estimation"], Value::Null);
    }
}

#[test]
fn the_method_is_never_used_where_it_is_not_named() {
    for rule in ["", "censored: limit"] {
        let lines = format!("result: mean of 3\naccept: \"<= 10 ng/mL\"\n{rule}");
        let message = "a summary of values below or above the measurable range needs a declared rule";
        says(judged(&lines, &cells(&["1", "<2", "3"])).test("t"), "inconclusive", "censored-in-mean", message);
    }
    // One value alone is judged by its bound, as ever.
    let run = judged("result: mean of 1\naccept: \"<= 10 ng/mL\"\ncensored: worst case", &cells(&["<2"]));
    assert_eq!(json(&run)["reportable"]["op"], "<");
}

#[test]
fn what_cannot_be_estimated_is_inconclusive() {
    let judged = |rule: &str, values: &[&str]| {
        let lines = format!("result: mean of {}\naccept: \"<= 10 ng/mL\"\ncensored: {rule}", values.len());
        judged(&lines, &cells(values))
    };
    let methods = [
        ("kaplan-meier", "Kaplan-Meier"),
        ("ros", "regression on order statistics"),
        ("mle", "lognormal maximum likelihood"),
    ];
    let code = "censored-mean-not-estimated";
    for (rule, method) in methods {
        let why = "all 3 values lie below their limits, the highest of which is 0.1 ng/mL";
        let message = format!("the reportable value cannot be estimated by {method}: {why}");
        says(judged(rule, &["<0.05", "<0.1", "<0.05"]).test("t"), "inconclusive", code, &message);
        let why = "a determination is above the measurable range or has no known bound";
        let message = format!("{method} takes values below a limit, and {why}");
        for open in [">5", "ND", "TNTC"] {
            says(judged(rule, &["1", "2", "3", "<1", open]).test("t"), "inconclusive", code, &message);
        }
    }
    for (rule, method, values, why) in [
        ("ros", methods[1].1, &["1", "2", "<1"][..], "needs at least 3 values, got 2"),
        ("mle", methods[2].1, &["1", "<2", "<1"][..], "needs at least 2 values, got 1"),
        ("mle", methods[2].1, &["2", "2", "<1"][..], "all values are equal: there is no variation"),
        ("ros", methods[1].1, &["2", "3", "0", "<1"][..], "all values must be positive"),
    ] {
        let message = format!("the reportable value cannot be estimated by {method}: {why}");
        says(judged(rule, values).test("t"), "inconclusive", code, &message);
    }
}

#[test]
fn an_estimate_gives_no_scatter_to_a_rule() {
    for rule in ["confidence bound 95 %", "tolerance 95 %/95 %", "guarded(1)\nuncertainty: {from: replicates}"] {
        let lines = format!("result: mean of 4\naccept: \"<= 10 ng/mL\"\ncensored: kaplan-meier\ndecide: {rule}");
        let message = "a determination is below or above the measurable range, so the scatter is not known";
        let run = judged(&lines, &cells(&["1", "2", "3", "<1"]));
        says(run.test("t"), "inconclusive", "scatter-not-known", message);
    }
}

#[test]
fn a_method_needs_a_plan_that_it_estimates() {
    for (plan, rules_for_it) in [
        ("mean of 5", &["limit", "worst case", "kaplan-meier", "ros", "mle"][..]),
        ("geometric mean of 5", &["limit", "worst case", "mle"][..]),
        ("single", &["limit", "worst case"][..]),
        ("each of 5", &["limit", "worst case"][..]),
        ("median of 5", &["limit", "worst case"][..]),
        ("sd of 5", &["limit", "worst case"][..]),
    ] {
        for rule in ["limit", "worst case", "kaplan-meier", "ros", "mle"] {
            let text = rules(&format!("result: {plan}\naccept: \"<= 10 ng/mL\"\ncensored: {rule}"));
            let wanted: &[&str] = if rules_for_it.contains(&rule) { &[] } else { &["censored-method-needs-mean"] };
            assert_eq!(specification_errors(&text), wanted, "{plan}, {rule}");
        }
    }
    let retest = "result: mean of 5\nretest: max of 5\naccept: \"<= 10 ng/mL\"\ncensored: ros";
    assert_eq!(specification_errors(&rules(retest)), ["censored-method-needs-mean"]);
}

/// The mass below the lowest measured value stands at the lowest limit, so the estimate never exceeds the worst case.
#[test]
fn kaplan_meier_never_exceeds_the_worst_case() {
    for values in [&["<1", "2", "4"][..], &["<3", "<1", "2", "4"], &["<5", "4", "3"], &["<2", "<2", "2", "1", "7"]] {
        let value = |rule: &str| {
            let lines = format!("result: mean of {}\naccept: \"<= 10 ng/mL\"\ncensored: {rule}", values.len());
            json(&judged(&lines, &cells(values)))["reportable"]["value_float"].as_f64().expect("a number")
        };
        let (estimate, bound) = (value("kaplan-meier"), value("worst case"));
        assert!(estimate <= bound * (1.0 + 1e-14), "{values:?}: {estimate} above {bound}");
    }
    // By hand: one limit below all measured values is that limit in its place, (1 + 2 + 4) / 3.
    let lines = "result: mean of 3\naccept: \"<= 10 ng/mL\"\ncensored: kaplan-meier";
    let found =
        json(&judged(lines, &cells(&["<1", "2", "4"])))["reportable"]["value_float"].as_f64().expect("a number");
    assert!((found - 7.0 / 3.0).abs() < 1e-14, "{found}");
}

/// The method stands in the reports for people.
#[test]
fn reports_name_the_method() {
    let spec = rules("result: mean of 3\nunit: ng/mL\naccept: \"<= 10 ng/mL\"\ncensored: kaplan-meier");
    let data = "lot,test,value,unit,replicate\nL,t,<1,ng/mL,1\nL,t,2,ng/mL,2\nL,t,4,ng/mL,3\n";
    for (format, line) in [
        ("human", "\ncomputed: T: mean by Kaplan-Meier of 3 with 1 censored\n"),
        ("markdown", "\n- computed: T: mean by Kaplan-Meier of 3 with 1 censored\n"),
    ] {
        let text = printed(format, &spec, data);
        assert!(text.contains(line), "{text}");
    }
}

/// A computed bound has the digits that a value would have beside its limit, rounded outwards: (0.05 + 0.07 + 0.05) / 3 =
/// 0.05666..., and (2.34 + 2.11 + 2.22) / 3 = 2.22333...
#[test]
fn a_computed_bound_is_printed_to_the_digits_of_its_limit_and_outwards() {
    let tests = "\
dna: {name: A, category: purity, result: mean of 3, censored: worst case, accept: \"<= 10 ng/mL\"}
more: {name: B, category: purity, result: mean of 3, censored: worst case, accept: \"<= 100 ng/mL\"}
high: {name: C, category: quantity, result: mean of 3, censored: worst case, accept: \">= 1.0e10 particles/mL\"}
one: {name: D, category: quantity, accept: \">= 1.0e10 particles/mL\"}
";
    let row = |test: &str, values: [&str; 3], unit: &str| -> String {
        values.iter().enumerate().map(|(at, value)| format!("L,{test},{value},{unit},{}\n", at + 1)).collect()
    };
    let data = "lot,test,value,unit,replicate\n".to_owned()
        + &row("dna", ["<0.05", "0.07", "<0.05"], "ng/mL")
        + &row("more", ["<0.05", "0.07", "<0.05"], "ng/mL")
        + &row("high", [">2.34e12", "2.11e12", "2.22e12"], "particles/mL")
        + "L,one,>2.34e12,particles/mL,1\n";
    for (rule, dna, more, high) in [
        ("ph_eur", "<0.057", "<0.0567", ">2.2×10^12"),
        ("usp", "<1", "<1", ">2.223×10^12"),
        ("chp", "<1", "<1", ">2.223×10^12"),
        ("none", "<0.0566666666667", "<0.0566666666667", ">2.22333333333×10^12"),
        ("gbt8170_full", "<0.0566666666667", "<0.0566666666667", ">2.22333333333×10^12"),
    ] {
        let run = judge(&spec_of(rule, tests), &[&data]);
        let shown = |test: &str| (run.test(test).outcome, run.test(test).reportable.clone());
        for (test, text) in [
            ("dna", format!("{dna} ng/mL")),
            ("more", format!("{more} ng/mL")),
            ("high", format!("{high} particles/mL")),
            ("one", ">2.34×10^12 particles/mL".to_owned()),
        ] {
            assert_eq!(shown(test), ("pass", text), "{rule}");
        }
    }
}

/// How a bound is printed decides nothing: 0.05666... below 0.0567 passes, and below 0.0566 nothing is known, under every rule.
#[test]
fn the_print_of_a_bound_is_not_what_is_compared() {
    let data = "lot,test,value,unit,replicate\nL,dna,<0.05,ng/mL,1\nL,dna,0.07,ng/mL,2\nL,dna,<0.05,ng/mL,3\n";
    for rule in ["ph_eur", "usp", "chp", "none", "gbt8170_full"] {
        for (limit, outcome) in
            [("0.06", "pass"), ("0.0567", "pass"), ("0.0566", "inconclusive"), ("0.05", "inconclusive")]
        {
            let test = format!(
                "dna: {{name: A, category: purity, result: mean of 3, censored: worst case, accept: \"<= {limit} ng/mL\"}}"
            );
            let run = judge(&spec_of(rule, &test), &[data]);
            assert_eq!(run.test("dna").outcome, outcome, "{rule} {limit}");
        }
    }
}

/// (0.1 + 0.2 + 0.3) / 3 as a sum of shares is 0.2, and no float a little above it.
#[test]
fn a_kaplan_meier_mean_at_its_limit_is_at_it() {
    let judged = |limit: &str, values: &[&str]| {
        judged(&format!("result: mean of 3\naccept: \"{limit}\"\ncensored: kaplan-meier"), &cells(values))
    };
    for values in [["<0.1", "0.2", "0.3"], ["0.3", "<0.1", "0.2"]] {
        assert_eq!(judged("<= 0.2 ng/mL", &values).test("t").outcome, "pass");
        assert_eq!(judged("< 0.2 ng/mL", &values).test("t").outcome, "fail");
        assert_eq!(json(&judged("<= 0.2 ng/mL", &values))["reportable"]["value"], "0.2");
    }
}

/// The estimate decides, as the specification asks, and the line tells what it leaves open.
#[test]
fn an_estimate_is_marked_where_limits_beyond_the_criterion_could_move_it() {
    let marked = |rule: &str, limit: &str, values: &[&str]| {
        let lines = format!("result: mean of {}\naccept: \"{limit}\"\ncensored: {rule}", values.len());
        let run = judged(&lines, &cells(values));
        let line = run.test("t");
        (line.outcome, line.flags.contains(&"determinations_disagree"), line.messages.clone())
    };
    let (outcome, flag, messages) = marked("kaplan-meier", "<= 0.25 ng/mL", &["<0.5", "<0.5", "0.20"]);
    assert_eq!((outcome, flag), ("pass", true));
    assert_eq!(messages, ["1 of 3 determinations meets the limit <= 0.25 ng/mL"]);
    // At their limits the mean would be 0.24.
    assert!(!marked("kaplan-meier", "<= 0.25 ng/mL", &["<0.3", "0.20", "0.22"]).1);
    assert!(!marked("kaplan-meier", "<= 0.25 ng/mL", &["<0.05", "0.10", "0.20"]).1);
    assert!(!marked("worst case", "<= 0.25 ng/mL", &["<0.3", "0.20", "0.20"]).1);
    assert!(marked("kaplan-meier", ">= 0.10 ng/mL", &["<0.15", "0.20", "0.22"]).1);
}

/// A determination outside the limits of each is a failure, whatever is known of the others or of their summary.
#[test]
fn one_determination_outside_its_own_limits_fails_beside_any_bound() {
    for (lines, values) in [
        ("accept: \"<= 1.0 ng/mL\"\nresult: max of 3\nindividual: \"<= 1.0 ng/mL\"", ["5.0", "<2", "0.5"]),
        (
            "accept: \">= 80 ng/mL\"\nresult: mean of 3\nindividual: \">= 80 ng/mL\"\ncensored: worst case",
            ["20", ">70", "500"],
        ),
        ("accept: \">= 80 ng/mL\"\nresult: median of 3\nindividual: \">= 80 ng/mL\"", ["20", ">90", "500"]),
        ("accept: report\nunit: ng/mL\nresult: mean of 3\nindividual: \">= 80 ng/mL\"", ["20", ">90", "500"]),
    ] {
        for turn in 0..3 {
            let mut values = values;
            values.rotate_left(turn);
            let run = judged(lines, &cells(&values));
            let line = run.test("t");
            assert_eq!(line.outcome, "fail", "{lines} {values:?}: {line:?}");
            assert!(line.codes.contains(&"individual-outside-criterion"), "{line:?}");
            assert_eq!(run.lot().verdict, "does_not_conform", "{lines} {values:?}");
        }
    }
    // The mean of 60 and a value below 70 is below 65.
    let lines = "accept: \">= 80 ng/mL\"\nresult: mean of 2\nindividual: \">= 50 ng/mL\"\ncensored: worst case";
    assert_eq!(judged(lines, &cells(&["60", "<70"])).test("t").outcome, "fail");
    assert_eq!(judged(lines, &cells(&["160", "<70"])).test("t").outcome, "inconclusive");
}
