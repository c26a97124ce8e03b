//! The Arrhenius equation fitted to the raw data of all temperatures at once.

use super::arrhenius::{Direction, exponential};
use super::{GAS_CONSTANT, RateEstimate, ReactionOrder, Temperature, rate_of_loss};
use crate::order;
use crate::stats::nonlinear::{Curve, NonlinearFit, nonlinear_least_squares};
use crate::stats::uncertainty::Number;
use crate::stats::{Confidence, Estimate, Sides, StatisticError};

/// A value measured after a time at a temperature.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Degraded {
    /// The temperature of storage.
    pub temperature: Temperature,
    /// The time of storage, in any unit.
    pub time: f64,
    /// What was measured, in any unit.
    pub value: f64,
}

/// C₀ times what is left at extent k(T) t. Parameters: C₀, ln k at the reference temperature, Ea in kJ/mol.
struct Degradation {
    order: ReactionOrder,
    reference: Temperature,
}

impl Degradation {
    /// d ln k(T) / d Ea, per kJ/mol.
    fn energy_factor(&self, at: Temperature) -> f64 {
        -1000.0 / GAS_CONSTANT * (at.inverse() - self.reference.inverse())
    }
}

impl Curve<3> for Degradation {
    type Point = (Temperature, f64);

    fn response<N: Number>(&self, (temperature, time): &(Temperature, f64), [initial, ln_rate, energy]: &[N; 3]) -> N {
        let rate = (*ln_rate + *energy * N::constant(self.energy_factor(*temperature))).exp();
        *initial * self.order.remaining(rate * N::constant(*time))
    }
}

/// The Arrhenius equation fitted in one step.
#[derive(Clone, Debug, PartialEq)]
pub struct ArrheniusFit {
    /// The order assumed.
    pub order: ReactionOrder,
    /// The temperature at which `ln_rate` is given.
    pub reference: Temperature,
    /// The common initial value.
    pub initial: f64,
    /// ln k at the reference temperature.
    pub ln_rate: f64,
    /// Its standard error.
    pub ln_rate_standard_error: f64,
    /// Ea in kJ/mol.
    pub activation_energy: f64,
    /// Its standard error.
    pub activation_energy_standard_error: f64,
    /// Number of values.
    pub n: usize,
    fit: NonlinearFit<3>,
}

/// One-step fit: C = C₀ f(k(T) t) by nonlinear least squares on the values as measured, with one C₀ for all temperatures.
///
/// Assumes values that scatter with one standard deviation at all temperatures and times, and one order at all
/// temperatures. Another estimator than the line through rates: it weights each temperature by what its data say.
///
/// # Errors
/// `TooFewValues` when n <= 3; `TooFewGroups` with fewer than two temperatures; `OutsideDomain` for a negative time;
/// `NotPositive` when no start can be had because no temperature shows a loss; `Singular` or `NoConvergence` when the data do not determine the
/// parameters; `NotFinite`.
///
/// # Source
/// K. A. Connors, G. L. Amidon, V. J. Stella, Chemical Stability of Pharmaceuticals, 2nd edition (1986), chapter 2; one step
/// against two: D. M. Bates, D. G. Watts, Nonlinear Regression Analysis and Its Applications (1988), section 2.3.
pub fn arrhenius_fit(
    data: &[Degraded],
    order: ReactionOrder,
    reference: Temperature,
) -> Result<ArrheniusFit, StatisticError> {
    if let Some(early) = data.iter().find(|point| point.time.is_nan() || point.time < 0.0) {
        return Err(StatisticError::OutsideDomain { what: "a time", value: early.time });
    }
    let by_temperature = by_temperature(data);
    if by_temperature.len() < 2 {
        return Err(StatisticError::TooFewGroups { needed: 2, got: by_temperature.len() });
    }
    let curve = Degradation { order, reference };
    let points: Vec<(Temperature, f64)> = data.iter().map(|point| (point.temperature, point.time)).collect();
    let values: Vec<f64> = data.iter().map(|point| point.value).collect();
    let starts = starts(&by_temperature, &curve, &values)?;
    let fit = nonlinear_least_squares(&curve, &points, &values, &starts)?;
    let ([initial, ln_rate, activation_energy], [_, rate_error, energy_error]) = (fit.parameters, fit.standard_errors);
    Ok(ArrheniusFit {
        order,
        reference,
        initial,
        ln_rate,
        ln_rate_standard_error: rate_error,
        activation_energy,
        activation_energy_standard_error: energy_error,
        n: data.len(),
        fit,
    })
}

