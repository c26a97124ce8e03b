//! What decided on a line is printed on it, in every form: the second stage, the limit of each determination, a bound; what was
//! not done, and who did what was.

use super::bench::{Bench, characters, judging, line, made_final, printed};
use evqc::certificate::{Certificate, Dress, TestLine, document, read_lab};
use evqc::spec::SourceText;
use serde_json::Value;

/// The remarks of a line in English.
fn remarks(line: &TestLine) -> Vec<&str> {
    line.remarks.iter().map(|remark| remark.en.as_str()).collect()
}

/// The observation of a line in the bundle for machines.
fn observation(twin: &Certificate, name: &str) -> Value {
    let bundle: Value = serde_json::from_str(&evqc::certificate::fhir_bundle(twin).unwrap()).unwrap();
    let all = bundle["entry"].as_array().unwrap().iter().map(|entry| entry["resource"].clone());
    all.into_iter().find(|one| one["code"]["text"] == name && one["resourceType"] == "Observation").unwrap()
}

fn history<'c>(twin: &'c Certificate, id: &str) -> Vec<(&'c str, &'c str)> {
    let own = twin.content.history.iter().filter(|entry| entry.test == id);
    own.map(|entry| (entry.value.as_str(), entry.words.zh.as_str())).collect()
}

/// Every form holds the texts of both languages, and the program read them back.
fn every_form_shows(bench: &Bench, lot: &str, texts: &[&str]) {
    let said =
        bench.run(&["--lot", lot, "--lang", "en+zh", "--overwrite", "-o", "f.html", "-o", "f.md", "-o", "f.json"]);
    assert!(said.exit < 4, "{}", said.err);
    for name in ["f.html", "f.md", "f.json"] {
        let form = bench.read(name).replace("&gt;", ">").replace("&lt;", "<").replace('\\', "");
        for text in texts {
            assert!(form.contains(text), "{name} does not show {text:?}");
        }
    }
}

