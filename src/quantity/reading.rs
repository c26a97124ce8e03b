//! What one result cell says.
//!
//! A number, a censored result, a word for an observation, or one of the many ways to say that there is none. Each is a
//! kind of its own: an empty cell, `N/A`, `NT`, `-` and `0` are five different inputs, and a censored result is
//! never 0. Words are accepted in English and Chinese (R-1106).

use super::decimal::{Decimal, DecimalMark, NumberError, half_width, is_blank, superscript};

/// One end of what is known of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The bound as written.
    pub value: Decimal,
    /// Whether the bound itself is possible: `≤5` and not `<5`.
    pub inclusive: bool,
}

/// What one result cell says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reading {
    /// A number.
    Number(Decimal),
    /// `<0.05`, `≤5`.
    Below(Bound),
    /// `>200`, `≥80`.
    Above(Bound),
    /// Below the limit of detection, which is not stated here.
    BelowLod,
    /// Below the limit of quantitation, which is not stated here.
    BelowLoq,
    /// Above the upper limit of quantitation, which is not stated here.
    AboveUloq,
    /// Not detected, no limit of detection stated.
    NotDetected,
    /// Not detected, with the limit of detection: `ND (LOD 0.05)`.
    NotDetectedBelow(Decimal),
    /// Too numerous to count.
    TooNumerousToCount,
    /// Positive, present, reactive.
    Positive,
    /// Weakly positive, trace.
    WeakPositive,
    /// Negative, absent, not reactive.
    Negative,
    /// No growth in a culture.
    NoGrowth {
        /// Whether it is an interim reading that may still change.
        to_date: bool,
    },
    /// Growth in a culture.
    Growth,
    /// Complies with the requirement.
    Complies,
    /// Does not comply with the requirement.
    DoesNotComply,
    /// Nothing, or white space.
    Empty,
    /// A dash or a stroke alone, with which a cell is filled that nothing is to be said in.
    Dash,
    /// `none`, `无`: something was looked for and there is none to report; it is not a result.
    NoneReported,
    /// Not applicable.
    NotApplicable,
    /// Not tested.
    NotTested,
    /// Started, not final.
    Pending,
    /// Declared invalid.
    Invalid,
    /// An error value of a spreadsheet.
    SpreadsheetError,
    /// Anything else; the text stays with the caller.
    Text,
    /// Looks like a number and is refused.
    Malformed(NumberError),
}

/// One spelling that a result cell may hold.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// The spelling, as a user may type it; case, width and inner spacing do not count.
    pub spelling: &'static str,
    /// What it means.
    pub meaning: Reading,
    /// `en`, `zh`, or `any` for signs.
    pub language: &'static str,
}

/// A row of [`TOKENS`].
const fn token(spelling: &'static str, meaning: Reading, language: &'static str) -> Token {
    Token { spelling, meaning, language }
}

