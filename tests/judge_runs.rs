//! Runs that are void, their controls, and what repeats them, end to end.

mod support;

use evqc::data::LotFacts;
use evqc::quantity::{Decimal, DecimalMark, Unit};
use evqc::spec::Quantity;
use support::{Line, Options, Run, judge, judge_with, spec_of, specification};

const COLUMNS: &str =
    "lot,test,value,unit,replicate,date,group,sample,role,control,status,reason,investigation,analyst,approver\n";
/// A complete record of invalidation.
const VOID: &str = "invalid,wrong pipette for the plate,I-2,Meyer,Adler";

/// Host cell protein of these plans, with a control of each run.
fn hcp(plans: &str, check: &str) -> String {
    spec_of(
        "usp",
        &format!("hcp: {{name: HCP, category: purity, {plans}, valid_if: [{check}], accept: \"<= 10 ng/mL\"}}"),
    )
}

/// Rows of `number date group sample value status`: `2 05-03 p2 - 6 void`; a `-` is an empty cell, `c` before a number that of a control.
fn run_of(spec: &str, rows: &[&str]) -> Line {
    let row = |text: &&str| {
        let cells: Vec<&str> = text.split(' ').map(|cell| if cell == "-" { "" } else { cell }).collect();
        let [number, date, group, sample, value, state] = cells[..] else { panic!("{text}") };
        let date = if date.is_empty() { String::new() } else { format!("2026-{date}") };
        let (role, control, unit, number) = match number.strip_prefix('c') {
            Some(number) => ("control", "pos", "%", number),
            None => (if state.contains("retest") { "retest" } else { "" }, "", "ng/mL", number),
        };
        let record = match state {
            state if state.contains("void") => VOID,
            state if state.contains("pending") => "pending,,,Meyer,",
            _ => ",,,Meyer,",
        };
        format!("L,hcp,{value},{unit},{number},{date},{group},{sample},{role},{control},{record}\n")
    };
    judge(spec, &[&format!("{COLUMNS}{}", rows.iter().map(row).collect::<String>())]).test("hcp").clone()
}

/// What a control was found to be decides on the run that it is of, whatever its number: only day, group or the number of a void
/// determination tell that it is of another one.
#[test]
fn a_control_of_the_repeated_run_decides_whatever_its_number() {
    let spec = hcp("retest: single", "control pos 80 to 120 %");
    let first = ["1 02-05 - - 5 void", "c1 02-05 - - 130 void"];
    let again = |rows: &[&str]| run_of(&spec, &[&first[..], rows].concat());
    let good = again(&["2 02-12 - - 6 retest", "c2 02-12 - - 100 -"]);
    assert_eq!((good.outcome, good.reportable.as_str()), ("pass", "6 ng/mL"));
    // A second well of the new run failed, under a number that no determination has, and was declared invalid.
    let second_well = again(&["2 02-12 - - 6 retest", "c2 02-12 - - 100 -", "c3 02-12 - - 60 void"]);
    assert_eq!((second_well.outcome, &second_well.codes[..]), ("invalid", &["control-not-readable"][..]));
    // The same under a sample of its own, or in a group.
    assert_eq!(again(&["2 02-12 - - 6 retest", "c2 02-12 - PC-7 60 void"]).outcome, "invalid");
    assert_eq!(again(&["2 02-12 p2 - 6 retest", "c2 02-12 p2 - 100 -", "c3 02-12 p2 - 60 void"]).outcome, "invalid");
    // Wells of the void run are told by its day, by its group, or by the number of its determination.
    let wells = |second: &str, repeated: &str| {
        run_of(&spec, &[first[0], first[1], second, repeated, "c7 02-12 p2 - 100 -"]).outcome
    };
    assert_eq!(wells("c3 02-05 - - 140 void", "2 02-12 - - 6 retest"), "pass");
    assert_eq!(wells("c3 - - - 140 void", "2 02-12 - - 6 retest"), "invalid");
    let on_one_day = ["1 02-05 p1 - 5 void", "c3 02-05 p1 - 140 void", "2 02-05 p2 - 6 retest", "c3 02-05 p2 - 100 -"];
    assert_eq!(run_of(&spec, &on_one_day).outcome, "pass");
}

/// One plate of three is void and replaced: its control goes with it, those of the others keep deciding.
#[test]
fn one_void_plate_of_three_is_replaced_with_its_control() {
    let plates = |third: &str, control: &str| {
        let rows = [
            "1 02-01 p1 - 5 -",
            "c1 02-01 p1 - 100 -",
            "2 02-02 p2 - 6 void",
            "c2 02-02 p2 - 130 void",
            third,
            control,
            "4 02-04 p4 - 9 -",
            "c4 02-04 p4 - 101 -",
        ];
        run_of(&hcp("result: mean of 3", "each control pos 80 to 120 %"), &rows)
    };
    let good = plates("3 02-03 p3 - 7 -", "c3 02-03 p3 - 99 -");
    assert_eq!((good.outcome, good.reportable.as_str()), ("pass", "7 ng/mL"), "(5 + 7 + 9) / 3");
    assert_eq!(plates("3 02-03 p3 - 7 -", "c3 02-03 p3 - 130 void").outcome, "invalid");
    // A control of the day of a plate that counts stays.
    let rows = ["1 02-01 - - 5 -", "c1 02-01 - - 130 void", "2 02-02 - - 6 void", "3 02-03 - - 7 -", "4 02-04 - - 9 -"];
    assert_eq!(run_of(&hcp("result: mean of 3", "control pos 80 to 120 %"), &rows).outcome, "invalid");
}

/// The control of a run that is void shows nothing of the run that replaced it.
#[test]
fn a_good_control_of_a_void_run_does_not_stand_for_the_new_one() {
    let spec = hcp("retest: single", "control pos 80 to 120 %");
    let without = run_of(&spec, &["1 02-05 - - 50 void", "c1 02-05 - - 100 -", "2 02-12 - - 6 retest"]);
    assert_eq!((without.outcome, &without.codes[..]), ("invalid", &["control-not-reported"][..]));
    assert_eq!(
        without.messages,
        ["control pos is reported for the run that is void alone; required: control pos 80 to 120 %"]
    );
    // In one run, of one day, the control is that of both.
    let same_day = run_of(&spec, &["1 02-05 - - 50 void", "c1 02-05 - - 100 -", "2 02-05 - - 6 retest"]);
    assert_eq!(same_day.outcome, "pass");
    let with = ["1 02-05 - - 50 void", "c1 02-05 - - 100 -", "2 02-12 - - 6 retest", "c2 02-12 - - 99 -"];
    assert_eq!(run_of(&spec, &with).outcome, "pass");
}

/// `01` and `1` are one number, for controls too: a workbook and a text file say the same.
#[test]
fn a_control_finds_its_determination_under_any_writing_of_the_number() {
    let spec = hcp("result: each of 2", "each control pos 80 to 120 %");
    let rows = ["01 02-05 - - 5 -", "2.0 02-05 - - 6 -", "c1 02-05 - - 100 -", "c002 02-05 - - 99 -"];
    assert_eq!(run_of(&spec, &rows).outcome, "pass");
}

