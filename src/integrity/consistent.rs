//! Whether a certificate, or another report, says what the report of its lot says.

use super::codes;
use super::evidence::Test;
use super::manifest::REPORT;
use crate::finding::Finding;
use crate::order;
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Deserialize)]
struct Report {
    lots: Vec<Lot>,
}

/// A lot of a report: judged by one specification, while the next may be the same lot judged by another.
#[derive(Deserialize)]
struct Lot {
    lot: String,
    verdict: String,
    spec: Specification,
    tests: Vec<Test>,
}

#[derive(Deserialize)]
struct Specification {
    sha256: String,
}

#[derive(Deserialize)]
struct Certificate {
    content: Content,
}

#[derive(Deserialize)]
struct Content {
    lot: NamedLot,
    specification: Specification,
    tests: Vec<Test>,
    conclusion: Conclusion,
}

#[derive(Deserialize)]
struct NamedLot {
    id: String,
}

#[derive(Deserialize)]
struct Conclusion {
    verdict: String,
}

/// The finding, where a certificate is of a lot that a report does not have, of another specification, comes to another verdict
/// or outcome, or has other tests; or where one of the two cannot be read.
pub fn certificate_differs(name: &str, certificate: &[u8], report: &[u8]) -> Option<Finding> {
    let unreadable = |file: &str, error: &serde_json::Error| {
        let message = format!("{file} cannot be read, so that {name} is not compared with the report: {error}");
        Some(Finding::of_file(&codes::DOCUMENT_NOT_READABLE, file, message))
    };
    let content = match serde_json::from_slice::<Certificate>(certificate) {
        Ok(certificate) => certificate.content,
        Err(error) => return unreadable(name, &error),
    };
    let report = match serde_json::from_slice::<Report>(report) {
        Ok(report) => report,
        Err(error) => return unreadable(REPORT, &error),
    };
    let why = difference(&content, &report)?;
    let message = format!("{name} is a certificate of lot {}: {why}", content.lot.id);
    Some(Finding::of_file(&codes::CERTIFICATE_OF_ANOTHER, name, message))
}

/// A report, as far as it says what it was judged from.
#[derive(Deserialize)]
struct Judgement {
    as_of: String,
    inputs: Vec<Input>,
    configuration: Configuration,
    lots: Vec<Lot>,
}

#[derive(Deserialize)]
struct Input {
    sha256: String,
}

#[derive(Deserialize)]
struct Configuration {
    settings: BTreeMap<String, Value>,
}

impl Judgement {
    /// The digests of the files that were judged, and with which settings. Which lots were asked for changes the result of none.
    fn grounds(&self) -> (BTreeSet<&str>, BTreeMap<&str, &Value>) {
        let settings = self.configuration.settings.iter().filter(|(name, _)| *name != "lots");
        (
            order::collect(self.inputs.iter().map(|input| input.sha256.as_str())),
            order::collect(settings.map(|(name, value)| (name.as_str(), value))),
        )
    }
}

/// The finding, where a report in an archive comes to another verdict or outcome of a lot than that of the archive, by the same
/// specification, from the same files, with the same settings. From other files, or with other settings, another result is no
/// contradiction; nor is anything said of a report without these (of an earlier version).
pub fn report_differs(name: &str, report: &[u8], own: &[u8]) -> Option<Finding> {
    let report: Judgement = serde_json::from_slice(report).ok()?;
    let own: Judgement = serde_json::from_slice(own).ok()?;
    if report.grounds() != own.grounds() {
        return None;
    }
    let (lot, why) = report.lots.iter().find_map(|lot| {
        let is_it = |one: &&Lot| one.lot == lot.lot && one.spec.sha256 == lot.spec.sha256;
        let judged = own.lots.iter().find(is_it)?;
        Some((&lot.lot, other_judgement(&lot.verdict, &lot.tests, judged)?))
    })?;
    let days = match report.as_of == own.as_of {
        true => String::new(),
        false => format!(" (as of {}, that one {})", report.as_of, own.as_of),
    };
    let message = format!("{name} is a report of lot {lot}, from the same files: {why}{days}");
    let finding = Finding::of_file(&codes::CERTIFICATE_OF_ANOTHER, name, message);
    Some(finding.help(
        "leave it out, or keep it in an archive of its own: one archive shows one judgement of the same files by the same specification",
    ))
}

