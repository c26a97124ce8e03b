//! Documents as PDF files: what a reader of PDF finds in them.
#![cfg(feature = "pdf")]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the tests write files and run readers of PDF"
)]

#[path = "support/needed.rs"]
mod needed;
#[path = "document/sample.rs"]
mod sample;

use evqc::document::*;
use evqc::plot::Mark;
use lopdf::{Dictionary, Object};
use proptest::prelude::*;
use sample::document;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A written document, opened again by a library that has no part in writing it.
struct Opened {
    bytes: Vec<u8>,
    file: lopdf::Document,
}

fn open(document: &Document) -> Opened {
    let bytes = pdf(document).unwrap();
    let file = lopdf::Document::load_mem(&bytes).unwrap();
    Opened { bytes, file }
}

impl Opened {
    fn pages(&self) -> Vec<u32> {
        self.file.get_pages().into_keys().collect()
    }

    /// The text of each page, white space as one space.
    fn texts(&self) -> Vec<String> {
        let text = |page| squeezed(&self.file.extract_text(&[page]).unwrap());
        self.pages().into_iter().map(text).collect()
    }

    fn text(&self) -> String {
        self.texts().join(" ")
    }

    /// Every dictionary of the file that has a key with a name.
    fn with(&self, key: &[u8], name: &[u8]) -> Vec<&Dictionary> {
        let dictionaries = self.file.objects.values().filter_map(|object| match object {
            Object::Dictionary(dictionary) => Some(dictionary),
            Object::Stream(stream) => Some(&stream.dict),
            _ => None,
        });
        dictionaries.filter(|one| one.get(key).and_then(Object::as_name).is_ok_and(|found| found == name)).collect()
    }
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same without any white space: where lines break is nobody's business.
fn dense(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The output of a program of the machine, or `None` with a loud word where it is not installed.
fn run(program: &str, arguments: &[&str]) -> Option<(bool, String)> {
    let Ok(output) = Command::new(program).args(arguments).output() else {
        needed::not_tested("PDF files", &format!("`{program}` is not installed, so that it could not check them"));
        return None;
    };
    let all = [output.stdout, output.stderr].concat();
    Some((output.status.success(), String::from_utf8_lossy(&all).into_owned()))
}

fn written(name: &str, bytes: &[u8]) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, bytes).unwrap();
    path
}

/// Whether every word of an A4 file stands between the margins, as poppler sees it.
fn assert_within_margins(path: &Path) {
    let Some((_, boxes)) = run("pdftotext", &["-bbox", path.to_str().unwrap(), "-"]) else { return };
    let words: Vec<&str> = boxes.lines().filter(|line| line.contains("<word")).collect();
    let ends = |key: &str, least: bool| {
        let number = |line: &&str| line.split(key).nth(1).unwrap().split('"').next().unwrap().parse::<f32>().unwrap();
        let numbers = words.iter().map(number);
        if least { numbers.fold(f32::INFINITY, f32::min) } else { numbers.fold(0.0, f32::max) }
    };
    let (left, right) = (ends("xMin=\"", true), ends("xMax=\"", false));
    let (top, bottom) = (ends("yMin=\"", true), ends("yMax=\"", false));
    // Boxes are those of the font, whose ascent is higher than the line.
    assert!(left > 53.0 && right < 595.276 - 53.0, "{left} {right}");
    assert!(top > 24.0 && bottom < 841.89 - 24.0, "{top} {bottom}");
}

fn with(blocks: Vec<Block>) -> Document {
    Document { blocks, attachments: Vec::new(), ..document(false) }
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph { text: Text::plain(text), emphasis: Emphasis::Normal }
}

/// A table of three columns with a number of rows, in which one cell is given.
fn long_table(rows: usize, cell: impl Fn(usize) -> String) -> Table {
    let head = |text: &str, width| Column { head: Label::one(text), width, align: Align::Start };
    let row = |at: usize| Row {
        kind: RowKind::Body,
        cells: vec![
            Cell::naming(Label::one(format!("first{at}"))),
            Cell::new(cell(at)),
            Cell::new(format!("last{at}")).toned(Tone::Good),
        ],
        with_next: false,
    };
    Table {
        caption: Some(Label::one("Numbers")),
        columns: vec![head("HeadOne", 2), head("HeadTwo", 5), head("HeadThree", 2)],
        rows: (0..rows).map(row).collect(),
    }
}

#[test]
fn every_block_has_its_text_in_one_language_and_in_two() {
    for (bilingual, name, expected) in [
        (false, "english.pdf", &["Certificate of Analysis", "Page 1 of 2", "Page 2 of 2", "End of certificate"][..]),
        (true, "bilingual.pdf", &["检验报告书", "颗粒浓度", "符合规定", "未作结论", "检验专用章", "报告结束"]),
    ] {
        let opened = open(&document(bilingual));
        assert_within_margins(&written(name, &opened.bytes));
        let text = dense(&opened.text());
        let always = ["1.26×10¹¹ /mL", "≥ 1.0×10¹⁰ /mL", "< 0.25 EU/mL", "CD9 64 %, CD63 41 %, CD81 12 %", "−70 °C"];
        let figure = ["Relative potency (%)", "limit ≥ 85 %", "lower bound", "95"];
        for expected in expected.iter().chain(&always).chain(&figure) {
            assert!(text.contains(&dense(expected)), "`{expected}` is not in {name}:\n{text}");
        }
        for page in opened.texts() {
            assert!(page.contains("COA-2026-0042 v1") && page.contains("Lot EV-2026-014"), "{page}");
        }
    }
}

