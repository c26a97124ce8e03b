//! `human`: the claim, a table of tests, then every number it rests on.

use super::{StabilityReport, words};
use crate::finding::{Finding, Severity};
use crate::report::digests::in_short;
use crate::report::escape::visible;
use crate::report::{layout, wording};
use crate::spec::Status;
use crate::stability::{GroupEvaluation, Standing, StudyReport, TestEvaluation};
use anstyle::{AnsiColor, Style};
use std::collections::BTreeMap;
use tabled::builder::Builder;
use tabled::settings::style::Style as Frame;
use unicode_width::UnicodeWidthStr;

/// Narrower than this nothing can be read.
const NARROWEST: usize = 40;

/// Narrower than this, the table leaves out what the numbers below it say as well.
const NARROW: usize = 80;

/// Width of the words before a number.
const LABEL: usize = 12;

pub(super) fn render(report: &StabilityReport<'_>) -> String {
    let page = Page { report, width: report.width.max(NARROWEST) };
    page.text()
}

struct Page<'p, 'r> {
    report: &'p StabilityReport<'r>,
    width: usize,
}

impl Page<'_, '_> {
    fn text(&self) -> String {
        let mut text = self.head();
        if let Some(study) = self.report.study {
            text.push_str(&self.study(study));
        }
        if !self.report.findings.is_empty() {
            text.push('\n');
        }
        for finding in self.report.findings {
            text.push_str(&self.finding(finding));
        }
        text.push('\n');
        text.push_str(&self.line(&self.last(), ""));
        text
    }

    fn head(&self) -> String {
        let report = self.report;
        let spec = report.spec.map_or_else(|| "no specification".to_owned(), wording::spec_name);
        let line = format!("evqc {} · stability · {spec} · as of {}", env!("CARGO_PKG_VERSION"), report.as_of);
        let mut text = self.line(&line, "  ");
        for input in report.inputs {
            let rows = if input.rows == 1 { "row" } else { "rows" };
            text.push_str(&self.line(&format!("{}: {} {rows}, {}", input.name, input.rows, input.detected), "  "));
        }
        let files = report.files().map(|input| (&*input.name, &*input.sha256));
        text.push_str(
            &self.line(&visible(&in_short(report.spec.into_iter(), files, &words::settings_digest(report))), "  "),
        );
        text.push('\n');
        let standing = report.standing();
        let verdict = format!("{} {}", words::sign(standing), standing.words());
        let title = visible(&words::title(report)).into_owned();
        let painted = self.paint(style(standing), &verdict);
        if title.width() + 3 + verdict.width() <= self.width {
            text.push_str(&format!("{} · {painted}\n", self.paint(Style::new().bold(), &title)));
        } else {
            text.push_str(&format!("{}{painted}\n", self.line(&title, "  ")));
        }
        if report.spec.is_some_and(|spec| spec.status == Status::Draft) {
            text.push_str(&self.paint(AnsiColor::Yellow.on_default().bold(), wording::DRAFT_BANNER));
            text.push('\n');
        }
        text
    }

    fn study(&self, study: &StudyReport<'_>) -> String {
        let mut text = String::new();
        let about = words::about(study).into_iter().chain(words::storage(study));
        about.for_each(|line| text.push_str(&self.line(&visible(&line), "  ")));
        text.push_str(&self.line(&words::claim(study), "  "));
        words::composition(study).iter().for_each(|line| text.push_str(&self.line(line, "  ")));
        if !study.tests.is_empty() {
            text.push_str(&format!("\n{}\n", self.overview(study)));
        }
        for test in &study.tests {
            for group in &test.groups {
                text.push_str(&self.group(test, group));
            }
        }
        text.push_str(&self.around(study));
        text
    }

    /// A line for each test and group.
    fn overview(&self, study: &StudyReport<'_>) -> String {
        let narrow = self.width < NARROW;
        let row = |cells: [String; 6]| {
            let [test, data, model, crossing, ceiling, supported] = cells;
            match narrow {
                true => vec![test, crossing, ceiling, supported],
                false => vec![test, data, model, crossing, ceiling, supported],
            }
        };
        // The long word would be broken in a narrow table.
        let last = if narrow { "Keeps" } else { "Supported" };
        let head = ["Test", "Data", "Model", "Crossing", "Ceiling", last].map(str::to_owned);
        let mut rows = vec![row(head)];
        for (test, group) in study.tests.iter().flat_map(|test| test.groups.iter().map(move |group| (test, group))) {
            rows.push(row([
                visible(&words::name(test, group)).into_owned(),
                words::extent(group),
                words::model(&group.statistics),
                words::crossing_cell(&group.statistics),
                words::months(group.ceiling_months),
                words::stated(&group.supported),
            ]));
        }
        self.table(&rows)
    }

    fn table(&self, rows: &[Vec<String>]) -> String {
        let widths = layout::fit(rows, self.width);
        let mut builder = Builder::new();
        for row in rows {
            builder.push_record(row.iter().zip(&widths).map(|(cell, width)| layout::wrap(cell, *width, "")));
        }
        let mut table = builder.build();
        table.with(Frame::rounded());
        table.to_string()
    }

