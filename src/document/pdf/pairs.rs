//! Labels with their values.

use super::compose::{Composer, Labelled};
use super::flow::{Behind, Column, Columns, Slab};
use super::ink::{Ink, Role};
use super::paragraph::on_one_line;
use super::shape::Shaped;
use super::style::{BODY, LABEL, RULE, SECOND};
use super::tags::NodeId;
use crate::document::DocumentError;
use crate::document::{Align, Block, Pair, Pairs, Style, Text};
use krilla::tagging::{ListNumbering, Tag};

/// Between two pairs that stand side by side, and between a label and its value.
const GAP: (f32, f32) = (16.0, 8.0);
/// Between the two languages of a label on one line.
const BESIDE: f32 = 5.0;

/// Least width of the labels.
const LEAST: f32 = 78.0;
/// The most of a pair that its label takes, and of one whose values are short.
const MOST: (f32, f32) = (0.42, 0.5);

/// Pairs on the page: where they begin, and how wide the rows and the labels are.
#[derive(Clone, Copy)]
pub(super) struct Grid {
    pub(super) x: f32,
    /// Of a whole row.
    pub(super) width: f32,
    label: f32,
    /// Pairs in a row.
    beside: usize,
}

impl Composer {
    pub(super) fn pairs(&mut self, pairs: &Pairs) -> Result<(), DocumentError> {
        let grid = match pairs.side_by_side {
            true => Grid { x: 0.0, width: self.width, label: self.labels, beside: 2 },
            false => {
                let label = self.label_width(&pairs.pairs, self.width * MOST.0)?;
                let label = label.min(self.beside_codes(&pairs.pairs, self.width)?);
                Grid { x: 0.0, width: self.width, label, beside: 1 }
            }
        };
        for row in self.pair_rows(&pairs.pairs, grid, None)? {
            self.extend(row.slabs(&Slab::default(), self.room));
        }
        Ok(())
    }

    /// Short pairs, two in a row, in a room of a width.
    pub(super) fn short_pairs(
        &mut self,
        pairs: &[Pair],
        x: f32,
        width: f32,
        parent: NodeId,
    ) -> Result<Vec<Columns>, DocumentError> {
        let label = self.label_width(pairs, (width - GAP.0) / 2.0 * MOST.1)?;
        self.pair_rows(pairs, Grid { x, width, label, beside: 2 }, Some(parent))
    }

    /// The rows of a grid.
    fn pair_rows(&mut self, pairs: &[Pair], grid: Grid, parent: Option<NodeId>) -> Result<Vec<Columns>, DocumentError> {
        let node = self.node(parent, Tag::L(ListNumbering::None), None);
        let width = (grid.width - GAP.0 * (grid.beside as f32 - 1.0)) / grid.beside as f32;
        let mut rows = Vec::new();
        for row in pairs.chunks(grid.beside) {
            let mut columns = Vec::new();
            let mut behind = Vec::new();
            for (at, pair) in row.iter().enumerate() {
                let x = grid.x + at as f32 * (width + GAP.0);
                columns.extend(self.pair(pair, x, grid.label, width, grid.beside == 1, node)?);
                behind.push(Behind::Rule { x, width, colour: RULE, line: 0.4 });
            }
            rows.push(Columns { columns, padding: 2.0, behind, least_height: 0.0 });
        }
        Ok(rows)
    }

    /// Measures the labels of all pairs that stand side by side.
    pub(super) fn measure_labels(&mut self, blocks: &[Block]) -> Result<(), DocumentError> {
        let width = (self.width - GAP.0) / 2.0;
        for block in blocks {
            match block {
                Block::Pairs(pairs) if pairs.side_by_side => {
                    self.labels = self.labels.max(self.label_width(&pairs.pairs, width * MOST.0)?);
                }
                Block::Together(blocks) => self.measure_labels(blocks)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// The width that the labels need, up to the most that they may have.
    fn label_width(&mut self, pairs: &[Pair], most: f32) -> Result<f32, DocumentError> {
        let mut needed: f32 = LEAST;
        for pair in pairs {
            for text in &pair.label.texts {
                needed = self.letters.draft(text, LABEL, "a label")?.full_width().max(needed);
            }
        }
        Ok((needed + 1.0).min(most))
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
        on_a_line: bool,
        list: NodeId,
    ) -> Result<[Column; 2], DocumentError> {
        let item = self.node(Some(list), Tag::LI, None);
        let label = self.node(Some(item), Tag::Lbl, None);
        let body = self.node(Some(item), Tag::LBody, None);
        let mut left = Column::at(x);
        let look = Labelled { first: LABEL, second: SECOND, width: label_width, align: Align::Start };
        self.label(&mut left, &pair.label, look, label, "a label")?;
        if on_a_line {
            on_one_line(&mut left, label_width, BESIDE);
        }
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
