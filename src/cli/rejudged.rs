//! The lots of an archive, judged again.

use super::archive::{self, Replayed, Unpacked};
use super::evidence::{self, Asked, attached};
use super::{Failure, USAGE, complain, redraw, remark};
use crate::finding::Finding;
use crate::integrity::{self, Difference, Entry, Manifest, REPORT, SOURCE_SHA256};
use crate::report::Replay;

/// Judges the lots of an archive again, and draws its certificates.
///
/// # Errors
/// Wrong usage, or a folder that cannot be written.
pub fn judged_again(entries: &[Entry], manifest: Manifest) -> Result<Replay, Failure> {
    let archived = entries.iter().find(|entry| entry.path == REPORT).map(|entry| entry.bytes.as_slice());
    let unpacked = Unpacked::new(entries)?;
    let (again, refused) = match archive::judge(&unpacked, &manifest.judged, &manifest.as_of) {
        Ok(again) => (again, None),
        // Whoever wrote the manifest said so, and not who gave this command.
        Err(failure) if failure.exit == USAGE => (Replayed::default(), Some(failure.message)),
        Err(failure) => return Err(failure),
    };
    let certificates = redraw::Desk::new(entries, &unpacked, &manifest.judged)?.certificates()?;
    let difference = match (archived, again.report) {
        (Some(archived), Some(now)) => difference(archived, &now, manifest.tool.sha256 == SOURCE_SHA256),
        // Nothing is never the same result.
        (archived, now) => {
            let is = |there: bool| if there { "there" } else { "not there" }.to_owned();
            let (before, after) = (is(archived.is_some()), refused.unwrap_or_else(|| is(now.is_some())));
            Some(Difference { path: REPORT.to_owned(), before, after })
        }
    };
    Ok(Replay { as_of: manifest.as_of, then: manifest.tool, summary: again.summary, difference, certificates })
}

/// What comes out otherwise: the result of the lots, then each certificate.
pub fn findings(replay: &Replay) -> Vec<Finding> {
    let of_lots = replay.difference.as_ref().map(|one| {
        let message = format!("{}: {} in the archive, {} now", one.path, one.before, one.after);
        Finding::of_file(&integrity::REPLAY_DIFFERS, REPORT, message)
    });
    let all = of_lots.into_iter().chain(redraw::findings(&replay.certificates));
    all.map(|finding| finding.help(replay.program())).collect()
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

/// What keeps an archive from being signed: it is not as it was made, its certificates are not what the report says, or its lots
/// come to another result; nothing of another file.
///
/// # Errors
/// As [`attachments`], and a folder that cannot be written.
pub fn archive_fault(name: &str, bytes: &[u8]) -> Result<Option<Finding>, Failure> {
    if !attached::is_archive(bytes) {
        return Ok(None);
    }
    let (entries, manifest) = match evidence::whole_archive(name, bytes)? {
        Ok(whole) => whole,
        Err(findings) => return Ok(findings.into_iter().next()),
    };
    if let Some(why) = integrity::unfit_names(&entries) {
        return Ok(Some(Finding::of_file(&integrity::BUNDLE_CHANGED, name, format!("{name}: {why}"))));
    }
    let found = evidence::attachments(&entries, Some(&manifest.judged), Asked::Shown)?;
    let of_signatures = evidence::faults_inside(&entries)?;
    if let Some(finding) = found.findings.into_iter().chain(of_signatures).next() {
        return Ok(Some(finding));
    }
    complain(&found.places);
    let replay = judged_again(&entries, manifest)?;
    if replay.by_same_program() {
        return Ok(findings(&replay).into_iter().next());
    }
    // Another program may draw another certificate; another result is one, whoever comes to it.
    if replay.difference.is_none() {
        remark(&format!("evqc: the lots come to the same result, {}\n", replay.program()));
    }
    let help = format!(
        "{}: sign with the program that made it, or bundle the data anew with this one and sign that",
        replay.program()
    );
    Ok(findings(&replay).into_iter().next().filter(|_| replay.difference.is_some()).map(|one| one.help(help)))
}
