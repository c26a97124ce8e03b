//! To which side of a number a text points, by words before it and behind it, and what takes that back: `≤ -70 °C`,
//! 8 ℃以上不得保存.

use self::Direction::{Elsewhere, Least, Most, Unsaid};
use super::comparison::{self, Bound, ends_with_words};

/// Where the values lie that a number of a text speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The text does not say it: `-80 °C`.
    Unsaid,
    /// At the number or below.
    Most,
    /// At the number or above.
    Least,
    /// Anywhere but there: 2～8 ℃以外, `not at -80 °C`.
    Elsewhere,
}

impl Direction {
    /// Whether two texts can mean the same: one of them may leave the side unsaid.
    pub fn agrees(self, other: Direction) -> bool {
        self == other || ((self == Unsaid || other == Unsaid) && self != Elsewhere && other != Elsewhere)
    }

    fn taken_back(self) -> Direction {
        match self {
            Unsaid => Elsewhere,
            Most => Least,
            Least => Most,
            Elsewhere => Unsaid,
        }
    }

    /// Of a range whose ends say this and that: it lies elsewhere, or its ends say where.
    pub(super) fn of_range(self, other: Direction) -> Direction {
        let is_elsewhere = (self == Elsewhere) != (other == Elsewhere);
        if is_elsewhere { Elsewhere } else { Unsaid }
    }
}

/// Words before a number, beside those that make it a limit of a criterion.
const BEFORE: [(&str, Direction); 51] = [
    ("exceed", Least),
    ("exceeds", Least),
    ("exceeded", Least),
    ("exceeding", Least),
    ("beyond", Least),
    ("longer than", Least),
    ("later than", Least),
    ("higher than", Least),
    ("warmer than", Least),
    ("lower than", Most),
    ("shorter than", Most),
    ("fewer than", Most),
    ("colder than", Most),
    ("earlier than", Most),
    ("at or above", Least),
    ("at or over", Least),
    ("at or below", Most),
    ("at or under", Most),
    ("below or at", Most),
    ("above or at", Least),
    ("at the latest after", Most),
    ("latest after", Most),
    ("minimum of", Least),
    ("max of", Most),
    ("outside", Elsewhere),
    ("outside of", Elsewhere),
    ("other than", Elsewhere),
    ("except", Elsewhere),
    ("except at", Elsewhere),
    ("instead of", Elsewhere),
    ("rather than", Elsewhere),
    ("迟于", Least),
    ("晚于", Least),
    ("长于", Least),
    ("多于", Least),
    ("超出", Least),
    ("逾", Least),
    ("早于", Most),
    ("短于", Most),
    ("不到", Most),
    ("未满", Most),
    ("最长", Most),
    ("最高", Most),
    ("最大", Most),
    ("最迟", Most),
    ("最晚", Most),
    ("最低", Least),
    ("最少", Least),
    ("最短", Least),
    ("最小", Least),
    ("最早", Least),
];

/// Words of time before a number.
const BEFORE_TIMES: [(&str, Direction); 3] = [("within", Most), ("no later than", Most), ("after", Least)];

/// Words that stand anywhere before a number in its clause: `maximum storage time 4 h`.
const SUPERLATIVES: [(&str, Direction); 20] = [
    ("maximum", Most),
    ("max", Most),
    ("highest", Most),
    ("longest", Most),
    ("latest", Most),
    ("minimum", Least),
    ("lowest", Least),
    ("shortest", Least),
    ("earliest", Least),
    ("最长", Most),
    ("最高", Most),
    ("最大", Most),
    ("最多", Most),
    ("最迟", Most),
    ("最晚", Most),
    ("最低", Least),
    ("最少", Least),
    ("最短", Least),
    ("最小", Least),
    ("最早", Least),
];

