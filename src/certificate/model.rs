//! The certificate as data: the machine-readable twin of what is printed. Every form is laid out from it, so that no
//! number can differ between them.
//!
//! Decimal numbers are texts with their digits. Where the languages have different words, a text stands in both.

use super::kind::DocumentKind;
use super::words::Words;
use crate::integrity::TimeSource;
use crate::schema::JsonSchema;
use serde::{Deserialize, Serialize};

/// Name of the layout of the twin; it changes only when a reader would have to.
pub const SCHEMA_NAME: &str = "evqc-certificate/1";

/// A certificate of one lot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "evqc certificate, version 1")]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// `evqc-certificate/1`
    #[schemars(extend("const" = SCHEMA_NAME))]
    pub schema: String,
    /// `draft` or `final`. A draft is no certificate, whatever it is called.
    #[schemars(extend("enum" = ["draft", "final"]))]
    pub status: String,
    /// Why it is a draft; empty for a final one.
    pub draft_because: Vec<Mark>,
    /// Who has signed the content; empty: nobody.
    pub signatures: Vec<Signature>,
    /// The laboratory's template of the page for browsers; null: the built-in one. It is no part of what is signed.
    #[serde(default)]
    pub template: Option<TemplateNamed>,
    /// The audit trails of the folders that the files lie in, as they stood when it was issued; the issue itself is the entry
    /// after. Left out where no trail is kept. They are no part of what is signed: every signature is an entry too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trails: Vec<TrailNamed>,
    /// SHA-256 of `content` as compact JSON: what is signed, the same before and after signing.
    pub content_sha256: String,
    /// What the certificate says.
    pub content: Content,
}

/// The template that the page for browsers was made with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateNamed {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// SHA-256 over the names and contents of its files.
    pub sha256: String,
}

/// An audit trail as it stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TrailNamed {
    /// Name of its file.
    pub file: String,
    /// SHA-256 of its first line: a trail that began otherwise is another one.
    pub first: String,
    /// Number of its last entry.
    pub entry: u64,
    /// SHA-256 of the line of that entry.
    pub sha256: String,
    /// The last review of what the trail says of the lot; null: there is none.
    pub review: Option<TrailReviewed>,
}

/// A review of an audit trail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TrailReviewed {
    /// Number of its entry in the trail.
    pub entry: u64,
    /// Who made it.
    pub by: String,
    /// In which role.
    pub role: String,
    /// The documents of the review, by the SHA-256 of each.
    pub documents: Vec<String>,
}

/// Why a certificate is a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// The lot does not conform.
    DoesNotConform,
    /// There is no conclusion on the lot.
    NotConcluded,
    /// The specification is superseded by a later version.
    SpecificationSuperseded,
    /// The specification is not approved.
    SpecificationNotApproved,
    /// A value that the specification states was set to another one for this run.
    SpecificationOverridden,
    /// A value that the specification leaves to the run was set, and no record of it is named.
    ParameterNotRecorded,
    /// Mandatory fields are missing.
    FieldsMissing,
    /// Among those who are to sign is nobody who approves or certifies.
    NobodyApproves,
    /// Not everybody who is to sign has signed.
    NotSigned,
    /// A signature has no meaning.
    SignatureWithoutMeaning,
}

/// A signature on the content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// Name in print.
    pub name: Words,
    /// Function.
    pub function: Words,
    /// `tested`, `reviewed`, `approved` or `certified`; null: not stated.
    #[schemars(extend("enum" = ["tested", "reviewed", "approved", "certified", null]))]
    pub meaning: Option<String>,
    /// When, ISO 8601 with zone.
    pub time: String,
    /// Where the time comes from: the clock of the machine, the signer, or a variable that was set for the run; null: not
    /// known, for a typed name.
    pub time_source: Option<TimeSource>,
    /// Identifier of the key of an electronic signature; null: a typed name, which is no electronic signature.
    pub key: Option<String>,
}

