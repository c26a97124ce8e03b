//! Result tables in workbooks: the same lots as from CSV, and what a workbook hides is told.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the tests write the files that the program reads"
)]

#[path = "support/mod.rs"]
mod support;

use rust_xlsxwriter::{ExcelDateTime, Format, FormatScript, Formula, Note, Workbook, Worksheet};
use sha2::{Digest, Sha256};
use std::io::{Cursor, Read, Write};
use std::process::Command;
use support::spec_of;
use tempfile::TempDir;

const TESTS: &str = "\
particles: {name: Particles, category: quantity, unit: particles/mL, accept: \">= 1e9\", result: mean of 2}
protein: {name: Protein, category: quantity, unit: ug/mL, accept: \"<= 60.0\"}
cd63: {name: CD63, category: identity, of: particles, method: flow cytometry, unit: \"%\", accept: \">= 80\"}
sterility: {name: Sterility, category: safety, accept: negative}
";

/// A folder with the specification; the results are called `results.csv` whatever they are.
fn folder(results: &[u8]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("spec.yaml"), spec_of("usp", TESTS)).unwrap();
    std::fs::write(folder.path().join("results.csv"), results).unwrap();
    folder
}

fn check(folder: &TempDir, more: &[&str]) -> (serde_json::Value, i32) {
    let mut check = Command::new(env!("CARGO_BIN_EXE_evqc"));
    check.current_dir(folder.path()).args(["check", "spec.yaml", "results.csv", "--as-of", "2026-06-01", "-o", "json"]);
    let output = check.args(more).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    (serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}")), output.status.code().unwrap())
}

fn book(write: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut book = Workbook::new();
    write(&mut book);
    book.save_to_buffer().unwrap()
}

/// Rows of a table as a person types them: what is a number becomes one.
fn fill(sheet: &mut Worksheet, table: &str) {
    for (row, line) in (0..).zip(table.lines()) {
        for (column, cell) in (0..).zip(line.split(',')) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write(row, column, number).unwrap(),
                Err(_) => sheet.write(row, column, cell).unwrap(),
            };
        }
    }
}

/// The workbook with a text of its first sheet replaced.
fn repacked(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let (name, mut text) = (part.name().unwrap().into_owned(), String::new());
        part.read_to_string(&mut text).unwrap();
        if name == "xl/worksheets/sheet1.xml" {
            assert!(text.contains(from), "{text}");
            text = text.replace(from, to);
        }
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// What is said of the workbook and its rows; not of tests without results.
fn messages(report: &serde_json::Value) -> Vec<String> {
    let of_the_file = ["sheet-", "instrument-", "format-", "formula-", "lot-id-"];
    let findings = report["findings"].as_array().unwrap().iter();
    let findings =
        findings.filter(|it| of_the_file.iter().any(|start| it["code"].as_str().unwrap().starts_with(start)));
    findings.map(|finding| format!("{}: {}", finding["code"], finding["message"]).replace('"', "")).collect()
}

const LONG: &str = "lot,test,value,unit,replicate,date\n\
    L1,particles,238000000000,particles/mL,1,2026-03-09\n\
    L1,particles,81900000000,particles/mL,2,2026-03-09\n\
    L1,protein,52.25,ug/mL,1,\n\
    L1,cd63,79.4,%,1,\n\
    L1,sterility,negative,,1,\n\
    \n\
    L2,particles,12O,particles/mL,1,\n\
    L2,protein,<0.05,ug/mL,1,\n\
    L2,cd63,#DIV/0!,%,1,\n";

const WIDE: &str = "lot,particles [particles/mL],protein [ug/mL],cd63 [%],sterility\n\
    L1,238000000000,0.1,79.5,negative\n\
    L1,41500000000,,80.5,\n\
    L2,1000,60.05,95,positive\n";

#[test]
fn a_workbook_gives_the_lots_of_the_same_csv() {
    for (table, shape) in [(LONG, "long"), (WIDE, "wide")] {
        let bytes = book(|book| fill(book.add_worksheet().set_name("Results").unwrap(), table));
        let (from_csv, csv_exit) = check(&folder(table.as_bytes()), &[]);
        let (from_book, book_exit) = check(&folder(&bytes), &[]);
        assert!(from_csv["lots"].as_array().unwrap().len() == 2, "{from_csv}");
        assert_eq!(from_csv["lots"].to_string(), from_book["lots"].to_string());
        assert_eq!(csv_exit, book_exit);
        let digest: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(from_book["inputs"][0]["sha256"], digest);
        assert_eq!(from_book["inputs"][0]["detected"], format!("XLSX, sheet \"Results\", {shape}"));
        assert_eq!(from_book["inputs"][0]["rows"], from_csv["inputs"][0]["rows"]);
    }
}

#[test]
fn cells_of_every_kind_say_what_the_sheet_shows() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet().set_name("Results").unwrap();
        fill(
            sheet,
            "lot,test,value,unit,replicate,started\nL1,cd63,x,%,1,\nL1,protein,x,ug/mL,1,\nL2,protein,x,ug/mL,1,",
        );
        sheet.write(0, 2, "value\n").unwrap();
        sheet.write_with_format(1, 2, 0.955, &Format::new().set_num_format("0%")).unwrap();
        sheet.write_formula(2, 2, Formula::new("100/2").set_result("50")).unwrap();
        sheet.write_formula(3, 2, Formula::new("1/0").set_result("#DIV/0!")).unwrap();
        let day = ExcelDateTime::parse_from_str("2026-03-09").unwrap();
        sheet.write_with_format(1, 5, &day, &Format::new().set_num_format("dd/mm/yyyy")).unwrap();
        let old = book.add_worksheet().set_name("old").unwrap();
        fill(old, LONG);
        old.set_hidden(true);
    });
    let (report, _) = check(&folder(&bytes), &[]);
    let csv = "lot,test,value,unit,replicate,started\nL1,cd63,95.5%,%,1,2026-03-09\nL1,protein,50,ug/mL,1,\nL2,protein,#DIV/0!,ug/mL,1,\n";
    assert_eq!(report["lots"].to_string(), check(&folder(csv.as_bytes()), &[]).0["lots"].to_string());
    let text = report["lots"].to_string();
    assert!(text.contains("95.5%") && text.contains("#DIV/0!"), "{text}");
    assert_eq!(
        messages(&report),
        [
            "sheet-set-aside: the hidden sheet \\old\\ with 9 row(s) is not read",
            "sheet-set-aside: sheet \\Results\\: 1 cell(s) shown as percent are read so: a stored 0.95 is 95%",
            "sheet-set-aside: sheet \\Results\\: 2 formula(s); the results that are stored with them are read",
        ]
    );
}

