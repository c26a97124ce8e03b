//! Why a line is no plain pass, and what keeps a lot from conforming, in both languages.
//!
//! The judgement says its reasons in English. Each is one of the sentences below with its numbers, dates and names filled in;
//! those go into the Chinese sentence as they are (R-1101). A reason that is none of them has the Chinese of its code, never its
//! English (R-1104); its sentence stands in the twin. The sentences belong to the terminology table and change its version.

use super::criterion;
use super::fill::column_term;
use super::terms;
use super::words::Words;
use crate::explanation::chinese_finding;
use crate::finding::Code;
use crate::judge::{Outcome, VALUE_CORRECTED};
use crate::lookalike::is_chinese;

/// Sentences of the judgement: English, Chinese. What is filled in stands in the same order in both: in English `{}`; in Chinese
/// `{}` for a name, a number or a day as it is, `{rule}` for a limit or an observation, `{outcome}` for the outcome of a test.
const SENTENCES: &[(&str, &str)] = &[
    (
        "started {}, read {}, final after {} days; earliest conclusion {}",
        "{} 开始，{} 读数，培养 {} 天后方为最终结果；最早可作结论之日 {}",
    ),
    ("started {}, not final; earliest conclusion {}", "{} 开始，尚非最终结果；最早可作结论之日 {}"),
    ("started {}, not final", "{} 开始，尚非最终结果"),
    ("the result is pending; the start date is not given", "结果待出；未给出开始日期"),
    (
        "start and reading date are needed to know whether {} days have passed",
        "需有开始日期与读数日期，方可判断是否已满 {} 天",
    ),
    ("there is no determination", "没有测定值"),
    ("the cell is empty", "单元格为空"),
    ("the cell says \"{}\"", "单元格写明“{}”"),
    ("every determination was invalidated, and none replaces it", "全部测定值均已作废，且无替代结果"),
    ("{} of {} determinations", "测定 {} 次，应为 {} 次"),
    ("{} retest(s) do not count: the original result was not invalidated", "复验 {} 次不予采用：原结果未作废"),
    ("{} retest(s) beside an original result that was not invalidated", "有复验 {} 次，而原结果未作废"),
    ("the retest is from sample \"{}\", which is not the original one", "复验取自样品“{}”，并非原样品"),
    ("{} retest(s), and no original result that they could replace", "有复验 {} 次，而无其可替代的原始结果"),
    ("the laboratory declared the run invalid: {}", "实验室宣布该次试验无效：{}"),
    ("the laboratory declared the run invalid", "实验室宣布该次试验无效"),
    (
        "control {} is not reported for replicate {} of group {}; required: {}",
        "对照 {} 未报告，重复号 {}，组 {}；要求：{rule}",
    ),
    ("control {} is not reported for replicate {}; required: {}", "对照 {} 未报告，重复号 {}；要求：{rule}"),
    ("control {} is not reported; required: {}", "对照 {} 未报告；要求：{rule}"),
    ("{} was declared invalid, but no reason is given; it is still judged", "{} 被宣布无效，但未给出原因；仍予判定"),
    (
        "{} was declared invalid, but the reason names no assignable cause; it is still judged",
        "{} 被宣布无效，但原因中未指明可归属的原因；仍予判定",
    ),
    (
        "{} was declared invalid, but no investigation is named; it is still judged",
        "{} 被宣布无效，但未注明调查编号；仍予判定",
    ),
    ("{} was declared invalid, but nobody approved it; it is still judged", "{} 被宣布无效，但无人批准；仍予判定"),
    (
        "{} was declared invalid, but the analyst is not named, so the approver may be the same person; it is still judged",
        "{} 被宣布无效，但未注明检验人，批准人可能即为检验人；仍予判定",
    ),
    (
        "{} was declared invalid, but the approver is the analyst; it is still judged",
        "{} 被宣布无效，但批准人即为检验人；仍予判定",
    ),
    (
        "{} was declared invalid, but the approver can be the analyst; where these are two persons, both names are to be in full; it is still judged",
        "{} 被宣布无效，但批准人可能即为检验人；若为两人，应写全姓名；仍予判定",
    ),
    ("the CV of {} determinations is {}; required: {}", "{} 次测定的变异系数为 {}；要求：{rule}"),
    ("the geometric CV of {} determinations is {}; required: {}", "{} 次测定的几何变异系数为 {}；要求：{rule}"),
    ("the standard deviation of {} determinations is {}; required: {}", "{} 次测定的标准差为 {}；要求：{rule}"),
    ("the range of {} determinations is {}; required: {}", "{} 次测定的极差为 {}；要求：{rule}"),
    ("the relative range of {} determinations is {}; required: {}", "{} 次测定的相对极差为 {}；要求：{rule}"),
    ("control {} is \"{}\": it allows no statement about its window", "对照 {} 为“{}”：不能就其范围作出判定"),
    ("control {} is \"{}\": there is no sample value to relate it to", "对照 {} 为“{}”：没有可与之相比的样品值"),
    ("control {} is \"{}\": there is no valid value", "对照 {} 为“{}”：没有有效值"),
    ("control {} is {}; required: {}", "对照 {} 为 {rule}；要求：{rule}"),
    ("determination {} allows no statement about {}", "测定值 {} 不能就 {rule} 作出判定"),
    ("{} allows no statement about {}", "{} 不能就 {rule} 作出判定"),
    (
        "{} lies inside {}, outside the acceptance zone up to {}: a conditional pass",
        "{} 在 {rule} 之内，但不在接受区间（不高于 {rule}）内：有条件接受",
    ),
    (
        "{} lies inside {}, outside the acceptance zone from {}: a conditional pass",
        "{} 在 {rule} 之内，但不在接受区间（不低于 {rule}）内：有条件接受",
    ),
    (
        "{} lies inside {}, outside the acceptance zone below {}: a conditional pass",
        "{} 在 {rule} 之内，但不在接受区间（低于 {rule}）内：有条件接受",
    ),
    (
        "{} lies inside {}, outside the acceptance zone above {}: a conditional pass",
        "{} 在 {rule} 之内，但不在接受区间（高于 {rule}）内：有条件接受",
    ),
    (
        "{} lies inside {}, outside the acceptance zone {}: a conditional pass",
        "{} 在 {rule} 之内，但不在接受区间（{rule}）内：有条件接受",
    ),
    ("the {} % confidence bound {} of the mean is outside {}", "均值的 {} % 置信限 {} 超出 {rule}"),
    ("the {} %/{} % tolerance limit {} is outside {}", "{} %/{} % 容许限 {} 超出 {rule}"),
    (
        "the result is a bound whose limit of detection or quantitation is not declared",
        "结果为界值，而其检出限或定量限未声明",
    ),
    (
        "a summary of values below or above the measurable range needs a declared rule",
        "低于或高于可测范围的值如何汇总，须有声明的规则",
    ),
    ("the uncertainty of the result is not stated", "结果的不确定度未声明"),
    ("no usable result for {}", "以下成员无可用结果：{}"),
    ("none of the members of the panel was reported", "组合项目的成员均未报告"),
    ("{} cannot be computed: {} was not judged", "{} 无法计算：{} 未经判定"),
    ("{} cannot be computed: {} is below or above the measurable range", "{} 无法计算：{} 低于或高于可测范围"),
    (
        "the waiver does not count: the test was performed, and what it found stands",
        "豁免不予采用：该项目已检验，所得结果有效",
    ),
    ("the waiver does not count: {}", "豁免不予采用：{}"),
    (
        "with the values as entered first it was {}; corrected it is {}",
        "按最初录入的数值，判定为{outcome}；更正后判定为{outcome}",
    ),
    ("the lot was frozen and thawed {} times, {} are validated", "该批已冻融 {} 次，经验证的次数为 {}"),
    (
        "how often the lot was frozen and thawed is not known; {} cycles are validated",
        "该批冻融次数不详；经验证的次数为 {}",
    ),
    ("only stability results are there, and the release was not judged", "仅有稳定性结果，成品检验未判定"),
    ("only results in use are there, and the release was not judged", "仅有使用中的结果，成品检验未判定"),
    ("no required test of the lot was judged", "该批的必检项目均未判定"),
    (
        "not tested on this lot; periodic testing per {}; last tested lot {}: {}",
        "本批未检；按 {} 定期检验；最近检验的批次 {}：{}",
    ),
    ("determination {} is outside {}", "测定值 {} 超出 {rule}"),
    (
        "the lot was made from {}, which does not conform in this run",
        "本批由上级批 {} 制得，而该上级批在本次判定中不符合规定",
    ),
    (
        "the lot was made from {}, which is not concluded in this run",
        "本批由上级批 {} 制得，而该上级批在本次判定中未作结论",
    ),
    (
        "the lot was made from {}, which is not evaluable in this run",
        "本批由上级批 {} 制得，而该上级批在本次判定中无法评价",
    ),
    (
        "the lot was made from {}, which does not conform by {} in this run",
        "本批由上级批 {} 制得，而该上级批按 {} 在本次判定中不符合规定",
    ),
    (
        "the lot was made from {}, which is not concluded by {} in this run",
        "本批由上级批 {} 制得，而该上级批按 {} 在本次判定中未作结论",
    ),
    (
        "the lot was made from {}, which is not evaluable by {} in this run",
        "本批由上级批 {} 制得，而该上级批按 {} 在本次判定中无法评价",
    ),
    ("the parents lead back to the lot itself: {}", "上级批的关系回到该批自身：{}"),
    (
        "the parent {} of lot {} is not the lot {} that the data have, and looks like it",
        "上级批 {}（批 {} 的上级批）与数据中的批 {} 看起来相同，而写法不同",
    ),
    (
        "the parent {} of lot {} is not the lot {} that the lot file has, and looks like it",
        "上级批 {}（批 {} 的上级批）与批次文件中的批 {} 看起来相同，而写法不同",
    ),
    ("the parent lot {} stands twice in the lot file", "上级批 {} 在批次文件中出现两次"),
    (
        "the parents of lot {} are written `{}`, which is no lot; the data have {}",
        "批 {} 的上级批写作 `{}`，并无此批；数据中有批 {}",
    ),
    (
        "the parents of lot {} are written `{}`, which is no lot; the lot file has {}",
        "批 {} 的上级批写作 `{}`，并无此批；批次文件中有批 {}",
    ),
    ("the parents of lot {} are written `{}`, and `{}` is no lot", "批 {} 的上级批写作 `{}`，其中 `{}` 不是批号"),
    (
        "{} is not reported, so the sample of the test for sterility cannot be checked",
        "{} 未报告，无菌检查的样品量无法核对",
    ),
];

