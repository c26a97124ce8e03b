//! What `evqc plan` found, one file per format.

mod csv;
mod human;
mod json;
mod markdown;
mod svg;

pub use json::plan_schema;

use super::escape::visible;
use crate::plan::{Line, Obstacle, Planned, probability, significant};
use crate::spec::{Specification, Test};

/// Name and purpose of every format of a plan.
pub const PLAN_FORMATS: &[(&str, &str)] = &[
    ("human", "for a terminal"),
    ("csv", "the operating characteristic, one line per true value and number of determinations"),
    ("json", "everything, schema evqc-plan/1"),
    ("markdown", "GitHub-flavoured Markdown"),
    ("svg", "the operating characteristic of one criterion as a picture"),
];

/// Plans of the tests of a specification.
#[derive(Debug)]
pub struct PlanReport<'s> {
    /// The specification.
    pub specification: &'s Specification,
    /// Wanted probability of acceptance.
    pub wanted: f64,
    /// Each criterion of each test, planned or not.
    pub entries: Vec<PlanEntry<'s>>,
    /// Columns of a terminal.
    pub width: usize,
    /// Whether all that is known of each is to be shown, or an overview.
    pub in_full: bool,
}

/// A criterion of a test, planned or not.
#[derive(Debug)]
pub struct PlanEntry<'s> {
    /// The test.
    pub test: &'s Test,
    /// The answer, or what stands in the way.
    pub outcome: Result<Planned<'s>, Obstacle>,
}

impl<'s> PlanReport<'s> {
    /// The report in a format of [`PLAN_FORMATS`]; none for another name, and for a picture of anything but one criterion.
    pub fn render(&self, format: &str) -> Option<String> {
        Some(match format {
            "human" => human::render(self),
            "csv" => csv::render(self),
            "json" => json::render(self),
            "markdown" => markdown::render(self),
            "svg" => svg::render(self.only()?),
            _ => return None,
        })
    }

    /// The plan, when there is exactly one.
    pub fn only(&self) -> Option<&Planned<'s>> {
        let mut planned = self.planned();
        planned.next().filter(|_| planned.next().is_none())
    }

    fn planned(&self) -> impl Iterator<Item = &Planned<'s>> {
        self.entries.iter().filter_map(|entry| entry.outcome.as_ref().ok())
    }

    fn not_planned(&self) -> impl Iterator<Item = (&'s Test, &Obstacle)> {
        self.entries.iter().filter_map(|entry| entry.outcome.as_ref().err().map(|obstacle| (entry.test, obstacle)))
    }
}

/// The criterion with its condition: `label ± 20 % when method is NTA`.
fn criterion(line: &Line<'_>) -> String {
    let conditions = line.alternative.when.iter().map(|(column, value)| format!("{} is {value}", column.as_str()));
    let when: Vec<String> = conditions.collect();
    let when = if when.is_empty() { String::new() } else { format!(" when {}", when.join(" and ")) };
    visible(&format!("{}{when}", line.alternative.text)).into_owned()
}

/// What was assumed, one line each: what it is, and the assumption.
fn assumptions(planned: &Planned<'_>) -> Vec<(&'static str, String)> {
    let line = &planned.line;
    let mut all = vec![
        ("scatter", format!("{} of one determination, {}", planned.scatter.text(line), planned.scatter.origin)),
        ("true value", format!("{}, {}", line.number(planned.true_value), planned.origin)),
    ];
    all.extend(planned.remarks.iter().map(|remark| ("model", remark.clone())));
    all.into_iter().map(|(what, text)| (what, visible(&text).into_owned())).collect()
}

/// How many determinations it takes, as a sentence.
fn answer(planned: &Planned<'_>) -> String {
    let wanted = significant(planned.wanted, 6);
    match planned.needed {
        Some(found) if found.n == 1 => {
            format!(
                "1 determination passes such a lot with probability {} (wanted {wanted}).",
                probability(found.probability)
            )
        }
        Some(found) => format!(
            "{} determinations pass such a lot with probability {} (wanted {wanted}).",
            found.n,
            probability(found.probability)
        ),
        None => format!(
            "No number of determinations up to {} passes such a lot with probability {wanted}.",
            crate::plan::MOST
        ),
    }
}

/// How the plan of the specification fares, as a sentence.
fn specified(planned: &Planned<'_>) -> String {
    format!(
        "The plan of the specification, `{}`, passes it with probability {}.",
        planned.line.measured.plan,
        probability(planned.specified.probability)
    )
}

/// What a curve is for: `needed`, `specification`, both or nothing.
fn role(planned: &Planned<'_>, n: usize) -> &'static str {
    match (planned.needed.is_some_and(|found| found.n == n), planned.specified.n == n) {
        (true, true) => "needed, specification",
        (true, false) => "needed",
        (false, true) => "specification",
        (false, false) => "",
    }
}

/// Head of a column or name of a curve: `n = 3 (needed)`.
fn curve_name(planned: &Planned<'_>, n: usize) -> String {
    match role(planned, n) {
        "" => format!("n = {n}"),
        role => format!("n = {n} ({role})"),
    }
}
