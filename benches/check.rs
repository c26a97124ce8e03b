//! How fast `evqc check` is: the bare `csv` crate reading every record, and the whole check, on one file in one run.
//!
//! `cargo bench --bench check` measures 100,000 lots; `cargo bench --bench check -- LOTS...` other numbers; `cargo bench
//! --bench check -- rules` the cost of confidence bounds beside simple comparison. Ratios of one run are what counts; absolute
//! times say more about the machine.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a benchmark reads files, measures time and prints"
)]

#[path = "generate.rs"]
mod generate;

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Runs of each command; the median is shown.
const RUNS: usize = 5;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [mode, file] = &arguments[..]
        && mode == "bare"
    {
        return bare(Path::new(file));
    }
    if arguments == ["rules"] {
        return rules();
    }
    let sizes: Vec<u64> = match arguments.is_empty() {
        true => vec![100_000],
        false => arguments.iter().map(|text| text.parse()).collect::<Result<_, _>>()?,
    };
    println!(
        "{:>9} {:>10} {:>8} | {:>10} | {:>9} {:>6} {:>8} | {:>9} {:>6} {:>8}",
        "lots", "rows", "MB", "bare csv s", "1 job s", "ratio", "peak MB", "2 jobs s", "ratio", "peak MB"
    );
    for lots in sizes {
        measure(lots)?;
    }
    Ok(())
}

/// Reads every record with the bare crate and counts them, so that nothing is optimised away.
fn bare(file: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let mut reader = csv::ReaderBuilder::new().from_path(file)?;
    let mut record = csv::ByteRecord::new();
    let mut fields = 0;
    while reader.read_byte_record(&mut record)? {
        fields += record.len();
    }
    println!("{fields}");
    Ok(())
}

fn measure(lots: u64) -> Result<(), Box<dyn std::error::Error>> {
    let file = data_file(lots)?;
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/bench_spec.yaml");
    must_be_sound(&spec)?;
    let itself = std::env::current_exe()?;
    let check = |jobs: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_evqc"));
        command.arg("check").arg(&spec).arg(&file).args([
            "-o",
            "csv",
            "--quiet",
            "--as-of",
            "2026-01-01",
            "--jobs",
            jobs,
        ]);
        command
    };
    let mut runs: [Vec<(Duration, u64)>; 3] = Default::default();
    for _ in 0..RUNS {
        let mut bare = Command::new(&itself);
        bare.arg("bare").arg(&file);
        runs[0].push(timed(bare)?);
        runs[1].push(timed(check("1"))?);
        runs[2].push(timed(check("2"))?);
    }
    let [bare, one, two] = runs.map(|mut runs| {
        runs.sort();
        let peak = runs.iter().map(|(_, peak)| *peak).max().unwrap_or(0);
        (runs[RUNS / 2].0.as_secs_f64(), peak as f64 / 1024.0)
    });
    let size = fs::metadata(&file)?.len() as f64 / 1e6;
    println!(
        "{lots:>9} {:>10} {size:>8.1} | {:>10.3} | {:>9.3} {:>6.2} {:>8.1} | {:>9.3} {:>6.2} {:>8.1}",
        lots * 14 * generate::REPLICATES,
        bare.0,
        one.0,
        one.0 / bare.0,
        one.1,
        two.0,
        two.0 / bare.0,
        two.1
    );
    Ok(())
}

/// The same lots under `simple` and under `confidence bound 95 %` for every test with a mean, on one thread.
fn rules() -> Result<(), Box<dyn std::error::Error>> {
    const LOTS: u64 = 20_000;
    let file = data_file(LOTS)?;
    let simple = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/bench_spec.yaml");
    must_be_sound(&simple)?;
    let bound = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench_bound.yaml");
    let text = fs::read_to_string(&simple)?;
    fs::write(&bound, text.replace("result: mean of 3", "result: mean of 3\n    decide: confidence bound 95 %"))?;
    let mut times: [Vec<Duration>; 2] = Default::default();
    for _ in 0..RUNS {
        for (times, spec) in times.iter_mut().zip([&simple, &bound]) {
            let mut command = Command::new(env!("CARGO_BIN_EXE_evqc"));
            command.arg("check").arg(spec).arg(&file);
            command.args(["-o", "csv", "--quiet", "--as-of", "2026-01-01", "--jobs", "1"]);
            times.push(timed(command)?.0);
        }
    }
    let [simple, bound] = times.map(|mut times| {
        times.sort();
        times[RUNS / 2].as_secs_f64()
    });
    println!("{LOTS} lots: simple {simple:.3} s, confidence bound {bound:.3} s, ratio {:.2}", bound / simple);
    Ok(())
}

/// A specification that is not sound judges nothing, in no time.
fn must_be_sound(spec: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let lint = Command::new(env!("CARGO_BIN_EXE_evqc")).args(["-q", "spec", "lint"]).arg(spec).output()?;
    match lint.status.success() {
        true => Ok(()),
        false => Err(String::from_utf8_lossy(&lint.stdout).into_owned().into()),
    }
}

/// The file for this many lots, made once.
fn data_file(lots: u64) -> Result<PathBuf, Box<dyn std::error::Error>> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).to_owned();
    let path = folder.join(format!("long-{lots}.csv"));
    if !path.exists() {
        let partial = folder.join(format!("long-{lots}.partial"));
        generate::write_long(lots, BufWriter::new(File::create(&partial)?))?;
        fs::rename(&partial, &path)?;
    }
    Ok(path)
}

/// Wall time and peak memory in kB of a command whose output is thrown away.
///
/// The peak is what the kernel says of the process while it runs (Linux); elsewhere it is 0. It is asked for rarely, because
/// the processors are those of the command.
fn timed(mut command: Command) -> Result<(Duration, u64), Box<dyn std::error::Error>> {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::inherit()).spawn()?;
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let watcher = scope.spawn(|| {
            let mut peak = 0;
            for turn in 0_u32.. {
                if over.load(Ordering::Relaxed) {
                    break;
                }
                let text = fs::read_to_string(&status).unwrap_or_default();
                let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
                let now: u64 = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0);
                peak = peak.max(now);
                std::thread::sleep(Duration::from_millis(if turn < 10 { 2 } else { 25 }));
            }
            peak
        });
        child.wait()?;
        let elapsed = start.elapsed();
        over.store(true, Ordering::Relaxed);
        Ok((elapsed, watcher.join().unwrap_or(0)))
    })
}
