//! XLSX: what is read of a sheet, what is reported, and what is refused.

use super::{expected, folder};
use evqc::finding::{Finding, Severity};
use evqc::instrument::Content;
use evqc::instrument::workbook::Workbook;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula};
use std::io::{Cursor, Write};
use std::sync::Arc;
use zip::write::SimpleFileOptions;

/// Opens bytes as a workbook and hands it, or why it is none, to `look`.
pub fn opened<R>(bytes: &[u8], look: impl FnOnce(&Content<'_>, Result<&Workbook, &Finding>) -> R) -> R {
    let name: Arc<str> = Arc::from("book.xlsx");
    let content = Content::new(&name, bytes);
    let workbook = content.workbook().expect("the bytes look like a workbook");
    look(&content, workbook)
}

fn refused(bytes: &[u8]) -> Finding {
    opened(bytes, |_, workbook| workbook.expect_err("it is refused").clone())
}

/// A workbook that rust_xlsxwriter writes.
pub fn written(write: impl FnOnce(&mut rust_xlsxwriter::Workbook)) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    write(&mut book);
    book.save_to_buffer().unwrap()
}

/// A zip archive with these parts.
pub fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A workbook whose one sheet has this XML inside `worksheet`.
pub fn with_sheet(xml: &str) -> Vec<u8> {
    with_parts(&format!("<worksheet>{xml}</worksheet>"), &[])
}

fn with_parts(sheet: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let own = parts_of(sheet);
    let mut parts: Vec<(&str, &str)> = own.iter().map(|(name, text)| (*name, text.as_str())).collect();
    parts.extend_from_slice(more);
    packed(&parts)
}

/// The parts of a workbook with this one sheet, and room for strings and styles.
pub fn parts_of(sheet: &str) -> Vec<(&'static str, String)> {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relation = |id: u32, kind: &str, target: &str| {
        format!("<Relationship Id=\"rId{id}\" Type=\"{office}/{kind}\" Target=\"{target}\"/>")
    };
    let own = [
        relation(1, "worksheet", "worksheets/sheet1.xml"),
        relation(2, "sharedStrings", "sharedStrings.xml"),
        relation(3, "styles", "styles.xml"),
    ];
    let list = "<sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"rId1\"/></sheets>";
    vec![
        ("_rels/.rels", format!("<Relationships>{}</Relationships>", relation(1, "officeDocument", "xl/workbook.xml"))),
        ("xl/workbook.xml", format!("<workbook xmlns:r=\"{office}\">{list}</workbook>")),
        ("xl/_rels/workbook.xml.rels", format!("<Relationships>{}</Relationships>", own.concat())),
        ("xl/worksheets/sheet1.xml", sheet.to_owned()),
    ]
}

fn rows(workbook: &Workbook, sheet: usize) -> Vec<(u64, Vec<String>)> {
    workbook.sheets[sheet].grid.rows().map(|row| (row.line, row.cells().map(str::to_owned).collect())).collect()
}

fn texts(findings: &[Finding]) -> Vec<String> {
    let place = |finding: &Finding| finding.place.as_ref().map_or(String::new(), ToString::to_string);
    findings.iter().map(|finding| format!("{} {}", place(finding), finding.message)).collect()
}

#[test]
fn cells_are_undamaged() {
    let bytes = written(|book| {
        let sheet = book.add_worksheet();
        let percent = Format::new().set_num_format("0.0%");
        let literal = Format::new().set_num_format("0.00\"%\"");
        let (day, moment) = (Format::new().set_num_format("d/m/yy"), Format::new().set_num_format("yyyy-mm-dd hh:mm"));
        sheet.write(0, 0, "a\nb").unwrap();
        sheet.write(2, 1, 238_000_000_000.0).unwrap();
        sheet.write(2, 2, 0.1).unwrap();
        sheet.write_with_format(2, 3, 0.07, &percent).unwrap();
        sheet.write_with_format(2, 4, 95.5, &literal).unwrap();
        sheet.write(3, 0, true).unwrap();
        sheet.write_with_format(3, 1, ExcelDateTime::parse_from_str("2023-12-12").unwrap(), &day).unwrap();
        sheet.write_with_format(3, 2, ExcelDateTime::parse_from_str("2023-12-12T06:40:54").unwrap(), &moment).unwrap();
        sheet.write_with_format(3, 3, ExcelDateTime::parse_from_str("06:40:54").unwrap(), &moment).unwrap();
        sheet.write(3, 4, "<0.05").unwrap();
        sheet.write_formula(4, 0, Formula::new("1/0").set_result("#DIV/0!")).unwrap();
        sheet.write_formula(4, 1, Formula::new("B3*2").set_result("476000000000")).unwrap();
        sheet.write(4, 2, "=A1").unwrap();
    });
    opened(&bytes, |_, workbook| {
        let workbook = workbook.unwrap();
        let cells = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            rows(workbook, 0),
            [
                (1, cells(&["a\nb"])),
                (3, cells(&["", "238000000000", "0.1", "7%", "95.5%"])),
                (4, cells(&["TRUE", "2023-12-12", "2023-12-12T06:40:54", "06:40:54", "<0.05"])),
                (5, cells(&["#DIV/0!", "476000000000", "=A1"])),
            ]
        );
        assert_eq!(
            texts(&workbook.sheets[0].findings),
            [
                "book.xlsx:5:1 sheet \"Sheet1\": 2 formula(s); the results that are stored with them are read",
                "book.xlsx:3:4 sheet \"Sheet1\": 1 cell(s) shown as percent are read so: a stored 0.95 is 95%",
            ]
        );
    });
}

