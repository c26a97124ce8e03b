//! The key `handling`: how a product may be stored and carried, and what an excursion may cost.

use super::codes;
use super::fields::{Fields, Text, mapping};
use super::grammar;
use super::keys;
use super::limit::{self, LimitText};
use super::model::{Limits, Quantity, Reference};
use super::raw::{Kind, Node};
use crate::finding::{Finding, did_you_mean};
use crate::quantity::{Decimal, Exact, Unit};
use crate::source::Place;
use serde_json::{Value, json};

/// How a product may be stored and carried.
#[derive(Clone, Debug)]
pub struct Handling {
    /// The storage range, in °C.
    pub storage: Limits,
    /// What a reading says of the time up to the next one.
    pub between: BetweenReadings,
    /// The longest time between two readings that still proves the time between them.
    pub longest_gap: Span,
    /// What an excursion must keep to.
    pub transport: Option<TransportRule>,
    /// How long the product may be beyond a temperature, over its whole life.
    pub budget: Vec<BudgetRow>,
    /// Above it a frozen product counts as thawed, in °C.
    pub thaw: Option<Quantity>,
    /// Why degradation does not follow the Arrhenius equation, where that is stated.
    pub not_arrhenius: Option<String>,
    /// Where the key stands.
    pub place: Place,
}

/// What an excursion must keep to.
#[derive(Clone, Debug)]
pub struct TransportRule {
    /// The range of every reading, in °C.
    pub readings: Option<Limits>,
    /// The longest single excursion.
    pub excursion: Option<Span>,
    /// The highest mean kinetic temperature.
    pub mkt: Option<KineticRule>,
    /// Key of the reference that it rests on.
    pub source: Option<String>,
}

/// The rule of the mean kinetic temperature.
#[derive(Clone, Debug)]
pub struct KineticRule {
    /// The highest that is allowed, in °C.
    pub limit: Quantity,
    /// Over any stretch of this length.
    pub window: Span,
    /// ΔH/R in kelvin.
    pub enthalpy: Decimal,
}

/// How long the product may be beyond a temperature.
#[derive(Clone, Debug)]
pub struct BudgetRow {
    /// On which side.
    pub side: Side,
    /// The temperature, in °C.
    pub threshold: Quantity,
    /// For how long, in all.
    pub at_most: Span,
    /// The fact of the lot that says how much of it was used before; without it each journey counts on its own.
    pub used: Option<String>,
    /// Key of the reference that it rests on.
    pub source: Option<String>,
}

impl BudgetRow {
    /// Whether two rows limit the same time.
    pub fn is_about_the_same(&self, other: &BudgetRow) -> bool {
        let threshold = |row: &BudgetRow| row.threshold.value.exact();
        self.side == other.side && self.used == other.used && threshold(self) == threshold(other)
    }
}

/// A side of a temperature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Warmer.
    Above,
    /// Colder.
    Below,
}

impl Side {
    /// The word in specifications and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Side::Above => "above",
            Side::Below => "below",
        }
    }
}

/// A length of time as written.
#[derive(Clone, Debug)]
pub struct Span {
    /// As written.
    pub written: Quantity,
    /// In seconds.
    pub seconds: Exact,
}

impl Span {
    /// `24 h`
    pub fn in_words(&self) -> String {
        with_unit(&self.written)
    }
}

/// A number with its unit as text.
fn with_unit(quantity: &Quantity) -> String {
    format!("{} {}", quantity.value.pretty(), quantity.unit)
}

/// What a reading says of the time up to the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BetweenReadings {
    /// The temperature stays until the next reading.
    Step,
    /// It goes straight to the next reading.
    Trapezoid,
}

impl BetweenReadings {
    /// The word in specifications and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            BetweenReadings::Step => "step",
            BetweenReadings::Trapezoid => "trapezoid",
        }
    }
}

/// What kind of storage a range is; a mean kinetic temperature is defined for two of them.
///
/// # Source
/// USP general chapter <659>, Packaging and storage requirements: controlled cold temperature, controlled room temperature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StorageKind {
    /// 2 to 8 °C or narrower.
    Cold,
    /// 15 to 30 °C or narrower.
    Room,
    /// Wholly below 0 °C.
    Frozen,
    /// Anything else.
    Other,
}

