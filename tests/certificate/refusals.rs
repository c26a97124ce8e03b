//! What there is no certificate for, not even a draft: exit 4, nothing written, and a message that says why.

use super::bench::{Bench, DRAWN};

/// The message of a refusal; no file may be there.
fn refused(bench: &Bench, more: &[&str]) -> String {
    let said = bench.run(&[&["--lot", "EV-3101", "-o", "coa.json"][..], more].concat());
    assert_eq!(said.exit, 4, "{}", said.err);
    assert!(!bench.has("coa.json"));
    assert!(said.out.is_empty());
    said.err
}

fn assert_says(message: &str, parts: &[&str]) {
    // Long messages are folded by the terminal.
    let flat = message.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in parts {
        assert!(flat.contains(part), "{part:?} is not in {flat}");
    }
}

#[test]
fn a_lot_that_is_not_evaluable() {
    let bench = Bench::new();
    bench.edit("results.csv", "EV-3101,S-1101,osmolality,291,mOsm/kg", "EV-3101,S-1101,osmolality,291,furlong");
    let message = refused(&bench, &[]);
    assert_says(&message, &["certificate-refused", "lot EV-3101 is not evaluable (", "furlong", "not even a draft"]);
    // The other lots have their certificates.
    let said = bench.run(&["--lot", "all", "-o", "{lot}.json"]);
    assert_eq!(said.exit, 4);
    assert!(!bench.has("EV-3101.json") && bench.has("EV-3102.json"));
}

#[test]
fn a_test_without_procedure() {
    let bench = Bench::new();
    // An approved specification without procedure is refused before any lot.
    bench.edit("spec.yaml", "    procedure: SOP-QC-002 v2\n", "").edit(
        "spec.yaml",
        "status: approved",
        "status: draft",
    );
    assert_says(&refused(&bench, &[]), &["procedure-not-stated", "no procedure is stated for ph"]);
}

#[test]
fn a_specification_with_an_error_is_told_though_quiet() {
    let bench = Bench::new();
    bench.edit("spec.yaml", "accept: \"6.8 to 7.6\"", "accept: \"7.6 to 6.8\"");
    let message = refused(&bench, &["-q"]);
    assert_says(&message, &["error[", "spec.yaml:", "7.6 to 6.8"]);
}

#[test]
fn an_external_laboratory_without_report() {
    let bench = Bench::new();
    bench.edit("facts.yaml", "    endotoxin: {report: EM-26-0114}\n", "");
    assert_says(&refused(&bench, &[]), &["external-report-not-stated", "not stated for endotoxin"]);
}

