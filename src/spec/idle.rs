//! Limits that every possible result meets: they look like a criterion and decide nothing.

use super::codes;
use super::model::*;
use crate::finding::Finding;
use crate::quantity::Exact;

/// Warns of the limits of a test that no result can miss.
///
/// Results that cannot be (an amount below zero, more than the whole) are not judged at all, so `>= 0 EU/mL` and
/// `<= 100 %` leave nothing that could fail. A limit with one such end (`0 to 5 %`) still decides at the other.
pub(super) fn check(test: &Test, measured: &Measured, findings: &mut Vec<Finding>) {
    let possible = Possible::of(test, measured);
    let criteria = measured.criteria().filter_map(|one| match &one.criterion {
        Criterion::Numeric(limits) => Some((limits, false)),
        Criterion::Label(limits) => Some((limits, true)),
        Criterion::Qualitative(_) | Criterion::Report => None,
    });
    let beside = [&measured.individual, &measured.alert, &measured.action].into_iter().flatten();
    let spreads = measured.valid_if.iter().filter_map(|check| match &check.check {
        Check::Spread(_, limits, _) if limits.upper.is_none() => Some(limits),
        _ => None,
    });
    let idle = criteria.chain(beside.map(|limits| (limits, false))).filter(|(limits, label)| {
        let lower = limits.lower.as_ref().is_none_or(|limit| !possible.negative && at_most_zero(limit));
        let upper = limits.upper.as_ref().is_none_or(|limit| !label && !possible.over_the_whole && is_the_whole(limit));
        has_end(limits) && lower && upper
    });
    // No measure of spread is negative.
    let idle_spreads = spreads.filter(|limits| limits.lower.as_ref().is_some_and(at_most_zero));
    for limits in idle.map(|(limits, _)| limits).chain(idle_spreads) {
        let message = format!("every possible result meets `{}`", limits.text);
        let width = u32::try_from(limits.text.chars().count()).unwrap_or(1);
        findings.push(
            Finding::new(&codes::LIMIT_NEVER_DECIDES, message)
                .at(limits.place.clone(), width)
                .help("correct the limit, or write `accept: report` for a line without criterion"),
        );
    }
}

fn has_end(limits: &Limits) -> bool {
    limits.lower.is_some() || limits.upper.is_some()
}

fn at_most_zero(limit: &Limit) -> bool {
    limit.value.is_negative() || (limit.inclusive && limit.value.is_zero())
}

/// `<= 100 %`, of a test in percent.
fn is_the_whole(limit: &Limit) -> bool {
    limit.inclusive && limit.value == Exact::from_i64(100)
}

/// Which results are judged at all.
struct Possible {
    /// Whether a result below zero is.
    negative: bool,
    /// Whether a result over 100 % is.
    over_the_whole: bool,
}

impl Possible {
    fn of(test: &Test, measured: &Measured) -> Possible {
        let relative = matches!(test.category, Category::Potency | Category::Stability);
        let spread = measured.plan.summary.is_scatter();
        let limits = || {
            let criteria = measured.criteria();
            criteria.filter_map(|one| match &one.criterion {
                Criterion::Numeric(limits) => Some(limits),
                _ => None,
            })
        };
        let hundred = Exact::from_i64(100);
        let percent = measured.unit.symbol() == "%";
        let mut ends = limits().flat_map(|limits| [&limits.lower, &limits.upper]).flatten();
        Possible {
            negative: !spread
                && ((percent && relative)
                    || measured.unit.may_be_negative()
                    || limits().filter_map(|limits| limits.lower.as_ref()).any(|lower| lower.value.is_negative())),
            over_the_whole: spread || !percent || relative || ends.any(|limit| limit.value > hundred),
        }
    }
}
