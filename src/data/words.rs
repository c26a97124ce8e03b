//! Words and dates in cells: status, role, day.

use super::cell::folded;
use super::determination::{CorrectionReason, RowStatus};
use crate::expiry::LabelDate;
use crate::quantity::{DecimalMark, Reading};
use crate::spec::Role;
use jiff::civil::Date;

/// Whether a cell says that there is nothing to say: it is empty, or has a mark for that, `-`, `/`, `n/a`, none, 无.
pub(crate) fn says_none(cell: &str) -> bool {
    matches!(
        Reading::parse(cell, DecimalMark::Point),
        Reading::Empty | Reading::Dash | Reading::NoneReported | Reading::NotApplicable
    )
}

/// The `status` cell; `None` for a word that is not one.
pub(crate) fn status(cell: &str) -> Option<RowStatus> {
    Some(match folded(cell).as_str() {
        "" | "valid" | "final" | "有效" => RowStatus::Valid,
        "invalid" | "invalidated" | "无效" => RowStatus::Invalid,
        "pending" | "待定" | "进行中" | "检验中" => RowStatus::Pending,
        "nottested" | "未检" | "未检验" | "未检测" | "未测" => RowStatus::NotTested,
        _ => return None,
    })
}

/// The words that the `status` cell may hold, for help texts.
pub(crate) const STATUS_WORDS: &str = "`valid`, `invalid`, `pending` or `not tested`";

/// The code of a correction; `None` for a word that is not one.
pub(crate) fn correction_reason(cell: &str) -> Option<CorrectionReason> {
    Some(match folded(cell).as_str() {
        "transcription" | "誊写" | "转录" => CorrectionReason::Transcription,
        "unit" | "单位" => CorrectionReason::Unit,
        "calculation" | "计算" => CorrectionReason::Calculation,
        "samplemixup" | "样品混淆" => CorrectionReason::SampleMixUp,
        "instrumentexport" | "仪器导出" => CorrectionReason::InstrumentExport,
        "other" | "其他" => CorrectionReason::Other,
        _ => return None,
    })
}

/// The `role` cell; `None` for a word that is not one.
pub(crate) fn role(cell: &str) -> Option<Role> {
    Some(match folded(cell).as_str() {
        "" | "sample" | "样品" | "供试品" => Role::Sample,
        "control" | "对照" | "质控" => Role::Control,
        "blank" | "空白" => Role::Blank,
        "reference" | "参考品" | "参比品" | "标准品" => Role::Reference,
        "retest" | "复检" | "复验" => Role::Retest,
        _ => return None,
    })
}

/// The words that the `role` cell may hold, for help texts.
pub(crate) const ROLE_WORDS: &str = "`sample`, `control`, `blank`, `reference` or `retest`";

/// How a date is written, for help texts.
pub(crate) const DATE_FORM: &str = "write the date as year-month-day, `2026-03-09`";

/// A day written year first: `2026-03-09`, `2026/3/9`, `2026.3.9`, `20260309`, `2026年3月9日`, with or without a time
/// of day behind it. Day-first and month-first dates look alike, so neither is read.
pub fn date(cell: &str) -> Option<Date> {
    let text = without_time(cell.trim());
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return day(text.get(..4)?, text.get(4..6)?, text.get(6..)?);
    }
    if let Some((year, rest)) = text.split_once('年') {
        let (month, rest) = rest.split_once('月')?;
        return day(year, month, rest.strip_suffix('日').or_else(|| rest.strip_suffix('号'))?);
    }
    let mark = text.chars().find(|character| !character.is_ascii_digit())?;
    if !matches!(mark, '-' | '/' | '.') {
        return None;
    }
    let mut parts = text.split(mark);
    let (year, month, day_of_month) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    day(year, month, day_of_month)
}

/// How an expiry or retest date is written, for help texts.
pub(crate) const LABEL_DATE_FORM: &str =
    "write year-month-day, `2027-05-15`, or year-month, `2027-05`, which means the last day of the month";

/// A date of a label: a day as [`date`] reads it, or a month written year first: `2027-05`, `2027/5`, `2027.05`,
/// `2027年5月`. Six digits in a row are not read: they could be a short day as well.
pub(crate) fn label_date(cell: &str) -> Option<LabelDate> {
    if let Some(day) = date(cell) {
        return Some(LabelDate::Day(day));
    }
    let text = cell.trim();
    let (year, month) = match text.split_once('年') {
        Some((year, rest)) => (year, rest.strip_suffix('月')?),
        None => text.split_once(['-', '/', '.'])?,
    };
    let digits =
        |text: &str, lengths: &[usize]| lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(year, &[4]) || !digits(month, &[1, 2]) {
        return None;
    }
    LabelDate::month(year.parse().ok()?, month.parse().ok()?)
}

