//! Which result counts, when, at which stage and under which version: tables of cases through the public library.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests read files and print")]

mod support;

use evqc::data::{Details, Determination, LotData, LotFacts};
use evqc::expiry::{LabelDate, LotEvent};
use evqc::judge::{choose, choose_for_parent};
use evqc::quantity::{DecimalMark, Reading};
use evqc::spec::{Role, SelectBy, Specification};
use jiff::civil::{Date, date};
use support::{Line, Options, Run, judge, judge_with, spec_of, specification, specification_errors, waiver};

fn with(spec: &str, data: &str, options: &Options<'_>) -> Run {
    judge_with(&specification(spec), &[data], options)
}

fn at_stage(spec: &str, data: &str, stage: &str) -> Run {
    with(spec, data, &Options { stage: Some(stage), ..Options::default() })
}

/// In records of which no cell may stay blank a stroke fills a cell, as a dash does: nothing was observed there.
#[test]
fn a_stroke_is_no_value() {
    let tests = "look: {name: Look, category: general, accept: \"one of [clear]\"}\n\
                 p: {name: P, category: potency, unit: \"%\", accept: \">= 70 %\", result: mean of 2}\n";
    let spec = spec_of("usp", tests);
    for stroke in ["/", "／", "//", "\\", "-"] {
        let long = format!("lot,test,value,unit,replicate\nL,look,{stroke},{stroke},1\nL,p,90,%,1\nL,p,{stroke},%,2\n");
        let found = judge(&spec, &[&long]);
        assert_eq!((found.test("look").outcome, found.test("look").messages.len()), ("missing", 1), "{stroke}");
        assert_eq!((found.test("p").outcome, found.exit), ("missing", 3), "{stroke}");
        let wide = format!("lot,replicate,look,p [%]\nL,1,clear,90\nL,2,{stroke},80\nL,3,{stroke},{stroke}\n");
        let found = judge(&spec, &[&wide]);
        assert_eq!((found.test("look").outcome, found.test("p").outcome), ("pass", "pass"), "{stroke}");
        assert_eq!((found.test("p").reportable.as_str(), found.exit), ("85 %", 0), "{stroke}");
    }
}

// Invalidation and retests.

const CD81: &str = "cd81:\n  name: CD81\n  category: identity\n  accept: \"NLT 60 %\"\n  of: particles\n  procedure: SOP-1\n  retest: mean of 2\n";
const RECORD: &str = "lot,test,value,unit,replicate,role,status,reason,investigation,analyst,approver\n";

/// The original 52 with this record, and two retests that pass.
fn contested(status: &str, reason: &str, investigation: &str, analyst: &str, approver: &str) -> Line {
    let data = format!(
        "{RECORD}L,cd81,52,%,1,,{status},{reason},{investigation},{analyst},{approver}\nL,cd81,63,%,2,retest,,,,Chen,\n\
         L,cd81,66,%,3,retest,,,,Chen,\n"
    );
    judge(&spec_of("usp", CD81), &[&data]).test("cd81").clone()
}

#[test]
fn only_a_complete_record_invalidates_a_result() {
    let (reasons, investigations) = (["", "wrong antibody lot"], ["", "INV-031"]);
    // The fifth begins with a Cyrillic letter.
    let (analysts, approvers) = (["", "Chen"], ["", "Chen", "chen ", "Adler", "\u{421}hen"]);
    let mut complete = 0;
    for status in ["", "valid", "invalid"] {
        for reason in reasons {
            for investigation in investigations {
                for analyst in analysts {
                    for approver in approvers {
                        let line = contested(status, reason, investigation, analyst, approver);
                        let record = [reason, investigation, analyst].iter().all(|part| !part.is_empty());
                        let case = format!("{status}|{reason}|{investigation}|{analyst}|{approver}");
                        if status == "invalid" && record && approver == "Adler" {
                            complete += 1;
                            assert_eq!((line.outcome, line.reportable.as_str()), ("pass", "65 %"), "{case}");
                        } else {
                            assert_eq!((line.outcome, line.reportable.as_str()), ("fail", "52 %"), "{case}");
                            assert!(line.codes.contains(&"retest-not-counted"), "{case}: {:?}", line.codes);
                        }
                        assert_eq!(line.flags, ["retest_history"], "{case}");
                    }
                }
            }
        }
    }
    assert_eq!(complete, 1);
}

/// Host cell protein with a control; the retest plan is a single value.
fn hcp(check: &str) -> String {
    spec_of(
        "usp",
        &format!(
            "hcp:\n  name: HCP\n  category: purity\n  retest: single\n  {check}\n  accept: \"<= 10 ng/mL\"\n  procedure: SOP-2\n"
        ),
    )
}

/// The control of a retest stands in its row, and is no second determination: (19 + 1) / 2 would be within the limit of 10.
#[test]
fn a_column_of_a_control_is_one_in_the_row_of_a_retest_too() {
    let spec = hcp("valid_if: [control blank <= 2 ng/mL]").replace("retest: single", "retest: mean of 2");
    let wide = "lot,replicate,role,hcp [ng/mL],hcp / blank [ng/mL],status,reason,investigation,analyst,approver\n\
                L,1,,19,1,invalid,wrong pipette for the plate,I-2,Meyer,Adler\n\
                L,2,retest,19,1,,,,Meyer,\n";
    let line = judge(&spec, &[wide]).test("hcp").clone();
    assert_eq!((line.outcome, line.codes[0]), ("missing", "too-few-determinations"), "{line:?}");
    // Long and wide say the same.
    let long = "lot,test,value,unit,replicate,role,control,status,reason,investigation,analyst,approver\n\
                L,hcp,19,ng/mL,1,,,invalid,wrong pipette for the plate,I-2,Meyer,Adler\n\
                L,hcp,1,ng/mL,1,control,blank,invalid,wrong pipette for the plate,I-2,Meyer,Adler\n\
                L,hcp,19,ng/mL,2,retest,,,,,Meyer,\n\
                L,hcp,1,ng/mL,2,control,blank,,,,Meyer,\n";
    let same = judge(&spec, &[long]).test("hcp").clone();
    assert_eq!((line.outcome, line.reportable, line.codes), (same.outcome, same.reportable, same.codes));
}

#[test]
fn a_run_that_is_void_is_repeated_with_its_controls() {
    let header = "lot,test,value,unit,replicate,role,control,status,reason,investigation,analyst,approver\n";
    let void = "invalid,wrong pipette for the plate,I-2,Meyer,Adler\n";
    let run = |check: &str, sample: &str, control: &str, repeated: &str| {
        let data = format!("{header}L,hcp,5,ng/mL,1,,,{sample}L,hcp,130,%,1,control,pos,{control}{repeated}");
        let run = judge(&hcp(check), &[&data]);
        let line = run.test("hcp").clone();
        (line.outcome, line.codes.first().copied().unwrap_or_default())
    };
    let valid = ",,,Meyer,\n";
    let both = "L,hcp,6,ng/mL,2,retest,,,,,Meyer,\nL,hcp,100,%,2,control,pos,,,,Meyer,\n";
    let without_control = "L,hcp,6,ng/mL,2,retest,,,,,Meyer,\n";
    for check in [
        "valid_if: [control pos 80 to 120 %]",
        "valid_if: [each control pos 80 to 120 %]",
        "requires: [pos 80 to 120 %]",
    ] {
        assert_eq!(run(check, void, void, both), ("pass", ""), "{check}");
        // The repeated run has no control: nothing shows that it worked.
        assert_eq!(run(check, void, void, without_control), ("invalid", "control-not-reported"), "{check}");
        // A control whose record is not complete keeps deciding.
        let incomplete = "invalid,,I-2,Meyer,Adler\n";
        assert_eq!(run(check, void, incomplete, both).0, "invalid", "{check}");
        // Of a run that counts, a control is not taken away.
        let control_again = "L,hcp,100,%,2,control,pos,,,,Meyer,\n";
        assert_eq!(run(check, valid, void, control_again), ("invalid", "control-not-readable"), "{check}");
    }
    // Of the run that counts a control is not taken away either: 130 % of replicate 2 decides.
    let failing_again = "L,hcp,6,ng/mL,2,retest,,,,,Meyer,\nL,hcp,130,%,2,control,pos,invalid,wrong pipette for the plate,I-3,Meyer,Adler\n";
    let check = "valid_if: [control pos 80 to 120 %]";
    let one = |repeated: &str| {
        let data = format!("{header}L,hcp,5,ng/mL,1,,,{void}L,hcp,100,%,1,control,pos,{valid}{repeated}");
        judge(&hcp(check), &[&data]).test("hcp").outcome
    };
    assert_eq!(one(failing_again), "invalid");
    // A failing control that nobody declared invalid decides, also on the run that came after it.
    assert_eq!(run("valid_if: [control pos 80 to 120 %]", void, valid, both), ("invalid", "control-outside-window"));
}

#[test]
fn a_reason_that_names_no_cause_is_no_record() {
    for reason in
        ["no assignable cause found", "Cause unknown", "none", "unknown", "N/A", "未查明", "无明确原因", "inconclusive"]
    {
        let line = contested("invalid", reason, "INV-031", "Chen", "Adler");
        assert_eq!(line.outcome, "fail", "{reason}");
        assert!(line.codes.contains(&"invalidation-record-incomplete"), "{reason}: {:?}", line.codes);
    }
}

/// That it failed is why a result is investigated, and no reason to set it aside.
#[test]
fn a_reason_that_repeats_the_failure_is_no_record() {
    for reason in [
        "result out of specification",
        "fails",
        "FAILED the test",
        "low result",
        "OOS",
        "OOS; retest",
        "retest",
        "repeat",
        "repeated analysis",
        "INV-1",
        "see INV-2026-031",
        "documented in QA report 17/2026",
        "CD81 too low",
        "value of 52 % is below the limit (60 %)",
        "does not meet the acceptance criterion",
        "statistical outlier (Grubbs)",
        "ｌｏｗ　ｒｅｓｕｌｔ",
        "error",
        "不合格",
        "结果偏低",
        "结果不符合规定",
        "超标，已复测",
        "检验结果低于限度，见INV-031",
        "异常",
        "wrong result",
        "wrong sample result",
        "not the wrong sample, see INV-031",
        "the investigation found nothing: not determined",
        "the reason for the low value could not be identified by the laboratory",
        "error, not identified",
        "错误的结果",
        "样品检测错误",
        "无样品错误",
        "偏低，未查明",
        "污染来源未找到",
    ] {
        let line = contested("invalid", &format!("\"{reason}\""), "INV-031", "Chen", "Adler");
        assert_eq!((line.outcome, line.reportable.as_str()), ("fail", "52 %"), "{reason}");
        let said = "52 was declared invalid, but the reason names no assignable cause; it is still judged";
        assert!(line.messages.iter().any(|message| message == said), "{reason}: {:?}", line.messages);
    }
    for reason in [
        "laser misaligned shown by bead QC",
        "wrong antibody lot, documented",
        "pipetting error",
        "sample thawed",
        "CO2 failure",
        "power failure during the run",
        "transcription error",
        "spilt",
        "sample diluted twice, documented in INV-031",
        "antibody of an expired lot",
        "样品解冻",
        "移液错误",
        "试剂过期",
        "仪器故障",
        "标准品失效",
        "批号录入错误",
        "HPLC进样针堵塞",
        "wrong sample was analysed",
        "wrong sample, not identified until the second check",
        "the wrong lot was tested",
        "incorrect sample",
        "检测了错误的批次",
        "样品错误",
        "原因是样品错误",
        "dilution error, not identified during the second-person check",
        "expired antibody, not found on the label until later",
        "pipetting error: blank not determined",
        "a vial not identified on its label was used",
        "标准品浓度未确定前即使用",
    ] {
        let line = contested("invalid", &format!("\"{reason}\""), "INV-031", "Chen", "Adler");
        assert_eq!((line.outcome, line.reportable.as_str()), ("pass", "65 %"), "{reason}: {:?}", line.messages);
    }
}

#[test]
fn the_retest_plan_asks_for_all_retests_and_no_more() {
    let original = "L,cd81,52,%,1,,invalid,wrong antibody,INV-1,Chen,Adler\n";
    let outcome = |retests: &[&str]| {
        let rows: String =
            retests.iter().enumerate().map(|(i, v)| format!("L,cd81,{v},%,{},retest,,,,Chen,\n", i + 2)).collect();
        let run = judge(&spec_of("usp", CD81), &[&format!("{RECORD}{original}{rows}")]);
        (run.test("cd81").outcome, run.exit)
    };
    assert_eq!(outcome(&[]), ("missing", 3));
    assert_eq!(outcome(&["99"]), ("missing", 3));
    assert_eq!(outcome(&["63", "66"]), ("pass", 0));
    assert_eq!(outcome(&["52", "66"]), ("fail", 1));
    assert_eq!(outcome(&["63", "66", "64"]), ("not_evaluable", 4));
}

