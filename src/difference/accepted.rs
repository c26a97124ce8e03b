//! Which of two criteria accepts more: by inclusion of the values that they accept.

use crate::quantity::{Exact, RoundingRule, Unit};
use crate::spec::{Criterion, Expected, Limit, Limits};
use std::cmp::Ordering;

/// How the values that the new criterion accepts lie to those of the old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The same.
    Same,
    /// Fewer, and none that were refused.
    Fewer,
    /// More, and all that were accepted.
    More,
    /// Some more and some fewer.
    Other,
    /// They cannot be compared.
    NotComparable,
}

impl Relation {
    /// By two inclusions: of the new values in the old, and of the old in the new.
    pub fn of(new_in_old: bool, old_in_new: bool) -> Relation {
        match (new_in_old, old_in_new) {
            (true, true) => Relation::Same,
            (true, false) => Relation::Fewer,
            (false, true) => Relation::More,
            (false, false) => Relation::Other,
        }
    }
}

/// Two limits: as they are written, and with the rounding of the value before the comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compared {
    /// By the numbers as written.
    pub written: Relation,
    /// By the unrounded values that are accepted in the end.
    pub rounded: Relation,
}

impl Compared {
    /// The same with and without rounding.
    pub fn plain(relation: Relation) -> Compared {
        Compared { written: relation, rounded: relation }
    }
}

/// Compares two criteria, each with the rounding rule of its test.
pub fn criteria(old: (&Criterion, RoundingRule), new: (&Criterion, RoundingRule)) -> Compared {
    match (old.0, new.0) {
        (Criterion::Numeric(a), Criterion::Numeric(b)) | (Criterion::Label(a), Criterion::Label(b)) => {
            limits((a, old.1), (b, new.1))
        }
        (Criterion::Qualitative(a), Criterion::Qualitative(b)) => Compared::plain(expected(a, b)),
        (Criterion::Report, Criterion::Report) => Compared::plain(Relation::Same),
        (Criterion::Report, _) => Compared::plain(Relation::Fewer),
        (_, Criterion::Report) => Compared::plain(Relation::More),
        _ => Compared::plain(Relation::NotComparable),
    }
}

/// Compares what two observations accept.
pub fn expected(old: &Expected, new: &Expected) -> Relation {
    match (old, new) {
        (Expected::OneOf(a), Expected::OneOf(b)) => {
            let within = |inner: &[String], outer: &[String]| {
                inner.iter().all(|text| outer.iter().any(|other| folded(other) == folded(text)))
            };
            Relation::of(within(b, a), within(a, b))
        }
        (a, b) if a == b => Relation::Same,
        _ => Relation::NotComparable,
    }
}

/// As texts are compared by the judge: case and white space do not count.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Compares two limits of one dimension, each with the rounding rule by which values are compared with it.
pub fn limits(old: (&Limits, RoundingRule), new: (&Limits, RoundingRule)) -> Compared {
    let is_open = |limits: &Limits| limits.lower.is_none() && limits.upper.is_none();
    if is_open(old.0) || is_open(new.0) {
        let same = old.0.text == new.0.text && old.0.unit == new.0.unit;
        return Compared::plain(if same { Relation::Same } else { Relation::NotComparable });
    }
    let Some(factor) = factor(&new.0.unit, &old.0.unit) else { return Compared::plain(Relation::NotComparable) };
    let of = |limits: &Limits, rule, factor: &Exact| Interval::of(limits, rule).times(factor);
    let one = Exact::one();
    let relation = |old_rule, new_rule| {
        let (a, b) = (of(old.0, old_rule, &one), of(new.0, new_rule, &factor));
        Relation::of(b.lies_in(&a), a.lies_in(&b))
    };
    Compared { written: relation(RoundingRule::None, RoundingRule::None), rounded: relation(old.1, new.1) }
}

/// How many of the other unit one of this unit is.
fn factor(unit: &Unit, other: &Unit) -> Option<Exact> {
    unit.factor_to(other)
}

/// The unrounded values that are accepted.
struct Interval {
    lower: Option<Edge>,
    upper: Option<Edge>,
}

/// An end of an interval.
struct Edge {
    at: Exact,
    /// Whether the end itself is accepted.
    closed: bool,
}

