//! The three situations of R-1103, what the twin holds, and what marks a draft.

use super::bench::{Bench, characters, printed};
#[cfg(feature = "pdf")]
use super::page_text::text_layer;
use evqc::certificate::{DocumentKind, Mark, certificate_schema};
use serde_json::Value;

/// A conclusion in Chinese stands only where there is one; else the open items stand in its place (R-107, R-1103).
#[test]
fn a_conclusion_stands_only_where_there_is_one() {
    let bench = Bench::new();
    let conforming = bench.twin("EV-3101", &[]);
    assert_eq!(
        conforming.content.conclusion.statement.en,
        "The sample complies with specification sample-certificate version 2.1.0. Waived: Residual PEG."
    );
    assert_eq!(
        conforming.content.conclusion.statement.zh,
        "结论：本品按 sample-certificate（版本 2.1.0）检验，结果符合规定。经批准豁免的项目：残留聚乙二醇。"
    );
    assert!(conforming.content.conclusion.open.is_empty());
    let failing = bench.twin("EV-3102", &[]);
    assert_eq!(
        failing.content.conclusion.statement.zh,
        "结论：本品按 sample-certificate（版本 2.1.0）检验，结果不符合规定。"
    );
    assert!(failing.content.conclusion.open.is_empty());
    let open = bench.twin("EV-3103", &[]);
    assert_eq!(open.content.conclusion.statement.zh, "未作结论。未决事项：");
    assert_eq!(open.content.conclusion.open.len(), 1);
    assert_eq!(open.content.conclusion.open[0].text.zh, "无菌：待出");
    assert_eq!(open.content.conclusion.open[0].code.as_deref(), Some("incubation-not-finished"));
    for lang in ["zh", "en+zh"] {
        let shown = characters(&printed(&bench.twin("EV-3103", &["--lang", lang])));
        assert!(shown.contains("未决事项") && !shown.contains("结论：本品按"), "{shown}");
    }
}

#[test]
fn only_a_lot_that_conforms_has_the_title_of_a_certificate() {
    let bench = Bench::new();
    for (lot, exit, title, watermark) in [
        ("EV-3101", 0, "Certificate of Analysis", "DRAFT"),
        ("EV-3102", 1, "Test report", "DOES NOT CONFORM"),
        ("EV-3103", 3, "Test report", "NOT CONCLUDED"),
    ] {
        let said = bench.run(&["--lot", lot, "--lang", "en", "-o", "json"]);
        assert_eq!(said.exit, exit, "{}", said.err);
        let twin = bench.twin(lot, &["--lang", "en"]);
        assert_eq!((twin.content.title.en.as_str(), twin.status.as_str()), (title, "draft"));
        let print = printed(&twin);
        assert_eq!(print.watermark.as_deref(), Some(watermark));
        assert_eq!(print.head.end.characters(), "DRAFT", "the mark of R-110 stands on every page");
    }
}

/// The worst lot decides about the exit code.
#[test]
fn several_lots_in_one_call() {
    let bench = Bench::new();
    let said = bench.run(&["--lot", "all", "-o", "{lot}.json"]);
    assert_eq!(said.exit, 1, "{}", said.err);
    assert!(["EV-3101.json", "EV-3102.json", "EV-3103.json"].iter().all(|name| bench.has(name)));
    assert_eq!(bench.read("EV-3101.json"), bench.run(&["--lot", "EV-3101", "-o", "json"]).out);
    assert!(said.err.contains("lot EV-3103: draft, because there is no conclusion on the lot; it is not signed"));
    assert_eq!(bench.run(&["--lot", "EV-3101", "--lot", "EV-3102", "-o", "one.json"]).exit, 2);
}

