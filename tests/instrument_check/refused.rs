//! What a name, a word or a number must not be able to do.

use crate::files::{capture, concentration, fcs, nta, one, spec};
use crate::{check, samples};

#[test]
fn a_run_of_a_lot_is_not_set_aside_by_a_word() {
    let file = nta(&[capture("a_00"), capture("a_01").concentration("9.00e+011")], Some("1000"));
    let spec = concentration("");
    let claimed = samples(&["file: a.csv, lot: L", "file: a.csv, run: a_01, skip: noisy"]);
    let found = check(&spec, &[("a.csv", file.clone()), ("samples.yaml", claimed)], &["a.csv"]);
    assert_eq!(found.exit, 4);
    found.says("run-claimed-twice", "run a_01 of a.csv is set aside by one entry and claimed by another");
    // What belongs to no lot may be skipped, and every report says so.
    let apart = samples(&["file: a.csv, run: a_00, lot: L", "file: a.csv, run: a_01, skip: set-up of the camera"]);
    let found = check(&spec, &[("a.csv", file), ("samples.yaml", apart)], &["a.csv"]);
    assert_eq!(found.exit, 0, "{:#}", found.report);
    found.says("run-set-aside", "run a_01 of a.csv is not used: set-up of the camera");
}

/// A lot whose values come in a table has no runs of instrument files that go away by a word or a role, either.
#[test]
fn a_run_of_a_lot_in_a_table_is_not_set_aside_by_a_word() {
    let captures = [capture("L_00").concentration("9.00e+011"), capture("M_00")];
    let file = nta(&captures, Some("1000"));
    let table = "lot,test,value,unit\nL,conc,1e11,particles/mL\n";
    for away in ["skip: the value is in the table", "role: blank"] {
        let entries = samples(&[&format!("file: a.csv, run: L_00, {away}"), "file: a.csv, run: M_00, lot: M"]);
        let files = [("a.csv", file.clone()), ("t.csv", table.to_owned()), ("samples.yaml", entries)];
        let found = check(&concentration(""), &files, &["t.csv", "a.csv"]);
        assert_eq!(found.exit, 4, "{away}: {:#}", found.report);
        found.says("run-of-lot-set-aside", "L_00");
    }
}

/// A well of a lot is void by its record and by nothing less: what names the lot is not skipped, and no test leaves it out.
#[test]
fn a_run_of_a_lot_is_void_by_its_record_alone() {
    let captures = ["L_00", "L_01", "L_02"].map(capture);
    let [first, second, third] = captures;
    let file = nta(&[first, second, third.concentration("9.00e+011").particles_per_frame("5.0")], Some("1000"));
    // The capture that is void has few particles in a frame, too.
    let spec = concentration(", valid_if: [each control particles_per_frame >= 4]")
        .replace("mean of 1", "mean of at least 2")
        .replace(">= 5e10", "<= 2e11")
        + "  d50: {name: Median size, category: identity, from: size_distribution, statistic: d50, result: each of at least 1, \
           accept: \"<= 100 nm\"}\n";
    let judged = |third: &str| {
        let entries = samples(&["file: a.csv, run: L_00, lot: L", "file: a.csv, run: L_01, lot: L", third]);
        check(&spec, &[("a.csv", file.clone()), ("samples.yaml", entries)], &["a.csv"])
    };
    // The mean of 1e11, 1e11 and 9e11 is 3.7e11.
    let all = judged("file: a.csv, run: L_02, lot: L");
    assert_eq!((all.exit, all.verdict("L", "conc").0), (1, "fail"), "{:#}", all.report);
    let skipped = judged("file: a.csv, run: L_02, skip: bubble in the well");
    assert_eq!(skipped.exit, 4, "{:#}", skipped.report);
    skipped.says("run-of-lot-set-aside", "run L_02 of a.csv is set aside by a word, and it is one of lot L");
    let narrow = judged("file: a.csv, run: L_02, lot: L, test: d50");
    assert_eq!(narrow.exit, 4, "{:#}", narrow.report);
    narrow.says(
        "run-of-lot-left-out",
        "Particles: values of lot L in a.csv are not used, for the entry names other tests: run L_02 = ",
    );
    let record = "file: a.csv, run: L_02, lot: L, status: invalid, reason: bubble in the cell of the camera, investigation: INV-9, \
                  analyst: A. Bo";
    let void = judged(&format!("{record}, approver: Q. Adler"));
    assert_eq!((void.exit, void.verdict("L", "conc").0), (0, "pass"), "{:#}", void.report);
    assert_eq!(void.test("L", "conc")["flags"][0], "retest_history");
    let whole = |spec: &str, approver: &str| {
        let third = format!("{record}, approver: {approver}");
        let entries = samples(&["file: a.csv, run: L_00, lot: L", "file: a.csv, run: L_01, lot: L", &third]);
        check(spec, &[("a.csv", file.clone()), ("samples.yaml", entries)], &["a.csv"])
    };
    // The settings of the void capture are set aside with it, and with its record alone.
    let strict = spec.replace("particles_per_frame >= 4", "particles_per_frame >= 20");
    let frames = whole(&strict, "Q. Adler");
    assert_eq!((frames.exit, frames.verdict("L", "conc").0), (0, "pass"), "{:#}", frames.report);
    assert_eq!(whole(&strict, "A. Bo").verdict("L", "conc").0, "invalid");
    let unchecked = spec.replace(", valid_if: [each control particles_per_frame >= 4]", "");
    let own = whole(&unchecked, "A. Bo");
    assert_eq!((own.exit, own.verdict("L", "conc").0), (1, "fail"), "{:#}", own.report);
}

