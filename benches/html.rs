//! How fast and how large the HTML report is: 10,000 lots × 14 tests × 3 determinations, from process start to the file.
//!
//! `cargo bench --bench html`, or `cargo bench --bench html -- LOTS...`; JSON beside it in the same run, since absolute times
//! say more about the machine. How fast a browser filters the page is measured by `tests/html_browser.rs`.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a benchmark reads files, measures time and prints"
)]

#[path = "generate.rs"]
mod generate;

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// Runs of each command; the median is shown.
const RUNS: usize = 5;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sizes: Vec<u64> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    println!("{:>8} {:>8} {:>8} {:>8} {:>8}", "lots", "html s", "html MB", "json s", "json MB");
    for lots in if sizes.is_empty() { vec![100, 10_000] } else { sizes } {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let data = folder.join(format!("html-{lots}.csv"));
        generate::write_long(lots, BufWriter::new(File::create(&data)?))?;
        let (html, html_size) = measured(&data, "html", &folder.join("bench.html"))?;
        let (json, json_size) = measured(&data, "json", &folder.join("bench.json"))?;
        println!("{lots:>8} {html:>8.3} {html_size:>8.2} {json:>8.3} {json_size:>8.2}");
    }
    Ok(())
}

/// Median of the wall times in seconds, and the size of the report in MB.
fn measured(data: &Path, format: &str, report: &Path) -> Result<(f64, f64), Box<dyn std::error::Error>> {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/bench_spec.yaml");
    let mut times = Vec::new();
    for _ in 0..RUNS {
        let start = Instant::now();
        let mut command = Command::new(env!("CARGO_BIN_EXE_evqc"));
        command.args(["-q", "check"]).arg(&spec).arg(data).args(["--as-of", "2026-01-01", "-o"]);
        let status = command.arg(format!("{format}:{}", report.display())).status()?;
        times.push(start.elapsed().as_secs_f64());
        if status.code().is_none_or(|code| code == 2 || code > 4) {
            return Err(format!("evqc ended with {status}").into());
        }
    }
    times.sort_by(f64::total_cmp);
    Ok((times[RUNS / 2], fs::metadata(report)?.len() as f64 / 1e6))
}