#[test]
fn the_twin_is_what_its_schema_says() {
    let bench = Bench::new();
    let schema = jsonschema::validator_for(certificate_schema().as_value()).unwrap();
    for lot in ["EV-3101", "EV-3102", "EV-3103"] {
        for lang in ["en", "zh", "en+zh"] {
            let out = bench.run(&["--lot", lot, "--lang", lang, "-o", "json"]).out;
            let value: Value = serde_json::from_str(&out).unwrap();
            let faults: Vec<String> =
                schema.iter_errors(&value).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
            assert!(faults.is_empty(), "{faults:?}");
            let mut other = value.clone();
            other["content"]["conclusion"]["verdict"] = "released".into();
            assert!(!schema.is_valid(&other));
        }
    }
}

/// Same inputs, same bytes, from any folder.
#[test]
fn two_runs_from_two_folders_give_the_same_bytes() {
    let (one, other) = (Bench::new(), Bench::new());
    let arguments = ["--lot", "EV-3101", "-o", "coa.json"];
    assert_eq!(one.run(&arguments).exit, 0);
    assert_eq!(one.run(&arguments).exit, 0, "the same bytes may be written again");
    assert_eq!(other.run(&arguments).exit, 0);
    assert_eq!(one.read("coa.json"), other.read("coa.json"));
}

/// Printed values stand in the twin unrounded as well, and every line of the specification stands once.
#[test]
fn lines_values_and_rules() {
    let bench = Bench::new();
    let content = bench.twin("EV-3101", &[]).content;
    let ids: Vec<&str> = content.tests.iter().map(|line| line.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "appearance",
            "ph",
            "osmolality",
            "particle_concentration",
            "protein_concentration",
            "particles_per_ug",
            "cd9",
            "cd63",
            "cd81",
            "identity_panel",
            "calnexin",
            "residual_peg",
            "potency",
            "endotoxin",
            "sterility"
        ]
    );
    let line = |id: &str| content.tests.iter().find(|line| line.id == id).unwrap();
    let endotoxin = line("endotoxin");
    let result = endotoxin.result.as_ref().unwrap();
    assert_eq!(
        (result.text.en.as_str(), result.value.as_deref(), result.unit.as_deref()),
        ("0.09 EU/mL", Some("0.09"), Some("EU/mL"))
    );
    assert_eq!(endotoxin.criterion.zh, "≤ 0.25 EU/mL");
    let laboratory = endotoxin.laboratory.as_ref().unwrap();
    assert!(laboratory.external && laboratory.report.as_deref() == Some("EM-26-0114"));
    // 66.1, 64.8 and 67.0: mean 65.9666..., to the digits of the limit 66.
    assert_eq!(line("cd81").result.as_ref().unwrap().text.en, "66 %");
    assert!(line("cd81").result.as_ref().unwrap().value.as_deref().unwrap().starts_with("65.966666"));
    let potency = line("potency");
    let rule = potency.rule.as_ref().unwrap();
    assert_eq!((rule.decision.as_str(), rule.guard_band.as_deref()), ("guarded(1)", Some("8 %")));
    assert_eq!(rule.acceptance_zone.as_ref().unwrap().en, "78 to 122 %");
    assert_eq!(potency.uncertainty.as_ref().unwrap().reference.as_deref(), Some("VAL-044"));
    assert_eq!(line("particle_concentration").rule.as_ref().unwrap().decision, "simple");
    assert_eq!(
        line("identity_panel").result.as_ref().unwrap().text.zh,
        "CD9：符合规定；CD63：符合规定；CD81：符合规定"
    );
    assert_eq!(content.not_performed[0].test, "residual_peg");
    assert_eq!(
        content.not_performed[0].authority.as_ref().unwrap().en,
        "DEV-12; owner M. Chen; approved by Q. Adler; until 2026-12-31"
    );
}

