//! Every sentence that the judge can write, found in its source text: none of them gets English into a Chinese print (R-1104).
#![allow(clippy::disallowed_methods, reason = "the source text of the judge is read")]

use super::sentence::{held, of_the_judgement, sentences};
use super::slot::Slot;
use crate::certificate::words::Words;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Texts of the judge that are no sentence of the table by themselves: as they stand, with a whole reason that they are in;
/// nothing where they are in none, because they help, or name, or belong to a report.
const OTHERS: &str = include_str!("every_reason.tsv");

/// Files whose texts are no reasons: words that are looked for in records and stages, and what a recorded report says.
const NO_REASONS: [&str; 9] = [
    "approval.rs",
    "codes.rs",
    "cause.rs",
    "recorded.rs",
    "recorded_rows.rs",
    "recorded_rule.rs",
    "context.rs",
    "lot_report.rs",
    "earlier_step.rs",
];

/// What places of sentences hold in the examples below.
fn sample(slot: Slot) -> &'static str {
    match slot {
        Slot::Number => "3",
        Slot::Numbers => "3, 4",
        Slot::Ordinal => "5th",
        Slot::Date => "2026-02-19",
        Slot::Unit => "EU/mL",
        Slot::Value => "<0.41 EU/mL",
        Slot::Sum => "350 EU / 15 mL = 23.3 EU/mL",
        Slot::Id => "cd63",
        Slot::Ids => "cd63, cd81",
        Slot::Name => "EV-3101",
        Slot::Names => "EV-3101, EV-3102",
        Slot::Rule => "<= 0.25 EU/mL",
        Slot::Cell | Slot::Found => "negative",
        Slot::Outcome => "not evaluable (0.49 EU/mL)",
        Slot::Route => "intravenous",
        Slot::Conditions => "method NTA, sample EV-3101",
        Slot::Word => "relative range",
        Slot::Why => "there is no determination",
        Slot::Text => "EV-3101",
        Slot::Any => "what nobody reads in Chinese",
    }
}

/// Names, ids and units of the samples and examples, and of methods that have their name in every language.
const KNOWN: &str = "EV SPEC EU mL ng nm cd conc ratio injection captures spike plate csv particles container NTA Kaplan Meier Mei Chen clear \
                     opalescent blurred Trp";

fn english(zh: &str) -> Vec<&str> {
    let known: BTreeSet<&str> = KNOWN.split_whitespace().collect();
    let words = zh.split(|sign: char| !sign.is_ascii_alphabetic()).filter(|word| word.len() > 1);
    words.filter(|word| !known.contains(word)).collect()
}

fn in_print(message: &str) -> Words {
    of_the_judgement(message, &|_| None).unwrap_or_else(|| panic!("no sentence of the table: {message}"))
}

/// A sentence of the table with its samples.
fn example(sentence: &str) -> String {
    let mut parts = sentence.split('{');
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |text, part| {
        let (slot, behind) = part.split_once('}').unwrap();
        text + sample(Slot::named(slot).unwrap()) + behind
    })
}

/// A format with its places bare.
fn bare(format: &str) -> String {
    let mut all = String::new();
    let mut rest = format.replace("{{}}", "{}");
    while let Some((before, inside)) = rest.clone().split_once('{') {
        let (place, behind) = inside.split_once('}').unwrap_or((inside, ""));
        all.push_str(before);
        match place.rsplit_once('{') {
            Some((outer, _)) => all.push_str(&format!("{{{outer}{{}}")),
            None => all.push_str("{}"),
        }
        rest = behind.to_owned();
    }
    all + &rest
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}

/// The literal texts of a source file before its tests, without comments and what helps.
fn literals(source: &str) -> Vec<String> {
    let source = source.split("#[cfg(test)]").next().unwrap();
    let code: Vec<&str> = source.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n").replace("'\"'", "' '");
    let (mut all, mut rest, mut before) = (Vec::new(), code.as_str(), String::new());
    while let Some((code, behind)) = rest.split_once('"') {
        before.push_str(code);
        let end = (0..behind.len())
            .filter(|at| behind.as_bytes()[*at] == b'"')
            .find(|at| behind[..*at].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 0);
        let (text, after) = behind.split_at(end.unwrap());
        // A statement about help has no reason in it.
        let helps = before.rsplit(';').next().is_some_and(|statement| {
            statement
                .rfind("help")
                .is_some_and(|at| !statement[at..].contains("Reason::new") && statement.len() - at < 70)
        });
        let text: Vec<&str> =
            text.split("\\\n").enumerate().map(|(at, line)| if at > 0 { line.trim_start() } else { line }).collect();
        if !helps {
            all.push(text.concat().replace("\\\"", "\""));
        }
        rest = &after[1..];
    }
    all
}

