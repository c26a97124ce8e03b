//! Whether the cells of a record name who approved, and an investigation, or say that there is none, or none yet.
//!
//! The rule for approvers is one of names: what reads as a name, and has none of the words below. These lists are small on purpose,
//! and have gaps; certificates print the cells as they are.

use super::context::says_something;

/// Words that say of an approval that there is none, or none yet; whole words, in whatever case.
const WITHHELD: [&str; 43] = [
    "none",
    "nobody",
    "rejected",
    "rejects",
    "refused",
    "declined",
    "denied",
    "disapproved",
    "unapproved",
    "unsigned",
    "withdrawn",
    "withheld",
    "revoked",
    "cancelled",
    "canceled",
    "pending",
    "awaiting",
    "awaits",
    "awaited",
    "waiting",
    "outstanding",
    "ongoing",
    "requested",
    "missing",
    "draft",
    "yet",
    "tbd",
    "tbc",
    "tba",
    "abgelehnt",
    "verweigert",
    "ausstehend",
    "aussteht",
    "zurückgezogen",
    "widerrufen",
    "storniert",
    "beantragt",
    "angefragt",
    "fehlt",
    "kein",
    "keine",
    "niemand",
    "nein",
];

/// The same of several words.
const WITHHELD_PHRASES: [&[&str]; 10] = [
    &["to", "be"],
    &["to", "follow"],
    &["to", "come"],
    &["under", "review"],
    &["in", "progress"],
    &["on", "hold"],
    &["no", "one"],
    &["for", "approval"],
    &["in", "prüfung"],
    &["steht", "aus"],
];

/// Words that say it of the cell, and in brackets tell of whoever approved: `Q. Adler (QA, not involved in the testing)`.
const WITHHELD_OUTSIDE_BRACKETS: [&[&str]; 7] =
    [&["not"], &["nicht"], &["noch"], &["without"], &["ohne"], &["in", "review"], &["qa", "review"]];

/// What `not` and `no` deny in brackets too.
const APPROVING: [&str; 12] = [
    "approved",
    "approval",
    "approver",
    "signed",
    "signature",
    "granted",
    "authorised",
    "authorized",
    "released",
    "genehmigt",
    "freigegeben",
    "unterschrieben",
];

/// Words that say it where they are written small, or stand alone: there are people of these names.
const WITHHELD_UNLESS_NAMES: [&str; 2] = ["open", "offen"];

/// The same in Chinese, anywhere in the cell. 未, 待, 尚 and 没 alone would be surnames.
const WITHHELD_IN_CHINESE: [&str; 66] = [
    "驳回",
    "駁回",
    "拒绝",
    "拒絕",
    "否决",
    "退回",
    "撤回",
    "撤销",
    "撤銷",
    "取消",
    "作废",
    "不同意",
    "不批",
    "不予",
    "未批",
    "未审",
    "未審",
    "未签",
    "未簽",
    "未获",
    "未獲",
    "未经",
    "未經",
    "未定",
    "未同意",
    "未通过",
    "未核",
    "未授权",
    "未放行",
    "未确认",
    "未指定",
    "没有",
    "没批",
    "没审",
    "没签",
    "沒有",
    "沒批",
    "沒簽",
    "尚未",
    "尚无",
    "尚待",
    "待审",
    "待審",
    "待批",
    "待定",
    "待签",
    "待簽",
    "待核",
    "待复核",
    "待确认",
    "待放行",
    "审批中",
    "審批中",
    "审核中",
    "審核中",
    "审查中",
    "复核中",
    "批准中",
    "签批中",
    "暂缓",
    "暂无",
    "暂未",
    "空缺",
    "无人",
    "无批准",
    "無人",
];

/// What says it where it is all that the cell has.
const WITHHELD_ALONE: [&str; 6] = ["否", "缺", "待", "未", "N.N.", "N. N."];

/// Words beside a name, which are none.
const NO_NAMES: [&str; 39] = [
    "dr",
    "prof",
    "professor",
    "mr",
    "mrs",
    "ms",
    "herr",
    "frau",
    "by",
    "von",
    "durch",
    "yes",
    "ok",
    "okay",
    "done",
    "ja",
    "erledigt",
    "accepted",
    "agreed",
    "已批准",
    "批准",
    "同意",
    "已同意",
    "是",
    "已签",
    "self",
    "same",
    "ditto",
    "analyst",
    "operator",
    "tester",
    "true",
    "see",
    "inv",
    "同上",
    "本人",
    "自己",
    "检验人",
    "操作人",
];

