//! The objects of a PDF file, as they stand in it from its start to its end.
//!
//! Their table at the end is not what they are found by ([`sections`](super::sections) reads it): a file of evqc has nothing in it
//! but them, and of another one is read what tells whether it carries something inside. Whatever a file claims, reading it
//! takes no more time than its length asks for, and unpacks no more than [`MOST_BYTES`] of a part.

use super::sections::{self, Section};
use flate2::{Decompress, FlushDecompress, Status};
use hayro_syntax::object::{Array, Dict, FromBytes, MaybeRef, Name, Number, Object};
use memchr::memmem;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The most bytes that a part of a file may unpack to: a few kilobytes can stand for as many gigabytes.
pub(super) const MOST_BYTES: usize = 64 << 20;

/// Why a file cannot be read, or a part of it.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    /// It unpacks to too much.
    #[error("unpacks to more than {} MiB", MOST_BYTES >> 20)]
    TooLarge,
    /// It is damaged, or packed in a way of other programs.
    #[error("{0}")]
    Damaged(String),
}

fn damaged<T>(why: impl Into<String>) -> Result<T, Fault> {
    Err(Fault::Damaged(why.into()))
}

/// A file that was read.
pub(super) struct File<'b> {
    objects: BTreeMap<u32, Placed<'b>>,
    /// The tables of the file, the newest first; none where one is not where the file says.
    pub sections: Option<Vec<Section<'b>>>,
}

/// An object of a file.
struct Placed<'b> {
    /// Where it stands in the file; nothing in a stream of objects.
    at: Option<usize>,
    /// What stands behind its number.
    body: Cow<'b, [u8]>,
    /// The bytes of a stream as they are in the file.
    packed: Option<&'b [u8]>,
}

impl<'b> File<'b> {
    /// Finds the objects of a file.
    pub fn read(bytes: &'b [u8]) -> Result<File<'b>, Fault> {
        let mut file = File { objects: BTreeMap::new(), sections: sections::sections(bytes) };
        let (keyword, mut from) = (memmem::Finder::new(b"obj"), 0);
        while let Some(found) = keyword.find(bytes.get(from..).unwrap_or_default()) {
            let end = from + found + b"obj".len();
            from = match number_before(bytes, from + found) {
                Some((number, at)) => file.place(bytes, number, at, end)?,
                None => end,
            };
        }
        if !file.is_encrypted() {
            file.unpack_objects()?;
        }
        Ok(file)
    }

    /// Takes in the object whose number stands at `at` and whose body begins at `from`; where it ends.
    fn place(&mut self, bytes: &'b [u8], number: u32, at: usize, from: usize) -> Result<usize, Fault> {
        let body = bytes.get(from..).unwrap_or_default().trim_ascii_start();
        let mut placed = Placed { at: Some(at), body: Cow::Borrowed(body), packed: None };
        let mut end = from;
        if body.starts_with(b"<<") {
            let Some(dictionary) = Dict::from_bytes(body) else {
                return damaged(format!("object {number} has no end"));
            };
            let mut rest = body.get(dictionary.data().len()..).unwrap_or_default().trim_ascii_start();
            if let Some(content) = rest.strip_prefix(b"stream") {
                let Some(packed) = stream_bytes(content, &dictionary) else {
                    return damaged(format!("the stream of object {number} has no end"));
                };
                placed.packed = Some(packed);
                rest = content.get(packed.len()..).unwrap_or_default();
            }
            end = bytes.len() - rest.len();
        }
        self.objects.insert(number, placed);
        Ok(end)
    }

    /// Takes the objects out of the streams that hold several.
    fn unpack_objects(&mut self) -> Result<(), Fault> {
        let (mut left, mut more) = (MOST_BYTES, BTreeMap::new());
        for placed in self.objects.values() {
            let Some(packed) = placed.packed else { continue };
            let Some(dictionary) = placed.dictionary().filter(|dictionary| has_type(dictionary, b"ObjStm")) else {
                continue;
            };
            let bytes = unpacked(&dictionary, packed, left)?;
            left = left.saturating_sub(bytes.len());
            let number = |key: &str| usize::try_from(dictionary.get::<Number>(key)?.as_i64()).ok();
            let first = number("First").and_then(|first| bytes.split_at_checked(first));
            let Some((mut heads, bodies)) = first else { return damaged("a stream of objects has no beginning") };
            let heads: Vec<(u32, usize)> = std::iter::from_fn(|| head(&mut heads)).collect();
            let ends = heads.iter().skip(1).map(|(_, next)| *next).chain([bodies.len()]);
            for ((number, at), end) in heads.iter().zip(ends) {
                let Some(body) = bodies.get(*at..end) else { return damaged(format!("object {number} is missing")) };
                more.insert(*number, body.trim_ascii_start().to_vec());
            }
        }
        for (number, body) in more {
            let placed = Placed { at: None, body: Cow::Owned(body), packed: None };
            self.objects.entry(number).or_insert(placed);
        }
        Ok(())
    }

    /// Whether what the file holds is not to be read without a key.
    pub fn is_encrypted(&self) -> bool {
        self.sections.iter().flatten().any(|section| section.trailer.contains_key("Encrypt"))
    }

    /// Where an object stands in the file.
    pub fn place_of(&self, number: u32) -> Option<usize> {
        self.objects.get(&number)?.at
    }

    /// All dictionaries that are objects of their own and no streams.
    pub fn dictionaries(&self) -> impl Iterator<Item = Dict<'_>> {
        self.objects.values().filter(|placed| placed.packed.is_none()).filter_map(Placed::dictionary)
    }