/// What a number format puts beside a number is part of the cell, and so is which of its sections applies.
#[test]
fn a_cell_is_what_the_sheet_shows_of_it() {
    // Format, number stored, what any spreadsheet shows, and what is read of it as a CSV cell.
    let cells = [
        ("\"＜\"0.0E+00", 55.0, "＜55"),
        ("[>=100]0.0;\"<100.0\"", 55.0, "<100.0"),
        ("[<50]\"<50\";0.0", 55.0, "55"),
        ("0.0,", 55000.0, "55"),
        ("0.0;-0.0;\"ND\"", 0.0, "ND"),
        (";;;", 55.0, "55 (;;;)"),
        // Zero in accounts, and a number behind a sign that says that nothing was measured.
        ("_(* #,##0_);_(* \\(#,##0\\);_(* \"-\"_);_(@_)", 0.0, "0"),
        ("[<60]\"-\";0", 55.0, "55 ([<60]\"-\";0)"),
        ("[$<]0.0E+00", 55.0, "<55"),
    ];
    for (format, stored, shown) in cells {
        let bytes = book(|book| {
            let sheet = book.add_worksheet().set_name("Results").unwrap();
            fill(sheet, "lot,test,value,unit\nx,protein,x,ug/mL\n");
            sheet.write_with_format(1, 0, 7, &Format::new().set_num_format("\"EV-\"000")).unwrap();
            sheet.write_with_format(1, 2, stored, &Format::new().set_num_format(format)).unwrap();
        });
        let cell = shown.replace('"', "\"\"");
        let csv = format!("lot,test,value,unit\nEV-007,protein,\"{cell}\",ug/mL\n");
        let (report, exit) = check(&folder(&bytes), &[]);
        let (wanted, wanted_exit) = check(&folder(csv.as_bytes()), &[]);
        assert_eq!((report["lots"].to_string(), exit), (wanted["lots"].to_string(), wanted_exit), "{format}");
        assert_eq!(report["lots"][0]["lot"], "EV-007");
    }
}

