//! What one run of the program reads and writes, for the trails of the folders that it touches.
//!
//! Every file is opened in `files` and written in `output`, and both tell here. Once a trail is found at or above one of them,
//! nothing is written any more: files wait beside their places, standard output in a temporary file. At the end of the run the
//! entry is made (`sealing`), and only when it is on the disk does what waits appear. A command cannot leave it out, and there is
//! no switch.

use super::book::{Book, broken, create, gone, is_gone, read_trail};
use super::lots::{self, Gathered};
use crate::cli::args::Cli;
use crate::cli::{Failure, INTEGRITY, NOT_EVALUABLE, USAGE};
use crate::finding::Finding;
use crate::integrity::{Tool, check_name};
use crate::judge::{LotReport, says_something};
use crate::person;
use crate::spec::hexadecimal;
use crate::trail::{ClockAhead, Entry, FileRead, HEAD_NAME, TRAIL_NAME, Trail};
use clap::parser::ValueSource;
use clap::{ArgMatches, CommandFactory};
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};
use tempfile::NamedTempFile;

/// Options that stand in an entry by themselves, or change nothing.
const NOT_NAMED: [&str; 5] = ["by", "role", "reason", "color", "quiet"];
/// Options whose value names a place to write to, which need not be there yet.
const PLACES: [&str; 5] = ["output", "path", "to", "plot", "folder"];

static LEDGER: Mutex<Option<Ledger>> = Mutex::new(None);

/// What was asked for.
#[derive(Default)]
pub(super) struct Asked {
    by: Option<String>,
    role: Option<String>,
    pub(super) reason: Option<String>,
    command: String,
    pub(super) options: BTreeMap<String, Vec<String>>,
    /// Whether who or why was given, so that a trail is counted on.
    pub(super) counts_on_a_trail: bool,
}

/// A file that waits for its entry.
pub(super) struct Held {
    pub(super) path: PathBuf,
    pub(super) file: NamedTempFile,
    /// Whether it is renamed into its place; else copied into what stands there, a device.
    pub(super) whole: bool,
}

/// What a run reads and writes.
#[derive(Default)]
pub(super) struct Ledger {
    pub(super) asked: Asked,
    /// How many folders of its own the program works in, whose files are nobody's.
    aside: u32,
    pub(super) trails: BTreeSet<PathBuf>,
    /// Paths whose folders were asked for a trail, until something is written.
    looked_at: BTreeSet<PathBuf>,
    /// The folders that were asked, each with all above it; where links lead, and no links.
    folders: BTreeSet<PathBuf>,
    /// Every file that was read, with its digest once there is a trail.
    pub(super) read: BTreeMap<PathBuf, Option<String>>,
    pub(super) stdin: Option<String>,
    pub(super) held: Vec<Held>,
    pub(super) stdout: Option<File>,
    /// Whether something was written at once.
    wrote: bool,
    lots: Gathered,
    as_of: Option<Date>,
    because: Option<String>,
    /// The first error that was told.
    complaint: Option<String>,
}

/// The ledger of the process. A poisoned lock means that a thread panicked; the process ends with it.
pub(super) fn ledger() -> MutexGuard<'static, Option<Ledger>> {
    LEDGER.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn with<T: Default>(work: impl FnOnce(&mut Ledger) -> T) -> T {
    ledger().as_mut().filter(|ledger| ledger.aside == 0).map(work).unwrap_or_default()
}

fn try_with(work: impl FnOnce(&mut Ledger) -> io::Result<()>) -> io::Result<()> {
    ledger().as_mut().filter(|ledger| ledger.aside == 0).map_or(Ok(()), work)
}

