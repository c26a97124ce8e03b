//! `human`: a line for each test file, what is wrong with it below, and what all come to.

use super::{Totals, changes, counted};
use crate::finding::Finding;
use crate::proof::Proof;
use crate::report::HumanOptions;
use crate::report::diagnostic;
use crate::report::escape::visible;
use anstyle::{AnsiColor, Style};

/// The report as text.
pub(super) fn report(proofs: &[Proof], options: HumanOptions) -> String {
    let mut text = String::new();
    for proof in proofs {
        text.push_str(&line(proof, options));
        let findings: Vec<Finding> = proof.findings().cloned().collect();
        if !findings.is_empty() {
            text.push_str(&format!("\n{}\n", diagnostic::render(&findings, &proof.sources, options.colour)));
        }
    }
    let totals = Totals::of(proofs);
    let colour = if totals.exit() == 0 { AnsiColor::Green } else { AnsiColor::Red };
    text.push_str(&format!("{}\n", paint(options, colour.on_default().bold(), &totals.statement())));
    text
}

fn paint(options: HumanOptions, style: Style, text: &str) -> String {
    if options.colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
}

/// `✓ product.test.yaml: 4 lots, 20 of 20 sides, 48 changes noticed`
fn line(proof: &Proof, options: HumanOptions) -> String {
    let file = visible(&proof.file);
    if proof.part {
        return format!("- {file}: lots of a part, judged where they are included\n");
    }
    let fine = !proof.is_broken() && !proof.has_failed();
    let (sign, colour) = if fine { ("✓", AnsiColor::Green) } else { ("✗", AnsiColor::Red) };
    let mut said = vec![counted(proof.lots.len(), "lot")];
    let differ = proof.lots.iter().filter(|lot| !lot.differences.is_empty()).count();
    if proof.is_broken() {
        said = vec!["cannot be judged".to_owned()];
    } else if differ > 0 {
        said.push(format!("{differ} not as expected"));
    }
    if let Some(coverage) = &proof.coverage {
        said.push(format!("{} of {} sides of limits exercised", coverage.exercised, coverage.sides));
    }
    match &proof.mutation {
        Some(mutation) if mutation.held_back => {
            said.push("changes not tried while a lot is not as expected".to_owned());
        }
        Some(mutation) => said.push(changes(mutation.tried, mutation.survivors.len())),
        None => {}
    }
    format!("{} {file}: {}\n", paint(options, colour.on_default(), sign), said.join(", "))
}
