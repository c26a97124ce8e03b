//! What the samples say and no test takes, and results of a lot that an entry leaves out.

use crate::files::{capture, concentration, fcs, nta, one, spec};
use crate::{Outcome, check, samples};

fn judged(spec: &str, files: &[(&str, String)], entries: &[&str]) -> Outcome {
    let mut all = files.to_vec();
    all.push(("samples.yaml", samples(entries)));
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    check(spec, &all, &names)
}

fn size_and_concentration() -> String {
    concentration("").replace("mean of 1", "mean of at least 1")
        + "  d50: {name: Median size, category: identity, from: size_distribution, statistic: d50, result: each of at least 1, accept: \
           \"<= 100 nm\"}\n"
}

/// All particles of the second file are of 155 nm.
#[test]
fn a_result_that_an_entry_leaves_out_is_told() {
    let files = [("x.csv", one("x_00")), ("y.csv", nta(&[capture("y_00").only_bin(15)], Some("1000")))];
    let all = judged(&size_and_concentration(), &files, &["file: \"?.csv\", lot: L"]);
    assert_eq!((all.exit, all.verdict("L", "d50").0), (1, "fail"), "{:#}", all.report);
    let narrow = judged(&size_and_concentration(), &files, &["file: x.csv, lot: L", "file: y.csv, lot: L, test: conc"]);
    assert_eq!((narrow.exit, narrow.verdict("L", "d50").0), (0, "pass"), "{:#}", narrow.report);
    narrow.says(
        "run-left-out",
        "Median size: values of lot L in y.csv are not used, for the entry names other tests: run y_00 = 155 nm",
    );
    // What another entry takes is not left out, and neither is what a file does not have.
    let two = ["file: x.csv, lot: L", "file: y.csv, lot: L, test: conc", "file: y.csv, lot: L, test: d50"];
    let both = judged(&size_and_concentration(), &files, &two);
    assert_eq!((both.exit, both.verdict("L", "d50").0), (1, "fail"), "{:#}", both.report);
    assert!(!both.report["findings"].to_string().contains("run-left-out"));
    let unrecorded = [files[0].clone(), ("y.csv", nta(&[capture("y_00")], None))];
    let without =
        judged(&size_and_concentration(), &unrecorded, &["file: x.csv, lot: L", "file: y.csv, lot: L, test: d50"]);
    assert!(!without.report["findings"].to_string().contains("run-left-out"), "{:#}", without.report);
}

/// Of two specifications one takes the concentration and one the size.
#[test]
fn what_another_specification_takes_is_used() {
    let size = spec(
        "  z: {name: Z-average, category: identity, from: stated, quantity: z_average, result: mean of 1, accept: \"<= 150 nm\"}\n",
    )
    .replace("id: s", "id: other");
    let files =
        [("x.csv", one("x_00")), ("other.yaml", size.clone()), ("samples.yaml", samples(&["file: x.csv, lot: L"]))];
    let both = check(&concentration(""), &files, &["x.csv", "--spec", "other.yaml"]);
    let findings = both.report["findings"].to_string();
    assert!(!findings.contains("run-of-lot-not-used") && findings.contains("run-not-used"), "{:#}", both.report);
    assert_eq!(both.verdict("L", "conc").0, "pass");
    let alone = check(&size, &files, &["x.csv"]);
    assert_eq!(alone.exit, 4);
    alone.says("run-of-lot-not-used", "no test takes anything from run x_00");
}

/// A control that no check asks for is delivered in vain, but it is no result of a lot.
#[test]
fn a_control_that_is_not_asked_for_is_a_warning() {
    let files = [("x.csv", one("x_00")), ("c.csv", one("c_00"))];
    let outcome =
        judged(&concentration(""), &files, &["file: x.csv, lot: L", "file: c.csv, lot: L, role: control, control: c"]);
    assert_eq!(outcome.exit, 0, "{:#}", outcome.report);
    outcome.says("run-not-used", "no test takes anything from run c_00");
}

