//! A certificate leaves out nothing that decided: reasons of the lot and of each line, corrections, rounding, what a result, a
//! limit and an expiry date were made from; in every form and language.

use super::bench::{Bench, characters, line, printed};
use evqc::certificate::{Certificate, TestLine};

fn remarks(line: &TestLine) -> Vec<[&str; 2]> {
    line.remarks.iter().map(|remark| [remark.en.as_str(), remark.zh.as_str()]).collect()
}

/// Every form but the bundle shows the texts of both languages; the bundle shows the English ones.
fn every_form_shows(bench: &Bench, lot: &str, texts: &[[&str; 2]]) {
    let forms = ["f.html", "f.md", "f.json", "f.fhir.json"];
    let outputs: Vec<&str> = forms.iter().flat_map(|form| ["-o", form]).collect();
    let said = bench.run(&[&["--lot", lot, "--lang", "en+zh", "--overwrite"], &outputs[..]].concat());
    assert!(said.exit < 4, "{}", said.err);
    for name in forms {
        let form = bench.read(name).replace("&gt;", ">").replace("&lt;", "<").replace("&quot;", "\"").replace('\\', "");
        for [en, zh] in texts {
            assert!(form.contains(en), "{name} does not show {en:?}");
            assert!(name.contains("fhir") || form.contains(zh), "{name} does not show {zh:?}");
        }
    }
}

/// A lot that fails for its freeze-thaw cycles alone says so.
#[test]
fn the_reasons_of_the_lot_stand_beside_a_negative_conclusion() {
    let bench = Bench::new();
    bench.edit("spec.yaml", "label: {particle", "in_use: {freeze_thaw: {cycles: 3}}\nlabel: {particle");
    bench.write("lots.csv", "lot,manufactured,filled,freeze_thaw_cycles\nEV-3101,2026-01-30,2026-01-30,5\n");
    let twin = bench.twin("EV-3101", &["--lang", "en+zh"]);
    assert_eq!(twin.content.conclusion.verdict, "does_not_conform");
    let [why] = &twin.content.conclusion.open[..] else { panic!("{:?}", twin.content.conclusion) };
    assert_eq!((why.test.as_deref(), why.code.as_deref()), (None, Some("freeze-thaw-cycles-exceeded")));
    let texts = ["the lot was frozen and thawed 5 times, 3 are validated", "该批已冻融 5 次，经验证的次数为 3"];
    every_form_shows(&bench, "EV-3101", &[texts]);
    let shown = characters(&printed(&twin));
    assert!(texts.iter().all(|text| shown.contains(text)), "{shown}");
    // Where a test is open as well, the list names every reason, and the tests that fail.
    bench.edit("results.csv", "EV-3101,S-1101,ph,7.21", "EV-3101,S-1101,ph,7.91");
    bench.edit("results.csv", "EV-3101,S-1101,endotoxin,96,%", "EV-3101,S-1101,endotoxin,214,%");
    let twin = bench.twin("EV-3101", &[]);
    let open: Vec<&str> = twin.content.conclusion.open.iter().map(|item| item.text.en.as_str()).collect();
    assert_eq!(open[..2], ["pH: does not comply", "Bacterial endotoxin: assay not valid, no result"], "{open:?}");
    assert_eq!(open.len(), 3, "{open:?}");
}

