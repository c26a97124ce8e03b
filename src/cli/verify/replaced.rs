//! Which of several certificates counts, among those that were given and those that lie beside them.

use super::Verification;
use crate::cli::evidence::{Issued, attached, certificate, certificate_named, name_of, place_of};
use crate::cli::{Failure, files, remark as tell, trail};
use crate::finding::Severity;
use crate::report::VerifiedFile;
use std::path::{Path, PathBuf};

/// What every twin of a certificate that replaces another one has.
const REPLACES: &str = "\"replaces\": {";

/// Says of each certificate that another one, which was given or lies beside it, took its place; and of one in the place of another
/// that a second one claims the same place. One takes a place only where its signatures hold as those of the rest have to.
///
/// # Errors
/// Wrong usage: a file beside it cannot be read.
pub(super) fn remark(verification: &Verification<'_>, verified: &mut [VerifiedFile]) -> Result<(), Failure> {
    let mut all: Vec<Issued> = verified.iter().filter_map(issued).collect();
    if all.is_empty() {
        return Ok(());
    }
    if trail::rules() {
        // The audit trail names the files that were read, and nobody asked for these.
        tell(
            "evqc: an audit trail is kept here, so that nobody looked for a certificate in the folder that replaces one of these; \
             name such a one too\n",
        );
    } else {
        all.extend(beside(verification, verified)?);
    }
    for file in verified {
        if let Some(own) = issued(file) {
            file.findings.extend(place_of(&own, &all));
        }
    }
    Ok(())
}

/// A certificate that was verified.
fn issued(file: &VerifiedFile) -> Option<Issued> {
    let named = file.certificate.clone()?;
    let fault = file.findings.iter().find(|finding| finding.severity() == Severity::Error);
    let fault = fault.map(|finding| format!("does not hold ({})", finding.code.name));
    Some(Issued { file: file.name.clone(), named, fault })
}

/// The certificates that replace another one or have the number of one, in the folders of those that were given, as twin or PDF. One
/// that cannot be read is passed over.
fn beside(verification: &Verification<'_>, verified: &[VerifiedFile]) -> Result<Vec<Issued>, Failure> {
    let mut folders: Vec<PathBuf> = Vec::new();
    for file in verified.iter().filter(|file| file.certificate.is_some()) {
        let folder = Path::new(&file.name).with_file_name("");
        if !folders.contains(&folder) {
            folders.push(folder);
        }
    }
    let given: Vec<Issued> = verified.iter().filter_map(issued).collect();
    let mut all = Vec::new();
    for folder in folders {
        let place = if folder.as_os_str().is_empty() { Path::new(".") } else { &folder };
        for path in ["json", "pdf"].into_iter().flat_map(|ending| files::there_in(place, ending)) {
            // As it would be named beside the certificate.
            let path = folder.join(name_of(&path));
            let shown = path.to_string_lossy();
            if !verified.iter().any(|file| file.name == shown) && is_to_be_told(&path, &given) {
                let file = verification.file(&path)?;
                all.extend(issued(&file));
            }
        }
    }
    Ok(all)
}

/// Whether a file is, or carries at a glance, a certificate that replaces another one, or has the number of one that was given.
fn is_to_be_told(path: &Path, given: &[Issued]) -> bool {
    let Ok(bytes) = files::bytes(path) else { return false };
    let twin = if attached::is_pdf(&bytes) { attached::presumed_twin(&bytes) } else { Some(bytes) };
    let mut numbers = given.iter().filter_map(|one| one.named.number.as_deref());
    let twin = twin
        .filter(|twin| attached::contains(twin, REPLACES) || numbers.any(|number| attached::contains(twin, number)));
    let file = path.to_string_lossy();
    let found = twin.and_then(|twin| certificate(&file, &twin).ok());
    found.is_some_and(|found| {
        let one = Issued { file: file.into_owned(), named: certificate_named(&found), fault: None };
        one.named.replaces.is_some() || given.iter().any(|given| given.shares_number(&one) || given.is_print_of(&one))
    })
}