impl StorageKind {
    /// In words.
    pub fn as_str(self) -> &'static str {
        match self {
            StorageKind::Cold => "controlled cold",
            StorageKind::Room => "controlled room temperature",
            StorageKind::Frozen => "frozen",
            StorageKind::Other => "other",
        }
    }

    /// The stretch over which a mean kinetic temperature is taken, in seconds and in words.
    fn window(self) -> Option<(i64, &'static str)> {
        match self {
            StorageKind::Cold => Some((24 * 3600, "24 h")),
            StorageKind::Room => Some((30 * 24 * 3600, "30 d")),
            StorageKind::Frozen | StorageKind::Other => None,
        }
    }
}

impl Handling {
    /// What kind of storage it is.
    pub fn kind(&self) -> StorageKind {
        kind(&self.storage)
    }

    /// Why a mean kinetic temperature says nothing about this product; none where it may be used.
    pub fn why_no_kinetics(&self) -> Option<String> {
        if let Some(why) = &self.not_arrhenius {
            return Some(format!("its degradation does not follow the Arrhenius equation: {why}"));
        }
        why_no_window(self.kind())
    }

    /// The rule in lines, for people.
    pub fn in_words(&self) -> Vec<String> {
        let mut lines = vec![
            format!("storage: {} ({})", self.storage.text, self.kind().as_str()),
            format!("between readings: {}, gaps up to {}", self.between.as_str(), self.longest_gap.in_words()),
        ];
        if let Some(rule) = &self.transport {
            lines.extend(rule.readings.as_ref().map(|limits| format!("readings in transport: {}", limits.text)));
            lines.extend(rule.excursion.as_ref().map(|span| format!("longest excursion: {}", span.in_words())));
            lines.extend(rule.mkt.as_ref().map(|mkt| {
                let (limit, window) = (with_unit(&mkt.limit), mkt.window.in_words());
                format!("mean kinetic temperature: at most {limit} over any {window}, ΔH/R {} K", mkt.enthalpy.pretty())
            }));
        }
        lines.extend(self.budget.iter().map(|row| {
            let (side, at_most) = (row.side.as_str(), row.at_most.in_words());
            {
                let over = match &row.used {
                    Some(fact) => format!("in all (used before: {fact})"),
                    None => "in one journey".to_owned(),
                };
                format!("budget: {side} {} at most {at_most} {over}", with_unit(&row.threshold))
            }
        }));
        lines.extend(self.thaw.as_ref().map(|thaw| format!("thawed above {}", with_unit(thaw))));
        lines.extend(self.not_arrhenius.as_ref().map(|why| format!("does not follow the Arrhenius equation: {why}")));
        lines
    }

    /// For the canonical form.
    pub(super) fn json(&self) -> Value {
        let quantity = |of: &Quantity| json!({"value": of.value.to_string(), "unit": of.unit.symbol()});
        let range = |limits: &Limits| {
            let end = |end: &Option<super::Limit>| {
                end.as_ref().map(|end| format!("{}{}", end.written, if end.inclusive { "" } else { " (excluded)" }))
            };
            json!({"lower": end(&limits.lower), "upper": end(&limits.upper), "unit": limits.unit.symbol()})
        };
        let mut value = json!({
            "storage": range(&self.storage),
            "between_readings": self.between.as_str(),
            "longest_gap": quantity(&self.longest_gap.written),
        });
        if let Some(rule) = &self.transport {
            value["transport"] = json!({
                "readings": rule.readings.as_ref().map(range),
                "excursion": rule.excursion.as_ref().map(|span| quantity(&span.written)),
                "mkt": rule.mkt.as_ref().map(|mkt| json!({
                    "limit": quantity(&mkt.limit), "window": quantity(&mkt.window.written),
                    "enthalpy": mkt.enthalpy.to_string(),
                })),
                "source": rule.source,
            });
        }
        if !self.budget.is_empty() {
            let row = |row: &BudgetRow| {
                json!({
                    row.side.as_str(): quantity(&row.threshold), "at_most": quantity(&row.at_most.written),
                    "used": row.used, "source": row.source,
                })
            };
            value["budget"] = self.budget.iter().map(row).collect();
        }
        if let Some(thaw) = &self.thaw {
            value["thaw"] = quantity(thaw);
        }
        if let Some(why) = &self.not_arrhenius {
            value["not_arrhenius"] = json!(why);
        }
        value
    }
}

fn kind(storage: &Limits) -> StorageKind {
    let at_least = |least: i64| storage.lower.as_ref().is_some_and(|lower| lower.value >= Exact::from_i64(least));
    let at_most = |most: i64| storage.upper.as_ref().is_some_and(|upper| upper.value <= Exact::from_i64(most));
    match () {
        () if storage.upper.as_ref().is_some_and(|upper| upper.value.is_negative()) => StorageKind::Frozen,
        () if at_least(2) && at_most(8) => StorageKind::Cold,
        () if at_least(15) && at_most(30) => StorageKind::Room,
        () => StorageKind::Other,
    }
}

