//! Headings, paragraphs, lists, notes, the end.

use super::compose::{Composer, Heading, Labelled};
use super::flow::{Behind, Column, Columns, Slab};
use super::ink::{Ink, Item, Role};
use super::part::level_below;
use super::shape::Look;
use super::style::{BODY, FINE, HEAD, SECOND, heading, tone_fill, tone_ink};
use super::tags::NodeId;
use crate::document::DocumentError;
use crate::document::{Align, Emphasis, Label, Note, Text};
use krilla::tagging::{ListNumbering, Tag};
use std::num::NonZeroU16;
use std::sync::Arc;

/// Air above a paragraph.
const BEFORE: f32 = 5.0;
/// Air between a frame and its text.
const PADDING: f32 = 8.0;
/// Air below a frame.
const BELOW: f32 = 6.0;
/// From the dot or the mark of an item to its text.
const INDENT: f32 = 16.0;

impl Composer {
    /// A heading: the second language stands beside the first one where there is room, else below.
    pub(super) fn heading(&mut self, level: u8, label: &Label) -> Result<(), DocumentError> {
        let (first, second, before, after) = heading(level.clamp(1, 3));
        let title = label.characters(" ");
        if title.trim().is_empty() {
            return Ok(());
        }
        let level = level_below(self.part.level, level);
        self.part.level = level;
        let kind = Tag::Hn(NonZeroU16::new(u16::from(level)).unwrap_or(NonZeroU16::MIN), Some(title.clone()));
        let node = self.node(None, kind, None);
        let mut column = Column::default();
        let look = Labelled {
            first: Look { colour: self.accent.ink, ..first },
            second,
            width: self.width,
            align: Align::Start,
        };
        self.label(&mut column, label, look, node, "the heading")?;
        on_one_line(&mut column, self.width, 10.0);
        let number = self.part.headings.len();
        self.part.headings.push(Heading { level, text: title, at: None });
        let like = Slab { before, with_next: true, heading: Some(number), ..Slab::default() };
        let columns = Columns { columns: vec![column], ..Columns::default() };
        self.extend(columns.slabs(&like, self.room));
        self.push(Slab { height: after, with_next: true, ..Slab::default() });
        Ok(())
    }

    pub(super) fn paragraph(&mut self, text: &Text, emphasis: Emphasis) -> Result<(), DocumentError> {
        let node = self.node(None, Tag::P, text.language);
        self.paragraph_of(text, emphasis, node)
    }

    pub(super) fn paragraph_of(&mut self, text: &Text, emphasis: Emphasis, node: NodeId) -> Result<(), DocumentError> {
        if let Emphasis::Framed(_) = emphasis {
            let mut column = Column::at(PADDING);
            self.add_text(&mut column, text, emphasis_look(emphasis), self.width - 2.0 * PADDING, node)?;
            self.framed(vec![column], emphasis);
            return Ok(());
        }
        let shaped = self.letters.lines(text, emphasis_look(emphasis), self.width, Align::Start, "the paragraph")?;
        let count = shaped.lines.len();
        for (line, set) in shaped.lines.iter().enumerate() {
            let inks = vec![Ink::Line { shaped: Arc::clone(&shaped), line, at: (0.0, 0.0) }];
            let items = vec![Item { at: (0.0, 0.0), role: Role::Text(node), inks }];
            // No line of a paragraph stands alone on a page, and a statement is not split.
            let whole = emphasis == Emphasis::Fine;
            let with_next = line + 1 < count && (whole || line == 0 || line + 2 == count);
            let before = if line == 0 { BEFORE } else { 0.0 };
            self.push(Slab { before, height: set.height, with_next, items, ..Slab::default() });
        }
        Ok(())
    }

    fn add_text(
        &mut self,
        column: &mut Column,
        text: &Text,
        look: Look,
        width: f32,
        node: NodeId,
    ) -> Result<(), DocumentError> {
        let shaped = self.letters.lines(text, look, width, Align::Start, "the paragraph")?;
        column.text(&shaped, 2.0, Role::Text(node));
        Ok(())
    }

    /// Columns in the frame that an emphasis asks for, or in none.
    fn framed(&mut self, columns: Vec<Column>, emphasis: Emphasis) {
        let (padding, behind, before) = match emphasis {
            Emphasis::Framed(tone) => {
                let (x, width) = (0.0, self.width);
                let fill = Behind::Fill { x, width, colour: tone_fill(tone) };
                (PADDING - 2.0, vec![fill, Behind::Frame { x, width, colour: tone_ink(tone) }], BEFORE + 3.0)
            }
            Emphasis::Normal | Emphasis::Fine => (0.0, Vec::new(), BEFORE),
        };
        let like = Slab { before, ..Slab::default() };
        let framed = !behind.is_empty();
        self.extend(Columns { columns, padding, behind, least_height: 0.0 }.slabs(&like, self.room));
        if framed {
            // Air below the frame; it stays with it, so that no page begins with nothing.
            self.tie_to_next();
            self.push(Slab { height: BELOW, ..Slab::default() });
        }
    }

