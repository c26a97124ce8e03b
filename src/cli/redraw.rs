//! The certificates of an archive, drawn again from what it holds: not only the judgement is repeated, but what was printed of it
//!
//!
//! A certificate names by their digests the laboratory file and the facts that it was made from, and says itself under which profile, in
//! which languages and with which number. What is compared is its content, which every form is laid out from; whether the pages of a form
//! are those of its content is asked of each page by itself.

use super::archive::{self, Layout, Unpacked};
use super::args::{BundleArgs, CertificateArgs};
use super::evidence::{self, TEMPLATE, attached};
use super::{Failure, certificate as command, files};
use crate::certificate::{self, Certificate, Replaced};
use crate::finding::Finding;
use crate::integrity::{self, Difference, Entry, Judged, Role};
use crate::order;
use crate::report::Redrawn;
use crate::spec::SourceText;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The folder of what is put in beside.
const ATTACHMENTS: &str = "attachments";

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
    let path = Path::new(lab).parent().unwrap_or(Path::new("")).join(&named);
    let bytes = files::bytes(&path)
        .map_err(|failure| Failure { message: format!("{lab}: the logo {named}: {}", failure.message), ..failure })?;
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
    /// The digests of its files, which certificates name them by.
    digests: BTreeMap<&'a str, String>,
    certificates: Vec<(String, Certificate)>,
}

