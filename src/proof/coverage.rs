//! Which limits the lots exercise, each from both sides.
//!
//! A side counts as exercised when the judge would say something else of some lot if that side were not: inside, when
//! a limit that nothing meets changes the outcome or a flag; outside, when taking the limit away does. So a value
//! beyond a limit counts only where the limit decides.

use super::bench::{Baseline, Bench, Sign};
use super::codes;
use super::life;
use super::mutation::notices_life;
use super::parts::{self, End};
use crate::finding::Finding;
use crate::judge::Outcome;
use crate::source::Place;
use crate::spec::{Assessment, Criterion, Expected, Specification, Test};
use std::sync::Arc;

/// What the lots exercise of the limits.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// Sides of limits and criteria: two for each, fewer where nothing can lie beyond.
    pub sides: usize,
    /// Those that some lot exercises.
    pub exercised: usize,
    /// A warning for each that no lot does.
    pub findings: Vec<Finding>,
}

/// A side of a limit or criterion.
struct SideOf {
    /// What it is a side of, in words: `limit >= 80 %`.
    what: String,
    /// What a lot would have to have: `inside`, `outside`, `meeting`, `not meeting` ...
    wanted: &'static str,
    place: Place,
}

/// Looks at every limit of the specification from both sides.
pub(super) fn coverage(
    bench: &Bench<'_>,
    spec: &mut Specification,
    baseline: &[Baseline],
    file: &Arc<str>,
) -> Coverage {
    let mut coverage = Coverage::default();
    for index in 0..spec.tests.len() {
        let Some(test) = spec.tests.get(index).cloned() else { continue };
        let mut look = Look { bench, spec, baseline, index };
        let sides = look.sides(&test);
        for (side, exercised) in sides {
            coverage.sides += 1;
            if exercised {
                coverage.exercised += 1;
                continue;
            }
            let message = format!("no lot of {file} has `{}` {} {}", test.id, side.wanted, side.what);
            coverage.findings.push(Finding::new(&codes::LIMIT_NOT_EXERCISED, message).at(side.place, 1));
        }
    }
    // A lot that is not as expected would notice any change.
    if baseline.iter().all(|lot| lot.differences.is_empty()) {
        for mut side in life::sides(spec) {
            coverage.sides += 1;
            if notices_life(bench, spec, &mut side.changed) {
                coverage.exercised += 1;
                continue;
            }
            let message = format!("no lot of {file} is {} {}", side.wanted, side.what);
            coverage.findings.push(Finding::new(&codes::LIMIT_NOT_EXERCISED, message).at(side.place, 1));
        }
    }
    coverage
}

/// One test, looked at.
struct Look<'l, 'b> {
    bench: &'l Bench<'b>,
    spec: &'l mut Specification,
    baseline: &'l [Baseline],
    index: usize,
}

impl Look<'_, '_> {
    fn sides(&mut self, test: &Test) -> Vec<(SideOf, bool)> {
        let mut sides = Vec::new();
        match &test.assessment {
            Assessment::Panel(panel) => {
                for (wanted, outcome) in [("meeting", Outcome::Pass), ("not meeting", Outcome::Fail)] {
                    let exercised = self.has(|sign| sign.outcome == outcome);
                    sides.push((
                        SideOf { what: format!("`{}`", panel.text), wanted, place: panel.place.clone() },
                        exercised,
                    ));
                }
            }
            Assessment::Measured(measured) => {
                let reported = measured.criteria().filter(|one| matches!(one.criterion, Criterion::Report));
                for one in reported {
                    let exercised = self
                        .has(|sign| sign.outcome == Outcome::Reported && sign.criterion.as_ref() == Some(&one.place));
                    sides.push((
                        SideOf { what: "without criterion".to_owned(), wanted: "reported", place: one.place.clone() },
                        exercised,
                    ));
                }
            }
        }
        self.limits(test, &mut sides);
        self.expectations(test, &mut sides);
        self.samples(test, &mut sides);
        sides
    }

    /// Whether some lot has a sign.
    fn has(&self, wanted: impl Fn(&Sign) -> bool) -> bool {
        self.baseline.iter().filter_map(|lot| lot.tests.get(self.index)).flatten().any(wanted)
    }