/// Every line that is no plain pass says why, also where the lot fails for another one.
#[test]
fn every_line_that_is_no_pass_says_why() {
    let bench = Bench::new();
    bench.edit("results.csv", "EV-3102,S-1102,potency,97,%,,,,,,2026-02-12,,,,B. Chen,\n", "");
    bench.edit("results.csv", "EV-3102,S-1102,calnexin,positive", "EV-3102,S-1102,calnexin,negative");
    bench.edit("results.csv", "EV-3102,S-1102,cd81,64.8,%,2,,,nano-flow cytometry,,2026-02-06,,,,B. Chen,\n", "");
    bench.edit(
        "results.csv",
        "EV-3102,S-1102,particle_concentration,2.05e10",
        "EV-3102,S-1102,particle_concentration,4.05e10",
    );
    bench.edit(
        "results.csv",
        "EV-3102,S-1102,sterility,no growth,,,,,,2026-02-04,2026-02-18,,",
        "EV-3102,S-1102,sterility,no growth,,,,,,2026-02-04,2026-02-10,,",
    );
    let twin = bench.twin("EV-3102", &[]);
    assert_eq!(twin.content.conclusion.verdict, "does_not_conform");
    for line in
        twin.content.tests.iter().filter(|line| !["pass", "reported", "waived"].contains(&line.outcome.as_str()))
    {
        assert!(!line.remarks.is_empty(), "{}: {} without a reason", line.id, line.outcome);
    }
    for (id, outcome, said) in [
        ("potency", "missing", ["there is no determination", "没有测定值"]),
        ("cd81", "missing", ["1 of 2 determinations", "测定 1 次，应为 2 次"]),
        (
            "sterility",
            "pending",
            [
                "started 2026-02-04, read 2026-02-10, final after 14 days; earliest conclusion 2026-02-18",
                "2026-02-04 开始，2026-02-10 读数，培养 14 天后方为最终结果；最早可作结论之日 2026-02-18",
            ],
        ),
    ] {
        assert_eq!((line(&twin, id).outcome.as_str(), remarks(line(&twin, id))), (outcome, vec![said]), "{id}");
        every_form_shows(&bench, "EV-3102", &[said]);
    }
    assert_eq!(line(&twin, "particle_concentration").outcome, "invalid");
    assert!(remarks(line(&twin, "particle_concentration"))[0][1].contains("变异系数"));
}

/// A correction that makes a failing result pass is never silent.
#[test]
fn a_correction_that_changed_the_outcome_is_told() {
    let bench = Bench::new();
    let rows = bench.read("results.csv");
    let (head, rest) = rows.split_once('\n').unwrap();
    let row = "EV-3101,S-1101,endotoxin,0.08,EU/mL,1,,,chromogenic LAL,,2026-02-08,,,,S. Roth,";
    let first = row.replace("0.08", "0.88");
    let correction = row.replace(
        ",,,,S. Roth,",
        ",,transcription: point shifted against print 14,,S. Roth,Q. Adler,0.88,S. Roth,2026-02-10",
    );
    let rest = rest.replace(row, &format!("{first}\n{correction}"));
    let rest = rest.lines().map(|row| if row == correction { format!("{row}\n") } else { format!("{row},,,\n") });
    bench.write("results.csv", &format!("{head},corrects,corrected_by,corrected_on\n{}", rest.collect::<String>()));
    let twin = bench.twin("EV-3101", &[]);
    assert_eq!(line(&twin, "endotoxin").outcome, "pass");
    let said = [
        "with the values as entered first it was fail (0.49 EU/mL); corrected it is pass (0.09 EU/mL)",
        "按最初录入的数值，判定为不符合规定（0.49 EU/mL）；更正后判定为符合规定（0.09 EU/mL）",
    ];
    assert_eq!(remarks(line(&twin, "endotoxin")), [said]);
    every_form_shows(&bench, "EV-3101", &[said]);
}

/// A result that only its rounding brings inside, or outside, says what it was before.
#[test]
fn the_value_before_a_rounding_that_decided_is_told() {
    let bench = Bench::new();
    bench.edit("results.csv", "EV-3101,S-1101,ph,7.21", "EV-3101,S-1101,ph,7.64");
    let twin = bench.twin("EV-3101", &[]);
    let ph = line(&twin, "ph");
    assert_eq!((ph.outcome.as_str(), ph.result.as_ref().unwrap().text.en.as_str()), ("pass", "7.6"));
    assert_eq!(remarks(ph), [["decided by rounding; unrounded: 7.64", "由修约判定；未修约值：7.64"]]);
    bench.edit("results.csv", "EV-3101,S-1101,ph,7.64", "EV-3101,S-1101,ph,7.5");
    assert!(line(&bench.twin("EV-3101", &[]), "ph").remarks.is_empty());
}