/// The rate at each temperature, from cold to warm: the first of the two steps.
///
/// # Errors
/// Those of [`rate_of_loss`], of the first temperature that has one.
///
/// # Source
/// As [`rate_of_loss`].
pub fn rates_by_temperature(
    order: ReactionOrder,
    data: &[Degraded],
) -> Result<Vec<(Temperature, RateEstimate)>, StatisticError> {
    let groups = by_temperature(data);
    let rates = groups.iter().filter_map(|group| {
        let (times, values): (Vec<f64>, Vec<f64>) = group.iter().map(|point| (point.time, point.value)).unzip();
        let temperature = group.first()?.temperature;
        Some(rate_of_loss(order, &times, &values).map(|rate| (temperature, rate)))
    });
    rates.collect()
}

/// The data of each temperature, from cold to warm.
pub(super) fn by_temperature(data: &[Degraded]) -> Vec<Vec<Degraded>> {
    let mut sorted = data.to_vec();
    order::sort_by(&mut sorted, |left, right| left.temperature.celsius().total_cmp(&right.temperature.celsius()));
    sorted.chunk_by(|left, right| left.temperature == right.temperature).map(<[Degraded]>::to_vec).collect()
}

/// Starts from the temperature that shows the fastest loss, with activation energies from end to end of what is usual.
fn starts(groups: &[Vec<Degraded>], curve: &Degradation, values: &[f64]) -> Result<Vec<[f64; 3]>, StatisticError> {
    let rate = |group: &Vec<Degraded>| {
        let (times, values): (Vec<f64>, Vec<f64>) = group.iter().map(|point| (point.time, point.value)).unzip();
        let rate = rate_of_loss(curve.order, &times, &values).ok().filter(|rate| rate.rate > 0.0)?;
        Some((group.first()?.temperature, rate))
    };
    let fastest =
        groups.iter().filter_map(rate).reduce(|best, other| if other.1.rate > best.1.rate { other } else { best });
    let (at, fastest) = fastest.ok_or(StatisticError::NotPositive)?;
    let highest = values.iter().copied().fold(fastest.initial, f64::max);
    let starts = [60.0, 100.0, 20.0, -20.0]
        .map(|energy| [highest, libm::log(fastest.rate) - energy * curve.energy_factor(at), energy]);
    Ok(starts.to_vec())
}

impl ArrheniusFit {
    /// Residual sum of squares, in the squared unit of the values.
    pub fn residual_sum_of_squares(&self) -> f64 {
        self.fit.residual_sum_of_squares
    }

    /// n - 3.
    pub fn degrees_of_freedom(&self) -> usize {
        self.fit.degrees_of_freedom
    }

    /// Whether the rate rises with the temperature.
    pub fn direction(&self) -> Direction {
        Direction::of(self.activation_energy)
    }

    /// The activation energy in kJ/mol; no interval when the data lie on the curve exactly.
    ///
    /// # Errors
    /// `NotFinite`.
    pub fn activation_energy(&self, confidence: Confidence) -> Result<Estimate, StatisticError> {
        let method = "activation energy by the one-step fit";
        let mut estimate =
            self.fit.function(method, self.activation_energy, &[0.0, 0.0, 1.0], Sides::Two, confidence)?;
        if self.is_exact() {
            (estimate.interval, estimate.standard_error) = (None, None);
        }
        Ok(estimate)
    }

