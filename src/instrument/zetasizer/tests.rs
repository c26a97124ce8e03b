use super::*;
use crate::instrument::record::Weighting;
use std::sync::Arc;

const LIST: &str = "Record\tType\tSample Name\tMeasurement Date and Time\tT (°C)\tDerived Count Rate (kcps)\tZ-Ave (d.nm)\t\
                    PdI\tIntensity peak 1 (d.nm)\tIntensity peak 2 (d.nm)\tZP (mV)\tDerived Count Rate (kcps)\r\n\
                    4\tSize\tEV 1\t06 March 2026 14:50:12\t25.0\t1500.2\t108.0\t0.112\t116.1\t0.000\t0.00\t\r\n\
                    5\tSize\tEV 2\t06 March 2026 14:52:12\t25.0\t1498.0\t109.2\t0.120\t117.0\t4500\t0.00\t\r\n";

const ARRAYS: &str = "Type\tSample Name\tS/W Version\tMeasurement Date and Time\tPdI\tSizes[1] (d.nm)\tSizes[2] (d.nm)\t\
                      Sizes[3] (d.nm)\tNumbers[1] (Percent)\tNumbers[2] (Percent)\tNumbers[3] (Percent)\t\
                      Undersize By Intensity[1] (Percent)\r\n\
                      Size\tEV 1\t7.11\t06 March 2026 14:50:12\t0.112\t50.00\t100.0\t200.0\t0.0\t75.0\t25.0\t0.1\r\n\
                      Size\tEV 2\t7.11\t06 March 2026 14:52:12\t0.120\t50.00\t100.0\t200.0\t0.0\t70.0\t30.0\t0.2\t\t\r\n";

