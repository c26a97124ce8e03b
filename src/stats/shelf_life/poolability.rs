//! Whether batches may be evaluated together.

use super::study::{Centred, residual_degrees, sum_of_squares};
use super::{Model, NotEstimable, ShelfLifeError, Study};
use crate::stats::distribution::Fisher;
use crate::stats::summation::{Sum, size};
use crate::stats::{Probability, StatisticError};

/// With which error the intercepts are compared. Programs differ, and with them sometimes the model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PoolingError {
    /// Intercepts given a common slope, against the error of separate lines: the macro of the FDA and JMP.
    #[default]
    FullModel,
    /// Intercepts given a common slope, against the error of parallel lines, the model being fitted again: Minitab.
    ReducedModel,
    /// Batch means before time enters (sequential sums of squares), against the error of separate lines: expirest. With
    /// unequal designs it also compares the times at which the batches were tested.
    Sequential,
}

/// How the model is chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PoolingRule {
    /// Significance level, 0.25 in ICH Q1E: a smaller p-value forbids pooling.
    pub alpha: Probability,
    /// The error of the test of intercepts.
    pub error: PoolingError,
}

/// One F test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PoolabilityTest {
    /// Mean square of the differences.
    pub mean_square: f64,
    /// Degrees of freedom of the differences.
    pub numerator_degrees_of_freedom: usize,
    /// Mean square of the error.
    pub error_mean_square: f64,
    /// Degrees of freedom of the error.
    pub denominator_degrees_of_freedom: usize,
    /// Ratio of the mean squares; none without error.
    pub f: Option<f64>,
    /// Probability of so large a ratio in equal batches. Without error 0 for batches that differ, and none for equal ones,
    /// where nothing is to be tested.
    pub p_value: Option<f64>,
}

impl PoolabilityTest {
    /// Whether pooling is forbidden at a significance level.
    pub fn rejects(&self, alpha: Probability) -> bool {
        self.p_value.is_some_and(|p| p < alpha.value())
    }

    fn of(squares: f64, numerator: usize, error: f64, denominator: usize) -> Result<PoolabilityTest, StatisticError> {
        let mean_square = StatisticError::finite(squares / size(numerator))?;
        let error_mean_square = StatisticError::finite(error / size(denominator))?;
        let ratio = mean_square / error_mean_square;
        let (f, p_value) = if error > 0.0 && ratio.is_finite() {
            (Some(ratio), Some(Fisher::new(size(numerator), size(denominator))?.tails(ratio)?.upper))
        } else {
            (None, (squares > 0.0).then_some(0.0))
        };
        Ok(PoolabilityTest {
            mean_square,
            numerator_degrees_of_freedom: numerator,
            error_mean_square,
            denominator_degrees_of_freedom: denominator,
            f,
            p_value,
        })
    }
}

/// The tests of equal slopes and equal intercepts, by every convention.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Poolability {
    /// Equal slopes, intercepts being different.
    pub slopes: PoolabilityTest,
    /// Equal intercepts given a common slope, with the error of separate lines.
    pub intercepts: PoolabilityTest,
    /// Equal intercepts given a common slope, with the error of parallel lines.
    pub intercepts_reduced: PoolabilityTest,
    /// Equal batch means before time enters, with the error of separate lines.
    pub intercepts_sequential: PoolabilityTest,
    /// Slopes and intercepts in one test.
    pub slopes_and_intercepts: PoolabilityTest,
}

impl Poolability {
    /// The test of intercepts of a convention.
    pub fn intercepts_by(&self, error: PoolingError) -> &PoolabilityTest {
        match error {
            PoolingError::FullModel => &self.intercepts,
            PoolingError::ReducedModel => &self.intercepts_reduced,
            PoolingError::Sequential => &self.intercepts_sequential,
        }
    }

