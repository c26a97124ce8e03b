//! `json`: everything that is known, schema `evqc-trials/1`.

use super::TrialReport;
use crate::report::json_model::ToolJson;
use crate::schema::JsonSchema;
use crate::trials::{Amount, Contradiction, Currency, Dose, Given, GivenBy, Record, Service, Source};
use serde::Serialize;

/// Name of the layout; it changes only when a reader would have to.
const SCHEMA_NAME: &str = "evqc-trials/1";

/// Clinical trials and products of extracellular vesicles.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "evqc trials, version 1", rename = "Trials")]
struct TrialsJson<'a> {
    /// `evqc-trials/1`
    #[schemars(extend("const" = SCHEMA_NAME))]
    schema: &'static str,
    /// The program.
    tool: ToolJson,
    /// The records.
    records: Vec<RecordJson<'a>>,
    /// Sources that the records name.
    sources: Vec<SourceJson<'a>>,
    /// Reviews that the records name.
    reviews: Vec<SourceJson<'a>>,
}

/// A publication, a registry or a review.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Source")]
struct SourceJson<'a> {
    /// Its key.
    key: &'a str,
    /// What it is called.
    title: &'a str,
    /// Its DOI.
    doi: Option<&'a str>,
    /// What of it was read.
    read: Option<&'a str>,
}

/// A trial, or a product without a trial of its own. What is null was not stated in what was read.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Record")]
struct RecordJson<'a> {
    /// Registry number, or a name where there is none.
    id: &'a str,
    /// Whether it is a trial.
    trial: bool,
    /// The registry, or `none stated`.
    registry: Option<&'a str>,
    /// Its number in a second registry.
    also_registered: Option<&'a str>,
    /// The product.
    product: &'a str,
    /// Whether the vesicles are engineered.
    engineered: bool,
    /// What the vesicles come from, in words.
    source: &'a str,
    /// What they come from, one of a list of words.
    tissue: &'a str,
    /// What is treated.
    indication: Option<&'a str>,
    /// A route word, `other` or `not stated`.
    route: &'static str,
    /// The route in words.
    route_note: Option<&'a str>,
    /// Phase.
    phase: Option<&'a str>,
    /// Status when the record was read.
    status: Option<&'a str>,
    /// Sponsor.
    sponsor: Option<&'a str>,
    /// Country.
    country: Option<&'a str>,
    /// Where patients were treated.
    site: Option<&'a str>,
    /// Number of participants, in words.
    participants: Option<&'a str>,
    /// What was given, once for each currency and source.
    doses: Vec<DoseJson<'a>>,
    /// Where sources disagree about it.
    contradictions: Vec<ContradictionJson<'a>>,
    /// Keys of the reviews that list it, as far as established.
    reviews: &'a [String],
    /// Keys of what was read.
    read_in: &'a [String],
    /// How sure it is: A, B, C, D or S.
    certainty: &'static str,
    /// The letter in words.
    certainty_in_words: &'static str,
    /// Specifications of the library that serve it, the most particular first.
    served_by: Vec<ServiceJson<'a>>,
    /// A remark.
    note: Option<&'a str>,
}

/// A dose in the currency it was published in.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Dose")]
struct DoseJson<'a> {
    /// In words.
    text: String,
    /// particles, mass, phospholipid, volume or cells; null for a dose in words.
    currency: Option<&'static str>,
    /// Levels, or the ends of a range.
    amounts: Vec<AmountJson<'a>>,
    /// Whether the amounts are the ends of a range.
    range: bool,
    /// dose, kg, cm2, g, mL or disputed.
    per: &'static str,
    /// Of what, where the unit does not say it.
    of: Option<&'a str>,
    /// The volume it is in.
    volume: Option<&'a str>,
    /// When.
    schedule: Option<&'a str>,
    /// Keys of the sources that say so.
    said_by: &'a [String],
    /// How sure it is.
    certainty: &'static str,
    /// The words of the source.
    as_written: Option<&'a str>,
}

/// An amount.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Amount")]
struct AmountJson<'a> {
    /// The number as it is written.
    text: &'a str,
    /// Its value.
    value: f64,
    /// Its unit.
    unit: &'a str,
}

