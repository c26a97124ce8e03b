//! What cannot be, and determinations on both sides of a limit, end to end.

mod support;

use support::{Run, judge, spec_of, specification_errors};

fn size_tests(plausible: &str) -> String {
    let text = format!(
        "evqc: 1\nid: a\nversion: \"1\"\ntitle: A\nstatus: draft\nrounding: none\n\
         derived:\n  ratio: {{formula: particles / protein, unit: particles/ug}}\n\
         tests:\n  size_mode: {{category: identity, from: size_distribution, statistic: mode, range: 10 to 1000 nm, accept: report}}\n  \
         d50: {{category: identity, from: size_distribution, statistic: d50, accept: \"< 200 nm\"}}\n  \
         d90: {{category: identity, from: size_distribution, statistic: d90, accept: \"< 300 nm\"}}\n  \
         particles: {{category: quantity, unit: particles/mL, accept: report}}\n  \
         protein: {{category: quantity, unit: ug/mL, accept: report}}\n  \
         ratio: {{category: purity, accept: \">= 1e9 particles/ug\"{plausible}}}\n"
    );
    text
}

const CEILING: &str = ", plausible: {size: size_mode, protein_share: 10 %, density: 1.13 g/mL}";

fn run(plausible: &str, mode: &str, d50: &str, d90: &str, particles: &str) -> Run {
    let data = format!(
        "lot,test,value,unit\nL,size_mode,{mode},nm\nL,d50,{d50},nm\nL,d90,{d90},nm\nL,particles,{particles},particles/mL\nL,protein,1,ug/mL\n"
    );
    judge(&size_tests(plausible), &[&data])
}

#[test]
fn percentiles_stand_in_their_order() {
    let good = run("", "100", "110", "110", "1e10");
    assert_eq!([good.test("d50").outcome, good.test("d90").outcome], ["pass", "pass"]);
    let mixed = run("", "100", "110", "95.5", "1e10");
    for test in ["d50", "d90"] {
        let line = mixed.test(test);
        assert_eq!((line.outcome, &line.codes[..]), ("not_evaluable", &["percentiles-out-of-order"][..]));
        assert_eq!(line.messages, ["D50 is 110 nm, above D90, 95.5 nm"]);
    }
    assert_eq!(mixed.lot().verdict, "not_evaluable");
}

#[test]
fn a_size_outside_the_instrument_has_no_result() {
    for (mode, outcome) in [("10", "reported"), ("1000", "reported"), ("9.9", "invalid"), ("1000.1", "invalid")] {
        assert_eq!(run("", mode, "110", "120", "1e10").test("size_mode").outcome, outcome, "{mode}");
    }
    let line = run("", "2400", "110", "120", "1e10").test("size_mode").clone();
    assert_eq!(line.codes, ["outside-instrument-range"]);
    assert_eq!(line.messages, ["2400 is outside the range of the instrument, 10 to 1000 nm"]);
}

/// 1 / (1.13 g/mL · π/6 · (100 nm)³ · 10 %) = 1.690e10 particles/µg.
#[test]
fn a_ratio_above_the_ceiling_is_told_and_passes_all_the_same() {
    let flagged = |plausible: &str, particles: &str| {
        let line = run(plausible, "100", "110", "120", particles).test("ratio").clone();
        assert_eq!(line.outcome, "pass");
        line.flags.contains(&"above_physical_ceiling")
    };
    assert!(!flagged(CEILING, "1.68e10"));
    assert!(flagged(CEILING, "1.70e10"));
    assert!(!flagged("", "1.70e12"), "nothing is looked at without the key");
    let line = run(CEILING, "91", "110", "120", "1.1e11").test("ratio").clone();
    assert_eq!(line.codes, ["ratio-above-physical-ceiling"]);
}

#[test]
fn a_ceiling_needs_a_ratio_and_a_size() {
    let of_protein = size_tests(", plausible: {size: protein, protein_share: 10 %, density: 1.13 g/mL}");
    assert_eq!(specification_errors(&of_protein), ["unit-mismatch"]);
    let share = size_tests(", plausible: {size: size_mode, protein_share: 0 %, density: 1.13 g/mL}");
    assert_eq!(specification_errors(&share), ["malformed-number"]);
}

