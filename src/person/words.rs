//! The words of a name, and what beside them is none of it.

use super::titles::{is_also_a_name, is_one_beside_another, is_particle, is_title, without_chinese};
use crate::lookalike::{composed, is_chinese, is_hyphen, seen};
use unicode_normalization::char::is_combining_mark;

/// Titles of which more parts than these are not put together: `Dipl.-Biol.`, `D. rer. nat.`
const MOST_PARTS: usize = 3;

/// Brackets, those in full width being these too.
const OPENING: [char; 9] = ['(', '[', '{', '<', '【', '〔', '〈', '《', '「'];
const CLOSING: [char; 9] = [')', ']', '}', '>', '】', '〕', '〉', '》', '」'];

/// Characters of common Chinese names, traditional and simplified; of others it is not known that they are one.
const SIMPLIFIED: &str = "陳陈張张劉刘楊杨黃黄趙赵吳吴孫孙馬马羅罗鄭郑謝谢韓韩馮冯鄧邓許许葉叶蘇苏呂吕蔣蒋賈贾譚谭鄒邹陸陆\
韋韦鍾钟龍龙湯汤賴赖龔龚顧顾錢钱嚴严閻阎盧卢蕭萧鄔邬齊齐麗丽偉伟華华國国強强軍军傑杰靜静潔洁蘭兰鳳凤寧宁紅红愛爱東东濤涛輝辉\
慶庆瑩莹雲云穎颖曉晓銘铭澤泽鵬鹏飛飞賢贤義义誠诚廣广榮荣學学蓮莲圓圆";

/// A word of a name.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// As it is seen.
    pub(super) text: String,
    /// Whether it is not written as names are: with a point, a digit, two capitals, or without one.
    pub(super) is_odd: bool,
    /// Which of the words that stand between blanks it is, or a part of.
    place: usize,
}

/// The words of a text.
pub(super) fn words(text: &str) -> Vec<Word> {
    let composed = composed(text).replace(['\'', '’', '`'], "");
    let mut all = Vec::new();
    for (place, token) in composed.split_whitespace().enumerate() {
        for piece in token.split(is_hyphen) {
            let mut before = "";
            for own in piece.split_inclusive('.') {
                let is_odd = is_odd(own) || before.chars().count() == 2;
                let seen = simplified(&seen(own));
                let parts = seen.split(|sign: char| !(sign.is_alphanumeric() || is_combining_mark(sign)));
                let parts = parts.filter(|part| !part.is_empty());
                all.extend(parts.map(|part| Word { text: without_chinese(part).to_owned(), is_odd, place }));
                before = own;
            }
        }
    }
    all
}

/// Whether a word is not written as a name; behind a letter and a point none is, `M.Tox`.
fn is_odd(word: &str) -> bool {
    let first = word.chars().find(|sign| sign.is_alphabetic());
    word.contains('.')
        || word.chars().any(char::is_numeric)
        || word.chars().filter(|sign| sign.is_uppercase()).count() > 1
        || first.is_some_and(char::is_lowercase)
}

/// The words of a name without what is none of it; all of them where nothing else is there.
pub(super) fn named(text: &str) -> Vec<Word> {
    let all = words(text);
    let composed = put_together(&all);
    let is_plain = |at: usize, word: &Word| {
        let text = word.text.as_str();
        !(composed.iter().any(|one| one.has(at))
            || is_title(text)
            || is_one_beside_another(text)
            || is_also_a_name(text))
    };
    let plain = || all.iter().enumerate().filter(|(at, word)| is_plain(*at, word));
    // An unknown degree makes no whole name of one word: `Jun Ma MRSB`.
    let is_behind_whole = plain().filter(|(_, word)| !word.is_odd).map(|(_, word)| weight(word)).sum::<usize>() > 1;
    let is_titled = composed.iter().any(|one| one.is_sure) || all.iter().any(|word| is_title(&word.text));
    let is_none = |at: usize, word: &Word| {
        let text = word.text.as_str();
        composed.iter().any(|one| one.has(at) && (one.is_sure || is_behind_whole))
            || is_title(text)
            || (is_one_beside_another(text) && (is_titled || is_behind_whole))
            || (is_also_a_name(text) && is_behind_whole)
    };
    let own: Vec<Word> =
        all.iter().enumerate().filter(|(at, word)| !is_none(*at, word)).map(|(_, word)| word.clone()).collect();
    if own.is_empty() { all } else { own }
}

/// A title of several parts: `M. Sc.`
struct Composed {
    start: usize,
    parts: usize,
    /// Whether it is nothing else: `M. D.` may be initials, `E. Ng` a name.
    is_sure: bool,
}

impl Composed {
    fn has(&self, at: usize) -> bool {
        (self.start..self.start + self.parts).contains(&at)
    }
}

fn put_together(words: &[Word]) -> Vec<Composed> {
    let (mut all, mut start) = (Vec::new(), 0);
    while start < words.len() {
        let found = (2..=MOST_PARTS).rev().find_map(|parts| {
            let texts: Vec<&str> = words.get(start..start + parts)?.iter().map(|word| word.text.as_str()).collect();
            let whole = texts.concat();
            let longest = texts.iter().map(|text| text.chars().count()).max().unwrap_or_default();
            // The C of `Ms. C. Roth` is no part of a title.
            if texts.first().is_some_and(|first| is_title(first)) || !(is_title(&whole) || is_also_a_name(&whole)) {
                return None;
            }
            let is_sure = longest > 2 || (longest == 2 && is_title(&whole));
            Some(Composed { start, parts, is_sure })
        });
        start += found.as_ref().map_or(1, |one| one.parts);
        all.extend(found);
    }
    all
}

/// A Chinese word of two characters is a whole name.
fn weight(word: &Word) -> usize {
    word.text.chars().filter(|sign| is_chinese(*sign)).count().clamp(1, 2)
}

/// Whether words can be a whole name: a surname of several parts is none.
pub(super) fn is_whole(words: &[Word]) -> bool {
    let mut own: Vec<&Word> = words.iter().filter(|word| !is_particle(&word.text)).collect();
    own.dedup_by_key(|word| word.place);
    own.iter().map(|word| weight(word)).sum::<usize>() > 1
}

/// What stands outside and inside of the brackets of a name, with blanks for the rest.
pub(super) fn parted(name: &str) -> [String; 2] {
    let mut depth = 0_usize;
    let [mut outside, mut inside] = [String::new(), String::new()];
    for sign in composed(name).chars() {
        let is_inside = match () {
            () if OPENING.contains(&sign) => {
                depth += 1;
                None
            }
            () if CLOSING.contains(&sign) => {
                depth = depth.saturating_sub(1);
                None
            }
            () => Some(depth > 0),
        };
        outside.push(if is_inside == Some(false) { sign } else { ' ' });
        inside.push(if is_inside == Some(true) { sign } else { ' ' });
    }
    [outside, inside]
}

/// Traditional characters of common names as simplified ones.
fn simplified(name: &str) -> String {
    let pairs = || SIMPLIFIED.chars().step_by(2).zip(SIMPLIFIED.chars().skip(1).step_by(2));
    let new = |sign: char| pairs().find(|(old, _)| *old == sign).map_or(sign, |(_, new)| new);
    name.chars().map(|sign| if is_chinese(sign) { new(sign) } else { sign }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_chinese_characters_are_simplified() {
        assert!(SIMPLIFIED.chars().all(is_chinese) && SIMPLIFIED.chars().count().is_multiple_of(2));
        assert_eq!(simplified("陳梅 Ĳ"), "陈梅 Ĳ");
    }
}
