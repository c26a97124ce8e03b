//! The file of a trail: locked, checked, and written to at its end.

use crate::cli::{Failure, INTEGRITY, complain, today};
use crate::finding::Finding;
use crate::integrity::{SOURCE_SHA256, TimeSource, Tool};
use crate::source::Place;
use crate::trail::{
    CLOSE_THE_LINE, ClockAhead, Entry, Fragment as Cut, HEAD_NAME, Head, SCHEMA_NAME, Skimmed, TRAIL_CLOCK_BEHIND,
    TRAIL_HEAD_ABSENT, Trail,
};
use jiff::Timestamp;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::NamedTempFile;

/// How long another command may hold the trail.
const PATIENCE: Duration = Duration::from_secs(10);

/// A trail that nobody else writes to while it is open.
pub struct Book {
    /// Its path.
    pub path: PathBuf,
    /// What it said when it was opened.
    pub trail: Skimmed,
    file: File,
}

/// An entry that only has to be written: checked against its trail, and with a head that waits beside its place.
pub struct Ready {
    /// Its line with the end, behind the end of a line that was cut short where it closes one.
    text: String,
    head: Waiting,
}

/// A file that is whole and not in its place yet.
struct Waiting {
    file: NamedTempFile,
    place: PathBuf,
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
    let known = std::fs::read_to_string(head_path(path)).ok().as_deref().and_then(Head::parse);
    // The head of a trail comes before the trail itself.
    let or = match known.is_some_and(|head| head.number == 1) {
        true => {
            "; where `evqc trail start` was cut short, nothing was ever entered: remove the head, and start the trail again"
        }
        false => "",
    };
    failure(path, format!("the audit trail is gone, and its head {HEAD_NAME} is there; get the trail back{or}"))
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
        let (bytes, cut) = without_cut(bytes);
        let trail = skimmed(path, bytes)?;
        Ok((Book { path: path.to_owned(), trail, file }, cut))
    }

    /// Makes an entry ready: number, digests, time and program are filled in, and the trail is as it was.
    ///
    /// # Errors
    /// The clock is behind, or there is no room for the head.
    pub fn ready(&self, entry: Entry) -> Result<Ready, Failure> {
        Ready::new(&self.path, &self.trail, stamped(&self.path, &self.trail, entry, false)?)
    }

    /// Writes an entry at the end in one go, then the head; the line is on the disk before anything else happens.
    ///
    /// # Errors
    /// The trail or its head cannot be written to. The line may be on the disk all the same.
    pub fn write(&mut self, entry: Ready) -> Result<(), Failure> {
        let refuse = |error: io::Error| failure(&self.path, format!("the audit trail cannot be kept: {error}"));
        self.file.write_all(entry.text.as_bytes()).map_err(refuse)?;
        self.file.sync_data().map_err(refuse)?;
        let Waiting { file, place } = entry.head;
        file.persist(place).map_err(|error| refuse(error.error))?;
        Ok(())
    }

    /// Enters behind the entry of this run what became of it otherwise; nothing where no such entry is on the disk.
    ///
    /// # Errors
    /// As [`Book::open`] and [`Book::write`].
    pub fn write_after(&mut self, entry: Entry) -> Result<(), Failure> {
        let number = |trail: &Skimmed| trail.head().map(|head| head.number);
        let before = number(&self.trail);
        let refuse = |error: io::Error| failure(&self.path, format!("the audit trail cannot be kept: {error}"));
        self.file.seek(SeekFrom::Start(0)).map_err(refuse)?;
        let mut bytes = Vec::new();
        self.file.read_to_end(&mut bytes).map_err(refuse)?;
        self.trail = skimmed(&self.path, bytes)?;
        if number(&self.trail) == before {
            return Ok(());
        }
        let entry = self.ready(entry)?;
        self.write(entry)
    }

    /// Writes an entry that says of which entries before it the clock was ahead; nothing where it was not.
    ///
    /// # Errors
    /// As [`Book::ready`] and [`Book::write`].
    pub fn set_clock_right(&mut self, entry: Entry) -> Result<Option<ClockAhead>, Failure> {
        let entry = stamped(&self.path, &self.trail, entry, true)?;
        let clock = entry.clock.clone();
        if clock.is_some() {
            self.write(Ready::new(&self.path, &self.trail, entry)?)?;
        }
        Ok(clock)
    }

    /// Closes a last line that was cut short, by an entry after it, which may set the clock right as well: of which entries.
    ///
    /// # Errors
    /// As [`Book::ready`] and [`Book::write`].
    pub fn close(&mut self, cut: &Cut, entry: Entry, sets_clock: bool) -> Result<Option<ClockAhead>, Failure> {
        let mut entry = stamped(&self.path, &self.trail, entry, sets_clock)?;
        entry.mends = Some(cut.clone());
        let clock = entry.clock.clone();
        self.write(Ready::new(&self.path, &self.trail, entry)?)?;
        Ok(clock)
    }
}

