//! The rows of one lot, as the reader hands them to whoever judges the lot.

use super::codes;
use super::records::Record;
use crate::finding::Finding;

/// The most findings that one lot lists.
const LISTED: usize = 100;

/// The most bytes that the rows of one lot may take.
const LARGEST: usize = 1 << 30;

/// The rows of one lot that stand together, undigested: bytes and field ends.
///
/// Splitting a table into lots has to happen in order, on one thread; making sense of the rows does not. A block is
/// what passes between the two. It is filled again and again, so that its memory is allocated once.
#[derive(Debug, Default)]
pub struct LotBlock {
    pub(crate) lot: String,
    /// The lot cell of the latest row, as it stands there.
    pub(crate) cell: Vec<u8>,
    pub(crate) bytes: Vec<u8>,
    /// For each cell of each row, where it ends, counted from the start of its row; one byte stands between two cells.
    pub(crate) ends: Vec<u32>,
    pub(crate) rows: Vec<RowAt>,
    /// Rows that could not be kept, and what is wrong with the lot id.
    pub(crate) faults: Vec<Finding>,
}

/// Where a row lies in a block.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RowAt {
    /// Start in [`LotBlock::bytes`].
    pub start: usize,
    /// First of its ends in [`LotBlock::ends`].
    pub first_end: usize,
    /// Number of fields.
    pub fields: u32,
    /// Which input.
    pub input: u32,
    /// Line on which it starts.
    pub line: u64,
}

impl LotBlock {
    /// A block without rows.
    pub fn new() -> LotBlock {
        LotBlock::default()
    }

    /// The lot id; empty while the block is.
    pub fn lot(&self) -> &str {
        &self.lot
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// Whether it holds neither rows nor faults.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.faults.is_empty()
    }

    /// Takes everything out and keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.lot.clear();
        self.cell.clear();
        self.bytes.clear();
        self.ends.clear();
        self.rows.clear();
        self.faults.clear();
    }

    /// Adds the first `fields` cells of a record; false when the lot is too large.
    #[inline]
    pub(crate) fn push(&mut self, record: Record<'_>, fields: usize, input: u32, line: u64) -> bool {
        let start = self.bytes.len();
        if start > LARGEST {
            return false;
        }
        let first_end = self.ends.len();
        self.bytes.extend_from_slice(record.bytes);
        let ends = record.ends.get(..fields).unwrap_or(record.ends);
        self.ends.extend_from_slice(ends);
        self.rows.push(RowAt { start, first_end, fields: ends.len() as u32, input, line });
        true
    }

    /// Adds a fault of the lot.
    pub(crate) fn fault(&mut self, finding: Finding) {
        push_fault(&mut self.faults, finding);
    }
}

/// Adds a finding to the list of one lot, up to a length at which more of them help nobody.
pub(crate) fn push_fault(faults: &mut Vec<Finding>, finding: Finding) {
    match faults.len() {
        0..LISTED => faults.push(finding),
        LISTED => {
            let message = format!("the lot has more than {LISTED} faulty rows; only the first ones are listed");
            faults.push(Finding { code: &codes::FURTHER_FINDINGS, message, ..finding });
        }
        _ => {}
    }
}
