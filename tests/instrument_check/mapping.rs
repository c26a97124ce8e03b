//! Which lot a run belongs to, where patterns leave it open.

use super::{SPEC, check, good, records, samples};

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
