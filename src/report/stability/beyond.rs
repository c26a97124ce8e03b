//! What stands beside the claim, as words: release limits, results out of trend, batches to come.

use super::words;
use crate::plan::significant;
use crate::stability::{
    AtRelease, GroupEvaluation, Looked, OTHER_BATCHES, OWN_LINE, OutOfTrend, RandomBatches, ReleaseCriterion,
    StatedLimit,
};
use crate::stats::shelf_life::{Crossing, Expected, LimitCrossing, LimitSide, ShelfLifeError, Transform, TrendPoint};

/// Everything beside the claim of a group, one line each.
pub(super) fn lines(group: &GroupEvaluation) -> Vec<(&'static str, String)> {
    let unit = group.group.points().find_map(|point| point.limits()).map_or("", |limits| limits.unit.symbol());
    let scale = group.statistics.fitted().map_or(Transform::None, |fitted| fitted.choices.plan.transform);
    let mut lines: Vec<(&'static str, String)> = Vec::new();
    for (at, one) in group.at_release.iter().enumerate() {
        lines.push((if at == 0 { "release" } else { "" }, release_limit(one, unit, scale)));
        lines.push(("", what_if_limit(one, unit)));
        lines.extend(one.criterion.as_ref().map(|criterion| ("", criterion_words(criterion))));
    }
    lines.extend(group.out_of_trend.iter().flat_map(out_of_trend));
    lines.extend(group.random_batches.iter().map(|found| ("batches", random_batches(found))));
    lines
}

/// `96.3 % or more at release keeps 18 months: 96.243 before rounding, expected change 9.88, allowance 1.36 (R-408)`.
fn release_limit(one: &AtRelease, unit: &str, scale: Transform) -> String {
    let months = words::months(one.months);
    match &one.limit {
        Err(why) => format!("no release limit for {months}: {why}"),
        Ok(limit) => {
            let scale = match scale {
                Transform::None => String::new(),
                other => format!(" on the scale of the {}", other.as_str()),
            };
            let behind = match one.determinations {
                1 => String::new(),
                many => format!(", mean of {many}"),
            };
            format!(
                "{} at release keeps {months}: {}, expected change {}, allowance {}{scale} (R-408{behind})",
                stated(limit, one.side, unit),
                exact(limit),
                significant(limit.exact.expected_change, 4),
                significant(limit.exact.allowance, 3),
            )
        }
    }
}

fn what_if_limit(one: &AtRelease, unit: &str) -> String {
    match &one.what_if_limit {
        Ok(limit) => format!("by the what-if method (ARGPM): {}, {}", stated(limit, one.side, unit), exact(limit)),
        Err(why) => format!("what-if method (ARGPM): no limit, {why}"),
    }
}

/// The limit with its side: `96.3 % or more`.
fn stated(limit: &StatedLimit, side: LimitSide, unit: &str) -> String {
    let side = match side {
        LimitSide::Lower => "or more",
        LimitSide::Upper => "or less",
    };
    let number = number(limit);
    if unit.is_empty() { format!("{number} {side}") } else { format!("{number} {unit} {side}") }
}

/// The stated limit with its places.
pub(super) fn number(limit: &StatedLimit) -> String {
    match limit.places {
        Some(places) => format!("{:.*}", usize::try_from(places).unwrap_or(0), limit.stated),
        None => significant(limit.stated, 6),
    }
}

fn exact(limit: &StatedLimit) -> String {
    match limit.places {
        Some(_) => format!("{} before rounding", significant(limit.exact.limit, 6)),
        None => "not rounded".to_owned(),
    }
}

fn criterion_words(criterion: &ReleaseCriterion) -> String {
    let keeps = match &criterion.keeps {
        Ok(Crossing::At(months)) => format!("keeps {}", words::months(*months)),
        Ok(Crossing::Never) => "keeps without end".to_owned(),
        Ok(Crossing::OutsideAtZero) => "need not conform even at time zero".to_owned(),
        Err(why) => format!("keeps nobody knows how long: {why}"),
    };
    format!("a lot that just meets `{}` {keeps} by the what-if method", criterion.text)
}

fn out_of_trend(found: &OutOfTrend) -> Vec<(&'static str, String)> {
    let level = |level: f64| significant(100.0 * level, 3);
    let own = format!("own line ({} % prediction)", level(OWN_LINE));
    let others = |what: &str| format!("{what} ({0} %/{0} % tolerance of the other batches)", level(OTHER_BATCHES));
    let named = [
        ("trend", own, &found.own_line),
        ("", others("time point"), &found.time_point),
        ("", others("slope"), &found.slope),
    ];
    named.into_iter().map(|(label, name, looked)| (label, format!("{name}: {}", seen(looked)))).collect()
}

/// How many points a method looked at, and which it found.
fn seen(looked: &Looked) -> String {
    let points = match looked {
        Ok(points) => points,
        Err(why) => return format!("not looked at, {why}"),
    };
    let judged = points.iter().filter(|(_, point)| point.is_out_of_trend().is_some()).count();
    let out: Vec<String> = points.iter().filter_map(|(batch, point)| unexpected(batch, point)).collect();
    let left = match points.len() - judged {
        0 => String::new(),
        left => format!("; nothing to compare {left} with"),
    };
    match out.is_empty() {
        true => format!("none of {judged} is out of trend{left}"),
        false => format!("{} of {judged} out of trend: {}{left}", out.len(), out.join(", ")),
    }
}

fn unexpected(batch: &str, point: &TrendPoint) -> Option<String> {
    let Expected::Between { lower, upper, .. } = point.expected else { return None };
    point.is_out_of_trend()?.then(|| {
        format!(
            "{batch} at {}: {}, expected {} to {}",
            words::months(point.time),
            significant(point.value, 5),
            significant(lower, 5),
            significant(upper, 5)
        )
    })
}

fn random_batches(found: &Result<RandomBatches, ShelfLifeError>) -> String {
    let found = match found {
        Ok(found) => found,
        Err(why) => return format!("no mixed model: {why}"),
    };
    let sd = |variance: f64| significant(variance.sqrt(), 3);
    let fit = &found.fit;
    format!(
        "mixed model, information only: SD of intercepts {}, of slopes {} per month, of results {}; the bound of the mean \
         line ends {}, that of one more batch {}",
        sd(fit.intercept_variance),
        sd(fit.slope_variance),
        sd(fit.residual_variance),
        end(&found.mean),
        end(&found.next_batch)
    )
}

fn end(crossing: &LimitCrossing) -> String {
    match crossing.crossing {
        Crossing::At(months) => format!("at {}", words::months(months)),
        Crossing::Never => "nowhere".to_owned(),
        Crossing::OutsideAtZero => "before time zero".to_owned(),
    }
}