/// Why a cell names nobody who approved, or no investigation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NotNamed {
    /// What it says instead: "`waiting for QA` says `waiting`"; nothing where the cell is empty.
    pub why: Option<String>,
    /// What helps.
    pub help: &'static str,
}

const NAME: &str = "write the name of who approved it, with its capital letters, and nothing else";
const NUMBER: &str = "write the number of the investigation";

/// What keeps a cell from naming somebody who approved; `None` where it names one.
pub(super) fn without_approval(approver: &str) -> Option<NotNamed> {
    let approver = approver.trim();
    if !says_something(approver) {
        return Some(NotNamed { why: None, help: NAME });
    }
    let (outside, brackets) = parted(approver);
    let said = withheld(&outside, false).or_else(|| brackets.iter().find_map(|text| withheld(text, true)));
    let why = match said {
        Some(words) => format!("`{approver}` says `{words}`"),
        None if words_of(&outside).any(is_of_name) || is_user_name(outside.trim()) => return None,
        None => format!("`{approver}` reads as no name"),
    };
    Some(NotNamed { why: Some(why), help: NAME })
}

/// Whether a cell names somebody who approved.
pub(super) fn is_granted(approver: &str) -> bool {
    without_approval(approver).is_none()
}

/// A text without what stands in brackets, and what stands there; a text that is in brackets as a whole stands outside.
fn parted(text: &str) -> (String, Vec<String>) {
    let (mut outside, mut brackets, mut depth) = (String::new(), Vec::<String>::new(), 0_usize);
    for sign in text.chars() {
        match sign {
            '(' | '（' | '[' | '［' | '【' => {
                if depth == 0 {
                    brackets.push(String::new());
                    outside.push(' ');
                }
                depth += 1;
            }
            ')' | '）' | ']' | '］' | '】' => depth = depth.saturating_sub(1),
            _ if depth > 0 => brackets.iter_mut().last().into_iter().for_each(|text| text.push(sign)),
            _ => outside.push(sign),
        }
    }
    match outside.contains(char::is_alphanumeric) {
        true => (outside, brackets),
        false => (brackets.join(" "), Vec::new()),
    }
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Whether a word can be one of a name: a letter of it is no small one.
fn is_of_name(word: &str) -> bool {
    let lower = word.to_lowercase();
    word.chars().any(|sign| sign.is_alphabetic() && !sign.is_lowercase())
        && !NO_NAMES.contains(&lower.as_str())
        && !APPROVING.contains(&lower.as_str())
}

/// Whether a text is the name of a user of a laboratory's system: one word, with a sign that no word of a language has within.
fn is_user_name(text: &str) -> bool {
    let is_of_one = |sign: char| sign.is_alphanumeric() || matches!(sign, '.' | '_' | '-' | '@' | '\\');
    let is_marked = text.contains(|sign: char| matches!(sign, '.' | '_' | '@' | '\\') || sign.is_ascii_digit());
    is_marked
        && text.chars().all(is_of_one)
        && words_of(text).any(|word| word.chars().filter(|sign| sign.is_alphabetic()).count() > 2)
}

/// The words of a text by which there is no approval, or none yet.
fn withheld(text: &str, is_in_brackets: bool) -> Option<String> {
    let in_chinese = WITHHELD_IN_CHINESE.iter().find(|words| text.contains(*words));
    let whole = || WITHHELD_ALONE.iter().find(|words| text.trim() == **words);
    if let Some(words) = in_chinese.or_else(whole) {
        return Some((*words).to_owned());
    }
    text.split([':', '：', ';', '；', '?', '？', '!', '/', '=']).find_map(|part| withheld_in(part, is_in_brackets))
}

fn withheld_in(part: &str, is_in_brackets: bool) -> Option<String> {
    let words: Vec<&str> = words_of(part).collect();
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let lower: Vec<&str> = lower.iter().map(String::as_str).collect();
    let begins = |at: usize, phrase: &[&str]| lower.get(at..).is_some_and(|rest| rest.starts_with(phrase));
    let is_next = |at: usize, list: &[&str]| lower.get(at + 1).is_some_and(|next| list.contains(next));
    let is_alone = lower.len() == 1;
    let one = |at: usize| -> Option<String> {
        let (word, written) = (*lower.get(at)?, *words.get(at)?);
        // Whoever is called so writes an initial before it: `A. Draft`.
        if at.checked_sub(1).and_then(|at| words.get(at)).is_some_and(is_initial) && is_written_as_a_name(written) {
            return None;
        }
        let mut phrases = WITHHELD_PHRASES.iter();
        let outside = || WITHHELD_OUTSIDE_BRACKETS.iter().find(|phrase| !is_in_brackets && begins(at, phrase));
        if let Some(phrase) = phrases.find(|phrase| begins(at, phrase)).or_else(outside) {
            return Some(phrase.join(" "));
        }
        let denies = match word {
            "no" => is_alone || is_next(at, &APPROVING) || !(is_in_brackets || is_surname(&words, at)),
            "not" | "nicht" => is_next(at, &APPROVING),
            _ if WITHHELD_UNLESS_NAMES.contains(&word) => is_alone || written == word,
            _ => WITHHELD.contains(&word),
        };
        denies.then(|| written.to_owned())
    };
    (0..lower.len()).find_map(one)
}

/// Whether a `No` is the surname: written with a capital letter, beside another word that is written as names are.
fn is_surname(words: &[&str], at: usize) -> bool {
    let is_name = |word: &&str| is_of_name(word) && is_written_as_a_name(word);
    let before = at.checked_sub(1).and_then(|at| words.get(at));
    words.get(at) == Some(&"No") && [before, words.get(at + 1)].into_iter().flatten().any(is_name)
}

/// Whether a word has one capital letter, the first.
fn is_written_as_a_name(word: &str) -> bool {
    let mut signs = word.chars();
    signs.next().is_some_and(char::is_uppercase) && signs.all(char::is_lowercase)
}

/// Whether a word is one capital letter.
fn is_initial(word: &&str) -> bool {
    is_written_as_a_name(word) && word.chars().count() == 1
}

/// Words at the beginning of a cell that say that there is no investigation, or none yet.
const NOT_OPENED_FIRST: [&str; 17] = [
    "not",
    "none",
    "nil",
    "nothing",
    "never",
    "without",
    "pending",
    "awaiting",
    "awaited",
    "requested",
    "tbd",
    "tbc",
    "tba",
    "kein",
    "keine",
    "nicht",
    "ausstehend",
];

/// What `not` denies of an investigation, wherever it stands: `OOS not opened`.
const OPENING: [&str; 13] = [
    "opened",
    "open",
    "started",
    "initiated",
    "raised",
    "created",
    "issued",
    "filed",
    "assigned",
    "applicable",
    "available",
    "performed",
    "conducted",
];

/// What it denies of one that has no number: behind a number something else is not required, such as a CAPA.
const ASKING: [&str; 3] = ["required", "needed", "necessary"];

/// Words that begin the names of what was investigated too: `Planned deviation PD-12`.
const NOT_OPENED_FIRST_WITHOUT_NUMBER: [&str; 2] = ["planned", "waiting"];

/// Words that say it anywhere in a cell without a number.
const NOT_OPENED_WITHOUT_NUMBER: [&str; 14] = [
    "none",
    "nobody",
    "nothing",
    "pending",
    "awaiting",
    "awaited",
    "waiting",
    "outstanding",
    "requested",
    "planned",
    "tbd",
    "tbc",
    "tba",
    "ausstehend",
];

/// Chinese words that say it anywhere.
const NOT_OPENED_IN_CHINESE: [&str; 15] = [
    "无调查",
    "无需调查",
    "不需调查",
    "没有调查",
    "未启动",
    "未立项",
    "未开启",
    "未开立",
    "未开展",
    "未进行调查",
    "未调查",
    "尚未立",
    "尚未开",
    "尚未启",
    "尚未调查",
];

/// Chinese words that say it at the beginning, and, without a number, anywhere.
const NOT_OPENED_FIRST_IN_CHINESE: [&str; 14] = [
    "待定",
    "待立项",
    "待开",
    "待启动",
    "待编号",
    "拟立",
    "拟开",
    "拟启",
    "暂无",
    "暂未",
    "没有",
    "尚无",
    "尚待",
    "空缺",
];

/// The same, where a number makes a reference of them: `待查-2026-03`.
const NOT_OPENED_WITHOUT_NUMBER_IN_CHINESE: [&str; 9] =
    ["待查", "待调查", "待补", "待填", "待分配", "待确认", "待批", "待审", "尚未"];

/// What keeps a cell from naming an investigation; `None` where it names one: a number or some other words, and not that there is none,
/// or none yet. `No. 17` is the number of one, `no investigation` is none.
pub(super) fn without_investigation(investigation: &str) -> Option<NotNamed> {
    let investigation = investigation.trim();
    if !says_something(investigation) || investigation == "否" {
        return Some(NotNamed { why: None, help: NUMBER });
    }
    let words = not_opened(investigation)?;
    Some(NotNamed { why: Some(format!("`{investigation}` says `{words}`")), help: NUMBER })
}

/// The words by which there is no investigation, or none yet.
fn not_opened(text: &str) -> Option<String> {
    let has_number = text.contains(|sign: char| sign.is_ascii_digit());
    let words: Vec<&str> = words_of(text).collect();
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let lower: Vec<&str> = lower.iter().map(String::as_str).collect();
    let anywhere = NOT_OPENED_IN_CHINESE.iter().find(|words| text.contains(*words));
    let first = NOT_OPENED_FIRST_IN_CHINESE
        .iter()
        .find(|words| text.starts_with(*words) || (!has_number && text.contains(*words)));
    let unnumbered = NOT_OPENED_WITHOUT_NUMBER_IN_CHINESE.iter().find(|words| !has_number && text.contains(*words));
    if let Some(words) = anywhere.or(first).or(unnumbered) {
        return Some((*words).to_owned());
    }
    let denies = |at: usize| {
        let next = lower.get(at + 1).filter(|next| **next != "yet").or_else(|| lower.get(at + 2));
        let is_denied = |next: &&str| OPENING.contains(next) || (!has_number && ASKING.contains(next));
        lower.get(at) == Some(&"not") && next.is_some_and(is_denied)
    };
    // `Not-2026-1` is a number.
    let first = text.split_whitespace().next().unwrap_or_default();
    let is_apart = words.first() == Some(&first.trim_matches(|sign: char| !sign.is_alphanumeric()));
    let says = |at: usize| -> bool {
        let rest = lower.get(at..).unwrap_or_default();
        let is_first = at == 0 || !has_number;
        match rest {
            ["to", "be" | "follow", ..] => is_first,
            ["not", "yet", ..] | ["noch", "nicht", ..] => !has_number || denies(at),
            ["no" | "nein"] if at > 0 => true,
            ["no", ..] if at == 0 => !is_numbered(text, &words),
            [word, ..] => {
                let is_first_of_list =
                    NOT_OPENED_FIRST.contains(word) || (!has_number && NOT_OPENED_FIRST_WITHOUT_NUMBER.contains(word));
                (at == 0 && is_apart && is_first_of_list)
                    || (!has_number && NOT_OPENED_WITHOUT_NUMBER.contains(word))
                    || denies(at)
            }
            [] => false,
        }
    };
    let at = (0..lower.len()).find(|at| says(*at))?;
    let end = if matches!(lower.get(at), Some(&"not" | &"to" | &"no" | &"noch")) { at + 2 } else { at + 1 };
    Some(words.get(at..end.min(words.len()))?.join(" "))
}

/// Whether the `no` that a text begins with is that of a number: a mark stands behind it, or a word with a capital letter or a digit,
/// and one of the two words behind it has a digit.
fn is_numbered(text: &str, words: &[&str]) -> bool {
    let is_marked = text.chars().nth(2).is_some_and(|sign| matches!(sign, '.' | ':' | '#' | '：' | '．'));
    let is_name = |word: &&str| word.contains(|sign: char| sign.is_ascii_digit() || sign.is_uppercase());
    let has_digit = |word: &&str| word.contains(|sign: char| sign.is_ascii_digit());
    (is_marked || words.get(1).is_some_and(is_name)) && words.iter().skip(1).take(2).any(has_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_approval_that_is_refused_or_still_to_come_is_none() {
        for text in [
            "not yet approved",
            "pending approval",
            "rejected by Q. Adler",
            "not approved by Q. Adler",
            "to be approved",
            "draft",
            "n/a",
            "-",
            "TBD",
            "disapproved by Q. Adler",
            "waiting for QA",
            "Under review",
            "QA review ongoing",
            "QA review",
            "in review",
            "on hold",
            "Cancelled",
            "approval withheld",
            "approval outstanding",
            "requested",
            "open",
            "Open",
            "QA: open",
            "none yet",
            "Nobody",
            "without approval",
            "QA: no",
            "QA: No",
            "No",
            "No approval",
            "No Approval",
            "No QA",
            "Approved: No",
            "to follow",
            "withdrawn",
            "Q. Adler (pending)",
            "Q. Adler (not approved)",
            "Q. Adler (not yet)",
            "Q. Adler (no)",
            "(rejected)",
            "abgelehnt",
            "Freigabe ausstehend",
            "nicht genehmigt",
            "Self",
            "Same as analyst",
            "Analyst",
            "同上",
            "本人",
            "TRUE",
            "See INV-2",
            "approved",
            "Yes",
            "q. adler",
            "t.b.d.",
            "未批准",
            "待批准",
            "不同意",
            "否",
            "驳回",
            "拒绝",
            "未经批准",
            "没有批准",
            "没批",
            "审批中",
            "审核中",
            "暂缓",
            "暂无",
            "未定",
            "空缺",
            "无",
            "无批准人",
            "张伟（待审）",
            "已批准",
            "缺",
            "N.N.",
            "Rejected Q. Adler",
            "Q. Adler Rejected",
        ] {
            assert!(!is_granted(text), "{text}");
        }
        for text in [
            "Q. Adler",
            "approved by Q. Adler",
            "张伟",
            "Hyun No",
            "Notker Tobe",
            "尚丽",
            "尚雯",
            "待建国",
            "未来",
            "张无忌",
            "No Hyun-jin",
            "No, Hyun-Jung",
            "H. No",
            "Dr. Q. Adler (QA, not involved in the testing)",
            "QA",
            "QA (W. Wei)",
            "QP Okafor",
            "Head of Quality",
            "Karl Offen",
            "김하늘",
            "佐藤",
            "von der Heide, M.",
            "A. Draft",
            "B. To",
            "adler@lab.example",
            "q.adler",
            "qadler7",
            "LAB\\qadler",
        ] {
            assert_eq!(without_approval(text), None, "{text}");
        }
    }

    /// The message names the words that are in the way, and what to write.
    #[test]
    fn what_is_no_approval_is_told_with_what_to_write() {
        let told = |approver| without_approval(approver).and_then(|lacking| lacking.why).unwrap_or_default();
        for (approver, why) in [
            ("", ""),
            ("waiting for QA", "`waiting for QA` says `waiting`"),
            ("not yet approved", "`not yet approved` says `not`"),
            ("Q. Adler: under review", "`Q. Adler: under review` says `under review`"),
            ("张伟（待审）", "`张伟（待审）` says `待审`"),
            ("q. adler", "`q. adler` reads as no name"),
        ] {
            assert_eq!(told(approver), why, "{approver}");
        }
        let told = |text| without_investigation(text).and_then(|lacking| lacking.why).unwrap_or_default();
        for (text, why) in [
            ("n/a", ""),
            ("OOS not opened", "`OOS not opened` says `not opened`"),
            ("no investigation", "`no investigation` says `no investigation`"),
            ("None yet", "`None yet` says `None`"),
            ("调查未启动", "`调查未启动` says `未启动`"),
        ] {
            assert_eq!(told(text), why, "{text}");
        }
    }

    #[test]
    fn an_investigation_that_was_not_opened_is_none() {
        for text in [
            "no investigation",
            "No investigation",
            "no investigation 2026",
            "to be opened",
            "Not opened",
            "not opened as of 2026-03-01",
            "pending",
            "none",
            "None yet",
            "none opened",
            "investigation pending",
            "OOS not opened",
            "OOS-2026-014 not opened",
            "OOS: no",
            "not required",
            "无调查",
            "待定",
            "待查",
            "尚未立项",
            "调查未启动",
            "拟立项",
            "否",
        ] {
            assert!(without_investigation(text).is_some(), "{text}");
        }
        for text in [
            "DEV-2026-014",
            "No. 17",
            "No 17",
            "No. OOS-2026-014",
            "No OOS-2026-014",
            "No: DEV 3",
            "no. DEV-3",
            "no. dev-3",
            "不合格调查-2026-01",
            "未知污染调查 3",
            "未开封样品污染调查-01",
            "待查-2026-03",
            "无菌试验阳性调查",
            "待测样品污染调查",
            "INV-5, not yet closed",
            "OOS-7 (pending)",
            "INV-2, CAPA not required",
            "Planned deviation PD-12",
            "Not-2026-1",
            "Pending-list 4: INV-22",
            "wrong antibody lot",
        ] {
            assert_eq!(without_investigation(text), None, "{text}");
        }
    }
}