/// With a plan for retests, they alone are its value: what stands of the originals is neither averaged with them nor counted for them
///
#[test]
fn originals_that_stand_are_not_counted_as_retests() {
    let spec = hcp("result: mean of 3, retest: mean of 3", "control pos 80 to 120 %");
    let rows = |more: &[&str]| {
        let first = ["1 02-01 - - 9.0 -", "2 02-01 - - 2.0 -", "3 02-01 - - 29 void", "c1 02-01 - - 100 -"];
        run_of(&spec, &[&first[..], more].concat())
    };
    let one = rows(&["4 02-01 - - 1.0 retest"]);
    assert_eq!((one.outcome, one.messages.join("")), ("missing", "1 of 3 determinations".to_owned()));
    let all = rows(&["4 02-01 - - 1.0 retest", "5 02-01 - - 2.0 retest", "6 02-01 - - 6.0 retest"]);
    assert_eq!((all.outcome, all.reportable.as_str()), ("pass", "3 ng/mL"), "(1 + 2 + 6) / 3");
    // Without the role nobody knows which of them the plan for retests counts.
    let unmarked = rows(&["4 02-01 - - 1.0 -"]);
    assert_eq!((unmarked.outcome, &unmarked.codes[..]), ("not_evaluable", &["surplus-determinations"][..]));
    // Where each determination has to meet the criterion, one that stands has to as well.
    let spec = hcp("result: each of 2, retest: each of 2", "control pos 80 to 120 %");
    let each = |stands: &str, retests: &[&str]| {
        let first = [stands, "2 02-01 - - 29 void", "c1 02-01 - - 100 -"];
        run_of(&spec, &[&first[..], retests].concat())
    };
    let both = ["4 02-01 - - 1.0 retest", "5 02-01 - - 2.0 retest"];
    assert_eq!(each("1 02-01 - - 9.0 -", &both).outcome, "pass");
    assert_eq!(each("1 02-01 - - 9.0 -", &both[..1]).outcome, "missing");
    assert_eq!(each("1 02-01 - - 19 -", &both).outcome, "fail");
}

/// An original that stands outside the criterion is not replaced by retests of another one, whatever their plan makes of them: it is
/// the result where each determination counts, and nobody knows the result where a mean does.
#[test]
fn an_original_that_stands_outside_is_not_dropped() {
    let judged = |plans: &str, stands: &str, retests: &[&str]| {
        let spec = hcp(plans, "control pos 80 to 120 %");
        let first = [stands, "2 02-01 - - 29 void", "c1 02-01 - - 100 -"];
        run_of(&spec, &[&first[..], retests].concat())
    };
    let three = ["4 02-01 - - 1.0 retest", "5 02-01 - - 2.0 retest", "6 02-01 - - 3.0 retest"];
    let by_mean = |stands: &str| judged("result: each of 2, retest: mean of 3", stands, &three);
    let outside = by_mean("1 02-01 - - 19 -");
    assert_eq!((outside.outcome, outside.reportable.as_str()), ("fail", "19 ng/mL"));
    assert_eq!(outside.codes, ["outside-acceptance-criterion", "retest-not-counted"]);
    let inside = by_mean("1 02-01 - - 9 -");
    assert_eq!((inside.outcome, inside.reportable.as_str()), ("pass", "2 ng/mL"), "(1 + 2 + 3) / 3, without the 9");
    let largest = judged("result: max of 2, retest: max of 2", "1 02-01 - - 12 -", &three[..2]);
    assert_eq!((largest.outcome, largest.reportable.as_str()), ("fail", "12 ng/mL"));
    let each = judged("result: mean of 2, individual: \"<= 20 ng/mL\", retest: mean of 3", "1 02-01 - - 25 -", &three);
    assert_eq!((each.outcome, &each.codes[..1]), ("fail", &["individual-outside-criterion"][..]));
    // Which side of the limit decides by one determination is for the summary to say.
    let open = judged("result: min of 2, retest: min of 2", "1 02-01 - - 12 -", &three[..2]);
    assert_eq!(open.outcome, "not_evaluable");
    let within =
        judged("result: mean of 2, individual: \"<= 20 ng/mL\", retest: mean of 3", "1 02-01 - - 15 -", &three);
    assert_eq!(within.outcome, "not_evaluable");
    let mean = judged("result: mean of 2, retest: mean of 3", "1 02-01 - - 19 -", &three);
    assert_eq!((mean.outcome, &mean.codes[..]), ("not_evaluable", &["unexplained-retest"][..]));
    assert_eq!(
        mean.messages,
        ["\"19\" stands beside retests, and is not shown to meet <= 10 ng/mL by itself: nobody invalidated it"]
    );
    // What stands and fills the plan is the result: an aborted run beside it makes no room for a retest.
    let aborted = |stands: &str| {
        let spec = hcp("retest: single", "control pos 80 to 120 %");
        run_of(&spec, &["1 02-01 - - - void", stands, "3 02-02 - - 5 retest", "c1 02-02 - - 100 -"])
    };
    assert_eq!(aborted("2 02-01 - - 15 -").outcome, "fail");
    assert_eq!(aborted("2 02-01 - - 6 -").outcome, "not_evaluable");
    assert_eq!(aborted("2 02-01 - - 15 void").outcome, "pass");
}

/// Without the role, several originals are told from what repeats them by their days, and for a plan for retests by the role alone.
#[test]
fn an_original_is_not_taken_for_a_retest_by_counting() {
    let rows =
        ["1 02-01 - - 9 -", "2 02-02 - - 29 void", "3 02-03 - - 30 void", "4 02-04 - - 1 -", "c1 02-04 - - 100 -"];
    let plain = run_of(&hcp("result: mean of 2", "control pos 80 to 120 %"), &rows);
    assert_eq!((plain.outcome, plain.reportable.as_str()), ("pass", "5 ng/mL"), "(9 + 1) / 2");
    let planned = run_of(&hcp("result: mean of 2, retest: mean of 2", "control pos 80 to 120 %"), &rows);
    assert_eq!((planned.outcome, &planned.codes[..]), ("not_evaluable", &["surplus-determinations"][..]));
}

/// A control of a plate that counts decides, though its number is that of a void well; a void control of the plate, of the incubation, or
/// of the day of the void determination goes with it, on whatever day it was read.
#[test]
fn a_number_tells_nothing_against_group_start_or_day() {
    let spec = hcp("result: mean of 3", "control pos 80 to 120 %");
    let plate = |control: &str| {
        let rows = ["1 - p1 - 4 -", "2 - p1 - 6 -", "3 - p1 - 46 void", "4 - p1 - 5 -", "c1 - p1 - 99 -", control];
        run_of(&spec, &rows)
    };
    assert_eq!(plate("c3 - p1 - 60 void").outcome, "invalid");
    assert_eq!(plate("c3 - p0 - 60 void").outcome, "invalid", "of no run that is void");
    assert_eq!((plate("c2 - p1 - 98 -").outcome, plate("c2 - p1 - 98 -").reportable.as_str()), ("pass", "5 ng/mL"));
    let repeated = |rows: &[&str]| run_of(&hcp("retest: single", "control pos 80 to 120 %"), rows).outcome;
    // Read over midnight, and repeated as another plate.
    let midnight = |name: &str| {
        let control = format!("c1 02-06 {name} - 60 void");
        repeated(&["1 02-05 p1 - 5 void", &control, "2 02-12 p2 - 6 retest", "c2 02-12 p2 - 100 -"])
    };
    assert_eq!((midnight("p1"), midnight("P1")), ("pass", "pass"));
    // The marks of the one that counts alone say whose the control is.
    assert_eq!(
        repeated(&["1 02-05 - - 5 void", "2 - p2 - 6 retest", "c1 - p2 - 60 void", "c2 - p2 - 100 -"]),
        "invalid"
    );
    assert_eq!(
        repeated(&["1 - - - 5 void", "2 02-12 - - 6 retest", "c1 02-12 - - 60 void", "c2 02-12 - - 100 -"]),
        "invalid"
    );
    // A day tells nothing of rows of one group: a plate of each day has a name of its own.
    let day = |name: &str| {
        let again = [format!("2 02-12 {name} - 6 retest"), format!("c2 02-12 {name} - 100 -")];
        repeated(&["1 02-05 1 - 5 void", "c1 02-05 1 - 60 void", &again[0], &again[1]])
    };
    assert_eq!((day("1"), day("2")), ("invalid", "pass"));
    assert_eq!(repeated(&["1 02-05 p1 - 5 void", "c1 02-05 p1 - 100 -", "2 02-06 p1 - 6 retest"]), "pass");
    let wells = ["1 02-05 p1 - 5 void", "c1 02-06 p1 - 60 void", "2 02-05 p1 - 6 retest", "c2 02-05 p1 - 100 -"];
    assert_eq!(repeated(&wells), "invalid");
}

