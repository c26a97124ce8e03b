//! Where determinations stand beside the limits of their test: one answer for the bars of the page and for `evqc plot`.

use super::wording;
use crate::data::Determination;
use crate::judge::{ReportableValue, TestReport};
use crate::quantity::{Reading, Unit};
use crate::spec::{Criterion, Quantity};

/// The unit of the reportable value, where it is a number.
pub(super) fn unit<'t>(report: &'t TestReport<'_>) -> Option<&'t Unit> {
    match &report.reportable.as_ref()?.value {
        ReportableValue::Number { unit, .. } => Some(unit),
        ReportableValue::Text(_) | ReportableValue::Panel(_) => None,
    }
}

/// How a determination is placed beside the limits of its test.
pub(super) struct Scale<'t> {
    unit: Option<&'t Unit>,
    /// Where limits are percent of a label claim: the claim.
    claim: Option<&'t Quantity>,
}

impl<'t> Scale<'t> {
    /// That of a test in a lot.
    pub(super) fn of(report: &'t TestReport<'_>) -> Self {
        let label = report.criterion.is_some_and(|one| matches!(one.criterion, Criterion::Label(_)));
        let own = wording::measured(report).map(|measured| &measured.unit).filter(|_| report.reportable.is_none());
        Scale { unit: unit(report).or(own), claim: report.label_claim.as_deref().filter(|_| label) }
    }

    /// The number of a determination in the unit of the limits. `None` where it has none there: a bound (`<20`) was not measured at
    /// its number, and a number without a unit is never given one.
    pub(super) fn of_row(&self, row: &Determination<'_>) -> Option<f64> {
        let number = match &row.reading {
            Reading::Number(number) => *number,
            _ => return None,
        };
        let to = match self.claim {
            Some(claim) => &claim.unit,
            None => self.unit?,
        };
        let given = row.unit.as_deref();
        let value = match given {
            Some(given) if given != to => (&number.exact() * &given.factor_to(to)?).to_f64(),
            None if !to.is_none() => return None,
            // As `Exact::to_f64` does, and cheaper: the text is parsed.
            _ => number.approximately(),
        };
        match self.claim {
            None => Some(value),
            Some(claim) => Some(100.0 * value / claim.value.approximately()).filter(|value| value.is_finite()),
        }
    }
}
