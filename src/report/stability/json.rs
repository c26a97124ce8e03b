//! `json`: everything that is known, with full precision, schema `evqc-stability/1`.

mod beyond;
mod kinetics;

use self::beyond::{AtReleaseJson, OutOfTrendJson, RandomBatchesJson};
use self::kinetics::{AcceleratedJson, CurvesJson};
use super::{StabilityReport, words};
use crate::data::Input;
use crate::finding::Finding;
use crate::integrity::StabilitySettings;
use crate::quantity::Exact;
use crate::report::json_model::{ConfigurationJson, ToolJson};
use crate::schema::JsonSchema;
use crate::source::Place;
use crate::spec::Specification;
use crate::stability::{
    AtCondition, BatchCoverage, Claim, Figure, Fitted, GroupEvaluation, JudgedPoint, Origin, Pull, PullYear,
    Statistics, Study, StudyReport, Supported, TestEvaluation, by_year, figure,
};
use crate::stats::shelf_life::{
    BoundSides, Ceiling, Crossing, ErrorTerm, LimitCrossing, LimitSide, Line, PoolabilityTest, PoolingError, Selection,
    SignificantChange,
};
use serde::Serialize;

/// Name of the layout; it changes only when a reader would have to.
pub const SCHEMA_NAME: &str = "evqc-stability/1";

/// Digits of an exact number.
const DIGITS: u32 = 15;

/// An evqc stability report: which shelf life the results of several batches support, and every number behind it. Times
/// are in months of 30.4375 days, values in the unit of the criterion.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "evqc stability report, version 1", rename = "StabilityReport")]
struct ReportJson<'a> {
    /// `evqc-stability/1`
    #[schemars(extend("const" = SCHEMA_NAME))]
    schema: &'static str,
    /// The program.
    tool: ToolJson,
    /// Day of the evaluation.
    as_of: String,
    /// The options of the run that can change what it comes to.
    configuration: ConfigurationJson<'a, StabilitySettings>,
    /// The specification; null when it could not be read.
    spec: Option<SpecJson<'a>>,
    /// The study as planned; null without a study file.
    study: Option<StudyJson<'a>>,
    /// The files that were read.
    inputs: Vec<InputJson<'a>>,
    /// The claim; null when specification or data could not be read.
    claim: Option<ClaimJson<'a>>,
    /// Tests with a criterion to the end of the shelf life.
    tests: Vec<TestJson<'a>>,
    /// What accelerated and intermediate storage showed.
    significant_change: Vec<ChangeJson<'a>>,
    /// Results at other conditions than long term.
    other_results: Vec<OtherJson<'a>>,
    /// Planned pulls, and those that were not planned.
    pulls: Vec<PullJson<'a>>,
    /// Pulls by year.
    pull_years: Vec<PullYearJson>,
    /// Batches that the claim covers.
    batches_covered: Vec<String>,
    /// What there is to say, worst first.
    findings: Vec<FindingJson<'a>>,
    /// What the run comes to.
    summary: SummaryJson,
}

/// The specification.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Specification")]
struct SpecJson<'a> {
    /// Its id.
    id: &'a str,
    /// Its version.
    version: &'a str,
    /// Its status.
    status: &'static str,
    /// Digest of its canonical form.
    sha256: &'a str,
    /// `biological` or `chemical`; null without `stability`.
    product: Option<&'static str>,
    /// Storage; null without `stability`.
    storage: Option<&'static str>,
    /// Whether a shelf life may be longer than the data: `none` or `ich q1e`; null without `stability`.
    extrapolation: Option<&'static str>,
    /// The agreement about extrapolation.
    agreed: Option<&'a str>,
}

/// The study as planned.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Study")]
struct StudyJson<'a> {
    /// Its number.
    id: &'a str,
    /// Its title.
    title: Option<&'a str>,
    /// Where the data come from.
    source: Option<&'a str>,
    /// Whether they are made up.
    synthetic: bool,
    /// `full`, `bracketing` or `matrixing`.
    design: &'static str,
    /// Its batches.
    batches: Vec<BatchJson<'a>>,
}