/// Failing and void results are printed beside those that counted.
#[test]
fn nothing_is_left_out_of_the_retest_history() {
    let certificate = Bench::new().twin("EV-3101", &["--lang", "en"]);
    let values: Vec<(&str, &str)> =
        certificate.content.history.iter().map(|entry| (entry.value.as_str(), entry.used.as_str())).collect();
    assert_eq!(
        values,
        [
            ("41.0 %", "invalidated"),
            ("44.2 %", "invalidated"),
            ("66.1 %", "counted"),
            ("64.8 %", "counted"),
            ("67.0 %", "counted")
        ]
    );
    let print = characters(&printed(&certificate));
    for text in
        ["41.0 %", "44.2 %", "INV-031", "antibody of an expired lot, documented", "B. Chen / Q. Adler", "DEV-26-008"]
    {
        assert!(print.contains(text), "{text} is not printed");
    }
}

/// The criterion in print is the object that decided: a changed limit changes text and verdict together.
#[test]
fn a_changed_limit_changes_text_and_verdict() {
    let bench = Bench::new();
    bench.edit("spec.yaml", "\"<= 0.25 EU/mL\"", "\"<= 0.05 EU/mL\"");
    let certificate = bench.twin("EV-3101", &[]);
    let line = certificate.content.tests.iter().find(|line| line.id == "endotoxin").unwrap();
    assert_eq!((line.criterion.en.as_str(), line.outcome.as_str()), ("≤ 0.05 EU/mL", "fail"));
    assert_eq!(certificate.content.conclusion.verdict, "does_not_conform");
}

#[test]
fn a_line_without_data_is_printed_as_missing() {
    let bench = Bench::new();
    let kept: Vec<String> = bench
        .read("results.csv")
        .lines()
        .filter(|row| !row.contains("EV-3101,S-1101,ph,"))
        .map(str::to_owned)
        .collect();
    bench.write("results.csv", &kept.join("\n"));
    let certificate = bench.twin("EV-3101", &["--lang", "en"]);
    let line = certificate.content.tests.iter().find(|line| line.id == "ph").unwrap();
    assert_eq!((line.outcome.as_str(), line.criterion.en.as_str()), ("missing", "6.8 to 7.6"));
    assert!(characters(&printed(&certificate)).contains("MISSING"));
    assert_eq!(certificate.draft_because, [Mark::NotConcluded, Mark::NotSigned]);
}

/// A draft specification marks the certificate of a lot that conforms.
#[test]
fn a_draft_specification_makes_a_draft() {
    let bench = Bench::new();
    bench.edit("spec.yaml", "status: approved", "status: draft");
    let said = bench.run(&["--lot", "EV-3101", "--lang", "en", "-o", "json"]);
    assert!(said.err.contains("the specification is not approved"), "{}", said.err);
    let certificate = bench.twin("EV-3101", &["--lang", "en"]);
    assert!(certificate.draft_because.contains(&Mark::SpecificationNotApproved));
    assert!(characters(&printed(&certificate)).contains("the specification is not approved"));
}

/// Every profile names the mandatory fields that nobody supplies, each with where it would come from.
#[test]
fn missing_mandatory_fields_are_named() {
    let bench = Bench::new();
    let said = bench.bare(&["--lot", "EV-3101", "--waivers", "waivers.csv", "-o", "json", "--profile", "who"]);
    for name in [
        "Report no.",
        "Issuing laboratory",
        "Requested by",
        "Dosage form",
        "Sample no.",
        "Expiry date",
        "Intended use",
        "Donor",
        "Signatures",
    ] {
        let listed = said.err.contains(&format!("{name} (field"));
        // What specification and results supply is not missing.
        let supplied = ["Dosage form", "Sample no.", "Donor", "Expiry date"].contains(&name);
        assert_eq!(listed, !supplied || (name == "Expiry date"), "{name}: {}", said.err);
    }
    assert!(said.err.contains("supply it: facts: `requester`"), "{}", said.err);
    let twin: evqc::certificate::Certificate = serde_json::from_str(&said.out).unwrap();
    assert!(twin.draft_because.contains(&Mark::FieldsMissing));
    let print = characters(&printed(&twin));
    assert!(print.contains("Mandatory fields that are missing") && print.contains("Requested by"));
    // The same with everything supplied has none, whatever the profile but the batch certificate.
    for profile in ["who", "ich-q7", "iso17025", "cn"] {
        let twin = Bench::new().twin("EV-3101", &["--profile", profile]);
        assert_eq!(twin.content.missing, [], "{profile}");
    }
}