/// What a finding of this code is.
pub(super) fn what(code: &Code) -> Words {
    let chinese = chinese_finding(code.name).map_or(code.name, |finding| finding.what);
    Words::new(code.what, chinese)
}

/// A sentence of the judgement in both languages.
pub(super) fn said(code: &Code, message: &str) -> Words {
    said_by_name(code.name, message)
}

/// The same by the name of the code, with the records of corrections, which a certificate has as rows of its history.
pub(super) fn in_record(code: &str, message: &str) -> Words {
    let record = (code == VALUE_CORRECTED.name).then(|| correction_in_chinese(message)).flatten();
    record.map_or_else(|| said_by_name(code, message), |chinese| Words::new(message, chinese))
}

fn said_by_name(code: &str, message: &str) -> Words {
    let known = in_chinese(SENTENCES, message);
    let chinese = known.or_else(|| chinese_finding(code).map(|finding| finding.what.to_owned()));
    Words::new(message, chinese.unwrap_or_else(|| code.to_owned()))
}

/// The record of a correction in Chinese: its values, names and days go over as they are.
fn correction_in_chinese(message: &str) -> Option<String> {
    const RECORD: &str = "{} corrected to {}, see {}: {}; corrected by {} on {}, approved by {}";
    let held = held(RECORD, message)?;
    let [before, after, place, reason, by, on, approver] = held[..] else { return None };
    let value = |text: &str| if text == "an empty cell" { "空单元格".to_owned() } else { text.to_owned() };
    let mut places = place.split("; ");
    let at = places.next()?;
    let beside: Option<String> = places.map(|one| Some(format!("；{}", beside_in_chinese(one)?))).collect();
    let (approver, fault) = approver.split_once("; before, ").unwrap_or((approver, ""));
    let fault = if fault.is_empty() { "" } else { "；更正前的值无法读取" };
    Some(format!(
        "{} 更正为 {}，见 {at}{}：{reason}；更正人 {by}，更正日期 {on}，批准人 {approver}{fault}",
        value(before),
        value(after),
        beside?
    ))
}

