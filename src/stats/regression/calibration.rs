//! Straight-line calibration: bands, detection limits and the way back from a response to x.

use super::linear::{Intercept, polynomial_regression};
use crate::order;
use crate::stats::distribution::{Fisher, StudentT};
use crate::stats::spread::sum_of_squares;
use crate::stats::{Confidence, Estimate, Interval, Sides, StatisticError, mean};

/// A calibration line y = intercept + slope x fitted by ordinary least squares.
#[derive(Clone, Debug, PartialEq)]
pub struct CalibrationLine {
    /// Number of standards measured.
    pub n: usize,
    /// Response at x = 0.
    pub intercept: f64,
    /// Change of the response per unit of x.
    pub slope: f64,
    /// Standard error of the intercept.
    pub intercept_standard_error: f64,
    /// Standard error of the slope.
    pub slope_standard_error: f64,
    /// Standard deviation of the residuals, divisor n - 2.
    pub residual_standard_deviation: f64,
    /// Coefficient of determination; none when the responses do not vary.
    pub r_squared: Option<f64>,
    /// Two-sided p-value of the slope being zero; none when the points lie on a level line, where there is no scatter to
    /// compare with.
    pub slope_p: Option<f64>,
    /// Test of the straight line against the scatter of repeated standards; none without repetitions that scatter, or with
    /// fewer than three different x.
    pub lack_of_fit: Option<LackOfFit>,
    mean_x: f64,
    mean_y: f64,
    squares_x: f64,
}

/// Scatter of the means about the line against scatter within repeated standards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LackOfFit {
    /// Ratio of the mean squares.
    pub f: f64,
    /// Different x minus 2.
    pub numerator_degrees_of_freedom: usize,
    /// Standards minus different x.
    pub denominator_degrees_of_freedom: usize,
    /// Probability of so large a ratio when the line is straight.
    pub p_value: f64,
}

/// The x that belongs to a response.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InversePrediction {
    /// (mean response - intercept) / slope.
    pub x: f64,
    /// Its standard error by the first-order formula.
    pub standard_error: f64,
    /// t² s² / (slope² Sxx): how far the slope is from being proved. At 1 and beyond no interval exists.
    pub g: f64,
    /// Fieller's interval with the error variance of the calibration; none when it is unbounded (g >= 1).
    pub fieller: Option<Interval>,
    /// Fieller's interval with the scatter of the replicate responses pooled into the error variance, n + m - 3 degrees of
    /// freedom; none when it is unbounded.
    pub fieller_pooled: Option<Interval>,
    /// x ± t standard error, which ignores that the slope is uncertain in the denominator.
    pub wald: Interval,
}

/// Calibration line by ordinary least squares.
///
/// `x` and `responses` have one element a standard. Assumes responses that scatter normally and independently with one
/// standard deviation about a straight line, and x without error; where the scatter grows with x use
/// [`super::weighted_line`].
///
/// # Errors
/// `UnequalLengths`; `TooFewValues` when n < 3; `Singular` when all x are equal; `NotFinite`.
///
/// # Source
/// N. R. Draper, H. Smith, Applied Regression Analysis, 3rd edition, chapters 1 to 3; lack of fit: section 2.1.
pub fn calibration_line(x: &[f64], responses: &[f64]) -> Result<CalibrationLine, StatisticError> {
    let fit = polynomial_regression(x, 1, Intercept::Estimated, responses)?;
    let (slope, slope_standard_error) = (fit.coefficients[1], fit.standard_errors[1]);
    let slope_p = match (slope == 0.0, slope_standard_error == 0.0) {
        (true, true) => None,
        (false, true) => Some(0.0),
        _ => {
            let t = slope / slope_standard_error;
            Some(StudentT::new(fit.degrees_of_freedom as f64)?.two_sided_tail(t)?)
        }
    };
    Ok(CalibrationLine {
        n: x.len(),
        intercept: fit.coefficients[0],
        slope,
        intercept_standard_error: fit.standard_errors[0],
        slope_standard_error,
        residual_standard_deviation: fit.residual_standard_deviation,
        r_squared: fit.r_squared,
        slope_p,
        lack_of_fit: lack_of_fit(x, responses, &fit.fitted.to_vec())?,
        mean_x: mean(x)?,
        mean_y: mean(responses)?,
        squares_x: sum_of_squares(x)?,
    })
}

