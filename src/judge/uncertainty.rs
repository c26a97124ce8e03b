//! The measurement uncertainty of a reportable value, and where it comes from.
//!
//! What the result file states for the determinations comes first, then what the specification states. The scatter of the
//! determinations stands in for an uncertainty only where the specification says so: a bias or a day effect that all of
//! them share is not in it.

use super::codes;
use super::derived::Inputs;
use super::factors::is_two_sided;
use super::levels;
use super::lot_report::{Reason, TestReport};
use super::measured::Case;
use super::propagation::propagated;
use super::summary::summarise;
use super::value::has_one_factor;
use crate::data::{Determination, RowUncertainty};
use crate::quantity::{Bounded, Decimal, Exact, Unit};
use crate::spec::{
    CensoredRule, Criterion, DecisionRule, Derived, Measured, Plan, Summary, Uncertainty, UncertaintyAmount,
};
use crate::stats::StatisticError;
use std::borrow::Cow;

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
    /// The particles or events counted behind each determination, which was computed from an instrument file.
    Counting,
    /// The bootstrap of what was counted behind each determination, which was computed from an instrument file.
    Bootstrap,
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
    /// The determinations in the unit of the limits, sorted; empty when one of them is no plain number.
    pub sample: Vec<f64>,
    /// The factor of a rule that rests on their scatter.
    pub factor: Result<f64, StatisticError>,
}

/// The determinations that count, and the plan that they follow.
#[derive(Clone, Copy)]
pub(super) struct Counted<'s> {
    /// Positions of the rows.
    pub rows: &'s [usize],
    /// What they say, in `unit`.
    pub values: &'s [Bounded],
    /// The unit of the limits, or of the label claim that they are a percentage of.
    pub unit: &'s Unit,
    /// The plan of the original result or of its retest.
    pub plan: &'s Plan,
}

/// The terms in which values and limits stand.
#[derive(Clone, Copy)]
struct Terms<'s> {
    /// The unit of the values: of the test, of its label claim, or of the derived attribute.
    unit: &'s Unit,
    /// What turns a value in `unit` into one in the unit of the limits.
    scale: &'s Exact,
    /// Whether the limits are in percent of a label claim.
    of_claim: bool,
}

/// Determinations whose uncertainty is asked for.
struct Sample<'s> {
    counted: Counted<'s>,
    terms: Terms<'s>,
    /// All determinations of the plan in the unit of the limits; empty when one is no plain number.
    numbers: &'s [Exact],
}

impl Case<'_, '_> {
    /// What a decision rule may rest on; `None` when the rule is simple and nothing is stated.
    ///
    /// `chosen` is the determination that is judged on its own, by position among the counted ones.
    pub(super) fn evidence(
        &self,
        criterion: &Criterion,
        counted: Counted<'_>,
        value: &Bounded,
        chosen: Option<usize>,
        report: &TestReport<'_>,
    ) -> Option<Evidence> {
        let stated = |row: &usize| self.rows[*row].details.as_ref().is_some_and(|d| d.uncertainty.is_some());
        let rule = self.measured.decide;
        if rule == DecisionRule::Simple && self.measured.uncertainty.is_none() && !counted.rows.iter().any(stated) {
            return None;
        }
        let hundred = Exact::from_i64(100);
        let claim = report.label_claim.as_deref().filter(|_| matches!(criterion, Criterion::Label(_)));
        let scale = claim.and_then(|claim| hundred.checked_div(&claim.value.exact())).unwrap_or(Exact::from_i64(1));
        let independent = self.independent(counted);
        let exact: Option<Vec<Exact>> = independent.iter().map(|value| Some(exact_of(value)? * &scale)).collect();
        let exact = exact.unwrap_or_default();
        let mut numbers: Vec<f64> = exact.iter().map(Exact::to_f64).collect();
        // Floating-point sums depend on the order of their terms; the order of rows must not reach the result.
        numbers.sort_by(f64::total_cmp);
        let asked = match chosen {
            None => counted,
            Some(at) => Counted {
                rows: counted.rows.get(at..=at).unwrap_or_default(),
                values: counted.values.get(at..=at).unwrap_or_default(),
                ..counted
            },
        };
        let terms = Terms { unit: counted.unit, scale: &scale, of_claim: claim.is_some() };
        let sample = Sample { counted: asked, terms, numbers: &exact };
        let uncertainty = self.uncertainty(&sample, value);
        let factor = self.context.factors.get(rule, numbers.len(), is_two_sided(criterion));
        Some(Evidence { uncertainty, sample: numbers, factor })
    }

