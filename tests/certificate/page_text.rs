//! The text layer of the PDF says every number and every verdict of the twin.

use super::bench::Bench;
use evqc::certificate::{Certificate, Words};
use serde_json::Value;

/// The text of a PDF in the order of its pages, as far as lines, raised digits and spaces are nobody's business.
pub(super) fn text_layer(bytes: &[u8]) -> String {
    let file = lopdf::Document::load_mem(bytes).unwrap();
    let pages: Vec<u32> = file.get_pages().into_keys().collect();
    bare(&file.extract_text(&pages).unwrap())
}

fn bare(text: &str) -> String {
    let raised = |c: char| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|sign| sign == c);
    let digit = |c: char| raised(c).and_then(|at| char::from_digit(at as u32, 10)).unwrap_or(c);
    text.replace("10^", "10").chars().filter(|c| !c.is_whitespace()).map(digit).collect()
}

/// What the page has to show of a certificate, in its languages.
fn expected(certificate: &Certificate, languages: &[&str]) -> Vec<String> {
    let content = &certificate.content;
    let mut words: Vec<&Words> = vec![&content.title, &content.conclusion.statement];
    words.extend(content.conclusion.open.iter().map(|open| &open.text));
    for line in &content.tests {
        words.extend([&line.name, &line.criterion, &line.conclusion]);
        words.extend(line.result.as_ref().map(|result| &result.text));
    }
    let mut texts = vec![
        content.lot.id.clone(),
        content.issued.clone(),
        content.specification.sha256.clone(),
        certificate.content_sha256.clone(),
    ];
    for words in words {
        texts.extend(languages.contains(&"en").then(|| words.en.clone()));
        texts.extend(languages.contains(&"zh").then(|| words.zh.clone()));
    }
    texts.extend(content.tests.iter().filter_map(|line| line.completed.clone()));
    // Single determinations stand in the retest history; uncertainties and zones below the results.
    texts.extend(content.history.iter().map(|entry| entry.value.clone()));
    texts.extend(content.history.iter().filter_map(|entry| entry.date.clone()));
    for line in &content.tests {
        let uncertainty = line.uncertainty.as_ref();
        texts.extend(
            uncertainty.map(|known| format!("{} {} (k = {})", known.expanded, known.unit, known.coverage_factor)),
        );
        texts.extend(uncertainty.and_then(|known| known.reference.clone()));
        texts.extend(line.rule.as_ref().and_then(|rule| rule.guard_band.clone()));
    }
    texts
}

#[test]
fn the_text_of_the_pages_says_what_the_twin_says() {
    let bench = Bench::new();
    for lot in ["EV-3101", "EV-3102", "EV-3103"] {
        for (lang, languages) in [("en", &["en"][..]), ("en+zh", &["en", "zh"])] {
            let (pdf, json) = (format!("{lot}-{lang}.pdf"), format!("{lot}-{lang}.json"));
            let said = bench.run(&["--lot", lot, "--lang", lang, "-o", &pdf, "-o", &json]);
            assert!(said.exit < 4, "{}", said.err);
            let shown = text_layer(&std::fs::read(bench.path(&pdf)).unwrap());
            let certificate: Certificate = serde_json::from_str(&bench.read(&json)).unwrap();
            let expected = expected(&certificate, languages);
            assert!(expected.iter().any(|text| text.contains("(k = 2)")), "{lot} has an uncertainty");
            assert!(lot != "EV-3101" || certificate.content.history.len() == 5, "{lot} has single determinations");
            assert!(expected.len() > 60, "{}", expected.len());
            for text in expected {
                assert!(shown.contains(&bare(&text)), "{pdf} does not show {text:?} in:\n{shown}");
            }
        }
    }
}

/// What is read together stands on one page: the statements, the places to sign, and the record with its digests and the end;
/// and the sample has no page for a few lines that did not fit.
#[test]
fn statements_signatures_and_record_are_not_split() {
    let bench = Bench::new();
    let heads = |lang: &str| match lang {
        "zh" => [["声明", "本报告结果仅对所检样品负责"], ["签名", "检验专用章"], ["评价记录", "文件结束"]],
        _ => [
            ["Statements", "This document states whether"],
            ["Signatures", "Testing seal"],
            ["Record of the evaluation", "End of document"],
        ],
    };
    // A lot that does not conform, and one without a conclusion, have less to say.
    for (lang, most, lots) in
        [("en", 4, &["EV-3101", "EV-3102", "EV-3103"][..]), ("zh", 4, &["EV-3101"]), ("en+zh", 6, &["EV-3101"])]
    {
        for lot in lots {
            let pdf = format!("{lot}.pdf");
            let said = bench.run(&["--lot", lot, "--lang", lang, "-o", &pdf, "--overwrite", "-q"]);
            assert!(said.exit < 4, "{}", said.err);
            let file = lopdf::Document::load_mem(&std::fs::read(bench.path(&pdf)).unwrap()).unwrap();
            let pages: Vec<String> =
                file.get_pages().into_keys().map(|page| bare(&file.extract_text(&[page]).unwrap())).collect();
            assert!(pages.len() <= most, "{lot} {lang}: {} pages", pages.len());
            for [first, last] in heads(lang) {
                let on = |text: &str| pages.iter().rposition(|page| page.contains(&bare(text)));
                assert_eq!(on(first), on(last), "{lot} {lang}: {first} .. {last}");
                assert!(on(first).is_some(), "{lot} {lang}: {first}");
            }
        }
    }
}

