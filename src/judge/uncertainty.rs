//! The measurement uncertainty of a reportable value, and where it comes from.
//!
//! What the result file states for the determinations comes first, then what the specification states. The scatter of the
//! determinations stands in for an uncertainty only where the specification says so: a bias or a day effect that all of
//! them share is not in it.

use super::codes;
use super::derived::Inputs;
use super::factors::is_two_sided;
use super::lot_report::{Reason, TestReport};
use super::measured::Case;
use super::propagation::propagated;
use crate::data::{Determination, RowUncertainty};
use crate::quantity::{Bounded, Decimal, Exact, Unit};
use crate::spec::{Criterion, DecisionRule, Derived, Measured, Summary, Uncertainty, UncertaintyAmount};
use crate::stats::{self, StatisticError};

/// Measurement uncertainty of a reportable value, in the unit of its limits.
#[derive(Clone, Debug)]
pub struct ResultUncertainty {
    /// Standard uncertainty u, above zero.
    pub standard: Exact,
    /// Coverage factor k.
    pub coverage_factor: Exact,
    /// Degrees of freedom of u, where it was estimated from few values.
    pub degrees_of_freedom: Option<f64>,
    /// Where it comes from.
    pub origin: UncertaintyOrigin,
}

impl ResultUncertainty {
    /// Expanded uncertainty U = k u.
    pub fn expanded(&self) -> Exact {
        &self.standard * &self.coverage_factor
    }
}

/// Where an uncertainty comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UncertaintyOrigin {
    /// The column `uncertainty` of the result file.
    Results,
    /// The specification, with the validation report it names.
    Specification(Option<String>),
    /// The standard error of this many determinations.
    Replicates(usize),
    /// The formula of a derived attribute and the uncertainties of its inputs.
    Propagation,
}

/// What a decision rule may rest on beside the value.
#[derive(Debug)]
pub(super) struct Evidence {
    /// The uncertainty, or why there is none.
    pub uncertainty: Result<ResultUncertainty, Reason>,
    /// The determinations in the unit of the limits; empty when one of them is no plain number.
    pub sample: Vec<f64>,
    /// The factor of a rule that rests on their scatter.
    pub factor: Result<f64, StatisticError>,
}

/// The determinations behind a value.
pub(super) struct Sample<'s> {
    /// Positions of the rows.
    pub rows: &'s [usize],
    /// What they say, in `unit`.
    pub values: &'s [Bounded],
    pub unit: &'s Unit,
    /// What turns a value in `unit` into one in the unit of the limits.
    pub scale: &'s Exact,
}

impl Case<'_, '_> {
    /// What a decision rule may rest on; `None` when the rule is simple and nothing is stated.
    ///
    /// `chosen` is the determination that is judged on its own, by position among the counted ones.
    pub(super) fn evidence(
        &self,
        criterion: &Criterion,
        counted: &[usize],
        values: &[Bounded],
        value: &Bounded,
        chosen: Option<usize>,
        report: &TestReport<'_>,
    ) -> Option<Evidence> {
        let stated = |row: &usize| self.rows[*row].details.as_ref().is_some_and(|d| d.uncertainty.is_some());
        let rule = self.measured.decide;
        if rule == DecisionRule::Simple && self.measured.uncertainty.is_none() && !counted.iter().any(stated) {
            return None;
        }
        let hundred = Exact::from_i64(100);
        let claim = report.label_claim.as_deref().filter(|_| matches!(criterion, Criterion::Label(_)));
        let scale = claim.and_then(|claim| hundred.checked_div(&claim.value.exact())).unwrap_or(Exact::from_i64(1));
        let unit = claim.map_or(&self.measured.unit, |claim| &claim.unit);
        let all = Sample { rows: counted, values, unit, scale: &scale };
        let floats: Option<Vec<f64>> = values.iter().map(|value| Some((exact_of(value)? * &scale).to_f64())).collect();
        let sample = floats.unwrap_or_default();
        let uncertainty = match chosen {
            None => self.uncertainty(&all, &sample, value),
            Some(at) => {
                let one = Sample { rows: &counted[at..=at], values: &values[at..=at], ..all };
                self.uncertainty(&one, &sample, value)
            }
        };
        let factor = self.context.factors.get(rule, sample.len(), is_two_sided(criterion));
        Some(Evidence { uncertainty, sample, factor })
    }