    pub(super) fn parallel(&mut self, first: &Text, second: &Text, emphasis: Emphasis) -> Result<(), DocumentError> {
        let edge = if matches!(emphasis, Emphasis::Framed(_)) { PADDING } else { 0.0 };
        let width = (self.width - 2.0 * edge - 18.0) / 2.0;
        let node = self.node(None, Tag::Div, None);
        let mut columns = Vec::new();
        for (text, x) in [(first, edge), (second, edge + width + 18.0)] {
            let node = self.node(Some(node), Tag::P, text.language);
            let mut column = Column::at(x);
            self.add_text(&mut column, text, emphasis_look(emphasis), width, node)?;
            columns.push(column);
        }
        self.framed(columns, emphasis);
        Ok(())
    }

    pub(super) fn list(&mut self, items: &[Text]) -> Result<(), DocumentError> {
        // What introduces a list does not stand at the foot of a page without it.
        self.tie_to_next();
        let node = self.node(None, Tag::L(ListNumbering::Disc), None);
        for (at, item) in items.iter().enumerate() {
            self.item("•", std::slice::from_ref(item), BODY, node, at == 0)?;
        }
        Ok(())
    }

    pub(super) fn notes(&mut self, notes: &[Note]) -> Result<(), DocumentError> {
        let node = self.node(None, Tag::L(ListNumbering::None), None);
        for (at, note) in notes.iter().enumerate() {
            self.item(&note.mark, &note.texts, FINE, node, at == 0)?;
        }
        Ok(())
    }

    /// An item of a list with what stands before it.
    fn item(&mut self, mark: &str, texts: &[Text], look: Look, list: NodeId, first: bool) -> Result<(), DocumentError> {
        let item = self.node(Some(list), Tag::LI, None);
        let label = self.node(Some(item), Tag::Lbl, None);
        let body = self.node(Some(item), Tag::LBody, None);
        let mut before = Column::default();
        let mark =
            self.letters.lines(&Text::plain(mark), look, self.width / 4.0, Align::Start, "the mark of a note")?;
        before.text(&mark, 0.0, Role::Text(label));
        let indent = mark.lines.iter().map(|line| line.end + 5.0).fold(INDENT, f32::max);
        let mut column = Column::at(indent);
        for text in texts {
            let node = self.node(Some(body), Tag::P, text.language);
            self.add_text(&mut column, text, look, self.width - indent, node)?;
        }
        let like = Slab { before: if first { BEFORE } else { 2.0 }, ..Slab::default() };
        let columns = Columns { columns: vec![before, column], ..Columns::default() };
        self.extend(columns.slabs(&like, self.room));
        Ok(())
    }

    /// The end: lines on both sides of it.
    pub(super) fn end_mark(&mut self, label: &Label) -> Result<(), DocumentError> {
        self.tie_to_next();
        let node = self.node(None, Tag::P, None);
        let mut column = Column::default();
        let look = Labelled { first: HEAD, second: SECOND, width: self.width, align: Align::Centre };
        self.label(&mut column, label, look, node, "the end mark")?;
        let height: f32 = column.parts.iter().map(|part| part.height).sum();
        let rule = |x: f32| Ink::rule((x, height / 2.0), self.width / 5.0, self.accent.rule, 0.7);
        let rules = Item::ornament(vec![rule(0.0), rule(self.width * 4.0 / 5.0)]);
        let like = Slab { before: 16.0, ..Slab::default() };
        let mut slabs = Columns { columns: vec![column], ..Columns::default() }.slabs(&like, self.room);
        if let Some(first) = slabs.first_mut() {
            first.items.push(rules);
        }
        self.extend(slabs);
        Ok(())
    }
}

fn emphasis_look(emphasis: Emphasis) -> Look {
    match emphasis {
        Emphasis::Normal => BODY,
        Emphasis::Fine => FINE,
        Emphasis::Framed(tone) => Look { size: 10.0, colour: tone_ink(tone), ..BODY },
    }
}

/// Moves the second of two single lines beside the first one, on the same baseline, where both fit.
pub(super) fn on_one_line(column: &mut Column, width: f32, gap: f32) {
    if let [above, below] = &mut column.parts[..]
        && let Some(shift) = beside(above.items.first(), below.items.first(), width, gap)
    {
        below.before = -above.height;
        for item in &mut below.items {
            *item = item.clone().moved(shift);
        }
        below.height = above.height;
    }
}

/// How far the second of two single lines moves to stand beside the first one on the same baseline.
fn beside(first: Option<&Item>, second: Option<&Item>, width: f32, gap: f32) -> Option<(f32, f32)> {
    let line = |item: Option<&Item>| match item?.inks.first()? {
        Ink::Line { shaped, line, .. } => {
            let line = shaped.lines.get(*line)?;
            Some((line.end, line.runs.first()?.at.1))
        }
        _ => None,
    };
    let ((end, baseline), (length, second)) = (line(first)?, line(second)?);
    (end + gap + length <= width).then_some((end + gap, baseline - second))
}
