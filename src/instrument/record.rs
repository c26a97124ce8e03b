//! What an instrument file says, in one shape for every format.

use crate::finding::Finding;
use crate::quantity::{Decimal, Reading};
use jiff::civil::Date;
use std::borrow::Cow;
use std::sync::Arc;

/// Everything one instrument file says.
#[derive(Clone, Debug)]
pub struct Recording<'b> {
    /// Name of the format, see [`super::FORMATS`].
    pub format: &'static str,
    /// How the text was read, in words: `UTF-16LE, tabs, decimal comma`; `little endian, 32-bit floats` for binary data.
    pub detected: String,
    /// Software with version, as printed; empty when the file names none.
    pub software: String,
    /// Instrument with serial number, as printed; empty when the file names none.
    pub instrument: String,
    /// What holds for the file as a whole: settings, kit, protocol, stated averages.
    pub values: Vec<Value>,
    /// The measurements, in file order.
    pub runs: Vec<Run<'b>>,
    /// What there is to say about the file, the instrument's own warnings included.
    pub findings: Vec<Finding>,
}

impl Recording<'_> {
    /// A recording of this format that says nothing yet.
    pub fn new(format: &'static str, detected: impl Into<String>) -> Self {
        Recording {
            format,
            detected: detected.into(),
            software: String::new(),
            instrument: String::new(),
            values: Vec::new(),
            runs: Vec::new(),
            findings: Vec::new(),
        }
    }
}

/// One measurement: a capture, a record, a well, a tube.
#[derive(Clone, Debug, Default)]
pub struct Run<'b> {
    /// How the file tells it from its others: `std_10000_00`, `record 3`, `A1`; unique in the file together with `sample`
    /// wherever the file makes it so.
    pub name: String,
    /// The sample as the file names it; empty when it names none.
    pub sample: String,
    /// Line on which the run begins or is named, from 1; 0 in a binary file.
    pub line: u64,
    /// Field that names it, from 1; 0 in a binary file.
    pub column: u32,
    /// Day of the measurement, where the file states it beyond doubt.
    pub date: Option<Date>,
    /// Every number and state of the run.
    pub values: Vec<Value>,
    /// What the file says of the dilution.
    pub dilution: Dilution,
    /// Size distributions; a run may have several weightings.
    pub distributions: Vec<Distribution>,
    /// Single events.
    pub events: Option<super::Events<'b>>,
    /// Why the measurement is none, in words of the file where it has some: such a run has no results, whatever zeros
    /// stand in its cells.
    pub failed: Option<String>,
}

impl Run<'_> {
    /// The first value of this quantity, of nothing in particular.
    pub fn value(&self, quantity: &str) -> Option<&Value> {
        self.values.iter().find(|value| value.quantity == quantity && value.of.is_empty())
    }
}

/// One number or word of the file.
#[derive(Clone, Debug)]
pub struct Value {
    /// What it is, in the words of evqc: lower case with `_`, without unit: `concentration`, `d50`, `particles_per_frame`.
    /// The printed label where evqc has no word of its own.
    pub quantity: Cow<'static, str>,
    /// What it is about beyond its run: an analyte, a wavelength, a peak number, a channel; mostly empty.
    pub of: String,
    /// The cell as written.
    pub text: String,
    /// What it says.
    pub reading: Reading,
    /// Its unit, spelled so that evqc reads it where it knows the unit (`particles/mL`, `nm`), else as printed; empty for
    /// none.
    pub unit: Cow<'static, str>,
    /// Line, from 1; 0 in a binary file.
    pub line: u64,
    /// Field of the line, from 1; 0 when it is not a cell.
    pub column: u32,
    /// Why the cell holds no number where one is due, in one phrase: `above the range of the detector (OVRFLW)`.
    pub no_number: Option<Cow<'static, str>>,
}

