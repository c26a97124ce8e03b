//! The structs that serialise as `json` and `jsonl`, and from which the published JSON Schema is generated.
//!
//! Decimal numbers are strings, as exact as they are known, with a float beside them for programs that want one. Text is
//! the text of the files; a JSON writer quotes it, so nothing is escaped here.

use crate::integrity::{SOURCE_SHA256, Settings, settings_sha256};
use crate::schema::JsonSchema;
use serde::Serialize;

/// Name of the layout of this report; it changes only when a reader would have to.
pub const SCHEMA_NAME: &str = "evqc-report/1";

/// An evqc report: which lots of extracellular vesicles meet their release specification, and why not.
#[cfg(feature = "schemas")]
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "evqc report, version 1", rename = "Report")]
pub struct ReportJson<'a> {
    /// What is known before any lot.
    #[serde(flatten)]
    pub head: HeadJson<'a>,
    /// Every lot, in the order in which it first appears in the data.
    pub lots: Vec<LotJson<'a>>,
    /// Everything there is to say: about the run first, then lot by lot, worst first within a lot. The reasons of the
    /// tests stand here again, so that a reader of this list alone misses nothing.
    pub findings: Vec<FindingJson<'a>>,
    /// Number of lots by verdict, and the exit code.
    pub summary: SummaryJson,
}

/// What the report was made with and from.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Head")]
pub struct HeadJson<'a> {
    /// `evqc-report/1`
    #[schemars(extend("const" = SCHEMA_NAME))]
    pub schema: &'static str,
    /// The program.
    pub tool: ToolJson,
    /// The day that counted as today, ISO 8601.
    pub as_of: String,
    /// The stage asked for; null: all.
    pub stage: Option<&'a str>,
    /// What the run was told beside its files.
    pub configuration: ConfigurationJson<'a, Settings>,
    /// The specification; null when none could be read, or when lots were judged against several versions.
    pub spec: Option<SpecJson<'a>>,
    /// Every specification that lots were judged against.
    pub specs: Vec<SpecInFullJson<'a>>,
    /// The files that were read.
    pub inputs: Vec<InputJson<'a>>,
}

/// The program that wrote the report.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Tool")]
pub struct ToolJson {
    /// `evqc`
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// SHA-256 of the text it was made from: of the list of `sha256sum` for its files, the same on every system.
    pub sha256: &'static str,
}

impl ToolJson {
    /// This program.
    pub fn this() -> Self {
        ToolJson { name: "evqc", version: env!("CARGO_PKG_VERSION"), sha256: SOURCE_SHA256 }
    }
}

/// The options of the run that can change a result.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Configuration")]
pub struct ConfigurationJson<'a, S> {
    /// SHA-256 of `settings` as they stand here: compact JSON, in this order.
    pub sha256: String,
    /// The settings; what was not given is left out.
    pub settings: &'a S,
}

impl<'a, S: Serialize> ConfigurationJson<'a, S> {
    /// Of these settings.
    ///
    /// # Errors
    /// They cannot be written as JSON.
    pub fn of(settings: &'a S) -> serde_json::Result<Self> {
        Ok(ConfigurationJson { sha256: settings_sha256(settings)?, settings })
    }
}

/// What a specification is and rests on.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "SpecificationInFull")]
pub struct SpecInFullJson<'a> {
    /// Which specification.
    #[serde(flatten)]
    pub name: SpecJson<'a>,
    /// Human title.
    pub title: &'a str,
    /// What the limits rest on.
    pub basis: Option<&'a str>,
    /// Remarks for the reader.
    pub notes: &'a [String],
    /// Parameters with the value they have in this run.
    pub parameters: Vec<NamedQuantityJson<'a>>,
    /// Limits that follow from route and dose, where the specification says how the product is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub derivation: Option<DoseDerivationJson<'a>>,
}

/// Limits that follow from route and dose, with the way to them.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "DoseDerivation")]
pub struct DoseDerivationJson<'a> {
    /// The route that decided on endotoxin.
    pub route: Option<&'static str>,
    /// The pharmacopoeia that decided; null where the limit holds for each mL.
    pub pharmacopoeia: Option<&'static str>,
    /// Each step to the endotoxin limit in words with its numbers.
    pub steps: &'a [String],
    /// The limits by the name of their parameter.
    pub limits: Vec<DerivedLimitJson<'a>>,
    /// The endotoxin limit per unit of the dose in words.
    pub per_dose_unit: Option<String>,
    /// Why there is no endotoxin limit.
    pub no_limit: Option<&'a str>,
}