/// A batch as planned.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PlannedBatch")]
struct BatchJson<'a> {
    /// Its name.
    id: &'a str,
    /// First day in storage.
    start: Option<String>,
    /// Container.
    container: Option<&'a str>,
    /// Strength.
    strength: Option<&'a str>,
    /// Scale.
    scale: Option<&'a str>,
    /// Tested batches that stand for it.
    represented_by: &'a [String],
}

/// A file that was read.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Input")]
struct InputJson<'a> {
    /// Name as given.
    name: &'a str,
    /// SHA-256 of its bytes.
    sha256: &'a str,
    /// Data rows.
    rows: u64,
    /// What was detected.
    detected: &'a str,
}

/// The claim.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Claim")]
struct ClaimJson<'a> {
    /// `supported`, `not_supported`, `not_concluded` or `not_evaluable`.
    standing: &'static str,
    /// What is proposed; null when nothing is.
    proposal: Option<ProposalJson>,
    /// How long the product keeps by its data; null when nothing can be said.
    supported: Option<SupportedJson>,
    /// The same, no longer than proposed.
    claimed: Option<SupportedJson>,
    /// What would be supported were extrapolation agreed; null where that changes nothing.
    if_agreed: Option<SupportedJson>,
    /// Where the earliest confidence bound reaches its limit, in months; null: nowhere, or no statistical claim.
    statistically: Option<f64>,
    /// The test that ends first.
    governing_test: Option<&'a str>,
}

/// A proposed shelf life.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Proposal")]
struct ProposalJson {
    /// As written.
    text: String,
    /// In months.
    months: f64,
    /// Where it stands.
    origin: &'static str,
}

/// A supported shelf life.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Supported")]
struct SupportedJson {
    /// Whole months, rounded down.
    whole_months: u32,
    /// Months before rounding.
    months: f64,
    /// As it is stated.
    text: String,
    /// `crossing`, `ceiling`, `real-time data`, `out of specification` or `open result`.
    ended_by: &'static str,
}

/// A test.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Test")]
struct TestJson<'a> {
    /// Its id.
    id: &'a str,
    /// Its name.
    name: &'a str,
    /// By container, orientation and strength.
    groups: Vec<GroupJson<'a>>,
}

/// Results of a test in one container, orientation and strength.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Group")]
struct GroupJson<'a> {
    /// Container; empty: not said.
    container: &'a str,
    /// Orientation; empty: not said.
    orientation: &'a str,
    /// Strength; empty: not said.
    strength: &'a str,
    /// The criterion as written.
    criterion: String,
    /// Unit of the values; null without numeric limits.
    unit: Option<&'a str>,
    /// Long-term results by batch and time.
    results: Vec<ResultJson<'a>>,
    /// Months of long-term data that carry a claim.
    long_term_months: f64,
    /// How long each batch has shown to keep.
    coverage: Vec<CoverageJson<'a>>,
    /// Why there is no statistical claim; empty when there is one.
    no_statistical_claim: &'a [String],
    /// The regression; as information where there is no claim.
    regression: Option<RegressionJson<'a>>,
    /// Curves of decay; null unless the specification names one and they carry a claim.
    curves: Option<CurvesJson<'a>>,
    /// Kinetics with the data of other conditions, as support; null without such data.
    accelerated: Option<AcceleratedJson<'a>>,
    /// What must hold at release for the proposal, else for what is supported; empty without a statistical claim.
    at_release: Vec<AtReleaseJson<'a>>,
    /// Results that are not what was to be expected; null without a regression.
    out_of_trend: Option<OutOfTrendJson<'a>>,
    /// Batches to come, as information; null with few batches.
    random_batches: Option<RandomBatchesJson>,
    /// The ceiling of the decision table.
    ceiling: CeilingJson,
    /// The ceiling were extrapolation agreed; null where that changes nothing.
    ceiling_if_agreed: Option<CeilingJson>,
    /// How long the group keeps by its data.
    supported: SupportedJson,
    /// The same were every open result to pass; null where none shortens it.
    if_closed: Option<SupportedJson>,
    /// The same were extrapolation agreed.
    if_agreed: Option<SupportedJson>,
    /// The plain numbers of a picture; null without numbers.
    figure: Option<FigureJson>,
}

