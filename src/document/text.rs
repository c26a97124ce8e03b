//! Text as a document holds it: runs of one style, with a language.

/// The language of a text: what a screen reader speaks, and how letters that both scripts have are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    /// English.
    English,
    /// Chinese in simplified characters.
    Chinese,
}

impl Language {
    /// The language tag of BCP 47: `en`, `zh-CN`.
    pub fn tag(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Chinese => "zh-CN",
        }
    }
}

/// How a run of text looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Style {
    /// As the text around it.
    #[default]
    Plain,
    /// Bold.
    Strong,
    /// Raised and small: an exponent, the mark of a note.
    Superscript,
    /// Lowered and small.
    Subscript,
    /// Letters of equal width: a digest, an identifier. May be broken between any two characters.
    Code,
}

/// Some characters of one style. A line feed in it is a line break; other control characters are refused by the writers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Run {
    /// The characters.
    pub text: String,
    /// How they look.
    pub style: Style,
}

/// A paragraph of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// Its language; `None`: the one of the document.
    pub language: Option<Language>,
    /// What it is made of, in the order of reading.
    pub runs: Vec<Run>,
}

impl Text {
    /// A plain text in the language of the document.
    pub fn plain(text: impl Into<String>) -> Self {
        Text::default().with(text, Style::Plain)
    }

    /// A bold text in the language of the document.
    pub fn strong(text: impl Into<String>) -> Self {
        Text::default().with(text, Style::Strong)
    }

    /// A text with letters of equal width: a digest, an identifier.
    pub fn code(text: impl Into<String>) -> Self {
        Text::default().with(text, Style::Code)
    }

    /// A text in which every `10^n` is set with a raised exponent: `1.0×10^10`, `2 × 10^-3 mL`.
    pub fn with_powers(text: &str) -> Self {
        let mut made = Text::default();
        let mut rest = text;
        while let Some((before, exponent, after)) = next_power(rest) {
            made = made.with(before, Style::Plain).with(exponent.replace('-', "\u{2212}"), Style::Superscript);
            rest = after;
        }
        made.with(rest, Style::Plain)
    }

    /// The same text with one more run; an empty run adds nothing.
    pub fn with(mut self, text: impl Into<String>, style: Style) -> Self {
        let text = text.into();
        if !text.is_empty() {
            self.runs.push(Run { text, style });
        }
        self
    }

    /// The same text followed by another one, whose language is given up.
    pub fn then(mut self, other: Text) -> Self {
        self.runs.extend(other.runs);
        self
    }

    /// The same text in a language of its own.
    pub fn in_language(self, language: Language) -> Self {
        Text { language: Some(language), ..self }
    }

    /// The characters alone; what a writer prints has these in this order.
    pub fn characters(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.runs.iter().all(|run| run.text.is_empty())
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Text::plain(text)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Text::plain(text)
    }
}

/// The first `10^n` of a text: what ends with the 10, the exponent, what follows.
fn next_power(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    while let Some(found) = text.get(from..)?.find("10^") {
        let caret = from + found + 2;
        let after = text.get(caret + 1..)?;
        let digits_at = usize::from(after.starts_with(['-', '+'])) + if after.starts_with('\u{2212}') { 3 } else { 0 };
        let digits = after.get(digits_at..)?.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 {
            let end = digits_at + digits;
            return Some((text.get(..caret)?, after.get(..end)?, after.get(end..)?));
        }
        from = caret + 1;
    }
    None
}

/// A short text that names something, in one language or in two: the label of a value, the head of a column, a heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label {
    /// The text in each language, the leading one first. In writing, the second one stands beside or below the first one,
    /// less prominent.
    pub texts: Vec<Text>,
}

impl Label {
    /// A label in the language of the document.
    pub fn one(text: impl Into<Text>) -> Self {
        Label { texts: vec![text.into()] }
    }

    /// A label in two languages.
    pub fn two(first: (Language, &str), second: (Language, &str)) -> Self {
        Label { texts: [first, second].map(|(language, text)| Text::plain(text).in_language(language)).into() }
    }

    /// The characters, the languages joined by a separator.
    pub fn characters(&self, separator: &str) -> String {
        self.texts.iter().map(Text::characters).collect::<Vec<_>>().join(separator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_of_ten_are_raised() {
        let text = Text::with_powers("at least 1.0×10^10 and 2 × 10^-3 /mL, 10^ and 10^x stay, 10^8");
        let raised: Vec<&str> =
            text.runs.iter().filter(|run| run.style == Style::Superscript).map(|run| run.text.as_str()).collect();
        assert_eq!(raised, ["10", "\u{2212}3", "8"]);
        assert_eq!(text.characters(), "at least 1.0×1010 and 2 × 10\u{2212}3 /mL, 10^ and 10^x stay, 108");
    }

    #[test]
    fn a_label_in_two_languages() {
        let label = Label::two((Language::English, "Lot number"), (Language::Chinese, "批号"));
        assert_eq!(label.characters(" "), "Lot number 批号");
        assert_eq!(label.texts[1].language, Some(Language::Chinese));
    }
}
