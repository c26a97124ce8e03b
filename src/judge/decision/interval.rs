//! An interval of the determinations against the limits: what the rules that rest on their scatter have in common.

use super::{Assessed, DecisionStatement, Ruling};
use crate::finding::Code;
use crate::judge::lot_report::Reason;
use crate::judge::uncertainty::scatter_not_known;
use crate::quantity::Exact;
use crate::spec::Limit;
use crate::stats::StatisticError;

/// Compares the ends with the limits on their side; `name` says what kind of ends they are.
///
/// The factor of the rule is multiplied with the spread; without any the scatter is not known.
pub(super) fn ruling(
    assessed: &Assessed<'_>,
    statement: &mut DecisionStatement,
    centre_and_spread: Result<(f64, f64), StatisticError>,
    code: &'static Code,
    name: &str,
) -> Ruling {
    let (low, high) = match ends(assessed, centre_and_spread) {
        Ok(ends) => ends,
        Err(error) => return Ruling::Open(scatter_not_known(error)),
    };
    let lower = assessed.limits.lower.as_ref().map(|_| low);
    let upper = assessed.limits.upper.as_ref().map(|_| high);
    statement.interval = Some((lower, upper));
    if meets(assessed, lower, upper) {
        return Ruling::Accepted;
    }
    let message = format!("{} is outside {}", name.replace("{}", &shown(assessed, lower, upper)), assessed.limits.text);
    Ruling::Refused(Reason::new(code, message))
}

fn ends(
    assessed: &Assessed<'_>,
    centre_and_spread: Result<(f64, f64), StatisticError>,
) -> Result<(f64, f64), StatisticError> {
    let (centre, spread) = centre_and_spread?;
    if spread == 0.0 {
        return Err(StatisticError::NoVariation);
    }
    let half = StatisticError::finite(assessed.evidence.factor? * spread)?;
    Ok((centre - half, centre + half))
}

/// Whether both ends meet their limits.
fn meets(assessed: &Assessed<'_>, lower: Option<f64>, upper: Option<f64>) -> bool {
    let inside = |limit: &Option<Limit>, end: Option<f64>, sign: f64| match (limit, end) {
        (Some(limit), Some(end)) => {
            let distance = sign * (end - limit.approximately);
            distance > 0.0 || (limit.inclusive && distance == 0.0)
        }
        (None, _) => true,
        (Some(_), None) => false,
    };
    inside(&assessed.limits.lower, lower, 1.0) && inside(&assessed.limits.upper, upper, -1.0)
}

/// The ends in words: `8.10×10^9`, `76.2 to 83.1 %`.
fn shown(assessed: &Assessed<'_>, lower: Option<f64>, upper: Option<f64>) -> String {
    let unit = assessed.limits.unit.symbol();
    let ends = [(lower, &assessed.limits.lower), (upper, &assessed.limits.upper)];
    let ends: Vec<String> = ends.into_iter().filter_map(|(end, limit)| Some(beside(end?, limit.as_ref()))).collect();
    let ends = ends.join(" to ");
    if unit.is_empty() { ends } else { format!("{ends} {unit}") }
}

/// An end in four digits, or in more where those would put it on its limit.
fn beside(end: f64, limit: Option<&Limit>) -> String {
    let Some(exact) = Exact::from_f64_shortest(end) else { return end.to_string() };
    let on_limit =
        |text: &String| limit.is_some_and(|limit| Exact::from_decimal_string(text).as_ref() == Some(&limit.value));
    let texts = [4, 12, 17].map(|digits| exact.to_decimal_string(digits).0);
    let found = texts.iter().find(|text| !on_limit(text)).or(texts.first());
    found.cloned().unwrap_or_default()
}
