//! Whether the pages of a certificate are those of the twin inside: they are drawn again, and the bytes compared.
//!
//! The same twin, laboratory file, template and program always give the same file. The twin names all of them by their digests, so that
//! a difference is one of the pages and of nothing else.

use super::attached;
use super::attachments::{ATTACHMENTS, TEMPLATE};
use crate::certificate::{self, Certificate, Dress, InputFile, Lab, PageTemplate, Profile, Record, TemplateNamed};
use crate::cli::{Failure, files, template};
use crate::document::Picture;
use crate::finding::Finding;
use crate::integrity::{self, Entry, SOURCE_SHA256, schema_of, sha256};
use crate::order;
use crate::report::Pages;
use crate::spec::SourceText;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The files that a twin may name beside those that its content comes from.
const KNOWN_ROLES: [&str; 7] = ["results", "samples", "lots", "waivers", "laboratory", "facts", "logo"];

/// Where the files are looked for with which a certificate was drawn.
pub enum Around<'a> {
    /// The laboratory file that was named, or the one beside the document; the logo beside that.
    Folder {
        /// The document.
        document: &'a Path,
        /// The laboratory file that was named.
        lab: Option<&'a Path>,
        /// The folder of the template that was named.
        template: Option<&'a Path>,
    },
    /// The attachments of an archive.
    Archive(&'a Shelf<'a>),
}

/// The files of an archive, with its attachments by their digests: what one is called says nothing.
pub struct Shelf<'e> {
    entries: &'e [Entry],
    by_digest: BTreeMap<String, &'e [u8]>,
}

impl<'e> Shelf<'e> {
    /// Takes the digests, once for all documents.
    pub fn new(entries: &'e [Entry]) -> Self {
        let attachments = entries.iter().filter(|entry| entry.path.starts_with(ATTACHMENTS));
        let by_digest = order::collect(attachments.map(|entry| (sha256(&entry.bytes), entry.bytes.as_slice())));
        Shelf { entries, by_digest }
    }

    fn attachment(&self, input: &InputFile) -> Option<Vec<u8>> {
        self.by_digest.get(&input.sha256).map(|bytes| bytes.to_vec())
    }
}

impl Around<'_> {
    /// The bytes of the laboratory file, in a folder by its name.
    fn laboratory(&self, input: &InputFile) -> Result<Option<Vec<u8>>, Failure> {
        match self {
            Around::Folder { lab: Some(lab), .. } => files::bytes(lab).map(Some),
            Around::Folder { document, lab: None, .. } => beside(document, &input.name),
            Around::Archive(shelf) => Ok(shelf.attachment(input)),
        }
    }

    /// The template that was named.
    fn template(&self) -> Result<Option<PageTemplate>, Failure> {
        match self {
            Around::Folder { template: Some(folder), .. } => template::read(folder, PageTemplate::from_files).map(Some),
            Around::Folder { template: None, .. } => Ok(None),
            Around::Archive(shelf) => Ok(packed_template(shelf.entries)),
        }
    }

    /// The bytes of the logo, in a folder by its path from the laboratory file.
    fn logo(&self, path: &str, input: &InputFile) -> Result<Option<Vec<u8>>, Failure> {
        match self {
            // The laboratory file is the one that the twin names, and may have its logo anywhere.
            Around::Folder { document, lab, .. } => at_hand(&next_to(lab.unwrap_or(document), path)),
            Around::Archive(shelf) => Ok(shelf.attachment(input)),
        }
    }
}

/// The template that an archive holds.
pub fn packed_template(entries: &[Entry]) -> Option<PageTemplate> {
    let files: crate::template::Files = order::collect(
        entries.iter().filter_map(|entry| Some((entry.path.strip_prefix(TEMPLATE)?.to_owned(), entry.bytes.clone()))),
    );
    // One that cannot be used is none: the pages are not proven then.
    PageTemplate::from_files(&files).ok()
}