fn difference(content: &Content, report: &Report) -> Option<String> {
    let mut lots = report.lots.iter().filter(|lot| lot.lot == content.lot.id).peekable();
    if lots.peek().is_none() {
        return Some("the report beside it has no such lot".to_owned());
    }
    let own = &content.specification.sha256;
    let Some(judged) = lots.find(|lot| lot.spec.sha256 == *own) else {
        return Some(format!("it is by the specification with the SHA-256 {own}, and the report beside it is not"));
    };
    other_judgement(&content.conclusion.verdict, &content.tests, judged)
}

/// The first thing in which a lot comes to something else than in a report: its verdict, then a test.
fn other_judgement(verdict: &str, tests: &[Test], judged: &Lot) -> Option<String> {
    if judged.verdict != verdict {
        return Some(format!("its verdict is {verdict}, that of the report beside it {}", judged.verdict));
    }
    other_tests(tests, &judged.tests)
}

/// The first test that is not on both sides, or has another outcome; a test may stand there several times, at several points.
fn other_tests(own: &[Test], known: &[Test]) -> Option<String> {
    let outcomes = |tests: &[Test], id: &str| {
        let mut all: Vec<String> = tests.iter().filter(|test| test.id == id).map(|test| test.outcome.clone()).collect();
        order::sort(&mut all);
        all
    };
    own.iter().chain(known).find_map(|test| {
        let (on, beside) = (outcomes(own, &test.id), outcomes(known, &test.id));
        let (id, listed, known) = (&test.id, on.join(" and "), beside.join(" and "));
        match (on.is_empty(), beside.is_empty()) {
            _ if on == beside => None,
            (_, true) => Some(format!("{id} is {listed}, and the report beside it has no such test")),
            (true, _) => Some(format!("{id} is {known} in the report beside it, and not on it")),
            _ => Some(format!("{id} is {listed}, in the report beside it {known}")),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{certificate_differs, report_differs};

    const REPORT: &str =
        r#"{"lots":[{"lot":"L1","spec":{"sha256":"aa"},"verdict":"conforms","tests":[{"id":"e","outcome":"pass"}]}]}"#;
    const CERTIFICATE: &str = r#"{"content":{"lot":{"id":"L1"},"specification":{"sha256":"aa"},"conclusion":{"verdict":"conforms"},"tests":[{"id":"e","outcome":"pass"}]}}"#;

    #[test]
    fn every_kind_of_difference_is_told() {
        let told = |certificate: &str| {
            certificate_differs("coa.json", certificate.as_bytes(), REPORT.as_bytes()).map(|finding| finding.message)
        };
        assert_eq!(told(CERTIFICATE), None);
        for (from, to, says) in [
            ("L1", "L2", "no such lot"),
            ("aa", "bb", "SHA-256 bb"),
            ("conforms", "does_not_conform", "its verdict is does_not_conform, that of the report beside it conforms"),
            ("pass", "fail", "e is fail, in the report beside it pass"),
        ] {
            let message = told(&CERTIFICATE.replace(from, to)).unwrap();
            assert!(message.contains(says), "{message}");
        }
    }

    #[test]
    fn a_test_that_one_of_the_two_lacks_is_told() {
        let told = |certificate: &str, report: &str| {
            certificate_differs("coa.json", certificate.as_bytes(), report.as_bytes()).map(|finding| finding.message)
        };
        let more = |text: &str| text.replace(r#"{"id":"e""#, r#"{"id":"f","outcome":"fail"},{"id":"e""#);
        assert_eq!(told(&more(CERTIFICATE), &more(REPORT)), None);
        let message = told(&more(CERTIFICATE), REPORT).unwrap();
        assert!(message.contains("f is fail, and the report beside it has no such test"), "{message}");
        let message = told(CERTIFICATE, &more(REPORT)).unwrap();
        assert!(message.contains("f is fail in the report beside it, and not on it"), "{message}");
        let twice = |text: &str| text.replace(r#"{"id":"e""#, r#"{"id":"e","outcome":"fail"},{"id":"e""#);
        let message = told(CERTIFICATE, &twice(REPORT)).unwrap();
        assert!(message.contains("e is pass, in the report beside it fail and pass"), "{message}");
        assert_eq!(told(&twice(CERTIFICATE), &twice(REPORT)), None);
    }

    /// One lot may be judged by several specifications: the certificate is of the one that it names, whatever the others come to.
    #[test]
    fn the_lot_is_the_one_that_was_judged_by_the_same_specification() {
        let other = r#"{"lot":"L1","spec":{"sha256":"bb"},"verdict":"conforms","tests":[{"id":"f","outcome":"pass"}]}"#;
        let report = REPORT.replace(r#""lots":["#, &format!(r#""lots":[{other},"#));
        let told = |certificate: &str| {
            certificate_differs("coa.json", certificate.as_bytes(), report.as_bytes()).map(|finding| finding.message)
        };
        assert_eq!(told(CERTIFICATE), None);
        let message = told(&CERTIFICATE.replace("conforms", "not_concluded")).unwrap();
        assert!(message.contains("its verdict is not_concluded, that of the report beside it conforms"), "{message}");
        let message = told(&CERTIFICATE.replace("aa", "bb")).unwrap();
        assert!(message.contains("e is pass, and the report beside it has no such test"), "{message}");
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        for (certificate, report, says) in [
            ("{}", REPORT, "coa.json cannot be read, so that coa.json is not compared"),
            (CERTIFICATE, "{\"lots\":", "report.json cannot be read, so that coa.json is not compared"),
        ] {
            let finding = certificate_differs("coa.json", certificate.as_bytes(), report.as_bytes()).unwrap();
            assert_eq!(finding.code.name, "document-not-readable");
            assert!(finding.message.contains(says), "{}", finding.message);
        }
    }

    /// Another result contradicts a report where all that it was judged from is the same.
    #[test]
    fn another_report_differs_where_it_was_judged_from_the_same() {
        let own = r#"{"as_of":"2026-02-19","inputs":[{"sha256":"d1"},{"sha256":"d2"}],"configuration":{"settings":{}},"lots":["#;
        let own = REPORT.replace(r#"{"lots":["#, own);
        let told = |edits: &[(&str, &str)]| {
            let report = edits.iter().fold(own.clone(), |report, (from, to)| {
                assert!(report.contains(from), "{from}");
                report.replace(from, to)
            });
            report_differs("old.json", report.as_bytes(), own.as_bytes()).map(|finding| finding.message)
        };
        let verdict = (r#""conforms""#, r#""does_not_conform""#);
        let says = "old.json is a report of lot L1, from the same files: its verdict is does_not_conform, that of the report beside it \
                    conforms";
        assert_eq!(told(&[]), None);
        assert_eq!(told(&[verdict]).as_deref(), Some(says));
        let test = told(&[("pass", "waived")]).unwrap();
        assert!(test.ends_with("from the same files: e is waived, in the report beside it pass"), "{test}");
        let day = told(&[verdict, ("2026-02-19", "2026-02-18")]).unwrap();
        assert!(day.ends_with("conforms (as of 2026-02-18, that one 2026-02-19)"), "{day}");
        // Their order, and which lots were asked for, change no result.
        let turned = (r#"[{"sha256":"d1"},{"sha256":"d2"}]"#, r#"[{"sha256":"d2"},{"sha256":"d1"}]"#);
        let asked = (r#""settings":{}"#, r#""settings":{"lots":["L1"]}"#);
        assert_eq!(told(&[verdict, turned, asked]).as_deref(), Some(says));
        for other in [
            ("d1", "d3"),
            (r#""settings":{}"#, r#""settings":{"stage":"release"}"#),
            (r#""sha256":"aa""#, r#""sha256":"bb""#),
            ("L1", "L2"),
            (r#""as_of":"2026-02-19","#, ""),
        ] {
            assert_eq!(told(&[verdict, other]), None, "{other:?}");
        }
    }
}
