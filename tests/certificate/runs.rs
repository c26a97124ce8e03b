//! Runs of instrument files that no result rests on stand beside the results.

use super::bench::{Bench, characters, copy, printed};
use evqc::certificate::{Certificate, RunsNotUsed};
use std::path::Path;

/// The certificate of a lot of a sample with instrument files, with an own file of samples.
fn certificate(bench: &Bench, folder: &str, files: &[&str], samples: &str, lot: &str, lang: &str) -> Certificate {
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(folder), &bench.path(""));
    bench.write("own.yaml", samples);
    let more = ["--samples", "own.yaml", "--as-of", "2026-11-20", "--lot", lot, "--lang", lang, "-o", "json"];
    let said = bench.command(&[&["certificate", "spec.yaml"], files, &more[..]].concat());
    serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error}\n{}\n{}", said.out, said.err))
}

fn said(one: &RunsNotUsed) -> (&str, &str, String, Option<&str>, Option<&str>, String, Option<&str>) {
    let (test, reason) = (one.test.as_deref(), one.reason.as_deref());
    (&one.code, &one.file, one.runs.join(" "), one.sample.as_deref(), test, one.values.join(" "), reason)
}

const PANEL: &str = "evqc_samples: 1
files:
  - {file: panel.csv, run: C1, lot: EV-2609-01}
  - {file: panel.csv, run: D1, lot: EV-2609-01}
  - {file: panel.csv, named: EV-2609-02, lot: EV-2609-02}
  - {file: panel.csv, named: Blank, skip: wells without sample}
";

#[test]
fn a_run_that_is_set_aside_stands_on_the_certificate_of_its_lot() {
    let bench = Bench::new();
    let samples = format!("{PANEL}  - {{file: panel.csv, run: E1, skip: bubble in the well}}\n");
    let own = ("run-set-aside", "panel.csv", "E1".to_owned(), Some("EV-2609-01"), None, String::new());
    let blank = ("run-set-aside", "panel.csv", "A1 B1".to_owned(), Some("Blank"), None, String::new());
    let with = |of: (_, _, _, _, _, _), why| (of.0, of.1, of.2, of.3, of.4, of.5, Some(why));
    let twin = certificate(&bench, "bead-panel", &["panel.csv"], &samples, "EV-2609-01", "en");
    let all: Vec<_> = twin.content.runs_not_used.iter().map(said).collect();
    let blank = with(blank, "wells without sample");
    assert_eq!(all, [blank.clone(), with(own, "bubble in the well")]);
    let page = characters(&printed(&twin));
    for words in
        ["panel.csv: E1 (EV-2609-01)", "set aside, not judged", "bubble in the well", "panel.csv: A1, B1 (Blank)"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    let history = page.split("Retest history").nth(1).unwrap().split("Deviations").next().unwrap();
    assert!(!history.contains("None."), "{history}");
    let twin = certificate(&bench, "bead-panel", &["panel.csv"], &samples, "EV-2609-01", "zh");
    let page = characters(&printed(&twin));
    for words in ["panel.csv：E1（EV-2609-01）", "已搁置，未评价", "仪器文件中的测量"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    // The well is none of the other lot on the plate.
    let twin = certificate(&bench, "bead-panel", &["panel.csv"], &samples, "EV-2609-02", "en");
    assert_eq!(twin.content.runs_not_used.iter().map(said).collect::<Vec<_>>(), [blank]);
}

#[test]
fn a_run_that_is_left_out_of_a_test_stands_there_with_its_value() {
    let bench = Bench::new();
    let samples = format!("{PANEL}  - {{file: panel.csv, run: E1, lot: EV-2609-01, test: cd63}}\n");
    let twin = certificate(&bench, "bead-panel", &["panel.csv"], &samples, "EV-2609-01", "en");
    let left: Vec<_> = twin.content.runs_not_used.iter().filter(|one| one.code == "run-left-out").map(said).collect();
    let of = |test, value: &str| {
        ("run-left-out", "panel.csv", "E1".to_owned(), Some("EV-2609-01"), Some(test), value.to_owned(), None)
    };
    // Row 5(1,E1) of the file.
    assert_eq!(left, [of("isotype", "29 MFI"), of("platelet_cd41b", "115 MFI")]);
    let page = characters(&printed(&twin));
    assert!(page.contains("not used for CD41b of platelets") && page.contains("115 MFI"), "{page}");
}

#[test]
fn a_measurement_that_failed_stands_there_and_so_does_a_file_that_is_set_aside() {
    let bench = Bench::new();
    let samples = "evqc_samples: 1
files:
  - {file: \"EV-201_{group}.csv\", lot: EV-201, method: NTA}
  - {file: EV-202_1.csv, lot: EV-202, group: 1, method: NTA, dilution: 500}
  - {file: EV-202_2.csv, skip: air in the tubing}
  - {file: \"EV-203_{group}.csv\", lot: EV-203, method: NTA}
  - {file: PBS.csv, role: blank, test: particle_concentration}
  - {file: beads_100nm.csv, role: reference, test: size_mode}
";
    let files = [
        "EV-201_1.csv",
        "EV-201_2.csv",
        "EV-202_1.csv",
        "EV-202_2.csv",
        "EV-203_1.csv",
        "EV-203_2.csv",
        "PBS.csv",
        "beads_100nm.csv",
    ];
    let twin = certificate(&bench, "nta-injections", &files, samples, "EV-203", "en");
    let all: Vec<_> = twin.content.runs_not_used.iter().map(said).collect();
    let failed = "the concentration is 0, validity `Unreliable`";
    let run = ("measurement-failed", "EV-203_2.csv", "EV-203_2_02".to_owned(), Some("EV-203"), None);
    assert_eq!(all, [(run.0, run.1, run.2, run.3, run.4, String::new(), Some(failed))]);
    let page = characters(&printed(&twin));
    assert!(
        page.contains("EV-203_2.csv: EV-203_2_02 (EV-203)") && page.contains("measurement failed, no result"),
        "{page}"
    );
    // No run of the file is of a lot: its name tells of which it is.
    let twin = certificate(&bench, "nta-injections", &files, samples, "EV-202", "en");
    let all: Vec<_> = twin.content.runs_not_used.iter().map(|one| (one.file.as_str(), one.runs.len())).collect();
    assert_eq!(all, [("EV-202_2.csv", 3)]);
    let twin = certificate(&bench, "nta-injections", &files, samples, "EV-201", "en");
    assert_eq!(twin.content.runs_not_used, []);
}

/// The reason is printed beside the results, and claims nothing.
#[test]
fn why_a_run_is_set_aside_claims_nothing() {
    let bench = Bench::new();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/bead-panel"), &bench.path(""));
    bench.write("own.yaml", &format!("{PANEL}  - {{file: panel.csv, run: E1, skip: lot released by the FDA}}\n"));
    let more = ["--samples", "own.yaml", "--as-of", "2026-11-20", "--lot", "EV-2609-01", "-o", "c.json"];
    let said = bench.command(&[&["certificate", "spec.yaml", "panel.csv"], &more[..]].concat());
    assert_eq!((said.exit, bench.has("c.json")), (4, false), "{}", said.err);
    let expected = "lot EV-2609-01: the words for why a run is set aside claim something (\"released\")";
    assert!(said.err.split_whitespace().collect::<Vec<_>>().join(" ").contains(expected), "{}", said.err);
}
