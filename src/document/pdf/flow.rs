//! From slabs that follow each other to pages.

use super::ink::{Ink, Item, Place, Role};
use super::shape::Shaped;
use super::tags::NodeId;
use std::sync::Arc;

/// A strip over the whole width that is never split.
#[derive(Clone, Debug, Default)]
pub(super) struct Slab {
    /// Air above it, unless it begins a page.
    pub(super) before: f32,
    /// Its height.
    pub(super) height: f32,
    /// Whether it stands on the same page as the next slab.
    pub(super) with_next: bool,
    /// Whether it does where a page can hold all that belongs together so; `with_next` holds even where none can.
    pub(super) in_group: bool,
    /// Whether it begins a page.
    pub(super) new_page: bool,
    /// What is in it, relative to its upper left corner.
    pub(super) items: Vec<Item>,
    /// What is repeated above it where it begins a page: the head of its table.
    pub(super) repeated: Option<Arc<Slab>>,
    /// The heading it is, by its number in the outline.
    pub(super) heading: Option<usize>,
}

/// A slab on a page.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    /// Distance from the top of the room for text.
    pub(super) top: f32,
    pub(super) slab: Slab,
}

/// Pages with `room` points between head and foot.
///
/// Slabs that belong together stand together where a page can hold them; otherwise as many as fit. A group that no page can
/// hold is split between its chains.
pub(super) fn pages(slabs: Vec<Slab>, room: f32) -> Vec<Vec<Placed>> {
    let mut pages = Pages { room, done: Vec::new(), page: Vec::new(), y: 0.0 };
    let mut group: Vec<Slab> = Vec::new();
    for slab in slabs {
        let ends = !slab.with_next && !slab.in_group;
        group.push(slab);
        if ends {
            pages.group(std::mem::take(&mut group));
        }
    }
    pages.group(group);
    pages.done.push(pages.page);
    pages.done
}

struct Pages {
    room: f32,
    done: Vec<Vec<Placed>>,
    page: Vec<Placed>,
    y: f32,
}

impl Pages {
    /// Chains of slabs that stand on one page where one can hold them all.
    fn group(&mut self, slabs: Vec<Slab>) {
        self.turn_for(&slabs);
        let mut chain: Vec<Slab> = Vec::new();
        for slab in slabs {
            let ends = !slab.with_next;
            chain.push(slab);
            if ends {
                self.chain(std::mem::take(&mut chain));
            }
        }
        self.chain(chain);
    }

    fn chain(&mut self, chain: Vec<Slab>) {
        self.turn_for(&chain);
        // Where no page holds them all, what stands above a table keeps its first row: a head alone at the foot of a page
        // says nothing.
        let to_first_row = chain.iter().position(|slab| slab.repeated.is_some()).map_or(0, |first| first + 1);
        self.turn_for(chain.get(..to_first_row).unwrap_or_default());
        for slab in chain {
            self.place(slab);
        }
    }

    /// Begins a page where these slabs ask for one, or fit on a new one and not on the rest of this one.
    fn turn_for(&mut self, slabs: &[Slab]) {
        let Some(first) = slabs.first() else { return };
        let height: f32 = slabs.iter().map(|slab| slab.before + slab.height).sum();
        let head = first.repeated.as_ref().map_or(0.0, |head| head.height);
        let on_new_page = height - first.before + head;
        if first.new_page || (self.y + height > self.room && on_new_page <= self.room) {
            self.turn();
        }
    }

    fn place(&mut self, slab: Slab) {
        if self.y + slab.before + slab.height > self.room {
            self.turn();
        }
        if self.page.is_empty()
            && let Some(head) = &slab.repeated
        {
            self.page.push(Placed { top: 0.0, slab: Slab::clone(head) });
            self.y = head.height;
        }
        let before = if self.page.is_empty() { 0.0 } else { slab.before };
        let top = self.y + before;
        self.y = top + slab.height;
        self.page.push(Placed { top, slab });
    }

    /// Begins a page, unless this one is empty.
    fn turn(&mut self) {
        if !self.page.is_empty() {
            self.done.push(std::mem::take(&mut self.page));
            self.y = 0.0;
        }
    }
}

