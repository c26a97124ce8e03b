//! Results that are within their limits and yet unexpected.
//!
//! Three methods: the result against the line of its own study ([`Study::regression_control`]), against results of other
//! batches at the same time ([`by_time_point`]), and the slope so far against the slopes of other batches
//! ([`slope_control`]).

use super::study::Centred;
use super::{BatchSeries, Line, ModelFit, ShelfLifeError, Study, Transform};
use crate::stats::distribution::StudentT;
use crate::stats::{Confidence, Probability, Sides, StatisticError, mean, standard_deviation, two_sided_factor};
use std::collections::BTreeMap;

/// Fewest other batches: with two, nine tenths of all tolerance limits would be wider than any attribute.
const FEWEST_BATCHES: usize = 3;

/// Fewest times for a slope that is more than the difference of two results.
const FEWEST_TIMES: usize = 3;

/// Where a value is expected; numbers on the scale of the transformation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Expected {
    /// Between two limits, ends included.
    Between {
        /// The expected value.
        value: f64,
        /// Lower limit.
        lower: f64,
        /// Upper limit.
        upper: f64,
    },
    /// Too few other batches, or results of its own, say what to expect.
    TooLittleHistory {
        /// How many are needed.
        needed: usize,
        /// How many there are.
        got: usize,
    },
    /// What it is compared with does not scatter, so that nothing says how far a value may lie from it.
    NoScatter,
}

/// One result, or one slope, beside what was expected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrendPoint {
    /// Place of the batch from 0.
    pub batch: Option<usize>,
    /// Time of the result, or the last time the slope rests on.
    pub time: f64,
    /// The result or the slope, on the scale of the transformation.
    pub value: f64,
    /// What was expected.
    pub expected: Expected,
}

impl TrendPoint {
    /// Whether it is out of trend; none when that cannot be said.
    pub fn is_out_of_trend(&self) -> Option<bool> {
        match self.expected {
            Expected::Between { lower, upper, .. } => Some(self.value < lower || self.value > upper),
            Expected::TooLittleHistory { .. } | Expected::NoScatter => None,
        }
    }
}

impl Study {
    /// Every result against the prediction of its model from all other results: regression control chart.
    ///
    /// The limits are those of a single future result, two-sided. Leaving the result out keeps it from widening its own
    /// limits; no fit is repeated, because with residual e and leverage h the prediction is y - e / (1 - h) and the residual
    /// sum of squares falls by e² / (1 - h). With many results some lie outside by chance: of a hundred one at 99 %.
    ///
    /// `fit` must be a model of this study. Points come in the order of batch, time and value.
    ///
    /// # Errors
    /// Those of the t distribution; `NotFinite`.
    ///
    /// # Source
    /// PhRMA CMC Statistics and Stability Expert Teams, Identification of out-of-trend stability results, Pharmaceutical
    /// Technology 27 (4), 2003, 38-52; M. Mihalovits, S. Kemény, Methods for identifying out-of-trend data in analysis of
    /// stability measurements, part I, Pharmaceutical Technology 41 (11), 2017, 46-53 (prediction limits); R. D. Cook, S.
    /// Weisberg, Residuals and Influence in Regression (1982), section 2.2 (leaving one out).
    pub fn regression_control(
        &self,
        fit: &ModelFit,
        confidence: Confidence,
    ) -> Result<Vec<TrendPoint>, StatisticError> {
        let mut points = Vec::new();
        for (batch, centred) in self.batches().iter().enumerate() {
            let Some(line) = fit.lines.iter().find(|line| line.batch.is_none_or(|own| own == batch)) else { continue };
            for &(time, value) in &centred.points {
                let residual = value - line.value_at(time);
                let rest = 1.0 - line.leverage_at(time);
                let expected = without_itself(residual, rest, line, value, confidence)?;
                points.push(TrendPoint { batch: Some(batch), time, value, expected });
            }
        }
        Ok(points)
    }
}

