//! `evqc spec test`: what a test file expects is held against what the judge says, and what no lot tells is named.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the tests write the files that the program reads"
)]

use evqc::spec::listed;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

fn evqc(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_evqc"));
    command.current_dir(folder).args(["spec", "test"]).args(arguments);
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "SOURCE_DATE_EPOCH", "COLUMNS"] {
        command.env_remove(name);
    }
    command.output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// One limit, one criterion, one reported value.
const SPEC: &str = r#"evqc: 1
id: small
version: 1.0.0
title: Small
status: draft
rounding: usp
tests:
  endotoxin:
    category: safety
    accept: "<= 0.50 EU/mL"
  sterility:
    category: safety
    accept: negative
  size:
    category: identity
    unit: nm
    accept: report
"#;

/// Lots that leave no change of [`SPEC`] unnoticed.
const LOTS: &str = "\
lots:
  at the limit:
    results: {endotoxin: 0.50 EU/mL, sterility: negative, size: 120 nm}
    expect: conforms
  just outside:
    based on: at the limit
    results: {endotoxin: 0.51 EU/mL}
    expect: does_not_conform
    outcomes: {endotoxin: fail}
  not sterile:
    based on: at the limit
    results: {sterility: positive}
    expect: does_not_conform
  without size:
    based on: at the limit
    results: {size: null}
    expect: not_concluded
    outcomes: {size: missing}
";

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// Runs a test file of [`SPEC`], whose first line is written here.
fn run(lots: &str, arguments: &[&str]) -> Output {
    let text = format!("evqc_test: 1\n{lots}");
    let folder = folder(&[("small.yaml", SPEC), ("small.test.yaml", &text)]);
    evqc(folder.path(), &[&["small.test.yaml"], arguments].concat())
}

/// The findings of a run: code, place and message.
fn findings(output: &Output) -> Vec<(String, String, String)> {
    let report: Value = serde_json::from_str(&out(output)).unwrap();
    let mut found = Vec::new();
    let mut take = |list: &Value| {
        for one in list.as_array().into_iter().flatten() {
            let (file, line, column) = (&one["place"]["file"], &one["place"]["line"], &one["place"]["column"]);
            let place = format!("{}:{line}:{column}", file.as_str().unwrap_or("?"));
            let text = |name: &str| one[name].as_str().unwrap_or("").to_owned();
            found.push((text("code"), place, text("message")));
        }
    };
    for file in report["files"].as_array().unwrap() {
        take(&file["faults"]);
        file["lots"].as_array().unwrap().iter().for_each(|lot| take(&lot["differences"]));
        take(&file["coverage"]["not_exercised"]);
        take(&file["mutation"]["not_noticed"]);
    }
    found
}

