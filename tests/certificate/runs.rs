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

/// Code, file, runs, sample, test, values and reason.
fn said(one: &RunsNotUsed) -> [String; 7] {
    let own = |text: &Option<String>| text.clone().unwrap_or_default();
    let (runs, values) = (one.runs.join(" "), one.values.join(" "));
    [one.code.clone(), one.file.clone(), runs, own(&one.sample), own(&one.test), values, own(&one.reason)]
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
    // Which lot the wells are of nobody says: the names of their samples may be those of another customer.
    let blank = ["run-set-aside", "panel.csv", "A1 B1", "", "", "", "wells without sample"];
    let other = ["run-set-aside", "panel.csv", "F1 G1 H1", "", "", "", "of another order"];
    for (lang, words) in [
        ("en", &["panel.csv: A1, B1", "set aside, not judged", "wells without sample"][..]),
        ("zh", &["已搁置，未评价", "仪器文件中的测量"]),
    ] {
        let samples = format!("{PANEL}  - {{file: panel.csv, run: E1, lot: EV-2609-01}}\n");
        let samples = samples.replace("lot: EV-2609-02", "skip: of another order");
        let twin = certificate(&bench, "bead-panel", &["panel.csv"], &samples, "EV-2609-01", lang);
        let told: Vec<_> = twin.content.runs_not_used.iter().map(said).collect();
        assert!(
            told.len() == 2 && told.contains(&blank.map(str::to_owned)) && told.contains(&other.map(str::to_owned)),
            "{told:?}"
        );
        let page = characters(&printed(&twin));
        assert!(!page.contains("EV-2609-02"), "{page}");
        assert!(words.iter().all(|words| page.contains(words)), "{page}");
        if lang == "en" {
            let history = page.split("Retest history").nth(1).unwrap().split("Deviations").next().unwrap();
            assert!(!history.contains("None."), "{history}");
        }
    }
}

const INJECTIONS: [&str; 6] =
    ["EV-201_1.csv", "EV-201_2.csv", "EV-203_1.csv", "EV-203_2.csv", "PBS.csv", "beads_100nm.csv"];

/// The file of samples of the injections, the second one of EV-201 with these keys more.
fn injections(more: &str) -> String {
    format!(
        "evqc_samples: 1
files:
  - {{file: EV-201_1.csv, lot: EV-201, group: 1, method: NTA}}
  - {{file: EV-201_2.csv, lot: EV-201, group: 2, method: NTA{more}}}
  - {{file: \"EV-203_{{group}}.csv\", lot: EV-203, method: NTA}}
  - {{file: PBS.csv, role: blank, test: particle_concentration}}
  - {{file: beads_100nm.csv, role: reference, test: size_mode}}
"
    )
}

#[test]
fn a_file_that_is_left_out_of_a_test_stands_there_with_its_values() {
    let bench = Bench::new();
    let samples = injections(", test: size_mode");
    let twin = certificate(&bench, "nta-injections", &INJECTIONS, &samples, "EV-201", "en");
    let left: Vec<&RunsNotUsed> = twin.content.runs_not_used.iter().filter(|one| one.code == "run-left-out").collect();
    let concentration = left.iter().find(|one| one.test.as_deref() == Some("particle_concentration")).unwrap();
    assert_eq!((concentration.file.as_str(), concentration.values.len()), ("EV-201_2.csv", 3));
    assert!(concentration.values.iter().all(|value| value.contains("particles/mL")), "{:?}", concentration.values);
    assert!(characters(&printed(&twin)).contains("not used for"), "{}", characters(&printed(&twin)));
}

#[test]
fn a_measurement_that_failed_stands_there() {
    let bench = Bench::new();
    let twin = certificate(&bench, "nta-injections", &INJECTIONS, &injections(""), "EV-203", "en");
    let all: Vec<_> = twin.content.runs_not_used.iter().map(said).collect();
    let failed = "the concentration is 0, validity `Unreliable`";
    assert_eq!(all, [["measurement-failed", "EV-203_2.csv", "EV-203_2_02", "EV-203", "", "", failed]]);
    let page = characters(&printed(&twin));
    assert!(
        page.contains("EV-203_2.csv: EV-203_2_02 (EV-203)") && page.contains("measurement failed, no result"),
        "{page}"
    );
    let twin = certificate(&bench, "nta-injections", &INJECTIONS, &injections(""), "EV-201", "en");
    assert_eq!(twin.content.runs_not_used, []);
}

/// Why it failed is said in the language of the print, with the words of the file (R-1104).
#[test]
fn why_a_measurement_failed_is_in_the_language_of_the_print() {
    let bench = Bench::new();
    let twin = certificate(&bench, "nta-injections", &INJECTIONS, &injections(""), "EV-203", "zh");
    assert_eq!(twin.content.runs_not_used[0].reason.as_deref(), Some("the concentration is 0, validity `Unreliable`"));
    let page = characters(&printed(&twin));
    assert!(page.contains("浓度为 0，有效性标记为“Unreliable”"), "{page}");
    assert!(!page.contains("the concentration is 0"), "{page}");
}

/// The reason is printed beside the results, and claims nothing.
#[test]
fn why_a_run_is_set_aside_claims_nothing() {
    let bench = Bench::new();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/bead-panel"), &bench.path(""));
    bench.write(
        "own.yaml",
        &format!(
            "{}  - {{file: panel.csv, run: E1, lot: EV-2609-01}}\n",
            PANEL.replace("wells without sample", "lot released by the FDA")
        ),
    );
    let more = ["--samples", "own.yaml", "--as-of", "2026-11-20", "--lot", "EV-2609-01", "-o", "c.json"];
    let said = bench.command(&[&["certificate", "spec.yaml", "panel.csv"], &more[..]].concat());
    assert_eq!((said.exit, bench.has("c.json")), (4, false), "{}", said.err);
    let expected = "lot EV-2609-01: the words for why a run is set aside claim something (\"released\")";
    assert!(said.err.split_whitespace().collect::<Vec<_>>().join(" ").contains(expected), "{}", said.err);
}

/// Nobody may edit the file of an instrument: a name that the letters of a PDF do not have keeps no lot from it, and stands in
/// the twin.
#[cfg(feature = "pdf")]
#[test]
fn a_name_of_an_instrument_that_cannot_be_printed() {
    let bench = Bench::new();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/nta-injections"), &bench.path(""));
    // The sign of the traditional script is in no letters of the program.
    bench.edit("EV-203_2.csv", "EV-203_2_02", "EV-203_2_間");
    bench.write("own.yaml", &injections(""));
    let more = ["--samples", "own.yaml", "--as-of", "2026-11-20", "--lot", "EV-203", "-o", "c.pdf", "-o", "c.json"];
    let said = bench.command(&[&["certificate", "spec.yaml"], &INJECTIONS[..], &more].concat());
    assert!(bench.has("c.pdf"), "{}", said.err);
    let twin: Certificate = serde_json::from_str(&bench.read("c.json")).unwrap();
    assert_eq!(twin.content.runs_not_used[0].runs, ["EV-203_2_間"]);
    let bytes = std::fs::read(bench.path("c.pdf")).unwrap();
    let text = evqc::document::read_pdf(&bytes).unwrap().text;
    assert!(text.contains("EV-203_2.csv: … (EV-203)") && !text.contains('間'), "{text}");
    // What was drawn with a name left out is drawn again so.
    let verified = bench.command(&["verify", "c.pdf", "c.json"]);
    let all = format!("{}{}", verified.out, verified.err);
    assert!(!all.contains("pages-not-proven") && !all.contains("cannot be drawn"), "{all}");
}