#[test]
fn what_hides_is_reported() {
    let bytes = written(|book| {
        let sheet = book.add_worksheet().set_name("Results").unwrap();
        sheet.write(0, 0, "lot").unwrap();
        sheet.write(1, 0, "A").unwrap();
        sheet.write(2, 0, "B").unwrap();
        sheet.set_row_hidden(2).unwrap();
        sheet.set_column_hidden(1).unwrap();
        sheet.merge_range(3, 0, 4, 0, "C", &Format::new()).unwrap();
        let old = book.add_worksheet().set_name("old results").unwrap();
        old.write(0, 0, "lot").unwrap();
        old.set_hidden(true);
        book.add_worksheet().set_name("empty").unwrap();
    });
    opened(&bytes, |content, workbook| {
        let workbook = workbook.unwrap();
        let sheet = workbook.choose(content, None, |_| false).unwrap();
        assert_eq!(sheet.name, "Results");
        assert_eq!(
            texts(&workbook.findings_when_reading(content, sheet)),
            [
                "book.xlsx:3:1 sheet \"Results\": 1 hidden row(s), from row 3 on, are read like the others",
                "book.xlsx sheet \"Results\": 1 hidden column(s), from column 2 on, are read like the others",
                "book.xlsx:4:1 sheet \"Results\": merged cells A4:A5: the value counts for the first cell of a range only",
                "book.xlsx the hidden sheet \"old results\" with 1 row(s) is not read",
            ]
        );
    });
}

#[test]
fn the_sheet_is_named_or_the_only_one() {
    let bytes = written(|book| {
        book.add_worksheet().set_name("March").unwrap().write(0, 0, "lot").unwrap();
        book.add_worksheet().set_name("April").unwrap().write(0, 0, "lot").unwrap();
        book.add_worksheet().set_name("Notes").unwrap().write(0, 0, "nothing").unwrap();
    });
    opened(&bytes, |content, workbook| {
        let workbook = workbook.unwrap();
        let has_lot = |sheet: &evqc::instrument::workbook::Sheet| sheet.grid.row(0).unwrap().cell(0) == "lot";
        let finding = workbook.choose(content, None, has_lot).unwrap_err();
        assert_eq!(finding.message, "several sheets could be meant: \"March\", \"April\"");
        let finding = workbook.choose(content, None, |_| false).unwrap_err();
        assert_eq!(finding.message, "the workbook has several sheets: \"March\", \"April\", \"Notes\"");
        let only = workbook.choose(content, None, |sheet| sheet.name == "Notes").unwrap();
        assert_eq!(only.name, "Notes");
        assert_eq!(workbook.choose(content, Some("April"), has_lot).unwrap().name, "April");
        let finding = workbook.choose(content, Some("Apil"), has_lot).unwrap_err();
        assert_eq!(finding.message, "the workbook has no sheet \"Apil\"");
        assert_eq!(finding.help.as_deref(), Some("did you mean \"April\"?"));
    });
}

