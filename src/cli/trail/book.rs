//! The file of a trail: locked, checked, and written to at its end.

use crate::cli::today::SYSTEM_CLOCK;
use crate::cli::{Failure, INTEGRITY, complain, output, today};
use crate::finding::Finding;
use crate::integrity::{SOURCE_SHA256, Tool};
use crate::source::Place;
use crate::trail::{self, ClockAhead, Entry, Fragment as Cut, HEAD_NAME, Head, Skimmed, Trail};
use jiff::Timestamp;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long another command may hold the trail.
const PATIENCE: Duration = Duration::from_secs(10);

/// A trail that nobody else writes to while it is open.
pub struct Book {
    /// Its path.
    pub path: PathBuf,
    /// What it says.
    pub trail: Skimmed,
    file: File,
}

/// What ends a command because of its trail.
pub fn failure(path: &Path, why: impl std::fmt::Display) -> Failure {
    Failure { exit: INTEGRITY, message: format!("{}: {why}; nothing was written", path.display()) }
}

/// The same with findings, which are printed.
pub fn broken(path: &Path, findings: &[Finding]) -> Failure {
    complain(findings);
    failure(path, "the audit trail does not hold")
}

/// Whether a trail was taken away while its head still stands.
pub fn is_gone(path: &Path) -> bool {
    path.symlink_metadata().is_err() && head_path(path).symlink_metadata().is_ok()
}

/// What ends a command where the trail was taken away.
pub fn gone(path: &Path) -> Failure {
    failure(path, format!("the audit trail is gone, and its head {HEAD_NAME} is there; get the trail back"))
}

/// The head beside a trail.
pub fn head_path(trail: &Path) -> PathBuf {
    trail.with_file_name(HEAD_NAME)
}

impl Book {
    /// Opens a trail for an entry.
    ///
    /// # Errors
    /// It cannot be read, locked or written to, or does not hold.
    pub fn open(path: &Path) -> Result<Book, Failure> {
        let refuse = |error: io::Error| failure(path, format!("the audit trail cannot be kept: {error}"));
        let mut file = open(path)?;
        lock(&file, File::try_lock).map_err(refuse)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(refuse)?;
        let trail = skimmed(path, bytes)?;
        Ok(Book { path: path.to_owned(), trail, file })
    }

    /// A trail that is not there yet.
    ///
    /// # Errors
    /// It is there, or cannot be made.
    pub fn create(path: &Path) -> Result<Book, Failure> {
        let refuse = |error: io::Error| match error.kind() {
            io::ErrorKind::AlreadyExists => {
                Failure::usage(format!("{}: exists already; a trail is never begun anew", path.display()))
            }
            _ => failure(path, format!("the audit trail cannot be made: {error}")),
        };
        let file = OpenOptions::new().read(true).append(true).create_new(true).open(path).map_err(refuse)?;
        lock(&file, File::try_lock).map_err(refuse)?;
        Ok(Book { path: path.to_owned(), trail: Skimmed::default(), file })
    }

    /// A trail with its last line, where a crash cut that short.
    ///
    /// # Errors
    /// Something else is wrong with it.
    pub fn open_cut(path: &Path) -> Result<(Book, Option<Cut>), Failure> {
        let refuse = |error: io::Error| failure(path, format!("the audit trail cannot be kept: {error}"));
        let mut file = open(path)?;
        lock(&file, File::try_lock).map_err(refuse)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(refuse)?;
        let at = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let line = bytes.get(at..).filter(|line| !line.is_empty());
        let cut = line.map(|line| Cut { bytes: line.len() as u64, sha256: crate::integrity::sha256(line) });
        // A whole entry that lacks its end alone is an entry.
        let is_whole =
            line.and_then(|line| std::str::from_utf8(line).ok()).is_some_and(|text| Entry::read(text).is_ok());
        match is_whole {
            true => bytes.push(b'\n'),
            false => bytes.truncate(at),
        }
        let trail = skimmed(path, bytes)?;
        Ok((Book { path: path.to_owned(), trail, file }, cut))
    }

    /// Writes an entry at the end: number, digests, time and program are filled in here.
    ///
    /// # Errors
    /// The clock is behind, or the file cannot be written to.
    pub fn append(&mut self, entry: Entry) -> Result<Head, Failure> {
        let entry = self.stamped(entry, false)?;
        self.add(entry)
    }

    /// Writes an entry that says of which entries before it the clock was ahead; nothing where it was not.
    ///
    /// # Errors
    /// As [`Book::append`].
    pub fn set_clock_right(&mut self, entry: Entry) -> Result<Option<ClockAhead>, Failure> {
        let entry = self.stamped(entry, true)?;
        let clock = entry.clock.clone();
        if clock.is_some() {
            self.add(entry)?;
        }
        Ok(clock)
    }

    fn add(&mut self, mut entry: Entry) -> Result<Head, Failure> {
        entry.number = self.trail.head().map_or(0, |head| head.number) + 1;
        entry.previous = self.trail.last_line().map(str::to_owned);
        self.write("", entry.number, &entry.line()?)
    }

    /// Closes a last line that was cut short, by an entry after it, which may set the clock right as well: of which entries.
    ///
    /// # Errors
    /// As [`Book::append`].
    pub fn close(&mut self, cut: &Cut, entry: Entry, sets_clock: bool) -> Result<Option<ClockAhead>, Failure> {
        let mut entry = self.stamped(entry, sets_clock)?;
        entry.number = self.trail.head().map_or(0, |head| head.number) + 1;
        entry.previous = Some(cut.sha256.clone());
        entry.mends = Some(cut.clone());
        let clock = entry.clock.clone();
        self.write("\n", entry.number, &entry.line()?)?;
        Ok(clock)
    }