/// A picture is no higher than its sheet; a legend that has no room there says how many names it leaves out, and its heading stands
/// above it.
#[test]
fn a_legend_that_is_longer_than_the_sheet_says_so() {
    let mut document = document(false);
    let mut figure = sample::figure();
    let places = vec![(0.0, 101.2), (24.0, 90.1)];
    figure.marks.extend((0..80).map(|at| Mark::Points {
        name: format!("lot-{at:02}"),
        series: at,
        places: places.clone(),
    }));
    let heading = Block::Heading { level: 2, label: Label::one("AboveThePicture") };
    let block = Block::Figure { figure: Box::new(figure), shape: 0.5, caption: Text::default() };
    document.blocks = vec![heading, block];
    let texts = open(&document).texts();
    let page = texts.iter().find(|page| page.contains("lot-00")).unwrap();
    assert!(page.contains("AboveThePicture") && !page.contains("lot-79"), "{page}");
    let listed = (0..80).filter(|at| page.contains(&format!("lot-{at:02}"))).count();
    assert!(page.contains(&format!("and {} more", 80 - listed)), "{listed}: {page}");
}

#[test]
fn poppler_reads_the_same_text_and_draws_the_pages_without_a_word() {
    let bytes = pdf(&document(true)).unwrap();
    let path = written("poppler.pdf", &bytes);
    let path = path.to_str().unwrap();
    if let Some((success, text)) = run("pdftotext", &["-layout", path, "-"]) {
        assert!(success, "{text}");
        for expected in ["1.26×10¹¹ /mL", "符合规定", "第 3 页 共 3 页", "< 0.05 EU/mL"] {
            assert!(text.contains(expected), "`{expected}` is not in\n{text}");
        }
    }
    let picture = path.replace(".pdf", "");
    if let Some((success, words)) = run("pdftoppm", &["-r", "20", "-png", path, &picture]) {
        // Poppler expects an integer for a key that is a boolean by ISO 32000-1, table 321.
        let words = words.replace("Syntax Error: Suspects object is wrong type (boolean)\n", "");
        assert!(success && words.is_empty(), "{words}");
    }
    if let Some((success, words)) = run("qpdf", &["--check", path]) {
        assert!(success && words.contains("No syntax or stream encoding errors"), "{words}");
    }
}

#[test]
fn equal_documents_give_equal_bytes() {
    for bilingual in [false, true] {
        assert_eq!(pdf(&document(bilingual)).unwrap(), pdf(&document(bilingual)).unwrap());
    }
    let other = Document { identifier: "COA-2026-0042/2".to_owned(), ..document(false) };
    assert_ne!(pdf(&document(false)).unwrap(), pdf(&other).unwrap());
}

#[test]
fn the_attachment_comes_out_byte_for_byte() {
    let document = document(false);
    let opened = open(&document);
    let file = &opened.with(b"Type", b"Filespec")[0];
    assert_eq!(file.get(b"AFRelationship").unwrap().as_name().unwrap(), b"Data");
    assert_eq!(file.get(b"F").unwrap().as_str().unwrap(), b"certificate.json");
    let stream = file.get(b"EF").unwrap().as_dict().unwrap().get(b"F").unwrap().as_reference().unwrap();
    let stream = opened.file.get_object(stream).unwrap().as_stream().unwrap();
    assert_eq!(stream.decompressed_content().unwrap(), document.attachments[0].bytes);
    let path = written("attachment.pdf", &opened.bytes);
    let out = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("certificate.json");
    let arguments = ["-save", "1", "-o", out.to_str().unwrap(), path.to_str().unwrap()];
    if let Some((success, words)) = run("pdfdetach", &arguments) {
        assert!(success, "{words}");
        assert_eq!(fs::read(out).unwrap(), document.attachments[0].bytes);
    }
}

#[test]
fn the_attachment_is_seen_at_a_glance_where_there_is_one() {
    for bilingual in [false, true] {
        let document = document(bilingual);
        let bytes = pdf(&document).unwrap();
        assert_eq!(presumed_attachment(&bytes).as_ref(), Some(&document.attachments[0].bytes));
        // A second one, wherever it stands, leaves nothing to presume.
        let at = bytes.windows(9).rposition(|window| window == b"startxref").unwrap();
        let second = b"<</Type/EmbeddedFile/Filter/FlateDecode>>";
        assert_eq!(presumed_attachment(&[&bytes[..at], &second[..], &bytes[at..]].concat()), None);
        assert_eq!(presumed_attachment(&[&bytes[..], &second[..]].concat()), None);
        // One that is cut short is none.
        let mark = bytes.windows(18).position(|window| window == b"/Type/EmbeddedFile").unwrap();
        let stream = mark + bytes[mark..].windows(7).position(|window| window == b"stream\n").unwrap() + 7;
        assert!((mark..stream + 20).all(|end| presumed_attachment(&bytes[..end]).is_none()));
    }
    assert_eq!(presumed_attachment(&pdf(&Document { attachments: Vec::new(), ..document(false) }).unwrap()), None);
    assert_eq!(presumed_attachment(b""), None);
}

