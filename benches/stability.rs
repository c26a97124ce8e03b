//! What ICH Q1E promises and what it keeps: simulated studies whose true shelf life is known, and how fast they are evaluated.
//!
//! `cargo bench --bench stability`. A study has three batches, each tested at eight times, one-sided 95 % bound, pooling at
//! 0.25. For batches that share line, slope or nothing it prints in how many of 10,000 studies the claim is longer than the
//! truth: with the model prescribed, which is what the bound promises 5 % for, and with the model chosen by the tests, which is
//! what is done. Then the same near the border of pooling, where the tests often pool what differs. Wanted: 10,000 studies under
//! 2 s on two cores.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "a benchmark measures time and prints")]

use evqc::stats::shelf_life::{
    BatchSeries, Bound, Crossing, ErrorTerm, Limits, Model, Plan, ShelfLifeError, Study, Transform, evaluate,
};
use rand_pcg::Pcg64;
use rand_pcg::rand_core::{Rng, SeedableRng};
use std::time::Instant;

/// Studies of each kind.
const STUDIES: usize = 10_000;
/// Times of a batch, in months.
const MONTHS: [f64; 8] = [0.0, 3.0, 6.0, 9.0, 12.0, 18.0, 24.0, 36.0];
/// The lower limit.
const LIMIT: f64 = 90.0;
/// Standard deviation of a result.
const SCATTER: f64 = 1.0;

/// Batches with known lines.
struct Truth {
    name: &'static str,
    /// The model that holds.
    model: Model,
    /// Intercept and slope of each batch.
    lines: [(f64, f64); 3],
}

const fn truth(name: &'static str, model: Model, lines: [(f64, f64); 3]) -> Truth {
    Truth { name, model, lines }
}

const COMMON: Model = Model::CommonInterceptCommonSlope;
const PARALLEL: Model = Model::DifferentInterceptsCommonSlope;
const SEPARATE: Model = Model::DifferentInterceptsDifferentSlopes;

/// Of each model one that the tests recognise, then batches that differ by about what the tests can see.
const TRUTHS: [Truth; 6] = [
    truth("one line", COMMON, [(100.0, -0.25), (100.0, -0.25), (100.0, -0.25)]),
    truth("parallel, 3 s apart", PARALLEL, [(97.0, -0.25), (100.0, -0.25), (103.0, -0.25)]),
    truth("separate", SEPARATE, [(100.0, -0.35), (100.0, -0.25), (100.0, -0.15)]),
    truth("parallel, 0.5 s apart", PARALLEL, [(99.5, -0.25), (100.0, -0.25), (100.5, -0.25)]),
    truth("separate, near the border", SEPARATE, [(100.0, -0.27), (100.0, -0.25), (100.0, -0.23)]),
    truth("one batch worse", SEPARATE, [(100.0, -0.28), (100.0, -0.25), (100.0, -0.25)]),
];

impl Truth {
    /// When the worst batch reaches the limit.
    fn shelf_life(&self) -> f64 {
        self.lines.iter().map(|(intercept, slope)| (LIMIT - intercept) / slope).fold(f64::INFINITY, f64::min)
    }

    fn study(&self, source: &mut Normal) -> Vec<BatchSeries> {
        let of_line = |(intercept, slope): &(f64, f64)| {
            BatchSeries::of(MONTHS.map(|month| (month, intercept + slope * month + SCATTER * source.next())))
        };
        self.lines.iter().map(of_line).collect()
    }
}

/// Standard normal draws by the polar method.
struct Normal {
    source: Pcg64,
    spare: Option<f64>,
}

impl Normal {
    fn next(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        loop {
            let mut uniform = || 2.0 * ((self.source.next_u64() >> 11) as f64 / 9_007_199_254_740_992.0) - 1.0;
            let (x, y) = (uniform(), uniform());
            let square = x * x + y * y;
            if square > 0.0 && square < 1.0 {
                let factor = (-2.0 * libm::log(square) / square).sqrt();
                self.spare = Some(y * factor);
                return x * factor;
            }
        }
    }
}

