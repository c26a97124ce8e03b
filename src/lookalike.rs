//! Texts as an eye sees them: one folding for everything that must not get round a check by another way of writing.
//!
//! Full width, another case, a sign that cannot be seen, a Cyrillic letter that looks like a Latin one: a reader sees the same
//! text. So names of persons and words that claim something are compared as they are seen.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

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
/// Unicode 16, DerivedCoreProperties.txt, Default_Ignorable_Code_Point; beside them the marks of interlinear annotation.
pub fn is_invisible(sign: char) -> bool {
    (sign.is_control() && !sign.is_whitespace())
        || matches!(sign,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a sign is a Chinese character.
///
/// # Source
/// Unicode 16, Blocks.txt: CJK Unified Ideographs with Extensions A and, on planes 2 and 3, B to I.
pub fn is_chinese(sign: char) -> bool {
    matches!(sign, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a sign is a hyphen, a dash or a minus: one short line, whichever of them is meant.
pub fn is_hyphen(sign: char) -> bool {
    matches!(sign, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

/// Whether a text shows nothing.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|sign| sign.is_whitespace() || is_invisible(sign))
}

/// A text in lower case as it is seen: NFKC, without signs that cannot be seen, letters that look like Latin ones as those.
pub fn seen(text: &str) -> String {
    if text.chars().all(is_plain) {
        return text.chars().filter(|sign| !is_invisible(*sign)).map(|sign| sign.to_ascii_lowercase()).collect();
    }
    seen_by_tables(text)
}

/// The number of a lot or a document as it is seen: without blanks, and every hyphen and dash as one.
pub fn seen_id(id: &str) -> String {
    let hyphen = |sign: char| if is_hyphen(sign) { '-' } else { sign };
    seen(id).chars().filter(|sign| !sign.is_whitespace()).map(hyphen).collect()
}

/// The same for every text, by the tables of Unicode.
fn seen_by_tables(text: &str) -> String {
    let small = composed_by_tables(text).to_uppercase().to_lowercase();
    if small.is_ascii() {
        return small.chars().filter(|sign| !is_invisible(*sign)).collect();
    }
    let told = |sign: char| LOOKS_LIKE.iter().find(|(letter, _)| *letter == sign).map_or(sign, |(_, latin)| *latin);
    // Once more, since a letter may stand beside its mark only now.
    small.chars().map(told).nfkc().collect()
}

/// Whether nothing but the case of a sign counts: ASCII, and Chinese characters, which have no case, no other form and look like
/// no letter.
fn is_plain(sign: char) -> bool {
    sign.is_ascii() || matches!(sign, '\u{4e00}'..='\u{9fff}')
}

/// NFKC, without signs that cannot be seen.
pub fn composed(text: &str) -> String {
    if text.chars().all(is_plain) {
        return text.chars().filter(|sign| !is_invisible(*sign)).collect();
    }
    composed_by_tables(text)
}

fn composed_by_tables(text: &str) -> String {
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

/// A script whose letters a word may have; several of them in one word are there to look like another word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    Hebrew,
    Arabic,
    Devanagari,
    Thai,
    /// Han, kana and Hangul, which stand beside others without a blank and look like none of them.
    EastAsian,
}

fn script(letter: char) -> Option<Script> {
    Some(match letter {
        '\u{1c0}'..='\u{1c3}' => return None,
        'A'..='Z' | 'a'..='z' | '\u{aa}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Script::Latin,
        '\u{3e2}'..='\u{3ef}' => return None,
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Script::Greek,
        '\u{400}'..='\u{52f}' => Script::Cyrillic,
        '\u{590}'..='\u{5ff}' => Script::Hebrew,
        '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' => Script::Arabic,
        '\u{900}'..='\u{97f}' => Script::Devanagari,
        '\u{e00}'..='\u{e7f}' => Script::Thai,
        '\u{3005}'
        | '\u{3007}'
        | '\u{3040}'..='\u{30ff}'
        | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' => Script::EastAsian,
        _ => return None,
    })
}

/// Marks that stand on any letter, and letters in frames; composed letters have none of them.
fn is_loose(sign: char) -> bool {
    matches!(sign, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{1f100}'..='\u{1f1ff}')
}

/// The first word of several scripts, or with a letter of none that plain words are written in: small capitals, letters of the
/// phonetic alphabet, letters in frames, Cherokee.
pub fn disguised(text: &str) -> Option<String> {
    let text = composed(text);
    text.split(|sign: char| !(sign.is_alphabetic() || is_combining_mark(sign) || is_loose(sign))).find_map(|word| {
        let mut own = None;
        for sign in word.chars() {
            let known = script(sign).filter(|_| !is_loose(sign));
            // A zero of Chinese numbers is round like an O.
            let round = sign == '\u{3007}' && own.is_some();
            let is_other =
                own.is_some_and(|own| known.is_some_and(|script| script != own && script != Script::EastAsian));
            if known.is_none() || round || is_other {
                return Some(word.to_owned());
            }
            own = known.filter(|script| *script != Script::EastAsian);
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Texts of plain signs take a shorter way: it ends where the tables do.
    #[test]
    fn a_plain_sign_is_seen_as_the_tables_say() {
        let plain = ('\0'..=char::MAX).filter(|sign| is_plain(*sign)).map(String::from);
        for text in plain.clone().chain([plain.collect()]) {
            assert_eq!((seen(&text), composed(&text)), (seen_by_tables(&text), composed_by_tables(&text)), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn a_text_is_seen_as_the_tables_say(text in "[ -~\u{1}\\t一-鿿]*|[ -~一-鿿àΣсﬁ（\u{300}\u{200b}]*") {
            prop_assert_eq!((seen(&text), composed(&text)), (seen_by_tables(&text), composed_by_tables(&text)));
        }
    }

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

    #[test]
    fn words_of_several_scripts_are_disguised() {
        for text in [
            "ϲonforms",
            "ꓚonforms",
            "Ꮯonforms",
            "cօnforms",
            "ᴄonforms",
            "pɑssed",
            "🅿assed",
            "🇵assed",
            "соnforms",
            "p\u{336}assed",
            "C〇NFORMS",
            "ⲟk",
        ] {
            assert!(disguised(text).is_some(), "{text}");
        }
        for text in [
            "Größe, réussi, Łódź, Việt Nam",
            "соответствует требованиям",
            "QC部门 二〇二六年 カタカナ 적합",
            "Ελληνικά α",
            "עברית العربية ไทย हिन्दी",
            "e\u{301}te\u{301} 100 % — №",
            "ＱＣ ½",
        ] {
            assert_eq!(disguised(text), None, "{text}");
        }
    }
}
