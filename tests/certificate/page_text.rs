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

/// Number of the certificate, page and number of pages stand on every page (R-114).
#[test]
fn each_page_has_its_number() {
    let bench = Bench::new();
    for (lang, numbered) in [("en", "Page {page} of {pages}"), ("zh", "第 {page} 页 共 {pages} 页")] {
        let (pdf, json) = (format!("{lang}.pdf"), format!("{lang}.json"));
        let said = bench.run(&["--lot", "EV-3101", "--lang", lang, "-o", &pdf, "-o", &json, "-q"]);
        assert_eq!(said.exit, 0, "{}", said.err);
        let number = serde_json::from_str::<Certificate>(&bench.read(&json)).unwrap().content.number.unwrap();
        let file = lopdf::Document::load_mem(&std::fs::read(bench.path(&pdf)).unwrap()).unwrap();
        let pages: Vec<u32> = file.get_pages().into_keys().collect();
        assert!(pages.len() > 2);
        for page in &pages {
            let text = bare(&file.extract_text(&[*page]).unwrap());
            let of = numbered.replace("{page}", &page.to_string()).replace("{pages}", &pages.len().to_string());
            assert!(text.contains(&bare(&of)), "page {page} has no {of:?}: {text}");
            assert!(text.contains(&number), "page {page} has no {number}: {text}");
        }
    }
}

/// A camera reads number and digest of the twin from the picture of the last page (R-115).
#[test]
fn the_code_for_cameras_holds_the_digest_of_the_twin() {
    if !crate::needed::programs(&["pdftoppm"], "the code for cameras") {
        return;
    }
    let bench = Bench::new();
    let said = bench.run(&["--lot", "EV-3101", "--lang", "en+zh", "-o", "coa.pdf", "-o", "coa.json", "-q"]);
    assert_eq!(said.exit, 0, "{}", said.err);
    let twin = std::fs::read(bench.path("coa.json")).unwrap();
    let certificate: Certificate = serde_json::from_slice(&twin).unwrap();
    let expected =
        format!("evqc-certificate/1 {} sha256:{}", certificate.content.number.unwrap(), evqc::integrity::sha256(&twin));
    let pages = std::process::Command::new("pdftoppm")
        .args(["-r", "200", "-gray"])
        .args([bench.path("coa.pdf"), bench.path("page")])
        .status();
    assert!(pages.unwrap().success());
    let folder = bench.path("");
    let pictures = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let codes: Vec<String> = pictures
        .filter(|path| path.extension().is_some_and(|end| end == "pgm"))
        .flat_map(|path| codes(&path))
        .collect();
    assert_eq!(codes, [expected]);
}

/// The texts of the codes in a picture in shades of grey, as PGM.
fn codes(picture: &std::path::Path) -> Vec<String> {
    let bytes = std::fs::read(picture).unwrap();
    let mut numbers = Vec::new();
    let mut start = 2;
    while numbers.len() < 3 {
        let end = start + 1 + bytes[start + 1..].iter().position(u8::is_ascii_whitespace).unwrap();
        numbers.push(std::str::from_utf8(&bytes[start..end]).unwrap().trim().parse::<usize>().unwrap());
        start = end;
    }
    let (pixels, width) = (&bytes[start + 1..], numbers[0]);
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, numbers[1], |x, y| pixels[y * width + x]);
    image.detect_grids().iter().map(|grid| grid.decode().unwrap().1).collect()
}

/// A word of a page with its box: left, top, right, bottom in points from the upper left corner.
struct Placed {
    page: usize,
    word: String,
    corners: [f32; 4],
}

/// Every word of a PDF with its place, as poppler sees it.
fn placed(path: &std::path::Path) -> Vec<Placed> {
    let output = std::process::Command::new("pdftotext").arg("-bbox").arg(path).arg("-").output().unwrap();
    let (mut page, mut words) = (0, Vec::new());
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        page += usize::from(line.contains("<page"));
        let Some((place, word)) = line.trim().strip_prefix("<word ").and_then(|rest| rest.split_once('>')) else {
            continue;
        };
        let at = |key: &str| place.split_once(key).unwrap().1.split('"').nth(1).unwrap().parse::<f32>().unwrap();
        let corners = ["xMin", "yMin", "xMax", "yMax"].map(at);
        words.push(Placed { page, word: word.trim_end_matches("</word>").to_owned(), corners });
    }
    words
}

/// Room for a seal of 40 mm and for a hand, free of every word: no digital signature is printed over it (R-1107).
#[test]
fn the_places_for_seal_and_hand_are_empty() {
    const MILLIMETRE: f32 = 72.0 / 25.4;
    if !crate::needed::programs(&["pdftotext"], "the places for seal and handwriting") {
        return;
    }
    let bench = Bench::new();
    for (lang, seal, hand) in [("en", "Testing", "Signature"), ("zh", "检验专用章", "签名")] {
        let pdf = format!("{lang}.pdf");
        let said = bench.run(&["--lot", "EV-3101", "--lang", lang, "-o", &pdf, "-q"]);
        assert_eq!(said.exit, 0, "{}", said.err);
        let words = placed(&bench.path(&pdf));
        let in_the_way = |page: usize, [left, top, right, bottom]: [f32; 4]| {
            let meets = |one: &&Placed| {
                let [x0, y0, x1, y1] = one.corners;
                one.page == page && x1 > left && x0 < right && y1 > top && y0 < bottom
            };
            words.iter().filter(meets).map(|one| one.word.clone()).collect::<Vec<_>>()
        };
        let label = words.iter().rfind(|one| one.word == seal).unwrap();
        let [left, top, ..] = label.corners;
        // The label stands in the middle below the square.
        let middle = words.iter().rfind(|one| one.page == label.page && one.corners[1] == top).unwrap().corners[2];
        let middle = f32::midpoint(left, middle);
        let square = [middle - 20.0 * MILLIMETRE, top - 42.0 * MILLIMETRE, middle + 20.0 * MILLIMETRE, top - 2.0];
        assert_eq!(in_the_way(label.page, square), Vec::<String>::new(), "{lang}");
        let hands: Vec<&Placed> = words.iter().filter(|one| one.page == label.page && one.word == hand).collect();
        let places: Vec<&&Placed> = hands.iter().filter(|one| one.corners[0] > 200.0).collect();
        assert_eq!(places.len(), 3, "{lang}");
        for place in places {
            let [left, top, ..] = place.corners;
            let line = [left, top - 12.0 * MILLIMETRE, left + 40.0 * MILLIMETRE, top - 1.0];
            assert_eq!(in_the_way(place.page, line), Vec::<String>::new(), "{lang}");
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
