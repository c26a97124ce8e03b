//! Persons by their printed names: whether two names are those of one person.
//!
//! A name is no identity. But who may not stand twice in a chain must not get round it by another way of writing the same
//! name: another order of its words, a hyphen, a title, a degree, a remark in brackets, whatever looks the same (`lookalike`). So
//! two spellings that can be one person's count as one: whoever is refused for it writes the name in full and alone, and nobody
//! is passed for another by a degree that no list has.

mod meant;
mod titles;
mod words;

use crate::lookalike::{is_chinese, is_hyphen};
use crate::order;
use meant::Meant;
use std::collections::BTreeSet;
use titles::{is_particle, is_title};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use words::{Word, is_whole, named, parted, words};

/// Words of which more than these are only compared in the orders in which they stand and of the alphabet.
const MOST_ORDERED: usize = 4;

/// Whether two names are those of one person: the same words in any order, together or apart, with titles, degrees, functions
/// and words in brackets or without. Two who share a name have numbers, which readers see: `Wei Wang (1042)`, `Wei Wang (2077)`.
pub fn same(one: &str, other: &str) -> bool {
    Printed::of(one).is(&Printed::of(other))
}

/// A name as it is printed.
struct Printed {
    /// Numbers of the person.
    numbers: Vec<String>,
    /// The name without and with what stands in brackets.
    words: [Vec<Word>; 2],
}

impl Printed {
    fn of(name: &str) -> Printed {
        let [outside, _] = parted(name);
        Printed { numbers: numbers(name), words: [named(&outside), named(name)] }
    }

    fn is(&self, other: &Printed) -> bool {
        let is_same = |one: &Vec<Word>| other.words.iter().any(|other| same_words(one, other));
        !self.is_other(other) && self.words.iter().any(is_same)
    }

    /// Whether each of two names has a number of a person, and these differ.
    fn is_other(&self, other: &Printed) -> bool {
        !self.numbers.is_empty()
            && !other.numbers.is_empty()
            && !self.numbers.iter().any(|number| other.numbers.contains(number))
    }
}

/// Whether the words are the same, in any order, together or apart.
fn same_words(one: &[Word], other: &[Word]) -> bool {
    let texts = |words: &[Word]| words.iter().map(|word| word.text.clone()).collect::<Vec<_>>();
    same_texts(&texts(one), &texts(other))
}

