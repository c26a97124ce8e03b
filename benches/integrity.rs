//! How long a signature takes, from the start of the process to its end.
//!
//! `cargo bench --bench integrity`. Medians of 41 runs of the program on a report of one lot with 14 tests: sign with a key under a
//! passphrase, sign with a key without one, verify two signatures by a folder of keys, replay an archive; and on the twin and the PDF of a
//! certificate of `samples/certificate`, whose pages are drawn again. Wanted: sign and verify under 20 ms each. `evqc --version` is what
//! starting the program takes. Then what a command takes more in a folder whose audit trail has 20,000 entries: every command reads the
//! trail before it makes its own. Wanted: under 200 ms.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "a benchmark measures time and prints")]

use evqc::integrity::sha256;
use evqc::trail::{Entry, HEAD_NAME, Head, TRAIL_NAME};
use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Runs of each command.
const RUNS: usize = 41;
/// What is wanted of sign and verify.
const WANTED: Duration = Duration::from_millis(20);
/// Entries of a long audit trail.
const ENTRIES: u64 = 20_000;
/// What is wanted of an entry in it.
const WANTED_OF_ENTRY: Duration = Duration::from_millis(200);

/// Makes the trail of a folder long: its last entry again and again, a second later each.
fn lengthened(folder: &Path) -> io::Result<u64> {
    let path = folder.join(TRAIL_NAME);
    let mut text = fs::read_to_string(&path)?;
    let last = text.lines().last().unwrap_or_default().to_owned();
    let mut entry = Entry::read(&last).map_err(io::Error::other)?;
    let mut line = last;
    while entry.number < ENTRIES {
        entry.number += 1;
        entry.previous = Some(sha256(line.as_bytes()));
        line = entry.line().map_err(io::Error::other)?;
        text.push_str(&line);
        text.push('\n');
    }
    fs::write(&path, &text)?;
    let head = Head { number: entry.number, sha256: sha256(line.as_bytes()) };
    fs::write(folder.join(HEAD_NAME), head.text())?;
    Ok(text.len() as u64)
}

fn evqc(folder: &Path, arguments: &[&str]) -> io::Result<Duration> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_evqc"));
    command.current_dir(folder).args(arguments).env("EVQC_PASSPHRASE", "correct horse battery");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::inherit());
    let start = Instant::now();
    let status = command.status()?;
    let time = start.elapsed();
    if status.success() { Ok(time) } else { Err(io::Error::other(format!("{arguments:?} ended with {status}"))) }
}

/// Median and slowest of the runs; before each, what is left of the last is removed.
fn time(folder: &Path, removed: Option<&str>, arguments: &[&str]) -> io::Result<(Duration, Duration)> {
    let mut times = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        if let Some(name) = removed {
            let _ = fs::remove_file(folder.join(name));
        }
        times.push(evqc(folder, arguments)?);
    }
    times.sort();
    Ok((times[RUNS / 2], times[RUNS - 1]))
}

/// A certificate in English, as twin and as PDF.
fn certificate(folder: &Path) -> io::Result<()> {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/certificate");
    for name in ["lab.yaml", "logo.svg", "facts.yaml", "lots.csv", "waivers.csv", "results.csv"] {
        fs::copy(sample.join(name), folder.join(name))?;
    }
    fs::copy(sample.join("spec.yaml"), folder.join("coa-spec.yaml"))?;
    let files = ["coa-spec.yaml", "results.csv", "--lots", "lots.csv", "--waivers", "waivers.csv", "--lab", "lab.yaml"];
    let choices = ["--facts", "facts.yaml", "--as-of", "2026-02-19", "--lot", "EV-3101", "--lang", "en"];
    evqc(folder, &[&["-q", "certificate"][..], &files, &choices, &["-o", "coa.json", "-o", "coa.pdf"]].concat())?;
    Ok(())
}

