//! `evqc sign`: the signature of a person under a report, a certificate or an archive.

use super::args::SignArgs;
use super::output::write_whole;
use super::{Failure, INTEGRITY, attached, files, keys, print, remark, today};
use crate::certificate::{Certificate, content_sha256};
use crate::finding::Finding;
use crate::integrity::{self, Chain, Evidence, Resource, Signing};
use crate::report::diagnostic;
use crate::source::Place;
use std::path::{Path, PathBuf};

/// What is behind the name of a file in the name of its signatures: in-toto's name for a bundle of envelopes.
pub const ENDING: &str = ".intoto.jsonl";

/// Runs the command.
///
/// # Errors
/// Wrong usage: a file cannot be read, or holds no verdict.
pub fn run(args: &SignArgs, quiet: bool) -> Result<u8, Failure> {
    let moment = today::moment(args.at.as_deref()).map_err(Failure::usage)?;
    let tool = format!("evqc {}", env!("CARGO_PKG_VERSION"));
    let signing = Signing {
        signer: &args.signer,
        role: &args.role,
        meaning: args.meaning.into(),
        time: &moment.time,
        time_source: moment.source,
        tool: &tool,
    };
    signing.check().map_err(Failure::usage)?;
    let (subject, evidence) = match subject(args)? {
        Ok(subject) => subject,
        Err(finding) => return Ok(refused(&[*finding])),
    };
    let path = beside(&args.file);
    let (mut chain, findings) = match path.exists() {
        true => Chain::read(&path.to_string_lossy(), &files::bytes(&path)?),
        false => (Chain::new(&path.to_string_lossy()), Vec::new()),
    };
    if !findings.is_empty() {
        return Ok(refused(&findings));
    }
    let key = match keys::secret(&args.key, args.passphrase_file.as_deref())? {
        Ok(key) => key,
        Err(finding) => return Ok(refused(&[finding])),
    };
    if let Err(finding) = chain.sign(subject, evidence, &signing, &key) {
        return Ok(refused(&[finding]));
    }
    write_whole(&path, |out| out.write_all(chain.text().as_bytes()))
        .map_err(|error| Failure::usage(error.to_string()))?;
    if let Some(link) = chain.links().last().filter(|_| !quiet) {
        let (facts, result) = (link.facts(), link.statement.predicate.result.as_str());
        print(&format!(
            "{}: signature {} by {} as {}: {} at {}; the tests are {result}\n{}\n",
            args.file.display(),
            facts.number,
            crate::report::escape::visible(&facts.signer),
            crate::report::escape::visible(&facts.role),
            facts.meaning.as_str(),
            facts.local_time,
            path.display()
        ))?;
    }
    Ok(0)
}

fn refused(findings: &[Finding]) -> u8 {
    remark(&diagnostic::render(findings, &[], false));
    INTEGRITY
}

/// The file of signatures beside a file.
pub fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ENDING);
    PathBuf::from(name)
}

/// The last part of a path, as the statement names it: where a file lies is no part of it.
pub fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// What is signed, and what the tests came to.
type Subject = (Vec<Resource>, Evidence);

/// What is signed: the file, with its twin where it has one, and what the tests came to; inside, why it is not signed.
fn subject(args: &SignArgs) -> Result<Result<Subject, Box<Finding>>, Failure> {
    let bytes = files::bytes(&args.file)?;
    let mut subject = vec![Resource::of_file(&name_of(&args.file), &bytes)];
    let shown = args.file.display();
    let attached = match attached::twin(&shown.to_string(), &bytes) {
        Ok(attached) => attached,
        Err(finding) => return Ok(Err(finding)),
    };
    if let Some(twin) = &args.twin {
        let twin_bytes = files::bytes(twin)?;
        let evidence =
            integrity::evidence(&twin_bytes).map_err(|fault| Failure::usage(format!("{}: {fault}", twin.display())))?;
        if name_of(twin) == name_of(&args.file) {
            return Err(Failure::usage(format!("{}: is the file itself, not its twin", twin.display())));
        }
        let other = attached.and_then(|attached| {
            integrity::attached_differs(&shown.to_string(), &attached, &twin.to_string_lossy(), &twin_bytes)
        });
        if let Some(finding) = other.or_else(|| changed_since(&twin.to_string_lossy(), &twin_bytes)) {
            return Ok(Err(Box::new(finding)));
        }
        subject.push(Resource::of_file(&name_of(twin), &twin_bytes));
        return Ok(Ok((subject, evidence)));
    }
    if let Some(finding) = changed_since(&shown.to_string(), &bytes) {
        return Ok(Err(Box::new(finding)));
    }
    let report = match integrity::unpack(&shown.to_string(), &bytes) {
        Ok((entries, _)) => entries.into_iter().find(|entry| entry.path == integrity::REPORT).map(|entry| entry.bytes),
        Err(_) => attached,
    };
    let evidence = integrity::evidence(report.as_deref().unwrap_or(&bytes));
    let evidence = evidence
        .map_err(|fault| Failure::usage(format!("{shown}: {fault}; name the JSON report that it shows with --twin")))?;
    Ok(Ok((subject, evidence)))
}

/// The finding, where the content of a certificate is not the one that its own digest is of.
fn changed_since(name: &str, bytes: &[u8]) -> Option<Finding> {
    let certificate: Certificate = serde_json::from_slice(bytes).ok()?;
    (content_sha256(&certificate.content) != certificate.content_sha256).then(|| {
        let message = format!("{name} was changed after it was issued: its content has another digest");
        Finding::new(&integrity::FILE_CHANGED, message).at(Place::file(&name.into()), 1)
    })
}
