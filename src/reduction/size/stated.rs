//! The statistic that the instrument states itself, beside the one computed from its bins.

use super::{Sizes, digits};
use crate::finding::Finding;
use crate::instrument::{Percentiles, Run};
use crate::quantity::{Decimal, Reading};
use crate::reduction::codes::STATED_VALUE_DIFFERS;
use crate::spec::{SizeStatistic, SizeWeight};
use crate::stats::CumulativeAt;
use std::borrow::Cow;

/// What to say of the stated value, and a finding when the bins do not give it by the instrument's own rule.
pub(super) fn compare(
    run: &Run<'_>,
    sizes: &Sizes<'_>,
    statistic: &SizeStatistic,
    weight: SizeWeight,
) -> (String, Option<Finding>) {
    let Some(Stated { label, text, number }) = stated(run, sizes, statistic, weight) else {
        return (String::new(), None);
    };
    let (at, rule) = match (statistic, sizes.of.states) {
        (SizeStatistic::Percentile(_), None) => {
            return (format!("; the instrument states {} nm by a rule that is not known", text), None);
        }
        (SizeStatistic::Percentile(_), Some(states)) => by_rule(states),
        _ => (CumulativeAt::UpperEdge, String::new()),
    };
    let Ok(own) = sizes.compute(&sizes.binned, statistic, at) else { return (String::new(), None) };
    let remark = match rule.as_str() {
        "" => format!("; the instrument states {} nm", text),
        rule => format!("; the instrument states {} nm, and its rule{rule} gives {} nm", text, digits(own)),
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
        text,
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

/// A value that the instrument states.
struct Stated<'r> {
    /// How it is called: `D50`.
    label: String,
    /// As written.
    text: Cow<'r, str>,
    /// What it says.
    number: Decimal,
}

/// The stated value of the statistic with this weighting: one of its own, else from the table of percentiles.
fn stated<'r>(
    run: &'r Run<'_>,
    sizes: &Sizes<'r>,
    statistic: &SizeStatistic,
    weight: SizeWeight,
) -> Option<Stated<'r>> {
    let about = match weight {
        SizeWeight::Number => "",
        other => super::wording::weight_word(other),
    };
    let named = |label: &str, quantity: &str| {
        let value = run.values.iter().find(|value| value.quantity == quantity && value.of == about)?;
        match (&value.no_number, value.reading) {
            (None, Reading::Number(number)) => {
                Some(Stated { label: label.to_owned(), text: Cow::Borrowed(value.text.as_str()), number })
            }
            _ => None,
        }
    };
    match statistic {
        SizeStatistic::Mode => named("mode", "mode"),
        SizeStatistic::Mean => named("mean", "mean"),
        SizeStatistic::StandardDeviation => named("SD", "sd"),
        SizeStatistic::Percentile(percent) => {
            let label = format!("D{percent}");
            named(&label, &format!("d{percent}")).or_else(|| {
                let table = sizes.of.percentiles.as_ref().filter(|_| sizes.of.weighting.as_str() == weight.as_str())?;
                let (_, size, _) = table.stated().find(|(row, ..)| row.exact() == percent.exact())?;
                Some(Stated { label, text: Cow::Owned(size.to_string()), number: *size })
            })
        }
        _ => None,
    }
}
