//! What stands beside a number, a reason or a row: the sign of a bound, the language of the page, the name of a control, the state of
//! the specification, the digest of what is replaced.

use super::bench::{Bench, characters, line, printed};
use evqc::certificate::{Certificate, HistoryEntry};

fn history<'c>(twin: &'c Certificate, value: &str) -> &'c HistoryEntry {
    let all = &twin.content.history;
    all.iter().find(|entry| entry.value == value).unwrap_or_else(|| panic!("no {value}: {all:?}"))
}

/// A bound is never printed without its sign.
#[test]
fn a_compared_value_has_the_sign_of_its_bound() {
    for value in [">130", ">130.4"] {
        let bench = Bench::new();
        bench.edit("results.csv", "EV-3101,S-1101,potency,97,%", &format!("EV-3101,S-1101,potency,{value},%"));
        let shown = characters(&printed(&bench.twin("EV-3101", &["--lang", "en"])));
        assert!(shown.contains(&format!("{value} %")) && !shown.contains("Compared value: 130"), "{value}: {shown}");
    }
    // A result in words has the bound beside it.
    let bench = Bench::new();
    bench.edit("results.csv", "EV-3101,S-1101,potency,97,%", "EV-3101,S-1101,potency,ND (<60),%");
    let shown = characters(&printed(&bench.twin("EV-3101", &["--lang", "en"])));
    assert!(!shown.contains("Compared value: 60"), "{shown}");
}

/// Why a waiver does not count is in the language of the page.
#[test]
fn a_waiver_that_does_not_count_says_why_in_chinese() {
    for (from, to, en, zh) in [
        (
            "2026-01-15,2026-12-31",
            "2026-01-15,2026-02-10",
            "the waiver does not count: it expired on 2026-02-10",
            "豁免不予采用：已于 2026-02-10 到期",
        ),
        (
            "2026-01-15,2026-12-31",
            "2026-02-25,2026-12-31",
            "the waiver does not count: it is approved on 2026-02-25, after the day of judgement",
            "豁免不予采用：批准日期 2026-02-25 晚于判定日",
        ),
        (
            "residual_peg,M. Chen",
            "residual_peg,Q. Adler",
            "the waiver does not count: the approver is the owner, or can be by the name",
            "豁免不予采用：批准人即为负责人，或由姓名看可能为同一人",
        ),
        (
            "DEV-12,Q. Adler,2026-01-15",
            ",Q. Adler,",
            "the waiver does not count: reference and date of approval are missing",
            "豁免不予采用：缺少依据文件与批准日期",
        ),
    ] {
        let bench = Bench::new();
        bench.edit("waivers.csv", from, to);
        let twin = bench.twin("EV-3101", &["--lang", "zh"]);
        let remarks = &line(&twin, "residual_peg").remarks;
        assert!(remarks.iter().any(|remark| remark.en == en && remark.zh == zh), "{remarks:?}");
        assert!(characters(&printed(&twin)).contains(zh));
    }
}

/// A route that the specification alone states is in both languages.
#[test]
fn the_route_of_the_specification_is_in_chinese() {
    let bench = Bench::new();
    bench.edit("facts.yaml", "    route: {en: inhalation, zh: 吸入}\n", "");
    let twin = bench.twin("EV-3101", &["--lang", "zh"]);
    let route = twin.content.product.route.as_ref().unwrap();
    assert_eq!((route.en.as_str(), route.zh.as_str()), ("inhalation", "吸入"));
}

/// An unrounded number is written as its limits are.
#[test]
fn an_unrounded_number_has_the_notation_of_its_limits() {
    let bench = Bench::new();
    bench.edit("results.csv", "EV-3101,S-1101,protein_concentration,11.8", "EV-3101,S-1101,protein_concentration,22.0");
    bench.edit("results.csv", "EV-3101,S-1101,protein_concentration,12.2", "EV-3101,S-1101,protein_concentration,22.2");
    let twin = bench.twin("EV-3101", &["--lang", "en"]);
    let ratio = line(&twin, "particles_per_ug");
    assert_eq!(ratio.outcome, "pass");
    let said = ratio.remarks.iter().any(|remark| remark.en.contains("unrounded: 9.62") && remark.en.contains("×10^8 "));
    assert!(said, "{:?}", ratio.remarks);
}

/// Nobody has approved a draft, and a conclusion on it says that it is one.
#[test]
fn a_draft_specification_has_no_approver() {
    let bench = Bench::new();
    bench.edit("spec.yaml", "status: approved", "status: draft");
    let twin = bench.twin("EV-3101", &["--lang", "en+zh"]);
    assert_eq!(twin.content.specification.approver, None);
    let said = &twin.content.conclusion.statement;
    assert!(said.en.contains("specification sample-certificate version 2.1.0 (draft)"), "{}", said.en);
    assert!(said.zh.contains("sample-certificate（版本 2.1.0，草案）"), "{}", said.zh);
    assert_eq!(twin.contradiction(), None);
    assert!(!characters(&printed(&twin)).contains("Approved by\nMei Chen"));
}