/// Every word and sign with a meaning, each once. Spellings are written folded: lower case, half width, single spaces.
pub const TOKENS: &[Token] = &[
    token("<lod", Reading::BelowLod, "en"),
    token("<mdl", Reading::BelowLod, "en"),
    token("bdl", Reading::BelowLod, "en"),
    token("below lod", Reading::BelowLod, "en"),
    token("below limit of detection", Reading::BelowLod, "en"),
    token("低于检出限", Reading::BelowLod, "zh"),
    token("<检出限", Reading::BelowLod, "zh"),
    token("<loq", Reading::BelowLoq, "en"),
    token("<lloq", Reading::BelowLoq, "en"),
    token("blq", Reading::BelowLoq, "en"),
    token("bloq", Reading::BelowLoq, "en"),
    token("bql", Reading::BelowLoq, "en"),
    token("below loq", Reading::BelowLoq, "en"),
    token("below limit of quantitation", Reading::BelowLoq, "en"),
    token("低于定量限", Reading::BelowLoq, "zh"),
    token("<定量限", Reading::BelowLoq, "zh"),
    token(">uloq", Reading::AboveUloq, "en"),
    token("alq", Reading::AboveUloq, "en"),
    token("above uloq", Reading::AboveUloq, "en"),
    token("高于定量上限", Reading::AboveUloq, "zh"),
    token(">定量上限", Reading::AboveUloq, "zh"),
    token("nd", Reading::NotDetected, "en"),
    token("n.d.", Reading::NotDetected, "en"),
    token("n.d", Reading::NotDetected, "en"),
    token("not detected", Reading::NotDetected, "en"),
    token("none detected", Reading::NotDetected, "en"),
    token("未检出", Reading::NotDetected, "zh"),
    token("tntc", Reading::TooNumerousToCount, "en"),
    token("too numerous to count", Reading::TooNumerousToCount, "en"),
    token("多不可计", Reading::TooNumerousToCount, "zh"),
    token("+", Reading::Positive, "any"),
    token("(+)", Reading::WeakPositive, "any"),
    token("±", Reading::WeakPositive, "any"),
    token("+/-", Reading::WeakPositive, "any"),
    token("positive", Reading::Positive, "en"),
    token("pos", Reading::Positive, "en"),
    token("pos.", Reading::Positive, "en"),
    token("+ve", Reading::Positive, "en"),
    token("present", Reading::Positive, "en"),
    token("detected", Reading::Positive, "en"),
    token("reactive", Reading::Positive, "en"),
    token("阳性", Reading::Positive, "zh"),
    token("阳性(+)", Reading::Positive, "zh"),
    token("检出", Reading::Positive, "zh"),
    token("weak positive", Reading::WeakPositive, "en"),
    token("weakly positive", Reading::WeakPositive, "en"),
    token("trace", Reading::WeakPositive, "en"),
    token("弱阳性", Reading::WeakPositive, "zh"),
    token("negative", Reading::Negative, "en"),
    token("neg", Reading::Negative, "en"),
    token("neg.", Reading::Negative, "en"),
    token("-ve", Reading::Negative, "en"),
    token("(-)", Reading::Negative, "any"),
    token("absent", Reading::Negative, "en"),
    token("nonreactive", Reading::Negative, "en"),
    token("non-reactive", Reading::Negative, "en"),
    token("not reactive", Reading::Negative, "en"),
    token("阴性", Reading::Negative, "zh"),
    token("阴性(-)", Reading::Negative, "zh"),
    token("no growth", Reading::NoGrowth { to_date: false }, "en"),
    token("无菌生长", Reading::NoGrowth { to_date: false }, "zh"),
    token("无生长", Reading::NoGrowth { to_date: false }, "zh"),
    token("未见菌生长", Reading::NoGrowth { to_date: false }, "zh"),
    token("no growth to date", Reading::NoGrowth { to_date: true }, "en"),
    token("no growth so far", Reading::NoGrowth { to_date: true }, "en"),
    token("ngtd", Reading::NoGrowth { to_date: true }, "en"),
    token("目前无菌生长", Reading::NoGrowth { to_date: true }, "zh"),
    token("growth", Reading::Growth, "en"),
    token("growth observed", Reading::Growth, "en"),
    token("有菌生长", Reading::Growth, "zh"),
    token("complies", Reading::Complies, "en"),
    token("conforms", Reading::Complies, "en"),
    token("meets requirements", Reading::Complies, "en"),
    token("符合规定", Reading::Complies, "zh"),
    token("does not comply", Reading::DoesNotComply, "en"),
    token("does not conform", Reading::DoesNotComply, "en"),
    token("不符合规定", Reading::DoesNotComply, "zh"),
    token("-", Reading::Dash, "any"),
    token("–", Reading::Dash, "any"),
    token("—", Reading::Dash, "any"),
    token("――", Reading::Dash, "any"),
    token("——", Reading::Dash, "any"),
    token("―", Reading::Dash, "any"),
    token("−", Reading::Dash, "any"),
    token("--", Reading::Dash, "any"),
    token("/", Reading::Dash, "any"),
    token("//", Reading::Dash, "any"),
    token("///", Reading::Dash, "any"),
    token("\\", Reading::Dash, "any"),
    token("none", Reading::NoneReported, "en"),
    token("无", Reading::NoneReported, "zh"),
    token("n/a", Reading::NotApplicable, "en"),
    token("n.a.", Reading::NotApplicable, "en"),
    token("n.a", Reading::NotApplicable, "en"),
    token("na", Reading::NotApplicable, "en"),
    token("not applicable", Reading::NotApplicable, "en"),
    token("不适用", Reading::NotApplicable, "zh"),
    token("nt", Reading::NotTested, "en"),
    token("n.t.", Reading::NotTested, "en"),
    token("not tested", Reading::NotTested, "en"),
    token("not determined", Reading::NotTested, "en"),
    token("未检", Reading::NotTested, "zh"),
    token("未测", Reading::NotTested, "zh"),
    token("pending", Reading::Pending, "en"),
    token("in progress", Reading::Pending, "en"),
    token("待出", Reading::Pending, "zh"),
    token("待检", Reading::Pending, "zh"),
    token("进行中", Reading::Pending, "zh"),
    token("invalid", Reading::Invalid, "en"),
    token("无效", Reading::Invalid, "zh"),
    token("#div/0!", Reading::SpreadsheetError, "any"),
    token("#n/a", Reading::SpreadsheetError, "any"),
    token("#ref!", Reading::SpreadsheetError, "any"),
    token("#value!", Reading::SpreadsheetError, "any"),
    token("#num!", Reading::SpreadsheetError, "any"),
    token("#name?", Reading::SpreadsheetError, "any"),
    token("#null!", Reading::SpreadsheetError, "any"),
];

