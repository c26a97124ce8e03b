//! Two random effects, one within the other: determinations within runs within days.

use super::{Precision, satterthwaite};
use crate::stats::moments::Moments;
use crate::stats::summation::Sum;
use crate::stats::{Confidence, StatisticError};

/// Components of a nested random model; variances in the squared unit of the values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NestedComponents {
    /// Number of values.
    pub n: usize,
    /// Mean of all values.
    pub mean: f64,
    /// Mean square between days.
    pub day_mean_square: f64,
    /// Mean square between runs within days.
    pub run_mean_square: f64,
    /// Mean square within runs.
    pub within_mean_square: f64,
    /// Variance between days as it comes out; it may be negative.
    pub unconstrained_day_variance: f64,
    /// Variance between runs within days as it comes out; it may be negative.
    pub unconstrained_run_variance: f64,
    /// Variance between days, zero instead of negative.
    pub day_variance: f64,
    /// Variance between runs within days, zero instead of negative.
    pub run_variance: f64,
    /// Precision within a run.
    pub repeatability: Precision,
    /// Precision of one determination in an unknown run on an unknown day.
    pub intermediate_precision: Precision,
}

/// Repeatability and intermediate precision from determinations within runs within days, by analysis of variance.
///
/// `days` holds for each day its runs, for each run its values. Assumes independent, normal effects. Mean squares are set
/// equal to their expectations from the innermost outwards, with the coefficients for unequal sizes:
/// E MS_run = σ² + k₁ σ_run², E MS_day = σ² + k₂ σ_run² + k₃ σ_day². Negative estimates become zero. The interval of the
/// intermediate precision is given for equal sizes and positive estimates only.
///
/// # Errors
/// `TooFewGroups` below two days or when no day has two runs; `TooFewValues` when a run is empty or no run has two values;
/// `NoVariation` when every run is constant; `NotFinite`.
///
/// # Source
/// CLSI EP05-A3 (2014); ISO 5725-3; S. R. Searle, G. Casella, C. E. McCulloch, Variance Components (1992),
/// appendix F.
///
/// # Checked against
/// VCA 1.5.2 `anovaVCA` (CLSI EP05-A2 data), lme4 1.1-31 (Pastes).
pub fn nested<R: AsRef<[f64]>>(days: &[Vec<R>], confidence: Confidence) -> Result<NestedComponents, StatisticError> {
    let layout = Layout::of(days)?;
    let squares = MeanSquares::of(&layout)?;
    let coefficients = Coefficients::of(&layout);
    let run = (squares.run - squares.within) / coefficients.run_of_run;
    let day = (squares.day - squares.within - coefficients.run_of_day * run) / coefficients.day_of_day;
    let (day_variance, run_variance) = (day.max(0.0), run.max(0.0));
    let degrees = (layout.balanced && day > 0.0 && run > 0.0).then(|| {
        let (per_run, per_day) = (coefficients.run_of_run, coefficients.day_of_day);
        satterthwaite(&[
            (1.0 / per_day, squares.day, layout.day_degrees),
            (1.0 / per_run - 1.0 / per_day, squares.run, layout.run_degrees),
            (1.0 - 1.0 / per_run, squares.within, layout.within_degrees),
        ])
    });
    let total = day_variance + run_variance + squares.within;
    let within_degrees = Some(layout.within_degrees as f64);
    Ok(NestedComponents {
        n: layout.n,
        mean: layout.mean,
        day_mean_square: squares.day,
        run_mean_square: squares.run,
        within_mean_square: squares.within,
        unconstrained_day_variance: StatisticError::finite(day)?,
        unconstrained_run_variance: StatisticError::finite(run)?,
        day_variance,
        run_variance,
        repeatability: Precision::new(squares.within, layout.mean, within_degrees, confidence)?,
        intermediate_precision: Precision::new(total, layout.mean, degrees, confidence)?,
    })
}