/// What a certificate says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// What the document is called.
    pub title: Words,
    /// What the document is: `certificate_of_analysis`, `test_report` or `batch_certificate`.
    pub document: DocumentKind,
    /// The practice whose mandatory fields were asked for.
    #[schemars(extend("enum" = super::profile::Profile::WORDS))]
    pub profile: String,
    /// Languages of the print.
    #[schemars(extend("enum" = super::profile::Languages::WORDS))]
    pub language: String,
    /// Which language prevails: `en` or `zh`.
    #[schemars(extend("enum" = ["en", "zh"]))]
    pub authoritative: String,
    /// Number of the certificate.
    pub number: Option<String>,
    /// Date of issue.
    pub issued: String,
    /// Date of evaluation.
    pub evaluated: String,
    /// The certificate that this one replaces.
    pub replaces: Option<Replaced>,
    /// Who issues it.
    pub laboratory: Laboratory,
    /// Who has asked for the tests.
    pub requester: Option<Words>,
    /// Who makes the product.
    pub manufacturer: Option<Maker>,
    /// Number of the marketing authorisation or of the clinical trial.
    pub authorisation: Option<String>,
    /// The product.
    pub product: Product,
    /// Where the vesicles come from.
    pub provenance: Provenance,
    /// The lot.
    pub lot: Lot,
    /// The sample.
    pub sample: Sample,
    /// The test basis.
    pub specification: SpecificationNamed,
    /// The stage at which the lot was judged.
    pub stage: Words,
    /// `research`, `non-clinical`, `clinical trial` or `commercial`; null: not declared.
    #[schemars(extend("enum" = ["research", "non-clinical", "clinical trial", "commercial", null]))]
    pub intended_use: Option<String>,
    /// Every line of the specification in its order, once, lines without data included.
    pub tests: Vec<TestLine>,
    /// Invalid runs, failing and repeated results, none left out.
    pub history: Vec<HistoryEntry>,
    /// Runs of instrument files of the lot that no result, or not every one, rests on; left out where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub runs_not_used: Vec<RunsNotUsed>,
    /// Deviations, additions, exclusions.
    pub deviations: Vec<DeviationEntry>,
    /// Tests that were not performed, each with its authority.
    pub not_performed: Vec<NotPerformed>,
    /// External laboratories with the tests they did.
    pub external: Vec<External>,
    /// Remarks.
    pub comments: Vec<Words>,
    /// What the results come to.
    pub conclusion: Conclusion,
    /// What is stated, in the order of the print.
    pub statements: Vec<Stated>,
    /// The certification of a batch certificate, and who is entitled to it; printed once that person has signed.
    pub certification: Option<Stated>,
    /// Who is to sign, in the order of signing.
    pub signatories: Vec<Signing>,
    /// Mandatory fields that are missing.
    pub missing: Vec<MissingField>,
    /// What the evaluation was made with and from.
    pub record: Record,
}

/// The certificate that is replaced.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Replaced {
    /// Its number.
    pub number: String,
    /// Its date of issue.
    pub date: Option<String>,
    /// Its digest: `content_sha256`; null when it was not at hand.
    pub content_sha256: Option<String>,
    /// Why it is replaced.
    pub reason: Words,
    /// What changed, in the words of the laboratory.
    pub changes: Vec<Words>,
    /// What evqc found to have changed.
    pub found: Vec<Change>,
}

/// A value that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Where in the content: `tests.endotoxin.result.text.en`.
    pub at: String,
    /// The same in print: `Bacterial endotoxin: Result`.
    pub what: Words,
    /// What it said; null: nothing.
    pub before: Option<String>,
    /// What it says; null: nothing.
    pub after: Option<String>,
}

/// Who issues a certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Laboratory {
    /// Name.
    pub name: Option<Words>,
    /// Address.
    pub address: Option<Words>,
    /// Telephone, electronic mail.
    pub contact: Option<Words>,
    /// Where the tests are done, if elsewhere.
    pub place_of_testing: Option<Words>,
}