#[test]
fn unmarked_repeats_are_told_from_the_original_by_the_record_and_not_by_their_place() {
    let original = "L,cd81,52,%,1,,invalid,wrong antibody,INV-1,Chen,Adler\n";
    let incomplete = "L,cd81,52,%,1,,invalid,wrong antibody,,Chen,Adler\n";
    let repeats = ["L,cd81,63,%,2,,,,,Chen,\n", "L,cd81,66,%,3,,,,,Chen,\n"];
    let outcome =
        |rows: &[&str]| judge(&spec_of("usp", CD81), &[&format!("{RECORD}{}", rows.concat())]).test("cd81").outcome;
    assert_eq!(outcome(&[original, repeats[0]]), "missing");
    assert_eq!(
        outcome(&[repeats[0], original]),
        "missing",
        "behind its repeat, the original still asks for the retest plan"
    );
    assert_eq!(outcome(&[repeats[0], original, repeats[1]]), "pass");
    assert_eq!(outcome(&[incomplete, repeats[0]]), "fail");
    assert_eq!(outcome(&[repeats[0], incomplete]), "fail");
    // Nothing is contested: three values for a plan of one.
    assert_eq!(outcome(&["L,cd81,52,%,1,,,,INV-1,Chen,\n", repeats[0], repeats[1]]), "not_evaluable");
}

#[test]
fn a_retest_beside_a_passing_original_is_not_evaluable() {
    let run =
        judge(&spec_of("usp", CD81), &[&format!("{RECORD}L,cd81,85,%,1,,,,,Chen,\nL,cd81,91,%,2,retest,,,,Chen,\n")]);
    assert_eq!((run.test("cd81").outcome, run.exit), ("not_evaluable", 4));
    assert_eq!(run.test("cd81").codes, ["unexplained-retest"]);
}

#[test]
fn retests_alone_replace_nothing() {
    let run = |rows: &str| judge(&spec_of("usp", CD81), &[&format!("{RECORD}{rows}")]);
    let alone = run("L,cd81,63,%,1,retest,,,,Chen,\nL,cd81,66,%,2,retest,,,,Chen,\n");
    assert_eq!((alone.test("cd81").outcome, alone.exit), ("missing", 3));
    assert_eq!(alone.test("cd81").codes, ["no-determination"]);
    assert_eq!(alone.test("cd81").messages, ["2 retest(s), and no original result that they could replace"]);
    let void = "invalid,wrong antibody,INV-1,Chen,Adler";
    let original = run(&format!("L,cd81,52,%,1,,{void}\n"));
    assert_eq!(original.test("cd81").messages, ["every determination was invalidated, and none replaces it"]);
    let both = run(&format!("L,cd81,52,%,1,,{void}\nL,cd81,63,%,2,retest,{void}\n"));
    assert_eq!(both.test("cd81").messages, ["every determination was invalidated, and none replaces it"]);
}

#[test]
fn a_result_that_was_declared_invalid_never_passes() {
    let outcome = |value: &str| {
        let run = judge(&spec_of("usp", CD81), &[&format!("{RECORD}L,cd81,{value},%,1,,invalid,,,,\n")]);
        (run.test("cd81").outcome, run.exit)
    };
    assert_eq!(outcome("90"), ("invalid", 3));
    assert_eq!(outcome("52"), ("fail", 1));
}

#[test]
fn a_retest_from_another_sample_needs_authorisation() {
    let columns = RECORD.replace("replicate", "replicate,sample");
    let outcome = |reason: &str, approver: &str| {
        let retests: String =
            (2..4).map(|i| format!("L,cd81,65,%,{i},S2,retest,,{reason},,Chen,{approver}\n")).collect();
        let data = format!("{columns}L,cd81,52,%,1,S1,,invalid,wrong antibody,INV-1,Chen,Adler\n{retests}");
        judge(&spec_of("usp", CD81), &[&data]).test("cd81").outcome
    };
    assert_eq!(outcome("", ""), "not_evaluable");
    assert_eq!(outcome("new vial", ""), "not_evaluable");
    assert_eq!(outcome("new vial", "Adler"), "pass");
}

// Copies, conflicts, counts.

const MEAN: &str = "p:\n  name: P\n  category: quantity\n  result: mean of 3\n  accept: \"4.0 to 6.0 ug/mL\"\n";

fn mean_of(rows: &[&str]) -> Run {
    let rows: String = rows.iter().map(|row| format!("L,p,{row}\n")).collect();
    judge(&spec_of("usp", MEAN), &[&format!("lot,test,value,unit,replicate,instrument,lod\n{rows}")])
}

#[test]
fn a_plan_is_fulfilled_exactly() {
    let case = |rows: &[&str]| {
        let run = mean_of(rows);
        (run.test("p").outcome, run.test("p").codes.clone(), run.exit)
    };
    assert_eq!(case(&["4.8,ug/mL,1,,", "5.3,ug/mL,2,,", "5.0,ug/mL,3,,"]), ("pass", vec![], 0));
    assert_eq!(case(&["4.8,ug/mL,1,,", "5.3,ug/mL,2,,", ",ug/mL,3,,"]), ("missing", vec!["too-few-determinations"], 3));
    assert_eq!(case(&["4.8,ug/mL,1,,", "5.3,ug/mL,2,,"]), ("missing", vec!["too-few-determinations"], 3));
    let surplus = ["4.8,ug/mL,1,,", "5.3,ug/mL,2,,", "5.0,ug/mL,3,,", "5.1,ug/mL,4,,"];
    assert_eq!(case(&surplus), ("not_evaluable", vec!["surplus-determinations"], 4));
    assert!(mean_of(&surplus).test("p").messages[0].contains("4 values for a plan of 3"));
}

#[test]
fn a_copy_counts_once_and_a_contradiction_not_at_all() {
    let rows = |third: &'static str| mean_of(&["4.8,ug/mL,1,,", "5.3,ug/mL,2,,", "5.0,ug/mL,3,,", third]);
    assert_eq!(rows("5.0,ug/mL,3,,").test("p").outcome, "pass");
    assert_eq!(rows("5.0,ug/mL,3,,").test("p").codes, ["duplicate-row"]);
    for other in [
        "5.1,ug/mL,3,,",
        "5.00,ug/mL,3,,",
        "5.0,ug/mL,3,NTA-2,",
        "5.0,ug/mL,3,,0.1",
        "0.005,mg/mL,3,,",
        "5.1,ug/mL,03,,",
    ] {
        let run = rows(other);
        assert_eq!(run.test("p").outcome, "not_evaluable", "{other}");
        assert_eq!(run.test("p").codes, ["conflicting-determinations"], "{other}");
        assert_eq!(run.exit, 4, "{other}");
    }
}

#[test]
fn a_replicate_number_is_the_same_in_every_spelling() {
    let spec = spec_of("usp", "a:\n  name: A\n  category: purity\n  result: mean of 2\n  accept: \">= 1 %\"\n");
    let outcome = |first: &str, second: &str, value: &str| {
        let rows = format!("lot,test,value,unit,replicate\nL,a,5,%,{first}\nL,a,{value},%,\"{second}\"\n");
        judge(&spec, &[&rows]).test("a").outcome
    };
    for second in ["1", "01", "1.0", "1.00", "1,0", " 1 "] {
        assert_eq!(outcome("1", second, "5"), "missing", "{second}: a copy fills no plan");
        assert_eq!(outcome("1", second, "6"), "not_evaluable", "{second}: a contradiction");
    }
    for second in ["2", "2.0", "1.1", "1.", "10", "1a"] {
        assert_eq!(outcome("1", second, "5"), "pass", "{second}");
    }
}

#[test]
fn an_instrument_with_a_limit_of_its_own_is_never_chosen_by_the_order_of_rows() {
    let spec = spec_of(
        "usp",
        "a:\n  name: A\n  category: identity\n  accept:\n    - {when: {instrument: X}, is: \">= 80 %\"}\n    \
         - {when: {instrument: Y}, is: \">= 90 %\"}\n",
    );
    for rows in [["X", "Y"], ["Y", "X"]] {
        let rows: String = rows.iter().map(|instrument| format!("L,a,85,%,{instrument}\n")).collect();
        assert_eq!(
            judge(&spec, &[&format!("lot,test,value,unit,instrument\n{rows}")]).test("a").outcome,
            "not_evaluable"
        );
    }
}

#[test]
fn bounds_at_a_tie_do_not_depend_on_the_order_of_rows() {
    let outcome = |summary: &str, accept: &str, rows: [&str; 2]| {
        let spec = spec_of(
            "none",
            &format!("a:\n  name: A\n  category: purity\n  result: {summary} of 2\n  accept: \"{accept} ug/mL\"\n"),
        );
        let rows: String = rows.iter().enumerate().map(|(i, value)| format!("L,a,{value},ug/mL,{i}\n")).collect();
        judge(&spec, &[&format!("lot,test,value,unit,replicate\n{rows}")]).test("a").outcome
    };
    for [first, second] in [["<5", "≤5"], ["≤5", "<5"]] {
        assert_eq!(outcome("max", "< 5", [first, second]), "inconclusive", "the larger one may be 5");
        assert_eq!(outcome("min", "< 5", [first, second]), "pass", "the smaller one is below 5");
    }
    for [first, second] in [["TNTC", ">5"], [">5", "TNTC"]] {
        assert_eq!(outcome("max", "> 5", [first, second]), "pass", "the larger one is above 5");
        assert_eq!(outcome("max", "<= 5", [first, second]), "fail");
        assert_eq!(outcome("min", "> 5", [first, second]), "inconclusive");
    }
    for [first, second] in [[">5", "5"], ["5", ">5"]] {
        assert_eq!(outcome("max", "> 5", [first, second]), "pass", "the larger one is above 5");
        assert_eq!(outcome("min", "> 5", [first, second]), "fail", "the smaller one is 5");
    }
}

#[test]
fn a_formula_takes_no_value_from_a_test_of_each() {
    let spec = spec_of(
        "none",
        "x:\n  name: X\n  category: quantity\n  accept: \">= 1 particles/mL\"\ny:\n  name: Y\n  category: quantity\n  \
         result: each of 2\n  accept: \"40 to 60 ug/mL\"\nd:\n  name: D\n  category: purity\n  accept: \">= 2 particles/ug\"\n",
    )
    .replace("tests:\n", "derived:\n  d: {formula: x / y, unit: particles/ug}\ntests:\n");
    if !specification_errors(&spec).is_empty() {
        // The reader may refuse it at once.
        return;
    }
    for [first, second] in [["45", "55"], ["55", "45"]] {
        let data = format!(
            "lot,test,value,unit,replicate\nL,x,100,particles/mL,1\nL,y,{first},ug/mL,1\nL,y,{second},ug/mL,2\n"
        );
        let run = judge(&spec, &[&data]);
        assert_eq!((run.test("d").outcome, run.exit), ("not_evaluable", 4));
    }
}

/// Of a retest by another plan its own plan tells whether there is one value: 100 / 50 is 2, and of 45 and 55 neither stands for both.
#[test]
fn a_formula_takes_no_value_from_a_retest_of_each() {
    let outcomes = |retest: &str| {
        let spec = spec_of(
            "none",
            &format!(
                "x:\n  name: X\n  category: quantity\n  accept: \">= 1 particles/mL\"\ny:\n  name: Y\n  category: quantity\n  \
                 result: mean of 2\n  retest: {retest}\n  accept: \"40 to 60 ug/mL\"\nd:\n  name: D\n  category: purity\n  \
                 accept: \">= 2 particles/ug\"\n"
            ),
        )
        .replace("tests:\n", "derived:\n  d: {formula: x / y, unit: particles/ug}\ntests:\n");
        let void = "invalid,wrong standard was used,INV-1,Chen,Adler";
        let data = format!(
            "{RECORD}L,x,100,particles/mL,1,,,,,Chen,\nL,y,30,ug/mL,1,,{void}\nL,y,31,ug/mL,2,,{void}\n\
             L,y,45,ug/mL,3,retest,,,,Chen,\nL,y,55,ug/mL,4,retest,,,,Chen,\n"
        );
        let run = judge(&spec, &[&data]);
        (run.test("y").outcome, run.test("d").outcome)
    };
    assert_eq!(outcomes("mean of 2"), ("pass", "pass"));
    assert_eq!(outcomes("each of 2"), ("pass", "not_evaluable"));
}

// Validity before limits.

#[test]
fn windows_are_inclusive_and_absence_is_no_success() {
    let spec = spec_of(
        "usp",
        "e:\n  name: E\n  category: safety\n  never_waive: true\n  valid_if: [control recovery 50 to 200 %, control ntc < 0.005 EU/mL]\n  accept: \"NMT 0.25 EU/mL\"\n",
    );
    let outcome = |value: &str, recovery: &str, negative: &str| {
        let mut data = format!("lot,test,value,unit,role,control\nL,e,{value},EU/mL,,\n");
        for (name, text, unit) in [("recovery", recovery, "%"), ("ntc", negative, "EU/mL")] {
            if text != "absent" {
                data.push_str(&format!("L,e,{text},{unit},control,{name}\n"));
            }
        }
        let run = judge(&spec, &[&data]);
        (run.test("e").outcome, run.exit)
    };
    for recovery in ["50", "200", "96", "50.0"] {
        assert_eq!(outcome("0.08", recovery, "0.001"), ("pass", 0), "{recovery}");
    }
    for recovery in ["49.999", "200.001", "214", "absent", "", "ND", "<60", "ok", "-"] {
        assert_eq!(outcome("0.08", recovery, "0.001"), ("invalid", 3), "{recovery}");
    }
    for negative in ["0.005", "0.006", "absent", "<0.01", "pending"] {
        assert_eq!(outcome("0.08", "96", negative), ("invalid", 3), "{negative}");
    }
    assert_eq!(outcome("0.08", "96", "<0.005"), ("pass", 0));
    assert_eq!(outcome("0.31", "214", "0.001"), ("invalid", 3), "no failure is concluded from an invalid assay");
    assert_eq!(outcome("0.31", "96", "0.001"), ("fail", 1));
}