/// Words behind a number, those first that begin with others.
const BEHIND: [(&str, Direction); 41] = [
    ("or less", Most),
    ("or below", Most),
    ("or lower", Most),
    ("or under", Most),
    ("or fewer", Most),
    ("or shorter", Most),
    ("or colder", Most),
    ("or earlier", Most),
    ("and below", Most),
    ("and lower", Most),
    ("at most", Most),
    ("maximum", Most),
    ("max", Most),
    ("at the latest", Most),
    ("must not be exceeded", Most),
    ("shall not be exceeded", Most),
    ("is not exceeded", Most),
    ("was not exceeded", Most),
    ("or more", Least),
    ("or above", Least),
    ("or higher", Least),
    ("or over", Least),
    ("or longer", Least),
    ("or greater", Least),
    ("or later", Least),
    ("or warmer", Least),
    ("and above", Least),
    ("and higher", Least),
    ("and more", Least),
    ("at least", Least),
    ("minimum", Least),
    ("以下", Most),
    ("之下", Most),
    ("以内", Most),
    ("之内", Most),
    ("更低", Most),
    ("以上", Least),
    ("之上", Least),
    ("更高", Least),
    ("以外", Elsewhere),
    ("之外", Elsewhere),
];

/// Words behind a time.
const BEHIND_TIMES: [(&str, Direction); 4] = [("内", Most), ("以后", Least), ("之后", Least), ("后", Least)];

/// What may stand between a number and such a word.
const JOINING: [&str; 6] = ["(含)", "及", "或", "和", "(", "(含本数)"];

/// What may stand between such a word and a number.
const FILLING: [&str; 12] =
    ["about", "approximately", "approx.", "ca.", "at", "for", "of", "约", "大约", "为", "是", "在"];

/// What takes back what is said behind it in its clause.
const NOT: [&str; 18] = [
    "not",
    "never",
    "no",
    "nor",
    "neither",
    "without",
    "avoid",
    "avoided",
    "cannot",
    "don't",
    "mustn't",
    "discard",
    "discarded",
    "destroy",
    "destroyed",
    "prohibited",
    "forbidden",
    "none",
];

/// The same in Chinese, where it may stand behind a number as well.
const CHINESE_NOT: [&str; 29] = [
    "不得",
    "不可",
    "不应",
    "不能",
    "不宜",
    "不要",
    "不许",
    "不准",
    "不允许",
    "不使用",
    "不予",
    "不再",
    "不保存",
    "不会",
    "并非",
    "而非",
    "勿",
    "禁止",
    "严禁",
    "切忌",
    "避免",
    "未",
    "没有",
    "无需",
    "不需",
    "不必",
    "弃",
    "销毁",
    "作废",
];

/// A comparison that is taken back as such, and takes back nothing else.
const NOT_OF_COMPARISON: [&str; 22] = [
    "not above",
    "not below",
    "not more",
    "not less",
    "not over",
    "not under",
    "not higher",
    "not lower",
    "not longer",
    "not shorter",
    "not later",
    "not earlier",
    "not exceed",
    "not greater",
    "no more",
    "no less",
    "no later",
    "no longer",
    "no higher",
    "no lower",
    "no greater",
    "no earlier",
];

/// What a Chinese comparison begins with behind 不得 and 不.
const COMPARED: [&str; 8] = ["高于", "低于", "超", "过", "大于", "小于", "少于", "多于"];

/// What is done with a product: a denial behind it is one of another thing.
const DONE: [&str; 10] = ["保存", "贮存", "储存", "贮藏", "储藏", "存放", "放置", "使用", "运输", "用完"];

/// Words between a denial and the number that it denies.
const DENIED: [&str; 13] =
    ["at", "in", "be", "to", "stored", "store", "kept", "keep", "used", "use", "held", "hold", "shipped"];
const CHINESE_DENIED: [&str; 11] = ["于", "在", "保存", "贮存", "储存", "贮藏", "储藏", "存放", "放置", "使用", "置"];

/// So much of a text around a number is read for it.
const LONGEST_CLAUSE: usize = 240;

/// The end of a text that is read for the number behind it.
pub(super) fn near(head: &str) -> &str {
    head.get(head.ceil_char_boundary(head.len().saturating_sub(LONGEST_CLAUSE))..).unwrap_or_default()
}

/// The side to which a text points that stands before a number with its sign and behind its unit.
pub(super) fn direction(head: &str, tail: &str, is_time: bool) -> Direction {
    let head = near(head);
    let tail = tail.get(..tail.floor_char_boundary(LONGEST_CLAUSE)).unwrap_or_default();
    let (head, tail) = (head.to_ascii_lowercase(), tail.to_ascii_lowercase());
    let before = before(&head, is_time);
    let behind = || behind(&tail, is_time).map(|(said, to)| (said, head.len(), to));
    let superlative = || superlative(&head).map(|said| (said, head.len(), 0));
    let found = before.map(|(said, from)| (said, from, 0)).or_else(behind).or_else(superlative);
    let Some((said, from, to)) = found else {
        return if is_denied(&head, &tail) { Elsewhere } else { Unsaid };
    };
    let denials = denials(clause_before(head.get(..from).unwrap_or_default()))
        + denials_behind(tail.get(to..).unwrap_or_default());
    if denials % 2 == 1 { said.taken_back() } else { said }
}

