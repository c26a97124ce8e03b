//! What a decision rests on, in words: rule, uncertainty and where it comes from, risk, margin.

use super::wording;
use crate::judge::{
    DecisionStatement, LotReport, ReportableValue, ResultUncertainty, SimulatedUncertainty, TestReport,
    UncertaintyOrigin, probability_beside, simulated,
};
use crate::quantity::{Exact, Unit};
use crate::spec::{Criterion, DecisionRule, Limit};

/// Draws of a simulation; JCGM 101:2008, 7.2.2 asks for as many for a 95 % interval with two digits.
pub const DRAWS: usize = 1_000_000;

/// Significant digits of uncertainties and bounds.
const DIGITS: u32 = 3;

/// The line about the decision of a test; `None` for a simple rule without a stated uncertainty, which the head of the
/// report speaks of.
pub fn line(test: &TestReport<'_>) -> Option<String> {
    let measured = wording::measured(test)?;
    let rule = measured.decide;
    let Some(statement) = &test.decision else {
        return (rule != DecisionRule::Simple).then(|| format!("rule {rule}"));
    };
    let unit = match test.reportable.as_ref().map(|reportable| &reportable.value) {
        Some(ReportableValue::Number { unit, .. }) => Some(*unit),
        _ => None,
    };
    let mut parts = vec![format!("rule {rule}")];
    parts.extend(statement.uncertainty.as_ref().map(|known| uncertainty(known, unit)));
    parts.extend(statement.not_known.as_ref().map(|why| format!("u not known: {why}")));
    parts.extend(acceptance(test, statement, unit));
    let [least, most] = if is_of_bound(test) { ["at least ", "at most "] } else { [""; 2] };
    if let Some(conformance) = statement.conformance {
        parts.push(format!(
            "conforms with probability {least}{}",
            probability(conformance.conforming, conformance.nonconforming, asked(rule))
        ));
    }
    parts.extend(statement.false_accept_risk().map(|risk| format!("risk of a false accept {most}{}", small(risk))));
    parts.extend(statement.false_reject_risk().map(|risk| format!("risk of a false reject {least}{}", small(risk))));
    parts.extend(statement.margin_in_uncertainties.map(margin));
    Some(parts.join("; "))
}

/// Whether the result is a bound: a probability is then the one at the bound, and no more is known of the value beyond it.
pub fn is_of_bound(test: &TestReport<'_>) -> bool {
    let value = test.reportable.as_ref().map(|reportable| &reportable.value);
    matches!(value, Some(ReportableValue::Number { bound: Some(_), .. }))
}

/// A margin in standard uncertainties; a huge one says no more than that it is.
fn margin(margin: f64) -> String {
    match margin {
        _ if margin >= 1e5 => "margin more than 99999 u".to_owned(),
        _ if margin <= -1e5 => "margin less than -99999 u".to_owned(),
        _ => format!("margin {margin:+.2} u"),
    }
}

/// A number with few digits: `0.0042`, `3.81×10^8`.
pub fn amount(number: &Exact) -> String {
    let value = number.to_f64();
    if value == 0.0 || (1e-4..1e6).contains(&value.abs()) {
        return number.to_decimal_string(DIGITS).0;
    }
    let text = format!("{value:.2e}");
    text.split_once('e').map_or(text.clone(), |(digits, power)| format!("{digits}×10^{power}"))
}

/// The same to these digits, without zeros at its end: `9.323×10^10`.
pub fn shown(number: &Exact, digits: u32) -> String {
    let value = number.to_f64();
    if value == 0.0 || (1e-4..1e6).contains(&value.abs()) {
        return number.to_decimal_string(digits).0;
    }
    let text = format!("{value:.*e}", usize::try_from(digits.saturating_sub(1)).unwrap_or(0));
    let (digits, power) = text.split_once('e').unwrap_or((&text, "0"));
    let digits = if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.') } else { digits };
    format!("{digits}×10^{power}")
}

/// `u 4 %, U 8 % (k = 2, VAL-031)`.
fn uncertainty(known: &ResultUncertainty, unit: Option<&Unit>) -> String {
    let amount = |number: &Exact| with_unit(&amount(number), unit);
    let freedom =
        known.degrees_of_freedom.map_or_else(String::new, |degrees| format!(", {degrees:.1} degrees of freedom"));
    format!(
        "u {}, U {} (k = {}, {}{freedom})",
        amount(&known.standard),
        amount(&known.expanded()),
        known.coverage_factor.to_decimal_string(DIGITS).0,
        origin(&known.origin)
    )
}

/// Where an uncertainty comes from, in words.
pub fn origin(origin: &UncertaintyOrigin) -> String {
    match origin {
        UncertaintyOrigin::Results => "from the result file".to_owned(),
        UncertaintyOrigin::Counting => "from counting".to_owned(),
        UncertaintyOrigin::Bootstrap => "from the bootstrap".to_owned(),
        UncertaintyOrigin::Specification(Some(report)) => report.clone(),
        UncertaintyOrigin::Specification(None) => "from the specification".to_owned(),
        UncertaintyOrigin::Replicates(n) => format!("from {n} determinations"),
        UncertaintyOrigin::Propagation => "through the formula".to_owned(),
    }
}

/// The same for machines.
pub fn origin_word(origin: &UncertaintyOrigin) -> &'static str {
    match origin {
        UncertaintyOrigin::Results => "results",
        UncertaintyOrigin::Counting => "counting",
        UncertaintyOrigin::Bootstrap => "bootstrap",
        UncertaintyOrigin::Specification(_) => "specification",
        UncertaintyOrigin::Replicates(_) => "replicates",
        UncertaintyOrigin::Propagation => "propagation",
    }
}

