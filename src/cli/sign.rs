//! `evqc sign`: the signature of a person under a report, a certificate or an archive.

use super::args::SignArgs;
use super::evidence::{self, Again, Around, Work, attached, beside, has_its_document, holds_signatures, name_of};
use super::keys::Sealed;
use super::output::write_whole;
use super::signatures::{objections_to_last, signed_before_named, signed_for_another_part};
use super::today::Moment;
use super::{Failure, INTEGRITY, advised, complain, files, keys, rejudged, remark, tell, today, trail};
use crate::certificate::{self, Certificate, Mark, TWIN_NAME};
use crate::finding::Finding;
use crate::integrity::{self, Chain, Evidence, NoEvidence, Resource, SecretKey, Signing};
use crate::person;
use crate::report::escape::visible;
use crate::report::{AS_STATED, Pages, held};
use std::path::{Path, PathBuf};

/// Runs the command.
///
/// # Errors
/// Wrong usage: a file cannot be read, or holds no verdict.
pub fn run(args: &SignArgs, quiet: bool) -> Result<u8, Failure> {
    let begun = today::moment(args.at.as_deref()).map_err(Failure::usage)?;
    signing(args, &begun).check().map_err(Failure::usage)?;
    if today::is_far_ahead(begun.time.timestamp()) {
        let time = begun.time.strftime("%Y-%m-%dT%H:%M:%S%:z");
        return Err(Failure::usage(format!(
            "the time of this signature, {time}, is more than a day ahead of the clock of this machine: correct the time, or the clock"
        )));
    }
    if begun.is_ahead && !quiet {
        remark(
            "evqc: the time of this signature is ahead of the clock of this machine; nobody can sign after it until then\n",
        );
    }
    let (subject, opened) = beside_the_key(args, || subject(args));
    let Subject { resources, evidence, certificate, work, is_judged_again } = match subject? {
        Ok(subject) => subject,
        Err(finding) => return Ok(refused(&[*finding])),
    };
    if let Some(own_of) = evidence.own_of.as_ref().filter(|own_of| !person::may_be_same(own_of, &args.signer)) {
        let (shown, signer) = (args.file.display(), &args.signer);
        let message = format!("{shown}: is the review of {own_of}, who alone can sign it, and not {signer}");
        return Err(Failure { exit: INTEGRITY, message });
    }
    let path = beside(&args.file);
    match chain_in(&path)? {
        Err(findings) => return Ok(refused(&findings)),
        Ok(chain) => {
            if let Some(finding) = signed_elsewhere(&args.file, &path, &chain, &resources) {
                return Ok(refused(&[finding]));
            }
        }
    }
    let key = match opened.unwrap_or_else(|| keys::secret(&args.key, args.passphrase_file.as_deref()))? {
        Ok(key) => key,
        Err(finding) => return Ok(refused(&[finding])),
    };
    // While a passphrase was typed, somebody else may have signed, and time has passed. Nobody signs at the same time.
    files::hold(&args.file);
    let mut chain = match chain_in(&path)? {
        Ok(chain) => chain,
        Err(findings) => return Ok(refused(&findings)),
    };
    let moment = today::moment(args.at.as_deref()).map_err(Failure::usage)?;
    if let Err(finding) = chain.sign(resources, evidence, &signing(args, &moment), &key) {
        return Ok(refused(&[finding]));
    }
    // Nothing is written yet, and what is cannot be taken back.
    let mut objections: Vec<Finding> = Vec::new();
    for held in &work {
        objections.extend(held.objections(Some(&chain), None));
    }
    if let Some(certificate) = certificate {
        let shown = args.file.to_string_lossy();
        objections.extend(signed_for_another_part(&chain, &certificate, &shown));
        objections.extend(signed_before_named(&chain, &certificate, &shown));
        if is_made_final_by_signatures(&certificate) {
            objections.extend(objections_to_last(&chain, &certificate));
        }
    }
    if !objections.is_empty() {
        return Ok(refused(&objections));
    }
    trail::because(&format!("signature: {}", integrity::Meaning::from(args.meaning).as_str()));
    write_whole(&path, |out| out.write_all(chain.text().as_bytes()))
        .map_err(|error| Failure::usage(error.to_string()))?;
    if !quiet {
        told(&chain, &args.file, &path, is_judged_again)?;
    }
    Ok(0)
}