/// Sterility that was void: read on several days, with a control read later, repeated with a start of its own.
#[test]
fn an_incubation_that_is_void_is_repeated_by_another_one() {
    let spec = spec_of(
        "usp",
        "st: {name: S, category: safety, accept: no growth, final_after: 14 d, result: single, retest: single, \
         valid_if: [control neg no growth]}",
    );
    let columns = "lot,test,value,replicate,started,date,role,control,status,reason,investigation,analyst,approver\n";
    let judged = |rows: &[&str]| {
        let rows: String = rows.iter().map(|row| format!("L,st,{row}\n")).collect();
        judge(&spec, &[&format!("{columns}{rows}")]).test("st").clone()
    };
    let void = format!("growth,1,2026-01-05,2026-01-12,,,{VOID}");
    let void_later = format!("growth,1,2026-01-05,2026-01-19,,,{VOID}");
    let control = format!("growth,1,2026-01-05,2026-01-14,control,neg,{VOID}");
    let clear = "no growth,2,2026-01-20,2026-02-03,control,neg,,,,Meyer,";
    let again = |started: &str| format!("no growth,2,{started},2026-02-03,retest,,,,,Meyer,");
    assert_eq!(judged(&[&void, &void_later, &control, clear, &again("2026-01-20")]).outcome, "pass");
    let same = judged(&[&void, clear, &again("2026-01-05")]);
    assert_eq!((same.outcome, &same.codes[..]), ("not_evaluable", &["impossible-dates"][..]));
    assert_eq!(
        same.messages,
        ["the reading belongs to the incubation started on 2026-01-05, which was declared void; it repeats nothing"]
    );
    // Growth without a complete record is hidden by no later reading, void or not.
    let open = void.replace(",Meyer,Adler", ",Meyer,");
    let later = void_later.replacen("growth", "no growth", 1);
    for rest in [&later, &void_later] {
        assert_ne!(judged(&[&open, rest, clear, &again("2026-01-20")]).outcome, "pass");
    }
    let early = "no growth,1,2026-01-05,2026-01-08,,,,,,Meyer,";
    assert_eq!(judged(&[early, &void, &void_later, clear, &again("2026-01-20")]).outcome, "pass");
    // Of two units of one incubation one stands.
    let spec_of_two = spec.replace("result: single, retest: single", "result: each of 2");
    let two = format!(
        "{columns}L,st,{void}\nL,st,no growth,2,2026-01-05,2026-01-19,,,,,,Meyer,\nL,st,no growth,3,2026-01-20,2026-02-03,,,,,,Meyer,\nL,st,{clear}\n"
    );
    assert_eq!(judge(&spec_of_two, &[&two]).test("st").outcome, "pass");
    // An empty row of a later day takes no reading away.
    let planned = ",2,2026-01-20,2026-02-10,retest,,,,,Meyer,";
    assert_eq!(judged(&[&void, &control, clear, &again("2026-01-20"), planned]).outcome, "pass");
}

/// Another sample needs a reason and somebody else's approval, in words.
#[test]
fn another_sample_is_not_authorised_by_a_dash() {
    let spec = spec_of("usp", "hcp: {name: HCP, category: purity, retest: single, accept: \"<= 10 ng/mL\"}");
    let outcome = |reason: &str, analyst: &str, approver: &str| {
        let data = format!(
            "{COLUMNS}L,hcp,50,ng/mL,1,,,V1,,,{VOID}\nL,hcp,6,ng/mL,2,,,V2,retest,,,{reason},,{analyst},{approver}\n"
        );
        judge(&spec, &[&data]).test("hcp").outcome
    };
    assert_eq!(outcome("second vial because the first one leaked", "Meyer", "Adler"), "pass");
    for (reason, analyst, approver) in [
        ("-", "Meyer", "Adler"),
        ("n/a", "Meyer", "Adler"),
        ("second vial", "Meyer", "-"),
        ("second vial", "Meyer", "TBD"),
        ("second vial", "Meyer", "not approved"),
        ("second vial", "Meyer", "Meyer"),
    ] {
        assert_eq!(outcome(reason, analyst, approver), "not_evaluable", "{reason}, {approver}");
    }
}

/// A record in which nobody approved yet, or somebody refused, is no approval.
#[test]
fn an_approval_that_was_refused_invalidates_nothing() {
    let spec = spec_of("usp", "hcp: {name: HCP, category: purity, retest: single, accept: \"<= 10 ng/mL\"}");
    let outcome = |investigation: &str, approver: &str| {
        let data = format!(
            "{COLUMNS}L,hcp,50,ng/mL,1,,,,,,invalid,wrong pipette,{investigation},Meyer,{approver}\nL,hcp,6,ng/mL,2,,,,retest,,,,,Meyer,\n"
        );
        judge(&spec, &[&data]).test("hcp").outcome
    };
    assert_eq!(outcome("I-2", "Q. Adler"), "pass");
    for approver in ["not yet approved", "pending approval", "rejected by Q. Adler", "未批准", "待批准"] {
        assert_eq!(outcome("I-2", approver), "fail", "{approver}");
    }
    for investigation in ["no investigation", "to be opened", "无调查"] {
        assert_eq!(outcome(investigation, "Q. Adler"), "fail", "{investigation}");
    }
}

/// A retest is not older than what it repeats, and a control is not of a day to come.
#[test]
fn days_of_controls_and_retests_are_looked_at() {
    let spec = hcp("retest: single", "control pos 80 to 120 %");
    let future = run_of(&spec, &["1 02-05 - - 5 -", "c1 12-01 - - 100 -"]);
    assert_eq!((future.outcome, &future.codes[..]), ("not_evaluable", &["date-in-the-future"][..]));
    assert_eq!(future.messages, ["the control is dated 2026-12-01, after 2026-06-01"]);
    let void = run_of(&spec, &["1 12-05 - - 50 void", "2 02-05 - - 5 retest", "c2 02-05 - - 100 -"]);
    assert_eq!(void.outcome, "not_evaluable");
    let early = run_of(&spec, &["1 02-05 - - 50 void", "2 02-01 - - 5 retest", "c2 02-01 - - 100 -"]);
    assert_eq!(early.messages, ["the retest is dated 2026-02-01, before the result that it repeats, on 2026-02-05"]);
}

/// One replicate does not count twice because its number is written with other signs.
#[test]
fn one_number_in_two_writings_is_one_replicate() {
    let spec = spec_of("usp", "hcp: {name: HCP, category: purity, result: mean of 3, accept: \"<= 10 ng/mL\"}");
    for other in ["１", "1\u{200b}", "01"] {
        let data = format!("lot,test,value,unit,replicate\nL,hcp,1,ng/mL,1\nL,hcp,9,ng/mL,{other}\nL,hcp,2,ng/mL,2\n");
        let line = judge(&spec, &[&data]).test("hcp").clone();
        assert_eq!(
            (line.outcome, &line.codes[..]),
            ("not_evaluable", &["conflicting-determinations"][..]),
            "{other:?}"
        );
    }
}

const STERILITY: &str = "sterility: {name: S, category: safety, accept: no growth, final_after: 14 d, result: single, retest: single, valid_if: [control neg no growth]}";

fn sterility(rows: &[&str]) -> Line {
    let rows: String = rows.iter().map(|row| format!("L,sterility,{row}\n")).collect();
    let data = format!(
        "lot,test,value,replicate,started,date,role,control,status,reason,investigation,analyst,approver\n{rows}"
    );
    judge(&spec_of("none", STERILITY), &[&data]).test("sterility").clone()
}