fn disagree(plan: &str, accept: &str, values: &[&str]) -> (&'static str, bool, Vec<String>) {
    let test = format!("t:\n  category: purity\n  name: T\n  result: {plan}\n  accept: \"{accept}\"\n");
    let rows: String = values.iter().enumerate().map(|(i, value)| format!("L,t,{value},%,{}\n", i + 1)).collect();
    let run = judge(&spec_of("usp", &test), &[&format!("lot,test,value,unit,replicate\n{rows}")]);
    let line = run.test("t").clone();
    (line.outcome, line.flags.contains(&"determinations_disagree"), line.messages)
}

#[test]
fn determinations_on_both_sides_are_told() {
    let (outcome, told, messages) = disagree("mean of 3", "> 80 %", &["78.4", "86.1", "81.0"]);
    assert_eq!((outcome, told), ("pass", true));
    assert_eq!(messages, ["2 of 3 determinations meet the limit > 80 %"]);
    assert_eq!(disagree("mean of 3", "> 80 %", &["78.4", "79.1", "81.0"]).0, "fail");
    assert!(disagree("mean of 3", "> 80 %", &["78.4", "79.1", "81.0"]).1);
    assert!(!disagree("mean of 3", "> 80 %", &["81.0", "86.1", "82"]).1);
    assert!(!disagree("mean of 3", "> 80 %", &["71.0", "76.1", "72"]).1);
    // Compared as a value of its own would be: 79.6 rounds to 80.
    assert!(!disagree("mean of 3", ">= 80 %", &["79.6", "80", "81"]).1);
    // Under `each` the outcome says it.
    assert!(!disagree("each of 3", "> 80 %", &["78.4", "86.1", "81.0"]).1);
}

/// A bound that leaves no value that can be says nothing, as a number that cannot be does (R-327, R-337).
#[test]
fn bounds_that_cannot_be_are_not_evaluable() {
    let spec = spec_of(
        "none",
        "up: {name: E, category: safety, accept: \"<= 0.50 EU/mL\"}\ncd: {name: Intact, category: purity, accept: \">= 80 %\"}",
    );
    let line = |test: &str, value: &str, unit: &str, lod: &str| {
        let other = if test == "up" { "L,cd,90,%,\n" } else { "L,up,0.1,EU/mL,\n" };
        judge(&spec, &[&format!("lot,test,value,unit,lod\nL,{test},{value},{unit},{lod}\n{other}")]).test(test).clone()
    };
    for (value, lod) in [("ND", "0"), ("ND", "-1"), ("<-1", ""), ("<0", "")] {
        let line = line("up", value, "EU/mL", lod);
        assert_eq!((line.outcome, &line.codes[..]), ("not_evaluable", &["negative-value"][..]), "{value} {lod}");
    }
    for value in [">150", ">100"] {
        let line = line("cd", value, "%", "");
        assert_eq!((line.outcome, &line.codes[..]), ("not_evaluable", &["percentage-over-100"][..]), "{value}");
    }
    assert_eq!(line("up", "ND", "EU/mL", "0.01").outcome, "pass");
    assert_eq!(line("cd", ">99", "%", "").outcome, "pass");
}

/// A number below the quantitation limit of its own row is none where that limit lies above the criterion (R-330).
#[test]
fn a_quantitation_limit_of_the_row_above_the_criterion_is_inconclusive() {
    let spec = spec_of("none", "hcp: {name: HCP, category: purity, accept: \"<= 50 ng/mL\"}");
    let line = |value: &str, unit: &str, loq: &str| {
        judge(&spec, &[&format!("lot,test,value,unit,loq\nL,hcp,{value},{unit},{loq}\n")]).test("hcp").clone()
    };
    let open = line("40", "ng/mL", "100");
    assert_eq!((open.outcome, &open.codes[..]), ("inconclusive", &["censored-undecided"][..]));
    assert_eq!(
        open.messages,
        [
            "40 ng/mL is below the limit of its row, 100 ng/mL, from which the method tells values; that lies above <= 50 ng/mL"
        ]
    );
    assert_eq!(line("0.04", "ug/mL", "0.1").outcome, "inconclusive");
    assert_eq!(line("40", "ng/mL", "50").outcome, "pass");
    assert_eq!(line("150", "ng/mL", "100").outcome, "fail");
}

/// An error of a spreadsheet is no observation, also where texts are accepted (R-333).
#[test]
fn a_spreadsheet_error_is_no_text() {
    let spec = spec_of("none", "look: {name: L, category: general, accept: \"one of [clear, slightly turbid]\"}");
    for cell in ["#N/A", "#REF!", "#DIV/0!"] {
        let line = judge(&spec, &[&format!("lot,test,value\nL,look,{cell}\n")]).test("look").clone();
        assert_eq!((line.outcome, &line.codes[..]), ("not_evaluable", &["spreadsheet-error"][..]), "{cell}");
    }
}

