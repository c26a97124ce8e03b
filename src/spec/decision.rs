//! `decide: guarded(1)`: how a reportable value and its uncertainty become an outcome.

use super::codes;
use super::grammar::{Fault, after_word};
use super::model::Quantity;
use crate::finding::did_you_mean;
use crate::quantity::{Decimal, DecimalMark, Exact};
use std::fmt;

/// How a reportable value becomes an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecisionRule {
    /// Compared as it is; uncertainty is taken into account by the criterion itself.
    Simple,
    /// Accepted only at a distance w = r U inside the limits, U the expanded uncertainty; refused otherwise.
    Guarded {
        /// r.
        ratio: Decimal,
    },
    /// As guarded, but a value in the guard band allows no statement.
    FourZone {
        /// r.
        ratio: Decimal,
    },
    /// Accepted when the true value conforms with at least this probability.
    ConformanceProbability {
        /// From 0.5 to below 1.
        minimum: Decimal,
    },
    /// The one-sided confidence bound of the mean of the determinations meets each limit.
    ConfidenceBound {
        /// In percent, between 50 and 100.
        confidence: Decimal,
    },
    /// A normal tolerance interval of the determinations lies inside the limits.
    Tolerance {
        /// Share of the population in percent, between 50 and 100.
        content: Decimal,
        /// In percent, between 50 and 100.
        confidence: Decimal,
    },
}

impl DecisionRule {
    /// Whether it rests on the scatter of the determinations.
    pub fn needs_replicates(self) -> bool {
        matches!(self, DecisionRule::ConfidenceBound { .. } | DecisionRule::Tolerance { .. })
    }

    /// Whether it rests on the uncertainty of the result.
    pub fn needs_uncertainty(self) -> bool {
        matches!(
            self,
            DecisionRule::Guarded { .. } | DecisionRule::FourZone { .. } | DecisionRule::ConformanceProbability { .. }
        )
    }
}

impl fmt::Display for DecisionRule {
    /// As in specifications and reports.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DecisionRule::Simple => f.write_str("simple"),
            DecisionRule::Guarded { ratio } => write!(f, "guarded({ratio})"),
            DecisionRule::FourZone { ratio } => write!(f, "four-zone({ratio})"),
            DecisionRule::ConformanceProbability { minimum } => write!(f, "pc({minimum})"),
            DecisionRule::ConfidenceBound { confidence } => write!(f, "confidence bound {confidence} %"),
            DecisionRule::Tolerance { content, confidence } => write!(f, "tolerance {content} %/{confidence} %"),
        }
    }
}

/// Measurement uncertainty as the specification states it.
#[derive(Clone, Debug)]
pub struct Uncertainty {
    /// Where its size comes from.
    pub amount: UncertaintyAmount,
    /// Coverage factor k of the expanded uncertainty U = k u.
    pub coverage_factor: Decimal,
    /// Validation report or other origin.
    pub origin: Option<String>,
}

/// Where the size of a measurement uncertainty comes from.
#[derive(Clone, Debug)]
pub enum UncertaintyAmount {
    /// Expanded uncertainty in percent of the value.
    Relative(Decimal),
    /// Expanded uncertainty in a unit of the dimension of the test.
    Absolute(Quantity),
    /// The standard error of the mean of the determinations of the lot itself: no between-run scatter and no bias is in it.
    Replicates,
    /// Counting statistics of the particles or events behind each determination; it comes with the determination.
    Counting,
    /// The bootstrap of the particles or events behind each determination; it comes with the determination.
    Bootstrap,
}

impl UncertaintyAmount {
    /// The word under `from:` for an uncertainty that is not stated as a number.
    pub fn word(&self) -> Option<&'static str> {
        match self {
            UncertaintyAmount::Relative(_) | UncertaintyAmount::Absolute(_) => None,
            UncertaintyAmount::Replicates => Some("replicates"),
            UncertaintyAmount::Counting => Some("counting"),
            UncertaintyAmount::Bootstrap => Some("bootstrap"),
        }
    }

    /// Whether it comes with each determination that is computed from an instrument file.
    pub fn comes_with_determinations(&self) -> bool {
        matches!(self, UncertaintyAmount::Counting | UncertaintyAmount::Bootstrap)
    }
}

const HELP: &str = "write simple, guarded(1), four-zone(1), pc(0.95), confidence bound 95 %, or tolerance 99 %/95 %";

const NAMES: [&str; 6] = ["simple", "guarded", "four-zone", "pc", "confidence bound", "tolerance"];