    /// The object that stands somewhere, or that is referred to there; of a stream, its dictionary.
    pub fn resolved<'f>(&'f self, object: MaybeRef<Object<'f>>) -> Option<Object<'f>> {
        let reference = match object {
            MaybeRef::NotRef(object) => return Some(object),
            MaybeRef::Ref(reference) => reference,
        };
        let placed = self.objects.get(&reference.obj_number)?;
        match placed.dictionary() {
            Some(dictionary) => Some(Object::Dict(dictionary)),
            None => Object::from_bytes(&placed.body),
        }
    }

    /// A dictionary in an entry of another one.
    pub fn dictionary<'f>(&'f self, within: &Dict<'f>, key: &str) -> Option<Dict<'f>> {
        self.resolved(within.get_raw::<Object<'f>>(key)?)?.into_dict()
    }

    /// The bytes of a stream that an entry of a dictionary refers to.
    pub fn stream(&self, within: &Dict<'_>, key: &str) -> Result<Vec<u8>, Fault> {
        let placed = within.get_ref(key).and_then(|reference| self.objects.get(&reference.obj_number));
        match placed.and_then(|placed| Some((placed.dictionary()?, placed.packed?))) {
            Some((dictionary, packed)) => unpacked(&dictionary, self.to_its_length(&dictionary, packed), MOST_BYTES),
            None => damaged(format!("there is no stream in {key}")),
        }
    }

    /// The bytes of a stream as far as its length says, where it stands in an object of its own.
    fn to_its_length<'p>(&self, dictionary: &Dict<'_>, packed: &'p [u8]) -> &'p [u8] {
        let number = dictionary.get_ref("Length").and_then(|length| self.resolved(MaybeRef::Ref(length)));
        let length = number.and_then(Object::into_number).and_then(|length| usize::try_from(length.as_i64()).ok());
        length.and_then(|length| packed.get(..length)).unwrap_or(packed)
    }

    /// The dictionary from which everything in the file is reached.
    pub fn catalog(&self) -> Option<Dict<'_>> {
        let newest = self.sections.as_ref().and_then(|sections| sections.first());
        let named = newest.and_then(|section| self.dictionary(&section.trailer, "Root"));
        named.or_else(|| self.dictionaries().find(|dictionary| has_type(dictionary, b"Catalog")))
    }

    /// The pages in their order, with their numbers.
    pub fn pages(&self) -> Vec<(u32, Dict<'_>)> {
        let (mut pages, mut nodes) = (Vec::new(), BTreeSet::new());
        let mut open: Vec<MaybeRef<Object<'_>>> =
            self.catalog().and_then(|catalog| catalog.get_raw::<Object<'_>>("Pages")).into_iter().collect();
        while let Some(next) = open.pop() {
            // Pages are objects of their own; one that was met before would go round and round.
            let Some(number) = next.as_obj_ref().map(|reference| reference.obj_number) else { continue };
            let Some(dictionary) = self.resolved(next).and_then(Object::into_dict) else { continue };
            let Some(kids) = dictionary.get_raw::<Object<'_>>("Kids") else {
                pages.push((number, dictionary));
                continue;
            };
            if nodes.insert(number) {
                let kids = self.resolved(kids).and_then(Object::into_array);
                let before = open.len();
                open.extend(kids.iter().flat_map(Array::raw_iter));
                open.get_mut(before..).unwrap_or_default().reverse();
            }
        }
        pages
    }
}