/// What a file says of the dilution of its sample. The most dangerous field of all: it decides by factors of thousands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Dilution {
    /// The format has no such field, and its results need none (a size, a zeta potential).
    #[default]
    NotApplicable,
    /// The file does not say it (`Not recorded`, or no such field): results are those of the sample as measured.
    NotRecorded,
    /// A factor is recorded and the stated results are already multiplied by it.
    Applied(DilutionFactor),
    /// A factor is recorded and the stated results are those of the diluted sample.
    NotApplied(DilutionFactor),
}

/// A recorded dilution factor and its cell.
#[derive(Clone, Debug, PartialEq)]
pub struct DilutionFactor {
    /// The factor, 1000 for one part in a thousand.
    pub value: Decimal,
    /// The cell as written.
    pub text: String,
    /// Line, from 1.
    pub line: u64,
    /// Field, from 1.
    pub column: u32,
}

/// Particles by size, in bins.
#[derive(Clone, Debug)]
pub struct Distribution {
    /// What a height counts.
    pub weighting: Weighting,
    /// What a height is.
    pub heights_are: Heights,
    /// k + 1 increasing edges in nm, which the runs of a file mostly share.
    pub edges: Arc<[f64]>,
    /// k sizes as printed, in nm: centres, or the one size that stands for the bin.
    pub printed: Arc<[f64]>,
    /// k heights.
    pub heights: Vec<f64>,
    /// How the printed sizes lie in their bins.
    pub spacing: Spacing,
    /// The cumulative rule behind the percentiles that the instrument states itself, where it is known.
    pub states: Option<Percentiles>,
    /// The percentiles that the file prints as a table beside the bins.
    pub percentiles: Option<PercentileTable>,
    /// The smallest step in which the instrument states sizes of its own, in nm: what a recomputed value may differ by, for
    /// some round and some cut.
    pub resolution: f64,
    /// Line of the first bin, from 1.
    pub line: u64,
    /// Field of its height, from 1.
    pub column: u32,
}

/// Percentiles of one distribution, printed row by row: thousands of numbers in a file, so they are kept as numbers.
#[derive(Clone, Debug)]
pub struct PercentileTable {
    /// Percent and line of each row, which the runs of a file share.
    pub rows: Arc<[(Decimal, u64)]>,
    /// Size in nm of each row; none where the cell is empty or holds no number, of which there is a finding then.
    pub sizes: Vec<Option<Decimal>>,
    /// Field of the sizes, from 1.
    pub column: u32,
}

impl PercentileTable {
    /// Percent, size in nm and line of every row with a size.
    pub fn stated(&self) -> impl Iterator<Item = (&Decimal, &Decimal, u64)> {
        let rows = self.rows.iter().zip(&self.sizes);
        rows.filter_map(|((percent, line), size)| Some((percent, size.as_ref()?, *line)))
    }
}

/// What the particles of a distribution count for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weighting {
    /// Each particle one.
    Number,
    /// Its volume.
    Volume,
    /// Its surface or cross-section.
    Surface,
    /// The light it scatters.
    Intensity,
}

impl Weighting {
    /// The word in specifications and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Weighting::Number => "number",
            Weighting::Volume => "volume",
            Weighting::Surface => "surface",
            Weighting::Intensity => "intensity",
        }
    }
}

/// What the height of a bin is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heights {
    /// Particles that were counted.
    Counts,
    /// Particles per millilitre in this bin, see [`Run::dilution`].
    Concentration,
    /// Percent of the total.
    Percent,
}

/// How the printed sizes lie in their bins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spacing {
    /// Half way between the edges, bins of equal width.
    Linear,
    /// Root of the product of the edges, bins of equal ratio.
    Logarithmic,
}

/// How an instrument computes the percentiles it states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Percentiles {
    /// Linear inside the bins: the cumulative share of a bin is reached at its upper edge (NTA 3.4).
    InsideBins,
    /// The same, one bin lower (NTA 3.2).
    OneBinLower,
    /// Linear between bin centres (ZetaView).
    AtCentres,
}
