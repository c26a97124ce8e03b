//! `json`: everything, schema `evqc-excursion/1`.

use super::ExcursionReport;
use crate::excursion::{Assessment, Beyond, Check, Extreme, Gap, Journey, Kinetics, Stretch};
use crate::finding::Finding;
use crate::integrity::ExcursionSettings;
use crate::quantity::Exact;
use crate::report::json_model::{ConfigurationJson, ToolJson};
use crate::schema::JsonSchema;
use serde::Serialize;

/// Name of the layout; it changes only when a reader would have to.
const SCHEMA_NAME: &str = "evqc-excursion/1";

/// What temperature logs say of the handling of a lot.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "evqc excursion, version 1", rename = "Excursion")]
struct ExcursionJson<'a> {
    /// `evqc-excursion/1`
    #[schemars(extend("const" = SCHEMA_NAME))]
    schema: &'static str,
    /// The program.
    tool: ToolJson,
    /// The options of the run that can change what it comes to.
    configuration: ConfigurationJson<'a, ExcursionSettings>,
    /// The specification.
    spec: SpecJson<'a>,
    /// The lot; null when it is not named.
    lot: Option<&'a str>,
    /// The logs in the order given.
    logs: Vec<LogJson<'a>>,
    /// The files beside the logs.
    beside: Vec<BesideJson<'a>>,
    /// `pass`, `fail`, `inconclusive` or `not_evaluable`.
    outcome: &'static str,
    /// Whether a deviation has to be recorded.
    deviation: bool,
    /// Each sensor over its journey.
    journeys: Vec<JourneyJson<'a>>,
    /// The quality assessment that counts; null when there is none.
    assessment: Option<AssessmentJson<'a>>,
    /// The paragraph for the deviation report; null when the logs could not be read.
    paragraph: Option<ParagraphJson>,
    /// What there is to say.
    findings: Vec<HandlingFindingJson<'a>>,
    /// The exit code.
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
    /// Digest of its canonical form.
    sha256: &'a str,
    /// Its rules for storage and transport, in lines; empty when it has none.
    handling: Vec<String>,
    /// `step` or `trapezoid`: what a reading says of the time up to the next one; null without rules.
    between_readings: Option<&'static str>,
}

/// A log.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Log")]
struct LogJson<'a> {
    /// As named by the user.
    name: &'a str,
    /// SHA-256 of its bytes.
    sha256: &'a str,
    /// How it was read; empty when it was not.
    detected: &'a str,
    /// Model and serial number, as printed.
    device: &'a str,
}

/// A file beside the logs.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Beside")]
struct BesideJson<'a> {
    /// As named by the user.
    name: &'a str,
    /// `lot facts` or `assessment`.
    what: &'static str,
    /// SHA-256 of its bytes.
    sha256: &'a str,
}

/// One sensor over its journey.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Journey")]
struct JourneyJson<'a> {
    /// File and sensor.
    name: &'a str,
    /// Moment of the first reading.
    from: &'a str,
    /// Moment of the last one.
    to: &'a str,
    /// Seconds between the two.
    seconds: i64,
    /// Readings with a temperature.
    readings: usize,
    /// Readings without one.
    unread: usize,
    /// Median time between two readings, in seconds.
    interval_seconds: i64,
    /// The lowest reading.
    lowest: Option<ExtremeJson<'a>>,
    /// The highest reading.
    highest: Option<ExtremeJson<'a>>,
    /// Where the log proves nothing.
    gaps: Vec<GapJson<'a>>,
    /// Times outside the storage range.
    excursions: Vec<StretchJson<'a>>,
    /// Time beyond each temperature that the rules name.
    beyond: Vec<BeyondJson<'a>>,
    /// The mean kinetic temperature.
    mean_kinetic_temperature: KineticsJson<'a>,
    /// The rules, one by one.
    rules: Vec<RuleJson<'a>>,
}

/// The highest or lowest reading.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Extreme")]
struct ExtremeJson<'a> {
    /// In °C.
    celsius: NumberJson,
    /// When.
    moment: &'a str,
    /// The file.
    file: &'a str,
    /// Line, from 1.
    line: u64,
}

/// A number as text and as a float.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Number")]
struct NumberJson {
    /// As decimal text, at most 18 digits.
    text: String,
    /// The nearest float.
    value: f64,
}

/// A gap.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Gap")]
struct GapJson<'a> {
    /// Moment of the reading before it.
    from: &'a str,
    /// Moment of the reading after it.
    to: &'a str,
    /// Its length.
    seconds: i64,
    /// Whether the logger wrote rows in it that hold no temperature.
    unread: bool,
}