#[test]
fn a_formula_without_result_is_an_error_at_its_cell() {
    let bytes = with_sheet(
        "<sheetData><row r=\"1\"><c r=\"A1\"><v>2</v></c><c r=\"B1\"><f>A1*2</f></c></row>\
         <row r=\"2\"><c r=\"C2\"><f>A1*3</f><v></v></c><c r=\"D2\"><f>A1</f><v>2</v></c>\
         <c r=\"E2\" t=\"str\"><f>\"\"</f><v></v></c></row></sheetData>",
    );
    opened(&bytes, |_, workbook| {
        let findings = &workbook.unwrap().sheets[0].findings;
        assert_eq!(
            texts(findings),
            [
                "book.xlsx:1:2 sheet \"S\": 4 formula(s); the results that are stored with them are read",
                "book.xlsx:1:2 sheet \"S\": the formula in B1 has no stored result",
                "book.xlsx:2:3 sheet \"S\": the formula in C2 has no stored result",
            ]
        );
        assert_eq!(findings[1].severity(), Severity::Error);
    });
}

#[test]
fn a_claimed_dimension_is_not_believed() {
    let bytes = with_sheet(
        "<dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"7\"><c r=\"B7\"><v>1</v></c></row></sheetData>",
    );
    opened(&bytes, |_, workbook| {
        assert_eq!(rows(workbook.unwrap(), 0), [(7, vec![String::new(), "1".to_owned()])]);
    });
}

#[test]
fn links_are_reported_and_not_followed() {
    let sheet = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData></worksheet>";
    let bytes = with_parts(
        sheet,
        &[
            ("xl/externalLinks/externalLink1.xml", "<externalLink/>"),
            ("xl/connections.xml", "<c/>"),
            ("xl/vbaProject.bin", "x"),
        ],
    );
    opened(&bytes, |_, workbook| {
        assert_eq!(
            texts(&workbook.unwrap().findings),
            [
                "book.xlsx 1 link(s) to other workbooks are not followed; values from them are those stored here",
                "book.xlsx connections to data outside the workbook are not followed",
                "book.xlsx the macros of the workbook are not run",
            ]
        );
    });
}

#[test]
fn a_bomb_is_refused_before_it_unpacks() {
    let zeros = " ".repeat(64 << 20);
    let sheet = "<worksheet><sheetData/></worksheet>";
    // The directory says so itself.
    let bytes = with_parts(sheet, &[("xl/media/image1.xml", &zeros)]);
    let size = bytes.len();
    assert_eq!(refused(&bytes).code.name, "instrument-file-too-large");
    assert_eq!(refused(&bytes).message, format!("the workbook has {size} bytes and unpacks to more than 32 MiB"));
    // The directory claims 5 bytes.
    let mut lying = bytes;
    let (claimed, length) = ((64_u32 << 20).to_le_bytes(), lying.len());
    let mut changed = 0;
    for at in 0..length - 4 {
        if lying[at..at + 4] == claimed {
            lying[at..at + 4].copy_from_slice(&5_u32.to_le_bytes());
            changed += 1;
        }
    }
    assert!(changed > 0);
    let finding = refused(&lying);
    assert!(["instrument-file-too-large", "instrument-file-damaged"].contains(&finding.code.name), "{finding:?}");
    // Cells far to the right cost little in the file.
    let row = |row: u32| format!("<row r=\"{row}\"><c r=\"XFD{row}\"><v>1</v></c></row>");
    let far: String = (1..2000).map(row).collect();
    let finding = refused(&with_sheet(&format!("<sheetData>{far}</sheetData>")));
    assert_eq!(finding.message, "the sheet \"S\" has more than 20 million cells");
}

