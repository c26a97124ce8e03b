//! Decay of one series: the curve, the bound of its mean and where that crosses a limit.

use super::ReactionOrder;
use super::model_choice::{Candidate, ranked};
use crate::stats::nonlinear::{Curve, NonlinearFit, nonlinear_least_squares};
use crate::stats::uncertainty::Number;
use crate::stats::{Confidence, Estimate, Sides, StatisticError};

/// A curve of decay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decay {
    /// One reaction of zero, first or second order.
    Order(ReactionOrder),
    /// Two first-order parts side by side: A e^(-k₁ t) + B e^(-k₂ t), k₁ > k₂.
    Biexponential,
    /// C₀ e^(-(t/τ)^β).
    Weibull,
}

impl Decay {
    /// Every curve, in the order of reports.
    pub const ALL: [Decay; 5] = [
        Decay::Order(ReactionOrder::Zero),
        Decay::Order(ReactionOrder::First),
        Decay::Order(ReactionOrder::Second),
        Decay::Biexponential,
        Decay::Weibull,
    ];

    /// The name in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Decay::Order(order) => order.as_str(),
            Decay::Biexponential => "biexponential",
            Decay::Weibull => "Weibull",
        }
    }

    /// Number of parameters.
    pub fn parameters(self) -> usize {
        match self {
            Decay::Order(_) => 2,
            Decay::Weibull => 3,
            Decay::Biexponential => 4,
        }
    }
}

/// C₀ and k.
struct OfOrder(ReactionOrder);

impl Curve<2> for OfOrder {
    type Point = f64;

    fn response<N: Number>(&self, time: &f64, [initial, rate]: &[N; 2]) -> N {
        *initial * self.0.remaining(*rate * N::constant(*time))
    }
}

/// ln A, ln k₁, ln B, ln k₂: logarithms, so that amounts and rates stay positive.
struct TwoParts;

impl Curve<4> for TwoParts {
    type Point = f64;

    fn response<N: Number>(&self, time: &f64, [fast, fast_rate, slow, slow_rate]: &[N; 4]) -> N {
        let time = N::constant(*time);
        (*fast - fast_rate.exp() * time).exp() + (*slow - slow_rate.exp() * time).exp()
    }
}

/// C₀, ln τ, ln β.
struct Stretched;

impl Curve<3> for Stretched {
    type Point = f64;

    fn response<N: Number>(&self, time: &f64, [initial, scale, shape]: &[N; 3]) -> N {
        if *time <= 0.0 {
            // ln 0 has no value, but nothing is lost at the start.
            return *initial;
        }
        let power = (shape.exp() * (N::constant(libm::log(*time)) - *scale)).exp();
        *initial * (-power).exp()
    }
}

/// The fit behind, by its number of parameters.
#[derive(Clone, Debug, PartialEq)]
enum Fitted {
    OfOrder(ReactionOrder, NonlinearFit<2>),
    TwoParts(NonlinearFit<4>),
    Stretched(NonlinearFit<3>),
}

/// A fitted curve of decay.
#[derive(Clone, Debug, PartialEq)]
pub struct DecayFit {
    /// Which curve.
    pub decay: Decay,
    /// Names and values of the parameters, as the formula of [`Decay`] has them.
    pub parameters: Vec<(&'static str, f64)>,
    /// Residual sum of squares.
    pub residual_sum_of_squares: f64,
    /// Standard deviation of the residuals; 0 when the values lie on the curve.
    pub residual_standard_deviation: f64,
    /// n minus the number of parameters.
    pub degrees_of_freedom: usize,
    fitted: Fitted,
}

/// Where the lower bound of the mean crosses a limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LowerBoundCrossing {
    /// At this time; before it the bound lies above the limit.
    At(f64),
    /// The bound is below the limit from the start.
    OutsideAtZero,
    /// Not up to the end of the search, given here.
    NotBefore(f64),
}

