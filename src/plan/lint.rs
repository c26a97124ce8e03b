//! What does not fit each other: limits, scatter, replicate plan and decision rule of a test.

use super::characteristic::{MOST, number};
use super::codes;
use super::line::{Line, Target};
use super::number::{probability, significant};
use super::obstacle::Obstacle;
use super::rule::Rule;
use super::run_checks::RunChecks;
use super::scatter::{Scatter, Size, from, standard_uncertainty};
use crate::finding::Finding;
use crate::spec::{Assessment, Measured, Specification, Test};
use crate::stats::distribution::StudentT;
use crate::stats::operating_characteristic::{AcceptanceRule, DecisionPlan};
use crate::stats::{Probability, StatisticError, one_sided_factor, two_sided_factor};

/// The largest part of the distance from target to limit that the expanded uncertainty may take, with room for the
/// last bits of a ratio that is just that.
const QUARTER: f64 = 0.25 + 1e-9;
/// The probability with which a lot on its target should pass.
const WANTED: f64 = 0.95;

/// Looks at every numeric criterion of a specification. Where something is not stated there is nothing to say.
pub fn lint(specification: &Specification) -> Vec<Finding> {
    let mut findings = Vec::new();
    for test in &specification.tests {
        let Assessment::Measured(measured) = &test.assessment else { continue };
        for line in lines(specification, test, measured) {
            if let Some(finding) = empty_zone(&line) {
                findings.push(finding);
                continue;
            }
            let Some(target) = line.target() else { continue };
            let Some(room) = line.room(target.value) else { continue };
            findings.extend(tight_limit(&line, &target, room));
            // One finding for a plan: that it cannot reach its confidence says more than how often it fails.
            findings.extend(small_plan(&line, &target, room).or_else(|| uncertain_pass(&line, &target, room)));
        }
    }
    findings
}

fn lines<'s>(
    specification: &'s Specification,
    test: &'s Test,
    measured: &'s Measured,
) -> impl Iterator<Item = Line<'s>> {
    let criteria = measured.criteria();
    criteria.filter_map(move |one| Line::new(specification, test, measured, one))
}

fn at(line: &Line<'_>, code: &'static crate::finding::Code, message: String) -> Finding {
    let width = u32::try_from(line.limits.text.chars().count()).unwrap_or(1);
    Finding::new(code, message).at(line.limits.place.clone(), width)
}

/// A stated uncertainty that leaves no result to pass, or none that a quantity which is never negative can have.
fn empty_zone(line: &Line<'_>) -> Option<Finding> {
    let uncertainty = line.measured.uncertainty.as_ref()?;
    let remains = match Rule::of(line) {
        Err(Obstacle::Statistic(StatisticError::NotAttainable { .. })) => "no result passes".to_owned(),
        Ok(Rule { limits, acceptance: AcceptanceRule::Simple, .. }) => {
            let upper = limits.upper().filter(|upper| *upper < 0.0 && limits.lower().is_none())?;
            line.upper().filter(|limit| *limit >= 0.0)?;
            format!("only results up to {} would pass, none from zero up", line.number(upper))
        }
        _ => return None,
    };
    let standard = standard_uncertainty(line, uncertainty)?;
    let factor = uncertainty.coverage_factor.exact().to_f64();
    let expanded = match standard {
        Size::Relative(fraction) => format!("{} % of the result", significant(100.0 * fraction * factor, 4)),
        Size::Absolute(size) => line.number(size * factor),
    };
    let message = format!(
        "with the expanded uncertainty U = {expanded}{}, `{}` leaves nothing of `{}`: {remains}",
        from(uncertainty),
        line.measured.decide,
        line.limits.text
    );
    let help = "use a more precise method, widen the limit, or check the unit of the uncertainty";
    Some(at(line, &codes::ACCEPTANCE_ZONE_EMPTY, message).help(help))
}

/// a limit nearer to the target than the method can tell.
fn tight_limit(line: &Line<'_>, target: &Target, room: f64) -> Option<Finding> {
    let uncertainty = line.measured.uncertainty.as_ref()?;
    let standard = match standard_uncertainty(line, uncertainty)? {
        Size::Relative(fraction) => fraction * target.value.abs(),
        Size::Absolute(size) => size,
    };
    let expanded = standard * uncertainty.coverage_factor.exact().to_f64();
    let ratio = expanded / room;
    (ratio > QUARTER).then(|| {
        let message = format!(
            "the expanded uncertainty U = {}{} is {ratio:.2} times the distance from {}, {}, to the limit `{}`, {}; at most 0.25 leaves room to decide",
            line.number(expanded),
            from(uncertainty),
            target.origin,
            line.number(target.value),
            line.limits.text,
            line.number(room)
        );
        at(line, &codes::LIMIT_TIGHTER_THAN_METHOD, message)
            .help("use a more precise method or more determinations, or widen the limit")
    })
}