impl Ready {
    fn new(path: &Path, trail: &Skimmed, mut entry: Entry) -> Result<Ready, Failure> {
        let cut = entry.mends.as_ref().map(|cut| cut.sha256.clone());
        let end_of_cut = if cut.is_some() { "\n" } else { "" };
        entry.number = trail.head().map_or(0, |head| head.number) + 1;
        entry.previous = cut.or_else(|| trail.last_line().map(str::to_owned));
        let line = entry.line()?;
        let head = Head { number: entry.number, sha256: crate::integrity::sha256(line.as_bytes()) };
        let head = Waiting::new(&head_path(path), &head.text())
            .map_err(|error| failure(path, format!("the audit trail cannot be kept: {error}")))?;
        Ok(Ready { text: format!("{end_of_cut}{line}\n"), head })
    }
}

impl Waiting {
    /// A file for a place; where that is a link, for where it leads. It is as readable as any other file that the user writes, or
    /// as the one that it replaces.
    fn new(path: &Path, text: &str) -> io::Result<Waiting> {
        let named = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
        let place = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let mut file = builder.tempfile_in(folder).map_err(named)?;
        file.write_all(text.as_bytes()).map_err(named)?;
        #[cfg(unix)]
        if let Ok(old) = place.metadata() {
            file.as_file().set_permissions(old.permissions()).map_err(named)?;
        }
        Ok(Waiting { file, place })
    }

    /// Puts it into its place, where nothing may be.
    fn put_new(self) -> io::Result<PathBuf> {
        self.file.as_file().sync_data()?;
        self.file.persist_noclobber(&self.place)?;
        Ok(self.place)
    }
}

/// Makes a trail with its first entry. Nothing is there before all of it is; the trail comes last, so that it is never without an
/// entry or a head.
///
/// # Errors
/// It is there, the entry cannot be made, or the files cannot.
pub fn create(path: &Path, entry: Entry) -> Result<(), Failure> {
    let refuse = |error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists if is_empty(path) => {
            Failure::usage(format!("{}: exists already, and is empty; {EMPTY}", path.display()))
        }
        io::ErrorKind::AlreadyExists => {
            Failure::usage(format!("{}: exists already; a trail is never begun anew", path.display()))
        }
        _ => failure(path, format!("the audit trail cannot be made: {error}")),
    };
    if path.symlink_metadata().is_ok() {
        return Err(refuse(io::ErrorKind::AlreadyExists.into()));
    }
    let none = Skimmed::default();
    let first = Ready::new(path, &none, stamped(path, &none, entry, false)?)?;
    let trail = Waiting::new(path, &first.text).map_err(refuse)?;
    // Of two who start a trail at once one has the head, and the other nothing.
    let head = first.head.put_new().map_err(refuse)?;
    trail.put_new().map(drop).map_err(|error| {
        let _ = std::fs::remove_file(head);
        refuse(error)
    })
}

/// What to do with a trail that has no entry and no head.
const EMPTY: &str =
    "where `evqc trail start` was cut short, nothing was ever entered: remove the file, and start the trail again";

/// Whether nothing was ever entered in a trail that is there, as far as can be seen.
fn is_empty(path: &Path) -> bool {
    path.metadata().is_ok_and(|there| there.is_file() && there.len() == 0)
        && head_path(path).symlink_metadata().is_err()
}

/// A trail without a last line that was cut short, and that line. A whole entry that lacks its end alone is an entry.
fn without_cut(mut bytes: Vec<u8>) -> (Vec<u8>, Option<Cut>) {
    let at = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let line = bytes.get(at..).filter(|line| !line.is_empty());
    let cut = line.map(|line| Cut { bytes: line.len() as u64, sha256: crate::integrity::sha256(line) });
    let is_whole = line.and_then(|line| std::str::from_utf8(line).ok()).is_some_and(|text| Entry::read(text).is_ok());
    match is_whole {
        true => bytes.push(b'\n'),
        false => bytes.truncate(at),
    }
    (bytes, cut)
}