/// Begins the ledger of a run: the trails of what the arguments name are found before anything is read.
///
/// # Errors
/// A trail rules, and the name or the role is missing or cannot be printed.
pub fn begin(cli: &Cli, matches: &ArgMatches) -> Result<(), Failure> {
    let mut asked = given(matches);
    asked.by.clone_from(&cli.by);
    asked.role.clone_from(&cli.role);
    asked.reason.clone_from(&cli.reason);
    let is_sign = asked.command == "sign";
    asked.counts_on_a_trail = cli.by.is_some()
        || (cli.role.is_some() && !is_sign)
        || (cli.reason.is_some() && asked.command != "certificate");
    if is_sign {
        let signer = asked.options.get("signer").and_then(|all| all.first()).cloned();
        if let (Some(by), Some(signer)) = (&cli.by, &signer)
            && !person::same(by, signer)
        {
            return Err(Failure::usage(format!("--by {by}: the signer is {signer}")));
        }
        asked.by = signer.or(asked.by);
    }
    let mut new = Ledger { asked, ..Ledger::default() };
    let find = |new: &mut Ledger| -> io::Result<()> {
        for (name, value) in
            new.asked.options.clone().iter().flat_map(|(name, all)| all.iter().map(move |one| (name, one)))
        {
            let bare = value.split_once(':').map_or(value.as_str(), |(_, rest)| rest);
            for path in [Path::new(value), Path::new(bare)] {
                if path.exists() || (PLACES.contains(&name.as_str()) && value.contains(['/', '.', '\\'])) {
                    new.find(path)?;
                }
            }
        }
        Ok(())
    };
    // `evqc trail` does its own.
    if !new.asked.command.starts_with("trail") || new.asked.command == "trail review" {
        find(&mut new).map_err(|error| Failure { exit: INTEGRITY, message: format!("audit trail: {error}") })?;
    }
    if let Some(trail) = new.trails.iter().find(|trail| is_gone(trail)) {
        return Err(gone(trail));
    }
    if new.holds() && !new.trails.is_empty() {
        new.person()?;
    }
    *ledger() = Some(new);
    Ok(())
}

/// The command with its options and arguments as they were given.
fn given(matches: &ArgMatches) -> Asked {
    let (mut asked, mut matches) = (Asked::default(), matches);
    let mut command = Cli::command();
    command.build();
    let (mut command, mut words) = (&command, Vec::new());
    loop {
        for id in command.get_arguments().map(clap::Arg::get_id) {
            let is_given = matches.try_contains_id(id.as_str()).unwrap_or(false)
                && matches.value_source(id.as_str()) == Some(ValueSource::CommandLine);
            if is_given && !NOT_NAMED.contains(&id.as_str()) {
                let values = matches.get_raw(id.as_str()).into_iter().flatten();
                let values = values.map(|value| value.to_string_lossy().into_owned()).collect();
                asked.options.insert(id.to_string(), values);
            }
        }
        let Some((name, below)) = matches.subcommand() else { break };
        words.push(name);
        let Some(next) = command.find_subcommand(name) else { break };
        (command, matches) = (next, below);
    }
    asked.command = words.join(" ");
    asked
}

impl Ledger {
    /// Whether what is written has to wait.
    fn holds(&self) -> bool {
        !self.trails.is_empty() || self.asked.counts_on_a_trail
    }

    /// Finds the trails that rule a file: those of its folder and of the folders above, both by its name and by where a link
    /// leads.
    fn find(&mut self, path: &Path) -> io::Result<()> {
        let absolute = std::path::absolute(path)?;
        if self.looked_at.contains(&absolute) {
            return Ok(());
        }
        let real = absolute.canonicalize().ok();
        let mut folders = Vec::new();
        for path in [Some(&absolute), real.as_ref()].into_iter().flatten() {
            let folder = if path.is_dir() { Some(path.as_path()) } else { path.parent() };
            folders.extend(folder.and_then(|folder| folder.canonicalize().ok()));
        }
        folders.iter().try_for_each(|folder| self.find_above(folder))?;
        // What is not there yet may become a link that leads elsewhere.
        if real.is_some() {
            self.looked_at.insert(absolute);
        }
        Ok(())
    }

