//! What a dose may carry: limits that follow from the route, the size of the dose and the patient.
//!
//! Numbers in, numbers and sentences out. This room knows the routes and what pharmacopoeias ask for each; it reads no file
//! and no specification. Everything is exact: a limit is rounded once, when it is stated.

mod budget;
mod endotoxin;
mod figures;
mod microbial;
mod particles;
mod pharmacopoeia;
mod route;
mod sterile;
mod sterility;

pub use endotoxin::{Component, DoseAmount, EndotoxinLimit, Per, Refusal, Regimen, derive, largest_valid_dilution};
pub use figures::{shown, stated};
pub use microbial::{INTERPRETATION_FACTOR, MicrobialLimits, microbial_limits};
pub use particles::{SubVisibleLimits, SubVisibleMethod, sub_visible_limits};
pub use pharmacopoeia::Pharmacopoeia;
pub use route::{EndotoxinThreshold, Route};
pub use sterile::{Region, SterileRequirement, sterile_requirement};
pub use sterility::{SamplingScheme, sterility_sample, volume_per_medium};