/// Comparison signs in folded text, longest first, with whether they say less and whether they include the bound.
const OPERATORS: &[(&str, bool, bool)] = &[
    ("<=", true, true),
    ("=<", true, true),
    ("≤", true, true),
    ("≦", true, true),
    ("⩽", true, true),
    ("<", true, false),
    (">=", false, true),
    ("=>", false, true),
    ("≥", false, true),
    ("≧", false, true),
    ("⩾", false, true),
    (">", false, false),
];

impl Reading {
    /// Reads a cell that holds no unit.
    pub fn parse(text: &str, mark: DecimalMark) -> Reading {
        if (mark == DecimalMark::Point || !text.contains('.'))
            && let Some(number) = Decimal::parse_ascii(text.as_bytes())
        {
            return Reading::Number(number);
        }
        let folded = fold(text);
        if folded.is_empty() {
            return Reading::Empty;
        }
        if let Some(meaning) = meaning_of(&folded) {
            return meaning;
        }
        if let Some((rest, less, inclusive)) = split_operator(&folded) {
            return match Decimal::parse(rest, mark) {
                Ok(value) if less => Reading::Below(Bound { value, inclusive }),
                Ok(value) => Reading::Above(Bound { value, inclusive }),
                Err(error) => Reading::Malformed(error),
            };
        }
        if let Some(limit) = stated_detection_limit(&folded) {
            return Decimal::parse(limit, mark).map_or_else(Reading::Malformed, Reading::NotDetectedBelow);
        }
        match Decimal::parse(text, mark) {
            Ok(number) => Reading::Number(number),
            Err(NumberError::NotANumber(_)) if !begins_like_a_number(&folded) => Reading::Text,
            Err(error) => Reading::Malformed(error),
        }
    }

    /// Whether a result is stated: a number, a bound, an observation, or another text. Why there is none, and what cannot be read as
    /// the number that it looks like, is no result.
    pub const fn states_result(&self) -> bool {
        match self {
            Reading::Number(_)
            | Reading::Below(_)
            | Reading::Above(_)
            | Reading::BelowLod
            | Reading::BelowLoq
            | Reading::AboveUloq
            | Reading::NotDetected
            | Reading::NotDetectedBelow(_)
            | Reading::TooNumerousToCount
            | Reading::Positive
            | Reading::WeakPositive
            | Reading::Negative
            | Reading::NoGrowth { .. }
            | Reading::Growth
            | Reading::Complies
            | Reading::DoesNotComply
            | Reading::Text => true,
            Reading::Empty
            | Reading::Dash
            | Reading::NoneReported
            | Reading::NotApplicable
            | Reading::NotTested
            | Reading::Pending
            | Reading::Invalid
            | Reading::SpreadsheetError
            | Reading::Malformed(_) => false,
        }
    }

    /// Reads a cell that may hold a unit after its number: `2.0e9 particles/mL`, `95 %`, `ND (LOD 0.05 EU/mL)`.
    ///
    /// The unit is the text after the number, as it was written; whether there is such a unit is for
    /// [`Unit::parse`](super::Unit::parse) to say.
    pub fn parse_with_unit(text: &str, mark: DecimalMark) -> (Reading, Option<&str>) {
        let whole = Reading::parse(text, mark);
        if !matches!(whole, Reading::Malformed(_) | Reading::Text) {
            return (whole, None);
        }
        if let Some((limit, unit)) = detection_limit_with_unit(text)
            && let Ok(value) = Decimal::parse(limit, mark)
        {
            return (Reading::NotDetectedBelow(value), Some(unit));
        }
        let text = text.trim_matches(is_blank);
        let (number, rest) = text.split_at(number_length(text));
        let unit = rest.trim_matches(is_blank);
        if number.is_empty() || unit.is_empty() {
            return (whole, None);
        }
        match Reading::parse(number, mark) {
            reading @ (Reading::Number(_) | Reading::Below(_) | Reading::Above(_) | Reading::Malformed(_)) => {
                (reading, Some(unit))
            }
            _ => (whole, None),
        }
    }
}

