//! `human`: each file with its digest, its signatures and what does not hold.

use super::{
    AS_STATED, Attachment, BesideContent, CertificateNamed, Compared, Covers, FileKind, JudgedAgain, Pages,
    ReplacedNamed, Replay, TrailChecked, VerificationReport, VerifiedFile, VerifiedSignature, Vouched,
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
        Some(JudgedAgain::Replayed(replay)) => of_replay(replay),
        Some(JudgedAgain::Verified(replay)) => format!("  judged again: {}\n{}", replay.word(), of_replay(replay)),
        Some(JudgedAgain::Not(why)) => format!("  not judged again: {}\n", visible(why)),
        None => String::new(),
    };
    let _ = writeln!(text, "  {} of {} bytes, sha256 {}", file.kind.words(), file.bytes, file.sha256);
    if let Some(signed_as) = &file.signed_as {
        let _ = writeln!(text, "  signed under the name {}", name(signed_as));
    }
    for inside in file.digests.iter().filter(|one| file.kind != FileKind::Archive && one.of != file.name) {
        let found = inside.found.as_ref().map_or_else(|| "not there".to_owned(), |digest| format!("sha256 {digest}"));
        let _ = writeln!(text, "  {}: {found}", name(&inside.of));
    }
    text.extend(file.certificate.as_ref().map(certificate));
    if file.as_stated {
        let _ = writeln!(text, "  {AS_STATED}");
    }
    text.extend(file.trail.as_ref().map(trail));
    text.extend(file.pages.as_ref().map(pages));
    text.extend(file.beside.iter().map(beside));
    text.extend(file.attachments.iter().filter_map(attachment));
    let is_replay = matches!(file.again, Some(JudgedAgain::Replayed(_)));
    if !file.signed && file.holds() && !is_replay && file.trail.is_none() {
        text.push_str("  not signed: digests only\n");
    }
    text + &signatures(file)
}

/// What an archive came to when it was judged and drawn again.
fn of_replay(replay: &Replay) -> String {
    let verdicts = wording::verdicts(&replay.summary);
    let mut text = format!("  {verdicts}\n  as of {}, {}\n", replay.as_of, replay.program());
    for one in &replay.certificates {
        let (lot, file, words) = (visible(&one.lot), name(&one.file), one.words());
        let number = numbered(one.number.as_deref());
        let _ = writeln!(text, "  certificate{number} of lot {lot} ({file}): {}", visible(&words));
    }
    text
}

/// What a certificate says of itself.
fn certificate(one: &CertificateNamed) -> String {
    let what = if one.status == "final" { one.word.to_owned() } else { format!("DRAFT of a {}", one.word) };
    let (number, lot, verdict) = (numbered(one.number.as_deref()), visible(&one.lot), one.verdict.replace('_', " "));
    let replaces = one.replaces.as_ref().map_or_else(String::new, replaces);
    format!(
        "  {what}{number} of lot {lot}: {verdict}\n{replaces}  content of the {}: sha256 {}\n",
        one.word, one.content_sha256
    )
}

/// The certificate that this one replaces.
fn replaces(one: &ReplacedNamed) -> String {
    let content =
        one.content_sha256.as_deref().map_or_else(String::new, |sha256| format!(" (content sha256 {sha256})"));
    format!("  replaces {}{content}\n", visible(&one.number))
}

/// A number of a certificate behind what it is.
fn numbered(number: Option<&str>) -> String {
    number.map_or_else(String::new, |number| format!(" {}", visible(number)))
}

/// An audit trail: its head, and what was set right.
fn trail(trail: &TrailChecked) -> String {
    let mut text = format!("  {} entries hold; head {}\n", trail.entries, head(trail));
    for line in &trail.mended {
        let _ = writeln!(text, "  line {line} was cut short, and closed by the entry after it");
    }
    for one in &trail.clock {
        let (by, reason) = (visible(&one.by), visible(&one.reason));
        let _ = writeln!(text, "  entry {}: {}; {by}: {reason}", one.entry, one.ahead.words());
    }
    text
}

/// Whether the pages are those of the twin.
fn pages(pages: &Pages) -> String {
    match pages {
        Pages::DrawnAgain => "  pages: proven, evqc draws the same file from the twin\n".to_owned(),
        Pages::Signed(by) => format!("  pages: as signed by {}\n", visible(&by.join(", "))),
        Pages::NotProven(why) => format!("  pages: NOT PROVEN, {}\n", visible(why)),
        Pages::Differ => "  pages: NOT those of the twin inside\n".to_owned(),
        Pages::NotCompared(why) => {
            format!("  pages: the document was NOT COMPARED with its data, {}\n", visible(why))
        }
    }
}

/// What stands beside the content of a certificate, and who vouches for it.
fn beside(one: &BesideContent) -> String {
    let (part, value) = (one.part.words(), visible(&one.value));
    match one.state {
        Vouched::Checked => format!("  {part} {value}: checked\n"),
        Vouched::Differs => format!("  {part} {value}: DIFFERS\n"),
        Vouched::Signed => format!("  {part} {value}: as signed\n"),
        Vouched::Stated => {
            let why = one.why.as_deref().unwrap_or_default();
            format!("  {part} {value}: STATED, NOT CHECKED, {}\n", visible(why))
        }
    }
}

/// How far an attachment was checked; nothing: whole.
fn attachment(one: &Attachment) -> Option<String> {
    let unchecked = one.unchecked.as_ref()?;
    let (beyond, why) = (unchecked.beyond.words(), visible(&unchecked.why));
    Some(format!("  {}: NOT CHECKED beyond {beyond}, {why}\n", name(&one.path)))
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
            if file.kind == FileKind::Archive {
                text.extend(file.digests.iter().filter(|compared| compared.named_in == one.file).map(over));
            }
        }
        text.push_str(&signature(one));
    }
    text
}

/// A file of an archive that signatures in it are over: a name beside theirs does not say so.
fn over(one: &Compared) -> String {
    let of = name(&one.of);
    match &one.found {
        Some(found) if *found == one.expected => format!("  over {of}:\n"),
        Some(_) => format!("  NOT over {of}, which is not what was signed:\n"),
        None => format!("  over {of}, which is not there:\n"),
    }
}

fn signature(one: &VerifiedSignature) -> String {
    let facts = &one.facts;
    let key = match (&one.key_from, one.trusted, one.name_checked) {
        (None, ..) => "unknown key".to_owned(),
        (Some(from), true, true) => visible(from).into_owned(),
        (Some(from), true, false) => format!("{}: name not checked, a key without an owner", visible(from)),
        (Some(from), false, _) => format!("{}, NOT TRUSTED", visible(from)),
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