/// Lines without a date, an analyst, or a reviewer are named by their tests.
#[test]
fn fields_of_single_lines_name_the_lines() {
    let bench = Bench::new();
    bench.edit("facts.yaml", "  reviewer: Q. Adler\n", "").edit("results.csv", ",2026-02-12,", ",,");
    for profile in ["who", "ich-q7", "iso17025"] {
        let missing = bench.twin("EV-3101", &["--profile", profile]).content.missing;
        assert_eq!(missing.len(), 1, "{profile}: {missing:?}");
        assert_eq!((missing[0].number, &missing[0].tests[..]), (25, &["potency".to_owned()][..]));
    }
    let missing = bench.twin("EV-3101", &["--profile", "cn"]).content.missing;
    assert_eq!(missing.iter().map(|field| field.number).collect::<Vec<_>>(), [25, 26]);
    assert_eq!(missing[0].tests, ["potency"]);
    // What is computed has no people of its own.
    assert!(!missing[1].tests.iter().any(|id| id == "particles_per_ug" || id == "identity_panel"));
}

/// A procedure without its version, and a compendium without its edition, are asked for by their tests.
#[test]
fn versions_of_procedures_and_editions_of_compendia_are_asked_for() {
    let bench = Bench::new();
    bench.edit("spec.yaml", "SOP-QC-002 v2", "SOP-QC-002").edit("spec.yaml", "SOP-ST-01 v2", "Ph. Eur. 2.6.1");
    bench.edit("lab.yaml", "ChP 2025 vol. IV 1143", "ChP vol. IV 1143");
    for profile in ["who", "ich-q7", "iso17025", "cn"] {
        let said = bench.run(&["--lot", "EV-3101", "--profile", profile, "-o", "json"]);
        let flat = said.err.split_whitespace().collect::<Vec<_>>().join(" ");
        for text in [
            "Version of the procedure, or edition of its compendium of ph, sterility (field 20) is missing",
            "Edition of the compendial reference of endotoxin (field 20) is missing",
        ] {
            assert!(flat.contains(text), "{profile}: {flat}");
        }
        let twin: evqc::certificate::Certificate = serde_json::from_str(&said.out).unwrap();
        assert!(twin.draft_because.contains(&Mark::FieldsMissing));
    }
}

/// A failing value, and the values of a run that was not valid, are printed with what became of them.
#[test]
fn values_that_led_to_no_pass_are_in_the_history() {
    let bench = Bench::new();
    bench.edit("spec.yaml", "\"<= 0.25 EU/mL\"", "\"<= 0.05 EU/mL\"");
    let failing = bench.twin("EV-3101", &["--lang", "en"]);
    let of = |id: &str| -> Vec<(String, String, String)> {
        let entries = failing.content.history.iter().filter(|entry| entry.test == id);
        entries.map(|entry| (entry.value.clone(), entry.used.clone(), entry.words.en.clone())).collect()
    };
    assert_eq!(of("endotoxin").len(), 2, "{:?}", failing.content.history);
    assert!(
        of("endotoxin")
            .iter()
            .all(|(value, used, words)| value.ends_with("EU/mL") && used == "counted" && words == "counted")
    );
}

