//! Persons by their printed names: whether two names are those of one person.
//!
//! A name is no identity. But who may not stand twice in a chain must not get round it by another way of writing the same
//! name: another order of its words, a hyphen, a title, whatever looks the same (`lookalike`).

use crate::lookalike::{composed, is_chinese, seen};
use crate::order;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Titles and degrees, which are no part of a name.
const TITLES: [&str; 23] = [
    "dr",
    "prof",
    "professor",
    "doctor",
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "herr",
    "frau",
    "mme",
    "mlle",
    "dipl",
    "phd",
    "md",
    "bsc",
    "msc",
    "mba",
    "pharmd",
    "dphil",
    "habil",
    "esq",
];

/// What is one only beside another, as in `Dr. rer. nat.`; alone it is somebody's name.
const WITH_TITLES: [&str; 4] = ["ing", "rer", "nat", "med"];

/// Titles that stand behind a Chinese name.
const TITLES_BEHIND: [&str; 8] = ["博士", "教授", "先生", "女士", "小姐", "医生", "老师", "主任"];

/// Words of which more than these are only compared in the orders in which they stand and of the alphabet.
const MOST_ORDERED: usize = 4;

/// Whether two names are those of one person: the same words in any order, together or apart, with titles or without.
pub fn same(one: &str, other: &str) -> bool {
    same_words(&words(one), &words(other))
}

fn same_words(one: &[String], other: &[String]) -> bool {
    let joined = |words: &[String], whole: &[String]| {
        let whole = whole.concat();
        orders(words).iter().any(|order| order.concat() == whole)
    };
    let sorted = |words: &[String]| {
        let mut words = words.to_vec();
        order::sort(&mut words);
        words
    };
    joined(one, other) || joined(other, one) || sorted(one) == sorted(other)
}

/// Letters that are also written as two.
const SPELT: [(char, &str); 8] =
    [('ä', "ae"), ('ö', "oe"), ('ü', "ue"), ('Ä', "Ae"), ('Ö', "Oe"), ('Ü', "Ue"), ('ø', "oe"), ('å', "aa")];

/// Characters of common Chinese names, traditional and simplified; of others it is not known that they are one.
const SIMPLIFIED: &str = "陳陈張张劉刘楊杨黃黄趙赵吳吴孫孙馬马羅罗鄭郑謝谢韓韩馮冯鄧邓許许葉叶蘇苏呂吕蔣蒋賈贾譚谭鄒邹陸陆\
韋韦鍾钟龍龙湯汤賴赖龔龚顧顾錢钱嚴严閻阎盧卢蕭萧鄔邬齊齐麗丽偉伟華华國国強强軍军傑杰靜静潔洁蘭兰鳳凤寧宁紅红愛爱東东濤涛輝辉\
慶庆瑩莹雲云穎颖曉晓銘铭澤泽鵬鹏飛飞賢贤義义誠诚廣广榮荣學学蓮莲圓圆";

/// Whether two names can be those of one person: the same; or each word of the shorter one stands in the other, in full or as
/// an initial, and what the other has more are initials; or the shorter one is a surname alone. Accents do not count, `ü` is
/// `ue` too, and a capital I looks like an l.
pub fn may_be_same(one: &str, other: &str) -> bool {
    let meant = |name: &str| written(name).iter().map(|name| words(name)).collect::<Vec<_>>();
    let others = meant(other);
    meant(one).iter().any(|one| others.iter().any(|other| can_be_same(one, other)))
}

/// Whether the Chinese names of two who share another name tell them apart: each has one, and none is, or is part of, one of
/// the other.
pub fn told_apart(one: &[&str], other: &[&str]) -> bool {
    let chinese = |names: &[&str]| -> Vec<String> {
        let own = |name: &&str| words(name).concat().chars().filter(|sign| is_chinese(*sign)).collect();
        names.iter().map(own).filter(|name: &String| !name.is_empty()).collect()
    };
    let (one, other) = (chinese(one), chinese(other));
    !one.is_empty()
        && !other.is_empty()
        && !one.iter().any(|a| other.iter().any(|b| a.contains(b.as_str()) || b.contains(a.as_str())))
}

