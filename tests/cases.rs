//! The worked cases: release scenarios and bad input, one folder each under `tests/cases/`.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests read files and print")]

#[path = "cases/runner.rs"]
mod runner;

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

/// One test per folder, and a list from which a folder without test is noticed.
macro_rules! cases {
    ($($name:ident: $folder:literal,)*) => {
        $(
            #[test]
            fn $name() {
                runner::assert_folder(&root().join($folder));
            }
        )*

        #[test]
        fn every_folder_has_a_test() {
            let listed = [$($folder),*];
            for folder in runner::folders(&root()) {
                let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
                assert!(listed.contains(&name.as_str()), "tests/cases/{name} is not listed in tests/cases.rs");
                assert!(folder.join("expected.yaml").is_file(), "tests/cases/{name} has no expected.yaml");
            }
        }
    };
}

cases! {
    s01_rounding_exactly_at_the_limit: "S-01",
    s02_less_than_is_not_not_more_than: "S-02",
    s03_scientific_notation_near_a_lower_limit: "S-03",
    s04_one_replicate_under_the_limit: "S-04",
    s05_missing_replicate_is_not_a_smaller_n: "S-05",
    s06_endotoxin_assay_invalid: "S-06",
    s07_results_outside_the_measurable_range: "S-07",
    s08_endotoxin_limit_from_the_dose: "S-08",
    s09_failing_result_followed_by_passing_retests: "S-09",
    s10_interim_sterility: "S-10",
    s11_uncertainty_and_the_decision_rule: "S-11",
    s13_shelf_life_from_three_lots: "S-13",
    s14_release_limit_is_not_the_shelf_life_limit: "S-14",
    s15_which_specification_version_applies: "S-15",
    s16_skip_testing: "S-16",
    s17_marker_panel_with_controls: "S-17",
    s19_derived_purity_ratio_and_unit_trap: "S-19",
    s20_cold_chain_excursion: "S-20",
    bad_input: "bad-input",
    specifications_of_the_library: "library",
    limits_that_follow_from_route_volume_and_batch: "dosing",
    a_dose_out_of_one_lot: "dose",
    what_a_stability_study_can_come_to: "stability",
    kinetics_support_a_claim_and_never_are_it: "stability-kinetics",
    expiry_retest_and_parents: "expiry",
    what_a_lot_was_made_from: "ancestors",
    time_of_use_and_freeze_thaw_cycles: "in-use",
}

#[test]
fn the_comparison_is_right() {
    runner::check_the_comparison();
}

/// A folder with the specification of the bad-input cases and a file of results.
fn folder_with(name: &str, results: &[u8]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::copy(root().join("bad-input/spec.yaml"), folder.path().join("spec.yaml")).expect("the specification");
    fs::write(folder.path().join(name), results).expect("the results");
    folder
}

#[test]
fn a_cell_of_ten_megabytes_is_refused_quickly() {
    let mut results = b"lot,test,value,unit\nA,endotoxin,".to_vec();
    results.resize(results.len() + 10 * 1024 * 1024, b'9');
    results.extend_from_slice(b",EU/mL\n");
    let folder = folder_with("results.csv", &results);
    let begun = std::time::Instant::now();
    let output = Command::new(env!("CARGO_BIN_EXE_evqc"))
        .current_dir(folder.path())
        .args(["check", "spec.yaml", "results.csv"])
        .output()
        .expect("evqc runs");
    let shown = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(4), "{}", shown.chars().take(2000).collect::<String>());
    assert!(shown.len() < 20_000, "the cell is printed back: {} bytes of output", shown.len());
    assert!(
        shown.contains("results.csv:2"),
        "the place is not named: {}",
        shown.chars().take(2000).collect::<String>()
    );
    assert!(begun.elapsed().as_secs() < 10, "took {:?}", begun.elapsed());
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_is_wrong_usage() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    let folder = folder_with("results.csv", b"lot,test,value,unit\nA,endotoxin,0.1,EU/mL\n");
    let results = folder.path().join("results.csv");
    fs::set_permissions(&results, fs::Permissions::from_mode(0o000)).expect("permissions");
    let mut command = if fs::File::open(&results).is_ok() {
        // A privileged user may read everything: the program runs as nobody, from a place where nobody may be.
        let program = folder.path().join("evqc");
        fs::copy(env!("CARGO_BIN_EXE_evqc"), &program).expect("a copy of the program");
        for path in [folder.path(), &program] {
            fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("permissions");
        }
        fs::set_permissions(folder.path().join("spec.yaml"), fs::Permissions::from_mode(0o644)).expect("permissions");
        let mut command = Command::new(program);
        command.uid(65534).gid(65534);
        command
    } else {
        Command::new(env!("CARGO_BIN_EXE_evqc"))
    };
    let output =
        command.current_dir(folder.path()).args(["check", "spec.yaml", "results.csv"]).output().expect("evqc runs");
    let shown = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{shown}");
    assert!(shown.contains("results.csv"), "the file is not named: {shown}");
}

