//! The text of a specification before it is read as YAML: its name, its encoding, its size.

use super::codes;
use crate::finding::Finding;
use crate::source::Place;
use std::sync::Arc;

/// Largest specification that is read, in bytes. The library's largest is 30 kB; what is larger than this is not a
/// specification, and parsing it would only keep the user waiting.
pub const MAXIMUM_BYTES: usize = 2 * 1024 * 1024;

/// What ends a line; both together end one.
const LINE_ENDS: [char; 2] = ['\n', '\r'];

/// A specification file as text, with the name the user gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceText {
    name: Arc<str>,
    text: Arc<str>,
    byte_order_mark: bool,
}

impl SourceText {
    /// A text under a name. A byte order mark at its head is taken off and remembered.
    pub fn new(name: &str, text: &str) -> Self {
        let bare = text.strip_prefix('\u{feff}');
        SourceText { name: name.into(), text: bare.unwrap_or(text).into(), byte_order_mark: bare.is_some() }
    }

    /// The text in a file's bytes, which must be UTF-8.
    ///
    /// # Errors
    /// A finding when the file is too large (checked first, before a byte is decoded), UTF-16, or not UTF-8.
    pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<Self, Finding> {
        let file: Arc<str> = name.into();
        if let Some(finding) = too_large(&file, bytes.len()) {
            return Err(finding);
        }
        if looks_like_utf_16(bytes) {
            return Err(Finding::new(&codes::UTF_16_TEXT, "the file is UTF-16, it must be UTF-8")
                .at(Place::file(&file), 1)
                .help("save it again as UTF-8"));
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(SourceText::new(name, text)),
            Err(error) => Err(not_utf_8(&file, bytes, error.valid_up_to())),
        }
    }

    /// The name the user gave.
    pub fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// The text without byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// A line, counted from 1 as YAML counts: a carriage return alone ends one too. The line after the last end exists: an
    /// unclosed bracket is reported there.
    pub fn line(&self, number: u64) -> Option<&str> {
        let mut rest = self.text();
        for _ in 1..number {
            let end = rest.get(rest.find(LINE_ENDS)?..)?;
            rest = end.strip_prefix("\r\n").or_else(|| end.get(1..))?;
        }
        rest.split(LINE_ENDS).next().filter(|_| number > 0)
    }

    /// What there is to say about the text before it is parsed; an error among it means that it must not be.
    pub(super) fn findings(&self) -> Vec<Finding> {
        let mut findings: Vec<Finding> = too_large(&self.name, self.text.len()).into_iter().collect();
        if self.byte_order_mark {
            findings.push(
                Finding::new(&codes::BYTE_ORDER_MARK, "the file begins with a byte order mark, which was skipped")
                    .at(Place::new(&self.name, 1, 1), 1)
                    .help("save it as UTF-8 without byte order mark"),
            );
        }
        findings
    }
}

/// The finding for a text of this many bytes, if it is too many.
fn too_large(file: &Arc<str>, bytes: usize) -> Option<Finding> {
    (bytes > MAXIMUM_BYTES).then(|| {
        let message = format!("the file has {bytes} bytes, at most {MAXIMUM_BYTES} are read");
        Finding::new(&codes::FILE_TOO_LARGE, message)
            .at(Place::file(file), 1)
            .help("check that this is a specification or a list of samples, and not a result file")
    })
}

/// UTF-16 with a byte order mark, or without one when every other byte of the head is zero.
fn looks_like_utf_16(bytes: &[u8]) -> bool {
    match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => true,
        [a, b, c, d, ..] => (*a == 0 && *c == 0 && *b != 0) || (*b == 0 && *d == 0 && *a != 0),
        _ => false,
    }
}

/// The finding for the first byte that is not UTF-8.
fn not_utf_8(file: &Arc<str>, bytes: &[u8], valid: usize) -> Finding {
    let head = &bytes[..valid];
    let ends_line = |at: usize| head[at] == b'\n' || (head[at] == b'\r' && head.get(at + 1) != Some(&b'\n'));
    let line = 1 + (0..valid).filter(|at| ends_line(*at)).count() as u64;
    let line_start = (0..valid).rfind(|at| ends_line(*at)).map_or(0, |at| at + 1);
    let column = 1 + String::from_utf8_lossy(&head[line_start..]).chars().count() as u32;
    let message = format!("byte 0x{:02X} is not UTF-8", bytes.get(valid).copied().unwrap_or_default());
    Finding::new(&codes::NOT_UTF_8, message).at(Place::new(file, line, column), 1).help("save the file again as UTF-8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn size_is_checked_before_anything_is_decoded() {
        // Invalid UTF-8 throughout: had it been looked at, the finding would be another.
        let bytes = vec![0xff; 50 * 1024 * 1024];
        let finding = SourceText::from_bytes("big.yaml", &bytes).unwrap_err();
        assert_eq!(finding.code.name, "file-too-large");
        assert_eq!(finding.message, "the file has 52428800 bytes, at most 2097152 are read");
    }

    #[test]
    fn utf_16_is_refused_with_and_without_mark() {
        for bytes in [&b"\xff\xfee\x00v\x00"[..], b"\xfe\xff\x00e\x00v", b"e\x00v\x00q\x00", b"\x00e\x00v\x00q"] {
            assert_eq!(SourceText::from_bytes("a.yaml", bytes).unwrap_err().code.name, "utf-16-text");
        }
    }

    #[test]
    fn the_first_byte_that_is_not_utf_8_is_named() {
        let finding = SourceText::from_bytes("a.yaml", b"evqc: 1\nid: \xb5l\n").unwrap_err();
        assert_eq!(finding.code.name, "not-utf-8");
        assert_eq!(finding.message, "byte 0xB5 is not UTF-8");
        assert_eq!(finding.place.map(|place| place.to_string()).as_deref(), Some("a.yaml:2:5"));
    }

    #[test]
    fn a_carriage_return_alone_ends_a_line_as_in_yaml() {
        let source = SourceText::new("a.yaml", "a\rb\r\nc\n\rd\n");
        let lines = (0..8).map(|number| source.line(number)).collect::<Vec<_>>();
        assert_eq!(lines, [None, Some("a"), Some("b"), Some("c"), Some(""), Some("d"), Some(""), None]);
        let finding = SourceText::from_bytes("a.yaml", b"evqc: 1\rtitle: a\r\nid: \xb5l\n").unwrap_err();
        assert_eq!(finding.place.map(|place| place.to_string()).as_deref(), Some("a.yaml:3:5"));
    }

    #[test]
    fn a_byte_order_mark_is_taken_off() {
        let source = SourceText::from_bytes("a.yaml", "\u{feff}evqc: 1".as_bytes()).unwrap();
        assert_eq!(source.text(), "evqc: 1");
        assert_eq!(source.findings()[0].code.name, "byte-order-mark");
    }
}