impl<'a> Desk<'a> {
    /// Looks for the certificates of an archive.
    ///
    /// # Errors
    /// Wrong usage: one is a PDF, in a program without the PDF part.
    pub fn new(entries: &'a [Entry], unpacked: &'a Unpacked, judged: &'a Judged) -> Result<Self, Failure> {
        let digests = entries.iter().map(|entry| (&*entry.path, integrity::sha256(&entry.bytes)));
        let certificates = contents(entries)?;
        Ok(Desk { entries, unpacked, judged, digests: order::collect(digests), certificates })
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
            let but = self.absent(old).map(|replaced| replaced.number.clone());
            Ok(Redrawn { file: file.clone(), content_sha256, lot, number, difference, not_drawn, but })
        });
        all.collect()
    }

    /// The first difference between a certificate and the one that is drawn again; inside, why it cannot be drawn.
    fn again(&self, old: &Certificate) -> Result<Result<Option<Difference>, String>, Failure> {
        let all = self.certificates.iter().map(|(_, one)| one);
        if let Some(why) = evidence::only_replaced(old, all, self.entries, self.judged)? {
            return Ok(Err(why));
        }
        let view = self.view(old)?;
        let args = match self.arguments(old, &view) {
            Ok(args) => args,
            Err(why) => return Ok(Err(why)),
        };
        let mut drawn = match view.drawn(&args)? {
            Ok(drawn) => drawn,
            Err(why) => return Ok(Err(why)),
        };
        if let Some(replaced) = self.absent(old) {
            certificate::put_replaced(&mut drawn.content, Some(replaced.clone()));
        }
        let (before, after) = (compared(old)?, compared(&drawn)?);
        Ok(Ok(integrity::first_difference(&before, &after)))
    }

    /// What a certificate says of one that it replaces and that is not in the archive: that is taken as it stands.
    fn absent<'c>(&self, old: &'c Certificate) -> Option<&'c Replaced> {
        let replaced = old.content.replaces.as_ref().filter(|replaced| replaced.content_sha256.is_some());
        replaced.filter(|_| self.predecessor(old).is_none())
    }

    /// The certificate of the archive that another one replaces; a reissue can replace no draft.
    fn predecessor(&self, old: &Certificate) -> Option<&String> {
        let replaced = old.content.replaces.as_ref()?.content_sha256.as_ref()?;
        let mut all = self.certificates.iter();
        all.find(|(_, one)| one.content_sha256 == *replaced && one.is_issued()).map(|(file, _)| file)
    }

    /// Whether another certificate of the archive replaces this one.
    fn is_replaced(&self, old: &Certificate) -> bool {
        let mut replaced = self.certificates.iter().filter_map(|(_, one)| one.content.replaces.as_ref());
        replaced.any(|one| one.content_sha256.as_ref() == Some(&old.content_sha256))
    }

    /// The archive as it is, with the specification by which a certificate was judged.
    fn own_names(&self, old: &Certificate) -> Result<View<'_>, Failure> {
        let specification = archive::specification_of(self.unpacked, self.judged, &old.content.specification.sha256)?;
        let mut judged = Cow::Borrowed(self.judged);
        if !self.judged.also.is_empty() {
            judged.to_mut().also = self.further(old)?;
        }
        if let Some(specification) = specification.filter(|path| *path != self.judged.specification) {
            judged.to_mut().specification = specification;
        }
        let unpacked = Folder::Shared(self.unpacked);
        Ok(View { entries: Cow::Borrowed(self.entries), judged, unpacked, renamed: BTreeMap::new() })
    }

    /// The further specifications that a certificate names, as far as the archive has them.
    fn further(&self, old: &Certificate) -> Result<Vec<String>, Failure> {
        let mut paths: Vec<String> = Vec::new();
        for sha256 in command::further_specifications(&old.content.record.configuration.options) {
            let path = archive::specification_of(self.unpacked, self.judged, sha256)?;
            paths.extend(path.filter(|path| !paths.contains(path)));
        }
        Ok(paths)
    }

    /// The archive as a certificate saw its files.
    fn view(&self, old: &Certificate) -> Result<View<'_>, Failure> {
        let view = self.own_names(old)?;
        let renamed = self.renamed(old);
        if renamed.is_empty() {
            return Ok(view);
        }
        let mut judged = view.judged;
        let now = |path: &String| renamed.get(path.as_str()).unwrap_or(path).clone();
        let own = judged.to_mut();
        [&mut own.data, &mut own.samples].into_iter().for_each(|all| *all = all.iter().map(now).collect());
        [&mut own.lots, &mut own.waivers].into_iter().for_each(|one| *one = one.as_ref().map(now));
        let taken: BTreeSet<&String> = order::collect(renamed.values());
        let there = self.entries.iter().filter(|entry| {
            // A file of this name and other bytes makes room for the one that had the name then.
            renamed.contains_key(entry.path.as_str()) || !taken.contains(&entry.path)
        });
        let entries: Vec<Entry> =
            there.map(|entry| Entry { path: now(&entry.path), bytes: entry.bytes.clone() }).collect();
        let unpacked = Folder::Own(Unpacked::new(&entries)?);
        Ok(View { entries: Cow::Owned(entries), judged, unpacked, renamed })
    }

    /// The files of the archive that a certificate names otherwise: what each is called for it, in the same folder.
    fn renamed(&self, old: &Certificate) -> BTreeMap<&'a str, String> {
        let paths = |role: &str, sha256: &String| -> Vec<&'a str> {
            let judged = self.judged;
            let of_role: Vec<&str> = match role {
                "results" => judged.data.iter().map(String::as_str).collect(),
                "samples" => judged.samples.iter().map(String::as_str).collect(),
                "lots" => judged.lots.as_deref().into_iter().collect(),
                "waivers" => judged.waivers.as_deref().into_iter().collect(),
                "laboratory" | "facts" => self.entries.iter().map(|entry| entry.path.as_str()).collect(),
                _ => Vec::new(),
            };
            of_role.into_iter().filter(|path| self.digests.get(path) == Some(sha256)).collect()
        };
        let inputs = old.content.record.inputs.iter().filter_map(|input| {
            let found = paths(&input.role, &input.sha256);
            let is_named_so = |path: &&str| evidence::last_part(path) == input.name;
            let path = found.first().filter(|_| !found.iter().any(is_named_so))?;
            let (folder, _) = path.rsplit_once('/')?;
            Some((*path, format!("{folder}/{}", input.name)))
        });
        order::collect(inputs.filter(|(_, name)| archive::lying("", name).is_some()))
    }

    /// The command that drew a certificate, with the files of the archive; else which of them is missing.
    fn arguments(&self, old: &Certificate, view: &View<'_>) -> Result<CertificateArgs, String> {
        let file = |role: &str| {
            let path = self.source(old, role)?;
            Ok::<_, String>(path.map(|path| view.renamed.get(path).cloned().unwrap_or_else(|| path.to_owned())))
        };
        let files = (file("laboratory")?, file("facts")?);
        certificate_args(&view.judged, old, files, self.predecessor(old)).map_err(|failure| failure.message)
    }

    /// The file of the archive that a certificate was made from in a role, that of its name first; none where it names none.
    fn source(&self, old: &Certificate, role: &str) -> Result<Option<&'a str>, String> {
        let Some(input) = old.content.record.inputs.iter().find(|input| input.role == role) else { return Ok(None) };
        let all = || self.digests.iter().filter(|(_, sha256)| **sha256 == input.sha256).map(|(path, _)| *path);
        let named = all().find(|path| evidence::last_part(path) == input.name);
        let missing = || format!("{} ({role}, SHA-256 {}) is not in the archive", input.name, input.sha256);
        named.or_else(|| all().next()).map(Some).ok_or_else(missing)
    }
}

/// The archive as a certificate saw its files: under the names that it has for them, since they are part of what it says, and with the
/// specification that it was judged by.
struct View<'v> {
    entries: Cow<'v, [Entry]>,
    judged: Cow<'v, Judged>,
    unpacked: Folder<'v>,
    /// By its path in the archive, what a file is called here where that is another name.
    renamed: BTreeMap<&'v str, String>,
}

/// A folder with the files of an archive.
enum Folder<'v> {
    /// Under their own names.
    Shared(&'v Unpacked),
    /// Under the names that one certificate has for them.
    Own(Unpacked),
}