/// One thing in a column.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// Air above it, unless it is the first one.
    pub(super) before: f32,
    /// Its height.
    pub(super) height: f32,
    /// What it is, relative to its upper left corner.
    pub(super) items: Vec<Item>,
}

/// A column: things below each other.
#[derive(Clone, Debug, Default)]
pub(super) struct Column {
    /// Its distance from the left edge.
    pub(super) x: f32,
    /// The things in it.
    pub(super) parts: Vec<Part>,
}

impl Column {
    pub(super) fn at(x: f32) -> Column {
        Column { x, parts: Vec::new() }
    }

    /// A text, its lines one thing each, so that they can be split where nothing else helps.
    pub(super) fn text(&mut self, shaped: &Arc<Shaped>, before: f32, role: Role) {
        self.text_at(shaped, before, role, 0.0);
    }

    /// The same, at a distance from the left edge of the column.
    pub(super) fn text_at(&mut self, shaped: &Arc<Shaped>, before: f32, role: Role, x: f32) {
        for (line, set) in shaped.lines.iter().enumerate() {
            let ink = Ink::Line { shaped: Arc::clone(shaped), line, at: (x, 0.0) };
            let items = vec![Item { at: (0.0, 0.0), role, inks: vec![ink] }];
            self.parts.push(Part { before: if line == 0 { before } else { 0.0 }, height: set.height, items });
        }
    }

    fn height(&self) -> f32 {
        let mut parts = self.parts.iter();
        parts.next().map_or(0.0, |first| first.height + parts.map(|part| part.before + part.height).sum::<f32>())
    }
}

/// Columns beside each other, with what holds them together for the eye.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    pub(super) columns: Vec<Column>,
    /// Air above and below the columns.
    pub(super) padding: f32,
    /// What is drawn behind, given left, top, width and height: a fill, a frame.
    pub(super) behind: Vec<Behind>,
    /// Least height with the padding.
    pub(super) least_height: f32,
}

/// What is drawn behind columns.
#[derive(Clone, Copy, Debug)]
pub(super) enum Behind {
    Fill {
        x: f32,
        width: f32,
        colour: super::ink::Colour,
    },
    Frame {
        x: f32,
        width: f32,
        colour: super::ink::Colour,
    },
    /// Below.
    Rule {
        x: f32,
        width: f32,
        colour: super::ink::Colour,
        line: f32,
    },
}

impl Columns {
    fn height(&self) -> f32 {
        let tallest = self.columns.iter().map(Column::height).fold(0.0, f32::max);
        (tallest + 2.0 * self.padding).max(self.least_height)
    }

    /// One slab, or where it would be taller than `room` a slab for each line, all that `like` says about slabs otherwise.
    pub(super) fn slabs(&self, like: &Slab, room: f32) -> Vec<Slab> {
        if self.height() <= room {
            return vec![self.slab(like)];
        }
        let count = self.columns.iter().map(|column| column.parts.len()).max().unwrap_or(0);
        let slab = |at: usize| {
            let columns = self
                .columns
                .iter()
                .map(|column| Column { x: column.x, parts: column.parts.get(at..at + 1).unwrap_or_default().to_vec() });
            let piece = Columns { columns: columns.collect(), least_height: 0.0, ..self.clone() };
            // Inside, lines stand as close as in one piece.
            let padding = if at == 0 || at + 1 == count { self.padding } else { 0.0 };
            let ends = |behind: &&Behind| !matches!(behind, Behind::Rule { .. }) || at + 1 == count;
            let behind = self.behind.iter().filter(ends).copied().collect();
            let before = if at == 0 { like.before } else { 0.0 };
            let heading = like.heading.filter(|_| at == 0);
            let with_next = like.with_next && at + 1 == count;
            let like = Slab { before, heading, with_next, new_page: like.new_page && at == 0, ..like.clone() };
            Columns { padding, behind, ..piece }.slab(&like)
        };
        (0..count).map(slab).collect()
    }

    /// One slab, however tall.
    pub(super) fn slab(&self, like: &Slab) -> Slab {
        let height = self.height();
        let mut items = Vec::new();
        let behind: Vec<Ink> = self.behind.iter().map(|behind| behind.ink(height)).collect();
        if !behind.is_empty() {
            items.push(Item::ornament(behind));
        }
        for column in &self.columns {
            let mut y = self.padding;
            for (at, part) in column.parts.iter().enumerate() {
                y += if at == 0 { 0.0 } else { part.before };
                items.extend(part.items.iter().map(|item| item.clone().moved((column.x, y))));
                y += part.height;
            }
        }
        Slab { height, items, ..like.clone() }
    }
}