/// How many of the claims are longer than the truth.
#[derive(Default)]
struct Score {
    prescribed: usize,
    prescribed_worst_line: usize,
    procedure: usize,
    individual: usize,
    right_model: usize,
}

fn too_long(crossing: Crossing, truth: f64) -> usize {
    usize::from(match crossing {
        Crossing::At(time) => time > truth,
        Crossing::Never => true,
        Crossing::OutsideAtZero => false,
    })
}

fn score(truth: &Truth, seed: u64, plan: &Plan, bound: &Bound) -> Result<Score, ShelfLifeError> {
    let mut source = Normal { source: Pcg64::seed_from_u64(seed), spare: None };
    let life = truth.shelf_life();
    let worst = truth.lines.iter().position(|(intercept, slope)| (LIMIT - intercept) / slope <= life);
    let mut score = Score::default();
    for _ in 0..STUDIES {
        let batches = truth.study(&mut source);
        let study = Study::new(&batches, Transform::None)?;
        let given = study.fit(truth.model, ErrorTerm::Pooled)?.shelf_life(&plan.limits, bound)?;
        score.prescribed += too_long(given.earliest.crossing, life);
        let own = given.lines.iter().find(|line| line.batch.is_none() || line.batch == worst);
        score.prescribed_worst_line += own.map_or(0, |line| too_long(line.crossing, life));
        let found = evaluate(&batches, plan)?;
        score.procedure += too_long(found.shelf_life.earliest.crossing, life);
        score.right_model += usize::from(found.model.model == truth.model);
        let individual = evaluate(&batches, &Plan { error: ErrorTerm::Individual, ..*plan })?;
        score.individual += too_long(individual.shelf_life.earliest.crossing, life);
    }
    Ok(score)
}

fn main() -> Result<(), ShelfLifeError> {
    let limits = Limits::new(Some(LIMIT), None)?;
    let plan = Plan::q1e(limits)?;
    let percent = |count: usize| 100.0 * count as f64 / STUDIES as f64;
    println!("Claims longer than the truth, in percent of {STUDIES} studies (standard error of 5 %: 0.2 %)");
    println!(
        "{:>26} {:>8} {:>12} {:>12} {:>12} {:>12} {:>12}",
        "batches", "truth", "model given", "worst batch", "model tested", "own errors", "model found"
    );
    for (seed, truth) in (1..).zip(&TRUTHS) {
        let score = score(truth, seed, &plan, &plan.bound)?;
        println!(
            "{:>26} {:>8.2} {:>12.2} {:>12.2} {:>12.2} {:>12.2} {:>12.2}",
            truth.name,
            truth.shelf_life(),
            percent(score.prescribed),
            percent(score.prescribed_worst_line),
            percent(score.procedure),
            percent(score.individual),
            percent(score.right_model)
        );
    }
    speed(&plan)
}

/// The whole evaluation, with every test and fit, on two threads.
fn speed(plan: &Plan) -> Result<(), ShelfLifeError> {
    let mut source = Normal { source: Pcg64::seed_from_u64(7), spare: None };
    let studies: Vec<Vec<BatchSeries>> =
        (0..STUDIES).map(|index| TRUTHS[index % TRUTHS.len()].study(&mut source)).collect();
    for threads in [1, 2] {
        let start = Instant::now();
        std::thread::scope(|scope| {
            let parts = studies.chunks(STUDIES.div_ceil(threads));
            let workers: Vec<_> = parts
                .map(|part| scope.spawn(move || part.iter().try_for_each(|study| evaluate(study, plan).map(|_| ()))))
                .collect();
            workers.into_iter().filter_map(|worker| worker.join().ok()).collect::<Result<(), ShelfLifeError>>()
        })?;
        println!("{STUDIES} studies evaluated on {threads} thread(s): {:.3} s", start.elapsed().as_secs_f64());
    }
    Ok(())
}