fn main() -> io::Result<()> {
    let folder = tempfile::tempdir()?;
    let at = folder.path();
    let mut data = String::from("lot,test,value,unit\n");
    let mut spec =
        String::from("evqc: 1\nid: bench\nversion: \"1\"\ntitle: Bench\nstatus: draft\nrounding: usp\ntests:\n");
    for test in 0..14 {
        spec.push_str(&format!("  t{test}: {{name: Test {test}, category: purity, accept: \"<= 10.0 ng/mL\"}}\n"));
        data.push_str(&format!("L1,t{test},{}.{test},ng/mL\n", test % 10));
    }
    fs::write(at.join("spec.yaml"), spec)?;
    fs::write(at.join("data.csv"), data)?;
    fs::create_dir(at.join("keys"))?;
    for (key, more) in [("chen", &[][..]), ("adler", &["--no-passphrase"])] {
        let path = format!("keys/{key}.key.pem");
        evqc(at, &[&["keygen", "--key", &path][..], more].concat())?;
    }
    evqc(at, &["check", "spec.yaml", "data.csv", "--as-of", "2026-11-20", "-o", "json:report.json"])?;
    evqc(at, &["bundle", "spec.yaml", "data.csv", "--as-of", "2026-11-20", "-o", "lot.zip"])?;
    let report = |name: &str, (median, slowest): (Duration, Duration), wanted: bool| {
        let verdict = match (wanted, median <= WANTED) {
            (false, _) => "",
            (true, true) => "  as wanted",
            (true, false) => "  SLOWER THAN WANTED",
        };
        println!("{name:<34} median {median:>9.2?}  slowest {slowest:>9.2?}{verdict}");
    };
    report("start (--version)", time(at, None, &["--version"])?, false);
    certificate(at)?;
    for (what, file) in
        [("a report", "report.json"), ("a certificate's twin", "coa.json"), ("a certificate's PDF", "coa.pdf")]
    {
        let sign =
            |key, signer| ["sign", file, "--key", key, "--role", "analyst", "--meaning", "tested", "--signer", signer];
        let (sealed, plain) = (sign("keys/chen.key.pem", "M. Chen"), sign("keys/adler.key.pem", "Q. Adler"));
        let signatures = format!("{file}.intoto.jsonl");
        report(&format!("sign {what}"), time(at, Some(&signatures), &plain)?, true);
        report(&format!("sign {what}, passphrase"), time(at, Some(&signatures), &sealed)?, true);
        evqc(at, &plain)?;
        report(&format!("verify {what}"), time(at, None, &["verify", file, "--keys", "keys"])?, true);
    }
    report("verify an archive's digests", time(at, None, &["verify", "lot.zip", "--unsigned"])?, true);
    report("replay an archive of one lot", time(at, None, &["replay", "lot.zip"])?, false);
    let who = ["--by", "M. Chen", "--role", "QC analyst"];
    let check = ["check", "spec.yaml", "data.csv", "--as-of", "2026-11-20", "-q", "-o", "json:again.json"];
    let reason = ["--reason", "measured"];
    let plain = time(at, None, &check)?;
    report("check without a trail", plain, false);
    evqc(at, &[&["trail", "start", "."][..], &who].concat())?;
    evqc(at, &[&check[..], &who, &reason].concat())?;
    report("check, trail of few entries", time(at, None, &[&check[..], &who].concat())?, false);
    let bytes = lengthened(at)?;
    let long = time(at, None, &[&check[..], &who].concat())?;
    let more = long.0.saturating_sub(plain.0);
    let verdict = if more <= WANTED_OF_ENTRY { "as wanted" } else { "SLOWER THAN WANTED" };
    report(&format!("check, trail of {ENTRIES} entries"), long, false);
    println!("{:<34} {more:>16.2?} of {:.1} MB  {verdict}", "an entry in it", bytes as f64 / 1e6);
    report("trail verify of it", time(at, None, &["trail", "verify", "."])?, false);
    Ok(())
}
