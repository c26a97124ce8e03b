//! `human`: for a terminal. A table first, passing tests included, then what is wrong, worst first.
//!
//! With more than one lot an overview stands before the lots. Words and signs carry the meaning; colour only repeats it.

use super::decision;
use super::digests;
use super::escape::visible;
use super::format::{Format, Keep, Piece, Run, RunInputs};
use super::layout;
use super::origin;
use super::remark::{self, Remark};
use super::wording;
use crate::finding::{Finding, Severity};
use crate::judge::{LotReport, Outcome, TestReport, Verdict};
use anstyle::{AnsiColor, Style};
use std::io::{self, Write};
use tabled::builder::Builder;
use tabled::settings::object::{Cell, Columns, Rows};
use tabled::settings::style::Style as Frame;
use tabled::settings::{Alignment, Color, Modify};
use unicode_width::UnicodeWidthStr;

/// How many lots are shown in full.
const LOTS_IN_FULL: usize = 20;

/// A cell of megabytes must not flood the terminal; the file formats hold it in full.
const LINES_OF_A_TEXT: usize = 20;

/// Columns of text in one cell of the table, for the same reason.
const TEXT_OF_A_CELL: usize = 400;

/// Narrower than this, a table of five columns cannot be read.
const NARROWEST: usize = 40;

/// Narrower than this, the margin stands below the result instead of in a column of its own.
const NARROW: usize = 80;

/// Position of the margin in the wide table.
const MARGIN: usize = 3;

/// What the terminal can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HumanOptions {
    /// Whether to colour.
    pub colour: bool,
    /// Width in columns; less than 40 counts as 40.
    pub width: usize,
}

impl HumanOptions {
    /// No colour, and lines as long as they are: for files, pipes and tests.
    pub const PLAIN: HumanOptions = HumanOptions { colour: false, width: usize::MAX };

    fn paint(&self, style: Style, text: &str) -> String {
        if self.colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}

impl Default for HumanOptions {
    fn default() -> Self {
        HumanOptions { colour: false, width: 100 }
    }
}

/// Findings one below the other, as the report of lots has them: what, where, what to do. Names and digests are not broken.
pub fn findings(list: &[Finding], options: HumanOptions) -> String {
    let wrapped = |text: String| layout::wrap_whole(&text, options.width);
    let mut text = String::new();
    for finding in list {
        let label = format!("{}[{}]", finding.severity(), finding.code.name);
        let message = wrapped(format!("{label}: {}\n", visible(&finding.message)));
        let rest = message.strip_prefix(&label).unwrap_or(&message);
        text.push_str(&options.paint(severity_style(finding.severity()), &label));
        text.push_str(rest);
        let arrow = options.paint(AnsiColor::Blue.on_default().bold(), "-->");
        if let Some(place) = &finding.place {
            text.push_str(&format!("  {arrow} {}\n", visible(&place.to_string())));
        }
        for (place, note) in &finding.related {
            text.push_str(&format!("  {arrow} {} ({})\n", visible(&place.to_string()), visible(note)));
        }
        if let Some(help) = &finding.help {
            let help = wrapped(format!("  help: {}\n", visible(help)));
            text.push_str(&help.replacen("help:", &options.paint(AnsiColor::Cyan.on_default().bold(), "help:"), 1));
        }
    }
    text
}

/// The report for a terminal.
#[derive(Clone, Copy, Debug)]
pub struct Human {
    options: HumanOptions,
}

impl Human {
    /// A report for a terminal of this kind.
    pub fn new(options: HumanOptions) -> Self {
        Human { options: HumanOptions { width: options.width.max(NARROWEST), ..options } }
    }

    fn paint(&self, style: Style, text: &str) -> String {
        self.options.paint(style, text)
    }

    /// The full report of one lot.
    fn lot_in_full(&self, lot: &LotReport<'_>, run: &RunInputs<'_>) -> String {
        let mut page = self.title(lot);
        if lot.is_draft() {
            page.push_str(&self.paint(AnsiColor::Yellow.on_default().bold(), wording::DRAFT_BANNER));
            page.push('\n');
        }
        if let Some(choice) = &lot.spec_choice {
            page.push_str(&self.wrapped(&visible(choice), ""));
        }
        if !lot.tests.is_empty() {
            page.push_str(&self.table(lot));
            page.push('\n');
        }
        for test in &lot.tests {
            page.push_str(&self.beside(lot, test, run));
        }
        for (label, text) in wording::beside_tests(lot) {
            page.push_str(&self.wrapped(&visible(&format!("{label}: {text}")), "  "));
        }
        let remarks = remark::of_lot(lot, run);
        // Air between the table and what is wrong; a clean lot needs none.
        if !remarks.is_empty() {
            page.push('\n');
        }
        for remark in &remarks {
            page.push_str(&self.remark(remark));
        }
        if !remarks.is_empty() {
            page.push('\n');
        }
        page.push_str(&self.wrapped(&visible(&wording::statement(lot)), ""));
        page.push('\n');
        page
    }

