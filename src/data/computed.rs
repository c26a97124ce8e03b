//! Determinations computed from instrument files, which own their texts.

use super::determination::{Details, Determination, RowStatus, RowUncertainty};
use crate::finding::{Code, Finding};
use crate::quantity::{Decimal, DecimalMark, Reading, Unit};
use crate::spec::Role;
use jiff::civil::Date;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A determination computed from an instrument file.
#[derive(Clone, Debug)]
pub struct ComputedDetermination {
    /// Position of the test in [`crate::spec::Specification::tests`].
    pub test: usize,
    /// What the run is about.
    pub role: Role,
    /// Name of the control on a control row.
    pub control: String,
    /// The value with its digits.
    pub text: String,
    /// Its unit; `None` for none.
    pub unit: Option<Unit>,
    /// Outer level of the replicates.
    pub group: String,
    /// Replicate.
    pub replicate: String,
    /// Stage.
    pub stage: String,
    /// Sample within the lot.
    pub sample: String,
    /// Method that delivered the value.
    pub method: String,
    /// Instrument with serial number, as the file names it.
    pub instrument: String,
    /// Who measured.
    pub analyst: String,
    /// Whether the run was declared invalid.
    pub status: RowStatus,
    /// The cause for which it was.
    pub reason: String,
    /// Number of the investigation.
    pub investigation: String,
    /// Who approved it.
    pub approver: String,
    /// Day of the measurement.
    pub date: Option<Date>,
    /// How the value was computed: the rule, and behind a semicolon what belongs to this value alone.
    pub how: String,
    /// Uncertainty from counting.
    pub uncertainty: Option<ComputedUncertainty>,
    /// Which input file, by position in the run's list of inputs.
    pub input: u32,
    /// Line of the value, from 1; 0 in a binary file.
    pub line: u64,
    /// Field of the line, from 1; 0 when it is not a cell.
    pub column: u32,
    /// Why there is no value that can be used; the finding itself stands among the faults of the lot.
    pub fault: Option<&'static Code>,
}

/// An expanded uncertainty in the unit of its value.
#[derive(Clone, Debug)]
pub struct ComputedUncertainty {
    /// As a result file would state it: `±1.4 (k=2)`.
    pub text: String,
    /// The number.
    pub amount: Decimal,
    /// Its coverage factor.
    pub coverage_factor: Decimal,
}

/// What instrument files deliver for the lots of one specification.
#[derive(Clone, Debug, Default)]
pub struct ComputedLots {
    /// By lot id.
    pub lots: BTreeMap<String, ComputedLot>,
}

/// What instrument files deliver for one lot.
#[derive(Clone, Debug, Default)]
pub struct ComputedLot {
    /// Its determinations, in the order of files and runs.
    pub determinations: Vec<ComputedDetermination>,
    /// What keeps the lot from being evaluated.
    pub faults: Vec<Finding>,
    /// What is drawn of them: decisions rest on the determinations alone.
    pub drawings: Drawings,
    /// Runs of the lot, or of its files, that deliver nothing; in the order of files and runs.
    pub unused: Vec<UnusedRun>,
}

/// A run of an instrument file that delivers nothing, or not for every test, although it was measured.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnusedRun {
    /// Name of the file.
    pub file: Arc<str>,
    /// How the file tells it from its others; empty where it does not.
    pub name: String,
    /// The sample as the file names it; empty when it names none.
    pub sample: String,
    /// Why.
    pub why: Unused,
}

/// Why a run delivers nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unused {
    /// The samples set it aside, for this reason.
    SetAside(String),
    /// The measurement failed, in words of the file where it has some.
    Failed(String),
    /// Its entry in the samples names other tests than this one, for which it has a value.
    LeftOut {
        /// Id of the test.
        test: String,
        /// The value.
        value: String,
        /// Its unit; empty: none.
        unit: String,
    },
}

impl Unused {
    /// The name of the code under which a run is told of.
    pub fn code(&self) -> &'static str {
        match self {
            Unused::SetAside(_) => "run-set-aside",
            Unused::Failed(_) => "measurement-failed",
            Unused::LeftOut { .. } => "run-left-out",
        }
    }
}

/// What instrument files hold for pictures of a lot.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawings {
    /// The size distributions behind its determinations.
    pub sizes: Vec<SizeRun>,
    /// The ends of gates that a control set, each once.
    pub gate_ends: Vec<GateEnd>,
}

/// Where a gate begins or ends whose end is a quantile of the events of a control.
#[derive(Clone, Debug, PartialEq)]
pub struct GateEnd {
    /// Position of the gate in [`crate::spec::Specification::gates`].
    pub gate: usize,
    /// The channel.
    pub channel: String,
    /// Probability of the quantile.
    pub p: f64,
    /// Name of the control.
    pub control: String,
    /// The quantile, a value of the channel.
    pub value: f64,
}

/// The size distribution of one run, coarse enough to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct SizeRun {
    /// Position of the test that takes something from it, in [`crate::spec::Specification::tests`].
    pub test: usize,
    /// Outer group and replicate, or name of the run.
    pub name: String,
    /// The file.
    pub file: Arc<str>,
    /// Line of the first bin, from 1.
    pub line: u64,
    /// What a height counts: `number`, `volume` ...
    pub weighting: &'static str,
    /// k + 1 increasing edges in nm.
    pub edges: Vec<f64>,
    /// k heights as parts of the whole for each nm, so that areas compare: fractions per nm.
    pub heights: Vec<f64>,
}

impl ComputedDetermination {
    /// The determination as the judge takes it.
    pub fn determination(&self) -> Determination<'_> {
        let uncertainty = self.uncertainty.as_ref().map(|uncertainty| RowUncertainty {
            text: &uncertainty.text,
            amount: uncertainty.amount,
            // In the unit of the value: a percent sign here would be percent of the value.
            unit: None,
            coverage_factor: Some(uncertainty.coverage_factor),
        });
        let details = Details {
            control: &self.control,
            method: &self.method,
            instrument: &self.instrument,
            analyst: &self.analyst,
            status: self.status,
            reason: &self.reason,
            investigation: &self.investigation,
            approver: &self.approver,
            date: self.date,
            uncertainty,
            how: &self.how,
            group: &self.group,
            ..Details::default()
        };
        Determination {
            test: self.test,
            role: self.role,
            reading: Reading::parse(&self.text, DecimalMark::Point),
            text: &self.text,
            unit: self.unit.as_ref().map(Cow::Borrowed),
            replicate: &self.replicate,
            stage: &self.stage,
            sample: &self.sample,
            input: self.input,
            line: self.line,
            column: self.column,
            details: Some(Box::new(details)),
            fault: self.fault,
        }
    }
}
