//! Blanks are related to the sample as measured, and what a blank is not is never assumed.

use crate::files::{capture, concentration, nta, one};
use crate::{Outcome, check, samples};

/// A sample of 1e8 particles/mL as measured, diluted a thousandfold, with this blank.
fn with_blank(more: &str, blank: &str, entry: &str) -> Outcome {
    let entries = samples(&["file: a.csv, lot: L", entry]);
    let files = [("a.csv", &*one("a_00")), ("b.csv", blank), ("samples.yaml", &entries)];
    check(&concentration(more), &files, &["a.csv", "b.csv"])
}

const LIMIT: &str = ", valid_if: [blank <= 5 % of sample]";
const SHARED: &str = "file: b.csv, role: blank";

/// 4 % and 6 % of the sample, whatever the record of the blank says of a dilution.
#[test]
fn a_blank_counts_as_it_was_measured() {
    for (dilution, low, high) in [
        (Some("1.00e+003"), "4.00e+009", "6.00e+009"),
        (Some("Not recorded"), "4.00e+006", "6.00e+006"),
        (None, "4.00e+006", "6.00e+006"),
    ] {
        for (stated, value, expected) in [(low, "4000000000", ("pass", 0)), (high, "6000000000", ("invalid", 3))] {
            let blank = nta(&[capture("b_00").concentration(stated)], dilution);
            let outcome = with_blank(LIMIT, &blank, SHARED);
            assert_eq!((outcome.verdict("L", "conc").0, outcome.exit), expected, "{stated} {dilution:?}");
            assert_eq!(outcome.test("L", "conc")["determinations"][1]["text"], value);
        }
    }
}

#[test]
fn a_blank_that_is_not_there_does_not_show_that_the_run_worked() {
    let files = [("a.csv", one("a_00")), ("samples.yaml", samples(&["file: a.csv, lot: L"]))];
    let outcome = check(&concentration(LIMIT), &files, &["a.csv"]);
    assert_eq!((outcome.exit, outcome.verdict("L", "conc")), (3, ("invalid", "", "control-not-reported")));
    let outcome = check(&concentration(", subtract: blank"), &files, &["a.csv"]);
    assert_eq!(
        (outcome.exit, outcome.reason("L", "conc")),
        (4, "the blank is to be subtracted, and no run is a blank")
    );
}

/// The blank of another lot serves no other, and that lot is not forgotten.
#[test]
fn a_blank_of_another_lot_is_none() {
    let blank = nta(&[capture("b_00").concentration("4.00e+006")], Some("Not recorded"));
    let outcome = with_blank(LIMIT, &blank, "file: b.csv, role: blank, lot: M");
    assert_eq!(outcome.exit, 3);
    assert_eq!(outcome.verdict("L", "conc"), ("invalid", "", "control-not-reported"));
    assert_eq!(outcome.verdict("M", "conc").0, "missing");
}

#[test]
fn blanks_are_subtracted_before_the_factor() {
    let blank = |stated| nta(&[capture("b_00").concentration(stated)], Some("Not recorded"));
    let outcome = with_blank(", subtract: blank", &blank("4.00e+006"), SHARED);
    assert_eq!(outcome.exit, 0, "{:#}", outcome.report);
    // (1e8 - 4e6) times 1000.
    assert_eq!(outcome.test("L", "conc")["determinations"][0]["text"], "96000000000");
    let outcome = with_blank(", subtract: blank", &blank("1.00e+008"), SHARED);
    assert_eq!(outcome.verdict("L", "conc"), ("not_evaluable", "", "not-above-blank"));
    // Of two blanks the mean counts: (4e6 + 8e6) / 2.
    let two = nta(
        &[capture("b_00").concentration("4.00e+006"), capture("b_01").concentration("8.00e+006")],
        Some("Not recorded"),
    );
    let outcome = with_blank(", subtract: blank", &two, SHARED);
    assert_eq!(outcome.test("L", "conc")["determinations"][0]["text"], "94000000000");
}

#[test]
fn a_blank_in_which_nothing_was_counted_is_a_blank_of_zero() {
    let empty = nta(&[capture("b_00").failed()], Some("1.00e+003"));
    let outcome = with_blank(&format!(", subtract: blank{LIMIT}"), &empty, SHARED);
    assert_eq!(outcome.exit, 0, "{:#}", outcome.report);
    assert_eq!(outcome.test("L", "conc")["determinations"][0]["text"], "100000000000");
    assert_eq!(outcome.test("L", "conc")["determinations"][1]["text"], "0");
    outcome.says("measurement-failed", "1 of 1 captures: b_00");
}

/// A blank that is named for one test is not that of another.
#[test]
fn a_blank_serves_the_tests_that_it_is_named_for() {
    let spec = concentration(", subtract: blank")
        + "  size: {name: D50, category: identity, from: size_distribution, statistic: d50, result: mean of 1, accept: \
           \"<= 100 nm\"}\n";
    let blank = nta(&[capture("b_00").concentration("4.00e+006")], Some("Not recorded"));
    let entries = samples(&["file: a.csv, lot: L", "file: b.csv, role: blank, test: size"]);
    let files = [("a.csv", one("a_00")), ("b.csv", blank), ("samples.yaml", entries)];
    let outcome = check(&spec, &files, &["a.csv", "b.csv"]);
    assert_eq!(
        (outcome.exit, outcome.reason("L", "conc")),
        (4, "the blank is to be subtracted, and no run is a blank")
    );
}

