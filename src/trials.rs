//! The catalogue of clinical trials: what was given, by which route, in which currency, and who says so.
//!
//! The text is `specs/trials.yaml`, compiled in. A dose keeps the currency it was published in: particles, mass, amount of
//! phospholipid, volume of product or cells, and none is ever turned into another. Where sources disagree the
//! catalogue holds both and says so. [`nearest`] finds the doses nearest to one; [`serving`] the specifications of the
//! library that serve a record.

mod currency;
mod keys;
mod model;
mod nearest;
mod read;
mod select;
mod serving;

pub use currency::{Currency, Per};
pub use keys::{CONTRADICTIONS, PHASES, TISSUES};
pub use model::*;
pub use nearest::{Near, nearest};
pub use read::{CATALOGUE, catalogue, is_catalogue, read};
pub use select::{Filter, find};
pub use serving::{Offer, Reason, Service, serving};