    fn uncertainty(&self, rows: &Sample<'_>, sample: &[f64], value: &Bounded) -> Result<ResultUncertainty, Reason> {
        if matches!(self.measured.plan.summary, Summary::CoefficientOfVariation | Summary::StandardDeviation) {
            return Err(Reason::new(&codes::UNCERTAINTY_NOT_KNOWN, "the uncertainty of a spread is not stated"));
        }
        if let Some(delivered) = self.delivered_uncertainty(rows) {
            return delivered;
        }
        match &self.measured.uncertainty {
            Some(stated) => match &stated.amount {
                UncertaintyAmount::Replicates => self.scatter(sample, &stated.coverage_factor),
                _ => of_specification(stated, value, rows.unit, rows.scale),
            },
            None if self.measured.decide.needs_replicates() => self.scatter(sample, &2.into()),
            None => Err(not_stated()),
        }
    }

    /// What the rows state: for a mean the mean of their standard uncertainties, as if they were wrong together, which is
    /// the most it can be; for any other choice among them the largest.
    fn delivered_uncertainty(&self, sample: &Sample<'_>) -> Option<Result<ResultUncertainty, Reason>> {
        let cell = |row: usize| self.rows[row].details.as_deref().and_then(|details| details.uncertainty.as_ref());
        let stated = sample.rows.iter().filter(|row| cell(**row).is_some()).count();
        if stated == 0 {
            return None;
        }
        if stated < sample.rows.len() {
            let message = format!("an uncertainty is stated for {stated} of {} determinations", sample.rows.len());
            return Some(Err(Reason::new(&codes::UNCERTAINTY_NOT_KNOWN, message)));
        }
        let two = self.measured.uncertainty.as_ref().map_or_else(|| 2.into(), |stated| stated.coverage_factor);
        let mut standards = Vec::with_capacity(stated);
        let mut factors: Vec<Decimal> = Vec::new();
        for (&i, value) in sample.rows.iter().zip(sample.values) {
            let (row, cell) = (&self.rows[i], cell(i)?);
            let factor = cell.coverage_factor.unwrap_or(two);
            match of_row(row, cell, value, sample.unit) {
                Ok(expanded) => standards.push(expanded.checked_div(&factor.exact())?),
                Err(reason) => return Some(Err(reason.at(self.context.place(row)))),
            }
            factors.push(factor);
        }
        let standard = match self.measured.plan.summary {
            Summary::Mean | Summary::Single | Summary::Each => Exact::mean(&standards)?,
            _ => standards.into_iter().max()?,
        };
        let common = factors.first().filter(|first| factors.iter().all(|factor| factor.exact() == first.exact()));
        Some(Ok(ResultUncertainty {
            standard: &standard * sample.scale,
            coverage_factor: common.copied().unwrap_or_else(|| 2.into()).exact(),
            degrees_of_freedom: None,
            origin: UncertaintyOrigin::Results,
        }))
    }

    /// The standard error of the determinations; for one that is judged on its own, their standard deviation.
    fn scatter(&self, sample: &[f64], coverage_factor: &Decimal) -> Result<ResultUncertainty, Reason> {
        let computed = match self.measured.plan.summary {
            Summary::Each => stats::standard_deviation(sample),
            _ => stats::standard_error_of_the_mean(sample),
        };
        let none = |why: String| Reason::new(&codes::SCATTER_NOT_KNOWN, why);
        match computed {
            Ok(standard) if standard > 0.0 => Ok(ResultUncertainty {
                standard: Exact::from_f64_shortest(standard).ok_or_else(|| none("it is not finite".to_owned()))?,
                coverage_factor: coverage_factor.exact(),
                degrees_of_freedom: Some(sample.len() as f64 - 1.0),
                origin: UncertaintyOrigin::Replicates(sample.len()),
            }),
            Ok(_) => Err(none("the determinations are all equal, so their scatter is not known".to_owned())),
            Err(error) => Err(none(format!("the scatter of the determinations is not known: {error}"))),
        }
    }
}

