//! Release limit: how good a lot must be at release to be within its limit at the end of its shelf life.

use super::what_if::transformed_limit;
use super::{Bound, LimitSide, Line, ModelFit, ShelfLifeError};
use crate::stats::StatisticError;
use crate::stats::summation::size;

/// What a release limit is computed for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReleaseGoal {
    /// The side of the limit.
    pub side: LimitSide,
    /// The shelf-life limit, in the unit of the values.
    pub limit: f64,
    /// The shelf life, in the unit of the times.
    pub shelf_life: f64,
    /// The bound that is to stay inside until then; its t quantile is that of the allowance. One-sided 95 % as a rule.
    pub bound: Bound,
}

/// A release limit and what it is made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReleaseLimit {
    /// The release limit, in the unit of the values.
    pub limit: f64,
    /// Place of the batch whose line asks for it, from 0; none where one line holds for all.
    pub batch: Option<usize>,
    /// The change expected over the shelf life towards the limit, on the scale of the transformation; 0 where the line leads
    /// away, because an improvement is no reserve.
    pub expected_change: f64,
    /// The allowance for what is uncertain, on the scale of the transformation.
    pub allowance: f64,
}

impl ModelFit {
    /// The release limit of Allen, Dukes and Gerger: shelf-life limit, expected change, and an allowance for the slope and
    /// for the result at release. Of several lines the strictest decides.
    ///
    /// Formula for a lower limit: L + |b| T + t sqrt((s_b T)² + s² / n), with the one-sided t quantile of the degrees of
    /// freedom of s, and n = `determinations` behind the result at release; for an upper limit with the signs turned. With
    /// n = 1 the result at release scatters as one result of the study.
    ///
    /// # Errors
    /// `OutsideDomain` for a shelf life that is negative or not finite, or no determination; `UntransformableLimit`;
    /// `NotFinite` when no value of the unit belongs to the release limit.
    ///
    /// # Source
    /// P. V. Allen, G. R. Dukes, M. E. Gerger, Determination of release limits: a general methodology, Pharmaceutical
    /// Research 8 (1991) 1210-1213.
    pub fn release_limit(&self, goal: &ReleaseGoal, determinations: usize) -> Result<ReleaseLimit, ShelfLifeError> {
        if determinations == 0 {
            return Err(StatisticError::TooFewValues { needed: 1, got: 0 }.into());
        }
        self.strictest(goal, |line, towards| {
            let change = (towards * line.slope * goal.shelf_life).max(0.0);
            let (of_slope, of_result) =
                (line.slope_standard_error() * goal.shelf_life, line.residual_standard_deviation);
            let variance = of_slope * of_slope + of_result * of_result / size(determinations);
            Ok((change, goal.bound.t_quantile(line.degrees_of_freedom)? * variance.sqrt()))
        })
    }

    /// The release limit whose [what-if shelf life](ModelFit::what_if) is the shelf life wanted: the loss of the bound from
    /// the intercept of its line, nowhere exceeded until then. Of several lines the strictest decides.
    ///
    /// # Errors
    /// As [`ModelFit::release_limit`].
    ///
    /// # Source
    /// The what-if method of ARGPM Guidance 14, section 14.3.1, solved for the release limit.
    pub fn what_if_release_limit(&self, goal: &ReleaseGoal) -> Result<ReleaseLimit, ShelfLifeError> {
        self.strictest(goal, |line, towards| {
            // The loss is a convex function of time, so that the largest is at one of the ends.
            let at_start = line.half_width_at(0.0, &goal.bound)?;
            let change = towards * line.slope * goal.shelf_life;
            let at_end = line.half_width_at(goal.shelf_life, &goal.bound)?;
            let expected = change.max(0.0);
            Ok((expected, (change + at_end).max(at_start) - expected))
        })
    }

