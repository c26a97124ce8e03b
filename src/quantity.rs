//! Numbers with a meaning: exact decimals, units, rounding rules, censored results and what a result cell says.
//!
//! This room turns text into values and compares values. It keeps every number as it was written ([`Decimal`]), computes
//! without rounding error ([`Exact`]), rounds once and by a named rule ([`RoundingRule`]), converts only inside one
//! dimension ([`Unit`]), and treats `<0.05`, `ND`, an empty cell and `0` as four different things ([`Reading`]).
//!
//! It refuses to guess (`1,234` and `7x1011` are errors), to turn a censored result into a number, to convert particles
//! into micrograms, and to let NaN or infinity in. It opens no file, asks no clock and prints nothing.

pub mod comparison;
pub mod decimal;
pub mod duration;
pub mod exact;
pub mod in_text;
pub mod reading;
pub mod root;
pub mod rounding;
pub mod unit;
mod unit_advice;
mod unit_grammar;
pub mod unit_table;

pub use comparison::{Bounded, Compared, Side, compare};
pub use decimal::{Decimal, DecimalMark, Found, MAX_DIGITS, Notation, NumberError};
pub use duration::{Duration, DurationError, TimeUnit, number_of_time};
pub use exact::Exact;
pub use reading::{Bound, Reading};
pub use root::Root;
pub use rounding::{Rounded, RoundingRule, Tie, bound_text, format_at_place, round_down_to_place, round_up_to_place};
pub use unit::{Dimension, Unit, UnitError};

#[cfg(test)]
mod oracle;
