//! `result: mean of 3`: the declared way from determinations to the reportable value; and `final_after: 14 d`.

use super::codes;
use super::grammar::{Fault, after_word};
use super::model::{Count, Plan, Summary};
use crate::finding::did_you_mean;
use std::fmt;

/// Most determinations a plan may ask for; more than any release test takes, and it keeps a slip of the key visible.
const MOST: u32 = 10_000;

const SUMMARIES: [(&str, Summary); 9] = [
    ("geometric mean", Summary::GeometricMean),
    ("mean", Summary::Mean),
    ("median", Summary::Median),
    ("each", Summary::Each),
    ("minimum", Summary::Minimum),
    ("min", Summary::Minimum),
    ("maximum", Summary::Maximum),
    ("max", Summary::Maximum),
    ("cv", Summary::CoefficientOfVariation),
];

const HELP: &str =
    "write single, or mean, median, geometric mean, each, min, max, cv or sd with `of N` or `of at least N`";

/// Reads a plan.
///
/// # Errors
/// A text that is none, zero determinations, or a spread of fewer than two.
pub(super) fn parse(text: &str) -> Result<Plan, Fault> {
    let body = text.trim();
    if body.eq_ignore_ascii_case("single") {
        return Ok(Plan { summary: Summary::Single, count: Count::Exactly(1) });
    }
    let summaries = SUMMARIES.iter().copied().chain([("sd", Summary::StandardDeviation)]);
    let Some((summary, rest)) = summaries.clone().find_map(|(word, kind)| Some((kind, after_word(body, word)?))) else {
        let first = body.split_whitespace().next().unwrap_or(body);
        let help = match did_you_mean(first, summaries.map(|(word, _)| word).chain(["single"])) {
            Some(word) => format!("did you mean `{word}`? {HELP}"),
            None => HELP.to_owned(),
        };
        return Err(malformed(text, body, format!("`{body}` is no way to a reportable value")).help(help));
    };
    let Some(number) = after_word(rest, "of") else {
        return Err(
            malformed(text, body, format!("`{body}` does not say how many determinations there are")).help(HELP)
        );
    };
    let (number, at_least) = match after_word(number, "at least") {
        Some(number) => (number, true),
        None => (number, false),
    };
    let count: u32 = match number.parse() {
        Ok(count) if (1..=MOST).contains(&count) => count,
        _ => {
            let message = format!("`{number}` is not a whole number from 1 to {MOST}");
            return Err(malformed(text, number, message).help(HELP));
        }
    };
    let is_spread = matches!(summary, Summary::CoefficientOfVariation | Summary::StandardDeviation);
    if is_spread && count < 2 {
        return Err(malformed(text, number, "one determination has no spread").help("ask for at least 2"));
    }
    let count = if at_least { Count::AtLeast(count) } else { Count::Exactly(count) };
    Ok(Plan { summary, count })
}

fn malformed(whole: &str, part: &str, message: impl Into<String>) -> Fault {
    Fault::at(&codes::MALFORMED_PLAN, whole, part, message)
}

/// Reads a whole number of days: `14 d`, `14 days`.
///
/// # Errors
/// Anything else.
pub(super) fn parse_days(text: &str) -> Result<u32, Fault> {
    let body = text.trim();
    let digits = body.trim_end_matches(|last: char| !last.is_ascii_digit());
    let unit = body[digits.len()..].trim();
    let days = digits.parse::<u32>().ok().filter(|days| (1..=MOST).contains(days));
    match (days, unit) {
        (Some(days), "d" | "day" | "days") => Ok(days),
        _ => Err(Fault::at(&codes::MALFORMED_DURATION, text, body, format!("`{body}` is not a number of days"))
            .help("write a whole number of days, as in 14 d")),
    }
}

impl fmt::Display for Plan {
    /// The plan in the words of the language: `mean of at least 3`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let summary = match self.summary {
            Summary::Single => return f.write_str("single"),
            Summary::Mean => "mean",
            Summary::Median => "median",
            Summary::GeometricMean => "geometric mean",
            Summary::Each => "each",
            Summary::Minimum => "min",
            Summary::Maximum => "max",
            Summary::CoefficientOfVariation => "cv",
            Summary::StandardDeviation => "sd",
        };
        match self.count {
            Count::Exactly(count) => write!(f, "{summary} of {count}"),
            Count::AtLeast(count) => write!(f, "{summary} of at least {count}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plans_are_read_and_written_alike() {
        for text in
            ["single", "mean of 3", "geometric mean of at least 2", "each of 20", "cv of 6", "sd of 2", "max of 2"]
        {
            assert_eq!(parse(text).map(|plan| plan.to_string()).as_deref(), Ok(text));
        }
    }

    #[test]
    fn what_is_no_plan_is_refused() {
        for text in [
            "",
            "average of 3",
            "mean",
            "mean of",
            "mean of three",
            "mean of 0",
            "cv of 1",
            "mean of 3 of 4",
            "mean of -1",
        ] {
            assert_eq!(parse(text).unwrap_err().code.name, "malformed-plan", "{text}");
        }
    }

    #[test]
    fn days_are_whole() {
        assert_eq!(parse_days("14 d"), Ok(14));
        assert_eq!(parse_days("28 days"), Ok(28));
        for text in ["", "14", "1.5 d", "two weeks", "2 h", "0 d"] {
            assert_eq!(parse_days(text).unwrap_err().code.name, "malformed-duration", "{text}");
        }
    }
}