#[test]
fn attachments_have_names_and_kinds() {
    let base = document(false);
    let attachment = base.attachments[0].clone();
    let twice = Document { attachments: vec![attachment.clone(), attachment.clone()], ..base.clone() };
    assert_eq!(pdf(&twice), Err(DocumentError::AttachmentName("certificate.json".to_owned())));
    let media_type = Attachment { media_type: "not a type".to_owned(), ..attachment };
    let error = pdf(&Document { attachments: vec![media_type], ..base }).unwrap_err();
    assert_eq!(error.to_string(), "`not a type` of the attachment `certificate.json` is no media type");
}

#[test]
fn a_table_repeats_its_head_and_never_splits_a_row() {
    let table = long_table(90, |at| format!("middle{at} {}", "some words that need a second line ".repeat(3)));
    let texts = open(&with(vec![Block::Table(table)])).texts();
    assert!(texts.len() > 2, "{}", texts.len());
    for (page, text) in texts.iter().enumerate() {
        assert!(text.contains("HeadTwo") && text.contains("HeadThree"), "page {}: {text}", page + 1);
    }
    for row in 0..90 {
        let parts = [format!("first{row} "), format!("middle{row} "), format!("last{row} ")];
        let on = |part: &String| texts.iter().position(|text| format!("{text} ").contains(part)).unwrap();
        assert!(parts.iter().all(|part| on(part) == on(&parts[0])), "row {row}");
    }
}

#[test]
fn rows_that_belong_together_and_headings_stay_with_what_follows() {
    let mut table = long_table(60, |at| format!("middle{at}"));
    for at in [10, 20, 29, 30, 31, 32, 33, 40, 41, 42, 43, 44, 45] {
        table.rows[at].with_next = true;
    }
    let texts = open(&with(vec![Block::Table(table)])).texts();
    assert!(texts.len() > 1);
    for at in [10, 20, 29, 30, 31, 32, 33, 40, 41, 42, 43, 44, 45] {
        let on = |row: usize| texts.iter().position(|text| text.contains(&format!("middle{row} "))).unwrap();
        assert_eq!(on(at), on(at + 1), "row {at}");
    }
    for filling in 30..60 {
        let mut blocks: Vec<Block> = (0..filling).map(|_| paragraph("line")).collect();
        blocks.push(Block::Heading { level: 2, label: Label::one("Heading") });
        blocks.push(paragraph("follows"));
        for page in open(&with(blocks)).texts() {
            assert_eq!(page.contains("Heading"), page.contains("follows"), "{page}");
        }
    }
}

/// A group moves to the next page as one; one that no page holds is split between statements only.
#[test]
fn what_belongs_together_stands_on_one_page() {
    let statement = |name: &str| Block::Paragraph {
        text: Text::plain(format!("{name}begins {} {name}ends", "word ".repeat(120))),
        emphasis: Emphasis::Fine,
    };
    let heading = || Block::Heading { level: 2, label: Label::one("Statements") };
    for filling in 20..60 {
        let mut blocks: Vec<Block> = (0..filling).map(|_| paragraph("line")).collect();
        blocks.push(Block::Together(vec![heading(), statement("one"), statement("two")]));
        for page in open(&with(blocks)).texts() {
            let has = |word: &str| page.contains(word);
            assert!(
                ["onebegins", "oneends", "twobegins", "twoends"].iter().all(|word| has(word) == has("Statements")),
                "{page}"
            );
        }
    }
    let many: Vec<Block> = std::iter::once(heading()).chain((0..60).map(|at| statement(&format!("s{at}x")))).collect();
    let pages = open(&with(vec![paragraph("line"), Block::Together(many)])).texts();
    assert!(pages.len() > 2 && pages[0].contains("line"), "what fits stands on the first page");
    for at in 0..60 {
        let on = |word: &str| pages.iter().position(|page| page.contains(&format!("s{at}x{word}"))).unwrap();
        assert_eq!(on("begins"), on("ends"), "statement {at}");
    }
}

/// The heading and the head of a table stand on the page on which its first row begins, however tall that is and wherever the page
/// ends.
#[test]
fn a_head_stands_with_its_first_row() {
    for (filling, words) in
        (10..50).step_by(8).flat_map(|filling| [5, 150, 290, 320, 420].map(|words| (filling, words)))
    {
        let tall: String = (0..words).map(|at| format!("w{at} ")).collect();
        let table = long_table(3, |at| if at == 0 { tall.clone() } else { "short".to_owned() });
        let mut blocks: Vec<Block> = (0..filling).map(|_| paragraph("line")).collect();
        blocks.push(Block::Heading { level: 2, label: Label::one("Above it") });
        blocks.push(Block::Table(table));
        let pages = open(&with(blocks)).texts();
        let on = |word: &str| pages.iter().position(|page| page.contains(word)).unwrap();
        assert_eq!(on("HeadTwo"), on("w0 "), "{filling} lines above, {words} words");
        assert_eq!(on("Above it"), on("w0 "), "{filling} lines above, {words} words");
    }
}

