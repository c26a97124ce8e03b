//! Transformations of the values, so that a curved or uneven decline becomes a straight and even one.

/// How values are changed before a line is fitted. All are strictly monotone where they are defined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Transform {
    /// As measured: a zero-order decline.
    #[default]
    None,
    /// Natural logarithm of positive values: a first-order decline.
    Log,
    /// Square root of values from 0 on.
    SquareRoot,
    /// Square of values from 0 on.
    Square,
    /// 1 / value of positive values: a second-order decline. Exchanges the directions.
    Reciprocal,
}

impl Transform {
    /// The name of what a value is turned into.
    pub fn as_str(self) -> &'static str {
        match self {
            Transform::None => "value",
            Transform::Log => "logarithm",
            Transform::SquareRoot => "square root",
            Transform::Square => "square from 0 on",
            Transform::Reciprocal => "reciprocal from 0 on",
        }
    }

    /// Whether a larger value gives a smaller result.
    pub fn is_decreasing(self) -> bool {
        self == Transform::Reciprocal
    }

    /// The transformed value; none where the transformation is not defined, not monotone or not finite.
    pub fn apply(self, value: f64) -> Option<f64> {
        let (at_zero, positive) = (value >= 0.0, value > 0.0);
        let result = match self {
            Transform::None => value,
            Transform::Log if positive => libm::log(value),
            Transform::SquareRoot if at_zero => value.sqrt(),
            Transform::Square if at_zero => value * value,
            Transform::Reciprocal if positive => 1.0 / value,
            Transform::Log | Transform::SquareRoot | Transform::Square | Transform::Reciprocal => return None,
        };
        result.is_finite().then_some(result)
    }

    /// The value behind a transformed one; none where no value has that result.
    pub fn inverse(self, transformed: f64) -> Option<f64> {
        let (at_zero, positive) = (transformed >= 0.0, transformed > 0.0);
        let result = match self {
            Transform::None => transformed,
            Transform::Log => libm::exp(transformed),
            Transform::SquareRoot if at_zero => transformed * transformed,
            Transform::Square if at_zero => transformed.sqrt(),
            Transform::Reciprocal if positive => 1.0 / transformed,
            Transform::SquareRoot | Transform::Square | Transform::Reciprocal => return None,
        };
        result.is_finite().then_some(result)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Transform; 5] =
        [Transform::None, Transform::Log, Transform::SquareRoot, Transform::Square, Transform::Reciprocal];

    #[test]
    fn there_and_back_and_monotone() {
        for transform in ALL {
            let there: Vec<f64> = [0.5, 2.0, 9.0].iter().map(|value| transform.apply(*value).unwrap()).collect();
            let falls = there.windows(2).all(|pair| pair[0] > pair[1]);
            let rises = there.windows(2).all(|pair| pair[0] < pair[1]);
            assert!(if transform.is_decreasing() { falls } else { rises }, "{transform:?}");
            for (value, transformed) in [0.5, 2.0, 9.0].into_iter().zip(there) {
                assert!((transform.inverse(transformed).unwrap() / value - 1.0).abs() < 1e-15, "{transform:?}");
            }
        }
    }

    #[test]
    fn what_has_no_transformed_value() {
        for transform in [Transform::Log, Transform::Reciprocal] {
            assert_eq!((transform.apply(0.0), transform.apply(-1.0)), (None, None), "{transform:?}");
        }
        for transform in [Transform::SquareRoot, Transform::Square] {
            assert_eq!((transform.apply(0.0), transform.apply(-1.0)), (Some(0.0), None), "{transform:?}");
            assert_eq!(transform.inverse(-1.0), None);
        }
        assert_eq!((Transform::Square.apply(1e200), Transform::Log.inverse(1e4)), (None, None));
        assert_eq!(Transform::Reciprocal.inverse(0.0), None);
        assert!(ALL.iter().all(|transform| transform.apply(f64::NAN).is_none()));
    }
}
