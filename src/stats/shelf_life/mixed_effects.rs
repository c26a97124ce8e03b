//! Batches as a sample of all batches to come: random intercepts and slopes.

use super::model::first_crossing;
use super::simplex::least;
use super::study::Centred;
use super::{Bound, LimitCrossing, Limits, Line, ShelfLifeError, Study, Transform};
use crate::stats::StatisticError;
use crate::stats::summation::{Sum, size};

/// What differs from batch to batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RandomEffects {
    /// The intercepts.
    Intercepts,
    /// Intercepts and slopes, which may be correlated.
    InterceptsAndSlopes,
}

/// A mixed model. Numbers are on the scale of the transformation, times in the unit of the times.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MixedFit {
    /// What differs from batch to batch.
    pub effects: RandomEffects,
    /// The transformation of the values.
    pub transform: Transform,
    /// The mean line of all batches to come. Its bounds say where that mean lies.
    pub mean: Line,
    /// The same line with the scatter from batch to batch: its bounds say where the line of one more batch lies.
    pub next_batch: Line,
    /// Variance of the intercepts between batches.
    pub intercept_variance: f64,
    /// Variance of the slopes between batches; 0 where they do not differ by the model.
    pub slope_variance: f64,
    /// Covariance of intercepts and slopes between batches.
    pub covariance: f64,
    /// Variance of the results about the line of their batch.
    pub residual_variance: f64,
    /// Minus twice the restricted log likelihood, with all constants, by which models of one set of data compare.
    pub criterion: f64,
    /// Whether the batches differ in fewer ways than the model allows: a variance is 0, or intercepts and slopes are tied to
    /// each other. The bounds of the next batch then tell less than they seem to.
    pub singular: bool,
}

impl Study {
    /// Fits a line with random effects of the batches by restricted maximum likelihood (REML).
    ///
    /// Information beside the evaluation of ICH Q1E, which knows the batches of the study only: with many batches the
    /// question is where the lines of batches to come lie. Assumes batches drawn at random, with normal intercepts, slopes
    /// and results. Degrees of freedom of both lines are the number of batches minus one, because it is the batches that are
    /// the sample; that is on the safe side for the slope where only intercepts differ.
    ///
    /// Formula: with V = I + Z Λ Λ' Z' for each batch, the criterion is Σ ln|V| + ln|Σ X'V⁻¹X| + (N - 2)(1 + ln(2π Q / (N - 2)))
    /// where Q = Σ r'V⁻¹r. It is least in the elements of Λ, to about seven digits; σ² = Q / (N - 2).
    ///
    /// # Errors
    /// `TooFewGroups` below three batches; `NotEstimable` without two times or with no more results than coefficients;
    /// `NoVariation` when all results lie on one line; `NoConvergence`; `NotFinite`.
    ///
    /// # Source
    /// J. C. Pinheiro, D. M. Bates, Mixed-Effects Models in S and S-PLUS (2000), sections 2.2 and 2.4; S. C. Chow, J. Shao,
    /// Estimating drug shelf-life with random batches, Biometrics 47 (1991) 1071-1079.
    ///
    /// # Checked against
    /// The criterion with full matrices V, 40 digits (mpmath), in the tests.
    pub fn mixed_effects(&self, effects: RandomEffects) -> Result<MixedFit, ShelfLifeError> {
        if self.batch_count() < 3 {
            return Err(StatisticError::TooFewGroups { needed: 3, got: self.batch_count() }.into());
        }
        let one_line = self.one_line()?;
        if one_line.residual_sum_of_squares == 0.0 {
            return Err(StatisticError::NoVariation.into());
        }
        let scaled = Scaled::of(self);
        let start: &[f64] = match effects {
            RandomEffects::Intercepts => &[1.0],
            RandomEffects::InterceptsAndSlopes => &[1.0, 0.1, 0.5],
        };
        let found = least("the mixed model", start, |elements| scaled.at(elements).map(|one| one.criterion))?;
        self.mixed_fit(effects, &scaled, &found)
    }

