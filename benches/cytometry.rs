//! How fast an FCS file is read and gated, and how much memory that takes beside the bytes of the file.
//!
//! `cargo bench --bench cytometry`. Wanted: 1,000,000 events of 20 parameters gated on three markers in under 0.25 s, the
//! file read from disk included, with at most 1.5 times the size of the file in memory. The bare work shown beside it is
//! reading the file and adding up every value of it. Memory is the peak that the system kept (Linux only).
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "a benchmark measures time and prints")]

use evqc::cytometry::{Axis, Bound, Columns, Compensation, Gate, Geometry, Populations, Scale};
use evqc::instrument::{self, Content, Events};
use std::fs::File;
use std::hint::black_box;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

const EVENTS: usize = 1_000_000;
const PARAMETERS: usize = 20;
/// Repetitions; the median is shown.
const REPEATS: usize = 11;
const WANTED: Duration = Duration::from_millis(250);

/// Scale values of the events of a file.
struct Source<'e>(&'e Events<'e>);

impl Columns for Source<'_> {
    fn events(&self) -> usize {
        self.0.len()
    }

    fn position(&self, channel: &str) -> Result<usize, String> {
        self.0.channel(channel).map_err(|error| error.to_string())
    }

    fn fill(&self, position: usize, start: usize, out: &mut [f64]) -> usize {
        self.0.scaled(position, start, out)
    }
}

fn main() -> std::io::Result<()> {
    let file = tempfile::NamedTempFile::new()?;
    generate(file.path())?;
    let size = std::fs::metadata(file.path())?.len() as f64 / 1e6;
    let before = memory("VmRSS");
    let counts = gated(file.path(), false);
    let peak = memory("VmHWM").zip(before).map(|(peak, before)| peak - before);
    println!("{EVENTS} events of {PARAMETERS} parameters, {size:.1} MB; events in the gates: {counts:?}");
    match peak {
        Some(peak) => {
            println!("memory: {peak:.1} MB at its peak, {:.2} times the file (wanted: at most 1.5)", peak / size)
        }
        None => println!("memory: not measured, this system does not tell"),
    }
    let plain = median(|| drop(black_box(gated(file.path(), false))));
    let compensated = median(|| drop(black_box(gated(file.path(), true))));
    let bare = median(|| drop(black_box(bare(file.path()))));
    let milliseconds = |time: Duration| 1e3 * time.as_secs_f64();
    println!(
        "read and gated: {:.0} ms (wanted: under {:.0} ms); compensated with a matrix of 6 channels: {:.0} ms; bare reading \
         and adding up: {:.0} ms",
        milliseconds(plain),
        milliseconds(WANTED),
        milliseconds(compensated),
        milliseconds(bare)
    );
    Ok(())
}

fn median(mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..REPEATS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times.get(REPEATS / 2).copied().unwrap_or_default()
}

/// Reads the file and sorts its events into a gate of particles, three markers and all three together.
fn gated(path: &Path, compensate: bool) -> Vec<usize> {
    let bytes = std::fs::read(path).expect("the file was written");
    let content = Content::new(&Arc::from("bench.fcs"), &bytes);
    let recording = instrument::read(&content, None).expect("the file is sound");
    let events = recording.runs.first().and_then(|run| run.events.as_ref()).expect("a run with events");
    let spillover = events.spillover.as_ref().filter(|_| compensate);
    let matrix =
        spillover.map(|spillover| Compensation::new(&spillover.channels, &spillover.matrix).expect("a matrix"));
    let logicle = Scale::Logicle { t: 262_144.0, w: 0.5, m: 4.5, a: 0.0 };
    let arcsinh = Scale::Arcsinh { t: 262_144.0, m: 4.5, a: 0.5 };
    let gates = [
        range("particles", None, "P1", Scale::Log { t: 262_144.0, m: 5.0 }, 0.4),
        range("CD9", Some(0), "P5", logicle, 0.5),
        range("CD63", Some(0), "P9", logicle, 0.5),
        range("CD81", Some(0), "P13", arcsinh, 0.5),
        Gate { name: "all three".to_owned(), within: Some(0), geometry: Geometry::All(vec![1, 2, 3]) },
    ];
    let populations = Populations::of(&Source(events), matrix.as_ref(), &gates).expect("the gates are sound");
    (0..gates.len()).map(|gate| populations.count(Some(gate))).collect()
}

fn range(name: &str, within: Option<usize>, channel: &str, scale: Scale, lower: f64) -> Gate {
    let axis = Axis { channel: channel.to_owned(), scale };
    Gate { name: name.to_owned(), within, geometry: Geometry::Ranges(vec![(axis, Some(Bound::At(lower)), None)]) }
}

/// Reads the file and adds up every value.
fn bare(path: &Path) -> f64 {
    let bytes = std::fs::read(path).expect("the file was written");
    bytes.chunks_exact(4).filter_map(|cell| cell.first_chunk()).map(|cell| f64::from(f32::from_le_bytes(*cell))).sum()
}

/// Writes the file piece by piece, so that writing it leaves no peak of memory.
fn generate(path: &Path) -> std::io::Result<()> {
    const TEXT: usize = 58;
    const DATA: usize = 4096;
    let last = DATA + EVENTS * PARAMETERS * 4 - 1;
    let mut text = format!(
        "/$BEGINDATA/{DATA}/$ENDDATA/{last}/$PAR/{PARAMETERS}/$TOT/{EVENTS}/$DATATYPE/F/$BYTEORD/1,2,3,4/$MODE/L/$NEXTDATA/0/"
    );
    for number in 1..=PARAMETERS {
        text.push_str(&format!("$P{number}N/P{number}/$P{number}B/32/$P{number}R/262144/$P{number}E/0,0/"));
    }
    text.push_str("$SPILLOVER/6,P5,P7,P9,P11,P13,P15");
    for cell in 0..36 {
        text.push_str(if cell % 7 == 0 { ",1" } else { ",0.02" });
    }
    text.push('/');
    let mut out = BufWriter::new(File::create(path)?);
    write!(out, "FCS3.1    {TEXT:>8}{:>8}{DATA:>8}{last:>8}       0       0", TEXT + text.len() - 1)?;
    out.write_all(text.as_bytes())?;
    out.write_all(&vec![b' '; DATA - TEXT - text.len()])?;
    // A multiplicative generator (Lehmer, 48271 modulo 2^31 - 1); values spread over decades and around zero.
    let mut state: u64 = 1;
    for _ in 0..EVENTS * PARAMETERS {
        state = state * 48_271 % 2_147_483_647;
        let share = state as f64 / 2_147_483_647.0;
        let value = (262_144.0 * share.powi(6) - 50.0) as f32;
        out.write_all(&value.to_le_bytes())?;
    }
    out.flush()
}

/// A line of `/proc/self/status` in MB.
fn memory(name: &str) -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
    let kilobytes: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024.0 / 1e6)
}
