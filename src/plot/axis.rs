//! Axes: scale, ends, and where the numbers stand.

/// One axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// What it shows, with its unit: `Relative potency (%)`.
    pub label: String,
    /// How distances stand for numbers.
    pub scale: Scale,
    /// A value that is inside the picture whatever the marks are: the start of a study.
    pub holds: Option<f64>,
}

/// How distances stand for numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Equal distances are equal differences.
    Linear,
    /// Equal distances are equal ratios.
    Logarithmic,
}

impl Scale {
    /// The number on the scale; `None` where the scale cannot show it.
    pub(super) fn of(self, value: f64) -> Option<f64> {
        let placed = match self {
            Scale::Linear => value,
            Scale::Logarithmic if value > 0.0 => libm::log10(value),
            Scale::Logarithmic => return None,
        };
        placed.is_finite().then_some(placed)
    }
}

/// Marks that stand at most on one axis.
const MOST_TICKS: usize = 9;

impl Axis {
    /// A linear axis.
    pub fn linear(label: impl Into<String>) -> Self {
        Axis { label: label.into(), scale: Scale::Linear, holds: None }
    }

    /// A logarithmic axis.
    pub fn logarithmic(label: impl Into<String>) -> Self {
        Axis { label: label.into(), scale: Scale::Logarithmic, holds: None }
    }

    /// The same axis with a value that it must show.
    pub fn holding(self, value: f64) -> Self {
        Axis { holds: Some(value), ..self }
    }

    /// The ends that hold all values, with a twentieth of air on either side; `tight`: none.
    pub(super) fn ends(values: &[f64], tight: bool) -> (f64, f64) {
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let width = most - least;
        let air = match (width > 0.0, tight) {
            (true, true) => 0.0,
            (true, false) => width / 20.0,
            (false, _) if least == 0.0 => 1.0,
            (false, _) => least.abs() / 20.0,
        };
        (least - air, most + air)
    }

    /// Where numbers stand between the ends, on the scale, with their texts.
    pub(super) fn ticks(&self, (from, to): (f64, f64)) -> Vec<(f64, String)> {
        let step = match self.scale {
            Scale::Linear => step(to - from),
            Scale::Logarithmic => step(to - from).max(1.0).ceil(),
        };
        if !step.is_finite() || step <= 0.0 {
            return Vec::new();
        }
        let decimals = (-libm::floor(libm::log10(step) + 1e-9)).clamp(0.0, 12.0) as usize;
        let first = libm::ceil(from / step - 1e-9);
        (0..=MOST_TICKS)
            .map(|i| (first + i as f64) * step)
            .take_while(|at| *at <= to + step * 1e-9)
            .map(|at| (at, self.text(at, decimals)))
            .collect()
    }

    fn text(&self, at: f64, decimals: usize) -> String {
        match self.scale {
            Scale::Logarithmic if (-3.0..4.0).contains(&at) => format!("{}", libm::pow(10.0, at)),
            Scale::Logarithmic => format!("1e{at:.0}"),
            // What is written is what was measured: large and small numbers as the results write them.
            Scale::Linear if at.abs() >= 1e6 => format!("{at:e}"),
            Scale::Linear => {
                let text = format!("{at:.decimals$}");
                if text.trim_matches(['-', '0', '.']).is_empty() {
                    "0".to_owned()
                } else {
                    text.replace('-', "\u{2212}")
                }
            }
        }
    }
}

/// The smallest step of 1, 2 or 5 times a power of ten that needs no more than [`MOST_TICKS`] marks.
fn step(width: f64) -> f64 {
    let least = width / (MOST_TICKS as f64 - 1.0);
    let power = libm::pow(10.0, libm::floor(libm::log10(least)));
    [1.0, 2.0, 5.0].map(|one| one * power).into_iter().find(|step| *step >= least).unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(axis: &Axis, ends: (f64, f64)) -> Vec<String> {
        axis.ticks(ends).into_iter().map(|tick| tick.1).collect()
    }

    #[test]
    fn numbers_stand_at_round_places_with_equal_decimals() {
        let axis = Axis::linear("y");
        assert_eq!(texts(&axis, (0.0, 36.0)), ["0", "5", "10", "15", "20", "25", "30", "35"]);
        assert_eq!(texts(&axis, (0.11, 0.42)), ["0.15", "0.20", "0.25", "0.30", "0.35", "0.40"]);
        assert_eq!(texts(&axis, (-0.3, 0.3)), ["−0.3", "−0.2", "−0.1", "0", "0.1", "0.2", "0.3"]);
        assert_eq!(texts(&axis, (0.0, 3e10)), ["0", "5e9", "1e10", "1.5e10", "2e10", "2.5e10", "3e10"]);
    }

    #[test]
    fn a_logarithmic_axis_has_powers_of_ten() {
        let axis = Axis::logarithmic("particles/mL");
        assert_eq!(texts(&axis, (6.5, 11.2)), ["1e7", "1e8", "1e9", "1e10", "1e11"]);
        assert_eq!(texts(&axis, (-1.5, 2.1)), ["0.1", "1", "10", "100"]);
        assert_eq!(Scale::Logarithmic.of(0.0), None);
        assert_eq!(Scale::Logarithmic.of(-1.0), None);
    }

    #[test]
    fn equal_values_get_room() {
        assert_eq!(Axis::ends(&[5.0, 5.0], false), (4.75, 5.25));
        assert_eq!(Axis::ends(&[0.0], false), (-1.0, 1.0));
        assert_eq!(Axis::ends(&[0.0, 10.0], true), (0.0, 10.0));
    }
}
