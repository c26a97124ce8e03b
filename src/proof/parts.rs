//! The limits and expectations of a test, one by one, so that each can be looked at and changed.

use crate::quantity::{Decimal, DecimalMark};
use crate::source::Place;
use crate::spec::{
    Alternative, Assessment, Category, Check, ControlExpectation, Criterion, Expected, Limit, Limits, Measured, Test,
};

/// Numeric limits of a test.
pub(super) struct LimitsPart<'t> {
    /// What they are, in words: `limit`, `alert limit`.
    pub what: String,
    pub limits: &'t mut Limits,
    /// Behind the unit: ` of label`.
    pub of: &'static str,
    /// Whether a value exactly at a limit tells whether it is included: not under a rule that asks for a distance from the
    /// limit, and not of a spread, which replicates with few digits rarely hit.
    pub tells_inclusion: bool,
    /// Whether a value above 100 % cannot be.
    pub share: bool,
    /// Whether they raise a flag and change no outcome.
    pub flags: bool,
}

/// A qualitative expectation of a test.
pub(super) struct ExpectedPart<'t> {
    /// What it is, in words.
    pub what: String,
    pub expected: &'t mut Expected,
    pub place: Place,
    /// Whether it stands in a check of the run, and not in a criterion.
    pub in_check: bool,
}

/// The two ends of limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Lower,
    Upper,
}

impl End {
    /// The limit at this end.
    pub fn of(self, limits: &Limits) -> Option<&Limit> {
        match self {
            End::Lower => limits.lower.as_ref(),
            End::Upper => limits.upper.as_ref(),
        }
    }

    /// The same, to change it.
    pub fn slot(self, limits: &mut Limits) -> &mut Option<Limit> {
        match self {
            End::Lower => &mut limits.lower,
            End::Upper => &mut limits.upper,
        }
    }

    /// A limit that no value meets.
    pub fn unattainable(self) -> Option<Limit> {
        let text = if self == End::Lower { "9e59" } else { "-9e59" };
        Some(Limit::new(Decimal::parse(text, DecimalMark::Point).ok()?, true))
    }

    /// The limit as text: `>= 80 %`.
    pub fn text(self, part: &LimitsPart<'_>) -> String {
        let Some(limit) = self.of(part.limits) else { return "no limit".to_owned() };
        let sign = match (self, limit.inclusive) {
            (End::Lower, true) => ">=",
            (End::Lower, false) => ">",
            (End::Upper, true) => "<=",
            (End::Upper, false) => "<",
        };
        format!("{sign} {} {}", limit.written, part.limits.unit.symbol()).trim_end().to_owned() + part.of
    }
}

impl LimitsPart<'_> {
    /// Whether nothing can lie beyond this end: an amount below zero, a share above the whole.
    pub fn nothing_beyond(&self, end: End) -> bool {
        let Some(limit) = end.of(self.limits).filter(|limit| limit.inclusive) else { return false };
        match end {
            End::Lower => limit.written.is_zero() && !self.limits.unit.may_be_negative(),
            End::Upper => self.share && limit.written.exact() == Decimal::from(100).exact(),
        }
    }
}