/// What the specification states, at this value.
pub(super) fn of_specification(
    stated: &Uncertainty,
    value: &Bounded,
    unit: &Unit,
    scale: &Exact,
) -> Result<ResultUncertainty, Reason> {
    let expanded = match &stated.amount {
        UncertaintyAmount::Relative(percent) => bound_of(value).map(|value| percent_of(&value, percent)),
        UncertaintyAmount::Absolute(amount) => {
            amount.unit.factor_to(unit).map(|factor| &(&amount.value.exact() * &factor) * scale)
        }
        UncertaintyAmount::Replicates => None,
    };
    let standard = expanded.and_then(|expanded| expanded.checked_div(&stated.coverage_factor.exact()));
    match standard.filter(|standard| !standard.is_zero()) {
        Some(standard) => Ok(ResultUncertainty {
            standard,
            coverage_factor: stated.coverage_factor.exact(),
            degrees_of_freedom: None,
            origin: UncertaintyOrigin::Specification(stated.origin.clone()),
        }),
        None => {
            Err(Reason::new(&codes::UNCERTAINTY_NOT_KNOWN, "the stated uncertainty comes to nothing at this value"))
        }
    }
}

/// What a decision rule may rest on for a derived attribute: what the specification states for it, else what follows from
/// its inputs. `None` when the rule is simple and nothing is known.
pub(super) fn derived_evidence(
    measured: &Measured,
    criterion: &Criterion,
    derived: &Derived,
    value: &Bounded,
    inputs: &Inputs<'_, '_, '_>,
    report: &TestReport<'_>,
) -> Option<Evidence> {
    let one = Exact::from_i64(1);
    let (unit, scale) = match (criterion, report.label_claim.as_deref()) {
        (Criterion::Label(_), Some(claim)) => {
            let scale = derived.unit.factor_to(&claim.unit)?;
            (&derived.unit, (&scale * &Exact::from_i64(100)).checked_div(&claim.value.exact())?)
        }
        (Criterion::Numeric(limits), _) => (&derived.unit, derived.unit.factor_to(&limits.unit).unwrap_or(one)),
        _ => (&derived.unit, one),
    };
    let uncertainty = match &measured.uncertainty {
        Some(stated) => of_specification(stated, value, unit, &scale),
        None => propagated(inputs, derived, &scale),
    };
    let silent = measured.decide == DecisionRule::Simple && uncertainty.is_err();
    let factor = Err(StatisticError::TooFewValues { needed: 2, got: 0 });
    (!silent).then_some(Evidence { uncertainty, sample: Vec::new(), factor })
}

/// The reason when nothing is stated.
pub(super) fn not_stated() -> Reason {
    Reason::new(&codes::UNCERTAINTY_NOT_KNOWN, "the uncertainty of the result is not stated")
        .help("fill the column `uncertainty`, or state `uncertainty` in the specification")
}

/// The expanded uncertainty that a row states, in `unit`.
fn of_row(row: &Determination<'_>, cell: &RowUncertainty<'_>, value: &Bounded, unit: &Unit) -> Result<Exact, Reason> {
    let refused = |message: String| Reason::new(&codes::UNCERTAINTY_NOT_KNOWN, message);
    let is_percent = |unit: Option<&Unit>| unit.is_some_and(|unit| unit.symbol() == "%");
    if is_percent(cell.unit.as_ref()) {
        if is_percent(row.unit.as_deref()) {
            let message =
                format!("the uncertainty `{}` may be percentage points or percent of the value", cell.text.trim());
            return Err(refused(message).help("write percentage points without the sign"));
        }
        let value = bound_of(value).ok_or_else(|| refused("nothing is known of the value".to_owned()))?;
        return Ok(percent_of(&value, &cell.amount));
    }
    let from = cell.unit.as_ref().or(row.unit.as_deref());
    match from.map_or_else(|| Some(Exact::from_i64(1)), |from| from.factor_to(unit)) {
        Some(factor) => Ok(&cell.amount.exact() * &factor),
        None => Err(refused(format!("the uncertainty `{}` is not in {}", cell.text.trim(), unit.symbol()))),
    }
}

fn percent_of(value: &Exact, percent: &Decimal) -> Exact {
    (&value.abs() * &percent.exact()).divided_by(100)
}

fn exact_of(value: &Bounded) -> Option<&Exact> {
    match value {
        Bounded::Exact(exact) => Some(exact),
        _ => None,
    }
}

/// The number, or the bound where only that is known.
fn bound_of(value: &Bounded) -> Option<Exact> {
    Some(match value {
        Bounded::Exact(exact) => exact.clone(),
        Bounded::Below { bound, .. } | Bounded::Above { bound, .. } => bound.clone(),
        Bounded::Unknown => return None,
    })
}
