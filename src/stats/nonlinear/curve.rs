//! A curve as a formula.

use crate::stats::uncertainty::{Dual, Number};
use ndarray::Array2;

/// A curve with P parameters, written once and evaluated with numbers or with derivatives.
pub trait Curve<const P: usize> {
    /// Where the curve is evaluated: a time, or a temperature and a time.
    type Point;

    /// The response at a point, for these parameters.
    fn response<N: Number>(&self, point: &Self::Point, parameters: &[N; P]) -> N;
}

/// The responses at all points, length n.
pub(super) fn responses<const P: usize, C: Curve<P>>(
    curve: &C,
    points: &[C::Point],
    parameters: &[f64; P],
) -> Vec<f64> {
    points.iter().map(|point| curve.response(point, parameters)).collect()
}

/// The derivatives of the response at one point by the parameters.
pub(super) fn gradient<const P: usize, C: Curve<P>>(curve: &C, point: &C::Point, parameters: &[f64; P]) -> [f64; P] {
    std::array::from_fn(|chosen| {
        let seeded: [Dual; P] = std::array::from_fn(|index| Dual {
            value: parameters.get(index).copied().unwrap_or_default(),
            derivative: if index == chosen { 1.0 } else { 0.0 },
        });
        curve.response(point, &seeded).derivative
    })
}

/// The derivatives at all points, n × P.
pub(super) fn jacobian<const P: usize, C: Curve<P>>(
    curve: &C,
    points: &[C::Point],
    parameters: &[f64; P],
) -> Array2<f64> {
    let rows: Vec<[f64; P]> = points.iter().map(|point| gradient(curve, point, parameters)).collect();
    Array2::from_shape_fn((points.len(), P), |(row, column)| rows[row][column])
}
