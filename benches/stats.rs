//! How fast the statistics are: tolerance factors, computed and looked up, and the Monte Carlo method.
//!
//! `cargo bench --bench stats`. Wanted: a factor computed under 1 ms, a million looked up under 1 s, a million draws of
//! particles per protein under 0.3 s.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "a benchmark measures time and prints")]

use evqc::stats::uncertainty::{Input, MeasurementModel, Number, simulate};
use evqc::stats::{
    Confidence, OneSidedFactors, Probability, StatisticError, equal_tails_factor, one_sided_factor, two_sided_factor,
};
use std::hint::black_box;
use std::time::Instant;

/// Sample sizes of the computed factors.
const SIZES: [usize; 6] = [2, 3, 10, 50, 200, 1000];
/// Repetitions of each; the median is shown.
const REPEATS: usize = 21;
/// Factors looked up.
const LOOK_UPS: u32 = 1_000_000;

/// Draws of the Monte Carlo method.
const DRAWS: usize = 1_000_000;

type Factor = fn(usize, Probability, Confidence) -> Result<f64, StatisticError>;

fn main() -> Result<(), StatisticError> {
    let (content, confidence) = (Probability::new(0.99)?, Confidence::new(0.95)?);
    let factors: [(&str, Factor); 3] =
        [("one-sided", one_sided_factor), ("two-sided", two_sided_factor), ("equal tails", equal_tails_factor)];
    for (name, factor) in factors {
        for n in SIZES {
            let mut times = Vec::new();
            for _ in 0..REPEATS {
                let start = Instant::now();
                black_box(factor(black_box(n), content, confidence)?);
                times.push(start.elapsed());
            }
            times.sort();
            let median = times.get(times.len() / 2).copied().unwrap_or_default();
            println!("{name:>12}, n = {n:>4}: {:>9.3} ms", 1e3 * median.as_secs_f64());
        }
    }
    let mut known = OneSidedFactors::new();
    let start = Instant::now();
    for index in 0..LOOK_UPS {
        let n = 2 + usize::try_from(index % 999).unwrap_or_default();
        black_box(known.get(black_box(n), content, confidence)?);
    }
    println!("{LOOK_UPS} one-sided factors looked up, 999 of them computed: {:.3} s", start.elapsed().as_secs_f64());
    particles_per_protein(confidence)
}

struct Ratio;

impl MeasurementModel for Ratio {
    fn output<N: Number>(&self, inputs: &[N]) -> N {
        inputs[0] / inputs[1]
    }
}

fn particles_per_protein(confidence: Confidence) -> Result<(), StatisticError> {
    let inputs = [Input::normal(2.4e10, 2.4e9)?, Input::normal(12.0, 0.96)?];
    let start = Instant::now();
    let simulation = simulate(&Ratio, &inputs, &[], DRAWS, 1, confidence)?;
    let seconds = start.elapsed().as_secs_f64();
    println!("{DRAWS} draws of particles per protein: {seconds:.3} s, u = {:.4e}", simulation.standard_uncertainty);
    Ok(())
}
