//! A trail that is about to be written to: its chain is checked by the digests alone, and an entry is read when it is asked for.
//!
//! Every command waits for this, however long the trail has become: each byte is digested once, and nothing is parsed but the last
//! line, those behind the entry that is known from outside, and those that speak of the files in hand. [`Trail`] reads every entry.

use super::clock;
use super::codes;
use super::entry::{ClockAhead, Digests, Entry, SCHEMA_NAME};
use super::reading::{Head, Trail, closes};
use crate::finding::Finding;
use crate::source::Place;
use jiff::Timestamp;
use memchr::memmem;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// How a file stands in an entry.
const FILE: &[u8] = b"{\"path\":";
/// How an entry stands behind the first, which alone has the number of the trail.
const NO_TRAIL: &str = "\"trail\":null";
/// Before the time of an entry, which is written in so many letters.
const TIME: &[u8] = b",\"time\":\"";
const TIME_LETTERS: usize = 20;
/// Within so many bytes behind its number and digests an entry has its time.
const TIME_WITHIN: usize = 80;

/// A line that is an entry.
#[derive(Clone, Debug)]
struct Line {
    /// Where its bytes are, without its end.
    at: Range<usize>,
    /// The number of the line, from 1.
    line: u64,
    /// When.
    time: Timestamp,
}

/// A trail whose chain holds.
#[derive(Clone, Debug, Default)]
pub struct Skimmed {
    bytes: Vec<u8>,
    lines: Vec<Line>,
    /// SHA-256 of the last line, entry or not, and the number of lines.
    last: Option<(String, u64)>,
    /// SHA-256 of the last entry.
    head: String,
    /// The time of the last entry, as it writes it.
    last_time: String,
}

/// What a trail knows of a file.
#[derive(Clone, Debug)]
pub struct Known {
    /// SHA-256.
    pub sha256: String,
    /// Where it stands.
    pub entry: Entry,
}

impl Skimmed {
    /// Reads a trail.
    ///
    /// # Errors
    /// The first line that does not hold.
    pub fn read(name: &str, bytes: Vec<u8>) -> Result<Skimmed, Box<Finding>> {
        let mut all = Skimmed { bytes, ..Skimmed::default() };
        if all.all_lines().is_some() && all.lines.last().is_some_and(|last| all.entry(last).is_some()) {
            return Ok(all);
        }
        Err(Box::new(all.fault(name, all.count() + 1)))
    }

    /// What is wrong is told by who reads every entry; `line` is the one that was noticed.
    fn fault(&self, name: &str, line: u64) -> Finding {
        let (_, finding) = Trail::read(name, &self.bytes);
        finding.unwrap_or_else(|| {
            let message = format!("{name}: line {line} is not what a command writes");
            Finding::new(&codes::TRAIL_LINE_CHANGED, message).at(Place::new(&name.into(), line, 0), 1)
        })
    }

    fn count(&self) -> u64 {
        self.last.as_ref().map_or(0, |(_, lines)| *lines)
    }

    /// Goes through the lines; nothing where one does not follow the line before it.
    fn all_lines(&mut self) -> Option<()> {
        let bytes = std::mem::take(&mut self.bytes);
        let mut from = 0;
        // The digest of a line that was cut short; the entry after it has to close it.
        let mut cut: Option<Range<usize>> = None;
        let mut whole = Some(());
        for end in memchr::memchr_iter(b'\n', &bytes) {
            let line = bytes.get(from..end).unwrap_or_default();
            let digests = Digests::of(line);
            let before = cut.take();
            let is_second = before.is_some();
            match self.follows(line, &digests, before.and_then(|cut| bytes.get(cut))) {
                Some((written, time)) => {
                    self.lines.push(Line { at: from..end, line: self.count() + 1, time });
                    self.head.clone_from(&digests.line);
                    written.clone_into(&mut self.last_time);
                }
                None if digests.is_own || is_second => whole = None,
                None => cut = Some(from..end),
            }
            if whole.is_none() {
                break;
            }
            self.last = Some((digests.line, self.count() + 1));
            from = end + 1;
        }
        let at_end = from == bytes.len() && cut.is_none();
        self.bytes = bytes;
        whole.filter(|()| at_end)
    }