/// A rate or shape whose logarithm has a standard error beyond this is known no better than to a factor of e².
const MOST_UNCERTAIN: f64 = 1.0;

/// Least squares for a curve of decay, on the values as measured.
///
/// `times` and `values` have one element a measurement. Assumes values that scatter independently with one standard deviation.
///
/// # Errors
/// `UnequalLengths`; `TooFewValues` when n is not above the number of parameters; `OutsideDomain` for a negative time;
/// `NotPositive` when no value is; `NotAttainable` when the data do not identify the parameters of a biexponential or Weibull curve: one of them
/// is known no better than to a factor of about seven; `Singular`, `NoConvergence`, `NotFinite`.
///
/// # Source
/// Orders: Connors, Amidon, Stella, Chemical Stability of Pharmaceuticals, 2nd edition (1986), chapter 2; Weibull: W. Weibull, J.
/// Appl. Mech. 18 (1951) 293-297; fit: D. M. Bates, D. G. Watts, Nonlinear Regression Analysis and Its Applications (1988).
pub fn fit_decay(decay: Decay, times: &[f64], values: &[f64]) -> Result<DecayFit, StatisticError> {
    StatisticError::check(times, 0)?;
    StatisticError::check(values, decay.parameters() + 1)?;
    if let Some(early) = times.iter().find(|time| **time < 0.0) {
        return Err(StatisticError::OutsideDomain { what: "a time", value: *early });
    }
    let highest = values.iter().copied().fold(0.0, f64::max);
    let last = times.iter().copied().fold(0.0, f64::max);
    if highest <= 0.0 {
        return Err(StatisticError::NotPositive);
    }
    let fitted = match decay {
        Decay::Order(order) => {
            let starts = [0.1, 1.0, 0.0].map(|extent| [highest, extent / last.max(f64::MIN_POSITIVE)]);
            Fitted::OfOrder(order, nonlinear_least_squares(&OfOrder(order), times, values, &starts)?)
        }
        Decay::Biexponential => Fitted::TwoParts(two_parts(times, values, highest, last)?),
        Decay::Weibull => {
            let starts = [(1.0, 1.0), (3.0, 0.5), (1.5, 2.0)]
                .map(|(scale, shape)| [highest, libm::log(scale * last), libm::log(shape)]);
            Fitted::Stretched(nonlinear_least_squares(&Stretched, times, values, &starts)?)
        }
    };
    let fit = DecayFit::new(decay, fitted);
    if fit.is_identified() { Ok(fit) } else { Err(StatisticError::NotAttainable { what: NOT_IDENTIFIED }) }
}

/// Every curve fitted to one series, with what AICc says of each, and which is chosen.
///
/// # Errors
/// Those of [`fit_decay`] that concern the series and not a curve: `UnequalLengths`, `OutsideDomain`, `NotPositive`, `NotFinite`.
///
/// # Source
/// As [`ranked`].
pub fn compare_decays(times: &[f64], values: &[f64]) -> Result<(Vec<Candidate<Decay>>, Option<Decay>), StatisticError> {
    if times.len() != values.len() {
        return Err(StatisticError::UnequalLengths { left: times.len(), right: values.len() });
    }
    let mut fits = Vec::new();
    for decay in Decay::ALL {
        let fit = fit_decay(decay, times, values).map(|fit| fit.residual_sum_of_squares);
        if let Err(error @ (StatisticError::OutsideDomain { .. } | StatisticError::NotPositive)) = fit {
            return Err(error);
        }
        fits.push((decay, decay.parameters(), fit));
    }
    let (candidates, chosen) = ranked(values.len(), &fits)?;
    let chosen = chosen.and_then(|chosen| candidates.get(chosen)).map(|candidate| candidate.model);
    Ok((candidates, chosen))
}

const NOT_IDENTIFIED: &str = "a curve whose parameters the data determine";

