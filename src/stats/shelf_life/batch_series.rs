//! Results of one batch over time.

use super::{ShelfLifeError, Transform};

/// Times and values of one batch, element by element; several results of one time are several elements.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BatchSeries {
    /// Times from the start, 0 or later.
    pub times: Vec<f64>,
    /// Values, as many as times.
    pub values: Vec<f64>,
}

impl BatchSeries {
    /// A series from its points.
    pub fn of(points: impl IntoIterator<Item = (f64, f64)>) -> BatchSeries {
        let (times, values) = points.into_iter().unzip();
        BatchSeries { times, values }
    }

    /// The points with transformed values, in the order of time and value, so that the order of the rows cannot show in
    /// any digit.
    pub(super) fn points(&self, batch: usize, transform: Transform) -> Result<Vec<(f64, f64)>, ShelfLifeError> {
        let (times, values) = (self.times.len(), self.values.len());
        if times != values {
            return Err(ShelfLifeError::UnequalLengths { batch, times, values });
        }
        if times == 0 {
            return Err(ShelfLifeError::NoResults { batch });
        }
        let point = |(time, value): (&f64, &f64)| {
            if !(time.is_finite() && *time >= 0.0) {
                return Err(ShelfLifeError::NotATime { batch, time: *time });
            }
            if !value.is_finite() {
                return Err(ShelfLifeError::NotFinite { batch });
            }
            let name = transform.as_str();
            let unknown = ShelfLifeError::Untransformable { batch, value: *value, transform: name };
            Ok((*time, transform.apply(*value).ok_or(unknown)?))
        };
        let mut points = self.times.iter().zip(&self.values).map(point).collect::<Result<Vec<_>, _>>()?;
        sort_points(&mut points);
        Ok(points)
    }
}

/// Sorts points by time and value, so that the order of the rows cannot show in the last digit of a sum.
pub fn sort_points(points: &mut [(f64, f64)]) {
    points.sort_by(|left, right| left.0.total_cmp(&right.0).then(left.1.total_cmp(&right.1)));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(points: &[(f64, f64)], transform: Transform) -> String {
        BatchSeries::of(points.iter().copied()).points(1, transform).unwrap_err().to_string()
    }

    #[test]
    fn what_is_no_series_is_said() {
        assert_eq!(message(&[], Transform::None), "batch 2 has no results");
        assert_eq!(message(&[(-1.0, 2.0)], Transform::None), "batch 2: a time must be 0 or later, got -1");
        assert_eq!(message(&[(f64::NAN, 2.0)], Transform::None), "batch 2: a time must be 0 or later, got NaN");
        assert_eq!(message(&[(0.0, f64::INFINITY)], Transform::None), "batch 2: a value is not finite");
        assert_eq!(message(&[(0.0, -2.0)], Transform::Log), "batch 2: -2 has no logarithm");
        let uneven = BatchSeries { times: vec![0.0, 1.0], values: vec![1.0] };
        assert_eq!(uneven.points(0, Transform::None).unwrap_err().to_string(), "batch 1: 2 times beside 1 values");
    }
}
