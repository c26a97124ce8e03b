//! Numbers of a stability study as words.

use super::{StabilityReport, beyond, kinetics};
use crate::integrity::{SOURCE_SHA256, settings_sha256};
use crate::judge::Outcome;
use crate::order;
use crate::plan::significant;
use crate::quantity::TimeUnit;
use crate::report::wording;
use crate::spec::Extrapolation;
use crate::stability::{
    AtCondition, Fitted, GroupEvaluation, JudgedPoint, Origin, PullStatus, Standing, Statistics, StudyReport,
    Supported, TestEvaluation, by_year,
};
use crate::stats::shelf_life::{
    BoundSides, Ceiling, Crossing, LimitCrossing, Line, PoolabilityTest, Selection, SignificantChange, Transform,
};

/// The sign before a standing.
pub fn sign(standing: Standing) -> char {
    match standing {
        Standing::Supported => '✓',
        Standing::NotSupported => '✗',
        Standing::NotConcluded => '?',
        Standing::NotEvaluable => '!',
    }
}

/// Study and specification: `Study ST-1 · s-13 1.0.0`.
pub fn title(report: &StabilityReport<'_>) -> String {
    let study = report.study.and_then(|study| study.study.as_ref()).map(|study| format!("Study {}", study.id));
    let spec = report.spec.map(wording::spec_name);
    let parts: Vec<String> = [study.or(Some("Stability".to_owned())), spec].into_iter().flatten().collect();
    parts.join(" · ")
}

