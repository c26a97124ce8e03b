//! The plain numbers of a picture of one test: points, lines, bounds, limits and where they end. Nothing is drawn here.

use super::claim::Supported;
use super::decay::{BatchCurve, FittedCurves};
use super::evaluation::{GroupEvaluation, Statistics, StudyReport, TestEvaluation};
use super::point::JudgedPoint;
use super::regression::Fitted;
use crate::judge::Outcome;
use crate::spec::Status;
use crate::stats::Confidence;
use crate::stats::shelf_life::Line;

/// How many points a curve is made of.
const SAMPLES: u32 = 60;

/// What a picture of a test in one group shows. Times in months, values in the unit of the criterion.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Name of the test.
    pub title: String,
    /// Container, orientation and strength; empty where nothing is said.
    pub group: String,
    /// Unit of the values.
    pub unit: String,
    /// Lower limit.
    pub lower: Option<f64>,
    /// Upper limit.
    pub upper: Option<f64>,
    /// Points of each batch: months and value.
    pub batches: Vec<FigureBatch>,
    /// Fitted lines with their bounds.
    pub lines: Vec<FigureLine>,
    /// Where a bound meets its limit.
    pub crossing: Option<f64>,
    /// The ceiling.
    pub ceiling: f64,
    /// Long-term data that carry the claim.
    pub long_term: f64,
    /// The shelf life that may be claimed, as it is stated: no longer than the proposal.
    pub claimed: Option<Supported>,
    /// Results out of specification: months and value.
    pub failed: Vec<(f64, f64)>,
    /// Results without a number, in words: batch, time and what is known.
    pub not_drawn: Vec<String>,
    /// What nobody may overlook: a draft, data that are made up.
    pub marks: Vec<&'static str>,
    /// The proposal.
    pub proposal: Option<f64>,
    /// The last time shown.
    pub last: f64,
}

/// Points of a batch.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureBatch {
    /// Its name.
    pub name: String,
    /// Months and value.
    pub points: Vec<(f64, f64)>,
}

/// A fitted line.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureLine {
    /// The batch; all of them where they share a line.
    pub name: String,
    /// Its places.
    pub curve: Vec<FigurePlace>,
}

/// Months, value of a line, lower and upper bound; a bound that a one-sided one does not have is `None`.
pub type FigurePlace = (f64, f64, Option<f64>, Option<f64>);

/// The numbers of a picture; none for a test without numbers.
pub fn figure(report: &StudyReport<'_>, test: &TestEvaluation<'_>, group: &GroupEvaluation) -> Option<Figure> {
    let limits = group.group.points().find_map(|point| point.limits())?;
    let batches: Vec<FigureBatch> = group
        .group
        .batches
        .iter()
        .map(|batch| FigureBatch {
            name: batch.batch.clone(),
            points: batch
                .points
                .iter()
                .filter_map(|point| Some((point.months.to_f64(), point.number()?.to_f64())))
                .collect(),
        })
        .collect();
    if batches.iter().all(|batch| batch.points.is_empty()) {
        return None;
    }
    let fitted = match &group.statistics {
        Statistics::Evaluated(fitted) | Statistics::NoClaim { fitted: Some(fitted), .. } => Some(fitted.as_ref()),
        Statistics::Curves(_) | Statistics::NoClaim { .. } => None,
    };
    let curves = match &group.statistics {
        Statistics::Curves(curves) => Some(curves.as_ref()),
        _ => None,
    };
    let crossing = fitted.map_or_else(|| group.statistics.months(), Fitted::months);
    let proposal = report.claim.proposal.map(|proposal| proposal.length.months().to_f64());
    let points = batches.iter().flat_map(|batch| &batch.points).map(|(months, _)| *months);
    let ends = points.chain([group.ceiling_months]).chain(proposal);
    let furthest = ends.fold(0.0_f64, f64::max);
    // A crossing far behind everything else would press the data together.
    let last = crossing.filter(|at| *at < 3.0 * furthest).map_or(furthest, |at| at.max(furthest)) * 1.08;
    let mut lines = fitted.map_or_else(Vec::new, |fitted| lines(fitted, last));
    if let Some(curves) = curves {
        lines.extend(curves.batches.iter().filter_map(|curve| decay_line(curves, curve, last)));
    }
    Some(Figure {
        title: test.test.name.clone(),
        group: group.group.name(),
        unit: limits.unit.symbol().to_owned(),
        lower: limits.lower.as_ref().map(|limit| limit.value.to_f64()),
        upper: limits.upper.as_ref().map(|limit| limit.value.to_f64()),
        batches,
        lines,
        crossing,
        ceiling: group.ceiling_months,
        long_term: group.coverage.months.to_f64(),
        claimed: report.claim.months(),
        failed: group
            .group
            .points()
            .filter(|point| point.outcome == Outcome::Fail)
            .filter_map(|point| Some((point.months.to_f64(), point.number()?.to_f64())))
            .collect(),
        not_drawn: group.group.points().filter(|point| point.number().is_none()).map(without_number).collect(),
        marks: marks(report),
        proposal,
        last,
    })
}

fn without_number(point: &JudgedPoint) -> String {
    let known = if point.words.is_empty() { point.outcome.as_str().replace('_', " ") } else { point.words.clone() };
    format!("{} at {}: {known}", point.batch, point.time)
}

fn marks(report: &StudyReport<'_>) -> Vec<&'static str> {
    let draft = (report.spec.status == Status::Draft).then_some("DRAFT SPECIFICATION");
    let synthetic = report.study.as_ref().is_some_and(|study| study.synthetic).then_some("SYNTHETIC DATA");
    draft.into_iter().chain(synthetic).collect()
}

/// The curve of a batch with its lower bound.
fn decay_line(curves: &FittedCurves, curve: &BatchCurve, last: f64) -> Option<FigureLine> {
    let confidence = Confidence::new(curves.confidence).ok()?;
    let sample = |at: u32| {
        let months = last * f64::from(at) / f64::from(SAMPLES);
        let mean = curve.fit.mean(months, curves.sides, confidence).ok()?;
        Some((months, mean.value, mean.interval?.lower, None))
    };
    Some(FigureLine { name: curve.batch.clone(), curve: (0..=SAMPLES).filter_map(sample).collect() })
}

fn lines(fitted: &Fitted, last: f64) -> Vec<FigureLine> {
    let of = |line: &Line| FigureLine {
        name: fitted.batch(line.batch).to_owned(),
        curve: (0..=SAMPLES).filter_map(|at| sample(fitted, line, last * f64::from(at) / f64::from(SAMPLES))).collect(),
    };
    fitted.evaluation.model.lines.iter().map(of).collect()
}

/// One point of a curve, back on the scale of the values.
fn sample(fitted: &Fitted, line: &Line, months: f64) -> Option<FigurePlace> {
    let plan = &fitted.choices.plan;
    let back = |value: f64| plan.transform.inverse(value);
    let bounds = line.bounds_at(months, &plan.bound).ok()?;
    let ends = [bounds.lower, bounds.upper].map(|end| end.and_then(back));
    let (low, high) = match plan.transform.is_decreasing() {
        true => (ends[1], ends[0]),
        false => (ends[0], ends[1]),
    };
    let low = low.filter(|value| value.is_finite());
    let high = high.filter(|value| value.is_finite());
    let low = low.filter(|_| plan.limits.on(crate::stats::shelf_life::LimitSide::Lower).is_some());
    let high = high.filter(|_| plan.limits.on(crate::stats::shelf_life::LimitSide::Upper).is_some());
    Some((months, back(line.value_at(months))?, low, high))
}
