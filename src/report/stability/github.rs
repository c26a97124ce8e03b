//! `github`: GitHub workflow commands; the last line says the claim.

use super::{StabilityReport, words};
use crate::finding::{Finding, Severity};
use crate::report::escape::{github_message, github_property};

pub(super) fn render(report: &StabilityReport<'_>) -> String {
    let mut text: String = report.findings.iter().map(|finding| command(report, finding)).collect();
    let standing = report.standing();
    let level = if standing.exit() == 0 { "notice" } else { "error" };
    let said = report.study.map(words::claim).unwrap_or_else(|| "specification or data cannot be read".to_owned());
    text.push_str(&format!("::{level} title=evqc::{}\n", github_message(&format!("{}: {said}", standing.words()))));
    text
}

/// One workflow command. The column of a table cell counts fields, so it is left out where GitHub would count characters.
fn command(report: &StabilityReport<'_>, finding: &Finding) -> String {
    let level = match finding.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut command = format!("::{level} ");
    if let Some(place) = &finding.place {
        command.push_str(&format!("file={},", github_property(&place.file)));
        if place.line > 0 {
            command.push_str(&format!("line={},", place.line));
        }
        let table = report.inputs.iter().any(|input| input.name == place.file);
        if place.column > 0 && !table {
            command.push_str(&format!("col={},", place.column));
        }
    }
    let help = finding.help.as_ref().map_or_else(String::new, |help| format!(" (help: {help})"));
    let message = github_message(&format!("{}{help}", finding.message));
    format!("{command}title={}::{message}\n", github_property(finding.code.name))
}