/// Controls are read on several days as samples are; the last reading counts, and growth at any time.
#[test]
fn interim_readings_of_controls_are_no_conflict() {
    let sample = ["no growth,1,2026-05-01,2026-05-08,,,,,,,", "no growth,1,2026-05-01,2026-05-15,,,,,,,"];
    let early = "no growth,1,2026-05-01,2026-05-08,control,neg,,,,,";
    let last = "no growth,1,2026-05-01,2026-05-15,control,neg,,,,,";
    let grown = "growth,1,2026-05-01,2026-05-15,control,neg,,,,,";
    assert_eq!(sterility(&[sample[0], sample[1], early, last]).outcome, "pass");
    assert_eq!(sterility(&[sample[0], sample[1], early, grown]).outcome, "invalid");
}

/// What is void is the incubation: a later reading of it is no repeat.
#[test]
fn growth_that_was_declared_void_is_not_taken_back_by_a_later_reading() {
    let control = "no growth,,2026-05-01,2026-05-15,control,neg,,,,,";
    let grown = "growth,1,2026-04-01,2026-04-15,,,invalid,the membrane filter was torn,I-2,Meyer,Adler";
    let same = sterility(&[grown, "no growth,1,2026-04-01,2026-04-20,,,,,,Meyer,", control]);
    assert_eq!((same.outcome, &same.codes[..]), ("not_evaluable", &["conflicting-determinations"][..]));
    let repeated = sterility(&[grown, "no growth,1,2026-05-01,2026-05-15,,,,,,Meyer,", control]);
    assert_eq!(repeated.outcome, "pass");
}

/// A positive sign is final where it fails, and not where it is what the test asks for.
#[test]
fn a_positive_result_that_is_pending_or_not_tested_identifies_nothing() {
    let run = |accept: &str, rows: &str| -> Run {
        let tests = format!("marker: {{name: M, category: identity, accept: {accept}, result: single}}");
        judge(&spec_of("none", &tests), &[&format!("lot,test,value,replicate,status\n{rows}")])
    };
    for accept in ["positive", "\"one of [positive, weak positive]\""] {
        let line = |rows: &str| run(accept, rows).test("marker").outcome;
        assert_eq!(line("L,marker,positive,1,\n"), "pass", "{accept}");
        assert_eq!(line("L,marker,positive,1,pending\n"), "pending", "{accept}");
        assert_eq!(line("L,marker,positive,1,not tested\n"), "not_evaluable", "{accept}");
        assert_eq!(line("L,marker,negative,1,pending\nL,marker,positive,2,not tested\n"), "not_evaluable", "{accept}");
    }
    assert_eq!(run("negative", "L,marker,positive,1,pending\n").test("marker").outcome, "fail");
}

/// The empty cells of a void run in a wide table say nothing of tests that were not in it: long and wide tables give the same.
#[test]
fn empty_cells_of_a_void_row_are_no_determinations() {
    let spec = spec_of(
        "none",
        "pc: {name: PC, category: quantity, result: mean of 2, accept: \">= 1e10 particles/mL\"}\n\
         ph: {name: pH, category: general, accept: 6.8 to 7.6}",
    );
    let record = "replicate,status,reason,investigation,analyst,approver";
    let wide = format!(
        "lot,{record},pc [particles/mL],pH\nL,1,{VOID},9e9,9.1\nL,2,{VOID},8e9,\nL,3,,,,Meyer,,2e10,7.0\nL,4,,,,Meyer,,4e10,\n"
    );
    let long = format!(
        "lot,test,value,unit,{record}\nL,pc,9e9,particles/mL,1,{VOID}\nL,ph,9.1,,1,{VOID}\nL,pc,8e9,particles/mL,2,{VOID}\n\
         L,pc,2e10,particles/mL,3,,,,Meyer,\nL,ph,7.0,,3,,,,Meyer,\nL,pc,4e10,particles/mL,4,,,,Meyer,\n"
    );
    let [wide, long] = [wide, long].map(|data| {
        let run = judge(&spec, &[&data]);
        ["pc", "ph"].map(|test| (run.test(test).outcome, run.test(test).reportable.clone()))
    });
    assert_eq!(wide, long);
    assert_eq!(long[0], ("pass", "3×10^10 particles/mL".to_owned()));
    assert_eq!(long[1], ("pass", "7".to_owned()));
}

/// Who declares a row pending has not finished with it, whatever else is filled in it and whatever it repeats.
#[test]
fn a_pending_row_of_a_wide_table_never_disappears() {
    let spec = spec_of(
        "none",
        "endo: {name: E, category: general, result: each of at least 1, accept: \"<= 0.50 EU/mL\"}\n\
         conc: {name: C, category: quantity, result: mean of at least 1, accept: \">= 1e9 particles/mL\"}",
    );
    let head = "lot,replicate,endo [EU/mL],endo / spike [%],conc [particles/mL],role,status,reason,investigation,analyst,approver\n";
    let run = |rows: &str| {
        let run = judge(&spec, &[&format!("{head}{rows}\n")]);
        (run.test("endo").outcome, run.test("conc").outcome, run.exit)
    };
    let beside = |row: &str| run(&format!("A,1,0.1,96,2e9,,,,,,\n{row}"));
    for row in ["A,2,,97,,,pending,,,,", "A,2,,97,,,pending,,INV-1,,", "A,2,,,3e9,,pending,,INV-1,,"] {
        assert_eq!(beside(row), ("pending", "pending", 3), "{row}");
    }
    let void = format!("A,1,0.9,96,,,{VOID}\nA,2,,,2e9,,,,,,\n");
    let repeated = format!("{head}{void}A,3,,97,,retest,pending,,,,\n");
    let repeated = judge(&spec, &[&repeated]);
    assert_eq!(repeated.test("endo").outcome, "pending");
    // Whether the other test is repeated too nobody can tell, and what to do is said.
    let other = repeated.test("conc");
    assert_eq!((other.outcome, other.codes[0]), ("not_evaluable", "unexplained-retest"));
    // Of tests that were not in a run that was finished it says nothing, as no row of a long table would.
    assert_eq!(beside("A,2,,,3e9,,,,INV-1,,"), ("pass", "pass", 0));
    assert_eq!(run(&format!("{void}A,3,0.1,97,,retest,,,,,")), ("pass", "pass", 0));
    // The control of the retest is there, and its result is not.
    let (endotoxin, concentration, _) = run(&format!("{void}A,3,,97,,retest,,,,,"));
    assert_eq!((endotoxin, concentration), ("missing", "pass"));
}

/// What stands for a time in storage is a time: a number from zero on, and a unit of time; in any writing it is one point.
#[test]
fn a_time_point_is_a_time() {
    let spec = spec_of(
        "none",
        "ph: {name: pH, category: general, accept: 6.8 to 7.6, shelf_life: 6.5 to 7.8, result: mean of 2}",
    );
    let run = |rows: &str| {
        let options = Options { stage: Some("shelf life"), ..Options::default() };
        judge_with(
            &specification(&spec),
            &[&format!("lot,test,value,replicate,stage,time,time_unit\n{rows}")],
            &options,
        )
    };
    for (time, unit) in [("abc", "months"), ("-3", "months"), ("NaN", "months"), ("12", "mg"), ("12", "")] {
        let rows = format!("L,ph,7.0,1,stability,{time},{unit}\nL,ph,7.2,2,stability,{time},{unit}\n");
        let line = run(&rows).test("ph").clone();
        assert_eq!(
            (line.outcome, &line.codes[..]),
            ("not_evaluable", &["time-point-not-readable"][..]),
            "{time} {unit}"
        );
        assert_eq!(line.messages, [format!("`{}` is no time in storage", format!("{time} {unit}").trim())]);
    }
    for (one, other) in [(("6", "months"), ("6.0", "month")), (("24", "h"), ("24", "hours")), (("0", ""), ("0", ""))] {
        let rows = [(1, one, "7.0"), (2, other, "7.2")]
            .map(|(number, (time, unit), value)| format!("L,ph,{value},{number},stability,{time},{unit}\n"));
        for rows in [rows.concat(), rows.iter().rev().cloned().collect()] {
            let line = run(&rows).test("ph").clone();
            assert_eq!((line.outcome, line.reportable.as_str()), ("pass", "7.1"), "{one:?} {other:?}");
        }
    }
}

