//! Validity of a run: controls and spread, judged before any limit.

use super::codes;
use super::compare::against;
use super::context::Context;
use super::history;
use super::levels;
use super::lot_report::{Reason, Use};
use super::outcome::Outcome;
use super::qualitative;
use super::sterility;
use super::stop::Stop;
use super::value;
use crate::data::{Determination, LotFacts, RowStatus};
use crate::quantity::{Bounded, Compared, Exact, RoundingRule, Unit};
use crate::spec::{
    Among, Assessment, CensoredRule, Check, ControlExpectation, Levels, Limits, Measured, Plan, Role, Specification,
    Spread, ValidityCheck,
};
use crate::stats;
use std::collections::HashSet;

/// What the checks of one test look at.
#[derive(Clone, Copy)]
pub(super) struct Run<'r, 'a> {
    /// The rows of the test.
    pub rows: &'r [Determination<'a>],
    /// How each of them was used.
    pub uses: &'r [Use],
    /// Positions of the counted rows.
    pub counted: &'r [usize],
    /// Values of the counted rows in `unit`; empty for a qualitative test.
    pub values: &'r [Bounded],
    /// The reportable value, for checks relative to the sample.
    pub reportable: Option<&'r Exact>,
    /// Unit of the values and of the reportable value.
    pub unit: &'r Unit,
    /// The plan that the counted rows follow.
    pub plan: &'r Plan,
    pub context: &'r Context<'r>,
    pub spec: &'r Specification,
    /// What the lot file says.
    pub facts: Option<&'r LotFacts>,
}

/// Judges one check; `None` when it holds.
///
/// A check that cannot be performed is not met: a control that was not reported does not show that the run worked.
pub(super) fn fault(check: &ValidityCheck, run: &Run<'_, '_>) -> Option<Reason> {
    let reason = match &check.check {
        Check::Spread(spread, limits, among) => match (among, run.plan.levels.as_deref()) {
            (Among::Inner, Some(levels)) => within_groups(*spread, limits, levels, run),
            (Among::Outer, Some(levels)) => between_groups(*spread, limits, levels, run),
            _ => spread_fault(*spread, limits, run.values, "determinations", run),
        },
        Check::Control { role, name, each, expect } => {
            control_fault(*role, name.as_deref(), *each, expect, &check.text, run)
        }
        Check::SterilitySample { tested, batch, scheme } => sterility::fault(tested, *batch, *scheme, &check.text, run),
    };
    reason.map(|reason| reason.clause(&check.place))
}

fn control_fault(
    role: Role,
    name: Option<&str>,
    each: bool,
    expect: &ControlExpectation,
    text: &str,
    run: &Run<'_, '_>,
) -> Option<Reason> {
    let wanted = name.map(super::context::folded);
    // A run that counts keeps its control, whatever is in the cell; what was void elsewhere in the lot is not of this run.
    let is_of_test = |row: &Determination<'_>| run.counted.first().is_some_and(|&i| run.rows[i].test == row.test);
    let reports_nothing = |row: &Determination<'_>| {
        let is_void = row.is_declared_invalid();
        value::absent(&row.reading) == Some(Outcome::Missing) && !(is_void && is_of_test(row))
    };
    let controls: Vec<&Determination<'_>> = run
        .rows
        .iter()
        .zip(run.uses)
        .filter(|(row, used)| {
            let named = row.details.as_ref().map_or("", |d| d.control);
            // An empty cell, or one that says "not tested", reports no control, unless it was declared invalid.
            row.role == role
                && !reports_nothing(row)
                && !matches!(**used, Use::Duplicate | Use::Invalidated | Use::Interim)
                && wanted.as_ref().is_none_or(|wanted| super::context::folded(named) == *wanted)
        })
        .map(|(row, _)| row)
        .collect();
    let what = || match name {
        // As the specification writes it, so that a reader sees where the name ends.
        Some(name) if name.contains(char::is_whitespace) => format!("{} \"{name}\"", role.as_str()),
        Some(name) => format!("{} {name}", role.as_str()),
        None => role.as_str().to_owned(),
    };
    let replicates: HashSet<(&str, &str, &str)> =
        if each { controls.iter().map(|c| replicate(c)).collect() } else { HashSet::new() };
    if each && let Some(&bare) = run.counted.iter().find(|&&i| !replicates.contains(&replicate(&run.rows[i]))) {
        let row = &run.rows[bare];
        let group = match history::group(row) {
            "" => String::new(),
            group => format!(" of group {group}"),
        };
        let message = format!("{} is not reported for replicate {}{group}", what(), or_none(row.replicate));
        return Some(Reason::new(&codes::CONTROL_NOT_REPORTED, message).at(run.context.place(row)));
    }
    if controls.is_empty() {
        let message = format!("{} is not reported; required: {text}", what());
        return Some(Reason::new(&codes::CONTROL_NOT_REPORTED, message));
    }
    if let Some(reason) = of_void_runs_alone(&controls, &what(), text, run) {
        return Some(reason);
    }
    controls.into_iter().find_map(|control| {
        one_control_fault(control, expect, text, &what(), run).map(|reason| reason.at(run.context.place(control)))
    })
}