#[test]
fn a_row_taller_than_a_page_is_split_and_nothing_is_lost() {
    let words: String = (0..3000).map(|at| format!("w{at} ")).collect();
    let table = long_table(2, |at| if at == 0 { words.clone() } else { "short".to_owned() });
    let opened = open(&with(vec![Block::Table(table)]));
    let texts = opened.texts();
    assert!(texts.len() > 2);
    assert!(texts.iter().all(|text| text.contains("HeadTwo")));
    let all = format!("{} ", texts.join(" "));
    for at in 0..3000 {
        assert!(all.contains(&format!("w{at} ")), "w{at} is lost");
    }
}

#[test]
fn the_watermark_and_the_number_are_on_every_page() {
    let document = Document { watermark: Some("DRAFT 草稿".to_owned()), ..document(true) };
    let opened = open(&document);
    let path = written("watermark.pdf", &opened.bytes);
    let texts = opened.texts();
    for (page, text) in texts.iter().enumerate() {
        // Above the running head; across the page it is a shape, which is mixed into no line of the text.
        assert_eq!(text.matches("DRAFT 草稿").count(), 1, "{text}");
        assert!(text.contains(&format!("Page {} of {}", page + 1, texts.len())), "{text}");
    }
    if let Some((_, text)) = run("pdftotext", &[path.to_str().unwrap(), "-"]) {
        for page in text.split('\u{c}').take(texts.len()) {
            assert!(page.contains("DRAFT 草稿"), "{page}");
        }
    }
    assert!(!open(&sample::document(true)).text().contains("DRAFT"));
}

#[test]
fn what_is_read_aloud_has_a_structure() {
    let opened = open(&document(true));
    let count = |kind: &str| opened.with(b"S", kind.as_bytes()).len();
    // Five columns, ten tests and two groups name something.
    assert_eq!((count("Table"), count("THead"), count("TR"), count("TH")), (1, 1, 13, 5 + 12));
    assert_eq!((count("H1"), count("H2"), count("Figure")), (1, 3, 3));
    for figure in opened.with(b"S", b"Figure") {
        assert!(figure.has(b"Alt"), "{figure:?}");
    }
    let catalog = opened.file.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"en");
    assert!(
        opened.with(b"S", b"P").iter().any(|one| one.get(b"Lang").is_ok_and(|lang| lang.as_str().unwrap() == b"zh-CN"))
    );
    let metadata = opened.with(b"Subtype", b"XML").len();
    assert_eq!(metadata, 1);
    for key in
        ["pdfaid:part>3<", "pdfaid:conformance>A<", "pdfuaid:part>1<", "<xmp:CreateDate>2026-11-27T00:00:00+00:00<"]
    {
        assert!(opened.bytes.windows(key.len()).any(|window| window == key.as_bytes()), "{key}");
    }
}

#[test]
fn only_letters_of_the_program_are_used_and_all_are_inside() {
    let opened = open(&document(true));
    let mut fonts: Vec<String> = opened
        .with(b"Type", b"FontDescriptor")
        .into_iter()
        .map(|font| {
            assert!(font.has(b"FontFile2") || font.has(b"FontFile3"), "{font:?}");
            let name = String::from_utf8_lossy(font.get(b"FontName").unwrap().as_name().unwrap()).into_owned();
            name.split_once('+').unwrap().1.to_owned()
        })
        .collect();
    fonts.sort();
    let expected = ["NotoSansCJKsc-Bold", "NotoSansCJKsc-Regular", "SourceSans3-Bold", "SourceSans3-Regular"];
    assert!(fonts.iter().zip(expected).all(|(font, expected)| font.starts_with(expected)), "{fonts:?}");
}

#[test]
fn letter_paper_and_a_break_of_pages() {
    let blocks = vec![Block::PageBreak, paragraph("one"), Block::PageBreak, Block::PageBreak, paragraph("two")];
    let opened = open(&Document { paper: Paper::Letter, ..with(blocks) });
    let texts = opened.texts();
    assert_eq!(texts.len(), 2);
    assert!(texts[0].contains("one") && texts[1].contains("two"));
    let page = opened.with(b"Type", b"Page")[0];
    let corners: Vec<f32> =
        page.get(b"MediaBox").unwrap().as_array().unwrap().iter().map(|number| number.as_float().unwrap()).collect();
    assert_eq!(corners, [0.0, 0.0, 612.0, 792.0]);
}