/// `started 2026-02-04 instead of 2026-02-14` in Chinese.
fn beside_in_chinese(said: &str) -> Option<String> {
    let (column, values) = said.split_once(' ')?;
    let (after, before) = values.split_once(" instead of ")?;
    let value = |text: &str| match text {
        "none" => terms::NO_RESULT.zh.to_owned(),
        "no number" => "非数值".to_owned(),
        text => text.to_owned(),
    };
    Some(format!("{} {}，{} {}", column_term(column).zh, value(after), terms::INSTEAD_OF.zh, value(before)))
}

/// A message in Chinese, where it is one of these sentences.
pub(super) fn in_chinese(sentences: &[(&str, &str)], message: &str) -> Option<String> {
    sentences.iter().find_map(|(en, zh)| Some(filled(zh, &held(en, message)?)))
}

/// Words of limits and checks in a specification: English, Chinese; of two that begin alike, the longer one first.
const RULE_WORDS: [(&str, &str); 21] = [
    ("one of", "以下之一："),
    ("each", "每个"),
    ("control", "对照"),
    ("blank", "空白"),
    ("reference", "参比品"),
    ("gcv", "几何变异系数"),
    ("cv", "变异系数"),
    ("sd", "标准差"),
    ("relative range", "相对极差"),
    ("range", "极差"),
    ("between", "各次之间："),
    ("of sample", "（以样品计）"),
    ("not less than", "≥"),
    ("not more than", "≤"),
    ("NLT", "≥"),
    ("NMT", "≤"),
    ("to", "至"),
    ("cycles", "次"),
    ("days", "天"),
    ("per", "每"),
    ("and", "与"),
];