    /// The strictest of the release limits of the lines. `parts` gives expected change and allowance from a line and
    /// the sign of a slope towards the limit.
    fn strictest(
        &self,
        goal: &ReleaseGoal,
        parts: impl Fn(&Line, f64) -> Result<(f64, f64), StatisticError>,
    ) -> Result<ReleaseLimit, ShelfLifeError> {
        let time = goal.shelf_life;
        if !(time.is_finite() && time >= 0.0) {
            return Err(StatisticError::OutsideDomain { what: "the shelf life", value: time }.into());
        }
        let there = transformed_limit(self.transform, goal.side, goal.limit)?;
        let towards = match there.side_there {
            LimitSide::Lower => -1.0,
            LimitSide::Upper => 1.0,
        };
        let mut strictest: Option<ReleaseLimit> = None;
        for line in &self.lines {
            let (expected_change, allowance) = parts(line, towards)?;
            let distance = expected_change + allowance;
            if strictest.is_none_or(|known| distance > known.expected_change + known.allowance) {
                let limit = self.transform.inverse(there.limit - towards * distance);
                let limit = limit.ok_or(StatisticError::NotFinite)?;
                strictest = Some(ReleaseLimit { limit, batch: line.batch, expected_change, allowance });
            }
        }
        strictest.ok_or(ShelfLifeError::NoBatch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Confidence;
    use crate::stats::shelf_life::{BatchSeries, BoundKind, BoundSides, ErrorTerm, Model, Study, Transform};

    const MONTHS: [f64; 5] = [0.0, 3.0, 6.0, 9.0, 12.0];

    fn fit(lots: &[[f64; 5]], model: Model, transform: Transform) -> ModelFit {
        let lots: Vec<BatchSeries> = lots.iter().map(|lot| BatchSeries::of(MONTHS.into_iter().zip(*lot))).collect();
        Study::new(&lots, transform).unwrap().fit(model, ErrorTerm::Pooled).unwrap()
    }

    const LOTS: [[f64; 5]; 3] =
        [[101.2, 98.6, 98.1, 95.7, 94.6], [100.1, 99.4, 96.8, 96.2, 93.9], [101.0, 99.7, 97.2, 96.6, 93.7]];

    fn goal(side: LimitSide, limit: f64) -> ReleaseGoal {
        let confidence = Confidence::new(0.95).unwrap();
        let bound = Bound { kind: BoundKind::Confidence, sides: BoundSides::One, confidence };
        ReleaseGoal { side, limit, shelf_life: 18.0, bound }
    }

    /// Limit 85 %, slope -0.549, 18 months, s 0.519, standard error of the slope 0.0316, t(0.95; 13) = 1.771.
    #[test]
    fn three_lots_of_the_worked_example() {
        let pooled = fit(&LOTS, Model::CommonInterceptCommonSlope, Transform::None);
        let release = pooled.release_limit(&goal(LimitSide::Lower, 85.0), 1).unwrap();
        assert!((release.limit - 96.24).abs() < 5e-3, "{release:?}");
        assert!((release.expected_change - 0.549 * 18.0).abs() < 0.01);
        let six = pooled.release_limit(&goal(LimitSide::Lower, 85.0), 6).unwrap();
        assert!(six.limit < release.limit);
    }

    #[test]
    fn an_improvement_is_no_reserve() {
        let pooled = fit(&LOTS, Model::CommonInterceptCommonSlope, Transform::None);
        let release = pooled.release_limit(&goal(LimitSide::Upper, 110.0), 1).unwrap();
        assert_eq!(release.expected_change, 0.0);
        assert!((release.limit - (110.0 - release.allowance)).abs() < 1e-12);
    }

    /// The what-if shelf life of the release limit is the shelf life it was made for, for every model and transformation.
    #[test]
    fn the_what_if_limit_gives_the_shelf_life_back() {
        let models = [
            Model::CommonInterceptCommonSlope,
            Model::DifferentInterceptsCommonSlope,
            Model::CommonInterceptDifferentSlopes,
            Model::DifferentInterceptsDifferentSlopes,
        ];
        let all = [Transform::None, Transform::Log, Transform::SquareRoot, Transform::Square, Transform::Reciprocal];
        for (model, transform) in models.into_iter().flat_map(|model| all.map(|transform| (model, transform))) {
            let fit = fit(&LOTS, model, transform);
            let goal = goal(LimitSide::Lower, 85.0);
            let release = fit.what_if_release_limit(&goal).unwrap();
            let life = fit.what_if(release.limit, LimitSide::Lower, 85.0, &goal.bound).unwrap();
            assert!((life.time().unwrap() - 18.0).abs() < 1e-9, "{model:?} {transform:?} {life:?}");
            assert_eq!((life.earliest.batch, life.earliest.side), (release.batch, Some(LimitSide::Lower)));
        }
    }

    #[test]
    fn what_is_no_goal() {
        let pooled = fit(&LOTS, Model::CommonInterceptCommonSlope, Transform::None);
        let wrong = ReleaseGoal { shelf_life: f64::NAN, ..goal(LimitSide::Lower, 85.0) };
        assert_eq!(
            pooled.release_limit(&wrong, 1).unwrap_err().to_string(),
            "the shelf life is outside its domain: NaN"
        );
        assert_eq!(
            pooled.release_limit(&goal(LimitSide::Lower, 85.0), 0).unwrap_err().to_string(),
            "needs at least 1 values, got 0"
        );
        let error = pooled.what_if(84.0, LimitSide::Lower, 85.0, &wrong.bound).unwrap_err();
        assert_eq!(error.to_string(), "the release limit 84 is not inside the lower shelf-life limit 85");
    }
}
