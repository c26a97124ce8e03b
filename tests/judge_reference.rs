//! The judge against numbers from independent sources, through the whole way: text of the limit, text of the cell, outcome.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests read files and print")]

mod support;

use serde_json::Value;
use support::{judge, oracle, spec_of};

fn rows(case: &Value) -> &[Value] {
    case["inputs"]["rows"].as_array().expect("rows")
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_else(|| panic!("{name} in {value}"))
}

/// The outcome of one value against one limit under a rounding rule.
fn outcome(rounding: &str, row: &Value, result: &str) -> &'static str {
    let (operator, limit) = (text(row, "operator"), text(row, "limit"));
    let spec =
        spec_of(rounding, &format!("x:\n  name: X\n  category: quantity\n  accept: \"{operator} {limit} ug/mL\"\n"));
    judge(&spec, &[&format!("lot,test,value,unit\nL,x,{result},ug/mL\n")]).test("x").outcome
}

fn agree(case: &Value, expected: &str, rounding: &str) {
    let expected = case["expected"][expected].as_array().expect("expected verdicts");
    assert_eq!(expected.len(), rows(case).len());
    let mut wrong = Vec::new();
    for (row, conforms) in rows(case).iter().zip(expected) {
        let wanted = if conforms.as_bool().expect("a verdict") { "pass" } else { "fail" };
        let found = outcome(rounding, row, text(row, "value"));
        if found != wanted {
            wrong.push(format!("{row} under {rounding}: {found}, expected {wanted}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn release_limits_under_each_rounding_rule() {
    let Some(case) = oracle("rounding/release_limits.json") else { return };
    assert_eq!(rows(&case).len(), 23);
    agree(&case, "conforms", "usp");
    agree(&case, "conforms_unrounded", "none");
    agree(&case, "conforms_unrounded", "gbt8170_full");
}

#[test]
fn half_even_rounding_of_the_chinese_pharmacopoeia() {
    let Some(case) = oracle("rounding/release_limits.json") else { return };
    agree(&case, "conforms_half_even", "chp");
}

#[test]
fn the_illustration_of_the_usp_general_notices() {
    let Some(case) = oracle("rounding/usp_general_notices_7_20.json") else { return };
    assert_eq!(rows(&case).len(), 12);
    agree(&case, "conforms", "usp");
}

#[test]
fn censored_results_against_a_limit() {
    let Some(case) = oracle("censored/censored_against_limit.json") else { return };
    let expected = case["expected"]["verdicts"].as_array().expect("verdicts");
    assert_eq!(expected.len(), rows(&case).len());
    for (row, verdict) in rows(&case).iter().zip(expected) {
        let wanted = match verdict.as_str() {
            Some("indeterminate") => "inconclusive",
            other => other.expect("a verdict"),
        };
        for rounding in ["usp", "none"] {
            assert_eq!(outcome(rounding, row, text(row, "result")), wanted, "{row} under {rounding}");
        }
    }
}

/// USP General Notices 7.20 as printed: these stand here too, so that they are tested where the reference cases are absent.
#[test]
fn printed_examples_of_rounding() {
    let passes = |rounding: &str, operator: &str, limit: &str, value: &str| {
        outcome(rounding, &serde_json::json!({"operator": operator, "limit": limit}), value)
    };
    assert_eq!(passes("usp", ">=", "98.0", "97.96"), "pass");
    assert_eq!(passes("usp", ">=", "98.0", "97.92"), "fail");
    assert_eq!(passes("usp", ">=", "98.0", "97.95"), "pass");
    assert_eq!(passes("usp", "<=", "0.02", "0.015"), "pass");
    assert_eq!(passes("usp", "<=", "0.02", "0.025"), "fail");
    assert_eq!(passes("chp", "<=", "0.02", "0.025"), "pass");
    assert_eq!(passes("chp", "<=", "0.02", "0.0250001"), "fail");
    assert_eq!(passes("none", ">=", "98.0", "97.9999"), "fail");
    assert_eq!(passes("usp", ">=", "1.0e10", "9.6e9"), "pass");
    assert_eq!(passes("ph_eur", ">=", "1.0e10", "9.6e9"), "fail");
    assert_eq!(passes("ph_eur", ">=", "1.0e10", "9.96e9"), "pass");
}

/// Five videos of scenario S-04; their CV is 7.434 %, by hand: s = 0.758288 for a mean of 10.2.
#[test]
fn five_videos_have_a_cv_of_7_4_percent() {
    let spec = |limit: &str| {
        spec_of(
            "usp",
            &format!(
                "nta:\n  name: NTA\n  category: quantity\n  result: mean of 5\n  valid_if: [cv <= {limit} %]\n  \
                 accept: \"NLT 9.5×10^9 particles/mL\"\n"
            ),
        )
    };
    let data = "lot,test,value,unit,replicate\nL,nta,9.1e9,particles/mL,1\nL,nta,10.8e9,particles/mL,2\n\
                L,nta,10.2e9,particles/mL,3\nL,nta,9.9e9,particles/mL,4\nL,nta,11.0e9,particles/mL,5\n";
    let run = judge(&spec("15"), &[data]);
    assert_eq!(run.test("nta").outcome, "pass");
    assert_eq!(run.test("nta").reportable, "10.2×10^9 particles/mL");
    assert_eq!(judge(&spec("7.5"), &[data]).test("nta").outcome, "pass");
    assert_eq!(judge(&spec("7.4342"), &[data]).test("nta").outcome, "pass");
    let invalid = judge(&spec("7.4341"), &[data]);
    assert_eq!(invalid.test("nta").outcome, "invalid");
    assert_eq!(invalid.test("nta").codes, ["spread-too-large"]);
    assert!(invalid.test("nta").messages[0].contains("7.4342 %"), "{:?}", invalid.test("nta").messages);
    assert_eq!(invalid.exit, 3);
}

/// Geometric mean and CV of the three runs of scenario S-12: 90.18 %, GCV 7.5 %.
#[test]
fn three_runs_of_a_potency_assay() {
    let data = "lot,test,value,unit,replicate\nL,p,84,%,1\nL,p,97,%,2\nL,p,90,%,3\n";
    let outcome = |accept: &str, check: &str| {
        let test = format!(
            "p:\n  name: P\n  category: potency\n  result: geometric mean of 3\n  valid_if: [{check}]\n  accept: \"{accept}\"\n"
        );
        judge(&spec_of("none", &test), &[data]).test("p").outcome
    };
    assert_eq!(outcome("90.17 to 90.19 %", "gcv <= 7.5 %"), "pass");
    assert_eq!(outcome(">= 90.19 %", "gcv <= 7.5 %"), "fail");
    assert_eq!(outcome("<= 90.17 %", "gcv <= 7.5 %"), "fail");
    assert_eq!(outcome("70 to 130 %", "gcv <= 7.4 %"), "invalid");
}

/// 1.26×10^11 / 42.3 = 2.979×10^9, of scenario S-19.
#[test]
fn particles_per_microgram() {
    let spec = |limit: &str| {
        spec_of(
            "usp",
            &format!(
                "conc:\n  name: C\n  category: quantity\n  accept: \">= 1e10 particles/mL\"\nprot:\n  name: P\n  \
                 category: quantity\n  accept: \"<= 100 ug/mL\"\nratio:\n  name: R\n  category: purity\n  \
                 accept: \">= {limit} particles/ug\"\n"
            ),
        )
        .replace("tests:\n", "derived:\n  ratio: {formula: conc / prot, unit: particles/ug}\ntests:\n")
    };
    let data = "lot,test,value,unit\nL,conc,1.26e11,particles/mL\nL,prot,0.0423,mg/mL\n";
    assert_eq!(judge(&spec("3.0e9"), &[data]).test("ratio").outcome, "pass");
    let finer = judge(&spec("3.00e9"), &[data]);
    assert_eq!(finer.test("ratio").outcome, "fail");
    assert!(finer.test("ratio").messages[0].contains("2.98"), "{:?}", finer.test("ratio").messages);
}

/// Each limit is compared at its own digits (Ph. Eur., General Notices: significant to the last digit shown, 90 two figures and
/// 150 three); what is printed does not depend on which of the two is nearer.
#[test]
fn a_value_in_a_range_is_printed_to_the_finer_digits_of_its_limits() {
    let tests = "\
size: {name: Size, category: identity, accept: \"90 to 150 nm\"}
potency: {name: Potency, category: potency, accept: \"70 to 130 %\"}
count: {name: Count, category: quantity, accept: \"> 1e10 and < 5.00e11 particles/mL\"}
ph: {name: pH, category: general, accept: \"7.0 to 7.65\"}
open_below: {name: Low, category: quantity, accept: \"(1, 1.6] nm\"}
open_above: {name: High, category: quantity, accept: \"[1.0, 2) nm\"}
";
    for (rule, test, unit, value, outcome, printed) in [
        ("ph_eur", "size", "nm", "119.4", "pass", "119 nm"),
        ("ph_eur", "size", "nm", "121", "pass", "121 nm"),
        ("ph_eur", "size", "nm", "114.9", "pass", "115 nm"),
        ("ph_eur", "size", "nm", "112", "pass", "112 nm"),
        ("ph_eur", "size", "nm", "96.4", "pass", "96 nm"),
        ("ph_eur", "size", "nm", "89.5", "pass", "90 nm"),
        ("ph_eur", "size", "nm", "89.4", "fail", "89 nm"),
        ("ph_eur", "size", "nm", "150.4", "pass", "150 nm"),
        ("ph_eur", "size", "nm", "150.5", "fail", "151 nm"),
        ("ph_eur", "potency", "%", "69.6", "pass", "70 %"),
        ("ph_eur", "potency", "%", "101.6", "pass", "102 %"),
        ("ph_eur", "count", "particles/mL", "2.44e10", "pass", "2.4×10^10 particles/mL"),
        // Rounded to one figure it is at the limit, which is not inside; so that is what is printed.
        ("ph_eur", "count", "particles/mL", "1.4e10", "fail", "1×10^10 particles/mL"),
        ("usp", "ph", "", "7.04", "pass", "7.04"),
        ("usp", "ph", "", "6.96", "pass", "7.0"),
        ("usp", "ph", "", "7.645", "pass", "7.65"),
        ("chp", "ph", "", "7.645", "pass", "7.64"),
        ("none", "size", "nm", "119.4", "pass", "119.4 nm"),
        // So it is beside the limit that is not met, and not beside the one that is nearer: 1.4 is 1 beside 1, 1.5 is 2 beside 2.
        ("usp", "open_below", "nm", "1.4", "fail", "1 nm"),
        ("usp", "open_above", "nm", "1.5", "fail", "2 nm"),
    ] {
        let run = judge(&spec_of(rule, tests), &[&format!("lot,test,value,unit\nL,{test},{value},{unit}\n")]);
        let line = run.test(test);
        assert_eq!((line.outcome, line.reportable.as_str()), (outcome, printed), "{rule} {value}");
        assert!(outcome == "pass" || line.margin <= Some(0.0), "{rule} {value}: {:?}", line.margin);
    }
}