impl Placed<'_> {
    fn dictionary(&self) -> Option<Dict<'_>> {
        if self.body.starts_with(b"<<") { Dict::from_bytes(&self.body) } else { None }
    }
}

/// Whether a dictionary says that it is of this type.
pub(super) fn has_type(dictionary: &Dict<'_>, kind: &[u8]) -> bool {
    dictionary.get::<Name<'_>>("Type").is_some_and(|name| *name == *kind)
}

/// The number of an object before the word at `end`, and where it stands: `12 0 obj`.
fn number_before(bytes: &[u8], end: usize) -> Option<(u32, usize)> {
    let mut before = bytes.get(..end)?;
    let mut number = None;
    for _ in ["generation", "number"] {
        let trimmed = before.trim_ascii_end();
        let digits = trimmed.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        if trimmed.len() == before.len() || digits == 0 {
            return None;
        }
        let (rest, digits) = trimmed.split_at_checked(trimmed.len() - digits)?;
        number = str::from_utf8(digits).ok()?.parse().ok();
        before = rest;
    }
    Some((number?, before.len()))
}

/// The bytes behind the word `stream`, with the end of its line: as many as the dictionary says, if the word `endstream` stands
/// behind them, else all up to that word.
fn stream_bytes<'b>(content: &'b [u8], dictionary: &Dict<'_>) -> Option<&'b [u8]> {
    let bytes = [&b"\r\n"[..], b"\n", b"\r"].iter().find_map(|end| content.strip_prefix(*end)).unwrap_or(content);
    let said = dictionary.get::<Number>("Length").and_then(|length| usize::try_from(length.as_i64()).ok());
    let whole = said.and_then(|length| bytes.split_at_checked(length));
    match whole.filter(|(_, rest)| rest.trim_ascii_start().starts_with(b"endstream")) {
        Some((whole, _)) => Some(whole),
        None => bytes.get(..memmem::find(bytes, b"endstream")?),
    }
}

/// The number of the next object in a stream of objects, and where it stands behind the numbers.
fn head(heads: &mut &[u8]) -> Option<(u32, usize)> {
    let number = sections::number(heads)?;
    Some((u32::try_from(number).ok()?, sections::number(heads)?))
}

/// The bytes of a stream, unpacked to at most `most`.
fn unpacked(dictionary: &Dict<'_>, packed: &[u8], most: usize) -> Result<Vec<u8>, Fault> {
    let mut filters = Vec::new();
    match dictionary.get::<Object<'_>>("Filter") {
        Some(Object::Name(name)) => filters.push(name),
        Some(Object::Array(names)) => filters.extend(names.iter::<Name<'_>>()),
        _ => {}
    }
    match filters.as_slice() {
        [] if packed.len() <= most => Ok(packed.to_vec()),
        [] => Err(Fault::TooLarge),
        [only] if **only == *b"FlateDecode" => inflated(packed, most),
        [first, ..] => damaged(format!("it is packed with {} in a way that is not read", first.as_str())),
    }
}

fn inflated(packed: &[u8], most: usize) -> Result<Vec<u8>, Fault> {
    let mut inflate = Decompress::new(true);
    let mut bytes = Vec::with_capacity(packed.len().saturating_mul(4).min(most));
    loop {
        let rest = usize::try_from(inflate.total_in()).ok().and_then(|read| packed.get(read..)).unwrap_or_default();
        let status = inflate.decompress_vec(rest, &mut bytes, FlushDecompress::None);
        match status.map_err(|_| Fault::Damaged("what is packed in it was changed".to_owned()))? {
            _ if bytes.len() > most => return Err(Fault::TooLarge),
            Status::StreamEnd => return Ok(bytes),
            // Room was left, and nothing came.
            _ if bytes.len() < bytes.capacity() => return damaged("it is cut short"),
            _ => bytes.reserve(bytes.len().max(4096)),
        }
    }
}