impl Interval {
    fn of(limits: &Limits, rule: RoundingRule) -> Interval {
        let edge = |limit: &Option<Limit>, is_lower| limit.as_ref().map(|limit| edge(limit, is_lower, rule));
        Interval { lower: edge(&limits.lower, true), upper: edge(&limits.upper, false) }
    }

    /// In another unit.
    fn times(self, factor: &Exact) -> Interval {
        let times = |edge: Option<Edge>| edge.map(|edge| Edge { at: &edge.at * factor, closed: edge.closed });
        Interval { lower: times(self.lower), upper: times(self.upper) }
    }

    fn lies_in(&self, outer: &Interval) -> bool {
        let lower = match (&self.lower, &outer.lower) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(inner), Some(outer)) => inside(inner.at.cmp(&outer.at), inner.closed, outer.closed),
        };
        let upper = match (&self.upper, &outer.upper) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(inner), Some(outer)) => inside(outer.at.cmp(&inner.at), inner.closed, outer.closed),
        };
        lower && upper
    }
}

/// Whether an end lies inside another; `further` says how far in.
fn inside(further: Ordering, closed: bool, outer_closed: bool) -> bool {
    match further {
        Ordering::Greater => true,
        Ordering::Equal => outer_closed || !closed,
        Ordering::Less => false,
    }
}

/// Where acceptance ends when a value is rounded to the limit before it is compared: half a unit of the last place beyond an
/// inclusive limit, and before a strict one. Whether the end itself is accepted, the rule is asked.
fn edge(limit: &Limit, is_lower: bool, rule: RoundingRule) -> Edge {
    let accepts = |value: &Exact| {
        let rounded = rule.round_value(value, &limit.written);
        match (is_lower, limit.inclusive) {
            (true, true) => rounded >= limit.value,
            (true, false) => rounded > limit.value,
            (false, true) => rounded <= limit.value,
            (false, false) => rounded < limit.value,
        }
    };
    if matches!(rule, RoundingRule::Gbt8170Full | RoundingRule::None) {
        return Edge { at: limit.value.clone(), closed: limit.inclusive };
    }
    // Inclusive lower and strict upper limits end below the limit, the others above.
    let below = is_lower == limit.inclusive;
    let half = half_a_unit(limit, below, rule);
    let at = if below { &limit.value - &half } else { &limit.value + &half };
    let closed = accepts(&at);
    Edge { at, closed }
}

/// Half a unit of the place that values beside the limit are rounded to. To significant figures the place moves at a power of
/// ten: beside 10 of two figures lie 9.9 and 11.
fn half_a_unit(limit: &Limit, below: bool, rule: RoundingRule) -> Exact {
    let place = limit.written.last_place();
    let to_zero = below != limit.value.is_negative();
    let figures = rule == RoundingRule::PhEur && !limit.value.is_zero();
    let moves = figures && to_zero && is_power_of_ten(limit);
    Exact::pow10(if moves { place.saturating_sub(1) } else { place }).divided_by(2)
}

