//! Tables.

use super::compose::{Composer, Labelled};
use super::flow::{Behind, Column, Columns, Slab};
use super::grid::widths;
use super::ink::Role;
use super::shape::{Draft, Look};
use super::style::{CELL, HEAD, RULE, SECOND, SHADE, tone_ink};
use super::tags::NodeId;
use crate::document::DocumentError;
use crate::document::{Cell, Label, Row, RowKind, Table, Text};
use krilla::tagging::{TableHeaderScope, Tag, TagKind};
use std::num::NonZeroU32;
use std::sync::Arc;

/// Air on both sides of a cell, and above and below it.
const PADDING: (f32, f32) = (4.0, 3.0);

/// The texts of a cell, not broken into lines yet.
type Drafts = Vec<Draft>;

impl Composer {
    pub(super) fn table(&mut self, table: &Table) -> Result<(), DocumentError> {
        let name = table.caption.as_ref().map_or_else(|| "the table".to_owned(), named);
        check(table, &name)?;
        let node = self.node(None, Tag::Table, None);
        if let Some(caption) = &table.caption {
            self.caption(caption, node, &name)?;
        }
        let drafts = self.drafts(table, &name)?;
        let widths = self.column_widths(table, &drafts)?;
        let repeated = self.table_head(table, &widths, node, &name)?;
        let body = self.node(Some(node), Tag::TBody, None);
        let last = table.rows.len().saturating_sub(1);
        for (at, (row, cells)) in table.rows.iter().zip(drafts).enumerate() {
            // Neither the first nor the last row of a table stands alone on a page.
            let beside = at < last && (at == 0 || at + 1 == last);
            let like = Slab {
                with_next: row.with_next || row.kind == RowKind::Group || beside,
                repeated: Some(Arc::clone(&repeated)),
                ..Slab::default()
            };
            let columns = self.row(table, row, cells, &widths, body)?;
            let room = self.room_of_row(at, repeated.height);
            self.extend(columns.slabs(&like, room));
        }
        Ok(())
    }

    /// How tall a row may be without being broken. The first one stands on a page with its head and what belongs to that, unless
    /// those take half of it.
    fn room_of_row(&self, at: usize, head: f32) -> f32 {
        let above = if at == 0 { self.kept_above() } else { head };
        self.room - if above > self.room / 2.0 { head } else { above }
    }

    fn caption(&mut self, caption: &Label, table: NodeId, name: &str) -> Result<(), DocumentError> {
        let node = self.node(Some(table), Tag::Caption, None);
        let mut column = Column::default();
        let first = Look { size: 9.0, colour: self.accent.ink, ..HEAD };
        let look = Labelled { first, second: SECOND, width: self.width, align: Default::default() };
        self.label(&mut column, caption, look, node, name)?;
        let like = Slab { before: 8.0, with_next: true, ..Slab::default() };
        let columns = Columns { columns: vec![column], ..Columns::default() };
        self.extend(columns.slabs(&like, self.room));
        Ok(())
    }

    /// The texts of all cells.
    fn drafts(&mut self, table: &Table, name: &str) -> Result<Vec<Vec<Drafts>>, DocumentError> {
        let mut rows = Vec::new();
        for (at, row) in table.rows.iter().enumerate() {
            let mut cells = Vec::new();
            let count = if row.kind == RowKind::Group { 1 } else { table.columns.len() };
            for column in 0..count {
                let empty = Cell::default();
                let cell = row.cells.get(column).unwrap_or(&empty);
                let head = table.columns.get(column).map(|column| column.head.characters(" ")).unwrap_or_default();
                let place = format!("row {} of {name}, column `{head}`", at + 1);
                let look = Look { strong: row.kind == RowKind::Group, colour: tone_ink(cell.tone), ..CELL };
                cells.push(self.cell_drafts(cell, look, &place)?);
            }
            rows.push(cells);
        }
        Ok(rows)
    }

    fn cell_drafts(&mut self, cell: &Cell, look: Look, place: &str) -> Result<Drafts, DocumentError> {
        // A cell with nothing in it would be left out of the structure, and its row would have too few.
        let blank = [Text::plain(" ")];
        let texts = if cell.texts.iter().all(Text::is_empty) { &blank[..] } else { &cell.texts[..] };
        let draft = |(at, text): (usize, &Text)| {
            let second = at > 0 && cell.names_row;
            let look = if second { Look { size: SECOND.size, ..look } } else { look };
            self.letters.draft(text, look, place)
        };
        texts.iter().enumerate().map(draft).collect()
    }