/// What a text ends with that points to a side, and where that begins.
fn before(head: &str, is_time: bool) -> Option<(Direction, usize)> {
    let mut plain = head.trim_end();
    for _ in 0..3 {
        let compared = comparison::before(plain);
        let of_bound = match compared.bound {
            Bound::Lower { .. } => Some((Least, compared.from)),
            Bound::Upper { .. } => Some((Most, compared.from)),
            _ => None,
        };
        let of_time = BEFORE_TIMES.iter().filter(|_| is_time);
        let words = BEFORE.iter().chain(of_time);
        let words = words.filter_map(|(words, said)| Some((*said, ends_with_words(plain, words)?)));
        if let Some(found) = words.chain(of_bound).min_by_key(|(_, from)| *from) {
            return Some(with_refusal(plain, found));
        }
        let filling = FILLING.iter().find_map(|word| ends_with_words(plain, word));
        plain = plain.get(..filling?)?.trim_end();
    }
    None
}

/// `not later than` and 不迟于: the word of denial belongs to the comparison.
fn with_refusal(head: &str, (said, from): (Direction, usize)) -> (Direction, usize) {
    let lead = head.get(..from).unwrap_or_default().trim_end();
    let refused = ["not", "no", "不", "未"].iter().find_map(|word| ends_with_words(lead, word));
    match refused.filter(|_| said != Elsewhere) {
        Some(start) => (said.taken_back(), start),
        None => (said, from),
    }
}

/// What a text begins with that points to a side, and where that ends. Behind a number without a unit that is known one word
/// may stand for it.
fn behind(tail: &str, is_time: bool) -> Option<(Direction, usize)> {
    let start = |rest: &str| tail.len() - rest.len();
    let mut rest = tail.trim_start();
    if let Some(joined) = JOINING.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = joined.trim_start();
    }
    let of_time = BEHIND_TIMES.iter().filter(|_| is_time);
    let (words, said) = BEHIND.iter().chain(of_time).find(|(words, _)| rest.starts_with(words))?;
    let after = rest.get(words.len()..)?;
    let is_whole = !words.is_ascii() || !after.starts_with(|sign: char| sign.is_ascii_alphanumeric());
    // `10 vials, at least 2` speaks of the 2; 内毒素 is no time.
    let next = after.trim_start_matches(['.', ' ', ':']);
    let is_of_next = words.is_ascii() && (next.starts_with(|sign: char| sign.is_ascii_digit()) || begins_number(next));
    (is_whole && !is_of_next && !(*words == "内" && after.starts_with('毒'))).then(|| (*said, start(after)))
}

fn begins_number(text: &str) -> bool {
    super::spelt::numbers(text).first().is_some_and(|one| one.start == 0)
}

/// A superlative since the last number or the beginning of the clause.
fn superlative(head: &str) -> Option<Direction> {
    let clause = clause_before(head);
    let own = clause.rsplit(|sign: char| sign.is_ascii_digit()).next().unwrap_or_default();
    let place = |words: &str| if words.is_ascii() { whole_word(own, words) } else { own.rfind(words) };
    SUPERLATIVES
        .iter()
        .filter_map(|(words, said)| Some((place(words)?, *said)))
        .max_by_key(|(at, _)| *at)
        .map(|one| one.1)
}

fn whole_word(text: &str, word: &str) -> Option<usize> {
    let is_word = |sign: Option<char>| sign.is_some_and(|sign| sign.is_ascii_alphanumeric());
    text.rmatch_indices(word).map(|(at, _)| at).find(|at| {
        let (before, behind) = (text.get(..*at), text.get(at + word.len()..));
        !is_word(before.and_then(|text| text.chars().next_back()))
            && !is_word(behind.and_then(|text| text.chars().next()))
    })
}

