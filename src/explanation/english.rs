//! What a line of a specification says, in English.

use super::model::*;
use crate::dosing::SamplingScheme;
use crate::quantity::RoundingRule;
use crate::spec::{
    BetweenReadings, BoundSides, Category, CensoredRule, Condition, Count, Course, CumulativeRule, Direction,
    ErrorTerm, Evidence, LimitForm, Pooling, ReleaseRounding, Role, Side, SizeStatistic, SizeWeight, Spread,
    StorageKind, Summary, Transform, Trend, TrendValues,
};

/// The line as one sentence.
pub fn sentence(of: &Sentence) -> String {
    let Sentence { id, name, category, stage, approach, requirement, rules, standing } = of;
    let stage = match stage {
        Some(stage) => format!("stage {stage}"),
        None => "at any stage".to_owned(),
    };
    let mut text = format!("{name} ({id}; {}; {stage})", category_word(*category));
    for part in approach {
        text.push_str(", ");
        text.push_str(&way(part));
    }
    text.push_str(", must ");
    text.push_str(&requirement_words(requirement));
    for (position, rule) in rules.iter().enumerate() {
        // How the value comes about belongs to the criterion.
        text.push_str(if position == 0 && matches!(rule, Rule::Reportable(_)) { ", " } else { "; " });
        text.push_str(&rule_words(rule));
    }
    for part in standing {
        text.push_str("; ");
        text.push_str(&standing_words(part));
    }
    text.push('.');
    text
}

/// How the product may be stored and carried, as one sentence.
pub fn handling(of: &HandlingSaid) -> String {
    let HandlingSaid {
        storage,
        kind,
        between,
        longest_gap,
        readings,
        excursion,
        mkt,
        source,
        budget,
        thaw,
        not_arrhenius,
    } = of;
    let kind = match kind {
        StorageKind::Cold => "controlled cold",
        StorageKind::Room => "controlled room temperature",
        StorageKind::Frozen => "frozen",
        StorageKind::Other => "neither frozen nor one of the controlled temperatures",
    };
    let between = match between {
        BetweenReadings::Step => "a reading holds until the next one (step)",
        BetweenReadings::Trapezoid => "the temperature goes straight from one reading to the next (trapezoid)",
    };
    let mut parts = vec![
        format!("The product is stored at {} ({kind})", window_words(storage)),
        format!("in a log {between}, and a gap of more than {longest_gap} proves nothing"),
    ];
    parts.extend(readings.as_ref().map(|window| format!("every reading must be {}", window_words(window))));
    parts.extend(excursion.as_ref().map(|span| format!("no excursion may last longer than {span}")));
    parts.extend(mkt.as_ref().map(|[limit, window, enthalpy]| {
        format!("the mean kinetic temperature over any {window} (ΔH/R {enthalpy}) must be not more than {limit}")
    }));
    parts.extend(source.as_ref().map(|source| format!("source of the rule: {source}")));
    parts.extend(budget.iter().map(|row| {
        let side = match row.side {
            Side::Above => "above",
            Side::Below => "below",
        };
        let used = row.used.as_ref().map_or_else(
            || " in one journey".to_owned(),
            |fact| format!(" in all, of which the lot has used {fact} before"),
        );
        let source = row.source.as_ref().map_or_else(String::new, |source| format!(" ({source})"));
        format!("{side} {} it may be for not more than {}{used}{source}", row.threshold, row.at_most)
    }));
    parts.extend(thaw.as_ref().map(|thaw| format!("above {thaw} it counts as thawed")));
    parts.extend(not_arrhenius.as_ref().map(|why| {
        format!(
            "no mean kinetic temperature is used, since its degradation does not follow the Arrhenius equation: {why}"
        )
    }));
    if readings.is_none() && excursion.is_none() && mkt.is_none() && budget.is_empty() {
        parts.push("there is no rule for excursions: each one is a deviation".to_owned());
    }
    format!("{}.", parts.join("; "))
}