/// Both dates are named.
#[test]
fn dates_in_an_impossible_order() {
    for (from, to, message) in [
        (
            "sampled: 2026-02-02T09:30:00+01:00",
            "sampled: 2026-02-03T09:30:00+01:00",
            ["receipt of the sample on 2026-02-03T08:15:00+01:00", "before sampling on 2026-02-03T09:30:00+01:00"],
        ),
        (
            "received: 2026-02-03T08:15:00+01:00",
            "received: 2026-02-06",
            ["the start of ph on 2026-02-04", "before receipt of the sample on 2026-02-06"],
        ),
        (
            "evaluated: 2026-02-19T16:40:00+01:00",
            "evaluated: 2026-02-17",
            ["evaluation on 2026-02-17", "before the completion of sterility on 2026-02-18"],
        ),
        (
            "issued: 2026-02-20T10:00:00+01:00",
            "issued: 2026-02-19T16:39:00+01:00",
            ["issue on 2026-02-19T16:39:00+01:00", "before evaluation on 2026-02-19T16:40:00+01:00"],
        ),
    ] {
        let bench = Bench::new();
        bench.edit("facts.yaml", from, to);
        let said = refused(&bench, &[]);
        assert_says(&said, &["dates-out-of-order", message[0], message[1]]);
    }
    // A draft that is issued before the day of judgement is one that nobody can sign on any day.
    let bench = Bench::new();
    bench.edit("facts.yaml", "evaluated: 2026-02-19T16:40:00+01:00", "evaluated: 2026-02-18").edit(
        "facts.yaml",
        "issued: 2026-02-20T10:00:00+01:00",
        "issued: 2026-02-18",
    );
    let words = "issue on 2026-02-18 is before the day of judgement on 2026-02-19";
    assert_says(&refused(&bench, &[]), &["dates-out-of-order", words]);
    let bench = Bench::new();
    bench.edit("lots.csv", "EV-3101,2026-01-30,2026-01-30", "EV-3101,2026-02-10,2026-01-30");
    assert_says(
        &refused(&bench, &[]),
        &["; appearance: tested on 2026-02-04, before the lot was made on 2026-02-10; ph: tested on "],
    );
    // Nothing is filled before it is made, whether its life is counted or not.
    let bench = Bench::new();
    bench.edit("lots.csv", "EV-3101,2026-01-30,2026-01-30", "EV-3101,2026-01-30,2026-01-29");
    let words = "the day of manufacture is 2026-01-30, after filling on 2026-01-29";
    assert_says(&refused(&bench, &[]), &["not evaluable", words]);
    let bench = Bench::new();
    bench.edit("spec.yaml", "expiry:\n  shelf_life: 18 months\n  from: filled\n", "").edit(
        "lots.csv",
        "EV-3101,2026-01-30,2026-01-30",
        "EV-3101,2026-01-30,2026-01-29",
    );
    assert_says(&refused(&bench, &[]), &["not evaluable", words]);
    // What was freeze-dried after filling may be made on that day, as its dossier defines it, and not later.
    for (made, is_refused) in [("2026-01-30", false), ("2026-01-31", true)] {
        let bench = Bench::new();
        let head = "lot,manufactured,freeze_dried,filled,parents";
        bench.write("lots.csv", &format!("{head}\nEV-3101,{made},2026-01-30,2026-01-29,DS-07;CM-12\n"));
        let said = bench.run(&["--lot", "EV-3101", "-o", "coa.json"]);
        let words = "the day of manufacture is 2026-01-31, after freeze-drying on 2026-01-30";
        assert_eq!(said.err.contains(words), is_refused, "{}", said.err);
        assert_eq!(bench.has("coa.json"), !is_refused, "{}", said.err);
    }
    // Nothing is sampled, received or tested before the last step that makes it.
    for (filled, freeze_dried, formulated, words) in [
        ("2026-02-03", "", "", "sampling on 2026-02-02T09:30:00+01:00 is before filling on 2026-02-03"),
        ("2026-02-04", "", "", "receipt of the sample on 2026-02-03T08:15:00+01:00 is before filling on 2026-02-04"),
        ("2026-01-30", "2026-02-03", "", "sampling on 2026-02-02T09:30:00+01:00 is before freeze-drying on 2026-02-03"),
        ("2026-01-31", "2026-01-30", "", "freeze-drying on 2026-01-30 is before filling on 2026-01-31"),
        // A lot that was filled before it was formulated is not judged at all.
        ("2026-01-30", "", "2026-01-31", "the day of formulation is 2026-01-31, after filling on 2026-01-30"),
    ] {
        let bench = Bench::new();
        let head = "lot,manufactured,filled,freeze_dried,formulated";
        bench.write("lots.csv", &format!("{head}\nEV-3101,2026-01-30,{filled},{freeze_dried},{formulated}\n"));
        let refusal = if formulated.is_empty() { "dates-out-of-order" } else { "not evaluable" };
        assert_says(&refused(&bench, &[]), &[refusal, words]);
    }
}

