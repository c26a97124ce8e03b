//! `json`: everything that is known, schema `evqc-plan/1`.

use super::{PlanEntry, PlanReport, criterion};
use crate::plan::{Chance, Planned, Point, Size};
use crate::report::json_model::ToolJson;
use crate::schema::JsonSchema;
use serde::Serialize;

/// Name of the layout; it changes only when a reader would have to.
const SCHEMA_NAME: &str = "evqc-plan/1";

/// An evqc plan: how many determinations a wanted probability of acceptance takes, and the operating characteristic.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "evqc plan, version 1", rename = "Plan")]
struct PlanJson<'a> {
    /// `evqc-plan/1`
    #[schemars(extend("const" = SCHEMA_NAME))]
    schema: &'static str,
    /// The program.
    tool: ToolJson,
    /// The specification.
    spec: SpecJson<'a>,
    /// Probability with which the lot should pass.
    wanted_probability: f64,
    /// Each numeric criterion, and each test without one.
    tests: Vec<TestJson<'a>>,
}

/// The specification.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Specification")]
struct SpecJson<'a> {
    /// Its id.
    id: &'a str,
    /// Its version.
    version: &'a str,
    /// Digest of its canonical form.
    sha256: &'a str,
}

/// A criterion of a test.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Test")]
struct TestJson<'a> {
    /// Id of the test.
    id: &'a str,
    /// Its name.
    name: &'a str,
    /// The answer; null when it cannot be planned.
    plan: Option<AnswerJson<'a>>,
    /// Why it cannot be planned; null when it is.
    reason: Option<String>,
}

/// The answer for one criterion.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Answer")]
struct AnswerJson<'a> {
    /// The criterion with its condition.
    criterion: String,
    /// In what limits, true values and standard deviations count.
    unit: &'a str,
    /// Lower limit.
    lower: Option<f64>,
    /// Upper limit.
    upper: Option<f64>,
    /// Decision rule.
    rule: String,
    /// From determinations to the reportable value.
    result: String,
    /// Scatter of one determination.
    scatter: ScatterJson<'a>,
    /// True value of the lot.
    true_value: f64,
    /// What says so.
    true_value_from: &'a str,
    /// What else was assumed.
    assumptions: &'a [String],
    /// Checks of the run that are in the numbers: every `probability` is that of a valid run.
    validity_checks: &'a [String],
    /// What the specification asks besides and the numbers leave out.
    left_out: Vec<String>,
    /// Fewest determinations that reach the wanted probability; null when no number up to 1000 does.
    needed: Option<SizeJson>,
    /// The plan of the specification.
    specified: SizeJson,
    /// Numbers of determinations of the curves.
    n: &'a [usize],
    /// The operating characteristic.
    curve: Vec<PointJson<'a>>,
}

/// Scatter of one determination; one of `cv` and `sd` is null.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Scatter")]
struct ScatterJson<'a> {
    /// Coefficient of variation as a fraction.
    cv: Option<f64>,
    /// Standard deviation.
    sd: Option<f64>,
    /// What says so.
    from: &'a str,
}

/// A number of determinations.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Size")]
struct SizeJson {
    /// Number of determinations.
    n: usize,
    /// Probability with which the lot passes when the run is valid.
    probability: f64,
    /// Probability with which a run is valid by `validity_checks`.
    probability_valid: f64,
    /// Probability with which a run is valid and the lot passes.
    probability_valid_and_passes: f64,
}

/// A point of the operating characteristic.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Point")]
struct PointJson<'a> {
    /// True value of a lot.
    true_value: f64,
    /// Probability with which it passes when the run is valid, for each number of determinations.
    probability: &'a [f64],
    /// Probability with which a run is valid, likewise.
    probability_valid: &'a [f64],
}

pub(super) fn render(report: &PlanReport<'_>) -> serde_json::Result<String> {
    let spec = report.specification;
    let document = PlanJson {
        schema: SCHEMA_NAME,
        tool: ToolJson::this(),
        spec: SpecJson { id: &spec.id, version: &spec.version, sha256: &spec.sha256 },
        wanted_probability: report.wanted,
        tests: report.entries.iter().map(test).collect(),
    };
    serde_json::to_string_pretty(&document).map(|text| text + "\n")
}

fn test<'a>(entry: &'a PlanEntry<'_>) -> TestJson<'a> {
    TestJson {
        id: &entry.test.id,
        name: &entry.test.name,
        plan: entry.outcome.as_ref().ok().map(answer),
        reason: entry.outcome.as_ref().err().map(ToString::to_string),
    }
}

fn answer<'a>(planned: &'a Planned<'_>) -> AnswerJson<'a> {
    let line = &planned.line;
    let (cv, sd) = match planned.scatter.size {
        Size::Relative(fraction) => (Some(fraction), None),
        Size::Absolute(deviation) => (None, Some(deviation)),
    };
    let points = planned.points.iter();
    AnswerJson {
        criterion: criterion(line),
        unit: line.scale(),
        lower: line.lower(),
        upper: line.upper(),
        rule: line.measured.decide.to_string(),
        result: line.measured.plan.to_string(),
        scatter: ScatterJson { cv, sd, from: &planned.scatter.origin },
        true_value: planned.true_value,
        true_value_from: &planned.origin,
        assumptions: &planned.remarks,
        validity_checks: &planned.checks.counted,
        left_out: planned.checks.left_out.iter().map(ToString::to_string).collect(),
        needed: planned.needed.map(size),
        specified: size(planned.specified),
        n: &planned.numbers,
        curve: points.map(point).collect(),
    }
}

fn size(chance: Chance) -> SizeJson {
    SizeJson {
        n: chance.n,
        probability: chance.probability,
        probability_valid: chance.valid,
        probability_valid_and_passes: chance.valid_and_passes(),
    }
}

fn point(point: &Point) -> PointJson<'_> {
    PointJson { true_value: point.true_value, probability: &point.probabilities, probability_valid: &point.valid }
}

/// The JSON Schema of `evqc-plan/1`.
#[cfg(feature = "schemas")]
pub fn plan_schema() -> schemars::Schema {
    crate::schema::of_written::<PlanJson<'_>>()
}
