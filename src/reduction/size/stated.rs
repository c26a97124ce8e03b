//! The statistic that the instrument states itself, beside the one computed from its bins.

use super::{Sizes, digits};
use crate::finding::Finding;
use crate::instrument::{Percentiles, Run, Value};
use crate::quantity::Reading;
use crate::reduction::codes::STATED_VALUE_DIFFERS;
use crate::spec::{SizeStatistic, SizeWeight};
use crate::stats::CumulativeAt;

/// What to say of the stated value, and a finding when the bins do not give it by the instrument's own rule.
pub(super) fn compare(
    run: &Run<'_>,
    sizes: &Sizes<'_>,
    statistic: &SizeStatistic,
    weight: SizeWeight,
) -> (String, Option<Finding>) {
    let Some((label, value)) = stated(run, statistic, weight) else { return (String::new(), None) };
    let (None, Reading::Number(number)) = (&value.no_number, value.reading) else { return (String::new(), None) };
    let (at, rule) = match (statistic, sizes.of.states) {
        (SizeStatistic::Percentile(_), None) => {
            return (format!("; the instrument states {} nm by a rule that is not known", value.text), None);
        }
        (SizeStatistic::Percentile(_), Some(states)) => by_rule(states),
        _ => (CumulativeAt::UpperEdge, String::new()),
    };
    let Ok(own) = sizes.compute(&sizes.binned, statistic, at) else { return (String::new(), None) };
    let remark = match rule.as_str() {
        "" => format!("; the instrument states {} nm", value.text),
        rule => format!("; the instrument states {} nm, and its rule{rule} gives {} nm", value.text, digits(own)),
    };
    // A mode is stated inside its bin; the bins know no more than which one it is.
    let slack = match (statistic, sizes.binned.edges()) {
        (SizeStatistic::Mode, [first, second, ..]) => 0.5 * (second - first),
        _ => 0.0,
    };
    let allowed = (sizes.of.resolution + slack) * (1.0 + 1e-9);
    if (own - number.approximately()).abs() <= allowed {
        return (remark, None);
    }
    let by = if rule.is_empty() { String::new() } else { format!(" by its rule{rule}") };
    let message = format!(
        "run {}: the instrument states {label} = {} nm, its bins give {} nm{by}; it states sizes to {} nm",
        run.name,
        value.text,
        digits(own),
        digits(sizes.of.resolution)
    );
    (remark, Some(Finding::new(&STATED_VALUE_DIFFERS, message)))
}

fn by_rule(states: Percentiles) -> (CumulativeAt, String) {
    let (at, words) = match states {
        Percentiles::InsideBins => (CumulativeAt::UpperEdge, "straight inside bins"),
        Percentiles::OneBinLower => (CumulativeAt::LowerEdge, "one bin lower"),
        Percentiles::AtCentres => (CumulativeAt::Midpoint, "straight between bin centres"),
    };
    (at, format!(" ({words})"))
}

/// The stated value of the statistic with this weighting, and how it is called.
fn stated<'r>(run: &'r Run<'_>, statistic: &SizeStatistic, weight: SizeWeight) -> Option<(String, &'r Value)> {
    let about = match weight {
        SizeWeight::Number => "",
        other => super::wording::weight_word(other),
    };
    let find = |quantity: &str, of: &str| run.values.iter().find(|value| value.quantity == quantity && value.of == of);
    let named = |label: &str, quantity: &str| Some((label.to_owned(), find(quantity, about)?));
    match statistic {
        SizeStatistic::Mode => named("mode", "mode"),
        SizeStatistic::Mean => named("mean", "mean"),
        SizeStatistic::StandardDeviation => named("SD", "sd"),
        SizeStatistic::Percentile(percent) => {
            let row = if about.is_empty() { percent.to_string() } else { format!("{about}, {percent}") };
            let value = find(&format!("d{percent}"), about).or_else(|| find("percentile", &row))?;
            Some((format!("D{percent}"), value))
        }
        _ => None,
    }
}
