//! The text layer of the PDF says every number and every verdict of the twin.

use super::bench::Bench;
use evqc::certificate::{Certificate, Words};

/// The text of a PDF in the order of its pages, as far as lines, raised digits and spaces are nobody's business.
fn text_layer(bytes: &[u8]) -> String {
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