/// A judged result.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Result")]
struct ResultJson<'a> {
    /// The batch.
    batch: &'a str,
    /// Time as written.
    time: String,
    /// Time in months, exact where a decimal number can be.
    months: String,
    /// Day of the pull.
    pulled: Option<String>,
    /// What the judge found.
    outcome: &'static str,
    /// The reportable value, not rounded; null when it is no number.
    value: Option<String>,
    /// The same in words.
    text: &'a str,
    /// Results that were obtained and do not count, each with why.
    not_counted: &'a [String],
    /// Where its first determination stands.
    place: Option<PlaceJson<'a>>,
}

/// A result at another condition.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OtherResult")]
struct OtherJson<'a> {
    /// `accelerated` or `intermediate`.
    kind: &'static str,
    /// The condition as written.
    condition: &'a str,
    /// The test.
    test: Option<&'a str>,
    /// The result.
    result: ResultJson<'a>,
}

/// How long a batch has shown to keep.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Coverage")]
struct CoverageJson<'a> {
    /// The batch.
    batch: &'a str,
    /// The last time at which it passed, before any failure, in months; null: never.
    last_pass: Option<f64>,
    /// The first time at which it failed, in months.
    first_fail: Option<f64>,
    /// The first time at which its result is open, in months.
    first_open: Option<f64>,
}

/// The regression of ICH Q1E.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Regression")]
struct RegressionJson<'a> {
    /// Each choice with its reason.
    choices: Vec<ChoiceJson<'a>>,
    /// Lower limit that counts.
    lower_limit: Option<f64>,
    /// Upper limit that counts.
    upper_limit: Option<f64>,
    /// Scale of lines and bounds.
    transform: &'static str,
    /// Level of the bound.
    confidence: f64,
    /// `one-sided` or `two-sided`.
    bound: &'static str,
    /// Level of the tests of pooling.
    alpha: f64,
    /// Error that pooling was decided with: `full model`, `reduced model` or `sequential`.
    pooling_error: &'static str,
    /// Error of batches that are not pooled: `pooled` or `individual`.
    error: &'static str,
    /// Number of points.
    points: usize,
    /// Batches with too few times, which three others carry.
    young_batches: &'a [String],
    /// The line of each batch by itself; null where it has none.
    batch_lines: Vec<BatchLineJson<'a>>,
    /// The test of equal slopes; null with one batch.
    slopes: Option<PoolabilityJson>,
    /// The test of equal intercepts against the error that decided.
    intercepts: Option<PoolabilityJson>,
    /// The test of equal intercepts against the error of the full model.
    intercepts_full_model: Option<PoolabilityJson>,
    /// The test of equal intercepts against the error of the reduced model.
    intercepts_reduced_model: Option<PoolabilityJson>,
    /// Slopes and intercepts together.
    slopes_and_intercepts: Option<PoolabilityJson>,
    /// `one batch`, `tested` or `prescribed`.
    selection: &'static str,
    /// The model in words.
    model: &'static str,
    /// Its short name: cics, dics, cids or dids.
    model_short: &'static str,
    /// Residual sum of squares of the model.
    residual_sum_of_squares: f64,
    /// Its degrees of freedom.
    degrees_of_freedom: usize,
    /// Lines of the model with what their bounds are made of.
    lines: Vec<LineJson<'a>>,
    /// The formula of a bound.
    bound_formula: &'static str,
    /// Where each line meets its limit.
    crossings: Vec<CrossingJson<'a>>,
    /// The earliest of them.
    earliest: CrossingJson<'a>,
}