/// The day of a row without a value is planned: it says nothing of what is there.
#[test]
fn a_planned_day_changes_no_verdict() {
    let spec = spec_of("usp", "hcp: {name: HCP, category: purity, accept: \"<= 10 ng/mL\", retest: single}");
    let planned_retest = run_of(&spec, &["1 05-20 - - 50 -", "2 06-10 - - - retest"]);
    assert_eq!(
        (planned_retest.outcome, &planned_retest.codes[..]),
        ("fail", &["outside-acceptance-criterion", "retest-not-counted"][..])
    );
    assert_eq!(run_of(&spec, &["1 05-20 - - 5 -", "2 07-01 - - - -"]).outcome, "pass");
    assert_eq!(run_of(&spec, &["1 05-20 - - 50 void", "2 07-01 - - pending retest"]).outcome, "pending");
    let checked = hcp("result: single", "control pos 80 to 120 %");
    let rows = ["1 05-20 - - 5 -", "c1 05-20 - - 100 -", "c2 06-10 - - - -"];
    assert_eq!(run_of(&checked, &rows).outcome, "pass");
    assert_eq!(run_of(&checked, &["1 05-20 - - 5 -", "c1 06-10 - - pending -"]).outcome, "invalid");
    // What has a value, or was declared void, was there: its day cannot be to come.
    for rows in [
        ["1 05-20 - - 50 -", "2 06-10 - - 5 retest"],
        ["1 06-10 - - 50 void", "2 - - - 5 retest"],
        ["1 06-10 - - - void", "2 - - - 5 retest"],
    ] {
        let line = run_of(&spec, &rows);
        assert_eq!((line.outcome, &line.codes[..]), ("not_evaluable", &["date-in-the-future"][..]), "{rows:?}");
    }
    let units =
        spec_of("none", "s: {name: S, category: safety, accept: no growth, final_after: 14 d, result: each of 2}");
    let grown = "lot,test,value,replicate,started,date,status\nL,s,growth,1,2026-05-25,2026-05-30,\n";
    for second in [
        "L,s,,2,2026-05-25,2026-06-08,pending",
        "L,s,pending,2,2026-05-25,2026-06-08,",
        "L,s,,1,2026-05-25,2026-06-08,",
    ] {
        assert_eq!(judge(&units, &[&format!("{grown}{second}\n")]).test("s").outcome, "fail", "{second}");
    }
    // A wide table with a row for each method.
    let several = spec_of(
        "none",
        "pc: {name: PC, category: quantity, result: mean of 2, accept: \">= 1e10 particles/mL\"}\n\
         ph: {name: pH, category: general, accept: 6.8 to 7.6}\n\
         s: {name: S, category: safety, accept: no growth, final_after: 14 d}",
    );
    let wide = "lot,replicate,started,date,pc [particles/mL],pH,s\nL,1,,2026-05-20,2e10,7.1,\nL,2,,2026-05-20,3e10,,\n\
                L,,2026-05-25,2026-06-08,,,pending\n";
    let run = judge(&several, &[wide]);
    assert_eq!(["pc", "ph", "s"].map(|test| run.test(test).outcome), ["pass", "pass", "pending"]);
}

/// What was reported of a void run alone shows nothing of the one that replaced it: a number of units, and a control that is
/// asked for anywhere in the lot.
#[test]
fn what_a_void_run_reported_does_not_stand_for_the_new_one() {
    let spec = spec_of(
        "none",
        "s: {name: S, category: safety, accept: no growth, final_after: 14 d, retest: single, valid_if: [units >= sterility sample of batch]}",
    )
    .replace("tests:", "facts: {batch: {}}\ntests:");
    let facts = LotFacts {
        quantities: vec![(
            "batch".to_owned(),
            Quantity { value: Decimal::parse("900", DecimalMark::Point).unwrap(), unit: Unit::none() },
        )],
        ..LotFacts::default()
    };
    let line = |units: &[&str]| {
        let rows: String = units.iter().map(|row| format!("L,s,{row},control,units,,,,,\n")).collect();
        let data = format!(
            "lot,test,value,replicate,started,date,role,control,status,reason,investigation,analyst,approver\n\
             L,s,growth,1,2026-04-01,2026-04-15,,,invalid,the membrane filter was torn,I-2,Meyer,Adler\n\
             L,s,no growth,2,2026-04-20,2026-05-04,retest,,,,,Meyer,\n{rows}"
        );
        let options = Options { facts: Some(&facts), ..Options::default() };
        judge_with(&specification(&spec), &[&data], &options).test("s").clone()
    };
    let of_void = line(&["20,1,2026-04-01,2026-04-15"]);
    assert_eq!((of_void.outcome, &of_void.codes[..]), ("invalid", &["control-not-reported"][..]));
    let said = "units is reported for the run that is void alone; required: units >= sterility sample of batch";
    assert_eq!(of_void.messages, [said]);
    // 2 % of 900 containers are 18; the void test may have taken too few.
    assert_eq!(line(&["4,1,2026-04-01,2026-04-15", "18,2,2026-04-20,2026-05-04"]).outcome, "pass");
    assert_eq!(line(&["20,1,2026-04-01,2026-04-15", "17,2,2026-04-20,2026-05-04"]).codes, ["sample-too-small"]);

    let blot = spec_of(
        "none",
        "hcp: {name: Calnexin, category: purity, requires: [pos positive], accept: negative, retest: single}",
    );
    let blot = |rows: &[&str]| {
        let rows: String = rows.iter().map(|row| format!("L,hcp,{row}\n")).collect();
        let columns = COLUMNS.replace("unit,", "");
        judge(&blot, &[&format!("{columns}{rows}")]).test("hcp").clone()
    };
    let void = format!("negative,1,2026-05-01,,,,,{VOID}");
    let again = "negative,2,2026-05-02,,,retest,,,,,Meyer,";
    let lysate = |number: u8| format!("positive,{number},2026-05-0{number},,,control,pos,,,,Meyer,");
    let without = blot(&[&void, again, &lysate(1)]);
    assert_eq!((without.outcome, &without.codes[..]), ("invalid", &["control-not-reported"][..]));
    assert_eq!(without.messages, ["control pos is reported for the run that is void alone; required: pos positive"]);
    assert_eq!(blot(&[&void, again, &lysate(1), &lysate(2)]).outcome, "pass");
}

/// A control of the run that counts was declared invalid: it decides, whatever is in its cell.
#[test]
fn an_empty_control_that_was_declared_invalid_bars() {
    let spec = hcp("result: single", "control pos 80 to 120 %");
    for cell in ["-", "n/a", "invalid"] {
        let line = run_of(&spec, &["1 02-05 - - 5 -", &format!("c1 02-05 - - {cell} void"), "c2 02-05 - - 100 -"]);
        assert_eq!((line.outcome, &line.codes[..]), ("invalid", &["control-not-readable"][..]), "{cell}");
    }
    // It goes with its run where that is void, and an empty cell alone is no control.
    let void = ["1 02-05 - - 5 void", "c1 02-05 - - - void", "2 02-12 - - 6 -", "c2 02-12 - - 100 -"];
    assert_eq!(run_of(&spec, &void).outcome, "pass");
    assert_eq!(run_of(&spec, &["1 02-05 - - 5 -", "c1 02-05 - - - -", "c2 02-05 - - 100 -"]).outcome, "pass");
}