/// A determination below a limit of its own row says nothing of the others (R-309, R-330).
#[test]
fn a_determination_below_its_limit_hides_no_failure() {
    let run = |test: &str, rows: &[(&str, &str)]| {
        let rows: String =
            rows.iter().enumerate().map(|(i, (value, loq))| format!("L,hcp,{value},ng/mL,{},{loq}\n", i + 1)).collect();
        let spec = spec_of("none", &format!("hcp: {{name: HCP, category: purity, {test}}}"));
        judge(&spec, &[&format!("lot,test,value,unit,replicate,loq\n{rows}")]).test("hcp").clone()
    };
    let each = "result: each of 2, accept: \"<= 0.50 ng/mL\"";
    for rows in [[("0.1", "0.6"), ("0.9", "")], [("0.9", ""), ("0.1", "0.6")]] {
        let line = run(each, &rows);
        assert_eq!((line.outcome, line.reportable.as_str()), ("fail", "0.9 ng/mL"));
        assert_eq!(line.codes, ["censored-undecided", "outside-acceptance-criterion"]);
    }
    let open = run(each, &[("0.1", "0.6"), ("0.2", "")]);
    assert_eq!((open.outcome, open.reportable.as_str()), ("inconclusive", "–"));
    let said = "0.1 ng/mL is below the limit of its row, 0.6 ng/mL, from which the method tells values; that lies above <= 0.50 ng/mL";
    assert_eq!(open.messages, [said]);
    let individual = "result: mean of 2, individual: \"<= 0.8 ng/mL\", accept: \"<= 0.50 ng/mL\"";
    assert_eq!(run(individual, &[("0.1", "0.6"), ("0.9", "")]).outcome, "fail");
    assert_eq!(run(individual, &[("0.1", "0.6"), ("0.2", "")]).outcome, "inconclusive");
    assert_eq!(run(individual, &[("0.1", "0.4"), ("0.2", "")]).outcome, "pass");
}

/// The limits of a row bear on percentages of a claim, on controls and on what is computed (R-330, R-337).
#[test]
fn limits_of_a_row_are_looked_at_wherever_its_number_is() {
    let spec = |body: &str| format!("{}{body}", spec_of("none", "").replace("tests:\n", ""));
    // 5e9 of a claim of 2e9 are 250 %.
    let label =
        spec("label: {pc: 2.0e9 particles/mL}\ntests:\n  pc: {name: PC, category: quantity, accept: label ± 20 %}\n");
    let of_claim = |loq: &str| {
        let line = judge(&label, &[&format!("lot,test,value,unit,loq\nL,pc,2.0e9,particles/mL,{loq}\n")]);
        line.test("pc").outcome
    };
    assert_eq!([of_claim("5e9"), of_claim("2.1e9"), of_claim("1e9")], ["inconclusive", "pass", "pass"]);

    let checked = |check: &str, row: &str| {
        let spec = spec_of(
            "none",
            &format!("hcp: {{name: HCP, category: purity, valid_if: [{check}], accept: \"<= 10 ng/mL\"}}"),
        );
        let data = format!("lot,test,value,unit,role,control,lod,loq\nL,hcp,5,ng/mL,,,,\nL,hcp,{row}\n");
        judge(&spec, &[&data]).test("hcp").clone()
    };
    let (neg, blank) = ("control neg <= 0.1 ng/mL", "blank <= 5 % of sample");
    for (check, row, why) in [
        (neg, "<0,ng/mL,control,neg,,", "control neg is \"<0\": the bound <0 ng/mL leaves no value that can be"),
        (neg, "ND,ng/mL,control,neg,0,", "control neg is \"ND\": the bound ND ng/mL leaves no value that can be"),
        (blank, "ND,ng/mL,blank,,0,", "blank is \"ND\": the bound ND ng/mL leaves no value that can be"),
        // The sample has a value; below what the blank lies is not said.
        (blank, "ND,ng/mL,blank,,,", "blank is \"ND\": it allows no statement about its window"),
        (
            neg,
            "0.05,ng/mL,control,neg,,0.6",
            "control neg is \"0.05\": 0.05 ng/mL is below the limit of its row, 0.6 ng/mL, from which the method tells values; that lies \
             above control neg <= 0.1 ng/mL",
        ),
        // 0.3 of 5 ng/mL are 6 %.
        (
            blank,
            "0.05,ng/mL,blank,,0.3,",
            "blank is \"0.05\": 0.05 ng/mL is below the limit of its row, 0.3 ng/mL, from which the method tells values; that lies above blank <= 5 % of sample",
        ),
    ] {
        let line = checked(check, row);
        assert_eq!((line.outcome, &line.codes[..]), ("invalid", &["control-not-readable"][..]), "{row}");
        assert_eq!(line.messages, [why]);
    }
    for (check, row) in [
        (neg, "ND,ng/mL,control,neg,0.05,"),
        (neg, "-0.01,ng/mL,control,neg,,"),
        (blank, "0.05,ng/mL,blank,,0.2,"),
        ("control rec 50 to 200 %", "120,%,control,rec,,"),
    ] {
        assert_eq!(checked(check, row).outcome, "pass", "{row}");
    }

    let computed = |formula: &str, accept: &str| {
        let spec = spec(&format!(
            "derived:\n  r: {{formula: {formula}, unit: ng/mL}}\ntests:\n  hcp: {{name: H, category: purity, unit: ng/mL, accept: report}}\n  \
             r: {{name: R, category: purity, accept: \"{accept}\"}}\n"
        ));
        let run = judge(&spec, &["lot,test,value,unit,loq\nL,hcp,0.1,ng/mL,6\n"]);
        (run.test("r").outcome, run.test("r").reportable.clone(), run.test("hcp").reportable.clone())
    };
    let reported = || "0.1 ng/mL".to_owned();
    assert_eq!(computed("hcp * 2", "<= 1.0 ng/mL"), ("inconclusive", "<12 ng/mL".to_owned(), reported()));
    assert_eq!(computed("hcp * 2", "<= 20 ng/mL"), ("pass", "<12 ng/mL".to_owned(), reported()));
    // A quotient by a bound is not known at all.
    assert_eq!(computed("hcp * hcp / hcp", "<= 20 ng/mL"), ("inconclusive", "–".to_owned(), reported()));
}