    /// The values that scatter independently of each other: the determinations, or with two levels the summaries of the
    /// outer groups; captures of one injection share what is wrong with it.
    fn independent<'s>(&self, counted: Counted<'s>) -> Cow<'s, [Bounded]> {
        if counted.plan.levels.is_none() {
            return Cow::Borrowed(counted.values);
        }
        let groups = levels::groups(self.rows, counted.rows);
        let outer = levels::of_groups(counted.plan, &groups, counted.values, self.measured.censored);
        Cow::Owned(outer.unwrap_or_default().into_iter().map(|one| one.value).collect())
    }

    fn uncertainty(&self, sample: &Sample<'_>, value: &Bounded) -> Result<ResultUncertainty, Reason> {
        let summary = sample.counted.plan.summary;
        if summary.is_scatter() {
            return Err(Reason::new(
                &codes::UNCERTAINTY_NOT_KNOWN,
                "an uncertainty is not used for a coefficient of variation or a standard deviation",
            ));
        }
        if let Some(delivered) = self.delivered_uncertainty(sample) {
            return delivered;
        }
        match &self.measured.uncertainty {
            Some(stated) => match &stated.amount {
                UncertaintyAmount::Replicates => scatter(sample.numbers, sample.counted.plan, &stated.coverage_factor),
                amount if amount.comes_with_determinations() => Err(not_delivered(amount)),
                _ => of_specification(stated, value, sample.terms),
            },
            None if self.measured.decide.needs_replicates() => scatter(sample.numbers, sample.counted.plan, &2.into()),
            None => Err(not_stated()),
        }
    }

    /// What the rows state, with the largest of their coverage factors.
    fn delivered_uncertainty(&self, sample: &Sample<'_>) -> Option<Result<ResultUncertainty, Reason>> {
        let Counted { rows, values, plan, .. } = sample.counted;
        let cell = |row: usize| self.rows[row].details.as_deref().and_then(|details| details.uncertainty.as_ref());
        let stated = rows.iter().filter(|row| cell(**row).is_some()).count();
        if stated == 0 {
            return None;
        }
        if stated < rows.len() {
            let message = format!("an uncertainty is stated for {stated} of {} determinations", rows.len());
            return Some(Err(Reason::new(&codes::UNCERTAINTY_NOT_KNOWN, message)));
        }
        let general = self.measured.uncertainty.as_ref().map_or_else(|| 2.into(), |stated| stated.coverage_factor);
        let mut standards = Vec::with_capacity(stated);
        let mut factors = Vec::with_capacity(stated);
        for (&i, value) in rows.iter().zip(values) {
            let (row, cell) = (&self.rows[i], cell(i)?);
            let factor = cell.coverage_factor.unwrap_or(general).exact();
            match of_row(row, cell, value, sample.terms.unit) {
                Ok(expanded) => standards.push(expanded.checked_div(&factor)?),
                Err(reason) => return Some(Err(reason.at(self.context.place(row)))),
            }
            factors.push(factor);
        }
        let Some(standard) = of_summary(plan.summary, standards, values) else {
            let message = "the uncertainties of the determinations cannot be combined";
            return Some(Err(Reason::new(&codes::UNCERTAINTY_NOT_KNOWN, message)));
        };
        Some(Ok(ResultUncertainty {
            standard: &standard * sample.terms.scale,
            coverage_factor: factors.into_iter().max()?,
            degrees_of_freedom: None,
            origin: self.origin_of_delivered(rows),
        }))
    }

    /// Uncertainties of determinations that were all computed from instrument files are what the specification asked for.
    fn origin_of_delivered(&self, rows: &[usize]) -> UncertaintyOrigin {
        let computed = |row: &usize| self.rows[*row].details.as_ref().is_some_and(|details| !details.how.is_empty());
        match self.measured.uncertainty.as_ref().map(|stated| &stated.amount) {
            Some(UncertaintyAmount::Counting) if rows.iter().all(computed) => UncertaintyOrigin::Counting,
            Some(UncertaintyAmount::Bootstrap) if rows.iter().all(computed) => UncertaintyOrigin::Bootstrap,
            _ => UncertaintyOrigin::Results,
        }
    }
}

/// The standard uncertainty of a summary from those of the determinations, as if these were wrong together, which is the
/// most it can be: for a mean their mean, for a geometric mean the same in relative terms, for one that is chosen among
/// them the largest.
fn of_summary(summary: Summary, standards: Vec<Exact>, values: &[Bounded]) -> Option<Exact> {
    match summary {
        Summary::Mean | Summary::Single | Summary::Each => Exact::mean(&standards),
        Summary::GeometricMean => {
            let exact: Option<Vec<&Exact>> = values.iter().map(exact_of).collect();
            let exact = exact?;
            let relative: Option<Vec<Exact>> =
                standards.iter().zip(&exact).map(|(standard, value)| standard.checked_div(value)).collect();
            let centre = summarise(Summary::GeometricMean, values, CensoredRule::Limit).ok()?;
            Some(&Exact::mean(&relative?)? * exact_of(&centre.value)?)
        }
        _ => standards.into_iter().max(),
    }
}

