//! `evqc dose -o json`: the dose as one document, schema `evqc-dose/1`.

use super::dose::DoseAsked;
use super::format::{Format, Piece, Run, RunInputs};
use super::json::push;
use super::json_model::{FindingJson, HeadJson};
use super::{remark, wording};
use crate::administration::{Administration, Load, parts};
use crate::judge::LotReport;
use crate::quantity::Exact;
use crate::schema::JsonSchema;
use crate::trials::Near;
use serde::Serialize;
use std::io::{self, Write};

/// Name of the schema, in every document.
const SCHEMA_NAME: &str = "evqc-dose/1";

/// A dose worked out of one lot, and the published doses nearest to it.
#[cfg(feature = "schemas")]
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "evqc dose, version 1", rename = "DoseReport")]
struct DocumentJson<'a> {
    /// What is known before any lot.
    #[serde(flatten)]
    head: HeadJson<'a>,
    /// The dose of the lot; empty when the lot is not in the data.
    doses: Vec<DoseOfLotJson<'a>>,
    /// Everything there is to say of the run and the lot.
    findings: Vec<FindingJson<'a>>,
}

/// The dose out of one lot.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "DoseOfLot")]
struct DoseOfLotJson<'a> {
    /// The lot id.
    lot: &'a str,
    /// The specification that it was judged against.
    specification: String,
    /// Its verdict.
    verdict: &'static str,
    /// What was asked for.
    target: TargetJson<'a>,
    /// What is given; null when it cannot be given.
    dose: Option<GivenJson<'a>>,
    /// Why it cannot be given; null when it can.
    obstacle: Option<ObstacleJson>,
    /// Published doses in this currency, the nearest first.
    nearest: Vec<NearJson<'a>>,
}

/// The dose that was asked for.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Target")]
struct TargetJson<'a> {
    /// How much; for each kg of body weight where a weight is given.
    amount: String,
    /// Of what.
    unit: &'a str,
    /// Body weight in kg; null for a dose as a whole.
    weight_kg: Option<String>,
}

/// Why a dose cannot be given.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Obstacle")]
struct ObstacleJson {
    /// What stands in the way.
    message: String,
    /// What to do.
    help: String,
}

/// What one administration takes and brings.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Administration")]
struct GivenJson<'a> {
    /// The amount asked for.
    wanted: String,
    /// Volume of product to draw, in mL.
    volume_ml: String,
    /// What a mL of product holds; null for a dose by volume.
    strength: Option<StrengthJson>,
    /// Containers to open; null where the specification states none.
    containers: Option<ContainersJson>,
    /// What is given along.
    also_given: Vec<ComponentJson>,
    /// The amount in the volume drawn.
    delivered: String,
    /// Unit of the amounts.
    unit: &'a str,
    /// Its uncertainty; null where none is known.
    uncertainty: Option<ExpandedJson>,
    /// What comes with the volume drawn.
    loads: Vec<LoadJson>,
    /// What a reader must know.
    notes: Vec<String>,
}

/// What a mL of product holds.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Strength")]
struct StrengthJson {
    /// The test that says so.
    test: String,
    /// Amount in a mL, in the unit of the dose.
    per_ml: String,
    /// By which measured ratio of the lot it was converted; null where it was not.
    conversion: Option<String>,
}

/// Containers to open.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Containers")]
struct ContainersJson {
    /// How many.
    count: u64,
    /// Nominal volume of one, in mL.
    volume_ml: String,
}

/// Something that is given along.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Component")]
struct ComponentJson {
    /// What it is.
    name: String,
    /// Its volume in mL.
    volume_ml: String,
    /// The most endotoxin it may hold, in EU/mL.
    endotoxin_eu_per_ml: String,
}

/// Expanded uncertainty of the amount delivered.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ExpandedUncertainty")]
struct ExpandedJson {
    /// In the unit of the dose.
    expanded: String,
    /// Its coverage factor.
    coverage_factor: String,
    /// Where it comes from.
    origin: &'static str,
}

/// An amount that comes with the volume drawn.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Load")]
struct LoadJson {
    /// The test that measured it.
    test: String,
    /// The sign of a bound; empty for a number.
    #[schemars(extend("enum" = ["", "<", "≤", ">", "≥"]))]
    sign: &'static str,
    /// How much; null where nothing is known.
    amount: Option<String>,
    /// Of what.
    unit: String,
    /// The most that one administration may bring; null without limit.
    limit: Option<String>,
    /// Whether exactly the limit is allowed.
    limit_inclusive: Option<bool>,
    /// What the limit rests on.
    limit_from: Option<String>,
    /// Whether the limit is kept; null without limit, or where a bound allows no statement.
    within: Option<bool>,
}

/// A published dose.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PublishedDose")]
struct NearJson<'a> {
    /// Id of the record in the catalogue of trials.
    id: &'a str,
    /// The product.
    product: &'a str,
    /// The dose as published.
    dose: String,
    /// The level that is nearest; null where a range holds the dose.
    level: Option<String>,
    /// The dose asked for over that level.
    ratio: String,
}

