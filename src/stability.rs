//! Stability: from judged results of several batches to the shelf life that they support.
//!
//! Pure. The judge has judged every time point against the criteria to the end of the shelf life ([`points_of`]); here the
//! points of a test come together by container and strength, real-time coverage is found (a result out of specification
//! blocks everything behind it, R-505), the regression of ICH Q1E is made where there are numbers, the ceiling of the
//! decision table is found, and the shortest of all governs the claim ([`evaluate`]). Beside it stand what must hold at release
//! ([`AtRelease`], R-408), results out of trend ([`OutOfTrend`]) and, with many batches, batches to come ([`RandomBatches`]). Pulls are compared with
//! the plan of the study ([`pulls`], R-514). Kinetics of accelerated data ([`accelerated`]) support a claim and never are it.

mod accelerated;
mod claim;
pub mod codes;
mod coverage;
mod decay;
mod evaluation;
mod figure;
mod out_of_trend;
mod point;
mod pulls;
mod random_batches;
mod regression;
mod release;
mod series;
mod significant_change;
mod study_file;
mod study_keys;

pub use accelerated::{Accelerated, Observation, Prediction, RatesLine, SUPPORT_ONLY, accelerated};
pub use claim::{Claim, Proposal, ProposalOrigin, Standing, Supported, Term};
pub use codes::CODES;
pub use coverage::{BatchCoverage, Coverage, coverage};
pub use decay::{BatchCurve, FittedCurves};
pub use evaluation::{Circumstances, GroupEvaluation, Statistics, StudyReport, TestEvaluation, evaluate};
pub use figure::{Figure, FigureBatch, FigureLine, FigurePlace, figure};
pub use out_of_trend::{Looked, OTHER_BATCHES, OWN_LINE, OutOfTrend};
pub use point::{JudgedPoint, PointValue, points_of};
pub use pulls::{Pull, PullStatus, PullYear, by_year, pulls};
pub use random_batches::RandomBatches;
pub use regression::{Choices, Fitted};
pub use release::{AtRelease, ReleaseCriterion, StatedLimit};
pub use series::{BatchPoints, Group};
pub use significant_change::{AtCondition, Origin, SignificantChanges};
pub use study_file::{Design, PlannedBatch, Study, Window, read_study};
