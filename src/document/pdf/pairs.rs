//! Labels with their values.

use super::compose::{Composer, Labelled};
use super::flow::{Behind, Column, Columns, Slab};
use super::ink::{Ink, Role};
use super::shape::Shaped;
use super::style::{BODY, LABEL, RULE, SECOND};
use super::tags::NodeId;
use crate::document::DocumentError;
use crate::document::{Align, Pair, Pairs, Style, Text};
use krilla::tagging::{ListNumbering, Tag};

/// Between two pairs that stand side by side, and between a label and its value.
const GAP: (f32, f32) = (16.0, 8.0);

/// Least width of the labels, so that grids below each other are in line.
const LEAST: f32 = 78.0;

impl Composer {
    pub(super) fn pairs(&mut self, pairs: &Pairs) -> Result<(), DocumentError> {
        let node = self.node(None, Tag::L(ListNumbering::None), None);
        let beside = if pairs.side_by_side { 2 } else { 1 };
        let width = (self.width - GAP.0 * (beside as f32 - 1.0)) / beside as f32;
        let label = self.label_width(&pairs.pairs, width)?.min(self.beside_codes(&pairs.pairs, width)?);
        for row in pairs.pairs.chunks(beside) {
            let mut columns = Vec::new();
            let mut behind = Vec::new();
            for (at, pair) in row.iter().enumerate() {
                let x = at as f32 * (width + GAP.0);
                columns.extend(self.pair(pair, x, label, width, node)?);
                behind.push(Behind::Rule { x, width, colour: RULE, line: 0.4 });
            }
            let columns = Columns { columns, padding: 2.0, behind, least_height: 0.0 };
            self.extend(columns.slabs(&Slab::default(), self.room));
        }
        Ok(())
    }

    /// The width that the labels need, up to a bit less than half of a pair.
    fn label_width(&mut self, pairs: &[Pair], width: f32) -> Result<f32, DocumentError> {
        let mut needed: f32 = LEAST;
        for pair in pairs {
            for text in &pair.label.texts {
                needed = self.letters.draft(text, LABEL, "a label")?.full_width().max(needed);
            }
        }
        Ok((needed + 1.0).min(width * 0.42))
    }

    /// The width that is left for labels where every digest stands on one line; all of it where one has no such line.
    fn beside_codes(&mut self, pairs: &[Pair], width: f32) -> Result<f32, DocumentError> {
        let mut left = width;
        let of_codes = |text: &&Text| text.runs.iter().all(|run| run.style == Style::Code);
        for text in pairs.iter().flat_map(|pair| &pair.value).filter(of_codes) {
            let needed = self.letters.draft(text, BODY, "a digest")?.full_width() + 1.0;
            // What is too long even so breaks anyway, as options do.
            if width - GAP.1 - needed >= LEAST {
                left = left.min(width - GAP.1 - needed);
            }
        }
        Ok(left)
    }

    fn pair(
        &mut self,
        pair: &Pair,
        x: f32,
        label_width: f32,
        width: f32,
        list: NodeId,
    ) -> Result<[Column; 2], DocumentError> {
        let item = self.node(Some(list), Tag::LI, None);
        let label = self.node(Some(item), Tag::Lbl, None);
        let body = self.node(Some(item), Tag::LBody, None);
        let mut left = Column::at(x);
        let look = Labelled { first: LABEL, second: SECOND, width: label_width, align: Align::Start };
        self.label(&mut left, &pair.label, look, label, "a label")?;
        let place = format!("the value of `{}`", pair.label.characters(" "));
        let mut right = Column::at(x + label_width + GAP.1);
        for text in &pair.value {
            let node = self.node(Some(body), Tag::P, text.language);
            let shaped = self.letters.lines(text, BODY, width - label_width - GAP.1, Align::Start, &place)?;
            if right.parts.is_empty() {
                lower(&mut left, &shaped);
            }
            right.text(&shaped, 0.5, Role::Text(node));
        }
        Ok([left, right])
    }
}

/// Moves a label down so that it stands on the same line as its value, whose letters are larger.
fn lower(label: &mut Column, value: &Shaped) {
    let Some(first) = label.parts.first_mut() else { return };
    let own = first.items.iter().flat_map(|item| &item.inks).find_map(|ink| match ink {
        Ink::Line { shaped, .. } => Some(shaped.baseline()),
        _ => None,
    });
    let down = own.map_or(0.0, |own| (value.baseline() - own).max(0.0));
    first.items = std::mem::take(&mut first.items).into_iter().map(|item| item.moved((0.0, down))).collect();
    first.height += down;
}