/// The moments of each run within each day, and the degrees of freedom.
struct Layout {
    days: Vec<Vec<Moments>>,
    n: usize,
    mean: f64,
    day_degrees: usize,
    run_degrees: usize,
    within_degrees: usize,
    balanced: bool,
}

impl Layout {
    fn of<R: AsRef<[f64]>>(days: &[Vec<R>]) -> Result<Layout, StatisticError> {
        let runs = days.iter().map(Vec::len).sum::<usize>();
        if days.len() < 2 || days.iter().any(Vec::is_empty) {
            return Err(StatisticError::TooFewGroups {
                needed: 2,
                got: days.iter().filter(|day| !day.is_empty()).count(),
            });
        }
        if runs == days.len() {
            return Err(StatisticError::TooFewGroups { needed: days.len() + 1, got: runs });
        }
        days.iter().flatten().try_for_each(|run| StatisticError::check(run.as_ref(), 1))?;
        let all: Vec<f64> = days.iter().flatten().flat_map(|run| run.as_ref().iter().copied()).collect();
        if all.len() == runs {
            return Err(StatisticError::TooFewValues { needed: runs + 1, got: runs });
        }
        let size = days.first().and_then(|day| day.first()).map_or(0, |run| run.as_ref().len());
        let balanced = days.iter().all(|day| {
            Some(day.len()) == days.first().map(Vec::len) && day.iter().all(|run| run.as_ref().len() == size)
        });
        let moments = |day: &Vec<R>| day.iter().map(|run| Moments::of(run.as_ref())).collect();
        Ok(Layout {
            days: days.iter().map(moments).collect(),
            n: all.len(),
            mean: Moments::of(&all).mean,
            day_degrees: days.len() - 1,
            run_degrees: runs - days.len(),
            within_degrees: all.len() - runs,
            balanced,
        })
    }

    fn day_sizes(&self) -> impl Iterator<Item = f64> {
        self.days.iter().map(|day| day.iter().map(|run| run.n as f64).sum::<f64>())
    }
}

/// Mean squares from the outside in.
struct MeanSquares {
    day: f64,
    run: f64,
    within: f64,
}

impl MeanSquares {
    fn of(layout: &Layout) -> Result<MeanSquares, StatisticError> {
        let mut day_squares = Vec::new();
        let mut run_squares = Vec::new();
        for day in &layout.days {
            let size: f64 = day.iter().map(|run| run.n as f64).sum();
            // Around the mean of all, so that a large common part does not cost digits.
            let from_all = Sum::of(day.iter().map(|run| run.n as f64 * (run.mean - layout.mean))).value() / size;
            day_squares.push(size * from_all * from_all);
            run_squares.extend(day.iter().map(|run| run.n as f64 * (run.mean - layout.mean - from_all).powi(2)));
        }
        let within = Sum::of(layout.days.iter().flatten().map(|run| run.squares)).value();
        if within == 0.0 {
            return Err(StatisticError::NoVariation);
        }
        Ok(MeanSquares {
            day: StatisticError::finite(Sum::of(day_squares).value() / layout.day_degrees as f64)?,
            run: StatisticError::finite(Sum::of(run_squares).value() / layout.run_degrees as f64)?,
            within: StatisticError::finite(within / layout.within_degrees as f64)?,
        })
    }
}

/// Coefficients of the components in the expected mean squares.
struct Coefficients {
    /// Of the run variance in the mean square of runs.
    run_of_run: f64,
    /// Of the run variance in the mean square of days.
    run_of_day: f64,
    /// Of the day variance in the mean square of days.
    day_of_day: f64,
}

