//! Observations against a qualitative expectation.

use super::codes;
use super::lot_report::Reason;
use super::outcome::Outcome;
use super::stop::Stop;
use crate::data::Determination;
use crate::quantity::{DecimalMark, Reading};
use crate::spec::Expected;

/// Whether a reading shows growth or another positive sign, which is final at any time.
pub(super) fn shows_growth(reading: &Reading) -> bool {
    matches!(reading, Reading::Growth | Reading::Positive | Reading::WeakPositive)
}

/// Whether an observation meets the expectation.
///
/// # Errors
/// `not_evaluable` when the cell says nothing that the expectation could be compared with.
pub(super) fn meets(expected: &Expected, reading: &Reading, text: &str) -> Result<bool, Stop> {
    match (expected, sign(reading)) {
        _ if matches!(reading, Reading::SpreadsheetError) => {
            let message = format!("the cell holds the spreadsheet error {}", text.trim());
            Err(Stop::not_evaluable(Reason::new(&codes::SPREADSHEET_ERROR, message)))
        }
        (Expected::OneOf(texts), _) => Ok(texts.iter().any(|accepted| same_observation(accepted, reading, text))),
        (Expected::Negative, Some(Sign::Negative)) | (Expected::Positive, Some(Sign::Positive)) => Ok(true),
        (Expected::Complies, Some(Sign::Complies)) => Ok(true),
        (Expected::Negative, Some(Sign::Positive | Sign::WeakPositive)) => Ok(false),
        (Expected::Positive, Some(Sign::Negative)) => Ok(false),
        (Expected::Positive, Some(Sign::WeakPositive)) => Err(Stop::new(
            Outcome::Inconclusive,
            Reason::new(
                &codes::UNEXPECTED_OBSERVATION,
                format!("\"{}\" is neither positive nor negative", text.trim()),
            )
            .help("if the procedure accepts it, write `one of [positive, weak positive]` in the specification"),
        )),
        (Expected::Complies, Some(Sign::DoesNotComply)) => Ok(false),
        (_, Some(Sign::Complies | Sign::DoesNotComply)) => Err(Stop::not_evaluable(Reason::new(
            &codes::CONCLUSION_WITHOUT_RESULT,
            format!("\"{}\" is a conclusion, not an observation", text.trim()),
        ))),
        _ => Err(Stop::not_evaluable(
            Reason::new(&codes::UNKNOWN_TOKEN, format!("\"{}\" is not {}", text.trim(), words(expected)))
                .help(format!("expected {}", words(expected))),
        )),
    }
}

/// Whether an observation is one that does not meet the expectation; what says nothing of it does not fail.
pub(super) fn fails(expected: &Expected, row: &Determination<'_>) -> bool {
    matches!(meets(expected, &row.reading, row.text), Ok(false))
}

enum Sign {
    Negative,
    Positive,
    WeakPositive,
    Complies,
    DoesNotComply,
}

fn sign(reading: &Reading) -> Option<Sign> {
    Some(match reading {
        Reading::Negative | Reading::NoGrowth { .. } | Reading::NotDetected | Reading::NotDetectedBelow(_) => {
            Sign::Negative
        }
        Reading::Positive | Reading::Growth => Sign::Positive,
        Reading::WeakPositive => Sign::WeakPositive,
        Reading::Complies => Sign::Complies,
        Reading::DoesNotComply => Sign::DoesNotComply,
        _ => return None,
    })
}

fn words(expected: &Expected) -> String {
    match expected {
        Expected::Negative => "negative or positive (or no growth, growth, not detected)".to_owned(),
        Expected::Positive => "positive or negative".to_owned(),
        Expected::Complies => "complies or does not comply".to_owned(),
        Expected::OneOf(texts) => format!("one of {}", texts.join(", ")),
    }
}

/// Equal after normalisation: case, white space, full-width forms; documented words are equal to their synonyms.
fn same_observation(accepted: &str, reading: &Reading, text: &str) -> bool {
    if normalised(accepted) == normalised(text) {
        return true;
    }
    match Reading::parse(accepted, DecimalMark::Point) {
        Reading::Text | Reading::Malformed(_) | Reading::Number(_) => false,
        token => token == *reading,
    }
}

/// A text with case, repeated white space and full-width forms taken out.
pub(super) fn normalised(text: &str) -> String {
    let half_width = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        other => other,
    };
    let text: String = text.chars().map(half_width).collect();
    text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}
