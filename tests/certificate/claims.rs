//! evqc claims nothing on its own: no compliance, no authorisation, no efficacy, no safety (R-117, R-1008).

use super::bench::{Bench, characters, printed, sign, signature};
use evqc::certificate::{Certificate, Signature};
use evqc::claims;

/// A signature by everybody who is to sign.
fn signatures(certificate: &Certificate) -> Vec<Signature> {
    let one = |of| signature(of, "2026-02-20T10:05:00+01:00", Some("ed25519:0f1e"));
    certificate.content.signatories.iter().map(one).collect()
}

#[test]
fn no_output_claims_anything() {
    let bench = Bench::new();
    for lot in ["EV-3101", "EV-3102", "EV-3103"] {
        for profile in ["who", "ich-q7", "iso17025", "cn"] {
            for lang in ["en", "zh", "en+zh"] {
                let said = bench.run(&["--lot", lot, "--profile", profile, "--lang", lang, "-o", "json"]);
                let certificate = serde_json::from_str(&said.out).unwrap();
                for text in [&said.out, &said.err, &characters(&printed(&certificate))] {
                    assert_eq!(claims::found(text), None, "{lot} {profile} {lang}");
                }
            }
        }
    }
}

#[test]
fn no_other_form_claims_anything() {
    let bench = Bench::new();
    for form in ["fhir", "md", "html"] {
        let said = bench.run(&["--lot", "EV-3101", "-o", form]);
        // The twin inside a page is base64, in which anything may stand.
        let shown: String = said.out.lines().filter(|line| !line.contains("base64")).collect::<Vec<_>>().join("\n");
        assert!(shown.len() > 5_000, "{form}");
        assert_eq!(claims::found(&shown), None, "{form}");
    }
}

/// A claim is printed when a signatory answers for it, with the name.
#[test]
fn a_claim_has_a_signatory() {
    let bench = Bench::new();
    bench.edit(
        "lab.yaml",
        "statements:\n",
        "statements:\n  - {text: The laboratory is accredited., by: Quentin Adler}\n",
    );
    let draft = bench.twin("EV-3101", &["--lang", "en"]);
    let signed = sign(draft.content.clone(), signatures(&draft));
    let shown = characters(&printed(&signed));
    assert!(shown.contains("The laboratory is accredited. (stated by Quentin Adler)"), "{shown}");
}

/// What a signatory claims, or says was found, waits for the signature of that person, and stands on no report of a lot that does
/// not conform or is not concluded; what claims nothing stands on every one.
#[test]
fn a_statement_that_claims_waits_as_a_certification_does() {
    let bench = Bench::new();
    bench.edit(
        "lab.yaml",
        "statements:\n",
        "statements:
  - text:
      en: This batch was made under GMP, and all results comply with the specification.
      zh: 本批按GMP生产和检验，各项结果均符合规定。
    by: Mei Chen
  - {text: {en: The lot is released., zh: 本批已放行。}, by: Quentin Adler}
  - {text: {en: The lot may be used., zh: 本批可以使用。}, by: Quentin Adler}
  - {text: {en: The retained samples were inspected., zh: 已检查留样。}, by: Quentin Adler}
",
    );
    for lang in ["en", "zh"] {
        let (claims, awaited, plain) = match lang {
            "en" => (
                ["made under GMP", "The lot is released", "The lot may be used"],
                [
                    "A statement of Mei Chen is printed when that person has signed.",
                    "A statement of Quentin Adler is printed when that person has signed.",
                ],
                "The retained samples were inspected. (stated by Quentin Adler)",
            ),
            _ => (
                ["按GMP生产", "本批已放行", "本批可以使用"],
                ["陈梅的声明须经其本人签署后方予打印。", "昆廷·阿德勒的声明须经其本人签署后方予打印。"],
                "已检查留样。（声明人：昆廷·阿德勒）",
            ),
        };
        let draft = bench.twin("EV-3101", &["--lang", lang]);
        let shown = characters(&printed(&draft));
        for words in claims {
            assert!(!shown.contains(words), "{words}: {shown}");
        }
        for words in awaited {
            assert_eq!(shown.matches(words).count(), 1, "{words}: {shown}");
        }
        assert!(shown.contains(plain), "{shown}");
        // Of whom signs alone, the statements alone are printed.
        let of_chen = signatures(&draft).into_iter().filter(|one| one.name.en == "Mei Chen").collect();
        let shown = characters(&printed(&sign(draft.content.clone(), of_chen)));
        assert!(shown.contains(claims[0]) && !shown.contains(claims[1]) && !shown.contains(claims[2]), "{shown}");
        let shown = characters(&printed(&sign(draft.content.clone(), signatures(&draft))));
        for words in claims {
            assert!(shown.contains(words), "{words}: {shown}");
        }
        assert!(!awaited.iter().any(|words| shown.contains(words)), "{shown}");
        for lot in ["EV-3102", "EV-3103"] {
            let report = bench.twin(lot, &["--lang", lang]);
            let shown = characters(&printed(&sign(report.content.clone(), signatures(&report))));
            for words in claims.iter().chain(&awaited) {
                assert!(!shown.contains(words), "{lot} {words}: {shown}");
            }
            assert!(shown.contains(plain), "{lot}: {shown}");
        }
    }
}