impl Coefficients {
    fn of(layout: &Layout) -> Coefficients {
        let n = layout.n as f64;
        let square = |run: &Moments| (run.n * run.n) as f64;
        let run_squares = layout.days.iter().map(|day| day.iter().map(square).sum::<f64>());
        let within_days: f64 = run_squares.clone().zip(layout.day_sizes()).map(|(squares, size)| squares / size).sum();
        let overall = run_squares.sum::<f64>() / n;
        Coefficients {
            run_of_run: (n - within_days) / layout.run_degrees as f64,
            run_of_day: (within_days - overall) / layout.day_degrees as f64,
            day_of_day: (n - layout.day_sizes().map(|size| size * size).sum::<f64>() / n) / layout.day_degrees as f64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn confidence() -> Confidence {
        Confidence::new(0.95).unwrap()
    }

    /// Two days of two runs of two values: MS within 2, MS run 25, MS day 450 by hand.
    #[test]
    fn by_hand() {
        let days = vec![vec![[1.0, 3.0], [6.0, 8.0]], vec![[16.0, 18.0], [21.0, 23.0]]];
        let components = nested(&days, confidence()).unwrap();
        assert!((components.within_mean_square - 2.0).abs() < 1e-13);
        assert!((components.run_mean_square - 25.0).abs() < 1e-12);
        assert!((components.day_mean_square - 450.0).abs() < 1e-11);
        assert!((components.run_variance - 11.5).abs() < 1e-12);
        assert!((components.day_variance - 106.25).abs() < 1e-12);
        assert!((components.intermediate_precision.variance - 119.75).abs() < 1e-12);
    }

    /// With unequal sizes the coefficients are those of Searle: here n = {2, 1 | 3}.
    #[test]
    fn unequal_sizes_have_no_interval() {
        let days = vec![vec![vec![1.0, 3.0], vec![6.0]], vec![vec![16.0, 18.0, 20.0]]];
        let components = nested(&days, confidence()).unwrap();
        // k1 = (6 - (5/3 + 3)) / 1, k2 = (5/3 + 3 - 14/6) / 1, k3 = 6 - 18/6.
        let (k1, k2, k3) = (4.0 / 3.0, 7.0 / 3.0, 3.0);
        let run = (components.run_mean_square - components.within_mean_square) / k1;
        let day = (components.day_mean_square - components.within_mean_square - k2 * run) / k3;
        assert!((components.unconstrained_run_variance - run).abs() < 1e-12);
        assert!((components.unconstrained_day_variance - day).abs() < 1e-12);
        assert_eq!(components.intermediate_precision.interval, None);
        assert!(components.repeatability.interval.is_some());
    }

    #[test]
    fn what_has_no_components() {
        let constant = vec![vec![[1.0, 1.0], [2.0, 2.0]], vec![[1.0, 1.0], [2.0, 2.0]]];
        assert_eq!(nested(&constant, confidence()), Err(StatisticError::NoVariation));
        let few = |needed, got| Err(StatisticError::TooFewGroups { needed, got });
        assert_eq!(nested(&[vec![[1.0, 2.0], [2.0, 3.0]]], confidence()), few(2, 1));
        assert_eq!(nested::<[f64; 2]>(&[vec![], vec![[1.0, 2.0]]], confidence()), few(2, 1));
        assert_eq!(nested(&[vec![[1.0, 2.0]], vec![[1.0, 3.0]]], confidence()), few(3, 2));
        let single = vec![vec![[1.0], [2.0]], vec![[3.0], [4.0]]];
        assert_eq!(nested(&single, confidence()), Err(StatisticError::TooFewValues { needed: 5, got: 4 }));
        let empty = vec![vec![vec![], vec![2.0]], vec![vec![3.0, 1.0]]];
        assert_eq!(nested(&empty, confidence()), Err(StatisticError::TooFewValues { needed: 1, got: 0 }));
        let broken = vec![vec![[f64::NAN, 1.0], [2.0, 1.0]], vec![[3.0, 1.0], [4.0, 1.0]]];
        assert_eq!(nested(&broken, confidence()), Err(StatisticError::NotFinite));
    }
}