/// A time outside the storage range.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Stretch")]
struct StretchJson<'a> {
    /// `above` or `below`.
    side: &'static str,
    /// The limit in °C.
    limit: NumberJson,
    /// When it begins, to the second.
    from: &'a str,
    /// When it ends, to the second.
    to: &'a str,
    /// Its length in seconds.
    seconds: NumberJson,
    /// The temperature furthest beyond, in °C.
    peak: NumberJson,
    /// Whether the log begins in it.
    open_start: bool,
    /// Whether the log ends in it.
    open_end: bool,
}

/// Time beyond a temperature.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Beyond")]
struct BeyondJson<'a> {
    /// `above` or `below`.
    side: &'static str,
    /// The temperature in °C.
    threshold: NumberJson,
    /// Seconds in this log.
    seconds: NumberJson,
    /// Whether the log begins or ends in an excursion on this side, so that there may have been more.
    open: bool,
    /// The stability budget; null when there is none for this temperature. A temperature with several rows has as many.
    budget: Option<BudgetJson<'a>>,
}

/// A row of the stability budget.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Budget")]
struct BudgetJson<'a> {
    /// Seconds in all.
    at_most_seconds: NumberJson,
    /// Whether it is for the whole life of the lot; else for each journey.
    in_all: bool,
    /// Seconds used before; null when not known.
    used_seconds: Option<NumberJson>,
    /// Seconds left, negative when exceeded; null when not known.
    left_seconds: Option<NumberJson>,
    /// Key of the reference that it rests on.
    source: Option<&'a str>,
}

/// The mean kinetic temperature; `celsius` is null when there is none.
#[derive(Default, Serialize, JsonSchema)]
#[schemars(rename = "MeanKineticTemperature")]
struct KineticsJson<'a> {
    /// The highest over any window, in °C.
    celsius: Option<f64>,
    /// The arithmetic mean over the same window, in °C.
    arithmetic_mean_celsius: Option<f64>,
    /// When the window begins.
    from: Option<&'a str>,
    /// When it ends.
    to: Option<&'a str>,
    /// Whether the log is no longer than the window.
    whole_log: Option<bool>,
    /// Why it means nothing for this product; null when it may be used or no rule asks for it.
    refused: Option<&'a str>,
}

/// A rule of the product.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Rule")]
struct RuleJson<'a> {
    /// `readings`, `longest excursion`, `mean kinetic temperature`, `budget` or `thaw`.
    rule: &'static str,
    /// Of a budget: `above` or `below`.
    side: Option<&'static str>,
    /// Of a budget: the temperature in °C.
    threshold: Option<NumberJson>,
    /// `met`, `not known` or `not met`.
    status: &'static str,
    /// What is allowed.
    allowed: &'a str,
    /// What was found.
    found: &'a str,
}

/// A quality assessment.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Assessment")]
struct AssessmentJson<'a> {
    /// Number of the deviation.
    deviation: &'a str,
    /// `acceptable` or `not acceptable`.
    conclusion: &'static str,
    /// Who signed it.
    by: &'a str,
    /// When.
    date: String,
    /// What it rests on.
    reason: &'a str,
}

/// The paragraph for the deviation report.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Paragraph")]
struct ParagraphJson {
    /// In English.
    en: String,
    /// In Chinese.
    zh: String,
}

/// What there is to say.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "HandlingFinding")]
struct HandlingFindingJson<'a> {
    /// Stable name; `evqc explain CODE` tells more.
    code: &'static str,
    /// `error`, `warning` or `note`.
    severity: &'static str,
    /// One sentence.
    message: &'a str,
    /// The file; null when it is about none.
    file: Option<&'a str>,
    /// Line, from 1; null for the file as a whole.
    line: Option<u64>,
    /// Field, from 1.
    column: Option<u32>,
}

/// The summary.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "HandlingSummary")]
struct SummaryJson {
    /// The exit code.
    exit: u8,
}

/// The JSON Schema of the report.
#[cfg(feature = "schemas")]
pub fn excursion_schema() -> schemars::Schema {
    crate::schema::of_written::<ExcursionJson<'_>>()
}

pub(super) fn render(report: &ExcursionReport<'_>) -> serde_json::Result<String> {
    let (spec, evaluation) = (report.specification, report.evaluation);
    let handling = spec.handling.as_deref();
    let [en, zh] = report.paragraphs();
    let document = ExcursionJson {
        schema: SCHEMA_NAME,
        tool: ToolJson::this(),
        configuration: ConfigurationJson::of(report.settings)?,
        spec: SpecJson {
            id: &spec.id,
            version: &spec.version,
            sha256: &spec.sha256,
            handling: handling.map(|handling| handling.in_words()).unwrap_or_default(),
            between_readings: handling.map(|handling| handling.between.as_str()),
        },
        lot: report.lot,
        logs: report.logs.iter().map(of_log).collect(),
        beside: report.beside.iter().map(of_beside).collect(),
        outcome: evaluation.outcome.as_str(),
        deviation: evaluation.deviation,
        journeys: evaluation.journeys.iter().map(journey).collect(),
        assessment: evaluation.assessment.as_ref().map(assessment),
        paragraph: (!evaluation.journeys.is_empty()).then_some(ParagraphJson { en, zh }),
        findings: report.findings.iter().map(finding).collect(),
        summary: SummaryJson { exit: evaluation.outcome.exit() },
    };
    serde_json::to_string_pretty(&document).map(|text| text + "\n")
}