/// The meaning of a folded text that is a token; spaces after a comparison sign do not count.
fn meaning_of(folded: &str) -> Option<Reading> {
    let find = |text: &str| TOKENS.iter().find(|token| token.spelling == text).map(|token| token.meaning);
    find(folded).or_else(|| match folded.starts_with(['<', '>']) {
        true => find(&folded.replace(' ', "")),
        false => None,
    })
}

/// Brings a cell to half width and lower case, and runs of white space to one space.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap: Option<char> = None;
    for character in text.trim_matches(is_blank).chars().map(half_width) {
        if is_blank(character) {
            // The kind of space matters between groups of digits, so a single special one stays as it is.
            gap = Some(if character.is_ascii() || gap.is_some() { ' ' } else { character });
            continue;
        }
        if let Some(space) = gap.take() {
            folded.push(space);
        }
        folded.extend(character.to_lowercase());
    }
    if folded.bytes().any(|byte| byte.is_ascii_digit()) {
        return folded;
    }
    folded.chars().map(|character| if character.is_whitespace() { ' ' } else { character }).collect()
}

/// Takes a comparison sign off: the rest, whether it says less, whether it includes the bound.
fn split_operator(folded: &str) -> Option<(&str, bool, bool)> {
    OPERATORS
        .iter()
        .find_map(|&(sign, less, inclusive)| Some((folded.strip_prefix(sign)?.trim_start(), less, inclusive)))
}

/// Whether the writer meant a number.
fn begins_like_a_number(folded: &str) -> bool {
    let mut characters = folded.chars();
    match characters.next() {
        Some('+' | '-' | '−' | '–' | '.' | ',') => characters.any(|character| character.is_ascii_digit()),
        Some(first) => first.is_ascii_digit(),
        None => false,
    }
}

/// The number in `nd (lod 0.05)`, `未检出(检出限 0.05)`, `nd (<0.05)`; of folded text.
fn stated_detection_limit(folded: &str) -> Option<&str> {
    let (word, rest) = folded.split_once('(')?;
    if meaning_of(word.trim_end())? != Reading::NotDetected {
        return None;
    }
    let inside = rest.strip_suffix(')')?.trim();
    let bare = ["lod", "检出限"].iter().find_map(|label| inside.strip_prefix(label)).unwrap_or(inside);
    Some(bare.trim_start_matches([':', '=', '<', ' ']).trim())
}

/// The number and the unit in `ND (LOD 0.05 EU/mL)`; of the text as written.
fn detection_limit_with_unit(text: &str) -> Option<(&str, &str)> {
    let (word, rest) = text.trim_matches(is_blank).split_once(['(', '（'])?;
    if meaning_of(&fold(word))? != Reading::NotDetected {
        return None;
    }
    let inside = rest.strip_suffix([')', '）'])?;
    let start = inside.find(|character: char| half_width(character).is_ascii_digit())?;
    let (_, limit) = inside.split_at(start);
    let (number, unit) = limit.split_at(number_length(limit));
    let unit = unit.trim_matches(is_blank);
    (!unit.is_empty()).then_some((number.trim_matches(is_blank), unit))
}

/// How many bytes at the beginning belong to the number, a comparison sign before it included.
///
/// Takes everything that can be part of a number, so that `7x1011 particles/mL` is refused as a whole and is not read as
/// a 7 with an odd unit.
fn number_length(text: &str) -> usize {
    let mut digit_before = false;
    for (index, character) in text.char_indices() {
        let plain = half_width(character);
        let rest = text.get(index + character.len_utf8()..).unwrap_or_default();
        let part = match plain {
            'e' | 'E' => digit_before && begins_power(rest),
            'x' | 'X' | '×' | '*' | '·' | '⋅' => digit_before && begins_ten(rest),
            '.' | ',' | '\'' | '_' | '^' | '+' | '-' | '−' | '–' | '‑' | '±' | '~' | '≈' => true,
            '<' | '>' | '=' | '≤' | '≥' | '≦' | '≧' | '⩽' | '⩾' => true,
            _ => plain.is_ascii_digit() || superscript(plain).is_some() || is_blank(plain),
        };
        if !part {
            return index;
        }
        digit_before = plain.is_ascii_digit() || plain == '.' || (digit_before && is_blank(plain));
    }
    text.len()
}