/// A name is what it is, a record is not reworded, and a criterion is that of an approved specification: they may have the words
/// of their field, and still claim nothing of a lot.
#[test]
fn names_titles_causes_and_criteria_are_what_they_are() {
    let bench = Bench::new();
    bench
        .edit("lab.yaml", "name: {en: Example Vesicle Laboratory", "name: {en: \"University Hospital, GMP unit\"")
        .edit("facts.yaml", "zh: 示例囊泡有限公司生产部}", "zh: 示例大学附属医院细胞治疗中心}")
        .edit("facts.yaml", "zh: MSC-EV-01 雾化吸入用溶液", "zh: MSC-EV-01（治疗用生物制品）")
        .edit("facts.yaml", "bank: WCB-03", "bank: WCB-03（GMP）")
        .edit("lab.yaml", "{en: Analyst,", "{en: 放行审核员,")
        .edit("spec.yaml", "title: MSC-EV nebulised", "title: 治疗用外泌体质量标准（放行）, nebulised")
        .edit("facts.yaml", "was found to be expired;", "was used before it was released;");
    let said = bench.run(&["--lot", "EV-3101", "-o", "json"]);
    assert_eq!(said.exit, 0, "{}", said.err);
    for (file, from, to, message) in [
        ("lab.yaml", "GMP unit", "GMP certified unit", "the words of `name` claim something (\"gmp\")"),
        ("facts.yaml", "细胞治疗中心", "细胞治疗中心，已放行", "the words of `requester` claim something (\"放行\")"),
        ("facts.yaml", "治疗用生物制品", "可治疗肺纤维化", "the words of `name` claim something (\"治疗\")"),
        ("spec.yaml", "（放行）", "（已放行）", "the title of the specification claim something (\"放行\")"),
        (
            "facts.yaml",
            "before it was released",
            "although the lot was released",
            "`text` claim something (\"released\")",
        ),
    ] {
        let other = Bench::new();
        for name in ["lab.yaml", "facts.yaml", "spec.yaml"] {
            let text = bench.read(name);
            other.write(name, &if name == file { text.replace(from, to) } else { text });
        }
        let said = other.run(&["--lot", "EV-3101", "-o", "json"]);
        let told = said.err.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.exit == 4 && told.contains(message), "{to}: {}", said.err);
    }
}