/// Where sources disagree.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Contradiction")]
struct ContradictionJson<'a> {
    /// Its name.
    id: &'a str,
    /// What it is about.
    kind: &'a str,
    /// Ids of all records that it concerns.
    concerns: &'a [String],
    /// What says what.
    what: &'a str,
}

/// A specification that serves a record.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Service")]
struct ServiceJson<'a> {
    /// Its id.
    id: &'a str,
    /// Why: own, route, source, engineered or any product.
    reason: &'static str,
}

pub(super) fn render(report: &TrialReport<'_>) -> serde_json::Result<String> {
    let records = report.entries.iter().map(|(record, services)| of_record(report, record, services)).collect();
    let named = |source: &&Source| {
        report
            .entries
            .iter()
            .any(|(record, _)| record.read_in.contains(&source.key) || record.reviews.contains(&source.key))
    };
    let trials = TrialsJson {
        schema: SCHEMA_NAME,
        tool: ToolJson::this(),
        records,
        sources: report.catalogue.sources.iter().filter(named).map(of_source).collect(),
        reviews: report.catalogue.reviews.iter().filter(named).map(of_source).collect(),
    };
    serde_json::to_string_pretty(&trials).map(|text| text + "\n")
}

fn of_source(source: &Source) -> SourceJson<'_> {
    SourceJson { key: &source.key, title: &source.title, doi: source.doi.as_deref(), read: source.read.as_deref() }
}

fn of_record<'a>(report: &TrialReport<'a>, record: &'a Record, services: &[Service<'a>]) -> RecordJson<'a> {
    RecordJson {
        id: &record.id,
        trial: record.is_trial,
        registry: record.registry.as_deref(),
        also_registered: record.also_registered.as_deref(),
        product: &record.product,
        engineered: record.engineered,
        source: &record.source,
        tissue: &record.tissue,
        indication: record.indication.as_deref(),
        route: GivenBy::as_str(record.route),
        route_note: record.route_note.as_deref(),
        phase: record.phase.as_deref(),
        status: record.status.as_deref(),
        sponsor: record.sponsor.as_deref(),
        country: record.country.as_deref(),
        site: record.site.as_deref(),
        participants: record.participants.as_deref(),
        doses: record.doses.iter().map(of_dose).collect(),
        contradictions: report.catalogue.contradictions_of(&record.id).map(of_contradiction).collect(),
        reviews: &record.reviews,
        read_in: &record.read_in,
        certainty: record.certainty.letter(),
        certainty_in_words: record.certainty.in_words(),
        served_by: services
            .iter()
            .map(|service| ServiceJson { id: &service.offer.id, reason: service.reason.as_str() })
            .collect(),
        note: record.note.as_deref(),
    }
}

fn of_dose(dose: &Dose) -> DoseJson<'_> {
    DoseJson {
        text: dose.in_words(),
        currency: dose.currency().map(Currency::as_str),
        amounts: dose.amount.amounts().into_iter().map(of_amount).collect(),
        range: matches!(dose.amount, Given::Range(..)),
        per: dose.per.as_str(),
        of: dose.of.as_deref(),
        volume: dose.volume.as_deref(),
        schedule: dose.schedule.as_deref(),
        said_by: &dose.said_by,
        certainty: dose.certainty.letter(),
        as_written: dose.as_written.as_deref(),
    }
}

fn of_amount(amount: &Amount) -> AmountJson<'_> {
    AmountJson { text: &amount.number, value: amount.value.to_f64(), unit: amount.unit.symbol() }
}

fn of_contradiction(contradiction: &Contradiction) -> ContradictionJson<'_> {
    ContradictionJson {
        id: &contradiction.id,
        kind: &contradiction.kind,
        concerns: &contradiction.concerns,
        what: &contradiction.what,
    }
}

/// The JSON Schema of `evqc-trials/1`.
#[cfg(feature = "schemas")]
pub fn trials_schema() -> schemars::Schema {
    crate::schema::of_written::<TrialsJson<'_>>()
}