#[test]
fn the_end_mark_does_not_stand_alone() {
    for filling in 30..60 {
        let mut blocks: Vec<Block> = (0..filling).map(|at| paragraph(&format!("line{at}"))).collect();
        blocks.push(Block::EndMark(Label::one("The End")));
        let texts = open(&with(blocks)).texts();
        let last = texts.last().unwrap();
        assert!(last.contains("The End") && last.contains(&format!("line{}", filling - 1)), "{last}");
    }
}

/// What Chinese laboratories write, and every sign that evqc says of its own, has letters.
#[test]
fn every_sign_of_gb_2312_and_of_the_words_of_evqc_is_printed() {
    let gb_2312 = (0xa1..=0xf7_u8).flat_map(|row| (0xa1..=0xfe_u8).map(move |cell| [row, cell]));
    let mut signs: Vec<char> = gb_2312
        // GBK has further signs in cells that GB 2312 leaves free.
        .filter(|[row, cell]| !matches!((row, cell), (0xa2, 0xa1..=0xb0 | 0xe3) | (0xa6, 0xd9..) | (0xa8, 0xbb..=0xc4)))
        .filter_map(|pair| encoding_rs::GBK.decode_without_bom_handling_and_without_replacement(&pair)?.chars().next())
        .filter(|sign| !matches!(sign, '\u{e000}'..='\u{f8ff}'))
        .collect();
    assert_eq!(signs.len(), 7445, "GB 2312 has 7,445 signs");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for name in ["certificate/terms.rs", "explanation/findings.tsv", "report/html/page/words.tsv"] {
        let text = fs::read_to_string(folder.join(name)).unwrap();
        signs.extend(text.chars().filter(|sign| !sign.is_control()));
    }
    signs.extend("℉㎎㎜㎡".chars());
    signs.sort_unstable();
    signs.dedup();
    let lines = signs.chunks(60).map(|chunk| paragraph(&chunk.iter().collect::<String>())).collect();
    assert!(open(&with(lines)).pages().len() > 1);
}

/// A sign without a letter is named with its place, wherever it stands.
#[test]
fn a_sign_without_a_letter_is_named() {
    let error = |block: Block| pdf(&with(vec![block])).unwrap_err();
    let found = error(paragraph("lot 😀 A-12"));
    assert_eq!(found, DocumentError::MissingSign { sign: '😀', place: "the paragraph, `lot 😀 A-12`,".to_owned() });
    assert_eq!(
        found.to_string(),
        "the paragraph, `lot 😀 A-12`, has the sign `😀` (U+1F600), which the letters of documents do not have"
    );
    let mut table = long_table(4, |at| format!("middle{at}"));
    table.rows[2].cells[1] = Cell::new("שלום");
    let found = error(Block::Table(table));
    assert_eq!(
        found,
        DocumentError::MissingSign {
            sign: 'ש',
            place: "row 3 of the table `Numbers`, column `HeadTwo`, `שלום`,".to_owned()
        }
    );
    let figure = evqc::plot::Figure { subtitle: "🧪".to_owned(), ..sample::figure() };
    let found = error(Block::Figure { figure: Box::new(figure), shape: 0.5, caption: Text::default() });
    assert!(
        matches!(&found, DocumentError::MissingSign { sign: '🧪', place } if place.contains("Relative potency")),
        "{found}"
    );
    let marked = Document { watermark: Some("ดราฟต์".to_owned()), ..with(Vec::new()) };
    assert!(matches!(pdf(&marked), Err(DocumentError::MissingSign { sign: 'ด', .. })));
    for (text, sign) in
        [("e\u{301}x\u{20e3}", '\u{20e3}'), ("a𠀀b", '𠀀'), ("验\u{301}", '\u{301}'), ("private \u{e000}", '\u{e000}')]
    {
        let found = error(paragraph(text));
        assert!(matches!(found, DocumentError::MissingSign { sign: found, .. } if found == sign), "{text}: {found}");
    }
}

/// Names of people and places are full of signs that GB 2312 does not have.
#[test]
fn chinese_names_have_their_signs() {
    let bold = Block::Heading { level: 1, label: Label::one("王玥、刘喆") };
    let texts = open(&with(vec![bold, paragraph("检验人：李璟翀")])).texts();
    assert!(texts[0].contains("王玥、刘喆") && texts[0].contains("李璟翀"), "{texts:?}");
}

/// What is not seen but turns or hides what is read is refused.
#[test]
fn invisible_signs_are_refused() {
    for sign in ['\u{202e}', '\u{200f}', '\u{2066}', '\u{feff}', '\u{1b}', '\u{0}', '\u{85}', '\u{e0041}'] {
        let found = pdf(&with(vec![paragraph(&format!("result {sign}12.3"))])).unwrap_err();
        let place = "the paragraph, `result 12.3`,".to_owned();
        assert_eq!(found, DocumentError::InvisibleSign { sign, place });
    }
    let text =
        "tab\there, line\nfeed, line\r\nfeed, soft\u{ad}hyphen, no\u{a0}break, thin\u{2009}space, zero\u{200b}width";
    let text = open(&with(vec![paragraph(text)])).text();
    assert!(text.contains("tab here, line feed, line feed"), "{text}");
}

