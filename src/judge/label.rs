//! Label claims: where the claim for an attribute stands, and a value in percent of it.

use super::codes;
use super::compare::scaled;
use super::context::folded;
use super::lot_report::{Reason, TestReport};
use super::measured::Case;
use super::stop::Stop;
use crate::data::LotFacts;
use crate::quantity::{Bounded, Exact, Unit};
use crate::source::Place;
use crate::spec::{Criterion, Quantity, Specification, Test};

impl<'a> Case<'_, 'a> {
    pub(super) fn label_claim(&self) -> Result<Quantity, Stop> {
        label_claim(self.spec, self.facts, &self.test.id, &self.test.place)
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

/// The claim for an attribute: the lot's own where the lot file has a column for it, else the specification's.
///
/// # Errors
/// `not_evaluable` when neither is there, or when the lot file has the column and this lot no claim in it: whoever keeps
/// claims by lot has not said that another one holds.
pub(super) fn label_claim(
    spec: &Specification,
    facts: Option<&LotFacts>,
    attribute: &str,
    clause: &Place,
) -> Result<Quantity, Stop> {
    let is_it = |name: &str| folded(name) == folded(attribute);
    let find =
        |claims: &[(String, Quantity)]| claims.iter().find(|(name, _)| is_it(name)).map(|(_, claim)| claim.clone());
    if let Some(claim) = facts.and_then(|facts| find(&facts.label)) {
        return Ok(claim);
    }
    let general = find(&spec.label);
    if let Some((_, cell)) = facts.and_then(|facts| facts.unclaimed.iter().find(|(name, _)| is_it(name))) {
        return Err(not_claimed(attribute, cell.as_ref(), general.as_ref()).clause(clause));
    }
    general.ok_or_else(|| {
        let message = format!("no label claim for {attribute} is declared");
        let help = format!(
            "add `label: {{{attribute}: ...}}` to the specification, or a column `label {attribute}` to the lot file"
        );
        Stop::not_evaluable(Reason::new(&codes::LABEL_CLAIM_MISSING, message).help(help)).clause(clause)
    })
}

/// The lot file has a column for the claim and gives none for this lot.
fn not_claimed(attribute: &str, cell: Option<&Place>, general: Option<&Quantity>) -> Stop {
    let why = match cell {
        Some(_) => "the cell of this lot is empty",
        None => "this lot has no row in it",
    };
    let message = format!("the lot file gives the label claims for {attribute}, and {why}");
    let help = match general {
        Some(claim) => format!(
            "write the claim of the lot; if {} {} of the specification holds for it, write that",
            claim.value, claim.unit
        ),
        None => "write the claim of the lot".to_owned(),
    };
    let reason = Reason::new(&codes::LABEL_CLAIM_MISSING, message).help(help);
    Stop::not_evaluable(match cell {
        Some(cell) => reason.at(cell.clone()),
        None => reason,
    })
}

/// A derived value in percent of the label claim of its attribute.
///
/// # Errors
/// `not_evaluable` when there is no claim, it is zero, or it has another dimension.
pub(super) fn percent_of_claim(
    spec: &Specification,
    facts: Option<&LotFacts>,
    test: &Test,
    value: &Bounded,
    unit: &Unit,
    report: &mut TestReport<'_>,
) -> Result<Bounded, Stop> {
    let fault = |code, message: String| Stop::not_evaluable(Reason::new(code, message).clause(&test.place));
    let claim = label_claim(spec, facts, &test.id, &test.place)?;
    let factor = unit
        .factor_to(&claim.unit)
        .ok_or_else(|| fault(&codes::UNIT_NOT_COMPARABLE, unit.describe_mismatch(&claim.unit)))?;
    let percent = percent_of(&scaled(value, &factor), &claim.value.exact());
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