/// What a document is called fits everywhere: a test report has the number of a report in head, first field and page title, also
/// where only the verdict makes it one.
#[test]
fn the_number_is_called_by_what_the_document_is() {
    let bench = Bench::new();
    for (lot, profile, title, number, other) in [
        ("EV-3101", "who", "Certificate of Analysis", "Certificate no. 报告书编号", "Report no. 报告编号 CoA"),
        ("EV-3102", "who", "Test report", "Report no. 报告编号", "Certificate no."),
        ("EV-3103", "ich-q7", "Test report", "Report no. 报告编号", "Certificate no."),
        ("EV-3101", "iso17025", "Test report", "Report no. 报告编号", "Certificate no."),
    ] {
        let twin = bench.twin(lot, &["--lang", "en+zh", "--profile", profile]);
        let print = printed(&twin);
        let head = format!("{number} CoA-{lot}-1");
        assert!(print.head.start.characters().starts_with(&head), "{}", print.head.start.characters());
        assert!(print.title.starts_with(&format!("DRAFT 草稿: {title}")), "{}", print.title);
        let text = characters(&print);
        let (english, chinese) = number.rsplit_once(' ').unwrap();
        assert!(text.contains(&format!("\n{english}\n{chinese}\nCoA-{lot}-1\n")), "{lot} {profile}: {text}");
        assert!(!text.contains(other), "{lot} {profile}: {text}");
    }
    // A missing number is named so too.
    bench.edit("lab.yaml", "number: \"CoA-{lot}-1\"\n", "");
    let missing = bench.twin("EV-3102", &[]).content.missing;
    assert_eq!(missing.iter().map(|field| field.name.en.as_str()).collect::<Vec<_>>(), ["Report no."]);
}

/// No lot conforms while one that it was made from does not, in the same run, whatever its own results are.
#[test]
fn a_lot_of_a_parent_that_does_not_conform() {
    let verdicts = |lots: &str, more: &[&str]| {
        let bench = Bench::new();
        bench.write("lots.csv", &format!("lot,manufactured,filled,parents\n{lots}"));
        let said = bench.command(&super::bench::judging("check", &[more, &["-o", "json"]].concat()));
        let report: Value = serde_json::from_str(&said.out).unwrap();
        let lots = report["lots"].as_array().unwrap().iter();
        let line = |lot: &Value| format!("{} {}", lot["lot"].as_str().unwrap(), lot["verdict"].as_str().unwrap());
        (lots.map(line).collect::<Vec<_>>(), said.out)
    };
    let day = "2026-01-30,2026-01-30";
    let fails = format!("EV-3101,{day},EV-3102\nEV-3102,{day},DS-07\nEV-3103,{day},DS-08\n");
    let (found, report) = verdicts(&fails, &[]);
    assert_eq!(found, ["EV-3101 not_concluded", "EV-3102 does_not_conform", "EV-3103 not_concluded"]);
    assert!(report.contains("the lot was made from EV-3102, which does not conform in this run"), "{report}");
    // The parent counts where it is not asked for, and through a lot that has no results.
    assert_eq!(verdicts(&fails, &["--lot", "EV-3101"]).0, ["EV-3101 not_concluded"]);
    let through = format!("EV-3101,{day},DS-07\nDS-07,{day},CM-1;EV-3102\nCM-1,{day},EV-3103\nEV-3103,{day},\n");
    let (found, report) = verdicts(&through, &["--lot", "EV-3101"]);
    assert_eq!(found, ["EV-3101 not_concluded"]);
    assert!(report.contains("the lot was made from EV-3103, which is not concluded in this run"), "{report}");
    // A lot that fails stays one that fails, and a parent that conforms is in nobody's way.
    let good = format!("EV-3101,{day},DS-07\nEV-3102,{day},EV-3101;EV-3103\n");
    assert_eq!(
        verdicts(&good, &["--lot", "EV-3101", "--lot", "EV-3102"]).0,
        ["EV-3101 conforms", "EV-3102 does_not_conform"]
    );
    let bench = Bench::new();
    bench.write("lots.csv", &format!("lot,manufactured,filled,parents\n{fails}"));
    let content = bench.twin("EV-3101", &[]).content;
    assert_eq!((content.document, content.conclusion.verdict.as_str()), (DocumentKind::TestReport, "not_concluded"));
    let why = content.conclusion.open.iter().find(|one| one.code.as_deref() == Some("parent-not-conforming")).unwrap();
    let detail = why.detail.as_ref().unwrap();
    assert_eq!(detail.en, "the lot was made from EV-3102, which does not conform in this run");
    assert_eq!(detail.zh, "本批由上级批 EV-3102 制得，而该上级批在本次判定中不符合规定");
}