fn why_no_window(kind: StorageKind) -> Option<String> {
    let why = match kind {
        StorageKind::Cold | StorageKind::Room => return None,
        StorageKind::Frozen => {
            "it is stored frozen: what freezing and thawing do is no reaction that the Arrhenius equation describes"
        }
        StorageKind::Other => "it is defined for storage at 2 to 8 °C and at controlled room temperature only",
    };
    Some(why.to_owned())
}

/// What the rest of the specification has that a rule may name.
pub(super) struct Around<'a> {
    pub references: &'a [Reference],
    pub facts: &'a [(String, Unit)],
}

/// Reads `handling`.
pub(super) fn read(fields: &Fields<'_>, around: &Around<'_>, findings: &mut Vec<Finding>) -> Option<Handling> {
    let node = fields.node("handling")?;
    let entries = mapping(node, "handling", findings)?;
    let at = fields.key("handling").map_or((node.place.clone(), 1), |key| (key.place.clone(), key.width));
    let place = at.0.clone();
    let inner = Fields::new(entries, keys::HANDLING, at, "`handling`", findings);
    let mut reader = Reader { around, findings };
    let storage = reader.needed(&inner, "storage").and_then(|text| reader.range(&text, "storage"));
    let longest_gap = reader.needed(&inner, "longest_gap").and_then(|text| reader.span(&text, "longest_gap"));
    if inner.node("between_readings").is_none() {
        reader.findings.push(inner.missing("between_readings").help("add `between_readings: step` or `trapezoid`"));
    }
    let between = inner.word("between_readings", keys::BETWEEN_READINGS, reader.findings);
    let between = if between? == 0 { BetweenReadings::Step } else { BetweenReadings::Trapezoid };
    let (storage, longest_gap) = (storage?, longest_gap?);
    let not_arrhenius = inner.string("not_arrhenius", reader.findings);
    let transport = reader.transport(&inner, &storage, not_arrhenius.is_some());
    let budget = reader.budget(&inner);
    let thaw = inner.text("thaw", reader.findings).and_then(|text| {
        let thaw = reader.temperature(&text, "thaw")?;
        if kind(&storage) != StorageKind::Frozen {
            let message = "`thaw` is for a product that is stored frozen";
            reader
                .findings
                .push(text.finding(&codes::HANDLING_CONTRADICTION, message).help("remove it, or correct `storage`"));
        }
        Some(thaw)
    });
    if kind(&storage) == StorageKind::Frozen && inner.node("thaw").is_none() {
        let message = "the product is stored frozen, and nothing says from which temperature it counts as thawed";
        let finding = Finding::new(&codes::THAW_NOT_STATED, message).at(place.clone(), inner.width);
        reader.findings.push(finding.help("add `thaw:`, as in `thaw: -20 °C`"));
    }
    Some(Handling { storage, between, longest_gap, transport, budget, thaw, not_arrhenius, place })
}

struct Reader<'a, 'b> {
    around: &'a Around<'a>,
    findings: &'b mut Vec<Finding>,
}

impl Reader<'_, '_> {
    fn needed(&mut self, fields: &Fields<'_>, key: &str) -> Option<Text> {
        fields.needed(key, self.findings)
    }

    /// One or two limits in °C.
    fn range(&mut self, text: &Text, key: &str) -> Option<Limits> {
        let bounds = match limit::parse(&text.text, &text.text) {
            Ok(LimitText::Numeric(bounds)) => bounds,
            Ok(_) => {
                let message = format!("`{key}` must be a range of temperatures");
                self.findings
                    .push(text.finding(&codes::MALFORMED_LIMIT, message).help("write 2 to 8 °C, or \"<= -70 °C\""));
                return None;
            }
            Err(fault) => {
                self.findings.push(text.fault(fault));
                return None;
            }
        };
        let unit = bounds.unit.unwrap_or_else(Unit::none);
        self.is_celsius(&unit, text, key)?;
        let place = text.place.clone();
        Some(Limits { text: text.text.trim().to_owned(), lower: bounds.lower, upper: bounds.upper, unit, place })
    }