#[test]
fn a_closed_pipe_is_no_panic() {
    let mut results = "lot,test,value,unit\n".to_owned();
    for lot in 0..2000 {
        results.push_str(&format!("L-{lot:04},endotoxin,9.9,EU/mL\n"));
    }
    let folder = folder_with("results.csv", results.as_bytes());
    for format in ["human", "json", "csv"] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_evqc"))
            .current_dir(folder.path())
            .args(["check", "spec.yaml", "results.csv", "-o", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("evqc runs");
        drop(child.stdout.take());
        let mut said = String::new();
        child.stderr.take().expect("a pipe").read_to_string(&mut said).expect("standard error is text");
        let status = child.wait().expect("evqc ends");
        assert!(!said.contains("panicked"), "{format}: {said}");
        assert_ne!(status.code(), Some(0), "{format}: a report that could not be written is not a success");
        assert_ne!(status.code(), Some(101), "{format}: {said}");
    }
}

/// A pipe can be read once, and evqc looks at a table more than once.
#[cfg(unix)]
#[test]
fn results_may_come_from_a_pipe() {
    let good = fs::read(root().join("bad-input/good.csv")).expect("good.csv");
    for (name, content, code) in [("pipe", &good[..], 0), ("pipe.dat", &b"\x00\x01no export of anything"[..], 4)] {
        let folder = folder_with("results.csv", content);
        let made = Command::new("mkfifo").current_dir(folder.path()).arg(name).status().expect("mkfifo runs");
        assert!(made.success());
        let mut writer = Command::new("sh")
            .current_dir(folder.path())
            .args(["-c", &format!("cat results.csv > {name}")])
            .spawn()
            .expect("a writer");
        let child = Command::new("timeout")
            .current_dir(folder.path())
            .args(["30", env!("CARGO_BIN_EXE_evqc"), "check", "spec.yaml", name])
            .output()
            .expect("evqc ends");
        assert_eq!(child.status.code(), Some(code), "{name}: {}", String::from_utf8_lossy(&child.stderr));
        writer.wait().expect("the writer ends");
    }
    let folder = folder_with("results.csv", &good);
    let script = format!("'{}' check spec.yaml <(cat results.csv)", env!("CARGO_BIN_EXE_evqc"));
    let output = Command::new("bash").current_dir(folder.path()).args(["-c", &script]).output().expect("bash runs");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn results_may_come_from_standard_input() {
    let folder = folder_with("unused.csv", b"");
    let mut child = Command::new(env!("CARGO_BIN_EXE_evqc"))
        .current_dir(folder.path())
        .args(["check", "spec.yaml", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("evqc runs");
    let good = fs::read(root().join("bad-input/good.csv")).expect("good.csv");
    child.stdin.take().expect("a pipe").write_all(&good).expect("the results are taken");
    let output = child.wait_with_output().expect("evqc ends");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}
