//! A text in one way of writing, beside the text as it was written.

use crate::lookalike::{self, is_hyphen};
use crate::quantity::decimal::superscript;

/// A text whose full-width signs, blanks, hyphens and composed signs are plain ones. Superscripts stay: they are exponents.
pub(super) struct Folded<'t> {
    written: &'t str,
    /// The plain text.
    pub(super) text: String,
    /// Where each byte of it, and its end, stands in the text as written.
    places: Vec<usize>,
}

impl<'t> Folded<'t> {
    pub(super) fn new(written: &'t str) -> Self {
        let (mut text, mut places) = (String::with_capacity(written.len()), Vec::with_capacity(written.len() + 1));
        for (at, sign) in written.char_indices() {
            let plain = plain(sign, text.chars().next_back());
            places.resize(places.len() + plain.len(), at);
            text.push_str(&plain);
        }
        places.push(written.len());
        Folded { written, text, places }
    }

    /// A part of the plain text as it was written.
    pub(super) fn as_written(&self, from: usize, to: usize) -> &'t str {
        let place = |at: usize| self.places.get(at).copied().unwrap_or(self.written.len());
        self.written.get(place(from)..place(to)).unwrap_or(self.written).trim()
    }
}

fn plain(sign: char, before: Option<char>) -> String {
    match sign {
        _ if sign.is_ascii() && !sign.is_control() => sign.to_string(),
        _ if superscript(sign).is_some() => sign.to_string(),
        'º' | '˚' => "°".to_owned(),
        '〈' | '⟨' | '‹' => "<".to_owned(),
        '〉' | '⟩' | '›' => ">".to_owned(),
        '⩽' | '≦' => "≤".to_owned(),
        '⩾' | '≧' => "≥".to_owned(),
        '∼' | '∽' | '〜' => "~".to_owned(),
        '∕' | '⁄' => "/".to_owned(),
        '’' | 'ʼ' => "'".to_owned(),
        // A comma of a sentence, never one of a number: 阈值5，5段视频.
        '，' => "，".to_owned(),
        _ if is_hyphen(sign) => "-".to_owned(),
        _ if sign.is_whitespace() => " ".to_owned(),
        _ => {
            let composed = lookalike::composed(sign.encode_utf8(&mut [0; 4])).replace('\u{2044}', "/");
            // `1½` is one and a half, and not eleven halves.
            let is_mixed = composed.contains('/') && before.is_some_and(|before| before.is_ascii_digit());
            if is_mixed { format!(" {composed}") } else { composed }
        }
    }
}
