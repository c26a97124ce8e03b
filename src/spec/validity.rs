//! Validity checks: `cv <= 20 %`, `control spike_recovery 50 to 200 %`, `blank <= 5 % of sample`.

use super::codes;
use super::grammar::{Fault, after_word};
use super::limit::{self, LimitText};
use super::model::{Expected, Role, Spread};
use crate::dosing::SamplingScheme;
use crate::finding::did_you_mean;

/// A validity check as its text states it; limits have no place and no parent yet.
#[derive(Clone, Debug)]
pub(super) enum CheckText {
    /// With the level that it is between, as written.
    Spread(SpreadText, LimitText, Option<String>),
    Control {
        role: Role,
        name: Option<String>,
        each: bool,
        expect: LimitText,
    },
    /// Names of what says how many were tested and how large the batch is.
    SterilitySample {
        tested: String,
        batch: String,
        scheme: SamplingScheme,
    },
}

/// A spread; `range` in percent means another thing for a test in percent, which only the test knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SpreadText {
    Known(Spread),
    Range,
}

const SPREADS: [(&str, SpreadText); 5] = [
    ("relative range", SpreadText::Known(Spread::RelativeRange)),
    ("range", SpreadText::Range),
    ("gcv", SpreadText::Known(Spread::GeometricCv)),
    ("cv", SpreadText::Known(Spread::Cv)),
    ("sd", SpreadText::Known(Spread::StandardDeviation)),
];

const HELP: &str = "write a spread (cv, gcv, sd, range, relative range) or `control NAME`, `each control NAME`, `blank` or \
                    `reference NAME`, each with a limit";

/// Reads an item of `valid_if`.
///
/// # Errors
/// What is wrong and where.
pub(super) fn parse(text: &str) -> Result<CheckText, Fault> {
    let body = text.trim();
    for (word, spread) in SPREADS {
        if let Some(rest) = after_word(body, word) {
            let (level, rest) = between(text, rest)?;
            let limit = limit::parse(text, rest)?;
            return match limit {
                LimitText::Numeric(_) => Ok(CheckText::Spread(spread, limit, level)),
                _ => Err(Fault::at(&codes::LIMIT_FORM_NOT_ALLOWED, text, rest, "a spread is compared with numbers")
                    .help(format!("write {word} <= and a number"))),
            };
        }
    }
    if let Some(sample) = sterility_sample(body) {
        return Ok(sample);
    }
    let (each, rest) = after_word(body, "each").map_or((false, body), |rest| (true, rest));
    let roles = [("control", Role::Control), ("blank", Role::Blank), ("reference", Role::Reference)];
    for (word, role) in roles {
        if let Some(rest) = after_word(rest, word) {
            return control(text, role, each, rest);
        }
    }
    let first = body.split_whitespace().next().unwrap_or(body);
    let words = SPREADS.iter().map(|(word, _)| *word).chain(["control", "blank", "reference"]);
    let help =
        did_you_mean(first, words).map_or_else(|| HELP.to_owned(), |word| format!("did you mean `{word}`? {HELP}"));
    Err(Fault::at(&codes::MALFORMED_VALIDITY_CHECK, text, body, format!("`{body}` is no validity check")).help(help))
}

/// `units_tested >= sterility sample of batch_size`, or `... of batch_size, not injected`.
fn sterility_sample(text: &str) -> Option<CheckText> {
    let (tested, behind) = text.split_once(">=").or_else(|| text.split_once('≥'))?;
    let batch = after_word(after_word(behind.trim(), "sterility sample")?, "of")?;
    let (batch, scheme) = match batch.split_once(',') {
        Some((batch, scheme)) if scheme.trim() == "not injected" => (batch, SamplingScheme::NotInjected),
        Some(_) => return None,
        None => (batch, SamplingScheme::Parenteral),
    };
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    let (tested, batch) = (tested.trim(), batch.trim());
    (is_name(tested) && is_name(batch)).then(|| CheckText::SterilitySample {
        tested: tested.to_owned(),
        batch: batch.to_owned(),
        scheme,
    })
}