/// That every control is of a run that is void: the run that replaces it has none.
fn of_void_runs_alone(controls: &[&Determination<'_>], what: &str, text: &str, run: &Run<'_, '_>) -> Option<Reason> {
    let is_of_void =
        |control: &&Determination<'_>| super::runs::stands_for_void_run(control, run.rows, run.uses, run.counted);
    let first = controls.first().filter(|_| controls.iter().all(is_of_void))?;
    Some(of_void_run(first, what, text, run))
}

/// That what was reported says something of the run that is void alone.
pub(super) fn of_void_run(control: &Determination<'_>, what: &str, text: &str, run: &Run<'_, '_>) -> Reason {
    let message = format!("{what} is reported for the run that is void alone; required: {text}");
    let help = "add the control of the run that was repeated, with its `date` or `group`";
    Reason::new(&codes::CONTROL_NOT_REPORTED, message).at(run.context.place(control)).help(help)
}

/// Whether some check looks at a control: one of its own test, or one that any test requires in the lot.
pub(super) fn is_asked_for(control: &Determination<'_>, spec: &Specification, own: &Measured) -> bool {
    let named = super::context::folded(control.details.as_ref().map_or("", |details| details.control));
    let asks = |check: &ValidityCheck| match &check.check {
        Check::Control { role, name, .. } => {
            *role == control.role && name.as_deref().is_none_or(|name| super::context::folded(name) == named)
        }
        Check::SterilitySample { tested, .. } => {
            control.role == Role::Control && super::context::folded(tested) == named
        }
        Check::Spread(..) => false,
    };
    let required = spec.tests.iter().filter_map(|test| match &test.assessment {
        Assessment::Measured(measured) => Some(&measured.requires),
        Assessment::Panel(_) => None,
    });
    own.valid_if.iter().any(asks) || required.flatten().any(asks)
}

/// What a control and its determination have in common.
fn replicate<'r>(row: &'r Determination<'_>) -> (&'r str, &'r str, &'r str) {
    (history::number(row.replicate), history::group(row), row.sample.trim())
}

fn or_none(replicate: &str) -> &str {
    if replicate.trim().is_empty() { "(none)" } else { replicate.trim() }
}

