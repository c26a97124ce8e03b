//! The twin that stands under the name of a document: whoever has both takes them for one, whatever each of them is.

use super::Verification;
use crate::cli::evidence::{is_another, is_named_as};
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