    /// `Lot EV-001 · hucmsc-ev 1.0.0 (draft) · ✗ DOES NOT CONFORM`
    fn title(&self, lot: &LotReport<'_>) -> String {
        let id = visible(lot.lot);
        let spec = wording::spec_name(lot.spec);
        let (sign, words) = (wording::verdict_sign(lot.verdict), lot.verdict.words());
        let style = verdict_style(lot.verdict);
        let plain = format!("Lot {id} · {} · {sign} {words}", visible(&spec));
        if plain.width() <= self.options.width {
            let bold = Style::new().bold();
            let name = self.paint(bold, &format!("Lot {id}"));
            return format!("{name} · {} · {}\n", visible(&spec), self.paint(style, &format!("{sign} {words}")));
        }
        let name = self.wrapped(&format!("Lot {id} · {}", visible(&spec)), "");
        format!("{name}{}\n", self.paint(style, &format!("{sign} {words}")))
    }

    fn table(&self, lot: &LotReport<'_>) -> String {
        let narrow = self.options.width < NARROW;
        let mut rows = vec![header(narrow)];
        rows.extend(lot.tests.iter().map(|test| table_row(lot, test, narrow)));
        let outcome = rows.first().map_or(0, |header| header.len() - 1);
        let widths = layout::fit(&rows, self.options.width);
        if layout::breaks_a_quantity(&rows, &widths) || (narrow && layout::breaks_a_word(&rows, &widths)) {
            return self.cards(lot);
        }
        let mut builder = Builder::new();
        for row in &rows {
            builder.push_record(row.iter().zip(&widths).map(|(cell, width)| layout::wrap(cell, *width, "")));
        }
        let mut table = builder.build();
        table.with(Frame::rounded());
        if !narrow {
            table.with(Modify::new(Columns::one(MARGIN)).with(Alignment::right()));
            table.with(Modify::new(Rows::first()).with(Alignment::left()));
        }
        if self.options.colour {
            table.with(Modify::new(Rows::first()).with(Color::BOLD));
            for (row, test) in lot.tests.iter().enumerate() {
                table.with(Modify::new(Cell::new(row + 1, outcome)).with(outcome_colour(test)));
            }
        }
        table.to_string()
    }

    /// The tests below each other where a table has no room: the name with what was found, then result, criterion and margin.
    fn cards(&self, lot: &LotReport<'_>) -> String {
        let mut cards = String::new();
        for test in &lot.tests {
            let cells = table_row(lot, test, false);
            let [name, result, criterion, margin, outcome] = &cells[..] else { continue };
            cards.push_str(&self.wrapped(name, "  "));
            let words = self.wrapped(&format!("  {outcome}"), "    ");
            let style = outcome_style(test);
            cards.extend(words.lines().map(|line| format!("{}\n", self.paint(style, line))));
            cards.push_str(&self.wrapped(&format!("  result: {result}"), "    "));
            cards.push_str(&self.wrapped(&format!("  criterion: {criterion}"), "    "));
            if !margin.is_empty() {
                cards.push_str(&self.wrapped(&format!("  margin: {margin}"), "    "));
            }
        }
        cards.truncate(cards.trim_end().len());
        cards
    }

    /// What stands beside the table: conversions, how values were computed, and values that were contested, invalidated or
    /// repeated.
    fn beside(&self, lot: &LotReport<'_>, test: &TestReport<'_>, run: &RunInputs<'_>) -> String {
        let files = run.names;
        let name = wording::name(test, lot.spec);
        let mut lines = String::new();
        for (from, to) in &test.conversions {
            lines.push_str(&self.wrapped(&visible(&format!("converted: {name} from {from} to {to}")), "  "));
        }
        for (rule, determinations) in wording::how(lot, test) {
            lines.push_str(&self.wrapped(&visible(&format!("measured: {name}: {rule}")), "  "));
            for line in determinations {
                lines.push_str(&self.wrapped(&visible(&format!("  {line}")), "    "));
            }
        }
        for line in origin::computation(lot, test, files) {
            lines.push_str(&self.wrapped(&visible(&format!("computed: {name}: {line}")), "  "));
        }
        if let Some(line) = decision::line(test) {
            lines.push_str(&self.wrapped(&visible(&format!("decision: {name}: {line}")), "  "));
        }
        if let Some(line) = decision::simulation(lot, test, run.seed) {
            lines.push_str(&self.wrapped(&visible(&format!("simulated: {name}: {line}")), "  "));
        }
        if let Some(line) = wording::outlier(lot, test, files) {
            lines.push_str(&self.wrapped(&visible(&format!("outlier: {name}: {line}")), "  "));
        }
        for value in wording::history(lot, test, files) {
            lines.push_str(&self.wrapped(&visible(&format!("history: {name}: {value}")), "  "));
        }
        lines
    }

