//! The results of several batches, fitted batch by batch.

use super::{BatchSeries, Line, ModelFit, NotEstimable, ShelfLifeError, Transform, sort_points};
use crate::stats::StatisticError;
use crate::stats::summation::{Sum, size};
use std::fmt;

/// Residuals below this many units in the last place of the largest number in the model are rounding: the results lie on
/// the line.
const ROUNDING: f64 = 4.0 * f64::EPSILON;

/// Batches with transformed values, as the models need them.
#[derive(Clone, Debug, PartialEq)]
pub struct Study {
    transform: Transform,
    batches: Vec<Centred>,
    whole: Centred,
}

/// The fit of one batch by itself; values on the scale of the transformation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BatchFit {
    /// Number of results.
    pub points: usize,
    /// Number of different times.
    pub distinct_times: usize,
    /// First and last time.
    pub span: (f64, f64),
    /// Intercept and slope; none with one time.
    pub coefficients: Option<(f64, f64)>,
    /// The line with its own scatter, or why there is none.
    pub line: Result<Line, NotEstimable>,
}

/// What stands against a statistical claim although a number can be computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimObstacle {
    /// Fewer than three batches.
    FewBatches {
        /// Number of batches.
        got: usize,
    },
    /// A batch with fewer than three different times.
    FewTimes {
        /// Its place from 0.
        batch: usize,
        /// Number of different times.
        got: usize,
    },
    /// All results lie on the lines of the model, so that nothing says how far a result may lie from them.
    NoResidualVariance,
}

impl ClaimObstacle {
    /// Place of the batch that it is about, from 0; none where it is about all.
    pub fn batch(&self) -> Option<usize> {
        match self {
            ClaimObstacle::FewTimes { batch, .. } => Some(*batch),
            ClaimObstacle::FewBatches { .. } | ClaimObstacle::NoResidualVariance => None,
        }
    }
}

impl fmt::Display for ClaimObstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ClaimObstacle::FewBatches { got: 1 } => f.write_str("one batch where three are needed"),
            ClaimObstacle::FewBatches { got } => write!(f, "{got} batches where three are needed"),
            ClaimObstacle::FewTimes { batch, got: 1 } => {
                write!(f, "batch {} has one time point where three are needed", batch + 1)
            }
            ClaimObstacle::FewTimes { batch, got } => {
                write!(f, "batch {} has {got} time points where three are needed", batch + 1)
            }
            ClaimObstacle::NoResidualVariance => {
                f.write_str("the results lie exactly on the lines: there is no scatter to judge by")
            }
        }
    }
}

/// Points about their centre, with their sums of squares and products.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Centred {
    /// Mean time.
    pub(super) time: f64,
    /// Mean value.
    pub(super) value: f64,
    /// Times and values, in their order.
    pub(super) points: Vec<(f64, f64)>,
    /// Distances from both means.
    pub(super) deviations: Vec<(f64, f64)>,
    /// Sum of squares of time.
    pub(super) tt: f64,
    /// Sum of products.
    pub(super) ty: f64,
    /// The largest magnitude of a value.
    pub(super) magnitude: f64,
    /// First and last time.
    pub(super) span: (f64, f64),
    /// Number of different times.
    distinct_times: usize,
}

impl Centred {
    /// The points in the order of time.
    ///
    /// # Source
    /// As the two-pass algorithm of T. F. Chan, G. H. Golub, R. J. LeVeque, The American Statistician 37 (1983), with the
    /// sums of T. Ogita, S. M. Rump, S. Oishi, SIAM J. Sci. Comput. 26 (2005).
    pub(super) fn of(points: &[(f64, f64)]) -> Centred {
        let n = size(points.len());
        let (time, time_rest) = Sum::of(points.iter().map(|point| point.0)).divided_by(n);
        let (value, value_rest) = Sum::of(points.iter().map(|point| point.1)).divided_by(n);
        let deviations: Vec<(f64, f64)> =
            points.iter().map(|(t, y)| ((t - time) - time_rest, (y - value) - value_rest)).collect();
        let changes = points.windows(2).filter(|pair| matches!(pair, [left, right] if left.0 != right.0)).count();
        Centred {
            time,
            value,
            tt: Sum::of_products(deviations.iter().map(|(t, _)| (*t, *t))).value(),
            ty: Sum::of_products(deviations.iter().copied()).value(),
            deviations,
            points: points.to_vec(),
            magnitude: points.iter().map(|point| point.1.abs()).fold(0.0, f64::max),
            span: (points.first().map_or(0.0, |point| point.0), points.last().map_or(0.0, |point| point.0)),
            distinct_times: changes + 1,
        }
    }

    /// Number of points.
    pub(super) fn n(&self) -> usize {
        self.deviations.len()
    }

    /// Whether a slope exists.
    pub(super) fn has_slope(&self) -> bool {
        self.distinct_times > 1
    }

    /// The slope of its own line; one that changes no value by more than its rounding is 0.
    pub(super) fn slope(&self) -> f64 {
        self.without_noise(self.ty / self.tt)
    }

    /// A slope, or 0 where it changes no value by more than its rounding.
    pub(super) fn without_noise(&self, slope: f64) -> f64 {
        let (first, last) = self.span;
        if (slope * (last - first)).abs() <= f64::EPSILON * self.magnitude { 0.0 } else { slope }
    }

    /// The residual a line of this slope through the centre leaves for each point.
    pub(super) fn residuals(&self, slope: f64) -> impl Iterator<Item = f64> {
        self.deviations.iter().map(move |(t, y)| y - slope * t)
    }

