//! What a report recorded of a test, compared again: whether its outcome is the one that its own value and its own limits come to.
//!
//! Nothing is judged again here, since a report holds no more than the data said. What is found is a report that contradicts itself.

use super::codes;
use super::compare::{against, margin, rounded};
use super::lot_report::BoundKind;
use super::outcome::{Outcome, Verdict};
use crate::quantity::{Bounded, Compared, Decimal, DecimalMark, Exact, RoundingRule, Unit};
use crate::source::Place;
use crate::spec::{Limit, Limits, Summary};

/// Digits to which a report writes numbers.
pub(super) const DIGITS: u32 = 34;

/// A numeric result as a report has it: texts, as they stand there.
#[derive(Clone, Debug)]
pub struct Recorded<'r> {
    /// What became of the test.
    pub outcome: Outcome,
    /// Sign of a censored value.
    pub op: Option<&'r str>,
    /// The value, unrounded.
    pub value: &'r str,
    /// The value as it was compared.
    pub compared: Option<&'r str>,
    /// The limits that applied; nothing: a value without a criterion.
    pub limits: Option<Limits>,
    /// Rounding rule of the test.
    pub rounding: RoundingRule,
    /// What decided.
    pub decided_by: DecidedBy,
    /// The codes of the reasons for the outcome.
    pub reasons: Vec<&'r str>,
    /// The ends of the zone in which a guarded rule accepts a value; nothing under another rule.
    pub zone: Option<RecordedZone>,
    /// Whether the program that wrote this is the one that compares: another one may have rounded to other digits.
    pub own: bool,
}

/// What decides about a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecidedBy {
    /// Its value.
    Value,
    /// The worst of its determinations, each judged by itself: a reason may be that of another one than the value.
    WorstDetermination,
    /// Its second stage: the value does not.
    SecondStage,
}

impl DecidedBy {
    /// What decides about a test by its flag and the summary of its determinations. `None`: that is not said.
    pub fn of(by_second_stage: bool, summary: Option<Summary>) -> Self {
        match summary {
            _ if by_second_stage => DecidedBy::SecondStage,
            Some(Summary::Each) => DecidedBy::WorstDetermination,
            _ => DecidedBy::Value,
        }
    }
}

/// The zone in which a guarded rule accepts a value, as far as its digits go. Without ends it accepts nothing.
#[derive(Clone, Debug, Default)]
pub struct RecordedZone {
    /// Its lower end.
    pub lower: Option<Exact>,
    /// Its upper end.
    pub upper: Option<Exact>,
    /// How many digits the ends are written with.
    pub digits: u32,
}

impl RecordedZone {
    /// Whether a value lies beyond an end by more than the digits leave out, or no end makes room for any.
    fn excludes(&self, value: &Exact) -> bool {
        if self.lower.is_none() && self.upper.is_none() {
            return true;
        }
        let last = number(&format!("1e-{}", self.digits.saturating_sub(1))).unwrap_or_else(|_| Exact::zero());
        let slack = |end: &Exact| &end.abs() * &last;
        self.lower.as_ref().is_some_and(|end| *value < end - &slack(end))
            || self.upper.as_ref().is_some_and(|end| *value > end + &slack(end))
    }
}

/// A limit as a report writes it, with whether it conforms itself.
///
/// # Errors
/// That it is no number.
pub fn recorded_limit(text: &str, inclusive: bool) -> Result<Limit, String> {
    Ok(Limit::new(decimal(text)?, inclusive))
}

/// Limits as a report writes them, in this unit.
///
/// # Errors
/// That the unit is none.
pub fn recorded_limits(lower: Option<Limit>, upper: Option<Limit>, unit: &str) -> Result<Limits, String> {
    let unit = Unit::parse(unit).map_err(|_| format!("`{unit}` is no unit"))?;
    Ok(Limits { text: String::new(), lower, upper, unit, place: Place::new(&"".into(), 0, 0) })
}

/// The margin of a value that was compared, as [`TestReport::margin`](super::TestReport::margin) has it.
pub fn recorded_margin(limits: &Limits, compared: &Exact) -> Option<f64> {
    margin(limits, compared)
}

/// Whether a test of this outcome has no result: it was not done, or does not apply. What was measured in use beyond the claim is
/// shown all the same.
pub fn has_no_result<'c>(outcome: Outcome, mut reasons: impl Iterator<Item = &'c str>) -> bool {
    match outcome {
        Outcome::Waived | Outcome::Missing => true,
        Outcome::NotApplicable => !reasons.any(|code| code == codes::IN_USE_BEYOND_CLAIM.name),
        _ => false,
    }
}