/// A test that does not apply to the stage that was judged has no result of an external laboratory.
#[test]
fn external_results_are_of_the_stage() {
    let bench = Bench::new();
    bench.write(
        "life.yaml",
        "evqc: 1\nid: life\nversion: 1.0.0\ntitle: Stability\nstatus: approved\neffective: 2026-01-01\nrounding: usp\nbasis: illustration\n\
         tests:\n  pot: {category: potency, name: Potency, procedure: S v1, accept: '>= 90 %', shelf_life: '>= 80 %', rationale: x}\n  \
         myco: {category: safety, name: Mycoplasma, procedure: S v1, accept: negative, rationale: x}\n",
    );
    bench.write(
        "life.csv",
        "lot,sample,test,value,unit,stage,time,time_unit,condition,date\nL-1,S-1,pot,95,%,release,,,,2026-02-05\n\
         L-1,S-1,myco,negative,,release,,,,2026-02-05\nL-1,S-1,pot,85,%,stability,6,months,-80 °C,2026-08-05\n",
    );
    bench.write(
        "micro.yaml",
        "evqc_lab: 1\nlaboratory: {name: L}\nlaboratories: {micro: {name: M}}\ntests: {myco: {laboratory: micro}}\n",
    );
    bench.write("reports.yaml", "evqc_certificate: 1\nall:\n  tests: {myco: {report: EM-26-0114}}\nlots:\n  L-1: {}\n");
    for (stage, reports) in [("release", 1), ("shelf life", 0)] {
        let files = ["certificate", "life.yaml", "life.csv", "--lab", "micro.yaml", "--facts", "reports.yaml"];
        let more = ["--as-of", "2027-02-19", "--lot", "L-1", "--stage", stage, "-o", "life.json", "--overwrite"];
        let said = bench.command(&[&files[..], &more[..]].concat());
        assert!(bench.has("life.json"), "{}", said.err);
        let twin: Certificate = serde_json::from_str(&bench.read("life.json")).unwrap();
        assert_eq!(twin.content.external.len(), reports, "{stage}");
        assert_eq!(characters(&printed(&twin)).contains("EM-26-0114"), reports == 1, "{stage}");
    }
}

/// A row of the history says which control it is of, and words are in the language of the page.
#[test]
fn rows_of_the_history_name_their_controls() {
    let bench = Bench::new();
    bench.edit("results.csv", "EV-3101,S-1101,endotoxin,96,%", "EV-3101,S-1101,endotoxin,214,%");
    bench.edit("results.csv", "EV-3101,S-1101,calnexin,negative", "EV-3101,S-1101,calnexin,weak positive");
    let twin = bench.twin("EV-3101", &["--lang", "zh"]);
    let (control, band) = (history(&twin, "214 %"), history(&twin, "weak positive"));
    assert_eq!(control.label.as_deref(), Some("spike_recovery"));
    assert_eq!(band.value_words.as_ref().map(|words| words.zh.as_str()), Some("弱阳性"));
    assert_eq!((&control.value_words, &band.label), (&None, &None));
    let shown = characters(&printed(&twin));
    assert!(shown.contains("spike_recovery") && !shown.contains("weak positive"), "{shown}");
}

/// A plan of two levels: the page says which determination of which group a value is, and how many are there.
#[test]
fn rows_of_two_levels_name_both() {
    let bench = Bench::new();
    bench.write(
        "two.yaml",
        "evqc: 1\nid: two\nversion: 1.0.0\ntitle: Two levels\nstatus: approved\neffective: 2026-01-01\nrounding: usp\nbasis: illustration\n\
         tests:\n  mode:\n    category: identity\n    name: Size mode\n    procedure: S v1\n    rationale: x\n    \
         result: mean of 2 injections of 3 captures\n    accept: 80 to 160 nm\n",
    );
    let rows = [("1", "1", 111), ("1", "2", 112), ("1", "3", 113), ("2", "1", 121), ("2", "2", 122)];
    let rows =
        rows.map(|(group, replicate, value)| format!("L-1,S-1,mode,{value},nm,{replicate},{group},2026-02-05\n"));
    bench.write("two.csv", &format!("lot,sample,test,value,unit,replicate,group,date\n{}", rows.concat()));
    let more = ["--as-of", "2026-02-19", "--lot", "L-1", "--lang", "zh", "-o", "two.json"];
    let said = bench.command(&[&["certificate", "two.yaml", "two.csv"], &more[..]].concat());
    assert!(bench.has("two.json"), "{}", said.err);
    let twin: Certificate = serde_json::from_str(&bench.read("two.json")).unwrap();
    assert_eq!(history(&twin, "122 nm").label.as_deref(), Some("injection 2, capture 2"));
    let remarks = &line(&twin, "mode").remarks;
    assert!(remarks.iter().any(|remark| remark.zh == "injection 2 有 2 个，应有 3 个（captures）"), "{remarks:?}");
}
