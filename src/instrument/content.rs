//! The bytes of a file and what they are on first sight.

use super::codes;
use super::workbook::Workbook;
use crate::finding::Finding;
use crate::source::Place;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

/// The whole content of a file with the name under which findings know it.
#[derive(Debug)]
pub struct Content<'b> {
    /// The file as the user named it; its ending is never looked at.
    pub name: Arc<str>,
    /// Its bytes.
    pub bytes: &'b [u8],
    /// The bytes as text, where they are text.
    text: Option<Text<'b>>,
    /// The sheet to read, where the caller names one.
    sheet: Option<String>,
    /// The workbook, read when it is first asked for.
    workbook: OnceLock<Option<Result<Workbook, Finding>>>,
}

#[derive(Debug)]
struct Text<'b> {
    text: Cow<'b, str>,
    encoding: &'static str,
}

impl<'b> Content<'b> {
    /// Decodes text on the way; binary content stays as it is.
    pub fn new(name: &Arc<str>, bytes: &'b [u8]) -> Content<'b> {
        let text = if is_binary(bytes) { None } else { Some(decode(bytes)) };
        Content { name: Arc::clone(name), bytes, text, sheet: None, workbook: OnceLock::new() }
    }

    /// The text without byte order mark; `None` for binary content.
    ///
    /// Instrument software writes UTF-8, UTF-16 or the code page of a western Windows; the order in which they are tried
    /// is that of `docs/formats.md`.
    pub fn text(&self) -> Option<&str> {
        self.text.as_ref().map(|text| &*text.text)
    }

    /// Names the sheet to read, should this be a workbook with several.
    #[must_use]
    pub fn with_sheet(mut self, sheet: Option<&str>) -> Content<'b> {
        self.sheet = sheet.map(str::to_owned);
        self
    }

    /// The sheet that the caller named.
    pub fn sheet(&self) -> Option<&str> {
        self.sheet.as_deref()
    }

    /// The content as a workbook; `None` when it is none. It is read once, however many formats ask.
    pub fn workbook(&self) -> Option<Result<&Workbook, &Finding>> {
        let read = || Workbook::is_one(self).then(|| Workbook::open(self));
        self.workbook.get_or_init(read).as_ref().map(Result::as_ref)
    }

    /// The name of the encoding; empty for binary content.
    pub fn encoding(&self) -> &'static str {
        self.text.as_ref().map_or("", |text| text.encoding)
    }

    /// The lines of the text with their numbers from 1, without line ends.
    pub fn lines(&self) -> impl Iterator<Item = (u64, &str)> {
        (1..).zip(self.text().unwrap_or_default().lines())
    }

    /// A place in the file; `line` and `column` from 1.
    pub fn place(&self, line: u64, column: u32) -> Place {
        Place::new(&self.name, line, column)
    }

    /// That the structure of the file is not what its format says, from this place on.
    pub fn damaged(&self, line: u64, column: u32, message: impl Into<String>) -> Finding {
        Finding::new(&codes::FILE_DAMAGED, message)
            .at(self.place(line, column), 1)
            .help("export the file again from the instrument software, and do not edit it on the way")
    }
}

/// Whether the bytes are no text: what FCS, ZIP, HDF5, SQLite and OLE files begin with, or many zero bytes at no pattern.
fn is_binary(bytes: &[u8]) -> bool {
    const MAGIC: [&[u8]; 6] = [
        b"FCS2.0",
        b"FCS3.",
        b"PK\x03\x04",
        b"\x89HDF\r\n\x1a\n",
        b"SQLite format 3\0",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    ];
    if MAGIC.iter().any(|magic| bytes.starts_with(magic)) {
        return true;
    }
    let start = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let control = start.iter().filter(|byte| matches!(byte, 1..=8 | 14..=31)).count();
    control * 20 > start.len()
}

fn decode(bytes: &[u8]) -> Text<'_> {
    let (encoding, rest): (&'static Encoding, &[u8]) = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => (UTF_8, rest),
        [0xff, 0xfe, rest @ ..] => (UTF_16LE, rest),
        [0xfe, 0xff, rest @ ..] => (UTF_16BE, rest),
        _ => (without_mark(bytes), bytes),
    };
    let (text, _) = encoding.decode_without_bom_handling(rest);
    Text { text, encoding: encoding.name() }
}

/// UTF-16 without a mark leaves a zero in every second byte of plain text; a zero here and there does not make it that.
fn without_mark(bytes: &[u8]) -> &'static Encoding {
    let start = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let pairs = start.chunks_exact(2);
    let total = pairs.len();
    let (mut low, mut high) = (0, 0);
    for pair in pairs {
        low += usize::from(matches!(pair, [_, 0]));
        high += usize::from(matches!(pair, [0, _]));
    }
    match total {
        0 => UTF_8,
        _ if low * 2 > total => UTF_16LE,
        _ if high * 2 > total => UTF_16BE,
        _ if std::str::from_utf8(bytes).is_ok() => UTF_8,
        _ => WINDOWS_1252,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, &'static str) {
        let content = Content::new(&Arc::from("f"), bytes);
        (content.text().unwrap_or("(binary)").to_owned(), content.encoding())
    }

    #[test]
    fn decodes_what_instruments_write() {
        assert_eq!(read("µ\r\n".as_bytes()), ("µ\r\n".to_owned(), "UTF-8"));
        assert_eq!(read(b"\xef\xbb\xbfa"), ("a".to_owned(), "UTF-8"));
        assert_eq!(read(b"\xff\xfea\0b\0"), ("ab".to_owned(), "UTF-16LE"));
        assert_eq!(read(b"a\0b\0c\0"), ("abc".to_owned(), "UTF-16LE"));
        assert_eq!(read(b"\xb5m"), ("µm".to_owned(), "windows-1252"));
        // One zero byte behind a micro sign, as ZetaView profiles have it.
        assert_eq!(
            read(b"mobility \xb5\0m/s and more text"),
            ("mobility µ\0m/s and more text".to_owned(), "windows-1252")
        );
    }

    #[test]
    fn knows_binary_content() {
        assert_eq!(read(b"FCS3.1    ").1, "");
        assert_eq!(read(b"PK\x03\x04").1, "");
        assert_eq!(read(&[1, 2, 3, 4]).1, "");
    }
}