/// A limit that follows from route and dose.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "DerivedLimit")]
pub struct DerivedLimitJson<'a> {
    /// Name of the parameter, and the limit as stated.
    #[serde(flatten)]
    pub stated: NamedQuantityJson<'a>,
    /// The limit before rounding, to twelve significant digits.
    pub exact: String,
    /// Steps that are its own.
    pub steps: &'a [String],
}

/// Which specification.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Specification")]
pub struct SpecJson<'a> {
    /// Stable identifier.
    pub id: &'a str,
    /// Version as written.
    pub version: &'a str,
    /// `draft`, `approved`, `superseded` or `withdrawn`. A draft is not for release.
    pub status: &'static str,
    /// SHA-256 of the resolved, canonical form.
    pub sha256: &'a str,
}

/// A file that was read.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Input")]
pub struct InputJson<'a> {
    /// Name as given; `-` for standard input.
    pub name: &'a str,
    /// SHA-256 of its bytes.
    pub sha256: &'a str,
    /// Data rows, header excluded.
    pub rows: u64,
    /// What was detected: encoding, separator, layout.
    pub detected: &'a str,
}

/// One lot.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Lot")]
pub struct LotJson<'a> {
    /// Lot id as written.
    pub lot: &'a str,
    /// Conformity of the lot.
    #[schemars(schema_with = "verdicts")]
    pub verdict: &'static str,
    /// The same as a sentence.
    pub statement: String,
    /// The specification it was judged against.
    pub spec: SpecJson<'a>,
    /// Why this version of the specification was chosen, when there was a choice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spec_choice: Option<&'a str>,
    /// Facts from the lot file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facts: Option<FactsJson<'a>>,
    /// Every test of the specification in its order, passing tests and tests without data included.
    pub tests: Vec<TestJson<'a>>,
    /// Expiry and retest; absent where neither the specification nor the lot says anything of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiry: Option<ExpiryJson<'a>>,
    /// The claims for use with what the lot says about each; absent where the specification makes none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub in_use: Vec<ClaimJson>,
    /// The handling of the lot; absent where freeze-thaw cycles are neither limited nor counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handling: Option<HandlingJson>,
    /// Number of tests by outcome.
    pub counts: CountsJson,
}

/// Expiry and retest of a lot on the day of judgement.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Expiry")]
pub struct ExpiryJson<'a> {
    /// The day of judgement, ISO 8601.
    pub as_of: String,
    /// `in_life`, `retest_due`, `reexamined`, `expired` or `not_known`.
    #[schemars(extend("enum" = ["in_life", "retest_due", "reexamined", "expired", "not_known"]))]
    pub state: &'static str,
    /// The rule of the specification in words.
    pub rule: Option<&'a str>,
    /// The event from which the rule counts.
    pub from: Option<&'static str>,
    /// Its day.
    pub start: Option<String>,
    /// The last day by the rule.
    pub by_rule: Option<String>,
    /// The expiry date that the lot states: a day, or a month, which means its last day.
    pub stated: Option<String>,
    /// The last days of parent lots that the lot must not outlive.
    pub by_parents: Vec<ParentLastDayJson<'a>>,
    /// The last day of use: the earliest of all.
    pub last_day: Option<String>,
    /// Days from the day of judgement to the last day; negative after it.
    pub remaining_days: Option<i64>,
    /// Whole calendar months in them.
    pub remaining_months: Option<u32>,
    /// Days beyond those months.
    pub remaining_days_beyond_months: Option<u32>,
    /// The retest date.
    pub retest: Option<String>,
    /// Days from the day of judgement to the retest date; negative after it.
    pub days_to_retest: Option<i64>,
}

/// The last day of a parent lot.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ParentLastDay")]
pub struct ParentLastDayJson<'a> {
    /// The parent lot.
    pub lot: &'a str,
    /// Its last day, ISO 8601.
    pub last_day: String,
}

