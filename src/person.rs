//! Persons by their printed names: whether two names are those of one person.
//!
//! A name is no identity. But who may not stand twice in a chain must not get round it by another way of writing the same
//! name: full width, another case, a sign that cannot be seen, a Cyrillic letter that looks like a Latin one.

use unicode_normalization::UnicodeNormalization;

/// Letters in lower case that look like a Latin one, in either case.
///
/// # Source
/// Unicode Technical Standard 39, confusables.txt: the Cyrillic and Greek letters whose prototype is a Latin letter.
const LOOKS_LIKE: &[(char, char)] = &[
    ('а', 'a'),
    ('в', 'b'),
    ('е', 'e'),
    ('к', 'k'),
    ('м', 'm'),
    ('н', 'h'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('т', 't'),
    ('у', 'y'),
    ('х', 'x'),
    ('ѕ', 's'),
    ('і', 'i'),
    ('ј', 'j'),
    ('һ', 'h'),
    ('ԁ', 'd'),
    ('ԛ', 'q'),
    ('ԝ', 'w'),
    ('α', 'a'),
    ('β', 'b'),
    ('ε', 'e'),
    ('ζ', 'z'),
    ('η', 'h'),
    ('ι', 'i'),
    ('κ', 'k'),
    ('μ', 'm'),
    ('ν', 'n'),
    ('ο', 'o'),
    ('ρ', 'p'),
    ('τ', 't'),
    ('υ', 'y'),
    ('χ', 'x'),
    ('ς', 'σ'),
];

/// Whether a sign takes no place in print, so that texts with it and without it look the same.
///
/// # Source
/// Unicode 16, DerivedCoreProperties.txt, Default_Ignorable_Code_Point.
pub fn is_invisible(sign: char) -> bool {
    (sign.is_control() && !sign.is_whitespace())
        || matches!(sign,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a text shows nothing.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|sign| sign.is_whitespace() || is_invisible(sign))
}

/// A name as far as it tells persons apart: case, blanks, points, width, composition of letters, signs that cannot be seen and
/// letters that look like Latin ones do not.
pub fn folded(name: &str) -> String {
    let seen: String = name.nfkc().filter(|sign| !is_invisible(*sign)).collect();
    let small = seen.to_uppercase().to_lowercase();
    let told = |sign: char| match LOOKS_LIKE.iter().find(|(letter, _)| *letter == sign) {
        Some((_, latin)) => *latin,
        None if sign == '.' => ' ',
        None => sign,
    };
    // Once more, since a letter may stand beside its mark only now.
    let told: String = small.chars().map(told).nfkc().collect();
    told.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether two names are those of one person.
pub fn same(one: &str, other: &str) -> bool {
    folded(one) == folded(other)
}

/// Whether two names can be those of one person: the same, or one has the initials of the other before the same last name.
pub fn may_be_same(one: &str, other: &str) -> bool {
    let (one, other) = (folded(one), folded(other));
    if one == other {
        return true;
    }
    let (Some((first, last)), Some((others, last_of_other))) = (one.rsplit_once(' '), other.rsplit_once(' ')) else {
        return false;
    };
    let initial = |short: &str, long: &str| short.chars().count() == 1 && long.starts_with(short);
    let mut pairs = first.split(' ').zip(others.split(' '));
    last == last_of_other && pairs.all(|(one, other)| one == other || initial(one, other) || initial(other, one))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_ways_of_writing_one_name() {
        for other in [
            "mei  CHEN",
            "Ｍｅｉ Ｃｈｅｎ",
            "Mei\u{ad} Chen",
            "M\u{200b}ei Chen\u{feff}",
            "Mеi Chen",
            "Mei Сhen",
            "Mei\u{a0}Chen",
        ] {
            assert!(same("Mei Chen", other), "{other:?}");
        }
        assert!(
            same("José Nuñez", "Jose\u{301} Nun\u{303}ez") && same("Strauß", "STRAUSS") && same("L.Meyer", "L. Meyer")
        );
        assert!(same("Вера", "ВЕРА"), "a name in Cyrillic letters is one in either case");
        for other in ["Mei Cheng", "Mai Chen", "陈梅", ""] {
            assert!(!same("Mei Chen", other), "{other:?}");
        }
        assert!(!same("José", "Jose"), "an accent tells persons apart");
    }

    #[test]
    fn initials_may_be_anybody_with_them() {
        for (one, other) in [("L. Meyer", "Lena Meyer"), ("Lena Meyer", "l meyer"), ("J. R. Roth", "Jan R. Roth")] {
            assert!(may_be_same(one, other) && !same(one, other), "{one} {other}");
        }
        for (one, other) in
            [("B. Chen", "Mei Chen"), ("L. Meyer", "Lena Meier"), ("Meyer", "Lena Meyer"), ("陈梅", "陈美")]
        {
            assert!(!may_be_same(one, other), "{one} {other}");
        }
    }

    #[test]
    fn what_shows_nothing_is_blank() {
        for text in ["", " \t", "\u{200b}", "\u{3164}", "\u{ad}\u{feff} ", "\u{3000}"] {
            assert!(is_blank(text), "{text:?}");
        }
        assert!(!is_blank("–") && !is_blank("0"));
    }
}
