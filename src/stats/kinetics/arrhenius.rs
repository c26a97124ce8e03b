//! The Arrhenius line through rates at several temperatures.

use super::{GAS_CONSTANT, ReactionOrder, Temperature};
use crate::stats::distribution::StudentT;
use crate::stats::regression::{CalibrationLine, calibration_line};
use crate::stats::{Confidence, Estimate, Interval, Sides, StatisticError};

/// A rate constant at a temperature.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RateAt {
    /// The temperature.
    pub temperature: Temperature,
    /// The rate constant, positive, per unit of time.
    pub rate: f64,
}

/// How well the line is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineState {
    /// The rates scatter about the line: there are intervals.
    Scatter,
    /// Only two rates: the line runs through them, and nothing says how well it is known.
    TwoRates,
    /// The rates lie on the line within their rounding: no scatter to judge by.
    ExactLine,
}

impl LineState {
    /// The state in words.
    pub fn as_str(self) -> &'static str {
        match self {
            LineState::Scatter => "the rates scatter about the line",
            LineState::TwoRates => "two rates determine the line and leave nothing to judge it by: no interval exists",
            LineState::ExactLine => "the rates lie exactly on the line: there is no scatter to make an interval from",
        }
    }
}

/// Whether the rate behaves as the equation has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Faster when warmer.
    Rises,
    /// As fast at every temperature, or slower when warmer, which contradicts the equation.
    Contradicts,
}

impl Direction {
    /// The direction in words.
    pub fn as_str(self) -> &'static str {
        match self {
            Direction::Rises => "the rate rises with the temperature",
            Direction::Contradicts => {
                "the rate does not rise with the temperature, which contradicts the Arrhenius equation: not to be extrapolated"
            }
        }
    }

    pub(super) fn of(activation_energy: f64) -> Direction {
        if activation_energy > 0.0 { Direction::Rises } else { Direction::Contradicts }
    }
}

/// What an interval of a rate is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Band {
    /// The mean rate at the temperature.
    Confidence,
    /// One further rate measured there.
    Prediction,
}

/// The line ln k = ln A - Ea / (R T).
#[derive(Clone, Debug, PartialEq)]
pub struct ArrheniusLine {
    /// ln A, A in the unit of the rates.
    pub ln_frequency_factor: f64,
    /// -Ea/R in kelvin.
    pub slope: f64,
    /// Whether intervals exist, and why not.
    pub state: LineState,
    /// Standard deviation of ln k about the line; none for two rates.
    pub residual_standard_deviation: Option<f64>,
    /// n - 2.
    pub degrees_of_freedom: usize,
    /// Coefficient of determination; none for two rates or when all rates are equal.
    pub r_squared: Option<f64>,
    /// Number of rates.
    pub n: usize,
    line: Option<CalibrationLine>,
}

/// The Arrhenius line by unweighted least squares of ln k on 1/T.
///
/// Assumes rates whose logarithms scatter with one standard deviation.
///
/// # Errors
/// `TooFewValues` with fewer than two rates; `NotPositive` when a rate is not; `TooFewGroups` when all temperatures are equal;
/// `NotFinite`.
///
/// # Source
/// S. Arrhenius, Z. phys. Chem. 4 (1889) 226-248; N. R. Draper, H. Smith, Applied Regression Analysis, 3rd edition, chapter 1.
pub fn arrhenius_line(rates: &[RateAt]) -> Result<ArrheniusLine, StatisticError> {
    if rates.iter().any(|at| at.rate <= 0.0) {
        return Err(StatisticError::NotPositive);
    }
    let inverse: Vec<f64> = rates.iter().map(|at| at.temperature.inverse()).collect();
    let logarithms: Vec<f64> = rates.iter().map(|at| libm::log(at.rate)).collect();
    StatisticError::check(&logarithms, 2)?;
    if inverse.iter().all(|one| inverse.first() == Some(one)) {
        return Err(StatisticError::TooFewGroups { needed: 2, got: 1 });
    }
    if let ([cold, warm], [slow, fast]) = (inverse.as_slice(), logarithms.as_slice()) {
        return through_two(*cold, *warm, *slow, *fast);
    }
    let line = calibration_line(&inverse, &logarithms)?;
    let deviation = line.residual_standard_deviation;
    Ok(ArrheniusLine {
        ln_frequency_factor: line.intercept,
        slope: line.slope,
        state: if is_rounding(deviation, &logarithms) { LineState::ExactLine } else { LineState::Scatter },
        residual_standard_deviation: Some(deviation),
        degrees_of_freedom: line.degrees_of_freedom(),
        r_squared: line.r_squared,
        n: rates.len(),
        line: Some(line),
    })
}