/// A first stage that is not met: its failing value is told, and what decided.
#[test]
fn the_second_stage_is_named_where_it_decides() {
    let with = |microscope: Option<&str>| {
        let bench = Bench::new();
        let spec = bench.read("spec.yaml");
        bench.write(
            "spec.yaml",
            &format!(
                "{spec}  particles_10um:
    name: Particles from 10 um
    category: safety
    procedure: SOP-SV-01 v1
    columns: [\"微粒\"]
    accept: \"<= 6000 particles/container\"
    second_stage: microscope
    rationale: illustration
  microscope:
    name: Particles by microscope
    category: safety
    procedure: SOP-SV-02 v1
    columns: [\"微粒显微镜法\"]
    accept: \"<= 3000 particles/container\"
    rationale: illustration
"
            ),
        );
        let mut rows = bench.read("results.csv");
        let mut add = |test: &str, value: &str| {
            rows += &format!("EV-3101,S-1101,{test},{value},particles/container,,,,,,2026-02-07,,,,L. Meyer,\n");
        };
        add("particles_10um", "7100");
        microscope.into_iter().for_each(|value| add("microscope", value));
        bench.write("results.csv", &rows);
        bench
    };
    let bench = with(Some("2100"));
    let twin = bench.twin("EV-3101", &[]);
    let first = line(&twin, "particles_10um");
    assert_eq!((first.outcome.as_str(), twin.content.conclusion.verdict.as_str()), ("pass", "conforms"));
    let (en, zh) = (
        "decided by the second stage: Particles by microscope, 2100 particles/container",
        "由第二阶段判定：微粒显微镜法，2100 particles/container",
    );
    assert_eq!((first.remarks[0].en.as_str(), first.remarks[0].zh.as_str()), (en, zh));
    assert_eq!(history(&twin, "particles_10um"), [("7100 particles/container", "第一阶段，不符合")]);
    assert_eq!(history(&twin, "microscope"), []);
    every_form_shows(&bench, "EV-3101", &[en, zh, "第一阶段，不符合"]);
    assert_eq!(observation(&twin, "Particles from 10 um")["note"][0]["text"], en);
    // A second stage that is not met either, and one that is due.
    let twin = with(Some("3100")).twin("EV-3101", &[]);
    assert_eq!(
        remarks(line(&twin, "particles_10um")),
        ["decided by the second stage: Particles by microscope, 3100 particles/container", "outside the criterion"]
    );
    let twin = with(None).twin("EV-3101", &[]);
    let first = line(&twin, "particles_10um");
    assert_eq!(first.outcome, "pending");
    assert!(remarks(first)[0].starts_with("the second stage decides: Particles by microscope, MISSING"), "{first:?}");
    assert_eq!(history(&twin, "particles_10um").len(), 1);
}

/// The limit that each determination must meet stands beside that of the mean, and is named where it decided.
#[test]
fn the_limit_of_each_determination_is_printed() {
    let with = |last: &str| {
        let bench = Bench::new();
        bench.edit(
            "spec.yaml",
            "    accept: \"260 to 320 mOsm/kg\"\n",
            "    result: mean of 3\n    individual: \"280 to 300 mOsm/kg\"\n    accept: \"260 to 320 mOsm/kg\"\n",
        );
        let row = |value: &str, at: u8| {
            format!("EV-3101,S-1101,osmolality,{value},mOsm/kg,{at},,,,,2026-02-04,,,,L. Meyer,\n")
        };
        bench.edit(
            "results.csv",
            "EV-3101,S-1101,osmolality,291,mOsm/kg,,,,,,2026-02-04,,,,L. Meyer,\n",
            &[row("285", 1), row("290", 2), row(last, 3)].concat(),
        );
        bench
    };
    let (en, zh) = (
        "260 to 320 mOsm/kg; each determination 280 to 300 mOsm/kg",
        "260 至 320 mOsm/kg；每次测定 280 至 300 mOsm/kg",
    );
    let bench = with("299");
    let twin = bench.twin("EV-3101", &[]);
    let osmolality = line(&twin, "osmolality");
    assert_eq!((osmolality.criterion.en.as_str(), osmolality.criterion.zh.as_str()), (en, zh));
    let single = osmolality.individual.as_ref().unwrap();
    assert_eq!((single.lower.as_deref(), single.upper.as_deref()), (Some("280"), Some("300")));
    assert_eq!((osmolality.outcome.as_str(), osmolality.remarks.len()), ("pass", 0));
    every_form_shows(&bench, "EV-3101", &[en, zh]);
    let ranges = observation(&twin, "Osmolality")["referenceRange"].clone();
    assert_eq!((&ranges[0]["text"], &ranges[0]["low"]["value"]), (&en.into(), &260.into()));
    assert_eq!((&ranges[1]["type"]["text"], &ranges[1]["high"]["value"]), (&"each determination".into(), &300.into()));
    let bench = with("310");
    let twin = bench.twin("EV-3101", &[]);
    let osmolality = line(&twin, "osmolality");
    assert_eq!(
        (osmolality.outcome.as_str(), osmolality.result.as_ref().unwrap().text.en.as_str()),
        ("fail", "295 mOsm/kg")
    );
    let en = "decided by the limit for each determination: determination 310 is outside 280 to 300 mOsm/kg";
    assert_eq!(remarks(osmolality), [en]);
    every_form_shows(&bench, "EV-3101", &[en, "由单次测定限度判定：测定值 310 超出 280 至 300 mOsm/kg"]);
    assert_eq!(observation(&twin, "Osmolality")["note"][0]["text"], en);
}

/// An optional test without a result was not done: that is said on its line and among the tests that were not performed.
#[test]
fn optional_tests_that_were_not_done_are_named() {
    let bench = Bench::new();
    bench.edit("spec.yaml", "    procedure: SOP-BIO-04 v6\n", "    procedure: SOP-BIO-04 v6\n    required: false\n");
    bench.edit("results.csv", "EV-3101,S-1101,potency,97,%,,,,,,2026-02-12,,,,B. Chen,\n", "");
    let twin = bench.twin("EV-3101", &[]);
    let potency = line(&twin, "potency");
    assert_eq!((potency.outcome.as_str(), potency.conclusion.zh.as_str()), ("not_applicable", "可选项目，未检验"));
    assert_eq!(potency.reviewer, None, "nobody reviews what was not done");
    let named: Vec<(&str, &str)> =
        twin.content.not_performed.iter().map(|one| (one.test.as_str(), one.reason.en.as_str())).collect();
    assert_eq!(named, [("residual_peg", "no PEG is used in this process"), ("potency", "optional, not tested")]);
    assert_eq!(twin.content.not_performed[1].authority.as_ref().unwrap().en, "sample-certificate 2.1.0");
    every_form_shows(&bench, "EV-3101", &["optional, not tested", "可选项目，未检验"]);
    let told = observation(&twin, "Relative potency");
    assert_eq!(
        (&told["status"], &told["dataAbsentReason"]["text"]),
        (&"cancelled".into(), &"optional, not tested".into())
    );
    assert_eq!(twin.content.conclusion.verdict, "conforms");
}

/// A test of another stage than the one that was judged is none that was left out.
#[test]
fn a_test_of_another_stage_does_not_apply() {
    let bench = Bench::new();
    bench.edit(
        "spec.yaml",
        "    procedure: SOP-BIO-04 v6\n",
        "    procedure: SOP-BIO-04 v6\n    required: false\n    stage: drug substance\n",
    );
    bench.edit(
        "spec.yaml",
        "    procedure: SOP-QC-002 v2\n",
        "    procedure: SOP-QC-002 v2\n    stage: drug product\n",
    );
    bench.edit("results.csv", "EV-3101,S-1101,potency,97,%,,,,,,2026-02-12,,,,B. Chen,\n", "");
    let twin = bench.twin("EV-3101", &["--stage", "drug product"]);
    assert_eq!(line(&twin, "potency").conclusion.en, "not applicable");
    assert_eq!(twin.content.not_performed.len(), 1);
}

/// Nobody is said to have reviewed a waived test, and the heads say whose names stand below them.
#[test]
fn heads_say_who_tested_and_who_reviewed() {
    let bench = Bench::new();
    let twin = bench.twin("EV-3101", &["--lang", "en+zh"]);
    assert_eq!(line(&twin, "residual_peg").reviewer, None);
    assert_eq!(line(&twin, "ph").reviewer.as_deref(), Some("Q. Adler"));
    assert_eq!(line(&twin, "particles_per_ug").reviewer.as_deref(), Some("Q. Adler"), "a computed one is reviewed too");
    let text = "evqc_lab: 1\nlaboratory: {name: L}\nlayout: {columns: [item, criterion, result, conclusion, analyst, laboratory]}\n";
    let lab = read_lab(&SourceText::new("lab.yaml", text)).unwrap();
    let shown = characters(&document(&twin, &Dress { lab: Some(&lab), ..Dress::default() }));
    for head in ["Analyst / reviewer\n检验人/复核人\n", "Testing laboratory\n检验实验室\n"] {
        assert!(shown.contains(head), "{head}: {shown}");
    }
    assert!(shown.contains("waived, not tested\n豁免，未检\n–\n"), "{shown}");
    // What the layout leaves out and the profile asks for stands in a table of its own.
    for text in ["Procedures, dates and persons of the items", "SOP-QC-002 v2", "2026-02-06 – 2026-02-09"] {
        assert!(shown.contains(text), "{text}: {shown}");
    }
}

/// Where a profile asks for analyst and reviewer of each test they are printed, whatever the layout (field 26).
#[test]
fn analyst_and_reviewer_are_printed_where_they_are_mandatory() {
    let bench = Bench::new();
    let twin = |profile: &str| bench.twin("EV-3101", &["--lang", "en", "--profile", profile]);
    let head = "Analyst / reviewer";
    let shown = characters(&printed(&twin("cn")));
    assert!(shown.contains(head) && shown.contains("B. Chen\n/ Q. Adler"), "{shown}");
    assert!(!characters(&printed(&twin("who"))).contains(head));
    let columns = "item, criterion, result, conclusion, procedure, completed";
    let text = format!("evqc_lab: 1\nlaboratory: {{name: L}}\nlayout: {{columns: [{columns}]}}\n");
    let lab = read_lab(&SourceText::new("lab.yaml", &text)).unwrap();
    let with = |profile: &str| characters(&document(&twin(profile), &Dress { lab: Some(&lab), ..Dress::default() }));
    assert!(with("cn").contains(head) && with("cn").contains("B. Chen\n/ Q. Adler"));
    assert!(!with("who").contains(head) && !with("who").contains("Procedures, dates and persons"));
}

/// The bound that was compared is printed where it is what decided, and where an uncertainty comes from.
#[test]
fn the_bound_that_decided_is_printed() {
    let bench = Bench::new();
    bench.edit(
        "spec.yaml",
        "    accept: label ± 20 %\n    uncertainty: {relative: 10 %, k: 2, from: VAL-031}\n",
        "    accept: \">= 1.9e10 particles/mL\"\n    decide: confidence bound 95 %\n",
    );
    bench.edit(
        "spec.yaml",
        "    accept: \"<= 0.25 EU/mL\"\n",
        "    accept: \"<= 0.25 EU/mL\"\n    decide: pc(0.95)\n    uncertainty: {from: replicates}\n",
    );
    for (from, to) in [("2.05e10", "1.9e10"), ("2.21e10", "2.3e10"), ("2.12e10", "2.1e10")] {
        let row = |value: &str| format!("EV-3101,S-1101,particle_concentration,{value},");
        bench.edit("results.csv", &row(from), &row(to));
    }
    let twin = bench.twin("EV-3101", &["--lang", "en+zh"]);
    let particles = line(&twin, "particle_concentration");
    // 2.1e10 - t(0.95; 2) * 0.2e10 / sqrt(3), with t = 2.919986: 1.7628e10.
    assert_eq!(particles.rule.as_ref().unwrap().bounds.as_ref().unwrap().en, "1.763×10^10 particles/mL");
    assert_eq!((particles.outcome.as_str(), remarks(particles)), ("fail", vec!["bound outside the criterion"]));
    let shown = characters(&printed(&twin));
    for text in [
        "Confidence bound compared: 1.763×1010 particles/mL",
        "比较所用的置信限：1.763×1010 particles/mL",
        "from replicates",
        "由重复测定得出",
    ] {
        assert!(shown.contains(text), "{text}: {shown}");
    }
    let note = &observation(&twin, "Particle concentration")["note"];
    assert_eq!(note[1]["text"], "confidence bound 95 %: 1.763×10^10 particles/mL");
}

/// An uncertainty that stands in the result file is not one of a validation report.
#[test]
fn an_uncertainty_of_the_results_says_so() {
    let bench = Bench::new();
    bench.edit("spec.yaml", "    uncertainty: {absolute: 8 %, k: 2, from: VAL-044}\n", "");
    let table = bench.read("results.csv");
    let with = |(at, line): (usize, &str)| match at {
        0 => format!("{line},uncertainty\n"),
        _ if line.contains(",potency,") => format!("{line},8 (k=2)\n"),
        _ => format!("{line},\n"),
    };
    bench.write("results.csv", &table.lines().enumerate().map(with).collect::<String>());
    let twin = bench.twin("EV-3101", &["--lang", "en+zh"]);
    assert_eq!(line(&twin, "potency").uncertainty.as_ref().unwrap().source, "results");
    let shown = characters(&printed(&twin));
    assert!(shown.contains("stated with the result") && shown.contains("随结果给出"), "{shown}");
}

/// A rule that compares the unrounded value prints it where the print is rounded: 69.6 % stands as 70 %, and is refused.
#[test]
fn the_value_that_a_probability_rests_on_is_printed() {
    let bench = Bench::new();
    bench.edit(
        "spec.yaml",
        "    decide: guarded(1)\n    uncertainty: {absolute: 8 %, k: 2, from: VAL-044}\n",
        "    decide: pc(0.95)\n    uncertainty: {absolute: 0.1 %, k: 2, from: VAL-044}\n",
    );
    bench.edit("results.csv", "EV-3101,S-1101,potency,97,%", "EV-3101,S-1101,potency,69.6,%");
    let twin = bench.twin("EV-3101", &["--lang", "en+zh"]);
    let potency = line(&twin, "potency");
    assert_eq!((potency.result.as_ref().unwrap().text.en.as_str(), potency.outcome.as_str()), ("70 %", "fail"));
    assert_eq!(remarks(potency), ["probability of conformance too small"]);
    let shown = characters(&printed(&twin));
    for text in ["Compared value: 69.6 %", "比较值：69.6 %", "符合概率不足"] {
        assert!(shown.contains(text), "{text}: {shown}");
    }
}

/// The acceptance zone has the signs of its limits, and digits that leave the value on its side (R-204; JCGM 106:2012, 8.3.2).
#[test]
fn an_acceptance_zone_is_printed_as_its_limits_are() {
    let zone = |accept: &str, uncertainty: &str, value: &str| {
        let bench = Bench::new();
        bench.edit("spec.yaml", "    accept: \"70 to 130 %\"\n", &format!("    accept: \"{accept}\"\n"));
        bench.edit("spec.yaml", "{absolute: 8 %, k: 2, from: VAL-044}", uncertainty);
        let row = |value: &str| format!("EV-3101,S-1101,potency,{value},%");
        bench.edit("results.csv", &row("97"), &row(value));
        let twin = bench.twin("EV-3101", &[]);
        let potency = line(&twin, "potency");
        let zone = potency.rule.as_ref().unwrap().acceptance_zone.clone().unwrap();
        (potency.outcome.clone(), zone.en, zone.zh)
    };
    let said = |outcome: &str, en: &str, zh: &str| (outcome.to_owned(), en.to_owned(), zh.to_owned());
    let eight = "{absolute: 8 %, k: 2}";
    let half_open = "≥ 78 %, < 122 %";
    assert_eq!(zone("[70, 130) %", eight, "122"), said("fail", half_open, half_open));
    assert_eq!(zone("[70, 130) %", eight, "78"), said("pass", half_open, half_open));
    assert_eq!(zone("< 130 %", eight, "122"), said("fail", "< 122 %", "< 122 %"));
    assert_eq!(zone("> 70 %", eight, "78"), said("fail", "> 78 %", "> 78 %"));
    assert_eq!(zone("70 to 130 %", eight, "122"), said("pass", "78 to 122 %", "78 至 122 %"));
    // 50 - 0.07 * 46.72898 = 46.7289714, which six digits would put above the value.
    let end = "≤ 46.72897 %";
    assert_eq!(zone("NMT 50.00 %", "{relative: 7 %}", "46.72898"), said("fail", end, end));
}

/// The name of a control stays a name in Chinese, whatever words it is of (R-1101).
#[test]
fn the_name_of_a_control_is_not_translated() {
    for name in ["high range", "cells and medium", "no template of assay"] {
        let bench = Bench::new();
        let check = format!("valid_if: [cv <= 15 %, 'control \"{name}\" <= 5 %']");
        bench.edit("spec.yaml", "valid_if: [cv <= 15 %]", &check);
        let rows = bench.read("results.csv");
        let row = format!("EV-3101,S-1101,particle_concentration,7,%,,control,{name},NTA,,2026-02-05,,,,L. Meyer,\n");
        bench.write("results.csv", &format!("{rows}{row}"));
        let twin = bench.twin("EV-3101", &[]);
        let said = &line(&twin, "particle_concentration").remarks[0];
        assert_eq!(said.en, format!("control \"{name}\" is 7 %; required: control \"{name}\" ≤ 5 %"));
        assert_eq!(said.zh, format!("对照 \"{name}\" 为 7 %；要求：对照 \"{name}\" ≤ 5 %"));
    }
}

/// Two accepted words of one meaning are one finding, each in the words of the language (R-1101, R-1106).
#[test]
fn words_of_one_meaning_are_one_finding() {
    let bench = Bench::new();
    bench.edit("spec.yaml", "    accept: no growth\n", "    result: each of 2\n    accept: no growth\n");
    let row = |value: &str, replicate: &str| {
        format!("EV-3101,S-1101,sterility,{value},,{replicate},,,,2026-02-04,2026-02-18,,,,S. Roth,\n")
    };
    bench.edit("results.csv", &row("no growth", ""), &(row("no growth", "1") + &row("无菌生长", "2")));
    let twin = bench.twin("EV-3101", &[]);
    let said = &line(&twin, "sterility").result.as_ref().unwrap().text;
    assert_eq!((said.en.as_str(), said.zh.as_str()), ("no growth", "无菌生长"));
    assert_eq!(twin.contradiction(), None);
}

/// A value that is not rounded is not said to be rounded for print.
#[test]
fn a_value_that_is_not_rounded_is_not_said_to_be() {
    for (rule, said) in [
        ("gbt8170_full", "the value is compared unrounded (rule gbt8170_full, full-value comparison)"),
        ("none", "the value is compared unrounded (rule none)"),
        (
            "usp",
            "the value, rounded once, half up, to the last decimal place of its limit (rule usp), must meet the criterion; the decision \
             rule then compares it unrounded",
        ),
    ] {
        let bench = Bench::new();
        bench.edit("spec.yaml", "    decide: guarded(1)\n", &format!("    decide: guarded(1)\n    rounding: {rule}\n"));
        let twin = bench.twin("EV-3101", &[]);
        assert_eq!(line(&twin, "potency").rule.as_ref().unwrap().rounding_words.en, said, "{rule}");
    }
}

/// Who sees the title of a draft alone, or the description of its file, sees that it is one.
#[test]
fn the_title_of_a_draft_says_so() {
    let bench = Bench::new();
    let draft = bench.twin("EV-3101", &["--lang", "en"]);
    assert!(draft.is_draft());
    let told = |twin: &Certificate| document(twin, &Dress::default());
    assert!(told(&draft).title.starts_with("DRAFT: Certificate of Analysis "), "{}", told(&draft).title);
    assert!(told(&draft).subject.starts_with("DRAFT: The sample complies "), "{}", told(&draft).subject);
    let page = evqc::document::html(&told(&draft)).unwrap();
    for text in ["<title>DRAFT: ", "name=\"description\" content=\"DRAFT: ", "content=\"2026-02-20T10:00:00+01:00\""] {
        assert!(page.contains(text), "{text}");
    }
    let issued = told(&made_final(draft, "2026-02-20T09:05:00+01:00", Some("ed25519:5f")));
    assert!(!issued.title.contains("DRAFT") && !issued.subject.contains("DRAFT"), "{}", issued.title);
}

/// A line that fails says in short why.
#[test]
fn a_failing_line_says_why() {
    let bench = Bench::new();
    bench.edit("results.csv", "EV-3101,S-1101,potency,97,%", "EV-3101,S-1101,potency,77.5,%");
    bench.edit("results.csv", "EV-3101,S-1101,calnexin,negative", "EV-3101,S-1101,calnexin,positive");
    bench.edit("results.csv", "EV-3101,S-1101,ph,7.21", "EV-3101,S-1101,ph,7.81");
    for (test, value) in [("cd9", "71.3"), ("cd63", "88.0")] {
        let row = |value: &str| format!("EV-3101,S-1101,{test},{value},");
        bench.edit("results.csv", &row(value), &row("11.3"));
    }
    let twin = bench.twin("EV-3101", &[]);
    for (id, said) in [
        ("potency", "outside the acceptance zone"),
        ("calnexin", "not what the criterion asks for"),
        ("ph", "outside the criterion"),
        ("identity_panel", "decided by its members"),
    ] {
        assert_eq!((line(&twin, id).outcome.as_str(), remarks(line(&twin, id))), ("fail", vec![said]), "{id}");
    }
    assert!(line(&twin, "osmolality").remarks.is_empty());
    every_form_shows(&bench, "EV-3101", &["超出标准规定", "与标准规定不符", "超出接受区间", "由其成员判定"]);
}

/// Values of a test that lacks some stand in the history, and not as counted.
#[test]
fn the_values_of_an_incomplete_test_are_printed() {
    let bench = Bench::new();
    let row = "EV-3101,S-1101,particle_concentration,2.12e10,particles/mL,3,,,NTA,,2026-02-05,,,,L. Meyer,\n";
    bench.edit("results.csv", row, "");
    let twin = bench.twin("EV-3101", &[]);
    assert_eq!(line(&twin, "particle_concentration").outcome, "missing");
    let incomplete = "检验不完整，无结果";
    assert_eq!(
        history(&twin, "particle_concentration"),
        [("2.05×10^10 particles/mL", incomplete), ("2.21×10^10 particles/mL", incomplete)]
    );
    every_form_shows(&bench, "EV-3101", &["incomplete test, no result", incomplete]);
}

/// A test that periodic testing left out has its justification and the lot that was tested last, in both languages.
#[test]
fn periodic_testing_has_its_authority_in_both_languages() {
    let bench = Bench::new();
    bench.edit(
        "spec.yaml",
        "    procedure: SOP-HPLC-07 v1\n",
        "    procedure: SOP-HPLC-07 v1\n    skip: {every: 5, from: EV-3100, id: J-07, revert: every lot}\n",
    );
    bench.edit(
        "waivers.csv",
        "EV-3101..EV-3103,residual_peg,M. Chen,no PEG is used in this process,DEV-12,Q. Adler,2026-01-15,2026-12-31\n",
        "",
    );
    let rows = bench.read("results.csv");
    bench.write("results.csv", &format!("{rows}EV-3100,S-1100,residual_peg,3.2,ug/mL,,,,,,2026-02-07,,,,L. Meyer,\n"));
    let lots = bench.read("lots.csv");
    bench.write("lots.csv", &format!("{lots}EV-3100,2026-01-29,2026-01-29,DS-07\n"));
    let twin = bench.twin("EV-3101", &[]);
    let left = &twin.content.not_performed[0];
    assert_eq!(left.reason.zh, "本批未检；按 J-07 定期检验；最近检验的批次 EV-3100：3 µg/mL");
    assert_eq!(left.reason.en, "not tested on this lot; periodic testing per J-07; last tested lot EV-3100: 3 µg/mL");
    assert_eq!(left.authority.as_ref().unwrap().zh, "J-07");
    every_form_shows(&bench, "EV-3101", &[&left.reason.zh, &left.reason.en]);
}

/// Nothing is said of the kind of vesicles where the specification does not: it is not stated, and missing where it is asked for.
#[test]
fn a_kind_that_nobody_stated_is_not_printed() {
    let bench = Bench::new();
    assert_eq!(bench.twin("EV-3101", &[]).content.product.kind.as_deref(), Some("natural"));
    bench.edit("spec.yaml", "  kind: natural\n", "");
    let missing = |profile: &str| {
        let twin = bench.twin("EV-3101", &["--lang", "en+zh", "--profile", profile]);
        assert_eq!(
            (twin.content.product.kind.as_deref(), twin.content.conclusion.verdict.as_str()),
            (None, "conforms")
        );
        let shown = characters(&printed(&twin));
        assert!(shown.contains("Kind of vesicles\n囊泡种类\nnot stated\n未说明\n"), "{shown}");
        let missing = twin.content.missing.iter().map(|field| (field.number, field.field.clone()));
        missing.collect::<Vec<_>>()
    };
    assert!(missing("who").contains(&(8, "product.kind".to_owned())));
    assert!(!missing("iso17025").contains(&(8, "product.kind".to_owned())), "a laboratory for hire need not know");
}

/// Beside a value stands the plan that made it: that of the retest where the retest decided. Of 66.1, 64.8 and 67.0 the mean is
/// 65.967, the median 66.1, the smallest 64.8.
#[test]
fn the_plan_of_the_retest_stands_beside_its_value() {
    for (result, retest, text, en, zh, value) in [
        ("each of 2", "mean of 3", "66 %", "mean, n = 3", "平均值，n = 3", "65.96666666666666666666666666666667"),
        ("mean of 2", "median of 3", "66 %", "median, n = 3", "中位数，n = 3", "66.1"),
        ("mean of 2", "min of 3", "65 %", "smallest, n = 3", "最小值，n = 3", "64.8"),
        ("mean of 2", "each of 3", "65 %", "least favourable, n = 3", "最不利值，n = 3", "64.8"),
        ("single", "max of 3", "67 %", "largest, n = 3", "最大值，n = 3", "67"),
    ] {
        let bench = Bench::new();
        let plans = format!("    result: {result}\n    retest: {retest}\n");
        bench.edit("spec.yaml", "    result: mean of 2\n    retest: mean of 3\n", &plans);
        let twin = bench.twin("EV-3101", &[]);
        let found = line(&twin, "cd81").result.as_ref().unwrap();
        let plan = found.plan.as_ref().unwrap();
        assert_eq!(
            (found.text.en.as_str(), plan.en.as_str(), plan.zh.as_str(), found.value.as_deref()),
            (text, en, zh, Some(value)),
            "{plans}"
        );
        assert_eq!(twin.contradiction(), None, "{plans}");
        every_form_shows(&bench, "EV-3101", &[en, zh]);
        let report: Value = serde_json::from_str(&bench.command(&judging("check", &["-o", "json"])).out).unwrap();
        let tests =
            report["lots"].as_array().unwrap().iter().find(|lot| lot["lot"] == "EV-3101").unwrap()["tests"].clone();
        let cd81 = tests.as_array().unwrap().iter().find(|test| test["id"] == "cd81").unwrap().clone();
        assert_eq!(cd81["rule"]["result"], retest);
    }
}

/// A plan of two levels says both: the mean of 285, 285, 285, 285 and of 305 is 295 by injections, and 289 without them.
#[test]
fn a_plan_of_two_levels_says_both() {
    let with = |plan: &str, rows: &[(u8, u8, &str)]| {
        let bench = Bench::new();
        let accept = "    accept: \"260 to 320 mOsm/kg\"\n";
        bench.edit("spec.yaml", accept, &format!("    result: {plan}\n{accept}"));
        let old = "EV-3101,S-1101,osmolality,291,mOsm/kg,,,,,,2026-02-04,,,,L. Meyer,";
        let row = |(group, capture, value): &(u8, u8, &str)| {
            format!("EV-3101,S-1101,osmolality,{value},mOsm/kg,{capture},,,,,2026-02-04,,,,L. Meyer,,{group}\n")
        };
        let text: String = bench
            .read("results.csv")
            .lines()
            .map(|line| match line {
                _ if line.starts_with("lot,") => format!("{line},group\n"),
                _ if line == old => rows.iter().map(row).collect(),
                _ => format!("{line},\n"),
            })
            .collect();
        bench.write("results.csv", &text);
        bench
    };
    let unbalanced = [(1, 1, "285"), (1, 2, "285"), (1, 3, "285"), (1, 4, "285"), (2, 1, "305")];
    let balanced = [(1, 1, "285"), (1, 2, "286"), (1, 3, "287"), (2, 1, "303"), (2, 2, "304"), (2, 3, "305")];
    for (plan, rows, en, zh) in [
        (
            "mean of at least 2 injections of at least 1 captures",
            &unbalanced[..],
            "mean of at least 2 injections of at least 1 captures, n = 5",
            "至少 2 个 injections、每个至少 1 个 captures 的平均值，n = 5",
        ),
        (
            "mean of 2 injections of 3 captures",
            &balanced[..],
            "mean of 2 injections of 3 captures, n = 6",
            "2 个 injections、每个 3 个 captures 的平均值，n = 6",
        ),
    ] {
        let bench = with(plan, rows);
        let mut twin = bench.twin("EV-3101", &[]);
        let found = line(&twin, "osmolality").result.as_ref().unwrap();
        let said = found.plan.as_ref().unwrap();
        assert_eq!((found.text.en.as_str(), said.en.as_str(), said.zh.as_str()), ("295 mOsm/kg", en, zh));
        every_form_shows(&bench, "EV-3101", &[en, zh]);
        assert_eq!(twin.contradiction(), None);
        // Another number of determinations than those that count is no plan of theirs.
        let own = twin.content.tests.iter_mut().find(|line| line.id == "osmolality").unwrap();
        let plan = own.result.as_mut().unwrap().plan.as_mut().unwrap();
        plan.zh = plan.zh.replace("个 captures", "个 wells");
        assert!(twin.contradiction().unwrap().contains("its plan is none"), "{:?}", twin.contradiction());
    }
}
