//! Tables of any origin, and the results of laboratory systems.

use crate::{expected, folder, of_one_file, reading};
use evqc::instrument::{Content, Recording, Value, read};
use evqc::quantity::Reading;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// The numbers of a recording by the label of their column.
fn numbers(recording: &Recording<'_>) -> BTreeMap<String, Vec<f64>> {
    let mut columns: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for value in recording.runs.iter().flat_map(|run| &run.values) {
        if let (Reading::Number(number), None) = (&value.reading, &value.no_number) {
            columns.entry(label(value)).or_default().push(number.to_string().parse().unwrap());
        }
    }
    columns
}

/// The label of a column as `expected.json` has it.
fn label(value: &Value) -> String {
    match &*value.unit {
        "" => value.quantity.to_string(),
        unit => format!("{} ({unit})", value.quantity),
    }
}

/// Compares the count, mean, smallest and largest number of each column; the numbers of values and the largest deviation.
fn compare(file: &str, recording: &Recording<'_>, blank: usize, table: &Json) -> (usize, f64) {
    let columns = numbers(recording);
    let (mut values, mut largest) = (0, 0.0_f64);
    let rows = table["n_rows"].as_u64().unwrap() as usize;
    // pandas counts the row `end` of a two-dimensional import, which is none.
    let end = usize::from(file == "2dimension.csv");
    assert_eq!(recording.runs.len() + end + blank, rows, "{file}");
    for (name, facts) in table["numeric"].as_object().unwrap() {
        let found =
            columns.get(name.trim()).unwrap_or_else(|| panic!("{file}: no numbers in {name}: {:?}", columns.keys()));
        let due = |word: &str| facts[word].as_f64().unwrap();
        assert_eq!(found.len(), facts["n"].as_u64().unwrap() as usize, "{file} {name}");
        assert_eq!(rows - found.len(), facts["missing_or_text"].as_u64().unwrap() as usize, "{file} {name}");
        let mean = found.iter().sum::<f64>() / found.len() as f64;
        let least = found.iter().copied().fold(f64::INFINITY, f64::min);
        let most = found.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        for (what, value) in [("mean", mean), ("min", least), ("max", most)] {
            // The reference has nine digits.
            let off = (value - due(what)).abs() / due(what).abs().max(1e-300);
            assert!(value == due(what) || off < 5e-9, "{file} {name} {what}: {value}, not {}", due(what));
            largest = largest.max(if value == due(what) { 0.0 } else { off });
        }
        values += found.len();
    }
    (values, largest)
}

#[test]
fn every_table_of_the_laboratories() {
    let Some(folder) = folder() else { return };
    let folder = folder.join("lims_tables");
    let (mut files, mut values, mut largest) = (0, 0, 0.0_f64);
    for (file, facts) in expected(&folder)["files"].as_object().unwrap() {
        let Some(table) = facts.get("table") else { continue };
        // pandas counts rows of separators alone, which say nothing.
        let text = std::fs::read(folder.join(file)).unwrap();
        let is_blank = |line: &&[u8]| line.len() > 1 && line.iter().all(|byte| b";,\r".contains(byte));
        let blank = text.split(|byte| *byte == b'\n').filter(is_blank).count();
        reading(&folder.join(file), |recording| {
            let recording = recording.unwrap_or_else(|findings| panic!("{file}: {findings:#?}"));
            assert_eq!(recording.format, "table", "{file}");
            let (count, deviation) = compare(file, &recording, blank, table);
            (files, values) = (files + 1, values + count);
            largest = of_one_file(file, count, largest, deviation);
        });
    }
    eprintln!(
        "table: files {files}, values {values}, largest relative deviation {largest:.1e} (reference of nine digits)"
    );
    assert_eq!((files, values > 17_000), (10, true), "{values}");
}

