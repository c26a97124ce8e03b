//! The whole evaluation of ICH Q1E.

use super::{
    BatchFit, BatchSeries, Bound, ClaimObstacle, ErrorTerm, Limits, Model, ModelFit, Poolability, PoolingError,
    PoolingRule, ShelfLife, ShelfLifeError, Study, Transform,
};
use crate::stats::{Confidence, Probability, StatisticError};

/// How the data are evaluated, decided before they are seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plan {
    /// The shelf-life limits, in the unit of the values.
    pub limits: Limits,
    /// The bound that has to stay inside.
    pub bound: Bound,
    /// The transformation of the values.
    pub transform: Transform,
    /// How the model is chosen where none is prescribed.
    pub pooling: PoolingRule,
    /// The model, where it is prescribed.
    pub model: Option<Model>,
    /// Whose scatter the bounds of separate lines rest on.
    pub error: ErrorTerm,
}

impl Plan {
    /// The plan of ICH Q1E: a 95 % bound for the mean, one-sided for one limit and two-sided for two, no transformation,
    /// pooling at 0.25 with the error of the full model, pooled error.
    ///
    /// # Errors
    /// None for these levels.
    ///
    /// # Source
    /// ICH Q1E (2003), section 2.6 and appendix B.
    pub fn q1e(limits: Limits) -> Result<Plan, StatisticError> {
        Ok(Plan {
            limits,
            bound: Bound::of_mean(&limits, Confidence::new(0.95)?),
            transform: Transform::None,
            pooling: PoolingRule { alpha: Probability::new(0.25)?, error: PoolingError::FullModel },
            model: None,
            error: ErrorTerm::Pooled,
        })
    }
}

/// Why the model is the one it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selection {
    /// There is one batch.
    OneBatch,
    /// The tests of slopes and intercepts chose it.
    Tested,
    /// The plan prescribes it.
    Prescribed,
}

/// Everything the evaluation says. Numbers are on the scale of the transformation, times in the unit of the times.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// The data.
    pub study: Study,
    /// The fit of every batch by itself.
    pub batch_fits: Vec<BatchFit>,
    /// The tests of slopes and intercepts; none with one batch, or where the plan prescribes a model that needs none and
    /// the data allow none.
    pub poolability: Option<Poolability>,
    /// Why the model is the one it is.
    pub selection: Selection,
    /// The model.
    pub model: ModelFit,
    /// Its shelf life.
    pub shelf_life: ShelfLife,
    /// What stands against a statistical claim.
    pub obstacles: Vec<ClaimObstacle>,
}

/// Evaluates the results of some batches by a plan.
///
/// # Errors
/// Those of [`Study::new`], [`Study::poolability`], [`Study::fit`] and [`ModelFit::shelf_life`]. `NotEstimable` says what
/// the data do not determine; [`Study::batch_fits`] still tells what each batch does.
///
/// # Source
/// ICH Q1E (2003), section 2.6 and appendix B.
///
/// # Checked against
/// LeBlond et al. 2011, JMP Stability, Shao and Chow 1994 and expirest 0.1.7, by the reference cases.
pub fn evaluate(batches: &[BatchSeries], plan: &Plan) -> Result<Evaluation, ShelfLifeError> {
    let study = Study::new(batches, plan.transform)?;
    let tested = study.poolability();
    let (selection, model) = match (plan.model, batches.len()) {
        (Some(model), _) => (Selection::Prescribed, model),
        (None, 1) => (Selection::OneBatch, Model::DifferentInterceptsDifferentSlopes),
        (None, _) => (Selection::Tested, tested?.model(&plan.pooling)),
    };
    let model = study.fit(model, plan.error)?;
    Ok(Evaluation {
        batch_fits: study.batch_fits()?,
        poolability: tested.ok(),
        selection,
        shelf_life: model.shelf_life(&plan.limits, &plan.bound)?,
        obstacles: study.claim_obstacles(Some(&model)),
        model,
        study,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MONTHS: [f64; 5] = [0.0, 3.0, 6.0, 9.0, 12.0];

    /// Relative potency of three freeze-dried lots, lower limit 85 %: every figure of the worked example in the method page.
    #[test]
    fn three_lots_that_may_be_pooled() {
        let lots = [[101.2, 98.6, 98.1, 95.7, 94.6], [100.1, 99.4, 96.8, 96.2, 93.9], [101.0, 99.7, 97.2, 96.6, 93.7]];
        let lots: Vec<BatchSeries> = lots.iter().map(|lot| BatchSeries::of(MONTHS.into_iter().zip(*lot))).collect();
        let plan = Plan::q1e(Limits::new(Some(85.0), None).unwrap()).unwrap();
        let evaluation = evaluate(&lots, &plan).unwrap();
        let poolability = evaluation.poolability.unwrap();
        let near = |obtained: f64, expected: f64, digits: f64| {
            assert!((obtained - expected).abs() <= digits, "{obtained} instead of {expected}");
        };
        near(poolability.slopes.f.unwrap(), 0.383, 5e-4);
        assert_eq!(poolability.slopes.numerator_degrees_of_freedom, 2);
        assert_eq!(poolability.slopes.denominator_degrees_of_freedom, 9);
        near(poolability.slopes.p_value.unwrap(), 0.69, 5e-3);
        near(poolability.intercepts.p_value.unwrap(), 0.53, 5e-3);
        near(poolability.intercepts_reduced.p_value.unwrap(), 0.48, 5e-3);
        assert_eq!(evaluation.model.model, Model::CommonInterceptCommonSlope);
        let line = evaluation.model.lines[0];
        near(line.intercept, 100.81, 5e-3);
        near(line.slope, -0.549, 5e-4);
        near(line.residual_standard_deviation, 0.519, 5e-4);
        assert_eq!(line.degrees_of_freedom, 13.0);
        near(evaluation.shelf_life.time().unwrap(), 26.7, 0.05);
        assert!(evaluation.obstacles.is_empty());
    }
}
