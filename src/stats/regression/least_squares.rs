//! The least-squares core: Householder QR in double-double arithmetic.

use crate::stats::StatisticError;
use crate::stats::double_double::DoubleDouble;
use ndarray::{Array1, Array2, ArrayViewMut1};

/// A column counts as a combination of the columns before it when what is left of it after they are taken out is below
/// this part of its length. Data hold 16 digits, so less than this is not in the data. The hardest reference set, NIST StRD
/// Filip, leaves 5e-8.
const DEPENDENT: f64 = 1e-14;

/// Relative rounding of a sum in double-double arithmetic, with room for the condition of the design.
const ARITHMETIC: f64 = 1e-25;

/// The solution of a least-squares problem with n rows and p columns.
#[derive(Clone, Debug)]
pub(in crate::stats) struct LeastSquares {
    /// Coefficients, length p.
    pub(in crate::stats) coefficients: Array1<f64>,
    /// (X'X)^-1, p × p: the covariance of the coefficients divided by the residual variance.
    pub(in crate::stats) unscaled_covariance: Array2<f64>,
    /// Fitted responses Xb, length n.
    pub(in crate::stats) fitted: Array1<f64>,
    /// Residuals y - Xb, length n.
    pub(in crate::stats) residuals: Array1<f64>,
    /// Sum of the squared residuals.
    pub(in crate::stats) residual_sum_of_squares: f64,
}

/// Solves min |y - Xb| by Householder reflections.
///
/// Needs more rows than columns, so that the residual variance exists. Residuals are computed from the given rows, not from
/// the reflected ones.
///
/// # Errors
/// `TooFewValues` when n <= p; `Singular` when a column depends on the ones before it; `NotFinite`.
///
/// # Source
/// G. H. Golub, C. F. Van Loan, Matrix Computations, 4th edition, section 5.3.2 (algorithm 5.3.2).
pub(in crate::stats) fn least_squares(
    design: &Array2<DoubleDouble>,
    response: &Array1<DoubleDouble>,
) -> Result<LeastSquares, StatisticError> {
    let (rows, columns) = design.dim();
    if rows <= columns {
        return Err(StatisticError::TooFewValues { needed: columns + 1, got: rows });
    }
    let (triangle, projected) = triangularise(design.clone(), response.clone())?;
    let inverse = invert_triangle(&triangle);
    let coefficients = without_noise(inverse.dot_vector(&projected), design, response);
    let fitted: Array1<DoubleDouble> =
        design.rows().into_iter().map(|row| DoubleDouble::dot(row, &coefficients)).collect();
    let mut residuals: Array1<DoubleDouble> = response.iter().zip(&fitted).map(|(y, fit)| *y - *fit).collect();
    if is_exact(&residuals, design, &coefficients, response) {
        residuals.fill(DoubleDouble::ZERO);
    }
    let solution = LeastSquares {
        coefficients: to_f64(&coefficients),
        unscaled_covariance: inverse.times_own_transpose(),
        fitted: to_f64(&fitted),
        residual_sum_of_squares: DoubleDouble::dot(&residuals, &residuals).to_f64(),
        residuals: to_f64(&residuals),
    };
    let finite = solution.residual_sum_of_squares.is_finite()
        && solution.coefficients.iter().chain(&solution.unscaled_covariance).all(|value| value.is_finite());
    if finite { Ok(solution) } else { Err(StatisticError::NotFinite) }
}

/// The coefficients, those that contribute no more than the rounding of this arithmetic being zero.
fn without_noise(
    mut coefficients: Array1<DoubleDouble>,
    design: &Array2<DoubleDouble>,
    response: &Array1<DoubleDouble>,
) -> Array1<DoubleDouble> {
    let whole = DoubleDouble::dot(response, response).sqrt();
    for (coefficient, column) in coefficients.iter_mut().zip(design.columns()) {
        let contribution = (*coefficient * DoubleDouble::dot(column, column).sqrt()).to_f64().abs();
        if contribution <= ARITHMETIC * whole.to_f64() {
            *coefficient = DoubleDouble::ZERO;
        }
    }
    coefficients
}

