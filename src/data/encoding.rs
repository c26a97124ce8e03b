//! Bytes to text: which encoding a file has, and reading it as UTF-8.
//!
//! UTF-8 passes through without a copy. Nothing is ever replaced: a byte that the encoding does not allow stops the
//! reading of the file with its place. GBK and Windows-1252 carry no mark, so they are told apart by evidence, and
//! where the evidence allows both, evqc asks.

use encoding_rs::{Decoder, DecoderResult, GB18030, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::fmt;
use std::io::{self, Read};

/// How much of a file is looked at before its encoding is decided.
pub(crate) const PREFIX: usize = 1 << 20;

/// An encoding of result files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without byte order mark.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// GB18030, which contains GBK and GB2312.
    Gb18030,
    /// Windows-1252, which contains Latin-1.
    Windows1252,
}

impl Encoding {
    /// Every encoding, in the order in which help texts name them.
    pub const ALL: [Encoding; 5] =
        [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Gb18030, Encoding::Windows1252];

    /// The name that reports print and that the command line takes.
    pub fn as_str(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16Le => "UTF-16LE",
            Encoding::Utf16Be => "UTF-16BE",
            Encoding::Gb18030 => "GB18030",
            Encoding::Windows1252 => "windows-1252",
        }
    }

    /// The encoding of this name, in any case; `gbk`, `gb2312`, `latin-1` and `iso-8859-1` are understood.
    pub fn from_name(name: &str) -> Option<Encoding> {
        Some(match name.trim().to_ascii_lowercase().replace('_', "-").as_str() {
            "utf-8" | "utf8" => Encoding::Utf8,
            "utf-16le" | "utf-16" | "utf16" => Encoding::Utf16Le,
            "utf-16be" => Encoding::Utf16Be,
            "gb18030" | "gbk" | "gb2312" => Encoding::Gb18030,
            "windows-1252" | "cp1252" | "latin-1" | "latin1" | "iso-8859-1" => Encoding::Windows1252,
            _ => return None,
        })
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What the beginning of a file says about its encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Detected {
    /// The encoding.
    pub encoding: Encoding,
    /// Length of the byte order mark.
    pub mark: usize,
}

/// Why an encoding could not be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Undecided {
    /// UTF-32, which is not read.
    Utf32,
    /// UTF-8 but for the byte at this offset.
    BrokenUtf8(usize),
    /// Chinese or western, both possible; the offset of the first byte beyond ASCII.
    Either(usize),
}

/// Decides the encoding from the beginning of the file; `whole` tells whether there is no more of it.
pub(crate) fn detect(prefix: &[u8], whole: bool) -> Result<Detected, Undecided> {
    let found = |encoding, mark| Ok(Detected { encoding, mark });
    match prefix {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => return Err(Undecided::Utf32),
        [0xef, 0xbb, 0xbf, rest @ ..] => {
            return match first_fault(rest, whole) {
                Some(at) => Err(Undecided::BrokenUtf8(at + 3)),
                None => found(Encoding::Utf8, 3),
            };
        }
        [0xff, 0xfe, ..] => return found(Encoding::Utf16Le, 2),
        [0xfe, 0xff, ..] => return found(Encoding::Utf16Be, 2),
        _ => {}
    }
    if let Some(encoding) = by_zero_bytes(prefix) {
        return found(encoding, 0);
    }
    let census = Utf8Census::of(prefix, whole);
    match census.first_fault {
        None => found(Encoding::Utf8, 0),
        // Chinese in GBK holds pairs that are valid UTF-8 by accident, but never mostly, and hardly ever threes.
        Some(at) if 3 * census.threes >= census.faults.max(3) || census.twos > census.faults / 2 => {
            Err(Undecided::BrokenUtf8(at))
        }
        Some(_) => legacy(prefix, whole).and_then(|encoding| found(encoding, 0)),
    }
}

/// Where the text stops being UTF-8; a character cut by the end of the prefix does not count.
fn first_fault(bytes: &[u8], whole: bool) -> Option<usize> {
    let error = std::str::from_utf8(bytes).err()?;
    match error.error_len() {
        None if !whole => None,
        _ => Some(error.valid_up_to()),
    }
}