/// A harvest is tested before the product is filled and sampled; with a day of sampling of its own it is held to that.
#[test]
fn a_test_of_an_earlier_step_has_a_sample_of_its_own() {
    let bench = Bench::new();
    let test = |stage: &str| {
        format!("  mycoplasma: {{name: Mycoplasma, category: safety, {stage}procedure: AP-052 v1, accept: negative}}")
    };
    let spec = |stage: &str| {
        format!(
            "evqc: 1\nid: two-steps\nversion: 1.0.0\ntitle: A harvest and its product\nstatus: draft\nrounding: usp\ntests:\n{}\n  \
             ph: {{name: pH, category: general, procedure: AP-003 v2, accept: \"7.0 to 7.6\"}}\n",
            test(stage)
        )
    };
    bench
        .write("spec.yaml", &spec("stage: harvest, "))
        .write("results.csv", "lot,test,value,date\nRH-1,mycoplasma,negative,2026-04-10\nRH-1,ph,7.3,2026-04-14\n")
        .write("lots.csv", "lot,manufactured,harvested,filled\nRH-1,2026-04-13,2026-04-09,2026-04-13\n")
        .write(
            "lab.yaml",
            "evqc_lab: 1\nlaboratory: {name: Lab, address: Street 1, contact: a@lab.example}\nnumber: \"C-{lot}\"\n\
             profile: ich-q7\nlanguage: en\nsignatories: [{name: Ana Costa, function: QC, meaning: tested}]\n",
        );
    let drawn = |tests: &str| {
        let facts = "evqc_certificate: 1\nall:\n  sample: {sampled: 2026-04-13, received: 2026-04-13}\n";
        bench.write("facts.yaml", &format!("{facts}{tests}"));
        let inputs =
            ["certificate", "spec.yaml", "results.csv", "--lots", "lots.csv", "--as-of", "2026-04-20", "--lot", "RH-1"];
        let said = bench.command(
            &[&inputs[..], &DRAWN, &["--lang", "en", "-o", "coa.json", "-o", "coa.md", "--overwrite"]].concat(),
        );
        let flat = said.err.split_whitespace().collect::<Vec<_>>().join(" ");
        (said.exit, flat)
    };
    let (exit, said) = drawn("");
    assert!(exit < 2 && bench.has("coa.json"), "{said}");
    assert!(!bench.read("coa.md").contains("Date of sampling: "), "the sample of the lot is another one");
    let (exit, said) = drawn("  tests: {mycoplasma: {sampled: 2026-04-09}}\n");
    assert!(exit < 2, "{said}");
    assert!(bench.read("coa.json").contains("\"sampled\": \"2026-04-09\""), "the twin has it");
    assert!(bench.read("coa.md").contains("Date of sampling: 2026-04-09"), "{}", bench.read("coa.md"));
    for (day, words) in [
        ("2026-04-11", "the start of mycoplasma on 2026-04-10 is before the sampling for mycoplasma on 2026-04-11"),
        ("2026-04-08", "the sampling for mycoplasma on 2026-04-08 is before harvest on 2026-04-09"),
    ] {
        let (exit, said) = drawn(&format!("  tests: {{mycoplasma: {{sampled: {day}}}}}\n"));
        assert_eq!(exit, 4, "{said}");
        assert_says(&said, &["dates-out-of-order", words, "correct the date that is wrong"]);
    }
    // A test of the product is held to the sampling of the lot, unless it has its own.
    bench
        .edit("results.csv", "ph,7.3,2026-04-14", "ph,7.3,2026-04-13")
        .write("facts.yaml", "evqc_certificate: 1\nall:\n  sample: {sampled: 2026-04-14}\n");
    let inputs =
        ["certificate", "spec.yaml", "results.csv", "--lots", "lots.csv", "--as-of", "2026-04-20", "--lot", "RH-1"];
    let said = bench.command(&[&inputs[..], &DRAWN, &["-o", "never.json"]].concat());
    assert_eq!(said.exit, 4, "{}", said.err);
    let words = "the start of ph on 2026-04-13 is before sampling on 2026-04-14";
    assert_says(&said.err, &[words, "`tests: {ID: {sampled: DAY}}`"]);
    // A harvest by its results alone is none where the specification does not say so.
    bench.write("spec.yaml", &spec(""));
    let said = bench.command(&[&inputs[..], &DRAWN, &["-o", "never.json"]].concat());
    let help = "a test of an earlier step has a `stage` in the specification whose words say so";
    let words = ", before the lot was made on 2026-04-13";
    assert_eq!(said.exit, 4);
    assert_says(&said.err, &["certificate-refused", words]);
    let said = bench.command(&["check", "spec.yaml", "results.csv", "--lots", "lots.csv", "--as-of", "2026-04-20"]);
    assert_says(&format!("{}{}", said.out, said.err), &[words, help]);
}