/// A claim for use.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Claim")]
pub struct ClaimJson {
    /// In words.
    pub claim: String,
    /// The event from which its time is counted; null for freeze-thaw cycles.
    pub event: Option<&'static str>,
    /// The claimed time.
    pub within: Option<QuantityJson>,
    /// How far from a time point a sample may be taken.
    pub tolerance: Option<QuantityJson>,
    /// The claimed number of freeze-thaw cycles.
    pub freeze_thaw_cycles: Option<u32>,
    /// `no_data`, `supported` or `not_supported`.
    #[schemars(extend("enum" = ["no_data", "supported", "not_supported"]))]
    pub state: &'static str,
    /// Why it is not supported.
    pub gaps: Vec<String>,
}

/// The handling of a lot.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Handling")]
pub struct HandlingJson {
    /// How often the lot was frozen and thawed.
    pub freeze_thaw_cycles: Option<u32>,
    /// The validated number.
    pub maximum: Option<u32>,
    /// `pass`, `fail`, `missing` or `reported`.
    #[schemars(extend("enum" = ["pass", "fail", "missing", "reported"]))]
    pub outcome: &'static str,
}

/// An event in the life of a lot.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Event")]
pub struct EventJson {
    /// The event: `filled`, `frozen`, `thawed`.
    pub event: &'static str,
    /// Its day, ISO 8601.
    pub day: String,
}

/// Number of tests by outcome.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Counts")]
pub struct CountsJson {
    /// Judged, criterion met.
    pub pass: usize,
    /// Judged, criterion not met: out of specification.
    pub fail: usize,
    /// The assay failed its own validity criteria.
    pub invalid: usize,
    /// Started, not final.
    pub pending: usize,
    /// Required, nothing or too little there.
    pub missing: usize,
    /// A result exists, the rule allows no statement.
    pub inconclusive: usize,
    /// Integrity is broken.
    pub not_evaluable: usize,
    /// A value without criterion, as specified.
    pub reported: usize,
    /// Not performed under an approved rule.
    pub waived: usize,
    /// Does not apply.
    pub not_applicable: usize,
}

/// Facts of a lot that are not test results.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Facts")]
pub struct FactsJson<'a> {
    /// Day of manufacture, ISO 8601.
    pub manufactured: Option<String>,
    /// Expiry date as stated: a day, or a month, which means its last day; ISO 8601.
    pub expires: Option<String>,
    /// Retest date as stated, likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retest: Option<String>,
    /// Days of other events than manufacture; absent where the lot file has none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<EventJson>,
    /// How often the lot was frozen and thawed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub freeze_thaw_cycles: Option<u32>,
    /// Parent lots.
    pub parents: &'a [String],
    /// Label claims of the lot.
    pub label: Vec<NamedQuantityJson<'a>>,
    /// Other numerical facts.
    pub quantities: Vec<NamedQuantityJson<'a>>,
}

/// A quantity with its name.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "NamedQuantity")]
pub struct NamedQuantityJson<'a> {
    /// What it is the quantity of.
    pub name: &'a str,
    /// The number and its unit.
    #[serde(flatten)]
    pub quantity: QuantityJson,
}

/// A number as written, with its unit.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Quantity")]
pub struct QuantityJson {
    /// Decimal text.
    pub value: String,
    /// The same as a float.
    pub value_float: Option<f64>,
    /// Unit; empty for a pure number.
    pub unit: String,
}

