//! Whether a certificate says what the report of its lot says.

use super::codes;
use super::evidence::{Lot, Test};
use crate::finding::Finding;
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

/// The finding, where a certificate is of a lot that a report does not have, of another specification, or comes to another
/// verdict or outcome; nothing where one of them cannot be read as what it is.
pub fn certificate_differs(name: &str, certificate: &[u8], report: &[u8]) -> Option<Finding> {
    let content = serde_json::from_slice::<Certificate>(certificate).ok()?.content;
    let report: Report = serde_json::from_slice(report).ok()?;
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
    let Some(lot) = lots.iter().find(|lot| lot.verdict == *verdict) else {
        let found: Vec<&str> = lots.iter().map(|lot| lot.verdict.as_str()).collect();
        return Some(format!("its verdict is {verdict}, that of the report beside it {}", found.join(" and ")));
    };
    content.tests.iter().find_map(|test| {
        let outcomes: Vec<&str> =
            lot.tests.iter().filter(|other| other.id == test.id).map(|other| other.outcome.as_str()).collect();
        let differs = !outcomes.is_empty() && !outcomes.contains(&test.outcome.as_str());
        differs.then(|| format!("{} is {}, in the report beside it {}", test.id, test.outcome, outcomes.join(" and ")))
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
}
