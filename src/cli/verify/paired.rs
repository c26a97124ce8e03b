//! The twin that stands under the name of a document: whoever has both takes them for one, whatever each of them is.

use super::Verification;
use crate::certificate::{Certificate, SCHEMA_NAME};
use crate::cli::{Failure, files, trail};
use crate::integrity;
use crate::report::VerifiedFile;
use std::path::{Path, PathBuf};

impl Verification<'_> {
    /// Adds a finding for each certificate of the name of a document, given with it or beside it, that is not the one inside.
    pub(super) fn twins_of_its_name(
        &self,
        document: &Path,
        inside: &[u8],
        file: &mut VerifiedFile,
    ) -> Result<(), Failure> {
        let given = self.args.files.iter().filter(|other| is_named_as(document, other));
        let mut twins: Vec<(String, Vec<u8>)> = Vec::new();
        for other in given.clone() {
            twins.push((other.to_string_lossy().into_owned(), files::bytes(other)?));
        }
        // An audit trail names the files that were read, and nobody asked for this one.
        let beside = document.with_extension("json");
        let is_given = |beside: &PathBuf| given.clone().any(|one| files::whole_path(one) == files::whole_path(beside));
        if !trail::rules() && beside.is_file() && !is_given(&beside) {
            // One that cannot be read is no twin of anything.
            twins.extend(files::bytes(&beside).ok().map(|bytes| (beside.to_string_lossy().into_owned(), bytes)));
        }
        for (name, twin) in twins.iter().filter(|(_, twin)| is_another(inside, twin)) {
            let finding = integrity::attached_differs(&file.name, inside, name, twin);
            // Signatures over both have said so.
            file.findings.extend(finding.filter(|one| !file.findings.iter().any(|known| known.message == one.message)));
        }
        Ok(())
    }
}

/// Whether a file has the name of a document, with the ending of a twin.
fn is_named_as(document: &Path, other: &Path) -> bool {
    let is_twin = other.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    is_twin && other.file_stem() == document.file_stem()
}

/// Whether bytes are a certificate, and not the one inside. Template and audit trail stand beside what it says: the forms of one
/// certificate need not be written in one run.
fn is_another(inside: &[u8], twin: &[u8]) -> bool {
    if inside == twin || integrity::schema_of(twin).as_deref() != Some(SCHEMA_NAME) {
        return false;
    }
    let says = |bytes: &[u8]| {
        let certificate = serde_json::from_slice::<Certificate>(bytes).ok()?;
        Some(Certificate { template: None, trails: Vec::new(), ..certificate })
    };
    says(twin).is_none_or(|twin| says(inside) != Some(twin))
}