/// What to do with a last line that was cut short after it was entered.
const GET_IT_BACK: &str = "the head beside it knows this line as an entry, so that it was whole: get the trail back from where it is kept, and keep this one; `evqc trail mend` closes only a line that was never entered";

/// The entry with its time, which may go back only where the entry sets the clock right.
fn stamped(path: &Path, trail: &Skimmed, mut entry: Entry, sets_clock: bool) -> Result<Entry, Failure> {
    let moment = today::moment(None).map_err(Failure::usage)?;
    let second = moment.time.timestamp().as_second();
    let now = Timestamp::from_second(second).map_err(|error| Failure::internal(error.to_string()))?;
    if sets_clock && moment.source != TimeSource::SystemClock {
        return Err(Failure::usage(format!(
            "{} sets the clock; a trail is set right by the clock of the machine",
            moment.source.as_str()
        )));
    }
    entry.clock = trail.ahead(now);
    if let Some(ahead) = entry.clock.as_ref().filter(|_| !sets_clock) {
        let message = format!(
            "{}: the clock ({}) says {now}, and entry {} is of {}",
            path.display(),
            moment.source.as_str(),
            ahead.until,
            ahead.time
        );
        let place = Place::new(&(*path.to_string_lossy()).into(), trail.last_place(), 0);
        return Err(broken(
            path,
            &[Finding::new(&TRAIL_CLOCK_BEHIND, message).at(place, 1).help(
                "set the clock right; where it was ahead then, enter that: evqc trail mend --clock --reason TEXT",
            )],
        ));
    }
    SCHEMA_NAME.clone_into(&mut entry.schema);
    entry.time = now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    entry.local_time = moment.time.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
    moment.source.as_str().clone_into(&mut entry.time_source);
    entry.tool = Tool {
        name: "evqc".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        sha256: SOURCE_SHA256.to_owned(),
    };
    Ok(entry)
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
    let cut = if bytes.ends_with(b"\n") { Vec::new() } else { bytes.clone() };
    let trail = Skimmed::read(&shown, bytes).map_err(|finding| broken(path, &[with_way_out(path, *finding, &cut)]))?;
    match head_fault(path, |known, from| trail.check_head(&shown, known, from)) {
        Some(finding) => Err(broken(path, &[finding])),
        None => Ok(trail),
    }
}

/// A finding with what to do, where the trail is empty, or its last line was cut short after it was entered.
fn with_way_out(path: &Path, finding: Finding, bytes: &[u8]) -> Finding {
    match finding.help.as_deref() {
        _ if is_empty(path) => finding.help(EMPTY),
        Some(CLOSE_THE_LINE) if !can_be_closed(path, bytes) => finding.help(GET_IT_BACK),
        _ => finding,
    }
}

/// Whether the head beside a trail is that of its last whole entry, so that what follows was never entered.
fn can_be_closed(path: &Path, bytes: &[u8]) -> bool {
    let shown = path.to_string_lossy();
    let (whole, _) = without_cut(bytes.to_vec());
    Skimmed::read(&shown, whole)
        .is_ok_and(|trail| head_fault(path, |known, from| trail.check_head(&shown, known, from)).is_none())
}

/// What is wrong with the head beside a trail, or with the trail by it.
fn head_fault(path: &Path, check: impl FnOnce(&Head, &str) -> Option<Finding>) -> Option<Finding> {
    let head = head_path(path);
    let from = head.to_string_lossy();
    match std::fs::read_to_string(&head).ok().as_deref().map(Head::parse) {
        Some(Some(known)) => check(&known, &from),
        _ => {
            let message = format!("{from}: is not there, or holds no number and digest of an entry");
            Some(Finding::of_file(&TRAIL_HEAD_ABSENT, &from, message))
        }
    }
}

/// A trail with what is wrong with it and its head.
pub fn checked(path: &Path, bytes: &[u8]) -> (Trail, Vec<Finding>) {
    let shown = path.to_string_lossy();
    let (trail, finding) = Trail::read(&shown, bytes);
    let mut findings: Vec<Finding> = finding.into_iter().map(|finding| with_way_out(path, finding, bytes)).collect();
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