/// UTF-16 without a mark: the digits and separators of a table leave a zero in every second byte.
fn by_zero_bytes(prefix: &[u8]) -> Option<Encoding> {
    let start = prefix.get(..prefix.len().min(4096)).unwrap_or_default();
    let pairs = start.chunks_exact(2);
    let total = pairs.len();
    let (mut first, mut second) = (0, 0);
    for pair in pairs {
        first += usize::from(pair.first() == Some(&0));
        second += usize::from(pair.last() == Some(&0));
    }
    match (first, second) {
        (0, zeros) if zeros > 0 && zeros * 5 >= total => Some(Encoding::Utf16Le),
        (zeros, 0) if zeros > 0 && zeros * 5 >= total => Some(Encoding::Utf16Be),
        _ => None,
    }
}

/// How far a text is UTF-8.
#[derive(Default)]
struct Utf8Census {
    first_fault: Option<usize>,
    faults: usize,
    twos: usize,
    threes: usize,
}

impl Utf8Census {
    fn of(bytes: &[u8], whole: bool) -> Utf8Census {
        let mut census = Utf8Census { first_fault: first_fault(bytes, whole), ..Utf8Census::default() };
        if census.first_fault.is_none() {
            return census;
        }
        for chunk in bytes.utf8_chunks() {
            census.faults += chunk.invalid().len();
            for character in chunk.valid().chars() {
                census.twos += usize::from(character.len_utf8() == 2);
                census.threes += usize::from(character.len_utf8() >= 3);
            }
        }
        census
    }
}

/// Signs that western lab exports hold as single bytes: ° ± ² ³ µ · ×.
fn is_western_sign(byte: u8) -> bool {
    matches!(byte, 0xb0 | 0xb1 | 0xb2 | 0xb3 | 0xb5 | 0xb7 | 0xd7)
}

/// GBK or Windows-1252, by runs of bytes beyond ASCII: Chinese comes in pairs, western signs and letters come alone.
fn legacy(bytes: &[u8], whole: bool) -> Result<Encoding, Undecided> {
    let (mut chinese, mut western, mut first) = (0_usize, 0_usize, None);
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte < 0x80 {
            at += 1;
            continue;
        }
        first.get_or_insert(at);
        let run = bytes.iter().skip(at).take_while(|byte| **byte >= 0x80).count();
        let cut = at + run == bytes.len() && !whole;
        let text = bytes.get(at..at + run).unwrap_or_default();
        let pairs = text.chunks_exact(2);
        let common = |pair: &&[u8]| {
            matches!(pair, [0xa1..=0xa9 | 0xb0..=0xf7, 0xa1..=0xfe]) && !pair.iter().all(|byte| is_western_sign(*byte))
        };
        match run % 2 {
            0 => chinese += pairs.filter(common).count(),
            // An odd run is Chinese only when its last character has an ASCII trail byte, which is rare.
            _ if run > 2 => chinese += usize::from(pairs.filter(common).count() == run / 2),
            _ if !cut => western += 1,
            _ => {}
        }
        at += run;
    }
    let gbk_is_possible = || whole_decodes(bytes, whole);
    match (chinese, western) {
        (0, 0) => Err(Undecided::Either(first.unwrap_or(0))),
        (0, _) => Ok(Encoding::Windows1252),
        (pairs, single) if pairs >= 4 * single && gbk_is_possible() => Ok(Encoding::Gb18030),
        (pairs, single) if single >= 4 * pairs => Ok(Encoding::Windows1252),
        _ => Err(Undecided::Either(first.unwrap_or(0))),
    }
}

/// Whether the bytes are valid GB18030 throughout.
fn whole_decodes(bytes: &[u8], whole: bool) -> bool {
    let mut decoder = GB18030.new_decoder_without_bom_handling();
    let mut out = [0_u8; 4096];
    let mut at = 0;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let (result, read, _) = decoder.decode_to_utf8_without_replacement(rest, &mut out, whole);
        at += read;
        match result {
            DecoderResult::InputEmpty => return true,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => return false,
        }
    }
}

/// A byte that the encoding does not allow, by its offset in the file; travels inside [`io::Error`].
///
/// Messages count from 1.
#[derive(Debug)]
pub(crate) struct NotText {
    /// The encoding.
    pub encoding: Encoding,
    /// Offset of the byte from the beginning of the file.
    pub offset: u64,
}

impl fmt::Display for NotText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "byte {} is not valid {}", self.offset + 1, self.encoding)
    }
}

impl std::error::Error for NotText {}