/// Of a folder no file is named, and the specification is named by the test file only.
#[test]
fn no_report_replaces_what_it_was_made_from() {
    let text = format!("evqc_test: 1\n{LOTS}");
    let folder = folder(&[("small.yaml", SPEC), ("small.test.yaml", &text)]);
    for (tested, target) in [("small.test.yaml", "small.test.yaml"), (".", "small.test.yaml"), (".", "./small.yaml")] {
        let output = evqc(folder.path(), &[tested, "-o", &format!("json:{target}")]);
        assert_eq!(output.status.code(), Some(2), "{tested} {target}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("would overwrite"), "{output:?}");
    }
    assert_eq!(fs::read_to_string(folder.path().join("small.yaml")).unwrap(), SPEC);
    assert_eq!(fs::read_to_string(folder.path().join("small.test.yaml")).unwrap(), text);
}

#[test]
fn the_library_is_as_expected_and_no_change_goes_unnoticed() {
    let output = evqc(Path::new("."), &["--mutate", "-o", "json"]);
    assert_eq!(findings(&output), []);
    assert_eq!(output.status.code(), Some(0));
    let report: Value = serde_json::from_str(&out(&output)).unwrap();
    let judged = report["files"].as_array().unwrap();
    assert_eq!(judged.len(), listed().count());
    for file in judged.iter().filter(|file| file["part"] == false) {
        assert!(file["lots"].as_array().unwrap().len() >= 3, "{} has fewer than three lots", file["file"]);
        assert_eq!(file["coverage"]["sides"], file["coverage"]["exercised"], "{}", file["file"]);
    }
}

#[test]
fn every_kind_of_limit_is_looked_at_from_both_sides() {
    let output = evqc(root(), &["tests/spec_test", "--mutate"]);
    assert_eq!(
        out(&output),
        "✓ tests/spec_test/product.test.yaml: 11 lots, 38 of 38 sides of limits exercised, 53 changes: all noticed\n\
         1 test file, 11 lots: 11 as expected; 38 of 38 sides of limits exercised; 53 changes: all noticed\n"
    );
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_lot_that_differs_is_told_with_lot_test_expected_got_and_places() {
    let lots = LOTS.replace("0.51 EU/mL", "0.504 EU/mL");
    let output = run(&lots, &["-o", "json", "--mutate"]);
    assert_eq!(output.status.code(), Some(1));
    let found = findings(&output);
    let texts: Vec<(&str, &str)> = found.iter().map(|(code, place, _)| (code.as_str(), place.as_str())).collect();
    assert_eq!(
        texts,
        [
            ("verdict-differs", "small.test.yaml:9:13"),
            ("outcome-differs", "small.test.yaml:10:27"),
            ("limit-not-exercised", "small.yaml:10:14"),
        ]
    );
    assert_eq!(found[0].2, "lot `just outside`: expected does_not_conform, got conforms");
    assert_eq!(found[1].2, "lot `just outside`, test `endotoxin`: expected fail, got pass: 0.5 meets <= 0.50 EU/mL");
    let report: Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(report["files"][0]["mutation"]["held_back"], true);
}

#[test]
fn a_test_that_is_not_met_in_a_conforming_lot_is_told() {
    let lots = LOTS.replace(
        "results: {endotoxin: 0.50 EU/mL, sterility: negative",
        "results: {endotoxin: 0.7 EU/mL, sterility: negative",
    );
    let found = findings(&run(&lots, &["-o", "json"]));
    assert_eq!(found[0].1, "small.test.yaml:5:13");
    assert_eq!(
        found[0].2,
        "lot `at the limit`: expected conforms, got does_not_conform: endotoxin is fail (0.70 EU/mL is outside the \
         acceptance criterion <= 0.50 EU/mL)"
    );
    assert!(
        found[1].2.starts_with("lot `at the limit`, test `endotoxin`: expected pass, got fail: "),
        "{}",
        found[1].2
    );
}

/// Drops a lot from [`LOTS`].
fn without(name: &str) -> String {
    let start = LOTS.find(&format!("  {name}:")).unwrap();
    let end = LOTS[start + 3..].find("\n  ").map_or(LOTS.len(), |_| {
        let rest = &LOTS[start + 3..];
        let next = rest.match_indices("\n  ").find(|(at, _)| !rest[at + 3..].starts_with(' '));
        next.map_or(LOTS.len(), |(at, _)| start + 4 + at)
    });
    format!("{}{}", &LOTS[..start], &LOTS[end..])
}

#[test]
fn what_no_lot_notices_is_named_with_place_and_text() {
    let output = run(LOTS, &["-o", "json", "--mutate"]);
    assert_eq!((findings(&output), output.status.code()), (Vec::new(), Some(0)));
    let survivors = |lots: &str| -> Vec<String> {
        let output = run(lots, &["-o", "json", "--mutate"]);
        assert_eq!(output.status.code(), Some(1), "{}", out(&output));
        let found = findings(&output).into_iter().filter(|(code, _, _)| code == "change-not-noticed");
        found.map(|(_, place, message)| format!("{place} {message}")).collect()
    };
    assert_eq!(
        survivors(&without("just outside")),
        [
            "small.yaml:10:14 `endotoxin`: limit <= 0.50 EU/mL -> <= 0.51 EU/mL: no lot notices",
            "small.yaml:8:3 `endotoxin`: the test dropped: no lot notices",
        ]
    );
    assert_eq!(
        survivors(&LOTS.replace("0.51 EU/mL", "0.53 EU/mL")),
        ["small.yaml:10:14 `endotoxin`: limit <= 0.50 EU/mL -> <= 0.51 EU/mL: no lot notices"]
    );
    assert_eq!(
        survivors(&LOTS.replace("0.50 EU/mL", "0.49 EU/mL")),
        [
            "small.yaml:10:14 `endotoxin`: limit <= 0.50 EU/mL -> <= 0.49 EU/mL: no lot notices",
            "small.yaml:10:14 `endotoxin`: limit <= 0.50 EU/mL -> < 0.50 EU/mL: no lot notices",
        ]
    );
    assert_eq!(survivors(&without("not sterile")), ["small.yaml:11:3 `sterility`: the test dropped: no lot notices"]);
    assert_eq!(survivors(&without("without size")), ["small.yaml:14:3 `size`: the test dropped: no lot notices"]);
}

#[test]
fn sides_that_no_lot_exercises_are_warnings() {
    let output = run(&without("not sterile"), &["-o", "json"]);
    assert_eq!(output.status.code(), Some(0));
    let found = findings(&output);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, "limit-not-exercised");
    assert_eq!(found[0].1, "small.yaml:13:13");
    assert_eq!(found[0].2, "no lot of small.test.yaml has `sterility` not meeting the criterion negative");
}

/// What is wrong in a test file of [`SPEC`]: code, place and message.
const BAD: &[(&str, &str, &str, &str)] = &[
    (
        "lots: {a: {results: {endotoxine: 1}, expect: conforms}}",
        "test-not-there",
        "2:22",
        "the specification has no test `endotoxine`",
    ),
    (
        "lots: {a: {results: {}, expect: conforms, outcomes: {steril: fail}}}",
        "test-not-there",
        "2:54",
        "the specification has no test `steril`",
    ),
    ("lots: {a: {results: {}, expect: passes}}", "unknown-verdict", "2:33", "`passes` is not a verdict"),
    (
        "lots: {a: {results: {}, expect: conforms, outcomes: {size: failed}}}",
        "unknown-outcome",
        "2:60",
        "`failed` is not an outcome",
    ),
    (
        "lots: {a: {results: {}, expect: conforms, reasons: {size: outside}}}",
        "unknown-reason-code",
        "2:59",
        "there is no finding code `outside`",
    ),
    (
        "lots: {a: {results: {}, expect: conforms, flags: {size: alarm}}}",
        "unknown-flag",
        "2:57",
        "`alarm` is not a flag",
    ),
    ("lots: {a: {results: {}}}", "lot-without-expectation", "2:8", "lot `a` does not say what is expected of it"),
    ("lots: {}", "test-file-without-lots", "1:1", "the test file has no lot"),
    ("", "test-file-without-lots", "1:1", "the test file has no lot"),
    ("lot: {}", "unknown-key", "2:1", "`lot` is not a key of the test file"),
    ("lots: {a: {result: {}, expect: conforms}}", "unknown-key", "2:12", "`result` is not a key of lot `a`"),
    (
        "lots: {a: {results: {size: {valu: 1 nm}}, expect: conforms}}",
        "unknown-key",
        "2:29",
        "`valu` is not a key of a result of `size`",
    ),
    ("lots: {a: {based on: b, expect: conforms}}", "unknown-base", "2:22", "no lot is called `b`"),
    (
        "lots: {a: {based on: b, expect: conforms}, b: {based on: a, expect: conforms}}",
        "cyclic-base",
        "2:22",
        "lots are based on each other in a circle: b -> a -> b",
    ),
    (
        "include: other.test.yaml",
        "include-not-found",
        "2:10",
        "the included test file is not there: other.test.yaml: no such file; there are small.test.yaml, small.yaml",
    ),
    (
        "include: small.test.yaml",
        "cyclic-include",
        "2:10",
        "test files include each other in a circle: small.test.yaml -> small.test.yaml",
    ),
    (
        "spec: big.yaml\nlots: {a: {results: {}, expect: conforms}}",
        "specification-not-found",
        "2:7",
        "the specification of the test file is not there: big.yaml: no such file; there are small.test.yaml, small.yaml",
    ),
    (
        "lots: {a: {stage: drug produkt, results: {}, expect: conforms}}",
        "stage-without-test",
        "2:19",
        "no test has the stage `drug produkt`",
    ),
    (
        "lots: {a: {data: r.csv, expect: conforms}}",
        "table-not-found",
        "2:18",
        "the result table is not there: r.csv: no such file",
    ),
    (
        "lots: {a: {data: small.yaml, results: {size: 1 nm}, expect: conforms}}",
        "data-beside-results",
        "2:40",
        "a lot has either `data` or `results`",
    ),
    (
        "set: {limit: 5}\nlots: {a: {results: {}, expect: conforms}}",
        "unknown-parameter",
        "2:7",
        "`limit` is set, but the specification has no such parameter",
    ),
    ("lots: {a: {as_of: today, results: {}, expect: conforms}}", "malformed-date", "2:19", "`today` is not a date"),
    (
        "lots: {a: {results: {sterility: no}, expect: conforms}}",
        "unquoted-boolean",
        "2:33",
        "`no` without quotes is true or false to some YAML tools",
    ),
    (
        "lots: {a: {facts: {size_of_batch: 3}, results: {}, expect: conforms}}",
        "column-unknown",
        "2:20",
        "the column `size_of_batch` is not known in a lot file",
    ),
    ("lots: [", "yaml-syntax", "2:7", "this is not YAML: unclosed bracket"),
];

#[test]
fn bad_test_files_are_told_with_place_and_end_with_4() {
    for (lots, code, place, message) in BAD {
        let output = run(&format!("{lots}\n"), &["-o", "json"]);
        assert_eq!(output.status.code(), Some(4), "{lots}\n{}", out(&output));
        let found = findings(&output);
        let place = format!("small.test.yaml:{place}");
        let told = found.iter().any(|one| one.0 == *code && one.1 == place && one.2.starts_with(message));
        assert!(told, "{lots}\nwanted {code} {place} {message}\nfound {found:#?}");
    }
}

#[test]
fn every_fault_of_a_file_is_told_in_one_run() {
    let lots = "lots:\n  a: {results: {sizes: 1 nm}, expect: pass, outcomes: {size: ok}}\n  b: {results: {}}\n";
    let mut codes: Vec<String> = findings(&run(lots, &["-o", "json"])).into_iter().map(|(code, _, _)| code).collect();
    codes.sort();
    assert_eq!(codes, ["lot-without-expectation", "test-not-there", "unknown-outcome", "unknown-verdict"]);
    let human = out(&run(lots, &[]));
    assert!(human.contains("= help: did you mean `size`?"), "{human}");
    assert!(human.contains("small.test.yaml:3:17"), "{human}");
}

#[test]
fn unreadable_files_end_with_4_and_missing_ones_with_2() {
    let folder = folder(&[
        ("a.test.yaml", "evqc_test: 1\nlots: {a: {results: {}, expect: conforms}}\n"),
        ("b.yaml", "evqc: 1\n"),
        ("b.test.yaml", "evqc_test: 2\nlots: {a: {results: {}, expect: conforms}}\n"),
        ("c.yaml", SPEC),
        ("empty/x.txt", ""),
    ]);
    fs::write(folder.path().join("d.test.yaml"), b"evqc_test: 1\n# \xff\n").unwrap();
    let of = |path: &str| evqc(folder.path(), &[path, "-o", "json"]);
    let codes = |path: &str| findings(&of(path)).into_iter().map(|(code, _, _)| code).collect::<Vec<_>>();
    assert_eq!(codes("a.test.yaml"), ["specification-not-found"]);
    assert!(codes("b.yaml").contains(&"unsupported-format-version".to_owned()));
    assert_eq!(codes("d.test.yaml"), ["not-utf-8"]);
    assert_eq!(of("d.test.yaml").status.code(), Some(4));
    for (path, said) in [
        (
            "nowhere.test.yaml",
            "nowhere.test.yaml: no such file; there are a.test.yaml, b.test.yaml, b.yaml, c.yaml, d.test.yaml",
        ),
        ("c.yaml", "c.yaml: there is no test file c.test.yaml beside it"),
        ("empty", "empty: the folder holds no test file (*.test.yaml)"),
    ] {
        let output = of(path);
        let said_really = String::from_utf8(output.stderr.clone()).unwrap();
        assert_eq!(output.status.code(), Some(2), "{path}");
        assert!(said_really.contains(said), "{said_really}");
    }
    let output = run(LOTS, &["--filter", "nobody"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn lots_of_included_files_are_merged_and_the_including_file_wins() {
    let included = format!("evqc_test: 1\nspec: ../small.yaml\n{LOTS}");
    let own = "evqc_test: 1\ninclude: [parts/safety.test.yaml]\nlots:\n  just outside:\n    results: {endotoxin: 0.60 EU/mL}\n  \
               without size:\n    results: {size: 7 nm}\n    expect: conforms\n    outcomes: {size: null}\n";
    let folder = folder(&[("small.yaml", SPEC), ("parts/safety.test.yaml", &included), ("small.test.yaml", own)]);
    let output = evqc(folder.path(), &["small.yaml", "-o", "json", "--mutate"]);
    let report: Value = serde_json::from_str(&out(&output)).unwrap();
    let lots = report["files"][0]["lots"].as_array().unwrap();
    let verdicts: Vec<(&str, &str)> =
        lots.iter().map(|lot| (lot["lot"].as_str().unwrap(), lot["verdict"].as_str().unwrap())).collect();
    assert_eq!(
        verdicts,
        [
            ("at the limit", "conforms"),
            ("just outside", "does_not_conform"),
            ("not sterile", "does_not_conform"),
            ("without size", "conforms"),
        ]
    );
    let survivors: Vec<String> = findings(&output).into_iter().map(|(_, _, message)| message).collect();
    assert_eq!(
        survivors,
        [
            "`endotoxin`: limit <= 0.50 EU/mL -> <= 0.51 EU/mL: no lot notices",
            "`size`: the test dropped: no lot notices",
        ]
    );
    // The included file is a test file of its own.
    let output = evqc(folder.path(), &["parts", "--mutate"]);
    assert_eq!(output.status.code(), Some(0), "{}", out(&output));
}

#[test]
fn results_are_read_as_in_a_table() {
    let table = "lot,test,value,unit\nA-1,endotoxin,0.5,EU/mL\nA-1,sterility,negative,\nA-1,size,0.12,um\n";
    let lots = "lots:\n  a table:\n    data: r.csv\n    expect: conforms\n  another unit:\n    \
                results: {endotoxin: 510 EU/L, sterility: not detected, size: {value: 0.12, unit: um}}\n    \
                expect: does_not_conform\n    outcomes: {endotoxin: fail}\n    \
                reasons: {endotoxin: outside-acceptance-criterion}\n  \
                no such unit:\n    results: {endotoxin: 0.5 EUR/mL, sterility: negative, size: 120 nm}\n    \
                expect: not_evaluable\n  \
                below a limit of detection:\n    results: {endotoxin: <0.05 EU/mL, sterility: negative, size: 120 nm}\n    \
                expect: conforms\n";
    let text = format!("evqc_test: 1\n{lots}");
    let folder = folder(&[("small.yaml", SPEC), ("small.test.yaml", &text), ("r.csv", table)]);
    let output = evqc(folder.path(), &["small.yaml"]);
    assert_eq!(output.status.code(), Some(0), "{}", out(&output));
}

#[test]
fn the_number_of_containers_has_two_sides() {
    let spec = "evqc: 1\nid: s\nversion: 1.0.0\ntitle: S\nstatus: draft\nrounding: usp\nfacts: {batch_size: {}}\ntests:\n  \
                sterility:\n    category: safety\n    accept: negative\n    \
                valid_if: units_tested >= sterility sample of batch_size\n";
    let lot = |name: &str, units: u32, value: &str, expected: &str| {
        format!(
            "  {name}:\n    facts: {{batch_size: 60}}\n    results:\n      sterility: [{{value: {value}}}, \
             {{value: {units}, role: control, control: units_tested}}]\n    {expected}\n"
        )
    };
    let good = lot("enough", 6, "negative", "expect: conforms");
    let bad = lot("growth", 6, "positive", "expect: does_not_conform");
    let few = lot("too few", 5, "negative", "expect: not_concluded\n    outcomes: {sterility: invalid}");
    let test = |lots: &str| {
        let lots = format!("evqc_test: 1\nlots:\n{lots}");
        evqc(folder(&[("s.yaml", spec), ("s.test.yaml", &lots)]).path(), &["s.yaml", "--mutate"])
    };
    let whole = test(&[good.clone(), bad.clone(), few].concat());
    assert_eq!(whole.status.code(), Some(0), "{}", out(&whole));
    assert!(out(&whole).contains("4 of 4 sides of limits exercised"), "{}", out(&whole));
    let half = test(&[good, bad].concat());
    assert_eq!(half.status.code(), Some(1), "{}", out(&half));
    for line in [
        "3 of 4 sides of limits exercised",
        "`sterility` not meeting the check `units_tested >= sterility sample of batch_size`",
        "`sterility`: check `units_tested >= sterility sample of batch_size` dropped: no lot notices",
    ] {
        assert!(out(&half).contains(line), "`{line}` is not in\n{}", out(&half));
    }
}

#[test]
fn a_filter_keeps_to_lots_and_says_nothing_of_limits() {
    let output = run(LOTS, &["--filter", "outside"]);
    assert_eq!(out(&output), "✓ small.test.yaml: 1 lot\n1 test file, 1 lot: 1 as expected\n");
    assert_eq!(run(LOTS, &["--filter", "outside", "--mutate"]).status.code(), Some(2));
}

#[test]
fn json_obeys_its_schema_and_junit_has_a_case_per_lot() {
    let schema = serde_json::to_value(evqc::report::proof::proof_schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let wrong = LOTS.replace("0.51 EU/mL", "0.49 EU/mL");
    for (lots, arguments) in
        [(LOTS, &["--mutate", "-o", "json"][..]), (&wrong, &["-o", "json"]), ("lots: {}", &["-o", "json"])]
    {
        let output = run(lots, arguments);
        let report: Value = serde_json::from_str(&out(&output)).unwrap();
        let faults: Vec<String> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(report["schema"], "evqc-spec-test/1");
        assert_eq!(report["summary"]["exit"].as_i64(), output.status.code().map(i64::from));
    }
    let xml = out(&run(&wrong, &["-o", "junit"]));
    for part in [
        "<testsuites name=\"evqc spec test\" tests=\"5\" skipped=\"1\" failures=\"1\" errors=\"0\">",
        "<testcase name=\"just outside\" classname=\"lot\">",
        "<failure message=\"lot `just outside`: expected does_not_conform, got conforms\" type=\"verdict-differs\">",
    ] {
        assert!(xml.contains(part), "{part}\n{xml}");
    }
    let xml = out(&run("lots: {}", &["-o", "junit"]));
    assert!(xml.contains("<error message=\"the test file has no lot\" type=\"test-file-without-lots\">"), "{xml}");
}

#[test]
fn the_published_schema_is_the_one_that_is_generated() {
    let path = root().join("docs/schema/spec-test.schema.json");
    let mut schema = serde_json::to_string_pretty(&evqc::report::proof::proof_schema()).unwrap();
    schema.push('\n');
    if std::env::var_os("EVQC_BLESS").is_some() {
        fs::write(&path, &schema).unwrap();
    } else {
        let found = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        assert!(found == schema, "{} is not up to date; run EVQC_BLESS=1 cargo test", path.display());
    }
}

#[test]
fn a_folder_of_specifications_is_one_without_its_test_files() {
    let text = format!("evqc_test: 1\n{LOTS}");
    let table = "lot,test,value,unit\nA-1,endotoxin,0.5,EU/mL\nA-1,sterility,negative,\nA-1,size,120,nm\n";
    let folder = folder(&[("s/small.yaml", SPEC), ("s/small.test.yaml", &text), ("r.csv", table)]);
    let output = Command::new(env!("CARGO_BIN_EXE_evqc"))
        .current_dir(folder.path())
        .args(["check", "s", "r.csv"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", out(&output));
}