#[test]
fn markup_is_text() {
    let text = open(&with(vec![paragraph("<script>alert(1)</script> \\(a\\) ) Tj ET %PDF &amp; {x}")])).text();
    assert!(text.contains("<script>alert(1)</script> \\(a\\) ) Tj ET %PDF &amp; {x}"), "{text}");
}

/// Long words and long cells are broken, and no letter stands outside its column.
#[test]
fn long_words_and_long_cells_are_whole() {
    let word: String = (0..500).map(|at| char::from(b'a' + (at % 26) as u8)).collect();
    let cell = "EV-".to_owned() + &"0123456789".repeat(50);
    let mut table = long_table(3, |_| word.clone());
    table.rows[1].cells[0] = Cell::new(cell.clone());
    table.rows[2].cells[2] = Cell::new(Text::code("9f86d081884c7d65".repeat(30)));
    let document = Document {
        head: Running { start: Text::plain(cell.clone()), end: Text::plain("end") },
        ..with(vec![paragraph(&word), Block::Table(table)])
    };
    let opened = open(&document);
    let path = written("long.pdf", &opened.bytes);
    let text: String = opened.text().split_whitespace().collect();
    assert!(text.matches(&word[..40]).count() >= 2, "{text}");
    assert_within_margins(&path);
}

#[test]
fn a_logo_is_a_picture() {
    let logo = |name: &str, bytes: &[u8]| {
        let picture = Picture { name: name.to_owned(), bytes: bytes.to_vec(), description: "logo".to_owned() };
        pdf(&with(vec![Block::Letterhead { logo: Some(picture), lines: vec![Text::plain("Laboratory")] }]))
    };
    let png = evqc::plot::png(&sample::figure(), 320, 200, 1).unwrap();
    assert!(logo("logo.png", &png).is_ok());
    assert!(logo("logo.svg", include_bytes!("document/logo.svg")).is_ok());
    let words = |result: Result<Vec<u8>, DocumentError>| result.unwrap_err().to_string();
    assert_eq!(
        words(logo("logo.png", b"no picture")),
        "`logo.png` is no picture that can be printed: it is neither a PNG, a JPEG nor an SVG file"
    );
    for (name, bytes) in
        [("cut.png", &png[..png.len() / 2]), ("cut.svg", b"<svg><g>"), ("cut.jpg", &[0xff, 0xd8, 0xff, 0xe0])]
    {
        let words = words(logo(name, bytes));
        assert!(words.starts_with(&format!("`{name}` is no picture that can be printed: ")), "{words}");
    }
}

/// Sections are set on two cores: what one of them can draw, the other can.
#[test]
fn a_deep_drawing_is_drawn_on_either_core() {
    let groups: String = (1..300)
        .map(|n| format!("<g id=\"a{n}\" transform=\"translate(0.01)\"><use href=\"#a{}\"/></g>", n - 1))
        .collect();
    let drawing = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"60\" height=\"40\"><defs><rect id=\"a0\" width=\"9\" height=\"9\"/>{groups}</defs><use href=\"#a299\"/></svg>"
    );
    let picture = Picture { name: "logo.svg".to_owned(), bytes: drawing.into_bytes(), description: "logo".to_owned() };
    let section = |number: usize| {
        let heading = Block::Heading { level: 1, label: Label::one(format!("Section {number}")) };
        [heading, Block::Letterhead { logo: Some(picture.clone()), lines: vec![Text::plain("Laboratory")] }]
    };
    let document = with((0..4).flat_map(section).collect());
    // As much stack as a program has; a thread of the tests has a quarter of it.
    let drawn = || (0..3).map(|_| pdf(&document).unwrap()).collect::<Vec<_>>();
    let drawn = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(8 << 20).spawn_scoped(scope, drawn).unwrap();
        thread.join().unwrap()
    });
    assert!(drawn.windows(2).all(|pair| pair[0] == pair[1]));
}

