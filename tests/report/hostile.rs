//! Lot ids, cells, comments, test names and file names that try to be more than text.

use crate::structure::{assert_valid, junit};
use crate::{fixture, format};
use evqc::data::{Details, Input};
use evqc::finding::Finding;
use evqc::report::FORMATS;
use evqc::source::Place;
use serde_json::Value;
use std::sync::Arc;

const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "%0A::error file=x::pwned",
    "\n::error file=x::pwned",
    "\r\n::set-output name=x::y",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "a|b|c",
    "line\nbreak",
    "\u{1b}[2J\u{1b}[31mred",
    "\u{1b}]0;title\u{7}",
    "]]>",
    "\"quoted\" 'text'",
    "&amp; &lt;",
    "invoice\u{202e}gpj.exe",
    "zero\u{200b}width\u{feff}",
    "c1 \u{9b}31m",
    "nul\u{0}byte",
    "``` **bold** [x](javascript:alert(1)) ![i](http://x/y.png) @everyone #1 </details>",
    "C:\\new\\table",
    "阳性率 ≥ 80 %, naïve",
    "  leading and trailing  ",
    "",
];

/// A report in which the text stands everywhere a stranger can put it.
fn report(name: &str, text: &str) -> String {
    let mut spec = fixture::specification();
    spec.tests[fixture::SIZE].name = text.to_owned();
    spec.tests[fixture::CD63].text = Some(text.to_owned());
    let file: Arc<str> = Arc::from(text);
    let input = Input { name: Arc::clone(&file), detected: text.to_owned(), ..fixture::input() };
    let mut lot = fixture::failing(&spec, text);
    for determination in &mut lot.determinations {
        determination.text = text;
        determination.replicate = text;
        let details = Details { comment: text, reason: text, analyst: text, ..Details::default() };
        determination.details = Some(Box::new(details));
    }
    let mut sterility = fixture::words(text);
    lot.tests[fixture::STERILITY].reportable.as_mut().unwrap().value = sterility.take().unwrap();
    lot.tests[fixture::ENDOTOXIN].reasons[0].message = text.to_owned();
    lot.tests[fixture::ENDOTOXIN].reasons[0].help = Some(text.to_owned());
    lot.tests[fixture::ENDOTOXIN].reasons[0].place = Some(Place::new(&file, 26, 3));
    lot.findings.push(
        Finding::new(&fixture::UNKNOWN_UNIT, text)
            .at(Place::new(&file, 7, 2), 1)
            .with(Place::file(&file), text)
            .help(text),
    );
    let run_finding = Finding::new(&fixture::DECIMAL_COMMA, text).at(Place::file(&file), 1);
    fixture::write_report(format(name).as_ref(), &[lot], &[&spec], &[input], &[run_finding], false)
}

fn hostile(name: &'static str) -> impl Iterator<Item = (&'static str, String)> {
    HOSTILE.iter().map(move |text| (*text, report(name, text)))
}

/// Characters that act on a terminal or reorder text; line ends are the format's own.
fn acts(character: char) -> bool {
    (character.is_control() && character != '\n') || matches!(character, '\u{202e}' | '\u{200b}' | '\u{feff}')
}

#[test]
fn nothing_acts_on_a_terminal() {
    for (name, _) in FORMATS.iter().filter(|(name, _)| !["json", "jsonl"].contains(name)) {
        for text in HOSTILE {
            let report = report(name, text);
            // SARIF keeps the exact lot id as a property, quoted by JSON.
            let escaped = report.replace(['\u{202e}', '\u{200b}', '\u{feff}', '\u{9b}'], "");
            let shown = if *name == "sarif" { &escaped } else { &report };
            assert!(!shown.contains(acts), "{name}: {text:?}\n{report}");
        }
    }
}

#[test]
fn json_keeps_the_text_as_it_is() {
    for (text, report) in hostile("json") {
        assert!(!report.contains(|character: char| character.is_ascii_control() && character != '\n'));
        let report: Value = serde_json::from_str(&report).unwrap();
        assert_valid(&report);
        let lot = &report["lots"][0];
        assert_eq!(lot["lot"], text);
        assert_eq!(lot["tests"][fixture::SIZE]["name"], text);
        assert_eq!(lot["tests"][0]["determinations"][0]["text"], text);
        assert_eq!(lot["tests"][0]["determinations"][0]["file"], text);
        assert_eq!(report["findings"][0]["message"], text);
    }
    for (text, report) in hostile("jsonl") {
        let lines: Vec<Value> = report.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert!(lines.iter().any(|line| line["kind"] == "lot" && line["lot"] == text));
    }
}

