//! Certificates of analysis as JSON, and the formats that are known and not read.

use crate::{expected, folder, reading};
use evqc::instrument::Run;
use evqc::quantity::Reading;

fn text<'r>(run: &'r Run<'_>, quantity: &str) -> Option<&'r str> {
    run.value(quantity).map(|value| &*value.text)
}

/// Whether the value lies within the limits, both inclusive, as `expected.json` computed it.
fn within(run: &Run<'_>) -> Option<bool> {
    let number = |quantity: &str| match run.value(quantity).map(|value| value.reading) {
        Some(Reading::Number(number)) => Some(number.exact()),
        _ => None,
    };
    let value = number("value")?;
    let (low, high) = (number("minimum"), number("maximum"));
    (low.is_some() || high.is_some())
        .then(|| low.is_none_or(|low| low <= value) && high.is_none_or(|high| value <= high))
}

#[test]
fn every_expected_value_of_certificates() {
    let Some(folder) = folder().map(|folder| folder.join("coa")) else { return };
    let due = expected(&folder);
    let files = due["files"].as_object().unwrap();
    let mut values = 0;
    for (file, due) in files {
        let before = values;
        reading(&folder.join(file), |read| {
            let recording = read.unwrap_or_else(|findings| panic!("{file}: {findings:#?}"));
            assert_eq!(recording.format, "coa-json");
            let id = recording.values.iter().find(|value| value.quantity == "certificate").unwrap();
            assert_eq!(Some(&*id.text), due["id"].as_str());
            let lot = due["lot"].as_str().unwrap_or_default();
            let inspections = due["inspections"].as_array().unwrap();
            assert_eq!(recording.runs.len(), inspections.len());
            values += 2;
            for (run, due) in recording.runs.iter().zip(inspections) {
                assert_eq!(run.sample, lot);
                match due["property"].as_str() {
                    Some(property) => assert_eq!(run.name, property),
                    // Its absence is told.
                    None => assert!(recording.findings.iter().any(|finding| finding.message.contains(&run.name))),
                }
                assert_eq!(text(run, "value"), due["value"].as_str());
                assert_eq!(text(run, "minimum"), due["min"].as_str());
                assert_eq!(text(run, "maximum"), due["max"].as_str());
                let unit = run.value("value").map(|value| &*value.unit).filter(|unit| !unit.is_empty());
                assert_eq!(unit, due["unit"].as_str());
                assert_eq!(within(run), due["within"].as_bool());
                values += 6;
                assert!(run.line > 0, "{}", run.name);
            }
        });
        eprintln!("  {file}: values {}, exact text", values - before);
    }
    assert_eq!(files.len(), 2);
    eprintln!("coa-json: files {}, values {values}, exact text", files.len());
}

#[test]
fn a_database_of_zs_xplorer_is_refused() {
    let Some(folder) = folder().map(|folder| folder.join("zetasizer")) else { return };
    reading(&folder.join("test.zmes"), |read| {
        let findings = read.map(|recording| recording.format).unwrap_err();
        assert_eq!(findings[0].code.name, "format-not-read");
        assert!(findings[0].message.contains("ZS XPLORER"), "{}", findings[0].message);
    });
}
