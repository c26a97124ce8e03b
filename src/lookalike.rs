//! Texts as an eye sees them: one folding for everything that must not get round a check by another way of writing.
//!
//! Full width, another case, a sign that cannot be seen, a Cyrillic letter that looks like a Latin one: a reader sees the same
//! text. So names of persons and words that claim something are compared as they are seen.

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

/// A text in lower case as it is seen: NFKC, without signs that cannot be seen, letters that look like Latin ones as those.
pub fn seen(text: &str) -> String {
    let small = if text.is_ascii() { text.to_ascii_lowercase() } else { composed(text).to_uppercase().to_lowercase() };
    if small.is_ascii() {
        return small.chars().filter(|sign| !is_invisible(*sign)).collect();
    }
    let told = |sign: char| LOOKS_LIKE.iter().find(|(letter, _)| *letter == sign).map_or(sign, |(_, latin)| *latin);
    // Once more, since a letter may stand beside its mark only now.
    small.chars().map(told).nfkc().collect()
}

/// NFKC, without signs that cannot be seen.
pub fn composed(text: &str) -> String {
    text.nfkc().filter(|sign| !is_invisible(*sign)).collect()
}

/// The same, where points and the number of blanks do not count either.
pub fn folded(text: &str) -> String {
    seen(text).replace('.', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether two texts are seen as the same.
pub fn same(one: &str, other: &str) -> bool {
    folded(one) == folded(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_ways_of_writing_one_text() {
        for other in [
            "mei  CHEN",
            "Ｍｅｉ Ｃｈｅｎ",
            "Mei\u{ad} Chen",
            "M\u{200b}ei Chen\u{feff}",
            "Mеi Chen",
            "Mei Сhen",
            "Mei\u{a0}Chen",
            "Mei\u{1} Chen",
        ] {
            assert!(same("Mei Chen", other), "{other:?}");
        }
        assert!(
            same("José Nuñez", "Jose\u{301} Nun\u{303}ez") && same("Strauß", "STRAUSS") && same("L.Meyer", "L. Meyer")
        );
        assert!(same("Вера", "ВЕРА"), "a name in Cyrillic letters is one in either case");
        for other in ["Mei Cheng", "Mai Chen", "陈梅", "Chen Mei", ""] {
            assert!(!same("Mei Chen", other), "{other:?}");
        }
        assert!(!same("José", "Jose"), "an accent tells texts apart");
    }

    #[test]
    fn what_shows_nothing_is_blank() {
        for text in ["", " \t", "\u{200b}", "\u{3164}", "\u{ad}\u{feff} ", "\u{3000}"] {
            assert!(is_blank(text), "{text:?}");
        }
        assert!(!is_blank("–") && !is_blank("0"));
    }
}