/// A limit, a check or an observation in Chinese: `control spike 50 to 200 %`, `cv <= 20 %`, `lysate positive`. Names, numbers,
/// units and what stands between quotes go over as they are.
fn rule_in_chinese(said: &str) -> String {
    let mut words: Vec<&str> = Vec::new();
    let mut rest = said.trim();
    while !rest.is_empty() {
        let is_name = words.last().is_some_and(|word| ["对照", "空白", "参比品"].contains(word));
        let term = criterion::known(rest).filter(|_| !is_name).map(|term| (term.zh, ""));
        let (word, behind) = term.or_else(|| rule_word(rest).filter(|_| !is_name)).unwrap_or_else(|| token(rest));
        words.push(word);
        rest = behind.trim_start();
    }
    words
        .into_iter()
        .fold(String::new(), |said, word| if is_joined(&said, word) { said + word } else { said + " " + word })
}

/// Whether two parts follow each other without a blank, as Chinese words and its signs do.
fn is_joined(said: &str, word: &str) -> bool {
    const SIGNS: [char; 3] = ['：', '（', '）'];
    let (Some(last), Some(first)) = (said.chars().next_back(), word.chars().next()) else { return true };
    (is_chinese(last) && is_chinese(first)) || SIGNS.contains(&last) || SIGNS.contains(&first)
}

/// A word of limits and checks at the head of a text, in Chinese, and what follows.
fn rule_word(text: &str) -> Option<(&'static str, &str)> {
    RULE_WORDS.iter().find_map(|(en, zh)| {
        let behind = text.strip_prefix(en).filter(|behind| behind.is_empty() || behind.starts_with(' '))?;
        Some((*zh, behind))
    })
}

/// The first word of a text, or what stands between quotes or brackets at its head, and what follows.
fn token(text: &str) -> (&str, &str) {
    let enclosed = [('"', '"'), ('[', ']')].into_iter().find_map(|(opening, closing)| {
        let closing = text.strip_prefix(opening)?.find(closing)?;
        Some(closing + 2)
    });
    let end = enclosed.or_else(|| text.find(' ')).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// `fail (0.49 EU/mL)` with the outcome in Chinese.
fn outcome_in_chinese(said: &str) -> String {
    let named = |outcome: &Outcome| {
        let rest = said.strip_prefix(&outcome.as_str().replace('_', " "))?;
        let result = rest.strip_prefix(" (").and_then(|rest| rest.strip_suffix(')'));
        let result = result.map_or_else(|| rest.to_owned(), |result| format!("（{result}）"));
        Some(format!("{}{result}", criterion::outcome(*outcome).zh))
    };
    Outcome::ALL.iter().find_map(named).unwrap_or_else(|| said.to_owned())
}

/// What a message holds in the places of a sentence, where it is that sentence.
fn held<'m>(sentence: &str, message: &'m str) -> Option<Vec<&'m str>> {
    let mut parts = sentence.split("{}");
    let mut rest = message.strip_prefix(parts.next()?)?;
    let parts: Vec<&str> = parts.collect();
    let mut held = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let end = match (part.is_empty(), at + 1 == parts.len()) {
            (true, _) => rest.len(),
            (false, true) => rest.len().checked_sub(part.len()).filter(|end| rest.get(*end..) == Some(*part))?,
            (false, false) => rest.find(part)?,
        };
        held.push(rest.get(..end).filter(|text| !text.is_empty())?);
        rest = rest.get(end + part.len()..)?;
    }
    rest.is_empty().then_some(held)
}

