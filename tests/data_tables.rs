//! Result files in, determinations and findings out.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests read files and print")]

#[path = "data/reading.rs"]
mod reading;
#[path = "data/specification.rs"]
mod specification;

use encoding_rs::GB18030;
use evqc::data::{Blocks, Dialect, Encoding, ReadOptions, Source};
use evqc::quantity::{DecimalMark, Reading};
use evqc::spec::Role;
use proptest::prelude::*;
use reading::{read, read_with, said, source};
use sha2::{Digest, Sha256};
use specification::usual;

const LONG: &str = "lot,test,value,unit,replicate\n\
    L1,cd63_positive,79.4,%,1\n\
    L1,CD63 Positive,79.5,%,2\n\
    L1,CD63+ (%),<80,%,3\n\
    L1,pH,7.2,,1\n\
    L2,ph,ND,,1\n";

#[test]
fn a_long_table_becomes_lots_with_places() {
    let run = read(&usual(), LONG);
    assert_eq!(run.findings, []);
    let ids: Vec<&str> = run.lots.iter().map(|lot| lot.id.as_str()).collect();
    assert_eq!(ids, ["L1", "L2"]);
    let first = &run.lots[0];
    assert_eq!(first.faults, []);
    let tests: Vec<&str> = first.values.iter().map(|value| value.test.as_str()).collect();
    assert_eq!(tests, ["cd63_positive", "cd63_positive", "cd63_positive", "ph"]);
    assert_eq!(first.places, [(0, 2, 3), (0, 3, 3), (0, 4, 3), (0, 5, 3)]);
    assert_eq!(first.values[0].reading, Reading::parse("79.4", DecimalMark::Point));
    assert_eq!((first.values[2].text.as_str(), first.values[2].unit.as_str()), ("<80", "%"));
    assert_eq!(first.values[3].unit, "");
    assert_eq!(run.lots[1].values[0].reading, Reading::NotDetected);
    assert_eq!(run.inputs[0].rows, 5);
    assert_eq!(run.inputs[0].detected, "UTF-8, separator ',', decimal point, long");
}

#[test]
fn the_digest_is_that_of_the_bytes() {
    let options = ReadOptions { digest: true, ..ReadOptions::default() };
    let run = read_with(&usual(), vec![source("a.csv", LONG)], options);
    let expected: String = Sha256::digest(LONG).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(run.inputs[0].sha256, expected);
    assert!(read(&usual(), LONG).inputs[0].sha256.is_empty());
}

