//! Every folder under `samples/` tells a story and says in `expected.yaml` what evqc must make of it.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests read files and print")]

#[path = "cases/runner.rs"]
mod runner;

use std::path::Path;

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples")
}

#[test]
fn every_sample_comes_to_its_expected_verdict() {
    runner::check_the_comparison();
    let mut failures = Vec::new();
    for folder in runner::folders(&root()) {
        let mismatches = runner::check_folder(&folder);
        if !mismatches.is_empty() {
            failures.push(format!("{}\n    {}", folder.display(), mismatches.join("\n    ")));
        }
    }
    assert!(failures.is_empty(), "{} samples differ:\n  {}", failures.len(), failures.join("\n  "));
}

/// A result table, instrument files with the lots they belong to, or a workbook.
fn has_results(folder: &Path) -> bool {
    let is_workbook = |path: &Path| path.extension().is_some_and(|extension| extension == "xlsx");
    ["results.csv", "samples.yaml"].iter().any(|name| folder.join(name).is_file())
        || std::fs::read_dir(folder).unwrap().any(|entry| is_workbook(&entry.unwrap().path()))
}

#[test]
fn every_sample_is_complete() {
    let mut failures = Vec::new();
    for folder in runner::folders(&root()) {
        for name in ["README.md", "expected.yaml", "spec.yaml"] {
            if !folder.join(name).is_file() {
                failures.push(format!("{} lacks {name}", folder.display()));
            }
        }
        if !has_results(&folder) {
            failures.push(format!("{} lacks results.csv, samples.yaml or a workbook", folder.display()));
        }
        let id = std::fs::read_to_string(folder.join("spec.yaml")).unwrap_or_default();
        if !id.lines().any(|line| line.starts_with("id: sample-")) {
            failures.push(format!("{}: the id of its specification does not begin with 'sample-'", folder.display()));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