/// Whether a text has words with blanks between them.
fn is_said(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    letters.windows(3).any(|of| {
        of[1] == ' ' && (of[0].is_ascii_lowercase() || (of[0] == '}' && (of[2].is_ascii_lowercase() || of[2] == '{')))
    })
}

#[test]
fn every_text_of_the_judge_is_a_sentence_of_the_table_or_known_to_be_none() {
    let known: BTreeSet<String> = sentences().map(|(en, _)| bare(en)).collect();
    let others: BTreeSet<&str> = OTHERS.lines().map(|line| line.split_once('\t').unwrap().0).collect();
    let judge = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/judge");
    let is_of_reasons = |path: &PathBuf| !NO_REASONS.iter().any(|name| path.ends_with(name));
    let (mut found, mut unknown) = (0, Vec::new());
    for path in sources(&judge).into_iter().filter(is_of_reasons) {
        for text in literals(&std::fs::read_to_string(&path).unwrap()).into_iter().filter(|text| is_said(text)) {
            let text = bare(&text);
            found += 1;
            if !known.contains(&text) && !others.contains(text.as_str()) {
                unknown.push(format!("{}: {text}", path.display()));
            }
        }
    }
    assert!(unknown.is_empty(), "{unknown:#?}");
    assert!(found > 250, "{found}");
}

#[test]
fn no_sentence_has_english_in_its_chinese() {
    for (en, zh) in sentences() {
        let example = example(en);
        let held = held(en, &example).unwrap_or_else(|| panic!("{en}: {example}"));
        let is_printed = held.iter().filter(|(slot, _)| *slot != Slot::Any).count();
        assert!(zh.matches('{').count() >= is_printed.min(1), "{en}");
        let print = in_print(&example).zh;
        assert_eq!(english(&print), [""; 0], "{en}: {print}");
    }
    for line in OTHERS.lines() {
        let (_, example) = line.split_once('\t').unwrap();
        if !example.is_empty() {
            let print = in_print(example).zh;
            assert_eq!(english(&print), [""; 0], "{example}: {print}");
        }
    }
}

/// What a place may hold is no other text.
#[test]
fn a_place_holds_what_it_is_for_and_no_english() {
    let sentence = "an uncertainty is stated for 2 of 3 determinations";
    for slot in [
        "number",
        "date",
        "unit",
        "value",
        "id",
        "ids",
        "name",
        "names",
        "rule",
        "outcome",
        "route",
        "word",
        "conditions",
    ] {
        let slot = Slot::named(slot).unwrap();
        assert!(!slot.holds("an uncertainty is stated for 2"), "{slot:?}");
        assert!(slot.holds(sample(slot)), "{slot:?}");
    }
    assert_eq!(in_print(sentence).zh, "3 次测定中仅有 2 次声明了不确定度");
    let named = |id: &str| (id == "cd63").then(|| Words::new("CD63", "CD63 阳性率"));
    let print = of_the_judgement("no usable result for cd63, cd81", &named).unwrap();
    assert_eq!(
        (print.en.as_str(), print.zh.as_str()),
        ("no usable result for CD63, cd81", "以下成员无可用结果：CD63 阳性率、cd81")
    );
    let print = in_print("0.061 ug/mL is outside the acceptance criterion <= 0.050 ug/mL");
    assert_eq!(print.en, "0.061 µg/mL is outside the acceptance criterion ≤ 0.050 µg/mL");
    assert_eq!(
        in_print("the waiver does not count: it expired on 2026-02-10").zh,
        "豁免不予采用：已于 2026-02-10 到期"
    );
    assert_eq!(in_print("injection 2 has 2 of 3 captures").zh, "injection 2 有 2 个，应有 3 个（captures）");
    assert_eq!(in_print("ratio cannot be computed: conc is invalid").zh, "ratio 无法计算：conc 试验不成立，无结果");
}
