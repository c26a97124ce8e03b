//! `evqc check` on instrument files: which lot a run belongs to is said and never assumed, and what was not said stops.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the tests write the files that the program reads"
)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a broken fixture ends the test")]

mod aside;
mod blanks;
mod dilution;
mod events;
mod files;
mod idle;
mod levels;
mod mapping;
mod mixed;
mod plausibility;
mod refused;
mod sizes;
mod values;

use serde_json::Value;
use std::fs;
use std::io::Write;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const SPEC: &str = "evqc: 1\nid: s\nversion: \"1\"\ntitle: S\nstatus: draft\nrounding: usp\ntests:\n  \
                    size: {name: Z-average, category: identity, from: stated, quantity: z_average, result: mean of 2, \
                    accept: \"<= 150 nm\", valid_if: [each control pdi <= 0.25]}\n";
const HEADER: &str = "Record\tType\tSample Name\tMeasurement Date and Time\tZ-Average (d.nm)\tPdI\tAttenuator\r\n";

/// Records of a Zetasizer export: name of the sample, Z-average, PdI.
fn records(records: &[(&str, &str, &str)]) -> String {
    let mut text = HEADER.to_owned();
    for (at, (sample, size, pdi)) in records.iter().enumerate() {
        let number = at + 1;
        text.push_str(&format!("{number}\tSize\t{sample}\t02 November 2026 10:0{at}:00\t{size}\t{pdi}\t8\r\n"));
    }
    text
}

fn good() -> String {
    records(&[("EV-1 1", "110.3", "0.121"), ("EV-1 2", "111.9", "0.117")])
}

/// A run of `check` on files in a folder of their own.
struct Outcome {
    exit: i32,
    report: Value,
    said: String,
}

fn check<T: AsRef<[u8]>>(spec: &str, files: &[(&str, T)], arguments: &[&str]) -> Outcome {
    let output = run(spec, files, arguments, "json", b"");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!said.contains("panicked"), "{said}");
    let report = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
    Outcome { exit: output.status.code().unwrap_or(-1), report, said }
}

