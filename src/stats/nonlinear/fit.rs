//! A fitted curve.

use super::curve::{Curve, gradient};
use super::levenberg_marquardt::{Minimum, Problem, Scale, rounding_of};
use crate::stats::distribution::StudentT;
use crate::stats::{Confidence, Estimate, Interval, Sides, StatisticError};
use ndarray::{Array1, Array2};

/// A curve fitted by least squares.
#[derive(Clone, Debug, PartialEq)]
pub struct NonlinearFit<const P: usize> {
    /// The parameters.
    pub parameters: [f64; P],
    /// Their standard errors.
    pub standard_errors: [f64; P],
    /// (J'J)^-1, P × P: the covariance of the parameters divided by the residual variance.
    pub unscaled_covariance: Array2<f64>,
    /// Residual sum of squares.
    pub residual_sum_of_squares: f64,
    /// Standard deviation of the residuals, divisor n - P.
    pub residual_standard_deviation: f64,
    /// n - P.
    pub degrees_of_freedom: usize,
    /// Value minus curve, length n.
    pub residuals: Array1<f64>,
    /// How far from the exact minimum the search ended, in about standard errors of the parameters.
    pub relative_offset: f64,
    /// Steps of the search that found the minimum.
    pub steps: usize,
}

/// The searches made from each start: how the damping measures, and how strong it is first.
const SEARCHES: [(Scale, f64); 3] = [(Scale::Largest, 1e-3), (Scale::Largest, 1e3), (Scale::Current, 1e-3)];

/// Relative difference of sums of squares below which two searches have found one minimum.
const SAME_MINIMUM: f64 = 1e-9;

/// Least squares for a curve, from one or more starts.
///
/// Every start is searched with several dampings, in a fixed order, until two searches agree on the lowest minimum found, or
/// all are made: a curve may have several minima, and a single search may end on a plateau. Assumes values that scatter independently with one
/// variance about the curve. Derivatives are exact (automatic differentiation), and linear
/// problems are solved in double-double arithmetic.
///
/// # Errors
/// `UnequalLengths`; `TooFewValues` when n <= P, so that no residual variance exists, or without a start; `Singular` when
/// the values do not determine the parameters; `NotFinite` when a value is not finite or the curve has none at the start;
/// `NoConvergence`.
///
/// # Source
/// J. J. Moré, Lecture Notes in Mathematics 630 (1978) 105-116; H. B. Nielsen, IMM-REP-1999-05 (1999); M. K. Transtrum, J. P.
/// Sethna, arXiv 1201.5885 (2012); standard errors: D. M.
/// Bates, D. G. Watts, Nonlinear Regression Analysis and Its Applications (1988), section 2.3.
///
/// # Checked against
/// NIST StRD, nonlinear regression: nine sets, from both starts of each.
pub fn nonlinear_least_squares<const P: usize, C: Curve<P>>(
    curve: &C,
    points: &[C::Point],
    values: &[f64],
    starts: &[[f64; P]],
) -> Result<NonlinearFit<P>, StatisticError> {
    if points.len() != values.len() {
        return Err(StatisticError::UnequalLengths { left: points.len(), right: values.len() });
    }
    StatisticError::check(values, P + 1)?;
    let problem = Problem { curve, points, values };
    let mut best: Result<Minimum<P>, StatisticError> = Err(StatisticError::TooFewValues { needed: 1, got: 0 });
    for (scale, damping) in SEARCHES {
        for start in starts {
            let found = problem.search(*start, scale, damping);
            if let (Ok(best), Ok(found)) = (&best, &found)
                && found.residual_sum_of_squares <= best.residual_sum_of_squares * (1.0 + SAME_MINIMUM)
                && best.residual_sum_of_squares <= found.residual_sum_of_squares * (1.0 + SAME_MINIMUM)
            {
                return finish(best.clone(), values);
            }
            best = match (best, found) {
                (Ok(best), Ok(found)) if found.residual_sum_of_squares < best.residual_sum_of_squares => Ok(found),
                (Err(_), found) => found,
                (best, _) => best,
            };
        }
    }
    finish(best?, values)
}

/// The fit at a minimum; residuals within the rounding of the values are none.
fn finish<const P: usize>(minimum: Minimum<P>, values: &[f64]) -> Result<NonlinearFit<P>, StatisticError> {
    let (rest, residuals) = if minimum.residual_sum_of_squares <= rounding_of(values) {
        (0.0, Array1::zeros(values.len()))
    } else {
        (minimum.residual_sum_of_squares, Array1::from(minimum.residuals))
    };
    let degrees_of_freedom = values.len() - P;
    let deviation = (rest / degrees_of_freedom as f64).sqrt();
    let covariance = minimum.tangent.unscaled_covariance;
    let standard_errors: [f64; P] = std::array::from_fn(|index| deviation * covariance[[index, index]].sqrt());
    if standard_errors.iter().any(|error| !error.is_finite()) {
        return Err(StatisticError::NotFinite);
    }
    Ok(NonlinearFit {
        parameters: minimum.parameters,
        standard_errors,
        unscaled_covariance: covariance,
        residual_sum_of_squares: rest,
        residual_standard_deviation: deviation,
        degrees_of_freedom,
        residuals,
        relative_offset: minimum.relative_offset,
        steps: minimum.steps,
    })
}

