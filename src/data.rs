//! Determinations, and the readers that make them.
//!
//! Bytes become text ([`Encoding`]), text becomes a table ([`Dialect`]), a table becomes lots ([`Blocks`]), and the rows
//! of a lot become determinations ([`RowReader`]), each with its place. Nothing is left out in silence: what cannot be
//! read is a finding about a cell, a row, a lot or the run. This room opens no file: the caller passes what can be
//! opened ([`Source`]).
//!
//! Two modes give the same lots. Where the rows of each lot stand together, lots are delivered as they are read; where
//! a lot returns after others, all rows are gathered first ([`ReadOptions::gather`]).

mod block;
mod cell;
pub mod codes;
mod computed;
mod determination;
mod dialect;
mod encoding;
mod header;
mod layout;
mod long;
mod lot_number;
mod lots;
mod names;
mod records;
mod register;
mod rows;
mod sheet;
mod stream;
mod survey;
mod table;
mod uncertainty;
mod wide;
mod words;
mod workbook;

pub use block::LotBlock;
pub use cell::{condition_parts, folded, folded_condition};
pub use codes::CODES;
pub use computed::{
    ComputedDetermination, ComputedLot, ComputedLots, ComputedUncertainty, Drawings, GateEnd, SizeRun, Unused,
    UnusedRun,
};
pub use determination::*;
pub use dialect::Dialect;
pub use encoding::Encoding;
pub use header::Shape;
pub use layout::Layouts;
pub use lot_number::{LotNumber, LotRange};
pub use lots::{LotFile, PARENT_SEPARATORS, read_lots};
pub(crate) use lots::{MOST_PARTS, places_of_parts};
pub use names::TestNames;
pub use register::{Named, Register, read_register};
pub use rows::RowReader;
pub use stream::{Blocks, Next, ReadOptions, not_printable};
pub use survey::{FoundTest, survey};
pub use table::{Open, Source, is_result_table, share_workbooks};
pub use words::date;
pub use workbook::{is_workbook, workbook_source};
