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
    /// Whether it counts: no number stands between two whole ones.
    pub whole: bool,
    /// A place of a linear axis that has a word; what stands there is not counted as those from one to it are.
    pub word: Option<(f64, String)>,
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

/// Numbers that stand at most on one axis.
pub(super) const MOST_TICKS: usize = 9;

impl Axis {
    /// A linear axis.
    pub fn linear(label: impl Into<String>) -> Self {
        Axis { label: label.into(), scale: Scale::Linear, holds: None, whole: false, word: None }
    }

    /// A logarithmic axis.
    pub fn logarithmic(label: impl Into<String>) -> Self {
        Axis { label: label.into(), scale: Scale::Logarithmic, holds: None, whole: false, word: None }
    }

    /// The same axis with a value that it must show.
    pub fn holding(self, value: f64) -> Self {
        Axis { holds: Some(value), ..self }
    }

    /// The same axis, of whole numbers.
    pub fn counting(self) -> Self {
        Axis { whole: true, ..self }
    }

    /// The same axis with a word at this place; no number stands there or behind it.
    pub fn naming(self, at: f64, word: impl Into<String>) -> Self {
        Axis { word: Some((at, word.into())), ..self }
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

    /// Where numbers stand between the ends, on the scale, with their texts; `most` of them, or one more.
    pub(super) fn ticks(&self, ends: (f64, f64), most: usize) -> Vec<(f64, String)> {
        let mut ticks = self.numbers(ends, most);
        if let Some((at, word)) = &self.word {
            ticks.retain(|tick| (1.0..*at).contains(&tick.0));
            ticks.push((*at, word.clone()));
        }
        ticks
    }

    /// The same across a picture with so much room: as many as stand beside each other; two where no more do.
    pub(super) fn ticks_across(&self, ends: (f64, f64), room: i32) -> Vec<(f64, String)> {
        let places = |from: f64, to: f64| (to - from) / (ends.1 - ends.0) * f64::from(room);
        let fits = |ticks: &Vec<(f64, String)>| {
            let mut pairs = ticks.iter().zip(ticks.iter().skip(1));
            pairs.all(|(one, other)| {
                places(one.0, other.0) >= f64::from((printed(&one.1) + printed(&other.1)) / 2 + BETWEEN)
            })
        };
        let tried = |most: usize| self.ticks(ends, most);
        (LEAST_TICKS..=MOST_TICKS).rev().map(tried).find(fits).unwrap_or_else(|| tried(LEAST_TICKS))
    }

    fn numbers(&self, (from, to): (f64, f64), most: usize) -> Vec<(f64, String)> {
        let step = match self.scale {
            Scale::Linear if self.whole => step(to - from, most).max(1.0),
            Scale::Linear => step(to - from, most),
            Scale::Logarithmic => step(to - from, most).max(1.0).ceil(),
        };
        if !step.is_finite() || step <= 0.0 {
            return Vec::new();
        }
        let decimals = (-libm::floor(libm::log10(step) + 1e-9)).clamp(0.0, 12.0) as usize;
        let first = libm::ceil(from / step - 1e-9);
        (0..=most)
            .map(|i| (first + i as f64) * step)
            .take_while(|at| *at <= to + step * 1e-9)
            .map(|at| (at, self.text(at, decimals)))
            .collect()
    }

    fn text(&self, at: f64, decimals: usize) -> String {
        match self.scale {
            Scale::Logarithmic if (-3.0..4.0).contains(&at) => format!("{}", libm::pow(10.0, at)),
            Scale::Logarithmic => power(1.0, at as i32),
            Scale::Linear if at.abs() >= 1e6 || (decimals > 4 && at != 0.0) => number(at),
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

/// A number as it is printed in a picture: large and small ones with a power of ten, to five digits.
pub fn number(value: f64) -> String {
    let size = value.abs();
    if value == 0.0 || (1e-4..1e6).contains(&size) {
        return value.to_string().replace('-', "\u{2212}");
    }
    let written = format!("{value:.4e}");
    let (digits, exponent) = written.split_once('e').unwrap_or((&written, "0"));
    power(digits.parse().unwrap_or(value), exponent.parse().unwrap_or(0))
}

/// Digits times a power of ten.
fn power(digits: f64, exponent: i32) -> String {
    let raised: String = exponent.to_string().chars().map(raised_sign).collect();
    match digits {
        1.0 => format!("10{raised}"),
        _ => format!("{}×10{raised}", digits.to_string().replace('-', "\u{2212}")),
    }
}

/// A digit or a minus as an exponent.
fn raised_sign(sign: char) -> char {
    "0123456789-".chars().zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻".chars()).find(|pair| pair.0 == sign).map_or(sign, |pair| pair.1)
}

/// A text in which every `10^11` is `10¹¹`; the same behind a letter or a digit is part of a name.
pub(super) fn with_raised_powers(text: &str) -> String {
    let mut parts = text.split("10^");
    let mut printed = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.strip_prefix('-').unwrap_or(part);
        let end = digits.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(digits.len());
        let (exponent, rest) = part.split_at(part.len() - digits.len() + end);
        if end == 0 || printed.ends_with(|sign: char| sign.is_ascii_alphanumeric()) {
            printed.push_str(&format!("10^{part}"));
        } else {
            printed.push_str("10");
            printed.extend(exponent.chars().map(raised_sign));
            printed.push_str(rest);
        }
    }
    printed
}

/// Fewer numbers than these do not say how an axis runs.
const LEAST_TICKS: usize = 2;

/// Units of the picture between one number and the next.
const BETWEEN: i32 = 6;

/// About how much room a number takes, in units of the picture.
fn printed(number: &str) -> i32 {
    let sign = |sign: char| match sign {
        '.' => 3,
        '⁰' | '¹' | '²' | '³' | '⁴' | '⁵' | '⁶' | '⁷' | '⁸' | '⁹' | '⁻' => 4,
        _ => 6,
    };
    number.chars().map(sign).sum()
}

/// The smallest step of 1, 2 or 5 times a power of ten that needs no more than so many marks.
fn step(width: f64, most: usize) -> f64 {
    let least = width / (most as f64 - 1.0);
    let power = libm::pow(10.0, libm::floor(libm::log10(least)));
    [1.0, 2.0, 5.0].map(|one| one * power).into_iter().find(|step| *step >= least).unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(axis: &Axis, ends: (f64, f64)) -> Vec<String> {
        axis.ticks(ends, MOST_TICKS).into_iter().map(|tick| tick.1).collect()
    }

    #[test]
    fn numbers_stand_at_round_places_with_equal_decimals() {
        let axis = Axis::linear("y");
        assert_eq!(texts(&axis, (0.0, 36.0)), ["0", "5", "10", "15", "20", "25", "30", "35"]);
        assert_eq!(texts(&axis, (0.11, 0.42)), ["0.15", "0.20", "0.25", "0.30", "0.35", "0.40"]);
        assert_eq!(texts(&axis, (-0.3, 0.3)), ["−0.3", "−0.2", "−0.1", "0", "0.1", "0.2", "0.3"]);
        assert_eq!(texts(&axis, (0.0, 3e10)), ["0", "5×10⁹", "10¹⁰", "1.5×10¹⁰", "2×10¹⁰", "2.5×10¹⁰", "3×10¹⁰"]);
        assert_eq!(texts(&axis, (0.0, 6e-6)), ["0", "10⁻⁶", "2×10⁻⁶", "3×10⁻⁶", "4×10⁻⁶", "5×10⁻⁶", "6×10⁻⁶"]);
    }

    #[test]
    fn a_logarithmic_axis_has_powers_of_ten() {
        let axis = Axis::logarithmic("particles/mL");
        assert_eq!(texts(&axis, (6.5, 11.2)), ["10⁷", "10⁸", "10⁹", "10¹⁰", "10¹¹"]);
        assert_eq!(texts(&axis, (-1.5, 2.1)), ["0.1", "1", "10", "100"]);
        assert_eq!(Scale::Logarithmic.of(0.0), None);
        assert_eq!(Scale::Logarithmic.of(-1.0), None);
    }

    #[test]
    fn numbers_have_room() {
        let axis = Axis::linear("y");
        let across = |room: i32| -> Vec<String> {
            axis.ticks_across((0.0, 3e10), room).into_iter().map(|tick| tick.1).collect()
        };
        assert_eq!(across(400), texts(&axis, (0.0, 3e10)));
        assert_eq!(across(150), ["0", "10¹⁰", "2×10¹⁰", "3×10¹⁰"]);
        assert_eq!(across(60), ["0", "2×10¹⁰"]);
    }

    #[test]
    fn what_is_counted_has_whole_numbers() {
        assert_eq!(texts(&Axis::linear("determination").counting(), (-0.1, 2.1)), ["0", "1", "2"]);
        let with_result = Axis::linear("determination").counting().naming(3.0, "result");
        assert_eq!(texts(&with_result, (-0.2, 3.2)), ["1", "2", "result"]);
    }

    #[test]
    fn powers_of_ten_are_raised() {
        assert_eq!(number(-2.5e-7), "\u{2212}2.5×10⁻⁷");
        assert_eq!((number(0.05).as_str(), number(1e11).as_str()), ("0.05", "10¹¹"));
        assert_eq!(with_raised_powers("limit ≥ 2.0 ×10^10, per 10^6 cells"), "limit ≥ 2.0 ×10¹⁰, per 10⁶ cells");
        assert_eq!(with_raised_powers("×10^-3"), "×10⁻³");
        for name in ["LOT10^5", "10^x", "10^", "2e11"] {
            assert_eq!(with_raised_powers(name), name);
        }
    }

    #[test]
    fn equal_values_get_room() {
        assert_eq!(Axis::ends(&[5.0, 5.0], false), (4.75, 5.25));
        assert_eq!(Axis::ends(&[0.0], false), (-1.0, 1.0));
        assert_eq!(Axis::ends(&[0.0, 10.0], true), (0.0, 10.0));
    }
}