fn one_control_fault(
    control: &Determination<'_>,
    expect: &ControlExpectation,
    text: &str,
    what: &str,
    run: &Run<'_, '_>,
) -> Option<Reason> {
    let outside = || {
        let unit = control.unit.as_ref().map_or(String::new(), |unit| format!(" {}", unit.symbol()));
        let message = format!("{what} is {}{unit}; required: {text}", control.text.trim());
        Reason::new(&codes::CONTROL_OUTSIDE_WINDOW, message)
    };
    let unreadable =
        |why: &str| Reason::new(&codes::CONTROL_NOT_READABLE, format!("{what} is \"{}\": {why}", control.text.trim()));
    let status = control.status();
    if status == RowStatus::Invalid {
        let help = "a run is repeated with its controls: declare its determinations and controls invalid, each with a complete record, \
                    and add the repeated ones in a `group` of their own, under new numbers in `replicate`";
        return Some(unreadable("there is no valid value").help(help));
    }
    if status != RowStatus::Valid || value::absent(&control.reading).is_some() {
        return Some(unreadable("there is no valid value"));
    }
    let numeric = |limits: &Limits, of_sample: bool| {
        let target = if of_sample { run.unit } else { &limits.unit };
        let scale = match run.reportable {
            _ if !of_sample => Some(Exact::one()),
            sample => sample.and_then(|sample| Exact::from_i64(100).checked_div(sample)),
        };
        let known = value::bounded_control(control, target, limits).and_then(|known| match &scale {
            Some(scale) => value::is_quantified(control, target, limits, scale).map(|()| known),
            None => Ok(known),
        });
        let bounded = match known {
            Ok(bounded) => bounded,
            Err(stop) => return Some(unreadable(&first_message(&stop))),
        };
        let compared = if of_sample { relative_to_sample(&bounded, run.reportable) } else { Some(bounded) };
        match compared.map(|value| against(limits, &value, RoundingRule::None)) {
            Some(Compared::Inside) => None,
            Some(Compared::Outside) => Some(outside()),
            Some(Compared::Undecided) => Some(unreadable("it allows no statement about its window")),
            None => Some(unreadable("there is no sample value to relate it to")),
        }
    };
    match expect {
        ControlExpectation::Numeric(limits) => numeric(limits, false),
        ControlExpectation::OfSample(limits) => numeric(limits, true),
        ControlExpectation::Qualitative(expected) => {
            match qualitative::meets(expected, &control.reading, control.text) {
                Ok(true) => None,
                Ok(false) => Some(outside()),
                Err(stop) => Some(unreadable(&first_message(&stop))),
            }
        }
    }
}

fn first_message(stop: &Stop) -> String {
    stop.reasons.first().map_or_else(String::new, |reason| reason.message.clone())
}

/// A value in percent of the reportable value of the sample.
fn relative_to_sample(value: &Bounded, sample: Option<&Exact>) -> Option<Bounded> {
    let percent = |number: &Exact| (number * &Exact::from_i64(100)).checked_div(sample?);
    Some(match value {
        Bounded::Exact(number) => Bounded::Exact(percent(number)?),
        Bounded::Below { bound, inclusive } => Bounded::Below { bound: percent(bound)?, inclusive: *inclusive },
        Bounded::Above { bound, inclusive } => Bounded::Above { bound: percent(bound)?, inclusive: *inclusive },
        Bounded::Unknown => return None,
    })
}

/// The spread within every outer group, one by one; the first that is too large is told.
fn within_groups(spread: Spread, limits: &Limits, levels: &Levels, run: &Run<'_, '_>) -> Option<Reason> {
    levels::groups(run.rows, run.counted).into_iter().find_map(|group| {
        let values: Vec<Bounded> = group.members.iter().filter_map(|at| run.values.get(*at)).cloned().collect();
        let what = format!("{} of {} {}", levels.inner, levels.outer_singular(), group.name);
        let place = group.members.first().and_then(|at| run.counted.get(*at)).and_then(|&i| run.rows.get(i));
        let reason = spread_fault(spread, limits, &values, &what, run)?;
        Some(match place {
            Some(row) => reason.at(run.context.place(row)),
            None => reason,
        })
    })
}

