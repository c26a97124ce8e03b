//! A trail as it is read: the chain, checked line by line.

use super::clock;
use super::codes;
use super::entry::{Digests, Entry};
use super::skim::seen;
use crate::finding::{Code, Finding};
use crate::source::Place;
use jiff::Timestamp;
use std::sync::Arc;

/// An entry with its place.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The entry.
    pub entry: Entry,
    /// Its line, from 1.
    pub line: u64,
    /// SHA-256 of the line without its end.
    pub sha256: String,
    /// When.
    pub time: Timestamp,
}

/// A trail, as far as its chain holds.
#[derive(Clone, Debug, Default)]
pub struct Trail {
    /// The entries before the first line that does not hold.
    pub entries: Vec<Recorded>,
    /// Lines that a crash cut short and an entry after them closed.
    pub mended: Vec<u64>,
    /// SHA-256 of the last line, and the number of lines.
    last: Option<(String, u64)>,
    /// Size of the part that holds, in bytes.
    pub holds: u64,
}

/// Number and digest of a line: what is known of a trail outside of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Number of the entry.
    pub number: u64,
    /// SHA-256 of its line.
    pub sha256: String,
}

impl Head {
    /// The text of the file beside the trail.
    pub fn text(&self) -> String {
        format!("{}:{}\n", self.number, self.sha256)
    }

    /// Reads `NUMBER:SHA256`.
    pub fn parse(text: &str) -> Option<Head> {
        let (number, digest) = text.trim_end_matches('\n').split_once(':')?;
        let is_digest = digest.len() == 64 && digest.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        Some(Head { number: number.parse().ok().filter(|_| is_digest)?, sha256: digest.to_owned() })
    }
}

/// What to do with a last line that a crash or a full disk left without its end, where it was never entered.
pub const CLOSE_THE_LINE: &str = "close the line with `evqc trail mend`, which says in an entry who did it and why";