    /// The entry with its time, which may go back only where the entry sets the clock right.
    fn stamped(&self, mut entry: Entry, sets_clock: bool) -> Result<Entry, Failure> {
        let moment = today::moment(None).map_err(Failure::usage)?;
        let second = moment.time.timestamp().as_second();
        let now = Timestamp::from_second(second).map_err(|error| Failure::internal(error.to_string()))?;
        if sets_clock && moment.source != SYSTEM_CLOCK {
            return Err(Failure::usage(format!(
                "{} sets the clock; a trail is set right by the clock of the machine",
                moment.source
            )));
        }
        entry.clock = self.trail.ahead(now);
        if let Some(ahead) = entry.clock.as_ref().filter(|_| !sets_clock) {
            let message = format!(
                "{}: the clock ({}) says {now}, and entry {} is of {}",
                self.path.display(),
                moment.source,
                ahead.until,
                ahead.time
            );
            let place = Place::new(&(*self.path.to_string_lossy()).into(), self.trail.last_place(), 0);
            return Err(broken(
                &self.path,
                &[Finding::new(&trail::TRAIL_CLOCK_BEHIND, message).at(place, 1).help(
                    "set the clock right; where it was ahead then, enter that: evqc trail mend --clock --reason TEXT",
                )],
            ));
        }
        trail::SCHEMA_NAME.clone_into(&mut entry.schema);
        entry.time = now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        entry.local_time = moment.time.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
        moment.source.clone_into(&mut entry.time_source);
        entry.tool = Tool {
            name: "evqc".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            sha256: SOURCE_SHA256.to_owned(),
        };
        Ok(entry)
    }

    /// Writes lines in one go, then the head; what is written is on the disk before anything else happens.
    fn write(&mut self, before: &str, number: u64, line: &str) -> Result<Head, Failure> {
        let refuse = |error: io::Error| failure(&self.path, format!("the audit trail cannot be kept: {error}"));
        self.file.write_all(format!("{before}{line}\n").as_bytes()).map_err(refuse)?;
        self.file.sync_data().map_err(refuse)?;
        let head = Head { number, sha256: crate::integrity::sha256(line.as_bytes()) };
        output::write_now(&head_path(&self.path), |out| out.write_all(head.text().as_bytes())).map_err(refuse)?;
        Ok(head)
    }
}

/// Opens a trail to read it and to write at its end.
fn open(path: &Path) -> Result<File, Failure> {
    let refuse = |error: io::Error| failure(path, format!("the audit trail cannot be kept: {error}"));
    if is_gone(path) {
        return Err(gone(path));
    }
    let metadata = path.metadata().map_err(refuse)?;
    // A device has no end, and keeps nothing.
    if !metadata.is_file() {
        return Err(failure(path, "the audit trail cannot be kept: it is no file"));
    }
    // Whoever may write past the mark still does not.
    if metadata.permissions().readonly() {
        return Err(failure(path, "the audit trail cannot be kept: it is read-only"));
    }
    OpenOptions::new().read(true).append(true).open(path).map_err(refuse)
}

/// Locks a file, and waits for others a while.
fn lock(file: &File, lock: fn(&File) -> Result<(), TryLockError>) -> io::Result<()> {
    let since = Instant::now();
    loop {
        match lock(file) {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) if since.elapsed() < PATIENCE => std::thread::sleep(Duration::from_millis(5)),
            Err(TryLockError::WouldBlock) => {
                return Err(io::Error::other("another command holds it"));
            }
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
}

/// A trail that is to be written to.
fn skimmed(path: &Path, bytes: Vec<u8>) -> Result<Skimmed, Failure> {
    let shown = path.to_string_lossy();
    let trail = Skimmed::read(&shown, bytes).map_err(|finding| broken(path, &[*finding]))?;
    match head_fault(path, |known, from| trail.check_head(&shown, known, from)) {
        Some(finding) => Err(broken(path, &[finding])),
        None => Ok(trail),
    }
}

/// What is wrong with the head beside a trail, or with the trail by it.
fn head_fault(path: &Path, check: impl FnOnce(&Head, &str) -> Option<Finding>) -> Option<Finding> {
    let head = head_path(path);
    let from = head.to_string_lossy();
    match std::fs::read_to_string(&head).ok().as_deref().map(Head::parse) {
        Some(Some(known)) => check(&known, &from),
        _ => {
            let message = format!("{from}: is not there, or holds no number and digest of an entry");
            Some(Finding::new(&trail::TRAIL_HEAD_ABSENT, message).at(Place::file(&(*from).into()), 1))
        }
    }
}

/// A trail with what is wrong with it and its head.
pub fn checked(path: &Path, bytes: &[u8]) -> (Trail, Vec<Finding>) {
    let shown = path.to_string_lossy();
    let (trail, finding) = Trail::read(&shown, bytes);
    let mut findings: Vec<Finding> = finding.into_iter().collect();
    if findings.is_empty() {
        findings.extend(head_fault(path, |known, from| trail.check_head(&shown, known, from)));
    }
    (trail, findings)
}

/// A trail as it stands, with what is wrong with it.
///
/// # Errors
/// It cannot be read.
pub fn read_trail(path: &Path) -> Result<(Vec<u8>, Trail, Vec<Finding>), Failure> {
    let refuse = |error: io::Error| failure(path, format!("the audit trail cannot be read: {error}"));
    if !path.metadata().map_err(refuse)?.is_file() {
        return Err(failure(path, "the audit trail cannot be read: it is no file"));
    }
    let mut file = File::open(path).map_err(refuse)?;
    // Nobody reads half a line; where the place knows no locks, nobody writes with one either.
    let _ = lock(&file, File::try_lock_shared);
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(refuse)?;
    let (trail, findings) = checked(path, &bytes);
    Ok((bytes, trail, findings))
}