fn of_beside(file: &super::ReadBeside) -> BesideJson<'_> {
    BesideJson { name: &file.name, what: file.what, sha256: &file.sha256 }
}

fn of_log(log: &super::ReadLog) -> LogJson<'_> {
    LogJson { name: &log.name, sha256: &log.sha256, detected: &log.detected, device: &log.device }
}

fn number(value: &Exact) -> NumberJson {
    NumberJson { text: value.to_decimal_string(18).0, value: value.to_f64() }
}

fn journey(journey: &Journey) -> JourneyJson<'_> {
    JourneyJson {
        name: &journey.name,
        from: &journey.from,
        to: &journey.to,
        seconds: journey.seconds,
        readings: journey.readings,
        unread: journey.unread,
        interval_seconds: journey.interval,
        lowest: journey.lowest.as_ref().map(extreme),
        highest: journey.highest.as_ref().map(extreme),
        gaps: journey.gaps.iter().map(gap).collect(),
        excursions: journey.excursions.iter().map(stretch).collect(),
        beyond: journey.beyond.iter().map(beyond).collect(),
        mean_kinetic_temperature: kinetics(&journey.kinetics),
        rules: journey.checks.iter().map(rule).collect(),
    }
}

fn extreme(extreme: &Extreme) -> ExtremeJson<'_> {
    let place = &extreme.place;
    ExtremeJson { celsius: number(&extreme.celsius), moment: &extreme.moment, file: &place.file, line: place.line }
}

fn gap(gap: &Gap) -> GapJson<'_> {
    GapJson { from: &gap.from, to: &gap.to, seconds: gap.seconds, unread: gap.unread }
}

fn stretch(stretch: &Stretch) -> StretchJson<'_> {
    StretchJson {
        side: stretch.side.as_str(),
        limit: number(&stretch.limit),
        from: &stretch.from_moment,
        to: &stretch.to_moment,
        seconds: number(&stretch.seconds()),
        peak: number(&stretch.peak),
        open_start: stretch.open_start,
        open_end: stretch.open_end,
    }
}

fn beyond(beyond: &Beyond) -> BeyondJson<'_> {
    let budget = beyond.budget.as_ref().map(|budget| BudgetJson {
        at_most_seconds: number(&budget.at_most),
        in_all: budget.in_all,
        used_seconds: budget.used.as_ref().map(number),
        left_seconds: budget.left.as_ref().map(number),
        source: budget.source.as_deref(),
    });
    BeyondJson {
        side: beyond.side.as_str(),
        threshold: number(&beyond.threshold),
        seconds: number(&beyond.seconds),
        open: beyond.open,
        budget,
    }
}

fn kinetics(kinetics: &Kinetics) -> KineticsJson<'_> {
    match kinetics {
        Kinetics::NoRule => KineticsJson::default(),
        Kinetics::Refused(why) => KineticsJson { refused: Some(why), ..KineticsJson::default() },
        Kinetics::Worst { celsius, mean, from, to, whole_log, .. } => KineticsJson {
            celsius: Some(*celsius),
            arithmetic_mean_celsius: Some(*mean),
            from: Some(from),
            to: Some(to),
            whole_log: Some(*whole_log),
            refused: None,
        },
    }
}

fn rule(check: &Check) -> RuleJson<'_> {
    RuleJson {
        rule: check.kind.as_str(),
        side: check.beyond.as_ref().map(|(side, _)| side.as_str()),
        threshold: check.beyond.as_ref().map(|(_, threshold)| number(threshold)),
        status: check.status.as_str(),
        allowed: &check.allowed,
        found: &check.found,
    }
}

fn assessment(assessment: &Assessment) -> AssessmentJson<'_> {
    AssessmentJson {
        deviation: &assessment.deviation,
        conclusion: assessment.conclusion.as_str(),
        by: &assessment.by,
        date: assessment.date.to_string(),
        reason: &assessment.reason,
    }
}

fn finding(finding: &Finding) -> HandlingFindingJson<'_> {
    let place = finding.place.as_ref();
    HandlingFindingJson {
        code: finding.code.name,
        severity: finding.severity().as_str(),
        message: &finding.message,
        file: place.map(|place| &*place.file),
        line: place.map(|place| place.line).filter(|line| *line > 0),
        column: place.map(|place| place.column).filter(|column| *column > 0),
    }
}
