//! The text layer of a PDF file, in the order in which it is read aloud.
//!
//! The pages hold numbered pieces of marked content; the tree of the structure says which piece belongs to which cell of
//! which row, wherever it was painted. So a row that goes on on the next page is one row, and running heads, which belong to
//! no part of the tree, do not stand in the middle of a text.

use super::file::{Fault, File};
use crate::document::ReadBack;
use hayro_cmap::{BfString, CMap};
use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::{Dict, MaybeRef, Name, Number, Object, String as PdfString};
use std::collections::{BTreeMap, BTreeSet};

/// More levels than any document of ours has.
const DEEPEST: usize = 64;

/// The pieces of marked content of each page by their numbers.
type Pieces = BTreeMap<u32, BTreeMap<i64, String>>;

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

fn read(pdf: &[u8]) -> Result<ReadBack, Fault> {
    let file = File::read(pdf)?;
    let (mut pieces, mut margins) = (Pieces::new(), Vec::new());
    for (number, page) in file.pages() {
        let (marked, margin) = of_page(&file, &page)?;
        pieces.insert(number, marked);
        margins.push(margin);
    }
    let tree = file.catalog().and_then(|catalog| file.dictionary(&catalog, "StructTreeRoot"));
    let tree = tree.ok_or_else(|| Fault::Damaged("it has no tree of its structure".to_owned()))?;
    let read = ReadBack { margins, ..ReadBack::default() };
    let mut walk = Walk { file: &file, pieces: &pieces, met: BTreeSet::new(), read };
    walk.children(&tree, None, 0);
    Ok(walk.read)
}

/// The marked content of a page by its numbers, and what belongs to nothing that is read.
fn of_page(file: &File<'_>, page: &Dict<'_>) -> Result<(BTreeMap<i64, String>, String), Fault> {
    let mut fonts: BTreeMap<Vec<u8>, CMap> = BTreeMap::new();
    let resources = file.dictionary(page, "Resources").unwrap_or_default();
    for (name, font) in file.dictionary(&resources, "Font").unwrap_or_default().entries() {
        let font = file.resolved(font).and_then(Object::into_dict).unwrap_or_default();
        fonts.insert(name.to_vec(), characters(file, &font)?);
    }
    let mut page_text = PageText::default();
    let mut font = None;
    let content = file.stream(page, "Contents")?;
    let mut operations = UntypedIter::new(&content);
    while let Some(operation) = operations.next() {
        let mut operands = operation.operands();
        match &**operation.operator {
            b"Tf" => font = operands.next().and_then(|name| fonts.get(&*name.clone().into_name()?.to_vec())),
            b"BMC" | b"BDC" => page_text.open.push(Mark::of(operands.nth(1))),
            b"EMC" => page_text.close(),
            b"Tj" | b"TJ" => {
                if let Some(font) = font {
                    operands.for_each(|operand| page_text.show(operand, font));
                }
            }
            _ => {}
        }
    }
    Ok((page_text.marked, page_text.margin))
}

/// Which characters the codes of a font stand for, as the file says it. The fonts of evqc have codes of two bytes; another
/// one is no page of ours.
fn characters(file: &File<'_>, font: &Dict<'_>) -> Result<CMap, Fault> {
    let other = || Fault::Damaged("it has a font that does not say which characters it shows".to_owned());
    if font.get::<Name<'_>>("Subtype").is_none_or(|kind| *kind != *b"Type0") {
        return Err(other());
    }
    CMap::parse(&file.stream(font, "ToUnicode")?, |_| None).ok_or_else(other)
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
        Mark {
            number: properties.get::<Number>("MCID").map(|number| number.as_i64()),
            replaced_by: properties.get::<PdfString<'_>>("ActualText").map(|text| characters_of(&text)),
        }
    }
}

/// What a text outside of the pages says: UTF-16 behind its mark, else ASCII.
fn characters_of(text: &[u8]) -> String {
    match text.strip_prefix(b"\xfe\xff") {
        Some(text) => {
            char::decode_utf16(text.chunks(2).map(|unit| unit.iter().fold(0, |all, byte| all << 8 | u16::from(*byte))))
                .map(|read| read.unwrap_or(char::REPLACEMENT_CHARACTER))
                .collect()
        }
        None => String::from_utf8_lossy(text).into_owned(),
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
            Object::String(bytes) if self.open.iter().all(|mark| mark.replaced_by.is_none()) => {
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
    file: &'w File<'w>,
    pieces: &'w Pieces,
    /// The elements that were met: one that is met again is no part of a tree.
    met: BTreeSet<u32>,
    read: ReadBack,
}

impl<'w> Walk<'w> {
    fn children(&mut self, element: &Dict<'w>, page: Option<u32>, depth: usize) {
        if let Some(children) = element.get_raw::<Object<'w>>("K") {
            self.child(children, page, depth + 1);
        }
    }

    fn child(&mut self, child: MaybeRef<Object<'w>>, page: Option<u32>, depth: usize) {
        if depth > DEEPEST || child.as_obj_ref().is_some_and(|element| !self.met.insert(element.obj_number)) {
            return;
        }
        match self.file.resolved(child) {
            Some(Object::Array(children)) => children.raw_iter().for_each(|child| self.child(child, page, depth + 1)),
            Some(Object::Number(number)) => self.piece(page, number.as_i64()),
            Some(Object::Dict(element)) => self.element(&element, page, depth),
            _ => {}
        }
    }

    fn piece(&mut self, page: Option<u32>, number: i64) {
        let text = page.and_then(|page| self.pieces.get(&page)?.get(&number));
        self.read.text.push_str(text.map_or("", String::as_str));
    }

    fn element(&mut self, element: &Dict<'w>, page: Option<u32>, depth: usize) {
        let page = element.get_ref("Pg").map(|page| page.obj_number).or(page);
        if let Some(number) = element.get::<Number>("MCID") {
            return self.piece(page, number.as_i64());
        }
        let kind = element.get::<Name<'_>>("S");
        let is = |name: &[u8]| kind.as_ref().is_some_and(|kind| **kind == *name);
        let within = is(b"Span") || is(b"Link");
        if !within {
            self.read.part();
        }
        let from = self.read.text.len();
        self.children(element, page, depth);
        if !within {
            self.read.part();
        }
        if is(b"TR") {
            let row = self.read.text.get(from..).map(str::to_owned);
            self.read.rows.extend(row);
        }
    }
}