fn two_parts(times: &[f64], values: &[f64], highest: f64, last: f64) -> Result<NonlinearFit<4>, StatisticError> {
    let start = |(share, fast, slow): (f64, f64, f64)| {
        [libm::log(share * highest), libm::log(fast / last), libm::log((1.0 - share) * highest), libm::log(slow / last)]
    };
    let starts = [(0.5, 10.0, 0.5), (0.2, 20.0, 0.2), (0.7, 5.0, 0.1)].map(start);
    let mut fit = nonlinear_least_squares(&TwoParts, times, values, &starts)?;
    let [first, first_rate, second, second_rate] = fit.parameters;
    if first_rate < second_rate {
        // The same curve; the faster part is named first.
        fit = nonlinear_least_squares(&TwoParts, times, values, &[[second, second_rate, first, first_rate]])?;
    }
    Ok(fit)
}

impl DecayFit {
    fn new(decay: Decay, fitted: Fitted) -> DecayFit {
        let (parameters, rest, deviation, degrees) = match &fitted {
            Fitted::OfOrder(_, fit) => {
                let [initial, rate] = fit.parameters;
                (
                    vec![("C0", initial), ("k", rate)],
                    fit.residual_sum_of_squares,
                    fit.residual_standard_deviation,
                    fit.degrees_of_freedom,
                )
            }
            Fitted::TwoParts(fit) => {
                let [a, k1, b, k2] = fit.parameters.map(libm::exp);
                let named = vec![("A", a), ("k1", k1), ("B", b), ("k2", k2)];
                (named, fit.residual_sum_of_squares, fit.residual_standard_deviation, fit.degrees_of_freedom)
            }
            Fitted::Stretched(fit) => {
                let [initial, scale, shape] = fit.parameters;
                let named = vec![("C0", initial), ("tau", libm::exp(scale)), ("beta", libm::exp(shape))];
                (named, fit.residual_sum_of_squares, fit.residual_standard_deviation, fit.degrees_of_freedom)
            }
        };
        DecayFit {
            decay,
            parameters,
            residual_sum_of_squares: rest,
            residual_standard_deviation: deviation,
            degrees_of_freedom: degrees,
            fitted,
        }
    }

    /// Whether every parameter that stands as a logarithm is known.
    fn is_identified(&self) -> bool {
        match &self.fitted {
            Fitted::OfOrder(..) => true,
            Fitted::TwoParts(fit) => fit.standard_errors.iter().all(|error| *error <= MOST_UNCERTAIN),
            Fitted::Stretched(fit) => fit.standard_errors.iter().skip(1).all(|error| *error <= MOST_UNCERTAIN),
        }
    }

    /// The mean at a time with its interval by the delta method.
    ///
    /// # Errors
    /// `NotFinite`.
    ///
    /// # Source
    /// Bates and Watts (1988), section 2.3.2.
    pub fn mean(&self, time: f64, sides: Sides, confidence: Confidence) -> Result<Estimate, StatisticError> {
        match &self.fitted {
            Fitted::OfOrder(order, fit) => fit.mean_response(&OfOrder(*order), &time, sides, confidence),
            Fitted::TwoParts(fit) => fit.mean_response(&TwoParts, &time, sides, confidence),
            Fitted::Stretched(fit) => fit.mean_response(&Stretched, &time, sides, confidence),
        }
    }

