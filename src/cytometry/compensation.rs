//! Compensation: dyes from detectors, by the inverse of the spillover matrix.

use super::CytometryError;
use ndarray::Array2;

/// A pivot below this share of the largest coefficient makes the matrix singular: its inverse would multiply the noise of
/// the detectors by more than the digits of stored values.
const SMALLEST_PIVOT: f64 = 1e-9;

/// The inverse of a spillover matrix, with the channels it holds for.
#[derive(Clone, Debug)]
pub struct Compensation {
    channels: Vec<String>,
    /// n × n.
    inverse: Array2<f64>,
}

impl Compensation {
    /// From n channels and n × n shares, row by row: row i holds what the dye of channel i gives in each channel.
    ///
    /// # Errors
    /// The matrix is not square, names a channel twice, holds something not finite, or is singular.
    pub fn new(channels: &[String], spillover: &[f64]) -> Result<Compensation, CytometryError> {
        let wrong = |why: String| CytometryError::Spillover(why);
        let n = channels.len();
        let mut matrix = Array2::from_shape_vec((n, n), spillover.to_vec())
            .map_err(|_| wrong(format!("has {} shares for {n} channels", spillover.len())))?;
        if let Some(twice) =
            channels.iter().enumerate().find(|(at, name)| channels.iter().take(*at).any(|other| other == *name))
        {
            return Err(wrong(format!("names \"{}\" twice", twice.1)));
        }
        if n == 0 || matrix.iter().any(|share| !share.is_finite()) {
            return Err(wrong("holds something that is no share".to_owned()));
        }
        let inverse = invert(&mut matrix)
            .ok_or_else(|| wrong("is singular: two of its channels cannot be told apart".to_owned()))?;
        Ok(Compensation { channels: channels.to_vec(), inverse })
    }

    /// Names of the channels, in the order of the matrix.
    pub fn channels(&self) -> &[String] {
        &self.channels
    }

    /// The light of the dye of one channel, from the values of all channels in the order of the matrix, equally long.
    ///
    /// Compensated = values × inverse, each event a row.
    ///
    /// # Source
    /// C. B. Bagwell, E. G. Adams, Annals of the New York Academy of Sciences 677 (1993) 167-184; Gating-ML 2.0 (2012),
    /// section 3.3.
    pub fn dye(&self, channel: usize, detectors: &[&[f64]], light: &mut [f64]) {
        light.fill(0.0);
        if channel >= self.inverse.ncols() {
            return;
        }
        for (detector, weight) in detectors.iter().zip(self.inverse.column(channel)) {
            for (sum, value) in light.iter_mut().zip(*detector) {
                *sum += value * weight;
            }
        }
    }
}

/// The inverse by Gauss-Jordan elimination with the largest pivot of each column; `None` when there is none.
///
/// # Source
/// G. H. Golub, C. F. Van Loan, Matrix Computations, 4th edition (2013), section 3.4.
fn invert(matrix: &mut Array2<f64>) -> Option<Array2<f64>> {
    let n = matrix.nrows();
    let mut inverse = Array2::eye(n);
    let largest = matrix.iter().fold(0.0_f64, |most, share| most.max(share.abs()));
    for column in 0..n {
        let size = |row: usize| matrix.get((row, column)).map_or(0.0, |share| share.abs());
        let pivot_row = (column..n).max_by(|left, right| size(*left).total_cmp(&size(*right)))?;
        if size(pivot_row) <= largest * SMALLEST_PIVOT {
            return None;
        }
        for side in [&mut *matrix, &mut inverse] {
            for at in 0..n {
                side.swap((column, at), (pivot_row, at));
            }
        }
        let pivot = *matrix.get((column, column))?;
        for side in [&mut *matrix, &mut inverse] {
            side.row_mut(column).mapv_inplace(|share| share / pivot);
        }
        for row in (0..n).filter(|row| *row != column) {
            let factor = *matrix.get((row, column))?;
            for side in [&mut *matrix, &mut inverse] {
                let pivot_row = side.row(column).to_owned();
                side.row_mut(row).scaled_add(-factor, &pivot_row);
            }
        }
    }
    inverse.iter().all(|share| share.is_finite()).then_some(inverse)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(n: usize) -> Vec<String> {
        (0..n).map(|number| format!("FL{number}")).collect()
    }

    /// [[1, 0.1], [0.05, 1]] has the inverse [[1, -0.1], [-0.05, 1]] / 0.995: light of one dye of 1000 comes back.
    #[test]
    fn light_of_one_dye_comes_back() {
        let compensation = Compensation::new(&names(2), &[1.0, 0.1, 0.05, 1.0]).unwrap();
        let detectors: [&[f64]; 2] = [&[1000.0, 50.0, 1050.0], &[100.0, 1000.0, 1100.0]];
        for (channel, expected) in [[1000.0, 0.0, 1000.0], [0.0, 1000.0, 1000.0]].iter().enumerate() {
            let mut light = [9.0; 3];
            compensation.dye(channel, &detectors, &mut light);
            for (got, expected) in light.iter().zip(expected) {
                assert!((got - expected).abs() < 1e-9, "{got} instead of {expected}");
            }
        }
    }

    #[test]
    fn rows_are_exchanged_where_the_pivot_is_zero() {
        let compensation = Compensation::new(&names(2), &[0.0, 1.0, 1.0, 0.0]).unwrap();
        let mut light = [0.0];
        compensation.dye(0, &[&[3.0], &[4.0]], &mut light);
        assert_eq!(light, [4.0]);
        compensation.dye(7, &[&[3.0], &[4.0]], &mut light);
        assert_eq!(light, [0.0]);
    }

    #[test]
    fn what_is_no_spillover_matrix() {
        let message =
            |channels: &[String], shares: &[f64]| Compensation::new(channels, shares).unwrap_err().to_string();
        assert_eq!(
            message(&names(2), &[1.0, 0.5, 2.0, 1.0]),
            "the spillover matrix is singular: two of its channels cannot be told apart"
        );
        assert_eq!(message(&names(2), &[1.0]), "the spillover matrix has 1 shares for 2 channels");
        assert_eq!(message(&[], &[]), "the spillover matrix holds something that is no share");
        assert_eq!(message(&names(1), &[f64::NAN]), "the spillover matrix holds something that is no share");
        let twice = vec!["A".to_owned(), "A".to_owned()];
        assert_eq!(message(&twice, &[1.0, 0.0, 0.0, 1.0]), "the spillover matrix names \"A\" twice");
    }
}
