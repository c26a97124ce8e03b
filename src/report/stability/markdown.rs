//! `markdown`: GitHub-flavoured Markdown, for a comment on a change.

use super::{StabilityReport, words};
use crate::finding::Finding;
use crate::report::escape::markdown;
use crate::report::wording;
use crate::stability::{GroupEvaluation, StudyReport, TestEvaluation};

pub(super) fn render(report: &StabilityReport<'_>) -> String {
    let standing = report.standing();
    let title = markdown(&words::title(report));
    let mut text = format!("## evqc stability: {title}: {} {}\n\n", words::sign(standing), standing.words());
    if let Some(study) = report.study {
        text.push_str(&body(study));
    }
    report.findings.iter().for_each(|finding| text.push_str(&item(finding)));
    let spec = report.spec.map(|spec| (wording::spec_name(spec), format!("SHA-256 {}", spec.sha256)));
    let files = report.files().map(|input| (input.name.to_string(), format!("SHA-256 {}", input.sha256)));
    text.push('\n');
    for (what, line) in spec.into_iter().chain(files).chain(words::run(report)) {
        text.push_str(&format!("- {}: {}\n", markdown(&what), markdown(&line)));
    }
    text
}

fn body(study: &StudyReport<'_>) -> String {
    let mut text = String::new();
    let about = words::about(study).into_iter().chain(words::storage(study));
    about.chain([words::claim(study)]).chain(words::composition(study)).for_each(|line| {
        text.push_str(&format!("{}\n\n", markdown(&line)));
    });
    if !study.tests.is_empty() {
        text.push_str(
            "| Test | Data | Model | Crossing | Ceiling | Supported |\n| --- | --- | --- | --- | --- | --- |\n",
        );
    }
    let groups = || study.tests.iter().flat_map(|test| test.groups.iter().map(move |group| (test, group)));
    for (test, group) in groups() {
        let cells = [
            words::name(test, group),
            words::extent(group),
            words::model(&group.statistics),
            words::crossing_cell(&group.statistics),
            words::months(group.ceiling_months),
            words::stated(&group.supported),
        ];
        text.push_str(&format!("| {} |\n", cells.map(|cell| markdown(&cell)).join(" | ")));
    }
    groups().for_each(|(test, group)| text.push_str(&details(test, group)));
    text.push('\n');
    let changes = words::changes(study).into_iter().chain([words::change_rule(study)]);
    let around = changes.chain(words::others(study)).chain(words::pulls(study));
    around.for_each(|line| text.push_str(&format!("- {}\n", markdown(&line))));
    text.push('\n');
    text
}

fn details(test: &TestEvaluation<'_>, group: &GroupEvaluation) -> String {
    let name = markdown(&words::name(test, group));
    let mut text = format!("\n<details><summary>{name}</summary>\n\n| Number | |\n| --- | --- |\n");
    for (what, line) in words::details(group) {
        text.push_str(&format!("| {what} | {} |\n", markdown(&line)));
    }
    text.push_str("\n</details>\n");
    text
}

fn item(finding: &Finding) -> String {
    let place = finding.place.as_ref().map_or_else(String::new, |place| format!(" ({})", markdown(&place.to_string())));
    let help = finding.help.as_ref().map_or_else(String::new, |help| format!("; {}", markdown(help)));
    format!("- **{}** `{}`: {}{place}{help}\n", finding.severity(), finding.code.name, markdown(&finding.message))
}