/// The spread of the summaries of the outer groups.
fn between_groups(spread: Spread, limits: &Limits, levels: &Levels, run: &Run<'_, '_>) -> Option<Reason> {
    let groups = levels::groups(run.rows, run.counted);
    match levels::of_groups(run.plan, &groups, run.values, CensoredRule::Limit) {
        Ok(outer) => {
            let values: Vec<Bounded> = outer.into_iter().map(|one| one.value).collect();
            spread_fault(spread, limits, &values, &levels.outer, run)
        }
        Err(_) => {
            let message = format!(
                "the {} of the {} cannot be computed: one of them has no {}",
                name_of(spread),
                levels.outer,
                run.plan.summary.as_str()
            );
            Some(Reason::new(&codes::SPREAD_NOT_COMPUTABLE, message))
        }
    }
}

/// Compares the spread with its limits without a square root: `cv <= L` is `s^2 <= (L mean / 100)^2`. `what` the values
/// are, in the plural.
fn spread_fault(spread: Spread, limits: &Limits, values: &[Bounded], what: &str, run: &Run<'_, '_>) -> Option<Reason> {
    let not_computable = |why: &str| {
        let message = format!("the {} of the {what} cannot be computed: {why}", name_of(spread));
        Some(Reason::new(&codes::SPREAD_NOT_COMPUTABLE, message))
    };
    // A standard deviation and a range have the unit of the values, their limit perhaps another one.
    let factor = match spread {
        Spread::StandardDeviation | Spread::Range => run.unit.factor_to(&limits.unit),
        Spread::Cv | Spread::GeometricCv | Spread::RelativeRange => Some(Exact::from_i64(1)),
    };
    let Some(factor) = factor else { return not_computable("its limit is in a unit of another dimension") };
    let exact: Option<Vec<Exact>> = values
        .iter()
        .map(|value| match value {
            Bounded::Exact(exact) => Some(exact * &factor),
            _ => None,
        })
        .collect();
    let Some(values) = exact else { return not_computable("a value is below or above the measurable range") };
    if values.len() < 2 {
        return not_computable("it needs at least two");
    }
    if clearly_within(spread, limits, &values) {
        return None;
    }
    let Some(compared) = compare_spread(spread, limits, &values) else {
        return not_computable("the mean is zero, or a logarithm does not exist");
    };
    if compared == Compared::Inside {
        return None;
    }
    let shown =
        shown_spread(spread, &values).map_or_else(String::new, |value| format!(" is {}", beside(value, limits)));
    let unit = match spread {
        Spread::Cv | Spread::GeometricCv | Spread::RelativeRange => "%".to_owned(),
        Spread::StandardDeviation | Spread::Range => limits.unit.symbol().to_owned(),
    };
    let message =
        format!("the {} of {} {what}{shown} {unit}; required: {}", name_of(spread), values.len(), limits.text);
    Some(Reason::new(&codes::SPREAD_TOO_LARGE, message))
}

/// From here on a spread is written with a power of ten: of its many digits before the point few are known.
const LONG: f64 = 1e6;

/// A spread that is not within its limits, with as many decimals as show that it is not: 15.04 beside 15, not 15.0. A long
/// one has at least three digits and a power of ten.
fn beside(value: f64, limits: &Limits) -> String {
    let text = |decimals: usize| match value.abs() >= LONG {
        true => format!("{value:.*e}", decimals + 1),
        false => format!("{value:.decimals$}"),
    };
    let mut texts = (1..=12).map(text);
    let shows = |text: &String| {
        let number = Exact::from_decimal_string(text).map(Bounded::Exact);
        number.is_some_and(|number| against(limits, &number, RoundingRule::None) != Compared::Inside)
    };
    texts.clone().find(shows).or_else(|| texts.next_back()).unwrap_or_default()
}

fn name_of(spread: Spread) -> &'static str {
    match spread {
        Spread::Cv => "CV",
        Spread::GeometricCv => "geometric CV",
        Spread::StandardDeviation => "standard deviation",
        Spread::Range => "range",
        Spread::RelativeRange => "relative range",
    }
}

