//! The specifications compiled into the program, and where inherited ones come from.

use super::canonical::hexadecimal;
use super::read::{Settings, read};
use super::text::SourceText;
use sha2::{Digest, Sha256};

/// Where a specification named by `extends` comes from. The reader itself opens no file.
pub trait Library {
    /// The specification called `name` in the specification `from`.
    ///
    /// The text's own name must be the same whenever the same specification is found, since cycles are told by it.
    ///
    /// # Errors
    /// Why it cannot be had, as a lower-case fragment without full stop.
    fn find(&self, name: &str, from: &str) -> Result<SourceText, String>;
}

/// The starter specification that `evqc spec new` writes; it reads without error.
pub const STARTER: &str = include_str!("../../specs/starter.yaml");

/// Every built-in specification: id and text, in alphabetical order; a test compares it with the folder `specs`. The starter
/// is not among them: it is a form to fill in.
pub static LIBRARY: &[(&str, &str)] = &[
    ("hamsc-exo-intranasal-alzheimer", include_str!("../../specs/hamsc-exo-intranasal-alzheimer.yaml")),
    ("hucmsc-ev-nebulised-pulmonary-fibrosis", include_str!("../../specs/hucmsc-ev-nebulised-pulmonary-fibrosis.yaml")),
    ("msc-ev-review-framework", include_str!("../../specs/msc-ev-review-framework.yaml")),
    ("msc-ev-wjsc2025", include_str!("../../specs/msc-ev-wjsc2025.yaml")),
];

/// The text of a built-in specification.
pub fn built_in(id: &str) -> Option<SourceText> {
    LIBRARY.iter().find(|(known, _)| *known == id).map(|(id, text)| SourceText::new(id, text))
}

/// The digest of the built-in library, lower-case hexadecimal: SHA-256 over a line for each specification, in the order of
/// [`LIBRARY`], with the digest of its canonical form, two spaces and its id.
///
/// Parameters count as not set, as in `evqc spec list`, which prints the single digests.
pub fn library_sha256() -> String {
    let digest = LIBRARY.iter().fold(Sha256::new(), |digest, (id, text)| {
        let outcome = read(&SourceText::new(id, text), &BuiltIn, &Settings { set: &[], judging: false });
        // A test reads every built-in specification.
        let sha256 =
            outcome.specification.map_or_else(|| "unreadable".to_owned(), |specification| specification.sha256);
        digest.chain_update(format!("{sha256}  {id}\n"))
    });
    hexadecimal(&digest.finalize())
}

/// The built-in library alone: no paths.
#[derive(Clone, Copy, Debug, Default)]
pub struct BuiltIn;

impl Library for BuiltIn {
    fn find(&self, name: &str, _from: &str) -> Result<SourceText, String> {
        built_in(name).ok_or_else(|| {
            let close = crate::finding::did_you_mean(name, LIBRARY.iter().map(|(id, _)| *id));
            match close {
                Some(id) => format!("no built-in specification is called `{name}`; did you mean `{id}`?"),
                None => format!("no built-in specification is called `{name}`"),
            }
        })
    }
}
