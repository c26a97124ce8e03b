//! The paragraph in English.

use super::Account;
use crate::excursion::words::{celsius, rounded, span};
use crate::excursion::{Beyond, Check, CheckKind, Conclusion, Journey, Kinetics, Outcome, Status, Stretch};
use crate::quantity::Exact;
use crate::spec::{BetweenReadings, Handling, Side};

/// The paragraph.
pub fn paragraph(account: &Account<'_>) -> String {
    let mut sentences = vec![opening(account)];
    for journey in &account.evaluation.journeys {
        sentences.push(log(journey, account.handling));
        sentences.push(gaps(journey));
        sentences.push(excursions(journey, account.handling));
        sentences.extend(rules(journey, account.handling));
        sentences.extend(journey.beyond.iter().filter_map(budget));
    }
    sentences.push(conclusion(account));
    sentences.join(" ")
}

fn opening(account: &Account<'_>) -> String {
    let lot = account.lot.map_or_else(|| "A lot that is not named".to_owned(), |lot| format!("Lot {lot}"));
    let storage = account.handling.map_or_else(
        || "which states no storage range".to_owned(),
        |handling| format!("stored at {}", handling.storage.text),
    );
    format!("{lot} of {} ({}), {storage}.", account.product, account.specification)
}

fn log(journey: &Journey, handling: Option<&Handling>) -> String {
    let length = span(&Exact::from_i64(journey.seconds));
    let extremes = match (&journey.lowest, &journey.highest) {
        (Some(lowest), Some(highest)) => format!(
            ", lowest {} at {}, highest {} at {}",
            celsius(&lowest.celsius),
            lowest.moment,
            celsius(&highest.celsius),
            highest.moment
        ),
        _ => String::new(),
    };
    let unread =
        if journey.unread > 0 { format!(", and {} without a temperature", journey.unread) } else { String::new() };
    let between = handling.map_or_else(String::new, |handling| {
        let holds = match handling.between {
            BetweenReadings::Step => "a temperature is taken to hold until the next reading (step)",
            BetweenReadings::Trapezoid => "the temperature is taken to go straight to the next reading (trapezoid)",
        };
        format!("; {holds}")
    });
    format!(
        "The log {} holds {} readings{unread} from {} to {} ({length}, one every {}){extremes}{between}.",
        journey.name,
        journey.readings,
        journey.from,
        journey.to,
        span(&Exact::from_i64(journey.interval))
    )
}

fn gaps(journey: &Journey) -> String {
    if journey.gaps.is_empty() {
        return "It has no gap longer than allowed.".to_owned();
    }
    let each = journey
        .gaps
        .iter()
        .map(|gap| format!("from {} to {} ({})", gap.from, gap.to, span(&Exact::from_i64(gap.seconds))));
    let each: Vec<String> = each.collect();
    format!("It proves nothing {}.", each.join(", "))
}

fn excursions(journey: &Journey, handling: Option<&Handling>) -> String {
    if handling.is_none() {
        return "Without a storage range no excursion can be told.".to_owned();
    }
    if journey.excursions.is_empty() {
        return "No reading is outside the storage range.".to_owned();
    }
    let each: Vec<String> = journey.excursions.iter().map(excursion).collect();
    format!("Excursions: {}.", each.join("; "))
}

fn excursion(stretch: &Stretch) -> String {
    let open = match (stretch.open_start, stretch.open_end) {
        (true, true) => ", the whole log",
        (true, false) => ", at least: the log begins in it",
        (false, true) => ", at least: the log ends in it",
        (false, false) => "",
    };
    format!(
        "{} {} from {} to {}, {}{open}, peak {}",
        side(stretch.side),
        celsius(&stretch.limit),
        stretch.from_moment,
        stretch.to_moment,
        span(&stretch.seconds()),
        celsius(&stretch.peak)
    )
}

fn side(side: Side) -> &'static str {
    match side {
        Side::Above => "above",
        Side::Below => "below",
    }
}

