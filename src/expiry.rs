//! Dates of a lot: how long it may be used, counted on the calendar.
//!
//! Dates in, dates out. This room knows events, periods and the conventions by which a period ends; it reads no file, no
//! specification and no clock. Months are counted by the calendar and never as a number of days, because a label is read
//! by the calendar.

mod event;
mod label;
mod period;
mod remaining;

pub use event::LotEvent;
pub use label::LabelDate;
pub use period::{LastDay, Period};
pub use remaining::{Remaining, remaining};