/// Every numeric limit of a test.
pub(super) fn limits(test: &mut Test) -> Vec<LimitsPart<'_>> {
    let relative = matches!(test.category, Category::Potency | Category::Stability);
    let Assessment::Measured(measured) = &mut test.assessment else { return Vec::new() };
    let simple = measured.decide == crate::spec::DecisionRule::Simple;
    let Measured { accept, shelf_life, in_use, individual, alert, action, range, valid_if, requires, .. } =
        &mut **measured;
    let mut parts = Vec::new();
    let criteria =
        accept.iter_mut().map(|one| ("limit", one)).chain(shelf_life.iter_mut().map(|one| ("shelf-life limit", one)));
    let criteria = criteria.chain(in_use.iter_mut().map(|one| ("in-use limit", one)));
    for (what, alternative) in criteria {
        let what = format!("{what}{}", condition(alternative));
        let (limits, of) = match &mut alternative.criterion {
            Criterion::Numeric(limits) => (limits, ""),
            Criterion::Label(limits) => (limits, " of label"),
            Criterion::Qualitative(_) | Criterion::Report => continue,
        };
        let share = of.is_empty() && !relative && limits.unit.symbol() == "%";
        parts.push(LimitsPart { what, limits, of, tells_inclusion: simple, share, flags: false });
    }
    let others = [("individual limit", individual), ("alert limit", alert), ("action limit", action), ("range", range)];
    for (what, limits) in others {
        if let Some(limits) = limits {
            let share = !relative && limits.unit.symbol() == "%";
            let flags = matches!(what, "alert limit" | "action limit");
            parts.push(LimitsPart { what: what.to_owned(), limits, of: "", tells_inclusion: true, share, flags });
        }
    }
    for check in valid_if.iter_mut().chain(requires) {
        let what = format!("check `{}`", check.text);
        let tells_inclusion = !matches!(check.check, Check::Spread(..));
        let (limits, of) = match &mut check.check {
            Check::Spread(_, limits, _) => (limits, ""),
            Check::Control { expect: ControlExpectation::Numeric(limits), .. } => (limits, ""),
            Check::Control { expect: ControlExpectation::OfSample(limits), .. } => (limits, " of sample"),
            Check::Control { .. } | Check::SterilitySample { .. } => continue,
        };
        parts.push(LimitsPart { what, limits, of, tells_inclusion, share: false, flags: false });
    }
    parts
}

/// Every qualitative expectation of a test.
pub(super) fn expectations(test: &mut Test) -> Vec<ExpectedPart<'_>> {
    let Assessment::Measured(measured) = &mut test.assessment else { return Vec::new() };
    let Measured { accept, shelf_life, in_use, valid_if, requires, .. } = &mut **measured;
    let mut parts = Vec::new();
    let criteria = accept
        .iter_mut()
        .map(|one| ("criterion", one))
        .chain(shelf_life.iter_mut().map(|one| ("shelf-life criterion", one)))
        .chain(in_use.iter_mut().map(|one| ("in-use criterion", one)));
    for (what, alternative) in criteria {
        let what = format!("{what}{}", condition(alternative));
        let place = alternative.place.clone();
        if let Criterion::Qualitative(expected) = &mut alternative.criterion {
            parts.push(ExpectedPart { what, expected, place, in_check: false });
        }
    }
    for check in valid_if.iter_mut().chain(requires) {
        let (what, place) = (format!("check `{}`", check.text), check.place.clone());
        if let Check::Control { expect: ControlExpectation::Qualitative(expected), .. } = &mut check.check {
            parts.push(ExpectedPart { what, expected, place, in_check: true });
        }
    }
    parts
}

/// The checks of the number of containers for the test for sterility: text and place. They have neither limit nor
/// expectation that could be moved; they are there or not.
pub(super) fn samples(test: &Test) -> Vec<(String, Place)> {
    let Assessment::Measured(measured) = &test.assessment else { return Vec::new() };
    let checks = measured.valid_if.iter().chain(&measured.requires);
    let samples = checks.filter(|check| matches!(check.check, Check::SterilitySample { .. }));
    samples.map(|check| (format!("check `{}`", check.text), check.place.clone())).collect()
}

/// The test without the check that stands at a place.
pub(super) fn without_check(test: &Test, place: &Place) -> Test {
    let mut changed = test.clone();
    if let Assessment::Measured(measured) = &mut changed.assessment {
        measured.valid_if.retain(|check| check.place != *place);
        measured.requires.retain(|check| check.place != *place);
    }
    changed
}

/// ` for method NTA`, where a criterion has a condition.
fn condition(alternative: &Alternative) -> String {
    let parts: Vec<String> = alternative.when.iter().map(|(on, value)| format!("{} {value}", on.as_str())).collect();
    if parts.is_empty() { String::new() } else { format!(" for {}", parts.join(" and ")) }
}

/// An expectation as text.
pub(super) fn words(expected: &Expected) -> String {
    match expected {
        Expected::Negative => "negative".to_owned(),
        Expected::Positive => "positive".to_owned(),
        Expected::Complies => "complies".to_owned(),
        Expected::OneOf(texts) => format!("one of [{}]", texts.join(", ")),
    }
}
