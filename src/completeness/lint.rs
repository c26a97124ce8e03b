//! The checks against one specification.

use super::check::Check;
use super::checks::{CHECKS, check};
use super::codes;
use super::view::View;
use crate::finding::{Finding, Severity, did_you_mean};
use crate::source::Place;
use crate::spec::{Justification, Specification};

/// Something that a reviewer would ask for and the specification neither has nor justifies.
#[derive(Clone, Debug)]
pub struct Gap {
    /// The check.
    pub check: &'static Check,
    /// How much it weighs in the phase of the specification.
    pub severity: Severity,
    /// What is missing, in words.
    pub what: String,
}

/// What a specification lacks and does not justify, in the order of the table. A part is no specification of its own and
/// lacks nothing.
pub fn gaps(spec: &Specification) -> Vec<Gap> {
    if spec.part {
        return Vec::new();
    }
    open(spec).filter(|gap| !justifies(spec, gap.check)).collect()
}

/// What a specification lacks, justified or not.
fn open(spec: &Specification) -> impl Iterator<Item = Gap> {
    CHECKS.iter().copied().flatten().filter_map(|check| {
        let severity = check.weights.at(spec.phase).filter(|_| check.scope.covers(spec))?;
        Some(Gap { check, severity, what: (check.gap)(&View { spec })? })
    })
}

fn justifies(spec: &Specification, check: &Check) -> bool {
    spec.justified.iter().any(|one| one.check == check.id && one.says_something())
}

/// What a reviewer would ask for, and justifications without effect. Severities follow the phase.
pub fn lint(spec: &Specification) -> Vec<Finding> {
    let missing = gaps(spec).into_iter().map(|gap| {
        let code = match gap.severity {
            Severity::Note => &codes::ADVISABLE_CONTENT_ABSENT,
            Severity::Warning => &codes::EXPECTED_CONTENT_ABSENT,
            Severity::Error => &codes::REQUIRED_CONTENT_ABSENT,
        };
        let Check { id, asks, source, .. } = gap.check;
        Finding::new(code, format!("{id}: {}", gap.what))
            .at(Place::file(&spec.file), 1)
            .help(format!("add {asks} ({source}), or write `justified: {{{id}: why not}}`"))
    });
    missing.chain(without_effect(spec).into_iter().filter(|_| !spec.part)).collect()
}

fn without_effect(spec: &Specification) -> Vec<Finding> {
    let asked: Vec<&str> = open(spec).map(|gap| gap.check.id).collect();
    let finding = |one: &Justification| {
        let id = &one.check;
        let width = u32::try_from(id.chars().count()).unwrap_or(1);
        let (code, message, help) = if check(id).is_none() {
            let known = CHECKS.iter().copied().flatten().map(|check| check.id);
            let help = match did_you_mean(id, known) {
                Some(close) => format!("did you mean `{close}`?"),
                None => "the page on completeness lists the checks".to_owned(),
            };
            (&codes::JUSTIFICATION_UNKNOWN, format!("there is no check `{id}`"), help)
        } else if !asked.contains(&id.as_str()) {
            let message = format!("`{id}` needs no justification here");
            (&codes::JUSTIFICATION_NOT_NEEDED, message, format!("take it out; an inherited one by `{id}: null`"))
        } else if !one.says_something() {
            let message = format!("`{}` is no reason for `{id}`", one.text);
            (
                &codes::JUSTIFICATION_SAYS_NOTHING,
                message,
                "say why in a sentence, or name the document that does".to_owned(),
            )
        } else {
            return None;
        };
        Some(Finding::new(code, message).at(one.place.clone(), width).help(help))
    };
    spec.justified.iter().filter_map(finding).collect()
}
