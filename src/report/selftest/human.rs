//! `human`: every case with its worst value, what is wrong in full, and the sources.

use super::{SelftestRun, corrections, obtained, of_group, reasons, relative_error, sign};
use crate::report::HumanOptions;
use crate::report::escape::visible;
use crate::report::layout::{pad, shorten, wrap};
use crate::selftest::{Compared, Examined, Outcome, groups};
use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

/// Narrower than this, a line cannot hold an expected and an obtained value.
const NARROWEST: usize = 72;

/// Columns of a label before a fact.
const LABEL: usize = 16;

/// Columns of the relative error.
const ERROR: usize = 7;

/// Columns of a value with its heading.
const VALUE: usize = 20;

/// A number with all its digits has at most 24 columns; a text may be longer.
const LONGEST_VALUE: usize = 24;

/// Columns of the name of a group.
const GROUP: usize = 44;

/// Columns of text shown of one reason; the file formats hold it in full.
const TEXT: usize = 2000;

struct Page {
    options: HumanOptions,
    text: String,
}

/// The report as text.
pub(super) fn report(run: &SelftestRun<'_>, options: HumanOptions, every_value: bool) -> String {
    let options = HumanOptions { width: options.width.max(NARROWEST), ..options };
    let mut page = Page { options, text: String::new() };
    for (label, fact) in run.facts() {
        page.wrapped(&format!("{}{fact}", pad(label, LABEL)), &" ".repeat(LABEL));
    }
    for (topic, cases) in run.topics() {
        page.topic(run, topic, &cases, every_value);
    }
    page.beside(run);
    page.groups(run);
    page.text.push('\n');
    page.wrapped(&run.statement(), "");
    let style = if run.verdict().starts_with("ALL") { AnsiColor::Green } else { AnsiColor::Red };
    let verdict = page.paint(style.on_default().bold(), run.verdict());
    page.text.push_str(&verdict);
    page.text.push('\n');
    page.text
}

impl Page {
    fn paint(&self, style: Style, text: &str) -> String {
        if self.options.colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    fn wrapped(&mut self, text: &str, indent: &str) {
        self.text.push_str(&wrap(&visible(text), self.options.width, indent));
        self.text.push('\n');
    }

    fn topic(&mut self, run: &SelftestRun<'_>, topic: &str, cases: &[&Examined], every_value: bool) {
        let agree = cases.iter().filter(|one| matches!(one.outcome, Outcome::Agrees(_))).count();
        let what = if every_value { "each value" } else { "worst value of each case" };
        let topic = if topic.is_empty() { "." } else { topic };
        let title = self.paint(Style::new().bold(), &visible(topic));
        self.text.push_str(&format!("\n{title} · {agree} of {} cases agree\n", cases.len()));
        if cases.iter().any(|one| !one.outcome.values().is_empty()) {
            let heading = self.row(what, "expected", "obtained", "error");
            self.text.push_str(&heading);
        }
        for one in cases {
            self.case(run, one, every_value);
        }
    }

    fn case(&mut self, run: &SelftestRun<'_>, one: &Examined, every_value: bool) {
        let colour = match one.outcome {
            Outcome::Agrees(_) => AnsiColor::Green,
            Outcome::Misses(_) | Outcome::Broken(_) => AnsiColor::Red,
            Outcome::NotSupported => AnsiColor::Yellow,
        };
        let sign = self.paint(colour.on_default(), sign(&one.outcome));
        let source = run.source_number(one).map_or_else(String::new, |number| format!(" [{number}]"));
        let method = one.case.as_ref().map_or_else(String::new, |case| format!(" · {}", case.method));
        let count = match (&one.outcome, one.outcome.values().len()) {
            (Outcome::NotSupported, _) => " · not supported".to_owned(),
            (_, 0) => String::new(),
            (_, 1) => " · 1 value".to_owned(),
            (_, values) => format!(" · {values} values"),
        };
        let line = format!("{}{method}{count}{source}", one.name());
        let line = wrap(&visible(&line), self.options.width - 2, "    ");
        self.text.push_str(&format!("{sign} {line}\n"));
        if every_value {
            one.outcome.values().iter().for_each(|value| self.value(value));
        } else if let (Outcome::Agrees(_), Some(worst)) = (&one.outcome, one.outcome.worst()) {
            self.value(worst);
        }
        let reasons = if one.outcome == Outcome::NotSupported { Vec::new() } else { reasons(one) };
        for reason in reasons.iter().chain(&corrections(one)) {
            self.text.push_str("    ");
            let text = shorten(&visible(reason), TEXT).into_owned();
            self.text.push_str(&wrap(&text, self.options.width - 4, "      "));
            self.text.push('\n');
        }
    }

    fn value(&mut self, value: &Compared) {
        let row = self.row(&value.path, &value.expected.to_string(), &obtained(value), &relative_error(value));
        self.text.push_str(&row);
    }

    /// A line of four columns, the last three at the right edge; a path that leaves no room for them has a line of its own.
    fn row(&self, path: &str, expected: &str, obtained: &str, error: &str) -> String {
        let right = |text: &str, columns: usize| {
            let text = shorten(&visible(text), LONGEST_VALUE).into_owned();
            format!(" {}{text}", " ".repeat(columns.saturating_sub(text.width())))
        };
        let values = format!("{}{}{}", right(expected, VALUE), right(obtained, VALUE), right(error, ERROR));
        let path = format!("    {}", visible(path));
        let left = self.options.width.saturating_sub(values.width());
        if path.width() > left {
            return format!("{path}\n{}{values}\n", " ".repeat(left));
        }
        format!("{}{values}\n", pad(&path, left))
    }

    /// What was not run, and the sources.
    fn beside(&mut self, run: &SelftestRun<'_>) {
        let not_supported = run.not_supported();
        if !not_supported.is_empty() {
            self.text.push('\n');
            self.wrapped(&format!("Not supported (cases): {not_supported}"), "  ");
        }
        if !run.left_out.is_empty() {
            self.text.push('\n');
            self.wrapped(&format!("No cases, by their names (not .json): {}", run.left_out.join(", ")), "  ");
        }
        let sources = run.sources();
        if !sources.is_empty() {
            self.text.push_str("\nSources\n");
        }
        for (index, source) in sources.iter().enumerate() {
            self.wrapped(&format!("{:>4} {source}", format!("[{}]", index + 1)), "     ");
        }
    }

    /// How many cases agree, by what they look at.
    fn groups(&mut self, run: &SelftestRun<'_>) {
        let title = self.paint(Style::new().bold(), "Agree, by what is looked at");
        self.text.push_str(&format!("\n{title}\n"));
        for group in groups(run.examined) {
            let name = pad(&shorten(&visible(&group.name), GROUP), GROUP);
            self.text.push_str(&format!("    {name} {}\n", of_group(&group)));
        }
    }
}
