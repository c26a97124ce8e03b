//! How a statistic of sizes was computed, in words.

use super::{DIGITS, Sizes, digits};
use crate::instrument::Spacing;
use crate::quantity::Decimal;
use crate::spec::{CumulativeRule, SizeStatistic, SizeWeight};
use crate::stats::{PEAK_RULE, peaks};

/// The name of a statistic.
pub(super) fn name(statistic: &SizeStatistic) -> String {
    match statistic {
        SizeStatistic::Mode => "mode (highest bin)".to_owned(),
        SizeStatistic::Mean => "mean".to_owned(),
        SizeStatistic::StandardDeviation => "standard deviation".to_owned(),
        SizeStatistic::Percentile(percent) => format!("D{percent}"),
        SizeStatistic::Span => "span (D90 - D10) / D50".to_owned(),
        SizeStatistic::Fraction { from, to } => match (from, to) {
            (Some(from), Some(to)) => format!("fraction {from} to {to} nm"),
            (Some(from), None) => format!("fraction above {from} nm"),
            (None, Some(to)) => format!("fraction below {to} nm"),
            (None, None) => "fraction of all sizes".to_owned(),
        },
        SizeStatistic::Peaks => "number of peaks".to_owned(),
        SizeStatistic::Bimodality => "bimodality coefficient".to_owned(),
    }
}

/// Statistic, weighting, rule, bins and rounding; then the particles of the run.
pub(super) fn how(sizes: &Sizes<'_>, statistic: &SizeStatistic, weight: SizeWeight, rule: CumulativeRule) -> String {
    let mut parts = vec![match statistic {
        SizeStatistic::Peaks => format!("{}{}", name(statistic), positions(sizes)),
        _ => name(statistic),
    }];
    parts.push(format!("{}-weighted", weight_word(weight)));
    if matches!(statistic, SizeStatistic::Percentile(_) | SizeStatistic::Span) {
        parts.push(rule_words(rule).to_owned());
    }
    parts.push(bins(sizes));
    if let SizeStatistic::Fraction { from, to } = statistic {
        parts.extend(apportioned(sizes, [from.as_ref(), to.as_ref()]));
    }
    if *statistic == SizeStatistic::Peaks {
        parts.push(format!(
            "smoothed with 1-4-6-4-1, least prominence {} % of the highest",
            digits(100.0 * PEAK_RULE.least_prominence)
        ));
    }
    parts.push(format!("rounded to {DIGITS} digits"));
    let particles = match sizes.particles {
        Some(particles) => format!("{particles} particles counted"),
        None => "no number of particles stated, so no uncertainty from counting".to_owned(),
    };
    format!("{}; {particles}", parts.join(", "))
}

/// The word of a weighting.
pub(super) fn weight_word(weight: SizeWeight) -> &'static str {
    match weight {
        SizeWeight::Number => "number",
        SizeWeight::Volume => "volume",
        SizeWeight::Surface => "surface",
    }
}

fn rule_words(rule: CumulativeRule) -> &'static str {
    match rule {
        CumulativeRule::InsideBins => "straight inside bins",
        CumulativeRule::AtCentres => "straight between bin centres",
        CumulativeRule::OneBinLower => "one bin lower",
    }
}

fn positions(sizes: &Sizes<'_>) -> String {
    let found: Vec<String> =
        peaks(&sizes.binned, sizes.weighting, PEAK_RULE).iter().map(|peak| digits(peak.position)).collect();
    if found.is_empty() { String::new() } else { format!(" (at {} nm)", found.join(", ")) }
}

fn bins(sizes: &Sizes<'_>) -> String {
    let edges = sizes.binned.edges();
    let (Some(low), Some(next), Some(high)) = (edges.first(), edges.get(1), edges.last()) else { return String::new() };
    let number = sizes.binned.counts().len();
    match sizes.of.spacing {
        Spacing::Linear => {
            format!("of {number} bins of {} nm from {} to {} nm", digits(next - low), digits(*low), digits(*high))
        }
        Spacing::Logarithmic => {
            format!("of {number} bins of equal ratio from {} to {} nm", digits(*low), digits(*high))
        }
    }
}

/// The ends of a fraction that are no edge of a bin.
fn apportioned(sizes: &Sizes<'_>, ends: [Option<&Decimal>; 2]) -> Option<String> {
    let edges = sizes.binned.edges();
    let inside = |end: &&Decimal| {
        let size = end.approximately();
        edges.first().is_some_and(|low| *low < size)
            && edges.last().is_some_and(|high| size < *high)
            && !edges.contains(&size)
    };
    let inside: Vec<String> = ends.into_iter().flatten().filter(inside).map(|end| format!("{end} nm")).collect();
    match inside.len() {
        0 => None,
        1 => Some(format!("the bin around {} apportioned evenly", inside.join(""))),
        _ => Some(format!("the bins around {} apportioned evenly", inside.join(" and "))),
    }
}