/// The standard error of a mean from its determinations; for one that is judged on its own, their standard deviation. Either
/// is the root of a fraction, so that the end of a guard band is on the side of the value where it lies.
fn scatter(numbers: &[Exact], plan: &Plan, coverage_factor: &Decimal) -> Result<ResultUncertainty, Reason> {
    let none = |why: String| Reason::new(&codes::SCATTER_NOT_KNOWN, why);
    let n = match plan.summary {
        Summary::Each => 1,
        Summary::Mean | Summary::Single => numbers.len(),
        _ => return Err(none(format!("the scatter of the determinations is not that of `{plan}`"))),
    };
    let Some(variance) = Exact::variance(numbers) else {
        return Err(scatter_not_known(StatisticError::TooFewValues { needed: 2, got: numbers.len() }));
    };
    if variance.is_zero() {
        return Err(scatter_not_known(StatisticError::NoVariation));
    }
    Ok(ResultUncertainty {
        standard: variance.divided_by(n).root(2).ok_or_else(|| none("it is not finite".to_owned()))?.value,
        coverage_factor: coverage_factor.exact(),
        degrees_of_freedom: Some(numbers.len() as f64 - 1.0),
        origin: UncertaintyOrigin::Replicates(numbers.len()),
    })
}

/// Why the scatter of the determinations allows no statement.
pub(super) fn scatter_not_known(error: StatisticError) -> Reason {
    let message = match error {
        StatisticError::NoVariation => "the determinations are all equal, so their scatter is not known".to_owned(),
        StatisticError::TooFewValues { got: 0, .. } => {
            "a determination is below or above the measurable range, so the scatter is not known".to_owned()
        }
        error => format!("the scatter of the determinations is not known: {error}"),
    };
    Reason::new(&codes::SCATTER_NOT_KNOWN, message)
}

/// What the specification states, at this value.
fn of_specification(stated: &Uncertainty, value: &Bounded, terms: Terms<'_>) -> Result<ResultUncertainty, Reason> {
    let expanded = match &stated.amount {
        UncertaintyAmount::Relative(percent) => bound_of(value).map(|value| percent_of(&value, percent)),
        UncertaintyAmount::Absolute(amount) => match amount.unit.factor_to(terms.unit) {
            Some(factor) => Some(&(&amount.value.exact() * &factor) * terms.scale),
            // Percentage points of the label claim.
            None if terms.of_claim && is_percent(&amount.unit) => Some(amount.value.exact()),
            None => {
                let message = format!("the stated uncertainty is in {}, the limit is not", amount.unit.symbol());
                return Err(Reason::new(&codes::UNCERTAINTY_NOT_KNOWN, message));
            }
        },
        UncertaintyAmount::Replicates | UncertaintyAmount::Counting | UncertaintyAmount::Bootstrap => None,
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
    let terms = Terms { unit, scale: &scale, of_claim: matches!(criterion, Criterion::Label(_)) };
    let uncertainty = match &measured.uncertainty {
        Some(stated) => of_specification(stated, value, terms),
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

/// The reason when an uncertainty that comes with computed determinations did not come.
fn not_delivered(amount: &UncertaintyAmount) -> Reason {
    let word = amount.word().unwrap_or_default();
    let message = format!("the specification asks for `uncertainty: {{from: {word}}}`, and no determination has one");
    Reason::new(&codes::UNCERTAINTY_NOT_KNOWN, message)
        .help("deliver the instrument files, or fill the column `uncertainty`")
}

/// The expanded uncertainty that a row states, in `unit`.
fn of_row(row: &Determination<'_>, cell: &RowUncertainty<'_>, value: &Bounded, unit: &Unit) -> Result<Exact, Reason> {
    let text = cell.text.trim();
    let refused = |message: String| Reason::new(&codes::UNCERTAINTY_NOT_KNOWN, message);
    if cell.unit.as_ref().is_some_and(is_percent) {
        if row.unit.as_deref().is_some_and(is_percentage) {
            let message = format!("the uncertainty `{text}` may be percentage points or percent of the value");
            return Err(refused(message).help("write percentage points without the sign"));
        }
        let value = bound_of(value).ok_or_else(|| refused("nothing is known of the value".to_owned()))?;
        let amount = percent_of(&value, &cell.amount);
        return match amount.is_zero() {
            true => Err(refused(format!("the uncertainty `{text}` comes to nothing at this value"))),
            false => Ok(amount),
        };
    }
    let Some(from) = cell.unit.as_ref().or(row.unit.as_deref()) else { return Ok(cell.amount.exact()) };
    if !has_one_factor(from, &cell.amount) {
        let message = format!("the uncertainty `{text}` has an exponent, and its unit `{from}` a power of ten as well");
        return Err(refused(message).help("write either the exponent or the multiplier"));
    }
    match from.factor_to(unit) {
        Some(factor) => Ok(&cell.amount.exact() * &factor),
        None => Err(refused(format!("the uncertainty `{text}` is not in {}", unit.symbol()))),
    }
}

fn is_percent(unit: &Unit) -> bool {
    unit.symbol() == "%"
}

/// Percent, or another spelling of a fraction that converts to it.
fn is_percentage(unit: &Unit) -> bool {
    Unit::parse("%").is_ok_and(|percent| unit.factor_to(&percent).is_some())
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
