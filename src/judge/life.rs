//! What stands beside the tests of a lot: its dates, its time of use, how often it was frozen and thawed.
//!
//! A lot with the best of results is not fit for use after its expiry date. What is found here never makes a verdict
//! better: it keeps a lot from conforming, or, where a rule of handling was broken, makes it not conform.

mod claims;
mod expiry;
mod handling;

pub use claims::{ClaimAxis, ClaimReport, ClaimState};
pub use expiry::{ExpiryReport, LifeState};
pub use handling::{HandlingReport, HandlingState};

pub(super) use claims::{axis_of, is_beyond_claim};

use super::codes;
use super::context::{Context, StageScope};
use super::lot_report::TestReport;
use super::outcome::Verdict;
use crate::data::codes::DATE_NOT_READABLE;
use crate::data::{Determination, LotFacts};
use crate::finding::{Code, Finding};
use crate::spec::Specification;

/// What dates, times of use and freeze-thaw cycles of a lot come to.
#[derive(Debug)]
pub struct LifeReport<'a> {
    /// Its expiry and retest dates; `None` where neither the specification nor the lot says anything.
    pub expiry: Option<ExpiryReport>,
    /// The claims for use, in the order of the specification; empty where it makes none.
    pub claims: Vec<ClaimReport<'a>>,
    /// The freeze-thaw cycles of the lot; `None` where the specification limits none and the lot counts none.
    pub handling: Option<HandlingReport>,
}

/// Codes of findings that keep a lot from conforming and leave a worse verdict as it is: nothing is wrong with the results.
const BARS: [&Code; 8] = [
    &codes::RESULT_BEFORE_LOT,
    &codes::LOT_EXPIRED,
    &codes::RETEST_DUE,
    &codes::EXPIRY_NOT_KNOWN,
    &codes::PARENT_LIFE_NOT_KNOWN,
    &codes::PARENT_NOT_CONFORMING,
    &codes::IN_USE_CLAIM_NOT_SUPPORTED,
    &codes::FREEZE_THAW_CYCLES_NOT_KNOWN,
];

/// Codes of findings by which what is stated of a lot cannot be.
const CONTRADICT: [&Code; 8] = [
    &DATE_NOT_READABLE,
    &codes::EXPIRY_BEYOND_RULE,
    &codes::EXPIRY_BEYOND_PARENTS,
    &codes::LOT_DATES_CONTRADICT,
    &codes::PARENTS_IN_CIRCLE,
    &codes::PARENT_LOT_ALIKE,
    &codes::PARENT_LOT_TWICE,
    &codes::PARENTS_NOT_READABLE,
];

/// Codes of findings about what the rules of the product ask of its own dates, life and use. They say nothing of a lot that others were
/// made from, a cell bank or a harvest, which is not kept, labelled or used as the product is.
const OF_THE_PRODUCT: [&Code; 8] = [
    &codes::LOT_EXPIRED,
    &codes::RETEST_DUE,
    &codes::EXPIRY_NOT_KNOWN,
    &codes::EXPIRY_BEYOND_RULE,
    &codes::EXPIRY_BEYOND_PARENTS,
    &codes::PARENT_LIFE_NOT_KNOWN,
    &codes::IN_USE_CLAIM_NOT_SUPPORTED,
    &codes::FREEZE_THAW_CYCLES_NOT_KNOWN,
];

/// Whether a finding of this code keeps a lot from conforming although its results are sound.
pub fn bars_conformity(code: &Code) -> bool {
    BARS.contains(&code)
}

/// What is judged of a lot beside its tests.
pub(super) struct Beside<'r, 'a> {
    pub spec: &'a Specification,
    pub facts: Option<&'a LotFacts>,
    pub tests: &'r [TestReport<'a>],
    pub determinations: &'r [Determination<'a>],
    pub uses: &'r [super::Use],
    pub context: &'r Context<'r>,
    /// Whether the lot is judged at release: then what its rules need must be there.
    pub release: bool,
}

impl<'a> Beside<'_, 'a> {
    /// The report, and what there is to say.
    pub fn judge(&self) -> (Option<Box<LifeReport<'a>>>, Vec<Finding>) {
        let mut findings = Vec::new();
        let expiry = self.expiry(&mut findings);
        let claims = self.claims(&mut findings);
        let handling = self.handling(&mut findings);
        if self.context.as_parent {
            findings.retain(|finding| !OF_THE_PRODUCT.contains(&finding.code));
        }
        let said = expiry.is_some() || !claims.is_empty() || handling.is_some();
        (said.then(|| Box::new(LifeReport { expiry, claims, handling })), findings)
    }

    /// What there is to say of the lots that this one was made from, and which of them were not judged.
    pub fn ancestors(&self, lot: &str) -> (Vec<Finding>, Vec<String>) {
        let Some(known) = self.context.ancestry else { return (Vec::new(), Vec::new()) };
        (known.of(lot, &self.spec.id).to_vec(), known.not_judged(lot, &self.spec.id).to_vec())
    }

    /// Whether the specification is judged as that of a release: what it asks of the lot as a whole has to be there.
    fn is_release(&self) -> bool {
        self.release && matches!(self.context.asked, StageScope::AsData | StageScope::Release)
    }

    /// A finding about the row of the lot in the lot file, else about the key of the specification.
    fn of_lot(&self, finding: Finding, key: Option<&crate::source::Place>) -> Finding {
        let row = self.facts.and_then(|facts| facts.place.clone());
        match (row, key) {
            (Some(row), Some(key)) => finding.at(row, 1).with(key.clone(), "the clause"),
            (Some(row), None) => finding.at(row, 1),
            (None, Some(key)) => finding.at(key.clone(), 1),
            (None, None) => finding,
        }
    }
}

/// The verdict with what stands beside the tests: never a better one.
pub(super) fn with_life(verdict: Verdict, findings: &[Finding]) -> Verdict {
    let has = |wanted: &dyn Fn(&Code) -> bool| findings.iter().any(|finding| wanted(finding.code));
    match verdict {
        Verdict::Conforms | Verdict::NotConcluded if has(&|code| *code == codes::FREEZE_THAW_CYCLES_EXCEEDED) => {
            Verdict::DoesNotConform
        }
        Verdict::Conforms if has(&bars_conformity) => Verdict::NotConcluded,
        other => other,
    }
}

/// Whether a finding means that what the lot states cannot be: then nothing is stated about it.
pub(super) fn contradicts(code: &Code) -> bool {
    CONTRADICT.contains(&code)
}