/// Whether a CV lies so far below its limit that floating point can tell; everything nearer is compared exactly.
fn clearly_within(spread: Spread, limits: &Limits, values: &[Exact]) -> bool {
    let (Spread::Cv, None, Some(upper)) = (spread, &limits.lower, &limits.upper) else { return false };
    let n = values.len() as f64;
    let mean = values.iter().map(Exact::to_f64).sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value.to_f64() - mean) * (value.to_f64() - mean)).sum();
    let square = 1e4 * squares / (n - 1.0);
    let limit = upper.approximately * mean;
    square.is_finite() && upper.approximately > 0.0 && square < 0.999 * limit * limit
}

/// Decimals of the significand to which a value that was computed through logarithms is known.
const DIGITS_OF_LOGARITHMS: usize = 11;

fn compare_spread(spread: Spread, limits: &Limits, values: &[Exact]) -> Option<Compared> {
    let hundred = Exact::from_i64(100);
    let exact = |value: Exact| against(limits, &Bounded::Exact(value), RoundingRule::None);
    match spread {
        Spread::Range => Some(exact(range(values)?)),
        Spread::RelativeRange => Some(exact((&range(values)? * &hundred).checked_div(&Exact::mean(values)?.abs())?)),
        Spread::StandardDeviation => Some(against_square(limits, &Exact::variance(values)?)),
        Spread::Cv => {
            // 100 s / mean, squared: 10^4 n (n sum x^2 - (sum x)^2) / ((n - 1) (sum x)^2).
            let n = values.len() as i64;
            let sum = Exact::sum(values);
            let square = &sum * &sum;
            let squares: Vec<Exact> = values.iter().map(|value| value * value).collect();
            let scatter = &(&Exact::sum(&squares) * &Exact::from_i64(n)) - &square;
            let relative =
                (&scatter * &Exact::from_i64(10_000 * n)).checked_div(&(&square * &Exact::from_i64(n - 1)))?;
            Some(against_square(limits, &relative))
        }
        Spread::GeometricCv => {
            let mut numbers: Vec<f64> = values.iter().map(Exact::to_f64).collect();
            // Floating-point sums depend on the order of their terms; the order of rows must not reach the result.
            numbers.sort_by(f64::total_cmp);
            let near = stats::geometric_coefficient_of_variation(&numbers).ok()?;
            // Logarithms come in floating point, whose last digits are not those of the value.
            Some(exact(Exact::from_decimal_string(&format!("{near:.*e}", DIGITS_OF_LOGARITHMS))?))
        }
    }
}

/// Compares a value known by its square with limits that are not negative.
fn against_square(limits: &Limits, square: &Exact) -> Compared {
    let squared = |limit: &crate::spec::Limit| &limit.value * &limit.value;
    let above = limits.upper.as_ref().is_some_and(|limit| {
        limit.value.is_negative() || *square > squared(limit) || (!limit.inclusive && *square == squared(limit))
    });
    let below = limits.lower.as_ref().is_some_and(|limit| {
        !limit.value.is_negative() && (*square < squared(limit) || (!limit.inclusive && *square == squared(limit)))
    });
    if above || below { Compared::Outside } else { Compared::Inside }
}

fn range(values: &[Exact]) -> Option<Exact> {
    Some(values.iter().max()? - values.iter().min()?)
}

fn shown_spread(spread: Spread, values: &[Exact]) -> Option<f64> {
    let numbers: Vec<f64> = values.iter().map(Exact::to_f64).collect();
    match spread {
        Spread::Cv => stats::coefficient_of_variation(&numbers).ok(),
        Spread::GeometricCv => stats::geometric_coefficient_of_variation(&numbers).ok(),
        Spread::StandardDeviation => stats::standard_deviation(&numbers).ok(),
        Spread::Range => Some(range(values)?.to_f64()),
        Spread::RelativeRange => Some(100.0 * range(values)?.checked_div(&Exact::mean(values)?.abs())?.to_f64()),
    }
}

/// The faults of several checks as one stop; `None` when all hold.
pub(super) fn stop_of(reasons: Vec<Reason>) -> Option<Stop> {
    (!reasons.is_empty()).then_some(Stop { outcome: Outcome::Invalid, reasons })
}