#[test]
fn damaged_workbooks_are_refused() {
    let bytes = written(|book| {
        book.add_worksheet().write(0, 0, "lot").unwrap();
    });
    for part in 1..8 {
        let cut = &bytes[..bytes.len() * part / 8];
        let finding = refused(cut);
        assert_eq!(finding.code.name, "instrument-file-damaged");
        assert!(finding.message.contains("cut short"), "{}", finding.message);
    }
    let twice = [&bytes[..], &bytes[..]].concat();
    assert_eq!(refused(&twice).message, format!("{} bytes of another file stand before the workbook", bytes.len()));
    let behind = [&bytes[..], b"lot,test,value\n"].concat();
    assert_eq!(refused(&behind).message, "15 bytes stand behind the end of the workbook");
    for (xml, message) in [
        (
            "<sheetData><row r=\"2\"><c r=\"A2\"><v>1</v></c></row><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData>",
            "not in order",
        ),
        ("<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c></row></sheetData>", "stands twice"),
        ("<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>7</v></c></row></sheetData>", "string index"),
        ("<sheetData><row r=\"1\"><c r=\"A1\" t=\"n\"><v>one</v></c></row></sheetData>", "cannot be read"),
        ("<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c>", "cannot be read"),
        ("<sheetData><row r=\"1\"><c r=\"A2000000\"><v>1</v></c></row></sheetData>", "S"),
        ("<sheetData><row r=\"1\"><c r=\"CYYYYEZZZ1\"><v>1</v></c></row></sheetData>", "\"CYYYYEZZZ1\" names no cell"),
        ("<sheetData><row r=\"99999999999\"/></sheetData>", "\"99999999999\" names no cell"),
        ("<sheetData><row r=\"1\"><c r=\"A0\"><v>1</v></c></row></sheetData>", "\"A0\" names no cell"),
        ("<dimension ref=\"A1:ZZZZZZZZZZ9\"/><sheetData/>", "names no cell"),
        ("no sheet", "cannot be read"),
    ] {
        let finding = refused(&with_sheet(xml));
        assert_eq!(finding.code.name, "instrument-file-damaged", "{xml}");
        assert!(finding.message.contains(message), "{xml}: {}", finding.message);
    }
    let missing = packed(&[("xl/x", "")]);
    assert_eq!(refused(&missing).message, "the zip archive is no workbook: it has no part _rels/.rels");
    let letter = packed(&[("_rels/.rels", "<Relationships/>"), ("xl/workbook.xml", "<document/>")]);
    assert_eq!(refused(&letter).code.name, "instrument-file-damaged");
}

#[test]
fn other_kinds_are_named() {
    let ole = |name: &str| {
        let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        bytes.resize(512, 0);
        bytes.extend(name.bytes().flat_map(|byte| [byte, 0]));
        bytes
    };
    assert_eq!(refused(&ole("EncryptedPackage")).message, "the workbook is encrypted");
    assert_eq!(refused(&ole("Workbook")).message, "the file is a workbook of the kind XLS, which is not read");
    let ods = packed(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", "<x/>")]);
    assert_eq!(refused(&ods).message, "the file is a workbook of the kind ODS, which is not read");
    assert_eq!(
        refused(&packed(&[("xl/workbook.bin", "x")])).message,
        "the file is a workbook of the kind XLSB, which is not read"
    );
}

#[test]
fn real_workbooks_have_the_cells_that_are_there() {
    let Some(folder) = folder() else { return };
    let plates = expected(&folder.join("plate_reader"));
    let mut files = 0;
    for (file, facts) in plates["files"].as_object().unwrap() {
        let Some(sheets) = facts["sheets"].as_array() else { continue };
        let bytes = std::fs::read(folder.join("plate_reader").join(file)).unwrap();
        assert_eq!(bytes.len() as u64, facts["bytes"].as_u64().unwrap());
        opened(&bytes, |_, workbook| {
            let workbook = workbook.unwrap_or_else(|finding| panic!("{file}: {finding:?}"));
            let names: Vec<&str> = workbook.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
            let known: Vec<&str> = sheets.iter().map(|sheet| sheet[0].as_str().unwrap()).collect();
            assert_eq!(names, known, "{file}");
            assert!(workbook.sheets.iter().all(|sheet| !sheet.grid.is_empty()), "{file}");
        });
        files += 1;
    }
    eprintln!("workbook: files {files}, sheet names compared");
    assert_eq!(files, 5);
}

/// What a number format shows beside a number is part of the cell for whoever looks at the sheet.
#[test]
fn literals_of_number_formats_are_read() {
    let shown = [
        ("0.0\" mEU/mL\"", "1.5 mEU/mL"),
        ("0.0\\ \\m\\U", "1.5 mU"),
        ("\"< \"0.0", "< 1.5"),
        // 1.5 is not below 1: the second section shows it.
        ("[<1]0.00;0.0\" x\"", "1.5 x"),
        ("[<2]0.00;0.0\" x\"", "1.5"),
        ("_-* #,##0.00_-", "1.5"),
        ("[$€-2]\\ #,##0.0", "1.5"),
        ("0.0E+00", "1.5"),
    ];
    let bytes = written(|book| {
        let sheet = book.add_worksheet();
        for (row, (format, _)) in (0..).zip(shown) {
            sheet.write_with_format(row, 0, 1.5, &Format::new().set_num_format(format)).unwrap();
        }
    });
    opened(&bytes, |_, workbook| {
        let cells: Vec<String> = rows(workbook.unwrap(), 0).into_iter().flat_map(|(_, cells)| cells).collect();
        assert_eq!(cells, shown.map(|(_, wanted)| wanted));
    });
}
