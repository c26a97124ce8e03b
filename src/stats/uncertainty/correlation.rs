//! Inputs that vary together.

use super::{Input, Shape};
use crate::stats::StatisticError;

/// Smallest pivot that counts as positive: a correlation of ±1 leaves a rounding error.
const SMALLEST_PIVOT: f64 = 1e-12;

/// The correlation of two inputs; pairs that are not named are independent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Correlation {
    /// One input, counted from 0.
    pub first: usize,
    /// The other input, counted from 0.
    pub second: usize,
    /// Correlation coefficient, -1 to 1.
    pub coefficient: f64,
}

impl Correlation {
    /// Refuses correlations outside -1 to 1, of an input with itself, or of inputs that do not exist.
    pub(super) fn check(correlations: &[Correlation], inputs: usize) -> Result<(), StatisticError> {
        for pair in correlations {
            if !(-1.0..=1.0).contains(&pair.coefficient) {
                return Err(StatisticError::OutsideDomain { what: "a correlation", value: pair.coefficient });
            }
            if pair.first == pair.second || pair.first.max(pair.second) >= inputs {
                let value = pair.first.max(pair.second) as f64;
                return Err(StatisticError::OutsideDomain { what: "the input of a correlation", value });
            }
        }
        Ok(())
    }
}

/// The factor that turns independent standard normal values into correlated ones.
pub(super) struct Mixing {
    /// Lower triangle L with L Lᵀ the correlation matrix; none when all inputs are independent.
    rows: Option<Vec<Vec<f64>>>,
}

impl Mixing {
    /// Cholesky factor of the correlation matrix.
    ///
    /// # Errors
    /// `OutsideDomain`, see [`Correlation::check`]; `NotAttainable` when no inputs can have these correlations, or a
    /// correlated input is not normal.
    ///
    /// # Source
    /// JCGM 101:2008, C.5.
    pub(super) fn new(inputs: &[Input], correlations: &[Correlation]) -> Result<Mixing, StatisticError> {
        Correlation::check(correlations, inputs.len())?;
        if correlations.is_empty() {
            return Ok(Mixing { rows: None });
        }
        let normal = |index: usize| inputs.get(index).is_some_and(|input| input.shape() == Shape::Normal);
        if !correlations.iter().all(|pair| normal(pair.first) && normal(pair.second)) {
            return Err(StatisticError::NotAttainable { what: "a correlation of inputs that are not normal" });
        }
        let n = inputs.len();
        let mut matrix: Vec<Vec<f64>> =
            (0..n).map(|row| (0..n).map(|column| if row == column { 1.0 } else { 0.0 }).collect()).collect();
        for pair in correlations {
            matrix[pair.first][pair.second] = pair.coefficient;
            matrix[pair.second][pair.first] = pair.coefficient;
        }
        factor(&matrix).map(|rows| Mixing { rows: Some(rows) })
    }

    /// Mixes independent standard normal values in place.
    pub(super) fn apply(&self, independent: &mut [f64]) {
        let Some(rows) = &self.rows else { return };
        // From the last row up, a row needs only values that are still independent.
        for row in (0..independent.len()).rev() {
            independent[row] = rows[row].iter().zip(independent.iter()).map(|(weight, value)| weight * value).sum();
        }
    }
}

fn factor(matrix: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, StatisticError> {
    let mut rows: Vec<Vec<f64>> = Vec::with_capacity(matrix.len());
    for (index, given) in matrix.iter().enumerate() {
        let mut row: Vec<f64> = Vec::with_capacity(index + 1);
        for (column, wanted) in given.iter().enumerate().take(index) {
            let other = &rows[column];
            let rest = wanted - row.iter().zip(other).map(|(a, b)| a * b).sum::<f64>();
            let pivot = other[column];
            if pivot == 0.0 && rest.abs() > SMALLEST_PIVOT {
                return Err(StatisticError::NotAttainable { what: "this set of correlations" });
            }
            row.push(if pivot == 0.0 { 0.0 } else { rest / pivot });
        }
        let rest = 1.0 - row.iter().map(|value| value * value).sum::<f64>();
        if rest < -SMALLEST_PIVOT {
            return Err(StatisticError::NotAttainable { what: "this set of correlations" });
        }
        row.push(if rest < SMALLEST_PIVOT { 0.0 } else { rest.sqrt() });
        rows.push(row);
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inputs(n: usize) -> Vec<Input> {
        vec![Input::normal(0.0, 1.0).unwrap(); n]
    }

    fn pair(first: usize, second: usize, coefficient: f64) -> Correlation {
        Correlation { first, second, coefficient }
    }

    #[test]
    fn mixes_to_the_wanted_correlation() {
        let mut values = [1.0, 1.0, 1.0];
        Mixing::new(&inputs(3), &[pair(0, 2, 0.6)]).unwrap().apply(&mut values);
        assert!((values[2] - 1.4).abs() < 1e-15 && values[1] == 1.0, "{values:?}");
        Mixing::new(&inputs(2), &[pair(0, 1, -1.0)]).unwrap().apply(&mut values[..2]);
        assert_eq!(values[1], -1.0);
    }

    #[test]
    fn what_cannot_be() {
        let impossible = [pair(0, 1, 0.9), pair(1, 2, 0.9), pair(0, 2, -0.9)];
        let error = Mixing::new(&inputs(3), &impossible).err().map(|error| error.to_string());
        assert_eq!(error.as_deref(), Some("this set of correlations cannot be attained"));
        assert!(Mixing::new(&inputs(2), &[pair(0, 1, 1.5)]).is_err());
        assert!(Mixing::new(&inputs(2), &[pair(0, 1, f64::NAN)]).is_err());
        assert!(Mixing::new(&inputs(2), &[pair(0, 2, 0.5)]).is_err());
        assert!(Mixing::new(&inputs(2), &[pair(1, 1, 0.5)]).is_err());
        let mixed = [Input::normal(0.0, 1.0).unwrap(), Input::rectangular(0.0, 1.0).unwrap()];
        assert!(Mixing::new(&mixed, &[pair(0, 1, 0.5)]).is_err());
    }
}