/// Letters that do not stand like the others beside a number: shown by the sheet, and lost where they are joined.
#[test]
fn raised_lowered_and_struck_letters_are_not_joined_to_a_number() {
    let (raised, lowered) = (FormatScript::Superscript, FormatScript::Subscript);
    let level = Format::new();
    let script = |script| Format::new().set_font_script(script);
    let struck = Format::new().set_font_strikethrough();
    let protein = |bytes: &[u8]| {
        let (report, _) = check(&folder(bytes), &[]);
        let tests = report["lots"][0]["tests"].as_array().unwrap().clone();
        let test = tests.into_iter().find(|test| test["id"] == "protein").unwrap();
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let code = text(&test["reasons"][0]["code"]);
        (text(&test["determinations"][0]["text"]), text(&test["outcome"]), code)
    };
    let judged = |runs: &[(&Format, &str)]| {
        protein(&book(|book| {
            let sheet = book.add_worksheet();
            fill(sheet, "lot,test,value,unit\nL1,protein,x,ug/mL");
            sheet.write_rich_string(1, 2, runs).unwrap();
        }))
    };
    // 5 to the second, or with a footnote, is not 52, which would pass.
    for (runs, text, outcome, code) in [
        (&[(&level, "10"), (&script(raised), "3")][..], "10³", "fail", "outside-acceptance-criterion"),
        (&[(&level, "1×10"), (&script(raised), "1")], "1×10¹", "pass", ""),
        (&[(&level, "5"), (&script(raised), "2")], "5²", "not_evaluable", "unreadable-number"),
        (&[(&level, "5"), (&script(lowered), "2")], "5₂", "not_evaluable", "unreadable-number"),
        (&[(&struck, "1"), (&level, "5")], "15 (partly struck out)", "not_evaluable", "unreadable-number"),
    ] {
        assert_eq!(judged(runs), (text.to_owned(), outcome.to_owned(), code.to_owned()));
    }
    // A cell may hold its text itself.
    let plain = book(|book| fill(book.add_worksheet(), "lot,test,value,unit\nL1,protein,77,ug/mL"));
    let runs = "<is><r><t>5</t></r><r><rPr><vertAlign val=\"superscript\"/></rPr><t>2</t></r></is>";
    let own = repacked(&plain, "<c r=\"C2\"><v>77</v></c>", &format!("<c r=\"C2\" t=\"inlineStr\">{runs}</c>"));
    assert_eq!(protein(&own).0, "5²");
}

#[test]
fn a_date_has_a_day_and_is_no_id() {
    let facts = |format: &'static str| {
        book(move |book| {
            fill(book.add_worksheet().set_name("Results").unwrap(), WIDE);
            let facts = book.add_worksheet().set_name("Lots").unwrap();
            fill(facts, "lot,manufactured\nL1,");
            let day = ExcelDateTime::parse_from_str("2026-03-01").unwrap();
            facts.write_with_format(1, 1, &day, &Format::new().set_num_format(format)).unwrap();
        })
    };
    for format in ["mmm yyyy", "mm/yyyy", "yyyy", "d-mmm"] {
        let more = ["--sheet", "Results", "--lots", "results.csv", "--lots-sheet", "Lots"];
        let (report, exit) = check(&folder(&facts(format)), &more);
        assert_eq!(exit, 4, "{format}: {report}");
        let told = format!("2026-03-01 ({format})");
        assert!(report.to_string().contains(&told), "{format}: {report}");
    }
    let typed = book(|book| {
        let sheet = book.add_worksheet();
        fill(sheet, "lot,test,value,unit\nx,protein,5,ug/mL\nL2,protein,5,ug/mL");
        let day = ExcelDateTime::parse_from_str("2026-02-04").unwrap();
        sheet.write_with_format(1, 0, &day, &Format::new().set_num_format("dd/mm/yyyy")).unwrap();
    });
    let (report, exit) = check(&folder(&typed), &[]);
    assert_eq!(exit, 4);
    assert_eq!(
        messages(&report),
        ["sheet-date-for-id: sheet \\Sheet1\\: A2 of the column `lot` holds a date and no text"]
    );
}

