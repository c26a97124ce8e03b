//! Propagation of uncertainty by derivatives.

use super::{Correlation, Dual, Input, MeasurementModel, Number, Shape};
use crate::stats::distribution::{StudentT, normal};
use crate::stats::{Confidence, Interval, Sides, StatisticError};

/// The outcome of a formula with its combined standard uncertainty.
#[derive(Clone, Debug, PartialEq)]
pub struct Propagation {
    /// The formula at the estimates.
    pub value: f64,
    /// Combined standard uncertainty, in the unit of the value.
    pub standard_uncertainty: f64,
    /// For each input the derivative of the formula by it.
    pub sensitivities: Vec<f64>,
    /// For each input |sensitivity| times its standard uncertainty: the uncertainty budget.
    pub contributions: Vec<f64>,
    /// Effective degrees of freedom; none when no input has limited ones, or inputs are correlated.
    pub degrees_of_freedom: Option<f64>,
}

impl Propagation {
    /// Standard uncertainty over the absolute value; none when the value is zero.
    pub fn relative_standard_uncertainty(&self) -> Option<f64> {
        (self.value != 0.0).then(|| self.standard_uncertainty / self.value.abs())
    }

    /// Coverage interval, by Student's t where degrees of freedom are limited, else normal.
    ///
    /// # Errors
    /// `OutsideDomain` when the effective degrees of freedom are not positive; `NotFinite`.
    ///
    /// # Source
    /// JCGM 100:2008, G.3 and G.4.
    pub fn coverage(&self, confidence: Confidence) -> Result<Interval, StatisticError> {
        let probability = confidence.quantile(Sides::Two);
        let factor = match self.degrees_of_freedom {
            Some(degrees) => StudentT::new(degrees)?.quantile(probability)?,
            None => normal::quantile(probability),
        };
        let half = StatisticError::finite(factor * self.standard_uncertainty)?;
        Ok(Interval::two_sided(self.value - half, self.value + half, confidence))
    }
}

/// Combined standard uncertainty by the law of propagation, with derivatives exact to rounding.
///
/// Assumes that the formula is nearly straight within the uncertainties of its inputs; [`super::simulate`] and
/// [`super::compare_methods`] tell whether it is. Formula: u² = Σ c_i² u_i² + 2 Σ c_i c_j u_i u_j r_ij; effective degrees of
/// freedom u⁴ / Σ (c_i u_i)⁴ / ν_i (Welch-Satterthwaite).
///
/// # Errors
/// `TooFewValues` without inputs; `OutsideDomain` for a correlation that cannot be; `NotFinite` where the formula or a
/// derivative is not defined.
///
/// # Source
/// JCGM 100:2008, 5.1.2, 5.2.2 and G.4.1.
///
/// # Checked against
/// JCGM 101:2008, 9.2 to 9.4 (columns of the GUM uncertainty framework); JCGM 100:2008, H.1.
pub fn propagate<M: MeasurementModel>(
    model: &M,
    inputs: &[Input],
    correlations: &[Correlation],
) -> Result<Propagation, StatisticError> {
    if inputs.is_empty() {
        return Err(StatisticError::TooFewValues { needed: 1, got: 0 });
    }
    Correlation::check(correlations, inputs.len())?;
    let mut arguments: Vec<Dual> = inputs.iter().map(|input| Dual::constant(input.estimate())).collect();
    let value = StatisticError::finite(model.output(&arguments).value)?;
    let mut sensitivities = Vec::with_capacity(inputs.len());
    for index in 0..inputs.len() {
        arguments[index].derivative = 1.0;
        sensitivities.push(StatisticError::finite(model.output(&arguments).derivative)?);
        arguments[index].derivative = 0.0;
    }
    let signed: Vec<f64> =
        inputs.iter().zip(&sensitivities).map(|(input, slope)| slope * input.standard_uncertainty()).collect();
    let standard_uncertainty = combined(&signed, correlations)?;
    Ok(Propagation {
        value,
        standard_uncertainty,
        sensitivities,
        contributions: signed.iter().map(|part| part.abs()).collect(),
        degrees_of_freedom: if correlations.is_empty() {
            effective(inputs, &signed, standard_uncertainty)
        } else {
            None
        },
    })
}

fn combined(signed: &[f64], correlations: &[Correlation]) -> Result<f64, StatisticError> {
    // Relative to the largest part, so that squares of large quantities (particles per mL) cannot overflow.
    let largest = signed.iter().fold(0.0_f64, |largest, part| largest.max(part.abs()));
    if largest == 0.0 {
        return Ok(0.0);
    }
    let part = |index: usize| signed.get(index).copied().unwrap_or(0.0) / largest;
    let squares: f64 = (0..signed.len()).map(|index| part(index) * part(index)).sum();
    let mixed: f64 = correlations.iter().map(|pair| pair.coefficient * part(pair.first) * part(pair.second)).sum();
    StatisticError::finite(largest * (squares + 2.0 * mixed).max(0.0).sqrt())
}