/// A sentence with its places filled.
fn filled(sentence: &str, held: &[&str]) -> String {
    let mut parts = sentence.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.zip(held).fold(first, |text, (part, value)| {
        let (kind, behind) = part.split_once('}').unwrap_or(("", part));
        let value = match kind {
            "rule" => rule_in_chinese(value),
            "outcome" => outcome_in_chinese(value),
            _ => (*value).to_owned(),
        };
        text + &value + behind
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_places() {
        for (en, zh) in SENTENCES {
            assert_eq!(en.matches("{}").count(), zh.matches('{').count(), "{en}");
            let own = zh.replace("{rule}", "").replace("{outcome}", "");
            assert!(!own.chars().any(|sign| sign.is_ascii_alphabetic()), "{zh}");
        }
    }

    #[test]
    fn limits_and_observations_are_said_in_chinese() {
        for (said, chinese) in [
            ("negative", "阴性"),
            ("lysate_calnexin positive", "lysate_calnexin 阳性"),
            ("control spike_recovery 50 to 200 %", "对照 spike_recovery 50 至 200 %"),
            ("each control positive no growth", "每个对照 positive 无菌生长"),
            ("blank <= 1 % of sample", "空白 <= 1 %（以样品计）"),
            ("cv between captures <= 20 %", "变异系数各次之间：captures <= 20 %"),
            ("relative range <= 0.3", "相对极差 <= 0.3"),
            ("NMT 0.25 EU/mL", "≤ 0.25 EU/mL"),
            ("70 to 130 %", "70 至 130 %"),
            ("one of [\"to be seen\", clear]", "以下之一：[\"to be seen\", clear]"),
        ] {
            assert_eq!(rule_in_chinese(said), chinese, "{said}");
        }
    }

    #[test]
    fn what_a_sentence_holds_goes_over_as_it_is() {
        let said = |message: &str| said(&crate::judge::INCUBATION_NOT_FINISHED, message).zh;
        assert_eq!(
            said("started 2026-02-04, read 2026-02-11, final after 14 days; earliest conclusion 2026-02-18"),
            "2026-02-04 开始，2026-02-11 读数，培养 14 天后方为最终结果；最早可作结论之日 2026-02-18"
        );
        assert_eq!(said("2 of 3 determinations"), "测定 2 次，应为 3 次");
        assert_eq!(said("the laboratory declared the run invalid: power cut"), "实验室宣布该次试验无效：power cut");
        let record = |message: &str| in_record("value-corrected", message).zh;
        assert_eq!(
            record(
                "3.1 ng/mL corrected to 2.1 ng/mL, see r.csv:3:4; unit ng/mL instead of none; started 2026-02-04 instead of 2026-02-14: transcription: see page 8; corrected by L. Meyer on 2026-02-19, approved by Mei Chen"
            ),
            "3.1 ng/mL 更正为 2.1 ng/mL，见 r.csv:3:4；单位 ng/mL，原为 –；开始日期 2026-02-04，原为 2026-02-14：transcription: see page 8；更正人 L. Meyer，更正日期 2026-02-19，批准人 Mei Chen"
        );
        assert_eq!(
            record(
                "an empty cell corrected to 2.1, see r.csv:3: entry: left out; corrected by A on 2026-02-19, approved by B; before, the cell is empty"
            ),
            "空单元格 更正为 2.1，见 r.csv:3：entry: left out；更正人 A，更正日期 2026-02-19，批准人 B；更正前的值无法读取"
        );
        assert_eq!(record("something else"), "原始记录后，某数值已凭完整记录更正");
        // A sentence that is not known has the Chinese of its code and not one word of English.
        assert_eq!(said("something else"), "在培养结束之前读数");
        assert_eq!(held("{} of {} determinations", " of  determinations"), None);
    }
}