/// What a spreadsheet program made of an id, and what somebody struck out or wrote beside it, is no id that anybody gave.
#[test]
fn a_column_of_ids_holds_ids() {
    let (level, struck) = (Format::new(), Format::new().set_font_strikethrough());
    let raised = Format::new().set_font_script(FormatScript::Superscript);
    let day = ExcelDateTime::parse_from_str("2026-08-02").unwrap();
    let table = "lot,test,value,unit,sample,condition,group\nL1,protein,5,ug/mL,,,\nL2,protein,5,ug/mL,,,";
    let told = |write: &dyn Fn(&mut Worksheet)| {
        let bytes = book(|book| {
            let sheet = book.add_worksheet();
            fill(sheet, table);
            write(sheet);
        });
        let (report, exit) = check(&folder(&bytes), &[]);
        (messages(&report), exit)
    };
    let number = |column: u16, number: f64, format: &'static str| {
        told(&move |sheet| {
            sheet.write_with_format(1, column, number, &Format::new().set_num_format(format)).unwrap();
        })
    };
    let runs = |column: u16, runs: &[(&Format, &str)]| {
        told(&|sheet| {
            sheet.write_rich_string(1, column, runs).unwrap();
        })
    };
    let date = |column: u16, format: &'static str| {
        told(&|sheet| {
            sheet.write_with_format(1, column, &day, &Format::new().set_num_format(format)).unwrap();
        })
    };
    let refused =
        |code: &str, place: &str, held: &str| (vec![format!("{code}: sheet \\Sheet1\\: {place} holds {held}")], 4);
    let (of_lot, of_sample, of_condition) =
        ("A2 of the column `lot`", "E2 of the column `sample`", "F2 of the column `condition`");
    let exponent = "a number with an exponent and no text";
    // `24E07`, as every spreadsheet program shows and stores it.
    assert_eq!(number(0, 24e7, "0.00E+00"), refused("sheet-date-for-id", of_lot, exponent));
    assert_eq!(number(4, 12e4, "0.00E+00"), refused("sheet-date-for-id", of_sample, exponent));
    assert_eq!(number(0, 24e7, "0").0, Vec::<String>::new());
    // 26.10, the tenth month, of which the file has 26.1; and 26.149 of which the sheet shows 26.15.
    let other = "a number that the sheet shows with other digits than it has";
    assert_eq!(number(0, 26.1, "0.00"), refused("sheet-date-for-id", of_lot, other));
    assert_eq!(number(0, 26.0, "0.0"), refused("sheet-date-for-id", of_lot, other));
    assert_eq!(number(0, 26.149, "0.00"), refused("sheet-date-for-id", of_lot, other));
    assert_eq!(number(4, 26.5, "# ?/?"), refused("sheet-date-for-id", of_sample, other));
    for (column, shown, format) in [
        (0, 26.1, "0.0"),
        (0, 26.15, "0.00"),
        (0, 26.1, "General"),
        (0, 7.0, "000"),
        (0, 12.0, "0\"/26\""),
        (5, -80.0, "0.0"),
    ] {
        assert_eq!(number(column, shown, format).0, Vec::<String>::new(), "{format}");
    }
    let (struck_out, footnote) = ("letters that are struck out", "raised letters, which may be a footnote");
    let both = [(&struck, "EV-200"), (&level, "EV-201")];
    assert_eq!(runs(0, &both), refused("sheet-cell-marked", of_lot, struck_out));
    assert_eq!(runs(0, &[(&level, "EV-202B"), (&raised, "1")]), refused("sheet-cell-marked", of_lot, footnote));
    assert_eq!(runs(0, &[(&level, "EV-201"), (&raised, "1")]), refused("sheet-cell-marked", of_lot, footnote));
    assert_eq!(runs(0, &[(&level, "ExoX"), (&raised, "®")]).0, Vec::<String>::new());
    // `2-8` typed as a condition.
    assert_eq!(date(5, "d-mmm"), refused("sheet-date-for-id", of_condition, "a date and no text"));
    assert_eq!(runs(5, &[(&level, "-80 "), (&raised, "o"), (&level, "C")]).0, Vec::<String>::new());
    // A day may be the name of a group, as it may be in CSV; a part of one may have been anything.
    assert_eq!(date(6, "yyyy-mm-dd").0, Vec::<String>::new());
    assert_eq!(date(6, "d-mmm"), refused("sheet-date-for-id", "G2 of the column `group`", "a date and no text"));
}

/// Row, column, and the parts of a cell with their formats.
type Marked<'f> = (u32, u16, &'f [(&'f Format, &'f str)]);