#[test]
fn a_control_that_no_check_asks_for_is_told() {
    let spec = |checks: &str| {
        spec_of(
            "usp",
            &format!(
                "e:\n  name: E\n  category: purity\n{checks}  accept: \"NMT 0.5 EU/mL\"\nf:\n  name: F\n  category: purity\n  required: false\n  \
             requires: [r 0.1 to 2 EU/mL]\n  accept: report\n  unit: EU/mL\n"
            ),
        )
    };
    let data = |role: &str, name: &str| {
        format!("lot,test,value,unit,role,control\nL,e,0.1,EU/mL,,\nL,e,0.9,EU/mL,{role},{name}\n")
    };
    let codes =
        |checks: &str, role: &str, name: &str| judge(&spec(checks), &[&data(role, name)]).test("e").codes.clone();
    assert_eq!(codes("", "control", "spike"), ["control-not-asked-for"]);
    assert_eq!(codes("", "blank", ""), ["control-not-asked-for"]);
    let misnamed = codes("  valid_if: [control other <= 1 EU/mL]\n", "control", "spike");
    assert_eq!(misnamed, ["control-not-asked-for", "control-not-reported"]);
    assert_eq!(codes("  valid_if: [control Spike <= 1 EU/mL]\n", "control", "spike"), [""; 0]);
    assert_eq!(codes("  valid_if: [blank <= 1 EU/mL]\n", "blank", "water"), [""; 0], "a blank of any name");
    assert_eq!(codes("", "control", "r"), [""; 0], "another test requires it in the lot");
    let run = judge(&spec(""), &[&data("control", "spike")]);
    assert_eq!((run.test("e").outcome, run.exit), ("pass", 0), "a remark changes no outcome");
    assert_eq!(run.test("e").messages, ["no check asks for the control spike (0.9); it was not judged"]);
}

#[test]
fn each_determination_needs_its_control() {
    let spec = spec_of(
        "usp",
        "n:\n  name: N\n  category: quantity\n  result: mean of 2\n  valid_if: [each control frames 20 to 100]\n  accept: \">= 5 ug/mL\"\n",
    );
    let outcome = |controls: &[(&str, &str)]| {
        let rows: String = controls.iter().map(|(r, v)| format!("L,n,{v},,{r},control,frames\n")).collect();
        judge(
            &spec,
            &[&format!("lot,test,value,unit,replicate,role,control\nL,n,9,ug/mL,1,,\nL,n,8,ug/mL,2,,\n{rows}")],
        )
        .test("n")
        .outcome
    };
    assert_eq!(outcome(&[("1", "40"), ("2", "20")]), "pass");
    assert_eq!(outcome(&[("1", "40"), ("2", "19")]), "invalid");
    assert_eq!(outcome(&[("1", "40")]), "invalid");
    assert_eq!(outcome(&[("1", "40"), ("3", "40")]), "invalid");
    assert_eq!(outcome(&[]), "invalid");
}

// Incubation.

const STERILITY: &str =
    "s:\n  name: S\n  category: safety\n  never_waive: true\n  final_after: 14 d\n  accept: no growth\n";

/// Readings of an incubation that was started on 2 March: value and day of March.
fn incubated(readings: &[(&str, u8)]) -> (&'static str, u8) {
    let rows: String =
        readings.iter().map(|(value, day)| format!("L,s,{value},2026-03-02,2026-03-{day:02}\n")).collect();
    let run = judge(&spec_of("usp", STERILITY), &[&format!("lot,test,value,started,date\n{rows}")]);
    (run.test("s").outcome, run.exit)
}

#[test]
fn a_reading_is_final_on_the_last_day_and_not_before() {
    assert_eq!(incubated(&[("no growth", 9)]), ("pending", 3));
    assert_eq!(incubated(&[("no growth", 15)]), ("pending", 3));
    assert_eq!(incubated(&[("no growth", 16)]), ("pass", 0));
    assert_eq!(incubated(&[("no growth", 17)]), ("pass", 0));
    assert_eq!(incubated(&[("no growth", 1)]), ("not_evaluable", 4), "read before it was started");
    assert_eq!(incubated(&[("no growth to date", 16)]), ("pending", 3), "an interim reading by its own words");
    assert_eq!(incubated(&[("目前无菌生长", 20)]), ("pending", 3));
}

#[test]
fn growth_is_final_on_any_day_and_no_reading_takes_it_back() {
    assert_eq!(incubated(&[("growth", 3)]), ("fail", 1));
    assert_eq!(incubated(&[("growth", 16)]), ("fail", 1));
    assert_eq!(incubated(&[("no growth to date", 9), ("no growth", 16)]), ("pass", 0));
    assert_eq!(incubated(&[("no growth to date", 9), ("growth", 16)]), ("fail", 1));
    assert_eq!(incubated(&[("growth", 9), ("no growth", 16)]), ("fail", 1));
    assert_eq!(incubated(&[("no growth", 16), ("growth", 9)]), ("fail", 1));
    assert_eq!(incubated(&[("no growth", 16), ("growth", 20)]), ("fail", 1));
    assert_eq!(incubated(&[("growth", 9), ("growth", 16)]), ("fail", 1));
    assert_eq!(incubated(&[("growth", 16), ("no growth", 16)]), ("not_evaluable", 4), "both on one day");
}

#[test]
fn the_dates_of_an_incubation_must_be_there_and_possible() {
    let outcome = |started: &str, read: &str| {
        let data = format!("lot,test,value,started,date\nL,s,no growth,{started},{read}\n");
        judge(&spec_of("usp", STERILITY), &[&data]).test("s").outcome
    };
    assert_eq!(outcome("", "2026-03-16"), "inconclusive");
    assert_eq!(outcome("2026-03-02", ""), "inconclusive");
    assert_eq!(outcome("2026-05-20", "2026-06-03"), "not_evaluable", "dated after the day of judgement");
    assert_eq!(outcome("2026-05-18", "2026-06-01"), "pass", "the day of judgement itself");
}

#[test]
fn a_count_over_the_limit_is_no_interim_reading() {
    let spec = spec_of(
        "usp",
        "b:\n  name: B\n  category: safety\n  never_waive: true\n  final_after: 5 d\n  accept: \"<= 10 CFU/mL\"\n",
    );
    let outcome = |readings: &[(&str, u8)]| {
        let rows: String =
            readings.iter().map(|(v, day)| format!("L,b,{v},CFU/mL,2026-03-02,2026-03-{day:02}\n")).collect();
        judge(&spec, &[&format!("lot,test,value,unit,started,date\n{rows}")]).test("b").outcome
    };
    assert_eq!(outcome(&[("500", 4), ("0", 7)]), "not_evaluable");
    assert_eq!(outcome(&[("500", 7), ("0", 8)]), "not_evaluable");
    assert_eq!(outcome(&[("0", 4), ("2", 7)]), "pass");
    assert_eq!(outcome(&[("<1", 4), ("12", 7)]), "fail");
    assert_eq!(outcome(&[("0", 7), ("12", 8)]), "not_evaluable", "two final readings");
}

#[test]
fn no_growth_to_date_is_no_result_without_a_stated_incubation_either() {
    let spec = spec_of("usp", "s:\n  name: S\n  category: safety\n  never_waive: true\n  accept: no growth\n");
    let run = judge(&spec, &["lot,test,value\nL,s,no growth to date\n"]);
    assert_eq!((run.test("s").outcome, run.exit), ("pending", 3));
    assert_eq!(judge(&spec, &["lot,test,value\nL,s,no growth\n"]).exit, 0);
}

// Stages.

const POTENCY: &str = "p:\n  name: P\n  category: potency\n  accept: \">= 90 %\"\n  shelf_life: \">= 80 %\"\n";
const STAGED: &str = "a:\n  name: A\n  category: identity\n  stage: drug substance\n  accept: \">= 80 %\"\nb:\n  name: B\n  \
                      category: identity\n  stage: drug product\n  accept: \">= 80 %\"\n";

#[test]
fn the_stage_of_a_row_chooses_the_limit() {
    let spec = spec_of("usp", POTENCY);
    let outcome =
        |stage: &str| judge(&spec, &[&format!("lot,test,value,unit,stage,time,time_unit\nL,p,85,%,{stage},6,mo\n")]);
    assert_eq!((outcome("release").test("p").outcome, outcome("release").exit), ("fail", 1));
    assert_eq!((outcome("stability").test("p").outcome, outcome("stability").exit), ("pass", 3), "no release row");
    assert_eq!((outcome("Shelf_Life").test("p").outcome, outcome("").test("p").outcome), ("pass", "not_evaluable"));
    for misspelt in ["stabilty", "month 6", "relaese", "drug product"] {
        let run = outcome(misspelt);
        assert_eq!((run.test("p").outcome, run.exit), ("not_evaluable", 4), "{misspelt}");
        assert_eq!(run.test("p").codes, ["stage-mismatch"], "{misspelt}");
    }
}

#[test]
fn a_misspelt_stage_is_not_left_out_when_one_stage_is_asked_for() {
    let data = "lot,test,value,unit,stage,time\nL,p,95,%,stability,6\nL,p,60,%,stabilty,12\n";
    for stage in ["shelf life", "release"] {
        let run = at_stage(&spec_of("usp", POTENCY), data, stage);
        assert_eq!(run.exit, 4, "{stage}: {run:#?}");
    }
}

#[test]
fn every_time_point_counts() {
    let spec = spec_of("usp", POTENCY);
    let run = |last: &str| {
        judge(
            &spec,
            &[&format!(
                "lot,test,value,unit,stage,time,time_unit\nL,p,95,%,stability,0,months\nL,p,88,%,stability,6,months\n\
                 L,p,{last},%,stability,12,months\n"
            )],
        )
    };
    let passing = run("80");
    assert_eq!((passing.lot().verdict, passing.exit), ("not_concluded", 3), "the release was not judged");
    assert_eq!(
        passing.lot().tests.iter().map(|line| line.point.as_str()).collect::<Vec<_>>(),
        ["0 months", "6 months", "12 months"]
    );
    assert_eq!(run("79").exit, 1);
    // One release row makes it a release, at which the release limit holds as well.
    let both =
        judge(&spec, &["lot,test,value,unit,stage,time,time_unit\nL,p,85,%,release,,\nL,p,85,%,stability,6,months\n"]);
    assert_eq!(both.exit, 1);
}

/// `6,0` months are `6` months in a file with decimal commas; `1,000` h are an hour to some, and a thousand to others.
#[test]
fn a_time_with_a_comma_is_one_time_or_none() {
    let spec = spec_of("usp", POTENCY);
    let run = |first: &str, second: &str| {
        let header = "lot,test,value,unit,stage,time,time_unit\n";
        judge(
            &spec,
            &[&format!("{header}L,p,95,%,stability,{first},\nL,p,88,%,stability,{second},\n").replace(",\n", "\n")],
        )
    };
    let points = |judged: &Run| judged.lot().tests.iter().map(|line| line.point.clone()).collect::<Vec<_>>();
    let found = run("\"6,0\",months", "12,months");
    assert_eq!(points(&found), ["6,0 months", "12 months"]);
    assert_eq!(found.exit, 3, "two pulls, and no release");
    let found = run("\"1,000\",h", "1,h");
    assert_eq!(found.exit, 4);
    let line = found.lot().tests.iter().find(|line| line.point.starts_with("1,000")).expect("its own point");
    assert_eq!((line.outcome, line.codes.as_slice()), ("not_evaluable", &["time-point-not-readable"][..]));
    assert!(
        line.messages.iter().any(|message| message.contains("`1,000 h` is no time in storage")),
        "{:?}",
        line.messages
    );
}

/// `-80 ℃` is `-80 °C`, and half a year is six months: what was measured there is measured at one point.
#[test]
fn a_point_is_one_in_any_way_of_writing() {
    let spec = |result: &str| {
        spec_of(
            "none",
            &format!(
                "ph: {{name: pH, category: general, accept: 6.8 to 7.6, shelf_life: 6.5 to 7.8, result: {result}}}"
            ),
        )
    };
    let run = |result: &str, points: [&str; 2]| {
        let header = "lot,test,value,replicate,stage,time,time_unit,condition,container,orientation\n";
        let [one, other] = points;
        let data = format!("{header}L,ph,7.0,1,stability,{one}\nL,ph,7.2,2,stability,{other}\n");
        with(&spec(result), &data, &Options { stage: Some("shelf life"), ..Options::default() })
    };
    let plain = "6,months,-80 °C,vial,upright";
    for other in [
        "6,months,-80 ℃,vial,upright",
        "6,months,-80°C,vial,upright",
        "6,months,−80 °C,vial,upright",
        "6,months,-80 ºC,vial,upright",
        "6,months,-80 ˚C,vial,upright",
        "0.5,years,-80 °C,vial,upright",
        "6.0,个月,-80℃,Vial,Upright",
    ] {
        for points in [[plain, other], [other, plain]] {
            let found = run("mean of 2", points);
            let line = found.test("ph");
            assert_eq!((line.outcome, line.reportable.as_str()), ("pass", "7.1"), "{other}");
            // Two values where the plan has one decide nothing.
            let found = run("single", points);
            assert_eq!((found.test("ph").outcome, found.exit), ("not_evaluable", 4), "{other}");
        }
    }
    for other in [
        "26,weeks,-80 °C,vial,upright",
        "183,days,-80 °C,vial,upright",
        "6,months,80 °C,vial,upright",
        "6,months,-20 °C,vial,upright",
        "6,months,-80 °C,bag,upright",
        "6,cycles,-80 °C,vial,upright",
    ] {
        assert_eq!(run("single", [plain, other]).lot().tests.len(), 2, "{other}");
    }
}

