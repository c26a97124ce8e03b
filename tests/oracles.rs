//! The reference cases beside the checkout, each within its stated tolerance.
//!
//! A test names the methods of its topic that are not built yet; one that is named although it is built, or built but
//! missing a value, fails. When the cases are not there, the test says so: they were NOT run.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "the tests read the cases and print misses")]

#[path = "support/needed.rs"]
mod needed;

use evqc::selftest::{Case, Outcome, run};
use std::fs;
use std::path::PathBuf;

/// Topics whose methods come with later issues.
const LATER_TOPICS: [&str; 1] = ["control_charts"];

fn oracles() -> Option<PathBuf> {
    needed::shared("oracles", "the reference cases")
}

/// The cases of one topic, sorted by file name.
fn cases(topic: &str) -> Option<Vec<Case>> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(oracles()?.join(topic)).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let read = |file: &PathBuf| {
        Case::parse(&fs::read_to_string(file).unwrap()).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
    };
    Some(files.iter().map(read).collect())
}

/// Runs a topic and panics with every miss.
fn run_topic(topic: &str, at_least: usize, not_built: &[&str]) {
    let Some(cases) = cases(topic) else { return };
    assert!(cases.len() >= at_least, "{topic}: {} cases instead of {at_least}", cases.len());
    let mut faults = Vec::new();
    for case in &cases {
        let excused = not_built.contains(&case.method.as_str());
        match run(case) {
            Outcome::NotSupported if excused => eprintln!("{}: {} is not built yet", case.id, case.method),
            Outcome::NotSupported => faults.push(format!("{}: {} is not supported", case.id, case.method)),
            Outcome::Broken(reason) => faults.push(format!("{}: {reason}", case.id)),
            outcome @ Outcome::Misses(_) => faults.extend(outcome.misses().map(|miss| format!("{}: {miss}", case.id))),
            Outcome::Agrees(_) if excused => faults.push(format!("{}: {} is built", case.id, case.method)),
            outcome @ Outcome::Agrees(_) => {
                for (value, correction) in outcome.corrected() {
                    eprintln!("{}: {value}; agrees with the better known {}", case.id, correction.better);
                }
                let worst = outcome.worst().map(ToString::to_string).unwrap_or_default();
                eprintln!("{} ({}): {} values agree; {worst}", case.id, case.method, outcome.values().len());
            }
        }
    }
    assert!(faults.is_empty(), "{topic}: {} faults\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn later_topics_are_read_and_not_supported() {
    for topic in LATER_TOPICS {
        for case in cases(topic).unwrap_or_default() {
            assert_eq!(run(&case), Outcome::NotSupported, "{}", case.id);
        }
    }
}

#[test]
fn descriptive() {
    run_topic("descriptive", 17, &[]);
}

#[test]
fn quantiles() {
    run_topic("quantiles", 24, &[]);
}

#[test]
fn intervals() {
    run_topic("intervals", 18, &[]);
}

#[test]
fn tolerance() {
    run_topic("tolerance", 23, &[]);
}

#[test]
fn outliers() {
    run_topic("outliers", 15, &[]);
}

#[test]
fn conformity() {
    run_topic("conformity", 21, &[]);
}

#[test]
fn rounding() {
    run_topic("rounding", 6, &[]);
}

#[test]
fn censored() {
    run_topic("censored", 8, &[]);
}

#[test]
fn counts() {
    run_topic("counts", 8, &[]);
}

#[test]
fn regression() {
    run_topic("regression", 13, &[]);
}

#[test]
fn distributions() {
    run_topic("distributions", 18, &[]);
}

#[test]
fn comparability() {
    run_topic("comparability", 26, &[]);
}

#[test]
fn arrhenius() {
    run_topic("arrhenius", 12, &[]);
}

#[test]
fn dose_response() {
    let later = [
        "five_parameter_logistic",
        "four_parameter_logistic",
        "parallel_curve_assay",
        "parallel_line_assay",
        "slope_ratio_assay",
    ];
    run_topic("dose_response", 25, &later);
}

#[test]
fn stability() {
    run_topic("stability", 42, &[]);
}
