//! What changed in a test, with its direction where there is one.

use super::accepted::{Compared, Relation, criteria, expected, limits};
use super::{Change, Difference, Said, Side, rest, statement};
use crate::explanation;
use crate::order;
use crate::quantity::{Exact, RoundingRule};
use crate::source::Place;
use crate::spec::{
    Alternative, Assessment, Check, ControlExpectation, Criterion, DecisionRule, Limits, Measured, Panel,
    PeriodicTesting, Test, ValidityCheck,
};
use serde_json::Value;

/// Keys of the canonical form of a test that are compared here.
const APART: [&str; 7] = ["measured", "panel", "methods", "required", "never_waive", "rounding", "source"];

/// Keys of the canonical form of a measured test that are compared here.
const MEASURED_APART: [&str; 14] = [
    "accept",
    "shelf_life",
    "in_use",
    "individual",
    "alert",
    "action",
    "range",
    "linear_range",
    "valid_if",
    "requires",
    "decide",
    "uncertainty",
    "skip",
    "second_stage",
];

/// The difference that a test is no longer there.
pub fn removed(test: &Test) -> Difference {
    let note = match test.required {
        true => "the test was required: lots are concluded without it now, which loosens the specification",
        false => "the test was not required",
    };
    whole(test, Change::Removed, note)
}

/// The difference that a test was not there.
pub fn added(test: &Test) -> Difference {
    let note = match test.required {
        true => "the test is required: no lot is concluded without it now, which tightens the specification",
        false => "the test is not required",
    };
    whole(test, Change::Added, note)
}

fn whole(test: &Test, change: Change, note: &str) -> Difference {
    let text = match &test.assessment {
        Assessment::Measured(measured) => texts(&measured.accept),
        Assessment::Panel(panel) => panel.text.clone(),
    };
    let said = Some(Said { text, place: Some(test.place.clone()) });
    let (before, after) = if change == Change::Removed { (said, None) } else { (None, said) };
    let note = Some(note.to_owned());
    Difference { test: Some(test.id.clone()), key: "test".to_owned(), change, before, after, note }
}

/// What differs between two versions of a test.
pub fn of_a_test(before: (&Side<'_>, &Test), after: (&Side<'_>, &Test)) -> Vec<Difference> {
    let ((old_side, old), (new_side, new)) = (before, after);
    let pair = Pair { old, new };
    let mut found = match (&old.assessment, &new.assessment) {
        (Assessment::Measured(a), Assessment::Measured(b)) => pair.measured(a, b),
        (Assessment::Panel(a), Assessment::Panel(b)) => {
            let relation = statement::compare((old_side.spec, &a.statement), (new_side.spec, &b.statement));
            pair.panels(a, b, relation).into_iter().collect()
        }
        (a, b) => pair.said("accept", Change::Changed, Some(kind(a)), Some(kind(b)), None).into_iter().collect(),
    };
    found.extend(pair.standing());
    let [old_json, new_json] =
        [(old_side, old), (new_side, new)].map(|(side, test)| &side.canonical["tests"][&test.id]);
    if (old_side.spec.rounding, new_side.spec.rounding) != (old.rounding, new.rounding) {
        // That of the specification is said once.
        found.extend(pair.rounding(old_json, new_json));
    }
    found.extend(rest::of_a_test(&old.id, (old_json, &old.place), (new_json, &new.place), &APART));
    found.extend(pair.source(old_side, new_side));
    let (a, b) = (&old_json["measured"], &new_json["measured"]);
    if a.is_object() && b.is_object() {
        found.extend(pair.performed(old, new, ["skip", "second_stage"].map(|key| [&a[key], &b[key]].map(rest::words))));
        // Limits show their unit.
        let shown = [old, new].map(has_numeric_limits) == [true, true];
        let unit = if shown { &["unit"][..] } else { &[] };
        let apart = [&MEASURED_APART[..], unit].concat();
        found.extend(rest::of_a_test(&old.id, (a, &old.place), (b, &new.place), &apart));
    }
    found
}

