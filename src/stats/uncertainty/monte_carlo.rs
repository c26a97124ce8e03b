//! Propagation of distributions by drawing.

use super::correlation::Mixing;
use super::generator::Generator;
use super::{Correlation, Input, MeasurementModel, Shape};
use crate::stats::moments::Moments;
use crate::stats::{Confidence, Interval, StatisticError};

/// Most draws; beyond it the memory for them is a mistake.
const MOST_DRAWS: usize = 100_000_000;
/// Draws that must lie outside a coverage interval for its ends to mean something.
const DRAWS_OUTSIDE: f64 = 100.0;

/// A simulated outcome. With seed and number of draws it can be drawn again, number by number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Simulation {
    /// Seed of the generator.
    pub seed: u64,
    /// Number of draws.
    pub draws: usize,
    /// Mean of the outcomes.
    pub mean: f64,
    /// Standard deviation of the outcomes.
    pub standard_uncertainty: f64,
    /// Coverage interval with the same probability on both sides.
    pub symmetric: Interval,
    /// Shortest coverage interval.
    pub shortest: Interval,
}

/// Mean, standard uncertainty and coverage intervals of a formula by Monte Carlo.
///
/// The inputs are drawn from their distributions with a generator that starts from `seed`; correlated inputs must be
/// normal. `draws` is 10⁶ as a rule. Nothing is assumed of the formula. An outcome whose distribution has no standard
/// deviation (a ratio by something close to zero, Student's t with two degrees of freedom or fewer) gives numbers that do not settle with
/// more draws.
///
/// # Errors
/// `TooFewValues` without inputs, or when fewer than 100 draws would lie outside the interval; `TooManyValues` above 10⁸
/// draws; `OutsideDomain` and `NotAttainable` for correlations that cannot be; `NotFinite` when an outcome is not.
///
/// # Source
/// JCGM 101:2008, 7.2 to 7.7 and annex C; both intervals by 7.7.2.
///
/// # Checked against
/// JCGM 101:2008, 9.2 (additive model), 9.3 (mass calibration), 9.4 (comparison loss).
pub fn simulate<M: MeasurementModel>(
    model: &M,
    inputs: &[Input],
    correlations: &[Correlation],
    draws: usize,
    seed: u64,
    confidence: Confidence,
) -> Result<Simulation, StatisticError> {
    if inputs.is_empty() {
        return Err(StatisticError::TooFewValues { needed: 1, got: 0 });
    }
    let needed = (DRAWS_OUTSIDE / confidence.risk()).ceil();
    if (draws as f64) < needed {
        return Err(StatisticError::TooFewValues { needed: needed as usize, got: draws });
    }
    if draws > MOST_DRAWS {
        return Err(StatisticError::TooManyValues { limit: MOST_DRAWS, got: draws });
    }
    let mixing = Mixing::new(inputs, correlations)?;
    let mut generator = Generator::new(seed);
    let mut arguments = vec![0.0; inputs.len()];
    let mut outcomes = Vec::with_capacity(draws);
    for _ in 0..draws {
        draw(inputs, &mixing, &mut generator, &mut arguments);
        outcomes.push(StatisticError::finite(model.output(&arguments))?);
    }
    let moments = Moments::of(&outcomes);
    outcomes.sort_unstable_by(f64::total_cmp);
    Ok(Simulation {
        seed,
        draws,
        mean: StatisticError::finite(moments.mean)?,
        standard_uncertainty: StatisticError::finite(moments.variance())?.sqrt(),
        symmetric: symmetric(&outcomes, confidence),
        shortest: shortest(&outcomes, confidence),
    })
}

/// Draws every input once; the normal ones are mixed before they are scaled.
fn draw(inputs: &[Input], mixing: &Mixing, generator: &mut Generator, values: &mut [f64]) {
    for (value, input) in values.iter_mut().zip(inputs) {
        *value = match input.shape() {
            Shape::Constant => 0.0,
            Shape::Normal => generator.normal(),
            Shape::StudentT { degrees_of_freedom } => generator.student_t(degrees_of_freedom),
            Shape::Rectangular => 12.0_f64.sqrt() * (generator.uniform() - 0.5),
            Shape::Triangular => 6.0_f64.sqrt() * (generator.uniform() + generator.uniform() - 1.0),
        };
    }
    mixing.apply(values);
    for (value, input) in values.iter_mut().zip(inputs) {
        *value = input.estimate() + input.standard_uncertainty() * *value;
    }
}

