//! `markdown`: the report for a deviation file.

use super::{ExcursionReport, facts};
use crate::excursion::account::english;
use crate::excursion::{Journey, words};
use crate::report::escape::markdown;
use crate::report::wording::spec_name;

pub(super) fn render(report: &ExcursionReport<'_>) -> String {
    let spec = report.specification;
    let lot = report.lot.unwrap_or("(not named)");
    let mut text = format!("## Handling of lot {}: {}\n\n", markdown(lot), report.verdict());
    text.push_str(&format!("{} · {}\n", markdown(&spec.title), markdown(&spec_name(spec))));
    if let Some(handling) = &spec.handling {
        text.push_str("\n### Rules\n\n");
        text.extend(handling.in_words().iter().map(|line| format!("- {}\n", markdown(line))));
    }
    text.extend(report.evaluation.journeys.iter().map(|journey| one(report, journey)));
    if !report.findings.is_empty() {
        text.push_str("\n### Findings\n\n");
        for finding in report.findings {
            let place = finding.place.as_ref().map_or_else(String::new, |place| format!(" ({place})"));
            let message = markdown(&format!("{}{place}", finding.message));
            text.push_str(&format!("- {} `{}`: {message}\n", finding.severity(), finding.code.name));
        }
    }
    if !report.evaluation.journeys.is_empty() {
        text.push_str("\n### For the deviation report\n");
        text.extend(report.paragraphs().iter().map(|paragraph| format!("\n{}\n", markdown(paragraph))));
    }
    text.push_str(&format!("\nevqc {} · specification sha256 {}\n", env!("CARGO_PKG_VERSION"), markdown(&spec.sha256)));
    for log in report.logs {
        text.push_str(&format!("\n{} · sha256 {} · {}\n", markdown(&log.name), log.sha256, markdown(&log.detected)));
    }
    for file in report.beside {
        text.push_str(&format!("\n{} · sha256 {} · {}\n", markdown(&file.name), file.sha256, file.what));
    }
    text
}

fn one(report: &ExcursionReport<'_>, journey: &Journey) -> String {
    let mut text = format!("\n### {}\n\n", markdown(&journey.name));
    text.extend(facts(journey).iter().map(|(what, fact)| format!("- {what}: {}\n", markdown(fact))));
    if !journey.excursions.is_empty() {
        text.push_str("\n| excursion | from | to | length | peak |\n|---|---|---|---:|---:|\n");
    }
    for stretch in &journey.excursions {
        let what = format!("{} {}", stretch.side.as_str(), words::celsius(&stretch.limit));
        let cells = [
            what,
            stretch.from_moment.clone(),
            stretch.to_moment.clone(),
            words::span(&stretch.seconds()),
            words::celsius(&stretch.peak),
        ];
        text.push_str(&row(&cells));
    }
    if !journey.checks.is_empty() {
        text.push_str("\n| rule | allowed | found | status |\n|---|---|---|---|\n");
    }
    for check in &journey.checks {
        let name = english::rule_name(check, report.specification.handling.as_deref());
        text.push_str(&row(&[name, check.allowed.clone(), check.found.clone(), check.status.as_str().to_owned()]));
    }
    text
}

fn row(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| markdown(cell)).collect();
    format!("| {} |\n", cells.join(" | "))
}
