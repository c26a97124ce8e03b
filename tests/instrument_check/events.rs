//! Events of a flow cytometer: gates, controls, denominators and dilution series.

use crate::files::{fcs, fcs_of, spec};
use crate::{Outcome, check, samples};

/// A particle with these values of FITC-A and PE-A.
fn particle(fitc: f32, pe: f32) -> [f32; 3] {
    [200.0, fitc, pe]
}

/// Events of which so many are positive in FITC-A, and so many of those in PE-A too.
fn events(all: usize, positive: usize, double: usize) -> Vec<[f32; 3]> {
    let bright = |at: usize, end: usize| if at < end { 100.0 } else { 10.0 };
    (0..all).map(|at| particle(bright(at, positive), bright(at, double))).collect()
}

fn gated(fitc: &str, test: &str) -> String {
    let gates = format!(
        "compensation: none\ngates:\n  particles: {{channel: SSC-A, scale: linear, above: 100}}\n  cd63: {{within: particles, \
         channel: FITC-A, scale: linear, above: {fitc}}}\n  cd9: {{within: particles, channel: PE-A, scale: linear, above: \
         50}}\n  both: {{all of: [cd63, cd9]}}\ntests:"
    );
    spec(&format!("  t: {{name: T, category: identity, from: events, result: mean of 1, {test}}}\n"))
        .replace("tests:", &gates)
}

const PERCENT: &str = "gate: cd63, statistic: percent, of: particles, accept: \">= 30 %\"";

fn judged(spec: &str, files: &[(&str, Vec<u8>)], entries: &[&str]) -> Outcome {
    let mut all = files.to_vec();
    all.push(("samples.yaml", samples(entries).into_bytes()));
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    check(spec, &all, &names)
}

const SAMPLE: &str = "file: a.fcs, lot: L";

#[test]
fn percentages_have_the_denominator_that_is_named() {
    let file = [("a.fcs", fcs(&[events(1000, 800, 400), vec![[1.0, 1.0, 1.0]; 1000]].concat(), &[]))];
    for (test, value, how) in [
        (
            PERCENT.to_owned(),
            "80",
            "percent of the events of gate particles in gate cd63, not compensated; 800 of 1000",
        ),
        (PERCENT.replace("of: particles", "of: events"), "40", "percent of all events in gate cd63"),
        (PERCENT.replace("gate: cd63", "gate: both"), "40", "percent of the events of gate particles in gate both"),
        (
            PERCENT.replace("gate: cd63", "gate: both").replace("of: particles", "of: cd63"),
            "50",
            "of gate cd63 in gate both",
        ),
    ] {
        let outcome = judged(&gated("50", &test), &file, &[SAMPLE]);
        assert_eq!(outcome.exit, 0, "{test}: {:#}", outcome.report);
        assert_eq!(outcome.test("L", "t")["determinations"][0]["text"], value, "{test}");
        assert!(outcome.how("L", "t", 0).contains(how), "{}", outcome.how("L", "t", 0));
    }
    let without = judged(&gated("50", &PERCENT.replace("of: particles, ", "")), &file, &[SAMPLE]);
    assert_eq!(without.exit, 4);
    without.says("percentage-without-denominator", "does not say of what");
    let dim = [("a.fcs", fcs(&[[1.0, 1.0, 1.0]; 10], &[]))];
    let none = judged(&gated("50", PERCENT), &dim, &[SAMPLE]);
    assert_eq!((none.exit, none.verdict("L", "t").2), (4, "no-event-counted"));
    let channel = judged(&gated("50", PERCENT).replace("FITC-A", "BV421-A"), &file, &[SAMPLE]);
    assert_eq!(channel.exit, 4);
    assert_eq!(channel.reason("L", "t"), "the file has no channel \"BV421-A\"; its channels: SSC-A, FITC-A, PE-A");
}

const QUANTILE: &str = "quantile 99 % of isotype";
const ISOTYPE: &str = "file: i.fcs, role: control, control: isotype";

