//! The models of ICH Q1E and the shelf life each gives.

use super::limits::TransformedLimit;
use super::study::{Centred, own_line, residual_degrees, sum_of_squares};
use super::{Bound, Crossing, LimitCrossing, Limits, Line, NotEstimable, ShelfLifeError, Study, Transform, crossing};
use crate::stats::summation::{Sum, size};

/// What the batches have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// One line for all batches.
    CommonInterceptCommonSlope,
    /// Parallel lines.
    DifferentInterceptsCommonSlope,
    /// Lines from one point at time 0. Not one of the steps of ICH Q1E: only where it is prescribed.
    CommonInterceptDifferentSlopes,
    /// A line for each batch.
    DifferentInterceptsDifferentSlopes,
}

impl Model {
    /// The name in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Model::CommonInterceptCommonSlope => "common intercept, common slope",
            Model::DifferentInterceptsCommonSlope => "different intercepts, common slope",
            Model::CommonInterceptDifferentSlopes => "common intercept, different slopes",
            Model::DifferentInterceptsDifferentSlopes => "different intercepts, different slopes",
        }
    }

    /// The usual short name: cics, dics, cids or dids.
    pub fn short_name(self) -> &'static str {
        match self {
            Model::CommonInterceptCommonSlope => "cics",
            Model::DifferentInterceptsCommonSlope => "dics",
            Model::CommonInterceptDifferentSlopes => "cids",
            Model::DifferentInterceptsDifferentSlopes => "dids",
        }
    }
}

/// Whose scatter the bounds of different lines rest on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ErrorTerm {
    /// That of the whole model: one standard deviation for all batches.
    #[default]
    Pooled,
    /// That of each batch by itself. Only where both intercepts and slopes differ; elsewhere the model is fitted to all
    /// results together and has one standard deviation.
    Individual,
}

/// A fitted model.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelFit {
    /// The model.
    pub model: Model,
    /// The scatter of its bounds.
    pub error: ErrorTerm,
    /// The transformation of the values; all numbers below are on its scale.
    pub transform: Transform,
    /// One line per batch in their order, or one without batch for all.
    pub lines: Vec<Line>,
    /// Sum of squares of all residuals.
    pub residual_sum_of_squares: f64,
    /// Number of results minus number of coefficients.
    pub degrees_of_freedom: usize,
}

/// The shelf life of a model: the earliest crossing.
#[derive(Clone, Debug, PartialEq)]
pub struct ShelfLife {
    /// The crossing that comes first, with its batch and its limit.
    pub earliest: LimitCrossing,
    /// The crossing of every line, in the order of the lines.
    pub lines: Vec<LimitCrossing>,
}

impl Study {
    /// Fits a model.
    ///
    /// Assumes independent, normal results with one standard deviation for all batches (or one for each with
    /// [`ErrorTerm::Individual`]) about straight lines.
    ///
    /// # Errors
    /// `NotEstimable` when a slope or the scatter is not determined; `NotFinite`.
    ///
    /// # Source
    /// ICH Q1E (2003), appendices B.1 to B.3; D. LeBlond, D. Griffith, K. Aubuchon, Linear Regression 102: Stability Shelf
    /// Life Estimation Using Analysis of Covariance, Journal of Validation Technology 17 (3), 2011, 47-68. Common
    /// intercept, different slopes: least squares with the normal equations solved by hand.
    pub fn fit(&self, model: Model, error: ErrorTerm) -> Result<ModelFit, ShelfLifeError> {
        let mut fit = match model {
            Model::CommonInterceptCommonSlope => self.one_line()?,
            Model::DifferentInterceptsCommonSlope => self.parallel_lines()?,
            Model::CommonInterceptDifferentSlopes => self.lines_from_one_point()?,
            Model::DifferentInterceptsDifferentSlopes => self.separate_lines(error)?,
        };
        fit.lines = fit.lines.into_iter().map(Line::checked).collect::<Result<_, _>>()?;
        Ok(fit)
    }