    /// The model: slopes are tested first; only where they are pooled, intercepts.
    ///
    /// # Source
    /// ICH Q1E (2003), appendix B.2.2.
    pub fn model(&self, rule: &PoolingRule) -> Model {
        if self.slopes.rejects(rule.alpha) {
            Model::DifferentInterceptsDifferentSlopes
        } else if self.intercepts_by(rule.error).rejects(rule.alpha) {
            Model::DifferentInterceptsCommonSlope
        } else {
            Model::CommonInterceptCommonSlope
        }
    }
}

impl Study {
    /// Tests of equal slopes and equal intercepts by analysis of covariance.
    ///
    /// # Errors
    /// `NotEstimable`: `OneBatch`; `OneTime` when a batch has no slope; `NoResidualDegrees` when separate lines leave no
    /// degree of freedom. `NotFinite`; `NoConvergence`.
    ///
    /// # Source
    /// ICH Q1E (2003), appendix B.2.2; LeBlond et al., Journal of Validation Technology 17 (3), 2011, 47-68. Sums of
    /// squares are those of the differences between the fitted values of nested models, which cancel no digits.
    ///
    /// # Checked against
    /// R 4.2.2 (`anova`), JMP Stability and expirest, by the reference cases.
    pub fn poolability(&self) -> Result<Poolability, ShelfLifeError> {
        let batches = self.batches();
        if batches.len() < 2 {
            return Err(NotEstimable::OneBatch.into());
        }
        if let Some(batch) = batches.iter().position(|batch| !batch.has_slope()) {
            return Err(NotEstimable::OneTime { batch: Some(batch) }.into());
        }
        residual_degrees(None, self.points(), 2 * batches.len())?;
        let (groups, full) = (batches.len() - 1, self.points() - 2 * batches.len());
        let (error, common) = (self.separate_squares(), self.common_slope()?);
        let squares = Squares::of(self, common);
        let parallel = batches.iter().flat_map(|batch| batch.residuals(common));
        let reduced_error = sum_of_squares(parallel, self.whole().rounding(common));
        let against_full = |squares, degrees| PoolabilityTest::of(squares, degrees, error, full);
        Ok(Poolability {
            slopes: against_full(squares.slopes, groups)?,
            intercepts: against_full(squares.intercepts, groups)?,
            intercepts_reduced: PoolabilityTest::of(squares.intercepts, groups, reduced_error, full + groups)?,
            intercepts_sequential: against_full(squares.means, groups)?,
            slopes_and_intercepts: against_full(squares.together, 2 * groups)?,
        })
    }
}

/// Sums of squares between the fitted values of nested models.
struct Squares {
    /// Separate against parallel lines.
    slopes: f64,
    /// Parallel lines against one line.
    intercepts: f64,
    /// Batch means against one mean.
    means: f64,
    /// Separate lines against one line.
    together: f64,
}

impl Squares {
    fn of(study: &Study, common: f64) -> Squares {
        let whole = study.whole();
        let pooled = whole.slope();
        // What is only rounding of the values is no difference.
        let rounding = whole.rounding(pooled);
        let noise = size(whole.n()) * rounding * rounding;
        let sum = |of_batch: &dyn Fn(&Centred) -> f64| {
            let sum = Sum::of(study.batches().iter().map(of_batch)).value();
            if sum <= noise { 0.0 } else { sum }
        };
        let shift = |batch: &Centred| {
            let shift = (batch.value - whole.value) - pooled * (batch.time - whole.time);
            size(batch.n()) * shift * shift
        };
        let turn = |batch: &Centred, from: f64, to: f64| batch.tt * (from - to) * (from - to);
        let mean = |batch: &Centred| size(batch.n()) * (batch.value - whole.value) * (batch.value - whole.value);
        Squares {
            slopes: sum(&|batch| turn(batch, batch.slope(), common)),
            intercepts: sum(&|batch| shift(batch) + turn(batch, common, pooled)),
            means: sum(&mean),
            together: sum(&|batch| shift(batch) + turn(batch, batch.slope(), pooled)),
        }
    }
}