/// Whether a test counts as waived, and no reason says by what.
pub fn is_waived_by_nothing<'c>(outcome: Outcome, mut reasons: impl Iterator<Item = &'c str>) -> bool {
    let waives = [codes::TEST_WAIVED.name, codes::NOT_DUE_FOR_PERIODIC_TEST.name];
    outcome == Outcome::Waived && !reasons.any(|code| waives.contains(&code))
}

/// The outcome of this word.
///
/// # Errors
/// That there is none.
pub fn recorded_outcome(word: &str) -> Result<Outcome, String> {
    let outcome = Outcome::ALL.into_iter().find(|outcome| outcome.as_str() == word);
    outcome.ok_or_else(|| format!("`{word}` is no outcome"))
}

impl Recorded<'_> {
    /// What is known of the value.
    ///
    /// # Errors
    /// That it is no number.
    pub fn known(&self) -> Result<Bounded, String> {
        Ok(BoundKind::bounded(self.kind()?, self.exact()?))
    }

    /// Which bound of the true value the value is; none: the value itself.
    ///
    /// # Errors
    /// That its sign is none.
    pub fn kind(&self) -> Result<Option<BoundKind>, String> {
        let Some(sign) = self.op else { return Ok(None) };
        BoundKind::by_sign(sign).map(Some).ok_or_else(|| format!("`{sign}` is no sign of a value"))
    }

    /// The value, unrounded.
    ///
    /// # Errors
    /// That it is no number.
    pub fn exact(&self) -> Result<Exact, String> {
        number(self.value)
    }

    /// The number that stands beside the criterion: of a value that is one, rounded by the rule of the test to the limit that
    /// decides; of a bound, the one that is stated.
    ///
    /// # Errors
    /// That there is no number.
    pub fn beside_criterion(&self) -> Result<Exact, String> {
        let exact = number(self.value)?;
        match (self.op, &self.limits, self.compared) {
            (None, Some(limits), _) => Ok(rounded(limits, &exact, self.rounding).unwrap_or(exact)),
            (Some(_), _, Some(compared)) => number(compared),
            _ => Ok(exact),
        }
    }

    /// What of the record is not as the comparison says; nothing: it agrees with itself.
    pub fn contradiction(&self) -> Option<String> {
        self.compare_again().unwrap_or_else(Some)
    }

    /// Whether it passed without a second stage.
    pub fn passed_by_itself(&self) -> bool {
        self.outcome == Outcome::Pass && self.decided_by != DecidedBy::SecondStage
    }

    fn compare_again(&self) -> Result<Option<String>, String> {
        let known = self.known()?;
        if let (None, Some(compared)) = (self.op, self.compared) {
            let again = self.beside_criterion()?;
            // As numbers: what does not end is written to so many digits, of which the last ones may be zeros.
            if number(compared)? != again && (self.own || !self.is_rounded(&number(compared)?)?) {
                let again = again.to_decimal_string(DIGITS).0;
                return Ok(Some(format!("its value {} is {again} as it is compared, not {compared}", self.value)));
            }
        }
        let Some(limits) = &self.limits else { return Ok(self.without_limits()) };
        Ok(self.against_limits(limits, &known).or_else(|| self.outside_zone()))
    }

    /// Whether a number is the value to the digits of one of its limits.
    fn is_rounded(&self, compared: &Exact) -> Result<bool, String> {
        let exact = self.exact()?;
        let limits = self.limits.iter().flat_map(|limits| limits.lower.iter().chain(&limits.upper));
        Ok(limits.into_iter().any(|limit| self.rounding.round_value(&exact, &limit.written) == *compared))
    }

    /// A number that was judged, and nothing that it was judged by.
    fn without_limits(&self) -> Option<String> {
        (self.outcome == Outcome::Pass)
            .then(|| format!("its outcome is `pass`, and there are no limits beside its value {}", self.value))
    }

    fn against_limits(&self, limits: &Limits, known: &Bounded) -> Option<String> {
        let found = against(limits, known, self.rounding);
        // A fail for another reason, a determination of its own or a decision rule say, has none of this one.
        let by_the_value = self.reasons.is_empty() || self.reasons.contains(&codes::OUTSIDE_ACCEPTANCE_CRITERION.name);
        let place = match (self.outcome, found) {
            (Outcome::Reported, _) => "beside",
            _ if self.decided_by == DecidedBy::SecondStage => return None,
            (Outcome::Pass, Compared::Outside) => "outside",
            (Outcome::Pass, Compared::Undecided) => "on neither side of",
            (Outcome::Fail, Compared::Inside) if by_the_value && self.decided_by == DecidedBy::Value => "inside",
            _ => return None,
        };
        let (outcome, sign, value) = (self.outcome.as_str(), self.op.unwrap_or_default(), self.value);
        Some(format!(
            "its outcome is `{outcome}`, and its value {sign}{value} lies {place} its limits {}",
            said(limits)
        ))
    }

    /// A value that a guarded rule accepted, and that lies in the guard band.
    fn outside_zone(&self) -> Option<String> {
        let zone = self.zone.as_ref().filter(|_| self.passed_by_itself())?;
        self.exact().is_ok_and(|exact| zone.excludes(&exact)).then(|| {
            let value = self.value;
            format!("its outcome is `pass`, and its value {value} does not lie in the acceptance zone of its rule")
        })
    }
}

