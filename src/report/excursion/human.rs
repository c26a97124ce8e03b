//! `human`: what was found, then the paragraph, for a terminal.

use super::{ExcursionReport, facts};
use crate::excursion::account::english;
use crate::excursion::{Journey, words};
use crate::integrity::settings_sha256;
use crate::quantity::Exact;
use crate::report::diagnostic;
use crate::report::digests::in_short;
use crate::report::escape::visible;
use crate::report::layout::{fit, wrap};
use crate::report::wording::spec_name;
use tabled::builder::Builder;
use tabled::settings::Style;

pub(super) fn render(report: &ExcursionReport<'_>) -> String {
    let spec = report.specification;
    let mut text = format!("{}\n{}\n", visible(&spec.title), visible(&spec_name(spec)));
    let lot = report.lot.unwrap_or("(not named)");
    text.push_str(&format!("lot {}: handling {}\n", visible(lot), report.verdict()));
    for log in report.logs {
        let read = if log.detected.is_empty() { "not read".to_owned() } else { visible(&log.detected).into_owned() };
        let device = if log.device.is_empty() { String::new() } else { format!("; {}", visible(&log.device)) };
        let line = format!("log {}: {read}{device}; sha256 {}", visible(&log.name), log.sha256);
        text.push_str(&format!("{}\n", wrap(&line, report.width, "    ")));
    }
    let files = report.beside.iter().map(|file| (&*file.name, &*file.sha256));
    let settings = settings_sha256(report.settings).unwrap_or_else(|error| error.to_string());
    let digests = in_short([spec].into_iter(), files, &settings);
    text.push_str(&format!("{}\n", wrap(&visible(&digests), report.width, "  ")));
    if let Some(handling) = &spec.handling {
        text.push_str("\nRules\n");
        for line in handling.in_words() {
            text.push_str(&format!("{}\n", wrap(&format!("  {}", visible(&line)), report.width, "    ")));
        }
    }
    for journey in &report.evaluation.journeys {
        text.push_str(&one(report, journey));
    }
    if !report.findings.is_empty() {
        text.push_str(&format!("\n{}", diagnostic::render(report.findings, &[], report.colour)));
    }
    if !report.evaluation.journeys.is_empty() {
        let [english, chinese] = report.paragraphs();
        text.push_str("\nFor the deviation report\n");
        for paragraph in [english, chinese] {
            text.push_str(&format!("{}\n", wrap(&format!("  {}", visible(&paragraph)), report.width, "  ")));
        }
    }
    text
}

fn one(report: &ExcursionReport<'_>, journey: &Journey) -> String {
    let mut text = format!("\n{}\n", visible(&journey.name));
    for (what, fact) in facts(journey) {
        let line = format!("  {what:<9} {}", visible(&fact));
        text.push_str(&format!("{}\n", wrap(&line, report.width, "            ")));
    }
    let mut rows = vec![["Excursion", "From", "To", "Length", "Peak"].map(str::to_owned).to_vec()];
    rows.extend(journey.excursions.iter().map(|one| {
        vec![
            format!("{} {}", one.side.as_str(), words::celsius(&one.limit)),
            one.from_moment.clone(),
            one.to_moment.clone(),
            format!("{}{}", words::span(&one.seconds()), if one.is_open() { " or more" } else { "" }),
            words::celsius(&one.peak),
        ]
    }));
    text.push_str(&table(&rows, report.width));
    let mut rows = vec![["Time", "In this log", "Before", "Allowed", "Left"].map(str::to_owned).to_vec()];
    rows.extend(journey.beyond.iter().map(|one| {
        let budget = one.budget.as_ref();
        let span = |seconds: Option<&Exact>| seconds.map_or_else(|| "not known".to_owned(), words::span);
        vec![
            format!("{} {}", one.side.as_str(), words::celsius(&one.threshold)),
            format!("{}{}", words::span(&one.seconds), if one.open { " or more" } else { "" }),
            budget.map_or_else(String::new, |budget| match budget.in_all {
                true => span(budget.used.as_ref()),
                false => "not counted".to_owned(),
            }),
            budget.map_or_else(String::new, |budget| words::span(&budget.at_most)),
            budget.map_or_else(String::new, |budget| match (&budget.left, one.open) {
                (Some(left), true) if !left.is_negative() => format!("at most {}", words::span(left)),
                (left, _) => span(left.as_ref()),
            }),
        ]
    }));
    text.push_str(&table(&rows, report.width));
    let mut rows = vec![["Rule", "Allowed", "Found", "Status"].map(str::to_owned).to_vec()];
    rows.extend(journey.checks.iter().map(|check| {
        let name = english::rule_name(check, report.specification.handling.as_deref());
        vec![name, check.allowed.clone(), check.found.clone(), check.status.as_str().to_owned()]
    }));
    text.push_str(&table(&rows, report.width));
    text
}

/// A table, unless it has a head only.
fn table(rows: &[Vec<String>], width: usize) -> String {
    if rows.len() < 2 {
        return String::new();
    }
    let widths = fit(rows, width);
    let mut table = Builder::default();
    for row in rows {
        table.push_record(row.iter().zip(&widths).map(|(cell, width)| wrap(&visible(cell), *width, "")));
    }
    format!("{}\n", table.build().with(Style::psql()))
}