#[test]
fn a_bead_panel_that_a_laboratory_made_is_a_table() {
    let Some(folder) = folder() else { return };
    let folder = folder.join("bead_multiplex");
    let file = "unlicensed/Prep_luminex_heatmap_log10_negative_values.csv";
    let facts = expected(&folder)["unlicensed/Prep_luminex_heatmap_log10_negative_values.csv"].clone();
    let facts = if facts.is_null() { expected(&folder)["files"][file].clone() } else { facts };
    reading(&folder.join(file), |recording| {
        let recording = recording.unwrap();
        assert_eq!(recording.format, "table");
        assert_eq!(recording.runs.len() as u64 + 1, facts["n_rows_incl_header"].as_u64().unwrap());
        let first = &recording.runs[0];
        assert_eq!((&*first.sample, &*first.name), ("23_CCL2", "row 2"));
        let header = facts["header"].as_array().unwrap();
        // Every cell is there: `NA` as no number.
        for (value, name) in first.values.iter().zip(header) {
            assert_eq!(value.quantity, name.as_str().unwrap());
            assert_eq!(value.no_number.is_some(), value.text == "NA");
        }
        assert_eq!(first.values.len(), header.len());
        let negative =
            recording.runs.iter().flat_map(|run| &run.values).filter(|value| value.text.starts_with('-')).count();
        assert!(negative > 0);
    });
}

#[test]
fn reports_and_forms_are_no_tables() {
    let Some(folder) = folder() else { return };
    reading(&folder.join("lims_tables/ICP limstest bog envas.csv"), |recording| {
        let findings = recording.unwrap_err();
        assert_eq!(findings[0].code.name, "instrument-file-damaged");
        assert_eq!(
            findings[0].message,
            "the file is a report and no table: a row of labels returns, with other blocks between"
        );
        assert_eq!(findings[0].place.as_ref().unwrap().line, 15);
    });
    reading(&folder.join("nanosight/toy_messy_with_bom.csv"), |recording| {
        assert_eq!(recording.unwrap_err()[0].code.name, "format-not-recognised");
    });
}

/// No file of another format becomes a table.
#[test]
fn what_is_taken_for_a_table() {
    let Some(folder) = folder() else { return };
    let mut taken = Vec::new();
    let mut folders = vec![folder.clone()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            let name: Arc<str> = Arc::from("f");
            if evqc::instrument::recognise(&Content::new(&name, &bytes)).is_ok_and(|format| format.name == "table") {
                taken.push(path.strip_prefix(&folder).unwrap().to_string_lossy().into_owned());
            }
        }
    }
    taken.sort();
    // Those of laboratory systems, the one that is refused as a report among them.
    let tables = |file: &&String| file.starts_with("lims_tables/") || file.starts_with("bead_multiplex/unlicensed/");
    let others: Vec<&String> = taken.iter().filter(|file| !tables(file)).collect();
    assert!(others.is_empty(), "{others:#?}");
    assert_eq!(taken.len(), 12, "{taken:#?}");
}

