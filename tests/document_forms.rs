//! Documents as HTML and as Markdown.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "the tests write files to look at")]

#[path = "document/sample.rs"]
mod sample;

use evqc::document::*;
use sample::document;
use std::fs;
use std::path::PathBuf;

fn written(name: &str, text: &str) {
    fs::write(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name), text).unwrap();
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph { text: Text::plain(text), emphasis: Emphasis::Normal }
}

const EXPECTED: [&str; 9] = [
    "Certificate of Analysis",
    "COA-2026-0042 v1",
    "1.26×10¹¹ /mL",
    "0.05 EU/mL",
    "CD9 64 %, CD63 41 %, CD81 12 %",
    "No conclusion: the relative potency is pending",
    "The potency falls from 101 % to 90 % in 24 months",
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "Dr. Anna Müller",
];

#[test]
fn html_says_what_the_document_says_and_asks_nobody() {
    for bilingual in [false, true] {
        let made = html(&document(bilingual)).unwrap();
        written(if bilingual { "bilingual.html" } else { "english.html" }, &made);
        assert_eq!(made, html(&document(bilingual)).unwrap());
        for expected in EXPECTED {
            // A raised exponent is a sign of its own, in text that is copied and under any style.
            assert!(made.contains(expected), "`{expected}` is not in the page");
        }
        assert!(!made.contains("<sup>"), "no style makes digits of exponents");
        // The names of the kinds of drawing are no addresses that anything is loaded from.
        let named = ["http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"];
        let rest = named.iter().fold(made.clone(), |rest, name| rest.replace(name, ""));
        assert!(
            !rest.contains("http:") && !rest.contains("https:") && !rest.contains("<script"),
            "an address or a script"
        );
        assert!(made.contains("default-src 'none'") && made.contains("<html lang=\"en\">"));
        assert!(made.contains("counter(page)") && made.contains("counter(pages)"));
        assert_eq!(made.matches("<th scope=\"col\"").count(), 5);
        assert_eq!(made.matches("<th scope=\"row\"").count(), 10);
        assert_eq!(made.contains("<span class=\"second\" lang=\"zh-CN\">检验报告书</span>"), bilingual);
    }
}

#[test]
fn markdown_says_what_the_document_says() {
    for bilingual in [false, true] {
        let made = markdown(&document(bilingual)).unwrap();
        written(if bilingual { "bilingual.md" } else { "english.md" }, &made);
        for expected in EXPECTED {
            assert!(made.contains(expected), "`{expected}` is not in\n{made}");
        }
        assert_eq!(made.contains("# Certificate of Analysis 检验报告书"), bilingual);
        let rows: Vec<&str> = made.lines().filter(|line| line.starts_with('|')).collect();
        assert_eq!(rows.len(), 2 + 12);
        for row in rows {
            assert_eq!(row.replace("\\|", "").matches('|').count(), 6, "{row}");
        }
        let verdict = if bilingual { "complies<br>符合规定" } else { "complies" };
        assert!(made.contains(&format!("| ≥ 1.0×10¹⁰ /mL | 1.26×10¹¹ /mL | {verdict} |")), "{made}");
    }
}

#[test]
fn a_draft_is_marked_in_every_form() {
    let draft = Document { watermark: Some("DRAFT 草稿".to_owned()), ..document(false) };
    let page = html(&draft).unwrap();
    assert!(page.contains("<p class=\"mark\" role=\"note\">DRAFT 草稿</p>") && page.contains("class=\"watermark\""));
    written("draft.html", &page);
    let text = markdown(&draft).unwrap();
    assert!(text.starts_with("**DRAFT 草稿**") && text.ends_with("**DRAFT 草稿**\n"), "{text}");
    assert!(!html(&document(false)).unwrap().contains("DRAFT"));
}

#[test]
fn markup_is_text_in_every_form() {
    let hostile = "</p><script>alert(1)</script> \" onload=\"x | **b** [l](javascript:1) `c`";
    let mut base = Document { attachments: Vec::new(), ..document(false) };
    base.title = hostile.to_owned();
    base.author = hostile.to_owned();
    base.watermark = Some(hostile.to_owned());
    base.head.start = Text::plain(hostile);
    base.page_number = Label::one("{page} \"; } </style><script>");
    let table = Table {
        caption: Some(Label::one(hostile)),
        columns: vec![Column { head: Label::one(hostile), width: 1, align: Align::End }],
        rows: vec![Row { kind: RowKind::Body, cells: vec![Cell::new(hostile)], with_next: false }],
    };
    let code = QrCode {
        content: "x".to_owned(),
        description: hostile.to_owned(),
        texts: vec![Text::code(hostile)],
        pairs: Vec::new(),
    };
    base.blocks = vec![paragraph(hostile), Block::Table(table), Block::QrCode(code)];
    base.attachments = vec![Attachment {
        name: hostile.to_owned(),
        media_type: "text/html\"><script>".to_owned(),
        relationship: Relationship::Data,
        description: hostile.to_owned(),
        bytes: b"x".to_vec(),
    }];
    let page = html(&base).unwrap();
    assert!(!page.contains("<script") && !page.contains("\" onload=\""), "{page}");
    let text = markdown(&base).unwrap();
    let outside: String = text.split('`').step_by(2).collect();
    assert!(!outside.contains("<script") && !outside.contains("**b**") && !outside.contains("[l](j"), "{outside}");
}

#[test]
fn invisible_signs_are_refused_in_every_form() {
    let base = Document { blocks: vec![paragraph("result \u{202e}12.3")], ..document(false) };
    let refused = DocumentError::InvisibleSign { sign: '\u{202e}', place: "the document, `result 12.3`,".to_owned() };
    assert_eq!(html(&base), Err(refused.clone()));
    assert_eq!(markdown(&base), Err(refused));
    // Where the letters are those of the reader's machine, any sign may be printed.
    let emoji = Document { blocks: vec![paragraph("lot 😀 A-12")], ..document(false) };
    assert!(html(&emoji).unwrap().contains("lot 😀 A-12") && markdown(&emoji).unwrap().contains("lot 😀 A-12"));
}

/// What stands above every page stands once in Markdown, which has none: not at all where it is the title.
#[test]
fn a_running_head_that_is_the_title_is_not_repeated() {
    let mut base = Document { watermark: None, ..document(false) };
    base.head.start = Text::plain("Head of the page");
    assert!(markdown(&base).unwrap().starts_with("Head of the page\n\n"));
    base.title = "Head of the page".to_owned();
    assert!(!markdown(&base).unwrap().contains("Head of the page"));
}

#[test]
fn attachments_are_inside_the_page() {
    let base = document(false);
    let page = html(&base).unwrap();
    let from = "<a download=\"certificate.json\" href=\"data:application/json;base64,";
    let encoded = page.split(from).nth(1).unwrap().split('"').next().unwrap();
    use base64::Engine as _;
    assert_eq!(base64::engine::general_purpose::STANDARD.decode(encoded).unwrap(), base.attachments[0].bytes);
    // Nothing stands behind the end.
    let end = page.find("<p class=\"end\">").unwrap();
    assert!(page.find(from).unwrap() < end, "{page}");
    let picture = Picture { name: "logo.png".to_owned(), bytes: b"none".to_vec(), description: String::new() };
    let base = Document { blocks: vec![Block::Letterhead { logo: Some(picture), lines: Vec::new() }], ..base };
    assert!(matches!(html(&base), Err(DocumentError::Picture { .. })));
}