fn lack_of_fit(x: &[f64], responses: &[f64], fitted: &[f64]) -> Result<Option<LackOfFit>, StatisticError> {
    let mut points: Vec<(f64, f64, f64)> =
        x.iter().zip(responses).zip(fitted).map(|((x, y), fit)| (*x, *y, *fit)).collect();
    order::sort_by(&mut points, |left, right| left.0.total_cmp(&right.0));
    let (mut levels, mut between, mut within) = (0, 0.0, 0.0);
    for level in points.chunk_by(|left, right| left.0 == right.0) {
        let values: Vec<f64> = level.iter().map(|point| point.1).collect();
        let centre = mean(&values)?;
        let off = level.first().map_or(0.0, |point| centre - point.2);
        levels += 1;
        between += level.len() as f64 * off * off;
        within += sum_of_squares(&values)?;
    }
    let (numerator, denominator) = (usize::saturating_sub(levels, 2), x.len() - levels);
    if numerator == 0 || denominator == 0 || within == 0.0 {
        return Ok(None);
    }
    let f = (between / numerator as f64) / (within / denominator as f64);
    let p_value = Fisher::new(numerator as f64, denominator as f64)?.tails(f)?.upper;
    Ok(Some(LackOfFit {
        f,
        numerator_degrees_of_freedom: numerator,
        denominator_degrees_of_freedom: denominator,
        p_value,
    }))
}

impl CalibrationLine {
    /// n - 2.
    pub fn degrees_of_freedom(&self) -> usize {
        self.n - 2
    }

    /// The slope with its confidence interval.
    ///
    /// # Errors
    /// `NotFinite`.
    pub fn slope_estimate(&self, confidence: Confidence) -> Result<Estimate, StatisticError> {
        self.estimate("slope of the calibration line", self.slope, self.slope_standard_error, confidence)
    }

    /// The mean response at x with its confidence interval.
    ///
    /// Formula: intercept + slope x ± t s sqrt(1/n + (x - mean)² / Sxx).
    ///
    /// # Errors
    /// `NotFinite`.
    pub fn mean_response(&self, x: f64, confidence: Confidence) -> Result<Estimate, StatisticError> {
        let error = self.residual_standard_deviation * self.leverage(x).sqrt();
        self.estimate("mean response of the calibration line", self.response(x), error, confidence)
    }

    /// One further response at x with its prediction interval.
    ///
    /// Formula: intercept + slope x ± t s sqrt(1 + 1/n + (x - mean)² / Sxx).
    ///
    /// # Errors
    /// `NotFinite`.
    pub fn prediction(&self, x: f64, confidence: Confidence) -> Result<Estimate, StatisticError> {
        let error = self.residual_standard_deviation * (1.0 + self.leverage(x)).sqrt();
        self.estimate("predicted response of the calibration line", self.response(x), error, confidence)
    }

    /// Detection limit 3.3 s / |slope|, in the unit of x.
    ///
    /// # Errors
    /// `NoVariation` when the slope is zero; `NotFinite`.
    ///
    /// # Source
    /// ICH Q2(R2) (2023), section 3.2.3 (detection and quantitation limits from the standard deviation of the response and
    /// the slope).
    pub fn detection_limit(&self) -> Result<f64, StatisticError> {
        self.in_units_of_x(3.3 * self.residual_standard_deviation)
    }

    /// Quantitation limit 10 s / |slope|, in the unit of x.
    ///
    /// # Errors
    /// `NoVariation` when the slope is zero; `NotFinite`.
    ///
    /// # Source
    /// As [`CalibrationLine::detection_limit`].
    pub fn quantitation_limit(&self) -> Result<f64, StatisticError> {
        self.in_units_of_x(10.0 * self.residual_standard_deviation)
    }