fn has_numeric_limits(test: &Test) -> bool {
    match &test.assessment {
        Assessment::Measured(measured) => {
            measured.accept.iter().all(|one| matches!(one.criterion, Criterion::Numeric(_)))
        }
        Assessment::Panel(_) => false,
    }
}

/// What a line is, in words, where it became something else.
fn kind(assessment: &Assessment) -> String {
    match assessment {
        Assessment::Measured(measured) => format!("a value: {}", texts(&measured.accept)),
        Assessment::Panel(panel) => format!("a panel: {}", panel.text),
    }
}

/// One or several alternatives as they are written.
fn texts(alternatives: &[Alternative]) -> String {
    alternatives.iter().map(text).collect::<Vec<_>>().join("; ")
}

fn text(alternative: &Alternative) -> String {
    let when: Vec<String> =
        alternative.when.iter().map(|(column, value)| format!("{} {value}", column.as_str())).collect();
    let when = if when.is_empty() { String::new() } else { format!(" (when {})", when.join(" and ")) };
    format!("{}{when}", alternative.text)
}

/// A test before and after.
struct Pair<'t> {
    old: &'t Test,
    new: &'t Test,
}

impl Pair<'_> {
    /// A difference of a key whose places are those of the test.
    fn said(
        &self,
        key: &str,
        change: Change,
        before: Option<String>,
        after: Option<String>,
        note: Option<String>,
    ) -> Option<Difference> {
        let places = [Some(self.old.place.clone()), Some(self.new.place.clone())];
        let found = rest::one(Some(&self.old.id), key, change, [before, after], places)?;
        Some(Difference { note, ..found })
    }

    /// A difference of a key with places of its own.
    fn placed(
        &self,
        key: &str,
        (change, note): (Change, Option<String>),
        before: Option<(String, &Place)>,
        after: Option<(String, &Place)>,
    ) -> Difference {
        let said = |one: Option<(String, &Place)>| one.map(|(text, place)| Said { text, place: Some(place.clone()) });
        let (test, key) = (Some(self.old.id.clone()), key.to_owned());
        Difference { test, key, change, before: said(before), after: said(after), note }
    }

    fn measured(&self, old: &Measured, new: &Measured) -> Vec<Difference> {
        let mut found = self.alternatives("accept", &old.accept, &new.accept);
        if !old.shelf_life.is_empty() || !new.shelf_life.is_empty() {
            // Without its own limit `accept` holds to the end of the shelf life.
            let [before, after] = [old, new].map(|measured| match measured.shelf_life.is_empty() {
                true => &measured.accept,
                false => &measured.shelf_life,
            });
            found.extend(self.alternatives("shelf_life", before, after));
        }
        if !old.in_use.is_empty() || !new.in_use.is_empty() {
            // Without its own limit that of the shelf life holds in use.
            let [before, after] = [old, new].map(|one| match (one.in_use.is_empty(), one.shelf_life.is_empty()) {
                (false, _) => &one.in_use,
                (true, false) => &one.shelf_life,
                (true, true) => &one.accept,
            });
            found.extend(self.alternatives("in_use", before, after));
        }
        let rounding = [self.old.rounding, self.new.rounding];
        let flag = Some("a flag, never an outcome".to_owned());
        found.extend(self.limits("individual", [&old.individual, &new.individual], rounding, None));
        found.extend(self.limits("alert", [&old.alert, &new.alert], rounding, flag.clone()));
        found.extend(self.limits("action", [&old.action, &new.action], rounding, flag));
        let unrounded = [RoundingRule::None; 2];
        found.extend(self.limits("range", [&old.range, &new.range], unrounded, None));
        found.extend(self.limits("linear_range", [&old.linear_range, &new.linear_range], unrounded, None));
        found.extend(self.checks("valid_if", &old.valid_if, &new.valid_if));
        found.extend(self.checks("requires", &old.requires, &new.requires));
        let change = directed(decision(old.decide, new.decide), Change::Rule);
        let (before, after) = (Some(old.decide.to_string()), Some(new.decide.to_string()));
        found.extend(self.said("decide", change, before, after, None));
        let stated = |measured: &Measured| {
            let stated = measured.uncertainty.as_ref();
            stated.map(|stated| explanation::english::uncertainty(&explanation::uncertainty(stated)))
        };
        found.extend(self.said("uncertainty", Change::Rule, stated(old), stated(new), None));
        found
    }

    /// Criteria with conditions: the same conditions belong together.
    fn alternatives(&self, key: &str, old: &[Alternative], new: &[Alternative]) -> Vec<Difference> {
        let partner = |one: &Alternative, among: &[Alternative]| {
            among.iter().position(|other| conditions(other) == conditions(one))
        };
        let alone = |list: &[Alternative]| list.iter().any(|one| one.when.is_empty());
        if alone(old) != alone(new) {
            let note = Some("conditions came or went: the two cannot be compared as a whole".to_owned());
            let [before, after] = [old, new].map(|list| list.first().map(|one| (texts(list), &one.place)));
            return vec![self.placed(key, (Change::Changed, note), before, after)];
        }
        let mut found = Vec::new();
        for one in old {
            match partner(one, new).and_then(|at| new.get(at)) {
                Some(other) => found.extend(self.criterion(key, one, other)),
                None => {
                    let note = Some("results under this condition are not evaluable now".to_owned());
                    found.push(self.placed(key, (Change::Tightened, note), Some((text(one), &one.place)), None));
                }
            }
        }
        for one in new.iter().filter(|one| partner(one, old).is_none()) {
            let note = Some("results under this condition were not evaluable before".to_owned());
            found.push(self.placed(key, (Change::Loosened, note), None, Some((text(one), &one.place))));
        }
        found
    }

    fn criterion(&self, key: &str, old: &Alternative, new: &Alternative) -> Option<Difference> {
        let compared = criteria((&old.criterion, self.old.rounding), (&new.criterion, self.new.rounding));
        let numbers = |criterion: &Criterion| match criterion {
            Criterion::Numeric(limits) | Criterion::Label(limits) => Some(limits.clone()),
            Criterion::Qualitative(_) | Criterion::Report => None,
        };
        let verdict = match (numbers(&old.criterion), numbers(&new.criterion)) {
            (Some(a), Some(b)) => self.of_limits(compared, (&a, self.old.rounding), (&b, self.new.rounding))?,
            _ if compared.written == Relation::Same => return None,
            _ => (directed(compared.written, Change::Changed), criterion_note(old, new)),
        };
        Some(self.placed(key, verdict, Some((text(old), &old.place)), Some((text(new), &new.place))))
    }

    /// What a comparison of limits says; nothing when they are the same to the last digit.
    fn of_limits(
        &self,
        compared: Compared,
        old: (&Limits, RoundingRule),
        new: (&Limits, RoundingRule),
    ) -> Option<(Change, Option<String>)> {
        let digits = digits_note(old, new);
        match (compared.written, compared.rounded) {
            (Relation::Same, _) if same_as_written(old.0, new.0) => None,
            (Relation::Same, rounded) => {
                let effect = match rounded {
                    Relation::Same => "no value is judged otherwise",
                    Relation::Fewer => "rounded values that were accepted are refused now",
                    Relation::More => "rounded values that were refused are accepted now",
                    Relation::Other | Relation::NotComparable => {
                        "some rounded values that were refused are accepted now, and some the other way round"
                    }
                };
                Some((Change::Digits, Some(joined(digits, effect))))
            }
            (written, rounded) if written == rounded => Some((directed(written, Change::Changed), digits)),
            (Relation::NotComparable, _) => Some((Change::Changed, digits)),
            (written, _) => {
                let written = match written {
                    Relation::Fewer => "tighter",
                    Relation::More => "looser",
                    Relation::Same | Relation::Other | Relation::NotComparable => "neither tighter nor looser",
                };
                let effect = format!("the written limit is {written}, but by the rounding of values it is not");
                Some((Change::Changed, Some(joined(digits, &effect))))
            }
        }
    }

    /// A limit that may be absent; without it nothing is refused.
    fn limits<'l>(
        &self,
        key: &str,
        [old, new]: [&'l Option<Limits>; 2],
        [old_rule, new_rule]: [RoundingRule; 2],
        note: Option<String>,
    ) -> Option<Difference> {
        let (change, note) = match (old, new) {
            (None, None) => return None,
            (None, Some(_)) => (Change::Tightened, note),
            (Some(_), None) => (Change::Loosened, note),
            (Some(a), Some(b)) => {
                let compared = limits((a, old_rule), (b, new_rule));
                let (change, own) = self.of_limits(compared, (a, old_rule), (b, new_rule))?;
                (change, own.map(|own| joined(note.clone(), &own)).or(note))
            }
        };
        let said = |limits: &'l Option<Limits>| limits.as_ref().map(|limits| (limits.text.clone(), &limits.place));
        Some(self.placed(key, (change, note), said(old), said(new)))
    }

    /// Checks of a run: one that is gone loosens, one that came tightens.
    fn checks(&self, key: &str, old: &[ValidityCheck], new: &[ValidityCheck]) -> Vec<Difference> {
        let mut found = Vec::new();
        for check in old {
            let same = new.iter().find(|other| looks_at(&other.check) == looks_at(&check.check));
            let change = match same {
                None => Change::Loosened,
                Some(other) => match allowed(&check.check, &other.check) {
                    Relation::Same => continue,
                    relation => directed(relation, Change::Changed),
                },
            };
            let after = same.map(|other| (other.text.clone(), &other.place));
            found.push(self.placed(key, (change, None), Some((check.text.clone(), &check.place)), after));
        }
        let came = |check: &&ValidityCheck| !old.iter().any(|other| looks_at(&other.check) == looks_at(&check.check));
        for check in new.iter().filter(came) {
            found.push(self.placed(key, (Change::Tightened, None), None, Some((check.text.clone(), &check.place))));
        }
        found
    }

    /// Which lots need the test at all, and whether another one may decide for it; in words as the canonical form has them.
    fn performed(&self, old: &Test, new: &Test, [skip, stage]: [[Option<String>; 2]; 2]) -> Vec<Difference> {
        let rule = |test: &Test| match &test.assessment {
            Assessment::Measured(measured) => measured.skip.clone(),
            Assessment::Panel(_) => None,
        };
        let skipping = match (rule(old), rule(new)) {
            (None, Some(_)) => Change::Loosened,
            (Some(_), None) => Change::Tightened,
            (Some(a), Some(b)) => directed(tested_lots(&a, &b), Change::Rule),
            (None, None) => Change::Rule,
        };
        // A second stage passes what the first one fails.
        let staging = match &stage {
            [None, Some(_)] => Change::Loosened,
            [Some(_), None] => Change::Tightened,
            _ => Change::Rule,
        };
        let note = |change| match change {
            Change::Loosened => Some("lots conform that did not for want of this test".to_owned()),
            Change::Tightened => Some("lots need this test that did not".to_owned()),
            _ => None,
        };
        let ([old_skip, new_skip], [old_stage, new_stage]) = (skip, stage);
        let found = [
            self.said("skip", skipping, old_skip, new_skip, note(skipping)),
            self.said("second_stage", staging, old_stage, new_stage, None),
        ];
        found.into_iter().flatten().collect()
    }

    fn panels(&self, old: &Panel, new: &Panel, relation: Relation) -> Option<Difference> {
        if relation == Relation::Same {
            return None;
        }
        let verdict = (directed(relation, Change::Changed), None);
        let (before, after) = ((old.text.clone(), &old.place), (new.text.clone(), &new.place));
        Some(self.placed("accept", verdict, Some(before), Some(after)))
    }

    /// Whether the test must be there, whether it may be waived, and which methods may deliver it.
    fn standing(&self) -> Vec<Difference> {
        let (old, new) = (self.old, self.new);
        let yes_no = |key, before: bool, after: bool| {
            let change = if before { Change::Loosened } else { Change::Tightened };
            self.said(key, change, Some(before.to_string()), Some(after.to_string()), None)
        };
        let methods = |test: &Test| match test.methods.is_empty() {
            true => Some("any".to_owned()),
            false => Some(sorted(&test.methods).join(", ")),
        };
        let within = |inner: &Test, outer: &Test| {
            outer.methods.is_empty()
                || !inner.methods.is_empty() && inner.methods.iter().all(|method| outer.methods.contains(method))
        };
        let change = directed(Relation::of(within(new, old), within(old, new)), Change::Changed);
        let found = [
            yes_no("required", old.required, new.required),
            yes_no("never_waive", old.never_waive, new.never_waive),
            self.said("method", change, methods(old), methods(new), None),
        ];
        found.into_iter().flatten().collect()
    }

    /// Another rounding rule of the test, where it compares numbers.
    fn rounding(&self, old: &Value, new: &Value) -> Option<Difference> {
        let rule = |json: &Value| json["rounding"].as_str().map(str::to_owned);
        self.said("rounding", Change::Rule, rule(old), rule(new), None)
    }

    /// The source by what it is, since two specifications may give one source two keys.
    fn source(&self, before: &Side<'_>, after: &Side<'_>) -> Option<Difference> {
        let source = |side: &Side<'_>, test: &Test| {
            let source = test.source.and_then(|index| side.spec.references.get(index))?;
            Some(format!("{}: {}", source.key, source.title))
        };
        let (old, new) = (source(before, self.old), source(after, self.new));
        self.said("source", Change::Record, old, new, None)
    }
}