/// Who strikes out an approval, a reason or a name in a record withdraws it; and with a footnote a name is that of somebody else.
#[test]
fn what_is_struck_out_of_a_record_counts_for_nothing() {
    let (level, struck) = (Format::new(), Format::new().set_font_strikethrough());
    let raised = Format::new().set_font_script(FormatScript::Superscript);
    let columns = "lot,test,value,unit,replicate,role,status,reason,investigation,analyst,approver,corrects,corrected_by,corrected_on,comment";
    // The limit of protein is 60.0.
    let retest = format!(
        "{columns}\nL1,protein,70,ug/mL,1,,invalid,wrong plate was read,INV-3,A. Bee,Q. Adler,,,,\n\
         L1,protein,50,ug/mL,2,retest,,,,A. Bee,,,,,"
    );
    let correction = format!(
        "{columns}\nL1,protein,70,ug/mL,1,,,,,A. Bee,,,,,\n\
         L1,protein,50,ug/mL,1,,,transcription: digits exchanged,,A. Bee,Q. Adler,70,A. Bee,2026-03-09,"
    );
    let judged = |table: &str, cell: Option<Marked<'_>>| {
        let bytes = book(|book| {
            let sheet = book.add_worksheet();
            fill(sheet, table);
            if let Some((row, column, runs)) = cell {
                sheet.write_rich_string(row, column, runs).unwrap();
            }
        });
        let (report, _) = check(&folder(&bytes), &[]);
        let tests = report["lots"][0]["tests"].as_array().unwrap();
        let protein = tests.iter().find(|test| test["id"] == "protein").unwrap();
        (protein["outcome"].as_str().unwrap().to_owned(), messages(&report))
    };
    let told = |cell: &str, column: &str, holds: &str, value: &str| {
        let of_cell = format!("sheet-cell-marked: the cell `{cell}` of the column `{column}` holds {holds}");
        ("not_evaluable".to_owned(), vec![of_cell, format!("sheet-cell-marked: the row of {value} cannot be used")])
    };
    let struck_out = "letters that are struck out";
    assert_eq!(judged(&retest, None), ("pass".to_owned(), Vec::new()));
    assert_eq!(judged(&correction, None), ("pass".to_owned(), Vec::new()));
    for (row, column, name, text) in
        [(1, 7, "reason", "wrong plate was read"), (1, 9, "analyst", "A. Bee"), (1, 10, "approver", "Q. Adler")]
    {
        let cell = format!("{text} (struck out)");
        assert_eq!(judged(&retest, Some((row, column, &[(&struck, text)]))), told(&cell, name, struck_out, "70"));
    }
    let part = [(&struck, "wrong plate was read"), (&level, " repeated")];
    assert_eq!(judged(&retest, Some((1, 7, &part))).0, "not_evaluable");
    for (column, name, text) in
        [(7, "reason", "transcription: 50"), (10, "approver", "Q. Adler"), (12, "corrected_by", "A. Bee")]
    {
        let cell = format!("{text} (struck out)");
        assert_eq!(judged(&correction, Some((2, column, &[(&struck, text)]))), told(&cell, name, struck_out, "50"));
    }
    let footnote = "raised letters, which may be a footnote";
    let with_footnote = [(&level, "Q. Adler"), (&raised, "1")];
    assert_eq!(judged(&retest, Some((1, 10, &with_footnote))), told("Q. Adler1", "approver", footnote, "70"));
    // A remark decides nothing, and a raised digit may be what a cause is about.
    assert_eq!(judged(&retest, Some((1, 14, &[(&struck, "see the print")]))).0, "pass");
    let power = [(&level, "wrong dilution, 10"), (&raised, "3"), (&level, " for 100")];
    assert_eq!(judged(&retest, Some((1, 7, &power))).0, "pass");
}

/// A waiver whose approval was struck out is approved by nobody.
#[test]
fn a_waiver_that_was_struck_out_is_none() {
    let (level, struck) = (Format::new(), Format::new().set_font_strikethrough());
    let raised = Format::new().set_font_script(FormatScript::Superscript);
    let results = "lot,test,value,unit\nL1,particles,2e9,particles/mL\n";
    let judged = |column: u16, runs: &[(&Format, &str)]| {
        let folder = folder(results.as_bytes());
        let waivers = book(|book| {
            let sheet = book.add_worksheet();
            fill(
                sheet,
                "lot,test,owner,reason,reference,approver,approved,expiry\n\
                 L1,protein,M. Chen,no reader available,DEV-12,Q. Adler,2026-01-15,2026-12-31",
            );
            if !runs.is_empty() {
                sheet.write_rich_string(1, column, runs).unwrap();
            }
        });
        std::fs::write(folder.path().join("waivers.xlsx"), waivers).unwrap();
        let (report, exit) = check(&folder, &["--waivers", "waivers.xlsx"]);
        let tests = report["lots"].as_array().unwrap().first().map(|lot| lot["tests"].as_array().unwrap().clone());
        let protein = tests.into_iter().flatten().find(|test| test["id"] == "protein");
        let outcome = protein.map(|test| test["outcome"].as_str().unwrap().to_owned());
        (outcome, messages(&report), exit)
    };
    assert_eq!(judged(0, &[]).0.as_deref(), Some("waived"));
    let refused = |column: u16, runs: &[(&Format, &str)], cell: &str, name: &str, holds: &str| {
        let (outcome, told, exit) = judged(column, runs);
        let message = format!("sheet-cell-marked: the cell `{cell}` of the column `{name}` holds {holds}");
        assert_eq!((told, exit), (vec![message], 4), "{name}");
        assert_ne!(outcome.as_deref(), Some("waived"), "{name}");
    };
    let struck_out = "letters that are struck out";
    refused(5, &[(&struck, "Q. Adler")], "Q. Adler (struck out)", "approver", struck_out);
    refused(2, &[(&struck, "M. Chen")], "M. Chen (struck out)", "owner", struck_out);
    refused(3, &[(&struck, "no reader"), (&level, " yet")], "no reader yet (partly struck out)", "reason", struck_out);
    let footnote = "raised letters, which may be a footnote";
    refused(5, &[(&level, "Q. Adler"), (&raised, "a")], "Q. Adlera", "approver", footnote);
}

