//! Places to sign.

use super::compose::{Composer, Labelled};
use super::flow::{Behind, Column, Columns, Part, Slab, drawing};
use super::ink::{Ink, Role};
use super::shape::Look;
use super::style::{BODY, FINE, HEAD, INK, LABEL, MILLIMETRE, MUTED, RULE, SECOND, tone_fill};
use super::tags::NodeId;
use crate::document::DocumentError;
use crate::document::{Align, Label, Signatories, Signatory, Style, Text};
use krilla::tagging::Tag;

/// Side of the place for the seal: seals for reports are up to 42 mm wide.
const SEAL: f32 = 44.0 * MILLIMETRE;
/// Height of the place to write.
const SPACE: f32 = 13.0 * MILLIMETRE;
/// Between two places to sign.
const GAP: f32 = 14.0;
/// Inside each.
const PADDING: f32 = 6.0;

impl Composer {
    pub(super) fn signatories(&mut self, signatories: &Signatories) -> Result<(), DocumentError> {
        let node = self.node(None, Tag::Div, None);
        let seal = signatories.seal.as_ref();
        let many = signatories.signatories.len() > 2;
        // Where the last row has a place left, the seal takes it; else it stands beside the first row.
        let in_last_row = seal.is_some() && many && !signatories.signatories.len().is_multiple_of(2);
        let width = self.width - seal.filter(|_| !in_last_row).map_or(0.0, |_| SEAL + GAP);
        let beside = if seal.is_none() && many { 3 } else { 2 };
        let each = (width - GAP * (beside as f32 - 1.0)) / beside as f32;
        let rows: Vec<&[Signatory]> = signatories.signatories.chunks(beside).collect();
        // A seal without anybody who signs has a place all the same.
        let (seal_row, seal_x) =
            if in_last_row { (rows.len().saturating_sub(1), each + GAP) } else { (0, width + GAP) };
        for at in 0..rows.len().max(usize::from(seal.is_some())) {
            let mut columns = Columns { padding: PADDING, ..Columns::default() };
            for (place, signatory) in rows.get(at).copied().unwrap_or_default().iter().enumerate() {
                let x = place as f32 * (each + GAP);
                columns.columns.push(self.signatory(signatory, x + PADDING, each - 2.0 * PADDING, node)?);
                columns.behind.push(Behind::Frame { x, width: each, colour: RULE });
            }
            if let Some(label) = seal.filter(|_| at == seal_row) {
                columns.columns.push(self.seal(label, seal_x, node)?);
            }
            let like = Slab { before: 8.0, with_next: at + 1 < rows.len(), ..Slab::default() };
            self.extend(columns.slabs(&like, self.room));
        }
        Ok(())
    }

    /// The place for the seal: an empty square with its label below.
    fn seal(&mut self, label: &Label, x: f32, node: NodeId) -> Result<Column, DocumentError> {
        let mut column = Column::at(x);
        let frame = Ink::frame([0.0, -PADDING, SEAL, SEAL], RULE, 0.7, Some(3.0));
        column.parts.push(drawing(None, (SEAL, SEAL - PADDING), vec![frame]));
        column.parts.push(Part { before: 0.0, height: 3.0, items: Vec::new() });
        let node = self.node(Some(node), Tag::P, None);
        let look = Labelled { first: LABEL, second: SECOND, width: SEAL, align: Align::Centre };
        self.label(&mut column, label, look, node, "the label of the seal")?;
        Ok(column)
    }

    fn signatory(&mut self, signatory: &Signatory, x: f32, width: f32, node: NodeId) -> Result<Column, DocumentError> {
        let mut column = Column::at(x);
        let meaning = self.node(Some(node), Tag::P, None);
        let first = Look { size: 9.0, ..HEAD };
        let look = Labelled { first, second: SECOND, width, align: Align::Start };
        self.label(&mut column, &signatory.meaning, look, meaning, "the meaning of a signature")?;
        let name = signatory.meaning.characters(" ");
        for pair in &signatory.pairs {
            let place = format!("`{}` of `{name}`", pair.label.characters(" "));
            let label = self.node(Some(node), Tag::P, None);
            let mut text = Text::plain(format!("{}: ", pair.label.characters(" ")));
            let values = pair.value.iter().filter(|value| !value.is_empty());
            for (at, value) in values.enumerate() {
                text = if at == 0 { text } else { text.with(" / ", Style::Plain) }.then(value.clone());
            }
            let shaped = self.letters.lines(&text, Look { size: 8.4, ..BODY }, width, Align::Start, &place)?;
            column.text(&shaped, 1.0, Role::Text(label));
        }
        if let Some(label) = &signatory.space {
            let line = Ink::rule((0.0, SPACE), width, MUTED, 0.6);
            column.parts.push(drawing(None, (width, SPACE), vec![line]));
            let node = self.node(Some(node), Tag::P, None);
            let look = Labelled { first: FINE, second: FINE, width, align: Align::Start };
            let one = Label::one(label.characters(" "));
            self.label(&mut column, &one, look, node, "the label of a place to write")?;
        }
        self.signature(&mut column, &signatory.signature, width, node)?;
        Ok(column)
    }

    /// What a signature by key is printed as: below the place for the hand, on a ground of its own.
    fn signature(
        &mut self,
        column: &mut Column,
        lines: &[Text],
        width: f32,
        node: NodeId,
    ) -> Result<(), DocumentError> {
        if lines.is_empty() {
            return Ok(());
        }
        column.parts.push(Part { before: 0.0, height: 5.0, items: Vec::new() });
        let first = column.parts.len();
        for text in lines {
            let node = self.node(Some(node), Tag::P, text.language);
            let look = Look { colour: INK, size: 7.2, ..FINE };
            let place = "the signature";
            let shaped = self.letters.lines(text, look, width - 8.0, Align::Start, place)?;
            column.text_at(&shaped, 0.0, Role::Text(node), 4.0);
        }
        for part in column.parts.iter_mut().skip(first) {
            let ground = Ink::fill([0.0, 0.0, width, part.height], tone_fill(Default::default()));
            part.items.insert(0, super::ink::Item::ornament(vec![ground]));
        }
        Ok(())
    }
}