#[test]
fn a_time_without_zone() {
    let bench = Bench::new();
    bench.edit("facts.yaml", "issued: 2026-02-20T10:00:00+01:00", "issued: 2026-02-20T10:00:00");
    assert_says(&refused(&bench, &[]), &["malformed-date", "the time has no zone"]);
}

#[test]
fn one_person_who_tests_and_reviews() {
    let bench = Bench::new();
    bench.edit("facts.yaml", "reviewer: Q. Adler", "reviewer: b.  chen");
    let message = refused(&bench, &[]);
    assert_says(&message, &["same-person-twice", "B. Chen has tested cd9 and has reviewed cd9"]);
}

#[test]
fn one_person_who_signs_twice() {
    let bench = Bench::new();
    bench.edit("lab.yaml", "{en: Mei Chen, zh: 陈梅}\n    function", "{en: Lena Meyer, zh: 莱娜·迈尔}\n    function");
    assert_says(&refused(&bench, &[]), &["same-person-twice", "Lena Meyer signs twice"]);
}

/// A batch certificate is another document.
#[test]
fn a_batch_certificate_that_is_none() {
    let bench = Bench::new();
    let message = refused(&bench, &["--profile", "annex16-batch"]);
    assert_says(&message, &["batch-certificate-incomplete", "a certifier", "the certification statement"]);
    // `--quiet` keeps remarks away, and never the reason of a refusal.
    assert_says(&refused(&bench, &["-q", "--profile", "annex16-batch"]), &["batch-certificate-incomplete"]);
    bench.edit("facts.yaml", "  authorisation: NCT00000000\n", "");
    assert_says(&refused(&bench, &["--profile", "annex16-batch"]), &["authorisation or trial number"]);
    let start = bench.read("lab.yaml");
    let (before, rest) = start.split_once("  sites:\n").unwrap();
    let (_, after) = rest.split_once("logo:").unwrap();
    bench.write("lab.yaml", &format!("{before}logo:{after}"));
    assert_says(&refused(&bench, &["--profile", "annex16-batch"]), &["sites of manufacture and quality control"]);
}

#[test]
fn names_that_are_not_there() {
    let bench = Bench::new();
    bench.edit("facts.yaml", "endotoxin: {report", "endotoxine: {report");
    assert_says(
        &refused(&bench, &[]),
        &["certificate-name-unknown", "no test `endotoxine`", "did you mean `endotoxin`?", "facts.yaml:"],
    );
    let bench = Bench::new();
    bench.edit("facts.yaml", "sterility: {report", "sterility: {laboratory: mikro, report");
    assert_says(&refused(&bench, &[]), &["`mikro` is not under `laboratories`", "did you mean `micro`?"]);
}

#[test]
fn another_sample_than_the_one_that_was_tested() {
    let bench = Bench::new();
    bench.edit("facts.yaml", "    plan: SP-04 v1\n", "    plan: SP-04 v1\n    ids: S-9\n");
    assert_says(
        &refused(&bench, &[]),
        &["sample-not-of-the-results", "results of sample S-1101, which is not among S-9"],
    );
}

#[test]
fn two_certificates_with_one_number() {
    let bench = Bench::new();
    bench.edit("facts.yaml", "  use: clinical trial\n", "  use: clinical trial\n  number: CoA-7\n");
    let said = bench.run(&["--lot", "all", "-o", "{lot}.json"]);
    assert_eq!(said.exit, 4);
    assert_says(
        &said.err,
        &["certificate-number-not-unique", "EV-3101 and EV-3102 would both have the certificate number CoA-7"],
    );
    assert!(bench.has("EV-3101.json") && !bench.has("EV-3102.json"));
}

/// Whoever files a certificate sees its number: one in full width, with a space or in other letters is the same.
#[test]
fn two_certificates_with_numbers_that_look_the_same() {
    for number in ["ＣｏＡ－７", "CoA -7", "СоА-7", "coa-7"] {
        let bench = Bench::new();
        let facts = bench.read("facts.yaml");
        let facts = facts.replace("  EV-3101:\n", "  EV-3101:\n    number: CoA-7\n");
        bench.write("facts.yaml", &facts.replace("EV-3102: {}", &format!("EV-3102: {{number: \"{number}\"}}")));
        let said = bench.run(&["--lot", "EV-3101", "--lot", "EV-3102", "-o", "{lot}.json"]);
        let expected = format!("EV-3101 and EV-3102 would both have the certificate number {number}");
        assert_says(&said.err, &["certificate-number-not-unique", &expected]);
        assert!(bench.has("EV-3101.json") && !bench.has("EV-3102.json"), "{number}");
    }
}

