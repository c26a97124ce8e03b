//! Bytes to a workbook, and a sheet and its cells to the readers of XLSX formats and to a result table: nothing panics,
//! hangs or takes memory without measure, and what cannot be read is said.

#![no_main]

use evqc::data::{Blocks, LotBlock, Next, ReadOptions, is_workbook, workbook_source};
use evqc::finding::Severity;
use evqc::instrument::{Content, FORMATS, read};
use libfuzzer_sys::fuzz_target;
use std::io::{Cursor, Write};
use std::sync::Arc;
use zip::write::SimpleFileOptions;

const ROOT: &str = r#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const OWN: &str = r#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;

/// Text as the parts of a workbook: sheet, strings and styles, separated by lines of `====`. A fuzzer hardly ever makes a
/// zip archive whose check sums are right.
fn packed(text: &str) -> Vec<u8> {
    let mut own = text.split("\n====\n");
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, text: &str| {
        writer.start_file(name, SimpleFileOptions::default()).expect("a part");
        writer.write_all(text.as_bytes()).expect("its text");
    };
    part("_rels/.rels", ROOT);
    part("xl/workbook.xml", BOOK);
    part("xl/_rels/workbook.xml.rels", OWN);
    for name in ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"] {
        if let Some(text) = own.next() {
            part(name, text);
        }
    }
    writer.finish().expect("an archive").into_inner()
}

fuzz_target!(|bytes: &[u8]| {
    let made;
    let bytes = match std::str::from_utf8(bytes) {
        Ok(text) if text.starts_with('<') => {
            made = packed(text);
            &made
        }
        _ => bytes,
    };
    let name: Arc<str> = Arc::from("f");
    let content = Content::new(&name, bytes);
    let wanted = ["magellan", "hiac", "stunner", "table"];
    for format in FORMATS.iter().filter(|format| wanted.contains(&format.name)) {
        // Also the formats that do not recognise it: `--as` forces one.
        if let Err(findings) = read(&content, Some(format)) {
            assert!(findings.iter().any(|finding| finding.severity() == Severity::Error), "{findings:?}");
        }
    }
    if is_workbook(bytes) {
        let mut blocks = Blocks::open(vec![workbook_source("f", bytes, None)], ReadOptions { gather: true, ..ReadOptions::default() });
        let mut block = LotBlock::new();
        while blocks.next_block(&mut block).is_ok_and(|next| next == Next::Lot) {}
    }
});
