//! The specifications compiled into the program, and where inherited ones come from.

use super::canonical::hexadecimal;
use super::model::Specification;
use super::read::read_all;
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

/// A file of the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LibraryFile {
    /// Path below the folder `specs`, without ending: the folder says what kind of specification it is.
    pub path: &'static str,
    /// The text.
    pub text: &'static str,
    /// The text of the test file beside it; a part without tests has none.
    pub test: Option<&'static str>,
}

impl LibraryFile {
    /// The id: the last part of the path.
    pub fn id(&self) -> &'static str {
        self.path.rsplit_once('/').map_or(self.path, |(_, id)| id)
    }

    /// The folder: `parts`, `published`, `frameworks`, `stages`, `routes`, `sources` or `engineered`.
    pub fn folder(&self) -> &'static str {
        self.path.split_once('/').map_or("", |(folder, _)| folder)
    }

    /// Whether it is a shared piece, which others extend and no lot is judged against.
    pub fn is_part(&self) -> bool {
        self.folder() == "parts"
    }

    /// The text under its id, as findings name it.
    pub fn source(&self) -> SourceText {
        SourceText::new(self.id(), self.text)
    }
}

/// Takes the texts of the files in, by path, with that of the test file beside each that is not marked `untested`.
macro_rules! files {
    (@test $path:literal untested) => {
        None
    };
    (@test $path:literal) => {
        Some(include_str!(concat!("../../specs/", $path, ".test.yaml")))
    };
    ($($path:literal $($untested:ident)?)*) => {
        &[$(LibraryFile {
            path: $path,
            text: include_str!(concat!("../../specs/", $path, ".yaml")),
            test: files!(@test $path $($untested)?),
        }),*]
    };
}

/// Every file of the library, parts included, in alphabetical order of their paths; a test compares them with the folder
/// `specs`. The starter is not among them: it is a form to fill in.
pub static FILES: &[LibraryFile] = files! {
    "engineered/nucleic-acid-loaded"
    "engineered/peptide-targeted"
    "engineered/small-molecule-loaded"
    "engineered/surface-display"
    "frameworks/china-group-standard-hmsc-sev"
    "frameworks/ich-q6b-classes"
    "frameworks/korea-mfds-lot-control"
    "frameworks/misev2018-reporting"
    "frameworks/misev2023-reporting"
    "frameworks/msc-ev-review-framework"
    "frameworks/witwer2019-msc-sev-metrics"
    "parts/blood-cell-vesicles"
    "parts/cell-bank-tests"
    "parts/conditioned-medium-tests"
    "parts/endotoxin"
    "parts/engineered-cargo"
    "parts/freeze-dried-tests"
    "parts/general-tests"
    "parts/harvest-safety"
    "parts/inhalation-safety"
    "parts/injection-safety"
    "parts/intraocular-safety"
    "parts/msc-vesicles"
    "parts/mucosal-safety"
    "parts/ophthalmic-safety"
    "parts/oral-safety"
    "parts/other-cell-bank"
    "parts/perinatal-donor"
    "parts/serum-free-substance"
    "parts/sterility"
    "parts/topical-safety"
    "parts/vector-residues"
    "parts/vesicle-basis" untested // it has no test
    "parts/vesicle-identity"
    "parts/vesicle-potency"
    "parts/vesicle-product"
    "parts/vesicle-purity"
    "parts/vesicle-quantity"
    "parts/vesicle-size"
    "parts/vesicle-substance"
    "published/hamsc-exo-intranasal-alzheimer"
    "published/hucmsc-ev-nebulised-pulmonary-fibrosis"
    "published/msc-ev-wjsc2025"
    "routes/eye-drops"
    "routes/intra-articular"
    "routes/intracochlear"
    "routes/intranasal"
    "routes/intravenous"
    "routes/intravitreal-subretinal"
    "routes/local-injection"
    "routes/nebulised"
    "routes/oral"
    "routes/periodontal"
    "routes/subconjunctival-sub-tenon"
    "routes/topical-wound-burn"
    "sources/adipose-msc-ev"
    "sources/bone-marrow-msc-ev"
    "sources/cardiac-progenitor-ev"
    "sources/cord-blood-msc-ev"
    "sources/immune-cell-ev"
    "sources/milk-ev"
    "sources/neural-stem-cell-ev"
    "sources/placenta-msc-ev"
    "sources/platelet-ev"
    "sources/synovial-fluid-msc-ev"
    "sources/umbilical-cord-msc-ev"
    "sources/whartons-jelly-msc-ev"
    "stages/conditioned-medium"
    "stages/donor-and-cell-bank"
    "stages/drug-product"
    "stages/drug-substance"
    "stages/freeze-dried"
    "stages/in-use"
};

/// The built-in specifications: every file that is not a part.
pub fn listed() -> impl Iterator<Item = &'static LibraryFile> + Clone {
    FILES.iter().filter(|file| !file.is_part())
}

/// The text of a built-in specification or part.
pub fn built_in(id: &str) -> Option<SourceText> {
    FILES.iter().find(|file| file.id() == id).map(LibraryFile::source)
}

/// Files of the library with the specification that each is, parameters not set. A file that cannot be read is left out; a
/// test reads every one.
pub fn read_files<'a>(
    files: impl Iterator<Item = &'static LibraryFile> + Clone + 'a,
) -> impl Iterator<Item = (&'static LibraryFile, Specification)> + 'a {
    let outcomes = read_all(files.clone().map(LibraryFile::source), &BuiltIn);
    files.zip(outcomes).filter_map(|(file, outcome)| Some((file, outcome.specification?)))
}

/// The digest of the built-in library, lower-case hexadecimal: SHA-256 over a line for each specification, in the order of
/// [`listed`], with the digest of its canonical form, two spaces and its id.
///
/// Parameters count as not set, as in `evqc spec list`, which prints the single digests.
pub fn library_sha256() -> String {
    let digest = read_files(listed()).fold(Sha256::new(), |digest, (file, specification)| {
        digest.chain_update(format!("{}  {}\n", specification.sha256, file.id()))
    });
    hexadecimal(&digest.finalize())
}

/// The built-in library alone: no paths.
#[derive(Clone, Copy, Debug, Default)]
pub struct BuiltIn;

impl Library for BuiltIn {
    fn find(&self, name: &str, _from: &str) -> Result<SourceText, String> {
        built_in(name).ok_or_else(|| {
            let close = crate::finding::did_you_mean(name, FILES.iter().map(LibraryFile::id));
            match close {
                Some(id) => format!("no built-in specification is called `{name}`; did you mean `{id}`?"),
                None => format!("no built-in specification is called `{name}`"),
            }
        })
    }
}