#[test]
fn a_key_that_no_test_takes_is_refused() {
    let size = size_and_concentration();
    let size = format!("{}{}", spec(""), &size[size.find("  d50").unwrap()..]);
    let file = [("x.csv", one("x_00"))];
    for (key, message) in [
        ("dilution: 1000", "no test takes the `dilution` of the entry `x.csv`"),
        ("unit: particles/mL", "no test takes the `unit` of the entry `x.csv`"),
    ] {
        let entry = format!("file: x.csv, lot: L, {key}");
        let outcome = judged(&size, &file, &[&entry]);
        assert_eq!(outcome.exit, 4, "{key}: {:#}", outcome.report);
        outcome.says("sample-key-not-used", message);
        let taken = judged(&concentration(""), &file, &[&entry]);
        assert_eq!((taken.exit, taken.verdict("L", "conc").0), (0, "pass"), "{key}: {:#}", taken.report);
    }
    // The specification may say it itself.
    let own = size + "samples:\n  - {file: x.csv, lot: L, dilution: 1000}\n";
    let outcome = check(&own, &file, &["x.csv"]);
    assert_eq!(outcome.exit, 4);
    outcome.says("sample-key-not-used", "no test takes the `dilution` of the entry `x.csv`");
    // A blank counts at the dilution of its sample.
    let files = [("x.csv", one("x_00")), ("b.csv", nta(&[capture("b_00").concentration("1.00e+009")], Some("1000")))];
    let blank = concentration(", valid_if: [blank <= 5 % of sample]");
    for (key, exit) in [("", 0), (", dilution: 10", 4)] {
        let outcome = judged(&blank, &files, &["file: x.csv, lot: L", &format!("file: b.csv, role: blank{key}")]);
        assert_eq!(outcome.exit, exit, "{key}: {:#}", outcome.report);
    }
}

/// A percentage needs no factor, unless a series has to reach it.
#[test]
fn a_factor_of_events_is_for_concentrations_and_series() {
    let percent = "  t: {name: T, category: identity, from: events, gate: g, statistic: percent, of: events, result: mean of 1, \
                   accept: \">= 30 %\"}\n";
    let gates = "compensation: none\ngates:\n  g: {channel: SSC-A, scale: linear, above: 100}\ntests:";
    let spec = spec(percent).replace("tests:", gates);
    let file = fcs(&[[200.0, 1.0, 1.0]; 800], &[("$VOL", "50000")]);
    let entries = samples(&["file: a.fcs, lot: L, dilution: 1000"]);
    let outcome = check(&spec, &[("a.fcs", &*file), ("samples.yaml", entries.as_bytes())], &["a.fcs"]);
    assert_eq!(outcome.exit, 4, "{:#}", outcome.report);
    outcome.says("sample-key-not-used", "no test takes the `dilution` of the entry `a.fcs`");
}

/// A plate of Gen5: sample SPL1 in A1 and A2, diluted ten times by the layout; no unit is printed.
const PLATE: &str = "\n\n\nSoftware Version\t3.12.08\n\n\n\nExperiment File Path:\tC:\\e.xpt\nProtocol File Path:\tC:\\e.prt\n\n\n\nPlate \
                     Number\tPlate 1\nDate\t5/14/2026\nTime\t10:02:31 AM\nReader Type:\tSynergy H1\nReader Serial \
                     Number:\t19000001\nReading Type\tReader\n\nProcedure Details\n\nPlate Type\t96 WELL PLATE\n\nLayout\n\t1\t2\n\
                     A\tSPL1\tSPL1\tWell ID\n\t10\t10\tConc/Dil\n\nResults\n\t1\t2\nA\t0.163\t0.163\tBCA:562\n\t59.389\t\
                     58.389\t[Concentration]\n";

fn stated(quantity: &str, accept: &str) -> String {
    spec(&format!(
        "  t: {{name: Protein, category: purity, from: stated, quantity: {quantity}, result: mean of 2, accept: \"{accept}\"}}\n"
    ))
}