    fn is_celsius(&mut self, unit: &Unit, text: &Text, key: &str) -> Option<()> {
        if unit.symbol() == "°C" {
            return Some(());
        }
        let message = format!("`{key}` is not in °C");
        self.findings.push(text.finding(&codes::UNIT_MISMATCH, message).help("state temperatures in °C"));
        None
    }

    fn quantity(&mut self, text: &Text) -> Option<Quantity> {
        match grammar::quantity(&text.text, &text.text) {
            Ok(quantity) => Some(quantity),
            Err(fault) => {
                self.findings.push(text.fault(fault));
                None
            }
        }
    }

    fn temperature(&mut self, text: &Text, key: &str) -> Option<Quantity> {
        let quantity = self.quantity(text)?;
        self.is_celsius(&quantity.unit, text, key)?;
        Some(quantity)
    }

    fn span(&mut self, text: &Text, key: &str) -> Option<Span> {
        let written = self.quantity(text)?;
        let seconds = Unit::parse("s").ok().and_then(|second| written.unit.factor_to(&second));
        let Some(factor) = seconds.filter(|_| !written.value.is_negative()) else {
            let message = format!("`{key}` is not a length of time");
            self.findings.push(text.finding(&codes::UNIT_MISMATCH, message).help("write 15 min, 24 h or 3 d"));
            return None;
        };
        Some(Span { seconds: written.value.exact() * factor, written })
    }

    fn source(&mut self, fields: &Fields<'_>) -> Option<String> {
        let text = fields.text("source", self.findings)?;
        let known = || self.around.references.iter().map(|reference| reference.key.as_str());
        if !known().any(|key| key == text.text) {
            let help = match did_you_mean(&text.text, known()) {
                Some(close) => format!("did you mean `{close}`?"),
                None => "add it under `references`".to_owned(),
            };
            let message = format!("no reference is called `{}`", text.text);
            self.findings.push(text.finding(&codes::UNKNOWN_REFERENCE, message).help(help));
        }
        Some(text.text)
    }

    fn transport(&mut self, handling: &Fields<'_>, storage: &Limits, not_arrhenius: bool) -> Option<TransportRule> {
        let node = handling.node("transport")?;
        let entries = mapping(node, "transport", self.findings)?;
        let fields =
            Fields::new(entries, keys::TRANSPORT, (node.place.clone(), node.width), "`transport`", self.findings);
        let readings = fields.text("readings", self.findings).and_then(|text| {
            let range = self.range(&text, "readings")?;
            if !encloses(&range, storage) {
                let message = "`readings` leaves out a part of `storage`";
                self.findings.push(
                    text.finding(&codes::HANDLING_CONTRADICTION, message)
                        .help("a reading in storage is always allowed"),
                );
            }
            Some(range)
        });
        let excursion = fields.text("excursion", self.findings).and_then(|text| self.span(&text, "excursion"));
        let mkt = self.kinetics(&fields, storage, not_arrhenius, readings.is_some());
        Some(TransportRule { readings, excursion, mkt, source: self.source(&fields) })
    }

    /// The mean kinetic temperature, where it means something: both the peak and the mean must hold.
    fn kinetics(
        &mut self,
        fields: &Fields<'_>,
        storage: &Limits,
        not_arrhenius: bool,
        has_peak: bool,
    ) -> Option<KineticRule> {
        let text = fields.text("mkt", self.findings)?;
        let kind = kind(storage);
        let refused = match why_no_window(kind) {
            Some(why) => Some(why),
            None if not_arrhenius => {
                Some("`not_arrhenius` says that degradation does not follow the Arrhenius equation".to_owned())
            }
            None if !has_peak => Some("a mean hides a peak: it needs `readings` beside it".to_owned()),
            None => None,
        };
        if let Some(why) = refused {
            let message = format!("a mean kinetic temperature cannot be used: {why}");
            let help = "judge by peak and by time beyond each temperature: `readings`, `budget`, `thaw`";
            self.findings.push(text.finding(&codes::MKT_NOT_APPLICABLE, message).help(help));
            return None;
        }
        let limit = self.temperature(&text, "mkt")?;
        let (seconds, usual) = kind.window()?;
        let window = match fields.text("window", self.findings) {
            Some(text) => {
                let window = self.span(&text, "window")?;
                if window.seconds != Exact::from_i64(seconds) {
                    let message = format!("the mean kinetic temperature of this storage is taken over {usual}");
                    self.findings
                        .push(text.finding(&codes::MKT_NOT_APPLICABLE, message).help(format!("write {usual}")));
                }
                window
            }
            None => Span { written: grammar::quantity(usual, usual).ok()?, seconds: Exact::from_i64(seconds) },
        };
        let enthalpy = match fields.text("enthalpy", self.findings) {
            Some(text) => {
                let quantity = self.quantity(&text)?;
                if quantity.unit.symbol() != "K" || quantity.value.is_negative() || quantity.value.is_zero() {
                    let message = "`enthalpy` must be ΔH/R in K, above zero";
                    self.findings.push(text.finding(&codes::UNIT_MISMATCH, message).help("write 10000 K"));
                }
                quantity.value
            }
            None => Decimal::from(10_000),
        };
        Some(KineticRule { limit, window, enthalpy })
    }