fn category_word(category: Category) -> &'static str {
    match category {
        Category::Identity => "identity",
        Category::Purity => "purity",
        Category::Quantity => "quantity",
        Category::Potency => "potency",
        Category::Safety => "safety",
        Category::General => "general",
        Category::Stability => "stability",
    }
}

fn way(part: &Approach) -> String {
    match part {
        Approach::Procedure(Some(procedure)) => format!("by procedure {procedure}"),
        Approach::Procedure(None) => "by a procedure that is not named".to_owned(),
        Approach::Methods(methods) => format!("with the method {} and no other", listed(methods, "or")),
        Approach::Size { statistic, weight, cumulative } => {
            let rule =
                cumulative.map_or_else(String::new, |rule| format!(", with cumulative shares {}", between(rule)));
            let weight = match weight {
                SizeWeight::Number => "number",
                SizeWeight::Volume => "volume",
                SizeWeight::Surface => "surface",
            };
            format!("taken from the size distribution as {}, by {weight}{rule}", size_statistic(statistic))
        }
        Approach::Concentration { blank_subtracted: false } => "taken from the particle concentration".to_owned(),
        Approach::Concentration { blank_subtracted: true } => {
            "taken from the particle concentration less that of the blank".to_owned()
        }
        Approach::Stated { quantity, of } => {
            let of = of.as_ref().map_or_else(String::new, |of| format!(" of {of}"));
            format!("taken as the instrument states {quantity}{of}")
        }
        Approach::Events { gate, statistic, compensated } => {
            let taken = match statistic {
                EventsTaken::Percent(Some(of)) => format!("percent of the events in gate {of} that lie in gate {gate}"),
                EventsTaken::Percent(None) => format!("percent of all events that lie in gate {gate}"),
                EventsTaken::Count => format!("number of events in gate {gate}"),
                EventsTaken::Concentration => format!("concentration of events in gate {gate}"),
                EventsTaken::Median(channel) => format!("median of {channel} over the events in gate {gate}"),
            };
            let spill = if *compensated { "compensated by the matrix of the file" } else { "not compensated" };
            format!("taken from events, {spill}, as {taken}")
        }
        Approach::Formula { formula, unit } => format!("computed unrounded as {formula}{}", in_unit(unit)),
    }
}

fn between(rule: CumulativeRule) -> &'static str {
    match rule {
        CumulativeRule::InsideBins => "inside bins (straight from edge to edge)",
        CumulativeRule::AtCentres => "at centres (straight from bin centre to bin centre)",
        CumulativeRule::OneBinLower => "one bin lower (as NTA 3.2 states percentiles)",
    }
}

fn size_statistic(statistic: &SizeStatistic) -> String {
    match statistic {
        SizeStatistic::Mode => "mode".to_owned(),
        SizeStatistic::Mean => "mean".to_owned(),
        SizeStatistic::StandardDeviation => "standard deviation".to_owned(),
        SizeStatistic::Percentile(percent) => format!("D{percent}"),
        SizeStatistic::Span => "span (D90 - D10) / D50".to_owned(),
        SizeStatistic::Fraction { from: Some(from), to: Some(to) } => format!("percent from {from} to {to} nm"),
        SizeStatistic::Fraction { from: Some(from), to: None } => format!("percent above {from} nm"),
        SizeStatistic::Fraction { from: None, to: Some(to) } => format!("percent below {to} nm"),
        SizeStatistic::Fraction { from: None, to: None } => "percent of all sizes".to_owned(),
        SizeStatistic::Peaks => "number of peaks".to_owned(),
        SizeStatistic::Bimodality => "bimodality coefficient".to_owned(),
    }
}

fn in_unit(unit: &str) -> String {
    if unit.is_empty() { ", without unit".to_owned() } else { format!(", in {unit}") }
}

