//! `markdown`: what `human` says, for a comment or a validation file.

use super::{PlanReport, answer, assumptions, criterion, curve_name, left_out, specified, valid};
use crate::plan::{Planned, as_asked, probability, significant};
use crate::report::escape::markdown;

pub(super) fn render(report: &PlanReport<'_>) -> String {
    let spec = report.specification;
    let mut text = format!("## Plan: {} {}\n", markdown(&spec.id), markdown(&spec.version));
    if report.in_full {
        report.planned().for_each(|planned| text.push_str(&in_full(planned)));
    } else {
        text.push_str(&overview(report));
    }
    let refused: Vec<String> = report
        .not_planned()
        .map(|(test, why)| format!("- {}: {}\n", markdown(&test.id), markdown(&why.to_string())))
        .collect();
    if !refused.is_empty() {
        text.push_str("\nNot planned:\n\n");
        text.push_str(&refused.concat());
    }
    text.push_str(&format!("\nevqc {} · sha256 {}\n", env!("CARGO_PKG_VERSION"), markdown(&spec.sha256)));
    text
}

fn row(cells: impl IntoIterator<Item = String>) -> String {
    format!("| {} |\n", cells.into_iter().collect::<Vec<_>>().join(" | "))
}

fn in_full(planned: &Planned<'_>) -> String {
    let line = &planned.line;
    let mut text = format!(
        "\n### {}: {}\n\n{} · {}\n\n",
        markdown(&line.test.name),
        markdown(&criterion(line)),
        markdown(&line.measured.plan.to_string()),
        markdown(&line.measured.decide.to_string())
    );
    for (what, assumption) in assumptions(planned) {
        text.push_str(&format!("- {what}: {}\n", markdown(&assumption)));
    }
    text.push_str(&format!("\n**{}** {}\n\n", markdown(&answer(planned)), markdown(&specified(planned))));
    let names = planned.numbers.iter().map(|n| curve_name(planned, *n));
    text.push_str(&row(std::iter::once(markdown(&format!("True value, {}", line.scale()))).chain(names)));
    text.push_str(&row(std::iter::repeat_n("---:".to_owned(), planned.numbers.len() + 1)));
    for point in planned.points.iter().filter(|point| point.in_table) {
        let values = point.probabilities.iter().map(|value| markdown(&probability(*value)));
        text.push_str(&row(std::iter::once(significant(point.true_value, 6)).chain(values)));
    }
    text
}

fn overview(report: &PlanReport<'_>) -> String {
    let wanted = format!("n for {}", as_asked(report.wanted));
    let heads = ["Test", "Criterion", "Rule", "Scatter", "True value", "Plan", "run valid", "passes", &wanted];
    let mut text = format!("\n{}{}", row(heads.map(str::to_owned)), row(heads.map(|_| "---".to_owned())));
    for planned in report.planned() {
        let line = &planned.line;
        let cells = [
            line.test.id.clone(),
            criterion(line),
            line.measured.decide.to_string(),
            planned.scatter.text(line),
            line.number(planned.true_value),
            line.measured.plan.to_string(),
            valid(planned),
            probability(planned.specified.probability),
            planned.needed.map_or("none".to_owned(), |found| found.n.to_string()),
        ];
        text.push_str(&row(cells.map(|cell| markdown(&cell))));
    }
    let left_out = left_out(report);
    if !left_out.is_empty() {
        text.push_str("\nNot in these numbers:\n\n");
        text.extend(left_out.iter().map(|what| format!("- {}\n", markdown(what))));
    }
    text
}