/// One test in one lot, at one time point.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Test")]
pub struct TestJson<'a> {
    /// Identifier in the specification.
    pub id: &'a str,
    /// Printed name.
    pub name: &'a str,
    /// Attribute class.
    pub category: &'static str,
    /// Stage of the process at which the test applies; null: any.
    pub stage: Option<&'a str>,
    /// Stability time point; null at release.
    pub point: Option<PointJson<'a>>,
    /// Procedure number and version.
    pub procedure: Option<&'a str>,
    /// What the test takes from instrument files; absent where the specification does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// What a percentage is a percentage of; absent where the specification does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<&'a str>,
    /// Whether the lot is concluded without it.
    pub required: bool,
    /// The panel through which alone a `fail` of this test counts.
    pub decided_by: Option<&'a str>,
    /// What became of it.
    #[schemars(schema_with = "outcomes")]
    pub outcome: &'static str,
    /// Whether the alert limit is crossed.
    pub alert: bool,
    /// All flags beside the outcome; they never change it.
    pub flags: Vec<&'static str>,
    /// What was compared with the criterion; null when there is no result.
    pub reportable: Option<ReportableJson<'a>>,
    /// The criterion that applied; null when none could be chosen.
    pub criterion: Option<CriterionJson<'a>>,
    /// How the value became an outcome; null for a panel.
    pub rule: Option<RuleJson>,
    /// What the decision rests on beside the value; null when the rule is simple and no uncertainty is stated.
    pub decision: Option<DecisionJson>,
    /// The uncertainty of a derived attribute by simulation; absent unless it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub simulation: Option<SimulationJson>,
    /// Distance to the nearest limit in percent of the limit (one-sided) or of half the range (two-sided); negative
    /// outside.
    pub margin: Option<f64>,
    /// Every determination of the test, controls and invalidated values included, in file order.
    pub determinations: Vec<DeterminationJson<'a>>,
    /// Unit conversions that were made.
    pub conversions: Vec<ConversionJson>,
    /// The determination that an outlier test marks; absent where there is none. Information only: it counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outlier: Option<OutlierJson<'a>>,
    /// For a test on a derived attribute: its formula with the inputs; absent for every other test.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub derivation: Option<DerivationJson<'a>>,
    /// For a panel that is not met: the members that stood against it, or had no usable result; absent otherwise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub members_against: Vec<&'a str>,
    /// Why the outcome is what it is.
    pub reasons: Vec<ReasonJson<'a>>,
    /// Where the limit comes from.
    pub source: Option<SourceJson<'a>>,
    /// Where the test stands in the specification.
    pub place: PlaceJson<'a>,
}

/// A time point on stability or in use as written in the data.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Point")]
pub struct PointJson<'a> {
    /// `stability`, or `in use`: then the time is counted from thaw, reconstitution or opening.
    pub kind: &'static str,
    /// Time as written.
    pub time: &'a str,
    /// Its unit as written.
    pub time_unit: &'a str,
    /// Storage condition as written.
    pub condition: &'a str,
    /// Container and closure as written.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub container: &'a str,
    /// How it was kept, as written.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub orientation: &'a str,
}

/// What was compared with the criterion.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Reportable")]
pub struct ReportableJson<'a> {
    /// `number`, `text` or `panel`.
    pub kind: &'static str,
    /// As compared and printed, with unit: `80 %`, `<0.06 EU/mL`.
    pub text: String,
    /// Sign of a censored value: the true value lies on this side of `value`.
    #[schemars(extend("enum" = ["<", "<=", ">", ">=", null]))]
    pub op: Option<&'static str>,
    /// Unrounded, in `unit`, to 34 digits; null unless a number.
    pub value: Option<String>,
    /// The same as a float.
    pub value_float: Option<f64>,
    /// Whether `value` is the whole number and not cut.
    pub value_is_exact: Option<bool>,
    /// As compared: rounded by the rule of the test.
    pub compared: Option<String>,
    /// The same as a float.
    pub compared_float: Option<f64>,
    /// Unit of the criterion; null unless a number.
    pub unit: Option<String>,
    /// Whether its digits do not end, as those of a root, or were estimated; what is compared has more of them than `value`.
    pub floating: bool,
    /// How it was estimated from determinations of which some are censored: `mean by Kaplan-Meier of 3 with 1 censored`;
    /// null when it was not.
    pub estimation: Option<String>,
    /// What a qualitative result or a panel says; null for a number.
    pub words: Option<&'a str>,
    /// How many determinations it rests on.
    pub n: usize,
}

/// The acceptance criterion that applied.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Criterion")]
pub struct CriterionJson<'a> {
    /// `numeric`, `label` (limits in percent of the label claim), `qualitative`, `report` or `panel`.
    pub kind: &'static str,
    /// As the specification writes it, parameters filled in.
    pub text: &'a str,
    /// Criterion text that the specification wants printed as it stands.
    pub verbatim: Option<&'a str>,
    /// Lower limit with its digits.
    pub lower: Option<String>,
    /// The same as a float.
    pub lower_float: Option<f64>,
    /// Whether the lower limit itself conforms.
    pub lower_inclusive: Option<bool>,
    /// Upper limit with its digits.
    pub upper: Option<String>,
    /// The same as a float.
    pub upper_float: Option<f64>,
    /// Whether the upper limit itself conforms.
    pub upper_inclusive: Option<bool>,
    /// Unit of the limits.
    pub unit: Option<String>,
    /// The label claim that the limits are percent of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label_claim: Option<QuantityJson>,
    /// What a qualitative test must show, one of these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub expected: Vec<&'a str>,
    /// Conditions under which this criterion applies.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<ConditionJson<'a>>,
    /// The tests over which a panel speaks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<&'a str>,
    /// Where it stands.
    pub place: PlaceJson<'a>,
}