    /// Finds the trails of a folder and of those above, each asked once until something is written.
    fn find_above(&mut self, folder: &Path) -> io::Result<()> {
        for folder in folder.ancestors() {
            if self.folders.contains(folder) {
                break;
            }
            let trail = folder.join(TRAIL_NAME);
            match trail.symlink_metadata() {
                Ok(_) => self.rule(trail)?,
                Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                    // Where a trail was, none is missed without a word; the entry cannot be made and ends the command.
                    if is_gone(&trail) {
                        self.rule(trail)?;
                    }
                }
                Err(error) => return Err(io::Error::new(error.kind(), format!("{}: {error}", trail.display()))),
            }
        }
        self.folders.extend(folder.ancestors().map(Path::to_owned));
        Ok(())
    }

    /// Asks every folder again, since something is about to be written: while a command waits for a passphrase or for standard
    /// input, somebody may start a trail, or put a link where it writes to.
    fn ask_again(&mut self) -> io::Result<()> {
        self.looked_at.clear();
        std::mem::take(&mut self.folders).iter().try_for_each(|folder| self.find_above(folder))
    }

    /// A trail that rules this run from now on.
    fn rule(&mut self, trail: PathBuf) -> io::Result<()> {
        let is_new = self.trails.insert(trail.clone());
        if self.wrote {
            let why = "was found after something was written; name a file of its folder as an argument";
            return Err(io::Error::other(format!("{}: the audit trail {why}", trail.display())));
        }
        if !is_new {
            return Ok(());
        }
        let before: Vec<PathBuf> =
            self.read.iter().filter(|(_, digest)| digest.is_none()).map(|(path, _)| path.clone()).collect();
        before.iter().try_for_each(|path| {
            let named = |error: io::Error| io::Error::other(format!("{}: {error}", path.display()));
            self.digest(path).map_err(named)
        })
    }

    fn digest(&mut self, path: &Path) -> io::Result<()> {
        // A pipe is read by then, or would have nothing left for its reader.
        if path.metadata().is_ok_and(|there| !there.is_file()) {
            let why = "is no file; where an audit trail is kept, name files or give standard input";
            return Err(io::Error::other(why));
        }
        let digest = digest_of(path)?;
        self.read.insert(path.to_owned(), Some(digest));
        Ok(())
    }

    /// Takes note of a file that is about to be read.
    fn reads(&mut self, path: &Path) -> io::Result<()> {
        self.find(path)?;
        let whole = std::path::absolute(path)?;
        let is_trail = whole.file_name().is_some_and(|name| name == TRAIL_NAME || name == HEAD_NAME);
        if is_trail || self.read.get(&whole).is_some_and(|digest| digest.is_some() || self.trails.is_empty()) {
            return Ok(());
        }
        // A file that cannot be opened is told by whoever opens it.
        match whole.metadata() {
            Err(_) => Ok(()),
            Ok(there) if there.is_dir() => Ok(()),
            Ok(_) if !self.holds() => {
                self.read.insert(whole, None);
                Ok(())
            }
            Ok(_) => self.digest(&whole),
        }
    }

    /// Who does it.
    fn person(&self) -> Result<(String, String), Failure> {
        let trail = self.trails.first().map(|path| path.display().to_string()).unwrap_or_default();
        let (by, role) = match (&self.asked.by, &self.asked.role) {
            (Some(by), Some(role)) => (by, role),
            _ => {
                return Err(Failure::usage(format!(
                    "{trail} is the audit trail of this folder; say who does this: --by NAME --role ROLE"
                )));
            }
        };
        check_name("name of --by", by).map_err(Failure::usage)?;
        check_name("role", role).map_err(Failure::usage)?;
        Ok((by.trim().to_owned(), role.trim().to_owned()))
    }

    /// The entry, as far as it is the same in every trail.
    pub(super) fn entry(&mut self, exit: u8, failed: Option<String>) -> Result<Entry, Failure> {
        let (by, role) = self.person()?;
        Ok(Entry {
            by,
            role,
            reason: self.reason(),
            command: self.asked.command.clone(),
            options: self.asked.options.clone(),
            as_of: self.as_of.map(|day| day.to_string()),
            lots: std::mem::take(&mut self.lots).lots(),
            exit,
            failure: failed,
            ..blank()
        })
    }

    /// Why a command that was not cut short ended before its result: it was refused, and wrote nothing.
    pub(super) fn refused(&self, exit: u8) -> Option<String> {
        let is_refused = matches!(exit, USAGE | NOT_EVALUABLE | INTEGRITY);
        let wrote_nothing = self.held.is_empty() && self.stdout.is_none() && !self.wrote;
        let why = || self.complaint.clone().unwrap_or_else(|| format!("refused with exit code {exit}"));
        (is_refused && wrote_nothing).then(why)
    }

    fn reason(&self) -> Option<String> {
        let given = self.asked.reason.as_deref().map(str::trim).filter(|text| says_something(text));
        given.map(str::to_owned).or_else(|| self.because.clone())
    }
}

/// An entry that says nothing yet.
fn blank() -> Entry {
    Entry {
        schema: String::new(),
        number: 0,
        previous: None,
        trail: None,
        time: String::new(),
        local_time: String::new(),
        time_source: String::new(),
        by: String::new(),
        role: String::new(),
        reason: None,
        command: String::new(),
        options: BTreeMap::new(),
        as_of: None,
        tool: Tool { name: String::new(), version: String::new(), sha256: String::new() },
        read: Vec::new(),
        written: Vec::new(),
        lots: None,
        exit: 0,
        failure: None,
        mends: None,
        clock: None,
        sha256: String::new(),
    }
}

