//! The stability programme of a product: `stability:` of a specification.
//!
//! Where it is stored, at which conditions its studies run, and whether a shelf life may be longer than the data. What is
//! judged are the tests with `shelf_life`; how each is extrapolated says their `trend`.

use super::codes;
use super::fields::{Fields, Text, mapping};
use super::keys;
use super::raw::Node;
use crate::finding::{Code, Finding, did_you_mean};
use crate::order;
use crate::quantity::{Decimal, DecimalMark, Duration, Exact};
use crate::source::Place;
use serde_json::{Value, json};

/// How a product is stored and how far its stability data reach.
#[derive(Clone, Debug)]
pub struct Stability {
    /// Which guideline holds.
    pub product: ProductClass,
    /// Where the product is stored.
    pub storage: Storage,
    /// The conditions of its studies.
    pub conditions: Conditions,
    /// Whether a shelf life may be longer than the data, as written; `None`: [`Stability::extrapolation`] says the default.
    pub written: Option<Extrapolation>,
    /// The agreement by which a product may be extrapolated that by default is not.
    pub agreed: Option<String>,
    /// Proposed shelf life.
    pub proposal: Option<Duration>,
    /// What counts as a significant change.
    pub significant_change: SignificantChange,
    /// Where the key stands.
    pub place: Place,
}

/// Which guideline holds for a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProductClass {
    /// ICH Q5C: real-time, real-temperature data.
    Biological,
    /// ICH Q1E.
    Chemical,
}

/// Where a product is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Storage {
    /// Room temperature.
    RoomTemperature,
    /// 2 to 8 °C.
    Refrigerated,
    /// About -20 °C.
    Freezer,
    /// Below -20 °C.
    BelowMinus20,
}

/// Whether a shelf life may be longer than the long-term data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extrapolation {
    /// Real-time data only.
    None,
    /// By the decision table of ICH Q1E.
    IchQ1e,
}

/// What a storage condition is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConditionKind {
    /// The storage that the label states.
    LongTerm,
    /// Between long term and accelerated.
    Intermediate,
    /// Above long term.
    Accelerated,
}

impl ConditionKind {
    /// Every kind, in the order of reports.
    pub const ALL: [ConditionKind; 3] =
        [ConditionKind::LongTerm, ConditionKind::Intermediate, ConditionKind::Accelerated];

    /// The key in specifications and study files.
    pub fn as_str(self) -> &'static str {
        match self {
            ConditionKind::LongTerm => "long term",
            ConditionKind::Intermediate => "intermediate",
            ConditionKind::Accelerated => "accelerated",
        }
    }
}

/// The conditions of studies, by what they are for.
#[derive(Clone, Debug, Default)]
pub struct Conditions {
    all: Vec<StorageCondition>,
}

/// A storage condition as the `condition` column of results has it.
#[derive(Clone, Debug)]
pub struct StorageCondition {
    /// What it is for.
    pub kind: ConditionKind,
    /// As written.
    pub text: String,
    /// Its temperature in °C, where the text states one.
    pub celsius: Option<Exact>,
    /// Where it stands.
    pub place: Place,
}

impl Conditions {
    /// The condition of this kind.
    pub fn of(&self, kind: ConditionKind) -> Option<&StorageCondition> {
        self.all.iter().find(|one| one.kind == kind)
    }