/// What the data have no result of was not judged: the certificate says so in every form, in the language of the print.
#[test]
#[cfg(feature = "pdf")]
fn parents_that_were_not_judged_are_named() {
    let day = "2026-01-30,2026-01-30";
    let bench = Bench::new();
    bench.write(
        "lots.csv",
        &format!("lot,manufactured,filled,parents\nEV-3101,{day},DS-07;EV-3103\nDS-07,{day},WCB-3\nEV-3103,{day},\n"),
    );
    let judged = bench.twin("EV-3101", &[]).content.provenance;
    assert_eq!(
        (judged.lineage.join(" "), judged.lineage_not_judged.join(" ")),
        ("DS-07 EV-3103".into(), "DS-07 WCB-3".into())
    );
    for (language, words) in [("en", "Parent lots not judged here"), ("zh", "未在此判定的上游批号")] {
        let names = ["coa.pdf", "coa.html", "coa.md"];
        let said = bench
            .run(&[&["--lot", "EV-3101", "--lang", language][..], &names.map(|name| ["-o", name]).concat()].concat());
        assert!(said.exit < 4, "{}", said.err);
        let bare = |text: String| text.split_whitespace().collect::<String>();
        let pages =
            [text_layer(&std::fs::read(bench.path("coa.pdf")).unwrap()), bench.read("coa.html"), bench.read("coa.md")];
        for page in pages.map(bare) {
            assert!(page.contains(&bare(words.to_owned())) && page.contains("WCB-3"), "{language}: {page}");
        }
        names.iter().for_each(|name| std::fs::remove_file(bench.path(name)).unwrap());
    }
    let fhir = bench.run(&["--lot", "EV-3101", "-o", "fhir"]);
    assert!(fhir.out.contains("Parent lots not judged here: DS-07, WCB-3"), "{}", fhir.out);
    // Where each was judged there is nothing to say.
    bench.write("lots.csv", &format!("lot,manufactured,filled,parents\nEV-3101,{day},EV-3103\nEV-3103,{day},\n"));
    let said = bench.run(&["--lot", "EV-3101", "-o", "json"]);
    assert!(!said.out.contains("lineage_not_judged"), "{}", said.out);
}

/// The sample's results with a comma as decimal mark, as a spreadsheet saves them there.
fn with_commas(text: &str) -> String {
    let mut all = String::new();
    let mut quoted = false;
    let signs: Vec<char> = text.chars().collect();
    for (at, sign) in signs.iter().enumerate() {
        let digit = |at: Option<usize>| at.and_then(|at| signs.get(at)).is_some_and(char::is_ascii_digit);
        quoted ^= *sign == '"';
        all.push(match sign {
            ',' if !quoted => ';',
            '.' if digit(at.checked_sub(1)) && digit(Some(at + 1)) => ',',
            sign => *sign,
        });
    }
    all
}