    pub(super) fn one_line(&self) -> Result<ModelFit, NotEstimable> {
        let whole = self.whole();
        if !whole.has_slope() {
            return Err(NotEstimable::OneTime { batch: None });
        }
        let degrees = residual_degrees(None, whole.n(), 2)?;
        let slope = whole.slope();
        let squares = sum_of_squares(whole.residuals(slope), whole.rounding(slope));
        let line = Line {
            batch: None,
            intercept: whole.value - slope * whole.time,
            slope,
            residual_standard_deviation: (squares / degrees).sqrt(),
            degrees_of_freedom: degrees,
            centre: whole.time,
            value_at_centre: whole.value,
            leverage: 1.0 / size(whole.n()),
            squares_of_time: whole.tt,
        };
        Ok(self.fitted(Model::CommonInterceptCommonSlope, ErrorTerm::Pooled, vec![line], squares, 2))
    }

    fn parallel_lines(&self) -> Result<ModelFit, NotEstimable> {
        let coefficients = self.batch_count() + 1;
        let slope = self.common_slope()?;
        let within: f64 = Sum::of(self.batches().iter().map(|batch| batch.tt)).value();
        let degrees = residual_degrees(None, self.points(), coefficients)?;
        let residuals = self.batches().iter().flat_map(|batch| batch.residuals(slope));
        let squares = sum_of_squares(residuals, self.whole().rounding(slope));
        let lines = self.batches().iter().enumerate().map(|(index, batch)| Line {
            batch: Some(index),
            intercept: batch.value - slope * batch.time,
            slope,
            residual_standard_deviation: (squares / degrees).sqrt(),
            degrees_of_freedom: degrees,
            centre: batch.time,
            value_at_centre: batch.value,
            leverage: 1.0 / size(batch.n()),
            squares_of_time: within,
        });
        let model = Model::DifferentInterceptsCommonSlope;
        Ok(self.fitted(model, ErrorTerm::Pooled, lines.collect(), squares, coefficients))
    }

    /// The slope that all batches share when their intercepts differ.
    pub(super) fn common_slope(&self) -> Result<f64, NotEstimable> {
        if !self.batches().iter().any(Centred::has_slope) {
            return Err(NotEstimable::OneTime { batch: None });
        }
        let sum = |part: fn(&Centred) -> f64| Sum::of(self.batches().iter().map(part)).value();
        Ok(self.whole().without_noise(sum(|batch| batch.ty) / sum(|batch| batch.tt)))
    }

    fn separate_lines(&self, error: ErrorTerm) -> Result<ModelFit, NotEstimable> {
        let coefficients = 2 * self.batch_count();
        for (index, batch) in self.batches().iter().enumerate() {
            if !batch.has_slope() {
                return Err(NotEstimable::OneTime { batch: Some(index) });
            }
        }
        let squares = self.separate_squares();
        let pooled = || residual_degrees(None, self.points(), coefficients);
        let lines = self.batches().iter().enumerate().map(|(index, batch)| match error {
            ErrorTerm::Individual => own_line(index, batch),
            ErrorTerm::Pooled => {
                let degrees = pooled()?;
                let slope = batch.slope();
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
        });
        let lines = lines.collect::<Result<_, _>>()?;
        Ok(self.fitted(Model::DifferentInterceptsDifferentSlopes, error, lines, squares, coefficients))
    }

    /// Sum of squares about the lines of the single batches.
    pub(super) fn separate_squares(&self) -> f64 {
        let of_batch = |batch: &Centred| {
            let slope = batch.slope();
            sum_of_squares(batch.residuals(slope), batch.rounding(slope))
        };
        Sum::of(self.batches().iter().map(of_batch)).value()
    }

    /// With T and Q the sum and the sum of squares of the times of a batch, r = T / Q and D = Σ (n - T² / Q), the intercept
    /// is Σ (Σ y - r Σ t y) / D, and the variance of a line at t is s² ((1 - r t)² / D + t² / Q).
    fn lines_from_one_point(&self) -> Result<ModelFit, NotEstimable> {
        let coefficients = self.batch_count() + 1;
        let mut rays = Vec::new();
        for (index, batch) in self.batches().iter().enumerate() {
            if batch.span.1 == 0.0 {
                return Err(NotEstimable::OneTime { batch: Some(index) });
            }
            rays.push(Ray::of(batch));
        }
        let determined: f64 = Sum::of(rays.iter().map(|ray| ray.determined)).value();
        if !self.batches().iter().any(Centred::has_slope) {
            return Err(NotEstimable::OneTime { batch: None });
        }
        let degrees = residual_degrees(None, self.points(), coefficients)?;
        let intercept = Sum::of(rays.iter().map(|ray| ray.share)).value() / determined;
        let slopes = rays.iter().map(|ray| ray.product / ray.squares - ray.lean * intercept);
        let slopes: Vec<f64> = slopes.map(|slope| self.whole().without_noise(slope)).collect();
        let steepest = slopes.iter().copied().fold(0.0, |steep: f64, slope| steep.max(slope.abs()));
        let residuals = self.batches().iter().zip(&slopes).flat_map(|(batch, slope)| {
            let offset = (batch.value - slope * batch.time) - intercept;
            batch.residuals(*slope).map(move |residual| residual + offset)
        });
        let squares = sum_of_squares(residuals, self.whole().rounding(steepest));
        let deviation = (squares / degrees).sqrt();
        let lines = rays.iter().zip(&slopes).enumerate();
        let lines =
            lines.map(|(index, (ray, slope))| ray.line(index, intercept, *slope, determined, deviation, degrees));
        let model = Model::CommonInterceptDifferentSlopes;
        Ok(self.fitted(model, ErrorTerm::Pooled, lines.collect(), squares, coefficients))
    }

    fn fitted(&self, model: Model, error: ErrorTerm, lines: Vec<Line>, squares: f64, coefficients: usize) -> ModelFit {
        let degrees_of_freedom = self.points().saturating_sub(coefficients);
        let transform = self.transform();
        ModelFit { model, error, transform, lines, residual_sum_of_squares: squares, degrees_of_freedom }
    }
}

/// One batch in a model in which all lines start at one point.
struct Ray {
    /// Q, the sum of squared times.
    squares: f64,
    /// Σ t y.
    product: f64,
    /// r = T / Q.
    lean: f64,
    /// n - T² / Q.
    determined: f64,
    /// Σ y - r Σ t y.
    share: f64,
}

impl Ray {
    fn of(batch: &Centred) -> Ray {
        let n = size(batch.n());
        let squares = batch.tt + n * batch.time * batch.time;
        let product = batch.ty + n * batch.time * batch.value;
        let lean = n * batch.time / squares;
        Ray { squares, product, lean, determined: n * batch.tt / squares, share: n * batch.value - lean * product }
    }