/// A path as an entry names it: from the folder of the trail, where it lies there.
pub(super) fn shown(path: &Path, folder: &Path) -> String {
    let whole = crate::cli::files::whole_path(path);
    match whole.strip_prefix(folder) {
        Ok(inside) => {
            let parts: Vec<String> =
                inside.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
            parts.join("/")
        }
        Err(_) => whole.to_string_lossy().into_owned(),
    }
}

pub(super) fn digest_of(path: &Path) -> io::Result<String> {
    digest_from(&mut File::open(path)?)
}

pub(super) fn digest_from(file: &mut dyn Read) -> io::Result<String> {
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hexadecimal(&digest.finalize())),
            n => digest.update(buffer.get(..n).unwrap_or_default()),
        }
    }
}

/// Takes note of a file that is about to be read.
///
/// # Errors
/// A trail that is found too late, or what keeps the file from being known by its digest.
pub fn reads(path: &Path) -> io::Result<()> {
    try_with(|ledger| ledger.reads(path))
}

/// The files that were read until now, each by its absolute path.
pub fn was_read() -> Vec<PathBuf> {
    with(|ledger| ledger.read.keys().cloned().collect())
}

/// Takes note of what came from standard input.
///
/// # Errors
/// Those of the file.
pub fn read_stdin(file: &Path) -> io::Result<()> {
    try_with(|ledger| {
        ledger.stdin = Some(digest_of(file)?);
        Ok(())
    })
}

/// Takes note of a file that is about to be written.
///
/// # Errors
/// A trail that is found too late, or the file of a trail itself.
pub fn writes(path: &Path) -> io::Result<()> {
    if path.file_name().is_some_and(|name| name == TRAIL_NAME || name == HEAD_NAME) {
        return Err(io::Error::other(format!("{}: is the name of an audit trail, which only grows", path.display())));
    }
    try_with(|ledger| {
        ledger.ask_again()?;
        ledger.find(path)
    })
}

/// Takes note that something is about to be printed to standard output.
///
/// # Errors
/// What keeps a trail from being looked for.
pub fn prints() -> io::Result<()> {
    try_with(|ledger| if ledger.wrote { Ok(()) } else { ledger.ask_again() })
}

/// Whether what is written has to wait for its entry.
pub fn holds() -> bool {
    with(|ledger| ledger.holds())
}

/// Whether a trail rules this run.
pub fn rules() -> bool {
    with(|ledger| !ledger.trails.is_empty())
}

/// Keeps a file back until its entry is made.
pub fn hold(path: &Path, file: NamedTempFile, whole: bool) {
    with(|ledger| {
        ledger.held.retain(|held| held.path != path);
        ledger.held.push(Held { path: path.to_owned(), file, whole });
    });
}

/// Keeps standard output back until the entry is made.
///
/// # Errors
/// Those of the temporary file, and of `fill`.
pub fn hold_stdout(fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut piece = Vec::new();
    fill(&mut piece)?;
    if piece.is_empty() {
        return Ok(());
    }
    try_with(|ledger| {
        let out = match &mut ledger.stdout {
            Some(out) => out,
            None => ledger.stdout.insert(tempfile::tempfile()?),
        };
        out.write_all(&piece)
    })
}

/// Takes note that something was written at once, without a trail.
pub fn wrote() {
    with(|ledger| ledger.wrote = true);
}

/// The lots are judged from the beginning.
pub fn judging() {
    if let Some(ledger) = ledger().as_mut() {
        ledger.lots = Gathered::default();
    }
}

/// Takes note of a lot that was judged.
pub fn judged(report: &LotReport<'_>) {
    // Nobody waits for another thread where there is no trail.
    let holds = ledger().as_ref().is_some_and(Ledger::holds);
    if !holds {
        return;
    }
    let lot = lots::judged(report);
    if let Some(ledger) = ledger().as_mut() {
        ledger.lots.add(lot);
    }
}

/// Takes note of the day that counts as today.
pub fn judged_on(day: Date) {
    with(|ledger| ledger.as_of = Some(day));
}

/// The reason of what the command does by its nature, where none is given.
pub fn because(reason: &str) {
    with(|ledger| ledger.because = Some(reason.to_owned()));
}

/// Takes note of an error that was told: where nothing is written, it is what ended the command.
pub fn complained(finding: &Finding) {
    with(|ledger| ledger.complaint = ledger.complaint.take().or_else(|| Some(said(finding))));
}

/// A finding as an entry has it.
fn said(finding: &Finding) -> String {
    format!("{}: {}", finding.code.name, finding.message)
}

