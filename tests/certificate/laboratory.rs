//! The file of the laboratory and that of the facts: every fault in one run, and what neither may change.

use super::bench::{Bench, characters};
use evqc::certificate::{Dress, document, facts_schema, lab_schema, read_facts, read_lab};
use evqc::spec::SourceText;
use serde_json::Value;

fn faults(text: &str) -> Vec<String> {
    let findings = read_lab(&SourceText::new("lab.yaml", text)).unwrap_err();
    let line = |finding: &evqc::finding::Finding| {
        let place = finding.place.as_ref().map_or(0, |place| place.line);
        format!("{place} {} {} | {}", finding.code.name, finding.message, finding.help.as_deref().unwrap_or(""))
    };
    findings.iter().map(line).collect()
}

#[test]
fn every_fault_in_one_run() {
    let found = faults(
        "evqc_lab: 2
laboratory: {nmae: Lab}
profile: whoo
number: CoA-{lott}
tests:
  endotoxin: {laboratory: mikro, refrence: x}
laboratories:
  micro: {name: {en: Micro}}
signatories:
  - {name: A, function: B, meaning: tested}
  - {name: C, function: D, meaning: aproved}
statements:
  - {text: Manufactured under GMP.}
  - {text: Fine., by: Z}
wording:
  complyes: {en: a, zh: b}
  complies: {en: fine, zh: 好}
layout: {columns: [item, resutl]}
",
    );
    for expected in [
        "1 unknown-word `evqc_lab: 2`",
        "2 unknown-key `nmae` is not a key of `laboratory` | did you mean `name`?",
        "2 missing-key `laboratory` has no `name`",
        "3 unknown-word `whoo` is not a value of `profile` | did you mean `who`?",
        "4 unknown-word `{lott}` is not filled in in a certificate number | did you mean `{lot}`?",
        "4 certificate-number-not-unique",
        "6 certificate-name-unknown `mikro` is not under `laboratories`",
        "6 unknown-key `refrence` is not a key of `endotoxin` of `tests` | did you mean `reference`?",
        "8 missing-key `name` has no `zh`",
        "11 unknown-word `aproved` is not a value of `meaning` | did you mean `approved`?",
        "13 claim-without-signatory the statement claims something (\"gmp\"), and nobody answers for it",
        "14 certificate-name-unknown `Z` is not under `signatories`",
        "16 certificate-name-unknown `complyes` is not a term | did you mean `complies`?",
        "17 term-fixed `complies` says what was found",
        "18 unknown-word `resutl` is not a value of `columns` | did you mean `result`?",
        "18 layout-hides the table of results must have the column `criterion`",
    ] {
        assert!(found.iter().any(|fault| fault.starts_with(expected)), "{expected:?} is not among {found:#?}");
    }
}

#[test]
fn facts_are_as_strict() {
    let text = "evqc_certificate: 1
all:
  use: humans
  sample: {received: 3.2.2026}
  batch: {containers: none}
lots:
  EV-1: {deviations: [{text: x}], replaces: {number: '1'}, produkt: {}}
";
    let findings = read_facts(&SourceText::new("facts.yaml", text)).unwrap_err();
    let said: Vec<String> =
        findings.iter().map(|finding| format!("{} {}", finding.code.name, finding.message)).collect();
    for expected in [
        "unknown-word `humans` is not a value of `use`",
        "malformed-date `3.2.2026` is not a day, or a day with time and zone",
        "unknown-word `none` is not a number of containers",
        "missing-key `deviations` has no `reference`",
        "missing-key `replaces` has no `reason`",
        "unknown-key `produkt` is not a key of `EV-1` of `lots`",
    ] {
        assert!(said.iter().any(|fault| fault == expected), "{expected:?} is not among {said:#?}");
    }
}

/// The published schemas take the files of the sample and refuse a misspelt key.
#[test]
fn the_schemas_fit_the_sample() {
    let bench = Bench::new();
    for (name, schema) in [("lab.yaml", lab_schema()), ("facts.yaml", facts_schema())] {
        let value: Value = serde_yaml::from_str(&bench.read(name)).unwrap();
        let schema = jsonschema::validator_for(&schema).unwrap();
        let faults: Vec<String> =
            schema.iter_errors(&value).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
        assert!(faults.is_empty(), "{name}: {faults:?}");
        let mut other = value;
        other["labratory"] = "x".into();
        assert!(!schema.is_valid(&other), "{name}");
    }
}

/// A laboratory words labels, chooses columns and orders parts; numbers and verdicts stay.
#[test]
fn a_layout_changes_no_number_and_no_verdict() {
    let bench = Bench::new();
    let before = bench.twin("EV-3101", &["--lang", "en"]);
    let lab = "wording: {criterion: {en: Requirement, zh: 要求}}
layout:
  version: '2'
  paper: letter
  columns: [item, result, criterion, conclusion, analyst, laboratory]
  order: [results, history]
";
    let text = bench.read("lab.yaml");
    let (head, _) = text.split_once("layout:").unwrap();
    bench.write("lab.yaml", &format!("{head}{lab}"));
    let after = bench.twin("EV-3101", &["--lang", "en"]);
    assert_eq!(before.content.tests, after.content.tests);
    assert_eq!(before.content.conclusion, after.content.conclusion);
    assert_eq!(after.content.record.layout.as_deref(), Some("2"));
    let lab = read_lab(&SourceText::new("lab.yaml", &bench.read("lab.yaml"))).unwrap();
    let print = document(&after, &Dress { lab: Some(&lab), ..Dress::default() });
    assert_eq!(print.paper, evqc::document::Paper::Letter);
    let shown = characters(&print);
    assert!(shown.contains("Requirement") && !shown.contains("Acceptance criterion"));
    let at = |text: &str| shown.find(text).unwrap();
    assert!(at("Retest history") < at("Product name"), "the order of the laboratory");
    for line in &after.content.tests {
        assert!(shown.contains(&line.conclusion.en), "{}", line.id);
        let result = line.result.as_ref().map_or("–", |result| &result.text.en);
        assert!(shown.contains(&result.replace("10^", "10")), "{}: {result}", line.id);
    }
}

#[test]
fn a_logo_that_is_no_image() {
    let bench = Bench::new();
    bench.write("logo.svg", "<html><body>no logo</body></html>");
    let said = bench.run(&["--lot", "EV-3101", "-o", "json"]);
    assert_eq!((said.exit, said.out.as_str()), (4, ""));
    assert!(said.err.contains("logo-not-usable") && said.err.contains("lab.yaml:"), "{}", said.err);
}

/// A lot without an entry in the facts is told, with the entry that was meant.
#[test]
fn a_lot_without_facts() {
    let bench = Bench::new();
    bench.edit("facts.yaml", "  EV-3101:\n", "  EV_3101:\n");
    let said = bench.run(&["--lot", "EV-3101", "-o", "json"]);
    assert!(
        said.err.contains("no entry for lot EV-3101") && said.err.contains("did you mean `EV_3101`?"),
        "{}",
        said.err
    );
}
