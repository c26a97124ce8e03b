//! What-if shelf life: a batch that is released exactly at the release limit.

use super::limits::TransformedLimit;
use super::{
    Bound, Crossing, LimitCrossing, LimitSide, Limits, ModelFit, ShelfLife, ShelfLifeError, Transform, crossing,
};
use crate::stats::StatisticError;

impl ModelFit {
    /// The shelf life of a batch that starts at the release limit and declines as the batches of the study do.
    ///
    /// The allowed loss is the distance from the release limit to the shelf-life limit. For every line the time is sought
    /// at which its bound has lost that much from its own intercept; the earliest decides. `release` and `limit` are in the
    /// unit of the values; with a transformation the loss is a distance on its scale.
    ///
    /// The shortest of all lines is the answer. expirest instead takes the batch whose bound is the lowest where the first
    /// bound meets the shelf-life limit, which with separate lines need not be the shortest.
    ///
    /// # Errors
    /// `ReleaseOutside` when the release limit is not inside the shelf-life limit; `UntransformableLimit`; those of
    /// [`crossing`].
    ///
    /// # Source
    /// Therapeutic Goods Administration, Australian Regulatory Guidelines for Prescription Medicines (ARGPM), Guidance 14:
    /// Stability testing for prescription medicines, section 14.3.1; the R package expirest, function `expirest_wisle`.
    ///
    /// # Checked against
    /// expirest 0.1.7 by the reference cases `worst_case_*`.
    pub fn what_if(
        &self,
        release: f64,
        side: LimitSide,
        limit: f64,
        bound: &Bound,
    ) -> Result<ShelfLife, ShelfLifeError> {
        let (limit, allowed) = allowed_loss(self, release, side, limit)?;
        let mut lines = Vec::new();
        for line in &self.lines {
            let moved = match limit.side_there {
                LimitSide::Lower => line.intercept - allowed,
                LimitSide::Upper => line.intercept + allowed,
            };
            let meets = crossing(line, limit.side_there, moved, bound)?;
            let none =
                LimitCrossing { batch: line.batch, side: None, crossing: Crossing::Never, by_widening_only: false };
            lines.push(none.or_sooner(side, meets, limit.leads_away(line.slope)));
        }
        ShelfLife::of(lines)
    }
}

/// The shelf-life limit and its distance from the release limit, both on the scale of the transformation.
fn allowed_loss(
    fit: &ModelFit,
    release: f64,
    side: LimitSide,
    limit: f64,
) -> Result<(TransformedLimit, f64), ShelfLifeError> {
    let (shelf_life, at_release) =
        (transformed_limit(fit.transform, side, limit)?, transformed_limit(fit.transform, side, release)?);
    let allowed = match shelf_life.side_there {
        LimitSide::Lower => at_release.limit - shelf_life.limit,
        LimitSide::Upper => shelf_life.limit - at_release.limit,
    };
    if allowed < 0.0 { Err(ShelfLifeError::ReleaseOutside { side, release, limit }) } else { Ok((shelf_life, allowed)) }
}

/// One limit on the scale of the transformation.
pub(super) fn transformed_limit(
    transform: Transform,
    side: LimitSide,
    value: f64,
) -> Result<TransformedLimit, ShelfLifeError> {
    let limits = match side {
        LimitSide::Lower => Limits::new(Some(value), None),
        LimitSide::Upper => Limits::new(None, Some(value)),
    };
    limits?.transformed(transform)?.first().copied().ok_or(StatisticError::NoLimit.into())
}
