use super::*;
use crate::instrument::record::Dilution;
use std::sync::Arc;

const EXPORT: &str = "\"Program\",\"xPONENT\",\"\",\"FLEXMAP 3D\"\n\
\"Build\",\"4.3.0.0\"\n\
\"SN\",\"F1\"\n\
\"BatchStartTime\",\"5/17/2023 6:42:29 PM\"\n\
\"Last F3DeVER1 Verification\",\"Failed 05/17/2023 09:27:16\"\n\
\"Lot\",\"ExpirationDate\",\"DDTemp\",\"Result\"\n\
\"B1\",\"02/08/2024\",\"23.43\",\"Pass\"\n\
\n\
\"Samples\",\"2\",\"Min Events\",\"50\",\"Per Bead\"\n\
\"Results\"\n\
\n\
\"DataType:\",\"Median\"\n\
\"Location\",\"Sample\",\"CD9\",\"CD63\",\"Total Events\"\n\
\"1(1,A1)\",\"EV-1\",\"1021.5\",\"NaN\",\"180\"\n\
\"2(1,B1)\",\"EV-1\",\"998\",\"\",\"90\"\n\
\n\
\"DataType:\",\"Count\"\n\
\"Location\",\"Sample\",\"CD9\",\"CD63\",\"Total Events\"\n\
\"1(1,A1)\",\"EV-1\",\"90\",\"85\",\"180\"\n\
\"2(1,B1)\",\"EV-1\",\"60\",\"12\",\"90\"\n\
\n\
\"DataType:\",\"Result\"\n\
\"Location\",\"Sample\",\"CD9\",\"CD63\",\"Total Events\"\n\
\"1(1,A1)\",\"EV-1\",\"12.5\",\"<0.5\",\"180\"\n\
\"2(1,B1)\",\"EV-1\",\"12.0\",\"<0.5\",\"90\"\n\
\n\
\"DataType:\",\"Avg Net MFI\"\n\
\"Sample\",\"CD9\",\"CD63\"\n\
\"EV-1\",\"1009.75\",\"NaN\"\n\
\n\
\"DataType:\",\"Units\"\n\
\"Analyte:\",\"CD9\",\"CD63\"\n\
\"BeadID:\",\"28\",\"35\"\n\
\"Units:\",\"pg/mL\",\"pg/mL\"\n\
\n\
\"DataType:\",\"Dilution Factor\"\n\
\"Location\",\"Sample\",\"Dilution Factor\"\n\
\"1(1,A1)\",\"EV-1\",\"1\"\n\
\"2(1,B1)\",\"EV-1\",\"5\"\n\
\n\
\"DataType:\",\"Audit Logs\"\n\
\"UserId\",\"Date\",\"Message\"\n\
\n\
\"DataType:\",\"Warnings/Errors\"\n\
\"Location\",\"Status\",\"Message\"\n\
\"1,B1\",\"Warning\",\"Too few beads.\"\n\
\"1,A1\",\"Warning\",\"Too few beads.\"\n\
\n\
-- CRC --\n\
CRC32: 00000000\n";