    fn group(&self, test: &TestEvaluation<'_>, group: &GroupEvaluation) -> String {
        let name = visible(&words::name(test, group)).into_owned();
        let mut text = format!("\n{}", self.line(&name, "  "));
        text.push_str(&self.results(group));
        for (label, line) in words::details(group) {
            let label = layout::pad(label, LABEL);
            let line = format!("  {label} {}", visible(&line));
            text.push_str(&self.line(&line, &" ".repeat(LABEL + 3)));
        }
        text
    }

    /// Results by time and batch, where they fit; else a line for each batch.
    fn results(&self, group: &GroupEvaluation) -> String {
        let mut by_time: BTreeMap<crate::quantity::Exact, (String, BTreeMap<usize, String>)> = BTreeMap::new();
        for (at, batch) in group.group.batches.iter().enumerate() {
            for point in &batch.points {
                let row =
                    by_time.entry(point.months.clone()).or_insert_with(|| (point.time.to_string(), BTreeMap::new()));
                row.1.insert(at, visible(&words::value(point)).into_owned());
            }
        }
        let names = group.group.batches.iter().map(|batch| visible(&batch.batch).into_owned());
        let mut rows = vec![std::iter::once("Time".to_owned()).chain(names).collect::<Vec<_>>()];
        for (time, cells) in by_time.values() {
            let of = |at: usize| cells.get(&at).cloned().unwrap_or_default();
            rows.push(std::iter::once(time.clone()).chain((0..group.group.batches.len()).map(of)).collect());
        }
        if 9 * rows.first().map_or(0, Vec::len) < self.width {
            return format!("{}\n", self.table(&rows));
        }
        let mut text = String::new();
        for batch in &group.group.batches {
            let points: Vec<String> =
                batch.points.iter().map(|point| format!("{} {}", point.time, words::value(point))).collect();
            text.push_str(&self.line(&format!("  {}: {}", visible(&batch.batch), visible(&points.join(", "))), "    "));
        }
        text
    }

    /// What stands around the tests: other conditions, times, pulls.
    fn around(&self, study: &StudyReport<'_>) -> String {
        let mut lines: Vec<String> = Vec::new();
        lines.extend(words::changes(study));
        lines.push(words::change_rule(study));
        lines.extend(words::others(study));
        let conversions = words::conversions(study);
        if !conversions.is_empty() {
            lines.push(format!("times (1 year = 365.25 days = 12 months): {}", conversions.join(", ")));
        }
        let covered = words::covered(study);
        if !covered.is_empty() {
            lines.push(format!("batches that the claim covers: {}", covered.join(", ")));
        }
        let mut text = "\n".to_owned();
        lines.iter().for_each(|line| text.push_str(&self.line(&visible(line), "  ")));
        let pulls = words::pulls(study);
        if !pulls.is_empty() {
            text.push_str(&self.line("pulls by year:", "  "));
            pulls.iter().for_each(|line| text.push_str(&self.line(&format!("  {}", visible(line)), "    ")));
        }
        text
    }

    fn finding(&self, finding: &Finding) -> String {
        let label = format!("{}[{}]", finding.severity(), finding.code.name);
        let message = self.line(&format!("{label}: {}", visible(&finding.message)), "  ");
        let painted = self.paint(severity(finding.severity()), &label);
        let mut text = match message.strip_prefix(&label) {
            Some(rest) => format!("{painted}{rest}"),
            None => message,
        };
        if let Some(place) = &finding.place {
            text.push_str(&self.line(&format!("  --> {}", visible(&place.to_string())), "      "));
        }
        if let Some(help) = &finding.help {
            text.push_str(&self.line(&format!("  help: {}", visible(help)), "        "));
        }
        text
    }

    /// The last line says the exit code in words.
    fn last(&self) -> String {
        let standing = self.report.standing();
        let what = match standing {
            Standing::Supported => "the proposed shelf life is supported by the data",
            Standing::NotSupported => "the proposed shelf life is not supported by the data",
            Standing::NotConcluded => "no conclusion about a shelf life",
            Standing::NotEvaluable => "specification, study or data cannot be used; nothing is concluded",
        };
        format!("{} {what} (exit {})", words::sign(standing), standing.exit())
    }

    fn paint(&self, style: Style, text: &str) -> String {
        if self.report.colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    fn line(&self, text: &str, indent: &str) -> String {
        let mut lines = layout::wrap(text, self.width, indent);
        lines.push('\n');
        lines
    }
}

fn style(standing: Standing) -> Style {
    let colour = match standing {
        Standing::Supported => AnsiColor::Green,
        Standing::NotSupported => AnsiColor::Red,
        Standing::NotConcluded | Standing::NotEvaluable => AnsiColor::Yellow,
    };
    colour.on_default().bold()
}

fn severity(severity: Severity) -> Style {
    match severity {
        Severity::Error => AnsiColor::Red.on_default().bold(),
        Severity::Warning => AnsiColor::Yellow.on_default().bold(),
        Severity::Note => AnsiColor::Cyan.on_default(),
    }
}
