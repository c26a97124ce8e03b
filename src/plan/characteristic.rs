//! How many determinations a wanted probability takes, and the operating characteristic of a line.

use super::line::Line;
use super::number::significant;
use super::obstacle::Obstacle;
use super::rule::Rule;
use super::run_checks::RunChecks;
use super::scatter::{Scatter, Size};
use crate::order;
use crate::quantity::{Exact, Unit};
use crate::spec::{Assessment, Count, DecisionRule, Specification, Test};
use crate::stats::operating_characteristic::DecisionPlan;
use crate::stats::{Probability, StatisticError};

/// Most determinations that are tried.
pub const MOST: usize = 1000;

/// Steps of the table over the true values, about; the curve has four points for each.
const STEPS: f64 = 30.0;
const POINTS_FOR_EACH_STEP: i64 = 4;
const MOST_POINTS: i64 = 1000;
/// With one limit only, the curve reaches so many standard deviations of one determination to either side of it.
const REACH: f64 = 3.0;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Request {
    /// Scatter of one determination; none: as the specification says.
    pub scatter: Option<RequestedScatter>,
    /// True value of the lot, as it was written, with its unit; none: the nominal value.
    pub true_value: Option<(Exact, Option<Unit>)>,
    /// Probability with which such a lot should pass.
    pub wanted: Probability,
    /// Numbers of determinations to show besides.
    pub numbers: Vec<usize>,
}

/// Scatter of one determination as the user gives it.
#[derive(Clone, Debug)]
pub enum RequestedScatter {
    /// Coefficient of variation as a fraction.
    Relative(f64),
    /// Standard deviation; without unit: in the numbers of the line.
    Absolute(Exact, Option<Unit>),
}

/// A criterion that may be planned.
#[derive(Debug)]
pub struct Criterion<'s> {
    /// Its test.
    pub test: &'s Test,
    /// Its line, or why there is none.
    pub line: Result<Line<'s>, Obstacle>,
}

/// The answer for one line.
#[derive(Clone, Debug)]
pub struct Planned<'s> {
    /// The line.
    pub line: Line<'s>,
    /// Scatter of one determination.
    pub scatter: Scatter,
    /// True value of the lot, in the numbers of the line.
    pub true_value: f64,
    /// What says so.
    pub origin: String,
    /// Wanted probability of acceptance.
    pub wanted: f64,
    /// What else was assumed.
    pub remarks: Vec<String>,
    /// What must hold of a run besides, and how far the numbers hold it.
    pub checks: RunChecks,
    /// The smallest number of determinations with which a valid run passes with the wanted probability; none up to
    /// [`MOST`].
    pub needed: Option<Chance>,
    /// The plan of the specification.
    pub specified: Chance,
    /// Numbers of determinations of the curves, ascending.
    pub numbers: Vec<usize>,
    /// The operating characteristic.
    pub points: Vec<Point>,
}

/// How a number of determinations fares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chance {
    /// Number of determinations.
    pub n: usize,
    /// Probability that a valid run passes.
    pub probability: f64,
    /// Probability that a run is valid by the checks that are counted; 1 when there is none.
    pub valid: f64,
}

impl Chance {
    /// Probability that a run is valid and passes.
    pub fn valid_and_passes(&self) -> f64 {
        self.valid * self.probability
    }
}

/// A point of the operating characteristic.
#[derive(Clone, Debug)]
pub struct Point {
    /// In the numbers of the line.
    pub true_value: f64,
    /// Probability that a valid run passes, for each of [`Planned::numbers`].
    pub probabilities: Vec<f64>,
    /// Probability that a run is valid, likewise.
    pub valid: Vec<f64>,
    /// Whether tables show it.
    pub in_table: bool,
}

/// The criteria of a test for lots at release; one without line when there is no numeric one.
pub fn criteria<'s>(specification: &'s Specification, test: &'s Test) -> Vec<Criterion<'s>> {
    let Assessment::Measured(measured) = &test.assessment else {
        return vec![Criterion { test, line: Err(Obstacle::Panel) }];
    };
    let lines = measured.accept.iter().filter_map(|one| Line::new(specification, test, measured, one));
    let found: Vec<Criterion<'s>> = lines.map(|line| Criterion { test, line: Ok(line) }).collect();
    if found.is_empty() { vec![Criterion { test, line: Err(Obstacle::NoNumericLimit) }] } else { found }
}