/// Draws a document again from the twin inside.
///
/// # Errors
/// Wrong usage: a file that was named cannot be read.
pub fn drawn_again(document: &[u8], twin: &[u8], around: &Around<'_>) -> Result<Pages, Failure> {
    let Ok(certificate) = serde_json::from_slice::<Certificate>(twin) else {
        return Ok(Pages::NotProven("the twin cannot be read".to_owned()));
    };
    let mut template = None;
    if let Some(named) = certificate.template.as_ref().filter(|_| attached::is_html(document)) {
        template = around.template()?.filter(|template| template.named() == *named);
        if template.is_none() {
            let TemplateNamed { name, version, sha256 } = named;
            let why = format!(
                "it was drawn in the template {name} {version} (SHA-256 {sha256}): name its folder with --template"
            );
            return Ok(Pages::NotProven(why));
        }
    }
    let record = &certificate.content.record;
    let look = match Look::find(record, around)? {
        Ok(look) => look,
        Err(why) => return Ok(Pages::NotProven(why)),
    };
    Ok(match drawn(&certificate, &look, template.as_ref(), document) {
        Ok(drawn) if drawn == document => Pages::DrawnAgain,
        _ if record.tool_sha256 != SOURCE_SHA256 => Pages::NotProven(other_program(record)),
        Ok(_) => Pages::Differ,
        Err(why) => Pages::NotProven(why),
    })
}

/// What a report is not compared with its JSON for.
const REPORT: &str = "a report as page or text cannot be drawn again from its JSON alone";

/// What a file of another program is not compared with a certificate for.
const NO_FORM: &str = "evqc writes no certificate in this form";

/// Whether a document without a twin inside says what the twin beside it says; both with their names.
///
/// # Errors
/// Wrong usage: a file that was named cannot be read.
pub fn shown_beside(document: (&str, &[u8]), twin: (&str, &[u8]), around: &Around<'_>) -> Result<Pages, Failure> {
    if schema_of(twin.1).as_deref() != Some(certificate::SCHEMA_NAME) {
        let why = format!("it passes for a certificate, and {} is the twin of none", twin.0);
        return Ok(if names_a_certificate(document.1) {
            Pages::NotProven(why)
        } else {
            Pages::NotCompared(REPORT.to_owned())
        });
    }
    let Ok(certificate) = super::twin::certificate(twin.0, twin.1) else {
        return Ok(Pages::NotProven(format!("{} is not as it was issued", twin.0)));
    };
    Ok(match written_again(document.1, &certificate, around)? {
        Pages::Differ | Pages::NotProven(_) if !is_form(document.0, document.1) => {
            Pages::NotCompared(NO_FORM.to_owned())
        }
        pages => pages,
    })
}

/// Whether a document passes for a certificate of evqc: by its name, its first bytes, or what every print names.
fn is_form(name: &str, bytes: &[u8]) -> bool {
    attached::is_pdf(bytes)
        || attached::is_html(bytes)
        || name.ends_with(".md")
        || name.ends_with(".json")
        || names_a_certificate(bytes)
}

/// Whether a document passes for a certificate of evqc in one of its forms: a twin, its FHIR bundle, or a print by the code at its end or
/// what it calls its twin. In a PDF that is packed; which program made it, and its title, are not. A schema, a list or a letter that
/// names the format of certificates is none.
pub fn names_a_certificate(bytes: &[u8]) -> bool {
    let holds = |text: &str| attached::contains(bytes, text);
    if attached::is_pdf(bytes) {
        let titled = || Profile::titles().any(|one| holds(one.en) || holds(one.zh));
        return holds(certificate::SCHEMA_NAME) || (holds("<xmp:CreatorTool>evqc ") && titled());
    }
    let is_form = || {
        schema_in(bytes) == Some(certificate::SCHEMA_NAME)
            || has_code(bytes)
            || certificate::TWIN_DESCRIBED.into_iter().any(holds)
            || is_fhir_bundle(bytes)
    };
    (holds(certificate::SCHEMA_NAME) && is_form()) || is_shaped_as_twin(bytes)
}

/// Whether a text has the digest of a content and who is to sign it, as a twin has, whatever it calls its schema. The schema of
/// certificates has these words and no digest.
fn is_shaped_as_twin(bytes: &[u8]) -> bool {
    const DIGEST: &str = "content_sha256";
    let has_digest = |at: usize| {
        let behind = bytes.get(at + DIGEST.len()..).unwrap_or_default();
        let between = |byte: &u8| matches!(byte, b'"' | b'\'' | b':') || byte.is_ascii_whitespace();
        let value = behind.iter().skip_while(|byte| between(byte)).take(64);
        value.filter(|byte| byte.is_ascii_hexdigit()).count() == 64
    };
    let has_key = ["signatories\"", "signatories:"].iter().any(|key| attached::contains(bytes, key));
    has_key && memchr::memmem::find_iter(bytes, DIGEST.as_bytes()).any(has_digest)
}

