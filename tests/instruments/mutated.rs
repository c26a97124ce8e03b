//! Workbooks with bytes and words exchanged at random: whatever comes of it, it is an answer and no panic.

use crate::workbook::{packed, parts_of};
use evqc::data::{Blocks, LotBlock, Next, ReadOptions, workbook_source};
use evqc::finding::Severity;
use evqc::instrument::{Content, FORMATS, read};
use std::sync::Arc;

const SHEET: &str = "<worksheet><dimension ref=\"A1:G9\"/><cols><col min=\"2\" max=\"3\" hidden=\"1\"/></cols><sheetData>\
    <row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" t=\"inlineStr\"><is><t>test</t></is></c></row>\
    <row r=\"2\" hidden=\"1\"><c r=\"A2\" s=\"1\"><v>46000.5</v></c><c r=\"B2\" s=\"2\"><v>0.955</v></c><c r=\"C2\" t=\"b\"><v>1</v></c>\
    <c r=\"D2\" t=\"e\"><v>#DIV/0!</v></c><c r=\"E2\" t=\"str\"><f>A1</f><v></v></c><c r=\"F2\"><f t=\"shared\" ref=\"F2:F3\" si=\"0\">A2</f></c>\
    <c r=\"G2\"><f t=\"shared\" si=\"0\"/><v>1</v></c></row></sheetData><mergeCells><mergeCell ref=\"A2:A3\"/></mergeCells></worksheet>";
const STRINGS: &str = "<sst><si><t>lot</t></si><si><r><t>val</t></r><r><t>ue</t></r></si></sst>";
const STYLES: &str = "<styleSheet><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"0.0%\"/></numFmts>\
    <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>";

/// What is put in where something was taken out.
const WORDS: &[&str] = &[
    "",
    "\"",
    "<",
    ">",
    "</",
    "/>",
    "=",
    "&",
    "&#10;",
    "&#x110000;",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?",
    "<c>",
    "<v>",
    "</v>",
    "</c>",
    "<row>",
    "</row>",
    "<f>",
    "</f>",
    "<is>",
    "<t>",
    "<si>",
    "<r>",
    "r=\"\"",
    "r=\"A0\"",
    "r=\"XFD1048576\"",
    "r=\"ZZZZZZZ1\"",
    "r=\"99999999999\"",
    "s=\"-1\"",
    "s=\"99999999999999999999\"",
    "t=\"d\"",
    "t=\"x\"",
    "t=\"s\"",
    "1e400",
    "-1e400",
    "NaN",
    "inf",
    "+inf",
    "-0",
    "1e-320",
    "2958466",
    "-1",
    "60",
    "0.999999999",
    "99999999999999999999",
    "\u{7f}",
    "µ",
    "\u{1F9EA}",
    "[h]:mm",
    "yyyy",
    "\\",
    "_x0000_",
    "_x",
    "standalone=",
    "ref=\":\"",
    "ref=\"A1:\"",
    "si=\"9\"",
    "Well positions",
    "Plate ID",
    "HIAC PharmSpec Report",
];

/// Numbers that look random and are the same every time.
struct Draws(u64);

impl Draws {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % bound.max(1)
    }

    /// Replaces a few stretches of a text by words.
    fn change(&mut self, text: &str) -> String {
        let mut text: Vec<char> = text.chars().collect();
        for _ in 0..=self.below(4) {
            let from = self.below(text.len());
            let to = (from + self.below(12)).min(text.len());
            let word = WORDS[self.below(WORDS.len())];
            text.splice(from..to, word.chars());
        }
        text.into_iter().collect()
    }
}

fn looked_at(bytes: &[u8]) {
    let name: Arc<str> = Arc::from("f");
    let content = Content::new(&name, bytes);
    for format in
        FORMATS.iter().filter(|format| ["magellan", "hiac", "stunner", "qubit", "table"].contains(&format.name))
    {
        if let Err(findings) = read(&content, Some(format)) {
            assert!(findings.iter().any(|finding| finding.severity() == Severity::Error), "{findings:?}");
        }
    }
    let mut blocks = Blocks::open(vec![workbook_source("f", bytes, None)], ReadOptions::default());
    let mut block = LotBlock::new();
    while blocks.next_block(&mut block).is_ok_and(|next| next == Next::Lot) {}
}

#[test]
fn changed_parts_and_changed_bytes_are_answered() {
    let mut draws = Draws(7);
    let rounds = std::env::var("EVQC_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(500);
    for round in 0..rounds {
        let mut parts = parts_of(SHEET);
        parts.push(("xl/sharedStrings.xml", STRINGS.to_owned()));
        parts.push(("xl/styles.xml", STYLES.to_owned()));
        // Mostly the sheet, and now and then any part.
        let at = if draws.below(3) > 0 {
            parts.iter().position(|(name, _)| name.contains("sheet1")).unwrap()
        } else {
            draws.below(parts.len())
        };
        parts[at].1 = draws.change(&parts[at].1);
        let borrowed: Vec<(&str, &str)> = parts.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let mut bytes = packed(&borrowed);
        if round % 4 == 0 {
            for _ in 0..=draws.below(3) {
                let (at, value) = (draws.below(bytes.len()), draws.below(256) as u8);
                bytes[at] = value;
            }
        }
        let answered = std::panic::catch_unwind(|| looked_at(&bytes));
        assert!(answered.is_ok(), "round {round}: {}", parts[at].1);
    }
}
