//! Statistics of the sizes of single particles, which a file lists one by one.

use super::wording::{self, weight_word};
use super::{DIGITS, as_value, digits, ends, no_value, unit};
use crate::instrument::{Run, Value};
use crate::quantity::Reading;
use crate::reduction::computed::{Computed, NoValue};
use crate::spec::{SizeStatistic, SizeWeight};
use crate::stats::{PEAK_RULE, SizeList, StatisticError, Weighting, fraction_uncertainty, mean_uncertainty, peaks};
use std::fmt::Write;

/// Width in nm of the bins, from 0, in which modes and peaks are looked for: NTA and DLS resolve no finer ones.
const BIN: f64 = 5.0;

/// Whether the run lists sizes of single particles.
pub(in crate::reduction) fn has_list(run: &Run<'_>) -> bool {
    run.values.iter().any(is_size)
}

/// A size of something in particular; without that, it is a statement about the run.
fn is_size(value: &Value) -> bool {
    value.quantity == "size" && value.unit == "nm" && !value.of.is_empty()
}

/// Sizes of a run, and where they begin.
struct Particles {
    list: SizeList,
    /// Particles that the instrument itself does not count into its distribution.
    left_out: usize,
    line: u64,
    column: u32,
}

impl Particles {
    fn of(run: &Run<'_>) -> Result<Particles, NoValue> {
        let (mut sizes, mut left_out) = (Vec::new(), 0);
        let (mut first, mut last) = (None, "");
        for value in &run.values {
            if is_size(value) {
                let (None, Reading::Number(number)) = (&value.no_number, value.reading) else {
                    let why = format!("the size of particle {} is `{}`, which is no number", value.of, value.text);
                    return Err(no_value(&why, "export the particles again"));
                };
                first = first.or(Some(value));
                last = &value.of;
                sizes.push(number.approximately());
            } else if value.quantity == "included_in_distribution" && value.of == last {
                match value.text.to_ascii_lowercase().as_str() {
                    "true" => {}
                    "false" => {
                        sizes.pop();
                        left_out += 1;
                        first = first.filter(|_| !sizes.is_empty());
                        last = "";
                    }
                    _ => {
                        let why = format!(
                            "whether particle {} is included in the distribution is `{}`, neither True nor False",
                            value.of, value.text
                        );
                        return Err(no_value(&why, "export the particles again"));
                    }
                }
            }
        }
        let list = SizeList::new(&sizes).map_err(|error| {
            let why = match sizes.len() {
                0 => format!("none of its {left_out} particles is included in the distribution"),
                _ => format!("its list of sizes is none: {error}"),
            };
            no_value(&why, "export the particles again")
        })?;
        let (line, column) = first.map_or((0, 0), |value| (value.line, value.column));
        Ok(Particles { list, left_out, line, column })
    }

    fn how(&self, statistic: &SizeStatistic, weight: SizeWeight) -> String {
        let mut how = match statistic {
            SizeStatistic::Mode => "mode (centre of the highest bin, the lowest of equal ones)".to_owned(),
            SizeStatistic::StandardDeviation => "standard deviation (divisor N)".to_owned(),
            other => wording::name(other),
        };
        let weighting = weighting(weight);
        if *statistic == SizeStatistic::Peaks
            && let Ok(binned) = self.list.in_bins(BIN, weighting)
        {
            let found = peaks(&binned, Weighting::Number, PEAK_RULE);
            let found: Vec<String> = found.iter().map(|peak| digits(peak.position)).collect();
            how.push_str(&if found.is_empty() { String::new() } else { format!(" (at {} nm)", found.join(", ")) });
        }
        // Writing to a String cannot fail.
        let _ = write!(how, ", {}-weighted, of single particles{}", weight_word(weight), rule(statistic, weighting));
        let _ = write!(how, ", rounded to {DIGITS} digits; {}", count(self.list.sizes().len(), "particle"));
        if self.left_out > 0 {
            let _ = write!(how, ", {} more not included in the distribution by the instrument", self.left_out);
        }
        how
    }
}

