//! What evqc says of a test or a lot in words of its own, in Chinese: criteria, results of panels, times, the rule of a life.
//!
//! Names and texts of a specification stay as they are written; the page marks them as English where they are.

use crate::explanation::life;
use crate::explanation::life::time_unit_in_chinese;
use crate::judge::{ReportableValue, TestReport};
use crate::order;
use crate::quantity::{DecimalMark, Reading};
use crate::report::wording;
use crate::spec::{Alternative, Criterion, Expected, Expiry, Specification, Status};

/// A specification with its version, and with its status where it is not approved.
pub(super) fn spec_name(spec: &Specification) -> String {
    let status = match spec.status {
        Status::Approved => "",
        Status::Draft => "（草案）",
        Status::Superseded => "（已被取代）",
        Status::Withdrawn => "（已撤销）",
    };
    format!("{} {}{status}", spec.id, spec.version)
}

/// A criterion as the specification has it; texts that must be observed stay as they are written.
pub(super) fn criterion(alternative: &Alternative) -> String {
    match &alternative.criterion {
        Criterion::Numeric(limits) => wording::typeset(&alternative.text, limits).replacen(" to ", " 至 ", 1),
        Criterion::Label(limits) => {
            let text = wording::typeset(&alternative.text, limits).replacen(" to ", " 至 ", 1);
            match text.strip_suffix(" of label") {
                Some(window) => format!("标示量的 {window}"),
                None => text.replacen("label", "标示量", 1),
            }
        }
        Criterion::Qualitative(Expected::OneOf(texts)) => format!("下列之一：{}", texts.join("；")),
        Criterion::Qualitative(_) => observed(&alternative.text).unwrap_or(&alternative.text).to_owned(),
        Criterion::Report => "报告结果".to_owned(),
    }
}

fn observed(text: &str) -> Option<&'static str> {
    Some(match Reading::parse(text, DecimalMark::Point) {
        Reading::Positive => "阳性",
        Reading::Negative => "阴性",
        Reading::NotDetected => "未检出",
        Reading::NoGrowth { .. } => "无菌生长",
        Reading::Complies => "符合规定",
        _ => return None,
    })
}

/// Why a version of the specification applies: `version 2.1.0 applies: date of test 2026-02-01, effective from 2026-01-01`.
pub(super) fn choice(english: &str) -> Option<String> {
    let (version, rest) = english.strip_prefix("version ")?.split_once(" applies: ")?;
    let (event, period) = rest.split_once(", effective ")?;
    let (event, day) = event.rsplit_once(' ')?;
    let event = match event {
        "date of manufacture" => "生产日期",
        "date of test" => "检验日期",
        _ => return None,
    };
    let period = match (period.strip_prefix("from "), period.strip_prefix("to ")) {
        (Some(from), _) => match from.split_once(" to ") {
            Some((from, until)) => format!("{from} 至 {until}"),
            None => format!("{from} 起"),
        },
        (None, Some(until)) => format!("至 {until}"),
        (None, None) => "未注明".to_owned(),
    };
    Some(format!("适用版本 {version}：{event} {day}，该版本有效期：{period}"))
}

/// The criterion that applied, with the label claim that it refers to and what a percentage is of.
pub(super) fn applied(test: &TestReport<'_>) -> Option<String> {
    let alternative = test.criterion?;
    let mut text = criterion(alternative);
    if let Some(claim) = &test.label_claim {
        text.push_str(&format!("（标示量 {}）", wording::quantity(claim)));
    }
    let measured = wording::measured(test)?;
    match (&measured.of, &alternative.criterion) {
        (None, _) => {}
        (Some(of), Criterion::Report) => {
            let unit = measured.unit.symbol();
            let unit = if unit.is_empty() { String::new() } else { format!("{unit}，") };
            text.push_str(&format!("（{unit}分母：{of}）"));
        }
        (Some(of), _) => text.push_str(&format!("，分母：{of}")),
    }
    Some(text)
}

/// What became of the members of a panel: `cd9 符合，cd63 不符合`; none for any other result.
pub(super) fn panel(test: &TestReport<'_>) -> Option<String> {
    let ReportableValue::Panel(english) = &test.reportable.as_ref()?.value else { return None };
    let mut members = Vec::new();
    for member in english.split(", ") {
        let (id, word) = member.split_once(' ')?;
        members.push(format!("{id} {}", member_word(word)?));
    }
    Some(members.join("，"))
}

fn member_word(word: &str) -> Option<&'static str> {
    match word {
        "met" => Some("符合"),
        "not met" => Some("不符合"),
        "not reported" => Some("未报告"),
        other => super::statement::outcome_of_name(other),
    }
}

/// A time or a number as it is written, with a word for its unit: `18 个月`, `1 h ± 5 min`.
pub(super) fn time(text: &str) -> String {
    let words: Vec<&str> = order::collect(text.split(' ').map(|word| match word {
        "cycles" | "cycle" => "次",
        word => time_unit_in_chinese(word),
    }));
    words.join(" ")
}

/// The rule of the life of a lot.
pub(super) fn life_rule(rule: &Expiry) -> String {
    let from = life::event_in_chinese(rule.from);
    let mut parts = Vec::new();
    parts.extend(rule.shelf_life.as_ref().map(|life| format!("有效期为自{from}起 {}", time(&life.text))));
    parts.extend(rule.retest.as_ref().map(|retest| format!("自{from}起 {} 后复验", time(&retest.text))));
    parts.push(life::last_day_in_chinese(rule.last_day).to_owned());
    if rule.not_beyond_parents {
        parts.push("不超过上级批的有效期".to_owned());
    }
    parts.join("，")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_units_are_translated_and_symbols_stay() {
        for (english, chinese) in [
            ("18 months", "18 个月"),
            ("0 months", "0 个月"),
            ("1 h ± 5 min", "1 h ± 5 min"),
            ("3 cycles", "3 次"),
            ("2 weeks", "2 周"),
        ] {
            assert_eq!(time(english), chinese);
        }
    }

    #[test]
    fn the_choice_of_a_version_is_said_in_chinese() {
        let version = |rest: &str| choice(&format!("version 2.1.0 applies: {rest}"));
        assert_eq!(
            version("date of manufacture 2026-01-20, effective from 2026-01-01 to 2026-06-30").unwrap(),
            "适用版本 2.1.0：生产日期 2026-01-20，该版本有效期：2026-01-01 至 2026-06-30"
        );
        assert_eq!(
            version("date of test 2026-01-20, effective from 2026-01-01").unwrap(),
            "适用版本 2.1.0：检验日期 2026-01-20，该版本有效期：2026-01-01 起"
        );
        assert_eq!(version("another reason"), None);
    }

    #[test]
    fn members_of_a_panel_have_their_words() {
        for (english, chinese) in [
            ("met", "符合"),
            ("not met", "不符合"),
            ("not reported", "未报告"),
            ("invalid", "试验无效"),
            ("not_evaluable", "无法评价"),
        ] {
            assert_eq!(member_word(english), Some(chinese));
        }
    }
}