/// Reads a decision rule.
///
/// # Errors
/// A text that is none, and a number outside what the rule allows.
pub(super) fn parse(text: &str) -> Result<DecisionRule, Fault> {
    let body = text.trim();
    if body.eq_ignore_ascii_case("simple") {
        return Ok(DecisionRule::Simple);
    }
    if let Some(ratio) = after_word(body, "guarded") {
        return Ok(DecisionRule::Guarded { ratio: guard_ratio(text, ratio)? });
    }
    if let Some(ratio) = after_word(body, "four-zone") {
        return Ok(DecisionRule::FourZone { ratio: guard_ratio(text, ratio)? });
    }
    if let Some(minimum) = after_word(body, "pc") {
        let number = in_brackets(text, minimum)?;
        // Below one half a larger uncertainty would help a value that only rounding brings inside its limit.
        let one = Exact::from_i64(1);
        let allowed = |minimum: &Exact| *minimum >= one.divided_by(2) && *minimum < one;
        return match Decimal::parse(number, DecimalMark::Point) {
            Ok(minimum) if allowed(&minimum.exact()) => Ok(DecisionRule::ConformanceProbability { minimum }),
            _ => Err(malformed(text, number, format!("`{number}` is not a probability from 0.5 to below 1"))),
        };
    }
    if let Some(level) = after_word(body, "confidence bound") {
        return Ok(DecisionRule::ConfidenceBound { confidence: percentage(text, level)? });
    }
    if let Some(levels) = after_word(body, "tolerance") {
        let Some((content, confidence)) = levels.split_once('/') else {
            return Err(malformed(text, body, "`tolerance` takes content and confidence".to_owned()));
        };
        let (content, confidence) = (percentage(text, content)?, percentage(text, confidence)?);
        return Ok(DecisionRule::Tolerance { content, confidence });
    }
    let fault = Fault::at(&codes::UNKNOWN_DECISION_RULE, text, body, format!("`{body}` is not a decision rule"));
    let word = body.split(['(', ' ']).next().unwrap_or(body);
    Err(match did_you_mean(word, NAMES) {
        Some(name) => fault.help(format!("did you mean `{name}`? {HELP}")),
        None => fault.help(HELP),
    })
}

/// The r of a guard band w = r U, in brackets.
fn guard_ratio(whole: &str, rest: &str) -> Result<Decimal, Fault> {
    let number = in_brackets(whole, rest)?;
    match Decimal::parse(number, DecimalMark::Point) {
        Ok(ratio) if !ratio.is_negative() && !ratio.is_zero() => Ok(ratio),
        Ok(_) => {
            Err(malformed(whole, number, format!("a guard band of {number} times the uncertainty guards nothing"))
                .help("write a positive number, or `decide: simple`"))
        }
        Err(_) => Err(malformed(whole, number, format!("`{number}` is not a number"))),
    }
}

fn in_brackets<'t>(whole: &str, rest: &'t str) -> Result<&'t str, Fault> {
    match rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inside) => Ok(inside.trim()),
        None => Err(malformed(whole, whole.trim(), format!("`{}` lacks its number in brackets", whole.trim()))),
    }
}

/// A percentage above 50 and below 100; at 50 and below, scatter would count in favour of the result.
fn percentage(whole: &str, text: &str) -> Result<Decimal, Fault> {
    let text = text.trim();
    let number = text.strip_suffix('%').map(str::trim);
    match number.and_then(|number| Decimal::parse(number, DecimalMark::Point).ok()) {
        Some(level) if level.exact() > Exact::from_i64(50) && level.exact() < Exact::from_i64(100) => Ok(level),
        _ => {
            let shown = if text.is_empty() { "nothing" } else { text };
            Err(malformed(whole, text, format!("`{shown}` is not a percentage between 50 and 100")))
        }
    }
}

fn malformed(whole: &str, part: &str, message: String) -> Fault {
    Fault::at(&codes::MALFORMED_DECISION_RULE, whole, part, message).help(HELP)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_read_back_as_they_are_written() {
        for text in
            ["simple", "guarded(1)", "four-zone(0.5)", "pc(0.95)", "confidence bound 95 %", "tolerance 99 %/95 %"]
        {
            assert_eq!(parse(text).ok().map(|rule| rule.to_string()).as_deref(), Some(text));
        }
        assert_eq!(
            parse("tolerance 99% / 95%").ok().map(|rule| rule.to_string()).as_deref(),
            Some("tolerance 99 %/95 %")
        );
    }

    #[test]
    fn what_is_no_rule_says_so() {
        let fault = |text: &str| parse(text).err().map(|fault| (fault.code.name, fault.message)).unwrap_or_default();
        assert_eq!(fault("strict"), ("unknown-decision-rule", "`strict` is not a decision rule".to_owned()));
        for (text, message) in [
            ("guarded", "`guarded` lacks its number in brackets"),
            ("guarded(0)", "a guard band of 0 times the uncertainty guards nothing"),
            ("four-zone(wide)", "`wide` is not a number"),
            ("pc(1.5)", "`1.5` is not a probability from 0.5 to below 1"),
            ("pc(0.49)", "`0.49` is not a probability from 0.5 to below 1"),
            ("pc(1)", "`1` is not a probability from 0.5 to below 1"),
            ("confidence bound 40 %", "`40 %` is not a percentage between 50 and 100"),
            ("confidence bound", "`nothing` is not a percentage between 50 and 100"),
            ("tolerance 99 %", "`tolerance` takes content and confidence"),
            ("tolerance 100 %/95 %", "`100 %` is not a percentage between 50 and 100"),
            ("tolerance 40 %/95 %", "`40 %` is not a percentage between 50 and 100"),
        ] {
            assert_eq!(fault(text), ("malformed-decision-rule", message.to_owned()));
        }
    }
}
