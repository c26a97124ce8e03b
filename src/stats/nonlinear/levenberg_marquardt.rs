//! The search for the least sum of squares.

use super::curve::{Curve, jacobian, responses};
use crate::stats::StatisticError;
use crate::stats::double_double::DoubleDouble;
use crate::stats::regression::least_squares::{LeastSquares, least_squares};
use ndarray::{Array1, Array2};

/// The relative offset at which the descent ends: the part of the residuals that lies in the tangent plane of the curve, over
/// the part that does not. The parameters then move by less than this part of their standard errors.
const SMALL_OFFSET: f64 = 1e-9;

/// A sum of squares is flat at its minimum, so that rounding ends the descent earlier; below this relative offset undamped
/// steps go on.
const NEAR_OFFSET: f64 = 1e-4;

/// Where the curve runs through the values but for this many times their rounding, squared, the offset means nothing and
/// undamped steps go on as well.
const NEARLY_EXACT: f64 = 1e16;

/// The largest relative offset of a minimum.
const SUFFICIENT_OFFSET: f64 = 1e-6;

/// Most undamped steps at the end.
const MOST_POLISHING: usize = 20;

/// Most steps; the hardest reference set, NIST MGH10 from its first start, takes about 1600.
const MOST_STEPS: usize = 4000;

/// No step is short enough any more at this damping.
const MOST_DAMPING: f64 = 1e60;

/// The part of a step after which the bend of the curve is measured.
const PROBE: f64 = 0.1;

/// The bend, twice its share of the step, beyond which the step is shortened.
const MOST_BENT: f64 = 0.75;

/// How the damping measures the parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scale {
    /// By the largest influence each parameter has had so far, which keeps the search from running away.
    Largest,
    /// By the influence each parameter has now, which leads back from a plateau where it has none.
    Current,
}

/// Where a search ended.
#[derive(Clone, Debug)]
pub(super) struct Minimum<const P: usize> {
    pub(super) parameters: [f64; P],
    /// The linear problem at the minimum: its covariance is that of the parameters.
    pub(super) tangent: LeastSquares,
    pub(super) residuals: Vec<f64>,
    pub(super) residual_sum_of_squares: f64,
    pub(super) relative_offset: f64,
    pub(super) steps: usize,
}

/// A state of the search.
struct Position<const P: usize> {
    parameters: [f64; P],
    residuals: Vec<f64>,
    residual_sum_of_squares: f64,
}

/// What is minimised.
pub(super) struct Problem<'p, const P: usize, C: Curve<P>> {
    pub(super) curve: &'p C,
    pub(super) points: &'p [C::Point],
    pub(super) values: &'p [f64],
}