/// The same values in other clothes.
#[test]
fn separators_marks_and_encodings_do_not_change_a_reading() {
    let plain = "批号,检验项目,结果,单位,重复\nL1,CD63 阳性率,79.4,%,1\nL1,蛋白含量,52.25,ug/mL,1\nL1,细菌内毒素,<0.05,EU/mL,1\nL1,pH,未检出,,1\n";
    let expected = read(&usual(), plain);
    assert_eq!((expected.findings.len(), expected.lots[0].values.len()), (0, 4));
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(plain.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let big: Vec<u8> = plain.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let continental = plain.replace(',', ";").replace('.', ",");
    let copies: [(&str, Vec<u8>); 9] = [
        ("UTF-8, separator ',', decimal point, long", plain.replace('\n', "\r\n").into_bytes()),
        ("UTF-8, separator ',', decimal point, long", [b"\xef\xbb\xbf", plain.as_bytes()].concat()),
        ("UTF-16LE, separator ',', decimal point, long", utf16),
        ("UTF-16BE, separator ',', decimal point, long", big),
        ("GB18030, separator ',', decimal point, long", GB18030.encode(plain).0.into_owned()),
        ("UTF-8, separator ';', decimal comma, long", continental.clone().into_bytes()),
        ("GB18030, separator ';', decimal comma, long", GB18030.encode(&continental).0.into_owned()),
        ("UTF-8, separator ';', decimal comma, long", format!("sep=;\r\n{continental}").into_bytes()),
        ("UTF-8, separator tab, decimal point, long", plain.replace(',', "\t").replace('\n', "\r").into_bytes()),
    ];
    for (detected, bytes) in copies {
        let run = read(&usual(), bytes);
        assert_eq!(said(&run.findings), Vec::<String>::new(), "{detected}");
        assert_eq!(run.inputs[0].detected, detected);
        let readings = |run: &reading::Run| -> Vec<(String, f64, String)> {
            let value = |value: &reading::Value| {
                let number = match value.reading {
                    Reading::Number(number) => number.exact().to_f64(),
                    Reading::Below(bound) => -bound.value.exact().to_f64(),
                    _ => f64::MAX,
                };
                (value.test.clone(), number, value.unit.clone())
            };
            run.lots.iter().flat_map(|lot| lot.values.iter().map(value)).collect()
        };
        assert_eq!(readings(&run), readings(&expected), "{detected}");
    }
}

#[test]
fn western_bytes_are_read_as_such() {
    let run = read(&usual(), b"lot,test,value,unit\nL1,protein,52,\xb5g/mL\nL1,protein,5 \xb1 1,\xb5g/mL\n".to_vec());
    assert_eq!(run.inputs[0].detected, "windows-1252, separator ',', decimal point, long");
    assert_eq!(run.lots[0].values[0].unit, run.lots[0].values[1].unit);
    assert!(matches!(run.lots[0].values[1].reading, Reading::Malformed(_)));
}

#[test]
fn wide_and_long_say_the_same() {
    let wide = "lot,replicate,CD63+ (%),pH,Bacterial endotoxin [EU/mL],endotoxin / spike_recovery [%]\n\
        L1,1,79.4,7.2,<0.05,98\nL1,2,79.6,,<0.05,\n";
    let run = read(&usual(), wide);
    assert_eq!(run.findings, []);
    assert_eq!(run.inputs[0].detected, "UTF-8, separator ',', decimal point, wide");
    let lot = &run.lots[0];
    let values: Vec<(&str, &str, &str, &str)> = lot
        .values
        .iter()
        .map(|value| (value.test.as_str(), value.text.as_str(), value.unit.as_str(), value.replicate.as_str()))
        .collect();
    assert_eq!(
        values,
        [
            ("cd63_positive", "79.4", "%", "1"),
            ("ph", "7.2", "", "1"),
            ("endotoxin", "<0.05", "EU/mL", "1"),
            ("endotoxin", "98", "%", "1"),
            ("cd63_positive", "79.6", "%", "2"),
            ("ph", "", "", "2"),
            ("endotoxin", "<0.05", "EU/mL", "2"),
            ("endotoxin", "", "%", "2"),
        ]
    );
    assert_eq!((lot.values[3].role, lot.values[3].control.as_str()), (Role::Control, "spike_recovery"));
    // An empty cell keeps its place, so that what is missing can be pointed at.
    assert_eq!((lot.values[5].reading, lot.places[5]), (Reading::Empty, (0, 3, 4)));
}

#[test]
fn a_dash_names_no_control_and_no_investigation() {
    let run = read(
        &usual(),
        "lot,test,value,role,control\nL1,ph,7,,-\nL1,ph,7,sample,n/a\nL1,ph,7,retest,/\nL1,ph,7,,无\nL1,ph,7,control,-\nL1,ph,7,,+\n",
    );
    let roles: Vec<(Role, &str)> = run.lots[0].values.iter().map(|one| (one.role, one.control.as_str())).collect();
    let sample = (Role::Sample, "");
    assert_eq!(roles, [sample, sample, (Role::Retest, ""), sample, (Role::Control, "-"), (Role::Control, "+")]);
    assert_eq!(run.lots[0].faults, []);
    // Of a row that names an investigation the empty cells are none.
    let texts = |investigation: &str| -> Vec<String> {
        let wide = format!("lot,CD63+ (%),pH,investigation\nL1,79.4,,{investigation}\n");
        read(&usual(), wide).lots[0].values.iter().map(|value| value.text.clone()).collect()
    };
    assert_eq!(texts("INV-1"), ["79.4"]);
    for none in ["", "-", "n/a", "/", "无", "不适用"] {
        assert_eq!(texts(none), ["79.4", ""], "{none}");
    }
}

#[test]
fn a_retest_in_a_filled_wide_table_is_of_the_tests_that_it_has_values_of() {
    let texts = |cell: &str| -> Vec<(Role, String)> {
        let wide = format!("lot,CD63+ (%),pH,role\nL1,79.4,7.1,\nL1,{cell},7.2,retest\n");
        read(&usual(), wide).lots[0].values.iter().map(|value| (value.role, value.text.clone())).collect()
    };
    let blank = texts("");
    assert_eq!(blank.iter().filter(|(role, _)| *role == Role::Retest).count(), 1);
    for cell in ["-", "/", "n/a", "无", "NT", "未检"] {
        assert_eq!(texts(cell), blank, "{cell}");
    }
    assert_eq!(texts("pending").len(), blank.len() + 1);
    // A row that is void likewise; where the control of the test is there, the dash is a run without a result.
    let void = |cells: &str| {
        let record = "invalid,wrong pipette,I-1,Meyer,Adler";
        let columns = "lot,CD63+ (%),pH,endotoxin [EU/mL],endotoxin / spike_recovery [%],status,reason,investigation,analyst,approver";
        let run = read(&usual(), format!("{columns}\nL1,{cells},{record}\n"));
        run.lots[0].values.iter().map(|value| value.test.clone()).collect::<Vec<_>>()
    };
    assert_eq!(void("50,-,,"), ["cd63_positive"]);
    assert_eq!(void("50,-,-,"), ["cd63_positive"]);
    assert_eq!(void("-,7.9,-,60"), ["ph", "endotoxin", "endotoxin"]);
}

#[test]
fn a_table_that_is_filled_throughout_says_what_the_one_with_blanks_says() {
    let table = |filler: &str| {
        let columns = [
            "unit",
            "replicate",
            "group",
            "stage",
            "sample",
            "role",
            "control",
            "method",
            "instrument",
            "started",
            "date",
            "status",
            "corrects",
            "corrected_by",
            "corrected_on",
            "time",
            "time_unit",
            "condition",
            "container",
            "orientation",
            "pulled",
            "uncertainty",
            "lod",
            "loq",
        ];
        let cells = vec![filler; columns.len()].join(",");
        format!("lot,test,value,{}\nL1,ph,7,{cells}\nL1,ph,7.1,{cells}\n", columns.join(","))
    };
    let blank = read(&usual(), table(""));
    assert_eq!((&blank.findings, &blank.lots[0].faults, blank.lots[0].values.len()), (&vec![], &vec![], 2));
    for filler in ["/", "-", "—", "n/a", "N/A", "无", "不适用", "／"] {
        let filled = read(&usual(), table(filler));
        assert_eq!((&filled.findings, &filled.lots), (&blank.findings, &blank.lots), "{filler}");
    }
    // What only looks like a filler is told.
    let faults = |column: &str, cell: &str| {
        said(&read(&usual(), format!("lot,test,value,{column}\nL1,ph,7,{cell}\n")).lots[0].faults)
    };
    assert_eq!(
        faults("status", "x")[0],
        "a.csv:2:4: status-not-known: the status `x` is not known (write `valid`, `invalid`, `pending` or `not tested`)"
    );
    assert!(faults("date", "//1")[0].starts_with("a.csv:2:4: date-not-readable: the date `//1` cannot be read"));
    assert!(
        faults("unit", "./.")[0].starts_with("a.csv:2:4: unit-not-known: the unit `./.`"),
        "{:?}",
        faults("unit", "./.")
    );
}

#[test]
fn wide_headers_are_checked() {
    let faults = |header: &str| said(&read(&usual(), format!("{header}\nL1,1,2\n")).findings);
    assert_eq!(
        faults("lot,CD36+ (%),ph"),
        [
            "a.csv:1:2: column-unknown: the column `CD36+ (%)` is not known (did you mean `CD63+ (%)`? A column to leave out is listed under `ignore_columns`)"
        ]
    );
    assert!(
        faults("lot,endotoxin [IE/mL],ph")[0]
            .starts_with("a.csv:1:2: column-unit-unknown: the column `endotoxin [IE/mL]`: ")
    );
    assert_eq!(
        faults("lot,Particle concentration [particles/mL],ph"),
        [
            "a.csv:1:2: column-ambiguous: the column `Particle concentration [particles/mL]` can be `particles_ds` (stage drug substance), `particles_dp` (stage drug product) (use the test id as the name of the column, or add a `stage` column)"
        ]
    );
    assert_eq!(
        faults("lot,identity_panel,ph"),
        [
            "a.csv:1:2: test-not-measured: the column `identity_panel` gives values for `identity_panel`, which is a panel, decided by the outcomes of its members (deliver the results it rests on, or list the column under `ignore_columns`)"
        ]
    );
    assert_eq!(faults("lot,Operator_Shift,ph"), Vec::<String>::new());
}

#[test]
fn the_stage_chooses_between_tests_of_one_name() {
    let run = read(
        &usual(),
        "lot,test,value,stage\nL1,Particle concentration,1e10,Drug Product\nL1,particles_ds,2e10,\nL1,Particle concentration,1e10,\n",
    );
    let tests: Vec<&str> = run.lots[0].values.iter().map(|value| value.test.as_str()).collect();
    assert_eq!(tests, ["particles_dp", "particles_ds"]);
    assert_eq!(
        said(&run.lots[0].faults),
        [
            "a.csv:4:2: test-name-ambiguous: `Particle concentration` can be `particles_ds` (stage drug substance), `particles_dp` (stage drug product); no stage is given (fill in the `stage` column, or use the test id)"
        ]
    );
}

#[test]
fn every_faulty_row_is_named_and_spoils_its_lot_only() {
    let cases = [
        (
            "L1,cd36_positive,7,,",
            "a.csv:3:2: test-not-in-specification: the specification has no test `cd36_positive` (did you mean `cd63_positive`?)",
        ),
        ("L1,,7,,", "a.csv:3:2: test-name-missing: the row names no test"),
        (
            "L1,identity panel,pass,,",
            "a.csv:3:2: test-not-measured: `identity panel` takes no values: it is a panel, decided by the outcomes of its members (deliver the results it rests on)",
        ),
        (
            "L1,ph,7,4,,",
            "a.csv:3:6: row-ragged: the row has 6 fields, the header has 5 (a decimal comma, or any cell with the separator in it, needs quotes)",
        ),
        (
            "L1,ph,7",
            "a.csv:3:4: row-ragged: the row has 3 fields, the header has 5 (fill in the missing fields, from column `unit` on)",
        ),
        (
            "L1,ph,7,,03/04/2026",
            "a.csv:3:5: date-not-readable: the date `03/04/2026` cannot be read (write the date as year-month-day, `2026-03-09`)",
        ),
        (
            "L1,protein,5 ug/mL,mg/mL,",
            "a.csv:3:3: unit-twice: the value `5 ug/mL` is in µg/mL, but the unit given for it is mg/mL (write the unit once)",
        ),
    ];
    for (row, expected) in cases {
        let run = read(&usual(), format!("lot,test,value,unit,date\nL1,ph,7.0,,\n{row}\nL2,ph,7.2,,\n"));
        assert_eq!(said(&run.lots[0].faults), [expected], "{row}");
        assert_eq!(run.lots[1].faults, [], "{row}");
        assert_eq!(run.findings, [], "{row}");
    }
}

#[test]
fn an_unknown_unit_keeps_the_value_and_marks_it() {
    let run = read(&usual(), "lot,test,value,unit\nL1,endotoxin,0.05,IE/mL\nL1,endotoxin,0.06,IE/mL\n");
    assert_eq!(run.lots[0].values.len(), 2);
    assert!(run.lots[0].values.iter().all(|value| value.faulty && value.unit.is_empty()));
    let said = said(&run.lots[0].faults);
    assert!(said[0].starts_with("a.csv:2:4: unit-not-known: the unit `IE/mL`: `IE"), "{said:?}");
    assert_eq!(said.len(), 2);
    let run = read(&usual(), "lot,test,value,unit\nL1,endotoxin,4,log10\n");
    let fault = &run.lots[0].faults[0];
    assert_eq!(fault.message, "the unit `log10`: `log10` is not a known unit");
    let help = "a logarithm has no unit: write its number alone (`>= 4.0`), and `log10` in the name of the test";
    assert_eq!(fault.help.as_deref(), Some(help));
}

#[test]
fn roles_and_statuses_are_words_of_a_list() {
    let run = read(
        &usual(),
        "lot,test,value,role,control,status\nL1,ph,7,control,buffer,\nL1,ph,7,,buffer,\nL1,ph,7,control,,\nL1,ph,7,sample,buffer,\nL1,ph,7,spike,,\nL1,ph,7,,,ok\nL1,ph,7,空白,,无效\n",
    );
    let roles: Vec<Role> = run.lots[0].values.iter().map(|value| value.role).collect();
    assert_eq!(
        roles,
        [Role::Control, Role::Control, Role::Control, Role::Sample, Role::Sample, Role::Sample, Role::Blank]
    );
    assert_eq!(
        said(&run.lots[0].faults),
        [
            "a.csv:4:5: control-not-named: the control row does not name its control (write the name of the control in the column `control`)",
            "a.csv:5:5: control-not-named: the sample row names the control `buffer` (write `control` in the column `role`, or empty the cell)",
            "a.csv:6:4: role-not-known: the role `spike` is not known (write `sample`, `control`, `blank`, `reference` or `retest`, or leave the cell empty for a sample)",
            "a.csv:7:6: status-not-known: the status `ok` is not known (write `valid`, `invalid`, `pending` or `not tested`)",
        ]
    );
}

#[test]
fn the_day_of_a_correction_is_written_year_first() {
    let run =
        read(&usual(), "lot,test,value,corrects,corrected_by,corrected_on\nL1,ph,7,,,\nL1,ph,7.2,7,Chen,04.03.2026\n");
    assert_eq!(
        said(&run.lots[0].faults),
        [
            "a.csv:3:6: date-not-readable: the date `04.03.2026` cannot be read (write the date as year-month-day, `2026-03-09`)"
        ]
    );
    let faulty: Vec<bool> = run.lots[0].values.iter().map(|value| value.faulty).collect();
    assert_eq!(faulty, [false, true]);
}

#[test]
fn rows_whose_lot_cannot_be_told_spoil_the_run() {
    let run = read(&usual(), "lot,test,value\n,ph,7\nL1,ph,7\n \u{3000},ph,8\n");
    assert_eq!(
        said(&run.findings),
        [
            "a.csv:2:1: lot-id-missing: the row has no lot id (write the lot id in every row, also where a spreadsheet shows it once for several rows)",
            "a.csv:4:1: lot-id-missing: the row has no lot id (write the lot id in every row, also where a spreadsheet shows it once for several rows)",
        ]
    );
    assert_eq!(run.lots.len(), 1);
    // A decimal comma before the lot column moves something else into it.
    let run = read(&usual(), "test,value,lot\nph,7,4,L1\nph,7.2,L1\n");
    assert_eq!(
        said(&run.findings),
        [
            "a.csv:2:3: lot-id-missing: the row has 4 fields, the header has 3, so its lot cannot be told (a decimal comma needs quotes where fields are separated by commas)"
        ]
    );
}

#[test]
fn a_long_list_of_like_findings_is_cut_and_counted() {
    let text = format!("lot,test,value\nL1,ph,7\n{}", ",ph,7\n".repeat(250));
    let said = said(&read(&usual(), text).findings);
    assert_eq!(said.len(), 101);
    assert_eq!(said[100], "a.csv: further-findings: 150 more findings `lot-id-missing` in this file");
    let text = format!("lot,test,value\n{}", "L1,x,7\n".repeat(250));
    assert_eq!(read(&usual(), text).lots[0].faults.len(), 101);
}

#[test]
fn lot_ids_must_be_printable() {
    let run = read(&usual(), "lot,test,value\nL\u{0}1,ph,7\nL\u{202e}2,ph,7\n");
    assert_eq!(
        said(&run.lots[0].faults),
        [
            "a.csv:2:1: lot-id-not-printable: the lot id `L\\u{0}1` contains characters that cannot be printed (write the lot id with printable characters only)"
        ]
    );
    assert_eq!(run.lots[1].faults.len(), 1);
}

#[test]
fn white_space_around_a_lot_id_does_not_make_another_lot() {
    let run = read(&usual(), "lot,test,value\nL1,ph,7\n L1 ,ph,8\n\"L1\",ph,9\n");
    assert_eq!((run.lots.len(), run.lots[0].values.len()), (1, 3));
}

#[test]
fn blank_lines_are_counted_and_lines_stay_right() {
    let run = read(&usual(), "\n\nlot,test,value,comment\r\n\r\nL1,ph,7,\"two\r\nlines\"\r\n\n,,,\nL1,ph,8,\n\n\n");
    assert_eq!(run.lots[0].places, [(0, 5, 3), (0, 9, 3)]);
    assert_eq!(said(&run.findings), ["a.csv:1: rows-blank: 7 blank lines hold no result"]);
    assert_eq!(run.inputs[0].rows, 2);
    // The same without a line break at the end.
    let run = read(&usual(), "lot,test,value\n\nL1,ph,7");
    assert_eq!(run.lots[0].places, [(0, 3, 3)]);
    assert_eq!(said(&run.findings), ["a.csv:2: rows-blank: 1 blank line holds no result"]);
}

#[test]
fn columns_without_a_name_must_be_empty() {
    let run = read(&usual(), "lot,test,value,,\nL1,ph,7,,\nL1,ph,8\u{20},x,\n");
    assert_eq!(
        said(&run.lots[0].faults),
        [
            "a.csv:3:4: cell-without-column: the cell `x` stands in a column without a name (name the column, or empty the cell)"
        ]
    );
    // An empty field too many may be a decimal comma: `7,2` and no comment.
    let run = read(&usual(), "lot,test,value,replicate,comment\nL1,ph,7,2,1,\n");
    assert_eq!((run.lots[0].faults[0].code.name, run.lots[0].values.len()), ("row-ragged", 0));
}

#[test]
fn a_repeated_header_is_left_out_with_a_warning() {
    let run = read(&usual(), "lot,test,value\nL1,ph,7\nlot,test,value\nL2,ph,7\n");
    assert_eq!(
        said(&run.findings),
        ["a.csv:3:1: header-repeated: the header stands here again; the line was left out"]
    );
    assert_eq!(run.lots.len(), 2);
}

/// Lots whose ids look the same are two lots, and it is said, with both places.
#[test]
fn lots_that_look_the_same_are_told() {
    let rows =
        "lot,test,value\nEV-1,ph,7\nEV–1,ph,9\nЕV-1,ph,7\nev-1,ph,7\nEV-1 a,ph,7\nEV-1a,ph,7\nEV1,ph,7\nEV-2,ph,7\n";
    let run = read(&usual(), rows);
    let alike: Vec<String> = run
        .findings
        .iter()
        .map(|one| {
            let places = one.place.iter().chain(one.related.iter().map(|(place, _)| place));
            let places: Vec<(u64, u32)> = places.map(|place| (place.line, place.column)).collect();
            format!("{} {places:?}", one.code.name)
        })
        .collect();
    let expected = [3, 4, 5].map(|line| format!("lot-ids-alike [({line}, 1), (2, 1)]"));
    assert_eq!(alike, [&expected[..], &["lot-ids-alike [(7, 1), (6, 1)]".to_owned()]].concat());
    assert_eq!(run.lots.len(), 8);
}

#[test]
fn an_open_quote_is_named_by_the_line_where_it_starts() {
    let expected = [
        "a.csv:3: quote-not-closed: a quote in the record that starts on line 3 is never closed (close the quote; a quote inside a cell is written twice)",
    ];
    let run = read(&usual(), "lot,test,value\nL1,ph,7\nL1,\"ph,7\nL2,ph,7\n");
    assert_eq!(said(&run.findings), expected);
    let run = read(&usual(), format!("lot,test,value\nL1,ph,7\nL1,\"ph,7\n{}", "L2,ph,7\n".repeat(3_000_000)));
    assert_eq!(said(&run.findings), expected);
}

#[test]
fn a_quote_that_swallows_rows_is_found() {
    let run =
        read(&usual(), "lot,test,value,comment\nL1,ph,7,\"seen\nL1,ph,9,\nL2,ph,7,\"ok\nL3,ph,7,\"two\nlines\"\n");
    assert_eq!(
        said(&run.findings),
        [
            "a.csv:2:4: quote-over-rows: the quoted cell contains lines that look like rows of this table (look for a quote without its partner in this line)"
        ]
    );
    assert_eq!(run.lots[0].faults.len(), 1);
}

#[test]
fn a_cell_of_megabytes_spoils_its_lot() {
    let run = read(&usual(), format!("lot,test,value\nL1,ph,{}\nL2,ph,7\n", "7".repeat(10_000_000)));
    assert_eq!(said(&run.lots[0].faults), ["a.csv:2:3: cell-too-long: the cell has 10000000 bytes, more than 1048576"]);
    assert_eq!((run.lots[0].values.len(), run.lots[1].values.len()), (0, 1));
    let run = read(&usual(), format!("lot,test,value\nL1,ph,{}\nL2,ph,7\n", "7".repeat(40_000_000)));
    assert!(said(&run.findings)[0].starts_with("a.csv:2: cell-too-long: the record is longer than 16 MiB"));
}

#[test]
fn bytes_that_are_no_text_are_never_replaced() {
    let mut bytes = "lot,test,value,comment\nL1,ph,7,是\n".as_bytes().to_vec();
    bytes.extend_from_slice(b"L1,ph,7,\xb5\n");
    assert_eq!(
        said(&read(&usual(), bytes).findings),
        [
            "a.csv:3: text-not-valid: byte 44 (0xB5) is not valid in a file that is UTF-8 otherwise (save the file as UTF-8, or name its encoding with --encoding)"
        ]
    );
    // Beyond the part that is looked at first: the row is named, and its lot is spoilt.
    let mut bytes = format!("lot,test,value\n{}", "L1,ph,7\n".repeat(200_000)).into_bytes();
    bytes.extend_from_slice(b"L2,ph,7\xb5\nL3,p\xe6,\xb0\xb4\n");
    let run = read(&usual(), bytes);
    assert_eq!(
        said(&run.lots[1].faults),
        [
            "a.csv:200002:3: text-not-valid: byte 2 (0xB5) of the cell `7\u{fffd}` is not valid UTF-8 (save the file as UTF-8, or name its encoding with --encoding)"
        ]
    );
    assert_eq!(run.lots[2].faults.len(), 1, "bytes that are text only across two cells are not text");
    let western = Dialect { encoding: Some(Encoding::Windows1252), ..Dialect::default() };
    let options = ReadOptions { dialect: western, ..ReadOptions::default() };
    let run =
        read_with(&usual(), vec![source("a.csv", b"lot,test,value,comment\nL1,ph,7,\xb1\xb0\n".to_vec())], options);
    assert_eq!((run.findings.len(), run.lots.len()), (0, 1));
}

#[test]
fn headers_that_cannot_be_used_are_refused() {
    let faults = |text: &str| said(&read(&usual(), text).findings);
    assert_eq!(
        faults(""),
        ["a.csv: input-empty: the file is empty (export the results again; at least a header and one row are needed)"]
    );
    assert_eq!(faults("\u{feff}\n \n").len(), 1);
    assert_eq!(
        faults("lot,test,value\n"),
        [
            "a.csv:1: input-without-rows: the file has a header and no row (export the results again, or leave the file out)"
        ]
    );
    assert_eq!(
        faults("lots,test,value\nL1,ph,7\n"),
        [
            "a.csv:1: column-missing: there is no column `lot`; the header has `lots`, `test`, `value` (rename the column `lots` to `lot`)"
        ]
    );
    assert_eq!(
        faults("lot,test,unit\nL1,ph,7\n"),
        [
            "a.csv:1: column-missing: there is no column `value`; the header has `lot`, `test`, `unit` (name the column that holds it `value`)"
        ]
    );
    assert_eq!(
        faults("lot,test,value,Batch\nL1,ph,7,L2\n"),
        [
            "a.csv:1:4: column-twice: the columns `lot` and `Batch` mean the same (keep one of them, or rename the other and list it under `ignore_columns`)"
        ]
    );
    // As wide as this each name cannot be compared with each: it would take minutes.
    assert_eq!(
        faults(&format!("lot,test,value{},lot\nL1,ph,7\n", ",".repeat(100_000))),
        [
            "a.csv:1:100004: column-twice: the column `lot` stands twice (keep one of them, or rename the other and list it under `ignore_columns`)"
        ]
    );
    assert_eq!(
        faults("lot,test,value,statsu\nL1,ph,7,\n"),
        [
            "a.csv:1:4: column-unknown: the column `statsu` is not known (did you mean `status`? A column to leave out is listed under `ignore_columns`)"
        ]
    );
    assert_eq!(
        faults("test;value,unit\nph;7,\n"),
        [
            "a.csv:1: separator-not-recognised: the header can be split at ',' and at ';' (put names that contain the other character in quotes, or name the separator with --separator)"
        ]
    );
    assert_eq!(
        faults("lot,condition\nL1,5 °C\n"),
        [
            "a.csv:1: column-missing: no column holds results: there is neither `test` and `value` nor a column named after a test (long tables need `lot`, `test` and `value`; wide tables need `lot` and a column for each test)"
        ]
    );
}

#[test]
fn an_unclear_decimal_mark_is_asked_for() {
    let text = "lot;test;value\nL1;protein;1,234\n";
    assert_eq!(
        said(&read(&usual(), text).findings),
        [
            "a.csv:2:3: decimal-mark-not-recognised: `1,234` can be a decimal comma or a grouping of thousands (name the decimal mark with --decimal)"
        ]
    );
    let dialect = Dialect { decimal: Some(DecimalMark::Comma), ..Dialect::default() };
    let run = read_with(&usual(), vec![source("a.csv", text)], ReadOptions { dialect, ..ReadOptions::default() });
    assert_eq!(run.lots[0].values[0].reading, Reading::parse("1,234", DecimalMark::Comma));
    assert_eq!(
        said(&read(&usual(), "lot;test;value\nL1;ph;7,5\nL1;ph;7.6\n").findings),
        [
            "a.csv:2:3: decimal-mark-not-recognised: `7,5` has a decimal comma and `7.6` a decimal point (name the decimal mark with --decimal)"
        ]
    );
    // Between commas, the cell itself is refused.
    let run = read(&usual(), "lot,test,value\nL1,protein,\"1,234\"\n");
    assert!(matches!(run.lots[0].values[0].reading, Reading::Malformed(_)));
}

#[test]
fn formulas_are_text() {
    let run = read(&usual(), "lot,test,value\nL1,ph,=1+1\n");
    assert!(matches!(run.lots[0].values[0].reading, Reading::Text | Reading::Malformed(_)));
    assert_eq!(run.lots[0].values[0].text, "=1+1");
}

#[test]
fn a_unit_may_stand_behind_the_number() {
    let run = read(&usual(), "lot,test,value\nL1,protein,52 ug/mL\nL1,protein,2 of 3\n");
    assert_eq!((run.lots[0].values[0].unit.as_str(), run.lots[0].faults.len()), ("µg/mL", 0));
    assert!(matches!(run.lots[0].values[1].reading, Reading::Malformed(_) | Reading::Text));
}

#[test]
fn a_lot_that_returns_is_gathered() {
    let text = "lot,test,value\nL1,ph,7\nL2,ph,8\nL1,ph,9\n";
    let spec = usual();
    assert!(read(&spec, text).returned);
    let gather = ReadOptions { gather: true, ..ReadOptions::default() };
    let run = read_with(&spec, vec![source("a.csv", text)], gather);
    let together = read(&spec, "lot,test,value\nL1,ph,7\nL1,ph,9\nL2,ph,8\n");
    let values =
        |run: &reading::Run| run.lots.iter().map(|lot| (lot.id.clone(), lot.values.clone())).collect::<Vec<_>>();
    assert_eq!(values(&run), values(&together));
    assert_eq!(run.lots[0].places, [(0, 2, 3), (0, 4, 3)]);
}

#[test]
fn several_files_make_one_run() {
    let files = || {
        vec![
            source("a.csv", "lot,test,value\nL1,ph,7\n"),
            source("b.csv", "lot;ph;protein [ug/mL]\nL1;7,1;5\nL2;7,2;6\n"),
        ]
    };
    let streamed = read_with(&usual(), files(), ReadOptions::default());
    let gathered = read_with(&usual(), files(), ReadOptions { gather: true, ..ReadOptions::default() });
    assert_eq!(streamed.lots, gathered.lots);
    assert_eq!(streamed.lots[0].places, [(0, 2, 3), (1, 2, 2), (1, 2, 3)]);
    assert_eq!(streamed.inputs.len(), 2);
    let mut files = files();
    files.push(source("c.csv", "lot,test,value\nL1,ph,7\n"));
    assert!(read_with(&usual(), files, ReadOptions::default()).returned);
}

#[test]
fn what_cannot_be_opened_is_a_finding() {
    let broken = |kind: std::io::ErrorKind| {
        let source = Source::new("x.csv", move || Err(std::io::Error::from(kind)));
        said(Blocks::open(vec![source], ReadOptions::default()).findings())
    };
    assert_eq!(broken(std::io::ErrorKind::NotFound), ["x.csv: input-not-readable: there is no such file"]);
    assert_eq!(broken(std::io::ErrorKind::IsADirectory), ["x.csv: input-not-readable: this is a folder, not a file"]);
    assert_eq!(
        broken(std::io::ErrorKind::PermissionDenied),
        ["x.csv: input-not-readable: the file may not be read: permission denied"]
    );
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), gather: bool) {
        read_with(&usual(), vec![source("a", bytes)], ReadOptions { gather, ..ReadOptions::default() });
    }

    #[test]
    fn no_table_makes_it_panic(
        rows in proptest::collection::vec("[L1,;\t\"\\r\\n ph7.5<%µ批\u{0}=-]{0,40}", 0..12),
        gather: bool,
    ) {
        let text = format!("lot,test,value,unit,status,role,date\n{}", rows.join("\n"));
        read_with(&usual(), vec![source("a", text)], ReadOptions { gather, ..ReadOptions::default() });
    }

    #[test]
    fn long_and_wide_give_the_same_determinations(
        cells in proptest::collection::vec(("[0-9]{1,3}", "[0-9]{1,2}\\.[0-9]{1,2}", "(<0\\.05|ND|0\\.1|)"), 1..6)
    ) {
        let mut wide = "lot,replicate,cd63_positive [%],ph,endotoxin [EU/mL]\n".to_owned();
        let mut long = "lot,test,value,unit,replicate\n".to_owned();
        for (at, (first, second, third)) in cells.iter().enumerate() {
            wide.push_str(&format!("L{},{at},{first},{second},{third}\n", at / 2));
            for (test, value, unit) in [("cd63_positive", first, "%"), ("ph", second, ""), ("endotoxin", third, "EU/mL")] {
                long.push_str(&format!("L{},{test},{value},{unit},{at}\n", at / 2));
            }
        }
        let (wide, long) = (read(&usual(), wide), read(&usual(), long));
        let values = |run: &reading::Run| run.lots.iter().map(|lot| (lot.id.clone(), lot.values.clone())).collect::<Vec<_>>();
        prop_assert_eq!(values(&wide), values(&long));
        prop_assert!(wide.findings.is_empty() && long.findings.is_empty());
    }

    #[test]
    fn gathering_gives_what_streaming_gives(lots in proptest::collection::vec(0..4_u8, 1..20)) {
        let mut sorted = lots.clone();
        sorted.dedup();
        let text: String = std::iter::once("lot,test,value\n".to_owned())
            .chain(lots.iter().map(|lot| format!("L{lot},ph,7.{lot}\n")))
            .collect();
        let streamed = read(&usual(), text.clone());
        let gather = ReadOptions { gather: true, ..ReadOptions::default() };
        let gathered = read_with(&usual(), vec![source("a.csv", text)], gather);
        let mut unique = sorted.clone();
        unique.sort_unstable();
        unique.dedup();
        prop_assert_eq!(streamed.returned, unique.len() < sorted.len());
        if !streamed.returned {
            prop_assert_eq!(streamed.lots, gathered.lots);
        }
    }
}
