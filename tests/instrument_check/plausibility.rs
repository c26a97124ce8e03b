//! What cannot be.

use crate::files::{capture, concentration, nta, one, spec};
use crate::{check, samples};

const SAMPLE: &str = "file: a.csv, lot: L";

#[test]
fn a_concentration_outside_the_linear_range_is_none() {
    for (dilution, exit, outcome) in [("1.00e+003", 0, "pass"), ("1.00e+001", 3, "invalid")] {
        let files = [("a.csv", nta(&[capture("a_00")], Some(dilution))), ("samples.yaml", samples(&[SAMPLE]))];
        let found = check(&concentration(", linear_range: 1e7 to 1e9 particles/mL"), &files, &["a.csv"]);
        assert_eq!((found.exit, found.verdict("L", "conc").0), (exit, outcome), "{:#}", found.report);
        if exit > 0 {
            let reason = "10000000000 particles/mL were measured, outside the linear range 1e7 to 1e9 particles/mL";
            assert_eq!(found.reason("L", "conc"), reason);
        }
    }
}

#[test]
fn a_size_that_the_instrument_does_not_see_is_none() {
    let test = "  d: {name: D, category: identity, from: size_distribution, statistic: d50, result: mean of 1, accept: \"<= 1000 \
                nm\", range: 10 to 90 nm}\n";
    let files = [("a.csv", one("a_00")), ("samples.yaml", samples(&[SAMPLE]))];
    let found = check(&spec(test), &files, &["a.csv"]);
    assert_eq!((found.exit, found.verdict("L", "d")), (3, ("invalid", "", "outside-instrument-range")));
    assert_eq!(found.reason("L", "d"), "95 is outside the range of the instrument, 10 to 90 nm");
}

#[test]
fn a_d90_below_the_d50_is_a_mix_up() {
    let test = |share: u32| {
        format!(
            "  d{share}: {{name: D{share}, category: identity, from: size_distribution, statistic: d{share}, result: mean of 1, \
             accept: \"<= 1000 nm\"}}\n"
        )
    };
    let small = nta(&[capture("b_00").only_bin(2)], Some("1000"));
    let entries = samples(&["file: a.csv, lot: L, test: d50", "file: b.csv, lot: L, test: d90"]);
    let files = [("a.csv", one("a_00")), ("b.csv", small), ("samples.yaml", entries)];
    let found = check(&spec(&(test(50) + &test(90))), &files, &["a.csv", "b.csv"]);
    assert_eq!((found.exit, found.verdict("L", "d90").2), (4, "percentiles-out-of-order"));
    assert_eq!(found.reason("L", "d50"), "D50 is 95 nm, above D90, 29 nm");
}

#[test]
fn a_measurement_lies_between_the_making_of_the_lot_and_today() {
    let lots = "lot,manufactured\nL,2026-10-20\n";
    for (time, code) in [("14/10/2026", "impossible-dates"), ("25/12/2026", "date-in-the-future")] {
        let file = one("a_00").replace("14/10/2026", time);
        let files = [("a.csv", &*file), ("lots.csv", lots), ("samples.yaml", &samples(&[SAMPLE]))];
        let found = check(&concentration(""), &files, &["a.csv", "--lots", "lots.csv"]);
        assert_eq!((found.exit, found.verdict("L", "conc")), (4, ("not_evaluable", "", code)));
    }
}