/// The bytes of a file from an offset on, read as UTF-8.
///
/// UTF-8 itself is handed through unchecked; whoever uses a cell checks it, which is cheaper than twice.
pub(crate) struct Text<R> {
    encoding: Encoding,
    decoder: Option<Decoder>,
    inner: R,
    raw: Vec<u8>,
    at: usize,
    /// Offset in the file of the first byte of `raw`.
    base: u64,
    /// Decoded text, of which the first `served` bytes have been handed out.
    decoded: Vec<u8>,
    served: usize,
    ended: bool,
}

impl<R: Read> Text<R> {
    /// Continues after `prefix`, of which the byte order mark has length `mark`.
    pub(crate) fn new(encoding: Encoding, prefix: Vec<u8>, mark: usize, inner: R) -> Text<R> {
        let decoder = match encoding {
            Encoding::Utf8 => None,
            Encoding::Utf16Le => Some(UTF_16LE.new_decoder_without_bom_handling()),
            Encoding::Utf16Be => Some(UTF_16BE.new_decoder_without_bom_handling()),
            Encoding::Gb18030 => Some(GB18030.new_decoder_without_bom_handling()),
            Encoding::Windows1252 => Some(WINDOWS_1252.new_decoder_without_bom_handling()),
        };
        Text { encoding, decoder, inner, raw: prefix, at: mark, base: 0, decoded: Vec::new(), served: 0, ended: false }
    }

    /// What lies under the decoder.
    pub(crate) fn inner(&self) -> &R {
        &self.inner
    }

    /// What lies under the decoder, given back.
    pub(crate) fn into_inner(self) -> R {
        self.inner
    }

    /// Serves what is left of the prefix, then the file itself.
    fn read_plain(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let rest = self.raw.get(self.at..).unwrap_or_default();
        if rest.is_empty() {
            // The prefix is not needed again, and a megabyte is worth giving back.
            self.raw = Vec::new();
            self.at = 0;
            return self.inner.read(out);
        }
        let count = copy_start(rest, out);
        self.at += count;
        Ok(count)
    }

    fn read_decoded(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.served == self.decoded.len() {
            if self.decoder.is_none() {
                return Ok(0);
            }
            if self.at == self.raw.len() && !self.ended {
                self.refill()?;
            }
            self.decode()?;
        }
        let count = copy_start(self.decoded.get(self.served..).unwrap_or_default(), out);
        self.served += count;
        Ok(count)
    }