/// Saved again by a spreadsheet program, an export has other bytes and is the same recording.
#[test]
fn a_recording_that_was_saved_again_is_told() {
    let spec = concentration("").replace("mean of 1", "mean of 2 injections of 1 captures");
    let again = one("L_00").replace("NTA 3.2 Dev Build 3.2.16\n\n", "NTA 3.2 Dev Build 3.2.16\n\n\n");
    let files = |second: &str| {
        let entries = samples(&["file: \"a_{group}.csv\", lot: L", second]);
        [("a_1.csv", one("L_00")), ("b.csv", again.clone()), ("samples.yaml", entries)]
    };
    let twice = check(&spec, &files("file: b.csv, lot: L, group: 2"), &["a_1.csv", "b.csv"]);
    assert_eq!(twice.exit, 4, "{:#}", twice.report);
    twice.says("same-file-twice", "run L_00 of b.csv is that of a_1.csv: one recording in two files");
    // Neither do other spellings of its numbers, nor other captures and averages beside it, make it another one.
    let saved = one("L_00").replace("1.00e+011", "1.00E+11").replace("1.00e+003", "1000").replace("50.0", "50");
    let [first, second] = ["L_00", "L_01"].map(capture);
    let combined = nta(&[first, second.concentration("3.00e+011")], Some("1.00e+003"));
    for again in [saved, combined] {
        let entries = samples(&["file: \"a_{group}.csv\", lot: L", "file: b.csv, lot: L, group: 2"]);
        let files = [("a_1.csv", one("L_00")), ("b.csv", again), ("samples.yaml", entries)];
        let twice = check(&spec, &files, &["a_1.csv", "b.csv"]);
        assert_eq!(twice.exit, 4, "{:#}", twice.report);
        twice.says("same-file-twice", "run L_00 of b.csv is that of a_1.csv: one recording in two files");
    }
    // The copy may be set aside, although it names the lot: its recording is judged.
    let once = spec.replace("mean of 2 injections of 1 captures", "mean of 1");
    let aside = check(&once, &files("file: b.csv, skip: saved again"), &["a_1.csv", "b.csv"]);
    assert_eq!(aside.exit, 0, "{:#}", aside.report);
}

/// Exported again, events have other keywords and are the same.
#[test]
fn events_that_were_exported_again_are_told() {
    let test = "  t: {name: T, category: identity, from: events, gate: g, statistic: percent, of: events, result: mean of 2, accept: \
                \">= 30 %\", method: bead assay}\n";
    let gates = "compensation: none\ngates:\n  g: {channel: SSC-A, scale: linear, above: 100}\ntests:";
    let spec = spec(test).replace("tests:", gates);
    let events =
        |bright: usize| (0..40).map(|at| [if at < bright { 200.0 } else { 1.0 }, at as f32, 1.0]).collect::<Vec<_>>();
    let judged = |first: Vec<u8>, second: Vec<u8>| {
        let entries = samples(&["file: \"{replicate}.fcs\", lot: L"]).into_bytes();
        check(&spec, &[("1.fcs", first), ("2.fcs", second), ("samples.yaml", entries)], &["1.fcs", "2.fcs"])
    };
    let again =
        judged(fcs(&events(30), &[("$FIL", "a.fcs"), ("$OP", "A. Bo")]), fcs(&events(30), &[("$FIL", "b.fcs")]));
    assert_eq!(again.exit, 4, "{:#}", again.report);
    again.says("same-file-twice", "run b.fcs of 2.fcs is that of 1.fcs: one recording in two files");
    // 30 and 20 of 40 are 75 % and 50 %. A bead assay is read on a cytometer, too.
    let other = judged(fcs(&events(30), &[]), fcs(&events(20), &[]));
    assert_eq!((other.exit, other.verdict("L", "t").0), (0, "pass"), "{:#}", other.report);
}