/// The cause of an invalidation, and the criterion of a specification, bar no certificate by what they deny or tell of a reagent.
#[test]
fn a_cause_and_a_criterion_are_printed_as_they_are() {
    let drawn = |reason: &str, text: &str| {
        let bench = Bench::new();
        bench.write(
            "s.yaml",
            &format!(
                "evqc: 1\nid: s\nversion: 1.0.0\ntitle: S\nstatus: approved\neffective: 2026-01-01\nrounding: usp\nbasis: illustration\n\
                 tests:\n  endo:\n    category: safety\n    name: Endotoxin\n    procedure: S v1\n    rationale: x\n    accept: <= 5 EU/mL\n\
                 \x20 ster:\n    category: safety\n    name: Sterility\n    procedure: L v1\n    rationale: x\n    accept: no growth\n    text: \"{text}\"\n"
            ),
        );
        bench.write(
            "r.csv",
            &format!(
                "lot,sample,test,value,unit,date,role,status,reason,investigation,analyst,approver\n\
                 L-1,S-1,endo,9,EU/mL,2026-02-03,,invalid,\"{reason}\",INV-7,A. Bo,Q. Adler\n\
                 L-1,S-1,endo,2,EU/mL,2026-02-04,retest,,,,A. Bo,\n\
                 L-1,S-1,ster,no growth,,2026-02-03,,,,,A. Bo,\n"
            ),
        );
        let said =
            bench.command(&["certificate", "s.yaml", "r.csv", "--as-of", "2026-12-01", "--lot", "L-1", "-o", "s.json"]);
        let told = said.err.split_whitespace().collect::<Vec<_>>().join(" ");
        (said.exit, told, if bench.has("s.json") { bench.read("s.json") } else { String::new() })
    };
    const PLAIN: (&str, &str) = ("wrong dilution", "No growth");
    for reason in [
        "buffer was used before it was released",
        "column not released by QC",
        "therapeutic antibody interferes",
        "GMP deviation DEV-12, wrong column",
        "标准品不符合规定",
        "所用试剂未放行",
        "治疗药物干扰",
    ] {
        let (exit, said, twin) = drawn(reason, PLAIN.1);
        assert!(exit == 0 && twin.contains(reason), "{reason}: {said}");
    }
    for text in [
        "放行标准：无菌生长",
        "无菌生长，否则不得放行",
        "照无菌检查法检查，无菌生长，符合规定",
        "No growth (required before the lot is released)",
    ] {
        let (exit, said, twin) = drawn(PLAIN.0, text);
        assert!(exit == 0 && twin.contains(text), "{text}: {said}");
    }
    for (reason, text, message) in [
        ("released by QA", PLAIN.1, "the record of endo claim something (\"released\")"),
        ("quality is good, batch approved", PLAIN.1, "the record of endo say what was found (\"batch approved\")"),
        ("试剂合格，本批符合规定", PLAIN.1, "the record of endo say what was found (\"符合规定\")"),
        (PLAIN.0, "无菌生长，已放行", "the text of ster claim something (\"放行\")"),
        (PLAIN.0, "无菌生长，本批符合规定", "the text of ster say what was found (\"符合规定\")"),
    ] {
        let (exit, said, _) = drawn(reason, text);
        assert!(exit == 4 && said.contains(message), "{reason} {text}: {said}");
    }
}

