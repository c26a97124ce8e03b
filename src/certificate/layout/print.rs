//! Texts and labels in the languages of the print.

use super::Dress;
use crate::certificate::lab::Lab;
use crate::certificate::model::Certificate;
use crate::certificate::profile::Languages;
use crate::certificate::terms::{self, Term};
use crate::certificate::words::Words;
use crate::document::{
    Align, Block, Cell, Column, Emphasis, Label, Language, Pair, Pairs, Row, RowKind, Style, Table, Text, Tone,
};
use crate::lookalike;
use crate::order;
use crate::quantity::decimal;
use crate::report::escape::visible;

/// How texts are printed.
pub(super) struct Print<'p> {
    languages: Languages,
    chinese_first: bool,
    lab: Option<&'p Lab>,
    /// The signatories, each in both languages.
    signatories: Vec<Words>,
}

impl<'p> Print<'p> {
    /// By the choices of the certificate and the wording of the laboratory.
    pub fn new(certificate: &Certificate, dress: &Dress<'p>) -> Self {
        let languages = Languages::by_name(&certificate.content.language).unwrap_or(Languages::Both);
        let chinese_first = match languages {
            Languages::English => false,
            Languages::Chinese => true,
            Languages::Both => certificate.content.authoritative == "zh",
        };
        let signatories = certificate.content.signatories.iter().map(|one| one.name.clone()).collect();
        Print { languages, chinese_first, lab: dress.lab, signatories }
    }

    /// The laboratory.
    pub fn lab(&self) -> Option<&'p Lab> {
        self.lab
    }

    /// Whether English is among the languages.
    pub fn has_english(&self) -> bool {
        self.languages != Languages::Chinese
    }

    /// Whether Chinese is among the languages.
    pub fn has_chinese(&self) -> bool {
        self.languages != Languages::English
    }

    /// The language of the document.
    pub fn leading(&self) -> Language {
        if self.chinese_first { Language::Chinese } else { Language::English }
    }

    /// A term in the words of the laboratory.
    pub fn own(&self, term: &'static Term) -> Words {
        let replaced = self.lab.and_then(|lab| lab.wording.iter().find(|(id, _)| id == term.id));
        replaced.map_or_else(|| Words::of(term), |(_, words)| words.clone())
    }

    /// A person as the results name them; one who is named in Chinese, and signs, has the English name of the signatory beside it.
    pub fn person(&self, name: &str) -> Words {
        let is_chinese = |text: &str| text.chars().any(lookalike::is_chinese);
        let known = self.signatories.iter().find(|one| one.zh == name && is_chinese(name) && !is_chinese(&one.en));
        known.cloned().unwrap_or_else(|| Words::same(name))
    }

    /// The texts of each language of the print, the leading one first; one where both say the same.
    pub fn each(&self, words: &Words) -> Vec<(Option<Language>, String)> {
        let en = || (Some(Language::English), shown(&words.en));
        let zh = || (Some(Language::Chinese), shown(&words.zh));
        match self.languages {
            _ if words.is_same() => vec![(None, shown(&words.en))],
            Languages::English => vec![en()],
            Languages::Chinese => vec![zh()],
            Languages::Both if self.chinese_first => vec![zh(), en()],
            Languages::Both => vec![en(), zh()],
        }
    }

    /// Paragraphs, one for each language, with exponents raised.
    pub fn texts(&self, words: &Words) -> Vec<Text> {
        let one = |(language, text): (Option<Language>, String)| Text { language, ..Text::with_powers(&text) };
        self.each(words).into_iter().map(one).collect()
    }

    /// All languages on one line.
    pub fn line(&self, words: &Words) -> String {
        self.each(words).into_iter().map(|(_, text)| text).collect::<Vec<_>>().join(" ")
    }

    /// A term on one line.
    pub fn term(&self, term: &'static Term) -> String {
        self.line(&self.own(term))
    }

    /// A text on one line; empty without one.
    pub fn optional(&self, words: Option<&Words>) -> Text {
        words.map(|words| Text::plain(self.line(words))).unwrap_or_default()
    }

    /// A label in the words of the laboratory.
    pub fn label(&self, term: &'static Term) -> Label {
        self.words(&self.own(term))
    }

    /// A label with something behind it.
    pub fn label_with(&self, term: &'static Term, behind: &str) -> Label {
        self.words(&self.own(term).then(&Words::same(behind)))
    }

    /// A label of these words.
    pub fn words(&self, words: &Words) -> Label {
        Label { texts: self.texts(words) }
    }

    /// `Page {page} of {pages}` in the languages of the print.
    pub fn page_number(&self) -> Label {
        self.label(&terms::PAGE)
    }

    /// A text with at most so many characters; an ellipsis stands in its middle for what is cut: numbers that differ do so at
    /// their ends.
    pub fn short(&self, text: &str, most: usize) -> String {
        let shown = shown(text);
        let count = shown.chars().count();
        if count <= most {
            return shown;
        }
        let behind = most.saturating_sub(1) / 2;
        let start: String = shown.chars().take(most.saturating_sub(1) - behind).collect();
        let end: String = shown.chars().skip(count - behind).collect();
        format!("{start}…{end}")
    }

    /// A paragraph; in two languages side by side.
    pub fn paragraph(&self, words: &Words, emphasis: Emphasis) -> Block {
        let mut texts = self.texts(words).into_iter();
        match (texts.next(), texts.next()) {
            (Some(first), Some(second)) => Block::Parallel { first, second, emphasis },
            (first, _) => Block::Paragraph { text: first.unwrap_or_default(), emphasis },
        }
    }

    /// A pair.
    pub fn pair(&self, term: &'static Term, words: &Words) -> Pair {
        Pair { label: self.label(term), value: self.texts(words) }
    }

    /// A pair whose value is the same in every language.
    pub fn named(&self, term: &'static Term, text: &str) -> Pair {
        self.pair(term, &Words::same(text))
    }

    /// A pair with letters of equal width: a digest.
    pub fn code(&self, term: &'static Term, text: &str) -> Pair {
        Pair { label: self.label(term), value: vec![Text::code(visible(text))] }
    }

    /// A cell with a paragraph for each language.
    pub fn cell(&self, words: &Words) -> Cell {
        Cell { texts: self.texts(words), ..Cell::default() }
    }

    /// A cell with a text that is the same in every language.
    pub fn plain(&self, text: &str) -> Cell {
        self.cell(&Words::same(text))
    }

    /// A cell that names its row.
    pub fn naming(&self, words: &Words) -> Cell {
        Cell { names_row: true, ..self.cell(words) }
    }

    /// A column.
    pub fn column(&self, term: &'static Term, width: u16) -> Column {
        Column { head: self.label(term), width, align: Align::Start }
    }
}