/// Shapes of one colour stay shapes, sharp at any size; what they cannot show is drawn as pixels.
#[test]
fn a_drawing_stays_a_drawing_where_shapes_show_it() {
    let has_pixels = |body: &str| {
        let head = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"60\" height=\"40\">";
        let bytes = format!("{head}{body}</svg>").into_bytes();
        let picture = Picture { name: "logo.svg".to_owned(), bytes, description: "logo".to_owned() };
        let made = pdf(&with(vec![Block::Letterhead { logo: Some(picture), lines: Vec::new() }])).unwrap();
        made.windows(14).any(|window| window == b"/Subtype/Image")
    };
    let circle = "<circle cx=\"20\" cy=\"20\" r=\"9\" fill=\"#123456\" stroke=\"red\" stroke-opacity=\"0.5\"";
    for shapes in [
        format!("{circle}/>"),
        format!("{circle} paint-order=\"stroke\" stroke-dasharray=\"2 1\" transform=\"rotate(20) scale(1 0.5)\"/>"),
        "<text x=\"2\" y=\"30\" font-size=\"20\">EV</text>".to_owned(),
        "<rect width=\"60\" height=\"40\" fill=\"#eee\" fill-rule=\"evenodd\"/>".to_owned(),
    ] {
        assert!(!has_pixels(&shapes), "{shapes}");
    }
    let filtered = |region: &str, how: &str| {
        let filter = format!("<filter id=\"f\" filterUnits=\"userSpaceOnUse\" {region}>{how}</filter>");
        format!("{filter}<rect x=\"5\" y=\"5\" width=\"20\" height=\"20\" filter=\"url(#f)\"/>")
    };
    let gradient = "<linearGradient id=\"g\"><stop stop-color=\"red\"/><stop offset=\"1\"/></linearGradient>";
    for other in [
        format!("{gradient}<rect width=\"20\" height=\"20\" fill=\"url(#g)\"/>"),
        "<circle cx=\"0\" cy=\"20\" r=\"9\"/>".to_owned(),
        format!("<g opacity=\"0.5\">{circle}/>{circle}/></g>"),
        format!(
            "<clipPath id=\"c\"><rect width=\"9\" height=\"9\"/></clipPath><g clip-path=\"url(#c)\">{circle}/></g>"
        ),
        "<path d=\"".to_owned() + &"M1 1L2 2".repeat(6_000) + "\" stroke=\"red\"/>",
        // At these two, resvg 0.47 ends the program.
        filtered("width=\"5000\"", "<feComposite operator=\"arithmetic\"/>"),
        filtered("x=\"-4e9\" width=\"9e9\"", "<feGaussianBlur stdDeviation=\"2\"/>"),
    ] {
        assert!(has_pixels(&other), "{}", other.get(..80).unwrap_or(&other));
    }
}

#[test]
fn other_documents_that_are_none() {
    let mut table = long_table(2, |_| String::new());
    table.rows[1].cells.push(Cell::new("one too many"));
    let words = pdf(&with(vec![Block::Table(table)])).unwrap_err().to_string();
    assert_eq!(words, "row 2 of the table `Numbers` has 4 cells, the table has 3 columns");
    let code = QrCode { content: "x".repeat(5000), description: String::new(), texts: Vec::new(), pairs: Vec::new() };
    let words = pdf(&with(vec![Block::QrCode(code)])).unwrap_err().to_string();
    assert!(words.starts_with("the code for cameras cannot hold 5000 bytes: "), "{words}");
    let running = Running { start: Text::plain("long ".repeat(5000)), end: Text::default() };
    assert_eq!(pdf(&Document { head: running, ..with(Vec::new()) }), Err(DocumentError::NoRoom));
    assert_eq!(open(&with(Vec::new())).pages().len(), 1);
}

/// Headings of the structure go down one level at a time, and one without a word is none.
#[test]
fn no_level_of_headings_is_left_out() {
    let heading = |level, text: &str| Block::Heading { level, label: Label::one(text) };
    let blocks =
        vec![heading(3, "a"), heading(3, "b"), heading(1, "c"), heading(3, "d"), heading(2, " "), paragraph("e")];
    let opened = open(&with(blocks));
    let count = |kind: &str| opened.with(b"S", kind.as_bytes()).len();
    assert_eq!((count("H1"), count("H2"), count("H3")), (2, 2, 0));
}

/// Signs that the letters have, also such as join, break or take no room.
fn printable_text() -> impl Strategy<Value = String> {
    let signs: Vec<char> =
        "aZ09 .,-/()%\n\u{a0}\u{ad}\u{200b}\u{2009}éÅßﬁΩЖ≥≤±×µ⁻¹²→✓✗☐…“”验报告书，。（）《》“".chars().collect();
    proptest::collection::vec(proptest::sample::select(signs), 0..60).prop_map(|signs| signs.into_iter().collect())
}

fn any_style() -> impl Strategy<Value = Style> {
    proptest::sample::select(vec![Style::Plain, Style::Strong, Style::Superscript, Style::Subscript, Style::Code])
}

fn any_text() -> impl Strategy<Value = Text> {
    let runs = proptest::collection::vec((printable_text(), any_style()), 0..4);
    let language = proptest::option::of(proptest::sample::select(vec![Language::English, Language::Chinese]));
    (runs, language).prop_map(|(runs, language)| Text {
        language,
        runs: runs.into_iter().map(|(text, style)| Run { text, style }).collect(),
    })
}

