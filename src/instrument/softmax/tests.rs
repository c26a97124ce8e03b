use super::*;
use crate::instrument::record::Dilution;
use std::sync::Arc;

/// A plate of six wells at two wavelengths, with its reduced values and a group; every number is made up.
const FILE: &str = "##BLOCKS= 3\r\n\
Note:\r\nLot of kit 7\r\nR2\tR2 of the curve =\t0.998\tRSquared(Std@Curve)\r\n~End\r\n\
Plate:\tP1\t1.3\tPlateFormat\tEndpoint\tAbsorbance\tRaw\tFALSE\t1\t\t\t\t\t\t2\t562 700 \t1\t3\t6\t1\t2\r\n\
\tTemperature(\u{a1}C)\t1\t2\t3\t\t1\t2\t3\r\n\
\t24.5\t0.5\t0,75\tPath?\t\t0.05\t0.06\t0.07\r\n\
\t\t1.5\t1.25\t\t\t0.08\t0.09\t\r\n\
\r\n\
\t\t1\t2\t3\r\n\
\t\t0.45\t0.69\tError\r\n\
\t\t1.42\t1.16\t \r\n\
~End\r\n\
Group: Unknowns\r\n\
Sample\tWells\tDilution Factor\tResult ug/mL\tMean\tFlag\r\n\
LOT-1\tA1\t4\t12.5\t13.0\tPASS\r\n\
\x20\tA2\t \t13.5\t \t \r\n\
LOT-2\tB1\t2\tRange?\tMasked\t\r\n\
\r\n\
Group Column\tFormula Name\tFormula\tPrecision\tNotation\r\n\
1\tSample\t!SampleNames\t2\tNumeric\r\n\
2\tWells\t!WellIDs\t2\tNumeric\r\n\
3\tDilution Factor\t!SampleDescriptor\t2\tNumeric\r\n\
4\tResult\tInterpX(Std@Curve,OD)\t2\tNumeric\r\n\
5\tMean\tAverage(Result)\t2\tNumeric\r\n\
6\tFlag\tIf (Mean>1,\"PASS\",\"\")\t2\tNumeric\r\n\
\r\n\
Group Summaries\r\n\
Top\tLargest =\t13.500\tMax(Result)\r\n\
~End \r\n\
Original Filename: made up; Date Last Saved: 1/2/2026 3:04:05 PM\r\n";

