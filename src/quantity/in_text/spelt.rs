//! Numbers in words: `four`, `twenty-four`, 四, 二十四, 半.

use crate::lookalike::is_chinese;

/// Words of numbers; tens take one of the first nine behind them.
const ENGLISH: [(&str, i64); 28] = [
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
    ("hundred", 100),
];

/// Words that say a number which another language may write in digits: `the second vial`, 第2瓶; `3 February`, 2月3日.
const OTHERS: [(&str, i64); 31] = [
    ("first", 1),
    ("second", 2),
    ("third", 3),
    ("fourth", 4),
    ("once", 1),
    ("twice", 2),
    ("single", 1),
    ("both", 2),
    ("january", 1),
    ("february", 2),
    ("march", 3),
    ("april", 4),
    ("may", 5),
    ("june", 6),
    ("july", 7),
    ("august", 8),
    ("september", 9),
    ("october", 10),
    ("november", 11),
    ("december", 12),
    ("jan", 1),
    ("feb", 2),
    ("mar", 3),
    ("apr", 4),
    ("jun", 6),
    ("jul", 7),
    ("aug", 8),
    ("sep", 9),
    ("oct", 10),
    ("nov", 11),
    ("dec", 12),
];

const DIGITS: [(char, i64); 11] = [
    ('零', 0),
    ('一', 1),
    ('二', 2),
    ('两', 2),
    ('三', 3),
    ('四', 4),
    ('五', 5),
    ('六', 6),
    ('七', 7),
    ('八', 8),
    ('九', 9),
];

/// A number in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spelt {
    /// Where it begins and ends.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) value: i64,
    /// Whether it is a number as such, and not an order or the name of a month.
    pub(super) is_number: bool,
}

/// The numbers in words of a plain text, in their order.
pub(super) fn numbers(text: &str) -> Vec<Spelt> {
    let mut all: Vec<Spelt> = Vec::new();
    for (start, word) in words(text) {
        let end = start + word.len();
        let small = word.to_ascii_lowercase();
        let of = |table: &[(&str, i64)]| table.iter().find(|(own, _)| *own == small).map(|(_, value)| *value);
        let (value, is_number) = match (chinese(word), of(&ENGLISH), of(&OTHERS)) {
            (Some(value), _, _) | (_, Some(value), _) => (value, true),
            (_, _, Some(value)) => (value, false),
            _ => continue,
        };
        // `twenty-four`
        if let Some(last) = all.last_mut()
            && is_number
            && text.get(last.end..start).is_some_and(|between| matches!(between, "-" | " "))
            && last.value >= 20
            && last.value % 10 == 0
            && (1..10).contains(&value)
        {
            (last.end, last.value) = (end, last.value + value);
            continue;
        }
        all.push(Spelt { start, end, value, is_number });
    }
    all
}

/// Words of Latin letters, and runs of Chinese digits.
fn words(text: &str) -> Vec<(usize, &str)> {
    let kind = |sign: char| match sign {
        _ if sign.is_ascii_alphanumeric() => 1,
        _ if is_digit(sign) => 2,
        _ => 0,
    };
    let mut all = Vec::new();
    let mut begin = (0, 0);
    for (at, sign) in text.char_indices().chain([(text.len(), ' ')]) {
        if kind(sign) != begin.1 {
            if begin.1 != 0 {
                all.push((begin.0, text.get(begin.0..at).unwrap_or_default()));
            }
            begin = (at, kind(sign));
        }
    }
    all
}

fn is_digit(sign: char) -> bool {
    is_chinese(sign) && (sign == '十' || DIGITS.iter().any(|(own, _)| *own == sign))
}

/// Up to ninety-nine: 四, 十二, 二十, 二十四.
fn chinese(word: &str) -> Option<i64> {
    let digit = |text: &str| {
        let mut signs = text.chars();
        let (first, rest) = (signs.next()?, signs.next());
        rest.is_none().then(|| DIGITS.iter().find(|(own, _)| *own == first).map(|(_, value)| *value)).flatten()
    };
    match word.split_once('十') {
        None => digit(word),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { Some(1) } else { digit(tens) };
            let ones = if ones.is_empty() { Some(0) } else { digit(ones) };
            Some(10 * tens? + ones?)
        }
    }
}