fn read_text<R>(text: &str, look: impl FnOnce(Result<Recording<'_>, Vec<Finding>>) -> R) -> R {
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    let content = Content::new(&Arc::from("export.txt"), &latin);
    assert!(recognise(&content), "not recognised: {text}");
    look(read(&content))
}

fn errors(text: &str) -> Vec<(&'static str, u64, String)> {
    read_text(text, |read| match read {
        Ok(recording) => panic!("was read: {recording:?}"),
        Err(findings) => findings
            .into_iter()
            .map(|finding| (finding.code.name, finding.place.map_or(0, |place| place.line), finding.message))
            .collect(),
    })
}

#[test]
fn rows_under_a_second_header_join_their_records() {
    read_text(&format!("{LIST}{ARRAYS}"), |read| {
        let recording = read.unwrap();
        assert_eq!(recording.detected, "windows-1252, tabs, decimal point");
        assert_eq!(recording.software, "7.11");
        let names: Vec<_> = recording.runs.iter().map(|run| (&*run.name, &*run.sample, run.line)).collect();
        assert_eq!(names, [("record 4", "EV 1", 2), ("record 5", "EV 2", 3)]);
        let first = &recording.runs[0];
        assert_eq!(first.date, jiff::civil::Date::new(2026, 3, 6).ok());
        let z_average = first.value("z_average").unwrap();
        assert_eq!((&*z_average.text, &*z_average.unit, z_average.line, z_average.column), ("108.0", "nm", 2, 7));
        let peaks: Vec<_> = first.values.iter().filter(|value| value.quantity == "intensity_peak").collect();
        assert_eq!(peaks[1].no_number.as_deref(), Some("there is no such peak (0)"));
        assert!(first.value("zeta_potential").unwrap().no_number.is_some());
        assert_eq!(first.values.iter().filter(|value| value.quantity == "pdi").count(), 1);
        let undersize = first.values.iter().find(|value| value.quantity == "undersize_by_intensity").unwrap();
        assert_eq!((&*undersize.of, &*undersize.text), ("50.00 nm", "0.1"));
        let distribution = &first.distributions[0];
        assert_eq!(distribution.weighting, Weighting::Number);
        assert_eq!(*distribution.printed, [50.0, 100.0, 200.0]);
        assert_eq!(distribution.heights, [0.0, 75.0, 25.0]);
        assert!((distribution.edges[1] - 5000_f64.sqrt()).abs() < 1e-12);
        assert_eq!((distribution.line, distribution.column), (5, 9));
        assert!(recording.findings.is_empty(), "{:?}", recording.findings);
    });
}

#[test]
fn decimal_commas_and_foreign_months() {
    let text = LIST.replace("25.0", "25,0").replace("1500.2", "1500,2").replace("108.0", "108,0").replace("0.", "0,");
    let text = text.replace("1498.0", "1498,0").replace("109.2", "109,2").replace("116.1", "116,1");
    let text = text.replace("117.0", "117,0").replace("March", "März");
    read_text(&text, |read| {
        let recording = read.unwrap();
        assert_eq!(recording.detected, "windows-1252, tabs, decimal comma");
        let z_average = recording.runs[0].value("z_average").unwrap();
        assert_eq!(z_average.text, "108,0");
        assert!(
            matches!(z_average.reading, crate::quantity::Reading::Number(number) if number.approximately() == 108.0)
        );
        assert_eq!(recording.runs[0].date, None);
        let dates = recording.findings.iter().filter(|finding| finding.code.name == "date-not-taken").count();
        assert_eq!(dates, 2);
    });
    let mixed = errors(&LIST.replace("108.0", "108,0"));
    assert_eq!(mixed[0].0, "instrument-file-damaged");
    assert!(mixed[0].2.contains("decimal point and numbers with a decimal comma"));
}

#[test]
fn failed_records_and_contradictions_are_told() {
    read_text(&format!("{}{ARRAYS}", LIST.replace("108.0", "0.000").replace("0.120", "0.125")), |read| {
        let recording = read.unwrap();
        assert_eq!(recording.runs[0].failed.as_deref(), Some("the Z-average is 0.000"));
        let said: Vec<_> = recording.findings.iter().map(|finding| finding.code.name).collect();
        assert_eq!(said, ["own-tables-disagree", "measurement-failed"]);
        assert!(recording.findings[0].message.contains("pdi is 0.120 here and 0.125 there"));
    });
}

#[test]
fn a_distribution_that_stands_twice_must_be_the_same() {
    // A second header with another column describes the records again.
    let again = ARRAYS.replace("\tPdI\t", "\tpH\t").replace("\t75.0\t25.0\t", "\t76.0\t24.0\t");
    read_text(&format!("{ARRAYS}{again}"), |read| {
        let recording = read.unwrap();
        let said: Vec<_> = recording.findings.iter().map(|finding| &*finding.message).collect();
        assert_eq!(said, ["record 1: its distribution by number stands twice and differs"]);
        assert_eq!(recording.runs[0].distributions[0].heights, [0.0, 75.0, 25.0]);
    });
}

#[test]
fn zeta_records_have_no_size_distribution() {
    let text = "Type\tSample Name\tMobility (µmcm/Vs)\tZeta Potential (mV)\tIntensities[1]\tIntensities[2]\t\
                Zeta Potentials[1] (mV)\tZeta Potentials[2] (mV)\tMeasurement Status\tNew Thing\r\n\
                Zeta\tEV 1\t-1.317\t-16.8\t0.000\t15695.648\t-147\t-16.8\tAborted\t7\r\n";
    read_text(text, |read| {
        let recording = read.unwrap();
        let run = &recording.runs[0];
        assert_eq!(run.name, "record 1");
        assert!(run.distributions.is_empty());
        assert_eq!(run.value("zeta_potential").unwrap().text, "-16.8");
        let shares: Vec<_> = run.values.iter().filter(|value| value.quantity == "zeta_intensity").collect();
        assert_eq!((&*shares[1].of, &*shares[1].text), ("-16.8 mV", "15695.648"));
        assert!(matches!(run.value("New Thing").unwrap().reading, crate::quantity::Reading::Number(_)));
        assert_eq!(recording.findings[0].code.name, "instrument-warning");
    });
}

#[test]
fn two_exports_in_one_file_are_refused() {
    let twice = errors(&format!("{LIST}{LIST}"));
    assert_eq!(twice.len(), 2, "{twice:?}");
    assert_eq!((twice[0].0, twice[0].1), ("instrument-file-damaged", 5));
    assert!(twice[0].2.contains("record 4 is described twice by the same columns"));
    let other = errors(&format!("{LIST}{}", LIST.replace("EV 1", "EV 9")));
    assert!(other[0].2.contains("two different records have the number 4"), "{other:?}");
    // Another kind of table behind the export: its rows are too short for records.
    let mixed = errors(&format!("{LIST}Well,Sample,Result\nA1,x,1\n"));
    assert_eq!((mixed.len(), mixed[0].1), (2, 4));
}

#[test]
fn cut_exports_are_refused() {
    let text = format!("{LIST}{ARRAYS}");
    let header_end = LIST.find("\r\n").unwrap();
    // Every cut inside the second record of the list and inside the arrays' rows leaves a row that is too short.
    for cut in [LIST.len() - 5, text.len() - 12] {
        let found = errors(text.get(..cut).unwrap());
        assert!(found[0].2.contains("it was cut"), "{found:?}");
    }
    assert_eq!(errors(&LIST[..header_end])[0].2, "no record stands under the header: the export was cut");
    let rows = text.lines().count();
    let one_less: String = text.lines().take(rows - 1).map(|line| format!("{line}\r\n")).collect();
    assert!(errors(&one_less)[0].2.contains("1 records of the type Size are not described again"));
    let gap = errors(&ARRAYS.replace("Sizes[2]", "Sizes[7]"));
    assert!(gap[0].2.contains("Sizes[...] do not run from 1"), "{gap:?}");
    let radii = errors(&ARRAYS.replace("(d.nm)", "(r.nm)"));
    assert_eq!(radii[0].0, "format-not-read");
}

/// A header of another export above many rows: not one message for each.
#[test]
fn many_ragged_rows_are_not_all_named() {
    let short: String = (10..510).map(|number| format!("{number}\tSize\tEV\r\n")).collect();
    let found = errors(&format!("{LIST}{short}"));
    assert_eq!(found.len(), 20);
    assert_eq!((found[0].1, &*found[0].2), (4, "the row has 3 fields, its header 12: it was cut"));
    assert_eq!(found[19].2, "the row has 3 fields, its header 12: it was cut (and 480 more places)");
    let long = LIST.replace("\t0.00\t\r\n", "\t0.00\t\t7\r\n");
    read_text(&long, |read| {
        let said: Vec<_> = read.unwrap().findings.into_iter().map(|finding| finding.message).collect();
        let expected =
            "1 fields stand behind the last column and have no label: they are not taken (2 rows, the first here)";
        assert_eq!(said, [expected]);
    });
}

#[test]
fn another_table_is_not_recognised() {
    for text in
        ["", "Type\tSample Name\tAge\r\n", "Record,Type,Sample Name,PdI\r\n", "\r\nRecord\tSample Name\tPdI\r\n"]
    {
        assert!(!recognise(&Content::new(&Arc::from("f"), text.as_bytes())), "{text}");
    }
}