impl Trail {
    /// Reads a trail up to its end, or to the first line that does not hold: that line is the finding.
    pub fn read(name: &str, bytes: &[u8]) -> (Trail, Option<Finding>) {
        let file: Arc<str> = name.into();
        let mut trail = Trail::default();
        let mut lines = bytes.split_inclusive(|byte| *byte == b'\n').peekable();
        // The line behind is read for the one before it, and once only.
        let mut ahead = None;
        while let Some(raw) = lines.next() {
            let at = trail.lines() + 1;
            let say = |code: &'static Code, what: &str| {
                Finding::new(code, format!("{name}: line {at} {what}")).at(Place::new(&file, at, 0), 1)
            };
            let cut_short = || say(&codes::TRAIL_LINE_CHANGED, "is cut short: it has no end").help(CLOSE_THE_LINE);
            let line = raw.strip_suffix(b"\n").unwrap_or(raw);
            let (this, digest) = ahead.take().unwrap_or_else(|| entry_of(line));
            ahead = lines.peek().map(|next| entry_of(next.strip_suffix(b"\n").unwrap_or(next)));
            let next = ahead.as_ref().and_then(|(next, _)| next.as_ref().ok());
            match this {
                Ok(_) if raw.len() == line.len() => return (trail, Some(cut_short())),
                Ok(entry) => match trail.follows(&entry, &digest, next) {
                    Ok(time) => trail.add(Recorded { entry, line: at, sha256: digest, time }, raw.len()),
                    Err((code, what)) => return (trail, Some(say(code, &what))),
                },
                Err(why) => match next.filter(|next| closes(next, line, &digest)) {
                    Some(_) => trail.skip(digest, raw.len()),
                    None if raw.len() == line.len() => return (trail, Some(cut_short())),
                    None => return (trail, Some(say(&codes::TRAIL_LINE_CHANGED, &why))),
                },
            }
        }
        let empty = trail.entries.is_empty().then(|| {
            let message = format!("{name}: line 1 is not there: the trail is empty");
            Finding::new(&codes::TRAIL_CUT_SHORT, message).at(Place::new(&file, 1, 0), 1)
        });
        (trail, empty)
    }

    fn lines(&self) -> u64 {
        self.last.as_ref().map_or(0, |(_, lines)| *lines)
    }

    fn add(&mut self, recorded: Recorded, bytes: usize) {
        self.last = Some((recorded.sha256.clone(), recorded.line));
        self.entries.push(recorded);
        self.holds += bytes as u64;
    }

    fn skip(&mut self, digest: String, bytes: usize) {
        let at = self.lines() + 1;
        self.mended.push(at);
        self.last = Some((digest, at));
        self.holds += bytes as u64;
    }

    /// Whether an entry follows the line before; else what is wrong with this line. An entry whose own digest was made anew is
    /// given away by the entry after it, which names the line that was there.
    fn follows(&self, entry: &Entry, digest: &str, next: Option<&Entry>) -> Result<Timestamp, (&'static Code, String)> {
        let expected = self.entries.len() as u64 + 1;
        let moved = |what: String| Err((&codes::TRAIL_OUT_OF_ORDER, what));
        if entry.number != expected {
            return moved(format!("is entry {}, where entry {expected} belongs", entry.number));
        }
        if entry.previous.as_ref() != self.last.as_ref().map(|(digest, _)| digest) {
            return moved(format!("is entry {expected} of another trail: it does not name the line before it"));
        }
        if next.is_some_and(|next| next.number == expected + 1 && next.previous.as_deref() != Some(digest)) {
            let what = "was changed, and its SHA-256 with it: the line after it names another one";
            return Err((&codes::TRAIL_LINE_CHANGED, what.to_owned()));
        }
        if entry.trail.is_some() && expected > 1 {
            let what = "has a number of the trail, which the first entry alone has";
            return Err((&codes::TRAIL_LINE_CHANGED, what.to_owned()));
        }
        let time: Timestamp = match (entry.time.parse(), entry.local_time.parse::<Timestamp>()) {
            (Ok(time), Ok(local)) if time == local => time,
            _ => return Err((&codes::TRAIL_LINE_CHANGED, format!("has no time: `{}`", entry.time))),
        };
        let times = self.entries.iter().map(|one| one.time);
        let last = self.entries.last().map(|one| one.entry.time.as_str());
        match clock::fault(times, last, entry, time) {
            Some(what) => Err((&codes::TRAIL_CLOCK_BEHIND, what)),
            None => Ok(time),
        }
    }

    /// Number and digest of the last entry.
    pub fn head(&self) -> Option<Head> {
        let last = self.entries.last()?;
        Some(Head { number: last.entry.number, sha256: last.sha256.clone() })
    }

    /// The digest that the trail last saw of a file.
    pub fn seen(&self, path: &str) -> Option<&str> {
        self.entries.iter().rev().find_map(|one| seen(&one.entry, path))
    }

    /// The finding, where the trail does not have an entry that is known of it.
    pub fn check_head(&self, name: &str, head: &Head, from: &str) -> Option<Finding> {
        let last = self.entries.len() as u64;
        let at = |line: u64| Place::new(&name.into(), line, 0);
        if head.number > last {
            let (line, entries) = (self.lines() + 1, head.number - last);
            let message = format!("{name}: line {line} is not there: {from} knows {entries} more entries");
            return Some(Finding::new(&codes::TRAIL_CUT_SHORT, message).at(at(line), 1));
        }
        match self.entries.iter().find(|one| one.entry.number == head.number) {
            Some(one) if one.sha256 == head.sha256 => None,
            Some(one) => {
                let message = format!("{name}: line {} is not the entry {} that {from} knows", one.line, head.number);
                Some(Finding::new(&codes::TRAIL_LINE_CHANGED, message).at(at(one.line), 1))
            }
            None => Some(Finding::new(&codes::TRAIL_CUT_SHORT, format!("{name}: {from} names entry 0")).at(at(1), 1)),
        }
    }
}

/// The entry of a line, with the digest of the line.
fn entry_of(line: &[u8]) -> (Result<Entry, String>, String) {
    let digests = Digests::of(line);
    let text = std::str::from_utf8(line).map_err(|_| "is not UTF-8".to_owned());
    (text.and_then(|text| Entry::with(text, &digests)), digests.line)
}

/// Whether an entry closes a line that was cut short.
pub(super) fn closes(entry: &Entry, line: &[u8], digest: &str) -> bool {
    entry.mends.as_ref().is_some_and(|one| one.bytes == line.len() as u64 && one.sha256 == digest)
}
