//! Where a PDF file says that its objects are.

use hayro_syntax::object::{Dict, FromBytes, Number};
use memchr::memmem;
use std::collections::BTreeSet;

/// Bytes of an entry of a table.
const ENTRY: usize = 20;

/// A table of objects, and the dictionary behind it.
pub(super) struct Section<'b> {
    /// The dictionary.
    pub trailer: Dict<'b>,
    /// The numbers of objects and where they are; none of a table that is packed in a stream.
    pub entries: Vec<(u32, usize)>,
}

/// The tables of a file, the newest first: each but the oldest was put behind an end that was there before. Nothing, where one
/// is not where the file says.
///
/// # Source
/// ISO 32000-1:2008, 7.5.4 (table), 7.5.5 (end of file), 7.5.6 (incremental updates), 7.5.8 (tables in streams).
pub(super) fn sections(bytes: &[u8]) -> Option<Vec<Section<'_>>> {
    let end = b"startxref";
    let mut rest = bytes.get(memmem::rfind(bytes, end)? + end.len()..)?;
    let (mut next, mut met, mut sections) = (Some(number(&mut rest)?), BTreeSet::new(), Vec::new());
    while let Some(at) = next {
        // One that names a newer one would go round and round.
        if !met.insert(at) {
            break;
        }
        let section = section(bytes.get(at..)?)?;
        next = section.trailer.get::<Number>("Prev").and_then(|previous| usize::try_from(previous.as_i64()).ok());
        sections.push(section);
    }
    Some(sections)
}

/// The table that begins here.
fn section(bytes: &[u8]) -> Option<Section<'_>> {
    let mut entries = Vec::new();
    let Some(mut rest) = bytes.trim_ascii_start().strip_prefix(b"xref") else {
        return in_stream(bytes);
    };
    loop {
        rest = rest.trim_ascii_start();
        if let Some(trailer) = rest.strip_prefix(b"trailer") {
            return Some(Section { trailer: Dict::from_bytes(trailer.trim_ascii_start())?, entries });
        }
        let (first, count) = (number(&mut rest)?, number(&mut rest)?);
        let (part, behind) = rest.trim_ascii_start().split_at_checked(count.checked_mul(ENTRY)?)?;
        for (number, mut entry) in (first..).zip(part.chunks(ENTRY)) {
            if entry.get(17) == Some(&b'n') {
                entries.push((u32::try_from(number).ok()?, self::number(&mut entry)?));
            }
        }
        rest = behind;
    }
}

/// A table that is packed in a stream, with the dictionary of that stream.
fn in_stream(mut bytes: &[u8]) -> Option<Section<'_>> {
    number(&mut bytes)?;
    number(&mut bytes)?;
    let dictionary = bytes.trim_ascii_start().strip_prefix(b"obj")?.trim_ascii_start();
    Some(Section { trailer: Dict::from_bytes(dictionary)?, entries: Vec::new() })
}

/// Takes a whole number off the front.
pub(super) fn number(bytes: &mut &[u8]) -> Option<usize> {
    let from = bytes.trim_ascii_start();
    let digits = from.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = from.split_at_checked(digits)?;
    *bytes = rest;
    str::from_utf8(digits).ok()?.parse().ok()
}