    fn budget(&mut self, handling: &Fields<'_>) -> Vec<BudgetRow> {
        let Some(node) = handling.node("budget") else { return Vec::new() };
        let Kind::Sequence(items) = &node.kind else {
            let message = format!("`budget` must be a list, this is {}", node.describe());
            let finding = Finding::new(&codes::WRONG_SHAPE, message).at(node.place.clone(), node.width);
            self.findings.push(finding.help("write `- {above: 8 °C, at_most: 72 h}` for each temperature"));
            return Vec::new();
        };
        let mut rows: Vec<BudgetRow> = Vec::new();
        for item in items {
            let Some(row) = self.row(item) else { continue };
            if rows.iter().any(|known| known.is_about_the_same(&row)) {
                let over = if row.used.is_some() { "in all" } else { "in one journey" };
                let what = format!("{} {} {over}", row.side.as_str(), with_unit(&row.threshold));
                let message = format!("two rows of `budget` are about the time {what}");
                let finding = Finding::new(&codes::HANDLING_CONTRADICTION, message).at(item.place.clone(), item.width);
                self.findings.push(finding.help("keep the one that is meant"));
            }
            rows.push(row);
        }
        rows
    }

    fn row(&mut self, node: &Node) -> Option<BudgetRow> {
        let entries = mapping(node, "a row of `budget`", self.findings)?;
        let fields =
            Fields::new(entries, keys::BUDGET, (node.place.clone(), node.width), "a row of `budget`", self.findings);
        let (above, below) = (fields.text("above", self.findings), fields.text("below", self.findings));
        let (side, text) = match (above, below) {
            (Some(text), None) => (Side::Above, text),
            (None, Some(text)) => (Side::Below, text),
            _ => {
                let message = "a row of `budget` is about one side: it has `above` or `below`";
                let finding = Finding::new(&codes::HANDLING_CONTRADICTION, message).at(node.place.clone(), node.width);
                self.findings.push(finding.help("write two rows"));
                return None;
            }
        };
        let threshold = self.temperature(&text, side.as_str());
        let at_most = self.needed(&fields, "at_most").and_then(|text| self.span(&text, "at_most"));
        let used = fields.text("used", self.findings).and_then(|text| self.used(text));
        let source = self.source(&fields);
        Some(BudgetRow { side, threshold: threshold?, at_most: at_most?, used, source })
    }

    /// The fact of the lot that says how much was used before.
    fn used(&mut self, text: Text) -> Option<String> {
        let fact = self.around.facts.iter().find(|(name, _)| *name == text.text);
        let is_time = |unit: &Unit| Unit::parse("s").is_ok_and(|second| unit.factor_to(&second).is_some());
        match fact {
            Some((name, unit)) if is_time(unit) => Some(name.clone()),
            Some((name, unit)) => {
                let message = format!("the fact `{name}` is in {unit}, which is no time");
                self.findings.push(text.finding(&codes::UNIT_MISMATCH, message).help("declare it in h under `facts`"));
                None
            }
            None => {
                let message = format!("no fact is called `{}`", text.text);
                let help = format!("declare it: `facts: {{{}: {{unit: h}}}}`", text.text);
                self.findings.push(text.finding(&codes::UNKNOWN_NAME_IN_FORMULA, message).help(help));
                None
            }
        }
    }
}

/// Whether a range holds all of another one.
fn encloses(outer: &Limits, inner: &Limits) -> bool {
    let lower = match (&outer.lower, &inner.lower) {
        (None, _) => true,
        (Some(outer), Some(inner)) => outer.value <= inner.value,
        (Some(_), None) => false,
    };
    let upper = match (&outer.upper, &inner.upper) {
        (None, _) => true,
        (Some(outer), Some(inner)) => outer.value >= inner.value,
        (Some(_), None) => false,
    };
    lower && upper
}
