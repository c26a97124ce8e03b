//! Bytes, or the objects of a PDF as text, to what a PDF file carries and says: nothing panics, hangs or takes memory without
//! measure, and what is not read is told.

#![no_main]

use evqc::document::{attached, presumed_attachment, read_pdf};
use libfuzzer_sys::fuzz_target;
use std::fmt::Write;

/// The most bytes that all attachments together may unpack to.
const MOST_BYTES: usize = 64 << 20;

/// Text as a PDF file: its objects, the catalogue first, parted by lines of `====`. A fuzzer hardly ever makes a table of
/// places that is right.
fn packed(text: &str) -> Vec<u8> {
    let mut file = String::from("%PDF-1.7\n");
    let mut places = Vec::new();
    for (at, own) in text.split("\n====\n").enumerate() {
        places.push(file.len());
        let _ = write!(file, "{} 0 obj\n", at + 1);
        match own.split_once(">>\nstream\n") {
            Some((head, data)) => {
                let _ = write!(file, "{head}/Length {}>>\nstream\n{data}\nendstream", data.len());
            }
            None => file.push_str(own),
        }
        file.push_str("\nendobj\n");
    }
    let start = file.len();
    let _ = write!(file, "xref\n0 {}\n0000000000 65535 f \n", places.len() + 1);
    for place in &places {
        let _ = write!(file, "{place:010} 00000 n \n");
    }
    let _ = write!(file, "trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n", places.len() + 1);
    file.into_bytes()
}

fuzz_target!(|bytes: &[u8]| {
    let made;
    let bytes = match std::str::from_utf8(bytes) {
        Ok(text) if text.starts_with("<<") => {
            made = packed(text);
            &made
        }
        _ => bytes,
    };
    match attached(bytes) {
        Ok(all) => {
            assert!(bytes.trim_ascii_end().ends_with(b"%%EOF"), "a file without its end is read");
            assert!(all.windows(2).all(|pair| pair[0].name < pair[1].name), "two attachments have one name: {all:?}");
            assert!(all.iter().map(|one| one.bytes.len()).sum::<usize>() <= MOST_BYTES);
        }
        Err(fault) => assert!(!fault.to_string().is_empty(), "a file is refused without a word"),
    }
    if let Err(why) = read_pdf(bytes) {
        assert!(!why.is_empty(), "a file is refused without a word");
    }
    let presumed = presumed_attachment(bytes);
    assert!(presumed.is_none_or(|one| one.len() <= MOST_BYTES));
});
