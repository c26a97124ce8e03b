//! Why a line is no plain pass, and what keeps a lot from conforming, in both languages.
//!
//! The judgement says its reasons in English. Each is one of the sentences of a table with its numbers, dates and names filled in;
//! those go into the Chinese sentence as they are (R-1101), and each place says what it may hold, so that no English gets into it.
//! Tests are called as on the page, limits have its signs. A reason that is none of the sentences has the Chinese of its code,
//! never its English (R-1104); its sentence stands in the twin. The sentences belong to the terminology table and change its
//! version.

#[cfg(test)]
mod every_reason;
mod rule;
mod sentence;
mod slot;

use super::fill::{Material, column_term};
use super::terms;
use super::test_line::bare_test_name;
use super::words::Words;
use crate::explanation::chinese_finding;
use crate::finding::Code;
use crate::judge::VALUE_CORRECTED;
use sentence::{held, in_print, of_the_judgement};

/// What a finding of this code is.
pub(super) fn what(code: &Code) -> Words {
    let chinese = chinese_finding(code.name).map_or(code.name, |finding| finding.what);
    Words::new(code.what, chinese)
}

/// A sentence of the judgement in both languages, with the names that its tests have on the page.
pub(super) fn said(of: &Material<'_>, code: &Code, message: &str) -> Words {
    let named = |id: &str| of.lot.spec.tests.iter().find(|test| test.id == id).map(|test| bare_test_name(of, test));
    said_by_name(code.name, message, &named)
}

/// A sentence of a record that knows its code alone, with the records of corrections, which a certificate has as rows of its
/// history.
pub(super) fn in_record(code: &str, message: &str) -> Words {
    let record = (code == VALUE_CORRECTED.name).then(|| correction_in_chinese(message)).flatten();
    record.map_or_else(|| said_by_name(code, message, &|_| None), |chinese| Words::new(message, chinese))
}

fn said_by_name(code: &str, message: &str, names: slot::Names<'_>) -> Words {
    of_the_judgement(message, names).unwrap_or_else(|| {
        let chinese = chinese_finding(code).map_or(code, |finding| finding.what);
        Words::new(message, chinese)
    })
}

/// The record of a correction in Chinese: its values, names and days go over as they are.
fn correction_in_chinese(message: &str) -> Option<String> {
    const RECORD: &str =
        "{text} corrected to {text}, see {text}: {text}; corrected by {text} on {date}, approved by {text}";
    let held: Vec<&str> = held(RECORD, message)?.into_iter().map(|(_, text)| text).collect();
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

/// A text in both languages, where it is one of these sentences.
pub(super) fn one_of(sentences: &[(&str, &str)], text: &str) -> Option<Words> {
    in_print(sentences.iter().copied(), text, &|_| None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_sentence_holds_goes_over_as_it_is() {
        let said = |message: &str| in_record(crate::judge::INCUBATION_NOT_FINISHED.name, message).zh;
        assert_eq!(
            said("started 2026-02-04, read 2026-02-11, final after 14 days; earliest conclusion 2026-02-18"),
            "2026-02-04 开始，2026-02-11 读数，培养 14 天后方为最终结果；最早可作结论之日 2026-02-18"
        );
        assert_eq!(said("2 of 3 determinations"), "测定 2 次，应为 3 次");
        // The value that is refused is the new one.
        assert_eq!(
            said("the correction to 2.0e10 particles/mL does not count: nobody is named who corrected it"),
            "更正为“2.0e10 particles/mL”的记录不予采用：未注明更正人"
        );
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
        assert_eq!(held("{number} of {number} determinations", " of  determinations"), None);
        assert_eq!(said("an uncertainty is stated for 2 of 3 determinations"), "3 次测定中仅有 2 次声明了不确定度");
    }
}