/// The history has the numbers that were read, with their unit once, whatever decimal mark and unit their cells have; the cells
/// stand in the determinations as they were written (R-113, R-1105).
#[test]
fn the_history_has_the_numbers_that_were_read() {
    let bench = Bench::new();
    bench.write("results.csv", &with_commas(&bench.read("results.csv")));
    bench.edit("results.csv", ";cd81;41,0;%;1;", ";cd81;41,0 %;;1;").edit(
        "results.csv",
        ";cd81;44,2;%;2;",
        ";cd81;44,2%;%;2;",
    );
    bench
        .edit(
            "results.csv",
            "EV-3102;S-1102;particle_concentration;2,05e10;",
            "EV-3102;S-1102;particle_concentration;1,050E+10;",
        )
        .edit(
            "results.csv",
            "EV-3102;S-1102;particle_concentration;2,21e10;",
            "EV-3102;S-1102;particle_concentration;11000000000;",
        )
        .edit(
            "results.csv",
            "EV-3102;S-1102;particle_concentration;2,12e10;",
            "EV-3102;S-1102;particle_concentration;1,12e10;",
        );
    let values = |twin: &evqc::certificate::Certificate, id: &str| -> Vec<String> {
        twin.content.history.iter().filter(|one| one.test == id).map(|one| one.value.clone()).collect()
    };
    let twin = bench.twin("EV-3101", &["--lang", "en"]);
    assert_eq!(values(&twin, "cd81"), ["41.0 %", "44.2 %", "66.1 %", "64.8 %", "67.0 %"]);
    let cd81 = twin.content.tests.iter().find(|line| line.id == "cd81").unwrap();
    let cells: Vec<&str> = cd81.determinations.iter().map(|one| one.text.as_str()).collect();
    assert_eq!(cells, ["41,0 %", "44,2%", "66,1", "64,8", "67,0"]);
    let shown = characters(&printed(&twin));
    assert!(shown.contains("41.0 %") && !shown.contains("41,0") && !shown.contains("% %"), "{shown}");
    let twin = bench.twin("EV-3102", &["--lang", "zh"]);
    let powers = ["1.050×10^10 particles/mL", "1.1×10^10 particles/mL", "1.12×10^10 particles/mL"];
    assert_eq!(values(&twin, "particle_concentration"), powers);
    let shown = characters(&printed(&twin));
    for text in ["1.050×1010 particles/mL", "1.1×1010 particles/mL", "1.12×1010 particles/mL", "0.28 EU/mL"] {
        assert!(shown.contains(text), "{text}: {shown}");
    }
    assert!(!shown.contains("11000000000") && !shown.contains("0,28"), "{shown}");
}

/// A claim of eleven digits is printed with a power of ten, and what was measured beside it: the mean of 2.05, 2.21 and 2.12 is
/// 2.12667, of which one digit more than the three of `80 to 120` is printed (R-1105).
#[test]
fn a_claim_of_many_digits_has_a_power_of_ten() {
    let bench = Bench::new();
    let lots = "lot,manufactured,filled,parents,label particle_concentration [particles/mL]\n\
                EV-3101,2026-01-30,2026-01-30,DS-07;CM-12,20000000000\n\
                EV-3102,2026-01-31,2026-01-31,DS-07,20500000000.0\nEV-3103,2026-01-31,2026-01-31,DS-08,\n";
    bench.write("lots.csv", lots);
    for (lot, claim, measured) in [
        ("EV-3101", "2×10^10 particles/mL", "2.127×10^10 particles/mL"),
        // A digit behind the point is stated, and none of those before it is a mere place.
        ("EV-3102", "2.05000000000×10^10 particles/mL", "2.126666666667×10^10 particles/mL"),
    ] {
        let twin = bench.twin(lot, &["--lang", "en"]);
        let line = twin.content.tests.iter().find(|line| line.id == "particle_concentration").unwrap();
        let of_claim = format!("80 to 120 % of the label claim ({claim})");
        assert_eq!(twin.content.lot.label[0].text, claim);
        assert_eq!(
            (&line.criterion.en, line.result.as_ref().unwrap().measured.as_deref()),
            (&of_claim, Some(measured))
        );
        assert_eq!(twin.contradiction(), None);
        let shown = characters(&printed(&twin));
        assert!(shown.contains("×1010 particles/mL") && !shown.contains("0000000 particles/mL"), "{shown}");
    }
}