/// What the signature will say.
fn signing<'a>(args: &'a SignArgs, moment: &'a Moment) -> Signing<'a> {
    Signing {
        signer: &args.signer,
        role: &args.role,
        meaning: args.meaning.into(),
        time: &moment.time,
        time_source: moment.source,
        tool: concat!("evqc ", env!("CARGO_PKG_VERSION")),
    }
}

/// The signatures that there are; inside, what is wrong with them.
fn chain_in(path: &Path) -> Result<Result<Chain, Vec<Finding>>, Failure> {
    if !path.exists() {
        return Ok(Ok(Chain::new(&path.to_string_lossy())));
    }
    let (chain, findings) = Chain::read(&path.to_string_lossy(), &files::bytes(path)?);
    Ok(if findings.is_empty() { Ok(chain) } else { Err(findings) })
}

/// The finding, where another file in the folder holds signatures over these bytes that the file of signatures does not have: whoever
/// signs now would begin a chain beside it, and no certificate is made of two. A browser and a mail program give such a file a name
/// of their own, and so do two who sign on two copies.
fn signed_elsewhere(file: &Path, own: &Path, chain: &Chain, resources: &[Resource]) -> Option<Finding> {
    let digests = |all: &[Resource]| all.iter().map(|one| one.digest.sha256.clone()).collect::<Vec<_>>();
    let signed = digests(resources);
    let is_other = |path: &PathBuf| holds_signatures(path) && name_of(path) != name_of(own) && !has_its_document(path);
    for path in files::there_in(files::folder_of(file), "jsonl").into_iter().filter(is_other) {
        let path = file.with_file_name(name_of(&path));
        let shown = path.display().to_string();
        let Some(bytes) = files::glance(&path) else { continue };
        let (other, faults) = Chain::read(&shown, &bytes);
        if !faults.is_empty() || digests(other.subject()) != signed || chain.text().starts_with(&other.text()) {
            continue;
        }
        let (file, own_name) = (file.display(), name_of(own));
        let by =
            other.links().iter().map(|link| link.facts()).map(|by| format!("{} ({})", by.signer, by.meaning.as_str()));
        let by = by.collect::<Vec<_>>().join(", ");
        let message = format!("{shown} holds signatures over {file} that {own_name} does not have: {by}");
        let help = match other.text().starts_with(&chain.text()) {
            true => format!("call it {own_name}, so that all sign in one file, and sign again"),
            false => format!(
                "two signed on two copies, and nobody can join these files: keep one of them as {own_name}, move the other one out of \
                 the folder, and have whoever signed there sign again"
            ),
        };
        return Some(Finding::of_file(&integrity::SIGNATURES_NOT_A_CHAIN, &shown, message).help(help));
    }
    None
}

/// Says what was signed.
fn told(chain: &Chain, file: &Path, path: &Path, is_judged_again: bool) -> Result<(), Failure> {
    let Some(link) = chain.links().last() else { return Ok(()) };
    let (facts, result) = (link.facts(), link.statement.predicate.result.as_str());
    let apart = link.statement.subject.first().is_some_and(Resource::is_not_compared);
    let apart = if apart { "the document was not compared with its data\n" } else { "" };
    let stated = if is_judged_again { String::new() } else { format!("{AS_STATED}\n") };
    tell(&format!(
        "{}: signature {} by {} as {}: {} at {}; the tests are {result}\n{apart}{stated}{}\n",
        held(&visible(&file.display().to_string())),
        facts.number,
        visible(&facts.signer),
        visible(&facts.role),
        facts.meaning.as_str(),
        facts.local_time,
        held(&visible(&path.display().to_string()))
    ))
}

