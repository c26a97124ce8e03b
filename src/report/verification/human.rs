//! `human`: each file with its digest, its signatures and what does not hold.

use super::{Checked, FileKind, Pages, TrailChecked, VerificationReport, VerifiedFile, VerifiedSignature};
use crate::finding::Finding;
use crate::report::escape::visible;
use crate::report::{diagnostic, wording};
use std::fmt::Write;

pub(super) fn render(report: &VerificationReport, colour: bool) -> String {
    let mut text = report.files.iter().map(of_file).collect::<String>();
    let findings = report.files.iter().flat_map(|file| &file.findings).chain(&report.findings);
    let findings: Vec<Finding> = findings.cloned().collect();
    if !findings.is_empty() {
        text.push('\n');
        text.push_str(&diagnostic::render(&findings, &[], colour));
    }
    text
}

fn of_file(file: &VerifiedFile) -> String {
    let mut text = format!("{}: {}\n", visible(&file.name), word(file));
    if let Some(replay) = &file.replay {
        let _ =
            writeln!(text, "  {}\n  as of {}, {}", wording::verdicts(&replay.summary), replay.as_of, replay.program());
        for one in &replay.certificates {
            let number = one.number.as_ref().map_or(String::new(), |number| format!(" {}", visible(number)));
            let (lot, file, words) = (visible(&one.lot), visible(&one.file), one.words());
            let _ = writeln!(text, "  certificate{number} of lot {lot} ({file}): {}", visible(&words));
        }
    }
    let _ = writeln!(text, "  {} of {} bytes, sha256 {}", file.kind.words(), file.bytes, file.sha256);
    for inside in file.digests.iter().filter(|one| file.kind != FileKind::Archive && one.of != file.name) {
        let found = inside.found.as_deref().unwrap_or("not there");
        let _ = writeln!(text, "  {}: sha256 {found}", visible(&inside.of));
    }
    if let Some(one) = &file.certificate {
        let kind = match one.document.as_str() {
            "test_report" => "test report",
            "batch_certificate" => "batch certificate",
            _ => "certificate",
        };
        let what = if one.status == "final" { kind.to_owned() } else { format!("DRAFT of a {kind}") };
        let number = one.number.as_ref().map_or(String::new(), |number| format!(" {}", visible(number)));
        let verdict = one.verdict.replace('_', " ");
        let _ = writeln!(text, "  {what}{number} of lot {}: {verdict}", visible(&one.lot));
        let _ = writeln!(text, "  content of the {kind}: sha256 {}", one.content_sha256);
    }
    if let Some(trail) = &file.trail {
        let _ = writeln!(text, "  {} entries hold; head {}", trail.entries, head(trail));
        for line in &trail.mended {
            let _ = writeln!(text, "  line {line} was cut short, and closed by the entry after it");
        }
    }
    let _ = match &file.pages {
        Some(Pages::DrawnAgain) => writeln!(text, "  pages: proven, evqc draws the same file from the twin"),
        Some(Pages::Signed) => writeln!(text, "  pages: as signed"),
        Some(Pages::NotProven(why)) => writeln!(text, "  pages: NOT PROVEN, {}", visible(why)),
        Some(Pages::Differ) => writeln!(text, "  pages: NOT those of the twin inside"),
        Some(Pages::NotCompared(why)) => {
            writeln!(text, "  pages: the document was NOT COMPARED with its data, {}", visible(why))
        }
        None => Ok(()),
    };
    for one in &file.attachments {
        if let Some(why) = &one.not_checked {
            let beyond = match one.checked {
                Checked::Digest => "its digest",
                Checked::Verdict => "verdict and outcomes",
            };
            let _ = writeln!(text, "  {}: NOT CHECKED beyond {beyond}, {}", visible(&one.path), visible(why));
        }
    }
    if !file.signed && file.holds() && file.replay.is_none() && file.trail.is_none() {
        text.push_str("  not signed: digests only\n");
    }
    text + &signatures(file)
}

/// Number and digest of the last entry, as `--head` takes it.
fn head(trail: &TrailChecked) -> String {
    trail.sha256.as_ref().map_or_else(|| "none".to_owned(), |digest| format!("{}:{digest}", trail.entries))
}

/// What became of a file, in a word or two.
fn word(file: &VerifiedFile) -> &'static str {
    match &file.replay {
        Some(replay) if replay.difference.is_some() => "ANOTHER RESULT",
        Some(replay) if replay.certificates.iter().any(|one| one.difference.is_some()) => "ANOTHER CERTIFICATE",
        Some(_) => "same result",
        None if file.holds() => "holds",
        None => "DOES NOT HOLD",
    }
}

/// The signatures, under the name of their file where that lies in an archive.
fn signatures(file: &VerifiedFile) -> String {
    let mut text = String::new();
    let mut above = "";
    for one in &file.signatures {
        if file.kind == FileKind::Archive && one.file != above {
            above = &one.file;
            let _ = writeln!(text, "  {}:", visible(above));
        }
        text.push_str(&signature(one));
    }
    text
}

fn signature(one: &VerifiedSignature) -> String {
    let facts = &one.facts;
    let key = match (&one.key_from, one.trusted) {
        (None, _) => "unknown key".to_owned(),
        (Some(from), true) => visible(from).into_owned(),
        (Some(from), false) => format!("{}, NOT TRUSTED", visible(from)),
    };
    format!(
        "  {} {:<9} {}, {}: {} ({}), {}; key {}… ({key})\n",
        facts.number,
        facts.meaning.as_str(),
        visible(&facts.signer),
        visible(&facts.role),
        visible(&facts.local_time),
        visible(&facts.time_source),
        one.result.as_str(),
        facts.key.get(..12).unwrap_or_default()
    )
}