/// A condition on the determinations.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Condition")]
pub struct ConditionJson<'a> {
    /// Column of the result file.
    pub column: &'static str,
    /// What it must say.
    pub value: &'a str,
}

/// How the value of a derived attribute was computed.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Derivation")]
pub struct DerivationJson<'a> {
    /// The derived attribute.
    pub attribute: &'a str,
    /// Its formula as the specification writes it.
    pub formula: &'a str,
    /// The formula with the values for its names, and the result; null while an input has no value.
    pub text: Option<String>,
    /// Every name in the formula once.
    pub inputs: Vec<FormulaInputJson<'a>>,
    /// Unrounded value in `unit`, to 34 digits; null while an input has none.
    pub value: Option<String>,
    /// The same as a float.
    pub value_float: Option<f64>,
    /// Whether `value` is the whole number and not cut.
    pub value_is_exact: Option<bool>,
    /// Unit of the attribute.
    pub unit: String,
}

/// One name in a formula.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "FormulaInput")]
pub struct FormulaInputJson<'a> {
    /// As written: `particle_concentration`, `label.protein`.
    pub name: String,
    /// Where the value comes from.
    #[schemars(extend("enum" = ["test", "derived", "label", "fact"]))]
    pub kind: &'static str,
    /// Unrounded value, to 34 digits; null when there is none.
    pub value: Option<String>,
    /// The same as a float.
    pub value_float: Option<f64>,
    /// Whether `value` is the whole number and not cut.
    pub value_is_exact: Option<bool>,
    /// Its unit; null when there is no value.
    pub unit: Option<String>,
    /// The cells it rests on; empty for a label claim of the specification.
    pub cells: Vec<CellJson>,
    /// How it was computed itself, when it is derived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub derivation: Option<Box<DerivationJson<'a>>>,
}

/// A determination far from the others. It is never removed.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Outlier")]
pub struct OutlierJson<'a> {
    /// The test: always `grubbs`, of the value furthest from the mean.
    pub method: &'static str,
    /// The value cell as written.
    pub text: &'a str,
    /// Where it stands; null when the file has no name.
    pub cell: Option<CellJson>,
    /// Its distance from the mean in standard deviations.
    pub g: f64,
    /// The critical value of G.
    pub critical: f64,
    /// Significance, for both ends together.
    pub significance: f64,
    /// Number of determinations.
    pub n: usize,
    /// Whether logarithms were tested, as for a geometric mean.
    pub logarithms: bool,
}

/// A cell of an input file.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Cell")]
pub struct CellJson {
    /// File as named by the user.
    pub file: String,
    /// Physical line, from 1.
    pub line: u64,
    /// Field of the record, from 1.
    pub column: u32,
}

/// How determinations became an outcome.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Rule")]
pub struct RuleJson {
    /// Decision rule.
    pub decision: String,
    /// Rounding rule.
    pub rounding: &'static str,
    /// How determinations become the reportable value: `mean of 3`.
    pub result: String,
    /// How censored determinations are judged.
    #[schemars(extend("enum" = ["limit", "worst case", "kaplan-meier", "ros", "mle"]))]
    pub censored: &'static str,
}

/// What a decision rests on, and the risk that it is wrong.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Decision")]
pub struct DecisionJson {
    /// Whether the rule accepted the result; null: it allowed no statement.
    pub accepted: Option<bool>,
    /// The uncertainty of the result; null when it is not known.
    pub uncertainty: Option<UncertaintyJson>,
    /// Why the uncertainty is not known; null when it is, or when it plays no part.
    pub uncertainty_not_known: Option<String>,
    /// Probability that the true value lies inside the limits.
    pub conformance_probability: Option<f64>,
    /// Probability that an accepted result does not conform.
    pub false_accept_risk: Option<f64>,
    /// Probability that a refused result conforms.
    pub false_reject_risk: Option<f64>,
    /// Distance to the nearest limit in standard uncertainties; negative outside.
    pub margin_in_uncertainties: Option<f64>,
    /// Acceptance zone of a guarded rule, in the unit of the limits.
    pub acceptance_zone: Option<EndsJson>,
    /// Confidence bounds or tolerance interval that were compared with the limits, in their unit.
    pub bounds: Option<BoundsJson>,
}

