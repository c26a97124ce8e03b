//! Records of a table: bytes to cells.
//!
//! A line without a quote needs no grammar: its cells end where a separator stands. Most files hold nothing else, and
//! splitting such a line in place costs far less than reading it by the grammar. Every other record goes
//! through `csv_core`, the grammar of the csv crate, one field after the other. That both ways give what the csv crate
//! gives is a property of the tests.

use csv_core::{ReadFieldResult, Reader, ReaderBuilder, Terminator};
use memchr::memchr;
use std::fmt;
use std::io::{self, Read};

/// Bytes that are taken from the source at a time, and the longest line that is split in place.
const BUFFER: usize = 1 << 18;

/// The longest record that is read before the table is given up, in bytes.
pub(crate) const LONGEST_RECORD: usize = 16 << 20;

/// A record as it stands: cells with one byte between two of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record<'r> {
    /// All cells, a byte that belongs to none of them after each but the last.
    pub bytes: &'r [u8],
    /// Where each cell ends.
    pub ends: &'r [u32],
}

impl<'r> Record<'r> {
    /// Number of cells.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// A cell, from 0.
    #[inline]
    pub(crate) fn get(&self, field: usize) -> Option<&'r [u8]> {
        let start = if field == 0 { 0 } else { self.ends.get(field - 1)? + 1 };
        self.bytes.get(start as usize..*self.ends.get(field)? as usize)
    }

    /// All cells.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &'r [u8]> {
        let record = *self;
        (0..self.len()).map(move |field| record.get(field).unwrap_or_default())
    }
}

/// A record that does not end; travels inside [`io::Error`].
#[derive(Debug)]
pub(crate) struct TooLong {
    /// Whether it holds line breaks, which only a quote can.
    pub line_breaks: bool,
}

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the record does not end")
    }
}

impl std::error::Error for TooLong {}

/// The records of a source, one after the other. An empty line is a record with one empty cell.
pub(crate) struct Records<R> {
    source: R,
    separator: u8,
    buffer: Vec<u8>,
    /// The part of the buffer that holds bytes not taken yet.
    at: usize,
    filled: usize,
    /// The first quote in that part; its end when there is none.
    quote: usize,
    /// Whether the source has ended.
    ended: bool,
    grammar: Reader,
    /// The latest record that went through the grammar.
    apart: Vec<u8>,
    lies: Lies,
    ends: Vec<u32>,
    quotes: Quotes,
    /// Line breaks taken so far.
    lines: u64,
}

/// Where the bytes of the current record lie.
#[derive(Clone, Copy)]
enum Lies {
    InBuffer { start: usize },
    Apart,
}

impl<R: Read> Records<R> {
    /// Records of a source, before the first one.
    pub(crate) fn new(source: R, separator: u8) -> Self {
        let mut grammar = ReaderBuilder::new().delimiter(separator).terminator(Terminator::Any(b'\n')).build();
        // The grammar takes a byte order mark off its first input, which here may lie anywhere; an empty line is no record.
        grammar.read_field(b"\n", &mut [0]);
        Records {
            source,
            separator,
            buffer: vec![0; BUFFER],
            at: 0,
            filled: 0,
            quote: 0,
            ended: false,
            grammar,
            apart: Vec::new(),
            lies: Lies::Apart,
            ends: Vec::new(),
            quotes: Quotes::default(),
            lines: 0,
        }
    }

