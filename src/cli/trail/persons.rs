//! Who the papers of a lot name: who tested, and what a person is called in each language.

use crate::certificate::{Certificate, Content, testers};
use crate::integrity::sha256;
use crate::trail::{Persons, Trail};
use std::path::Path;

/// The command that writes twins.
const COMMAND: &str = "certificate";

/// The largest twin that is looked at for names: a thousand times that of the sample with its twenty tests, so no lot has a larger
/// one, and a file of any size can lie under the name.
const LARGEST_TWIN: u64 = 64 << 20;

/// The persons of a certificate.
pub fn persons(content: &Content) -> Persons {
    let names = content.signatories.iter().map(|one| [one.name.en.clone(), one.name.zh.clone()]).collect();
    Persons { names, tested: testers(content) }
}

/// The persons of the last certificate or draft of a lot that lies beside the trail as the trail has it; none where there is none.
pub fn beside(trail_path: &Path, trail: &Trail, lot: &str) -> Persons {
    let folder = trail_path.parent().unwrap_or(Path::new(""));
    let certificates = trail.entries.iter().rev().filter(|one| one.entry.command == COMMAND);
    let written = certificates.flat_map(|one| &one.entry.written);
    let twin = |path: &Path, digest: &str| {
        let found = std::fs::metadata(path).ok()?;
        let bytes = (found.is_file() && found.len() <= LARGEST_TWIN).then(|| std::fs::read(path).ok()).flatten()?;
        let is_twin = bytes.starts_with(b"{") && sha256(&bytes) == digest;
        is_twin.then(|| serde_json::from_slice::<Certificate>(&bytes).ok()).flatten()
    };
    let mut twins = written.filter_map(|file| twin(&folder.join(&file.path), &file.sha256));
    let of_lot = twins.find(|certificate| certificate.content.lot.id == lot);
    of_lot.map(|certificate| persons(&certificate.content)).unwrap_or_default()
}
