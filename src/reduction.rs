//! From instrument records to determinations.
//!
//! A [`crate::instrument::Recording`] says what an instrument wrote; a specification says which statistic of it a test
//! takes, and a mapping says which lot it belongs to. This room computes the determinations, each with the place it came
//! from and a sentence on how: which rule, which bins, which dilution factor and where that factor stands. It opens no
//! file and judges nothing.

mod acquire;
mod aside;
mod assign;
pub mod codes;
mod computed;
mod counts;
mod deliver;
mod detectors;
mod events;
mod filing;
mod idle;
mod repeated;
mod row;
mod series;
mod size;
mod stated;
mod technique;
mod unused;
mod work;

pub use codes::CODES;
pub use computed::{Computed, NoValue};
pub use counts::{GivenDilution, concentration};
pub use deliver::{Delivery, Request, deliver};
pub use events::{ControlRun, Factor, GatedEvents};
pub use size::size_value;