/// `between captures`, and what follows.
fn between<'t>(whole: &str, rest: &'t str) -> Result<(Option<String>, &'t str), Fault> {
    let Some(behind) = after_word(rest, "between") else { return Ok((None, rest)) };
    match behind.split_once(char::is_whitespace) {
        Some((level, limit)) if level.chars().all(|c| c.is_alphabetic() || c == '_' || c == '-') => {
            Ok((Some(level.to_owned()), limit.trim_start()))
        }
        _ => Err(Fault::at(&codes::MALFORMED_VALIDITY_CHECK, whole, rest, "`between` does not name a level")
            .help("write it as in `cv between captures <= 20 %`")),
    }
}

/// Reads an item of `requires`: a control anywhere in the lot.
///
/// # Errors
/// What is wrong and where.
pub(super) fn parse_requirement(text: &str) -> Result<CheckText, Fault> {
    let body = text.trim();
    let rest = after_word(body, "control").unwrap_or(body);
    control(text, Role::Control, false, rest)
}

/// The rest of a control check: a name, unless the limit follows at once, and a limit.
fn control(whole: &str, role: Role, each: bool, rest: &str) -> Result<CheckText, Fault> {
    let anonymous = role != Role::Control && begins_limit(rest);
    let (name, rest) = if anonymous { (None, rest) } else { named(whole, rest)? };
    let expect = limit::parse(whole, rest).map_err(|fault| match (name.as_deref(), whole.contains('"')) {
        (Some(name), false) if rest.starts_with(char::is_alphabetic) && !begins_limit(rest) => {
            let message =
                format!("a name has no blank: `{name}` is read as the name, and `{rest}` as what it must show");
            let help = "write the name in one word with `_`, or in inner quotes: `\"cell lysate\" positive`";
            Fault::at(&codes::MALFORMED_VALIDITY_CHECK, whole, rest, message).help(help)
        }
        _ => fault,
    })?;
    if let Some(inner) = quoted_limit(rest) {
        let message = format!("`\"{inner}\"` in inner quotes is a text that the {} would have to say", role.as_str());
        return Err(Fault::at(&codes::MALFORMED_VALIDITY_CHECK, whole, rest, message)
            .help(format!("write the limit without inner quotes: `{inner}`")));
    }
    let allowed = match &expect {
        LimitText::Numeric(_) | LimitText::Qualitative(_) => true,
        LimitText::OfSample(_) => role == Role::Blank,
        LimitText::Label(_) | LimitText::Report => false,
    };
    if !allowed {
        let message = format!("`{rest}` is no expectation of a {}", role.as_str());
        return Err(Fault::at(&codes::LIMIT_FORM_NOT_ALLOWED, whole, rest, message)
            .help("write a limit, negative, positive or a text in inner quotes; `of sample` is for blanks"));
    }
    Ok(CheckText::Control { role, name, each, expect })
}

/// What stands in inner quotes and is a limit: `">= 0.95"`.
fn quoted_limit(text: &str) -> Option<&str> {
    let inner = text.trim().strip_prefix('"')?.strip_suffix('"')?.trim();
    let is_limit = matches!(limit::parse(inner, inner), Ok(LimitText::Numeric(_) | LimitText::OfSample(_)));
    is_limit.then_some(inner)
}

/// Whether a text begins like a limit and not like a name.
fn begins_limit(text: &str) -> bool {
    text.starts_with(|first: char| !first.is_alphabetic())
        || [
            "NLT",
            "NMT",
            "not less than",
            "not more than",
            "negative",
            "positive",
            "no growth",
            "growth",
            "complies",
            "one of",
        ]
        .iter()
        .any(|word| after_word(text, word).is_some())
}

fn named<'a>(whole: &str, rest: &'a str) -> Result<(Option<String>, &'a str), Fault> {
    let (name, tail) = match rest.strip_prefix('"') {
        Some(inner) => inner.split_once('"').unwrap_or((inner, "")),
        None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
    };
    if name.is_empty() || begins_limit(rest) && !rest.starts_with('"') {
        return Err(
            Fault::at(&codes::MALFORMED_VALIDITY_CHECK, whole, rest, "the name of the control is missing").help(HELP)
        );
    }
    if tail.trim().is_empty() {
        let message = format!("it is not said what `{name}` must show");
        return Err(Fault::at(&codes::MALFORMED_VALIDITY_CHECK, whole, rest, message).help(HELP));
    }
    Ok((Some(name.to_owned()), tail.trim_start()))
}

