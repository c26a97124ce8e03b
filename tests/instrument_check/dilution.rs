//! The dilution decides by factors of thousands: recorded, applied, given, or nobody's guess.

use crate::files::{capture, concentration, fcs, nta, one};
use crate::{check, samples};

const HOW: &str = "stated concentration, ";

fn unrecorded() -> String {
    nta(&[capture("a_00")], Some("Not recorded"))
}

#[test]
fn a_factor_that_is_applied_leaves_the_digits() {
    let entries = samples(&["file: a.csv, lot: L"]);
    let outcome = check(&concentration(""), &[("a.csv", &one("a_00")), ("samples.yaml", &entries)], &["a.csv"]);
    assert_eq!(outcome.exit, 0, "{:#}", outcome.report);
    assert_eq!(outcome.test("L", "conc")["determinations"][0]["text"], "1.00e+011");
    let expected = format!(
        "{HOW}which holds the dilution 1.00e+003 of the file; 1.00e+011 particles/mL stated (2000 particles counted), \
         factor at 8:2"
    );
    assert_eq!(outcome.how("L", "conc", 0), expected);
    // The command line speaks of files that record none.
    let files = [("a.csv", one("a_00")), ("samples.yaml", entries)];
    let set = check(&concentration(""), &files, &["a.csv", "--set", "dilution=500"]);
    assert_eq!((set.exit, set.how("L", "conc", 0)), (0, &*expected));
    set.says("given-dilution-not-used", "no run takes the factor of --set dilution=500");
    // It is taken where one file of several records none.
    let entries = samples(&["file: \"{lot}.csv\""]);
    let files = [("L.csv", one("a_00")), ("M.csv", unrecorded()), ("samples.yaml", entries)];
    let some = check(&concentration(""), &files, &["L.csv", "M.csv", "--set", "dilution=500"]);
    assert_eq!(some.exit, 0, "{:#}", some.report);
    assert!(!some.report["findings"].to_string().contains("given-dilution-not-used"));
}

/// A summary from which the row of the factor was deleted is not one of an undiluted sample.
#[test]
fn without_a_factor_there_is_no_concentration() {
    for dilution in [Some("Not recorded"), Some(""), None] {
        let files = [("a.csv", nta(&[capture("a_00")], dilution)), ("samples.yaml", samples(&["file: a.csv, lot: L"]))];
        let outcome = check(&concentration(""), &files, &["a.csv"]);
        assert_eq!(outcome.exit, 4, "{dilution:?}");
        assert_eq!(outcome.verdict("L", "conc"), ("not_evaluable", "", "dilution-not-recorded"));
        assert_eq!(outcome.reason("L", "conc"), "the file records no dilution factor, and none is given");
    }
}

#[test]
fn a_given_factor_is_used_and_says_where_it_stands() {
    let (with, without) = (samples(&["file: a.csv, lot: L, dilution: 250"]), samples(&["file: a.csv, lot: L"]));
    for (entries, lots, arguments, value, from) in [
        (&with, "lot\nL\n", &[][..], "25000000000000", "250 from samples.yaml:3:37"),
        (&without, "lot,dilution\nL,40\n", &[][..], "4000000000000", "40 from lots.csv:2:1"),
        (&without, "lot\nL\n", &["--set", "dilution=500"][..], "50000000000000", "500 from --set dilution=500"),
        (
            &with,
            "lot,dilution\nL,250.0\n",
            &["--set", "dilution=250"][..],
            "25000000000000",
            "250 from samples.yaml:3:37",
        ),
    ] {
        let files = [("a.csv", &*unrecorded()), ("samples.yaml", entries), ("lots.csv", lots)];
        let outcome = check(&concentration(""), &files, &[&["a.csv", "--lots", "lots.csv"], arguments].concat());
        assert_eq!(outcome.exit, 0, "{from}: {:#}", outcome.report);
        assert_eq!(outcome.test("L", "conc")["determinations"][0]["text"], value);
        let expected = format!("{HOW}times the dilution {from}; ");
        assert!(outcome.how("L", "conc", 0).starts_with(&expected), "{}", outcome.how("L", "conc", 0));
    }
}

