//! A glance at what a PDF file may carry inside, without reading the file.

use super::attached::MOST_BYTES;
use flate2::read::ZlibDecoder;
use memchr::memmem;
use std::io::Read;

/// How the writer of our files begins a file inside of one.
const MARK: &[u8] = b"/Type/EmbeddedFile/Filter/FlateDecode";
/// What stands before the bytes of a stream.
const STREAM: &[u8] = b"stream\n";
/// The farthest from the mark that its stream begins.
const FARTHEST: usize = 400;

/// What may be the one file inside of a PDF; nothing where there is none, or more than one. A guess: what stands there may be
/// replaced further below, or be no part of the file at all. It says something of the file only where the file can be written
/// again from it, byte for byte.
pub fn presumed_attachment(pdf: &[u8]) -> Option<Vec<u8>> {
    let mut marks = memmem::find_iter(pdf, MARK).map(|at| at + MARK.len());
    let (Some(at), None) = (marks.next(), marks.next()) else { return None };
    let behind = pdf.get(at..)?;
    let near = behind.get(..FARTHEST.min(behind.len()))?;
    let packed = behind.get(memmem::find(near, STREAM)? + STREAM.len()..)?;
    let mut bytes = Vec::new();
    ZlibDecoder::new(packed).take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() <= MOST_BYTES).then_some(bytes)
}
