//! What a PDF file carries inside.

use crate::order;
use lopdf::{DecompressError, Dictionary, Document, Error, LoadOptions, Object};

/// The most bytes that a part of a PDF may unpack to, and all its attachments together: a few kilobytes can stand for as many
/// gigabytes.
pub(super) const MOST_BYTES: usize = 64 << 20;

/// A file inside of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Why what a PDF file carries cannot be relied on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AttachedFault {
    /// It cannot be read: it is cut short, or damaged.
    #[error("{0}")]
    NotReadable(String),
    /// It can be read, and was changed after it was written.
    #[error("{0}")]
    Changed(String),
}

/// The files that a PDF file carries inside, in alphabetical order of their names. A file with something inside must be
/// as its writer left it: nothing put behind its end, every object where the file says that it is.
///
/// # Errors
/// [`AttachedFault`]: it cannot be read, or was changed.
///
/// # Source
/// ISO 32000-1:2008, 7.5.5 (end of file), 7.5.6 (incremental updates), 7.11.3 (file specifications), 7.11.4 (embedded files).
pub fn attached(pdf: &[u8]) -> Result<Vec<Attached>, AttachedFault> {
    let unreadable = |why: String| AttachedFault::NotReadable(why);
    // A reader that repairs would open a file without its end as well, and read less out of it.
    if !pdf.trim_ascii_end().ends_with(b"%%EOF") {
        return Err(unreadable("is cut short: a PDF file ends in %%EOF".to_owned()));
    }
    let file = Document::load_mem_with_options(pdf, LoadOptions::with_max_decompressed_size(MOST_BYTES))
        .map_err(|error| unreadable(format!("is no PDF file that can be read: {error}")))?;
    if file.get_pages().is_empty() {
        return Err(unreadable("is damaged: no page of it can be read".to_owned()));
    }
    let specifications: Vec<&Dictionary> = file.objects.values().filter_map(file_specification).collect();
    if !specifications.is_empty() {
        as_written(&file)?;
    }
    let (mut all, mut room) = (Vec::new(), MOST_BYTES);
    for specification in specifications {
        let one = content(&file, specification, room).map_err(|error| unreadable(damage(&error)))?;
        room = room.saturating_sub(one.bytes.len());
        all.push(one);
    }
    order::sort_by(&mut all, |one, other| one.name.cmp(&other.name));
    match all.windows(2).find(|pair| matches!(pair, [one, other] if one.name == other.name)) {
        Some([twice, ..]) => Err(AttachedFault::Changed(format!("carries {} twice", twice.name))),
        _ => Ok(all),
    }
}

/// Whether a file is as its writer left it.
fn as_written(file: &Document) -> Result<(), AttachedFault> {
    let updates = file.xref_section_count.saturating_sub(1);
    if file.xref_recovery.is_some() {
        let why = "was changed after it was written: its objects are not where its table says that they are";
        return Err(AttachedFault::Changed(why.to_owned()));
    }
    if updates > 0 {
        let times = if updates == 1 { "once".to_owned() } else { format!("{updates} times") };
        let why = format!("was changed after it was written: something was put behind its end {times}");
        return Err(AttachedFault::Changed(why));
    }
    Ok(())
}

/// What is wrong with an attachment.
fn damage(error: &Error) -> String {
    match error {
        Error::Decompress(DecompressError::MemoryLimitExceeded { .. }) => {
            format!("has attachments that unpack to more than {} MiB", MOST_BYTES >> 20)
        }
        error => format!("has a damaged attachment: {error}"),
    }
}

/// What names a file inside of the document; its type may be left out.
fn file_specification(object: &Object) -> Option<&Dictionary> {
    let Object::Dictionary(dictionary) = object else { return None };
    dictionary.has(b"EF").then_some(dictionary)
}

/// The file that is named, which may have `most` bytes.
fn content(file: &Document, specification: &Dictionary, most: usize) -> lopdf::Result<Attached> {
    let name = String::from_utf8_lossy(specification.get(b"F")?.as_str()?).into_owned();
    let stream = specification.get_deref(b"EF", file)?.as_dict()?.get_deref(b"F", file)?.as_stream()?;
    Ok(Attached { name, bytes: stream.decompressed_content_with_limit(most)? })
}