fn with<R>(text: &str, look: impl FnOnce(Result<Recording<'_>, Vec<Finding>>) -> R) -> R {
    let content = Content::new(&Arc::from("f.txt"), text.as_bytes());
    assert!(recognise(&content));
    look(read(&content))
}

/// The place and the message of each error.
fn errors(text: &str) -> Vec<String> {
    with(text, |result| {
        let findings = result.expect_err("refused");
        findings
            .iter()
            .map(|finding| format!("{}: {}", finding.place.as_ref().unwrap().line, finding.message))
            .collect()
    })
}

#[test]
fn values_and_their_places() {
    with(FILE, |result| {
        let recording = result.unwrap();
        let names: Vec<(&str, &str)> =
            recording.runs.iter().map(|run| (run.name.as_str(), run.sample.as_str())).collect();
        assert_eq!(names, [("A1", "LOT-1"), ("A2", "LOT-1"), ("A3", ""), ("B1", "LOT-2"), ("B2", "")]);
        let told: Vec<String> = recording.runs[1]
            .values
            .iter()
            .map(|value| {
                format!(
                    "{}[{}] {} {} {}:{}",
                    value.quantity, value.of, value.text, value.unit, value.line, value.column
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                "absorbance[562] 0,75  8:4",
                "absorbance[700] 0.06  8:8",
                "reduced[] 0.69  12:4",
                "concentration[] 13.5 ug/mL 18:4"
            ]
        );
        let gone = |run: usize, quantity: &str| {
            let value = recording.runs[run].values.iter().find(|value| value.quantity == quantity).unwrap();
            value.no_number.as_deref().unwrap().to_owned()
        };
        assert_eq!(gone(2, "absorbance"), "the path length is not known (Path?)");
        assert_eq!(gone(2, "reduced"), "the software reports an error (Error)");
        assert_eq!(gone(3, "concentration"), "outside the range of the curve (Range?)");
        assert_eq!(gone(3, "Mean"), "excluded by the user (Masked)");
        let whole: Vec<String> =
            recording.values.iter().map(|value| format!("{}[{}] {}", value.quantity, value.of, value.text)).collect();
        assert_eq!(
            whole,
            [
                "Original Filename[] made up",
                "Date Last Saved[] 1/2/2026 3:04:05 PM",
                "r_squared[Std@Curve] 0.998",
                "temperature[P1] 24.5",
                "Top[Unknowns] 13.500"
            ]
        );
        assert!(recording.findings.iter().any(|finding| finding.message.contains("decimal comma and decimal point")));
    });
}

#[test]
fn the_dilution_holds_for_all_wells_of_its_sample() {
    with(FILE, |result| {
        let recording = result.unwrap();
        let factor = |run: usize| match &recording.runs[run].dilution {
            Dilution::NotApplied(factor) => factor.text.clone(),
            other => format!("{other:?}"),
        };
        assert_eq!([factor(0), factor(1), factor(3), factor(4)], ["4", "4", "2", "NotRecorded"]);
    });
}

#[test]
fn a_file_cut_short_is_refused() {
    let before_end = FILE.split_inclusive("~End\r\n").next().unwrap();
    let cut = |at: &str| &FILE[..FILE.find(at).unwrap()];
    assert_eq!(errors(before_end), ["1: the first line announces 3 blocks, and 1 are there"]);
    assert_eq!(
        errors(cut("~End \r\n")),
        ["15: the block has no ~End: the file is cut short", "1: the first line announces 3 blocks, and 2 are there"]
    );
    assert_eq!(
        errors(&FILE.replacen("\t\t1.42\t1.16\t \r\n", "", 1)),
        ["12: plate P1 ends here, and plate row B is missing"]
    );
    // The last row of the raw values is missing: the blank line is skipped, and a head stands where row B is due.
    assert_eq!(
        errors(&FILE.replacen("\t\t1.5\t1.25\t\t\t0.08\t0.09\t\r\n", "", 1)),
        ["10: the row has 5 cells, and the head of its table 9"]
    );
}

#[test]
fn two_files_in_one_are_refused() {
    assert_eq!(errors(&FILE.repeat(2)), ["33: a second export begins here: the file holds two"]);
    assert_eq!(errors(&format!("{FILE}Software Version\t3.12.08\r\n")), ["33: the file goes on behind its last line"]);
}

#[test]
fn tables_that_do_not_fit_their_heads_are_refused() {
    assert_eq!(
        errors(&FILE.replacen("\t1\t2\t3\t\t1\t2\t3\r\n", "\t1\t2\t3\t\t1\t2\t3\t4\r\n", 1)),
        ["7: the head of the table does not name 2 times the columns 1 to 3"]
    );
    assert_eq!(
        errors(&FILE.replacen("0.07\r\n", "0.07\t0.08\r\n", 1)),
        ["8: the row has 10 cells, and the head of its table 9"]
    );
    assert_eq!(
        errors(&FILE.replacen("\tPASS\r\n", "\tPASS\t1\r\n", 1)),
        ["17: the row has 7 cells, and the head of its table 6"]
    );
    assert_eq!(
        errors(&FILE.replacen("562 700 ", "562 ", 1)),
        ["6: the head of the plate has no list of 2 wavelengths in field 16: \"562\""]
    );
}

#[test]
fn nothing_to_read_is_refused() {
    assert_eq!(errors("##BLOCKS= 0\r\n"), ["1: the file holds no plate with values"]);
    assert_eq!(
        errors("##BLOCKS= 99999999999999999999\r\n"),
        ["1: the first line does not say how many blocks there are"]
    );
    assert_eq!(
        errors(&FILE.replacen("Endpoint", "Kinetic", 1).replacen("##BLOCKS= 3", "##BLOCKS= 2", 1).replacen(
            "Group: Unknowns",
            "x",
            1
        )),
        ["15: between two blocks stands something else"]
    );
    let kinetic = "##BLOCKS= 1\nPlate:\tP1\t1.3\tPlateFormat\tKinetic\tAbsorbance\tRaw\tFALSE\t1\t\t\t\t\t\t1\t562 \t1\t3\t6\t1\t2\n~End\n";
    assert_eq!(
        errors(kinetic),
        ["2: plate P1 is a kinetic read; evqc reads endpoints only", "1: the file holds no plate with values"]
    );
}

/// One line for all wells instead of a table, at two wavelengths.
const BY_TIME: &str = "##BLOCKS= 1\n\
Plate:\tP1\t1.3\tTimeFormat\tEndpoint\tAbsorbance\tRaw\tFALSE\t1\t\t\t\t\t\t2\t562 700 \t1\t3\t6\t1\t2\n\
\tTemperature\tA1\tA2\tA3\tB1\tB2\tB3\n\
\t21\t0.1\t0.2\t0.3\t0.4\t0.5\t0.6\n\
\n\
\t21\t1.1\t1.2\t1.3\t1.4\t1.5\t\n\
\n\
\t\tA1\tA2\tA3\tB1\tB2\tB3\n\
\t\t7\t8\t9\t10\t11\t12\n\
~End\n";

#[test]
fn wells_in_one_line_are_read() {
    with(BY_TIME, |result| {
        let recording = result.unwrap();
        let told = |run: usize| -> Vec<String> {
            let values = recording.runs[run].values.iter();
            values
                .map(|value| format!("{}[{}] {} {}:{}", value.quantity, value.of, value.text, value.line, value.column))
                .collect()
        };
        assert_eq!(recording.runs[4].name, "B2");
        assert_eq!(told(4), ["absorbance[562] 0.5 4:7", "absorbance[700] 1.5 6:7", "reduced[] 11 9:7"]);
        assert_eq!(told(5), ["absorbance[562] 0.6 4:8", "reduced[] 12 9:8"]);
    });
    let without = BY_TIME.replacen("\t21\t0.1\t0.2\t0.3\t0.4\t0.5\t0.6\n", "", 1).replacen(
        "\t21\t1.1\t1.2\t1.3\t1.4\t1.5\t\n",
        "",
        1,
    );
    with(&without, |result| {
        let recording = result.unwrap();
        assert_eq!(recording.runs[0].values.len(), 1);
        assert_eq!(recording.findings[0].message, "plate P1 announces absorbance and holds reduced values alone");
    });
    assert_eq!(
        errors(&BY_TIME.replacen("\t21\t1.1\t1.2\t1.3\t1.4\t1.5\t\n", "\t21\t1.1\t1.2\n", 1)),
        ["6: the row has 4 cells, and the head of its table 8"]
    );
    assert_eq!(
        errors(&BY_TIME.replacen("\tB2\tB3\n", "\tB3\tB2\n", 1)),
        ["3: the head of the table does not name the 6 wells in order"]
    );
}

#[test]
fn half_a_character_is_refused() {
    let mut bytes = vec![0xff, 0xfe];
    bytes.extend(FILE.encode_utf16().flat_map(u16::to_le_bytes));
    let content = |bytes: &[u8]| {
        let content = Content::new(&Arc::from("f.txt"), bytes);
        read(&content).map(|recording| recording.runs.len()).map_err(|findings| findings[0].message.clone())
    };
    assert_eq!(content(&bytes), Ok(5));
    bytes.pop();
    assert_eq!(content(&bytes), Err("the file ends in the middle of a character".to_owned()));
}