#[test]
fn two_factors_are_refused() {
    let (with, without) = (samples(&["file: a.csv, lot: L, dilution: 250"]), samples(&["file: a.csv, lot: L"]));
    for (file, lots, arguments, message) in [
        (
            unrecorded(),
            "lot\nL\n",
            &["--set", "dilution=500"][..],
            "a dilution of 250 comes from samples.yaml:3:37, and one of 500 from --set dilution=500",
        ),
        (
            unrecorded(),
            "lot,dilution\nL,40\n",
            &[][..],
            "a dilution of 250 comes from samples.yaml:3:37, and one of 40 from lots.csv:2:1",
        ),
        (
            one("a_00"),
            "lot\nL\n",
            &[][..],
            "the file records a dilution of 1.00e+003 (line 8, field 2), and 250 comes from samples.yaml:3:37",
        ),
        (
            one("a_00"),
            "lot,dilution\nL,500\n",
            &[][..],
            "the file records a dilution of 1.00e+003 (line 8, field 2), and 500 comes from lots.csv:2:1",
        ),
    ] {
        let with = if lots.contains("500") { &without } else { &with };
        let files = [("a.csv", &*file), ("samples.yaml", with), ("lots.csv", lots)];
        let outcome = check(&concentration(""), &files, &[&["a.csv", "--lots", "lots.csv"], arguments].concat());
        assert_eq!(outcome.exit, 4);
        assert_eq!(outcome.verdict("L", "conc"), ("not_evaluable", "", "dilution-stated-twice"));
        assert_eq!(outcome.reason("L", "conc"), message);
    }
}

/// The factor of the lot file that the file records too is the same factor; a reference has its own.
#[test]
fn a_factor_that_agrees_changes_nothing() {
    let entries = samples(&["file: a.csv, lot: L", "file: r.csv, role: reference"]);
    let reference = nta(&[capture("r_00")], Some("5.00e+002"));
    let files = [
        ("a.csv", one("a_00")),
        ("r.csv", reference),
        ("samples.yaml", entries),
        ("lots.csv", "lot,dilution\nL,1000\n".to_owned()),
    ];
    let spec = concentration(", valid_if: [\"reference >= 1e10 particles/mL\"]");
    let outcome = check(&spec, &files, &["a.csv", "r.csv", "--lots", "lots.csv"]);
    assert_eq!((outcome.exit, outcome.verdict("L", "conc").0), (0, "pass"), "{:#}", outcome.report);
}

#[test]
fn what_is_no_factor_is_no_factor() {
    let files = |lots: &str| {
        [
            ("a.csv", unrecorded()),
            ("samples.yaml", samples(&["file: a.csv, lot: L"])),
            ("lots.csv", format!("lot,dilution\nL,{lots}\n")),
        ]
    };
    for text in ["0.5", "abc", "-1", "", "1e400"] {
        let outcome = check(&concentration(""), &files("1"), &["a.csv", "--set", &format!("dilution={text}")]);
        assert_eq!(outcome.exit, 2, "{text}");
        assert!(outcome.said.contains(&format!("--set dilution={text}: expected how many parts")), "{}", outcome.said);
    }
    let twice = check(&concentration(""), &files("1"), &["a.csv", "--set", "dilution=2", "--set", "dilution=3"]);
    assert_eq!((twice.exit, twice.said.contains("--set dilution: is given twice")), (2, true), "{}", twice.said);
    for (text, code) in [("0.5", "lot-fact-not-readable"), ("abc", "lot-fact-not-readable"), ("40 mL", "lot-fact-unit")]
    {
        let outcome = check(&concentration(""), &files(text), &["a.csv", "--lots", "lots.csv"]);
        assert_eq!(outcome.exit, 4, "{text}");
        outcome.says(code, "`dilution`");
    }
}

/// Nothing takes the factor, which whoever gave it does not expect.
#[test]
fn a_factor_for_nothing_is_told() {
    let table = [("r.csv", "lot,test,value,unit\nL,conc,1e11,particles/mL\n"), ("lots.csv", "lot,dilution\nL,4\n")];
    let outcome = check(&concentration(""), &table, &["r.csv", "--set", "dilution=100"]);
    assert_eq!(outcome.exit, 2);
    assert!(outcome.said.contains("--set dilution: no instrument file is given"), "{}", outcome.said);
    let plain = concentration("").replace("from: concentration, ", "");
    let outcome = check(&plain, &table, &["r.csv", "--lots", "lots.csv"]);
    assert_eq!(outcome.exit, 4);
    outcome.says("column-unknown", "the column `dilution` is not known in a lot file");
}