/// What a laboratory says of its documents and samples, and what shall be, claims nothing.
#[test]
fn ordinary_statements_need_no_signatory() {
    let bench = Bench::new();
    bench.edit(
        "lab.yaml",
        "statements:\n",
        "statements:
  - {text: {en: Retained samples are kept for 24 months., zh: 留样保存24个月。}}
  - {text: Objections can be raised within 15 days of receipt.}
  - {text: Retained samples are stored at ≤ -70 °C.}
  - text:
      en: The report is not valid without the signatures of the analyst, the reviewer and the approver.
      zh: 报告无检验、审核、批准人签字无效。
  - {text: This report is void if altered.}
  - {text: The data can be used only with the written consent of the sponsor.}
  - {text: Results are expressed as the mean of the replicates.}
  - {text: \"Please cite MISEV2023 (doi:10.1002/jev2.12404) when you publish data.\"}
  - text:
      en: The expanded uncertainty is stated with k = 2, for a coverage of about 95 %.
      zh: 扩展不确定度的包含因子k=2，包含概率约95%。
  - {text: 不确定度按JJF 1059.1-2012评定。}
  - {text: Samples are discarded 3 months after the date of this report.}
  - {text: Not for human use.}
  - {text: Not for diagnostic or therapeutic use.}
",
    );
    bench.edit("lab.yaml", "name: {en: Example Microbiology GmbH", "name: {en: Accredited Laboratories Ltd");
    bench.edit("facts.yaml", "all:\n", "all:\n  comments: [Sterility was tested by direct inoculation., \"Use of this lot: GLP toxicology study.\", 2 vials were rejected at visual inspection.]\n");
    bench.edit("spec.yaml", "title: ", "title: 放行质量标准 ");
    let said = bench.run(&["--lot", "EV-3101", "-o", "json"]);
    assert_eq!(said.exit, 0, "{}", said.err);
    for (from, to, message) in [
        ("kept for 24 months", "stable for 24 %", "the statement states a measured number (\"24 %"),
        ("is not valid without", "is valid without", "(\"valid without\")"),
        ("is void if altered", "is void", "(\"is void\")"),
        ("The data can be used only with", "The lot can be used with", "(\"can be used\")"),
        ("Not for human use", "For human use", "(\"for human use\")"),
        ("coverage of about 95 %", "purity of about 95 %", "a measured number (\"2,"),
        ("doi:10.1002/jev2.12404", "CD63 10.1 %", "a measured number (\"63 10.1"),
    ] {
        let other = Bench::new();
        other.write("lab.yaml", &bench.read("lab.yaml").replace(from, to));
        let said = other.run(&["--lot", "EV-3101", "-o", "json"]);
        assert!(said.exit != 0 && said.err.contains("claim-without-signatory"), "{to}: {}", said.err);
        assert!(said.err.contains(message), "{to}: {}", said.err);
    }
}

/// What nobody signs for claims nothing: the lines on every page, the words of terms, comments on lots.
#[test]
fn a_claim_without_signatory_is_refused() {
    for (file, from, to, what) in [
        ("lab.yaml", "  footer: {", "  header: ISO/IEC 17025 accredited\n  footer: {", "the words of `header`"),
        ("lab.yaml", "seal: true\n", "seal: true\nwording: {criterion: ＧＭＰ limit}\n", "the words for `criterion`"),
        (
            "lab.yaml",
            "  footer: {en: Example Vesicle Laboratory",
            "  footer: {en: All tests comply",
            "the words of `footer` say",
        ),
        ("lab.yaml", "zh: 示例囊泡检验室}\n  address", "zh: 全部合格}\n  address", "the words of `name` say"),
        ("lab.yaml", "{en: Analyst,", "{en: Authorised for use under ＧMP,", "the words of `function` claim"),
        (
            "lab.yaml",
            "name: {en: Example Vesicle Laboratory",
            "name: {en: GMP-certified FDA approved Lab",
            "the words of `name`",
        ),
        ("lab.yaml", "contact: \"", "contact: \"CNАS认可 ", "the words of `contact` claim"),
        ("facts.yaml", "frozen on dry ice, seals intact", "suitable for human use", "the words of `condition` claim"),
        (
            "facts.yaml",
            "frozen on dry ice, seals intact",
            "Сomplies with specification",
            "the words of `condition` say",
        ),
        ("facts.yaml", "zh: 干冰冷冻，封签完好", "zh: 可用于患者", "the words of `condition` claim"),
        ("facts.yaml", "first values are void.", "first values are void. The lot complies.", "the words of `text` say"),
        ("results.csv", "B. Chen", "GMP approved Chen", "who tested or reviewed cd9"),
        (
            "spec.yaml",
            "title: MSC-EV nebulised",
            "title: EMA-approved MSC-EV nebulised",
            "the title of the specification claim something (\"ema-approved\")",
        ),
        ("facts.yaml", "frozen on dry ice, seals intact", "meets the pharmacopoeia", "the words of `condition` claim"),
        ("facts.yaml", "zh: 干冰冷冻，封签完好", "zh: 符合中国药典", "the words of `condition` claim"),
        ("lab.yaml", "  footer: {", "  header: QP-certified\n  footer: {", "the words of `header`"),
        (
            "facts.yaml",
            "frozen on dry ice, seals intact",
            "meets the requirements of the Chinese Pharmacopoeia",
            "`condition` claim something (\"meets the requirements of the chinese pharmacopoeia\")",
        ),
        (
            "lab.yaml",
            "  footer: {",
            "  header: approved by Health Canada\n  footer: {",
            "(\"approved by health canada\")",
        ),
        (
            "lab.yaml",
            "  footer: {",
            "  header: Work complies with MISEV2023\n  footer: {",
            "(\"complies with misev2023\")",
        ),
        ("lab.yaml", "{en: Analyst,", "{en: \"Analyst, licensed by Swissmedic\",", "the words of `function` claim"),
        ("facts.yaml", "zh: 干冰冷冻，封签完好", "zh: 符合中国药典要求", "the words of `condition` claim"),
        (
            "lab.yaml",
            "activity: {en: quality control,",
            "activity: {en: WHO-prequalified quality control,",
            "`activity` claim",
        ),
        // What signatures, results and the lot itself say.
        (
            "lab.yaml",
            "seal: true\n",
            "seal: true\nwording: {analyst: {en: Approved electronically by, zh: 检验人}}\n",
            "the words for `analyst` state what a certificate says of itself (\"approved electronically\")",
        ),
        ("lab.yaml", "  footer: {", "  header: FINAL - lot EV-9999\n  footer: {", "the words of `header` state what"),
        (
            "lab.yaml",
            "  footer: {en: Example Vesicle Laboratory",
            "  footer: {en: Signed electronically by Mei Chen",
            "the words of `footer` state what a certificate says of itself (\"signed electronically\")",
        ),
        (
            "lab.yaml",
            "  footer: {en: Example Vesicle Laboratory, zh: 示例囊泡检验室}",
            "  footer: {en: Example Vesicle Laboratory, zh: 已由陈梅电子签名}",
            "the words of `footer` state what",
        ),
        (
            "lab.yaml",
            "  footer: {en: Example Vesicle Laboratory",
            "  footer: {en: Endotoxin 0 . 01",
            "the words of `footer` state a measured number (\"0.01\")",
        ),
        // What is on every page is looked at as a frame is; what decides is nobody's but of those who sign.
        ("lab.yaml", "  footer: {", "  header: Approved\n  footer: {", "the words of `header` state what"),
        ("lab.yaml", "  footer: {", "  header: \"Signed: Q. Adler\"\n  footer: {", "the words of `header` state what"),
        ("lab.yaml", "  footer: {", "  header: Valid without signature\n  footer: {", "the words of `header`"),
        ("lab.yaml", "  footer: {", "  header: Batch may be used\n  footer: {", "(\"may be used\")"),
        ("lab.yaml", "  footer: {", "  header: No failures\n  footer: {", "(\"no failures\")"),
        ("lab.yaml", "  footer: {", "  header: Reviewed by Q. Adler\n  footer: {", "(\"reviewed by q\")"),
        ("lab.yaml", "zh: 示例囊泡检验室}\n", "zh: 批准人：陈梅}\n", "the words of `"),
        ("lab.yaml", "  footer: {", "  header: ✓ QC\n  footer: {", "the words of `header` have the sign"),
        ("lab.yaml", "  footer: {", "  header: 同意使用\n  footer: {", "the words of `header`"),
        (
            "lab.yaml",
            "{en: Analyst,",
            "{en: \"Analyst, all criteria met\",",
            "the words of `function` decide on the lot",
        ),
        (
            "lab.yaml",
            "activity: {en: quality control",
            "activity: {en: \"quality control, all criteria met\"",
            "the words of `activity` decide",
        ),
        (
            "lab.yaml",
            "reference: \"Ph. Eur. 11.5, 2.6.14; ChP 2025 vol. IV 1143\"",
            "reference: \"all acceptance criteria are met\"",
            "the words of `reference` decide",
        ),
        // A name of one's own is no key that is left out.
        ("lab.yaml", "  micro:\n", "  logo:\n    name: CNAS laboratory\n  micro:\n", "the words of `name` claim"),
        (
            "facts.yaml",
            "all:\n",
            "all:\n  comments: [The lot is released for clinical use.]\n",
            "the words of `comments`",
        ),
    ] {
        let bench = Bench::new();
        let said = bench.edit(file, from, to).run(&["--lot", "EV-3101", "-o", "coa.json"]);
        assert_eq!(said.exit, 4, "{}", said.err);
        let message = said.err.split_whitespace().collect::<Vec<_>>().join(" ");
        for words in ["claim-without-signatory", what, "see `statements` of lab.yaml"] {
            assert!(message.contains(words), "{words}: {}", said.err);
        }
        assert!(["results.csv", "spec.yaml"].contains(&file) || said.err.contains(file), "{}", said.err);
        assert!(!bench.has("coa.json"));
    }
}

/// A line that stands on every certificate has the number of none of them.
#[test]
fn a_running_line_has_no_number_of_a_lot() {
    let bench = Bench::new();
    bench.edit("lab.yaml", "  footer: {en: Example Vesicle Laboratory", "  footer: {en: \"EV-3101 CoA-EV-3101-1\"");
    for lot in ["EV-3101", "EV-3102"] {
        let said = bench.run(&["--lot", lot, "-o", "coa.json"]);
        assert_eq!(said.exit, 4, "{}", said.err);
        let message = said.err.split_whitespace().collect::<Vec<_>>().join(" ");
        let expected = "the words of `layout.footer` of lab.yaml have a number of a lot or a certificate (\"ev-3101\")";
        assert!(message.contains("claim-without-signatory") && message.contains(expected), "{}", said.err);
        assert!(message.contains("leave it out: the line stands on every certificate"), "{}", said.err);
        assert!(!bench.has("coa.json"));
    }
}

/// A statement that nobody signs for gives no result, no signature, no lot, no day and no state of the document.
#[test]
fn a_statement_without_signatory_states_no_result() {
    const USUAL: &str = "en: Samples are kept for two years after the expiry date.";
    for (own, what) in [
        ("This document is final", "(\"is final\")"),
        ("The watermark is a printing artefact", "(\"watermark\")"),
        ("Endotoxin is 0.01 EU/mL", "a measured number (\"0.01 EU/mL.\")"),
        ("It was signed by all persons named", "(\"signed by\")"),
        ("Lot no. EV-9999 was tested too", "(\"lot ev-9999\")"),
        ("The expiry date is 2029-01-01", "(\"expiry date\")"),
        ("Approved by Q. Adler since all acceptance criteria are met", "decides on the lot"),
        ("Approved", "decides on the lot"),
        ("Signed Q. Adler", "decides on the lot"),
        ("Valid without signature", "decides on the lot"),
        ("The batch may be used", "decides on the lot"),
        ("No failures", "decides on the lot"),
        ("All results are given in thousands", "or on what its numbers mean (\"in thousands\")"),
    ] {
        let bench = Bench::new();
        bench.edit("lab.yaml", USUAL, &format!("en: {own}."));
        let said = bench.run(&["--lot", "EV-3101", "-o", "coa.json"]);
        let message = said.err.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.exit == 4 && message.contains("claim-without-signatory"), "{own}: {}", said.err);
        let says = ["the statement states", "the statement decides"].iter().any(|says| message.contains(says));
        assert!(says && message.contains(what), "{own}: {}", said.err);
        // Whoever signs for it may state it.
        bench.edit("lab.yaml", "zh: 留样保存至有效期后两年。}", "zh: 留样保存至有效期后两年。}\n    by: Quentin Adler");
        assert_ne!(bench.run(&["--lot", "EV-3101", "-o", "coa.json"]).exit, 4, "{own}");
    }
}

