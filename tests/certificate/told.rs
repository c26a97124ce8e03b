//! What a reader of a certificate is told beside the numbers: which rule decided, who tested and when, what is open, and what rests
//! on what.

use super::bench::{Bench, characters, line, printed};
use evqc::certificate::Certificate;

fn missing(twin: &Certificate, field: &str) -> Option<Vec<String>> {
    twin.content.missing.iter().find(|one| one.field == field).map(|one| one.tests.clone())
}

/// Under every rule the rounded value has to meet the criterion: 130.4 is 130 and within, 129.6 with U 0.1 is 130, which is no longer
/// below 130.
#[test]
fn rounding_that_decides_under_another_rule_is_told() {
    let bench = Bench::new();
    bench.edit("spec.yaml", "    accept: \"70 to 130 %\"\n", "    accept: \"< 130 %\"\n");
    bench.edit(
        "spec.yaml",
        "uncertainty: {absolute: 8 %, k: 2, from: VAL-044}",
        "uncertainty: {absolute: 0.1 %, k: 2, from: VAL-044}",
    );
    bench.edit("results.csv", "EV-3101,S-1101,potency,97,%", "EV-3101,S-1101,potency,129.6,%");
    let twin = bench.twin("EV-3101", &[]);
    let potency = line(&twin, "potency");
    assert_eq!(potency.outcome, "fail");
    let said: Vec<&str> = potency.remarks.iter().map(|remark| remark.en.as_str()).collect();
    assert!(said.contains(&"decided by rounding; unrounded: 129.6 %"), "{said:?}");
    assert!(
        potency.rule.as_ref().unwrap().rounding_words.en.contains("must meet the criterion; the decision rule then")
    );
    // Where the rule decides, nothing is said of rounding.
    bench.edit("results.csv", "EV-3101,S-1101,potency,129.6,%", "EV-3101,S-1101,potency,129.45,%");
    let potency = bench.twin("EV-3101", &[]);
    let potency = line(&potency, "potency");
    assert!(!potency.remarks.iter().any(|remark| remark.en.contains("rounding")), "{:?}", potency.remarks);
}

/// Guard bands that leave nothing between them leave no zone, and no range that runs backwards.
#[test]
fn guard_bands_wider_than_the_limits_leave_no_zone() {
    let bench = Bench::new();
    bench.edit("spec.yaml", "uncertainty: {absolute: 8 %, k: 2", "uncertainty: {absolute: 40 %, k: 2");
    let twin = bench.twin("EV-3101", &[]);
    let potency = line(&twin, "potency");
    let zone = potency.rule.as_ref().unwrap().acceptance_zone.as_ref().unwrap();
    assert_eq!(potency.outcome, "fail");
    assert_eq!(zone.en, "none: the guard bands leave no acceptance zone");
    assert_eq!(zone.zh, "无：保护带未留下接受区间");
    assert_eq!(twin.contradiction(), None);
}