/// A plan whose own rule refuses a lot on target as soon as it scatters as much as is allowed.
fn small_plan(line: &Line<'_>, target: &Target, room: f64) -> Option<Finding> {
    let (rule, scatter) = (Rule::of(line).ok()?, Scatter::of(line)?);
    let deviation = scatter.at(target.value);
    let n = number(line.measured.plan.count);
    let width = |n: usize| guard(&rule, line, n).map(|factor| factor.map(|factor| factor * deviation));
    let taken = width(n).ok()??;
    (taken > room).then(|| {
        let enough = fewest(n, |n| matches!(width(n), Ok(Some(taken)) if taken <= room));
        let remedy = enough.map_or(format!("it does not fit even with {} determinations", MOST.max(n)), |n| format!("from n = {n} on it fits"));
        let message = format!(
            "with {n} determinations and {}, {}, `{}` takes {} to either side of the mean, and the limit is only {} away from {}; {remedy}",
            scatter.text(line),
            scatter.origin,
            line.measured.decide,
            line.number(taken),
            line.number(room),
            target.origin
        );
        at(line, &codes::PLAN_TOO_SMALL_FOR_CONFIDENCE, message)
            .help("plan more determinations, allow less scatter, or widen the limit")
    })
}

/// The smallest number above `too_few` that is enough, by bisection, since what a rule takes falls with every determination.
fn fewest(too_few: usize, enough: impl Fn(usize) -> bool) -> Option<usize> {
    let (mut below, mut above) = (too_few, MOST);
    if below >= above || !enough(above) {
        return None;
    }
    while above - below > 1 {
        let middle = below + (above - below) / 2;
        if enough(middle) { above = middle } else { below = middle }
    }
    Some(above)
}

/// Standard deviations of one determination that a rule takes to either side; none for a rule that does not rest on them.
fn guard(rule: &Rule, line: &Line<'_>, n: usize) -> Result<Option<f64>, StatisticError> {
    let root = (n as f64).sqrt();
    Ok(match rule.acceptance {
        AcceptanceRule::GuardedByReplicates { factor } => Some(factor / root),
        AcceptanceRule::ConfidenceBound { confidence } => {
            Some(StudentT::new(n.saturating_sub(1) as f64)?.quantile(confidence.probability())? / root)
        }
        AcceptanceRule::Tolerance { content, confidence } => {
            let one_sided = line.limits.lower.is_none() || line.limits.upper.is_none();
            let factor = if one_sided { one_sided_factor } else { two_sided_factor };
            Some(factor(n, content, confidence)?)
        }
        _ => None,
    })
}

/// A lot exactly on its target that fails too often, or whose single determinations scatter as far as the limit.
fn uncertain_pass(line: &Line<'_>, target: &Target, room: f64) -> Option<Finding> {
    let (rule, scatter) = (Rule::of(line).ok()?, Scatter::of(line)?);
    let deviation = scatter.at(target.value);
    let checks = RunChecks::of(line, rule.acceptance);
    let plan = DecisionPlan::new(rule.limits, rule.acceptance, deviation).ok()?.with_allowed(checks.allowed).ok()?;
    let n = number(line.measured.plan.count);
    let passes = plan.probability_of_acceptance(target.value, n).ok()?;
    let valid = plan.probability_of_validity(target.value, n).ok()?;
    (passes < WANTED || deviation >= room).then(|| {
        let remedy = if passes < WANTED { more(&plan, target, n) } else { alone(line, target, deviation) };
        let message = format!(
            "with {}, {}, a lot exactly on {}, {}, passes `{}` under `{}` on `{}` with probability {}{}; {remedy}{}",
            scatter.text(line),
            scatter.origin,
            target.origin,
            line.number(target.value),
            line.limits.text,
            line.measured.decide,
            line.measured.plan,
            probability(passes),
            when_valid(&checks, valid),
            not_counted(&checks)
        );
        at(line, &codes::LOT_ON_TARGET_MAY_FAIL, message)
            .help("plan more determinations, allow less scatter, or widen the limit")
    })
}

/// Of which runs a probability is, as part of a sentence.
fn when_valid(checks: &RunChecks, valid: f64) -> String {
    if checks.counted.is_empty() {
        return String::new();
    }
    format!(" when the run is valid, as it is with {}", probability(valid))
}

/// What the numbers leave out, as the end of a sentence.
fn not_counted(checks: &RunChecks) -> String {
    let what: Vec<&str> = checks.left_out.iter().map(|one| one.what.as_str()).collect();
    if what.is_empty() { String::new() } else { format!("; not counted: {}", what.join(", ")) }
}

/// How many determinations would do.
fn more(plan: &DecisionPlan, target: &Target, n: usize) -> String {
    let enough = Probability::new(WANTED).and_then(|wanted| plan.smallest_n(target.value, wanted, MOST));
    match enough {
        Ok(found) if found.n > n => format!("n = {} gives {}", found.n, probability(found.probability)),
        _ => "more determinations do not help".to_owned(),
    }
}

/// How a single determination would fare.
fn alone(line: &Line<'_>, target: &Target, deviation: f64) -> String {
    let (lower, upper) = (line.lower(), line.upper());
    let simple = crate::stats::conformity::ToleranceLimits::new(lower, upper)
        .and_then(|limits| DecisionPlan::new(limits, AcceptanceRule::Simple, deviation))
        .and_then(|plan| plan.probability_of_acceptance(target.value, 1));
    simple.map_or(String::new(), |inside| format!("a single determination lies inside with {}", probability(inside)))
}
