//! Instrument files: bytes in, a typed record out.
//!
//! One file per format, each a pure function from the bytes of a file to a [`Recording`]: what was measured, on which
//! sample, with which settings, by which software, and what the instrument itself warned of; every number with its place.
//! Nothing is computed here and nothing is corrected: a stated average that includes failed captures stays what the file
//! states. The format is recognised by content, never by the name of the file.
//!
//! This room knows no specification. What a test takes from a recording is for `reduction` to say.

mod bins;
pub mod codes;
mod content;
mod events;
pub mod fcs;
mod formats;
mod grid;
mod nanosight;
mod record;
mod zetaview;

pub use codes::CODES;
pub use content::Content;
pub use events::{Amplifier, ByteOrder, Channel, ChannelError, Events, Spillover, Storage};
pub use formats::{FORMATS, Format, by_name, read, recognise};
pub use grid::{Grid, Row};
pub use record::*;