/// 118 % at release and 60 % after six months are no mean of 89 %.
#[test]
fn what_was_measured_at_several_times_is_no_one_result() {
    let spec = spec_of(
        "usp",
        "p:\n  name: P\n  category: potency\n  unit: \"%\"\n  result: mean of 2\n  accept: \">= 70 %\"\n",
    );
    let run = |first: &str, second: &str| {
        let header = "lot,test,value,unit,replicate,stage,time,time_unit,condition\n";
        with(&spec, &format!("{header}L,p,118,%,1,{first}\nL,p,60,%,2,{second}\n"), &Options::default())
    };
    for (first, second) in [
        (",0,months,-80 °C", ",6,months,-80 °C"),
        (",,,", ",6,months,-80 °C"),
        ("release,,,", "release,6,months,"),
        (",3,months,-80 °C", ",6,months,-80 °C"),
        (",6,months,-80 °C", ",6,months,-20 °C"),
        (",24,h,", ",2,d,"),
        (",24,h,4 °C", ",1,d,25 °C"),
    ] {
        let found = run(first, second);
        let line = found.test("p");
        assert_eq!((line.outcome, line.codes.as_slice()), ("not_evaluable", &["time-points-mixed"][..]), "{second}");
        assert_eq!(found.exit, 4, "{second}");
    }
    for (first, second) in [
        (",0,months,-80 °C", ",,,"),
        (",0,months,", ",0.0,months,"),
        ("release,,,", "release,0,days,"),
        (",24,h,", ",1,d,"),
        (",6,months,-80 °C", ",0.5,years,-80 ℃"),
    ] {
        assert_eq!((run(first, second).test("p").outcome, run(first, second).exit), ("pass", 0), "{second}");
    }
    // Written under its stage, each time is judged by itself.
    let apart = run("release,,,", "stability,6,months,-80 °C");
    assert_eq!(
        apart.lot().tests.iter().map(|line| line.point.as_str()).collect::<Vec<_>>(),
        ["release", "6 months -80 °C"]
    );
    assert!(apart.lot().tests.iter().all(|line| !line.codes.contains(&"time-points-mixed")));
}

/// What names no time is no pull, whatever stage is asked for and whatever else the file has.
#[test]
fn a_row_without_a_time_is_no_stability_time_point() {
    let spec = spec_of(
        "usp",
        "p:\n  name: P\n  category: general\n  accept: \"6.8 to 7.6\"\nq:\n  name: Q\n  category: potency\n  accept: \">= 70 %\"\n",
    );
    let header = "lot,test,value,unit,stage,time,time_unit\n";
    let run = |rows: &str, stage| with(&spec, &format!("{header}{rows}"), &Options { stage, ..Options::default() });
    for (stage, time) in [("", ""), ("stability", ""), ("", "-"), ("", "n.a."), ("shelf life", " ")] {
        for asked in ["shelf life", "stability"] {
            let found = run(&format!("L,p,7.2,,{stage},{time},\nL,q,90,%,stability,6,months\n"), Some(asked));
            let line = found.test("p");
            assert_eq!((line.outcome, line.codes.as_slice()), ("not_evaluable", &["time-point-missing"][..]), "{time}");
            assert_eq!((found.lot().verdict, found.exit), ("not_evaluable", 4), "{stage}|{time}");
        }
    }
    assert_eq!(run("L,p,7.2,,stability,,\n", None).exit, 4, "also without --stage");
    // With a time it is one, and a release result is none.
    assert_eq!(run("L,p,7.2,,,6,months\n", Some("shelf life")).exit, 0);
    assert_eq!(run("L,p,7.2,,,0,\n", Some("shelf life")).exit, 0);
    let release = run("L,p,9.9,,release,,\nL,q,90,%,,6,months\n", Some("shelf life"));
    assert_eq!((release.exit, release.test("q").outcome), (0, "pass"));
    // A wide release table has neither column.
    let bare = with(
        &spec,
        "lot,test,value,unit\nL,p,7.2,\nL,q,90,%\n",
        &Options { stage: Some("shelf life"), ..Options::default() },
    );
    assert_eq!(bare.exit, 4);
}

/// A ratio with a shelf-life limit is due on stability like any test with one, even when nobody delivered its inputs.
#[test]
fn a_derived_test_is_not_left_out_of_the_shelf_life() {
    let spec = "evqc: 1\nid: s\nversion: \"1\"\ntitle: S\nstatus: draft\nrounding: usp\n\
                derived:\n  r: {formula: e / f, unit: EU/ug}\ntests:\n  \
                e: {category: purity, accept: \"<= 0.5 EU/mL\", shelf_life: \"<= 0.6 EU/mL\"}\n  \
                f: {category: quantity, required: false, unit: ug/mL, accept: report}\n  \
                r: {category: purity, accept: \"<= 1.0 EU/ug\", shelf_life: \"<= 2.0 EU/ug\"}\n";
    let run = |rows: &str| at_stage(spec, &format!("lot,test,value,unit,stage,time,time_unit\n{rows}"), "shelf life");
    let e = |month: u8| format!("L,e,0.4,EU/mL,stability,{month},months\n");
    let f = |month: u8, value: &str| format!("L,f,{value},ug/mL,stability,{month},months\n");
    let nothing = run(&format!("{}{}", e(3), e(6)));
    assert_eq!((nothing.exit, nothing.test("r").outcome), (3, "missing"));
    assert_eq!(nothing.test("r").codes, ["input-not-available"]);
    // Once in the study is enough; what was delivered without a result is not passed over.
    assert_eq!(run(&format!("{}{}{}", e(3), e(6), f(6, "1.0"))).exit, 0);
    assert_eq!(run(&format!("{}{}{}", e(3), e(6), f(6, "0.1"))).exit, 1, "4.0 EU/ug");
    assert_eq!(run(&format!("{}{}{}", e(3), e(6), f(6, "not tested"))).exit, 3);
    assert_eq!(run(&format!("{}{}{}{}", e(3), f(3, "1.0"), e(6), f(6, "not tested"))).exit, 3);
}

#[test]
fn a_stage_judges_its_own_tests_only() {
    let spec = spec_of("usp", STAGED);
    let data = "lot,test,value,unit,stage\nL,a,90,%,drug substance\n";
    assert_eq!(at_stage(&spec, data, "drug substance").exit, 0);
    assert_eq!(at_stage(&spec, data, "Drug_Substance").exit, 0);
    assert_eq!(at_stage(&spec, data, "drug product").exit, 3);
    assert_eq!(judge(&spec, &[data]).exit, 3, "without a stage everything is due");
    let wrong = "lot,test,value,unit,stage\nL,a,90,%,drug product\nL,b,90,%,drug product\n";
    assert_eq!(judge(&spec, &[wrong]).test("a").outcome, "not_evaluable");
    assert_eq!(at_stage(&spec, "lot,test,value,unit\nL,a,70,%\nL,b,90,%\n", "drug substance").exit, 1);
}

// Panels.

fn panel(members: &str, head: &str, accept: &str, data: &str, stage: Option<&str>) -> Run {
    let spec =
        spec_of("usp", &format!("{members}pan:\n  name: Panel\n  category: identity\n{head}  accept: {accept}\n"));
    with(&spec, &format!("lot,test,value,unit\n{data}"), &Options { stage, ..Options::default() })
}

fn member(id: &str, extra: &str) -> String {
    format!("{id}:\n  name: Marker {id}\n  category: identity\n{extra}  accept: positive\n")
}

#[test]
fn two_of_three_in_every_combination() {
    let members = member("a", "") + &member("b", "") + &member("c", "");
    let words = ["positive", "negative", ""];
    for first in words {
        for second in words {
            for third in words {
                let data = format!("L,a,{first},\nL,b,{second},\nL,c,{third},\n");
                let run = panel(&members, "", "at least 2 of [a, b, c]", &data, None);
                let all = [first, second, third];
                let count = |word: &str| all.iter().filter(|text| **text == word).count();
                let exit = match (count("positive"), count("negative"), count("")) {
                    (_, 2.., _) => 1,
                    (2.., _, 0) => 0,
                    _ => 3,
                };
                assert_eq!(run.exit, exit, "{all:?}: {run:#?}");
            }
        }
    }
}

#[test]
fn a_member_that_was_left_out_leaves_the_panel_open() {
    let members = member("a", "") + &member("b", "") + &member("c", "");
    let run = panel(&members, "", "at least 2 of [a, b, c]", "L,a,positive,\nL,b,positive,\n", None);
    assert_eq!((run.test("c").outcome, run.test("pan").outcome, run.exit), ("missing", "inconclusive", 3));
    let optional = member("a", "") + &member("b", "") + &member("c", "  required: false\n");
    assert_eq!(panel(&optional, "", "at least 2 of [a, b, c]", "L,a,positive,\nL,b,positive,\n", None).exit, 0);
}

/// For a member of `none of`, positive is what must not be: final at once, though its own criterion asks for it (R-323, R-1006).
#[test]
fn a_positive_member_of_none_of_is_final() {
    let members = member("a", "") + &member("b", "") + &member("n", "");
    let judged = |accept: &str, head: &str, sign: &str| {
        let spec = format!("{members}pan:\n  name: Panel\n  category: identity\n{head}  accept: {accept}\n");
        let data = format!("lot,test,value,status\nL,a,positive,\nL,b,positive,\nL,n,{sign},pending\n");
        let run = judge(&spec_of("usp", &spec), &[&data]);
        (run.test("n").outcome, run.test("pan").outcome, run.exit)
    };
    let none = "all of [a, b]\n  also: none of [n]";
    assert_eq!(judged(none, "", "positive"), ("pass", "fail", 1));
    assert_eq!(judged(none, "", "negative"), ("pending", "inconclusive", 3));
    // Where the same sign helps as well, or the panel does not count, what is pending stays so.
    assert_eq!(judged("at least 2 of [a, n]\n  also: none of [n]", "", "positive").0, "pending");
    assert_eq!(judged("at least 2 of [a, b, n]", "", "positive").0, "pending");
    assert_eq!(judged(none, "  required: false\n", "positive").0, "pending");
}

#[test]
fn a_required_panel_without_any_reported_member_is_missing() {
    let members = member("a", "  required: false\n") + &member("b", "");
    let run = panel(&members, "", "all of [a]", "L,b,positive,\n", None);
    assert_eq!((run.test("pan").outcome, run.exit), ("missing", 3));
    assert_eq!(run.test("pan").codes, ["panel-not-concluded"]);
}

#[test]
fn a_panel_that_does_not_count_hides_no_failure() {
    let members = member("a", "") + &member("b", "");
    let data = "L,a,negative,\nL,b,positive,\n";
    assert_eq!(panel(&members, "", "at least 1 of [a, b]", data, None).exit, 0, "the panel decides");
    assert_eq!(panel(&members, "  required: false\n", "at least 1 of [a, b]", data, None).exit, 1);
    let staged = member("a", "  stage: drug substance\n") + &member("b", "  stage: drug substance\n");
    let run = panel(&staged, "  stage: drug product\n", "at least 1 of [a, b]", data, Some("drug substance"));
    assert_eq!((run.test("pan").outcome, run.test("a").outcome, run.exit), ("not_applicable", "fail", 1));
}

#[test]
fn an_optional_panel_counts_through_the_one_above_it() {
    let members = member("a", "") + &member("b", "");
    let spec = |upper: &str| {
        spec_of(
            "usp",
            &format!(
                "{members}inner:\n  name: Inner\n  category: identity\n  required: false\n  accept: at least 1 of [a, b]\nouter:\n  \
                 name: Outer\n  category: identity\n{upper}  accept: all of [inner]\n"
            ),
        )
    };
    let data = "lot,test,value\nL,a,negative\nL,b,positive\n";
    assert_eq!(judge(&spec(""), &[data]).exit, 0);
    assert_eq!(judge(&spec("  required: false\n"), &[data]).exit, 1);
    assert_eq!(judge(&spec(""), &["lot,test,value\nL,a,negative\nL,b,negative\n"]).exit, 1);
}

// Waivers.