/// A row that says that a test was not done has no day and nobody who did it.
#[test]
fn a_test_that_was_not_done_has_no_day_and_no_analyst() {
    let bench = Bench::new();
    let rows = bench.read("results.csv");
    bench
        .write("results.csv", &format!("{rows}EV-3101,S-1101,residual_peg,,,1,,,,,2026-02-06,not tested,,,B. Chen,\n"));
    let twin = bench.twin("EV-3101", &[]);
    let peg = line(&twin, "residual_peg");
    assert_eq!(peg.outcome, "waived");
    assert_eq!((&peg.started, &peg.completed, &peg.reviewer), (&None, &None, &None));
    assert_eq!(peg.analysts, [""; 0]);
}

/// An empty cell in a row of other tests of a wide table is no test by anybody on any day.
#[test]
fn an_empty_cell_of_a_wide_table_is_no_test() {
    let bench = Bench::new();
    bench.edit("facts.yaml", "  EV-3102: {}\n  EV-3103: {}\n", "");
    bench.write(
        "results.csv",
        "lot,sample,replicate,analyst,date,ph,residual_peg [ug/mL],particle_concentration [particles/mL]\n\
         EV-3101,S-1101,1,L. Meyer,2026-02-04,7.21,,2.05e10\n\
         EV-3101,S-1101,2,S. Roth,2026-02-09,,,2.21e10\n\
         EV-3101,S-1101,3,S. Roth,2026-02-09,–,,2.12e10\n",
    );
    // S. Roth did not test what he reviewed.
    bench.edit("facts.yaml", "  tests:\n", "  tests:\n    ph: {reviewer: S. Roth, completed: 2026-02-04}\n");
    let said = bench.run(&["--lot", "EV-3101", "-o", "json"]);
    assert!(!said.err.contains("same-person-twice") && !said.err.contains("contradict"), "{}", said.err);
    let twin: Certificate = serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error}: {}", said.err));
    let of = |id: &str| {
        let line = line(&twin, id);
        (line.analysts.join(", "), line.started.clone().unwrap_or_default(), line.completed.clone().unwrap_or_default())
    };
    let said = |analysts: &str, from: &str, to: &str| (analysts.to_owned(), from.to_owned(), to.to_owned());
    assert_eq!(of("ph"), said("L. Meyer", "2026-02-04", "2026-02-04"));
    assert_eq!(of("particle_concentration"), said("L. Meyer, S. Roth", "2026-02-04", "2026-02-09"));
    assert_eq!((line(&twin, "residual_peg").outcome.as_str(), of("residual_peg")), ("waived", said("", "", "")));
}

/// The stage names what was judged: release, time points in use and of a study, each only where the lot has one.
#[test]
fn the_stage_is_that_of_the_results() {
    let bench = Bench::new();
    let staged = |rows: &str| {
        let head = rows.lines().next().unwrap();
        let rows = rows.lines().skip(1).map(|row| format!("{row},release,,,\n")).collect::<String>();
        format!("{head},stage,time,time_unit,condition\n{rows}")
    };
    assert_eq!(bench.twin("EV-3101", &[]).content.stage.en, "batch testing at the end of manufacture");
    bench.edit("spec.yaml", "label: {particle", "in_use: {thawed: {within: 24 h}}\nlabel: {particle");
    bench.edit("facts.yaml", "within 1 h of thawing", "within 24 h of thawing").edit(
        "facts.yaml",
        "解冻后1 h内",
        "解冻后24 h内",
    );
    bench.edit(
        "spec.yaml",
        "    accept: \"70 to 130 %\"\n",
        "    accept: \"70 to 130 %\"\n    in_use: \"60 to 140 %\"\n    shelf_life: \"60 to 140 %\"\n",
    );
    let in_use =
        |hours: u8| format!("EV-3101,S-1101,potency,95,%,,,,,,2026-02-12,,,,B. Chen,,in use,{hours},h,thawed\n");
    let rows = staged(&bench.read("results.csv"));
    bench.write("results.csv", &format!("{rows}{}{}", in_use(0), in_use(24)));
    let stage = bench.twin("EV-3101", &[]).content.stage;
    assert_eq!(
        (stage.en.as_str(), stage.zh.as_str()),
        ("batch testing at the end of manufacture; in use", "成品检验；使用中")
    );
    // What was not measured in use is not named as if it belonged to the first time point.
    let twin = bench.twin("EV-3101", &["--stage", "in use"]);
    assert_eq!(line(&twin, "ph").name.en, "pH");
    assert!(line(&twin, "potency").name.en.contains("in use 0 h thawed"));
    assert!(line(&twin, "potency").name.zh.ends_with("使用中，0 h，解冻"), "{}", line(&twin, "potency").name.zh);
    // Results of the lot that were not judged are not passed over in silence.
    let left = "results of this lot of other stages than the one that was judged";
    let says = |twin: &Certificate| twin.content.statements.iter().any(|one| one.text.en.contains(left));
    assert!(says(&bench.twin("EV-3101", &["--stage", "release"])) && !says(&bench.twin("EV-3101", &[])));
    let said = bench.run(&["--lot", "EV-3101", "--stage", "release", "-o", "json"]).err;
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("lot EV-3101: 2 row(s) of another stage than the one asked for were not judged"), "{said}");
}