    /// All of them, in the order of [`ConditionKind::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = &StorageCondition> {
        self.all.iter()
    }

    /// Reads a map of conditions; each names another one.
    pub(crate) fn read(node: &Node, findings: &mut Vec<Finding>) -> Conditions {
        let Some(entries) = mapping(node, "conditions", findings) else { return Conditions::default() };
        let at = (node.place.clone(), node.width);
        let fields = Fields::new(entries, keys::CONDITIONS, at, "`conditions`", findings);
        let mut all: Vec<StorageCondition> = Vec::new();
        for kind in ConditionKind::ALL {
            let Some(text) = fields.text(kind.as_str(), findings) else { continue };
            if let Some(same) = all.iter().find(|one| one.text.to_lowercase() == text.text.to_lowercase()) {
                let message = format!("`{}` and `{}` are both {}", same.kind.as_str(), kind.as_str(), text.text);
                let finding = text.finding(&codes::STABILITY_CONDITIONS_ALIKE, message);
                findings.push(finding.with(same.place.clone(), "given first here").help("correct one of the two"));
            }
            let celsius = degrees_celsius(&text.text);
            all.push(StorageCondition { kind, celsius, place: text.place.clone(), text: text.text });
        }
        Conditions { all }
    }

    fn json(&self) -> Value {
        Value::Object(order::collect(self.all.iter().map(|one| (one.kind.as_str().to_owned(), json!(one.text)))))
    }
}

/// The temperature that a condition states: of `25 °C/60 % RH` it is 25. A range states none.
pub fn degrees_celsius(text: &str) -> Option<Exact> {
    let text = text.replace('℃', "°C").replace(['−', '–'], "-");
    let (head, _) = text.split_once("°C").or_else(|| text.split_once("° C"))?;
    let head = head.trim();
    let start = head.rfind(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+'))).map_or(0, |at| at + 1);
    let (before, number) = (head.get(..start)?, head.get(start..)?);
    if before.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    Decimal::parse(number, DecimalMark::Point).ok().map(|number| number.exact())
}

/// What counts as a significant change at accelerated or intermediate storage. A criterion that is not met always
/// counts.
#[derive(Clone, Debug, Default)]
pub struct SignificantChange {
    /// Change from the initial value, in percent of it.
    pub percent: Option<Decimal>,
    /// Ids of the tests that it holds for.
    pub tests: Vec<String>,
}

impl ProductClass {
    /// The word in specifications and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            ProductClass::Biological => "biological",
            ProductClass::Chemical => "chemical",
        }
    }
}

impl Storage {
    const ALL: [Storage; 4] =
        [Storage::RoomTemperature, Storage::Refrigerated, Storage::Freezer, Storage::BelowMinus20];

    /// The word in specifications and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Storage::RoomTemperature => "room temperature",
            Storage::Refrigerated => "refrigerated",
            Storage::Freezer => "freezer",
            Storage::BelowMinus20 => "below -20 °C",
        }
    }

    /// Temperatures in °C that go with it: lowest and highest.
    ///
    /// # Source
    /// ICH Q1A(R2) (2003), 2.2.7; the ends are wide enough for every climatic zone (30 °C) and for tolerances.
    fn range(self) -> (i64, i64) {
        match self {
            Storage::RoomTemperature => (15, 32),
            Storage::Refrigerated => (0, 10),
            Storage::Freezer => (-30, -10),
            Storage::BelowMinus20 => (-273, -21),
        }
    }
}

impl Extrapolation {
    /// The word in specifications and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Extrapolation::None => "none",
            Extrapolation::IchQ1e => "ich q1e",
        }
    }
}

impl Stability {
    /// What holds where the specification says nothing: real-time data only for biologicals and below -20 °C.
    ///
    /// # Source
    /// ICH Q5C (1995), 5; ICH Q1E (2003), 2.5.3.
    pub fn default_extrapolation(&self) -> Extrapolation {
        match (self.product, self.storage) {
            (ProductClass::Biological, _) | (_, Storage::BelowMinus20) => Extrapolation::None,
            (ProductClass::Chemical, _) => Extrapolation::IchQ1e,
        }
    }

    /// Whether a shelf life may be longer than the long-term data.
    pub fn extrapolation(&self) -> Extrapolation {
        self.written.unwrap_or_else(|| self.default_extrapolation())
    }

    /// For the digest: what the reader put in, defaults written out.
    pub(super) fn json(&self) -> Value {
        json!({
            "product": self.product.as_str(),
            "storage": self.storage.as_str(),
            "conditions": self.conditions.json(),
            "extrapolation": self.extrapolation().as_str(),
            "agreed": self.agreed,
            "proposal": self.proposal.map(|proposal| proposal.to_string()),
            "significant_change": json!({
                "change": self.significant_change.percent.map(|percent| format!("{percent} %")),
                "tests": self.significant_change.tests,
            }),
        })
    }
}

