//! With many batches: where the lines of batches to come lie, as information.

use super::regression::Fitted;
use crate::stats::StatisticError;
use crate::stats::shelf_life::{LimitCrossing, MixedFit, RandomEffects, ShelfLifeError};

/// Fewest batches: with fewer, so few degrees of freedom make every bound of batches to come mean nothing.
const MANY: usize = 5;

/// A mixed model of many batches.
#[derive(Clone, Debug)]
pub struct RandomBatches {
    /// The model.
    pub fit: MixedFit,
    /// Where the bound of the mean line meets its limit first.
    pub mean: LimitCrossing,
    /// The same for the line of one more batch.
    pub next_batch: LimitCrossing,
}

/// The mixed model of a regression with many batches; `None` with few.
pub(super) fn random_batches(fitted: &Fitted) -> Option<Result<RandomBatches, ShelfLifeError>> {
    (fitted.batches.len() >= MANY).then(|| evaluate(fitted))
}

fn evaluate(fitted: &Fitted) -> Result<RandomBatches, ShelfLifeError> {
    let study = &fitted.evaluation.study;
    // Slopes that do not differ from batch to batch leave the larger model without an answer.
    let fit = match study.mixed_effects(RandomEffects::InterceptsAndSlopes) {
        Err(ShelfLifeError::Statistic(StatisticError::NoConvergence { .. })) => {
            study.mixed_effects(RandomEffects::Intercepts)
        }
        other => other,
    }?;
    let plan = &fitted.choices.plan;
    let [mean, next_batch] = fit.crossings(&plan.limits, &plan.bound)?;
    Ok(RandomBatches { mean, next_batch, fit })
}
