//! Signs: how they are printed, and which are refused.

use super::{Run, Style};

/// A run as it is printed: tabs as spaces, raised digits as the signs that Unicode has for them, which text that is copied
/// or searched keeps apart from the digits before them.
pub(super) fn printed(run: &Run) -> Run {
    let text = run.text.replace("\r\n", "\n").replace('\t', " ");
    let map: fn(char) -> Option<char> = match run.style {
        Style::Superscript => raised,
        Style::Subscript => lowered,
        Style::Plain | Style::Strong | Style::Code => return Run { text, style: run.style },
    };
    match text.chars().map(map).collect::<Option<String>>() {
        Some(text) => Run { text, style: Style::Plain },
        None => Run { text, style: run.style },
    }
}

fn raised(sign: char) -> Option<char> {
    let found = "0123456789-\u{2212}+=()n".chars().zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁺⁼⁽⁾ⁿ".chars()).find(|pair| pair.0 == sign);
    found.map(|pair| pair.1)
}

fn lowered(sign: char) -> Option<char> {
    let found = "0123456789-\u{2212}".chars().zip("₀₁₂₃₄₅₆₇₈₉₋₋".chars()).find(|pair| pair.0 == sign);
    found.map(|pair| pair.1)
}

/// Whether a sign is not seen but may change how the signs around it are read: control characters and the marks, embeddings
/// and isolates of the direction of writing. A number in a certificate must read as it is stored.
///
/// # Source
/// The Unicode Standard 16.0 (2024), Annex 9, section 2: directional formatting characters.
fn is_invisible(sign: char) -> bool {
    let turns = matches!(sign, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let hidden = matches!(sign, '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}');
    turns || hidden || (sign.is_control() && sign != '\n')
}

/// The first such sign of a text.
pub(super) fn invisible_sign(characters: &str) -> Option<char> {
    characters.chars().find(|sign| is_invisible(*sign))
}

/// Where a text stands, with its beginning.
pub(super) fn whereabouts(place: &str, characters: &str) -> String {
    let mut beginning: String = characters.chars().filter(|sign| !is_invisible(*sign)).take(40).collect();
    if characters.chars().count() > 40 {
        beginning.push('…');
    }
    format!("{place}, `{}`,", beginning.replace('\n', " "))
}