    /// The time of an entry that follows the line before it, and the `cut` line before it, where there is one; as it is written
    /// and as it is meant.
    fn follows<'l>(&self, line: &'l [u8], digests: &Digests, cut: Option<&[u8]>) -> Option<(&'l str, Timestamp)> {
        let previous = self.last.as_ref().map_or("null".to_owned(), |(digest, _)| format!("\"{digest}\""));
        let number = self.lines.len() + 1;
        let mut start = format!("{{\"schema\":\"{SCHEMA_NAME}\",\"number\":{number},\"previous\":{previous},");
        if number > 1 {
            start.push_str(NO_TRAIL);
        }
        let rest = line.strip_prefix(start.as_bytes()).filter(|_| digests.is_own)?;
        let near = rest.get(..TIME_WITHIN.min(rest.len()))?;
        let at = memmem::find(near, TIME)? + TIME.len();
        let written = std::str::from_utf8(rest.get(at..at + TIME_LETTERS)?).ok()?;
        let time = written.parse().ok()?;
        let is_back = self.lines.last().is_some_and(|last| time < last.time);
        if cut.is_some() || is_back {
            let entry = Entry::with(std::str::from_utf8(line).ok()?, digests).ok()?;
            let digest = self.last.as_ref().map(|(digest, _)| digest.as_str()).unwrap_or_default();
            let is_closed = cut.is_none_or(|cut| closes(&entry, cut, digest));
            let fault = clock::fault(self.times(), Some(&self.last_time), &entry, time);
            return (is_closed && fault.is_none()).then_some((written, time));
        }
        Some((written, time))
    }

    fn times(&self) -> impl DoubleEndedIterator<Item = Timestamp> + ExactSizeIterator {
        self.lines.iter().map(|line| line.time)
    }

    /// The entries whose clock was ahead, by the clock of now; nothing where none was.
    pub fn ahead(&self, now: Timestamp) -> Option<ClockAhead> {
        let (from, until) = clock::ahead(self.times(), now)?;
        Some(ClockAhead { from, until, time: self.last_time.clone() })
    }

    fn entry(&self, line: &Line) -> Option<Entry> {
        let text = std::str::from_utf8(self.bytes.get(line.at.clone())?).ok()?;
        Entry::read(text).ok()
    }

    /// The line of the last entry, from 1.
    pub fn last_place(&self) -> u64 {
        self.lines.last().map_or(0, |line| line.line)
    }

    /// Number and digest of the last entry.
    pub fn head(&self) -> Option<Head> {
        self.lines.last().map(|_| Head { number: self.lines.len() as u64, sha256: self.head.clone() })
    }

    /// SHA-256 of the last line, which the next entry names.
    pub fn last_line(&self) -> Option<&str> {
        self.last.as_ref().map(|(digest, _)| digest.as_str())
    }

    /// The finding, where the trail does not have an entry that is known of it, or has something behind it that is no entry.
    pub fn check_head(&self, name: &str, head: &Head, from: &str) -> Option<Finding> {
        // The head is the last entry, or by a crash the one before.
        let at = usize::try_from(head.number).ok().and_then(|number| number.checked_sub(1));
        let there = at.and_then(|at| self.lines.get(at)).and_then(|line| self.bytes.get(line.at.clone()));
        if there.is_none_or(|line| Digests::of(line).line != head.sha256) {
            let (trail, finding) = Trail::read(name, &self.bytes);
            return finding.or_else(|| trail.check_head(name, head, from));
        }
        let behind = at.and_then(|at| self.lines.get(at..)).unwrap_or_default();
        behind.iter().find(|line| self.entry(line).is_none()).map(|line| self.fault(name, line.line))
    }

    /// What the trail last saw of each of these files.
    ///
    /// # Errors
    /// A line that names one of them is no entry.
    pub fn known(&self, name: &str, paths: &BTreeSet<String>) -> Result<BTreeMap<String, Known>, Box<Finding>> {
        let mut known = BTreeMap::new();
        // As they stand in an entry; a path in a text there has its quotes escaped.
        let written = |path: &String| serde_json::to_string(path).ok().map(|json| (path.clone(), json + ","));
        let mut wanted: Vec<(String, String)> = paths.iter().filter_map(written).collect();
        let file = memmem::Finder::new(FILE);
        for line in self.lines.iter().rev() {
            if wanted.is_empty() {
                break;
            }
            let text = self.bytes.get(line.at.clone()).unwrap_or_default();
            let named = file.find_iter(text).filter_map(|at| text.get(at + FILE.len()..));
            let is_named = |path: &str| named.clone().any(|rest| rest.starts_with(path.as_bytes()));
            if !wanted.iter().any(|(_, path)| is_named(path)) {
                continue;
            }
            let entry = self.entry(line).ok_or_else(|| Box::new(self.fault(name, line.line)))?;
            wanted.retain(|(path, _)| match seen(&entry, path) {
                Some(sha256) => {
                    let sha256 = sha256.to_owned();
                    known.insert(path.clone(), Known { sha256, entry: entry.clone() });
                    false
                }
                None => true,
            });
        }
        Ok(known)
    }
}

/// The digest of a file after an entry.
pub(super) fn seen<'e>(entry: &'e Entry, path: &str) -> Option<&'e str> {
    // What a command that failed would have written was not written.
    let written = entry.written.iter().filter(|file| entry.failure.is_none() && file.path == path);
    let written = written.map(|file| &*file.sha256).next_back();
    written.or_else(|| entry.read.iter().rfind(|file| file.path == path).map(|file| &*file.sha256))
}