/// The prediction for a result from the others.
fn without_itself(
    residual: f64,
    rest: f64,
    line: &Line,
    value: f64,
    confidence: Confidence,
) -> Result<Expected, StatisticError> {
    let degrees = line.degrees_of_freedom - 1.0;
    if degrees < 1.0 || rest <= f64::EPSILON {
        return Ok(Expected::TooLittleHistory { needed: FEWEST_TIMES + 1, got: FEWEST_TIMES });
    }
    let s = line.residual_standard_deviation;
    let all = s * s * line.degrees_of_freedom;
    let others = all - residual * residual / rest;
    // What is left when everything but the result lies on the line is rounding.
    if others <= 1e-12 * all {
        return Ok(Expected::NoScatter);
    }
    let expected = value - residual / rest;
    let t = StudentT::new(degrees)?.quantile(confidence.quantile(Sides::Two))?;
    let half = t * (others / degrees / rest).sqrt();
    between(expected, half)
}

fn between(value: f64, half: f64) -> Result<Expected, StatisticError> {
    let (lower, upper) = (StatisticError::finite(value - half)?, StatisticError::finite(value + half)?);
    Ok(Expected::Between { value, lower, upper })
}

/// Every result of each batch against those of the other batches at the same time.
///
/// At each time the mean of every other batch that was tested then is one value; the limits are the two-sided normal
/// tolerance interval of these values. Times are the same when their numbers are. Points come in the order of batch, time
/// and value.
///
/// # Errors
/// Those of [`Study::new`]; those of the tolerance factors.
///
/// # Source
/// PhRMA CMC Statistics and Stability Expert Teams, Pharmaceutical Technology 27 (4), 2003, 38-52; A. Torbovska, S.
/// Trajkovic-Jolevska, Methods for identifying out-of-trend results in ongoing stability data, Pharmaceutical Technology 37
/// (6), 2013, 46-51 and 59.
pub fn by_time_point(
    batches: &[BatchSeries],
    transform: Transform,
    content: Probability,
    confidence: Confidence,
) -> Result<Vec<TrendPoint>, ShelfLifeError> {
    let all = points_of(batches, transform)?;
    let means: Vec<Vec<(f64, f64)>> = all.iter().map(|points| means(points)).collect::<Result<_, _>>()?;
    let at = |of: &[(f64, f64)], time: f64| of.iter().find(|mean| mean.0 == time).map(|mean| mean.1);
    let mut tolerance = Tolerance::new(content, confidence);
    let mut found = Vec::new();
    for (batch, points) in all.iter().enumerate() {
        for &(time, value) in points {
            let expected = tolerance.of(&others(&means, batch, |other| at(other, time)))?;
            found.push(TrendPoint { batch: Some(batch), time, value, expected });
        }
    }
    Ok(found)
}

/// The slope of each batch up to each of its times against the slopes of the other batches up to the same time.
///
/// At each time from the third on, every other batch with three times or more until then gives one slope; the limits are
/// the two-sided normal tolerance interval of these slopes.
///
/// # Errors
/// As [`by_time_point`].
///
/// # Source
/// As [`by_time_point`].
pub fn slope_control(
    batches: &[BatchSeries],
    transform: Transform,
    content: Probability,
    confidence: Confidence,
) -> Result<Vec<TrendPoint>, ShelfLifeError> {
    let slopes: Vec<Vec<(f64, f64)>> = points_of(batches, transform)?.iter().map(|points| slopes(points)).collect();
    // The slope up to a time is that of the last of the batch's own times until then.
    let until = |of: &[(f64, f64)], time: f64| of.iter().rfind(|slope| slope.0 <= time).map(|slope| slope.1);
    let mut tolerance = Tolerance::new(content, confidence);
    let mut found = Vec::new();
    for (batch, own) in slopes.iter().enumerate() {
        for &(time, value) in own {
            let expected = tolerance.of(&others(&slopes, batch, |other| until(other, time)))?;
            found.push(TrendPoint { batch: Some(batch), time, value, expected });
        }
    }
    Ok(found)
}

fn points_of(batches: &[BatchSeries], transform: Transform) -> Result<Vec<Vec<(f64, f64)>>, ShelfLifeError> {
    batches.iter().enumerate().map(|(index, batch)| batch.points(index, transform)).collect()
}

/// One value of each other batch that has one.
fn others(all: &[Vec<(f64, f64)>], own: usize, value: impl Fn(&[(f64, f64)]) -> Option<f64>) -> Vec<f64> {
    all.iter().enumerate().filter(|(batch, _)| *batch != own).filter_map(|(_, other)| value(other)).collect()
}