fn read_text<R>(text: &str, look: impl FnOnce(Result<Recording<'_>, Vec<String>>) -> R) -> R {
    let name: Arc<str> = Arc::from("t.csv");
    let content = Content::new(&name, text.as_bytes());
    let told = |findings: Vec<evqc::finding::Finding>| -> Vec<String> {
        let place =
            |finding: &evqc::finding::Finding| finding.place.as_ref().map_or(String::new(), ToString::to_string);
        findings.iter().map(|finding| format!("{} {}", place(finding), finding.message)).collect()
    };
    look(read(&content, None).map_err(told))
}

fn cells(recording: &Recording<'_>, run: usize) -> Vec<String> {
    let cell = |value: &Value| {
        let none = value.no_number.as_ref().map_or(String::new(), |why| format!(" ({why})"));
        format!("{}={} {}@{}:{}{none}", value.quantity, value.text, value.unit, value.line, value.column)
    };
    recording.runs[run].values.iter().map(cell).collect()
}

#[test]
fn cells_keep_their_labels_units_and_places() {
    let text = "Sample;Size (nm);Conc [particles/mL];CV;;Expt.;CV\n\
        EV-1;139,4;2,38E+11;<0,5;x;E08.1;ND\n\
        \n\
        3_b;;1E9;12O;;;-----\n\
        EV-3;1,5;2;1;;;7\n";
    read_text(text, |recording| {
        let recording = recording.unwrap();
        assert_eq!(recording.detected, "UTF-8, separator ';', decimal comma");
        assert_eq!(
            cells(&recording, 0),
            [
                "Sample=EV-1 @2:1",
                "Size=139,4 nm@2:2",
                "Conc=2,38E+11 particles/mL@2:3",
                "CV=<0,5 @2:4",
                "column 5=x @2:5",
                "Expt.=E08.1 @2:6",
                "CV=ND @2:7 (the file says `ND`)",
            ]
        );
        assert_eq!(
            cells(&recording, 1),
            [
                "Sample=3_b @4:1",
                "Conc=1E9 particles/mL@4:3",
                "CV=12O @4:4 (not a number that evqc knows)",
                "CV=----- @4:7 (not measured (dashes))",
            ]
        );
        assert_eq!((&*recording.runs[1].name, &*recording.runs[1].sample), ("row 4", "3_b"));
        let told: Vec<String> = recording.findings.iter().map(|finding| finding.message.clone()).collect();
        assert_eq!(
            told,
            [
                "column 5 has no label and holds something",
                "the columns 4 and 7 are both called `CV`",
                "`12O` in the column `CV` is no number that evqc knows",
            ]
        );
    });
}

#[test]
fn tables_that_are_not_whole_are_refused() {
    let refused = |text: &str, messages: &[&str]| {
        read_text(text, |recording| assert_eq!(recording.err().unwrap_or_default(), messages, "{text}"));
    };
    let unknown = "t.csv the file is of no instrument format that evqc knows";
    refused("", &["t.csv the file is empty"]);
    refused("a,b\n", &[unknown]);
    refused("just words\nand more\n", &[unknown]);
    refused("1,2\n3,4\n", &[unknown]);
    refused("a,a\n1,2\n", &[unknown]);
    let table = "sample,size\nA,1\nB,2\n";
    refused(
        &format!("{table}{table}"),
        &["t.csv:4:1 the header stands here again: the file holds more than one table"],
    );
    refused(
        "sample,size\nA,1\nB,2,3\nC\n",
        &["t.csv:3:2 the row has 3 fields, the header has 2", "t.csv:4:1 the row has 1 fields, the header has 2"],
    );
    refused(
        "s;x\nA;1,5\nB;1.5\n",
        &["t.csv:2:2 \"1,5\" has a comma and \"1.5\" a point: the decimal mark cannot be told"],
    );
    // A row that was cut behind a separator has its fields; one that was cut before it has not.
    refused("sample,size,cv\nA,1,2\nB,1\n", &["t.csv:3:2 the row has 2 fields, the header has 3"]);
}

#[test]
fn two_dimensional_imports_end_with_end() {
    let Some(folder) = folder() else { return };
    reading(Path::new(&folder.join("lims_tables/2dimension.csv")), |recording| {
        let recording = recording.unwrap();
        let samples: Vec<&str> = recording.runs.iter().map(|run| run.sample.as_str()).collect();
        assert_eq!(samples, ["1-0001-R01", "1-0002-R01"]);
        assert_eq!(
            cells(&recording, 0),
            [
                "column 1=1-0001-R01 @2:1",
                "Pentachloronitrobenzene=----- @2:2 (not measured (dashes))",
                "Mg=2 @2:3",
                "Ca=0 @2:4",
                "pest1=1 @2:5",
                "pest2=1 @2:6",
                "pest3=1 @2:7",
            ]
        );
        assert_eq!(cells(&recording, 1)[1], "Pentachloronitrobenzene=ND @3:2 (the file says `ND`)");
    });
}

#[test]
fn a_binary_file_is_told_in_one_line() {
    let bytes: Vec<u8> = (0..=255).cycle().take(3000).collect();
    let finding = evqc::instrument::recognise(&Content::new(&Arc::from("trace.bin"), &bytes)).unwrap_err();
    assert_eq!(finding.message, "the file is binary, and of no format that evqc knows");
    let help = "binary files that are read: XLSX, FCS, Zetasizer .zmes; export others as CSV, XLSX or text";
    assert_eq!(finding.help.as_deref(), Some(help));
}
