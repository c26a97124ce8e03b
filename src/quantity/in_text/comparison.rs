//! Signs and words before a number that make it a limit.

/// What stands before a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// Nothing that compares.
    None,
    /// It is the least: `≥ 60 %`.
    Lower {
        /// Whether it belongs to what is accepted.
        inclusive: bool,
    },
    /// It is the most: `NMT 0.25 EU/mL`.
    Upper {
        /// Whether it belongs to what is accepted.
        inclusive: bool,
    },
    /// Half of a range: `± 20 %`.
    Tolerance,
    /// What the tolerance behind it is around: the 7.2 of `7.2 ± 0.4`.
    Centre,
    /// An end of a range: `6.8 to 7.6`.
    End,
}

const LEAST: Bound = Bound::Lower { inclusive: true };
const MOST: Bound = Bound::Upper { inclusive: true };
const MORE: Bound = Bound::Lower { inclusive: false };
const LESS: Bound = Bound::Upper { inclusive: false };

/// Signs and words of a comparison, those first that others end with.
const COMPARISONS: [(&str, Bound); 49] = [
    (">=", LEAST),
    ("=>", LEAST),
    ("≥", LEAST),
    ("<=", MOST),
    ("=<", MOST),
    ("≤", MOST),
    (">", MORE),
    ("<", LESS),
    ("±", Bound::Tolerance),
    ("+/-", Bound::Tolerance),
    ("nlt", LEAST),
    ("nmt", MOST),
    ("not less than", LEAST),
    ("not lower than", LEAST),
    ("not below", LEAST),
    ("no less than", LEAST),
    ("not more than", MOST),
    ("no more than", MOST),
    ("not greater than", MOST),
    ("no greater than", MOST),
    ("not higher than", MOST),
    ("not above", MOST),
    ("not exceed", MOST),
    ("not exceeding", MOST),
    ("greater than or equal to", LEAST),
    ("more than or equal to", LEAST),
    ("less than or equal to", MOST),
    ("不得少于", LEAST),
    ("不得低于", LEAST),
    ("不少于", LEAST),
    ("不小于", LEAST),
    ("不低于", LEAST),
    ("不得过", MOST),
    ("不得超过", MOST),
    ("不得大于", MOST),
    ("不得高于", MOST),
    ("不超过", MOST),
    ("不大于", MOST),
    ("不高于", MOST),
    ("不多于", MOST),
    ("大于或等于", LEAST),
    ("大于等于", LEAST),
    ("小于或等于", MOST),
    ("小于等于", MOST),
    ("大于", MORE),
    ("高于", MORE),
    ("小于", LESS),
    ("低于", LESS),
    ("少于", LESS),
];

/// Words of any sentence that compare as well: a bare whole number behind them may be one of tests or readings.
const WEAK: [(&str, Bound); 20] = [
    ("at least", LEAST),
    ("minimum", LEAST),
    ("min.", LEAST),
    ("at most", MOST),
    ("up to", MOST),
    ("maximum", MOST),
    ("maximum of", MOST),
    ("max.", MOST),
    ("max", MOST),
    ("more than", MORE),
    ("greater than", MORE),
    ("above", MORE),
    ("less than", LESS),
    ("below", LESS),
    ("under", LESS),
    ("至少", LEAST),
    ("不足", LESS),
    ("至多", MOST),
    ("最多", MOST),
    ("超过", MORE),
];

/// What the text before a number makes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Before {
    pub(super) bound: Bound,
    /// Whether the words compare only a number that is more than a count.
    pub(super) is_weak: bool,
    /// Where it begins.
    pub(super) from: usize,
}

/// What stands before a number that begins where this text ends.
pub(super) fn before(head: &str) -> Before {
    let plain = head.trim_end().trim_end_matches([':', '(', '[']).trim_end();
    let strong = COMPARISONS.iter().map(|(words, bound)| (*words, *bound, false));
    let weak = WEAK.iter().map(|(words, bound)| (*words, *bound, true));
    let found = strong
        .chain(weak)
        .filter_map(|(words, bound, is_weak)| Some(Before { bound, is_weak, from: ends_with_words(plain, words)? }));
    // The longest: `not more than` and not `more than`.
    found.min_by_key(|one| one.from).unwrap_or(Before { bound: Bound::None, is_weak: false, from: head.len() })
}

/// Where words begin that a text ends with, in either case and with any number of blanks, not within another word.
pub(super) fn ends_with_words(text: &str, words: &str) -> Option<usize> {
    let mut rest = text;
    for (position, word) in words.rsplit(' ').enumerate() {
        let trimmed = if position == 0 { rest } else { rest.trim_end() };
        if position > 0 && trimmed.len() == rest.len() {
            return None;
        }
        let start = trimmed.len().checked_sub(word.len())?;
        trimmed.get(start..).filter(|tail| tail.eq_ignore_ascii_case(word))?;
        rest = trimmed.get(..start)?;
    }
    let is_word = words.starts_with(|sign: char| sign.is_ascii_alphabetic());
    let goes_on = rest.ends_with(|sign: char| sign.is_ascii_alphanumeric());
    (!(is_word && goes_on)).then_some(rest.len())
}