/// Reads `stability`; `ids` are those of the tests.
pub(super) fn read(fields: &Fields<'_>, ids: &[String], findings: &mut Vec<Finding>) -> Option<Stability> {
    let node = fields.node("stability")?;
    let entries = mapping(node, "stability", findings)?;
    let at = fields.key("stability").map_or((node.place.clone(), 1), |key| (key.place.clone(), key.width));
    let place = at.0.clone();
    let inner = Fields::new(entries, keys::STABILITY, at, "`stability`", findings);
    let product = match inner.word("product", keys::PRODUCT_CLASSES, findings) {
        Some(1) => ProductClass::Chemical,
        _ => ProductClass::Biological,
    };
    if inner.node("storage").is_none() {
        findings
            .push(inner.missing("storage").help(format!("add `storage:` with one of {}", keys::STORAGES.join(", "))));
    }
    let storage = inner.word("storage", keys::STORAGES, findings).and_then(|index| Storage::ALL.get(index).copied());
    let conditions = inner.node("conditions").map(|node| Conditions::read(node, findings)).unwrap_or_default();
    if let Some(storage) = storage {
        check_temperature(storage, &conditions, findings);
    }
    let written = inner.word("extrapolation", keys::EXTRAPOLATIONS, findings).map(|index| match index {
        1 => Extrapolation::IchQ1e,
        _ => Extrapolation::None,
    });
    let proposal = inner.text("proposal", findings).and_then(|text| period(&text, findings));
    let stability = Stability {
        product,
        storage: storage?,
        conditions,
        written,
        agreed: inner.string("agreed", findings),
        proposal,
        significant_change: significant_change(&inner, ids, findings),
        place,
    };
    check_agreement(&stability, &inner, findings);
    Some(stability)
}

/// The storage of the label and the condition of the long-term data must be one.
fn check_temperature(storage: Storage, conditions: &Conditions, findings: &mut Vec<Finding>) {
    let Some(long_term) = conditions.of(ConditionKind::LongTerm) else { return };
    let (lowest, highest) = storage.range();
    let outside = |celsius: &&Exact| **celsius < Exact::from_i64(lowest) || **celsius > Exact::from_i64(highest);
    if long_term.celsius.as_ref().filter(outside).is_some() {
        let message = format!("`long term: {}` is not the storage `{}`", long_term.text, storage.as_str());
        let width = u32::try_from(long_term.text.chars().count()).unwrap_or(1);
        let finding = Finding::new(&codes::STORAGE_NOT_OF_CONDITION, message).at(long_term.place.clone(), width);
        findings
            .push(finding.help(format!("correct one of the two; {} is {lowest} to {highest} °C", storage.as_str())));
    }
}

/// Extrapolation beyond the default needs an agreement, and an agreement needs an extrapolation.
fn check_agreement(stability: &Stability, inner: &Fields<'_>, findings: &mut Vec<Finding>) {
    let mut say = |code: &'static Code, key: &str, message: &str, help: &str| {
        let Some(key) = inner.key(key) else { return };
        findings.push(Finding::new(code, message).at(key.place.clone(), key.width).help(help));
    };
    let extrapolated = stability.written == Some(Extrapolation::IchQ1e);
    if extrapolated && stability.default_extrapolation() == Extrapolation::None && stability.agreed.is_none() {
        say(
            &codes::EXTRAPOLATION_NOT_AGREED,
            "extrapolation",
            "a biological or deep-frozen product is extrapolated only where that was agreed",
            "add `agreed:` with the reference of the agreement, or remove `extrapolation`",
        );
    }
    if stability.agreed.is_some() && stability.extrapolation() == Extrapolation::None {
        say(
            &codes::AGREEMENT_WITHOUT_EXTRAPOLATION,
            "agreed",
            "an agreement is named, and nothing is extrapolated",
            "add `extrapolation: ich q1e`, or remove `agreed`",
        );
    }
}

