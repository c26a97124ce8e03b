//! What there is to know of a file without its signatures: what it is, the twin inside, the pages drawn again from that, and the
//! files of an archive with its attachments.
//!
//! The commands that make, sign, verify and judge again stand on this, and it calls none of them.

mod again;
pub mod attached;
mod attachments;
mod covered;
mod grounds;
mod inside;
mod kind;
mod names;
mod pages;
mod paired;
mod places;
mod readme;
mod succession;
mod trail;
mod twin;
mod whole;

pub use again::Again;
pub use attachments::{Asked, Attachments, TEMPLATE, attachments, drawn_again_or_not, of_signatures, only_replaced};
pub use covered::{Vouching, covers};
pub use inside::{Work, faults_inside, signatures_inside, signed_work};
pub use kind::looked_at;
pub use names::{ENDING, are_signatures, beside, has_its_document, holds_signatures, last_part, name_of};
pub use pages::{
    Around, drawn_again, has_code, is_fhir_bundle, names_a_certificate, names_the_number, packed_template,
    pages_finding, schema_in, shown_beside,
};
pub use paired::{is_another, is_named_as};
pub use readme::readme;
pub use succession::{Issued, certificate_named, place_of};
pub use trail::{NONE, entries, review_unknown};
pub use twin::{certificate, changed_since, name_inside, report_contradicts_itself, shows_another};
pub use whole::{listed, of_entries, whole_archive};
