//! `markdown`: a table of the cases with lines to sign, for a validation file.

use super::{SelftestRun, corrections, obtained, of_group, reasons, relative_error, sign};
use crate::report::escape::markdown;
use crate::report::protocol::to_sign;
use crate::selftest::{Examined, groups};

/// The report as GitHub-flavoured Markdown.
pub(super) fn report(run: &SelftestRun<'_>) -> String {
    let mut text = format!("## evqc selftest: {}\n\n{}.\n\n", run.verdict(), run.statement());
    text.push_str("| | |\n| --- | --- |\n");
    for (label, fact) in run.facts() {
        text.push_str(&format!("| {label} | {} |\n", markdown(&fact)));
    }
    text.push_str("\n| Looked at | Cases that agree |\n| --- | --- |\n");
    for group in groups(run.examined) {
        text.push_str(&format!("| {} | {} |\n", markdown(&group.name), of_group(&group)));
    }
    text.push_str("\n| | Case | Method | Worst value | Expected | Obtained | Relative error | Source |\n");
    text.push_str("| --- | --- | --- | --- | ---: | ---: | ---: | --- |\n");
    run.examined.iter().for_each(|one| text.push_str(&row(one)));
    let notes: Vec<String> = run.examined.iter().flat_map(notes).collect();
    if !notes.is_empty() {
        text.push_str(&format!("\n{}", notes.concat()));
    }
    for (what, list) in [
        ("Not supported (cases)", run.not_supported()),
        ("No cases, by their names (not .json)", run.left_out.join(", ")),
    ] {
        if !list.is_empty() {
            text.push_str(&format!("\n{what}: {}\n", markdown(&list)));
        }
    }
    text.push_str(&to_sign());
    text
}

fn row(one: &Examined) -> String {
    let (method, source) = one.case.as_ref().map_or(("", ""), |case| (&case.method, &case.source));
    let worst = one.outcome.worst();
    let cells = match worst {
        Some(worst) => {
            let (expected, obtained) = (worst.expected.to_string(), obtained(worst));
            format!(
                "{} | {} | {} | {}",
                markdown(&worst.path),
                markdown(&expected),
                markdown(&obtained),
                relative_error(worst)
            )
        }
        None => " | | | ".to_owned(),
    };
    format!(
        "| {} {} | {} | {} | {cells} | {} |\n",
        sign(&one.outcome),
        one.outcome.as_str().replace('_', " "),
        markdown(one.name()),
        markdown(method),
        markdown(source)
    )
}

fn notes(one: &Examined) -> Vec<String> {
    let lines = reasons(one).into_iter().chain(corrections(one));
    lines.map(|line| format!("- **{}**: {}\n", markdown(one.name()), markdown(&line))).collect()
}
