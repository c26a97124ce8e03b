//! Both languages say the same (R-1101).

use super::bench::{Bench, characters, printed, texts};
use evqc::certificate::Certificate;
use evqc::document::{Block, Document, Language};
use std::collections::BTreeMap;

/// Every number of a text with how often it stands there.
fn numbers(text: &str) -> BTreeMap<String, usize> {
    let mut all = BTreeMap::new();
    for number in text.split(|c: char| !(c.is_ascii_digit() || c == '.')).map(|part| part.trim_matches('.')) {
        if !number.is_empty() {
            *all.entry(number.to_owned()).or_default() += 1;
        }
    }
    all
}

/// The texts of a cell, each with its language.
type Texts = Vec<(Option<Language>, String)>;

/// Cells of the table of results, row by row.
fn results(document: &Document) -> Vec<Vec<Texts>> {
    let table = document.blocks.iter().find_map(|block| match block {
        Block::Table(table) if table.columns.len() >= 6 => Some(table),
        _ => None,
    });
    let cell = |cell: &evqc::document::Cell| cell.texts.iter().map(|text| (text.language, text.characters())).collect();
    table.unwrap().rows.iter().map(|row| row.cells.iter().map(cell).collect()).collect()
}

#[test]
fn numbers_and_verdicts_are_the_same_in_both_languages() {
    let bench = Bench::new();
    for lot in ["EV-3101", "EV-3102", "EV-3103"] {
        let [en, zh, both] = ["en", "zh", "en+zh"].map(|lang| results(&printed(&bench.twin(lot, &["--lang", lang]))));
        assert_eq!(en.len(), 15);
        for ((en, zh), both) in en.iter().zip(&zh).zip(&both) {
            for ((en, zh), both) in en.iter().zip(zh).zip(both).skip(1) {
                let join = |cell: &[(Option<Language>, String)]| {
                    cell.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n")
                };
                assert_eq!(numbers(&join(en)), numbers(&join(zh)), "{en:?} and {zh:?}");
                // Side by side both halves stand in one cell.
                let half = |language| {
                    let of = both.iter().filter(|(own, _)| own.is_none_or(|own| own == language));
                    of.map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n")
                };
                assert_eq!(half(Language::English), join(en));
                assert_eq!(half(Language::Chinese), join(zh));
            }
        }
    }
    let verdicts = |certificate: &Certificate| {
        let pair = |line: &evqc::certificate::TestLine| (line.outcome.clone(), line.conclusion.clone());
        certificate.content.tests.iter().map(pair).collect::<Vec<_>>()
    };
    for (outcome, words) in verdicts(&bench.twin("EV-3102", &[])) {
        let expected = match outcome.as_str() {
            "pass" => ("complies", "符合规定"),
            "fail" => ("does not comply", "不符合规定"),
            "reported" => ("reported, no criterion", "报告值，不作判定"),
            "waived" => ("waived, not tested", "豁免，未检"),
            other => panic!("{other}"),
        };
        assert_eq!((words.en.as_str(), words.zh.as_str()), expected);
    }
}

/// The twin is one object whatever is printed: only the choice of language differs.
#[test]
fn the_twin_does_not_depend_on_the_print() {
    let bench = Bench::new();
    let mut en = bench.twin("EV-3101", &["--lang", "en"]).content;
    let mut zh = bench.twin("EV-3101", &["--lang", "zh"]).content;
    en.language.clear();
    zh.language.clear();
    assert_eq!(en.tests, zh.tests);
    assert_eq!(en, zh);
}

#[test]
fn a_print_in_one_language_has_the_labels_of_that_language_only() {
    let bench = Bench::new();
    let en = characters(&printed(&bench.twin("EV-3102", &["--lang", "en"])));
    let chinese: Vec<char> = en.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).collect();
    assert!(chinese.is_empty(), "{chinese:?}");
    let zh = characters(&printed(&bench.twin("EV-3102", &["--lang", "zh"])));
    for label in ["Report no.", "Acceptance criterion", "Result", "complies", "Lot no.", "DRAFT", "Decision rule"] {
        assert!(!zh.contains(label), "{label} in a Chinese print");
    }
    for label in
        ["报告编号", "标准规定", "检验结果", "单项结论", "批号", "检验依据", "不符合规定", "检验专用章", "文件结束"]
    {
        assert_eq!(zh.contains(label), label != "检验专用章", "{label}");
    }
}

