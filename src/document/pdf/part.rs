//! The parts of a document between its headings, which are set beside each other on two cores.
//!
//! What is set does not depend on where a part ends: what crosses the border is the level of the last heading, which is known
//! before, and a break of pages, which is handed on when the parts are joined.

use super::compose::{Composer, Heading};
use super::flow::Slab;
use super::shape::Letters;
use super::tags::{Branch, Tags};
use crate::document::{Block, DocumentError};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::Builder;

/// With fewer sections a document is set before a second core has begun.
pub(super) const FEWEST: usize = 3;

/// Bytes of stack of the second core: as many as the first has where nothing else is said (`ulimit -s`). A picture is drawn by
/// functions that call themselves, as deep as its groups lie in each other.
const STACK: usize = 8 << 20;

/// Blocks that begin with a heading, or stand before the first one.
#[derive(Clone, Copy)]
pub(super) struct Section<'a> {
    pub(super) blocks: &'a [Block],
    /// The level of the last heading before it; 0: there is none.
    pub(super) level: u8,
}

/// What blocks came to that follow each other.
#[derive(Default)]
pub(super) struct Part {
    pub(super) slabs: Vec<Slab>,
    /// What is read aloud.
    pub(super) tags: Branch,
    pub(super) headings: Vec<Heading>,
    /// The level of the last heading in it or before it.
    pub(super) level: u8,
    /// Whether what comes next begins a page.
    pub(super) break_before_next: bool,
}

impl Part {
    /// A part with `number` others before it.
    pub(super) fn new(number: usize, level: u8) -> Part {
        Part { tags: Branch::new(number), level, ..Part::default() }
    }
}

/// All parts in their order.
#[derive(Default)]
pub(super) struct Whole {
    pub(super) slabs: Vec<Slab>,
    pub(super) tags: Tags,
    pub(super) headings: Vec<Heading>,
}

impl Whole {
    pub(super) fn of(parts: Vec<Part>) -> Whole {
        let mut whole = Whole::default();
        let mut breaks = false;
        for mut part in parts {
            if let Some(first) = part.slabs.first_mut() {
                first.new_page |= std::mem::take(&mut breaks);
            }
            breaks |= part.break_before_next;
            let before = whole.headings.len();
            part.slabs.iter_mut().for_each(|slab| slab.heading = slab.heading.map(|number| number + before));
            whole.slabs.extend(part.slabs);
            whole.headings.extend(part.headings);
            whole.tags.join(part.tags);
        }
        whole
    }
}

/// The level of a heading in the structure: a reader who goes from heading to heading is not to miss one (ISO 14289-1:2014,
/// 7.4.2). The look stays as asked for, the structure goes down one level at a time.
pub(super) fn level_below(before: u8, asked: u8) -> u8 {
    asked.clamp(1, 3).min(before + 1)
}

/// Whether a block begins with a heading that is set. It leaves what stands before it alone, as a list does not.
fn begins(block: &Block) -> bool {
    match block {
        Block::Heading { label, .. } => !label.characters(" ").trim().is_empty(),
        Block::Together(blocks) => blocks.first().is_some_and(begins),
        _ => false,
    }
}

/// A document cut before its headings.
pub(super) fn sections(blocks: &[Block]) -> Vec<Section<'_>> {
    let (mut found, mut rest, mut level) = (Vec::new(), blocks, 0);
    while !rest.is_empty() {
        let end = rest.iter().skip(1).position(begins).map_or(rest.len(), |at| at + 1);
        let (blocks, after) = rest.split_at(end);
        found.push(Section { blocks, level });
        level = level_after(blocks, level);
        rest = after;
    }
    found
}

/// The level of the last heading, with the one before these blocks.
fn level_after(blocks: &[Block], before: u8) -> u8 {
    blocks.iter().fold(before, |level, block| match block {
        Block::Heading { level: asked, .. } if begins(block) => level_below(level, *asked),
        Block::Together(blocks) => level_after(blocks, level),
        _ => level,
    })
}

/// Sets the sections, each by who is free.
///
/// # Errors
/// That of the first section that has one.
pub(super) fn parts(
    composer: &mut Composer,
    sections: &[Section<'_>],
    on_two: bool,
) -> Result<Vec<Part>, DocumentError> {
    let next = AtomicUsize::new(0);
    let made: Vec<OnceLock<Result<Part, DocumentError>>> = sections.iter().map(|_| OnceLock::new()).collect();
    let set = |composer: &mut Composer| {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let (Some(section), Some(place)) = (sections.get(number), made.get(number)) else { return };
            let _ = place.set(composer.section(number, section));
        }
    };
    let Composer { accent, width, room, labels, .. } = *composer;
    std::thread::scope(|scope| {
        let beside = || {
            if let Ok(letters) = Letters::new() {
                set(&mut Composer { letters, accent, width, room, labels, part: Part::default() });
            }
        };
        if on_two {
            // Where no thread can be had, all are set here.
            let _ = Builder::new().stack_size(STACK).spawn_scoped(scope, beside);
        }
        set(composer);
    });
    let not_set = || Err(DocumentError::Refused("a part of it was not set".to_owned()));
    made.into_iter().map(|place| place.into_inner().unwrap_or_else(not_set)).collect()
}
