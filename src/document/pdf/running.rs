//! What stands on every page: running head and foot, number of the page, watermark.

use super::ink::{Ink, Item, Role};
use super::shape::{Letters, Look, Shaped};
use super::style::{Accent, EDGE, MARKED, RUNNING, SIDE, WATERMARK};
use crate::document::DocumentError;
use crate::document::{Align, Document, Text};
use krilla::tagging::ArtifactType;
use std::sync::Arc;

/// Share of the width that the start of a running line may take; the rest is for its end.
const START: f32 = 0.58;
/// Between a running line and its rule.
const AIR: f32 = 3.0;

/// What is the same on every page.
pub(super) struct Running {
    size: (f32, f32),
    /// Height of the head with its rule.
    pub(super) head_height: f32,
    /// Height of the foot with its rule.
    pub(super) foot_height: f32,
    head: Vec<Item>,
    watermark: Option<Item>,
}

impl Running {
    pub(super) fn new(letters: &mut Letters, document: &Document, size: (f32, f32)) -> Result<Running, DocumentError> {
        let (lines, head_height) = head(letters, document, size)?;
        // Numbers of pages differ in width, not in height, unless a certificate has more pages than anybody reads.
        let (_, foot_height) = foot(letters, document, size, 88, 88)?;
        let watermark = match &document.watermark {
            Some(word) => Some(watermark(letters, word, size)?),
            None => None,
        };
        Ok(Running { size, head_height, foot_height, head: lines, watermark })
    }

    /// What stands on a page before its text.
    pub(super) fn items(
        &self,
        letters: &mut Letters,
        document: &Document,
        page: usize,
        pages: usize,
    ) -> Result<Vec<Item>, DocumentError> {
        let mut items: Vec<Item> = self.watermark.iter().cloned().collect();
        items.extend(self.head.iter().cloned());
        let (foot, _) = foot(letters, document, self.size, page, pages)?;
        items.extend(foot.into_iter().map(|item| item.moved((0.0, self.size.1 - EDGE - self.foot_height))));
        Ok(items)
    }
}

fn lines(shaped: &Arc<Shaped>, (x, y): (f32, f32)) -> Vec<Ink> {
    let mut top = y;
    let mut inks = Vec::new();
    for (line, set) in shaped.lines.iter().enumerate() {
        inks.push(Ink::Line { shaped: Arc::clone(shaped), line, at: (x, top) });
        top += set.height;
    }
    inks
}

/// The head: start and end, between them the word of the watermark, below them a rule.
fn head(letters: &mut Letters, document: &Document, size: (f32, f32)) -> Result<(Vec<Item>, f32), DocumentError> {
    let width = size.0 - 2.0 * SIDE;
    let place = "the running head";
    let set = |letters: &mut Letters, text: &Text, look: Look, width: f32, align: Align| {
        letters.lines(text, look, width, align, place)
    };
    let word = Text::plain(document.watermark.clone().unwrap_or_default());
    let marked = set(letters, &word, MARKED, width, Align::Centre)?;
    let above = if word.is_empty() { 0.0 } else { marked.height() };
    let start = set(letters, &document.head.start, RUNNING, width * START, Align::Start)?;
    let rest = width * (1.0 - START) - 10.0;
    let end = set(letters, &document.head.end, RUNNING, rest, Align::End)?;
    let mut inks = lines(&start, (SIDE, EDGE + above));
    inks.extend(lines(&end, (SIDE + width - rest, EDGE + above)));
    let height = above + start.height().max(end.height()) + AIR;
    let rule = Ink::rule((SIDE, EDGE + height), width, Accent::of(document).rule, 0.6);
    let artifact = |kind, inks| Item { at: (0.0, 0.0), role: Role::Artifact(kind), inks };
    let mut items = vec![artifact(ArtifactType::Header, inks), artifact(ArtifactType::Layout, vec![rule])];
    if !word.is_empty() {
        items.insert(0, artifact(ArtifactType::Watermark, lines(&marked, (SIDE, EDGE))));
    }
    Ok((items, height))
}

/// The foot from its upper edge: a rule, below it start and end with the number of the page.
fn foot(
    letters: &mut Letters,
    document: &Document,
    size: (f32, f32),
    page: usize,
    pages: usize,
) -> Result<(Vec<Item>, f32), DocumentError> {
    let width = size.0 - 2.0 * SIDE;
    let number = document.page_number.characters("   ");
    let number = number.replace("{pages}", &pages.to_string()).replace("{page}", &page.to_string());
    let place = "the running foot";
    let start = letters.lines(&document.foot.start, RUNNING, width * START, Align::Start, place)?;
    let rest = width * (1.0 - START) - 10.0;
    let end = letters.lines(&document.foot.end, RUNNING, rest, Align::End, place)?;
    let number = letters.lines(&Text::plain(number), Look { strong: true, ..RUNNING }, rest, Align::End, place)?;
    let above = if document.foot.end.is_empty() { 0.0 } else { end.height() };
    let mut inks = lines(&start, (SIDE, AIR));
    if above > 0.0 {
        inks.extend(lines(&end, (SIDE + width - rest, AIR)));
    }
    let numbered = lines(&number, (SIDE + width - rest, AIR + above));
    let rule = Ink::rule((SIDE, 0.0), width, Accent::of(document).rule, 0.6);
    let artifact = |kind, inks| Item { at: (0.0, 0.0), role: Role::Artifact(kind), inks };
    let items = vec![
        artifact(ArtifactType::Layout, vec![rule]),
        artifact(ArtifactType::Footer, inks),
        artifact(ArtifactType::PageNumber, numbered),
    ];
    Ok((items, AIR + start.height().max(above + number.height())))
}

/// A word across the page, as large as its diagonal allows.
fn watermark(letters: &mut Letters, word: &str, (width, height): (f32, f32)) -> Result<Item, DocumentError> {
    let text = Text::plain(word.replace('\n', " "));
    let full = letters.draft(&text, Look::new(100.0, true, WATERMARK), "the watermark")?.full_width();
    let diagonal = libm::sqrtf(width * width + height * height);
    let size = (100.0 * 0.72 * diagonal / full.max(1.0)).clamp(12.0, 120.0);
    let shaped = letters.lines(&text, Look::new(size, true, WATERMARK), diagonal, Align::Start, "the watermark")?;
    let degrees = -libm::atan2f(height, width).to_degrees();
    let about = (width / 2.0, height / 2.0);
    let (long, tall) = (shaped.lines.first().map_or(0.0, |line| line.end), shaped.height());
    let at = (about.0 - long / 2.0, about.1 - tall / 2.0);
    // Its letters would be mixed into the lines that they cross when the text of the page is taken out; the word stands in the
    // running head too.
    let inks = vec![Ink::Turned { shaped, line: 0, at, about, degrees, as_shape: true }];
    Ok(Item { at: (0.0, 0.0), role: Role::Artifact(ArtifactType::Watermark), inks })
}
