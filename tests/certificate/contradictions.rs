//! Certificate facts that say something else than the data are refused; facts that repeat or complete them are taken.

use super::bench::Bench;

/// What is said of the sample with these facts of one test of EV-3101; nothing where a certificate is drawn.
fn said_of(test: &str) -> Option<String> {
    let bench = Bench::new();
    bench.edit("facts.yaml", "  tests:\n    endotoxin: {report: EM-26-0114}\n", &format!("  tests:\n    {test}\n"));
    let said = bench.run(&["--lot", "EV-3101", "-o", "json"]);
    if said.exit == 0 {
        return None;
    }
    assert_eq!((said.exit, said.out.as_str()), (4, ""), "{test}: {}", said.err);
    assert!(
        said.err.contains("certificate-facts-contradict") && said.err.contains("facts.yaml:"),
        "{test}: {}",
        said.err
    );
    Some(said.err.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[test]
fn facts_that_contradict_the_results() {
    for (test, message) in [
        (
            "endotoxin: {report: EM-26-0114, completed: 2026-02-09}",
            "the facts say that endotoxin was completed on 2026-02-09, and the results on 2026-02-08",
        ),
        (
            "endotoxin: {report: EM-26-0114, analyst: Paul Unger}",
            "the facts say that Paul Unger tested endotoxin, and the results S. Roth",
        ),
        (
            "endotoxin: {report: EM-26-0114}\n    cd81: {completed: 2026-02-06}",
            "the facts say that cd81 was completed on 2026-02-06, and the results on 2026-02-09",
        ),
    ] {
        let said = said_of(test).unwrap_or_else(|| panic!("{test} is taken"));
        assert!(said.contains(message), "{message}: {said}");
    }
}

#[test]
fn facts_that_repeat_or_complete_the_results() {
    for test in [
        "endotoxin: {report: EM-26-0114, completed: 2026-02-08, analyst: S. Roth}",
        // A name in full is that of its initials.
        "endotoxin: {report: EM-26-0114, completed: 2026-02-08T11:20:00+01:00, analyst: Sven Roth}",
        // The results state no start of this test.
        "endotoxin: {report: EM-26-0114, started: 2026-02-07}",
        "endotoxin: {report: EM-26-0114}\n    particles_per_ug: {completed: 2026-02-10, analyst: Paul Unger}",
    ] {
        assert_eq!(said_of(test), None, "{test}");
    }
    let bench = Bench::new();
    bench.edit("facts.yaml", "endotoxin: {report: EM-26-0114}", "endotoxin: {report: EM-26-0114, started: 2026-02-07}");
    let line = bench.twin("EV-3101", &[]).content.tests.into_iter().find(|line| line.id == "endotoxin").unwrap();
    assert_eq!((line.started.as_deref(), line.completed.as_deref()), (Some("2026-02-07"), Some("2026-02-08")));
}

#[test]
fn another_start_or_another_day_of_manufacture() {
    let bench = Bench::new();
    bench.edit("facts.yaml", "sterility: {report: EM-26-0121}", "sterility: {report: EM-26-0121, started: 2026-02-05}");
    let said = bench.run(&["--lot", "EV-3101", "-o", "json"]);
    assert_eq!(said.exit, 4);
    assert!(said.err.contains("certificate-facts-contradict") && said.err.contains("2026-02-05"), "{}", said.err);
    let bench = Bench::new();
    bench.edit("facts.yaml", "    containers: 400\n", "    containers: 400\n    manufactured: 2026-01-29\n");
    let said = bench.run(&["--lot", "EV-3101", "-o", "json"]);
    let message = said.err.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(said.exit, 4);
    assert!(message.contains("the facts say manufactured 2026-01-29, and the lot file 2026-01-30"), "{message}");
}