/// Where an instrument does not count in proportion a run has no value, and a void one needs none.
#[test]
fn a_void_run_outside_the_linear_range_is_void() {
    let spec = concentration(", linear_range: 1e7 to 1e8 particles/mL").replace("mean of 1", "mean of at least 1");
    let judged = |record: &str| {
        // As measured, 9e8 and 1e8 particles/mL.
        let file = nta(&[capture("L_00").concentration("9.00e+011"), capture("L_01")], Some("1000"));
        let entries = samples(&[&format!("file: a.csv, run: L_00, lot: L{record}"), "file: a.csv, run: L_01, lot: L"]);
        check(&spec, &[("a.csv", file), ("samples.yaml", entries)], &["a.csv"])
    };
    assert_eq!(judged("").verdict("L", "conc").2, "outside-linear-range");
    let record = ", status: invalid, reason: syringe not flushed, investigation: INV-9, analyst: A. Bo";
    assert_eq!(judged(record).verdict("L", "conc").2, "outside-linear-range");
    let void = judged(&format!("{record}, approver: Q. Adler"));
    assert_eq!((void.exit, void.verdict("L", "conc").0), (0, "pass"), "{:#}", void.report);
}

/// Sizes by light scattering are not judged by a limit of particle tracking.
#[test]
fn a_file_of_another_technique_serves_no_test_of_this_one() {
    let size = "Record\tType\tSample Name\tMeasurement Date and Time\tZ-Average (d.nm)\tPdI\tAttenuator\r\n\
                1\tSize\tEV-1\t02 November 2026 10:00:00\t110.3\t0.121\t8\r\n";
    let judged = |methods: &str, entry: &str| {
        let spec = spec(&format!(
            "  z: {{name: Z-average, category: identity, from: stated, quantity: z_average, result: mean of 1, accept: \"<= 150 \
             nm\"{methods}}}\n"
        ));
        let entries = samples(&[&format!("file: z.txt, lot: L{entry}")]);
        check(&spec, &[("z.txt", size.to_owned()), ("samples.yaml", entries)], &["z.txt"])
    };
    for methods in ["", ", method: DLS", ", method: [NTA, DLS]", ", method: SOP-12 sizing", ", method: [NTA, in-house]"]
    {
        let known = judged(methods, "");
        assert_eq!((known.exit, known.verdict("L", "z").0), (0, "pass"), "{methods}: {:#}", known.report);
    }
    for (methods, entry, why) in [
        (", method: NTA", "", "the specification lists NTA for z"),
        (", method: nano-flow cytometry", ", test: z", "the specification lists nano-flow cytometry for z"),
        (", method: NTA", ", method: NTA", "the samples say that it was measured by \"NTA\""),
    ] {
        let other = judged(methods, entry);
        assert_eq!((other.exit, other.verdict("L", "z").0), (4, "not_evaluable"), "{methods}: {:#}", other.report);
        let own = "the file (zetasizer) is one of dynamic light scattering or electrophoretic light scattering";
        assert_eq!(other.reason("L", "z"), format!("{own}, and {why}"));
    }
    // Of two tests of a quantity by two methods, the file is for the one of its own.
    let test = |id: &str, method: &str| {
        format!(
            "  {id}: {{name: {id}, category: identity, from: stated, quantity: z_average, result: mean of 1, method: {method}, accept: \
             \"<= 150 nm\"}}\n"
        )
    };
    let files = [("z.txt", size.to_owned()), ("samples.yaml", samples(&["file: z.txt, lot: L"]))];
    let both = check(&spec(&(test("z", "DLS") + &test("y", "NTA"))), &files, &["z.txt"]);
    assert_eq!((both.verdict("L", "z").0, both.verdict("L", "y").0), ("pass", "missing"), "{:#}", both.report);
}

#[test]
fn percentiles_are_compared_whatever_their_plans() {
    let test = |share: u32, plan: &str| {
        format!(
            "  d{share}: {{name: D{share}, category: identity, from: size_distribution, statistic: d{share}, result: {plan}, \
             accept: \"<= 1000 nm\"}}\n"
        )
    };
    let small = nta(&[capture("b_00").only_bin(2)], Some("1000"));
    let entries = samples(&["file: a.csv, lot: L, test: d50", "file: b.csv, lot: L, test: d90"]);
    let files = [("a.csv", one("a_00")), ("b.csv", small), ("samples.yaml", entries)];
    let found = check(&spec(&(test(50, "mean of 1") + &test(90, "single"))), &files, &["a.csv", "b.csv"]);
    assert_eq!((found.exit, found.verdict("L", "d90").0), (4, "not_evaluable"));
    assert_eq!(found.verdict("L", "d90").2, "percentiles-out-of-order");
}

#[test]
fn nothing_is_diluted_into_less_than_one_part() {
    let files =
        [("a.csv", nta(&[capture("a_00")], Some("5.00e-001"))), ("samples.yaml", samples(&["file: a.csv, lot: L"]))];
    let found = check(&concentration(""), &files, &["a.csv"]);
    assert_eq!((found.exit, found.verdict("L", "conc").0), (4, "not_evaluable"));
    found.says("dilution-below-one", "the file records a dilution of 5.00e-001, less than one");
}

#[test]
fn what_is_neither_table_nor_instrument_file_says_what_was_tried() {
    let files = [("notes.txt", "first line\nsecond line\n".to_owned())];
    let found = check(&concentration(""), &files, &["notes.txt"]);
    assert_eq!(found.exit, 4);
    found.says("format-not-recognised", "looked for: nanosight");
}
