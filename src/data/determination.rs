//! Determinations: measured values as delivered, each with its place.

use crate::expiry::{LabelDate, LotEvent};
use crate::finding::{Code, Finding};
use crate::quantity::{Decimal, DecimalMark, Reading, Unit};
use crate::source::Place;
use crate::spec::Role;
use jiff::civil::Date;
use std::borrow::Cow;
use std::sync::Arc;

/// One measured value as delivered: one replicate, one capture, one well, one control.
///
/// Text is borrowed from the block of rows that was read; a value never loses the characters it was written with.
#[derive(Clone, Debug)]
pub struct Determination<'a> {
    /// Position of the test in [`crate::spec::Specification::tests`].
    pub test: usize,
    /// What the row is about.
    pub role: Role,
    /// What the value cell says.
    pub reading: Reading,
    /// The value cell as written.
    pub text: &'a str,
    /// The unit delivered with the value (or in the header); `None` when the file gives none. That of its test is borrowed
    /// from it, so that a row costs no count of references.
    pub unit: Option<Cow<'a, Unit>>,
    /// The `replicate` cell as written; empty when absent.
    pub replicate: &'a str,
    /// The `stage` cell as written; empty when absent.
    pub stage: &'a str,
    /// The `sample` cell as written; empty when absent.
    pub sample: &'a str,
    /// Which input file, by position in the run's list of inputs.
    pub input: u32,
    /// Physical line on which the record starts, from 1.
    pub line: u64,
    /// Field of the record that holds the value, from 1.
    pub column: u32,
    /// The columns that most files do not have; `None` when all of them are empty.
    pub details: Option<Box<Details<'a>>>,
    /// What is wrong with the row beside its value (unknown unit, unreadable date, unknown status ...): its test cannot
    /// be evaluated. The finding itself stands in [`LotData::faults`].
    pub fault: Option<&'static Code>,
}

impl Determination<'_> {
    /// The declared status; a row that states none is valid.
    pub fn status(&self) -> RowStatus {
        self.details.as_deref().map(|details| details.status).unwrap_or_default()
    }

    /// Whether its status is `invalid`; whether it is void as well is asked of its record.
    pub fn is_declared_invalid(&self) -> bool {
        self.status() == RowStatus::Invalid
    }
}

/// What a row may say beyond its value.
#[derive(Clone, Debug, Default)]
pub struct Details<'a> {
    /// Name of the control on a control row.
    pub control: &'a str,
    /// The outer group of the determination: injection, preparation, plate; empty: none.
    pub group: &'a str,
    /// Procedure or method that delivered the value.
    pub method: &'a str,
    /// Instrument.
    pub instrument: &'a str,
    /// Who measured.
    pub analyst: &'a str,
    /// Day on which the test was started (incubation).
    pub started: Option<Date>,
    /// Day of the reading.
    pub date: Option<Date>,
    /// Declared status.
    pub status: RowStatus,
    /// Why a result is not valid, or not there, or was corrected.
    pub reason: &'a str,
    /// Investigation number.
    pub investigation: &'a str,
    /// Who approved the invalidation or the correction.
    pub approver: &'a str,
    /// What makes the row a correction of another one; `None` for every other row.
    pub correction: Option<Box<Correction<'a>>>,
    /// Stability time as written.
    pub time: &'a str,
    /// Unit of the stability time as written.
    pub time_unit: &'a str,
    /// Storage condition of a stability sample.
    pub condition: &'a str,
    /// Container and closure of a stability sample.
    pub container: &'a str,
    /// How it was kept: upright, inverted, on its side.
    pub orientation: &'a str,
    /// Day on which a stability sample was taken out of storage.
    pub pulled: Option<Date>,
    /// Stated uncertainty.
    pub uncertainty: Option<RowUncertainty<'a>>,
    /// Detection limit in the unit of the row.
    pub lod: Option<Reading>,
    /// Quantitation limit in the unit of the row.
    pub loq: Option<Reading>,
    /// Remark.
    pub comment: &'a str,
    /// How the value was computed from an instrument file, in one sentence; empty for a delivered row.
    pub how: &'a str,
}

/// What stands before a dilution factor that the command gave, in [`Details::how`].
pub const DILUTION_OF_RUN: &str = "--set dilution=";