#[test]
fn a_blank_in_another_unit_is_not_subtracted() {
    let qubit = "Run ID,Assay Name,Test Name,Test Date,Qubit\u{ae} tube conc.,Units,Original sample conc.,Units,\
                 Sample Volume (\u{b5}L),Dilution Factor,Std 1 RFU,Std 2 RFU,Std 3 RFU,Excitation,Emission,Green RFU,\
                 Far Red RFU\n2026-10-14,Protein,PBS,14/10/2026 1:06:59 AM,30.4,ng/mL,6.08,ng/\u{b5}L,1,200,49.43,\
                 21133.11,,Blue,Green,1303.11,\n";
    let outcome = with_blank(", subtract: blank", qubit, SHARED);
    assert_eq!(outcome.exit, 4, "{:#}", outcome.report);
    assert_eq!(outcome.reason("L", "conc"), "the blank is in ng/\u{b5}L, the sample in particles/mL");
}

/// A plate whose column of results has no unit: EV-1 12.5 and PBS 2.5, both diluted fourfold.
const PLATE: &str = "##BLOCKS= 2\r\n\
    Plate:\tP1\t1.3\tPlateFormat\tEndpoint\tAbsorbance\tRaw\tFALSE\t1\t\t\t\t\t\t1\t562 \t1\t3\t6\t1\t2\r\n\
    \tTemperature(C)\t1\t2\t3\t\r\n\t24.5\t0.5\t0.1\t\t\r\n\t\t\t\t\t\r\n~End\r\n\
    Group: Unknowns\r\nSample\tWells\tDilution Factor\tResult\r\nEV-1\tA1\t4\t12.5\r\nPBS\tA2\t4\t2.5\r\n\r\n\
    Group Column\tFormula Name\tFormula\tPrecision\tNotation\r\n1\tSample\t!SampleNames\t2\tNumeric\r\n\
    2\tWells\t!WellIDs\t2\tNumeric\r\n3\tDilution Factor\t!SampleDescriptor\t2\tNumeric\r\n\
    4\tResult\tInterpX(Std@Curve,OD)\t2\tNumeric\r\n~End \r\n\
    Original Filename: made up; Date Last Saved: 1/2/2026 3:04:05 PM\r\n";

/// The plate with `unit` keys for the well of the sample and for that of the blank.
fn plate(more: &str, sample: &str, blank: &str) -> Outcome {
    let entries = samples(&[
        &format!("file: p.txt, named: EV-1, lot: L{sample}"),
        &format!("file: p.txt, named: PBS, role: blank{blank}"),
    ]);
    let spec = concentration(more).replace("5e10 particles/mL", "30 ug/mL");
    check(&spec, &[("p.txt", PLATE), ("samples.yaml", &entries)], &["p.txt"])
}

/// Numbers alone are subtracted as they stand, so that what is said of their units decides whether they may be.
#[test]
fn blanks_of_a_plate_in_another_unit_are_not_subtracted() {
    let subtract = ", subtract: blank";
    let good = plate(subtract, ", unit: ug/mL", ", unit: ug/mL");
    // (12.5 - 2.5) times 4.
    assert_eq!((good.exit, good.verdict("L", "conc")), (0, ("pass", "40 \u{b5}g/mL", "")), "{:#}", good.report);
    let same = plate(subtract, ", unit: ug/mL", ", unit: \u{b5}g/mL");
    assert_eq!((same.exit, same.verdict("L", "conc").0), (0, "pass"));
    for (blank, named) in [(", unit: ng/mL", "ng/mL"), (", unit: mg/L", "mg/L"), ("", "no unit that is said")] {
        let other = plate(subtract, ", unit: ug/mL", blank);
        assert_eq!((other.exit, other.verdict("L", "conc")), (4, ("not_evaluable", "", "measurement-without-value")));
        assert_eq!(other.reason("L", "conc"), format!("the blank is in {named}, the sample in ug/mL"));
    }
    let none = plate(subtract, "", ", unit: ug/mL");
    assert_eq!((none.exit, none.verdict("L", "conc").2), (4, "measurement-without-value"));
}

/// Compared with the sample, a blank in another unit is converted: 2.5 of 12.5 are 20 %, a thousandth of it is 0.02 %.
#[test]
fn blanks_of_a_plate_in_another_unit_are_converted_for_a_check() {
    for (unit, outcome) in [("ug/mL", "invalid"), ("ng/mL", "pass")] {
        let found = plate(LIMIT, ", unit: ug/mL", &format!(", unit: {unit}"));
        assert_eq!(found.verdict("L", "conc").0, outcome, "{unit}: {:#}", found.report);
    }
    let none = plate(LIMIT, ", unit: ug/mL", "");
    assert_ne!(none.verdict("L", "conc").0, "pass", "{:#}", none.report);
}
