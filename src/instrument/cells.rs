//! Cells of a table whose layout is known, as values with their places.

use super::codes;
use super::content::Content;
use super::damage::Damage;
use super::grid::Row;
use super::record::{Recording, Value};
use crate::finding::Finding;
use crate::quantity::{DecimalMark, Reading};
use std::borrow::Cow;

/// What instruments write into a cell that holds no number, in lower case, and what it says.
const WORDS: &[(&str, &str)] = &[
    ("nan", "the instrument has no number (NaN)"),
    ("out of range", "outside the range of the assay"),
    ("ovrflw", "above the range of the detector"),
    ("-----", "not measured"),
];

/// Makes values of cells, and gathers what there is to say about those that hold no number.
#[derive(Debug)]
pub(super) struct Cells<'c, 'b> {
    /// The file.
    pub content: &'c Content<'b>,
    /// The decimal mark of the file.
    pub mark: DecimalMark,
    /// Words in place of numbers: how often, and where the first stands.
    words: Vec<(String, usize, Finding)>,
    unreadable: Vec<Finding>,
}

impl<'c, 'b> Cells<'c, 'b> {
    /// For the cells of this file.
    pub fn new(content: &'c Content<'b>, mark: DecimalMark) -> Self {
        Cells { content, mark, words: Vec::new(), unreadable: Vec::new() }
    }

    /// The value of a cell that should hold a number; `None` for an empty one.
    pub fn number(
        &mut self,
        quantity: impl Into<Cow<'static, str>>,
        of: impl Into<String>,
        unit: impl Into<Cow<'static, str>>,
        row: &Row<'_>,
        index: usize,
    ) -> Option<Value> {
        let mut value = self.text(quantity, of, row, index)?;
        value.unit = unit.into();
        value.reading = Reading::parse(&value.text, self.mark);
        if !matches!(value.reading, Reading::Number(_) | Reading::Below(_) | Reading::Above(_)) {
            value.no_number = Some(self.why_none(&value));
        }
        Some(value)
    }

    /// The value of a cell that holds words; `None` for an empty one.
    pub fn text(
        &self,
        quantity: impl Into<Cow<'static, str>>,
        of: impl Into<String>,
        row: &Row<'_>,
        index: usize,
    ) -> Option<Value> {
        let text = row.cell(index);
        (!text.is_empty()).then(|| Value {
            quantity: quantity.into(),
            of: of.into(),
            text: text.to_owned(),
            reading: Reading::Text,
            unit: "".into(),
            line: row.line,
            column: field(index),
            no_number: None,
        })
    }

    /// What stands in place of a number, noted once for each word.
    fn why_none(&mut self, value: &Value) -> Cow<'static, str> {
        let word = value.text.to_lowercase();
        let known = WORDS.iter().find(|(spelling, _)| *spelling == word).map(|(_, meaning)| Cow::Borrowed(*meaning));
        let place = self.content.place(value.line, value.column);
        let width = u32::try_from(value.text.chars().count()).unwrap_or(1);
        let why = match (known, value.reading) {
            (Some(meaning), _) => meaning,
            (None, Reading::Text | Reading::Malformed(_)) => {
                let message = format!("`{}` is no number that evqc knows: {} is not taken", value.text, value.quantity);
                self.unreadable.push(Finding::new(&codes::VALUE_NOT_READABLE, message).at(place, width));
                return "not a number that evqc knows".into();
            }
            (None, _) => format!("the file says `{}`", value.text).into(),
        };
        match self.words.iter_mut().find(|(seen, _, _)| *seen == word) {
            Some((_, count, _)) => *count += 1,
            None => {
                let message = format!("`{}` stands in place of a number: {why}", value.text);
                self.words.push((word, 1, Finding::new(&codes::VALUE_NOT_A_NUMBER, message).at(place, width)));
            }
        }
        why
    }

    /// The end of an export of one table: refused for its damage, or because nothing stands below the header; else with what
    /// there is to say about its cells.
    pub fn close(
        self,
        mut recording: Recording<'b>,
        mut damage: Damage,
        header: &Row<'_>,
        nothing: &str,
    ) -> Result<Recording<'b>, Vec<Finding>> {
        if recording.runs.is_empty() && damage.is_empty() {
            damage.push(self.content.damaged(header.line, 1, nothing));
        }
        if !damage.is_empty() {
            return Err(damage.into_findings());
        }
        recording.findings.extend(self.findings());
        Ok(recording)
    }

    /// What there is to say about the cells that were read.
    pub fn findings(self) -> Vec<Finding> {
        let mut findings: Vec<Finding> =
            self.words.into_iter().map(|(_, count, finding)| counted(finding, count, "cells")).collect();
        findings.extend(self.unreadable);
        findings
    }
}

/// A finding about the first of several like places.
pub(super) fn counted(mut finding: Finding, count: usize, places: &str) -> Finding {
    if count > 1 {
        finding.message = format!("{} ({count} {places}, the first here)", finding.message);
    }
    finding
}

/// The number of a field, from 1, of its position from 0.
pub(super) fn field(index: usize) -> u32 {
    u32::try_from(index + 1).unwrap_or(u32::MAX)
}

/// The unit as `quantity::Unit` spells it, of what instruments print.
pub(super) fn unit(printed: &str) -> Cow<'static, str> {
    match printed.trim() {
        "d.nm" | "nm" => "nm".into(),
        "Percent" | "percent" | "%" => "%".into(),
        other => other.to_owned().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instrument::Grid;
    use std::sync::Arc;

    #[test]
    fn words_are_told_once_and_nonsense_each_time() {
        let content = Content::new(&Arc::from("f"), b"1.5,NaN,<2,12O.5,,n/a,NaN");
        let grid = Grid::split(content.text().unwrap(), ',', true);
        let row = grid.row(0).unwrap();
        let mut cells = Cells::new(&content, DecimalMark::Point);
        let values: Vec<_> = (0..8).map(|index| cells.number("mean", "", "nm", &row, index)).collect();
        assert!(values[0].as_ref().is_some_and(|value| value.no_number.is_none() && value.column == 1));
        assert_eq!(values[1].as_ref().unwrap().no_number.as_deref(), Some("the instrument has no number (NaN)"));
        assert!(matches!(values[2].as_ref().unwrap().reading, Reading::Below(_)));
        assert_eq!(values[3].as_ref().unwrap().no_number.as_deref(), Some("not a number that evqc knows"));
        assert!(values[4].is_none() && values[7].is_none());
        assert_eq!(values[5].as_ref().unwrap().no_number.as_deref(), Some("the file says `n/a`"));
        let findings: Vec<_> =
            cells.findings().into_iter().map(|finding| (finding.code.name, finding.message)).collect();
        assert_eq!(
            findings,
            [
                (
                    "value-not-a-number",
                    "`NaN` stands in place of a number: the instrument has no number (NaN) (2 cells, the first here)"
                        .into()
                ),
                ("value-not-a-number", "`n/a` stands in place of a number: the file says `n/a`".into()),
                ("instrument-value-not-readable", "`12O.5` is no number that evqc knows: mean is not taken".into()),
            ]
        );
    }
}