/// Works with files of the program's own, which are no files of the laboratory.
pub fn aside<T>(work: impl FnOnce() -> T) -> T {
    let change = |by: i32| {
        if let Some(ledger) = ledger().as_mut() {
            ledger.aside = ledger.aside.saturating_add_signed(by);
        }
    };
    change(1);
    let result = work();
    change(-1);
    result
}

/// The trails that rule this run, each with its bytes as they stand.
///
/// # Errors
/// One cannot be read, or does not hold.
pub fn texts() -> Result<Vec<(PathBuf, Vec<u8>, Trail)>, Failure> {
    let trails = with(|ledger| ledger.trails.clone());
    let read = |path: PathBuf| {
        let (bytes, trail, findings) = read_trail(&path)?;
        match findings.is_empty() {
            true => Ok((path, bytes, trail)),
            false => Err(broken(&path, &findings)),
        }
    };
    trails.into_iter().map(read).collect()
}

/// The trails that rule this run, each with what this run would enter now: what it read and judged.
///
/// # Errors
/// As [`texts`].
pub fn so_far() -> Result<Vec<(Trail, Entry)>, Failure> {
    let trails = texts()?;
    let ledger = ledger();
    let Some(own) = ledger.as_ref() else { return Ok(Vec::new()) };
    let entry = |(path, _, trail): (PathBuf, Vec<u8>, Trail)| {
        let folder = path.parent().unwrap_or(Path::new(""));
        let read = own.read.iter().filter_map(|(path, digest)| {
            let (path, sha256) = (shown(path, folder), digest.clone()?);
            let before = trail.seen(&path).filter(|before| *before != sha256).map(str::to_owned);
            Some(FileRead { path, sha256, before })
        });
        let (by, role) = own.person()?;
        let (options, command) = (own.asked.options.clone(), own.asked.command.clone());
        let number = trail.head().map_or(0, |head| head.number) + 1;
        let entry = Entry {
            number,
            by,
            role,
            command,
            options,
            read: read.collect(),
            lots: own.lots.clone().lots(),
            ..blank()
        };
        Ok((trail, entry))
    };
    trails.into_iter().map(entry).collect()
}

/// Who does this, where a trail rules.
///
/// # Errors
/// Wrong usage: it was not said.
pub fn person() -> Result<(String, String), Failure> {
    ledger().as_ref().map_or_else(|| Err(Failure::internal("no ledger")), Ledger::person)
}

/// Makes the trail of a folder, with its first entry.
///
/// # Errors
/// There is one, the name or role is missing, or the file cannot be made.
pub fn start(path: &Path) -> Result<(), Failure> {
    let whole = crate::cli::files::whole_path(path);
    if is_gone(&whole) {
        return Err(gone(&whole));
    }
    let mut entry = own_entry(&whole)?;
    let mut random = [0; 16];
    getrandom::fill(&mut random).map_err(|error| Failure::internal(format!("no randomness: {error}")))?;
    entry.trail = Some(hexadecimal(&random));
    create(&whole, entry)
}

/// Closes a last line that was cut short; whether there was one.
///
/// # Errors
/// Something else is wrong with the trail, or name, role or reason is missing.
pub fn mend(path: &Path) -> Result<bool, Failure> {
    let entry = own_entry(path)?;
    if entry.reason.is_none() {
        return Err(Failure::usage("say what cut the line short with --reason"));
    }
    let (mut book, cut) = Book::open_cut(path)?;
    if let Some(cut) = &cut {
        book.close(cut, entry, false)?;
    }
    Ok(cut.is_some())
}

/// Enters that the clock of entries before was ahead, so that the time may go back; which ones. A last line that was cut short
/// is closed by the same entry.
///
/// # Errors
/// The trail does not hold, or name, role or reason is missing, or the clock is not that of the machine.
pub fn set_clock_right(path: &Path) -> Result<Option<ClockAhead>, Failure> {
    let entry = own_entry(path)?;
    if entry.reason.is_none() {
        return Err(Failure::usage("say why the clock was ahead with --reason"));
    }
    let (mut book, cut) = Book::open_cut(path)?;
    match cut {
        Some(cut) => book.close(&cut, entry, true),
        None => book.set_clock_right(entry),
    }
}

/// The entry of a command on a trail itself, which nothing else enters.
fn own_entry(path: &Path) -> Result<Entry, Failure> {
    let mut own = ledger().take().unwrap_or_default();
    own.trails.insert(path.to_owned());
    own.entry(0, None)
}
