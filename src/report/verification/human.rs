//! `human`: each file with its digest, its signatures and what does not hold.

use super::{
    Covers, FileKind, JudgedAgain, Pages, Replay, TrailChecked, VerificationReport, VerifiedFile, VerifiedSignature, Vouched,
};
use crate::finding::Finding;
use crate::report::escape::visible;
use crate::report::human::{self, HumanOptions};
use crate::report::{layout, wording};
use std::fmt::Write;

pub(super) fn render(report: &VerificationReport, options: HumanOptions) -> String {
    let files = report.files.iter().map(of_file).collect::<String>();
    let mut text = layout::wrap_whole(&files, options.width);
    let findings = report.files.iter().flat_map(|file| &file.findings).chain(&report.findings);
    let findings: Vec<Finding> = findings.cloned().collect();
    if !findings.is_empty() {
        text.push('\n');
        text.push_str(&human::findings(&findings, options));
    }
    text
}

fn of_file(file: &VerifiedFile) -> String {
    let mut text = format!("{}: {}\n", name(&file.name), word(file));
    text += &match &file.again {
        Some(JudgedAgain::Replayed(replay)) => replayed(replay),
        Some(JudgedAgain::Verified(replay)) => format!("  judged again: {}\n{}", replay.word(), replayed(replay)),
        Some(JudgedAgain::Not(why)) => format!("  not judged again: {}\n", visible(why)),
        None => String::new(),
    };
    let _ = writeln!(text, "  {} of {} bytes, sha256 {}", file.kind.words(), file.bytes, file.sha256);
    for inside in file.digests.iter().filter(|one| file.kind != FileKind::Archive && one.of != file.name) {
        let found = inside.found.as_ref().map_or_else(|| "not there".to_owned(), |digest| format!("sha256 {digest}"));
        let _ = writeln!(text, "  {}: {found}", name(&inside.of));
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
        for one in &trail.clock {
            let (by, reason) = (visible(&one.by), visible(&one.reason));
            let _ = writeln!(text, "  entry {}: {}; {by}: {reason}", one.entry, one.ahead.words());
        }
    }
    let _ = match &file.pages {
        Some(Pages::DrawnAgain) => writeln!(text, "  pages: proven, evqc draws the same file from the twin"),
        Some(Pages::Signed(by)) => writeln!(text, "  pages: as signed by {}", visible(&by.join(", "))),
        Some(Pages::NotProven(why)) => writeln!(text, "  pages: NOT PROVEN, {}", visible(why)),
        Some(Pages::Differ) => writeln!(text, "  pages: NOT those of the twin inside"),
        Some(Pages::NotCompared(why)) => {
            writeln!(text, "  pages: the document was NOT COMPARED with its data, {}", visible(why))
        }
        None => Ok(()),
    };
    for one in &file.beside {
        let (part, value) = (one.part.words(), visible(&one.value));
        let _ = match one.state {
            Vouched::Checked => writeln!(text, "  {part} {value}: checked"),
            Vouched::Differs => writeln!(text, "  {part} {value}: DIFFERS"),
            Vouched::Signed => writeln!(text, "  {part} {value}: as signed"),
            Vouched::Stated => {
                let why = one.why.as_deref().unwrap_or_default();
                writeln!(text, "  {part} {value}: STATED, NOT CHECKED, {}", visible(why))
            }
        };
    }
    for one in &file.attachments {
        if let Some(unchecked) = &one.unchecked {
            let (beyond, why) = (unchecked.beyond.words(), visible(&unchecked.why));
            let _ = writeln!(text, "  {}: NOT CHECKED beyond {beyond}, {why}", name(&one.path));
        }
    }
    let is_replay = matches!(file.again, Some(JudgedAgain::Replayed(_)));
    if !file.signed && file.holds() && !is_replay && file.trail.is_none() {
        text.push_str("  not signed: digests only\n");
    }
    text + &signatures(file)
}

/// The name of a file, which stays on one line.
fn name(of: &str) -> String {
    layout::held(&visible(of))
}

/// Number and digest of the last entry, as `--head` takes it.
fn head(trail: &TrailChecked) -> String {
    trail.sha256.as_ref().map_or_else(|| "none".to_owned(), |digest| format!("{}:{digest}", trail.entries))
}

/// What became of a file, in a word or two.
fn word(file: &VerifiedFile) -> &'static str {
    match &file.again {
        Some(JudgedAgain::Replayed(replay)) => replay.word(),
        _ if file.holds() => "holds",
        _ => "DOES NOT HOLD",
    }
}

/// What judging again came to, and what became of each certificate.
fn replayed(replay: &Replay) -> String {
    let verdicts = wording::verdicts(&replay.summary);
    let mut text = format!("  {verdicts}\n  as of {}, {}\n", replay.as_of, replay.program());
    for one in &replay.certificates {
        let number = one.number.as_ref().map_or(String::new(), |number| format!(" {}", visible(number)));
        let (lot, file, words) = (visible(&one.lot), name(&one.file), one.words());
        let _ = writeln!(text, "  certificate{number} of lot {lot} ({file}): {}", visible(&words));
    }
    text
}

/// The signatures, under the name of their file where that lies in an archive, or where it takes a word what they cover.
fn signatures(file: &VerifiedFile) -> String {
    let mut text = String::new();
    let mut above = "";
    let is_apart = |one: &VerifiedSignature| one.covers == Some(Covers::Content);
    let is_told = file.kind == FileKind::Archive || file.signatures.iter().any(is_apart);
    for one in &file.signatures {
        if is_told && one.file != above {
            above = &one.file;
            let _ = match one.covers {
                Some(Covers::Content) => {
                    writeln!(text, "  over the content of the certificate, and not over these bytes, {}:", name(above))
                }
                Some(Covers::File) if file.kind != FileKind::Archive => {
                    writeln!(text, "  over every byte of this file, {}:", name(above))
                }
                None if file.kind != FileKind::Archive => {
                    writeln!(text, "  over another file than this one, {}:", name(above))
                }
                _ => writeln!(text, "  {}:", name(above)),
            };
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
        "  {} {:<9} {}, {}: {} ({}), the tests are {}; key {}… ({key})\n",
        facts.number,
        facts.meaning.as_str(),
        visible(&facts.signer),
        visible(&facts.role),
        visible(&facts.local_time),
        facts.time_source.as_str(),
        one.result.as_str(),
        facts.key.get(..12).unwrap_or_default()
    )
}