/// With a footnote a word is another one, and what was struck out was not observed: neither is a result that fails.
#[test]
fn an_observation_with_a_footnote_is_not_another_one() {
    let tests = "look: {name: Look, category: general, accept: \"one of [clear, slightly turbid]\"}\n";
    let judged = |runs: &[(&Format, &str)]| {
        let bytes = book(|book| {
            let sheet = book.add_worksheet();
            fill(sheet, "lot,test,value\nL1,look,x");
            sheet.write_rich_string(1, 2, runs).unwrap();
        });
        let folder = folder(&bytes);
        std::fs::write(folder.path().join("spec.yaml"), spec_of("usp", tests)).unwrap();
        let (report, _) = check(&folder, &[]);
        (report["lots"][0]["tests"][0]["outcome"].as_str().unwrap().to_owned(), messages(&report))
    };
    let (level, struck) = (Format::new(), Format::new().set_font_strikethrough());
    let script = |script| Format::new().set_font_script(script);
    let raised = script(FormatScript::Superscript);
    let told = |cell: &str| {
        let row = format!("sheet-cell-marked: the row of {cell} cannot be used");
        let why = "has letters that are raised, as a footnote is, or struck out";
        ("not_evaluable".to_owned(), vec![format!("sheet-cell-marked: the observation `{cell}` {why}"), row])
    };
    assert_eq!(judged(&[(&level, "clear"), (&raised, "1")]), told("clear1"));
    assert_eq!(judged(&[(&level, "clear"), (&raised, "a")]), told("cleara"));
    assert_eq!(judged(&[(&struck, "not "), (&level, "clear")]), told("not clear (partly struck out)"));
    assert_eq!(judged(&[(&level, "clea"), (&level, "r")]).0, "pass");
    assert_eq!(judged(&[(&level, "brown"), (&level, " lumps")]).0, "fail");
}

/// Analysts write deviations into comments, and rows without height are not seen either.
#[test]
fn comments_and_rows_without_size_are_named() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet();
        fill(sheet, "lot,test,value,unit,status\nL1,protein,5,ug/mL,\nL2,protein,5,ug/mL,\n");
        sheet.insert_note(2, 2, &Note::new("see DEV-12: wrong sample")).unwrap();
        sheet.insert_note(1, 3, &Note::new("checked")).unwrap();
        let other = book.add_worksheet();
        other.write(0, 0, "remarks").unwrap();
        other.insert_note(0, 0, &Note::new("of another sheet")).unwrap();
    });
    let bytes = repacked(&bytes, "<row r=\"3\" ", "<row r=\"3\" ht=\"0\" customHeight=\"1\" ");
    let columns = "<cols><col min=\"5\" max=\"5\" width=\"0\" customWidth=\"1\"/></cols><sheetData>";
    let (report, _) = check(&folder(&repacked(&bytes, "<sheetData>", columns)), &[]);
    let mut told = messages(&report);
    told.sort();
    assert_eq!(
        told,
        [
            "sheet-set-aside: sheet \\Sheet1\\: 1 hidden column(s), from column 5 on, are read like the others",
            "sheet-set-aside: sheet \\Sheet1\\: 1 hidden row(s), from row 3 on, are read like the others",
            "sheet-set-aside: sheet \\Sheet1\\: 2 cell(s) with a comment, the first one D2; comments are not read",
            "sheet-set-aside: the sheet \\Sheet2\\ with 1 row(s) is not read",
        ]
    );
}

/// Where the sheet shows 0,123, `<0,05` is typed with the same mark: as a text it has the one that the option says, a number its own.
#[test]
fn texts_of_a_sheet_have_the_decimal_mark_that_is_said() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet();
        fill(
            sheet,
            "lot,test,value,unit\nL1,protein,x,ug/mL\nL2,protein,52.25,ug/mL\nL3,protein,x,ug/mL\nL4,protein,x,\n",
        );
        sheet.write(1, 2, "<0,05").unwrap();
        sheet.write(3, 2, "60,5").unwrap();
        sheet.write(4, 2, "1,5 ug/mL").unwrap();
    });
    let outcomes = |more: &[&str]| {
        let (report, _) = check(&folder(&bytes), more);
        let outcome = |lot: usize| {
            let tests = report["lots"][lot]["tests"].as_array().unwrap().clone();
            let test = tests.into_iter().find(|test| test["id"] == "protein").unwrap();
            let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
            (text(&test["outcome"]), text(&test["determinations"][0]["text"]), text(&test["reasons"][0]["message"]))
        };
        ([0, 1, 2, 3].map(outcome), report["inputs"][0]["detected"].as_str().unwrap().to_owned())
    };
    let (read, detected) = outcomes(&["--decimal", "comma"]);
    let outcome = |lot: usize| (read[lot].0.as_str(), read[lot].1.as_str());
    // The limit is 60.0.
    assert_eq!(
        [0, 1, 2, 3].map(outcome),
        [("pass", "<0,05"), ("pass", "52.25"), ("fail", "60,5"), ("pass", "1,5 ug/mL")]
    );
    assert_eq!(detected, "XLSX, sheet \"Sheet1\", texts with decimal comma, long");
    let (read, detected) = outcomes(&[]);
    assert_eq!(detected, "XLSX, sheet \"Sheet1\", long");
    assert_eq!((read[0].0.as_str(), read[1].0.as_str()), ("not_evaluable", "pass"));
    assert_eq!(
        read[0].2,
        "\"<0,05\": `0,05` can be read in two ways; write it without grouping and with a decimal point, or with the decimal comma of a \
         file that is read with --decimal comma"
    );
}

