//! The audit trail of a folder: kept by every command that reads or writes a file in it, and looked at by `evqc trail`.

mod book;
mod ledger;
mod lots;
mod persons;
mod sealing;

pub use book::{is_gone, read_trail};
pub use ledger::{
    aside, because, begin, complained, hold, hold_stdout, holds, judged, judged_on, judging, prints, read_stdin, reads,
    rules, so_far, texts, was_read, writes, wrote,
};
pub use persons::persons;
pub use sealing::seal;

use super::args::{TrailCommand, TrailMendArgs, TrailReviewArgs, TrailSort, TrailStartArgs, TrailVerifyArgs};
use super::output::{Target, outputs};
use super::verification::Writer;
use super::{Failure, NOT_EVALUABLE, on_stdout, tell, today};
use crate::document::DocumentError;
use crate::integrity::sha256;
use crate::report::{
    ClockSetRight, FileKind, REVIEW_FORMATS, ReviewReport, TrailChecked, VerificationReport, VerifiedFile, held,
};
use crate::trail::{self, Head, SortBy, TRAIL_NAME, Trail};
use std::path::{Path, PathBuf};

/// Runs the command.
///
/// # Errors
/// Wrong usage, or a trail that cannot be made, read or written to.
pub fn run(command: &TrailCommand, quiet: bool) -> Result<u8, Failure> {
    match command {
        TrailCommand::Start(args) => start(args, quiet),
        TrailCommand::Verify(args) => verify(args),
        TrailCommand::Review(args) => review(args),
        TrailCommand::Mend(args) => mend(args, quiet),
    }
}

/// Makes the trail of a folder.
fn start(args: &TrailStartArgs, quiet: bool) -> Result<u8, Failure> {
    if !args.folder.is_dir() {
        return Err(Failure::usage(format!("{}: is no folder", args.folder.display())));
    }
    let path = args.folder.join(TRAIL_NAME);
    ledger::start(&path)?;
    if !quiet {
        tell(&format!(
            "{}: every command on a file of this folder, or below it, is entered from now on; say who with --by and --role\n",
            held(&path.display().to_string())
        ))?;
    }
    Ok(0)
}

/// The file of a trail that is named by itself or by its folder.
fn named(path: &Path) -> PathBuf {
    if path.is_dir() { path.join(TRAIL_NAME) } else { path.to_owned() }
}

fn is_there(path: &Path) -> Result<(), Failure> {
    if is_gone(path) {
        return Err(book::gone(path));
    }
    if !path.is_file() {
        return Err(Failure::usage(format!("{}: there is no audit trail", path.display())));
    }
    Ok(())
}

/// Checks every line.
fn verify(args: &TrailVerifyArgs) -> Result<u8, Failure> {
    let path = named(&args.trail);
    is_there(&path)?;
    if holds() {
        return Err(Failure::usage(
            "--by, --role and --reason are for an entry, and to verify a trail is entered in none",
        ));
    }
    let writer = Writer::new(&args.output, &[&path])?;
    let known = args.head.iter().map(|text| {
        Head::parse(text).ok_or_else(|| {
            Failure::usage(format!(
                "--head {text}: expected the number of an entry, a colon, and the SHA-256 of its line"
            ))
        })
    });
    let known: Vec<Head> = known.collect::<Result<_, _>>()?;
    let (bytes, trail, mut findings) = read_trail(&path)?;
    let name = path.to_string_lossy().into_owned();
    if findings.is_empty() {
        findings.extend(known.iter().filter_map(|head| trail.check_head(&name, head, "--head")));
    }
    let file = VerifiedFile {
        kind: FileKind::Trail,
        bytes: bytes.len() as u64,
        sha256: sha256(&bytes),
        trail: Some(checked(&trail)),
        findings,
        name,
        ..VerifiedFile::default()
    };
    writer.write(VerificationReport { files: vec![file], ..VerificationReport::default() })
}

fn checked(trail: &Trail) -> TrailChecked {
    let head = trail.head();
    TrailChecked {
        entries: head.as_ref().map_or(0, |head| head.number),
        sha256: head.map(|head| head.sha256),
        mended: trail.mended.clone(),
        clock: trail.entries.iter().filter_map(|one| ClockSetRight::of(&one.entry)).collect(),
    }
}

/// Lists what the trail says of a lot.
fn review(args: &TrailReviewArgs) -> Result<u8, Failure> {
    let day = today::today(args.as_of.as_deref()).map_err(Failure::usage)?;
    let path = named(&args.trail);
    let outputs = outputs(&args.output, REVIEW_FORMATS, &[&path], |name, _| {
        REVIEW_FORMATS.iter().map(|(known, _)| *known).find(|known| *known == name)
    })?;
    is_there(&path)?;
    let (_, trail, findings) = read_trail(&path)?;
    if !findings.is_empty() {
        return Err(book::broken(&path, &findings));
    }
    let persons = persons::beside(&path, &trail, &args.lot);
    let mut review = trail::review(&trail, &args.lot, persons)
        .ok_or_else(|| Failure::usage(format!("--lot {}: {} has no entry of it", args.lot, path.display())))?;
    review.sort(match args.sort {
        TrailSort::Who => SortBy::Who,
        TrailSort::What => SortBy::What,
        TrailSort::When => SortBy::When,
        TrailSort::Why => SortBy::Why,
    });
    let (name, role) = ledger::person()?;
    let report = ReviewReport { review: &review, trail: TRAIL_NAME, reviewer: (&name, &role), day };
    for output in &outputs {
        let width = match output.target {
            Target::Stdout => on_stdout().width,
            Target::File(_) => usize::MAX,
        };
        let bytes = report.render(output.format, width);
        let bytes = bytes.ok_or_else(|| Failure::internal(format!("-o {}: no such format", output.name)))?;
        let bytes = bytes.map_err(|error| not_drawn(&output.name, &error))?;
        let written = output.target.write(|out| out.write_all(&bytes));
        written.map_err(|error| Failure::internal(format!("a report could not be written: {error}")))?;
    }
    Ok(0)
}

/// A sign of an entry that a document cannot show, which is a fault of no program: an entry stands as it is.
fn not_drawn(name: &str, error: &DocumentError) -> Failure {
    match error {
        DocumentError::MissingSign { .. } | DocumentError::InvisibleSign { .. } => Failure {
            exit: NOT_EVALUABLE,
            message: format!("-o {name}: {error}; -o markdown and -o json have every sign"),
        },
        _ => Failure::internal(format!("-o {name}: {error}")),
    }
}

/// Closes a last line that was cut short, or enters that the clock was ahead.
fn mend(args: &TrailMendArgs, quiet: bool) -> Result<u8, Failure> {
    let path = named(&args.trail);
    if args.clock {
        let ahead = ledger::set_clock_right(&path)?;
        if !quiet {
            let what = ahead.map_or_else(
                || "the clock is not behind the last entry".to_owned(),
                |ahead| format!("{}; the time goes on from now", ahead.words()),
            );
            tell(&format!("{}: {what}\n", held(&path.display().to_string())))?;
        }
        return Ok(0);
    }
    let was_cut = ledger::mend(&path)?;
    if !quiet {
        let what = if was_cut { "the last line was cut short and is closed" } else { "the last line is whole" };
        tell(&format!("{}: {what}\n", held(&path.display().to_string())))?;
    }
    Ok(0)
}