/// Where each determination has to meet a limit, one outside is final whatever the others will be, as one positive is.
#[test]
fn a_determination_that_fails_by_itself_is_final() {
    let each = spec_of(
        "usp",
        "hcp: {name: HCP, category: purity, result: each of 2, retest: each of 2, accept: \"<= 10 ng/mL\"}",
    );
    let missing = run_of(&each, &["1 02-05 - - 40 -"]);
    assert_eq!(
        (missing.outcome, missing.reportable.as_str(), &missing.codes[..]),
        ("fail", "40 ng/mL", &["outside-acceptance-criterion"][..])
    );
    assert_eq!(run_of(&each, &["1 02-05 - - 40 -", "2 - - - pending -"]).outcome, "fail");
    assert_eq!(run_of(&each, &["1 02-05 - - 4 -"]).outcome, "missing");
    assert_eq!(run_of(&each, &["1 02-05 - - 4 -", "2 - - - pending -"]).outcome, "pending");
    // One void with a complete record beside one that is contested: the latter stands.
    let columns = "lot,test,value,unit,replicate,role,status,reason,investigation,analyst,approver\n";
    let contested = format!(
        "{columns}L,hcp,50,ng/mL,1,,{VOID}\nL,hcp,40,ng/mL,2,,invalid,wrong pipette for the plate,I-2,Meyer,\n\
         L,hcp,1,ng/mL,3,retest,,,,Meyer,\nL,hcp,1,ng/mL,4,retest,,,,Meyer,\n"
    );
    let line = judge(&each, &[&contested]).test("hcp").clone();
    assert_eq!(line.outcome, "fail");
    let codes = ["invalidation-record-incomplete", "outside-acceptance-criterion", "retest-not-counted"];
    assert_eq!(line.codes, codes);
    assert_eq!(judge(&each, &[&contested.replace(",40,", ",4,")]).test("hcp").outcome, "missing");
    // A limit of each determination beside that of the mean.
    let individual = spec_of(
        "usp",
        "hcp: {name: HCP, category: purity, result: mean of 3, individual: \"<= 20 ng/mL\", accept: \"<= 10 ng/mL\"}",
    );
    let one = run_of(&individual, &["1 02-05 - - 25 -", "2 02-05 - - 1 -"]);
    assert_eq!((one.outcome, one.reportable.as_str()), ("fail", "–"));
    assert_eq!(one.messages, ["determination 25 is outside <= 20 ng/mL"]);
    assert_eq!(run_of(&individual, &["1 02-05 - - 15 -", "2 02-05 - - 16 -"]).outcome, "missing");
    // In a run that is not shown to be valid nothing is final.
    let checked = hcp("result: each of 2", "control pos 80 to 120 %");
    assert_eq!(run_of(&checked, &["1 02-05 - - 40 -"]).outcome, "missing");
    assert_eq!(run_of(&checked, &["1 02-05 - - 40 -", "c1 02-05 - - 100 -"]).outcome, "fail");
}

/// Growth of one lot in the plans given, rows of `number started date value status`; the record of a void row is complete, and one of a
/// contested row names nobody who approved.
fn incubation(plans: &str, rows: &[&str]) -> Line {
    let spec = spec_of("usp", &format!("ster: {{category: safety, final_after: 14 d, {plans}, accept: no growth}}"));
    judge(&spec, &[&incubated("ster", "", rows)]).test("ster").clone()
}

fn incubated(test: &str, unit: &str, rows: &[&str]) -> String {
    let row = |text: &&str| {
        let cells: Vec<&str> = text.split(' ').map(|cell| if cell == "-" { "" } else { cell }).collect();
        let [number, started, date, value, state] = cells[..] else { panic!("{text}") };
        let day = |cell: &str| if cell.is_empty() { String::new() } else { format!("2026-{cell}") };
        let role = if state.contains("retest") { "retest" } else { "" };
        let record = match state {
            state if state.contains("void") => VOID,
            state if state.contains("contested") => "invalid,wrong pipette for the plate,I-2,Meyer,",
            state if state.contains("pending") => "pending,,,Meyer,",
            _ => ",,,Meyer,",
        };
        format!("L,{test},{},{unit},{number},{},{},{role},{record}\n", value.replace('_', " "), day(started), day(date))
    };
    let columns = "lot,test,value,unit,replicate,started,date,role,status,reason,investigation,analyst,approver\n";
    format!("{columns}{}", rows.iter().map(row).collect::<String>())
}

/// An original that stands beside retests is judged by all that judges one that counts: its incubation, the limits of its row, the
/// decision rule.
#[test]
fn an_original_that_stands_is_judged_as_one_that_counts() {
    let unit = |second: &str| {
        let rows = ["1 04-01 04-08 growth void", second, "1 04-20 05-04 no_growth retest"];
        incubation("result: each of 2, retest: single", &rows)
    };
    assert_eq!(unit("2 04-01 04-15 no_growth -").outcome, "pass");
    let early = unit("2 04-01 04-08 no_growth -");
    assert_eq!((early.outcome, &early.codes[..]), ("pending", &["incubation-not-finished"][..]));
    assert_eq!(unit("2 - - no_growth -").outcome, "inconclusive");
    assert_eq!(unit("2 04-01 04-15 growth -").outcome, "fail");
    // Values: below the limit of its own row, and in the guard band.
    let columns = "lot,test,value,unit,replicate,role,status,reason,investigation,analyst,approver,loq,uncertainty\n";
    let judged = |rule: &str, stands: &str| {
        let plans = format!("result: each of 2, retest: single, {rule}");
        let spec = spec_of("usp", &format!("hcp: {{category: purity, {plans} accept: \"<= 10 ng/mL\"}}"));
        let rows = format!(
            "{columns}L,hcp,{stands}\nL,hcp,29,ng/mL,2,,{VOID},,20 %\nL,hcp,6,ng/mL,3,retest,,,,Meyer,,,20 %\n"
        );
        judge(&spec, &[&rows]).test("hcp").clone()
    };
    assert_eq!(judged("", "5,ng/mL,1,,,,,Meyer,,,20 %").outcome, "pass");
    let unquantified = judged("", "5,ng/mL,1,,,,,Meyer,,20,20 %");
    assert_eq!((unquantified.outcome, &unquantified.codes[..]), ("not_evaluable", &["unexplained-retest"][..]));
    // 9.5 + 1.9 is above 10, 7 + 1.4 is not.
    let guarded = "decide: guarded(1),";
    assert_eq!(judged(guarded, "7,ng/mL,1,,,,,Meyer,,,20 %").outcome, "pass");
    assert_eq!(judged(guarded, "9.5,ng/mL,1,,,,,Meyer,,,20 %").outcome, "fail");
}

/// What stands of a plan of at least so many and fills it is the result; a scatter of what stands that is too wide leaves nobody knowing
/// what it would have come to; and what fails by one determination is no mean.
#[test]
fn what_stands_is_the_result_where_it_fills_the_plan() {
    let retests = ["5 02-03 - - 1 retest", "6 02-03 - - 1 retest", "7 02-03 - - 1 retest", "c1 02-03 - - 100 -"];
    let judged = |plans: &str, stand: &[&str]| {
        run_of(&hcp(plans, "control pos 80 to 120 %"), &[stand, &["4 02-01 - - 50 void"], &retests[..]].concat())
    };
    let three = ["1 02-01 - - 9 -", "2 02-01 - - 9 -", "3 02-01 - - 9 -"];
    let filled = judged("result: mean of at least 3, retest: mean of 3", &three);
    assert_eq!((filled.outcome, &filled.codes[..]), ("not_evaluable", &["unexplained-retest"][..]));
    assert_eq!(judged("result: mean of at least 3, retest: mean of 3", &three[..2]).outcome, "pass");
    let scatter = |stand: &[&str]| {
        let spec = spec_of(
            "usp",
            "hcp: {name: HCP, category: purity, result: cv of 3, retest: cv of 3, valid_if: [control pos 80 to 120 %], accept: \"<= 10 %\"}",
        );
        run_of(&spec, &[stand, &["4 02-01 - - 50 void"], &retests[..]].concat()).outcome
    };
    assert_eq!(scatter(&["1 02-01 - - 1 -", "2 02-01 - - 9 -"]), "not_evaluable");
    assert_eq!(scatter(&["1 02-01 - - 9.0 -", "2 02-01 - - 9.1 -"]), "pass");
    // 41 and 61.7 have a mean of 51.35: the determination fails, and no mean is stated.
    let spec = spec_of(
        "usp",
        "hcp: {name: HCP, category: purity, result: mean of 3, individual: \">= 55 ng/mL\", retest: mean of 3, valid_if: [control pos 80 to 120 %], accept: \">= 50 ng/mL\"}",
    );
    let rows = ["1 02-01 - - 41.0 -", "2 02-01 - - 61.7 -", "4 02-01 - - 50 void"];
    let line = run_of(&spec, &[&rows[..], &retests[..]].concat());
    assert_eq!((line.outcome, line.reportable.as_str()), ("fail", "–"));
    assert_eq!(line.codes, ["individual-outside-criterion", "retest-not-counted"]);
}

