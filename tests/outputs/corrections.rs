//! Where a value was corrected, every output shows both values, and no verdict on changed data is silent.

use super::bench::{Bench, Said, characters, judging, printed};
use evqc::certificate::certificate_schema;
use evqc::report::FORMATS;
use serde_json::Value;

/// The sample with the pH of EV-3101 entered as 7.91, outside its limits, and corrected to 7.21.
fn corrected(row: &str) -> Bench {
    let bench = Bench::new();
    let mut lines: Vec<String> = bench.read("results.csv").lines().map(|line| format!("{line},,,")).collect();
    lines[0] = lines[0].replace(",,,", ",corrects,corrected_by,corrected_on");
    let original = lines.iter_mut().find(|line| line.starts_with("EV-3101,S-1101,ph,7.21")).unwrap();
    *original = original.replace("7.21", "7.91");
    lines.push(row.to_owned());
    bench.write("results.csv", &(lines.join("\n") + "\n"));
    bench
}

/// The report on EV-3101.
fn checked(bench: &Bench, format: &str) -> Said {
    bench.command(&judging("check", &["--lot", "EV-3101", "-o", format]))
}

const CORRECTION: &str = "EV-3101,S-1101,ph,7.21,,,,,,,2026-02-04,,transcription: read from the wrong line of the print,,L. Meyer,\
                          Q. Adler,7.91,S. Roth,2026-02-09";

#[track_caller]
fn obeys(schema: &Value, value: &Value) {
    let validator = jsonschema::validator_for(schema).unwrap();
    let faults: Vec<String> =
        validator.iter_errors(value).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{faults:?}");
}

#[test]
fn every_report_shows_both_values() {
    let bench = corrected(CORRECTION);
    for (format, _) in FORMATS {
        let said = checked(&bench, format);
        assert_eq!(said.exit, 0, "{format}: {}", said.err);
        let told = match *format {
            "csv" => ["correction-changes-outcome", "fail (7.9)", "pass (7.2)"],
            "html" => ["value-corrected", "7.91", "原始记录后有数据更正"],
            "json" | "jsonl" => {
                ["\"use\":\"corrected\"", "\"correction_reason\":\"transcription\"", "\"corrected_by\":\"S. Roth\""]
            }
            _ => ["corrected", "7.91", "7.21"],
        };
        for text in told {
            assert!(said.out.contains(text), "{format} lacks {text}: {}", said.out);
        }
    }
    let report = serde_json::from_str(&checked(&bench, "json").out).unwrap();
    obeys(evqc::report::report_schema().as_value(), &report);
    let human = checked(&bench, "human").out;
    let line = bench.read("results.csv").lines().count();
    let unbroken = human.split_whitespace().collect::<Vec<_>>().join(" ");
    for text in [
        format!("7.91 at results.csv:3:4: corrected, see results.csv:{line}:4 (7.21)"),
        format!(
            "7.21 at results.csv:{line}:4: counted; corrects 7.91; transcription: read from the wrong line of the print"
        ),
        "corrected by S. Roth; on 2026-02-09; approved by Q. Adler".to_owned(),
        "Data changed since original entry: pH.".to_owned(),
        "with the values as entered first: DOES NOT CONFORM".to_owned(),
        "warning[correction-changes-outcome]".to_owned(),
    ] {
        assert!(unbroken.contains(&text), "{text}: {human}");
    }
}

/// A day that was corrected, and no value: what changed is said, instead of the same value twice.
#[test]
fn a_corrected_day_is_told_as_a_day() {
    let bench = Bench::new();
    let mut lines: Vec<String> = bench.read("results.csv").lines().map(|line| format!("{line},,,")).collect();
    lines[0] = lines[0].replace(",,,", ",corrects,corrected_by,corrected_on");
    let row = lines.iter_mut().find(|line| line.starts_with("EV-3101,S-1101,sterility,no growth")).unwrap();
    *row = row.replace(",2026-02-04,2026-02-18,", ",2026-02-14,2026-02-18,");
    lines.push(
        "EV-3101,S-1101,sterility,no growth,,,,,,2026-02-04,2026-02-18,,transcription: the day was misread,,S. Roth,\
         Q. Adler,no growth,S. Roth,2026-02-18"
            .to_owned(),
    );
    bench.write("results.csv", &(lines.join("\n") + "\n"));
    let line = lines.len();
    let certificate = bench.twin("EV-3101", &["--lang", "en+zh"]);
    let history: Vec<_> = certificate.content.history.iter().filter(|entry| entry.test == "sterility").collect();
    let [old, new] = history[..] else { panic!("{history:#?}") };
    let en =
        format!("corrected, see no growth (results.csv, line {line}); date of start 2026-02-04 instead of 2026-02-14");
    assert_eq!((old.value.as_str(), &old.words.en), ("no growth", &en));
    let zh = format!("已更正，见 无菌生长（results.csv，第 {line} 行）；开始日期 2026-02-04，原为 2026-02-14");
    assert_eq!((&old.words.zh, new.words.en.as_str()), (&zh, "counted; corrects no growth"));
    let print = characters(&printed(&certificate));
    assert!(print.contains("date of start 2026-02-04 instead of 2026-02-14"), "{print}");
    let human = checked(&bench, "human").out.split_whitespace().collect::<Vec<_>>().join(" ");
    let told = format!("corrected, see results.csv:{line}:4 (no growth; started 2026-02-04 instead of 2026-02-14)");
    assert!(human.contains(&told), "{human}");
}