    fn mixed_fit(&self, effects: RandomEffects, scaled: &Scaled, found: &[f64]) -> Result<MixedFit, ShelfLifeError> {
        let singular_matrix = StatisticError::NoConvergence { what: "the mixed model" };
        let profile = scaled.at(found).ok_or(singular_matrix)?;
        let variance = StatisticError::finite(profile.squares / (size(scaled.points) - 2.0))?;
        let factor = Factor::of(found);
        let [v00, v01, v11] = factor.product();
        let back = Back { time: scaled.time, scale: scaled.scale };
        let (between, of_mean) = (back.quadratic([v00, v01, v11]), back.quadratic(profile.inverse));
        let slope = scaled.slope + profile.effects[1] / scaled.scale;
        let centre_value = scaled.value + profile.effects[0];
        let line = |[c0, c1, c2]: [f64; 3]| {
            let centre = -c1 / c2;
            Line {
                batch: None,
                intercept: centre_value - slope * scaled.time,
                slope,
                residual_standard_deviation: variance.sqrt(),
                degrees_of_freedom: size(scaled.batches.len()) - 1.0,
                centre,
                value_at_centre: centre_value + slope * (centre - scaled.time),
                leverage: (c0 - c1 * c1 / c2).max(0.0),
                squares_of_time: 1.0 / c2,
            }
        };
        let both = [of_mean[0] + between[0], of_mean[1] + between[1], of_mean[2] + between[2]];
        Ok(MixedFit {
            effects,
            transform: self.transform(),
            mean: line(of_mean).checked()?,
            next_batch: line(both).checked()?,
            intercept_variance: variance * between[0],
            slope_variance: variance * between[2],
            covariance: variance * between[1],
            residual_variance: variance,
            // In the unit of time of the data, of which the criterion takes the scale along.
            criterion: StatisticError::finite(profile.criterion + 2.0 * libm::log(scaled.scale))?,
            singular: factor.is_singular(),
        })
    }
}

impl MixedFit {
    /// Where the bound of the mean line, and that of the line of one more batch, first meet a limit.
    ///
    /// `limits` are in the unit of the values and are transformed with them.
    ///
    /// # Errors
    /// As [`ModelFit::shelf_life`](super::ModelFit::shelf_life).
    ///
    /// # Source
    /// As [`Study::mixed_effects`].
    pub fn crossings(&self, limits: &Limits, bound: &Bound) -> Result<[LimitCrossing; 2], ShelfLifeError> {
        let limits = limits.transformed(self.transform)?;
        Ok([first_crossing(&self.mean, &limits, bound)?, first_crossing(&self.next_batch, &limits, bound)?])
    }
}

/// A variance c₀ + 2 c₁ t + c₂ t² about the time and in the unit of time of the calculation.
struct Back {
    time: f64,
    scale: f64,
}

impl Back {
    /// The same variance in the time of the data.
    fn quadratic(&self, [v00, v01, v11]: [f64; 3]) -> [f64; 3] {
        let (c1, c2) = (v01 / self.scale, v11 / (self.scale * self.scale));
        [v00 - 2.0 * c1 * self.time + c2 * self.time * self.time, c1 - c2 * self.time, c2]
    }
}

/// The data about their common line, in a unit of time in which a slope weighs as much as an intercept.
struct Scaled {
    batches: Vec<Moments>,
    points: usize,
    time: f64,
    value: f64,
    slope: f64,
    scale: f64,
}

/// Sums of one batch: X'X as [n, Σ τ, Σ τ²], X'r and r'r of the residuals r from the common line.
struct Moments {
    design: [f64; 3],
    product: [f64; 2],
    squares: f64,
}

