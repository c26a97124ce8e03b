//! The text layer of a PDF file, in the order in which it is read aloud.
//!
//! The pages hold numbered pieces of marked content; the tree of the structure says which piece belongs to which cell of
//! which row, wherever it was painted. So a row that goes on on the next page is one row, and running heads, which belong to
//! no part of the tree, do not stand in the middle of a text.

use crate::document::ReadBack;
use hayro_cmap::{BfString, CMap};
use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, Name, Number, Object, Stream, String as Text};
use hayro_syntax::page::Page;
use lopdf::StringFormat;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// More levels than any document of ours has.
const DEEPEST: usize = 64;

/// The pieces of marked content of each page, by the numbers of their objects and their own.
type Pieces = BTreeMap<u32, BTreeMap<i64, String>>;

/// Which characters the codes of the fonts stand for, by the numbers of their objects.
type Fonts = BTreeMap<u32, CMap>;

/// What a tagged PDF file says that [`pdf`](super::pdf) has drawn. Of a file of others nothing is promised: its reader repairs what it
/// can without saying so.
///
/// # Errors
/// Why it cannot be read, in words.
///
/// # Source
/// ISO 32000-1:2008, 9.10 (extraction of text), 14.6 (marked content), 14.7.4 (content of the structure), 14.9.4 (replacement
/// text).
pub fn read_pdf(pdf: &[u8]) -> Result<ReadBack, String> {
    let file = Pdf::new(pdf.to_vec()).map_err(|error| format!("the file cannot be read: {error:?}"))?;
    let mut read = ReadBack::default();
    let (mut pieces, mut fonts) = (Pieces::new(), Fonts::new());
    for page in file.pages().iter() {
        let (marked, margin) = of_page(page, &mut fonts)?;
        let number = page.raw().obj_id().ok_or("a page is no object of its own")?.obj_number;
        pieces.insert(number, marked);
        read.margins.push(margin);
    }
    let catalog: Option<Dict<'_>> = file.xref().get(file.xref().root_id());
    let root = catalog.and_then(|catalog| catalog.get::<Dict<'_>>(b"StructTreeRoot"));
    let root = root.ok_or("there is no tree of the structure")?;
    if let Some(children) = root.get(b"K") {
        Walk { pieces: &pieces }.child(&children, None, 0, &mut read);
    }
    Ok(read)
}

/// The marked content of a page by its numbers, and what belongs to nothing that is read.
fn of_page(page: &Page<'_>, fonts: &mut Fonts) -> Result<(BTreeMap<i64, String>, String), String> {
    let mut page_text = PageText::default();
    let mut font = None;
    let mut operations = page.operations();
    while let Some(operation) = operations.next() {
        let mut operands = operation.operands();
        match &**operation.operator {
            b"Tf" => {
                let Some(Object::Name(name)) = operands.next() else { continue };
                font = Some(font_called(page, name, fonts)?);
            }
            b"BMC" | b"BDC" => page_text.open.push(Mark::of(operands.nth(1))),
            b"EMC" => page_text.close(),
            b"Tj" | b"TJ" => {
                if let Some(font) = font.and_then(|number| fonts.get(&number)) {
                    operands.for_each(|operand| page_text.show(operand, font));
                }
            }
            _ => {}
        }
    }
    Ok((page_text.marked, page_text.margin))
}

/// The number of a font's object, whose characters are then known. The fonts of evqc have codes of two bytes; another one is no page
/// of ours.
fn font_called(page: &Page<'_>, name: &Name<'_>, fonts: &mut Fonts) -> Result<u32, String> {
    let unreadable = || format!("the font {} cannot be read", name.as_str());
    let font = page.resources().get_font(name).ok_or_else(unreadable)?;
    let number = font.obj_id().ok_or_else(unreadable)?.obj_number;
    if let Entry::Vacant(new) = fonts.entry(number) {
        let is_of_two_bytes = font.get::<Name<'_>>(b"Subtype").is_some_and(|kind| &*kind == b"Type0");
        let map = font.get::<Stream<'_>>(b"ToUnicode").filter(|_| is_of_two_bytes).ok_or_else(unreadable)?;
        let map = map.decoded().map_err(|_| unreadable())?;
        new.insert(CMap::parse(&map, |_| None).ok_or_else(unreadable)?);
    }
    Ok(number)
}

/// What is open around a text.
#[derive(Default)]
struct Mark {
    number: Option<i64>,
    replaced_by: Option<String>,
}

impl Mark {
    fn of(properties: Option<&Object<'_>>) -> Mark {
        let Some(Object::Dict(properties)) = properties else { return Mark::default() };
        let text = |text: Text<'_>| {
            lopdf::decode_text_string(&lopdf::Object::String(text.as_bytes().to_vec(), StringFormat::Literal)).ok()
        };
        Mark {
            number: properties.get::<Number>(b"MCID").map(|number| number.as_i64()),
            replaced_by: properties.get(b"ActualText").and_then(text),
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

    fn show(&mut self, operand: &Object<'_>, font: &CMap) {
        match operand {
            Object::Array(parts) => parts.iter::<Object<'_>>().for_each(|part| self.show(&part, font)),
            Object::String(text) if self.open.iter().all(|mark| mark.replaced_by.is_none()) => {
                let into = self.place();
                for code in text.chunks(2).map(|code| code.iter().fold(0, |code, byte| code << 8 | u32::from(*byte))) {
                    match font.lookup_bf_string(code) {
                        Some(BfString::Char(character)) => into.push(character),
                        Some(BfString::String(characters)) => into.push_str(&characters),
                        None => into.push(char::REPLACEMENT_CHARACTER),
                    }
                }
            }
            _ => {}
        }
    }
}

/// A walk through the tree of the structure.
struct Walk<'w> {
    pieces: &'w Pieces,
}

impl Walk<'_> {
    fn child(&self, object: &Object<'_>, page: Option<u32>, depth: usize, read: &mut ReadBack) {
        match object {
            _ if depth > DEEPEST => {}
            Object::Array(children) => {
                children.iter::<Object<'_>>().for_each(|child| self.child(&child, page, depth + 1, read));
            }
            Object::Number(number) => self.piece(page, number.as_i64(), read),
            Object::Dict(element) => self.element(element, page, depth, read),
            _ => {}
        }
    }

    fn piece(&self, page: Option<u32>, number: i64, read: &mut ReadBack) {
        let text = page.and_then(|page| self.pieces.get(&page)?.get(&number));
        read.text.push_str(text.map_or("", String::as_str));
    }

    fn element(&self, element: &Dict<'_>, page: Option<u32>, depth: usize, read: &mut ReadBack) {
        let page = element.get_ref(b"Pg").map(|page| page.obj_number).or(page);
        if let Some(number) = element.get::<Number>(b"MCID") {
            return self.piece(page, number.as_i64(), read);
        }
        let kind = element.get::<Name<'_>>(b"S");
        let within = kind.as_deref().is_some_and(|kind| [&b"Span"[..], b"Link"].contains(&kind));
        if !within {
            read.part();
        }
        let from = read.text.len();
        if let Some(children) = element.get(b"K") {
            self.child(&children, page, depth + 1, read);
        }
        if !within {
            read.part();
        }
        if kind.as_deref() == Some(b"TR") {
            read.rows.extend(read.text.get(from..).map(str::to_owned));
        }
    }
}
