//! Certificates: what the evidence of one lot comes to, on a page that stands alone.
//!
//! A [`Certificate`] is made from a judged lot, the file of the laboratory (`lab.yaml`) and the certificate facts; it is the
//! machine-readable twin of what is printed, and every form is laid out from it. Nothing here judges anything: results,
//! limits and outcomes come from the lot report. Nothing here claims anything either: what is stated beyond conformity with
//! a specification comes from the laboratory, with a signatory.
//!
//! A lot that is not evaluable gets nothing. A lot that does not conform or is not concluded, a specification that is not
//! approved, missing mandatory fields and missing signatures make the document a draft on every page.

mod check;
mod codes;
mod coherent;
mod coherent_line;
mod contradict;
mod criterion;
mod delivered;
mod derived;
mod edition;
mod facts;
mod fhir;
pub mod field;
mod fill;
mod issue;
mod keys;
mod kind;
mod lab;
mod languages;
mod layout;
mod logo;
mod model;
mod names;
mod notation;
mod number;
mod open;
mod outlived;
mod page;
mod persons;
mod profile;
mod pseudonym;
mod read_back;
mod reading;
mod reissue;
mod remark;
mod repeated;
mod restated;
mod stamp;
pub mod terms;
mod test_line;
mod translated;
mod twin_inside;
mod unsigned;
mod unused_runs;
mod words;

pub use check::{certification_withheld, objections};
pub use codes::*;
pub use delivered::claims_in_names;
pub use facts::{Deviation, Facts, FactsFile, ParameterFacts, Replaces, TestFacts, read_facts};
pub use fhir::{fhir_bundle, is_fhir_bundle_of};
pub use field::put_replaced;
pub use fill::Material;
pub use issue::{content_in_any_language_sha256, content_sha256, draw_up, issue, sign};
pub use keys::{facts_schema, lab_schema};
pub use kind::DocumentKind;
pub use lab::{ExternalLaboratory, Lab, LabTest, Layout, Manufacturer, Signatory, Site, Statement, read_lab};
pub use layout::{Dress, document};
pub use logo::logo;
pub use model::*;
pub use number::{same_number, seen_number};
pub use page::{PageError, PageTemplate};
pub use persons::testers;
pub use profile::{IntendedUse, Languages, Meaning, Profile};
pub use pseudonym::donor_beside_id;
pub use read_back::not_shown;
pub use reissue::{changes, contradicts, is_before, is_reason};
pub use stamp::Stamp;
pub use twin_inside::{TWIN_DESCRIBED, TWIN_NAME, with_twin};
pub use unused_runs::with_names_in_print;
pub use words::Words;