    fn line(&self, index: usize, intercept: f64, slope: f64, determined: f64, deviation: f64, degrees: f64) -> Line {
        // (1 - r t)² / D + t² / Q is smallest at r Q / (r² Q + D), where it is 1 / (r² Q + D).
        let weight = self.lean * self.lean * self.squares + determined;
        let centre = self.lean * self.squares / weight;
        Line {
            batch: Some(index),
            intercept,
            slope,
            residual_standard_deviation: deviation,
            degrees_of_freedom: degrees,
            centre,
            value_at_centre: intercept + slope * centre,
            leverage: 1.0 / weight,
            squares_of_time: self.squares * determined / weight,
        }
    }
}

impl ModelFit {
    /// Residual standard deviation of the whole model; none when no degree of freedom is left.
    pub fn residual_standard_deviation(&self) -> Option<f64> {
        let degrees = self.degrees_of_freedom;
        (degrees > 0).then(|| (self.residual_sum_of_squares / size(degrees)).sqrt())
    }

    /// When the bounds of the lines first meet a limit; the batch with the earliest crossing decides.
    ///
    /// `limits` are in the unit of the values and are transformed with them.
    ///
    /// # Errors
    /// `UntransformableLimit`; those of [`crossing`].
    ///
    /// # Source
    /// ICH Q1E (2003), section 2.6 and appendix B.
    pub fn shelf_life(&self, limits: &Limits, bound: &Bound) -> Result<ShelfLife, ShelfLifeError> {
        let limits = limits.transformed(self.transform)?;
        ShelfLife::of(self.lines.iter().map(|line| first_crossing(line, &limits, bound)).collect::<Result<_, _>>()?)
    }
}

/// The first limit that the bound of a line meets; `limits` are on the scale of the line.
pub(super) fn first_crossing(
    line: &Line,
    limits: &[TransformedLimit],
    bound: &Bound,
) -> Result<LimitCrossing, ShelfLifeError> {
    let mut first = LimitCrossing { batch: line.batch, side: None, crossing: Crossing::Never, by_widening_only: false };
    for limit in limits {
        let meets = crossing(line, limit.side_there, limit.limit, bound)?;
        first = first.or_sooner(limit.side, meets, limit.leads_away(line.slope));
    }
    Ok(first)
}

impl LimitCrossing {
    /// This crossing, or the one with another limit when that comes sooner.
    pub(super) fn or_sooner(self, side: super::LimitSide, crossing: Crossing, leads_away: bool) -> LimitCrossing {
        if crossing.soonness() >= self.crossing.soonness() {
            return self;
        }
        let by_widening_only = leads_away && crossing.time().is_some();
        LimitCrossing { batch: self.batch, side: Some(side), crossing, by_widening_only }
    }
}

impl ShelfLife {
    /// The earliest of the crossings; of equal ones the first.
    pub(super) fn of(lines: Vec<LimitCrossing>) -> Result<ShelfLife, ShelfLifeError> {
        let sooner = |best: LimitCrossing, next: &LimitCrossing| {
            if next.crossing.soonness() < best.crossing.soonness() { *next } else { best }
        };
        let first = *lines.first().ok_or(ShelfLifeError::NoBatch)?;
        let mut earliest = lines.iter().fold(first, sooner);
        if earliest.crossing == Crossing::Never {
            // No batch decides.
            earliest.batch = None;
        }
        Ok(ShelfLife { earliest, lines })
    }