/// A number of months as reports show it: one decimal from ten months on, two below, never rounded up to a whole month
/// that is not reached.
pub fn months(months: f64) -> String {
    let places = if months < 10.0 { 2 } else { 1 };
    let scale = if months < 10.0 { 100.0 } else { 10.0 };
    let scaled = months * scale;
    let nearest = libm::round(scaled) / scale;
    let exact = libm::fabs(nearest - months) < 1e-9;
    let beyond = libm::floor(nearest) > libm::floor(months) && !exact;
    let shown = if beyond { libm::floor(scaled) / scale } else { nearest };
    let text = format!("{shown:.places$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    format!("{text} {}", if text == "1" { "month" } else { "months" })
}

/// A supported shelf life as it is stated: `12 months`, `30 days`.
pub fn stated(supported: &Supported) -> String {
    let (number, unit) = supported.stated();
    format!("{number} {}", unit.behind(number))
}

/// The claim in one sentence.
pub fn claim(study: &StudyReport<'_>) -> String {
    let claim = &study.claim;
    let supported = claim.supported.map(|supported| format!("{} supported", stated(&supported)));
    let supported = supported.unwrap_or_else(|| "nothing can be said about a shelf life".to_owned());
    match &claim.proposal {
        Some(proposal) => {
            let shorter = claim.supported.is_some_and(|all| proposal.length.months().to_f64() < all.months);
            let so = if shorter { format!(", so {} can be claimed", proposal.length) } else { String::new() };
            format!("Proposed {} (by {}): {supported}{so}.", proposal.length, proposal.origin.as_str())
        }
        None => format!("No shelf life is proposed: {supported}."),
    }
}

/// What the claim is made of, as one sentence.
pub fn composition(study: &StudyReport<'_>) -> Option<String> {
    let claim = &study.claim;
    let test = study.tests.get(claim.governing?)?;
    let group = test.shortest()?;
    let statistically = match claim.statistically {
        Some(months) => format!("statistically supported {} months", whole(months)),
        None if study.tests.iter().flat_map(|test| &test.groups).any(|group| group.statistics.carries()) => {
            "statistically without end".to_owned()
        }
        None => "no statistical claim".to_owned(),
    };
    let mut parts = vec![statistically];
    match &group.agreed_ceiling {
        Some((_, agreed)) => parts.push(format!("extrapolation ceiling {} if agreed", months(*agreed))),
        None => parts.push(format!("ceiling {}", months(group.ceiling_months))),
    }
    if let Some(agreed) = &claim.if_agreed {
        parts.push(format!("supported: {} if extrapolation is agreed", stated(agreed)));
    }
    let supported = claim.supported.as_ref().map(stated).unwrap_or_default();
    parts.push(match &claim.if_agreed {
        Some(_) => format!("under the default (real-time data only): {supported}"),
        None => format!("supported: {supported}"),
    });
    let groups = study.tests.iter().flat_map(|test| &test.groups);
    let others = groups.filter(|other| !std::ptr::eq(*other, group));
    // Where several end together, none ends first.
    if (study.tests.len() > 1 || test.groups.len() > 1)
        && others.clone().all(|other| other.supported.months > group.supported.months)
    {
        parts.push(format!("{} ends first", name(test, group)));
    }
    let text = parts.join("; ");
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    Some(format!("{first}{}.", letters.as_str()))
}

fn whole(months: f64) -> u32 {
    Supported { months, term: crate::stability::Term::Crossing }.whole_months()
}

/// Test and group: `Relative potency (2R vial)`.
pub fn name(test: &TestEvaluation<'_>, group: &GroupEvaluation) -> String {
    match group.group.name() {
        name if name.is_empty() => test.test.name.clone(),
        name => format!("{} ({name})", test.test.name),
    }
}

/// The criterion that applied.
pub fn criterion(group: &GroupEvaluation) -> String {
    let found = group.group.points().find_map(|point| point.criterion.as_ref());
    found.map_or_else(String::new, |criterion| criterion.text.clone())
}

/// Model in a cell: its short name, or why there is none.
pub fn model(statistics: &Statistics) -> String {
    match statistics {
        Statistics::Evaluated(fitted) => fitted.evaluation.model.model.as_str().to_owned(),
        Statistics::Curves(curves) => format!("{}, each batch", curves.decay.as_str()),
        Statistics::NoClaim { .. } => "no statistical claim".to_owned(),
    }
}

/// Crossing in a cell.
pub fn crossing_cell(statistics: &Statistics) -> String {
    match statistics {
        Statistics::Evaluated(fitted) => short_crossing(fitted.crossing()),
        Statistics::Curves(curves) => curves.earliest().map_or_else(|| "none".to_owned(), |(_, at)| months(at)),
        Statistics::NoClaim { .. } => "-".to_owned(),
    }
}

fn short_crossing(crossing: &LimitCrossing) -> String {
    match crossing.crossing {
        Crossing::At(at) => months(at),
        Crossing::Never => "none".to_owned(),
        Crossing::OutsideAtZero => "outside at 0".to_owned(),
    }
}

/// How many batches and results a group has.
pub fn extent(group: &GroupEvaluation) -> String {
    let batches = group.group.batches.len();
    let points = group.group.points().count();
    let word = if batches == 1 { "batch" } else { "batches" };
    format!("{batches} {word}, {points} results")
}

/// A time point in words, with the conversion where it is not written in months.
pub fn time(point: &JudgedPoint) -> String {
    match point.time.unit {
        TimeUnit::Month => point.time.to_string(),
        _ => format!("{} = {} months", point.time, point.months.to_decimal_string(8).0),
    }
}

/// Every conversion of times that was made, each once.
pub fn conversions(study: &StudyReport<'_>) -> Vec<String> {
    let points = study.tests.iter().flat_map(|test| &test.groups).flat_map(|group| group.group.points());
    let mut all: Vec<(crate::quantity::Exact, String)> = points
        .chain(study.others.iter().map(|(_, point)| point))
        .filter(|point| point.time.unit != TimeUnit::Month)
        .map(|point| (point.months.clone(), time(point)))
        .collect();
    order::sort(&mut all);
    all.dedup();
    all.into_iter().map(|(_, text)| text).collect()
}

/// A value in a cell, with a sign where it did not pass.
pub fn value(point: &JudgedPoint) -> String {
    let words = match (&point.words, point.outcome) {
        (words, Outcome::Pass | Outcome::Reported) => return bare(words, point),
        (words, _) if words.is_empty() => String::new(),
        (words, _) => format!("{} ", bare(words, point)),
    };
    let what = match point.outcome {
        Outcome::Fail => "✗".to_owned(),
        other => other.as_str().replace('_', " "),
    };
    format!("{words}{what}")
}

/// The words of a value without the unit, which stands at the head; a number not rounded.
fn bare(words: &str, point: &JudgedPoint) -> String {
    match point.number() {
        Some(number) => number.to_decimal_string(6).0,
        None => words.to_owned(),
    }
}

/// Everything known of a test in one group, one line each: what it is, and the numbers.
pub fn details(group: &GroupEvaluation) -> Vec<(&'static str, String)> {
    let mut lines = vec![("criterion", criterion(group))];
    lines.push(("real time", coverage(group)));
    lines.extend(not_counted(group).into_iter().map(|line| ("not counted", line)));
    match &group.statistics {
        Statistics::Evaluated(fitted) => lines.extend(regression(fitted)),
        Statistics::Curves(curves) => lines.extend(kinetics::curves(curves)),
        Statistics::NoClaim { why, fitted, .. } => {
            lines.push(("no claim", format!("{}; real-time coverage only", why.join("; "))));
            if let Some(fitted) = fitted {
                lines
                    .extend(regression(fitted).into_iter().map(|(what, text)| (what, format!("{text} (information)"))));
            }
        }
    }
    lines.push(("ceiling", ceiling(&group.ceiling, group.ceiling_months)));
    if let Some((agreed, at)) = &group.agreed_ceiling {
        lines.push(("if agreed", ceiling(agreed, *at)));
    }
    lines.push(("supported", format!("{}, ended by {}", stated(&group.supported), group.supported.term.as_str())));
    if let Some(agreed) = &group.if_agreed {
        lines.push(("if agreed", format!("{}, ended by {}", stated(agreed), agreed.term.as_str())));
    }
    lines.extend(beyond::lines(group));
    lines.extend(group.accelerated.iter().flat_map(kinetics::accelerated));
    lines
}

/// Results that were obtained and do not count, by batch and time.
fn not_counted(group: &GroupEvaluation) -> Vec<String> {
    let of = |point: &JudgedPoint| format!("{} at {}: {}", point.batch, point.time, point.not_counted.join(", "));
    group.group.points().filter(|point| !point.not_counted.is_empty()).map(of).collect()
}

/// The results at other conditions than long term, a line for each test, condition and batch.
pub fn others(study: &StudyReport<'_>) -> Vec<String> {
    let mut lines: Vec<(String, Vec<String>)> = Vec::new();
    for (kind, point) in &study.others {
        let test = study.spec.tests.get(point.test).map_or("", |test| test.name.as_str());
        let head = format!("{}, {}, {test}, {}", kind.as_str(), point.condition, point.batch);
        let mut result = format!("{} {}", point.time, value(point));
        if !point.not_counted.is_empty() {
            result.push_str(&format!(" [{}]", point.not_counted.join(", ")));
        }
        match lines.last_mut() {
            Some((last, results)) if *last == head => results.push(result),
            _ => lines.push((head, vec![result])),
        }
    }
    lines.into_iter().map(|(head, results)| format!("{head}: {}", results.join(", "))).collect()
}

fn ceiling(ceiling: &Ceiling, at: f64) -> String {
    let also = ceiling.also_needed.map_or_else(String::new, |also| format!("; the proposal needs {also} besides"));
    format!("{}: {}{also}", months(at), ceiling.rule)
}

/// How long each batch has shown to keep.
fn coverage(group: &GroupEvaluation) -> String {
    let of = |batch: &crate::stability::BatchCoverage| {
        let passed = batch.last_pass.map_or_else(|| "never passed".to_owned(), |time| format!("to {time}"));
        match (batch.first_fail, batch.first_open) {
            (Some(fail), _) => format!("{} {passed}, fails at {fail}", batch.batch),
            (None, Some(open)) => format!("{} {passed}, open at {open}", batch.batch),
            (None, None) => format!("{} {passed}", batch.batch),
        }
    };
    let batches: Vec<String> = group.coverage.batches.iter().map(of).collect();
    let months = months(group.coverage.months.to_f64());
    format!("{months} (X of the decision table): {}", batches.join(", "))
}

/// The regression: choices, batches, tests of pooling, model, bound, crossing.
fn regression(fitted: &Fitted) -> Vec<(&'static str, String)> {
    let mut lines: Vec<(&'static str, String)> = Vec::new();
    let choices: Vec<String> = fitted.choices.reasons.iter().map(|(_, why)| why.clone()).collect();
    lines.push(("choices", choices.join("; ")));
    for (at, (name, fit)) in fitted.batches.iter().zip(&fitted.evaluation.batch_fits).enumerate() {
        let text = match &fit.line {
            Ok(line) => format!("{name}: {}", equation(line)),
            Err(why) => format!("{name}: {why}"),
        };
        lines.push((if at == 0 { "each batch" } else { "" }, text));
    }
    lines.extend(pooling(fitted));
    let model = &fitted.evaluation.model;
    let scale = match fitted.choices.plan.transform {
        Transform::None => String::new(),
        other => format!(", on the scale of the {}", other.as_str()),
    };
    lines.push(("model", format!("{}{scale}", model.model.as_str())));
    for line in &model.lines {
        let who = if model.lines.len() > 1 { format!("{}: ", fitted.batch(line.batch)) } else { String::new() };
        lines.push(("line", format!("{who}{}", equation(line))));
    }
    if let Some(line) = model.lines.iter().find(|line| line.batch == fitted.crossing().batch).or(model.lines.first()) {
        lines.push(("bound", bound(fitted, line)));
    }
    for crossing in &fitted.evaluation.shelf_life.lines {
        lines.push(("crossing", crossing_words(fitted, crossing)));
    }
    lines
}

/// `intercept 100.81, slope -0.549 per month, residual SD 0.519, 13 df`.
fn equation(line: &Line) -> String {
    format!(
        "intercept {}, slope {} per month, residual SD {}, {} df",
        significant(line.intercept, 5),
        significant(line.slope, 3),
        significant(line.residual_standard_deviation, 3),
        significant(line.degrees_of_freedom, 4)
    )
}

/// The tests of slopes and intercepts, and what they decided.
fn pooling(fitted: &Fitted) -> Vec<(&'static str, String)> {
    let Some(poolability) = &fitted.evaluation.poolability else { return Vec::new() };
    let alpha = 0.25;
    let test = |test: &PoolabilityTest| match (test.f, test.p_value) {
        (Some(f), Some(p)) => format!(
            "F({}, {}) = {}, p = {}",
            test.numerator_degrees_of_freedom,
            test.denominator_degrees_of_freedom,
            significant(f, 3),
            significant(p, 2)
        ),
        _ => "no test, there is no residual variance".to_owned(),
    };
    let decided = |found: &PoolabilityTest, same: &str, other: &str| match found.p_value {
        Some(p) if p < alpha => format!("below {alpha}: {other}"),
        _ => format!("not below {alpha}: {same}"),
    };
    let slopes = &poolability.slopes;
    let intercepts = poolability.intercepts_by(fitted.choices.plan.pooling.error);
    let mut lines =
        vec![("slopes", format!("{}; {}", test(slopes), decided(slopes, "common slope", "different slopes")))];
    lines.push((
        "intercepts",
        format!(
            "{}; {} (against the reduced model: p = {})",
            test(intercepts),
            decided(intercepts, "common intercept", "different intercepts"),
            poolability.intercepts_reduced.p_value.map_or_else(|| "-".to_owned(), |p| significant(p, 2))
        ),
    ));
    if fitted.evaluation.selection == Selection::Prescribed {
        lines.push(("pooling", "the model is prescribed, the tests are information".to_owned()));
    }
    lines
}

/// The formula of the bound with its numbers.
fn bound(fitted: &Fitted, line: &Line) -> String {
    let bound = &fitted.choices.plan.bound;
    let t = bound.t_quantile(line.degrees_of_freedom).map_or_else(|_| "t".to_owned(), |t| significant(t, 4));
    let sides = match bound.sides {
        BoundSides::One => "one-sided",
        BoundSides::Two => "two-sided",
    };
    format!(
        "{sides} 95 %, mean: {} {} {} t, from it {t} × {} × sqrt({} + (t - {})² / {})",
        significant(line.intercept, 5),
        if line.slope < 0.0 { "-" } else { "+" },
        significant(libm::fabs(line.slope), 3),
        significant(line.residual_standard_deviation, 3),
        significant(line.leverage, 4),
        significant(line.centre, 4),
        significant(line.squares_of_time, 5)
    )
}

fn crossing_words(fitted: &Fitted, crossing: &LimitCrossing) -> String {
    let side = crossing.side.map_or_else(String::new, |side| format!(", {side} limit"));
    let who = fitted.batch(crossing.batch);
    let at = match crossing.crossing {
        Crossing::At(at) => format!("{} ({who}{side})", months(at)),
        Crossing::Never => format!("none ({who}): the bound stays inside the limits"),
        Crossing::OutsideAtZero => format!("the bound is outside at time zero ({who}{side})"),
    };
    if crossing.by_widening_only { format!("{at}, because the bound widens; the line does not go there") } else { at }
}

/// What accelerated and intermediate storage showed.
pub fn changes(study: &StudyReport<'_>) -> Vec<String> {
    let said = |at: &AtCondition| {
        let change = match at.change {
            SignificantChange::NotKnown => "not known",
            SignificantChange::None => "no significant change",
            SignificantChange::Later => "significant change between 3 and 6 months",
            SignificantChange::WithinThreeMonths => "significant change within 3 months",
        };
        match (at.origin, at.reason.as_str()) {
            (Origin::Study, reason) => format!("{}: {change}, stated in the study file ({reason})", at.kind.as_str()),
            (_, "") => format!("{}: {change}", at.kind.as_str()),
            (_, reason) => format!("{}: {change} ({reason})", at.kind.as_str()),
        }
    };
    let changes = &study.changes;
    let mut all = vec![said(&changes.accelerated)];
    if changes.intermediate.origin != Origin::Nothing {
        all.push(said(&changes.intermediate));
    }
    all
}

/// What counted as a significant change.
pub fn change_rule(study: &StudyReport<'_>) -> String {
    let rule = study.spec.stability.as_deref().map(|stability| &stability.significant_change);
    let percent = rule.and_then(|rule| Some((rule.percent?, rule.tests.join(", "))));
    match percent {
        Some((percent, tests)) => format!(
            "significant change: any criterion not met, or a change of {percent} % or more from the initial value ({tests})"
        ),
        None => "significant change: any criterion not met".to_owned(),
    }
}

/// Storage, class and extrapolation.
pub fn storage(study: &StudyReport<'_>) -> Option<String> {
    let stability = study.spec.stability.as_deref()?;
    let origin = match (stability.written, &stability.agreed) {
        (Some(Extrapolation::IchQ1e), Some(agreed)) => format!("ICH Q1E, agreed: {agreed}"),
        (Some(Extrapolation::IchQ1e), None) => "ICH Q1E".to_owned(),
        (Some(Extrapolation::None), _) => "none, by the specification".to_owned(),
        (None, _) if stability.default_extrapolation() == Extrapolation::None => {
            "none, the default for biologicals and below -20 °C (ICH Q5C)".to_owned()
        }
        (None, _) => "ICH Q1E, the default".to_owned(),
    };
    let long_term = study.long_term.as_deref().map_or_else(String::new, |text| format!(" at {text}"));
    Some(format!(
        "{} product, {}, long-term data{long_term}; extrapolation: {origin}",
        stability.product.as_str(),
        stability.storage.as_str()
    ))
}

/// What the study says of itself.
pub fn about(study: &StudyReport<'_>) -> Vec<String> {
    let Some(plan) = &study.study else { return Vec::new() };
    let mut lines = Vec::new();
    lines.extend(plan.title.iter().cloned());
    if plan.synthetic {
        lines.push("SYNTHETIC DATA – made up for illustration".to_owned());
    }
    lines.extend(plan.source.iter().map(|source| format!("source: {source}")));
    let represented = plan.batches.iter().filter(|batch| !batch.represented_by.is_empty());
    let represented: Vec<String> = represented
        .map(|batch| format!("{} is represented by {}", batch.id, batch.represented_by.join(" and ")))
        .collect();
    let design = format!("design: {}", plan.design.as_str());
    lines.push(if represented.is_empty() { design } else { format!("{design}; {}", represented.join(", ")) });
    lines
}

/// Pulls by year.
pub fn pulls(study: &StudyReport<'_>) -> Vec<String> {
    let year = |year: &crate::stability::PullYear| {
        let counts = [
            (year.made, "made"),
            (year.late, "of them late"),
            (year.early, "of them early"),
            (year.due, "due"),
            (year.missing, "missing"),
            (year.to_come, "to come"),
        ];
        let counts: Vec<String> =
            counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
        let when = if year.year == 0 { "without a day".to_owned() } else { year.year.to_string() };
        format!("{when}: {} ({})", counts.join(", "), year.batches.join(", "))
    };
    by_year(&study.pulls).iter().map(year).collect()
}

/// The word for a pull with its days.
pub fn pull(status: PullStatus) -> String {
    match status {
        PullStatus::Late(days) => format!("{days} days late"),
        PullStatus::Early(days) => format!("{days} days early"),
        other => other.as_str().to_owned(),
    }
}

/// The batches that the claim covers.
pub fn covered(study: &StudyReport<'_>) -> Vec<String> {
    let mut all: Vec<String> = study
        .tests
        .iter()
        .flat_map(|test| &test.groups)
        .flat_map(|group| &group.group.batches)
        .map(|batch| batch.batch.clone())
        .collect();
    let represented =
        study.study.iter().flat_map(|plan| &plan.batches).filter(|batch| !batch.represented_by.is_empty());
    all.extend(represented.map(|batch| batch.id.clone()));
    order::sort(&mut all);
    all.dedup();
    all
}

/// The SHA-256 of the options; where they cannot be written, why.
pub(super) fn settings_digest(report: &StabilityReport<'_>) -> String {
    settings_sha256(report.settings).unwrap_or_else(|error| error.to_string())
}

/// Which program evaluated, and by which options: what, and its digest.
pub(super) fn run(report: &StabilityReport<'_>) -> Vec<(String, String)> {
    let options = |(option, value): (&str, &String)| format!("{option} {value}");
    let proposal = report.settings.proposal.iter().map(|value| ("--proposal", value));
    let given = proposal.chain(report.settings.set.iter().map(|value| ("--set", value))).map(options);
    let given: Vec<String> = given.chain(report.settings.reading.written()).collect();
    let given = if given.is_empty() { "none".to_owned() } else { given.join(" ") };
    let digest = settings_digest(report);
    vec![
        (format!("evqc {}", env!("CARGO_PKG_VERSION")), format!("SHA-256 {SOURCE_SHA256}")),
        (format!("Options: {given}"), format!("SHA-256 {digest}")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_that_is_not_reached_is_not_shown() {
        for (value, shown) in [
            (26.66, "26.7 months"),
            (26.97, "26.9 months"),
            (12.0, "12 months"),
            (23.999_999_999_999, "24 months"),
            (0.985_626, "0.99 months"),
            (5.979_466, "5.98 months"),
            (1.0, "1 month"),
            (0.0, "0 months"),
        ] {
            assert_eq!(months(value), shown, "{value}");
        }
    }
}
