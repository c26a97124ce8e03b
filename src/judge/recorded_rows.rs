//! The determinations that a report recorded of a test, against the result that it recorded: their mean is still their mean.

use super::lot_report::{BoundKind, Use};
use super::outcome::Outcome;
use super::qualitative;
use super::recorded::{DIGITS, Recorded, number};
use super::recorded_rule::typed;
use super::summary::summarise;
use crate::quantity::{Bounded, Decimal, DecimalMark, Exact, Reading, Unit};
use crate::spec::{CensoredRule, Expected, Role, Summary};

/// A determination as a report has it.
#[derive(Clone, Copy, Debug)]
pub struct RecordedRow<'r> {
    /// The cell as written.
    pub text: &'r str,
    /// Its unit.
    pub unit: Option<&'r str>,
    /// Whether it repeats another one.
    pub is_retest: bool,
    /// How it entered the judgement; where the word for it is none, the word.
    pub used: Result<Use, &'r str>,
}

impl<'r> RecordedRow<'r> {
    /// A determination with its role and its use in the words of a report.
    pub fn new(text: &'r str, unit: Option<&'r str>, role: &str, used: &'r str) -> Self {
        let known = Use::ALL.into_iter().find(|one| one.as_str() == used);
        RecordedRow { text, unit, is_retest: role == Role::Retest.as_str(), used: known.ok_or(used) }
    }
}

/// What a formula came to, as a report has it.
#[derive(Clone, Debug)]
pub struct RecordedFormula<'r> {
    /// The sign of a bound.
    pub op: Option<&'r str>,
    /// The number.
    pub value: String,
    /// Its unit.
    pub unit: &'r str,
    /// How far the number is known, as a part of itself.
    pub precision: &'static str,
}

impl<'r> RecordedFormula<'r> {
    /// The end of `dose = dna * volume = <0.5 ng/mL * 15 mL = <7.5 ng`; nothing, where this is no formula of the attribute.
    pub fn in_text(attribute: &str, text: &'r str) -> Option<Self> {
        text.strip_prefix(attribute)?.strip_prefix(" = ").filter(|rest| rest.contains(" = "))?;
        let (at, sign) = text.rmatch_indices(['=', '≈']).find(|(at, _)| text[..*at].ends_with(' '))?;
        let last = text[at + sign.len()..].trim_start();
        let (number, unit) = last.split_once(' ').unwrap_or((last, ""));
        let digits = number.find(|character: char| character.is_ascii_digit() || character == '-')?;
        let (op, number) = number.split_at(digits);
        let op = match op {
            "" => None,
            "≤" => Some("<="),
            "≥" => Some(">="),
            sign => Some(sign),
        };
        Some(RecordedFormula { op, value: typed(number), unit, precision: OF_SIX_DIGITS })
    }
}

/// How far a number of six digits is known.
const OF_SIX_DIGITS: &str = "1e-5";

/// The determinations of a numeric result, with what is recorded of the way to it.
#[derive(Clone, Debug)]
pub struct RecordedRows<'r> {
    /// Every determination, controls included.
    pub rows: Vec<RecordedRow<'r>>,
    /// How many the result is said to rest on.
    pub n: usize,
    /// How they were summarised; nothing: it is not said.
    pub summary: Option<Summary>,
    /// Whether they are known to stand on one level, and not in groups that were summarised first.
    pub one_level: bool,
    /// What the formula came to, where the result was computed from other results.
    pub formula: Option<RecordedFormula<'r>>,
    /// The unit of the result.
    pub unit: &'r str,
    /// The label claim of which the result is a percentage.
    pub claim: Option<(Exact, Unit)>,
}