/// Runs `check` with `format` on standard output and `input` on standard input.
fn run<T: AsRef<[u8]>>(spec: &str, files: &[(&str, T)], arguments: &[&str], format: &str, input: &[u8]) -> Output {
    let folder = folder(spec, files);
    let mut child = Command::new(env!("CARGO_BIN_EXE_evqc"))
        .current_dir(folder.path())
        .args(["check", "spec.yaml"])
        .args(arguments)
        .args(["-o", format, "--as-of", "2026-11-20"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that stops before it has read its input is right to.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn folder<T: AsRef<[u8]>>(spec: &str, files: &[(&str, T)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("spec.yaml"), spec).unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

impl Outcome {
    fn test(&self, lot: &str, id: &str) -> &Value {
        let lots = self.report["lots"].as_array().unwrap_or_else(|| panic!("{}\n{}", self.said, self.report));
        let lot = lots
            .iter()
            .find(|found| found["lot"] == lot)
            .unwrap_or_else(|| panic!("no lot {lot}: {lots:#?}; {:#}", self.report["findings"]));
        lot["tests"].as_array().unwrap().iter().find(|test| test["id"] == id).unwrap()
    }

    /// Outcome, reportable value and the code of the first reason of a test.
    #[track_caller]
    fn verdict(&self, lot: &str, id: &str) -> (&str, &str, &str) {
        let test = self.test(lot, id);
        (
            test["outcome"].as_str().unwrap(),
            test["reportable"]["text"].as_str().unwrap_or_default(),
            test["reasons"][0]["code"].as_str().unwrap_or_default(),
        )
    }

    /// The message of the first reason of a test.
    fn reason(&self, lot: &str, id: &str) -> &str {
        self.test(lot, id)["reasons"][0]["message"].as_str().unwrap_or_default()
    }

    /// How a determination came about.
    fn how(&self, lot: &str, id: &str, determination: usize) -> &str {
        self.test(lot, id)["determinations"][determination]["how"].as_str().unwrap_or_default()
    }

    #[track_caller]
    fn says(&self, code: &str, message: &str) {
        let findings = self.report["findings"].as_array().unwrap_or_else(|| panic!("{}", self.said));
        let found = |finding: &&Value| {
            finding["code"] == code && format!("{} {}", finding["message"], finding["help"]).contains(message)
        };
        assert!(findings.iter().any(|finding| found(&finding)), "`{code}: {message}` is not in {findings:#?}");
    }
}

const SAMPLES: &str = "evqc_samples: 1\nfiles:\n";

fn samples(entries: &[&str]) -> String {
    entries.iter().fold(SAMPLES.to_owned(), |text, entry| text + "  - {" + entry + "}\n")
}

#[test]
fn a_file_that_is_named_is_judged() {
    let samples = samples(&["file: size.txt, lot: EV-1"]);
    let outcome = check(SPEC, &[("size.txt", &good()), ("samples.yaml", &samples)], &["size.txt"]);
    assert_eq!(outcome.exit, 0, "{:#}", outcome.report);
    let test = outcome.test("EV-1", "size");
    assert_eq!((&test["outcome"], &test["reportable"]["text"]), (&"pass".into(), &"111 nm".into()));
    let inputs: Vec<&str> =
        outcome.report["inputs"].as_array().unwrap().iter().map(|input| input["name"].as_str().unwrap()).collect();
    assert_eq!(inputs, ["size.txt", "samples.yaml"]);
    let first = &test["determinations"][0];
    assert_eq!((&first["text"], &first["line"]), (&"110.3".into(), &2.into()));
}

#[test]
fn tables_and_instrument_files_go_together() {
    let spec = SPEC.to_owned() + "  ph: {name: pH, category: general, accept: 7.0 to 7.6, unit: \"1\"}\n";
    let spec = spec.replace(", unit: \"1\"", "");
    let files = [
        ("size.txt", &*good()),
        ("table.csv", "lot,test,value\nEV-1,ph,7.2\nEV-2,ph,7.3\nEV-1,ph,7.2\n"),
        ("samples.yaml", &samples(&["file: size.txt, lot: EV-1"])),
    ];
    let outcome = check(&spec, &files, &["table.csv", "size.txt"]);
    assert_eq!(outcome.exit, 3, "{:#}", outcome.report);
    assert_eq!(outcome.test("EV-1", "size")["outcome"], "pass");
    assert_eq!(outcome.test("EV-1", "ph")["outcome"], "pass");
    // Nothing was measured of the other lot.
    assert_eq!(outcome.test("EV-2", "size")["outcome"], "missing");
}

#[test]
fn settings_of_the_run_are_controls() {
    let wide = records(&[("a", "110.3", "0.121"), ("b", "111.9", "0.381")]);
    let outcome =
        check(SPEC, &[("size.txt", &wide), ("samples.yaml", &samples(&["file: size.txt, lot: L"]))], &["size.txt"]);
    let test = outcome.test("L", "size");
    assert_eq!(test["outcome"], "invalid");
    assert_eq!(test["reasons"][0]["code"], "control-outside-window");
    assert_eq!(test["reasons"][0]["place"]["line"], 3);
    // A setting that the file does not state does not show that the run was valid.
    let spec = SPEC.replace("control pdi <= 0.25", "control particles_per_frame 20 to 100");
    let outcome =
        check(&spec, &[("size.txt", &good()), ("samples.yaml", &samples(&["file: size.txt, lot: L"]))], &["size.txt"]);
    assert_eq!(outcome.test("L", "size")["outcome"], "invalid");
    assert_eq!(outcome.test("L", "size")["reasons"][0]["code"], "control-not-reported");
}

/// A list of single particles serves a test of sizes; the particle that the instrument leaves out does not count.
#[test]
fn a_list_of_particles_is_a_size_distribution() {
    let spec = "evqc: 1\nid: s\nversion: \"1\"\ntitle: S\nstatus: draft\nrounding: usp\ntests:\n  \
                size: {name: D50, category: identity, from: size_distribution, statistic: d50, accept: \"<= 150 nm\"}\n";
    let particles = "Particle ID,Size/nm,Diffusion coefficient/nm^2 s^-1,Ln(Adjusted intensity)/AU,Start frame,Tracklength,\
                     Included in distribution?\n1,92.5,1,1,0,5,True\n2,900,1,1,0,5,False\n3,130,1,1,0,5,True\n";
    let names = samples(&["file: p.csv, lot: L1"]);
    let outcome = check(spec, &[("p.csv", particles), ("samples.yaml", &names)], &["p.csv"]);
    let test = outcome.test("L1", "size");
    assert_eq!(test["outcome"], "pass", "{test:#}");
    assert!(test.to_string().contains("111.25"), "{test:#}");
    assert!(test.to_string().contains("1 more not included in the distribution by the instrument"), "{test:#}");
}

#[test]
fn parts_of_names_become_lots_and_replicates() {
    let one = |size| records(&[("x", size, "0.1")]);
    let files = [
        ("DLS EV-7 1.txt", &*one("100.0")),
        ("DLS EV-7 2.txt", &*one("104.0")),
        ("DLS EV-8 1.txt", &*one("170.0")),
        ("DLS EV-8 2.txt", &*one("172.0")),
        ("samples.yaml", &samples(&["file: \"DLS {lot} {replicate}.txt\""])),
    ];
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).filter(|name| name.starts_with("DLS")).collect();
    let outcome = check(SPEC, &files, &names);
    assert_eq!(outcome.exit, 1, "{:#}", outcome.report);
    assert_eq!(outcome.test("EV-7", "size")["reportable"]["text"], "102 nm");
    assert_eq!(outcome.test("EV-8", "size")["outcome"], "fail");
    let determinations = outcome.test("EV-8", "size")["determinations"].as_array().unwrap().clone();
    assert!(determinations.iter().any(|one| one["replicate"] == "2" && one["text"] == "172.0"), "{determinations:#?}");
    // The same patterns in the specification itself.
    let spec = SPEC.to_owned() + "samples:\n  - file: \"DLS {lot} {replicate}.txt\"\n";
    let without: Vec<(&str, &str)> = files[..4].to_vec();
    assert_eq!(check(&spec, &without, &names).exit, 1);
}

#[test]
fn a_lot_is_suggested_and_never_assumed() {
    let outcome = check(
        SPEC,
        &[("EV-1.txt", &good()), ("samples.yaml", &samples(&["file: other.txt, lot: EV-1"]))],
        &["EV-1.txt"],
    );
    assert_eq!(outcome.exit, 4);
    outcome.says("run-without-lot", "2 runs of EV-1.txt belong to no lot");
    outcome.says("run-without-lot", "is it lot EV-1?");
    outcome.says("sample-entry-not-used", "`other.txt`");
    // Without any samples file too.
    let outcome = check(SPEC, &[("EV-1.txt", &good())], &["EV-1.txt"]);
    assert_eq!(outcome.exit, 4);
    outcome.says("run-without-lot", "skip: why");
}

#[test]
fn what_can_be_read_in_two_ways_is_read_in_none() {
    let files = [("EV_7_1.txt", &*good()), ("samples.yaml", &samples(&["file: \"{lot}_{replicate}.txt\""]))];
    let outcome = check(SPEC, &files, &["EV_7_1.txt"]);
    assert_eq!(outcome.exit, 4);
    outcome.says("run-ambiguous", "\\\"EV\\\" or \\\"EV_7\\\"");
    let entries = samples(&["file: \"*.txt\", lot: L1", "file: size.txt, lot: L2"]);
    let outcome = check(SPEC, &[("size.txt", &good()), ("samples.yaml", &entries)], &["size.txt"]);
    assert_eq!(outcome.exit, 4);
    outcome.says("run-claimed-twice", "run record 1");
}

#[test]
fn one_file_is_not_two_lots() {
    let entries = samples(&["file: a.txt, lot: L1", "file: b.txt, lot: L2"]);
    let outcome =
        check(SPEC, &[("a.txt", &good()), ("b.txt", &good()), ("samples.yaml", &entries)], &["a.txt", "b.txt"]);
    assert_eq!(outcome.exit, 4);
    outcome.says("same-file-twice", "b.txt has the same content as a.txt");
}

#[test]
fn runs_are_set_aside_with_a_reason() {
    let three = records(&[("beads", "101.0", "0.02"), ("EV-1 1", "110.3", "0.121"), ("EV-1 2", "111.9", "0.117")]);
    let entries =
        samples(&["file: size.txt, named: \"EV-1*\", lot: EV-1", "file: size.txt, named: beads, skip: set-up"]);
    let outcome = check(SPEC, &[("size.txt", &three), ("samples.yaml", &entries)], &["size.txt"]);
    assert_eq!(outcome.exit, 0, "{:#}", outcome.report);
    assert_eq!(outcome.test("EV-1", "size")["reportable"]["n"], 2);
}

#[test]
fn tests_that_cannot_be_meant_are_told() {
    let entries = samples(&["file: size.txt, lot: L, test: sise"]);
    let outcome = check(SPEC, &[("size.txt", &good()), ("samples.yaml", &entries)], &["size.txt"]);
    assert_eq!(outcome.exit, 4);
    outcome.says("sample-test-unknown", "did you mean `size`?");
    let spec = SPEC.replace("z_average", "zeta_potential").replace("<= 150 nm", "<= -10 mV");
    let entries = samples(&["file: size.txt, lot: L, test: size"]);
    let outcome = check(&spec, &[("size.txt", &good()), ("samples.yaml", &entries)], &["size.txt"]);
    assert_eq!(outcome.exit, 4, "{:#}", outcome.report);
    outcome.says(
        "run-without-value",
        "2 runs: the run states no zeta_potential (run record 1 (sample EV-1 1), run record 2",
    );
    // Nothing takes it: results of a lot that nobody judges.
    let entries = samples(&["file: size.txt, lot: L"]);
    let outcome = check(&spec, &[("size.txt", &good()), ("samples.yaml", &entries)], &["size.txt"]);
    assert_eq!(outcome.exit, 4);
    outcome.says("run-of-lot-not-used", "no test takes anything from run record 1");
}

#[test]
fn a_file_that_is_nothing_stops_the_run() {
    let outcome = check(SPEC, &[("notes.txt", "some words\nand more\n")], &["notes.txt"]);
    assert_eq!(outcome.exit, 4);
    let cut = &good()[..good().len() - 12];
    let outcome =
        check(SPEC, &[("size.txt", cut), ("samples.yaml", &samples(&["file: size.txt, lot: L"]))], &["size.txt"]);
    assert_ne!(outcome.exit, 0, "{:#}", outcome.report);
}

#[test]
fn a_broken_samples_file_stops_the_run() {
    for (text, code) in [
        ("evqc_samples: 1\nfiles:\n  - {flie: a, lot: L}\n", "unknown-key"),
        ("evqc_samples: 1\n", "missing-key"),
        ("", "missing-key"),
        ("[1, 2]", "wrong-shape"),
    ] {
        let outcome = check(SPEC, &[("size.txt", &*good()), ("samples.yaml", text)], &["size.txt"]);
        assert_eq!(outcome.exit, 4, "{text}");
        if !text.is_empty() {
            outcome.says(code, "");
        }
    }
}

/// An FCS file of one channel whose events all hold 100, in 20 000 nL; its bytes are text.
fn events(count: usize) -> String {
    const DATA: usize = 512;
    let end = DATA + count - 1;
    let text = format!(
        "/$BEGINANALYSIS/0/$ENDANALYSIS/0/$BEGINSTEXT/0/$ENDSTEXT/0/$BEGINDATA/{DATA}/$ENDDATA/{end}/$BYTEORD/1,2,3,4\
         /$DATATYPE/I/$MODE/L/$NEXTDATA/0/$PAR/1/$TOT/{count}/$P1B/8/$P1E/0,0/$P1N/SSC-H/$P1R/256/$VOL/20000\
         /$FIL/{count}.fcs/"
    );
    let header = format!("FCS3.0    {:8}{:8}{DATA:8}{end:8}{:8}{:8}", 58, 57 + text.len(), 0, 0);
    format!("{:DATA$}{}", header + &text, "d".repeat(count))
}

#[test]
fn a_dilution_series_shows_coincidence() {
    let spec = "evqc: 1\nid: s\nversion: \"1\"\ntitle: S\nstatus: draft\nrounding: usp\ncompensation: none\ngates:\n  \
                particles: {channel: SSC-H, scale: linear, above: 50}\ntests:\n  count: {name: Particles, category: \
                quantity, from: events, gate: particles, statistic: concentration, accept: \">= 1e7 particles/mL\", \
                valid_if: [control coincidence <= 20 %]}\n";
    let series = ["500", "1000", "2000", "4000"].map(|factor| {
        format!("file: s{factor}.fcs, lot: EV-1, role: control, control: coincidence, dilution: {factor}")
    });
    let judged = |factor: &str, count: usize| {
        let sample = format!("file: sample.fcs, lot: EV-1, dilution: {factor}");
        let entries: Vec<&str> = [sample.as_str()].into_iter().chain(series.iter().map(String::as_str)).collect();
        let files = [
            ("sample.fcs", &*events(count)),
            ("s500.fcs", &*events(1200)),
            ("s1000.fcs", &*events(1010)),
            ("s2000.fcs", &*events(500)),
            ("s4000.fcs", &*events(250)),
            ("samples.yaml", &*samples(&entries)),
        ];
        check(spec, &files, &["sample.fcs", "s500.fcs", "s1000.fcs", "s2000.fcs", "s4000.fcs"])
    };
    // 2000 x 500 and 4000 x 250 give 1e6; at 1000 it is 1 % more, at 500 it is 40 % less.
    let diluted = judged("1000", 1000);
    assert_eq!(diluted.test("EV-1", "count")["outcome"], "pass", "{:#}", diluted.report);
    let crowded = judged("500", 1201);
    let test = crowded.test("EV-1", "count");
    assert_eq!(test["outcome"], "invalid", "{test:#}");
    assert!(test.to_string().contains("-40.0 %"), "{test:#}");
}