    fn column_widths(&mut self, table: &Table, drafts: &[Vec<Drafts>]) -> Result<Vec<f32>, DocumentError> {
        let shares: Vec<f32> = table.columns.iter().map(|column| f32::from(column.width.max(1))).collect();
        let mut needed = vec![0.0_f32; table.columns.len()];
        for (needed, column) in needed.iter_mut().zip(&table.columns) {
            for text in &column.head.texts {
                *needed = needed.max(self.letters.draft(text, HEAD, "the head of a table")?.least_width());
            }
        }
        for (row, cells) in table.rows.iter().zip(drafts) {
            if row.kind == RowKind::Body {
                for (needed, cell) in needed.iter_mut().zip(cells) {
                    *needed = cell.iter().map(Draft::least_width).fold(*needed, f32::max);
                }
            }
        }
        let needed: Vec<f32> = needed.into_iter().map(|width| width + 2.0 * PADDING.0 + 0.5).collect();
        Ok(widths(&shares, &needed, self.width))
    }

    /// The head, which is also what is repeated on later pages.
    fn table_head(
        &mut self,
        table: &Table,
        widths: &[f32],
        node: NodeId,
        name: &str,
    ) -> Result<Arc<Slab>, DocumentError> {
        let part = self.node(Some(node), Tag::THead, None);
        let row = self.node(Some(part), Tag::TR, None);
        let mut columns = Vec::new();
        let mut x = 0.0;
        for (column, width) in table.columns.iter().zip(widths) {
            let node = self.node(Some(row), Tag::TH(TableHeaderScope::Column), None);
            let mut made = Column::at(x + PADDING.0);
            let width = (width - 2.0 * PADDING.0, x += width).0;
            let first = Look { colour: self.accent.head, ..HEAD };
            let look = Labelled { first, second: SECOND, width, align: column.align };
            let blank = Label::one(" ");
            let head = if column.head.characters("").is_empty() { &blank } else { &column.head };
            self.label(&mut made, head, look, node, name)?;
            columns.push(made);
        }
        let (x, width) = (0.0, self.width);
        let rule = Behind::Rule { x, width, colour: self.accent.ink, line: 0.9 };
        let behind = vec![Behind::Fill { x, width, colour: SHADE }, rule];
        let columns = Columns { columns, padding: PADDING.1, behind, least_height: 0.0 };
        let like = Slab { before: 5.0, with_next: true, ..Slab::default() };
        // A head that is taller than half a page is not repeated: there would be no room for rows.
        let slabs = columns.slabs(&like, self.room / 2.0);
        let repeated = match &slabs[..] {
            [one] => Slab { items: one.items.iter().map(super::ink::Item::repeated).collect(), ..one.clone() },
            _ => Slab::default(),
        };
        self.extend(slabs);
        Ok(Arc::new(repeated))
    }

    fn row(
        &mut self,
        table: &Table,
        row: &Row,
        cells: Vec<Drafts>,
        widths: &[f32],
        body: NodeId,
    ) -> Result<Columns, DocumentError> {
        let node = self.node(Some(body), Tag::TR, None);
        let group = row.kind == RowKind::Group;
        let mut columns = Vec::new();
        let mut x = 0.0;
        for (at, drafts) in cells.into_iter().enumerate() {
            let width = if group { self.width } else { widths.get(at).copied().unwrap_or_default() };
            let align = table.columns.get(at).map(|column| column.align).filter(|_| !group).unwrap_or_default();
            let empty = Cell::default();
            let cell = row.cells.get(at).unwrap_or(&empty);
            let cell_node = self.node(Some(node), cell_tag(cell, group, table.columns.len()), None);
            let mut column = Column::at(x + PADDING.0);
            for (at, draft) in drafts.into_iter().enumerate() {
                let language = cell.texts.get(at).and_then(|text| text.language);
                let node = self.node(Some(cell_node), Tag::P, language);
                let shaped = self.letters.broken(draft, width - 2.0 * PADDING.0, align)?;
                column.text(&shaped, 0.5, Role::Text(node));
            }
            columns.push(column);
            x += width;
        }
        let (x, width) = (0.0, self.width);
        let mut behind = vec![Behind::Rule { x, width, colour: RULE, line: 0.5 }];
        if group {
            behind.insert(0, Behind::Fill { x, width, colour: super::style::tone_fill(Default::default()) });
        }
        Ok(Columns { columns, padding: PADDING.1, behind, least_height: 0.0 })
    }
}

fn cell_tag(cell: &Cell, group: bool, columns: usize) -> TagKind {
    if group {
        let span = u32::try_from(columns).ok().and_then(NonZeroU32::new);
        Tag::TH(TableHeaderScope::Row).with_col_span(span).into()
    } else if cell.names_row {
        Tag::TH(TableHeaderScope::Row).into()
    } else {
        Tag::TD.into()
    }
}

fn named(label: &Label) -> String {
    format!("the table `{}`", label.characters(" "))
}

/// Whether no row has more cells than there are columns.
fn check(table: &Table, name: &str) -> Result<(), DocumentError> {
    let columns = table.columns.len();
    for (at, row) in table.rows.iter().enumerate() {
        let most = if row.kind == RowKind::Group { 1 } else { columns };
        if row.cells.len() > most || columns == 0 {
            let place = format!("row {} of {name}", at + 1);
            return Err(DocumentError::Cells { place, cells: row.cells.len(), columns: most });
        }
    }
    Ok(())
}