/// Who makes the product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Maker {
    /// Name.
    pub name: Words,
    /// Address.
    pub address: Option<Words>,
    /// Number of the licence.
    pub licence: Option<String>,
    /// Sites of manufacture and quality control.
    pub sites: Vec<MakerSite>,
}

/// A site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MakerSite {
    /// Name.
    pub name: Words,
    /// Address.
    pub address: Option<Words>,
    /// What is done there.
    pub activity: Option<Words>,
    /// Number of the licence.
    pub licence: Option<String>,
}

/// The product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Product {
    /// Name.
    pub name: Option<Words>,
    /// Class of vesicles.
    pub vesicle: Option<Words>,
    /// `natural` or `engineered`; null: the specification does not say.
    #[schemars(extend("enum" = ["natural", "engineered", null]))]
    pub kind: Option<String>,
    /// Strength per container with its unit.
    pub strength: Option<Words>,
    /// What the strength counts.
    pub strength_basis: Option<Words>,
    /// Dosage form.
    pub dosage_form: Option<Words>,
    /// Route.
    pub route: Option<Words>,
    /// Container and closure.
    pub container: Option<Words>,
    /// Fill volume.
    pub fill_volume: Option<Words>,
    /// Pack size.
    pub pack_size: Option<Words>,
    /// Storage condition.
    pub storage: Option<Words>,
    /// Shipping condition.
    pub shipping: Option<Words>,
    /// In-use condition.
    pub in_use: Option<Words>,
}

/// Where the vesicles come from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// Parent cell.
    pub parent_cell: Option<Words>,
    /// Tissue.
    pub tissue: Option<Words>,
    /// Donor.
    pub donor: Option<Words>,
    /// Cell bank.
    pub bank: Option<Words>,
    /// Passage.
    pub passage: Option<Words>,
    /// Class of culture medium.
    pub medium: Option<Words>,
    /// Isolation process.
    pub isolation: Option<Words>,
    /// Formulation buffer.
    pub buffer: Option<Words>,
    /// Parent lots.
    pub lineage: Vec<String>,
    /// Lots that the lot was made from, parents and those before them, of which the data have no result: what became of them was not
    /// judged here. Left out where there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lineage_not_judged: Vec<String>,
}

/// The lot.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lot {
    /// Lot number of the maker, as in the results.
    pub id: String,
    /// Lot number of the repacker.
    pub repacker_lot: Option<String>,
    /// Batch size with its unit.
    pub size: Option<Words>,
    /// Number of containers.
    pub containers: Option<u64>,
    /// Day of manufacture.
    pub manufactured: Option<String>,
    /// What the date of manufacture means.
    pub manufacture_rule: Option<Words>,
    /// Last day of use, or the month whose last day it is.
    pub expiry: Option<String>,
    /// The rule behind the expiry date.
    pub expiry_rule: Option<String>,
    /// The same in print, with the day from which it counts; absent without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiry_rule_words: Option<Words>,
    /// The day from which the rule counts, and the last day of each parent lot that binds this one, as the rule in print has
    /// them; absent without a rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiry_from: Option<Words>,
    /// Retest date.
    pub retest: Option<String>,
    /// Label claims.
    pub label: Vec<NamedText>,
}

/// A value with its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NamedText {
    /// What it is the value of.
    pub name: Words,
    /// The value with its unit.
    pub text: String,
}

/// The sample.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// Sample numbers.
    pub ids: Vec<String>,
    /// Sampling plan.
    pub plan: Option<Words>,
    /// Date of sampling.
    pub sampled: Option<String>,
    /// Quantity.
    pub quantity: Option<Words>,
    /// Date of receipt.
    pub received: Option<String>,
    /// Condition on receipt.
    pub condition: Option<Words>,
}

