//! The same inputs and the same day give the same bytes: on two runs, and from two folders.

use super::bench::{Bench, drawing};
use super::{results, root};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// The files of a folder, by name; a folder in it is no output of a command.
fn written(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    files.map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read(&path).unwrap())).collect()
}

fn run(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_evqc"));
    command.current_dir(folder).args(arguments).env_remove("SOURCE_DATE_EPOCH");
    let out = command.output().unwrap();
    assert!(out.status.code().is_some_and(|code| code < 4 && code != 2), "{arguments:?}: {out:?}");
}

/// Runs the commands twice in one folder and once in another with the same files, each with outputs of its own.
fn assert_reproducible(files: &[(String, Vec<u8>)], commands: &[Vec<&str>], expected: usize) {
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let mut all = Vec::new();
    for (folder, runs) in folders.iter().zip([2, 1]) {
        for (name, bytes) in files {
            std::fs::write(folder.path().join(name), bytes).unwrap();
        }
        for _ in 0..runs {
            let out = folder.path().join("out");
            std::fs::create_dir(&out).unwrap();
            commands.iter().for_each(|arguments| run(folder.path(), arguments));
            all.push(written(&out));
            std::fs::remove_dir_all(&out).unwrap();
        }
    }
    let names: Vec<&String> = all[0].keys().collect();
    assert_eq!(names.len(), expected, "{names:?}");
    for other in &all[1..] {
        assert_eq!(other.keys().collect::<Vec<_>>(), names);
        for (name, bytes) in other {
            assert!(bytes == &all[0][name], "{name} differs");
        }
    }
}

fn files_of(sample: &str) -> Vec<(String, Vec<u8>)> {
    let folder = root().join("samples").join(sample);
    written(&folder).into_iter().collect()
}

#[test]
fn reports_pictures_and_archives() {
    let results = results("guard-zone");
    let data: Vec<&str> = results.iter().map(String::as_str).collect();
    let day = ["--as-of", "2026-11-27"];
    let with = |head: &[&'static str], tail: &[&'static str]| -> Vec<&str> {
        head.iter().chain(&data).chain(tail).chain(&day).copied().collect()
    };
    let commands = [
        with(
            &["check", "spec.yaml"],
            &[
                "-o",
                "json:out/report.json",
                "-o",
                "html:out/report.html",
                "-o",
                "sarif:out/report.sarif",
                "-o",
                "junit:out/report.xml",
            ],
        ),
        with(&["plot", "spec.yaml"], &["--lot", "EV-2632", "--to", "out", "--png"]),
        with(&["bundle", "spec.yaml"], &["-o", "out/lot.zip"]),
    ];
    assert_reproducible(&files_of("guard-zone"), &commands, 4 + 8 + 1);
}

#[test]
fn certificates_in_every_form() {
    let mut outputs = vec![
        "--lot",
        "EV-3101",
        "--lang",
        "en+zh",
        "-o",
        "out/coa.json",
        "-o",
        "out/coa.html",
        "-o",
        "out/coa.md",
        "-o",
        "out/coa.fhir.json",
    ];
    if cfg!(feature = "pdf") {
        outputs.extend(["-o", "out/coa.pdf"]);
    }
    let count = outputs.iter().filter(|word| word.starts_with("out/")).count();
    assert_reproducible(&files_of("certificate"), &[drawing(&outputs)], count);
}

#[test]
fn studies() {
    let mut command = vec![
        "stability",
        "spec.yaml",
        "results.csv",
        "--study",
        "study.yaml",
        "--as-of",
        "2026-11-27",
        "-o",
        "json:out/study.json",
        "-o",
        "html:out/study.html",
    ];
    if cfg!(feature = "pdf") {
        command.extend(["-o", "pdf:out/study.pdf"]);
    }
    let count = command.iter().filter(|word| word.contains("out/")).count();
    assert_reproducible(&files_of("stability-freeze-dried"), &[command], count);
}

/// A certificate is the same wherever it is asked for: its files are named without their folders.
#[test]
fn a_certificate_does_not_tell_where_its_files_lie() {
    let bench = Bench::new();
    let inside = bench.run(&["--lot", "EV-3101", "--lang", "en+zh", "-o", "html"]);
    assert_eq!(inside.exit, 0, "{}", inside.err);
    let elsewhere = tempfile::tempdir().unwrap();
    let path = |name: &str| bench.path(name).to_str().unwrap().to_owned();
    let out = Command::new(env!("CARGO_BIN_EXE_evqc"))
        .current_dir(elsewhere.path())
        .args([
            "certificate",
            &path("spec.yaml"),
            &path("results.csv"),
            "--as-of",
            "2026-02-19",
            "--lots",
            &path("lots.csv"),
        ])
        .args(["--waivers", &path("waivers.csv"), "--lab", &path("lab.yaml"), "--facts", &path("facts.yaml")])
        .args(["--lot", "EV-3101", "--lang", "en+zh", "-o", "html"])
        .output()
        .unwrap();
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    assert!(String::from_utf8(out.stdout).unwrap() == inside.out, "the page names a folder");
}