impl Scaled {
    fn of(study: &Study) -> Scaled {
        let whole = study.whole();
        let (slope, scale) = (whole.slope(), (whole.tt / size(whole.n())).sqrt());
        let moments = |batch: &Centred| {
            let about = |(time, value): &(f64, f64)| {
                let from = time - whole.time;
                (from / scale, (value - whole.value) - slope * from)
            };
            let points: Vec<(f64, f64)> = batch.points.iter().map(about).collect();
            let sum = |part: fn(&(f64, f64)) -> f64| Sum::of(points.iter().map(part)).value();
            Moments {
                design: [size(points.len()), sum(|point| point.0), sum(|point| point.0 * point.0)],
                product: [sum(|point| point.1), sum(|point| point.0 * point.1)],
                squares: sum(|point| point.1 * point.1),
            }
        };
        Scaled {
            batches: study.batches().iter().map(moments).collect(),
            points: whole.n(),
            time: whole.time,
            value: whole.value,
            slope,
            scale,
        }
    }

    /// The likelihood with the fixed effects and the variance at their best for these elements of Λ; none where it is not
    /// finite.
    fn at(&self, elements: &[f64]) -> Option<Profile> {
        let factor = Factor::of(elements);
        let (mut logarithms, mut squares) = (0.0, 0.0);
        let (mut information, mut product) = ([0.0; 3], [0.0; 2]);
        for batch in &self.batches {
            let weighted = factor.weigh(batch);
            logarithms += weighted.logarithm;
            squares += weighted.squares;
            information.iter_mut().zip(weighted.information).for_each(|(sum, own)| *sum += own);
            product.iter_mut().zip(weighted.product).for_each(|(sum, own)| *sum += own);
        }
        let [i00, i01, i11] = information;
        let determinant = i00 * i11 - i01 * i01;
        let inverse = [i11 / determinant, -i01 / determinant, i00 / determinant];
        let effects = times(inverse, product);
        let squares = squares - effects[0] * product[0] - effects[1] * product[1];
        let degrees = size(self.points) - 2.0;
        let constant = 1.0 + libm::log(2.0 * std::f64::consts::PI * squares / degrees);
        let criterion = logarithms + libm::log(determinant) + degrees * constant;
        (squares > 0.0 && criterion.is_finite()).then_some(Profile { criterion, squares, effects, inverse })
    }
}

struct Profile {
    criterion: f64,
    /// Q.
    squares: f64,
    /// Fixed effects beside the common line.
    effects: [f64; 2],
    /// (Σ X'V⁻¹X)⁻¹.
    inverse: [f64; 3],
}

/// The symmetric matrix [[a, b], [b, c]] times a vector.
fn times([a, b, c]: [f64; 3], [x, y]: [f64; 2]) -> [f64; 2] {
    [a * x + b * y, b * x + c * y]
}

/// Λ = [[l₀₀, 0], [l₁₀, l₁₁]], in units of the residual standard deviation.
struct Factor {
    l00: f64,
    l10: f64,
    l11: f64,
}

/// One batch weighted with V⁻¹.
struct Weighted {
    logarithm: f64,
    information: [f64; 3],
    product: [f64; 2],
    squares: f64,
}

impl Factor {
    fn of(elements: &[f64]) -> Factor {
        let element = |at: usize| elements.get(at).copied().unwrap_or(0.0);
        Factor { l00: element(0), l10: element(1), l11: element(2) }
    }

    /// Λ Λ'.
    fn product(&self) -> [f64; 3] {
        [self.l00 * self.l00, self.l00 * self.l10, self.l10 * self.l10 + self.l11 * self.l11]
    }

    /// Whether a variance is nothing beside the scatter of the results.
    fn is_singular(&self) -> bool {
        const NOTHING: f64 = 1e-4;
        let slopes = self.l10 != 0.0 || self.l11 != 0.0;
        self.l00.abs() < NOTHING || (slopes && self.l11.abs() < NOTHING)
    }

