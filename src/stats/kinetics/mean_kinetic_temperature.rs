//! Mean kinetic temperature.

use super::Temperature;
use crate::stats::StatisticError;
use crate::stats::summation::Sum;

/// ΔH/R in kelvin that the pharmacopoeia uses: 83.144 kJ/mol over 8.3144 J/(mol K).
///
/// # Source
/// USP general chapter <1079.2>, Mean kinetic temperature in the evaluation of temperature excursions.
pub const ENTHALPY_OVER_GAS_CONSTANT: f64 = 10_000.0;

/// A temperature and for how long it was held.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeldTemperature {
    /// The temperature.
    pub temperature: Temperature,
    /// How long, in any unit that is the same for all; not negative.
    pub duration: f64,
}

/// A mean kinetic temperature and what it was computed from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeanKineticTemperature {
    /// The constant temperature that would have degraded as much in the same time.
    pub temperature: Temperature,
    /// The arithmetic mean over time, which is never higher, in °C.
    pub arithmetic_mean_celsius: f64,
    /// ΔH/R used, in kelvin.
    pub enthalpy_over_gas_constant: f64,
    /// Sum of the durations, in the unit given.
    pub duration: f64,
    /// Number of temperatures.
    pub n: usize,
}

/// The mean kinetic temperature of a history, weighted by the durations.
///
/// T = (ΔH/R) / -ln(Σ h e^(-ΔH/(R T_i)) / Σ h). Assumes one reaction that follows the Arrhenius equation; what freezes,
/// thaws or aggregates does not, and whether the number may be used at all is the caller's to decide. Computed
/// relative to the highest temperature, so that nothing underflows.
///
/// # Errors
/// `TooFewValues` without a temperature; `OutsideDomain` when a duration is negative, all are zero, or
/// `enthalpy_over_gas_constant` (kelvin) is not positive; `NotFinite`.
///
/// # Source
/// J. D. Haynes, J. Pharm. Sci. 60 (1971) 927-929; USP <1079.2>; ICH Q1A(R2), glossary.
pub fn mean_kinetic_temperature(
    history: &[HeldTemperature],
    enthalpy_over_gas_constant: f64,
) -> Result<MeanKineticTemperature, StatisticError> {
    let ratio = StatisticError::finite(enthalpy_over_gas_constant)?;
    if ratio <= 0.0 {
        return Err(StatisticError::OutsideDomain { what: "ΔH/R in kelvin", value: ratio });
    }
    let duration = total_duration(history)?;
    // Shares of the total, so that their sum cannot overflow.
    let share = |held: &HeldTemperature| held.duration / duration;
    let held: Vec<&HeldTemperature> = history.iter().filter(|held| share(held) > 0.0).collect();
    let highest =
        held.iter().map(|held| held.temperature).reduce(|high, other| if other > high { other } else { high });
    let highest = highest.ok_or(StatisticError::TooFewValues { needed: 1, got: 0 })?;
    let colder = |held: &HeldTemperature| -ratio * (held.temperature.inverse() - highest.inverse());
    let less = Sum::of(held.iter().map(|held| share(held) * libm::expm1(colder(held)))).value();
    let logarithm = if less > -0.5 {
        // ln of the mean of e^x is ln1p of the mean of e^x - 1, which keeps the digits of small differences.
        libm::log1p(less)
    } else {
        libm::log(Sum::of(held.iter().map(|held| share(held) * libm::exp(colder(held)))).value())
    };
    let inverse = highest.inverse() - logarithm / ratio;
    let above = 1.0 / inverse - highest.kelvin();
    let centre = highest.celsius();
    let below = Sum::of(held.iter().map(|held| share(held) * (held.temperature.celsius() - centre))).value();
    Ok(MeanKineticTemperature {
        temperature: Temperature::from_celsius(centre + above)?,
        arithmetic_mean_celsius: StatisticError::finite(centre + below)?,
        enthalpy_over_gas_constant: ratio,
        duration,
        n: history.len(),
    })
}