    /// The current record. A `\r` at its end belongs to the line end.
    #[inline]
    pub(crate) fn record(&self) -> Record<'_> {
        let end = self.ends.last().copied().unwrap_or(0) as usize;
        let (from, start) = match self.lies {
            Lies::InBuffer { start } => (&self.buffer, start),
            Lies::Apart => (&self.apart, 0),
        };
        Record { bytes: from.get(start..start + end).unwrap_or_default(), ends: &self.ends }
    }

    /// Line breaks up to the end of the current record.
    #[inline]
    pub(crate) fn lines(&self) -> u64 {
        self.lines
    }

    /// Whether the current record was split in place: it is one line.
    #[inline]
    pub(crate) fn is_line(&self) -> bool {
        matches!(self.lies, Lies::InBuffer { .. })
    }

    /// Whether text stands behind a closing quote of the current record, if that went through the grammar.
    pub(crate) fn has_text_behind_quote(&self) -> bool {
        self.quotes.text_behind
    }

    /// Whether nothing is left behind the current record.
    pub(crate) fn at_end(&self) -> bool {
        self.ended && self.at == self.filled
    }

    /// The source.
    pub(crate) fn source(&self) -> &R {
        &self.source
    }

    /// The source, to be used otherwise.
    pub(crate) fn into_source(self) -> R {
        self.source
    }

    /// Reads the next record; false when there is none.
    ///
    /// # Errors
    /// Those of the source, and [`TooLong`].
    #[inline]
    pub(crate) fn advance(&mut self) -> io::Result<bool> {
        while !self.split_line() {
            let has_room = self.at > 0 || self.filled < self.buffer.len();
            if self.ended || self.quote < self.filled || !has_room {
                return self.read_by_grammar();
            }
            self.refill()?;
        }
        Ok(true)
    }

    /// Takes the next line if it ends before the next quote.
    ///
    /// Eight bytes are looked at together: cells are so short that a call to a vectorised search for each of them costs
    /// more than it saves.
    #[inline]
    fn split_line(&mut self) -> bool {
        self.ends.clear();
        let separator = self.separator;
        let separators = u64::MAX / 255 * u64::from(separator);
        let text = self.buffer.get(self.at..self.quote).unwrap_or_default();
        let (eights, rest) = text.as_chunks::<8>();
        for (i, eight) in eights.iter().enumerate() {
            let word = u64::from_le_bytes(*eight);
            let mut candidates = zero_bytes(word ^ separators) | zero_bytes(word ^ LINE_ENDS);
            while candidates != 0 {
                let byte = candidates.trailing_zeros() as usize / 8;
                match eight.get(byte) {
                    Some(b'\n') => return self.take_line(8 * i + byte),
                    Some(mark) if *mark == separator => self.ends.push((8 * i + byte) as u32),
                    _ => {}
                }
                candidates &= candidates - 1;
            }
        }
        for (end, byte) in (text.len() - rest.len()..).zip(rest) {
            match byte {
                b'\n' => return self.take_line(end),
                mark if *mark == separator => self.ends.push(end as u32),
                _ => {}
            }
        }
        false
    }

    /// Takes a line of this length, whose cells are split but for the last.
    #[inline]
    fn take_line(&mut self, length: usize) -> bool {
        let returned = length > 0 && self.buffer.get(self.at + length - 1) == Some(&b'\r');
        self.ends.push((length - usize::from(returned)) as u32);
        self.lies = Lies::InBuffer { start: self.at };
        self.at += length + 1;
        self.lines += 1;
        true
    }

    fn drop_return(&mut self) {
        if let Some(end) = self.ends.last_mut() {
            *end -= 1;
        }
    }

    /// Moves what is left to the front of the buffer and reads on behind it.
    #[cold]
    fn refill(&mut self) -> io::Result<()> {
        self.buffer.copy_within(self.at..self.filled, 0);
        self.filled -= self.at;
        self.at = 0;
        let count = loop {
            match self.source.read(self.buffer.get_mut(self.filled..).unwrap_or_default()) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read?,
            }
        };
        self.ended = count == 0;
        self.filled += count;
        self.find_quote();
        Ok(())
    }

    fn find_quote(&mut self) {
        let rest = self.buffer.get(self.at..self.filled).unwrap_or_default();
        self.quote = memchr(b'"', rest).map_or(self.filled, |quote| self.at + quote);
    }

    /// Reads the next record field by field.
    fn read_by_grammar(&mut self) -> io::Result<bool> {
        self.ends.clear();
        self.quotes = Quotes::default();
        self.lies = Lies::Apart;
        let before = self.grammar.line();
        let mut length = 0;
        loop {
            if self.at == self.filled && !self.ended {
                self.refill()?;
            }
            if self.apart.len() < length + 2 {
                self.apart.resize((2 * self.apart.len()).max(1 << 10), 0);
            }
            let input = self.buffer.get(self.at..self.filled).unwrap_or_default();
            let output = self.apart.get_mut(length..).unwrap_or_default();
            // A byte is kept free for the separator.
            let room = output.len() - 1;
            let (result, read, written) = self.grammar.read_field(input, &mut output[..room]);
            self.quotes.follow(input.get(..read).unwrap_or_default(), self.separator);
            self.at += read;
            length += written;
            match result {
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
                ReadFieldResult::Field { record_end: false } => {
                    self.ends.push(length as u32);
                    self.apart[length] = self.separator;
                    length += 1;
                }
                ReadFieldResult::Field { record_end: true } => break self.ends.push(length as u32),
                ReadFieldResult::End => return Ok(false),
            }
            if length > LONGEST_RECORD {
                let line_breaks = self.apart.get(length - BUFFER..length).unwrap_or_default().contains(&b'\n');
                return Err(io::Error::other(TooLong { line_breaks }));
            }
        }
        self.lines += self.grammar.line() - before;
        if length > 0 && self.apart.get(length - 1) == Some(&b'\r') {
            self.drop_return();
        }
        self.find_quote();
        Ok(true)
    }
}