#[test]
fn a_waiver_stands_in_for_a_test_that_was_not_performed() {
    let spec = spec_of(
        "usp",
        "a:\n  name: A\n  category: purity\n  result: mean of 2\n  accept: \">= 80 %\"\nb:\n  name: B\n  category: identity\n  accept: positive\n\
         safe:\n  name: Safe\n  category: safety\n  accept: negative\nnever:\n  name: Never\n  \
         category: purity\n  never_waive: true\n  accept: \">= 80 %\"\n",
    );
    let rest = "lot,test,value,unit,replicate\nL,b,positive,,\nL,safe,negative,,\nL,never,90,%,\n";
    let run =
        |data: &str, waivers: &[evqc::judge::Waiver]| with(&spec, data, &Options { waivers, ..Options::default() });
    let waived = [waiver("L", "a")];
    assert_eq!((run(rest, &waived).test("a").outcome, run(rest, &waived).exit), ("waived", 0));
    assert_eq!(run(rest, &[waiver("M", "a")]).exit, 3, "another lot");
    assert_eq!(run(&format!("{rest}L,a,not tested,%,\n"), &waived).test("a").outcome, "waived");
    for partial in ["10", "90", "ND", "<5", "low"] {
        let run = run(&format!("{rest}L,a,{partial},%,1\n"), &waived);
        assert_ne!(run.exit, 0, "{partial}: what was measured stands");
        assert_ne!(run.test("a").outcome, "waived", "{partial}");
    }
    assert_eq!(run(&format!("{rest}L,a,10,%,1\nL,a,12,%,2\n"), &waived).exit, 1, "a failure cannot be waived");
    for missing in ["owner", "reason", "reference", "approver", "date of approval", "expiry"] {
        let mut one = waiver("L", "a");
        match missing {
            "owner" => one.owner = "-".to_owned(),
            "reason" => one.reason = " ".to_owned(),
            "reference" => one.reference = String::new(),
            "approver" => one.approver = String::new(),
            "expiry" => one.expiry = None,
            _ => one.approved = None,
        }
        let run = run(rest, &[one]);
        assert_eq!((run.test("a").outcome, run.exit), ("missing", 3), "{missing}");
        assert!(run.test("a").codes.contains(&"waiver-not-allowed"), "{missing}");
    }
    for (test, data) in
        [("safe", rest.replace("L,safe,negative,,\n", "")), ("never", rest.replace("L,never,90,%,\n", ""))]
    {
        let run = run(&data, &[waiver("L", "a"), waiver("L", test)]);
        assert_eq!((run.test(test).outcome, run.exit), ("missing", 3), "{test}");
    }
}

#[test]
fn a_waiver_counts_from_its_approval_to_its_expiry() {
    let spec = spec_of(
        "usp",
        "a:\n  name: A\n  category: purity\n  accept: \">= 80 %\"\nb:\n  name: B\n  category: identity\n  accept: positive\n",
    );
    let mut one = waiver("L", "a");
    (one.approved, one.expiry) = (Some(date(2026, 3, 10)), Some(date(2026, 3, 20)));
    let waivers = [one];
    let outcome = |day: i8| {
        let options = Options { waivers: &waivers, as_of: date(2026, 3, day), ..Options::default() };
        let run = with(&spec, "lot,test,value\nL,b,positive\n", &options);
        (run.test("a").outcome, run.test("a").codes.contains(&"waiver-not-in-force"), run.exit)
    };
    assert_eq!(outcome(9), ("missing", true, 3));
    assert_eq!(outcome(10), ("waived", false, 0));
    assert_eq!(outcome(20), ("waived", false, 0));
    assert_eq!(outcome(21), ("missing", true, 3));
}

#[test]
fn a_safety_test_is_known_by_its_name_too() {
    let names = [
        "sterility",
        "endotoxin_lal",
        "mycoplasma",
        "adventitious_agents",
        "lal",
        "bet_gel_clot",
        "acholeplasma_nat",
        "hiv_nat",
        "replication_competent_vector",
    ];
    for name in names {
        let spec = spec_of(
            "usp",
            &format!(
                "b:\n  name: B\n  category: identity\n  accept: positive\n{name}:\n  name: S\n  category: general\n  accept: negative\n"
            ),
        );
        let waivers = [waiver("L", name)];
        let run = with(&spec, "lot,test,value\nL,b,positive\n", &Options { waivers: &waivers, ..Options::default() });
        assert_eq!((run.test(name).outcome, run.exit), ("missing", 3), "{name}");
    }
}

#[test]
fn a_test_in_endotoxin_units_is_a_safety_test() {
    for (unit, expected) in [("EU/mL", "missing"), ("EU/kg", "missing"), ("ng/mL", "waived"), ("IU/mL", "waived")] {
        let spec = spec_of(
            "usp",
            &format!(
                "b:\n  name: B\n  category: identity\n  accept: positive\ns:\n  name: S\n  category: general\n  accept: \"<= 5 {unit}\"\n"
            ),
        );
        let waivers = [waiver("L", "s")];
        let run = with(&spec, "lot,test,value\nL,b,positive\n", &Options { waivers: &waivers, ..Options::default() });
        assert_eq!(run.test("s").outcome, expected, "{unit}");
    }
}

#[test]
fn a_safety_test_is_waived_only_where_the_specification_says_so() {
    let outcome = |never_waive: &str| {
        let spec = spec_of(
            "usp",
            &format!(
                "b:\n  name: B\n  category: identity\n  accept: positive\ns:\n  name: S\n  category: safety\n{never_waive}  accept: negative\n"
            ),
        );
        let waivers = [waiver("L", "s")];
        with(&spec, "lot,test,value\nL,b,positive\n", &Options { waivers: &waivers, ..Options::default() })
            .test("s")
            .outcome
    };
    assert_eq!(outcome(""), "missing");
    assert_eq!(outcome("  never_waive: true\n"), "missing");
    assert_eq!(outcome("  never_waive: false\n"), "waived");
}

#[test]
fn what_is_computed_is_waived_where_what_it_is_computed_from_is() {
    let spec = spec_of(
        "usp",
        "conc:\n  name: N\n  category: quantity\n  accept: \">= 1.0e9 particles/mL\"\nprot:\n  name: B\n  category: quantity\n  \
         unit: ug/mL\n  accept: report\nratio:\n  name: R\n  category: purity\n  accept: \">= 1.0e9 particles/ug\"\n",
    )
    .replace("tests:\n", "derived:\n  ratio: {formula: conc / prot, unit: particles/ug}\ntests:\n");
    let outcome = |protein: &str, waived: &[&str]| {
        let waivers: Vec<_> = waived.iter().map(|test| waiver("L", test)).collect();
        let data = format!("lot,test,value,unit\nL,conc,2.0e10,particles/mL\n{protein}");
        let run = with(&spec, &data, &Options { waivers: &waivers, ..Options::default() });
        (run.test("ratio").outcome, run.exit)
    };
    assert_eq!(outcome("", &["prot", "ratio"]), ("waived", 0));
    // A waiver of the input is none of what is computed from it, nor the other way round.
    assert_eq!(outcome("", &["prot"]), ("missing", 3));
    assert_eq!(outcome("", &["ratio"]), ("missing", 3));
    // What was measured stands: 2.0e10 / 10 passes, 2.0e10 / 100 does not.
    assert_eq!(outcome("L,prot,10,ug/mL\n", &["prot", "ratio"]), ("pass", 0));
    assert_eq!(outcome("L,prot,100,ug/mL\n", &["prot", "ratio"]), ("fail", 1));
}

#[test]
fn a_panel_is_waived_where_all_of_its_members_are() {
    let member = |id: &str| {
        format!(
            "{id}:\n  name: {id}\n  category: identity\n  of: particles\n  procedure: SOP-1\n  accept: \">= 60 %\"\n"
        )
    };
    let spec = spec_of(
        "usp",
        &format!(
            "ph:\n  name: pH\n  category: general\n  procedure: SOP-1\n  accept: 6.8 to 7.6\n{}{}panel:\n  name: P\n  category: identity\n  accept: at least 1 of [cd9, cd63]\n",
            member("cd9"),
            member("cd63")
        ),
    );
    let outcome = |data: &str, waived: &[&str]| {
        let waivers: Vec<_> = waived.iter().map(|test| waiver("L", test)).collect();
        let run =
            with(&spec, &format!("lot,test,value,unit\n{data}"), &Options { waivers: &waivers, ..Options::default() });
        (run.test("panel").outcome, run.exit)
    };
    let elsewhere = "L,ph,7.2,\n";
    assert_eq!(outcome(elsewhere, &["cd9", "cd63", "panel"]), ("waived", 0));
    assert_eq!(outcome(elsewhere, &["cd9", "cd63"]), ("inconclusive", 3));
    assert_eq!(outcome("L,ph,7.2,\nL,cd9,50,%\n", &["cd63", "panel"]).0, "inconclusive");
    assert_eq!(outcome("L,ph,7.2,\nL,cd9,50,%\nL,cd63,50,%\n", &["panel"]), ("fail", 1));
}

#[test]
fn a_result_that_was_invalidated_is_not_waived() {
    let spec = spec_of("usp", CD81);
    let data = format!("{RECORD}L,cd81,52,%,1,,invalid,wrong antibody,INV-1,Chen,Adler\n");
    let waivers = [waiver("L", "cd81")];
    let run = with(&spec, &data, &Options { waivers: &waivers, ..Options::default() });
    assert_eq!((run.test("cd81").outcome, run.exit), ("missing", 3));
}

// Label claims.

fn claimed(claim: &str) -> LotFacts {
    let source = spec_of("usp", "conc:\n  name: C\n  category: quantity\n  accept: report\n  unit: particles/mL\n")
        .replace("tests:\n", &format!("label: {{conc: {claim}}}\ntests:\n"));
    LotFacts { label: specification(&source).label, ..LotFacts::default() }
}

#[test]
fn the_claim_of_the_lot_comes_before_that_of_the_specification() {
    let spec = spec_of("usp", "conc:\n  name: C\n  category: quantity\n  accept: label ± 20 %\n")
        .replace("tests:\n", "label: {conc: 2.0e9 particles/mL}\ntests:\n");
    let outcome = |value: &str, unit: &str, facts: Option<&LotFacts>| {
        let run = with(
            &spec,
            &format!("lot,test,value,unit\nL,conc,{value},{unit}\n"),
            &Options { facts, ..Options::default() },
        );
        (run.test("conc").outcome, run.test("conc").reportable.clone())
    };
    assert_eq!(outcome("1.6e9", "particles/mL", None).0, "pass", "80 % of the claim");
    assert_eq!(outcome("1.6e6", "particles/uL", None).0, "pass");
    assert_eq!(outcome("2.4e9", "particles/mL", None).0, "pass", "120 %");
    assert_eq!(outcome("1.58e9", "particles/mL", None).0, "fail", "79 %");
    assert_eq!(outcome("2.42e9", "particles/mL", None).0, "fail", "121 %");
    assert_eq!(outcome("1.6e9", "ug/mL", None).0, "not_evaluable");
    let own = claimed("1.0e9 particles/mL");
    assert_eq!(outcome("1.6e9", "particles/mL", Some(&own)).0, "fail", "160 % of the claim of the lot");
    assert_eq!(outcome("1.1e9", "particles/mL", Some(&own)).0, "pass");
}

#[test]
fn without_a_claim_nothing_is_compared_with_it() {
    let spec = spec_of(
        "usp",
        "conc:\n  name: C\n  category: quantity\n  accept: \">= 90 % of label\"\n  unit: particles/mL\n",
    );
    let run = judge(&spec, &["lot,test,value,unit\nL,conc,1.6e9,particles/mL\n"]);
    assert_eq!((run.test("conc").outcome, run.exit), ("not_evaluable", 4));
    assert_eq!(run.test("conc").codes, ["label-claim-missing"]);
}

#[test]
fn an_exponent_and_a_multiplier_are_not_applied_one_after_the_other() {
    let test =
        |limit: &str| spec_of("usp", &format!("c:\n  name: C\n  category: quantity\n  result: mean of 2\n  {limit}\n"));
    let outcome = |limit: &str, value: &str, unit: &str| {
        let row = |replicate: u8| format!("L,c,{value},{unit},{replicate}\n");
        let run = judge(&test(limit), &[&format!("lot,test,value,unit,replicate\n{}{}", row(1), row(2))]);
        (run.test("c").outcome, run.test("c").codes.first().copied().unwrap_or_default())
    };
    let plain = "accept: '>= 1e10 particles/mL'";
    let scaled = "unit: 10^8 particles/mL\n  accept: '>= 100'";
    let twice = ("not_evaluable", "multiplier-and-exponent");
    for unit in ["1e8 particles/mL", "×10^8 particles/mL", "10⁸ particles/mL", "100000000 particles/mL"] {
        assert_eq!(outcome(plain, "1.2e10", unit), twice, "{unit}");
        assert_eq!(outcome(plain, "1.2×10^10", unit), twice, "{unit}");
        assert_eq!(outcome(plain, ">1.2e10", unit), twice, "a bound, {unit}");
        assert_eq!(outcome(plain, "120", unit), ("pass", ""), "{unit}");
        assert_eq!(outcome(plain, "1.2", unit).0, "fail", "{unit}");
        assert_eq!(outcome(scaled, "1.2e10", unit), twice, "in the unit of the limit, {unit}");
        assert_eq!(outcome(scaled, "120", unit), ("pass", ""), "{unit}");
    }
    assert_eq!(outcome(plain, "1.2e10 10^8 particles/mL", ""), ("not_evaluable", "unreadable-number"), "in one cell");
    // A power of ten below the slash says per how many.
    assert_eq!(outcome("accept: '>= 1e9 particles/10^6 cells'", "1.2e9", "particles/10^6 cells"), ("pass", ""));
}

// Versions of a specification.