#[test]
fn wrong_usage() {
    let bench = Bench::new();
    for (arguments, message) in [
        (&["--lot", "EV-3101", "-o", "coa.docx"][..], "no form of a certificate"),
        (&["--lot", "EV-3101", "-o", "nowhere/coa.json"], "there is no folder nowhere"),
        (&["--lot", "EV-3101", "-o", "a.json", "-o", "a.json"], "another form goes to the same place"),
        (&["--lot", "EV-3101", "-o", "json", "-o", "md"], "another form goes to the same place"),
        (&["--lot", "all", "--number", "7", "-o", "{lot}.json"], "is for one certificate"),
        (&["--lot", "EV-3101", "--profile", "gmp", "-o", "json"], "invalid value 'gmp'"),
        (&["-o", "json"], "--lot <ID>"),
    ] {
        let said = bench.run(arguments);
        assert_eq!(said.exit, 2, "{arguments:?}: {}", said.err);
        assert!(said.err.contains(message), "{arguments:?}: {}", said.err);
    }
    let said = bench.run(&["--lot", "EV-9", "-o", "json"]);
    assert_eq!((said.exit, said.out.as_str()), (4, ""));
    assert_says(&said.err, &["lot-not-found", "EV-9"]);
}

/// One place has many names; a certificate that replaces another form of itself, or one of another lot, is none.
#[test]
fn every_form_of_every_lot_has_a_place_of_its_own() {
    let bench = Bench::new();
    let form = "another form goes to the same place";
    for (arguments, message) in [
        (&["--lot", "EV-3101", "-o", "json:a.out", "-o", "md:./a.out"][..], form),
        (&["--lot", "EV-3101", "-o", "EV-3101.json", "-o", "fhir:{lot}.json"], form),
        (&["--lot", "all", "-o", "{lot}.json", "-o", "fhir:./{lot}.json"], form),
        (
            &["--lot", "all", "-o", "EV-3101-{lot}.json", "-o", "fhir:{lot}-EV-3102.json"],
            "certificates of EV-3101 and EV-3102 go to the same place",
        ),
    ] {
        let said = bench.run(arguments);
        assert_eq!(said.exit, 2, "{arguments:?}: {}", said.err);
        assert!(said.err.contains(message), "{arguments:?}: {}", said.err);
        let written = ["a.out", "EV-3101.json", "EV-3101-EV-3101.json", "EV-3101-EV-3102.json"];
        assert!(!written.iter().any(|name| bench.has(name)), "{arguments:?}");
    }
    // A lot that is named twice has one certificate.
    let said = bench.run(&["--lot", "EV-3101", "--lot", "EV-3101", "-o", "{lot}.json", "-o", "{lot}.md"]);
    assert!(said.exit < 2 && bench.has("EV-3101.json") && bench.has("EV-3101.md"), "{}", said.err);
}

/// A device is no document: it is not read before it is written to. What cannot be written is wrong usage, told with the path.
#[cfg(target_os = "linux")]
#[test]
fn places_that_take_no_certificate() {
    let bench = Bench::new();
    for (to, words) in [("json:/dev/full", "/dev/full: "), ("json:/proc/coa.json", "/proc"), ("json:.", ".: ")] {
        let said = bench.run(&["--lot", "EV-3101", "-o", to]);
        assert_eq!(said.exit, 2, "{to}: {}", said.err);
        assert!(said.err.contains("a certificate could not be written") && said.err.contains(words), "{}", said.err);
    }
}

#[test]
fn a_record_that_names_nothing() {
    for filler in ["-", "n/a", "pending", "?"] {
        let bench = Bench::new();
        bench.edit("facts.yaml", "endotoxin: {report: EM-26-0114}", &format!("endotoxin: {{report: \"{filler}\"}}"));
        assert_says(&refused(&bench, &[]), &["facts.yaml:", &format!("`{filler}` names no record")]);
    }
}

