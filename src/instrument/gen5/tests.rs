use super::*;
use std::sync::Arc;

/// A plate of six wells with layout and results; every number is made up.
const FILE: &str = "\r\nSoftware Version\t3.12.08\r\n\r\nExperiment File Path:\tC:\\a.xpt\r\n\r\n\
Plate Number\tPlate 1\r\nDate\t5/14/2026\r\nTime\t9:00:04 PM\r\nReader Type:\tSynergy H1\r\nReader Serial Number:\t77\r\n\r\n\
Procedure Details\r\n\r\nPlate Type\t6 WELL PLATE\r\nRead\tbca\r\n\tAbsorbance Endpoint\r\n\tFull Plate\r\n\tWavelengths:  562\r\n\r\n\
Layout\r\n\t1\t2\t3\r\n\
A\tSTD1\tSPL1\tSPL2\tWell ID\r\n\t2000\t1\t5\tConc/Dil\r\n\
B\tBLK\tSPL1:2\tCTL\tWell ID\r\n\t\t0.5\t7\tConc/Dil\r\n\r\n\
Results\r\n\t1\t2\t3\r\n\
A\t1.500\t0.750\tOVRFLW\tbca:562\r\n\t1.400\t0.650\t?????\tBlank bca:562\r\n\t1999.5\t<22.500\t?????\t[Concentration]\r\n\
B\t0.100\t0.400\t*0.3*\tbca:562\r\n\t0.000\t0.300\t0.200\tBlank bca:562\r\n\t\t401.5\t>2000.0\t[Concentration]\r\n\r\n\
StdCurve Fitting Results\r\n\r\nCurve Name\tCurve Formula\tA\tB\tR2\tFit F Prob\r\nStdCurve\tY=A*X+B\t0.0007\t-0.001\t0.999\t?????\r\n\r\n";