    /// The time of the earliest crossing, where there is one.
    pub fn time(&self) -> Option<f64> {
        self.earliest.crossing.time()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Confidence;
    use crate::stats::shelf_life::{BatchSeries, LimitSide};

    const MONTHS: [f64; 5] = [0.0, 3.0, 6.0, 9.0, 12.0];

    /// Three freeze-dried lots, relative potency in percent.
    const LOTS: [[f64; 5]; 3] =
        [[101.2, 98.6, 98.1, 95.7, 94.6], [100.1, 99.4, 96.8, 96.2, 93.9], [101.0, 99.7, 97.2, 96.6, 93.7]];

    fn study(lots: &[&[f64]], transform: Transform) -> Study {
        let series = |lot: &&[f64]| BatchSeries::of(MONTHS.into_iter().zip(lot.iter().copied()));
        Study::new(&lots.iter().map(series).collect::<Vec<_>>(), transform).unwrap()
    }

    fn three(transform: Transform) -> Study {
        study(&LOTS.each_ref().map(|lot| lot.as_slice()), transform)
    }

    fn not_less_than_85() -> (Limits, Bound) {
        let limits = Limits::new(Some(85.0), None).unwrap();
        (limits, Bound::of_mean(&limits, Confidence::new(0.95).unwrap()))
    }

    fn close(obtained: f64, expected: f64) {
        assert!((obtained / expected - 1.0).abs() < 1e-12, "{obtained} instead of {expected}");
    }

    /// Normal equations of the design and bisection on the bound, 40 digits (mpmath).
    #[test]
    fn lines_from_one_point() {
        let fit = three(Transform::None).fit(Model::CommonInterceptDifferentSlopes, ErrorTerm::Pooled).unwrap();
        let (limits, bound) = not_less_than_85();
        let life = fit.shelf_life(&limits, &bound).unwrap();
        let slopes = [-0.531481481481481, -0.565925925925926, -0.549259259259259];
        let times = [26.3623417339847, 24.9482805164806, 25.6131093366767];
        for ((line, crossing), (slope, time)) in fit.lines.iter().zip(&life.lines).zip(slopes.into_iter().zip(times)) {
            close(line.intercept, 100.813333333333);
            close(line.slope, slope);
            close(line.residual_standard_deviation, 0.55090375701655);
            close(crossing.crossing.time().unwrap(), time);
        }
        assert_eq!((life.earliest.batch, fit.degrees_of_freedom), (Some(1), 11));
    }

    /// One line through transformed values; intercept, slope, s and crossing with the transformed limit in 40 digits
    /// (mpmath). The reciprocal rises to 1/85, and it is still the lower limit that is met.
    #[test]
    fn transformed_values_meet_the_transformed_limit() {
        let cases = [
            (Transform::Log, [4.61355760035527, -0.00563298302098462, 0.00535364181743657, 28.0411500213751]),
            (Transform::SquareRoot, [10.0412932808285, -0.0278011055879322, 0.0263386039042064, 27.3368628231005]),
            (Transform::Square, [10157.8533333333, -107.007777777778, 100.899281235528, 25.3906909187077]),
            (Transform::Reciprocal, [0.00991344423230367, 5.78292502085785e-5, 5.54406451471455e-5, 29.5410111545288]),
        ];
        let (limits, bound) = not_less_than_85();
        for (transform, [intercept, slope, s, time]) in cases {
            let fit = three(transform).fit(Model::CommonInterceptCommonSlope, ErrorTerm::Pooled).unwrap();
            let life = fit.shelf_life(&limits, &bound).unwrap();
            close(fit.lines[0].intercept, intercept);
            close(fit.lines[0].slope, slope);
            close(fit.lines[0].residual_standard_deviation, s);
            close(life.time().unwrap(), time);
            assert_eq!((life.earliest.side, life.earliest.by_widening_only), (Some(LimitSide::Lower), false));
        }
    }

    #[test]
    fn a_level_or_rising_line_is_told_from_a_falling_one() {
        let (limits, bound) = not_less_than_85();
        let rising = study(&[&[97.2, 99.5, 96.9, 99.9, 98.6]], Transform::None);
        let fit = rising.fit(Model::DifferentInterceptsDifferentSlopes, ErrorTerm::Individual).unwrap();
        let life = fit.shelf_life(&limits, &bound).unwrap();
        assert!(life.earliest.by_widening_only && life.time().is_some());
    }

    #[test]
    fn what_no_model_can_be_fitted_to_is_said() {
        let message = |study: &Study, model, error| study.fit(model, error).unwrap_err().to_string();
        let separate = Model::DifferentInterceptsDifferentSlopes;
        let two = study(&[&[100.0, 99.0], &[100.0, 98.0]], Transform::None);
        assert_eq!(
            message(&two, separate, ErrorTerm::Pooled),
            "the results are 4 for 4 coefficients: the scatter about the line is unknown"
        );
        assert_eq!(
            message(&two, separate, ErrorTerm::Individual),
            "the results of batch 1 are 2 for 2 coefficients: the scatter about the line is unknown"
        );
        assert!(two.fit(Model::CommonInterceptCommonSlope, ErrorTerm::Pooled).is_ok());
        let one_time = study(&[&[100.0, 99.0, 98.0], &[100.0]], Transform::None);
        assert_eq!(
            message(&one_time, separate, ErrorTerm::Pooled),
            "the results of batch 2 were all obtained at one time: there is no slope"
        );
        assert_eq!(
            message(&one_time, Model::CommonInterceptDifferentSlopes, ErrorTerm::Pooled),
            "the results of batch 2 were all obtained at one time: there is no slope"
        );
        assert_eq!(
            one_time.poolability().unwrap_err().to_string(),
            "the results of batch 2 were all obtained at one time: there is no slope"
        );
        let start_only = study(&[&[100.0], &[99.0]], Transform::None);
        for model in [Model::CommonInterceptCommonSlope, Model::DifferentInterceptsCommonSlope] {
            assert_eq!(
                message(&start_only, model, ErrorTerm::Pooled),
                "the results were all obtained at one time: there is no slope"
            );
        }
        let obstacles: Vec<String> = one_time.claim_obstacles(None).iter().map(ToString::to_string).collect();
        assert_eq!(
            obstacles,
            ["2 batches where three are needed", "batch 2 has one time point where three are needed"]
        );
    }

    /// Parallel exact lines: no error, so what differs differs for certain and what is equal is not tested.
    #[test]
    fn exact_lines_have_no_scatter_to_test_with() {
        let shifted = study(
            &[&[100.0, 99.1, 98.2, 97.3], &[101.0, 100.1, 99.2, 98.3], &[100.0, 99.1, 98.2, 97.3]],
            Transform::None,
        );
        let tests = shifted.poolability().unwrap();
        assert_eq!((tests.slopes.f, tests.slopes.p_value), (None, None));
        assert_eq!((tests.intercepts.f, tests.intercepts.p_value), (None, Some(0.0)));
        let fit = shifted.fit(Model::DifferentInterceptsCommonSlope, ErrorTerm::Pooled).unwrap();
        let (limits, bound) = not_less_than_85();
        close(fit.shelf_life(&limits, &bound).unwrap().time().unwrap(), 50.0);
        let obstacles: Vec<String> = shifted.claim_obstacles(Some(&fit)).iter().map(ToString::to_string).collect();
        assert_eq!(obstacles, ["the results lie exactly on the lines: there is no scatter to judge by"]);
    }
}