impl<const P: usize, C: Curve<P>> Problem<'_, P, C> {
    /// Levenberg's and Marquardt's method from a start: steps of the linear problem, damped until they descend, and bent as
    /// the curve bends.
    ///
    /// # Errors
    /// `NotFinite` when the curve has no value at the start; `Singular` when the parameters cannot be told apart where the
    /// search ended; `NoConvergence`.
    ///
    /// # Source
    /// J. J. Moré, The Levenberg-Marquardt algorithm: implementation and theory, Lecture Notes in Mathematics 630 (1978);
    /// H. B. Nielsen, Damping parameter in Marquardt's method, report IMM-REP-1999-05, Technical University of Denmark
    /// (1999); bent steps: M. K. Transtrum, J. P. Sethna, Improvements to the Levenberg-Marquardt algorithm for nonlinear
    /// least-squares minimization (2012), arXiv 1201.5885; relative offset: D. M. Bates, D. G. Watts, Technometrics 23 (1981) 179-183.
    pub(super) fn search(&self, start: [f64; P], scale: Scale, damping: f64) -> Result<Minimum<P>, StatisticError> {
        let mut position = self.position(start).ok_or(StatisticError::NotFinite)?;
        let mut damping = Damping { scale, factor: damping, growth: 2.0, lengths: Array1::zeros(P) };
        for steps in 0..MOST_STEPS {
            let design = jacobian(self.curve, self.points, &position.parameters);
            if design.iter().any(|element| !element.is_finite()) {
                break;
            }
            let tangent = solve(&design, &position.residuals);
            let offset = tangent.as_ref().map_or(f64::INFINITY, |tangent| self.offset(tangent, &position));
            let next = if offset <= SMALL_OFFSET { None } else { self.descend(&position, &design, &mut damping) };
            let Some(next) = next else {
                return self.polish(position, tangent?, steps);
            };
            position = next;
        }
        Err(NO_CONVERGENCE)
    }

    /// Undamped steps as long as each leads nearer to the minimum.
    fn polish(
        &self,
        mut position: Position<P>,
        mut tangent: LeastSquares,
        steps: usize,
    ) -> Result<Minimum<P>, StatisticError> {
        let mut offset = self.offset(&tangent, &position);
        for _ in 0..MOST_POLISHING {
            let nearly_exact = position.residual_sum_of_squares <= NEARLY_EXACT * rounding_of(self.values);
            if offset > NEAR_OFFSET && !nearly_exact {
                break;
            }
            let Some(next) = self.position(position.moved(&tangent.coefficients)) else { break };
            let next_tangent = solve(&jacobian(self.curve, self.points, &next.parameters), &next.residuals)?;
            let next_offset = self.offset(&next_tangent, &next);
            if next_offset >= offset && next.residual_sum_of_squares >= position.residual_sum_of_squares {
                break;
            }
            (position, tangent, offset) = (next, next_tangent, next_offset);
        }
        if offset <= SUFFICIENT_OFFSET { Ok(position.minimum(tangent, offset, steps)) } else { Err(NO_CONVERGENCE) }
    }

    /// The residuals for these parameters; none where the curve has no finite value.
    fn position(&self, parameters: [f64; P]) -> Option<Position<P>> {
        let fitted = responses(self.curve, self.points, &parameters);
        let residuals: Vec<f64> = self.values.iter().zip(&fitted).map(|(value, fit)| value - fit).collect();
        let residual_sum_of_squares: f64 = residuals.iter().map(|residual| residual * residual).sum();
        let finite = residual_sum_of_squares.is_finite() && parameters.iter().all(|parameter| parameter.is_finite());
        finite.then_some(Position { parameters, residuals, residual_sum_of_squares })
    }

    /// The relative offset; zero when the residuals, or what of them lies in the tangent plane, are no more than the rounding of
    /// the values.
    fn offset(&self, tangent: &LeastSquares, position: &Position<P>) -> f64 {
        let inside: f64 = tangent.fitted.iter().map(|part| part * part).sum();
        let outside = (position.residual_sum_of_squares - inside).max(0.0);
        if inside <= rounding_of(self.values) || position.residual_sum_of_squares <= rounding_of(self.values) {
            return 0.0;
        }
        let degrees = (self.values.len() - P) as f64;
        ((inside / P as f64) / (outside / degrees)).sqrt()
    }

    /// The next position with a smaller sum of squares; none when even the shortest step does not descend.
    fn descend(&self, from: &Position<P>, design: &Array2<f64>, damping: &mut Damping) -> Option<Position<P>> {
        damping.measure(design);
        while damping.factor < MOST_DAMPING {
            if let Some(velocity) = damping.step(design, &from.residuals) {
                let step = self.bend(from, design, damping, &velocity);
                let next = step.and_then(|step| self.position(from.moved(&step)));
                if let Some(next) = next.filter(|next| next.residual_sum_of_squares < from.residual_sum_of_squares) {
                    damping.relax(from, &next, design, &velocity);
                    return Some(next);
                }
            }
            damping.tighten();
        }
        None
    }

    /// The step along the curve that the model surface makes, instead of along its tangent; none when it bends so much within
    /// the step that neither can be trusted.
    fn bend(
        &self,
        from: &Position<P>,
        design: &Array2<f64>,
        damping: &Damping,
        velocity: &Array1<f64>,
    ) -> Option<Array1<f64>> {
        let probe = self.position(from.moved(&(PROBE * velocity)))?;
        let tangent = design.dot(velocity);
        // Residuals are values minus curve, so that the second derivative of the curve has the other sign.
        let turns: Vec<f64> = probe
            .residuals
            .iter()
            .zip(&from.residuals)
            .zip(&tangent)
            .map(|((probe, here), tangent)| 2.0 / PROBE * ((probe - here) / PROBE + tangent))
            .collect();
        let acceleration = damping.step(design, &turns)?;
        let length = |step: &Array1<f64>| (step * &damping.lengths).mapv(|part| part * part).sum().sqrt();
        let bent = velocity + 0.5 * &acceleration;
        (2.0 * length(&acceleration) <= MOST_BENT * length(velocity)).then_some(bent)
    }
}