    /// A finding with its places and what to do.
    fn remark(&self, remark: &Remark<'_>) -> String {
        let label = format!("{}[{}]", remark.severity, remark.code.name);
        let message = self.wrapped(&visible(&format!("{label}: {}", remark.headline())), "  ");
        let painted = self.paint(severity_style(remark.severity), &label);
        let mut text = match message.strip_prefix(&label) {
            Some(rest) => format!("{painted}{rest}"),
            // The label itself did not fit on one line; readable beats coloured.
            None => message,
        };
        let arrow = self.paint(AnsiColor::Blue.on_default().bold(), "-->");
        if let Some(place) = &remark.place {
            text.push_str(&format!("  {arrow} {}\n", visible(&place.to_string())));
        }
        for (place, note) in &remark.related {
            text.push_str(&format!("  {arrow} {} ({})\n", visible(&place.to_string()), visible(note)));
        }
        if let Some(procedure) = remark.test.and_then(|test| test.test.procedure.as_deref()) {
            text.push_str(&format!("  procedure: {}\n", visible(procedure)));
        }
        if let Some(help) = remark.help {
            let help = self.wrapped(&visible(&format!("  help: {help}")), "        ");
            let painted = self.paint(AnsiColor::Cyan.on_default().bold(), "help:");
            text.push_str(&help.replacen("help:", &painted, 1));
        }
        text
    }

    /// The text broken into lines of the terminal; lines after the first start with `indent`.
    fn wrapped(&self, text: &str, indent: &str) -> String {
        let longest = self.options.width.saturating_mul(LINES_OF_A_TEXT);
        let mut lines = layout::wrap(&layout::shorten(text, longest), self.options.width, indent);
        lines.push('\n');
        lines
    }

    /// One line of the overview.
    fn overview_line(&self, lot: &LotReport<'_>, run: &RunInputs<'_>) -> String {
        let verdict = format!("{} {:<16}", wording::verdict_sign(lot.verdict), lot.verdict.words());
        let share = if run.several { 3 } else { 5 };
        let column = (self.options.width / share).clamp(12, 120 / share);
        let id = layout::pad(&layout::shorten(&visible(&run.title(lot)), column), column);
        let room = self.options.width.saturating_sub(verdict.width() + column + 4).max(8);
        let why = match lot.verdict {
            Verdict::Conforms => {
                let passed = match lot.count(Outcome::Pass) {
                    1 => "1 test passes".to_owned(),
                    count => format!("{count} tests pass"),
                };
                match lot.count(Outcome::Waived) {
                    0 => passed,
                    waived => format!("{passed}, {waived} waived"),
                }
            }
            _ => remark::of_lot(lot, run).first().map_or_else(String::new, |worst| worst.headline().into_owned()),
        };
        let why = visible(&why);
        format!("{}  {id}  {}\n", self.paint(verdict_style(lot.verdict), &verdict), layout::shorten(&why, room))
    }
}

impl Format for Human {
    fn keep(&self) -> Keep {
        Keep::Worst(LOTS_IN_FULL)
    }

    fn writes_bodies(&self, run: &Run<'_>) -> bool {
        run.summary.lots() > 1
    }

    fn lot(&self, lot: &LotReport<'_>, run: &RunInputs<'_>, piece: &mut Piece) {
        piece.body.extend_from_slice(self.overview_line(lot, run).as_bytes());
        piece.trailer.extend_from_slice(self.lot_in_full(lot, run).as_bytes());
    }

    fn head(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        let stage = run.stage.map_or_else(String::new, |stage| format!(" · stage {stage}"));
        let line = format!("evqc {} · {} · as of {}{stage}", env!("CARGO_PKG_VERSION"), wording::specs(run), run.as_of);
        out.write_all(self.wrapped(&visible(&line), "  ").as_bytes())?;
        for input in run.inputs {
            let rows = if input.rows == 1 { "row" } else { "rows" };
            let line = format!("{}: {} {rows}, {}", input.name, input.rows, input.detected);
            out.write_all(self.wrapped(&visible(&line), "  ").as_bytes())?;
        }
        out.write_all(self.wrapped(&visible(&digests(run)?), "  ").as_bytes())?;
        for line in wording::about_specs(run) {
            out.write_all(self.wrapped(&visible(&line), "  ").as_bytes())?;
        }
        if wording::is_draft(run) && run.summary.lots() != 1 {
            writeln!(out, "{}", self.paint(AnsiColor::Yellow.on_default().bold(), wording::DRAFT_BANNER))?;
        }
        writeln!(out)?;
        let remarks = remark::of_run(run);
        for remark in &remarks {
            out.write_all(self.remark(remark).as_bytes())?;
        }
        if !remarks.is_empty() {
            writeln!(out)?;
        }
        Ok(())
    }