/// Whether `e` before this text starts a power of ten.
fn begins_power(rest: &str) -> bool {
    let digits = rest.trim_start_matches(['+', '-', '−', '–', '＋', '－']);
    digits.chars().next().is_some_and(|character| half_width(character).is_ascii_digit())
}

/// Whether a multiplication sign before this text is followed by a ten.
fn begins_ten(rest: &str) -> bool {
    let mut next = rest.trim_start_matches(is_blank).chars().map(half_width);
    next.next() == Some('1') && next.next() == Some('0')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Unit;
    use proptest::prelude::*;

    fn read(text: &str) -> Reading {
        Reading::parse(text, DecimalMark::Point)
    }

    fn number(text: &str) -> Decimal {
        Decimal::parse(text, DecimalMark::Point).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn every_token_reads_back_and_stands_once() {
        for (index, token) in TOKENS.iter().enumerate() {
            assert_eq!(fold(token.spelling), token.spelling, "spellings are written folded");
            for text in
                [token.spelling.to_owned(), token.spelling.to_uppercase(), format!("\u{a0} {}\u{3000}", token.spelling)]
            {
                assert_eq!(read(&text), token.meaning, "{text}");
                assert_eq!(Reading::parse(&text, DecimalMark::Comma), token.meaning, "{text}");
                assert_eq!(Reading::parse_with_unit(&text, DecimalMark::Point), (token.meaning, None), "{text}");
            }
            assert!(TOKENS.iter().skip(index + 1).all(|other| other.spelling != token.spelling), "{}", token.spelling);
            assert!(matches!(token.language, "en" | "zh" | "any"));
        }
    }

    #[test]
    fn full_width_forms_read_alike() {
        let rows = [
            ("Ｎ／Ａ", Reading::NotApplicable),
            ("－", Reading::Dash),
            ("／", Reading::Dash),
            ("（＋）", Reading::WeakPositive),
            ("No  growth\u{a0}to date", Reading::NoGrowth { to_date: true }),
            ("＜ＬＯＱ", Reading::BelowLoq),
            ("< LOQ", Reading::BelowLoq),
            ("> ULOQ", Reading::AboveUloq),
            ("０．２５", Reading::Number(number("0.25"))),
            ("0", Reading::Number(number("0"))),
        ];
        for (text, expected) in rows {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    /// five inputs, five meanings.
    #[test]
    fn nothing_has_many_forms() {
        let kinds = ["", "N/A", "NT", "-", "0", "无", "未检出"].map(read);
        for (index, kind) in kinds.iter().enumerate() {
            assert!(kinds.iter().skip(index + 1).all(|other| other != kind), "{kind:?}");
        }
        assert_eq!(read("未检"), read("NT"));
        assert_eq!(read(" \u{a0}\u{3000}\t"), Reading::Empty);
    }

    #[test]
    fn censored_results_keep_bound_and_sign() {
        let bound = |text: &str, inclusive| Bound { value: number(text), inclusive };
        let rows = [
            ("<0.05", Reading::Below(bound("0.05", false))),
            ("< 0.05", Reading::Below(bound("0.05", false))),
            ("＜0.05", Reading::Below(bound("0.05", false))),
            ("＜０．０５", Reading::Below(bound("0.05", false))),
            ("≤5", Reading::Below(bound("5", true))),
            ("<=5", Reading::Below(bound("5", true))),
            ("=<5", Reading::Below(bound("5", true))),
            ("＜＝5", Reading::Below(bound("5", true))),
            (">200", Reading::Above(bound("200", false))),
            ("> 1.0×10^12", Reading::Above(bound("1.0e12", false))),
            ("≥80", Reading::Above(bound("80", true))),
            (">= 80.0", Reading::Above(bound("80.0", true))),
            ("ND (LOD 0.05)", Reading::NotDetectedBelow(number("0.05"))),
            ("N.D. (<0.05)", Reading::NotDetectedBelow(number("0.05"))),
            ("not detected (LOD: 0.05)", Reading::NotDetectedBelow(number("0.05"))),
            ("未检出(检出限 0.05)", Reading::NotDetectedBelow(number("0.05"))),
            ("未检出（检出限0.05）", Reading::NotDetectedBelow(number("0.05"))),
            ("未检出（检出限：0.05）", Reading::NotDetectedBelow(number("0.05"))),
        ];
        for (text, expected) in rows {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn a_bad_number_is_not_a_text() {
        for text in ["1,234", "7x1011", "5±1", "~5", "NaN", "inf", "1_000", "5 %", "<x", "< ", "3 of 3", "++1", "5-7"]
        {
            assert!(matches!(read(text), Reading::Malformed(_)), "{text}: {:?}", read(text));
        }
        assert!(matches!(read("ND (LOD 1,234)"), Reading::Malformed(NumberError::AmbiguousSeparator(_))));
        for text in ["colourless", "exosome", "CD63", "e5", "ok", "clear, no particles", "类白色", "++", "."] {
            assert_eq!(read(text), Reading::Text, "{text}");
        }
        assert_eq!(Reading::parse("0,25", DecimalMark::Comma), Reading::Number(number("0.25")));
        assert!(matches!(Reading::parse("0.25", DecimalMark::Comma), Reading::Malformed(_)));
    }

    #[test]
    fn units_come_off() {
        let below = |text: &str| Reading::Below(Bound { value: number(text), inclusive: false });
        let rows = [
            ("2.0e9 particles/mL", Reading::Number(number("2.0e9")), Some("particles/mL")),
            ("2.0×10^9 particles/mL", Reading::Number(number("2.0e9")), Some("particles/mL")),
            ("2.0×10⁹个/mL", Reading::Number(number("2.0e9")), Some("个/mL")),
            ("10^9 particles/mL", Reading::Number(number("1e9")), Some("particles/mL")),
            ("95 %", Reading::Number(number("95")), Some("%")),
            ("95％", Reading::Number(number("95")), Some("％")),
            ("< 0.05 EU/mL", below("0.05"), Some("EU/mL")),
            ("＜0.05EU/ml", below("0.05"), Some("EU/ml")),
            ("5 EU/mL", Reading::Number(number("5")), Some("EU/mL")),
            ("-80 °C", Reading::Number(number("-80")), Some("°C")),
            ("5 /mL", Reading::Number(number("5")), Some("/mL")),
            ("ND (LOD 0.05 EU/mL)", Reading::NotDetectedBelow(number("0.05")), Some("EU/mL")),
            ("未检出（检出限 0.05 EU/mL）", Reading::NotDetectedBelow(number("0.05")), Some("EU/mL")),
            ("0.05", Reading::Number(number("0.05")), None),
            ("<LOQ", Reading::BelowLoq, None),
            ("clear liquid", Reading::Text, None),
        ];
        for (text, reading, unit) in rows {
            assert_eq!(Reading::parse_with_unit(text, DecimalMark::Point), (reading, unit), "{text}");
            assert!(unit.is_none_or(|unit| Unit::parse(unit).is_ok()), "{text}");
        }
        for text in ["7x1011 particles/mL", "1,234 particles/mL", "5±1 %", "5 10^9 particles/mL", "1.2.3 %"] {
            let (reading, _) = Reading::parse_with_unit(text, DecimalMark::Point);
            assert!(matches!(reading, Reading::Malformed(_)), "{text}: {reading:?}");
        }
    }

    proptest! {
        #[test]
        fn no_cell_is_too_strange(text in "\\PC{0,30}", like in "[0-9<>≤.,eExX×^ ()NDnd未检出%±-]{0,20}") {
            for mark in [DecimalMark::Point, DecimalMark::Comma] {
                let _ = Reading::parse_with_unit(&text, mark);
                let _ = Reading::parse_with_unit(&like, mark);
            }
        }

        #[test]
        fn a_number_is_a_number_with_or_without_its_unit(text in "[0-9]{1,6}(\\.[0-9]{0,6})?(e[0-9])?") {
            let cell = format!("{text} EU/mL");
            prop_assert_eq!(Reading::parse_with_unit(&cell, DecimalMark::Point), (read(&text), Some("EU/mL")));
        }
    }
}