    /// Whether the data lie on the curve within their rounding.
    pub fn is_exact(&self) -> bool {
        self.fit.residual_standard_deviation == 0.0
    }

    /// ln k at a temperature and its standard error.
    fn logarithm(&self, at: Temperature) -> Result<(f64, Option<f64>), StatisticError> {
        let curve = Degradation { order: self.order, reference: self.reference };
        let factor = curve.energy_factor(at);
        let value = self.ln_rate + self.activation_energy * factor;
        let level = Confidence::new(0.95)?;
        let estimate = self.fit.function("ln k", value, &[0.0, 1.0, factor], Sides::Two, level)?;
        Ok((value, estimate.standard_error.filter(|_| !self.is_exact())))
    }

    /// The rate at a temperature, relative to the initial value, with the interval of its logarithm sent through.
    ///
    /// # Errors
    /// `NotFinite`.
    pub fn rate(&self, at: Temperature, sides: Sides, confidence: Confidence) -> Result<Estimate, StatisticError> {
        let (logarithm, error) = self.logarithm(at)?;
        exponential("rate by the one-step fit", logarithm, error, self.degrees_of_freedom(), self.n, sides, confidence)
    }

    /// The time after which the mean has fallen to a limit at a temperature; its interval knows that the initial value is
    /// estimated too.
    ///
    /// # Errors
    /// `OutsideDomain` unless the limit, in the unit of the values, lies above zero and below the initial value; `NotFinite`.
    pub fn time_to(
        &self,
        limit: f64,
        at: Temperature,
        sides: Sides,
        confidence: Confidence,
    ) -> Result<Estimate, StatisticError> {
        let extent = self.order.extent(limit / self.initial)?;
        // d ln(extent) / d C₀.
        let by_initial = match self.order {
            ReactionOrder::Zero => limit / (self.initial * self.initial * extent),
            ReactionOrder::First => 1.0 / (self.initial * extent),
            ReactionOrder::Second => 1.0 / (limit * extent),
        };
        let factor = Degradation { order: self.order, reference: self.reference }.energy_factor(at);
        let time = libm::log(extent) - self.ln_rate - self.activation_energy * factor;
        let slopes = [by_initial, -1.0, -factor];
        let estimate = self.fit.function("ln t", time, &slopes, Sides::Two, Confidence::new(0.95)?)?;
        let error = estimate.standard_error.filter(|_| !self.is_exact());
        let degrees = self.degrees_of_freedom();
        exponential("time to a limit by the one-step fit", time, error, degrees, self.n, sides, confidence)
    }