const NO_CONVERGENCE: StatisticError = StatisticError::NoConvergence { what: "the nonlinear fit" };

impl<const P: usize> Position<P> {
    /// The parameters after a step.
    fn moved(&self, step: &Array1<f64>) -> [f64; P] {
        std::array::from_fn(|index| self.parameters[index] + step[index])
    }

    fn minimum(self, tangent: LeastSquares, relative_offset: f64, steps: usize) -> Minimum<P> {
        Minimum {
            parameters: self.parameters,
            residuals: self.residuals,
            residual_sum_of_squares: self.residual_sum_of_squares,
            tangent,
            relative_offset,
            steps,
        }
    }
}

/// How strongly steps are shortened.
struct Damping {
    scale: Scale,
    factor: f64,
    growth: f64,
    /// Length that one unit of each parameter counts for.
    lengths: Array1<f64>,
}

impl Damping {
    fn measure(&mut self, design: &Array2<f64>) {
        for (length, column) in self.lengths.iter_mut().zip(design.columns()) {
            let now = column.dot(&column).sqrt();
            *length = if self.scale == Scale::Largest { length.max(now) } else { now };
        }
    }

    /// The damped step: least squares with one more row for each parameter; none when it is not determined.
    fn step(&self, design: &Array2<f64>, residuals: &[f64]) -> Option<Array1<f64>> {
        let (rows, columns) = design.dim();
        let root = self.factor.sqrt();
        let damped = Array2::from_shape_fn((rows + columns, columns), |(row, column)| match row.checked_sub(rows) {
            None => design[[row, column]],
            Some(own) if own == column => root * self.lengths[column],
            Some(_) => 0.0,
        });
        let right: Vec<f64> = residuals.iter().copied().chain(std::iter::repeat_n(0.0, columns)).collect();
        solve(&damped, &right).ok().map(|solution| solution.coefficients)
    }

    /// Less damping after a step that gained what the linear problem promised.
    fn relax<const P: usize>(
        &mut self,
        from: &Position<P>,
        to: &Position<P>,
        design: &Array2<f64>,
        step: &Array1<f64>,
    ) {
        let moved = design.dot(step);
        let left: f64 = from.residuals.iter().zip(&moved).map(|(residual, moved)| (residual - moved).powi(2)).sum();
        let promised = from.residual_sum_of_squares - left;
        let gained = from.residual_sum_of_squares - to.residual_sum_of_squares;
        let ratio = if promised > 0.0 { gained / promised } else { 0.0 };
        self.factor *= (1.0 - (2.0 * ratio - 1.0).powi(3)).clamp(1.0 / 3.0, 2.0);
        self.growth = 2.0;
    }

    /// More damping after a step that did not descend.
    fn tighten(&mut self) {
        self.factor *= self.growth;
        self.growth *= 2.0;
    }
}

/// The sum of squares that the rounding of the values, and of a curve computed from rounded parameters, may leave.
pub(super) fn rounding_of(values: &[f64]) -> f64 {
    let part = 8.0 * f64::EPSILON;
    values.iter().map(|value| (part * value) * (part * value)).sum()
}

/// The linear problem.
fn solve(design: &Array2<f64>, response: &[f64]) -> Result<LeastSquares, StatisticError> {
    let response: Array1<DoubleDouble> = response.iter().copied().map(DoubleDouble::from).collect();
    least_squares(&design.mapv(DoubleDouble::from), &response)
}