/// A choice and why.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Choice")]
struct ChoiceJson<'a> {
    /// What is chosen.
    what: &'static str,
    /// What and why.
    why: &'a str,
}

/// The line of a batch by itself.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "BatchLine")]
struct BatchLineJson<'a> {
    /// The batch.
    batch: &'a str,
    /// Its number of points.
    points: usize,
    /// Its number of times.
    times: usize,
    /// The line; null when it cannot be estimated.
    line: Option<LineJson<'a>>,
    /// Why there is none.
    not_estimable: Option<String>,
}

/// A line: value = intercept + slope × months, on the scale of the transform.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Line")]
struct LineJson<'a> {
    /// The batch; all of them where they share a line.
    batch: &'a str,
    /// Value at time zero.
    intercept: f64,
    /// Change per month.
    slope: f64,
    /// Standard error of the intercept.
    intercept_standard_error: f64,
    /// Standard error of the slope.
    slope_standard_error: f64,
    /// Residual standard deviation.
    residual_standard_deviation: f64,
    /// Degrees of freedom.
    degrees_of_freedom: f64,
    /// t quantile of the bound; null when there is none.
    t_quantile: Option<f64>,
    /// Mean time in months.
    mean_time: f64,
    /// Variance of the value at the mean time, in units of the residual variance.
    leverage: f64,
    /// Sum of squared distances of the times from their mean.
    squares_of_time: f64,
}

/// A test of poolability.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Poolability")]
struct PoolabilityJson {
    /// F; null when there is no residual variance.
    f: Option<f64>,
    /// Its probability.
    p: Option<f64>,
    /// Numerator degrees of freedom.
    numerator_df: usize,
    /// Denominator degrees of freedom.
    denominator_df: usize,
}

/// Where a bound meets a limit.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Crossing")]
struct CrossingJson<'a> {
    /// `crosses`, `never` or `outside at zero`.
    state: &'static str,
    /// In months; null unless it crosses.
    months: Option<f64>,
    /// The batch; all of them where they share a line.
    batch: &'a str,
    /// `lower` or `upper`.
    side: Option<&'static str>,
    /// Whether the line does not go towards the limit and the bound gets there by widening.
    by_widening_only: bool,
}

/// A ceiling.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Ceiling")]
struct CeilingJson {
    /// In months.
    months: f64,
    /// The line of the decision table.
    rule: &'static str,
    /// What the proposal needs besides.
    also_needed: Option<&'static str>,
}

/// What a condition showed.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SignificantChange")]
struct ChangeJson<'a> {
    /// `accelerated` or `intermediate`.
    kind: &'static str,
    /// `none`, `between 3 and 6 months`, `within 3 months` or `not known`.
    change: &'static str,
    /// `data`, `study file` or `nothing`.
    origin: &'static str,
    /// Why.
    reason: &'a str,
}

/// A pull.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Pull")]
struct PullJson<'a> {
    /// The batch.
    batch: &'a str,
    /// At which storage.
    kind: &'static str,
    /// Time in storage.
    time: String,
    /// The day on which it is due.
    due: Option<String>,
    /// The day on which it was made.
    pulled: Option<String>,
    /// `in time`, `late`, `early`, `not dated`, `not planned`, `due`, `missing` or `to come`, with days.
    status: String,
}

/// Pulls of a year.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PullYear")]
struct PullYearJson {
    /// The year; null for pulls without a day.
    year: Option<i16>,
    /// Batches with a pull in it.
    batches: Vec<String>,
    /// Made.
    made: usize,
    /// Of these, late.
    late: usize,
    /// Of these, early.
    early: usize,
    /// Due.
    due: usize,
    /// Missing.
    missing: usize,
    /// To come.
    to_come: usize,
}