impl Behind {
    fn ink(self, height: f32) -> Ink {
        match self {
            Behind::Fill { x, width, colour } => Ink::fill([x, 0.0, width, height], colour),
            Behind::Frame { x, width, colour } => Ink::frame([x, 0.0, width, height], colour, 0.7, None),
            Behind::Rule { x, width, colour, line } => Ink::rule((x, height), width, colour, line),
        }
    }
}

/// A drawing of a width and a height in a column; without a node, for the eye only.
pub(super) fn drawing(node: Option<NodeId>, size: Place, inks: Vec<Ink>) -> Part {
    let role = node.map_or(Role::ORNAMENT, |node| Role::Whole(node, size));
    Part { before: 0.0, height: size.1, items: vec![Item { at: (0.0, 0.0), role, inks }] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slab(height: f32, with_next: bool) -> Slab {
        Slab { before: 2.0, height, with_next, ..Slab::default() }
    }

    fn tops(pages: &[Vec<Placed>]) -> Vec<Vec<f32>> {
        pages.iter().map(|page| page.iter().map(|placed| placed.top).collect()).collect()
    }

    #[test]
    fn what_belongs_together_stands_together() {
        let slabs = vec![slab(10.0, false), slab(10.0, false), slab(5.0, true), slab(8.0, false)];
        assert_eq!(tops(&pages(slabs, 34.0)), [vec![0.0, 12.0], vec![0.0, 7.0]]);
    }

    #[test]
    fn what_no_page_can_hold_together_is_split_between_slabs() {
        let slabs = vec![slab(10.0, true), slab(10.0, true), slab(10.0, true), slab(10.0, false)];
        assert_eq!(tops(&pages(slabs, 25.0)), [vec![0.0, 12.0], vec![0.0, 12.0]]);
    }

    #[test]
    fn a_group_moves_as_one_and_is_split_between_its_chains_only() {
        let grouped = |height: f32, with_next: bool| Slab { in_group: true, ..slab(height, with_next) };
        let all =
            || vec![slab(10.0, false), grouped(5.0, true), grouped(5.0, false), grouped(5.0, true), slab(5.0, false)];
        // Without the group, its first chain would still stand on the first page.
        assert_eq!(tops(&pages(all(), 30.0)), [vec![0.0], vec![0.0, 7.0, 14.0, 21.0]]);
        assert_eq!(tops(&pages(all(), 25.0)), [vec![0.0, 12.0, 19.0], vec![0.0, 7.0]]);
    }

    #[test]
    fn the_head_is_repeated_where_a_row_begins_a_page() {
        let head = Arc::new(slab(4.0, true));
        let row = Slab { repeated: Some(Arc::clone(&head)), before: 0.0, ..slab(10.0, false) };
        let slabs = vec![slab(4.0, true), row.clone(), row.clone(), row];
        assert_eq!(tops(&pages(slabs, 25.0)), [vec![0.0, 4.0, 14.0], vec![0.0, 4.0]]);
    }

    #[test]
    fn a_head_keeps_its_first_row_where_no_page_holds_the_rest() {
        let head = Arc::new(slab(4.0, true));
        let row = |height: f32| Slab { repeated: Some(Arc::clone(&head)), before: 0.0, ..slab(height, true) };
        let slabs = vec![slab(10.0, false), slab(4.0, true), row(19.0), Slab { with_next: false, ..row(10.0) }];
        assert_eq!(tops(&pages(slabs, 25.0)), [vec![0.0], vec![0.0, 4.0], vec![0.0, 4.0]]);
    }

    #[test]
    fn a_break_of_pages_leaves_no_empty_page() {
        let breaking = Slab { new_page: true, ..slab(5.0, false) };
        assert_eq!(tops(&pages(vec![breaking.clone(), breaking], 30.0)), [vec![0.0], vec![0.0]]);
        assert_eq!(pages(Vec::new(), 30.0).len(), 1);
    }
}