/// Works while the key is opened on a thread of its own, since both take long; a passphrase that is typed is asked for after
/// the work, which may end in a refusal. What is wrong with the key is told after what is wrong with the work.
fn beside_the_key<T>(args: &SignArgs, work: impl FnOnce() -> T) -> (T, Option<OpenedKey>) {
    let passphrase_file = args.passphrase_file.as_deref();
    if keys::is_typed(passphrase_file) {
        return (work(), None);
    }
    let sealed = match Sealed::read(&args.key, passphrase_file) {
        Ok(Ok(sealed)) => sealed,
        Ok(Err(finding)) => return (work(), Some(Ok(Err(finding)))),
        Err(failure) => return (work(), Some(Err(failure))),
    };
    let mut key = None;
    let done = std::thread::scope(|scope| {
        // Where no thread can be had, the key is opened after the work.
        let _ = std::thread::Builder::new().spawn_scoped(scope, || key = Some(sealed.open().map(Ok)));
        work()
    });
    (done, key.or_else(|| Some(sealed.open().map(Ok))))
}

/// A key that was opened; inside, why not.
type OpenedKey = Result<Result<SecretKey, Finding>, Failure>;

fn refused(findings: &[Finding]) -> u8 {
    complain(&findings.iter().cloned().map(advised).collect::<Vec<_>>());
    INTEGRITY
}

/// What to do where the pages of a certificate are not shown to be those of its twin.
const SIGN_THE_TWIN: &str = "name the laboratory file with --lab and the template of a page with --template, or sign the twin (JSON): it holds everything that the pages show";

/// What is signed, and what the tests came to.
struct Subject {
    resources: Vec<Resource>,
    evidence: Evidence,
    /// The certificate that it is or shows.
    certificate: Option<Box<Certificate>>,
    /// Of an archive: the signatures in it, by what they are under.
    work: Vec<Work>,
    /// Whether that was judged again, from the data of an archive.
    is_judged_again: bool,
}

/// The certificate in a twin.
fn certificate_in(twin: &[u8]) -> Option<Box<Certificate>> {
    let is_certificate = integrity::schema_of(twin).as_deref() == Some(certificate::SCHEMA_NAME);
    is_certificate.then(|| serde_json::from_slice(twin).ok())?
}

/// Whether signatures make the certificate of this draft as it is, or the report that stays a draft for its verdict: some are missing,
/// and it has not to be drawn up anew before. Under one that everybody signed no signature makes anything.
fn is_made_final_by_signatures(certificate: &Certificate) -> bool {
    const STAY: [Mark; 3] = [Mark::NotSigned, Mark::DoesNotConform, Mark::NotConcluded];
    let marks = &certificate.draft_because;
    marks.contains(&Mark::NotSigned) && marks.iter().all(|mark| STAY.contains(mark))
}

/// The signatures in an archive, by what they are under; none in another file.
fn signed_work(shown: &str, bytes: &[u8]) -> Result<Vec<Work>, Failure> {
    let entries = attached::is_archive(bytes).then(|| integrity::unpack(shown, bytes).ok()).flatten();
    entries.map_or_else(|| Ok(Vec::new()), |(entries, _)| evidence::signed_work(&entries))
}

/// What is signed: the file, with its twin where it has one, and what the tests came to; inside, why it is not signed.
fn subject(args: &SignArgs) -> Result<Result<Subject, Box<Finding>>, Failure> {
    let bytes = files::bytes(&args.file)?;
    let shown = args.file.display().to_string();
    let (lab, template) = (args.lab.as_deref(), args.template.as_deref());
    let again = Again::draw(&bytes, Around::Folder { document: &args.file, lab, template });
    let inside = match again.twin(&shown)? {
        Ok(inside) => inside,
        Err(finding) => return Ok(Err(finding)),
    };
    if let Some(finding) = not_to_be_signed(&again, &shown, &bytes, inside.as_deref())? {
        return Ok(Err(Box::new(finding)));
    }
    if let Some(finding) = archive_fault(args, &shown, &bytes)? {
        return Ok(Err(Box::new(finding)));
    }
    if let Some(finding) = evidence::review_unknown(&args.file, &bytes)? {
        return Ok(Err(Box::new(finding)));
    }
    let own = Resource::of_file(&name_of(&args.file), &bytes);
    match &args.twin {
        Some(twin) => with_twin(own, &shown, &bytes, inside.as_deref(), twin, args),
        None => {
            let report = attached::report_in(&shown, &bytes).or(inside);
            let read = report.as_deref().unwrap_or(&bytes);
            let evidence = integrity::evidence(read).map_err(|fault| {
                let help = if fault == NoEvidence::NotAReport {
                    "; name the JSON report that it shows with --twin"
                } else {
                    ""
                };
                Failure::usage(format!("{shown}: {fault}{help}"))
            })?;
            let is_judged_again = attached::is_archive(&bytes) && !args.not_compared;
            let (certificate, work) = (certificate_in(read), signed_work(&shown, &bytes)?);
            Ok(Ok(Subject { resources: vec![own], evidence, certificate, work, is_judged_again }))
        }
    }
}