/// The plain numbers of a picture.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Figure")]
struct FigureJson {
    /// Fitted curves: months, value, lower bound, upper bound.
    curves: Vec<CurveJson>,
    /// The last time shown, in months.
    last: f64,
}

/// A fitted curve.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Curve")]
struct CurveJson {
    /// The batch.
    batch: String,
    /// Months.
    months: Vec<f64>,
    /// Values of the line.
    values: Vec<f64>,
    /// Lower bound; null where there is none.
    lower: Vec<Option<f64>>,
    /// Upper bound; null where there is none.
    upper: Vec<Option<f64>>,
}

/// Something to say.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Finding")]
struct FindingJson<'a> {
    /// Stable name; `evqc explain CODE` tells more.
    code: &'static str,
    /// `error`, `warning` or `note`.
    severity: &'static str,
    /// One sentence.
    message: &'a str,
    /// Where.
    place: Option<PlaceJson<'a>>,
    /// What to do.
    help: Option<&'a str>,
}

/// A place in a file.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Place")]
struct PlaceJson<'a> {
    /// The file as given.
    file: &'a str,
    /// Line from 1.
    line: Option<u64>,
    /// Character of a text, field of a table, from 1.
    column: Option<u32>,
}

/// What the run comes to.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Summary")]
struct SummaryJson {
    /// As in the claim.
    standing: &'static str,
    /// The exit code.
    exit: u8,
}

/// The schema of the report.
#[cfg(feature = "schemas")]
pub fn stability_schema() -> schemars::Schema {
    schemars::schema_for!(ReportJson<'static>)
}

pub(super) fn render(report: &StabilityReport<'_>) -> serde_json::Result<String> {
    let study = report.study;
    let standing = report.standing();
    let json = ReportJson {
        schema: SCHEMA_NAME,
        tool: ToolJson::this(),
        as_of: report.as_of.to_string(),
        configuration: ConfigurationJson::of(report.settings)?,
        spec: report.spec.map(spec),
        study: study.and_then(|study| study.study.as_ref()).map(plan),
        inputs: report.files().map(input).collect(),
        claim: study.map(|study| claim(study, &study.claim)),
        tests: study.map_or_else(Vec::new, |study| study.tests.iter().map(|one| test(study, one)).collect()),
        significant_change: study.map_or_else(Vec::new, changes),
        other_results: study.map_or_else(Vec::new, others),
        pulls: study.map_or_else(Vec::new, |study| study.pulls.iter().map(pull).collect()),
        pull_years: study.map_or_else(Vec::new, |study| by_year(&study.pulls).into_iter().map(pull_year).collect()),
        batches_covered: study.map_or_else(Vec::new, words::covered),
        findings: report.findings.iter().map(finding).collect(),
        summary: SummaryJson { standing: standing.as_str(), exit: standing.exit() },
    };
    serde_json::to_string_pretty(&json).map(|text| text + "\n")
}

fn spec(spec: &Specification) -> SpecJson<'_> {
    let stability = spec.stability.as_deref();
    SpecJson {
        id: &spec.id,
        version: &spec.version,
        status: spec.status.as_str(),
        sha256: &spec.sha256,
        product: stability.map(|stability| stability.product.as_str()),
        storage: stability.map(|stability| stability.storage.as_str()),
        extrapolation: stability.map(|stability| stability.extrapolation().as_str()),
        agreed: stability.and_then(|stability| stability.agreed.as_deref()),
    }
}

fn plan(study: &Study) -> StudyJson<'_> {
    StudyJson {
        id: &study.id,
        title: study.title.as_deref(),
        source: study.source.as_deref(),
        synthetic: study.synthetic,
        design: study.design.as_str(),
        batches: study
            .batches
            .iter()
            .map(|batch| BatchJson {
                id: &batch.id,
                start: batch.start.map(|day| day.to_string()),
                container: batch.container.as_deref(),
                strength: batch.strength.as_deref(),
                scale: batch.scale.as_deref(),
                represented_by: &batch.represented_by,
            })
            .collect(),
    }
}

