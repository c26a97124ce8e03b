//! Wells of a lot that a line of the samples takes away from its results, and dilutions of one sample on one plate.

use crate::files::spec;
use crate::{Outcome, check, samples};

/// Wells of sample EV-1 on a plate: name, dilution, range, signal and concentration of CD9.
fn plate(wells: &[[&str; 5]]) -> String {
    let head = "Plate_1,,,,,,,\nSample,Assay,Well,Spot,Detection Range,Dilution,Signal,Calc. Concentration\n";
    let rows = wells.iter().map(|[well, dilution, range, signal, value]| {
        format!("EV-1,CD9,{well},1,{range} Detection Range,{dilution},{signal},{value}\n")
    });
    head.to_owned() + &rows.collect::<String>()
}

/// Two wells above the range and two inside.
const WELLS: [[&str; 5]; 4] = [
    ["A01", "1", "Above", "3500", "NaN"],
    ["A02", "1", "Above", "3300", "53.2"],
    ["A03", "1", "In", "350", "5.2"],
    ["A04", "1", "In", "330", "5.0"],
];

fn cd9(result: &str, more: &str) -> String {
    spec(&format!(
        "  cd9: {{name: CD9, category: purity, from: stated, quantity: concentration of CD9, result: {result}, accept: \"<= 60 \
         pg/mL\"{more}}}\n"
    ))
}

/// The signals of wells, of which no calculated concentration is asked for.
fn signals() -> String {
    let test = |id: &str, limit: &str| {
        format!(
            "  {id}: {{name: {id}, category: purity, from: stated, quantity: signal of CD9, result: mean of 2, accept: \"{limit}\"}}\n"
        )
    };
    spec(&(test("low", "<= 400") + &test("high", ">= 3000")))
}

fn judged(spec: &str, wells: &[[&str; 5]], entries: &[&str]) -> Outcome {
    check(spec, &[("p.csv", plate(wells)), ("samples.yaml", samples(entries))], &["p.csv"])
}

const VOID: &str = "status: invalid, reason: air bubble in the well, investigation: INV-1, analyst: B. Chen";

/// Under another role a failing well would go away without a word on the certificate.
#[test]
fn a_run_of_a_lot_is_no_control_that_nobody_asks_for() {
    let wells = [["A01", "1", "In", "350", "5.2"], ["A02", "1", "In", "330", "5.0"], ["A03", "1", "In", "9000", "900"]];
    let lot = "lot: EV-1, unit: pg/mL";
    let judge = |spec: &str, third: &str| {
        judged(
            spec,
            &wells,
            &[&format!("file: p.csv, run: A01, {lot}"), &format!("file: p.csv, run: A02, {lot}"), third],
        )
    };
    let spec = cd9("mean of at least 2", "");
    for (role, made) in [
        ("role: control, control: wash", "control wash"),
        ("lot: EV-1, role: control, control: wash", "control wash"),
        ("role: reference", "reference"),
        ("role: blank", "blank"),
    ] {
        let outcome = judge(&spec, &format!("file: p.csv, run: A03, {role}"));
        assert_eq!(outcome.exit, 4, "{role}: {:#}", outcome.report);
        let message = format!(
            "run A03 (sample EV-1) of p.csv is one of lot EV-1, and no test asks for the {made} that it is made"
        );
        outcome.says("run-of-lot-set-aside", &message);
    }
    // What a test asks for is looked at: 900 are no recovery of 80 to 120.
    let asked = cd9("mean of at least 2", ", valid_if: [control spike 80 to 120]");
    let outcome = judge(&asked, "file: p.csv, run: A03, role: control, control: spike");
    assert_eq!(outcome.verdict("EV-1", "cd9").0, "invalid", "{:#}", outcome.report);
}

/// A void run is the usual one to have no number: its record decides.
#[test]
fn a_void_run_needs_no_value() {
    let entries = |record: &str| {
        let void = |run: &str| format!("file: p.csv, run: {run}, lot: EV-1, unit: pg/mL, {record}");
        let good = |run: &str| format!("file: p.csv, run: {run}, lot: EV-1, unit: pg/mL");
        [void("A01"), void("A02"), good("A03"), good("A04")]
    };
    let judge = |record: &str| {
        let all = entries(record);
        judged(&cd9("mean of 2", ""), &WELLS, &all.each_ref().map(String::as_str))
    };
    let void = judge(&format!("{VOID}, approver: Q. Adler"));
    assert_eq!((void.exit, void.verdict("EV-1", "cd9")), (0, ("pass", "5 pg/mL", "")), "{:#}", void.report);
    assert_eq!(void.test("EV-1", "cd9")["flags"][0], "retest_history");
    let first = &void.test("EV-1", "cd9")["determinations"][0];
    let text = "no value: concentration of CD9 is `NaN`: the software marks it `Above Detection Range`";
    assert_eq!((&first["text"], &first["use"]), (&text.into(), &"invalidated".into()), "{first:#}");
    // A record that is not complete, or not good, leaves the wells where they are.
    let no_cause = VOID.replace("air bubble in the well", "\"-\"");
    for record in [VOID.to_owned(), format!("{VOID}, approver: B. Chen"), format!("{no_cause}, approver: Q. Adler")] {
        let outcome = judge(&record);
        assert_eq!(
            (outcome.exit, outcome.verdict("EV-1", "cd9").0),
            (4, "not_evaluable"),
            "{record}: {:#}",
            outcome.report
        );
    }
}

