//! Whether a certificate agrees with itself: each outcome with the value and the limits beside it, each print with the number that it
//! prints, the verdict with the outcomes, the sentence with the verdict.
//!
//! Whoever holds a draft can edit a number in it and compute its digest again, and honest persons would sign that. Such a draft
//! is found where not everything was edited. Nothing is judged again: without the data nobody can.

use super::coherent_line::of_line;
use super::model::{Certificate, Conclusion, Content, TestLine};
use super::profile::Profile;
use super::terms;
use super::words::Words;
use crate::judge::{Outcome, Verdict, recorded_outcome, verdict_contradiction};
use crate::report::asides::{FAILS_ASIDE, OPEN_ASIDE};

impl Certificate {
    /// What it says against itself; nothing: it agrees with itself.
    pub fn contradiction(&self) -> Option<String> {
        contradiction(&self.content).unwrap_or_else(Some)
    }
}

fn contradiction(content: &Content) -> Result<Option<String>, String> {
    // Of another program the numbers, outcomes and the verdict are compared, and not its words.
    let own = content.record.tool_sha256 == env!("EVQC_SOURCE_SHA256");
    let mut outcomes = Vec::new();
    for line in &content.tests {
        let outcome = recorded_outcome(&line.outcome)?;
        if let Some(why) = of_line(line, outcome, content, own).unwrap_or_else(Some) {
            return Ok(Some(format!("test {}: {why}", line.id)));
        }
        let through_panel = outcome == Outcome::Fail && line.decided_by.is_some();
        outcomes.push((outcome, line.required && !through_panel));
    }
    let conclusion = &content.conclusion;
    Ok(verdict_contradiction(&conclusion.verdict, &outcomes)
        .or_else(|| nothing_fails(conclusion, &outcomes))
        .or_else(|| although_open(conclusion))
        .or_else(|| said_otherwise(content, own))
        .or_else(|| titled_otherwise(content, own))
        .or_else(|| leaves_out(content, own)))
}

/// A lot that does not conform although nothing fails, and nothing beside the tests is open.
fn nothing_fails(conclusion: &Conclusion, outcomes: &[(Outcome, bool)]) -> Option<String> {
    let fails = outcomes.contains(&(Outcome::Fail, true)) || !conclusion.open.is_empty();
    (conclusion.verdict == Verdict::DoesNotConform.as_str() && !fails)
        .then(|| "its verdict is `does_not_conform`, and no test that counts fails".to_owned())
}

/// A lot that conforms beside what keeps it from that.
fn although_open(conclusion: &Conclusion) -> Option<String> {
    let open = conclusion.open.first().filter(|_| conclusion.verdict == Verdict::Conforms.as_str())?;
    Some(format!("its verdict is `conforms`, and open is: {}", open.text.en))
}

/// A conclusion that is not the sentence of the verdict; of another program, one that is that of another verdict.
fn said_otherwise(content: &Content, own: bool) -> Option<String> {
    let (conclusion, spec) = (&content.conclusion, &content.specification);
    let Words { en, zh } = &conclusion.statement;
    let begins = |term: &terms::Term| en.starts_with(&format!("The sample {} with ", term.en));
    let says = |term: &terms::Term| {
        let of = format!("specification {} version {}", spec.id, spec.version);
        begins(term) && en.contains(&of) && zh.starts_with("结论：本品按") && zh.contains(&format!("结果{}", term.zh))
    };
    let none = conclusion.statement == Words::of(&terms::NO_CONCLUSION);
    let verdict = conclusion.verdict.as_str();
    let is_said = match (verdict, own) {
        ("conforms", true) => says(&terms::COMPLIES),
        ("does_not_conform", true) => says(&terms::DOES_NOT_COMPLY),
        (_, true) => none,
        ("conforms", false) => !none && !begins(&terms::DOES_NOT_COMPLY),
        ("does_not_conform", false) => !none && !begins(&terms::COMPLIES),
        (_, false) => !begins(&terms::COMPLIES) && !begins(&terms::DOES_NOT_COMPLY),
    };
    (!is_said).then(|| format!("its verdict is `{verdict}`, and its conclusion is \"{en}\" ({zh})"))
}

/// A title that is not that of the verdict and the profile; of another program, a certificate of a lot that does not conform.
fn titled_otherwise(content: &Content, own: bool) -> Option<String> {
    let conforms = content.conclusion.verdict == Verdict::Conforms.as_str();
    let profile = Profile::by_name(&content.profile).filter(|_| own || !conforms)?;
    let document = profile.document_of(conforms);
    let title = Words::of(document.title());
    (content.document != document || (own && content.title != title))
        .then(|| format!("its verdict is `{}`, and its title is \"{}\"", content.conclusion.verdict, content.title.en))
}

/// A sample that complies without a word of what was waived, or fails or is open without being required.
fn leaves_out(content: &Content, own: bool) -> Option<String> {
    let Words { en, zh } = &content.conclusion.statement;
    let is_named = |line: &TestLine| en.contains(&line.name.en) && zh.contains(&line.name.zh);
    let left_out = |line: &&TestLine| match line.outcome.as_str() {
        "waived" => !is_named(line),
        "fail" if !line.required && line.decided_by.is_none() => !en.contains(FAILS_ASIDE[0]) || !is_named(line),
        // Programs before this one did not name them.
        "missing" | "pending" | "invalid" | "inconclusive" if own && !line.required && line.decided_by.is_none() => {
            !en.contains(OPEN_ASIDE[0]) || !is_named(line)
        }
        _ => false,
    };
    let line = content.tests.iter().find(left_out).filter(|_| content.conclusion.verdict == "conforms")?;
    let word = match line.outcome.as_str() {
        "waived" => "is waived",
        "fail" => "fails without being required",
        _ => "is open without being required",
    };
    Some(format!("test {} {word}, and the conclusion leaves it out", line.id))
}
