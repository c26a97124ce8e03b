//! `human`: what was recognised, then every value run by run, for a terminal.

use super::{ReadFile, dilution_state, heights};
use crate::instrument::{Dilution, Distribution, Recording, Run, Value};
use crate::report::HumanOptions;
use crate::report::diagnostic;
use crate::report::escape::visible;
use crate::report::layout::{fit, wrap};
use std::fmt::Write;
use tabled::builder::Builder;
use tabled::settings::Style;

/// Values of one quantity beyond this number are told of and not listed: percentile tables, arrays, keywords.
const LISTED: usize = 16;

pub(super) fn report(files: &[ReadFile<'_>], options: HumanOptions) -> String {
    let mut text = String::new();
    for (at, file) in files.iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        head(&mut text, file);
        if let Some(recording) = &file.recording {
            facts(&mut text, recording, options.width);
            of_the_file(&mut text, &recording.values, options.width);
            for run in &recording.runs {
                one_run(&mut text, run, options.width);
            }
        }
        let findings: Vec<_> = file.findings().cloned().collect();
        if !findings.is_empty() {
            text.push('\n');
            text.push_str(&diagnostic::render(&findings, &[], options.colour));
        }
    }
    text
}

// Writing to a String cannot fail.
fn head(text: &mut String, file: &ReadFile<'_>) {
    let _ = writeln!(text, "{}", visible(file.name));
    let format = match file.format {
        Some(format) if file.recording.is_some() => format!("{} ({})", format.title, format.name),
        Some(format) => format!("not read as {} ({})", format.title, format.name),
        None => "not recognised".to_owned(),
    };
    let _ = writeln!(text, "  format      {format}");
    let _ = writeln!(text, "  sha256      {}", file.sha256);
}

fn facts(text: &mut String, recording: &Recording<'_>, width: usize) {
    let failed = recording.runs.iter().filter(|run| run.failed.is_some()).count();
    let runs = match failed {
        0 => recording.runs.len().to_string(),
        _ => format!("{}, {failed} of them failed", recording.runs.len()),
    };
    let facts = [
        ("read as", recording.detected.as_str()),
        ("software", &recording.software),
        ("instrument", &recording.instrument),
        ("runs", &runs),
    ];
    for (what, fact) in facts.iter().filter(|(_, fact)| !fact.is_empty()) {
        let line = format!("  {what:<11} {}", visible(fact));
        let _ = writeln!(text, "{}", wrap(&line, width, "              "));
    }
}

fn one_run(text: &mut String, run: &Run<'_>, width: usize) {
    let mut head = visible(&run.name).into_owned();
    if !run.sample.is_empty() && run.sample != run.name {
        let _ = write!(head, ", sample {}", visible(&run.sample));
    }
    if let Some(date) = run.date {
        let _ = write!(head, ", {date}");
    }
    head.push_str(&dilution(&run.dilution));
    let _ = writeln!(text, "\n{}", wrap(&head, width, "  "));
    if let Some(why) = &run.failed {
        let _ = writeln!(text, "{}", wrap(&format!("  failed: {}", visible(why)), width, "  "));
    }
    values(text, &run.values, width);
    for distribution in &run.distributions {
        let _ = writeln!(text, "{}", wrap(&of_distribution(distribution), width, "    "));
    }
    if let Some(events) = &run.events {
        let names: Vec<String> = events
            .channels()
            .iter()
            .map(|channel| match channel.stain.as_str() {
                "" => channel.name.clone(),
                stain => format!("{} ({stain})", channel.name),
            })
            .collect();
        let line = format!("  channels: {}", names.join(", "));
        let _ = writeln!(text, "{}", wrap(&visible(&line), width, "    "));
    }
}

fn dilution(dilution: &Dilution) -> String {
    match dilution {
        Dilution::NotApplicable => String::new(),
        Dilution::NotRecorded => ", dilution not recorded".to_owned(),
        Dilution::Applied(factor) | Dilution::NotApplied(factor) => {
            let (factor, state) = (visible(&factor.text), dilution_state(dilution));
            format!(", dilution {factor} recorded and {state}")
        }
    }
}

fn of_distribution(distribution: &Distribution) -> String {
    let (first, last) = (distribution.edges.first(), distribution.edges.last());
    let percentiles = distribution.percentiles.as_ref().map_or(0, |table| table.stated().count());
    let percentiles = if percentiles == 0 { String::new() } else { format!(" and {percentiles} stated percentiles") };
    format!(
        "  sizes: {} bins from {} to {} nm by {}, {} in all [{}]{percentiles}; each with -o csv",
        distribution.heights.len(),
        size(first),
        size(last),
        distribution.weighting.as_str(),
        significant(distribution.heights.iter().sum()),
        heights(distribution.heights_are),
    )
}

/// A size with at most four digits behind the point.
fn size(edge: Option<&f64>) -> String {
    let text = format!("{:.4}", edge.copied().unwrap_or_default());
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Four significant digits, for a glance.
fn significant(value: f64) -> String {
    format!("{value:.3e}")
}

/// What holds for the file as a whole, unless it is all keywords of a cytometer.
fn of_the_file(text: &mut String, of_file: &[Value], width: usize) {
    const MOST: usize = 40;
    if of_file.len() > MOST {
        let _ = writeln!(text, "  of the file  {} values, not listed here; all with -o csv", of_file.len());
    } else {
        values(text, of_file, width);
    }
}

fn values(text: &mut String, values: &[Value], width: usize) {
    let mut rows: Vec<Vec<String>> = vec![["Quantity", "Of", "Value", "Unit", "At"].map(str::to_owned).to_vec()];
    let mut left_out = Vec::new();
    for group in values.chunk_by(|one, next| one.quantity == next.quantity) {
        if group.len() > LISTED {
            left_out.push(format!("{} of {}", group.len(), group.first().map_or("", |value| &value.quantity)));
            continue;
        }
        rows.extend(group.iter().map(row));
    }
    // Most runs are about nothing beyond themselves.
    if rows.iter().skip(1).all(|row| row.get(OF).is_none_or(String::is_empty)) {
        rows.iter_mut().for_each(|row| drop(row.remove(OF)));
    }
    if rows.len() > 1 {
        let widths = fit(&rows, width);
        let mut table = Builder::default();
        for row in &rows {
            table.push_record(row.iter().zip(&widths).map(|(cell, width)| wrap(cell, *width, "")));
        }
        let _ = writeln!(text, "{}", table.build().with(Style::psql()));
    }
    if !left_out.is_empty() {
        let line = format!("  not listed here: {}; all with -o csv", visible(&left_out.join(", ")));
        let _ = writeln!(text, "{}", wrap(&line, width, "    "));
    }
}

/// Position of the column that says what a value is about.
const OF: usize = 1;

fn row(value: &Value) -> Vec<String> {
    vec![
        visible(&value.quantity).into_owned(),
        visible(&value.of).into_owned(),
        cell(value),
        visible(&value.unit).into_owned(),
        at(value),
    ]
}

fn cell(value: &Value) -> String {
    let shown = visible(&value.text);
    match &value.no_number {
        Some(why) if value.text.is_empty() => format!("({why})"),
        Some(why) => format!("{shown} ({why})"),
        None => shown.into_owned(),
    }
}

fn at(value: &Value) -> String {
    match (value.line, value.column) {
        (0, _) => String::new(),
        (line, 0) => line.to_string(),
        (line, column) => format!("{line}:{column}"),
    }
}