/// The test basis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpecificationNamed {
    /// Identifier.
    pub id: String,
    /// Version.
    pub version: String,
    /// Title.
    pub title: String,
    /// `draft`, `approved`, `superseded` or `withdrawn`.
    #[schemars(extend("enum" = ["draft", "approved", "superseded", "withdrawn"]))]
    pub status: String,
    /// First day on which it applies.
    pub effective: Option<String>,
    /// Who has approved it.
    pub approver: Option<Words>,
    /// SHA-256 of its resolved, canonical form, with the parameters of the run.
    pub sha256: String,
    /// Values that were set for this run.
    pub parameters: Vec<ParameterStated>,
}

/// A value that was set for this run: a parameter of the specification, or `dilution`, the factor of samples whose files record
/// none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParameterStated {
    /// Its name in the specification; `dilution`.
    pub name: String,
    /// Its value in this run, with unit.
    pub value: String,
    /// The value that the specification states; null: it leaves the value to the run.
    pub specification: Option<String>,
    /// The record that says that this value holds for the lot, by the certificate facts; null: none is named.
    pub record: Option<String>,
}

/// One line of the specification with what was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TestLine {
    /// Identifier in the specification.
    pub id: String,
    /// Name in print.
    pub name: Words,
    /// Attribute class.
    #[schemars(extend("enum" = ["identity", "purity", "quantity", "potency", "safety", "general", "stability"]))]
    pub category: String,
    /// Stage of the process; null: any.
    pub stage: Option<String>,
    /// Time point of a stability study or in use; null at release.
    pub point: Option<Words>,
    /// Number and version of the procedure.
    pub procedure: Option<String>,
    /// Methods that delivered the results; else those of the specification.
    pub methods: Vec<String>,
    /// Compendial reference with its edition.
    pub reference: Option<String>,
    /// The acceptance criterion in print.
    pub criterion: Words,
    /// Its limits; null without numeric limits.
    pub limits: Option<LimitsStated>,
    /// The limits that each determination must meet on its own; absent without any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub individual: Option<LimitsStated>,
    /// The criterion as the specification writes it.
    pub criterion_as_written: Option<String>,
    /// Criterion text that the specification wants printed as it stands.
    pub verbatim: Option<String>,
    /// The result; null when there is none.
    pub result: Option<ResultValue>,
    /// What became of it.
    #[schemars(extend("enum" = ["pass", "fail", "invalid", "pending", "missing", "inconclusive", "not_evaluable", "reported", "waived", "not_applicable"]))]
    pub outcome: String,
    /// The conclusion in print.
    pub conclusion: Words,
    /// In print: what decided, where it was not the result beside the criterion, why the line is no plain pass, and the day of a
    /// sampling of its own; left out where there is nothing to say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<Words>,
    /// Flags beside the outcome.
    pub flags: Vec<String>,
    /// Whether the lot is concluded without it.
    pub required: bool,
    /// The panel through which alone a failure counts.
    pub decided_by: Option<String>,
    /// In print: the formula of a computed result with the values that went into it, and the steps to a limit that follows from
    /// the way the product is given; left out where there is nothing of the kind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub derivation: Vec<Words>,
    /// How the value became an outcome; null for a panel.
    pub rule: Option<RuleStated>,
    /// Measurement uncertainty; null when it is not known or plays no part.
    pub uncertainty: Option<UncertaintyStated>,
    /// Who did the test.
    pub laboratory: Option<TestLaboratory>,
    /// Day of the sampling of this test, where it is not that of the lot; left out where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sampled: Option<String>,
    /// First day of the test.
    pub started: Option<String>,
    /// Day of completion.
    pub completed: Option<String>,
    /// Who tested.
    pub analysts: Vec<String>,
    /// Who reviewed.
    pub reviewer: Option<String>,
    /// Every determination, controls and invalidated values included.
    pub determinations: Vec<DeterminationEntry>,
    /// Why the outcome is what it is; empty for a plain pass.
    pub reasons: Vec<ReasonEntry>,
}

/// Numeric limits, in percent of the label claim where the criterion says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LimitsStated {
    /// Lower limit with its digits.
    pub lower: Option<String>,
    /// Whether the lower limit itself conforms.
    pub lower_inclusive: bool,
    /// Upper limit with its digits.
    pub upper: Option<String>,
    /// Whether the upper limit itself conforms.
    pub upper_inclusive: bool,
    /// Unit of both.
    pub unit: String,
}

