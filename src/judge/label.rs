//! Label claims: where the claim for an attribute stands, and a value in percent of it.

use super::codes;
use super::context::folded;
use super::lot_report::{Reason, TestReport};
use super::measured::Case;
use super::stop::Stop;
use crate::data::LotFacts;
use crate::quantity::{Bounded, Exact, Unit};
use crate::spec::{Criterion, Quantity, Specification, Test};

impl<'a> Case<'_, 'a> {
    pub(super) fn label_claim(&self) -> Result<Quantity, Stop> {
        label_claim(self.spec, self.facts, &self.test.id).ok_or_else(|| {
            Stop::not_evaluable(
                Reason::new(&codes::LABEL_CLAIM_MISSING, format!("no label claim for {} is declared", self.test.id))
                    .clause(&self.test.place)
                    .help(format!(
                        "add `label: {{{0}: ...}}` to the specification, or a column `label {0}` to the lot file",
                        self.test.id
                    )),
            )
        })
    }

    /// The value as the criterion sees it: itself, or in percent of the label claim.
    pub(super) fn relative(
        &self,
        criterion: &Criterion,
        value: Bounded,
        report: &TestReport<'a>,
    ) -> Result<Bounded, Stop> {
        match (criterion, &report.label_claim) {
            (Criterion::Label(_), Some(claim)) => percent_of(&value, &claim.value.exact()).ok_or_else(|| {
                Stop::not_evaluable(
                    Reason::new(&codes::LABEL_CLAIM_MISSING, "the label claim is zero").clause(&self.test.place),
                )
            }),
            _ => Ok(value),
        }
    }
}

/// The claim for an attribute: the lot's own, else the specification's.
pub(super) fn label_claim(spec: &Specification, facts: Option<&LotFacts>, attribute: &str) -> Option<Quantity> {
    let find = |claims: &[(String, Quantity)]| {
        claims.iter().find(|(name, _)| folded(name) == folded(attribute)).map(|(_, claim)| claim.clone())
    };
    facts.and_then(|facts| find(&facts.label)).or_else(|| find(&spec.label))
}

/// A derived value in percent of the label claim of its attribute.
///
/// # Errors
/// `not_evaluable` when there is no claim, it is zero, or it has another dimension.
pub(super) fn percent_of_claim(
    spec: &Specification,
    facts: Option<&LotFacts>,
    test: &Test,
    value: &Exact,
    unit: &Unit,
    report: &mut TestReport<'_>,
) -> Result<Exact, Stop> {
    let fault = |code, message: String| Stop::not_evaluable(Reason::new(code, message).clause(&test.place));
    let claim = label_claim(spec, facts, &test.id)
        .ok_or_else(|| fault(&codes::LABEL_CLAIM_MISSING, format!("no label claim for {} is declared", test.id)))?;
    let factor = unit
        .factor_to(&claim.unit)
        .ok_or_else(|| fault(&codes::UNIT_NOT_COMPARABLE, unit.describe_mismatch(&claim.unit)))?;
    let percent = (&(value * &factor) * &Exact::from_i64(100)).checked_div(&claim.value.exact());
    report.label_claim = Some(Box::new(claim));
    percent.ok_or_else(|| fault(&codes::LABEL_CLAIM_MISSING, "the label claim is zero".to_owned()))
}

/// A value in percent of a claim; `None` when the claim is zero.
fn percent_of(value: &Bounded, claim: &Exact) -> Option<Bounded> {
    let percent = |number: &Exact| (number * &Exact::from_i64(100)).checked_div(claim);
    Some(match value {
        Bounded::Exact(number) => Bounded::Exact(percent(number)?),
        Bounded::Below { bound, inclusive } => Bounded::Below { bound: percent(bound)?, inclusive: *inclusive },
        Bounded::Above { bound, inclusive } => Bounded::Above { bound: percent(bound)?, inclusive: *inclusive },
        Bounded::Unknown => Bounded::Unknown,
    })
}
