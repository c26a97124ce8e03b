//! The text layer of a PDF file, in the order in which it is read aloud.
//!
//! The pages hold numbered pieces of marked content; the tree of the structure says which piece belongs to which cell of
//! which row, wherever it was painted. So a row that goes on on the next page is one row, and running heads, which belong to
//! no part of the tree, do not stand in the middle of a text.

use crate::document::ReadBack;
use hayro_cmap::{BfString, CMap};
use lopdf::{Dictionary, Document, Error, Object, ObjectId};
use std::collections::BTreeMap;

/// More levels than any document of ours has.
const DEEPEST: usize = 64;

/// The pieces of marked content of each page by their numbers.
type Pieces = BTreeMap<ObjectId, BTreeMap<i64, String>>;

/// What a tagged PDF file says.
///
/// # Errors
/// Why it cannot be read, in words.
///
/// # Source
/// ISO 32000-1:2008, 9.10 (extraction of text), 14.6 (marked content), 14.7.4 (content of the structure), 14.9.4 (replacement
/// text).
pub fn read_pdf(pdf: &[u8]) -> Result<ReadBack, String> {
    read(pdf).map_err(|error| error.to_string())
}

fn read(pdf: &[u8]) -> lopdf::Result<ReadBack> {
    let file = Document::load_mem(pdf)?;
    let mut read = ReadBack::default();
    let mut pieces = Pieces::new();
    for page in file.page_iter() {
        let (marked, margin) = of_page(&file, page)?;
        pieces.insert(page, marked);
        read.margins.push(margin);
    }
    let root = file.catalog()?.get_deref(b"StructTreeRoot", &file)?.as_dict()?;
    if let Ok(children) = root.get(b"K") {
        Walk { file: &file, pieces: &pieces }.child(children, None, 0, &mut read);
    }
    Ok(read)
}

/// The marked content of a page by its numbers, and what belongs to nothing that is read.
fn of_page(file: &Document, page: ObjectId) -> lopdf::Result<(BTreeMap<i64, String>, String)> {
    let mut fonts: BTreeMap<Vec<u8>, CMap> = BTreeMap::new();
    for (name, font) in file.get_page_fonts(page)? {
        fonts.insert(name, characters(file, font)?);
    }
    let mut page_text = PageText::default();
    let mut font = None;
    for operation in file.get_and_decode_page_content(page)?.operations {
        let operands = operation.operands.as_slice();
        match operation.operator.as_str() {
            "Tf" => font = operands.first().and_then(|name| fonts.get(name.as_name().ok()?)),
            "BMC" | "BDC" => page_text.open.push(Mark::of(operands.get(1))),
            "EMC" => page_text.close(),
            "Tj" | "TJ" => {
                if let Some(font) = font {
                    operands.iter().for_each(|operand| page_text.show(operand, font));
                }
            }
            _ => {}
        }
    }
    Ok((page_text.marked, page_text.margin))
}

/// Which characters the codes of a font stand for, as the file says it. The fonts of evqc have codes of two bytes; another
/// one is no page of ours.
fn characters(file: &Document, font: &Dictionary) -> lopdf::Result<CMap> {
    if font.get(b"Subtype")?.as_name()? != b"Type0" {
        return Err(Error::CharacterEncoding);
    }
    let map = font.get_deref(b"ToUnicode", file)?.as_stream()?.decompressed_content()?;
    CMap::parse(&map, |_| None).ok_or(Error::CharacterEncoding)
}

/// What is open around a text.
#[derive(Default)]
struct Mark {
    number: Option<i64>,
    replaced_by: Option<String>,
}

impl Mark {
    fn of(properties: Option<&Object>) -> Mark {
        let Some(Ok(properties)) = properties.map(Object::as_dict) else { return Mark::default() };
        let text = |object: &Object| lopdf::decode_text_string(object).ok();
        Mark {
            number: properties.get(b"MCID").and_then(Object::as_i64).ok(),
            replaced_by: properties.get(b"ActualText").ok().and_then(text),
        }
    }
}

#[derive(Default)]
struct PageText {
    open: Vec<Mark>,
    marked: BTreeMap<i64, String>,
    margin: String,
}

impl PageText {
    /// Where a text goes.
    fn place(&mut self) -> &mut String {
        match self.open.iter().rev().find_map(|mark| mark.number) {
            Some(number) => self.marked.entry(number).or_default(),
            None => &mut self.margin,
        }
    }

    fn close(&mut self) {
        // A replacement stands in the place of everything that was painted for it.
        let replaced = self.open.last_mut().and_then(|mark| mark.replaced_by.take());
        if let Some(text) = replaced {
            self.place().push_str(&text);
        }
        let ended = self.open.pop();
        if self.open.is_empty() && ended.is_some_and(|mark| mark.number.is_none()) {
            self.margin.push('\n');
        }
    }

    fn show(&mut self, operand: &Object, font: &CMap) {
        match operand {
            Object::Array(parts) => parts.iter().for_each(|part| self.show(part, font)),
            Object::String(bytes, _) if self.open.iter().all(|mark| mark.replaced_by.is_none()) => {
                let text = self.place();
                for code in bytes.chunks(2).map(|code| code.iter().fold(0, |code, byte| code << 8 | u32::from(*byte))) {
                    match font.lookup_bf_string(code) {
                        Some(BfString::Char(character)) => text.push(character),
                        Some(BfString::String(characters)) => text.push_str(&characters),
                        None => text.push(char::REPLACEMENT_CHARACTER),
                    }
                }
            }
            _ => {}
        }
    }
}

/// A walk through the tree of the structure.
struct Walk<'w> {
    file: &'w Document,
    pieces: &'w Pieces,
}

impl Walk<'_> {
    fn child(&self, object: &Object, page: Option<ObjectId>, depth: usize, read: &mut ReadBack) {
        let Ok((_, object)) = self.file.dereference(object) else { return };
        match object {
            _ if depth > DEEPEST => {}
            Object::Array(children) => children.iter().for_each(|child| self.child(child, page, depth + 1, read)),
            Object::Integer(number) => self.piece(page, *number, read),
            Object::Dictionary(element) => self.element(element, page, depth, read),
            _ => {}
        }
    }

    fn piece(&self, page: Option<ObjectId>, number: i64, read: &mut ReadBack) {
        let text = page.and_then(|page| self.pieces.get(&page)?.get(&number));
        read.text.push_str(text.map_or("", String::as_str));
    }

    fn element(&self, element: &Dictionary, page: Option<ObjectId>, depth: usize, read: &mut ReadBack) {
        let page = element.get(b"Pg").and_then(Object::as_reference).ok().or(page);
        if let Ok(number) = element.get(b"MCID").and_then(Object::as_i64) {
            return self.piece(page, number, read);
        }
        let kind = element.get(b"S").and_then(Object::as_name).unwrap_or_default();
        let within = kind == b"Span" || kind == b"Link";
        if !within {
            read.part();
        }
        let from = read.text.len();
        if let Ok(children) = element.get(b"K") {
            self.child(children, page, depth + 1, read);
        }
        if !within {
            read.part();
        }
        if kind == b"TR" {
            read.rows.extend(read.text.get(from..).map(str::to_owned));
        }
    }
}