/// Every event of the control has the same value, and so have the 200 negative events of the sample: they are not above it.
#[test]
fn a_threshold_counts_no_event_of_the_control_as_above_it() {
    let files = [("a.fcs", fcs(&events(1000, 800, 0), &[])), ("i.fcs", fcs(&events(900, 0, 0), &[]))];
    let outcome = judged(&gated(QUANTILE, PERCENT), &files, &[SAMPLE, ISOTYPE]);
    assert_eq!(outcome.exit, 0, "{:#}", outcome.report);
    assert_eq!(outcome.test("L", "t")["determinations"][0]["text"], "80");
    let how = "gate cd63 begins or ends at FITC-A 10, the 0.99 quantile (type 7) of 900 events of the isotype control";
    assert!(outcome.how("L", "t", 0).contains(how), "{}", outcome.how("L", "t", 0));
}

#[test]
fn a_control_that_cannot_be_used_stops_the_test() {
    let sample = ("a.fcs", fcs(&events(1000, 800, 0), &[]));
    let control = |bytes: Vec<u8>| ("i.fcs", bytes);
    let nobody = "a gate takes its threshold from the isotype control, and no run is this control";
    let elsewhere = fcs_of(["SSC-A", "APC-A", "PE-A"], &events(900, 0, 0), &[]);
    for (files, entries, reason) in [
        (vec![sample.clone()], vec![SAMPLE], nobody),
        (
            vec![sample.clone(), control(fcs(&events(900, 0, 0), &[]))],
            vec![SAMPLE, "file: i.fcs, role: control, control: unstained"],
            nobody,
        ),
        (vec![sample.clone(), control(fcs(&[], &[]))], vec![SAMPLE, ISOTYPE], nobody),
        (
            vec![sample.clone(), control(elsewhere)],
            vec![SAMPLE, ISOTYPE],
            "the file has no channel \"FITC-A\"; its channels: SSC-A, APC-A, PE-A",
        ),
    ] {
        let outcome = judged(&gated(QUANTILE, PERCENT), &files, &entries);
        assert_eq!((outcome.exit, outcome.verdict("L", "t")), (4, ("not_evaluable", "", "gating-not-possible")));
        assert_eq!(outcome.reason("L", "t"), reason);
    }
}

/// A threshold says something of a sample that was measured in the same way. SSC-A is the channel of the gate around, PE-A is
/// none of this test.
#[test]
fn a_control_at_other_settings_gives_no_threshold() {
    let sample = [("$P2V", "450"), ("$P1V", "300"), ("$P2G", "1.0"), ("$CYT", "Aurora"), ("$CYTSN", "A1")];
    let judge = |control: &[(&str, &str)]| {
        let files = [("a.fcs", fcs(&events(1000, 800, 0), &sample)), ("i.fcs", fcs(&events(900, 0, 0), control))];
        judged(&gated(QUANTILE, PERCENT), &files, &[SAMPLE, ISOTYPE])
    };
    for same in [&sample[..], &[], &[("$P2V", "450.0"), ("$P2G", "1")], &[("$P3V", "900")], &[("$CYT", " Aurora ")]] {
        let outcome = judge(same);
        assert_eq!((outcome.exit, outcome.verdict("L", "t").0), (0, "pass"), "{same:?}: {:#}", outcome.report);
    }
    let start = "the isotype control was not taken as the sample was:";
    for (keyword, value, what) in [
        ("$P2V", "300", "voltage ($PnV) of FITC-A is 300, that of the sample 450"),
        ("$P1V", "301", "voltage ($PnV) of SSC-A is 301, that of the sample 300"),
        ("$P2G", "2.0", "gain ($PnG) of FITC-A is 2.0, that of the sample 1.0"),
        ("$CYT", "LSR", "$CYT is LSR, that of the sample Aurora"),
        ("$CYTSN", "A2", "serial number of the cytometer is A2, that of the sample A1"),
    ] {
        let outcome = judge(&[(keyword, value)]);
        let found = (outcome.exit, outcome.verdict("L", "t"));
        assert_eq!(found, (4, ("not_evaluable", "", "control-settings-differ")), "{keyword}: {:#}", outcome.report);
        assert_eq!(outcome.reason("L", "t"), format!("{start} {what}"));
    }
}

