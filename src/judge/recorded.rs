//! What a report recorded of a test, compared again: whether its outcome is the one that its own value and its own limits come to.
//!
//! Nothing is judged again here, since a report holds no more than the data said. What is found is a report that contradicts itself.

use super::codes;
use super::compare::{against, deciding};
use super::lot_report::BoundKind;
use super::outcome::{Outcome, Verdict};
use crate::quantity::{Bounded, Compared, Decimal, DecimalMark, Exact, RoundingRule, Unit};
use crate::source::Place;
use crate::spec::{Limit, Limits};

/// Digits to which a report writes numbers.
const DIGITS: u32 = 34;

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
    /// Whether a second stage decided, so that the value does not.
    pub by_second_stage: bool,
    /// The codes of the reasons for the outcome.
    pub reasons: Vec<&'r str>,
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
        match (self.op, self.limits.as_ref().and_then(|limits| deciding(limits, &exact)), self.compared) {
            (None, Some(limit), _) => Ok(self.rounding.round_value(&exact, &limit.written)),
            (Some(_), _, Some(compared)) => number(compared),
            _ => Ok(exact),
        }
    }

    /// What of the record is not as the comparison says; nothing: it agrees with itself.
    pub fn contradiction(&self) -> Option<String> {
        self.compare_again().unwrap_or_else(Some)
    }

    fn compare_again(&self) -> Result<Option<String>, String> {
        let known = self.known()?;
        if let (None, Some(compared)) = (self.op, self.compared) {
            let again = self.beside_criterion()?.to_decimal_string(DIGITS).0;
            if again != compared {
                return Ok(Some(format!("its value {} is {again} as it is compared, not {compared}", self.value)));
            }
        }
        let Some(limits) = &self.limits else { return Ok(None) };
        let found = against(limits, &known, self.rounding);
        // A fail for another reason, a determination of its own or a decision rule say, has none of this one.
        let by_the_value = self.reasons.is_empty() || self.reasons.contains(&codes::OUTSIDE_ACCEPTANCE_CRITERION.name);
        let place = match (self.outcome, found) {
            _ if self.by_second_stage => return Ok(None),
            (Outcome::Pass, Compared::Outside) => "outside",
            (Outcome::Pass, Compared::Undecided) => "on neither side of",
            (Outcome::Fail, Compared::Inside) if by_the_value => "inside",
            _ => return Ok(None),
        };
        let (outcome, sign, value) = (self.outcome.as_str(), self.op.unwrap_or_default(), self.value);
        Ok(Some(format!(
            "its outcome is `{outcome}`, and its value {sign}{value} lies {place} its limits {}",
            said(limits)
        )))
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

fn number(text: &str) -> Result<Exact, String> {
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
            by_second_stage: false,
            reasons: Vec::new(),
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
        assert_eq!(Recorded { by_second_stage: true, ..recorded("351", Outcome::Pass) }.contradiction(), None);
        let by_rule = Recorded { reasons: vec!["guard-band"], ..recorded("291", Outcome::Fail) };
        assert_eq!(by_rule.contradiction(), None);
        for outcome in [Outcome::Waived, Outcome::Inconclusive, Outcome::Reported] {
            assert_eq!(recorded("351", outcome).contradiction(), None);
        }
    }

    #[test]
    fn the_compared_value_is_the_rounded_one() {
        assert_eq!(Recorded { compared: Some("291"), ..recorded("291.4", Outcome::Pass) }.contradiction(), None);
        let said = Recorded { compared: Some("290"), ..recorded("291.4", Outcome::Pass) }.contradiction().unwrap();
        assert_eq!(said, "its value 291.4 is 291 as it is compared, not 290");
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
