//! `result: mean of 3`: the declared way from determinations to the reportable value; and `final_after: 14 d`.

use super::codes;
use super::grammar::{Fault, after_word};
use super::model::{Count, Levels, Plan, Summary};
use crate::finding::did_you_mean;
use std::fmt;
use std::sync::Arc;

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

const LEVELS_HELP: &str = "write it as in `mean of 2 injections of 3 captures`";

/// Reads a plan.
///
/// # Errors
/// A text that is none, zero determinations, or a spread of fewer than two.
pub(super) fn parse(text: &str) -> Result<Plan, Fault> {
    let body = text.trim();
    if body.eq_ignore_ascii_case("single") {
        return Ok(Plan { summary: Summary::Single, count: Count::Exactly(1), levels: None });
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
    let (outer, rest) = count(text, number)?;
    let levels = match rest.is_empty() {
        true => None,
        false => Some(levels(text, summary, outer, rest)?),
    };
    let count = levels.as_ref().map_or(outer, |levels| of_both(outer, levels.inner_count));
    let (Count::Exactly(all) | Count::AtLeast(all)) = count;
    if all > MOST {
        return Err(malformed(text, number, format!("{all} determinations are more than {MOST}")).help(HELP));
    }
    let is_spread = summary.is_scatter();
    if is_spread && all < 2 {
        return Err(malformed(text, number, "one determination has no spread").help("ask for at least 2"));
    }
    Ok(Plan { summary, count, levels: levels.map(Arc::new) })
}

/// `3` or `at least 3`, and what follows.
fn count<'t>(whole: &str, part: &'t str) -> Result<(Count, &'t str), Fault> {
    let (number, at_least) = match after_word(part, "at least") {
        Some(number) => (number, true),
        None => (part, false),
    };
    let (digits, rest) = number.split_once(char::is_whitespace).unwrap_or((number, ""));
    match digits.parse() {
        Ok(count) if (1..=MOST).contains(&count) => {
            Ok((if at_least { Count::AtLeast(count) } else { Count::Exactly(count) }, rest.trim()))
        }
        _ => {
            let message = format!("`{number}` is not a whole number from 1 to {MOST}");
            Err(malformed(whole, number, message).help(HELP))
        }
    }
}

/// `injections of 3 captures`, behind the number of the outer level.
fn levels(whole: &str, summary: Summary, outer_count: Count, rest: &str) -> Result<Levels, Fault> {
    let parts =
        rest.split_once(char::is_whitespace).and_then(|(outer, rest)| Some((outer, after_word(rest.trim(), "of")?)));
    let Some((outer, inner)) = parts.filter(|(outer, _)| is_noun(outer)) else {
        let message = format!("`{rest}` does not name two levels");
        return Err(malformed(whole, rest, message).help(LEVELS_HELP));
    };
    let (inner_count, inner) = count(whole, inner)?;
    if !is_noun(inner) || inner.eq_ignore_ascii_case(outer) {
        let message = format!("`{inner}` is no name of the inner level");
        return Err(malformed(whole, rest, message).help(LEVELS_HELP));
    }
    if !matches!(summary, Summary::Mean | Summary::Median | Summary::GeometricMean) {
        let message = "two levels are for mean, median and geometric mean";
        return Err(malformed(whole, rest, message).help("write the number of all determinations"));
    }
    Ok(Levels { outer: outer.to_owned(), outer_count, inner: inner.to_owned(), inner_count })
}

/// A word for what a level consists of.
fn is_noun(word: &str) -> bool {
    let letters = word.chars().all(|c| c.is_alphabetic() || c == '_' || c == '-');
    letters && !word.is_empty() && !word.eq_ignore_ascii_case("of")
}

