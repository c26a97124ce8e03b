//! `evqc replay`: judges the lots of an archive again, and compares.

use super::args::ReplayArgs;
use super::{Failure, INTEGRITY, archive, colours_on_stdout, files, print, verify};
use crate::finding::Finding;
use crate::integrity::{self, Difference, Entry, Manifest, REPORT, SOURCE_SHA256};
use crate::report::diagnostic;
use crate::source::Place;

/// Runs the command: 0 for the same result, 5 for another one, or for an archive that is not as it was made.
///
/// # Errors
/// Wrong usage: the file cannot be read.
pub fn run(args: &ReplayArgs) -> Result<u8, Failure> {
    let bytes = files::bytes(&args.bundle)?;
    let name = args.bundle.to_string_lossy();
    let refused = |findings: &[Finding]| -> Result<u8, Failure> {
        print(&format!("{name}: NOT REPLAYED\n\n{}", diagnostic::render(findings, &[], colours_on_stdout())))?;
        Ok(INTEGRITY)
    };
    let entries = match integrity::unpack(&name, &bytes) {
        Ok((entries, mut findings)) => {
            findings.extend(verify::of_entries(&entries, &findings));
            if !findings.is_empty() {
                return refused(&findings);
            }
            entries
        }
        Err(findings) => return refused(&findings),
    };
    let manifest = match Manifest::read(&entries) {
        Ok(manifest) => manifest,
        Err(finding) => return refused(&[finding]),
    };
    let archived = entries.iter().find(|entry| entry.path == REPORT).map(|entry| entry.bytes.clone());
    let inputs: Vec<Entry> = entries.into_iter().filter(|entry| entry.path != REPORT).collect();
    let again = archive::judge(&inputs, &manifest.judged, &manifest.as_of)?;
    let difference = difference(archived.as_deref().unwrap_or_default(), again.report.as_deref().unwrap_or_default());
    let program = program(&manifest);
    let Some(difference) = difference else {
        let summary = archive::verdicts(&again.summary);
        print(&format!("{name}: same result\n{summary}\nas of {}, {program}\n", manifest.as_of))?;
        return Ok(0);
    };
    let message = format!("{}: {} in the archive, {} now", difference.path, difference.before, difference.after);
    let finding = Finding::new(&integrity::REPLAY_DIFFERS, message).at(Place::file(&REPORT.into()), 1);
    let text = diagnostic::render(&[finding.help(program)], &[], colours_on_stdout());
    print(&format!("{name}: ANOTHER RESULT\n\n{text}"))?;
    Ok(INTEGRITY)
}

/// The first difference between two reports; which program wrote them is none.
fn difference(archived: &[u8], again: &[u8]) -> Option<Difference> {
    if archived == again {
        return None;
    }
    let without_tool = |bytes: &[u8]| {
        let mut value: serde_json::Value = serde_json::from_slice(bytes).ok()?;
        value.as_object_mut()?.remove("tool");
        serde_json::to_vec(&value).ok()
    };
    match (without_tool(archived), without_tool(again)) {
        (Some(archived), Some(again)) => integrity::first_difference(&archived, &again),
        _ => integrity::first_difference(archived, again),
    }
}

/// Which program judged then and now.
fn program(manifest: &Manifest) -> String {
    let (version, then) = (env!("CARGO_PKG_VERSION"), &manifest.tool);
    if then.sha256 == SOURCE_SHA256 {
        return format!("by the same program, evqc {version}");
    }
    let start = |sha256: &str| sha256.get(..12).unwrap_or(sha256).to_owned();
    format!(
        "then by {} {} (source {}…), now by evqc {version} (source {}…)",
        then.name,
        then.version,
        start(&then.sha256),
        start(SOURCE_SHA256)
    )
}