/// Limits in a message.
fn said(limits: &Limits) -> String {
    let one = |limit: &Option<Limit>, closed: &str, open: &str| {
        let limit = limit.as_ref()?;
        Some(format!("{} {}", if limit.inclusive { closed } else { open }, limit.written))
    };
    let both: Vec<String> =
        [one(&limits.lower, ">=", ">"), one(&limits.upper, "<=", "<")].into_iter().flatten().collect();
    format!("{} {}", both.join(", "), limits.unit.symbol()).trim_end().to_owned()
}

/// A verdict that is better than the outcomes beside it allow, as a sentence; what stands beside the tests may make it worse.
/// Each test is given by its outcome and whether that counts.
pub fn verdict_contradiction(verdict: &str, tests: &[(Outcome, bool)]) -> Option<String> {
    let place = |wanted: &str| Verdict::ALL.iter().position(|verdict| verdict.as_str() == wanted);
    let Some(stated) = place(verdict) else { return Some(format!("`{verdict}` is no verdict")) };
    let found = super::verdict::of_outcomes(tests.iter().copied());
    (place(found.as_str()).is_some_and(|found| stated > found))
        .then(|| format!("its verdict is `{verdict}`, and its tests come to `{}`", found.as_str()))
}

pub(super) fn number(text: &str) -> Result<Exact, String> {
    Exact::from_decimal_string(text).ok_or_else(|| format!("`{text}` is no number"))
}