/// The 99 % quantile of three events is the largest of them.
#[test]
fn a_control_of_a_handful_of_events_gives_no_threshold() {
    let judge = |count: usize| {
        let files = [("a.fcs", fcs(&events(1000, 800, 0), &[])), ("i.fcs", fcs(&events(count, 0, 0), &[]))];
        judged(&gated(QUANTILE, PERCENT), &files, &[SAMPLE, ISOTYPE])
    };
    for count in [3, 99] {
        let outcome = judge(count);
        let found = (outcome.exit, outcome.verdict("L", "t"));
        assert_eq!(found, (4, ("not_evaluable", "", "control-with-few-events")), "{:#}", outcome.report);
        let reason = format!(
            "the threshold of gate \"cd63\" is the 0.99 quantile of {count} events of the isotype control, and fewer than one of \
             so many lies beyond it; it takes 100 events"
        );
        assert_eq!(outcome.reason("L", "t"), reason);
    }
    assert_eq!(judge(100).verdict("L", "t").0, "pass");
}

/// A control of the samples is the one of the gate whatever its case and the blanks around it; a name that is only alike is
/// suggested and not taken.
#[test]
fn controls_of_gates_are_found_by_name() {
    let files = [("a.fcs", fcs(&events(1000, 800, 0), &[])), ("i.fcs", fcs(&events(900, 0, 0), &[]))];
    for name in ["Isotype", "\" ISOTYPE \"", "iso-type"] {
        let control = format!("file: i.fcs, role: control, control: {name}");
        let outcome = judged(&gated(QUANTILE, PERCENT), &files, &[SAMPLE, &control]);
        assert_eq!(outcome.exit, 0, "{name}: {:#}", outcome.report);
        assert_eq!(outcome.test("L", "t")["determinations"][0]["text"], "80", "{name}");
        assert!(!outcome.report["findings"].to_string().contains("run-not-used"), "{name}");
    }
    let near = judged(&gated(QUANTILE, PERCENT), &files, &[SAMPLE, "file: i.fcs, role: control, control: isotypes"]);
    assert_eq!((near.exit, near.verdict("L", "t")), (4, ("not_evaluable", "", "gating-not-possible")));
    near.says("gating-not-possible", "a control of the samples is named `isotypes`: is it meant?");
}

/// Only `role: control` makes a file the control of a gate.
#[test]
fn a_file_of_another_role_is_no_control_of_a_gate() {
    let files = [("a.fcs", fcs(&events(1000, 800, 0), &[])), ("i.fcs", fcs(&events(900, 0, 0), &[]))];
    for role in ["blank", "reference"] {
        let entry = format!("file: i.fcs, role: {role}, control: isotype");
        let outcome = judged(&gated(QUANTILE, PERCENT), &files, &[SAMPLE, &entry]);
        assert_eq!((outcome.exit, outcome.verdict("L", "t")), (4, ("not_evaluable", "", "gating-not-possible")));
        outcome.says("run-not-used", "no test takes anything from the run");
    }
}

#[test]
fn a_matrix_that_is_not_there_compensates_nothing() {
    let spec = gated("50", PERCENT).replace("compensation: none", "compensation: from file");
    for (keywords, reason) in [
        (&[][..], "the file states no spillover matrix to compensate with"),
        (
            &[("$SPILLOVER", "2,FITC-A,APC-A,1,0.1,0.1,1")][..],
            "$SPILLOVER names channels that the file does not have: APC-A",
        ),
    ] {
        let outcome = judged(&spec, &[("a.fcs", fcs(&events(100, 80, 0), keywords))], &[SAMPLE]);
        assert_eq!((outcome.exit, outcome.verdict("L", "t")), (4, ("not_evaluable", "", "spillover-not-usable")));
        assert_eq!(outcome.reason("L", "t"), reason);
    }
}