/// A result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResultValue {
    /// In print, with unit and the digits of the limit.
    pub text: Words,
    /// For a criterion in percent of the label claim: the measured value itself in print, with the unit of the claim.
    pub measured: Option<String>,
    /// `number`, `text` or `panel`.
    #[schemars(extend("enum" = ["number", "text", "panel"]))]
    pub kind: String,
    /// Sign of a censored value.
    #[schemars(extend("enum" = ["<", "<=", ">", ">=", null]))]
    pub op: Option<String>,
    /// Unrounded, to 34 digits.
    pub value: Option<String>,
    /// As compared, rounded by the rule of the test.
    pub compared: Option<String>,
    /// Its unit.
    pub unit: Option<String>,
    /// How many determinations it rests on.
    pub n: usize,
    /// How several determinations became the value, by the plan that applied: `mean, n = 3`, of two levels
    /// `mean of 2 injections of 3 captures, n = 6`; null for one determination and for a panel.
    pub plan: Option<Words>,
}

/// How a value became an outcome.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleStated {
    /// Identifier of the decision rule: `simple`, `guarded(1)`.
    pub decision: String,
    /// The rule in words.
    pub words: Words,
    /// Rounding rule.
    pub rounding: String,
    /// The rounding rule in words, with whether the value is rounded at all before it is compared.
    pub rounding_words: Words,
    /// Guard band w = r U with its unit, for a guarded rule.
    pub guard_band: Option<String>,
    /// Acceptance zone of a guarded rule with its unit.
    pub acceptance_zone: Option<Words>,
    /// The confidence or tolerance bounds that were compared with the limits, with their unit; absent under other rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bounds: Option<Words>,
    /// Probability that the true value lies inside the limits. A text, as every number with a fraction: the digest is one of
    /// bytes, and programs print floating-point numbers in different ways. Of a result that is a bound: at least this.
    pub conformance_probability: Option<String>,
    /// Probability that an accepted result does not conform; a text as well. Of a result that is a bound: at most this.
    pub false_accept_risk: Option<String>,
}

/// Measurement uncertainty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UncertaintyStated {
    /// Standard uncertainty u.
    pub standard: String,
    /// Expanded uncertainty U = k u, to three digits.
    pub expanded: String,
    /// Coverage factor k.
    pub coverage_factor: String,
    /// Unit of both.
    pub unit: String,
    /// Where it comes from.
    #[schemars(extend("enum" = ["results", "counting", "bootstrap", "specification", "replicates", "propagation"]))]
    pub source: String,
    /// The validation report that the specification names.
    pub reference: Option<String>,
}

/// Who did a test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TestLaboratory {
    /// Name.
    pub name: Words,
    /// Whether it is not the issuing laboratory.
    pub external: bool,
    /// The number of its report.
    pub report: Option<String>,
}

/// A determination.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeterminationEntry {
    /// The value cell as written.
    pub text: String,
    /// Its unit.
    pub unit: Option<String>,
    /// `sample`, `control`, `blank`, `reference` or `retest`.
    pub role: String,
    /// Name of the control, else replicate; empty: none.
    pub label: String,
    /// Number of the sample; absent: none given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sample: Option<String>,
    /// Who made it; absent: not said with the result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub analyst: Option<String>,
    /// The day of the result; absent: not said with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// How it entered the judgement.
    #[serde(rename = "use")]
    #[schemars(extend("enum" = ["counted", "control", "invalidated", "contested", "retest not counted", "stands beside retests", "interim", "corrected", "correction not counted", "duplicate", "unused"]))]
    pub used: String,
    /// File as named by the user.
    pub file: String,
    /// Physical line, from 1.
    pub line: u64,
}

impl TestLine {
    /// The id of the test, and the time point of the line where it has one: `potency (6 months, 5 °C)`.
    pub fn id_at_point(&self) -> String {
        match &self.point {
            Some(point) => format!("{} ({})", self.id, point.en),
            None => self.id.clone(),
        }
    }
}

