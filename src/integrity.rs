//! Proof that nothing changed: digests, signatures of persons, bundles.
//!
//! Pure: bytes in, findings out. Files, the clock and randomness come from the command line. What is signed, and what the
//! files look like, follows published formats (DSSE, in-toto, PKCS#8, the list of `sha256sum`), so that whoever has no evqc
//! can check everything with `openssl`, `sha256sum` and `unzip`.

mod bundle;
mod chain;
mod codes;
mod consistent;
mod difference;
mod digest;
mod envelope;
mod evidence;
mod key;
mod manifest;
mod settings;
mod statement;
mod trust;
mod twin;

pub use bundle::{Entry, is_bundle, pack, unfit_names, unpack};
pub use chain::{Chain, Link, Signing, check_name, file_changed, signed_before, signed_before_chain, signed_twice};
pub use codes::*;
pub use consistent::{certificate_differs, report_differs};
pub use difference::{Difference, first_difference};
pub use digest::{SOURCE_SHA256, sha256, sha256_and_on};
pub use envelope::{Envelope, PAYLOAD_TYPE, begins_as_envelope};
pub use evidence::{CERTIFICATE_CONTENT, Evidence, NoEvidence, evidence, schema_of};
pub use key::{KeyFault, PublicKey, SCRYPT_LOG_N, SHORTEST_PASSPHRASE, Seal, SecretKey, is_sealed};
#[cfg(feature = "schemas")]
pub use manifest::bundle_schema;
pub use manifest::{
    BUNDLE_SCHEMA_NAME, CHECKSUMS, Judged, MANIFEST, Manifest, ManifestFile, PUTS_NONE, README, REPORT, Role, Tool,
    check_files, checksums, file_for, listed,
};
pub use settings::{ExcursionSettings, ReadingSettings, Settings, StabilitySettings, settings_sha256};
pub use statement::{
    Digests, Meaning, PREDICATE_TYPE, Predicate, Resource, STATEMENT_TYPE, SignatureFacts, Statement, TestResult,
    TimeSource,
};
pub use trust::{Trust, Trusted};
pub use twin::{attached_differs, not_the_twin, not_what_was_signed, stated_differs};