fn requirement_words(requirement: &Requirement) -> String {
    match requirement {
        Requirement::Value(alternatives) => format!("{} in the reportable value", conditionals(alternatives)),
        Requirement::Panel { statement, written } => {
            format!("meet the statement that {} (written \"{written}\")", statement_words(statement))
        }
    }
}

fn conditionals(alternatives: &[Conditional]) -> String {
    let one = |one: &Conditional| {
        let when: Vec<String> =
            one.when.iter().map(|(column, value)| format!("{} is {value}", condition(*column))).collect();
        let when = if when.is_empty() { String::new() } else { format!("when {} ", when.join(" and ")) };
        format!("{when}be {} (written \"{}\")", demand(&one.demand), one.written)
    };
    alternatives.iter().map(one).collect::<Vec<_>>().join(", or ")
}

fn condition(column: Condition) -> &'static str {
    match column {
        Condition::Method => "the method",
        Condition::Instrument => "the instrument",
        Condition::Sample => "the sample",
        Condition::StorageCondition => "the condition",
    }
}

/// What follows "must be".
pub fn demand(demand: &Demand) -> String {
    match demand {
        Demand::Window(window) => window_words(window),
        Demand::OfLabel { window, claim } => {
            let claim = match claim {
                Some(claim) => format!("of the label claim of the lot, {claim} where the lot file gives no other"),
                None => "of the label claim of the lot".to_owned(),
            };
            format!("{} {claim}", window_words(window))
        }
        Demand::Negative => "negative (nothing detected; a weak positive fails)".to_owned(),
        Demand::Positive => "positive (detected; a weak positive is inconclusive)".to_owned(),
        Demand::Complies => "reported as complying".to_owned(),
        Demand::OneOf(texts) => texts.iter().map(|text| format!("\"{text}\"")).collect::<Vec<_>>().join(" or "),
        Demand::Reported => "reported, without a criterion".to_owned(),
    }
}