/// A determination without a day or a name leaves the field of its test open, whatever the others say; the facts can close it.
#[test]
fn each_determination_has_a_day_and_somebody_who_made_it() {
    let bench = Bench::new();
    let last = "EV-3101,S-1101,protein_concentration,12.2,ug/mL,2,,,BCA,,2026-02-05,,,,L. Meyer,\n";
    bench.edit("results.csv", last, "EV-3101,S-1101,protein_concentration,12.2,ug/mL,2,,,BCA,,,,,,,\n");
    let cn = ["--profile", "cn"];
    let twin = bench.twin("EV-3101", &cn);
    for field in ["tests.completed", "tests.analysts"] {
        assert_eq!(missing(&twin, field), Some(vec!["protein_concentration".to_owned()]), "{field}");
    }
    let protein = line(&twin, "protein_concentration");
    assert_eq!((&protein.completed, &protein.analysts[..]), (&None, &["L. Meyer".to_owned()][..]));
    let days: Vec<Option<&str>> = protein.determinations.iter().map(|row| row.date.as_deref()).collect();
    assert_eq!(days, [Some("2026-02-05"), None]);
    let facts = |stated: &str| {
        let bench = Bench::new();
        bench.edit("results.csv", last, "EV-3101,S-1101,protein_concentration,12.2,ug/mL,2,,,BCA,,,,,,,\n");
        let test = format!("  tests:\n    protein_concentration: {stated}\n");
        bench.edit("facts.yaml", "  tests:\n", &test);
        bench
    };
    let closed = facts("{completed: 2026-02-06, analyst: B. Chen}").twin("EV-3101", &cn);
    let protein = line(&closed, "protein_concentration");
    assert_eq!(protein.completed.as_deref(), Some("2026-02-06"));
    assert_eq!(protein.analysts, ["L. Meyer", "B. Chen"]);
    for field in ["tests.completed", "tests.analysts"] {
        assert_eq!(missing(&closed, field), None, "{field}");
    }
    // The same person may have made the others as well.
    let same = facts("{completed: 2026-02-06, analyst: L. Meyer}").twin("EV-3101", &cn);
    assert_eq!(
        (missing(&same, "tests.analysts"), &line(&same, "protein_concentration").analysts[..]),
        (None, &["L. Meyer".to_owned()][..])
    );
    let earlier = facts("{completed: 2026-02-04, analyst: B. Chen}").run(&["--lot", "EV-3101", "-o", "json"]);
    assert_eq!(earlier.exit, 4, "{}", earlier.err);
    assert!(earlier.err.contains("completed on 2026-02-04, and a result is of 2026-02-05"), "{}", earlier.err);
}

/// A test that was begun and came to nothing is named, though nobody requires it.
#[test]
fn what_is_open_without_being_required_is_named() {
    let bench = Bench::new();
    bench.edit("spec.yaml", "    procedure: SOP-FCM-02 v4\n    method: nano-flow cytometry\n    of: particles\n    result: mean of 2\n", "    procedure: SOP-FCM-02 v4\n    required: false\n    method: nano-flow cytometry\n    of: particles\n    result: mean of 2\n");
    bench.edit("spec.yaml", "    accept: at least 2 of [cd9, cd63, cd81]\n", "    accept: all of [cd9, cd63]\n");
    bench.edit("results.csv", "EV-3101,S-1101,cd81,67.0,%,5,retest,,nano-flow cytometry,,2026-02-09,,,,B. Chen,\n", "");
    let twin = bench.twin("EV-3101", &[]);
    assert_eq!(line(&twin, "cd81").outcome, "missing");
    let said = &twin.content.conclusion.statement;
    assert!(said.en.ends_with(" Waived: Residual PEG. Not required, and open: CD81."), "{}", said.en);
    assert!(said.zh.ends_with("非必检而无结论的项目：CD81。"), "{}", said.zh);
    assert_eq!(twin.contradiction(), None);
    let checked = bench.command(&super::bench::judging("check", &["-o", "markdown"]));
    assert!(checked.out.contains("Not required, and open: CD81."), "{}", checked.out);
}

/// Of two panels over one test the one that is not met is named (R-1006).
#[test]
fn a_member_of_two_panels_names_the_one_that_decided() {
    let bench = Bench::new();
    let second = "  second_panel:\n    name: Both\n    category: identity\n    procedure: SOP-FCM-02 v4\n    accept: all of [cd9, cd63]\n    rationale: illustration\n  calnexin:\n";
    bench.edit("spec.yaml", "  calnexin:\n", second);
    bench.edit("results.csv", "EV-3101,S-1101,cd9,71.3,%", "EV-3101,S-1101,cd9,31.3,%");
    let twin = bench.twin("EV-3101", &[]);
    assert_eq!(line(&twin, "identity_panel").outcome, "pass");
    assert_eq!(line(&twin, "second_panel").outcome, "fail");
    assert_eq!(line(&twin, "cd9").decided_by.as_deref(), Some("second_panel"));
    assert_eq!(line(&twin, "cd9").conclusion.en, "does not comply (counts only through Both)");
    assert_eq!(twin.contradiction(), None);
}