/// A correction takes the place of its row as a whole: a unit, an uncertainty or a limit that it changes or leaves out is told.
#[test]
fn a_corrected_unit_uncertainty_and_limit_are_told() {
    let bench = Bench::new();
    let more = ",corrects,corrected_by,corrected_on,uncertainty,lod";
    let mut lines: Vec<String> = bench.read("results.csv").lines().map(|line| format!("{line},,,,,")).collect();
    lines[0] = lines[0].replace(",,,,,", more);
    let at = lines.iter().position(|line| line.starts_with("EV-3101,S-1101,ph,7.21,")).unwrap();
    lines[at] = format!("{}0.05,0.1", lines[at].strip_suffix(',').unwrap());
    lines.push(CORRECTION.replace(",7.91,S. Roth", ",7.21,S. Roth") + ",0.5,");
    bench.write("results.csv", &(lines.join("\n") + "\n"));
    let human = |bench: &Bench| checked(bench, "human").out.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = human(&bench);
    assert!(said.contains("uncertainty 0.5 instead of 0.05; lod none instead of 0.1"), "{said}");
    let certificate = bench.twin("EV-3101", &["--lang", "en+zh"]);
    let old = certificate.content.history.iter().find(|entry| entry.used == "corrected").unwrap();
    assert!(old.words.en.contains("; uncertainty 0.5 instead of 0.05; LOD "), "{}", old.words.en);
    assert!(old.words.zh.contains("；不确定度 0.5，原为 0.05；检出限 "), "{}", old.words.zh);
    let without_unit = CORRECTION.replace("ph,7.21,", "osmolality,291,").replace(",7.91,S. Roth", ",291,S. Roth");
    lines.push(without_unit.replace("transcription:", "unit:") + ",,");
    bench.write("results.csv", &(lines.join("\n") + "\n"));
    let said = human(&bench);
    assert!(said.contains("unit none instead of mOsm/kg"), "{said}");
}

#[test]
fn a_certificate_prints_corrected_see() {
    let bench = corrected(CORRECTION);
    let certificate = bench.twin("EV-3101", &["--lang", "en+zh"]);
    obeys(certificate_schema().as_value(), &serde_json::to_value(&certificate).unwrap());
    let history: Vec<_> = certificate.content.history.iter().filter(|entry| entry.test == "ph").collect();
    let line = bench.read("results.csv").lines().count();
    let [old, new] = history[..] else { panic!("{history:#?}") };
    assert_eq!((old.value.as_str(), old.used.as_str()), ("7.91", "corrected"));
    assert_eq!(old.words.en, format!("corrected, see 7.21 (results.csv, line {line})"));
    assert_eq!(old.words.zh, format!("已更正，见 7.21（results.csv，第 {line} 行）"));
    assert_eq!((new.value.as_str(), new.used.as_str(), new.corrects.as_deref()), ("7.21", "counted", Some("7.91")));
    assert_eq!(new.words.en, "counted; corrects 7.91");
    assert_eq!(new.words.zh, "采用；更正前为 7.91");
    assert_eq!((new.corrected_by.as_deref(), new.corrected_on.as_deref()), (Some("S. Roth"), Some("2026-02-09")));
    let print = characters(&printed(&certificate));
    for text in [
        "corrected, see 7.21",
        "已更正，见 7.21",
        "transcription: read from the wrong line of the print",
        "L. Meyer / Q. Adler",
        "corrected by S. Roth, 2026-02-09",
        "更正人 S. Roth, 2026-02-09",
        "data corrected, see retest history",
        "Data of this lot were corrected after their original entry",
        "本批有数据在原始记录之后更正",
    ] {
        assert!(print.contains(text), "{text} is not printed: {print}");
    }
    // Read back from the written files too; a certificate that lacks a value is not written.
    for name in [
        "coa.html",
        "coa.md",
        #[cfg(feature = "pdf")]
        "coa.pdf",
    ] {
        let said = bench.run(&["--lot", "EV-3101", "--lang", "en+zh", "-o", name]);
        assert_eq!(said.exit, 0, "{name}: {}", said.err);
        if !name.ends_with("pdf") {
            assert!(bench.read(name).contains("corrected, see"), "{name}");
        }
    }
    // Who corrected a value has a part in the results of the lot, and does not review them.
    bench.edit("facts.yaml", "    endotoxin: {report", "    ph: {reviewer: S. Roth}\n    endotoxin: {report");
    let said = bench.run(&["--lot", "EV-3101", "--lang", "en", "-o", "json"]);
    assert!(said.err.contains("S. Roth has corrected ph"), "{}", said.err);
}