/// A limit of the method that cannot be read is not passed over: a unit that converts is read, anything else bars (R-330, R-910).
#[test]
fn a_limit_of_the_method_is_read_or_bars() {
    let spec = spec_of("none", "hcp: {name: HCP, category: purity, accept: \"<= 10 ng/mL\"}");
    let line = |value: &str, lod: &str, loq: &str| {
        judge(&spec, &[&format!("lot,test,value,unit,lod,loq\nL,hcp,{value},ng/mL,{lod},{loq}\n")]).test("hcp").clone()
    };
    for (value, lod, loq, outcome) in [
        ("5", "20", "", "inconclusive"),
        ("5", "20 ng/mL", "", "inconclusive"),
        ("5", "", "0.02 ug/mL", "inconclusive"),
        ("5", "20 pg/mL", "", "pass"),
        ("ND", "2 ng/mL", "", "pass"),
        ("ND", "2000 pg/mL", "", "pass"),
        ("5", "-", "n/a", "pass"),
        ("5", "/", "/", "pass"),
        // As some systems write it.
        ("5", "<20", "", "inconclusive"),
        ("5", "<2", "", "pass"),
        // A bound below the limit of detection is no better known than the number; at it, it is that limit.
        ("<5", "20", "", "inconclusive"),
        ("<2", "2", "20", "pass"),
    ] {
        assert_eq!(line(value, lod, loq).outcome, outcome, "{value} {lod} {loq}");
    }
    for (lod, loq, of) in [
        ("twenty", "", "detection"),
        ("", "abc", "quantitation"),
        ("", "\"20,5\"", "quantitation"),
        ("20 mg", "", "detection"),
        ("ND", "", "detection"),
    ] {
        let line = line("5", lod, loq);
        assert_eq!((line.outcome, &line.codes[..]), ("not_evaluable", &["unreadable-number"][..]), "{lod} {loq}");
        assert_eq!(line.messages, [format!("the limit of {of} of the row is no number in its unit")]);
    }
    // Beside an observation it bears on nothing.
    let spec = spec_of("none", "myco: {name: M, category: safety, accept: negative}");
    let seen = judge(&spec, &["lot,test,value,lod\nL,myco,not detected,10 CFU/mL\n"]);
    assert_eq!(seen.test("myco").outcome, "pass");
}
