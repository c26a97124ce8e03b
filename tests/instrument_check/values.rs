//! What stands in a cell is not always a value, and a value is not always what its digits seem to say.

use crate::files::{capture, concentration, fcs, nta, spec};
use crate::{Outcome, check, samples};

fn stated(quantity: &str, more: &str) -> String {
    spec(&format!(
        "  t: {{name: T, category: identity, from: stated, quantity: {quantity}, result: mean of 1, {more}}}\n"
    ))
}

/// A record of a Zetasizer with a peak at 110 nm and none behind it.
const PEAKS: &str = "Record\tType\tSample Name\tMeasurement Date and Time\tZ-Average (d.nm)\tPdI\tIntensity peak 1 (d.nm)\t\
                     Intensity peak 2 (d.nm)\tDerived Count Rate (kcps)\tDispersant Viscosity (cP)\r\n1\tSize\tEV-1\t02 November 2026 10:00:00\t110.3\t\
                     0.121\t110.0\t0.000\t4.5\t0.8872\r\n";

/// A record of zeta potential with its mobility.
const ZETA: &str = "Record\tType\tSample Name\tMeasurement Date and Time\tZeta Potential (mV)\tMobility (\u{b5}mcm/Vs)\r\n1\tZeta\t\
                    EV-1\t02 November 2026 10:00:00\t-16.8\t-1.317\r\n";

fn judged(spec: &str, file: &str, text: &str) -> Outcome {
    let entries = samples(&[&format!("file: {file}, lot: L")]);
    check(spec, &[(file, text), ("samples.yaml", &entries)], &[file])
}

#[test]
fn a_peak_that_is_not_there_is_at_no_size() {
    let spec = |peak: &str| stated(&format!("intensity_peak of {peak}"), "accept: \"<= 500 nm\"");
    let first = judged(&spec("1"), "a.txt", PEAKS);
    assert_eq!((first.exit, first.verdict("L", "t").0), (0, "pass"), "{:#}", first.report);
    let second = judged(&spec("2"), "a.txt", PEAKS);
    assert_eq!((second.exit, second.verdict("L", "t")), (4, ("not_evaluable", "", "measurement-without-value")));
    assert_eq!(second.reason("L", "t"), "intensity_peak of 2 is `0.000`: there is no such peak (0)");
    // A setting likewise.
    let setting = stated("z_average", "accept: \"<= 150 nm\", valid_if: ['control \"intensity_peak of 2\" <= 500 nm']");
    let outcome = judged(&setting, "a.txt", PEAKS);
    assert_ne!(outcome.verdict("L", "t").0, "pass", "{:#}", outcome.report);
    assert!(outcome.reason("L", "t").contains("there is no such peak"), "{}", outcome.reason("L", "t"));
}

#[test]
fn a_unit_that_is_not_known_is_not_left_out() {
    let outcome = judged(&stated("mobility", "accept: \"<= 5\""), "a.txt", ZETA);
    assert_eq!((outcome.exit, outcome.verdict("L", "t")), (4, ("not_evaluable", "", "instrument-unit-not-known")));
    assert!(outcome.reason("L", "t").contains("`\u{b5}mcm` is not a known unit"), "{}", outcome.reason("L", "t"));
    let setting = stated("zeta_potential", "accept: \"<= -10 mV\", valid_if: [control mobility <= 5]");
    let outcome = judged(&setting, "a.txt", ZETA);
    assert_eq!((outcome.exit, outcome.verdict("L", "t").2), (4, "instrument-unit-not-known"), "{:#}", outcome.report);
}