    /// With M = I + Λ'GΛ and W = Λ M⁻¹ Λ': |V| = |M|, X'V⁻¹X = G - G W G, X'V⁻¹r = g - G W g, r'V⁻¹r = r'r - g'W g.
    fn weigh(&self, batch: &Moments) -> Weighted {
        let Factor { l00, l10, l11 } = *self;
        let [g00, g01, g11] = batch.design;
        // G Λ, by columns.
        let (first, second) = ([g00 * l00 + g01 * l10, g01 * l00 + g11 * l10], [g01 * l11, g11 * l11]);
        let (m00, m01) = (1.0 + l00 * first[0] + l10 * first[1], l11 * first[1]);
        let m11 = 1.0 + l11 * second[1];
        let determinant = m00 * m11 - m01 * m01;
        let inverse = [m11 / determinant, -m01 / determinant, m00 / determinant];
        let [r0, r1] = batch.product;
        let rotated = [l00 * r0 + l10 * r1, l11 * r1];
        let solved = times(inverse, rotated);
        // Rows of G Λ M⁻¹.
        let (top, bottom) = (times(inverse, [first[0], second[0]]), times(inverse, [first[1], second[1]]));
        Weighted {
            logarithm: libm::log(determinant),
            information: [
                g00 - top[0] * first[0] - top[1] * second[0],
                g01 - top[0] * first[1] - top[1] * second[1],
                g11 - bottom[0] * first[1] - bottom[1] * second[1],
            ],
            product: [
                r0 - first[0] * solved[0] - second[0] * solved[1],
                r1 - first[1] * solved[0] - second[1] * solved[1],
            ],
            squares: batch.squares - rotated[0] * solved[0] - rotated[1] * solved[1],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::shelf_life::BatchSeries;

    fn study(batches: &[(&[f64], &[f64])]) -> Study {
        let series =
            |(times, values): &(&[f64], &[f64])| BatchSeries { times: times.to_vec(), values: values.to_vec() };
        let batches: Vec<BatchSeries> = batches.iter().map(series).collect();
        Study::new(&batches, Transform::None).unwrap()
    }

    fn six() -> Study {
        let months: &[f64] = &[0.0, 3.0, 6.0, 9.0, 12.0, 18.0];
        study(&[
            (months, &[101.3, 99.6, 98.9, 97.8, 96.2, 94.1]),
            (months, &[99.2, 98.9, 97.0, 96.8, 95.9, 93.5]),
            (months, &[102.4, 100.1, 99.5, 97.2, 96.8, 93.0]),
            (months, &[100.5, 99.9, 99.3, 98.4, 98.1, 96.6]),
            (months, &[98.8, 97.4, 96.1, 94.3, 93.9, 90.2]),
            (months, &[101.9, 101.0, 99.1, 98.8, 97.0, 95.2]),
        ])
    }

    /// Batches of different designs, one with two results at each time and one that starts late.
    fn uneven() -> Study {
        study(&[
            (&[0.0, 3.0, 6.0, 9.0, 12.0, 18.0], &[101.3, 99.6, 98.9, 97.8, 96.2, 94.1]),
            (&[0.0, 6.0, 12.0], &[99.2, 97.0, 95.9]),
            (&[0.0, 3.0, 6.0, 9.0], &[102.4, 100.1, 99.5, 97.2]),
            (&[0.0, 0.0, 6.0, 6.0, 12.0, 12.0], &[100.5, 100.1, 99.3, 98.9, 98.1, 97.9]),
            (&[3.0, 9.0, 18.0], &[97.4, 94.3, 90.2]),
        ])
    }

    fn close(obtained: f64, expected: f64) {
        assert!((obtained - expected).abs() <= 2e-6 * expected.abs() + 1e-9, "{obtained} instead of {expected}");
    }

    /// The same criterion with the full matrix V of every batch, least by simplex and Newton steps in 40 digits (mpmath):
    /// criterion, intercept, slope, their standard errors, variances and covariance between batches, variance within.
    fn check(fit: &MixedFit, expected: [f64; 9]) {
        let errors = [fit.mean.intercept_standard_error(), fit.mean.slope_standard_error()];
        let obtained = [
            fit.criterion,
            fit.mean.intercept,
            fit.mean.slope,
            errors[0],
            errors[1],
            fit.intercept_variance,
            fit.covariance,
            fit.slope_variance,
            fit.residual_variance,
        ];
        for (obtained, expected) in obtained.into_iter().zip(expected) {
            close(obtained, expected);
        }
    }

    #[test]
    fn six_batches_of_one_design() {
        check(
            &six().mixed_effects(RandomEffects::InterceptsAndSlopes).unwrap(),
            [
                75.18965476419325,
                100.6540476190476,
                -0.3779365079365079,
                0.5393656410864345,
                0.0415976601663809,
                1.680336411564626,
                -0.01905541950113379,
                0.009724057067271353,
                0.1382083333333333,
            ],
        );
        check(
            &six().mixed_effects(RandomEffects::Intercepts).unwrap(),
            [
                99.01632079043316,
                100.6540476190476,
                -0.3779365079365079,
                0.6014211847847506,
                0.01972602546534893,
                1.939109697135559,
                0.0,
                0.0,
                0.4902862616310892,
            ],
        );
    }

    #[test]
    fn batches_of_different_designs() {
        let both = uneven().mixed_effects(RandomEffects::InterceptsAndSlopes).unwrap();
        check(
            &both,
            [
                50.01053674269809,
                100.2858312067487,
                -0.3746074363984532,
                0.6439994410546077,
                0.06365430851478569,
                1.998258279803468,
                -0.06413117470109461,
                0.0190957519701624,
                0.1047349501157428,
            ],
        );
        assert!(!both.singular);
        check(
            &uneven().mixed_effects(RandomEffects::Intercepts).unwrap(),
            [
                66.7646035916392,
                100.1591883892439,
                -0.3609463521017043,
                0.7490349615041668,
                0.0311693508270224,
                2.432126163573618,
                0.0,
                0.0,
                0.5722405384782238,
            ],
        );
    }

    /// The variance of the line of one more batch is that of the mean with the variances between batches added.
    #[test]
    fn one_more_batch_scatters_by_both() {
        let fit = uneven().mixed_effects(RandomEffects::InterceptsAndSlopes).unwrap();
        for time in [0.0, 7.0, 30.0] {
            let mean = fit.mean.standard_error_at(time);
            let own = fit.intercept_variance + 2.0 * fit.covariance * time + fit.slope_variance * time * time;
            close(fit.next_batch.standard_error_at(time), (mean * mean + own).sqrt());
            close(fit.next_batch.value_at(time), fit.mean.value_at(time));
        }
    }

    /// Three lots that do not differ: without variance between batches the line is the common one.
    #[test]
    fn batches_that_do_not_differ() {
        let months: &[f64] = &[0.0, 3.0, 6.0, 9.0, 12.0];
        let lots = study(&[
            (months, &[101.2, 98.6, 98.1, 95.7, 94.6]),
            (months, &[100.1, 99.4, 96.8, 96.2, 93.9]),
            (months, &[101.0, 99.7, 97.2, 96.6, 93.7]),
        ]);
        let fit = lots.mixed_effects(RandomEffects::Intercepts).unwrap();
        assert!(fit.singular);
        close(fit.criterion, 28.1354976423592);
        assert!(fit.intercept_variance.abs() < 1e-8, "{fit:?}");
        close(fit.residual_variance, 0.2691282051282051);
        close(fit.mean.slope_standard_error(), 0.03157168240852019);
        let both = lots.mixed_effects(RandomEffects::InterceptsAndSlopes).unwrap();
        assert!(both.singular);
        close(both.criterion, 28.12966183728819);
    }

    #[test]
    fn what_has_no_mixed_model() {
        let months: &[f64] = &[0.0, 6.0, 12.0];
        let message = |study: Study| study.mixed_effects(RandomEffects::Intercepts).unwrap_err().to_string();
        let two = study(&[(months, &[1.0, 2.0, 4.0]), (months, &[1.0, 2.0, 3.0])]);
        assert_eq!(message(two), "needs at least 3 groups, got 2");
        let exact = study(&[(months, &[3.0, 2.0, 1.0]), (months, &[3.0, 2.0, 1.0]), (months, &[3.0, 2.0, 1.0])]);
        assert_eq!(message(exact), "all values are equal: there is no variation");
    }
}
