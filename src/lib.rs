//! evqc decides, reproducibly and explainably, whether a lot of extracellular vesicles meets its release specification.
//!
//! The rooms, in the order of the work; arrows run one way, from the command line down. Those from a specification to a verdict
//! are compiled as a crate of their own (`src/core.rs`):
//!
//! * [`order`]: things put into order and collected, for every room;
//! * [`source`] and [`finding`]: places in the user's material, and what there is to say about it;
//! * [`lookalike`]: texts as an eye sees them, for whatever must not get round a check by another way of writing;
//! * [`person`]: whether two printed names are those of one person;
//! * [`claims`]: words that evqc never says on its own, and words that only evqc says;
//! * [`quantity`]: exact decimals, units, rounding, censored values;
//! * `stats`: numbers in, numbers out;
//! * [`cytometry`]: events to populations: scales, gates, compensation;
//! * [`instrument`]: the files that instruments write: bytes in, a typed record out;
//! * [`dosing`]: what a dose may carry, by route, size and patient;
//! * `spec`: the specification language;
//! * [`explanation`]: a line of a specification as a sentence, in English and in Chinese; pure;
//! * [`difference`]: what changed between two specifications, and which lots come out otherwise; pure;
//! * [`completeness`]: what a reviewer would ask of a specification;
//! * `data`: determinations and the readers that make them;
//! * [`reduction`]: from instrument records to determinations;
//! * [`proposal`]: a specification proposed from historic lots; pure;
//! * `plan`: what the rule of a test can decide, before there is any result;
//! * `judge`: a specification and the determinations of one lot in, a lot report out; pure;
//! * [`stability`]: judged results of several batches in, the shelf life they support out; pure;
//! * `proof`: a specification tried on lots whose verdict is known, and on changes of its limits;
//! * [`trials`]: the catalogue of clinical trials, and the published doses nearest to one;
//! * [`excursion`]: what a temperature log says of a product that has rules for storage and transport; pure;
//! * [`integrity`]: digests, signatures of persons, archives: proof that nothing changed; pure;
//! * [`trail`]: the audit trail of a folder: entries in a chain, and what they say of a lot; pure;
//! * [`administration`]: one dose out of one judged lot;
//! * [`document`]: documents that people keep, and their forms: PDF, HTML, Markdown; pure;
//! * `report`: one file per format over the one lot report;
//! * [`certificate`]: what the evidence of one lot comes to, on a page that stands alone; pure;
//! * [`installation`]: what was found on a machine, against what is expected of it; pure;
//! * `selftest`: reference cases run against the statistics and the rounding;
//! * `cli`: one file per command, the only room that prints, reads the clock or exits.

// No input may end the program: what can fail is handled. Tests may unwrap.
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod certificate;
pub mod claims;
pub mod cli;
pub mod document;
pub mod installation;
pub mod integrity;
pub mod plot;
pub mod report;
mod schema;
pub mod selftest;
pub mod template;
pub mod trail;

pub use evqc_core::{
    administration, completeness, cytometry, data, difference, dosing, excursion, expiry, explanation, finding,
    instrument, judge, lookalike, order, person, plan, proof, proposal, quantity, reduction, source, spec, stability,
    stats, trials,
};