fn with<R>(text: &str, look: impl FnOnce(Result<Recording<'_>, Vec<Finding>>) -> R) -> R {
    let content = Content::new(&Arc::from("f.txt"), text.as_bytes());
    assert!(recognise(&content), "{text}");
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

fn told(recording: &Recording<'_>, run: usize) -> Vec<String> {
    let values = recording.runs[run].values.iter();
    values
        .map(|value| format!("{}[{}] {} {}:{}", value.quantity, value.of, value.text, value.line, value.column))
        .collect()
}

#[test]
fn values_and_their_places() {
    with(FILE, |result| {
        let recording = result.unwrap();
        let names: Vec<(&str, &str)> =
            recording.runs.iter().map(|run| (run.name.as_str(), run.sample.as_str())).collect();
        assert_eq!(
            names,
            [("A1", "STD1"), ("A2", "SPL1"), ("A3", "SPL2"), ("B1", "BLK"), ("B2", "SPL1:2"), ("B3", "CTL")]
        );
        assert_eq!(
            told(&recording, 0),
            [
                "nominal_concentration[] 2000 23:2",
                "absorbance[562] 1.500 29:2",
                "blank_corrected_absorbance[562] 1.400 30:2",
                "concentration[] 1999.5 31:2"
            ]
        );
        assert_eq!(told(&recording, 5).first().map(String::as_str), Some("Conc/Dil[] 7 25:4"));
        let gone: Vec<&str> = recording.runs[2].values.iter().filter_map(|value| value.no_number.as_deref()).collect();
        assert_eq!(
            gone,
            [
                "above the range of the detector (OVRFLW)",
                "the software could not compute it (?????)",
                "the software could not compute it (?????)"
            ]
        );
        assert!(matches!(
            recording.runs[1].value("concentration").unwrap().reading,
            crate::quantity::Reading::Below(_)
        ));
        let whole: Vec<String> =
            recording.values.iter().map(|value| format!("{}[{}] {}", value.quantity, value.of, value.text)).collect();
        assert_eq!(
            whole,
            [
                "date[] 5/14/2026",
                "time[] 9:00:04 PM",
                "curve_formula[StdCurve] Y=A*X+B",
                "A[StdCurve] 0.0007",
                "B[StdCurve] -0.001",
                "r_squared[StdCurve] 0.999",
                "Fit F Prob[StdCurve] ?????"
            ]
        );
        assert_eq!(recording.runs[0].date, jiff::civil::Date::new(2026, 5, 14).ok());
        assert_eq!(
            (recording.software.as_str(), recording.instrument.as_str()),
            ("Gen5 3.12.08", "Synergy H1, serial number 77")
        );
    });
}

#[test]
fn only_a_factor_is_a_dilution() {
    with(FILE, |result| {
        let recording = result.unwrap();
        let factors: Vec<String> = recording
            .runs
            .iter()
            .map(|run| match &run.dilution {
                Dilution::NotApplied(factor) => format!("not applied {}", factor.text),
                other => format!("{other:?}"),
            })
            .collect();
        assert_eq!(
            factors,
            ["NotApplicable", "not applied 1", "not applied 5", "NotApplicable", "NotRecorded", "NotRecorded"]
        );
        let share = recording.findings.iter().find(|finding| finding.message.contains("below 1")).unwrap();
        assert_eq!(
            share.message,
            "the layout gives 1 wells a dilution below 1 (0.5); whether it is a share or a factor, the file does not say"
        );
    });
}

#[test]
fn plates_have_their_names_in_front() {
    let two = format!("{FILE}{}", FILE.replace("Plate 1", "Plate 2").replace("1.500", "1.600"));
    with(&two, |result| {
        let recording = result.unwrap();
        assert_eq!((recording.runs.len(), recording.runs[6].name.as_str()), (12, "Plate 2 A1"));
        assert_eq!(recording.runs[6].values[1].text, "1.600");
        let curves: Vec<&str> = recording
            .values
            .iter()
            .filter(|value| value.quantity == "r_squared")
            .map(|value| value.of.as_str())
            .collect();
        assert_eq!(curves, ["Plate 1 StdCurve", "Plate 2 StdCurve"]);
    });
    assert_eq!(
        errors(&FILE.repeat(2)),
        ["46: plate \"Plate 1\" stands twice: the file holds one export more than once"]
    );
}

#[test]
fn titled_tables_are_read_like_results() {
    let from = FILE.find("Results\r\n").unwrap();
    let text = format!(
        "{}562\r\n\t1\t2\t3\r\nA\t0.1\t0.2\t0.3\t562\r\nB\t0.4\t0.5\t0.6\t562\r\n\r\nConc\r\n\t1\t2\t3\r\nA\t1\t2\t3\tConc\r\nB\t4\t5\t6\tConc\r\n",
        FILE[..from].replace("\tbca\r\n\tAbsorbance Endpoint", "\tAbsorbance Endpoint")
    );
    with(&text, |result| {
        let recording = result.unwrap();
        assert_eq!(told(&recording, 3), ["absorbance[562] 0.4 29:2", "concentration[] 4 34:2"]);
    });
}

#[test]
fn a_file_cut_short_is_refused() {
    let to = |end: &str| &FILE[..FILE.find(end).unwrap()];
    assert_eq!(errors(to("Procedure")), ["1: the file holds no results"]);
    assert_eq!(errors(to("A\t1.500")), ["28: the table has no rows, and a plate of 3 columns ends with row B"]);
    assert_eq!(
        errors(to("\t?????\tBlank")),
        ["30: a line of 3 columns has its label in field 5, and this one has 3 fields"]
    );
    assert_eq!(errors(to("B\t0.100")), ["28: the table ends with row A, and a plate of 3 columns ends with row B"]);
    assert_eq!(errors(to("\t\t401.5")), ["32: plate row B has 2 lines, and the first row 3"]);
    assert_eq!(errors(to("\t0.999")), ["39: the curve has 4 fields, and its head 6"]);
}

#[test]
fn damage_is_refused() {
    assert_eq!(
        errors(&format!("{FILE}User: x,Path: y,Test run no.: 1\r\n,1,2,3\r\n")),
        ["41: no table with the numbers of the columns follows \"User: x,Path: y,Test run no.: 1\""]
    );
    assert_eq!(
        errors(&FILE.replace("\tOVRFLW\tbca", "\tOVRFLW\t0.1\tbca")),
        ["29: a line of 3 columns has its label in field 5, and this one has 6 fields"]
    );
    assert_eq!(errors(&FILE.replacen("Blank bca:562", "bca:562", 1)), ["30: well A1 has \"bca:562\" twice"]);
    assert_eq!(
        errors(&FILE.replacen("\r\nSTD", "x", 0).replacen("Results\r\n\t1\t2\t3", "Results\r\n\t1\t2\t4", 1)),
        ["27: no table with the numbers of the columns follows \"Results\"",]
    );
}

#[test]
fn a_kinetic_table_is_named_and_passed_over() {
    let text = FILE.replacen("Results\r\n", "562\r\n\r\nTime\tT\tA1\tA2\r\n0:00:00\t\t0.1\t0.2\r\n\r\nResults\r\n", 1);
    with(&text, |result| {
        let recording = result.unwrap();
        let refused: Vec<&str> = recording
            .findings
            .iter()
            .filter(|finding| finding.code == &codes::FORMAT_NOT_READ)
            .map(|finding| finding.message.as_str())
            .collect();
        assert_eq!(refused, ["table \"562\" is by time; evqc reads endpoints only"]);
        assert_eq!(recording.runs.len(), 6);
    });
}
