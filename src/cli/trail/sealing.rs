//! The end of a run: the entry in every trail that rules it, and only then what the run writes.

use super::book::{Book, broken, failure};
use super::ledger::{Ledger, digest_from, digest_of, ledger, shown};
use crate::cli::Failure;
use crate::judge::says_something;
use crate::trail::{Entry, FileRead, FileWritten, TRAIL_NAME};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;

/// Ends the run: makes the entry in every trail that rules it, then lets what waits appear.
///
/// # Errors
/// What ended the run, or what keeps the entry from being made; nothing is written then.
pub fn seal(outcome: Result<u8, Failure>) -> Result<u8, Failure> {
    let Some(mut own) = ledger().take() else { return outcome };
    if own.trails.is_empty() {
        if own.asked.counts_on_a_trail && outcome.is_ok() {
            let name = TRAIL_NAME;
            return Err(Failure::usage(format!(
                "--by, --role and --reason are for an audit trail, and there is no {name} at or above the files; nothing was written"
            )));
        }
        return outcome;
    }
    let (exit, failed) = match &outcome {
        Ok(exit) => (*exit, own.refused(*exit)),
        Err(failure) => (failure.exit, Some(failure.message.clone())),
    };
    let entry = match own.entry(exit, failed) {
        Ok(entry) => entry,
        Err(failure) => return outcome.and(Err(failure)),
    };
    let entered = own.enter(entry);
    match (outcome, entered) {
        (Err(failure), _) => Err(failure),
        (Ok(_), Err(failure)) => Err(failure),
        (Ok(exit), Ok(())) => Ok(exit),
    }
}

impl Ledger {
    /// Makes the entry in every trail, and lets what waits appear while nobody else can write to them.
    fn enter(&mut self, entry: Entry) -> Result<(), Failure> {
        let (mut books, mut ready) = (Vec::new(), Vec::new());
        // Every trail takes the entry, or none has it.
        for path in self.trails.clone() {
            let book = Book::open(&path)?;
            let mut own = entry.clone();
            self.files(&book, &mut own)?;
            ready.push(book.ready(own)?);
            books.push(book);
        }
        let written = books.iter_mut().zip(ready).try_for_each(|(book, ready)| book.write(ready));
        if entry.failure.is_some() {
            return written;
        }
        let (error, what) = match written {
            Err(error) => (error, ""),
            Ok(()) => match self.let_go() {
                Ok(()) => return Ok(()),
                Err(error) => (error, "not everything was written: "),
            },
        };
        // What was entered as written is not there; each trail that has the entry says so.
        let failure = Some(format!("the entry before: {what}{}", error.message));
        let after = Entry { failure, exit: error.exit, ..entry };
        let untold = books.iter_mut().filter_map(|book| book.write_after(after.clone()).err());
        let message = untold.fold(error.message, |all, more| format!("{all}; {}", more.message));
        Err(Failure { message, ..error })
    }

    /// The files of an entry in one trail, with what it knows of them.
    fn files(&mut self, book: &Book, entry: &mut Entry) -> Result<(), Failure> {
        let folder = book.path.parent().unwrap_or(Path::new(""));
        let paths = self.read.keys().map(|path| shown(path, folder)).collect();
        let known = book.trail.known(&book.path.to_string_lossy(), &paths);
        let known = known.map_err(|finding| broken(&book.path, &[*finding]))?;
        for (path, first) in &self.read {
            let refuse = |error: io::Error| failure(&book.path, format!("{}: {error}", path.display()));
            let digest = digest_of(path).map_err(refuse)?;
            if first.as_ref() != Some(&digest) {
                return Err(failure(&book.path, format!("{} was changed while it was read", path.display())));
            }
            let path = shown(path, folder);
            let before = known.get(&path).filter(|known| known.sha256 != digest);
            if let Some(before) =
                before.filter(|_| self.asked.reason.as_deref().is_none_or(|text| !says_something(text)))
            {
                let of = &before.entry;
                return Err(Failure::usage(format!(
                    "{path} has changed since entry {} of the audit trail ({}, {}); say why with --reason",
                    of.number, of.local_time, of.by
                )));
            }
            let before = before.map(|known| known.sha256.clone());
            entry.read.push(FileRead { path, sha256: digest, before });
        }
        entry.read.extend(self.stdin.iter().map(|digest| FileRead {
            path: "-".to_owned(),
            sha256: digest.clone(),
            before: None,
        }));
        if entry.failure.is_some() {
            return Ok(());
        }
        for held in &self.held {
            let refuse = |error: io::Error| failure(&book.path, format!("{}: {error}", held.path.display()));
            let digest = digest_of(held.file.path()).map_err(refuse)?;
            let old = held.path.is_file().then(|| digest_of(&held.path)).transpose().map_err(refuse)?;
            let before = old.filter(|old| *old != digest && held.whole);
            if before.is_some() && entry.reason.is_none() {
                let path = held.path.display();
                return Err(Failure::usage(format!("{path} would be replaced; say why with --reason")));
            }
            entry.written.push(FileWritten { path: shown(&held.path, folder), sha256: digest, before });
        }
        if let Some(out) = &mut self.stdout {
            let refuse = |error: io::Error| failure(&book.path, format!("standard output: {error}"));
            out.seek(SeekFrom::Start(0)).map_err(refuse)?;
            let digest = digest_from(&mut *out).map_err(refuse)?;
            entry.written.push(FileWritten { path: "-".to_owned(), sha256: digest, before: None });
        }
        if self.asked.options.contains_key("replaces") && entry.reason.is_none() {
            return Err(Failure::usage("a certificate replaces another; say why with --reason"));
        }
        Ok(())
    }

    /// Lets what waits appear in its place.
    fn let_go(&mut self) -> Result<(), Failure> {
        for held in std::mem::take(&mut self.held) {
            let refuse = |error: io::Error| Failure::internal(format!("{}: {error}", held.path.display()));
            match held.whole {
                true => {
                    held.file.persist(&held.path).map_err(|error| refuse(error.error))?;
                }
                false => {
                    let mut device = std::fs::OpenOptions::new().write(true).open(&held.path).map_err(refuse)?;
                    io::copy(&mut held.file.reopen().map_err(refuse)?, &mut device).map_err(refuse)?;
                }
            }
        }
        if let Some(mut out) = self.stdout.take() {
            let mut copy = || -> io::Result<()> {
                out.seek(SeekFrom::Start(0))?;
                let mut stdout = io::stdout().lock();
                io::copy(&mut out, &mut stdout)?;
                stdout.flush()
            };
            match copy() {
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
                other => other.map_err(|error| Failure::internal(format!("standard output: {error}")))?,
            }
        }
        Ok(())
    }
}