fn version(number: &str, status: &str, from: &str, until: Option<&str>) -> Specification {
    let until = until.map_or(String::new(), |day| format!("effective_until: {day}\n"));
    specification(&format!(
        "evqc: 1\nid: s\nversion: \"{number}\"\ntitle: S\nstatus: {status}\neffective: {from}\n{until}rounding: usp\ntests:\n  \
         e: {{name: E, category: safety, procedure: SOP-1, never_waive: true, accept: \"NMT 0.5 EU/mL\"}}\n"
    ))
}

// Dates.

/// A test of an earlier step is done before the product is made; what is of the product, and what a stage does not tell, is not.
#[test]
fn a_test_is_as_old_as_what_it_is_of() {
    let spec = |stage: &str| {
        let stage = if stage.is_empty() { String::new() } else { format!("stage: {stage}, ") };
        spec_of(
            "usp",
            &format!(
                "mycoplasma: {{name: Mycoplasma, category: safety, {stage}procedure: P-1 v1, accept: negative}}\n\
                 ph: {{name: pH, category: general, procedure: P-2 v1, accept: \"7.0 to 7.6\"}}"
            ),
        )
    };
    let facts = LotFacts {
        manufactured: Some(date(2026, 4, 13)),
        events: vec![
            (LotEvent::Harvested, date(2026, 4, 9)),
            (LotEvent::Filtered, date(2026, 4, 11)),
            (LotEvent::Filled, date(2026, 4, 13)),
        ],
        ..LotFacts::default()
    };
    let tested = |stage: &str, day: &str| {
        let data = format!("lot,test,value,date\nL,mycoplasma,negative,2026-04-{day}\nL,ph,7.3,2026-04-14\n");
        let run = with(&spec(stage), &data, &Options { facts: Some(&facts), ..Options::default() });
        let line = run.test("mycoplasma");
        (line.outcome, line.messages.join("; "))
    };
    let made = "before the lot was made on 2026-04-13";
    let harvested = "before harvest of the lot on 2026-04-09";
    let filtered = "before final sterile filtration of the lot on 2026-04-11";
    for (stage, day, said) in [
        ("harvest", "10", ""),
        ("harvest", "09", ""),
        ("harvest", "08", harvested),
        ("收获液", "08", harvested),
        ("drug substance", "10", ""),
        ("drug substance", "08", harvested),
        ("filtered bulk", "10", filtered),
        ("filtered bulk", "11", ""),
        ("cell bank", "01", ""),
        ("culture supernatant", "08", ""),
        // The product, by all its names, and stages of which nobody knows where they stand.
        ("", "12", made),
        ("drug product", "12", made),
        ("bulk drug product", "12", made),
        ("成品", "12", made),
        ("in process of release", "12", made),
        ("EV", "12", made),
        ("drug product", "13", ""),
    ] {
        let outcome = if said.is_empty() { "pass" } else { "not_evaluable" };
        let said = if said.is_empty() { String::new() } else { format!("tested on 2026-04-{day}, {said}") };
        assert_eq!(tested(stage, day), (outcome, said), "{stage} {day}");
    }
    // A drug substance that is the lot itself is no earlier step of it.
    let own = "tests:\n  mycoplasma: {name: Mycoplasma, category: safety, stage: drug substance, procedure: P-1 v1, accept: negative}\n";
    let spec = spec("").split("tests:").next().unwrap().to_owned() + own;
    let data = "lot,test,value,date\nL,mycoplasma,negative,2026-04-12\n";
    let run = with(&spec, data, &Options { facts: Some(&facts), ..Options::default() });
    assert_eq!(run.test("mycoplasma").messages, [format!("tested on 2026-04-12, {made}")]);
}

#[test]
fn the_version_in_force_at_manufacture_is_chosen() {
    let versions = [
        version("2.0", "superseded", "2025-01-01", Some("2026-04-30")),
        version("3.0", "approved", "2026-05-01", None),
        version("4.0", "draft", "2026-05-01", None),
    ];
    let versions: Vec<&Specification> = versions.iter().collect();
    let chosen = |made: Option<Date>, forced: Option<&str>| {
        let facts = LotFacts { manufactured: made, ..LotFacts::default() };
        let data = LotData { lot: "L", determinations: Vec::new(), faults: Vec::new(), facts: Some(&facts) };
        let choice = choose(&versions, forced, &data, support::AS_OF, true);
        let codes: Vec<&str> = choice.findings.iter().map(|finding| finding.code.name).collect();
        (choice.version.map(|at| versions[at].version.as_str()), codes)
    };
    assert_eq!(chosen(Some(date(2026, 4, 20)), None), (Some("2.0"), vec![]));
    assert_eq!(chosen(Some(date(2026, 4, 30)), None), (Some("2.0"), vec![]), "the last day is inside");
    assert_eq!(chosen(Some(date(2026, 5, 1)), None), (Some("3.0"), vec![]), "so is the first");
    assert_eq!(chosen(Some(date(2024, 12, 31)), None), (None, vec!["specification-not-selected"]));
    assert_eq!(chosen(None, None), (None, vec!["specification-not-selected"]));
    assert_eq!(chosen(Some(date(2026, 4, 20)), Some("3.0")), (Some("3.0"), vec!["specification-not-effective"]));
    assert_eq!(chosen(Some(date(2026, 4, 20)), Some("4.0")), (Some("4.0"), vec![]), "a draft may be tried out");
    assert_eq!(chosen(Some(date(2026, 4, 20)), Some("5.0")), (None, vec!["specification-not-selected"]));
}

/// The day of test is that of a row with a value: a retest that is planned for later chooses no other version (R-210).
#[test]
fn a_planned_day_chooses_no_version() {
    let mut versions = [
        version("2.0", "superseded", "2025-01-01", Some("2026-05-31")),
        version("3.0", "approved", "2026-06-01", None),
    ];
    versions.iter_mut().for_each(|version| version.select_by = SelectBy::TestDate);
    let all: Vec<&Specification> = versions.iter().collect();
    let row = |text: &'static str, day: Date| Determination {
        test: 0,
        role: Role::Sample,
        reading: Reading::parse(text, DecimalMark::Point),
        text,
        unit: None,
        replicate: "",
        stage: "",
        sample: "",
        input: 0,
        line: 2,
        column: 3,
        details: Some(Box::new(Details { date: Some(day), ..Details::default() })),
        fault: None,
    };
    let chosen = |determinations: Vec<Determination<'_>>| {
        let data = LotData { lot: "L", determinations, faults: Vec::new(), facts: None };
        choose(&all, None, &data, support::AS_OF, true).version.map(|at| versions[at].version.clone())
    };
    let (may, june) = (date(2026, 5, 20), date(2026, 6, 10));
    for planned in ["", "-", "pending"] {
        assert_eq!(chosen(vec![row("5", may), row(planned, june)]).as_deref(), Some("2.0"), "{planned}");
        assert_eq!(chosen(vec![row(planned, june)]).as_deref(), Some("3.0"), "{planned}");
    }
    assert_eq!(chosen(vec![row("5", may), row("6", june)]).as_deref(), Some("3.0"));
}

/// A cell bank is older than the specification of the product that was made from it.
#[test]
fn a_parent_older_than_every_version_is_judged_by_the_first() {
    let versions = [
        version("3.0", "approved", "2026-05-01", None),
        version("2.0", "superseded", "2025-01-01", Some("2026-04-30")),
        version("1.0", "draft", "2024-01-01", None),
    ];
    let chosen = |versions: &[Specification], made: Option<Date>, forced: Option<&str>| {
        let facts = LotFacts { manufactured: made, ..LotFacts::default() };
        let data = LotData { lot: "L", determinations: Vec::new(), faults: Vec::new(), facts: Some(&facts) };
        let all: Vec<&Specification> = versions.iter().collect();
        let choice = choose_for_parent(&all, forced, &data, support::AS_OF, true);
        let codes: Vec<&str> = choice.findings.iter().map(|finding| finding.code.name).collect();
        (choice.version.map(|at| versions[at].version.clone()), codes)
    };
    let some = |version: &str| Some(version.to_owned());
    let old = Some(date(2020, 1, 1));
    assert_eq!(chosen(&versions, old, None), (some("2.0"), vec![]));
    assert_eq!(
        chosen(&versions, Some(date(2026, 5, 2)), None),
        (some("3.0"), vec![]),
        "its own where one was in force"
    );
    assert_eq!(chosen(&versions, None, None), (None, vec!["specification-not-selected"]), "a day that nobody knows");
    assert_eq!(chosen(&versions[..1], old, None), (some("3.0"), vec![]));
    assert_eq!(chosen(&versions[..1], None, None), (some("3.0"), vec![]));
    assert_eq!(chosen(&versions, old, Some("3.0")), (some("3.0"), vec![]));
    assert_eq!(chosen(&versions, old, Some("7.0")), (None, vec!["specification-not-selected"]));
    let ended = [version("2.0", "superseded", "2019-01-01", Some("2019-12-31")), versions[2].clone()];
    assert_eq!(chosen(&ended, old, None), (None, vec!["specification-not-selected"]), "a parent is not younger");
    let overlapping = [versions[0].clone(), version("2.0", "approved", "2025-01-01", None)];
    assert_eq!(chosen(&overlapping, Some(date(2026, 5, 2)), None), (None, vec!["specification-not-selected"]));
    let withdrawn = [version("1", "withdrawn", "2020-01-01", None)];
    assert_eq!(chosen(&withdrawn, old, None), (some("1"), vec!["specification-withdrawn"]));
}

#[test]
fn overlapping_versions_are_not_chosen_from() {
    let versions = [version("2.0", "approved", "2025-01-01", None), version("3.0", "approved", "2026-05-01", None)];
    let facts = LotFacts { manufactured: Some(date(2026, 5, 2)), ..LotFacts::default() };
    let data = LotData { lot: "L", determinations: Vec::new(), faults: Vec::new(), facts: Some(&facts) };
    let choice = choose(&versions.iter().collect::<Vec<_>>(), None, &data, support::AS_OF, true);
    assert_eq!(choice.version, None);
    assert!(choice.findings[0].message.contains("more than one version"), "{:?}", choice.findings);
}

#[test]
fn the_dates_of_a_lot_must_be_possible() {
    let spec = spec_of("usp", "a:\n  name: A\n  category: identity\n  accept: positive\n");
    let run = |manufactured: Option<Date>, expires: Option<Date>| {
        let expires = expires.map(LabelDate::Day);
        let facts = LotFacts { manufactured, expires, ..LotFacts::default() };
        let run = with(&spec, "lot,test,value\nL,a,positive\n", &Options { facts: Some(&facts), ..Options::default() });
        (run.exit, run.lot().findings.clone())
    };
    let (before, today, after) = (date(2026, 5, 31), date(2026, 6, 1), date(2026, 6, 2));
    assert_eq!(run(Some(before), Some(after)), (0, vec!["remaining-life"]));
    assert_eq!(run(Some(today), Some(today)), (0, vec!["remaining-life"]), "the last day is a day of use");
    assert_eq!(run(Some(after), None), (4, vec!["date-in-the-future"]));
    assert_eq!(run(Some(today), Some(before)), (4, vec!["impossible-dates", "lot-expired"]));
    assert_eq!(run(None, Some(before)), (3, vec!["lot-expired"]), "nothing states that an expired lot conforms");
    // Of harvests that were pooled the last one comes before filling as well.
    let pooled = |last: Date| {
        let events = vec![(LotEvent::Harvested, before), (LotEvent::Harvested, last), (LotEvent::Filled, today)];
        let facts = LotFacts { events, ..LotFacts::default() };
        let run = with(&spec, "lot,test,value\nL,a,positive\n", &Options { facts: Some(&facts), ..Options::default() });
        (run.exit, run.lot().findings.clone())
    };
    assert_eq!(pooled(today), (0, vec![]));
    assert_eq!(pooled(after), (4, vec!["date-in-the-future", "lot-dates-contradict"]));
}

#[test]
fn a_version_whose_date_cannot_be_checked_must_be_in_force_today() {
    let data = LotData { lot: "L", determinations: Vec::new(), faults: Vec::new(), facts: None };
    let codes = |spec: &Specification, dated: bool| {
        let choice = choose(&[spec], None, &data, support::AS_OF, dated);
        choice.findings.iter().map(|finding| finding.code.name).collect::<Vec<_>>()
    };
    assert_eq!(codes(&version("1", "approved", "2026-01-01", None), false), Vec::<&str>::new());
    assert_eq!(codes(&version("1", "approved", "2026-01-01", None), true), ["specification-not-selected"]);
    assert_eq!(codes(&version("1", "approved", "2031-01-01", None), false), ["specification-not-effective"]);
    assert_eq!(codes(&version("1", "superseded", "2020-01-01", None), false), ["specification-not-selected"]);
    assert_eq!(
        codes(&version("1", "approved", "2020-01-01", Some("2021-01-01")), false),
        ["specification-not-selected"]
    );
    assert_eq!(codes(&version("1", "withdrawn", "2020-01-01", None), false), ["specification-withdrawn"]);
}