/// 0.8872 cP are 0.8872 mPa s; 4.5 thousand counts per second are 4500.
#[test]
fn viscosity_and_count_rate_are_compared_in_their_units() {
    for (quantity, inside, outside) in [
        ("dispersant_viscosity", "0.8 to 1.0 mPa\u{b7}s", "<= 0.8 mPa\u{b7}s"),
        ("derived_count_rate", ">= 4500 cps", ">= 4501 cps"),
    ] {
        for (limit, test, setting) in [(inside, "pass", "pass"), (outside, "fail", "invalid")] {
            let outcome = judged(&stated(quantity, &format!("accept: \"{limit}\"")), "a.txt", PEAKS);
            assert_eq!(outcome.verdict("L", "t").0, test, "{quantity} {limit}: {:#}", outcome.report);
            let checked = format!("accept: \"<= 150 nm\", valid_if: [\"control {quantity} {limit}\"]");
            let outcome = judged(&stated("z_average", &checked), "a.txt", PEAKS);
            assert_eq!(outcome.verdict("L", "t").0, setting, "{quantity} {limit}: {:#}", outcome.report);
        }
        // A limit without a unit is met by nothing that has one.
        let outcome = judged(&stated(quantity, "accept: \"<= 5\""), "a.txt", PEAKS);
        assert_eq!((outcome.exit, outcome.verdict("L", "t").0), (4, "not_evaluable"), "{:#}", outcome.report);
        let checked = format!("accept: \"<= 150 nm\", valid_if: [\"control {quantity} <= 5\"]");
        let outcome = judged(&stated("z_average", &checked), "a.txt", PEAKS);
        assert_ne!(outcome.verdict("L", "t").0, "pass", "{:#}", outcome.report);
    }
}

fn qubit(sample: &str, unit: &str, reading: &str) -> String {
    format!(
        "Run ID,Assay Name,Test Name,Test Date,Qubit\u{ae} tube conc.,Units,Original sample conc.,Units,Sample Volume \
         (\u{b5}L),Dilution Factor,Std 1 RFU,Std 2 RFU,Std 3 RFU,Excitation,Emission,Green RFU,Far Red RFU\n2026-10-14,\
         Protein,{sample},14/10/2026 1:06:59 AM,30.4,ng/mL,{reading},{unit},1,200,49.43,21133.11,,Blue,Green,1303.11,\n"
    )
}

/// The factor of the file is applied to the concentration of the sample, not to that of the tube.
#[test]
fn the_concentration_of_the_tube_is_not_that_of_the_sample() {
    let text = qubit("EV-1", "ng/\u{b5}L", "6.08");
    let sample = judged(&stated("concentration", "accept: \"<= 10 ug/mL\""), "q.csv", &text);
    assert_eq!((sample.exit, sample.verdict("L", "t").0), (0, "pass"), "{:#}", sample.report);
    let tube = judged(&stated("tube_concentration", "accept: \"<= 1 ug/mL\""), "q.csv", &text);
    assert_eq!((tube.exit, tube.verdict("L", "t").2), (4, "stated-concentration-not-corrected"), "{:#}", tube.report);
    tube.says("stated-concentration-not-corrected", "use `from: concentration`");
}

/// Residual protein below the limit of quantitation is the usual good result.
#[test]
fn a_concentration_below_a_bound_stays_one() {
    let spec = |limit: &str| {
        spec(&format!(
            "  t: {{name: Protein, category: purity, from: concentration, result: single, accept: \"<= {limit}\"}}\n"
        ))
    };
    let text = qubit("EV-1", "ng/\u{b5}L", "<0.50");
    let below = judged(&spec("700 ng/mL"), "q.csv", &text);
    assert_eq!((below.exit, below.verdict("L", "t").0), (0, "pass"), "{:#}", below.report);
    assert_eq!(below.test("L", "t")["determinations"][0]["text"], "<0.50");
    // 400 ng/mL is below 0.50 ng/µL, so nothing is known.
    let open = judged(&spec("400 ng/mL"), "q.csv", &text);
    assert_eq!((open.exit, open.verdict("L", "t").0), (3, "inconclusive"), "{:#}", open.report);
    let entries = samples(&["file: a.csv, lot: L", "file: b.csv, role: blank"]);
    let blank = qubit("PBS", "ng/\u{b5}L", "0.1");
    let files = [("a.csv", &*text), ("b.csv", &*blank), ("samples.yaml", &entries)];
    let subtracted = spec("700 ng/mL").replace("concentration,", "concentration, subtract: blank,");
    let subtracted = check(&subtracted, &files, &["a.csv", "b.csv"]);
    assert_eq!((subtracted.exit, subtracted.verdict("L", "t").0), (4, "not_evaluable"), "{:#}", subtracted.report);
    subtracted.says("measurement-without-value", "its concentration is `<0.50`, from which no blank can be subtracted");
}

