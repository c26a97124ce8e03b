//! What the instrument itself says against its captures.

use super::column;
use crate::finding::Finding;
use crate::instrument::codes;
use crate::instrument::content::Content;
use crate::instrument::grid::Row;

/// Words of a check that are no warning.
const FINE: [&str; 3] = ["", "OK", "No"];
/// Most captures that a message names.
const MOST_NAMES: usize = 6;

/// One warning with the captures that have it.
pub(super) struct Warned<'c> {
    label: &'c str,
    word: &'c str,
    line: u64,
    /// Positions of the captures, from 0.
    captures: Vec<usize>,
}

impl Warned<'_> {
    /// The finding, at the cell of the first of its captures.
    pub(super) fn finding(&self, content: &Content<'_>, captures: &[&str]) -> Finding {
        let which = names(captures, &self.captures);
        let message = format!("the instrument warns: `{}` is `{}` for {which}", self.label, self.word);
        let first = self.captures.first().copied().unwrap_or_default();
        Finding::new(&codes::INSTRUMENT_WARNING, message).at(content.place(self.line, column(first + 1)), 1)
    }
}

/// Adds the warnings of a row of checks; the two sections repeat some, which are told once.
pub(super) fn collect<'c>(row: Row<'c>, captures: usize, warned: &mut Vec<Warned<'c>>) {
    let mut of_row: Vec<Warned<'c>> = Vec::new();
    for index in 0..captures {
        let word = row.cell(index + 1);
        if FINE.contains(&word) {
            continue;
        }
        match of_row.iter_mut().find(|known| known.word == word) {
            Some(known) => known.captures.push(index),
            None => of_row.push(Warned { label: row.cell(0), word, line: row.line, captures: vec![index] }),
        }
    }
    let told = |new: &Warned<'c>, known: &Warned<'c>| {
        known.label.eq_ignore_ascii_case(new.label) && known.word == new.word && known.captures == new.captures
    };
    of_row.retain(|new| !warned.iter().any(|known| told(new, known)));
    warned.append(&mut of_row);
}

/// `3 of 36 captures: a_00, a_01, a_02`.
pub(super) fn names(captures: &[&str], of: &[usize]) -> String {
    let known: Vec<&str> = of.iter().take(MOST_NAMES).filter_map(|index| captures.get(*index).copied()).collect();
    let more = if of.len() > known.len() { format!(" and {} more", of.len() - known.len()) } else { String::new() };
    format!("{} of {} captures: {}{more}", of.len(), captures.len(), known.join(", "))
}
