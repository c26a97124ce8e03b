//! What one test takes from one run.

use super::computed::{Computed, NoValue};
use super::stated::stated;
use crate::data::LotFacts;
use crate::instrument::{Recording, Run};
use crate::quantity::Decimal;
use crate::spec::{Acquisition, Measured, SampleEntry, Specification};

/// A run with everything that may decide its value.
pub(super) struct Source<'s> {
    pub spec: &'s Specification,
    pub recording: &'s Recording<'s>,
    pub run: &'s Run<'s>,
    /// The entry that assigned the run.
    pub entry: &'s SampleEntry,
    /// Facts of the lot.
    pub facts: Option<&'s LotFacts>,
    /// Dilution factor from the command line.
    pub dilution: Option<&'s Decimal>,
    /// Runs of control files of this lot, or of every lot.
    pub controls: Vec<Control<'s>>,
}

/// A run of a control file.
pub(super) struct Control<'s> {
    /// Name of the control.
    pub name: &'s str,
    /// The entry that assigned it.
    pub entry: &'s SampleEntry,
    pub recording: &'s Recording<'s>,
    pub run: &'s Run<'s>,
}

/// The value of a test in a run.
///
/// # Errors
/// Why the run has none; with the code `run-without-value` where it has nothing of the kind.
pub(super) fn acquire(
    acquisition: &Acquisition,
    measured: &Measured,
    source: &Source<'_>,
) -> Result<Computed, NoValue> {
    match acquisition {
        Acquisition::Stated { quantity, of } => stated(source.recording, source.run, quantity, of.as_deref()),
        _ => Err(NoValue::new(&super::codes::RUN_WITHOUT_VALUE, "", "")),
    }
}
