//! Every output of the program: what it never says of its own, and the same bytes from everywhere.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the test runs the program and reads what it wrote"
)]

#[allow(dead_code, reason = "the tests of certificates use the rest")]
#[path = "certificate/bench.rs"]
mod bench;
#[path = "outputs/claims.rs"]
mod claims;
#[path = "outputs/corrections.rs"]
mod corrections;
#[path = "outputs/reproducible.rs"]
mod reproducible;

use std::path::{Path, PathBuf};

/// The results of a sample: every file but those that say something about lots, samples or the specification.
fn results(sample: &str) -> Vec<String> {
    let folder = root().join("samples").join(sample);
    let names = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names
        .filter(|name| [".csv", ".txt", ".fcs", ".xlsx"].iter().any(|ends| name.ends_with(ends)))
        .filter(|name| !["lots.csv", "waivers.csv"].contains(&name.as_str()))
        .collect();
    names.sort();
    assert!(!names.is_empty(), "samples/{sample} has no results");
    names
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}