/// A period such as `18 months`, above zero.
pub(crate) fn period(text: &Text, findings: &mut Vec<Finding>) -> Option<Duration> {
    let read = Duration::parse(&text.text);
    let problem = match &read {
        Ok(period) if period.number.is_zero() => format!("`{}` is no time", text.text),
        Ok(_) => return read.ok(),
        Err(error) => error.to_string(),
    };
    let help = "write a number and a unit, as in 18 months; the units are days, weeks, months and years";
    findings.push(text.finding(&codes::MALFORMED_PERIOD, problem).help(help));
    None
}

fn significant_change(inner: &Fields<'_>, ids: &[String], findings: &mut Vec<Finding>) -> SignificantChange {
    let Some(node) = inner.node("significant_change") else { return SignificantChange::default() };
    let Some(entries) = mapping(node, "significant_change", findings) else { return SignificantChange::default() };
    let at = (node.place.clone(), node.width);
    let fields = Fields::new(entries, keys::SIGNIFICANT_CHANGE, at, "`significant_change`", findings);
    let percent = match fields.text("change", findings) {
        None => {
            if fields.node("change").is_none() {
                findings.push(fields.missing("change").help("write `change: 5 %`"));
            }
            None
        }
        Some(text) => percent(&text, findings),
    };
    let tests = fields.texts("tests", true, findings);
    if tests.is_empty() && fields.node("tests").is_none() {
        findings.push(fields.missing("tests").help("name the tests it holds for: `tests: [content]`"));
    }
    for text in tests.iter().filter(|text| !ids.contains(&text.text)) {
        let message = format!("`{}` is not a test of the specification", text.text);
        let help = match did_you_mean(&text.text, ids.iter().map(String::as_str)) {
            Some(close) => format!("did you mean `{close}`?"),
            None => "name a test by its id".to_owned(),
        };
        findings.push(text.finding(&codes::UNKNOWN_REFERENCE, message).help(help));
    }
    SignificantChange { percent, tests: tests.into_iter().map(|text| text.text).collect() }
}

fn percent(text: &Text, findings: &mut Vec<Finding>) -> Option<Decimal> {
    let number = text.text.strip_suffix('%').and_then(|text| Decimal::parse(text.trim(), DecimalMark::Point).ok());
    let number = number.filter(|number| !number.is_zero() && !number.is_negative());
    if number.is_none() {
        let message = format!("`{}` is not a percentage above zero", text.text);
        findings.push(text.finding(&codes::MALFORMED_NUMBER, message).help("write `change: 5 %`"));
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_kinds_are_in_one_order() {
        assert_eq!(Storage::ALL.map(Storage::as_str), keys::STORAGES);
        assert_eq!([ProductClass::Biological, ProductClass::Chemical].map(ProductClass::as_str), keys::PRODUCT_CLASSES);
        assert_eq!([Extrapolation::None, Extrapolation::IchQ1e].map(Extrapolation::as_str), keys::EXTRAPOLATIONS);
        let names: Vec<&str> = keys::CONDITIONS.iter().map(|entry| entry.name).collect();
        assert_eq!(ConditionKind::ALL.map(ConditionKind::as_str).to_vec(), names);
    }

    #[test]
    fn a_condition_states_one_temperature_or_none() {
        let stated = |text: &str| degrees_celsius(text).map(|celsius| celsius.to_f64());
        for (text, wanted) in [
            ("5 °C", Some(5.0)),
            ("25 °C/60 % RH", Some(25.0)),
            ("-80°C", Some(-80.0)),
            ("−20 ℃", Some(-20.0)),
            ("2-8 °C", None),
            ("2 to 8 °C", None),
            ("vapour phase of liquid nitrogen", None),
        ] {
            assert_eq!(stated(text), wanted, "{text}");
        }
    }
}