/// A series whose concentration is 1.6e7 from 1:1000 on; at 1:100 four fifths of the events are lost in coincidence.
fn series(sample: &str, test: &str, dilutions: &[(u32, usize)]) -> Outcome {
    let volume = [("$VOL", "50000")];
    let mut files = vec![("a.fcs".to_owned(), fcs(&events(1000, 800, 0), &volume))];
    let mut entries = vec![sample.to_owned()];
    for (dilution, count) in dilutions {
        let name = format!("s{dilution}.fcs");
        entries.push(format!("file: {name}, role: control, control: coincidence, dilution: {dilution}"));
        files.push((name, fcs(&events(*count, *count, 0), &volume)));
    }
    let files: Vec<(&str, Vec<u8>)> = files.iter().map(|(name, bytes)| (&**name, bytes.clone())).collect();
    let entries: Vec<&str> = entries.iter().map(String::as_str).collect();
    judged(&gated("50", test), &files, &entries)
}

const SERIES: [(u32, usize); 4] = [(100, 1600), (1000, 801), (2000, 402), (4000, 200)];

#[test]
fn coincidence_is_looked_for_at_the_dilution_of_the_sample() {
    let concentration = "gate: cd63, statistic: concentration, accept: \">= 1e6 particles/mL\", valid_if: [control coincidence \
                         <= 20 %]";
    let percent = format!("{PERCENT}, valid_if: [control coincidence <= 20 %]");
    for test in [concentration, &percent] {
        let good = series("file: a.fcs, lot: L, dilution: 1000", test, &SERIES);
        assert_eq!((good.exit, good.verdict("L", "t").0), (0, "pass"), "{:#}", good.report);
        // 402 × 2000 beside the median, 801 × 1000: one determination of the sample, one of the series.
        let rows = good.test("L", "t")["determinations"].as_array().unwrap();
        assert_eq!((rows.len(), &rows[1]["text"]), (2, &"0.3745".into()));
        let bad = series("file: a.fcs, lot: L, dilution: 100", test, &SERIES);
        assert_eq!((bad.exit, bad.verdict("L", "t")), (3, ("invalid", "", "control-outside-window")));
        assert_eq!(bad.reason("L", "t"), "control coincidence is 80.0250 %; required: control coincidence <= 20 %");
        let few = series("file: a.fcs, lot: L, dilution: 1000", test, &SERIES[1..2]);
        assert_eq!((few.exit, few.reason("L", "t")), (4, "the dilution series: needs at least 3 values, got 1"));
        let beyond = series("file: a.fcs, lot: L, dilution: 8000", test, &SERIES);
        assert_eq!((beyond.exit, beyond.reason("L", "t")), (4, "the series does not reach the dilution 8000"));
        let none = series("file: a.fcs, lot: L, dilution: 1000", test, &[]);
        assert_eq!((none.exit, none.verdict("L", "t").2), (3, "control-not-reported"));
    }
    let unknown = series("file: a.fcs, lot: L", &percent, &SERIES);
    assert_eq!((unknown.exit, unknown.reason("L", "t")), (4, "the dilution of the sample is not known"));
    // A series that no test asks for is not judged in silence.
    series("file: a.fcs, lot: L, dilution: 1000", PERCENT, &SERIES).says("run-not-used", "no test takes anything from");
}

#[test]
fn events_are_no_concentration_of_a_counter() {
    let files = [("a.fcs", fcs(&events(10, 8, 0), &[]))];
    let unnamed = judged(&crate::files::concentration(""), &files, &[SAMPLE]);
    assert_eq!(unnamed.exit, 4);
    unnamed.says("run-of-lot-not-used", "no test takes anything from the run");
    let named = judged(&crate::files::concentration(""), &files, &["file: a.fcs, lot: L, test: conc"]);
    assert_eq!((named.exit, named.verdict("L", "conc")), (4, ("not_evaluable", "", "run-without-value")));
}
