//! What is given for a run: values of parameters, options, facts, and the document that stands in the place of a new one.

use super::bench::{Bench, Said, characters, judging, made_final, printed};
use evqc::certificate::{Certificate, Mark};

fn flat(said: &Said) -> String {
    said.err.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The sample with the endotoxin limit as a parameter.
fn with_parameter(declared: &str) -> Bench {
    let bench = Bench::new();
    bench.edit("spec.yaml", "accept: \"<= 0.25 EU/mL\"", "accept: \"<= {endo_max}\"").edit(
        "spec.yaml",
        "derived:\n",
        &format!("parameters:\n  endo_max: {{{declared}, unit: EU/mL}}\nderived:\n"),
    );
    bench
}

/// A limit that was loosened for the run is printed as what it is, and nothing complies with the specification by it.
#[test]
fn a_limit_that_was_set_for_the_run() {
    let bench = with_parameter("default: \"0.25\"");
    let usual = bench.twin("EV-3102", &["--lang", "en"]);
    assert_eq!((usual.draft_because[0], usual.content.specification.parameters.len()), (Mark::DoesNotConform, 0));
    let loose = bench.twin("EV-3102", &["--lang", "en", "--set", "endo_max=50.00"]);
    assert_eq!(loose.draft_because, [Mark::SpecificationOverridden, Mark::NotSigned]);
    let set = &loose.content.specification.parameters[0];
    assert_eq!(
        (set.name.as_str(), set.value.as_str(), set.specification.as_deref()),
        ("endo_max", "50.00 EU/mL", Some("0.25 EU/mL"))
    );
    let shown = characters(&printed(&loose));
    for text in [
        "endo_max set to 50.00 EU/mL for this run, the specification says 0.25 EU/mL",
        "a value of the specification was replaced for this run",
        "complies with the criteria of this run, which are not those of specification sample-certificate version 2.1.0",
    ] {
        assert!(shown.contains(text), "{text}: {shown}");
    }
    assert!(!shown.contains("complies with specification sample-certificate"), "{shown}");
    // Another number of digits is another rounding.
    let digits = bench.twin("EV-3101", &["--set", "endo_max=0.3"]);
    assert!(digits.draft_because.contains(&Mark::SpecificationOverridden));
    // The same value is no other one.
    let same = bench.twin("EV-3101", &["--lang", "en", "--set", "endo_max=0.25"]);
    assert_eq!(same.draft_because, [Mark::NotSigned]);
    assert!(characters(&printed(&same)).contains("complies with specification sample-certificate version 2.1.0"));
}

/// What the specification leaves to the run is told, and is no fault.
#[test]
fn a_limit_that_the_specification_leaves_open() {
    let bench = with_parameter("required: true");
    let set = || bench.twin("EV-3101", &["--lang", "en", "--set", "endo_max=0.25"]);
    let open = set();
    // Nobody says where the value comes from: whoever runs the command would choose the limit.
    assert_eq!(open.draft_because, [Mark::ParameterNotRecorded, Mark::NotSigned]);
    let shown = characters(&printed(&open));
    for text in [
        "endo_max set to 0.25 EU/mL for this run, the specification leaves it to the run",
        "a value that the specification leaves open was set for this run, and no record of it is named",
    ] {
        assert!(shown.contains(text), "{text}: {shown}");
    }
    // The record of the lot says so.
    let recorded = "    parameters: {endo_max: {value: \"0.25 EU/mL\", record: MBR-26-031}}\n    deviations:\n";
    bench.edit("facts.yaml", "    deviations:\n", recorded);
    let set = set();
    assert_eq!(set.draft_because, [Mark::NotSigned]);
    assert_eq!(set.content.specification.parameters[0].record.as_deref(), Some("MBR-26-031"));
    let text =
        "endo_max set to 0.25 EU/mL for this run, the specification leaves it to the run, recorded in MBR-26-031";
    assert!(characters(&printed(&set)).contains(text));
    // It says so of this value, with its digits, and of no other.
    for (other, shown) in [("0.30", "0.30 EU/mL"), ("0.250", "0.250 EU/mL")] {
        let said = bench.run(&["--lot", "EV-3101", "-o", "json", "--set", &format!("endo_max={other}")]);
        assert_eq!((said.exit, said.out.as_str()), (4, ""));
        let message = format!("the facts say endo_max = 0.25 EU/mL, and the run has {shown}");
        assert!(flat(&said).contains("certificate-facts-contradict") && flat(&said).contains(&message), "{}", said.err);
    }
    bench.edit("facts.yaml", "parameters: {endo_max:", "parameters: {endo_mix:");
    let said = bench.run(&["--lot", "EV-3101", "-o", "json", "--set", "endo_max=0.25"]);
    assert_eq!(said.exit, 4);
    assert!(flat(&said).contains("no parameter `endo_mix`") && flat(&said).contains("did you mean `endo_max`?"));
}

/// A stated value is that of the approved specification: a record does not make another one its own.
#[test]
fn a_record_does_not_change_the_specification() {
    let bench = with_parameter("default: \"0.25\"");
    let recorded = "    parameters: {endo_max: {value: \"0.30\", record: CR-7}}\n    deviations:\n";
    bench.edit("facts.yaml", "    deviations:\n", recorded);
    let other = bench.twin("EV-3101", &["--lang", "en", "--set", "endo_max=0.30"]);
    assert_eq!(other.draft_because, [Mark::SpecificationOverridden, Mark::NotSigned]);
    let text = "endo_max set to 0.30 EU/mL for this run, the specification says 0.25 EU/mL, recorded in CR-7";
    assert!(characters(&printed(&other)).contains(text));
    // The same in the bundle for machines, where no mark is drawn across a page.
    let fhir = bench.run(&["--lot", "EV-3101", "--set", "endo_max=0.30", "-o", "fhir"]).out;
    assert!(fhir.contains(text) && fhir.contains("Draft: a value of the specification was replaced for this run"));
}

#[test]
fn a_superseded_specification_makes_drafts() {
    let bench = Bench::new();
    bench.edit("spec.yaml", "status: approved", "status: superseded");
    let draft = bench.twin("EV-3101", &["--lang", "en"]);
    assert_eq!(draft.draft_because, [Mark::SpecificationSuperseded, Mark::NotSigned]);
    assert!(characters(&printed(&draft)).contains("the specification is superseded"));
}

/// Nothing that is empty counts as given.
#[test]
fn empty_values_are_none() {
    let bench = Bench::new();
    for (option, value) in [("--number", ""), ("--number", " "), ("--number", "\u{200b}"), ("--reason", "\u{a0}")] {
        let said = bench.run(&["--lot", "EV-3101", "-o", "json", "--replaces", "spec.yaml", option, value]);
        assert_eq!((said.exit, said.out.as_str()), (2, ""), "{option} {value:?}");
        assert!(said.err.contains(&format!("{option}: is empty")), "{}", said.err);
    }
    for (from, to, code) in [
        ("authorisation: NCT00000000", "authorisation: \"\u{200b}\"", "empty-value"),
        ("authorisation: NCT00000000", "authorisation: \"\"", "empty-value"),
        ("zh: 示例囊泡有限公司生产部", "zh: \"\u{3164}\"", "empty-value"),
        ("reference: DEV-26-008", "reference: \"\u{ad}\"", "empty-value"),
    ] {
        let bench = Bench::new();
        bench.edit("facts.yaml", from, to);
        let said = bench.run(&["--lot", "EV-3101", "-o", "json"]);
        assert_eq!((said.exit, said.out.as_str()), (4, ""), "{to}");
        assert!(said.err.contains(code) && said.err.contains("facts.yaml:"), "{}", said.err);
    }
}

/// What is said of a lot that is not there would be said of nothing.
#[test]
fn facts_of_a_lot_that_is_not_there() {
    let bench = Bench::new();
    bench.edit("facts.yaml", "  EV-3101:\n", "  EV-3110:\n");
    for lot in ["EV-3101", "EV-3102", "all"] {
        let said = bench.run(&["--lot", lot, "-o", "{lot}.json"]);
        let message = flat(&said);
        assert_eq!(said.exit, 4, "{message}");
        for text in
            ["certificate-name-unknown", "name lot EV-3110, which has no row", "did you mean `EV-3101`?", "facts.yaml:"]
        {
            assert!(message.contains(text), "{text}: {message}");
        }
        assert!(!bench.has("EV-3101.json") && !bench.has("EV-3102.json"));
    }
}

/// The whole order of dates.
#[test]
fn the_order_of_the_days() {
    for (from, to, message) in [
        (
            "sampled: 2026-02-02T09:30:00+01:00",
            "sampled: 2026-01-02",
            "sampling on 2026-01-02 is before manufacture on 2026-01-30",
        ),
        (
            "sampled: 2026-02-02T09:30:00+01:00\n    quantity: {en: 24 vials, zh: 24瓶}\n    received: 2026-02-03T08:15:00+01:00",
            "received: 2026-01-03",
            "receipt of the sample on 2026-01-03 is before manufacture on 2026-01-30",
        ),
        (
            "evaluated: 2026-02-19T16:40:00+01:00\n  issued: 2026-02-20T10:00:00+01:00",
            "evaluated: 2030-01-01\n  issued: 2031-01-01",
            "the day of judgement on 2026-02-19 is before evaluation on 2030-01-01",
        ),
    ] {
        let bench = Bench::new();
        bench.edit("facts.yaml", from, to);
        let said = bench.run(&["--lot", "EV-3101", "-o", "json"]);
        assert_eq!((said.exit, said.out.as_str()), (4, ""), "{to}");
        assert!(flat(&said).contains(message), "{message}: {}", flat(&said));
    }
}

/// A draft gives way to a new one; a certificate, and what does not say what it is, stays.
#[test]
fn only_drafts_are_overwritten_whatever_their_form() {
    let bench = Bench::new();
    let mut forms = vec!["html:coa.html", "md:coa.md", "fhir:coa.fhir.json", "json:coa.json"];
    if cfg!(feature = "pdf") {
        forms.push("pdf:coa.pdf");
    }
    let run = |more: &[&str], form: &str| bench.run(&[&["--lot", "EV-3101", "-o", form][..], more].concat());
    let draft = bench.twin("EV-3101", &[]);
    for form in &forms {
        let (kind, name) = form.split_once(':').unwrap();
        assert_eq!(run(&[], form).exit, 0);
        assert_eq!(run(&["--number", "X-2"], form).exit, 4, "{form}: not without --overwrite");
        let other = run(&["--number", "X-2", "--overwrite"], form);
        assert_eq!(other.exit, 0, "{form}: a draft gives way: {}", other.err);
        let issued = issued(&draft, kind);
        for stands in [issued.as_slice(), b"", b"%PDF-1.7\n%%EOF\n", b"<!DOCTYPE html>", b"notes\n", b"{}"] {
            std::fs::write(bench.path(name), stands).unwrap();
            let said = run(&["--overwrite"], form);
            assert_eq!(said.exit, 4, "{form}");
            assert!(said.err.contains("certificate-not-overwritten"), "{}", said.err);
            assert_eq!(std::fs::read(bench.path(name)).unwrap(), stands, "{form}");
        }
    }
}

/// No report takes the place of a certificate that was issued, in any form and under any name, and of no other document that is
/// signed; that of a draft, or of a report, it takes.
#[test]
fn no_report_replaces_a_certificate() {
    let bench = Bench::new();
    let draft = bench.twin("EV-3101", &[]);
    let reporting = |to: &str| {
        let said = bench.command(&judging("check", &["--lot", "EV-3101", "-o", to]));
        let told = flat(&said);
        (said.exit, told)
    };
    let mut kinds = vec!["html", "md", "fhir", "json"];
    if cfg!(feature = "pdf") {
        kinds.push("pdf");
    }
    for kind in kinds {
        let stands = issued(&draft, kind);
        for name in ["coa.json", "coa.fhir.json", "coa.pdf", "coa.html", "coa.md", "coa.markdown", "coa.txt"] {
            std::fs::write(bench.path(name), &stands).unwrap();
            let (exit, told) = reporting(&format!("markdown:{name}"));
            assert_eq!(exit, 2, "{kind} as {name}: {told}");
            assert!(told.contains("is not replaced, it is a certificate that was issued"), "{kind} as {name}: {told}");
            assert_eq!(std::fs::read(bench.path(name)).unwrap(), stands, "{kind} as {name}");
        }
        let bundled = bench.command(&judging("bundle", &["-o", "coa.txt"]));
        assert_eq!(bundled.exit, 2, "{kind}: {}", bundled.err);
        let to = format!("{kind}:draft");
        assert_eq!(bench.run(&["--lot", "EV-3101", "-o", &to]).exit, 0, "{kind}");
        let (exit, told) = reporting("markdown:draft");
        assert_eq!(exit, 0, "a draft in {kind} has issued nothing: {told}");
        // A report is no record.
        assert_eq!(reporting("markdown:draft").0, 0);
        std::fs::remove_file(bench.path("draft")).unwrap();
    }
    for format in ["json", "html", "csv", "markdown", "human"] {
        let to = format!("{format}:report");
        assert_eq!(reporting(&to).0, 0, "{format}");
        assert_eq!(reporting(&to).0, 0, "{format}: a report takes the place of one");
    }
}

/// The final certificate in a form.
fn issued(draft: &Certificate, kind: &str) -> Vec<u8> {
    use evqc::document::{Attachment, Relationship};
    let issued = made_final(draft.clone(), "2026-02-20T09:05:00+01:00", Some("ed25519:00"));
    assert_eq!(issued.status, "final");
    let mut print = printed(&issued);
    if kind == "html" || kind == "pdf" {
        print.attachments.push(Attachment {
            name: "certificate.json".to_owned(),
            media_type: "application/json".to_owned(),
            relationship: Relationship::Data,
            description: "twin".to_owned(),
            bytes: issued.twin().unwrap().into_bytes(),
        });
    }
    match kind {
        "html" => evqc::document::html(&print).unwrap().into_bytes(),
        "md" => evqc::document::markdown(&print).unwrap().into_bytes(),
        "fhir" => evqc::certificate::fhir_bundle(&issued).unwrap().into_bytes(),
        #[cfg(feature = "pdf")]
        "pdf" => evqc::document::pdf(&print).unwrap(),
        _ => issued.twin().unwrap().into_bytes(),
    }
}

/// A dilution factor that the command gives is a value of the run: named at the tests that it enters, and a draft unless the facts
/// name its record. 5.68e8 particles/mL times 500 is 2.84e11; the files of EV-201 record their own factor.
#[test]
fn a_dilution_that_was_set_for_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let sample = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/nta-injections");
    super::bench::copy(&sample, folder.path());
    let run = |lot: &str, facts: &str| {
        std::fs::write(folder.path().join("facts.yaml"), facts).unwrap();
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
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_evqc"))
            .current_dir(folder.path())
            .args(["certificate", "spec.yaml"])
            .args(files)
            .args(["--set", "dilution=500", "--as-of", "2026-11-20", "--lang", "en", "--lot", lot])
            .args(["--facts", "facts.yaml", "-o", "json"])
            .output()
            .unwrap();
        (output.status.code(), output.stdout, String::from_utf8(output.stderr).unwrap())
    };
    let twin = |lot: &str, facts: &str| -> Certificate {
        let (_, out, err) = run(lot, facts);
        serde_json::from_slice(&out).unwrap_or_else(|error| panic!("{error}: {err}"))
    };
    let remarks = |twin: &Certificate, id: &str| -> Vec<String> {
        super::bench::line(twin, id).remarks.iter().map(|remark| remark.en.clone()).collect()
    };
    let open = twin("EV-202", "evqc_certificate: 1\n");
    assert!(open.draft_because.contains(&Mark::ParameterNotRecorded), "{:?}", open.draft_because);
    let concentration = super::bench::line(&open, "particle_concentration");
    assert_eq!(concentration.result.as_ref().unwrap().text.en, "2.8×10^11 particles/mL");
    assert_eq!(concentration.remarks[0].zh, "dilution 本次评价设为 500");
    assert_eq!(remarks(&open, "particle_concentration"), ["dilution set to 500 for this run"]);
    assert_eq!(remarks(&open, "size_mode"), [""; 0]);
    let shown = characters(&printed(&open));
    assert!(shown.contains("dilution set to 500 for this run, the specification leaves it to the run"), "{shown}");
    // A lot whose files record their factor is not touched.
    let other = twin("EV-201", "evqc_certificate: 1\n");
    assert!(
        !other.draft_because.contains(&Mark::ParameterNotRecorded)
            && remarks(&other, "particle_concentration").is_empty()
    );
    assert_eq!(other.content.specification.parameters, []);
    // The record says so of this factor, of every lot, and of no other factor.
    let facts = |factor: &str| {
        format!("evqc_certificate: 1\nall:\n  parameters: {{dilution: {{value: \"{factor}\", record: MBR-26-031}}}}\n")
    };
    let recorded = twin("EV-202", &facts("500"));
    assert!(!recorded.draft_because.contains(&Mark::ParameterNotRecorded));
    let words = "dilution set to 500 for this run, the specification leaves it to the run, recorded in MBR-26-031";
    assert!(characters(&printed(&recorded)).contains(words));
    assert!(!twin("EV-201", &facts("500")).draft_because.contains(&Mark::ParameterNotRecorded));
    let (exit, out, err) = run("EV-202", &facts("1000"));
    assert_eq!((exit, out.len()), (Some(4), 0), "{err}");
    let flat = err.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("the facts say dilution = 1000, and the run has 500"), "{err}");
}
