//! What the evidence comes to, in both languages, and nothing stronger (R-107, R-1103).

use super::translated;
use crate::explanation::chinese_finding;
use crate::judge::{LotReport, Outcome, Point, RELEASE_NOT_JUDGED, TestReport, Verdict, bars_conformity};
use crate::order;
use crate::report::wording;
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
        Some(scope) => format!("{}（范围：{scope}）", translated::spec_name(lot.spec)),
        None => translated::spec_name(lot.spec),
    };
    let named = |wanted: &dyn Fn(&TestReport<'_>) -> bool| -> Vec<String> {
        lot.tests.iter().filter(|test| wanted(test)).map(|test| name(test, lot)).collect()
    };
    match lot.verdict {
        Verdict::Conforms => {
            let asides = [
                ("考察时间点", wording::time_points(lot)),
                ("经批准豁免的项目", named(&|test| test.outcome == Outcome::Waived)),
                ("非必检而不符合规定的项目", named(&|test| test.fails_aside())),
            ];
            let said = asides.into_iter().filter(|(_, what)| !what.is_empty());
            let asides: String = said.map(|(label, what)| format!("{label}：{}。", what.join("；"))).collect();
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
    let is_chinese = |text: &str| text.chars().any(|character| ('\u{4e00}'..='\u{9fff}').contains(&character));
    test.columns.iter().map(String::as_str).find(|column| is_chinese(column))
}

/// The name as the table of tests has it.
fn name(test: &TestReport<'_>, lot: &LotReport<'_>) -> String {
    let mut name = chinese_name(test.test).unwrap_or(&test.test.name).to_owned();
    let several_stages = lot.spec.tests.iter().any(|other| other.stage != test.test.stage);
    if let (Some(stage), true) = (&test.test.stage, several_stages) {
        name.push_str(&format!(" ({stage})"));
    }
    for part in point(&test.point) {
        name.push_str(&format!("，{part}"));
    }
    name
}

/// The time point of a result in words.
fn point(point: &Point<'_>) -> Vec<String> {
    let (kind, time, unit, rest) = match point {
        Point::Release => return Vec::new(),
        Point::Stability { time, time_unit, condition, container, orientation } => {
            ("", time, time_unit, [*condition, *container, *orientation])
        }
        Point::InUse { time, time_unit, condition } => ("使用中", time, time_unit, [*condition, "", ""]),
    };
    let when = [time.trim(), translated::time_unit(unit.trim())].join(" ");
    let when = if when.trim().is_empty() { "稳定性考察" } else { when.trim() };
    let parts = [kind, when].into_iter().chain(rest).filter(|part| !part.is_empty());
    order::collect(parts.map(str::to_owned))
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