impl Details<'_> {
    /// Whether the cell of the investigation says something: a mark that fills it, `n/a` or `-`, makes no history.
    pub fn names_investigation(&self) -> bool {
        !super::words::says_none(self.investigation)
    }

    /// The dilution factor that the command gave, where the value was computed with it.
    pub fn dilution_of_run(&self) -> Option<Decimal> {
        let (_, rest) = self.how.split_once(DILUTION_OF_RUN)?;
        let is_number = |sign: char| sign.is_ascii_digit() || matches!(sign, '.' | 'e' | '-');
        let number = rest.split(|sign| !is_number(sign)).next()?;
        Decimal::parse(number, DecimalMark::Point).ok()
    }
}

/// The `uncertainty` cell: an expanded uncertainty, above zero.
#[derive(Clone, Debug)]
pub struct RowUncertainty<'a> {
    /// As written.
    pub text: &'a str,
    /// The number.
    pub amount: Decimal,
    /// The unit behind it, `%` for percent of the value; `None`: in the unit of the row.
    pub unit: Option<Unit>,
    /// Its coverage factor; `None` when the cell states none.
    pub coverage_factor: Option<Decimal>,
}

/// What a row says as the correction of a row before it, which stays in the data.
#[derive(Clone, Debug)]
pub struct Correction<'a> {
    /// The value that is corrected, as written; empty: none is named.
    pub corrects: &'a str,
    /// What that cell says.
    pub reading: Reading,
    /// The unit behind its number; `None` when the cell has none.
    pub unit: Option<Unit>,
    /// Who corrected it; empty: nobody is named.
    pub by: &'a str,
    /// Day of the correction.
    pub on: Option<Date>,
}

impl Default for Correction<'_> {
    fn default() -> Self {
        Correction { corrects: "", reading: Reading::Empty, unit: None, by: "", on: None }
    }
}

/// Why a value was corrected: a closed list, so that corrections can be counted by their kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CorrectionReason {
    /// Digits, a sign or a word were copied wrongly.
    Transcription,
    /// The value was entered in a wrong unit.
    Unit,
    /// It was computed wrongly: dilution, factor, formula.
    Calculation,
    /// It belongs to another sample, or two samples were exchanged.
    SampleMixUp,
    /// The instrument or its software wrote out something else than it measured.
    InstrumentExport,
    /// Another cause, which the text names.
    Other,
}

impl CorrectionReason {
    /// Every reason.
    pub const ALL: [CorrectionReason; 6] = [
        CorrectionReason::Transcription,
        CorrectionReason::Unit,
        CorrectionReason::Calculation,
        CorrectionReason::SampleMixUp,
        CorrectionReason::InstrumentExport,
        CorrectionReason::Other,
    ];

    /// The code in result files and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            CorrectionReason::Transcription => "transcription",
            CorrectionReason::Unit => "unit",
            CorrectionReason::Calculation => "calculation",
            CorrectionReason::SampleMixUp => "sample-mix-up",
            CorrectionReason::InstrumentExport => "instrument-export",
            CorrectionReason::Other => "other",
        }
    }

    /// The code before the colon of a reason, and the text behind it; `None` when it begins with no code.
    pub fn of(reason: &str) -> Option<(CorrectionReason, &str)> {
        let (code, text) = reason.split_once([':', '：']).unwrap_or((reason, ""));
        Some((super::words::correction_reason(code)?, text.trim()))
    }
}

/// The `status` column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RowStatus {
    /// Valid, or nothing said.
    #[default]
    Valid,
    /// Declared invalid; counts as invalidated only with a complete record.
    Invalid,
    /// Started, not final.
    Pending,
    /// Not tested.
    NotTested,
}

impl RowStatus {
    /// The word in result files and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            RowStatus::Valid => "valid",
            RowStatus::Invalid => "invalid",
            RowStatus::Pending => "pending",
            RowStatus::NotTested => "not tested",
        }
    }
}

/// Everything known of one lot: what the judge looks at.
#[derive(Debug)]
pub struct LotData<'a> {
    /// The lot id as written.
    pub lot: &'a str,
    /// Its determinations in file order.
    pub determinations: Vec<Determination<'a>>,
    /// Rows of the lot that could not be read, or that name no test of the specification: each one keeps the lot from
    /// being evaluated.
    pub faults: Vec<Finding>,
    /// Facts from the lot file.
    pub facts: Option<&'a LotFacts>,
}

