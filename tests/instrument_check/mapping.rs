//! Which lot a run belongs to, where patterns leave it open.

use super::{SPEC, check, folder, good, records, samples};

/// The file and the sample in it name different lots: neither is taken.
#[test]
fn patterns_that_disagree_are_ambiguous() {
    let entries = samples(&["file: \"{lot}.txt\", named: \"{lot} *\""]);
    let agreeing = check(SPEC, &[("EV-1.txt", &good()), ("samples.yaml", &entries)], &["EV-1.txt"]);
    assert_eq!(agreeing.verdict("EV-1", "size"), ("pass", "111 nm", ""));
    let other = check(SPEC, &[("EV-2.txt", &good()), ("samples.yaml", &entries)], &["EV-2.txt"]);
    assert_eq!(other.exit, 4, "{:#}", other.report);
    other.says("run-ambiguous", r#"\"EV-2\" or \"EV-1\""#);
}

/// A part that reads like a part is a text.
#[test]
fn a_lot_may_have_braces_in_its_name() {
    let text = records(&[("{group} 1", "110.3", "0.121"), ("{group} 2", "111.9", "0.117")]);
    let entries = samples(&["file: \"{group}.txt\", named: \"{lot} *\""]);
    let outcome = check(SPEC, &[("A.txt", &text), ("samples.yaml", &entries)], &["A.txt"]);
    assert_eq!(outcome.verdict("{group}", "size").0, "pass");
}

/// More stars than trying every way gets through; the second way is found all the same.
#[test]
fn many_stars_end_and_are_decided() {
    let name = "a".repeat(2000);
    let text = records(&[(&format!("{name} 1"), "110.3", "0.121"), (&format!("{name} 2"), "111.9", "0.117")]);
    let stars = "*a".repeat(40);
    for (pattern, exit) in [(format!("{stars} {{replicate}}"), 0), (format!("{stars}*{{replicate}}"), 4)] {
        let entries = samples(&[&format!("file: A.txt, lot: L, named: \"{pattern}\"")]);
        let outcome = check(SPEC, &[("A.txt", &text), ("samples.yaml", &entries)], &["A.txt"]);
        assert_eq!(outcome.exit, exit, "{pattern}: {:#}", outcome.report);
        if exit == 4 {
            outcome.says("run-ambiguous", "in two ways");
        }
    }
}

#[test]
fn a_pattern_as_long_as_a_file_is_refused() {
    let entries = samples(&[&format!("file: A.txt, lot: L, named: {}", "a".repeat(150_000))]);
    let outcome = check(SPEC, &[("A.txt", &good()), ("samples.yaml", &entries)], &["A.txt"]);
    assert_eq!(outcome.exit, 4);
    outcome.says("malformed-pattern", "at most 1000 characters");
}

/// A samples file speaks of its folder, and which one that is does not hang on where the program was started: the other batch
/// has the same names, and no samples file.
#[test]
fn a_samples_file_of_the_current_folder_is_not_for_others() {
    let names = samples(&["file: \"EV_{replicate}.txt\", lot: EV-1"]);
    let one = |size| records(&[("x", size, "0.1")]);
    let files = [
        ("b1/samples.yaml", &*names),
        ("b1/EV_1.txt", &one("110")),
        ("b1/sub/EV_2.txt", &one("112")),
        ("b2/EV_2.txt", &one("114")),
    ];
    let folder = folder(SPEC, &files);
    let absolute = folder.path().join("b1").to_string_lossy().into_owned();
    for (other, exit) in [
        ("../b2/EV_2.txt".to_owned(), 4),
        (format!("{absolute}/../b2/EV_2.txt"), 4),
        ("sub/EV_2.txt".to_owned(), 0),
        ("../b1/sub/EV_2.txt".to_owned(), 0),
        (format!("{absolute}/sub/../sub/EV_2.txt"), 0),
    ] {
        for order in [["EV_1.txt", &other], [&other, "EV_1.txt"]] {
            let output = std::process::Command::new(env!("CARGO_BIN_EXE_evqc"))
                .current_dir(folder.path().join("b1"))
                .args(["check", "../spec.yaml", "-o", "json", "--as-of", "2026-11-20"])
                .args(order)
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&output.stdout);
            assert_eq!(output.status.code(), Some(exit), "{other}: {said}");
            assert_eq!(said.contains("belongs to no lot"), exit == 4, "{other}: {said}");
        }
    }
    // Standard input lies in no folder.
    let output = super::run(
        SPEC,
        &[("EV_1.txt", one("110")), ("samples.yaml", names + "  - {file: \"-\", lot: EV-1}\n")],
        &["EV_1.txt", "-"],
        "json",
        one("112").as_bytes(),
    );
    assert_eq!(output.status.code(), Some(4));
    assert!(String::from_utf8_lossy(&output.stdout).contains("1 run of - belongs to no lot"));
}

/// A result of a lot cannot be set aside by the entry that gives it to the lot.
#[test]
fn a_lot_beside_skip_is_refused() {
    let high = records(&[("a", "190", "0.1"), ("b", "191", "0.1")]);
    let files = |entry| {
        [
            ("EV-1_a.txt", good()),
            ("EV-1_b.txt", high.clone()),
            ("samples.yaml", samples(&["file: EV-1_a.txt, lot: EV-1", entry])),
        ]
    };
    for (entry, message) in [
        ("file: EV-1_b.txt, lot: EV-1, skip: too high", "`lot` beside `skip`"),
        ("file: \"{lot}_b.txt\", skip: too high", "`skip` for files or runs whose names hold a `{lot}`"),
        ("file: EV-1_b.txt, role: retest, skip: too high", "`role` beside `skip`"),
        ("file: EV-1_b.txt, dilution: 1000, skip: too high", "`dilution` beside `skip`"),
        ("file: EV-1_b.txt, status: invalid, skip: too high", "`status` beside `skip`"),
    ] {
        let outcome = check(SPEC, &files(entry), &["EV-1_a.txt", "EV-1_b.txt"]);
        assert_eq!(outcome.exit, 4, "{entry}: {:#}", outcome.report);
        outcome.says("key-not-for-entry", message);
    }
}

/// What a blank takes off, or a control sets, is not taken back by a record that nobody looks at there.
#[test]
fn only_runs_of_samples_are_declared_invalid() {
    let entries = samples(&["file: a.txt, lot: EV-1", "file: b.txt, role: blank, status: invalid, reason: air bubble"]);
    let outcome = check(SPEC, &[("a.txt", good()), ("samples.yaml", entries)], &["a.txt"]);
    assert_eq!(outcome.exit, 4);
    for key in ["status", "reason"] {
        outcome.says("key-not-for-entry", &format!("`{key}` for runs of no sample"));
    }
}

/// A control whose role was forgotten would count as a replicate of its lot.
#[test]
fn the_name_of_a_control_makes_no_sample() {
    let one = |size| records(&[("x", size, "0.1")]);
    let files = |role: &str| {
        let control = format!("file: c.txt, lot: EV-1, {role}control: buffer");
        [("a.txt", one("110")), ("c.txt", one("112")), ("samples.yaml", samples(&["file: a.txt, lot: EV-1", &control]))]
    };
    for role in ["", "role: sample, ", "role: retest, "] {
        let outcome = check(SPEC, &files(role), &["a.txt", "c.txt"]);
        assert_eq!(outcome.exit, 4, "{role}: {:#}", outcome.report);
        outcome.says("key-not-for-entry", "`control` names a control, and the role of the entry is that of a sample");
    }
}