/// The one text a qualitative expectation is made of, for messages and the canonical form.
pub(super) fn expected_words(expected: &Expected) -> Vec<String> {
    match expected {
        Expected::Negative => vec!["negative".to_owned()],
        Expected::Positive => vec!["positive".to_owned()],
        Expected::Complies => vec!["complies".to_owned()],
        Expected::OneOf(texts) => texts.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> String {
        match parse(text) {
            Ok(CheckText::Spread(spread, _, None)) => format!("{spread:?}"),
            Ok(CheckText::Spread(spread, _, Some(level))) => format!("{spread:?} {level}"),
            Ok(CheckText::Control { role, name, each, expect }) => {
                let expect = match expect {
                    LimitText::Numeric(_) => "numeric",
                    LimitText::OfSample(_) => "of sample",
                    LimitText::Qualitative(_) => "word",
                    _ => "other",
                };
                format!("{} {} {each} {expect}", role.as_str(), name.unwrap_or_default())
            }
            Ok(CheckText::SterilitySample { tested, batch, scheme }) => format!("{tested} {batch} {}", scheme.as_str()),
            Err(fault) => fault.code.name.to_owned(),
        }
    }

    #[test]
    fn what_is_meant_otherwise_is_told() {
        let said = |fault: Fault| (fault.message, fault.help.unwrap_or_default());
        let (what, help) = said(parse("control x \">= 0.95\"").unwrap_err());
        assert_eq!(what, "`\">= 0.95\"` in inner quotes is a text that the control would have to say");
        assert_eq!(help, "write the limit without inner quotes: `>= 0.95`");
        assert_eq!(shape("control x \"dark band\""), "control x false word");
        let (what, help) = said(parse_requirement("cell lysate positive").unwrap_err());
        assert_eq!(what, "a name has no blank: `cell` is read as the name, and `lysate positive` as what it must show");
        assert_eq!(help, "write the name in one word with `_`, or in inner quotes: `\"cell lysate\" positive`");
        assert!(parse_requirement("\"cell lysate\" positive").is_ok());
    }

    #[test]
    fn checks_are_read() {
        for (text, expected) in [
            ("cv <= 20 %", "Known(Cv)"),
            ("cv between captures <= 20 %", "Known(Cv) captures"),
            ("cv between <= 20 %", "malformed-validity-check"),
            ("gcv <= 20 %", "Known(GeometricCv)"),
            ("sd <= 3 nm", "Known(StandardDeviation)"),
            ("range <= 10 nm", "Range"),
            ("relative range <= 10 %", "Known(RelativeRange)"),
            ("control spike_recovery 50 to 200 %", "control spike_recovery false numeric"),
            ("each control spike_recovery 50 to 200 %", "control spike_recovery true numeric"),
            ("control \"positive control\" growth", "control positive control false word"),
            ("blank <= 5 % of sample", "blank  false of sample"),
            ("blank negative", "blank  false word"),
            ("reference RS-01 95 to 105 %", "reference RS-01 false numeric"),
            ("units_tested >= sterility sample of batch_size", "units_tested batch_size parenteral"),
            ("units_tested ≥ sterility sample of batch_size, not injected", "units_tested batch_size not injected"),
            ("units_tested >= sterility sample of batch_size, oral", "malformed-validity-check"),
            ("control x <= 5 % of sample", "limit-form-not-allowed"),
            ("cv negative", "limit-form-not-allowed"),
            ("control spike_recovery", "malformed-validity-check"),
            ("control <= 5 %", "malformed-validity-check"),
            ("spike recovery ok", "malformed-validity-check"),
            ("cv <= twenty", "malformed-number"),
        ] {
            assert_eq!(shape(text), expected, "{text}");
        }
    }

    #[test]
    fn a_requirement_is_a_control() {
        for text in ["calnexin_lysate positive", "control calnexin_lysate positive"] {
            let check = parse_requirement(text).unwrap();
            assert!(matches!(check, CheckText::Control { name: Some(name), .. } if name == "calnexin_lysate"));
        }
    }
}