#[test]
fn lines_are_rows_of_the_sheet() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet();
        for (column, name) in (1..).zip(["lot\nnumber", "test", "value", "unit"]) {
            sheet.write(4, column, name).unwrap();
        }
        sheet.write(9, 1, "L1").unwrap();
        sheet.write(9, 2, "protein").unwrap();
        sheet.write(9, 3, "1,5").unwrap();
        sheet.write(9, 4, "ug/mL").unwrap();
        sheet.write(10, 7, "a remark").unwrap();
    });
    let (report, exit) = check(&folder(&bytes), &[]);
    assert_eq!(exit, 4);
    let text = report.to_string();
    assert!(text.contains("\"line\":10"), "{text}");
    assert!(text.contains("\"column\":4"), "{text}");
}

#[test]
fn merged_lots_and_formulas_without_result_do_not_pass() {
    let merged = book(|book| {
        let sheet = book.add_worksheet();
        fill(sheet, "lot,test,value,unit\n,particles,2e9,particles/mL\n,particles,3e9,particles/mL\n");
        sheet.merge_range(1, 0, 2, 0, "L1", &Format::new()).unwrap();
    });
    let (report, exit) = check(&folder(&merged), &[]);
    assert_eq!(exit, 4);
    assert_eq!(
        messages(&report),
        ["sheet-cells-merged: sheet \\Sheet1\\: the merged cells A2:A3 show `L1`, which the file has in A2 alone"]
    );
    // The sheet shows the status beside both rows; a range without a value, or below the table, hides nothing.
    let table = "lot,test,value,unit,status,comment\nL1,protein,5,ug/mL,,\nL2,protein,5,ug/mL,,\n";
    let merged = |status: &'static str, first: u32, last: u32| {
        book(|book| {
            let sheet = book.add_worksheet();
            fill(sheet, table);
            sheet.merge_range(first, 4, last, 4, status, &Format::new()).unwrap();
        })
    };
    let (report, exit) = check(&folder(&merged("pending", 1, 2)), &[]);
    assert_eq!(exit, 4);
    assert_eq!(
        messages(&report)[0],
        "sheet-cells-merged: sheet \\Sheet1\\: the merged cells E2:E3 show `pending`, which the file has in E2 alone"
    );
    for bytes in [merged("", 1, 2), merged("", 4, 6)] {
        let (report, _) = check(&folder(&bytes), &[]);
        assert!(!report["findings"].to_string().contains("sheet-cells-merged"), "{report}");
        assert_eq!(report["lots"].as_array().unwrap().len(), 2);
    }
    // What shows no result hides none: a remark, a text below the table, a column that is left out.
    let beside = |first: (u32, u16), last: (u32, u16), more: &[&str]| {
        let bytes = book(|book| {
            let sheet = book.add_worksheet();
            fill(sheet, "lot,test,value,unit,status,comment,Bench\nL1,protein,5,ug/mL,,,\nL2,protein,5,ug/mL,,,\n");
            sheet.merge_range(first.0, first.1, last.0, last.1, "run 14", &Format::new()).unwrap();
        });
        let (report, _) = check(&folder(&bytes), more);
        let lots = report["lots"].as_array().map_or(0, Vec::len);
        (report["findings"].to_string().contains("sheet-cells-merged"), lots)
    };
    let ignored = ["--ignore-column", "Bench"];
    assert_eq!(beside((1, 5), (2, 5), &ignored), (false, 2), "comment");
    assert_eq!(beside((1, 6), (2, 6), &ignored), (false, 2), "left out");
    assert_eq!(beside((4, 0), (5, 6), &ignored), (false, 3), "below the table");
    assert_eq!(beside((1, 8), (2, 9), &ignored), (false, 2), "right of it");
    assert_eq!(beside((1, 6), (2, 6), &[]), (true, 0), "a column that counts");
    assert_eq!(beside((1, 4), (1, 5), &ignored), (true, 0), "status and comment");
    let computed = book(|book| {
        let sheet = book.add_worksheet();
        fill(sheet, "lot,test,value,unit\nL1,protein,1,ug/mL");
        sheet.write_formula(1, 2, Formula::new("70+7").set_result("77")).unwrap();
    });
    let computed = repacked(&computed, "<v>77</v>", "");
    let (report, exit) = check(&folder(&computed), &[]);
    assert_eq!((exit, messages(&report).len()), (4, 2));
    assert_eq!(
        messages(&report)[0],
        "formula-without-result: sheet \\Sheet1\\: the formula in C2 has no stored result"
    );
}