    fn middle(&self, run: &Run<'_>, _any: bool, out: &mut dyn Write) -> io::Result<()> {
        let lots = run.summary.lots();
        let shown = u64::try_from(LOTS_IN_FULL).unwrap_or(u64::MAX);
        if lots > shown {
            writeln!(out, "... the {shown} worst of {lots} lots are shown; use -o json or -o csv for all of them")?;
        }
        if lots > 1 {
            writeln!(out)?;
        }
        Ok(())
    }

    fn tail(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        let style = match run.summary.exit() {
            0 => verdict_style(Verdict::Conforms),
            1 => verdict_style(Verdict::DoesNotConform),
            3 => verdict_style(Verdict::NotConcluded),
            _ => verdict_style(Verdict::NotEvaluable),
        };
        write!(out, "{}", self.paint(style, &self.wrapped(&wording::summary(&run.summary), "  ")))
    }
}

/// The start of each digest, enough to tell two reports apart at a glance; the file formats have them whole.
fn digests(run: &Run<'_>) -> io::Result<String> {
    let inputs = run.inputs.iter().map(|input| (&*input.name, &*input.sha256));
    Ok(digests::in_short(run.specs.iter().copied(), inputs, &run.settings.sha256()?))
}

fn header(narrow: bool) -> Vec<String> {
    let words: &[&str] = match narrow {
        true => &["Test", "Result (margin)", "Criterion", "Outcome"],
        false => &["Test", "Result", "Criterion", "Margin", "Outcome"],
    };
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// The cells of one test.
fn table_row(lot: &LotReport<'_>, test: &TestReport<'_>, narrow: bool) -> Vec<String> {
    let verbatim = wording::verbatim(test).map_or_else(String::new, |text| format!(" “{text}”"));
    let mut result = visible(&wording::result(test)).into_owned();
    let margin = wording::margin(test);
    if narrow && !margin.is_empty() {
        result.push_str(&format!("\n({margin})"));
    }
    let mut row = vec![
        visible(&wording::name(test, lot.spec)).into_owned(),
        result,
        visible(&format!("{}{verbatim}", wording::criterion(test))).into_owned(),
        margin,
        format!("{} {}", wording::outcome_sign(test.outcome), wording::outcome_with_flags(lot, test)),
    ];
    if narrow {
        row.remove(MARGIN);
    }
    row.into_iter().map(|cell| layout::shorten(&cell, TEXT_OF_A_CELL).into_owned()).collect()
}

fn verdict_style(verdict: Verdict) -> Style {
    let colour = match verdict {
        Verdict::Conforms => AnsiColor::Green,
        Verdict::DoesNotConform => AnsiColor::Red,
        Verdict::NotConcluded => AnsiColor::Yellow,
        Verdict::NotEvaluable => AnsiColor::Magenta,
    };
    colour.on_default().bold()
}

fn severity_style(severity: Severity) -> Style {
    let colour = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Note => AnsiColor::Cyan,
    };
    colour.on_default().bold()
}

fn outcome_colour(test: &TestReport<'_>) -> Color {
    match outcome_tone(test) {
        Some(AnsiColor::Green) => Color::FG_GREEN,
        Some(AnsiColor::Red) => Color::FG_RED,
        Some(AnsiColor::Magenta) => Color::FG_MAGENTA,
        Some(_) => Color::FG_YELLOW,
        None => Color::empty(),
    }
}

fn outcome_style(test: &TestReport<'_>) -> Style {
    outcome_tone(test).map_or_else(Style::new, |tone| tone.on_default())
}

/// The colour of an outcome; none where there is nothing good or bad to say.
fn outcome_tone(test: &TestReport<'_>) -> Option<AnsiColor> {
    match test.outcome {
        Outcome::Pass if test.flags.alert || test.flags.action => Some(AnsiColor::Yellow),
        Outcome::Pass => Some(AnsiColor::Green),
        Outcome::Fail if test.counts() => Some(AnsiColor::Red),
        Outcome::NotEvaluable => Some(AnsiColor::Magenta),
        Outcome::Reported | Outcome::NotApplicable => None,
        _ => Some(AnsiColor::Yellow),
    }
}
