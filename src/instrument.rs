//! Instrument files: bytes in, a typed record out.
//!
//! One file per format, each a pure function from the bytes of a file to a [`Recording`]: what was measured, on which
//! sample, with which settings, by which software, and what the instrument itself warned of; every number with its place.
//! Nothing is computed here and nothing is corrected: a stated average that includes failed captures stays what the file
//! states. The format is recognised by content, never by the name of the file.
//!
//! This room knows no specification. What a test takes from a recording is for `reduction` to say.

mod bins;
mod cells;
mod coa;
pub mod codes;
mod content;
mod damage;
mod dates;
mod envision;
mod events;
pub mod fcs;
mod formats;
mod gen5;
mod grid;
mod hiac;
mod intelliflex;
mod known;
mod magellan;
mod mars;
mod msd;
mod nanodrop;
mod nanosight;
mod plate;
mod qubit;
mod record;
mod softmax;
mod stunner;
mod table;
mod technique;
pub mod temperature_logger;
pub mod workbook;
mod xponent;
mod zetasizer;
mod zetaview;

pub use codes::CODES;
pub use content::Content;
pub use events::{Amplifier, ByteOrder, Channel, ChannelError, Events, Spillover, Storage};
pub use formats::{FORMATS, Format, TABLE, by_name, read, recognise, techniques};
pub use grid::{Grid, Row};
pub use plate::is_well;
pub use record::*;
pub use technique::Technique;
