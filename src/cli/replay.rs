//! `evqc replay`: judges the lots of an archive again, and compares.

use super::args::ReplayArgs;
use super::verify::{self, Writer};
use super::{Failure, archive, files, redraw};
use crate::finding::Finding;
use crate::integrity::{self, Difference, Entry, Manifest, REPORT, SOURCE_SHA256};
use crate::report::{Replay, VerificationReport, VerifiedFile};
use crate::source::Place;

/// Runs the command: 0 for the same result, 5 for another one, or for an archive that is not as it was made.
///
/// # Errors
/// Wrong usage: the file cannot be read.
pub fn run(args: &ReplayArgs) -> Result<u8, Failure> {
    let writer = Writer::new(&args.output, &[&args.bundle])?;
    let bytes = files::bytes(&args.bundle)?;
    let name = args.bundle.to_string_lossy();
    let mut file = verify::looked_at(&name, &bytes);
    match verify::whole_archive(&name, &bytes) {
        Ok((entries, manifest)) => {
            let verify::Attachments { findings, all } = verify::attachments(&entries, verify::Asked::NotOthers)?;
            (file.findings, file.attachments) = (findings, all);
            file.attachments.extend(verify::of_signatures(&entries, Some("`evqc verify` looks at signatures")));
            judge_again(entries, manifest, &mut file)?;
        }
        Err(findings) => file.findings = findings,
    }
    writer.write(VerificationReport { files: vec![file], ..VerificationReport::default() })
}

/// Judges the lots again and says what came of it.
fn judge_again(entries: Vec<Entry>, manifest: Manifest, file: &mut VerifiedFile) -> Result<(), Failure> {
    let archived = entries.iter().find(|entry| entry.path == REPORT).map(|entry| entry.bytes.clone());
    let inputs: Vec<Entry> = entries.into_iter().filter(|entry| entry.path != REPORT).collect();
    let again = archive::judge(&inputs, &manifest.judged, &manifest.as_of)?;
    let certificates = redraw::certificates(&inputs, &manifest.judged)?;
    let difference = match (archived, again.report) {
        (Some(archived), Some(now)) => difference(&archived, &now, manifest.tool.sha256 == SOURCE_SHA256),
        // Nothing is never the same result.
        (archived, now) => {
            let is = |report: Option<Vec<u8>>| if report.is_some() { "there" } else { "not there" }.to_owned();
            Some(Difference { path: REPORT.to_owned(), before: is(archived), after: is(now) })
        }
    };
    let replay =
        Replay { as_of: manifest.as_of, then: manifest.tool, summary: again.summary, difference, certificates };
    if let Some(difference) = &replay.difference {
        let message = format!("{}: {} in the archive, {} now", difference.path, difference.before, difference.after);
        let finding = Finding::new(&integrity::REPLAY_DIFFERS, message).at(Place::file(&REPORT.into()), 1);
        file.findings.push(finding.help(replay.program()));
    }
    let redrawn = redraw::findings(&replay.certificates);
    file.findings.extend(redrawn.into_iter().map(|finding| finding.help(replay.program())));
    file.replay = Some(replay);
    Ok(())
}

/// The first difference between two reports. The same program must write the same bytes; which other program wrote them is no
/// difference, and everything else is: a key that stands there twice says one thing to one reader and another to the next.
fn difference(archived: &[u8], again: &[u8], same_program: bool) -> Option<Difference> {
    if archived == again {
        return None;
    }
    if same_program {
        return integrity::first_difference(archived, again).or_else(|| Some(written_otherwise()));
    }
    let rest = |report: &[u8]| {
        let mut value: serde_json::Value = serde_json::from_slice(report).ok()?;
        let tool = value.as_object_mut()?.remove("tool")?;
        Some((serde_json::to_vec(&value).ok()?, text_without(report, &tool)))
    };
    let (Some((archived_rest, archived_text)), Some((rest, text))) = (rest(archived), rest(again)) else {
        return integrity::first_difference(archived, again).or_else(|| Some(written_otherwise()));
    };
    let found = integrity::first_difference(&archived_rest, &rest);
    found.or_else(|| (archived_text != text).then(written_otherwise))
}

/// The text of a report without the program that it names, whose members stand in the order of the schema.
fn text_without(report: &[u8], tool: &serde_json::Value) -> String {
    let member = |key: &str| Some(format!("\"{key}\":{}", tool.get(key)?));
    let members: Vec<String> = ["name", "version", "sha256"].into_iter().filter_map(member).collect();
    String::from_utf8_lossy(report).replacen(&format!("\"tool\":{{{}}},", members.join(",")), "", 1)
}

fn written_otherwise() -> Difference {
    let [path, before, after] = ["the whole", "the same in other bytes, or with a key twice", "as evqc writes it"];
    Difference { path: path.to_owned(), before: before.to_owned(), after: after.to_owned() }
}
