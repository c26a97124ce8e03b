//! Whether propagation and simulation say the same.

use super::{Propagation, Simulation};
use crate::stats::StatisticError;

/// The two methods side by side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MethodAgreement {
    /// Numerical tolerance δ: half a unit in the last significant digit of the uncertainty.
    pub tolerance: f64,
    /// Distance of the lower ends of the two coverage intervals.
    pub lower_difference: f64,
    /// Distance of the upper ends.
    pub upper_difference: f64,
    /// Whether both distances are within the tolerance: then the propagation is validated.
    pub agree: bool,
}

/// Compares the coverage interval of a propagation with the probabilistically symmetric one of a simulation.
///
/// `significant_digits` is the number of digits of the standard uncertainty that matter, 1 or 2. Where the methods do
/// not agree, the simulation is the one to report.
///
/// # Errors
/// `OutsideDomain` unless `significant_digits` is 1 or 2; `NoVariation` when the propagated uncertainty is zero; those of
/// [`Propagation::coverage`].
///
/// # Source
/// JCGM 101:2008, 7.9.2 and 8.1.
///
/// # Checked against
/// JCGM 101:2008, 9.2 (agree for normal inputs, not for one dominant rectangle) and 9.4 (do not agree).
pub fn compare_methods(
    propagation: &Propagation,
    simulation: &Simulation,
    significant_digits: u8,
) -> Result<MethodAgreement, StatisticError> {
    let tolerance = numerical_tolerance(propagation.standard_uncertainty, significant_digits)?;
    let drawn = simulation.symmetric;
    let propagated = propagation.coverage(drawn.confidence)?;
    let apart = |one: Option<f64>, other: Option<f64>| one.zip(other).map_or(f64::INFINITY, |(a, b)| (a - b).abs());
    let lower_difference = StatisticError::finite(apart(propagated.lower, drawn.lower))?;
    let upper_difference = StatisticError::finite(apart(propagated.upper, drawn.upper))?;
    let agree = lower_difference <= tolerance && upper_difference <= tolerance;
    Ok(MethodAgreement { tolerance, lower_difference, upper_difference, agree })
}

/// δ = 10^l / 2 for an uncertainty written as c 10^l with c an integer of so many digits.
fn numerical_tolerance(uncertainty: f64, digits: u8) -> Result<f64, StatisticError> {
    if !(1..=2).contains(&digits) {
        return Err(StatisticError::OutsideDomain { what: "significant digits", value: f64::from(digits) });
    }
    if uncertainty == 0.0 {
        return Err(StatisticError::NoVariation);
    }
    let digits = i32::from(digits);
    let power = |exponent: i32| libm::pow(10.0, f64::from(exponent));
    let place = libm::floor(libm::log10(uncertainty)) as i32 - digits + 1;
    // 0.0996 with two digits is 0.10: rounding moves the last place.
    let place = if (uncertainty / power(place)).round() >= power(digits) { place + 1 } else { place };
    StatisticError::finite(0.5 * power(place))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Confidence;
    use crate::stats::uncertainty::{Input, MeasurementModel, Number, propagate, simulate};

    /// JCGM 101:2008, 7.9.2 examples: 0.00035 g with two digits gives 0.000005; 2 K with one digit gives 0.5.
    #[test]
    fn tolerances() {
        for (uncertainty, digits, expected) in
            [(0.00035, 2, 0.000_005), (2.0, 1, 0.5), (0.0996, 2, 0.005), (0.96, 1, 0.5), (1.234e9, 2, 5e7)]
        {
            let tolerance = numerical_tolerance(uncertainty, digits).unwrap();
            assert!((tolerance / expected - 1.0).abs() < 1e-12, "{uncertainty}: {tolerance}");
        }
        assert!(numerical_tolerance(1.0, 0).is_err() && numerical_tolerance(1.0, 3).is_err());
        assert_eq!(numerical_tolerance(0.0, 1), Err(StatisticError::NoVariation));
    }

    struct Sum;
    impl MeasurementModel for Sum {
        fn output<N: Number>(&self, inputs: &[N]) -> N {
            inputs.iter().fold(N::constant(0.0), |sum, input| sum + *input)
        }
    }

    fn agreement(inputs: &[Input]) -> MethodAgreement {
        let confidence = Confidence::new(0.95).unwrap();
        let propagation = propagate(&Sum, inputs, &[]).unwrap();
        let simulation = simulate(&Sum, inputs, &[], 200_000, 1, confidence).unwrap();
        compare_methods(&propagation, &simulation, 2).unwrap()
    }

    #[test]
    fn normal_inputs_agree_and_one_dominant_rectangle_does_not() {
        assert!(agreement(&[Input::normal(0.0, 1.0).unwrap(); 4]).agree);
        let half = 300.0_f64.sqrt();
        let disagreement = agreement(&[Input::normal(0.0, 1.0).unwrap(), Input::rectangular(-half, half).unwrap()]);
        assert!(!disagreement.agree && disagreement.upper_difference > 2.0, "{disagreement:?}");
    }
}