/// How many determinations two levels take together.
fn of_both(outer: Count, inner: Count) -> Count {
    let (Count::Exactly(a) | Count::AtLeast(a)) = outer;
    let (Count::Exactly(b) | Count::AtLeast(b)) = inner;
    let all = a.saturating_mul(b);
    match (outer, inner) {
        (Count::Exactly(_), Count::Exactly(_)) => Count::Exactly(all),
        _ => Count::AtLeast(all),
    }
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

impl Summary {
    /// The word in specifications and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Summary::Single => "single",
            Summary::Mean => "mean",
            Summary::Median => "median",
            Summary::GeometricMean => "geometric mean",
            Summary::Each => "each",
            Summary::Minimum => "min",
            Summary::Maximum => "max",
            Summary::CoefficientOfVariation => "cv",
            Summary::StandardDeviation => "sd",
        }
    }
}

impl fmt::Display for Plan {
    /// The plan in the words of the language: `mean of at least 3`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let summary = self.summary.as_str();
        if self.summary == Summary::Single {
            return f.write_str(summary);
        }
        match &self.levels {
            None => write!(f, "{summary} of {}", self.count),
            Some(levels) => write!(f, "{summary} of {levels}"),
        }
    }
}

impl fmt::Display for Levels {
    /// `2 injections of 3 captures`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Levels { outer, outer_count, inner, inner_count } = self;
        write!(f, "{outer_count} {outer} of {inner_count} {inner}")
    }
}

impl fmt::Display for Count {
    /// `3` or `at least 3`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Count::Exactly(count) => write!(f, "{count}"),
            Count::AtLeast(count) => write!(f, "at least {count}"),
        }
    }
}

impl Levels {
    /// The name of one outer group: `injection`.
    pub fn outer_singular(&self) -> String {
        singular(&self.outer)
    }

    /// The name of one inner determination: `capture`.
    pub fn inner_singular(&self) -> String {
        singular(&self.inner)
    }
}

/// English plurals as laboratories use them; other words stay as they are.
fn singular(plural: &str) -> String {
    let cut = |end: &str| plural.strip_suffix(end);
    if let Some(stem) = cut("ies") {
        return format!("{stem}y");
    }
    if let Some(stem) = ["ches", "shes", "xes", "sses"].into_iter().find(|end| plural.ends_with(end)).and(cut("es")) {
        return stem.to_owned();
    }
    cut("s").unwrap_or(plural).to_owned()
}

impl Plan {
    /// How many values scatter independently of each other: the determinations, or with two levels the outer groups.
    pub fn independent(&self) -> Count {
        self.levels.as_ref().map_or(self.count, |levels| levels.outer_count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plans_are_read_and_written_alike() {
        for text in [
            "single",
            "mean of 3",
            "geometric mean of at least 2",
            "each of 20",
            "cv of 6",
            "sd of 2",
            "max of 2",
            "mean of 2 injections of 3 captures",
            "median of at least 2 plates of at least 3 wells",
            "mean of 2 进样 of 3 视频",
        ] {
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
            "mean of 2 injections",
            "mean of 2 injections of captures",
            "mean of 2 captures of 3 captures",
            "mean of 200 plates of 384 wells",
            "each of 2 injections of 3 captures",
            "cv of 2 injections of 3 captures",
            "mean of -1",
        ] {
            assert_eq!(parse(text).unwrap_err().code.name, "malformed-plan", "{text}");
        }
    }

    #[test]
    fn two_levels_take_their_product() {
        let count = |text: &str| parse(text).map(|plan| (plan.count, plan.independent())).ok();
        let both = (Count::Exactly(6), Count::Exactly(2));
        assert_eq!(count("mean of 2 injections of 3 captures"), Some(both));
        let open = (Count::AtLeast(6), Count::AtLeast(2));
        assert_eq!(count("mean of at least 2 injections of 3 captures"), Some(open));
    }

    #[test]
    fn one_of_many_has_its_name() {
        for (plural, one) in
            [("captures", "capture"), ("batches", "batch"), ("assays", "assay"), ("bodies", "body"), ("进样", "进样")]
        {
            assert_eq!(singular(plural), one);
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