/// What the software marks as outside its range is known to lie above or below, whatever digits stand there.
#[test]
fn a_concentration_outside_the_range_of_a_plate_is_none() {
    let plate = |mark: &str| {
        format!(
            "Plate_1,,,,,,,,\nSample,Assay,Well,Spot,Detection Range,Dilution,Signal,Calc. Concentration,Calc. Conc. Mean\n\
             EV-1,CD9,A01,1,In Detection Range,1,3513,53.2,54.1\nEV-1,CD9,A02,1,{mark},1,3600,55.0,54.1\n"
        )
    };
    let test = |quantity: &str| {
        spec(&format!(
            "  t: {{name: T, category: purity, from: stated, quantity: {quantity} of CD9, result: mean of 2, accept: \"<= 60\"}}\n"
        ))
    };
    for quantity in ["concentration", "mean_concentration"] {
        let inside = judged(&test(quantity), "p.csv", &plate("In Detection Range"));
        assert_eq!((inside.exit, inside.verdict("L", "t").0), (0, "pass"), "{:#}", inside.report);
        for mark in ["Above Detection Range", "Above Fit Curve Range", "Below Detection Range"] {
            let outside = judged(&test(quantity), "p.csv", &plate(mark));
            assert_eq!((outside.exit, outside.verdict("L", "t").0), (4, "not_evaluable"), "{:#}", outside.report);
            outside.says("measurement-without-value", &format!("the software marks it `{mark}`"));
        }
    }
}

/// 6.08 ng/µL and 608 ng/mL, which are 6.08 and 0.608 µg/mL; both of the same dilution.
#[test]
fn a_blank_is_converted_before_it_is_subtracted() {
    let spec = spec(
        "  t: {name: Protein, category: quantity, from: concentration, subtract: blank, result: mean of 1, accept: \"<= 10 \
         ug/mL\"}\n",
    );
    let entries = samples(&["file: a.csv, lot: L", "file: b.csv, role: blank"]);
    let (sample, blank) = (qubit("EV-1", "ng/\u{b5}L", "6.08"), qubit("PBS", "ng/mL", "608"));
    let files = [("a.csv", &*sample), ("b.csv", &*blank), ("samples.yaml", &entries)];
    let outcome = check(&spec, &files, &["a.csv", "b.csv"]);
    assert_eq!(outcome.exit, 0, "{:#}", outcome.report);
    assert_eq!(outcome.test("L", "t")["determinations"][0]["text"], "5.472");
}

/// The bins end at 200 nm.
#[test]
fn what_was_not_measured_is_not_nothing() {
    let fraction = |fraction: &str| {
        let test = format!(
            "  d: {{name: D, category: identity, from: size_distribution, result: mean of 1, statistic: {fraction}, \
             accept: \"<= 100 %\"}}\n"
        );
        judged(&spec(&test), "a.csv", &nta(&[capture("a_00")], Some("1000")))
    };
    for (asked, name) in [
        ("fraction above 600 nm", "fraction above 600 nm"),
        ("fraction above 200 nm", "fraction above 200 nm"),
        ("fraction 85 to 201 nm", "fraction 85 to 201 nm"),
        ("fraction below 300 nm", "fraction below 300 nm"),
    ] {
        let outcome = fraction(asked);
        assert_eq!((outcome.exit, outcome.verdict("L", "d").2), (4, "measurement-without-value"), "{asked}");
        let why = format!("{name}: sizes were measured from 0 to 200 nm, and what lies outside is not known");
        assert_eq!(outcome.reason("L", "d"), why);
    }
    let inside = fraction("fraction above 95 nm");
    assert_eq!(inside.exit, 0, "{:#}", inside.report);
    assert!(inside.how("L", "d", 0).contains("from 0 to 200 nm"), "{}", inside.how("L", "d", 0));
    assert_eq!(fraction("fraction below 200 nm").exit, 0);
}

fn gated(test: &str) -> String {
    spec(&format!("  t: {{name: T, category: identity, from: events, result: mean of 1, gate: cd63, {test}}}\n"))
        .replace("tests:", "compensation: none\ngates:\n  cd63: {channel: FITC-A, scale: linear, above: 50}\ntests:")
        .replace("rounding: usp", "rounding: none")
}

