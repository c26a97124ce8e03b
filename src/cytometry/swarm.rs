//! Coincidence: many small vesicles in the beam at once count as one event (swarm detection).
//!
//! Dilution tells. As long as every event is one vesicle, the concentration calculated back to the undiluted sample does not
//! depend on the dilution. Where several vesicles make one event, too few events are counted; at high dilutions the
//! background of the buffer counts instead. Coinciding events are too bright as well; brightness is not looked at.

use crate::order;
use crate::stats::{StatisticError, median};

/// Dilutions that the reference is taken from.
const REFERENCE: usize = 3;

/// One measurement of a dilution series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Diluted {
    /// Dilution factor, 1000 for one part in a thousand.
    pub dilution: f64,
    /// Events per volume of the diluted sample, in any unit, the same for all.
    pub concentration: f64,
}

/// What a dilution series shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Coincidence {
    /// Concentration of the undiluted sample: median of the reference dilutions.
    pub concentration: f64,
    /// The dilutions as given, the most concentrated first, with what they show.
    pub dilutions: Vec<Deviation>,
}

/// What one dilution shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Deviation {
    /// The dilution factor.
    pub dilution: f64,
    /// Whether it is one of those that the reference is taken from.
    pub reference: bool,
    /// Its concentration times dilution, relative to the reference, less 1: -0.3 for 30 % too few events.
    pub concentration: f64,
    /// Whether that is beyond the tolerance.
    pub deviates: bool,
}

/// Compares a dilution series with its own three highest dilutions whose rate is above the background.
///
/// A dilution deviates when its concentration times dilution differs from the reference by more than `tolerance`, a fraction;
/// 0.2 is that of the source. `background` is the concentration of buffer alone; dilutions below ten times of it are shown
/// and are no reference.
///
/// # Errors
/// `TooFewValues` for fewer than three dilutions above the background; `OutsideDomain` for a dilution, a concentration
/// or a tolerance that is not positive and finite, or a background that is negative.
///
/// # Source
/// N. C. Buntsma et al., Preventing swarm detection in extracellular vesicle flow cytometry, Research and Practice in
/// Thrombosis and Haemostasis 7 (2023) 100171, figure 2: a line of slope -1 through the first three points above the
/// background, points more than 20 % off are affected; E. van der Pol et al., Single vs. swarm detection of microparticles
/// and exosomes by flow cytometry, Journal of Thrombosis and Haemostasis 10 (2012) 919-930. The factor of ten above the
/// background, and the median in place of the fitted line, are of evqc: with a slope of -1, the fit is a mean of
/// concentration times dilution, and the median does not follow one point that is off.
pub fn coincidence(series: &[Diluted], background: f64, tolerance: f64) -> Result<Coincidence, StatisticError> {
    const ABOVE_BACKGROUND: f64 = 10.0;
    check(series, background, tolerance)?;
    let mut series = series.to_vec();
    order::sort_by(&mut series, |left, right| left.dilution.total_cmp(&right.dilution));
    let above = |point: &&Diluted| point.concentration >= ABOVE_BACKGROUND * background;
    let reference: Vec<Diluted> = series.iter().rev().filter(above).take(REFERENCE).copied().collect();
    if reference.len() < REFERENCE {
        return Err(StatisticError::TooFewValues { needed: REFERENCE, got: reference.len() });
    }
    let stock: Vec<f64> = reference.iter().map(|point| point.concentration * point.dilution).collect();
    let concentration = median(&stock)?;
    let dilutions = series.iter().map(|point| {
        let deviation = point.concentration * point.dilution / concentration - 1.0;
        Deviation {
            dilution: point.dilution,
            reference: reference.contains(point),
            concentration: deviation,
            deviates: deviation.abs() > tolerance,
        }
    });
    Ok(Coincidence { concentration, dilutions: dilutions.collect() })
}

fn check(series: &[Diluted], background: f64, tolerance: f64) -> Result<(), StatisticError> {
    let positive = |what: &'static str, value: f64| match value > 0.0 && value.is_finite() {
        true => Ok(()),
        false => Err(StatisticError::OutsideDomain { what, value }),
    };
    positive("the tolerance", tolerance)?;
    if !(background >= 0.0 && background.is_finite()) {
        return Err(StatisticError::OutsideDomain { what: "the background", value: background });
    }
    for point in series {
        positive("a dilution", point.dilution)?;
        positive("a concentration", point.concentration)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(points: &[(f64, f64)]) -> Vec<Diluted> {
        points
            .iter()
            .map(|(dilution, concentration)| Diluted { dilution: *dilution, concentration: *concentration })
            .collect()
    }

    /// 1e10 per mL; at ten-fold half of the events are lost.
    #[test]
    fn the_concentrated_end_is_told() {
        let points = [(10.0, 5e8), (100.0, 9e7), (1e3, 1e7), (1e4, 1e6), (1e5, 1.02e5)];
        let found = coincidence(&series(&points), 0.0, 0.2).unwrap();
        assert!((found.concentration / 1e10 - 1.0).abs() < 1e-12);
        let deviating: Vec<bool> = found.dilutions.iter().map(|dilution| dilution.deviates).collect();
        assert_eq!(deviating, [true, false, false, false, false]);
        let first = found.dilutions.first().unwrap();
        assert!((first.concentration + 0.5).abs() < 1e-12);
    }

    /// A buffer with 5e4 events per mL doubles what is counted at the highest dilution, which is no reference then.
    #[test]
    fn the_background_is_no_reference() {
        let points = [(100.0, 1e8), (1e3, 1e7), (1e4, 1e6), (1e5, 1.5e5)];
        let found = coincidence(&series(&points), 5e4, 0.2).unwrap();
        let shown: Vec<(bool, bool)> = found.dilutions.iter().map(|point| (point.reference, point.deviates)).collect();
        assert_eq!(shown, [(true, false), (true, false), (true, false), (false, true)]);
        assert_eq!(coincidence(&series(&points), 5e5, 0.2), Err(StatisticError::TooFewValues { needed: 3, got: 2 }));
    }

    #[test]
    fn what_is_no_series() {
        let points = series(&[(100.0, 1e8), (0.0, 1e7), (1e4, 1e6)]);
        assert_eq!(
            coincidence(&points, 0.0, 0.2),
            Err(StatisticError::OutsideDomain { what: "a dilution", value: 0.0 })
        );
        assert!(coincidence(&[], 0.0, 0.2).is_err());
        assert!(coincidence(&[], f64::NAN, 0.2).is_err());
    }
}
