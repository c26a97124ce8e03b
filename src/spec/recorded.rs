//! What a report holds of a specification, read back in the words of the language.

use super::limit::{self, LimitText};
use super::model::{Expected, Plan, Statement};
use super::panel::{self, PanelText};
use super::plan;

/// A criterion as a report writes it.
#[derive(Clone, Debug)]
pub enum RecordedCriterion {
    /// It has limits.
    Limits,
    /// What must be observed.
    Expected(Expected),
    /// There is none.
    Report,
}

/// The criterion of this text; nothing, where it is none by itself.
pub fn recorded_criterion(text: &str) -> Option<RecordedCriterion> {
    Some(match limit::parse(text, text).ok()? {
        LimitText::Numeric(_) | LimitText::Label(_) | LimitText::OfSample(_) => RecordedCriterion::Limits,
        LimitText::Qualitative(expected) => RecordedCriterion::Expected(expected),
        LimitText::Report => RecordedCriterion::Report,
    })
}

/// The plan of this text.
pub fn recorded_plan(text: &str) -> Option<Plan> {
    plan::parse(text).ok()
}

/// The statement of a panel; nothing, where it is none, or names a member that is not known.
pub fn recorded_statement(text: &str, member: &dyn Fn(&str) -> Option<usize>) -> Option<Statement> {
    looked_up(&panel::parse(text).ok()?, member)
}

fn looked_up(text: &PanelText, member: &dyn Fn(&str) -> Option<usize>) -> Option<Statement> {
    let all = |parts: &[PanelText]| parts.iter().map(|part| looked_up(part, member)).collect::<Option<Vec<_>>>();
    Some(match text {
        PanelText::Member { name, .. } => Statement::Member(member(name)?),
        PanelText::All(parts) => Statement::All(all(parts)?),
        PanelText::AtLeast(least, parts) => Statement::AtLeast(*least, all(parts)?),
        PanelText::NoneOf(parts) => Statement::NoneOf(all(parts)?),
    })
}