/// The language that prevails stands first and is named (R-1102).
#[test]
fn one_language_prevails() {
    let bench = Bench::new();
    let english = printed(&bench.twin("EV-3101", &[]));
    assert_eq!(english.language, Language::English);
    assert!(characters(&english).contains("In case of doubt the English text prevails."));
    bench.edit("lab.yaml", "authoritative: en", "authoritative: zh");
    let chinese = printed(&bench.twin("EV-3101", &[]));
    assert_eq!(chinese.language, Language::Chinese);
    assert!(characters(&chinese).contains("如有歧义，以中文文本为准。"));
    let title = texts(&chinese).iter().map(|text| text.characters()).position(|text| text == "检验报告书");
    assert!(
        title < texts(&chinese).iter().map(|text| text.characters()).position(|text| text == "Certificate of Analysis")
    );
}

/// A test without a Chinese name is no silent English fallback (R-1104).
#[test]
fn a_name_that_is_not_translated_makes_a_draft() {
    let bench = Bench::new();
    bench.edit("spec.yaml", "    columns: [\"细菌内毒素\"]\n", "");
    let missing = bench.twin("EV-3101", &["--lang", "zh"]).content.missing;
    assert_eq!((missing.len(), missing[0].number, &missing[0].tests[..]), (1, 19, &["endotoxin".to_owned()][..]));
    assert!(bench.twin("EV-3101", &["--lang", "en"]).content.missing.is_empty());
    bench.edit("lab.yaml", "  endotoxin:\n", "  endotoxin:\n    name: {en: Bacterial endotoxin, zh: 细菌内毒素}\n");
    assert!(bench.twin("EV-3101", &["--lang", "zh"]).content.missing.is_empty());
}

/// Exponents are raised in both languages (R-1105).
#[test]
fn powers_of_ten_are_set_raised() {
    let bench = Bench::new();
    for lang in ["en", "zh"] {
        let print = printed(&bench.twin("EV-3101", &["--lang", lang]));
        let all = texts(&print);
        let power = all.iter().find(|text| text.characters().contains("1.8×10")).unwrap();
        assert!(
            power.runs.iter().any(|run| run.style == evqc::document::Style::Superscript && run.text == "9"),
            "{power:?}"
        );
        assert!(!characters(&print).contains("×10^"));
    }
}

/// Every number of a page, without digests, which differ with the choice of language, and without the twin inside.
fn numbers_of_page(page: &str) -> Vec<String> {
    let lines = page.lines().filter(|line| !line.contains("base64"));
    let body =
        lines.skip_while(|line| !line.contains("<main>") && !line.starts_with('#')).collect::<Vec<_>>().join("\n");
    let mut shown = String::new();
    let mut inside = false;
    for character in body.chars() {
        match character {
            '<' => inside = true,
            '>' => {
                inside = false;
                shown.push(' ');
            }
            _ if !inside => shown.push(character),
            _ => {}
        }
    }
    let is_digest = |word: &str| word.len() >= 40 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let words = shown.split(|c: char| !c.is_ascii_alphanumeric() && c != '.').filter(|word| !is_digest(word));
    let mut all: Vec<String> = words.flat_map(|word| numbers(word).into_keys()).collect();
    all.sort();
    all.dedup();
    all
}

/// Pages of every form hold the same numbers, whichever language they are in.
#[test]
fn pages_of_every_form_hold_the_same_numbers() {
    let bench = Bench::new();
    for lot in ["EV-3101", "EV-3102", "EV-3103"] {
        for form in ["html", "md"] {
            let [en, zh, both] = ["en", "zh", "en+zh"].map(|lang| {
                let said = bench.run(&["--lot", lot, "--lang", lang, "-o", form]);
                numbers_of_page(&said.out)
            });
            assert!(en.len() > 60, "{lot} {form}: {}", en.len());
            assert_eq!(en, zh, "{lot} {form}");
            assert_eq!(en, both, "{lot} {form}");
        }
    }
}
