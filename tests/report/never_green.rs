//! Nothing that does not conform may look as if it did, whatever the judge left out.

use crate::structure::{assert_valid, junit};
use crate::{fixture, format};
use evqc::finding::Finding;
use evqc::judge::{LotReport, Outcome, Verdict};
use evqc::report::FORMATS;
use serde_json::Value;

/// Whether a reader of this format sees that something is not in order.
fn is_red(name: &str, text: &str) -> bool {
    let parsed = || serde_json::from_str::<Value>(text).unwrap();
    let has_error = |list: &Value, key: &str, word: &str| list.as_array().unwrap().iter().any(|one| one[key] == word);
    match name {
        "human" => text.contains("error[") && !text.trim_end().ends_with("exit 0"),
        "json" => {
            let report = parsed();
            assert_valid(&report);
            has_error(&report["findings"], "severity", "error") && report["summary"]["exit"] != 0
        }
        "jsonl" => {
            let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
            lines.iter().any(|line| line["kind"] == "finding" && line["severity"] == "error")
                && lines.last().unwrap()["exit"] != 0
        }
        "junit" => junit(text).test_suites.iter().any(|suite| suite.failures + suite.errors > 0),
        "sarif" => has_error(&parsed()["runs"][0]["results"], "level", "error"),
        "gitlab" => has_error(&parsed(), "severity", "critical"),
        "github" => text.lines().filter(|line| line.starts_with("::error ")).count() > 1,
        "markdown" => text.contains("**error**"),
        "csv" => text.lines().skip(1).any(|line| {
            line.contains(",not_evaluable,") || line.contains(",not_concluded,") || line.contains(",does_not_conform,")
        }),
        "html" => {
            let data = crate::html::data(text);
            let has_error = |findings: &Value| findings.as_array().unwrap().iter().any(|finding| finding[1] == 2);
            (has_error(&data[0]["findings"]) || data[1..].iter().any(|lot| has_error(&lot[4])))
                && data[0]["summary"]["exit"] != 0
        }
        other => panic!("say what red means for {other}"),
    }
}

fn assert_red(what: &str, lots: &[LotReport<'_>], findings: &[Finding], run_not_evaluable: bool) {
    let spec = fixture::specification();
    for (name, _) in FORMATS {
        let text = fixture::write_report(
            format(name).as_ref(),
            lots,
            &[&spec],
            &[fixture::input()],
            findings,
            run_not_evaluable,
        );
        assert!(is_red(name, &text), "{name}, {what}:\n{text}");
    }
}

#[test]
fn a_run_without_lots() {
    assert_red("no lots", &[], &[], false);
}

#[test]
fn a_run_that_could_not_be_evaluated_although_its_lot_conforms() {
    let spec = fixture::specification();
    assert_red("silent", &[fixture::conforming(&spec, "EV-1")], &[], true);
    let finding = Finding::new(&fixture::UNKNOWN_UNIT, "a row without a lot").at(fixture::cell(9, 1), 1);
    assert_red("with a finding", &[fixture::conforming(&spec, "EV-1")], &[finding], true);
}

#[test]
fn a_run_without_a_specification() {
    for (name, _) in FORMATS {
        let text = fixture::write_report(format(name).as_ref(), &[], &[], &[], &[], true);
        assert!(is_red(name, &text), "{name}:\n{text}");
    }
}

#[test]
fn a_lot_whose_verdict_nothing_explains() {
    let spec = fixture::specification();
    for verdict in [Verdict::NotEvaluable, Verdict::DoesNotConform, Verdict::NotConcluded] {
        let mut lot = fixture::conforming(&spec, "EV-1");
        lot.verdict = verdict;
        assert_red(verdict.as_str(), &[lot], &[], false);
        let empty = LotReport { tests: Vec::new(), verdict, ..fixture::conforming(&spec, "EV-1") };
        assert_red("no tests", &[empty], &[], false);
    }
}

#[test]
fn a_test_that_did_not_pass_and_does_not_say_why() {
    let spec = fixture::specification();
    for outcome in [
        Outcome::Fail,
        Outcome::Invalid,
        Outcome::Pending,
        Outcome::Missing,
        Outcome::Inconclusive,
        Outcome::NotEvaluable,
    ] {
        let mut lot = fixture::conforming(&spec, "EV-1");
        lot.tests[fixture::STERILITY].outcome = outcome;
        lot.tests[fixture::STERILITY].reportable = None;
        lot.verdict = if outcome == Outcome::Fail { Verdict::DoesNotConform } else { Verdict::NotConcluded };
        assert_red(outcome.as_str(), &[lot], &[], false);
    }
}

#[test]
fn a_note_alone_does_not_make_a_conforming_lot_red() {
    let spec = fixture::specification();
    let note = Finding::new(&fixture::DECIMAL_COMMA, "numbers were read with a decimal comma");
    for (name, _) in FORMATS {
        let lots = [fixture::conforming(&spec, "EV-1")];
        let text = fixture::write_report(
            format(name).as_ref(),
            &lots,
            &[&spec],
            &[fixture::input()],
            std::slice::from_ref(&note),
            false,
        );
        assert!(!is_red(name, &text), "{name}:\n{text}");
        if !["csv"].contains(name) {
            assert!(text.contains("decimal comma"), "{name}");
        }
    }
}

#[test]
fn what_does_not_count_is_shown_without_turning_the_lot_red() {
    let spec = fixture::specification();
    let failing = fixture::failing(&spec, "EV-1");
    let mut lot = fixture::conforming(&spec, "EV-1");
    lot.tests[fixture::CD63].outcome = Outcome::Fail;
    lot.tests[fixture::CD63].reasons.clone_from(&failing.tests[fixture::CD63].reasons);
    for (name, _) in FORMATS {
        let lots = std::slice::from_ref(&lot);
        let text = fixture::write_report(format(name).as_ref(), lots, &[&spec], &[fixture::input()], &[], false);
        assert!(!is_red(name, &text), "{name}:\n{text}");
    }
}

#[test]
fn many_lots_are_capped_in_words() {
    let spec = fixture::specification();
    let ids: Vec<String> = (0..30).map(|number| format!("EV-{number:03}")).collect();
    let mut lots: Vec<LotReport<'_>> = ids.iter().map(|id| fixture::conforming(&spec, id)).collect();
    lots[29] = fixture::failing(&spec, "EV-LAST");
    for name in ["human", "markdown"] {
        let text = fixture::write_report(format(name).as_ref(), &lots, &[&spec], &[fixture::input()], &[], false);
        assert!(text.contains("20 worst of 30 lots are shown"), "{name}");
        let first = text.find("EV-LAST").unwrap();
        assert!(first < text.find("EV-000").unwrap(), "{name}: worst first");
        assert!(!text.contains("EV-025"), "{name}");
    }
}