/// The values that a limit allows: `not less than 6.8 and not more than 7.6`.
fn window_words(window: &Window) -> String {
    let number = |end: &End| match window.unit.as_str() {
        "" => end.number.clone(),
        unit => format!("{} {unit}", end.number),
    };
    let lower = window.lower.as_ref().map(|end| match end.inclusive {
        true => format!("not less than {}", number(end)),
        false => format!("more than {}", number(end)),
    });
    let upper = window.upper.as_ref().map(|end| match end.inclusive {
        true => format!("not more than {}", number(end)),
        false => format!("less than {}", number(end)),
    });
    match (lower, upper) {
        (Some(lower), Some(upper)) => format!("{lower} and {upper}"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => format!("{}, once its parameters are set", window.written),
    }
}

fn statement_words(statement: &Statement) -> String {
    let parts = |parts: &[Statement]| {
        let each = |part: &Statement| match part {
            Statement::Member(id) => id.clone(),
            nested => format!("({})", statement_words(nested)),
        };
        parts.iter().map(each).collect::<Vec<_>>().join(", ")
    };
    match statement {
        Statement::Member(id) => format!("{id} meets its criterion"),
        Statement::All(all) => format!("all of {} hold", parts(all)),
        Statement::AtLeast(least, of) => format!("at least {least} of {} hold", parts(of)),
        Statement::NoneOf(of) => format!("none of {} holds", parts(of)),
    }
}

fn rule_words(rule: &Rule) -> String {
    match rule {
        Rule::Reportable(plan) => format!("which is {}", replicates(plan)),
        Rule::Unit(unit) if unit.is_empty() => "it has no unit".to_owned(),
        Rule::Unit(unit) => format!("its unit is {unit}"),
        Rule::Denominator(of) => format!("it is a percentage of: {of}"),
        Rule::Rounding { rule, to } => rounding(*rule, to),
        Rule::Decision(rule) => format!("decision rule {}", decision(rule)),
        Rule::Uncertainty(stated) => format!("its expanded uncertainty is {}", uncertainty(stated)),
        Rule::Censored(rule) => format!("censored values: {}", censored(*rule)),
        Rule::Gates(gates) => gates.iter().map(gate).collect::<Vec<_>>().join("; "),
        Rule::QuantitationLimit(limit) => format!("the quantitation limit of the method is {limit}"),
        Rule::Individual(window) => format!("every determination on its own must be {}", window_words(window)),
        Rule::Range(window) => {
            format!("the instrument measures what is {}; a determination outside is invalid", window_words(window))
        }
        Rule::LinearRange(window) => {
            format!("the instrument is linear where the value before dilution is {}", window_words(window))
        }
        Rule::Ceiling { size, density, protein_share } => format!(
            "a ratio above that of spheres of the size {size} with {density} and at least {protein_share} protein raises \
             a warning"
        ),
        Rule::ValidIf(checks) => format!("the run is valid only if {}, else there is no result", run_checks(checks)),
        Rule::Requires(checks) => {
            format!("there is a result only if somewhere in the lot {}", run_checks(checks))
        }
        Rule::FinalAfter(days) => {
            format!("a reading before {days} days is not final (pending), unless it is positive")
        }
        Rule::Periodic { every, from, justification } => format!(
            "it is performed on every {every}th lot beginning with {from} (justification {justification}); a lot in between rests on \
             the lot tested last, and after a failure every lot is tested"
        ),
        Rule::SecondStage(tests) => match tests.as_slice() {
            [test] => {
                format!("where it is not met the second stage `{test}` decides, and until then the outcome is pending")
            }
            several => {
                let several: Vec<String> = several.iter().map(|test| format!("`{test}`")).collect();
                format!(
                    "where it is not met the second stage, {}, decides as a whole, and until then the outcome is pending",
                    several.join(" and ")
                )
            }
        },
        Rule::Retest(plan) => format!("a retest after an invalidated result takes {}", replicates(plan)),
        Rule::Alert(window) => format!("alert limit, a flag and never an outcome: {}", window_words(window)),
        Rule::Action(window) => format!("action limit, a flag and never an outcome: {}", window_words(window)),
        Rule::ShelfLife(alternatives) => format!("to the end of the shelf life it must {}", conditionals(alternatives)),
        Rule::Trend(choices) => trend(choices),
        Rule::InUse(alternatives) => format!("to the end of the time of use it must {}", conditionals(alternatives)),
    }
}

/// How the shelf life follows from stability results.
fn trend(trend: &Trend) -> String {
    let values = match trend.values {
        TrendValues::Reportable => "reportable values",
        TrendValues::Determinations => "single determinations",
    };
    let course = match trend.course {
        Course::Linear => "a straight line",
        Course::Biexponential => "a biexponential curve",
        Course::Weibull => "a Weibull curve",
    };
    let scale = match trend.transform {
        Transform::None => "",
        Transform::Log => " of their logarithms",
        Transform::SquareRoot => " of their square roots",
        Transform::Square => " of their squares",
        Transform::Reciprocal => " of their reciprocals",
    };
    let direction = match trend.direction {
        Some(Direction::Decreasing) => ", expected to fall",
        Some(Direction::Increasing) => ", expected to rise",
        Some(Direction::Either) => ", which may rise or fall",
        None => "",
    };
    let bound = match trend.bound {
        Some(BoundSides::One) => "a one-sided confidence bound",
        Some(BoundSides::Two) => "a two-sided confidence bound",
        None => "a confidence bound with as many sides as there are limits",
    };
    let limit = match trend.limit {
        LimitForm::AsWritten => "the limit as written",
        LimitForm::Rounded => "what still rounds to the limit",
    };
    let pooling = match trend.pooling {
        Pooling::FullModel => "against the error of the full model",
        Pooling::ReducedModel => "against the error of the reduced model",
    };
    let error = match trend.error {
        ErrorTerm::Pooled => "share one error",
        ErrorTerm::Individual => "have an error each",
    };
    let release = match trend.release_limit {
        ReleaseRounding::Inwards => "rounded towards the conforming side",
        ReleaseRounding::Nearest => "rounded to the nearest",
        ReleaseRounding::NotRounded => "not rounded",
    };
    format!(
        "the shelf life follows from {course} through {values}{scale}{direction}, up to where {bound} reaches {limit}; batches are \
         tested for pooling {pooling}, and those that are not pooled {error}; a release limit computed from it is {release}"
    )
}

/// What a gate encloses.
fn gate(gate: &GateSaid) -> String {
    let GateSaid { name, within, encloses } = gate;
    let within = within.as_ref().map_or_else(String::new, |within| format!(" the events in gate {within}"));
    let axis = |axis: &AxisSaid| format!("{} on the scale {}", axis.channel, axis.scale);
    let bound = |bound: &BoundSaid| match bound {
        BoundSaid::At(at) => at.clone(),
        BoundSaid::Quantile { percent, control } => format!("the {percent} % quantile of the control {control}"),
    };
    let what = match encloses {
        Enclosed::Ranges(ranges) => {
            let range = |(on, lower, upper): &(AxisSaid, Option<BoundSaid>, Option<BoundSaid>)| {
                // What lies on a quantile of the control is as the control is, and left out.
                let from = |lower: &BoundSaid| match lower {
                    BoundSaid::At(_) => "not less than",
                    BoundSaid::Quantile { .. } => "greater than",
                };
                let lower = lower.as_ref().map(|lower| format!("{} {}", from(lower), bound(lower)));
                let upper = upper.as_ref().map(|upper| format!("less than {}", bound(upper)));
                let ends: Vec<String> = [lower, upper].into_iter().flatten().collect();
                format!("with {} {}", axis(on), ends.join(" and "))
            };
            ranges.iter().map(range).collect::<Vec<_>>().join(" and ")
        }
        Enclosed::Polygon { x, y, corners } => {
            format!("inside the polygon {} of {} and {}", corners.join(", "), axis(x), axis(y))
        }
        Enclosed::All(gates) => format!("in all of the gates {}", listed(gates, "and")),
        Enclosed::Any(gates) => format!("in at least one of the gates {}", listed(gates, "and")),
        Enclosed::Not(gate) => format!("not in gate {gate}"),
    };
    let of = if within.is_empty() { " the events" } else { "" };
    format!("gate {name} encloses{within}{of} {what}")
}

/// What the line is worth, and what it rests on.
fn standing_words(standing: &Standing) -> String {
    match standing {
        Standing::Required(true) => "required: the lot is not concluded without it".to_owned(),
        Standing::Required(false) => {
            "not required: the lot is concluded without it, and a failure only warns".to_owned()
        }
        Standing::DecidedBy(panel) => format!("whether its own failure fails the lot the panel {panel} decides"),
        Standing::Waivable(true) => "an approved waiver may stand in for it".to_owned(),
        Standing::Waivable(false) => "a waiver may never stand in for it".to_owned(),
        Standing::AlsoCalled(names) => format!("in result files also called {}", listed(names, "or")),
        Standing::Verbatim(text) => format!("in the words of the source: \"{text}\""),
        Standing::Source(Some(parts)) => format!("source: {}", source(parts)),
        Standing::Source(None) => "source: none named".to_owned(),
        Standing::Evidence(Some(grade)) => format!("evidence {}", evidence(*grade)),
        Standing::Evidence(None) => "evidence: not graded".to_owned(),
        Standing::Rationale(Some(why)) => format!("rationale: {}", why.trim_end_matches('.')),
        Standing::Rationale(None) => "rationale: none given".to_owned(),
        Standing::OpenParameter(name, Some(why)) => {
            format!("parameter {name} is to be set: {}", why.trim_end_matches('.'))
        }
        Standing::OpenParameter(name, None) => format!("parameter {name} is to be set"),
    }
}

fn source(parts: &[Option<String>; 4]) -> String {
    let [key, title, place, identifier] = parts;
    let rest: Vec<&str> = [title, place, identifier].into_iter().flatten().map(String::as_str).collect();
    format!("{} ({})", key.as_deref().unwrap_or_default(), rest.join(", "))
}

/// How determinations become a value: `the mean of 3 determinations, no more and no fewer`.
pub fn replicates(plan: &Replicates) -> String {
    let Replicates { summary, count, levels } = plan;
    let what = match summary {
        Summary::Single => "the single determination",
        Summary::Mean => "the mean",
        Summary::Median => "the median",
        Summary::GeometricMean => "the geometric mean",
        Summary::Each => "each",
        Summary::Minimum => "the smallest",
        Summary::Maximum => "the largest",
        Summary::CoefficientOfVariation => "the coefficient of variation (divisor n - 1)",
        Summary::StandardDeviation => "the standard deviation (divisor n - 1)",
    };
    let number = |count: Count| match count {
        Count::Exactly(count) => count.to_string(),
        Count::AtLeast(count) => format!("at least {count}"),
    };
    let of = match levels {
        _ if *summary == Summary::Single => String::new(),
        None => format!(" of {} determinations", number(*count)),
        Some([(outer, outer_count), (inner, inner_count)]) => format!(
            " of {} {outer} of {} {inner} each, taken within each first and then over all",
            number(*outer_count),
            number(*inner_count)
        ),
    };
    let end = match (summary, count) {
        (Summary::Each, _) => "; every one must meet the criterion, the one nearest to or furthest beyond it is shown",
        (_, Count::Exactly(_)) => ", no more and no fewer",
        (_, Count::AtLeast(_)) => "",
    };
    format!("{what}{of}{end}")
}

fn rounding(rule: RoundingRule, to: &[RoundedTo]) -> String {
    let how = match rule {
        RoundingRule::Usp => "it is rounded once, half up, to the last place of the limit",
        RoundingRule::PhEur => "it is rounded once, half up, to the significant figures of the limit",
        RoundingRule::Chp => "it is rounded once, an exact half to the even digit, to the last place of the limit",
        RoundingRule::Gbt8170Full => "it is compared unrounded (GB/T 8170 full-value comparison)",
        RoundingRule::None => "it is compared unrounded",
    };
    let to: Vec<String> = to
        .iter()
        .map(|to| match to {
            RoundedTo::Place(place) => place.clone(),
            RoundedTo::Figures(1) => "1 figure".to_owned(),
            RoundedTo::Figures(figures) => format!("{figures} figures"),
        })
        .collect();
    let to = if to.is_empty() { String::new() } else { format!(" ({})", to.join(" or ")) };
    format!("{how}{to}, rule {}", rule.as_str())
}

/// A decision rule with what it means.
pub fn decision(rule: &Decision) -> String {
    match rule {
        Decision::Simple => {
            "simple: the value is compared as it is; measurement uncertainty is taken into account by the criterion itself"
                .to_owned()
        }
        Decision::Guarded(ratio) => format!(
            "guarded({ratio}): the unrounded value must lie inside the limits by {ratio} times its expanded uncertainty; else the test fails"
        ),
        Decision::FourZone(ratio) => format!(
            "four-zone({ratio}): inside the limits by {ratio} times the expanded uncertainty it passes; between that and the limit it is inconclusive"
        ),
        Decision::ConformanceProbability(minimum) => format!(
            "pc({minimum}): the true value must lie inside the limits with a probability of at least {minimum}"
        ),
        Decision::ConfidenceBound(confidence) => format!(
            "confidence bound {confidence} %: the one-sided {confidence} % confidence bound of the mean must meet each limit"
        ),
        Decision::Tolerance { content, confidence } => format!(
            "tolerance {content} %/{confidence} %: a normal tolerance interval for {content} % of the population, with {confidence} % confidence, must lie inside the limits"
        ),
    }
}

/// How censored values are judged.
pub fn censored(rule: CensoredRule) -> &'static str {
    match rule {
        CensoredRule::Limit => "limit: `<5` alone is judged by its bound; in a mean it leaves the test inconclusive",
        CensoredRule::WorstCase => "worst case: `<5` enters a mean as the bound that is worst for the lot",
        CensoredRule::KaplanMeier => {
            "kaplan-meier: a mean with `<5` is the Kaplan-Meier mean, what lies below all measured values at the lowest limit"
        }
        CensoredRule::OrderStatistics => "ros: a mean with `<5` is that of regression on order statistics",
        CensoredRule::Likelihood => "mle: a mean with `<5` is that of the most likely lognormal distribution",
    }
}