/// Analytes are read at different dilutions: all wells of one may serve one test, some of them may not.
#[test]
fn all_wells_of_a_dilution_may_serve_one_test() {
    let wells = [
        ["A01", "1", "In", "3513", "53"],
        ["A02", "1", "In", "3600", "55"],
        ["B01", "10", "In", "351", "5"],
        ["B02", "10", "In", "330", "5"],
    ];
    let both = judged(
        &signals(),
        &wells,
        &["file: p.csv, run: \"A*\", lot: EV-1, test: high", "file: p.csv, run: \"B*\", lot: EV-1, test: low"],
    );
    assert_eq!(both.exit, 0, "{:#}", both.report);
    both.says(
        "run-left-out",
        "low: values of lot EV-1 in p.csv are not used, for the entry names other tests: run A01",
    );
    let one = judged(
        &signals().replace("mean of 2", "mean of at least 1"),
        &wells,
        &[
            "file: p.csv, run: \"A*\", lot: EV-1, test: high",
            "file: p.csv, run: B01, lot: EV-1, test: low",
            "file: p.csv, run: B02, lot: EV-1, test: high",
        ],
    );
    assert_eq!(one.exit, 4, "{:#}", one.report);
    one.says("run-of-lot-left-out", "run B02 (sample EV-1) = 330");
}

/// The first dilution lies above the range, the next one inside: the instrument says which counts, and not the laboratory.
#[test]
fn a_dilution_outside_the_range_may_be_set_aside_as_a_whole() {
    let judge = |wells: &[[&str; 5]], entries: &[&str]| judged(&cd9("mean of at least 1", ""), wells, entries);
    let series = |first: [&'static str; 3], second: [&'static str; 3]| {
        // Of an undiluted sample alone the export is known to state the concentration itself.
        [
            ["A01", "10", first[0], "3500", first[1]],
            ["A02", "10", first[2], "3300", "53.2"],
            ["B01", "1", second[0], "350", second[1]],
            ["B02", "1", second[2], "330", "5.0"],
        ]
    };
    let lot = "file: p.csv, run: \"B*\", lot: EV-1, unit: pg/mL";
    let skip = "file: p.csv, run: \"A*\", skip: outside the range of the curve";
    for first in [["Above", "NaN", "Above"], ["Above", "NaN", "In"]] {
        let outcome = judge(&series(first, ["In", "5.2", "In"]), &[lot, skip]);
        assert_eq!((outcome.exit, outcome.verdict("EV-1", "cd9").1), (0, "5 pg/mL"), "{first:?}: {:#}", outcome.report);
        outcome.says("run-set-aside", "run A01 (sample EV-1) of p.csv is not used: outside the range of the curve");
    }
    let refused = |outcome: Outcome| {
        assert_eq!(outcome.exit, 4, "{:#}", outcome.report);
        outcome
            .says("run-of-lot-set-aside", "(sample EV-1) of p.csv is set aside by a word, and it is one of lot EV-1");
    };
    // Inside the range, no other dilution inside, a part of a dilution, or no other dilution at all.
    refused(judge(&series(["In", "50", "In"], ["In", "5.2", "In"]), &[lot, skip]));
    refused(judge(&series(["Above", "NaN", "Above"], ["In", "5.2", "Below"]), &[lot, skip]));
    let part = ["file: p.csv, run: A01, skip: above", "file: p.csv, run: A02, lot: EV-1, unit: pg/mL", lot];
    refused(judge(&series(["Above", "NaN", "In"], ["In", "5.2", "In"]), &part));
    let wells = ["file: p.csv, run: A01, skip: above", "file: p.csv, run: A02, skip: above"];
    refused(judge(
        &WELLS,
        &[wells[0], wells[1], "file: p.csv, run: A03, lot: EV-1", "file: p.csv, run: A04, lot: EV-1"],
    ));
}