/// Who would certify a batch approves the report of one that is not certified.
#[test]
fn nobody_certifies_what_does_not_conform() {
    let bench = Bench::new();
    bench.edit("lab.yaml", "    meaning: approved\n", "    meaning: certified\n");
    bench.edit(
        "lab.yaml",
        "seal: true\n",
        "certification: {by: Mei Chen, text: {en: I certify this batch., zh: 本人确认该批产品。}}\nseal: true\n",
    );
    for (lot, meaning) in [("EV-3101", "certified"), ("EV-3102", "approved"), ("EV-3103", "approved")] {
        let twin = bench.twin(lot, &["--profile", "annex16-batch"]);
        let last = twin.content.signatories.last().unwrap();
        assert_eq!(last.meaning, meaning, "{lot}");
    }
}

/// An evaluation comes after what it rests on: corrections, waivers, the version of the specification.
#[test]
fn an_evaluation_is_not_before_what_it_rests_on() {
    let evaluated = |edit: &dyn Fn(&Bench)| {
        let bench = Bench::new();
        bench.edit("facts.yaml", "evaluated: 2026-02-19T16:40:00+01:00", "evaluated: 2026-02-18");
        edit(&bench);
        let said = bench.run(&["--lot", "EV-3101", "-o", "coa.json"]);
        (said.exit, said.err.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    assert_eq!(evaluated(&|_| ()).0, 0);
    let (exit, said) = evaluated(&|bench| {
        bench.edit("waivers.csv", "2026-01-15", "2026-02-19");
    });
    assert_eq!(exit, 4, "{said}");
    assert!(
        said.contains("evaluation on 2026-02-18 is before the approval of the waiver of residual_peg on 2026-02-19"),
        "{said}"
    );
    let (exit, said) = evaluated(&|bench| {
        let header = bench.read("results.csv").replace(
            "investigation,analyst,approver\n",
            "investigation,analyst,approver,corrects,corrected_by,corrected_on\n",
        );
        let row = "EV-3101,S-1101,ph,7.21,,,,,,,2026-02-04,,,,L. Meyer,";
        let new = format!("EV-3101,S-1101,ph,7.91,,,,,,,2026-02-04,,,,L. Meyer,,,,\n{row}");
        let corrected = new.replace(row, "EV-3101,S-1101,ph,7.21,,,,,,,2026-02-04,,transcription: digits exchanged,,L. Meyer,Q. Adler,7.91,L. Meyer,2026-02-19");
        let all: Vec<String> = header
            .lines()
            .map(|line| match line {
                _ if line == row => corrected.clone(),
                _ if line.starts_with("lot,") => line.to_owned(),
                _ => format!("{line},,,"),
            })
            .collect();
        bench.write("results.csv", &(all.join("\n") + "\n"));
    });
    assert_eq!(exit, 4, "{said}");
    assert!(said.contains("evaluation on 2026-02-18 is before the last correction of ph on 2026-02-19"), "{said}");
}

/// A name of the product that nobody stated is missing: the title of the specification is none (R-106, field 8).
#[test]
fn the_title_of_a_specification_is_no_name_of_a_product() {
    let bench = Bench::new();
    bench.edit("spec.yaml", "  name: MSC-EV-01\n", "");
    bench.edit("facts.yaml", "    name: {en: MSC-EV-01 for nebulisation, zh: MSC-EV-01 雾化吸入用溶液}\n", "");
    let twin = bench.twin("EV-3101", &[]);
    assert_eq!(missing(&twin, "product.name"), Some(Vec::new()));
    assert!(twin.is_draft());
}

/// The history writes powers as results are written, and says of which of several samples a value is (R-1105, R-320).
#[test]
fn the_history_names_samples_and_writes_powers() {
    let bench = Bench::new();
    let first = "EV-3101,S-1101,particle_concentration,2.05e10,particles/mL,1,,,NTA,,2026-02-05,,,,L. Meyer,\n";
    let void = "EV-3101,S-1101,particle_concentration,4.05e10,particles/mL,0,,,NTA,,2026-02-05,invalid,air bubble in the cell,INV-40,L. Meyer,Q. Adler\n";
    bench.edit("results.csv", first, &format!("{void}{}", first.replace("S-1101", "S-1109")));
    let twin = bench.twin("EV-3101", &["--lang", "en"]);
    let entry = twin.content.history.iter().find(|entry| entry.value == "4.05×10^10 particles/mL").unwrap();
    assert_eq!(entry.label.as_deref(), Some("S-1101"));
    let shown = characters(&printed(&twin));
    // The power is raised, which a plain text does not show.
    assert!(shown.contains("4.05×1010 particles/mL"), "{shown}");
    assert!(!shown.contains("4.05e10"), "{shown}");
}

/// A value that was corrected twice says what took its place before what it took the place of.
#[test]
fn a_chain_of_corrections_reads_in_order() {
    let bench = Bench::new();
    let header = "lot,sample,test,value,unit,replicate,role,control,method,started,date,status,reason,investigation,analyst,approver";
    let text = bench.read("results.csv").replace(header, &format!("{header},corrects,corrected_by,corrected_on"));
    let old = "EV-3101,S-1101,osmolality,291,mOsm/kg,,,,,,2026-02-04,,,,L. Meyer,";
    let correction = |value: &str, corrects: &str, day: &str| {
        format!(
            "EV-3101,S-1101,osmolality,{value},mOsm/kg,,,,,,2026-02-04,,transcription: digits exchanged,,L. Meyer,Q. Adler,{corrects},L. Meyer,{day}"
        )
    };
    let rows: Vec<String> = text
        .lines()
        .flat_map(|line| match line {
            _ if line.starts_with("lot,") => vec![line.to_owned()],
            _ if line == old => vec![
                format!("{line},,,"),
                correction("391", "291", "2026-02-10"),
                correction("292", "391", "2026-02-12"),
            ],
            _ => vec![format!("{line},,,")],
        })
        .collect();
    bench.write("results.csv", &(rows.join("\n") + "\n"));
    let twin = bench.twin("EV-3101", &["--lang", "en"]);
    let middle = twin.content.history.iter().find(|entry| entry.value == "391 mOsm/kg").unwrap();
    assert_eq!(middle.words.en, "corrected, see 292 mOsm/kg (results.csv, line 6); corrects 291 mOsm/kg");
    assert_eq!(middle.words.zh, "已更正，见 292 mOsm/kg（results.csv，第 6 行）；更正前为 291 mOsm/kg");
}

/// A time in storage of which not even half has passed since manufacture is none; a pull that was early is one.
#[test]
fn a_time_in_storage_has_passed() {
    let told = |time: &str, day: &str| {
        let bench = Bench::new();
        bench.write(
            "s.yaml",
            "evqc: 1\nid: s\nversion: 1.0.0\ntitle: S\nstatus: approved\neffective: 2026-01-01\nrounding: usp\nbasis: illustration\n\
             tests:\n  pot:\n    category: potency\n    name: Potency\n    procedure: S v1\n    rationale: x\n    accept: \">= 70 %\"\n    shelf_life: \">= 60 %\"\n",
        );
        bench.write("s.csv", &format!("lot,sample,test,value,unit,stage,time,time_unit,condition,date\nL-1,S-1,pot,85,%,stability,{time},-80 °C,{day}\n"));
        bench.write("l.csv", "lot,manufactured\nL-1,2026-02-01\n");
        let more =
            ["--lots", "l.csv", "--as-of", "2026-12-01", "--stage", "shelf life", "--lot", "L-1", "-o", "s.json"];
        let said = bench.command(&[&["certificate", "s.yaml", "s.csv"], &more[..]].concat());
        (said.exit, said.err.split_whitespace().collect::<Vec<_>>().join(" "), bench.has("s.json"))
    };
    let (exit, said, is_drawn) = told("6,months", "2026-02-11");
    assert_eq!((exit, is_drawn), (4, false), "{said}");
    assert!(
        said.contains("the result of pot after 6 months is of 2026-02-11, 10 days after manufacture on 2026-02-01"),
        "{said}"
    );
    // Half of six months are 91.3 days; between the first hour of one day and the last of another lies a day more than between them.
    let (exit, said, is_drawn) = told("6,months", "2026-05-02");
    assert!((exit, is_drawn) == (4, false) && said.contains("90 days after manufacture"), "{said}");
    let (exit, said, is_drawn) = told("6,months", "2026-05-03");
    assert!((exit, is_drawn) == (0, true), "{exit}: {said}");
    let (exit, said, is_drawn) = told("\"6,0\",months", "2026-02-11");
    assert!((exit, is_drawn) == (4, false) && said.contains("after 6,0 months is of 2026-02-11, 10 days"), "{said}");
    // What was made in the morning has been kept for hours in the evening.
    for time in ["8,h", "12,hours", "30,min", "2,days"] {
        let (exit, said, is_drawn) = told(time, "2026-02-01");
        assert!((exit, is_drawn) == (0, true), "{time}: {exit}: {said}");
    }
    let (exit, said, _) = told("72,h", "2026-02-01");
    assert!(exit == 4 && said.contains("after 72 h is of 2026-02-01, 0 days after manufacture"), "{exit}: {said}");
}

/// A draft of a specification is written before it is in force, and its certificate is a draft for that alone.
#[test]
fn a_draft_of_a_specification_may_come_into_force_later() {
    let bench = Bench::new();
    bench.edit("spec.yaml", "status: approved", "status: draft");
    let spec = bench.read("spec.yaml");
    let effective = spec.lines().find(|line| line.starts_with("effective:")).unwrap();
    bench.edit("spec.yaml", effective, "effective: 2026-03-15");
    let said = bench.run(&["--lot", "EV-3101", "-o", "coa.json"]);
    assert_eq!((said.exit, bench.has("coa.json")), (0, true), "{}", said.err);
    let twin: serde_json::Value = serde_json::from_str(&bench.read("coa.json")).unwrap();
    assert!(twin["draft_because"].as_array().unwrap().iter().any(|mark| mark == "specification_not_approved"));
    assert_eq!(twin["content"]["specification"]["effective"], "2026-03-15");
}

/// A donor is an id on every certificate.
#[test]
fn a_donor_by_name_is_refused() {
    for donor in ["Hans Müller, born 1980-01-02", "D-7 (2 January 1980)", "HANS MÜLLER", "Lonza Walkersville", "张伟"]
    {
        let bench = Bench::new();
        bench.edit("facts.yaml", "donor: D-0042", &format!("donor: \"{donor}\""));
        let said = bench.run(&["--lot", "EV-3101", "-o", "coa.json"]);
        assert_eq!((said.exit, bench.has("coa.json")), (4, false), "{}", said.err);
        assert!(said.err.contains("donor-not-pseudonymous"), "{}", said.err);
    }
}

/// A lot of milk, of a plant or of a cell line has no donor: to say so names nobody.
#[test]
fn a_lot_without_a_donor() {
    for donor in [
        "N/A",
        "none",
        "unknown",
        "human",
        "Bovine milk",
        "cell line",
        "autologous",
        "不详",
        "牛奶",
        "细胞系",
        "多供者混合",
    ] {
        let bench = Bench::new();
        bench.edit("facts.yaml", "donor: D-0042", &format!("donor: \"{donor}\""));
        let said = bench.run(&["--lot", "EV-3101", "-o", "coa.json"]);
        assert_eq!((said.exit, bench.has("coa.json")), (0, true), "{donor}: {}", said.err);
        assert!(!said.err.contains("donor"), "{donor}: {}", said.err);
    }
    let bench = Bench::new();
    bench.edit("facts.yaml", "donor: D-0042", "donor: Citrus limon");
    let said = bench.run(&["--lot", "EV-3101", "-o", "coa.json"]);
    let err = said.err.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(said.exit, 4, "{err}");
    let help = "where there is no donor (milk, plants, cell lines) or no id, leave `donor` out: what the vesicles come from stands \
                under `tissue` or `parent_cell`";
    assert!(err.contains("the donor is written as `Citrus limon`, which has no id, and may be a name"), "{err}");
    assert!(err.contains(help), "{err}");
}

/// An id may hold a date; a word beside it may be a name, which only the laboratory knows.
#[test]
fn a_donor_with_more_than_an_id_is_told() {
    for (donor, part) in [("D-2024-01-17", None), ("Dental Pulp D-7", Some("Dental")), ("张伟（D-7）", Some("张伟"))]
    {
        let bench = Bench::new();
        bench.edit("facts.yaml", "donor: D-0042", &format!("donor: {donor}"));
        let said = bench.run(&["--lot", "EV-3101", "-o", "coa.json"]);
        assert_eq!((said.exit, bench.has("coa.json")), (0, true), "{}", said.err);
        let told = part.map(|part| {
            format!(
                "warning[donor-not-an-id]: lot EV-3101: the donor is written as `{donor}`, and `{part}` is no part of an id"
            )
        });
        assert!(told.is_none_or(|told| said.err.contains(&told)), "{}", said.err);
        assert_eq!(said.err.contains("donor-not-an-id"), part.is_some(), "{}", said.err);
    }
}

/// Where the rule of decision refuses the unrounded value as well, rounding decided nothing: 129.6 rounds to 130 and is not below
/// it, and under a guard band of 8 the zone ends at 122.
#[test]
fn rounding_decides_nothing_that_the_rule_refuses() {
    let told = |decide: &str, uncertainty: &str| {
        let bench = Bench::new();
        bench.edit("spec.yaml", "    accept: \"70 to 130 %\"\n", "    accept: \"< 130 %\"\n");
        bench.edit("spec.yaml", "decide: guarded(1)", &format!("decide: {decide}"));
        bench.edit("spec.yaml", "{absolute: 8 %, k: 2, from: VAL-044}", uncertainty);
        bench.edit("results.csv", "EV-3101,S-1101,potency,97,%", "EV-3101,S-1101,potency,129.6,%");
        let twin = bench.twin("EV-3101", &[]);
        let potency = line(&twin, "potency");
        assert_eq!(potency.outcome, "fail");
        potency.remarks.iter().any(|remark| remark.en == "decided by rounding; unrounded: 129.6 %")
    };
    let (wide, narrow) = ("{absolute: 8 %, k: 2, from: VAL-044}", "{absolute: 0.1 %, k: 2, from: VAL-044}");
    for decide in ["guarded(1)", "four-zone(1)", "pc(0.95)"] {
        assert!(!told(decide, wide), "{decide}");
        assert!(told(decide, narrow), "{decide}");
    }
    assert!(told("simple", wide));
}

/// The certificate of lot L of a small specification with these tests and rows.
fn small(tests: &str, rows: &str) -> Certificate {
    let bench = Bench::new();
    let head =
        "evqc: 1\nid: s\nversion: 1.0.0\ntitle: S\nstatus: approved\neffective: 2026-01-01\nrounding: usp\ntests:\n";
    let columns = "lot,sample,test,value,unit,replicate,date,analyst,status,reason,investigation,approver,loq,corrects,corrected_by,corrected_on\n";
    bench.write("s.yaml", &format!("{head}{tests}")).write("r.csv", &format!("{columns}{rows}"));
    let said = bench.command(&[
        "certificate",
        "s.yaml",
        "r.csv",
        "--as-of",
        "2026-02-19",
        "--lot",
        "L",
        "--lang",
        "en+zh",
        "-o",
        "json",
    ]);
    serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error}\n{}", said.err))
}

fn history(twin: &Certificate, test: &str) -> Vec<[String; 2]> {
    let of = twin.content.history.iter().filter(|entry| entry.test == test);
    of.map(|entry| [entry.value.clone(), entry.words.en.clone()]).collect()
}

/// Of a value below 0.4817 with U 7 % no more is known than that it conforms with at least the probability of 0.4817:
/// Φ((0.50 - 0.4817) / (0.035 × 0.4817)) = 0.861.
#[test]
fn a_probability_of_a_bound_is_the_least_one() {
    let twin = small(
        "  g: {category: purity, procedure: P v1, accept: \"<= 0.50 ng/mL\", decide: pc(0.95), uncertainty: {relative: 7 %, k: 2, from: V}}\n",
        "L,S,g,<0.4817,ng/mL,,2026-02-05,B. Roth,,,,,,,,\n",
    );
    let line = line(&twin, "g");
    let said: Vec<_> = line.remarks.iter().map(|one| [one.en.as_str(), one.zh.as_str()]).collect();
    let expected = [
        "<0.4817 ng/mL lies inside ≤ 0.50 ng/mL, but no more is known than that it conforms with a probability of at least 0.861; 0.95 is asked for",
        "<0.4817 ng/mL 在 ≤ 0.50 ng/mL 之内，但仅知符合概率不低于 0.861；要求 0.95",
    ];
    assert_eq!(said, [expected]);
    let page = characters(&printed(&twin));
    assert!(page.contains("Probability of conformance: ≥ 0.861") && page.contains("符合概率：≥ 0.861"), "{page}");
}

/// A correction that changes a panel is told with its members as they are called, in both languages (R-1104).
#[test]
fn a_panel_that_a_correction_changed() {
    let twin = small(
        "  cd9: {name: CD9, category: identity, procedure: P v1, of: particles, accept: \">= 60 %\"}\n\
         \x20 alix: {category: identity, procedure: P v1, accept: positive}\n\
         \x20 idp: {category: identity, procedure: P v1, accept: \"all of [cd9, alix]\"}\n",
        "L,S,cd9,26,%,1,2026-02-05,B. Roth,,,,,,,,\n\
         L,S,cd9,62,%,1,2026-02-05,B. Roth,,transcription: digits,,Q. Adler,,26,B. Roth,2026-02-06\n\
         L,S,alix,positive,,,2026-02-05,B. Roth,,,,,,,,\n",
    );
    let said: Vec<_> = line(&twin, "idp").remarks.iter().map(|one| [one.en.as_str(), one.zh.as_str()]).collect();
    let expected = [
        "with the values as entered first it was fail (CD9 not met, alix met); corrected it is pass (CD9 met, alix met)",
        "按最初录入的数值，判定为不符合规定（CD9：不符合规定，alix：符合规定）；更正后判定为符合规定（CD9：符合规定，alix：符合规定）",
    ];
    assert_eq!(said, [expected]);
}

/// A value on which no result rests was not counted, and one beside a pending one stands in the history.
#[test]
fn values_without_a_result_stand_in_the_history() {
    let twin = small(
        "  a: {category: purity, procedure: P v1, accept: \"<= 0.25 EU/mL\"}\n\
         \x20 b: {category: purity, procedure: P v1, result: mean of 2, accept: \"<= 5.0 ng/mL\"}\n\
         \x20 c: {category: purity, procedure: P v1, result: mean of 2, accept: \"<= 5.0 ng/mL\"}\n",
        "L,S,a,0.03,EU/mL,,2026-02-05,B. Roth,,,,,0.5,,,\n\
         L,S,b,19,ng/mL,1,2026-02-05,B. Roth,,,,,,,,\n\
         L,S,b,,ng/mL,2,2026-02-05,B. Roth,pending,,,,,,,\n\
         L,S,c,19,ng/mL,1,2026-02-05,B. Roth,,,,,,,,\n",
    );
    assert_eq!(line(&twin, "a").result, None);
    assert_eq!(history(&twin, "a"), [["0.03 EU/mL", line(&twin, "a").conclusion.en.as_str()]]);
    for test in ["b", "c"] {
        assert_eq!(history(&twin, test), [["19 ng/mL", "incomplete test, no result"]], "{test}");
    }
}

/// A number of a unit with a power of ten is multiplied with it, and what cannot be read is told from a number (R-1105).
#[test]
fn delivered_values_in_units_with_powers_and_cells_that_cannot_be_read() {
    let void = "invalid,air bubble,INV-1,Q. Adler,,,,";
    let row = |value: &str, unit: &str, at: usize| format!("L,S,a,{value},{unit},{at},2026-02-05,B. Roth,{void}\n");
    let twin = small(
        "  a: {category: quantity, procedure: P v1, result: mean of at least 1, accept: \">= 1.0e8 particles/mL\"}\n",
        &[
            row("5.0", "10^8 particles/mL", 1),
            row("<5.0", "1e8 particles/mL", 2),
            row("\"1,600\"", "particles/mL", 3),
            "L,S,a,2.0e8,particles/mL,9,2026-02-05,B. Roth,,,,,,,,\n".to_owned(),
        ]
        .concat(),
    );
    let values: Vec<String> = history(&twin, "a").into_iter().map(|[value, _]| value).collect();
    assert_eq!(values[..3], ["5.0×10^8 particles/mL", "<5.0×10^8 particles/mL", "\"1,600\""], "{values:?}");
    let page = characters(&printed(&twin));
    assert!(page.contains("5.0×10⁸ particles/mL") || page.contains("5.0×108 particles/mL"), "{page}");
}

/// 2.5e10 - 1.49e10 = 1.01e10; the standard deviation of 2.0, 2.5 and 1.49 is 0.505 (R-1105).
#[test]
fn a_long_spread_is_a_power_of_ten() {
    let row = |test: &str, value: &str, at: usize| {
        format!("L,S,{test},{value},particles/mL,{at},2026-02-05,B. Roth,,,,,,,,\n")
    };
    let rows =
        ["a", "b"].map(|test| [row(test, "2.0e10", 1), row(test, "2.5e10", 2), row(test, "1.49e10", 3)].concat());
    let twin = small(
        "  a: {category: quantity, procedure: P v1, result: mean of 3, valid_if: [range <= 4.0e9 particles/mL], accept: \">= 1.0e10 particles/mL\"}\n\
         \x20 b: {category: quantity, procedure: P v1, result: mean of 3, valid_if: [sd <= 2.0e9 particles/mL], accept: \">= 1.0e10 particles/mL\"}\n",
        &rows.concat(),
    );
    let said = |test: &str| line(&twin, test).remarks.iter().map(|one| one.en.clone()).collect::<Vec<_>>();
    assert_eq!(
        said("a"),
        ["the range of 3 determinations is 1.01×10^10 particles/mL; required: range ≤ 4.0×10^9 particles/mL"]
    );
    assert_eq!(
        said("b"),
        ["the standard deviation of 3 determinations is 5.05×10^9 particles/mL; required: sd ≤ 2.0×10^9 particles/mL"]
    );
}

/// A specification that is a draft has nobody who approved it, and the facts cannot supply one.
#[test]
fn the_approver_of_a_draft_is_supplied_by_its_approval() {
    let bench = Bench::new();
    bench.edit("spec.yaml", "status: approved", "status: draft");
    let missing = bench.twin("EV-3101", &["--profile", "cn"]).content.missing;
    let approver = missing.iter().find(|one| one.field == "specification.approver").unwrap();
    assert_eq!(
        approver.supply,
        "specification: `status: approved`; a draft has been approved by nobody, whatever the facts say"
    );
}