/// A stated uncertainty: `8 % of the value, k = 2, from VAL-031`.
pub fn uncertainty(stated: &StatedUncertainty) -> String {
    let StatedUncertainty { size, coverage_factor, origin } = stated;
    let size = match size {
        UncertaintySize::Relative(percent) => format!("{percent} % of the value"),
        UncertaintySize::Absolute(quantity) => quantity.clone(),
        UncertaintySize::Replicates => "the standard error of the determinations".to_owned(),
        UncertaintySize::Counting => "that of counting statistics, with each determination".to_owned(),
        UncertaintySize::Bootstrap => "that of the bootstrap, with each determination".to_owned(),
    };
    let origin = origin.as_ref().map_or_else(String::new, |origin| format!(", from {origin}"));
    format!("{size}, k = {coverage_factor}{origin}")
}

/// An evidence grade with what it means.
pub fn evidence(grade: Evidence) -> &'static str {
    match grade {
        Evidence::Primary => "primary: read in full in the primary source",
        Evidence::Abstract => "abstract: read in an abstract or registry record",
        Evidence::Secondary => "secondary: read in a source that quotes the primary one",
        Evidence::Review => "review: stated in a review only",
        Evidence::SponsorToSet => "sponsor to set: no source gives it; the sponsor sets and justifies it",
    }
}