/// An incubation that is void is not read again: what repeats it has a start of its own, whatever the void reading said.
#[test]
fn a_void_incubation_is_not_read_again() {
    for void in ["no_growth", "growth", "-"] {
        let first = format!("1 04-01 04-08 {void} void");
        let again = |second: &str| incubation("result: single", &[&first, second]);
        let later = again("2 04-01 04-15 no_growth -");
        assert_eq!((later.outcome, &later.codes[..]), ("not_evaluable", &["impossible-dates"][..]), "{void}");
        assert_eq!(again("1 04-01 04-15 no_growth retest").outcome, "not_evaluable", "{void}");
        assert_eq!(again("2 04-01 04-08 no_growth -").outcome, "not_evaluable", "{void}");
        assert_eq!(again("2 04-09 04-23 no_growth retest").outcome, "pass", "{void}");
    }
    // Read on two days before it was declared void, with and without growth.
    for (first, second) in [("no_growth", "no_growth"), ("no_growth", "growth"), ("growth", "growth")] {
        let void = [format!("1 04-01 04-08 {first} void"), format!("1 04-01 04-15 {second} void")];
        let rows = [void[0].as_str(), void[1].as_str(), "1 05-01 05-15 no_growth retest"];
        assert_eq!(incubation("result: single", &rows).outcome, "pass", "{first}, {second}");
    }
    // Contested, it does not go away by the final reading.
    let contested = incubation("result: single", &["1 04-01 04-08 no_growth contested", "1 04-01 04-15 no_growth -"]);
    assert_eq!(contested.outcome, "not_evaluable");
}

/// A count that only grew is one incubation read twice; a count that is void is not counted again.
#[test]
fn colonies_of_one_incubation_are_counted_on_several_days() {
    let judged = |rows: &[&str]| {
        let spec =
            spec_of("usp", "bio: {category: safety, final_after: 5 d, result: single, accept: \"<= 10 CFU/mL\"}");
        judge(&spec, &[&incubated("bio", "CFU/mL", rows)]).test("bio").clone()
    };
    let grown = judged(&["1 04-01 04-04 2 -", "1 04-01 04-06 3 -"]);
    assert_eq!((grown.outcome, grown.reportable.as_str()), ("pass", "3 CFU/mL"));
    assert_eq!(judged(&["1 04-01 04-04 3 -", "1 04-01 04-06 2 -"]).codes, ["conflicting-determinations"]);
    let void = judged(&["1 04-01 04-06 50 void", "2 04-01 04-07 3 retest"]);
    assert_eq!((void.outcome, &void.codes[..]), ("not_evaluable", &["impossible-dates"][..]));
    assert_eq!(judged(&["1 04-01 04-06 50 void", "2 04-08 04-13 3 retest"]).outcome, "pass");
}

/// Whoever sorts the table gets the same outcome.
#[test]
fn the_order_of_readings_of_one_unit_changes_nothing() {
    let rows = ["- 04-01 04-08 hyphae -", "- 04-01 04-05 growth -", "- 04-01 04-08 contaminated -"];
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    let spec = |plan: &str| {
        let accept = "one of [no growth, hyphae, contaminated]";
        spec_of("usp", &format!("ster: {{category: safety, final_after: 7 d, result: {plan}, accept: \"{accept}\"}}"))
    };
    let judged = |plan: &str, rows: [&str; 3]| {
        orders.map(|order| {
            let rows = order.map(|at| rows[at]);
            judge(&spec(plan), &[&incubated("ster", "", &rows)]).test("ster").outcome
        })
    };
    assert_eq!(judged("each of 3", rows), ["not_evaluable"; 6]);
    let copies = ["- 04-01 04-08 hyphae -", "- 04-01 04-05 growth -", "- 04-01 04-08 hyphae -"];
    assert_eq!(judged("each of 2", copies), ["fail"; 6]);
    let unready = ["1 - 04-08 no_growth -", "2 04-01 04-08 no_growth -"];
    let outcomes = [[0, 1], [1, 0]].map(|order| incubation("result: each of 2", &order.map(|at| unready[at])).outcome);
    assert_eq!(outcomes, ["pending"; 2]);
}

/// `P1` is `p1`, as a group and as a sample: what is written twice is counted once, and one plate is one.
#[test]
fn groups_and_samples_are_compared_without_case() {
    let judged = |plan: &str, rows: &[&str]| {
        let spec = spec_of("usp", &format!("hcp: {{name: HCP, category: purity, {plan}, accept: \"<= 10 ng/mL\"}}"));
        run_of(&spec, rows)
    };
    let twice = judged("result: mean of at least 2", &["1 - P1 - 5 -", "1 - p1 - 5 -"]);
    assert_eq!((twice.outcome, &twice.codes[..]), ("missing", &["duplicate-row", "too-few-determinations"][..]));
    assert_eq!(
        judged("result: mean of at least 2", &["1 - - V1 5 -", "1 - - v1 6 -"]).codes,
        ["conflicting-determinations"]
    );
    let wells = ["1 - P1 - 5 -", "2 - p1 - 6 -", "1 - P2 - 7 -", "2 - P2 - 8 -"];
    let plates = judged("result: mean of 2 plates of 2 wells", &wells);
    assert_eq!((plates.outcome, plates.reportable.as_str()), ("pass", "7 ng/mL"), "6.5, by USP up");
    let one = ["1 - P1 - 5 -", "2 - P1 - 6 -", "3 - p1 - 7 -", "4 - p1 - 8 -"];
    assert_eq!(judged("result: mean of 2 plates of 2 wells", &one).outcome, "not_evaluable");
    // The sample of the original, written small.
    let retest = judged("retest: single", &["1 02-01 - V1 50 void", "1 02-03 - v1 5 retest"]);
    assert_eq!(retest.outcome, "pass");
}

/// What waits for its value keeps waiting, whatever a third row says; what fails by itself is final.
#[test]
fn a_row_that_was_not_tested_hides_none_that_is_pending() {
    let judged = |plan: &str, rows: &str| {
        let spec = spec_of("usp", &format!("hcp: {{category: purity, {plan}, accept: \"<= 10 ng/mL\"}}"));
        judge(&spec, &[&format!("lot,test,value,unit,replicate,status\n{rows}")]).test("hcp").outcome
    };
    let two = "L,hcp,5,ng/mL,1,\nL,hcp,6,ng/mL,2,\n";
    assert_eq!(judged("result: mean of 2", &format!("{two}L,hcp,,ng/mL,3,pending\n")), "pending");
    assert_eq!(
        judged("result: mean of 2", &format!("{two}L,hcp,,ng/mL,3,pending\nL,hcp,,ng/mL,4,not tested\n")),
        "pending"
    );
    assert_eq!(judged("result: mean of 2", &format!("{two}L,hcp,,ng/mL,3,pending\nL,hcp,NT,ng/mL,4,\n")), "pending");
    let failing = "L,hcp,50,ng/mL,1,\n";
    for beside in ["L,hcp,invalid,ng/mL,2,\n", "L,hcp,,ng/mL,2,pending\n", "L,hcp,NT,ng/mL,2,\n"] {
        assert_eq!(judged("result: each of 2", &format!("{failing}{beside}")), "fail", "{beside}");
        assert_eq!(judged("result: max of 2", &format!("{failing}{beside}")), "fail", "{beside}");
    }
    assert_eq!(judged("result: mean of 2", &format!("{failing}L,hcp,invalid,ng/mL,2,\n")), "invalid");
    // Observations likewise, where one says neither.
    let observed = |rows: &str| {
        let spec = spec_of("usp", "cd9: {category: identity, result: each of 2, accept: positive}");
        judge(&spec, &[&format!("lot,test,value,replicate,status\n{rows}")]).test("cd9").outcome
    };
    assert_eq!(observed("L,cd9,negative,1,\nL,cd9,,2,pending\n"), "fail");
    assert_eq!(observed("L,cd9,positive,1,\nL,cd9,,2,pending\n"), "pending");
    assert_eq!(observed("L,cd9,negative,1,\nL,cd9,weak positive,2,\n"), "fail");
    assert_eq!(observed("L,cd9,positive,1,\nL,cd9,weak positive,2,\n"), "inconclusive");
}