    /// What counts as rounding in a residual.
    pub(super) fn rounding(&self, slope: f64) -> f64 {
        ROUNDING * (self.magnitude + (slope * self.span.1).abs())
    }
}

/// The sum of squares of residuals; 0 when each is rounding.
pub(super) fn sum_of_squares(residuals: impl Iterator<Item = f64>, rounding: f64) -> f64 {
    let (mut sum, mut largest) = (Sum::default(), 0.0_f64);
    for residual in residuals {
        largest = largest.max(residual.abs());
        sum.add(residual * residual);
    }
    if largest <= rounding { 0.0 } else { sum.value() }
}

impl Study {
    /// The study of some batches.
    ///
    /// # Errors
    /// `NoBatch`, `NoResults`, `UnequalLengths`, `NotATime`, `NotFinite`, `Untransformable`.
    pub fn new(batches: &[BatchSeries], transform: Transform) -> Result<Study, ShelfLifeError> {
        if batches.is_empty() {
            return Err(ShelfLifeError::NoBatch);
        }
        let (mut all, mut centred) = (Vec::new(), Vec::new());
        for (batch, series) in batches.iter().enumerate() {
            let points = series.points(batch, transform)?;
            let sums = Centred::of(&points);
            if ![sums.tt, sums.ty, sums.value].iter().all(|sum| sum.is_finite()) {
                return Err(ShelfLifeError::NotFinite { batch });
            }
            centred.push(sums);
            all.extend(points);
        }
        // In one order whatever the order of the batches.
        sort_points(&mut all);
        let whole = Centred::of(&all);
        if ![whole.tt, whole.ty, whole.value].iter().all(|sum| sum.is_finite()) {
            return Err(StatisticError::NotFinite.into());
        }
        Ok(Study { transform, batches: centred, whole })
    }

    /// The transformation of the values.
    pub fn transform(&self) -> Transform {
        self.transform
    }

    /// Number of results of all batches.
    pub fn points(&self) -> usize {
        self.whole.n()
    }

    /// Number of batches.
    pub fn batch_count(&self) -> usize {
        self.batches.len()
    }

    /// The last time at which every batch has a result: how far real data reach.
    pub fn common_span(&self) -> f64 {
        self.batches.iter().map(|batch| batch.span.1).fold(f64::INFINITY, f64::min)
    }

    /// The fit of every batch by itself, in their order.
    ///
    /// # Errors
    /// `NotFinite` when a number grows beyond all bounds.
    pub fn batch_fits(&self) -> Result<Vec<BatchFit>, StatisticError> {
        self.batches.iter().enumerate().map(|(index, batch)| batch_fit(index, batch)).collect()
    }

    /// What stands against a statistical claim from these data by this model.
    ///
    /// # Source
    /// ICH Q1A(R2) (2003), section 2.2.3 (three batches); a line, its slope and its scatter need three time points.
    pub fn claim_obstacles(&self, fit: Option<&ModelFit>) -> Vec<ClaimObstacle> {
        let few = (self.batches.len() < 3).then_some(ClaimObstacle::FewBatches { got: self.batches.len() });
        let times = self.batches.iter().enumerate().filter(|(_, one)| one.distinct_times < 3);
        let times = times.map(|(batch, one)| ClaimObstacle::FewTimes { batch, got: one.distinct_times });
        let exact = fit.is_some_and(|fit| fit.lines.iter().any(|line| line.residual_standard_deviation == 0.0));
        few.into_iter().chain(times).chain(exact.then_some(ClaimObstacle::NoResidualVariance)).collect()
    }

    pub(super) fn batches(&self) -> &[Centred] {
        &self.batches
    }

    pub(super) fn whole(&self) -> &Centred {
        &self.whole
    }
}

fn batch_fit(index: usize, batch: &Centred) -> Result<BatchFit, StatisticError> {
    let coefficients = batch.has_slope().then(|| (batch.value - batch.slope() * batch.time, batch.slope()));
    let line = match own_line(index, batch) {
        Ok(line) => Ok(line.checked()?),
        Err(reason) => Err(reason),
    };
    let (points, distinct_times) = (batch.n(), batch.distinct_times);
    Ok(BatchFit { points, distinct_times, span: batch.span, coefficients, line })
}

/// The line of one batch with its own scatter.
pub(super) fn own_line(index: usize, batch: &Centred) -> Result<Line, NotEstimable> {
    if !batch.has_slope() {
        return Err(NotEstimable::OneTime { batch: Some(index) });
    }
    let degrees = residual_degrees(Some(index), batch.n(), 2)?;
    let slope = batch.slope();
    let squares = sum_of_squares(batch.residuals(slope), batch.rounding(slope));
    Ok(Line {
        batch: Some(index),
        intercept: batch.value - slope * batch.time,
        slope,
        residual_standard_deviation: (squares / degrees).sqrt(),
        degrees_of_freedom: degrees,
        centre: batch.time,
        value_at_centre: batch.value,
        leverage: 1.0 / size(batch.n()),
        squares_of_time: batch.tt,
    })
}

/// Results minus coefficients, of which something must be left.
pub(super) fn residual_degrees(batch: Option<usize>, points: usize, coefficients: usize) -> Result<f64, NotEstimable> {
    match points.checked_sub(coefficients) {
        None | Some(0) => Err(NotEstimable::NoResidualDegrees { batch, points, coefficients }),
        Some(left) => Ok(size(left)),
    }
}
