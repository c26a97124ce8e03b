//! `human`: sentences and tables for a terminal.

use super::{PlanReport, answer, assumptions, criterion, curve_name, left_out, specified, valid};
use crate::plan::{Planned, as_asked, probability, significant};
use crate::report::escape::visible;
use crate::report::layout::wrap;
use tabled::builder::Builder;
use tabled::settings::Style;

pub(super) fn render(report: &PlanReport<'_>) -> String {
    let spec = report.specification;
    let mut text = format!("{} {}: {}\n", spec.id, visible(&spec.version), visible(&spec.title));
    if report.in_full {
        report.planned().for_each(|planned| text.push_str(&in_full(planned, report.width)));
    } else {
        text.push_str(&overview(report));
    }
    let refused: Vec<String> =
        report.not_planned().map(|(test, why)| visible(&format!("  {}: {why}", test.id)).into_owned() + "\n").collect();
    if !refused.is_empty() {
        text.push_str("\nNot planned:\n");
        text.push_str(&refused.concat());
    }
    text
}

fn in_full(planned: &Planned<'_>, width: usize) -> String {
    let (test, line) = (planned.line.test, &planned.line);
    let head = format!("{} ({}): {}", visible(&test.name), test.id, criterion(line));
    let mut text = format!("\n{head}\n`{}`, `{}`\n\nAssumed:\n", line.measured.plan, line.measured.decide);
    for (what, assumption) in assumptions(planned) {
        let line = format!("  {what:<11} {assumption}");
        text.push_str(&format!("{}\n", wrap(&line, width, "              ")));
    }
    text.push_str(&format!("\n{}\n{}\n\n{}\n", answer(planned), specified(planned), table(planned)));
    text
}

/// Probability of acceptance by true value and number of determinations.
fn table(planned: &Planned<'_>) -> String {
    let mut table = Builder::default();
    let head = format!("True value, {}", planned.line.scale());
    let names = planned.numbers.iter().map(|n| curve_name(planned, *n));
    table.push_record(std::iter::once(head.trim_end_matches(", ").to_owned()).chain(names));
    for point in planned.points.iter().filter(|point| point.in_table) {
        let values = point.probabilities.iter().map(|value| probability(*value));
        table.push_record(std::iter::once(significant(point.true_value, 6)).chain(values));
    }
    table.build().with(Style::psql()).to_string()
}

/// A line for each criterion.
fn overview(report: &PlanReport<'_>) -> String {
    let mut table = Builder::default();
    let wanted = format!("n for {}", as_asked(report.wanted));
    table.push_record(["Test", "Criterion", "Rule", "Scatter", "True value", "Plan", "run valid", "passes", &wanted]);
    for planned in report.planned() {
        let line = &planned.line;
        table.push_record([
            line.test.id.clone(),
            criterion(line),
            line.measured.decide.to_string(),
            visible(&planned.scatter.text(line)).into_owned(),
            line.number(planned.true_value),
            line.measured.plan.to_string(),
            valid(planned),
            probability(planned.specified.probability),
            planned.needed.map_or("none".to_owned(), |found| found.n.to_string()),
        ]);
    }
    if report.planned().next().is_none() {
        return String::new();
    }
    let mut text = format!("\n{}\n", table.build().with(Style::psql()));
    let left_out = left_out(report);
    if !left_out.is_empty() {
        text.push_str("\nNot in these numbers:\n");
        text.extend(left_out.iter().map(|what| format!("  {}\n", visible(what))));
    }
    text
}