/// The rule of the expiry date and the day that it counts from stand beside it.
#[test]
fn an_expiry_date_has_its_rule_and_its_start() {
    let bench = Bench::new();
    bench.edit("lots.csv", "EV-3101,2026-01-30,2026-01-30", "EV-3101,2026-01-30,2026-02-01");
    let twin = bench.twin("EV-3101", &[]);
    assert_eq!(twin.content.lot.expiry.as_deref(), Some("2027-08-01"));
    every_form_shows_but_fhir(
        &bench,
        &[
            "filling 2026-02-01",
            "分装日期 2026-02-01",
            "shelf life 18 months from filling 2026-02-01, last day anniversary",
            "有效期为自分装日期起 18 个月",
        ],
    );
}

/// Both languages of the rule of the expiry date say the same, and call tests as the page does (R-1101, R-1104).
#[test]
fn the_rule_of_the_expiry_date_is_the_same_in_both_languages() {
    let bench = Bench::new();
    bench.edit("spec.yaml", "  from: filled\n", "  from: filled\n  retest: 12 months\n  reexamine: [potency]\n");
    let rule = bench.twin("EV-3101", &[]).content.lot.expiry_rule_words.unwrap();
    assert!(rule.en.ends_with("; examined again by Relative potency"), "{}", rule.en);
    assert!(rule.zh.contains("自分装日期起 12 个月后须复验（相对效价）"), "{}", rule.zh);
}

fn every_form_shows_but_fhir(bench: &Bench, texts: &[&str]) {
    let said = bench.run(&[
        "--lot",
        "EV-3101",
        "--lang",
        "en+zh",
        "--overwrite",
        "-o",
        "f.html",
        "-o",
        "f.md",
        "-o",
        "f.json",
    ]);
    assert!(said.exit < 4, "{}", said.err);
    for name in ["f.html", "f.md", "f.json"] {
        let form = bench.read(name).replace('\\', "");
        for text in texts {
            assert!(form.contains(text), "{name} does not show {text:?}");
        }
    }
}