    /// The x of an unknown measured `responses.len()` = m times.
    ///
    /// Formula: Fieller's limits mean + (x - mean) / (1 - g) ± t s / (slope (1 - g)) sqrt((1 - g)(1/m + 1/n) + (x - mean)² /
    /// Sxx); Wald: standard error s / |slope| sqrt(1/m + 1/n + (x - mean)² / Sxx).
    ///
    /// # Errors
    /// `TooFewValues` without a response; `NoVariation` when the slope is zero; `NotFinite`.
    ///
    /// # Source
    /// N. R. Draper, H. Smith, Applied Regression Analysis, 3rd edition, section 3.2 (inverse regression); F. A. Graybill,
    /// Theory and Application of the Linear Model (1976), section 8.5 for the pooled form.
    pub fn inverse(&self, responses: &[f64], confidence: Confidence) -> Result<InversePrediction, StatisticError> {
        StatisticError::check(responses, 1)?;
        let x = self.mean_x + self.in_units_of_x(mean(responses)? - self.mean_y)? * self.slope.signum();
        let m = responses.len() as f64;
        let n = self.n as f64;
        let standard_error =
            self.in_units_of_x(self.residual_standard_deviation)? * (1.0 / m + self.leverage(x)).sqrt();
        let own = self.n as f64 - 2.0;
        let pooled = own + m - 1.0;
        let variance = self.residual_standard_deviation * self.residual_standard_deviation;
        let pooled_deviation = ((own * variance + sum_of_squares(responses)?) / pooled).sqrt();
        let (g, fieller) = self.fieller(x, 1.0 / m + 1.0 / n, self.residual_standard_deviation, own, confidence)?;
        let (_, fieller_pooled) = self.fieller(x, 1.0 / m + 1.0 / n, pooled_deviation, pooled, confidence)?;
        let wald = self.estimate("inverse prediction", x, standard_error, confidence)?;
        let wald = wald.interval.ok_or(StatisticError::NotFinite)?;
        Ok(InversePrediction { x, standard_error, g, fieller, fieller_pooled, wald })
    }

    /// g and Fieller's interval for the given error standard deviation and its degrees of freedom.
    fn fieller(
        &self,
        x: f64,
        reciprocals: f64,
        deviation: f64,
        degrees_of_freedom: f64,
        confidence: Confidence,
    ) -> Result<(f64, Option<Interval>), StatisticError> {
        let t = StudentT::new(degrees_of_freedom)?.quantile(confidence.quantile(Sides::Two))?;
        let relative = t * self.in_units_of_x(deviation)?;
        let g = StatisticError::finite(relative * relative / self.squares_x)?;
        if g >= 1.0 {
            return Ok((g, None));
        }
        let distance = x - self.mean_x;
        let root = ((1.0 - g) * reciprocals + distance * distance / self.squares_x).sqrt();
        let (centre, half) = (self.mean_x + distance / (1.0 - g), relative * root / (1.0 - g));
        let ends = (StatisticError::finite(centre - half)?, StatisticError::finite(centre + half)?);
        Ok((g, Some(Interval::two_sided(ends.0, ends.1, confidence))))
    }

    fn response(&self, x: f64) -> f64 {
        // From the middle of the data, where the line is known best, rather than from x = 0.
        self.mean_y + self.slope * (x - self.mean_x)
    }

    fn leverage(&self, x: f64) -> f64 {
        let distance = x - self.mean_x;
        1.0 / self.n as f64 + distance * distance / self.squares_x
    }

    fn in_units_of_x(&self, response: f64) -> Result<f64, StatisticError> {
        if self.slope == 0.0 {
            return Err(StatisticError::NoVariation);
        }
        StatisticError::finite(response / self.slope.abs())
    }