/// The finding, where an archive is not as it was made, or its data give another result than its report has; nothing where the
/// signature says itself that nobody compared the two.
fn archive_fault(args: &SignArgs, shown: &str, bytes: &[u8]) -> Result<Option<Finding>, Failure> {
    if args.not_compared {
        return Ok(None);
    }
    // Whoever signs answers for the pages: whose keys made the signatures before, is not known here.
    rejudged::archive_fault(shown, bytes)
}

/// The finding, where a certificate was changed since it was issued, or its pages are not those of the twin inside.
fn not_to_be_signed(
    again: &Again<'_>,
    shown: &str,
    bytes: &[u8],
    inside: Option<&[u8]>,
) -> Result<Option<Finding>, Failure> {
    let Some(inside) = inside else { return Ok(evidence::changed_since(shown, bytes)) };
    if let Some(finding) = evidence::changed_since(&format!("{TWIN_NAME} in {shown}"), inside) {
        return Ok(Some(finding));
    }
    Ok(evidence::pages_finding(&again.pages(inside)?, shown).map(|finding| finding.help(SIGN_THE_TWIN)))
}

/// A document and the twin beside it.
fn with_twin(
    mut own: Resource,
    shown: &str,
    bytes: &[u8],
    inside: Option<&[u8]>,
    twin: &Path,
    args: &SignArgs,
) -> Result<Result<Subject, Box<Finding>>, Failure> {
    let twin_bytes = files::bytes(twin)?;
    let evidence =
        integrity::evidence(&twin_bytes).map_err(|fault| Failure::usage(format!("{}: {fault}", twin.display())))?;
    let (name, twin_shown) = (name_of(twin), twin.to_string_lossy());
    if name == own.name {
        return Err(Failure::usage(format!("{twin_shown}: is the file itself, not its twin")));
    }
    let other = match inside {
        Some(inside) => integrity::attached_differs(shown, inside, &twin_shown, &twin_bytes),
        None => evidence::shows_another(shown, bytes, &twin_shown, &twin_bytes),
    };
    if let Some(finding) = other.or_else(|| evidence::changed_since(&twin_shown, &twin_bytes)) {
        return Ok(Err(Box::new(finding)));
    }
    if inside.is_none() {
        let around = Around::Folder { document: twin, lab: args.lab.as_deref(), template: None };
        match evidence::shown_beside((shown, bytes), (&twin_shown, &twin_bytes), &around)? {
            Pages::NotCompared(_) if args.not_compared => own = own.not_compared(),
            Pages::NotCompared(why) => return Ok(Err(Box::new(not_compared(shown, &why)))),
            pages => {
                if let Some(finding) = evidence::pages_finding(&pages, shown) {
                    return Ok(Err(Box::new(finding.help(SIGN_THE_TWIN))));
                }
            }
        }
    }
    let resources = vec![own, Resource::of_file(&name, &twin_bytes)];
    let (certificate, work) = (certificate_in(&twin_bytes), signed_work(shown, bytes)?);
    Ok(Ok(Subject { resources, evidence, certificate, work, is_judged_again: false }))
}

/// The refusal of a document that is not shown to say what its twin says.
fn not_compared(shown: &str, why: &str) -> Finding {
    let message = format!("{shown}: the document cannot be compared with its data: {why}");
    Finding::of_file(&integrity::DOCUMENT_NOT_COMPARED, shown, message)
        .help("sign the data alone; or compare the two yourself and give --not-compared, which the signature then says")
}