fn is_power_of_ten(limit: &Limit) -> bool {
    let digits = i32::try_from(limit.written.significant_digits()).unwrap_or(i32::MAX);
    let leading = limit.written.last_place().saturating_add(digits.saturating_sub(1));
    limit.value.abs() == Exact::pow10(leading)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{Assessment, BuiltIn, Settings, SourceText, read};

    fn criterion(text: &str) -> Criterion {
        let yaml = format!(
            "evqc: 1\nid: a\nversion: '1'\ntitle: a\nstatus: draft\nrounding: usp\ntests:\n  t: {{category: general, accept: '{text}'}}\n"
        );
        let outcome = read(&SourceText::new("a.yaml", &yaml), &BuiltIn, &Settings::default());
        match &outcome.specification.unwrap_or_else(|| panic!("{text}: {:?}", outcome.findings)).tests[0].assessment {
            Assessment::Measured(measured) => measured.accept[0].criterion.clone(),
            Assessment::Panel(_) => panic!("{text} is a panel"),
        }
    }

    fn compare(old: &str, new: &str, rule: RoundingRule) -> (Relation, Relation) {
        let (old, new) = (criterion(old), criterion(new));
        let compared = criteria((&old, rule), (&new, rule));
        (compared.written, compared.rounded)
    }

    #[test]
    fn ends_decide() {
        use Relation::{Fewer, More, NotComparable, Other, Same};
        for (old, new, relation) in [
            ("<= 0.50 EU/mL", "<= 0.25 EU/mL", Fewer),
            ("<= 0.25 EU/mL", "<= 0.50 EU/mL", More),
            (">= 80 %", "> 80 %", Fewer),
            ("> 80 %", ">= 80 %", More),
            ("6.8 to 7.6", "6.9 to 7.5", Fewer),
            ("6.8 to 7.6", "6.9 to 7.8", Other),
            ("6.8 to 7.6", "<= 7.6", More),
            ("<= 7.6", "6.8 to 7.6", Fewer),
            ("[80, 160) nm", "[80, 160] nm", More),
            ("<= 7.6 ng/mL", "<= 7.6 nm", NotComparable),
            ("report", "<= 7.6 nm", Fewer),
            ("<= 7.6 nm", "report", More),
            ("<= 7.6 nm", "negative", NotComparable),
            ("negative", "no growth", Same),
            ("one of [clear, pale]", "one of [Clear]", Fewer),
            ("one of [clear]", "one of [clear, pale]", More),
            ("one of [clear]", "one of [pale]", Other),
        ] {
            assert_eq!(compare(old, new, RoundingRule::None).0, relation, "{old} to {new}");
            assert_eq!(compare(old, new, RoundingRule::Usp), (relation, relation), "{old} to {new}");
        }
    }

    #[test]
    fn units_convert_exactly() {
        let of = |new| compare("<= 0.3 ng/mL", new, RoundingRule::None).0;
        assert_eq!(of("<= 300 pg/mL"), Relation::Same);
        assert_eq!(of("<= 301 pg/mL"), Relation::More);
        assert_eq!(of("<= 0.3 ug/L"), Relation::Same);
    }

    #[test]
    fn digits_move_the_end_by_rounding() {
        use Relation::{Fewer, More, Same};
        for (old, new, rule, rounded) in [
            // Below 0.55, below 0.505.
            ("<= 0.5 EU/mL", "<= 0.50 EU/mL", RoundingRule::Usp, Fewer),
            ("<= 0.50 EU/mL", "<= 0.5 EU/mL", RoundingRule::Chp, More),
            // Below 0.45, below 0.495.
            ("< 0.5 EU/mL", "< 0.50 EU/mL", RoundingRule::Usp, More),
            (">= 0.5 EU/mL", ">= 0.50 EU/mL", RoundingRule::PhEur, Fewer),
            ("<= 0.5 EU/mL", "<= 0.50 EU/mL", RoundingRule::None, Same),
            ("<= 0.5 EU/mL", "<= 0.50 EU/mL", RoundingRule::Gbt8170Full, Same),
            ("<= 500 pg/mL", "<= 0.5 ng/mL", RoundingRule::Usp, More),
        ] {
            assert_eq!(compare(old, new, rule), (Same, rounded), "{old} to {new} under {rule}");
        }
        // A higher limit that accepts less: below 0.55 before, below 0.525 now.
        assert_eq!(compare("<= 0.5 EU/mL", "<= 0.52 EU/mL", RoundingRule::Usp), (More, Fewer));
    }

    #[test]
    fn significant_figures_at_a_power_of_ten() {
        let limit = |text: &str| {
            Limit::new(crate::quantity::Decimal::parse(text, crate::quantity::DecimalMark::Point).unwrap(), true)
        };
        let at = |text: &str, is_lower, rule| edge(&limit(text), is_lower, rule).at;
        let number = |text: &str| limit(text).value;
        assert_eq!(at("10", true, RoundingRule::PhEur), number("9.95"));
        assert_eq!(at("10", true, RoundingRule::Usp), number("9.5"));
        assert_eq!(at("10", false, RoundingRule::PhEur), number("10.5"));
        assert_eq!(at("1.0e10", true, RoundingRule::PhEur), number("9.95e9"));
        assert_eq!(at("11", true, RoundingRule::PhEur), number("10.5"));
        // An exact half goes to the even digit.
        assert!(edge(&limit("0.50"), false, RoundingRule::Chp).closed);
        assert!(!edge(&limit("0.51"), false, RoundingRule::Chp).closed);
        assert!(!edge(&limit("0.50"), false, RoundingRule::Usp).closed);
    }
}