fn input(input: &Input) -> InputJson<'_> {
    InputJson { name: &input.name, sha256: &input.sha256, rows: input.rows, detected: &input.detected }
}

fn claim<'a>(study: &'a StudyReport<'_>, claim: &Claim) -> ClaimJson<'a> {
    ClaimJson {
        standing: claim.standing.as_str(),
        proposal: claim.proposal.map(|proposal| ProposalJson {
            text: proposal.length.to_string(),
            months: proposal.length.months().to_f64(),
            origin: proposal.origin.as_str(),
        }),
        supported: claim.supported.as_ref().map(supported),
        claimed: claim.months().as_ref().map(supported),
        if_agreed: claim.if_agreed.as_ref().map(supported),
        statistically: claim.statistically,
        governing_test: claim.governing.and_then(|at| study.tests.get(at)).map(|test| test.test.id.as_str()),
    }
}

fn supported(supported: &Supported) -> SupportedJson {
    SupportedJson {
        whole_months: supported.whole_months(),
        months: supported.months,
        text: words::stated(supported),
        ended_by: supported.term.as_str(),
    }
}

fn test<'a>(study: &'a StudyReport<'_>, test: &'a TestEvaluation<'_>) -> TestJson<'a> {
    let groups = test.groups.iter().map(|one| group(study, test, one)).collect();
    TestJson { id: &test.test.id, name: &test.test.name, groups }
}

fn group<'a>(study: &StudyReport<'_>, test: &TestEvaluation<'_>, group: &'a GroupEvaluation) -> GroupJson<'a> {
    let (why, fitted): (&[String], Option<&Fitted>) = match &group.statistics {
        Statistics::Evaluated(fitted) => (&[], Some(fitted)),
        Statistics::Curves(_) => (&[], None),
        Statistics::NoClaim { why, fitted, .. } => (why, fitted.as_deref()),
    };
    GroupJson {
        container: &group.group.container,
        orientation: &group.group.orientation,
        strength: &group.group.strength,
        criterion: words::criterion(group),
        unit: group.group.points().find_map(|point| point.limits()).map(|limits| limits.unit.symbol()),
        results: group.group.points().map(result).collect(),
        long_term_months: group.coverage.months.to_f64(),
        coverage: group.coverage.batches.iter().map(coverage).collect(),
        no_statistical_claim: why,
        regression: fitted.map(regression),
        curves: match &group.statistics {
            Statistics::Curves(curves) => Some(kinetics::curves(curves)),
            Statistics::Evaluated(_) | Statistics::NoClaim { .. } => None,
        },
        accelerated: group.accelerated.as_ref().map(kinetics::accelerated),
        at_release: group.at_release.iter().map(beyond::at_release).collect(),
        out_of_trend: group.out_of_trend.as_ref().map(beyond::out_of_trend),
        random_batches: group.random_batches.as_ref().map(beyond::random_batches),
        ceiling: ceiling(&group.ceiling, group.ceiling_months),
        ceiling_if_agreed: group.agreed_ceiling.as_ref().map(|(agreed, months)| ceiling(agreed, *months)),
        supported: supported(&group.supported),
        if_closed: group.if_closed.as_ref().map(supported),
        if_agreed: group.if_agreed.as_ref().map(supported),
        figure: figure(study, test, group).map(figure_json),
    }
}

fn result(point: &JudgedPoint) -> ResultJson<'_> {
    let decimal = |number: &Exact| number.to_decimal_string(DIGITS).0;
    ResultJson {
        batch: &point.batch,
        time: point.time.to_string(),
        months: decimal(&point.months),
        pulled: point.pulled.map(|day| day.to_string()),
        outcome: point.outcome.as_str(),
        value: point.number().map(decimal),
        text: &point.words,
        not_counted: &point.not_counted,
        place: point.place.as_ref().map(place),
    }
}

