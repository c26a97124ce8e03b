//! Blocks to pages.

use super::flow::{Placed, Slab, pages};
use super::ink::{Item, Role};
use super::running::Running;
use super::shape::{Letters, Look};
use super::style::{Accent, EDGE, GAP, SIDE, page_size};
use super::tags::{NodeId, Tags};
use crate::document::DocumentError;
use crate::document::{Align, Block, Document, Label, Language};
use krilla::tagging::{Tag, TagKind};

/// A document on pages.
pub(super) struct Composed {
    /// Width and height of the pages.
    pub(super) size: (f32, f32),
    /// The pages, with places from the upper left corner of the paper.
    pub(super) pages: Vec<Vec<Item>>,
    /// What is read aloud.
    pub(super) tags: Tags,
    /// The headings in the order of reading.
    pub(super) headings: Vec<Heading>,
}

/// A heading, for the list of contents beside the pages.
#[derive(Clone, Debug)]
pub(super) struct Heading {
    /// 1, 2 or 3.
    pub(super) level: u8,
    /// What it says.
    pub(super) text: String,
    /// Its page and its distance from the upper edge of the paper.
    pub(super) at: Option<(usize, f32)>,
}

/// What the blocks are set with.
pub(super) struct Composer {
    pub(super) letters: Letters,
    pub(super) tags: Tags,
    pub(super) headings: Vec<Heading>,
    pub(super) accent: Accent,
    /// Width of the text.
    pub(super) width: f32,
    /// Height of the text on a page.
    pub(super) room: f32,
    /// Width of the labels of pairs that stand side by side: one for all, so that grids below each other are in line.
    pub(super) labels: f32,
    slabs: Vec<Slab>,
    break_before_next: bool,
}

/// Sets a document on pages.
///
/// # Errors
/// [`DocumentError`].
pub(super) fn compose(document: &Document) -> Result<Composed, DocumentError> {
    let size = page_size(document.paper);
    let mut letters = Letters::new()?;
    let width = size.0 - 2.0 * SIDE;
    let running = Running::new(&mut letters, document, size)?;
    let above = EDGE + running.head_height + GAP;
    let room = size.1 - above - EDGE - running.foot_height - GAP;
    if room < size.1 / 3.0 {
        return Err(DocumentError::NoRoom);
    }
    let (tags, headings, slabs) = (Tags::default(), Vec::new(), Vec::new());
    let accent = Accent::of(document);
    let labels = 0.0;
    let mut composer =
        Composer { letters, tags, headings, accent, width, room, labels, slabs, break_before_next: false };
    composer.measure_labels(&document.blocks)?;
    for block in &document.blocks {
        composer.block(block)?;
    }
    let Composer { mut letters, tags, mut headings, slabs, .. } = composer;
    let placed = pages(slabs, room);
    let count = placed.len();
    let mut made = Vec::with_capacity(count);
    for (page, placed) in placed.into_iter().enumerate() {
        let mut items = running.items(&mut letters, document, page + 1, count)?;
        for placed in placed {
            note_heading(&mut headings, &placed, page, above);
            items.extend(placed.slab.items.into_iter().map(|item| item.moved((SIDE, above + placed.top))));
        }
        made.push(items);
    }
    Ok(Composed { size, pages: made, tags, headings })
}

fn note_heading(headings: &mut [Heading], placed: &Placed, page: usize, above: f32) {
    let heading = placed.slab.heading.and_then(|number| headings.get_mut(number));
    if let Some(heading) = heading.filter(|heading| heading.at.is_none()) {
        heading.at = Some((page, above + placed.top));
    }
}

impl Composer {
    fn block(&mut self, block: &Block) -> Result<(), DocumentError> {
        match block {
            Block::Letterhead { logo, lines } => self.letterhead(logo.as_ref(), lines),
            Block::Heading { level, label } => self.heading(*level, label),
            Block::Paragraph { text, emphasis } => self.paragraph(text, *emphasis),
            Block::Parallel { first, second, emphasis } => self.parallel(first, second, *emphasis),
            Block::List(items) => self.list(items),
            Block::Pairs(pairs) => self.pairs(pairs),
            Block::Table(table) => self.table(table),
            Block::Notes(notes) => self.notes(notes),
            Block::Figure { figure, shape, caption } => self.figure(figure, *shape, caption),
            Block::Signatories(signatories) => self.signatories(signatories),
            Block::QrCode(code) => self.qr_code(code),
            Block::Together(blocks) => self.together(blocks),
            Block::PageBreak => {
                self.break_before_next = true;
                Ok(())
            }
            Block::EndMark(label) => self.end_mark(label),
        }
    }

    /// Blocks that stand on one page where a page can hold them.
    fn together(&mut self, blocks: &[Block]) -> Result<(), DocumentError> {
        let from = self.slabs.len();
        blocks.iter().try_for_each(|block| self.block(block))?;
        let last = self.slabs.len().saturating_sub(1);
        self.slabs.get_mut(from..last).unwrap_or_default().iter_mut().for_each(|slab| slab.in_group = true);
        Ok(())
    }

    pub(super) fn push(&mut self, mut slab: Slab) {
        slab.new_page |= std::mem::take(&mut self.break_before_next);
        self.slabs.push(slab);
    }

    pub(super) fn extend(&mut self, slabs: impl IntoIterator<Item = Slab>) {
        for slab in slabs {
            self.push(slab);
        }
    }

    /// What was pushed last stands on the same page as what comes next, unless a new page was asked for.
    pub(super) fn tie_to_next(&mut self) {
        if !self.break_before_next
            && let Some(last) = self.slabs.last_mut()
        {
            last.with_next = true;
        }
    }

    /// A paragraph of the structure, in the language of its text.
    pub(super) fn node(
        &mut self,
        parent: Option<NodeId>,
        kind: impl Into<TagKind>,
        language: Option<Language>,
    ) -> NodeId {
        self.tags.add_in(parent, kind, language)
    }

    /// The texts of a label below each other in a column, the second one less prominent.
    pub(super) fn label(
        &mut self,
        column: &mut super::flow::Column,
        label: &Label,
        look: Labelled,
        node: NodeId,
        place: &str,
    ) -> Result<(), DocumentError> {
        for (at, text) in label.texts.iter().filter(|text| !text.is_empty()).enumerate() {
            let set = if at == 0 { look.first } else { look.second };
            let shaped = self.letters.lines(text, set, look.width, look.align, place)?;
            let node = match text.language {
                None => node,
                language => self.node(Some(node), Tag::Span, language),
            };
            column.text(&shaped, 0.0, Role::Text(node));
        }
        Ok(())
    }
}

/// How the texts of a label are set.
#[derive(Clone, Copy)]
pub(super) struct Labelled {
    /// The leading one.
    pub(super) first: Look,
    /// The others.
    pub(super) second: Look,
    pub(super) width: f32,
    pub(super) align: Align,
}
