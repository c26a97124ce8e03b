//! What a report holds of a specification, read back in the words of the language.

use super::compendial;
use super::decision::{self, DecisionRule};
use super::limit::{self, Bounds, LimitText};
use super::model::{Expected, Limit, Limits, Plan, Statement};
use super::panel::{self, PanelText};
use super::plan;
use crate::quantity::{Decimal, DecimalMark, Unit};

/// A criterion as a report writes it.
#[derive(Clone, Debug)]
pub enum RecordedCriterion {
    /// It has limits.
    Limits(RecordedBounds),
    /// What must be observed.
    Expected(Expected),
    /// There is none.
    Report,
}

/// Limits as a text states them.
#[derive(Clone, Debug)]
pub struct RecordedBounds {
    /// The lower limit.
    pub lower: Option<Limit>,
    /// The upper limit.
    pub upper: Option<Limit>,
    /// The unit; nothing, where none is written.
    pub unit: Option<Unit>,
}

impl RecordedBounds {
    fn new(Bounds { lower, upper, unit }: Bounds) -> Self {
        Self { lower, upper, unit }
    }

    /// Whether these are the limits, with their digits, which say how a value is rounded.
    pub fn are(&self, limits: &Limits) -> bool {
        let same = |one: &Option<Limit>, other: &Option<Limit>| match (one, other) {
            (Some(one), Some(other)) => {
                (&one.value, one.inclusive, one.written.last_place())
                    == (&other.value, other.inclusive, other.written.last_place())
            }
            (one, other) => one.is_none() && other.is_none(),
        };
        let in_unit = self.unit.as_ref().is_none_or(|unit| *unit == limits.unit);
        in_unit && same(&self.lower, &limits.lower) && same(&self.upper, &limits.upper)
    }
}

/// The criterion of this text; nothing, where it is none by itself.
pub fn recorded_criterion(text: &str) -> Option<RecordedCriterion> {
    if let Some((written, read)) = compendial::read_for(text) {
        let RecordedCriterion::Limits(mut bounds) = recorded_criterion(written)? else { return None };
        let read = Decimal::parse(read, DecimalMark::Point).ok()?;
        bounds.upper = bounds.upper.map(|upper| Limit::new(read, upper.inclusive));
        return Some(RecordedCriterion::Limits(bounds));
    }
    Some(match limit::parse(text, text).ok()? {
        LimitText::Numeric(bounds) | LimitText::Label(bounds) | LimitText::OfSample(bounds) => {
            RecordedCriterion::Limits(RecordedBounds::new(bounds))
        }
        LimitText::Qualitative(expected) => RecordedCriterion::Expected(expected),
        LimitText::Report => RecordedCriterion::Report,
    })
}

/// Limits as they stand in print, whether a value can meet them or not: `78 to 122 %`, `≥ 85 nm, < 155 nm`.
pub fn recorded_bounds(text: &str) -> Option<RecordedBounds> {
    let typed = text.replace(", ", " and ");
    limit::any_bounds(&typed, &typed).ok().map(RecordedBounds::new)
}

/// The decision rule of this text.
pub fn recorded_decision(text: &str) -> Option<DecisionRule> {
    decision::parse(text).ok()
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
