//! The certificates of an archive, drawn again from what it holds: not only the judgement is repeated, but what was printed of it
//!
//!
//! A certificate names by their digests the laboratory file and the facts that it was made from, and says itself under which profile, in
//! which languages and with which number. What is compared is its content, which every form is laid out from; whether the pages of a form
//! are those of its content is asked of each page by itself.

use super::archive::{self, Layout, Unpacked};
use super::args::{BundleArgs, CertificateArgs};
use super::{Failure, attached, certificate as command, files, verify};
use crate::certificate::{self, Certificate};
use crate::finding::Finding;
use crate::integrity::{self, Difference, Entry, Judged, Role};
use crate::order;
use crate::report::Redrawn;
use crate::source::Place;
use crate::spec::SourceText;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// The folder of what is put in beside.
const ATTACHMENTS: &str = "attachments";

/// The folder of the template of the pages.
pub const TEMPLATE: &str = "attachments/template/";

/// The twin that is drawn again, in the folder of the archive.
const AGAIN: &str = "drawn-again.json";

/// What was given to draw certificates from, by its path in the archive.
#[derive(Default)]
pub struct Given {
    lab: Option<String>,
    facts: Option<String>,
    template: bool,
}

/// Puts in what certificates are drawn from: laboratory file with logo, facts, template.
///
/// # Errors
/// Wrong usage: a file cannot be read, or its logo lies where no archive has a place.
pub fn pack(args: &BundleArgs, layout: &mut Layout) -> Result<Given, Failure> {
    let mut single = |name: &Option<String>| {
        name.as_deref().map(|name| layout.single(name, ATTACHMENTS, Role::Attachment)).transpose()
    };
    let given = Given { lab: single(&args.lab)?, facts: single(&args.facts)?, template: args.template.is_some() };
    if let Some(name) = &args.lab {
        logo(name, layout)?;
    }
    let Some(folder) = &args.template else { return Ok(given) };
    let wrong = |error: std::io::Error| Failure::usage(format!("--template {}: {error}", folder.display()));
    for entry in std::fs::read_dir(folder).map_err(wrong)? {
        let entry = entry.map_err(wrong)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') {
            layout.add(&format!("{TEMPLATE}{name}"), Role::Attachment, files::bytes(&entry.path())?)?;
        }
    }
    Ok(given)
}

/// The logo that a laboratory file names. What is wrong with the file is told when a certificate is drawn from it.
fn logo_of(lab: &str, bytes: &[u8]) -> Option<String> {
    let source = SourceText::from_bytes(lab, bytes).ok()?;
    certificate::read_lab(&source).ok()?.logo.map(|(named, _)| named)
}

/// The logo lies to the laboratory file in the archive as it does outside.
fn logo(lab: &str, layout: &mut Layout) -> Result<(), Failure> {
    let Some(named) = logo_of(lab, &files::bytes(Path::new(lab))?) else { return Ok(()) };
    let outside = || Failure::usage(format!("{lab}: the logo {named} lies outside of what an archive can hold"));
    let parts = archive::lying(ATTACHMENTS, &named).ok_or_else(outside)?;
    let path = Path::new(lab).parent().unwrap_or(Path::new("")).join(named);
    let bytes = files::bytes(&path)?;
    // Pages are drawn again with the logo among the attachments.
    if let Some(bare) = parts.last().filter(|_| parts.len() != 2 || parts.first().is_some_and(|one| one != ATTACHMENTS))
    {
        layout.add(&format!("{ATTACHMENTS}/{bare}"), Role::Attachment, bytes.clone())?;
    }
    layout.add(&parts.join("/"), Role::Attachment, bytes)
}

/// An archive in which certificates are drawn.
pub struct Desk<'a> {
    entries: &'a [Entry],
    unpacked: &'a Unpacked,
    judged: &'a Judged,
    /// Its files by the digests that certificates name them by.
    by_digest: BTreeMap<String, &'a str>,
    certificates: Vec<(String, Certificate)>,
}