/// The mean at each time; points are in the order of time.
fn means(points: &[(f64, f64)]) -> Result<Vec<(f64, f64)>, StatisticError> {
    let at_once = points.chunk_by(|a, b| a.0 == b.0);
    let mean_of = |chunk: &[(f64, f64)]| {
        let values: Vec<f64> = chunk.iter().map(|point| point.1).collect();
        Ok((chunk.first().map_or(0.0, |point| point.0), mean(&values)?))
    };
    at_once.map(mean_of).collect()
}

/// The slope up to each time from the third on; points are in the order of time.
fn slopes(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut end = 0;
    let mut slopes = Vec::new();
    for (times, chunk) in points.chunk_by(|a, b| a.0 == b.0).enumerate() {
        end += chunk.len();
        if let (true, Some(until), Some(last)) = (times + 1 >= FEWEST_TIMES, points.get(..end), chunk.first()) {
            slopes.push((last.0, Centred::of(until).slope()));
        }
    }
    slopes
}

/// Tolerance intervals of many samples of a few sizes: a factor costs much more than an interval.
struct Tolerance {
    content: Probability,
    confidence: Confidence,
    factors: BTreeMap<usize, f64>,
}

impl Tolerance {
    fn new(content: Probability, confidence: Confidence) -> Tolerance {
        Tolerance { content, confidence, factors: BTreeMap::new() }
    }