impl<const P: usize> NonlinearFit<P> {
    /// A function of the parameters with its standard error by the delta method and its interval by Student's t.
    ///
    /// `value` is the function at the fitted parameters and `slopes` its derivatives by them.
    ///
    /// # Errors
    /// `NotFinite`.
    ///
    /// # Source
    /// D. M. Bates, D. G. Watts (1988), section 2.3.2.
    pub fn function(
        &self,
        method: &'static str,
        value: f64,
        slopes: &[f64; P],
        sides: Sides,
        confidence: Confidence,
    ) -> Result<Estimate, StatisticError> {
        let slopes = Array1::from(slopes.to_vec());
        let variance = slopes.dot(&self.unscaled_covariance.dot(&slopes));
        let error = self.residual_standard_deviation * variance.max(0.0).sqrt();
        let t = StudentT::new(self.degrees_of_freedom as f64)?.quantile(confidence.quantile(sides))?;
        Estimate {
            value,
            standard_error: Some(error),
            interval: Some(Interval::on_sides(value - t * error, value + t * error, sides, confidence)),
            method,
            n: self.residuals.len(),
        }
        .checked()
    }

    /// The mean response at a point, with its interval by the delta method.
    ///
    /// # Errors
    /// `NotFinite`.
    ///
    /// # Source
    /// As [`NonlinearFit::function`].
    pub fn mean_response<C: Curve<P>>(
        &self,
        curve: &C,
        point: &C::Point,
        sides: Sides,
        confidence: Confidence,
    ) -> Result<Estimate, StatisticError> {
        let value = curve.response(point, &self.parameters);
        self.function("mean response of the curve", value, &gradient(curve, point, &self.parameters), sides, confidence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::uncertainty::Number;

    /// b1 (1 - e^(-b2 x)).
    struct Saturation;

    impl Curve<2> for Saturation {
        type Point = f64;

        fn response<N: Number>(&self, x: &f64, [height, rate]: &[N; 2]) -> N {
            *height * (N::constant(1.0) - (-*rate * N::constant(*x)).exp())
        }
    }

    const X: [f64; 6] = [1.0, 2.0, 3.0, 5.0, 7.0, 10.0];

    /// NIST StRD BoxBOD, certified values; MINPACK does not find them from the first start.
    #[test]
    fn boxbod_from_its_harder_start() {
        let y = [109.0, 149.0, 149.0, 191.0, 213.0, 224.0];
        let fit = nonlinear_least_squares(&Saturation, &X, &y, &[[1.0, 1.0]]).unwrap();
        let obtained = fit.parameters.into_iter().chain(fit.standard_errors).chain([fit.residual_sum_of_squares]);
        let certified = [213.80940889, 0.54723748542, 12.354515176, 0.10455993237, 1168.0088766];
        for (obtained, certified) in obtained.zip(certified) {
            assert!((obtained / certified - 1.0).abs() < 1e-10, "{obtained} {certified}");
        }
        assert!(fit.relative_offset < 1e-9);
    }

    /// The variance of the mean response is that of the gradient: worked by hand from the covariance.
    #[test]
    fn mean_response_by_the_delta_method() {
        let y = [109.0, 149.0, 149.0, 191.0, 213.0, 224.0];
        let fit = nonlinear_least_squares(&Saturation, &X, &y, &[[200.0, 0.5]]).unwrap();
        let [height, rate] = fit.parameters;
        let slopes = [1.0 - libm::exp(-4.0 * rate), 4.0 * height * libm::exp(-4.0 * rate)];
        let covariance = |row, column| fit.unscaled_covariance[[row, column]] * 1168.0088766 / 4.0;
        let variance = slopes[0] * slopes[0] * covariance(0, 0)
            + 2.0 * slopes[0] * slopes[1] * covariance(0, 1)
            + slopes[1] * slopes[1] * covariance(1, 1);
        let confidence = Confidence::new(0.95).unwrap();
        let mean = fit.mean_response(&Saturation, &4.0, Sides::Lower, confidence).unwrap();
        assert!((mean.standard_error.unwrap() / variance.sqrt() - 1.0).abs() < 1e-9);
        // t(0.95; 4) = 2.131846786.
        let lower = mean.interval.unwrap().lower.unwrap();
        assert!(((mean.value - lower) / variance.sqrt() - 2.131846786).abs() < 1e-8);
    }

    #[test]
    fn an_exact_curve_leaves_no_residual() {
        let y = X.map(|x| 3.0 * (1.0 - libm::exp(-0.25 * x)));
        let fit = nonlinear_least_squares(&Saturation, &X, &y, &[[1.0, 1.0]]).unwrap();
        assert!((fit.parameters[0] - 3.0).abs() < 1e-12 && (fit.parameters[1] - 0.25).abs() < 1e-12);
        assert_eq!((fit.residual_standard_deviation, fit.standard_errors), (0.0, [0.0, 0.0]));
    }

    #[test]
    fn what_determines_nothing_is_refused() {
        let fit = |x: &[f64], y: &[f64], starts: &[[f64; 2]]| nonlinear_least_squares(&Saturation, x, y, starts);
        let singular = StatisticError::Singular { rank: 1, columns: 2 };
        assert_eq!(fit(&[2.0; 4], &[1.0, 1.1, 0.9, 1.0], &[[1.0, 1.0]]).unwrap_err(), singular);
        assert_eq!(fit(&X, &[1.0], &[[1.0, 1.0]]).unwrap_err(), StatisticError::UnequalLengths { left: 6, right: 1 });
        let few = StatisticError::TooFewValues { needed: 3, got: 2 };
        assert_eq!(fit(&[1.0, 2.0], &[1.0, 2.0], &[[1.0, 1.0]]).unwrap_err(), few);
        assert_eq!(fit(&X, &X, &[]).unwrap_err(), StatisticError::TooFewValues { needed: 1, got: 0 });
        assert_eq!(fit(&X, &X, &[[f64::NAN, 1.0]]).unwrap_err(), StatisticError::NotFinite);
        assert_eq!(fit(&[1.0; 3], &[1.0, f64::INFINITY, 1.0], &[[1.0, 1.0]]).unwrap_err(), StatisticError::NotFinite);
    }
}
