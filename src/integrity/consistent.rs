//! Whether a certificate says what the report of its lot says.

use super::codes;
use super::evidence::{Lot, Test};
use super::manifest::REPORT;
use crate::finding::Finding;
use crate::order;
use crate::source::Place;
use serde::Deserialize;

#[derive(Deserialize)]
struct Report {
    spec: Option<Specification>,
    #[serde(default)]
    specs: Vec<Specification>,
    lots: Vec<Lot>,
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
        Some(Finding::new(&codes::DOCUMENT_NOT_READABLE, message).at(Place::file(&file.into()), 1))
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
    Some(Finding::new(&codes::CERTIFICATE_OF_ANOTHER, message).at(Place::file(&name.into()), 1))
}

fn difference(content: &Content, report: &Report) -> Option<String> {
    let lots: Vec<&Lot> = report.lots.iter().filter(|lot| lot.lot == content.lot.id).collect();
    if lots.is_empty() {
        return Some("the report beside it has no such lot".to_owned());
    }
    let (own, known) = (&content.specification.sha256, report.spec.iter().chain(&report.specs));
    if !known.into_iter().any(|spec| spec.sha256 == *own) {
        return Some(format!("it is by the specification with the SHA-256 {own}, and the report beside it is not"));
    }
    let verdict = &content.conclusion.verdict;
    let same: Vec<&&Lot> = lots.iter().filter(|lot| lot.verdict == *verdict).collect();
    if same.is_empty() {
        let found: Vec<&str> = lots.iter().map(|lot| lot.verdict.as_str()).collect();
        return Some(format!("its verdict is {verdict}, that of the report beside it {}", found.join(" and ")));
    }
    // One lot may be judged by several specifications; the certificate is of one of them.
    let all: Vec<Option<String>> = same.into_iter().map(|lot| other_tests(&content.tests, &lot.tests)).collect();
    all.into_iter().min().flatten()
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
    use super::certificate_differs;

    const REPORT: &str = r#"{"specs":[{"sha256":"aa"}],"lots":[{"lot":"L1","verdict":"conforms","tests":[{"id":"e","outcome":"pass"}]}]}"#;
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
}