impl<'a> Desk<'a> {
    /// Looks for the certificates of an archive.
    ///
    /// # Errors
    /// Wrong usage: one is a PDF, in a program without the PDF part.
    pub fn new(entries: &'a [Entry], unpacked: &'a Unpacked, judged: &'a Judged) -> Result<Self, Failure> {
        let digests = entries.iter().rev().map(|entry| (integrity::sha256(&entry.bytes), &*entry.path));
        let certificates = contents(entries)?;
        Ok(Desk { entries, unpacked, judged, by_digest: order::collect(digests), certificates })
    }

    /// Draws every certificate of the archive again, each content once.
    ///
    /// # Errors
    /// Wrong usage, or a folder that cannot be written.
    pub fn certificates(&self) -> Result<Vec<Redrawn>, Failure> {
        let all = self.certificates.iter().map(|(file, old)| {
            let (difference, not_drawn) = match self.again(old)? {
                Ok(difference) => (difference, None),
                Err(why) => (None, Some(why)),
            };
            let (lot, number) = (old.content.lot.id.clone(), old.content.number.clone());
            let content_sha256 = old.content_sha256.clone();
            Ok(Redrawn { file: file.clone(), content_sha256, lot, number, difference, not_drawn })
        });
        all.collect()
    }

    /// The first difference between a certificate and the one that is drawn again; inside, why it cannot be drawn.
    fn again(&self, old: &Certificate) -> Result<Result<Option<Difference>, String>, Failure> {
        let args = match self.arguments(old) {
            Ok(args) => args,
            Err(why) => return Ok(Err(why)),
        };
        let mut drawn = match self.drawn(&args)? {
            Ok(drawn) => drawn,
            Err(why) => return Ok(Err(why)),
        };
        if args.replaces.is_none() {
            // What it replaces is not in the archive: that part is taken as it stands.
            certificate::put_replaced(&mut drawn.content, old.content.replaces.clone());
        }
        let (before, after) = (compared(old)?, compared(&drawn)?);
        Ok(Ok(integrity::first_difference(&before, &after)))
    }

    /// A certificate drawn in the folder of the archive; inside, why there is none.
    fn drawn(&self, args: &CertificateArgs) -> Result<Result<Certificate, String>, Failure> {
        if let Some(why) = foreign_logo(self.entries, args.lab.as_ref()) {
            return Ok(Err(why));
        }
        let (came, twin) = self.unpacked.run(AGAIN, |library| command::run_from(args, true, library))?;
        let drawn = twin.and_then(|twin| serde_json::from_slice::<Certificate>(&twin).ok());
        Ok(drawn.ok_or_else(|| match came {
            Err(failure) => format!("evqc cannot draw it: {}", failure.message),
            Ok(_) => "evqc refuses it now; the message stands above".to_owned(),
        }))
    }

    /// The command that drew a certificate, with the files of the archive; else which of them is missing.
    fn arguments(&self, old: &Certificate) -> Result<CertificateArgs, String> {
        let replaced = old.content.replaces.as_ref().and_then(|replaced| replaced.content_sha256.as_ref());
        let mut all = self.certificates.iter();
        let predecessor = replaced.and_then(|sha256| all.find(|(_, one)| one.content_sha256 == *sha256));
        let files = (self.source(old, "laboratory")?, self.source(old, "facts")?);
        Ok(certificate_args(self.judged, old, files, predecessor.map(|(file, _)| file)))
    }

    /// The file of the archive that a certificate was made from in a role; none where it names none.
    fn source(&self, old: &Certificate, role: &str) -> Result<Option<String>, String> {
        let Some(input) = old.content.record.inputs.iter().find(|input| input.role == role) else { return Ok(None) };
        let missing = || format!("{} ({role}, SHA-256 {}) is not in the archive", input.name, input.sha256);
        self.by_digest.get(&input.sha256).map(|path| Some((*path).to_owned())).ok_or_else(missing)
    }
}