fn same_texts(one: &[String], other: &[String]) -> bool {
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

/// Letters with a stroke and ligatures, of which no table of Unicode says that they are another letter with a mark.
const PLAIN: [(char, &str); 11] = [
    ('ł', "l"),
    ('ø', "o"),
    ('đ', "d"),
    ('ð', "d"),
    ('ħ', "h"),
    ('ŧ', "t"),
    ('ı', "i"),
    ('þ', "th"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('ß', "ss"),
];

/// Whether two names can be those of one person: the same; or each word of the shorter one stands in the other, in full or as
/// an initial, and what the other has more are initials and particles; or the shorter one is a surname alone. Accents do not
/// count, `ü` is `ue` too, a capital I looks like an l, and what stands behind a comma or around a name and is not written as a
/// name (`MRSB`, `Tox.`) can be a degree.
pub fn may_be_same(one: &str, other: &str) -> bool {
    Name::of(one).may_be(&Name::of(other))
}

/// Whether a person can be one of those whom a cell names: in a column for one name stand several, `B. Chen / Q. Adler`.
pub fn may_be_among(cell: &str, name: &str) -> bool {
    let name = Name::of(name);
    let is_one = |words: &Vec<Word>| name.meant.told.iter().any(|told| can_be_same(words, told));
    Name::of(cell).may_be(&name) || persons_in(cell).iter().any(is_one)
}

/// The whole names between signs of one kind, and between those of all kinds, that no name has within: `Chen, B. / Adler, Q.`
fn persons_in(cell: &str) -> Vec<Vec<Word>> {
    let cell = parted_by_words(cell);
    let mut pieces: Vec<&str> = cell.split(parts_names).collect();
    let signs: BTreeSet<char> = order::collect(cell.chars().filter(|sign| parts_names(*sign)));
    signs.into_iter().for_each(|sign| pieces.extend(cell.split(sign)));
    pieces
        .into_iter()
        .map(named)
        .filter(|words| is_whole(words) && !words.iter().all(|word| is_title(&word.text)))
        .collect()
}

/// Whether a sign stands between names, and in none. A Chinese `and` may be part of one: what it parts is then no whole name.
fn parts_names(sign: char) -> bool {
    let is_of_name = sign.is_alphanumeric()
        || is_combining_mark(sign)
        || is_hyphen(sign)
        || matches!(sign, ' ' | '.' | '\'' | '’' | '`' | '·');
    !is_of_name || matches!(sign, '和' | '与' | '及')
}

/// A text in which whatever parts names beside a single blank is a sign: several blanks, a dash between blanks, and a word that
/// is written small and stands in no name, as in `Mei Chen and Jun Ma`.
fn parted_by_words(cell: &str) -> String {
    let is_small = |word: &str| {
        let bare = word.trim_matches(parts_names);
        !bare.is_empty() && bare.chars().all(char::is_lowercase) && !is_particle(bare)
    };
    let has_capitals = cell.chars().any(char::is_uppercase);
    let parts = |word: &str| has_capitals && is_small(word) || word.chars().all(is_hyphen);
    let word = |word| if parts(word) { "\n" } else { word };
    cell.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// A name with the ways in which it can be meant, looked through once where it is compared with many.
pub struct Name {
    printed: Printed,
    meant: Meant,
}

impl Name {
    /// The name as it is printed.
    pub fn of(name: &str) -> Name {
        Name { printed: Printed::of(name), meant: Meant::of(name) }
    }

    /// Whether this and another name are those of one person, as [`same`].
    pub fn is(&self, other: &Name) -> bool {
        self.printed.is(&other.printed)
    }

    /// Whether this and another name can be those of one person, as [`may_be_same`].
    pub fn may_be(&self, other: &Name) -> bool {
        let can = |some: &[Vec<Word>], others: &[Vec<Word>]| {
            some.iter().any(|one| others.iter().any(|other| can_be_same(one, other)))
        };
        let (one, another) = (&self.meant, &other.meant);
        !self.printed.is_other(&other.printed)
            && (can(&one.told, &another.told) || can(&one.parts, &another.told) || can(&one.told, &another.parts))
    }
}

/// The numbers of a person in a name; `QA 2` is none.
fn numbers(name: &str) -> Vec<String> {
    const SHORTEST: usize = 3;
    let texts = words(name).into_iter().map(|word| word.text);
    texts.filter(|text| text.len() >= SHORTEST && text.bytes().all(|byte| byte.is_ascii_digit())).collect()
}

/// Whether the Chinese names of two who share another name tell them apart: each has one, and none is, or is part of, one of
/// the other. What stands in brackets can be a department.
pub fn told_apart(one: &[&str], other: &[&str]) -> bool {
    let chinese = |names: &[&str]| -> Vec<String> {
        let own = |name: &&str| {
            let [outside, _] = parted(name);
            named(&outside).iter().flat_map(|word| word.text.chars()).filter(|sign| is_chinese(*sign)).collect()
        };
        names.iter().map(own).filter(|name: &String| !name.is_empty()).collect()
    };
    let (one, other) = (chinese(one), chinese(other));
    !one.is_empty()
        && !other.is_empty()
        && !one.iter().any(|a| other.iter().any(|b| a.contains(b.as_str()) || b.contains(a.as_str())))
}

fn can_be_same(one: &[Word], other: &[Word]) -> bool {
    if same_words(one, other) {
        return true;
    }
    if are_initials_of(one, other) || are_initials_of(other, one) {
        return true;
    }
    let bare = |words: &[Word]| words.iter().map(|word| without_marks(&word.text)).collect::<Vec<_>>();
    let (one, other) = (bare(one), bare(other));
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if short.is_empty() || short.iter().all(|word| is_initial(word)) {
        return false;
    }
    let alone = short.iter().filter(|word| !is_particle(word)).count() <= 1;
    // Words in full first, so that no initial takes the place of one.
    let mut sorted = short;
    order::sort_by_key(&mut sorted, |word| is_initial(word));
    let mut left: Vec<(usize, String)> = long.into_iter().enumerate().collect();
    let (mut full, mut shortened) = (0, false);
    for word in &sorted {
        let exact = left.iter().position(|(_, candidate)| candidate == word);
        let Some(at) = exact.or_else(|| left.iter().position(|(_, candidate)| abbreviates(word, candidate))) else {
            return false;
        };
        let (place, found) = left.remove(at);
        full += usize::from(found == *word && !is_initial(word));
        // `Anna Maria Schmidt`, `Schmidt, Anna Maria`: whoever shortens the first of several names leaves out others.
        shortened |= is_initial(word) && place <= 1;
    }
    full > 0 && (alone || shortened || left.iter().all(|(_, word)| is_initial(word) || is_particle(word)))
}

/// Whether a name that is nothing but initials can be the other one: `BC`, `B.C.` or `C. B.` of `Bo Chen`.
fn are_initials_of(short: &[Word], long: &[Word]) -> bool {
    const MOST: usize = 4;
    let letters = match short {
        [only] if only.is_odd => only.text.clone(),
        all if all.iter().all(|word| is_initial(&word.text)) => all.iter().map(|word| word.text.as_str()).collect(),
        _ => return false,
    };
    let mut initials: Vec<char> = long.iter().filter_map(|word| without_marks(&word.text).chars().next()).collect();
    let mut taken = |letter: char| {
        let at = initials.iter().position(|initial| *initial == letter);
        at.map(|at| initials.swap_remove(at)).is_some()
    };
    (2..=MOST).contains(&letters.len()) && letters.is_ascii() && letters.chars().all(&mut taken)
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
    let plain = |sign: char| PLAIN.iter().find(|(letter, _)| *letter == sign).map(|(_, plain)| *plain);
    let mut bare = String::new();
    for sign in word.nfd().filter(|sign| !is_combining_mark(*sign)) {
        match plain(sign) {
            Some(plain) => bare.push_str(plain),
            None => bare.push(sign),
        }
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
    fn every_hyphen_is_one() {
        // Unicode 16, PropList.txt: Dash, of those that are printed as one short line.
        for hyphen in "-\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{2212}\u{fe58}\u{fe63}\u{ff0d}".chars() {
            let name = format!("Jean{hyphen}Luc Roth");
            assert!(same(&name, "Jean-Luc Roth") && same(&name, "Roth, Jean Luc"), "{name}");
            for other in ["Luc Roth", "Jean Roth", "Marc Roth"] {
                assert!(!may_be_same(&name, other) && !may_be_among(&name, other), "{name} {other}");
            }
            let behind = format!("Mei Chen {hyphen} Release Desk");
            assert!(may_be_same(&behind, "Mei Chen") && !may_be_same(&behind, "Release Desk"), "{behind}");
        }
    }

    /// Names of persons of whom no two are one.
    const DIFFERENT: [&str; 20] = [
        "Mei Chen",
        "Lena Meyer",
        "Jun Ma",
        "Ma Long",
        "Meng Li",
        "Jean-Luc Roth",
        "Anna-Lena Meyer",
        "Jan van Dijk",
        "Jan de Boer",
        "Anna von Berg",
        "Quentin Adler",
        "Seán O'Brien",
        "Ronald McDonald",
        "Mei Li Chen",
        "Maria Garcia Lopez",
        "Maria Garcia Ruiz",
        "陈梅",
        "陈美",
        "陈梅丽",
        "欧阳锋",
    ];

    /// What is written at a name and is none of it.
    const BEHIND_NAMES: [&str; 44] = [
        " MSc",
        " M.Sc.",
        ", M.Sc.",
        " M. Sc.",
        " MA",
        " M.A.",
        ", M. Eng.",
        " M.Eng.",
        " BSc (Hons)",
        ", B.Sc.",
        " Ph.D.",
        " Ph. D.",
        " M.D.",
        " PhD, MBA",
        " Dipl.-Biol.",
        ", Dipl. Biol. (FH)",
        " (QA)",
        " （QA）",
        " [analyst]",
        " (Head of QC)",
        " (QA",
        ", QP",
        " QA",
        " Q.P.",
        " / QA",
        " - Head of Release",
        ", whatever nobody knows",
        "; quality assurance",
        " PharmD, RPh",
        " FRSC CChem",
        " MRXQ",
        " M.Tox.",
        ", Qualified Person",
        " (质量部)",
        "，质量负责人",
        " 博士",
        "博士",
        "硕士",
        " 女士",
        "（质量受权人）",
        " D.Phil.",
        " D.V.M.",
        " 质量部",
        ".",
    ];

    const BEFORE_NAMES: [&str; 14] = [
        "Dr. ",
        "Prof. Dr. ",
        "Dr. rer. nat. ",
        "Dipl.-Biol. ",
        "Dipl.-Ing. ",
        "Mag. pharm. ",
        "PharmDr. ",
        "Ms. ",
        "Frau Dr. med. ",
        "Apothekerin ",
        "QA: ",
        "QP ",
        "(QA) ",
        "Dr.",
    ];

    proptest! {
        #[test]
        fn nothing_beside_a_name_makes_another_person(
            at in 0..DIFFERENT.len(),
            behind in prop::collection::vec(prop::sample::select(&BEHIND_NAMES[..]), 0..3),
            before in prop::option::of(prop::sample::select(&BEFORE_NAMES[..])),
            other in prop::option::of(prop::sample::select(&BEHIND_NAMES[..])),
        ) {
            let name = DIFFERENT[at];
            let one = format!("{}{name}{}", before.unwrap_or_default(), behind.concat());
            let other = format!("{name}{}", other.filter(|_| !one.contains("MRXQ")).unwrap_or_default());
            prop_assert!(may_be_same(&one, &other), "{one:?} {other:?}");
        }
    }

    #[test]
    fn each_thing_beside_a_name_makes_no_other_person() {
        for name in DIFFERENT {
            for behind in BEHIND_NAMES {
                assert!(may_be_same(name, &format!("{name}{behind}")), "{name}{behind}");
            }
            for before in BEFORE_NAMES {
                assert!(may_be_same(name, &format!("{before}{name}")), "{before}{name}");
            }
        }
        for other in ["Mei Chen M.Sc.", "Mei Chen (QA)", "Mei Chen, Dipl.-Biol.", "Chen Mei, M. Eng."] {
            assert!(same("Mei Chen", other), "{other}");
        }
        for (one, other) in [
            ("Mei Chen, Analyst", "Mei Chen, Head of Something"),
            ("M. Chen M.Sc.", "Mei Chen (QA)"),
            ("Mei Chen 陈梅", "Mei Chen"),
            ("陈梅 (Mei Chen)", "Mei Chen"),
            ("陈梅 Mei Chen", "陈梅女士"),
            ("Jan Dijk", "Jan van Dijk"),
            ("MEI CHEN MRXQ", "Mei Chen"),
            ("Wei Wang (1042)", "Wei Wang"),
            ("Wei Wang (1042)", "Wang Wei 1042"),
            ("Mei Chen, site 2", "Mei Chen, site 3"),
        ] {
            assert!(may_be_same(one, other) && may_be_same(other, one), "{one} {other}");
        }
    }

    #[test]
    fn different_names_stay_different_beside_whatever_stands_there() {
        for (at, one) in DIFFERENT.iter().enumerate() {
            for other in DIFFERENT.iter().skip(at + 1) {
                assert!(!may_be_same(one, other), "{one} {other}");
                for behind in BEHIND_NAMES.iter().skip(at % 5).step_by(5) {
                    let (one, other) = (format!("{one}{behind}"), format!("{other}{behind}"));
                    assert!(!may_be_same(&one, &other), "{one} {other}");
                }
                for before in BEFORE_NAMES {
                    let (one, other) = (format!("{before}{one}"), format!("{before}{other}"));
                    assert!(!may_be_same(&one, &other), "{one} {other}");
                }
            }
        }
        for (one, other) in [
            ("Chen, Mei", "Chen, Jun"),
            ("von Berg, Anna", "von Berg, Lena"),
            ("Meyer-Schmidt, Anna", "Meyer-Schmidt, Lena"),
            ("Jean Pierre DUPONT", "Jean Pierre MARTIN"),
            ("M. D. Roth", "Lena Roth"),
            ("Ms. C. Roth", "Lena Roth"),
            ("Wei MA", "Wei LI"),
            ("Ma Chen", "Mei Chen"),
            ("Dr. Ma Chen", "Mei Chen"),
            ("Wei Wang 王伟", "Wei Wang 王薇"),
            ("E. Ng", "L. Tan"),
            ("Wei Wang (1042)", "Wei Wang (2077)"),
            ("Wei Wang 1042", "Dr Wei Wang, 2077"),
        ] {
            assert!(!may_be_same(one, other) && !may_be_same(other, one), "{one} {other}");
        }
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
            ("L. M.", "Lena Meyer"),
            ("BC", "B. Chen"),
            ("B.C.", "Bo Chen"),
            ("CB", "Bo Chen"),
            ("AMS", "Anna Maria Schmidt"),
            ("A. Schmidt", "Anna Maria Schmidt"),
            ("Łukasz Nowak", "Lukasz Nowak"),
            ("Søren Berg", "Soren Berg"),
            ("SØREN BERG", "Soeren Berg"),
            ("Đức Trần", "Duc Tran"),
            ("Anna Ærø", "Anna Aero"),
            ("Þór Jónsson", "Thor Jonsson"),
            ("Åsa Ek", "Aasa Ek"),
            ("Øyvind Lœuf", "Oeyvind Loeuf"),
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
            ("", "Lena Meyer"),
            ("L. K.", "Lena Meyer"),
            ("NG", "Lena Meyer"),
            ("A. Schmidt", "Anna Maria Schmied"),
            ("M. Schmidt", "Anna Lena Maria Schmidt"),
            ("T. Chen", "Mei Chen, Cell Therapy Unit"),
            ("MEI CHEN", "Mel Chen"),
            ("Michael Roth", "Michal Roth"),
        ] {
            assert!(!may_be_same(one, other) && !may_be_same(other, one), "{one} {other}");
        }
    }

    #[test]
    fn who_is_one_of_several_in_a_cell_is_found() {
        for cell in [
            "B. Chen / Q. Adler",
            "B. Chen, Q. Adler",
            "B. Chen; Q. Adler",
            "B. Chen & Q. Adler",
            "B. Chen + Q. Adler",
            "B. Chen and Q. Adler",
            "Bo Chen und Quentin Adler",
            "B. Chen (checked Q. Adler)",
            "B. Chen (Q. Adler)",
            "Chen, B. / Adler, Q.",
            "Chen, B.; Adler, Q.; Roth, L.",
            "B. Chen\tQ. Adler",
            "B. Chen  Q. Adler",
            "Bo Chen - Quentin Adler",
            "Bo Chen \u{2014} Quentin Adler",
            "B. Chen\u{200b}/\u{200b}Q. Adler",
            "B. Chen 陈波 / Q. Adler",
        ] {
            for name in ["Q. Adler", "Quentin Adler", "Adler, Quentin", "QA. Adler"] {
                assert!(may_be_among(cell, name) || name == "QA. Adler", "{cell} {name}");
            }
            for other in ["Jun Ma", "Roth, Jun", "L. Quentin", "L. Meyer"] {
                assert!(!may_be_among(cell, other), "{cell} {other}");
            }
        }
        for (cell, name) in
            [("陈波、王芳", "王芳"), ("陈波/王芳", "王芳"), ("陈波和王芳", "王芳"), ("陈波 王芳", "王芳")]
        {
            assert!(may_be_among(cell, name) && !may_be_among(cell, "王方"), "{cell} {name}");
        }
        // What is said of two persons is no third one.
        for (cell, name) in [
            ("Mei Chen, Head of Quality Control", "Jun Ma, Quality Control"),
            ("Mei Chen (Cell Therapy Unit)", "Jun Ma (Cell Therapy Unit)"),
            ("Mei Chen, Cell Therapy Unit", "Jun Ma, Cell Therapy Unit"),
            ("Chen, Mei", "Chen, Jun"),
            ("Chen, Mei", "Mei Wang"),
            ("Jean-Luc Roth", "Luc Roth"),
            ("Mei Chen - Quality Control", "Jun Ma - Quality Control"),
            ("Mei Chen \u{2014} Cell Therapy Unit", "Jun Ma \u{2014} Cell Therapy Unit"),
            ("王和平", "平和"),
        ] {
            assert!(!may_be_among(cell, name), "{cell} {name}");
        }
        for one in DIFFERENT {
            for other in DIFFERENT.iter().filter(|other| **other != one) {
                assert!(!may_be_among(one, other), "{one} {other}");
                for behind in BEHIND_NAMES.iter().step_by(7) {
                    assert!(!may_be_among(&format!("{one}{behind}"), other), "{one}{behind} {other}");
                }
            }
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