#[test]
fn stability_results_alone_make_no_lot_conform() {
    let spec = spec_of("usp", "a:\n  name: A\n  category: potency\n  accept: \">= 90 %\"\n  shelf_life: \">= 80 %\"\n");
    let rows = "lot,test,value,unit,stage,time,time_unit\nL,a,85,%,stability,6,months\n";
    let run = judge(&spec, &[rows]);
    assert_eq!((run.test("a").outcome, run.lot().verdict, run.exit), ("pass", "not_concluded", 3));
    assert!(run.lot().findings.contains(&"release-not-judged"), "{:?}", run.lot().findings);
    let asked = with(&spec, rows, &Options { stage: Some("shelf life"), ..Options::default() });
    assert_eq!((asked.lot().verdict, asked.exit), ("conforms", 0));
}

#[test]
fn rows_of_another_stage_are_not_left_out_in_silence() {
    let spec = spec_of(
        "usp",
        "a:\n  name: A\n  category: identity\n  stage: drug substance\n  accept: positive\n\
         b:\n  name: B\n  category: safety\n  stage: drug product\n  accept: \"<= 0.5 EU/mL\"\n",
    );
    let rows = "lot,test,value,unit\nL,a,positive,\nL,b,9,EU/mL\n";
    let run = with(&spec, rows, &Options { stage: Some("drug substance"), ..Options::default() });
    assert_eq!(run.lot().verdict, "conforms");
    assert!(run.lot().findings.contains(&"rows-of-another-stage"), "{:?}", run.lot().findings);
}

#[test]
fn fillers_are_no_record() {
    let spec = spec_of(
        "usp",
        "a:\n  name: A\n  category: potency\n  result: single\n  retest: single\n  accept: \">= 60 %\"\n",
    );
    let header = "lot,test,value,unit,replicate,role,status,reason,investigation,analyst,approver\n";
    for (reason, investigation, approver) in [
        ("-", "-", "-"),
        ("n/a", "INV-1", "QA"),
        ("cause could not be determined", "INV-1", "QA"),
        ("wrong antibody", "?", "QA"),
        ("wrong antibody", "INV-1", "none"),
    ] {
        let rows = format!(
            "{header}L,a,30,%,1,sample,invalid,{reason},{investigation},A,{approver}\nL,a,70,%,2,retest,,,,A,\n"
        );
        assert_eq!(judge(&spec, &[&rows]).test("a").outcome, "fail", "{reason} {investigation} {approver}");
    }
}

#[test]
fn the_same_replicate_positive_on_two_days_is_a_conflict() {
    let spec = spec_of("usp", "a:\n  name: A\n  category: identity\n  result: each of 2\n  accept: positive\n");
    let rows = "lot,test,value,replicate,date\nL,a,positive,1,2026-01-01\nL,a,positive,1,2026-01-02\n";
    let run = judge(&spec, &[rows]);
    assert_eq!((run.test("a").outcome, run.exit), ("not_evaluable", 4));
}

// Corrections.

const CORRECTED: &str = "lot,test,value,unit,replicate,role,control,status,date,analyst,corrects,reason,corrected_by,corrected_on,approver\n";

/// The end of a row that was entered first.
const ENTERED: &str = "2026-03-02,Chen,,,,,";

/// A complete correction of 52 to this value.
fn corrected_to(value: &str) -> String {
    format!("L,cd81,{value},%,1,,,,2026-03-02,Chen,52,transcription: digits exchanged,Chen,2026-03-04,Adler\n")
}

fn corrections(rows: &[&str]) -> Run {
    judge(&spec_of("usp", CD81), &[&format!("{CORRECTED}{}", rows.concat())])
}

#[test]
fn a_complete_correction_takes_the_place_of_what_was_entered_first() {
    let original = format!("L,cd81,52,%,1,,,,{ENTERED}\n");
    for rows in [[original.as_str(), &corrected_to("62")], [&corrected_to("62"), original.as_str()]] {
        let run = corrections(&rows);
        let line = run.test("cd81");
        assert_eq!((line.outcome, line.reportable.as_str(), run.exit), ("pass", "62 %", 0), "{rows:?}");
        assert_eq!(line.codes, ["correction-changes-outcome", "value-corrected"]);
        assert_eq!(line.flags, ["corrected"]);
        let (old, new) = if rows[0] == original { (2, 3) } else { (3, 2) };
        let note = format!(
            "52 % corrected to 62 %, see data-1.csv:{new}:3: transcription: digits exchanged; corrected by Chen on 2026-03-04, \
             approved by Adler"
        );
        assert!(line.messages.contains(&note), "{:?}", line.messages);
        assert!(run.json.contains(&format!("\"line\":{old}")) && run.json.contains("\"use\":\"corrected\""));
        let changed = "with the values as entered first it was fail (52 %); corrected it is pass (62 %)";
        assert!(line.messages.iter().any(|message| message == changed), "{:?}", line.messages);
        assert_eq!(run.lot().findings, ["data-changed-since-entry"]);
        assert!(run.json.contains("Data changed since original entry: CD81."), "{}", run.json);
    }
    // Both pass: nothing is louder than the correction itself.
    let run = corrections(&[&original.replace("52", "72"), &corrected_to("62").replace(",52,", ",72,")]);
    assert_eq!(run.test("cd81").codes, ["value-corrected"]);
    // And a correction may as well make a pass fail.
    let run = corrections(&[&original.replace("52", "72"), &corrected_to("42").replace(",52,", ",72,")]);
    assert_eq!((run.test("cd81").outcome, run.exit), ("fail", 1));
    assert!(run.test("cd81").codes.contains(&"correction-changes-outcome"));
}

#[test]
fn a_correction_without_its_record_does_not_count() {
    let complete = corrected_to("62");
    let cases = [
        ("transcription: digits exchanged", "", "no reason is given"),
        ("transcription: digits exchanged", "digits exchanged", "the reason begins with none of"),
        ("transcription: digits exchanged", "transcription: -", "the reason says nothing but `transcription`"),
        (",Chen,2026-03-04", ",,2026-03-04", "nobody is named who corrected it"),
        ("2026-03-04", "", "the day of the correction is not given"),
        ("2026-03-04", "2026-07-01", "it is dated 2026-07-01, after 2026-06-01"),
        ("Adler", "", "nobody approved it"),
        ("Adler", "not yet approved", "nobody approved it"),
        ("Adler", "rejected by Q. Adler", "nobody approved it"),
        ("Adler", "pending approval", "nobody approved it"),
        ("Adler", "未批准", "nobody approved it"),
        ("Adler", "CHEN", "CHEN approved it, who corrected it"),
        (",Chen,2026-03-04,Adler", ",Bo Chen,2026-03-04,B. Chen", "who may be Bo Chen, who corrected it"),
        (",Chen,2026-03-04,Adler", ",Adler,2026-03-04,Chen", "Chen approved it, who tested"),
        (",Chen,52,", ",Chen,,", "it does not say which value it corrects"),
    ];
    for (from, to, why) in cases {
        let row = complete.replacen(from, to, 1);
        assert_ne!(row, complete, "{from}");
        for (value, outcome, exit) in [("52", "fail", 1), ("72", "not_evaluable", 4)] {
            let original = format!("L,cd81,{value},%,1,,,,{ENTERED}\n");
            let run = corrections(&[&original, &row.replace(",52,", &format!(",{value},"))]);
            let line = run.test("cd81");
            assert_eq!((line.outcome, run.exit), (outcome, exit), "{why}: {:?}", line.messages);
            assert!(line.codes.contains(&"correction-record-incomplete"), "{why}: {:?}", line.codes);
            assert!(line.messages.iter().any(|message| message.contains(why)), "{why}: {:?}", line.messages);
            assert!(line.flags.is_empty() && !line.codes.contains(&"correction-changes-outcome"), "{why}");
        }
    }
}

#[test]
fn a_correction_fits_what_it_corrects_or_does_not_count() {
    let original = format!("L,cd81,72,%,1,,,,{ENTERED}\n");
    let to = |value: &str| corrected_to(value).replace(",52,", ",72,");
    let other = |from: &str, to_text: &str| to("62").replacen(from, to_text, 1);
    let cases: [(&[&str], &str, &str); 11] = [
        (&[&to("62")], "correction-without-original", "no row of this test, sample, group and replicate"),
        (&[&original, &other("%,1,", "%,2,")], "correction-without-original", "does not count"),
        (&[&original, &other(",72,", ",27,")], "correction-of-another-value", "it corrects 27, and the value at"),
        (&[&original, &other(",72,", ",72 nm,")], "correction-of-another-value", "it corrects 72 nm"),
        (&[&original, &to("62"), &to("64")], "corrections-contradict", "2 corrections of 2026-03-04 begin"),
        (
            &[&original, &to("62"), &to("64").replace("03-04", "03-05")],
            "corrections-contradict",
            "72 was corrected already, see data-1.csv:3:3",
        ),
        (&[&original, &other(",,2026-03-02,", ",pending,2026-03-02,")], "corrections-contradict", "it has no value"),
        (&[&original, &to("NT")], "corrections-contradict", "it has no value"),
        (&[&original, &to("62").replace("03-04", "03-01")], "corrections-contradict", "before 2026-03-02"),
        (
            &[&original.replace(",,2026", ",invalid,2026"), &to("62")],
            "corrections-contradict",
            "a correction does not take that back",
        ),
        (
            &[&original.replace("Chen", "Adler"), &to("62")],
            "correction-record-incomplete",
            "Adler approved it, who tested",
        ),
    ];
    for (rows, code, why) in cases {
        for order in [rows.to_vec(), rows.iter().rev().copied().collect()] {
            let run = corrections(&order);
            let line = run.test("cd81");
            assert_eq!((line.outcome, run.exit), ("not_evaluable", 4), "{why}: {:?}", line.messages);
            assert!(line.codes.contains(&code), "{why}: {:?}", line.codes);
            // The line of the row differs with the order.
            let why = why.split(", see ").next().unwrap();
            assert!(line.messages.iter().any(|message| message.contains(why)), "{why}: {:?}", line.messages);
        }
    }
}

#[test]
fn corrections_follow_each_other_by_day_and_value() {
    let original = format!("L,cd81,52,%,1,,,,{ENTERED}\n");
    let step = |from: &str, to: &str, day: &str| {
        corrected_to(to).replace(",52,", &format!(",{from},")).replace("2026-03-04", day)
    };
    let rows = [
        original.clone(),
        step("52", "62", "2026-03-04"),
        step("62", "52.0", "2026-03-05"),
        step("52.00", "64", "2026-03-06"),
    ];
    let mut order: Vec<&str> = rows.iter().map(String::as_str).collect();
    for _ in 0..4 {
        order.rotate_left(1);
        let run = corrections(&order);
        assert_eq!((run.test("cd81").outcome, run.test("cd81").reportable.as_str()), ("pass", "64 %"), "{order:?}");
        assert_eq!(run.json.matches("\"use\":\"corrected\"").count(), 3);
    }
    // On one day the values alone tell the order; a copy of a correction is counted once.
    let same_day = step("62", "66", "2026-03-04");
    let run = corrections(&[&same_day, &original, &corrected_to("62"), &same_day]);
    assert_eq!((run.test("cd81").outcome, run.test("cd81").reportable.as_str()), ("pass", "66 %"));
    assert!(run.test("cd81").codes.contains(&"duplicate-row"));
    // A copy of the original is corrected with it.
    let run = corrections(&[&original, &original, &corrected_to("62")]);
    assert_eq!(run.test("cd81").reportable, "62 %");
}

/// A day that cannot be is corrected like everything else; the day that counts says when the value was read (R-318, R-904).
#[test]
fn a_day_to_come_is_corrected() {
    let corrected = |read: &str, on: &str| {
        let original = format!("L,cd81,72,%,1,,,,{ENTERED}\n").replace("2026-03-02", "2062-03-02");
        let row = corrected_to("72").replace(",52,", ",72,").replace("2026-03-02", read).replace("2026-03-04", on);
        corrections(&[&original, &row]).test("cd81").clone()
    };
    let line = corrected("2026-03-02", "2026-03-04");
    assert_eq!((line.outcome, line.reportable.as_str()), ("pass", "72 %"), "{:?}", line.messages);
    let note = "72 % corrected to 72 %, see data-1.csv:3:3; date 2026-03-02 instead of 2062-03-02: transcription: digits exchanged; \
                corrected by Chen on 2026-03-04, approved by Adler";
    assert!(line.messages.iter().any(|message| message == note), "{:?}", line.messages);
    for (read, on, why) in [
        ("2026-03-05", "2026-03-04", "it is dated 2026-03-04, before 2026-03-05, when the value was read"),
        ("", "2026-03-04", "it is dated 2026-03-04, before 2062-03-02, when the value was read"),
    ] {
        let line = corrected(read, on);
        assert_eq!(line.outcome, "not_evaluable");
        assert!(line.messages.iter().any(|message| message.contains(why)), "{:?}", line.messages);
    }
}

#[test]
fn a_control_is_corrected_too() {
    let spec = "cd81:\n  name: CD81\n  category: identity\n  accept: \"NLT 60 %\"\n  of: particles\n  procedure: SOP-1\n  \
                valid_if: [control blank 0 to 5 %]\n";
    let sample = format!("L,cd81,72,%,1,,,,{ENTERED}\n");
    let blank = format!("L,cd81,20,%,1,control,blank,,{ENTERED}\n");
    let correction = corrected_to("2.0").replace("%,1,,,", "%,1,control,blank,").replace(",52,", ",20 %,");
    let run = |rows: &[&str]| judge(&spec_of("usp", spec), &[&format!("{CORRECTED}{}", rows.concat())]);
    assert_eq!(run(&[&sample, &blank]).test("cd81").outcome, "invalid");
    let corrected = run(&[&sample, &blank, &correction]);
    assert_eq!(corrected.test("cd81").outcome, "pass", "{:?}", corrected.test("cd81").messages);
    assert!(corrected.test("cd81").codes.contains(&"correction-changes-outcome"));
}