/// Follows the quotes of a record, because the grammar joins `"0"2` to `02` without a word.
#[derive(Clone, Copy, Debug, Default)]
struct Quotes {
    at: Position,
    text_behind: bool,
}

/// Where in a field the latest byte stands.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Position {
    #[default]
    Start,
    Bare,
    Quoted,
    /// On a quote that closes the field or is the first of two.
    OnQuote,
    Closed,
}

impl Quotes {
    fn follow(&mut self, bytes: &[u8], separator: u8) {
        for byte in bytes {
            self.at = match (self.at, *byte) {
                (Position::Quoted, b'"') => Position::OnQuote,
                (Position::Quoted, _) => Position::Quoted,
                (Position::OnQuote, b'"') => Position::Quoted,
                (_, b'\n') => Position::Start,
                (_, byte) if byte == separator => Position::Start,
                (Position::Start, b'"') => Position::Quoted,
                (Position::Start | Position::Bare, _) => Position::Bare,
                (Position::OnQuote | Position::Closed, b' ' | b'\t' | b'\r') => Position::Closed,
                (Position::OnQuote | Position::Closed, _) => {
                    self.text_behind = true;
                    Position::Bare
                }
            };
        }
    }
}

/// Eight line ends.
const LINE_ENDS: u64 = u64::MAX / 255 * b'\n' as u64;