#[test]
fn a_concentration_without_unit_is_one() {
    let judge = |spec: &str, plate: &str, keys: &str| {
        judged(spec, &[("p.txt", plate.to_owned())], &[&format!("file: p.txt, named: SPL1, lot: L{keys}")])
    };
    let plain = stated("concentration", "<= 100");
    let not_evaluable = |code| (4, ("not_evaluable", "", code));
    for (keys, code, reason) in [
        (
            "",
            "stated-concentration-not-corrected",
            "2 runs: concentration is that of the sample as measured, and its dilution is recorded and not applied",
        ),
        (
            ", unit: ug/mL",
            "stated-concentration-not-corrected",
            "2 runs: concentration is that of the sample as measured, and its dilution is recorded and not applied",
        ),
        (
            ", dilution: 250",
            "dilution-stated-twice",
            "the file records a dilution of 10 (line 27, field 2), and 250 comes from samples.yaml:3:50",
        ),
    ] {
        let outcome = judge(&plain, PLATE, keys);
        assert_eq!((outcome.exit, outcome.verdict("L", "t")), not_evaluable(code), "{keys}: {:#}", outcome.report);
        assert_eq!(outcome.reason("L", "t"), reason, "{keys}");
    }
    // The remedy that is named: 58.889 times 10.
    let named =
        plain.replace("from: stated, quantity: concentration", "from: concentration").replace("<= 100", "<= 100 ug/mL");
    let outcome = judge(&named, PLATE, ", unit: ug/mL");
    assert_eq!(
        (outcome.exit, outcome.verdict("L", "t")),
        (1, ("fail", "589 µg/mL", "outside-acceptance-criterion")),
        "{:#}",
        outcome.report
    );
    // Undiluted samples need no factor, and take the unit of the entry.
    let undiluted = PLATE.replace("\t10\t10\t", "\t1\t1\t");
    let outcome = judge(&plain, &undiluted, "");
    assert_eq!((outcome.exit, outcome.verdict("L", "t")), (0, ("pass", "59", "")), "{:#}", outcome.report);
    let outcome = judge(&stated("concentration", "<= 0.1 mg/mL"), &undiluted, ", unit: ug/mL");
    assert_eq!((outcome.exit, outcome.verdict("L", "t").0), (0, "pass"), "{:#}", outcome.report);
    let how = "concentration as the instrument states it, in ug/mL by samples.yaml:3:46";
    assert_eq!(outcome.how("L", "t", 0), how);
    // An absorbance is none.
    assert_eq!(judge(&stated("absorbance of 562", "<= 1"), PLATE, ", dilution: 250").exit, 4);
}

/// Two dilutions in the spots of one well: which of them a concentration is of, the recording does not say.
#[test]
fn an_analyte_of_a_diluted_sample_is_not_taken_as_it_is() {
    let file = |dilution: &str| {
        format!(
            "Plate_1,,,,,,,\nSample,Assay,Well,Spot,Detection Range,Dilution,Signal,Calc. Concentration\n\
             EV-2,CD9,B01,1,In Detection Range,{dilution},3500,52.9\nEV-2,CD63,B01,2,In Detection Range,1,3500,52.9\n"
        )
    };
    let spec = stated("concentration of CD9", "<= 100").replace("mean of 2", "mean of 1");
    let judge = |dilution: &str, keys: &str| {
        judged(&spec, &[("m.csv", file(dilution))], &[&format!("file: m.csv, lot: L{keys}")])
    };
    for (dilution, keys, code) in [
        ("50", "", "stated-concentration-not-corrected"),
        ("50", ", dilution: 50", "stated-concentration-not-corrected"),
        ("50", ", dilution: 1", "stated-concentration-not-corrected"),
        ("1", ", dilution: 50", "dilution-stated-twice"),
    ] {
        let outcome = judge(dilution, keys);
        let found = (outcome.exit, outcome.verdict("L", "t"));
        assert_eq!(found, (4, ("not_evaluable", "", code)), "{dilution} {keys}: {:#}", outcome.report);
    }
    assert_eq!(judge("1", "").verdict("L", "t").0, "pass");
}