/// Whether a text has the code at the end of every print.
pub fn has_code(bytes: &[u8]) -> bool {
    /// The longest number of a certificate, with room.
    const LONGEST: usize = 1000;
    let start = format!("{} ", certificate::SCHEMA_NAME);
    memchr::memmem::find_iter(bytes, start.as_bytes()).any(|at| {
        let behind = bytes.get(at..bytes.len().min(at + LONGEST)).unwrap_or_default();
        attached::contains(behind, " sha256:")
    })
}

/// The schema that a document of evqc names as its first key.
pub fn schema_in(start: &[u8]) -> Option<&str> {
    let text = start.trim_ascii_start().strip_prefix(b"{")?.trim_ascii_start().strip_prefix(b"\"schema\"")?;
    let text = text.trim_ascii_start().strip_prefix(b":")?.trim_ascii_start().strip_prefix(b"\"")?;
    let end = text.iter().position(|byte| *byte == b'"')?;
    std::str::from_utf8(text.get(..end)?).ok()
}

/// Whether a file is a FHIR bundle, of whatever.
pub fn is_fhir_bundle(bytes: &[u8]) -> bool {
    let bundle = serde_json::from_slice::<Value>(bytes).ok();
    bundle.is_some_and(|bundle| bundle.get("resourceType").and_then(Value::as_str) == Some("Bundle"))
}

/// Whether a document is a print of the certificate with this number, as the code on its pages says, or the FHIR bundle of it.
pub fn names_the_number(document: &[u8], number: &str) -> bool {
    attached::contains(document, &format!("{} {number} sha256:", certificate::SCHEMA_NAME))
        || certificate::is_fhir_bundle_of(document, number)
}

/// Whether a document without a twin inside is a form that evqc writes from this certificate: its FHIR bundle or its text. Every
/// PDF and every page has the twin inside.
///
/// # Errors
/// Wrong usage: a file that was named cannot be read.
pub(super) fn written_again(document: &[u8], certificate: &Certificate, around: &Around<'_>) -> Result<Pages, Failure> {
    let record = &certificate.content.record;
    if certificate::fhir_bundle(certificate)?.as_bytes() == document {
        return Ok(Pages::DrawnAgain);
    }
    let look = match Look::find(record, around)? {
        Ok(look) => look,
        Err(why) => return Ok(Pages::NotProven(why)),
    };
    let twin_sha256 = sha256(certificate.twin()?.as_bytes());
    let dress = Dress { lab: look.lab.as_ref(), logo: look.logo.as_ref(), twin_sha256: &twin_sha256 };
    let text = crate::document::markdown(&certificate::document(certificate, &dress));
    Ok(match text {
        Ok(text) if text.as_bytes() == document => Pages::DrawnAgain,
        _ if record.tool_sha256 != SOURCE_SHA256 => Pages::NotProven(other_program(record)),
        _ => Pages::Differ,
    })
}

fn other_program(record: &Record) -> String {
    let start = |sha256: &str| sha256.get(..12).unwrap_or(sha256).to_owned();
    format!(
        "it was drawn by {} {} (source {}…), and this is evqc {} (source {}…)",
        record.tool,
        record.version,
        start(&record.tool_sha256),
        env!("CARGO_PKG_VERSION"),
        start(SOURCE_SHA256)
    )
}

/// The document, drawn from the twin in the form that it has.
fn drawn(
    certificate: &Certificate,
    look: &Look,
    template: Option<&PageTemplate>,
    document: &[u8],
) -> Result<Vec<u8>, String> {
    let twin = certificate.twin().map_err(|error| format!("its twin cannot be written: {error}"))?;
    let twin_sha256 = sha256(twin.as_bytes());
    let dress = Dress { lab: look.lab.as_ref(), logo: look.logo.as_ref(), twin_sha256: &twin_sha256 };
    if attached::is_pdf(document) {
        return pdf(certificate, &dress, &twin);
    }
    let page = certificate::with_twin(certificate, &dress, &twin);
    let drawn = match template {
        Some(template) => template.html(certificate, &page).map_err(|error| error.to_string()),
        None => crate::document::html(&page).map_err(|error| error.to_string()),
    };
    drawn.map(String::into_bytes).map_err(|error| format!("it cannot be drawn: {error}"))
}