/// The certificates of an archive, each content once.
fn contents(entries: &[Entry]) -> Result<Vec<(String, Certificate)>, Failure> {
    let mut found: Vec<(String, Certificate)> = Vec::new();
    for entry in entries.iter().filter(|entry| entry.path.starts_with(ATTACHMENTS)) {
        // A document that cannot be read is told by whoever looks at its pages.
        let inside = attached::twin(&entry.path, &entry.bytes)?.unwrap_or_default();
        // One that was changed is told by whoever looks at the attachments.
        let Ok(twin) = verify::certificate(&entry.path, inside.as_deref().unwrap_or(&entry.bytes)) else { continue };
        // Of a draft and the certificate that was made of it, the certificate: a reissue can replace no draft.
        match found.iter_mut().find(|(_, known)| known.content_sha256 == twin.content_sha256) {
            Some(known) if known.1.is_draft() && !twin.is_draft() => *known = (entry.path.clone(), twin),
            Some(_) => {}
            None => found.push((entry.path.clone(), twin)),
        }
    }
    Ok(found)
}

/// A finding for each file that was given to draw from and that no certificate of the archive was drawn from: which value would
/// be another one first. What is not given is not looked for.
///
/// # Errors
/// As [`Desk::certificates`].
pub fn contradictions(desk: &Desk<'_>, given: &Given) -> Result<Vec<Finding>, Failure> {
    let (entries, found) = (desk.entries, &desk.certificates);
    let mut findings = Vec::new();
    let Some((file, old)) = found.first() else { return Ok(findings) };
    for (role, path) in [("laboratory", &given.lab), ("facts", &given.facts)] {
        let Some(path) = path else { continue };
        let own = entries.iter().find(|entry| entry.path == *path).map(|entry| integrity::sha256(&entry.bytes));
        let is_named = |(_, one): &(String, Certificate)| {
            one.content.record.inputs.iter().any(|input| input.role == role && Some(&input.sha256) == own.as_ref())
        };
        if !found.iter().any(is_named) {
            let other = |args: &mut CertificateArgs| {
                let place = if role == "facts" { &mut args.facts } else { &mut args.lab };
                *place = Some(path.clone());
            };
            findings.push(contradiction((file, old), role, path, with_given(desk, old, given, other)?));
        }
    }
    findings.extend(given.template.then(|| other_template(entries, found)).flatten());
    Ok(findings)
}

/// The certificate that the files that were given make, with what of its values is another one first; inside, why there is none.
fn with_given(
    desk: &Desk<'_>,
    old: &Certificate,
    given: &Given,
    other: impl FnOnce(&mut CertificateArgs),
) -> Result<Result<Option<Difference>, String>, Failure> {
    let file = |role: &str, given: &Option<String>| match (desk.source(old, role), given) {
        (Err(_), Some(given)) => Ok(Some(given.clone())),
        (named, _) => named,
    };
    let (lab, facts) = match (file("laboratory", &given.lab), file("facts", &given.facts)) {
        (Ok(lab), Ok(facts)) => (lab, facts),
        (Err(why), _) | (_, Err(why)) => return Ok(Err(why)),
    };
    let mut args = certificate_args(desk.judged, old, (lab, facts), None);
    other(&mut args);
    let mut drawn = match desk.drawn(&args)? {
        Ok(drawn) => drawn,
        Err(why) => return Ok(Err(why)),
    };
    certificate::put_replaced(&mut drawn.content, old.content.replaces.clone());
    // The digests differ in any case; a value says more.
    drawn.content.record.inputs.clone_from(&old.content.record.inputs);
    drawn.content.record.configuration.clone_from(&old.content.record.configuration);
    Ok(Ok(integrity::first_difference(&compared(old)?, &compared(&drawn)?)))
}

fn contradiction(
    (file, old): (&str, &Certificate),
    role: &str,
    path: &str,
    came: Result<Option<Difference>, String>,
) -> Finding {
    let named = old.content.record.inputs.iter().find(|input| input.role == role);
    let named =
        named.map_or_else(|| format!("no {role} file"), |input| format!("{} (SHA-256 {})", input.name, input.sha256));
    let what = match came {
        Ok(Some(Difference { path: value, before, after })) => {
            format!("{value}: {before} in the certificate, {after} with {path}")
        }
        Ok(None) => format!("it was drawn from {named}, and {path} is another file that says the same"),
        Err(why) => format!("it was drawn from {named}, and not from {path}: {why}"),
    };
    let finding = Finding::new(&integrity::REPLAY_DIFFERS, format!("{file}: {what}"));
    finding
        .at(Place::file(&file.into()), 1)
        .help(format!("give the {role} file that the certificate was drawn from, or none"))
}