    /// The first time at which the lower bound of the mean falls to the limit, looked for from 0 to `horizon`.
    ///
    /// The bound is followed on a grid of a thousandth of the horizon, then halved to the last digit: a bound that dips below
    /// and rises again within one such part is not seen.
    ///
    /// # Errors
    /// `OutsideDomain` unless the horizon is positive; `NoVariation` when the values lie on the curve exactly, so that there is
    /// no bound; `NotFinite`.
    pub fn lower_bound_crossing(
        &self,
        limit: f64,
        sides: Sides,
        confidence: Confidence,
        horizon: f64,
    ) -> Result<LowerBoundCrossing, StatisticError> {
        if self.residual_standard_deviation == 0.0 {
            return Err(StatisticError::NoVariation);
        }
        if !(horizon > 0.0 && horizon.is_finite()) {
            return Err(StatisticError::OutsideDomain { what: "the horizon", value: horizon });
        }
        let lower = |time: f64| -> Result<f64, StatisticError> {
            let bound = self.mean(time, sides, confidence)?.interval.and_then(|interval| interval.lower);
            bound.ok_or(StatisticError::NoLimit)
        };
        if lower(0.0)? <= limit {
            return Ok(LowerBoundCrossing::OutsideAtZero);
        }
        let parts = 1000_u32;
        let mut inside = 0.0;
        for part in 1..=parts {
            let time = horizon * f64::from(part) / f64::from(parts);
            if lower(time)? <= limit {
                return halve(lower, limit, inside, time).map(LowerBoundCrossing::At);
            }
            inside = time;
        }
        Ok(LowerBoundCrossing::NotBefore(horizon))
    }
}