#[test]
fn a_reissue_older_than_what_it_replaces() {
    let bench = Bench::new();
    super::reissue::issued(&bench, "v1.json");
    bench.edit("facts.yaml", "issued: 2026-02-20T10:00:00+01:00", "issued: 2026-02-20T09:59:00+01:00");
    let more = ["--number", "CoA-2", "--replaces", "v1.json", "--reason", "typing error"];
    assert_says(&refused(&bench, &more), &["dates-out-of-order", "issue of the replaced certificate"]);
}

/// A report of a test that no external laboratory did would be printed nowhere.
#[test]
fn a_report_of_no_laboratory() {
    let bench = Bench::new();
    bench.edit(
        "facts.yaml",
        "    endotoxin: {report: EM-26-0114}\n",
        "    endotoxin: {report: EM-26-0114}\n    ph: {report: XX-1}\n",
    );
    let message = refused(&bench, &[]);
    assert_says(
        &message,
        &[
            "external-laboratory-not-named",
            "the report XX-1 is stated for ph, and no external laboratory is named for it",
            "facts.yaml:",
            "name the laboratory in lab.yaml",
        ],
    );
    bench.edit("facts.yaml", "ph: {report: XX-1}", "ph: {report: XX-1, laboratory: micro}");
    let line = bench.twin("EV-3101", &[]).content.tests.into_iter().find(|line| line.id == "ph").unwrap();
    assert_eq!(line.laboratory.unwrap().report.as_deref(), Some("XX-1"));
}

/// No certificate is issued or signed after the life of its lot, or on a waiver that has ended.
#[test]
fn a_certificate_outlives_nothing_that_it_rests_on() {
    let with = |column: &str, day: &str, issued: &str| {
        let bench = Bench::new();
        let lots = bench.read("lots.csv");
        let rows = lots.lines().enumerate().map(|(at, row)| match at {
            0 => format!("{row},{column}\n"),
            _ => format!("{row},{day}\n"),
        });
        bench.write("lots.csv", &rows.collect::<String>());
        bench.edit("facts.yaml", "issued: 2026-02-20T10:00:00+01:00", &format!("issued: {issued}"));
        bench
    };
    for (column, day, issued, said) in [
        ("expires", "2026-02-19", "2026-02-20", "issue on 2026-02-20 is after the expiry date, 2026-02-19"),
        ("expires", "2026-03", "2026-04-01", "issue on 2026-04-01 is after the expiry date, 2026-03-31"),
        ("retest", "2026-03-15", "2026-03-16T00:10:00+08:00", "is after the retest date, 2026-03-15"),
    ] {
        assert_says(&refused(&with(column, day, issued), &[]), &["dates-out-of-order", said]);
    }
    for (column, day, issued) in [("expires", "2026-02-20", "2026-02-20"), ("expires", "2026-03", "2026-03-31")] {
        assert_eq!(with(column, day, issued).run(&["--lot", "EV-3101", "-o", "json"]).exit, 0, "{column} {day}");
    }
    // A report of a lot that does not conform states no conformity.
    assert_eq!(with("expires", "2026-02-19", "2026-02-20").run(&["--lot", "EV-3102", "-o", "json"]).exit, 1);
    let waived = Bench::new();
    waived.edit("waivers.csv", "2026-12-31", "2026-02-19");
    let said = "issue on 2026-02-20T10:00:00+01:00 is after the end of the waiver DEV-12 of residual_peg, 2026-02-19";
    assert_says(&refused(&waived, &[]), &["dates-out-of-order", said]);
    // A signature on a content whose date of issue was written further on.
    let mut content = with("expires", "2026-02-19", "2026-02-19T18:00:00+01:00").twin("EV-3101", &[]).content;
    content.issued = "2026-03-30".to_owned();
    let signature = super::bench::signature(&content.signatories[0], "2026-02-20T08:00:00+01:00", None);
    let said: Vec<String> =
        evqc::certificate::objections(&content, &[signature]).into_iter().map(|finding| finding.message).collect();
    assert_eq!(
        said,
        ["lot EV-3101: the signature of Lena Meyer on 2026-02-20T08:00:00+01:00 is after the expiry date, 2026-02-19"]
    );
}