/// The sum of the durations, which is positive.
fn total_duration(history: &[HeldTemperature]) -> Result<f64, StatisticError> {
    if history.is_empty() {
        return Err(StatisticError::TooFewValues { needed: 1, got: 0 });
    }
    for held in history {
        if StatisticError::finite(held.duration)? < 0.0 {
            return Err(StatisticError::OutsideDomain { what: "a duration", value: held.duration });
        }
    }
    let duration = StatisticError::finite(Sum::of(history.iter().map(|held| held.duration)).value())?;
    if duration > 0.0 {
        Ok(duration)
    } else {
        Err(StatisticError::OutsideDomain { what: "the sum of the durations", value: duration })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history(held: &[(f64, f64)]) -> Vec<HeldTemperature> {
        let held = held.iter().map(|(duration, celsius)| HeldTemperature {
            temperature: Temperature::from_celsius(*celsius).unwrap(),
            duration: *duration,
        });
        held.collect()
    }

    fn celsius(held: &[(f64, f64)]) -> f64 {
        let mean = mean_kinetic_temperature(&history(held), ENTHALPY_OVER_GAS_CONSTANT).unwrap();
        mean.temperature.celsius()
    }

    /// Worked with 30 digits (mpmath 1.4.1) from the formula; the rounded values are those of the requirement.
    #[test]
    fn a_day_of_refrigeration_with_an_excursion() {
        for (held, expected) in [
            ([(20.0, 5.0), (4.0, 14.0)], 7.3276001992641812),
            ([(16.0, 5.0), (8.0, 13.0)], 8.571565074865282),
            ([(22.0, 5.0), (2.0, 25.0)], 9.825226205463969),
        ] {
            assert!((celsius(&held) - expected).abs() < 1e-12, "{}", celsius(&held));
        }
    }

    #[test]
    fn a_constant_temperature_is_its_own_mean() {
        for at in [25.0, -80.0, 5.0, 121.1] {
            assert_eq!(celsius(&[(1.0, at), (3.0, at), (0.1, at)]), at);
        }
    }

    #[test]
    fn durations_are_weights_of_any_unit() {
        let hours = celsius(&[(2.0, 4.0), (1.0, 20.0)]);
        assert!((hours - celsius(&[(1.0, 4.0), (1.0, 20.0), (1.0, 4.0)])).abs() < 1e-12);
        assert!((hours - celsius(&[(7200.0, 4.0), (3600.0, 20.0)])).abs() < 1e-12);
        assert_eq!(celsius(&[(2.0, 4.0), (1.0, 20.0), (0.0, 90.0)]), hours);
    }

    #[test]
    fn a_long_history_at_extremes_neither_underflows_nor_overflows() {
        // Degradation at -196 °C is e^-104 of that at 121 °C, but lasts 10^308 times as long.
        assert!((celsius(&[(1e308, -196.0), (1.0, 121.0)]) + 196.0).abs() < 1e-10);
        let steep = mean_kinetic_temperature(&history(&[(1.0, 5.0), (1.0, 25.0)]), 1e9).unwrap();
        assert!(steep.temperature.celsius() <= 25.0 && steep.temperature.celsius() > 24.999);
        let flat = mean_kinetic_temperature(&history(&[(1.0, 5.0), (1.0, 25.0)]), 1e-6).unwrap();
        assert_eq!(flat.arithmetic_mean_celsius, 15.0);
        // As ΔH goes to zero the mean goes to the harmonic mean of the absolute temperatures.
        assert!((flat.temperature.kelvin() - 2.0 / (1.0 / 278.15 + 1.0 / 298.15)).abs() < 1e-6);
    }

    #[test]
    fn refusals() {
        let error =
            |held: &[(f64, f64)], ratio| mean_kinetic_temperature(&history(held), ratio).unwrap_err().to_string();
        assert_eq!(error(&[], 1e4), "needs at least 1 values, got 0");
        assert_eq!(error(&[(-1.0, 5.0)], 1e4), "a duration is outside its domain: -1");
        assert_eq!(error(&[(0.0, 5.0)], 1e4), "the sum of the durations is outside its domain: 0");
        assert_eq!(error(&[(1.0, 5.0)], 0.0), "ΔH/R in kelvin is outside its domain: 0");
        assert_eq!(error(&[(1.0, 5.0)], f64::NAN), "a value is not finite");
        assert_eq!(error(&[(f64::INFINITY, 5.0)], 1e4), "a value is not finite");
    }
}
