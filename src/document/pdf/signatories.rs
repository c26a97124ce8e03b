//! Places to sign.

use super::compose::{Composer, Labelled};
use super::flow::{Behind, Column, Columns, Part, Slab, drawing};
use super::ink::{Ink, Role};
use super::paragraph::on_one_line;
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
/// Between the places to sign and that for the seal.
const GAP: f32 = 14.0;
/// Between two places to sign.
const BETWEEN: f32 = 6.0;
/// Inside each.
const PADDING: f32 = 6.0;
/// Share of a place to sign that says who signs; the rest is for the signature.
const WHO: f32 = 0.58;

impl Composer {
    /// A row for each who signs: who on the left, the place to write on the right; the seal beside the rows.
    pub(super) fn signatories(&mut self, signatories: &Signatories) -> Result<(), DocumentError> {
        let node = self.node(None, Tag::Div, None);
        let width = self.width - signatories.seal.as_ref().map_or(0.0, |_| SEAL + GAP);
        let mut rows: Vec<Slab> = Vec::new();
        for signatory in &signatories.signatories {
            let behind = vec![Behind::Frame { x: 0.0, width, colour: RULE }];
            let columns = self.signatory(signatory, width, node)?;
            let columns = Columns { columns, padding: PADDING, behind, ..Columns::default() };
            let before = if rows.is_empty() { 8.0 } else { BETWEEN };
            rows.extend(columns.slabs(&Slab { before, with_next: true, ..Slab::default() }, self.room));
        }
        if let Some(label) = &signatories.seal {
            let column = self.seal(label, width + GAP, node)?;
            let seal = Columns { columns: vec![column], ..Columns::default() };
            put_beside(&mut rows, seal.slab(&Slab { before: 8.0, ..Slab::default() }), self.room);
        }
        if let Some(last) = rows.last_mut() {
            last.with_next = false;
        }
        self.extend(rows);
        Ok(())
    }

    /// The place for the seal: an empty square with its label below.
    fn seal(&mut self, label: &Label, x: f32, node: NodeId) -> Result<Column, DocumentError> {
        let mut column = Column::at(x);
        let frame = Ink::frame([0.0, 0.0, SEAL, SEAL], RULE, 0.7, Some(3.0));
        column.parts.push(drawing(None, (SEAL, SEAL), vec![frame]));
        column.parts.push(Part { before: 0.0, height: 3.0, items: Vec::new() });
        let node = self.node(Some(node), Tag::P, None);
        let look = Labelled { first: LABEL, second: SECOND, width: SEAL, align: Align::Centre };
        self.label(&mut column, label, look, node, "the label of the seal")?;
        Ok(column)
    }

    fn signatory(&mut self, signatory: &Signatory, width: f32, node: NodeId) -> Result<Vec<Column>, DocumentError> {
        let inside = width - 3.0 * PADDING;
        let (left, right) = (inside * WHO, inside * (1.0 - WHO));
        let mut who = Column::at(PADDING);
        let meaning = self.node(Some(node), Tag::P, None);
        let first = Look { size: 9.0, ..HEAD };
        let look = Labelled { first, second: SECOND, width: left, align: Align::Start };
        self.label(&mut who, &signatory.meaning, look, meaning, "the meaning of a signature")?;
        on_one_line(&mut who, left, 6.0);
        let name = signatory.meaning.characters(" ");
        for pair in &signatory.pairs {
            let place = format!("`{}` of `{name}`", pair.label.characters(" "));
            let label = self.node(Some(node), Tag::P, None);
            let mut text = Text::plain(format!("{}: ", pair.label.characters(" ")));
            let values = pair.value.iter().filter(|value| !value.is_empty());
            for (at, value) in values.enumerate() {
                text = if at == 0 { text } else { text.with(" / ", Style::Plain) }.then(value.clone());
            }
            let shaped = self.letters.lines(&text, Look { size: 8.4, ..BODY }, left, Align::Start, &place)?;
            who.text(&shaped, 1.0, Role::Text(label));
        }
        let mut place = Column::at(left + 2.0 * PADDING);
        if let Some(label) = &signatory.space {
            let line = Ink::rule((0.0, SPACE), right, MUTED, 0.6);
            place.parts.push(drawing(None, (right, SPACE), vec![line]));
            let node = self.node(Some(node), Tag::P, None);
            let look = Labelled { first: FINE, second: FINE, width: right, align: Align::Start };
            let one = Label::one(label.characters(" "));
            self.label(&mut place, &one, look, node, "the label of a place to write")?;
        }
        self.signature(&mut place, &signatory.signature, right, node)?;
        Ok(vec![who, place])
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
        if !column.parts.is_empty() {
            column.parts.push(Part { before: 0.0, height: 5.0, items: Vec::new() });
        }
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

/// Puts the seal beside the rows, its foot in line with theirs; where it is taller, its head. Rows that no page holds together
/// have it beside the last one.
fn put_beside(rows: &mut Vec<Slab>, seal: Slab, room: f32) {
    let tall: f32 =
        rows.iter().enumerate().map(|(at, row)| if at == 0 { row.height } else { row.before + row.height }).sum();
    let Some(last) = rows.len().checked_sub(1) else {
        rows.push(seal);
        return;
    };
    let together = tall <= room * 0.8;
    let at = if together && tall < seal.height { 0 } else { last };
    let lacking = seal.height - if together { tall } else { rows.last().map_or(0.0, |row| row.height) };
    if let Some(row) = rows.get_mut(at) {
        let down = if at == last && lacking < 0.0 { row.height - seal.height } else { 0.0 };
        row.items.extend(seal.items.into_iter().map(|item| item.moved((0.0, down))));
    }
    if let Some(row) = rows.last_mut() {
        row.height += lacking.max(0.0);
    }
}