/// What is a name, a number or a record is lawful: the name of a company, a lot, a bank, what failed on the way.
#[test]
fn lawful_texts_are_printed() {
    let bench = Bench::new();
    bench
        .edit(
            "lab.yaml",
            "name: {en: Example Microbiology GmbH, zh: 示例微生物有限公司}",
            "name: {en: GMP Analytics GmbH, zh: 示例细胞治疗有限公司}",
        )
        .edit("facts.yaml", "bank: WCB-03", "bank: GMP WCB-03")
        .edit("lab.yaml", "qc@lab.example", "qc@gmp-analytics.example")
        .edit(
            "lab.yaml",
            "    - name: {en: Example Vesicle Laboratory, zh: 示例囊泡检验室}\n",
            "    - name: {en: GMP building 4, zh: GMP 车间 4}\n",
        )
        .edit("facts.yaml", "en: umbilical cord MSC", "en: clinical grade umbilical cord MSC")
        .edit("facts.yaml", "zh: 示例囊泡有限公司生产部}", "zh: 上海合格生物科技有限公司}")
        .edit("lab.yaml", "{en: Analyst,", "{en: GMP laboratory analyst,")
        .edit("spec.yaml", "title: MSC-EV nebulised", "title: MSC-EV by Ph. Eur. 2.6.1, nebulised")
        .edit("facts.yaml", "was found to be expired;", "failed its blank control and was rejected;")
        .edit(
            "lab.yaml",
            "criterion: {en: \"clear, colourless liquid\"",
            "criterion: {en: \"complies with the reference, passes\"",
        )
        .edit("spec.yaml", "one of [\"clear, colourless liquid\"]", "one of [\"complies with the reference, passes\"]");
    let twin = bench.twin("EV-3101", &["--lang", "en"]);
    let shown = characters(&printed(&twin));
    for text in [
        "GMP laboratory analyst",
        "clinical grade umbilical cord MSC",
        "GMP Analytics GmbH",
        "GMP WCB-03",
        "qc@gmp-analytics.example",
        "GMP building 4",
        "failed its blank control and was rejected",
    ] {
        assert!(shown.contains(text), "{text}: {shown}");
    }
}