/// For a member of `none of`, a result that is not met is the good one: it takes all of it to say so (R-309, R-310, R-315, R-319, R-1006).
#[test]
fn absence_is_shown_by_the_whole_result() {
    let columns = "lot,test,value,unit,replicate,role,status,reason,investigation,analyst,approver,loq\n";
    let judged = |plans: &str, accept: &str, rows: &[&str]| {
        let spec = spec_of(
            "usp",
            &format!(
                "alb: {{category: purity, {plans} accept: \"{accept}\"}}\ncd9: {{category: identity, accept: positive}}\n\
                 panel: {{category: identity, accept: \"any of [cd9]\", also: \"none of [alb]\"}}"
            ),
        );
        let rows: String = rows.iter().map(|row| format!("L,alb,{row}\n")).collect();
        let run = judge(&spec, &[&format!("{columns}L,cd9,positive,,1,,,,,Meyer,,\n{rows}")]);
        (run.lot().verdict, run.test("alb").outcome, run.test("panel").outcome)
    };
    let observed = |rows: &[&str]| judged("result: each of 2,", "positive", rows);
    assert_eq!(observed(&["negative,,1,,,,,M,,", "negative,,2,,,,,M,,"]), ("conforms", "fail", "pass"));
    assert_eq!(observed(&["positive,,1,,,,,M,,", "positive,,2,,,,,M,,"]), ("does_not_conform", "pass", "fail"));
    let open = ("not_concluded", "inconclusive", "inconclusive");
    assert_eq!(observed(&["positive,,1,,,,,M,,", "negative,,2,,,,,M,,"]), open);
    assert_eq!(observed(&["negative,,2,,,,,M,,"]), open);
    assert_eq!(observed(&["negative,,1,,,,,M,,", ",,2,,pending,,,M,,"]).0, "not_concluded");
    // A negative result that somebody contests, or that was repeated.
    let single = |rows: &[&str]| judged("", "positive", rows).0;
    assert_eq!(single(&["negative,,1,,,,,M,,"]), "conforms");
    assert_eq!(single(&["negative,,1,,invalid,wrong antibody,I-1,M,,"]), "not_concluded");
    assert_eq!(single(&["negative,,1,,,,,M,,", "positive,,2,retest,,,,M,,"]), "not_concluded");
    // Numbers: each, the mean beside the limits of each, and below the limit of quantitation of its row.
    let each = |rows: &[&str]| judged("result: each of 2,", ">= 5 %", rows).0;
    assert_eq!(each(&["1,%,1,,,,,M,,", "2,%,2,,,,,M,,"]), "conforms");
    assert_eq!(each(&["9,%,1,,,,,M,,", "1,%,2,,,,,M,,"]), "not_concluded");
    let mean = |rows: &[&str]| judged("result: mean of 2, individual: \">= 3 %\",", ">= 5 %", rows).0;
    assert_eq!(mean(&["1,%,1,,,,,M,,", "2,%,2,,,,,M,,"]), "conforms");
    assert_eq!(mean(&["21,%,1,,,,,M,,", "1,%,2,,,,,M,,"]), "not_concluded", "a mean of 11 %");
    let quantified = |row: &str| judged("", ">= 5 %", &[row]).0;
    assert_eq!(quantified("1,%,1,,,,,M,,3"), "conforms");
    assert_eq!(quantified("1,%,1,,,,,M,,8"), "not_concluded", "1 and 7 cannot be told apart");
}

/// A first stage that somebody declared invalid without a record is settled by no second one, and nothing is computed from such a result
///
#[test]
fn a_contested_failure_settles_nothing_else() {
    let columns = "lot,test,value,unit,replicate,role,status,reason,investigation,analyst,approver\n";
    let stages = spec_of(
        "usp",
        "lo: {category: safety, accept: \"<= 600 particles/container\", second_stage: mic}\n\
         mic: {category: safety, accept: \"<= 300 particles/container\"}",
    );
    let run = |state: &str| {
        let rows = format!("L,lo,700,particles/container,1,,{state}\nL,mic,100,particles/container,1,,,,,Meyer,\n");
        judge(&stages, &[&format!("{columns}{rows}")]).lot().verdict
    };
    assert_eq!(run(",,,Meyer,"), "conforms");
    assert_eq!(run("invalid,wrong vial,I-1,Meyer,"), "does_not_conform");
}

/// A control that is awaited has shown nothing of its plate.
#[test]
fn a_pending_control_is_not_passed_over() {
    let judged = |second: &str| {
        let rows = ["1 02-01 p1 - 5 -", "2 02-01 p2 - 6 -", "c1 02-01 p1 - 100 -", second];
        run_of(&hcp("result: mean of 2", "control pos 80 to 120 %"), &rows)
    };
    assert_eq!(judged("c2 02-01 p2 - 99 -").outcome, "pass");
    let pending = judged("c2 02-01 p2 - - pending");
    assert_eq!((pending.outcome, &pending.codes[..]), ("invalid", &["control-not-readable"][..]));
}

/// Where each well has a control of its own, that of a void one says nothing of the plate.
#[test]
fn the_control_of_a_void_well_goes_with_it() {
    let judged = |check: &str, fourth: &str| {
        let rows = [
            "1 02-01 p1 - 50 void",
            "c1 02-01 p1 - 130 void",
            "2 02-01 p1 - 6 -",
            "c2 02-01 P1 - 100 -",
            "3 02-01 p1 - 7 -",
            fourth,
        ];
        run_of(&hcp("result: mean of 2", check), &rows).outcome
    };
    assert_eq!(judged("each control pos 80 to 120 %", "c3 02-01 p1 - 99 -"), "pass");
    assert_eq!(judged("each control pos 80 to 120 %", "c3 02-01 p1 - 130 void"), "invalid");
    // A control of the plate speaks for every well of it.
    assert_eq!(judged("control pos 80 to 120 %", "c3 02-01 p1 - 99 -"), "invalid");
}

/// A dash in the columns of a correction fills them; where the reason is that of a correction, a value that was not there is corrected
/// without a complete record, and that never passes.
#[test]
fn a_correction_of_a_value_that_was_not_there_is_one() {
    let spec = spec_of("usp", "ph: {category: general, accept: 6.8 to 7.4}");
    let judged = |reason: &str| {
        let columns = "lot,test,value,replicate,corrects,corrected_by,corrected_on,reason,analyst,approver";
        let rows = format!("L,ph,-,1,,,,,Meyer,\nL,ph,7.1,1,-,-,-,{reason},Meyer,Adler\n");
        judge(&spec, &[&format!("{columns}\n{rows}")]).test("ph").clone()
    };
    assert_eq!(judged("-").outcome, "pass");
    let without_record = judged("transcription: wrong line");
    assert_eq!(without_record.outcome, "not_evaluable");
    assert!(without_record.codes.contains(&"correction-record-incomplete"), "{:?}", without_record.codes);
}