/// Number of steps from the lower to the upper end among the sorted outcomes.
fn steps(sorted: &[f64], confidence: Confidence) -> usize {
    let covered = (confidence.value() * sorted.len() as f64).round() as usize;
    covered.min(sorted.len().saturating_sub(1))
}

fn symmetric(sorted: &[f64], confidence: Confidence) -> Interval {
    let steps = steps(sorted, confidence);
    // One-based r = (M - q) / 2, or (M - q + 1) / 2 when that is not whole.
    let start = (sorted.len() - steps).div_ceil(2).saturating_sub(1);
    Interval::two_sided(at(sorted, start), at(sorted, start + steps), confidence)
}

fn shortest(sorted: &[f64], confidence: Confidence) -> Interval {
    let steps = steps(sorted, confidence);
    let widths = sorted.iter().zip(sorted.iter().skip(steps)).map(|(lower, upper)| upper - lower);
    let start = widths.enumerate().min_by(|a, b| a.1.total_cmp(&b.1)).map_or(0, |(index, _)| index);
    Interval::two_sided(at(sorted, start), at(sorted, start + steps), confidence)
}

fn at(sorted: &[f64], index: usize) -> f64 {
    sorted.get(index).or(sorted.last()).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::uncertainty::Number;

    const DRAWS: usize = 200_000;

    fn confidence() -> Confidence {
        Confidence::new(0.95).unwrap()
    }

    struct Sum;
    impl MeasurementModel for Sum {
        fn output<N: Number>(&self, inputs: &[N]) -> N {
            inputs.iter().fold(N::constant(0.0), |sum, input| sum + *input)
        }
    }

    struct Squares;
    impl MeasurementModel for Squares {
        fn output<N: Number>(&self, inputs: &[N]) -> N {
            inputs[0].powi(2) + inputs[1].powi(2)
        }
    }

    struct Ratio;
    impl MeasurementModel for Ratio {
        fn output<N: Number>(&self, inputs: &[N]) -> N {
            inputs[0] / inputs[1]
        }
    }

    /// Conventional mass: (m_R + δm) [1 + (a - 1.2) (1/ρ_W - 1/ρ_R)] - 100 g, in mg.
    struct Mass;
    impl MeasurementModel for Mass {
        fn output<N: Number>(&self, inputs: &[N]) -> N {
            let one = N::constant(1.0);
            let buoyancy = (inputs[2] - N::constant(1.2)) * (one / inputs[3] - one / inputs[4]);
            (inputs[0] + inputs[1]) * (one + buoyancy) - N::constant(100_000.0)
        }
    }

    fn ends(interval: &Interval) -> (f64, f64) {
        (interval.lower.unwrap(), interval.upper.unwrap())
    }

    fn assert_near(obtained: f64, expected: f64, within: f64) {
        assert!((obtained - expected).abs() <= within, "{obtained} instead of {expected} ± {within}");
    }

    /// JCGM 101:2008, 9.2.2 and 9.2.3: four normal or rectangular inputs with u = 1: u = 2.0, intervals ±3.92 and ±3.88.
    #[test]
    fn additive_model() {
        let normal = [Input::normal(0.0, 1.0).unwrap(); 4];
        let half = 3.0_f64.sqrt();
        let rectangular = [Input::rectangular(-half, half).unwrap(); 4];
        for (inputs, end) in [(normal, 3.92), (rectangular, 3.88)] {
            let simulation = simulate(&Sum, &inputs, &[], DRAWS, 1, confidence()).unwrap();
            assert_near(simulation.mean, 0.0, 0.02);
            assert_near(simulation.standard_uncertainty, 2.0, 0.02);
            let (lower, upper) = ends(&simulation.symmetric);
            assert_near(lower, -end, 0.04);
            assert_near(upper, end, 0.04);
        }
    }

    /// JCGM 101:2008, 9.2.4: one rectangular input with u = 10 among three with u = 1: u = 10.1, interval ±17.0.
    #[test]
    fn additive_model_with_one_large_input() {
        let small = Input::rectangular(-3.0_f64.sqrt(), 3.0_f64.sqrt()).unwrap();
        let large = Input::rectangular(-300.0_f64.sqrt(), 300.0_f64.sqrt()).unwrap();
        let simulation = simulate(&Sum, &[small, small, small, large], &[], DRAWS, 1, confidence()).unwrap();
        assert_near(simulation.standard_uncertainty, 10.1, 0.1);
        let (lower, upper) = ends(&simulation.symmetric);
        assert_near(lower, -17.0, 0.1);
        assert_near(upper, 17.0, 0.1);
    }

    /// JCGM 101:2008, 9.3, table 7: 1.2340, u = 0.0754, shortest interval 1.0834 to 1.3825 (quoted from memory).
    #[test]
    fn mass_calibration() {
        let inputs = [
            Input::normal(100_000.0, 0.05).unwrap(),
            Input::normal(1.234, 0.02).unwrap(),
            Input::rectangular(1.1, 1.3).unwrap(),
            Input::rectangular(7_000.0, 9_000.0).unwrap(),
            Input::rectangular(7_950.0, 8_050.0).unwrap(),
        ];
        let simulation = simulate(&Mass, &inputs, &[], DRAWS, 1, confidence()).unwrap();
        assert_near(simulation.mean, 1.2340, 0.001);
        assert_near(simulation.standard_uncertainty, 0.0754, 0.0005);
        let (lower, upper) = ends(&simulation.shortest);
        assert_near(lower, 1.0834, 0.005);
        assert_near(upper, 1.3825, 0.005);
    }

    /// JCGM 101:2008, 9.4: at x1 = 0 mean and u are 50e-6, with a correlation of 0.9 u is 67e-6; exactly 2 u² and
    /// 2 u² sqrt(1 + r²). The shortest interval for r = 0 is that of an exponential: 0 to 50e-6 ln 20 = 150e-6.
    #[test]
    fn comparison_loss() {
        let inputs = [Input::normal(0.0, 0.005).unwrap(); 2];
        let loss = simulate(&Squares, &inputs, &[], DRAWS, 1, confidence()).unwrap();
        assert_near(loss.mean, 50e-6, 0.5e-6);
        assert_near(loss.standard_uncertainty, 50e-6, 0.5e-6);
        assert_near(ends(&loss.shortest).0, 0.0, 0.1e-6);
        assert_near(ends(&loss.shortest).1, 150e-6, 2e-6);
        let together = [Correlation { first: 0, second: 1, coefficient: 0.9 }];
        let loss = simulate(&Squares, &inputs, &together, DRAWS, 1, confidence()).unwrap();
        assert_near(loss.mean, 50e-6, 0.6e-6);
        assert_near(loss.standard_uncertainty, 50e-6 * 1.81_f64.sqrt(), 1e-6);
    }

    /// Student's t has the standard deviation sqrt(ν / (ν - 2)), the triangle sqrt(1/6).
    #[test]
    fn other_shapes() {
        let mean = Input::mean_of_determinations(5.0, 2.0, 10.0).unwrap();
        let simulation = simulate(&Sum, &[mean], &[], DRAWS, 1, confidence()).unwrap();
        assert_near(simulation.standard_uncertainty, 2.0 * 1.25_f64.sqrt(), 0.02);
        assert_near(ends(&simulation.symmetric).1, 5.0 + 2.0 * 2.228_138_85, 0.06);
        let triangle = Input::triangular(-1.0, 1.0).unwrap();
        let simulation = simulate(&Sum, &[triangle], &[], DRAWS, 1, confidence()).unwrap();
        assert_near(simulation.standard_uncertainty, (1.0_f64 / 6.0).sqrt(), 0.003);
        assert_near(ends(&simulation.symmetric).1, 1.0 - 0.05_f64.sqrt(), 0.005);
    }

    #[test]
    fn the_seed_is_the_result() {
        let inputs = [Input::normal(2.4e10, 2.4e9).unwrap(), Input::normal(12.0, 0.96).unwrap()];
        let run = |seed| simulate(&Ratio, &inputs, &[], 10_000, seed, confidence()).unwrap();
        assert_eq!(run(7), run(7));
        assert_ne!(run(7).mean, run(8).mean);
        assert_eq!((run(7).seed, run(7).draws), (7, 10_000));
        assert!(run(7).shortest.width() <= run(7).symmetric.width());
    }

    #[test]
    fn what_cannot_be_simulated() {
        let input = Input::normal(0.0, 1.0).unwrap();
        let run = |inputs: &[Input], draws| simulate(&Ratio, inputs, &[], draws, 1, confidence());
        assert_eq!(run(&[], 10_000), Err(StatisticError::TooFewValues { needed: 1, got: 0 }));
        assert!(matches!(run(&[input; 2], 1_999), Err(StatisticError::TooFewValues { needed: 2_000.., got: 1_999 })));
        assert!(matches!(run(&[input; 2], usize::MAX), Err(StatisticError::TooManyValues { .. })));
        let zero = Input::constant(0.0).unwrap();
        assert_eq!(run(&[input, zero], 10_000), Err(StatisticError::NotFinite));
    }
}