/// A pair with the term that it is the value of.
pub(super) struct Field {
    term: &'static Term,
    pair: Pair,
}

impl<'p> Print<'p> {
    /// A field.
    pub fn field(&self, term: &'static Term, words: &Words) -> Field {
        Field { term, pair: self.pair(term, words) }
    }

    /// A field whose value is the same in every language.
    pub fn named_field(&self, term: &'static Term, text: &str) -> Field {
        self.field(term, &Words::same(text))
    }

    /// The fields of a part in two columns, where there are any: first those that the laboratory names, in its order.
    pub fn part(&self, part: &str, mut fields: Vec<Field>) -> Option<Block> {
        let orders = self.lab.map_or(&[][..], |lab| &lab.layout.fields);
        if let Some((_, order)) = orders.iter().find(|(name, _)| *name == part) {
            // The sort is stable: what is not named keeps its order.
            let place = |field: &Field| order.iter().position(|id| *id == field.term.id).unwrap_or(order.len());
            order::sort_by_key(&mut fields, place);
        }
        pairs(fields.into_iter().map(|field| field.pair).collect())
    }
}

/// A row of values.
pub(super) fn row(cells: Vec<Cell>) -> Row {
    Row { kind: RowKind::Body, cells, with_next: false }
}

/// Pairs in two columns, where there are any.
pub(super) fn pairs(pairs: Vec<Pair>) -> Option<Block> {
    (!pairs.is_empty()).then_some(Block::Pairs(Pairs { side_by_side: true, pairs }))
}

/// Pairs in one column, where there are any.
pub(super) fn long_pairs(pairs: Vec<Pair>) -> Option<Block> {
    (!pairs.is_empty()).then_some(Block::Pairs(Pairs { side_by_side: false, pairs }))
}

/// A table, where it has rows.
pub(super) fn table(columns: Vec<Column>, rows: Vec<Row>) -> Option<Block> {
    (!rows.is_empty()).then_some(Block::Table(Table { caption: None, columns, rows }))
}

/// A text with another style.
pub(super) fn strong(text: Text) -> Text {
    let runs = text.runs.into_iter().map(|run| match run.style {
        Style::Plain => crate::document::Run { style: Style::Strong, ..run },
        _ => run,
    });
    Text { language: text.language, runs: runs.collect() }
}

/// The colour of an outcome.
pub(super) fn tone(outcome: &str) -> Tone {
    match outcome {
        "pass" => Tone::Good,
        "fail" => Tone::Bad,
        "reported" | "not_applicable" | "waived" => Tone::Neutral,
        _ => Tone::Open,
    }
}

/// A text as it is printed: nothing in it acts on the line, and its numbers have digits of half width (R-1105).
fn shown(text: &str) -> String {
    half_width(&visible(text))
}

/// A text with the digits, and the signs behind them that belong to a number, in half width; punctuation stays as it is.
fn half_width(text: &str) -> String {
    let mut behind_digit = false;
    text.chars()
        .map(|sign| {
            let plain = decimal::half_width(sign);
            let is_of_number = plain.is_ascii_digit() || (behind_digit && matches!(plain, '.' | '^' | '%'));
            behind_digit = plain.is_ascii_digit();
            if is_of_number { plain } else { sign }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_printed_in_half_width() {
        for (written, printed) in [
            ("４．０×１０＾１０ particles", "4.0×10^10 particles"),
            ("２．０ mL", "2.0 mL"),
            ("不高于０．２５％。", "不高于0.25%。"),
            ("第１．批", "第1.批"),
            ("（一）．％", "（一）．％"),
        ] {
            assert_eq!(shown(written), printed, "{written}");
        }
    }
}
