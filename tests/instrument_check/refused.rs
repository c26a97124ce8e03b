//! What a name, a word or a number must not be able to do.

use crate::files::{capture, concentration, nta, one, spec};
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