/// Whether the scatter is that of the last digits of the rates: rates have at most 16 digits, and their logarithms
/// not more.
fn is_rounding(deviation: f64, logarithms: &[f64]) -> bool {
    let largest = logarithms.iter().fold(1.0, |largest: f64, value| largest.max(value.abs()));
    deviation <= 16.0 * f64::EPSILON * largest
}

fn through_two(cold: f64, warm: f64, slow: f64, fast: f64) -> Result<ArrheniusLine, StatisticError> {
    let slope = StatisticError::finite((fast - slow) / (warm - cold))?;
    Ok(ArrheniusLine {
        ln_frequency_factor: StatisticError::finite(slow - slope * cold)?,
        slope,
        state: LineState::TwoRates,
        residual_standard_deviation: None,
        degrees_of_freedom: 0,
        r_squared: None,
        n: 2,
        line: None,
    })
}

impl ArrheniusLine {
    /// The activation energy in kJ/mol, with its interval where one exists.
    ///
    /// # Errors
    /// `NotFinite`.
    pub fn activation_energy(&self, confidence: Confidence) -> Result<Estimate, StatisticError> {
        let kilojoules = |slope: f64| -slope * GAS_CONSTANT / 1000.0;
        let slope = self.with_scatter().map(|line| line.slope_estimate(confidence)).transpose()?;
        let interval = slope.and_then(|slope| slope.interval).and_then(|interval| {
            Some(Interval::two_sided(kilojoules(interval.upper?), kilojoules(interval.lower?), confidence))
        });
        Estimate {
            value: kilojoules(self.slope),
            standard_error: slope.and_then(|slope| slope.standard_error).map(|error| error * GAS_CONSTANT / 1000.0),
            interval,
            method: "activation energy by the Arrhenius line",
            n: self.n,
        }
        .checked()
    }

    /// Whether the rate rises with the temperature.
    pub fn direction(&self) -> Direction {
        Direction::of(-self.slope)
    }

    /// The line, where it has scatter to make intervals from.
    fn with_scatter(&self) -> Option<&CalibrationLine> {
        self.line.as_ref().filter(|_| self.state == LineState::Scatter)
    }

    /// ln k at a temperature and its standard error in the band, where there is one.
    fn logarithm(&self, at: Temperature, band: Band) -> Result<(f64, Option<f64>), StatisticError> {
        let value = self.ln_frequency_factor + self.slope * at.inverse();
        let Some(line) = self.with_scatter() else { return Ok((StatisticError::finite(value)?, None)) };
        // The level has no part in the standard error.
        let level = Confidence::new(0.95)?;
        let estimate = match band {
            Band::Confidence => line.mean_response(at.inverse(), level)?,
            Band::Prediction => line.prediction(at.inverse(), level)?,
        };
        Ok((estimate.value, estimate.standard_error))
    }

    /// The rate at a temperature; its interval, where one exists, is made for ln k, so that it is not symmetrical.
    ///
    /// # Errors
    /// `NotFinite`, also when the interval is beyond all numbers.
    pub fn rate(
        &self,
        at: Temperature,
        band: Band,
        sides: Sides,
        confidence: Confidence,
    ) -> Result<Estimate, StatisticError> {
        let (logarithm, error) = self.logarithm(at, band)?;
        exponential("rate by the Arrhenius line", logarithm, error, self.degrees_of_freedom, self.n, sides, confidence)
    }

    /// The time after which this fraction of the initial value is left at a temperature; its interval as that of
    /// [`ArrheniusLine::rate`].
    ///
    /// # Errors
    /// As [`ArrheniusLine::rate`], and `OutsideDomain` unless 0 < fraction < 1.
    pub fn shelf_life(
        &self,
        at: Temperature,
        order: ReactionOrder,
        remaining_fraction: f64,
        band: Band,
        sides: Sides,
        confidence: Confidence,
    ) -> Result<Estimate, StatisticError> {
        let (logarithm, error) = self.logarithm(at, band)?;
        let time = libm::log(order.extent(remaining_fraction)?) - logarithm;
        exponential("shelf life by the Arrhenius line", time, error, self.degrees_of_freedom, self.n, sides, confidence)
    }
}