/// How the lots that may be left out under a new rule lie to those of the old one.
fn tested_lots(old: &PeriodicTesting, new: &PeriodicTesting) -> Relation {
    if old.from != new.from {
        return Relation::NotComparable;
    }
    // Every lot that is due under the rarer rule is due under the other one as well.
    Relation::of(old.every.is_multiple_of(new.every), new.every.is_multiple_of(old.every))
}

fn sorted(texts: &[String]) -> Vec<&str> {
    let mut texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    order::sort(&mut texts);
    texts
}

/// The kind of difference by what is accepted.
fn directed(relation: Relation, otherwise: Change) -> Change {
    match relation {
        Relation::Fewer => Change::Tightened,
        Relation::More => Change::Loosened,
        Relation::Same | Relation::Other | Relation::NotComparable => otherwise,
    }
}

/// A condition as it is told from others, in any order of its columns.
fn conditions(alternative: &Alternative) -> Vec<(&'static str, String)> {
    let mut when: Vec<(&'static str, String)> =
        alternative.when.iter().map(|(column, value)| (column.as_str(), value.to_lowercase())).collect();
    order::sort(&mut when);
    when
}

fn criterion_note(old: &Alternative, new: &Alternative) -> Option<String> {
    match (&old.criterion, &new.criterion) {
        (Criterion::Report, _) => Some("there was no criterion before".to_owned()),
        (_, Criterion::Report) => Some("there is no criterion now; the result is only reported".to_owned()),
        _ => None,
    }
}

/// Whether both limits are the same to the last digit, unit included.
fn same_as_written(old: &Limits, new: &Limits) -> bool {
    let numbers = |limits: &Limits| {
        [&limits.lower, &limits.upper]
            .map(|limit| limit.as_ref().map(|limit| (limit.written.to_string(), limit.inclusive)))
    };
    numbers(old) == numbers(new) && old.unit == new.unit
}

/// That results are rounded to another place, where both are rounded.
fn digits_note(old: (&Limits, RoundingRule), new: (&Limits, RoundingRule)) -> Option<String> {
    let rounds = |rule| !matches!(rule, RoundingRule::Gbt8170Full | RoundingRule::None);
    let factor = new.0.unit.factor_to(&old.0.unit)?;
    let places = |(limits, _): (&Limits, RoundingRule), factor: &Exact| {
        let ends = limits.lower.iter().chain(&limits.upper);
        ends.map(|limit| &Exact::pow10(limit.written.last_place()) * factor).collect::<Vec<_>>()
    };
    if !rounds(old.1) || !rounds(new.1) || places(old, &Exact::one()) == places(new, &factor) {
        return None;
    }
    let shown = |(limits, _): (&Limits, RoundingRule)| {
        let mut texts: Vec<String> = Vec::new();
        for limit in limits.lower.iter().chain(&limits.upper) {
            let place = format!("{} {}", explanation::last_place(&limit.written), limits.unit).trim_end().to_owned();
            if !texts.contains(&place) {
                texts.push(place);
            }
        }
        texts.join(" and ")
    };
    Some(format!("results were rounded to {}, now to {}", shown(old), shown(new)))
}

fn joined(first: Option<String>, second: &str) -> String {
    first.map_or_else(|| second.to_owned(), |first| format!("{first}; {second}"))
}

/// What a check is about, without what it allows.
fn looks_at(check: &Check) -> String {
    match check {
        Check::Spread(spread, _, among) => format!("{spread:?} {among:?}"),
        Check::Control { role, name, each, .. } => format!("{} {name:?} {each}", role.as_str()),
        Check::SterilitySample { .. } => "containers of the test for sterility".to_owned(),
    }
}

/// How what a new check allows lies to what the old one allowed; checks compare unrounded.
fn allowed(old: &Check, new: &Check) -> Relation {
    let numbers = |a: &Limits, b: &Limits| limits((a, RoundingRule::None), (b, RoundingRule::None)).written;
    match (old, new) {
        (Check::Spread(_, a, _), Check::Spread(_, b, _)) => numbers(a, b),
        (Check::Control { expect: a, .. }, Check::Control { expect: b, .. }) => match (a, b) {
            (ControlExpectation::Numeric(a), ControlExpectation::Numeric(b))
            | (ControlExpectation::OfSample(a), ControlExpectation::OfSample(b)) => numbers(a, b),
            (ControlExpectation::Qualitative(a), ControlExpectation::Qualitative(b)) => expected(a, b),
            _ => Relation::NotComparable,
        },
        _ => Relation::NotComparable,
    }
}

/// How what a new decision rule accepts lies to what the old one accepted, for the same value and uncertainty.
fn decision(old: DecisionRule, new: DecisionRule) -> Relation {
    use DecisionRule::{ConfidenceBound, ConformanceProbability, FourZone, Guarded, Simple, Tolerance};
    match (old, new) {
        (a, b) if a == b => Relation::Same,
        // Every rule refuses what lies outside, and more.
        (Simple, _) => Relation::Fewer,
        (_, Simple) => Relation::More,
        (Guarded { ratio: a }, Guarded { ratio: b })
        | (FourZone { ratio: a }, FourZone { ratio: b })
        | (ConformanceProbability { minimum: a }, ConformanceProbability { minimum: b })
        | (ConfidenceBound { confidence: a }, ConfidenceBound { confidence: b }) => {
            Relation::of(b.exact() >= a.exact(), a.exact() >= b.exact())
        }
        (Tolerance { content: a, confidence: c }, Tolerance { content: b, confidence: d }) => {
            let no_less = |x: [Exact; 2], y: [Exact; 2]| x[0] >= y[0] && x[1] >= y[1];
            let (before, now) = ([a.exact(), c.exact()], [b.exact(), d.exact()]);
            Relation::of(no_less(now.clone(), before.clone()), no_less(before, now))
        }
        _ => Relation::NotComparable,
    }
}