    /// Where a further value is expected: mean ± k s of the values.
    fn of(&mut self, values: &[f64]) -> Result<Expected, StatisticError> {
        let n = values.len();
        if n < FEWEST_BATCHES {
            return Ok(Expected::TooLittleHistory { needed: FEWEST_BATCHES, got: n });
        }
        let deviation = standard_deviation(values)?;
        if deviation == 0.0 {
            return Ok(Expected::NoScatter);
        }
        let factor = match self.factors.get(&n) {
            Some(factor) => *factor,
            None => two_sided_factor(n, self.content, self.confidence)?,
        };
        self.factors.insert(n, factor);
        between(mean(values)?, factor * deviation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::shelf_life::{Bound, BoundKind, BoundSides, ErrorTerm, Model};

    fn levels() -> (Probability, Confidence) {
        (Probability::new(0.95).unwrap(), Confidence::new(0.95).unwrap())
    }

    /// The points of the first batch.
    fn of_first(points: Result<Vec<TrendPoint>, ShelfLifeError>) -> Vec<TrendPoint> {
        points.unwrap().into_iter().filter(|point| point.batch == Some(0)).collect()
    }

    fn batch(values: &[f64]) -> BatchSeries {
        BatchSeries::of([0.0, 3.0, 6.0, 9.0, 12.0].into_iter().zip(values.iter().copied()))
    }

    /// Leaving a result out by the formula gives what fitting the others again gives.
    #[test]
    fn leaving_one_out_is_fitting_without_it() {
        let all = [(0.0, 100.3), (3.0, 98.9), (6.0, 98.4), (9.0, 95.0), (12.0, 96.2), (18.0, 93.9)];
        let confidence = Confidence::new(0.99).unwrap();
        let study = Study::new(&[BatchSeries::of(all)], Transform::None).unwrap();
        let fit = study.fit(Model::CommonInterceptCommonSlope, ErrorTerm::Pooled).unwrap();
        let points = study.regression_control(&fit, confidence).unwrap();
        for (index, point) in points.iter().enumerate() {
            let others = all.iter().enumerate().filter(|(at, _)| *at != index).map(|(_, point)| *point);
            let study = Study::new(&[BatchSeries::of(others)], Transform::None).unwrap();
            let line = study.fit(Model::CommonInterceptCommonSlope, ErrorTerm::Pooled).unwrap().lines[0];
            let bound = Bound { kind: BoundKind::Prediction, sides: BoundSides::Two, confidence };
            let again = line.bounds_at(point.time, &bound).unwrap();
            let Expected::Between { value, lower, upper } = point.expected else { panic!("{point:?}") };
            assert!((value - line.value_at(point.time)).abs() < 1e-10, "{point:?}");
            assert!((lower - again.lower.unwrap()).abs() < 1e-9 && (upper - again.upper.unwrap()).abs() < 1e-9);
        }
    }

    #[test]
    fn one_result_far_from_the_line_is_out_of_trend() {
        let values = [100.0, 99.1, 98.0, 92.0, 96.1, 95.0, 93.9, 93.1];
        let times = [0.0, 3.0, 6.0, 9.0, 12.0, 15.0, 18.0, 21.0];
        let study = Study::new(&[BatchSeries::of(times.into_iter().zip(values))], Transform::None).unwrap();
        let fit = study.fit(Model::DifferentInterceptsDifferentSlopes, ErrorTerm::Individual).unwrap();
        let points = study.regression_control(&fit, Confidence::new(0.99).unwrap()).unwrap();
        let out: Vec<f64> =
            points.iter().filter(|point| point.is_out_of_trend() == Some(true)).map(|point| point.time).collect();
        assert_eq!(out, [9.0]);
    }

    /// Three others at month 3: 98, 99, 100, so mean 99 and s = 1; the two-sided 95 %/95 % factor for n = 3 is 9.789
    /// (integral of the exact equation, by the reference case `k2_p950_c950`).
    #[test]
    fn by_time_point_is_a_tolerance_interval_of_the_others() {
        let all = [batch(&[100.0, 88.0]), batch(&[100.0, 98.0]), batch(&[101.0, 99.0]), batch(&[100.0, 100.0])];
        let (content, confidence) = levels();
        let points = of_first(by_time_point(&all, Transform::None, content, confidence));
        let Expected::Between { value, lower, upper } = points[1].expected else { panic!("{points:?}") };
        assert_eq!(value, 99.0);
        assert!((lower - (99.0 - 9.789)).abs() < 5e-4 && (upper - (99.0 + 9.789)).abs() < 5e-4, "{lower} {upper}");
        assert_eq!((points[0].is_out_of_trend(), points[1].is_out_of_trend()), (Some(false), Some(true)));
    }

    #[test]
    fn slopes_are_compared_up_to_the_same_time() {
        let own = batch(&[100.0, 95.0, 90.0, 85.0]);
        let others = [[100.0, 99.0, 98.0, 97.0], [100.0, 98.9, 97.9, 97.0]].map(|values| batch(&values));
        let all = [&[own], &others[..], &[batch(&[100.0, 99.2, 98.1])]].concat();
        let (content, confidence) = levels();
        let points = of_first(slope_control(&all, Transform::None, content, confidence));
        assert_eq!(points.iter().map(|point| point.time).collect::<Vec<_>>(), [6.0, 9.0]);
        assert!((points[0].value - -5.0 / 3.0).abs() < 1e-15);
        assert_eq!(points[0].is_out_of_trend(), Some(true));
        // Only two of the others were tested in month 9; the third still has its slope until then.
        assert!(points[1].is_out_of_trend().is_some());
    }

    #[test]
    fn what_cannot_be_said_is_not_said() {
        let (content, confidence) = levels();
        let three = [batch(&[100.0, 50.0]), batch(&[100.0, 98.0]), batch(&[101.0, 99.0])];
        let points = of_first(by_time_point(&three, Transform::None, content, confidence));
        assert_eq!(points[1].expected, Expected::TooLittleHistory { needed: 3, got: 2 });
        assert_eq!(points[1].is_out_of_trend(), None);
        let same = [batch(&[100.0, 50.0]), batch(&[100.0]), batch(&[100.0]), batch(&[100.0])];
        let points = of_first(by_time_point(&same, Transform::None, content, confidence));
        assert_eq!(points[0].expected, Expected::NoScatter);
        let exact = Study::new(&[batch(&[100.0, 99.0, 98.0, 97.0, 96.0])], Transform::None).unwrap();
        let fit = exact.fit(Model::CommonInterceptCommonSlope, ErrorTerm::Pooled).unwrap();
        let points = exact.regression_control(&fit, confidence).unwrap();
        assert!(points.iter().all(|point| point.expected == Expected::NoScatter));
        let wrong = [batch(&[100.0]), batch(&[-1.0])];
        let error = by_time_point(&wrong, Transform::Log, content, confidence).unwrap_err();
        assert_eq!(error.to_string(), "batch 2: -1 has no logarithm");
    }
}