/// What a statistic of single particles has to say of its rule.
fn rule(statistic: &SizeStatistic, weighting: Weighting) -> String {
    match statistic {
        SizeStatistic::Percentile(_) | SizeStatistic::Span => match weighting {
            Weighting::Number => ", straight between sizes (quantile type 7)".to_owned(),
            _ => ", smallest size that reaches the share".to_owned(),
        },
        SizeStatistic::Fraction { .. } => ", both ends included".to_owned(),
        SizeStatistic::Mode => format!(" in bins of {} nm from 0", digits(BIN)),
        SizeStatistic::Peaks => format!(
            " in bins of {} nm from 0, smoothed with 1-4-6-4-1, least prominence {} % of the highest",
            digits(BIN),
            digits(100.0 * PEAK_RULE.least_prominence)
        ),
        SizeStatistic::Mean | SizeStatistic::StandardDeviation | SizeStatistic::Bimodality => String::new(),
    }
}

fn count(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

fn weighting(weight: SizeWeight) -> Weighting {
    match weight {
        SizeWeight::Number => Weighting::Number,
        SizeWeight::Volume => Weighting::Volume,
        SizeWeight::Surface => Weighting::Surface,
    }
}

/// The statistic of the particles of a run, rounded to twelve significant digits.
///
/// # Errors
/// No particle that the instrument includes, a size that is no number above zero, a statistic outside its domain.
pub(super) fn value(
    run: &Run<'_>,
    statistic: &SizeStatistic,
    weight: SizeWeight,
    resampled: bool,
) -> Result<Computed, NoValue> {
    let particles = Particles::of(run)?;
    let value = compute(&particles.list, statistic, weighting(weight))
        .map_err(|error| no_value(&format!("{}: {error}", wording::name(statistic)), "choose another statistic"))?;
    Ok(Computed {
        value: as_value(value),
        unit: unit(statistic).to_owned(),
        how: particles.how(statistic, weight),
        standard_uncertainty: uncertainty(&particles.list, statistic, weighting(weight), value, resampled),
        line: particles.line,
        column: particles.column,
        findings: Vec::new(),
        gate_ends: Vec::new(),
    })
}

fn compute(list: &SizeList, statistic: &SizeStatistic, weighting: Weighting) -> Result<f64, StatisticError> {
    match statistic {
        SizeStatistic::Mode => Ok(list.in_bins(BIN, weighting)?.mode(Weighting::Number)),
        SizeStatistic::Mean => list.mean(weighting),
        SizeStatistic::StandardDeviation => list.standard_deviation(weighting),
        SizeStatistic::Percentile(percent) => list.quantile(percent.approximately() / 100.0, weighting),
        SizeStatistic::Span => list.span(weighting),
        SizeStatistic::Fraction { from, to } => {
            let (from, to) = ends(from.as_ref(), to.as_ref());
            Ok(100.0 * list.fraction_between(from, to, weighting)?)
        }
        #[allow(clippy::cast_precision_loss, reason = "peaks are few")]
        SizeStatistic::Peaks => Ok(peaks(&list.in_bins(BIN, weighting)?, Weighting::Number, PEAK_RULE).len() as f64),
        SizeStatistic::Bimodality => list.bimodality_coefficient(weighting),
    }
}

/// From the formula where there is one, else by resampling.
fn uncertainty(
    list: &SizeList,
    statistic: &SizeStatistic,
    weighting: Weighting,
    value: f64,
    resampled: bool,
) -> Option<f64> {
    let by_number = weighting == Weighting::Number && !resampled;
    let particles = list.sizes().len();
    let found = match statistic {
        SizeStatistic::Peaks => return None,
        // One particle has no scatter, which is no proof that there is none.
        _ if particles < 2 => return None,
        SizeStatistic::Mean if by_number => {
            list.standard_deviation(weighting).and_then(|sd| mean_uncertainty(sd, particles))
        }
        SizeStatistic::StandardDeviation if by_number => list.standard_deviation_uncertainty(),
        SizeStatistic::Fraction { .. } if by_number => {
            fraction_uncertainty(value / 100.0, particles).map(|uncertainty| 100.0 * uncertainty)
        }
        SizeStatistic::Percentile(percent) if by_number => list.quantile_uncertainty(percent.approximately() / 100.0),
        _ => list.resampled_uncertainty(|drawn| compute(drawn, statistic, weighting)),
    };
    found.ok()
}
