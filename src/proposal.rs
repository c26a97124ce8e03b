//! A specification proposed from historic lots: a starting point, never more.
//!
//! For each test one value per lot; from these a tolerance interval where a method fits, the one observation that all lots
//! have, or `report` with the reason why nothing is proposed. Pure: lots in, text out.

mod limits;
mod observation;
mod writing;

pub use observation::Observation;
pub use writing::yaml;

use crate::quantity::{Exact, Unit};
use crate::stats::{Confidence, Probability};

/// What historic lots had of one test.
#[derive(Clone, Debug)]
pub struct History {
    /// Identifier.
    pub id: String,
    /// Name as the data write it.
    pub name: String,
    /// Stage as the data write it.
    pub stage: Option<String>,
    /// Unit of all numbers.
    pub unit: Unit,
    /// Methods that the data name.
    pub methods: Vec<String>,
    /// A value of each lot that has one.
    pub results: Vec<LotResult>,
    /// How many lots the data hold.
    pub lots: usize,
    /// Rows of the lots that do not count: invalidated, repeated, or of a stability study.
    pub left_out: usize,
}

/// What one lot had.
#[derive(Clone, Debug)]
pub struct LotResult {
    /// The lot id.
    pub lot: String,
    /// Its value.
    pub value: LotValue,
    /// How many determinations it rests on.
    pub determinations: usize,
}

/// The value of a lot.
#[derive(Clone, Debug)]
pub enum LotValue {
    /// The mean of numbers.
    Number {
        /// In the unit of the history.
        mean: Exact,
        /// The place of the last digit that any of them was written with.
        place: i32,
        /// The exponent they were written with, if any was.
        exponent: Option<i32>,
    },
    /// A censored value among them, as written.
    Censored(String),
    /// An observation.
    Observed(Observation),
    /// What cannot be used, as written.
    Unusable(String),
}

/// What share of lots the proposed limits are to hold, and how surely.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Share of lots.
    pub content: Probability,
    /// Confidence.
    pub confidence: Confidence,
}

/// What is proposed for a test.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The criterion in the words of the language; `report` where nothing is proposed.
    pub criterion: String,
    /// Why: lots, method, interval, or what stands in the way.
    pub rationale: String,
    /// The unrounded limits, where there are some.
    pub interval: Option<(Option<f64>, Option<f64>)>,
}

impl Proposal {
    fn report(rationale: String) -> Proposal {
        Proposal { criterion: "report".to_owned(), rationale, interval: None }
    }
}

/// What is proposed for a test from what lots had.
pub fn propose(history: &History, wanted: &Wanted) -> Proposal {
    let mut proposal = of_the_lots(history, wanted);
    if history.left_out > 0 {
        let rows = if history.left_out == 1 { "row" } else { "rows" };
        let text = format!(
            "; left out: {} {rows}, invalidated, corrected, repeated or of a stability study",
            history.left_out
        );
        proposal.rationale.push_str(&text);
    }
    proposal
}

fn of_the_lots(history: &History, wanted: &Wanted) -> Proposal {
    let with = history.results.len();
    let of = format!("Proposal from {with} of {} lots", history.lots);
    let unusable = history.results.iter().filter_map(|result| match &result.value {
        LotValue::Unusable(text) => Some(format!("{text} of lot {}", result.lot)),
        _ => None,
    });
    if let Some(first) = unusable.into_iter().next() {
        return Proposal::report(format!("{of}: no criterion, since {first} cannot be used"));
    }
    let censored: Vec<&LotResult> =
        history.results.iter().filter(|result| matches!(result.value, LotValue::Censored(_))).collect();
    if let Some(LotResult { lot, value: LotValue::Censored(text), .. }) = censored.first() {
        return Proposal::report(format!(
            "{of}: no interval, since {} of them are censored (the first: {text}, lot {lot}) and no tolerance interval of \
             censored values is computed",
            censored.len()
        ));
    }
    let observed = history.results.iter().filter(|result| matches!(result.value, LotValue::Observed(_))).count();
    match observed {
        _ if with == 0 => Proposal::report(format!("{of}: no lot has a value")),
        0 => limits::propose(history, wanted, &of),
        all if all == with => observation::propose(history, &of),
        some => Proposal::report(format!("{of}: no criterion, since {some} are observations and the others numbers")),
    }
}