fn coverage(of: &BatchCoverage) -> CoverageJson<'_> {
    let months = |time: &Option<crate::quantity::Duration>| time.map(|time| time.months().to_f64());
    CoverageJson {
        batch: &of.batch,
        last_pass: months(&of.last_pass),
        first_fail: months(&of.first_fail),
        first_open: months(&of.first_open),
    }
}

fn regression(fitted: &Fitted) -> RegressionJson<'_> {
    let (plan, evaluation) = (&fitted.choices.plan, &fitted.evaluation);
    let poolability = evaluation.poolability.as_ref();
    RegressionJson {
        choices: fitted.choices.reasons.iter().map(|(what, why)| ChoiceJson { what, why }).collect(),
        lower_limit: plan.limits.on(LimitSide::Lower),
        upper_limit: plan.limits.on(LimitSide::Upper),
        transform: plan.transform.as_str(),
        confidence: plan.bound.confidence.value(),
        bound: match plan.bound.sides {
            BoundSides::One => "one-sided",
            BoundSides::Two => "two-sided",
        },
        alpha: plan.pooling.alpha.value(),
        pooling_error: match plan.pooling.error {
            PoolingError::FullModel => "full model",
            PoolingError::ReducedModel => "reduced model",
            PoolingError::Sequential => "sequential",
        },
        error: match plan.error {
            ErrorTerm::Pooled => "pooled",
            ErrorTerm::Individual => "individual",
        },
        points: evaluation.study.points(),
        young_batches: &fitted.young,
        batch_lines: batch_lines(fitted),
        slopes: poolability.map(|found| pooled(&found.slopes)),
        intercepts: poolability.map(|found| pooled(found.intercepts_by(plan.pooling.error))),
        intercepts_full_model: poolability.map(|found| pooled(&found.intercepts)),
        intercepts_reduced_model: poolability.map(|found| pooled(&found.intercepts_reduced)),
        slopes_and_intercepts: poolability.map(|found| pooled(&found.slopes_and_intercepts)),
        selection: match evaluation.selection {
            Selection::OneBatch => "one batch",
            Selection::Tested => "tested",
            Selection::Prescribed => "prescribed",
        },
        model: evaluation.model.model.as_str(),
        model_short: evaluation.model.model.short_name(),
        residual_sum_of_squares: evaluation.model.residual_sum_of_squares,
        degrees_of_freedom: evaluation.model.degrees_of_freedom,
        lines: evaluation.model.lines.iter().map(|one| line(fitted, one)).collect(),
        bound_formula: "intercept + slope * t -/+ t_quantile * residual_standard_deviation * sqrt(leverage + (t - mean_time)^2 / squares_of_time)",
        crossings: evaluation.shelf_life.lines.iter().map(|one| crossing(fitted, one)).collect(),
        earliest: crossing(fitted, fitted.crossing()),
    }
}

fn batch_lines(fitted: &Fitted) -> Vec<BatchLineJson<'_>> {
    let fits = fitted.batches.iter().zip(&fitted.evaluation.batch_fits);
    fits.map(|(batch, fit)| BatchLineJson {
        batch,
        points: fit.points,
        times: fit.distinct_times,
        line: fit.line.as_ref().ok().map(|found| LineJson { batch, ..line(fitted, found) }),
        not_estimable: fit.line.as_ref().err().map(ToString::to_string),
    })
    .collect()
}

fn line<'a>(fitted: &'a Fitted, line: &Line) -> LineJson<'a> {
    LineJson {
        batch: fitted.batch(line.batch),
        intercept: line.intercept,
        slope: line.slope,
        intercept_standard_error: line.intercept_standard_error(),
        slope_standard_error: line.slope_standard_error(),
        residual_standard_deviation: line.residual_standard_deviation,
        degrees_of_freedom: line.degrees_of_freedom,
        t_quantile: fitted.choices.plan.bound.t_quantile(line.degrees_of_freedom).ok(),
        mean_time: line.centre,
        leverage: line.leverage,
        squares_of_time: line.squares_of_time,
    }
}

