//! How fast instrument files are read, in one run beside the least that any reader must do.
//!
//! `cargo bench --bench instruments`. Wanted: an NTA export of 1 MB in under 10 ms. The ratio to the bare work is what
//! counts; absolute times say more about the machine.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "a benchmark measures time and prints")]

use evqc::instrument::{self, Content};
use std::fmt::Write;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Repetitions of each; the median is shown.
const REPEATS: usize = 41;

/// One file to be read: name, bytes, and the bare work beside which it is shown.
struct Subject {
    name: &'static str,
    bytes: Vec<u8>,
    bare: fn(&[u8]),
    bare_name: &'static str,
    wanted: Duration,
}

fn main() {
    let subjects = [Subject {
        name: "NTA summary",
        bytes: nanosight(240),
        bare: bare_csv,
        bare_name: "csv crate, every cell",
        wanted: Duration::from_millis(10),
    }];
    for subject in subjects {
        let name: Arc<str> = Arc::from(subject.name);
        let read = median(|| {
            let content = Content::new(&name, &subject.bytes);
            black_box(instrument::read(&content, None).map_err(|findings| findings.len())).is_ok()
        });
        let bare = median(|| {
            (subject.bare)(&subject.bytes);
            true
        });
        println!(
            "{}, {:.2} MB: {:.2} ms (wanted: under {:.0} ms), {:.1} times {} ({:.2} ms)",
            subject.name,
            subject.bytes.len() as f64 / 1e6,
            1e3 * read.as_secs_f64(),
            1e3 * subject.wanted.as_secs_f64(),
            read.as_secs_f64() / bare.as_secs_f64(),
            subject.bare_name,
            1e3 * bare.as_secs_f64(),
        );
    }
}

fn median(mut work: impl FnMut() -> bool) -> Duration {
    let mut times = Vec::new();
    for _ in 0..REPEATS {
        let start = Instant::now();
        assert!(work(), "the generated file is not read");
        times.push(start.elapsed());
    }
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn bare_csv(bytes: &[u8]) {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut record = csv::StringRecord::new();
    let mut length = 0;
    while reader.read_record(&mut record).unwrap_or(false) {
        length += record.iter().map(str::len).sum::<usize>();
    }
    black_box(length);
}

/// An experiment summary with this many captures; 240 make 1 MB.
fn nanosight(captures: usize) -> Vec<u8> {
    let mut text =
        "NTA Experiment Summary File\nCreated with NTA 3.2 Dev Build 3.2.16\n\n[Experiment Details]\n".to_owned();
    let mut row = |label: &str, averages: &str, cell: &dyn Fn(usize) -> String| {
        text.push_str(label);
        (0..captures).for_each(|capture| {
            // Writing to a string cannot fail.
            let _ = write!(text, ",{}", cell(capture));
        });
        text.push_str(averages);
        text.push('\n');
    };
    // A peak of 12 nm width around 90 to 130 nm, with a foot, in particles per mL and nm.
    let height = |bin: usize, capture: usize| -> u64 {
        let distance = (bin as f64 + 0.5 - 90.0 - (capture % 40) as f64) / 12.0;
        (2.0e7 / (1.0 + distance * distance * distance * distance)) as u64
    };
    let total = |capture: usize| (0..1000).map(|bin| height(bin, capture)).sum::<u64>();
    row("Filename:", ",", &|capture| format!("sample_500_{capture:02}"));
    row("[Conditions]\nTemperature/C", ",", &|capture| format!("22.{capture:03}"));
    row("[Results]\nDilution factor (concentrations adjusted for this factor)", ",", &|_| "5.00e+002".to_owned());
    row("Concentration (Particles / ml)", ",,", &|capture| format!("{:.2e}", total(capture) as f64));
    row("[Size Data]\nFilename", ",Average,Standard Error", &|capture| format!("sample_500_{capture:02}"));
    row("D50", ",,", &|capture| format!("{}.1", 89 + capture % 40));
    let averages = ",Concentration average,Standard Error";
    row("Graph Data\nBin centre (nm)", averages, &|_| "Concentration (particles / ml)".to_owned());
    for bin in 0..1000 {
        row(&format!("{bin}.5"), ",0,0,", &|capture| height(bin, capture).to_string());
    }
    row("\nPercentile", ",", &|_| "Size (nm)".to_owned());
    for percent in 0..=100 {
        row(&percent.to_string(), ",", &|_| format!("{}.5", percent + 40));
    }
    text.into_bytes()
}