/// The upper bit of every byte that is zero, and perhaps of bytes above one that is (H. S. Warren, Hacker's Delight, 2nd
/// edition, 2012, section 6-1).
#[inline]
fn zero_bytes(word: u64) -> u64 {
    const ONES: u64 = u64::MAX / 255;
    word.wrapping_sub(ONES) & !word & (ONES << 7)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Hands out a few bytes at a time, so that the buffer ends anywhere in a record.
    struct Dribble<'t>(&'t [u8], usize);

    impl Read for Dribble<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let count = self.1.min(out.len()).min(self.0.len());
            out[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    /// All records that are not blank, each with the line on which it ends.
    fn records(text: &[u8], chunk: usize) -> Vec<(Vec<Vec<u8>>, u64)> {
        let mut records = Records::new(Dribble(text, chunk), b',');
        let mut all = Vec::new();
        while records.advance().unwrap() {
            let cells: Vec<Vec<u8>> = records.record().iter().map(<[u8]>::to_vec).collect();
            if cells != [b""] {
                all.push((cells, records.lines()));
            }
        }
        all
    }

    /// The same by the csv crate, with the `\r` of line ends taken off.
    fn by_the_csv_crate(text: &[u8]) -> Vec<(Vec<Vec<u8>>, u64)> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .terminator(csv::Terminator::Any(b'\n'))
            .from_reader(text);
        let mut all = Vec::new();
        let mut record = csv::ByteRecord::new();
        while reader.read_byte_record(&mut record).unwrap() {
            let mut cells: Vec<Vec<u8>> = record.iter().map(<[u8]>::to_vec).collect();
            if let Some(last) = cells.last_mut()
                && last.last() == Some(&b'\r')
            {
                last.pop();
            }
            if cells != [b""] {
                all.push((cells, reader.position().line() - 1));
            }
        }
        all
    }

    proptest! {
        /// Every text of the bytes that matter gives the records of the csv crate, wherever the buffer ends.
        #[test]
        fn records_are_those_of_the_csv_crate(
            bytes in proptest::collection::vec(proptest::sample::select(b"ab,,-\x0b\n\n\r\"\" \xff".to_vec()), 0..60),
            chunk in 1_usize..70,
        ) {
            // What follows an open quote depends on it in both; a line break ends the last record.
            let text = [&bytes[..], b"\n"].concat();
            let (ours, theirs) = (records(&text, chunk), by_the_csv_crate(&text));
            let cells = |all: &[(Vec<Vec<u8>>, u64)]| all.iter().map(|(cells, _)| cells.clone()).collect::<Vec<_>>();
            prop_assert_eq!(cells(&ours), cells(&theirs));
            if text.iter().filter(|byte| **byte == b'"').count() == 0 {
                prop_assert_eq!(ours, theirs);
            }
        }
    }

    #[test]
    fn a_line_longer_than_the_buffer_goes_through_the_grammar() {
        let long = vec![b'x'; 3 * BUFFER];
        let text = [b"a,b\n", &long[..], b",2\nc,d\n"].concat();
        let all = records(&text, BUFFER);
        let lines: Vec<u64> = all.iter().map(|(_, line)| *line).collect();
        assert_eq!(lines, [1, 2, 3]);
        assert_eq!(all[1].0, [long, b"2".to_vec()]);
        assert_eq!(all[2].0, [b"c", b"d"]);
    }

    #[test]
    fn a_record_without_end_is_given_up() {
        let text = [b"\"".to_vec(), vec![b'\n'; LONGEST_RECORD + BUFFER]].concat();
        let mut records = Records::new(&text[..], b',');
        let error = records.advance().unwrap_err();
        let cause = error.get_ref().and_then(|cause| cause.downcast_ref::<TooLong>()).unwrap();
        assert!(cause.line_breaks);
    }

    #[test]
    fn text_behind_a_closing_quote_is_noticed() {
        for (text, noticed) in [
            (&b"\"0\"2,x\n"[..], true),
            (b"a,\"b\"c\n", true),
            (b"\"a\" b,c\n", true),
            (b"\"a \"\"b\"\" c\",d\n", false),
            (b"\"a\" ,\"b\"\r\n", false),
            (b"a\"b,c\n", false),
            (b"\"a,b\nc\",d\n", false),
        ] {
            for chunk in [1, 3, 100] {
                let mut records = Records::new(Dribble(text, chunk), b',');
                assert!(records.advance().unwrap());
                assert_eq!(records.has_text_behind_quote(), noticed, "{}", String::from_utf8_lossy(text));
            }
        }
    }

    #[test]
    fn a_byte_order_mark_inside_the_table_is_kept() {
        let all = records(b"a,b\n\xef\xbb\xbf\"x\",y\n", 100);
        assert_eq!(all[1].0, [&b"\xef\xbb\xbf\"x\""[..], b"y"]);
    }
}