fn acceptance(test: &TestReport<'_>, statement: &DecisionStatement, unit: Option<&Unit>) -> Option<String> {
    // Where a limit is open, so is its end of the acceptance zone.
    let limits = match test.criterion.map(|alternative| &alternative.criterion) {
        Some(Criterion::Numeric(limits) | Criterion::Label(limits)) => Some(limits),
        _ => None,
    };
    let open = |limit: Option<&Limit>| limit.is_some_and(|limit| !limit.inclusive);
    let open_below = open(limits.and_then(|limits| limits.lower.as_ref()));
    let open_above = open(limits.and_then(|limits| limits.upper.as_ref()));
    let range = |lower: Option<String>, upper: Option<String>| match (lower, upper) {
        (Some(lower), Some(upper)) if open_below || open_above => {
            let (left, right) = (if open_below { '(' } else { '[' }, if open_above { ')' } else { ']' });
            with_unit(&format!("{left}{lower}, {upper}{right}"), unit)
        }
        (Some(lower), Some(upper)) => with_unit(&format!("{lower} to {upper}"), unit),
        (Some(lower), None) => format!("{} {}", if open_below { "above" } else { "from" }, with_unit(&lower, unit)),
        (None, Some(upper)) => format!("{} {}", if open_above { "below" } else { "up to" }, with_unit(&upper, unit)),
        (None, None) => "none".to_owned(),
    };
    if let Some((Some(lower), Some(upper))) = &statement.acceptance_zone
        && lower > upper
    {
        return Some("no acceptance zone: the guard bands leave none".to_owned());
    }
    if let Some((lower, upper)) = &statement.acceptance_zone {
        let number = |end: &Option<Exact>| end.as_ref().map(|end| end.to_decimal_string(6).0);
        return Some(format!("acceptance zone {}", range(number(lower), number(upper))));
    }
    let (lower, upper) = statement.interval?;
    let number = |end: Option<f64>| end.and_then(Exact::from_f64_shortest).map(|end| end.to_decimal_string(4).0);
    let ends: Vec<String> = [number(lower), number(upper)].into_iter().flatten().collect();
    Some(format!("bounds {}", with_unit(&ends.join(" to "), unit)))
}

/// The probability that a rule asks for.
pub fn asked(rule: DecisionRule) -> Option<f64> {
    match rule {
        DecisionRule::ConformanceProbability { minimum } => Some(minimum.exact().to_f64()),
        _ => None,
    }
}

/// A probability to three decimals, or to more beside one that is asked for; near 1 by what is missing, near 0 with the digits
/// that it has.
pub fn probability(conforming: f64, nonconforming: f64, asked: Option<f64>) -> String {
    match asked {
        _ if nonconforming < 5e-4 => {
            let missing = small(nonconforming);
            match missing.strip_prefix('<') {
                Some(bound) => format!(">1 - {bound}"),
                None => format!("1 - {missing}"),
            }
        }
        Some(asked) if conforming >= 5e-4 => probability_beside(conforming, asked),
        _ => small(conforming),
    }
}

/// The same to three decimals, where more tell nothing beside the one that is asked for; one that only rounds to 0 or 1 is no
/// certainty.
pub fn plain_probability(conforming: f64, asked: Option<f64>) -> String {
    match asked {
        Some(asked) if asked > 0.999 || (5e-4..=0.9995).contains(&conforming) => probability_beside(conforming, asked),
        _ if conforming > 0.9995 => "> 0.999".to_owned(),
        _ if conforming < 5e-4 => "< 0.001".to_owned(),
        _ => small(conforming),
    }
}

/// A risk as reports print it.
pub fn small(risk: f64) -> String {
    match risk {
        _ if risk < 1e-15 => "<1e-15".to_owned(),
        _ if risk < 5e-4 => format!("{risk:.1e}"),
        _ => format!("{risk:.3}"),
    }
}

fn with_unit(number: &str, unit: Option<&Unit>) -> String {
    match unit.map(Unit::symbol).filter(|symbol| !symbol.is_empty()) {
        Some(symbol) => format!("{number} {symbol}"),
        None => number.to_owned(),
    }
}

/// The line about a simulated uncertainty, where one was asked for with this seed.
pub fn simulation(lot: &LotReport<'_>, test: &TestReport<'_>, seed: Option<u64>) -> Option<String> {
    let SimulatedUncertainty { simulation, agreement } = match simulated(lot, test, DRAWS, seed?)? {
        Ok(simulated) => simulated,
        Err(why) => return Some(format!("nothing: {why}")),
    };
    let ends = |end: Option<f64>| end.map_or_else(|| "none".to_owned(), |end| format!("{end:.4e}"));
    let verdict = match agreement.agree {
        true => "agrees with the propagation by derivatives",
        false => {
            "does not agree with the propagation by derivatives, which takes the formula for a straight line and the result for normal; the simulated interval is to be used"
        }
    };
    Some(format!(
        "u {:.3e}, 95 % interval {} to {} by {} draws with seed {}; {verdict}",
        simulation.standard_uncertainty,
        ends(simulation.symmetric.lower),
        ends(simulation.symmetric.upper),
        simulation.draws,
        simulation.seed
    ))
}

#[cfg(test)]
mod tests {
    use super::probability;

    #[test]
    fn a_probability_near_one_is_said_by_what_is_missing() {
        assert_eq!(probability(0.9, 0.1, None), "0.900");
        assert_eq!(probability(1.0, 2.5e-7, None), "1 - 2.5e-7");
        assert_eq!(probability(1.0, 1e-17, None), ">1 - 1e-15");
    }
}