fn run_checks(checks: &[RunCheck]) -> String {
    checks.iter().map(run_check).collect::<Vec<_>>().join(" and ")
}

fn run_check(check: &RunCheck) -> String {
    match check {
        RunCheck::Scatter { spread, among, window } => {
            let spread = match spread {
                Spread::Cv => "coefficient of variation",
                Spread::GeometricCv => "geometric coefficient of variation",
                Spread::StandardDeviation => "standard deviation",
                Spread::Range => "range",
                Spread::RelativeRange => "range in percent of the mean",
            };
            let among = match among {
                Scattering::Determinations => "of all determinations".to_owned(),
                Scattering::Within(inner, outer) => format!("between {inner}, within each of the {outer},"),
                Scattering::Between(outer) => format!("between {outer}"),
            };
            format!("the {spread} {among} is {}", window_words(window))
        }
        RunCheck::Containers { tested, batch, scheme } => format!(
            "`{tested}` is at least the sterility sample of `{batch}` ({})",
            match scheme {
                SamplingScheme::Parenteral => "table of parenteral preparations",
                SamplingScheme::NotInjected => "table of preparations that are not injected",
            }
        ),
        RunCheck::Control { role, name, each, shows } => {
            let role = match role {
                Role::Control => "control",
                Role::Blank => "blank",
                Role::Reference => "reference",
                Role::Sample => "sample",
                Role::Retest => "retest",
            };
            let name = name.as_ref().map_or_else(String::new, |name| format!(" {name}"));
            let each = if *each { "for each determination " } else { "" };
            let shows = match shows {
                Shown::Window(window) => window_words(window),
                Shown::OfSample(window) => format!("{} of the sample", window_words(window)),
                Shown::Demand(expected) => demand(expected),
            };
            format!("{each}the {role}{name} is {shows}")
        }
    }
}

/// `a`, `a or b`, `a, b or c`.
fn listed(names: &[String], last: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}