/// Measurement uncertainty of a result, in the unit of its limits.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Uncertainty")]
pub struct UncertaintyJson {
    /// Standard uncertainty u.
    pub standard: String,
    /// The same as a float.
    pub standard_float: Option<f64>,
    /// Expanded uncertainty U = k u.
    pub expanded: String,
    /// The same as a float.
    pub expanded_float: Option<f64>,
    /// Coverage factor k.
    pub coverage_factor: Option<f64>,
    /// Degrees of freedom; null when u counts as known.
    pub degrees_of_freedom: Option<f64>,
    /// Where it comes from.
    #[schemars(extend("enum" = ["results", "counting", "bootstrap", "specification", "replicates", "propagation"]))]
    pub source: &'static str,
    /// The validation report that the specification names.
    pub reference: Option<String>,
}

/// Two ends as decimals; null where there is none.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Ends")]
pub struct EndsJson {
    /// Lower end.
    pub lower: Option<String>,
    /// Upper end.
    pub upper: Option<String>,
}

/// Two ends as floats; null where there is none.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Bounds")]
pub struct BoundsJson {
    /// Lower end.
    pub lower: Option<f64>,
    /// Upper end.
    pub upper: Option<f64>,
}

/// A simulated uncertainty (JCGM 101), in the unit of the derived attribute.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Simulation")]
pub struct SimulationJson {
    /// Seed of the generator: with it the simulation can be drawn again.
    pub seed: u64,
    /// Number of draws.
    pub draws: usize,
    /// Mean of the outcomes.
    pub mean: f64,
    /// Standard deviation of the outcomes.
    pub standard_uncertainty: f64,
    /// 95 % interval with the same probability on both sides.
    pub symmetric: BoundsJson,
    /// Shortest 95 % interval.
    pub shortest: BoundsJson,
    /// Whether the interval by derivatives agrees with it to two digits of the uncertainty (JCGM 101:2008, 8.1).
    pub agrees: bool,
}

/// One measured value as delivered.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Determination")]
pub struct DeterminationJson<'a> {
    /// The value cell as written.
    pub text: &'a str,
    /// What it was read as: `number`, `below`, `above`, `not_detected`, `empty` ...
    pub kind: &'static str,
    /// Sign of a censored value.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("enum" = ["<", "<=", ">", ">="]))]
    pub op: Option<&'static str>,
    /// The number in it, as written; null when there is none.
    pub value: Option<String>,
    /// The same as a float.
    pub value_float: Option<f64>,
    /// Unit as delivered; null when the file gives none.
    pub unit: Option<String>,
    /// `replicate` cell as written.
    pub replicate: &'a str,
    /// The outer group it belongs to, such as an injection, as written; absent when none is given.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub group: &'a str,
    /// `sample`, `control`, `blank`, `reference` or `retest`.
    pub role: &'static str,
    /// Declared status: `valid`, `invalid`, `pending`, `not tested`.
    pub status: &'static str,
    /// How it entered the judgement.
    #[serde(rename = "use")]
    #[schemars(extend("enum" = ["counted", "control", "invalidated", "contested", "retest not counted", "stands beside retests", "interim", "corrected", "correction not counted", "duplicate", "unused"]))]
    pub used: &'static str,
    /// File as named by the user.
    pub file: &'a str,
    /// Physical line, from 1.
    pub line: u64,
    /// Field of the record, from 1.
    pub column: u32,
    /// The value that takes its place; absent unless the determination was corrected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub see: Option<CellJson>,
    /// How it was computed from an instrument file, in one sentence; absent for a delivered row.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub how: &'a str,
    /// What else the row says; absent when it says nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details: Option<DetailsJson<'a>>,
}

