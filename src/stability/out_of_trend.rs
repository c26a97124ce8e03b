//! Results that conform and yet are not what the batch, or the other batches, let expect.

use super::regression::Fitted;
use crate::stats::shelf_life::{
    BatchSeries, ErrorTerm, Model, ShelfLifeError, Transform, TrendPoint, by_time_point, slope_control,
};
use crate::stats::{Confidence, Probability};

/// Level of the prediction by the line of the batch: of a hundred results one lies outside by chance.
pub const OWN_LINE: f64 = 0.99;

/// Content and confidence of the tolerance interval of other batches.
pub const OTHER_BATCHES: f64 = 0.95;

/// With fewer other batches a tolerance interval says nothing.
const FEWEST_OTHERS: usize = 3;

/// What a method looked at, or in words why it looked at nothing.
pub type Looked = Result<Vec<(String, TrendPoint)>, String>;

/// The three methods, each with every point it looked at, by batch and time; or why it looked at none.
#[derive(Clone, Debug)]
pub struct OutOfTrend {
    /// Each result against the prediction by the other results of its batch.
    pub own_line: Looked,
    /// Each result against those of the other batches at the same time.
    pub time_point: Looked,
    /// The slope so far against the slopes of the other batches until then.
    pub slope: Looked,
}

impl OutOfTrend {
    /// The methods under their names.
    pub fn methods(&self) -> [(&'static str, &Looked); 3] {
        [("own line", &self.own_line), ("time point", &self.time_point), ("slope", &self.slope)]
    }
}

/// Looks at the points of a regression by all methods.
pub(super) fn out_of_trend(fitted: &Fitted) -> OutOfTrend {
    let series: Vec<BatchSeries> = fitted.points.iter().map(|points| BatchSeries::of(points.iter().copied())).collect();
    OutOfTrend {
        own_line: own_line(fitted).map_err(|error| error.to_string()),
        time_point: against_others(fitted, &series, by_time_point),
        slope: against_others(fitted, &series, slope_control),
    }
}

fn own_line(fitted: &Fitted) -> Result<Vec<(String, TrendPoint)>, ShelfLifeError> {
    let study = &fitted.evaluation.study;
    let fit = study.fit(Model::DifferentInterceptsDifferentSlopes, ErrorTerm::Individual)?;
    let points = study.regression_control(&fit, Confidence::new(OWN_LINE)?)?;
    Ok(points.into_iter().map(|point| (fitted.batch(point.batch).to_owned(), point)).collect())
}

type Method = fn(&[BatchSeries], Transform, Probability, Confidence) -> Result<Vec<TrendPoint>, ShelfLifeError>;

fn against_others(fitted: &Fitted, series: &[BatchSeries], method: Method) -> Looked {
    match series.len().saturating_sub(1) {
        others if others < FEWEST_OTHERS => Err(format!("it needs {FEWEST_OTHERS} other batches, there are {others}")),
        _ => compared(fitted, series, method).map_err(|error| error.to_string()),
    }
}

fn compared(
    fitted: &Fitted,
    series: &[BatchSeries],
    method: Method,
) -> Result<Vec<(String, TrendPoint)>, ShelfLifeError> {
    let (content, confidence) = (Probability::new(OTHER_BATCHES)?, Confidence::new(OTHER_BATCHES)?);
    let points = method(series, fitted.choices.plan.transform, content, confidence)?;
    Ok(points.into_iter().map(|point| (fitted.batch(point.batch).to_owned(), point)).collect())
}
