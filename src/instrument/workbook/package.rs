//! The zip archive around a workbook: whether it is whole, and how much it unpacks to.

use super::super::codes;
use super::super::content::Content;
use crate::finding::Finding;
use std::io::{self, Cursor, Read};
use zip::ZipArchive;
use zip::read::ZipFile;

/// What every workbook may unpack to, in bytes.
const SMALL: u64 = 32 << 20;

/// What no workbook may unpack to, in bytes.
const LARGEST: u64 = 1 << 30;

/// How many times its own size a workbook may unpack to; real ones reach 30 times.
const RATIO: u64 = 200;

/// An archive and how many bytes may still come out of it.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// Names of the parts, in the order of the directory.
    pub(super) names: Vec<String>,
    allowance: u64,
}

/// Whether the bytes begin as a zip archive does.
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Whether the bytes begin as an OLE file does, the shell of XLS and of encrypted workbooks.
pub(super) fn is_ole(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
}

impl<'b> Package<'b> {
    /// Opens the archive and looks at its directory; nothing is unpacked yet.
    pub(super) fn open(content: &Content<'b>) -> Result<Package<'b>, Finding> {
        let bytes = content.bytes;
        check_end(content)?;
        let damaged =
            |error: &dyn std::fmt::Display| content.damaged(0, 0, format!("the zip archive is broken: {error}"));
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
        if archive.offset() != 0 {
            let message = format!("{} bytes of another file stand before the workbook", archive.offset());
            return Err(content.damaged(0, 0, message));
        }
        let names = archive.file_names().map(|name| name.map(std::borrow::Cow::into_owned));
        let names = names.collect::<Result<Vec<String>, _>>().map_err(|error| damaged(&error))?;
        let allowance = (bytes.len() as u64).saturating_mul(RATIO).clamp(SMALL, LARGEST);
        let mut package = Package { archive, names, allowance };
        package.check_claims(content)?;
        Ok(package)
    }

    /// What the directory claims about its parts.
    fn check_claims(&mut self, content: &Content<'_>) -> Result<(), Finding> {
        let mut claimed = 0_u64;
        for index in 0..self.archive.len() {
            let part = self.archive.by_index_raw(index);
            let part = part.map_err(|error| content.damaged(0, 0, format!("the zip archive is broken: {error}")))?;
            if part.encrypted() {
                return Err(encrypted(content));
            }
            claimed = claimed.saturating_add(part.size());
        }
        if claimed > self.allowance { Err(too_large(content, self.allowance)) } else { Ok(()) }
    }

    /// The name of a part as the archive spells it; writers differ in case and in slashes.
    pub(super) fn find(&self, path: &str) -> Option<String> {
        let fold = |name: &str| name.replace('\\', "/").trim_start_matches('/').to_ascii_lowercase();
        let wanted = fold(path);
        self.names.iter().find(|name| fold(name) == wanted).cloned()
    }

    /// Unpacks a part, as far as the allowance goes.
    pub(super) fn part(&mut self, name: &str) -> io::Result<Part<'_, 'b>> {
        let inner = self.archive.by_name(name).map_err(io::Error::other)?;
        Ok(Part { inner, left: &mut self.allowance })
    }

    /// Unpacks every part but those of these names to nowhere: what a directory claims need not be so.
    pub(super) fn measure(&mut self, content: &Content<'_>, but: &[String]) -> Result<(), Finding> {
        for name in self.names.clone() {
            if but.contains(&name) {
                continue;
            }
            let copied = self.part(&name).and_then(|mut part| io::copy(&mut part, &mut io::sink()));
            copied.map_err(|error| part_broken(content, &name, &error))?;
        }
        Ok(())
    }
}

/// One part on its way out of the archive.
pub(super) struct Part<'a, 'b> {
    inner: ZipFile<'a, Cursor<&'b [u8]>>,
    left: &'a mut u64,
}

/// More came out of an archive than it may hold.
#[derive(Debug, thiserror::Error)]
#[error("it unpacks to too much")]
struct TooMuch;

impl Read for Part<'_, '_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(out)?;
        match self.left.checked_sub(count as u64) {
            Some(left) => *self.left = left,
            None => return Err(io::Error::other(TooMuch)),
        }
        Ok(count)
    }
}

/// The finding for a part that cannot be unpacked or is no XML.
pub(super) fn part_broken(content: &Content<'_>, name: &str, error: &io::Error) -> Finding {
    if error.get_ref().is_some_and(|cause| cause.is::<TooMuch>()) {
        return too_large(content, (content.bytes.len() as u64).saturating_mul(RATIO).clamp(SMALL, LARGEST));
    }
    content.damaged(0, 0, format!("the part {name} of the workbook cannot be read: {error}"))
}

fn too_large(content: &Content<'_>, allowance: u64) -> Finding {
    let message =
        format!("the workbook has {} bytes and unpacks to more than {} MiB", content.bytes.len(), allowance >> 20);
    Finding::new(&codes::FILE_TOO_LARGE, message)
        .at(content.place(0, 0), 1)
        .help("save the sheet with the results alone as a workbook of its own, or as CSV")
}

/// The finding for a workbook behind a password.
pub(super) fn encrypted(content: &Content<'_>) -> Finding {
    Finding::new(&codes::FORMAT_NOT_READ, "the workbook is encrypted")
        .at(content.place(0, 0), 1)
        .help("save it without a password")
}

/// The end of an archive is its directory, and nothing stands behind it: a file cut short has no end, and one that was
/// joined to another has two.
fn check_end(content: &Content<'_>) -> Result<(), Finding> {
    const END: &[u8] = b"PK\x05\x06";
    let bytes = content.bytes;
    let Some(at) = memchr::memmem::rfind(bytes, END) else {
        return Err(content.damaged(0, 0, "the workbook is cut short: its zip archive has no end"));
    };
    let comment = match bytes.get(at + 20..at + 22) {
        Some(&[low, high]) => usize::from(u16::from_le_bytes([low, high])),
        _ => return Err(content.damaged(0, 0, "the workbook is cut short: the end of its zip archive is not whole")),
    };
    let end = at + 22 + comment;
    match bytes.len() {
        length if length < end => {
            Err(content.damaged(0, 0, "the workbook is cut short: the end of its zip archive is not whole"))
        }
        length if length > end => {
            Err(content.damaged(0, 0, format!("{} bytes stand behind the end of the workbook", length - end)))
        }
        _ => Ok(()),
    }
}