/// What a row says beyond its value; empty cells are left out.
#[derive(Debug, Default, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Details")]
pub struct DetailsJson<'a> {
    /// Name of the control.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub control: &'a str,
    /// Method.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub method: &'a str,
    /// Instrument.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub instrument: &'a str,
    /// Who measured.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub analyst: &'a str,
    /// Day on which the test was started, ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started: Option<String>,
    /// Day of the reading, ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Why a result is not valid, or not there, or was corrected.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub reason: &'a str,
    /// Investigation number.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub investigation: &'a str,
    /// Who approved the invalidation or the correction.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub approver: &'a str,
    /// The value that the row corrects, as written.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub corrects: &'a str,
    /// Who corrected it.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub corrected_by: &'a str,
    /// Day of the correction, ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corrected_on: Option<String>,
    /// Why it was corrected, from a closed list; absent where the reason begins with none of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("enum" = ["transcription", "unit", "calculation", "sample-mix-up", "instrument-export", "other"]))]
    pub correction_reason: Option<&'static str>,
    /// Stated uncertainty as written.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub uncertainty: &'a str,
    /// Remark.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub comment: &'a str,
}

/// A unit conversion.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Conversion")]
pub struct ConversionJson {
    /// Unit as delivered.
    pub from: String,
    /// Unit of the criterion.
    pub to: String,
}

/// Why an outcome is what it is.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Reason")]
pub struct ReasonJson<'a> {
    /// Stable name; `evqc explain CODE` tells more.
    pub code: &'static str,
    /// Weight of the code.
    #[schemars(schema_with = "severities")]
    pub severity: &'static str,
    /// One sentence with the numbers.
    pub message: &'a str,
    /// The cell.
    pub place: Option<PlaceJson<'a>>,
    /// The clause of the specification.
    pub clause: Option<PlaceJson<'a>>,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<&'a str>,
}

/// Where a limit comes from.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Source")]
pub struct SourceJson<'a> {
    /// Key in the specification; null when the test grades its evidence without naming a source.
    pub key: Option<&'a str>,
    /// Title of the document.
    pub title: Option<&'a str>,
    /// Digital object identifier or address.
    pub doi: Option<&'a str>,
    /// Table, section or page.
    #[serde(rename = "where")]
    pub part: Option<&'a str>,
    /// How well the limit is supported.
    pub evidence: Option<&'static str>,
}

/// Something to say about the run, a lot or a test.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Finding")]
pub struct FindingJson<'a> {
    /// Stable name; `evqc explain CODE` tells more.
    pub code: &'static str,
    /// Weight here: an error keeps the lot or the run from conforming.
    #[schemars(schema_with = "severities")]
    pub severity: &'static str,
    /// The lot; null for the run as a whole.
    pub lot: Option<&'a str>,
    /// The test; null for the lot or the run as a whole.
    pub test: Option<&'a str>,
    /// One sentence.
    pub message: &'a str,
    /// Where.
    pub place: Option<PlaceJson<'a>>,
    /// Further places.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<RelatedJson<'a>>,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<&'a str>,
}

/// A further place with a remark.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Related")]
pub struct RelatedJson<'a> {
    /// Where.
    pub place: PlaceJson<'a>,
    /// What is there.
    pub remark: &'a str,
}

/// A place in the user's material.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Place")]
pub struct PlaceJson<'a> {
    /// File as named by the user.
    pub file: &'a str,
    /// Physical line, from 1; null for the file as a whole.
    pub line: Option<u64>,
    /// Character of a text, or field of a table record, from 1; null when unknown.
    pub column: Option<u32>,
}

/// Number of lots by verdict.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Summary")]
pub struct SummaryJson {
    /// Lots that conform.
    pub conforms: u64,
    /// Lots that do not conform.
    pub does_not_conform: u64,
    /// Lots not concluded.
    pub not_concluded: u64,
    /// Lots that could not be evaluated.
    pub not_evaluable: u64,
    /// Those of the lots that conform of which a test was waived.
    pub conforms_with_waivers: u64,
    /// Whether the run as a whole could not be evaluated.
    pub run_not_evaluable: bool,
    /// Exit code of the run.
    pub exit: u8,
}

/// The JSON Schema of the `json` report, as published in `docs/schema/report.schema.json`.
#[cfg(feature = "schemas")]
pub fn report_schema() -> schemars::Schema {
    crate::schema::of_written::<ReportJson<'_>>()
}

#[cfg(feature = "schemas")]
fn verdicts(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({ "type": "string", "enum": crate::judge::Verdict::ALL.map(crate::judge::Verdict::as_str) })
}

#[cfg(feature = "schemas")]
fn outcomes(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({ "type": "string", "enum": crate::judge::Outcome::ALL.map(crate::judge::Outcome::as_str) })
}

#[cfg(feature = "schemas")]
fn severities(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({ "type": "string", "enum": ["note", "warning", "error"] })
}