#[cfg(feature = "pdf")]
fn pdf(certificate: &Certificate, dress: &Dress<'_>, twin: &str) -> Result<Vec<u8>, String> {
    let certificate = certificate::with_names_in_print(certificate, &crate::document::can_print);
    crate::document::pdf(&certificate::with_twin(&certificate, dress, twin))
        .map_err(|error| format!("it cannot be drawn: {error}"))
}

#[cfg(not(feature = "pdf"))]
fn pdf(_certificate: &Certificate, _dress: &Dress<'_>, _twin: &str) -> Result<Vec<u8>, String> {
    Err("this program was built without the PDF part".to_owned())
}

/// What the laboratory says of the look of its certificates.
#[derive(Default)]
struct Look {
    lab: Option<Lab>,
    logo: Option<Picture>,
}

impl Look {
    /// The look that the twin names; inside, what of it is not at hand.
    fn find(record: &Record, around: &Around<'_>) -> Result<Result<Look, String>, Failure> {
        if let Some(other) = record.inputs.iter().find(|input| !KNOWN_ROLES.contains(&input.role.as_str())) {
            return Ok(Err(format!("it was drawn with {}, a {} that cannot be named here", other.name, other.role)));
        }
        let of = |role: &str| record.inputs.iter().find(|input| input.role == role);
        let Some(input) = of("laboratory") else { return Ok(Ok(Look::default())) };
        let Some(bytes) = around.laboratory(input)?.filter(|bytes| sha256(bytes) == input.sha256) else {
            return Ok(Err(not_at_hand(input)));
        };
        let Some(lab) = read(&input.name, &bytes) else { return Ok(Err(format!("{} cannot be read", input.name))) };
        let mut logo = None;
        if let (Some(input), Some((file, place))) = (of("logo"), &lab.logo) {
            let bytes = around.logo(file, input)?;
            let Some(bytes) = bytes.filter(|bytes| sha256(bytes) == input.sha256) else {
                return Ok(Err(not_at_hand(input)));
            };
            let description = lab.name.as_ref().map_or("", |name| name.en.as_str());
            match certificate::logo(file, bytes, description, place) {
                Ok(picture) => logo = Some(picture),
                Err(finding) => return Ok(Err(finding.message)),
            }
        }
        Ok(Ok(Look { lab: Some(lab), logo }))
    }
}

fn not_at_hand(input: &InputFile) -> String {
    format!("it was drawn with {} (SHA-256 {}), which is not at hand", input.name, input.sha256)
}

/// The bytes of a file that is looked for beside another and may not be there; a name that leads to another folder is none,
/// since it comes from the document.
fn beside(path: &Path, name: &str) -> Result<Option<Vec<u8>>, Failure> {
    let inside = !Path::new(name).is_absolute() && !name.split(['/', '\\']).any(|part| part == "..");
    if inside { at_hand(&next_to(path, name)) } else { Ok(None) }
}

fn next_to(path: &Path, name: &str) -> PathBuf {
    path.parent().unwrap_or(Path::new("")).join(name)
}

/// The bytes of a file, where there is one.
fn at_hand(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    if path.is_file() { files::bytes(path).map(Some) } else { Ok(None) }
}

fn read(name: &str, bytes: &[u8]) -> Option<Lab> {
    certificate::read_lab(&SourceText::from_bytes(name, bytes).ok()?).ok()
}

/// The finding about the pages of a document, where they are not those of the twin, or where nobody knows.
pub fn pages_finding(pages: &Pages, name: &str) -> Option<Finding> {
    match pages {
        // What was signed so, and says so, is as it was signed.
        Pages::Signed(_) | Pages::DrawnAgain | Pages::NotCompared(_) => None,
        Pages::Differ => {
            let message = format!("{name}: its pages are not those of its twin");
            Some(Finding::of_file(&integrity::PAGES_DIFFER, name, message))
        }
        Pages::NotProven(why) => {
            let message = format!("{name}: nothing shows that its pages are those of its twin: {why}");
            Some(Finding::of_file(&integrity::PAGES_NOT_PROVEN, name, message)
                .help("name the laboratory file with --lab and the template of a page with --template, or have the file signed by whoever answers for the certificate"))
        }
    }
}