/// What a product is for is declared, never assumed; no choice says more than it must.
#[test]
fn the_intended_use_has_no_default() {
    let bench = Bench::new();
    bench.edit("facts.yaml", "  use: clinical trial\n", "");
    let missing = bench.twin("EV-3101", &[]).content.missing;
    assert_eq!((missing.len(), missing[0].number), (1, 35));
    for (word, text) in [
        ("research", "For research use only. Not for use in humans."),
        ("clinical trial", "Investigational: for use in a clinical trial only."),
    ] {
        let bench = Bench::new();
        bench.edit("facts.yaml", "  use: clinical trial\n", &format!("  use: {word}\n"));
        assert!(characters(&printed(&bench.twin("EV-3101", &["--lang", "en"]))).contains(text));
    }
}

/// What comes with the data is printed as it stands, and claims no more than the texts of the laboratory (R-117, R-1008).
#[test]
fn data_claim_nothing() {
    let told = |file: &str, from: &str, to: &str| {
        let bench = Bench::new();
        bench.write(
            "s.yaml",
            "evqc: 1\nid: s\nversion: 1.0.0\ntitle: S\nstatus: approved\neffective: 2026-01-01\nrounding: usp\nbasis: illustration\n\
             tests:\n  pot:\n    category: potency\n    name: Potency\n    procedure: S v1\n    rationale: x\n    accept: \">= 70 %\"\n\
             \x20 look:\n    category: general\n    name: Appearance\n    procedure: L v1\n    rationale: x\n    accept: report\n    required: false\n\
             \x20 id:\n    category: identity\n    name: Identity\n    procedure: I v1\n    rationale: x\n    accept: complies\n",
        );
        let rows = "lot,sample,test,value,unit,stage,time,time_unit,condition,container,orientation,method,group,replicate,date,role,status,reason,investigation,analyst,approver\n\
                    L-1,S-1,pot,85,%,,,,,,,cell assay,plate 1,well 7,2026-02-03,,,,,,\n\
                    L-1,S-1,pot,84,%,stability,6,months,-80 °C,2R vial,upright,cell assay,plate 1,well 7,2026-08-03,,,,,,\n\
                    L-1,S-1,look,clear liquid,,,,,,,,,,,2026-02-03,,,,,,\n\
                    L-1,S-1,id,符合规定,,,,,,,,,,,2026-02-03,,invalid,wrong primer,INV-7,A. Bo,Q. Adler\n\
                    L-1,S-1,id,complies,,,,,,,,,,,2026-02-04,retest,,,,A. Bo,\n";
        let lots = "lot,manufactured,parents\nL-1,2026-02-01,MCB of 2026\n";
        assert!(rows.contains(from) || lots.contains(from), "{from}");
        bench.write(file, &rows.replace(from, to));
        bench.write("l.csv", &lots.replace(from, to));
        let more = ["--lots", "l.csv", "--as-of", "2026-12-01", "--lot", "L-1", "-o", "s.json"];
        let said = bench.command(&[&["certificate", "s.yaml", file], &more[..]].concat());
        (said.exit, said.err.split_whitespace().collect::<Vec<_>>().join(" "), bench.has("s.json"))
    };
    let (exit, said, is_drawn) = told("results 2026.csv", "", "");
    assert_eq!((exit, is_drawn), (0, true), "{said}");
    for (from, to, expected) in [
        ("clear liquid", "\"Released for human use, FDA approved\"", "a result of look claim something (\"released\")"),
        ("clear liquid", "lot conforms", "a result of look say what was found (\"lot conforms\")"),
        ("符合规定", "approved by the FDA", "a result of id claim something (\"approved by the fda\")"),
        ("cell assay", "\"cell assay, FDA approved\"", "the method of pot claim something (\"fda approved\")"),
        ("plate 1", "GMP plate", "the group of pot claim something (\"gmp\")"),
        ("well 7", "for human use", "the replicate of pot claim something (\"for human use\")"),
        ("-80 °C", "FDA approved", "the condition of pot claim something (\"fda approved\")"),
        ("2R vial", "GMP released vial", "the container of pot claim something (\"released\")"),
        ("upright", "safe for patients", "the orientation of pot claim something (\"safe for\")"),
        ("MCB of 2026", "FDA_approved", "a parent lot claim something (\"fda approved\")"),
    ] {
        let (exit, said, is_drawn) = told("r.csv", from, to);
        assert_eq!((exit, is_drawn), (4, false), "{to}: {said}");
        let expected =
            format!("error[claim-without-signatory]: lot L-1: the words for {expected}, and nobody answers for it");
        let expected =
            expected.replace("(\"lot conforms\"), and nobody answers for it", "(\"lot conforms\"): only evqc does");
        assert!(said.contains(&expected), "{expected}: {said}");
    }
    // What was tested for a release, and under which rules a laboratory works, is no claim.
    for file in
        ["放行检验结果.csv", "放行结果.csv", "GMP results.csv", "EV_GMP_batch_7.csv", "glycans_released_HILIC.csv"]
    {
        let (exit, said, is_drawn) = told(file, "", "");
        assert_eq!((exit, is_drawn), (0, true), "{file}: {said}");
    }
    for method in ["放行检验方法", "\"Released N-glycan analysis, HILIC-FLR\""] {
        let (exit, said, is_drawn) = told("r.csv", "cell assay", method);
        assert_eq!((exit, is_drawn), (0, true), "{method}: {said}");
    }
    for file in ["made under GMP.csv", "已放行.csv", "lot released.csv"] {
        let (exit, said, is_drawn) = told(file, "", "");
        assert_eq!((exit, is_drawn), (4, false), "{file}: {said}");
    }
    let (exit, said, is_drawn) = told("FDA approved.csv", "", "");
    assert_eq!((exit, is_drawn), (4, false), "{said}");
    let expected = "error[claim-without-signatory]: the words for the name of the file `FDA approved.csv` claim something (\"fda approved\")";
    assert!(said.contains(expected), "{said}");
}