#[test]
fn xml_is_well_formed_and_loses_nothing() {
    for (text, xml) in hostile("junit") {
        let report = junit(&xml);
        assert_eq!(report.test_suites.len(), 2, "{text:?}");
        let lot = &report.test_suites[1];
        assert_eq!(lot.name.as_str(), evqc::report::escape::visible(text), "{text:?}");
        assert_eq!(lot.test_cases[0].classname.as_ref().unwrap().as_str(), lot.name.as_str());
        assert!(!xml.contains("<script") && !xml.contains("]]>"));
    }
}

#[test]
fn sarif_and_gitlab_stay_json_with_paths() {
    for (text, sarif) in hostile("sarif") {
        let sarif: Value = serde_json::from_str(&sarif).unwrap();
        let results = sarif["runs"][0]["results"].as_array().unwrap();
        for result in results {
            let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
            assert!(uri.bytes().all(|byte| byte.is_ascii_graphic()), "{text:?}");
            assert!(!uri.contains(['<', '>', '"', ' ', ':', '|']), "{uri}");
        }
        assert!(results.iter().any(|result| result["properties"]["lot"] == text));
    }
    for (text, gitlab) in hostile("gitlab") {
        let gitlab: Value = serde_json::from_str(&gitlab).unwrap();
        assert_eq!(gitlab.as_array().unwrap().len(), 4, "{text:?}");
    }
}

#[test]
fn workflow_commands_cannot_be_forged() {
    for (text, github) in hostile("github") {
        let lines: Vec<&str> = github.lines().collect();
        assert_eq!(lines.len(), 6, "{text:?}: {github}");
        for line in lines {
            assert!(["::error ", "::warning ", "::notice "].iter().any(|start| line.starts_with(start)), "{line}");
            assert!(!line.contains("%0A") && !line.contains("%0D"));
            let (properties, _) = line.trim_start_matches(':').split_once("::").unwrap();
            let keys: Vec<&str> = properties
                .split_once(' ')
                .unwrap()
                .1
                .split(',')
                .map(|property| property.split_once('=').unwrap().0)
                .collect();
            assert!(keys.iter().all(|key| ["file", "line", "col", "title"].contains(key)), "{line}");
        }
    }
}

#[test]
fn spreadsheets_see_text() {
    for (text, csv) in hostile("csv") {
        assert_eq!(csv.lines().count(), 2, "one line per lot: {text:?}");
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let record = reader.records().next().unwrap().unwrap();
        for cell in &record {
            assert!(!cell.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
        }
        let neutral = record[0].strip_prefix('\'').unwrap_or(&record[0]);
        assert_eq!(neutral, evqc::report::escape::visible(text));
    }
}

#[test]
fn markdown_keeps_its_shape() {
    for (text, markdown) in hostile("markdown") {
        for line in markdown.lines().filter(|line| line.starts_with('|')) {
            let bars = line.matches('|').count();
            assert!(bars == 5 || bars == 6, "{text:?}: {line}");
        }
        for markup in ["<script", "</details> ", "![i]", "[x](", "**bold**", "```", "@everyone", "http://"] {
            assert!(!markdown.contains(markup), "{markup}: {markdown}");
        }
        assert_eq!(markdown.matches("<details").count(), 1, "{text:?}");
        assert_eq!(markdown.matches("</details>").count(), 1, "{text:?}");
    }
}

#[test]
fn the_terminal_shows_one_table_whatever_the_names() {
    for (text, human) in hostile("human") {
        let widths: std::collections::BTreeSet<usize> = human
            .lines()
            .filter(|line| line.starts_with(['│', '├', '╭', '╰']))
            .map(unicode_width::UnicodeWidthStr::width)
            .collect();
        assert_eq!(widths.len(), 1, "{text:?}\n{human}");
        assert!(human.lines().last().unwrap().ends_with("exit 4") || human.lines().last().unwrap().ends_with("exit 1"));
    }
}

#[test]
fn a_huge_cell_does_not_flood_the_terminal() {
    for text in [" ".repeat(300_000) + "x", "x".repeat(300_000), "<|".repeat(100_000)] {
        let human = report("human", &text);
        assert!(human.lines().count() < 2_000, "{}", human.lines().count());
        assert!(human.contains('…'));
    }
}