/// Whether a place of a text parts two clauses; a comma between digits parts none.
fn parts_clauses(text: &str, at: usize, sign: char) -> bool {
    let behind = text.get(at + sign.len_utf8()..).and_then(|rest| rest.chars().next());
    let before = text.get(..at).and_then(|rest| rest.chars().next_back());
    let is_digit = |sign: Option<char>| sign.is_some_and(|sign| sign.is_ascii_digit());
    match sign {
        ';' | '；' | '。' | '(' | ')' | '（' | '）' | '!' | '?' | '\n' | '：' | '，' => true,
        ',' | ':' => !(is_digit(before) && is_digit(behind)),
        '.' => behind.is_none_or(char::is_whitespace),
        _ => false,
    }
}

/// The end of a text since the beginning of its clause.
pub(super) fn clause_before(head: &str) -> &str {
    let parted = head.char_indices().rfind(|(at, sign)| parts_clauses(head, *at, *sign));
    let clause = parted.map_or(head, |(at, sign)| head.get(at + sign.len_utf8()..).unwrap_or_default());
    let verbs = ["store", "keep", "use", "thaw", "infuse", "dilute", "ship", "inject", "administer", "discard"];
    let joins =
        verbs.iter().map(|verb| format!(" and {verb}")).chain([" but ", " then ", "但", "然后"].map(str::to_owned));
    let start = joins.filter_map(|words| clause.rfind(&words).map(|at| at + words.len().min(5))).max().unwrap_or(0);
    clause.get(start..).unwrap_or(clause)
}

/// How many words of a clause take back what follows.
fn denials(clause: &str) -> usize {
    let mut plain = clause.to_owned();
    for words in NOT_OF_COMPARISON {
        plain = plain.replace(words, "");
    }
    for words in ["不得", "不应", "不可", "不能", "不", "未"] {
        for compared in COMPARED {
            plain = plain.replace(&format!("{words}{compared}"), "");
        }
    }
    let words = plain.split(|sign: char| !(sign.is_ascii_alphanumeric() || matches!(sign, '\'' | '.')));
    words.filter(|word| NOT.contains(word)).count()
        + CHINESE_NOT.iter().map(|word| plain.matches(word).count()).sum::<usize>()
}

/// The same behind a number, as far as it is of what is done there: 8 ℃以上不得保存; 8 ℃以下保存不得冷冻 denies something else.
fn denials_behind(tail: &str) -> usize {
    let clause = clause_behind(tail);
    let done = |(at, _): &(usize, &str)| !clause.get(..*at).is_some_and(|before| before.ends_with('未'));
    let ends = DONE.iter().flat_map(|verb| clause.match_indices(verb).filter(done).map(|(at, _)| at)).min();
    let own = clause.get(..ends.unwrap_or(clause.len())).unwrap_or(clause);
    let own = own.split(" and ").next().unwrap_or(own);
    let chinese: String = own.chars().filter(|sign| !sign.is_ascii()).collect();
    let english = own.split_whitespace().take(3).filter(|word| NOT.contains(word)).count();
    denials(&chinese) + english
}

fn clause_behind(tail: &str) -> &str {
    let parted = tail.char_indices().find(|(at, sign)| parts_clauses(tail, *at, *sign));
    tail.get(..parted.map_or(tail.len(), |(at, _)| at)).unwrap_or(tail)
}

/// Whether a number without a side is itself denied: `not stored at -80 °C`, -80 ℃不得保存.
fn is_denied(head: &str, tail: &str) -> bool {
    let mut plain = head.trim_end();
    for _ in 0..4 {
        let denying =
            ["not", "never", "不得", "不可", "不应", "不能", "不宜", "勿", "禁止", "严禁", "避免", "并非", "而非"];
        if denying.iter().any(|word| ends_with_words(plain, word).is_some()) {
            return true;
        }
        let between = DENIED.iter().chain(&CHINESE_DENIED).find_map(|word| ends_with_words(plain, word));
        match between {
            Some(start) => plain = plain.get(..start).unwrap_or_default().trim_end(),
            None => break,
        }
    }
    let clause = clause_behind(tail);
    let is_done = |denial: &str| DONE.iter().any(|verb| clause.contains(&format!("{denial}{verb}")));
    let english = ["must not be stored", "must not be used", "must not be kept", "is not allowed", "is not permitted"];
    ["不得", "不可", "不应", "不能", "不宜", "禁止", "严禁"].iter().any(|denial| is_done(denial))
        || english.iter().any(|words| clause.contains(words))
}
