//! Derived attributes: formulas over results, label claims and lot facts, at full precision.

use super::codes;
use super::label::label_claim;
use super::lot_report::{BoundKind, Reason, ReportableValue, TestReport};
use super::outcome::Outcome;
use super::stop::Stop;
use crate::data::LotFacts;
use crate::quantity::{Bounded, Exact, Unit};
use crate::spec::{Derived, Expression, Specification, Summary};

/// A computed value and the unit that the formula gives it.
type Value = (Exact, Unit);

/// What formulas are evaluated on: the reports of one lot at one point.
pub(super) struct Inputs<'f, 'r, 'a> {
    pub spec: &'a Specification,
    /// The report of a test by its position; `None` for tests not judged at this point.
    pub reports: &'f dyn Fn(usize) -> Option<&'r TestReport<'a>>,
    pub facts: Option<&'a LotFacts>,
}

impl Inputs<'_, '_, '_> {
    /// The value of a derived attribute in its declared unit.
    ///
    /// # Errors
    /// The outcome that the attribute takes over from an input without usable value.
    pub fn value(&self, derived: &Derived) -> Result<Exact, Stop> {
        let (value, unit) = self.evaluate(&derived.formula, derived)?;
        match unit.factor_to(&derived.unit) {
            Some(factor) if self.rests_on_a_root(&derived.formula) => Ok((&value * &factor).settled()),
            Some(factor) => Ok(&value * &factor),
            None => Err(Stop::not_evaluable(
                Reason::new(&codes::UNIT_NOT_COMPARABLE, unit.describe_mismatch(&derived.unit)).clause(&derived.place),
            )),
        }
    }

    /// Whether the value of a test in a formula, or in one within it, has digits that do not end.
    fn rests_on_a_root(&self, formula: &Expression) -> bool {
        let mut found = false;
        formula.leaves(&mut |leaf| {
            found |= match leaf {
                Expression::Test(index) => (self.reports)(*index).is_some_and(|report| {
                    let value = report.reportable.as_ref().map(|reportable| &reportable.value);
                    matches!(value, Some(ReportableValue::Number { floating: true, .. }))
                }),
                Expression::Derived(index) => {
                    self.spec.derived.get(*index).is_some_and(|inner| self.rests_on_a_root(&inner.formula))
                }
                _ => false,
            };
        });
        found
    }

    /// The value of a part of a formula, with its unit.
    ///
    /// # Errors
    /// As [`Inputs::value`].
    pub fn evaluate(&self, expression: &Expression, derived: &Derived) -> Result<Value, Stop> {
        let pair = |a: &Expression, b: &Expression| Ok((self.evaluate(a, derived)?, self.evaluate(b, derived)?));
        match expression {
            Expression::Number(quantity) => Ok((quantity.value.exact(), quantity.unit.clone())),
            Expression::Test(index) => self.test(*index, derived),
            Expression::Derived(index) => {
                let inner = &self.spec.derived[*index];
                Ok((self.value(inner)?, inner.unit.clone()))
            }
            Expression::Label(name) => {
                label_claim(self.spec, self.facts, name, &derived.place).map(|claim| (claim.value.exact(), claim.unit))
            }
            Expression::Fact(index) => self.fact(*index, derived),
            Expression::Negate(a) => self.evaluate(a, derived).map(|(value, unit)| (value.negated(), unit)),
            Expression::Add(a, b) => {
                let (a, b) = pair(a, b)?;
                let b = same_unit(&a.1, b, derived)?;
                Ok((&a.0 + &b, a.1))
            }
            Expression::Subtract(a, b) => {
                let (a, b) = pair(a, b)?;
                let b = same_unit(&a.1, b, derived)?;
                Ok((&a.0 - &b, a.1))
            }
            Expression::Multiply(a, b) => {
                let (a, b) = pair(a, b)?;
                Ok((&a.0 * &b.0, a.1.mul(&b.1)))
            }
            Expression::Divide(a, b) => {
                let (a, b) = pair(a, b)?;
                let unit = a.1.div(&b.1);
                Ok((a.0.checked_div(&b.0).ok_or_else(|| zero(derived))?, unit))
            }
            Expression::Power(a, n) => {
                let (value, unit) = self.evaluate(a, derived)?;
                let value = value.powi(*n).ok_or_else(|| zero(derived))?;
                let unit = unit.powi(*n).ok_or_else(|| zero(derived))?;
                Ok((value, unit))
            }
        }
    }

    /// The unrounded reportable value of a test.
    fn test(&self, index: usize, derived: &Derived) -> Result<Value, Stop> {
        match self.result(index, derived)? {
            (Bounded::Exact(value), unit) => Ok((value, unit)),
            _ => {
                let test = &self.spec.tests[index];
                let is_unquantified = (self.reports)(index).is_some_and(|report| report.below_own_limit.is_some());
                let why = match is_unquantified {
                    true => "rests on a value below the limit of its own row",
                    false => "is below or above the measurable range",
                };
                let message = format!("{} cannot be computed: {} {why}", derived.id, test.id);
                let reason = Reason::new(&codes::INPUT_NOT_AVAILABLE, message).clause(&derived.place);
                Err(Stop::new(Outcome::Inconclusive, reason))
            }
        }
    }

    /// What is known of the unrounded reportable value of a test.
    ///
    /// # Errors
    /// As [`Inputs::value`].
    pub fn result(&self, index: usize, derived: &Derived) -> Result<(Bounded, Unit), Stop> {
        let test = &self.spec.tests[index];
        let unavailable = |outcome: Outcome, why: &str| {
            let message = format!("{} cannot be computed: {} {why}", derived.id, test.id);
            Stop::new(outcome, Reason::new(&codes::INPUT_NOT_AVAILABLE, message).clause(&derived.place))
        };
        let Some(report) = (self.reports)(index) else {
            return Err(unavailable(Outcome::Missing, "was not judged"));
        };
        match report.outcome {
            _ if report.is_contested() => {
                return Err(unavailable(Outcome::Invalid, "was contested, and is not settled"));
            }
            Outcome::Pass | Outcome::Fail | Outcome::Reported => {}
            // The rule allows no statement about the limit; the value is measured all the same.
            Outcome::Inconclusive if report.decision.is_some() && report.reportable.is_some() => {}
            Outcome::NotApplicable | Outcome::Waived => return Err(unavailable(Outcome::Missing, "has no result")),
            outcome => return Err(unavailable(outcome, &format!("is {}", outcome.as_str().replace('_', " ")))),
        }
        if report.plan().is_some_and(|plan| plan.summary == Summary::Each)
            && report.reportable.as_ref().is_some_and(|reportable| reportable.n > 1)
        {
            let why = "is judged determination by determination and has no single value";
            return Err(unavailable(Outcome::NotEvaluable, why));
        }
        match report.reportable.as_ref().map(|reportable| &reportable.value) {
            // A percentage of the label claim is not the amount that formulas mean.
            Some(ReportableValue::Number { exact, bound, unit, .. }) => {
                let (amount, unit) = match &report.label_claim {
                    Some(claim) => ((exact * &claim.value.exact()).divided_by(100), claim.unit.clone()),
                    None => (exact.clone(), (*unit).clone()),
                };
                let known = report.below_own_limit.clone().unwrap_or_else(|| BoundKind::bounded(*bound, amount));
                Ok((known, unit))
            }
            _ => Err(unavailable(Outcome::Inconclusive, "has no numerical result")),
        }
    }

    fn fact(&self, index: usize, derived: &Derived) -> Result<Value, Stop> {
        let (name, unit) = &self.spec.facts[index];
        let found = self.facts.and_then(|facts| facts.quantities.iter().find(|(known, _)| known == name));
        let Some((_, quantity)) = found else {
            return Err(missing(&codes::LOT_FACT_MISSING, format!("the lot file gives no {name}"), derived));
        };
        match quantity.unit.factor_to(unit) {
            Some(factor) => Ok((&quantity.value.exact() * &factor, unit.clone())),
            None => Err(Stop::not_evaluable(
                Reason::new(&codes::UNIT_NOT_COMPARABLE, quantity.unit.describe_mismatch(unit)).clause(&derived.place),
            )),
        }
    }
}

fn same_unit(wanted: &Unit, (value, unit): Value, derived: &Derived) -> Result<Exact, Stop> {
    match unit.factor_to(wanted) {
        Some(factor) => Ok(&value * &factor),
        None => Err(Stop::not_evaluable(
            Reason::new(&codes::UNIT_NOT_COMPARABLE, unit.describe_mismatch(wanted)).clause(&derived.place),
        )),
    }
}

fn missing(code: &'static crate::finding::Code, message: String, derived: &Derived) -> Stop {
    Stop::not_evaluable(Reason::new(code, message).clause(&derived.place))
}

fn zero(derived: &Derived) -> Stop {
    let message = format!("{} divides by zero", derived.id);
    Stop::not_evaluable(Reason::new(&codes::DIVISION_BY_ZERO, message).clause(&derived.place))
}