/// What the twin says and the pages do not, by where it stands: names for programs, numbers with more digits than are reported,
/// and what a mean was made from (`docs/decisions/documents.md`).
const IN_THE_TWIN_ALONE: [&str; 16] = [
    ".schema",
    ".content.deviations[].tests[]",
    ".content.history[].test",
    ".content.lot.expiry_rule",
    ".content.tests[].id",
    ".content.tests[].criterion_as_written",
    ".content.tests[].determinations[].line",
    ".content.tests[].determinations[].text",
    ".content.tests[].limits.lower",
    ".content.tests[].limits.upper",
    ".content.tests[].reasons[].message",
    ".content.tests[].result.compared",
    ".content.tests[].result.value",
    ".content.tests[].rule.conformance_probability",
    ".content.tests[].rule.false_accept_risk",
    ".content.tests[].uncertainty.standard",
];

/// Every text and number with a digit, with where it stands; of words in two languages the English ones.
fn with_digits(value: &Value, place: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) if fields.len() == 2 && fields.contains_key("zh") => {
            with_digits(&fields["en"], place, found);
        }
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| with_digits(value, &format!("{place}.{name}"), found));
        }
        Value::Array(values) => values.iter().for_each(|value| with_digits(value, &format!("{place}[]"), found)),
        Value::Number(number) => found.push((place.to_owned(), number.to_string())),
        Value::String(text) if text.contains(|c: char| c.is_ascii_digit()) => {
            found.push((place.to_owned(), text.clone()));
        }
        _ => {}
    }
}

/// Not a list of what is looked for, but of what is not: a field that comes to the twin is asked for on the page.
#[test]
fn every_number_of_the_twin_is_on_the_pages_or_named_here() {
    let bench = Bench::new();
    let mut unused: Vec<&str> = IN_THE_TWIN_ALONE.to_vec();
    for lot in ["EV-3101", "EV-3102", "EV-3103"] {
        let (pdf, json) = (format!("{lot}.pdf"), format!("{lot}.json"));
        let said = bench.run(&["--lot", lot, "--lang", "en", "-o", &pdf, "-o", &json]);
        assert!(said.exit < 4, "{}", said.err);
        let shown = text_layer(&std::fs::read(bench.path(&pdf)).unwrap());
        let mut found = Vec::new();
        with_digits(&serde_json::from_str(&bench.read(&json)).unwrap(), "", &mut found);
        assert!(found.len() > 200, "{}", found.len());
        for (place, text) in found {
            let is_left = IN_THE_TWIN_ALONE.contains(&place.as_str());
            unused.retain(|one| *one != place);
            assert!(is_left || shown.contains(&bare(&text)), "{lot}: {place} is {text:?}, which no page shows");
        }
    }
    assert!(unused.is_empty(), "no lot has {unused:?}");
}

/// A result and a conclusion in another row's place would be on the pages as well: each row of the table is read by itself.
#[test]
fn each_row_holds_its_own_result_and_conclusion() {
    let bench = Bench::new();
    for lang in ["en", "zh"] {
        let text = |words: &Words| bare(if lang == "en" { &words.en } else { &words.zh });
        for lot in ["EV-3101", "EV-3102", "EV-3103"] {
            let (pdf, json) = (format!("{lot}-{lang}.pdf"), format!("{lot}-{lang}.json"));
            let said = bench.run(&["--lot", lot, "--lang", lang, "-o", &pdf, "-o", &json]);
            assert!(said.exit < 4, "{}", said.err);
            let shown = text_layer(&std::fs::read(bench.path(&pdf)).unwrap());
            let certificate: Certificate = serde_json::from_str(&bench.read(&json)).unwrap();
            let lines = &certificate.content.tests;
            let mut from = 0;
            for line in lines {
                // Behind the name can stand who tested; behind the result how it was made.
                let [name, criterion, conclusion] = [&line.name, &line.criterion, &line.conclusion].map(text);
                let result = line.result.as_ref().map_or_else(String::new, |result| text(&result.text));
                let row = shown[from..].match_indices(&name).find_map(|(at, _)| {
                    let behind = &shown[from + at + name.len()..];
                    let cells = behind.find(&criterion).filter(|at| *at < 60)? + criterion.len();
                    Some((from + at + name.len() + cells, &behind[cells..]))
                });
                let (start, row) = row.unwrap_or_else(|| panic!("{pdf}: no row of {}", line.id));
                let cells = row.find(&result).filter(|at| *at < 60 || result.is_empty());
                let cells =
                    cells.unwrap_or_else(|| panic!("{pdf}: {} has another result: {row}", line.id)) + result.len();
                let concluded = row[cells..].find(&conclusion).filter(|at| *at < 90);
                assert!(concluded.is_some(), "{pdf}: {} concludes otherwise: {row}", line.id);
                from = start;
            }
            assert!(lines.len() > 10, "{}", lines.len());
        }
    }
}
