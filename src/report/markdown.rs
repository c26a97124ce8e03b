//! `markdown`: GitHub-flavoured Markdown, for a comment on a change.
//!
//! A table of lots, worst first, then every test of each lot in a block that opens on demand; lots that do not conform
//! are open from the start.

use super::decision;
use super::escape::markdown;
use super::format::{Format, Keep, Piece, Run, RunInputs};
use super::origin;
use super::remark::{self, Remark};
use super::wording;
use crate::integrity::SOURCE_SHA256;
use crate::judge::{LotReport, TestReport, Verdict};
use std::io::{self, Write};

/// A comment has room for about 65,000 characters.
const LOTS_IN_FULL: usize = 20;

/// GitHub-flavoured Markdown.
#[derive(Clone, Copy, Debug)]
pub struct Markdown;

impl Format for Markdown {
    fn keep(&self) -> Keep {
        Keep::Worst(LOTS_IN_FULL)
    }

    fn lot(&self, lot: &LotReport<'_>, run: &RunInputs<'_>, piece: &mut Piece) {
        let why = remark::of_lot(lot, run)
            .first()
            .filter(|_| lot.verdict != Verdict::Conforms)
            .map_or_else(String::new, |worst| worst.headline().into_owned());
        let row = format!(
            "| {} | {} {} | {} | {} |\n",
            markdown(lot.lot),
            wording::verdict_sign(lot.verdict),
            lot.verdict.words(),
            markdown(&wording::spec_name(lot.spec)),
            markdown(&why)
        );
        piece.body = row.into_bytes();
        piece.trailer = block(lot, run).into_bytes();
    }

    fn head(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "## evqc: {}\n", markdown(&wording::summary(&run.summary)))?;
        if wording::is_draft(run) {
            writeln!(out, "> **{}**\n", wording::DRAFT_BANNER)?;
        }
        let remarks = remark::of_run(run);
        remarks.iter().try_for_each(|remark| out.write_all(item(remark).as_bytes()))?;
        if !remarks.is_empty() {
            writeln!(out)?;
        }
        if run.summary.lots() > 0 {
            writeln!(out, "| Lot | Verdict | Specification | Worst finding |\n| --- | --- | --- | --- |")?;
        }
        Ok(())
    }

    fn middle(&self, run: &Run<'_>, _any: bool, out: &mut dyn Write) -> io::Result<()> {
        let lots = run.summary.lots();
        if lots > u64::try_from(LOTS_IN_FULL).unwrap_or(u64::MAX) {
            writeln!(out, "\nThe {LOTS_IN_FULL} worst of {lots} lots are shown.")?;
        }
        writeln!(out)
    }

    fn tail(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        for line in wording::about_specs(run) {
            writeln!(out, "- {}", markdown(&line))?;
        }
        if !wording::about_specs(run).is_empty() {
            writeln!(out)?;
        }
        let specs: Vec<String> = run
            .specs
            .iter()
            .map(|spec| format!("{} (sha256 {})", markdown(&wording::spec_name(spec)), markdown(&spec.sha256)))
            .collect();
        let specs = if specs.is_empty() { "no specification".to_owned() } else { specs.join(", ") };
        writeln!(out, "evqc {} · {specs} · as of {}", env!("CARGO_PKG_VERSION"), run.as_of)?;
        for input in run.inputs {
            writeln!(out, "- {} (sha256 {})", markdown(&input.name), markdown(&input.sha256))?;
        }
        writeln!(out, "- program (sha256 of its source {SOURCE_SHA256})")?;
        writeln!(out, "- settings (sha256 {})", run.settings.sha256()?)
    }
}

/// The details of one lot. The blank lines matter: without them Markdown inside HTML is taken literally.
fn block(lot: &LotReport<'_>, run: &RunInputs<'_>) -> String {
    let open = if lot.verdict == Verdict::Conforms { "" } else { " open" };
    let mut block = format!(
        "<details{open}><summary>{} {}: {}</summary>\n\n",
        wording::verdict_sign(lot.verdict),
        markdown(&run.title(lot)),
        lot.verdict.words()
    );
    block.push_str("| Test | Result | Criterion | Margin | Outcome |\n| --- | --- | --- | ---: | --- |\n");
    for test in &lot.tests {
        block.push_str(&row(lot, test));
    }
    block.push('\n');
    for (label, text) in wording::beside_tests(lot) {
        block.push_str(&format!("- {label}: {}\n", markdown(&text)));
    }
    let remarks = remark::of_lot(lot, run);
    remarks.iter().for_each(|remark| block.push_str(&item(remark)));
    for test in &lot.tests {
        let name = wording::name(test, lot.spec);
        for line in origin::computation(lot, test, run.names) {
            block.push_str(&format!("- computed: {}: {}\n", markdown(&name), markdown(&line)));
        }
        if let Some(line) = decision::line(test) {
            block.push_str(&format!("- decision: {}: {}\n", markdown(&name), markdown(&line)));
        }
        for (rule, determinations) in wording::how(lot, test) {
            block.push_str(&format!("- measured: {}: {}\n", markdown(&name), markdown(&rule)));
            for line in determinations {
                block.push_str(&format!("  - {}\n", markdown(&line)));
            }
        }
        if let Some(line) = decision::simulation(lot, test, run.seed) {
            block.push_str(&format!("- simulated: {}: {}\n", markdown(&name), markdown(&line)));
        }
        if let Some(line) = wording::outlier(lot, test, run.names) {
            block.push_str(&format!("- outlier: {}: {}\n", markdown(&name), markdown(&line)));
        }
        for value in wording::history(lot, test, run.names) {
            block.push_str(&format!("- history: {}: {}\n", markdown(&name), markdown(&value)));
        }
    }
    block.push_str(&format!("\n{}\n\n</details>\n\n", markdown(&wording::statement(lot))));
    block
}

fn row(lot: &LotReport<'_>, test: &TestReport<'_>) -> String {
    let verbatim = wording::verbatim(test).map_or_else(String::new, |text| format!(" “{text}”"));
    format!(
        "| {} | {} | {} | {} | {} {} |\n",
        markdown(&wording::name(test, lot.spec)),
        markdown(&wording::result(test)),
        markdown(&format!("{}{verbatim}", wording::criterion(test))),
        wording::margin(test).replace('<', "&lt;").replace('>', "&gt;"),
        wording::outcome_sign(test.outcome),
        wording::outcome_with_flags(lot, test)
    )
}

fn item(remark: &Remark<'_>) -> String {
    let mut item = format!("- **{}** `{}` {}", remark.severity, remark.code.name, markdown(&remark.headline()));
    if let Some(place) = &remark.place {
        item.push_str(&format!(" ({}", markdown(&place.to_string())));
        for (place, _) in &remark.related {
            item.push_str(&format!(", {}", markdown(&place.to_string())));
        }
        item.push(')');
    }
    if let Some(help) = remark.help {
        item.push_str(&format!(" — {}", markdown(help)));
    }
    item.push('\n');
    item
}