#[test]
fn the_sheet_with_lots_is_taken_and_two_such_are_an_error() {
    let several = |second: &'static str| {
        book(move |book| {
            fill(book.add_worksheet().set_name("Notes").unwrap(), "operator\nQ. Adler");
            fill(book.add_worksheet().set_name("March").unwrap(), LONG);
            fill(book.add_worksheet().set_name("April").unwrap(), second);
        })
    };
    let (report, _) = check(&folder(&several("nothing,here")), &[]);
    assert_eq!(report["inputs"][0]["detected"], "XLSX, sheet \"March\", long");
    let two = folder(&several(WIDE));
    let (report, exit) = check(&two, &[]);
    assert_eq!(exit, 4);
    assert_eq!(messages(&report), ["sheet-not-chosen: several sheets could be meant: \\March\\, \\April\\"]);
    let (report, _) = check(&two, &["--sheet", "April"]);
    assert_eq!(report["inputs"][0]["detected"], "XLSX, sheet \"April\", wide");
    let old = book(|book| {
        fill(book.add_worksheet().set_name("March").unwrap(), LONG);
        fill(book.add_worksheet().set_name("Old").unwrap().set_hidden(true), LONG);
    });
    let (report, _) = check(&folder(&old), &["--sheet", "Old"]);
    assert_eq!(
        messages(&report),
        [
            "sheet-set-aside: the sheet \\March\\ with 9 row(s) is not read",
            "sheet-set-aside: the sheet \\Old\\ is hidden, and is read because it was named",
        ]
    );
    let (report, exit) = check(&two, &["--sheet", "May"]);
    assert_eq!((messages(&report), exit), (vec!["sheet-not-chosen: the workbook has no sheet \\May\\".to_owned()], 4));
}

#[test]
fn lot_facts_may_stand_in_a_workbook() {
    let bytes = book(|book| {
        fill(book.add_worksheet().set_name("Results").unwrap(), WIDE);
        fill(book.add_worksheet().set_name("Notes").unwrap(), "operator\nQ. Adler");
        let facts = book.add_worksheet().set_name("Lots").unwrap();
        fill(facts, "lot,manufactured,expires\nL1,,2027-01-01");
        let day = ExcelDateTime::parse_from_str("2026-03-09").unwrap();
        facts.write_with_format(1, 1, &day, &Format::new().set_num_format("d-mmm-yy")).unwrap();
    });
    let (report, _) = check(&folder(&bytes), &["--sheet", "Results", "--lots", "results.csv", "--lots-sheet", "Lots"]);
    assert!(report["lots"].to_string().contains("2026-03-09"), "{report}");
    assert_eq!(messages(&report), ["sheet-set-aside: the sheet \\Notes\\ with 2 row(s) is not read"]);
    let (report, _) = check(&folder(&bytes), &["--sheet", "Results"]);
    assert_eq!(messages(&report).len(), 2, "the sheet of lot facts is not read here");
}

#[test]
fn a_title_above_the_header_is_told() {
    let bytes =
        book(|book| fill(book.add_worksheet().set_name("Results").unwrap(), &format!("Results of March\n{WIDE}")));
    let (report, exit) = check(&folder(&bytes), &[]);
    assert_eq!(exit, 4);
    assert!(report["findings"].to_string().contains("take out a title above it"), "{report}");
}

#[test]
fn what_is_no_sound_workbook_is_refused() {
    let whole = book(|book| fill(book.add_worksheet(), LONG));
    let cut = &whole[..whole.len() - 30];
    let (report, exit) = check(&folder(cut), &[]);
    assert_eq!(exit, 4);
    assert_eq!(messages(&report), ["instrument-file-damaged: the workbook is cut short: its zip archive has no end"]);
    let mut older = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    older.extend("Workbook".bytes().flat_map(|byte| [byte, 0]));
    let (report, exit) = check(&folder(&older), &[]);
    assert_eq!(exit, 4);
    assert_eq!(messages(&report), ["format-not-read: the file is an Excel workbook of the form before 2007 (.xls)"]);
    let (report, exit) = check(&folder(&book(|book| _ = book.add_worksheet())), &[]);
    assert_eq!(exit, 4);
    assert_eq!(messages(&report), ["sheet-not-chosen: no visible sheet of the workbook holds anything"]);
}