impl RecordedRows<'_> {
    /// What of the result is not as the determinations say; nothing: they agree, or what is recorded does not tell.
    pub fn contradiction(&self, result: &Recorded<'_>) -> Option<String> {
        self.compare_again(result).unwrap_or_else(Some)
    }

    fn compare_again(&self, result: &Recorded<'_>) -> Result<Option<String>, String> {
        let used = |wanted: Use| self.rows.iter().filter(move |row| row.used == Ok(wanted));
        let counted: Vec<&RecordedRow<'_>> = used(Use::Counted).collect();
        let of_no_use = self.rows.iter().find_map(|row| Some((row.text, row.used.err()?)));
        if let Some((text, word)) = of_no_use.filter(|_| result.own) {
            return Err(format!("its determination {text} is \"{word}\", which none is"));
        }
        // What was declared invalid without a record is judged all the same, and not told apart here; it never passes.
        if used(Use::Contested).next().is_some() {
            let passed = matches!(result.outcome, Outcome::Pass | Outcome::Reported);
            return Ok(
                passed.then(|| "it is judged, and a determination was declared invalid without a record".to_owned())
            );
        }
        let value = result.value;
        if counted.is_empty() {
            return self.against_formula(result);
        }
        if counted.len() != self.n {
            return Ok(Some(format!("its value rests on {} determinations, and {} count", self.n, counted.len())));
        }
        // A spread has a unit of its own: a coefficient of variation is in percent.
        if matches!(self.summary, Some(Summary::CoefficientOfVariation | Summary::StandardDeviation)) {
            return Ok(None);
        }
        let has_no_unit = |row: &&&RecordedRow<'_>| row.unit.is_some_and(|unit| Unit::parse(unit).is_err());
        if let Some(row) = counted.iter().find(has_no_unit).filter(|_| result.own) {
            return Err(format!("its determination {} has a unit that is none", row.text));
        }
        let retested = counted.iter().any(|row| row.is_retest);
        let mut readable = false;
        // Which decimal mark the file had is not recorded.
        for mark in [DecimalMark::Point, DecimalMark::Comma] {
            let Some(values) = self.values(&counted, mark)? else { continue };
            readable = true;
            if self.fits(&values, result, retested)? {
                return Ok(None);
            }
        }
        let texts: Vec<&str> = counted.iter().map(|row| row.text).collect();
        Ok(readable.then(|| format!("its value {value} is not what its determinations come to: {}", texts.join(", "))))
    }

    /// A computed value that is not what its formula came to; or a value that neither was measured nor is computed.
    fn against_formula(&self, result: &Recorded<'_>) -> Result<Option<String>, String> {
        let value = result.value;
        let Some(formula) = &self.formula else {
            return Ok(Some(format!("its value {value} rests on no determination")));
        };
        let Some(factor) = self.factor(&formula.value, Some(formula.unit))? else { return Ok(None) };
        let (again, exact) = (&number(&formula.value)? * &factor, result.exact()?);
        let slack = &again.abs() * &number(formula.precision)?;
        let kind = formula
            .op
            .map(|sign| BoundKind::by_sign(sign).ok_or_else(|| format!("`{sign}` is no sign")))
            .transpose()?;
        let is_it = (&exact - &again).abs() <= slack && result.kind()? == kind;
        Ok((!is_it).then(|| {
            let (op, of, unit) = (formula.op.unwrap_or_default(), &formula.value, formula.unit);
            format!("its value {value} is not what its formula comes to: {op}{of} {unit}")
        }))
    }

    /// The values of determinations in the unit of the result; nothing, where one is no number under this decimal mark.
    fn values(&self, counted: &[&RecordedRow<'_>], mark: DecimalMark) -> Result<Option<Vec<Bounded>>, String> {
        let mut values = Vec::with_capacity(counted.len());
        for row in counted {
            let (Some((kind, value)), Some(factor)) = (read(row.text, mark), self.factor(row.text, row.unit)?) else {
                return Ok(None);
            };
            values.push(BoundKind::bounded(kind, &value.exact() * &factor));
        }
        Ok(Some(values))
    }

    /// From the unit of a determination to that of the result; nothing, where the unit is written in a way that is not known.
    fn factor(&self, text: &str, unit: Option<&str>) -> Result<Option<Exact>, String> {
        let (wanted, percent) = match &self.claim {
            Some((claim, unit)) => (unit.clone(), Exact::from_i64(100).checked_div(claim)),
            None => match Unit::parse(self.unit) {
                Ok(unit) => (unit, Some(Exact::from_i64(1))),
                Err(_) => return Ok(None),
            },
        };
        // The pH scale has no other unit, so naming it and leaving it out say the same.
        let is_bare = |unit: &Unit| unit.is_none() || unit.symbol() == "pH";
        let delivered = unit.map(Unit::parse).transpose().ok().map(|unit| unit.unwrap_or_else(Unit::none));
        let (Some(delivered), Some(percent)) = (delivered, percent) else { return Ok(None) };
        if delivered == wanted || is_bare(&delivered) && is_bare(&wanted) {
            return Ok(Some(percent));
        }
        let Some(factor) = delivered.factor_to(&wanted) else {
            let delivered = unit.unwrap_or("no unit");
            return Err(format!("its determination {text} in {delivered} has no value in {wanted}"));
        };
        Ok(Some(&factor * &percent))
    }

    fn fits(&self, values: &[Bounded], result: &Recorded<'_>, retested: bool) -> Result<bool, String> {
        let (value, kind) = (result.exact()?, result.kind()?);
        let Some(summary) = self.summary else { return Ok(true) };
        let is_value = |one: &Bounded| {
            let (exact, own) = parts(one);
            Ok::<bool, String>(own == kind && number(&exact.to_decimal_string(DIGITS).0)? == value)
        };
        match summary {
            Summary::Each if !retested => {
                values.iter().map(is_value).collect::<Result<Vec<_>, _>>().map(|all| all.contains(&true))
            }
            // After a retest another plan may apply, which is not recorded; and the mean of groups depends on their sizes.
            _ if retested || !self.one_level || summary == Summary::GeometricMean => {
                Ok(is_censored(values) || is_between(values, &value))
            }
            _ => match summarise(summary, values, CensoredRule::WorstCase) {
                Ok(found) => Ok(is_value(&found.value)? || is_censored(values) && kind.is_none()),
                Err(_) => Ok(true),
            },
        }
    }
}