/// Facts of a lot that are not test results (`--lots`).
#[derive(Clone, Debug, Default)]
pub struct LotFacts {
    /// Lot id.
    pub lot: String,
    /// Day of manufacture.
    pub manufactured: Option<Date>,
    /// Days of other events: harvest, formulation, thaw. Of harvests that were pooled the first and the last one.
    pub events: Vec<(LotEvent, Date)>,
    /// Events of which the month alone is stated, and where; each is among the faults too.
    pub months: Vec<(LotEvent, LabelDate, Place)>,
    /// Expiry date as stated.
    pub expires: Option<LabelDate>,
    /// Retest date as stated.
    pub retest: Option<LabelDate>,
    /// How often the lot was frozen and thawed.
    pub freeze_thaw_cycles: Option<u32>,
    /// Place of the lot in the order of manufacture.
    pub sequence: Sequence,
    /// Parent lots.
    pub parents: Vec<String>,
    /// The same as the cell has it, between the signs that tell parents apart.
    pub parents_as_written: Vec<String>,
    /// The whole cell, where it has such signs: a lot can be called `26,31`.
    pub parents_cell: Option<String>,
    /// What the file says of the dates of those parents that have a row in it.
    pub dates_of_parents: Vec<ParentDates>,
    /// Label claims: attribute, value and unit.
    pub label: Vec<(String, crate::spec::Quantity)>,
    /// Attributes for which the lot file has a column of label claims and this lot no claim, each with its empty cell;
    /// without a place where the lot has no row in the file.
    pub unclaimed: Vec<(String, Option<Place>)>,
    /// Other numerical facts by name.
    pub quantities: Vec<(String, crate::spec::Quantity)>,
    /// Where the row stands.
    pub place: Option<Place>,
    /// What is wrong with the row; it keeps the lot from being evaluated.
    pub faults: Vec<Finding>,
}

/// The dates of a parent lot.
#[derive(Clone, Debug)]
pub struct ParentDates {
    /// Its id.
    pub lot: String,
    /// Its expiry date as stated.
    pub expires: Option<LabelDate>,
    /// Its events with their days, manufacture included.
    pub events: Vec<(LotEvent, Date)>,
    /// Where its row stands.
    pub place: Option<Place>,
}

impl ParentDates {
    /// The day of an event.
    pub fn day_of(&self, event: LotEvent) -> Option<Date> {
        self.events.iter().find(|(known, _)| *known == event).map(|(_, day)| *day)
    }
}

impl LotFacts {
    /// The day of an event.
    pub fn day_of(&self, event: LotEvent) -> Option<Date> {
        match event {
            LotEvent::Manufactured => self.manufactured,
            _ => self.events.iter().find(|(known, _)| *known == event).map(|(_, day)| *day),
        }
    }

    /// The day of filling.
    pub fn filled(&self) -> Option<Date> {
        self.day_of(LotEvent::Filled)
    }

    /// Every event with its day.
    pub fn days(&self) -> impl Iterator<Item = (LotEvent, Date)> {
        let made = self.manufactured.map(|day| (LotEvent::Manufactured, day));
        made.into_iter().chain(self.events.iter().copied())
    }

    /// The dates of the lot as those of a parent.
    pub fn as_parent(&self) -> ParentDates {
        let (lot, place) = (self.lot.clone(), self.place.clone());
        ParentDates { lot, expires: self.expires, events: self.days().collect(), place }
    }
}

/// The place of a lot among the lots of its product, where the lot file has a column for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sequence {
    /// There is no such column: the id tells the place, see [`super::LotNumber`].
    #[default]
    ById,
    /// There is one, and this lot has no number in it.
    NotGiven,
    /// This number.
    Number(u64),
}

/// One input file as it was recognised.
#[derive(Clone, Debug)]
pub struct Input {
    /// What it was read as: `results`, `samples`, `lots`, `waivers`. One workbook may be two of them.
    pub role: &'static str,
    /// Name as the user gave it; `-` for standard input.
    pub name: Arc<str>,
    /// SHA-256 of the bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Data rows, header excluded.
    pub rows: u64,
    /// What was detected, in words: `UTF-8, separator ';', decimal comma, long`.
    pub detected: String,
}