fn pooled(test: &PoolabilityTest) -> PoolabilityJson {
    PoolabilityJson {
        f: test.f,
        p: test.p_value,
        numerator_df: test.numerator_degrees_of_freedom,
        denominator_df: test.denominator_degrees_of_freedom,
    }
}

fn crossing<'a>(fitted: &'a Fitted, of: &LimitCrossing) -> CrossingJson<'a> {
    CrossingJson {
        state: match of.crossing {
            Crossing::At(_) => "crosses",
            Crossing::Never => "never",
            Crossing::OutsideAtZero => "outside at zero",
        },
        months: match of.crossing {
            Crossing::At(months) => Some(months),
            Crossing::Never | Crossing::OutsideAtZero => None,
        },
        batch: fitted.batch(of.batch),
        side: of.side.map(LimitSide::as_str),
        by_widening_only: of.by_widening_only,
    }
}

fn ceiling(ceiling: &Ceiling, months: f64) -> CeilingJson {
    CeilingJson { months, rule: ceiling.rule, also_needed: ceiling.also_needed }
}

fn changes<'a>(study: &'a StudyReport<'_>) -> Vec<ChangeJson<'a>> {
    let json = |at: &'a AtCondition| ChangeJson {
        kind: at.kind.as_str(),
        change: match at.change {
            SignificantChange::None => "none",
            SignificantChange::Later => "between 3 and 6 months",
            SignificantChange::WithinThreeMonths => "within 3 months",
            SignificantChange::NotKnown => "not known",
        },
        origin: match at.origin {
            Origin::Data => "data",
            Origin::Study => "study file",
            Origin::Nothing => "nothing",
        },
        reason: &at.reason,
    };
    vec![json(&study.changes.accelerated), json(&study.changes.intermediate)]
}

fn others<'a>(study: &'a StudyReport<'_>) -> Vec<OtherJson<'a>> {
    let json = |(kind, point): &'a (crate::spec::ConditionKind, JudgedPoint)| OtherJson {
        kind: kind.as_str(),
        condition: &point.condition,
        test: study.spec.tests.get(point.test).map(|test| test.id.as_str()),
        result: result(point),
    };
    study.others.iter().map(json).collect()
}

fn pull(pull: &Pull) -> PullJson<'_> {
    PullJson {
        batch: &pull.batch,
        kind: pull.kind.as_str(),
        time: pull.time.to_string(),
        due: pull.due.map(|day| day.to_string()),
        pulled: pull.pulled.map(|day| day.to_string()),
        status: words::pull(pull.status),
    }
}

fn pull_year(of: PullYear) -> PullYearJson {
    let PullYear { year, batches, made, late, early, due, missing, to_come } = of;
    PullYearJson { year: (year != 0).then_some(year), batches, made, late, early, due, missing, to_come }
}

fn figure_json(figure: Figure) -> FigureJson {
    let curve = |line: crate::stability::FigureLine| CurveJson {
        batch: line.name,
        months: line.curve.iter().map(|one| one.0).collect(),
        values: line.curve.iter().map(|one| one.1).collect(),
        lower: line.curve.iter().map(|one| one.2).collect(),
        upper: line.curve.iter().map(|one| one.3).collect(),
    };
    FigureJson { last: figure.last, curves: figure.lines.into_iter().map(curve).collect() }
}

fn finding(finding: &Finding) -> FindingJson<'_> {
    FindingJson {
        code: finding.code.name,
        severity: finding.severity().as_str(),
        message: &finding.message,
        place: finding.place.as_ref().map(place),
        help: finding.help.as_deref(),
    }
}

fn place(place: &Place) -> PlaceJson<'_> {
    PlaceJson {
        file: &place.file,
        line: (place.line > 0).then_some(place.line),
        column: (place.column > 0).then_some(place.column),
    }
}