/// A computed result has its formula and inputs, a limit that follows from the dose its steps, a microbial count its factor.
#[test]
fn what_results_and_limits_were_made_from_is_told() {
    let bench = Bench::new();
    bench.edit("spec.yaml", "  route: inhalation\n", "  route: intravenous\n");
    bench.edit(
        "spec.yaml",
        "label: {particle",
        "pharmacopoeia: [usp]\ndosing: {max_dose: 15 mL, duration: 60 min}\nlabel: {particle",
    );
    bench.edit("spec.yaml", "<= 0.25 EU/mL", "<= {endotoxin_limit}");
    bench.edit("facts.yaml", "route: {en: inhalation, zh: 吸入}", "route: {en: intravenous, zh: 静脉注射}");
    let spec = bench.read("spec.yaml");
    bench.write(
        "spec.yaml",
        &format!("{spec}  bioburden:\n    name: Bioburden\n    category: safety\n    procedure: SOP-BB-01 v3\n    accept: \"<= 1e2 CFU/mL\"\n    interpretation_factor: \"2\"\n    rationale: illustration\n"),
    );
    let rows = bench.read("results.csv");
    bench.write("results.csv", &format!("{rows}EV-3101,S-1101,bioburden,180,CFU/mL,,,,,,2026-02-07,,,,L. Meyer,\n"));
    let twin = bench.twin("EV-3101", &[]);
    let formula = &line(&twin, "particles_per_ug").derivation[0].en;
    assert!(formula.starts_with("particles_per_ug = particle_concentration / protein_concentration = "), "{formula}");
    assert_eq!(
        (line(&twin, "bioburden").criterion.en.as_str(), line(&twin, "bioburden").criterion.zh.as_str()),
        ("≤ 1×10^2 CFU/mL (read with the factor 2: ≤ 200 CFU/mL)", "≤ 1×10^2 CFU/mL（判读系数 2：≤ 200 CFU/mL）")
    );
    every_form_shows(
        &bench,
        "EV-3101",
        &[
            ["route intravenous: K = 5 EU/kg/h (USP <85>)", "途径静脉：K = 5 EU/kg/h（USP <85>）"],
            ["5 EU/kg/h × 70 kg = 350 EU in an hour", "5 EU/kg/h × 70 kg = 350 EU（每小时）"],
            ["350 EU / 15 mL = 23.333 EU/mL of product", "350 EU / 15 mL = 23.333 EU/mL（本品）"],
            ["endotoxin_limit = 23.3 EU/mL (23.333 before rounding)", "endotoxin_limit = 23.3 EU/mL（修约前 23.333）"],
        ],
    );
}

/// The bundle for machines has what is replaced, what the product is for, who made it where, and the compendial references.
#[test]
fn the_bundle_has_reissue_use_sites_and_references() {
    let bench = Bench::new();
    bench.edit("facts.yaml", "evqc_certificate: 1\nall:\n", "evqc_certificate: 1\nall:\n  replaces: {number: CoA-EV-3101-0, date: 2026-02-19, reason: {en: an address was wrong, zh: 地址有误}}\n");
    let new = bench.twin("EV-3101", &[]);
    let bundle = evqc::certificate::fhir_bundle(&new).unwrap();
    for text in [
        "Replaces document no. CoA-EV-3101-0, issued on 2026-02-19",
        "Reason: an address was wrong",
        "\"role\": \"revision\"",
        "Intended use: Investigational: for use in a clinical trial only.",
        "NCT00000000",
        "DE-EX-0001",
        "DE-EX-0002",
        "Compendial reference: Ph. Eur. 11.5, 2.6.14; ChP 2025 vol. IV 1143",
    ] {
        assert!(bundle.contains(text), "{text}: {bundle}");
    }
}

/// What changed is told in words, and not in those of programs.
#[test]
fn a_reissue_has_no_words_for_programs() {
    let bench = Bench::new();
    let row = "EV-3101,S-1101,cd81,41.0,%,1,,,nano-flow cytometry,,2026-02-06,invalid,\"antibody of an expired lot, documented\",INV-031,B. Chen,Q. Adler\n";
    let more = row.replace("41.0,%,1", "39.5,%,0");
    let old = {
        assert_eq!(bench.run(&["--lot", "EV-3101", "-o", "v1.json"]).exit, 0);
        serde_json::from_str::<Certificate>(&bench.read("v1.json")).unwrap()
    };
    bench.edit("results.csv", row, &format!("{more}{row}"));
    let found = evqc::certificate::changes(&old, &bench.twin("EV-3101", &[]).content).unwrap();
    let zh: Vec<&str> =
        found.iter().filter(|one| one.at.ends_with(".zh")).filter_map(|one| one.after.as_deref()).collect();
    assert!(zh.iter().any(|text| text.contains("日期：2026-02-06，0，供试品，样品：S-1101，已作废，不采用")), "{zh:?}");
    for word in ["invalidated", "sample", "retest_history"] {
        assert!(!zh.iter().any(|text| text.contains(word)), "{word}: {zh:?}");
    }
}
