//! Which of several certificates counts: one that was replaced says nothing of it, the one that replaces it does.

use crate::certificate::{Replaced, same_number};
use crate::cli::evidence::{attached, certificate, name_of};
use crate::cli::{files, trail};
use crate::finding::{Code, Finding};
use crate::integrity;
use crate::report::{CertificateNamed, ReplacedNamed, VerifiedFile};
use crate::source::Place;
use std::path::{Path, PathBuf};

/// What every twin of a certificate that replaces another one has.
const REPLACES: &str = "\"replaces\": {";

/// A final certificate that replaces another one.
struct Successor {
    file: String,
    number: String,
    content_sha256: String,
    replaces: ReplacedNamed,
}

impl Successor {
    fn is_of(&self, old: &CertificateNamed) -> bool {
        self.replaces.content_sha256.as_ref().map_or_else(
            || old.number.as_ref().is_some_and(|number| same_number(number, &self.replaces.number)),
            |content| *content == old.content_sha256,
        )
    }

    /// Whether this is another certificate in the place of the same one.
    fn competes_with(&self, other: &Successor) -> bool {
        let (old, of_other) = (&self.replaces, &other.replaces);
        let is_one = match (&old.content_sha256, &of_other.content_sha256) {
            (Some(one), Some(another)) => one == another,
            _ => same_number(&old.number, &of_other.number),
        };
        is_one && self.content_sha256 != other.content_sha256
    }
}

/// The replaced certificate as it is told.
pub(super) fn named(replaced: &Replaced) -> ReplacedNamed {
    ReplacedNamed { number: replaced.number.clone(), content_sha256: replaced.content_sha256.clone() }
}

/// Says of each certificate that another one, which was given or lies beside it, took its place; and of one in the place of another
/// that a second one claims the same place.
pub(super) fn remark(verified: &mut [VerifiedFile]) {
    let mut all: Vec<Successor> =
        verified.iter().filter_map(|file| successor(&file.name, file.certificate.as_ref()?)).collect();
    all.extend(beside(verified));
    for file in verified {
        let Some(own) = &file.certificate else { continue };
        if let Some(new) = all.iter().find(|new| new.is_of(own)) {
            let message =
                format!("{} is replaced by {} ({}), which counts in its place", file.name, new.number, new.file);
            file.findings.push(about(&integrity::CERTIFICATE_REPLACED, &file.name, message));
        }
        let Some(own) = successor(&file.name, own) else { continue };
        if let Some(other) = all.iter().find(|other| own.competes_with(other)) {
            let (old, new) = (&own.replaces.number, &other.number);
            let message = format!(
                "{} replaces {old}, and so does {new} ({}): nothing here says which counts",
                file.name, other.file
            );
            file.findings.push(about(&integrity::REPLACED_TWICE, &file.name, message));
        }
    }
}

fn about(code: &'static Code, file: &str, message: String) -> Finding {
    Finding::new(code, message).at(Place::file(&file.into()), 1)
}

fn successor(file: &str, certificate: &CertificateNamed) -> Option<Successor> {
    // A draft takes no place.
    let replaces = certificate.replaces.clone().filter(|_| certificate.status == "final")?;
    Some(Successor {
        file: file.to_owned(),
        number: certificate.number.clone().unwrap_or_else(|| format!("another {}", certificate.word)),
        content_sha256: certificate.content_sha256.clone(),
        replaces,
    })
}

/// The certificates in the folders of those that were given, as twin or PDF. Where an audit trail is kept, it names the files that
/// were read, and nobody asked for these; for the same reason one that cannot be read is passed over.
fn beside(verified: &[VerifiedFile]) -> Vec<Successor> {
    let mut folders: Vec<PathBuf> = Vec::new();
    for file in verified.iter().filter(|file| file.certificate.is_some() && !trail::rules()) {
        let folder = Path::new(&file.name).with_file_name("");
        if !folders.contains(&folder) {
            folders.push(folder);
        }
    }
    let mut all = Vec::new();
    for folder in folders {
        let place = if folder.as_os_str().is_empty() { Path::new(".") } else { &folder };
        for path in ["json", "pdf"].into_iter().flat_map(|ending| files::in_folder(place, ending).unwrap_or_default()) {
            // As it would be named beside the certificate.
            let path = folder.join(name_of(&path));
            let shown = path.to_string_lossy();
            if !verified.iter().any(|file| file.name == shown) {
                all.extend(read(&path));
            }
        }
    }
    all
}

fn read(path: &Path) -> Option<Successor> {
    let (shown, bytes) = (path.to_string_lossy(), files::bytes(path).ok()?);
    let twin = if attached::is_pdf(&bytes) { attached::presumed_twin(&bytes) } else { Some(bytes) };
    let found = certificate(&shown, &twin.filter(|twin| attached::contains(twin, REPLACES))?).ok()?;
    successor(&shown, &super::certificate_named(&found))
}
