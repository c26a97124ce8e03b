//! What the evidence comes to, in both languages, and nothing stronger (R-107, R-1103).

use super::translated;
use crate::explanation::chinese_finding;
use crate::judge::{LotReport, Outcome, RELEASE_NOT_JUDGED, TestReport, Verdict, bars_conformity};
use crate::lookalike;
use crate::report::{asides, wording};
use crate::spec::{Specification, Test};

/// The statement about a lot in English and in Chinese.
pub(super) fn of_lot(lot: &LotReport<'_>) -> [String; 2] {
    [wording::statement(lot), chinese(lot)]
}

/// The statement that most lots of a verdict have: nothing waived, nothing left out. `None` for a verdict whose statement
/// lists what is open.
pub(super) fn usual(spec: &Specification, verdict: Verdict) -> Option<[String; 2]> {
    let (name, chinese) = (wording::spec_name(spec), translated::spec_name(spec));
    Some(match verdict {
        Verdict::Conforms => [format!("The lot conforms to specification {name}."), conclusion(&chinese, "符合规定")],
        Verdict::DoesNotConform => {
            [format!("The lot does not conform to specification {name}."), conclusion(&chinese, "不符合规定")]
        }
        Verdict::NotConcluded => return None,
        Verdict::NotEvaluable => [
            format!("Not evaluable against specification {name}: there is no statement of conformity."),
            not_evaluable(&chinese),
        ],
    })
}

fn conclusion(spec: &str, result: &str) -> String {
    format!("结论：本品按 {spec} 检验，结果{result}。")
}

fn not_evaluable(spec: &str) -> String {
    format!("按 {spec} 无法评价，不作符合性结论。")
}

fn chinese(lot: &LotReport<'_>) -> String {
    let changed: Vec<String> = wording::corrected_tests(lot).map(|test| name(test, lot)).collect();
    match changed.is_empty() {
        true => bare_chinese(lot),
        false => format!("{}原始记录后有数据更正：{}。", bare_chinese(lot), changed.join("；")),
    }
}

/// The conclusion stands only where all is decided; else what is open stands in its place.
fn bare_chinese(lot: &LotReport<'_>) -> String {
    let spec = match &lot.scope {
        Some(scope) => format!("{}（范围：{}）", translated::spec_name(lot.spec), wording::scope_in_chinese(scope)),
        None => translated::spec_name(lot.spec),
    };
    match lot.verdict {
        Verdict::Conforms => {
            let asides = asides::asides(lot, wording::point_in_chinese, |test| name(test, lot));
            let asides = asides.into_iter().map(|([_, label], what)| format!("{label}：{}。", what.join("；")));
            let asides: String = asides.collect();
            format!("{}{asides}", conclusion(&spec, "符合规定"))
        }
        Verdict::DoesNotConform => conclusion(&spec, "不符合规定"),
        Verdict::NotConcluded => {
            let tests = lot.tests.iter().filter(|test| wording::is_in_the_way(test));
            let open = tests.map(|test| format!("{}：{}", name(test, lot), outcome(test.outcome)));
            let bars = lot.findings.iter().filter(|finding| bars_conformity(finding.code));
            // The sentence with its numbers stands below, in English, as every finding does.
            let bars = bars.map(|finding| match chinese_finding(finding.code.name) {
                Some(chinese) => chinese.what.to_owned(),
                None => finding.message.clone(),
            });
            let all: Vec<String> = open.chain(bars).collect();
            match all.is_empty() {
                true if lot.findings.iter().any(|finding| finding.code == &RELEASE_NOT_JUDGED) => {
                    format!("按 {spec} 未得出结论：仅有稳定性结果，成品未经判定。")
                }
                true => format!("按 {spec} 未得出结论：没有任何必检项目得到判定。"),
                false => format!("按 {spec} 未得出结论。待定项目：{}。", all.join("；")),
            }
        }
        Verdict::NotEvaluable => not_evaluable(&spec),
    }
}

/// The name under which result files in Chinese have a test, where the specification lists one; certificates use the same.
pub(super) fn chinese_name(test: &Test) -> Option<&str> {
    test.columns.iter().map(String::as_str).find(|column| column.chars().any(lookalike::is_chinese))
}

/// The name as the table of tests has it.
fn name(test: &TestReport<'_>, lot: &LotReport<'_>) -> String {
    let mut name = chinese_name(test.test).unwrap_or(&test.test.name).to_owned();
    let several_stages = lot.spec.tests.iter().any(|other| other.stage != test.test.stage);
    if let (Some(stage), true) = (&test.test.stage, several_stages) {
        name.push_str(&format!(" ({stage})"));
    }
    if let Some(point) = wording::point_in_chinese(test.point) {
        name.push_str(&format!("，{point}"));
    }
    name
}

/// The outcome with this name in the data.
pub(super) fn outcome_of_name(name: &str) -> Option<&'static str> {
    Outcome::ALL.into_iter().find(|one| one.as_str() == name).map(outcome)
}

/// The outcome of a test in Chinese, by the terms for certificates (R-1101).
pub(super) fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pass => "符合规定",
        Outcome::Fail => "不符合规定",
        Outcome::Invalid => "试验无效",
        Outcome::Pending => "待出",
        Outcome::Missing => "缺失",
        Outcome::Inconclusive => "不作结论",
        Outcome::NotEvaluable => "无法评价",
        Outcome::Reported => "仅报告",
        Outcome::Waived => "豁免",
        Outcome::NotApplicable => "不适用",
    }
}

/// The verdict on a lot in Chinese.
pub(super) fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Conforms => "符合规定",
        Verdict::DoesNotConform => "不符合规定",
        Verdict::NotConcluded => "未得出结论",
        Verdict::NotEvaluable => "无法评价",
    }
}