/// The ways in which a name can be meant: as it stands, `ü` as `ue`, a capital I as l.
fn written(name: &str) -> Vec<String> {
    let name = composed(name);
    let spelt = |name: &str| -> String {
        let letter = |sign: char| SPELT.iter().find(|(letter, _)| *letter == sign).map(|(_, two)| (*two).to_owned());
        name.chars().map(|sign| letter(sign).unwrap_or_else(|| sign.to_string())).collect()
    };
    let mut all = vec![name.clone(), spelt(&name), with_l(&name), spelt(&with_l(&name))];
    all.dedup();
    all
}

/// A capital I as l, in words that are not in capitals altogether.
fn with_l(name: &str) -> String {
    let word = |word: &str| if word.contains(char::is_lowercase) { word.replace('I', "l") } else { word.to_owned() };
    name.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn can_be_same(one: &[String], other: &[String]) -> bool {
    if same_words(one, other) {
        return true;
    }
    let bare = |words: &[String]| words.iter().map(|word| without_marks(word)).collect::<Vec<_>>();
    let (one, other) = (bare(one), bare(other));
    let (short, mut long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if short.is_empty() || short.iter().all(|word| is_initial(word)) {
        return false;
    }
    let alone = short.len() == 1;
    // Words in full first, so that no initial takes the place of one.
    let mut sorted = short;
    order::sort_by_key(&mut sorted, |word| is_initial(word));
    let mut full = 0;
    for word in &sorted {
        let exact = long.iter().position(|candidate| candidate == word);
        let Some(at) = exact.or_else(|| long.iter().position(|candidate| abbreviates(word, candidate))) else {
            return false;
        };
        full += usize::from(long.remove(at) == *word && !is_initial(word));
    }
    full > 0 && (alone || long.iter().all(|word| is_initial(word)))
}

/// The words of a name as they are seen, without titles.
fn words(name: &str) -> Vec<String> {
    let seen = simplified(&seen(name).replace(['\'', '’', '`'], ""));
    let parts = seen.split(|sign: char| sign.is_whitespace() || ".,;-‐‑–_/·・()".contains(sign));
    let untitled = |part: &str| {
        let title = TITLES_BEHIND.into_iter().find(|title| part.ends_with(title));
        title.map_or(part, |title| part.trim_end_matches(title)).to_owned()
    };
    let mut all: Vec<String> = parts.map(untitled).filter(|part| !part.is_empty()).collect();
    // The D of a Ph. D. would be an initial.
    if let Some(at) = all.windows(2).position(|pair| pair == ["ph", "d"]) {
        all.drain(at..at + 2);
    }
    let titled = all.iter().any(|part| TITLES.contains(&part.as_str()));
    let is_title = |part: &str| TITLES.contains(&part) || (titled && WITH_TITLES.contains(&part));
    let named: Vec<String> = all.iter().filter(|part| !is_title(part)).cloned().collect();
    if named.is_empty() { all } else { named }
}

/// Traditional characters of common names as simplified ones.
fn simplified(name: &str) -> String {
    let pairs = || SIMPLIFIED.chars().step_by(2).zip(SIMPLIFIED.chars().skip(1).step_by(2));
    let new = |sign: char| pairs().find(|(old, _)| *old == sign).map_or(sign, |(_, new)| new);
    name.chars().map(|sign| if is_chinese(sign) { new(sign) } else { sign }).collect()
}

/// Every order of a few words; of more, the one in which they stand.
fn orders(words: &[String]) -> Vec<Vec<String>> {
    if words.len() < 2 || words.len() > MOST_ORDERED {
        return vec![words.to_vec()];
    }
    let mut all = Vec::new();
    for (at, first) in words.iter().enumerate() {
        let rest: Vec<String> =
            words.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, w)| w.clone()).collect();
        for order in orders(&rest) {
            all.push(std::iter::once(first.clone()).chain(order).collect());
        }
    }
    all
}

fn is_initial(word: &str) -> bool {
    word.is_ascii() && word.len() == 1
}

/// Whether one word is the initial of the other.
fn abbreviates(one: &str, other: &str) -> bool {
    (is_initial(one) && other.starts_with(one)) || (is_initial(other) && one.starts_with(other))
}