fn rules(journey: &Journey, handling: Option<&Handling>) -> Vec<String> {
    let mut sentences = Vec::new();
    let each: Vec<String> = journey.checks.iter().map(|check| rule(check, handling)).collect();
    if !each.is_empty() {
        sentences.push(format!("Rules of the product: {}.", each.join("; ")));
    }
    match &journey.kinetics {
        Kinetics::NoRule => {}
        Kinetics::Refused(why) => sentences.push(format!("A mean kinetic temperature is not used: {why}.")),
        Kinetics::Worst { text, mean, from, to, whole_log, .. } => {
            let over = if *whole_log { "over the whole log, which is no longer than its window," } else { "highest" };
            sentences.push(format!(
                "Mean kinetic temperature {over} from {from} to {to}: {} (arithmetic mean {}).",
                text,
                rounded(*mean)
            ));
        }
    }
    sentences
}

/// A rule with what was found.
pub fn rule(check: &Check, handling: Option<&Handling>) -> String {
    let status = match check.status {
        Status::Met => "met",
        Status::NotKnown => "not known",
        Status::NotMet => "not met",
    };
    format!("{} {}: {status} ({})", rule_name(check, handling), check.allowed, check.found)
}

/// What a rule is about: `time above 8 °C, in all, at most`.
pub fn rule_name(check: &Check, handling: Option<&Handling>) -> String {
    match (check.kind, &check.beyond) {
        (CheckKind::Readings, _) => "readings within".to_owned(),
        (CheckKind::LongestExcursion, _) => "longest excursion at most".to_owned(),
        (CheckKind::MeanKineticTemperature, _) => {
            let rule = handling.and_then(|handling| handling.transport.as_ref()?.mkt.as_ref());
            let how = rule.map_or_else(String::new, |rule| {
                format!(" over any {}, ΔH/R {} K,", rule.window.in_words(), rule.enthalpy.pretty())
            });
            format!("mean kinetic temperature{how} at most")
        }
        (CheckKind::Budget, Some((on, threshold))) => {
            format!("time {} {} at most", side(*on), celsius(threshold))
        }
        (CheckKind::Budget, None) => "time at most".to_owned(),
        (CheckKind::Thaw, _) => "never above, where it counts as thawed,".to_owned(),
    }
}

fn budget(beyond: &Beyond) -> Option<String> {
    let budget = beyond.budget.as_ref()?;
    let source = budget.source.as_ref().map_or_else(String::new, |source| format!(" ({source})"));
    let before = match &budget.used {
        Some(_) if !budget.in_all => "each journey on its own".to_owned(),
        Some(used) => format!("{} before", span(used)),
        None => "an unknown time before".to_owned(),
    };
    let left = match &budget.left {
        Some(left) if left.is_negative() => format!("exceeded by {}", span(&left.negated())),
        Some(left) if beyond.open => format!("at most {} left", span(left)),
        Some(left) => format!("{} left", span(left)),
        None => "what is left is not known".to_owned(),
    };
    let more = if beyond.open { " or more" } else { "" };
    Some(format!(
        "Stability budget {} {}{source}: {}{more} in this log, {before}, {} allowed, {left}.",
        side(beyond.side),
        celsius(&beyond.threshold),
        span(&beyond.seconds),
        span(&budget.at_most)
    ))
}

fn conclusion(account: &Account<'_>) -> String {
    let evaluation = account.evaluation;
    if let Some(assessment) = &evaluation.assessment {
        let conclusion = match assessment.conclusion {
            Conclusion::Acceptable => "acceptable",
            Conclusion::NotAcceptable => "not acceptable",
        };
        return format!(
            "This is a deviation ({}). Quality assessment by {} on {}: {conclusion}. {}",
            assessment.deviation, assessment.by, assessment.date, assessment.reason
        );
    }
    match evaluation.outcome {
        Outcome::Pass if evaluation.journeys.iter().any(|journey| !journey.excursions.is_empty()) => {
            "The product's rule is met; the excursion is on record.".to_owned()
        }
        Outcome::Pass => "The product stayed within its rule.".to_owned(),
        Outcome::Fail => "The product is not acceptable.".to_owned(),
        Outcome::Inconclusive => {
            "This is a deviation: nothing is concluded until a quality assessment is recorded.".to_owned()
        }
        Outcome::NotEvaluable => "The log cannot be evaluated.".to_owned(),
    }
}