fn any_block() -> impl Strategy<Value = Block> {
    let texts = || proptest::collection::vec(any_text(), 0..3);
    let label = || proptest::collection::vec(any_text(), 0..3).prop_map(|texts| Label { texts });
    let emphasis = proptest::sample::select(vec![Emphasis::Normal, Emphasis::Fine, Emphasis::Framed(Tone::Open)]);
    let cell = (texts(), any::<bool>()).prop_map(|(texts, names_row)| Cell { texts, tone: Tone::Bad, names_row });
    let row = (proptest::collection::vec(cell, 0..4), any::<bool>());
    let row = row.prop_map(|(cells, with_next)| Row { kind: RowKind::Body, cells, with_next });
    let table = (
        proptest::option::of(label()),
        proptest::collection::vec((label(), 0..9_u16), 3),
        proptest::collection::vec(row, 0..5),
    );
    let table = table.prop_map(|(caption, columns, rows)| {
        let columns = columns.into_iter().map(|(head, width)| Column { head, width, align: Align::End }).collect();
        Block::Table(Table { caption, columns, rows })
    });
    let pair = || (label(), texts()).prop_map(|(label, value)| Pair { label, value });
    let pairs = (any::<bool>(), proptest::collection::vec(pair(), 0..4));
    let signatory = (label(), proptest::collection::vec(pair(), 0..2), proptest::option::of(label()), texts());
    let signatory =
        signatory.prop_map(|(meaning, pairs, space, signature)| Signatory { meaning, pairs, space, signature });
    let signatories = (proptest::collection::vec(signatory, 0..4), proptest::option::of(label()));
    prop_oneof![
        (any_text(), emphasis.clone()).prop_map(|(text, emphasis)| Block::Paragraph { text, emphasis }),
        (any_text(), any_text(), emphasis).prop_map(|(first, second, emphasis)| Block::Parallel {
            first,
            second,
            emphasis
        }),
        (0..5_u8, label()).prop_map(|(level, label)| Block::Heading { level, label }),
        texts().prop_map(Block::List),
        table,
        pairs.prop_map(|(side_by_side, pairs)| Block::Pairs(Pairs { side_by_side, pairs })),
        signatories.prop_map(|(signatories, seal)| Block::Signatories(Signatories { signatories, seal })),
        (printable_text(), texts()).prop_map(|(mark, texts)| Block::Notes(vec![Note { mark, texts }])),
        (printable_text(), texts()).prop_map(|(content, texts)| {
            Block::QrCode(QrCode { content, description: "code".to_owned(), texts, pairs: Vec::new() })
        }),
        texts().prop_map(|lines| Block::Letterhead { logo: None, lines }),
        label().prop_map(Block::EndMark),
        Just(Block::PageBreak),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the letters can print becomes a file that keeps the rules of archives.
    #[test]
    fn any_document_is_written(blocks in proptest::collection::vec(any_block(), 0..6), watermark in proptest::option::of(printable_text())) {
        let document = Document { watermark, ..with(blocks) };
        let written = pdf(&document);
        prop_assert!(written.is_ok(), "{:?}", written.err());
        prop_assert!(html(&document).is_ok() && markdown(&document).is_ok());
    }

    /// Whatever a text has in it, the program goes on.
    #[test]
    fn no_text_ends_the_program(text in any::<String>()) {
        let _ = pdf(&with(vec![paragraph(&text)]));
    }
}

/// The colours of everything that is painted, as the operands say them.
fn colours(opened: &Opened) -> std::collections::BTreeSet<String> {
    let pages = opened.file.get_pages().into_values();
    let operations = pages.flat_map(|page| opened.file.get_and_decode_page_content(page).unwrap().operations);
    let painted = operations.filter(|one| ["rg", "RG", "scn", "SCN", "sc", "SC"].contains(&one.operator.as_str()));
    let channels = painted.filter(|one| one.operands.len() == 3);
    let byte = |channel: &Object| (channel.as_float().unwrap() * 255.0).round().to_string();
    channels.map(|one| one.operands.iter().map(byte).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn an_accent_goes_to_headings_and_lines_only() {
    let marked = Document { watermark: Some("DRAFT".to_owned()), ..document(false) };
    let accent = Colour::parse("#005a8c");
    let (plain, accented) = (colours(&open(&marked)), colours(&open(&Document { accent, ..marked })));
    assert!(!plain.contains("0 90 140") && accented.contains("0 90 140"), "{accented:?}");
    // Tones of verdicts, the watermark, the mark above the pages, text, grounds: all as before.
    for kept in ["0 96 64", "170 0 30", "232 218 218", "28 28 30", "238 240 244"] {
        assert!(plain.contains(kept) && accented.contains(kept), "{kept} in {plain:?} and {accented:?}");
    }
    assert_eq!(accented.difference(&plain).count(), 1);
}

#[test]
fn what_was_written_is_read_back_in_the_order_of_reading() {
    let made = Document { watermark: Some("DRAFT".to_owned()), ..document(true) };
    let read = read_pdf(&pdf(&made).unwrap()).unwrap();
    let table = made.blocks.iter().find_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let table = table.unwrap();
    assert_eq!(read.rows.len(), table.rows.len() + 1, "each row once, and the head once however many pages repeat it");
    for (row, shown) in table.rows.iter().zip(&read.rows[1..]) {
        let texts = row.cells.iter().flat_map(|cell| &cell.texts).map(|text| dense(&text.characters()));
        let raised = |sign: char| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|one| one == sign);
        let plain = |sign: char| raised(sign).map_or(sign.to_string(), |digit| digit.to_string());
        assert_eq!(dense(shown).chars().map(plain).collect::<String>(), texts.collect::<String>());
    }
    assert!(read.margins.len() > 1 && read.margins.iter().all(|margin| margin.contains("DRAFT")), "{:?}", read.margins);
    assert!(read_pdf(b"%PDF-1.7 no").is_err() && read_pdf(b"").is_err());
}