/// Why an outcome is what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReasonEntry {
    /// Stable name; `evqc explain CODE` tells more.
    pub code: String,
    /// One sentence.
    pub message: String,
}

/// A value of the retest history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HistoryEntry {
    /// The test.
    pub test: String,
    /// Its name in print.
    pub name: Words,
    /// The value as it was read, with its unit, in the writing of results; the cell as written stands in the determinations of the
    /// line.
    pub value: String,
    /// The same in print, where it is a word; absent for a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_words: Option<Words>,
    /// Which control it is of, and for a plan of two levels which determination of which group: `injection 2, capture 1`; absent
    /// otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// How it entered the judgement.
    #[serde(rename = "use")]
    pub used: String,
    /// The same in print.
    pub words: Words,
    /// Why it was set aside.
    pub reason: Option<String>,
    /// Number of the investigation.
    pub investigation: Option<String>,
    /// Who tested.
    pub analyst: Option<String>,
    /// Who approved.
    pub approver: Option<String>,
    /// Day of the reading.
    pub date: Option<String>,
    /// The value that takes its place; absent unless it was corrected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub see: Option<SeeEntry>,
    /// The value that it corrects, as it was read, with its unit; absent unless it is a correction, as are the next two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<String>,
    /// Who corrected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected_by: Option<String>,
    /// Day of the correction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected_on: Option<String>,
}

/// Runs of one instrument file that the same is said of: they failed, were set aside, or are left out of a test
///
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RunsNotUsed {
    /// What is said of them; `evqc explain CODE` tells more.
    #[schemars(extend("enum" = ["run-set-aside", "measurement-failed", "run-left-out"]))]
    pub code: String,
    /// The same in print.
    pub words: Words,
    /// File name without folders.
    pub file: String,
    /// The runs as the file names them; empty for the one run of a file that gives it no name.
    pub runs: Vec<String>,
    /// The sample as the file names it; null: it names none.
    pub sample: Option<String>,
    /// The test that they are left out of; null: of all.
    pub test: Option<String>,
    /// Their values for that test, in the order of the runs.
    pub values: Vec<String>,
    /// Why, in words of the samples, or for a measurement that failed in those of evqc and of the file.
    pub reason: Option<String>,
}

/// Where the value stands that took the place of another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SeeEntry {
    /// The value with its unit.
    pub value: String,
    /// File name without folders.
    pub file: String,
    /// Physical line, from 1.
    pub line: u64,
}

/// A deviation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeviationEntry {
    /// Number of the record.
    pub reference: String,
    /// What was done otherwise.
    pub text: Words,
    /// The tests it is about.
    pub tests: Vec<String>,
}

/// A test that was not performed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NotPerformed {
    /// The test.
    pub test: String,
    /// Its name in print.
    pub name: Words,
    /// Why, as the waiver or the rule says.
    pub reason: Words,
    /// Number of the document, owner, approver, end.
    pub authority: Option<Words>,
}

/// An external laboratory with its tests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct External {
    /// Name.
    pub name: Words,
    /// Address.
    pub address: Option<Words>,
    /// Its tests, each with the number of the report.
    pub tests: Vec<ExternalTest>,
}

/// A test of an external laboratory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExternalTest {
    /// The test.
    pub test: String,
    /// Its name in print.
    pub name: Words,
    /// Number of the report.
    pub report: Option<String>,
}

/// What the results come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Conclusion {
    /// Conformity of the lot.
    #[schemars(extend("enum" = ["conforms", "does_not_conform", "not_concluded"]))]
    pub verdict: String,
    /// The conclusion in print: one sentence, or, without a conclusion, that there are open items.
    pub statement: Words,
    /// What keeps the lot from conforming; empty where it conforms, and where failing tests alone decide: the lines show them.
    pub open: Vec<OpenItem>,
}

