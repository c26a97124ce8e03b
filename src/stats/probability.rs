//! Probabilities and confidence levels as checked types.

use super::StatisticError;

/// A probability strictly between 0 and 1, kept with its complement so that neither tail loses digits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Probability {
    value: f64,
    complement: f64,
}

impl Probability {
    /// A probability from its value.
    ///
    /// # Errors
    /// `NotAProbability` unless 0 < value < 1.
    pub fn new(value: f64) -> Result<Probability, StatisticError> {
        Probability::pair(value, 1.0 - value).ok_or(StatisticError::NotAProbability { value })
    }

    /// A probability from its complement 1 - p, for values nearer to 1 than a binary fraction can say.
    ///
    /// # Errors
    /// `NotAProbability` unless 0 < complement < 1.
    pub fn from_complement(complement: f64) -> Result<Probability, StatisticError> {
        Probability::pair(1.0 - complement, complement).ok_or(StatisticError::NotAProbability { value: complement })
    }

    fn pair(value: f64, complement: f64) -> Option<Probability> {
        let inside = |part: f64| part > 0.0 && part <= 1.0;
        let both_round = value == 1.0 && complement == 1.0;
        (inside(value) && inside(complement) && !both_round).then_some(Probability { value, complement })
    }

    /// The probability p.
    pub fn value(self) -> f64 {
        self.value
    }

    /// 1 - p.
    pub fn complement(self) -> f64 {
        self.complement
    }

    /// The opposite event: p and 1 - p exchanged.
    pub fn opposite(self) -> Probability {
        Probability { value: self.complement, complement: self.value }
    }
}

/// On which side of the estimate an interval ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sides {
    /// On both; the risk is split in halves.
    Two,
    /// Only below: a lower bound.
    Lower,
    /// Only above: an upper bound.
    Upper,
}

/// A confidence level strictly between 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Confidence(Probability);

impl Confidence {
    /// A confidence level from its value, 0.95 for 95 %.
    ///
    /// # Errors
    /// `NotAProbability` unless 0 < value < 1.
    pub fn new(value: f64) -> Result<Confidence, StatisticError> {
        Probability::new(value).map(Confidence)
    }

    /// The level, 0.95 for 95 %.
    pub fn value(self) -> f64 {
        self.0.value()
    }

    /// The risk that the interval misses, 1 - level.
    pub fn risk(self) -> f64 {
        self.0.complement()
    }

    /// The level as a probability.
    pub fn probability(self) -> Probability {
        self.0
    }

    /// The probability below the upper end of an interval: the level itself for a bound, 1 - risk / 2 for two sides.
    pub fn quantile(self, sides: Sides) -> Probability {
        match sides {
            Sides::Lower | Sides::Upper => self.0,
            Sides::Two => {
                let half = 0.5 * self.risk();
                Probability { value: 1.0 - half, complement: half }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_the_open_interval() {
        for value in [0.0, 1.0, -0.1, 1.1, f64::NAN, f64::INFINITY] {
            let message = Probability::new(value).unwrap_err().to_string();
            assert_eq!(message, format!("a probability must lie between 0 and 1, got {value}"));
            assert!(Confidence::new(value).is_err());
            assert!(Probability::from_complement(value).is_err());
        }
        assert_eq!(Probability::new(1e-300).unwrap().value(), 1e-300);
        assert_eq!(Probability::from_complement(1e-300).unwrap().complement(), 1e-300);
    }

    #[test]
    fn two_sides_share_the_risk() {
        let confidence = Confidence::new(0.9).unwrap();
        assert!((confidence.quantile(Sides::Two).value() - 0.95).abs() < 1e-15);
        assert_eq!(confidence.quantile(Sides::Lower).value(), 0.9);
    }
}
