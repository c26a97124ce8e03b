//! Blocks to pages.

use super::flow::{Placed, Slab, pages};
use super::ink::{Item, Role};
use super::part::{FEWEST, Part, Section, Whole, parts, sections};
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
    pub(super) accent: Accent,
    /// Width of the text.
    pub(super) width: f32,
    /// Height of the text on a page.
    pub(super) room: f32,
    /// Width of the labels of pairs that stand side by side: one for all, so that grids below each other are in line.
    pub(super) labels: f32,
    /// What has been set since the part began.
    pub(super) part: Part,
}

/// Sets a document on pages.
///
/// # Errors
/// [`DocumentError`].
pub(super) fn compose(document: &Document) -> Result<Composed, DocumentError> {
    let sections = sections(&document.blocks);
    composed(document, &sections, sections.len() >= FEWEST)
}

/// The same in sections, on two cores or on one.
fn composed(document: &Document, sections: &[Section<'_>], on_two: bool) -> Result<Composed, DocumentError> {
    let size = page_size(document.paper);
    let mut letters = Letters::new()?;
    let width = size.0 - 2.0 * SIDE;
    let running = Running::new(&mut letters, document, size)?;
    let above = EDGE + running.head_height + GAP;
    let room = size.1 - above - EDGE - running.foot_height - GAP;
    if room < size.1 / 3.0 {
        return Err(DocumentError::NoRoom);
    }
    let (accent, labels, part) = (Accent::of(document), 0.0, Part::default());
    let mut composer = Composer { letters, accent, width, room, labels, part };
    composer.measure_labels(&document.blocks)?;
    let Whole { slabs, tags, mut headings } = Whole::of(parts(&mut composer, sections, on_two)?);
    let placed = pages(slabs, room);
    let count = placed.len();
    let mut made = Vec::with_capacity(count);
    for (page, placed) in placed.into_iter().enumerate() {
        let mut items = running.items(&mut composer.letters, document, page + 1, count)?;
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
    /// Sets a section, the one with `number` others before it.
    pub(super) fn section(&mut self, number: usize, section: &Section<'_>) -> Result<Part, DocumentError> {
        self.part = Part::new(number, section.level);
        section.blocks.iter().try_for_each(|block| self.block(block))?;
        Ok(std::mem::take(&mut self.part))
    }

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
                self.part.break_before_next = true;
                Ok(())
            }
            Block::EndMark(label) => self.end_mark(label),
        }
    }

    /// Blocks that stand on one page where a page can hold them.
    fn together(&mut self, blocks: &[Block]) -> Result<(), DocumentError> {
        let from = self.part.slabs.len();
        blocks.iter().try_for_each(|block| self.block(block))?;
        let last = self.part.slabs.len().saturating_sub(1);
        self.part.slabs.get_mut(from..last).unwrap_or_default().iter_mut().for_each(|slab| slab.in_group = true);
        Ok(())
    }

    pub(super) fn push(&mut self, mut slab: Slab) {
        slab.new_page |= std::mem::take(&mut self.part.break_before_next);
        self.part.slabs.push(slab);
    }

    pub(super) fn extend(&mut self, slabs: impl IntoIterator<Item = Slab>) {
        for slab in slabs {
            self.push(slab);
        }
    }

    /// Height of the slabs that stand on the page of what is pushed next, at the top of one.
    pub(super) fn kept_above(&self) -> f32 {
        let kept = self.part.slabs.iter().rev().take_while(|slab| slab.with_next);
        let (height, first) = kept.fold((0.0, 0.0), |(all, _), slab| (all + slab.before + slab.height, slab.before));
        height - first
    }

    /// What was pushed last stands on the same page as what comes next, unless a new page was asked for.
    pub(super) fn tie_to_next(&mut self) {
        if !self.part.break_before_next
            && let Some(last) = self.part.slabs.last_mut()
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
        self.part.tags.add_in(parent, kind, language)
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

#[cfg(test)]
mod tests {
    use super::super::paint::paint;
    use super::*;
    use crate::document::{Emphasis, Text};
    use crate::plot::{Axis, Figure, Mark};
    use jiff::civil::date;

    fn heading(level: u8, text: &str) -> Block {
        Block::Heading { level, label: Label::one(text) }
    }

    fn paragraph(text: &str) -> Block {
        Block::Paragraph { text: Text::plain(text), emphasis: Emphasis::Normal }
    }

    fn of(blocks: Vec<Block>) -> Document {
        Document { identifier: "1".to_owned(), ..Document::of_day("Title".to_owned(), date(2026, 6, 1), blocks) }
    }

    fn list() -> Block {
        Block::List(vec![Text::plain("one"), Text::plain("two")])
    }

    /// All that crosses the border between two sections.
    fn blocks() -> Vec<Block> {
        let mut all = vec![list(), Block::PageBreak, heading(3, "A level too deep"), list(), Block::PageBreak];
        all.extend([heading(2, "On a new page 新页"), paragraph("Some words. 一些文字。"), heading(1, " "), list()]);
        all.extend([Block::PageBreak, Block::PageBreak, heading(3, "Below"), heading(3, "Below as well")]);
        all.push(Block::Together(vec![heading(1, "Above"), list(), Block::PageBreak]));
        all.push(Block::Together(vec![heading(3, "A figure"), paragraph("Before it.")]));
        all.push(Block::Figure { figure: Box::new(figure()), shape: 0.5, caption: Text::plain("Its caption") });
        for number in 0..60 {
            all.extend([heading(2, &format!("Section {number}")), paragraph(&"words ".repeat(90)), list()]);
        }
        all.extend([heading(2, "The end"), Block::PageBreak]);
        all
    }

    fn figure() -> Figure {
        Figure {
            title: "A figure".to_owned(),
            description: "A line.".to_owned(),
            x: Axis::linear("x"),
            y: Axis::linear("y"),
            subtitle: String::new(),
            marks: vec![Mark::Points { name: String::new(), series: 0, places: vec![(0.0, 1.0), (2.0, 3.0)] }],
        }
    }

    #[test]
    fn a_document_is_the_same_however_it_is_set() {
        let document = Document { watermark: Some("DRAFT".to_owned()), ..of(blocks()) };
        let cut = sections(&document.blocks);
        assert!(cut.len() > 60, "{}", cut.len());
        let whole = [Section { blocks: &document.blocks, level: 0 }];
        let file = |sections: &[Section<'_>], on_two: bool| {
            paint(&document, composed(&document, sections, on_two).unwrap()).unwrap()
        };
        let expected = file(&whole, false);
        assert!(file(&cut, false) == expected);
        for _ in 0..3 {
            assert!(file(&cut, true) == expected);
        }
        assert!(crate::document::pdf(&document).unwrap() == expected);
    }

    #[test]
    fn the_first_fault_is_told_whoever_finds_it() {
        let mut blocks = vec![heading(1, "Title")];
        for number in 0..40 {
            blocks.extend([heading(2, "Section"), paragraph(&format!("fault {number} \u{f8ff}"))]);
        }
        let document = of(blocks);
        let told = |on_two: bool| composed(&document, &sections(&document.blocks), on_two).err().unwrap();
        assert!(told(true).to_string().contains("fault 0 "), "{}", told(true));
        assert_eq!(told(true), told(false));
    }
}