/// What keeps a lot from conforming: what is open, and of a lot that does not conform also what fails.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenItem {
    /// The test; null for the lot as a whole.
    pub test: Option<String>,
    /// In print: the test with what became of it.
    pub text: Words,
    /// Stable name of the reason, where there is one.
    pub code: Option<String>,
    /// The reason in a sentence.
    pub detail: Option<Words>,
}

/// A statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stated {
    /// What is stated.
    pub text: Words,
    /// The signatory who answers for it; null: evqc says it.
    pub by: Option<Words>,
}

/// Who is to sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signing {
    /// Name in print.
    pub name: Words,
    /// Function.
    pub function: Words,
    /// What the signature will mean.
    #[schemars(extend("enum" = ["tested", "reviewed", "approved", "certified"]))]
    pub meaning: String,
}

/// A mandatory field that is missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MissingField {
    /// Number in the field table.
    pub number: u8,
    /// Key of the content.
    pub field: String,
    /// Name in print.
    pub name: Words,
    /// The tests of which it is missing, each with its time point where it has one: `potency (6 months, 5 °C)`; empty: the
    /// certificate as a whole.
    pub tests: Vec<String>,
    /// Where it would be supplied.
    pub supply: String,
}

/// What the evaluation was made with and from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The program.
    pub tool: String,
    /// Its version.
    pub version: String,
    /// SHA-256 of its source text.
    pub tool_sha256: String,
    /// The day of judgement.
    pub as_of: String,
    /// Version of the terminology table.
    pub terminology: String,
    /// The files that were read.
    pub inputs: Vec<InputFile>,
    /// What the evaluation was told, in one digest.
    pub configuration: Configuration,
    /// Version of the layout of the laboratory.
    pub layout: Option<String>,
}

/// What an evaluation was told beside specification and results.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Configuration {
    /// SHA-256 of `{"options":[...],"files":[...]}` as compact JSON: the options below, and those of `inputs` whose role is
    /// not `results`.
    pub sha256: String,
    /// The options of the command that can change a result, as they would be written: `--set endo_max=0.25`.
    pub options: Vec<String>,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InputFile {
    /// What it is: `results`, `samples`, `lots`, `waivers`, `laboratory`, `facts`, `logo`.
    pub role: String,
    /// File name without folders.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// The JSON Schema of the twin, as published in `docs/schema/certificate.schema.json`.
#[cfg(feature = "schemas")]
pub fn certificate_schema() -> schemars::Schema {
    crate::schema::of_written::<Certificate>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    /// Every type that the schema allows a value of the content to have.
    fn types(of: &Value, schema: &Value, seen: &mut Vec<String>, all: &mut Vec<String>) {
        match of {
            Value::Object(entries) => {
                if let Some(Value::String(reference)) = entries.get("$ref")
                    && !seen.contains(reference)
                {
                    seen.push(reference.clone());
                    types(schema.pointer(reference.trim_start_matches('#')).unwrap(), schema, seen, all);
                }
                match entries.get("type") {
                    Some(Value::String(one)) => all.push(one.clone()),
                    Some(Value::Array(several)) => {
                        all.extend(several.iter().filter_map(Value::as_str).map(str::to_owned));
                    }
                    _ => {}
                }
                entries.values().for_each(|below| types(below, schema, seen, all));
            }
            Value::Array(items) => items.iter().for_each(|below| types(below, schema, seen, all)),
            _ => {}
        }
    }

    /// Programs print fractions in different ways, and the digest is one of bytes: a number of the content is whole, or a text.
    #[test]
    fn no_certificate_has_a_number_with_a_fraction_in_its_content() {
        let schema = certificate_schema().to_value();
        let (mut seen, mut all) = (Vec::new(), Vec::new());
        types(&schema["$defs"]["Content"], &schema, &mut seen, &mut all);
        assert!(all.iter().any(|one| one == "integer") && seen.len() > 25, "{seen:?}");
        assert!(!all.iter().any(|one| one == "number"), "a value of the content is a floating-point number");
    }
}