#[test]
fn a_parameter_of_that_name_stays_one() {
    let spec = concentration("").replace("tests:", "parameters:\n  dilution: {default: \"7\"}\ntests:");
    let files = [("a.csv", unrecorded()), ("samples.yaml", samples(&["file: a.csv, lot: L"]))];
    let outcome = check(&spec, &files, &["a.csv", "--set", "dilution=100"]);
    assert_eq!(outcome.exit, 4, "{:#}", outcome.report);
    assert_eq!(outcome.verdict("L", "conc"), ("not_evaluable", "", "dilution-not-recorded"));
}

/// ZetaView records the factor and does not apply it: 1e7 + 4e7 + 1e7 particles/cm3 in the linear bins, times 5000.
#[test]
fn a_factor_that_is_not_applied_is_applied() {
    let zetaview = "Original File:\tC:\\a.avi\tSection:\t0.1 [0]\nSample:\tx\nZetaView S/N:\t18-398\nDate:\t2026-10-14\n\
                    Number of Traces:\t600\t(at 0.1)\tAverage Number of Particles:\t60.0\tDilution::\t5000.0\n\
                    Results (Pos 0.1):\nSize Distribution\n\
                    Size / nm\tNumber\tConcentration / cm-3\tVolume / nm^3\tArea / nm^2\n\
                    2.500E+0\t1.000E+2\t1.000E+7\t1.0E+0\t1.0E+0\n7.500E+0\t4.000E+2\t4.000E+7\t1.0E+0\t1.0E+0\n\
                    1.250E+1\t1.000E+2\t1.000E+7\t1.0E+0\t1.0E+0\n-1.000E+0\t-1.000E+0\t-1.000E+0\t-1.000E+0\t-1.000E+0\n\
                    1.000E+1\t6.000E+2\t6.000E+7\t1.0E+0\t1.0E+0\n1.500E+1\t0.000E+0\t0.000E+0\t0.0E+0\t0.0E+0\n\
                    2.250E+1\t0.000E+0\t0.000E+0\t0.0E+0\t0.0E+0\n";
    let files = [("z.txt", zetaview), ("samples.yaml", &samples(&["file: z.txt, lot: L"]))];
    let outcome = check(&concentration(""), &files, &["z.txt"]);
    assert_eq!(outcome.exit, 0, "{:#}", outcome.report);
    assert_eq!(outcome.test("L", "conc")["determinations"][0]["text"], "300000000000");
    assert!(outcome.how("L", "conc", 0).contains(", times the dilution 5000.0 of the file; "));
}

/// 800 events of 50 µL are 16000 per mL.
#[test]
fn events_take_their_factor_like_counts() {
    let tests = "  conc: {name: P, category: quantity, from: events, gate: g, statistic: concentration, result: mean of 1, \
                 accept: \">= 1e6 particles/mL\"}\n";
    let spec = crate::files::spec(tests)
        .replace("tests:", "compensation: none\ngates:\n  g: {channel: SSC-A, scale: linear, above: 100}\ntests:");
    let file = fcs(&[[200.0, 1.0, 1.0]; 800], &[("$VOL", "50000")]);
    let lots = "lot,dilution\nL,1000\n";
    let entries = samples(&["file: a.fcs, lot: L"]);
    let files = [("a.fcs", &*file), ("samples.yaml", entries.as_bytes()), ("lots.csv", lots.as_bytes())];
    let outcome = check(&spec, &files, &["a.fcs", "--lots", "lots.csv"]);
    assert_eq!(outcome.exit, 0, "{:#}", outcome.report);
    assert_eq!(outcome.test("L", "conc")["determinations"][0]["text"], "16000000");
    let outcome = check(&spec, &files, &["a.fcs"]);
    assert_eq!(outcome.verdict("L", "conc"), ("not_evaluable", "", "dilution-not-recorded"));
    let silent = fcs(&[[200.0, 1.0, 1.0]; 800], &[]);
    let files = [("a.fcs", &*silent), ("samples.yaml", entries.as_bytes())];
    let outcome = check(&spec, &files, &["a.fcs", "--set", "dilution=1000"]);
    assert_eq!((outcome.exit, outcome.reason("L", "conc")), (4, "there is no concentration: the file states no $VOL"));
}
