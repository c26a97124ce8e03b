//! Shelf life by regression of stability results on time, as ICH Q1E evaluates them.
//!
//! The steps of the work, each with its own file: results of several batches ([`BatchSeries`]) are transformed
//! ([`Transform`]) and fitted batch by batch ([`Study`]); tests of equal slopes and intercepts ([`Poolability`]) choose a
//! [`Model`]; a fitted model ([`ModelFit`]) has one [`Line`] per batch, or one for all; where the bound of a line meets a
//! limit is a [`Crossing`]; the earliest of them is the [`ShelfLife`]. [`evaluate`] does all of it.
//!
//! Times have any unit, the same for all; whatever comes out in time is in that unit. Batches are known by their place in
//! the list, from 0. What cannot be estimated is a typed state that can be said in words, never a number.

mod batch_series;
mod bound;
mod crossing;
mod error;
mod evaluation;
mod extrapolation;
mod limits;
mod line;
mod mixed_effects;
mod model;
mod out_of_trend;
mod poolability;
mod release_limit;
mod simplex;
mod study;
mod transform;
mod what_if;

pub use batch_series::{BatchSeries, sort_points};
pub use bound::{Bound, BoundKind, BoundSides};
pub use crossing::{Crossing, LimitCrossing, crossing};
pub use error::{NotEstimable, ShelfLifeError};
pub use evaluation::{Evaluation, Plan, Selection, evaluate};
pub use extrapolation::{Ceiling, LongTermData, SignificantChange, Storage, ceiling};
pub use limits::{LimitSide, Limits};
pub use line::Line;
pub use mixed_effects::{MixedFit, RandomEffects};
pub use model::{ErrorTerm, Model, ModelFit, ShelfLife};
pub use out_of_trend::{Expected, TrendPoint, by_time_point, slope_control};
pub use poolability::{Poolability, PoolabilityTest, PoolingError, PoolingRule};
pub use release_limit::{ReleaseGoal, ReleaseLimit};
pub use study::{BatchFit, ClaimObstacle, Study};
pub use transform::Transform;