#[test]
fn a_correction_mends_a_row_that_cannot_be_read() {
    let original = format!("L,cd81,72,percnt,1,,,,{ENTERED}\n");
    let unit = corrected_to("72").replace(",52,", ",72,").replace("transcription:", "unit:");
    assert_eq!(corrections(&[&original]).exit, 4);
    let run = corrections(&[&original, &unit]);
    assert_eq!((run.test("cd81").outcome, run.exit), ("pass", 0), "{:?}", run.lot());
    assert!(run.test("cd81").messages.iter().any(|message| message.contains("; before, the unit ")));
    // Without its record it mends nothing.
    assert_eq!(corrections(&[&original, &unit.replace("Adler", "")]).exit, 4);
    let text = format!("L,cd81,7x1011,%,1,,,,{ENTERED}\n");
    let run = corrections(&[&text, &corrected_to("71").replace(",52,", ",7x1011,")]);
    assert_eq!((run.test("cd81").outcome, run.exit), ("pass", 0), "{:?}", run.test("cd81").messages);
}

#[test]
fn what_does_not_decide_alone_is_not_evaluable_with_a_correction_that_does_not_count() {
    // `none of` is met by what fails: an open question about it must not pass.
    let spec = "markers:\n  name: Markers\n  category: purity\n  accept: none of [cd81]\n  procedure: SOP-1\n";
    let spec = format!("{CD81}{spec}");
    let original = format!("L,cd81,52,%,1,,,,{ENTERED}\n");
    let run = |rows: &[&str]| judge(&spec_of("usp", &spec), &[&format!("{CORRECTED}{}", rows.concat())]);
    assert_eq!(run(&[&original]).exit, 0);
    let doubtful = run(&[&original, &corrected_to("62").replace("Adler", "")]);
    assert_eq!((doubtful.test("cd81").outcome, doubtful.exit), ("not_evaluable", 4));
    let changed = run(&[&original, &corrected_to("62")]);
    assert_eq!((changed.test("markers").outcome, changed.exit), ("fail", 1));
    assert!(changed.test("markers").codes.contains(&"correction-changes-outcome"));
}

#[test]
fn corrections_are_read_in_chinese_and_with_decimal_commas() {
    let spec = "ph:\n  name: pH\n  category: general\n  accept: 6.8 to 7.6\n  rationale: x\n  procedure: SOP-2\n";
    let head = "批号;项目;结果;重复;检验人;原值;原因;更正人;更正日期;批准人\n";
    let rows = |old: &str| {
        format!("{head}L;ph;7,91;1;陈梅;;;;;\nL;ph;7,21;1;陈梅;{old};誊写：数字颠倒;陈梅;2026年3月4日;王强\n")
    };
    for old in ["7,91", "7,910"] {
        let run = judge(&spec_of("usp", spec), &[&rows(old)]);
        assert_eq!((run.test("ph").outcome, run.exit), ("pass", 0), "{old}: {:?}", run.test("ph").messages);
        assert!(run.json.contains("\"correction_reason\":\"transcription\""));
    }
    let run = judge(&spec_of("usp", spec), &[&rows("791")]);
    assert_eq!((run.test("ph").outcome, run.exit), ("fail", 1));
    assert!(run.test("ph").codes.contains(&"correction-of-another-value"));
}

#[test]
fn a_wide_table_of_one_test_takes_corrections() {
    let head = "lot,replicate,cd81 [%],corrects,reason,corrected_by,corrected_on,approver\n";
    let correction = "L,1,62,52,transcription: digits exchanged,Chen,2026-03-04,Adler\n";
    let run = judge(&spec_of("usp", CD81), &[&format!("{head}L,1,52,,,,,\n{correction}")]);
    assert_eq!((run.test("cd81").outcome, run.exit), ("pass", 0));
    let two = "ph:\n  name: pH\n  category: general\n  accept: 7 to 8\n  procedure: SOP-2\n";
    let head = head.replace("corrects,", "ph,corrects,");
    let run = judge(&spec_of("usp", &format!("{CD81}{two}")), &[&format!("{head}L,1,62,7.2,,,,,\n")]);
    assert_eq!((run.errors, run.exit), (vec!["column-needs-long-form"], 4));
}

/// No result is left out by a word beside it (R-319): of 70 and 2 % with `not tested` nobody knows what was found.
#[test]
fn a_value_that_was_not_tested_is_not_evaluable() {
    for (plan, value) in
        [("single", "2"), ("mean of 2", "2"), ("each of 2", "<2"), ("mean of at least 2", "ND"), ("single", "71")]
    {
        let spec = spec_of("usp", &format!("p: {{name: P, category: purity, accept: \">= 60 %\", result: {plan}}}"));
        let second = if plan == "single" { "" } else { "L,p,70,%,2,\n" };
        let run = |value: &str| {
            let rows = format!("L,p,70,%,1,\n{second}L,p,{value},%,3,not tested\n");
            judge(&spec, &[&format!("lot,test,value,unit,replicate,status\n{rows}")])
        };
        let found = run(value);
        let (outcome, codes) = (found.test("p").outcome, &found.test("p").codes);
        assert_eq!((outcome, &codes[..]), ("not_evaluable", &["value-not-tested"][..]), "{plan}");
        for nothing in ["", "-", "n.t.", "n/a"] {
            assert_eq!(run(nothing).test("p").outcome, "pass", "{plan} {nothing}");
        }
    }
}

/// Rows of a wide table that were measured by one method each have empty cells under the tests of the other one.
#[test]
fn an_empty_cell_is_no_rival_of_a_determination() {
    let spec = spec_of(
        "usp",
        "conc: {name: C, category: quantity, accept: \">= 1e10 particles/mL\", result: mean of 2, retest: single}\n\
         protein: {name: P, category: quantity, accept: \">= 10 ug/mL\", result: mean of 2}\n\
         ph: {name: pH, category: general, accept: 6.8 to 7.6}",
    );
    let head = "lot,replicate,method,conc [particles/mL],protein [ug/mL],pH\n";
    let rows = ["L1,1,NTA,2e10,,\n", "L1,2,NTA,4e10,,\n", "L1,1,BCA,,20,\n", "L1,2,BCA,,22,-\n", "L1,1,glass,,,7.0\n"];
    for turn in 0..rows.len() {
        let mut rows = rows;
        rows.rotate_left(turn);
        let run = judge(&spec, &[&format!("{head}{}", rows.concat())]);
        assert_eq!(run.test("conc").reportable, "3e10 particles/mL".replace("e10", "×10^10"), "{turn}");
        assert_eq!((run.test("protein").reportable.as_str(), run.exit), ("21 µg/mL", 0), "{turn}");
        // One is still missing, and two values are still in conflict.
        let fewer = judge(&spec, &[&format!("{head}{}", rows.concat().replace("4e10", ""))]);
        assert_eq!((fewer.test("conc").outcome, fewer.test("protein").outcome), ("missing", "pass"));
        let more = judge(&spec, &[&format!("{head}{}", rows.concat().replace("BCA,,20", "BCA,9e9,20"))]);
        assert_eq!(more.test("conc").codes, ["conflicting-determinations"]);
    }
    let nothing = judge(&spec, &[&format!("{head}L1,1,NTA,,20,7.0\nL1,2,NTA,,22,\n")]);
    assert_eq!((nothing.test("conc").outcome, &*nothing.test("conc").codes), ("missing", &["no-determination"][..]));
}

/// Of `each` the same determination stands for the test in whatever order they are written: that with the greater risk, and of
/// those that allow no statement the one nearest to the limit.
#[test]
fn the_order_of_rows_does_not_choose_the_determination_that_stands_for_each() {
    let lines = "category: quantity, accept: \"<= 100.0 ng/mL\", result: each of 2, decide: guarded(1)";
    let spec = spec_of("usp", &format!("a: {{name: A, {lines}}}"));
    let run = |rows: [&str; 2]| {
        let rows: String = rows.iter().map(|row| format!("L,a,{row}\n")).collect();
        judge(&spec, &[&format!("lot,test,value,unit,replicate,uncertainty\n{rows}")])
    };
    // U is given, and not computed by the program: the zone of the riskier one ends at 100 - 5.
    for (one, other, reported, zone) in [
        ("95,ng/mL,1,1", "95,ng/mL,2,5", "95.0 ng/mL", "\"upper\":\"95\""),
        ("94,ng/mL,1,5", "95,ng/mL,2,0.1", "94.0 ng/mL", "\"upper\":\"95\""),
        ("40,ng/mL,1,", "99,ng/mL,2,", "99.0 ng/mL", ""),
        ("<200,ng/mL,1,", "99,ng/mL,2,", "<200 ng/mL", ""),
    ] {
        for rows in [[one, other], [other, one]] {
            let found = run(rows);
            assert_eq!(found.test("a").reportable, reported, "{rows:?}");
            let json = found.json.replace([' ', '\n'], "");
            assert!(json.contains(zone), "{rows:?} {json}");
        }
    }
}

/// What is done with all harvests is done after the last of them, one or several; and nothing starts on a day to come.
#[test]
fn days_that_cannot_be_are_not_evaluable() {
    let spec = spec_of("usp", "a: {name: A, category: quantity, accept: \">= 1 nm\"}");
    let data = "lot,test,value,unit\nL,a,1,nm\n";
    let found = |events: &[(LotEvent, Date)], manufactured: Option<Date>| {
        let facts = LotFacts { events: events.to_vec(), manufactured, ..LotFacts::default() };
        with(&spec, data, &Options { facts: Some(&facts), ..Options::default() }).exit
    };
    let (early, late) = (date(2025, 4, 1), date(2025, 5, 4));
    for event in [LotEvent::Filtered, LotEvent::Formulated, LotEvent::Filled, LotEvent::FreezeDried] {
        assert_eq!(found(&[(LotEvent::Harvested, late), (event, early)], None), 4, "{event:?}");
        let pool = [(LotEvent::Harvested, early), (LotEvent::Harvested, late), (event, early)];
        assert_eq!(found(&pool, None), 4, "{event:?}");
        assert_eq!(found(&[(LotEvent::Harvested, early), (event, late)], None), 0, "{event:?}");
        assert_eq!(found(&[(LotEvent::Harvested, early), (event, early)], None), 0, "{event:?}");
    }
    assert_eq!(found(&[(LotEvent::Filled, early)], Some(late)), 4, "made after it was filled");
    assert_eq!(found(&[(LotEvent::Filled, late)], Some(early)), 0);
    let started = |day: &str| judge(&spec, &[&format!("lot,test,value,unit,started\nL,a,1,nm,{day}\n")]);
    assert_eq!(started("2097-02-01").test("a").codes, ["date-in-the-future"]);
    assert_eq!(started("2020-02-01").exit, 0);
}

/// Who is one of several analysts of a cell, or has their initials, approves nothing that they tested (R-319, R-905).
#[test]
fn one_of_several_analysts_does_not_approve() {
    for (analyst, approver) in [
        ("B. Chen / Q. Adler", "Q. Adler"),
        ("\"B. Chen, Q. Adler\"", "Quentin Adler"),
        ("B. Chen and Q. Adler", "Q. Adler"),
        ("B. Chen (checked Q. Adler)", "Q. Adler"),
        ("B. Chen", "BC"),
        ("Anna Maria Schmidt", "A. Schmidt"),
    ] {
        let line = contested("invalid", "wrong antibody lot", "INV-031", analyst, approver);
        assert_eq!(line.outcome, "fail", "{analyst}|{approver}: {line:?}");
        assert!(line.codes.contains(&"invalidation-record-incomplete"), "{analyst}|{approver}");
        let other = contested("invalid", "wrong antibody lot", "INV-031", analyst, "Lena Meyer");
        assert_eq!(other.outcome, "pass", "{analyst}: {other:?}");
    }
}

/// A panel is asked for at a later time point as its members are: one that is followed there and passes leaves nothing open, one
/// that does not pass is held against the lot.
#[test]
fn a_member_that_is_followed_on_stability_asks_for_no_panel_there() {
    let spec = spec_of(
        "usp",
        "a: {name: A, category: identity, accept: \">= 60 %\"}\nd: {name: D, category: identity, accept: \">= 60 %\"}\n\
         p: {name: P, category: identity, accept: \"all of [a, d]\"}",
    );
    let run = |pulls: &str| {
        let release = "L,a,70,%,release,,\nL,d,70,%,release,,\n";
        judge(&spec, &[&format!("lot,test,value,unit,stage,time,time_unit\n{release}{pulls}")])
    };
    assert_eq!(run("").exit, 0);
    assert_eq!(run("L,d,65,%,stability,6,months\n").exit, 0);
    assert_eq!(run("L,d,55,%,stability,6,months\n").exit, 1);
    assert_eq!(run("L,d,pending,%,stability,6,months\n").exit, 3);
    assert_eq!(run("L,d,65,%,stability,6,months\nL,a,55,%,stability,6,months\n").exit, 1);
}