fn effective(inputs: &[Input], signed: &[f64], combined: f64) -> Option<f64> {
    let share = |(input, part): (&Input, &f64)| match input.shape() {
        Shape::StudentT { degrees_of_freedom } => (part / combined).powi(4) / degrees_of_freedom,
        _ => 0.0,
    };
    let sum: f64 = if combined > 0.0 { inputs.iter().zip(signed).map(share).sum() } else { 0.0 };
    (sum > 0.0).then(|| 1.0 / sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Ratio;
    impl MeasurementModel for Ratio {
        fn output<N: Number>(&self, inputs: &[N]) -> N {
            inputs[0] / inputs[1]
        }
    }

    struct Square;
    impl MeasurementModel for Square {
        fn output<N: Number>(&self, inputs: &[N]) -> N {
            inputs[0].powi(2) + inputs[1].powi(2)
        }
    }

    fn normal(estimate: f64, uncertainty: f64) -> Input {
        Input::normal(estimate, uncertainty).unwrap()
    }

    /// Requirements section 4: 10 % on particles and 8 % on protein give 12.8 % on particles per µg.
    #[test]
    fn particles_per_protein() {
        let result = propagate(&Ratio, &[normal(2.4e10, 2.4e9), normal(12.0, 0.96)], &[]).unwrap();
        let relative = result.relative_standard_uncertainty().unwrap();
        assert!((relative - 0.0164_f64.sqrt()).abs() < 1e-15 && (relative - 0.128).abs() < 1e-4, "{relative}");
        assert_eq!(result.value, 2e9);
        assert!((result.contributions[0] / 2e8 - 1.0).abs() < 1e-15);
    }

    /// JCGM 101:2008, 9.4: comparison loss at x1 = 0, 0.010, 0.050; the framework gives 0, 100e-6 and 500e-6.
    #[test]
    fn comparison_loss() {
        for (x1, expected) in [(0.0, 0.0), (0.01, 100e-6), (0.05, 500e-6)] {
            let inputs = [normal(x1, 0.005), normal(0.0, 0.005)];
            let loss = propagate(&Square, &inputs, &[]).unwrap();
            assert!((loss.standard_uncertainty - expected).abs() < 1e-18, "{loss:?}");
            let mixed = [Correlation { first: 0, second: 1, coefficient: 0.9 }];
            assert_eq!(propagate(&Square, &inputs, &mixed).unwrap().standard_uncertainty, loss.standard_uncertainty);
        }
    }

    /// Fully correlated errors of numerator and denominator cancel.
    #[test]
    fn correlated_errors_cancel() {
        let inputs = [normal(4.0, 0.4), normal(2.0, 0.2)];
        let same = [Correlation { first: 0, second: 1, coefficient: 1.0 }];
        let result = propagate(&Ratio, &inputs, &same).unwrap();
        assert!(result.standard_uncertainty < 1e-8 && result.degrees_of_freedom.is_none());
    }

    /// Two means of equal weight with 4 degrees of freedom each have 8 together.
    #[test]
    fn effective_degrees_of_freedom() {
        let mean = Input::mean_of_determinations(1.0, 0.1, 4.0).unwrap();
        let result = propagate(&Ratio, &[mean, mean], &[]).unwrap();
        assert!((result.degrees_of_freedom.unwrap() - 8.0).abs() < 1e-12);
        // t(0.975; 8) = 2.306004135204167
        let interval = result.coverage(Confidence::new(0.95).unwrap()).unwrap();
        assert!((interval.upper.unwrap() - 1.0 - 2.306_004_135_204_167 * 0.02_f64.sqrt()).abs() < 1e-12);
    }

    /// Calibration of an end gauge: l_s + d - l_s (δα θ + α_s δθ), lengths in nm.
    struct EndGauge;
    impl MeasurementModel for EndGauge {
        fn output<N: Number>(&self, inputs: &[N]) -> N {
            let [standard, difference, expansion, temperature, expansion_difference, temperature_difference] = inputs
            else {
                return N::constant(f64::NAN);
            };
            *standard + *difference
                - *standard * (*expansion_difference * *temperature + *expansion * *temperature_difference)
        }
    }

    /// JCGM 100:2008, H.1: contributions 25, 9.7, 0, 0, 2.9, 16.6 nm, u = 32 nm, 16.7 degrees of freedom, U99 = 93 nm with
    /// the whole number below, 16.
    #[test]
    fn end_gauge() {
        let mean = |value, u, degrees| Input::mean_of_determinations(value, u, degrees).unwrap();
        let inputs = [
            mean(50_000_623.0, 25.0, 18.0),
            mean(215.0, 9.7, 25.6),
            normal(11.5e-6, 1.2e-6),
            normal(-0.1, 0.41),
            mean(0.0, 0.58e-6, 50.0),
            mean(0.0, 0.029, 2.0),
        ];
        let length = propagate(&EndGauge, &inputs, &[]).unwrap();
        assert_eq!(length.value, 50_000_838.0);
        for (contribution, printed) in length.contributions.iter().zip([25.0, 9.7, 0.0, 0.0, 2.9, 16.6]) {
            assert!((contribution - printed).abs() < 0.1, "{length:?}");
        }
        assert_eq!(length.standard_uncertainty.round(), 32.0);
        assert!((length.degrees_of_freedom.unwrap() - 16.7).abs() < 0.1, "{length:?}");
        let interval = length.coverage(Confidence::new(0.99).unwrap()).unwrap();
        assert!((0.5 * interval.width().unwrap() - 93.0).abs() < 1.0, "{interval:?}");
        assert_eq!(propagate(&EndGauge, &inputs[..5], &[]), Err(StatisticError::NotFinite));
    }

    #[test]
    fn what_cannot_be_propagated() {
        assert_eq!(propagate(&Ratio, &[], &[]), Err(StatisticError::TooFewValues { needed: 1, got: 0 }));
        let by_zero = [normal(1.0, 0.1), normal(0.0, 0.1)];
        assert_eq!(propagate(&Ratio, &by_zero, &[]), Err(StatisticError::NotFinite));
        let impossible = [Correlation { first: 0, second: 1, coefficient: 2.0 }];
        assert!(propagate(&Ratio, &[normal(1.0, 0.1), normal(1.0, 0.1)], &impossible).is_err());
        let certain = Input::constant(2.0).unwrap();
        assert_eq!(propagate(&Ratio, &[certain, certain], &[]).unwrap().standard_uncertainty, 0.0);
    }
}