/// e to an estimate, with the interval of the exponent sent through.
pub(super) fn exponential(
    method: &'static str,
    logarithm: f64,
    error: Option<f64>,
    degrees_of_freedom: usize,
    n: usize,
    sides: Sides,
    confidence: Confidence,
) -> Result<Estimate, StatisticError> {
    let value = libm::exp(logarithm);
    let interval = match error {
        None => None,
        Some(error) => {
            let t = StudentT::new(degrees_of_freedom as f64)?.quantile(confidence.quantile(sides))?;
            let (lower, upper) = (libm::exp(logarithm - t * error), libm::exp(logarithm + t * error));
            Some(Interval::on_sides(lower, upper, sides, confidence))
        }
    };
    let standard_error = error.map(|error| value * error);
    Estimate { value, standard_error, interval, method, n }.checked()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rates(pairs: &[(f64, f64)]) -> Vec<RateAt> {
        let at = |(celsius, rate): &(f64, f64)| RateAt {
            temperature: Temperature::from_celsius(*celsius).unwrap(),
            rate: *rate,
        };
        pairs.iter().map(at).collect()
    }

    fn at(celsius: f64) -> Temperature {
        Temperature::from_celsius(celsius).unwrap()
    }

    const LEVEL: f64 = 0.95;

    #[test]
    fn two_rates_have_no_interval() {
        let line = arrhenius_line(&rates(&[(25.0, 0.004), (40.0, 0.0185)])).unwrap();
        assert_eq!((line.state, line.degrees_of_freedom, line.direction()), (LineState::TwoRates, 0, Direction::Rises));
        let confidence = Confidence::new(LEVEL).unwrap();
        let rate = line.rate(at(25.0), Band::Prediction, Sides::Two, confidence).unwrap();
        assert!((rate.value - 0.004).abs() < 1e-15 && rate.interval.is_none() && rate.standard_error.is_none());
        assert!(line.activation_energy(confidence).unwrap().interval.is_none());
    }

    #[test]
    fn an_exact_line_has_no_interval() {
        let exact = [20.0, 30.0, 40.0, 50.0].map(|celsius| (celsius, libm::exp(26.0 - 9600.0 / (celsius + 273.15))));
        let line = arrhenius_line(&rates(&exact)).unwrap();
        assert_eq!(line.state, LineState::ExactLine);
        assert!((line.slope + 9600.0).abs() < 1e-7);
        let confidence = Confidence::new(LEVEL).unwrap();
        let life = line.shelf_life(at(5.0), ReactionOrder::First, 0.9, Band::Confidence, Sides::Lower, confidence);
        assert!(life.unwrap().interval.is_none());
    }

    #[test]
    fn rates_that_fall_are_said_to_contradict() {
        let line = arrhenius_line(&rates(&[(25.0, 0.012), (37.0, 0.01), (45.0, 0.007)])).unwrap();
        assert_eq!(line.direction(), Direction::Contradicts);
        assert!(line.direction().as_str().contains("not to be extrapolated"));
        let level = arrhenius_line(&rates(&[(25.0, 0.01), (37.0, 0.01), (45.0, 0.01)])).unwrap();
        assert_eq!((level.direction(), level.r_squared), (Direction::Contradicts, None));
    }

    /// Four rates of the embedded case: residual standard deviation s and standard error of the mean at 5 °C from mpmath; a
    /// further rate has the variance s² more.
    #[test]
    fn a_further_rate_is_less_certain_than_the_mean() {
        let line = arrhenius_line(&rates(&[(25.0, 0.0021), (30.0, 0.0039), (40.0, 0.0125), (50.0, 0.0362)])).unwrap();
        let confidence = Confidence::new(LEVEL).unwrap();
        let relative = |band| {
            let rate = line.rate(at(5.0), band, Sides::Two, confidence).unwrap();
            rate.standard_error.unwrap() / rate.value
        };
        let (mean, further) = (relative(Band::Confidence), relative(Band::Prediction));
        let deviation = line.residual_standard_deviation.unwrap();
        assert!((further * further - mean * mean - deviation * deviation).abs() < 1e-12);
        let end = |sides| {
            let life =
                line.shelf_life(at(5.0), ReactionOrder::First, 0.9, Band::Confidence, sides, confidence).unwrap();
            life.interval.unwrap()
        };
        assert_eq!(end(Sides::Lower).upper, None);
        assert!(end(Sides::Lower).lower > end(Sides::Two).lower);
    }

    #[test]
    fn refusals() {
        let error = |pairs: &[(f64, f64)]| arrhenius_line(&rates(pairs)).unwrap_err().to_string();
        assert_eq!(error(&[(25.0, 0.01)]), "needs at least 2 values, got 1");
        assert_eq!(error(&[(25.0, 0.01), (25.0, 0.02)]), "needs at least 2 groups, got 1");
        assert_eq!(error(&[(25.0, 0.01), (40.0, 0.0)]), "all values must be positive");
        assert_eq!(error(&[(25.0, 0.01), (40.0, f64::NAN)]), "a value is not finite");
    }
}