/// The number of a cell, with which bound it is.
fn read(text: &str, mark: DecimalMark) -> Option<(Option<BoundKind>, Decimal)> {
    let bound = |closed: bool, inclusive: BoundKind, strict: BoundKind| if closed { inclusive } else { strict };
    Some(match Reading::parse_with_unit(text, mark).0 {
        Reading::Number(value) => (None, value),
        Reading::Below(at) => (Some(bound(at.inclusive, BoundKind::AtMost, BoundKind::Below)), at.value),
        Reading::Above(at) => (Some(bound(at.inclusive, BoundKind::AtLeast, BoundKind::Above)), at.value),
        Reading::NotDetectedBelow(limit) => (Some(BoundKind::Below), limit),
        _ => return None,
    })
}

fn parts(value: &Bounded) -> (Exact, Option<BoundKind>) {
    super::criterion::parts(value).unwrap_or_else(|| (Exact::zero(), None))
}

fn is_censored(values: &[Bounded]) -> bool {
    values.iter().any(|value| !matches!(value, Bounded::Exact(_)))
}

/// Whether a number lies between the least and the greatest, but for the last digits of floating point.
fn is_between(values: &[Bounded], value: &Exact) -> bool {
    let numbers: Vec<f64> = values.iter().map(|value| parts(value).0.to_f64()).collect();
    let least = numbers.iter().copied().fold(f64::INFINITY, f64::min);
    let greatest = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let (value, slack) = (value.to_f64(), 1e-9 * least.abs().max(greatest.abs()));
    least - slack <= value && value <= greatest + slack
}

/// Whether a test that was not done, or does not apply, has determinations that count.
pub fn counts_without_result(outcome: Outcome, rows: &[RecordedRow<'_>]) -> bool {
    let counts = |row: &RecordedRow<'_>| {
        let reading = Reading::parse(row.text, DecimalMark::Point);
        row.used == Ok(Use::Counted) && super::value::absent(&reading).is_none()
    };
    matches!(outcome, Outcome::Waived | Outcome::NotApplicable) && rows.iter().any(counts)
}

/// The observation that does not meet what is expected, among those that count and passed; nothing: all do.
pub fn observed_otherwise(expected: &Expected, rows: &[RecordedRow<'_>]) -> Option<String> {
    let meets = |text: &str| {
        let mut marks = [DecimalMark::Point, DecimalMark::Comma].into_iter();
        marks.any(|mark| qualitative::meets(expected, &Reading::parse(text, mark), text).is_ok_and(|meets| meets))
    };
    let mut counted = rows.iter().filter(|row| row.used == Ok(Use::Counted)).peekable();
    if counted.peek().is_none() {
        return Some("its outcome is `pass`, and it rests on no determination".to_owned());
    }
    let other = counted.find(|row| !meets(row.text))?;
    Some(format!("its outcome is `pass`, and \"{}\" does not meet its criterion", other.text))
}