#[test]
fn a_certificate_without_corrections_says_nothing_of_them() {
    let out = Bench::new().run(&["--lot", "EV-3101", "--lang", "en+zh", "-o", "json"]).out;
    for word in ["correct", "更正"] {
        assert!(!out.contains(word), "{word}");
    }
}

#[test]
fn an_incomplete_correction_makes_no_certificate() {
    let bench = corrected(&CORRECTION.replace("Q. Adler", "S. Roth"));
    let said = checked(&bench, "human");
    assert_eq!(said.exit, 1, "what fails still fails: {}", said.out);
    let unbroken = said.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        unbroken.contains("correction-record-incomplete") && unbroken.contains("S. Roth approved it, who corrected it")
    );
    let certificate = bench.twin("EV-3101", &["--lang", "en"]);
    let used: Vec<&str> = certificate
        .content
        .history
        .iter()
        .filter(|entry| entry.test == "ph")
        .map(|entry| entry.used.as_str())
        .collect();
    assert_eq!(used, ["counted", "correction not counted"]);
    assert_eq!(certificate.content.title.en, "Test report");
}

#[test]
fn a_stability_evaluation_names_what_was_corrected() {
    let folder = super::root().join("samples/stability-freeze-dried");
    let text = std::fs::read_to_string(folder.join("results.csv")).unwrap();
    let entered = "FD-01,residual_moisture,0.98,%,stability,3,";
    let row = text.lines().find(|line| line.starts_with(entered)).unwrap();
    let mut lines: Vec<String> = text.lines().map(|line| format!("{line},,,,,")).collect();
    lines[0] = lines[0].replace(",,,,,", ",corrects,reason,corrected_by,corrected_on,approver");
    lines.iter_mut().filter(|line| line.starts_with(entered)).for_each(|line| *line = line.replace("0.98", "9.8"));
    lines.push(format!("{row},9.8,transcription: decimal point lost,Chen,2026-03-01,Adler"));
    let to = tempfile::tempdir().unwrap();
    std::fs::write(to.path().join("results.csv"), lines.join("\n")).unwrap();
    let run = |data: &std::path::Path| {
        let out = std::process::Command::new(env!("CARGO_BIN_EXE_evqc"))
            .current_dir(&folder)
            .args(["stability", "spec.yaml", data.to_str().unwrap(), "--as-of", "2026-11-27", "--width", "200"])
            .output()
            .unwrap();
        String::from_utf8(out.stdout).unwrap()
    };
    let (plain, corrected) = (run(&folder.join("results.csv")), run(&to.path().join("results.csv")));
    assert!(corrected.contains("FD-01 at 3 months: 9.8 % (corrected to 0.98 %)"), "{corrected}");
    assert!(!plain.contains("corrected"));
    let conclusion = |text: &str| text.lines().last().map(str::to_owned);
    assert_eq!(conclusion(&corrected), conclusion(&plain), "the corrected value is evaluated");
}

/// A certificate of corrected data does not depend on the folder that the data were named by, so that it is drawn again from an
/// archive.
#[test]
fn a_certificate_of_corrected_data_is_the_same_from_anywhere() {
    let bench = corrected(CORRECTION);
    let beside = ["--lots", "lots.csv", "--waivers", "waivers.csv", "--lab", "lab.yaml", "--facts", "facts.yaml"];
    let of = |results: &str| {
        let own = ["certificate", "spec.yaml", results, "--lot", "EV-3101", "--as-of", "2026-02-19", "-o", "json"];
        let said = bench.command(&[&own[..], &beside].concat());
        assert_eq!(said.exit, 0, "{}", said.err);
        said.out
    };
    let twin = of("results.csv");
    let absolute = bench.path("results.csv");
    for named in ["./results.csv", absolute.to_str().unwrap()] {
        let digest = |text: &str| serde_json::from_str::<Value>(text).unwrap()["content_sha256"].clone();
        assert_eq!(digest(&of(named)), digest(&twin), "{named}");
    }
    bench.write("coa.json", &twin);
    let bundle =
        ["bundle", "spec.yaml", "results.csv", "--attach", "coa.json", "--as-of", "2026-02-19", "-o", "lot.zip"];
    let made = bench.command(&[&bundle[..], &beside].concat());
    assert_eq!(made.exit, 0, "{}", made.err);
    let replayed = bench.command(&["replay", "lot.zip"]);
    let told = replayed.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(replayed.exit, 0, "{told}");
    assert!(told.contains("same result") && told.contains("drawn again, the same certificate"), "{told}");
}

#[test]
fn a_bundle_for_machines_says_that_data_were_changed() {
    let note = |bench: &Bench| {
        let said = bench.run(&["--lot", "EV-3101", "-o", "fhir"]);
        assert_eq!(said.exit, 0, "{}", said.err);
        serde_json::from_str::<Value>(&said.out).unwrap()["entry"][0]["resource"]["note"].to_string()
    };
    let changed = "Data of this lot were corrected after their original entry";
    assert!(note(&corrected(CORRECTION)).contains(changed));
    assert!(!note(&Bench::new()).contains(changed));
}