fn without_marks(word: &str) -> String {
    if word.is_ascii() {
        return word.to_owned();
    }
    word.nfd().filter(|sign| !is_combining_mark(*sign)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_ways_of_writing_one_name() {
        for other in [
            "mei  CHEN",
            "Ｍｅｉ Ｃｈｅｎ",
            "Mеi Chen",
            "Chen Mei",
            "Chen, Mei",
            "MeiChen",
            "ChenMei",
            "Mei-Chen",
            "Dr Mei Chen",
            "Prof. Dr. Mei Chen",
            "Mei Chen, PhD",
            "Mei Chen Ph. D.",
            "Ms Chen Mei",
            "Dr. rer. nat. Mei Chen",
            "Dipl.-Ing. Mei Chen",
        ] {
            assert!(same("Mei Chen", other), "{other:?}");
        }
        for other in ["陈梅博士", "陈 梅", "陈梅 女士", "陳梅", "陳梅博士"] {
            assert!(same("陈梅", other), "{other:?}");
        }
        assert!(same("Seán O'Brien", "Seán O’Brien") && same("Jean-Luc Roth", "Jean Luc Roth"));
        for other in ["Mei Cheng", "Mai Chen", "陈梅", "M. Chen", "Mei Li Chen", ""] {
            assert!(!same("Mei Chen", other), "{other:?}");
        }
        assert!(!same("José Roth", "Jose Roth"), "an accent tells persons apart");
        assert!(same("Dr", "dr.") && !same("Dr", "Prof"), "a title alone is a name");
    }

    #[test]
    fn only_chinese_characters_are_simplified() {
        assert!(SIMPLIFIED.chars().all(is_chinese) && SIMPLIFIED.chars().count().is_multiple_of(2));
        assert_eq!(simplified("陳梅 Ĳ"), "陈梅 Ĳ");
    }

    #[test]
    fn initials_may_be_anybody_with_them() {
        for (one, other) in [
            ("L. Meyer", "Lena Meyer"),
            ("Lena Meyer", "l meyer"),
            ("J. R. Roth", "Jan R. Roth"),
            ("Meyer L.", "Dr. Lena Meyer"),
            ("Mei L. Chen", "Mei Chen"),
            ("Meyer", "Lena Meyer"),
            ("Dr Meyer", "Lena Meyer"),
            ("José Roth", "Jose Roth"),
            ("Jürgen Roth", "Juergen Roth"),
            ("Juergen Müller", "Jürgen Mueller"),
            ("J. Mueller", "Jürgen Müller"),
            ("Lena Meyer", "Iena Meyer"),
            ("Lena MüIIer", "Lena Mueller"),
        ] {
            assert!(may_be_same(one, other) && may_be_same(other, one) && !same(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("B. Chen", "Mei Chen"),
            ("Ing Chen", "Mei Chen"),
            ("Jun Chen", "Mei Chen"),
            ("L. Meyer", "Lena Meier"),
            ("陈梅", "陈美"),
            ("Mei Chen", "Mei Li Chen"),
            ("L. M.", "Lena Meyer"),
            ("", "Lena Meyer"),
            ("MEI CHEN", "Mel Chen"),
            ("Michael Roth", "Michal Roth"),
        ] {
            assert!(!may_be_same(one, other) && !may_be_same(other, one), "{one} {other}");
        }
    }

    #[test]
    fn chinese_names_tell_apart_who_shares_another() {
        for (one, other) in
            [(["Wei Wang", "王伟"], ["Wei Wang", "王薇"]), (["王伟", "王伟"], ["Wang Wei 王薇", "王薇"])]
        {
            assert!(told_apart(&one, &other) && told_apart(&other, &one), "{one:?} {other:?}");
        }
        for (one, other) in [
            (["Wei Wang", "王伟"], ["Wei Wang", "王偉博士"]),
            (["Wei Wang", "王伟"], ["Wei Wang", "王伟明"]),
            (["Wei Wang", "王伟"], ["Wei Wang", "Wei Wang"]),
            (["Wei Wang", "Wei Wang"], ["Wei Wang", "Wei Wang"]),
        ] {
            assert!(!told_apart(&one, &other), "{one:?} {other:?}");
        }
    }
}