fn read_text<R>(text: &str, look: impl FnOnce(Result<Recording<'_>, Vec<Finding>>) -> R) -> R {
    let content = Content::new(&Arc::from("panel.csv"), text.as_bytes());
    assert!(recognise(&content));
    look(read(&content))
}

fn errors(text: &str) -> String {
    read_text(text, |read| match read {
        Ok(recording) => panic!("was read: {recording:?}"),
        Err(findings) => findings.into_iter().map(|finding| finding.message + "\n").collect(),
    })
}

#[test]
fn wells_gather_the_statistics_of_all_blocks() {
    read_text(EXPORT, |read| {
        let recording = read.unwrap();
        assert_eq!((&*recording.software, &*recording.instrument), ("xPONENT 4.3.0.0", "FLEXMAP 3D F1"));
        let names: Vec<_> = recording.runs.iter().map(|run| (&*run.name, &*run.sample, run.line)).collect();
        assert_eq!(names, [("A1", "EV-1", 14), ("B1", "EV-1", 15)]);
        let run = &recording.runs[0];
        let get =
            |quantity: &str, of: &str| run.values.iter().find(|value| value.quantity == quantity && value.of == of);
        let median = get("median_fluorescence", "CD9").unwrap();
        assert_eq!((&*median.text, &*median.unit, median.line, median.column), ("1021.5", "MFI", 14, 3));
        assert!(get("median_fluorescence", "CD63").unwrap().no_number.is_some());
        assert_eq!(get("bead_count", "CD63").unwrap().text, "85");
        let below = get("concentration", "CD63").unwrap();
        assert_eq!((&*below.text, &*below.unit, below.no_number.is_none()), ("<0.5", "pg/mL", true));
        assert_eq!(run.values.iter().filter(|value| value.quantity == "total_events").count(), 1);
        assert_eq!(run.date, jiff::civil::Date::new(2023, 5, 17).ok());
        assert!(matches!(&run.dilution, Dilution::NotApplied(factor) if factor.text == "1"));
        // A factor other than 1 beside results: whether it is applied is not said.
        assert_eq!(recording.runs[1].dilution, Dilution::NotRecorded);
        assert!(recording.values.iter().any(|value| value.quantity == "minimum_events" && value.text == "50"));
        assert!(recording.values.iter().any(|value| value.of == "EV-1: CD9" && value.text == "1009.75"));
    });
}

#[test]
fn warnings_of_the_instrument_are_told_with_their_wells() {
    read_text(EXPORT, |read| {
        let recording = read.unwrap();
        let warnings: Vec<_> = recording
            .findings
            .iter()
            .filter(|finding| finding.code.name == "instrument-warning")
            .map(|finding| &*finding.message)
            .collect();
        assert_eq!(
            warnings,
            ["Last F3DeVER1 Verification: Failed 05/17/2023 09:27:16", "wells B1, A1: Warning: Too few beads."]
        );
        let words = recording.findings.iter().find(|finding| finding.code.name == "value-not-a-number").unwrap();
        assert!(words.message.contains("(2 cells, the first here)"), "{}", words.message);
    });
}

#[test]
fn damaged_exports_are_refused() {
    let cut = |until: &str| EXPORT.get(..EXPORT.find(until).unwrap()).unwrap();
    assert!(errors(cut("\"Results\"")).contains("the row `Results` is missing"));
    assert!(errors(cut("\"2(1,B1)\",\"EV-1\",\"60\"")).contains("the check sum behind the last block is missing"));
    assert!(errors(&format!("{EXPORT}{EXPORT}")).contains("more than one export"));
    assert!(errors(&format!("{EXPORT}Well,Result\nA1,3\n")).contains("more than one export"));
    let lost = EXPORT.replace("\"2(1,B1)\",\"EV-1\",\"60\",\"12\",\"90\"\n", "");
    assert!(errors(&lost).contains("the block `Count` has 1 wells of 2"));
    let twice = EXPORT.replace("\"2(1,B1)\",\"EV-1\",\"60\"", "\"1(1,A1)\",\"EV-1\",\"60\"");
    assert!(errors(&twice).contains("the block `Count` names the well 1(1,A1) twice"));
    let again = EXPORT.replace("\"DataType:\",\"Count\"", "\"DataType:\",\"Median\"");
    assert!(errors(&again).contains("the block `Median` stands twice"));
    let foreign = EXPORT.replace("\"2(1,B1)\",\"EV-1\",\"60\"", "\"3(1,C1)\",\"EV-1\",\"60\"");
    assert!(errors(&foreign).contains("`3(1,C1)` has no row in the first block"));
    let other = EXPORT.replace("\"2(1,B1)\",\"EV-1\",\"60\"", "\"2(1,B1)\",\"EV-2\",\"60\"");
    assert!(errors(&other).contains("the well 2(1,B1) holds EV-2 here and EV-1 in the first block"));
    let none = "Program,xPONENT\nResults\n-- CRC --\nCRC32: 0\n";
    assert!(errors(none).contains("no block with wells"));
}

#[test]
fn padded_rows_of_a_spreadsheet_are_the_same() {
    let padded: String = EXPORT.lines().map(|line| format!("{line},,,\n")).collect();
    read_text(&padded, |read| assert_eq!(read.unwrap().runs.len(), 2));
}