impl View<'_> {
    /// A certificate drawn in the folder of the archive; inside, why there is none.
    fn drawn(&self, args: &CertificateArgs) -> Result<Result<Certificate, String>, Failure> {
        if let Some(why) = foreign_logo(&self.entries, args.lab.as_ref()) {
            return Ok(Err(why));
        }
        let unpacked = match &self.unpacked {
            Folder::Shared(unpacked) => unpacked,
            Folder::Own(unpacked) => unpacked,
        };
        let (came, twin) = unpacked.run(AGAIN, |library| command::run_from(args, true, library))?;
        let drawn = twin.and_then(|twin| serde_json::from_slice::<Certificate>(&twin).ok());
        Ok(drawn.ok_or_else(|| match came {
            Err(failure) => format!("evqc cannot draw it: {}", failure.message),
            Ok(_) => "evqc refuses it now; the message stands above".to_owned(),
        }))
    }
}

/// The certificates of an archive, each content once.
fn contents(entries: &[Entry]) -> Result<Vec<(String, Certificate)>, Failure> {
    let mut found: Vec<(String, Certificate)> = Vec::new();
    for entry in entries.iter().filter(|entry| entry.path.starts_with(ATTACHMENTS)) {
        // A document that cannot be read is told by whoever looks at its pages.
        let inside = attached::twin(&entry.path, &entry.bytes)?.unwrap_or_default();
        // One that was changed is told by whoever looks at the attachments.
        let Ok(twin) = evidence::certificate(&entry.path, inside.as_deref().unwrap_or(&entry.bytes)) else { continue };
        // Of a draft and the certificate that was made of it, the certificate: a reissue can replace no draft.
        match found.iter_mut().find(|(_, known)| known.content_sha256 == twin.content_sha256) {
            Some(known) if !known.1.is_issued() && twin.is_issued() => *known = (entry.path.clone(), twin),
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
    // Of one that another replaces the archive need not have the files.
    let Some((file, old)) = found.iter().find(|(_, one)| !desk.is_replaced(one)).or(found.first()) else {
        return Ok(findings);
    };
    for (role, path) in [("laboratory", &given.lab), ("facts", &given.facts)] {
        let Some(path) = path else { continue };
        let own = desk.digests.get(path.as_str());
        let is_named = |(_, one): &(String, Certificate)| {
            one.content.record.inputs.iter().any(|input| input.role == role && Some(&input.sha256) == own)
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
    // What the files are called is no value.
    let view = desk.own_names(old)?;
    let file = |role: &str, given: &Option<String>| match (desk.source(old, role), given) {
        (Err(_), Some(given)) => Ok(Some(given.clone())),
        (named, _) => named.map(|path| path.map(str::to_owned)),
    };
    let (lab, facts) = match (file("laboratory", &given.lab), file("facts", &given.facts)) {
        (Ok(lab), Ok(facts)) => (lab, facts),
        (Err(why), _) | (_, Err(why)) => return Ok(Err(why)),
    };
    let mut args = certificate_args(&view.judged, old, (lab, facts), None)?;
    other(&mut args);
    let mut drawn = match view.drawn(&args)? {
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
    Finding::of_file(&integrity::REPLAY_DIFFERS, file, format!("{file}: {what}"))
        .help(format!("give the {role} file that the certificate was drawn from, or none"))
}

/// A finding where the template that was given is that of no certificate, though one names another.
fn other_template(entries: &[Entry], all: &[(String, Certificate)]) -> Option<Finding> {
    let named = || all.iter().filter_map(|(file, one)| Some((file, one.template.as_ref()?)));
    let own = evidence::packed_template(entries).map(|template| template.named());
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
    let finding = Finding::of_file(&integrity::REPLAY_DIFFERS, file, format!("{file}: {what}"));
    Some(finding.help("give the template that the page was drawn in, or none"))
}

/// A finding for each certificate that is another one when it is drawn again.
pub fn findings(all: &[Redrawn]) -> Vec<Finding> {
    let finding = |one: &Redrawn| {
        let difference = one.difference.as_ref()?;
        let message = format!(
            "{}: {}: {} in the certificate, {} when it is drawn again",
            one.file, difference.path, difference.before, difference.after
        );
        Some(Finding::of_file(&integrity::REPLAY_DIFFERS, &one.file, message))
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
) -> Result<CertificateArgs, Failure> {
    let (content, record) = (&old.content, &old.content.record);
    // A reason in two languages stands in the facts.
    let reason = content.replaces.as_ref().filter(|replaced| replaced.reason.is_same());
    let reason = reason.map(|replaced| replaced.reason.en.clone());
    Ok(CertificateArgs {
        spec: judged.specification.clone(),
        also: judged.also.clone(),
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
        reading: archive::reading(judged)?,
        waivers: judged.waivers.clone(),
        stage: judged.settings.stage.clone(),
        set: judged.settings.set.clone(),
        spec_version: judged.settings.spec_version.clone(),
        as_of: Some(record.as_of.clone()),
    })
}