fn decimal(text: &str) -> Result<Decimal, String> {
    Decimal::parse(text, DecimalMark::Point).map_err(|_| format!("`{text}` is no number"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recorded(value: &'static str, outcome: Outcome) -> Recorded<'static> {
        let limit = |text| Some(recorded_limit(text, true).unwrap());
        Recorded {
            outcome,
            op: None,
            value,
            compared: None,
            limits: Some(recorded_limits(limit("260"), limit("320"), "mOsm/kg").unwrap()),
            rounding: RoundingRule::Usp,
            decided_by: DecidedBy::Value,
            reasons: Vec::new(),
            zone: None,
            own: true,
        }
    }

    #[test]
    fn an_outcome_is_the_one_that_value_and_limits_come_to() {
        assert_eq!(recorded("320.4", Outcome::Pass).contradiction(), None);
        let third = "306.3333333333333333333333333333333";
        assert_eq!(Recorded { compared: Some("306"), ..recorded(third, Outcome::Pass) }.contradiction(), None);
        let said = recorded("351", Outcome::Pass).contradiction().unwrap();
        assert_eq!(said, "its outcome is `pass`, and its value 351 lies outside its limits >= 260, <= 320 mOsm/kg");
        let said = recorded("291", Outcome::Fail).contradiction().unwrap();
        assert!(said.contains("`fail`, and its value 291 lies inside"), "{said}");
        let said = Recorded { op: Some("<"), ..recorded("300", Outcome::Pass) }.contradiction().unwrap();
        assert!(said.contains("<300 lies on neither side"), "{said}");
        assert_eq!(recorded("2,9", Outcome::Pass).contradiction().unwrap(), "`2,9` is no number");
    }

    #[test]
    fn what_another_rule_decided_is_no_contradiction() {
        assert_eq!(
            Recorded { decided_by: DecidedBy::SecondStage, ..recorded("351", Outcome::Pass) }.contradiction(),
            None
        );
        let by_rule = Recorded { reasons: vec!["guard-band"], ..recorded("291", Outcome::Fail) };
        assert_eq!(by_rule.contradiction(), None);
        let by_the_value = || vec![codes::OUTSIDE_ACCEPTANCE_CRITERION.name];
        let each = DecidedBy::WorstDetermination;
        let by_another = Recorded { reasons: by_the_value(), decided_by: each, ..recorded("291", Outcome::Fail) };
        assert_eq!(by_another.contradiction(), None);
        let of_all = Recorded { decided_by: DecidedBy::Value, ..by_another };
        assert!(of_all.contradiction().unwrap().contains("291 lies inside its limits"));
        for outcome in [Outcome::Waived, Outcome::Inconclusive] {
            assert_eq!(recorded("351", outcome).contradiction(), None);
        }
    }

    #[test]
    fn the_compared_value_is_the_rounded_one() {
        assert_eq!(Recorded { compared: Some("291"), ..recorded("291.4", Outcome::Pass) }.contradiction(), None);
        let said = Recorded { compared: Some("290"), ..recorded("291.4", Outcome::Pass) }.contradiction().unwrap();
        assert_eq!(said, "its value 291.4 is 291 as it is compared, not 290");
    }

    /// Limits that state different digits, and the number that stands beside them.
    #[test]
    fn a_value_of_a_range_is_rounded_as_the_judge_rounds_it() {
        for (lower, upper, unit, rounding, value, compared) in [
            ("80", "160", "nm", RoundingRule::PhEur, "112.2", "112"),
            ("90", "150", "nm", RoundingRule::PhEur, "114.9", "115"),
            ("50", "200", "nm", RoundingRule::PhEur, "113.4", "113"),
            ("6.8", "7.45", "pH", RoundingRule::Usp, "7.08", "7.08"),
            ("260", "320.5", "mOsm/kg", RoundingRule::Chp, "281.26", "281.3"),
        ] {
            let limit = |text| Some(recorded_limit(text, true).unwrap());
            let limits = Some(recorded_limits(limit(lower), limit(upper), unit).unwrap());
            let found = Recorded { limits, rounding, compared: Some(compared), ..recorded(value, Outcome::Pass) };
            assert_eq!(found.contradiction(), None, "{lower} to {upper}: {value}");
        }
    }

    /// What does not end is written to 34 digits, of which the last one may be a zero.
    #[test]
    fn a_last_zero_makes_no_other_number() {
        let value = "1168373879.641485275288092189500640";
        let limits = Some(recorded_limits(Some(recorded_limit("1e9", true).unwrap()), None, "particles/ug").unwrap());
        for rounding in [RoundingRule::Gbt8170Full, RoundingRule::None] {
            let limits = limits.clone();
            let found = Recorded { limits, rounding, compared: Some(value), ..recorded(value, Outcome::Pass) };
            assert_eq!(found.contradiction(), None);
        }
    }

    #[test]
    fn what_was_accepted_lies_in_its_zone() {
        let zone = |lower: &str| RecordedZone { lower: Some(number(lower).unwrap()), upper: None, digits: 6 };
        let found = |lower| Recorded { zone: Some(zone(lower)), ..recorded("291", Outcome::Pass) }.contradiction();
        assert_eq!((found("270"), found("291"), found("291.001")), (None, None, None));
        assert!(found("292").unwrap().contains("does not lie in the acceptance zone"));
        let without = Recorded { zone: Some(RecordedZone::default()), ..recorded("291", Outcome::Pass) };
        assert!(without.contradiction().is_some());
    }

    #[test]
    fn no_verdict_is_better_than_the_tests() {
        let tests = [(Outcome::Pass, true), (Outcome::Fail, true)];
        let said = verdict_contradiction("conforms", &tests).unwrap();
        assert_eq!(said, "its verdict is `conforms`, and its tests come to `does_not_conform`");
        assert_eq!(verdict_contradiction("does_not_conform", &tests), None);
        assert_eq!(verdict_contradiction("not_concluded", &[(Outcome::Pass, true)]), None, "beside the tests");
        assert_eq!(verdict_contradiction("fine", &tests).unwrap(), "`fine` is no verdict");
    }
}
