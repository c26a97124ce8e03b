//! Kinetics of a stability study as words.

use super::words::months;
use crate::order;
use crate::plan::significant;
use crate::stability::{Accelerated, BatchCurve, FittedCurves, Prediction, RatesLine, SUPPORT_ONLY};
use crate::stats::kinetics::{Candidate, LowerBoundCrossing, RateEstimate, Temperature};
use crate::stats::{Estimate, Sides, StatisticError};

/// The curves of the batches, one line each, then the comparison of curves.
pub(super) fn curves(curves: &FittedCurves) -> Vec<(&'static str, String)> {
    let sides = if curves.sides == Sides::Two { "two-sided" } else { "one-sided" };
    let mut lines = vec![(
        "choices",
        format!(
            "{} curve of each batch, named by the specification; 95 % confidence bound of the mean, {sides}, by the delta \
             method, against the lower limit {}",
            curves.decay.as_str(),
            curves.limit
        ),
    )];
    for (at, curve) in curves.batches.iter().enumerate() {
        lines.push((if at == 0 { "each batch" } else { "" }, format!("{}: {}", curve.batch, fitted(curve))));
    }
    for (at, curve) in curves.batches.iter().enumerate() {
        let label = if at == 0 { "AICc" } else { "" };
        lines.push((label, format!("{}: {}", curve.batch, compared(&curve.candidates, |decay| decay.as_str()))));
    }
    for (at, curve) in curves.batches.iter().enumerate() {
        lines.push((if at == 0 { "crossing" } else { "" }, format!("{}: {}", curve.batch, crossing(curve))));
    }
    lines
}

fn fitted(curve: &BatchCurve) -> String {
    let parameters: Vec<String> =
        curve.fit.parameters.iter().map(|(name, value)| format!("{name} {}", significant(*value, 4))).collect();
    format!(
        "{}, residual SD {}, {} df",
        parameters.join(", "),
        significant(curve.fit.residual_standard_deviation, 3),
        curve.fit.degrees_of_freedom
    )
}

fn crossing(curve: &BatchCurve) -> String {
    match curve.crossing {
        LowerBoundCrossing::At(at) => months(at),
        LowerBoundCrossing::OutsideAtZero => "the bound is outside at time zero".to_owned(),
        LowerBoundCrossing::NotBefore(end) => format!("none before {}", months(end)),
    }
}

/// Models with the distance of their AICc from the smallest, the best first.
fn compared<M: Copy>(candidates: &[Candidate<M>], name: impl Fn(M) -> &'static str) -> String {
    let mut sorted: Vec<&Candidate<M>> = candidates.iter().collect();
    let of = |candidate: &Candidate<M>| candidate.difference.unwrap_or(f64::INFINITY);
    order::sort_by(&mut sorted, |a, b| of(a).total_cmp(&of(b)));
    let one = |candidate: &&Candidate<M>| match (candidate.aicc, candidate.difference) {
        (Some(aicc), Some(0.0)) => format!("{} {}", name(candidate.model), significant(aicc, 4)),
        (_, Some(difference)) => format!("{} +{}", name(candidate.model), significant(difference, 3)),
        _ if candidate.residual_sum_of_squares == Ok(0.0) => format!("{} exact", name(candidate.model)),
        _ if candidate.residual_sum_of_squares.is_ok() => format!("{} none, too few values", name(candidate.model)),
        _ => format!("{} not fitted", name(candidate.model)),
    };
    sorted.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Kinetics of accelerated data, one line each.
pub(super) fn accelerated(found: &Result<Accelerated, String>) -> Vec<(&'static str, String)> {
    let found = match found {
        Ok(found) => found,
        Err(why) => return vec![("kinetics", format!("not evaluated: {why}"))],
    };
    let temperatures = found.rates.len();
    let mut lines =
        vec![("kinetics", format!("{} values at {temperatures} temperatures; {SUPPORT_ONLY}", found.values))];
    let orders = compared(&found.candidates, |order| order.as_str());
    lines.push(("order", format!("{}, by AICc of the one-step fit: {orders}", found.order.as_str())));
    let rates: Vec<String> = found.rates.iter().map(rate).collect();
    lines.push(("rates", rates.join(", ")));
    let energy = estimate(&found.activation_energy, 4);
    lines.push(("energy", format!("Ea {energy} kJ/mol, one-step fit; {}", found.direction.as_str())));
    lines.push((
        "",
        match &found.line {
            Ok(line) => rates_line(line),
            Err(why) => format!("no line through the rates: {why}"),
        },
    ));
    match &found.prediction {
        Ok(prediction) => lines.extend(predicted(found, prediction)),
        Err(why) => lines.push(("predicted", format!("nothing: {why}"))),
    }
    lines.extend(found.remarks.iter().map(|remark| ("note", remark.clone())));
    lines
}

fn rate((temperature, rate): &(Temperature, Result<RateEstimate, StatisticError>)) -> String {
    match rate {
        Ok(rate) => format!(
            "{} °C: {} ± {} per month",
            temperature.celsius(),
            significant(rate.rate, 3),
            significant(rate.standard_error, 2)
        ),
        Err(why) => format!("{} °C: none, {why}", temperature.celsius()),
    }
}

fn rates_line(line: &RatesLine) -> String {
    let energy = estimate(&line.activation_energy, 4);
    let rate = estimate(&line.rate, 3);
    match line.further_rate.interval {
        Some(further) => format!(
            "line through the rates: Ea {energy} kJ/mol; {rate} per month at storage, a further rate {}",
            ends(further.lower, further.upper, 3)
        ),
        None => {
            format!("line through the rates: Ea {energy} kJ/mol; {rate} per month at storage; {}", line.state.as_str())
        }
    }
}

fn predicted(found: &Accelerated, prediction: &Prediction) -> Vec<(&'static str, String)> {
    let reach = match found.degrees_below_data {
        below if below > 0.0 => format!("extrapolated by {} °C", significant(below, 3)),
        _ => "within the temperatures of the data".to_owned(),
    };
    let bound = prediction.lower_bound.interval.and_then(|interval| interval.lower);
    let bound = bound.map_or_else(String::new, |bound| format!(", one-sided 95 % bound {}", months(bound)));
    vec![
        (
            "predicted",
            format!("at {} °C, {reach}: {} per month", found.storage.celsius(), estimate(&prediction.rate, 3)),
        ),
        ("", format!("{} is reached after {} months{bound}", prediction.limit, estimate(&prediction.shelf_life, 3))),
    ]
}

/// A value with the ends of its 95 % interval: `85.2 (95 %: 82.1 to 88.3)`.
fn estimate(estimate: &Estimate, digits: usize) -> String {
    let value = significant(estimate.value, digits);
    match estimate.interval {
        Some(interval) => format!("{value} (95 %: {})", ends(interval.lower, interval.upper, digits)),
        None => format!("{value} (no interval)"),
    }
}

fn ends(lower: Option<f64>, upper: Option<f64>, digits: usize) -> String {
    let end = |end: Option<f64>| end.map_or_else(|| "no end".to_owned(), |end| significant(end, digits));
    format!("{} to {}", end(lower), end(upper))
}
