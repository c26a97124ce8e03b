//! A series of dilutions: whether events coincide, as a control of the test.

use super::acquire::diluted;
use super::codes;
use super::computed::{Computed, NoValue};
use super::filing::Filing;
use super::work::{Placed, Work, asks};
use crate::cytometry::{Diluted, coincidence};
use crate::data::folded;
use crate::spec::{Acquisition, Role};

/// The control under which the dilutions of a series are named, and the deviation that is computed from them.
pub(super) const COINCIDENCE: &str = "coincidence";

impl<'w, 'b> Work<'w, '_, 'b> {
    /// Files, for every test that asks for it, how far the dilutions of a series lie from each other.
    pub fn coincidence(&self, others: &[&Placed<'w, 'b>], filing: &mut Filing) {
        for (index, test, measured, acquisition) in self.acquisitions() {
            let Acquisition::Events { gate, .. } = acquisition else { continue };
            if !asks(measured, Role::Control, COINCIDENCE) {
                continue;
            }
            for lot in filing.lots_with(index, None) {
                let of_lot = |one: &&&Placed<'w, 'b>| one.assignment.serves(&lot);
                let is_series = |one: &&&Placed<'w, 'b>| {
                    one.is_for(test)
                        && one.assignment.entry.control.as_deref().map(folded).as_deref() == Some(COINCIDENCE)
                };
                let series: Vec<&Placed<'w, 'b>> = others.iter().filter(of_lot).filter(is_series).copied().collect();
                let Some(first) = series.first() else { continue };
                let points: Result<Vec<Diluted>, NoValue> =
                    series.iter().map(|one| diluted(*gate, &self.source(one, test, &lot, others, None))).collect();
                let least = filing.factors.get(&(lot.clone(), index)).map(|(smallest, _)| smallest.to_f64());
                let found =
                    points.and_then(|points| largest_deviation(&points, least.ok_or_else(no_factor_of_sample)?));
                self.file(first, index, measured, found, &lot, filing);
            }
        }
    }
}

fn no_factor_of_sample() -> NoValue {
    let help = "give the `dilution` of the sample: at which dilutions of the series it must not coincide depends on it";
    NoValue::new(&codes::SERIES_NOT_USABLE, "the dilution of the sample is not known", help)
}

/// How far concentrations calculated back to the undiluted sample differ, at the dilution of the sample and beyond: the
/// largest deviation from the reference in percent.
fn largest_deviation(series: &[Diluted], sample_factor: f64) -> Result<Computed, NoValue> {
    /// Only said to say which dilutions deviate; the limit of the check decides.
    const TOLERANCE: f64 = 0.2;
    let unusable = |message: String| {
        NoValue::new(&codes::SERIES_NOT_USABLE, message, "give at least three dilutions, that of the sample among them")
    };
    let found =
        coincidence(series, 0.0, TOLERANCE).map_err(|error| unusable(format!("the dilution series: {error}")))?;
    // A series that begins behind the sample says nothing of the dilution at which the sample was measured.
    let first = found.dilutions.first().map_or(f64::INFINITY, |point| point.dilution);
    if first > sample_factor {
        return Err(unusable(format!(
            "the series begins at the dilution {first}, the sample was diluted {sample_factor} times"
        )));
    }
    // The least diluted of the samples coincides most.
    let from_here = found.dilutions.iter().filter(|point| point.dilution >= sample_factor);
    let largest = from_here.clone().map(|point| point.concentration.abs()).reduce(f64::max);
    let largest = largest.ok_or_else(|| unusable(format!("the series does not reach the dilution {sample_factor}")))?;
    let shown: Vec<String> = found
        .dilutions
        .iter()
        .map(|point| format!("{}: {:+.1} %", point.dilution, 100.0 * point.concentration))
        .collect();
    Ok(Computed {
        value: format!("{:.4}", 100.0 * largest),
        unit: "%".to_owned(),
        how: format!(
            "largest deviation of concentration times dilution from the median of the three highest dilutions, from the \
             dilution {sample_factor} of the sample on ({})",
            shown.join(", ")
        ),
        standard_uncertainty: None,
        line: 0,
        column: 0,
        findings: Vec::new(),
        gate_ends: Vec::new(),
    })
}