/// Of 1000004 events 800003 are 79.99998 %.
#[test]
fn a_share_is_not_rounded_up_to_its_limit() {
    let events: Vec<[f32; 3]> =
        (0..1_000_004).map(|at| [200.0, if at < 800_003 { 100.0 } else { 10.0 }, 0.0]).collect();
    let file = fcs(&events, &[]);
    let entries = samples(&["file: a.fcs, lot: L"]).into_bytes();
    let spec = gated("statistic: percent, of: events, accept: \">= 80 %\"");
    let outcome = check(&spec, &[("a.fcs", file), ("samples.yaml", entries)], &["a.fcs"]);
    assert_eq!((outcome.exit, outcome.verdict("L", "t").0), (1, "fail"), "{:#}", outcome.report);
    let value = outcome.test("L", "t")["determinations"][0]["text"].as_str().unwrap().to_owned();
    assert!(value.starts_with("79.99998"), "{value}");
}

/// 800 events in 50 µL are 16000 per mL as measured.
#[test]
fn events_are_counted_where_the_instrument_is_linear() {
    let events: Vec<[f32; 3]> = vec![[200.0, 100.0, 0.0]; 800];
    let judged = |range: &str| {
        let file = fcs(&events, &[("$VOL", "50000")]);
        let entries = samples(&["file: a.fcs, lot: L, dilution: 1000"]).into_bytes();
        let spec = gated(&format!(
            "statistic: concentration, accept: \">= 1e6 particles/mL\", linear_range: {range} particles/mL"
        ));
        check(&spec, &[("a.fcs", file), ("samples.yaml", entries)], &["a.fcs"])
    };
    let inside = judged("10000 to 20000");
    assert_eq!((inside.exit, inside.verdict("L", "t").0), (0, "pass"), "{:#}", inside.report);
    let outside = judged("1000 to 10000");
    assert_eq!((outside.exit, outside.verdict("L", "t").0), (3, "invalid"), "{:#}", outside.report);
    assert!(outside.reason("L", "t").contains("16000 particles/mL were measured"), "{}", outside.reason("L", "t"));
}

/// Digits that only a decision needs are not shown to a reader.
#[test]
fn reports_show_six_digits() {
    let spec = concentration("")
        + "  v: {name: V, category: identity, from: size_distribution, statistic: d50, weight: volume, result: mean of 1, \
           accept: \"<= 100 nm\"}\n";
    let file = nta(&[capture("a_00")], Some("1000"));
    let entries = samples(&["file: a.csv, lot: L"]);
    let output = crate::run(&spec, &[("a.csv", file), ("samples.yaml", entries)], &["a.csv"], "markdown", b"");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("a&#95;00: 96.0565 nm;"), "{text}");
}

/// Frames per second and arbitrary units count plainly: the limit has no unit, and the report says so. Any other unit must
/// be one that evqc knows.
#[test]
fn units_that_count_plainly_are_plain_numbers() {
    for unit in ["fps", "a.u.", "arb. units", "arbitrary units"] {
        let text = PEAKS.replace("Dispersant Viscosity (cP)", &format!("signal ({unit})"));
        for (limit, test, setting) in [(">= 0.88", "pass", "pass"), (">= 0.90", "fail", "invalid")] {
            let outcome = judged(&stated("signal", &format!("accept: \"{limit}\"")), "a.txt", &text);
            assert_eq!(outcome.verdict("L", "t").0, test, "{unit} {limit}: {:#}", outcome.report);
            let how = format!("signal as the instrument states it, in {unit}, taken as a plain number");
            assert_eq!(outcome.how("L", "t", 0), how);
            let checked = format!("accept: \"<= 150 nm\", valid_if: [\"control signal {limit}\"]");
            let outcome = judged(&stated("z_average", &checked), "a.txt", &text);
            assert_eq!(outcome.verdict("L", "t").0, setting, "{unit} {limit}: {:#}", outcome.report);
        }
    }
    for unit in ["A.U.", "fpm", "units"] {
        let text = PEAKS.replace("Dispersant Viscosity (cP)", &format!("signal ({unit})"));
        let outcome = judged(&stated("signal", "accept: \">= 0.88\""), "a.txt", &text);
        assert_eq!((outcome.exit, outcome.verdict("L", "t").2), (4, "instrument-unit-not-known"), "{unit}");
    }
}