    /// Decodes what has been read, as far as there is room.
    fn decode(&mut self) -> io::Result<()> {
        let Some(decoder) = self.decoder.as_mut() else { return Ok(()) };
        self.served = 0;
        self.decoded.resize(1 << 16, 0);
        let rest = self.raw.get(self.at..).unwrap_or_default();
        let (result, read, written) = decoder.decode_to_utf8_without_replacement(rest, &mut self.decoded, self.ended);
        self.decoded.truncate(written);
        self.at += read;
        match result {
            DecoderResult::Malformed(length, after) => {
                let end = self.base + self.at as u64;
                let offset = end.saturating_sub(u64::from(length) + u64::from(after));
                Err(io::Error::other(NotText { encoding: self.encoding, offset }))
            }
            // A decoder must not be used again after its last call.
            DecoderResult::InputEmpty if self.ended => {
                self.decoder = None;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn refill(&mut self) -> io::Result<()> {
        self.base += self.raw.len() as u64;
        self.raw.resize(1 << 16, 0);
        self.at = 0;
        let count = read_some(&mut self.inner, &mut self.raw)?;
        self.raw.truncate(count);
        self.ended = count == 0;
        Ok(())
    }
}

impl<R: Read> Read for Text<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self.encoding {
            Encoding::Utf8 => self.read_plain(out),
            _ => self.read_decoded(out),
        }
    }
}

/// Copies as much as there is room for.
pub(crate) fn copy_start(from: &[u8], to: &mut [u8]) -> usize {
    let count = from.len().min(to.len());
    if let (Some(source), Some(target)) = (from.get(..count), to.get_mut(..count)) {
        target.copy_from_slice(source);
    }
    count
}

/// One read that does not give up when interrupted.
fn read_some(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match reader.read(buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

/// Reads up to `limit` bytes; fewer mean that the file ended.
pub(crate) fn read_prefix(reader: &mut impl Read, limit: usize) -> io::Result<Vec<u8>> {
    let mut prefix = Vec::new();
    reader.by_ref().take(limit as u64).read_to_end(&mut prefix)?;
    Ok(prefix)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decided(bytes: &[u8]) -> Encoding {
        detect(bytes, true).expect("decided").encoding
    }

    fn gbk(text: &str) -> Vec<u8> {
        GB18030.encode(text).0.into_owned()
    }

    fn western(text: &str) -> Vec<u8> {
        WINDOWS_1252.encode(text).0.into_owned()
    }

    #[test]
    fn marks_decide() {
        assert_eq!(detect(b"\xef\xbb\xbflot", true), Ok(Detected { encoding: Encoding::Utf8, mark: 3 }));
        assert_eq!(detect(b"\xff\xfel\0", true), Ok(Detected { encoding: Encoding::Utf16Le, mark: 2 }));
        assert_eq!(detect(b"\xfe\xff\0l", true), Ok(Detected { encoding: Encoding::Utf16Be, mark: 2 }));
        assert_eq!(detect(b"\xff\xfe\0\0l\0\0\0", true), Err(Undecided::Utf32));
    }

    #[test]
    fn zero_bytes_decide_without_a_mark() {
        let low: Vec<u8> = "批号,检验项目\nL1,pH\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let high: Vec<u8> = "lot,test\nL1,pH\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decided(&low), Encoding::Utf16Le);
        assert_eq!(decided(&high), Encoding::Utf16Be);
        assert_eq!(decided(b"lot,test\nL\x001,pH\n"), Encoding::Utf8);
    }

    #[test]
    fn evidence_tells_chinese_from_western() {
        assert_eq!(decided(&gbk("批号,检验项目,结果,单位\nL1,细菌内毒素,<0.05,EU/mL\n")), Encoding::Gb18030);
        assert_eq!(decided(&gbk("lot,test,value,单位\n")), Encoding::Gb18030);
        assert_eq!(
            decided(&western("lot,test,value,unit\nL1,protein,5,µg/mL\nL1,x,5 ± 1,°C\n")),
            Encoding::Windows1252
        );
        assert_eq!(decided(&western("lot,Prüfung\n")), Encoding::Windows1252);
    }

    #[test]
    fn what_fits_both_is_not_guessed() {
        assert_eq!(detect(&western("lot,x\nL1,±°\n"), true), Err(Undecided::Either(9)));
    }

    #[test]
    fn one_bad_byte_does_not_turn_utf8_into_something_else() {
        assert_eq!(detect("批号\u{ff0c}检验".as_bytes(), true).map(|found| found.encoding), Ok(Encoding::Utf8));
        let mut bytes = "批号,检验项目\nL1,pH\n".as_bytes().to_vec();
        bytes.push(0xb5);
        assert_eq!(detect(&bytes, true), Err(Undecided::BrokenUtf8(bytes.len() - 1)));
        // A character cut by the end of the prefix is no fault.
        assert_eq!(detect("批号".as_bytes().get(..5).expect("cut"), false).map(|found| found.mark), Ok(0));
    }

    fn read_all(encoding: Encoding, bytes: &[u8], prefix: usize) -> io::Result<String> {
        let (start, rest) = bytes.split_at(prefix);
        let mut text = Text::new(encoding, start.to_vec(), 0, rest);
        let mut all = Vec::new();
        let mut buffer = [0_u8; 3];
        loop {
            match text.read(&mut buffer)? {
                0 => return Ok(String::from_utf8(all).expect("utf-8")),
                count => all.extend_from_slice(buffer.get(..count).expect("in range")),
            }
        }
    }

    #[test]
    fn text_comes_through_whole_whatever_the_encoding() {
        let text = "批号,µ 值\nL1,80 ± 2\n".repeat(20);
        let low: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for prefix in [0, 1, 7, 20] {
            assert_eq!(read_all(Encoding::Utf8, text.as_bytes(), prefix).expect("read"), text);
            assert_eq!(read_all(Encoding::Utf16Le, &low, prefix).expect("read"), text);
            assert_eq!(read_all(Encoding::Gb18030, &gbk(&text), prefix).expect("read"), text);
        }
        assert_eq!(read_all(Encoding::Windows1252, b"\xb5g", 1).expect("read"), "µg");
        assert_eq!(read_all(Encoding::Utf16Le, b"", 0).expect("read"), "");
    }

    #[test]
    fn a_byte_that_cannot_be_is_named_by_its_place() {
        let error = read_all(Encoding::Gb18030, b"abc\xff,d", 1).expect_err("malformed");
        assert_eq!(error.to_string(), "byte 4 is not valid GB18030");
        let error = read_all(Encoding::Utf16Le, b"a\0b", 0).expect_err("half a unit");
        assert_eq!(error.to_string(), "byte 3 is not valid UTF-16LE");
    }
}