    fn estimate(
        &self,
        method: &'static str,
        value: f64,
        standard_error: f64,
        confidence: Confidence,
    ) -> Result<Estimate, StatisticError> {
        let t = StudentT::new(self.degrees_of_freedom() as f64)?.quantile(confidence.quantile(Sides::Two))?;
        let lower = StatisticError::finite(value - t * standard_error)?;
        let upper = StatisticError::finite(value + t * standard_error)?;
        let interval = Some(Interval::two_sided(lower, upper, confidence));
        Ok(Estimate { value, standard_error: Some(standard_error), interval, method, n: self.n })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn confidence(level: f64) -> Confidence {
        Confidence::new(level).unwrap()
    }

    const X: [f64; 6] = [1.0, 2.0, 4.0, 6.0, 8.0, 10.0];
    const Y: [f64; 6] = [56.3, 96.9, 190.7, 295.1, 391.2, 491.3];

    /// The prediction band through Fieller's limits is where the prediction interval meets the response.
    #[test]
    fn fieller_inverts_the_prediction_band() {
        let line = calibration_line(&X, &Y).unwrap();
        let level = confidence(0.95);
        let ends = line.inverse(&[250.0], level).unwrap().fieller.unwrap();
        let upper = line.prediction(ends.lower.unwrap(), level).unwrap().interval.unwrap().upper.unwrap();
        let lower = line.prediction(ends.upper.unwrap(), level).unwrap().interval.unwrap().lower.unwrap();
        assert!((upper - 250.0).abs() < 1e-10 && (lower - 250.0).abs() < 1e-10, "{upper} {lower}");
    }

    #[test]
    fn more_confidence_and_falling_lines_keep_their_order() {
        let falling: Vec<f64> = Y.iter().map(|y| -y).collect();
        let line = calibration_line(&X, &falling).unwrap();
        let narrow = line.inverse(&[-250.0], confidence(0.9)).unwrap().fieller.unwrap();
        let wide = line.inverse(&[-250.0], confidence(0.99)).unwrap().fieller.unwrap();
        assert!(narrow.lower < narrow.upper && wide.lower < narrow.lower && narrow.upper < wide.upper);
        let rising = calibration_line(&X, &Y).unwrap().inverse(&[250.0], confidence(0.9)).unwrap();
        assert!((rising.x - line.inverse(&[-250.0], confidence(0.9)).unwrap().x).abs() < 1e-14);
    }

    #[test]
    fn an_exact_line_has_no_uncertainty() {
        let line = calibration_line(&[1.0, 2.0, 3.0], &[3.0, 5.0, 7.0]).unwrap();
        assert_eq!((line.residual_standard_deviation, line.slope_p, line.lack_of_fit), (0.0, Some(0.0), None));
        let inverse = line.inverse(&[9.0], confidence(0.95)).unwrap();
        assert_eq!((inverse.x, inverse.standard_error, inverse.g), (4.0, 0.0, 0.0));
        assert_eq!(inverse.fieller.unwrap().width(), Some(0.0));
    }

    #[test]
    fn a_level_line_leads_nowhere_back() {
        let line = calibration_line(&[1.0, 2.0, 3.0], &[4.0; 3]).unwrap();
        assert_eq!((line.slope, line.slope_p, line.r_squared), (0.0, None, None));
        assert_eq!(line.inverse(&[4.0], confidence(0.95)), Err(StatisticError::NoVariation));
        assert_eq!(line.detection_limit(), Err(StatisticError::NoVariation));
    }

    #[test]
    fn degenerate_calibrations() {
        let few = |needed, got| Err(StatisticError::TooFewValues { needed, got });
        assert_eq!(calibration_line(&[], &[]), few(3, 0));
        assert_eq!(calibration_line(&[1.0, 2.0], &[1.0, 2.0]), few(3, 2));
        let same_x = calibration_line(&[2.0; 3], &[1.0, 2.0, 3.0]);
        assert_eq!(same_x, Err(StatisticError::Singular { rank: 1, columns: 2 }));
        assert_eq!(calibration_line(&[1.0, 2.0, f64::NAN], &[1.0, 2.0, 3.0]), Err(StatisticError::NotFinite));
        let line = calibration_line(&X, &Y).unwrap();
        assert_eq!(line.inverse(&[], confidence(0.95)), Err(StatisticError::TooFewValues { needed: 1, got: 0 }));
        assert_eq!(line.inverse(&[f64::NAN], confidence(0.95)), Err(StatisticError::NotFinite));
        assert_eq!(line.prediction(f64::INFINITY, confidence(0.95)), Err(StatisticError::NotFinite));
    }
}
