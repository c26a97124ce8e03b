//! What the judge is told besides specification and data.

use super::ancestry::Ancestry;
use super::factors::Factors;
use super::periodic::PeriodicRecord;
use super::waiver::Waiver;
use crate::data::Determination;
use crate::quantity::{DecimalMark, Reading};
use crate::source::Place;
use crate::spec::{Specification, Test};
use jiff::civil::Date;
use std::sync::Arc;

/// Circumstances of a judgement: everything that is neither specification nor data.
#[derive(Clone, Debug)]
pub struct Context<'a> {
    /// The day of judgement; dates after it are implausible.
    pub as_of: Date,
    /// Which part of the specification is judged.
    pub stage: StageScope,
    /// Which one the run asks for. It is another one where a lot that others were made from is judged by all that it has; then it
    /// still says how rows are read that name no stage, and whether what a release needs is asked for.
    pub asked: StageScope,
    /// Whether the lot is judged as one that others were made from: by its results alone. What the product asks of its own dates,
    /// life and use is not asked of a harvest or a cell bank.
    pub as_parent: bool,
    /// Names of the result files, by the position that determinations carry.
    pub inputs: &'a [Arc<str>],
    /// Approved waivers.
    pub waivers: &'a [Waiver],
    /// What is known of the other lots, where a test is performed on some lots only.
    pub periodic: Option<&'a PeriodicRecord>,
    /// What is known of the lots that others were made from; nothing where the lot file names none.
    pub ancestry: Option<&'a Ancestry>,
    /// Factors of the decision rules.
    pub factors: &'a Factors,
    /// Whether somebody reads what the decision of a test rests on, also where its outcome is plain to see.
    pub statements: bool,
    /// Whether every test goes the thorough way, also those whose outcome is plain to see. The outcome is the same;
    /// tests compare the two.
    pub thorough: bool,
}

impl Context<'_> {
    /// Whether the run asks for the time points in use of a specification that has clocks.
    pub(super) fn judges_use(&self, spec: &Specification) -> bool {
        spec.in_use.is_some() && self.stage.is_in_use()
    }

    /// Whether rows with a time are read as time points in use.
    pub(super) fn reads_use(&self, spec: &Specification) -> bool {
        spec.in_use.is_some() && self.asked.is_in_use()
    }

    /// Whether the run asks for later time points only.
    pub(super) fn asks_for_later(&self) -> bool {
        self.asked == StageScope::ShelfLife || self.asked.is_in_use()
    }

    /// The cell of a determination.
    pub(super) fn place(&self, determination: &Determination<'_>) -> Place {
        match self.inputs.get(determination.input as usize) {
            Some(file) => Place::new(file, determination.line, determination.column),
            None => Place::new(&Arc::from("?"), determination.line, determination.column),
        }
    }

    /// The same as messages name it: without folders, so that what is said does not depend on where a file was named from.
    pub(super) fn place_in_words(&self, determination: &Determination<'_>) -> String {
        let mut place = self.place(determination);
        place.file = place.file.rsplit(['/', '\\']).next().unwrap_or_default().into();
        place.to_string()
    }
}

/// Which tests and limits apply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StageScope {
    /// As the rows of the lot say: release with every test required, or, when all rows are stability rows, the
    /// stability time points they name (the lot is then not concluded).
    AsData,
    /// Release limits of every test.
    Release,
    /// Stability time points, shelf-life limits.
    ShelfLife,
    /// The tests of one stage (and those that name none).
    Named(String),
}

impl StageScope {
    /// Reads the `--stage` option; `None` is [`StageScope::AsData`].
    pub fn parse(text: Option<&str>) -> Self {
        match text {
            None => StageScope::AsData,
            Some(text) if is_stability(text) => StageScope::ShelfLife,
            Some(text) if is_release(text) => StageScope::Release,
            Some(text) => StageScope::Named(text.to_owned()),
        }
    }

    fn is_in_use(&self) -> bool {
        matches!(self, StageScope::Named(stage) if is_in_use(stage))
    }

    /// The part of the specification that is judged, in words; `None` when it is all of it.
    pub(super) fn in_words(&self) -> Option<String> {
        match self {
            StageScope::AsData => None,
            StageScope::Release => Some("stage release".to_owned()),
            StageScope::ShelfLife => Some("stage shelf life".to_owned()),
            StageScope::Named(stage) => Some(format!("stage {stage}")),
        }
    }

    /// Whether a test belongs to the part of the specification that is judged.
    pub fn covers(&self, test: &Test) -> bool {
        match (self, &test.stage) {
            (StageScope::Named(wanted), Some(stage)) => folded(wanted) == folded(stage),
            _ => true,
        }
    }
}

/// Whether a stage cell means a stability time point.
pub(super) fn is_stability(stage: &str) -> bool {
    matches!(folded(stage).as_str(), "stability" | "shelf life" | "稳定性")
}

/// Whether a stage cell means the release of the lot.
pub(super) fn is_release(stage: &str) -> bool {
    matches!(folded(stage).as_str(), "release" | "放行")
}

/// Whether a stage cell means a time point in use.
pub(in crate::judge) fn is_in_use(stage: &str) -> bool {
    matches!(folded(stage).as_str(), "in use" | "使用中" | "使用期")
}

/// A name with case, `_`, `-` and repeated white space taken out, for comparisons.
pub(super) fn folded(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c == '_' || c == '-')
        .filter(|part| !part.is_empty())
        .map(str::to_lowercase)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether a field of a record says anything: a dash, `n/a`, `none` or `?` fills a cell and not a record.
pub fn says_something(text: &str) -> bool {
    let named = text.chars().any(char::is_alphanumeric);
    let filler = matches!(folded(text).as_str(), "tbd" | "unknown" | "todo" | "x" | "xx" | "xxx" | "nil" | "空");
    named && !filler && super::value::absent(&Reading::parse(text, DecimalMark::Point)).is_none()
}