/// A result that is judged is in the words of its specification, or of a failure, which is always reported; what a
/// text denies it does not claim.
#[test]
fn words_of_a_judged_result_are_no_claim() {
    let drawn = |accept: &str, value: &str, required: bool| {
        let bench = Bench::new();
        bench.write(
            "s.yaml",
            &format!(
                "evqc: 1\nid: s\nversion: 1.0.0\ntitle: S\nstatus: approved\neffective: 2026-01-01\nrounding: usp\nbasis: illustration\n\
                 tests:\n  pot:\n    category: potency\n    name: Potency\n    procedure: S v1\n    rationale: x\n    accept: \">= 70 %\"\n\
                 \x20 look:\n    category: general\n    name: Appearance\n    procedure: L v1\n    rationale: x\n    required: {required}\n    accept: {accept}\n"
            ),
        );
        bench.write(
            "r.csv",
            &format!(
                "lot,sample,test,value,unit,date\nL-1,S-1,pot,85,%,2026-02-03\nL-1,S-1,look,\"{value}\",,2026-02-03\n"
            ),
        );
        let said =
            bench.command(&["certificate", "s.yaml", "r.csv", "--as-of", "2026-12-01", "--lot", "L-1", "-o", "s.json"]);
        let twin = bench.has("s.json").then(|| serde_json::from_str::<Certificate>(&bench.read("s.json")).unwrap());
        let line = twin.map(|twin| {
            let look = twin.content.tests.into_iter().find(|one| one.id == "look").unwrap();
            (look.outcome, look.result.unwrap().text.en)
        });
        (said.exit, said.err.split_whitespace().collect::<Vec<_>>().join(" "), line)
    };
    for (accept, value, outcome) in [
        ("'\"符合药典规定\"'", "符合药典规定", "pass"),
        ("'\"符合中国药典2025年版四部0904规定\"'", "符合中国药典2025年版四部0904规定", "pass"),
        ("one of [\"compliant with Ph. Eur.\", \"not compliant\"]", "Compliant with Ph. Eur.", "pass"),
        ("'\"GMP grade water used\"'", "GMP grade water used", "pass"),
        ("one of [clear, colourless]", "浑浊，不符合药典规定", "fail"),
        ("one of [clear, colourless]", "does not comply with Ph. Eur.", "fail"),
        ("one of [clear, colourless]", "turbid, not compliant with Ph. Eur. 2.2.1", "fail"),
        ("one of [clear, colourless]", "non-compliant with USP", "fail"),
        ("one of [clear, colourless]", "turbid: this is what the GMP batch record says", "fail"),
        ("report", "浑浊，不符合药典规定", "reported"),
        ("report", "fibres, not conforming to USP <790>", "reported"),
        // The same observation in both languages.
        ("report", "complies", "reported"),
        ("report", "符合规定", "reported"),
    ] {
        let (exit, said, line) = drawn(accept, value, true);
        assert_eq!(exit, i32::from(outcome == "fail"), "{value}: {said}");
        let (found, text) = line.unwrap();
        assert_eq!((found.as_str(), text.as_str()), (outcome, if value == "符合规定" { "complies" } else { value }));
    }
    // A denial is reported beside a lot that conforms too; what claims something stands on no certificate of one.
    assert_eq!(drawn("one of [clear]", "not compliant with Ph. Eur. 2.2.1", false).0, 0);
    for (accept, value, required, claim) in [
        ("one of [clear]", "approved by the FDA", false, "approved by the fda"),
        ("report", "compliant with GMP", true, "gmp"),
        ("report", "not turbid; compliant with Ph. Eur.", true, "compliant with ph. eur"),
        ("report", "未见不符合中国药典之处", true, "符合中国药典"),
    ] {
        let (exit, said, line) = drawn(accept, value, required);
        assert_eq!((exit, line), (4, None), "{value}: {said}");
        let expected =
            format!("lot L-1: the words for a result of look claim something (\"{claim}\"), and nobody answers for it");
        assert!(said.contains(&expected), "{expected}: {said}");
    }
}