/// A finding where the template that was given is that of no certificate, though one names another.
fn other_template(entries: &[Entry], all: &[(String, Certificate)]) -> Option<Finding> {
    let named = || all.iter().filter_map(|(file, one)| Some((file, one.template.as_ref()?)));
    let own = verify::packed_template(entries).map(|template| template.named());
    let (file, one) = named().next().filter(|_| !named().any(|(_, one)| Some(one) == own.as_ref()))?;
    let what = match own {
        Some(own) if own.name != one.name => {
            format!("template.name: {} in the certificate, {} given", one.name, own.name)
        }
        Some(own) if own.version != one.version => {
            format!("template.version: {} in the certificate, {} given", one.version, own.version)
        }
        Some(own) => format!("template.sha256: {} in the certificate, {} given", one.sha256, own.sha256),
        None => format!(
            "it was drawn in the template {} {}, and the one that is given cannot be used",
            one.name, one.version
        ),
    };
    let finding = Finding::new(&integrity::REPLAY_DIFFERS, format!("{file}: {what}"));
    Some(
        finding.at(Place::file(&file.as_str().into()), 1).help("give the template that the page was drawn in, or none"),
    )
}

/// A finding for each certificate that is another one when it is drawn again.
pub fn findings(all: &[Redrawn]) -> Vec<Finding> {
    let finding = |one: &Redrawn| {
        let difference = one.difference.as_ref()?;
        let message = format!(
            "{}: {}: {} in the certificate, {} when it is drawn again",
            one.file, difference.path, difference.before, difference.after
        );
        Some(Finding::new(&integrity::REPLAY_DIFFERS, message).at(Place::file(&one.file.as_str().into()), 1))
    };
    all.iter().filter_map(finding).collect()
}

/// Which logo would come from outside of the archive.
fn foreign_logo(entries: &[Entry], lab: Option<&String>) -> Option<String> {
    let entry = entries.iter().find(|entry| Some(&entry.path) == lab)?;
    let named = logo_of(&entry.path, &entry.bytes)?;
    let folder = entry.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let path = archive::lying(folder, &named).map(|parts| parts.join("/"));
    let is_there = path.is_some_and(|path| entries.iter().any(|entry| entry.path == path));
    (!is_there).then(|| format!("the logo {named} of {} is not in the archive", entry.path))
}

/// The content as it is compared: by another program without what tells the programs apart.
fn compared(certificate: &Certificate) -> serde_json::Result<Vec<u8>> {
    let mut content = serde_json::to_value(&certificate.content)?;
    if let Some(Value::Object(record)) = content.get_mut("record") {
        ["tool", "version", "tool_sha256"].iter().for_each(|key| {
            record.remove(*key);
        });
    }
    serde_json::to_vec(&content)
}

/// The command that drew a certificate from a laboratory file and facts, and the certificate that it replaces.
fn certificate_args(
    judged: &Judged,
    old: &Certificate,
    (lab, facts): (Option<String>, Option<String>),
    predecessor: Option<&String>,
) -> CertificateArgs {
    let (content, record) = (&old.content, &old.content.record);
    // A reason in two languages stands in the facts.
    let reason = content.replaces.as_ref().filter(|replaced| replaced.reason.is_same());
    let reason = reason.map(|replaced| replaced.reason.en.clone());
    CertificateArgs {
        spec: judged.specification.clone(),
        data: judged.data.clone(),
        only: vec![content.lot.id.clone()],
        lab,
        facts,
        profile: Some(content.profile.clone()),
        lang: Some(content.language.clone()),
        output: vec![format!("json:{AGAIN}")],
        template: None,
        number: content.number.clone(),
        replaces: predecessor.cloned(),
        reason: reason.filter(|_| predecessor.is_some()),
        overwrite: false,
        signatures: None,
        trust: Vec::new(),
        lots: judged.lots.clone(),
        samples: judged.samples.clone(),
        waivers: judged.waivers.clone(),
        stage: judged.settings.stage.clone(),
        set: judged.settings.set.clone(),
        spec_version: judged.settings.spec_version.clone(),
        as_of: Some(record.as_of.clone()),
    }
}