/// Whether every residual is within the rounding of the data to binary64, so that the data lie on the model.
fn is_exact(
    residuals: &Array1<DoubleDouble>,
    design: &Array2<DoubleDouble>,
    coefficients: &Array1<DoubleDouble>,
    response: &Array1<DoubleDouble>,
) -> bool {
    let magnitude = |value: &DoubleDouble| value.to_f64().abs();
    residuals.iter().zip(design.rows()).zip(response).all(|((residual, row), y)| {
        let terms: f64 = row.iter().zip(coefficients).map(|(x, b)| magnitude(x) * magnitude(b)).sum();
        magnitude(residual) <= f64::EPSILON * (terms + magnitude(y))
    })
}

fn to_f64(values: &Array1<DoubleDouble>) -> Array1<f64> {
    values.mapv(DoubleDouble::to_f64)
}

/// R and Q'y, with R in the upper triangle of the first p rows.
fn triangularise(
    mut design: Array2<DoubleDouble>,
    mut response: Array1<DoubleDouble>,
) -> Result<(Array2<DoubleDouble>, Array1<DoubleDouble>), StatisticError> {
    let mut rank = 0;
    for pivot in 0..design.ncols() {
        let column = design.column(pivot);
        let whole = DoubleDouble::dot(column, column).sqrt();
        let mut axis: Vec<DoubleDouble> = column.iter().skip(rank).copied().collect();
        let length = DoubleDouble::dot(&axis, &axis).sqrt();
        if !whole.to_f64().is_finite() {
            return Err(StatisticError::NotFinite);
        }
        if length.to_f64() <= DEPENDENT * whole.to_f64() {
            // The rank is still counted, for the message.
            continue;
        }
        if let Some(first) = axis.first_mut() {
            // The sign that adds magnitudes, so that nothing cancels.
            *first = if first.is_negative() { *first - length } else { *first + length };
        }
        let scale = DoubleDouble::from(2.0) / DoubleDouble::dot(&axis, &axis);
        for column in design.columns_mut().into_iter().skip(pivot) {
            reflect(column, rank, &axis, scale);
        }
        reflect(response.view_mut(), rank, &axis, scale);
        rank += 1;
    }
    let columns = design.ncols();
    if rank == columns { Ok((design, response)) } else { Err(StatisticError::Singular { rank, columns }) }
}

/// x - scale (axis'x) axis from the pivot on.
fn reflect(mut values: ArrayViewMut1<DoubleDouble>, pivot: usize, axis: &[DoubleDouble], scale: DoubleDouble) {
    let factor = scale * DoubleDouble::dot(values.iter().skip(pivot), axis);
    for (value, part) in values.iter_mut().skip(pivot).zip(axis) {
        *value = *value - factor * *part;
    }
}

/// An upper triangular matrix.
struct Triangle(Array2<DoubleDouble>);

/// R^-1, column by column from the diagonal up.
fn invert_triangle(triangle: &Array2<DoubleDouble>) -> Triangle {
    let size = triangle.ncols();
    let mut inverse = Array2::from_elem((size, size), DoubleDouble::ZERO);
    for column in 0..size {
        inverse[[column, column]] = DoubleDouble::ONE / triangle[[column, column]];
        for row in (0..column).rev() {
            let known = (row + 1..=column)
                .fold(DoubleDouble::ZERO, |sum, inner| sum + triangle[[row, inner]] * inverse[[inner, column]]);
            inverse[[row, column]] = -known / triangle[[row, row]];
        }
    }
    Triangle(inverse)
}

impl Triangle {
    /// The product with the first elements of a vector.
    fn dot_vector(&self, vector: &Array1<DoubleDouble>) -> Array1<DoubleDouble> {
        self.0.rows().into_iter().map(|row| DoubleDouble::dot(row, vector)).collect()
    }

    fn times_own_transpose(&self) -> Array2<f64> {
        let size = self.0.ncols();
        Array2::from_shape_fn((size, size), |(left, right)| {
            DoubleDouble::dot(self.0.row(left), self.0.row(right)).to_f64()
        })
    }
}
