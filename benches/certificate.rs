//! How long certificates take, from the start of the process to its end.
//!
//! `cargo bench --bench certificate`. Medians on the lots of `samples/certificate`: one certificate in each form, and 100 in one
//! call, signed by nobody. Wanted: one PDF under 0.5 s, 100 PDFs under 5 s. Every run writes into an empty folder, since a
//! certificate that stands there is compared first.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a benchmark reads files, measures time and prints"
)]

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Runs of one certificate.
const RUNS: usize = 21;
/// Runs of many.
const RUNS_OF_MANY: usize = 5;
/// How many are many.
const MANY: usize = 100;
/// Wanted of one certificate as PDF.
const WANTED: Duration = Duration::from_millis(500);
/// Wanted of many certificates as PDF.
const WANTED_OF_MANY: Duration = Duration::from_secs(5);
/// The lot of the sample that stands for all others.
const LOT: &str = "EV-3101";

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    prepare(folder.path())?;
    for (what, form, language) in [
        ("one PDF, English", "pdf", "en"),
        ("one PDF, English and Chinese", "pdf", "en+zh"),
        ("one HTML, English and Chinese", "html", "en+zh"),
        ("one twin", "json", "en"),
    ] {
        measured(folder.path(), what, &["--lot", LOT, "--lang", language], form, RUNS, WANTED)?;
    }
    for (what, language) in [("100 PDFs, English", "en"), ("100 PDFs, English and Chinese", "en+zh")] {
        measured(folder.path(), what, &["--lot", "all", "--lang", language], "pdf", RUNS_OF_MANY, WANTED_OF_MANY)?;
    }
    Ok(())
}

/// The sample with its first lot a hundred times, under numbers of their own.
fn prepare(folder: &Path) -> Result<(), Box<dyn Error>> {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/certificate");
    for name in ["spec.yaml", "lab.yaml", "logo.svg"] {
        fs::copy(sample.join(name), folder.join(name))?;
    }
    let lots: Vec<String> =
        std::iter::once(LOT.to_owned()).chain((1..MANY).map(|lot| format!("EV-9{lot:03}"))).collect();
    for name in ["results.csv", "lots.csv", "waivers.csv"] {
        let text = fs::read_to_string(sample.join(name))?;
        let (head, rows) = text.split_once('\n').ok_or("a table without a head")?;
        let mut table = format!("{head}\n");
        for lot in &lots {
            for row in rows.lines().filter(|row| row.starts_with(LOT)) {
                // A range of lots in the waivers becomes a line for each.
                let rest = row.split_once(',').ok_or("a row of one cell")?.1;
                table.push_str(&format!("{lot},{rest}\n"));
            }
        }
        fs::write(folder.join(name), table)?;
    }
    let facts = fs::read_to_string(sample.join("facts.yaml"))?;
    let all = facts.split("\nlots:").next().ok_or("facts without a text")?;
    let named: String = lots.iter().map(|lot| format!("  {lot}: {{}}\n")).collect();
    fs::write(folder.join("facts.yaml"), format!("{all}\nlots:\n{named}"))?;
    Ok(())
}

fn measured(
    folder: &Path,
    what: &str,
    choices: &[&str],
    form: &str,
    runs: usize,
    wanted: Duration,
) -> Result<(), Box<dyn Error>> {
    let mut times = Vec::with_capacity(runs);
    for _ in 0..runs {
        let made = tempfile::tempdir_in(folder)?;
        let mut command = Command::new(env!("CARGO_BIN_EXE_evqc"));
        command.current_dir(folder).args(["-q", "certificate", "spec.yaml", "results.csv", "--lots", "lots.csv"]);
        command.args(["--waivers", "waivers.csv", "--lab", "lab.yaml", "--facts", "facts.yaml"]);
        command.args(["--as-of", "2026-02-19"]).args(choices).arg("-o");
        command.arg(format!("{}/{{lot}}.{form}", made.path().display())).stdin(Stdio::null()).stdout(Stdio::null());
        let start = Instant::now();
        let status = command.status()?;
        times.push(start.elapsed());
        let files = fs::read_dir(made.path())?.count();
        let expected = if choices.contains(&"all") { MANY } else { 1 };
        if !status.success() || files != expected {
            return Err(format!("{what}: evqc ended with {status} and {files} files").into());
        }
    }
    times.sort();
    let (median, slowest) = (times[runs / 2], times[runs - 1]);
    let verdict = if median <= wanted { "as wanted" } else { "SLOWER THAN WANTED" };
    println!("{what:<34} median {median:>9.2?}  slowest {slowest:>9.2?}  {verdict}");
    Ok(())
}