/// The part before `T10:30` or ` 10:30`; the whole text where what follows is no time.
fn without_time(text: &str) -> &str {
    match text.split_once(['T', ' ']) {
        Some((date, time)) if is_time(time.trim()) => date,
        _ => text,
    }
}

/// `10:30`, `10:30:00`, `10:30:00.000`, each with `Z` or an offset.
fn is_time(text: &str) -> bool {
    let clock = text.strip_suffix('Z').unwrap_or(text);
    let clock = clock.split_once(['+', '-']).map_or(clock, |(clock, _)| clock).trim();
    let numbers =
        clock.split([':', '.']).all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    numbers && clock.contains(':')
}

fn day(year: &str, month: &str, day: &str) -> Option<Date> {
    let digits = |text: &str, most: usize| {
        let plain = !text.is_empty() && text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| text.parse::<i16>().ok()).flatten()
    };
    if year.len() != 4 {
        return None;
    }
    let (month, day) = (i8::try_from(digits(month, 2)?).ok()?, i8::try_from(digits(day, 2)?).ok()?);
    Date::new(digits(year, 4)?, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A cell that is filled since no cell may be blank is of no investigation; one that says more is.
    #[test]
    fn a_mark_in_the_cell_of_the_investigation_names_none() {
        let names = |investigation| crate::data::Details { investigation, ..Default::default() }.names_investigation();
        for mark in ["", " ", "-", "—", "/", "n/a", "N.A.", "none", "无", "不适用"] {
            assert!(!names(mark), "{mark}");
        }
        for text in ["INV-7", "No. 17", "无菌试验阳性调查", "to be opened"] {
            assert!(names(text), "{text}");
        }
    }

    #[test]
    fn dates_are_read_year_first_only() {
        let ninth = Date::constant(2026, 3, 9);
        for text in [
            "2026-03-09",
            "2026/3/9",
            "2026.3.9",
            "20260309",
            "2026年3月9日",
            " 2026-03-09T10:30:00Z",
            "2026-03-09 10:30",
            "2026-03-09 10:30:00+08:00",
        ] {
            assert_eq!(date(text), Some(ninth), "{text}");
        }
        for text in
            ["09/03/2026", "3-9-2026", "2026-13-01", "2026-02-30", "2026-03", "26-03-09", "soon", "", "2026-03-09 x"]
        {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn labels_name_a_day_or_a_month() {
        let may = LabelDate::Month { year: 2027, month: 5 };
        for text in ["2027-05", "2027/5", "2027.05", "2027年5月", "2027年05月", " 2027-05 "] {
            assert_eq!(label_date(text), Some(may), "{text}");
        }
        assert_eq!(label_date("2027-05-15"), Some(LabelDate::Day(Date::constant(2027, 5, 15))));
        for text in ["05/2027", "May 2027", "2027-13", "2027-00", "202705", "2027", "27-05", "2027-05-32", "2027-", ""]
        {
            assert_eq!(label_date(text), None, "{text}");
        }
    }

    #[test]
    fn words_are_known_in_both_languages() {
        assert_eq!(status("Not_Tested"), Some(RowStatus::NotTested));
        assert_eq!(status("无效"), Some(RowStatus::Invalid));
        assert_eq!(status(""), Some(RowStatus::Valid));
        assert_eq!(status("ok"), None);
        for reason in CorrectionReason::ALL {
            assert_eq!(correction_reason(reason.as_str()), Some(reason));
        }
        assert_eq!(correction_reason("Sample mix-up"), Some(CorrectionReason::SampleMixUp));
        assert_eq!(correction_reason("计算"), Some(CorrectionReason::Calculation));
        assert_eq!(correction_reason("mistake"), None);
        let split = CorrectionReason::of("transcription： digits exchanged: 12 for 21");
        assert_eq!(split, Some((CorrectionReason::Transcription, "digits exchanged: 12 for 21")));
        assert_eq!(CorrectionReason::of("unit"), Some((CorrectionReason::Unit, "")));
        assert_eq!(CorrectionReason::of("digits exchanged"), None);
        assert_eq!(role("Control"), Some(Role::Control));
        assert_eq!(role("空白"), Some(Role::Blank));
        assert_eq!(role("spike"), None);
    }
}