/// Plans one line.
///
/// # Errors
/// [`Obstacle`]: what the specification or the request leaves open, and what has no distribution here. That the wanted
/// probability is out of reach is an answer, not an error.
pub fn plan<'s>(line: &Line<'s>, request: &Request) -> Result<Planned<'s>, Obstacle> {
    let rule = Rule::of(line)?;
    let scatter = requested_scatter(line, request)?;
    let (true_value, origin) = true_value(line, request)?;
    let checks = RunChecks::of(line, rule.acceptance);
    let question = Question { line, rule: &rule, scatter: &scatter, checks: &checks };
    let at_target = question.at(true_value)?;
    let specified = number(line.measured.plan.count);
    let too_few = |n: usize| Obstacle::TooFew { rule: line.measured.decide.to_string(), fewest: at_target.fewest(), n };
    let mut numbers: Vec<usize> = request.numbers.iter().copied().chain([specified]).collect();
    if let Some(few) = numbers.iter().find(|n| **n < at_target.fewest()) {
        return Err(too_few(*few));
    }
    let chance = |n: usize, probability: f64| -> Result<Chance, Obstacle> {
        Ok(Chance { n, probability, valid: at_target.probability_of_validity(true_value, n)? })
    };
    let specified = chance(specified, at_target.probability_of_acceptance(true_value, specified)?)?;
    let needed = match at_target.smallest_n(true_value, request.wanted, MOST) {
        Ok(found) => Some(chance(found.n, found.probability)?),
        Err(StatisticError::NotAttainable { .. }) => None,
        Err(other) => return Err(other.into()),
    };
    numbers.extend(needed.map(|found| found.n));
    numbers.sort_unstable();
    numbers.dedup();
    Ok(Planned {
        line: *line,
        true_value,
        origin,
        wanted: request.wanted.value(),
        remarks: remarks(line, &rule),
        needed,
        specified,
        points: question.curve(true_value, &numbers)?,
        numbers,
        checks: checks.clone(),
        scatter: scatter.clone(),
    })
}

/// Number of determinations of a plan; the fewest of `at least N`.
pub(super) fn number(count: Count) -> usize {
    let (Count::Exactly(count) | Count::AtLeast(count)) = count;
    usize::try_from(count).unwrap_or(usize::MAX)
}

fn remarks(line: &Line<'_>, rule: &Rule) -> Vec<String> {
    let mut remarks: Vec<String> = rule.remark.iter().cloned().collect();
    if matches!(line.measured.decide, DecisionRule::FourZone { .. }) {
        remarks.push("a conditional pass does not count as passing".to_owned());
    }
    remarks.push(
        "determinations are independent and normal; what all of a lot share (day, calibration) is not averaged and not \
         in the model"
            .to_owned(),
    );
    remarks
}

fn requested_scatter(line: &Line<'_>, request: &Request) -> Result<Scatter, Obstacle> {
    let origin = "as asked".to_owned();
    match &request.scatter {
        Some(RequestedScatter::Relative(fraction)) => Ok(Scatter { size: Size::Relative(*fraction), origin }),
        Some(RequestedScatter::Absolute(value, unit)) => {
            let size = Size::Absolute(amount(line, "the standard deviation", value, unit.as_ref())?);
            Ok(Scatter { size, origin })
        }
        None => Scatter::of(line).ok_or(Obstacle::NoScatter),
    }
}

fn true_value(line: &Line<'_>, request: &Request) -> Result<(f64, String), Obstacle> {
    match &request.true_value {
        Some((value, unit)) => Ok((amount(line, "the true value", value, unit.as_ref())?, "as asked".to_owned())),
        None => line.target().map(|target| (target.value, target.origin.to_owned())).ok_or(Obstacle::NoTarget),
    }
}

/// An amount of the request in the numbers of the line.
fn amount(line: &Line<'_>, what: &'static str, value: &Exact, unit: Option<&Unit>) -> Result<f64, Obstacle> {
    let Some(unit) = unit else { return Ok(value.to_f64()) };
    let scale = if line.scale().is_empty() { "pure numbers" } else { line.scale() }.to_owned();
    line.amount(value, unit).ok_or_else(|| {
        if line.needs_claim(unit) {
            Obstacle::NoClaim { what, scale }
        } else {
            Obstacle::OtherDimension { what, unit: unit.symbol().to_owned(), scale }
        }
    })
}

/// A line with its rule and its scatter.
struct Question<'q, 's> {
    line: &'q Line<'s>,
    rule: &'q Rule,
    scatter: &'q Scatter,
    checks: &'q RunChecks,
}

impl Question<'_, '_> {
    fn at(&self, true_value: f64) -> Result<DecisionPlan, Obstacle> {
        if matches!(self.scatter.size, Size::Relative(_)) && true_value <= 0.0 {
            return Err(Obstacle::NotPositive(self.line.number(true_value)));
        }
        let plan = DecisionPlan::new(self.rule.limits, self.rule.acceptance, self.scatter.at(true_value))?;
        Ok(plan.with_allowed(self.checks.allowed)?)
    }