    /// The time after which this fraction of the initial value is left at a temperature.
    ///
    /// # Errors
    /// `OutsideDomain` unless 0 < fraction < 1; `NotFinite`.
    pub fn shelf_life(
        &self,
        at: Temperature,
        remaining_fraction: f64,
        sides: Sides,
        confidence: Confidence,
    ) -> Result<Estimate, StatisticError> {
        let (logarithm, error) = self.logarithm(at)?;
        let time = libm::log(self.order.extent(remaining_fraction)?) - logarithm;
        let degrees = self.degrees_of_freedom();
        exponential("shelf life by the one-step fit", time, error, degrees, self.n, sides, confidence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data(order: ReactionOrder, energy: f64) -> Vec<Degraded> {
        let reference = Temperature::from_celsius(25.0).unwrap();
        let curve = Degradation { order, reference };
        let mut data = Vec::new();
        for celsius in [5.0, 25.0, 40.0] {
            let temperature = Temperature::from_celsius(celsius).unwrap();
            for time in [0.0, 1.0, 3.0, 6.0] {
                let value = curve.response(&(temperature, time), &[100.0, libm::log(0.01), energy]);
                data.push(Degraded { temperature, time, value });
            }
        }
        data
    }

    #[test]
    fn each_order_and_direction_gives_back_its_own_parameters() {
        for order in ReactionOrder::ALL {
            for energy in [85.0, -30.0] {
                let reference = Temperature::from_celsius(25.0).unwrap();
                let fit = arrhenius_fit(&data(order, energy), order, reference).unwrap();
                assert!((fit.activation_energy - energy).abs() < 1e-8, "{order:?} {}", fit.activation_energy);
                assert!((fit.initial - 100.0).abs() < 1e-10);
                assert!(fit.is_exact());
                assert_eq!(fit.direction() == Direction::Rises, energy > 0.0);
                let confidence = Confidence::new(0.95).unwrap();
                let life = fit.shelf_life(reference, 0.9, Sides::Lower, confidence).unwrap();
                assert!((life.value - order.extent(0.9).unwrap() / 0.01).abs() < 1e-7 && life.interval.is_none());
            }
        }
    }

    /// The reference temperature is a way of writing, not an assumption.
    #[test]
    fn the_reference_temperature_changes_nothing() {
        let mut data = data(ReactionOrder::First, 85.0);
        for (index, point) in data.iter_mut().enumerate() {
            point.value += [0.3, -0.4, 0.1][index % 3];
        }
        let rate = |reference: f64| {
            let fit =
                arrhenius_fit(&data, ReactionOrder::First, Temperature::from_celsius(reference).unwrap()).unwrap();
            let cold = Temperature::from_celsius(2.0).unwrap();
            let rate = fit.rate(cold, Sides::Two, Confidence::new(0.95).unwrap()).unwrap();
            [fit.activation_energy, rate.value, rate.interval.unwrap().lower.unwrap()]
        };
        for (left, right) in rate(25.0).into_iter().zip(rate(5.0)) {
            assert!((left / right - 1.0).abs() < 1e-8, "{left} {right}");
        }
    }

    /// The standard error of ln t, with the derivative by the initial value taken numerically.
    #[test]
    fn the_time_to_a_limit_knows_that_the_start_is_estimated() {
        let reference = Temperature::from_celsius(25.0).unwrap();
        let confidence = Confidence::new(0.95).unwrap();
        for order in ReactionOrder::ALL {
            let mut data = data(order, 85.0);
            for (index, point) in data.iter_mut().enumerate() {
                point.value += [0.3, -0.4, 0.1][index % 3];
            }
            let fit = arrhenius_fit(&data, order, reference).unwrap();
            let time = fit.time_to(90.0, reference, Sides::Two, confidence).unwrap();
            let fraction = fit.shelf_life(reference, 90.0 / fit.initial, Sides::Two, confidence).unwrap();
            assert!((time.value / fraction.value - 1.0).abs() < 1e-12);
            let at = |initial: f64| libm::log(order.extent(90.0 / initial).unwrap());
            let by_initial = (at(fit.initial + 1e-4) - at(fit.initial - 1e-4)) / 2e-4;
            let slopes = [by_initial, -1.0, 0.0];
            let error = fit.fit.function("ln t", 0.0, &slopes, Sides::Two, confidence).unwrap().standard_error.unwrap();
            assert!((time.standard_error.unwrap() / time.value / error - 1.0).abs() < 1e-6);
            assert!(fit.time_to(101.0, reference, Sides::Two, confidence).is_err());
        }
    }

    #[test]
    fn refusals() {
        let reference = Temperature::from_celsius(25.0).unwrap();
        let error = |data: &[Degraded]| arrhenius_fit(data, ReactionOrder::First, reference).unwrap_err().to_string();
        let all = data(ReactionOrder::First, 85.0);
        assert_eq!(error(&all[..4]), "needs at least 2 groups, got 1");
        assert_eq!(error(&[]), "needs at least 2 groups, got 0");
        let level: Vec<Degraded> = all.iter().map(|point| Degraded { value: 100.0, ..*point }).collect();
        assert_eq!(error(&level), "all values must be positive");
        let early: Vec<Degraded> = all.iter().map(|point| Degraded { time: -1.0, ..*point }).collect();
        assert_eq!(error(&early), "a time is outside its domain: -1");
    }
}