    fn limits(&mut self, test: &Test, sides: &mut Vec<(SideOf, bool)>) {
        let mut copy = test.clone();
        let count = parts::limits(&mut copy).len();
        for at in 0..count {
            for end in [End::Lower, End::Upper] {
                let mut all = parts::limits(&mut copy);
                let Some(part) = all.get_mut(at) else { continue };
                if end.of(part.limits).is_none() {
                    continue;
                }
                let what = format!("the {} {}", part.what, end.text(part));
                let (place, beyond, flags) = (part.limits.place.clone(), !part.nothing_beyond(end), part.flags);
                let with = |limit| {
                    let mut changed = test.clone();
                    if let Some(part) = parts::limits(&mut changed).get_mut(at) {
                        *end.slot(part.limits) = limit;
                    }
                    changed
                };
                let inside = self.tells(with(end.unattainable()), &|_| true);
                sides.push((SideOf { what: what.clone(), wanted: "inside", place: place.clone() }, inside));
                if beyond {
                    let crossed =
                        |sign: &Sign| if flags { sign.alert || sign.action } else { sign.outcome != Outcome::Pass };
                    let outside = self.tells(with(None), &crossed);
                    sides.push((SideOf { what, wanted: "outside", place }, outside));
                }
            }
        }
    }

    fn expectations(&mut self, test: &Test, sides: &mut Vec<(SideOf, bool)>) {
        let mut copy = test.clone();
        for (at, part) in parts::expectations(&mut copy).into_iter().enumerate() {
            let what = format!(
                "the {} {}",
                part.what,
                if part.in_check { String::new() } else { parts::words(part.expected) }
            );
            let with = |expected: Expected| {
                let mut changed = test.clone();
                if let Some(part) = parts::expectations(&mut changed).get_mut(at) {
                    *part.expected = expected;
                }
                changed
            };
            let of_criterion =
                |sign: &Sign, outcome| sign.outcome == outcome && sign.criterion.as_ref() == Some(&part.place);
            let (met, not_met) = if part.in_check {
                (
                    self.tells(with(Expected::OneOf(Vec::new())), &|_| true),
                    self.tells(parts::without_check(test, &part.place), &|sign| sign.outcome != Outcome::Pass),
                )
            } else {
                (self.has(|sign| of_criterion(sign, Outcome::Pass)), self.has(|sign| of_criterion(sign, Outcome::Fail)))
            };
            let what = what.trim_end().to_owned();
            sides.push((SideOf { what: what.clone(), wanted: "meeting", place: part.place.clone() }, met));
            sides.push((SideOf { what, wanted: "not meeting", place: part.place.clone() }, not_met));
        }
    }

    fn samples(&mut self, test: &Test, sides: &mut Vec<(SideOf, bool)>) {
        for (check, place) in parts::samples(test) {
            let what = format!("the {check}");
            let met = self.has(|sign| matches!(sign.outcome, Outcome::Pass | Outcome::Fail));
            let not_met = self.tells(parts::without_check(test, &place), &|sign| sign.outcome == Outcome::Invalid);
            sides.push((SideOf { what: what.clone(), wanted: "meeting", place: place.clone() }, met));
            sides.push((SideOf { what, wanted: "not meeting", place }, not_met));
        }
    }

    /// Whether the judge says something else of the test in some lot when the test is changed; lots of which it said
    /// something of this kind before.
    fn tells(&mut self, changed: Test, kind: &dyn Fn(&Sign) -> bool) -> bool {
        let Some(slot) = self.spec.tests.get_mut(self.index) else { return false };
        let kept = std::mem::replace(slot, changed);
        let judged = |sign: &Sign| {
            !matches!(
                sign.outcome,
                Outcome::Missing | Outcome::NotApplicable | Outcome::Pending | Outcome::NotEvaluable
            )
        };
        let found = self.baseline.iter().enumerate().any(|(at, lot)| {
            let before = lot.tests.get(self.index).map_or(&[][..], Vec::as_slice);
            before.iter().any(|sign| judged(sign) && kind(sign))
                && self.bench.signs(at, self.spec, self.index) != before
        });
        if let Some(slot) = self.spec.tests.get_mut(self.index) {
            *slot = kept;
        }
        found
    }
}