    fn curve(&self, target: f64, numbers: &[usize]) -> Result<Vec<Point>, Obstacle> {
        let ends = [self.line.lower(), self.line.upper()];
        let special: Vec<f64> = ends.into_iter().flatten().chain([target]).collect();
        let values = grid(self.range(target), &special);
        let relative = matches!(self.scatter.size, Size::Relative(_));
        let possible = values.into_iter().filter(|(value, _)| !relative || *value > 0.0);
        possible.filter_map(|(true_value, in_table)| self.point(true_value, in_table, numbers).transpose()).collect()
    }

    /// A point of the curve; none where a run is practically never valid.
    fn point(&self, true_value: f64, in_table: bool, numbers: &[usize]) -> Result<Option<Point>, Obstacle> {
        let plan = self.at(true_value)?;
        let (mut probabilities, mut valid) = (Vec::new(), Vec::new());
        for n in numbers {
            match plan.probability_of_acceptance(true_value, *n) {
                Ok(probability) => probabilities.push(probability),
                Err(StatisticError::NotAttainable { .. }) => return Ok(None),
                Err(other) => return Err(other.into()),
            }
            valid.push(plan.probability_of_validity(true_value, *n)?);
        }
        Ok(Some(Point { true_value, probabilities, valid, in_table }))
    }

    /// Half a range more to either side; beside a single limit, so many standard deviations.
    fn range(&self, target: f64) -> (f64, f64) {
        let (low, high) = match (self.line.lower(), self.line.upper()) {
            (Some(lower), Some(upper)) => (lower - 0.5 * (upper - lower), upper + 0.5 * (upper - lower)),
            (lower, upper) => {
                let limit = lower.or(upper).unwrap_or(target);
                let deviation = self.scatter.at(limit).max(self.scatter.at(target));
                (limit - REACH * deviation, limit + REACH * deviation)
            }
        };
        // What cannot be negative has no limit below zero.
        let positive = [self.line.lower(), self.line.upper()].into_iter().flatten().all(|limit| limit >= 0.0);
        let low = if positive { low.max(0.0) } else { low };
        (low.min(target), high.max(target))
    }
}

/// Round values over a range, and the special ones; with each whether tables show it.
fn grid((low, high): (f64, f64), special: &[f64]) -> Vec<(f64, bool)> {
    let step = round_step((high - low) / STEPS);
    let fine = step / POINTS_FOR_EACH_STEP as f64;
    let (from, to) = ((low / fine).ceil() as i64, (high / fine).floor() as i64);
    // A range below the resolution of its ends has no steps.
    let (from, to) = if (0..MOST_POINTS).contains(&to.saturating_sub(from)) { (from, to) } else { (0, -1) };
    let mut values: Vec<(f64, bool)> =
        (from..=to).map(|index| (round(index as f64 * fine), index % POINTS_FOR_EACH_STEP == 0)).collect();
    for value in special {
        values.retain(|(known, _)| (known - value).abs() > 1e-9 * step);
        values.push((*value, true));
    }
    order::sort_by(&mut values, |one, other| one.0.total_cmp(&other.0));
    values
}

/// 1, 2 or 5 times a power of ten, at least as large.
fn round_step(least: f64) -> f64 {
    let power = libm::floor(libm::log10(least));
    let unit = libm::pow(10.0, power);
    let step = [1.0, 2.0, 5.0].into_iter().map(|times| times * unit).find(|step| *step >= least);
    round(step.unwrap_or(10.0 * unit))
}

/// The number that nine digits say: a sum of steps without the last bits.
fn round(value: f64) -> f64 {
    significant(value, 9).parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_round_and_hold_the_limits() {
        let values = grid((60.0, 140.0), &[80.0, 120.0, 100.0]);
        let shown: Vec<f64> = values.iter().filter(|(_, shown)| *shown).map(|(value, _)| *value).collect();
        assert_eq!(
            shown,
            [
                60.0, 65.0, 70.0, 75.0, 80.0, 85.0, 90.0, 95.0, 100.0, 105.0, 110.0, 115.0, 120.0, 125.0, 130.0, 135.0,
                140.0
            ]
        );
        assert_eq!(values.len(), 65);
        assert!(grid((0.0, 0.5), &[0.123]).contains(&(0.123, true)));
        for range in [(1.0, 1.0), (1e9, 1e9 + 1e-7), (f64::MIN, f64::MAX), (0.0, 1e-320)] {
            assert!(grid(range, &[range.0]).iter().all(|(value, _)| value.is_finite()), "{range:?}");
        }
    }
}