/// The crossing between a time inside and one outside.
fn halve(
    lower: impl Fn(f64) -> Result<f64, StatisticError>,
    limit: f64,
    mut inside: f64,
    mut outside: f64,
) -> Result<f64, StatisticError> {
    loop {
        let middle = 0.5 * (inside + outside);
        if middle <= inside || middle >= outside {
            return Ok(inside);
        }
        if lower(middle)? <= limit { outside = middle } else { inside = middle }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIMES: [f64; 10] = [0.0, 0.5, 1.0, 2.0, 3.0, 6.0, 9.0, 12.0, 18.0, 24.0];

    /// Scatter of at most 0.3 that sums to nothing.
    const SCATTER: [f64; 10] = [0.2, -0.1, -0.2, 0.3, -0.1, -0.2, 0.1, 0.2, -0.3, 0.1];

    fn confidence() -> Confidence {
        Confidence::new(0.95).unwrap()
    }

    #[test]
    fn each_curve_gives_back_its_own_parameters() {
        let two = TIMES.map(|t| 30.0 * libm::exp(-0.8 * t) + 70.0 * libm::exp(-0.02 * t));
        let fit = fit_decay(Decay::Biexponential, &TIMES, &two).unwrap();
        for ((_, obtained), expected) in fit.parameters.iter().zip([30.0, 0.8, 70.0, 0.02]) {
            assert!((obtained / expected - 1.0).abs() < 1e-9, "{:?}", fit.parameters);
        }
        let stretched = TIMES.map(|t| 100.0 * libm::exp(-libm::pow(t / 20.0, 0.6)));
        let fit = fit_decay(Decay::Weibull, &TIMES, &stretched).unwrap();
        for ((_, obtained), expected) in fit.parameters.iter().zip([100.0, 20.0, 0.6]) {
            assert!((obtained / expected - 1.0).abs() < 1e-9, "{:?}", fit.parameters);
        }
        let second = TIMES.map(|t| 100.0 / (1.0 + 0.01 * t));
        let fit = fit_decay(Decay::Order(ReactionOrder::Second), &TIMES, &second).unwrap();
        assert!((fit.parameters[1].1 - 0.01).abs() < 1e-12);
        let crossing = fit.lower_bound_crossing(90.0, Sides::Lower, confidence(), 100.0);
        assert_eq!(crossing, Err(StatisticError::NoVariation));
    }

    /// Zero order is a straight line: the bound crosses where that of the line does, from the quadratic of ICH Q1E.
    #[test]
    fn the_crossing_of_a_straight_line() {
        let values: Vec<f64> = TIMES.iter().zip(SCATTER).map(|(t, e)| 100.0 - 0.5 * t + e).collect();
        let fit = fit_decay(Decay::Order(ReactionOrder::Zero), &TIMES, &values).unwrap();
        let line = crate::stats::regression::calibration_line(&TIMES, &values).unwrap();
        let crossing = fit.lower_bound_crossing(90.0, Sides::Lower, confidence(), 100.0).unwrap();
        let LowerBoundCrossing::At(time) = crossing else { panic!("{crossing:?}") };
        let mean = line.mean_response(time, confidence()).unwrap();
        // t(0.95; 8) = 1.859548038.
        assert!((mean.value - 1.859548038 * mean.standard_error.unwrap() - 90.0).abs() < 1e-8);
    }

    #[test]
    fn the_curve_that_made_the_values_is_chosen() {
        let two = |t: f64| 30.0 * libm::exp(-0.8 * t) + 70.0 * libm::exp(-0.02 * t);
        let values: Vec<f64> = TIMES.iter().zip(SCATTER).map(|(t, e)| two(*t) + e).collect();
        let (candidates, chosen) = compare_decays(&TIMES, &values).unwrap();
        assert_eq!((candidates.len(), chosen), (5, Some(Decay::Biexponential)));
        let values: Vec<f64> = TIMES.iter().zip(SCATTER).map(|(t, e)| 100.0 * libm::exp(-0.05 * t) + e).collect();
        let (candidates, chosen) = compare_decays(&TIMES, &values).unwrap();
        assert_eq!(chosen, Some(Decay::Order(ReactionOrder::First)));
        // The Weibull curve holds that of first order, so it leaves no more unexplained and pays for its parameter.
        let rest = |at: usize| candidates[at].residual_sum_of_squares.unwrap();
        assert!(rest(4) <= rest(1) && candidates[4].aicc > candidates[1].aicc);
        assert_eq!(compare_decays(&[0.0], &[]).map(|_| ()), Err(StatisticError::UnequalLengths { left: 1, right: 0 }));
    }

    #[test]
    fn crossings_that_are_none() {
        let values: Vec<f64> = TIMES.iter().zip(SCATTER).map(|(t, e)| 100.0 - 0.5 * t + e).collect();
        let fit = fit_decay(Decay::Order(ReactionOrder::First), &TIMES, &values).unwrap();
        let crossing = |limit| fit.lower_bound_crossing(limit, Sides::Lower, confidence(), 36.0).unwrap();
        assert_eq!(crossing(101.0), LowerBoundCrossing::OutsideAtZero);
        assert_eq!(crossing(20.0), LowerBoundCrossing::NotBefore(36.0));
        assert!(fit.lower_bound_crossing(90.0, Sides::Lower, confidence(), 0.0).is_err());
    }

    /// One reaction does not tell two apart.
    #[test]
    fn what_is_not_identified_is_refused() {
        let values: Vec<f64> = TIMES.iter().zip(SCATTER).map(|(t, e)| 100.0 * libm::exp(-0.03 * t) + e).collect();
        let error = fit_decay(Decay::Biexponential, &TIMES, &values).unwrap_err();
        let named = [
            StatisticError::NotAttainable { what: NOT_IDENTIFIED },
            StatisticError::NoConvergence { what: "the nonlinear fit" },
        ];
        assert!(named.contains(&error) || matches!(error, StatisticError::Singular { .. }), "{error:?}");
        let few = fit_decay(Decay::Biexponential, &[0.0, 1.0, 2.0, 3.0], &[4.0, 3.0, 2.0, 1.0]).unwrap_err();
        assert_eq!(few, StatisticError::TooFewValues { needed: 5, got: 4 });
        assert_eq!(fit_decay(Decay::Weibull, &[0.0; 5], &[1.0; 5]).map(|_| ()), Err(StatisticError::NotFinite));
        let early = fit_decay(Decay::Weibull, &[-1.0, 0.0, 1.0, 2.0], &[1.0; 4]).unwrap_err().to_string();
        assert_eq!(early, "a time is outside its domain: -1");
    }

    #[test]
    fn values_that_do_not_fall_have_a_rate_of_about_none() {
        let values: Vec<f64> = SCATTER.iter().map(|e| 100.0 + e).collect();
        let fit = fit_decay(Decay::Order(ReactionOrder::First), &TIMES, &values).unwrap();
        assert!(fit.parameters[1].1.abs() < 1e-4);
    }
}