/// The JSON Schema of `evqc-dose/1`.
#[cfg(feature = "schemas")]
pub fn dose_schema() -> schemars::Schema {
    let mut schema = crate::schema::of_written::<DocumentJson<'_>>();
    // The head is that of a report, whose schema has another name.
    if let Some(name) = schema.pointer_mut("/properties/schema") {
        name["const"] = SCHEMA_NAME.into();
        name["description"] = format!("`{SCHEMA_NAME}`").into();
    }
    schema
}

/// The dose as one JSON document, schema `evqc-dose/1`: what a run is, the lot with its verdict and dose, findings.
#[derive(Clone, Debug)]
pub struct DoseJson {
    /// What was asked.
    pub asked: DoseAsked,
}

/// Twelve significant digits say more than was measured, and keep what was computed.
fn number(value: &Exact) -> String {
    value.to_decimal_string(12).0
}

impl DoseAsked {
    fn json<'a>(&'a self, lot: &'a LotReport<'_>) -> DoseOfLotJson<'a> {
        let unit = self.target.unit.symbol();
        let (dose, obstacle) = match self.work_out(lot) {
            Ok(found) => (Some(given(&found, unit)), None),
            Err(obstacle) => (None, Some(ObstacleJson { message: obstacle.message, help: obstacle.help })),
        };
        DoseOfLotJson {
            lot: lot.lot,
            specification: wording::spec_name(lot.spec),
            verdict: lot.verdict.as_str(),
            target: TargetJson {
                amount: number(&self.target.amount),
                unit,
                weight_kg: self.target.weight.as_ref().map(number),
            },
            dose,
            obstacle,
            nearest: self.near(lot).into_iter().map(near).collect(),
        }
    }
}

fn given<'a>(found: &Administration, unit: &'a str) -> GivenJson<'a> {
    GivenJson {
        wanted: number(&found.wanted),
        volume_ml: number(&found.volume),
        strength: found.strength.as_ref().map(|strength| StrengthJson {
            test: strength.test.clone(),
            per_ml: number(&strength.per_millilitre),
            conversion: strength.conversion.clone(),
        }),
        containers: found
            .containers
            .as_ref()
            .map(|(count, of)| ContainersJson { count: *count, volume_ml: number(of) }),
        also_given: found
            .also_given
            .iter()
            .map(|one| ComponentJson {
                name: one.name.clone(),
                volume_ml: number(&one.volume),
                endotoxin_eu_per_ml: number(&one.endotoxin),
            })
            .collect(),
        delivered: number(&found.delivered),
        unit,
        uncertainty: found.uncertainty.as_ref().map(|(expanded, k, origin)| ExpandedJson {
            expanded: number(expanded),
            coverage_factor: number(k),
            origin,
        }),
        loads: found.loads.iter().map(load).collect(),
        notes: found.notes.clone(),
    }
}

fn load(load: &Load) -> LoadJson {
    let (sign, amount) = parts(&load.amount).map_or(("", None), |(sign, value)| (sign, Some(number(value))));
    let limit = load.limit.as_ref();
    LoadJson {
        test: load.test.clone(),
        sign,
        amount,
        unit: load.unit.symbol().to_owned(),
        limit: limit.map(|limit| number(&limit.value)),
        limit_inclusive: limit.map(|limit| limit.inclusive),
        limit_from: limit.map(|limit| limit.basis.clone()),
        within: load.within(),
    }
}

fn near<'a>(near: Near<'a>) -> NearJson<'a> {
    NearJson {
        id: &near.record.id,
        product: &near.record.product,
        dose: near.dose.in_words(),
        level: near.amount.map(ToString::to_string),
        ratio: number(&near.ratio),
    }
}

impl Format for DoseJson {
    fn separator(&self) -> &'static str {
        ",\n"
    }

    fn lot(&self, lot: &LotReport<'_>, run: &RunInputs<'_>, piece: &mut Piece) {
        push(&mut piece.body, &self.asked.json(lot));
        for remark in remark::of_lot(lot, run) {
            if !piece.trailer.is_empty() {
                piece.trailer.extend_from_slice(self.separator().as_bytes());
            }
            push(&mut piece.trailer, &FindingJson::new(&remark));
        }
    }

    fn head(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        let head = serde_json::to_string(&HeadJson { schema: SCHEMA_NAME, ..HeadJson::new(run)? })?;
        out.write_all(head.strip_suffix('}').unwrap_or(&head).as_bytes())?;
        out.write_all(b",\n\"doses\":[\n")
    }

    fn middle(&self, run: &Run<'_>, any: bool, out: &mut dyn Write) -> io::Result<()> {
        super::Json.middle(run, any, out)
    }

    fn tail(&self, _run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"\n]}\n")
    }
}
